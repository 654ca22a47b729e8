"""A date as the event that it dates: what happened, how exactly it is dated, and whether the outlet did it itself."""

from __future__ import annotations

import re

from newsmarks.model import Span

#: A day of a month, or an hour: what is dated to a month or a year alone earns half.
DAY = re.compile(r"\b\d{1,2}(?!\d)(?!\d*s\b)|\bnoon\b|\bmidnight\b", re.I)
#: An outlet, or somebody who works for it, and what it did.
OWN_ACT = re.compile(
    r"(?P<who>(?:\b[A-Z][\w’'-]{1,30}\s){1,3}?(?:News|Wire|Press|Times|Post|Herald|Journal|Tribune|Gazette)"
    r"|\b(?:An?|Our|The)\s(?:[A-Z][\w’'-]{1,30}\s){0,3}(?:reporters?|correspondent|photographer)|\b[Ww]e)"
    r"\s(?:has\s|have\s|had\s)?(?P<did>obtained|received|saw|viewed|reviewed|asked|contacted|visited|walked|counted"
    r"|interviewed|spoke|met|called|emailed|attended|examined|verified|watched|filmed|requested)\b"
)
#: How far before a date such words are looked for, in code points.
REACH = 300
#: What leads up to a date and is no part of what happened; not searched for, but matched at the end.
LEADING = re.compile(r"\s(?:on|in|at|by|of|until|since|from|to|for|before|after|the)\Z")
#: What is no word at the ends of what happened.
EDGE = " \t\r\n,;:(“”\"‘’'"


def dated(text: str, span: Span, clause: Span, in_caption: bool) -> dict[str, tuple[float, Span | None]]:
    """What a date earns for `what` and `when`: the words of the clause about it, and 1 for a day, 0.5 for less.

    A caption tells of pictures, each of a moment of its own: 0.5.
    """
    before = Span(max(clause.start, span.start - REACH), span.start)
    after = Span(span.end, min(clause.end, span.end + REACH))
    about = next((part for part in (_trimmed(text, before), _trimmed(text, after)) if part), None)
    score = 0.0 if about is None else 0.5 if in_caption else 1.0
    return {"what": (score, about), "when": (1.0 if DAY.search(span.of(text)) else 0.5, span)}


def own_act(text: str, span: Span, sentence: Span) -> dict[str, tuple[float, Span | None]]:
    """`who` and `how`, where the sentence says before the date that the outlet did what is dated; else nothing."""
    found = OWN_ACT.search(text, max(sentence.start, span.start - REACH), span.start)
    return {"who": (1.0, Span(*found.span("who"))), "how": (1.0, Span(*found.span("did")))} if found else {}


def _trimmed(text: str, part: Span) -> Span | None:
    """A stretch without spaces and marks at its ends, where a word of three letters is left."""
    words = part.of(text)
    start = part.start + len(words) - len(words.lstrip(EDGE))
    end = part.end - (len(words) - len(words.rstrip(EDGE)))
    if found := LEADING.search(text, max(start, end - 10), end):
        end = found.start()
    return Span(start, end) if re.search(r"[^\W_]{3}", text[start:end]) else None
