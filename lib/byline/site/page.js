// A lesson as a page: everything can be read and marked at once, what is answered is kept at once, and Python, which
// judges, comes behind in a worker. Nothing from a file or an answer is put in as markup but what Python has drawn.
import { inOutbox, inTold, keptLines, leftOver, stayKnown } from "./store.js";

const { build, root, text, lesson } = document.documentElement.dataset;
const data = JSON.parse(document.getElementById("byline-data").textContent);
const byId = (id) => document.getElementById(id);
const times = (globalThis.bylineTimes = { module: performance.now() });

// --- what was said and is not known to be kept -----------------------------------------------------------
const held = new Map(); // "writer n" -> whether the browser has it
let writing = Promise.resolve();
const nameOf = ({ writer, n }) => `${writer} ${n}`;
/** Bring the browser's outbox to what the page still owes. */
function keep(queue) {
  const now = new Map(queue.map((entry) => [nameOf(entry), entry]));
  const fresh = [...now.entries()].filter(([name]) => !held.has(name)), gone = [...held.keys()].filter((name) => !now.has(name));
  fresh.forEach(([name]) => held.set(name, false));
  gone.forEach((name) => held.delete(name));
  if (!fresh.length && !gone.length) return;
  writing = Promise.all([writing, inOutbox((outbox) => {
    for (const [name, { article, code, writer, n, message, whole }] of fresh) {
      outbox.put({ article, code, writer, n, message, at: Date.now(), ...(whole === undefined ? {} : { whole }) }, name);
    }
    for (const name of gone) outbox.delete(name);
  })]).then(() => fresh.forEach(([name]) => held.has(name) && held.set(name, true)), refused);
}
function refused(problem) {
  alarm(problem?.name === "QuotaExceededError"
    ? "This browser’s storage is full: what you answer now is on this page only. Make room on the disk, or download a copy at the foot of the page before you close it."
    : "This browser keeps nothing here (a setting or a private window forbids it). What you answer is on this page only: download a copy at the foot of the page, or hand in, before you close it.");
}

globalThis.bylineHost = {
  wait: 20_000, goOn: "Your answers are kept; reload the page if nothing happens.", stored: () => [], keep,
};
const { default: exercises } = await import("./exercise.js");
const { make, button } = exercises;
const page = globalThis.bylinePage;
stayKnown(page.writer);

// --- Python in a worker ----------------------------------------------------------------------------------
let worker = null, ready = false, broken = false, asked = 0;
let settle; // is called once what was said before Python came is handed over
const settled = new Promise((done) => { settle = done; });
const calls = new Map(); // number -> what waits for the answer
const listeners = new Map(); // exercise -> what hears of it
const status = byId("byline-python");
const windows = channel();
/** What other windows hear; nothing where the browser forbids it. */
function channel() {
  try { return new BroadcastChannel("byline"); } catch { return { postMessage() {} }; }
}

function start() {
  ready = broken = false;
  status.replaceChildren("You can begin. Feedback comes in a few seconds, when Python is loaded.");
  worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  worker.postMessage({ begin: { text, root, wheel: data.wheel, core: data.core } });
  const patience = setTimeout(() => failed("it takes too long"), 300_000);
  const slow = setTimeout(() => status.replaceChildren("Python is still being loaded: the connection or the computer is slow. Go on meanwhile; what you answer is kept."), 20_000);
  const over = (then) => { clearTimeout(patience); clearTimeout(slow); then(); };
  worker.onmessage = ({ data: told }) => {
    if (told.ready) over(begin);
    else if (told.failed) over(() => failed(told.failed));
    else { calls.get(told.id)?.(told.said); calls.delete(told.id); }
  };
  worker.onerror = (event) => over(() => failed(event.message ?? "the worker"));
}
function failed(why) {
  worker.terminate();
  ready = false;
  broken = true;
  times.failed = why;
  document.body.dataset.python = "failed";
  status.replaceChildren("Feedback cannot be loaded now. What you answer is kept, and is answered when it can be. ",
    button("Try again", () => { document.body.dataset.python = ""; start(); }));
  stayHere();
  for (const done of [...calls.values(), ...giveUp.splice(0)]) done(BROKEN);
  calls.clear();
}
const BROKEN = { problem: "Python cannot be loaded now: see the top of the page." };
/** Ask Python; the answer is a promise. What is asked before it is there waits. */
const call = (question) => new Promise((done) => {
  if (broken) { done(BROKEN); return; }
  calls.set((asked += 1), done);
  worker.postMessage({ id: asked, build, question: { text, ...question } });
});
/** The same for what must come after all that was said before. */
const callAfter = async (question) => {
  for (const view of page.views) view.flush();
  if (!broken) await Promise.race([settled, new Promise((done) => { giveUp.push(done); })]);
  return call(question);
};
const giveUp = []; // what waits for a Python that does not come

/** Python is there: hand over what was left, and have every exercise told how it stands. */
async function begin() {
  ready = true;
  times.ready = performance.now();
  document.body.dataset.python = "ready";
  status.replaceChildren();
  // first what windows that are gone had said, then the code of a link, then, with the first hello, what this one said
  const [first, ...others] = listeners.keys();
  await handOver();
  if (code) await useCode();
  if (first) await hear({ do: "hello", exercise: first, writer: page.writer, n: null });
  for (const name of others) await hear({ do: "hello", exercise: name, writer: page.writer, n: null });
  for (const [exercise, message] of held_back.splice(0)) await hear({ ...message, exercise });
  settle();
  answerNow();
  await drawYours();
  stayHere();
}
/** What windows that are gone had not handed to Python, of whatever text. */
async function handOver() {
  for (const entry of await leftOver().catch(() => [])) {
    const message = entry.message.do === "mark" ? { exercise: entry.message.exercise, do: "draft", answer: entry.whole } : entry.message;
    const said = await call({ ask: "message", text: entry.article, message: { ...message, whose: entry.code, writer: entry.writer, n: entry.n } });
    if (said.told && !said.told.owed.length && !held.has(nameOf(entry))) await inOutbox((outbox) => outbox.delete(nameOf(entry)));
  }
}
/** A message to Python about an exercise; what it is told goes to the exercise, and to other windows that something changed. */
async function hear(message) {
  const said = await call({ ask: "message", message });
  if (!said.told) { tell(message.exercise, blankTold(message, { tell: "unclear", said: said.problem ?? "" })); return null; }
  tell(said.told.exercise, said.told);
  if (message.n && !said.told.unwritten && [...held.values()].every(Boolean)) alarm("");
  if (said.told.tell !== "about" && !["hello", "look"].includes(message.do)) {
    const another = ["code", "new student"].includes(message.do);
    if (message.do === "code") footSaid.textContent = ""; // what was said of the one before
    windows.postMessage(another ? null : said.told.exercise);
    later(another ? tellAll : drawYours);
  } else if (said.changed) later(drawYours);
  return said.told;
}
const tell = (exercise, told) => (listeners.get(exercise) ?? []).forEach((act) => act(told));
/** Have each exercise told how it stands, as if it had changed in another window. */
async function tellAll() {
  for (const name of listeners.keys()) await hear({ do: "hello", exercise: name, writer: "another window", n: null });
  await drawYours();
}
windows.onmessage = ({ data: exercise }) => {
  if (!ready) return;
  if (exercise === null) tellAll();
  else if (listeners.has(exercise)) hear({ do: "hello", exercise, writer: "another window", n: null });
};

// --- before Python is there ------------------------------------------------------------------------------
const held_back = []; // what only Python can answer: [exercise, message]
let known = new Map(); // exercise -> what it was told last, in an earlier visit
let whoseIt = { codes: [], shown: "", asks: false }; // whose answers they were
const KEPT = {
  commit: "Your answer is kept. The feedback comes in a moment, when Python has loaded.",
  hint: "One moment: the hint comes when Python has loaded.",
  look: "One moment: what changed is told when Python has loaded.",
};
const blankTold = (message, told) => ({ exercise: message.exercise, desk: "page", ...whoseIt, unwritten: 0, why: "", owed: [], writer: message.writer, heard: null, ...told });
/** What an exercise is told until Python is there: how it stood last, and that what was answered is kept. */
function meanwhile(message) {
  if (message.do === "hello") {
    const last = known.get(message.exercise), blank = data.exercises[message.exercise].state;
    const state = last && (last.build === build ? last.state : { ...last.state, feedback: null, key: null, samples: [] });
    return blankTold(message, { tell: "state", state: { ...(state ?? blank), said: "" } });
  }
  if (["about", "code", "new student"].includes(message.do)) { held_back.push([message.exercise, message]); return null; }
  if (message.writer !== page.writer) return null; // it was said, and told, in a visit before
  if (["draft", "mark"].includes(message.do)) return blankTold(message, { tell: "saved", note: "", answer: null });
  if (message.n && !held.get(nameOf(message))) return blankTold(message, { tell: "unclear", said: "Your answer is on this page only. It is answered when Python is loaded." });
  return blankTold(message, { tell: "unclear", said: document.body.dataset.python === "failed" ? "Your answer is kept. It is answered when feedback can be loaded: see the top of the page." : KEPT[message.do] ?? "One moment: Python is being loaded." });
}

// --- the exercises ---------------------------------------------------------------------------------------
const opened = open();
/** What the browser has from earlier visits. */
async function open() {
  try {
    const range = IDBKeyRange.bound(`${text}/`, `${text}0`);
    const [left, names, told, whose] = await Promise.all([leftOver(), ...["getAllKeys", "getAll"].map((get) => inTold((store) => store[get](range), "readonly")), inTold((store) => store.get("whose"), "readonly")]);
    known = new Map(names.map((name, n) => [String(name).slice(text.length + 1), told[n]]));
    whoseIt = whose ?? whoseIt;
    if (!ready && (await keptLines()).length) status.replaceChildren("You can go on. Your answers and their feedback come in a few seconds, when Python is loaded.");
    for (const box of document.querySelectorAll(".byline-box[data-ask='now']")) {
      const last = known.get(`box ${box.dataset.box}`);
      if (last?.build === build && !box.dataset.asked) box.querySelector(".byline-output").innerHTML = last.html;
    }
    const mine = left.filter(({ article, message }) => article === text && message?.exercise);
    mine.forEach((entry) => held.set(nameOf(entry), true));
    page.queue.unshift(...mine);
  } catch (problem) { refused(problem); }
}
function modelOf(name) {
  const acts = [];
  listeners.set(name, acts);
  return {
    get: () => data.exercises[name].spec, on: (what, act) => { if (what === "msg:custom") acts.push(act); },
    off: (what, act) => { const at = acts.indexOf(act); if (what === "msg:custom" && at >= 0) acts.splice(at, 1); },
    async send(message) {
      if (message.do === "commit") askToPersist();
      if (ready) { hear(message); return; }
      if (message.do === "hello") await opened;
      else await writing;
      if (ready) { if (!message.n) hear(message); return; } // what has a number was handed over meanwhile
      const told = meanwhile(message);
      if (told) tell(message.exercise, told);
    },
  };
}
for (const el of document.querySelectorAll(".byline-mount")) {
  el.replaceChildren();
  exercises.render({ model: modelOf(el.dataset.exercise), el });
}
times.exercises = performance.now();
document.body.dataset.exercises = "ready";
// what was typed last goes out before the page does
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") for (const view of page.views) view.flush(); });
addEventListener("pagehide", () => { for (const view of page.views) view.flush(); });

// --- the boxes -------------------------------------------------------------------------------------------
/** What stands in the fields of a box: a text each, or words with their strengths. */
const valuesOf = (box) => [...box.querySelectorAll(".byline-field[data-kind]")].map((field) => (field.dataset.kind === "strengths"
  ? [...field.querySelectorAll(".byline-pair")].map((pair) => [pair.querySelector("input").value, Number(pair.querySelector("select").value)])
  : field.querySelector("input, textarea").value));
/** Have Python answer a box; of several that are under way only the last one is shown. */
async function answerBox(box, values) {
  const output = box.querySelector(".byline-output");
  const number = Number(box.dataset.asked ?? 0) + 1;
  box.dataset.asked = number;
  box.setAttribute("aria-busy", "true");
  if (!ready && !output.childNodes.length) output.textContent = "One moment: Python is being loaded.";
  const said = await call({ ask: "box", lesson, box: Number(box.dataset.box), values: values ?? null });
  if (Number(box.dataset.asked) !== number) return;
  box.removeAttribute("aria-busy");
  if (said.html === undefined) output.textContent = said.problem ?? "";
  else output.innerHTML = said.html;
  answered(box);
  if (box.dataset.ask && said.html) await inTold((store) => store.put({ build, html: said.html }, `${text}/box ${box.dataset.box}`)).catch(() => {});
}
/** Say that a box has its answer; the answer itself is there to be read. */
function answered(box) {
  const told = box.querySelector(".byline-answered");
  if (told) told.textContent = told.textContent === ANSWERED ? `${ANSWERED}\u00a0` : ANSWERED;
}
const ANSWERED = "Done: see below.";
const timers = new Map();
function later(act, wait = 400) { clearTimeout(timers.get(act)); timers.set(act, setTimeout(act, wait)); }
for (const box of document.querySelectorAll(".byline-box[data-kind='typed']")) {
  const form = box.querySelector("form"), drawn = box.querySelector("template"), begun = JSON.stringify(valuesOf(box));
  const answer = () => {
    const values = valuesOf(box);
    if (JSON.stringify(values) !== begun) { answerBox(box, values); return; }
    box.dataset.asked = Number(box.dataset.asked ?? 0) + 1; // what is still under way comes too late
    box.querySelector(".byline-output").replaceChildren(drawn.content.cloneNode(true));
    answered(box);
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); answer(); });
}
for (const box of document.querySelectorAll(".byline-box[data-kind='asked']")) box.querySelector(".byline-run")?.addEventListener("click", () => answerBox(box));
const answerNow = () => document.querySelectorAll(".byline-box[data-ask='now']").forEach((box) => answerBox(box));
addEventListener("beforeprint", () => document.querySelectorAll(".byline-box > details").forEach((one) => { one.open = true; }));

// --- whose answers, how they are kept, and how they leave ---------------------------------------------------
const keeping = byId("byline-keeping");
const notice = make("p", { class: "byline-soft" }), warning = make("p", { role: "alert", class: "byline-alert" });
keeping.append(notice, warning);
/** Say that answers are not kept, or no more that. */
function alarm(sentence) {
  if (warning.textContent !== sentence) warning.textContent = sentence;
  notice.hidden = sentence !== "";
}
let persistent = false, mayAsk = true;
/** Ask the browser to keep what it has; once, since some ask the student each time. */
async function askToPersist() {
  try { mayAsk &&= localStorage.getItem("byline asked") === null; localStorage.setItem("byline asked", "yes"); } catch { /* then once a page */ }
  if (persistent || !mayAsk || !navigator.storage?.persist) return;
  mayAsk = false;
  persistent = await navigator.storage.persist().catch(() => false);
  if (persistent) sayHow();
}
/** How answers are kept here, before anybody types. */
async function sayHow() {
  const { quota, usage } = await (navigator.storage?.estimate?.() ?? Promise.resolve({})).catch(() => ({}));
  persistent = await (navigator.storage?.persisted?.() ?? Promise.resolve(false)).catch(() => false);
  notice.textContent = persistent ? "Your answers are kept in this browser, on this computer, and nowhere else."
    : "Your answers are kept in this browser, and nowhere else. It may clear them if you stay away for weeks or the disk fills up, and a private window forgets them when it is closed: download a copy (at the foot of the page) when you stop. If it asks whether this site may store data, allow it.";
  if (quota !== undefined && quota - usage < 3_000_000) refused({ name: "QuotaExceededError" });
  if (!("serviceWorker" in navigator)) notice.textContent += " Without a network this page will not open (it would need an address that begins with https).";
}
sayHow();
inOutbox((outbox) => { outbox.put({ probe: true, at: 0 }, "probe"); outbox.delete("probe"); }).catch(refused);

function download(files) {
  for (const [name, content] of Object.entries(files)) {
    const link = make("a", { href: URL.createObjectURL(new Blob([content], { type: name.endsWith(".html") ? "text/html" : "application/octet-stream" })), download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }
}
const yours = byId("byline-yours"), handin = byId("byline-handin");
const whose = make("p"), footSaid = make("p", { role: "status", class: "byline-status" }), choices = make("div", { class: "byline-row" });
const shown = make("div");
const saidOfHandin = make("p", { role: "status", class: "byline-status" });
const chosen = make("input", { type: "file", accept: ".jsonl,.json,.txt", id: "byline-file", onchange: () => bringChosen() });
/** A button that asks Python and says what came of it. */
const acting = (words, act, place = footSaid) => button(words, async () => {
  place.textContent = ready ? "" : "One moment: Python is being loaded.";
  const done = await act();
  place.textContent = done ?? "";
});
async function takeCopy() {
  const got = await callAfter({ ask: "copy" });
  if (broken) {
    const lines = await keptLines().catch(() => []);
    if (lines.length) download({ "byline-answers.jsonl": `${lines.join("\n")}\n` });
    return lines.length ? "Downloaded: byline-answers.jsonl. What you answered since Python failed is not in it yet." : BROKEN.problem;
  }
  if (got.problem) return got.problem;
  download(got.files);
  return `Downloaded: ${Object.keys(got.files)[0]}. It holds all answers of this code, and can be brought to any computer.`;
}
async function takeHandin(page_too) {
  const got = await callAfter({ ask: "hand in" });
  if (got.problem) return got.problem;
  const names = Object.keys(got.files);
  const name = names[page_too ? 1 : 0];
  download({ [name]: got.files[name] });
  return page_too ? `Downloaded: ${name}. Open it to read or to print what you hand in.` : `Downloaded: ${name}. Send this file to your teacher. It has a code in place of your name.`;
}
let brought = "";
async function bringChosen(mine) {
  if (chosen.files.length) brought = await chosen.files[0].text().catch(() => "");
  chosen.value = "";
  await bringCopy(mine);
}
async function bringCopy(mine) {
  const got = await callAfter({ ask: "bring", data: brought, mine: mine ?? null });
  footSaid.textContent = got.problem ?? got.said;
  choices.replaceChildren(...(got.choices ?? []).map(([words, means]) => button(words, () => {
    choices.replaceChildren();
    if (means === null) footSaid.textContent = "Nothing was changed."; else bringCopy(means);
  })));
  choices.querySelector("button")?.focus();
  if (!got.problem && !got.choices.length) everythingChanged();
}
async function everythingChanged() {
  await tellAll();
  windows.postMessage(null);
  answerNow();
}
async function beginAnew() {
  const before = await callAfter({ ask: "yours" });
  if (before.problem) return before.problem;
  const [first] = listeners.keys();
  if (first) await hear({ do: "new student", exercise: first, writer: page.writer, n: null });
  everythingChanged();
  return "This is a new beginning, under a new code. The answers from before are put away in this browser; they come back when their code is typed, or with a copy.";
}
async function leaveAll() {
  const asks = await callAfter({ ask: "leave" });
  choices.replaceChildren(make("p", { class: "byline-lines-kept" }, asks.said ?? asks.problem), button("Yes, delete them", async () => {
    choices.replaceChildren();
    const done = await call({ ask: "leave", sure: true });
    footSaid.textContent = done.said ?? done.problem;
    everythingChanged();
  }), button("No, keep them", () => { choices.replaceChildren(); footSaid.textContent = "Nothing was deleted."; }));
  choices.querySelector("button:last-child").focus();
  return "";
}
yours.append(make("h2", {}, "Your answers"), whose,
  make("div", { class: "byline-row" }, acting("Download a copy", takeCopy), button("Bring answers from a copy", () => chosen.click()), acting("New student", beginAnew), acting("Delete my answers", leaveAll)),
  make("label", { for: "byline-file", class: "byline-unseen" }, "A copy of answers"), chosen, footSaid, choices);
chosen.classList.add("byline-unseen");
chosen.tabIndex = -1;
if (handin) {
  handin.append(shown, make("div", { class: "byline-row" }, acting("Download the file to hand in", () => takeHandin(false), saidOfHandin), acting("Download a page to read or print", () => takeHandin(true), saidOfHandin)), saidOfHandin);
}
const feedback = byId("byline-feedback");
if (feedback) {
  const opened = make("div"), file = make("input", { type: "file", accept: ".json", id: "byline-opening", onchange: openFeedback });
  feedback.append(make("h2", {}, "When the feedback comes"), make("p", {}, "After the class has handed in, your teacher gives you a small file. Choose it here, and each exercise says what it makes of your answers."),
    make("label", { for: "byline-opening" }, "The file from your teacher"), file, opened);
  async function openFeedback() {
    const given = await file.files[0]?.text().catch(() => "");
    opened.textContent = ready ? "" : "One moment: Python is being loaded.";
    const got = await callAfter({ ask: "feedback", data: given ?? "" });
    if (got.html === undefined) opened.textContent = got.problem ?? ""; else opened.innerHTML = got.html;
    await everythingChanged();
  }
}
async function drawYours() {
  if (!ready) return;
  const now = await call({ ask: "yours" });
  if (now.problem) { whose.textContent = now.problem; return; }
  whose.textContent = now.count || now.shown ? `${now.count === 1 ? "1 answer" : `${now.count} answers`} of this text${now.shown ? `, under the code ${now.shown}` : ""}.` : "Nothing is answered yet.";
  shown.innerHTML = now.handin;
}

// --- a link from a teacher: #class=9B&code=K7M-2QPR ---------------------------------------------------------
const linked = make("div", { role: "status" });
keeping.append(linked);
let code = codeInLink();
/** The code behind the # of the address, or of one that was left before Python came. */
function codeInLink() {
  const found = new URLSearchParams(location.hash.slice(1)).get("code")?.slice(0, 40) ?? "";
  if (!found) return waitingCode();
  history.replaceState(null, "", location.pathname + location.search); // it is no place on the page
  waitingCode(found);
  return found;
}
/** The code that waits to be used, in whatever page Python comes first. */
function waitingCode(now) {
  try {
    if (now === "") localStorage.removeItem("byline code");
    else if (now) localStorage.setItem("byline code", now);
    return localStorage.getItem("byline code") ?? "";
  } catch { return now ?? ""; }
}
addEventListener("hashchange", () => { code = codeInLink() || code; if (code && ready) settled.then(() => useCode()); });
/** Go on under the code of the link; what must be asked before is asked here. */
async function useCode(mine) {
  const [first] = listeners.keys();
  const got = await call({ ask: "message", message: { do: "code", code, mine, ...(first && { exercise: first }), writer: page.writer, n: null } });
  const choices = got.told?.choices ?? [];
  linked.replaceChildren(make("p", {}, got.told?.said ?? got.problem ?? ""), make("div", { class: "byline-row" }, ...choices.map(([words, means]) => button(words, () => {
    if (means === null) { code = waitingCode(""); linked.replaceChildren(); } else useCode(means);
  }))));
  if (choices.length || got.told?.tell !== "code") return;
  code = waitingCode("");
  if (!got.told.wrong) await everythingChanged();
}

start();
/** Keep the lessons for a day without a network; after Python, which is waited for. */
function stayHere() {
  navigator.serviceWorker?.register(new URL(`${root}sw.js`, location.href), { updateViaCache: "none" }).then(() => navigator.serviceWorker.ready)
    .then(({ active }) => active.postMessage("idle")).catch(() => {});
}
