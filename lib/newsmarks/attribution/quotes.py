"""Finds what stands between quotation marks, and which quotations go on over a paragraph's end."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from newsmarks.model import Article, Span
from newsmarks.text import stripped

#: Opening mark -> its closing mark. Marks that open and close alike are told apart by their place.
PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", '"': '"', "''": "''", "``": "''", "‘": "’", "'": "'"}
#: Of three straight marks in a row (a quotation that ends inside another) the last two are the outer one's.
DOUBLE = re.compile(r"[“”„«»\"]|''(?!'(?!\w))|``")
#: A single mark opens before a word and closes after a stop or a word; between letters it is an apostrophe, and
#: after an "s" it may be one ("the drivers’ union"), if a later mark closes.
SINGLE = re.compile(
    r"(?<![\w’'])[‘'](?=[^\W_])(?:"
    r"(?:[^‘'’\n]|(?<=\w)[’'](?=\w)|(?<=s)[’'](?=\s[a-z])){1,900}[’'](?!\w|(?<=s.)\s[a-z])|"
    r"(?:[^‘'’\n]|(?<=\w)[’'](?=\w)){1,400}(?<=[\w.,!?…])[’'](?!\w))"
)
OMITTED = re.compile(r"[’‘'](?:\d\ds?|tis|twas|em|til|cause|bout|n)\b", re.I)


class Quotation(NamedTuple):
    """One pair of marks and what is in them. `follows`: it continues the quotation of that index."""

    span: Span
    paragraph: int
    closed: bool = True
    follows: int | None = None

    def inside(self, text: str) -> str:
        """The words without their marks."""
        piece = self.span.of(text)
        width = 2 if piece[:2] in ("''", "``") else 1
        return piece[width : -width if self.closed else None]


def find(article: Article) -> tuple[Quotation, ...]:
    """All outermost quotations in text order; a paragraph's odd mark never reaches beyond its paragraph."""
    found: list[Quotation] = []
    for number, paragraph in enumerate(article.paragraphs):
        here = list(_in_paragraph(article.text, paragraph, number))
        if here and found:
            here[0] = _continued(article, found, here[0])
        found.extend(here)
    return tuple(found)


def inside(part: Span, quoted: Sequence[Span]) -> list[Span]:
    """What of a stretch stands in quotation marks, of which all are given in text order and apart."""
    first = bisect_right(quoted, part.start, key=attrgetter("end"))
    last = bisect_left(quoted, part.end, key=attrgetter("start"))
    return [Span(max(part.start, q.start), min(part.end, q.end)) for q in quoted[first:last]]


def _in_paragraph(text: str, paragraph: Span, number: int) -> Iterator[Quotation]:
    doubles = list(_doubles(text, paragraph, number))
    taken = [q.span for q in doubles]
    singles = (
        Quotation(Span(*m.span()), number)
        for m in SINGLE.finditer(text, *paragraph)
        if not OMITTED.match(text, m.start()) or " " in m.group()
    )
    free = [s for s in singles if not any(t.overlaps(s.span) for t in taken)] if len(taken) < 200 else []
    return iter(sorted([*doubles, *free], key=lambda q: q.span))


def _doubles(text: str, paragraph: Span, number: int) -> Iterator[Quotation]:
    start, closing = None, ""
    for mark in DOUBLE.finditer(text, *paragraph):
        sign = mark.group()
        if start is None:
            if _opens(text, mark):
                start, closing = mark.start(), PAIRS[sign]
        elif sign in closing:
            if sign == '"' and _opens(text, mark) and text[mark.start() - 1].isspace():  # so it closes nothing
                yield Quotation(stripped(text, start, mark.start()), number, closed=False)
                start = mark.start()
                continue
            yield Quotation(Span(start, mark.end()), number)
            start = None
    if start is not None and paragraph.end - start > 1:
        yield Quotation(Span(start, paragraph.end), number, closed=False)


def _opens(text: str, mark: re.Match[str]) -> bool:
    sign = mark.group()
    if sign in ("”", "“", "„", "«", "``"):
        return sign != "”"
    before = text[mark.start() - 1 : mark.start()] or " "
    after = text[mark.end() : mark.end() + 1] or " "
    if before == "=":
        return False  # id="7" is code
    return not after.isspace() and (before.isspace() or before in "([{—–-/:,.…‘“'" or not before.isalnum())


def _continued(article: Article, found: list[Quotation], first: Quotation) -> Quotation:
    """A quotation left open is taken up by the next paragraph that opens with a mark, at most two further on."""
    last = found[-1]
    opens = first.span.start == article.paragraphs[first.paragraph].start
    if last.closed or not opens or first.paragraph - last.paragraph > 3:
        return first
    return first._replace(follows=len(found) - 1)
