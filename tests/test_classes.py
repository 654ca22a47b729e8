"""A class: who is in it, by which code, and that nothing of it leaves its folder."""

from __future__ import annotations

import json
import os
from pathlib import Path
from threading import Thread

import pytest

from byline.classroom import classes
from byline.classroom.classes import Class
from byline.jupyter import Mistake
from byline.lesson.codes import is_slip, printed_code

PROJECT = Path(__file__).parents[1]
NAMES = ["Ana Example", "Ben Example", "Chris Example"]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the classes are, instead of the project's own folder."""
    monkeypatch.setattr(classes, "classes_folder", lambda: tmp_path / "classes")
    return tmp_path / "classes"


def a_class() -> Class:
    return classes.new_class("9B", [(name, {"email": f"{name[:3]}@example.org"}) for name in NAMES])


def test_each_student_gets_a_slip_s_code_that_says_nothing_of_the_name(place: Path) -> None:
    first, second = a_class(), classes.new_class("9C", [(name, {}) for name in NAMES])
    codes = [student.codes[0] for of in (first, second) for student in of.students]
    assert all(map(is_slip, codes)) and len({*codes}) == 6


def test_a_class_that_is_opened_again_is_the_same(place: Path) -> None:
    made = a_class()
    again = classes.open_class("9B")
    assert again.students == made.students and classes.class_names() == ["9B"]
    assert again.students[0].ids == {"email": "Ana@example.org"}


def test_slips_can_be_made_without_names(place: Path) -> None:
    of = classes.new_class("9B", slips=30)
    assert len({s.codes[0] for s in of.students}) == 30
    assert {s.name for s in of.students} == {""}
    assert of.students[0].called == printed_code(of.students[0].codes[0])


@pytest.mark.parametrize("name", [
    "", "..", ".", "a/b", "../x", "a\\b", "x" * 41, "a\nb", "nul\0", "CON", "nul.txt", "9B.",
])  # fmt: skip
def test_the_name_of_a_class_is_never_a_path(place: Path, name: str) -> None:
    with pytest.raises(Mistake, match="cannot be called"):
        classes.new_class(name)
    with pytest.raises(Mistake):
        classes.open_class(name)
    assert not place.exists()


def test_a_class_is_never_written_over(place: Path) -> None:
    before = a_class().students
    with pytest.raises(Mistake, match="already"):
        classes.new_class("9B")
    assert classes.open_class("9B").students == before


@pytest.mark.parametrize("data", [
    "", "{", "[]", '{"students": 1}', '{"students": [{"name": 1, "codes": [], "ids": {}}]}',
    '{"students": [{"name": "A", "codes": ["../x"], "ids": {}}]}',
])  # fmt: skip
def test_a_list_that_cannot_be_read_is_told_and_left(place: Path, data: str) -> None:
    file = a_class().folder / "class.json"
    file.write_text(data)
    with pytest.raises(Mistake, match="cannot be read"):
        classes.open_class("9B")
    assert file.read_text() == data


def test_a_student_is_found_by_name_or_code_as_somebody_types_it(place: Path) -> None:
    of = a_class()
    ben = of.students[1]
    assert of.student("  ben example ") is of.student(printed_code(ben.codes[0])) is ben
    with pytest.raises(Mistake, match="no “Dora”"):
        of.student("Dora")
    with pytest.raises(Mistake, match="in 9B already"):
        classes.add_student(of, "Ben  example")
    of.students.append(classes.Student("Ben Example", ["abcdef"]))
    with pytest.raises(Mistake, match="2 students"):
        of.student("Ben Example")


def test_a_new_slip_leaves_what_came_under_the_old_one_hers(place: Path) -> None:
    of = a_class()
    old = of.students[0].codes[0]
    classes.new_slip(of, "Ana Example")
    again = classes.open_class("9B")
    assert again.students[0].codes[0] != old and again.student_of(old) == again.students[0]


def test_a_code_that_nobody_has_waits_until_it_is_said_whose_it_is(place: Path) -> None:
    of = a_class()
    of.log("collected.jsonl", {"file": "0" * 16, "from": "x.json", "code": "abcdef"})
    assert classes.waiting(of) == {"abcdef": ["x.json"]}
    classes.give(of, "ABC-DEF", "Ben Example")
    assert classes.waiting(of) == {} and of.students[1].codes[1] == "abcdef"
    with pytest.raises(Mistake, match="Nothing came under"):
        classes.give(of, "nonsense", "Ana Example")


def test_a_code_that_was_given_to_the_wrong_student_can_be_given_once_more(place: Path) -> None:
    of = a_class()
    of.log("collected.jsonl", {"file": "0" * 16, "from": "x.json", "code": "abcdef"})
    classes.give(of, "abcdef", "Ben Example")
    classes.give(of, "abcdef", "Ana Example")
    assert (of.students[0].codes[1:], of.students[1].codes[1:]) == (["abcdef"], [])
    with pytest.raises(Mistake, match="on the slip of Ana Example"):
        classes.give(of, of.students[0].codes[0], "Ben Example")


def test_a_slip_without_a_name_can_be_given_one(place: Path) -> None:
    """A new name, or somebody's who is there: then the two are one."""
    of = classes.new_class("8A", [("Ana Example", {})], slips=2)
    codes = [student.codes[0] for student in of.students]
    classes.give(of, printed_code(codes[1]), "Mia  Example")
    classes.give(of, codes[2], "Ana Example")
    assert [(s.name, s.codes) for s in classes.open_class("8A").students] == [
        ("Ana Example", [codes[0], codes[2]]), ("Mia Example", [codes[1]])]  # fmt: skip


def test_commands_at_once_lose_no_student(place: Path) -> None:
    """Each waits until the other is through; a lock that was left behind goes after a while."""
    a_class()

    def add(n: int) -> None:
        with classes.alone("9B"):
            classes.add_student(classes.open_class("9B"), f"Student {n}")

    several = [Thread(target=add, args=[n]) for n in range(6)]
    for one in several:
        one.start()
    for one in several:
        one.join()
    assert len({s.name for s in classes.open_class("9B").students}) == 3 + 6
    lock = place / "9B" / ".lock"
    lock.touch()
    os.utime(lock, (1, 1))
    with classes.alone("9B"):
        assert lock.exists()
    assert not lock.exists()


def test_removing_a_student_removes_all_that_she_sent_and_nothing_else(place: Path) -> None:
    of = a_class()
    ana, ben = of.students[:2]
    for student, file in ((ana, "a" * 16), (ben, "b" * 16)):
        of.keep(f"handins/{file}.json", {"code": student.codes[0]})
        of.log("collected.jsonl", {"file": file, "code": student.codes[0]})
        of.log("levels.jsonl", {"code": student.codes[0], "value": 3})
    of.keep("pages/02.html", b"<td>Ana Example</td>")
    of.keep("pages/notes.txt", b"Buy chalk.")
    of.keep("pages/paper.csv", f"{printed_code(ana.codes[0])},b\n{printed_code(ben.codes[0])},c\n".encode())
    assert classes.remove_student(of, "Ana Example") == (ana, 1)
    left = [path for path in of.folder.rglob("*") if path.is_file()]
    assert not [path for path in left if ana.codes[0].encode() in path.read_bytes() or b"Ana" in path.read_bytes()]
    assert [line["code"] for line in of.lines("levels.jsonl")] == [ben.codes[0]]
    assert (of.folder / "pages" / "notes.txt").exists()
    assert (of.folder / "pages" / "paper.csv").read_text() == f"{printed_code(ben.codes[0])},c\n"
    assert (of.folder / "handins" / f"{'b' * 16}.json").exists()


def test_a_line_that_names_another_file_removes_none(place: Path) -> None:
    """Only files that are called after a hash are ours to remove."""
    of = a_class()
    of.log("collected.jsonl", {"file": "../class", "code": of.students[0].codes[0]})
    classes.remove_student(of, "Ana Example")
    assert (of.folder / "class.json").exists()


def test_a_torn_line_is_left_out(place: Path) -> None:
    of = a_class()
    of.log("collected.jsonl", {"code": "abcdef"})
    with (of.folder / "collected.jsonl").open("ab") as file:
        file.write(b'{"code": "ab')
    of.log("collected.jsonl", {"code": "ghjkmn"})
    assert [line["code"] for line in of.lines("collected.jsonl")] == ["abcdef", "ghjkmn"]


def test_git_ignores_classes() -> None:
    assert "classes/" in (PROJECT / ".gitignore").read_text().split()


def test_the_list_is_json_that_a_person_can_read(place: Path) -> None:
    data = json.loads((a_class().folder / "class.json").read_text())
    assert data["schema"] == classes.SCHEMA and [s["name"] for s in data["students"]] == NAMES


def test_what_came_by_mistake_is_put_away_and_stays_away(place: Path) -> None:
    of = a_class()
    of.keep(f"handins/{'c' * 16}.json", {"code": "abcdef"})
    of.log("collected.jsonl", {"file": "c" * 16, "from": "x.json", "code": "abcdef"})
    assert classes.dismiss(of, "ABC-DEF") == 1
    again = classes.open_class("9B")
    assert classes.waiting(again) == {} and classes.hash_of_code("abcdef") in again.gone
    assert not any(b"abcdef" in path.read_bytes() for path in of.folder.rglob("*") if path.is_file())
    with pytest.raises(Mistake, match="Nothing is waiting"):
        classes.dismiss(again, "abcdef")


def test_a_name_is_found_with_either_apostrophe(place: Path) -> None:
    of = classes.new_class("9B", [("Kate O'Brien", {})])
    assert of.student("kate o’brien") is of.students[0]


def test_a_code_that_was_put_away_by_mistake_can_be_given_to_somebody(place: Path) -> None:
    of = a_class()
    of.log("collected.jsonl", {"file": "c" * 16, "from": "x.json", "code": "abcdef"})
    classes.dismiss(of, "abcdef")
    classes.give(of, "abcdef", "Ben Example")
    again = classes.open_class("9B")
    assert again.students[1].codes[1:] == ["abcdef"] and again.gone == set()
