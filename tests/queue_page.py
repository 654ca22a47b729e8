"""The queue of open answers on a bare page, with the real Python behind it and no JupyterLab."""

from __future__ import annotations

from typing import Any

import pytest

from byline.classroom.queue import QueueWidget

#: Draws the module with a model that hands every message to Python and what Python says back to the module, after
#: `window.slow` milliseconds. What would reach JupyterLab's commands is counted in `window.leaked`.
DRAW = """async ([source, spec]) => {
  window.leaked = [];
  window.slow = 0;
  addEventListener("keydown", (event) => window.leaked.push(event.key));
  const module = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const heard = [];
  const model = {
    get: () => spec, on: (name, act) => heard.push(act),
    send: async (message) => {
      const said = await window.toPython(message);
      setTimeout(() => heard.forEach((act) => act(said)), window.slow);
    },
  };
  module.default.render({ model, el: document.body.appendChild(document.createElement("div")) });
}"""


def draw_queue(page: Any, widget: QueueWidget, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Draw the queue on an empty page; the locator of its section."""
    said: list[Any] = []
    monkeypatch.setattr(QueueWidget, "send", lambda self, content, buffers=None: said.append(content))

    def hear(message: Any) -> Any:
        widget._heard(widget, message, [])
        return said.pop()

    page.set_content(f'<!doctype html><html lang="en"><title>Queue</title><style>{QueueWidget._css}</style>'
                     '<body style="margin: 8px"></body></html>')  # fmt: skip
    page.expose_function("toPython", hear)
    source = QueueWidget._esm
    text = source.read_text(encoding="utf-8") if hasattr(source, "read_text") else str(source)
    page.evaluate(DRAW, [text, dict(widget.spec)])
    page.locator(".byline-answer").wait_for()
    return page.locator(".byline-queue")
