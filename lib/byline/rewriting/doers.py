"""Who does it: a group of the paragraph ("both sides", "they") that gives way to one named body it does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile

import newsmarks.english as english
from byline.rewriting.pairing import Fact, Pairing, Side
from byline.rewriting.parsing import FUNCTION

HELPERS = english.AUXILIARIES | english.MODALS | english.NEGATIONS | frozenset("also again since now both to".split())
BE = frozenset("is are was were be been being".split())
#: Words for a group of which a reader learns no name.
GROUP = frozenset("both each either two all every some several many people they others someone somebody".split())
#: How many words name a group at most.
MOST = 5
#: Before a name that does nothing itself, or does it with another one.
BEFORE_A_PLACE = english.PREPOSITIONS - english.SUBORDINATORS | {"and"}
#: Behind whom or what more is told between two commas.
ASIDE = re.compile(r", (?:wh(?:o|ich|ose)|the|an?|its|their|his|her)\b[^,.;:“”]*,\s*\Z")


def replaced_doers(pair: Pairing, known: Mapping[str, int]) -> Iterator[Fact]:
    """What a group did in the paragraph, and one body with a name does now."""
    there = [piece for piece in pair.old.pieces if piece.kind == "name"]
    for n, several in pair.partners.items():
        was = [] if n in pair.old.aside else _group(pair.old, n)
        found = [_named(pair.new, m) for m in several] if was else []
        who = [pair.new.pieces[m] for m in found[0]] if found and all(found) else []
        if who and not any(one.fits(other) for one in who for other in there):
            where = max(known.get(key, 0) for one in who for key in one.keys)
            now = pair.new.words(sorted([several[0], *found[0]]))
            yield Fact("doer", pair.old.words(sorted([n, *was])), now, where)


def _group(side: Side, n: int) -> list[int]:
    """The places of the words for a group that does what a word tells; none where it is another doer."""
    pieces, (before, behind) = side.pieces, _around(side, n)
    behind = list(takewhile(lambda m: pieces[m].small not in FUNCTION - GROUP, behind[:MOST]))
    if behind and pieces[behind[0]].small in GROUP:
        return behind
    first = next((m for m in before[:MOST] if pieces[m].small in GROUP or pieces[m].kind == "name"), -1)
    words = list(range(first, before[0] + 1)) if first >= 0 else []
    known = any(pieces[m].kind == "name" or pieces[m].small in FUNCTION - GROUP - {"of", "the"} for m in words)
    return [] if known or (len(words) == 1 and pieces[first].small != "they") else words


def _named(side: Side, n: int) -> list[int]:
    """The places of the one name of who does what a word tells; none where it is no name, or several."""
    pieces, (before, behind) = side.pieces, _around(side, n)
    names = [list(takewhile(lambda m: pieces[m].kind == "name", places)) for places in (behind, before)]
    found = next(filter(None, names), [])
    beside = max(found) + 1 if found == names[0] else min(found, default=0) - 1
    several = found and 0 <= beside < len(pieces) and pieces[beside].small in BEFORE_A_PLACE
    return [] if several else sorted(found)


def _around(side: Side, n: int) -> tuple[list[int], list[int]]:
    """The words before a verb and its helpers, the nearest first, of which the last may be who does it; or behind “by”."""
    pieces, first = side.pieces, n
    while first and _helps(side, first - 1):
        first -= 1
    helpers = {piece.small for piece in pieces[max(first, n - 2) : n]}
    if n + 1 < len(pieces) and pieces[n + 1].small == "by":
        return [], [m for m in range(n + 2, len(pieces)) if pieces[m].clause == pieces[n].clause]
    return ([] if BE & helpers and pieces[n].small[-3:] != "ing" else _before(side, first)), []


def _helps(side: Side, n: int) -> bool:
    piece = side.pieces[n]
    return piece.small in HELPERS or n in side.aside or (piece.small.endswith("ly") and piece.kind != "name")


def _before(side: Side, first: int) -> list[int]:
    """The words right before a place, the nearest first, past what stands between two commas."""
    text, at, found = side.reading.text, side.pieces[first].span.start, list[int]()
    told = ASIDE.search(text, side.pieces[max(0, first - 12)].span.start, at)
    at = told.start() if told else at
    for n in (n for n in range(first - 1, -1, -1) if side.pieces[n].span.start < at):
        if text[side.pieces[n].span.end : at].strip("’' "):
            break
        found.append(n)
        at = side.pieces[n].span.start
    return found
