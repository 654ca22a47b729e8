"""Seeing a reading: the highlighted article, ribbon, page, plain text, passport, profile, charts, a table of marks."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from byline.display.card import passport
    from byline.display.charts import Chart, chart_loaded, chart_published, chart_sources, chart_voices
    from byline.display.dataframe import table
    from byline.display.document import page
    from byline.display.pairs import show_beside
    from byline.display.plain import as_text
    from byline.display.tallies import profile
    from byline.display.view import ribbon, show

#: Name -> the module that it comes from, which is loaded when the name is first asked for.
HOMES = {
    "as_text": "plain", "page": "document", "passport": "card", "profile": "tallies", "ribbon": "view", "show": "view",
    "show_beside": "pairs", "table": "dataframe",
    **dict.fromkeys(("Chart", "chart_loaded", "chart_published", "chart_sources", "chart_voices"), "charts"),
}  # fmt: skip

__all__ = [
    "Chart", "as_text", "chart_loaded", "chart_published", "chart_sources", "chart_voices", "page", "passport",
    "profile", "ribbon", "show", "show_beside", "table",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in HOMES:
        return getattr(import_module(f"byline.display.{HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
