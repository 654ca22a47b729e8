"""The profile of a reading: its loaded words by voice, by whose words and by third, as tables and as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from byline.display.counts import FEW, Tally, Use, Wording, wording
from byline.display.drawn import LETTERED, needed
from byline.display.html import shorten
from byline.sheet import List, Note, Part, Sheet, Table
from newsmarks.model import Reading

#: A side of the whose-words table -> what a reader would call it; a source keeps its name.
SIDES = {"reporter": "the reporter", "nobody": "nobody (borrowed terms)"}
CAUTION = "Many loaded words do not make a claim wrong, and few do not make it right."


@dataclass(frozen=True, repr=False)
class Profile(Sheet):
    """What `profile` shows, and its numbers as `wording`."""

    wording: Wording


def profile(reading: Reading) -> Profile:
    """Loaded words per 100 words by voice, by whose words and by third; the strongest first; what sides share."""
    counted = wording(needed(reading))
    return Profile([Note(_total(counted)), *_tables(counted), *_findings(counted), Note("", CAUTION)], counted)


def _total(counted: Wording) -> str:
    if not counted.words:
        return "This reading gives no words to any voice yet, so there is nothing to count."
    if not counted.loaded:
        return f"No loaded word is marked in {_many(counted.words, 'word')}."
    found = f"{_many(counted.loaded, 'loaded word')} in {_many(counted.words, 'word')}."
    return f"{found} A phrase counts once; words about the text are left out."


def _tables(counted: Wording) -> Iterator[Table]:
    """Each table that has something to tell."""
    if counted.loaded:
        yield _table("Loaded words by voice", "Voice", counted.voices, LETTERED)
        yield _table("Loaded words by source: whose words?", "Whose words", counted.whose, SIDES)
    if counted.loaded and counted.thirds:
        yield _table("Loaded words by third of the text", "Part", counted.thirds, {})


def _table(title: str, first: str, tallies: Iterable[Tally], names: Mapping[str, str]) -> Table:
    """A table that also reads well without its head: each cell names its unit."""
    rows = [(names.get(t.name, t.name), f"{t.loaded} loaded", _many(t.words, "word"),
             "too few for a rate" if t.few else f"{t.rate:.1f} per 100 words") for t in tallies]  # fmt: skip
    return Table(title, (first, "Loaded", "Length", "Rate"), rows, numbers=(1, 2, 3))


def _findings(counted: Wording) -> Iterator[Part]:
    """What the tables cannot tell: sentences, each before the items that it announces."""
    if counted.loaded and any(tally.few for tally in (*counted.voices, *counted.whose, *counted.thirds)):
        yield Note("", f"Where there are fewer than {FEW} words, a rate would say little.")
    if counted.loaded:
        yield Note("", _first(counted))
        yield List([f"“{shorten(u.words)}” (P{u.paragraph}), strength {u.strength} of 3" for u in counted.first])
        said = "Loaded words that more than one side uses:"
        yield Note("", said if counted.shared else "No loaded word is used by two sides.")
        yield List(_uses(counted.shared))
    if counted.contested:
        yield Note("", "Ask both sides (contested but descriptive, not counted above):")
        yield List(_uses(counted.contested))


def _first(counted: Wording) -> str:
    where = "in the whole text, which has no direct quotation"
    if counted.quoted is not None:
        where = f"before the first direct quotation (P{counted.quoted})"
    said = "The reporter’s strongest loaded words {}:" if counted.first else "The reporter uses no loaded word {}."
    return said.format(where)


def _uses(found: Mapping[str, Sequence[Use]]) -> list[str]:
    """Each word with the sides that use it, and each side with its paragraphs."""
    return [f"“{shorten(uses[0].words)}”: " + ", ".join(_by_side(uses)) for uses in found.values()]


def _by_side(uses: Sequence[Use]) -> Iterator[str]:
    for side in dict.fromkeys(use.words_by for use in uses):
        places = dict.fromkeys(f"P{use.paragraph}" for use in uses if use.words_by == side)
        yield f"{SIDES.get(side, side)} ({', '.join(places)})"


def _many(n: int, word: str) -> str:
    """A number with its noun.

    >>> _many(1, "word"), _many(0, "word")
    ('1 word', '0 words')
    """
    return f"{n} {word}" + "s" * (n != 1)
