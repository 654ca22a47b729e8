"""read(): the finders in order; and a reading as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import newsmarks.english as english
from newsmarks import attribution, figures, loaded, voices
from newsmarks.model import Article, Reading
from newsmarks.ruleset import RuleError, RuleSet, standard
from newsmarks.text import ArticleError, Sentences

SCHEMA = "byline.reading/1"
READER = "byline 0.1"
SMALL_WORDS = english.DETERMINERS | english.PREPOSITIONS | english.AUXILIARIES


def read(article: Article, rules: RuleSet | None = None) -> Reading:
    """The machine's reading of an article: every mark with the rule that made it and the reason.

    rules: other rules than those of the library, as `change_rules` makes them. Raises ArticleError, RuleError for what
    is neither.
    """
    if not isinstance(article, Article):
        raise ArticleError("read() needs an article. Write read(open_article(\"mariupol\")), or open_text(\"…\").")
    if not isinstance(rules, RuleSet | None):
        raise RuleError("read() takes rules as change_rules makes them: read(article, change_rules(loaded={…})).")
    rules = rules or standard()
    sentences = Sentences(article)
    framed = voices.frame(article)
    attributions, quoted, titles = attribution.find(article, sentences, framed, rules)
    tiles = voices.tile(article, attributions, quoted, titles, framed, rules)
    return Reading(
        article=article,
        reader=READER,
        voices=tiles,
        attributions=attributions,
        loaded=loaded.find(article, tiles, attributions, rules),
        figures=figures.find(article, sentences, tiles, attributions, rules),
        notes=tuple(_notes(article, bool(quoted or titles))),
    )


def _notes(article: Article, quoted: bool) -> Iterable[str]:
    sample = article.text[:20_000].lower().split()
    english_words = sum(w in SMALL_WORDS for w in sample)
    if len(sample) >= 12 and english_words < len(sample) * 0.1:
        yield "This text does not look like English. The rules are for English, so expect few marks or none."
    if not quoted:
        yield "There are no quotation marks in this text, so nothing in it is marked as a direct quotation."


def dumps(reading: Reading) -> str:
    """The reading as JSON text on one line; the same reading gives the same bytes."""
    return "".join(pieces(reading))


def pieces(reading: Reading, line: str = "") -> Iterator[str]:
    """The reading as JSON text in a few pieces; `line` goes before each mark."""
    head = {
        "schema": SCHEMA,
        "id": reading.article.id,
        "sha256": reading.article.sha256,
        "length": len(reading.text),
        "reader": reading.reader,
    }
    yield ENCODER.encode(head)[:-1]
    for name in ("voices", "attributions", "loaded", "figures", "notes"):
        marks = ", ".join(line + ENCODER.encode(mark) for mark in getattr(reading, name))
        yield f', {line}"{name}": [{marks}]'
    yield "}"


def _fields(mark: Any) -> dict[str, Any]:
    """A mark by the names of its fields; a span is written as [start, end], as every tuple is."""
    return {name: getattr(mark, name) for name in mark.__dataclass_fields__}


ENCODER = json.JSONEncoder(ensure_ascii=False, default=_fields)
