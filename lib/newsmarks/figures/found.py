"""A figure as the grammar sees it, and terms of rules that stand beside one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from newsmarks.figures.numerals import LETTERS, any_of
from newsmarks.model import Span

Value = float | tuple[float, float] | None


class Found(NamedTuple):
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
