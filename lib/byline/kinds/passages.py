"""The passages of a test form, each to be judged: does it hold up, or not yet? It is never marked.

They stand in the key, as its passages, and are shown in the order of the text. An answer is kept from the first choice
on, and is committed when all of it is there; until then nobody is told anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from byline.exercises import LETTERS, Exercise, Feedback, Line, Unclear, at_letter, only
from byline.key import Key
from byline.key.places import short
from byline.key.types import SKILLS
from byline.kinds.judge import NAMES
from byline.sealing import PLACE, placed, sealed_texts
from newsmarks.form import Check, a_text, slug, table
from newsmarks.model import Article, Reading

FIELDS: dict[str, Check] = {"passages": table({"id": slug, "text": a_text}, ("id", "text"))}
REQUIRED: tuple[str, ...] = ()
EXPECTS = "“sound” or “weak” for each passage, and when this is, as in {\"when\": \"before\", \"a\": \"sound\", …}."
REASONED = False
#: What a passage can be called, as students read it: it is asked for more than its source.
PLAIN = ("holds up", "not yet")
#: The name of a rule in brackets: whoever takes the first form has met none of them.
RULE = re.compile(r" \([a-z][a-z -]*\)(?=[.,;:?!])")
#: When a form is filled in -> how a student reads it.
WHEN = {"before": "before the lessons", "after": "after the lessons", "later": "some weeks after the lessons"}
#: What of an answer is no passage.
BESIDES = ("when", "guess")
#: Skill -> what its passages are about.
ABOUT = dict(zip(SKILLS, ("Who says so", "Loaded words", "Figures"), strict=True))
THANKS = "Your answers are kept, and there is no grade. These are the passages, skill by skill."


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage under its id. In a sealed file only its text is known.

    `right` is said where the student judges as the key does, `wrong` where she does not.
    """

    id: str
    text: str
    skill: str = ""
    sound: bool | None = None
    right: str = ""
    wrong: str = ""


def completed(block: Mapping[str, Any], article: Article, key: Key) -> dict[str, Any]:
    """The block with the key's passages, in the order of the text."""
    found = [{"id": one.id, "text": one.span.of(article.text).strip(), "skill": one.skill, "sound": one.sound,
              "right": one.why, "wrong": one.feedback.get("weak" if one.sound else "sound", "")}
             for one in sorted(key.passages, key=lambda one: one.span.start)]  # fmt: skip
    return {**block, "passages": found}


def own(block: Mapping[str, Any], article: Article, first: int | None) -> tuple[Passage, ...]:
    """Of a block: the passages in their order."""
    return tuple(Passage(**told) for told in block.get("passages", ()))


def faults(e: Exercise, key: Key | None) -> Iterator[str]:
    """Whether there are passages, half of them sound, and each has a name of its own."""
    passages: tuple[Passage, ...] = e.own
    if not passages and (key or e.sealed):
        yield "the key has no passages for it. Write a [[passage]] in key.toml for each paragraph that is judged."
    if len(passages) > len(LETTERS):
        yield f"there are {len(passages)} passages, and letters for {len(LETTERS)}. Take some out of the key."
    for one in passages:
        if one.id in BESIDES or len(one.id) < 2 or (PLACE.fullmatch(one.id) and not e.sealed):
            yield f"a passage cannot be called “{one.id}”. Give it a longer name in the key, such as “noise-readings”."
    if not e.sealed and 2 * sum(bool(one.sound) for one in passages) != len(passages):
        yield "half of the passages must be sound, or doubt alone would be right. Mend “sound” in the key."


def asked(e: Exercise) -> Any:
    """The passages with their ids; in a sealed file, without ids."""
    return sorted(one.text if e.sealed else (one.id, one.text) for one in e.own)


def given_out(e: Exercise, article: Article, key: Key) -> dict[str, Any]:
    """The passages by their places, without verdict and skill."""
    return {"passages": sealed_texts(e.own)}


def understood(e: Exercise, article: Article, value: Any) -> dict[str, Any]:
    """When it is, how many one thinks to have, and passage id -> “sound” or “weak”, each as far as it is said.

    Passages are given by ids, by letters or by places in a sealed copy.
    """
    if isinstance(value, Mapping):
        at = placed(e.own)
        value = {at.get(name, name): said for name, said in value.items()}
    ids = [one.id for one in e.own]
    only(value, [*BESIDES, *ids, *LETTERS[: len(ids)]])
    given = {name if name in ids else at_letter(name, e.own).id: _judgement(said)
             for name, said in value.items() if name not in BESIDES}  # fmt: skip
    return {**_besides(value, len(ids)), **{id: given[id] for id in ids if id in given}}


def _besides(value: Mapping[str, Any], most: int) -> dict[str, Any]:
    """What of an answer is no passage: when it is, and how many one thinks to have."""
    told: dict[str, Any] = {}
    if (when := value.get("when")) is not None:
        if when not in WHEN:
            raise Unclear(f"When is this? Say one of: {', '.join(WHEN)}.")
        told["when"] = when
    if (guess := value.get("guess")) not in (None, ""):
        number = int(guess) if isinstance(guess, str) and guess.strip().isdecimal() and len(guess) < 9 else guess
        if type(number) is not int or not 0 <= number <= most:
            raise Unclear(f"How many did you judge as the key does? Give a number from 0 to {most}, or leave it out.")
        told["guess"] = number
    return told


def _judgement(said: Any) -> str:
    """A judgement by its name or its words."""
    return NAMES[[said.strip().casefold() in pair for pair in zip(NAMES, PLAIN, strict=True)].index(True)]


def left(e: Exercise, answer: Mapping[str, Any]) -> str:
    """What has to be said yet before it can be committed, as a sentence; "" where all is there."""
    if open_ones := [LETTERS[n] for n, one in enumerate(e.own) if one.id not in answer]:
        return f"Still open: {', '.join(open_ones)}. Judge each passage; a guess will do."
    return "" if "when" in answer else f"When is this? Say one of: {', '.join(WHEN)}."


def told(e: Exercise, answer: Mapping[str, Any], key: Key, machine: Reading | None) -> Feedback:
    """How many are judged as in the key, beside the guess; then skill by skill each passage, and why."""
    lines = [line for skill in ABOUT for line in _lines(e.own, skill, answer)]
    return Feedback("yes", f"{_score(e, answer)} {THANKS}", tuple(lines))


def _score(e: Exercise, answer: Mapping[str, Any]) -> str:
    """How many passages are judged as in the key, and how many were guessed."""
    as_key = sum(sound != flagged for _, sound, flagged in items_by_skill(e, answer))
    guessed = f", and your guess was {answer['guess']}" if "guess" in answer else ""
    return f"You judged {as_key} of {len(e.own)} as the key does{guessed}."


def _lines(passages: Sequence[Passage], skill: str, answer: Mapping[str, Any]) -> Iterator[Line]:
    """How many of a skill were called what the key calls them, then passage by passage."""
    lines = [_line(n, one, answer[one.id]) for n, one in enumerate(passages)
             if one.skill == skill and one.id in answer]  # fmt: skip
    if lines:
        as_key = sum(line.outcome == "this one" for line in lines)
        yield Line("verdict", "", text=f"{ABOUT[skill]}: {as_key} of {len(lines)} as the key has them.")
    yield from lines


def _line(n: int, passage: Passage, mine: str) -> Line:
    theirs = NAMES[0] if passage.sound else NAMES[1]
    read = dict(zip(NAMES, PLAIN, strict=True))
    words = f"{LETTERS[n]}. {short(passage.text, 60)}"
    if mine == theirs:
        return Line("this one", words, yours=read[mine], text=passage.right, beside=True)
    told = RULE.sub("", passage.wrong)
    return Line("not this one", words, yours=read[mine], key=read[theirs], text=told, beside=True)


def key_answer(e: Exercise, key: Key) -> dict[str, Any]:
    """Each passage as the key judges it; when it is, no key knows, so it is the first that there is."""
    return {"when": next(iter(WHEN)), **{one.id: NAMES[0] if one.sound else NAMES[1] for one in e.own}}


def in_words(e: Exercise, answer: Mapping[str, Any]) -> Iterator[str]:
    """When it was, each passage by its letter, and how many one thinks to have."""
    if "when" in answer:
        yield WHEN[answer["when"]]
    read = dict(zip(NAMES, PLAIN, strict=True))
    yield ", ".join(f"{LETTERS[n]} {read[answer[one.id]]}" for n, one in enumerate(e.own) if one.id in answer)
    if "guess" in answer:
        yield f"expects {answer['guess']} of {len(e.own)}"


def shown(e: Exercise, article: Article, key: Key | None) -> dict[str, Any]:
    """The passages, the two judgements, when it can be, and that it is answered once."""
    return {"passages": [[one.id, one.text] for one in e.own], "judgements": dict(zip(NAMES, PLAIN, strict=True)),
            "when": WHEN, "once": True}  # fmt: skip


def items(e: Exercise, answer: Mapping[str, Any], key: Key) -> Iterator[tuple[bool, bool]]:
    """Each passage that is judged."""
    for _, sound, flagged in items_by_skill(e, answer):
        yield sound, flagged


def items_by_skill(e: Exercise, answer: Mapping[str, Any]) -> Iterator[tuple[str, bool, bool]]:
    """(skill, whether it is sound, whether the answer calls it weak) for each passage that is judged."""
    for one in e.own:
        if one.id in answer:
            yield one.skill, bool(one.sound), answer[one.id] == NAMES[1]
