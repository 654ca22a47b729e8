"""Facts that a rewrite has and its paragraph does not: from another paragraph, or from nowhere in the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from byline.rewriting.families import stem, stems
from byline.rewriting.pairing import Fact, Pairing, Side, gravest, once, runs, together, with_noun
from byline.rewriting.parsing import Piece

PRECISE = frozenset("hundreds thousands dozens millions".split())
CAUSE = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|as a result(?: of)?|caused? by|led to|thanks to|therefore)\b", re.I
)
AGENT = re.compile(r"\b(?:by(?! \d)|since|so|cause[sd]?|for (?:its|their|his|her))\b", re.I)


def new_facts(pair: Pairing) -> tuple[list[Fact], list[Fact]]:
    """(what the paragraph does not have and no other either, what another paragraph has)."""
    added, elsewhere = list[Fact](), list[Fact]()
    gaps = [(run, pair.beside(run)) for run in runs(pair.old, pair.missing)]
    for run in runs(pair.new, pair.fresh):
        others = sum(len(gap) for gap, near in gaps if set(near) & set(run))
        more = len(run) > (2 * others - 1 if others else 0)
        for part in [run] if more else together(pair.new, run):
            if not any(_is_firm(pair, n) for n in part) and (not more or _is_filler(pair.new, part)):
                continue
            fact = Fact(gravest(pair.new, part), with_noun(pair.new, part))
            where = _where(pair, part)
            if where and len(part) == 1 and fact.kind == "event":
                continue  # "the city", where the paragraph has its name
            (elsewhere if where else added).append(replace(fact, paragraph=where))
    return once([*added, *_causes(pair)]), once(elsewhere)


def _is_firm(pair: Pairing, n: int) -> bool:
    """Whether a fresh word is a fact of its own; a word for all or most is one only where another amount is gone."""
    piece = pair.new.pieces[n]
    if piece.kind == "amount":
        return piece.small in PRECISE or any(pair.old.pieces[m].kind == "amount" for m in pair.missing)
    return piece.kind != "word" or piece.harm


def _is_filler(side: Side, places: Sequence[int]) -> bool:
    pieces = [side.pieces[n] for n in places]
    return all(piece.kind == "amount" or stem(piece.small) in stems("filler") | stems("light") for piece in pieces)


def _causes(pair: Pairing) -> Iterator[Fact]:
    """A “because” in the rewrite of a paragraph that has nothing of the kind."""
    old, new = pair.old.whole, pair.new.whole
    found = CAUSE.search(new)
    if found and not CAUSE.search(old) and not AGENT.search(old):
        yield Fact("event", " ".join(re.split(r"[.;!?]", new[found.start() :])[0].split()[:5]).rstrip(","))


def _where(pair: Pairing, places: Sequence[int]) -> int:
    """The paragraph that has all of these words, or the last of those that have them; 0 where one is in none."""
    found = [max((pair.known.get(key, 0) for key in _telling(pair.new.pieces[n])), default=0) for n in places]
    return max(found) if all(found) else 0


def _telling(piece: Piece) -> list[str]:
    """The families of a word that tell of the same fact; of a number or an amount, its value."""
    value = [key for key in piece.keys if key.startswith(("# ", "~ "))]
    return value if piece.kind in ("number", "amount") and value else list(piece.keys)
