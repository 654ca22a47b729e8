"""Numbers with what they measure: sums, lengths, shares, ages, lengths of time, ranges, scores and fractions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isfinite
from typing import NamedTuple

from newsmarks.english import listed
from newsmarks.figures.exactness import CHANGES
from newsmarks.figures.found import Found, Terms, Value, rule_id, share
from newsmarks.figures.numerals import LETTERS, PARTS, SCALES, any_of, number_end, value_of
from newsmarks.model import Span
from newsmarks.text import word_before, words_before

CURRENCY = re.compile(r"[$€£¥₴₽₹]\s?")
#: What must not follow a quantity: more digits, a letter, or the rest of "fifty-ninth".
END = re.compile(r"(?![\w%])(?!\.\d)(?!-(?:first|second|third|(?:four|fif|six|seven|eigh|nin)th)\b)", re.I)
SIGN = re.compile(r"\s?[%‰]|[\s-]?°\s?[CF]?\b", re.I)
#: What stands between a number and the word for its unit.
GAP = re.compile(r"[\s-]{1,2}(?:US\s)?", re.I)
JOIN = re.compile(r"\s?[-–—]\s?|\s+(?P<word>to|or|and)\s+", re.I)


class Units:
    """The units that the rules know, by the name of their rule ("money", "measure", …)."""

    def __init__(self, terms: Mapping[str, tuple[str, ...]]) -> None:
        #: A unit in small letters -> the name of its rule.
        self._rules = {" ".join(term.casefold().split()): name for name, several in terms.items() for term in several}
        self._terms = Terms(self._rules)

    def end(self, text: str, at: int) -> int | None:
        """Where the unit right behind a number ends, if there is one."""
        if sign := SIGN.match(text, at):
            return sign.end()
        gap = GAP.match(text, at)
        return self._terms.end(text, gap.end() if gap else at)

    def kind(self, unit: str | None) -> str:
        """The name of the rule for a number with this unit."""
        if unit is None:
            return "number"
        if unit in "$€£¥₴₽₹":
            return "money"
        if unit in "%‰":
            return "percent"
        return self._rules.get(" ".join(unit.casefold().split()).removeprefix("us "), "measure")


class Amount(NamedTuple):
    """A number as it is written, or two that make a range; `own` is the unit of the first of two."""

    span: Span
    currency: str
    low: str
    own: str
    high: str
    unit: str


def amount(text: str, start: int, units: Units, *, joins: frozenset[str] = frozenset()) -> Amount | None:
    """The amount that starts here; two numbers are one where a dash or one of the words `joins` stands between."""
    sign = CURRENCY.match(text, start)
    low_start = sign.end() if sign else start
    low = number_end(text, low_start)
    if low is None:
        return None
    currency, number = text[start:low_start], text[low_start:low]
    own = units.end(text, low) or low
    for at in dict.fromkeys((own, low)) if joins else ():
        high = _second(text, at, joins)
        end = high and (units.end(text, high.end) or high.end)
        if high and end and END.match(text, end):
            return Amount(Span(start, end), currency, number, text[low:at], high.of(text), text[high.end : end])
    return Amount(Span(start, own), currency, number, "", "", text[low:own]) if END.match(text, own) else None


def _second(text: str, at: int, joins: frozenset[str]) -> Span | None:
    """The second number of a range, with its currency."""
    join = JOIN.match(text, at)
    if join is None or (join["word"] and join["word"].casefold() not in joins):
        return None
    sign = CURRENCY.match(text, join.end())
    end = number_end(text, sign.end() if sign else join.end())
    return Span(join.end(), end) if end and END.match(text, end) else None


TO, AND = frozenset({"to", "or"}), frozenset({"to", "or", "and"})


def quantity(text: str, start: int, units: Units) -> Found | None:
    """A number, range, sum, measurement, percentage, age or length of time."""
    joins = AND if word_before(text, start) == "between" else TO
    found = amount(text, start, units, joins=joins)
    if found and found.high and (_is_rate(found, units) or _is_from(text, start)):
        found = amount(text, start, units)
    if found is None:
        return None
    if found.low.casefold() == "one" and not (found.high or found.unit or _counts_one(text, found.span)):
        return None
    unit = found.unit.strip(" -\n\t\u00a0") or found.currency.strip() or None
    name, value = units.kind(unit), _value(found)
    if isinstance(value, tuple) and unit is None:
        name = "score" if _is_score(text, found.span, value) else "range"
    return Found(found.span, rule_id(name), value, unit=unit)


def _is_rate(found: Amount, units: Units) -> bool:
    """ "fell 6 percent to 184 euros": a change and what came of it, not a range."""
    own, unit = found.own.strip(" -"), found.unit.strip(" -")
    return bool(own) and (not unit or units.kind(own) != units.kind(unit))


def _is_from(text: str, start: int) -> bool:
    """ "fell from 40 to 30" gives two figures, "from 30 to 40 people" a range."""
    words = [word for word, _ in words_before(text, start, most=3)]
    return words[:1] == ["from"] and not CHANGES.isdisjoint(words[1:])


STANDS_FOR_A_THING, NO_COUNTED_THING = listed("stands_for_a_thing"), listed("no_counted_thing")
SMALL_WORD = re.compile(r"\s+([a-z]++)")


def _counts_one(text: str, span: Span) -> bool:
    """Whether "one" counts a thing ("one person") and does not stand for it ("which one")."""
    thing = SMALL_WORD.match(text, span.end)
    if thing is None or thing[1] in NO_COUNTED_THING:
        return False
    return word_before(text, span.start) not in STANDS_FOR_A_THING


def _value(found: Amount) -> Value:
    """The value of a number, or both ends of a range; nothing for one that is too large to hold."""
    low = value_of(found.low)
    if not found.high:
        return low if isfinite(low) else None
    high = value_of(found.high)
    for word, scale in SCALES.items():  # in "5 to 7 million" the scale is that of both
        shared = found.high.casefold().endswith(word) and word not in found.low.casefold()
        if shared and low * scale <= high:
            low *= scale
            break
    return (low, high) if isfinite(low) and isfinite(high) else None


SCORED = re.compile(r"\s(?:vote|ruling|win|victory|defeat|loss|draw|lead)\b")
DASHED = re.compile(r"\d[-–—]\d")


def _is_score(text: str, span: Span, value: tuple[float, float]) -> bool:
    """ "3-1", "4-4", "a 12-15 vote", "rejected by 5,212 to 4,870"."""
    dashed = DASHED.search(text, *span) is not None
    if value[0] < value[1]:
        return dashed and value[1] < 30 and SCORED.match(text, span.end) is not None
    return dashed or word_before(text, span.start) == "by"


# --- parts of a whole -------------------------------------------------------------------------

PART = re.compile(
    rf"(?P<n>an?|one|two|three|four|five|six|seven|nine|\d{{1,2}})[\s-]+(?P<d>{any_of(PARTS)})(?![\w-])"
    r"|(?P<half>half)(?=\s+(?:of|the|an?|its|their|his|her|our|my|all|that|those|these)\b)",
    re.I,
)
OUT_OF = re.compile(r"\s+(?:in|out\s+of)\s+(?:every\s+)?", re.I)
A_PART = re.compile(r"\s+(?:of|more|less|fewer|higher|lower|larger|smaller)\b|\s*[.,;:!?)”\"']|\s*\Z")
HALF_A = re.compile(r"half\s+an?\s+", re.I)
NOT_HALF, ONLY_HALVED = listed("not_half"), listed("only_halved")
TIME = re.compile(r"\s+(?:second|minute|hour|day|night|week|month|year|decade)s?\b", re.I)


def part(text: str, start: int, units: Units) -> Found | None:
    """A fraction: "two thirds", "half of", "one in five"."""
    found = PART.match(text, start)
    if not found:
        return _out_of(text, start)
    span = Span(*found.span())
    if found["half"]:
        return _half(text, span, units)
    if found["n"].casefold() in ("a", "an") and not _is_part(text, span):
        return None
    count, parts = value_of(found["n"]), PARTS.get(found["d"].casefold(), 1)
    return share(span, count / parts) if count < parts else None


def _half(text: str, span: Span, units: Units) -> Found | None:
    """ "half of them", but "half an hour" is a length of time, and "half a million" a number."""
    if behind := HALF_A.match(text, span.start):
        word = LETTERS.match(text, behind.end())
        if word and word.group().casefold() in SCALES:
            return None
        end = units.end(text, behind.end()) or (word.end() if word and word.group() in ONLY_HALVED else 0)
        if end:
            unit = text[behind.end() : end]
            return Found(Span(span.start, end), rule_id(units.kind(unit)), 0.5, unit=unit)
    return None if word_before(text, span.start) in NOT_HALF else share(span, 0.5)


def _out_of(text: str, start: int) -> Found | None:
    """ "one in five", "3 out of every 10"."""
    few = number_end(text, start)
    joined = few and OUT_OF.match(text, few)
    end = number_end(text, joined.end()) if joined else None
    if not (joined and end) or not END.match(text, end) or TIME.match(text, end):
        return None
    low, high = value_of(text[start : joined.start()]), value_of(text[joined.end() : end])
    return share(Span(start, end), low / high) if 0 < low < high <= 1000 else None


def _is_part(text: str, span: Span) -> bool:
    """Whether "a third" is a part of something and not the third of its kind."""
    return A_PART.match(text, span.end) is not None or word_before(text, span.start) == "by"
