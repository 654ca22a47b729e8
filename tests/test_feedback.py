"""What an answer is told, on the sample key: each kind of slip gets its own outcome, in the words of the place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from byline.key import Key
from byline.lesson.exercises import Exercise, Option, marked
from byline.lesson.feedback import Feedback, assess, key_answer
from byline.model import CRITERIA, Span
from byline.reading import read
from test_key import KEY, checked


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Key:
    """The sample key."""
    found, _ = checked(tmp_path_factory.mktemp("sample"), KEY)
    assert found
    return found


def marks(layer: str, *paragraphs: int) -> Exercise:
    return Exercise("x", "mark", "Mark.", layer=layer, paragraphs=paragraphs)


def told(key: Key, e: Exercise, *answer: tuple[str, str], machine: Any = None) -> Feedback:
    """What marks are told that are given as words of the text and a label."""
    spans = [(Span(key.text.index(words), key.text.index(words) + len(words)), label) for words, label in answer]
    return assess(e, [marked(key.article, span, label) for span, label in spans], key, machine)


def outcomes(found: Feedback) -> list[tuple[str, str]]:
    return [(line.outcome, line.words) for line in found.lines]


# Voices


def test_what_has_no_mark_is_the_reporters(key: Key) -> None:
    """A hedge that is left out is missed; the reporter's own words are not mentioned."""
    found = told(key, marks("voices", 3))
    assert outcomes(found) == [("missed", "took the old road")]
    assert (found.lines[0].yours, found.lines[0].key) == ("R reporter", "H hedged, no source")
    assert "has no mark of yours, so it counts as the reporter's" in found.lines[0].text


def test_the_label_of_most_words_counts(key: Key) -> None:
    """Two of four words are enough where no other label is on more; one of four is a part."""
    assert outcomes(told(key, marks("voices", 3), ("took the old", "hedged"))) == [("found", "took the old road")]
    part = told(key, marks("voices", 3), ("road", "hedged"))
    assert outcomes(part) == [("in part", "took the old road")]
    assert "You have H hedged, no source on a part of it" in part.lines[0].text


def test_a_mark_that_is_not_accepted_counts_even_on_few_words(key: Key) -> None:
    """The student saw something there: the line says which label, and not that nothing was marked."""
    wrong = told(key, marks("voices", 3), ("road", "direct"))
    assert [(line.outcome, line.yours) for line in wrong.lines if line.words == "took the old road"] == [
        ("other label", "Q direct quote")]  # fmt: skip


def test_where_the_reporter_is_accepted_too_no_mark_is_arguable(key: Key) -> None:
    found = told(key, marks("voices", 1))
    assert ("arguable", "The dreadful bridge closed on Friday") in outcomes(found)
    assert "Accepted as you have it" in " ".join(line.text for line in found.lines)


def test_the_shortest_mark_on_a_word_gives_its_label(key: Key) -> None:
    """A mark inside another is more exact."""
    e = marks("voices", 3)
    both = ("Hundreds of drivers reportedly took the old road", "direct"), ("took the old road", "hedged")
    assert ("found", "took the old road") in outcomes(told(key, e, *both))


def test_a_mark_on_the_reporters_words_is_extra(key: Key) -> None:
    """Where a whole stretch of the reporter's has a label, that stretch is told."""
    found = told(key, marks("voices", 3), ("took the old road", "hedged"), ("They came back on Monday.", "indirect"))
    assert outcomes(found) == [("found", "took the old road"), ("other label", "They came back on Monday.")]


def test_a_cue_inside_a_mark_that_goes_on_at_both_sides_is_not_told_again(key: Key) -> None:
    """“…,” she said, “…”: whoever marks the whole has marked the quotation."""
    at = key.text.index("“It was unsafe")
    around = Span(at, key.text.index("she said.") + len("she said.\n\nH"))
    found = assess(marks("voices", 2), [marked(key.article, around, "direct")], key)
    assert ("other label", "she said") not in outcomes(found)
    upto = Span(at, key.text.index(" said.\n\nHundreds") + len(" said"))
    found = assess(marks("voices", 2), [marked(key.article, upto, "direct")], key)
    assert ("other label", "she said") in outcomes(found)


# The other layers


def test_a_loaded_word_is_found_by_who_chose_it(key: Key) -> None:
    e = marks("loaded", 2)
    assert outcomes(told(key, e, ("death trap", "source"))) == [("found", "death trap")]
    wrong = told(key, e, ("death trap", "reporter"))
    assert outcomes(wrong) == [("other label", "death trap")] and wrong.status == "not yet"
    assert outcomes(told(key, e)) == [("missed", "death trap")]


def test_a_mark_on_other_words_nearby_is_told_the_keys_words(key: Key) -> None:
    """It is one slip, not a missed mark and an extra one."""
    found = told(key, marks("loaded", 2), ("unsafe. It was a death", "source"))
    assert outcomes(found) == [("missed", "death trap")]
    assert "are not the same words. The key has only “death trap”" in found.lines[0].text


def test_a_mark_too_many_is_extra_and_a_trap_has_its_own_words(key: Key) -> None:
    found = told(key, marks("loaded", 2), ("death trap", "source"), ("unsafe", "source"))
    assert outcomes(found) == [("found", "death trap"), ("extra", "unsafe")]
    assert found.lines[1].text.startswith("“Unsafe” says what could happen")
    assert found.headline == "Not yet: 1 found, 1 extra."


def test_two_marks_on_one_place_are_one_found_and_one_extra(key: Key) -> None:
    found = told(key, marks("loaded", 2), ("death trap", "source"), ("trap", "source"))
    assert outcomes(found) == [("found", "death trap"), ("extra", "trap")]


def test_an_identifier_may_be_left_out(key: Key) -> None:
    """It counts nothing, so nothing is lost; a count may not."""
    found = told(key, marks("figures", 6), ("214", "checkable"))
    assert outcomes(found) == [("found", "214"), ("arguable", "36th")]
    assert found.status == "arguable"
    without = told(key, marks("figures", 6), ("36th", "not a quantity"))
    assert outcomes(without) == [("missed", "214"), ("found", "36th")]


def test_a_cue_that_borrows_no_claim_has_no_stance(key: Key) -> None:
    """The marks around a borrowed term are no cue."""
    assert outcomes(told(key, marks("stances", 3, 4))) == [("missed", "reportedly")]
    assert outcomes(told(key, marks("stances", 3), ("reportedly", "hearsay"))) == [("found", "reportedly")]


def test_the_machine_is_asked_what_it_has_at_the_place(key: Key) -> None:
    """The mark that covers most of it, and its reason; nothing where it has none."""
    machine = read(key.article)
    found = told(key, marks("voices", 3), ("took the old road", "hedged"), machine=machine)
    assert found.lines[0].machine == "H hedged, no source" and "[voice.hedged]" in found.lines[0].machine_why
    assert told(key, marks("voices", 3)).lines[0].machine == ""
    loaded = told(key, marks("loaded", 2), ("unsafe", "source"), machine=machine)
    assert [line.machine for line in loaded.lines if line.words == "unsafe"] == ["no mark"]


# The five questions


@pytest.mark.parametrize(
    ("scores", "outcome", "ends"),
    [
        ({}, {"found"}, "earns it."),
        ({"who": 0.5}, {"found", "arguable"}, "earns it."),
        ({"who": 0.0}, {"found", "other label"}, "Look at those words again."),
    ],
)
def test_half_a_point_apart_is_arguable_and_a_whole_one_is_not(
    key: Key, scores: dict[str, float], outcome: set[str], ends: str
) -> None:
    """And the line says which words earned the point."""
    figure = next(f for f in key.figures if key.words(f.span) == "214")
    e = Exercise("x", "rate", "Rate.", figure=figure.span)
    found = assess(e, {**dict.fromkeys(CRITERIA, 1.0), **scores}, key)
    assert {line.outcome for line in found.lines} - {"verdict"} == outcome
    assert found.lines[0].text.endswith(ends)
    assert f"Your sum is {4 + scores.get('who', 1):g} of 5, the key's 5" in found.lines[-1].text


def test_half_a_point_where_the_text_gives_nothing_is_another_label(key: Key) -> None:
    """Nothing in the text is not nearly something."""
    figure = next(f for f in key.figures if key.words(f.span) == "Hundreds")
    e = Exercise("x", "rate", "Rate.", figure=figure.span)
    mine = {name: criterion.score for name, criterion in figure.criteria.items()}
    assert assess(e, mine, key).status == "yes"
    found = assess(e, {**mine, "who": 0.5}, key)
    assert found.lines[0].outcome == "other label"
    assert found.lines[0].text.endswith("Nothing in the text answers it. Which words did you have in mind?")
    shown = assess(replace(e, show=("who",)), {**mine, "who": 0.5}, key)
    assert len(shown.lines) == len(found.lines) - 1 and shown.status == "yes"


# Who says what


def linked(key: Key, **parts: str) -> Feedback:
    e = Exercise("x", "link", "Link.", attribution="dee-said")
    right = key_answer(e, key)
    for name, words in parts.items():
        at = key.text.rindex(words) if words else 0
        right[name] = [{"span": [at, at + len(words)], "quote": words}] if words else []
    return assess(e, right, key)


@pytest.mark.parametrize(
    ("parts", "outcome"),
    [
        ({}, "found"),
        ({"source": "Dee"}, "found"),
        ({"source": "its head"}, "other label"),
        ({"source": "Omar Dee, its head. Its table is on the office"}, "other label"),
        ({"source": ""}, "missed"),
    ],
)
def test_a_source_is_found_by_its_name(key: Key, parts: dict[str, str], outcome: str) -> None:
    """The name is enough, and the whole phrase tells more; words that do not hold it, or far too many, are not."""
    line = next(one for one in linked(key, **parts).lines if one.words.startswith("source"))
    assert line.outcome == outcome
    assert ("The whole phrase tells more" in line.text) == (parts == {"source": "Dee"})


def test_a_cue_is_found_by_a_word_of_it_and_content_by_half(key: Key) -> None:
    for parts, name, outcome in (
        ({"cue": "said"}, "cue", "found"), ({"cue": "table"}, "cue", "other label"),
        ({"content": "cars on the 36th Street ramp from 6 a.m. to noon on Friday with a camera"}, "content", "found"),
        ({"content": "with a camera"}, "content", "other label"),
    ):  # fmt: skip
        line = next(one for one in linked(key, **parts).lines if one.words.startswith(name))
        assert (parts, line.outcome) == (parts, outcome)


# Choices


def test_a_choice_says_how_many_are_left(key: Key) -> None:
    options = (*(Option(text, right=True) for text in "abc"), Option("d"))
    e = Exercise("x", "choose", "Choose.", options=options, several=True)
    assert assess(e, [0, 1, 2], key).headline == "Yes: 3 fit."
    two, one = assess(e, [0], key), assess(e, [0, 1], key)
    assert two.lines[-1].text.startswith("There are 2 more that fit.")
    assert one.lines[-1].text.startswith("There is one more that fits.")
    assert [line.outcome for line in assess(e, [0, 3], key).lines] == ["this one", "not this one"]
    assert assess(e, [0, 3], key).headline == "Not yet: 1 fits, 1 does not."
    assert assess(replace(e, tier="open"), [3], key).headline == "Your choice is kept. It is not marked."


def test_an_order_says_where_a_thing_belongs(key: Key) -> None:
    e = Exercise("x", "order", "Order.", items=("one", "two", "three"), why="Count.")
    assert assess(e, ["one", "two", "three"], key).status == "yes"
    found = assess(e, ["two", "one", "three"], key)
    assert [(line.outcome, line.words, line.yours, line.key) for line in found.lines] == [
        ("another place", "two", "1", "2"), ("another place", "one", "2", "1"), ("in place", "three", "3", "3"),
        ("why", "", "", ""),
    ]  # fmt: skip


def test_a_sealed_exercise_and_an_empty_one_are_not_marked(key: Key) -> None:
    e = marks("voices", 3)
    assert assess(e, None, key).status == "not attempted"
    assert assess(replace(e, sealed=True), [], key).status == assess(e, [], None).status == "saved"
