"""Facts that a rewrite turns: into the opposite, to another side, to a share of something else, to more or less."""

from __future__ import annotations

import re
from collections.abc import Iterator

from byline.rewriting.families import listed, opposites, stem
from byline.rewriting.pairing import Fact, Pairing, Side
from byline.rewriting.parsing import Piece, denies
from newsmarks.model import Figure

#: Behind a share: what it is a share of.
SHARE = re.compile(r"\s?(?:%|percent|per cent)\s+of\s")
EXACT = {"=": "", "~": "about", ">": "more than", "<": "less than"}
PERCENT = frozenset("percent per cent".split())


def turned_facts(pair: Pairing) -> Iterator[Fact]:
    """Words turned into their opposite, a “not” that came or went, and a thing that is now another side's."""
    yield from opposed if (opposed := list(_opposed(pair))) else _denied(pair)
    yield from _other_side(pair)
    yield from _wholes(pair)
    yield from _exactness(pair)


def _opposed(pair: Pairing) -> Iterator[Fact]:
    fresh = {stem(piece.small): n for n, piece in enumerate(pair.new.pieces)
             if n not in pair.taken and not piece.denied}  # fmt: skip
    for n in (n for n in range(len(pair.old.pieces)) if n not in pair.partners):
        for other in opposites().get(stem(pair.old.pieces[n].small), frozenset()) & fresh.keys():
            yield Fact("event", pair.old.words([n]), pair.new.words([fresh[other]]))


def _denied(pair: Pairing) -> Iterator[Fact]:
    """Told only where one text has more words like “not” than the other, so that a turn of phrase is no change."""
    old, new = (sum(map(denies, side.pieces)) for side in (pair.old, pair.new))
    if old == new or _turned_twice(pair):
        return
    for n, found in reversed(pair.partners.items()):
        piece, others = pair.old.pieces[n], [pair.new.pieces[m] for m in found]
        turned = all(other.denied != piece.denied for other in others) and piece.denied == (old > new)
        if piece.kind in ("word", "amount") and turned:
            words = f"not {piece.text}" if piece.denied else piece.text
            yield Fact("event", words, others[0].text if piece.denied else f"not {others[0].text}")
            return


def _turned_twice(pair: Pairing) -> bool:
    """Whether a “not” stands before the opposite of a word: “not open” for “shut”."""
    pieces = [*pair.old.pieces, *pair.new.pieces]
    words = {stem(piece.small) for piece in pieces}
    return any(piece.denied and opposites().get(stem(piece.small), frozenset()) & words for piece in pieces)


def _other_side(pair: Pairing) -> Iterator[Fact]:
    """A name right before a word in both texts, and another one of the article's names in the new."""
    for n, found in pair.partners.items():
        mine = None if n in pair.old.aside else _owner(pair.old, n)  # a source was told of
        same = sorted(found, key=lambda m: pair.new.pieces[m].small != pair.old.pieces[n].small)
        theirs = [(owner, m) for m in same if (owner := _owner(pair.new, m))]
        if mine and theirs and not any(mine.fits(owner) for owner, _ in theirs):
            now = f"{theirs[0][0].text} {pair.new.words([theirs[0][1]])}"
            yield Fact("event", f"{mine.text} {pair.old.pieces[n].text}", now)


def _owner(side: Side, n: int) -> Piece | None:
    """The name right before a word."""
    first = n - 2 if n > 1 and side.pieces[n - 1].small == "s" else n - 1
    before = side.pieces[first] if first >= 0 else None
    if before is None or before.kind != "name" or side.pieces[n].kind != "word":
        return None
    between = side.reading.text[before.span.end : side.pieces[n].span.start]
    return before if between in (" ", "’s ", "'s ") else None


def _wholes(pair: Pairing) -> Iterator[Fact]:
    """A share that is now a share of something else."""
    for n, found in pair.partners.items():
        start, mine = found[0], _whole(pair.old, n)
        theirs = _whole(pair.new, start) if mine else 0
        whole = pair.new.pieces[theirs]
        if theirs and not whole.fits(pair.old.pieces[mine]) and whole.small not in listed("stands_for"):
            yield Fact("number", pair.old.words([n, mine]), pair.new.words([start, theirs]))


def _whole(side: Side, n: int) -> int:
    """The place of what a share is a share of; 0 where this is no share."""
    if side.pieces[n].kind != "number" or not SHARE.match(side.reading.text, side.pieces[n].span.end):
        return 0
    behind = list(range(n + 1, min(n + 7, len(side.pieces))))
    owner = next((m for m in behind if side.pieces[m].small == "s"), n)  # of “Mariupol’s homes”, the homes
    told = (m for m in behind if m > owner and side.pieces[m].kind != "small" and side.pieces[m].small not in PERCENT)
    return next(told, 0)


def _exactness(pair: Pairing) -> Iterator[Fact]:
    """A number that was exact and is now about, more or less, or the other way round."""
    for n, found in pair.partners.items():
        mine, theirs = _figure(pair.old, n), _figure(pair.new, found[0])
        if mine and theirs and mine.approx != theirs.approx and {mine.approx, theirs.approx} <= EXACT.keys():
            yield Fact("number", _exactly(pair.old, mine), _exactly(pair.new, theirs))


def _exactly(side: Side, figure: Figure) -> str:
    """The words of a figure, with what says how exact it is."""
    words, sign = figure.span.of(side.reading.text), EXACT[figure.approx]
    return words if words.casefold().startswith(sign) or not sign else f"{sign} {words}"


def _figure(side: Side, n: int) -> Figure | None:
    """The figure that a number belongs to."""
    if side.pieces[n].kind != "number":
        return None
    return next((f for f in side.reading.figures if f.span.contains(side.pieces[n].span)), None)
