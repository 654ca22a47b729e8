"""The numbers behind a profile: how many loaded words, in which voice, by whom, and where in the text."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from byline.display.counts import word_starts, words_by_voice, words_in
from byline.display.drawn import paragraph_at
from newsmarks.loaded import words_by
from newsmarks.model import CONTESTED, Loaded, Reading

#: Below so many words, a rate says little.
FEW = 25
THIRDS = ("first third", "middle third", "last third")


@dataclass(frozen=True, slots=True)
class Tally:
    """The loaded words and all the words of one voice, one side or one third of the text.

    >>> Tally("direct", 6, 95).rate, Tally("borrowed", 2, 6).few
    (6.315789473684211, True)
    """

    name: str
    loaded: int
    words: int

    @property
    def rate(self) -> float:
        """Loaded words per 100 words; 0 where there is no word."""
        return 100 * self.loaded / self.words if self.words else 0.0

    @property
    def few(self) -> bool:
        """Whether there are so few words that a rate says little."""
        return self.words < FEW


@dataclass(frozen=True, slots=True)
class Use:
    """One word as it stands in the text: whose it is, in which paragraph (from 1), how strong (1 to 3)."""

    words: str
    words_by: str
    paragraph: int
    strength: int


@dataclass(frozen=True, slots=True)
class Wording:
    """How a text is worded. Words about the text (meta) are left out; each tally adds up to all the others.

    `first` holds the reporter's strongest uses before the first direct quotation (which stands in paragraph
    `quoted`; None where there is none); `shared` maps a word to its uses by two sides or more. Contested but
    descriptive words are in `contested` alone.
    """

    voices: tuple[Tally, ...]
    whose: tuple[Tally, ...]
    thirds: tuple[Tally, ...]
    quoted: int | None
    first: tuple[Use, ...]
    shared: Mapping[str, tuple[Use, ...]]
    contested: Mapping[str, tuple[Use, ...]]

    @property
    def words(self) -> int:
        return sum(tally.words for tally in self.voices)

    @property
    def loaded(self) -> int:
        return sum(tally.loaded for tally in self.voices)


def wording(reading: Reading) -> Wording:
    """Count the loaded words of a reading; a phrase counts once."""
    marks = [mark for mark in reading.loaded if mark.voice != "meta"]
    counted = [mark for mark in marks if mark.category != CONTESTED]
    voices = {voice: n for voice, n in words_by_voice(reading).items() if voice != "meta"}
    opening = next((v.span.start for v in reading.voices if v.voice == "direct"), None)
    return Wording(
        _tallies(voices, (mark.voice for mark in counted)),
        tuple(sorted(_tallies(_words_of(reading), (mark.words_by for mark in counted)), key=_reporter_first)),
        _by_third(reading, counted),
        None if opening is None else paragraph_at(reading, opening),
        _strongest(reading, counted, opening),
        _shared(_by_word(reading, counted)),
        _by_word(reading, [mark for mark in marks if mark.category == CONTESTED]),
    )


def _tallies(words: Mapping[str, int], marked: Iterable[str]) -> tuple[Tally, ...]:
    """One tally for each name that has words or marks."""
    marks = Counter(marked)
    names = dict.fromkeys([*words, *marks])
    return tuple(Tally(n, marks[n], words.get(n, 0)) for n in names if words.get(n) or marks[n])


def _words_of(reading: Reading) -> Counter[str]:
    """How many words are whose choice, as loaded words name it: the reporter's in three of the voices."""
    counted: Counter[str] = Counter()
    for voice in reading.voices:
        if voice.voice != "meta":
            counted[words_by(reading.article, voice, reading.attributions)[0]] += words_in(reading.text, [voice.span])
    return counted


def _reporter_first(tally: Tally) -> tuple[bool, bool, int, str]:
    return tally.name != "reporter", tally.name == "nobody", -tally.words, tally.name


def _by_third(reading: Reading, counted: Iterable[Loaded]) -> tuple[Tally, ...]:
    """The text in three parts with as many words each, named by their paragraphs; empty below three words."""
    starts = [s for v in reading.voices if v.voice != "meta" for s in word_starts(reading.text, v.span)]
    if len(starts) < len(THIRDS):
        return ()
    edges = [len(starts) * n // 3 for n in range(4)]
    marks = Counter(bisect_right([starts[edges[1]], starts[edges[2]]], mark.span.start) for mark in counted)
    return tuple(
        Tally(f"{THIRDS[n]} ({_paragraphs(reading, starts[first], starts[end - 1])})", marks[n], end - first)
        for n, (first, end) in enumerate(pairwise(edges))
    )


def _paragraphs(reading: Reading, start: int, end: int) -> str:
    first, last = paragraph_at(reading, start), paragraph_at(reading, end)
    return f"P{first}" if first == last else f"P{first} to P{last}"


def _strongest(reading: Reading, counted: Iterable[Loaded], opening: int | None) -> tuple[Use, ...]:
    """The reporter's own strongest uses before a position, in text order."""
    end = len(reading.text) if opening is None else opening
    own = [mark for mark in counted if mark.words_by == "reporter" and mark.span.start < end]
    top = max((mark.strength for mark in own), default=0)
    return tuple(_use(reading, mark) for mark in own if mark.strength == top)


def _by_word(reading: Reading, marks: Iterable[Loaded]) -> dict[str, tuple[Use, ...]]:
    """Each word, in small letters, with its uses."""
    found: dict[str, tuple[Use, ...]] = {}
    for use in (_use(reading, mark) for mark in marks):
        word = use.words.casefold()
        found[word] = (*found.get(word, ()), use)
    return found


def _shared(found: Mapping[str, tuple[Use, ...]]) -> dict[str, tuple[Use, ...]]:
    """The words that two sides or more use; a borrowed term is on nobody's side."""
    sides = {word: {use.words_by for use in uses} - {"nobody"} for word, uses in found.items()}
    return {word: uses for word, uses in found.items() if len(sides[word]) > 1}


def _use(reading: Reading, mark: Loaded) -> Use:
    words = " ".join(mark.span.of(reading.text).split())
    return Use(words, mark.words_by, paragraph_at(reading, mark.span.start), mark.strength)
