"""Finds the rules' words and phrases in a text, in one pass, whatever their number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from newsmarks.model import Span
from newsmarks.ruleset import Rule, Rules, plain
from newsmarks.text import LEXEME, PIECE, REACH, small_words

#: A word of the same line before another.
INSIDE = re.compile(r"\w[^\S\n]+\Z")
STOP = re.compile(r"[.!?…][\"'”’)]*\s|\n")
#: How far from a place a pattern looks, in code points: further than any of them reaches in a sentence.
BESIDE = 120
#: Whatever follows.
ANY: frozenset[str] = frozenset({""})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of a rule where it stands in a text."""

    span: Span
    rule: Rule


class Lexicon:
    """The terms of some rules, ready to be looked up at any word of a text."""

    def __init__(self, of: Rules) -> None:
        self._rules = {pieces(term): rule for rule in of for term in rule.terms}
        lengths: dict[str, set[int]] = {}
        self._after: dict[str, set[str]] = {}
        for term in self._rules:
            first, second = (*term.split(), "")[:2]
            self._after.setdefault(first, set()).add(second)
            for spelling in {first, first.replace("'", "’")}:
                lengths.setdefault(spelling, set()).add(term.count(" ") + 1)
        #: First word of a term -> the words that may follow it, or ANY where it may stand alone.
        self._following = {first: self._seconds(first, counts) for first, counts in lengths.items()}
        #: First word of a term -> how many words such terms have, the longest first.
        self.lengths = {first: tuple(sorted(counts, reverse=True)) for first, counts in lengths.items()}

    def _seconds(self, first: str, counts: set[int]) -> frozenset[str]:
        seconds = self._after[first.replace("’", "'")]
        return ANY if 1 in counts or not all(map(str.isalpha, (first, *seconds))) else frozenset(seconds)

    def at(self, text: str, start: int, lengths: tuple[int, ...]) -> Phrase | None:
        """The longest term of these lengths that starts here, if its rule marks it in this place."""
        for length in lengths:
            run = _run(length).match(text, start)
            rule = run and self._rules.get(pieces(run.group()))
            if run and rule and fits(rule, text, Span(*run.span())):
                return Phrase(Span(*run.span()), rule)
        return None

    def begins(self, words: Sequence[tuple[int, str]], n: int) -> tuple[int, ...]:
        """How many words the terms have that may begin at a word of a text, as far as the next word tells."""
        following = self._following.get(words[n][1])
        if following is None:
            return ()
        if following is not ANY and n + 1 < len(words):
            after = words[n + 1][1]
            if after not in following and after.isalpha():
                return ()
        return self.lengths[words[n][1]]

    def find(self, text: str) -> Iterator[Phrase]:
        """Every term in a text, from left to right; a phrase is never cut by a shorter one inside it."""
        end, words = 0, small_words(text)
        for n, (start, word) in enumerate(words):
            if word in self.lengths and start >= end and (found := self.at(text, start, self.begins(words, n))):
                end = found.span.end
                yield found


def before(pattern: re.Pattern[str], text: str, at: int, floor: int = 0) -> re.Match[str] | None:
    """What stands right before a place, for a pattern that ends there, and nothing of it before `floor`."""
    return pattern.search(text, max(floor, at - BESIDE), at)


def after(pattern: re.Pattern[str], text: str, at: int) -> re.Match[str] | None:
    """What stands right behind a place."""
    return pattern.match(text, at, at + BESIDE)


@lru_cache(maxsize=8)
def lexicon(rules: Rules) -> Lexicon:
    """The terms of some rules; built once for the same ones."""
    return Lexicon(rules)


def pieces(text: str) -> str:
    """A text as terms are compared: its words in their plain form, one space between them."""
    if text.replace(" ", "").isalpha():
        return " ".join(text.casefold().split())
    return " ".join(PIECE.findall(plain(text)))


def fits(rule: Rule, text: str, span: Span) -> bool:
    """Whether the words around a term let its rule mark it: an `only` phrase, and no `unless` phrase."""
    if not (rule.only or rule.unless):
        return True
    before, term, after = _surroundings(text, span)
    only, never = _contexts(rule, term)
    if any(_holds(context, before, term, after) for context in never):
        return False
    return not only or any(_holds(context, before, term, after) for context in only)


def is_name(text: str, phrase: Phrase) -> bool:
    """Whether a phrase inside a sentence is capitalised as a name is ("the band Savage Garden")."""
    words = phrase.span.of(text)
    if not words[0].isupper() or words.isupper():
        return False
    if any(term[0].isupper() and plain(term) == plain(words) for term in phrase.rule.terms):
        return False
    return before(INSIDE, text, phrase.span.start) is not None and not _is_headline(text, phrase.span)


def _is_headline(text: str, span: Span) -> bool:
    words = LEXEME.findall(text, span.start - 60, span.end + 60)
    long = [w for w in words if len(w) > 3]
    return sum(w[0].isupper() for w in long) >= 0.8 * len(long)


@cache
def _run(length: int) -> re.Pattern[str]:
    """A pattern for a run of pieces: words with white space between them, possessives without."""
    return re.compile(rf"{LEXEME.pattern}(?:['’]?\s++{LEXEME.pattern}|['’]s\b){{{length - 1}}}")


Context = tuple[bool, str, str]


@cache
def _contexts(rule: Rule, term: str) -> tuple[tuple[Context, ...], tuple[Context, ...]]:
    """The `only` and `unless` phrases as they bear on one term.

    A phrase that holds the term is what must stand to its left and right; any other phrase may
    stand anywhere in the sentence. Phrases that hold another term of the rule do not bear on it.
    """
    found: list[list[Context]] = [[], []]
    for phrases, contexts in zip(_phrases(rule), found, strict=True):
        for phrase, has_term in phrases:
            left, here, right = phrase.partition(f" {term} ")
            if here:
                contexts.append((True, f"{left} ", f" {right}"))
            elif not has_term:
                contexts.append((False, phrase, ""))
    return tuple(found[0]), tuple(found[1])


Phrases = tuple[tuple[str, bool], ...]


@cache
def _phrases(rule: Rule) -> tuple[Phrases, Phrases]:
    """A rule's `only` and `unless` phrases in their plain form, and whether each holds any of its terms."""
    terms = [_spaced(term) for term in rule.terms]

    def known(phrases: tuple[str, ...]) -> Phrases:
        spaced = map(_spaced, phrases)
        return tuple((phrase, any(term in phrase for term in terms)) for phrase in spaced)

    return known(rule.only), known(rule.unless)


def _holds(context: Context, before: str, term: str, after: str) -> bool:
    beside, left, right = context
    if beside:
        return before.endswith(left) and after.startswith(right)
    return left in before or left in after


def _surroundings(text: str, span: Span) -> tuple[str, str, str]:
    """The words of the sentence before a term, the term, and those after it, in their plain form."""
    start, end = max(0, span.start - REACH), span.end + REACH
    before = STOP.split(text[start : span.start])[-1]
    after = STOP.split(text[span.end : end], maxsplit=1)[0]
    return _spaced(before), pieces(span.of(text)), _spaced(after)


def _spaced(text: str) -> str:
    return f" {pieces(text)} "
