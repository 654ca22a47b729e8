"""Items to be sorted into a few bins: what an answer is told, what is accepted, and what a sealed copy has of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from byline.exercises import Unclear, before_key
from byline.handout.cells import cell_form, cell_of, typed_work
from byline.key import load_key
from byline.kinds import answer_as_text, assess, check_exercises, given_out, key_answer, understood
from test_exercises import folder_with

KEY = load_key("mariupol")
BLOCK = """schema = "byline.exercises/1"
made = false
[[exercise]]
id = "t-a"
kind = "sort"
lesson = "t"
prompt = "Is each link stated or inferred?"
bins = ["stated", "inferred", "not there"]
why = "One is said."
items = [
  { id = "s1", text = "The outlet got the pictures.", bin = "stated", feedback = "The text says “obtained”." },
  { id = "s2", text = "Somebody took them.", bin = "inferred", also = ["not there"], feedback = "Nobody is named." },
  { id = "s3", text = "Somebody sold them.", bin = "not there", feedback = "No word is about money." },
]
"""


def opened(tmp_path: Path, block: str = BLOCK) -> tuple:
    found, wrong = check_exercises(folder_with(block, tmp_path), KEY)
    return found.get("t-a"), wrong


def test_each_item_goes_where_the_key_has_it_or_where_it_may_go_too(tmp_path: Path) -> None:
    e, wrong = opened(tmp_path)
    assert wrong == []
    right = key_answer(e, KEY)
    assert right == {"s1": "stated", "s2": "inferred", "s3": "not there"}
    assert assess(e, right, KEY).status == "yes"
    soft = assess(e, {**right, "s2": "not there"}, KEY)
    assert soft.status == "arguable"
    assert {line.words[3:]: line.key for line in soft.lines if line.beside}["Somebody took them."] == (
        "inferred or not there")
    amiss = assess(e, {**right, "s3": "stated"}, KEY)
    assert (amiss.status, amiss.headline) == ("not yet", "2 right; look again at 1.")
    assert all(not line.key for line in before_key(amiss).lines)


def test_it_is_answered_by_ids_by_letters_and_from_paper(tmp_path: Path) -> None:
    e, _ = opened(tmp_path)
    right = key_answer(e, KEY)
    letters = dict(zip("abc", (right[item.id] for item in e.own.passages), strict=True))
    assert understood(e, KEY.article, letters) == right
    assert cell_form(e) == "3 digits: 1 (stated), 2 (inferred), 3 (not there)"
    assert typed_work(e, KEY.article, cell_of(e, right))["tries"][0]["answer"] == right  # type: ignore[index]
    assert sorted(answer_as_text(e, right)[2:].split(", ")[0].split()) == sorted(
        letters["a"].split())
    with pytest.raises(Unclear, match=r"Still open: b, c\. Decide for each"):
        understood(e, KEY.article, {"a": "stated"})
    with pytest.raises(Unclear, match="expects the bin of each item"):
        understood(e, KEY.article, {**letters, "a": "elsewhere"})


def test_a_sealed_copy_has_places_and_bins_alone(tmp_path: Path) -> None:
    e, _ = opened(tmp_path)
    out = given_out(e, KEY.article, KEY)
    assert out["bins"] == ("stated", "inferred", "not there")
    assert [sorted(item) for item in out["items"]] == [["id", "text"]] * 3
    assert {item["id"] for item in out["items"]} == {"at1", "at2", "at3"}


@pytest.mark.parametrize(("old", "new", "said"), [
    ('bin = "stated"', 'bin = "told"', "item “s1” goes into “told”, and there is no such bin"),
    ('also = ["not there"]', 'also = ["nowhere"]', "item “s2” goes into “nowhere”"),
    ('"inferred", "not there"]\n', '"inferred", "stated"]\n', "field “bins” needs two to 5 different ones"),
    (', feedback = "No word is about money."', "", "item “s3” lacks “bin” or “feedback”"),
    ('id = "s2"', 'id = "s1"', "two of them have the same id"),
])  # fmt: skip
def test_what_is_wrong_with_a_block_is_told(old: str, new: str, said: str, tmp_path: Path) -> None:
    assert old in BLOCK
    _, wrong = opened(tmp_path, BLOCK.replace(old, new))
    assert any(said in fault for fault in wrong), wrong
