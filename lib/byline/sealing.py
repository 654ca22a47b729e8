"""Choices (options, passages) as a sealed copy has them: by the places in which they are shown, and not by their ids.

The ids and the order of the teacher's file may tell what is right: an author can have written the right option first,
or passages in turn. So nothing in a sealed copy depends on them, and nothing there can be tried out against them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from byline.exercises import hash_of

#: What a choice is called in a sealed copy: "at1" is shown first.
PLACE = re.compile(r"at[0-9]+")


class Worded(Protocol):
    """Something to choose from or to judge, under an id."""

    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str: ...


W = TypeVar("W", bound=Worded)


def mixed_by_words(exercise: str, several: Iterable[W]) -> tuple[W, ...]:
    """Choices in the order in which an exercise shows them: by a hash of their words, the same for all.

    Spaces, capitals and punctuation may be mended, as in a question: none changes its place.
    """
    return tuple(sorted(several, key=lambda one: (hash_of("shown", exercise, one.text), one.text)))


def placed(several: Sequence[Worded]) -> dict[str, str]:
    """What each is called in a sealed file -> its id, in the order in which they are shown."""
    return {f"at{n}": one.id for n, one in enumerate(several, 1)}


def sealed_texts(several: Sequence[Worded]) -> list[dict[str, str]]:
    """What a sealed file has of each: its text, and its place."""
    return [{"id": place, "text": one.text} for place, one in zip(placed(several), several, strict=True)]
