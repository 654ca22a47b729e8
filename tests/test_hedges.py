"""The hedge drop: the same fact hedged in one place and flat in another."""

from __future__ import annotations

import pytest

from byline.display import hedges
from byline.display.drops import ASK, NONE, hedge_drops
from byline.seeds.folders import open_article
from newsmarks.reader import read
from newsmarks.text import open_text

ARTICLE = read(open_article("mariupol"))


def found(text: str) -> list[tuple[str, str, str]]:
    return [(d.hedged.of(text), d.place, d.flat.of(text)) for d in hedges.find(read(open_text(text)))]


def test_the_caption_of_the_article_says_flatly_what_its_body_hedges() -> None:
    """P3 hedges the bodies in the streets; the caption, P5, does not."""
    (drop,) = hedges.find(ARTICLE)
    assert drop.cue.of(ARTICLE.text) == "reportedly" and drop.place == "caption"
    assert ARTICLE.article.number(drop.hedged.start) == 3 and ARTICLE.article.number(drop.flat.start) == 5
    assert drop.shared == ("bodies", "streets")


def test_a_heading_without_the_hedge_of_its_report_is_found() -> None:
    """Headlines are short, and the hedge is what goes first."""
    text = "Fire destroys barns in Tilling\n\nThe barns near Tilling were reportedly destroyed by a fire.\n\nIt rained."
    assert found(text) == [("destroyed by a fire", "heading", "Fire destroys barns in Tilling")]


@pytest.mark.parametrize(
    "text",
    [
        "The barns near Tilling were reportedly destroyed by a fire. The mill opened in 1911.",
        "The barns were reportedly destroyed by a fire. The fire, the chief said, destroyed the barns near Tilling.",
        "She reportedly sold the mill in Tilling. The mill in Tilling was built by her father in 1911.",
        "It rained.",
    ],
)
def test_what_is_attributed_or_about_something_else_is_no_drop(text: str) -> None:
    """Better quiet than wrong: a fact with a source is not flat, and one shared name is no fact."""
    assert found(text) == []


def test_both_places_stand_side_by_side_in_html_and_in_text() -> None:
    """A reader sees the two, the words that they share, and a question instead of a verdict."""
    view = hedge_drops(ARTICLE)
    for said in (view.html, view.text):
        assert "reportedly" in said and "bodies of victims" in said and "bodies, streets" in said
    assert ASK.split("?")[0] in " ".join(view.text.split()) and '<th scope="col">' in view.html


def test_an_article_without_a_drop_says_so_and_a_hostile_one_stays_text() -> None:
    """Nothing found is an answer, too."""
    assert " ".join(hedge_drops(read(open_text("It rained."))).text.split()) == NONE
    text = "<b>Fire</b> destroys barns in Tilling\n\nThe barns were reportedly destroyed by a fire.\n\nIt rained."
    assert "<b>Fire" not in hedge_drops(read(open_text(text))).html
