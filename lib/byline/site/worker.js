// The Python behind a page: Pyodide's core and the wheel, nothing else. It answers one message after another, and what
// it writes into its folder is in the browser's store before it says so.
import { inFiles, inTold } from "./store.js";

const HOME = "/web/notebooks";
const HELD = /^(answers\/|feedback[^/]*\.json$)/; // what of the learner's folder is hers
const LATE = 240_000; // milliseconds until a file that does not come is given up
const FULL = "This browser has no room left, so it is on this page only. Make room or delete other sites’ data, then press “Save again”. Do not close the page before that.";
const LOST = "This browser refuses to keep it, so it is on this page only. Press “Save again”, or download a copy at the foot of the page before you close it.";

let python = null, ask = null;
const waiting = [];
const seen = new Map(); // path -> what the store had of it when it was last looked at
let unkept = []; // [writer, n, exercise] of what Python wrote and the store did not take

const fetching = self.fetch;
/** Pyodide waits for ever where a file does not come: so each has a time, and the page is told that it failed. */
self.fetch = async (what, how) => {
  try {
    const answer = await fetching(what, { ...how, signal: AbortSignal.timeout(LATE) });
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
    return answer;
  } catch (problem) {
    postMessage({ failed: String(problem?.message ?? problem) });
    throw problem;
  }
};

// A file that came torn ends where nobody waits for it.
self.addEventListener("unhandledrejection", ({ reason }) => { if (!ask) postMessage({ failed: String(reason?.message ?? reason) }); });

// --- the folder, as files of Python's and as records of the store ---------------------------------------
function walk(folder, found = []) {
  for (const name of python.FS.readdir(folder)) {
    const path = `${folder}/${name}`;
    if (name === "." || name === ".." || name.endsWith(".part")) continue;
    if (python.FS.isDir(python.FS.stat(path).mode)) { found.push([path.slice(HOME.length + 1), null]); walk(path, found); } else found.push([path.slice(HOME.length + 1), python.FS.readFile(path, { encoding: "utf8" })]);
  }
  return found;
}
function folderFor(path) {
  const parts = path.split("/").slice(0, -1);
  python.FS.mkdirTree([HOME, ...parts].join("/"));
}
const isSafe = (path) => HELD.test(path) && !path.split("/").some((part) => part === ".." || part === "." || part === "");
const RANGES = [IDBKeyRange.bound("answers", "answers0"), IDBKeyRange.bound("feedback", "feedback\uffff")];
/** Read all records of her folder, then go on with them in the same transaction. */
function look(files, then) {
  const asked = RANGES.map((range) => [files.getAllKeys(range), files.getAll(range)]);
  asked.at(-1)[1].onsuccess = () => {
    const keys = asked.flatMap(([found]) => found.result.map(String)), records = asked.flatMap(([, found]) => found.result);
    then(keys, records);
  };
}
/** What a file says: JupyterLite keeps one in three ways. */
function textOf({ format, content }) {
  if (format === "base64") return new TextDecoder().decode(Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0)));
  return typeof content === "string" ? content : JSON.stringify(content);
}
/** Take up what another window, or a notebook, wrote since; true where anything had changed. */
function pull(keys, records) {
  const here = new Set();
  let changed = false;
  records.forEach((record, n) => {
    const path = keys[n];
    if (!isSafe(path) || record?.type !== "file") return;
    const text = textOf(record);
    here.add(path);
    if (seen.get(path) === text) return;
    folderFor(path);
    python.FS.writeFile(`${HOME}/${path}`, text);
    seen.set(path, text);
    changed = true;
  });
  for (const path of seen.keys()) {
    if (here.has(path)) continue;
    seen.delete(path);
    if (python.FS.analyzePath(`${HOME}/${path}`).exists) python.FS.unlink(`${HOME}/${path}`);
    changed = true;
  }
  return changed;
}
/** Put what Python changed into the store; a map of what it has then. */
function push(files, keys) {
  const now = new Map(seen), there = new Set(keys), left = new Set(seen.keys());
  for (const [path, text] of walk(HOME)) {
    if (!isSafe(text === null ? `${path}/` : path) && !(text === null && path === "answers")) continue;
    left.delete(path);
    if (text === null ? there.has(path) : now.get(path) === text) continue;
    files.put(record(path, text), path);
    if (text !== null) now.set(path, text);
  }
  for (const path of left) { files.delete(path); now.delete(path); }
  return now;
}
/** A file, or a folder (text: null), as JupyterLite keeps it. */
function record(path, text) {
  const at = new Date().toISOString(), name = path.split("/").at(-1), kind = path.split(".").at(-1);
  const both = { name, path, created: at, last_modified: at, writable: true };
  if (text === null) return { ...both, type: "directory", format: "json", mimetype: "application/json", content: [], size: 0 };
  const size = new TextEncoder().encode(text).length;
  return { ...both, type: "file", format: "text", mimetype: kind === "json" ? "application/json" : kind === "html" ? "text/html" : "text/plain", content: text, size };
}

/** One question to Python, with the folder as the store has it before and after; all in one transaction. */
async function answer(question) {
  let said = null, now = null, changed = false;
  try {
    await inFiles((files) => look(files, (keys, records) => {
      changed = pull(keys, records);
      said ??= JSON.parse(ask(JSON.stringify(question)));
      now = push(files, keys);
    }));
    for (const path of seen.keys()) if (!now.has(path)) seen.delete(path);
    for (const [path, text] of now) seen.set(path, text);
    unkept = [];
  } catch (problem) {
    said ??= JSON.parse(ask(JSON.stringify(question)));
    if (said.told) {
      if (said.told.heard) unkept.push([said.told.writer, said.told.heard, said.told.exercise]);
      const several = new Set(unkept.map(([, , exercise]) => exercise)).size;
      said.told = { ...said.told, owed: [...said.told.owed, ...unkept], unwritten: several, why: problem?.name === "QuotaExceededError" ? FULL : LOST };
    } else said.kept = false;
  }
  return { ...said, changed };
}

/** Keep what was told of an exercise, and whose it is, so that the next visit shows it before Python is there. */
async function remember(text, told, build) {
  const name = `${text}/${told.exercise}`, { codes, shown, asks } = told;
  try {
    await inTold((store) => {
      const before = store.get(name), whose = store.get("whose");
      whose.onsuccess = () => {
        const same = whose.result?.codes[0] === codes[0];
        if (!same) store.clear();
        store.put({ codes, shown, asks }, "whose");
        const state = told.tell === "state" ? { ...told.state, committed_now: false, hint_now: false, told_now: false, said: "" }
          : told.tell === "saved" && same && before.result ? { ...before.result.state, draft: told.answer } : null;
        if (state) store.put({ build, state }, name);
      };
    });
  } catch { /* then the next visit waits for Python */ }
}

let turn = Promise.resolve();
/** Answer one question after the other. */
function take({ id, build, question }) {
  turn = turn.then(async () => {
    try {
      const said = await answer(question);
      postMessage({ id, said });
      if (said.told) await remember(question.text, said.told, build);
    } catch (problem) { postMessage({ id, said: { problem: String(problem?.message ?? problem).split("\n").at(-2) ?? String(problem) } }); }
  });
}
onmessage = ({ data }) => { if (data.begin) begin(data.begin); else if (ask) take(data); else waiting.push(data); };

/** Load Python and the library, take up the folder, and answer what has waited. */
async function begin(settings) {
  try {
    const wheel = fetch(new URL(settings.wheel, import.meta.url)).then((found) => found.arrayBuffer());
    wheel.catch(() => {}); // it is told where it is waited for
    const { loadPyodide } = await import(new URL(`${settings.core}pyodide.mjs`, import.meta.url));
    python = await loadPyodide({ indexURL: new URL(settings.core, import.meta.url).href, fullStdLib: false });
    python.unpackArchive(await wheel, "wheel", { extractDir: python.runPython("import site; site.getsitepackages()[0]") });
    python.FS.mkdirTree(HOME);
    try {
      await inFiles((files) => look(files, pull));
    } catch { /* it is told with the first answer */ }
    const behind = python.pyimport("byline.lesson.behind");
    behind.begin(HOME, settings.text, settings.root);
    ask = behind.answer;
    postMessage({ ready: true });
    waiting.splice(0).forEach(take);
  } catch (problem) { postMessage({ failed: String(problem?.message ?? problem) }); }
}
