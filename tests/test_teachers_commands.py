"""The teacher's commands and their forms in a notebook: what they write and say, and mistakes in one sentence."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from byline.classroom import classes, forms
from byline.classroom.classes import Class, new_class, open_class
from byline.classroom.forms import (
    FORMS,
    chart_class,
    class_table,
    class_view,
    decide_on_readings,
    enter_paper,
    read_answers,
    said_of,
    show_form,
)
from byline.classroom.levels import level_answer
from byline.classroom.report import Report
from byline.cli import main
from byline.gradebooks.csvs import open_csv
from byline.jupyter import Mistake
from byline.lesson.codes import is_slip, printed_code
from byline.lesson.notices import Told
from malformed import HOSTILE, NAMES
from small_class import hand_in, option, take, tried

Run = Callable[..., str]
#: What begins a formula in a spreadsheet.
BEGINS = re.compile(r"[\s\"]*[=+\-@＝＋－＠\t\r\0]")
CANVAS = ("Student,ID,SIS Login ID,Section,Byline 02 (12)\r\n    Points Possible,,,,10\r\n"
          "\"Example, Ana\",11,ana,9B,\r\n\"Example, Ben\",12,=ben,9B,3.00\r\n")  # fmt: skip


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with the classes in it."""
    monkeypatch.setattr(classes, "classes_folder", lambda: tmp_path / "classes")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(place: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command that works; what it prints."""

    def running(*words: str) -> str:
        code = main([*words])
        out, err = capsys.readouterr()
        assert (code, err) == (0, ""), err
        return out

    return running


@pytest.fixture
def of(place: Path) -> Class:
    """A class of two who handed in: one of them wrote a formula, and is called by one."""
    made = new_class("9B", [("Ana Example", {"id": "11"}), ("=Ben Example", {"id": "12"})])
    for student, letter in zip(made.students, "ba", strict=True):
        take(made, student, e02_e=tried(option("02-e", letter)), e02_i=tried("=SECRET()"), e02_c=tried(
            option("02-c", "a"), reason="@SECRET"))  # fmt: skip
    return made


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# A class


def test_a_class_goes_from_a_roster_to_slips(run: Run, place: Path) -> None:
    """The list stays in its folder; the slips have codes, and no names are in what students get."""
    (place / "roster.csv").write_text("Name\nAna Example\nBen Example\n")
    said = run("class", "new", "9B", "--roster", "roster.csv")
    assert "9B: 2 students" in said and "Nobody but you" in said
    made = open_class("9B")
    assert [s.name for s in made.students] == ["Ana Example", "Ben Example"]
    slips = (made.folder / "pages" / "slips.html").read_text()
    assert all(printed_code(s.codes[0]) in slips for s in made.students)
    assert "Ana Example" in run("class", "show", "9B")


def test_without_a_roster_there_are_thirty_slips_or_as_many_as_one_says(run: Run) -> None:
    run("class", "new", "9B")
    run("class", "new", "9C", "--slips", "4")
    assert [len(open_class(name).students) for name in ("9B", "9C")] == [30, 4]
    assert all(is_slip(s.codes[0]) for s in open_class("9B").students)


def test_somebody_joins_loses_a_slip_and_leaves(run: Run, of: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Cem Example" in run("class", "add", "9B", "Cem", "Example")
    old = open_class("9B").students[0].codes[0]
    run("class", "slip", "9B", "Ana Example")
    assert open_class("9B").students[0].codes[1:] == [old]
    answers = (("no\n", "Nothing was removed", 3), ("", "Nothing was removed", 3), ("yes\n", "is removed, with 1", 2))
    for answer, said, left in answers:
        monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
        assert said in run("class", "remove", "9B", "Ana Example")
        assert len(open_class("9B").students) == left
    assert "SECRET" not in str([data for name, data in files(of.folder).items() if old.encode() in data])
    assert "is removed" in run("class", "remove", "9B", "Cem Example", "--sure", "yes")


def test_a_hand_in_of_nobody_waits_until_it_is_said_whose_it_is(run: Run, of: Class, place: Path) -> None:
    (place / "x.json").write_bytes(hand_in("abcdef", {"02-e": tried(option("02-e", "b"))}))
    assert 'byline class whose 9B abcdef "Full Name"' in run("collect", "9B", "x.json")
    assert "Whose is this? abcdef: x.json" in run("class", "show", "9B")
    assert "is Ana Example’s" in run("class", "whose", "9B", "abcdef", "Ana Example")
    assert "Whose is this" not in run("class", "show", "9B")


# Marks


def test_the_class_view_is_a_page_in_the_folder_of_the_class(run: Run, of: Class) -> None:
    before = files(of.folder)
    said = run("marks", "9B", "02")
    path = Path(re.fullmatch(r"The class view: (.*)\n", said)[1])  # type: ignore[index]
    assert path == of.folder / "pages" / "02.html" and path.read_text().startswith("<!doctype html>")
    assert {name: data for name, data in files(of.folder).items() if not name.startswith("pages/")} == before


def test_a_reading_is_accepted_and_taken_back_by_its_id(run: Run, of: Class) -> None:
    [one] = [one for one in Report(of, "02").challenges() if one.spot.e.id == "02-c"]
    assert "your own decision" in run("marks", "9B", "02", "--accept", one.id)
    assert [row.done["02-c"].first.status for row in Report(of, "02").rows] == ["arguable"] * 2
    assert "Taken back in 02-c" in run("marks", "9B", "02", "--take-back", one.id)
    assert Report(of, "02").decisions == []


def test_an_export_comes_back_filled_and_its_own_file_is_as_it_was(run: Run, of: Class, place: Path) -> None:
    """02-e is right for one of the two; the text is not read: 0 and 1 of 11, and of 20 points."""
    (place / "export.csv").write_text(CANVAS, newline="")
    said = run("marks", "9B", "02", "--fill", "export.csv", "--points", "20")
    assert "2 of 02-i" in said and "Your own file is as it was" in said
    filled = (of.folder / "pages" / "export-filled.csv").read_bytes().decode()
    assert filled == CANVAS.replace("9B,\r", "9B,0.00\r").replace("3.00", "0.91")
    assert (place / "export.csv").read_bytes() == CANVAS.encode()
    level_answer(of.folder, "02-i", Report(of, "02").open_answers("02-i"), of.students[0].codes[0], 4)
    assert "1 of 02-i" in run("marks", "9B", "02", "--fill", "export.csv", "--points", "20")
    assert "9B,0.91\r" in (of.folder / "pages" / "export-filled.csv").read_bytes().decode()
    said = run("marks", "9B", "02", "--fill", "export.csv", "--by", "completion")
    assert "not read" not in said and (of.folder / "pages" / "export-filled.csv").read_text().count("2.73") == 2


def test_no_formula_is_live_and_no_student_s_words_are_in_any_file_for_a_gradebook(
    run: Run, of: Class, place: Path
) -> None:
    """Of the platform's own export, the cells by which it knows a student stay as they are."""
    (place / "export.csv").write_text(CANVAS, newline="")
    run("marks", "9B", "02", "--list", "--fill", "export.csv", "--pages")
    run("marks", "9B", "02", "--sheet")
    written = {name: data for name, data in files(of.folder).items() if name.endswith(".csv")}
    assert written.keys() == {"pages/marks-02.csv", "pages/export-filled.csv", "pages/paper-02-mariupol.csv"}
    assert not [name for name, data in written.items() if b"SECRET" in data]
    assert b"'=Ben Example" in written["pages/marks-02.csv"]
    for name in ("pages/marks-02.csv", "pages/paper-02-mariupol.csv"):
        assert not [cell.says for row in open_csv(written[name]).rows for cell in row if BEGINS.match(cell.says)]
    assert b"SECRET" not in files(of.folder)["pages/marks-02.html"]


def test_feedback_is_a_page_under_each_code_without_a_name(run: Run, of: Class) -> None:
    assert "2 pages, each under a code" in run("marks", "9B", "02", "--pages")
    for student in of.students:
        page = (of.folder / "pages" / "feedback-02" / f"{student.codes[0]}.html").read_text()
        assert "Example" not in page


def test_a_sheet_for_paper_is_filled_in_and_taken_back(run: Run, of: Class, place: Path) -> None:
    """What a cell says that cannot be taken is named; the rest is in the class view."""
    new_class("9C", [("Cem Example", {})])
    said = run("marks", "9C", "02_who_says_so", "--sheet")
    sheet = open_class("9C").folder / "pages" / "paper-02-mariupol.csv"
    assert str(sheet) in said and "byline marks 9C 02 --paper FILE" in said
    head, row = ([cell.says for cell in cells] for cells in open_csv(sheet.read_bytes()).rows)
    at = {cell[:4]: n for n, cell in enumerate(head)}
    row = ["", "", *[""] * (len(head) - 2)]
    row[0], row[at["02-e"]], row[at["02-d"]] = printed_code(open_class("9C").students[0].codes[0]), "a", "what"
    (place / "filled.csv").write_text(";".join(f'"{cell}"' for cell in head) + "\n" + ";".join(row) + "\n")
    assert "02-d: “what” is no answer here" in run("marks", "9C", "02", "--paper", "filled.csv")
    assert Report(open_class("9C"), "02").rows[0].done["02-e"].first.status == "yes"


# Mistakes

TOLD = [
    (("marks", "9Z", "02"), "There is no class “9Z”"),
    (("marks", "../9B", "02"), "cannot be called"),
    (("marks", "9B", "99"), "There is no lesson “99”"),
    (("marks", "9B", "99", "--sheet"), "There is no lesson “99”"),
    (("marks", "9B", "02", "--sheet", "--text", "../../etc"), "“../../etc”"),
    (("marks", "9B", "02", "--accept", "nothing"), "There is no reading “nothing”"),
    (("marks", "9B", "02", "--take-back", "nothing"), "was not accepted"),
    (("marks", "9B", "02", "--fill", "gone.csv"), "There is no file “gone.csv”"),
    (("marks", "9B", "02", "--list", "--points", "0"), "Marks are by"),
    (("marks", "9B", "02", "--points", "many"), "invalid float value"),
    (("marks", "9B", "02", "--by", "merit"), "invalid choice"),
    (("collect", "9B", "gone.zip"), "There is no “gone.zip”"),
    (("class", "new", "9B"), "There is a class “9B” already"),
    (("class", "new", "9B/.."), "cannot be called"),
    (("class", "new", "9D", "--slips", "9999"), "more than 500"),
    (("class", "new", "9D", "--roster", "gone.csv"), "There is no file “gone.csv”"),
    (("class", "add", "9B"), "Say who it is"),
    (("class", "whose", "9B", "abcdef"), "Say the code and the name"),
    (("class", "remove", "9B", "Zed", "--sure", "yes"), "There is no “Zed” in 9B"),
    (("class", "close", "9B"), "invalid choice"),
    (("pack", "99"), "99"),
    (("print", "99"), "99"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "says"), TOLD, ids=lambda value: " ".join(value) if isinstance(value, tuple) else "")
def test_a_mistake_is_one_sentence_and_nothing_is_written(
    place: Path, of: Class, words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {name: data for name, data in files(place).items() if "/pages/" not in name}
    try:
        code = main([*words])
    except SystemExit as end:
        code = end.code  # type: ignore[assignment]
    err = capsys.readouterr().err
    assert code == 2 and says in err and re.fullmatch(r"byline[^\n]*\n", err), err
    assert {name: data for name, data in files(place).items() if "/pages/" not in name} == before


@pytest.mark.parametrize("name", ["class", "pack", "collect", "marks", "print"])
def test_every_command_has_help_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([name, "--help"])
    assert end.value.code == 0 and f"byline {name} " in capsys.readouterr().out.split("Example", 1)[1]


# The same as forms


class File(dict[str, Any]):
    """A file as the upload widget gives it."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(name=name, content=memoryview(content), type="", size=len(content),
                         last_modified=datetime(2026, 1, 1, tzinfo=UTC))  # fmt: skip


def filled(name: str, **values: Any) -> Any:
    """A form with these values in its fields, by the first word of their labels."""
    made = show_form(name)
    for field, one in zip(made.fields, made.inputs, strict=True):
        value = values.get(field.label.split()[0])
        if value is not None and field.kind in ("file", "files"):
            one.set_trait("value", value)
        elif value is not None:
            one.value = value
    return made


def typed(made: Any, place: Path) -> list[str]:
    """The words that a form types."""
    place.mkdir(exist_ok=True)
    pairs = zip(made.fields, made.inputs, strict=True)
    return [*made.words, *(word for field, one in pairs for word in forms._typed(field, one, place))]


WHO = {"Class": "9B", "Full": "Ana Example", "Lesson": "02"}
#: Form, what is filled in besides class, name and lesson -> the words of the command; “_” is a space in a word.
WORDS: list[tuple[str, dict[str, Any], str]] = [
    ("start", {"Name": "9D", "Or": "12"}, "class new 9D --slips 12"),
    ("list", {}, "class show 9B"),
    ("add", {}, "class add 9B Ana_Example"),
    ("new slip", {}, "class slip 9B Ana_Example"),
    ("whose", {"The": "abcdef"}, "class whose 9B abcdef Ana_Example"),
    ("dismiss", {"The": "abcdef"}, "class dismiss 9B abcdef"),
    ("remove", {}, "class remove --sure no 9B Ana_Example"),
    ("remove", {"To": "yes"}, "class remove --sure no 9B Ana_Example --sure yes"),
    ("pack", {"Feedback": "at-once"}, "pack 02 --class 9B --text mariupol --feedback at-once"),
    ("opening", {}, "pack --opening 02 --class 9B --text mariupol"),
    ("collect", {"Files": 2}, "collect 9B FILE FILE"),
    ("view", {}, "marks 9B 02"),
    ("feedback", {}, "marks --pages 9B 02"),
    ("gradebook", {"Export": 1}, "marks 9B 02 --fill FILE --by first-commit"),
    ("marks list", {"Points": "15"}, "marks --list 9B 02 --points 15 --by first-commit"),
    ("print", {}, "print 02 --text mariupol --class 9B"),
    ("sheet", {}, "marks --sheet 9B 02 --text mariupol"),
    ("paper", {"The": 1}, "marks 9B 02 --text mariupol --paper FILE"),
]


@pytest.mark.parametrize(("name", "values", "words"), WORDS, ids=[f"{name} {values}" for name, values, _ in WORDS])
def test_each_form_builds_the_words_of_its_command(
    of: Class, place: Path, name: str, values: dict[str, Any], words: str
) -> None:
    given = {key: (File("x.csv", b"Code"),) * value if isinstance(value, int) else value
             for key, value in values.items()}  # fmt: skip
    made = typed(filled(name, **{**WHO, **given}), place / "up")
    told = ["FILE" if word.startswith(str(place)) else word.replace(" ", "_") for word in made]
    assert " ".join(told) == words
    assert {name for name, *_ in WORDS} == FORMS.keys()


def test_a_form_does_it_and_links_to_what_it_made(of: Class, monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    monkeypatch.setattr(forms, "seeds_folder", lambda: place / "seeds")
    lines = said_of(["marks", "9B", "02"])
    linked = forms._linked(lines[0])
    assert 'class="byline-link"' in linked.html and 'classes/9B/pages/02.html"' in linked.html
    (place / "export.csv").write_text(CANVAS, newline="")
    said = said_of(["marks", "9B", "02", "--fill", "export.csv"])[-1]
    assert '>export-filled.csv</a> (also in the folder classes/9B/pages). Your own' in forms._linked(said).html
    assert "<script>" not in forms._linked("<script>1</script> /etc/passwd").html
    assert "href" not in forms._linked("/etc/passwd").html


def test_uploads_of_any_name_are_collected_and_stay_in_their_place(of: Class, place: Path) -> None:
    """Each is taken, but for what is called a page to print."""
    names = [*NAMES, *HOSTILE, "..", ".", "", "a/..", "x" * 5000, "ü" * 300, "\ud800.zip", "C:", "x.json", "x.json"]
    data = hand_in(of.students[0].codes[0], {"02-j": tried(option("02-j", "b"))})
    before = files(place).keys()
    filled("collect", Class="9B", Files=tuple(File(name, data + b" " * n) for n, name in enumerate(names))).press()
    assert len([*of.lines("collected.jsonl")]) == 2 + len(names)
    assert {file for file in files(place).keys() - before if not file.startswith("classes/9B/")} == set()


def test_who_sent_an_upload_is_still_told_by_its_name(of: Class, place: Path) -> None:
    made = filled("collect", Class="9B", Files=(File("benexample_LATE_1_2_hand-in.json", b"torn"),))
    [_, path] = typed(made, place / "up")[1:]
    assert Path(path).name == "benexample_LATE_1_2_hand-in.json"


@pytest.mark.parametrize(("words", "says"), TOLD, ids=lambda value: " ".join(value) if isinstance(value, tuple) else "")
def test_a_mistake_in_a_form_is_one_sentence(
    of: Class, words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = said_of(words)
    assert len(said) == 1 and (says in said[0] or said[0].startswith("Something is missing"))
    assert capsys.readouterr() == ("", "")


def test_a_form_without_the_file_that_it_needs_asks_for_it(of: Class) -> None:
    for name in ("gradebook", "paper"):
        with pytest.raises(Mistake, match="Choose a file first"):
            typed(filled(name, Class="9B"), of.folder)
        filled(name, Class="9B").press()
    assert said_of(["collect", "9B"])[0].startswith("Something is missing")
    with pytest.raises(Mistake, match=r"There is no form “x”\. There are: start"):
        show_form("x")


def test_a_class_in_a_notebook(of: Class) -> None:
    """As a sheet, as data, and as a chart with words."""
    assert "Right at first" in class_view("9B", "02").text
    table = class_table("9B", "02", names=True)
    first = {name.split(" ", 1)[1]: status for name, status in table["02-e"].items()}
    assert first["Ana Example"] == "not yet" and first["=Ben Example"] == "yes"
    assert table["02-a"].isna().all() and [*class_table("9B", "02").index] == [1, 2]
    assert "02-e: 1 right, 0 accepted, 1 not yet" in chart_class("9B", "02").html
    assert "Example" not in chart_class("9B", "02").html
    assert read_answers("9B", "02-i") is not None and enter_paper("9B", "02") is not None


def test_a_reading_is_accepted_with_a_button_and_taken_back(of: Class) -> None:
    box = decide_on_readings("9B", "02")
    row = next(row for row in box.children if "02-c" in row.children[1].value)
    row.children[0].click()
    assert "your own decision" in box.children[0].value
    assert len(json.loads((of.folder / "decisions.json").read_text())) == 1
    next(row.children[0] for row in box.children[1:] if "Accepted" in row.children[1].value).click()
    assert "Taken back" in box.children[0].value and Report(of, "02").decisions == []


def test_without_a_class_or_a_lesson_there_is_a_sentence(place: Path) -> None:
    for drawn in (class_view("9B", "02"), class_table("9B", "02"), chart_class("9B", "02"),
                  decide_on_readings("9B", "02"), enter_paper("9B", "02"), read_answers("9B", "02-i")):  # fmt: skip
        assert isinstance(drawn, Told) and "There is no class “9B”" in drawn.text
    assert "no class" in "".join(said_of(["marks", "9B", "02"]))


def test_a_class_that_was_made_can_be_chosen_in_every_form_at_once(place: Path) -> None:
    """And what was chosen before stays chosen."""
    start, view, pack = filled("start", Name="9B", Or="2"), show_form("view"), show_form("pack")
    pack.inputs[0].value = "04"
    start.press()
    assert [view.inputs[0].value, pack.inputs[1].value, pack.inputs[0].value] == ["9B", "9B", "04"]
    filled("start", Name="8A", Or="2").press()
    assert [value for _, value in view.inputs[0].options] == ["8A", "9B"] and view.inputs[0].value == "9B"
