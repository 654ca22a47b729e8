"""The reading as plain text, for a terminal. Nothing from the article can steer the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from byline.display.counts import shares
from byline.display.drawn import (
    SHOWN,
    Drawn,
    check_layers,
    check_paragraphs,
    has_word,
    stretches,
    to_draw,
    touches,
    within,
)
from byline.sheet import fill, visible
from newsmarks.model import VOICES, Reading, Span

#: A space at which no line is broken.
TIED = "\u00a0"
#: Marks of these layers are told after their words; a voice is told before them.
AFTER = ("cues", "sources", "loaded", "figures")


def as_text(reading: Reading, layers: Sequence[str] = SHOWN, paragraphs: int | Sequence[int] | None = None) -> str:
    """The article paragraph by paragraph with bracketed labels, then what was found, with rule and reason."""
    chosen, numbers = check_layers(layers), check_paragraphs(reading, paragraphs)
    found = within(reading, numbers, to_draw(reading, chosen))
    parts = ["\n\n".join(_body(reading, numbers, found))]
    if "voices" in chosen and paragraphs is None:
        parts.insert(0, fill("Voices by words: " + (shares(reading) or "none marked") + ".", rest=""))
    if {"cues", "sources"} & set(chosen):
        parts.append(_section("Who says what", _attributions(reading, frozenset(numbers))))
    for layer, title in (("loaded", "Loaded words"), ("figures", "Figures")):
        if layer in chosen:
            parts.append(_section(title, (_entry(reading, m) for m in found if m.layer == layer)))
    if reading.notes and paragraphs is None:
        parts.append(_section("Notes", (fill(note, rest="") for note in reading.notes)))
    return visible("\n\n".join(parts))


def letters(reading: Reading) -> str:
    """The ribbon in letters: one letter for every 12 characters of a stretch, a line for every 72 letters."""
    strip = "".join(VOICES[v.voice][0] * max(1, round((v.span.end - v.span.start) / 12)) for v in reading.voices)
    return "\n".join(textwrap.wrap(strip, 72)) or "No voice is marked in this article yet."


def _body(reading: Reading, numbers: tuple[int, ...], found: list[Drawn]) -> Iterator[str]:
    """The paragraphs, each character once, with the labels between."""
    for number, parts in zip(numbers, stretches(reading, numbers, found), strict=True):
        place = reading.article.paragraphs[number - 1]
        words = ""
        for voice, pieces in parts:
            words += _before(reading, voice, place)
            words += "".join(span.of(reading.text) + _after(over, span.end) for span, over in pieces)
        yield _told(words, number)


def _before(reading: Reading, voice: Drawn | None, place: Span) -> str:
    """The label in front of a stretch, unless it has nothing but white space or a full stop in this paragraph."""
    if voice is None:
        return ""
    words = reading.text[max(voice.span.start, place.start) : min(voice.span.end, place.end)]
    told = has_word(words) if voice.kind == "reporter" else bool(words.strip())
    label = f"[{voice.tag} {voice.label}]".replace(" ", TIED)
    return f" {label} " if told else ""


def _after(over: Sequence[Drawn], end: int) -> str:
    return "".join(f" [{m.tag}]" for m in over if m.layer in AFTER and m.span.end == end)


def _attributions(reading: Reading, shown: frozenset[int]) -> Iterator[str]:
    """Each attribution that has words in the paragraphs shown: who, cue, content, rule, reason."""
    for a in reading.attributions:
        if any(touches(reading, span, shown) for span in a.spans):
            cue = f" — {reading.words(a.cue)}" if a.cue else ""
            yield _told(f"{a.source_name or 'nobody named'}{cue} — {reading.words(a.content)} "
                        f"({a.mode}, {a.stance}). {a.why} [rule: {a.rule}]",
                        reading.article.number(a.spans[0].start))  # fmt: skip


def _entry(reading: Reading, mark: Drawn) -> str:
    more = " ".join((mark.why, *mark.more))
    return _told(f"{mark.span.of(reading.text)} — {mark.label} — {mark.who}. {more} [rule: {mark.rule}]",
                 reading.article.number(mark.span.start))  # fmt: skip


def _section(title: str, entries: Iterable[str]) -> str:
    lines = list(entries)
    return "\n".join((f"{title} ({len(lines)})", "-" * len(title), *(lines or ["none found"])))


def _told(words: str, number: int) -> str:
    """Words behind the number of their paragraph."""
    return fill(words, f"{f'P{number}':<5}", " " * 5).replace(TIED, " ")
