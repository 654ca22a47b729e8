"""A copy of answers goes from one place to another and back: nothing is lost, nothing doubled, nobody's mixed."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byline.exercises import Unclear
from byline.lesson import leaving
from byline.lesson.codes import slip_code
from byline.lesson.copies import bring, bring_file, copy_of, write_copy
from byline.lesson.desk import Desk
from byline.lesson.notices import Told

ANSWERS = {"00-f": "a", "00-e": "b", "00-a": "40"}


def desk_at(place: Path, *names: str) -> Desk:
    """A desk in a folder of its own, with some exercises answered."""
    place.mkdir(parents=True, exist_ok=True)
    desk = Desk("mariupol", place / "answers")
    for name in names:
        desk.commit(desk.exercise(name), ANSWERS[name])
    return desk


def lines(desk: Desk) -> list[tuple[str, int]]:
    """Who said each event that counts, and its number there."""
    desk.answers.look()
    return sorted((event["writer"], event["n"]) for event in desk.answers.read())


def tried(desk: Desk) -> dict[str, Any]:
    return {name: state.answer for name, state in desk.states().items() if state.tries}


def test_a_copy_brings_all_answers_to_a_place_where_nobody_answered(tmp_path: Path) -> None:
    """They are there under their code, and the next answer goes on under it."""
    home = desk_at(tmp_path / "home", "00-f", "00-e")
    school = desk_at(tmp_path / "school")
    told = bring(school, copy_of(home.answers.folder))
    assert isinstance(told, Told) and told.text.startswith("2 answers are brought here")
    assert tried(school) == tried(home) and school.answers.code == home.answers.code
    school.commit(school.exercise("00-a"), "40")
    bring(home, copy_of(school.answers.folder))
    assert lines(home) == lines(school) and set(tried(home)) == set(ANSWERS)


def test_what_is_there_already_is_not_taken_twice(tmp_path: Path) -> None:
    """A copy that is brought a second time changes nothing, and says so."""
    home, school = desk_at(tmp_path / "home", "00-f"), desk_at(tmp_path / "school")
    copy = copy_of(home.answers.folder)
    bring(school, copy)
    before = {path: path.read_bytes() for path in school.answers.folder.place.rglob("*") if path.is_file()}
    assert "is here already" in bring(school, copy).text
    assert {path: path.read_bytes() for path in school.answers.folder.place.rglob("*") if path.is_file()} == before


def test_another_student_s_answers_are_asked_about_first(tmp_path: Path) -> None:
    """Nothing changes until it is said whose they are; then they are put away, or go on together."""
    home, shared = desk_at(tmp_path / "home", "00-f"), desk_at(tmp_path / "shared", "00-e")
    copy = copy_of(home.answers.folder)
    before = shared.answers.code
    asked = bring(shared, copy)
    assert isinstance(asked, leaving.Question) and set(tried(shared)) == {"00-e"}
    bring(shared, copy, mine=False)
    assert set(tried(shared)) == {"00-f"} and shared.answers.code == home.answers.code
    assert (shared.answers.folder.place / "put_away" / before).is_dir()
    leaving.use_code(shared, before, mine=False)
    assert set(tried(shared)) == {"00-e"}


def test_answers_that_are_hers_too_go_on_together(tmp_path: Path) -> None:
    home, shared = desk_at(tmp_path / "home", "00-f"), desk_at(tmp_path / "shared", "00-e")
    bring(shared, copy_of(home.answers.folder), mine=True)
    assert set(tried(shared)) == {"00-e", "00-f"}


def test_a_copy_holds_nothing_that_another_student_put_away(tmp_path: Path) -> None:
    """What was put away before is not in it."""
    shared = desk_at(tmp_path, "00-f")
    leaving.new_student(shared)
    shared.commit(shared.exercise("00-e"), "b")
    codes = {json.loads(line)["code"] for line in copy_of(shared.answers.folder).splitlines()}
    assert codes == {shared.answers.code}


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"{}\n[]\nnull\n", b'{"schema": "byline.answers/2", "code": "../../x"}', b"<script>" * 1000,
     b'{"schema": "byline.answers/2", "code": "abcdef", "writer": "x", "n": 1, "exercise": "00-f", "article": "../up"}',
     b'{"schema": "byline.answers/2", "code": "abcdef", "writer": "x", "n": true, "exercise": "00-f", "article": "m"}'],
)  # fmt: skip
def test_what_is_no_copy_changes_nothing(data: bytes, tmp_path: Path) -> None:
    """One sentence says what to choose; no file is written, least of all outside the folder."""
    desk = desk_at(tmp_path / "here", "00-f")
    before = sorted(map(str, tmp_path.rglob("*")))
    with pytest.raises(Unclear, match="no copy of answers"):
        bring(desk, data)
    assert sorted(map(str, tmp_path.rglob("*"))) == before


@settings(max_examples=15)
@given(data=st.data())
def test_copies_in_any_order_lose_nothing(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Two places that carry copies to and fro, at any time and more than once, end with the same answers."""
    place = tmp_path_factory.mktemp("places")
    desks = [desk_at(place / "a", "00-f"), desk_at(place / "b")]
    bring(desks[1], copy_of(desks[0].answers.folder))
    said = 1
    for who, act in data.draw(st.lists(st.tuples(st.integers(0, 1), st.sampled_from(["answer", "copy"])), max_size=8)):
        if act == "answer":
            desks[who].commit(desks[who].exercise("00-a"), str(said := said + 1))
        else:
            bring(desks[1 - who], copy_of(desks[who].answers.folder))
    for who in (0, 1):
        bring(desks[1 - who], copy_of(desks[who].answers.folder))
    assert lines(desks[0]) == lines(desks[1]) and len(set(lines(desks[0]))) == len(lines(desks[0])) == said


def test_the_functions_of_a_notebook_write_and_take_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file lies beside the notebook, and goes by its name alone."""
    home = desk_at(tmp_path / "home", "00-f")
    monkeypatch.chdir(tmp_path)
    name = next(word for word in write_copy(home).text.split() if word.endswith(".jsonl,")).rstrip(",")
    assert home.answers.code in name and os.listdir(tmp_path).count(name) == 1
    assert "1 answer is brought here" in bring_file(desk_at(tmp_path / "there"), name).text


def test_a_code_whose_answers_are_put_away_here_may_be_typed_though_no_slip_has_it(tmp_path: Path) -> None:
    """On a shared computer without slips a student comes back to her answers by the code that she saw."""
    shared = desk_at(tmp_path, "00-f")
    mine = shared.answers.code
    leaving.new_student(shared)
    with pytest.raises(Unclear):
        leaving.use_code(shared, slip_code()[:6])
    leaving.use_code(shared, mine)
    assert set(tried(shared)) == {"00-f"}


def test_an_older_copy_takes_nothing_away_from_what_was_put_away_after_it(tmp_path: Path) -> None:
    """Both are there when her answers come back."""
    shared = desk_at(tmp_path, "00-f")
    copy = copy_of(shared.answers.folder)
    shared.commit(shared.exercise("00-e"), "b")
    leaving.new_student(shared)
    bring(shared, copy)
    assert set(tried(shared)) == {"00-f", "00-e"}
    written = copy_of(shared.answers.folder).splitlines()
    there = [line for path in shared.answers.folder.place.glob("*.jsonl") for line in path.read_bytes().splitlines()]
    assert len(written) == len(set(written)) == len(there)
