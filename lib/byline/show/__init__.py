"""Seeing a reading: the highlighted article, the ribbon, a page, plain text and charts.

The charts are loaded when they are first asked for, and matplotlib and pandas only with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from byline.show.checks import cross_checks
from byline.show.drops import hedge_drops
from byline.show.page import page
from byline.show.passport import passport
from byline.show.profile import profile
from byline.show.text import as_text
from byline.show.view import View, ribbon, show

if TYPE_CHECKING:
    from byline.show.charts import Chart, chart_ladder, chart_loaded, chart_sources, chart_voices

__all__ = [
    "Chart", "View", "as_text", "chart_ladder", "chart_loaded", "chart_sources", "chart_voices", "cross_checks",
    "hedge_drops", "page", "passport", "profile", "ribbon", "show",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in ("Chart", "chart_ladder", "chart_loaded", "chart_sources", "chart_voices"):
        from byline.show import charts

        return getattr(charts, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
