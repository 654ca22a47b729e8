"""Finds the rules' words and phrases in a text, in one pass, whatever their number."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from newsmarks.english import plural
from newsmarks.model import Span
from newsmarks.ruleset import Rule, RuleError, Rules, pieces
from newsmarks.text import LEXEME, REACH, small_words

#: A word of the same line before another.
INSIDE = re.compile(r"\w[^\S\n]+\Z")
STOP = re.compile(r"[.!?…][\"'”’)]*\s|\n")
#: How far from a place a pattern looks, in code points: further than any of them reaches in a sentence.
BESIDE = 120


class Phrase(NamedTuple):
    """A phrase of a rule where it stands in a text."""

    span: Span
    rule: Rule


class Context(NamedTuple):
    """What must stand right beside a word, to its left and right, and one of the words that must be elsewhere in its

    sentence, all in their plain form with a space on either side.
    """

    left: str
    right: str
    elsewhere: tuple[str, ...] = ()

    def holds(self, before: str, after: str) -> bool:
        """Whether a sentence, cut in two by the word, is such a place."""
        beside = before.endswith(self.left) and after.startswith(self.right)
        return beside and (not self.elsewhere or any(word in before or word in after for word in self.elsewhere))


class Entry(NamedTuple):
    """How a rule bears on one of its words: the places in which alone, and those in which never, it marks it."""

    only: tuple[Context, ...]
    never: tuple[Context, ...]

    def fits(self, text: str, span: Span) -> bool:
        """Whether the words around let the rule mark this place."""
        if not (self.only or self.never):
            return True
        before, after = _surroundings(text, span)
        if any(context.holds(before, after) for context in self.never):
            return False
        return not self.only or any(context.holds(before, after) for context in self.only)


class Lexicon:
    """The words of some rules, ready to be looked up at any word of a text."""

    def __init__(self, rules: Rules) -> None:
        self._rules = {
            form: rule for rule in rules for word, forms in rule.spelt.items() if word not in rule.out for form in forms
        }
        lengths: dict[str, set[int]] = {}
        seconds: dict[str, set[str]] = {}
        for term in self._rules:
            first, second = (*term.split(), "")[:2]
            for spelling in {first, first.replace("'", "’")}:
                lengths.setdefault(spelling, set()).add(term.count(" ") + 1)
                seconds.setdefault(spelling, set()).add(second)
        #: First word of a term -> how many words such terms have, the longest first.
        self._lengths = {first: tuple(sorted(counts, reverse=True)) for first, counts in lengths.items()}
        #: First word of a term -> the words of which one must follow it; none where anything may.
        self.following = {
            first: frozenset(after if first.isalpha() and all(map(str.isalpha, after)) else ())
            for first, after in seconds.items()
        }

    def may_begin(self, words: Sequence[tuple[int, str]], n: int) -> bool:
        """Whether a term may begin at a word of a text (small_words), as far as that word and the next tell."""
        following = self.following.get(words[n][1])
        if not following:
            return following is not None
        return n + 1 < len(words) and words[n + 1][1] in following

    def at(self, text: str, words: Sequence[tuple[int, str]], n: int) -> Phrase | None:
        """The longest term that begins at a word of a text (small_words), if its rule marks it in this place."""
        start, first = words[n]
        for length in self._lengths[first]:
            last = words[min(n + length, len(words)) - 1][0]
            span = Span(start, LEXEME.match(text, last).end())  # type: ignore[union-attr]  # a word does begin there
            term = pieces(span.of(text))
            rule = self._rules.get(term)
            if rule and (length == 1 or _run(length).fullmatch(text, *span)) and entries(rule)[term].fits(text, span):
                return Phrase(span, rule)
        return None

    def find(self, text: str) -> Iterator[Phrase]:
        """Every term in a text, from left to right; a phrase is never cut by a shorter one inside it."""
        end, words = 0, small_words(text)
        for n, (start, word) in enumerate(words):
            if word not in self.following or start < end or not self.may_begin(words, n):
                continue
            if found := self.at(text, words, n):
                end = found.span.end
                yield found


@lru_cache(maxsize=4096)  # of most rules, no word stands in an article
def entries(rule: Rule) -> Mapping[str, Entry]:
    """Every form of a rule's words, plain, with the contexts that bear on it.

    A context is a phrase that holds the word, in one of its forms, and is meant of all of them: what stands beside it
    there must stand beside it. Behind "…" come words of which one, or more than one of it, must be somewhere in the
    sentence instead: "slaughter … cattle, pig", and for several words "poisonous, toxic … debate". Of words within
    words the longest is meant. Raises RuleError for a phrase without any.
    """
    known = {form: word for word, forms in rule.spelt.items() for form in forms}
    only, never = (_contexts(rule, field, known) for field in ("only", "unless"))
    bearing = {word: Entry(tuple(only.get(word, ())), tuple(never.get(word, ()))) for word in rule.spelt}
    return {form: bearing[word] for form, word in known.items()}


def _contexts(rule: Rule, field: str, known: Mapping[str, str]) -> dict[str, list[Context]]:
    """Word -> what the phrases of a field ask of the words around it; `known` has the word of each form."""
    found: dict[str, list[Context]] = {}
    for phrase in getattr(rule, field):
        beside, _, elsewhere = phrase.partition("…")
        apart = tuple(f" {form} " for word in _listed(elsewhere) for form in (word, plural(word)))
        for around in map(str.split, _listed(beside)):
            start, end = _longest(around, known)
            if start == end:
                where = f"{rule.family}.toml, rule “{rule.id}”, field “{field}”"
                raise RuleError(f"{where}: “{phrase}” holds none of the rule’s words. Write one of them into it.")
            left, right = " ".join(("", *around[:start], "")), " ".join(("", *around[end:], ""))
            found.setdefault(known[" ".join(around[start:end])], []).append(Context(left, right, apart))
    return found


def _listed(words: str) -> list[str]:
    return [word for word in map(pieces, words.split(",")) if word]


def _longest(words: Sequence[str], known: Container[str]) -> tuple[int, int]:
    """The place of the longest run of words that is known, the first of equally long ones; (0, 0) for none."""
    runs = ((at, at + length) for length in range(len(words), 0, -1) for at in range(len(words) - length + 1))
    return next((run for run in runs if " ".join(words[slice(*run)]) in known), (0, 0))


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


def is_name(text: str, phrase: Phrase) -> bool:
    """Whether a phrase inside a sentence is capitalised as a name is ("the band Savage Garden")."""
    words = phrase.span.of(text)
    if not words[0].isupper() or words.isupper():
        return False
    if any(term[0].isupper() and pieces(term) == pieces(words) for term in phrase.rule.words):
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


def _surroundings(text: str, span: Span) -> tuple[str, str]:
    """The words of the sentence before a term and those after it, in their plain form, spaces around."""
    before = STOP.split(text[max(0, span.start - REACH) : span.start])[-1]
    after = STOP.split(text[span.end : span.end + REACH], maxsplit=1)[0]
    return f" {pieces(before)} ", f" {pieces(after)} "
