"""A number to be guessed before it is shown."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from byline.exercises import Exercise, Feedback, Line, Unclear
from byline.key import Key
from newsmarks.form import Check, a_text, number
from newsmarks.model import Article, Reading

FIELDS: dict[str, Check] = {"unit": a_text, "answer": number, "least": number}
REQUIRED = ("unit",)
EXPECTS = "a number, as in 40."
REASONED = False


@dataclass(frozen=True, slots=True)
class Own:
    """What is guessed: in which unit, the number that the reveal shows (None where there is none), and the least."""

    unit: str
    answer: float | None
    least: float

    @property
    def most(self) -> float:
        """The largest number that may be guessed: that of the unit ("of 20 words"), or 100 percent."""
        whole = re.search(r"\bof (\d{1,15})", self.unit)
        return float(whole[1]) if whole else 100.0 if self.unit.startswith("percent") else 1e9


def own(block: Mapping[str, Any], article: Article, first: int | None) -> Own:
    """Of a block."""
    return Own(block["unit"], block.get("answer"), block.get("least", 0))


def faults(e: Exercise, key: Key | None) -> Iterator[str]:
    """Whether there is an answer, and one that a student can give."""
    answer, least, most = e.own.answer, e.own.least, e.own.most
    if not e.sealed and answer is None and e.tier != "open":
        yield "field “answer” is missing. Write the number that the reveal shows; where there is none, tier = \"open\"."
    if answer is not None and not least <= answer <= most:
        yield f"field “answer” must be a number from {least:g} to {most:g}, as for a student."


def asked(e: Exercise) -> Any:
    """The unit belongs to the question."""
    return e.own.unit


def given_out(e: Exercise, article: Article, key: Key) -> dict[str, Any]:
    """The unit, and the least that may be guessed."""
    return {"unit": e.own.unit, "least": e.own.least}


def understood(e: Exercise, article: Article, value: Any) -> float:
    """A number: 40, 0.5, "0,5", "½", "40 %"."""
    guess = _number(value) if isinstance(value, str) else value
    if isinstance(guess, bool) or not isinstance(guess, int | float) or not math.isfinite(guess):
        raise TypeError
    if not e.own.least <= guess <= e.own.most:
        up = f"to {e.own.most:g}" if e.own.most < 1e9 else "up"
        raise Unclear(f"Give a number from {e.own.least:g} {up}.")
    return guess


def _number(typed: str) -> float:
    """A number as people type it."""
    plain = typed.strip().rstrip("% ").replace(",", ".")
    return float(plain[:-1] or 0) + 0.5 if plain.endswith("½") else float(plain)


def told(e: Exercise, answer: float, key: Key, machine: Reading | None) -> Feedback:
    """The guess beside the number; a guess is never right or wrong."""
    guess, right = f"{answer:g}", e.own.answer
    said = e.why if right is None else f"You guessed {guess} {e.own.unit}; it is {right:g}. {e.why}".strip()
    line = Line("your guess", f"{guess} {e.own.unit}", None, guess, "" if right is None else f"{right:g}", said)
    return Feedback("yes", "Your guess is kept. It is not marked.", (line,))


def key_answer(e: Exercise, key: Key) -> float:
    """The number of the reveal; any where there is none."""
    return 3.0 if e.own.answer is None else e.own.answer


def in_words(e: Exercise, answer: float) -> Iterator[str]:
    """The number with its unit."""
    yield f"{answer:g} {e.own.unit}"


def shown(e: Exercise, article: Article, key: Key | None) -> dict[str, Any]:
    """The unit."""
    return {"unit": e.own.unit}
