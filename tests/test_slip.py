"""The code from a slip: what goes on under it, what is put away, what comes back, and what is said."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import byline.lesson as lesson
from browser import a_page, violations
from byline.lesson import answers as answers_module
from byline.lesson import folder
from byline.lesson.answers import Answers
from byline.lesson.bridge import LEFT, hear
from byline.lesson.codes import printed_code, slip_code
from byline.lesson.desk import Desk
from byline.lesson.disk import NotSaved
from exercise_page import draw
from newsmarks.text import open_text
from test_exercises import CASES, folder_with

ARTICLE = open_text("One. Two.", id="sample")
ANN, BEN = "k7m2qpr", slip_code()
ASKED = "Did your teacher give you a slip with a code? Type the code:"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A classroom's folder with one exercise of each kind."""
    folder_with(CASES.read_text(encoding="utf-8"), tmp_path)
    monkeypatch.chdir(tmp_path)
    lesson._desks.clear()
    lesson.study_article("mariupol")
    yield lesson.current_desk()
    lesson._desks.clear()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "answers"


def answered(place: Path, *exercises: str) -> Answers:
    """A kernel that answered these."""
    answers = Answers(ARTICLE, place)
    for name in exercises:
        answers.add(name, "commit", answer="x")
    return answers


def shown(place: Path) -> list[str]:
    """The exercises that a kernel which starts now shows as answered."""
    return sorted(Answers(ARTICLE, place).states())


def code_file(place: Path) -> list[str]:
    return (place / "code.txt").read_text().splitlines()


def refuse(*_: Any, **__: Any) -> None:
    raise OSError(errno.EACCES, "no")


# In words


def test_a_code_is_used_as_it_is_typed(desk: Desk) -> None:
    """A fresh folder: no question; the code is kept as small letters, the same for each kernel."""
    assert lesson.my_code().text.startswith(f"Your answers are kept under the code {desk.answers.code}, which th")
    assert lesson.my_code(" k7m 2qpr").text == "Your answers are kept under the code K7M-2QPR."
    assert lesson.my_code().text == "Your answers are kept under the code K7M-2QPR, from your slip."
    assert Desk("mariupol").answers.code == ANN


@pytest.mark.parametrize("typed", ["K7M-2QPS", "K7M-2PQR", "K7M-2QP", "", "abc234", "../../x", "<b>", "K7M-2QPRR"])
def test_a_mistyped_code_is_told_and_changes_nothing(desk: Desk, typed: str) -> None:
    lesson.answer("t-predict", 3)
    before = code_file(Path("answers"))
    told = lesson.my_code(typed).text
    assert told == "That is no code from a slip: compare it with yours, sign by sign, and type it again."
    assert code_file(Path("answers")) == before and desk.answers.folder.asks


def test_answers_that_were_given_before_move_under_the_code_once_they_are_claimed(desk: Desk) -> None:
    lesson.answer("t-predict", 3)
    random = desk.answers.code
    assert lesson.my_code("K7M-2QPR").text.splitlines() == [
        "1 answer was given here before. Is it yours?",
        'Yes, it is mine: my_code("K7M-2QPR", mine=True)',
        'No, somebody else’s: my_code("K7M-2QPR", mine=False)',
    ]
    assert desk.answers.code == random and code_file(Path("answers")) == [random]
    lesson.my_code("K7M-2QPR", mine=True)
    assert code_file(Path("answers")) == [ANN, random]
    assert "Not attempted" not in lesson.check("t-predict").text
    lesson.export_answers(write=True)
    data = json.loads(Path(f"answers/hand-in-mariupol-{ANN}.json").read_text(encoding="utf-8"))
    assert data["code"] == ANN and list(data["exercises"]) == ["t-predict"]
    page = Path(f"answers/hand-in-mariupol-{ANN}.html")
    assert "answers of K7M-2QPR</h1>" in page.read_text(encoding="utf-8") and dict(folder.owners(page)) == {ANN: 1}
    assert "under the code K7M-2QPR" in lesson.export_answers(write=False).text


def test_answers_of_somebody_else_are_put_away_and_the_text_stays_open(desk: Desk) -> None:
    lesson.answer("t-predict", 3)
    random = desk.answers.code
    lesson.my_code("K7M-2QPR", mine=False)
    assert code_file(Path("answers")) == [ANN] and "Not attempted" in lesson.check("t-predict").text
    assert (Path("answers") / "put_away" / random / "mariupol.jsonl").is_file()
    assert folder.last_text() == "mariupol"


def test_a_second_slip_s_code_is_another_student(desk: Desk) -> None:
    """Nobody can take over what lies under a slip's code; without answers there is nothing to ask."""
    lesson.my_code(BEN)
    assert lesson.my_code("K7M-2QPR").text == "Your answers are kept under the code K7M-2QPR."
    assert code_file(Path("answers")) == [ANN]
    lesson.answer("t-predict", 3)
    shown_ben = printed_code(BEN)
    for mine in (None, True):
        assert lesson.my_code(BEN, mine=mine).text.splitlines() == [
            "Here, 1 answer is kept under another code, K7M-2QPR. Is somebody else going on now? What is there is then "
            "put away, and comes back when that code is typed again.",
            f'Yes, begin under {shown_ben}: my_code("{shown_ben}", mine=False)',
        ]  # fmt: skip
        assert desk.answers.code == ANN
    lesson.my_code(BEN, mine=False)
    assert desk.answers.code == BEN and "Not attempted" in lesson.check("t-predict").text
    lesson.my_code("K7M-2QPR")
    assert desk.answers.code == ANN and "Not attempted" not in lesson.check("t-predict").text


def test_that_there_is_no_slip_is_remembered_until_the_next_student(desk: Desk) -> None:
    assert lesson.my_code("none").text == 'Then you work without one. Should you get one later: my_code("…").'
    lesson.answer("t-predict", 3)
    assert not Desk("mariupol").answers.folder.asks
    assert code_file(Path("answers")) == [desk.answers.code, "no slip"]
    assert lesson.export_answers(write=False).text.endswith('\nNo code from a slip is used. To add one: my_code("…").')
    lesson.new_student(sure=True)
    assert desk.answers.folder.asks
    assert lesson.export_answers(write=False).text.endswith(f'{ASKED} my_code("…"). If you have none: my_code("none").')
    lesson.my_code(ANN)
    assert "slip" not in lesson.export_answers(write=False).text


def test_the_box_for_the_hand_in_asks_and_uses_what_is_typed(desk: Desk) -> None:
    lesson.answer("t-predict", 3)
    box = lesson.export_answers()
    text, row, _, _ = box.children
    _, asked, choices, said = row.children
    field, use, none = asked.children
    field.value = "K7M-2QPS"
    use.click()
    assert "no code from a slip" in said.value and asked.layout.display is None
    field.value = "K7M-2QPR"
    use.click()
    assert "1 answer was given here before" in said.value
    assert [one.description for one in choices.children] == ["Yes, it is mine", "No, somebody else’s"]
    choices.children[0].click()
    assert "K7M-2QPR" in said.value and "K7M-2QPR" in text.value and not choices.children
    assert asked.layout.display == "none" and ASKED not in text.value
    lesson.new_student(sure=True)
    assert asked.layout.display is None
    none.click()
    assert asked.layout.display == "none" and "No code from a slip" in text.value


def test_a_page_is_asked_until_it_is_settled(desk: Desk) -> None:
    e = desk.exercise("t-predict")
    assert hear(desk, e, {})["asks"] is True
    wrong = hear(desk, e, {"do": "code", "code": "k7m2qps"})
    assert (wrong["tell"], wrong["wrong"], wrong["choices"], wrong["asks"]) == ("code", True, [], True)
    lesson.answer("t-predict", 3)
    asked = hear(desk, e, {"do": "code", "code": "k7m2qpr", "mine": "yes"})
    assert asked["choices"] == [["Yes, it is mine", True], ["No, somebody else’s", False]] and asked["asks"]
    assert hear(desk, e, {"do": "code", "code": "k7m2qpr", "mine": True})["asks"] is False
    other = hear(desk, e, {"do": "code", "code": BEN})
    assert other["choices"][1] == ["No, stay with K7M-2QPR", None]
    assert "under the code K7M-2QPR" in hear(desk, e, {})["state"]["receipt"]


def test_a_page_that_still_shows_another_s_answers_keeps_nothing_under_the_next_code(desk: Desk) -> None:
    """Somebody left in another window; what is hers, and what a page says of no code, is kept as ever."""
    e = desk.exercise("t-predict")
    hear(desk, e, {"do": "commit", "answer": 3, "writer": "page", "n": 1, "whose": ""})
    before = desk.answers.code
    hear(desk, e, {"do": "commit", "answer": 4, "writer": "page", "n": 2, "whose": before})
    Desk("mariupol").answers.put_away()
    said = hear(desk, e, {"do": "commit", "answer": 5, "writer": "page", "n": 3, "whose": before})
    assert said["state"]["said"] == LEFT and not said["state"]["committed"] and before not in said["codes"]
    drawer = Answers(desk.article, Path("answers/put_away") / before)
    assert [one.answer for one in drawer.state("t-predict").tries] == [3, 4, 5]
    assert hear(desk, e, {"do": "code", "code": ANN, "whose": before})["codes"][0] == ANN


def test_what_was_written_before_its_student_left_is_not_written_for_the_next(tmp_path: Path) -> None:
    """It comes again, from a page that did not hear that it was kept, and without a code: it stands with hers alone."""
    desk = Desk("mariupol", tmp_path / "answers")
    e = desk.exercise("00-a")
    first = {"do": "commit", "answer": 3, "writer": "page", "n": 1, "whose": ""}
    hear(desk, e, first)
    hear(desk, e, {"do": "new student"})
    hear(desk, e, {"do": "commit", "answer": 9, "writer": "other", "n": 1, "whose": ""})
    again = hear(desk, e, first)
    assert again["heard"] == 1 and [one.answer for one in desk.state(e).tries] == [9]


def test_what_a_page_still_says_for_a_student_who_has_gone_is_put_with_her_answers(tmp_path: Path) -> None:
    """It is hers alone, comes back with them, counts once, and nobody else is shown it."""
    desk = Desk("mariupol", tmp_path / "answers")
    e = desk.exercise("00-a")
    before = hear(desk, e, {"do": "commit", "answer": 3, "writer": "page", "n": 1})["codes"][0]
    hear(desk, e, {"do": "new student"})
    late = {"do": "commit", "answer": 5, "writer": "page", "n": 2, "whose": before}
    for _ in range(2):
        assert not hear(desk, e, late)["state"]["committed"]
    assert not desk.states()
    desk.answers.use_code(before, mine=False)
    assert [one.answer for one in desk.state(e).tries] == [3, 5]



# On the disk


def test_who_comes_back_finds_all_and_her_earlier_code_is_known(place: Path) -> None:
    """Her hand-in, too, and what she answered before she had the slip; nothing is left where it was put away."""
    answers = answered(place, "01-a")
    random = answers.code
    answers.use_code(ANN, mine=True)
    answers.add("01-b", "commit", answer="x")
    (place / f"hand-in-sample-{ANN}.json").write_text(json.dumps({"schema": "byline.handin/2", "code": ANN}))
    before = sorted(path.name for path in folder.files(place))
    answers.use_code(BEN, mine=False)
    assert shown(place) == [] and (place / "put_away" / ANN / "code.txt").read_text().split() == [ANN, random]
    answers.add("01-c", "commit", answer="y")
    answers.use_code(ANN, mine=False)
    assert shown(place) == ["01-a", "01-b"] and code_file(place) == [ANN, random]
    assert sorted(p.name for p in folder.files(place) if "put_away" not in p.parts) == before
    assert [p.name for p in (place / "put_away").iterdir()] == [BEN]


def test_who_left_by_new_student_comes_back_too(place: Path) -> None:
    answers = answered(place, "01-a")
    answers.use_code(ANN, mine=True)
    answers.put_away()
    answered(place, "01-b").use_code(ANN, mine=False)
    assert shown(place) == ["01-a"]


def test_files_put_away_under_a_code_that_was_hers_come_back(place: Path) -> None:
    """A teacher, or a second slip, named her code in what is put away."""
    answers = answered(place, "01-a")
    random = answers.code
    answers.put_away()
    (place / "put_away" / random / "code.txt").write_text(f"{random}\n{ANN}\n")
    answers.use_code(ANN, mine=True)
    assert shown(place) == ["01-a"] and random in code_file(place)


def test_a_file_of_that_name_is_kept_beside_what_comes_back(place: Path) -> None:
    """Both are read; what was put away is the earlier one."""
    answers = answered(place, "01-a", "01-b")
    answers.use_code(ANN, mine=True)
    answers.put_away()
    (place / "put_away" / ANN / "sample.jsonl").rename(place / "kept")
    answers.use_code(ANN, mine=True)
    answers.add("01-a", "commit", answer="later")
    (place / "put_away" / ANN).mkdir()
    (place / "kept").rename(place / "put_away" / ANN / "sample.jsonl")
    answers.use_code(ANN, mine=True)
    assert shown(place) == ["01-a", "01-b"] and (place / "sample (2).jsonl").is_file()
    assert [one.answer for one in Answers(ARTICLE, place).state("01-a").tries] == ["x", "later"]


def test_another_kernel_goes_on_under_the_code_and_shows_what_came_back(place: Path) -> None:
    answers, other = answered(place, "01-a"), Answers(ARTICLE, place)
    answers.use_code(ANN, mine=True)
    assert list(other.states()) == ["01-a"] and other.code == ANN
    other.add("01-b", "commit", answer="x")
    answers.use_code(BEN, mine=False)
    assert other.states() == {} and other.code == BEN
    other.use_code(ANN, mine=False)
    assert sorted(answers.states()) == sorted(other.states()) == ["01-a", "01-b"]


def test_what_a_kernel_owed_follows_its_student_under_her_slip(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It never heard of the code, and the folder is somebody else's by now."""
    answers, late = answered(place, "01-a"), Answers(ARTICLE, place)
    with monkeypatch.context() as broken:
        broken.setattr(os, "write", refuse)
        with pytest.raises(NotSaved):
            late.add("01-b", "commit", answer="x")
    answers.use_code(ANN, mine=True)
    answers.use_code(BEN, mine=False)
    assert late.states() == {}
    answers.use_code(ANN, mine=False)
    assert shown(place) == ["01-a", "01-b"]


@pytest.mark.parametrize("links", [True, False])
def test_a_move_that_is_refused_halfway_is_done_when_it_is_tried_again(
    place: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    """Going and coming: it is told, nobody sees what is another's, and all is in its place after the next try."""
    answers = answered(place, "01-a")
    answers.use_code(ANN, mine=True)
    line = (place / "sample.jsonl").read_text()
    (place / "sample (1).jsonl").write_text(line.replace("01-a", "01-b").replace('"n": 1', '"n": 2'))
    real = folder._move
    if not links:
        monkeypatch.setattr(os, "link", refuse)
    for code, mine in ((BEN, False), (ANN, False)):
        with monkeypatch.context() as broken:
            broken.setattr(folder, "_move", lambda one, *to: (refuse if "(1)" in one.path.name else real)(one, *to))
            with pytest.raises(NotSaved, match="Nothing is lost: type the code once more"):
                answers.use_code(code, mine)
        assert answers.code == code and shown(place) == ([] if code == BEN else ["01-a"])
        answers.use_code(code, mine=True)
        assert shown(place) == ([] if code == BEN else ["01-a", "01-b"])
        assert len(list((place / "put_away").rglob("*.jsonl"))) == (2 if code == BEN else 0)


@pytest.mark.parametrize("name", ["append", "replace"])
def test_nothing_changes_where_the_disk_refuses_at_the_beginning(
    place: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    answers = answered(place, "01-a")
    before = code_file(place)
    with monkeypatch.context() as broken:
        broken.setattr(answers_module if name == "append" else folder, name, refuse)
        if name == "append":
            with pytest.raises(NotSaved):
                answers.add("01-b", "commit", answer="x")
        for act in (lambda: answers.use_code(ANN, mine=False), answers.decline_slip):
            with pytest.raises(NotSaved):
                act()
    assert code_file(place) == before and "01-a" in shown(place)
    answers.use_code(ANN, mine=True)
    assert "01-a" in shown(place)


def test_another_kernel_shows_what_came_back_in_a_copy_alone(place: Path) -> None:
    """Its own file is as it was: there is none."""
    answers = answered(place, "01-a")
    answers.use_code(ANN, mine=True)
    answers.path.rename(place / "sample (1).jsonl")
    answers.put_away()
    answers.folder.claim()
    other = Answers(ARTICLE, place)
    assert other.states() == {}
    answers.use_code(ANN, mine=True)
    assert list(other.states()) == ["01-a"]


def test_a_file_that_cannot_be_moved_stays_where_it_was_and_nowhere_else(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = answered(place, "01-a")
    answers.folder.begin([ANN])
    real = Path.unlink
    with monkeypatch.context() as broken:
        broken.setattr(Path, "unlink", lambda path, **may: (refuse if path.parent == place else real)(path, **may))
        with pytest.raises(OSError, match=r"still there: sample\.jsonl"):
            folder.put_away(place, ["abc234", *folder.codes_used(place)])
    assert [path.name for path in folder.files(place)] == ["sample.jsonl"]


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
@pytest.mark.parametrize("whole", [True, False])
def test_nothing_comes_back_through_a_link(place: Path, tmp_path: Path, whole: bool) -> None:
    outside = tmp_path / "outside"
    (outside / ANN).mkdir(parents=True)
    line = answered(tmp_path / "elsewhere", "01-z").path.read_text()
    (outside / ANN / "sample.jsonl").write_text(line)
    answers = answered(place, "01-a")
    if whole:
        (place / "put_away").symlink_to(outside)
    else:
        (place / "put_away").mkdir()
        (place / "put_away" / ANN).symlink_to(outside / ANN)
    with pytest.raises(NotSaved, match="Nothing was changed"):
        answers.use_code(ANN, mine=True)
    assert (outside / ANN / "sample.jsonl").read_text() == line and shown(place) == ["01-a"]


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_a_link_under_another_s_code_is_passed_by(place: Path, tmp_path: Path) -> None:
    outside = tmp_path / BEN
    outside.mkdir()
    (outside / "code.txt").write_text(f"{ANN}\n")
    answers = answered(place, "01-a")
    (outside / "sample.jsonl").write_text(answers.path.read_text().replace(answers.code, ANN))
    (place / "put_away").mkdir()
    (place / "put_away" / BEN).symlink_to(outside)
    answers.use_code(ANN, mine=False)
    assert shown(place) == [] and len(list(outside.iterdir())) == 2


def test_deleting_takes_what_is_known_of_her_codes_too(place: Path) -> None:
    answers = answered(place, "01-a")
    answers.use_code(ANN, mine=True)
    away = place / "put_away" / ANN
    away.mkdir(parents=True)
    (away / "code.txt").write_text(f"{ANN}\n")
    (away / "sample.jsonl").write_bytes((place / "sample.jsonl").read_bytes())
    answers.delete()
    assert list(folder.files(place)) == [] and not away.exists()


def test_an_answer_counts_once_however_often_it_was_changed(place: Path) -> None:
    answers = answered(place, "01-a", "01-a", "01-b")
    assert folder.count_answers(place, answers.folder.codes) == 2
    assert folder.count_answers(place, [ANN]) == 0
    answers.put_away()
    assert folder.count_answers(place, [folder.codes_of(p)[0] for p in (place / "put_away").iterdir()]) == 0


# Whatever happens


SLIPS = (ANN, BEN, slip_code())
ACT = st.one_of(
    st.tuples(st.just("answer"), st.integers(0, 1), st.sampled_from("abc")),
    st.tuples(st.sampled_from(["code", "somebody else's"]), st.integers(0, 1), st.sampled_from(SLIPS)),
    st.tuples(st.sampled_from(["new student", "open"]), st.integers(0, 1), st.just("")),
)


def seen(answers: Answers) -> list[str]:
    """All answers that a kernel shows."""
    return sorted(one.answer for state in answers.states().values() for one in state.tries)


class Classroom:
    """Two kernels on one folder, who sits there, and what each student answered, by the code of her slip."""

    def __init__(self, place: Path) -> None:
        self.place, self.kernels = place, [Answers(ARTICLE, place), Answers(ARTICLE, place)]
        self.who, self.said = "nobody 0", dict[str, list[str]]()

    def act(self, n: int, what: str, k: int, value: str) -> None:
        if what == "answer":
            self.kernels[k].add(value, "commit", answer=f"{n}")
            self.said.setdefault(self.who, []).append(f"{n}")
        elif what == "open":
            self.kernels[k] = Answers(ARTICLE, self.place)
        elif what == "new student":
            self.kernels[k].put_away()
            self.who = f"nobody {n}"
        else:
            mine = self.who == value or (what == "code" and self.who not in SLIPS)
            self.kernels[k].use_code(value, mine)
            if mine and self.who != value:
                self.said.setdefault(value, []).extend(self.said.pop(self.who, []))
            self.who = value


@settings(max_examples=60, deadline=None)
@given(acts=st.lists(ACT, max_size=14), links=st.booleans())
def test_no_answer_is_lost_or_shown_to_another_whatever_happens(
    acts: list[tuple[str, int, str]], links: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Students type codes, answer, begin anew and come back; at the end each comes back, and finds what she said."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "fsync", lambda _: None)
        if not links:
            patched.setattr(os, "link", refuse)
        room = Classroom(tmp_path_factory.mktemp("any") / "answers")
        for n, act in enumerate([*acts, *(("somebody else's", 0, slip) for slip in SLIPS)]):
            room.act(n, *act)
            for kernel in (*room.kernels, Answers(ARTICLE, room.place)):
                assert seen(kernel) == sorted(room.said.get(room.who, []))
        written = [json.loads(line)["answer"] for path in room.place.rglob("*.jsonl") for line in path.open()]
        assert sorted(written) == sorted(answer for several in room.said.values() for answer in several)


# On the page


@pytest.mark.browser
def test_the_line_above_the_first_exercise_is_used_by_keyboard_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mistyped, then right; the answers that are there are claimed; then the line is gone, and is not printed."""
    lesson.answer("t-predict", 3)
    random, line = desk.answers.code, ".byline-slip"
    with a_page() as page:
        first, other = draw(page, desk, "t-mark", "t-choose", monkeypatch=monkeypatch)
        assert other.locator(line).count() == 0 and first.locator(line).is_visible()
        said = first.locator(f"{line} [aria-live]")
        page.keyboard.press("Tab")
        page.keyboard.type("K7M-2QPS")
        page.keyboard.press("Enter")
        page.wait_for_timeout(200)
        assert said.inner_text().startswith("That is no code from a slip") and violations(page, ".byline") == []
        page.keyboard.type("k7m 2qpr")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_timeout(200)
        assert said.inner_text() == "1 answer was given here before. Is it yours?" and violations(page, ".byline") == []
        assert page.evaluate("document.activeElement.textContent") == "Yes, it is mine"
        assert page.evaluate("document.querySelectorAll('.byline-slip input').length") == 1
        assert desk.answers.code == random
        page.keyboard.press("Enter")
        page.wait_for_timeout(300)
        assert said.inner_text() == "Your answers are kept under the code K7M-2QPR."
        assert desk.answers.folder.codes == [ANN, random] and not first.get_by_label("Type the code").is_visible()
        assert page.evaluate("document.activeElement.closest('.byline-text') !== null"), "the exercise is next"
        assert violations(page, ".byline") == []
        first, _ = draw(page, desk, "t-mark", "t-choose", monkeypatch=monkeypatch)
        assert not first.locator(line).is_visible()


@pytest.mark.browser
def test_who_has_no_slip_says_so_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """And can answer without saying anything; on paper there is no such line."""
    with a_page() as page:
        first, _ = draw(page, desk, "t-mark", "t-choose", monkeypatch=monkeypatch)
        page.emulate_media(media="print")
        assert not first.locator(".byline-slip").is_visible()
        page.emulate_media(media="screen")
        first.get_by_role("button", name="I have none").focus()
        page.keyboard.press("Enter")
        page.wait_for_timeout(200)
        assert first.locator(".byline-slip").inner_text() == (
            'Then you work without one. Should you get one later: my_code("…").')  # fmt: skip
        first, _ = draw(page, Desk("mariupol"), "t-mark", "t-choose", monkeypatch=monkeypatch)
        assert not first.locator(".byline-slip").is_visible()
