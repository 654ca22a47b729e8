"""One exercise on a bare page, with the real Python behind it and no JupyterLab: quick, and at any size or contrast."""

from __future__ import annotations

from typing import Any

import pytest

from byline.lesson.desk import Desk
from byline.lesson.widgets import ExerciseWidget

#: Draws the module with a model that hands every message to Python and what Python says back to the module.
DRAW = """async ([source, specs]) => {
  const module = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  window.sent = [];
  for (const [n, spec] of specs.entries()) {
    const heard = [];
    const model = {
      get: () => spec, on: (name, act) => heard.push(act),
      send: async (message) => {
        window.sent.push(message);
        const answers = await window.toPython(n, message);
        for (const answer of answers) heard.forEach((act) => act(answer));
      },
    };
    module.default.render({ model, el: document.body.appendChild(document.createElement("div")) });
  }
}"""


def draw(page: Any, desk: Desk, *names: str, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Draw exercises one under another on an empty page; the locators of their sections."""
    widgets = [ExerciseWidget(desk, desk.exercise(name)) for name in names]
    said: list[Any] = []
    monkeypatch.setattr(ExerciseWidget, "send", lambda self, content, buffers=None: said.append(content))

    def hear(n: int, message: Any) -> list[Any]:
        said.clear()
        widgets[n]._heard(widgets[n], message, [])
        return list(said)

    page.set_content(f'<!doctype html><html lang="en"><title>Exercise</title><style>{ExerciseWidget._css}</style>'
                     '<body style="margin: 8px"></body></html>')  # fmt: skip
    page.expose_function("toPython", hear)
    source = ExerciseWidget._esm
    text = source.read_text(encoding="utf-8") if hasattr(source, "read_text") else str(source)
    page.evaluate(DRAW, [text, [dict(w.spec) for w in widgets]])
    page.locator(".byline-exercise").nth(len(names) - 1).wait_for()
    page.wait_for_timeout(150)
    return [page.locator(".byline-exercise").nth(n) for n in range(len(names))]
