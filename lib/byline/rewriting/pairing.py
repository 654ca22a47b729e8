"""Two texts side by side: their words, and which of them stand for which; and what a fact is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from byline.rewriting.parsing import Piece
from newsmarks.model import Reading, Span

#: How far from a gap is looked for words that stayed, and from those for other words in its place; in words.
NEAR = 6


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its words, what kind it is, and what the rewrite has in its place, or where else it stands.

    kind: name, number, date, harm (suffering or loss), quotation, cut (a part of one), doer (another one does it), or
    event (who did what). paragraph: another one of the article that has it, 0 for none.
    """

    kind: str
    words: str
    now: str = ""
    paragraph: int = 0


@dataclass
class Side:
    """One of the two texts: its reading, its words, and those of them that are no facts (cues, sources' words)."""

    reading: Reading
    pieces: list[Piece]
    aside: frozenset[int] = frozenset()

    @cached_property
    def facts(self) -> list[int]:
        """The places of the words that may carry a fact."""
        return [n for n, piece in enumerate(self.pieces) if piece.counts and n not in self.aside]

    @cached_property
    def whole(self) -> str:
        """All words of the text."""
        return self.words([0, -1]) if self.pieces else ""

    def words(self, places: Sequence[int]) -> str:
        """The words of the text from the first place to the last."""
        span = Span(self.pieces[places[0]].span.start, self.pieces[places[-1]].span.end)
        return " ".join(span.of(self.reading.text).split())


@dataclass
class Pairing:
    """Which words of one text stand for which of the other; `known`: family -> the other paragraph that has it."""

    old: Side
    new: Side
    known: Mapping[str, int]
    partners: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        by_key: dict[str, list[int]] = {}
        for n, piece in enumerate(self.new.pieces):
            for key in piece.keys if piece.kind != "small" else ():
                by_key.setdefault(key, []).append(n)
        for n, piece in enumerate(self.old.pieces):
            found = {m for key in piece.keys for m in by_key.get(key, ())} if piece.kind != "small" else set()
            if found:
                self.partners[n] = sorted(found)
        self.taken = {m for several in self.partners.values() for m in several}

    @cached_property
    def families(self) -> frozenset[str]:
        """The families of the words of the old text."""
        return frozenset(key for piece in self.old.pieces for key in piece.keys)

    @cached_property
    def missing(self) -> list[int]:
        """The places of words in the old text that nothing in the new one stands for."""
        return [n for n in self.old.facts if n not in self.partners]

    @cached_property
    def fresh(self) -> list[int]:
        """The places of words in the new text that stand for nothing in the old one; no part of a name that does."""
        named = {piece.run for n, piece in enumerate(self.new.pieces) if n in self.taken and piece.kind == "name"}
        return [n for n in self.new.facts if n not in self.taken
                and not (self.new.pieces[n].kind == "name" and self.new.pieces[n].run in named)]  # fmt: skip

    def beside(self, run: Sequence[int]) -> list[int]:
        """The fresh words that may say the same as a run of missing ones: those near the partners of its neighbours."""
        around = range(max(0, run[0] - NEAR), min(len(self.old.pieces), run[-1] + NEAR + 1))
        anchors = [m for n in around for m in self.partners.get(n, ())]
        words = [n for n in self.fresh if self.new.pieces[n].kind == "word"]
        return [n for n in words if any(abs(n - m) <= NEAR for m in anchors)] if anchors else words


def kind_of(piece: Piece) -> str:
    """The kind of fact that a word is."""
    if piece.kind == "word":
        return "harm" if piece.harm else "event"
    return {"amount": "number", "when": "date"}.get(piece.kind, piece.kind)


def runs(side: Side, places: Sequence[int]) -> Iterator[list[int]]:
    """Places that follow each other among the facts of a sentence, with no cue and no source between them."""
    pieces, order = side.pieces, {n: at for at, n in enumerate(side.facts)}
    found = list[list[int]]()
    for n in places:
        last = found[-1][-1] if found else n
        next_to = order[n] == order[last] + 1 and side.aside.isdisjoint(range(last, n))
        if next_to and pieces[n].sentence == pieces[last].sentence:
            found[-1].append(n)
        else:
            found.append([n])
    yield from found


def together(side: Side, places: Sequence[int]) -> Iterator[list[int]]:
    """The same inside one clause."""
    for run in runs(side, places):
        yield from (list(group) for _, group in groupby(run, key=lambda n: side.pieces[n].clause))


def with_noun(side: Side, places: Sequence[int]) -> str:
    """The words of some places; a number at their end with what it counts."""
    last, behind = side.pieces[places[-1]], places[-1] + 1
    counted = last.kind in ("number", "amount") and behind < len(side.pieces) and side.pieces[behind].kind != "small"
    close = counted and side.reading.text[last.span.end : side.pieces[behind].span.start] == " "
    return side.words([*places, behind] if close else places)


def gravest(side: Side, places: Sequence[int]) -> str:
    """The kind of a fact of several words: harm before all else; of many words, who did what."""
    kinds = [kind_of(side.pieces[n]) for n in places]
    if "harm" not in kinds and kinds.count("event") >= 2:
        return "event"
    return next((kind for kind in ("harm", "name", "number", "date") if kind in kinds), "event")


def once(facts: Sequence[Fact]) -> list[Fact]:
    """Each fact once, and none that is a part of another."""
    words = [fact.words.casefold() for fact in facts]
    return [fact for n, fact in enumerate(facts) if not any(
        words[n] in other and (words[n] != other or m < n) for m, other in enumerate(words) if m != n)]  # fmt: skip
