"""Finds the figures of a text: goes over its words, and tries what may begin with each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from newsmarks.figures import dates
from newsmarks.figures.exactness import approximated, in_words
from newsmarks.figures.found import Found, Terms, rule_id
from newsmarks.figures.numerals import OPENERS
from newsmarks.figures.quantities import TO, Units, amount, part, quantity
from newsmarks.model import Span
from newsmarks.phrases import Lexicon
from newsmarks.ruleset import Rules
from newsmarks.text import small_words

#: Rules whose terms are units; they are marked only behind a number.
UNITS = ("money", "measure", "percent", "duration", "age")
#: A number right behind one of these is part of an address, a name or a formula.
JOINED = frozenset("/@#_=&.")
#: What may stand right before the digits of a figure and belong to it: a currency, or the point of ".5".
SIGNED = frozenset("$€£¥₴₽₹.")
#: What stands behind the noun of a numbered thing, but not "in the area 51 people".
NUMBER_OF_A_THING = re.compile(
    r"(?:(?<=no)\.)?\s+(?:no\.\s*|\#)?"
    r"(?:\d++[A-Za-z]?(?:[.-]\d++)*(?![\w%]|,\d|[.-]\d)"
    r"|(?-i:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|(?!I\b)[IVXLC]++)(?!\w))"
    r"(?!\s+(?:people|percent|per\s+cent|million|billion|thousand|hundred|[a-z]+[^\Wsiu]s)\b)",
    re.I,
)


class Grammar:
    """What the rules of figures know, ready to be looked for."""

    def __init__(self, rules: Rules) -> None:
        terms = {rule.id: rule.terms for rule in rules}
        self.units = Units({name: terms[rule_id(name)] for name in UNITS})
        self._numbered = Terms(terms[rule_id("numbered")])
        apart = {rule_id(name) for name in (*UNITS, "numbered")}
        #: The figures that are found by their words alone.
        self.words = Lexicon(tuple(rule for rule in rules if rule.id not in apart))
        #: Word -> what may start with it besides those: a number, a date, a numbered thing, a spelt place in a row.
        self.starts: Mapping[str, str] = {
            **{word: "" if word.isalpha() else _opens(word) for word in self.words.following},
            **dict.fromkeys(dates.PLACES, "place"),
            **{term.split()[0]: "numbered" for term in terms[rule_id("numbered")]},
            **dict.fromkeys((*dates.MONTHS, *dates.WEEKDAYS, "noon", "midnight", "ad"), "date"),
            **dict.fromkeys((*OPENERS, "a", "an"), "number"),
        }

    def at(self, text: str, start: int, opens: str) -> Found | None:
        """The figure that starts here, by what may start with this word."""
        if start and text[start - 1] in JOINED and (text[start].isdigit() or opens == "code"):
            return None
        match opens:
            case "number":
                return self._number(text, start)
            case "date":
                return dates.date(text, start)
            case "numbered":
                return self._numbered_thing(text, start)
            case "place":
                return dates.place(text, start)
            case _:
                return dates.code(text, start)

    def _number(self, text: str, start: int) -> Found | None:
        if text[start].isdigit():
            found = dates.date(text, start) or self._year(text, start) or dates.ordinal(text, start)
            if found or (found := dates.slashed(text, start)):
                return found
        return part(text, start, self.units) or quantity(text, start, self.units) or dates.odd(text, start)

    def _year(self, text: str, start: int) -> Found | None:
        """A year or a span of years; "1821 sheep" and "2000 miles" are counts."""
        found = dates.year(text, start)
        if found and dates.may_count(text, found.span):
            counted = amount(text, start, self.units, joins=TO)
            if dates.THINGS.match(text, found.span.end) or (counted and counted.unit):
                return None
        return found

    def _numbered_thing(self, text: str, start: int) -> Found | None:
        """A thing with a number for a name ("Section 427")."""
        end = self._numbered.end(text, start)
        number = end and NUMBER_OF_A_THING.match(text, end)
        return Found(Span(start, number.end()), rule_id("numbered")) if number else None


@lru_cache(maxsize=4)
def grammar_of(rules: Rules) -> Grammar:
    """The grammar of some rules; built once for the same ones."""
    return Grammar(rules)


def scan(text: str, rules: Rules) -> Iterator[Found]:
    """Every figure of a text, from left to right and apart."""
    end, known, words = 0, grammar_of(rules), small_words(text)
    for n, (start, word) in enumerate(words):
        if (word not in known.starts and word.isalpha()) or start < end:
            continue
        phrase = known.words.at(text, words, n) if known.words.may_begin(words, n) else None
        opens = known.starts[word] if word in known.starts else _opens(word)
        if text[start - 1 : start] in SIGNED and start > end:
            start = _with_sign(text, start)
        found = (phrase and in_words(text, phrase)) or (opens and known.at(text, start, opens))
        if found:
            found = approximated(text, found, end)
            end = found.span.end
            yield found


def _with_sign(text: str, start: int) -> int:
    """The place of the sign before digits, or of the digits themselves."""
    before = text[max(0, start - 2) : start]
    point = before.endswith(".") and len(before) == 2 and (before[0].isalnum() or before[0] in "_.")
    return start if point or not text[start].isdigit() else start - 1


def _opens(word: str) -> str:
    """What may start with a word that is on no list: digits, a compound ("ninety-five") or a code ("G7")."""
    if word[0].isdigit() or not word[0].isalpha() or word.partition("-")[0] in OPENERS:
        return "number"
    return "code"
