"""The reader against two annotators, and on plain news: 200 passages and three texts of our own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from byline import open_article, read
from byline.display.counts import CONTESTED, words_in
from newsmarks.model import Span
from wording import agreement, f1, measured, passages

CASES = Path(__file__).parent / "cases"


@pytest.fixture(scope="module")
def reader() -> Counter[str]:
    return measured()


def test_two_annotators_agree_on_the_passages() -> None:
    """A reader can only be measured on what people agree about."""
    both = agreement()
    assert len(passages()) == 200
    assert both["verdict"] / both["figures both"] >= 0.95
    assert both["by"] / both["loaded both"] >= 0.95


@pytest.mark.parametrize(
    ("what", "reached"),
    [
        ("vague quantities, F1", lambda reader: f1(reader, "vague")),
        ("all figures, F1", f1),
        ("verdict", lambda reader: reader["verdict"] / reader["with a verdict"]),
        ("a question's score, within a half", lambda reader: reader["within half"] / reader["asked"]),
        ("whose words", lambda reader: reader["words by"] / reader["words"]),
    ],
)
def test_the_reader_agrees_with_the_annotators(
    what: str, reached: Callable[[Counter[str]], float], reader: Counter[str]
) -> None:
    """In at least 85 of 100 cases."""
    assert reached(reader) >= 0.85, f"{what}: {reached(reader):.3f}"


@pytest.mark.parametrize("file", sorted(CASES.glob("plain*.txt")), ids=lambda f: f.stem)
def test_a_plain_well_sourced_news_text_has_few_loaded_words(file: Path) -> None:
    """Precision is where trust is won: under two marks in 100 words."""
    reading = read(open_article(file))
    words = words_in(reading.text, [Span(0, len(reading.text))])
    assert words > 250
    assert 100 * sum(mark.category != CONTESTED for mark in reading.loaded) / words < 2
