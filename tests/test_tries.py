"""Tries of students', each judged by hand from the guideline alone: the library judges them in the same way."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from byline.exercises import NOTES, Exercise, marked
from byline.key import Key, load_key
from byline.key.places import short
from byline.kinds import assess, open_exercises, understood
from byline.kinds.mark import Own
from byline.scoring import OUTCOMES
from newsmarks.model import Span

PROJECT = Path(__file__).parents[1]
CASES = PROJECT / "tests" / "cases"
PREFIXES = json.loads((CASES / "prefixes.json").read_text(encoding="utf-8"))
TRIES = [json.loads(line) for line in (CASES / "tries.jsonl").read_text(encoding="utf-8").splitlines()]
#: Text, exercise, and which try at it: judged otherwise here than by hand. Each line says why.
KNOWN = ["mariupol 01-g 1", "mariupol 01-g 3", "flood 04-e 1", "mariupol 04-e 3"]


@cache
def key_of(text: str) -> Key:
    return load_key(text)


@cache
def exercises_of(text: str) -> dict[str, Exercise]:
    """Those of the lessons, and those that are gone from them: a try at one still tells how the library judges."""
    with TemporaryDirectory() as place:
        folder = Path(place) / text
        shutil.copytree(PROJECT / "seeds" / text, folder)
        shutil.copy(CASES / "gone" / f"{text}.toml", folder / "exercises.toml")
        gone = open_exercises(folder)
    return gone | open_exercises(PROJECT / "seeds" / text)


def named() -> dict[str, dict[str, Any]]:
    """The tries by what they are called."""
    seen, found = Counter[str](), {}
    for one in TRIES:
        name = f"{one['text']} {one['exercise']}"
        seen[name] += 1
        found[f"{name} {seen[name]}"] = one
    return found


NAMED = named()


def verdict(one: dict[str, Any]) -> tuple[str, dict[str, int]]:
    """Status and outcomes of a try."""
    e, key = exercises_of(one["text"])[one["exercise"]], key_of(one["text"])
    value = [tuple(pair) for pair in one["answer"]] if e.kind == "mark" else one["answer"]
    found = assess(e, understood(e, key.article, value), key)
    outcomes = Counter(line.outcome for line in found.lines if line.outcome not in NOTES)
    return found.status, dict(outcomes)


@pytest.mark.parametrize("case", PREFIXES, ids=lambda case: f"P{case['paragraph']} {case['student_marks']}")
def test_how_much_of_a_stretch_or_a_word_is_enough(case: dict[str, Any]) -> None:
    """The first words of what the key has, cut off where half is reached, just before it or just after."""
    key, words, label = key_of(case["text"]), case["student_marks"], case["label"]
    at = key.text.index(words, key.article.paragraphs[case["paragraph"] - 1].start if case["paragraph"] > 1 else 0)
    e = Exercise("x", "mark", "Mark.", Own(case["layer"], (label,), ()), paragraphs=(case["paragraph"],))
    found = assess(e, [marked(key.article, Span(at, at + len(words)), label)], key)
    [line] = [line for line in found.lines if line.words == short(case["key_words"], 80)]
    assert line.outcome == case["outcome"]


@pytest.mark.parametrize("name", NAMED)
def test_a_try_is_judged_as_by_hand(name: str) -> None:
    one = NAMED[name]
    same = verdict(one) == (one["status"], one["outcomes"])
    assert same is (name not in KNOWN), one["because"]


def test_what_is_judged_otherwise_is_known_with_its_reason_and_rare() -> None:
    assert [name for name, one in NAMED.items() if "known" in one] == KNOWN
    assert all(re.fullmatch(r"\S.{20,}\.", NAMED[name]["known"]) for name in KNOWN)
    assert len(TRIES) > 200 and len(KNOWN) / len(TRIES) < 0.034


def test_the_tries_are_of_all_kinds_and_come_out_in_every_way() -> None:
    kinds = Counter(exercises_of(one["text"])[one["exercise"]].kind for one in TRIES)
    assert set(kinds) == {"mark", "link", "choose", "rate", "order", "predict", "write", "judge"}
    assert {outcome for one in TRIES for outcome in one["outcomes"]} > set(OUTCOMES)
    assert {one["status"] for one in TRIES} == {"not yet", "arguable", "yes"}
    assert all(one["because"].endswith((".", ".”")) for one in TRIES)
