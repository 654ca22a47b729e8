"""One reading against another: what was found, what is arguable, too short, too long, missed or extra.

The only scorer: a student, the key and the machine are held against each other by the rules of the guideline
(seeds/GUIDELINE.md, "How a mark is held against the key"). What counts are words.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from byline.key import Entry, Key, Trap
from byline.key.types import LAYERS, Mark
from newsmarks.model import CONTESTED, CRITERIA, Attribution, Figure, Loaded, Reading, Span, Spans, Voice
from newsmarks.text import words

OUTCOMES = ("found", "arguable", "too short", "too long", "other label", "missed", "extra")
#: How many words more than the key's a mark may have.
SLACK = 4
#: Labels that may always be left out: nothing is lost where nobody marks them.
OPTIONAL = ("ask", "not a quantity")


@dataclass(frozen=True, slots=True)
class Match:
    """A mark of one reading beside one of another.

    `outcome` is one of OUTCOMES; `label` is what mine has there, None where it has no mark; `differs` names the fields
    in which the two do not agree, the label's among them; `trap` is what the key says of an extra mark.
    """

    layer: str
    outcome: str
    mine: Mark | None
    entry: Entry | None
    label: str | None = None
    differs: tuple[str, ...] = ()
    trap: Trap | None = None

    @property
    def shared(self) -> bool:
        """Whether both readers have a mark here, whatever they call it."""
        return self.mine is not None and self.entry is not None and not self.outcome.startswith("too ")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One reading against another, mark by mark."""

    mine: Reading
    theirs: Reading
    matches: tuple[Match, ...]

    def counts(self, layer: str) -> dict[str, int]:
        """Outcome -> how many marks of a layer."""
        found = Counter(m.outcome for m in self.matches if m.layer == layer)
        return {outcome: found[outcome] for outcome in OUTCOMES}

    def f1(self, layer: str) -> float:
        """Twice the shared marks by all marks of both readers, 0-1; a mark that may be left out does not count."""
        here = [m for m in self.matches if m.layer == layer]
        shared = sum(m.shared for m in here)
        alone = sum(bool(m.mine) + bool(m.entry) for m in here if not m.shared and m.outcome != "arguable")
        return 2 * shared / (2 * shared + alone) if shared + alone else 1.0


def compare(
    mine: Reading, theirs: Reading, layers: Sequence[str] = LAYERS, paragraphs: Iterable[int] | None = None
) -> Comparison:
    """Hold one reading against another, a key or any other, of the same text; where given, in these paragraphs alone.

    Raises ValueError for two texts.
    """
    if mine.text != theirs.text:
        raise ValueError(
            f"These are readings of two texts (“{mine.article.id}” and “{theirs.article.id}”). Compare two of one text."
        )
    found: list[Match] = []
    for layer in layers:
        entries = [e for e in entries_of(theirs, layer) if _is_in(theirs, e.mark, paragraphs)]
        marks = [m for m in getattr(mine, layer) if not _is_plain(m) and _is_in(mine, m, paragraphs)]
        held = _Held(theirs, layer, entries, marks)
        found += held.voices() if layer == "voices" else held.marks()
    return Comparison(mine, theirs, tuple(found))


def entries_of(reading: Reading, layer: str) -> Sequence[Entry]:
    """What a key says of the marks of a layer; in any other reading each mark is one answer."""
    return reading.layer(layer) if isinstance(reading, Key) else [Entry(layer, m) for m in getattr(reading, layer)]


def label_of(mark: Mark | None) -> str | None:
    """What a mark says of its words: the voice; whose word it is, or to ask; the verdict; the stance of a cue."""
    match mark:
        case Voice():
            return mark.voice
        case Figure():
            return mark.verdict
        case Attribution():
            return mark.stance
        case Loaded():
            if mark.category == CONTESTED:
                return "ask"
            return mark.words_by if mark.words_by in ("reporter", "nobody") else "source"
    return None


def accepted(entry: Entry) -> list[Mark | None]:
    """Every reading of an entry that is right; None among them: no mark is right, too."""
    return [entry.mark, *(mark for mark, _ in entry.also)]


def labels_of(entry: Entry) -> list[str | None]:
    """The labels that are right for an entry, the key's own first, each once."""
    return list(dict.fromkeys(map(label_of, accepted(entry))))


def place_of(mark: Mark) -> Spans:
    """Where a mark is: its content, else its cue; of every other mark its one span."""
    return (mark.content or mark.cue) if isinstance(mark, Attribution) else (mark.span,)


def _is_plain(mark: Mark) -> bool:
    """The reporter's own voice is what is left when all else is marked; nobody marks it."""
    return isinstance(mark, Voice) and mark.voice == "reporter"


def _is_in(reading: Reading, mark: Mark, paragraphs: Iterable[int] | None) -> bool:
    return paragraphs is None or reading.article.number(place_of(mark)[0].start) in paragraphs


# --- how much of the key's words a mark has -------------------------------------------------------


class Words:
    """The words of a text, each by its number, and which of them nobody marks with what stands beside them."""

    def __init__(self, theirs: Reading) -> None:
        every = words(theirs.text, Span(0, len(theirs.text)))
        self._starts, self._ends = [word.start for word in every], [word.end for word in every]
        self.saying = self.within(s for a in theirs.attributions if a.mode != "borrowed" for s in (*a.cue, *a.source))
        self.voiced = self.within(v.span for v in theirs.voices if v.voice != "reporter")

    def within(self, spans: Iterable[Span]) -> set[int]:
        """The numbers of the words that some spans touch."""
        return {n for s in spans for n in range(bisect_right(self._ends, s.start), bisect_left(self._starts, s.end))}


def fit(mine: set[int], theirs: set[int], head: set[int], foreign: set[int], enough: float = 0.5) -> str:
    """Whether the words of a mark are those of the key: "fits", "too short", "too long", or "" where none is shared.

    A share of the key's words is `enough` (0-1), or one of the `head` words. A few words more do no harm, but for
    `foreign` ones.
    """
    shared, more = mine & theirs, mine - theirs
    if not shared:
        return ""
    if more & foreign:
        return "too long"
    if not shared & head and len(shared) < enough * len(theirs):
        return "too short"
    return "too long" if len(more) > SLACK else "fits"


FITS = ("", "too short", "too long", "fits")


class _Held:
    """The marks of one layer held against the entries of a key."""

    def __init__(self, theirs: Reading, layer: str, entries: Sequence[Entry], marks: Sequence[Mark]) -> None:
        self.layer, self.entries, self.given = layer, entries, marks
        self.traps = theirs.traps if isinstance(theirs, Key) else ()
        self.of = Words(theirs)
        self.inside = [self.of.within(place_of(mark)) for mark in marks]

    def extra(self, mark: Mark) -> Match:
        """A mark on words of which the key has nothing."""
        spans = place_of(mark)
        inside = self.of.within(spans)
        trap = next((t for t in self.traps if t.layer == self.layer and any(map(t.span.overlaps, spans))
                     and len(inside - self.of.within([t.span])) <= SLACK), None)  # fmt: skip
        return Match(self.layer, "extra", mark, None, label_of(mark), (), trap)

    def left_out(self, entry: Entry) -> Match:
        """An entry where mine has no mark."""
        soft = None in labels_of(entry) or label_of(entry.mark) in OPTIONAL
        return Match(self.layer, "arguable" if soft else "missed", None, entry)

    # the fewest words, and contents

    def marks(self) -> list[Match]:
        """Each entry with the mark that fits it best, and the marks that are left.

        A mark that is taken may fit a second entry, too ("reckless water-dumpers"): then it counts for both.
        """
        taken: dict[int, Match] = {}
        used = set[int]()
        pairs = sorted(self._pairs(), key=lambda pair: pair[0], reverse=True)
        for (rank, *_), e, m in pairs:
            if e not in taken and (m not in used or FITS[rank] == "fits"):
                used.add(m)
                taken[e] = self._judged(self.entries[e], self.given[m], self.inside[m])
        found = [taken.get(n) or self.left_out(entry) for n, entry in enumerate(self.entries)]
        return [*found, *(self.extra(mark) for n, mark in enumerate(self.given)
                          if n not in used and not self._has_it(taken, n))]  # fmt: skip

    def _has_it(self, taken: Mapping[int, Match], n: int) -> bool:
        """Whether a mark lies in a place that another has found already, and says what is accepted there."""
        return any(match.outcome in ("found", "arguable") and match.entry and match.label == label_of(self.given[n])
                   and self.inside[n] <= self.of.within(place_of(match.entry.mark)) for match in taken.values())

    def _pairs(self) -> Iterator[tuple[tuple[int, bool, float, bool], int, int]]:
        """(how well, entry, mark) of every two that share a word; a right label and what is due come first."""
        for (e, entry), (m, mark) in product(enumerate(self.entries), enumerate(self.given)):
            rank, share = max(self._fit(theirs, mark, self.inside[m]) for theirs in accepted(entry) if theirs)
            if rank:
                right = label_of(mark) in labels_of(entry)
                yield (rank, right, share, self.left_out(entry).outcome == "missed"), e, m

    def _fit(self, theirs: Mark, mine: Mark, inside: set[int]) -> tuple[int, float]:
        """How well a mark fits one reading of the key's: its place in FITS, and what both share of the longer."""
        claim = isinstance(theirs, Attribution) and isinstance(mine, Attribution) and theirs.content and mine.content
        wanted = self.of.within(theirs.cue if isinstance(theirs, Attribution) and not claim else place_of(theirs))
        share = len(inside & wanted) / max(len(inside), len(wanted), 1)
        if claim:
            return FITS.index(fit(inside, wanted, set(), self.of.saying | self.of.voiced)), share
        head = wanted if isinstance(theirs, Figure | Attribution) else {max(wanted, default=-1)}
        return FITS.index(fit(inside, wanted, head, set())), share

    def _judged(self, entry: Entry, mine: Mark, inside: set[int]) -> Match:
        nearest = max(
            (theirs for theirs in accepted(entry) if theirs),
            key=lambda theirs: (*self._fit(theirs, mine, inside), -len(differences(mine, theirs))),
        )
        outcome = FITS[self._fit(nearest, mine, inside)[0]]
        if label_of(mine) not in labels_of(entry):
            outcome = "other label"
        elif outcome == "fits":
            outcome = "arguable" if _is_soft(entry, mine) else "found"
        return Match(self.layer, outcome, mine, entry, label_of(mine), differences(mine, nearest))

    # the voices

    def voices(self) -> list[Match]:
        """Each stretch of theirs by the voices that its words have in mine, and the marks that are left."""
        voice = {n: at for at, inside in enumerate(self.inside) for n in inside}
        stretches = [(e, self.of.within(place_of(e.mark))) for e in self.entries if labels_of(e) != ["reporter"]]
        home = self._homes(stretches)
        told = set[int]()
        found = [self._stretch(entry, here, voice, home, told) for entry, here in stretches]
        return [*found, *(self.extra(mark) for at, mark in enumerate(self.given) if at not in told)]

    def _homes(self, stretches: Sequence[tuple[Entry, set[int]]]) -> dict[int, Entry]:
        """Mark -> the stretch that it has most words of, among those that accept its label."""
        found = {}
        for at, mark in enumerate(self.given):
            fitting = [(len(here & self.inside[at]), -n) for n, (entry, here) in enumerate(stretches)
                       if label_of(mark) in labels_of(entry)]  # fmt: skip
            if fitting and max(fitting)[0]:
                found[at] = stretches[-max(fitting)[1]][0]
        return found

    def _stretch(
        self, entry: Entry, here: set[int], voice: dict[int, int], home: dict[int, Entry], told: set[int]
    ) -> Match:
        """One stretch; the marks that it tells of are put in `told`."""
        right = labels_of(entry)
        over = Counter(voice[n] for n in here if n in voice)
        named = {at: label_of(self.given[at]) for at in over}
        wrong = {at: n for at, n in over.items() if named[at] not in right}
        fitting = sum(over.values()) - sum(wrong.values()) + ("reporter" in right) * (len(here) - over.total())
        missed = sum(wrong.values()) > fitting
        told.update(over if missed else over.keys() - wrong.keys())
        if 2 * fitting >= len(here):
            runs_on = any(home.get(at) is entry and self._runs_on(at, entry) for at in over)
            outcome = "too long" if runs_on else "arguable" if len(right) > 1 else "found"
        else:
            outcome = "other label" if missed else "too short" if over else "missed"
        at = max(wrong if outcome == "other label" else over, key=lambda n: over[n], default=None)
        mine = None if at is None else self.given[at]
        return Match("voices", outcome, mine, entry, label_of(mine), ("voice",) if outcome == "other label" else ())

    def _runs_on(self, at: int, entry: Entry) -> bool:
        """Whether a mark goes on over the reporter's words, but for a cue inside of a quotation."""
        inside, quoted = self.inside[at], self.inside[at] & self._quotation(entry)
        spoken = label_of(self.given[at]) == "direct"
        beyond = {n for e in self.entries if labels_of(e) == ["reporter"] for n in self.of.within(place_of(e.mark))}
        within = {n for n in self.of.saying if spoken and min(quoted) < n < max(quoted)}
        more = inside & beyond - within
        return bool(more & self.of.saying) or len(more) > SLACK

    def _quotation(self, entry: Entry) -> set[int]:
        """The words of a stretch and of all others that the same attribution holds."""
        whose = getattr(entry.mark, "attribution", None)
        marks = [e.mark for e in self.entries if labels_of(e) != ["reporter"]]
        held = (mark for mark in marks if getattr(mark, "attribution", None) == whose)
        return self.of.within(span for mark in held for span in place_of(mark))


def _is_soft(entry: Entry, mine: Mark) -> bool:
    """Whether the key accepts several readings of what this mark says."""
    several = [m for m in accepted(entry) if m]
    contents = {m.content for m in several if isinstance(m, Attribution)} if getattr(mine, "content", ()) else set()
    return len(labels_of(entry)) > 1 or len(contents) > 1


def differences(mine: Mark, theirs: Mark) -> tuple[str, ...]:
    """The fields in which two marks of one layer do not agree.

    Strength may be one apart, a question to a figure half a point; cue and source are the same where they touch.
    """
    match mine, theirs:
        case Attribution(), Attribution():
            apart = [n for n in ("cue", "source") if not _touch(getattr(mine, n), getattr(theirs, n))]
            return (*apart, *_apart(mine, theirs, "mode", "stance", "ladder"))
        case Loaded(), Loaded():
            weak = ("strength",) if abs(mine.strength - theirs.strength) > 1 else ()
            return (*_apart(mine, theirs, "words_by", "category"), *weak)
        case Figure(), Figure():
            far = (n for n in CRITERIA if abs(score_of(mine, n) - score_of(theirs, n)) > 0.5)
            return (*_apart(mine, theirs, "kind", "verdict"), *far)
    return ()


def score_of(figure: Figure, question: str) -> float:
    """The score of one of the five questions: 0, 0.5 or 1."""
    return float(getattr(figure.criteria, question).score)


def _touch(mine: Spans, theirs: Spans) -> bool:
    return any(a.overlaps(b) for a in mine for b in theirs) if mine and theirs else not (mine or theirs)


def _apart(mine: Mark, theirs: Mark, *names: str) -> Iterator[str]:
    return (name for name in names if getattr(mine, name) != getattr(theirs, name))
