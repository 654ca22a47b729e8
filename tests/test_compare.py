"""One reading against another: found, missed, extra, arguable, and how far two readers agree."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byline.article import open_text
from byline.compare import Comparison, agreement, alpha, compare
from byline.key import Key
from byline.key.types import LAYERS
from byline.model import Loaded, Reading, Span, Voice
from byline.reading import read
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
