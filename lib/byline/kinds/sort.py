"""Items to be sorted, each into one of a few bins; `judge` is a sorting into two, the sound and the weak."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from byline.exercises import LETTERS, WRONG, Exercise, Feedback, Line, Unclear, at_letter, judged, only
from byline.key import Key
from byline.key.places import short
from byline.key.sense import MOST_AT_ONCE, plain_faults
from byline.sealing import PLACE, mixed_by_words, placed, sealed_texts
from newsmarks.form import Check, a_text, slug, table, texts
from newsmarks.model import Article, Reading

ITEM: dict[str, Check] = {"id": slug, "text": a_text, "bin": a_text, "also": texts, "feedback": a_text}
FIELDS: dict[str, Check] = {"items": table(ITEM, ("id", "text")), "bins": texts}
REQUIRED = ("items", "bins")
EXPECTS = "the bin of each item, as in {\"a\": \"stated\", \"b\": \"inferred\"}."
REASONED = False
MOST_BINS = 5


class Sorted(Protocol):
    """One thing to be sorted: `bin` is the name of where it belongs ("" in a sealed file), `also` where it may go."""

    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def bin(self) -> str: ...
    @property
    def also(self) -> tuple[str, ...]: ...
    @property
    def feedback(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Item:
    """An item under its id. In a sealed file neither `bin` nor `feedback` is known."""

    id: str
    text: str
    bin: str = ""
    also: tuple[str, ...] = ()
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Own:
    """The items in the order in which they are shown; the bins by their names, and as students read them."""

    passages: tuple[Any, ...]
    names: tuple[str, ...]
    judgements: tuple[str, ...]

    def read(self, name: str) -> str:
        """A bin as a student reads it."""
        return self.judgements[self.names.index(name)]


def own(block: Mapping[str, Any], article: Article, first: int | None) -> Own:
    """Of a block; the order is that in which the items are shown."""
    items = (Item(**{**told, "also": tuple(told.get("also", ()))}) for told in block["items"])
    bins = tuple(block["bins"])
    return Own(mixed_by_words(block["id"], items), bins, bins)


def faults(e: Exercise, key: Key | None) -> Iterator[str]:
    """Whether each item has a bin that there is, and its feedback."""
    bins = e.own.names
    if not 2 <= len(set(bins)) == len(bins) <= MOST_BINS:
        yield f"field “bins” needs two to {MOST_BINS} different ones."
    yield from plain_ids(e, "an item")
    if e.sealed:
        return
    for item in e.own.passages:
        if not item.feedback or not item.bin:
            yield f"item “{item.id}” lacks “bin” or “feedback”. Each needs both."
        elif unknown := {item.bin, *item.also} - {*bins}:
            known = ", ".join(bins)
            yield f"item “{item.id}” goes into “{min(unknown)}”, and there is no such bin. Name one of: {known}."
    if len({item.bin for item in e.own.passages}) < 2:
        yield "all items go into one bin, so there is nothing to sort."
    yield from feedback_faults(e)


def plain_ids(e: Exercise, what: str) -> Iterator[str]:
    """What is wrong with the ids of the things to be sorted."""
    ids = [one.id for one in e.own.passages]
    if len(set(ids)) < len(ids):
        yield "two of them have the same id. Give one of them another."
    if any(len(id) < 2 for id in ids):
        yield f"{what} has an id of one sign, which could be taken for its letter. Call it “p1” or the like."
    if not e.sealed and any(PLACE.fullmatch(id) for id in ids):
        yield f"{what} is called as a place is in a sealed copy. Call it “p1” or the like."


def feedback_faults(e: Exercise) -> Iterator[str]:
    """What is wrong with the texts that are read at once."""
    for one in e.own.passages:
        yield from (f"“{short(one.feedback)}”: {fault}" for fault in plain_faults(one.feedback, MOST_AT_ONCE))


def asked(e: Exercise) -> Any:
    """The items with their ids, whatever their order, and the bins; in a sealed file, without ids."""
    if e.sealed:
        return e.own.judgements, sorted(one.text for one in e.own.passages)
    return e.own.judgements, sorted((one.id, one.text) for one in e.own.passages)


def given_out(e: Exercise, article: Article, key: Key) -> dict[str, Any]:
    """The items by their places, in the order in which they are shown, and the bins."""
    return {"bins": e.own.judgements, "items": sealed_texts(e.own.passages)}


def understood(e: Exercise, article: Article, value: Any) -> dict[str, str]:
    """Item id -> the name of its bin, for each of them; given by ids, by letters or by places in a sealed copy."""
    several: tuple[Sorted, ...] = e.own.passages
    ids = [one.id for one in several]
    if isinstance(value, Mapping):
        at = placed(several)
        value = {at.get(name, name): said for name, said in value.items()}
    only(value, [*ids, *LETTERS[: len(ids)]])
    given = {name if name in ids else at_letter(name, several).id: _bin(e, said) for name, said in value.items()}
    if left := [LETTERS[n] for n, id in enumerate(ids) if id not in given]:
        raise Unclear(f"Still open: {', '.join(left)}. Decide for each; a guess will do.")
    return {id: given[id] for id in ids}


def _bin(e: Exercise, said: Any) -> str:
    """A bin by its name or its words."""
    for name, words in zip(e.own.names, e.own.judgements, strict=True):
        if isinstance(said, str) and said.strip().casefold() in (name.casefold(), words.casefold()):
            return str(name)
    raise TypeError


def told(e: Exercise, answer: Mapping[str, str], key: Key, machine: Reading | None) -> Feedback:
    """Each item: where it belongs, or not, and why."""
    lines = [_line(e.own, n, answer[one.id]) for n, one in enumerate(e.own.passages)]
    again = sum(line.outcome in WRONG for line in lines)
    head = f"{len(lines) - again} right; look again at {again}." if again else ""
    return judged([*lines, *([Line("why", "", text=e.why)] if e.why else [])], head)


def _line(own: Own, n: int, mine: str) -> Line:
    one: Sorted = own.passages[n]
    outcome = "this one" if mine == one.bin else "arguable" if mine in one.also else "not this one"
    words = f"{LETTERS[n]}. {short(one.text, 60)}"
    theirs = " or ".join(own.read(name) for name in dict.fromkeys((one.bin, *one.also)))
    return Line(outcome, words, None, own.read(mine), theirs, one.feedback, beside=True)


def key_answer(e: Exercise, key: Key) -> dict[str, str]:
    """Each item where it belongs."""
    return {one.id: one.bin for one in e.own.passages}


def in_words(e: Exercise, answer: Mapping[str, str]) -> Iterator[str]:
    """Each item by its letter, with its bin."""
    yield ", ".join(f"{LETTERS[n]} {e.own.read(answer[one.id])}" for n, one in enumerate(e.own.passages))


def shown(e: Exercise, article: Article, key: Key | None) -> dict[str, Any]:
    """The items and the bins."""
    passages = [[one.id, one.text] for one in e.own.passages]
    return {"passages": passages, "judgements": dict(zip(e.own.names, e.own.judgements, strict=True))}
