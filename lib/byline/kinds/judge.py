"""Passages to be judged: is each well sourced, or not yet?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from byline.exercises import LETTERS, WRONG, Exercise, Feedback, Line, Unclear, at_letter, judged, only
from byline.key import Key
from byline.key.places import short
from byline.key.sense import MOST_AT_ONCE, plain_faults
from byline.sealing import PLACE, mixed_by_words, placed, sealed_texts
from newsmarks.form import Check, a_text, slug, table, texts, yes_or_no
from newsmarks.model import Article, Reading

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


@dataclass(frozen=True, slots=True)
class Own:
    """The passages in the order in which they are shown, and the judgements, sound and weak, as students read them."""

    passages: tuple[Passage, ...]
    judgements: tuple[str, ...] = PLAIN

    def read(self, name: str) -> str:
        """A judgement as a student reads it."""
        return self.judgements[NAMES.index(name)]


def own(block: Mapping[str, Any], article: Article, first: int | None) -> Own:
    """Of a block; the order is that in which the passages are shown."""
    passages = (Passage(**told) for told in block["passages"])
    return Own(mixed_by_words(block["id"], passages), tuple(block.get("judgements", PLAIN)))


def faults(e: Exercise, key: Key | None) -> Iterator[str]:
    """Whether half of the passages are sound, and each has its feedback."""
    passages: tuple[Passage, ...] = e.own.passages
    if len(set(e.own.judgements)) != 2:
        yield "field “judgements” needs two, the one for sound first."
    if len({passage.id for passage in passages}) < len(passages):
        yield "two passages have the same id. Give one of them another."
    if any(len(passage.id) < 2 for passage in passages):
        yield "a passage has an id of one sign, which could be taken for its letter. Call it “p1” or the like."
    if e.sealed:
        return
    if any(PLACE.fullmatch(passage.id) for passage in passages):
        yield "a passage is called as a place is in a sealed copy. Call it “p1” or the like."
    if not all(passage.feedback and passage.sound is not None for passage in passages):
        yield "a passage lacks “sound” or “feedback”. Each needs both."
    elif abs(2 * sum(bool(passage.sound) for passage in passages) - len(passages)) > 1:
        yield "too many passages are of one sort. Half of them must be sound, or doubt alone would be right."
    for passage in passages:
        yield from (f"“{short(passage.feedback)}”: {fault}" for fault in plain_faults(passage.feedback, MOST_AT_ONCE))


def asked(e: Exercise) -> Any:
    """The passages with their ids, whatever their order, and the two judgements; in a sealed file, without ids."""
    if e.sealed:
        return e.own.judgements, sorted(passage.text for passage in e.own.passages)
    return e.own.judgements, sorted((passage.id, passage.text) for passage in e.own.passages)


def given_out(e: Exercise, article: Article, key: Key) -> dict[str, Any]:
    """The passages by their places, in the order in which they are shown, and the two judgements."""
    return {"judgements": e.own.judgements, "passages": sealed_texts(e.own.passages)}


def understood(e: Exercise, article: Article, value: Any) -> dict[str, str]:
    """Passage id -> “sound” or “weak”, for each of them; given by ids, by letters or by places in a sealed copy."""
    passages: tuple[Passage, ...] = e.own.passages
    ids = [passage.id for passage in passages]
    if isinstance(value, Mapping):
        at = placed(passages)
        value = {at.get(name, name): said for name, said in value.items()}
    only(value, [*ids, *LETTERS[: len(ids)]])
    given = {name if name in ids else at_letter(name, passages).id: _judgement(e, said) for name, said in value.items()}
    if left := [LETTERS[n] for n, id in enumerate(ids) if id not in given]:
        raise Unclear(f"Still open: {', '.join(left)}. Judge each passage; a guess will do.")
    return {id: given[id] for id in ids}


def _judgement(e: Exercise, said: Any) -> str:
    """A judgement by its name or its words."""
    for name, words in zip(NAMES, e.own.judgements, strict=True):
        if isinstance(said, str) and said.strip().casefold() in (name, words.casefold()):
            return name
    raise TypeError


def told(e: Exercise, answer: Mapping[str, str], key: Key, machine: Reading | None) -> Feedback:
    """Each passage: judged as the key judges it, or not, and why."""
    lines = [_line(e.own, n, answer[passage.id]) for n, passage in enumerate(e.own.passages)]
    again = sum(line.outcome in WRONG for line in lines)
    return judged(lines, f"{len(lines) - again} right; look again at {again}." if again else "")


def _line(own: Own, n: int, mine: str) -> Line:
    passage = own.passages[n]
    theirs = "sound" if passage.sound else "weak"
    outcome = "this one" if mine == theirs else "not this one"
    words = f"{LETTERS[n]}. {short(passage.text, 60)}"
    return Line(outcome, words, None, own.read(mine), own.read(theirs), passage.feedback, beside=True)


def key_answer(e: Exercise, key: Key) -> dict[str, str]:
    """Each passage as the key judges it."""
    return {passage.id: "sound" if passage.sound else "weak" for passage in e.own.passages}


def in_words(e: Exercise, answer: Mapping[str, str]) -> Iterator[str]:
    """Each passage by its letter, with the judgement."""
    yield ", ".join(f"{LETTERS[n]} {e.own.read(answer[p.id])}" for n, p in enumerate(e.own.passages))


def shown(e: Exercise, article: Article, key: Key | None) -> dict[str, Any]:
    """The passages and the two judgements."""
    passages = [[passage.id, passage.text] for passage in e.own.passages]
    return {"passages": passages, "judgements": dict(zip(NAMES, e.own.judgements, strict=True))}


def items(e: Exercise, answer: Mapping[str, str], key: Key) -> Iterator[tuple[bool, bool]]:
    """Each passage."""
    for passage in e.own.passages:
        yield bool(passage.sound), answer[passage.id] == "weak"
