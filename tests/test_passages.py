"""Test forms: kept from the first choice on, told nothing before the end, and never marked."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import byline.lesson as lesson
from browser import a_page
from byline.attempts import is_judged, works
from byline.classroom.scores import UNCOUNTED
from byline.exercises import Exercise, Unclear
from byline.handout.cells import cell_of, typed_work
from byline.key import load_key
from byline.key.types import SKILLS
from byline.kinds import answer_as_text, check_exercises, given_out, items, key_answer, understood
from byline.kinds.passages import RULE, WHEN, items_by_skill
from byline.lesson.bridge import hear, state_of
from byline.lesson.codes import is_slip
from byline.lesson.course import map_sheet
from byline.lesson.desk import Desk, Text
from byline.lesson.house import PAGES, move_to
from byline.lesson.turns import FORMS, ORDERS, order_of
from byline.lesson.widgets import ExerciseWidget
from byline.sealing import PLACE
from byline.seeds.folders import open_folder
from exercise_page import draw
from forms_here import BLOCK, forms_in

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The first of three forms, open in a folder of its own."""
    forms_in(tmp_path)
    monkeypatch.chdir(tmp_path)
    lesson.close_articles()
    lesson.study_article("check_a")
    yield lesson.current_desk()
    lesson.close_articles()


@pytest.fixture
def e(desk: Desk) -> Exercise:
    return desk.exercise("check")


def right(desk: Desk, e: Exercise, **more: Any) -> dict[str, Any]:
    assert desk.key
    return {**key_answer(e, desk.key), **more}


def test_the_passages_are_the_keys_in_the_order_of_the_text(desk: Desk, e: Exercise) -> None:
    """Twelve, half of them sound, four a skill."""
    places = [desk.article.text.index(one.text) for one in e.own]
    assert places == sorted(places) and len(places) == 12
    assert Counter(one.skill for one in e.own) == dict.fromkeys(SKILLS, 4)
    assert sum(bool(one.sound) for one in e.own) == 6


def test_each_choice_is_kept_and_nothing_is_told_before_the_end(desk: Desk, e: Exercise) -> None:
    """A draft may be any part of it, and comes back; a commit needs all of it, and when it was."""
    for n, draft in enumerate(({"when": "before"}, {"when": "before", "a": "weak"}, {"c": "not yet"}), 1):
        assert hear(desk, e, {"do": "draft", "answer": draft, "writer": "w", "n": n})["tell"] == "saved"
        assert state_of(desk, e)["feedback"] is None
    assert Desk("check_a").state(e).draft == {e.own[2].id: "weak"}
    for short, told in (({"when": "after", "a": "weak"}, "Still open: b, c, d, e, f, g, h, i, j, k, l."),
                        ({one.id: "weak" for one in e.own}, "Say one of: before, after, later.")):  # fmt: skip
        with pytest.raises(Unclear, match=told):
            desk.commit(e, short)
    assert not desk.state(e).tries


@pytest.mark.parametrize(("value", "told"), [
    ({"when": "now"}, "When is this"), ({"guess": 13}, "number from 0 to 12"), ({"guess": True}, "number from 0 to 12"),
    ({"guess": "many"}, "number from 0 to 12"), ({"z": "weak"}, "is no part of this answer"),
    ({"a": "wrong"}, "This exercise expects"), ({"a": None}, "This exercise expects"), (["weak"], "This exercise"),
    ({"when": ["before"]}, "This exercise expects|When is this"),
])  # fmt: skip
def test_what_is_no_answer_is_told_in_a_sentence(desk: Desk, e: Exercise, value: Any, told: str) -> None:
    with pytest.raises(Unclear, match=told):
        understood(e, desk.article, value)


def test_at_the_end_it_is_told_skill_by_skill_with_the_reasons(desk: Desk, e: Exercise) -> None:
    """Each skill with how many, in the words of the key; no mark, no key to ask for, and no second try on the page."""
    answer = right(desk, e, guess="9", **{e.own[0].id: "weak" if e.own[0].sound else "sound"})
    desk.commit(e, answer)
    said = state_of(desk, e)["feedback"]
    heads = [line["text"] for line in said["lines"] if line["outcome"] == "verdict"]
    assert [head.rsplit(":", 1)[1] for head in heads].count(" 4 of 4 as the key has them.") == 2
    assert sum(line["outcome"] == "not this one" for line in said["lines"]) == 1
    assert all(line["text"] for line in said["lines"]) and said["status"] == "yes"
    missed = next(line for line in said["lines"] if line["outcome"] == "not this one")
    assert missed["text"] == RULE.sub("", e.own[0].wrong) and missed["key"] != missed["yours"]
    assert said["headline"].startswith("You judged 11 of 12 as the key does, and your guess was 9. Your answers are")
    assert "marked" not in said["headline"]
    assert answer_as_text(e, desk.state(e).answer).endswith("expects 9 of 12")


def test_a_student_is_told_no_name_of_a_rule_that_she_has_not_met() -> None:
    """Brackets with the name of a rule are left out; those with anything else stay."""
    for form in FORMS:
        text = Text(form)
        assert text.key
        for called in ("sound", "weak"):
            answer = {"when": "before", **{one.id: called for one in text.exercise("check").own}}
            told = [line.text for line in text.judge(text.exercise("check"), answer).lines]
            assert not [one for one in told if re.search(r"\([^)]*(rule|words|test|strong|questions|needed)\)", one)]
    assert RULE.sub("", "It is kept (see P2), and open (five questions). Ask (source rule)!") == (
        "It is kept (see P2), and open. Ask!")  # fmt: skip


def test_the_question_says_all_that_counts() -> None:
    """Whoever never saw a lesson is asked for source, words and figures; each form asks alike."""
    [prompt] = {Text(form).exercise("check").prompt for form in FORMS}
    assert all(said in prompt for said in ("who could know it", "needs no source", "strong words", "number"))


def test_a_form_is_never_marked(desk: Desk, e: Exercise) -> None:
    """Not right and not wrong, not among the works, and no part of a mark; how it was told apart can be counted."""
    desk.commit(e, right(desk, e))
    assert not is_judged(e) and works(desk.exercises, desk.states(), desk.key) == []
    assert e.kind in UNCOUNTED
    assert desk.key and all(sound != weak for sound, weak in items(e, desk.state(e).answer, desk.key))
    assert Counter(skill for skill, _, _ in items_by_skill(e, desk.state(e).answer)) == dict.fromkeys(SKILLS, 4)


def test_a_sealed_form_has_the_words_alone(desk: Desk, e: Exercise, tmp_path: Path) -> None:
    """By their places, without verdict and skill; an answer given there is one to the same question."""
    assert desk.key
    block = given_out(e, desk.article, desk.key)
    assert all(set(one) == {"id", "text"} and PLACE.fullmatch(one["id"]) for one in block["passages"])
    (tmp_path / "seeds" / "check_a" / "key.toml").unlink()
    lines = ", ".join(f'{{ id = "{one["id"]}", text = """{one["text"]}""" }}' for one in block["passages"])
    path = tmp_path / "seeds" / "check_a" / "exercises.toml"
    path.write_text(f"{BLOCK}sealed = true\npassages = [{lines}]\n", encoding="utf-8")
    found, wrong = check_exercises(path.parent, None)
    assert not wrong and found["check"].question == e.sealed_question
    sealed = understood(found["check"], desk.article, {"when": "later", "a": "weak"})
    assert sealed == {"when": "later", "at1": "weak"}
    assert understood(e, desk.article, sealed) == {"when": "later", e.own[0].id: "weak"}


def test_a_fault_of_the_passages_is_told(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "seeds" / "check_a"
    key = (folder / "key.toml").read_text(encoding="utf-8")
    for old, new, told in (("sound = true", "sound = false", "half of the passages"),
                           ('id = "developer"', 'id = "when"', "cannot be called “when”")):  # fmt: skip
        head, passages = key.split("[[passage]]", 1)
        (folder / "key.toml").write_text(f"{head}[[passage]]{passages.replace(old, new, 1)}", encoding="utf-8")
        assert any(told in one for one in check_exercises(folder, load_key(folder))[1])
    (folder / "key.toml").write_text(key.split("[[passage]]", 1)[0], encoding="utf-8")
    assert "the key has no passages" in check_exercises(folder, load_key(folder))[1][0]
    assert open_folder(folder).sha256 == desk.article.sha256


def test_a_form_on_paper_is_typed_as_signs(desk: Desk, e: Exercise) -> None:
    answer = right(desk, e, when="later")
    cell = cell_of(e, answer)
    work = typed_work(e, desk.article, f"{cell[0].upper()} {cell[1:]}")
    assert isinstance(work, dict) and work["tries"][0]["answer"] == answer
    assert "b (before the lessons)" in str(typed_work(e, desk.article, "x +-"))


# --- whose turn it is --------------------------------------------------------------------------------


def test_over_many_codes_each_form_is_the_first_as_often() -> None:
    """Each of the six orders comes within a fifth of a sixth; a code has always the same one."""
    counted = Counter(order_of(f"code{n}") for n in range(3000))
    assert set(counted) == set(ORDERS) and all(400 < n < 600 for n in counted.values())


def finish(desk: Desk, form: str, when: str) -> None:
    """Fill in a form as its key has it."""
    here = Desk(form)
    here.commit(here.exercise("check"), right(here, here.exercise("check"), when=when))
    desk.answers.look()


def test_a_finished_form_stays_open_until_the_next_is_asked_for(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said which of three it is, and when the next one should come; after the last, the last stays open."""
    lesson.my_code("K7M-2QPR")
    turns = order_of(desk.answers.code)
    for nth, when, name in zip(("first", "second", "third"), WHEN, turns, strict=True):
        assert lesson.check_yourself("next").id == name
        assert f"your {nth} of 3 short tests. There is no grade" in capsys.readouterr().out
        finish(desk, name, when)
        assert lesson.check_yourself().id == name == lesson.check_yourself().id
        told = {"first": "after the last lesson", "second": "four to six weeks", "third": "finished every short test"}
        assert told[nth] in capsys.readouterr().out
    assert lesson.check_yourself("next").id == turns[-1] and lesson.check_yourself("check_b").id == "check_b"
    assert [*lesson.my_forms()] == [*WHEN.values()]


def test_a_form_that_is_begun_stays_the_one_that_is_meant(desk: Desk) -> None:
    """Whatever the order of the code is, and though another is finished; the times of a picture go forward, too."""
    lesson.my_code("K7M-2QPR")
    third = order_of(desk.answers.code)[-1]
    begun = Desk(third)
    hear(begun, begun.exercise("check"), {"do": "draft", "answer": {"a": "weak"}, "writer": "w", "n": 1})
    desk.answers.look()
    assert lesson.check_yourself().id == lesson.check_yourself("next").id == third
    finish(desk, third, "before")
    finish(desk, order_of(desk.answers.code)[0], "after")
    assert lesson.check_yourself().id == order_of(desk.answers.code)[0]
    assert [*lesson.my_forms()] == ["before the lessons", "after the lessons"]


def test_the_map_leads_to_the_form_that_comes_next_and_counts_those_that_are_done(
    desk: Desk, tmp_path: Path
) -> None:
    """With a page’s addresses, each form a page of its own. The second one comes once the last lesson is begun."""
    (tmp_path / "notebooks").mkdir()
    for name in ("check_yourself", "08_your_turn"):
        shutil.copy(NOTEBOOKS / f"{name}.ipynb", tmp_path / "notebooks")
    shutil.copytree(NOTEBOOKS.parent / "seeds" / "court", tmp_path / "seeds" / "court")
    lesson.my_code("K7M-2QPR")
    first, second, third = order_of(desk.answers.code)
    before = move_to(replace(PAGES, text="check_b", root="../"))

    def leads_to(form: str, done: str) -> bool:
        shown = map_sheet(desk)
        link = f'href="{"" if form == "check_b" else f"../{form}/"}check_yourself.html"'
        assert ("four to six weeks" in shown.html) == (done == "2 of 3")
        return link in shown.html and f">{done}<" in shown.html

    try:
        assert leads_to(first, "not begun")
        finish(desk, first, "before")
        assert leads_to(first, "1 of 3") and "for after the last lesson" in map_sheet(desk).text
        court = Desk("court")
        court.commit(court.exercise("08-a"), key_answer(court.exercise("08-a"), court.key), "low")
        assert leads_to(second, "1 of 3")
        finish(desk, second, "after")
        assert leads_to(third, "2 of 3")
        assert lesson.check_yourself().id == "check_b"
    finally:
        move_to(before)


def test_a_slip_that_is_typed_before_anything_is_answered_changes_the_form(
    desk: Desk, e: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The widget shows the other one in its place; once a passage is judged, the form stays."""
    code = next(code for code in ("k7m2qpr", "abcdefz", "abcdegy") if is_slip(code) and order_of(code)[0] != "check_a")
    shown: list[Any] = []
    widget = ExerciseWidget(desk, e)
    monkeypatch.setattr(widget, "place", SimpleNamespace(update=shown.append), raising=False)
    widget._heard(widget, {"do": "code", "code": "none", "writer": "w", "n": 1}, [])
    assert lesson.check_yourself().id == "check_a" and not shown, "without a slip what is open stays"
    widget._heard(widget, {"do": "code", "code": code, "writer": "w", "n": 2}, [])
    assert [one.desk.article.id for one in shown] == [order_of(code)[0]] == [lesson.current_desk().article.id]


def test_a_slip_that_is_typed_later_leaves_the_form(desk: Desk, e: Exercise) -> None:
    for code in ("k7m2qpr", "abcdefz"):
        hear(desk, e, {"do": "draft", "answer": {"a": "weak"}, "writer": "w", "n": 1})
        said = hear(desk, e, {"do": "code", "code": code, "mine": True, "writer": "w", "n": 2})
        assert "Another of the three" not in said["said"] and lesson.check_yourself().id == "check_a"


@pytest.mark.browser
def test_a_form_is_filled_in_by_keyboard_and_goes_on_where_it_stopped(
    desk: Desk, e: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of it by one kernel, the rest by another; what is told comes after the last, and nothing can be changed."""
    with a_page() as page:
        [section] = draw(page, desk, "check", monkeypatch=monkeypatch)
        for name in ("-when", *(f"-{one.id}" for one in e.own[:5])):
            section.locator(f"input[name$='{name}']").first.focus()
            page.keyboard.press("Space")
        page.wait_for_timeout(200)
        again = Desk("check_a")
        [section] = draw(page, again, "check", monkeypatch=monkeypatch)
        assert section.locator("input:checked").count() == 6
        commit = section.get_by_role("button", name="Commit my answer")
        commit.press("Enter")
        assert "Still open: f, g, h, i, j, k, l." in section.get_by_role("status").inner_text()
        assert section.locator(".byline-told p").count() == 0
        for one in e.own[5:]:
            section.locator(f"input[name$='-{one.id}']").first.focus()
            page.keyboard.press("ArrowDown")
        section.get_by_label("do you think you judged").press_sequentially("7")
        commit.press("Enter")
        section.get_by_text("These are the passages, skill by skill.").first.wait_for()
        assert section.get_by_role("button", name="Try again").is_hidden()
        assert section.get_by_role("button", name=re.compile("The whole article|Next")).count() == 0
        assert "Exercise" not in section.locator(".byline-which").inner_text()
        assert again.state(e).answer["guess"] == 7 and len(again.state(e).answer) == 14
