"""What is saved of an exercise in a notebook: its words, not the widget, which no later Python knows any more."""

from __future__ import annotations

from typing import Any

WIDGET = "application/vnd.jupyter.widget-view+json"


def keep_words(model: dict[str, Any], **_: Any) -> None:
    """Leave the words alone in outputs that have both; `byline lab` has Jupyter call this before it saves a file."""
    if model.get("type") != "notebook" or not isinstance(model.get("content"), dict):
        return
    for cell in model["content"].get("cells", ()):
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if WIDGET in data and "text/html" in data:
                del data[WIDGET]
