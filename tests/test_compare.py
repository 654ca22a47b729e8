"""One reading against another: found, missed, extra, arguable, and how far two readers agree."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byline.agreeing import agreement, alpha, voice_of_words
from byline.key import Key
from byline.key.types import LAYERS
from byline.scoring import Comparison, compare
from newsmarks.model import Loaded, Reading, Span, Voice
from newsmarks.reader import read
from newsmarks.text import open_text
from newsmarks.text import words as words_of
from test_key import KEY, checked


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Key:
    """The sample key."""
    found, _ = checked(tmp_path_factory.mktemp("sample"), KEY)
    assert found
    return found


def student(key: Key, **layers: object) -> Reading:
    """A reading of the same text with the key's marks, but for the layers given."""
    fields = {layer: getattr(key, layer) for layer in LAYERS} | layers
    return Reading(key.article, "a student", **fields)  # type: ignore[arg-type]


def loaded(key: Key, words: str, **changes: object) -> Loaded:
    """A loaded mark on some words, otherwise like the key's second."""
    start = key.text.index(words)
    return replace(key.loaded[1], span=Span(start, start + len(words)), **changes)  # type: ignore[arg-type]


def outcomes(found: Comparison, layer: str) -> dict[str, int]:
    return {name: n for name, n in found.counts(layer).items() if n}


def test_a_reading_against_itself_is_found_whole() -> None:
    """Nothing is missed or extra, and two readers who mark the same agree wholly."""
    reading = read(open_text("The grim bridge is unsafe, the mayor said. “It shook,” she said. 12 cars waited."))
    for layer in LAYERS:
        assert set(outcomes(compare(reading, reading), layer)) <= {"found"}
    assert set(agreement(reading, reading).values()) == {1.0}


def test_a_mark_less_is_missed_and_a_mark_more_is_extra(key: Key) -> None:
    found = compare(student(key, loaded=(loaded(key, "town hall"),)), key)
    assert outcomes(found, "loaded") == {"arguable": 1, "missed": 1, "extra": 1}
    assert outcomes(compare(student(key, figures=()), key), "figures") == {"missed": 3}


def test_an_extra_mark_on_a_trap_brings_what_the_key_says_of_it(key: Key) -> None:
    extra = next(m for m in compare(student(key, loaded=(loaded(key, "unsafe"),)), key).matches if m.outcome == "extra")
    assert extra.trap
    assert extra.trap.feedback["extra"].startswith("“Unsafe”")


@pytest.mark.parametrize(
    ("words", "hit"),
    [
        ("death trap", True),
        ("trap", True),  # the head word
        ("It was a death trap", True),  # a little more around it
        ("death", True),  # half of it
        ("unsafe. It was a death trap,” she said", False),  # the whole sentence finds nothing
        ("a", False),
    ],
)
def test_a_mark_is_found_by_its_head_word_or_by_half(key: Key, words: str, hit: bool) -> None:
    found = compare(student(key, loaded=(loaded(key, words),)), key)
    assert (found.counts("loaded")["found"] == 1) is hit


def test_strength_may_be_one_apart_and_whose_words_may_not(key: Key) -> None:
    """Strength is a matter of degree; whose choice a word is has an answer."""
    mild = compare(student(key, loaded=(loaded(key, "death trap", strength=2),)), key)
    assert next(m for m in mild.matches if m.layer == "loaded" and m.outcome == "found").differs == ()
    other = compare(student(key, loaded=(loaded(key, "death trap", strength=1, words_by="reporter"),)), key)
    assert next(m for m in other.matches if m.layer == "loaded" and m.outcome == "found").differs == (
        "words_by", "strength")  # fmt: skip


def test_an_accepted_reading_is_arguable_whichever_it_is(key: Key) -> None:
    """Good readers differ there: either voice is accepted, and leaving a soft word unmarked is, too."""
    soft = next(n for n, v in enumerate(key.voices) if v.voice == "indirect")
    plain = replace(key.voices[soft], voice="reporter", attribution=None)
    as_reporter = student(key, voices=(*key.voices[:soft], plain, *key.voices[soft + 1 :]))
    for reading in (student(key), as_reporter):
        assert compare(reading, key).counts("voices")["arguable"] == 1
        assert compare(reading, key).counts("voices")["missed"] == 0
    assert outcomes(compare(student(key, loaded=()), key), "loaded") == {"arguable": 1, "missed": 1}


def test_a_stretch_in_another_voice_is_missed_and_extra(key: Key) -> None:
    at = next(n for n, v in enumerate(key.voices) if v.voice == "hedged")
    wrong = replace(key.voices[at], voice="direct")
    found = compare(student(key, voices=(*key.voices[:at], wrong, *key.voices[at + 1 :])), key)
    assert {name: found.counts("voices")[name] for name in ("missed", "extra")} == {"missed": 1, "extra": 1}


def test_a_voice_is_missed_where_no_accepted_reading_leaves_it_to_the_reporter(key: Key) -> None:
    """Two marks are accepted here, but none at all is not."""
    at = next(n for n, e in enumerate(key.entries) if e.layer == "voices" and e.also)
    either = replace(key.entries[at].mark, voice="direct")
    strict = replace(key, entries=(replace(key.entries[at], also=((either, "It may be both."),)),))
    assert compare(student(key), strict).counts("voices")["arguable"] == 1
    unmarked = compare(student(key, voices=()), strict)
    assert (unmarked.counts("voices")["missed"], unmarked.counts("voices")["arguable"]) == (1, 0)


def test_a_voice_is_found_by_half_of_its_stretch_in_one_piece_or_two(key: Key) -> None:
    """What counts is how much of the key's words has the voice."""
    at = next(n for n, v in enumerate(key.voices) if v.voice == "direct")
    whole, (start, end) = key.voices[at], key.voices[at].span

    def outcome(*ends: tuple[int, int]) -> str:
        mine = tuple(replace(whole, span=Span(*one)) for one in ends)
        found = compare(student(key, voices=mine), key).matches
        return next(m.outcome for m in found if m.entry and m.entry.mark == whole)

    length = end - start
    assert outcome((start, end)) == "found"
    assert outcome((start, start + length // 2 + 1)) == "found"
    assert outcome((start, start + length // 2 - 2)) == "missed"
    assert outcome((start, start + length // 3), (end - length // 3, end)) == "found"


@pytest.mark.parametrize("larger", [0, 1])
def test_of_two_pieces_the_larger_one_stands_beside_the_stretch(key: Key, larger: int) -> None:
    """Whichever comes first."""
    whole = next(v for v in key.voices if v.voice == "direct")
    cut = whole.span.start + (whole.span.end - whole.span.start) * (2 if larger == 0 else 1) // 3
    pieces = [replace(whole, span=Span(a, b)) for a, b in ((whole.span.start, cut), (cut, whole.span.end))]
    found = compare(student(key, voices=tuple(pieces)), key).matches
    assert next(m.mine for m in found if m.entry and m.entry.mark == whole) == pieces[larger]


def test_an_extra_voice_on_a_trap_brings_what_the_key_says_of_it(key: Key) -> None:
    """A trap of another layer, or elsewhere, is none."""
    start = key.text.index("They came back")
    voice = replace(key.voices[0], span=Span(start, start + 14), voice="direct")
    trap = replace(key.traps[0], layer="voices", span=Span(start + 5, start + 9))
    for traps, brought in (((trap,), trap), ((replace(trap, layer="loaded"),), None),
                           ((replace(trap, span=Span(0, 3)),), None)):  # fmt: skip
        found = compare(student(key, voices=(voice,)), replace(key, traps=traps))
        assert [m.trap for m in found.matches if m.outcome == "extra" and m.layer == "voices"] == [brought]


@pytest.mark.parametrize(("strength", "differs"), [(1, ("strength",)), (2, ()), (3, ())])
def test_a_strength_two_steps_away_differs(key: Key, strength: int, differs: tuple[str, ...]) -> None:
    found = compare(student(key, loaded=(loaded(key, "death trap", strength=strength),)), key)
    assert next(m for m in found.matches if m.layer == "loaded" and m.outcome == "found").differs == differs


@pytest.mark.parametrize(("score", "differs"), [(0.0, ("how",)), (0.5, ()), (1.0, ())])
def test_a_question_half_a_point_away_does_not_differ(key: Key, score: float, differs: tuple[str, ...]) -> None:
    figure = key.figures[1]
    assert figure.criteria.how.score == 1
    mine = replace(figure, criteria=replace(figure.criteria, how=replace(figure.criteria.how, score=score)))
    assert next(m for m in compare(student(key, figures=(mine,)), key).matches if m.mine == mine).differs == differs


@pytest.mark.parametrize(
    ("words", "hit"),
    [("214", True), ("Only on Monday, 214 cars", True), ("Only on Monday, 214 cars drove", False), ("cars", False)],
)
def test_a_figure_is_found_by_any_of_its_words_if_not_much_more_is_marked(words: str, hit: bool) -> None:
    """Up to four words more than the figure has."""
    article = open_text("Only on Monday, 214 cars drove to the hall, the mayor said.")
    reading = read(article)
    (figure,) = [f for f in reading.figures if f.span.of(article.text) == "214"]
    start = article.text.index(words)
    mine = replace(reading, figures=(replace(figure, span=Span(start, start + len(words))),))
    theirs = replace(reading, figures=(figure,))
    assert compare(mine, theirs).counts("figures")["found"] == hit


@pytest.mark.parametrize(
    ("changes", "differs"),
    [
        ({}, ()),
        ({"cue": ()}, ("cue",)),
        ({"source": ()}, ("source",)),
        ({"mode": "mixed"}, ("mode",)),
        ({"stance": "doubting"}, ("stance",)),
        ({"ladder": 1}, ("ladder",)),
        ({"source_name": "Kay"}, ()),
    ],
)
def test_an_attribution_tells_what_differs(key: Key, changes: dict[str, object], differs: tuple[str, ...]) -> None:
    """Cue and source are the same where they touch; its name is not compared."""
    said = key.attributions[0]
    mine = replace(said, **changes)  # type: ignore[arg-type]
    found = compare(student(key, attributions=(mine,)), key)
    assert next(m for m in found.matches if m.mine == mine).differs == differs


def test_an_attribution_is_found_by_its_cue_and_some_of_its_content(key: Key) -> None:
    """Too little of the content alone is not enough, and a cue without content neither."""
    said = key.attributions[0]
    start = said.content[0].start
    for content, cue, hit in (((start, start + 5), said.cue, True), ((start, start + 5), (), False),
                              ((len(key.text) - 5, len(key.text)), said.cue, False)):  # fmt: skip
        mine = replace(said, content=(Span(*content),), cue=cue)
        found = compare(student(key, attributions=(mine,)), key)
        assert any(m.mine == mine and m.entry and m.entry.mark == said for m in found.matches) is hit


def test_a_mark_goes_to_the_entry_that_it_shares_most_with(key: Key) -> None:
    """Of two marks on one entry the nearer is found and the other is extra."""
    near, far = loaded(key, "death trap"), loaded(key, "a death trap,” she")
    for marks in ((near, far), (far, near)):
        found = compare(student(key, loaded=marks), key)
        assert [m.outcome for m in found.matches if m.mine == near] == ["found"]
        assert [m.outcome for m in found.matches if m.mine == far] == ["extra"]


def test_of_two_accepted_readings_the_nearer_one_says_what_differs(key: Key) -> None:
    """Whoever marks what the second reading has is told of no difference."""
    at = next(n for n, e in enumerate(key.entries) if e.layer == "loaded" and not e.also)
    entry = key.entries[at]
    other = replace(entry.mark, category="emotion", words_by="nobody")
    both = replace(key, entries=(replace(entry, also=((other, "It may be felt."),)),))
    for mark in (entry.mark, other):
        found = [m for m in compare(student(key, loaded=(mark,)), both).matches if m.layer == "loaded"]
        assert [(m.outcome, m.differs) for m in found] == [("arguable", ())]


def test_a_figure_tells_what_differs(key: Key) -> None:
    figure = key.figures[1]
    guess = replace(figure.criteria, how=replace(figure.criteria.how, score=0.0, words=None))
    mine = replace(figure, criteria=guess, verdict="traceable")
    found = compare(student(key, figures=(mine,)), key)
    assert next(m for m in found.matches if m.mine == mine).differs == ("verdict", "how")


def test_two_texts_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="readings of two texts"):
        compare(read(open_text("One.")), read(open_text("Two.")))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [("0100000010", "1110010000", 0.095), ("aabbdcccedda", "babbbccceddd", 0.692)],
)
def test_alpha_is_krippendorffs(first: str, second: str, expected: float) -> None:
    """The two worked examples for two observers in Krippendorff, Computing Krippendorff's Alpha-Reliability (2011)."""
    assert alpha([list(first), list(second)]) == pytest.approx(expected, abs=5e-4)


def test_alpha_of_one_label_is_one() -> None:
    """Where nothing varies there is nothing to agree about; the library itself would refuse."""
    assert alpha([["-", "-"], ["-", "-"]]) == 1.0


@settings(max_examples=150)
@given(data=st.data())
def test_every_mark_is_accounted_for_once(key: Key, data: st.DataObject) -> None:
    """Whatever a student marks, each mark of either side is in one match, and no comparison fails."""
    length = len(key.text)

    def spans() -> list[Span]:
        pairs = data.draw(st.lists(st.tuples(st.integers(0, length - 1), st.integers(1, 60)), max_size=8))
        return [Span(start, min(length, start + n)) for start, n in pairs]

    mine = student(
        key,
        loaded=tuple(replace(key.loaded[0], span=s) for s in spans()),
        figures=tuple(replace(key.figures[0], span=s) for s in spans()),
        attributions=tuple(replace(key.attributions[2], content=(s,), cue=()) for s in spans()),
    )
    found = compare(mine, key)
    for layer in ("loaded", "figures", "attributions"):
        matches = [m for m in found.matches if m.layer == layer]
        assert sorted(id(m.mine) for m in matches if m.mine) == sorted(map(id, getattr(mine, layer)))
        assert sorted(id(m.entry.mark) for m in matches if m.entry) == sorted(map(id, getattr(key, layer)))
        assert 0 <= found.f1(layer) <= 1


def test_words_take_the_voice_and_the_load_that_they_stand_in() -> None:
    """One reader marks a word and the other none: no better than chance."""
    article = open_text("One grim two three four five six seven.")
    plain = Reading(article, "a", (Voice(Span(0, len(article.text)), "reporter", None, "x", "x"),), (), (), ())
    marked = replace(plain, loaded=(Loaded(Span(4, 8), "reporter", "reporter", "emotion", 1, (), "x", "x"),))
    assert agreement(plain, marked)["loaded"] == pytest.approx(0.0, abs=0.01)
    assert agreement(marked, marked)["loaded"] == 1.0


def test_a_word_takes_the_voice_of_its_place() -> None:
    """Three stretches side by side, and a word in each of the first two."""
    article = open_text("One two three four.")
    stretches = ((0, 4, "reporter"), (4, 8, "direct"), (8, 19, "caption"))
    voices = tuple(Voice(Span(start, end), voice, None, "x", "x") for start, end, voice in stretches)
    every = words_of(article.text, Span(0, len(article.text)))
    assert voice_of_words(Reading(article, "a", voices, (), (), ()), every) == ["reporter", "direct", *["caption"] * 2]


def test_f1_counts_what_is_shared_twice_and_what_one_alone_has_once(key: Key) -> None:
    """Two of the key's three figures, and one that the key does not have."""
    extra = replace(key.figures[0], span=Span(0, 1))
    assert compare(student(key, figures=(*key.figures[:2], extra)), key).f1("figures") == pytest.approx(4 / 6)
