"""The words of a stretch as the desk compares them: names, numbers, dates and other words, each with its families."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import newsmarks.english as english
from byline.rewriting.families import amounts, carried, groups, listed, name_stem, phrases_in, stem, stems
from newsmarks.figures.numerals import SMALL, value_of
from newsmarks.model import CONTESTED, Figure, Reading, Span
from newsmarks.sources import TITLES
from newsmarks.text import LEXEME, sentences

WORD = re.compile(rf"\d[\d,.:]*\d(?![^\W_])|{LEXEME.pattern}")
ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)\Z")
#: Before a word that begins a sentence or a quotation.
BEGINS = re.compile(r"[“\"‘(*:—–]\s*\Z")
ORDINALS = "second third fourth fifth sixth seventh eighth ninth tenth".split()
TIMES = {"twice": 2.0, "double": 2.0, "triple": 3.0, **{word: float(n) for n, word in enumerate(ORDINALS, 2)}}
NOT_NUMBERS = ("one", "zero")
#: Words for a day that is counted from the day of the report.
WHEN = frozenset("today yesterday tomorrow tonight".split())
DAYS = frozenset(day for name in ("weekdays", "short_weekdays") for day in english.listed(name))
MONTHS = english.listed("months") | english.listed("short_months")
FUNCTION = (
    english.DETERMINERS | english.POSSESSIVES | english.PRONOUNS | english.OBJECTS | english.SUBJECTS
    | english.PREPOSITIONS | english.CONJUNCTIONS | english.SUBORDINATORS | english.RELATIVES | english.MODALS
    | english.AUXILIARIES | english.NEGATIONS | frozenset("whoever whatever whichever".split())
)  # fmt: skip
PARTICLES = frozenset("s up out away back down off well t".split())
#: Forms of “to be”.
BE = frozenset("is are was were be been being".split())
#: Where a "not" no longer reaches.
BREAK = re.compile(r"[,.;:!?()—–“”\"]|\b(?:and|but|or)\b")
#: How many words a "not" reaches.
NOT_REACHES = 4


@dataclass(slots=True)
class Piece:
    """A word: `kind` is name, number, amount, date, when, word, light or small; `keys` are its families.

    `run` is the same for words of one name or date; `clause` for words between two marks.
    """

    span: Span
    text: str
    small: str
    kind: str
    keys: frozenset[str]
    sentence: int
    clause: int
    run: int
    denied: bool = False
    loaded: bool = False
    figurative: bool = False

    @property
    def counts(self) -> bool:
        """Whether it may carry a fact."""
        return self.kind not in ("light", "small")

    @property
    def harm(self) -> bool:
        """Whether it tells of suffering or loss."""
        return self.kind == "word" and not self.figurative and stem(self.small) in stems("harm")

    def fits(self, other: Piece) -> bool:
        """Whether one can stand for the other."""
        return not self.keys.isdisjoint(other.keys)


def pieces_of(reading: Reading, within: Span, names: frozenset[str]) -> list[Piece]:
    """The words of a stretch; `names` are the families of words that are names wherever they stand."""
    found = [_piece(reading.text, word, names, at, first) for at, first, word in _words(reading.text, within)]
    _join(reading.text, found)
    _number(reading, found)
    _phrase(found)
    _deny(reading.text, found)
    for mark in reading.loaded:
        for piece in found if mark.category != CONTESTED else ():
            if mark.span.overlaps(piece.span):
                _load(piece, mark.category == "metaphor")
    return found


def _load(piece: Piece, figurative: bool) -> None:
    """Mark a word as loaded; the plain word for the fact in it can stand for it."""
    piece.loaded, piece.figurative = True, figurative
    if fact := carried().get(stem(piece.small)):
        piece.keys |= groups().get(stem(fact), frozenset()) | {stem(fact)}


def names_in(text: str) -> frozenset[str]:
    """The families of the words that stand with a capital letter inside a sentence."""
    inside = (m.group() for _, first, m in _words(text, Span(0, len(text))) if not first)
    return frozenset(name_stem(w.casefold()) for w in inside if w[0].isupper() and w.casefold() not in FUNCTION)


def _words(text: str, within: Span) -> Iterator[tuple[int, bool, re.Match[str]]]:
    """(sentence, whether a sentence or quotation begins with it, word) for each word."""
    for n, sentence in enumerate(sentences(text, within)):
        for at, word in enumerate(WORD.finditer(text, *sentence)):
            yield n, at == 0 or bool(BEGINS.search(text, max(0, word.start() - 3), word.start())), word


def _piece(text: str, m: re.Match[str], names: frozenset[str], sentence: int, first: bool) -> Piece:
    span, small = Span(*m.span()), m.group().casefold().replace("’", "'")
    return Piece(span, m.group(), small, *_kind(text, span, m.group(), small, names, first), sentence, 0, -1)


def _kind(
    text: str, span: Span, word: str, small: str, names: frozenset[str], first: bool
) -> tuple[str, frozenset[str]]:
    if small.rstrip(".") in DAYS and word[0].isupper():
        return "date", frozenset({f"day {small[:3]}"})
    if small in WHEN:
        return "when", frozenset({f"when {small}"})
    if (value := number_of(small)) is not None:
        kind = "number" if small not in NOT_NUMBERS else "small"
        return kind, groups().get(small, frozenset()) | {f"# {value:g}", small}
    if word[0].isupper() and _is_name(text, span, small, names, first):
        return ("light" if small in TITLES else "name"), frozenset({f"name {name_stem(small)}", stem(small)})
    if small in amounts():
        return "amount", groups().get(stem(small), frozenset()) | {f"~ {amounts()[small]}"}
    root = stem(small)
    passing = small in listed("passing") or root in stems("light") or small.endswith("ly")
    whole = small.partition("'")[0]  # of “I’ve”, the “I”
    kind = "small" if {small, whole} & (FUNCTION | PARTICLES) else "light" if passing else "word"
    kind = "word" if kind == "light" and root in groups() and small.endswith("ly") else kind
    return kind, groups().get(root, frozenset()) | {root, *(stem(part) for part in small.split("-") if len(part) > 2)}


def _is_name(text: str, span: Span, small: str, names: frozenset[str], first: bool) -> bool:
    if {small, small.partition("'")[0]} & FUNCTION and not (small == "may" and not first):
        return False
    if not first or name_stem(small) in names:
        return True
    behind = text[span.end : span.end + 2]
    return len(behind) == 2 and behind[0] == " " and behind[1].isupper() and stem(small) not in stems("light")


def number_of(small: str) -> float | None:
    """The value of a number in digits or in a word: "1,860", "36th", "two", "ninety-five"; None for any other word.

    >>> [number_of(word) for word in ("1,860", "36th", "ninety-five", "0.35", "many")]
    [1860.0, 36.0, 95.0, 0.35, None]
    """
    small = ORDINAL.sub(r"\1", small)
    if small[0].isdigit():
        plain = small.replace(",", "")
        return float(plain) if re.fullmatch(r"\d{1,15}(?:\.\d{1,9})?", plain, re.ASCII) else None
    spelt = SMALL.union(("dozen",)).issuperset(small.split("-"))
    return value_of(small) if spelt else TIMES.get(small)


def _join(text: str, found: Sequence[Piece]) -> None:
    """Number the clauses, and the runs of words that are one name or one date."""
    clause = run = 0
    for n, piece in enumerate(found):
        before = found[n - 1] if n else None
        between = text[before.span.end : piece.span.start] if before else ""
        clause += bool(re.search(r"[,;:()—–“”\"]|\.\s", between)) or piece.small in ("and", "but", "although", "though")
        together = before and before.kind == piece.kind and (not between.strip(" _") or piece.kind == "date")
        run += not together
        piece.clause, piece.run = clause, run


def _number(reading: Reading, found: Sequence[Piece]) -> None:
    """What the reading knows of figures: values of several words, and what belongs to a date."""
    for figure in reading.figures:
        inside = [piece for piece in found if figure.span.contains(piece.span)]
        if figure.kind == "idiom":  # of "third country", the number is a word like any other
            for piece in (piece for piece in inside if piece.kind == "number"):
                piece.kind, piece.keys = "word", groups().get(stem(piece.small), frozenset()) | {stem(piece.small)}
        elif not inside:
            continue
        elif figure.kind == "date" and not isinstance(figure.value, float):
            _date(inside)
        elif isinstance(figure.value, float) and figure.kind in ("exact", "percentage", "date"):
            _value(inside, figure)


def _date(inside: Sequence[Piece]) -> None:
    for piece in inside:
        if piece.small.rstrip(".") in MONTHS:
            piece.kind, piece.keys = "date", frozenset({f"month {piece.small[:3]}"})
        elif piece.kind == "number" or piece.small[0].isdigit():
            day = piece.small.rstrip("stndrh")
            piece.kind, piece.keys = "date", frozenset({f"date {day}", f"# {day}"})
        piece.run = inside[0].run if piece.kind == "date" else piece.run


def _value(inside: Sequence[Piece], figure: Figure) -> None:
    """The first word for a number has the value; the others are part of it."""
    first = next((piece for piece in inside if piece.kind == "number"), inside[0])
    for piece in inside:
        piece.kind = "number" if piece is first else "light"
    first.keys |= {f"# {figure.value:g}"}


def _phrase(found: Sequence[Piece]) -> None:
    """Phrases that stand for a word ("give up")."""
    for start, end, group in phrases_in([stem(piece.small) for piece in found]):
        for piece in found[start:end]:
            piece.keys |= {group}
        if not any(piece.counts for piece in found[start:end]):
            found[start].kind = "word"


def _deny(text: str, found: Sequence[Piece]) -> None:
    """Mark the words that a "not" or its like reaches."""
    for n, piece in enumerate(found):
        if not denies(piece):
            continue
        for other in found[n + 1 : n + 1 + NOT_REACHES]:
            if BREAK.search(text, piece.span.end, other.span.start):
                break
            other.denied = True


def denies(piece: Piece) -> bool:
    """Whether a word denies what follows it."""
    small = piece.small
    listed_so = small in english.NEGATIONS or small in listed("denying") or stem(small) in stems("denying")
    return listed_so or small.endswith("n't")
