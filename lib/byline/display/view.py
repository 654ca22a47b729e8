"""What a notebook shows: HTML where it can be drawn, the same as plain text where it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from byline.display.drawn import LAYERS
from byline.display.html import article, fragment, style_sheet
from byline.display.plain import as_text, ribbon_as_text
from byline.display.strip import strip
from newsmarks.model import Reading


@dataclass(frozen=True)
class View:
    """Something to look at; `html` draws it, `text` says the same on a terminal."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def show(reading: Reading, layers: Sequence[str] = LAYERS, paragraphs: int | Sequence[int] | None = None) -> View:
    """The article with the chosen layers highlighted, and the same marks as a list.

    `paragraphs` is a number (4), the first and last (4, 7), or a list [4, 6]; without it, all of them.
    Raises ValueError for a layer or paragraph that there is not.
    """
    drawn = fragment(article(reading, layers, paragraphs), reading)
    return View(styled(drawn), as_text(reading, layers, paragraphs))


def ribbon(reading: Reading) -> View:
    """The article from first to last character as one strip, coloured, patterned and lettered by voice."""
    return View(styled(fragment(strip(reading), reading)), ribbon_as_text(reading))


def styled(drawn: str) -> str:
    """What is drawn, with the style sheet in front of it."""
    return f"<style>{style_sheet()}</style>{drawn}"
