"""One reading against another, by the rules of the guideline; and how far two readers agree."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byline.agreeing import agreement, alpha, voice_of_words
from byline.key import Entry, Key
from byline.key.types import LAYERS, Mark
from byline.scoring import OUTCOMES, Comparison, Match, compare, label_of, place_of
from newsmarks.model import VOICES, Attribution, Loaded, Reading, Span, Voice
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
    assert outcomes(compare(student(key, figures=()), key), "figures") == {"missed": 2, "arguable": 1}, (
        "the street's number counts nothing, and may be left out")


def test_an_extra_mark_on_a_trap_brings_what_the_key_says_of_it(key: Key) -> None:
    extra = next(m for m in compare(student(key, loaded=(loaded(key, "unsafe"),)), key).matches if m.outcome == "extra")
    assert extra.trap
    assert extra.trap.feedback["extra"].startswith("“Unsafe”")


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("death trap", "found"),
        ("trap", "found"),  # the head word
        ("It was a death trap", "found"),  # a little more around it
        ("death", "found"),  # half of it
        ("unsafe. It was a death trap", "found"),  # four words more
        ("unsafe. It was a death trap,” she", "too long"),  # five
        ("It was", "extra"),
    ],
)
def test_a_mark_is_found_by_its_head_word_or_by_half_and_four_words_more(key: Key, words: str, outcome: str) -> None:
    """A mark that is too long is told once, and not as extra besides."""
    found = outcomes(compare(student(key, loaded=(loaded(key, words),)), key), "loaded")
    missed = {"missed": 1} if outcome == "extra" else {}
    assert found == {outcome: 1, "arguable": 1, **missed}


def test_a_mark_with_neither_the_head_word_nor_half_of_the_words_is_too_short(key: Key) -> None:
    """Here “It was a death trap” is what the key has: its last word is enough, two of its first are not."""
    long = replace(key, entries=tuple(
        replace(e, mark=loaded(key, "It was a death trap")) if e.mark == key.loaded[1] else e for e in key.entries))
    for words, outcome in (("trap", "found"), ("It was", "too short"), ("It was a", "found")):
        start = key.text.index("It was a death") + "It was a death trap".index(words)
        mark = replace(key.loaded[1], span=Span(start, start + len(words)))
        assert compare(student(key, loaded=(mark,)), long).counts("loaded")[outcome] == 1, words


def test_strength_may_be_one_apart_and_whose_words_may_not(key: Key) -> None:
    """Strength is a matter of degree; whose choice a word is has an answer, and that is the label."""
    mild = compare(student(key, loaded=(loaded(key, "death trap", strength=2),)), key)
    assert next(m for m in mild.matches if m.layer == "loaded" and m.outcome == "found").differs == ()
    other = compare(student(key, loaded=(loaded(key, "death trap", strength=1, words_by="reporter"),)), key)
    assert next(m for m in other.matches if m.layer == "loaded" and m.outcome == "other label").differs == (
        "words_by", "strength")  # fmt: skip


def test_readings_that_differ_only_in_what_is_not_asked_are_one_reading(key: Key) -> None:
    """How strong a word is: whoever marks it has found it, and nothing is arguable there."""
    entry = next(e for e in key.layer("loaded") if not e.also)
    milder = replace(entry, also=((replace(entry.mark, strength=1), "It may be milder."),))
    both = replace(key, entries=tuple(milder if e == entry else e for e in key.entries))
    found = compare(student(key, loaded=(loaded(key, "death trap"),)), both)
    assert outcomes(found, "loaded") == {"found": 1, "arguable": 1}
    asked = replace(entry, also=((replace(entry.mark, words_by="reporter"), "It may be the reporter's."),))
    both = replace(key, entries=tuple(asked if e == entry else e for e in key.entries))
    assert outcomes(compare(student(key, loaded=(loaded(key, "death trap"),)), both), "loaded") == {"arguable": 2}


def test_a_wrong_label_is_told_before_the_length(key: Key) -> None:
    """However long the mark is."""
    for words in ("trap", "It was a death trap", "unsafe. It was a death trap,” she said"):
        wrong = compare(student(key, loaded=(loaded(key, words, words_by="reporter"),)), key)
        assert outcomes(wrong, "loaded") == {"other label": 1, "arguable": 1}, words


def test_one_mark_may_count_for_two_entries_that_it_fits(key: Key) -> None:
    """“Reckless water-dumpers”: two words that judge, and one mark on both; where it fits one, it counts for that."""
    two = tuple(replace(entry, mark=loaded(key, words)) for entry, words in
                zip([next(e for e in key.layer("loaded") if not e.also)] * 2, ("death", "trap"), strict=True))
    both = replace(key, entries=two)

    def found(words: str, *more: str) -> dict[str, int]:
        return outcomes(compare(student(key, loaded=tuple(loaded(key, one) for one in (words, *more))), both), "loaded")

    assert found("death trap") == {"found": 2}
    assert found("trap") == {"found": 1, "missed": 1}
    assert found("death trap", "trap") == {"found": 2}, "each mark goes to the word that it is nearer to"
    assert found("unsafe. It was a death trap,” she said") == {"too long": 1, "missed": 1}, "one slip is told once"


def test_an_accepted_reading_is_arguable_whichever_it_is(key: Key) -> None:
    """Good readers differ there: either voice is accepted, and leaving a soft word unmarked is, too."""
    soft = next(n for n, v in enumerate(key.voices) if v.voice == "indirect")
    plain = replace(key.voices[soft], voice="reporter", attribution=None)
    as_reporter = student(key, voices=(*key.voices[:soft], plain, *key.voices[soft + 1 :]))
    for reading in (student(key), as_reporter):
        assert compare(reading, key).counts("voices")["arguable"] == 1
        assert compare(reading, key).counts("voices")["missed"] == 0
    assert outcomes(compare(student(key, loaded=()), key), "loaded") == {"arguable": 1, "missed": 1}


def test_a_stretch_in_another_voice_has_another_label(key: Key) -> None:
    """It is one slip: not missed and extra."""
    at = next(n for n, v in enumerate(key.voices) if v.voice == "hedged")
    wrong = replace(key.voices[at], voice="direct")
    found = compare(student(key, voices=(*key.voices[:at], wrong, *key.voices[at + 1 :])), key)
    assert {name: found.counts("voices")[name] for name in ("other label", "missed", "extra")} == {
        "other label": 1, "missed": 0, "extra": 0}  # fmt: skip
    [match] = [m for m in found.matches if m.outcome == "other label"]
    assert (match.label, match.mine, match.differs, match.shared) == ("direct", wrong, ("voice",), True)


def test_a_voice_is_missed_where_no_accepted_reading_leaves_it_to_the_reporter(key: Key) -> None:
    """Two marks are accepted here, but none at all is not."""
    at = next(n for n, e in enumerate(key.entries) if e.layer == "voices" and e.also)
    either = replace(key.entries[at].mark, voice="direct")
    strict = replace(key, entries=(replace(key.entries[at], also=((either, "It may be both."),)),))
    assert compare(student(key), strict).counts("voices")["arguable"] == 1
    unmarked = compare(student(key, voices=()), strict)
    assert (unmarked.counts("voices")["missed"], unmarked.counts("voices")["arguable"]) == (1, 0)


def voiced(key: Key, words: str, voice: str) -> Voice:
    """A voice on some words."""
    start = key.text.index(words)
    return Voice(Span(start, start + len(words)), voice, None, "", "")


def told(key: Key, *voices: Voice) -> list[tuple[str, str]]:
    """(outcome, words) of each voice that is not simply missing."""
    found = compare(student(key, voices=voices), key, ["voices"]).matches
    return [(m.outcome, key.words((m.entry.mark if m.entry else m.mine).span)) for m in found  # type: ignore[union-attr]
            if m.mine]  # fmt: skip


QUOTED = "“It was unsafe. It was a death trap,”"


@pytest.mark.parametrize(
    ("marks", "outcome"),
    [
        ((QUOTED,), "found"),
        (("“It was unsafe. It",), "found"),  # four words of eight
        (("“It was unsafe",), "too short"),  # three
        (("“It", "death trap,”"), "too short"),
        (("“It was", "death trap,”"), "found"),  # four in two pieces
        (("t was unsafe. I",), "found"),  # a word that is touched is a word
    ],
)
def test_a_voice_is_found_by_half_of_the_words_in_one_piece_or_two(
    key: Key, marks: tuple[str, ...], outcome: str
) -> None:
    assert {told for told, _ in told(key, *(voiced(key, words, "direct") for words in marks))} == {outcome}


def test_a_stretch_has_another_label_where_most_of_the_words_that_are_marked_have_one(key: Key) -> None:
    """As many of each, or no label at all on the rest, is no other label."""
    for right, wrong, outcome in (
        ("“It was", "unsafe. It was", "other label"), ("“It was unsafe.", "It was a", "too short"),
        ("It was a death trap,”", "“It was unsafe.", "found"), ("“It", "trap,”", "too short"),
    ):  # fmt: skip
        pieces = voiced(key, right, "direct"), voiced(key, wrong, "indirect")
        match = next(m for m in compare(student(key, voices=pieces), key, ["voices"]).matches if m.entry
                     and m.entry.mark.span.of(key.text) == QUOTED)  # type: ignore[union-attr]  # fmt: skip
        assert match.outcome == outcome, (right, wrong)


@pytest.mark.parametrize(
    ("words", "outcomes_of"),
    [
        ("“It was unsafe. It was a death trap,” she", [("too long", QUOTED)]),  # the words for the source
        ("drivers reportedly took the old road", [("too long", "took the old road")]),  # the cue
        ("took the old road. They came back on", [("found", "took the old road")]),  # four words more
        ("took the old road. They came back on Monday", [("too long", "took the old road")]),  # five
        ("took the old road. They came back on Monday.\n\nThe town calls the closing a “pause",
         [("too long", "took the old road"), ("other label", "“pause.”")]),
    ],
)
def test_a_mark_that_runs_on_is_too_long(key: Key, words: str, outcomes_of: list[tuple[str, str]]) -> None:
    """Over a cue or the words for a source, however few; over more than four other words of the reporter's."""
    voice = "direct" if words.startswith("“") else "hedged"
    assert told(key, voiced(key, words, voice)) == outcomes_of


def test_a_mark_that_runs_on_is_told_once_at_the_stretch_of_which_it_has_most(key: Key) -> None:
    """One mark over two quotations and what stands between."""
    hers = voiced(key, QUOTED, "direct").span
    two = [Span(hers.start, hers.start + len("“It was")), Span(key.text.index("It was a"), hers.end)]
    pieces = [replace(e, mark=replace(e.mark, span=span)) for e in key.layer("voices") for span in two
              if e.mark.span == hers]  # type: ignore[union-attr,call-arg,type-var]  # fmt: skip
    between = [Entry("voices", Voice(Span(two[0].end, two[1].start), "reporter", None, "", ""))]
    short = replace(key, entries=(pieces[0], *between, pieces[1], *key.layer("voices")[4:]))
    found = compare(student(key, voices=(voiced(key, QUOTED + " she said", "direct"),)), short, ["voices"]).matches
    assert [m.outcome for m in found if m.mine] == ["found", "too long"]


def test_a_cue_with_its_source_inside_one_quotation_may_be_marked_with_it(key: Key) -> None:
    """“…,” she said, “…”: in a quotation, and not in a report; at its end it is too long all the same."""
    text = "“It rained,” she said, “all day.” She said it would stop, she said, at noon. We left."
    article = open_text(text)

    def made(*stretches: tuple[str, str]) -> tuple[Voice, ...]:
        return tuple(Voice(Span(text.index(w), text.index(w) + len(w)), v, None, "", "") for w, v in stretches)

    said = [replace(key.attributions[1], content=(), cue=(Span(at + 4, at + 8),), source=(Span(at, at + 3),))
            for at in (text.index("she said,"), text.rindex("she said,"))]  # fmt: skip
    theirs = Reading(article, "the key", made(
        ("“It rained,”", "direct"), ("she said", "reporter"), ("“all day.”", "direct"), ("She said", "reporter"),
        ("it would stop", "indirect"), ("she said, at", "reporter"), ("at noon", "indirect"), ("We left", "reporter"),
    ), tuple(said), (), ())  # fmt: skip

    def held(words: str, voice: str) -> set[str]:
        mine = Reading(article, "a student", made((words, voice)), (), (), ())
        return {m.outcome for m in compare(mine, theirs, ["voices"]).matches if m.mine}

    assert held("“It rained,” she said, “all day.”", "direct") == {"found"}
    assert held("“It rained,” she said", "direct") == {"too long"}
    assert held("it would stop, she said, at noon", "indirect") >= {"too long"}


def test_a_cue_between_two_quotations_is_inside_of_neither(key: Key) -> None:
    """“…,” he said. “…,” she said: one mark over both runs on; so does one that ends in words of another voice."""
    text = "“It rained,” he said. “It poured,” she said. Hundreds reportedly left."
    article = open_text(text)

    def voice(words: str, name: str, attribution: int | None = None) -> Voice:
        return Voice(Span(text.index(words), text.index(words) + len(words)), name, attribution, "", "")

    said = tuple(replace(key.attributions[1], content=(), source=(), cue=(Span(at, at + 4),))
                 for at in (text.index("said"), text.rindex("said")))  # fmt: skip
    theirs = Reading(article, "the key", (
        voice("“It rained,”", "direct", 0), voice("he said", "reporter"), voice("“It poured,”", "direct", 1),
        voice("she said. Hundreds reportedly", "reporter"), voice("left", "hedged", 2),
    ), said, (), ())  # fmt: skip
    for words in ("“It rained,” he said. “It poured,”", "“It poured,” she said. Hundreds reportedly left"):
        mine = Reading(article, "a student", (voice(words, "direct"),), (), (), ())
        assert "too long" in {m.outcome for m in compare(mine, theirs, ["voices"]).matches}


def test_a_mark_on_the_reporters_words_is_extra(key: Key) -> None:
    """Wherever it lies wholly; a few words between two marks are nobody's mistake."""
    assert told(key, voiced(key, "They came back", "indirect")) == [("extra", "They came back")]
    assert told(key, voiced(key, "said", "direct")) == [("extra", "said")]


def test_contents_are_stretches_too(key: Key) -> None:
    """Half of the words; not one of the saying, nor one that has a voice of its own, and at most four others more."""
    said = key.attributions[0]

    def outcome(words: str, claim: Attribution = said) -> dict[str, int]:
        start = key.text.index(words)
        mine = replace(claim, content=(Span(start, start + len(words)),))
        found = compare(student(key, attributions=(mine,)), key, ["attributions"])
        return {m.outcome: 1 for m in found.matches if m.mine}

    assert outcome("dreadful bridge closed") == {"found": 1}
    assert outcome("The dreadful") == {"too short": 1}
    assert outcome("The dreadful bridge closed on Friday, Mayor") == {"too long": 1}, "a word for the source"
    assert outcome("(Hill Wire) — The dreadful bridge closed on Friday") == {"too long": 1}, "words of another voice"
    assert outcome("They came back") == {"extra": 1}


def test_two_readings_are_compared_in_some_layers_and_paragraphs(key: Key) -> None:
    """A mark is in the paragraph in which it begins."""
    mine = student(key, loaded=(loaded(key, "death trap"), loaded(key, "town hall"), loaded(key, "old road")))
    found = compare(mine, key, ["loaded"], (1, 2)).matches
    assert {m.layer for m in found} == {"loaded"}
    assert sorted(m.outcome for m in found) == ["arguable", "extra", "found"]
    assert [m.outcome for m in compare(mine, key, ["loaded"], (3,)).matches] == ["extra"]
    assert compare(mine, key, ["loaded"], ()).matches == ()
    assert {m.layer for m in compare(mine, key).matches} == set(LAYERS)


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


def test_an_attribution_is_found_by_half_of_its_content_or_where_there_is_none_by_its_cue(key: Key) -> None:
    """A little of the content is too short, with the cue or without; content elsewhere is another claim."""
    said = key.attributions[0]
    start = said.content[0].start
    little, elsewhere = (Span(start, start + 5),), (Span(len(key.text) - 5, len(key.text)),)
    for content, cue, outcome in ((said.content, (), "found"), (little, said.cue, "too short"),
                                  (little, (), "too short"), (elsewhere, said.cue, "extra"),
                                  ((), said.cue, "found")):  # fmt: skip
        mine = replace(said, content=content, cue=cue)
        found = compare(student(key, attributions=(mine,)), key)
        assert [m.outcome for m in found.matches if m.mine == mine] == [outcome]


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


def _is_in_one_found(mark: Mark, matches: list[Match]) -> bool:
    """Whether a match that is found has the words of a mark, one at least, and its label."""
    return any(
        m.outcome in ("found", "arguable") and m.entry and m.mine and m.label == label_of(mark)
        and any(span.overlaps(there) for span in place_of(mark) for there in place_of(m.entry.mark))
        and all(any(span.overlaps(there) for there in place_of(m.entry.mark)) for span in place_of(mark))
        for m in matches
    )  # fmt: skip


@settings(max_examples=150)
@given(data=st.data())
def test_every_mark_is_accounted_for_once(key: Key, data: st.DataObject) -> None:
    """Whatever a student marks, each of the key's marks is in one match and each of the student's in one or more, but
    for those that lie in a place that is found already, with its label: the match there accounts for them.
    """
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
        told = {id(m.mine) for m in matches if m.mine}
        assert told <= set(map(id, getattr(mine, layer)))
        assert all(_is_in_one_found(mark, matches) for mark in getattr(mine, layer) if id(mark) not in told)
        assert sorted(id(m.entry.mark) for m in matches if m.entry) == sorted(map(id, getattr(key, layer)))
        assert all(m.entry is None or m.mine is None for m in matches if m.outcome in ("extra", "missed"))
        assert 0 <= found.f1(layer) <= 1


@settings(max_examples=150)
@given(data=st.data())
def test_voices_are_accounted_for_whatever_is_marked(key: Key, data: st.DataObject) -> None:
    """Each stretch that is not plainly the reporter's is told once; an extra mark tells of no stretch."""
    cuts = sorted(data.draw(st.sets(st.integers(0, len(key.text)), max_size=12)))
    voices = tuple(Voice(Span(a, b), data.draw(st.sampled_from(sorted(VOICES))), None, "", "")
                   for a, b in pairwise(cuts))  # fmt: skip
    found = compare(student(key, voices=voices), key, ["voices"]).matches
    stretches = [e for e in key.layer("voices") if e.mark.voice != "reporter" or e.also]  # type: ignore[union-attr]
    assert [m.entry for m in found if m.entry] == stretches
    extra = [m.mine for m in found if not m.entry]
    assert len(set(map(id, extra))) == len(extra)
    assert not {"reporter"} & {m.label for m in found if not m.entry}
    assert all(m.outcome in OUTCOMES for m in found)


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
    """One of the key's two figures that count something, and one that the key does not have; a street's number, which
    may be left out, does not count against anybody.
    """
    extra = replace(key.figures[0], span=Span(0, 7))
    mine = student(key, figures=(key.figures[0], extra))
    assert compare(mine, key).f1("figures") == pytest.approx(2 / 4)
    assert compare(student(key, figures=(*key.figures[:2], extra)), key).f1("figures") == pytest.approx(4 / 5)
    assert compare(student(key, figures=key.figures), key).f1("figures") == 1
    assert compare(student(key, figures=()), replace(key, entries=())).f1("figures") == 1


def test_of_two_labels_on_one_word_the_right_one_counts_and_the_other_is_extra(key: Key) -> None:
    """Whichever comes first in the alphabet."""
    right = loaded(key, "death trap")
    wrong = replace(right, words_by="reporter")
    for marks in ((right, wrong), (wrong, right)):
        found = compare(student(key, loaded=marks), key).matches
        assert [m.outcome for m in found if m.mine == right] == ["found"]
        assert [m.outcome for m in found if m.mine == wrong] == ["extra"]
