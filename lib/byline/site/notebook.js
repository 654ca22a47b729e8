// Runs in JupyterLite's pages before JupyterLite does: what the site has now is what is opened, a student's own copy of
// an older lesson is kept under another name, and whatever stops answers from being kept is said before anybody types.
const ROOT = new URL("./", import.meta.url);
const KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel";
const STORE = "byline"; // contentsStorageName in jupyter-lite.json
const opened = new URLSearchParams(location.search).get("path") || "";
let lessons = {};
let lock = ""; // where the list of packages is, if not where the settings say

// Before the settings are read. Nothing that fails here may keep the notebook from opening.
export async function before() {
  leavePagesAlone();
  navigator.storage?.persist?.().catch(() => {});
  if (!("serviceWorker" in navigator) && !crossOriginIsolated) say(
    "Answers that you give here are lost when you close this window: it is a private one, or its address does not " +
    "begin with “https”. Open the lesson in an ordinary window, or hand in before you close it.");
  const changing = ["jupyter-lite.json", "notebooks/jupyter-lite.json", "api/contents/all.json"];
  if (opened) changing.push(`files/${opened.split("/").map(encodeURIComponent).join("/")}`);
  const [found, settings] = await Promise.all(["lessons.json", ...changing].map(look));
  lessons = (await found?.json().catch(() => null)) ?? {};
  lock = await lockFor((await settings?.json().catch(() => null)) ?? {}).catch(() => "");
  const moved = await setAside(lessons).catch(() => []);
  for (const [lesson, copy] of moved) say(
    `“${lesson}” has changed since you saved it, and the new one is opened. Your copy is kept as`, copy,
    "Your answers are as they were.");
}

// A service worker of the pages around it is none of JupyterLite's: it would take it for its own, and do without one.
function leavePagesAlone() {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  const isHers = (address) => address?.startsWith(ROOT.href) ?? false;
  const [one, every] = ["getRegistration", "getRegistrations"].map((name) => workers[name].bind(workers));
  const now = Object.getOwnPropertyDescriptor(ServiceWorkerContainer.prototype, "controller").get.bind(workers);
  workers.getRegistrations = async () => (await every()).filter(({ scope }) => isHers(scope));
  workers.getRegistration = async (address) => [await one(address)].find((found) => isHers(found?.scope));
  Object.defineProperty(workers, "controller", { get: () => (isHers(now()?.scriptURL) ? now() : null), configurable: true });
}

// After the settings are read, before the kernel starts: what draws a lesson's pictures comes with it.
export function after() {
  const place = document.getElementById("jupyter-config-data");
  const config = JSON.parse(place.textContent);
  const options = config.litePluginSettings[KERNEL].loadPyodideOptions;
  options.packages.push(...(lessons[opened]?.packages ?? []));
  if (lock) options.lockFileURL = lock;
  place.textContent = JSON.stringify(config);
}

// Where Python itself comes from elsewhere, our packages need whole addresses: a copy of the list that has them.
async function lockFor(settings) {
  const options = settings["jupyter-config-data"].litePluginSettings[KERNEL].loadPyodideOptions;
  if (!/^https?:/.test(options.indexURL)) return "";
  const list = await (await look(options.lockFileURL)).json();
  for (const one of Object.values(list.packages)) one.file_name = new URL(one.file_name, new URL("../any/", ROOT)).href;
  return URL.createObjectURL(new Blob([JSON.stringify(list)], { type: "application/json" }));
}

// Ask the server anew, so that no older file comes out of the browser's cache. Without a network, what is there counts.
async function look(name) {
  const answer = await fetch(new URL(name, ROOT), { cache: "no-cache" }).catch(() => null);
  return answer?.ok ? answer : null;
}

// Give each saved copy of a lesson that has changed since another name; the pairs of lesson and copy.
async function setAside(lessons) {
  const base = await open();
  if (!base) return [];
  try {
    const stores = ["files", "checkpoints"].filter((name) => base.objectStoreNames.contains(name));
    if (!stores.includes("files")) return [];
    const work = base.transaction(stores, "readwrite");
    const [files, older] = stores.map((name) => work.objectStore(name));
    const names = new Set(await done(files.getAllKeys()));
    const moved = [];
    for (const [path, { version }] of Object.entries(lessons)) {
      if (!names.has(path)) continue;
      const record = await done(files.get(path));
      if (record.content?.metadata?.byline?.version === version) continue;
      const name = nameFor(path, record, names);
      files.put({ ...record, name, path: name }, name);
      files.delete(path);
      older?.delete(path);
      names.add(name);
      moved.push([path.replace(/\.ipynb$/, ""), name]);
    }
    await new Promise((yes, no) => { work.oncomplete = yes; work.onabort = work.onerror = () => no(work.error); });
    return moved;
  } finally {
    base.close();
  }
}

function nameFor(path, record, names) {
  const day = String(record.last_modified ?? "").slice(0, 10);
  const stem = path.replace(/\.ipynb$/, "") + (/^[\d-]+$/.test(day) ? `, my copy of ${day}` : ", my copy");
  let name = `${stem}.ipynb`;
  for (let n = 2; names.has(name); n++) name = `${stem} (${n}).ipynb`;
  return name;
}

// The database, or null where there is none yet: JupyterLite makes it itself.
function open() {
  return new Promise((yes, no) => {
    const asked = indexedDB.open(STORE);
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onsuccess = () => yes(asked.result);
    asked.onerror = () => (asked.error?.name === "AbortError" ? yes(null) : no(asked.error));
    asked.onblocked = () => yes(null);
  });
}

function done(request) {
  return new Promise((yes, no) => { request.onsuccess = () => yes(request.result); request.onerror = () => no(request.error); });
}

// A line at the foot of the window, until it is closed; `copy` is a notebook to open.
function say(words, copy = "", more = "") {
  const line = document.createElement("p");
  line.setAttribute("role", "status");
  line.className = "byline-said";
  line.append(words);
  if (copy) {
    const link = document.createElement("a");
    link.href = new URL(`notebooks/index.html?path=${encodeURIComponent(copy)}`, ROOT);
    link.textContent = copy;
    line.append(" “", link, "”. ", more);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Close";
  close.onclick = () => line.remove();
  line.append(" ", close);
  document.body.append(line);
}
