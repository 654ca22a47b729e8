"""Passages to be judged: is each well sourced, or not yet?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from byline.exercises import Exercise
from byline.key import Key
from byline.kinds.sort import Own, asked, feedback_faults, in_words, key_answer, plain_ids, shown, told, understood
from byline.sealing import mixed_by_words, sealed_texts
from newsmarks.form import Check, a_text, slug, table, texts, yes_or_no
from newsmarks.model import Article

__all__ = ["asked", "in_words", "key_answer", "shown", "told", "understood"]  # as of any sorting

PASSAGE: dict[str, Check] = {"id": slug, "text": a_text, "sound": yes_or_no, "feedback": a_text}
FIELDS: dict[str, Check] = {"passages": table(PASSAGE, ("id", "text")), "judgements": texts}
REQUIRED = ("passages",)
EXPECTS = "“sound” or “weak” for each passage, as in {\"a\": \"sound\", \"b\": \"weak\"}."
REASONED = False
#: What is judged, and how a student reads the two where an exercise does not say otherwise.
NAMES = ("sound", "weak")
PLAIN = ("well sourced", "not yet")


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage under its id. In a sealed file neither `sound` nor `feedback` is known."""

    id: str
    text: str
    sound: bool | None = None
    feedback: str = ""

    @property
    def bin(self) -> str:
        """The name of its judgement."""
        return "" if self.sound is None else NAMES[not self.sound]

    @property
    def also(self) -> tuple[str, ...]:
        """No other one is accepted."""
        return ()


def own(block: Mapping[str, Any], article: Article, first: int | None) -> Own:
    """Of a block; the order is that in which the passages are shown."""
    passages = (Passage(**told) for told in block["passages"])
    return Own(mixed_by_words(block["id"], passages), NAMES, tuple(block.get("judgements", PLAIN)))


def faults(e: Exercise, key: Key | None) -> Iterator[str]:
    """Whether half of the passages are sound, and each has its feedback."""
    passages: tuple[Passage, ...] = e.own.passages
    if len(set(e.own.judgements)) != 2:
        yield "field “judgements” needs two, the one for sound first."
    yield from plain_ids(e, "a passage")
    if e.sealed:
        return
    if not all(passage.feedback and passage.sound is not None for passage in passages):
        yield "a passage lacks “sound” or “feedback”. Each needs both."
    elif abs(2 * sum(bool(passage.sound) for passage in passages) - len(passages)) > 1:
        yield "too many passages are of one sort. Half of them must be sound, or doubt alone would be right."
    yield from feedback_faults(e)


def given_out(e: Exercise, article: Article, key: Key) -> dict[str, Any]:
    """The passages by their places, in the order in which they are shown, and the two judgements."""
    return {"judgements": e.own.judgements, "passages": sealed_texts(e.own.passages)}


def items(e: Exercise, answer: Mapping[str, str], key: Key) -> Iterator[tuple[bool, bool]]:
    """Each passage."""
    for passage in e.own.passages:
        yield bool(passage.sound), answer[passage.id] == "weak"
