"""Makes the marks of a reading of the blocks of a key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from byline.key.places import span_of, spans_of
from newsmarks.model import (
    CRITERIA,
    VOICES,
    Article,
    Attribution,
    Criteria,
    Criterion,
    Figure,
    Loaded,
    Span,
    Spans,
    Voice,
)

Block = Mapping[str, Any]
NOBODY = {"hedged": ("none", 1), "borrowed": ("none", 0)}


def attribution_of(article: Article, block: Block) -> Attribution:
    """An attribution; its `rule` is its id in the key."""

    def places(name: str) -> Spans:
        return spans_of(article, block[name], block.get("paragraph")) if name in block else ()

    kind, step = NOBODY.get(block["mode"], ("unknown", 0))
    return Attribution(
        content=places("content"), cue=places("cue"), source=places("source"), source_name=block.get("name"),
        source_type=block.get("type", kind), ladder=block.get("ladder", step), mode=block["mode"],
        stance=block["stance"], rule=block["id"], why=block["why"],
    )  # fmt: skip


def voice_of(article: Article, block: Block, attribution: int | None) -> Voice:
    span = span_of(article, block, block["paragraph"])
    return Voice(span, block["voice"], attribution, f"key.{block['voice']}", block.get("why") or _means(block["voice"]))


def _means(voice: str) -> str:
    meaning = VOICES[voice][2]
    return f"{meaning[0].upper()}{meaning[1:]}."


def loaded_of(article: Article, block: Block, voices: Sequence[Voice]) -> Loaded:
    span = span_of(article, block, block["paragraph"])
    voice = next((v.voice for v in voices if v.span.overlaps(span)), "reporter")
    return Loaded(span, block["words_by"], voice, block["category"], block["strength"],
                  tuple(block.get("neutral", ())), "key.loaded", block["why"])  # fmt: skip


def figure_of(article: Article, block: Block, attribution: int | None) -> Figure:
    span = span_of(article, block, block["paragraph"])
    value = block.get("value")
    criteria = Criteria(*(_criterion(article, block, name, span) for name in CRITERIA))
    return Figure(
        span, block["kind"], tuple(value) if isinstance(value, list) else value, block.get("approx", "="),
        block.get("unit"), block.get("counts"), attribution, criteria, block["verdict"], "key.figure",
        block["why"],
    )  # fmt: skip


def _criterion(article: Article, block: Block, name: str, span: Span) -> Criterion:
    """One of the five questions; a date answers all five by itself."""
    told = block.get(name)
    if told is None:
        by_itself = block["kind"] == "date" and block["verdict"] == "checkable"
        return Criterion(float(by_itself), span if by_itself else None, CRITERIA[name])
    words = span_of(article, told["words"], block["paragraph"]) if "words" in told else None
    return Criterion(float(told["score"]), words, told.get("ask", CRITERIA[name]))


def tiled(article: Article, voices: Sequence[Voice]) -> tuple[Voice, ...]:
    """The voices with the white space between them, which is the reporter's and goes with the reporter's words.

    `voices` are in text order; the tiles leave out no character of the article.
    """
    tiles: list[Voice] = []
    for n, start in enumerate([0, *(v.span.end for v in voices)]):
        after = voices[n] if n < len(voices) else None
        gap = Span(start, after.span.start if after else len(article.text))
        if gap.start < gap.end:
            if tiles and tiles[-1].voice == "reporter":
                tiles[-1] = replace(tiles[-1], span=Span(tiles[-1].span.start, gap.end))
            elif after and after.voice == "reporter" and "\n" not in gap.of(article.text):
                after = replace(after, span=Span(gap.start, after.span.end))
            else:
                tiles.append(Voice(gap, "reporter", None, "key.reporter", _means("reporter")))
        if after and (not tiles or after.span.start >= tiles[-1].span.end):
            tiles.append(after)
    return tuple(tiles)
