"""Answers outlive the lessons that they were given in: files of the first version, and questions that were changed."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import byline.lesson as lesson
from byline.attempts import Try, works
from byline.exercises import Exercise, hash_of
from byline.key import Key, load_key
from byline.kinds import open_exercises, understood
from byline.lesson.bridge import state_of
from byline.lesson.desk import Desk
from byline.lesson.handin import committed, handed_in
from byline.lesson.returned import open_handin, states_of
from test_exercises import CASES as EXERCISES
from test_exercises import folder_with

PROJECT = Path(__file__).parents[1]
CASES = PROJECT / "tests" / "cases"
#: What the first version wrote while somebody worked through all lessons of one text, and what it made to hand in.
WRITTEN = (CASES / "answers-1.jsonl").read_bytes()
EVENTS = [json.loads(line) for line in WRITTEN.splitlines()]
COMMITTED = [event for event in EVENTS if event["event"] == "commit"]
HANDED = (CASES / "handin-1.json").read_bytes()


@pytest.fixture(autouse=True)
def no_desk_is_left() -> Iterator[None]:
    """Each test begins with nothing open."""
    lesson._desks.clear()
    yield
    lesson._desks.clear()


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The text opened in a folder with the answers of the first version."""
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "flood.jsonl").write_bytes(WRITTEN)
    monkeypatch.chdir(tmp_path)
    return Desk("flood")


def kept(desk: Desk, name: str, answer: Any) -> Any:
    return understood(desk.exercise(name), desk.article, answer)


# Files of the first version


def test_the_sample_has_what_the_first_version_could_write() -> None:
    """Every exercise of the text, some of them answered again, with all that can happen to one."""
    assert {event["schema"] for event in EVENTS} == {"byline.answers/1"}
    assert {event["event"] for event in EVENTS} == {"draft", "commit", "hint", "reveal", "reason"}
    assert len(COMMITTED) > len({event["exercise"] for event in COMMITTED}) >= 40
    assert not any("question" in event for event in EVENTS)


def test_every_answer_is_there_with_the_exercises_of_today(opened: Desk) -> None:
    """As a try, or as an answer to an earlier question; in order, and none is lost."""
    states, there = opened.states(), set(opened.exercises)
    assert opened.answers.notes == [] and opened.answers.code == "hhhhhh"
    for name in {event["exercise"] for event in COMMITTED} & there:
        answers = [event["answer"] for event in COMMITTED if event["exercise"] == name]
        tries = [one.answer for one in states[name].tries]
        assert len(tries) + len(states[name].earlier) == len(answers), name
        fitting = [answer for answer in answers if answer not in states[name].earlier]
        assert tries == [kept(opened, name, answer) for answer in fitting], name
    gone = {event["exercise"] for event in COMMITTED} - there
    retired = tomllib.loads((PROJECT / "seeds" / "flood" / "exercises.toml").read_text("utf-8"))["retired"]
    assert gone <= set(retired), "an exercise that is gone is kept in the file, and its id among the retired"


def test_an_option_is_the_one_that_was_chosen(opened: Desk) -> None:
    """The first version kept numbers; the options have ids by them, wherever they stand today."""
    chosen = [event for event in COMMITTED if event["exercise"] in opened.exercises
              and opened.exercise(event["exercise"]).kind == "choose"]  # fmt: skip
    assert len(chosen) > 5
    for event in chosen:
        assert kept(opened, event["exercise"], event["answer"]) == shown(opened, event)


def shown(desk: Desk, event: dict[str, Any]) -> list[str]:
    """The ids of the options that an answer of the first version chose, in the order in which they stand today."""
    ids = [option.id for option in desk.exercise(event["exercise"]).own.options]
    return sorted((f"o{n + 1}" for n in event["answer"]), key=ids.index)


def test_what_was_asked_for_before_an_answer_and_how_sure_it_was_is_known(opened: Desk) -> None:
    for name, state in opened.states().items():
        mine = [event for event in EVENTS if event["exercise"] == name]
        assert state.revealed == any(event["event"] == "reveal" for event in mine)
        reasons = [event["text"] for event in mine if event["event"] == "reason"]
        assert state.reason == (reasons[-1] if reasons else "")
        first = next((event for event in mine if event["event"] == "commit"), {})
        assert state.sure == first.get("sure")


def test_a_file_of_the_first_version_is_not_changed_and_goes_on(opened: Desk) -> None:
    """New answers come behind, in the form of today; read again, both are there."""
    before = {name: list(state.tries) for name, state in opened.states().items()}
    e = opened.exercise("01-a")
    opened.commit(e, "o1")
    now = opened.answers.path.read_bytes()
    assert now.startswith(WRITTEN)
    [line] = [json.loads(line) for line in now[len(WRITTEN) :].splitlines()]
    assert (line["schema"], line["question"], line["code"]) == ("byline.answers/2", e.question, "hhhhhh")
    after = Desk("flood").states()
    assert after["01-a"].tries[:-1] == before["01-a"] and after["01-a"].tries[-1].answer == ["o1"]
    assert {name: state.tries for name, state in after.items() if name != "01-a"} == {
        name: tries for name, tries in before.items() if name != "01-a"}  # fmt: skip


def test_a_hand_in_of_the_first_version_has_the_same_tries(opened: Desk) -> None:
    """As the file of answers that it was made from, but for the hints before a later try, which it does not tell."""
    handed = open_handin(HANDED)
    exercises = opened.exercises
    states = states_of(handed, exercises, opened.article)
    assert (handed["code"], handed["article"]) == ("hhhhhh", "flood")
    mine = {name: state for name, state in opened.states().items() if state.tries or state.earlier}
    assert states.keys() == mine.keys()
    for name, state in mine.items():
        assert [one.answer for one in states[name].tries] == [one.answer for one in state.tries], name
        assert states[name].earlier == state.earlier
        assert (states[name].sure, states[name].reason) == (state.sure, state.reason)
        assert not state.tries or states[name].tries[0].hints == state.tries[0].hints


# Hand-ins, of any version


def test_a_hand_in_of_today_comes_back_as_it_was_made(opened: Desk) -> None:
    opened.commit(opened.exercise("01-a"), "o1")
    handed = handed_in(opened, committed(opened))
    data = json.dumps(handed, ensure_ascii=False).encode()
    assert open_handin(data) == handed
    states, mine = states_of(handed, opened.exercises, opened.article), opened.states()
    for name in handed["exercises"]:
        assert states[name].tries == mine[name].tries
        assert (states[name].sure, states[name].revealed, states[name].reason, states[name].earlier) == (
            mine[name].sure, mine[name].revealed, mine[name].reason, mine[name].earlier)  # fmt: skip


@pytest.mark.parametrize(("data", "told"), [
    (HANDED[:-9], "torn, or another kind of file"), (b"\xff", "torn, or another kind of file"), (b"[]", "no hand-in"),
    (b"[" * 9999, "torn, or another kind of file"),
    (HANDED.replace(b"byline.handin/1", b"byline.handin/9"), "It may be from a newer one"),
    (HANDED.replace(b'"hhhhhh"', b'"../../x"'), "something missing"),
    (HANDED.replace(b'"article": "flood"', b'"article": 3'), "something missing"),
    (b'{"schema": "byline.handin/2", "code": "hhhhhh", "article": "flood", "sha256": "", "exercises": []}',
     "something missing"),
])  # fmt: skip
def test_what_is_no_hand_in_is_told_in_a_sentence(data: bytes, told: str) -> None:
    with pytest.raises(ValueError, match=told) as problem:
        open_handin(data)
    assert re.fullmatch(r"[A-Z][^\n]+\.", str(problem.value))


TRY = {"answer": 3, "hints": 0, "revealed": False}
WORK = {"lesson": "", "kind": "predict", "question": "", "tries": [TRY], "sure": None, "revealed": False, "reason": "",
        "earlier": []}  # fmt: skip


@pytest.mark.parametrize("change", [
    {"tries": []}, {"tries": 3}, {"tries": [3]}, {"tries": [{"hints": 0, "revealed": False}]}, {"lesson": 3},
    {"tries": [{**TRY, "hints": "0"}]}, {"tries": [{**TRY, "hints": True}]}, {"tries": [{**TRY, "revealed": 1}]},
    {"kind": None}, {"question": 3}, {"reason": None}, {"sure": "very"}, {"sure": ["low"]}, {"earlier": {}},
    {"revealed": "no"}, {"revealed": None},
])  # fmt: skip
def test_an_exercise_of_a_hand_in_that_cannot_be_used_is_left_out(change: dict[str, Any]) -> None:
    """The others are there."""
    exercises = {"01-a": {**WORK, **change}, "00-a": WORK, "00-x": 3}
    handed = {"schema": "byline.handin/2", "code": "hhhhhh", "article": "flood", "sha256": "", "exercises": exercises}
    found = open_handin(json.dumps(handed).encode())
    assert found["exercises"] == {"00-a": WORK}
    open_ones, key = flood()
    assert states_of(found, open_ones, key.article)["00-a"].tries == [Try(3)]


@cache
def flood() -> tuple[dict[str, Exercise], Key]:
    return open_exercises(PROJECT / "seeds" / "flood"), load_key("flood")


@settings(max_examples=200, deadline=None)
@given(odd=st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
                        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
                            [*WORK, *TRY, "first", "later"]), inner, max_size=6), max_leaves=12))  # fmt: skip
def test_whatever_is_handed_in_is_a_sentence_or_can_be_used(odd: Any) -> None:
    """An exercise of any form, in a hand-in of either version: never an exception that nobody expects."""
    exercises, key = flood()
    near = [odd, {**WORK, "tries": [{**TRY, "answer": odd}]}, {**WORK, "first": odd, "later": [odd]}]
    near += [{**WORK, **odd}, {**WORK, "tries": [{**TRY, **odd}]}] if isinstance(odd, dict) else []
    for version, work in product((1, 2), near):
        handed = {"schema": f"byline.handin/{version}", "code": "hhhhhh", "article": "flood", "sha256": "",
                  "exercises": dict.fromkeys(("00-a", "00-b", "01-a"), work)}  # fmt: skip
        states = states_of(open_handin(json.dumps(handed).encode()), exercises, key.article)
        works(exercises, states, key)


# Questions that were changed


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one exercise of each kind; the file that they stand in."""
    folder_with(EXERCISES.read_text(encoding="utf-8"), tmp_path)
    monkeypatch.chdir(tmp_path)
    lesson.study_article("mariupol")
    return tmp_path / "seeds" / "mariupol" / "exercises.toml"


def change(file: Path, old: str, new: str) -> Desk:
    """The desk after a teacher wrote something else in the exercises."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    lesson.study_article("mariupol")
    return lesson.current_desk()


#: What was changed of which exercise, and what it was before.
CHANGED = {
    "the prompt": ("t-choose", "Who answers for the claim in P11?", "Who answers for the claims in P11?"),
    "the paragraphs": ("t-choose", "paragraphs = 11", "paragraphs = [10, 11]"),
    "an option's words": ("t-choose", 'text = "Major Volyna"', 'text = "Serhiy Volyna"'),
    "an option's id": ("t-choose", 'id = "o1"', 'id = "o3"'),
    "a label": ("t-mark", 'labels = ["direct", "indirect", "hedged", "borrowed"]', 'labels = ["direct", "hedged"]'),
    "the layer": ("t-fig", 'layer = "figures"', 'layer = "stances"'),
    "the figure": ("t-rate", 'quote = "95 percent"', 'quote = "largely"'),
    "what is given": ("t-link", 'attribution = "volyna-says"', 'attribution = "volyna-says"\nshow = ["cue"]'),
    "an item": ("t-order", '"Azov", ', '"The Azov Regiment", '),
    "the unit": ("t-predict", 'unit = "of 100 words"', 'unit = "of 200 words"'),
}


@pytest.mark.parametrize("what", CHANGED)
def test_an_answer_to_a_question_that_was_changed_is_kept_and_not_scored(here: Path, what: str) -> None:
    """It is shown as one to an earlier question, and the exercise counts as not attempted."""
    name, old, new = CHANGED[what]
    desk = lesson.current_desk()
    right = desk.key_answer(desk.exercise(name))
    lesson.answer(name, right, sure="high")
    lesson.hint(name)
    lesson.reveal(name)
    before, written = desk.exercise(name).question, desk.answers.path.read_bytes()
    desk = change(here, old, new)
    e = desk.exercise(name)
    state = desk.state(e)
    assert e.question != before
    assert (state.tries, state.draft, state.sure, state.hints, state.revealed) == ([], None, None, 0, False)
    assert state.earlier == [right]
    assert lesson.check(name).status == "not attempted"
    assert lesson.reveal(name).status == "not attempted"
    shown = state_of(desk, e)
    assert (shown["committed"], shown["feedback"]) == (False, None)
    assert shown["receipt"] == "Your answer to an earlier question is kept. This one is new."
    assert not works(desk.exercises, desk.states(), desk.key)
    work = handed_in(desk, committed(desk))["exercises"][name]
    assert (work["tries"], work["earlier"]) == ([], [right])
    handed = open_handin(json.dumps(handed_in(desk, committed(desk))).encode())
    assert states_of(handed, desk.exercises, desk.article)[name].earlier == [right]
    assert "To an earlier question" in lesson.check(name).text
    assert desk.answers.path.read_bytes() == written, "nothing is written for that"


def test_an_answer_to_an_earlier_question_is_on_the_receipt_and_handed_in(here: Path) -> None:
    lesson.answer("t-choose", "a")
    desk = change(here, "Who answers for the claim in P11?", "Whose claim is in P11?")
    told = lesson.answer("t-choose", "b")
    assert told.text == f"t-choose, code {desk.answers.code}: b. the reporter. To an earlier question: o1."
    work = handed_in(desk, committed(desk))["exercises"]["t-choose"]
    assert [one["answer"] for one in work["tries"]] == [["o2"]] and work["earlier"] == [["o1"]]
    assert lesson.check("t-choose").status == "yes"
    desk = change(here, "Whose claim is in P11?", "Who answers for the claim in P11?")
    state = desk.state(desk.exercise("t-choose"))
    assert ([one.answer for one in state.tries], state.earlier) == ([["o1"]], [["o2"]]), "asked again, it counts again"


@pytest.mark.parametrize(("name", "old", "new"), [
    ("t-choose", "Who answers for the claim in P11?", "Who   answers, for the CLAIM, in P11:"),
    ("t-choose", "Who answers for the claim in P11?", "“Who answers for the claim in P11”?"),
    ("t-choose", "Nobody is named.", "Nobody at all is named."),
    ("t-choose", 'text = "the reporter"', 'text = "The reporter."'),
    ("t-mark", "Look for a saying word.", "Look for “says”."),
    ("t-mark", 'kind = "mark"', 'kind = "mark"\nminutes = 4\nlesson = "01"\nreason = "Why?"'),
    ("t-order", "Go up the ladder.", "Go up."),
    ("t-predict", "answer = 47", "answer = 48"),
])  # fmt: skip
def test_what_does_not_change_the_question_may_be_mended(here: Path, name: str, old: str, new: str) -> None:
    """Spaces, capitals and punctuation; hints, feedback, the key's own answer."""
    desk = lesson.current_desk()
    right = desk.key_answer(desk.exercise(name))
    lesson.answer(name, right)
    desk = change(here, old, new)
    state = desk.state(desk.exercise(name))
    assert ([one.answer for one in state.tries], state.earlier) == ([right], [])
    assert lesson.check(name).status in ("yes", "arguable")


def test_options_and_items_may_stand_in_another_order(here: Path) -> None:
    """An answer is the option that was chosen, and the page shows the options as before."""
    lesson.answer("t-choose", "b")
    lesson.answer("t-order", ["Major Volyna", "Azov", "Ukrainian officials", "reportedly"])
    lines = [line for line in here.read_text(encoding="utf-8").splitlines() if line.startswith("  { id = \"o")]
    change(here, "\n".join(lines), "\n".join(reversed(lines)))
    desk = change(here, '"Major Volyna", "Azov"', '"Azov", "Major Volyna"')
    assert desk.state(desk.exercise("t-choose")).answer == ["o2"]
    assert lesson.check("t-choose").text.startswith("t-choose: Yes.\n  right, b. the reporter.")
    assert lesson.check("t-order").status == "not yet", "the order that is right may be another now"


def test_an_id_that_is_retired_is_not_used_again(here: Path) -> None:
    text = here.read_text(encoding="utf-8").replace('id = "t-st"', 'id = "t-old"')
    for retired, told in (('["t-gone"]', ""), ('["t-old"]', "“t-old” was an exercise's that is gone"),
                          ("3", "field “retired” must be"), ("[3]", "field “retired” must be")):  # fmt: skip
        here.write_text(text.replace('exercises/1"\n', f'exercises/1"\nretired = {retired}\n', 1), encoding="utf-8")
        if told:
            with pytest.raises(ValueError, match=told):
                open_exercises(here.parent)
        else:
            assert "t-old" in open_exercises(here.parent)


@given(words=st.lists(st.from_regex(r"\w{1,6}", fullmatch=True), min_size=1, max_size=8), data=st.data())
def test_a_question_is_its_words(words: list[str], data: st.DataObject) -> None:
    """However they are spaced and set; another word is another question."""
    gaps = st.sampled_from([" ", "  ", ", ", " – ", ": "])
    between = data.draw(st.lists(gaps, min_size=len(words), max_size=len(words)))
    mended = "".join(word.upper() + gap for word, gap in zip(words, between, strict=True))
    plain = " ".join(words)
    assert (hash_of(plain) == hash_of(mended)) == (plain.casefold() == plain.upper().casefold())
    assert hash_of(plain) != hash_of(f"{plain} more")
    assert re.fullmatch(r"[0-9a-f]{12}", hash_of(plain))
