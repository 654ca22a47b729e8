"""The hedge drop: the same fact hedged in one place and flat in another, found by the words that both share."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from newsmarks.english import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    MODALS,
    OBJECTS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
    TIMES,
)
from newsmarks.model import Reading, Span
from newsmarks.text import sentences

WORD = re.compile(r"[^\W\d_]{4,}|\d[\d,.]*\d|\d")
STOPS = ".!?…)”\"’"
ENDING = re.compile(r"(?:ings?|ed|es|s)\Z")
#: Words that no fact is told by.
PLAIN = (
    DETERMINERS | POSSESSIVES | PRONOUNS | OBJECTS | PREPOSITIONS
    | CONJUNCTIONS | SUBORDINATORS | RELATIVES | MODALS | AUXILIARIES
    | ADVERBS | TIMES
    | frozenset("show shows said says more than well also have being been many most some year years people".split())
)  # fmt: skip
#: How many words, names aside, a caption or heading must share with what is hedged, and any other sentence.
FEWEST = {"caption": 2, "heading": 2, "body": 4}
#: A word that stands in more sentences than this tells no fact from another.
MOST_SENTENCES = 12


@dataclass(frozen=True, slots=True)
class Drop:
    """What is hedged in one place and said without a hedge in another; `place`: caption, heading or body."""

    hedged: Span
    cue: Span
    flat: Span
    place: str
    shared: tuple[str, ...]


def find(reading: Reading) -> tuple[Drop, ...]:
    """Every hedged claim beside the flat sentence that shares most words with it, in text order of the hedges."""
    flat = [(span, place, _telling(reading.text, span)) for span, place in _flat(reading)]
    postings: dict[str, list[int]] = defaultdict(list)
    for n, (_, _, words) in enumerate(flat):
        for word in words:
            postings[word].append(n)
    return tuple(drop for hedged, cue in _hedged(reading) if (drop := _drop(reading.text, hedged, cue, flat, postings)))


Flat = tuple[Span, str, dict[str, str]]


def _drop(text: str, hedged: Span, cue: Span, flat: list[Flat], postings: dict[str, list[int]]) -> Drop | None:
    told = _telling(text, hedged)
    shared = Counter(n for w in told for n in postings.get(w, ()) if len(postings[w]) <= MOST_SENTENCES)
    for n, _ in shared.most_common(3):
        span, place, words = flat[n]
        both = [w for w in told if w in words]
        common = [w for w in both if not (told[w][0].isupper() and words[w][0].isupper())]
        if len(common) >= FEWEST[place] and not span.overlaps(hedged):
            return Drop(hedged, cue, span, place, tuple(told[w] for w in both))
    return None


def _hedged(reading: Reading) -> Iterator[tuple[Span, Span]]:
    """Each stretch of a claim that nobody is named for, and its cue."""
    for a in reading.attributions:
        if a.mode == "hedged" and a.cue:
            for part in a.content:
                yield part, a.cue[0]


def _flat(reading: Reading) -> Iterator[tuple[Span, str]]:
    """The sentences in which nothing is attributed or hedged: captions, headings, and the reporter's own."""
    taken = sorted(span for a in reading.attributions if a.mode != "borrowed" for span in a.spans)
    at = 0
    for voice in reading.voices:
        place = {"caption": "caption", "reporter": "body"}.get(voice.voice, "")
        if voice.rule == "voice.heading":
            place = "heading"
        for sentence in sentences(reading.text, voice.span) if place else ():
            while at < len(taken) and taken[at].end <= sentence.start:
                at += 1
            whole = reading.text[sentence.end - 1] in STOPS or place != "body"
            if whole and not (at < len(taken) and taken[at].overlaps(sentence)):
                yield sentence, place


def _telling(text: str, span: Span) -> dict[str, str]:
    """The words of a stretch by which a fact is told: their stems, and how they stand there."""
    found: dict[str, str] = {}
    for word in WORD.findall(text, *span):
        low = word.casefold()
        if low not in PLAIN:
            found.setdefault(ENDING.sub("", low), word)
    return found
