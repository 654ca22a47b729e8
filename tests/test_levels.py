"""Open answers in the teacher's hands: the queue, the levels on the disk, and the page that a student gets back."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byline.attempts import State, Try
from byline.classroom.classes import Student
from byline.classroom.levels import (
    FILE,
    Level,
    comments_used,
    level_answer,
    levels_of,
    queue_of,
    read_steps,
    take_back,
)
from byline.classroom.queue import Question, hear
from byline.classroom.report import Done, Row
from byline.classroom.single import AIMED_AT, feedback_for_all, feedback_pages
from byline.classroom.view import SIGNS
from byline.exercises import Exercise
from byline.jupyter import Mistake
from byline.key import Key, check_key
from byline.kinds import assess, key_answer, open_exercises
from byline.lesson.desk import Text
from byline.lesson.disk import NotSaved
from byline.lesson.printed import work_as_table

SEED = Path(__file__).parents[1] / "seeds" / "mariupol"
SAME = "The mayor says so."
ANSWERS = {"anna22": SAME, "benn33": SAME, "cara44": "It’s “reportedly”.", "dana55": " \n"}


def said(folder: Path, code: str, answers: dict[str, str] = ANSWERS) -> Level:
    return levels_of(folder, {"02-i": answers}).get(("02-i", code), Level())


# The file


def test_each_answer_that_is_not_blank_is_in_the_queue_once_in_an_order_that_stays(tmp_path: Path) -> None:
    """Two students who wrote the same are two answers; the order is another for another question."""
    order = [entry.code for entry in queue_of(tmp_path, "02-i", ANSWERS)]
    assert sorted(order) == ["anna22", "benn33", "cara44"]
    assert order == [entry.code for entry in queue_of(tmp_path, "02-i", dict(reversed(ANSWERS.items())))]
    many = {f"code{n}": "words" for n in range(10, 40)}
    orders = [[entry.code for entry in queue_of(tmp_path, name, many)] for name in ("02-i", "03-i")]
    assert orders[0] != orders[1] != sorted(many) != orders[0]


def test_what_is_said_of_an_answer_is_kept_at_once(tmp_path: Path) -> None:
    """A level, a flag and a comment, each the latest; level 0 is a level."""
    level_answer(tmp_path, "02-i", ANSWERS, "anna22", 4)
    level_answer(tmp_path, "02-i", ANSWERS, "anna22", 0, flag=True, comment="  Who\nsays so? ")
    assert said(tmp_path, "anna22") == Level(0, True, "Who says so?")
    assert said(tmp_path, "anna22").read
    assert not said(tmp_path, "benn33").read
    assert len((tmp_path / FILE).read_bytes().splitlines()) == 4


def test_an_answer_that_was_changed_is_read_once_more(tmp_path: Path) -> None:
    """With its old level told, until it has a new one."""
    level_answer(tmp_path, "02-i", ANSWERS, "anna22", 2, comment="Whose claim?")
    changed = {**ANSWERS, "anna22": "The mayor claims it."}
    assert said(tmp_path, "anna22", changed) == Level(2, False, "Whose claim?", stale=True)
    assert not said(tmp_path, "anna22", changed).read
    level_answer(tmp_path, "02-i", changed, "anna22", 2)
    assert said(tmp_path, "anna22", changed).read


def test_steps_are_taken_back_one_by_one(tmp_path: Path) -> None:
    """The latest first, across answers, to what was said before; those to other questions stand."""
    level_answer(tmp_path, "02-i", ANSWERS, "anna22", 1)
    level_answer(tmp_path, "02-i", ANSWERS, "benn33", 2)
    level_answer(tmp_path, "02-i", ANSWERS, "anna22", 3)
    level_answer(tmp_path, "03-i", ANSWERS, "anna22", 4)
    assert [take_back(tmp_path, "02-i", ANSWERS) for _ in range(2)] == ["anna22", "benn33"]
    assert (said(tmp_path, "anna22").level, said(tmp_path, "benn33").level) == (1, None)
    assert [take_back(tmp_path, "02-i", ANSWERS) for _ in range(2)] == ["anna22", ""]
    assert levels_of(tmp_path)["03-i", "anna22"].level == 4


@settings(max_examples=25)
@given(st.lists(st.sampled_from(["anna22", "benn33", "cara44"]), max_size=12), st.data())
def test_undo_brings_back_what_was(tmp_path_factory: pytest.TempPathFactory, codes: list[str], data: Any) -> None:
    """However many steps are taken, as many undone leave nothing; and after each, all is as it was before it."""
    folder, before = tmp_path_factory.mktemp("class"), []
    for code in codes:
        before.append({key: level for key, level in levels_of(folder).items() if level != Level()})
        level_answer(folder, "02-i", ANSWERS, code, data.draw(st.integers(0, 4)))
    for state in reversed(before):
        take_back(folder, "02-i", ANSWERS)
        assert {key: level for key, level in levels_of(folder).items() if level != Level()} == state


def test_lines_that_are_torn_or_of_no_sense_are_left_out_with_a_note(tmp_path: Path) -> None:
    """The others count, and what comes next stands on a line of its own."""
    level_answer(tmp_path, "02-i", ANSWERS, "anna22", 1)
    path = tmp_path / FILE
    good = json.loads(path.read_text(encoding="utf-8"))
    for bad in ({"value": 5}, {"value": True}, {"code": "../x"}, {"event": "mark"}, {"schema": "byline.levels/9"}):
        path.write_text(path.read_text(encoding="utf-8") + json.dumps(good | bad) + "\n", encoding="utf-8")
    with path.open("ab") as file:
        file.write(b"[" * 5000 + b"\n" + b'{"schema": "byline.lev')
    assert read_steps(tmp_path)[1] == ["“levels.jsonl” has 7 torn or damaged lines; the others count."]
    level_answer(tmp_path, "02-i", ANSWERS, "benn33", 3)
    assert (said(tmp_path, "anna22").level, said(tmp_path, "benn33").level) == (1, 3)


@pytest.mark.parametrize(
    ("code", "given", "told"),
    [
        ("anna22", {"level": 5}, "from 0 to 4"),
        ("anna22", {"level": True}, "from 0 to 4"),
        ("anna22", {"comment": "x" * 501}, "at most 500"),
        ("dana55", {"level": 2}, "Collect it first"),
        ("nobody", {"level": 2}, "Collect it first"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_written(tmp_path: Path, code: str, given: Any, told: str) -> None:
    with pytest.raises(Mistake, match=told):
        level_answer(tmp_path, "02-i", ANSWERS, code, **given)
    assert not (tmp_path / FILE).exists()


def test_a_file_that_cannot_be_used_is_never_taken_for_an_empty_one(tmp_path: Path) -> None:
    """Else all would be read again, and a level given twice."""
    (tmp_path / FILE).mkdir()
    with pytest.raises(Mistake, match="cannot be read"):
        queue_of(tmp_path, "02-i", ANSWERS)
    with pytest.raises(NotSaved, match="is not kept"):
        level_answer(tmp_path, "02-i", ANSWERS, "anna22", 1)


def test_comments_come_again_those_to_this_question_first(tmp_path: Path) -> None:
    for exercise, code, comment in [("03-i", "anna22", "Which word?"), ("02-i", "anna22", "Who?"),
                                    ("02-i", "benn33", "Why?"), ("02-i", "cara44", "Why?")]:  # fmt: skip
        level_answer(tmp_path, exercise, ANSWERS, code, comment=comment)
    assert comments_used(tmp_path, "02-i") == ["Why?", "Who?", "Which word?"]


def test_a_new_slip_takes_nothing_away(tmp_path: Path) -> None:
    """What was said under an earlier code stands under the one that the student has now, and can be undone there."""
    level_answer(tmp_path, "02-i", ANSWERS, "anna22", 2)
    new = {"k7m2qpr": ANSWERS["anna22"], "benn33": "x"}
    students = [{"name": "", "codes": ["k7m2qpr", "anna22"], "ids": {}}, {"name": "", "codes": ["benn33"], "ids": {}}]
    (tmp_path / "class.json").write_text(json.dumps({"students": students}))
    assert said(tmp_path, "k7m2qpr", new) == Level(2)
    level_answer(tmp_path, "02-i", new, "k7m2qpr", 3)
    assert [take_back(tmp_path, "02-i", new) for _ in range(3)] == ["k7m2qpr", "k7m2qpr", ""]
    (tmp_path / "class.json").write_text('{"students": [7]}')
    assert levels_of(tmp_path).keys() == {("02-i", "anna22"), ("02-i", "k7m2qpr")}


# The queue


@pytest.fixture
def question(tmp_path: Path) -> Question:
    return Question(tmp_path, open_exercises(SEED)["02-i"], ANSWERS)


def ask(question: Question, act: str, here: Any = None, value: Any = None) -> Any:
    return hear(question, {"do": act, "entry": here and here["entry"]["token"], "value": value, "writer": "w", "n": 1})


def test_the_queue_goes_on_to_the_next_unread_answer_and_stops_when_all_are_read(question: Question) -> None:
    """A skipped answer comes again at the end; one that has its level does not."""
    first = ask(question, "hello")
    second = ask(question, "skip", first)
    third = ask(question, "level", second, 3)
    assert [one["entry"]["place"][:8] for one in (first, second, third)] == ["Answer 1", "Answer 2", "Answer 3"]
    assert third["said"] == "Level 3. 1 of 3 read."
    again = ask(question, "level", third, 0)
    assert again["entry"]["token"] == first["entry"]["token"]
    last = ask(question, "level", again, 1)
    assert (last["said"], last["entry"]["level"]) == ("Level 1. All 3 read.", 1)
    assert ask(question, "skip", last)["entry"]["token"] == second["entry"]["token"]
    assert ask(question, "back", last)["entry"]["token"] == third["entry"]["token"]


def test_the_queue_is_taken_up_where_it_stopped(question: Question) -> None:
    first = ask(question, "hello")
    ask(question, "level", first, 2)
    anew = Question(question.folder, question.exercise, question.answers)
    assert ask(anew, "hello")["entry"]["place"] == "Answer 2 of 3"


def test_undo_shows_the_answer_whose_step_is_gone(question: Question) -> None:
    first = ask(question, "hello")
    flagged = ask(question, "flag", first)
    assert (flagged["entry"]["flag"], ask(question, "flag", first)["entry"]["flag"]) == (True, False)
    second = ask(question, "level", ask(question, "comment", first, "Who?"), 2)
    back = ask(question, "undo", second)
    assert (back["said"], back["entry"]["token"]) == ("Undone. 0 of 3 read.", first["entry"]["token"])
    assert ask(question, "undo", back)["entry"]["comment"] == ""
    for _ in range(3):
        back = ask(question, "undo", back)
    assert back["said"] == "There is nothing to undo. 0 of 3 read."
    assert back["entry"]["token"] == first["entry"]["token"]


def test_no_code_reaches_the_page(question: Question) -> None:
    told = json.dumps([question.shown(), ask(question, "level", ask(question, "hello"), 3)])
    assert not [code for code in ANSWERS if code in told]


@pytest.mark.parametrize("message", [None, [], {}, {"do": "level"}, {"do": ["x"], "entry": {}}, {"do": "mark", "n": 1}])
def test_whatever_a_page_sends_is_answered(question: Question, message: Any) -> None:
    assert hear(question, message)["entry"]["place"] == "Answer 1 of 3"


def test_a_step_that_cannot_be_kept_says_why_and_shows_nothing_new(question: Question) -> None:
    first = ask(question, "hello")
    assert "from 0 to 4" in ask(question, "level", first, 9)["why"]
    (question.folder / FILE).mkdir()
    told = ask(question, "level", first, 3)
    assert "cannot be read" in told["why"]
    assert "entry" not in told


def test_with_no_answer_there_is_nothing_to_show(tmp_path: Path) -> None:
    told = ask(Question(tmp_path, open_exercises(SEED)["02-i"], {"dana55": ""}), "hello")
    assert (told["entry"], told["said"]) == (None, "Nobody has answered this question yet.")


# The page that a student gets back


@pytest.fixture(scope="module")
def exercises() -> dict[str, Exercise]:
    return {name: e for name, e in open_exercises(SEED).items() if e.lesson.startswith("02")}


@pytest.fixture(scope="module")
def key() -> Key:
    found = check_key(SEED / "key.toml")[0]
    assert found
    return found


def report(exercises: dict[str, Exercise], key: Key, level: Level, *codes: str, **states: State) -> Any:
    """A report with the same work under each code, and what was said of its open answer."""
    states = {"02-i": State(tries=[Try("I’d ask <who>.")]), **states}
    done = {name: Done(e, states[name], *(assess(e, states[name].tries[n].answer, key) for n in (0, -1)))
            for name, e in exercises.items() if name in states}  # fmt: skip
    rows = [Row(Student("Anna <A>", [code]), "mariupol", done) for code in codes or ("k7m2qpr",)]
    return SimpleNamespace(rows=[*rows, Row(Student("Cy", ["cyyy22"]))], exercises=exercises,
                           lesson=SimpleNamespace(number="02", title="Who says so?"), level=lambda row, name: None,
                           levels={("02-i", row.student.codes[0]): level for row in rows})  # fmt: skip


def page(exercises: dict[str, Exercise], key: Key, level: Level, names: bool = False, **states: State) -> str:
    (html,) = feedback_pages(report(exercises, key, level, **states), names=names).values()
    return html


@pytest.mark.parametrize(("level", "cell"), [(0, 0), (2, 0), (3, 1), (4, 2)])
def test_a_comment_stands_on_the_side_of_the_target_on_which_the_answer_is(
    exercises: dict[str, Exercise], key: Key, level: int, cell: int
) -> None:
    html = page(exercises, key, Level(level, comment="you name <no> cue."))
    cells = html.split("<tbody>")[1].split("</tr>")[0].split("<b>")[1:]
    assert [n for n, one in enumerate(cells) if "you name &lt;no&gt; cue." in one] == [cell]
    assert AIMED_AT in cells[1]
    assert "I’d ask &lt;who&gt;." in html


def test_the_page_has_no_level_no_name_no_mark_and_no_sample(exercises: dict[str, Exercise], key: Key) -> None:
    """Name and mark stand there where the teacher asks for them; a flag and a changed answer are told."""
    html = page(exercises, key, Level(2, True, "x", stale=True))
    assert "K7M-2QPR" in html
    assert "Talk to me about this one." in html
    assert "before you changed it" in html
    assert not [word for word in ("Mark", "Anna") if word in html.split("<body")[1]]
    assert not [sample for sample in exercises["02-i"].own if sample in html]
    assert "Anna &lt;A&gt;, K7M-2QPR" in page(exercises, key, Level(2), names=True)
    assert "7 of 10" in feedback_pages(report(exercises, key, Level(2)), marks={"k7m2qpr": "7 of 10"})["k7m2qpr"]
    assert "before you changed it" not in page(exercises, key, Level(2))


def test_an_answer_that_was_not_read_says_so(exercises: dict[str, Exercise], key: Key) -> None:
    """And shows no target that it was not held beside."""
    for level in (Level(), Level(None, comment="Come and see me.")):
        assert "The target" not in page(exercises, key, level)
    assert "Not read yet." in page(exercises, key, Level())
    assert "The target" in page(exercises, key, Level(3)) and "Not read yet" not in page(exercises, key, Level(3))
    assert "Your answer meets it." in page(exercises, key, Level(3))
    assert "From your teacher" in page(exercises, key, Level(None, comment="Come and see me."))


def test_a_status_is_called_the_same_wherever_people_read_it(exercises: dict[str, Exercise], key: Key) -> None:
    """On the feedback page, in the grid and on the hand-in; no other word stands for it."""
    e = next(e for e in exercises.values() if e.kind == "choose")
    wrong = [next(option.id for option in e.own.options if not option.right)]
    several = [Try(wrong), Try(key_answer(e, key))]
    text = Text("mariupol")
    assert ">not yet<" in (told := page(exercises, key, Level(), **{e.id: State(tries=several)})) and ">right<" in told
    assert "not yet at first, then right" in work_as_table(text, e, State(tries=several)).text
    assert [said for _, said in SIGNS.values()] == ["right", "accepted", "not yet", "kept"]


def test_the_key_is_told_only_to_who_has_asked_for_it(exercises: dict[str, Exercise], key: Key) -> None:
    """First try and now, a line each; what to look at again, in the words of before the key or of after it."""
    e = next(e for e in exercises.values() if e.kind == "mark" and key_answer(e, key))
    closed = page(exercises, key, Level(), **{e.id: State(tries=[Try([])])})
    opened = page(exercises, key, Level(), **{e.id: State(tries=[Try([])], revealed=True)})
    missed = key_answer(e, key)[0]["quote"]
    assert "not marked yet" in closed
    assert missed not in closed
    assert missed in opened
    both = page(exercises, key, Level(), **{e.id: State(tries=[Try([]), Try(key_answer(e, key), revealed=True)])})
    told = re.search(r"<td><bdi>not yet</bdi></td><td><bdi>(\w+) \(key seen\)</bdi></td><td>(.*?)</td>", both)
    assert told
    assert told[1] in ("yes", "accepted")
    assert told[2] == "<bdi></bdi>"


def test_several_students_are_a_sheet_each_and_who_has_sent_nothing_has_none(
    exercises: dict[str, Exercise], key: Key
) -> None:
    of = report(exercises, key, Level(2), "k7m2qpr", "k7m2qpa")
    html = feedback_for_all(of)
    assert html.count("<section>") == html.count("</h1>") == len(feedback_pages(of)) == 2
    assert "section + section { break-before: page; }" in html
