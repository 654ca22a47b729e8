// What the browser keeps. Two databases, named for every place that a site may move to:
// "byline" has the folder of the learner as files (JupyterLite keeps its files in the same records, so a lesson opened
// there finds the same answers); "byline-page" has what Python has not heard yet (outbox) and what it told last (told).

const DAMAGED = "The browser’s store cannot be used";

/** A database that is opened when it is first asked for, and again where another window had it closed. */
function database(name, missing) {
  let opening = null;
  const open = (version) => new Promise((done, fail) => {
    const asked = indexedDB.open(name, version);
    const late = setTimeout(() => fail(new Error(`${DAMAGED}: another window holds it`)), 8000);
    asked.onupgradeneeded = () => missing(asked.result).forEach(([store, options]) => asked.result.createObjectStore(store, options));
    asked.onerror = () => { clearTimeout(late); fail(asked.error); };
    asked.onsuccess = () => {
      clearTimeout(late);
      const db = asked.result;
      db.onversionchange = db.onclose = () => { db.close(); opening = null; };
      if (!missing(db).length) { done(db); return; }
      db.close();
      open(db.version + 1).then(done, fail);
    };
  });
  return async () => {
    opening ??= open();
    try { return await opening; } catch (problem) { opening = null; throw problem; }
  };
}

const lacking = (...stores) => (db) => stores.filter(([store]) => !db.objectStoreNames.contains(store));
const files = database("byline", lacking(["files"], ["local-forage-detect-blob-support"]));
const pages = database("byline-page", lacking(["outbox"], ["told"]));

/** Do something with stores in one transaction, all of it or nothing; what `act` returns comes when it is kept. */
async function within(open, stores, mode, act) {
  for (let tries = 0; ; tries += 1) {
    const db = await open();
    let transaction;
    try { transaction = db.transaction(stores, mode, { durability: "strict" }); } catch (problem) {
      if (problem.name === "InvalidStateError" && tries < 3) continue; // it was closed at this moment: open it anew
      throw problem;
    }
    return new Promise((done, fail) => {
      let value;
      transaction.oncomplete = () => done(value);
      transaction.onabort = () => fail(transaction.error ?? new Error(DAMAGED));
      const result = act(...[stores].flat().map((store) => transaction.objectStore(store)));
      if (result instanceof IDBRequest) result.onsuccess = () => { value = result.result; };
      else value = result;
    });
  }
}

export const inFiles = (act) => within(files, "files", "readwrite", act);
export const inOutbox = (act, mode = "readwrite") => within(pages, "outbox", mode, act);
export const inTold = (act, mode = "readwrite") => within(pages, "told", mode, act);

const lockOf = (writer) => `byline ${writer}`;
/** Have other windows know that this one is open, for as long as it is. */
export const stayKnown = (writer) => navigator.locks?.request(lockOf(writer), () => new Promise(() => {})).catch(() => {});
/** What windows that are gone left in the outbox, of each in the order in which it was said. */
export async function leftOver() {
  const all = await inOutbox((outbox) => outbox.getAll(), "readonly");
  const open = new Set((await navigator.locks?.query().catch(() => null))?.held?.map(({ name }) => name));
  const first = new Map();
  for (const { writer, at } of all) first.set(writer, Math.min(at, first.get(writer) ?? at));
  return all.filter(({ writer }) => writer && !open.has(lockOf(writer)))
    .sort((a, b) => first.get(a.writer) - first.get(b.writer) || a.writer.localeCompare(b.writer) || a.n - b.n);
}
/** The lines of the student who works here, as they are kept, for a copy that needs no Python. */
export async function keptLines() {
  const all = await inFiles((files) => files.getAll(IDBKeyRange.bound("answers/", "answers0")));
  const codes = new Set((all.find(({ path }) => path === "answers/code.txt")?.content ?? "").split("\n").filter(Boolean));
  return all.filter(({ path }) => /^answers\/[^/]*\.jsonl$/.test(path)).flatMap(({ content }) => content.split("\n"))
    .filter((line) => { try { return codes.has(JSON.parse(line).code); } catch { return false; } });
}
