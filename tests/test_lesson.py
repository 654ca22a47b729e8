"""The desk, the page and the functions of a lesson, on a small text: what each says and keeps, and nothing else."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as drawing
from hypothesis import strategies as st

import byline.lesson as lesson
from byline.attempts import State, Try
from byline.exercises import Exercise, Line, Unclear
from byline.kinds import answer_as_text, check_exercises, choose, predict, understood
from byline.kinds.choose import Option
from byline.kinds.order import shown_order
from byline.lesson import handin, widgets
from byline.lesson.bridge import hear, spec_of, state_of, words_of
from byline.lesson.desk import Desk
from byline.lesson.handin import committed, counted, handed_in
from byline.lesson.notices import Told, line_as_text, receipt, stopped
from byline.lesson.returned import open_handin, states_of
from byline.lesson.saving import WIDGET, keep_words
from newsmarks.text import ArticleError
from test_key import CASES, KEY

EXERCISES = '''\
schema = "byline.exercises/1"
made = false

[[exercise]]
id = "mark"
lesson = "02"
kind = "mark"
prompt = "Give P2 and P3 their voices."
sure = true
paragraphs = [2, 3]
layer = "voices"
minutes = 2.5
given = [{ paragraph = 3, quote = "reportedly", label = "hedged" }]
hints = ["Look for a saying word.", "Who is named for it?"]

[[exercise]]
id = "words"
lesson = "03"
kind = "mark"
prompt = "Find the loaded words."
paragraphs = [2]
layer = "loaded"

[[exercise]]
id = "link"
lesson = "02"
kind = "link"
prompt = "Who says what?"
paragraphs = 1
attribution = "lee-said"
show = ["cue"]

[[exercise]]
id = "rate"
lesson = "03"
kind = "rate"
prompt = "Put the five questions."
paragraphs = 6
quote = "214"
show = ["who"]

[[exercise]]
id = "choose"
lesson = "02"
kind = "choose"
prompt = "Who speaks in P2?"
sure = true
reason = "How do you know?"
options = [
  { id = "o1", text = "Dee", feedback = "In P6." },
  { id = "o2", text = "Lee", right = true, feedback = "She." },
]

[[exercise]]
id = "order"
lesson = "03"
kind = "order"
prompt = "From the first to the last."
sure = true
items = ["one", "two", "three"]

[[exercise]]
id = "predict"
lesson = "04"
kind = "predict"
prompt = "How many cars?"
unit = "cars"
answer = 214
least = 1

[[exercise]]
id = "write"
lesson = "04"
kind = "write"
prompt = "Who answers for P4?"
samples = ["a", "b", "c", "d", "e"]
'''


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project with one small seed, in which the lesson is opened."""
    folder = tmp_path / "seeds" / "sample"
    folder.mkdir(parents=True)
    (folder / "article.txt").write_bytes((CASES / "article.txt").read_bytes())
    (folder / "key.toml").write_text(KEY, encoding="utf-8")
    (folder / "exercises.toml").write_text(EXERCISES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    lesson._desks.clear()
    lesson.study_article("sample")
    yield tmp_path
    lesson._desks.clear()


@pytest.fixture
def desk(here: Path) -> Desk:
    return lesson.current_desk()


def refuse(patched: pytest.MonkeyPatch) -> None:
    """From here on the disk is full."""

    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left")

    patched.setattr(os, "write", full)


# What a page is told of an exercise


def test_a_page_gets_all_that_an_exercise_shows(desk: Desk) -> None:
    """Every field, for a text to mark and for a rating with a question done already."""
    marking, rating = spec_of(desk, desk.exercise("mark")), spec_of(desk, desk.exercise("rate"))
    assert [marking.pop(name)[0] for name in ("paragraphs", "labels")] == [
        {"number": 2, "lead": "“", "words": [
            [99, 101, "It", " ", 1], [102, 105, "was", " ", 1], [106, 112, "unsafe", ". ", 1],
            [114, 116, "It", " ", 2], [117, 120, "was", " ", 2], [121, 122, "a", " ", 2], [123, 128, "death", " ", 2],
            [129, 133, "trap", ",” ", 2], [136, 139, "she", " ", 2], [140, 144, "said", ".", 2]]},
        {"name": "reporter", "letter": "R", "words": "reporter", "style": "reporter"},
    ]  # fmt: skip
    assert marking.pop("read")["not this one"] == "look again"
    assert marking == {
        "id": "mark", "article": "sample", "kind": "mark", "prompt": "Give P2 and P3 their voices.", "minutes": "2.5",
        "reason": "", "asks_reason": True, "asks_sure": True, "unmarked": True, "place": "1 of 3",
    }  # fmt: skip
    assert (rating["figure"], rating["given"]) == ("214", {"who": 1.0})
    assert list(rating["criteria"]) == ["who", "what", "when", "how", "access"]
    assert spec_of(desk, desk.exercise("choose"))["options"] == [["o2", "Lee"], ["o1", "Dee"]], "by hash"
    words = spec_of(desk, desk.exercise("words"))
    assert (words["minutes"], words["unmarked"]) == ("3", False), "where an exercise does not say"
    styles = [label["style"] for label in words["labels"]]
    assert styles == ["solid", "ring", "wavy", "broken"], "a shape each, and no hue of a voice"


def test_a_page_asks_for_a_reason_where_the_text_is_judged_or_the_exercise_asks(desk: Desk) -> None:
    asked = [name for name, e in desk.exercises.items() if spec_of(desk, e)["asks_reason"]]
    assert asked == ["mark", "words", "link", "rate", "choose"]
    sure = [name for name, e in desk.exercises.items() if spec_of(desk, e)["asks_sure"]]
    assert sure == ["mark", "choose", "order"], "where the exercise asks"


def test_a_page_shows_what_is_done_already_only_where_the_key_is_there(desk: Desk) -> None:
    """The parts of a link, the questions of a rating; the other kinds have none."""
    specs = {name: spec_of(desk, e) for name, e in desk.exercises.items()}
    given = {name: spec["given"] for name, spec in specs.items() if "given" in spec}
    assert given == {"link": ["cue"], "rate": {"who": 1.0}}
    assert state_of(desk, desk.exercise("link"))["draft"] == {"cue": [{"span": [74, 78], "quote": "said"}]}
    desk.key = None
    assert [spec_of(desk, desk.exercise(name))["given"] for name in ("link", "rate")] == [[], {}]
    assert state_of(desk, desk.exercise("link"))["draft"] is None


def test_the_words_of_a_text_count_its_sentences_through(desk: Desk) -> None:
    """Over all paragraphs; the marks around a word are none of it, and a paragraph begins with its own words."""
    first, second = words_of(desk.article, (1, 3))
    assert first["lead"] == "" and first["words"][1] == [9, 13, "Hill", " ", 1]
    assert [word[4] for word in second["words"]] == [2] * 8 + [3] * 5
    assert second["words"][-1] == [215, 221, "Monday", ".", 3]


def test_how_an_exercise_stands_before_and_after_an_answer(desk: Desk) -> None:
    """What was given is the first draft; an answer comes with its feedback, and where it is kept."""
    e = desk.exercise("mark")
    given = {"span": [167, 177], "quote": "reportedly", "label": "hedged"}
    blank = {"draft": [given], "committed": False, "sure": None, "sealed": False, "hints": [], "hints_left": 2,
             "reason": "", "feedback": None, "key": None, "revealed": False, "placed": None, "samples": [],
             "receipt": "", "notes": [], "earlier": False, "changing": ""}  # fmt: skip
    assert state_of(desk, e) == blank
    lesson.hint("mark")
    lesson.answer("mark", [("took the old road", "H")], sure="low")
    after = state_of(desk, e)
    marks = [given, {"span": [178, 195], "quote": "took the old road", "label": "hedged"}]
    assert after["feedback"]["status"] == "not yet"
    assert {**after, "feedback": None} == {
        **blank, "draft": marks, "committed": True, "sure": "low", "hints": ["Look for a saying word."],
        "hints_left": 1, "receipt": f"Kept in answers/sample.jsonl, under the code {desk.answers.code}.",
    }  # fmt: skip
    assert state_of(Desk("sample"), e)["earlier"]
    lesson.new_student(sure=True)
    assert state_of(desk, e) == blank


# What a page says


def test_every_answer_to_a_page_says_where_things_stand(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which message was heard, and what is not on the disk; codes only once somebody answered."""
    e = desk.exercise("predict")
    said = hear(desk, e, {"do": "hello", "writer": "w" * 50, "n": 7})
    assert (said["tell"], said["exercise"], said["why"], said["heard"]) == ("state", "predict", "", 7)
    assert (said["writer"], said["codes"], said["unwritten"], said["owed"]) == ("w" * 40, [], 0, [])
    assert said["desk"] == desk.answers.writer
    with monkeypatch.context() as broken:
        refuse(broken)
        said = hear(desk, e, {"do": "commit", "answer": 3, "writer": "page", "n": 8})
        assert (said["tell"], said["state"]["committed_now"], said["state"]["committed"]) == ("state", True, True)
        assert "No space left" in said["why"] and said["owed"] == [["page", 8]] and said["unwritten"] == 1
        said = hear(desk, e, {"do": "draft", "answer": 4, "writer": "page", "n": 9})
        assert said["state"]["committed_now"] is False and said["owed"] == [["page", 8], ["page", 9]]
    said = hear(desk, e, {})
    assert (said["why"], said["owed"], said["unwritten"]) == ("", [], 0), "a page that comes by has it written"
    assert said["codes"] == [desk.answers.code]
    assert [(one["writer"], one["n"]) for one in desk.answers.read()] == [("page", 8), ("page", 9)]


def test_what_a_page_says_twice_counts_once(desk: Desk) -> None:
    """By its writer and number; what has no number is new each time."""
    e = desk.exercise("predict")
    for n, events in ((1, 1), (1, 1), (2, 2), (0, 3), (True, 4), ("1", 5)):
        hear(desk, e, {"do": "commit", "answer": 3, "writer": "page", "n": n})
        assert len(desk.answers.events) == events
    assert {one["writer"] for one in desk.answers.events[2:]} == {desk.answers.writer}
    hear(desk, e, {"do": "commit", "answer": 3, "writer": "other", "n": 1})
    assert len(desk.answers.events) == 6


def test_a_message_is_for_the_exercise_that_it_names(desk: Desk) -> None:
    """And what cannot be understood is said to the one that is shown."""
    shown = desk.exercise("predict")
    said = hear(desk, shown, {"do": "commit", "exercise": "order", "answer": ["one", "two", "three"]})
    assert said["exercise"] == "order" and desk.state(desk.exercise("order")).tries
    said = hear(desk, shown, {"do": "commit", "exercise": "none"})
    assert (said["tell"], said["exercise"]) == ("unclear", "predict") and "There is no exercise “none”" in said["said"]
    assert hear(desk, shown, {"do": "commit", "answer": "many"})["said"] == (
        "This exercise expects a number, as in 40.")  # fmt: skip


def test_a_draft_says_what_is_kept_and_how_sure(desk: Desk) -> None:
    e = desk.exercise("choose")
    said = hear(desk, e, {"do": "draft", "answer": "b", "sure": "middle"})
    assert (said["tell"], said["exercise"], said["note"], said["answer"]) == ("saved", "choose", "", ["o1"])
    hear(desk, e, {"do": "draft", "answer": "a", "sure": "very"})
    state = desk.state(e)
    assert (state.draft, state.tries, state.sure) == (["o2"], [], "middle")
    said = hear(desk, e, {"do": "commit", "answer": "a", "sure": "high"})
    assert said["state"]["said"] == "" and said["state"]["sure"] == "high"
    hear(desk, e, {"do": "draft", "answer": "b", "sure": "low"})
    assert desk.state(e).sure == "high", "what is said later than the first answer does not change how sure it was"


def test_marks_are_added_to_those_that_stand_and_taken_from_them(desk: Desk) -> None:
    """A mark is the place and the label: another label on the same words is another mark."""
    e = desk.exercise("mark")
    given = {"span": [167, 177], "label": "hedged"}
    road = {"span": [191, 195], "label": "indirect"}

    def stands(**change: Any) -> list[tuple[list[int], str]]:
        hear(desk, e, {"do": "mark", **change})
        return [(mark["span"], mark["label"]) for mark in desk.state(e).draft]

    assert stands(add=[road]) == [([167, 177], "hedged"), ([191, 195], "indirect")]
    assert stands(remove=[{**road, "label": "hedged"}]) == [([167, 177], "hedged"), ([191, 195], "indirect")]
    assert stands(remove=[given]) == [([191, 195], "indirect")]
    assert stands(remove=[road]) == []
    assert stands(add=[road, road]) == [([191, 195], "indirect")]


def test_hints_and_reasons_are_kept_as_a_page_asks(desk: Desk) -> None:
    """No hint more than there are; a reason is a page at most."""
    e = desk.exercise("mark")
    for left in (1, 0, 0):
        said = hear(desk, e, {"do": "hint"})
        assert said["state"]["hint_now"] and said["state"]["hints_left"] == left
    assert [one["event"] for one in desk.answers.events] == ["hint", "hint"]
    said = hear(desk, e, {"do": "reason", "text": "x" * 2001})
    assert said["state"]["said"] == "Your reason is kept." and said["state"]["reason"] == "x" * 2000
    said = hear(desk, e, {"do": "new student"})
    assert said["state"]["said"].startswith("This is a new beginning, under a new code.")
    assert said["state"]["reason"] == "" and (Path("answers") / "put_away").is_dir()


# The desk


def test_an_answer_that_does_not_fit_any_more_is_left_out(desk: Desk) -> None:
    """The exercise had more options once; the other answers stay."""
    e = desk.exercise("choose")
    for answer in (["o8"], ["o2"], [0], [9]):
        desk.answers.add("choose", "commit", answer=answer)
    state = desk.state(e)
    assert (state.draft, [one.answer for one in state.tries]) == (None, [["o2"], ["o1"]])
    assert state.earlier == [["o8"], [9]], "they are kept, as answers to an earlier question"


def test_a_desk_goes_on_where_another_stood(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what it shows; with its answers where some are not on the disk, and the text is still the same."""
    other = Desk("sample")
    other.take_over(desk)
    assert other.shown is desk.shown and other.answers is not desk.answers
    with monkeypatch.context() as broken:
        refuse(broken)
        assert "No space left" in lesson.answer("choose", "b").text
    other.take_over(desk)
    assert other.answers is desk.answers
    Path("seeds/sample/article.txt").write_text("Another text.", encoding="utf-8")
    for name in ("key", "exercises"):
        Path(f"seeds/sample/{name}.toml").unlink()
    third = Desk("sample")
    third.take_over(desk)
    assert third.answers is not desk.answers
    assert "choose" not in third.exercises and third.key is None
    with pytest.raises(ArticleError, match="There are: any-d"):
        third.exercise("choose")
    with pytest.raises(ArticleError, match="The key is with your teacher"):
        third.key_answer(desk.exercise("choose"))


def test_the_machine_is_asked_for_marks_alone(desk: Desk) -> None:
    """Reading a text takes a moment, and is done once."""
    desk.feedback(desk.exercise("choose"), State(tries=[Try(["o1"])]))
    assert "machine" not in vars(desk)
    line = desk.feedback(desk.exercise("mark"), State(tries=[Try([])], revealed=True)).lines[0]
    assert line.machine == "Q direct quote" and desk.machine is desk.machine


def test_all_that_shows_an_exercise_is_drawn_anew_when_the_answers_go(desk: Desk) -> None:
    drawn = []

    class Page:
        def refresh(self) -> None:
            drawn.append(desk.answers.code)

    page, before = Page(), desk.answers.code
    desk.shown.add(page)
    desk.leave(desk.answers.delete)
    desk.leave(desk.answers.put_away)
    assert len(drawn) == 2 and before not in drawn


# The functions


def test_what_each_function_says(desk: Desk) -> None:
    code = desk.answers.code
    assert lesson.check("choose").text == "choose: Not attempted yet."
    assert lesson.hint("choose").text == "There is no hint for this one."
    assert lesson.reveal("choose") == Told("choose: Not attempted yet. Commit an answer first; a guess will do.",
                                           "not attempted")  # fmt: skip
    assert not desk.answers.events
    assert lesson.answer("choose", "b", sure="low") == Told(f"choose, code {code}: b. Dee. How sure: low.")
    doubt = "You were not sure, and it is not there yet: your doubt was well placed."
    said = "choose: Not yet.\n  look again, b. Dee. In P6."
    assert lesson.check("choose") == Told(f"{said}\n  {doubt}", "not yet")
    assert lesson.reveal("choose") == Told(
        f"{said}\n  the key, a. Lee. She.\n  {doubt}\n  The key: a. Lee", "not yet")  # fmt: skip
    assert desk.state(desk.exercise("choose")).revealed
    assert lesson.check("choose").status == "not yet"
    assert "There is no exercise “3”" in lesson.check(3).text  # type: ignore[arg-type]


def test_an_answer_that_was_given_in_another_window_is_told(desk: Desk) -> None:
    """Under the receipt; another exercise's is nobody's business."""
    lesson.answer("choose", "a")
    other = Desk("sample")
    other.commit(other.exercise("choose"), "b")
    told = lesson.answer("choose", "a").text.splitlines()
    assert len(told) == 2 and told[1].startswith("This exercise was also answered in another window.")
    other.commit(other.exercise("choose"), "b")
    assert len(lesson.answer("predict", 4).text.splitlines()) == 1


def test_the_text_that_was_opened_last_is_the_one_that_is_meant(here: Path) -> None:
    """Opened again or not; a name that is none any more is asked for anew."""
    second = here / "seeds" / "second"
    second.mkdir()
    (second / "article.txt").write_text("It was late.", encoding="utf-8")
    assert lesson.study_article("second").id == "second" == lesson.current_desk().article.id
    assert lesson.study_article("sample").id == "sample" == lesson.current_desk().article.id
    lesson._desks.clear()
    assert lesson.current_desk().article.id == "sample"
    lesson._desks.clear()
    Path("answers/text.txt").write_text("gone", encoding="utf-8")
    with pytest.raises(ArticleError, match="No text is open yet") as told:
        lesson.current_desk()
    assert 'type study_article("sample") in a box above' in str(told.value), "a text without exercises is no choice"


def test_each_question_is_asked_done_or_left(desk: Desk) -> None:
    """A box with buttons where nothing was said; done at once where it was."""
    lesson.answer("choose", "a")
    for ask, left in ((lesson.new_student, "Nothing was put away."), (lesson.delete_answers, "Nothing was deleted.")):
        assert isinstance(ask(), widgets.Box)
        assert ask(sure=False) == Told(left)
    assert isinstance(lesson.export_answers(), widgets.Box)
    assert lesson.export_answers(write=False).text.startswith("To hand in for “sample”: 1 of 3 exercises in what you")
    code = desk.answers.code
    assert lesson.new_student(sure=True).text == (
        f"A new beginning. The answers of the code {code} are put away in “answers/put_away”, where no lesson reads "
        "them.")  # fmt: skip
    code = desk.answers.code
    assert code in lesson.delete_answers(sure=True).text
    assert not desk.answers.events


# A text beside its samples


def test_a_text_is_kept_and_set_beside_samples_by_whoever_wrote_it(desk: Desk) -> None:
    """The samples come with the answer, not before; what was said is kept, and the latest counts."""
    e = desk.exercise("write")
    assert state_of(desk, e)["samples"] == [] and "samples" not in spec_of(desk, e)
    hear(desk, e, {"do": "draft", "answer": "Lee"})
    assert state_of(desk, e)["samples"] == []
    lesson.answer("write", "Lee")
    assert lesson.check("write") == Told(
        "write: Your answer is kept. Nobody marks it here: compare it yourself.", "yes")  # fmt: skip
    assert [sample for _, sample in state_of(desk, e)["samples"]] == ["a", "b", "c", "d", "e"]
    assert lesson.reveal("write").text.splitlines()[1:] == [
        "  0 (no reason yet): a", "  1 (one thing from the text): b", "  2 (several things, side by side): c",
        "  3 (cue, source and claim joined up): d", "  4 (and what would change it): e"]  # fmt: skip
    assert lesson.place_answer("write", 1) == Told(
        "You set your answer beside 1. Look at 2: several things, side by side. What would lift yours?")  # fmt: skip
    assert lesson.place_answer("write", 4).text == (
        "You set your answer beside 4. What in your text shows it? Ask somebody else to read it, too.")  # fmt: skip
    assert (desk.state(e).placed, state_of(desk, e)["placed"]) == (4, 4)
    assert lesson.check("write").status == "yes", "nothing of that is a mark"


@pytest.mark.parametrize("level", [-1, 5, "3", 3.0, True, None, [3], float("nan"), 10**30])
def test_a_level_that_there_is_not_is_told_in_one_sentence(desk: Desk, level: Any) -> None:
    """To a function and to a page; nothing is kept."""
    lesson.answer("write", "Lee")
    nearest = "Give the number of the sample that is nearest to yours, 0 to 4."
    assert lesson.place_answer("write", level) == Told(nearest)
    said = hear(desk, desk.exercise("write"), {"do": "place", "level": level})
    assert (said["tell"], said["said"]) == ("unclear", "Choose one of the sample answers.")
    assert desk.state(desk.exercise("write")).placed is None


def test_only_a_text_of_ones_own_is_set_beside_samples(desk: Desk) -> None:
    """Not before it is there, not an exercise that has none, and none that is not there."""
    first = "write: Not attempted yet. Write your own answer first."
    assert lesson.place_answer("write", 2) == Told(first, "not attempted")
    said = hear(desk, desk.exercise("write"), {"do": "place", "level": 2})
    assert said["said"] == "Write your own answer first."
    lesson.answer("choose", "a")
    assert lesson.place_answer("choose", 2).text == "choose has no sample answers to set yours beside."
    assert hear(desk, desk.exercise("choose"), {"do": "place", "level": 2})["tell"] == "unclear"
    assert "There is no exercise “none”" in lesson.place_answer("none", 2).text
    assert [one["event"] for one in desk.answers.events] == ["commit"]


def test_a_hand_in_from_a_page_keeps_where_a_text_was_placed(desk: Desk) -> None:
    """And that the key was asked for; both are read again, and a level that there is not is left out."""
    for n, (name, answer) in enumerate({"write": "Lee", "choose": "b"}.items(), 1):
        hear(desk, desk.exercise(name), {"do": "commit", "answer": answer, "writer": "page", "n": n})
    hear(desk, desk.exercise("write"), {"do": "place", "level": 3, "writer": "page", "n": 3})
    hear(desk, desk.exercise("choose"), {"do": "reveal", "writer": "page", "n": 4})
    lesson.export_answers(write=True)
    [path] = Path("answers").glob("hand-in-*.json")
    handed = open_handin(path.read_bytes())
    works = {name: (work["placed"], work["revealed"]) for name, work in handed["exercises"].items()}
    assert works == {"write": (3, False), "choose": (None, True)}
    states = states_of(handed, desk.exercises, desk.article)
    assert (states["write"].placed, states["choose"].placed, states["choose"].revealed) == (3, None, True)
    for odd in (5, -1, True, "3", None):
        handed["exercises"]["write"]["placed"] = odd
        assert states_of(handed, desk.exercises, desk.article)["write"].placed is None


def test_what_a_page_shows_of_the_article_is_all_of_it(desk: Desk) -> None:
    """Its paragraphs, for whichever exercise asks; nothing is written down."""
    said = hear(desk, desk.exercise("predict"), {"do": "about", "writer": "page", "n": 1})
    assert (said["tell"], said["exercise"]) == ("about", "predict")
    assert said["paragraphs"] == [[n, desk.article.paragraph(n)] for n in range(1, len(desk.article.paragraphs) + 1)]
    assert desk.answers.events == []


# In words


ANSWERS: dict[str, tuple[Any, str]] = {
    "mark": ([{"span": [0, 1], "quote": "“It was”", "label": "direct"}], "“It was” = Q direct quote"),
    "choose": (["o1", "o2"], "b. Dee; a. Lee"),
    "link": ({"content": [{"quote": "a"}, {"quote": "b"}], "source": []}, "content: “a” … “b”; source: none"),
    "rate": ({"who": 1.0, "what": 0.5}, "who 1, what 0.5"),
    "order": (["two", "one"], "two > one"),
    "predict": (214.0, "214 cars"),
    "write": ("one\n two", "one two"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_in_words(desk: Desk, name: str) -> None:
    answer, words = ANSWERS[name]
    assert answer_as_text(desk.exercise(name), answer) == words


def test_an_answer_without_words(desk: Desk) -> None:
    assert answer_as_text(desk.exercise("mark"), []) == "nothing marked"
    assert answer_as_text(desk.exercise("mark"), None) == "no answer yet"
    several = choose.Option("x", "One."), choose.Option("y", "Two.")
    e = replace(desk.exercise("choose"), own=replace(desk.exercise("choose").own, options=several))
    assert answer_as_text(e, ["x", "y"]) == "a. One; b. Two."
    long = [{"span": [0, 1], "quote": "x" * 61, "label": "direct"}]
    assert answer_as_text(desk.exercise("mark"), long) == f"“{'x' * 59}…” = Q direct quote"
    assert answer_as_text(desk.exercise("link"), {"cue": long}) == f"cue: “{'x' * 59}…”"


def test_a_receipt_has_all_that_is_known(desk: Desk) -> None:
    e = desk.exercise("write")
    assert receipt(e, State(), "abcd") == "write: not attempted yet."
    assert receipt(e, State(draft="Lee"), "abcd") == "write: begun, not committed: Lee."
    assert receipt(e, State(tries=[Try("Lee")]), "abcd") == "write, code abcd: Lee."
    everything = State(tries=[Try("Lee?", 2), Try("Lee!", 2), Try("Dee", 3)], sure="low", reason=" It\nsays so ",
                       earlier=["Kay", ["a", {"quote": "b"}, {"who": 1}]])  # fmt: skip
    assert receipt(e, everything, "abcd") == (
        "write, code abcd: Lee? How sure: low. Hints before: 2. Latest of 3: Dee. Reason: It says so "
        "To an earlier question: a, b, who: 1.")  # fmt: skip
    before = State(draft="Lee", earlier=["Kay\nwas it"])
    assert receipt(e, before, "abcd") == "write: begun, not committed: Lee. To an earlier question: Kay was it."


def test_a_line_of_feedback_in_words() -> None:
    """Both sides and the machine's where there is a place; what is empty is left out."""
    line = Line("missed", "“It was”", 2, "R reporter", "Q direct quote", "Who says so?", "I indirect report")
    assert line_as_text(line) == (
        "not marked yet, P2 “It was”. You: R reporter. Key: Q direct quote. Machine: I indirect report. Who says so?"
    )
    assert line_as_text(Line("found", "who", None, "1", "1", "")) == "right, who."
    assert [line_as_text(Line(note, "", None, "", "", "Look!")) for note in ("why", "how sure")] == ["Look!"] * 2
    assert line_as_text(Line("why", "a. Lee", None, "", "right", "In P1.")) == "the key, a. Lee. In P1."
    assert line_as_text(Line("missed", "", None, "", "", "")) == "not marked yet."
    assert [stopped(s) for s in ("a…", "“a” (P2).", "(a.)", "a (P2)")] == ["a…", "“a” (P2).", "(a.)", "a (P2)."]
    assert [stopped(s) for s in ("a", "a.", "a?", "a!", "“a.”", "“a?”", "“a…”", "“a”")] == [
        "a.", "a.", "a?", "a!", "“a.”", "“a?”", "“a…”", "“a”."]  # fmt: skip


def test_what_is_told_is_markup_of_its_lines() -> None:
    """The first line by itself, the others as a list, empty ones left out; nothing in them is markup."""

    def body(text: str) -> str:
        return Told(text)._repr_html_().rpartition("</style>")[2]

    assert body("a <b>\n c \n\n") == (
        '<div class="byline" lang="en"><p role="status"><bdi>a &lt;b&gt;</bdi></p><ul><li><bdi>c</bdi></li></ul></div>'
    )
    assert body("") == '<div class="byline" lang="en"><p role="status"></p></div>'
    assert repr(Told("a\nb", "yes")) == "a\nb"


# The hand-in


def test_a_hand_in_lists_what_is_there_and_what_is_missing(desk: Desk) -> None:
    """Missing are the other exercises of the lessons that were begun; a hint taken after the answer is not counted."""
    lesson.hint("mark")
    lesson.answer("mark", [], sure="low")
    lesson.hint("mark")
    lesson.answer("mark", [("took the old road", "H")])
    hear(desk, desk.exercise("mark"), {"do": "reason", "text": "It\nsays so"})
    lesson.answer("predict", 4)
    given, code = "“reportedly” = H nobody named", desk.answers.code
    assert lesson.export_answers(write=False).text.splitlines() == [
        f"To hand in for “sample”: 2 of 5 exercises in what you began, under the code {code}. No name and no time is "
        "in it.",
        f"mark: nothing marked. How sure: low. Hints before: 1. Latest of 2: {given}; “took the old road” = H "
        "nobody named. Reason: It says so",
        "predict: 4 cars.",
        "Not answered yet in these lessons: link, choose, write.",
        "Did your teacher give you a slip with a code? Type the code: my_code(\"…\"). If you have none: "
        "my_code(\"none\").",
    ]  # fmt: skip
    data = handed_in(desk, committed(desk))
    assert (data["schema"], data["sha256"]) == ("byline.handin/2", desk.article.sha256)
    assert [one["hints"] for one in data["exercises"]["mark"]["tries"]] == [1, 2]
    assert (data["exercises"]["mark"]["lesson"], data["exercises"]["mark"]["question"]) == (
        "02", desk.exercise("mark").question)  # fmt: skip
    told = lesson.export_answers(write=True).text
    where = "/".join((Path.cwd() / "answers" / f"hand-in-sample-{code}").parts[-3:])
    assert told == (f"Written: {where}.json. Send this file to your teacher. Beside it is "
                    f"hand-in-sample-{code}.html, for you to read or to print.")  # fmt: skip
    assert json.loads(Path(f"answers/hand-in-sample-{code}.json").read_text(encoding="utf-8")) == data
    page = Path(f"answers/hand-in-sample-{code}.html").read_text(encoding="utf-8")
    assert f"<h1>sample: answers of {code}</h1>" in page
    assert page.count("byline-card\"") == 2 and "<bdi>4 cars</bdi>" in page
    assert "<b>Not answered yet:</b> <bdi>link, choose</bdi>" in page
    assert (counted(1, "answer"), counted(2, "answer")) == ("1 answer is", "2 answers are")


def test_leaving_lists_what_goes_before_it_asks(desk: Desk) -> None:
    def shown(box: Any) -> str:
        return str(box.children[0].value.rpartition("</style>")[2])

    assert "There is no file yet." in shown(lesson.delete_answers())
    lesson.answer("choose", "a")
    assert f"These are the answers under the code {desk.answers.code}. Delete them?" in shown(lesson.delete_answers())
    assert "<li><bdi>What the notebooks show under the exercises stays" in shown(lesson.delete_answers())
    for box, goes in ((lesson.delete_answers(), "deleted"), (lesson.new_student(), "put away")):
        assert f"<li><bdi>Will be {goes}: answers/sample.jsonl</bdi></li>" in shown(box)


# Widgets, without a page


def test_a_box_does_what_its_button_says_and_shows_what_came_of_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """“Look again” shows how things stand now; a refusal is a sentence, too."""
    box = lesson.export_answers()
    text, _, said, buttons = box.children
    again, write = buttons.children
    assert (again.description, write.description, said.value) == ("Look again", "Write the file to hand in", "")
    assert "0 of 8" in text.value
    lesson.answer("choose", "a")
    again.click()
    assert "1 of 3" in text.value and said.value == ""
    lesson.answer("predict", 4)
    write.click()
    assert "2 of 5" in text.value and f"Written: {Path.cwd().name}/answers/hand-in" in said.value
    with monkeypatch.context() as broken:
        full = OSError(errno.ENOSPC, "No space left on device")
        broken.setattr(handin, "replace", lambda *_: (_ for _ in ()).throw(full))
        write.click()
    assert "Make room on the disk" in said.value
    data, _ = box._repr_mimebundle_()
    assert WIDGET in data and "Press ▶▶" in data["text/plain"] and "byline-asleep" in data["text/html"]
    assert [lesson.delete_answers().children[-1].children[1].description,
            lesson.new_student().children[-1].children[1].description] == ["Yes, delete them", "New student"]
    lesson.new_student().children[-1].children[1].click()
    assert not desk.answers.events


def test_the_receipt_under_an_exercise_follows_what_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is printed once, and brought up to date only where it changes, by whatever page says so."""
    printed: list[str] = []

    class Handle:
        def update(self, told: Any) -> None:
            printed.append(repr(told))

    monkeypatch.setattr(widgets, "display", lambda *_, **asked: Handle() if asked.get("display_id") else None)
    monkeypatch.setattr(widgets.ExerciseWidget, "send", lambda *_: None)
    widget = widgets.show_exercise(desk, desk.exercise("choose"))
    assert widget.printed == "choose: not attempted yet." and widget in desk.shown
    widget.refresh()
    assert printed == []
    widget._heard(None, {"do": "commit", "answer": "a"}, [])
    widget.refresh()
    assert printed == [f"choose, code {desk.answers.code}: a. Lee."]
    assert widgets.with_words({"text/plain": "Box()", WIDGET: {}}, "") == (
        {"text/plain": "", "text/html": "", WIDGET: {}}, {})  # fmt: skip
    assert widgets.with_words(({}, {"a": 1}), "w")[1] == {"a": 1}
    data, _ = widget._repr_mimebundle_()
    assert (data["text/plain"], data["text/html"]) == ("", "")


def test_a_saved_notebook_keeps_the_words_alone() -> None:
    """Where an output has words, the widget goes; a chart, an output of another kind and another file stay."""

    def saved(kind: str, *outputs: Any) -> list[Any]:
        model = {"type": kind, "content": {"cells": [{"outputs": list(outputs)}, {}]}}
        keep_words(model)
        return list(model["content"]["cells"][0]["outputs"])  # type: ignore[index]

    both, widget = {"data": {WIDGET: {}, "text/html": ""}}, {"data": {WIDGET: {}}}
    assert saved("notebook", json.loads(json.dumps(both)), widget, {"text": "x"}) == [
        {"data": {"text/html": ""}}, widget, {"text": "x"}]  # fmt: skip
    assert saved("file", both) == [both]
    keep_words({"type": "notebook", "content": None})
    keep_words({"type": "notebook", "content": {}})
    keep_words({})


# What students give for an answer


def given(desk: Desk, name: str, value: Any) -> Any:
    return understood(desk.exercise(name), desk.article, value)


def refused(desk: Desk, name: str, value: Any) -> str:
    with pytest.raises(Unclear) as told:
        given(desk, name, value)
    return str(told.value)


@pytest.mark.parametrize(("value", "number"), [
    (40, 40), (40.5, 40.5), (" 40 % ", 40), ("1,5", 1.5), ("1½", 1.5), ("½ ", None), ("2½%", 2.5), (1, 1), (1e9, 1e9),
])  # fmt: skip
def test_a_number_as_people_type_it(desk: Desk, value: Any, number: float | None) -> None:
    """Below the least, a number is refused with the range."""
    if number is None:
        assert refused(desk, "predict", value) == "Give a number from 1 up."
    else:
        assert given(desk, "predict", value) == number


def test_a_number_has_the_range_of_its_unit() -> None:
    units = {"": 1e9, "of 20 words": 20, "percent": 100, "cars": 1e9, "words of 1234": 1234, "of them": 1e9}
    for unit, most in units.items():
        assert predict.Own(unit, None, 0).most == most
    e = Exercise("x", "predict", "x", own=predict.Own("percent", None, 0))
    assert understood(e, None, "½") == 0.5 and understood(e, None, 100) == 100 and understood(e, None, 0) == 0  # type: ignore[arg-type]
    with pytest.raises(Unclear, match=r"Give a number from 0 to 100\."):
        understood(e, None, 100.5)  # type: ignore[arg-type]
    for odd in (True, float("inf"), float("nan"), "x", None):
        with pytest.raises(Unclear, match="expects a number"):
            understood(e, None, odd)  # type: ignore[arg-type]


def test_an_option_by_its_letter_id_or_words(desk: Desk) -> None:
    """An answer of the first version has the numbers at which the options stood: they are called by them now."""
    for value in ("b", "B.", " b) ", "Dee", "o1", ["o1"], ("b",), {"b"}, [0]):
        assert given(desk, "choose", value) == ["o1"]
    for value in ("c", "ab", "", "o3", [-1], [2], [True], None, 1.0):
        assert refused(desk, "choose", value) == "There is no such option. Choose from a to b."
    for number in (0, 1, 2, True):
        assert refused(desk, "choose", number) == "Give the letter of an option, a to b.", "the first or the second?"
    assert refused(desk, "choose", ["a", "b"]) == "Choose one option here."
    assert given(desk, "choose", ["a", 1, "Lee"]) == ["o2"]
    options = tuple(Option(f"o{n}", "xyz"[n - 1]) for n in (3, 1, 2))
    several = Exercise("x", "choose", "x", own=choose.Own(options, True))
    assert understood(several, desk.article, ["c", "a"]) == ["o3", "o2"], "the letters are those of the page"
    assert understood(several, desk.article, "a, c") == ["o3", "o2"], "as an order may be written, too"
    assert understood(several, desk.article, [0, 2]) == ["o3", "o1"], "the numbers are not, once options were moved"


def test_an_order_by_items_or_letters(desk: Desk) -> None:
    """The letters are those of the order that is shown, which is never the right one; of two it may be."""
    assert shown_order(desk.exercise("order")) == ("three", "one", "two")
    for value in ("b c a", "b, c,a", ["b", "C ", "a"], ["one", "two", "three"], ("one", "c", "a")):
        assert given(desk, "order", value) == ["one", "two", "three"]
    for value in ("a b", "a b c c", ["one", "one", "two"]):
        assert refused(desk, "order", value) == "Each of the 3 items must be there once."
    assert refused(desk, "order", "x").startswith("This exercise expects the items in order")
    assert shown_order(Exercise("x", "order", "x", own=("a", "b"), sealed=True)) == ("a", "b")
    several = ("one", "two", "three", "four", "five", "six", "seven", "eight")
    shown = ("seven", "one", "five", "three", "four", "two", "eight", "six")
    assert shown_order(Exercise("x", "order", "x", own=several)) == shown, "the same for everybody, at any time"
    for items in permutations("pqr"):
        assert shown_order(Exercise("x", "order", "x", own=items)) != items
        assert sorted(shown_order(Exercise("x", "order", "x", own=items))) == sorted(items)
    two = [shown_order(Exercise("x", "order", "x", own=items)) for items in (("a", "b"), ("b", "a"))]
    assert two[0] == two[1] and sorted(two[0]) == ["a", "b"], "what is shown does not tell which is right"


def test_the_parts_of_a_claim_as_words_or_lists(desk: Desk) -> None:
    words = given(desk, "link", {"content": "The dreadful bridge", "source": ["Lee", "Ann"]})
    assert {name: [p["quote"] for p in places] for name, places in words.items()} == {
        "content": ["The dreadful bridge"], "cue": [], "source": ["Ann", "Lee"]}  # fmt: skip
    assert words["source"][0]["span"] == [66, 69]
    for value in ({}, {"cue": []}, "said", {"cue": 3}):
        assert refused(desk, "link", value).startswith("This exercise expects content, cue and source")
    assert refused(desk, "link", {"cue": "said", "Source": "Lee"}) == (
        "“Source” is no part of this answer. The parts are: content, cue, source.")
    rated = dict.fromkeys(("who", "what", "when", "how", "access"), 0.5)
    assert given(desk, "rate", {**rated, "who": 1}) == {**rated, "who": 1.0}
    assert given(desk, "rate", {n: s for n, s in rated.items() if n != "who"}).keys() == rated.keys() - {"who"}, (
        "what is shown already done need not be said")
    for odd in ({**rated, "who": 0.7}, {**rated, "who": True}, {"who": 1}):
        assert refused(desk, "rate", odd).startswith("This exercise expects 0, 0.5 or 1")
    assert given(desk, "write", "x" * 20_001) == "x" * 20_000
    assert refused(desk, "write", 3) == "This exercise expects a text in quotation marks."


def test_the_place_of_a_mark_is_asked_for_where_it_is_not_clear(desk: Desk) -> None:
    """In the exercise's own paragraphs, once, whole words; or as offsets that fit."""
    e = desk.exercise("mark")
    assert refused(desk, "mark", [("Friday", "H")]) == (
        "“Friday” is not in P2, P3. Copy the exact words, whole words only.")  # fmt: skip
    assert refused(desk, "mark", [("It was", "Q")]) == (
        "“It was” stands 2 times in P2, P3. Quote more words around it, or write "
        '{"paragraph": 2, "quote": "…", "nth": 1}.')  # fmt: skip
    second = {"paragraph": 2, "quote": "It was", "nth": 2}
    assert [m["span"] for m in given(desk, "mark", [(second, "Q")])] == [[114, 120], [167, 177]]
    assert refused(desk, "mark", [({**second, "paragraph": 4}, "Q")]) == (
        "This exercise is about P2, P3. Name one of these paragraphs.")  # fmt: skip
    assert refused(desk, "mark", [({**second, "nth": 3}, "Q")]).startswith("“It was” stands 2 times in P2, so there")
    assert refused(desk, "mark", [("road", "X")]).startswith("“X” is no label here. The labels are: R (reporter), Q (")
    for span, quote in (([191, 195], "rood"), ([195, 191], ""), ([191, 191], ""), ([0, 999], None), ([True, 195], None),
                        ([-1, 4], None)):  # fmt: skip
        place = {"span": span, "label": "H", **({} if quote is None else {"quote": quote})}
        assert refused(desk, "mark", [place]) == "A mark does not fit the text. Mark the words again."
    assert given(desk, "mark", [{"span": [0, len(desk.article.text)], "label": "h"}])[0]["span"][0] == 0
    anywhere = replace(e, paragraphs=())
    with pytest.raises(Unclear, match="“road” is not in the text"):
        understood(anywhere, desk.article, [("road", "H")])
    assert refused(desk, "mark", [(" ", "H")]) == refused(desk, "mark", 3) == refused(desk, "mark", ["road"])
    assert refused(desk, "mark", [("road", "H")] * 401) == (
        "These are 401 marks. Keep to the paragraphs of the exercise.")  # fmt: skip


def test_marks_that_were_given_stay_until_they_are_marked_anew(desk: Desk) -> None:
    """Written as pairs, an answer keeps what was given; a mark of one's own on it replaces it."""
    shown = [("“reportedly”", "hedged")]

    def marks(value: Any) -> list[tuple[str, str]]:
        return [(f"“{m['quote']}”", m["label"]) for m in given(desk, "mark", value)]

    assert marks({"H": ["road"]}) == [*shown, ("“road”", "hedged")]
    assert marks({"H": "road", "indirect report": ["They", "Monday"]}) == [
        *shown, ("“road”", "hedged"), ("“They”", "indirect"), ("“Monday”", "indirect")]  # fmt: skip
    assert marks([("drivers reportedly", "I")]) == [("“drivers reportedly”", "indirect")]
    assert marks([("road", "H"), ["road", "hedged"]]) == [*shown, ("“road”", "hedged")]
    assert marks([{"span": [191, 195], "label": "H"}]) == [("“road”", "hedged")], "as it is kept, it is all there is"


def test_two_voices_never_stay_on_the_same_word(desk: Desk) -> None:
    """The later takes the place of the earlier; of marks as they are kept, the shorter that of the longer."""

    def marks(*several: tuple[str, str]) -> list[tuple[str, str]]:
        return [(m["quote"], m["label"]) for m in given(desk, "mark", list(several)) if m["quote"] != "reportedly"]

    assert marks(("took the old road", "H"), ("the old", "I")) == [
        ("took", "hedged"), ("the old", "indirect"), ("road", "hedged")]  # fmt: skip
    assert marks(("the old", "I"), ("took the old road", "H")) == [("took the old road", "hedged")]
    assert marks(("took the", "H"), ("the old road", "I")) == [("took", "hedged"), ("the old road", "indirect")]
    assert marks(("“It was unsafe.", "Q"), ("“It was unsafe.", "B")) == [("“It was unsafe.", "borrowed")]
    long, short = {"span": [178, 195], "label": "hedged"}, {"span": [183, 190], "label": "indirect"}
    for kept in ([long, short], [short, long]):
        assert [m["quote"] for m in given(desk, "mark", kept)] == ["took", "the old", "road"]
    words = [("death trap", "source's word"), ("trap", "nobody")]
    assert [m["quote"] for m in given(desk, "words", words)] == ["death trap", "trap"], "words may be loaded twice"


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@drawing(data=st.data())
def test_an_answer_as_it_is_kept_is_understood_as_it_is(desk: Desk, data: st.DataObject) -> None:
    """Whatever was marked: no word has two voices, no mark is without a word, and nothing changes when it is read."""
    size = len(desk.article.text)
    edges = st.tuples(st.integers(0, size), st.integers(0, size)).filter(lambda pair: pair[0] < pair[1])
    places = data.draw(st.lists(st.tuples(edges, st.sampled_from(["direct", "hedged", "caption"])), max_size=8))
    kept = given(desk, "mark", [{"span": list(span), "label": label} for span, label in places])
    assert given(desk, "mark", kept) == kept == json.loads(json.dumps(kept))
    assert all(one["span"][1] <= two["span"][0] for one, two in pairwise(kept))
    assert len(kept) <= 2 * len(places)


# What is wrong with an exercise


#: The head of a file in which stands all that there is.
HEAD = 'schema = "byline.exercises/1"\nmade = false'


def block(kind: str, *lines: str) -> str:
    return "\n".join([HEAD, "[[exercise]]", 'id = "x"', f'kind = "{kind}"', 'prompt = "Go."', *lines])


FIRST = '{ id = "o1", text = "a", right = true, feedback = "f" }'
OPTIONS = f'options = [{FIRST}, {{ id = "o2", text = "b", feedback = "f" }}]'
FAULTS: dict[str, tuple[str, str]] = {
    "in order": (block("choose", OPTIONS), ""),
    "one option": (block("choose", f"options = [{FIRST}]"), "fewer than two"),
    "open with a right one": (block("choose", OPTIONS, 'tier = "open"'), "tier “open” means that no option is right"),
    "none right": (block("choose", OPTIONS.replace(", right = true", "")), "no options are right"),
    "open, none right": (block("choose", OPTIONS.replace(", right = true", ""), 'tier = "open"'), ""),
    "two right": (block("choose", OPTIONS.replace('"b",', '"b", right = true,')), "2 options are right"),
    "several right": (block("choose", OPTIONS.replace('"b",', '"b", right = true,'), "several = true"), ""),
    "no feedback": (block("choose", OPTIONS.replace(', feedback = "f" }]', " }]")), "an option has no feedback"),
    "items": (block("order", 'items = ["a", "b"]'), ""),
    "one item": (block("order", 'items = ["a"]'), "needs at least two"),
    "an item twice": (block("order", 'items = ["a", "b", "a"]'), "each once"),
    "answer": (block("predict", 'unit = "of 20 words"', "answer = 20"), ""),
    "answer too high": (block("predict", 'unit = "of 20 words"', "answer = 21"), "a number from 0 to 20, as for a"),
    "answer too low": (block("predict", 'unit = "cars"', "answer = 1", "least = 2"), "a number from 2 to 1e+09"),
    "no answer": (block("predict", 'unit = "cars"'), "field “answer” is missing"),
    "an open guess": (block("predict", 'unit = "cars"', 'tier = "open"'), ""),
    "samples": (block("write", 'samples = ["a", "b", "c", "d", "e"]'), ""),
    "too few samples": (block("write", 'samples = ["a"]'), "has 1 answers. It needs five"),
    "link": (block("link", "paragraphs = 1", 'attribution = "lee-said"', 'show = ["cue", "source"]'), ""),
    "no claim": (block("link", "paragraphs = 1", 'attribution = "lee"'), "It has: lee-said, she-said, reportedly"),
    "no part": (block("link", "paragraphs = 1", 'attribution = "lee-said"', 'show = ["verb"]'), "“show” cannot be"),
    "rate": (block("rate", "paragraphs = 6", 'quote = "214"', 'show = ["who"]'), ""),
    "no figure": (block("rate", "paragraphs = 6", 'quote = "cars"'), "It has: “Hundreds”, “214”, “36th”"),
    "no question": (block("rate", "paragraphs = 6", 'quote = "214"', 'show = ["whose"]'), "“show” cannot be “whose”"),
    "figure elsewhere": (block("rate", "paragraphs = 5", 'quote = "214"'), "“214” is not in P5. It stands in P6"),
    "figure of two": (block("rate", "paragraphs = [5, 6]", 'quote = "214"'), ""),
    "labels": (block("mark", "paragraphs = [1, 2]", 'layer = "voices"', 'labels = ["direct"]'), ""),
    "no label": (block("mark", "paragraphs = 1", 'layer = "voices"', 'labels = ["source"]'), "a label cannot be"),
    "no given label": (block("mark", "paragraphs = 1", 'layer = "loaded"',
                             'given = [{ quote = "dreadful", label = "direct" }]'), "a label cannot be “direct”"),
    "given elsewhere": (block("mark", "paragraphs = 2", 'layer = "voices"',
                              'given = [{ quote = "dreadful", label = "direct" }]'), "“dreadful” is not in P2"),
    "no paragraph": (block("mark", "paragraphs = [1, 9]", 'layer = "voices"'), "there is no paragraph 9"),
    "paragraph 0": (block("mark", "paragraphs = [0]", 'layer = "voices"'), "field “paragraphs” must be a whole"),
    "paragraphs none": (block("mark", "paragraphs = []", 'layer = "voices"'), "field “paragraphs” must be a whole"),
    "no layer": (block("mark", "paragraphs = 1"), "field “layer” is missing"),
    "a verdict in a hint": (block("choose", OPTIONS, 'hints = ["It is propaganda."]'), "“It is propaganda.”: “propa"),
    "a verdict in a reason": (block("choose", OPTIONS, 'reason = "Is it a lie?"'), "“Is it a lie?”: “lie” passes"),
    "no kind": (block("chose", OPTIONS), "field “kind” cannot be “chose”. Did you mean “choose”?"),
    "no block": (f"{HEAD}\nexercise = [1]", "“exercise” must be written as [[exercise]] blocks."),
    "no list": (f"{HEAD}\nexercise = 1", "“exercise” must be written as [[exercise]] blocks."),
    "no schema": ("", "field “schema” must be “byline.exercises/1”"),
    "twice": (block("choose", OPTIONS) + block("choose", OPTIONS).removeprefix(HEAD), "stands twice"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_an_exercise_is_told_alone(here: Path, desk: Desk, name: str) -> None:
    """And what is in order brings none."""
    text, told = FAULTS[name]
    (here / "seeds" / "sample" / "exercises.toml").write_text(text, encoding="utf-8")
    found, wrong = check_exercises(here / "seeds" / "sample", desk.key)
    assert [told in one for one in wrong] == ([True] if told else []), wrong
    assert all(one.startswith("sample/exercises.toml") for one in wrong)
    assert list(found) == (["x"] if not told or name == "twice" else [])


def test_a_sealed_file_may_lack_what_would_tell(here: Path, desk: Desk) -> None:
    bare = 'options = [{ id = "o1", text = "a" }, { id = "o2", text = "b" }]'
    text = "\n".join([block("choose", bare).replace('id = "x"', 'id = "y"'),
                      *block("predict", 'unit = "cars"').splitlines()[2:], ""])  # fmt: skip
    for sealed, faults in (("sealed = true\n", 0), ("", 3)):
        (here / "seeds" / "sample" / "exercises.toml").write_text(sealed + text, encoding="utf-8")
        found, wrong = check_exercises(here / "seeds" / "sample", desk.key)
        assert len(wrong) == faults and all(e.sealed for e in found.values())
    with pytest.raises(ArticleError, match="And 2 more: “byline check” lists them all"):
        Desk("sample")


def test_nothing_is_no_answer_to_commit(desk: Desk) -> None:
    """An empty choice or text would use up the first try; no mark at all may be an answer."""
    for name, nothing in (("choose", []), ("write", " "), ("write", "")):
        assert lesson.answer(name, nothing).text == "There is nothing to commit yet. Answer first; a guess will do."
        assert not desk.state(desk.exercise(name)).tries
    lesson.answer("words", [])
    assert desk.state(desk.exercise("words")).tries
