"""What an answer is told, on the sample key: each kind of slip gets its own outcome, in the words of the place."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from byline.exercises import Exercise, Feedback, Line, before_key, marked
from byline.key import Entry, Key, load_key
from byline.kinds import assess, choose, key_answer, ladder, link, mark, predict, rate
from byline.kinds.choose import Option
from byline.saying import LOOK
from byline.scoring import label_of
from byline.seeds.folders import folder_of
from byline.telling import LABELS
from newsmarks.model import CRITERIA, NOT_FALSE, Attribution, Loaded, Reading, Span, Voice
from newsmarks.reader import read
from test_key import KEY, checked


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Key:
    """The sample key."""
    found, _ = checked(tmp_path_factory.mktemp("sample"), KEY)
    assert found
    return found


def marks(layer: str, *paragraphs: int) -> Exercise:
    return Exercise("x", "mark", "Mark.", own=mark.Own(layer, tuple(LABELS[layer]), ()), paragraphs=paragraphs)


def rating(key: Key, figure: str, *show: str) -> Exercise:
    """The five questions put to a figure of the key's."""
    span = next(f.span for f in key.figures if key.words(f.span) == figure)
    return Exercise("x", "rate", "Rate.", own=rate.Own(span, show))


def linking(attribution: str, *show: str) -> Exercise:
    return Exercise("x", "link", "Link.", own=link.Own(attribution, show))


def choosing(*options: Option, several: bool = False, tier: str = "one answer") -> Exercise:
    return Exercise("x", "choose", "Choose.", own=choose.Own(options, several), tier=tier)


def told(key: Key, e: Exercise, *answer: tuple[str, str], machine: Any = None) -> Feedback:
    """What marks are told that are given as words and a label, from the exercise's first paragraph on."""
    first = key.article.paragraphs[e.paragraphs[0] - 1].start
    starts = [(key.text.index(words, first), words, label) for words, label in answer]
    given = [marked(key.article, Span(at, at + len(words)), label) for at, words, label in starts]
    return assess(e, given, key, machine)


def outcomes(found: Feedback) -> list[tuple[str, str]]:
    return [(line.outcome, line.words) for line in found.lines]


# Voices


def test_what_has_no_mark_is_the_reporters(key: Key) -> None:
    """A hedge that is left out is missed; the reporter's own words are not mentioned."""
    found = told(key, marks("voices", 3))
    assert outcomes(found) == [("missed", "took the old road")]
    assert (found.lines[0].yours, found.lines[0].key) == ("R reporter", "H nobody named")
    assert "has no mark of yours, so it counts as the reporter's" in found.lines[0].text


def test_the_label_of_most_words_counts(key: Key) -> None:
    """Two of four words are enough where no other label is on more; one of four is a part."""
    assert outcomes(told(key, marks("voices", 3), ("took the old", "hedged"))) == [("found", "took the old road")]
    part = told(key, marks("voices", 3), ("road", "hedged"))
    assert outcomes(part) == [("too short", "took the old road")]
    assert "You have “nobody named” on a part of it" in part.lines[0].text


def test_a_mark_that_is_not_accepted_counts_even_on_few_words(key: Key) -> None:
    """The student saw something there: the line says which label, and not that nothing was marked."""
    wrong = told(key, marks("voices", 3), ("road", "direct"))
    assert [(line.outcome, line.words, line.yours) for line in wrong.lines] == [
        ("other label", "took the old road", "Q direct quote")]  # fmt: skip


def test_where_the_reporter_is_accepted_too_no_mark_is_arguable(key: Key) -> None:
    found = told(key, marks("voices", 1))
    assert ("arguable", "The dreadful bridge closed on Friday") in outcomes(found)
    assert "Accepted as you have it" in " ".join(line.text for line in found.lines)


def test_a_mark_on_the_reporters_words_is_extra(key: Key) -> None:
    """It is told by its own words, whole stretch or not."""
    found = told(key, marks("voices", 3), ("took the old road", "hedged"), ("They came back on Monday.", "indirect"))
    assert outcomes(found) == [("found", "took the old road"), ("extra", "They came back on Monday.")]


def test_a_mark_over_a_quotation_and_its_cue_is_one_slip(key: Key) -> None:
    """“…,” she said: too long, once, and the next quotation may be in it or not; the cue is not told besides."""
    at = key.text.index("“It was unsafe")
    for end in (" said.\n\nHundreds", "she said"):
        span = Span(at, key.text.index(end) + len(end))
        found = assess(marks("voices", 2), [marked(key.article, span, "direct")], key)
        assert outcomes(found) == [("too long", "“It was unsafe. It was a death trap,”")]
        assert found.lines[0].text.startswith(
            "“direct quote” is accepted for “It was unsafe. It was a death trap,”, and your mark runs on.")
        assert "A cue, and who says it, stay with the reporter (reporter rule)." in found.lines[0].text


# The other layers


def test_a_loaded_word_is_found_by_who_chose_it(key: Key) -> None:
    e = marks("loaded", 2)
    assert outcomes(told(key, e, ("death trap", "source"))) == [("found", "death trap")]
    wrong = told(key, e, ("death trap", "reporter"))
    assert outcomes(wrong) == [("other label", "death trap")] and wrong.status == "not yet"
    assert outcomes(told(key, e)) == [("missed", "death trap")]


def test_a_mark_that_takes_in_more_or_less_than_the_keys_words_is_told_them(key: Key) -> None:
    """It is one slip, not a missed mark and an extra one; four words more are none, nor is a trap among them."""
    e = marks("loaded", 2)
    assert outcomes(told(key, e, ("unsafe. It was a death", "source"))) == [("found", "death trap")]
    found = told(key, e, ("unsafe. It was a death trap,” she", "source"))
    assert outcomes(found) == [("too long", "death trap")]
    assert found.lines[0].text == ("Your mark takes in more words than it needs. The key has only “death trap”: It "
                                   "likens a bridge to a trap. Mark the fewest words that do it.")  # fmt: skip
    long = replace(key, entries=tuple(
        replace(n, mark=replace(n.mark, span=Span(n.mark.span.start - 9, n.mark.span.end)))  # "It was a death trap"
        if n.layer == "loaded" and key.words(n.mark.span) == "death trap" else n for n in key.entries))  # fmt: skip
    found = told(long, e, ("was a", "source"))
    assert outcomes(found) == [("too short", "It was a death trap")]
    assert found.lines[0].text.startswith("Your mark leaves out the word that counts. The key has “It was a death")
    assert found.lines[0].text.endswith("Which word of it judges or counts?")


def test_a_mark_too_many_is_extra_and_a_trap_has_its_own_words(key: Key) -> None:
    found = told(key, marks("loaded", 2), ("death trap", "source"), ("unsafe", "source"))
    assert outcomes(found) == [("extra", "unsafe"), ("found", "death trap")], "in the order of the text"
    assert found.lines[0].text.startswith("“Unsafe” says what could happen")
    assert found.headline == "Not yet: 1 right, 1 not needed."


def test_two_marks_on_one_place_are_one_unless_they_differ(key: Key) -> None:
    """The second is in a place that is found already. With a label that is not accepted, or words beside, it is extra.
    """
    e, whole = marks("loaded", 2), ("death trap", "source")
    for second in ("death", "trap", "death trap"):
        assert outcomes(told(key, e, whole, (second, "source"))) == [("found", "death trap")]
    assert outcomes(told(key, e, ("death", "source"), ("trap", "source"))) == [("found", "death trap")]
    assert told(key, e, whole, ("trap", "source")).status == "yes"
    assert outcomes(told(key, e, whole, ("trap", "reporter"))) == [("found", "death trap"), ("extra", "trap")]
    assert outcomes(told(key, e, whole, ("a death", "source"))) == [("extra", "a death"), ("found", "death trap")]


def test_a_mark_that_no_label_of_the_exercise_could_make_right_is_extra(key: Key, tmp_path: Path) -> None:
    """A word to ask both sides about, where “ask” is no choice; where it is one, the mark has another label."""
    asked = keyed(tmp_path, ('category = "metaphor"', 'category = "contested but descriptive"'))
    e = marks("loaded", 2)
    two = replace(e, own=replace(e.own, labels=("source", "nobody")))
    [line] = told(asked, two, ("death trap", "source")).lines
    assert (line.outcome, line.words, line.key, line.look) == ("extra", "death trap", "no mark", None)
    assert line.text == ("“death trap” can be the exact word for what happened (technical test), so leave it unmarked "
                         "here. Look for words that only judge.")  # fmt: skip
    assert outcomes(told(asked, e, ("death trap", "source"))) == [("other label", "death trap")]
    assert outcomes(told(key, two, ("death trap", "nobody"))) == [("other label", "death trap")]
    reporters = replace(marks("loaded", 1), own=two.own)
    assert outcomes(told(key, reporters, ("dreadful", "source"))) == [("other label", "dreadful")], "whose words"


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
    assert found.lines[0].machine == "H nobody named" and "[voice.hedged]" in found.lines[0].machine_why
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
    found = assess(rating(key, "214"), {**dict.fromkeys(CRITERIA, 1.0), **scores}, key)
    assert {line.outcome for line in found.lines} - {"verdict"} == outcome
    assert found.lines[0].text.endswith(ends)
    assert f"Your sum is {4 + scores.get('who', 1):g} of 5, the key's 5" in found.lines[-1].text


def test_half_a_point_where_the_text_gives_nothing_is_another_label(key: Key) -> None:
    """Nothing in the text is not nearly something."""
    figure = next(f for f in key.figures if key.words(f.span) == "Hundreds")
    e = rating(key, "Hundreds")
    mine = {name: criterion.score for name, criterion in figure.criteria.items()}
    assert assess(e, mine, key).status == "yes"
    found = assess(e, {**mine, "who": 0.5}, key)
    assert found.lines[0].outcome == "other label"
    assert found.lines[0].text.endswith("Nothing in the text answers it. Which words did you have in mind?")
    shown = assess(rating(key, "Hundreds", "who"), {**mine, "who": 0.5}, key)
    assert len(shown.lines) == len(found.lines) - 1 and shown.status == "yes"


# Who says what


def linked(key: Key, **parts: str) -> Feedback:
    e = linking("dee-said")
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
        ({"source": "its head"}, "found"),
        ({"source": "head"}, "too short"),
        ({"source": "Its table"}, "other label"),
        ({"source": "Omar Dee, its head. Its table is on"}, "found"),
        ({"source": "Omar Dee, its head. Its table is on the"}, "too long"),
        ({"source": ""}, "missed"),
    ],
)
def test_a_source_is_found_by_its_name(key: Key, parts: dict[str, str], outcome: str) -> None:
    """The last name is enough, or half of the phrase, which tells more; not fewer words, nor more than four others."""
    line = next(one for one in linked(key, **parts).lines if one.words.startswith("source"))
    assert line.outcome == outcome
    assert ("The whole phrase tells more" in line.text) == (parts in ({"source": "Dee"}, {"source": "its head"}))


def test_a_cue_is_found_by_a_word_of_it_and_content_by_half(key: Key) -> None:
    for parts, name, outcome in (
        ({"cue": "said"}, "cue", "found"), ({"cue": "table"}, "cue", "other label"),
        ({"content": "cars on the 36th Street ramp from 6 a.m. to noon on Friday with a camera"}, "content", "found"),
        ({"content": "with a camera"}, "content", "too short"),
        ({"content": "Its table is on the office"}, "content", "other label"),
        ({"content": "cars on the 36th Street ramp from 6 a.m. to noon on Friday with a camera, said"}, "content",
         "too long"),
    ):  # fmt: skip
        line = next(one for one in linked(key, **parts).lines if one.words.startswith(name))
        assert (parts, line.outcome) == (parts, outcome)
        assert outcome != "found" or line.text == "", "only of a source the whole phrase tells more"


# Choices


def test_a_choice_says_how_many_are_left(key: Key) -> None:
    right = [Option(f"o{n}", "abc"[n - 1], right=True) for n in (1, 2, 3)]
    e = choosing(*right, Option("o4", "d"), several=True)
    assert assess(e, ["o1", "o2", "o3"], key).headline == "Yes: 3 fit."
    two, one = assess(e, ["o1"], key), assess(e, ["o1", "o2"], key)
    assert [line.outcome for line in two.lines] == ["this one", "missed", "why", "why"]
    assert two.lines[1].text.startswith("There are 2 more that fit.")
    assert one.lines[2].text.startswith("There is one more that fits.")
    assert [(line.outcome, line.words) for line in assess(e, ["o1", "o4"], key).lines] == [
        ("this one", "a. a"), ("not this one", "d. d"), ("why", "b. b"), ("why", "c. c")]  # fmt: skip
    assert [line.outcome for line in before_key(two).lines] == ["this one", "missed"]
    assert assess(e, ["o1", "o4"], key).headline == "Not yet: 1 fits, 1 does not."
    assert assess(replace(e, tier="open"), ["o4"], key).headline == "Your choice is kept. It is not marked."


def test_an_order_says_where_a_thing_belongs(key: Key) -> None:
    e = Exercise("x", "order", "Order.", own=("one", "two", "three"), why="Count.")
    assert assess(e, ["one", "two", "three"], key).status == "yes"
    found = assess(e, ["two", "one", "three"], key)
    assert [(line.outcome, line.words, line.yours, line.key) for line in found.lines] == [
        ("in place", "two", "1", "2"), ("another place", "one", "2", "1"), ("in place", "three", "3", "3"),
        ("why", "", "", ""),
    ]  # fmt: skip


def test_of_an_order_the_longest_run_is_in_place(key: Key) -> None:
    """One thing that is too early or too late is one to move, and not all that it has pushed on."""
    e = Exercise("x", "order", "Order.", own=tuple("abcdef"))
    for given, right, headline in (
        ("bcdefa", "bcdef", "Not yet: 5 in order, 1 to move."), ("fabcde", "abcde", "Not yet: 5 in order, 1 to move."),
        ("badcfe", None, "Not yet: 3 in order, 3 to move."), ("fedcba", None, "Not yet: 1 in order, 5 to move."),
        ("aebdcf", None, "Not yet: 4 in order, 2 to move."), ("defabc", None, "Not yet: 3 in order, 3 to move."),
    ):  # fmt: skip
        found = assess(e, [*given], key)
        stays = "".join(line.words for line in found.lines if line.outcome == "in place")
        assert (given, found.headline) == (given, headline)
        assert stays == "".join(sorted(stays)) and stays == (right or stays)
        assert [bool(line.text) for line in found.lines] == [line.words not in stays for line in found.lines]


def test_a_sealed_exercise_and_an_empty_one_are_not_marked(key: Key) -> None:
    e = marks("voices", 3)
    assert assess(e, None, key).status == "not attempted"
    assert assess(replace(e, sealed=True), [], key).status == assess(e, [], None).status == "saved"
    assert assess(e, [], key, None).status == "not yet"
    assert assess(e, [], None).headline == ("Kept. Hand it in with the last box of the lesson; what was right "
                                              "comes when your teacher gives out the feedback.")  # fmt: skip


# What the key has, and what the student's words for it are


def test_the_places_of_a_layer_in_the_order_of_the_text(key: Key) -> None:
    """With every label that is right there; a borrowed term has no stance, and other paragraphs are not asked for."""

    def there(layer: str, *paragraphs: int) -> list[tuple[str, str]]:
        return [(line.words, line.key) for line in told(key, marks(layer, *paragraphs)).lines]

    assert there("loaded", 1, 2) == [
        ("dreadful", "reporter’s word or no mark"), ("death trap", "source’s word"),
    ]  # fmt: skip
    assert there("figures", 3, 6) == [
        ("Hundreds", "not checkable from this article"), ("214", "checkable"), ("36th", "not a quantity"),
    ]  # fmt: skip
    assert there("stances", 3, 4, 6) == [("reportedly", "hearsay"), ("said", "neutral")]
    assert there("voices", 1) == [
        ("HILLTON (Hill Wire) —", "M about the text"),
        ("The dreadful bridge closed on Friday", "I indirect report or R reporter"),
    ]  # fmt: skip


@pytest.mark.parametrize(("by", "category", "label"), [
    ("reporter", "metaphor", "reporter"), ("nobody", "metaphor", "nobody"), ("Ann Lee", "metaphor", "source"),
    ("reporter", "contested but descriptive", "ask"),
])  # fmt: skip
def test_whose_a_loaded_word_is_to_a_student(by: str, category: str, label: str) -> None:
    assert label_of(Loaded(Span(0, 1), by, "reporter", category, 1, (), "x", "x")) == label
    assert label_of(None) is None


def test_the_keys_answer_to_each_kind(key: Key) -> None:
    """The reporter's words have no mark of their own, and of the other labels only those that are asked for."""

    def words(e: Exercise) -> list[tuple[str, str]]:
        return [(mark["quote"], mark["label"]) for mark in key_answer(e, key)]

    assert words(marks("voices", 3, 4)) == [("took the old road", "hedged"), ("“pause.”", "borrowed")]
    hedges = replace(marks("voices", 3, 4), own=mark.Own("voices", ("hedged",), ()))
    assert words(hedges) == [("took the old road", "hedged")]
    assert words(marks("loaded", 1)) == [("dreadful", "reporter")]
    options = Option("o1", "a"), Option("o2", "b", right=True), Option("o3", "c", right=True)
    assert key_answer(choosing(*options), key) == ["o2", "o3"]
    assert key_answer(choosing(options[0]), key) == ["o1"], "any, where none is right"
    parts = key_answer(linking("lee-said"), key)
    assert {name: [piece["quote"] for piece in pieces] for name, pieces in parts.items()} == {
        "content": ["The dreadful bridge closed on Friday"], "cue": ["said"], "source": ["Mayor Ann Lee"]}  # fmt: skip
    assert key_answer(rating(key, "Hundreds"), key) == {"who": 0, "what": 0.5, "when": 0, "how": 0, "access": 0}
    assert key_answer(Exercise("x", "order", "x", own=("b", "a")), key) == ["b", "a"]
    assert key_answer(Exercise("x", "predict", "x", own=predict.Own("cars", 4, 0)), key) == 4
    assert key_answer(Exercise("x", "predict", "x", own=predict.Own("cars", None, 0)), key) == 3
    assert key_answer(Exercise("x", "write", "x", own=("a", "b")), key) == "b"


# The words of each line


def keyed(folder: Path, *changes: tuple[str, str]) -> Key:
    """The sample key with something else in it."""
    text = KEY
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    found, wrong = checked(folder, text)
    assert found and wrong == []
    return found


def saying(folder: Path, line: str, **feedback: str) -> Key:
    """The sample key with a text of feedback behind a line, for each of these answers."""
    return keyed(folder, (f"{line}\n", "\n".join([line, *(f'feedback.{k} = "{v}"' for k, v in feedback.items()), ""])))


ROAD = "took the old road"
HEDGE = "“Reportedly” hands it on (hedge rule). Look at P2."


def test_a_voice_is_told_in_the_keys_own_words_where_it_has_some(key: Key, tmp_path: Path) -> None:
    """For the label that was given; for none, “reporter” without its opening, or “missed”; else the plain sentence."""

    def first(key: Key, *label: str) -> str:
        return told(key, marks("voices", 3), *((ROAD, one) for one in label)).lines[0].text

    plain = f"You have “direct quote” for “{ROAD}”. The key has “nobody named”: The reporter's words"
    assert first(key, "direct").startswith(plain)
    quoted = "“Reportedly” is no quotation (hedge rule). Look at P2."
    own = saying(tmp_path, 'attribution = "reportedly"', direct=quoted, missed=HEDGE)
    assert (first(own, "direct"), first(own)) == (quoted, HEDGE)
    assert first(own, "indirect").startswith("You have “indirect report”")
    opened = saying(tmp_path, 'attribution = "reportedly"', reporter=f"You marked it as the reporter’s. {HEDGE}")
    unmarked = f"“{ROAD}” has no mark of yours, so it is the reporter’s. {HEDGE}"
    assert first(opened) == first(opened, "reporter") == unmarked


def test_a_loaded_word_is_told_by_what_went_wrong(key: Key, tmp_path: Path) -> None:
    """Who chose it, or whether both sides use it; each with words of its own or plain ones."""

    def first(key: Key, *label: str) -> str:
        return told(key, marks("loaded", 2), *(("death trap", one) for one in label)).lines[0].text

    why = "It likens a bridge to a trap."
    assert first(key) == f"“death trap” is marked in the key: “source’s word”. {why} Try the swap test on it."
    assert first(key, "reporter") == ("You marked “death trap” as “reporter’s word”; the key has “source’s word”. "
                                      f"{why} Look for quotation marks around it.")  # fmt: skip
    technical = "Does it have a legal or military sense (technical test)?"
    assert first(key, "ask").endswith(technical)
    hers, term = "“Trap” is hers (whose words). Look at P2.", "“Trap” is no term (technical test). Look at P2."
    own = saying(tmp_path, f'why = "{why}"', words_by=hers, category=term)
    assert (first(own, "nobody"), first(own, "ask")) == (hers, term)
    asked = keyed(tmp_path, ('category = "metaphor"', 'category = "contested but descriptive"'))
    assert first(asked, "source").endswith(technical)
    left = told(asked, marks("loaded", 2))
    assert outcomes(left) == [("arguable", "death trap")] and left.lines[0].text == why
    assert left.headline == "Accepted: 1 where good readers differ."
    assert before_key(left) == left, "there is one reading, so there is nothing to wait for"


def test_a_figure_and_a_stance_are_told_by_the_label_that_was_given(key: Key, tmp_path: Path) -> None:
    def first(key: Key, layer: str, *mark: tuple[str, str]) -> str:
        return told(key, marks(layer, 3), *mark).lines[0].text

    assert first(key, "figures", ("Hundreds", "traceable")).startswith("Nobody is named for “hundreds”")
    assert "as “checkable”; the key has “not checkable" in first(key, "figures", ("Hundreds", "checkable"))
    assert first(key, "stances", ("reportedly", "neutral")).startswith("You marked “reportedly” as “neutral”; the key ")
    for name, wrong in (("stance", True), ("missed", False)):
        own = saying(tmp_path, 'mode = "hedged"', **{name: HEDGE})
        assert (first(own, "stances", ("reportedly", "doubting")) == HEDGE) is wrong
        assert (first(own, "stances") == HEDGE) is not wrong


def test_two_accepted_readings_are_told_with_their_reasons(key: Key) -> None:
    """In short where nothing was marked; with “no mark” for the reading that has none."""
    found = told(key, marks("loaded", 1), ("dreadful", "reporter"))
    asks = "What separates them: Is there a bridge of that name?"
    text = ("Good readers differ here. Reading 1: reporter’s word. Take it out, and no fact is lost. "
            f"Reading 2: no mark. A bridge may be known by that name. {asks}")  # fmt: skip
    both, sentence = "reporter’s word or no mark", Span(0, 96)
    look = "Accepted: good readers differ here. Is there a bridge of that name?"
    assert found.lines == (Line("arguable", "dreadful", 1, "reporter’s word", both, text, mine="dreadful",
                                span=Span(26, 34), sentence=sentence, look=look),)  # fmt: skip
    [told_first] = before_key(found).lines
    assert told_first == replace(found.lines[0], text=look)
    short = f"Accepted as you have it, and the other way, too. {asks}"
    assert told(key, marks("loaded", 1)).lines[0].text == short
    found = told(key, marks("voices", 1), ("The dreadful bridge closed on Friday", "reporter"))
    [voice] = [line for line in found.lines if line.outcome == "arguable"]
    assert voice.text.startswith("Accepted as you have it") and voice.key == "I indirect report or R reporter"


def test_a_mark_too_many_is_told_what_is_there(key: Key, tmp_path: Path) -> None:
    """A cue is told so; the key's words for a label are those of the stretch there; a trap is one of its layer."""

    def last(key: Key, layer: str, paragraph: int, *answer: tuple[str, str]) -> Line:
        lines = told(key, marks(layer, paragraph), *answer).lines
        return next(line for line in lines if line.words == answer[-1][0])

    cue = last(key, "voices", 2, ("“It was unsafe. It was a death trap,”", "direct"), ("said", "direct"))
    assert cue.text.startswith("“said” is the cue. The cue itself stays with the reporter (reporter rule)")
    assert (cue.outcome, cue.key) == ("extra", "R reporter")
    rest = (ROAD, "hedged")
    assert last(key, "voices", 3, rest, ("drivers", "direct")).text == (
        "You have “direct quote” for “drivers”. The key leaves these words to the reporter. Which word would hand them "
        "to somebody (source rule)?")  # fmt: skip
    text = "No marks stand around “drivers” (quotation rule). Look at P2."
    own = saying(tmp_path, 'quote = "Hundreds of drivers reportedly"\nvoice = "reporter"', direct=text)
    assert last(own, "voices", 3, rest, ("drivers", "direct")).text == text
    assert last(own, "voices", 3, rest, ("Hundreds", "direct")).text == text
    assert last(own, "voices", 3, rest, ("They", "direct")).text.startswith("You have “direct quote” for “They”.")
    assert last(own, "voices", 3, rest, ("drivers", "indirect")).text.startswith("You have “indirect report”")
    stance = last(key, "stances", 2, ("said", "neutral"), ("unsafe", "neutral"))
    assert (stance.outcome, stance.yours, stance.key) == ("extra", "neutral", "no mark")
    assert stance.text == ("“unsafe” is not marked in the key. Does it say that somebody says, thinks or reports "
                           "something (source rule)?")  # fmt: skip
    term = last(key, "stances", 4, ("pause", "doubting"))
    assert term.text == ("The quotation marks hand on a term, not a claim, so there is no stance here (quotation "
                         "rule). What would a saying word add?")  # fmt: skip
    figure = last(key, "figures", 2, ("unsafe", "checkable"))  # there is a trap, but one of another layer
    assert figure.text == "“unsafe” is no figure in the key. Does it count anything (counting rule)?"


def extra(key: Key, paragraph: int, *answer: tuple[str, str]) -> str:
    """What the one voice too many is told."""
    [line] = [line for line in told(key, marks("voices", paragraph), *answer).lines if line.outcome == "extra"]
    assert line.look is None, "it has no word of the key's, so it is told at once"
    return line.text


CLOSED = ("The dreadful bridge closed on Friday", "indirect")
SHE = ("“It was unsafe. It was a death trap,”", "direct")


def test_a_mark_on_a_source_or_a_cue_says_which_it_is(key: Key) -> None:
    """Both together are told as the source; with a word more, they are just the reporter's."""
    shows = "shows who says it, and the reporter put it there (reporter rule). What does this source say, and where "
    for words in ("Mayor Ann Lee", "Ann Lee", "Mayor Ann Lee said"):
        assert extra(key, 1, CLOSED, (words, "direct")) == f"“{words}” {shows}does that begin?"
    assert extra(key, 2, SHE, ("she", "direct")).startswith(f"“she” {shows}")
    assert extra(key, 2, SHE, ("said", "hedged")).startswith("“said” is the cue. The cue itself stays with")
    assert extra(key, 3, (ROAD, "hedged"), ("reportedly", "hedged")).startswith("“reportedly” is the cue.")
    assert extra(key, 1, CLOSED, ("said at the town hall", "direct")).startswith("You have “direct quote” for “said at")


def test_nobody_named_is_told_that_nothing_holds_it_back(key: Key, tmp_path: Path) -> None:
    """In the key's own words where it has some."""
    mine = (ROAD, "hedged"), ("They came back on Monday.", "hedged")
    assert extra(key, 3, *mine) == (
        "You have “nobody named” for “They came back on Monday”. Nothing here is held at a distance in the key. Which "
        "word would do that (hedge rule)? A source may be missing all the same.")  # fmt: skip
    text = "“They came back” is plain (no source needed). Look at {it}."
    own = saying(tmp_path, 'quote = "They came back on Monday."\nvoice = "reporter"', hedged=text)
    assert extra(own, 3, *mine) == text, "whatever signs it has"


@pytest.mark.parametrize("paragraph", [8, 11])
def test_a_source_that_is_missing_is_no_hedge_and_the_key_says_so(paragraph: int) -> None:
    """Of the war report's plain claims, whether the whole paragraph is marked or a part of it."""
    key = load_key(folder_of("mariupol"))
    [entry] = [e for e in key.layer("voices") if key.article.number(e.mark.span.start) == paragraph]  # type: ignore[union-attr]
    whole = key.words(entry.mark.span)  # type: ignore[union-attr]
    for words in (whole, " ".join(whole.split()[:6])):
        assert extra(key, paragraph, (words, "hedged")) == entry.feedback["hedged"]
    assert extra(key, paragraph, (whole, "indirect")) == entry.feedback["indirect"]


def test_a_voice_inside_of_another_that_is_found_is_asked_what_is_different(key: Key, tmp_path: Path) -> None:
    """Unless the key has words for it there; a term's own marks are no cue, although the term is all that they hold."""
    mine = ("took the old", "hedged"), ("road", "direct")
    assert extra(key, 3, *mine) == (
        "You have “direct quote” for “road”, and another voice for the words around. What makes these different: a "
        "mark, a speaker, a cue?")  # fmt: skip
    text = "No marks stand around “road” (quotation rule). Look at P2."
    assert extra(saying(tmp_path, 'attribution = "reportedly"', direct=text), 3, *mine) == text
    term = replace(key, attributions=tuple(replace(a, mode="borrowed") for a in key.attributions))
    assert extra(term, 3, (ROAD, "hedged"), ("reportedly", "direct")).startswith("You have “direct quote” for “report")


def test_running_on_is_told_by_what_it_runs_into(key: Key) -> None:
    """A cue and its source stay with the reporter; without them, a new statement begins. It is told at once."""
    new = ("The voice is right, and your mark runs on into a part that nothing hands over or holds back. Where does a "
           "new statement begin (minimal scope)?")  # fmt: skip
    [line] = told(key, marks("voices", 3), (f"{ROAD}. They came back on Monday", "hedged")).lines
    assert (line.outcome, line.text, line.look) == ("too long", new, new)
    [line] = told(key, marks("voices", 3), (f"reportedly {ROAD}. They came back on Monday", "hedged")).lines
    assert line.text.startswith(f"“nobody named” is accepted for “{ROAD}”, and your mark runs on. A cue, and who says")
    assert line.look == ("The voice is right, and your mark runs on. A cue, and the words for who says it, stay with "
                         "the reporter (reporter rule).")  # fmt: skip
    [line] = told(key, marks("voices", 2), (f"{SHE[0]} she", "direct")).lines
    assert line.text.endswith("Which words are only what is said?"), "a source is as good as a cue"


def test_one_mark_over_several_places_is_told_to_part_them(key: Key) -> None:
    """The others inside are told with it, and not as missed, until the key is asked for."""
    at = key.text.index("unsafe")
    unsafe = Entry("loaded", Loaded(Span(at, at + 6), "Ann Lee", "source", "metaphor", 1, (), "key", "It judges."))
    both = replace(key, entries=(*key.entries, unsafe))
    mine = ("“It was unsafe. It was a death trap,” she", "source")
    apart = "Your mark takes in more words than it needs. Mark each on its own, with the fewest words that do it."
    found = told(both, marks("loaded", 2), mine)
    assert sorted(line.outcome for line in found.lines) == ["missed", "too long"]
    [line] = before_key(found).lines
    assert (line.outcome, line.words, line.text) == ("too long", mine[0], apart)
    assert before_key(found).headline == "Not yet: 1 too long."
    other = before_key(told(both, marks("loaded", 2), ("a death trap,” she said", "source")))
    [outside] = [line for line in other.lines if line.outcome == "missed"]
    assert outside.words == "", "what is not in the mark is told, by its sentence"


def test_a_trap_speaks_only_near_its_words(key: Key) -> None:
    """With four words more it does; with five, the mark is about something else."""

    def first(words: str) -> Line:
        return next(line for line in told(key, marks("loaded", 2), (words, "source")).lines if line.outcome == "extra")

    assert first("It was unsafe. It was").text.startswith("“Unsafe” says what could happen")
    assert first("It was unsafe. It was a").text == (
        "“It was unsafe. It was a” is not marked in the key. Swap it for a plainer word: is a fact lost, or only a "
        "feeling (swap test)?")  # fmt: skip


def test_the_machines_mark_is_the_one_that_covers_most(key: Key) -> None:
    """Of two that cover as much, the first; a cue stands for its claim."""
    at, cue = key.text.index(ROAD), key.text.index("reportedly")
    spoken = tuple(Voice(Span(at + start, at + end), voice, None, voice[0], f"{voice}.") for start, end, voice in (
        (0, 4, "meta"), (4, 17, "direct"), (4, 17, "caption")))  # fmt: skip
    claims = tuple(Attribution((), cues, (), None, "none", 0, "hedged", stance, stance[0], f"{stance}.")
                   for cues, stance in (((), "neutral"), ((Span(cue, cue + 10),), "doubting")))  # fmt: skip
    machine = Reading(key.article, "machine", spoken, claims, (), ())

    def has(layer: str, paragraph: int) -> tuple[str, str]:
        line = told(key, marks(layer, paragraph), machine=machine).lines[0]
        return line.machine, line.machine_why

    assert has("voices", 3) == ("Q direct quote", "direct. [d]")
    assert has("stances", 3) == ("doubting", "doubting. [d]")
    assert has("loaded", 2) == ("no mark", "")


def test_a_stretch_has_the_label_of_most_of_its_marked_words(key: Key) -> None:
    """Of one accepted and one that is not: as many words of each are enough; more of the other are told."""
    e = marks("voices", 3)
    halves = told(key, e, ("took the", "direct"), ("old road", "hedged"))
    assert outcomes(halves) == [("found", ROAD), ("extra", "took the")]
    more = told(key, e, ("took the old", "direct"), ("road", "hedged"))
    assert [(line.outcome, line.words, line.yours) for line in more.lines] == [("other label", ROAD, "Q direct quote")]
    part = told(key, e, ("road", "hedged")).lines[0]
    assert (part.outcome, part.yours) == ("too short", "H nobody named")
    assert part.text.startswith(f"You have “nobody named” on a part of it. The key has it on “{ROAD}”: The")
    whole = told(key, e, (f"Hundreds of drivers reportedly {ROAD}", "hedged"))
    assert outcomes(whole) == [("too long", ROAD)], "it runs on over the cue"


# Links, choices, guesses and texts


def test_the_lines_of_a_link(key: Key, tmp_path: Path) -> None:
    """Each part with the key's words, what is shown already left out, and last why."""
    counted = "The road office counted 214 cars on the 36th Street ramp from 6 a.m. to noon on…"
    whole = "The road office counted … Friday with a camera"
    why = "“Said” hands the count to Omar Dee."
    assert linked(key).lines == (
        Line("found", f"content “{counted}”", None, "content", whole, "", look=""),
        Line("found", "cue “said”", None, "cue", "said", "", look=""),
        Line("found", "source “Omar Dee, its head”", None, "source", "Omar Dee, its head", "", look=""),
        Line("why", "", None, "", "", why),
    )
    wrong = linked(key, source="Its table").lines[2]
    assert wrong.text == ("The key has “Omar Dee, its head” as the source: it answers “who says so?” Put it in place "
                          "of yours: what changes?")  # fmt: skip
    assert wrong.look == "Does this one speak here, or is it spoken to or about (speaker rule)?"
    short = linked(key, source="head").lines[2]
    assert short.text == ("You have a part of it. The key has “Omar Dee, its head” as the source. Which end did you "
                          "miss?")  # fmt: skip
    long = linked(key, cue="said Omar Dee, its head. Its").lines[1]
    assert long.text == ("Your cue runs on. The key has “said”: nothing that belongs to the saying or to somebody "
                         "else. Which words of yours are not “which words do the saying?”")  # fmt: skip
    assert linked(key, source="Dee").lines[2].text == "The whole phrase tells more: “Omar Dee, its head”."
    missed = linked(key, cue="").lines[1]
    assert (missed.words, missed.text, missed.look) == (
        "cue “nothing”", "The key has “said” as the cue: it answers “which words do the saying?”",
        "Ask: which words do the saying?")  # fmt: skip
    e = linking("dee-said", "content", "source")
    assert [line.words for line in assess(e, {"cue": []}, key).lines] == ["cue “nothing”", ""]
    name, plain = "“Dee” is the name (source rule). Look at P6.", "“Said” is plain (stance of the cue). Look at P6."
    own = saying(tmp_path, f'why = "{why}"', source=name, stance=plain)
    assert linked(own, source="Its table").lines[2].text == name
    assert linked(own, cue="table").lines[1].text.startswith("The key has “said” as the cue: it answers")


def test_a_claim_that_nobody_is_named_for_has_no_source(key: Key) -> None:
    """Nothing is the right answer, and words are not."""
    e, right = linking("reportedly", "content", "cue"), {"source": []}
    assert [(line.outcome, line.key) for line in assess(e, right, key).lines] == [("found", "nobody"), ("why", "")]
    at = key.text.index("drivers")
    wrong = assess(e, {"source": [{"span": [at, at + 7], "quote": "drivers"}]}, key)
    assert wrong.lines[0].outcome == "other label" and "The key has “nobody” as the source:" in wrong.lines[0].text


def test_another_accepted_reading_of_a_claim_is_as_good(tmp_path: Path) -> None:
    """It is told with both; a part that the two have alike is simply found."""
    also = 'tier = "accepted readings"\nalso = [{ source = "The road office", why = "It counted." }]'
    more = f'why = "He says it."\n{also}\nseparates = "Who counted?"'
    both = keyed(tmp_path, ('why = "“Said” hands the count to Omar Dee."', more))
    for words in ("The road office", "Omar Dee, its head"):
        found = linked(both, source=words)
        assert [line.outcome for line in found.lines] == ["found", "found", "arguable", "why"]
        assert found.lines[2].text == (
            "Good readers differ here. Reading 1: “Omar Dee, its head”. He says it. Reading 2: “The road office”. It "
            "counted. What separates them: Who counted?")  # fmt: skip
        assert before_key(found).lines[2].text == "Accepted: good readers differ here. Who counted?"


def test_the_lines_of_a_choice(key: Key) -> None:
    """Each chosen option under the letter at which it stands."""
    e = choosing(Option("o1", "one", right=True, feedback="Yes, P1."), Option("o2", "two", feedback="No, P2."))
    assert assess(e, ["o1"], key) == Feedback(
        "yes", "Yes.", (Line("this one", "a. one", None, "chosen", "", "Yes, P1."),))  # fmt: skip
    assert assess(e, ["o2"], key) == Feedback(
        "not yet", "Not yet.", (Line("not this one", "b. two", None, "chosen", "", "No, P2."),
                                Line("why", "a. one", None, "", "right", "Yes, P1.")))  # fmt: skip
    none = assess(e, [], key)
    more = "There is one more that fits. Look again at those that you left."
    assert none.lines == (Line("missed", "", None, "", "", more), Line("why", "a. one", None, "", "right", "Yes, P1."))
    assert before_key(none).lines == none.lines[:1]
    open_one = assess(choosing(Option("o1", "one"), Option("o2", "two"), tier="open"), ["o2"], key)
    assert (open_one.status, open_one.lines[0].outcome) == ("yes", "your choice")
    several = replace(e, own=replace(e.own, several=True))
    assert assess(several, ["o2"], key).headline == "Not yet: 1 does not."
    three = choosing(*(Option(f"o{n}", "abc"[n - 1]) for n in (1, 2, 3)), several=True)
    assert assess(three, ["o1", "o2"], key).headline == "Not yet: 2 do not."


def test_many_words_of_content_are_shown_by_their_ends(key: Key) -> None:
    """Up to twelve words stand whole."""
    assert linked(key).lines[0].key == "The road office counted … Friday with a camera"
    right = {"content": key_answer(linking("lee-said"), key)["content"]}
    closed = assess(linking("lee-said", "cue", "source"), right, key).lines[0]
    assert (closed.outcome, closed.key) == ("found", "The dreadful bridge closed on Friday")


def test_a_figure_that_goes_less_far_or_further_is_asked_who_could_look_it_up(key: Key) -> None:
    """Between traceable and checkable; any other slip is asked whether it counts anything."""
    for label, look in (("traceable", "how far"), ("not a quantity", "other label")):
        line = told(key, marks("figures", 6), ("214", label)).lines[0]
        assert (line.outcome, line.look) == ("other label", LOOK["figures"][look])


def test_a_rating_says_the_verdict_rule_in_short(key: Key) -> None:
    """With the student's own verdict alone, until the key is asked for."""
    found = assess(rating(key, "214"), {**dict.fromkeys(CRITERIA, 1.0), "who": 0.0}, key)
    rule = "Traceable needs 1 for who and 3 in all; checkable needs 1 for access."
    assert found.lines[-1].text == f"Your sum is 4 of 5, the key's 5: checkable. {rule} {NOT_FALSE}"
    assert re.fullmatch(rf"Your sum is 4 of 5: [a-z ]+\. {re.escape(rule)}", found.lines[-1].look or "")


def test_a_label_has_its_letter_in_the_table_and_none_in_a_sentence(key: Key) -> None:
    """In quotation marks there, so that it can be told from the words around it."""
    line = told(key, marks("voices", 3), (ROAD, "indirect")).lines[0]
    assert (line.yours, line.key) == ("I indirect report", "H nobody named")
    assert line.text.startswith(f"You have “indirect report” for “{ROAD}”. The key has “nobody named”: ")


def test_the_lines_of_a_guess_and_of_a_text(key: Key) -> None:
    """A guess is never wrong, and neither is a text: nobody marks it here."""
    guess = Exercise("x", "predict", "x", own=predict.Own("cars", 214, 0), why="Count them.")
    assert assess(guess, 200, key) == Feedback("yes", "Your guess is kept. It is not marked.", (Line(
        "your guess", "200 cars", None, "200", "214", "You guessed 200 cars; it is 214. Count them."),))  # fmt: skip
    unknown = replace(guess, own=predict.Own("cars", None, 0))
    assert assess(unknown, 2.5, key).lines == (Line("your guess", "2.5 cars", None, "2.5", "", "Count them."),)
    text = Exercise("x", "write", "x", own=("low", "", "", "", "high"))
    for words in ("LEE?", "x"):
        assert assess(text, words, key) == Feedback(
            "yes", "Your answer is kept. Nobody marks it here: compare it yourself.")  # fmt: skip
    assert [sample for _, sample in ladder(text)] == ["low", "", "", "", "high"]
    assert ladder(replace(text, own=())) == [], "they are with the teacher"


def test_the_lines_of_a_rating(key: Key) -> None:
    """The key's score, the words that earn it or what to ask, and the sums."""
    found = assess(rating(key, "214"), {**dict.fromkeys(CRITERIA, 1.0), "how": 0.5}, key)
    assert found.headline == "Accepted: 4 right, 1 where good readers differ."
    assert found.lines[3] == Line("arguable", "How was it counted?", None, "0.5", "1",
                                  "The key gives 1. “with a camera” earns it.",
                                  look="Half a point more or less is accepted here.")  # fmt: skip
    assert found.lines[-1].text.startswith("Your sum is 4.5 of 5, the key's 5: checkable.")
    assert found.lines[-1].text.endswith(NOT_FALSE) and (found.lines[-1].yours, found.lines[-1].key) == ("4.5", "5")
    figure = next(f for f in key.figures if key.words(f.span) == "Hundreds")
    asked = replace(figure.criteria.who, ask="Which office counts?")
    other = replace(key, figures=(replace(figure, criteria=replace(figure.criteria, who=asked)),))
    line = assess(rating(key, "Hundreds"), dict.fromkeys(CRITERIA, 0.0), other).lines[0]
    assert (line.words, line.text) == ("Who counted?", "The key gives 0. Which office counts?")


def test_an_order_without_a_reason_has_none(key: Key) -> None:
    e = Exercise("x", "order", "x", own=("one", "two"))
    found = assess(e, ["two", "one"], key)
    assert found.headline == "Not yet: 1 in order, 1 to move."
    assert sorted(line.text for line in found.lines) == ["", "The key has it in place 1."]
