"""The small changes of the code that the tests are tried with: which are made, and that the draw can be repeated."""

from __future__ import annotations

import ast
import re

import pytest

from bench.mutants import LEFT_OUT, PLACES, PROJECT, TESTS, Change, changes, drawn
from bench.mutants import tests_of as names_of

CODE = '''"""Said to people."""
MOST = 7


def f(a: int, b: str = "x", /) -> bool:
    """Said to people, too."""
    if a < MOST and not b.startswith("un"):
        raise ValueError(f"{a} is too small")
    return b in ("é", "ö") or min(a, 3) + 1 == 2
'''


def made(code: str) -> list[tuple[int, str, str]]:
    return [(c.line, c.was.rpartition("[")[2].rstrip("]"), c.now[1:-1]) for c in changes("f.py", code)]


@pytest.mark.parametrize(
    "change",
    [
        (2, "7", "8"),
        (7, "a < MOST", "a >= MOST"),
        (7, 'a < MOST and not b.startswith("un")', "False"),
        (7, 'a < MOST and not b.startswith("un")', "a < MOST"),
        (7, 'not b.startswith("un")', "b.startswith('un')"),
        (7, '"un"', "'\\x00'"),
        (9, 'b in ("é", "ö") or min(a, 3) + 1 == 2', "True"),
        (9, 'b in ("é", "ö")', "b not in ('é', 'ö')"),
        (9, '("é", "ö")', "('ö',)"),
        (9, "min", "max"),
        (9, "min(a, 3) + 1", "min(a, 3) - 1"),
    ],
    ids=str,
)
def test_a_change_is_made(change: tuple[int, str, str]) -> None:
    """A comparison turned round, a branch off, a number, a word, what is returned, and the others."""
    assert change in made(CODE)


def test_what_is_said_to_people_and_what_types_say_stays() -> None:
    """Nothing between quotation marks is changed but words that are compared, and every change is still Python."""
    found = list(changes("f.py", CODE))
    assert {c.line for c in found} == {2, 7, 9}
    assert len({c.text for c in found}) == len(found)
    for change in found:
        ast.parse(change.text)
        assert "Said to people, too." in change.text and "too small" in change.text


def test_the_same_seed_draws_the_same_changes_and_each_place_once() -> None:
    """However many changes a place has."""
    every = list(changes("f.py", CODE))
    some: list[Change] = drawn(every, 5, seed=1)
    assert some == drawn(every, 5, seed=1) != drawn(every, 5, seed=2)
    assert len({change.place for change in some}) == 5
    assert len(drawn(every, 10_000, seed=1)) == len({change.place for change in every})


def test_every_change_meets_tests_that_there_are() -> None:
    """Those of its own module first; what is left out is named as it is, so that nothing is left out for nothing."""
    paths = PROJECT.glob("tests/test_*.py")
    files = {path.stem.removeprefix("test_"): path.read_text(encoding="utf-8") for path in paths}
    assert {name for names in TESTS.values() for name in names.split()} <= files.keys()
    assert all(re.search(rf"def test_\w*{part}", "".join(files.values())) for part in LEFT_OUT)
    assert all((PROJECT / place).exists() for place in PLACES)
    assert names_of("lib/byline/lesson/folder.py")[:2] == ["folder", "lesson"]
    assert names_of("lib/byline/key/draft.py")[0] == "key"
    assert set(names_of("lib/byline/other.py")) == {name for names in TESTS.values() for name in names.split()}
