"""Byline: whose words are these, whose claim is it, and could anyone check it?

>>> from byline import open_text, read
>>> reading = read(open_text("The mayor said the bridge was unsafe."))
>>> reading.words(reading.attributions[0].source)
'The mayor'
"""

from __future__ import annotations

from importlib import import_module

#: Module -> the names that come from it; it is loaded when one of them is first asked for.
NAMES = {
    "newsmarks.model": ("Article", "Reading"),
    "newsmarks.text": ("open_text",),
    "newsmarks.reader": ("read",),
    "newsmarks.changes": ("change_rules",),
    "byline.seeds.folders": ("open_article", "texts"),
    "byline.seeds.outlets": ("open_outlets",),
    "byline.seeds.published": ("open_published",),
    "byline.key": ("load_key",),
    "byline.scoring": ("compare",),
    "byline.agreeing": ("agreement",),
    "byline.display.view": ("ribbon", "show"),
    "byline.display.document": ("page",),
    "byline.display.card": ("passport",),
    "byline.display.tallies": ("profile",),
    "byline.display.pairs": ("show_beside",),
    "byline.display.dataframe": ("table",),
    "byline.display.charts": ("chart_published",),
    "byline.display.square": ("chart_square",),
    "byline.display.speakers": ("chart_sides",),
    "byline.display.dial": ("chart_cues",),
    "byline.display.reports": ("chart_outlets",),
    "byline.display.plane": ("chart_plane",),
    "byline.display.positions": ("chart_loaded",),
    "byline.display.chain": ("chart_chain",),
    "byline.rewriting.telling": ("rewrite",),
    "byline.lesson.opened": ("open_feedback",),
    "byline.lesson": ("answer", "bring_answers", "check", "check_yourself", "copy_answers", "delete_answers",
                      "exercise", "export_answers", "hint", "lessons", "my_code", "my_forms", "new_student",
                      "place_answer", "progress", "recap", "reveal", "study_article", "words"),
}  # fmt: skip
HOMES = {name: module for module, names in NAMES.items() for name in names}

__all__ = sorted(HOMES)


def __getattr__(name: str) -> object:
    """One of the names above, from where it lives."""
    if name in HOMES:
        return getattr(import_module(HOMES[name]), name)
    raise AttributeError(f"byline has no “{name}”. It has: {', '.join(__all__)}.")
