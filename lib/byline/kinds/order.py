"""Items to be brought into an order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from byline.exercises import Exercise, Feedback, Line, Unclear, at_letter, judged, mixed
from byline.key import Key
from newsmarks.form import Check, texts
from newsmarks.model import Article, Reading

FIELDS: dict[str, Check] = {"items": texts}
REQUIRED = ("items",)
EXPECTS = "the items in order, or their letters, as in [\"c\", \"a\", \"b\"]."
REASONED = False


def own(block: Mapping[str, Any], article: Article, first: int | None) -> tuple[str, ...]:
    """The items, in the right order; in a sealed file, in that of their hash."""
    return tuple(block["items"])


def faults(e: Exercise, key: Key | None) -> Iterator[str]:
    """Whether there is something to order."""
    if len(set(e.own)) < 2 or len(set(e.own)) < len(e.own):
        yield "field “items” needs at least two, each once."


def asked(e: Exercise) -> Any:
    """The items, whatever their order."""
    return sorted(e.own)


def shown_order(e: Exercise) -> tuple[str, ...]:
    """The items as they are shown; a sealed file has them so already.

    Never in the right order, but for two: there it would be known that the other order is right.
    """
    if e.sealed:
        return tuple(e.own)
    found = mixed(e.id, e.own)
    return (*found[1:], found[0]) if found == tuple(e.own) and len(found) > 2 else found


def given_out(e: Exercise, article: Article, key: Key) -> dict[str, Any]:
    """The items by their hash alone: one that is never right would tell which, wherever the hash would have been."""
    return {"items": mixed(e.id, e.own)}


def understood(e: Exercise, article: Article, value: Any) -> list[str]:
    """The items in order, given themselves or by the letters of their places."""
    letters = list(value.replace(",", " ").split()) if isinstance(value, str) else list(value)
    at_first = shown_order(e)
    items = [i if i in e.own else at_letter(i.strip().casefold(), at_first) for i in letters]
    if sorted(items) != sorted(e.own):
        raise Unclear(f"Each of the {len(e.own)} items must be there once.")
    return items


def told(e: Exercise, answer: list[str], key: Key, machine: Reading | None) -> Feedback:
    """Each item: in place, or where the key has it."""
    lines, run = [], _longest_run([e.own.index(item) for item in answer])
    for n, mine in enumerate(answer, 1):
        where = e.own.index(mine) + 1
        apart = "" if where - 1 in run else f"The key has it in place {where}."
        lines.append(Line("another place" if apart else "in place", mine, None, str(n), str(where), apart, look=""))
    return judged([*lines, *([Line("why", "", text=e.why)] if e.why else [])])


def _longest_run(places: Sequence[int]) -> Sequence[int]:
    """The most places that follow each other upwards, wherever they stand.

    >>> _longest_run([1, 2, 0, 3])
    [1, 2, 3]
    """
    best: list[list[int]] = []
    for place in places:
        best.append([*max((run for run in best if run[-1] < place), key=len, default=[]), place])
    return max(best, key=len)


def key_answer(e: Exercise, key: Key) -> list[str]:
    """The items in the right order."""
    return list(e.own)


def in_words(e: Exercise, answer: list[str]) -> Iterator[str]:
    """The items from first to last."""
    yield " > ".join(answer)


def shown(e: Exercise, article: Article, key: Key | None) -> dict[str, Any]:
    """The items, mixed."""
    return {"items": list(shown_order(e))}
