"""Byline: whose words are these, whose claim is it, and could anyone check it?

>>> from byline import open_text, read
>>> reading = read(open_text("The mayor said the bridge was unsafe."))
>>> reading.words(reading.attributions[0].source)
'The mayor'
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # `typing` itself takes longer to load than Python does to start
if TYPE_CHECKING:
    from byline.agreeing import agreement
    from byline.display import (
        chart_loaded,
        chart_published,
        chart_sources,
        chart_voices,
        page,
        passport,
        profile,
        ribbon,
        show,
        show_beside,
        table,
    )
    from byline.key import load_key
    from byline.lesson import (
        answer,
        check,
        delete_answers,
        exercise,
        export_answers,
        hint,
        new_student,
        progress,
        reveal,
        study_article,
    )
    from byline.scoring import compare
    from byline.seeds.folders import open_article, texts
    from byline.seeds.published import open_published
    from newsmarks.changes import change_rules
    from newsmarks.model import Article, Reading
    from newsmarks.reader import read
    from newsmarks.text import open_text

#: Name -> the module that it comes from, which is loaded when the name is first asked for.
HOMES = {
    "Article": "newsmarks.model", "Reading": "newsmarks.model", "open_text": "newsmarks.text",
    "read": "newsmarks.reader", "change_rules": "newsmarks.changes", "open_article": "byline.seeds.folders",
    "texts": "byline.seeds.folders", "open_published": "byline.seeds.published",
    "load_key": "byline.key", "agreement": "byline.agreeing", "compare": "byline.scoring",
    **dict.fromkeys(("page", "profile", "ribbon", "show", "show_beside", "passport", "table", "chart_published",
                     "chart_loaded", "chart_sources", "chart_voices"), "byline.display"),
    **dict.fromkeys(("answer", "check", "delete_answers", "exercise", "export_answers", "hint", "new_student",
                     "progress", "study_article", "reveal"), "byline.lesson"),
}  # fmt: skip

__all__ = [
    "Article", "Reading", "agreement", "answer", "change_rules", "chart_loaded", "chart_published", "chart_sources",
    "chart_voices", "check", "compare", "delete_answers", "exercise", "export_answers", "hint", "load_key",
    "new_student", "open_article", "open_published", "open_text", "page", "passport", "profile", "progress", "read",
    "reveal", "ribbon", "show", "show_beside", "study_article", "table", "texts",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """One of the names above, from where it lives."""
    if name in HOMES:
        return getattr(import_module(HOMES[name]), name)
    raise AttributeError(f"byline has no “{name}”. It has: {', '.join(__all__)}.")
