"""The order in which things to choose from are shown: the same for everybody, and it tells nothing."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.exercises import LETTERS, Exercise, mixed
from byline.key import load_key
from byline.kinds import check_exercises
from byline.kinds.order import shown_order
from byline.seeds.folders import folder_of
from test_exercises import CASES, SEEDS, folder_with

ITEMS = st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=7, unique=True)


@given(items=ITEMS, name=st.text(max_size=8), chance=st.randoms())
def test_the_order_does_not_depend_on_that_of_the_file(items: list[str], name: str, chance: random.Random) -> None:
    """All of the items, each once."""
    other = list(items)
    chance.shuffle(other)
    assert mixed(name, other) == mixed(name, items)
    assert sorted(mixed(name, items)) == sorted(items)


@given(items=ITEMS)
def test_an_order_to_be_found_is_never_shown(items: list[str]) -> None:
    """Unless there is one item only."""
    shown = shown_order(Exercise("x", "order", "x", tuple(items)))
    assert sorted(shown) == sorted(items)
    assert len(items) < 2 or shown != tuple(items)


def test_the_order_is_the_same_in_every_process() -> None:
    """On every machine and at any time: a class can speak of “option b”, and so can a page on paper."""
    said = "from byline.exercises import mixed; print(*mixed('01-a', ['o1', 'o2', 'o3', 'o4', 'o5']))"
    here = " ".join(mixed("01-a", ["o1", "o2", "o3", "o4", "o5"]))
    for seed in ("0", "1"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[1] / "lib")}
        run = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, env=env, check=True)
        assert run.stdout.split() == here.split()


def test_options_may_change_their_places_in_the_file(tmp_path: Path) -> None:
    """The page has them as before, and so has an answer that gives a letter."""
    text, key = CASES.read_text(encoding="utf-8"), load_key("mariupol")
    block = re.search(r"options = \[\n(.*\n)(.*\n)\]", text)
    assert block
    turned = text.replace(block[0], f"options = [\n{block[2]}{block[1]}]")
    both = [check_exercises(folder_with(one, tmp_path / str(n)), key)[0] for n, one in enumerate((text, turned))]
    assert both[0]["t-choose"] == both[1]["t-choose"]


def at_least(hits: int, chances: list[float]) -> float:
    """The probability of so many hits or more, each with its own chance."""
    of = [1.0]
    for p in chances:
        of = [a * (1 - p) + b * p for a, b in zip([*of, 0.0], [0.0, *of], strict=True)]
    return sum(of[hits:])


def test_the_bound_is_that_of_the_binomial() -> None:
    assert at_least(0, [0.5] * 4) == 1
    assert at_least(4, [0.5] * 4) == pytest.approx(1 / 16)
    assert at_least(3, [0.5] * 4) == pytest.approx(5 / 16)
    assert at_least(2, [0.25, 0.5]) == pytest.approx(0.125)


@pytest.mark.parametrize("seed", SEEDS)
def test_who_always_takes_the_same_place_is_no_better_than_chance(seed: str) -> None:
    """Over all choices of a text with one right option: no place is right so often that chance would do as well in
    fewer than 5 of 100 such collections.
    """
    found, _ = check_exercises(folder_of(seed), load_key(seed))
    single = [e.own.options for e in found.values() if e.kind == "choose" and e.tier != "open" and not e.own.several]
    assert single
    most = max(map(len, single))
    for place in range(most):
        there = [options for options in single if len(options) > place]
        hits = sum(options[place].right for options in there)
        p = at_least(hits, [1 / len(options) for options in there])
        assert p > 0.05 / most, f"place {LETTERS[place]}: {hits} of {len(there)} are right there"
