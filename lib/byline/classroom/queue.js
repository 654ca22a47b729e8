// Draws open answers one after the other, to be read and levelled by keys alone. Whatever a student wrote is put in as
// text. Nothing is kept here: each step is on the disk before the next answer is shown, and no step is taken twice.

const WAIT = 3000; // milliseconds until it is said that nobody answers
const TWICE = 300; // a key within this time after an answer came was meant for the one before
const ONWARD = ["level", "skip", "back", "undo"]; // what shows another answer
const MOST_BUTTONS = 4; // comments to press; the field's own list has all of them
const CONTROLS = ["button", "input"];

function make(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  // JupyterLab asks the focused element itself, not only those around it
  if (CONTROLS.includes(tag) || props.tabindex) node.setAttribute("data-lm-suppress-shortcuts", "true");
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "hidden") node.hidden = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

let drawn = 0;

function render({ model, el }) {
  const spec = model.get("spec");
  const writer = Math.random().toString(36).slice(2);
  const id = `byline-queue-${writer}-${(drawn += 1)}`;
  let entry = null; // the answer that is shown
  let waiting = null; // what Python was asked and has not answered yet
  let outbox = []; // what is asked after that
  let asked = ""; // the comment that Python was told last
  let sent = 0;
  let since = 0; // when the answer came
  let timer = null;

  // --- to Python and back ---------------------------------------------------------------------
  /** Ask for a step; a step onward ends what can be asked of this answer, until the next is here. */
  function ask(act, value = null) {
    if ([waiting, ...outbox].some((message) => message && ONWARD.includes(message.do))) return;
    outbox.push({ do: act, value, entry: entry?.token ?? null });
    pump();
  }
  function pump() {
    if (waiting || !outbox.length) return;
    waiting = { ...outbox.shift(), writer, n: (sent += 1) };
    timer = setTimeout(() => warn("Python does not answer yet; it may be busy. If nothing happens, press ▶▶ at the top of the page "
      + "and choose Restart: what was counted as read is kept, and you go on where you stopped."), WAIT);
    try { model.send(waiting); } catch { /* no kernel: the wait will tell */ }
  }
  function heard(said) {
    if (said.writer !== writer || said.heard !== waiting?.n) return; // another page's
    clearTimeout(timer);
    waiting = null;
    if (said.why) { outbox = []; asked = entry?.comment ?? ""; warn(said.why); } else { warn(...said.notes); show(said); }
    pump();
  }
  model.on("msg:custom", heard);
  const warn = (...sentences) => { alert.textContent = sentences.join(" "); };

  // --- the parts -------------------------------------------------------------------------------
  const key = (name) => make("kbd", { "aria-hidden": "true" }, name);
  const control = (name, text, act) => make("button", { type: "button", onclick: act, "aria-keyshortcuts": name }, key(name), ` ${text}`);
  const question = make("p", { id: `${id}-ask`, class: "byline-ask" },
    make("span", { class: "byline-which" }, `Open answers to ${spec.id}`), spec.prompt);
  const place = make("p", { id: `${id}-place`, class: "byline-place" });
  const text = make("blockquote", { "aria-live": "polite" });
  const answer = make("div", { class: "byline-answer", tabindex: "0", role: "group", "aria-labelledby": `${id}-place` }, place, text);
  const list = make("datalist", { id: `${id}-used` });
  const comment = make("input", { id: `${id}-comment`, type: "text", maxlength: "500", autocomplete: "off", list: list.id, onchange: keepComment });
  const used = make("p", { class: "byline-used", role: "group", "aria-label": "Comments used before" });
  const label = make("label", { for: comment.id }, key("C"), " Comment, for the student to read");
  const whole = make("p", { class: "byline-whole", "aria-hidden": "true" }); // each level's sample is said with its button
  const levels = spec.levels.map(([name, sample], n) => {
    const button = make("button", { type: "button", "aria-pressed": "false", "aria-describedby": `${id}-s${n}`,
      "aria-keyshortcuts": String(n), onclick: () => give(n) }, key(String(n)), ` ${name}`);
    const item = make("li", { onmouseenter: () => preview(n), onfocusin: () => preview(n) },
      button, make("p", { id: `${id}-s${n}`, class: "byline-sample" }, sample));
    return { button, item, sample };
  });
  const ladder = make("ol", { class: "byline-levels", start: "0", "aria-label": "Levels, each with its sample" }, ...levels.map((one) => one.item));
  const flag = control("F", "Talk to me about this one", () => ask("flag"));
  flag.setAttribute("aria-pressed", "false");
  const open = control("S", "Samples in full", samples);
  open.setAttribute("aria-pressed", "false");
  const row = make("div", { class: "byline-row" }, control("Enter", "Go on without a level", () => go("skip")),
    control("B", "Back", () => go("back")), control("U", "Undo", () => go("undo")), flag, open);
  const status = make("p", { role: "status", class: "byline-status" });
  const alert = make("p", { role: "alert", class: "byline-alert" });
  const columns = make("div", { class: "byline-columns", hidden: true },
    make("div", {}, answer, make("p", { class: "byline-field" }, label, comment, list), used, row), make("div", {}, ladder, whole));
  const root = make("section", { class: "byline byline-queue", "aria-labelledby": question.id, "data-lm-suppress-shortcuts": "true" },
    question, status, alert, columns);
  el.append(root);

  // --- what can be done ------------------------------------------------------------------------
  const early = () => performance.now() - since < TWICE;
  function give(n) { if (!early()) go("level", n); }
  /** Go to another answer; a comment that is being written is kept first. */
  function go(act, value) {
    keepComment();
    ask(act, value);
    answer.focus({ preventScroll: true }); // a button that was clicked would take the next Enter
  }
  function keepComment() {
    const words = comment.value.trim();
    if (!entry || words === asked) return;
    asked = words;
    ask("comment", words);
  }
  function preview(n) { whole.replaceChildren(make("b", {}, `${n} `), levels[n].sample); }
  function samples() { open.setAttribute("aria-pressed", String(root.classList.toggle("byline-open"))); }

  const KEYS = {
    enter: () => go("skip"), b: () => go("back"), u: () => go("undo"), f: () => ask("flag"), s: samples,
    c: () => comment.focus(), ...Object.fromEntries(levels.map((_, n) => [String(n), () => give(n)])),
  };
  // No key but Tab and the browser's own combinations goes on to JupyterLab, where letters are commands.
  root.addEventListener("keydown", (event) => {
    const saves = event.key === "s" && (event.ctrlKey || event.metaKey);
    if (saves) { event.preventDefault(); status.textContent = "Everything is kept already."; }
    if (event.key === "Tab" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.stopPropagation();
    if (event.target === comment) { write(event); return; }
    const own = event.key === "Enter" && event.target.tagName === "BUTTON"; // Enter presses a button
    const act = own || event.repeat || event.shiftKey ? null : KEYS[event.key.toLowerCase()];
    if (act) { event.preventDefault(); act(); }
  });
  // A click anywhere on the card leaves the keys with it.
  root.addEventListener("click", ({ target }) => {
    if (entry && !target.closest("button, input, textarea, a")) answer.focus({ preventScroll: true });
  });
  function write(event) {
    if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    if (event.key === "Enter") keepComment(); else comment.value = entry.comment;
    answer.focus();
  }

  // --- how it stands ---------------------------------------------------------------------------
  function show(said) {
    const first = sent === 1;
    const another = said.entry?.token !== entry?.token;
    entry = said.entry;
    asked = entry?.comment ?? "";
    columns.hidden = !entry;
    status.textContent = status.textContent === said.said ? `${said.said}\u00a0` : said.said;
    if (!entry) return;
    if (another) {
      since = performance.now();
      text.textContent = entry.text;
      whole.textContent = "";
    }
    place.replaceChildren(entry.place, ...told());
    if (document.activeElement !== comment || another) comment.value = entry.comment;
    levels.forEach(({ button }, n) => button.setAttribute("aria-pressed", String(n === entry.level && !entry.stale)));
    flag.setAttribute("aria-pressed", String(entry.flag));
    offer(said.comments);
    if (first) meet();
  }
  function* told() {
    if (entry.stale) yield make("span", {}, `changed since you gave it level ${entry.level}`);
    else if (entry.level !== null) yield make("span", {}, `you gave it level ${entry.level}`);
    if (entry.flag) yield make("span", {}, "⚑ to talk about");
  }
  function offer(comments) {
    list.replaceChildren(...comments.map((words) => make("option", { value: words })));
    used.replaceChildren(...comments.slice(0, MOST_BUTTONS).map((words) => make("button", {
      type: "button", title: words, onclick: () => { comment.value = words; keepComment(); answer.focus({ preventScroll: true }); },
    }, words)));
    used.hidden = !comments.length;
  }
  /** Take the focus when the box was run by Shift + Enter: then the next box is the active one. */
  function meet() {
    const after = root.closest(".jp-Cell")?.nextElementSibling;
    if (after?.classList.contains("jp-mod-active") && !after.contains(root)) setTimeout(() => {
      answer.focus();
      setTimeout(() => root.scrollIntoView({ block: "nearest" }), 400); // after JupyterLab, which scrolls as well
    }, 0);
  }
  ask("hello");
  return () => clearTimeout(timer);
}

export default { render };
