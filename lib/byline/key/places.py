"""Finds the words that a person quotes from an article, and says where they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from newsmarks.model import Article, Span, Spans

#: What says where something stands; a text alone is short for its `quote`.
PLACE = ("paragraph", "quote", "nth", "from", "to")


class PlaceError(ValueError):
    """Words that are not in the text, or are there more than once; the message says where and what to do."""


def spans_of(article: Article, places: Any, paragraph: int | None) -> Spans:
    """The spans of a place or a list of places, in text order; `paragraph` holds for those that name none."""
    several = places if isinstance(places, list) else [places]
    return tuple(sorted(span_of(article, place, paragraph) for place in several))


def span_of(article: Article, place: str | Mapping[str, Any], paragraph: int | None) -> Span:
    """The span of one place: exact words, a stretch from some words to others, or a whole paragraph.

    Raises PlaceError where the words are not there, or are there more often than `nth` tells apart.
    """
    told: Mapping[str, Any] = {"quote": place} if isinstance(place, str) else place
    number = told.get("paragraph", paragraph)
    within = _paragraph(article, number)
    where = f"P{number}" if number else "the text"
    if "quote" in told:
        quote = told["quote"]
        return span_of(article, quote, number) if isinstance(quote, dict) else _one(
            article, quote, told.get("nth"), within, where)  # fmt: skip
    if "from" not in told:
        return within
    start = _one(article, told["from"], told.get("nth"), within, where)
    end = _one(article, told["to"], None, Span(start.start, within.end), f"{where}, from “{short(told['from'])}” on,",
               first=True)  # fmt: skip
    return Span(start.start, end.end)


def _paragraph(article: Article, number: int | None) -> Span:
    if number is None:
        return Span(0, len(article.text))
    if not 1 <= number <= len(article.paragraphs):
        raise PlaceError(f"there is no paragraph {number}. This text has 1 to {len(article.paragraphs)}.")
    paragraph = article.paragraphs[number - 1]
    return Span(0, paragraph.end) if number == 1 else paragraph  # a stamp may begin with white space


def _one(article: Article, quote: str, nth: int | None, within: Span, where: str, *, first: bool = False) -> Span:
    found = list(occurrences(article.text, quote, within))
    if not found:
        raise PlaceError(f"“{short(quote)}” is not in {where}. {_remedy(article, quote)}")
    if first:
        return found[0]
    if nth is None:
        if len(found) > 1:
            raise PlaceError(f"“{short(quote)}” stands {len(found)} times in {where}. "
                             f"Add nth = 1 to {len(found)}, or quote more words.")  # fmt: skip
        return found[0]
    if not 1 <= nth <= len(found):
        raise PlaceError(f"“{short(quote)}” stands {_times(len(found))} in {where}, so there is no nth = {nth}.")
    return found[nth - 1]


def _remedy(article: Article, quote: str) -> str:
    """Where words stand instead, or what may be different about them."""
    elsewhere = sorted({article.number(s.start) for s in occurrences(article.text, quote, Span(0, len(article.text)))})
    if elsewhere:
        return f"It stands in {', '.join(f'P{n}' for n in elsewhere)}: change “paragraph”, or the words."
    if re.search(rf"(?<!\w){re.escape(_plain(quote))}(?!\w)", _plain(article.text)):
        return "The same words are there with other quotation marks, capitals or spaces: copy them from the text."
    return "Copy the exact words from the text, whole words only."


def occurrences(text: str, quote: str, within: Span) -> Iterator[Span]:
    """Where a quotation stands as whole words."""
    at = text.find(quote, within.start, within.end) if quote else -1
    while at >= 0:
        end = at + len(quote)
        if not (_joined(text, at) or _joined(text, end)):
            yield Span(at, end)
        at = text.find(quote, at + 1, within.end)


def _joined(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _plain(words: str) -> str:
    return " ".join(words.translate(str.maketrans("“”‘’„«»", "\"\"''\"\"\"")).casefold().split())


def _times(n: int) -> str:
    return "once" if n == 1 else f"{n} times"


def short(words: str, most: int = 40) -> str:
    """The beginning of some words, on one line."""
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0][: most - 1]}…"
