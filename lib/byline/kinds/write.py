"""A text to be written, beside samples for each level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from byline.exercises import MOST_SIGNS, Exercise, Feedback, Line
from byline.key import Key
from byline.key.shape import five_samples
from newsmarks.form import Check, a_text, table, texts
from newsmarks.model import Article, Reading

FIELDS: dict[str, Check] = {"samples": five_samples, "checks": table({"ask": a_text, "words": texts}, ("ask", "words"))}
REQUIRED: tuple[str, ...] = ()
EXPECTS = "a text in quotation marks."
SURE = REASONED = False


@dataclass(frozen=True, slots=True)
class Own:
    """A sample answer for each level from 0 to 4, and what a text should mention, with the words that show it."""

    samples: tuple[str, ...]
    checks: tuple[tuple[str, tuple[str, ...]], ...]


def own(block: Mapping[str, Any], article: Article, first: int | None) -> Own:
    """Of a block."""
    checks = tuple((check["ask"], tuple(check["words"])) for check in block.get("checks", ()))
    return Own(tuple(block.get("samples", ())), checks)


def faults(e: Exercise, key: Key | None) -> Iterator[str]:
    """Whether each level has its sample."""
    if not e.sealed and not e.own.samples:
        yield "field “samples” is missing. Write five answers, one for each level from 0 to 4."


def understood(e: Exercise, article: Article, value: Any) -> str:
    """The text, not longer than any that a student writes."""
    if not isinstance(value, str):
        raise TypeError
    return value[:MOST_SIGNS]


def told(e: Exercise, answer: str, key: Key, machine: Reading | None) -> Feedback:
    """Which of the checks a text passes, and the sample answers to hold it against."""
    low = answer.casefold()
    passed = [(ask, any(word.casefold() in low for word in several)) for ask, several in e.own.checks]
    lines = [Line("there" if passes else "not yet", ask) for ask, passes in passed]
    lines += [Line("sample", f"Level {level}", text=sample) for level, sample in enumerate(e.own.samples)]
    if e.own.samples:
        lines.append(Line("next", "", text="Which level is nearest to yours? What would lift it by one?"))
    if not all(passes for _, passes in passed):
        return Feedback("not yet", "Not yet.", tuple(lines))
    return Feedback("arguable", "This question is open: compare your answer with the samples.", tuple(lines))


def key_answer(e: Exercise, key: Key) -> str:
    """The sample of the highest level."""
    return str(e.own.samples[-1])


def in_words(e: Exercise, answer: str) -> Iterator[str]:
    """The text on one line."""
    yield " ".join(answer.split())


def shown(e: Exercise, article: Article, key: Key | None) -> dict[str, Any]:
    """The checks, so that a page can tick them as the text grows."""
    return {"checks": [{"ask": ask, "words": list(several)} for ask, several in e.own.checks]}
