// Draws one exercise: marks by pointer, touch or keyboard, forms with the browser's own controls, and what an answer
// is told. Everything from an article, a key or a file is put in as text, never as markup; what the desk says of a
// rewrite alone is a sheet that Python drew, its words escaped. Only what changes is sent.

const SURE = { low: "low", middle: "middle", high: "high" };
// Where the exercises are shown: in Jupyter, unless a page has said otherwise before it loads this module.
const host = (globalThis.bylineHost ??= {
  wait: 3000, // milliseconds until it is said that nobody answers
  goOn: "Press ▶▶ at the top of the page and choose Restart: no answer is lost, and you can go on.",
  stored() {
    try {
      return JSON.parse(sessionStorage.getItem("byline")).filter((entry) => entry?.message && entry.writer);
    } catch { return []; }
  },
  keep(queue) {
    try { sessionStorage.setItem("byline", JSON.stringify(queue)); } catch { /* then this page alone keeps it */ }
  },
});
// What all exercises of a page share. `queue`: what was said and is not known to be on the disk, in order. It outlives
// a box that is run again, a new kernel and a reload of the page; in Jupyter it is gone with the tab, or once it is on
// the disk.
const page = (globalThis.bylinePage ??= {
  writer: Math.random().toString(36).slice(2), n: 0, drawn: 0, queue: host.stored(), views: new Set(), met: new Set(), helped: new Set(),
  codes: [], about: new Map(), terms: null, // article -> its paragraphs; the words that are explained in place
});
const store = () => host.keep(page.queue);

/** Take up a message that must not be lost; a draft takes the place of one that nobody has heard yet. */
function enqueue(article, message, whole, code) {
  const isDraft = (entry) => "whole" in entry && entry.article === article && entry.message.exercise === message.exercise;
  const last = page.queue.findLastIndex((entry) => entry.article === article && entry.message.exercise === message.exercise);
  if (whole !== undefined && last >= 0 && isDraft(page.queue[last]) && !page.queue[last].heard) page.queue.splice(last, 1);
  page.n += 1;
  const entry = { article, code, writer: page.writer, n: page.n, message, ...(whole === undefined ? {} : { whole }) };
  page.queue.push(entry);
  store();
  return entry;
}

/** Strike off what Python has heard and written; what a student who has gone said last, it keeps with her answers. */
function settle(article, said) {
  page.codes = said.codes;
  page.queue = page.queue.filter((entry) => {
    if (entry.article !== article) return true;
    if (entry.writer === said.writer && entry.n === said.heard) entry.heard = said.desk;
    return entry.heard !== said.desk || said.owed.some(([writer, n]) => entry.writer === writer && entry.n === n);
  });
  store();
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const CONTROLS = ["button", "input", "select", "textarea", "summary"];

function make(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  // JupyterLab asks the focused element itself, not only those around it
  if (CONTROLS.includes(tag) || props.tabindex) node.setAttribute("data-lm-suppress-shortcuts", "true");
  for (const [name, value] of Object.entries(props)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const button = (text, onclick, props = {}) => make("button", { type: "button", onclick, ...props }, text);

/** Draw an exercise, and draw it anew where another student goes on, so that nothing of the first one's stays in it. */
function render({ model, el }) {
  let now = null;
  const begin = (focused) => { now = box({ model, el, focused, anew }); };
  function anew(said) {
    const focused = el.contains(document.activeElement);
    now.end(false);
    begin(focused);
    if (said) now.heard(said);
  }
  begin(false);
  return () => now.end(true);
}

function box({ model, el, focused, anew }) {
  const spec = model.get("spec");
  page.read = spec.read;
  const id = `byline-${page.writer}-${(page.drawn += 1)}`; // each box may load this module anew
  const root = make("section", {
    class: "byline byline-exercise", "aria-labelledby": `${id}-ask`, "data-lm-suppress-shortcuts": "true",
  });
  // No key but Tab and the browser's own combinations goes on to JupyterLab, except Shift + Enter and the one that saves.
  root.addEventListener("keydown", (event) => {
    const bare = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "Enter" && event.shiftKey && bare) goOn();
    else if (event.key === "s" && (event.ctrlKey || event.metaKey) && root.closest(".jp-Cell")) { flush(); press(event); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, { capture: true });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" && !event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });
  const status = make("p", { role: "status", class: "byline-status" });
  const alert = make("p", { class: "byline-alert" });
  const saveAgain = button("Save again", () => {
    for (const entry of page.queue) entry.sent = null;
    send({ do: "hello" });
  }, { class: "byline-save", hidden: true });
  const told = make("div", { class: "byline-told", tabindex: "-1" });
  const place = (level) => put({ do: "place", level });
  const say = (text) => { status.textContent = status.textContent === text ? `${text}\u00a0` : text; };
  let state = null;
  let desk = null; // the kernel's desk that answered last
  let code = ""; // whose answers these are, once that is on the disk
  let timer = null;
  let drawn = ""; // the feedback that stands there, so that an opened reason stays open
  let stopped = false; // a kernel that comes back does not know this box

  // --- to Python and back ---------------------------------------------------------------------
  function send(message, entry) {
    const { writer, n, code: whose } = entry ?? { writer: page.writer, n: null, code };
    try { model.send({ exercise: spec.id, ...message, whose, writer, n }); } catch { /* no kernel: the wait will tell */ }
    clearTimeout(timer);
    timer = setTimeout(() => warn("Python does not answer yet; it may be busy.", "If nothing happens, do this.", host.goOn, onlyHere()), host.wait);
  }
  /** Say something that must not be lost; `whole` is the answer as it stands, where the message is a draft. */
  function put(message, whole) {
    const entry = enqueue(spec.article, { exercise: spec.id, ...message }, whole, code);
    entry.sent = desk;
    send(message, entry);
    if (asleep()) sleeps();
  }
  const change = (message, answer) => put(message, answer);
  function sendOwed() {
    for (const entry of page.queue) {
      if (entry.article !== spec.article || entry.sent === desk) continue;
      entry.sent = desk;
      send(entry.message.do === "mark"
        ? { exercise: entry.message.exercise, do: "draft", answer: entry.whole } : entry.message, entry);
    }
  }
  function onlyHere() {
    const left = new Set(page.queue.filter((e) => e.article === spec.article).map((e) => e.message.exercise)).size;
    return left ? `${left} answer${left > 1 ? "s are" : " is"} on this page only: do not close it before that.` : "";
  }
  function warn(...sentences) {
    alert.setAttribute("role", root.contains(document.activeElement) ? "alert" : "note"); // one voice for a page of them
    alert.textContent = sentences.filter(Boolean).join(" ");
  }
  const asleep = () => stopped || el.closest(".jupyter-widgets-disconnected") !== null;
  function sleeps() {
    warn("Python was stopped.", host.goOn, onlyHere());
    saveAgain.hidden = true;
    clearTimeout(timer);
  }
  function kernelChanged(kernel, now) {
    if (!["restarting", "autorestarting", "dead", "terminating"].includes(now)) return;
    stopped = true;
    sleeps();
  }
  /** What holds for all exercises of a text: how much is not on the disk, and why. */
  function standing(said) {
    ({ desk } = said);
    code = said.codes[0] ?? "";
    saveAgain.hidden = !said.unwritten;
    slip?.stand(said.asks);
    receipt.hidden = Boolean(said.unwritten); // it says where an answer is kept
    other.hidden = !(code || state?.earlier) || (root.closest(".jp-Notebook") ?? document).querySelector(".byline-exercise") !== root;
    other.firstChild.textContent = code ? `Code ${said.shown} · Not you?` : "Not you?";
    const n = said.unwritten;
    warn(n ? `${n} answer${n > 1 ? "s are" : " is"} not saved yet.` : "", n ? said.why || alert.dataset.why : "", ...(state?.notes ?? []));
    alert.dataset.why = n ? said.why || (alert.dataset.why ?? "") : "";
  }
  /** Take up what all exercises of this page share, the first time. */
  function learn(said) {
    page.about.set(spec.article, said.paragraphs);
    fillTheSide(spec.article);
    if (page.terms) return;
    page.terms = said.terms;
    for (const one of page.views) one.explain();
  }
  const explain = () => {
    ask.lastChild.replaceChildren(...explained(spec.prompt));
    if (state) draw();
  };
  const slip = spec.place.startsWith("1 of ") ? slipLine({ id, send, flush: flushAll, focus: () => body.focus() }) : null;
  const view = { article: spec.article, standing, explain, anew, flush: () => flush(), whose: () => code };
  page.views.add(view);
  function heard(said) {
    clearTimeout(timer);
    stopped = false;
    settle(spec.article, said);
    if (code && !said.codes.includes(code)) { leave(said); return; }
    const mine = said.writer === page.writer;
    if (said.exercise === spec.id) {
      if (said.tell === "unclear") say(said.said);
      else if (said.tell === "saved" && !mine) { body.set(said.answer); say("Changed in another window."); }
      else if (said.tell === "saved" && said.note) say(said.note);
      else if (said.tell === "state") show(said.state, mine);
      else if (said.tell === "code" && mine) slip?.tell(said);
      else if (said.tell === "looked" && mine) body.looked(said);
    }
    if (said.tell === "about") learn(said);
    for (const one of page.views) if (one.article === spec.article) one.standing(said);
    if (focused && state) { focused = false; (slip ?? body).focus(); }
    sendOwed();
  }
  /** Whose answers the page shows is gone: draw all of hers anew, in whatever notebook they are. */
  function leave(said) {
    const theirs = [...page.views].filter((one) => one.whose() === code);
    page.helped.clear();
    for (const one of theirs) one.anew(one === view ? said : null);
  }
  const woken = () => { if (asleep()) sleeps(); };
  model.on("msg:custom", heard);
  model.on("comm_live_update", woken);
  const kernel = model.widget_manager?.kernel;
  kernel?.statusChanged?.connect(kernelChanged);

  // --- what waits a moment before it is sent ----------------------------------------------------
  const waiting = new Map(); // act -> timer
  const later = (act) => () => {
    clearTimeout(waiting.get(act));
    waiting.set(act, setTimeout(() => { waiting.delete(act); act(); }, 600));
  };
  const forget = () => { waiting.forEach((one) => clearTimeout(one)); waiting.clear(); };
  const flush = () => { const acts = [...waiting.keys()]; forget(); acts.forEach((act) => act()); };
  function flushAll() { for (const one of page.views) one.flush(); }

  // --- the parts -------------------------------------------------------------------------------
  const ask = make("p", { id: `${id}-ask`, class: "byline-ask" },
    make("span", { class: "byline-which" }, `Exercise ${spec.place}`,
      make("span", { class: "byline-soft" }, ` · ${spec.id} · about ${spec.minutes} min`)), make("span", {}, ...explained(spec.prompt)));
  const tools = { spec, id, say, change, later, look: (answer) => send({ do: "look", answer }), commit: () => commit.click(), isOpen: () => !state?.committed || state.again };
  const body = KINDS[spec.kind](tools);
  const sure = make("fieldset", { class: "byline-sure" }, make("legend", {}, "How sure are you?"),
    ...Object.keys(SURE).map((name) => make("label", {},
      make("input", { type: "radio", name: `${id}-sure`, value: name, onchange: keepSure }), ` ${SURE[name]}`)));
  function keepSure(event) {
    const answer = body.get();
    if (answer !== null && !state?.committed) put({ do: "draft", answer, sure: event.target.value }, answer);
  }
  const wantsSure = spec.asks_sure;
  const commit = button("Commit my answer", () => {
    const chosen = sure.querySelector("input:checked")?.value;
    if (wantsSure && !chosen && !state?.committed) {
      say("First choose how sure you are. Then commit.");
      sure.querySelector("input").focus();
      return;
    }
    const answer = body.get();
    if (answer === null) { say(body.missing?.() ?? "Nothing to commit yet. Answer first; a guess will do."); return; }
    forget(); // what was typed last is in the answer
    put({ do: "commit", answer, sure: chosen ?? null });
  }, { class: "byline-main" });
  const again = button("Try again", () => {
    state.again = true;
    draw();
    body.focus();
    say(state.changing || "Change your answer, then commit it again. Your first answer is kept.");
  }, { class: "byline-again", hidden: true });
  const hint = button("", () => put({ do: "hint" }), { hidden: true });
  const key = button("Show the key", () => put({ do: "reveal" }), { hidden: true });
  const whole = button("The whole article", () => articleAtTheSide(spec.article, whole), { class: "byline-quiet" });
  const next = button("Next ▸", goOn, { class: "byline-next", title: "Shift + Enter" });
  const hints = make("ol", { class: "byline-hints", "aria-live": "polite" });
  const reason = reasonBox();
  const receipt = make("p", { class: "byline-soft" });
  const row = make("div", { class: "byline-row" }, commit, again, hint, key, next, whole);
  const other = make("details", { class: "byline-form byline-whose", hidden: true }, make("summary", {}, "Not you?"),
    make("p", {}, "If somebody else worked here before you, begin anew. Their answers are put away, and kept for the teacher."),
    button("New student", () => { flushAll(); send({ do: "new student" }); }));
  if (slip) root.append(slip.node);
  root.append(ask, body.node, wantsSure ? sure : "", row, hints, status, alert, saveAgain, told, reason.node, receipt, other);
  el.append(root);

  function reasonBox() {
    const field = make("textarea", { id: `${id}-reason`, rows: 2, maxLength: 2000 });
    const note = button("Keep my reason", () => put({ do: "reason", text: field.value }));
    const node = make("div", { class: "byline-reason" }, make("label", { for: `${id}-reason` },
      spec.reason || "In one sentence: what in the text decides it?"), field, note);
    return { node, field };
  }

  /** Run this box and go to the next, as Shift + Enter does in any other box; on a bare page, to the next exercise. */
  function goOn() {
    flush();
    const cell = root.closest(".jp-Cell");
    const all = [...document.querySelectorAll(".byline-exercise")];
    if (!cell) { all[all.indexOf(root) + 1]?.querySelector(":is([tabindex='0'], input, select, textarea, button):not(.byline-slip *)")?.focus(); return; }
    document.activeElement?.blur();
    cell.focus();
    press({ key: "Enter", code: "Enter", keyCode: 13, shiftKey: true });
  }
  /** Press a key on the cell around the exercise, where JupyterLab hears it. */
  function press({ key, code, keyCode, shiftKey = false, ctrlKey = false, metaKey = false }) {
    root.closest(".jp-Cell").dispatchEvent(new KeyboardEvent("keydown", {
      key, code, keyCode, which: keyCode, shiftKey, ctrlKey, metaKey, bubbles: true, cancelable: true, composed: true,
    }));
  }

  /** Bring the question into sight: it comes before the text that has the focus. */
  function sight() { if (root.contains(document.activeElement)) ask.scrollIntoView({ block: "nearest" }); }

  /** Bring the first of what is told into sight, and the headline over it: the button may be the last line of a window. */
  function tellInSight() {
    for (const node of [told.querySelector("li, .byline-ladder label"), status]) node?.scrollIntoView({ block: "nearest" });
  }

  /** Take the focus when the box was run by Shift + Enter, the first time: then the next box is the active one. */
  function meet() {
    page.met.add(spec.id);
    const after = root.closest(".jp-Cell")?.nextElementSibling;
    if (after?.classList.contains("jp-mod-active") && !after.contains(root)) setTimeout(() => {
      body.focus();
      setTimeout(sight, 400); // after JupyterLab, which scrolls to the box that the focus makes the active one
    }, 0);
  }

  function show(next, mine) {
    const first = state === null;
    const open = state?.again && next.committed && !next.committed_now;
    const hers = (e) => !e.code || !page.codes.length || page.codes.includes(e.code);
    const owed = page.queue.findLast((e) => e.article === spec.article && e.message.exercise === spec.id && "whole" in e && hers(e));
    state = { ...next, again: open };
    if (first && owed) body.set(owed.whole);
    else if (!mine || first || !tools.isOpen()) body.set(state.draft);
    if (first && !page.met.has(spec.id)) meet();
    if (!first && !mine) status.textContent = ""; // it spoke of an answer that another has taken the place of
    if (state.sure || !mine) for (const input of sure.querySelectorAll("input")) input.checked = input.value === state.sure;
    draw();
    if (state.committed_now && mine) {
      if (state.sealed) status.textContent = ""; // what is told below is all there is
      else say(state.feedback ? state.feedback.headline : "Saved.");
      (told.innerText ? told : again).focus({ preventScroll: true });
      tellInSight();
    } else if (state.told_now && mine) {
      say(state.said);
      told.focus({ preventScroll: true });
      tellInSight();
    } else if (state.said && mine) say(state.said);
    else if (!first && state.hint_now && mine && hint.hidden) commit.focus();
  }

  function draw() {
    const open = tools.isOpen();
    body.lock(!open);
    commit.hidden = !open;
    sure.hidden = !open || state.committed; // how sure counts with the first answer
    again.hidden = open || Boolean(spec.once);
    again.textContent = state.sealed || state.feedback?.status === "saved" ? "Change my answer" : "Try again";
    hint.hidden = !open || !state.hints_left;
    hint.textContent = `Hint (${state.hints_left} left)`;
    hints.replaceChildren(...state.hints.map((text) => make("li", {}, text)));
    key.hidden = open || state.sealed || state.revealed || !["not yet", "arguable"].includes(state.feedback?.status);
    const placing = told.contains(document.activeElement) && document.activeElement.type === "radio";
    const tells = state.feedback && !(open && state.sealed);
    const now = JSON.stringify([tells, state.feedback, state.samples, state.placed, page.terms !== null]);
    if (now !== drawn) told.replaceChildren(...(tells ? feedback(state, place) : []));
    drawn = now;
    if (placing) told.querySelector("input:checked")?.focus();
    body.judge?.(state.feedback?.lines ?? [], state.key);
    reason.node.hidden = open || !state.committed || !spec.asks_reason;
    if (document.activeElement !== reason.field) reason.field.value = state.reason;
    receipt.textContent = state.receipt;
  }
  send({ do: "hello" });
  if (!page.about.has(spec.article)) { page.about.set(spec.article, null); send({ do: "about" }); }
  /** Be gone; what waits to be sent is sent before, unless it is of a student who has gone. */
  function end(keep) {
    if (keep) flush();
    forget();
    clearTimeout(timer);
    page.views.delete(view);
    model.off("msg:custom", heard);
    model.off("comm_live_update", woken);
    kernel?.statusChanged?.disconnect(kernelChanged);
    root.remove();
  }
  return { end, heard };
}

// --- the code on a slip -----------------------------------------------------------------------------
/** One line above the first exercise of a lesson, until it is settled whose answers these are. */
function slipLine({ id, send, flush, focus }) {
  const field = make("input", { id: `${id}-code`, type: "text", size: 9, maxLength: 20, autocomplete: "off", spellcheck: "false",
    "aria-describedby": `${id}-slip`, onkeydown: (event) => { if (event.key === "Enter" && !event.shiftKey) use(); } });
  const said = make("span", { id: `${id}-slip`, "aria-live": "polite" });
  const choices = make("span", { class: "byline-row" });
  const line = make("div", { class: "byline-row" }, make("label", { for: field.id }, "Did your teacher give you a slip with a code? Type the code:"),
    field, button("Use it", () => use()), button("I have none", () => use(undefined, "none")));
  const node = make("div", { class: "byline-slip", role: "group", "aria-label": "The code on your slip", hidden: true }, line, said, choices);
  let asks = false;
  function use(mine, code = field.value) { flush(); send({ do: "code", code, mine }); }
  function reset() { said.textContent = ""; choices.replaceChildren(); line.hidden = !asks; }
  return {
    node,
    focus: () => (asks ? field.focus() : focus()),
    /** Ask, or be gone; what was said last stays until somebody else begins. */
    stand(now) {
      if (now && !asks) { asks = now; reset(); field.value = ""; }
      asks = now;
      line.hidden = !asks || choices.hasChildNodes();
      node.hidden = !asks && !said.textContent;
    },
    /** What came of a code: a question with its choices, what is wrong with it, or that it is used. */
    tell(told) {
      said.textContent = said.textContent === told.said ? `${told.said}\u00a0` : told.said;
      choices.replaceChildren(...told.choices.map(([words, mine]) => button(words, () => { if (mine === null) { reset(); field.focus(); } else use(mine); })));
      field.setAttribute("aria-invalid", String(told.wrong));
      if (told.wrong) field.select();
      else (choices.querySelector("button") ?? { focus }).focus();
    },
  };
}

// --- what an answer is told -----------------------------------------------------------------------
/** Each outcome has a sign, so that no colour is needed; how it is read, Python says. */
const outcome = (line) => page.read[line.outcome] ?? line.outcome;
const SIGN = { found: "✓", "this one": "✓", "in place": "✓", arguable: "≈", missed: "○", extra: "−", alike: "=", apart: "≠", why: "", "how sure": "", verdict: "", "your choice": "", "your guess": "" };
const QUIET = ["why", "how sure", "verdict", "your choice", "your guess"];

function feedback(state, place) {
  const { feedback: found, samples } = state;
  const list = make("ul", { class: "byline-lines" }, ...found.lines.map(lineOf));
  return [make("p", { class: "byline-headline" }, found.headline), state.changing && make("p", { class: "byline-soft" }, state.changing), found.lines.length ? list : "", samples.length ? ladder(state, place) : ""];
}
/** One line for each thing: where, what, and behind it the reason. */
function lineOf(line) {
  const where = [line.paragraph ? `P${line.paragraph}` : "", line.words && (line.paragraph ? `“${line.words}”` : line.words)].filter(Boolean).join(" ");
  const sides = line.beside || (line.paragraph && line.key) ? [`you: ${line.yours}`, line.key && `key: ${line.key}`, line.machine && `machine: ${line.machine}`].filter(Boolean).join(" · ") : "";
  const judged = !QUIET.includes(line.outcome) || (line.outcome === "why" && line.words);
  const head = judged ? [make("b", {}, make("span", { "aria-hidden": "true" }, `${SIGN[line.outcome] ?? "○"} `), outcome(line)), where && ` ${where}`] : [];
  const more = [line.text && make("p", {}, ...explained(line.text)), line.machine_why && make("p", { class: "byline-soft" }, `The machine’s reason: ${line.machine_why}`)].filter(Boolean);
  const atOnce = !line.paragraph && line.text && line.text.length < 220;
  return make("li", { class: `byline-is-${line.outcome.replaceAll(" ", "-")}` }, ...head,
    sides && make("span", { class: "byline-sides" }, ` ${sides}`),
    ...(!judged || atOnce ? more : [more.length ? make("details", {}, make("summary", {}, "Why?"), ...more) : ""]));
}
/** Samples from the lowest to the highest; a writer says which is nearest to her own. */
function ladder(state, place) {
  const name = `byline-ladder-${Math.random().toString(36).slice(2)}`;
  return make("fieldset", { class: "byline-ladder" }, make("legend", {}, "Five sample answers. Which is nearest to yours?"),
    ...state.samples.map(([level, sample], n) => make("label", {},
      make("input", { type: "radio", name, value: String(n), checked: state.placed === n, onchange: () => place(n) }),
      make("span", {}, make("b", {}, `${n}: ${level}. `), sample))));
}

// --- words that are explained in place ---------------------------------------------------------------
let forms = null; // all of them as one pattern, the longer first
/** A text with each term, where it stands first, as something that tells its meaning to pointer and keyboard. */
function explained(text) {
  if (!page.terms || !text) return [text];
  forms ??= new RegExp(`(?<![\\p{L}\\p{N}])(?:${Object.keys(page.terms).sort((a, b) => b.length - a.length).map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})(?![\\p{L}\\p{N}])`, "giu");
  const met = new Set(), nodes = [];
  let from = 0;
  for (const found of text.matchAll(forms)) {
    const [name, meaning] = page.terms[found[0].toLowerCase()] ?? [];
    if (!name || met.has(name)) continue;
    met.add(name);
    nodes.push(text.slice(from, found.index), make("dfn", { class: "byline-term", tabindex: "0", onkeydown: (event) => { if (event.key === "Escape") event.currentTarget.blur(); } },
      found[0], make("span", { class: "byline-note" }, make("b", {}, `${name}: `), meaning)));
    from = found.index + found[0].length;
  }
  return [...nodes, text.slice(from)];
}

// --- the whole article, at the side ------------------------------------------------------------------
let side = null; // one for a page
function articleAtTheSide(article, opener) {
  side?.remove();
  const close = () => { side.remove(); side = null; opener.focus(); };
  side = make("div", { class: "byline byline-side", role: "dialog", "aria-label": "The whole article", tabindex: "-1", "data-article": article },
    make("div", { class: "byline-row" }, make("b", {}, "The whole article"), button("Close", close)), make("div", { class: "byline-side-text", tabindex: "0" }, "One moment …"));
  side.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); event.stopPropagation(); });
  document.body.append(side);
  side.querySelector("button").focus();
  fillTheSide(article);
}
function fillTheSide(article) {
  if (side?.dataset.article !== article || !page.about.get(article)) return;
  side.querySelector(".byline-side-text").replaceChildren(...page.about.get(article).map(([n, text]) => make("p", {}, make("span", { class: "byline-n" }, `P${n}`), text)));
}

// --- a text whose words can be chosen -------------------------------------------------------------
function textOf(tools, { onkey, letters, label, help, bar }) {
  const { spec, id, say } = tools;
  const words = []; // {start, end, text, paragraph, sentence, node, gap, place}
  let at = 0, anchor = null, focus = null, dragging = false, width = 0;
  const node = make("div", {
    class: "byline-text", role: "application", tabindex: "0", "aria-roledescription": "text to mark",
    "aria-label": label, "aria-describedby": `${id}-help`,
  });
  for (const paragraph of spec.paragraphs) {
    const line = make("p", {}, make("span", { class: "byline-n" }, `P${paragraph.number}`), paragraph.lead);
    paragraph.words.forEach(([start, end, text, after, sentence], n) => {
      const word = { start, end, text, paragraph: paragraph.number, sentence, n, of: paragraph.words.length };
      word.place = words.push(word) - 1;
      word.node = make("span", { class: "byline-w", "data-w": String(word.place) }, text);
      word.gap = make("span", { class: "byline-gap" }, after);
      line.append(word.node, word.gap);
    });
    node.append(line);
  }
  const room = make("span", { class: "byline-room" });
  const whole = make("div", { class: "byline-place" }, node, bar);
  // Said once, to whoever meets it first; afterwards behind its question mark.
  const helpText = make("details", { class: "byline-form", open: !page.helped.has(label) }, make("summary", {}, "? How this works"),
    make("p", { id: `${id}-help`, class: "byline-soft" }, help));
  page.helped.add(label);
  const range = () => (anchor === null ? null : [Math.min(anchor, focus), Math.max(anchor, focus)]);
  const each = (from, to, act) => { for (let n = from; n <= to; n += 1) act(words[n]); };

  function select(from, to) {
    const old = range();
    [anchor, focus] = [from, to];
    const now = range();
    if (old) each(...old, (word) => word.node.classList.remove("byline-chosen"));
    if (now) each(...now, (word) => word.node.classList.add("byline-chosen"));
    if (!dragging) place();
  }
  /** The labels stand under the last line that is chosen; the lines after it make room, so nothing is covered. */
  function place() {
    room.remove();
    const now = range();
    whole.classList.toggle("byline-at", now !== null && !bar.hidden);
    if (!now || bar.hidden) return;
    let last = now[1];
    const { bottom } = words[last].node.getBoundingClientRect();
    const below = (word) => word.n === 0 || word.node.getBoundingClientRect().top > bottom;
    while (last + 1 < words.length && !below(words[last + 1])) last += 1;
    words[last].gap.after(room);
    room.style.height = `${bar.offsetHeight}px`;
    bar.style.top = `${room.offsetTop}px`;
  }
  function settle() {
    place();
    if (range()) bar.scrollIntoView?.({ block: "nearest" });
  }
  new ResizeObserver(([{ contentRect }]) => {
    if (contentRect.width !== width) { width = contentRect.width; place(); }
  }).observe(node);
  function move(to, extend) {
    words[at].node.classList.remove("byline-here");
    at = Math.max(0, Math.min(words.length - 1, to));
    words[at].node.classList.add("byline-here");
    select(extend && anchor !== null ? anchor : at, at);
    if (!dragging) settle();
    words[at].node.scrollIntoView?.({ block: "nearest" });
    speak();
  }
  function speak() {
    const [from, to] = range();
    const word = words[at];
    const chosen = from === to ? `“${word.text}”` : `${to - from + 1} words, “${quote()}”`;
    const marks = api.about?.(word) ?? "";
    say(`${chosen}. Paragraph ${word.paragraph}, word ${word.n + 1} of ${word.of}.${marks ? ` ${marks}.` : ""}`);
  }
  function quote() {
    const [from, to] = range();
    const all = words.slice(from, to + 1).map((word) => word.text);
    return all.length > 8 ? `${all.slice(0, 4).join(" ")} … ${all.slice(-3).join(" ")}` : all.join(" ");
  }
  function sentence(step) {
    const current = words[at].sentence;
    const first = words.findIndex((word) => word.sentence === current + step);
    return first < 0 ? (step > 0 ? words.length - 1 : 0) : first;
  }
  const steps = {
    ArrowRight: () => at + 1, ArrowLeft: () => at - 1, ArrowDown: () => sentence(1), ArrowUp: () => sentence(-1),
    Home: () => words.findIndex((word) => word.paragraph === words[at].paragraph),
    End: () => words.findLastIndex((word) => word.paragraph === words[at].paragraph),
  };
  node.addEventListener("keydown", (event) => {
    if (event.key === "Tab") return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (steps[event.key] && plain) {
      const jump = event.shiftKey && (event.key === "ArrowDown") ? sentence(1) - (sentence(1) < words.length - 1 ? 1 : 0) : null;
      move(jump !== null && jump > at ? jump : steps[event.key](), event.shiftKey);
    } else if (plain && letters[event.key.toLowerCase()]) letters[event.key.toLowerCase()]();
    else if (!onkey(event, plain)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  bar.addEventListener("keydown", (event) => {
    const all = [...bar.querySelectorAll("button:not([disabled])")];
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const act = !event.ctrlKey && !event.metaKey && !event.altKey && letters[event.key.toLowerCase()];
    if (step) all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
    else if (event.key === "Escape" || act) { if (act) act(); node.focus(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  node.addEventListener("focus", () => {
    words[at].node.classList.add("byline-here");
    if (!dragging && anchor === null) { select(at, at); speak(); }
  });
  const wordAt = (event) => {
    const hit = document.elementFromPoint(event.clientX, event.clientY)?.closest?.("[data-w]");
    return hit && node.contains(hit) ? Number(hit.dataset.w) : null;
  };
  node.addEventListener("pointerdown", (event) => {
    const hit = wordAt(event);
    if (hit === null || event.button) return;
    const single = anchor !== null && anchor === focus;
    dragging = event.pointerType !== "touch";
    const extend = event.shiftKey || (!dragging && api.touched && single && hit !== anchor);
    api.touched = !dragging && !extend;
    move(hit, extend);
    if (dragging) { event.preventDefault(); node.focus({ preventScroll: true }); }
  });
  node.addEventListener("pointermove", (event) => {
    if (!dragging || !event.buttons) return;
    const hit = wordAt(event);
    if (hit !== null && hit !== focus) move(hit, true);
  });
  addEventListener("pointerup", () => { if (dragging) { dragging = false; settle(); } });
  const api = {
    node, whole, help: helpText, words, range, select, place, move, quote, touched: false,
    span: () => { const [from, to] = range(); return [words[from].start, words[to].end]; },
    after: () => node.closest("section").querySelector(".byline-main:not([hidden]), .byline-again:not([hidden])")?.focus(),
    clear: () => { if (anchor !== null) select(null, null); api.touched = false; },
  };
  return api;
}

/** Native controls that choose the same words: a sentence, its first word, its last word. */
function formOf(text, id, extra, add) {
  const box = make("details", { class: "byline-form" }, make("summary", {}, "Mark with a form instead"));
  box.addEventListener("toggle", () => {
    if (!box.open || box.dataset.built) return;
    box.dataset.built = "yes";
    const sentences = [...new Set(text.words.map((word) => word.sentence))];
    const of = (n) => text.words.filter((word) => word.sentence === n);
    const option = (value, words) => make("option", { value: String(value) }, words);
    const field = (name, label, options) => {
      const select = make("select", { id: `${id}-${name}` }, ...options);
      return [make("p", { class: "byline-field" }, make("label", { for: `${id}-${name}` }, label), select), select];
    };
    const [p1, s1] = field("sentence", "Sentence", sentences.map((n) => {
      const all = of(n);
      return option(n, `P${all[0].paragraph}: ${all.slice(0, 7).map((word) => word.text).join(" ")}${all.length > 7 ? " …" : ""}`);
    }));
    const [p2, s2] = field("first", "First word", []);
    const [p3, s3] = field("last", "Last word", []);
    const fill = () => {
      const all = of(Number(s1.value));
      for (const select of [s2, s3]) select.replaceChildren(...all.map((word) => option(word.place, `${word.n + 1}. ${word.text}`)));
      s3.selectedIndex = 0;
    };
    s1.addEventListener("change", fill);
    s2.addEventListener("change", () => { if (Number(s3.value) < Number(s2.value)) s3.value = s2.value; });
    fill();
    box.append(p1, p2, p3, extra(field, option), button("Add", () => {
      const ends = [Number(s2.value), Number(s3.value)].sort((a, b) => a - b);
      text.select(...ends);
      add();
    }));
  });
  return box;
}

// --- mark -------------------------------------------------------------------------------------------
function mark(tools) {
  const { spec, id, say, change } = tools;
  let marks = []; // {span: [start, end], label}
  const past = [];
  let locked = false;
  const labels = Object.fromEntries(spec.labels.map((label) => [label.name, label]));
  const bar = make("div", { class: "byline-row", role: "toolbar", "aria-label": "Labels" },
    ...spec.labels.map((label) => button("", () => add(label.name), { class: `byline-label byline-v byline-${label.style}` })),
    button("Remove mark", remove), button("Undo", undo));
  spec.labels.forEach((label, n) => bar.children[n].append(
    make("b", { class: "byline-tag" }, label.letter || String(n + 1)), ` ${label.words}`));
  const letters = Object.fromEntries(spec.labels.flatMap((label, n) => [label.letter.toLowerCase(), String(n + 1)]
    .filter(Boolean).map((sign) => [sign, () => add(label.name)])));
  const told = (label) => [label.letter, label.words].filter(Boolean).join(" ");
  const text = textOf(tools, {
    label: "Text to mark", onkey, letters, bar,
    help: (spec.unmarked ? "What you leave unmarked counts as the reporter’s. " : "") + "Click a word, or drag over several; Shift and click also works. On a touch screen, tap the first word and then "
      + "the last. By keyboard: arrows move, with Shift they extend, a label’s letter or number marks, Enter goes to the labels, "
      + "Delete removes, Ctrl+Z undoes, Escape leaves.",
  });
  const same = (a, b) => a.span[0] === b.span[0] && a.span[1] === b.span[1] && a.label === b.label;
  const on = (word) => marks.filter((m) => m.span[0] < word.end && word.start < m.span[1]);
  text.about = (word) => on(word).map((m) => [told(labels[m.label]), kindOf(m)].filter(Boolean).join(", ")).join(", ");
  let judged = []; // lines of the last feedback that have a place in the text
  let keyed = []; // the key's marks, once they were asked for
  const kindOf = (m) => { const line = judged.find((l) => l.mine && l.span[0] === m.span[0] && l.span[1] === m.span[1] && !l.used); return line ? outcome(line) : ""; };
  const KIND = { right: "found", "where good readers differ": "arguable", "other label": "off", "too long": "long", "too short": "short", "not needed": "extra" };

  function onkey(event, plain) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") undo();
    else if (!plain) return false;
    else if (event.key === "Escape") leave();
    else if (event.key === "Enter" || event.key === " ") bar.querySelector("button").focus();
    else if (event.key === "Delete" || event.key === "Backspace") remove();
    else return event.key.length === 1; // no other letter is for JupyterLab
    return true;
  }
  function leave() {
    text.clear();
    text.after();
    say("Left the text.");
  }
  function bounds(m) {
    let low = 0, high = text.words.length - 1;
    while (low < high) { const mid = (low + high) >> 1; if (text.words[mid].end <= m.span[0]) low = mid + 1; else high = mid; }
    let last = low;
    while (last + 1 < text.words.length && text.words[last + 1].start < m.span[1]) last += 1;
    return [low, last];
  }
  function paint(list) {
    for (const m of list) {
      const [from, to] = bounds(m);
      for (let n = Math.max(0, from - 1); n <= to; n += 1) paintWord(n);
    }
  }
  function paintWord(n) {
    const word = text.words[n];
    const here = on(word);
    const next = text.words[n + 1];
    const classes = (list) => [...new Set(list.flatMap((m) => ["byline-v", `byline-${labels[m.label].style}`, KIND[kindOf(m)] && `byline-${KIND[kindOf(m)]}`]).filter(Boolean))].join(" ");
    const left = judged.filter((l) => !l.mine && l.outcome === "missed" && l.span[0] < word.end && word.start < l.span[1]);
    const key = keyed.filter((m) => m.span[0] < word.end && word.start < m.span[1]);
    const keep = [...word.node.classList].filter((name) => name === "byline-here" || name === "byline-chosen");
    word.node.className = ["byline-w", ...keep, classes(here), left.length ? "byline-left" : "", key.length ? "byline-keyed" : ""].filter(Boolean).join(" ");
    const through = next ? here.filter((m) => m.span[1] > word.end && m.span[0] < next.end && m.span[1] > next.start) : [];
    const leftOn = next && left.some((l) => l.span[1] > word.end && next.start < l.span[1]);
    word.gap.className = ["byline-gap", through.length ? classes(through) : "", leftOn ? "byline-left" : ""].filter(Boolean).join(" ");
    const tags = here.filter((m) => m.span[0] >= (text.words[n - 1]?.end ?? -1) || n === 0);
    const endsHere = ({ span }) => span[1] <= (next?.start ?? Infinity); // also where it ends with a full stop or a quotation mark
    const ends = here.filter((m) => kindOf(m) && endsHere(m)).map((m) => kindOf(m));
    const open = left.filter(endsHere);
    if (open.length) ends.push(`${open.length} not marked yet`);
    for (const m of key.filter(endsHere)) ends.push(`key: ${m.words}`);
    word.node.replaceChildren(...tags.map((m) => make("b", { class: "byline-tag", "aria-hidden": "true" }, labels[m.label].letter || labels[m.label].words)), word.text,
      ...ends.map((words) => make("small", { class: "byline-kind" }, words)));
  }
  function apply(add, drop, quiet) {
    marks = marks.filter((m) => !drop.some((d) => same(d, m))).concat(add);
    paint([...add, ...drop]);
    text.place();
    listMarks();
    if (!quiet) change({ do: "mark", add, remove: drop }, marks);
  }
  function add(name) {
    if (locked) return;
    if (!text.range()) { say("Choose words first."); return; }
    const m = { span: text.span(), label: name };
    if (marks.some((other) => same(other, m))) { say(`Already marked ${labels[name].words}.`); return; }
    const drop = marks.filter((other) => (spec.unmarked ? other.span[0] < m.span[1] && m.span[0] < other.span[1]
      : other.span[0] === m.span[0] && other.span[1] === m.span[1]));
    const added = [m, ...(spec.unmarked ? drop.flatMap((other) => around(other, m.span)) : [])];
    past.push({ add: added, drop });
    apply(added, drop);
    say(`“${text.quote()}”: ${told(labels[name])}.`);
    text.touched = false;
  }
  /** What is left of a mark on both sides of words that now have another voice. */
  function around(m, [start, end]) {
    const ends = [text.words.findLast((w) => w.end <= start), text.words.find((w) => w.start >= end)];
    return [[m.span[0], Math.min(m.span[1], ends[0]?.end ?? 0)], [Math.max(m.span[0], ends[1]?.start ?? Infinity), m.span[1]]]
      .filter(([from, to]) => from < to).map((span) => ({ span, label: m.label }));
  }
  function remove() {
    if (locked || !text.range()) return;
    const [start, end] = text.span();
    const drop = marks.filter((m) => m.span[0] < end && start < m.span[1]);
    if (!drop.length) { say("No mark here."); return; }
    past.push({ add: [], drop });
    apply([], drop);
    say(`${drop.length === 1 ? "Mark" : `${drop.length} marks`} removed.`);
  }
  function undo() {
    const last = past.pop();
    if (locked || !last) { say("Nothing to undo."); return; }
    apply(last.drop, last.add);
    say("Undone.");
  }
  const list = make("ul", { class: "byline-marks", "aria-label": "Your marks" });
  const tag = make("div", {}, list);
  function listMarks() {
    const sorted = [...marks].sort((a, b) => a.span[0] - b.span[0] || a.span[1] - b.span[1]);
    list.replaceChildren(...sorted.map((m) => {
      const [from, to] = bounds(m);
      const all = text.words.slice(from, to + 1).map((word) => word.text);
      const words = all.length > 9 ? `${all.slice(0, 5).join(" ")} … ${all.slice(-3).join(" ")}` : all.join(" ");
      const name = `P${text.words[from].paragraph} “${words}”`;
      return make("li", {}, make("b", {}, told(labels[m.label])), ` ${name} `,
        locked ? "" : button("Remove", () => { past.push({ add: [], drop: [m] }); apply([], [m]); text.node.focus(); },
          { "aria-label": `Remove ${labels[m.label].words}, ${name}` }));
    }));
  }
  const form = formOf(text, id, (field, option) => {
    const [line, select] = field("label", "Label", spec.labels.map((one) => option(one.name, told(one))));
    form.label = select;
    return line;
  }, () => add(form.label.value));
  return {
    node: make("div", {}, text.help, text.whole, form, tag),
    get: () => marks,
    set(answer) {
      const old = marks;
      marks = (answer ?? []).map(({ span, label }) => ({ span, label })).filter((m) => labels[m.label]);
      paint([...old, ...marks]);
      text.place();
      listMarks();
    },
    judge(lines, key) {
      judged = lines.filter((line) => line.span);
      keyed = key ?? [];
      text.words.forEach((_, n) => paintWord(n));
      text.place();
    },
    lock(now) { locked = now; bar.hidden = now; form.hidden = now; text.help.hidden = now; tag.hidden = now; text.clear(); listMarks(); },
    focus: () => text.node.focus(),
  };
}

// --- link: content, cue and source -------------------------------------------------------------------
function link(tools) {
  const { spec, id, say, change } = tools;
  const parts = ["content", "cue", "source"];
  let links = { content: [], cue: [], source: [] };
  let lately = null; // the part that was given last
  let locked = false;
  const letters = { 1: () => put("content"), 2: () => put("cue"), 3: () => put("source") };
  const names = { content: "content: what is said", cue: "cue: the saying words", source: "source: who says so" };
  const given = new Set(spec.given);
  const bar = make("div", { class: "byline-row", role: "toolbar", "aria-label": "Parts of the attribution" },
    ...parts.map((part, n) => button(`${n + 1} ${names[part]}`, () => put(part), { disabled: given.has(part) })),
    button("Add to the last part", more), button("Remove", drop));
  const text = textOf(tools, {
    label: "Text to link", onkey, letters, bar,
    help: "Choose words as you would to mark them, then say what they are: 1 content, 2 cue, 3 source. "
      + "Delete removes, Enter goes to the buttons, Escape leaves.",
  });
  function put(part) {
    if (locked) return;
    if (given.has(part)) { say(`The ${part} is given.`); return; }
    if (!text.range()) { say("Choose words first."); return; }
    links = { ...links, [part]: [{ span: text.span() }] };
    lately = part;
    paint();
    change({ do: "draft", answer: links }, links);
    say(`“${text.quote()}”: ${part}.`);
  }
  function more() {
    const last = lately && links[lately].length ? lately : null;
    if (locked || !last || !text.range()) { say("First give one piece, then add another to it."); return; }
    links = { ...links, [last]: [...links[last], { span: text.span() }] };
    paint();
    change({ do: "draft", answer: links }, links);
    say(`“${text.quote()}” added to the ${last}.`);
  }
  function drop() {
    if (locked || !text.range()) return;
    const [start, end] = text.span();
    links = Object.fromEntries(parts.map((part) => [part, given.has(part) ? links[part]
      : links[part].filter((piece) => piece.span[1] <= start || piece.span[0] >= end)]));
    paint();
    change({ do: "draft", answer: links }, links);
    say("Removed.");
  }
  function onkey(event, plain) {
    if (!plain) return false;
    if (event.key === "Escape") { text.clear(); text.after(); }
    else if (event.key === "Enter" || event.key === " ") bar.querySelector("button").focus();
    else if (event.key === "Delete" || event.key === "Backspace") drop();
    else return event.key.length === 1;
    return true;
  }
  function paint() {
    for (const [n, word] of text.words.entries()) {
      const held = (from, to) => parts.filter((part) => links[part].some((p) => p.span[0] < to && from < p.span[1]));
      const here = held(word.start, word.end);
      const through = held(word.end, text.words[n + 1]?.start ?? word.end).filter((part) => part !== "cue"); // boxed word by word
      word.gap.className = ["byline-gap", ...through.map((part) => `byline-part-${part}`)].join(" ");
      const keep = [...word.node.classList].filter((name) => name === "byline-here" || name === "byline-chosen");
      word.node.className = ["byline-w", ...keep, ...here.map((part) => `byline-part-${part}`)].join(" ");
    }
    text.place();
    list.replaceChildren(...parts.map((part) => make("li", {}, make("b", {}, `${part}: `),
      links[part].map((p) => `“${quoteOf(p)}”`).join(" … ") || "not given yet")));
  }
  function quoteOf(piece) {
    const all = text.words.filter((word) => piece.span[0] < word.end && word.start < piece.span[1]).map((word) => word.text);
    return all.length > 9 ? `${all.slice(0, 5).join(" ")} … ${all.slice(-3).join(" ")}` : all.join(" ");
  }
  const list = make("ul", { class: "byline-marks", "aria-label": "Your attribution" });
  const form = formOf(text, id, (field, option) => {
    const [line, select] = field("part", "Part", parts.map((part) => option(part, names[part])));
    form.part = select;
    return line;
  }, () => put(form.part.value));
  return {
    node: make("div", {}, text.help, text.whole, form, list),
    get: () => (parts.some((part) => links[part].length && !given.has(part)) ? links : null),
    set(answer) { links = { content: [], cue: [], source: [], ...(answer ?? {}) }; paint(); },
    lock(now) { locked = now; bar.hidden = now; form.hidden = now; text.help.hidden = now; text.clear(); },
    focus: () => text.node.focus(),
  };
}

// --- forms --------------------------------------------------------------------------------------------
/** The paragraphs to look at, not to mark. */
function reading(spec) {
  if (!spec.paragraphs.length) return "";
  return make("div", { class: "byline-text byline-still" }, ...spec.paragraphs.map((p) => make("p", {},
    make("span", { class: "byline-n" }, `P${p.number}`), p.lead + p.words.map(([, , text, after]) => text + after).join(""))));
}

function choose(tools) {
  const { spec, id, change } = tools;
  const type = spec.several ? "checkbox" : "radio";
  const inputs = spec.options.map(([value]) => make("input", { type, name: `${id}-option`, value, onchange }));
  const node = make("fieldset", { class: "byline-options" }, make("legend", {}, spec.several ? "Choose all that fit" : "Choose one"),
    ...inputs.map((input, n) => make("label", {}, input, ` ${LETTERS[n]}. ${spec.options[n][1]}`)));
  const get = () => { const found = inputs.filter((input) => input.checked).map((input) => input.value); return found.length ? found : null; };
  function onchange() { change({ do: "draft", answer: get() ?? [] }, get()); }
  return {
    node: make("div", {}, reading(spec), node), get,
    set(answer) { inputs.forEach((input) => { input.checked = (answer ?? []).includes(input.value); }); },
    lock(now) { node.disabled = now; },
    focus: () => inputs[0].focus(),
  };
}

function rate(tools) {
  const { spec, id, change } = tools;
  const rows = Object.entries(spec.criteria).map(([name, question]) => {
    const select = make("select", { id: `${id}-${name}`, onchange, disabled: name in spec.given },
      ...[["", "choose"], ["0", "0: not answered"], ["0.5", "½: in part"], ["1", "1: answered"]].map(([value, text]) =>
        make("option", { value }, text)));
    return { name, select, node: make("p", { class: "byline-field" }, make("label", { for: `${id}-${name}` }, question), select) };
  });
  const get = () => (rows.every((row) => row.select.value !== "")
    ? Object.fromEntries(rows.map((row) => [row.name, Number(row.select.value)])) : null);
  function onchange() { if (get()) change({ do: "draft", answer: get() }, get()); }
  const set = (answer) => rows.forEach((row) => {
    const value = answer?.[row.name] ?? spec.given[row.name];
    row.select.value = value === undefined ? "" : String(value);
  });
  set(null);
  return {
    node: make("div", {}, reading(spec), make("p", {}, "The figure: ", make("b", {}, `“${spec.figure}”`)), ...rows.map((row) => row.node)),
    get, set,
    missing: () => `Still open: ${rows.filter((row) => row.select.value === "").map((row) => spec.criteria[row.name]).join(" ")}`,
    lock(now) { rows.forEach((row) => { row.select.disabled = now || row.name in spec.given; }); },
    focus: () => rows[0].select.focus(),
  };
}

function order(tools) {
  const { spec, say, change } = tools;
  let items = [...spec.items];
  let locked = false;
  const list = make("ol", { class: "byline-order" });
  function draw() {
    list.replaceChildren(...items.map((item, n) => make("li", {}, `${item} `, locked ? "" : make("span", {},
      button("Up", () => shift(n, -1), { "aria-label": `Move up: ${item}`, disabled: n === 0 }),
      button("Down", () => shift(n, 1), { "aria-label": `Move down: ${item}`, disabled: n === items.length - 1 })))));
  }
  function shift(n, step) {
    const [item] = items.splice(n, 1);
    items.splice(n + step, 0, item);
    draw();
    const moved = list.children[n + step].querySelectorAll("button");
    (moved[step < 0 ? 0 : 1].disabled ? moved[step < 0 ? 1 : 0] : moved[step < 0 ? 0 : 1]).focus();
    say(`${item}: now ${n + step + 1} of ${items.length}.`);
    change({ do: "draft", answer: items }, items);
  }
  draw();
  return {
    node: make("div", {}, reading(spec), list), get: () => items,
    set(answer) { items = [...(answer?.length ? answer : spec.items)]; draw(); },
    lock(now) { locked = now; draw(); },
    focus: () => list.querySelector("button:not([disabled])")?.focus(),
  };
}

function predict(tools) {
  const { spec, id, change, later } = tools;
  const save = later(() => { if (get() !== null) change({ do: "draft", answer: get() }, get()); });
  const input = make("input", { type: "text", inputmode: "decimal", size: "8", id: `${id}-number`, oninput: save });
  const get = () => input.value.trim() || null;
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") tools.commit(); });
  return {
    node: make("div", {}, reading(spec), make("p", { class: "byline-field" },
      make("label", { for: `${id}-number` }, "My guess"), input, ` ${spec.unit}`)),
    get, set(answer) { if (document.activeElement !== input) input.value = answer ?? ""; },
    lock(now) { input.disabled = now; }, focus: () => input.focus(),
  };
}

/** Things under their letters, each with the bins that it may go into, as rows; what is said of them so far, and what is open. */
function passagesOf({ spec, id }, onchange) {
  const rows = spec.passages.map(([name, text], n) => {
    const inputs = Object.keys(spec.judgements).map((value) => make("input", { type: "radio", name: `${id}-${name}`, value, onchange }));
    return { name, inputs, node: make("fieldset", { class: "byline-passage" },
      make("legend", {}, `${LETTERS[n]}. `, make("span", {}, text)),
      ...inputs.map((input) => make("label", {}, input, ` ${spec.judgements[input.value]}`))) };
  });
  const said = () => Object.fromEntries(rows.flatMap((row) => row.inputs.filter((i) => i.checked).map((i) => [row.name, i.value])));
  const open = () => rows.filter((row) => !(row.name in said()));
  return {
    rows, said, open,
    set(answer) { for (const row of rows) for (const input of row.inputs) input.checked = answer?.[row.name] === input.value; },
    missing: () => `Still open: ${open().map((row) => LETTERS[rows.indexOf(row)]).join(", ")}.`,
    lock(now) { rows.forEach((row) => { row.node.disabled = now; }); },
  };
}

function judge(tools) { return sort(tools); } // into two bins
function sort(tools) {
  const { spec, change } = tools;
  const all = passagesOf(tools, onchange);
  const get = () => (all.open().length ? null : all.said());
  let again = -1; // the first row to look at again
  function onchange() { if (get()) change({ do: "draft", answer: get() }, get()); }
  return {
    node: make("div", {}, reading(spec), ...all.rows.map((row) => row.node)), get,
    set: all.set, missing: all.missing, lock: all.lock,
    judge(lines) { again = lines.findIndex((line) => line.outcome === "not this one"); },
    focus() {
      const { inputs } = all.rows[again] ?? all.open()[0] ?? all.rows[0];
      (inputs.find((input) => input.checked) ?? inputs[0]).focus(); // the arrow keys then change what was chosen
    },
  };
}

/** The passages of a test form: each choice is kept at once, and nothing is told before all are made. */
function passages(tools) {
  const { spec, id, change, later } = tools;
  const all = passagesOf(tools, keep);
  const times = Object.entries(spec.when).map(([value, words]) => [make("input", { type: "radio", name: `${id}-when`, value, onchange: keep }), words]);
  const when = make("fieldset", { class: "byline-options" }, make("legend", {}, "When is this?"),
    ...times.map(([input, words]) => make("label", {}, input, ` ${words}`)));
  const guess = make("input", { type: "text", inputmode: "numeric", size: "4", maxLength: 2, id: `${id}-guess`, oninput: later(keep) });
  const chosen = () => times.find(([input]) => input.checked)?.[0].value;
  const said = () => ({ ...(chosen() && { when: chosen() }), ...(guess.value.trim() && { guess: guess.value.trim() }), ...all.said() });
  function keep() { change({ do: "draft", answer: said() }, said()); }
  return {
    node: make("div", {}, when, ...all.rows.map((row) => row.node), make("p", { class: "byline-field" },
      make("label", { for: guess.id }, `How many of the ${all.rows.length} do you think you have? You can leave this out.`), guess)),
    get: () => (chosen() && !all.open().length ? said() : null),
    set(answer) {
      all.set(answer);
      for (const [input] of times) input.checked = answer?.when === input.value;
      if (document.activeElement !== guess) guess.value = answer?.guess ?? "";
    },
    missing: () => (all.open().length ? all.missing() : "Say at the top when this is."),
    lock(now) { all.lock(now); when.disabled = now; guess.disabled = now; },
    focus: () => (chosen() ? (all.open()[0] ?? all.rows[0]).inputs[0] : times[0][0]).focus(),
  };
}

function write(tools) {
  const { spec, id, change, later } = tools;
  const save = later(() => change({ do: "draft", answer: field.value }, field.value));
  const field = make("textarea", { id: `${id}-text`, rows: 5, maxLength: 20000, "aria-describedby": `${id}-private`, oninput: save });
  return {
    node: make("div", {}, reading(spec), make("label", { for: `${id}-text` }, "My answer"), field,
      make("p", { id: `${id}-private`, class: "byline-soft" }, "Write nothing here that is private.")),
    get: () => (field.value.trim() ? field.value : null),
    set(answer) { if (document.activeElement !== field) field.value = answer ?? ""; },
    lock(now) { field.disabled = now; }, focus: () => field.focus(),
  };
}

/** A text that begins with the paragraph; what changed is told after each pause, and announced by its first line alone. */
function rewrite(tools) {
  const { spec, id, change, later, look } = tools;
  const begun = spec.original;
  const sum = make("p", { role: "status", class: "byline-headline" });
  const rest = make("div", { class: "byline-looked" });
  let looked = begun; // what the desk was asked about last
  const ask = () => { if (field.value !== looked) { looked = field.value; look(looked); } };
  const save = later(() => { change({ do: "draft", answer: field.value }, field.value); ask(); });
  const field = make("textarea", { id: `${id}-text`, rows: 7, maxLength: 20000, "aria-describedby": `${id}-private`, oninput: save });
  field.value = begun;
  return {
    node: make("div", {}, reading(spec), make("label", { for: `${id}-text` }, "My paragraph"), field,
      make("p", { id: `${id}-private`, class: "byline-soft" }, "Change the paragraph. When you pause, you read below what changed. Write nothing here that is private."), sum, rest),
    get: () => (field.value.trim() && field.value.trim() !== begun.trim() ? field.value : null),
    missing: () => "Nothing is changed yet. Rewrite the paragraph first.",
    set(answer) { if (document.activeElement !== field) { field.value = answer ?? begun; ask(); } },
    looked({ said, html }) {
      if (sum.textContent !== said) sum.textContent = said;
      rest.innerHTML = html;
    },
    lock(now) { field.disabled = now; }, focus: () => field.focus(),
  };
}

const KINDS = { mark, link, choose, judge, sort, rate, order, predict, write, rewrite, passages };

export default { render, make, button, slipLine };
