"""Byline: whose words are these, whose claim is it, and could anyone check it?

>>> from byline import open_text, read
>>> reading = read(open_text("The mayor said the bridge was unsafe."))
>>> reading.words(reading.attributions[0].source)
'The mayor'
"""

from __future__ import annotations

import sys
from importlib import import_module

TYPE_CHECKING = False  # `typing` itself takes longer to load than Python does to start
if TYPE_CHECKING:
    from byline.article import open_article, open_text, seeds
    from byline.compare import agreement, compare
    from byline.key import load_key
    from byline.ladder import open_ladder
    from byline.lesson import (
        answer,
        check,
        delete_answers,
        exercise,
        export_answers,
        hint,
        new_student,
        open_lesson,
        reveal,
    )
    from byline.model import Article, Reading
    from byline.reading import read
    from byline.show import (
        chart_ladder,
        chart_loaded,
        chart_sources,
        chart_voices,
        cross_checks,
        hedge_drops,
        page,
        passport,
        profile,
        ribbon,
        show,
    )

#: Name -> the module that it comes from, which is loaded when the name is first asked for.
HOMES = {
    "Article": "model", "Reading": "model", "open_article": "article", "open_text": "article", "seeds": "article",
    "open_ladder": "ladder", "read": "reading", "load_key": "key", "agreement": "compare", "compare": "compare",
    "page": "show", "profile": "show", "ribbon": "show", "show": "show",
    "answer": "lesson", "check": "lesson", "delete_answers": "lesson", "exercise": "lesson", "export_answers": "lesson",
    "hint": "lesson", "new_student": "lesson", "open_lesson": "lesson", "reveal": "lesson",
    "cross_checks": "show", "hedge_drops": "show", "passport": "show",
    "chart_ladder": "show", "chart_loaded": "show", "chart_sources": "show", "chart_voices": "show",
}  # fmt: skip

__all__ = [
    "Article", "Reading", "agreement", "answer", "chart_ladder", "chart_loaded", "chart_sources", "chart_voices",
    "check", "compare", "cross_checks", "delete_answers", "exercise", "export_answers", "hedge_drops", "hint",
    "load_key", "new_student", "open_article", "open_ladder", "open_lesson", "open_text", "page", "passport",
    "profile", "read", "reveal", "ribbon", "seeds", "show",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """One of the names above, from where it lives."""
    if name in HOMES:
        return getattr(import_module(f"byline.{HOMES[name]}"), name)
    raise AttributeError(f"byline has no “{name}”. It has: {', '.join(__all__)}.")


class _Byline(type(sys)):  # type: ignore[misc]
    """This module; `byline.show` stays the function when the part of the same name is loaded."""

    def __setattr__(self, name: str, value: object) -> None:
        if name not in HOMES:
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Byline
