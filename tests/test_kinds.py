"""Each kind of exercise has what a kind has: one module here, and one function of the same name on the page."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import pytest

from byline import kinds
from byline.exercises import Exercise
from byline.kinds import COMMON, KINDS

PAGE = (Path(kinds.__file__).parents[1] / "lesson" / "exercise.js").read_text(encoding="utf-8")
#: What the text on top of the package says that a kind has: "`asked(e)`: what of it belongs …".
LINES = re.findall(r"^- ([^:]+)", kinds.__doc__ or "", re.MULTILINE)
SAID = [said for line in LINES for said in re.findall(r"`(.+?)`", line)]
FUNCTIONS = dict(re.findall(r"(\w+)\((.*)\)", "\n".join(SAID)))
#: Those that a kind may do without: "`items(e, answer, key)`, where it judges".
OPTIONAL = [found[1] for line in LINES if (found := re.match(r"`(\w+)\(.*`, where ", line))]
VALUES = [name for name in SAID if name.isupper()]


def of_kinds(test: object) -> object:
    return pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)(test)  # type: ignore[arg-type]


def test_what_a_kind_has_is_said() -> None:
    assert VALUES == ["FIELDS", "REQUIRED", "EXPECTS", "REASONED"]
    assert list(FUNCTIONS) == [
        "own", "faults", "given_out", "asked", "understood", "told", "key_answer", "in_words", "shown", "completed",
        "left", "begun", "key_in_words", "ladder", "items", "unjudged",
    ]  # fmt: skip
    assert OPTIONAL == ["asked", "completed", "left", "begun", "key_in_words", "ladder", "items", "unjudged"]


@of_kinds
def test_a_kind_has_all_that_a_kind_has(kind: ModuleType) -> None:
    """The functions with their parameters, each with a sentence; some do without a few."""
    assert kind.__doc__
    assert all(hasattr(kind, name) for name in VALUES)
    for name, parameters in FUNCTIONS.items():
        if name in OPTIONAL and not hasattr(kind, name):
            continue
        function = getattr(kind, name)
        assert ", ".join(inspect.signature(function).parameters) == parameters, name
        assert function.__doc__


def test_the_kinds_that_judge_passages_are_these() -> None:
    found = [name for name, kind in KINDS.items() if hasattr(kind, "items")]
    assert found == ["choose", "judge", "mark", "passages", "rate"]


def test_what_a_kind_does_without_is_done_without() -> None:
    """Nothing stands there before, nothing is judged as weak, and no sample is shown."""
    e = Exercise("t-a", "order", "Why?", None)
    assert kinds.begun(e, None) is None and kinds.ladder(e) == []
    assert kinds.left(e, ["so"]) == ""
    assert kinds.items(e, ["so"], None) == []  # type: ignore[arg-type]


@of_kinds
def test_a_block_says_what_is_common_or_its_kinds_own(kind: ModuleType) -> None:
    """No field of its own has the name of one that all have, and what is required is known."""
    assert not set(kind.FIELDS) & set(COMMON)
    assert set(kind.REQUIRED) <= set(kind.FIELDS) | set(COMMON)
    assert kind.EXPECTS.endswith(".")
    assert not set(kind.FIELDS) & {field.name for field in fields(Exercise)}


@pytest.mark.parametrize("name", KINDS)
def test_a_page_draws_each_kind(name: str) -> None:
    assert re.search(rf"^function {name}\(tools\) \{{", PAGE, re.MULTILINE)
    [drawn] = re.findall(r"^const KINDS = \{ (.*) \};", PAGE, re.MULTILINE)
    assert sorted(drawn.split(", ")) == sorted(KINDS)
