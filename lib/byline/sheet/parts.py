"""What stands on a sheet: notes, lists, tables, cards and drawings, each as data, as HTML and as plain text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from byline.sheet.signs import WIDTH, escape, fill, one_line, visible
from byline.sheet.tokens import CSS

#: Drawn inside the ids of an output until its content is known; no escaped text can hold it.
KEY = "\0"
#: Between two columns of plain text.
GAP = "  "
#: Between two parts of plain text: those that stand close, and all others.
CLOSE, APART = "\n", "\n\n"


@dataclass(frozen=True)
class Drawing:
    """What no other part can draw, and the same in words: `html` is markup, its words already escaped."""

    html: str
    text: str


#: Words from anywhere, which are escaped here, or a drawing that has seen to it.
Words: TypeAlias = str | Drawing


@dataclass(frozen=True)
class Note:
    """A sentence behind its label ("Verdict: …"); either may be empty. `role` is "status" where it is an answer."""

    label: str
    words: Words = ""
    role: str = ""

    @property
    def html(self) -> str:
        colon = ": " if self.label and self.words else ""
        label = f"<b>{escape(self.label)}{colon.strip()}</b>{' ' if colon else ''}" if self.label else ""
        return f"<p{_attribute('role', self.role)}>{label}{_drawn(self.words) if self.words else ''}</p>"

    @property
    def text(self) -> str:
        return fill(": ".join(filter(None, (self.label, _said(self.words)))))


@dataclass(frozen=True)
class List:
    """Items one below the other; `ordered` numbers them. `kind` names its look in style.css."""

    items: Sequence[Words]
    ordered: bool = False
    kind: str = ""

    @property
    def html(self) -> str:
        tag = "ol" if self.ordered else "ul"
        items = "".join(f"<li>{_drawn(item)}</li>" for item in self.items)
        return f"<{tag}{_look(self.kind)}>{items}</{tag}>" if items else ""

    @property
    def text(self) -> str:
        leads = (f"{n}. " if self.ordered else "- " for n, _ in enumerate(self.items, 1))
        return "\n".join(fill(_said(item), lead, " " * len(lead))
                         for lead, item in zip(leads, self.items, strict=True))  # fmt: skip


@dataclass(frozen=True)
class Table:
    """Rows of cells with a caption. `head` is the column that heads its row; `numbers` are the columns of numbers.

    Without `heads` each row is told as "label: words". `anchor` gives the rows ids (anchor1, anchor2 …) to link to.
    """

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Words]]
    head: int = 0
    numbers: Sequence[int] = ()
    anchor: str = ""

    @property
    def html(self) -> str:
        heads = "".join(f'<th scope="col"{self._number(n)}>{_drawn(name)}</th>' for n, name in enumerate(self.heads))
        head = f"<thead><tr>{heads}</tr></thead>" if heads else ""
        caption = f"<caption>{_drawn(self.title)}</caption>"
        return f"<table>{caption}{head}<tbody>{''.join(self._rows())}</tbody></table>"

    def _rows(self) -> Iterator[str]:
        for row, cells in enumerate(self.rows, 1):
            drawn = (f'<th scope="row">{_drawn(cell)}</th>' if n == self.head
                     else f"<td{self._number(n)}>{_drawn(cell)}</td>" for n, cell in enumerate(cells))  # fmt: skip
            anchor = f' id="{KEY}{self.anchor}{row}"' if self.anchor else ""
            yield f"<tr{anchor}>{''.join(drawn)}</tr>"

    def _number(self, column: int) -> str:
        return _look("number") if column in self.numbers else ""

    @property
    def text(self) -> str:
        """In columns where they fit; else each row on lines of its own, its cells one after the other."""
        rows = [[_said(cell) for cell in row] for row in (self.heads, *self.rows) if row]
        between = " – " if self.heads else ": "
        lines = (self.heads and self._columns(rows)) or [fill(between.join(filter(None, row))) for row in rows]
        return "\n".join((fill(self.title), "-" * min(len(self.title), WIDTH), *lines))

    def _columns(self, rows: list[list[str]]) -> list[str]:
        """The rows in columns; nothing where one does not fit on its line."""
        columns = []
        for n, column in enumerate(zip(*rows, strict=True)):
            width = max(map(len, column))
            columns.append([cell.rjust(width) if n in self.numbers else cell.ljust(width) for cell in column])
        lines = [GAP.join(row).rstrip() for row in zip(*columns, strict=True)]
        return lines if max(map(len, lines)) <= WIDTH else []


@dataclass(frozen=True)
class Card:
    """Parts with a line around them."""

    parts: Sequence[Part]

    @property
    def html(self) -> str:
        return f'<section class="byline-card">{_all_drawn(self.parts)}</section>'

    @property
    def text(self) -> str:
        return _all_said(self.parts)


@dataclass(frozen=True)
class Folded:
    """Parts behind a summary that opens them; plain text has them in full."""

    summary: str
    parts: Sequence[Part]
    kind: str = ""
    opened: bool = False

    @property
    def html(self) -> str:
        opened = " open" if self.opened else ""
        return (f"<details{_look(self.kind)}{opened}><summary>{escape(self.summary)}</summary>"
                f"{_all_drawn(self.parts)}</details>")  # fmt: skip

    @property
    def text(self) -> str:
        return _all_said(self.parts)


Part: TypeAlias = Note | List | Table | Card | Folded | Drawing


@dataclass(frozen=True)
class Sheet:
    """Something to look at, part by part: a notebook draws `html`, a terminal shows `text`, and both say the same."""

    parts: Sequence[Part]

    @property
    def html(self) -> str:
        return f"<style>{style_sheet()}</style>{framed(self.parts)}"

    @property
    def text(self) -> str:
        return visible(_all_said(self.parts))

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def framed(parts: Iterable[Part], kind: str = "") -> str:
    """Parts in a frame without the style sheet. Ids are made from the content: the same input, the same bytes."""
    body = _all_drawn(parts)
    key = hashlib.sha256(body.encode()).hexdigest()[:8]
    look = " ".join(filter(None, ("byline", kind and f"byline-{kind}")))
    return f'<div class="{look}" lang="en">{body.replace(KEY, f"byline-{key}-")}</div>'


@cache
def style_sheet() -> str:
    """The style sheet of everything that is drawn."""
    return CSS.read_text(encoding="utf-8")


def _all_drawn(parts: Iterable[Part]) -> str:
    return "".join(part.html for part in parts)


def _all_said(parts: Iterable[Part]) -> str:
    """The parts with a blank line between; but labelled notes, and a list behind its note, stand close."""
    said, before = "", None
    for part in parts:
        if text := part.text:
            said += ("" if before is None else CLOSE if _close(before, part) else APART) + text
            before = part
    return said


def _close(before: Part, part: Part) -> bool:
    if not isinstance(before, Note):
        return False
    return isinstance(part, List) or (isinstance(part, Note) and bool(before.label and part.label))


def _drawn(words: Words) -> str:
    """Words for HTML; those of an article keep their direction of writing to themselves."""
    return words.html if isinstance(words, Drawing) else f"<bdi>{escape(words)}</bdi>"


def _said(words: Words) -> str:
    return words.text if isinstance(words, Drawing) else one_line(words)


def _look(kind: str) -> str:
    return _attribute("class", kind and f"byline-{kind}")


def _attribute(name: str, value: str) -> str:
    return f' {name}="{escape(value)}"' if value else ""
