"""The order in which things to choose from are shown: the same for everybody, and it tells nothing."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.exercises import Exercise, mixed
from byline.key import load_key
from byline.kinds import KINDS, check_exercises, given_out
from byline.kinds.order import shown_order
from byline.sealing import mixed_by_words
from test_exercises import CASES, folder_with

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
    """Of two it may be: they are shown in one order whichever is right, so that nothing can be told from it."""
    shown = shown_order(Exercise("x", "order", "x", tuple(items)))
    assert sorted(shown) == sorted(items)
    assert len(items) < 3 or shown != tuple(items)
    assert len(items) != 2 or shown == shown_order(Exercise("x", "order", "x", tuple(reversed(items))))


def test_the_order_is_that_of_no_list() -> None:
    """Over many exercises each item stands in each place about as often: it is no order of the file, or of the ids."""
    items = ["o1", "o2", "o3", "o4"]
    places = Counter(mixed(f"{n:02}-a", items).index("o1") for n in range(400))
    assert set(places) == set(range(4)) and max(places.values()) < 150


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


# In a sealed copy

KEY = load_key("mariupol")
#: Kind -> where its choices stand, and what of one tells.
CHOICES = {"choose": ("options", "right"), "judge": ("passages", "sound")}


def sealed(kind: str, blocks: list[dict[str, object]]) -> object:
    """What a sealed copy has of an exercise with these options or passages."""
    own = KINDS[kind].own({"id": "x", CHOICES[kind][0]: blocks}, KEY.article, None)
    return given_out(Exercise("x", kind, "x", own), KEY.article, KEY)


@pytest.mark.parametrize("kind", CHOICES)
@given(texts=ITEMS, chance=st.randoms())
def test_a_sealed_copy_is_the_same_whatever_the_author_did(kind: str, texts: list[str], chance: random.Random) -> None:
    """Other ids, another order in the file, others that are right: nothing of it can be seen."""
    one, other = ([{"id": f"o{n}", "text": text, CHOICES[kind][1]: chance.random() < 0.5, "feedback": "Why."}
                   for n, text in enumerate(chance.sample(texts, len(texts)))] for _ in "ab")  # fmt: skip
    assert sealed(kind, one) == sealed(kind, other)
    assert [block["id"] for block in sealed(kind, one)[CHOICES[kind][0]]] == [f"at{n + 1}" for n in range(len(texts))]


@given(items=ITEMS, chance=st.randoms())
def test_a_sealed_order_is_the_same_whatever_is_right(items: list[str], chance: random.Random) -> None:
    """One that is never the right one would tell, where the hash alone would have been right."""
    one, other = (Exercise("x", "order", "x", tuple(chance.sample(items, len(items)))) for _ in "ab")
    assert given_out(one, KEY.article, KEY) == given_out(other, KEY.article, KEY)


def test_mending_an_option_leaves_it_in_its_place() -> None:
    """Spaces, capitals and punctuation make no other question, so they make no other order."""
    texts = ["The mayor", "The reporter", "Nobody", "A neighbour"]
    first, mended = (mixed_by_words("x", KINDS["choose"].own(
        {"id": "x", "options": [{"id": f"o{n}", "text": form(text)} for n, text in enumerate(texts)]},
        KEY.article, None).options) for form in (str, lambda text: f"“{text.upper()}”.  "))  # fmt: skip
    assert [one.id for one in first] == [one.id for one in mended]


@pytest.mark.parametrize("id", ["at1", "at12"])
def test_no_option_or_passage_is_called_by_a_place(id: str, tmp_path: Path) -> None:
    """An answer that was given in a sealed copy would be taken for it."""
    text = CASES.read_text(encoding="utf-8")
    for n, old in enumerate(('id = "o1", text = "Major Volyna"', 'id = "p1", text = "The bridge')):
        assert old in text
        folder = folder_with(text.replace(old, f'id = "{id}"{old[9:]}'), tmp_path / str(n))
        assert ["as a place is in a sealed copy" in one for one in check_exercises(folder, KEY)[1]] == [True]
