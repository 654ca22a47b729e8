"""What a notebook shows of an article: HTML where it can be drawn, the same as plain text where it cannot."""

from __future__ import annotations

from collections.abc import Sequence

from byline.display.drawn import SHOWN
from byline.display.html import article
from byline.display.plain import as_text
from byline.display.strip import lettered
from byline.sheet import Drawing, Sheet
from newsmarks.model import Reading


def show(reading: Reading, layers: Sequence[str] = SHOWN, paragraphs: int | Sequence[int] | None = None) -> Sheet:
    """The article with the chosen layers highlighted, and the same marks as a list.

    `paragraphs` is a number (4), the first and last (4, 7), or a list [4, 6]; without it, all of them.
    Raises ValueError for a layer or paragraph that there is not.
    """
    return Sheet([Drawing(article(reading, layers, paragraphs), as_text(reading, layers, paragraphs))])


def ribbon(reading: Reading) -> Sheet:
    """The article from first to last character as one strip, coloured, patterned and lettered by voice."""
    return Sheet(lettered(reading))
