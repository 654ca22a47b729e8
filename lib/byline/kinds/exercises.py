"""Exercises as data: reads exercises.toml, says what is wrong with it, and what an answer to each must look like."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from byline.key import Key, check_key
from byline.key.places import PlaceError, short, span_of
from byline.key.sense import plain_faults
from byline.key.shape import HERE, place
from byline.key.types import TIERS
from byline.seeds.folders import open_folder
from newsmarks.form import (
    Check,
    above_zero,
    choice,
    faults,
    number,
    parse_toml,
    slug,
    table,
    text,
    texts,
    whole,
    yes_or_no,
)
from newsmarks.model import CRITERIA, STANCES, VERDICTS, VOICES, Article, Span
from newsmarks.text import ArticleError, read_text

SCHEMA = "byline.exercises/1"
#: Layer of marks -> label -> (letter, what it says).
LABELS: dict[str, dict[str, tuple[str, str]]] = {
    "voices": {name: (letter, label) for name, (letter, label, _) in VOICES.items()},
    "loaded": {
        "reporter": ("R", "the reporter's word"), "source": ("S", "a source's word"),
        "nobody": ("N", "nobody's word"), "ask": ("A", "ask both sides"),
    },
    "figures": {name: (letter, name) for letter, name in zip("CTNQ", VERDICTS, strict=True)},
    "stances": {name: (name[0].upper(), name) for name in STANCES},
}  # fmt: skip
PARTS = ("content", "cue", "source")


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a *choose* exercise; in a sealed file neither `right` nor `feedback` is known."""

    text: str
    right: bool = False
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise. Which fields count depends on `kind`; see seeds/GUIDELINE.md, part 3."""

    id: str
    kind: str
    prompt: str
    lesson: str = ""
    paragraphs: tuple[int, ...] = ()
    tier: str = "one answer"
    hints: tuple[str, ...] = ()
    minutes: float = 3
    reason: str = ""
    why: str = ""
    layer: str = ""
    labels: tuple[str, ...] = ()
    given: tuple[dict[str, Any], ...] = ()
    options: tuple[Option, ...] = ()
    several: bool = False
    attribution: str = ""
    show: tuple[str, ...] = ()
    figure: Span | None = None
    items: tuple[str, ...] = ()
    unit: str = ""
    answer: float | None = None
    least: float = 0
    samples: tuple[str, ...] = ()
    checks: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sealed: bool = False

    def most(self) -> float:
        """The largest number that a *predict* exercise takes: that of its unit ("of 20 words"), or 100 percent."""
        whole = re.search(r"\bof (\d{1,15})", self.unit)
        return float(whole[1]) if whole else 100.0 if self.unit.startswith("percent") else 1e9

    def label_names(self) -> tuple[str, ...]:
        """The labels that a mark may have here."""
        return self.labels or tuple(LABELS.get(self.layer, ()))


ANY: dict[str, Check] = {
    "id": slug, "lesson": text, "prompt": text, "paragraph": whole(1), "tier": choice(*TIERS), "hints": texts,
    "minutes": above_zero, "reason": text, "why": text,
}  # fmt: skip


def _paragraphs(value: Any) -> str:
    several = value if isinstance(value, list) and value else [value]
    return next((fault for v in several if (fault := whole(1)(v))), "")


#: Kind -> the fields that it may have besides those of every kind, and those that it must have.
KINDS: dict[str, tuple[dict[str, Check], tuple[str, ...]]] = {
    "mark": ({"paragraphs": _paragraphs, "layer": choice(*LABELS), "labels": texts,
              "given": table({**HERE, "label": text}, ("quote", "label"))},
             ("paragraphs", "layer")),
    "choose": ({"paragraphs": _paragraphs, "several": yes_or_no,
                "options": table({"text": text, "right": yes_or_no, "feedback": text}, ("text",))}, ("options",)),
    "link": ({"paragraphs": _paragraphs, "attribution": slug, "show": texts}, ("paragraphs", "attribution")),
    "rate": ({"paragraphs": _paragraphs, "quote": place, "nth": whole(1), "show": texts}, ("paragraphs", "quote")),
    "order": ({"paragraphs": _paragraphs, "items": texts}, ("items",)),
    "predict": ({"paragraphs": _paragraphs, "unit": text, "answer": number, "least": number}, ("unit",)),
    "write": ({"paragraphs": _paragraphs, "samples": texts,
               "checks": table({"ask": text, "words": texts}, ("ask", "words"))}, ()),
}  # fmt: skip


def open_exercises(folder: Path) -> dict[str, Exercise]:
    """The exercises of a seed's folder, by id; none where there is no exercises.toml.

    Raises ArticleError with what is wrong first, and how much more is.
    """
    if not (folder / "exercises.toml").is_file():
        return {}
    key = check_key(folder / "key.toml")[0] if (folder / "key.toml").is_file() else None
    found, wrong = check_exercises(folder, key)
    if wrong:
        more = f" And {len(wrong) - 1} more: “byline check” lists them all." if len(wrong) > 1 else ""
        raise ArticleError(wrong[0] + more)
    return found


def check_exercises(folder: Path, key: Key | None) -> tuple[dict[str, Exercise], list[str]]:
    """The exercises of a folder, and a sentence for each thing that is wrong with them."""
    name = f"{folder.name}/exercises.toml"
    try:
        article, data = open_folder(folder), parse_toml(read_text(folder / "exercises.toml"))
    except tomllib.TOMLDecodeError as problem:
        return {}, [f"{name}: this is not valid TOML ({problem}). Mend that line."]
    if data.get("schema") != SCHEMA or not isinstance(data.get("exercise", []), list):
        return {}, [f"{name}: field “schema” must be “{SCHEMA}”, and the rest [[exercise]] blocks."]
    found, wrong = dict[str, Exercise](), list[str]()
    for n, block in enumerate(data.get("exercise", []), 1):
        entry = f"{name}, exercise {block.get('id', n) if isinstance(block, dict) else n}"
        problems = list(_faults(block, article, key, sealed=bool(data.get("sealed"))))
        if not problems and block["id"] in found:
            problems = ["field “id” stands twice. Give one of them another."]
        wrong += [f"{entry}: {problem}" for problem in problems]
        if not problems:
            found[block["id"]] = _exercise(block, article, sealed=bool(data.get("sealed")))
    return found, wrong


def _faults(block: Any, article: Article, key: Key | None, sealed: bool) -> Iterator[str]:
    if not isinstance(block, dict):
        yield "this must be an [[exercise]] block."
        return
    kind = block.get("kind")
    if fault := choice(*KINDS)(kind):
        yield f"field “kind” {fault}"
        return
    more, required = KINDS[str(kind)]
    before = list(faults({k: v for k, v in block.items() if k != "kind"}, {**ANY, **more}, ("id", "prompt", *required)))
    yield from before
    if not before:
        try:
            e = _exercise(block, article, sealed)
            yield from SENSE[str(kind)](e, key, sealed)
            for words in (e.prompt, e.reason, *e.hints, *(o.feedback for o in e.options)):
                yield from (f"“{short(words)}”: {fault}" for fault in plain_faults(words))
        except (PlaceError, ValueError) as problem:
            yield str(problem)


def _exercise(block: Mapping[str, Any], article: Article, sealed: bool) -> Exercise:
    """One exercise. Raises PlaceError where it quotes what is not in the text."""
    told = {k: v for k, v in block.items() if k in {f.name for f in fields(Exercise)}}
    several = block.get("paragraphs", ())
    told["paragraphs"] = tuple(several) if isinstance(several, list) else (several,) if several else ()
    for number_ in told["paragraphs"]:
        span_of(article, {"paragraph": number_}, None)
    for name in ("hints", "labels", "show", "items", "samples"):
        told[name] = tuple(block.get(name, ()))
    told["options"] = tuple(Option(**option) for option in block.get("options", ()))
    told["checks"] = tuple((c["ask"], tuple(c["words"])) for c in block.get("checks", ()))
    first = told["paragraphs"][0] if len(told["paragraphs"]) == 1 else None
    told["given"] = tuple(
        marked(article, span_of(article, g, g.get("paragraph", first)), g["label"]) for g in block.get("given", ())
    )
    if block["kind"] == "rate":
        told["figure"] = span_of(article, block, first)
    return Exercise(**told, sealed=sealed)


def marked(article: Article, span: Span, label: str) -> dict[str, Any]:
    """A mark as it is kept: where, the words, and the label."""
    return {"span": [span.start, span.end], "quote": span.of(article.text), "label": label}


# --- whether it makes sense -----------------------------------------------------------------------


def _about_mark(e: Exercise, key: Key | None, sealed: bool) -> Iterator[str]:
    for name in (*e.labels, *(g["label"] for g in e.given)):
        if fault := choice(*LABELS[e.layer])(name):
            yield f"a label {fault}"


def _about_choose(e: Exercise, key: Key | None, sealed: bool) -> Iterator[str]:
    right = sum(option.right for option in e.options)
    if len(e.options) < 2:
        yield "field “options” has fewer than two. Add another."
    if e.tier == "open" and right:
        yield "tier “open” means that no option is right. Delete “right”, or the tier."
    if not sealed and e.tier != "open" and (right == 0 or (right > 1 and not e.several)):
        yield f"{right or 'no'} options are right. One must be; for several, write several=true."
    if not sealed and not all(option.feedback for option in e.options):
        yield "an option has no feedback. Each needs its own."


def _about_link(e: Exercise, key: Key | None, sealed: bool) -> Iterator[str]:
    if key and e.attribution not in {a.rule for a in key.attributions}:
        known = ", ".join(a.rule for a in key.attributions)
        yield f"field “attribution”: the key has no “{e.attribution}”. It has: {known}."
    yield from (f"field “show” {fault}" for name in e.show if (fault := choice(*PARTS)(name)))


def _about_rate(e: Exercise, key: Key | None, sealed: bool) -> Iterator[str]:
    if key and not any(f.span == e.figure for f in key.figures):
        known = ", ".join(f"“{short(key.words(f.span))}”" for f in key.figures)
        yield f"field “quote”: the key has no figure there. It has: {known}."
    yield from (f"field “show” {fault}" for name in e.show if (fault := choice(*CRITERIA)(name)))


def _about_order(e: Exercise, key: Key | None, sealed: bool) -> Iterator[str]:
    if len(set(e.items)) < 2 or len(set(e.items)) < len(e.items):
        yield "field “items” needs at least two, each once."


def _about_predict(e: Exercise, key: Key | None, sealed: bool) -> Iterator[str]:
    if not sealed and e.answer is None and e.tier != "open":
        yield "field “answer” is missing. Write the number that the reveal shows; where there is none, tier = \"open\"."
    if e.answer is not None and not e.least <= e.answer <= e.most():
        yield f"field “answer” must be a number from {e.least:g} to {e.most():g}, as for a student."


def _about_write(e: Exercise, key: Key | None, sealed: bool) -> Iterator[str]:
    if not sealed and len(e.samples) != 5:
        yield f"field “samples” has {len(e.samples)} answers. It needs five, one for each level from 0 to 4."


SENSE: dict[str, Callable[[Exercise, Key | None, bool], Iterator[str]]] = {
    "mark": _about_mark, "choose": _about_choose, "link": _about_link, "rate": _about_rate, "order": _about_order,
    "predict": _about_predict, "write": _about_write,
}  # fmt: skip
