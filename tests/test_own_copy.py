"""A learner's copy of the lessons that came in a wheel: made once, brought up to date, and never written over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import byline.jupyter as jupyter
from byline.jupyter import Mistake
from byline.lesson import own_copy
from byline.lesson.disk import replace
from byline.lesson.own_copy import GIVEN, copy_course, is_copy

ONE, TWO, TEXT = "notebooks/01_one.ipynb", "notebooks/02_two.ipynb", "seeds/mine/article.txt"


def notebook(words: str, **more: Any) -> str:
    """A notebook with one cell."""
    return json.dumps({"cells": [{"cell_type": "code", "source": [words], **more}]})


def course(place: Path, words: str) -> Path:
    """A course, every file of which says the same."""
    for name in (ONE, TWO, "notebooks/lessons.ipynb", TEXT, "seeds/mine/exercises.toml"):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(notebook(words) if name.endswith("ipynb") else words)
    return place


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A copy of a first course."""
    copy_course(course(tmp_path / "first", "first"), tmp_path / "mine")
    return tmp_path / "mine"


def files(place: Path) -> dict[str, str]:
    paths = [path for path in place.rglob("*") if path.is_file() and path.name != GIVEN]
    return {path.relative_to(place).as_posix(): path.read_text() for path in paths}


def test_a_copy_is_the_course(mine: Path, tmp_path: Path) -> None:
    """And a second start changes nothing and says nothing."""
    assert files(mine) == files(tmp_path / "first")
    before = {path: path.stat().st_mtime_ns for path in mine.glob("*/**/*")}
    assert copy_course(tmp_path / "first", mine) == []
    assert {path: path.stat().st_mtime_ns for path in mine.glob("*/**/*")} == before


def test_what_she_left_as_it_was_becomes_the_newer(mine: Path, tmp_path: Path) -> None:
    """To run a lesson is not to change it; answers, and files of her own, stay."""
    (mine / ONE).write_text(notebook("first", outputs=[{"text": "shown"}], execution_count=3))
    (mine / "notebooks" / "answers").mkdir()
    own = {"notebooks/answers/a.jsonl": "{}", "notebooks/diary.ipynb": notebook("dear"), "seeds/hers/article.txt": "x"}
    for name, words in own.items():
        (mine / name).parent.mkdir(exist_ok=True)
        (mine / name).write_text(words)
    said = copy_course(course(tmp_path / "second", "second"), mine)
    assert said == ["Newer than before: 01_one, 02_two, lessons, mine."]
    assert files(mine) == files(tmp_path / "second") | own


def test_a_lesson_that_she_changed_stays_and_the_newer_lies_beside_it(mine: Path, tmp_path: Path) -> None:
    """Once: it is not told again, and a newer one that she changed as well is not written over."""
    (mine / ONE).write_text(notebook("hers"))
    assert copy_course(tmp_path / "first", mine) == [], "nothing is newer"
    [said] = copy_course(course(tmp_path / "second", "second"), mine)[1:]
    assert said == "01_one.ipynb (the newer one is 01_one-newer.ipynb): you changed it, so yours stays as it is."
    beside = mine / "notebooks" / "01_one-newer.ipynb"
    assert (mine / ONE).read_text() == notebook("hers") and beside.read_text() == notebook("second")
    assert copy_course(tmp_path / "second", mine) == []
    beside.write_text(notebook("hers too"))
    assert "01_one-newer2.ipynb" in copy_course(course(tmp_path / "third", "third"), mine)[1]
    assert beside.read_text() == notebook("hers too")
    assert (mine / "notebooks" / "01_one-newer2.ipynb").read_text() == notebook("third")


def test_a_text_stays_whole_where_one_of_its_files_was_changed(mine: Path, tmp_path: Path) -> None:
    """A key, exercises and an article that are not of one make would not open."""
    (mine / "seeds/mine/exercises.toml").write_text("hers")
    said = copy_course(course(tmp_path / "second", "second"), mine)
    assert said[1:] == ["The text “mine”: you changed it, so yours stays as it is."]
    assert files(mine)[TEXT] == "first" and files(mine)["seeds/mine/exercises.toml"] == "hers"


def test_what_was_deleted_or_never_arrived_comes_again(mine: Path, tmp_path: Path) -> None:
    """The note of what was given may be gone, too: then what is there is hers."""
    (mine / ONE).unlink()
    assert copy_course(tmp_path / "first", mine) == [] and files(mine) == files(tmp_path / "first")
    (mine / GIVEN).write_text("[torn")
    (mine / TWO).write_text("torn")
    assert copy_course(course(tmp_path / "second", "second"), mine)[-1].startswith("The text “mine”")
    (mine / GIVEN).write_text("{}")
    copy_course(tmp_path / "second", mine)
    assert (mine / TWO).read_text() == "torn"
    assert sorted(path.name for path in mine.glob("notebooks/*newer*")) == [
        "01_one-newer.ipynb", "02_two-newer.ipynb", "lessons-newer.ipynb"]  # fmt: skip


@pytest.mark.parametrize("nth", range(1, 6))
def test_a_copy_that_was_interrupted_is_finished_by_the_next_start(
    mine: Path, nth: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first, and one that brings what is newer: nothing counts as changed by her."""
    for there, words in ((tmp_path / "new", "first"), (mine, "second")):
        course(tmp_path / words, words)
        left = iter(range(nth))

        def replaced(path: Path, data: bytes, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise KeyboardInterrupt
            replace(path, data)

        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(own_copy, "replace", replaced)
            copy_course(tmp_path / words, there)
        assert is_copy(there)
        copy_course(tmp_path / words, there)
        assert files(there) == files(tmp_path / words)


# --- which folder is opened ---------------------------------------------------------------------------


@pytest.fixture
def from_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library that has its course inside, and an empty folder where somebody works."""
    inside = course(tmp_path / "library" / "course", "first")
    for module in (jupyter, jupyter.own_course.__globals__):
        patch = monkeypatch.setitem if isinstance(module, dict) else monkeypatch.setattr
        patch(module, "IN_WHEEL", inside)
    (tmp_path / "work" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "work")
    return inside


def test_the_lessons_of_a_wheel_are_opened_in_a_folder_of_hers(
    from_wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is made in the folder that she is in, said in a line, and found from around and from inside it later."""
    assert jupyter.own_folder() == tmp_path / "work" / "byline"
    assert capsys.readouterr().out.count("\n") == 1
    course(from_wheel, "second")
    for place in ("work", "work/byline/notebooks"):
        monkeypatch.chdir(tmp_path / place)
        assert jupyter.own_folder() == tmp_path / "work" / "byline"
    assert capsys.readouterr().out == "Newer than before: 01_one, 02_two, lessons, mine.\n"
    assert files(tmp_path / "work" / "byline") == files(from_wheel)


def test_a_folder_of_lessons_that_is_no_copy_is_left_alone(from_wheel: Path, tmp_path: Path) -> None:
    """The whole project, or a lesson that a teacher gave out."""
    there = course(tmp_path / "work", "a teacher's")
    before = files(there)
    assert jupyter.own_folder() == there and files(there) == before and not (there / GIVEN).exists()


def test_where_no_copy_can_be_made_it_is_told(from_wheel: Path) -> None:
    Path("byline").write_text("a file")
    with pytest.raises(Mistake, match="cannot be written"):
        jupyter.own_folder()
    assert Path("byline").read_text() == "a file"
