// The main road of the browser edition in Firefox: open, mark, commit, reload, begin again offline, keep nothing; prints what held.
//
// README: it needs Firefox (`apt-get install firefox-esr`) and puppeteer-core (`npm install puppeteer-core` in an empty
// folder of yours). Neither is a dependency of the project, and no browser is downloaded. From that folder:
//     byline site /tmp/site
//     cp PROJECT/tests/bench/firefox/road.mjs . && node road.mjs /tmp/site
// Another Firefox: its path in the variable FIREFOX. It ends with 1 where something did not hold.
import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import puppeteer from "puppeteer-core";

const SITE = process.argv[2], LESSON = "00_start_here.html";
const MARKED = '.byline-mount[data-exercise="00-b"]', CHOSEN = '.byline-mount[data-exercise="00-f"]';
const WAIT = { timeout: 120_000, polling: 50 };
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".json": "application/json",
  ".wasm": "application/wasm", ".svg": "image/svg+xml", ".webmanifest": "application/manifest+json" };
const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });
const server = createServer((request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
  const file = createReadStream(join(SITE, path.endsWith("/") ? `${path}index.html` : path));
  file.on("error", () => response.writeHead(404).end());
  file.on("open", () => { response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" }); file.pipe(response); });
});
await new Promise((done) => { server.listen(0, "127.0.0.1", done); });
const site = `http://127.0.0.1:${server.address().port}/`;

const wrong = []; // what a page complained of, and requests that would leave this machine
let failed = 0;
/** Try one thing; it holds where `act` comes to something. */
async function held(what, act) {
  const from = Date.now();
  const came = await act().catch((problem) => { console.log(`    ${problem.message.split("\n")[0]}`); return false; });
  if (!came) failed += 1;
  console.log(`${came ? "held  " : "FAILED"} ${((Date.now() - from) / 1000).toFixed(1).padStart(5)} s  ${what}${typeof came === "string" ? `: ${came}` : ""}`);
}
const open = (profile, preferences = {}) => puppeteer.launch({
  browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr", headless: true, userDataDir: profile, timeout: 90_000,
  extraPrefsFirefox: { // all but this machine goes to a port where nothing answers
    "network.proxy.type": 1, "network.proxy.http": "127.0.0.1", "network.proxy.http_port": 9, "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9, "network.proxy.no_proxies_on": "127.0.0.1", ...preferences,
  },
});
async function newPage(browser) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1100, height: 800 });
  page.on("pageerror", (problem) => wrong.push(problem.message));
  page.on("console", (message) => { if (message.type() === "error") wrong.push(message.text()); });
  page.on("request", (request) => { if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(site)) wrong.push(`asked for ${request.url()}`); });
  await page.evaluateOnNewDocument(() => addEventListener("securitypolicyviolation", (event) => console.error(`POLICY ${event.effectiveDirective} ${event.blockedURI}`)));
  return page;
}
const drawn = (page) => page.waitForFunction(() => document.body?.dataset.exercises === "ready", WAIT);
const python = (page) => page.waitForFunction(() => document.body.dataset.python, WAIT).then((found) => found.jsonValue()).then((state) => state === "ready");
const told = (page, exercise) => page.waitForFunction((at) => document.querySelector(`${at} .byline-headline`)?.textContent, WAIT, exercise).then((found) => found.jsonValue());
const click = async (page, selector) => (await page.waitForSelector(selector, { timeout: 15_000 })).click();
/** Choose the first option (or what stands on the page), say how sure, commit. */
async function commit(page, exercise) {
  if (exercise === CHOSEN) await click(page, `${exercise} .byline-options label`);
  if (await page.$(`${exercise} .byline-sure:not([hidden])`)) await click(page, `${exercise} .byline-sure input[value=middle]`);
  await click(page, `${exercise} .byline-main`);
}
const width = (page) => page.$eval(`${MARKED} .byline-exercise`, (one) => one.getBoundingClientRect().width);

/** A browser that keeps nothing says so, and answers all the same. */
async function keepingNothing(profile) {
  await mkdir(profile);
  const browser = await open(profile, { "network.cookie.cookieBehavior": 2 }), page = await newPage(browser), before = wrong.length;
  await held("with cookies refused: the page says that nothing is kept", async () => {
    await page.goto(site + LESSON);
    return page.waitForFunction(() => /keeps nothing here/.test(document.getElementById("byline-keeping").textContent), { timeout: 15_000 });
  });
  await held("with cookies refused: an exercise is answered", async () => { await commit(page, CHOSEN); return told(page, CHOSEN); });
  wrong.splice(before); // the browser itself complains of what it refuses
  await browser.close();
}
/** The road of one student; the browser is closed and opened again on the way. */
async function road(profile) {
  await mkdir(profile);
  let browser = await open(profile), page = await newPage(browser), before = 0;
  await held("the page opens and its exercises are drawn", async () => { await page.goto(site + LESSON); return drawn(page); });
  await held("words are marked by dragging", async () => {
    before = await width(page);
    const at = (n) => page.$eval(`${MARKED} [data-w="${n}"]`, (word) => { const r = word.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; });
    await page.$eval(MARKED, (one) => one.scrollIntoView());
    await page.mouse.move(...await at(9));
    await page.mouse.down();
    await page.mouse.move(...await at(12), { steps: 5 });
    await page.mouse.up();
    await page.keyboard.press("i");
    return page.$$eval(`${MARKED} .byline-w.byline-v`, (words) => words.length === 4 && words.map((word) => word.lastChild.textContent).join(" "));
  });
  await held("a commit before Python is kept", async () => { await commit(page, MARKED); return page.waitForFunction((at) => /is kept/.test(document.querySelector(`${at} .byline-status`).textContent), WAIT, MARKED); });
  await held("Python is loaded", () => python(page));
  await held("the commit is answered", () => told(page, MARKED));
  await held("another exercise is answered", async () => { await commit(page, CHOSEN); return told(page, CHOSEN); });
  await held("the page keeps its measure once Python has drawn", async () => { await pause(1500); return await width(page) === before; });
  await held("after a reload both stand there", async () => { await page.reload(); return `${await told(page, MARKED)} ${await told(page, CHOSEN)}`; });
  await held("the service worker has what it needs", () => page.waitForFunction(async () => {
    const core = (await caches.keys()).find((name) => name.endsWith("core"));
    return core && (await (await caches.open(core)).keys()).length >= 5;
  }, WAIT));
  await browser.close();
  await new Promise((done) => { server.close(done); server.closeAllConnections(); });
  browser = await open(profile);
  page = await newPage(browser);
  await held("offline, in a new browser: both stand there", async () => { await page.goto(site + LESSON); return `${await told(page, MARKED)} ${await told(page, CHOSEN)}`; });
  await held("offline: Python is loaded", () => python(page));
  await held("offline: a lesson that was never opened", async () => { await page.goto(`${site}03_said_claimed_reportedly.html`); return python(page); });
  await browser.close();
}
const profile = await mkdtemp(join(tmpdir(), "byline-firefox-"));
try {
  await keepingNothing(join(profile, "nothing"));
  await road(join(profile, "student"));
} finally { await rm(profile, { recursive: true, force: true }); }
await held("no error, no breach of the policy, no request to elsewhere", async () => { wrong.forEach((one) => console.log(`    ${one}`)); return !wrong.length; });
process.exitCode = failed ? 1 : 0;
