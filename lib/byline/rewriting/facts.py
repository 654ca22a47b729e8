"""What became of the facts of a paragraph in its rewrite: kept, lost, changed, added, or to be asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from byline.rewriting.additions import new_facts
from byline.rewriting.losses import kept_facts, lost_facts
from byline.rewriting.pairing import Fact, Pairing, once
from byline.rewriting.turns import turned_facts


@dataclass(frozen=True, slots=True)
class Facts:
    """What became of the facts: `asked` may be lost, `elsewhere` is new here, and in another paragraph."""

    kept: tuple[Fact, ...] = ()
    lost: tuple[Fact, ...] = ()
    asked: tuple[Fact, ...] = ()
    changed: tuple[Fact, ...] = ()
    added: tuple[Fact, ...] = ()
    elsewhere: tuple[Fact, ...] = ()


def compare_facts(pair: Pairing, known: Mapping[str, int], speakers: frozenset[str] = frozenset()) -> Facts:
    """What became of the facts.

    `known` has the paragraph of the article for each family of words in it; `speakers` are the families of names that
    the paragraph does not have, but whose claims stand in it.
    """
    pair.taken |= {n for n, piece in enumerate(pair.new.pieces) if piece.kind == "name" and piece.keys & speakers}
    lost, asked = lost_facts(pair)
    added, elsewhere = new_facts(pair, known)
    changed = once(list(turned_facts(pair)))
    told = " ".join(fact.words for fact in changed)
    asked = [fact for fact in asked if fact.words not in told]
    return Facts(tuple(kept_facts(pair)), tuple(lost), tuple(asked), tuple(changed), tuple(added), tuple(elsewhere))
