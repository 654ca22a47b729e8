"""One exercise on a bare page, with the real Python behind it and no JupyterLab: quick, and at any size or contrast."""

from __future__ import annotations

from typing import Any

import pytest

from byline.lesson.desk import Desk
from byline.lesson.widgets import ExerciseWidget

#: Draws the module with models that hand every message to Python and what Python says back to the module. With
#: `window.deaf` set nothing reaches Python; `window.slots` are what listens to the kernel's status.
DRAW = """async ([source, specs]) => {
  window.sent = [];
  const slots = (window.slots = []);
  const heard = specs.map(() => []);
  for (const [n, spec] of specs.entries()) {
    const module = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" }))); // as a box does
    const model = {
      get: () => spec, on: (name, act) => name === "msg:custom" && heard[n].push(act),
      off: (name, act) => { heard[n] = heard[n].filter((one) => one !== act); },
      widget_manager: { kernel: { statusChanged: { connect: (slot) => slots.push(slot), disconnect: () => {} } } },
      send: async (message) => {
        if (window.deaf) return;
        window.sent.push(message);
        for (const [to, answer] of await window.toPython(n, message)) heard[to].forEach((act) => act(answer));
      },
    };
    module.default.render({ model, el: document.body.appendChild(document.createElement("div")) });
  }
}"""


#: Page -> what hears its messages now.
HEARING: dict[Any, Any] = {}


def draw(page: Any, desk: Desk, *names: str, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Draw exercises one under another on an empty page; the locators of their sections.

    Drawn on a page once more, with another desk, it is what a new kernel is to a page that stayed open.
    """
    widgets = [ExerciseWidget(desk, desk.exercise(name)) for name in names]
    said: list[Any] = []
    monkeypatch.setattr(ExerciseWidget, "send", lambda self, content, buffers=None: said.append((self, content)))

    def hear(n: int, message: Any) -> list[Any]:
        said.clear()
        widgets[n]._heard(widgets[n], message, [])
        return [(widgets.index(widget), content) for widget, content in said if widget in widgets]

    page.set_content(f'<!doctype html><html lang="en"><title>Exercise</title><style>{ExerciseWidget._css}</style>'
                     '<body style="margin: 8px"></body></html>')  # fmt: skip
    if page not in HEARING:
        page.expose_function("toPython", lambda n, message: HEARING[page](n, message))
    HEARING[page] = hear
    source = ExerciseWidget._esm
    text = source.read_text(encoding="utf-8") if hasattr(source, "read_text") else str(source)
    page.evaluate(DRAW, [text, [dict(w.spec) for w in widgets]])
    page.locator(".byline-exercise").nth(len(names) - 1).wait_for()
    page.wait_for_timeout(150)
    return [page.locator(".byline-exercise").nth(n) for n in range(len(names))]
