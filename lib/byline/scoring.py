"""One reading against another: what was found, missed, extra or arguable, and how far two readers agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from byline.key import Entry, Key, Trap
from byline.key.types import LAYERS, Mark
from newsmarks.model import CONTESTED, CRITERIA, Attribution, Figure, Loaded, Reading, Span, Spans, Voice
from newsmarks.text import words

OUTCOMES = ("found", "arguable", "missed", "extra")
#: How many words more than the key's a mark may have that hits its head word.
SLACK = 4
#: What a hit of the head word alone counts for, beside the share of a match.
HIT = 0.1


@dataclass(frozen=True, slots=True)
class Match:
    """A mark of one reading beside one of another.

    `outcome`: *found* where both have it; *arguable* where good readers differ and this is one of the accepted
    readings; *missed* where only the other has it; *extra* where only this one has. `differs` names the fields in
    which the two do not agree; `trap` is what the key says about an extra mark.
    """

    layer: str
    outcome: str
    mine: Mark | None
    entry: Entry | None
    differs: tuple[str, ...] = ()
    trap: Trap | None = None


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
        counts = self.counts(layer)
        shared = sum(m.mine is not None and m.entry is not None for m in self.matches if m.layer == layer)
        every = 2 * shared + counts["missed"] + counts["extra"]
        return 2 * shared / every if every else 1.0


def compare(mine: Reading, theirs: Reading) -> Comparison:
    """Hold one reading against another, a key or any other, of the same text.

    Spans match where they share half of the longer one, or where mine has the head word of theirs (the last; of a
    figure, any) and is not much longer. Strength may be one apart, a question to a figure half a point. Raises
    ValueError for two texts.
    """
    if mine.text != theirs.text:
        raise ValueError(
            f"These are readings of two texts (“{mine.article.id}” and “{theirs.article.id}”). Compare two of one text."
        )
    entries = theirs.entries if isinstance(theirs, Key) else tuple(_as_entries(theirs))
    traps = theirs.traps if isinstance(theirs, Key) else ()
    found = list(_voices(mine, [e for e in entries if e.layer == "voices"], traps))
    for layer in LAYERS[1:]:
        found += _layer(mine, layer, [e for e in entries if e.layer == layer], traps)
    return Comparison(mine, theirs, tuple(found))


def _voices(mine: Reading, entries: Sequence[Entry], traps: Sequence[Trap]) -> Iterator[Match]:
    """Each stretch of theirs by the voice that most of it has in mine: a reader may cut one in two, or join two."""
    marks = [v for v in mine.voices if not _is_plain(v)]
    for entry in entries:
        accepted = _voices_of(entry)
        held = accepted - {"reporter"}
        span = _spans(entry.mark)
        over = max((v for v in marks if v.voice in held), key=lambda v: _part(span[0], v.span), default=None)
        hit = sum(_part(span[0], v.span) for v in marks if v.voice in held) >= 0.5
        if held:
            soft = entry.also and (hit or "reporter" in accepted)
            yield Match("voices", "arguable" if soft else "found" if hit else "missed", over if hit else None, entry)
    for mark in marks:
        fits = sum(_part(mark.span, _spans(e.mark)[0]) for e in entries if mark.voice in _voices_of(e))
        if fits < 0.5:
            trap = next((t for t in traps if t.layer == "voices" and t.span.overlaps(mark.span)), None)
            yield Match("voices", "extra", mark, None, (), trap)


def _voices_of(entry: Entry) -> set[str]:
    return {m.voice for m in (entry.mark, *(m for m, _ in entry.also)) if isinstance(m, Voice)}


def _part(whole: Span, part: Span) -> float:
    """The share of a span that another holds."""
    return max(0, min(whole.end, part.end) - max(whole.start, part.start)) / (whole.end - whole.start)


def _as_entries(reading: Reading) -> Iterator[Entry]:
    """The marks of a reading that is no key: each is one answer."""
    for layer in LAYERS:
        yield from (Entry(layer, mark) for mark in getattr(reading, layer))


def _layer(mine: Reading, layer: str, entries: Sequence[Entry], traps: Sequence[Trap]) -> Iterator[Match]:
    marks: Sequence[Mark] = getattr(mine, layer)
    text, taken = mine.text, set[int]()
    for entry in entries:
        pairs = [(_score(text, mark, entry), n) for n, mark in enumerate(marks) if n not in taken]
        (shared, _), n = max(pairs, default=((0.0, 0), -1))
        if shared:
            taken.add(n)
            outcome = "arguable" if entry.also else "found"
            yield Match(layer, outcome, marks[n], entry, _fewest(text, marks[n], entry))
        else:
            skipped = any(mark is None for mark, _ in entry.also)
            yield Match(layer, "arguable" if skipped else "missed", None, entry)
    for n, mark in enumerate(marks):
        if n not in taken:
            trap = next((t for t in traps if t.layer == layer and t.span.overlaps(_spans(mark)[0])), None)
            yield Match(layer, "extra", mark, None, (), trap)


def _is_plain(mark: Mark) -> bool:
    """The reporter's own voice is what is left when all else is marked; nobody marks it."""
    return isinstance(mark, Voice) and mark.voice == "reporter"


def _score(text: str, mark: Mark, entry: Entry) -> tuple[float, int]:
    """How much a mark shares with the best of the accepted readings (0: no match), and how few fields differ."""
    return max(
        ((_shared(text, mark, theirs), -len(differences(text, mark, theirs))) for theirs in _accepted(entry)),
        default=(0.0, 0),
    )


def _accepted(entry: Entry) -> list[Mark]:
    return [m for m in (entry.mark, *(mark for mark, _ in entry.also)) if m is not None]


def _fewest(text: str, mark: Mark, entry: Entry) -> tuple[str, ...]:
    """The fields in which a mark differs from that accepted reading which is nearest to it."""
    near = [theirs for theirs in _accepted(entry) if _shared(text, mark, theirs)]
    return min((differences(text, mark, theirs) for theirs in near), key=len)


def _spans(mark: Mark) -> Spans:
    if isinstance(mark, Attribution):
        return mark.content or mark.cue
    return (mark.span,)


def _shared(text: str, mine: Mark, theirs: Mark) -> float:
    """The share of the longer of two marks that both hold, or a little where only the head word is hit; else 0."""
    shared = overlap(_spans(mine), _spans(theirs))
    if shared >= 0.5:
        return shared
    if isinstance(mine, Attribution) and isinstance(theirs, Attribution):
        return HIT if shared and any(x.overlaps(y) for x in mine.cue for y in theirs.cue) else 0.0
    return alike(text, _spans(mine)[0], _spans(theirs)[0], anywhere=isinstance(mine, Figure))


def overlap(mine: Spans, theirs: Spans) -> float:
    """The share of the longer of two stretches, each in one or several spans, that both hold."""
    both = sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in mine for y in theirs)
    return both / max(sum(s.end - s.start for s in spans) for spans in (mine, theirs)) if both else 0.0


def alike(text: str, mine: Span, theirs: Span, *, anywhere: bool = False) -> float:
    """What two spans share, where it is half of the longer; a little where mine hits the head word (or `anywhere`

    a word) of theirs and is not much longer; else 0.
    """
    shared, wanted = overlap((mine,), (theirs,)), words(text, theirs)
    if shared >= 0.5:
        return shared
    near = bool(shared and wanted) and len(words(text, mine)) <= len(wanted) + SLACK
    return HIT if near and (anywhere or mine.contains(wanted[-1])) else 0.0


def differences(text: str, mine: Mark, theirs: Mark) -> tuple[str, ...]:
    """The fields in which two marks of one layer do not agree."""
    if isinstance(mine, Attribution) and isinstance(theirs, Attribution):
        apart = [n for n in ("cue", "source") if not _touch(getattr(mine, n), getattr(theirs, n))]
        return (*apart, *_unlike(mine, theirs, "mode", "stance", "ladder"))
    if isinstance(mine, Loaded) and isinstance(theirs, Loaded):
        weak = ("strength",) if abs(mine.strength - theirs.strength) > 1 else ()
        return (*_unlike(mine, theirs, "words_by", "category"), *weak)
    if isinstance(mine, Figure) and isinstance(theirs, Figure):
        pairs = zip(CRITERIA, mine.criteria.items(), theirs.criteria.items(), strict=True)
        far = tuple(name for name, (_, a), (_, b) in pairs if abs(a.score - b.score) > 0.5)
        return (*_unlike(mine, theirs, "kind", "verdict"), *far)
    return ()


def _touch(mine: Spans, theirs: Spans) -> bool:
    return any(a.overlaps(b) for a in mine for b in theirs) if mine and theirs else not (mine or theirs)


def _unlike(mine: Mark, theirs: Mark, *names: str) -> Iterator[str]:
    return (name for name in names if getattr(mine, name) != getattr(theirs, name))


# --- agreement ----------------------------------------------------------------------------------


def agreement(mine: Reading, theirs: Reading) -> dict[str, float]:
    """How far two readers agree, by layer: 1 is always, 0 for alpha is what chance would give.

    For voice and loaded words Krippendorff's alpha (nominal), word by word: seven voices; loaded, contested or
    neither. For attributions and figures the F1 of the marks that both have.
    """
    both = compare(mine, theirs)
    every = words(mine.text, Span(0, len(mine.text)))
    return {
        "voices": alpha([voice_of_words(r, every) for r in (mine, theirs)]),
        "loaded": alpha([loaded_words(r, every) for r in (mine, theirs)]),
        "attributions": both.f1("attributions"),
        "figures": both.f1("figures"),
    }


def alpha(labels: Sequence[Sequence[str]]) -> float:
    """Krippendorff's alpha for nominal labels, one list a reader; 1.0 where all have the same single label.

    Krippendorff, Content Analysis (2004), chapter 11.
    """
    from krippendorff import alpha as krippendorff_alpha  # the only use of it, and slow to load

    values = sorted({label for of_one in labels for label in of_one})
    if len(values) < 2:
        return 1.0
    data = [[values.index(label) for label in of_one] for of_one in labels]
    return float(krippendorff_alpha(reliability_data=data, level_of_measurement="nominal"))


def voice_of_words(reading: Reading, every: Sequence[Span]) -> list[str]:
    """The voice of each word, at its first character."""
    tiles = iter(reading.voices)
    tile, found = next(tiles), []
    for word in every:
        while tile.span.end <= word.start:
            tile = next(tiles)
        found.append(tile.voice)
    return found


def loaded_words(reading: Reading, every: Sequence[Span]) -> list[str]:
    """For each word "loaded", "contested" or "-"."""
    found = ["-"] * len(every)
    for mark in reading.loaded:
        label = "contested" if mark.category == CONTESTED else "loaded"
        found = [label if mark.span.overlaps(w) else was for w, was in zip(every, found, strict=True)]
    return found
