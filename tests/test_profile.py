"""The profile: loaded words counted by voice, by whose words and by third, and told in tables and in text."""

from __future__ import annotations

import doctest
import importlib
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

import byline
from byline import open_article, open_text, profile, read
from byline.display.counts import Tally, Use, wording
from byline.display.tallies import profile as drawing_of_profile
from newsmarks.model import Article, Loaded, Reading, Span
from test_show import readings

BOTH = (
    "The shocking delay began on Monday, and buses stood still in the whole town until the evening news came on.\n\n"
    "Ana Ruiz said: “It was a shocking plan, and the besieged depot had no fuel, no tea and no keys for us.”\n\n"
    "Tom Hill said: “It was a ghastly day for the depot, for the drivers and for every bus that we have.”\n"
)


@pytest.fixture(scope="module")
def mariupol() -> Reading:
    return read(open_article("mariupol"))


def table(tallies: tuple[Tally, ...]) -> dict[str, tuple[int, int, float]]:
    return {tally.name: (tally.loaded, tally.words, round(tally.rate, 1)) for tally in tallies}


def body(html: str) -> str:
    """What is drawn, without the style sheet."""
    return html[html.index("</style>") :]


# The numbers


def test_the_article_is_counted_by_voice_by_source_and_by_third(mariupol):
    """The numbers that the lesson speaks of."""
    counted = wording(mariupol)
    assert (counted.loaded, counted.words) == (15, 422)
    assert table(counted.voices) == {
        "reporter": (4, 198, 2.0), "direct": (6, 95, 6.3), "indirect": (0, 32, 0.0),
        "hedged": (3, 72, 4.2), "borrowed": (2, 6, 33.3), "caption": (0, 19, 0.0),
    }  # fmt: skip
    assert table(counted.whose) == {"reporter": (7, 302, 2.3), "Azov Regiment": (6, 95, 6.3),
                                    "the desk": (0, 19, 0.0), "nobody": (2, 6, 33.3)}  # fmt: skip
    assert table(counted.thirds) == {"first third (P1 to P7)": (8, 140, 5.7), "middle third (P7 to P12)": (3, 141, 2.1),
                                     "last third (P12 to P17)": (4, 141, 2.8)}  # fmt: skip


def test_the_article_s_strongest_words_before_the_first_quotation_are_the_reporter_s(mariupol):
    """All words of the highest strength are given, in the order of the text."""
    counted = wording(mariupol)
    assert counted.quoted == 4
    assert [(use.words, use.paragraph, use.strength) for use in counted.first] == [
        ("shocking", 1, 2), ("carnage", 1, 2), ("dystopian", 3, 2)]  # fmt: skip


def test_contested_words_are_listed_apart_and_never_counted(mariupol):
    """ "Besieged", "far-right" and "invasion" are for asking both sides."""
    counted = wording(mariupol)
    assert {word: [use.paragraph for use in uses] for word, uses in counted.contested.items()} == {
        "besieged": [1, 8], "far-right": [15], "invasion": [17]}  # fmt: skip
    assert counted.loaded + 4 == len(mariupol.loaded)


@pytest.mark.parametrize("text", [BOTH, "A shocking day.\n\n“No,” he said.\n", "Rain fell.\n"])
def test_the_three_tables_add_up_to_the_same(text):
    """Every counted word and every loaded word stands once in each table."""
    counted = wording(read(open_text(text)))
    for tallies in (counted.voices, counted.whose, counted.thirds or counted.voices):
        assert sum(t.words for t in tallies) == counted.words
        assert sum(t.loaded for t in tallies) == counted.loaded


def test_a_word_by_two_sides_is_shared():
    """The same word by the reporter and by a source; another word by one of them is not."""
    counted = wording(read(open_text(BOTH)))
    assert list(counted.shared) == ["shocking"]
    assert [use.words_by for use in counted.shared["shocking"]] == ["reporter", "Ana Ruiz"]


def test_a_word_by_two_sources_is_shared_whatever_its_letters():
    """Big and small letters make no difference, and the reporter need not be one of the two."""
    text = "Ana Ruiz said: “Ghastly plans are all that we were shown.”\n\nTom Hill said: “It is a ghastly mistake.”\n"
    counted = wording(read(open_text(text)))
    assert list(counted.shared) == ["ghastly"]
    assert [use.words_by for use in counted.shared["ghastly"]] == ["Ana Ruiz", "Tom Hill"]


def test_a_borrowed_term_is_on_nobody_s_side():
    """The reporter's word and the same word as a borrowed term are not two sides."""
    reading = read(open_text("The “shocking” plan was a shocking plan, and it rained.\n"))
    assert {mark.words_by for mark in reading.loaded} == {"nobody", "reporter"}
    assert wording(reading).shared == {}


def test_a_text_that_quotes_nobody_is_searched_to_its_end():
    """Without a quotation, the reporter's strongest word may stand anywhere."""
    reading = read(open_text("The bus was late.\n\nIt was a shocking day.\n"))
    counted = wording(reading)
    assert counted.quoted is None
    assert counted.first == (Use("shocking", "reporter", 2, 2),)
    assert "in the whole text, which has no direct quotation:\n- “shocking” (P2)" in repr(profile(reading))


def test_strong_words_after_the_first_quotation_are_not_the_first():
    """A quotation comes first: then the reporter used no loaded word before it."""
    reading = read(open_text("Ana Ruiz said: “The bus was late.”\n\nIt was a shocking day.\n"))
    assert wording(reading).first == ()
    assert "The reporter uses no loaded word before the first direct quotation (P1)." in repr(profile(reading))


def test_words_about_the_text_are_left_out():
    """A stamp or a byline is neither counted nor judged."""
    text = "By Ana Ruiz\n\nThe bus was late on Monday.\n"
    counted = wording(read(open_text(text)))
    assert "meta" not in table(counted.voices)
    assert counted.words == 6


# What is shown


def test_the_profile_is_exported_like_the_others():
    """`from byline import profile`, and it stays the function when its module is loaded."""
    assert "profile" in byline.__all__
    assert callable(byline.profile)
    assert callable(drawing_of_profile)


def test_html_and_text_tell_the_same(mariupol):
    """Each cell, each sentence and each item of the tables stands in the text, too."""
    shown = profile(mariupol)
    spaced = " ".join(repr(shown).split())
    parts = re.findall(r"<(?:td[^>]*|bdi|p|p><b|caption)>([^<]+)<", body(shown._repr_html_()))
    assert len(parts) > 50
    assert [part for part in parts if part not in spaced] == []


def test_the_tables_can_be_walked(mariupol):
    """Each has a caption, and each cell a head in its row and in its column."""
    html = body(profile(mariupol).html)
    assert html.count("<table") == html.count("<caption>") == 3
    assert html.count('<th scope="col"') == 12
    assert html.count('<th scope="row">') == html.count("<tr>") - 3 == 13


def test_a_side_with_few_words_gets_its_counts_and_no_rate(mariupol):
    """Two marks in six words are no rate of 33."""
    text = repr(profile(mariupol))
    assert re.search(r"nobody \(borrowed terms\) +2 loaded +6 words +too few for a rate\n", text)
    assert "Where there are fewer than 25 words, a rate would say little." in text
    assert "33" not in text


def test_an_empty_reading_says_that_there_is_nothing_to_count():
    """No voice, no word, no error."""
    nothing = profile(Reading(Article("empty", "", ()), "nobody", (), (), (), ()))
    assert "so there is nothing to count" in repr(nothing)
    assert "<table" not in body(nothing.html)


def test_a_reading_without_voices_keeps_its_marks():
    """A reader may mark a loaded word before any voice: it is counted, and gets no rate."""
    text = "A shocking day."
    mark = Loaded(Span(2, 10), "reporter", "reporter", "emotion", 2, (), "shock", "It judges.")
    unvoiced = Reading(open_text(text), "a student", (), (), (mark,), ())
    assert table(wording(unvoiced).whose) == {"reporter": (1, 0, 0.0)}
    assert "so there is nothing to count" in repr(profile(unvoiced))


def test_a_text_without_loaded_words_says_so_and_still_asks_both_sides():
    """No table of zeros; a contested word is told."""
    plain = repr(profile(read(open_text("The bus to the besieged town was late.\n"))))
    assert plain.startswith("No loaded word is marked in 8 words.")
    assert "“besieged”: the reporter (P1)" in plain
    assert plain.count("the reporter") == 1
    assert "Loaded words by" not in plain


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "a\x1b[2Jb", "a\u202eb", "Ana\n\nP1 said", "x" * 300])
def test_a_hostile_name_can_neither_draw_nor_steer(name):
    """A source's name is text: escaped in HTML, its control signs visible on a terminal."""
    reading = read(open_text(BOTH))
    attributions = tuple(replace(a, source_name=name) for a in reading.attributions)
    loaded = tuple(replace(mark, words_by=name) if mark.voice == "direct" else mark for mark in reading.loaded)
    shown = profile(replace(reading, attributions=attributions, loaded=loaded))
    assert name in table(shown.wording.whose)
    assert "<script" not in body(shown.html)
    assert not set("\x1b\u202e") & set(repr(shown))
    assert all(len(line) <= 90 for line in repr(shown).splitlines() if "words" in line)


@given(readings())
@settings(max_examples=100)
def test_any_marks_whatever_get_a_profile(reading):
    """No reading is too strange: the tables add up, nothing steers a terminal, nothing is drawn by an article."""
    shown = profile(reading)
    counted = shown.wording
    for tallies in (counted.voices, counted.whose, counted.thirds):
        assert not tallies or sum(tally.loaded for tally in tallies) == counted.loaded
        assert not tallies or sum(tally.words for tally in tallies) == counted.words
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\x85\u202e\u2028]", repr(shown))
    ours = set("style div p b table caption thead tbody tr th td bdi ul li".split())
    assert set(re.findall(r"</?(\w+)", body(shown.html))) <= ours


def test_the_same_reading_gives_the_same_profile(mariupol):
    """The same input, the same bytes."""
    assert profile(mariupol) == profile(read(open_article("mariupol")))


@pytest.mark.parametrize("module", ["byline.display.counts", "byline.display.tallies"])
def test_the_examples_in_the_docstrings_hold(module):
    """The doctests of the two modules."""
    done = doctest.testmod(importlib.import_module(module))
    assert done.attempted
    assert not done.failed
