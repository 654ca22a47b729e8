"""Passages to be judged, half of them sound: what an answer is told, and what doubt alone comes to."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.attempts import Discernment, State, Try, discernment
from byline.exercises import Exercise, Unclear, before_key
from byline.key import load_key
from byline.kinds import answer_as_text, assess, check_exercises, items, key_answer, understood
from byline.kinds.judge import NAMES, PLAIN, Own, Passage, asked, shown
from byline.lesson.notices import line_as_text
from newsmarks.text import open_text
from test_exercises import folder_with

ARTICLE = open_text("It rained.", id="a")
KEY = load_key("mariupol")


def judging(*sound: bool, judgements: tuple[str, ...] = PLAIN) -> Exercise:
    """An exercise with as many passages, each sound or not."""
    own = tuple(Passage(f"p{n}", f"Passage {n}.", one, f"Why {n}.") for n, one in enumerate(sound, 1))
    return Exercise("j", "judge", "Is each well sourced?", Own(own, NAMES, judgements))


TWO = judging(True, False)


def refused(e: Exercise, value: Any) -> str:
    with pytest.raises(Unclear) as told:
        understood(e, ARTICLE, value)
    return str(told.value)


def test_passages_are_judged_by_letters_or_ids_by_names_or_words() -> None:
    """The answer is kept by ids, in the order of the passages."""
    right = {"p1": "sound", "p2": "weak"}
    said = {"b": "Not yet", "a": " well sourced "}
    for value in (right, {"a": "sound", "b": "weak"}, said, {"p2": "weak", "a": "sound"}):
        assert list(understood(TWO, ARTICLE, value).items()) == list(right.items())
    assert key_answer(TWO, KEY) == right
    for kept in (right, {"p2": "weak", "p1": "sound"}):
        assert answer_as_text(TWO, kept) == "a well sourced, b not yet"


def test_an_exercise_may_have_other_words_for_the_two_judgements() -> None:
    """They are what a student reads and may type, in any capitals; what is kept is the same, the question is not."""
    e = judging(True, False, judgements=("I can go on", "I must ask"))
    right = {"p1": "sound", "p2": "weak"}
    assert understood(e, ARTICLE, {"a": "i can go on", "b": "I must ask"}) == right == understood(e, ARTICLE, right)
    assert answer_as_text(e, right) == "a I can go on, b I must ask"
    assert [line.yours for line in assess(e, right, KEY).lines] == ["I can go on", "I must ask"]
    assert shown(e, ARTICLE, KEY)["judgements"] == {"sound": "I can go on", "weak": "I must ask"}
    assert asked(e) != asked(TWO)


@pytest.mark.parametrize(("value", "told"), [
    ({}, "Still open: a, b. Decide for each; a guess will do."),
    ({"a": "weak"}, "Still open: b. Decide for each; a guess will do."),
    ({"c": "weak"}, "“c” is no part of this answer. The parts are: p1, p2, a, b."),
    *((odd, "This exercise expects “sound” or “weak” for each passage, as in {\"a\": \"sound\", \"b\": \"weak\"}.")
      for odd in ("weak", 3, None, ["sound", "weak"], {"a": "true", "b": "weak"}, {"a": True, "b": "weak"})),
])  # fmt: skip
def test_what_is_no_judgement_is_told_in_one_sentence(value: Any, told: str) -> None:
    assert refused(TWO, value) == told


def test_each_passage_is_told_with_its_reason_at_once() -> None:
    """Whether it was judged as the key judges it, in both directions: trust is right as often as doubt."""
    found = assess(TWO, {"p1": "sound", "p2": "sound"}, KEY)
    assert [(line.outcome, line.words, line.yours, line.text) for line in found.lines] == [
        ("this one", "a. Passage 1.", "well sourced", "Why 1."),
        ("not this one", "b. Passage 2.", "well sourced", "Why 2."),
    ]
    assert found.headline == "1 right; look again at 1."
    assert [line_as_text(line) for line in before_key(found).lines] == [
        "right, a. Passage 1. You: well sourced. Why 1.", "look again, b. Passage 2. You: well sourced. Why 2."]
    assert assess(TWO, {"p1": "sound", "p2": "weak"}, KEY).headline == "Yes: 2 right."
    weak = assess(TWO, {"p1": "weak", "p2": "weak"}, KEY)
    assert [line.outcome for line in weak.lines] == ["not this one", "this one"]


HALVES = st.lists(st.booleans(), min_size=1, max_size=6).map(lambda first: [*first, *(not one for one in first)])


@given(sound=HALVES, data=st.data())
def test_who_calls_all_weak_is_as_suspicious_as_can_be_and_not_sharp(sound: list[bool], data: st.DataObject) -> None:
    """Half of the passages are sound, so doubt alone is a coin; whoever is right throughout is not suspicious."""
    e = judging(*sound)
    names = [passage.id for passage in e.own.passages]

    def of(answer: dict[str, str]) -> Discernment:
        return discernment({"j": e}, {"j": State(tries=[Try(answer)])}, KEY)

    doubt, trust, right = (of(dict.fromkeys(names, "weak")), of(dict.fromkeys(names, "sound")), of(key_answer(e, KEY)))
    any_ = of({name: data.draw(st.sampled_from(NAMES)) for name in names})
    assert doubt.sharpness == pytest.approx(0) == trust.sharpness == pytest.approx(right.suspicion)
    assert trust.suspicion <= any_.suspicion <= doubt.suspicion == pytest.approx(-trust.suspicion)
    assert any_.sharpness <= right.sharpness


@given(sound=HALVES)
def test_an_answer_is_right_only_where_each_passage_is(sound: list[bool]) -> None:
    e = judging(*sound[:4])
    right = key_answer(e, KEY)
    for said in product(NAMES, repeat=len(right)):
        answer = dict(zip(right, said, strict=True))
        assert (assess(e, answer, KEY).status == "yes") == (answer == right)
        assert items(e, answer, KEY) == [(one.sound, answer[one.id] == "weak") for one in e.own.passages]


# --- in a file ---------------------------------------------------------------------------------------


def written(*passages: str, sealed: bool = False) -> str:
    """An exercises.toml with these passages and no other exercise."""
    head = f'{"sealed = true" if sealed else ""}\nschema = "byline.exercises/1"\nmade = false\n[[exercise]]\nid = "j"\n'
    return f'{head}kind = "judge"\nprompt = "Is each well sourced?"\npassages = [{", ".join(passages)}]\n'


SOUND = '{ id = "p1", text = "It rained, said Omar Dee.", sound = true, feedback = "A name." }'
WEAK = '{ id = "p2", text = "It rained.", sound = false, feedback = "No name." }'
FAULTS: dict[str, tuple[tuple[str, ...], str]] = {
    "in order": ((SOUND, WEAK), ""),
    "three": ((SOUND, WEAK, SOUND.replace("p1", "p3")), ""),
    "all sound": ((SOUND, SOUND.replace("p1", "p3")), "too many passages are of one sort. Half of them must be sound"),
    "too many weak": ((SOUND, WEAK, WEAK.replace("p2", "p3"), WEAK.replace("p2", "p4")), "too many passages"),
    "an id twice": ((SOUND, WEAK.replace("p2", "p1")), "two of them have the same id"),
    "an id of one sign": ((SOUND, WEAK.replace("p2", "b")), "could be taken for its letter"),
    "no judgement": ((SOUND, WEAK.replace("sound = false, ", "")), "a passage lacks “sound” or “feedback”"),
    "no feedback": ((SOUND, WEAK.replace(', feedback = "No name."', "")), "a passage lacks “sound” or “feedback”"),
    "a verdict": ((SOUND, WEAK.replace("No name.", "It is a lie.")), "“lie” passes judgement"),
    "thirty words": ((SOUND, WEAK.replace("No name.", "word " * 29 + "end.")), ""),
    "one more": ((SOUND, WEAK.replace("No name.", "word " * 30 + "end.")), "31 words. Keep to 30."),
    "no words": ((SOUND, '{ id = "p2", sound = false, feedback = "No name." }'), "field “text” is missing"),
    "one judgement": ((f'{SOUND}, {WEAK}]\njudgements = ["fine"',), "field “judgements” needs two"),
    "two that are one": ((f'{SOUND}, {WEAK}]\njudgements = ["fine", "fine"',), "field “judgements” needs two"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_the_passages_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    passages, told = FAULTS[name]
    folder = folder_with(written(*passages), tmp_path)
    monkeypatch.chdir(tmp_path)
    found, wrong = check_exercises(folder, load_key("mariupol"))
    assert [told in one for one in wrong] == ([True] if told else []), wrong
    assert bool(found) is not bool(told)


def test_a_sealed_file_has_the_words_alone(tmp_path: Path) -> None:
    bare = [f'{one.split(", sound")[0]} }}' for one in (SOUND, WEAK)]
    found, wrong = check_exercises(folder_with(written(*bare, sealed=True), tmp_path), None)
    assert wrong == [] and [passage.sound for passage in found["j"].own.passages] == [None, None]
    assert assess(found["j"], {"p1": "sound", "p2": "weak"}, None).status == "saved"
