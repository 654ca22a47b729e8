"""Options to choose one from, or several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from byline.exercises import LETTERS, Exercise, Feedback, Line, Unclear, at_letter, judged, listed
from byline.key import Key
from byline.key.places import short
from byline.key.sense import MOST_AT_ONCE, plain_faults
from byline.sealing import PLACE, mixed_by_words, placed, sealed_texts
from newsmarks.form import Check, a_text, slug, table, yes_or_no
from newsmarks.model import Article, Reading

OPTION: dict[str, Check] = {"id": slug, "text": a_text, "right": yes_or_no, "weak": yes_or_no, "feedback": a_text}
FIELDS: dict[str, Check] = {"several": yes_or_no, "options": table(OPTION, ("id", "text"))}
REQUIRED = ("options",)
EXPECTS = "the letter of an option, as in \"b\"; of several, [\"a\", \"c\"]."
REASONED = False


@dataclass(frozen=True, slots=True)
class Option:
    """One option. Its id stays with it wherever it stands; whoever chooses a `weak` one calls what is judged weak.

    In a sealed file neither `right` nor `feedback` is known.
    """

    id: str
    text: str
    right: bool = False
    weak: bool = False
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Own:
    """The options in the order in which they are shown, and whether several may be chosen."""

    options: tuple[Option, ...]
    several: bool

    def named(self, id: str) -> tuple[str, Option]:
        """An option by its id, with the letter that it stands under."""
        at = next(n for n, option in enumerate(self.options) if option.id == id)
        return LETTERS[at], self.options[at]


def own(block: Mapping[str, Any], article: Article, first: int | None) -> Own:
    """Of a block; the order is that in which the options are shown."""
    options = (Option(**option) for option in block["options"])
    return Own(mixed_by_words(block["id"], options), block.get("several", False))


def faults(e: Exercise, key: Key | None) -> Iterator[str]:
    """Whether there is something to choose, and something right."""
    options, right = e.own.options, sum(option.right for option in e.own.options)
    if len(options) < 2:
        yield "field “options” has fewer than two. Add another."
    if len({option.id for option in options}) < len(options):
        yield "two options have the same id. Give one of them another."
    if any(len(option.id) < 2 for option in options):
        yield "an option has an id of one sign, which could be taken for its letter. Call it “o1” or the like."
    if not e.sealed and any(PLACE.fullmatch(option.id) for option in options):
        yield "an option is called as a place is in a sealed copy. Call it “o1” or the like."
    if e.tier == "open" and right:
        yield "tier “open” means that no option is right. Delete “right”, or the tier."
    if not e.sealed and e.tier != "open" and (right == 0 or (right > 1 and not e.own.several)):
        yield f"{right or 'no'} options are right. One must be; for several, write several=true."
    if not e.sealed and not all(option.feedback for option in options):
        yield "an option has no feedback. Each needs its own."
    for option in options:
        yield from (f"“{short(option.feedback)}”: {fault}" for fault in plain_faults(option.feedback, MOST_AT_ONCE))


def asked(e: Exercise) -> Any:
    """The options with their ids, whatever their order; in a sealed file, the options alone."""
    if e.sealed:
        return sorted(option.text for option in e.own.options)
    return sorted((option.id, option.text) for option in e.own.options)


def given_out(e: Exercise, article: Article, key: Key) -> dict[str, Any]:
    """The options by their places, in the order in which they are shown."""
    several = {"several": True} if e.own.several else {}
    return {**several, "options": sealed_texts(e.own.options)}


def understood(e: Exercise, article: Article, value: Any) -> list[str]:
    """The ids of the chosen options, in the order in which they are shown."""
    ids = [option.id for option in e.own.options]
    if isinstance(value, int):
        raise Unclear(f"Give the letter of an option, {LETTERS[0]} to {LETTERS[len(ids) - 1]}.")
    if isinstance(value, str) and e.own.several and value not in {option.text for option in e.own.options}:
        value = value.replace(",", " ").split()
    chosen = {_option(e, one) for one in listed(value)}
    if len(chosen) > 1 and not e.own.several:
        raise Unclear("Choose one option here.")
    return sorted(chosen, key=ids.index)


def _option(e: Exercise, value: Any) -> str:
    """The id of an option that is given by its letter, its id, its text or its place in a sealed copy.

    In early answers it is given by its number.
    """
    options: tuple[Option, ...] = e.own.options
    if isinstance(value, int) and not isinstance(value, bool):
        value = f"o{value + 1}"  # what the options of those questions are called, wherever they stand now
    if isinstance(value, str):
        value = placed(options).get(value, value)
        found = next((o for o in options if value in (o.id, o.text)), None)
        with suppress(IndexError):
            return (found or at_letter(value.strip().casefold().rstrip(".)"), options)).id
    raise Unclear(f"There is no such option. Choose from {LETTERS[0]} to {LETTERS[len(options) - 1]}.")


def told(e: Exercise, answer: list[str], key: Key, machine: Reading | None) -> Feedback:
    """What is said of each chosen option, and whether there are more that fit."""
    chosen = [e.own.named(id) for id in answer]
    if e.tier == "open":
        kept = (Line("your choice", f"{letter}. {o.text}", None, "chosen", "", o.feedback) for letter, o in chosen)
        return Feedback("yes", "Your choice is kept. It is not marked.", tuple(kept))
    lines = [Line("this one" if option.right else "not this one", f"{letter}. {option.text}", None, "chosen", "",
                  option.feedback) for letter, option in chosen]  # fmt: skip
    left = sum(option.right and option.id not in answer for option in e.own.options)
    fit = sum(option.right for _, option in chosen)
    if left and fit == len(chosen):
        more = "There is one more that fits" if left == 1 else f"There are {left} more that fit"
        lines.append(Line("missed", "", text=f"{more}. Look again at those that you left."))
    rest = [e.own.named(option.id) for option in e.own.options if option.right and option.id not in answer]
    lines += [Line("why", f"{letter}. {o.text}", None, "", "right", o.feedback) for letter, o in rest]
    return judged(lines, _headline(e, fit, len(chosen) - fit, left))


def _headline(e: Exercise, fit: int, unfit: int, left: int) -> str:
    """How many of the chosen ones fit, where there may be several."""
    lead = "Not yet" if unfit or left else "Yes"
    counted = [f"{fit} {'fits' if fit == 1 else 'fit'}"] * bool(fit)
    counted += [f"{unfit} {'does' if unfit == 1 else 'do'} not"] * bool(unfit)
    return f"{lead}: {', '.join(counted)}." if counted and e.own.several else f"{lead}."


def key_answer(e: Exercise, key: Key) -> list[str]:
    """The options that are right; any where none is."""
    return [option.id for option in e.own.options if option.right] or [e.own.options[0].id]


def in_words(e: Exercise, answer: list[str]) -> Iterator[str]:
    """Each chosen option under its letter."""
    for letter, option in map(e.own.named, answer):
        yield f"{letter}. {option.text}"


def shown(e: Exercise, article: Article, key: Key | None) -> dict[str, Any]:
    """The options: ids and texts."""
    return {"options": [[option.id, option.text] for option in e.own.options], "several": e.own.several}


def items(e: Exercise, answer: list[str], key: Key) -> Iterator[tuple[bool, bool]]:
    """What is judged as a whole, where the exercise says whether that is sound."""
    if e.sound is not None:
        yield e.sound, any(e.own.named(id)[1].weak for id in answer)
