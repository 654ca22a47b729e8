// Draws one exercise: marks by pointer, touch or keyboard, forms with the browser's own controls, and what an answer
// is told. Everything from an article, a key or a file is put in as text, never as markup. Only what changes is sent.

const SURE = { low: "low", middle: "middle", high: "high" };
const WAIT = 5000; // milliseconds until a change that nobody confirmed is called unsaved
const unsaved = (globalThis.bylineUnsaved ??= new Map()); // survives a box that is run again
const tab = Math.random().toString(36).slice(2);
let count = 0;

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

function render({ model, el }) {
  const spec = model.get("spec");
  const id = `byline-${tab}-${(count += 1)}`;
  const key = `${spec.article}/${spec.id}`;
  const root = make("section", {
    class: "byline byline-exercise", "aria-labelledby": `${id}-ask`, "data-lm-suppress-shortcuts": "true",
  });
  // No key but Tab and the browser's own combinations goes on to JupyterLab.
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" && !event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });
  const status = make("p", { role: "status", class: "byline-status" });
  const alert = make("p", { role: "alert", class: "byline-alert" });
  const told = make("div", { class: "byline-told", tabindex: "-1" });
  const say = (text) => { status.textContent = status.textContent === text ? `${text}\u00a0` : text; };
  let state = null;
  let timer = null;

  // --- to Python and back ---------------------------------------------------------------------
  function send(message) {
    model.send({ ...message, tab });
    clearTimeout(timer);
    timer = setTimeout(() => {
      alert.textContent = "This is not saved: the notebook is not connected to Python. What you did stays on this page. "
        + "Run the box above once more, and it will be saved.";
    }, WAIT);
  }
  function change(message, answer) {
    unsaved.set(key, answer);
    send(message);
  }
  model.on("msg:custom", (message) => {
    clearTimeout(timer);
    if (message.tell === "not saved") alert.textContent = message.why;
    else if (message.tell === "unclear") say(message.why);
    else if (message.tell === "saved") {
      if (message.tab === tab) { unsaved.delete(key); alert.textContent = ""; if (message.note) say(message.note); }
      else { body.set(message.answer); say("Changed in another window."); }
    } else if (message.tell === "state") {
      alert.textContent = "";
      show(message.state, message.tab);
    }
  });

  // --- the parts -------------------------------------------------------------------------------
  const ask = make("p", { id: `${id}-ask`, class: "byline-ask" },
    make("b", {}, `${spec.id}`), ` ${spec.prompt}`, make("span", { class: "byline-soft" }, ` (about ${spec.minutes} min)`));
  const tools = { spec, id, say, change, commit: () => commit.click(), isOpen: () => !state?.committed || state.again };
  const body = KINDS[spec.kind](tools);
  const sure = make("fieldset", { class: "byline-sure" }, make("legend", {}, "How sure are you?"),
    ...Object.keys(SURE).map((name) => make("label", {},
      make("input", { type: "radio", name: `${id}-sure`, value: name, onchange: keepSure }), ` ${SURE[name]}`)));
  function keepSure(event) {
    const answer = body.get();
    if (answer !== null && !state?.committed) send({ do: "draft", answer, sure: event.target.value });
  }
  const wantsSure = !["predict", "write"].includes(spec.kind);
  const commit = button("Commit my answer", () => {
    const chosen = sure.querySelector("input:checked")?.value;
    if (wantsSure && !chosen && !state.committed) {
      say("First choose how sure you are. Then commit.");
      sure.querySelector("input").focus();
      return;
    }
    const answer = body.get();
    if (answer === null) { say(body.missing?.() ?? "Nothing to commit yet. Answer first; a guess will do."); return; }
    send({ do: "commit", answer, sure: chosen ?? null });
  }, { class: "byline-main" });
  const again = button("Try again", () => {
    state.again = true;
    draw();
    body.focus();
    say("Change your answer, then commit it again. Your first answer is kept.");
  }, { class: "byline-again" });
  const hint = button("", () => send({ do: "hint" }));
  const hints = make("ol", { class: "byline-hints", "aria-live": "polite" });
  const reason = reasonBox();
  const receipt = make("p", { class: "byline-soft" });
  const row = make("div", { class: "byline-row" }, commit, again, hint);
  root.append(ask, body.node, wantsSure ? sure : "", row, hints, status, alert, told, reason.node, receipt);
  el.append(root);

  function reasonBox() {
    const field = make("textarea", { id: `${id}-reason`, rows: 2, maxLength: 2000 });
    const note = button("Keep my reason", () => send({ do: "reason", text: field.value }));
    const node = make("div", { class: "byline-reason" }, make("label", { for: `${id}-reason` },
      spec.reason || "In one sentence: what in the text decides it?"), field, note);
    return { node, field };
  }

  function show(next, from) {
    const first = state === null;
    const open = state?.again && !next.committed_now;
    state = { ...next, again: open };
    if (first && unsaved.has(key)) {
      body.set(unsaved.get(key));
      change({ do: "draft", answer: body.get() }, body.get());
    } else if (from !== tab || first || !tools.isOpen()) body.set(state.draft);
    draw();
    if (state.committed_now && from === tab) {
      say(state.feedback ? state.feedback.headline : "Saved.");
      (told.innerText ? told : again).focus({ preventScroll: true }); // a sealed exercise tells nothing
    } else if (state.said && from === tab) say(state.said);
    else if (!first && state.hint_now && from === tab && hint.hidden) commit.focus();
    for (const note of state.notes) alert.textContent = note;
  }

  function draw() {
    const open = tools.isOpen();
    body.lock(!open);
    commit.hidden = !open;
    sure.hidden = !open || state.committed; // how sure counts with the first answer
    again.hidden = open;
    again.textContent = state.sealed ? "Change my answer" : "Try again";
    hint.hidden = !open || !state.hints_left;
    hint.textContent = `Hint (${state.hints_left} left)`;
    hints.replaceChildren(...state.hints.map((text) => make("li", {}, text)));
    const chosen = state.sure && sure.querySelector(`input[value="${state.sure}"]`);
    if (chosen) chosen.checked = true;
    told.replaceChildren(...(state.feedback ? feedback(state.feedback, state.committed_now) : []));
    reason.node.hidden = open || !state.committed || !spec.asks_reason;
    if (document.activeElement !== reason.field) reason.field.value = state.reason;
    receipt.textContent = state.receipt;
  }
  send({ do: "hello" });
  return () => clearTimeout(timer);
}

// --- what an answer is told -----------------------------------------------------------------------
function feedback(found, announced) {
  const head = announced ? "" : make("p", {}, make("b", {}, found.headline)); // else the status line says it
  const three = found.lines.some((line) => line.key && line.paragraph);
  if (!found.lines.length) return [head];
  if (!three) {
    return [head, make("ul", {}, ...found.lines.map((line) => make("li", {},
      make("b", {}, line.outcome), line.words ? ` ${line.words}` : "", line.text ? `: ${line.text}` : "")))];
  }
  const names = ["Words", "You", "Key", "Machine", "What the text shows"];
  const cells = (line) => [
    make("th", { scope: "row" }, make("b", { class: `byline-is-${line.outcome.split(" ")[0]}` }, line.outcome),
      ` P${line.paragraph} “${line.words}”`),
    make("td", { "data-name": "You: " }, line.yours), make("td", { "data-name": "Key: " }, line.key),
    make("td", { "data-name": "Machine: " }, line.machine, line.machine_why
      ? make("details", {}, make("summary", {}, "its reason"), line.machine_why) : ""),
    make("td", {}, line.text),
  ];
  return [head, make("table", { class: "byline-three" },
    make("caption", {}, "Three readers: you, the key and the machine"),
    make("thead", {}, make("tr", {}, ...names.map((name) => make("th", { scope: "col" }, name)))),
    make("tbody", {}, ...found.lines.map((line) => make("tr", {}, ...cells(line)))))];
}

// --- a text whose words can be chosen -------------------------------------------------------------
function textOf(tools, { onkey, label, help, bar }) {
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
  const helpText = make("p", { id: `${id}-help`, class: "byline-soft" }, help);
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
    } else if (!onkey(event, plain)) return;
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
    make("b", { class: "byline-tag" }, label.letter), ` ${label.words}`));
  bar.addEventListener("keydown", (event) => {
    const all = [...bar.querySelectorAll("button")];
    const n = all.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const letter = spec.labels.find((label) => label.letter.toLowerCase() === event.key.toLowerCase());
    if (step) all[(n + step + all.length) % all.length].focus();
    else if (event.key === "Escape") text.node.focus();
    else if (letter && !event.ctrlKey && !event.metaKey && !event.altKey) { add(letter.name); text.node.focus(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  const text = textOf(tools, {
    label: "Text to mark", onkey, bar,
    help: (spec.unmarked ? "What you leave unmarked counts as the reporter’s. " : "") + "Click a word, or drag over several; Shift and click also works. On a touch screen, tap the first word and then "
      + "the last. By keyboard: arrows move, with Shift they extend, a label’s letter marks, Enter goes to the labels, "
      + "Delete removes, Ctrl+Z undoes, Escape leaves.",
  });
  const same = (a, b) => a.span[0] === b.span[0] && a.span[1] === b.span[1] && a.label === b.label;
  const on = (word) => marks.filter((m) => m.span[0] < word.end && word.start < m.span[1]);
  text.about = (word) => on(word).map((m) => `${labels[m.label].letter} ${labels[m.label].words}`).join(", ");

  function onkey(event, plain) {
    const letter = spec.labels.find((label) => label.letter.toLowerCase() === event.key.toLowerCase());
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") undo();
    else if (!plain) return false;
    else if (event.key === "Escape") leave();
    else if (event.key === "Enter" || event.key === " ") bar.querySelector("button").focus();
    else if (event.key === "Delete" || event.key === "Backspace") remove();
    else if (letter) add(letter.name);
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
    const classes = (list) => [...new Set(list.map((m) => `byline-v byline-${labels[m.label].style}`))].join(" ");
    const keep = [...word.node.classList].filter((name) => name === "byline-here" || name === "byline-chosen");
    word.node.className = ["byline-w", ...keep, classes(here)].join(" ").trim();
    const through = next ? here.filter((m) => m.span[1] > word.end && m.span[0] < next.end && m.span[1] > next.start) : [];
    word.gap.className = `byline-gap ${through.length ? classes(through) : ""}`.trim();
    const tags = here.filter((m) => m.span[0] >= (text.words[n - 1]?.end ?? -1) || n === 0);
    word.node.replaceChildren(...tags.map((m) => make("b", { class: "byline-tag", "aria-hidden": "true" }, labels[m.label].letter)), word.text);
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
    const drop = marks.filter((other) => other.span[0] === m.span[0] && other.span[1] === m.span[1]);
    past.push({ add: [m], drop });
    apply([m], drop);
    say(`“${text.quote()}”: ${labels[name].letter} ${labels[name].words}.`);
    text.touched = false;
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
      return make("li", {}, make("b", {}, `${labels[m.label].letter} ${labels[m.label].words}`), ` ${name} `,
        locked ? "" : button("Remove", () => { past.push({ add: [], drop: [m] }); apply([], [m]); text.node.focus(); },
          { "aria-label": `Remove ${labels[m.label].words}, ${name}` }));
    }));
  }
  const form = formOf(text, id, (field, option) => {
    const [line, select] = field("label", "Label", spec.labels.map((one) => option(one.name, `${one.letter} ${one.words}`)));
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
    lock(now) { locked = now; bar.hidden = now; form.hidden = now; text.help.hidden = now; text.clear(); listMarks(); },
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
  const letters = { c: "content", u: "cue", s: "source" };
  const names = { content: "content: what is said", cue: "cue: the saying words", source: "source: who says so" };
  const given = new Set(spec.given);
  const bar = make("div", { class: "byline-row", role: "toolbar", "aria-label": "Parts of the attribution" },
    ...parts.map((part) => button(names[part], () => put(part), { disabled: given.has(part) })),
    button("Add to the last part", more), button("Remove", drop));
  const text = textOf(tools, {
    label: "Text to link", onkey, bar,
    help: "Choose words as you would to mark them, then say what they are: C content, U cue, S source. "
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
    else if (letters[event.key.toLowerCase()]) put(letters[event.key.toLowerCase()]);
    else return event.key.length === 1;
    return true;
  }
  function paint() {
    for (const word of text.words) {
      const here = parts.filter((part) => links[part].some((p) => p.span[0] < word.end && word.start < p.span[1]));
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
  const inputs = spec.options.map((text, n) => make("input", { type, name: `${id}-option`, value: String(n), onchange }));
  const node = make("fieldset", { class: "byline-options" }, make("legend", {}, spec.several ? "Choose all that fit" : "Choose one"),
    ...inputs.map((input, n) => make("label", {}, input, ` ${"abcdefghijklmnop"[n]}. ${spec.options[n]}`)));
  const get = () => { const found = inputs.flatMap((input, n) => (input.checked ? [n] : [])); return found.length ? found : null; };
  function onchange() { change({ do: "draft", answer: get() ?? [] }, get()); }
  return {
    node: make("div", {}, reading(spec), node), get,
    set(answer) { inputs.forEach((input, n) => { input.checked = (answer ?? []).includes(n); }); },
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
    list.replaceChildren(...items.map((item, n) => make("li", {}, `${item} `, ...(locked ? [] : [
      button("Up", () => shift(n, -1), { "aria-label": `Move up: ${item}`, disabled: n === 0 }),
      button("Down", () => shift(n, 1), { "aria-label": `Move down: ${item}`, disabled: n === items.length - 1 }),
    ]))));
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

function later(act) {
  let timer;
  return () => { clearTimeout(timer); timer = setTimeout(act, 600); };
}

function predict(tools) {
  const { spec, id, change } = tools;
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

function write(tools) {
  const { spec, id, change } = tools;
  const save = later(() => change({ do: "draft", answer: field.value }, field.value));
  const field = make("textarea", { id: `${id}-text`, rows: 5, maxLength: 20000, "aria-describedby": `${id}-checks`,
    oninput() { save(); tick(); } });
  const checks = make("ul", { id: `${id}-checks`, class: "byline-marks" });
  function tick() {
    const low = field.value.toLowerCase();
    checks.replaceChildren(...spec.checks.map(({ ask, words }) => make("li", {},
      `${words.some((word) => low.includes(word.toLowerCase())) ? "✓ there" : "not yet"}: ${ask}`)));
  }
  tick();
  return {
    node: make("div", {}, reading(spec), make("label", { for: `${id}-text` }, "My answer"), field,
      make("p", { class: "byline-soft" }, "Write nothing here that is private."), checks),
    get: () => (field.value.trim() ? field.value : null),
    set(answer) { if (document.activeElement !== field) field.value = answer ?? ""; tick(); },
    lock(now) { field.disabled = now; }, focus: () => field.focus(),
  };
}

const KINDS = { mark, link, choose, rate, order, predict, write };

export default { render };
