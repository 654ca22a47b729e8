"""What is to be drawn: the marks of a reading in text order, each with its label, rule and reason."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from newsmarks.model import (
    CONTESTED,
    LADDER,
    NOT_FALSE,
    STANCES,
    VOICES,
    Attribution,
    Figure,
    Loaded,
    Reading,
    Span,
    Voice,
)

#: The layers that can be drawn, the widest marks first.
SHOWN = ("voices", "cues", "sources", "loaded", "figures")
#: Whose words a voice holds where no source is named.
WHOSE = {"reporter": "the reporter", "direct": "a source", "indirect": "a source", "hedged": "nobody named",
         "borrowed": "somebody else", "caption": "not stated", "meta": "not stated"}  # fmt: skip
#: Voice -> its letter and its label.
LETTERED = {voice: f"{letter} {label}" for voice, (letter, label, _) in VOICES.items()}
HALVES = {0: "0", 0.5: "½", 1: "1"}


@dataclass(frozen=True)
class Drawn:
    """One mark as it is drawn; `kind` is a voice, or cue, source, loaded, contested, figure, no-figure."""

    span: Span
    layer: str
    kind: str
    tag: str
    label: str
    who: str
    rule: str
    why: str
    more: tuple[str, ...] = ()
    strength: int = 0


#: A piece of text between two edges, with the marks that cover it.
Piece = tuple[Span, tuple[Drawn, ...]]
#: The pieces that stand one after the other in one voice.
Stretch = tuple[Drawn | None, list[Piece]]


def to_draw(reading: Reading, layers: Sequence[str] = SHOWN) -> list[Drawn]:
    """The marks of the chosen layers in text order, the wider first. Raises ValueError for a wrong layer."""
    chosen = check_layers(layers)
    found = [m for m in _all(reading) if m.layer in chosen and m.span.start < m.span.end]
    return sorted(found, key=lambda m: (m.span.start, -m.span.end, SHOWN.index(m.layer)))


def check_layers(layers: Sequence[str]) -> tuple[str, ...]:
    """The layers as a tuple; one name alone will do. Raises ValueError that lists the valid ones."""
    chosen = (layers,) if isinstance(layers, str) else tuple(layers)
    for layer in chosen:
        if layer not in SHOWN:
            raise ValueError(f"There is no layer “{layer}”. Choose from: {', '.join(SHOWN)}.")
    return chosen


def needed(reading: Reading) -> Reading:
    """The reading itself; ValueError with what to do where something else was given in its place."""
    if not isinstance(reading, Reading):
        raise ValueError("This needs a reading. Write read(article) first, and give what it returns.")
    return reading


def check_paragraphs(reading: Reading, paragraphs: int | Sequence[int] | None) -> tuple[int, ...]:
    """Paragraph numbers from a number, a (first, last) pair, a list, or None for all of them.

    Raises ValueError that says which paragraphs there are.
    """
    last = len(needed(reading).article.paragraphs)
    if paragraphs is None:
        return tuple(range(1, last + 1))
    given = (paragraphs,) if isinstance(paragraphs, int) else paragraphs
    try:
        asked = range(given[0], given[1] + 1) if isinstance(given, tuple) and len(given) == 2 else list(given)
        good = bool(asked) and all(isinstance(n, int) and 1 <= n <= last for n in asked)
    except TypeError:
        good = False
    if not good:
        if last == 1:
            raise ValueError(f"paragraphs={paragraphs!r} cannot be shown: this text has one paragraph. Leave it out.")
        raise ValueError(f"paragraphs={paragraphs!r} cannot be shown: this article has paragraphs 1 to {last}. "
                         "Give one number (4), the first and last (4, 7), or a list [4, 6].")  # fmt: skip
    return tuple(sorted(set(asked)))


def segments(length: int, found: Sequence[Drawn], edges: Sequence[int] = ()) -> Iterator[Piece]:
    """The text cut at every edge of a mark, each piece with the marks that cover it, the wider first."""
    cuts = sorted({0, length, *edges, *(min(max(e, 0), length) for m in found for e in m.span)})
    waiting = sorted(found, key=lambda m: m.span.start)[::-1]
    active: list[Drawn] = []
    for start, end in pairwise(cuts):
        while waiting and waiting[-1].span.start <= start:
            active.append(waiting.pop())
        active = [m for m in active if m.span.end > start]
        yield Span(start, end), tuple(active)


def stretches(reading: Reading, numbers: Sequence[int], found: Sequence[Drawn]) -> list[list[Stretch]]:
    """The text of each paragraph asked for, in pieces, those of one voice together."""
    places = [reading.article.paragraphs[n - 1] for n in numbers]
    inside: list[list[Piece]] = [[] for _ in places]
    for span, over in segments(len(reading.text), found, [edge for place in places for edge in place]):
        at = bisect_right(places, span.start, key=lambda p: p.start) - 1
        if at >= 0 and places[at].contains(span):
            inside[at].append((span, over))
    return [[(voice, list(part)) for voice, part in groupby(pieces, _voice_over)] for pieces in inside]


def _voice_over(piece: Piece) -> Drawn | None:
    return next((m for m in piece[1] if m.layer == "voices"), None)


def within(reading: Reading, numbers: Sequence[int], found: Sequence[Drawn]) -> list[Drawn]:
    """The marks that touch any of the paragraphs."""
    shown = frozenset(numbers)
    return [mark for mark in found if touches(reading, mark.span, shown)]


def touches(reading: Reading, span: Span, shown: Container[int]) -> bool:
    """Whether a stretch has a character in any of the paragraphs, given by their numbers."""
    article = reading.article
    reached = range(article.number(span.start), article.number(span.end - 1) + 1)
    return any(n in shown and span.overlaps(article.paragraphs[n - 1]) for n in reached)


def has_word(text: str) -> bool:
    """Whether there is any letter or digit in the text."""
    return any(map(str.isalnum, text))


def whose(reading: Reading, voice: Voice | None) -> str:
    """Whose claim a stretch holds, in words; the reporter's where no voice is marked."""
    if voice is None:
        return WHOSE["reporter"]
    attribution = reading.attributions[voice.attribution] if voice.attribution is not None else None
    return (attribution and attribution.source_name) or WHOSE[voice.voice]


def _all(reading: Reading) -> Iterator[Drawn]:
    for voice in reading.voices:
        if voice.voice == "reporter" and not has_word(voice.span.of(reading.text)):
            continue  # a full stop between two stretches is nobody's claim
        yield _voice(reading, voice)
    named: set[Span] = set()
    for attribution in reading.attributions:
        for mark in _attribution(attribution):
            if mark.layer != "sources" or mark.span not in named:  # one phrase may be the source of two claims
                yield mark
            named.add(mark.span)
    for loaded in reading.loaded:
        yield _loaded(loaded)
    for figure in reading.figures:
        yield _figure(reading, figure)


def _voice(reading: Reading, voice: Voice) -> Drawn:
    letter, label, meaning = VOICES[voice.voice]
    return Drawn(voice.span, "voices", voice.voice, letter, label, whose(reading, voice), voice.rule, voice.why,
                (f"{label.capitalize()}: {meaning}.",))  # fmt: skip


def _attribution(a: Attribution) -> Iterator[Drawn]:
    who = a.source_name or "nobody named"
    label = f"cue, {a.stance}" + ("" if a.source else ", no source")
    tag = "cue" if a.stance == "neutral" else f"cue, {a.stance}"
    for span in a.cue if a.mode != "borrowed" else ():  # its marks are its cue, and the voice shows them
        yield Drawn(span, "cues", "cue", tag, label, who, a.rule, a.why, (f"This cue {STANCES[a.stance]}.",))
    step = f"How closely named: step {a.ladder} of 5, {LADDER[a.ladder]}."
    for span in a.source:
        yield Drawn(span, "sources", "source", "source", f"source, {a.source_type}", who, a.rule, a.why, (step,))


def _loaded(loaded: Loaded) -> Drawn:
    who = {"reporter": "the reporter", "nobody": "nobody here: a borrowed term"}.get(loaded.words_by, loaded.words_by)
    kind, tag, strength = "loaded", f"loaded {loaded.strength}", loaded.strength
    label = f"loaded, {loaded.category}, strength {strength} of 3"
    if loaded.category == CONTESTED:
        kind, tag, strength, label = "contested", "ask both", 0, "ask both sides: contested but descriptive"
    plainer = (f"Plainer: {', '.join(loaded.neutral)}.",) if loaded.neutral else ()
    return Drawn(loaded.span, "loaded", kind, tag, label, who, loaded.rule, loaded.why, plainer, strength)


def _figure(reading: Reading, figure: Figure) -> Drawn:
    who = whose(reading, reading.voice_at(figure.span.start))
    if figure.verdict == "not a quantity":
        return Drawn(figure.span, "figures", "no-figure", figure.kind, f"{figure.kind}, not a quantity", who,
                    figure.rule, figure.why)  # fmt: skip
    asked = tuple(f"{c.ask} {HALVES[c.score]} of 1" + (f": “{c.words.of(reading.text)}”" if c.words else ".")
                  for _, c in figure.criteria.items())  # fmt: skip
    caution = (NOT_FALSE,) if figure.verdict.startswith("not checkable") else ()
    counts = (f"Counts: {figure.counts}.",) if figure.counts else ()
    return Drawn(figure.span, "figures", "figure", "figure", f"figure, {figure.kind}, {figure.verdict}", who,
                figure.rule, figure.why, (*counts, *dict.fromkeys(asked), *caution))  # fmt: skip
