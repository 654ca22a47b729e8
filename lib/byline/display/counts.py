"""The numbers behind the ribbon and the charts."""

from __future__ import annotations

from collections.abc import Iterable

from newsmarks.model import CONTESTED, VOICES, Reading, Span
from newsmarks.text import words

NOBODY = "nobody named"


def words_in(text: str, spans: Iterable[Span]) -> int:
    """How many words begin inside the spans; a word cut by a span's start belongs to the span before it."""
    return sum(len(word_starts(text, span)) for span in spans)


def has_word(text: str) -> bool:
    """Whether there is any letter or digit in the text."""
    return any(map(str.isalnum, text))


def words_by_voice(reading: Reading) -> dict[str, int]:
    """Words in each voice, every voice named, in the order of the guideline."""
    counted = dict.fromkeys(VOICES, 0)
    for voice in reading.voices:
        counted[voice.voice] += words_in(reading.text, [voice.span])
    return counted


def share_by_voice(reading: Reading) -> dict[str, float]:
    """Share (0-1) of the article's words in each voice; all 0 where there is no word."""
    counted = words_by_voice(reading)
    total = sum(counted.values()) or 1
    return {voice: n / total for voice, n in counted.items()}


def loaded_by_voice(reading: Reading) -> dict[str, tuple[int, int, float]]:
    """Voice -> (loaded marks, words, loaded marks per 100 words), for the voices that have words."""
    marks = dict.fromkeys(VOICES, 0)
    for loaded in reading.loaded:
        marks[loaded.voice] += loaded.category != CONTESTED
    return {v: (marks[v], n, 100 * marks[v] / n) for v, n in words_by_voice(reading).items() if n}


def words_by_source(reading: Reading) -> dict[str, int]:
    """Words of content that each source was given, most first; hedged claims are given to "nobody named"."""
    counted: dict[str, int] = {}
    for a in reading.attributions:
        if a.mode != "borrowed":
            name = a.source_name or NOBODY
            counted[name] = counted.get(name, 0) + words_in(reading.text, a.content)
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def word_starts(text: str, span: Span) -> list[int]:
    """Where the words of a span begin; a piece that goes on with a word begun before it counts for nothing."""
    found = [word.start for word in words(text, span)]
    if found and _begun(text, found[0]):
        return found[1:]
    return found


def _begun(text: str, position: int) -> bool:
    """Whether the run of characters around `position` had its first letter or digit before it."""
    start = position
    while start and not text[start - 1].isspace():
        start -= 1
    return any(c.isalnum() for c in text[start:position])
