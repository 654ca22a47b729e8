"""The reader against two annotators, and on plain news: 200 passages and three texts of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from byline import open_article, read
from byline.model import Span
from byline.show.counts import CONTESTED, words_in
from wording import agreement, f1, measured, passages

CASES = Path(__file__).parent / "cases"
READER = measured()


def test_two_annotators_agree_on_the_passages() -> None:
    """A reader can only be measured on what people agree about."""
    both = agreement()
    assert len(passages()) == 200
    assert both["verdict"] / both["figures both"] >= 0.95
    assert both["by"] / both["loaded both"] >= 0.95


@pytest.mark.parametrize(
    ("what", "reached"),
    [
        ("vague quantities, F1", f1(READER, "vague")),
        ("all figures, F1", f1(READER)),
        ("verdict", READER["verdict"] / READER["found"]),
        ("a question's score, within a half", READER["within half"] / READER["asked"]),
        ("whose words", READER["words by"] / READER["words"]),
    ],
)
def test_the_reader_agrees_with_the_annotators(what: str, reached: float) -> None:
    """In at least 85 of 100 cases."""
    assert reached >= 0.85, f"{what}: {reached:.3f}"


@pytest.mark.parametrize("file", sorted(CASES.glob("plain*.txt")), ids=lambda f: f.stem)
def test_a_plain_well_sourced_news_text_has_few_loaded_words(file: Path) -> None:
    """Precision is where trust is won: under two marks in 100 words."""
    reading = read(open_article(file))
    words = words_in(reading.text, [Span(0, len(reading.text))])
    assert words > 250
    assert 100 * sum(mark.category != CONTESTED for mark in reading.loaded) / words < 2
