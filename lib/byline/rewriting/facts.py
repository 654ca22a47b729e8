"""What became of the facts of a paragraph in its rewrite: kept, lost, changed, added, or to be asked about."""

from __future__ import annotations

from dataclasses import dataclass

from byline.rewriting.additions import new_facts
from byline.rewriting.doers import replaced_doers
from byline.rewriting.losses import kept_facts, lost_facts
from byline.rewriting.ownership import heard_here
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


def compare_facts(pair: Pairing) -> Facts:
    """What became of the facts; whoever speaks in a paragraph may be named without being new."""
    speakers = heard_here(pair.old)
    pair.taken |= {n for n, piece in enumerate(pair.new.pieces) if piece.kind == "name" and piece.keys & speakers}
    lost, asked = lost_facts(pair)
    added, elsewhere = new_facts(pair)
    doers = list(replaced_doers(pair))
    changed = once([*turned_facts(pair), *doers])
    told, now = (" | ".join(words) for words in ([f.words for f in changed], [f.now for f in doers]))
    asked = [fact for fact in asked if fact.words not in told]
    lost = [fact for fact in lost if fact.words not in told or fact.kind not in ("name", "event")]
    elsewhere = [fact for fact in elsewhere if fact.words not in now]
    return Facts(tuple(kept_facts(pair)), tuple(lost), tuple(asked), tuple(changed), tuple(added), tuple(elsewhere))
