"""The reading as plain text, for a terminal. Nothing from the article can steer the terminal."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from byline.display.counts import has_word, share_by_voice
from byline.display.drawn import LAYERS, Mark, check_layers, check_paragraphs, marks, paragraph_at, segments, within
from byline.display.html import percent, shares
from byline.sheet import WIDTH, visible
from newsmarks.model import VOICES, Reading, Span

#: A space at which no line is broken.
TIED = "\u00a0"
#: Marks of these layers are told after their words; a voice is told before them.
AFTER = ("cues", "sources", "loaded", "figures")


def as_text(reading: Reading, layers: Sequence[str] = LAYERS, paragraphs: int | Sequence[int] | None = None) -> str:
    """The article paragraph by paragraph with bracketed labels, then what was found, with rule and reason."""
    chosen, numbers = check_layers(layers), check_paragraphs(reading, paragraphs)
    places = [reading.article.paragraphs[n - 1] for n in numbers]
    found = within(marks(reading, chosen), places)
    parts = [_body(reading, numbers, found)]
    if "voices" in chosen and paragraphs is None:
        parts.insert(0, _wrap("Voices by words: " + (shares(reading) or "none marked") + "."))
    if {"cues", "sources"} & set(chosen):
        parts.append(_section("Who says what", _attributions(reading, frozenset(numbers))))
    for layer, title in (("loaded", "Loaded words"), ("figures", "Figures")):
        if layer in chosen:
            parts.append(_section(title, (_entry(reading, m) for m in found if m.layer == layer)))
    if reading.notes and paragraphs is None:
        parts.append(_section("Notes", map(_wrap, reading.notes)))
    return visible("\n\n".join(parts))


def ribbon_as_text(reading: Reading) -> str:
    """The ribbon in letters: one letter for every 12 characters of a stretch, a line for every 72 letters."""
    letters = "".join(VOICES[v.voice][0] * max(1, round((v.span.end - v.span.start) / 12)) for v in reading.voices)
    key = (f"  {letter}  {label}: {meaning} ({percent(share_by_voice(reading)[voice])})"
           for voice, (letter, label, meaning) in VOICES.items() if letter in letters)  # fmt: skip
    return "\n".join((*textwrap.wrap(letters, 72), "", *key)) if letters else "No voice is marked in this article yet."


def _body(reading: Reading, numbers: tuple[int, ...], found: list[Mark]) -> str:
    """The paragraphs, each character once, with the labels between."""
    places = reading.article.paragraphs
    texts: dict[int, list[str]] = {n: [] for n in numbers}
    left, number, last = list(reversed(numbers)), 0, None
    for span, over in segments(len(reading.text), found, [e for n in numbers for e in places[n - 1]]):
        while left and places[left[-1] - 1].start <= span.start:
            number, last = left.pop(), None
        if number and places[number - 1].contains(span):
            voice = next((m for m in over if m.layer == "voices"), None)
            label = _before(reading, voice, places[number - 1]) if voice is not last else ""
            texts[number].append(label + span.of(reading.text) + _after(over, span.end))
            last = voice
    return "\n\n".join(_wrap("".join(texts[n]), f"P{n}") for n in numbers)


def _before(reading: Reading, voice: Mark | None, place: Span) -> str:
    """The label in front of a stretch, unless it has nothing but white space or a full stop in this paragraph."""
    if voice is None:
        return ""
    words = reading.text[max(voice.span.start, place.start) : min(voice.span.end, place.end)]
    told = has_word(words) if voice.kind == "reporter" else bool(words.strip())
    label = f"[{voice.tag} {voice.label}]".replace(" ", TIED)
    return f" {label} " if told else ""


def _after(over: Sequence[Mark], end: int) -> str:
    return "".join(f" [{m.tag}]" for m in over if m.layer in AFTER and m.span.end == end)


def _attributions(reading: Reading, shown: frozenset[int]) -> Iterator[str]:
    """Each attribution that has words in the paragraphs shown: who, cue, content, rule, reason."""
    for a in reading.attributions:
        if any(shown.intersection(_paragraphs_of(reading, span)) for span in a.spans):
            number = paragraph_at(reading, a.spans[0].start)
            cue = f" — {reading.words(a.cue)}" if a.cue else ""
            yield _wrap(f"{a.source_name or 'nobody named'}{cue} — {reading.words(a.content)} "
                        f"({a.mode}, {a.stance}). {a.why} [rule: {a.rule}]", f"P{number}")  # fmt: skip


def _paragraphs_of(reading: Reading, span: Span) -> range:
    return range(paragraph_at(reading, span.start), paragraph_at(reading, span.end - 1) + 1)


def _entry(reading: Reading, mark: Mark) -> str:
    more = " ".join((mark.why, *mark.more))
    return _wrap(f"{mark.span.of(reading.text)} — {mark.label} — {mark.who}. {more} [rule: {mark.rule}]",
                 f"P{paragraph_at(reading, mark.span.start)}")  # fmt: skip


def _section(title: str, entries: Iterable[str]) -> str:
    lines = list(entries)
    return "\n".join((f"{title} ({len(lines)})", "-" * len(title), *(lines or ["none found"])))


def _wrap(text: str, label: str = "") -> str:
    """The text wrapped at 88 characters, its first line behind the label."""
    lead = f"{label:<5}" if label else ""
    words = " ".join(re.split(rf"[^\S{TIED}]+", text.strip()))
    return textwrap.fill(words, WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead),
                         break_on_hyphens=False, replace_whitespace=False).replace(TIED, " ")  # fmt: skip
