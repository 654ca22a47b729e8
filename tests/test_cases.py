"""Who says what in single sentences: cases as data, the misses that are known among them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from invariants import check
from newsmarks.attribution.tagged import EDGE, leftwards, rightwards, word, words
from newsmarks.model import Attribution, Reading, Span
from newsmarks.reader import read
from newsmarks.text import open_text

FILE = Path(__file__).parent / "cases" / "attribution.toml"
CASES: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]
FIELDS = {"label", "comment", "text", "expect", "among", "none", "miss"}
PARTS = {"source", "cue", "content", "name", "mode", "stance"}


def seen(reading: Reading, a: Attribution, asked: dict[str, Any]) -> dict[str, Any]:
    """What the machine says of an attribution, as far as a case asks for it."""
    said = {
        "source": reading.words(a.source),
        "cue": reading.words(a.cue),
        "content": [span.of(reading.text) for span in a.content],
        "name": a.source_name or "",
        "mode": a.mode,
        "stance": a.stance,
    }
    return {part: said[part] for part in asked}


def params() -> list[Any]:
    missed = pytest.mark.xfail(strict=True, raises=AssertionError, reason="a known miss")
    return [pytest.param(c, id=c["label"], marks=[missed] if c.get("miss") else []) for c in CASES]


@pytest.mark.parametrize("case", params())
def test_who_says_what(case: dict[str, Any]) -> None:
    """Every attribution of the text, in its order, and no other."""
    reading = read(open_text(case["text"]))
    check(reading)
    expected = case.get("expect", [])
    if case.get("among"):
        for one in expected:
            assert one in [seen(reading, a, one) for a in reading.attributions]
        return
    every = ["source", "cue", "content", "mode"]
    asked = [*expected, *([dict.fromkeys(every)] * len(reading.attributions))]
    found = [seen(reading, a, ask) for a, ask in zip(reading.attributions, asked, strict=False)]
    assert found == expected


def test_every_case_says_what_should_come_out() -> None:
    """A label of its own, known fields, either `expect` or `none`; a miss says why."""
    assert len({c["label"] for c in CASES}) == len(CASES)
    for case in CASES:
        assert set(case) <= FIELDS, case["label"]
        assert ("expect" in case) != ("none" in case), case["label"]
        assert all({"source", "cue", "content"} <= set(e) <= PARTS for e in case.get("expect", [])), case["label"]
        assert not case.get("miss") or case.get("comment"), case["label"]


def test_nothing_stands_beyond_the_ends_of_a_sentence() -> None:
    """On either side of it is the same empty word."""
    ws = words("One boat sank", Span(0, 13), [])
    assert [word(ws, k).low for k in range(-1, 4)] == ["", "one", "boat", "sank", ""]
    assert word(ws, -1) == word(ws, 3) == EDGE == (0, 0, "", "")


def test_a_phrase_is_followed_for_thirty_words_and_no_further_than_its_sentence() -> None:
    """Leftwards from a word, the nearest first, and rightwards from it on."""
    ws = words("boat " * 40, Span(0, 200), [])
    assert (list(leftwards(3)), list(leftwards(35))) == ([2, 1, 0], [*range(34, 4, -1)])
    assert (list(rightwards(ws, 37)), list(rightwards(ws, 5))) == ([37, 38, 39], [*range(5, 35)])
