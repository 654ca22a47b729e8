"""Who does it: a group of the paragraph ("both sides", "they") that gives way to one named body it does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

import newsmarks.english as english
from byline.rewriting.pairing import Fact, Pairing, Side
from byline.rewriting.parsing import BE, FUNCTION, Piece

HELPERS = english.AUXILIARIES | english.MODALS | english.NEGATIONS | frozenset("also again since now both to".split())
#: Words for a group of which a reader learns no name.
GROUP = frozenset("both each either two all every some several many people they others someone somebody".split())
#: How many words name a group at most.
MOST = 5
#: What the words for it begin with, and what they end before.
OPENS = GROUP | {"the"}
ENDS = FUNCTION - OPENS - {"of"}
#: Beside a name that does nothing itself, or does it with another one.
JOINING = english.PREPOSITIONS - english.SUBORDINATORS | {"and"}
#: Behind whom or what more is told between two commas.
ASIDE = re.compile(r", (?:wh(?:o|ich|ose)|the|an?|its|their|his|her)\b[^,.;:“”]*,\s*\Z")


def replaced_doers(pair: Pairing) -> Iterator[Fact]:
    """What a group did in the paragraph, and one body with a name does now."""
    for n, several in pair.partners.items():
        was = [] if n in pair.old.aside else _group(pair.old, n)
        found = [_named(pair.new, m) for m in several] if was else []
        if found and all(found) and _is_alone(pair, found[0][0]):
            where = max(pair.known.get(key, 0) for m in found[0] for key in pair.new.pieces[m].keys)
            now = pair.new.words(sorted([several[0], *found[0]]))
            yield Fact("doer", pair.old.words(sorted([n, *was])), now, where)


def _is_alone(pair: Pairing, doer: int) -> bool:
    """Whether a doer is the only one of its clause with a name, and not named in the paragraph."""
    clause = pair.new.pieces[doer].clause
    names = [piece for piece in pair.new.pieces if piece.clause == clause and piece.kind == "name"]
    known = any(name.fits(piece) for name in names for piece in pair.old.pieces if piece.kind == "name")
    return len({name.run for name in names}) == 1 and not known


def _group(side: Side, n: int) -> list[int]:
    """The places of the words for a group that does what a word tells; none where it is another doer."""
    places, step = _doer(side, n)
    pieces = [side.pieces[m] for m in places]
    words = [piece.small for piece in takewhile(lambda piece: piece.small not in ENDS, pieces[:MOST])]
    last = len(words) if step > 0 else max((at for at, word in enumerate(words, 1) if word in OPENS), default=0)
    whole = not GROUP.isdisjoint(words) and (last > 1 or step > 0 or words[0] == "they")
    other = any(piece.kind == "name" for piece in pieces[:last]) or _is_joined(pieces, last)
    return places[:last] if whole and not other else []


def _named(side: Side, n: int) -> list[int]:
    """The places of the one name of who does what a word tells; none where it is no name, or several are named."""
    places, _ = _doer(side, n)
    names = list(takewhile(lambda m: side.pieces[m].kind == "name", places))
    return [] if _is_joined([side.pieces[m] for m in places], len(names)) else names


def _is_joined(pieces: Sequence[Piece], last: int) -> bool:
    return last < len(pieces) and pieces[last].small in JOINING


def _doer(side: Side, n: int) -> tuple[list[int], int]:
    """The places of the words for who does it, the nearest to the verb first, and the step to the next one.

    They stand before the verb and its helpers, or behind “by”; before a passive nobody does anything.
    """
    pieces, first = side.pieces, n
    if n + 1 < len(pieces) and pieces[n + 1].small == "by":
        return [m for m in range(n + 2, len(pieces)) if pieces[m].clause == pieces[n].clause], 1
    while first and _helps(side, first - 1):
        first -= 1
    passive = any(piece.small in BE for piece in pieces[max(first, n - 2) : n]) and pieces[n].small[-3:] != "ing"
    return [] if passive else _before(side, first), -1


def _helps(side: Side, n: int) -> bool:
    """Whether a word helps the verb behind it."""
    piece = side.pieces[n]
    helps = piece.small in HELPERS or n in side.aside or (piece.small.endswith("ly") and piece.kind != "name")
    return helps and side.reading.text[piece.span.end] in " ’'"


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
