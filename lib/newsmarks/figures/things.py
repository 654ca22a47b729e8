"""What a figure counts: the noun behind it, or the subject that it is said of; and how far that is defined."""

from __future__ import annotations

import re

from newsmarks.attribution.sentence import main_subject, opening_phrase, span_of
from newsmarks.attribution.tagged import words
from newsmarks.english import listed
from newsmarks.model import Attribution, Span
from newsmarks.phrases import BESIDE, after

STOPS = listed("figure_stops")
OF = re.compile(r"\s+of(?:\s+(?:the|all|its|their|his|her|our|my|these|those|this|that|an?)\b)*", re.I)
#: A word that may be part of the noun, and the letters that it begins with.
PART = re.compile(r"(?=(\w+))[^\W\d_][\w’'-]*+")
BEFORE_NOUN, BETWEEN = re.compile(r"[\s-]+"), re.compile(r"\s+")
PLURAL = re.compile(r"\Z|(?<=[^\Wsiu]s)\s|(?<=people)\s|(?<=children)\s|(?<=men)\s", re.I)
PUNCTUATION = re.compile(r"\s*(?:[^\w\s’'-]|\Z)")
#: A noun has no more words than these.
MOST = 4
DONE = re.compile(
    r"\s+(?:(?:has|have|had|is|are|was|were|be|been|being)\s+){1,3}(?P<done>[a-z]+(?:ed|en|wn|lt|ost|ut))\b"
)
#: Words that, right after the noun, say where, which or whose: the noun is then defined.
DEFINED = re.compile(r"\s+(?:in|on|at|of|under|over|aged|who|that|which|with|without|near|inside|between|living)\b")
#: Words that limit what is counted, wherever they stand in the sentence; for a vague quantity, between it and its noun.
LIMITED = re.compile(r"\b(?:the|its|their|his|her|our|these|those|of|in|at|on|from|by|for|near|under|over)\b|[’']s\b")
#: A place is no base of a share: "95 percent of the town" may be its houses, its area or its people.
PLACE = re.compile(
    r"(?:[A-Z]\S*(?:\s[A-Z]\S*)*|"
    r"\S*\b(?:town|city|village|country|region|area|district|province|neighbou?rhood))\Z"
)


def what_is_counted(text: str, span: Span) -> tuple[str | None, Span | None]:
    """What a figure counts ("homes", "homes damaged"), and the span of the noun; an adverb counts no noun."""
    if span.of(text).casefold().endswith("ly"):
        return None, None
    of = after(OF, text, span.end)
    noun = _noun(text, of.end() if of else span.end)
    if noun is None:
        return None, None
    words = " ".join(noun.of(text).split())
    done = after(DONE, text, noun.end)
    return (f"{words} {done['done']}" if done else words), noun


def _noun(text: str, at: int) -> Span | None:
    """Up to four words, to the first plural, and not into a verb or a preposition."""
    limit, start, end, gap = at + BESIDE, 0, at, BEFORE_NOUN
    for _ in range(MOST):
        space = gap.match(text, end, limit)
        part = space and PART.match(text, space.end(), limit)
        if not part or part[1].casefold() in STOPS:
            return None
        start, end, gap = start or part.start(), part.end(), BETWEEN
        if PLURAL.match(text, end, limit) or PUNCTUATION.match(text, end, limit) or _stops(text, end, limit):
            return Span(start, end)
    return None


def _stops(text: str, at: int, limit: int) -> bool:
    """Whether a word that no noun reaches into comes next."""
    space = BETWEEN.match(text, at, limit)
    part = space and PART.match(text, space.end(), limit)
    return part is not None and part[1].casefold() in STOPS


def defined(text: str, span: Span, kind: str, noun: Span | None, clause: Span) -> tuple[float, Span | None]:
    """How well the words say what was counted, and those words: 1 where they also say which of it,

    0.5 for a bare noun, 0 for a share of a mere place.
    """
    vague = kind in ("vague", "implied total")
    if noun is None:
        about = None if vague else subject_of_clause(text, span, clause)
        return (1.0, about) if about else (0.0, None)
    if kind == "percentage" and PLACE.match(noun.of(text)):
        return 0.0, None
    around = text[span.end : noun.start] if vague else clause.of(text)
    limited = DEFINED.match(text, noun.end) or LIMITED.search(around)
    return (1.0 if limited else 0.5), noun


def clause(attribution: Attribution | None, span: Span, sentence: Span) -> Span:
    """The part of a sentence that says what is counted: what is claimed, without the words for who claims it."""
    parts = attribution.content if attribution else ()
    start = next((part.start for part in parts if part.contains(span)), sentence.start)
    return Span(max(start, sentence.start), sentence.end)


def subject_of_clause(text: str, span: Span, sentence: Span) -> Span | None:
    """The noun phrase that a sum, a length of time or a change is said of."""
    start = max(sentence.start, text.rfind(";", sentence.start, span.start) + 1)
    ws = words(text, Span(start, span.start), [])
    phrase = (main_subject(ws, len(ws)) or opening_phrase(ws)) if ws else None
    if phrase is None or not any(w.tag in ("NOUN", "NAME", "PRON", "NUM") for w in ws[phrase[0] : phrase[1]]):
        return None
    return span_of(ws, *phrase)
