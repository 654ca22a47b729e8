// Draws a table of fields: Tab goes on, Enter and the arrows up and down stay in the column. A cell is sent when it is
// left, and what Python says of it stands above the table, for a screen reader, too.

function make(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function render({ model, el }) {
  const spec = model.get("spec");
  const id = `byline-grid-${Math.random().toString(36).slice(2)}`;
  const fields = spec.rows.map(([code, name, cells]) => spec.columns.map(([exercise, form], n) => {
    const field = make("input", {
      type: "text", autocomplete: "off", spellcheck: "false", "data-lm-suppress-shortcuts": "true",
      "aria-label": `${name}, ${exercise}`, "aria-describedby": `${id}-${n}`, title: form,
    });
    field.value = cells[n];
    field.dataset.code = code;
    field.dataset.exercise = exercise;
    field.dataset.sent = cells[n];
    return field;
  }));
  const status = make("p", { role: "status" }, "");
  const head = make("tr", {}, make("th", { scope: "col" }, "Student"), ...spec.columns.map(([exercise]) => make("th", { scope: "col" }, exercise)));
  const rows = spec.rows.map(([, name], n) => make("tr", {}, make("th", { scope: "row" }, name), ...fields[n].map((field) => make("td", {}, field))));
  const forms = make("ul", {}, ...spec.columns.map(([exercise, form], n) => make("li", {}, make("b", {}, `${exercise} `), make("span", { id: `${id}-${n}` }, form))));
  const root = make("section", { class: "byline byline-grid", lang: "en", "data-lm-suppress-shortcuts": "true", "aria-label": spec.title },
    make("details", {}, make("summary", {}, "What a cell holds"), forms, make("p", {}, spec.note)), status,
    make("table", {}, make("caption", {}, spec.title), make("thead", {}, head), make("tbody", {}, ...rows)));

  function send(field) {
    if (field.value === field.dataset.sent) return;
    field.dataset.sent = field.value;
    status.textContent = "Not kept yet.";
    model.send({ code: field.dataset.code, exercise: field.dataset.exercise, cell: field.value });
  }
  model.on("msg:custom", (said) => {
    const field = fields.flat().find((one) => one.dataset.code === said.code && one.dataset.exercise === said.exercise);
    if (!field || field.dataset.sent !== said.cell) return; // it was changed once more
    field.setAttribute("aria-invalid", String(Boolean(said.fault)));
    status.textContent = said.fault || `Kept: ${field.getAttribute("aria-label")}${said.cell ? "" : ", empty"}.`;
  });
  root.addEventListener("focusout", (event) => { if (event.target.matches("input")) send(event.target); });
  root.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const row = fields.findIndex((several) => several.includes(event.target));
    const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (row < 0 || !step) return;
    event.preventDefault();
    send(event.target);
    fields[row + step]?.[fields[row].indexOf(event.target)].focus();
  });
  el.append(root);
}

export default { render };
