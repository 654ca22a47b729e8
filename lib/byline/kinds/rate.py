"""The five questions put to a figure, each answered with 0, a half or 1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from byline.exercises import SOUND, Exercise, Feedback, Line, answered, judged, only
from byline.key import Key
from byline.key.draft import place as place_of
from byline.key.places import short, span_of
from byline.key.shape import place
from byline.scoring import score_of
from newsmarks.form import Check, among, choice, choices, table, whole
from newsmarks.model import CRITERIA, NOT_FALSE, Article, Criteria, Criterion, Figure, Reading, Span

GIVEN: dict[str, Check] = {"ask": choice(*CRITERIA), "score": among(0, 0.5, 1)}
FIELDS: dict[str, Check] = {"quote": place, "nth": whole(1), "show": choices(*CRITERIA),
                            "given": table(GIVEN, tuple(GIVEN))}  # fmt: skip
REQUIRED = ("paragraphs", "quote")
EXPECTS = ("0, 0.5 or 1 for each of the five questions, as in "
           "{\"who\": 1, \"what\": 0.5, \"when\": 0, \"how\": 0, \"access\": 0}.")  # fmt: skip
REASONED = True
VERDICT_RULE = "Traceable needs 1 for who and 3 in all; checkable needs 1 for access."

#: Question -> where to look for what answers it, once more.
LOOK = {
    "who": "Is somebody named who counted, or only somebody who tells of it?",
    "what": "Look for the things that were counted, and for the whole that they are a part of.",
    "when": "Look for a day or a time of the count, and not of the telling.",
    "how": "Look for words that tell the way: a list, a measurement, an estimate.",
    "access": "Does the text say where it could be looked up, and by whom?",
}


@dataclass(frozen=True, slots=True)
class Own:
    """Which figure is rated, and the questions that are shown already answered; in a sealed file, with their scores."""

    figure: Span
    show: tuple[str, ...]
    given: Mapping[str, float] = field(default_factory=dict)


def own(block: Mapping[str, Any], article: Article, first: int | None) -> Own:
    """Of a block. Raises PlaceError where the figure is not in the text."""
    given = {one["ask"]: float(one["score"]) for one in block.get("given", ())}
    return Own(span_of(article, block, first), tuple(block.get("show", ())), given)


def faults(e: Exercise, key: Key | None) -> Iterator[str]:
    """Whether the key has this figure, and what is shown has its scores from the key alone."""
    if e.own.given and not e.sealed:
        yield "field “given” is for sealed files. Delete it: the key has these scores."
    if key and not any(f.span == e.own.figure for f in key.figures):
        known = ", ".join(f"“{short(key.words(f.span))}”" for f in key.figures)
        yield f"field “quote”: the key has no figure there. It has: {known}."


def asked(e: Exercise) -> Any:
    """The figure belongs to the question."""
    return e.own.figure


def given_out(e: Exercise, article: Article, key: Key) -> dict[str, Any]:
    """The figure, and the scores that are shown."""
    given = [{"ask": name, "score": score_of(_keyed(e, key), name)} for name in e.own.show]
    shown = {"show": e.own.show, "given": given} if given else {}
    return {"quote": place_of(article, e.own.figure, 0), **shown}


def understood(e: Exercise, article: Article, value: Any) -> dict[str, float]:
    """Question -> 0, 0.5 or 1; those that are shown already answered may be left out."""
    only(value, CRITERIA)
    scores = {name: value[name] for name in CRITERIA if name in value or name not in e.own.show}
    if any(isinstance(s, bool) or s not in (0, 0.5, 1) for s in scores.values()):
        raise TypeError
    return {name: float(score) for name, score in scores.items()}


def _keyed(e: Exercise, key: Key) -> Figure:
    return next(f for f in key.figures if f.span == e.own.figure)


def reading(e: Exercise, answer: Mapping[str, float], key: Key) -> Reading:
    """An answer as a reading: one figure with its five questions, those that are shown as the key has them."""
    given = {**{name: score_of(_keyed(e, key), name) for name in e.own.show}, **answer}
    criteria = Criteria(*(Criterion(given[name], None, ask) for name, ask in CRITERIA.items()))
    figure = Figure(e.own.figure, "", None, "=", None, None, None, criteria, criteria.verdict, "", "")
    return answered(key.article, "figures", [figure])


def told(e: Exercise, answer: Mapping[str, float], key: Key, machine: Reading | None) -> Feedback:
    """Each of the five questions; half a point apart is arguable, but not where the text gives nothing at all."""
    mine, theirs = reading(e, answer, key).figures[0], _keyed(e, key)
    lines = [_line(key, theirs, name, score_of(mine, name)) for name in CRITERIA if name not in e.own.show]
    total, right = mine.criteria.total, theirs.criteria.total
    sums = f"Your sum is {total:g} of 5, the key's {right:g}: {theirs.verdict}. {VERDICT_RULE} {NOT_FALSE}"
    look = f"Your sum is {total:g} of 5: {mine.verdict}. {VERDICT_RULE}"
    return judged([*lines, Line("verdict", "", None, f"{total:g}", f"{right:g}", sums, look=look)])


def _line(key: Key, figure: Figure, name: str, score: float) -> Line:
    criterion: Criterion = getattr(figure.criteria, name)
    apart = abs(score - criterion.score)
    words = criterion.words and short(key.words(criterion.words))
    own_ask = criterion.ask if criterion.ask != CRITERIA[name] else ""
    earned = f"“{words}” earns it." if words else own_ask or "Nothing in the text answers it."
    said = f"The key gives {criterion.score:g}. {earned}"
    outcome = "found" if not apart else "arguable" if apart == 0.5 and criterion.score else "other label"
    look = "Half a point more or less is accepted here." if outcome == "arguable" else None
    if outcome == "other label":
        said += " Which words did you have in mind?" if score else " Look at those words again."
        look = LOOK[name]
    return Line(outcome, CRITERIA[name], None, f"{score:g}", f"{criterion.score:g}", said, look=look)


def key_answer(e: Exercise, key: Key) -> dict[str, float]:
    """The key's five scores."""
    return {name: score_of(_keyed(e, key), name) for name in CRITERIA}


def in_words(e: Exercise, answer: Mapping[str, float]) -> Iterator[str]:
    """Each question by its name, with its score."""
    yield ", ".join(f"{name} {score:g}" for name, score in answer.items())


def shown(e: Exercise, article: Article, key: Key | None) -> dict[str, Any]:
    """The figure, the five questions, and the answers that are given."""
    given = {name: score_of(_keyed(e, key), name) for name in e.own.show} if key else dict(e.own.given)
    return {"criteria": dict(CRITERIA), "figure": e.own.figure.of(article.text), "given": given}


def items(e: Exercise, answer: Mapping[str, float], key: Key) -> Iterator[tuple[bool, bool]]:
    """The figure, by the verdict that its five scores give."""
    mine = reading(e, answer, key).figures[0]
    yield _keyed(e, key).verdict in SOUND, mine.verdict not in SOUND
