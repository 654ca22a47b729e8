"""A text to be written, and then to be set beside a ladder of sample answers by whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from byline.exercises import MOST_SIGNS, Exercise, Feedback
from byline.key import Key
from byline.key.shape import five_samples
from newsmarks.form import Check
from newsmarks.model import Article, Reading

FIELDS: dict[str, Check] = {"samples": five_samples}
REQUIRED: tuple[str, ...] = ()
EXPECTS = "a text in quotation marks."
REASONED = False
KEPT_HERE = "Your answer is kept. Nobody marks it here: compare it yourself."
#: What stands over the samples, from the lowest to the highest.
LEVELS = ("no reason yet", "one thing from the text", "several things, side by side",
          "cue, source and claim joined up", "and what would change it")  # fmt: skip


def own(block: Mapping[str, Any], article: Article, first: int | None) -> tuple[str, ...]:
    """Of a block: a sample answer for each level from 0 to 4."""
    return tuple(block.get("samples", ()))


def faults(e: Exercise, key: Key | None) -> Iterator[str]:
    """Whether each level has its sample."""
    if not e.sealed and not e.own:
        yield "field “samples” is missing. Write five answers, one for each level from 0 to 4."


def given_out(e: Exercise, article: Article, key: Key) -> dict[str, Any]:
    """Nothing but the question."""
    return {}


def understood(e: Exercise, article: Article, value: Any) -> str:
    """The text, not longer than any that a student writes."""
    if not isinstance(value, str):
        raise TypeError
    return value[:MOST_SIGNS]


def told(e: Exercise, answer: str, key: Key, machine: Reading | None) -> Feedback:
    """That it is kept: no program can tell how good a text is."""
    return Feedback("yes", KEPT_HERE)


def unjudged(e: Exercise, answer: str, machine: Reading | None) -> Feedback:
    """The same as with a key."""
    return Feedback("yes", KEPT_HERE)


def key_answer(e: Exercise, key: Key) -> str:
    """The sample of the highest level."""
    return str(e.own[-1])


def in_words(e: Exercise, answer: str) -> Iterator[str]:
    """The text on one line."""
    yield " ".join(answer.split())


def shown(e: Exercise, article: Article, key: Key | None) -> dict[str, Any]:
    """Nothing but the question: the samples come with the feedback."""
    return {}


def ladder(e: Exercise) -> list[tuple[str, str]]:
    """(what a level is called, its sample) from the lowest to the highest; empty where they are with the teacher."""
    return list(zip(LEVELS, e.own, strict=False))
