"""Exchange the sides, and nothing but the names changes: no voice, stance, category, strength or verdict."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from byline import open_article, open_text, read

ARTICLE = open_article("mariupol").text
#: The sides of the article, and of disputes elsewhere; each pair is exchanged in both directions.
PAIRS = [("Russia", "Ukraine"), ("Russian", "Ukrainian"), ("Kremlin", "Bankova"), ("Putin", "Zelensky")]
SIDES = ["Northland", "Southland", "Russia", "Ukraine", "Israel", "Iran", "Rovers", "United", "Labour", "Greens"]
TEMPLATES = [
    "{a} called the plan of {b} a disgrace. “{b} is heartless,” {a} said.",
    "The brutal attack by {a} reportedly killed hundreds in {b}.",
    "{b} claims that 95 percent of its voters reject {a}, a poll of 1,000 people found on May 2, 2021.",
    "According to {a}, {b} completely destroyed the last remaining bridge. {b} denied it.",
    "The so-called “peace plan” of {a} is believed to please {b}, where a few troops remain besieged.",
    "“They are killers,” said Ann Lee of {a}, who lost 12 games to {b}.",
]


def swapped(text: str, pairs: list[tuple[str, str]]) -> str:
    """The text with the two words of each pair exchanged."""
    other = {**dict(pairs), **{b: a for a, b in pairs}}
    return re.sub(rf"\b(?:{'|'.join(sorted(other, key=len, reverse=True))})\b", lambda m: other[m.group()], text)


def judged(text: str) -> dict[str, list[Any]]:
    """All that a reading says of a text, without the words themselves."""
    reading = read(open_text(text))
    return {
        "voices": [(v.voice, v.rule) for v in reading.voices],
        "attributions": [(a.mode, a.stance, a.source_type, a.ladder, a.rule) for a in reading.attributions],
        "loaded": [(m.voice, m.category, m.strength, m.rule) for m in reading.loaded],
        "figures": [(f.kind, f.verdict, [c.score for _, c in f.criteria.items()]) for f in reading.figures],
    }


def test_exchanging_the_sides_of_the_article_changes_no_label() -> None:
    """The report read with the countries exchanged is judged as it is now."""
    other = swapped(ARTICLE, PAIRS)
    assert other != ARTICLE and swapped(other, PAIRS) == ARTICLE
    assert judged(other) == judged(ARTICLE)


@given(st.sampled_from(TEMPLATES), st.permutations(SIDES).map(lambda several: several[:2]))
def test_exchanging_the_sides_of_any_sentence_changes_no_label(template: str, sides: list[str]) -> None:
    """Countries, teams and parties: whoever does it to whom."""
    a, b = sides
    assert judged(template.format(a=a, b=b)) == judged(template.format(a=b, b=a))


def test_the_templates_are_judged_at_all() -> None:
    """A test of labels that finds none would prove nothing."""
    for layer in ("attributions", "loaded", "figures"):
        assert sum(bool(judged(t.format(a="Northland", b="Southland"))[layer]) for t in TEMPLATES) >= 3
