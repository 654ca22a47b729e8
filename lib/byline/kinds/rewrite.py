"""A paragraph to be rewritten: the desk says what changed, live; it is kept, and set beside samples by its writer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from byline.exercises import Exercise, Feedback
from byline.key import Key
from byline.key.shape import five_samples
from byline.kinds import write
from newsmarks.form import Check
from newsmarks.model import Article, Reading

FIELDS: dict[str, Check] = {"samples": five_samples}
REQUIRED = ("paragraphs",)
EXPECTS = "your new paragraph in quotation marks."
REASONED = False
#: What stands over the samples, from the lowest to the highest.
LEVELS = ("most facts are gone", "some facts, and a little of who says so", "nearly all facts, not all of it clear",
          "every fact, and who says it", "and what is not known")  # fmt: skip

own, given_out, understood = write.own, write.given_out, write.understood
key_answer, in_words = write.key_answer, write.in_words


def faults(e: Exercise, key: Key | None) -> Iterator[str]:
    """Whether there is one paragraph, and each level has its sample."""
    if len(e.paragraphs) != 1:
        yield "field “paragraphs” must be one number: one paragraph is rewritten at a time."
    yield from write.faults(e, key)


def told(e: Exercise, answer: str, key: Key, machine: Reading | None) -> Feedback:
    """That it is kept: the desk says what changed, and no program can tell how good a text is."""
    return Feedback("yes", "Your paragraph is kept. Nobody marks it here: compare it yourself.")


def shown(e: Exercise, article: Article, key: Key | None) -> dict[str, Any]:
    """The paragraph that the desk begins with."""
    return {"original": article.paragraph(e.paragraphs[0])}


def ladder(e: Exercise) -> list[tuple[str, str]]:
    """(what a level is called, its sample) from the lowest to the highest; empty where they are with the teacher."""
    return list(zip(LEVELS, e.own, strict=False))
