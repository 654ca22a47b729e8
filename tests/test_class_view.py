"""The class view: marks as computed by hand, what is missed, what a teacher accepts, and a page that is safe."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.attempts import State, Try, is_judged
from byline.classroom import classes, report
from byline.classroom.classes import Class, new_class
from byline.classroom.collecting import collect
from byline.classroom.levels import level_answer
from byline.classroom.report import Report, Row, merged, places_in
from byline.classroom.scores import mark_of, not_counted, unread
from byline.classroom.typed import take_cells
from byline.classroom.view import cell, class_page, class_sheet, grid, in_order
from byline.handout.cells import cell_of
from byline.jupyter import Mistake
from byline.lesson import desk
from byline.lesson.readings import Held, accepting, held, reading_id
from malformed import HOSTILE, MAKERS, write_all
from small_class import hand_in, option, right, take, the_text, tried
from students import a_class, send

PROJECT = Path(__file__).parents[1]
SEEDS = PROJECT / "seeds"


def opened_once(open_in: Callable[..., Any]) -> Callable[..., Any]:
    """The same, for each folder done once, whatever is given besides."""
    known: dict[Path, Any] = {}

    def opened(place: Path, *more: Any) -> Any:
        if place not in known:
            known[place] = open_in(place, *more)
        return known[place]

    return opened


@pytest.fixture(scope="module", autouse=True)
def once() -> Any:
    """Texts and keys are opened once for all tests here."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("open_exercises", "load_key"):
            patch.setattr(desk, name, opened_once(getattr(desk, name)))
        yield


@pytest.fixture
def of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Class:
    """A class of four who have sent nothing yet."""
    monkeypatch.setattr(classes, "classes_folder", lambda: tmp_path / "classes")
    return new_class("9B", [(f"{name} Example", {}) for name in ("Ana", "Ben", "Cem", "Dee")])


def words(page: str) -> str:
    """What can be read on a page, with one space between."""
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def signs(found: Report, n: int) -> dict[str, str]:
    """The cells of a student's row, as plain text, by the ids of the exercises."""
    place = in_order(found).index(found.rows[n])
    row = [cell if isinstance(cell, str) else cell.text for cell in grid(found).rows[place]]
    return dict(zip(found.exercises, row[1:], strict=True))


# Marks, against a pencil

#: What is in the cells of Paper Student 0; the key has b, a, …, a, bcd, 463125, +--+-+ and b.
PAPER = {"02-j": "b", "02-k": "b", "02-a": "y", "02-d": "~", "02-e": "a", "02-l": "bcd", "02-m": "+--+++",
         "02-g": "n", "02-c": "b!", "02-i": "4"}  # fmt: skip
#: Student -> what she chose first, as on paper; how many of the five cues she marked; what follows for her mark.
#: Eleven exercises count: ten that are judged, and one text, which is a quarter of its level. The two links (02-a and
#: 02-g) were answered with the key's own answer by all of these but the one on paper.
FIRST = {
    # all ten, and level 3: (10 + 3/4) / 11 × 10 = 9.77
    "Perfect Student 0": ("b a a bcd 463125 +--+-+ b", 5, 3, 9.77),
    # not j, k, e, l, f, m; c, the cues and both links: 4 / 11 × 10 = 3.64; the text is not read yet
    "Careless Student 1": ("a b c a 643512 -++--+ b", 5, None, 3.64),
    # first tries alone: j, e and both links: 4 / 11 × 10 = 3.64; what was right after the key brings nothing
    "Revealed First Student 0": ("b c a c 624351 --++++ a", 3, None, 3.64),
    # j, c and both links, and level 2: (4 + 2/4) / 11 × 10 = 4.09
    "Two Tries Student 0": ("b b c d 614532 --+-++ b", 3, 2, 4.09),
    # j, a, d, e, l and c are right or accepted, and level 4; no f: (6 + 4/4) / 11 × 10 = 6.36
    "Paper Student 0": ("", 0, None, 6.36),
}


def points_of(report: Report, row: Row, *way: str, **more: float) -> float | None:
    """A mark as it is written down."""
    points = mark_of(report, row, *way, **more).points
    return None if points is None else round(points, 2)


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory, once: Any) -> Report:
    """Thirty students of ten kinds, collected, one typed in from paper, two open answers read."""
    place = tmp_path_factory.mktemp("school")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(classes, "classes_folder", lambda: place / "classes")
        made, sent = a_class("02", place / "work")
        collect(made, [send(sent, place / "sent")])
        assert take_cells(made, the_text(), {made.student("Paper Student 0").codes[0]: PAPER}) == []
        answers = Report(made, "02").open_answers("02-i")
        for name, (*_, level, _) in FIRST.items():
            if level:
                level_answer(made.folder, "02-i", answers, made.student(name).codes[0], level)
        return Report(made, "02")


@pytest.mark.parametrize("name", FIRST)
def test_a_mark_is_what_a_pencil_gives(school: Report, name: str) -> None:
    """For students of five kinds, with the arithmetic beside them; what they chose is as it was written down."""
    first, cues, _, mark = FIRST[name]
    row = next(row for row in school.rows if row.student.name == name)
    if first:
        tries = {id: done.state.tries[0].answer for id, done in row.done.items()}
        assert " ".join(filter(None, (cell_of(row.done[id].e, answer) for id, answer in tries.items()))) == first
        assert len(tries["02-d"]) == cues
    assert points_of(school, row) == mark
    assert points_of(school, row, out_of=20) == pytest.approx(2 * mark, abs=0.0101)


def test_by_completion_whatever_was_committed_counts(school: Report) -> None:
    marks = {row.student.name: points_of(school, row, "completion") for row in school.rows}
    assert {marks[f"{kind} Student {n}"] for kind in ("Perfect", "Careless", "Two Tries") for n in range(3)} == {10}
    assert marks["Paper Student 0"] == 9.09  # ten of eleven
    assert marks["Blank Student 0"] is marks["Torn Student 1"] is None


def test_who_handed_in_nothing_has_no_mark_and_a_dash(school: Report) -> None:
    """Never a nought."""
    row = next(n for n, row in enumerate(school.rows) if row.student.name == "Blank Student 0")
    assert points_of(school, school.rows[row]) is None
    assert {*signs(school, row).values()} == {"–"}


def test_paper_stands_in_the_same_grid(school: Report) -> None:
    n = next(n for n, row in enumerate(school.rows) if row.student.name == "Paper Student 0")
    assert signs(school, n) == {"02-j": "✓", "02-k": "✗", "02-a": "✓", "02-d": "≈", "02-e": "✓", "02-l": "✓",
                                "02-f": "–", "02-m": "✗", "02-g": "✗", "02-c": "✓", "02-i": "•4"}  # fmt: skip


def test_the_last_row_counts_who_was_right_at_first(school: Report) -> None:
    """Of 19 who answered 02-a, all but nobody; 02-f was not answered on paper."""
    last = dict(zip(["No.", *school.exercises], grid(school).rows[-1], strict=True))
    assert (last["No."], last["02-a"], last["02-g"]) == ("Right at first", "19/19", "18/19")
    assert last["02-f"].endswith("/18") and last["02-i"] == ""


def test_what_is_not_read_and_what_never_counts_is_said(school: Report) -> None:
    assert unread(school) == ["16 of 02-i"]
    assert not_counted(school) == [] and not_counted(Report(school.of, "00")) == ["00-a"]


def test_a_way_or_points_that_make_no_sense_are_refused(school: Report) -> None:
    for way, points in (("merit", 10), ("completion", 0), ("completion", -1), ("completion", float("nan"))):
        with pytest.raises(Mistake, match="Marks are by"):
            mark_of(school, school.rows[0], way, points)


def test_what_goes_beside_a_mark_is_never_a_student_s(of: Class) -> None:
    take(of, of.students[0], e02_i=tried("SECRET words", reason="SECRET reason"), e02_e=tried(option("02-e", "b")))
    found = Report(of, "02")
    level_answer(of.folder, "02-i", found.open_answers("02-i"), of.students[0].codes[0], 1, comment="Who says so?")
    found = Report(of, "02")
    said = mark_of(found, found.rows[0]).feedback
    assert said == "2 of 11 exercises done. 0 of 1 right at the first try. Look again at 02-e. Who says so?"


# The grid


def test_a_cell_tells_a_later_try_unaided_from_one_after_the_key(of: Class) -> None:
    wrong, good = option("02-e", "b"), option("02-e", "a")
    for student, work in zip(of.students, (tried(wrong, good), tried(wrong, good, key_at=1), tried(wrong, key_at=1),
                                           tried(good, key_at=0)), strict=True):  # fmt: skip
        take(of, student, e02_e=work, e02_f=tried(right("02-f"), hints=2))
    found = Report(of, "02")
    assert [signs(found, n)["02-e"] for n in range(4)] == ["✗→✓", "✗ key ✓", "✗ key", "key ✓"]
    assert signs(found, 0)["02-f"] == "✓ 2h" and signs(found, 0)["02-k"] == "–"
    assert [points_of(found, row) for row in found.rows] == [0.91] * 4
    assert grid(found).rows[-1][1 + [*found.exercises].index("02-e")] == "0/4"
    for said in ("not yet, right at try 2", "not yet, right after looking at the key",
                 "not yet, then looked at the key", "had looked at the key before the first try",
                 "right, 2 hints before it"):  # fmt: skip
        assert said in words(class_page(found))


def test_students_stand_in_an_order_that_says_nothing_of_their_names(of: Class) -> None:
    names = [row.student.name for row in in_order(Report(of, "02"))]
    of.students.reverse()
    assert [row.student.name for row in in_order(Report(of, "02"))] == names


def test_two_texts_are_one_class(of: Class) -> None:
    """The same exercises, each judged by the key of the text that was read."""
    take(of, of.students[0], e02_a=tried(right("02-a")), e02_d=tried(right("02-d")))
    take(of, of.students[1], "flood", e02_a=tried(right("02-a", "flood")), e02_d=tried([]))
    found = Report(of, "02")
    assert [row.text for row in found.rows] == ["mariupol", "flood", "", ""]
    assert [signs(found, n)["02-a"] for n in range(3)] == ["✓", "✓", "–"]
    assert {spot.text for spot in found.most_missed()} == {"flood"}
    assert "02-d (flood), missed by 1 of 1" in words(class_page(found))


def test_what_came_under_a_code_that_is_nobody_s_waits_and_is_not_counted(of: Class) -> None:
    stranger = replace(of.students[0], name="", codes=["abcdef"])
    take(of, stranger, e02_e=tried(option("02-e", "a")))
    found = Report(of, "02")
    assert len(found.rows) == 4 and not any(row.done for row in found.rows)
    assert found.doubts == ["What came under abcdef is nobody’s yet, and is not counted here."]
    of.students[1].codes.append("abcdef")
    assert Report(of, "02").rows[1].done.keys() == {"02-e"} and len(Report(of, "02").rows) == 4


def test_a_lesson_that_there_is_not_is_told_with_those_that_there_are(of: Class) -> None:
    with pytest.raises(Mistake, match=r"There is no lesson “../x”.*00, 01, 02"):
        Report(of, "../x")
    assert Report(of, "02_who_says_so.ipynb").lesson.number == "02"


def test_hints_that_were_read_are_told_in_a_student_s_card(of: Class) -> None:
    take(of, of.students[0], e02_f=tried(right("02-f"), hints=1))
    assert "1 of 2 hints, 1 of them before the first answer" in words(class_page(Report(of, "02")))


# What was missed, what was chosen


def test_most_missed_options_and_sureness_in_a_class_that_is_known(of: Class) -> None:
    """02-e (key: a): b, b, c, a. 02-j (key: b): b, b, b and nothing. Sure of 02-e were the first and the last."""
    for n, (student, letter) in enumerate(zip(of.students, "bbca", strict=True)):
        sure = "high" if n in (0, 3) else "low"
        works = {"e02_e": tried(option("02-e", letter), option("02-e", "a"), sure=sure)}
        take(of, student, **works, **({"e02_j": tried(option("02-j", "b"))} if n else {}))
    found = Report(of, "02")
    spots = {spot.e.id: spot for spot in found.spots}
    e, j = spots["02-e"], spots["02-j"]
    assert (e.asked, e.missed, e.share, e.commonest[:2]) == (4, 3, 0.75, "b.")
    assert {said[0]: n for said, n in e.said.items()} == {"b": 2, "c": 1, "a": 1}
    assert (j.asked, j.missed) == (3, 0)
    assert [spot.e.id for spot in found.most_missed()] == ["02-e"]
    sheet = class_sheet(found).text
    assert re.search(r"02-e +1 +2\n", sheet), "one of two who were sure was not right"
    assert re.search(r"b\. .* 2 [ –]*not the key’s", sheet) and re.search(r"a\. .* 1 [ –]*✓ the key’s", sheet)


def test_most_missed_are_five_of_what_the_key_has_the_most_missed_first(of: Class) -> None:
    """An extra mark is nothing that the key has."""
    cues = right("02-d")
    text = the_text().article.text
    extra = {"span": [text.index("Azov added"), text.index("Azov added") + 4], "quote": "Azov", "label": "hearsay"}
    one = {**extra, "span": [text.index("The dystopian"), text.index("The dystopian") + 3], "quote": "The"}
    for n, student in enumerate(of.students):
        take(of, student, e02_d=tried([one, *cues[n:]]), e02_m=tried(dict.fromkeys(right("02-m"), "sound")))
    found = Report(of, "02")
    missed = found.most_missed()
    assert len(missed) == 5 and [spot.share for spot in missed[:4]] == [1, 1, 1, 0.75]
    assert missed[3].place == "P3 “reportedly”" and missed[3].commonest == "not marked"
    [added] = [spot for spot in found.spots if spot.place.endswith("“The”")]
    assert not added.due and added.missed == 4 and added not in found.most_missed(99)


def test_of_several_options_one_that_is_left_out_is_missed(of: Class) -> None:
    """02-l has three that are right: two of them alone are not yet right."""
    for student, letters in zip(of.students, ("bcd", "cd", "d", "de"), strict=True):
        take(of, student, e02_l=tried(option("02-l", letters)))
    [spot] = Report(of, "02").spots
    assert (spot.asked, spot.missed) == (4, 3)
    assert {said[0]: n for said, n in spot.said.items()} == {"d": 4, "c": 2, "b": 1, "e": 1}
    assert len(spot.wrong) == 1 and spot.commonest.startswith("e.")


def test_sharpness_and_suspicion_of_the_class_are_those_of_all_passages(of: Class) -> None:
    """All call all six passages weak, three of which are; they are suspicious, and no sharper than a guess. From one of
    them nothing is said yet.
    """
    for n, student in enumerate(of.students):
        take(of, student, e02_m=tried(dict.fromkeys(right("02-m"), "weak")))
        if n == 0:
            said = words(class_page(Report(of, "02")))
            assert "3 of 3 weak places were called weak, and so were 3 of 3 sound ones." in said
            assert "From 6 answers nobody can say yet" in said and "sharpness" not in said
    said = words(class_page(Report(of, "02")))
    assert "tells them apart hardly (sharpness 0.0, give or take" in said
    assert re.search(r"0 is guessing\), and doubts too much \(suspicion \+1\.\d, give or take", said)


def test_two_hand_ins_that_differ_in_a_first_answer_are_told(of: Class) -> None:
    for letter in "ab":
        take(of, of.students[0], e02_e=tried(option("02-e", letter)))
    found = Report(of, "02")
    assert found.doubts == ["Ana Example: two hand-ins differ in the first answer to 02-e. The one that was collected "
                            "first counts."]  # fmt: skip
    assert found.rows[0].done["02-e"].state.tries[0].answer == option("02-e", "a")


def test_an_answer_to_another_question_is_told_and_not_judged(of: Class) -> None:
    work = {**tried(option("02-e", "a")), "question": "another"}
    take(of, of.students[0], e02_e=work)
    found = Report(of, "02")
    assert "02-e was answered as it was asked before" in found.doubts[0] and found.rows[0].changed == ["02-e"]


@pytest.mark.parametrize("name", ["mariupol", "flood"])
def test_each_place_that_was_missed_is_found_on_the_article(name: str) -> None:
    """Whatever a class leaves unmarked can be shown where it stands."""
    text = the_text(name)
    for e in text.exercises.values():
        lines = text.judge(e, []).lines if e.kind == "mark" else ()
        places = [what.place for line in lines if line.outcome == "missed" and (what := held(e, line))]
        assert {*places} <= places_in(text, e).keys(), e.id


# Accepting a reading


def disputed(of: Class, wrong: int, letter: str = "b") -> Report:
    """So many of the four chose a wrong option in 02-e, and the others the key's."""
    for n, student in enumerate(of.students):
        take(of, student, e02_e=tried(option("02-e", letter if n < wrong else "a")))
    return Report(of, "02")


def test_a_reading_that_many_share_is_accepted_for_all_and_can_be_taken_back(of: Class) -> None:
    before = {path: path.read_bytes() for path in SEEDS.rglob("*.toml")}
    found = disputed(of, 2)
    [challenge] = found.challenges()
    assert (challenge.held_by, challenge.said[:2], challenge.spot.e.id) == (2, "b.", "02-e")
    assert challenge.id in class_page(found)
    said = found.accept(challenge.id)
    assert "your own decision" in said and challenge.said in said
    [kept] = report.decisions(of)
    assert kept["decided by"] == "the teacher of 9B" and (kept["exercise"], kept["text"]) == ("02-e", "mariupol")
    after = Report(of, "02")
    assert [row.done["02-e"].first.status for row in after.rows] == ["arguable", "arguable", "yes", "yes"]
    assert [points_of(after, row) for row in after.rows] == [0.91] * 4
    assert after.challenges() == [] and after.most_missed() == []
    assert challenge.said in words(class_page(after)) and f"--take-back {challenge.id}" in words(class_page(after))
    assert {path: path.read_bytes() for path in SEEDS.rglob("*.toml")} == before
    assert "Taken back in 02-e" in after.take_back(challenge.id)
    again = Report(of, "02")
    assert [points_of(again, row) for row in again.rows] == [0, 0, 0.91, 0.91]
    assert [one.id for one in again.challenges()] == [challenge.id]


def test_a_reading_of_few_is_not_offered(of: Class) -> None:
    """One of four is 25 %; and of three, one is 33 %, but one student is no class."""
    assert disputed(of, 1).challenges() == []
    of.students.pop()
    assert Report(of, "02").challenges() == []


def test_three_in_ten_are_enough_and_two_in_ten_are_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(classes, "classes_folder", lambda: tmp_path / "classes")
    made = new_class("9C", slips=10)
    for n, student in enumerate(made.students):
        take(made, student, e02_e=tried(option("02-e", "bbbccaaaaa"[n])))
    assert [one.said[:2] for one in Report(made, "02").challenges()] == ["b."]


def test_an_id_that_is_not_there_is_told_with_those_that_are(of: Class) -> None:
    found = disputed(of, 2)
    known = found.challenges()[0].id
    with pytest.raises(Mistake, match=rf"no reading “zzz” to accept in 02\. There are: {known}"):
        found.accept("zzz")
    with pytest.raises(Mistake, match=r"“zzz” was not accepted\. Accepted are: nothing"):
        found.take_back("zzz")


@pytest.mark.parametrize("data", ["{", "5", '"x"', "[" * 9999])
def test_decisions_that_cannot_be_read_are_told_and_left(of: Class, data: str) -> None:
    (of.folder / "decisions.json").write_text(data)
    with pytest.raises(Mistake, match=r"decisions\.json.*cannot be read"):
        Report(of, "02")
    assert (of.folder / "decisions.json").read_text() == data


@pytest.mark.parametrize("data", ["[]", "[1, null, {}]", '[{"id": "a", "text": 1}]'])
def test_a_decision_that_is_none_is_left_out(of: Class, data: str) -> None:
    (of.folder / "decisions.json").write_text(data)
    assert Report(of, "02").decisions == []


def test_only_the_reading_that_was_accepted_is_accepted() -> None:
    """Of two places that are wrong, the other one stays wrong; and no other exercise or text is touched."""
    text = the_text()
    e = text.exercises["02-d"]
    found = text.judge(e, right("02-d")[2:])
    first = next(what for line in found.lines if line.outcome == "missed" and (what := held(e, line)))
    id = reading_id("mariupol", e, first)
    outcomes = [line.outcome for line in accepting("mariupol", e, found, {id}).lines]
    assert outcomes.count("missed") == [line.outcome for line in found.lines].count("missed") - 1
    assert accepting("flood", e, found, {id}) == found == accepting("mariupol", text.exercises["04-e"], found, {id})
    assert reading_id("mariupol", e, Held(first.place, "other")) != id


def test_no_reading_names_a_place_in_an_order() -> None:
    text = the_text()
    e = text.exercises["02-f"]
    assert [held(e, line) for line in text.judge(e, right("02-f")[::-1]).lines if line.outcome != "why"].count(None) > 1


# Two hand-ins of one student

TRIES = st.lists(st.builds(Try, st.sampled_from("abcd"), st.integers(0, 3), st.booleans()), max_size=5)
STATES = st.builds(State, tries=TRIES, sure=st.sampled_from([None, "low", "high"]), hints=st.integers(0, 3),
                   revealed=st.booleans(), reason=st.sampled_from(["", "why"]),
                   placed=st.sampled_from([None, 0]), earlier=st.lists(st.sampled_from("xyz"), max_size=2))  # fmt: skip


@given(STATES, STATES)
def test_a_later_hand_in_adds_to_the_first_and_never_takes_its_place(before: State, later: State) -> None:
    both = merged(before, later)
    assert both.tries[: len(before.tries)] == before.tries
    assert {*both.tries} == {*before.tries, *later.tries}
    assert both.revealed == (before.revealed or later.revealed) and both.hints >= max(before.hints, later.hints)
    assert both.sure == (before.sure or later.sure)
    assert {*both.earlier} == {*before.earlier, *later.earlier}


@given(STATES, TRIES)
def test_a_hand_in_that_goes_on_where_the_first_ended_is_as_it_came(before: State, more: list[Try]) -> None:
    later = replace(before, tries=[*before.tries, *more])
    assert merged(before, later) == later == merged(later, later)


def test_the_number_of_a_later_try_is_that_of_the_first_right_one(of: Class) -> None:
    """An answer that is committed once more as it stands is no try; a look at the key after it changes nothing."""
    good = right("02-e")
    wrong, other, *_ = (one for one in (option("02-e", letter) for letter in "abcd") if one != good)
    for student, work in zip(of.students, (tried(wrong, good, good), tried(wrong, wrong, other, good),
                                           tried(wrong, good, wrong, good, key_at=2), tried(wrong, good, wrong)),
                             strict=True):  # fmt: skip
        take(of, student, e02_e=work)
    found = Report(of, "02")
    assert [cell(row.done["02-e"]).html.split("not yet, ")[1].split("<")[0] for row in found.rows] == [
        "right at try 2", "right at try 3", "right at try 2", "not yet at try 3"]  # fmt: skip
    assert [len(row.done["02-e"].state.tries) for row in found.rows] == [2, 3, 4, 3]


def test_two_hand_ins_are_one_row(of: Class) -> None:
    """A wrong first try of Monday stays the first on Tuesday, on another computer."""
    take(of, of.students[0], e02_e=tried(option("02-e", "b"), key_at=1))
    take(of, of.students[0], e02_e=tried(option("02-e", "a")), e02_j=tried(option("02-j", "b")))
    found = Report(of, "02")
    assert signs(found, 0)["02-e"].startswith("✗") and signs(found, 0)["02-j"] == "✓"


# The page


def hostile_class(of: Class) -> Report:
    """Answers, reasons, names and a class list that would run, where anything ran them."""
    for n, student in enumerate(of.students):
        student.name = HOSTILE[n]
        student.ids = {"email": HOSTILE[-1]}
        take(of, student, e02_i=tried(" ".join(HOSTILE)), e02_e=tried(option("02-e", "b"), reason=HOSTILE[0]),
             e02_j={**tried(option("02-j", "a")), "earlier": [HOSTILE[1]]})  # fmt: skip
    of.save()
    return Report(of, "02")


def test_the_page_has_no_script_asks_for_nothing_and_escapes_all(of: Class) -> None:
    page = class_page(hostile_class(of))
    assert not re.search(r"<(script|img|iframe|link|object|form)\b", page)
    assert not re.search(r"\son\w+\s*=|javascript:[^w]", re.sub(r">[^<]*<", "><", page))
    assert "default-src 'none'" in page and "base-uri 'none'" in page and "script-src" not in page
    assert {link for link in re.findall(r'(?:href|src)="([^"]*)"', page)} == {"#", *(f"#s{n}" for n in range(1, 5))}
    assert page.count("</style>") == 1 and "<script>" in words(page)


def test_a_page_of_an_empty_class_says_so(of: Class) -> None:
    said = words(class_page(Report(of, "02")))
    assert "Handed in: 0 of 4" in said and "Nothing was missed" in said and "There is no such reading." in said


def test_the_same_class_gives_the_same_page(of: Class) -> None:
    disputed(of, 2)
    assert class_page(Report(of, "02")) == class_page(Report(of, "02"))


def test_in_a_notebook_names_are_there_only_when_asked_for(of: Class) -> None:
    found = disputed(of, 2)
    for drawn in (class_sheet(found).html, class_sheet(found).text):
        assert "Example" not in drawn and of.students[0].codes[0] not in drawn.casefold().replace("-", "")
    assert "Ana Example" in class_sheet(found, names=True).html


def test_what_is_judged_has_an_order_and_every_exercise_a_column(school: Report) -> None:
    assert [*school.exercises] == [e.id for e in the_text().exercises.values() if e.lesson.startswith("02")]
    ids = [spot.e.id for spot in school.spots]
    assert ids == sorted(ids, key=[*school.exercises].index)
    assert all(is_judged(spot.e) for spot in school.spots)


def test_malformed_ones_stop_neither_the_report_nor_the_page(of: Class, tmp_path: Path) -> None:
    """One of each sort; tests/bench/collecting.py does it with a thousand."""
    of.students[3].name = "Good Example"
    whole = hand_in(of.students[0].codes[0], {"02-i": tried("words"), "02-e": tried(option("02-e", "b"))})
    sent = write_all(range(len(MAKERS)), whole, tmp_path / "sent")
    take(of, of.students[3], e02_e=tried(option("02-e", "a")))
    collect(of, [sent])
    before = {path for path in tmp_path.rglob("*") if of.folder not in path.parents}
    found = Report(of, "02")
    page = class_page(found)
    assert found.rows[3].done["02-e"].first.status == "yes" and points_of(found, found.rows[3]) == 0.91
    assert not re.search(r"<(script|img|iframe)\b", page)
    assert {path for path in tmp_path.rglob("*") if of.folder not in path.parents} == before
