"""What became of the facts of a paragraph in its rewrite: kept, lost, changed, added, or to be asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from byline.rewriting.doers import replaced_doers
from byline.rewriting.losses import is_passing, kept_facts, lost_facts
from byline.rewriting.ownership import heard_here
from byline.rewriting.pairing import Fact, Pairing, Side, gravest, once, runs, together, with_noun
from byline.rewriting.turns import turned_facts

PRECISE = frozenset("hundreds thousands dozens millions".split())
CAUSE = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|as a result(?: of)?|caused? by|led to|thanks to|therefore)\b", re.I
)
AGENT = re.compile(r"\b(?:by(?! \d)|since|so|cause[sd]?|for (?:its|their|his|her))\b", re.I)


@dataclass(frozen=True, slots=True)
class Facts:
    """What became of the facts: `asked` may be lost, `elsewhere` is new here, and in another paragraph."""

    kept: tuple[Fact, ...] = ()
    lost: tuple[Fact, ...] = ()
    asked: tuple[Fact, ...] = ()
    changed: tuple[Fact, ...] = ()
    added: tuple[Fact, ...] = ()
    elsewhere: tuple[Fact, ...] = ()


def compare_facts(pair: Pairing) -> Facts:
    """What became of the facts; whoever speaks in a paragraph may be named without being new."""
    speakers = heard_here(pair.old)
    pair.taken |= {n for n, piece in enumerate(pair.new.pieces) if piece.kind == "name" and piece.keys & speakers}
    lost, asked = lost_facts(pair)
    added, elsewhere = new_facts(pair)
    changed = once([*turned_facts(pair), *replaced_doers(pair)])
    told, now = (" | ".join(words) for words in ([f.words for f in changed], [f.now for f in changed]))
    lost = [fact for fact in lost if fact.words not in told or fact.kind not in ("name", "event")]
    told = " | ".join([told, *(fact.words for fact in lost)])
    asked = [fact for fact in asked if fact.words not in told]
    added, elsewhere = ([fact for fact in group if fact.words not in now] for group in (added, elsewhere))
    return Facts(tuple(kept_facts(pair)), tuple(lost), tuple(asked), tuple(changed), tuple(added), tuple(elsewhere))


def new_facts(pair: Pairing) -> tuple[list[Fact], list[Fact]]:
    """(what the paragraph does not have and no other either, what another paragraph has)."""
    added, elsewhere = list[Fact](), list[Fact]()
    gaps = [(run, pair.beside(run)) for run in runs(pair.old, pair.missing)]
    for run in runs(pair.new, pair.fresh):
        others = sum(len(gap) for gap, near in gaps if set(near) & set(run))
        more = len(run) >= 2 * others
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
    return all(piece.kind == "amount" or is_passing(piece) for piece in pieces)


def _causes(pair: Pairing) -> Iterator[Fact]:
    """A “because” in the rewrite of a paragraph that has nothing of the kind."""
    old, new = pair.old.whole, pair.new.whole
    found = CAUSE.search(new)
    if found and not CAUSE.search(old) and not AGENT.search(old):
        yield Fact("event", " ".join(re.split(r"[.;!?]", new[found.start() :])[0].split()[:5]).rstrip(","))


def _where(pair: Pairing, places: Sequence[int]) -> int:
    """The paragraph that has all of these words, or the last of those that have them; 0 where one is in none."""
    found = [max((pair.known.get(key, 0) for key in pair.new.pieces[n].keys), default=0) for n in places]
    return max(found) if all(found) else 0
