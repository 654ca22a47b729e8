"""What a learner is told of her own work: the page of how she is doing, the end of a lesson, the map, the hand-in."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import byline.lesson as lesson
from byline.attempts import Discernment
from byline.lesson import standing
from byline.lesson.course import Lesson, after, all_lessons, how_far, notebooks_folder
from byline.lesson.desk import Desk
from byline.lesson.printed import Shown, on_the_text
from byline.lesson.standing import SHARPNESS, SUSPICION, measured, steps
from byline.seeds.folders import seeds_folder
from byline.sheet import Sheet
from newsmarks.form import read_toml
from newsmarks.model import Span
from newsmarks.text import open_text
from prose import measured as measured_prose
from test_key import CASES, KEY

PROJECT = Path(__file__).parents[1]


def right(it_is: bool) -> str:
    """As it stands in TOML."""
    return str(it_is).lower()


JUDGED = "\n".join(f'''
[[exercise]]
id = "02-{letter}"
skill = "{"loaded" if letter in "gh" else "attribution"}"
lesson = "02_who"
kind = "choose"
prompt = "Passage {letter}: well sourced?"
sound = {right(letter in "aceg")}
options = [
  {{ id = "sound", text = "well sourced", right = {right(letter in "aceg")}, feedback = "See the source rule." }},
  {{ id = "weak", text = "not yet", weak = true, right = {right(letter not in "aceg")}, feedback = "The hedge rule." }},
]''' for letter in "abcdefgh")  # fmt: skip
EXERCISES = f'''schema = "byline.exercises/1"
made = false
{JUDGED}

[[exercise]]
id = "02-i"
lesson = "02_who"
kind = "write"
prompt = "Who answers for P4?"
samples = ["a", "b", "c", "d", "e"]

[[exercise]]
id = "03-a"
skill = "attribution"
lesson = "03_what"
kind = "mark"
prompt = "Give P2 and P3 their voices."
paragraphs = [2, 3]
layer = "voices"
hints = ["Look for a saying word."]

[[exercise]]
id = "03-b"
skill = "attribution"
lesson = "03_what"
kind = "link"
prompt = "Who says what?"
paragraphs = 1
attribution = "lee-said"
'''


def notebook(place: Path, name: str, first: str) -> None:
    (place / "notebooks").mkdir(exist_ok=True)
    cell = {"cell_type": "markdown", "metadata": {}, "source": first.splitlines(True)}
    (place / "notebooks" / f"{name}.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A project with one small seed and two lessons; the tests work beside the lessons."""
    folder = tmp_path / "seeds" / "sample"
    folder.mkdir(parents=True)
    (folder / "article.txt").write_bytes((CASES / "article.txt").read_bytes())
    (folder / "key.toml").write_text(KEY, encoding="utf-8")
    (folder / "exercises.toml").write_text(EXERCISES, encoding="utf-8")
    notebook(tmp_path, "02_who", "# Who says so?\n\n| **Time** | 50 minutes, or two times 25 |\n")
    notebook(tmp_path, "03_what", "# What <b>else</b>?\n")
    notebook(tmp_path, "lessons", "# Where shall I begin?\n")
    monkeypatch.chdir(tmp_path / "notebooks")
    lesson._desks.clear()
    lesson.study_article("sample")
    yield lesson.current_desk()
    lesson._desks.clear()


def answer_all(said: str, sure: str | None = None) -> None:
    """The same answer to all eight passages; “key” is the right one."""
    for letter in "abcdefgh":
        right = "sound" if letter in "aceg" else "weak"
        lesson.answer(f"02-{letter}", right if said == "key" else said, sure)


def where_one_is(page: Sheet) -> list[str]:
    """The steps at which it says “You are here”."""
    lines = " ".join(page.text.split())
    return re.findall(r"→ You are here\. (.*?)(?= - | Suspicion:| From how many:)", lines)


# The measures


def test_who_doubts_every_passage_is_not_sharp_and_as_suspicious_as_can_be(desk: Desk) -> None:
    answer_all("weak")
    assert where_one_is(lesson.progress()) == [SHARPNESS[0], SUSPICION[2]]
    assert "look for what speaks for it" in " ".join(lesson.progress().text.split())


def test_who_trusts_every_passage_is_not_sharp_and_not_suspicious(desk: Desk) -> None:
    answer_all("sound")
    assert where_one_is(lesson.progress()) == [SHARPNESS[0], SUSPICION[0]]


def test_who_is_right_everywhere_is_sharp_and_doubts_as_much_as_there_is_reason_to(desk: Desk) -> None:
    answer_all("key")
    assert where_one_is(lesson.progress()) == [SHARPNESS[2], SUSPICION[1]]
    told = " ".join(lesson.progress().text.split())
    assert "from your first answers about 8 passages and figures. 4 of them were well sourced, and 4 were not." in told
    assert "That is not many" in told


@given(st.integers(3, 30), st.integers(3, 30))
def test_the_three_kinds_of_reader_are_told_apart_whatever_the_mixture(weak: int, sound: int) -> None:
    """Who doubts all, who trusts all, who is right: for any mixture that is measured at all and not lopsided."""
    if max(weak, sound) > 3 * min(weak, sound):
        return
    assert steps(Discernment(weak, weak, sound, sound)) == (0, 2)
    assert steps(Discernment(0, weak, 0, sound)) == (0, 0)
    assert steps(Discernment(weak, weak, 0, sound)) == (2, 1)


@pytest.mark.parametrize(
    ("found", "early"),
    [
        (Discernment(), True), (Discernment(4, 4, 0, 3), True), (Discernment(6, 6, 0, 2), True),
        (Discernment(2, 2, 0, 6), True), (Discernment(5, 5, 0, 3), False), (Discernment(4, 4, 0, 4), False),
    ],
)  # fmt: skip
def test_below_eight_passages_or_three_of_a_sort_it_is_too_early(found: Discernment, early: bool) -> None:
    assert ("It is too early to say." in Sheet(list(measured(found))).text) is early


def test_from_many_passages_nothing_is_said_of_few() -> None:
    assert "not many" not in Sheet(list(measured(Discernment(10, 12, 2, 12)))).text


# How one is doing


def test_the_page_of_a_beginner_says_where_to_begin(desk: Desk) -> None:
    told = " ".join(lesson.progress().text.split())
    assert told.startswith("How you are doing: 0 of 11 exercises for “sample”. Only you see this page.")
    assert told.endswith("Next: Begin with 02-a in lesson 02 (02_who.ipynb): “Passage a: well sourced?”")
    assert 'href="02_who.ipynb"' in lesson.progress().html


def test_what_was_found_is_told_by_skill_and_by_when(desk: Desk) -> None:
    """At the first try, later, after a look at the key, or not yet."""
    lesson.answer("02-a", "sound")
    lesson.answer("02-b", "sound")
    lesson.answer("02-b", "weak")
    lesson.answer("02-d", "sound")
    lesson.reveal("02-d")
    lesson.answer("02-d", "weak")
    lesson.answer("02-g", "weak")
    lines = [line.split() for line in lesson.progress().text.splitlines()]
    assert ["Who", "says", "what", "1", "1", "1", "0"] in lines
    assert ["Loaded", "words", "0", "0", "0", "1"] in lines


def test_sureness_is_held_against_what_came(desk: Desk) -> None:
    """By the rule that was missed where one is named, else by the skill."""
    lesson.answer("02-b", "sound", sure="high")
    lesson.answer("02-d", "sound", sure="high")
    lesson.answer("02-c", "sound", sure="high")
    lesson.answer("02-g", "sound", sure="low")
    lesson.answer("02-h", "sound", sure="middle")
    told = " ".join(lesson.progress().text.split())
    assert "Twice you were sure and it was not yet: both about the source rule (02-b and 02-d)." in told
    assert "Once you were sure and had it at the first try." in told
    assert "Once you were not very sure and had it at the first try all the same: about loaded words (02-g)." in told
    assert "Once you were fairly sure and it was not yet: about the source rule (02-h)." in told


def test_when_all_is_answered_the_weakest_skill_is_tried_again(desk: Desk) -> None:
    answer_all("key")
    lesson.answer("02-i", "The town.")
    lesson.answer("03-b", {"content": "The dreadful bridge", "cue": "said", "source": "Mayor Ann Lee"})
    lesson.answer("03-a", [])
    told = " ".join(lesson.progress().text.split())
    assert "Next: Try 03-a once more." in told or "Next: Try 03-a in lesson 03 (03_what.ipynb) once more." in told
    assert "It is about who says what, where you found the least at the first try." in told


def test_when_all_is_found_the_next_step_is_todays_news(desk: Desk) -> None:
    for name, e in desk.exercises.items():
        lesson.answer(name, desk.key_answer(e))
    assert "Take a report from today’s news" in lesson.progress().text


def test_of_many_topics_the_two_most_frequent_are_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = {"02-a": ["hedge rule"], "02-b": ["source rule"], "02-c": ["swap test"], "02-d": ["source rule"],
             "02-e": ["hedge rule"], "02-f": ["caption rule"]}  # fmt: skip
    monkeypatch.setattr(standing, "rules_missed", lambda desk, e: rules[e.id])
    for name in rules:
        lesson.answer(name, "weak" if name[-1] in "ace" else "sound", sure="high")
    told = " ".join(lesson.progress().text.split())
    assert "6 times you were sure and it was not yet: mostly about the hedge rule and the source rule (02-a," in told


def test_nothing_is_scored_or_ranked(desk: Desk) -> None:
    answer_all("key", sure="high")
    assert not re.search(r"\b(points?|score|rank|streak|percent|seconds|level)\b|%", lesson.progress().text)


def test_without_the_key_the_map_alone_is_told(desk: Desk) -> None:
    answer_all("weak", sure="high")
    (seeds_folder() / "sample" / "key.toml").unlink()
    lesson.study_article("sample")
    told = lesson.progress().text
    assert "8 of 9" in told
    assert not re.search("Sharpness|first try|sure", told)


# The end of a lesson


def test_a_lesson_of_which_nothing_is_answered_says_what_to_do(desk: Desk) -> None:
    told = " ".join(lesson.recap("02").text.split())
    assert told == ("Lesson 02: Nothing is answered here yet, so there is nothing to look back on. Begin with 02-a: a "
                    "guess will do. Then run this box again.")  # fmt: skip


def test_a_lesson_is_looked_back_on_from_ones_own_answers(desk: Desk) -> None:
    answer_all("sound")
    lesson.answer("02-b", "weak")
    lesson.answer("02-i", "Nobody does: the “pause” is\nthe town’s word.")
    told = " ".join(lesson.recap("02").text.split())
    for said in (
        "Found at the first try: 02-a, 02-c, 02-e and 02-g.", "Took longer, and you got there: 02-b.",
        "Not there yet, and worth another look: 02-d, 02-f and 02-h.",
        "In your own words: “Nobody does: the ‘pause’ is the town’s word.”",
        "To take along: Ask who says so, and how they could know.",
        "Next: What <b>else</b>? (03_what.ipynb)",
    ):  # fmt: skip
        assert said in told
    assert "<b>else" not in lesson.recap("02").html
    assert lesson.recap("02_who").text == lesson.recap("02").text


def test_what_is_open_in_a_lesson_comes_before_the_next_lesson(desk: Desk) -> None:
    lesson.answer("03-a", desk.key_answer(desk.exercise("03-a")))
    told = " ".join(lesson.recap("03").text.split())
    assert told.endswith("Next: 03-b is still open here.")
    lesson.answer("03-b", desk.key_answer(desk.exercise("03-b")))
    assert "Next: Begin with" not in lesson.recap("03").text
    assert "Next: Go on with 02-a" in " ".join(lesson.recap("03").text.split())


def test_a_lesson_that_there_is_not_is_told_with_those_that_are(desk: Desk) -> None:
    assert lesson.recap("99").text == "There is no lesson “99” for “sample”. There are: 02, 03."
    assert "There is no lesson" in lesson.recap(2).text  # type: ignore[arg-type]


@pytest.mark.parametrize("said", ["key", "sound", "weak"])
def test_a_look_back_has_at_most_120_words(desk: Desk, said: str) -> None:
    """However much was written."""
    answer_all(said)
    lesson.answer("02-b", "weak")
    lesson.reveal("02-d")
    lesson.answer("02-d", "weak")
    lesson.answer("02-i", "word " * 900)
    assert len(lesson.recap("02").text.split()) <= 120


# The map


def test_the_map_links_to_each_lesson_and_says_how_far_one_is(desk: Desk) -> None:
    answer_all("key")
    told = " ".join(lesson.lessons().text.split())
    assert "02 Who says so? (02_who.ipynb)" in told
    assert "8 of 9" in told and "not begun" in told
    assert 'href="02_who.ipynb">02 Who says so?</a>' in lesson.lessons().html
    assert "03 What &lt;b&gt;else&lt;/b&gt;?" in lesson.lessons().html
    lesson.answer("02-i", "The town.")
    assert "done" in lesson.lessons().text


def test_the_map_is_there_before_any_text_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lesson._desks.clear()
    told = lesson.lessons().text
    numbered = list((PROJECT / "notebooks").glob("[0-9]*.ipynb"))
    assert " ".join(told.split()).count("not begun") == len(all_lessons()) >= len(numbered)


def test_title_and_minutes_are_those_of_the_notebook(desk: Desk) -> None:
    assert notebooks_folder() == Path.cwd()
    assert all_lessons() == (Lesson("02_who", "Who says so?", 50), Lesson("03_what", "What <b>else</b>?", 0))
    assert after("02_who") == all_lessons()[1]
    assert after("03") is None


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"cells": []}', '{"cells": [{"source": 3}]}', "[" * 9999])
def test_a_notebook_that_is_damaged_goes_by_its_file(desk: Desk, content: str) -> None:
    Path("02_who.ipynb").write_text(content)
    assert all_lessons()[0] == Lesson("02_who", "02_who", 0)


def test_a_file_of_an_odd_name_is_no_lesson(desk: Desk) -> None:
    Path('09_"><script>.ipynb').write_text("{}")
    assert [one.file for one in all_lessons()] == ["02_who", "03_what"]


def test_every_lesson_of_the_collection_has_a_question_minutes_and_exercises() -> None:
    """What the map says comes from the first cells; and each exercise's lesson is a notebook."""
    found = {one.file: one for one in all_lessons()}
    assert all(one.title.endswith("?") and one.minutes >= 10 for one in found.values())
    for seed in ("mariupol", "flood"):
        exercises = read_toml(PROJECT / "seeds" / seed / "exercises.toml")["exercise"]
        assert {e["lesson"] for e in exercises} <= found.keys()


def test_how_far_counts_what_is_answered() -> None:
    assert [how_far("abc", tried) for tried in ("", "x", "ab", "abcx")] == ["not begun", "not begun", "2 of 3", "done"]


def test_without_a_name_the_text_that_was_chosen_is_opened(desk: Desk) -> None:
    """At first the one that all begin with."""
    lesson._desks.clear()
    assert lesson.study_article().id == "sample"


def test_the_page_that_opens_first_reads_like_a_good_teacher() -> None:
    """Flesch-Kincaid grade 5 to 7, few sentences under 8 words or over 25; it names both texts and each function."""
    page = PROJECT / "notebooks" / "lessons.ipynb"
    numbers = measured_prose(page)
    assert 5 <= numbers.grade <= 7
    assert numbers.short <= 0.15 and numbers.long <= 0.1
    told = page.read_text(encoding="utf-8")
    assert all(said in told for said in ("flood", "Mariupol", "lessons()", "progress()", "words(", "Content note"))


# The hand-in


def page_of(desk: Desk) -> str:
    lesson.export_answers(write=True)
    return next(Path("answers").glob("hand-in-*.html")).read_text(encoding="utf-8")


def plain(html: str) -> str:
    """What a reader sees of a page."""
    body = re.sub(r"(?s)<style>.*?</style>", "", html)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_the_page_to_hand_in_has_question_answers_and_what_they_took(desk: Desk) -> None:
    lesson.answer("02-b", "sound", sure="high")
    lesson.reveal("02-b")
    lesson.answer("02-b", "weak")
    told = plain(page_of(desk))
    assert "02 Who says so?" in told
    assert ("02-b: Passage b: well sourced? First answer a. well sourced Latest answer, of 2 b. not yet Outcome not "
            "yet at first, then right How sure; looked at the key before the latest answer") in told  # fmt: skip
    assert "Not answered yet: 02-a, 02-c" in told
    assert "No name and no time" in told


def test_the_page_to_hand_in_shows_marks_on_the_text_first_and_latest(desk: Desk) -> None:
    lesson.hint("03-a")
    lesson.answer("03-a", [("took the old road", "hedged")])
    lesson.answer("03-a", [("“It was unsafe. It was a death trap,”", "direct"), ("took the old road", "hedged")])
    html = page_of(desk)
    told = plain(html)
    assert "Hundreds of drivers reportedly took the old road [H " in told
    assert told.count("took the old road [H ") == 2
    quote = told.index("“It was unsafe. It was a death trap,” [Q ")
    assert told.index("First answer") < told.index("Latest answer") < quote
    assert 'class="byline-v byline-direct"' in html
    assert "1 of 1 hints, 1 of them before the first answer" in told


def test_the_page_to_hand_in_shows_the_parts_of_an_attribution_on_the_text(desk: Desk) -> None:
    lesson.answer("03-b", desk.key_answer(desk.exercise("03-b")))
    told = plain(page_of(desk))
    assert "Mayor Ann Lee [source] said [cue]" in told


def test_the_page_to_hand_in_has_a_written_text_whole_and_never_as_markup(desk: Desk) -> None:
    lesson.answer("02-i", "First line.\n\n<script>alert(1)</script>\n" + "word " * 400)
    html = page_of(desk)
    assert "<script" not in html
    assert plain(html).count("word") >= 400
    assert "First line.</bdi><br>" in html


def test_the_page_to_hand_in_shows_answers_to_a_question_that_was_changed(desk: Desk) -> None:
    lesson.answer("02-b", "sound")
    path = seeds_folder() / "sample" / "exercises.toml"
    path.write_text(path.read_text("utf-8").replace("Passage b:", "The second passage:"), encoding="utf-8")
    lesson.study_article("sample")
    told = plain(page_of(lesson.current_desk()))
    assert "02-b: The second passage: well sourced? Before To an earlier question: sound." in told
    assert "Outcome" not in told


def test_marks_on_a_text_lose_no_character_and_say_their_labels_in_text() -> None:
    """Marks that overlap, and one that runs over two paragraphs."""
    article = open_text("One two three four.\n\nFive six.")
    marks = [Shown(Span(0, 7), "a"), Shown(Span(4, 13), "b"), Shown(Span(14, 25), "c")]
    drawn = on_the_text(article, (1, 2), marks)
    assert drawn.text == "P1 _One __two_ [a]_ three_ [b] _four._ P2 _Five_ [c] six."
    assert plain(re.sub(r"<small>.*?</small>", "", drawn.html)).replace(" ", "") == "P1Onetwothreefour.P2Fivesix."
    assert on_the_text(article, (2,), []).text == "P2 Five six. Nothing is marked."


def test_a_lesson_with_a_text_of_its_own_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The map and the page know what was answered with the lesson's own text, and lead there before any other text."""
    (tmp_path / "notebooks").mkdir()
    for path in (PROJECT / "notebooks").glob("*.ipynb"):
        shutil.copy(path, tmp_path / "notebooks")
    shutil.copytree(PROJECT / "seeds", tmp_path / "seeds", ignore=shutil.ignore_patterns("annotators"))
    monkeypatch.chdir(tmp_path / "notebooks")
    lesson.close_articles()
    lesson.study_article("court")
    lesson.answer("08-b", "b")
    lesson.study_article()
    rows = [line for line in re.split(r"\n(?! )", lesson.lessons().text) if line.startswith("08 ")]
    of = sum(e.is_of("08") for e in Desk("court").exercises.values())
    assert [" ".join(row.split()).rpartition("– ")[2] for row in rows] == [f"1 of {of}"]
    told = " ".join(lesson.progress().text.split())
    assert f"50 – 1 of {of}" in told and "Begin with 00" in told
    assert len(Desk("mariupol").exercises) > int(re.search(r"0 of (\d+) exercises", told)[1])  # type: ignore[index]
    lesson.close_articles()
