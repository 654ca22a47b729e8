"""Writes a first key of the machine's reading, in the form in which people write keys, for a person to confirm."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from byline.key.places import PlaceError, occurrences, span_of
from newsmarks.model import Article, Attribution, Figure, Loaded, Reading, Span, Spans, Voice
from newsmarks.text import stripped

HEAD = """\
# A first draft from the machine's reading: it is no key until a person has gone through it.
# Read the text first. Then take each entry: put right what you read differently, and delete its line
# “status”; delete entries that you do not share, and add what is missing. seeds/GUIDELINE.md says how to decide
# and how to write; “byline check {folder}” says what is left to do.
"""
#: A stretch of more words than this is written by its first and last words.
LONG = 12
EDGE = 4
Block = dict[str, Any]


def draft_from(reading: Reading, folder: str) -> str:
    """The text of a key.toml, each entry “to be confirmed”; `folder` is what its first lines tell to check."""
    article, ids = reading.article, _ids(reading)
    blocks: list[tuple[str, Block]] = [
        *(("attribution", _attribution(reading, n, name)) for n, name in enumerate(ids)),
        *(("voice", block) for voice in reading.voices for block in _voice(article, voice, ids)),
        *(("loaded", _loaded(reading, mark)) for mark in reading.loaded),
        *(("figure", _figure(article, mark, ids)) for mark in reading.figures),
    ]
    head = {"schema": "byline.key/1", "sha256": article.sha256, "reader": "the key",
            "made": "Say here who read, and how."}  # fmt: skip
    parts = [HEAD.format(folder=folder), "".join(f"{k} = {toml(v)}\n" for k, v in head.items())]
    for kind, block in blocks:
        parts.append(f"\n[[{kind}]]\nstatus = \"to be confirmed\"\n" + "".join(
            f"{k} = {toml(v)}\n" for k, v in block.items() if v is not None))  # fmt: skip
    return "".join(parts)


def toml(value: Any) -> str:
    """A value as TOML: text, number, yes or no, list, table."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{k} = {toml(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _ids(reading: Reading) -> list[str]:
    """A short name for each attribution: who, and the cue."""
    taken: dict[str, int] = {}
    names = []
    for a in reading.attributions:
        words = f"{a.source_name or ''} {reading.words(a.cue)}" if a.mode != "borrowed" else reading.words(a.cue)
        name = "-".join(re.findall(r"[a-z0-9]+", words.casefold())[:5]) or "claim"
        taken[name] = taken.get(name, 0) + 1
        names.append(name if taken[name] == 1 else f"{name}-{taken[name]}")
    return names


def place(article: Article, span: Span, paragraph: int) -> Any:
    """A span as a person would write it: the words, and what else it takes to find them from that paragraph."""
    text, number = span.of(article.text), article.number(span.start)
    words = text.split()
    here: Block = {} if number == paragraph else {"paragraph": number}
    if len(words) > LONG:
        ends = {**here, "from": " ".join(words[:EDGE]), "to": " ".join(words[-EDGE:])}
        with suppress(PlaceError):
            if span_of(article, ends, paragraph) == span:
                return ends
    found = {**here, "quote": text}
    same = list(occurrences(article.text, text, span_of(article, {"paragraph": number}, None)))
    if len(same) > 1 and span in same:
        found["nth"] = same.index(span) + 1
    return text if found.keys() == {"quote"} else found


def _places(article: Article, spans: Spans, paragraph: int) -> Any:
    found = [place(article, span, paragraph) for span in spans]
    return found[0] if len(found) == 1 else found or None


def _quote(article: Article, span: Span) -> Block:
    """The fields by which a block says where it is."""
    paragraph = article.number(span.start)
    told = place(article, span, paragraph)
    simple = isinstance(told, str) or "from" in told
    return {"paragraph": paragraph, **({"quote": told} if simple else told)}


def _mode(reading: Reading, n: int) -> str:
    """The mode of an attribution, as its stretches of voice have it."""
    spoken = {v.voice for v in reading.voices if v.attribution == n} & {"direct", "indirect"}
    mode = reading.attributions[n].mode
    return mode if mode in ("hedged", "borrowed") or not spoken else spoken.pop() if len(spoken) == 1 else "mixed"


def _attribution(reading: Reading, n: int, name: str) -> Block:
    article, a, mode = reading.article, reading.attributions[n], _mode(reading, n)
    paragraph = article.number(a.spans[0].start)
    nobody = mode in ("hedged", "borrowed")
    return {
        "id": name, "paragraph": paragraph, "content": _places(article, a.content, paragraph),
        "cue": _places(article, a.cue, paragraph),
        "source": None if nobody else _places(article, a.source, paragraph),
        "name": None if nobody else a.source_name or _name(article, a), "type": None if nobody else a.source_type,
        "ladder": None if nobody else a.ladder if a.source else 0, "stance": a.stance, "mode": mode, "why": a.why,
    }  # fmt: skip


def _name(article: Article, a: Attribution) -> str:
    return " ".join(" ".join(span.of(article.text) for span in a.source).split()) or "not named"


def _voice(article: Article, voice: Voice, ids: Sequence[str]) -> Iterator[Block]:
    """A block for each paragraph that a voice goes through."""
    for paragraph in article.paragraphs:
        first = 0 if paragraph == article.paragraphs[0] else paragraph.start
        span = stripped(article.text, max(voice.span.start, first), min(voice.span.end, paragraph.end))
        if any(map(str.isalnum, span.of(article.text))):
            held = None if voice.attribution is None else ids[voice.attribution]
            why = None if voice.voice == "reporter" else voice.why
            yield {**_quote(article, span), "voice": voice.voice, "attribution": held, "why": why}


def _loaded(reading: Reading, mark: Loaded) -> Block:
    held = next((a for a in reading.attributions if any(s.contains(mark.span) for s in a.content)), None)
    known = {"reporter", "nobody", *(a.source_name for a in reading.attributions)}
    by = mark.words_by if mark.words_by in known or held is None else _name(reading.article, held)
    return {**_quote(reading.article, mark.span), "words_by": by, "category": mark.category, "strength": mark.strength,
            "neutral": list(mark.neutral), "why": mark.why}  # fmt: skip


def _figure(article: Article, mark: Figure, ids: Sequence[str]) -> Block:
    block = {**_quote(article, mark.span), "kind": mark.kind, "value": mark.value,
             "approx": None if mark.approx == "=" else mark.approx, "unit": mark.unit, "counts": mark.counts,
             "attribution": None if mark.attribution is None else ids[mark.attribution]}  # fmt: skip
    by_itself = mark.kind == "date" and mark.verdict == "checkable"
    for name, criterion in () if by_itself else mark.criteria.items():
        if criterion.score and criterion.words:
            words = place(article, criterion.words, block["paragraph"])
            block[name] = {"score": criterion.score, "words": words}
    return {**block, "verdict": mark.verdict, "why": mark.why}
