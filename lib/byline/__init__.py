"""Byline: whose words are these, whose claim is it, and could anyone check it?

>>> from byline import open_text, read
>>> reading = read(open_text("The mayor said the bridge was unsafe."))
>>> reading.words(reading.attributions[0].source)
'The mayor'
"""

from __future__ import annotations

from typing import Any

from byline.article import open_article, open_text, seeds
from byline.model import Article, Reading
from byline.reading import read
from byline.show import page, ribbon, show

CHARTS = ("chart_loaded", "chart_sources", "chart_voices")

__all__ = [
    "Article", "Reading", "chart_loaded", "chart_sources", "chart_voices", "open_article", "open_text", "page", "read",
    "ribbon", "seeds", "show",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """The charts, loaded when they are first asked for: matplotlib and pandas are slow to load."""
    if name in CHARTS:
        from byline.show import charts

        return getattr(charts, name)
    raise AttributeError(f"byline has no “{name}”. It has: {', '.join(__all__)}.")
