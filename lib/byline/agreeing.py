"""How far two readers of one text agree, beyond chance where that can be said."""

from __future__ import annotations

from collections.abc import Sequence

from byline.scoring import compare
from newsmarks.model import CONTESTED, Reading, Span
from newsmarks.text import words


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
    """The voice of each word, at its first character; the reporter's where none is marked."""
    over = (reading.voice_at(word.start) for word in every)
    return [tile.voice if tile else "reporter" for tile in over]


def loaded_words(reading: Reading, every: Sequence[Span]) -> list[str]:
    """For each word "loaded", "contested" or "-"."""
    found = ["-"] * len(every)
    for mark in reading.loaded:
        label = "contested" if mark.category == CONTESTED else "loaded"
        found = [label if mark.span.overlaps(w) else was for w, was in zip(every, found, strict=True)]
    return found
