"""Where in an article the loaded words fall, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from byline.display.counts import Wording, wording
from byline.display.drawn import needed
from byline.display.html import shorten
from byline.display.picture import Picture, box, no_picture, picture_of, text_of
from byline.sheet import Table, escape
from newsmarks.model import CONTESTED, Loaded, Reading

TITLE = "Where do the loaded words fall, and whose are they?"
#: Whose words -> what the column is called; all others are sources.
COLUMNS = {"reporter": "reporter’s word", "source": "source’s word", "nobody": "nobody’s word"}
ASK = "ask both sides"
LEGEND = ("From the first paragraph down to the last. The number and the line under a word tell how strong it is "
          "(1 to 3). A broken frame: ask both sides, not counted.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """A loaded word at its place: the column it stands in, whose it is, its strength (0: ask both sides).

    `opening` says that it stands before the first quotation.
    """

    words: str
    paragraph: int
    column: str
    words_by: str
    strength: int
    opening: bool


def chart_loaded(reading: Reading) -> Picture:
    """The loaded words paragraph by paragraph, in columns by whose they are; contested ones are hollow."""
    found = placed(needed(reading))
    if not found:
        return no_picture(TITLE, "No loaded word is marked in this article")
    counted = wording(reading)
    alt = " ".join(f"P{n}: {', '.join(map(_told, several))}."
                   for n, several in groupby(found, key=lambda mark: mark.paragraph))  # fmt: skip
    return picture_of(_numbers(found), _idea(found, counted), _drawn(reading, found, counted.quoted),
                      f"{_quoted(counted)}{alt}")  # fmt: skip


def placed(reading: Reading) -> list[Placed]:
    """The loaded words in the order of the text; words about the text (meta) are left out."""
    marks = sorted((mark for mark in reading.loaded if mark.voice != "meta"), key=lambda mark: mark.span)
    quoted = next((v.span.start for v in reading.voices if v.voice == "direct"), len(reading.text))
    return [_placed(reading, mark, quoted) for mark in marks]


def _placed(reading: Reading, mark: Loaded, quoted: int) -> Placed:
    column = mark.words_by if mark.words_by in COLUMNS else "source"
    strength = 0 if mark.category == CONTESTED else mark.strength
    number = reading.article.number(mark.span.start)
    words, opening = shorten(mark.span.of(reading.text)), mark.span.start < quoted
    return Placed(words, number, column, mark.words_by, strength, opening)


def _idea(found: Sequence[Placed], counted: Wording) -> str:
    """The picture in one or two sentences."""
    marks = [mark for mark in found if mark.strength]
    whose = [sum(mark.column == column for mark in marks) for column in COLUMNS]
    said = "Loaded words: {}. The reporter’s own: {}, the sources’: {}, nobody’s (borrowed terms): {}.".format(
        len(marks), *whose)  # fmt: skip
    if counted.quoted is None:
        return f"{said} Nobody is quoted word for word."
    return f"{said} Before the first quotation (P{counted.quoted}): {sum(mark.opening for mark in marks)}."


def _quoted(counted: Wording) -> str:
    return "" if counted.quoted is None else f"The first quotation begins in P{counted.quoted}. "


def _whose(mark: Placed) -> str:
    return {"reporter": "the reporter", "nobody": "nobody"}.get(mark.words_by, mark.words_by)


def _strong(mark: Placed) -> str:
    return str(mark.strength) if mark.strength else ASK


def _told(mark: Placed) -> str:
    return f"“{mark.words}” ({shorten(_whose(mark))}, {_strong(mark)})"


def _numbers(found: Sequence[Placed]) -> Table:
    rows = [(mark.words, f"P{mark.paragraph}", _whose(mark), _strong(mark)) for mark in found]
    return Table(TITLE, ("word", "where", "whose word", "strength, 1 to 3"), rows)


# --- the picture ------------------------------------------------------------------------------


def _drawn(reading: Reading, found: Sequence[Placed], quoted: int | None) -> str:
    heads = "".join(box("head", f"<b>{escape(name)}</b>") for name in COLUMNS.values())
    rows = "".join(_rows(len(reading.article.paragraphs), found, quoted))
    return box("swatches", escape(LEGEND)) + box("lanes", f"{box('corner', '')}{heads}{rows}")


def _rows(last: int, found: Sequence[Placed], quoted: int | None) -> Iterator[str]:
    """Every paragraph: those with words one by one, the others together, as high as they are many.

    Words that stand in the paragraph of the first quotation, but before it, stand above its line.
    """
    full = {mark.paragraph for mark in found}
    edges = sorted({n for n in (*full, *(n + 1 for n in full), quoted or 1, 1) if n <= last})
    for start, end in zip(edges, [*edges[1:], last + 1], strict=True):
        here = [mark for mark in found if mark.paragraph == start]
        if start == quoted:
            if before := [mark for mark in here if mark.opening]:
                yield _row(f"P{start}, to here", before)
            yield box("first", f"first quotation (P{quoted})")
            here = [mark for mark in here if not mark.opening]
        name = f"P{start}" if end == start + 1 else f"P{start} to P{end - 1}"
        yield _row(name, here, end - start)


def _row(name: str, here: Sequence[Placed], paragraphs: int = 1) -> str:
    """The words of a paragraph, or of none of several."""
    height = f"min-height:{min(6, 0.75 + 0.5 * paragraphs):g}rem"
    return box("para", name, height) + "".join(_lane(here, column) for column in COLUMNS)


def _lane(here: Sequence[Placed], column: str) -> str:
    """The words of one paragraph in one column, those of one source behind its name."""
    marks = [mark for mark in here if mark.column == column]
    drawn = ""
    for who, several in groupby(marks, key=lambda mark: mark.words_by):
        name = f"<small>{text_of(shorten(who))}:</small> " if column == "source" else ""
        drawn += name + " ".join(map(_chip, several))
    return box("lane", drawn)


def _chip(mark: Placed) -> str:
    look = f"byline-strong{mark.strength}" if mark.strength else "byline-hollow"
    number = f" <small>{mark.strength}</small>" if mark.strength else ""
    return f'<span class="byline-chip {look}">{text_of(mark.words)}{number}</span>'
