"""A lesson on paper: what students get, what the teacher keeps, the slips, and answers typed from paper."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Sequence
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browser import a_page, violations
from byline.classroom import entering
from byline.classroom.classes import Class, Student, new_class
from byline.classroom.entering import GridWidget, hear
from byline.classroom.typed import judged_on_paper, paper_handins, paper_table, take_cells, take_table
from byline.cli import main
from byline.exercises import LETTERS, Exercise
from byline.handout import paper
from byline.handout.cells import cell_of, typed_work
from byline.handout.paper import Pack, open_pack, print_lesson, slips_page, students_page, teacher_page
from byline.jupyter import Mistake
from byline.kinds import assess, understood
from byline.kinds.order import shown_order
from byline.lesson.codes import printed_code
from byline.lesson.desk import Text
from byline.lesson.returned import states_of
from byline.lesson.turns import FORMS, order_of
from newsmarks.text import ArticleError

PROJECT = Path(__file__).parents[1]
LESSONS = ("00", "01", "02", "03", "04", "05", "06", "07")
TEXTS = {name: Text(name) for name in ("mariupol", "flood")}
PACKS = [open_pack(lesson, text) for lesson in LESSONS for text in TEXTS]
EVERY = [(text, e) for text in TEXTS.values() for e in text.exercises.values()]
#: Kind -> what stands there under letters.
ITEMS: dict[str, Callable[[Exercise], Sequence[str]]] = {
    "choose": lambda e: [one.text for one in e.own.options], "judge": lambda e: [one.text for one in e.own.passages],
    "order": shown_order,
}  # fmt: skip
STUDENTS = {"k7m2qpr": "Ana Example", "abcdefz": "Ben Example"}


def named(pack: Pack) -> str:
    return f"{pack.title[:2]} {pack.text.article.id}"


def words(page: str) -> str:
    """What can be read on a page, with one space between."""
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def one_line(text: str) -> str:
    return " ".join(text.split())


def told_after(e: Exercise) -> list[str]:
    """What stands with an exercise and is told after its answer: feedback, samples, why."""
    several = e.own.options if e.kind == "choose" else e.own.passages if e.kind == "judge" else ()
    return [*(one.feedback for one in several), *(e.own if e.kind == "write" else ()), *[e.why] * bool(e.why)]


@pytest.fixture
def of(tmp_path: Path) -> Class:
    """A class of two."""
    return Class(tmp_path / "9B", [Student(name, [code]) for code, name in STUDENTS.items()])


# --- what students get --------------------------------------------------------------------------------


@pytest.mark.parametrize("pack", PACKS, ids=named)
class TestWhatStudentsGet:
    def test_has_every_exercise_with_all_that_can_be_answered(self, pack: Pack) -> None:
        said = words(students_page(pack))
        for n, e in enumerate(pack.exercises, 1):
            assert one_line(f"{n}. {e.prompt} {e.id}") in said
            items = ITEMS.get(e.kind, lambda e: [])(e)
            assert all(one_line(f"{letter}. {item}") in said for letter, item in zip(LETTERS, items, strict=False))

    def test_tells_nothing_of_the_key(self, pack: Pack) -> None:
        said = words(students_page(pack))
        for e in pack.exercises:
            assert not [one for one in told_after(e) if one_line(one) in said]
        key = pack.text.key
        assert key and not [n.mark for n in key.entries if one_line(getattr(n.mark, "why", "") or "-" * 9) in said]

    def test_asks_for_a_code_and_no_name(self, pack: Pack) -> None:
        page = students_page(pack)
        assert "The code on your slip, no name" in page and "<script" not in page
        assert page.split("no name", 1)[1].split("</header>")[0].count(paper.BOX) == 7

    def test_its_lines_are_the_article(self, pack: Pack) -> None:
        text = pack.text.article.text
        assert [line.number for line in pack.lines] == list(range(1, len(pack.lines) + 1))
        assert " ".join(line.span.of(text) for line in pack.lines).split() == text.split()
        assert all(len(line.span.of(text)) <= paper.WIDTH for line in pack.lines)
        assert all(pack.text.article.number(line.span.start) == line.paragraph for line in pack.lines)


def test_a_place_is_told_by_the_lines_that_hold_it() -> None:
    pack = PACKS[4]
    first, second = pack.lines[3], pack.lines[4]
    assert pack.where(first.span) == "line 4"
    assert pack.where(type(first.span)(first.span.start + 5, second.span.start + 1)) == "lines 4–5"


def test_what_is_hard_to_read_is_printed_only_where_it_is_asked_about() -> None:
    """P6 of the war report: lesson 01 asks about it, lesson 02 does not, and says so."""
    asked, spared = (students_page(open_pack(lesson, "mariupol")) for lesson in ("01", "02"))
    assert "<b>P6</b>" in asked and "<b>P6</b>" not in spared and "nothing is asked about it: P6." in spared


@pytest.mark.parametrize("pack", [pack for pack in PACKS if pack.title[:2] in ("06", "07")], ids=named)
def test_a_sheet_has_what_its_exercises_speak_of(pack: Pack) -> None:
    """Each paragraph that is named; and nothing that stands in a box of the notebook alone."""
    page = students_page(pack)
    sheet = words(page.split("Worksheet", 1)[1])
    assert set(re.findall(r"\bP\d+\b", sheet)) <= set(re.findall(r"<b>(P\d+)</b>", page))
    assert not re.search(r"\b(?:in|under) the picture\b|\bbox\b", sheet)


def test_of_a_long_article_only_what_is_asked_about_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "MOST_LINES", 10)
    page = students_page(open_pack("02", "mariupol"))
    assert re.findall(r"<b>(P\d+)</b>", page) == ["P3", "P7", "P8", "P9", "P11", "P12", "P13", "P14", "P15", "P17"]
    assert "Not on this sheet" in page and "<i>38</i>" in page  # its number in the whole


def test_marks_that_are_given_are_shown_with_their_lines() -> None:
    said = words(students_page(open_pack("02", "mariupol")))
    assert "Done for you: “reportedly” (line 6) is hearsay." in said
    assert "“added” (line 15), done for you" in said


def test_a_text_of_ones_own_is_printed_and_nothing_in_it_is_markup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(PROJECT / "seeds" / "flood", tmp_path / "seeds" / "own")
    file = tmp_path / "seeds" / "own" / "exercises.toml"
    file.write_text(file.read_text("utf-8").replace("The report is unfair.", "<img src=x onerror=alert(1)>"), "utf-8")
    monkeypatch.chdir(tmp_path)
    written = print_lesson("04", "own", tmp_path / "made")
    assert [path.name for path in written] == ["students.html", "teacher.html"]
    for path in written:
        page = path.read_text("utf-8")
        assert "<img" not in page and "&lt;img src=x" in page


def test_a_lesson_or_a_text_that_is_not_there_is_told() -> None:
    with pytest.raises(Mistake, match="has no exercises of a lesson “77”"):
        open_pack("77", "flood")
    with pytest.raises(ArticleError, match="There is no article called “nowhere”"):
        open_pack("02", "nowhere")


# --- what the teacher keeps -----------------------------------------------------------------------------


@pytest.mark.parametrize("pack", PACKS, ids=named)
def test_the_teacher_s_sheet_has_the_key_with_reasons_and_samples(pack: Pack) -> None:
    said = words(teacher_page(pack))
    for e in pack.exercises:
        told = [*told_after(e), *e.hints, cell_of(e, pack.text.key_answer(e)), f"{e.id}: {e.prompt}"]
        assert not [one for one in told if one_line(one) not in said]


def test_all_accepted_readings_are_told_with_their_reasons() -> None:
    said = words(teacher_page(open_pack("02", "mariupol")))
    assert "ostensibly doubting or hearsay or no mark – It can hold the aim at a distance, with a doubt." in said
    assert "Also accepted: It can hand on the aim that he stated, without a doubt. Also accepted: It is no" in said
    assert "A cue holds no more than its own complement" not in said  # how far it reaches is not asked here


def test_names_stand_on_the_stub_alone() -> None:
    page = slips_page([Student("Ana <b>Example", ["k7m2qpr"]), Student("", ["abcdefz"])])
    slips = re.findall(r'<div class="stub">(.*?)</div><div>(.*?)</div>', page)
    assert [re.findall(r"<b>(.*?)</b>", stub) for stub, _ in slips] == [["Ana &lt;b&gt;Example"], ["Name:"]]
    assert page.count("Ana") == 1
    assert [re.findall(r"<strong>(.+?)</strong>", slip) for _, slip in slips] == [["K7M-2QPR"], ["ABC-DEFZ"]]


# --- a cell -------------------------------------------------------------------------------------------


def read(name: str, cell: str, text: str = "mariupol") -> Any:
    """What a cell is kept as; a sentence where it cannot be."""
    e = TEXTS[text].exercise(name)
    work = typed_work(e, TEXTS[text].article, cell)
    return work if isinstance(work, str) else work["tries"][0]["answer"]


@pytest.mark.parametrize(("text", "e"), [pair for pair in EVERY if cell_of(pair[1], pair[0].key_answer(pair[1]))])
def test_the_key_s_cell_gives_the_key_s_answer(text: Text, e: Exercise) -> None:
    work = typed_work(e, text.article, cell_of(e, text.key_answer(e)))
    assert isinstance(work, dict) and (work["question"], work["lesson"]) == (e.question, e.lesson)
    assert assess(e, work["tries"][0]["answer"], text.key).status == "yes"


def test_letters_are_those_of_the_page() -> None:
    e = TEXTS["mariupol"].exercise("02-l")
    assert read("02-l", "a, C") == [e.own.options[0].id, e.own.options[2].id] == read("02-l", "ca")
    assert read("02-j", "ab") == "“ab” is no answer here. Choose one option here."


def test_numbers_of_an_order_are_read_from_the_boxes_and_letters_in_order() -> None:
    items = shown_order(TEXTS["mariupol"].exercise("02-f"))
    assert read("02-f", "231456") == [items[2], items[0], items[1], *items[3:]] == read("02-f", "c a b d e f")
    assert "Write the 6 numbers" in read("02-f", "223456")


def test_signs_may_be_letters() -> None:
    assert read("02-m", "+-+-+-") == read("02-m", "'ynynyn") == read("02-m", "+ – + − + -")
    assert list(read("02-m", "+-----").values()) == ["sound", *["weak"] * 5]
    assert "6 signs, + (well sourced) or - (not yet)" in read("02-m", "+-+")


def test_scores_that_the_page_gives_away_are_passed_over() -> None:
    assert read("05-a", "½ 0 h 1") == read("05-a", "0 1/2 0 0,5 1") == {"what": 0.5, "when": 0, "how": 0.5, "access": 1}
    assert "4 scores with spaces between" in read("05-a", "0101")


@pytest.mark.parametrize(("name", "cell", "kept"), [
    ("02-d", "y", "yes"), ("02-d", "~", "arguable"), ("02-a", "N", "not yet"), ("02-i", "0", 0), ("02-i", "4", 4),
])  # fmt: skip
def test_what_no_cell_can_hold_is_kept_as_it_was_judged(name: str, cell: str, kept: Any) -> None:
    assert read(name, cell) == {"paper": kept}


@pytest.mark.parametrize(("name", "cell"), [
    ("02-d", "b"), ("02-i", "5"), ("02-i", "-1"), ("00-a", "many"), ("00-a", "101"), ("02-j", "?"),
    ("02-m", "+-+-+-!!"),
])  # fmt: skip
def test_a_cell_that_cannot_be_read_is_told_with_what_is_expected(name: str, cell: str) -> None:
    assert read(name, cell).startswith(f"“{cell}” is no answer here. ")


@pytest.mark.parametrize(("behind", "sure"), [(" ?", "low"), ("?!", "middle"), ("!", "high"), ("", None)])
def test_how_sure_stands_behind_the_answer_where_it_is_asked(behind: str, sure: str | None) -> None:
    for name, cell, known in (("02-m", "+-+-+-", sure), ("02-j", "b", None)):
        work = typed_work(TEXTS["flood"].exercise(name), TEXTS["flood"].article, cell + behind)
        assert isinstance(work, dict) and work["sure"] == known


@given(st.sampled_from(EVERY), st.text(alphabet="abcdfy+-~0123456½h.,/ ?!'\n٣²é", max_size=9) | st.text(max_size=9))
def test_whatever_is_typed_is_an_answer_or_a_sentence(pair: tuple[Text, Exercise], cell: str) -> None:
    work = typed_work(pair[1], pair[0].article, cell)
    if isinstance(work, str):
        assert work.endswith(".") and "is no answer here. " in work
    else:
        answer = work["tries"][0]["answer"]
        assert json.loads(json.dumps(work))["tries"][0]["answer"] == answer
        assert "paper" in answer if pair[1].kind in ("mark", "link", "write", "rewrite") else (
            understood(pair[1], pair[0].article, answer) == answer)  # fmt: skip


# --- a class --------------------------------------------------------------------------------------------


def test_a_table_that_comes_back_is_taken_and_what_is_wrong_in_it_is_named(of: Class) -> None:
    rows = paper_table(of, "02", "flood")
    assert [row[:2] for row in rows] == [["Code", "Name"], ["K7M-2QPR", "Ana Example"], ["ABC-DEFZ", "Ben Example"]]
    at = {cell.split(":")[0]: n for n, cell in enumerate(rows[0])}
    rows[1][at["02-j"]], rows[1][at["02-m"]], rows[1][at["02-d"]] = "b", "+-", "~"
    rows[2][at["02-i"]] = "3"
    said, *faults = take_table(of, "flood", [*rows, ["zzz", "", "a"], rows[1], ["", "", ""]])
    assert said == "From paper: 3 answers of 2 students, 3 of them new or changed."
    assert [fault.split(" is ")[0] for fault in faults] == [
        "Row 4: the code “zzz”", "Row 5: the code “K7M-2QPR” has a row already: put both into one.",
        "Ana Example, 02-m: “+-”"]  # fmt: skip
    assert [(one["code"], one["article"], list(one["exercises"])) for one in paper_handins(of)] == [
        ("k7m2qpr", "flood", ["02-j"]), ("abcdefz", "flood", [])]  # fmt: skip
    assert judged_on_paper(of) == {("flood", "k7m2qpr", "02-d"): "arguable", ("flood", "abcdefz", "02-i"): 3}
    again = paper_table(of, "02", "flood")
    assert (again[1][at["02-j"]], again[1][at["02-m"]], again[2][at["02-i"]]) == ("b", "", "3")


def test_an_empty_cell_takes_away_what_was_kept_and_says_so(of: Class) -> None:
    rows = paper_table(of, "02", "flood")
    rows[1][2] = "b"
    take_table(of, "flood", rows)
    rows[1][2] = ""
    said = take_table(of, "flood", rows)
    assert said == ["From paper: 0 answers of 0 students, 0 of them new or changed.",
                    "Taken out, since the cell is empty: Ana Example, 02-j (“b”)."]  # fmt: skip


def test_a_row_whose_name_is_another_s_is_not_taken(of: Class) -> None:
    rows = paper_table(of, "02", "flood")
    rows[1][1:3] = "Ben Example", "b"
    assert "is that of Ana Example, and the row says “Ben Example”" in take_table(of, "flood", rows)[1]
    assert judged_on_paper(of) == {} and [one["exercises"] for one in paper_handins(of)] == [{}]


def test_a_sheet_of_another_lesson_or_with_a_column_twice_is_refused(of: Class) -> None:
    rows = paper_table(of, "02", "flood")
    with pytest.raises(Mistake, match="for another lesson"):
        take_table(of, "flood", rows, "03")
    with pytest.raises(Mistake, match="Two columns are called 02-j"):
        take_table(of, "flood", [[*row, row[2]] for row in rows])


def test_a_table_without_a_head_is_refused(of: Class) -> None:
    for rows in ([], [["Code", "Name"]], [["02-j"], ["b"]]):
        with pytest.raises(Mistake, match="The first row must say what is below"):
            take_table(of, "flood", rows)


def test_a_cell_typed_again_takes_the_place_of_the_first_and_an_empty_one_takes_it_away(of: Class) -> None:
    text = TEXTS["flood"]
    for cell, kept in (("a", [1]), ("b!", [1]), ("", [])):
        assert take_cells(of, text, {"k7m2qpr": {"02-j": cell}}) == []
        state = next(states_of(one, text.exercises, text.article) for one in paper_handins(of))
        assert [len(one.tries) for one in state.values()] == kept


def test_with_a_new_slip_what_was_typed_before_stays_hers(of: Class) -> None:
    take_cells(of, TEXTS["flood"], {"k7m2qpr": {"02-j": "a", "02-k": "b"}})
    of.students[0].codes.insert(0, "newcode")
    assert paper_table(of, "02", "flood")[1][:4] == ["NEW-CODE", "Ana Example", "a", "b"]
    take_cells(of, TEXTS["flood"], {"newcode": {"02-j": "b"}})
    assert {one["code"]: len(one["exercises"]) for one in paper_handins(of)} == {"k7m2qpr": 2}


@pytest.mark.parametrize("torn", [
    b'{"flood": [', b"[]", b'{"flood": {"../x": {}}}', b'{"flood": {"k7m2qpr": {"02-j": 1}}}',
])  # fmt: skip
def test_what_is_kept_and_torn_is_told_and_stays(of: Class, torn: bytes) -> None:
    of.keep("paper.json", torn)
    with pytest.raises(Mistake, match="of 9B cannot be read"):
        take_cells(of, TEXTS["flood"], {"k7m2qpr": {"02-j": "a"}})
    assert (of.folder / "paper.json").read_bytes() == torn


def test_work_that_somebody_changed_in_the_file_is_left_out(of: Class) -> None:
    take_cells(of, TEXTS["flood"], {"k7m2qpr": {"02-d": "y", "02-j": "a"}})
    kept = json.loads((of.folder / "paper.json").read_bytes())
    kept["flood"]["k7m2qpr"]["02-d"]["tries"][0]["answer"]["paper"] = "best"
    kept["flood"]["k7m2qpr"]["02-j"]["tries"] = "none"
    of.keep("paper.json", {**kept, "../nowhere": kept["flood"]})
    assert judged_on_paper(of) == {} and [one["exercises"] for one in paper_handins(of)] == [{}]


def test_the_grid_hears_only_of_its_own_students_and_exercises(of: Class) -> None:
    said = {"code": "K7M-2QPR", "exercise": "02-j", "cell": "b"}
    assert hear(of, TEXTS["flood"], said) == {**said, "fault": ""}
    for wrong in ({**said, "code": "x"}, {**said, "exercise": "../x"}, {}, None, 3):
        assert hear(of, TEXTS["flood"], wrong)["fault"] == "This table is out of date. Run its box again."
    assert "Choose from a to c" in hear(of, TEXTS["flood"], {**said, "cell": "z"})["fault"]
    assert [one["exercises"].keys() for one in paper_handins(of)] == [{"02-j"}]


def test_the_short_test_is_printed_form_by_form_with_who_gets_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each passage once, no pen, no ticket; the verdicts and the codes are the teacher’s alone."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(PROJECT / "seeds", tmp_path / "seeds", ignore=shutil.ignore_patterns("annotators"))
    shutil.copytree(PROJECT / "notebooks", tmp_path / "notebooks")
    of = new_class("9B", [("Ana Example", {}), ("Ben Example", {})])
    assert main(["print", "check", "--class", "9B"]) == 0
    students, teacher = (words((of.pages / "paper-check" / f"{name}.html").read_text("utf-8"))
                         for name in ("students", "teacher"))  # fmt: skip
    for form in FORMS:
        passages = Text(form).exercise("check").own
        assert [students.count(one_line(one.text)) for one in passages] == [1] * 12
        assert all(one.right in teacher and one.right not in students for one in passages)
    assert students.count("When is this?") == 3 and "pen" not in students.split() and "Exit ticket" not in students
    for student in of.students:
        order = " ".join(f"form {form[-1].upper()}" for form in order_of(student.codes[0]))
        assert f"{printed_code(student.codes[0])} {order}" in teacher
    assert main(["print", "check", "--text", "check_b"]) == 0
    alone = words((tmp_path / "paper-check" / "students.html").read_text("utf-8"))
    assert "form B" in alone and "form A" not in alone


# --- in a browser ---------------------------------------------------------------------------------------

SIDES = re.compile(rb"/Type /Page\b(?!s)")


@pytest.mark.browser
def test_a_lesson_is_at_most_four_sides_and_no_line_is_cut(tmp_path: Path) -> None:
    """A4 and Letter; the article is the first side, and each of its lines is one line."""
    with a_page() as page:
        for pack in (PACKS[4], PACKS[7], PACKS[8]):  # the fullest, and each text
            page.goto(print_lesson(pack.title[:2], pack.text.article.id, tmp_path)[0].as_uri())
            for paper_size, mm in (("A4", 210), ("Letter", 216)):
                assert len(SIDES.findall(page.pdf(format=paper_size))) <= 4, f"{named(pack)} in {paper_size}"
                page.set_viewport_size({"width": round((mm - 24) * 96 / 25.4), "height": 900})
                page.emulate_media(media="print")
                heights = page.eval_on_selector_all(".line", "all => all.map((one) => Math.round(one.offsetHeight))")
                assert len(heights) == len(paper._kept(pack)) and max(heights) < 1.4 * min(heights)
                tall = page.eval_on_selector(".article", "one => one.offsetHeight")
                assert tall < (297 if paper_size == "A4" else 279 - 20) * 96 / 25.4
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


DRAW = """async ([source, spec]) => {
  const module = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const heard = [];
  window.leaked = [];
  addEventListener("keydown", (event) => window.leaked.push(event.key));
  const send = async (message) => { const told = await window.toPython(message); heard.forEach((act) => act(told)); };
  const model = { get: () => spec, on: (name, act) => heard.push(act), send };
  module.default.render({ model, el: document.body });
}"""


@pytest.mark.browser
def test_the_grid_is_filled_by_keys_alone(of: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    """Enter goes down, Tab goes on; each cell is kept, and a bad one is told."""
    widget, said = GridWidget(of, "02", TEXTS["flood"]), list[Any]()
    monkeypatch.setattr(GridWidget, "send", lambda self, content, buffers=None: said.append(content))

    def to_python(message: Any) -> Any:
        widget._heard(widget, message, [])
        return said.pop()

    with a_page() as page:
        page.set_content(f'<!doctype html><html lang="en"><title>Grid</title><style>{GridWidget._css}</style></html>')
        page.expose_function("toPython", to_python)
        page.evaluate(DRAW, [(Path(entering.__file__).parent / "entering.js").read_text("utf-8"), dict(widget.spec)])
        page.get_by_label("Ana Example, 02-j").focus()
        for keys, told in (("b", "Kept: Ana Example, 02-j."), ("z", "Ben Example, 02-j: “z” is no answer here.")):
            page.keyboard.type(keys)
            page.keyboard.press("Enter")
            page.get_by_role("status").get_by_text(told).wait_for()
        assert page.get_by_label("Ben Example, 02-j").get_attribute("aria-invalid") == "true"
        assert violations(page, ".byline-grid") == [] and page.evaluate("window.leaked") == []
    assert {one["code"]: list(one["exercises"]) for one in paper_handins(of)} == {"k7m2qpr": ["02-j"], "abcdefz": []}
