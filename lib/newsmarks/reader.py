"""read(): the finders in order; and a reading as JSON, out and in."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import newsmarks.english as english
from newsmarks import loaded, sources, voices
from newsmarks.attribution import quotes
from newsmarks.attribution import speech as attribution
from newsmarks.attribution.sentence import Draft
from newsmarks.figures import criteria as figures
from newsmarks.model import Article, Attribution, Reading, Span, Spans
from newsmarks.ruleset import RuleSet, standard

SCHEMA = "byline.reading/1"
READER = "byline 0.1"
SMALL_WORDS = english.DETERMINERS | english.PREPOSITIONS | english.AUXILIARIES


def read(article: Article, rules: RuleSet | None = None) -> Reading:
    """The machine's reading of an article: every mark with the rule that made it and the reason.

    rules: other rules than those of the library, as `change_rules` makes them.
    """
    rules = rules or standard()
    with _collector_off():
        framed = voices.frame(article)
        attributions, quoted, titles = _attributions(article, framed, rules)
        tiles = voices.tile(article, attributions, quoted, titles, framed, rules)
        return Reading(
            article=article,
            reader=READER,
            voices=tiles,
            attributions=attributions,
            loaded=loaded.find(article, tiles, attributions, rules),
            figures=figures.find(article, tiles, attributions, rules),
            notes=tuple(_notes(article, bool(quoted or titles))),
        )


@contextmanager
def _collector_off() -> Iterator[None]:
    """Marks hold no circles, and the collector would look through them again and again, the more the longer a text."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _attributions(
    article: Article, framed: Sequence[tuple[Span, str]], rules: RuleSet
) -> tuple[tuple[Attribution, ...], list[Span], list[Span]]:
    """The attributions, the quotations, and those quotation marks that only name a title."""
    quotations = quotes.find(article)
    drafts, titles = attribution.find(article, quotations, rules, framed)
    names = set(titles)
    quoted = [q.span for q in quotations if q.span not in names]
    who = sources.identify(article, [d.source for d in drafts], quoted, rules.of("sources"))
    finished = tuple(_attribution(article, d, s, quoted) for d, s in zip(drafts, who, strict=True))
    return finished, quoted, titles


def _attribution(article: Article, d: Draft, who: sources.Source, quoted: Sequence[Span]) -> Attribution:
    mode = attribution.mode(article.text, d, quoted)
    cue = " … ".join(span.of(article.text) for span in d.cue)
    name = who.name or " ".join(span.of(article.text) for span in d.source) or "somebody who is not named"
    name = re.sub(r"^(?:The|An?|Her|His|Its|Their|My|Our) |^(?:He|She|It|They|We)$", lambda m: m.group().lower(), name)
    return Attribution(
        content=_merged(d.content),
        cue=tuple(d.cue),
        source=tuple(d.source),
        source_name=who.name,
        source_type=who.type,
        candidates=who.candidates,
        ladder=who.ladder if d.source or mode == "hedged" else 0,
        mode=mode,
        stance=attribution.stance(article.text, d),
        rule=d.rule.id,
        why=d.rule.because(cue=cue, source=name),
    )


def _merged(spans: Iterable[Span]) -> Spans:
    """The spans in order, those that overlap as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def _notes(article: Article, quoted: bool) -> Iterable[str]:
    sample = article.text[:20_000].lower().split()
    english_words = sum(w in SMALL_WORDS for w in sample)
    if len(sample) >= 8 and english_words < len(sample) * 0.1:
        yield "This text does not look like English. The rules are for English, so expect few marks or none."
    if not quoted:
        yield "There are no quotation marks in this text, so nothing in it is marked as a direct quotation."


def to_json(reading: Reading) -> dict[str, Any]:
    """The reading as plain data (schema byline.reading/1)."""
    data: dict[str, Any] = json.loads(dumps(reading))
    return data


def dumps(reading: Reading) -> str:
    """The reading as JSON text on one line; the same reading gives the same bytes."""
    return "".join(pieces(reading))


def pieces(reading: Reading, line: str = "") -> Iterator[str]:
    """The reading as JSON text, piece by piece, so that no whole copy is held; `line` goes before each mark."""
    head = {
        "schema": SCHEMA,
        "id": reading.article.id,
        "sha256": reading.article.sha256,
        "length": len(reading.text),
        "reader": reading.reader,
    }
    yield ENCODER.encode(head)[:-1]
    many = 1 if line else 64
    for name in ("voices", "attributions", "loaded", "figures", "notes"):
        marks: Sequence[object] = getattr(reading, name)
        yield f', {line}"{name}": ['
        for n in range(0, len(marks), many):
            yield f"{', ' if n else ''}{line}{ENCODER.encode(marks[n : n + many])[1:-1]}"
        yield "]"
    yield "}"


def _fields(mark: Any) -> dict[str, Any]:
    """A mark by the names of its fields; a span is written as [start, end], as every tuple is."""
    return {name: getattr(mark, name) for name in mark.__dataclass_fields__}


ENCODER = json.JSONEncoder(ensure_ascii=False, default=_fields)
