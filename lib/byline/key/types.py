"""What a key holds besides the marks of a reading: tiers, accepted readings, feedback, questions, provenance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from newsmarks.model import Attribution, Figure, Loaded, Reading, Span, Voice

Mark = Voice | Attribution | Loaded | Figure
TIERS = ("one answer", "accepted readings", "open")
LAYERS = ("voices", "attributions", "loaded", "figures")
SKILLS = ("attribution", "loaded", "figures")
#: The names of the guideline's rules (seeds/GUIDELINE.md), by which feedback names them.
GUIDELINE = (
    "caption rule", "quotation rule", "source rule", "hedge rule", "reporter rule", "no carry-over", "minimal scope",
    "speaker rule", "no source needed", "source ladder", "stance of the cue", "swap test", "both-sides test",
    "technical test", "whose words", "five questions", "verdict rule", "date rule", "counting rule", "five checks",
    "what makes a source strong",
)  # fmt: skip
STATUSES = ("verified by the outlet", "verified by others", "declared unverified", "hedged but not declared", "silent")
CHECKS = ("original", "source", "date", "location", "motivation")
ANSWERS = ("stated", "inferable", "not stated")


def start_of(mark: Mark) -> Span:
    """The first words of a mark."""
    return mark.spans[0] if isinstance(mark, Attribution) else mark.span


@dataclass(frozen=True, slots=True)
class Entry:
    """What the key says about one of its marks.

    `also` holds the other accepted marks, each with its reason; None among them: no mark is accepted, too.
    """

    layer: str
    mark: Mark
    tier: str = "one answer"
    also: tuple[tuple[Mark | None, str], ...] = ()
    separates: str = ""
    feedback: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trap:
    """Words that many will mark in a layer, and why they are not marked."""

    layer: str
    span: Span
    why: str
    feedback: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """An open question: no key, but a sample answer for each level from 0 to 4."""

    id: str
    span: Span | None
    ask: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a test: `sound` where its source, wording or figure is well founded."""

    id: str
    skill: str
    sound: bool
    span: Span
    why: str
    feedback: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Decision:
    """One item on which two first readings differed, what each had, and what was decided."""

    layer: str
    span: Span
    first: str
    second: str
    decided: str
    why: str


@dataclass(frozen=True, slots=True)
class Key(Reading):
    """A reading that people made. `entries` has one for each mark, layer by layer, in the order of the reading's lists;

    `provenance` is the table of that name, each place in it as a span.
    """

    made: str = ""
    entries: tuple[Entry, ...] = ()
    traps: tuple[Trap, ...] = ()
    questions: tuple[Question, ...] = ()
    passages: tuple[Passage, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=dict)

    def layer(self, name: str) -> tuple[Entry, ...]:
        """The entries of one layer."""
        return tuple(entry for entry in self.entries if entry.layer == name)
