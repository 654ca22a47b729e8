"""The numbers behind ribbon, charts and profile: words, and loaded words, by voice, by whose words, by third."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from newsmarks.loaded import words_by
from newsmarks.model import CONTESTED, VOICES, Attribution, Loaded, Reading, Span
from newsmarks.text import words

NOBODY = "nobody named"
#: Whose claim, in words -> the voices that hold it.
CLAIMS = {"{} are the reporter’s own claim": ("reporter",), "{} are a source’s": ("direct", "indirect"),
          "for {} nobody is named": ("hedged", "borrowed")}  # fmt: skip
#: Voices whose words are given to no source, wherever they stand.
OWN = ("reporter", "caption", "meta")
#: Below so many words, a rate says little.
FEW = 25
THIRDS = ("first third", "middle third", "last third")


def words_in(text: str, spans: Iterable[Span]) -> int:
    """How many words begin inside the spans; a word cut by a span's start belongs to the span before it."""
    return sum(len(word_starts(text, span)) for span in spans)


def word_starts(text: str, span: Span) -> list[int]:
    """Where the words of a span begin; a piece that goes on with a word begun before it counts for nothing."""
    found = [word.start for word in words(text, span)]
    return found[1:] if found and _begun(text, found[0]) else found


def _begun(text: str, position: int) -> bool:
    """Whether the run of characters around `position` had its first letter or digit before it."""
    start = position
    while start and not text[start - 1].isspace():
        start -= 1
    return any(c.isalnum() for c in text[start:position])


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


def shares(reading: Reading) -> str:
    """The voices by share of words, in one sentence: "reporter 47 %, direct quote 22 %"."""
    found = sorted(share_by_voice(reading).items(), key=lambda item: -item[1])
    return ", ".join(f"{VOICES[v][1]} {percent(share)}" for v, share in found if share)


def claims(reading: Reading) -> str:
    """Whose claims the article is made of, in a sentence; "" where no voice is marked."""
    share = share_by_voice(reading)
    parts = [said.format(percent(part)) for said, voices in CLAIMS.items() if (part := sum(share[v] for v in voices))]
    return f"By words: {', '.join(parts[:-1])}{', and ' if parts[1:] else ''}{parts[-1]}." if parts else ""


def percent(share: float) -> str:
    """A share (0-1) for readers, never rounded to nothing.

    >>> percent(0.004), percent(0.47), percent(0)
    ('under 1 %', '47 %', '0 %')
    """
    return "under 1 %" if 0 < share < 0.005 else f"{round(100 * share)} %"


def words_by_source(reading: Reading) -> dict[str, int]:
    """Words of content that each source was given, most first; hedged claims are given to "nobody named"."""
    counted: Counter[str] = Counter()
    for a in reading.attributions:
        if a.mode != "borrowed":
            counted[a.source_name or NOBODY] += len(given(reading, a))
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def given(reading: Reading, attribution: Attribution) -> list[str]:
    """The voice of each word of a content, "" where none is marked; what is another's in this reading is left out.

    A content may be read wider than the voice that it has: the reporter's own words are then nobody else's.
    """
    starts = (start for span in attribution.content for start in word_starts(reading.text, span))
    found = [voice.voice if (voice := reading.voice_at(start)) else "" for start in starts]
    return [voice for voice in found if voice not in OWN]


# --- loaded words -----------------------------------------------------------------------------


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
        None if opening is None else reading.article.number(opening),
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
    first, last = reading.article.number(start), reading.article.number(end)
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
    return {word: uses for word, uses in found.items() if len({use.words_by for use in uses} - {"nobody"}) > 1}


def _use(reading: Reading, mark: Loaded) -> Use:
    words = " ".join(mark.span.of(reading.text).split())
    return Use(words, mark.words_by, reading.article.number(mark.span.start), mark.strength)
