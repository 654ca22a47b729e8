"""A figure as the grammar sees it, and the words right before it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from newsmarks.figures.numerals import LETTERS, any_of
from newsmarks.model import Span


Value = float | tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Found:
    """A figure before anyone asks who counted; `rule` is the id, `value` what numerals.value_of says."""

    span: Span
    rule: str
    value: Value = None
    approx: str = "="
    unit: str | None = None


def rule_id(name: str) -> str:
    """The id of a kind of figure by its name, without the family."""
    return f"figures.{name}"


def named(found: re.Match[str] | None, name: str) -> Found | None:
    """What a pattern found as a figure of a kind."""
    return Found(Span(*found.span()), rule_id(name)) if found else None


def share(span: Span, value: float) -> Found:
    """A part of a whole, 0-1."""
    return Found(span, rule_id("fraction"), value, unit="share")


class Terms:
    """Words and phrases of rules, to be found where they begin; big and small letters alike."""

    def __init__(self, terms: Iterable[str]) -> None:
        #: First letters of a term -> the terms that begin so.
        self._starting: dict[str, tuple[str, ...]] = {}
        for term in terms:
            if letters := LETTERS.match(term):
                first = letters.group().casefold()
                self._starting[first] = (*self._starting.get(first, ()), term)

    def end(self, text: str, at: int) -> int | None:
        """Where the longest term that begins here ends, if one does."""
        letters = LETTERS.match(text, at)
        several = self._starting.get(letters.group().casefold()) if letters else None
        found = _spelt(several).match(text, at) if several else None
        return found.end() if found else None


@cache
def _spelt(terms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(any_of(terms) + r"(?!\w)", re.I)


def words_before(text: str, at: int, *, most: int = 1, floor: int = 0) -> list[tuple[str, int]]:
    """The words right before a place, nothing but white space between them, the nearest first.

    Each in small letters with its place; none of them begins before `floor`.
    """
    found: list[tuple[str, int]] = []
    while len(found) < most:
        end = at
        while end > floor and text[end - 1].isspace():
            end -= 1
        start = end
        while start > floor and (text[start - 1].isalpha() or text[start - 1] == "."):
            start -= 1
        if end == at or start == end:
            break
        found.append((text[start:end].casefold(), start))
        at = start
    return found


def word_before(text: str, at: int) -> str:
    """The word right before a place and the white space there, in small letters, or nothing."""
    return next((word for word, _ in words_before(text, at)), "")
