"""Seeing a reading: the highlighted article, the ribbon, a page, plain text and charts.

The charts are loaded when they are first asked for, and matplotlib and pandas only with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from byline.display.card import passport
from byline.display.checks import cross_checks
from byline.display.document import page
from byline.display.drops import hedge_drops
from byline.display.plain import as_text
from byline.display.tallies import profile
from byline.display.view import View, ribbon, show

if TYPE_CHECKING:
    from byline.display.charts import Chart, chart_ladder, chart_loaded, chart_sources, chart_voices

__all__ = [
    "Chart", "View", "as_text", "chart_ladder", "chart_loaded", "chart_sources", "chart_voices", "cross_checks",
    "hedge_drops", "page", "passport", "profile", "ribbon", "show",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in ("Chart", "chart_ladder", "chart_loaded", "chart_sources", "chart_voices"):
        from byline.display import charts

        return getattr(charts, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
