"""One figure as a card: what it says, who says it, five questions, and what to ask next."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from byline import open_article, open_text, passport, read
from newsmarks.model import CRITERIA, NOT_FALSE, Reading
from test_show import readings

TOWN = """The flood had reached 214 homes by Tuesday noon, engineer Ana Ruiz said, citing door-to-door checks.
Hundreds of homes were reportedly wrecked.
School nurse Mia Lund said that about 60 pupils were absent on Monday, citing the roll call.
A shop owner said that 98.6 percent of the town is ill."""
ARTICLE = read(open_article("mariupol"))


def plain(html: str) -> str:
    """The words of a drawn card, as they are read out."""
    words = re.sub(r"<[^>]+>", " ", html.split("</style>")[1])
    return " ".join(words.replace("&#x27;", "'").split())


def test_a_card_says_what_who_and_what_is_missing() -> None:
    """Value, source with type and step, all five questions, verdict, the fixed line, and what to ask."""
    card = passport(ARTICLE, "95 percent")
    said = " ".join(card.text.split())
    for words in (
        "“95 percent” (P17)",
        "95 percent, given as an exact number",
        "Ukrainian officials (party–government; step 2 of 5, a group without names)",
        *CRITERIA.values(),
        "“Ukrainian officials”. Still open: Who counted",
        "not checkable from this article",
        NOT_FALSE,
        "A careful reader would ask next: About “95 percent”, can you tell me what exactly was counted, and out of "
        "what, and for which day it stands?",
    ):
        assert words in said, words
        assert words in plain(card.html), words


@pytest.mark.parametrize(("words", "verdict"), [
    ("hundreds", "not checkable from this article (2 of 5)"),
    ("95 percent", "not checkable from this article (0.5 of 5)"),
    ("a few", "not checkable from this article (0.5 of 5)"),
    ("last remaining", "not checkable from this article (0.5 of 5)"),
    ("Wednesday, April 20", "traceable (4 of 5)"),
])  # fmt: skip
def test_the_cards_of_the_lesson_say_what_its_prose_says(words: str, verdict: str) -> None:
    """Lesson 05 tells these numbers; who changes them changes the lesson, too."""
    assert f"\nVerdict: {verdict}\n" in passport(ARTICLE, words).text


def test_neither_how_round_nor_how_exact_a_number_looks_decides() -> None:
    """Two sound, two thin: the round one can be sound, and the exact one thin."""
    verdicts = [re.search("Verdict: ([a-z ]+)", passport(read(open_text(TOWN)), f).text)[1].strip()  # type: ignore[index]
                for f in ("214", "Hundreds", "about 60", "98.6 percent")]  # fmt: skip
    assert verdicts == ["traceable", "not checkable from this article"] * 2


def test_html_and_text_say_the_same() -> None:
    """Nothing is told to the eye alone."""
    for figure in ARTICLE.figures:
        card = passport(ARTICLE, figure)
        words = set(re.findall(r"\w{4,}", plain(card.html)))
        assert words - {"Question", "Score", "article", "still", "open"} <= set(re.findall(r"\w{4,}", repr(card)))
        assert max(map(len, card.text.splitlines())) <= 88


@pytest.mark.parametrize("asked", ["95 percent", "95 PERCENT", " 95  percent ", "95", "95 percent of Mariupol"])
def test_a_figure_is_found_by_its_words(asked: str) -> None:
    """In capitals, in part or with a word more, as long as only one can be meant."""
    assert passport(ARTICLE, asked) == passport(ARTICLE, next(f for f in ARTICLE.figures if f.value == 95))


@pytest.mark.parametrize("asked", ["seven", "", "April", "percentage"])
def test_a_wrong_name_gets_one_sentence_with_the_figures_there_are(asked: str) -> None:
    with pytest.raises(ValueError, match=r"no one figure .*“a few”.*“95 percent”, “largely”\.$"):
        passport(ARTICLE, asked)


def test_a_text_without_figures_says_so() -> None:
    with pytest.raises(ValueError, match="No figure is marked"):
        passport(read(open_text("It rained.")), "95 percent")


def test_what_counts_nothing_is_asked_nothing() -> None:
    """A name gets its reason, and neither questions nor the fixed line; it is not said by the one it names."""
    card = passport(ARTICLE, "36th")
    assert "Five questions" not in card.text and NOT_FALSE not in card.text
    assert "not a quantity" in card.text and "counts nothing" in card.text and "nobody is named" in card.text


def test_a_date_is_asked_for_what_happened_then() -> None:
    """By the date rule: the outlet answers for its own act, and the card asks where others could look it up."""
    card = " ".join(passport(ARTICLE, "Wednesday, April 20").text.split())
    assert "“Zenger News”." in card and NOT_FALSE not in card
    assert "ask next: About “Wednesday, April 20”, can you tell me where others could look it up?" in card


def test_a_stamp_is_asked_nothing() -> None:
    card = passport(ARTICLE, "2022-04-22").text
    assert "Verdict: not a quantity" in card and "Five questions" not in card


def test_the_stamp_is_no_part_of_the_sentence() -> None:
    assert "In its place: *These" not in passport(ARTICLE, "a few").text
    assert "In its place: These shocking images" in passport(ARTICLE, "a few").text


def test_a_hedge_is_named_where_nobody_is() -> None:
    card = passport(read(open_text("The flood reportedly reached 214 homes.")), "214")
    assert "nobody named, held at a distance by “reportedly”" in " ".join(card.text.split())


@given(readings())
@settings(max_examples=100)
def test_any_figure_of_any_reading_has_a_card_that_is_escaped(reading: Reading) -> None:
    """Whatever the marks: no error, no tag from the article, no sign that steers a terminal."""
    for figure in reading.figures:
        card = passport(reading, figure)
        body = re.sub(r"</?(?:div|section|table|caption|thead|tbody|tr|th|td|bdi|p|b)( [\w-]+=\"[\w -]*\")*>", "",
                      card.html.split("</style>")[1])  # fmt: skip
        assert not set("<>\0") & set(body)
        assert not [c for c in card.text if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or c in "\u202e\u2067"]
