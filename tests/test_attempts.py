"""What was learned: each measure on small made-up answers, and what holds of it whatever is answered."""

from __future__ import annotations

from dataclasses import replace
from itertools import repeat
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.attempts import (
    SURE,
    Discernment,
    State,
    Try,
    Work,
    brier,
    by,
    discernment,
    first_mark,
    share_right,
    sureness,
    works,
)
from byline.exercises import Exercise, marked
from byline.key import Key
from byline.kinds import items, predict
from byline.kinds.choose import Option
from newsmarks.model import CRITERIA, Span
from test_feedback import choosing, marks, rating
from test_key import KEY, checked


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Key:
    """The sample key."""
    found, _ = checked(tmp_path_factory.mktemp("sample"), KEY)
    assert found
    return found


RIGHT, WRONG = Option("o1", "right", right=True), Option("o2", "wrong")
PLAIN = replace(choosing(RIGHT, WRONG), id="plain", lesson="01", skill="figures")


def tried(*answers: str, sure: str | None = None, **more: object) -> State:
    """Somebody chose these options, one after another."""
    return State(tries=[Try([answer]) for answer in answers], sure=sure, **more)  # type: ignore[arg-type]


def work(first: str = "yes", sure: str | None = None) -> Work:
    return Work(PLAIN, first, first, 1, 0, False, sure)


# What was done


def test_the_first_try_and_the_latest_are_judged(key: Key) -> None:
    """With how many there were, and what it took."""
    state = State(tries=[Try(["o2"], 1), Try(["o1"], 2, True)], sure="high", revealed=True)
    found = Work(PLAIN, "not yet", "yes", 2, 1, True, "high", copied=True)
    assert works({"plain": PLAIN}, {"plain": state}, key) == [found]
    state.tries[1] = Try(["o1"], 2)
    assert works({"plain": PLAIN}, {"plain": state}, key) == [replace(found, copied=False)], "revealed afterwards"


def test_what_was_not_committed_and_what_cannot_be_judged_is_no_work(key: Key) -> None:
    """A draft, an answer to an earlier question, a guess, a text, an open choice; an exercise that nobody knows."""
    guess = Exercise("guess", "predict", "How many?", own=predict.Own("cars", 214, 0))
    open_one = replace(PLAIN, id="open", tier="open")
    text, sealed = Exercise("text", "write", "Who?", own=None), replace(PLAIN, id="sealed", sealed=True)
    exercises = {e.id: e for e in (PLAIN, guess, open_one, text, sealed)}
    states = {"plain": State(draft=["o1"], earlier=[["o1"]]), "guess": State(tries=[Try(200)]), "open": tried("o1"),
              "text": State(tries=[Try("She.")]), "sealed": tried("o1"), "gone": tried("o1")}  # fmt: skip
    assert works(exercises, states, key) == []
    assert works(exercises, {}, key) == []


def test_works_come_in_the_order_of_the_exercises(key: Key) -> None:
    exercises = {name: replace(PLAIN, id=name) for name in "cab"}
    done = works(exercises, dict.fromkeys("abc", tried("o1")), key)
    assert [one.exercise.id for one in done] == ["c", "a", "b"]


def test_without_the_key_an_answer_is_saved_and_not_right(key: Key) -> None:
    """The teacher's copy says how it was."""
    [one] = works({"plain": PLAIN}, {"plain": tried("o1")}, None)
    assert (one.first, one.right) == ("saved", False)


@pytest.mark.parametrize(("first", "right"), [("yes", True), ("arguable", True), ("not yet", False), ("saved", False)])
def test_right_is_right_at_the_first_try(first: str, right: bool) -> None:
    """A reading that is accepted is right; a later answer, with the key revealed perhaps, changes nothing."""
    assert work(first).right is right
    assert replace(work(first), now="yes", tries=3, revealed=True).right is right


def test_who_had_seen_the_key_before_the_first_try_was_not_right(key: Key) -> None:
    """However good the answer is; `seen` says so, and `copied` says it of the latest try."""
    state = State(tries=[Try(["o1"], 0, True), Try(["o1"], 0, True)], revealed=True)
    [found] = works({"plain": PLAIN}, {"plain": state}, key)
    assert (found.first, found.seen, found.copied, found.right) == ("yes", True, True, False)


@pytest.mark.parametrize(("first", "mark"), [("yes", 1), ("arguable", 1), ("not yet", 0), ("saved", None)])
def test_the_mark_is_that_of_the_first_commit(first: str, mark: float | None) -> None:
    """None where there was no key to judge by: not a 0."""
    assert first_mark(work(first)) == mark
    assert first_mark(replace(work(first), now="not yet", tries=2)) == mark
    assert first_mark(replace(work(first), seen=True)) == (mark and 0)


def test_works_are_told_by_lesson_skill_or_kind() -> None:
    """One whose exercise does not say is left out."""
    other = replace(work(), exercise=replace(PLAIN, lesson="02", skill=""))
    done = [work(), other, work()]
    assert by("lesson", done) == {"01": [work(), work()], "02": [other]}
    assert by("skill", done) == {"figures": [work(), work()]}
    assert list(by("kind", done)) == ["choose"]


def test_the_share_that_was_right_at_once() -> None:
    assert share_right([]) is None
    assert share_right([work(), work("arguable"), work("not yet"), work("not yet")]) == 0.5


# How sure


def test_how_often_each_sureness_was_right() -> None:
    """Only those that were said."""
    done = [work("yes", "high"), work("not yet", "high"), work("arguable", "low"), work("yes"), work("not yet", "low")]
    assert sureness(done) == {"low": (1, 2), "high": (1, 2)}
    assert sureness([work()]) == {}


@pytest.mark.parametrize(("done", "score"), [
    ([work("yes", "high")], 0.01), ([work("not yet", "high")], 0.81), ([work("not yet", "low")], 0.0625),
    ([work("yes", "middle"), work("not yet", "middle")], 0.25), ([work("yes", "high"), work("not yet", "high")], 0.41),
    ([work("yes", "high"), work()], 0.01),
])  # fmt: skip
def test_brier_is_low_for_who_knows_what_she_knows(done: list[Work], score: float) -> None:
    """Sure and wrong costs most; who did not say is not counted."""
    assert brier(done) == pytest.approx(score)


def test_brier_of_nobody_is_none() -> None:
    assert brier([]) is None is brier([work()])


SAID = st.lists(st.builds(work, st.sampled_from(["yes", "arguable", "not yet"]), st.sampled_from([None, *SURE])))


@given(done=SAID)
def test_brier_is_a_mean_of_squares(done: list[Work]) -> None:
    """From 0 to 1, whatever was said; and the counts of how sure add up to all who said it."""
    score, said = brier(done), [one for one in done if one.sure]
    assert (score is None) == (not said)
    assert score is None or 0 <= score <= 1
    assert sum(every for _, every in sureness(done).values()) == len(said)
    assert all(0 <= right <= every for right, every in sureness(done).values())


# Sharp and suspicious


def test_who_tells_weak_from_sound_is_sharp_and_not_suspicious() -> None:
    sharp = Discernment(hits=9, weak=10, alarms=1, sound=10)
    assert sharp.sharpness > 2
    assert sharp.suspicion == pytest.approx(0)


def test_who_calls_all_weak_is_suspicious_and_not_sharp() -> None:
    doubts, trusts = Discernment(10, 10, 10, 10), Discernment(0, 10, 0, 10)
    assert doubts.sharpness == pytest.approx(0) == trusts.sharpness
    assert doubts.suspicion > 1.5 and trusts.suspicion < -1.5


def test_sharpness_is_z_of_hits_less_z_of_false_alarms() -> None:
    """Half a case is added to each rate and one to all, so that none is 0 or 1."""
    z = NormalDist().inv_cdf
    one = Discernment(hits=3, weak=4, alarms=1, sound=5)
    assert one.sharpness == pytest.approx(z(3.5 / 5) - z(1.5 / 6))
    assert one.suspicion == pytest.approx((z(3.5 / 5) + z(1.5 / 6)) / 2)
    assert Discernment().sharpness == Discernment().suspicion == 0, "nobody has judged anything"


def test_a_class_is_the_sum_of_its_students() -> None:
    """Counts are pooled, not the measures of each."""
    several = [Discernment(2, 2, 0, 3), Discernment(1, 2, 1, 3), Discernment(0, 1, 2, 3)]
    assert sum(several, Discernment()) == Discernment(hits=3, weak=5, alarms=3, sound=9)


COUNTS = st.tuples(*repeat(st.integers(0, 40), 4)).map(
    lambda n: Discernment(min(n[0], n[1]), max(n[0], n[1]), min(n[2], n[3]), max(n[2], n[3])))  # fmt: skip


@given(one=COUNTS, two=COUNTS)
def test_what_holds_of_sharpness_and_suspicion_whatever_is_judged(one: Discernment, two: Discernment) -> None:
    """More hits are sharper, more false alarms are not; both make for more suspicion; who turns all her judgements
    round has both with the other sign; and it does not matter whose counts come first.
    """
    assert one + two == two + one
    if one.hits < one.weak:
        more = replace(one, hits=one.hits + 1)
        assert more.sharpness > one.sharpness and more.suspicion > one.suspicion
    if one.alarms < one.sound:
        more = replace(one, alarms=one.alarms + 1)
        assert more.sharpness < one.sharpness and more.suspicion > one.suspicion
    turned = replace(one, hits=one.weak - one.hits, alarms=one.sound - one.alarms)
    assert turned.sharpness == pytest.approx(-one.sharpness, abs=1e-9)
    assert turned.suspicion == pytest.approx(-one.suspicion, abs=1e-9)


# What an exercise has judged


WEAK = Option("o3", "weakly founded", weak=True)


@pytest.mark.parametrize(("sound", "answer", "told"), [
    (True, ["o1"], [(True, False)]), (True, ["o3"], [(True, True)]), (False, ["o3"], [(False, True)]),
    (False, ["o1", "o3"], [(False, True)]), (None, ["o3"], []),
])  # fmt: skip
def test_a_choice_judges_a_passage_where_the_exercise_says_whether_it_is_sound(
    key: Key, sound: bool | None, answer: list[str], told: list[tuple[bool, bool]]
) -> None:
    e = replace(choosing(RIGHT, WRONG, WEAK, several=True), sound=sound)
    assert items(e, answer, key) == told


def test_figures_are_judged_by_their_verdicts(key: Key) -> None:
    """Each that counts something and was marked: whether it can be followed up, and whether it was called weak."""
    e = marks("figures", 3, 6)

    def said(**verdicts: str) -> list[tuple[bool, bool]]:
        places = {"hundreds": "Hundreds", "cars": "214", "street": "36th", "none": "noon"}
        spans = {name: Span(at := key.text.index(words), at + len(words)) for name, words in places.items()}
        return items(e, [marked(key.article, spans[name], verdict) for name, verdict in verdicts.items()], key)

    weak, sound = "not checkable from this article", "traceable"
    assert said(hundreds=weak, cars=sound) == [(False, True), (True, False)]
    assert said(hundreds="checkable", cars=weak) == [(False, False), (True, True)]
    assert said(street="not a quantity", none=weak) == []
    assert said() == []
    assert items(marks("voices", 3), [], key) == []


def test_a_rating_judges_its_figure(key: Key) -> None:
    """By the verdict that the five scores give."""
    high, low = dict.fromkeys(CRITERIA, 1.0), dict.fromkeys(CRITERIA, 0.0)
    assert items(rating(key, "214"), high, key) == [(True, False)]
    assert items(rating(key, "214"), low, key) == [(True, True)]
    assert items(rating(key, "Hundreds"), low, key) == [(False, True)]
    assert items(rating(key, "Hundreds"), high, key) == [(False, False)]
    assert items(rating(key, "214", "access"), {n: 0.0 for n in CRITERIA if n != "access"}, key) == [(True, False)], (
        "what is given counts as the key has it")


def test_discernment_is_over_the_first_tries(key: Key) -> None:
    """Of the exercises that judge; an answer after the reveal is no judgement of one's own."""
    exercises = {name: replace(choosing(RIGHT, WRONG, WEAK), id=name, sound=sound)
                 for name, sound in (("sound", True), ("weak", False), ("plain", None))}  # fmt: skip
    states = {"sound": tried("o3", "o1"), "weak": tried("o3"), "plain": tried("o3"), "gone": tried("o1")}
    assert discernment(exercises, states, key) == Discernment(hits=1, weak=1, alarms=1, sound=1)
    states = {"sound": State(draft=["o1"]), "weak": State(earlier=[["o3"]])}
    assert discernment(exercises, states, key) == Discernment()
    assert discernment(exercises, {"weak": tried("o3")}, None) == Discernment(), "without the key nothing is known"


def test_a_student_who_calls_all_weak_in_her_exercises_is_suspicious_and_not_sharp(key: Key) -> None:
    """The same texts, the same answers, other questions behind them."""
    exercises: dict[str, Exercise] = {"rate": replace(rating(key, "214"), id="rate")}
    exercises["figures"] = marks("figures", 3)
    at = key.text.index("Hundreds")
    doubts = {
        "rate": State(tries=[Try(dict.fromkeys(CRITERIA, 0.0))]),
        "figures": State(tries=[Try([marked(key.article, Span(at, at + 8), "not checkable from this article")])]),
    }
    found = discernment(exercises, doubts, key)
    assert found == Discernment(hits=1, weak=1, alarms=1, sound=1)
    assert found.sharpness == pytest.approx(0) and found.suspicion > 0.5
