"""Who does it: a doer of the paragraph whom a name replaces, or who gives way to a group or to nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import newsmarks.english as english
from byline.rewriting.families import listed, stem
from byline.rewriting.pairing import Fact, Pairing, Side
from byline.rewriting.parsing import FUNCTION, Piece

HELPERS = english.AUXILIARIES | english.MODALS | english.NEGATIONS | frozenset("also again since now both".split())
BE = frozenset("is are was were be been being".split())
PAST = frozenset(form for forms in english.IRREGULAR.values() for form in forms[1:])
#: Words for a group of which a reader learns no name; “the officials” may be some that were named.
GROUP = frozenset("both each either two all every some several many people police they others someone somebody".split())
POINTING = english.POSSESSIVES | frozenset("the these those this that".split())
INSIDE = english.DETERMINERS | english.POSSESSIVES | GROUP | {"of", "s", "and"}
#: Behind whom or what more is told between two commas.
ASIDE = re.compile(r", (?:wh(?:o|ich|ose)|the|an?|its|their|his|her)\b[^,.;:“”]*,\s*\Z")


@dataclass(frozen=True, slots=True)
class Doing:
    """A word that tells what is done, and the places of who does it: none where nobody is named."""

    verb: int
    doers: tuple[int, ...]

    def names(self, side: Side) -> list[Piece]:
        """The names among the doers."""
        return [side.pieces[n] for n in self.doers if side.pieces[n].kind == "name"]

    def words(self, side: Side) -> str:
        """Who does it and the word for it, in the order in which they stand."""
        return side.words(sorted({self.verb, *self.doers}))


def replaced_doers(pair: Pairing, known: Mapping[str, int]) -> Iterator[Fact]:
    """What one named body now does alone, or another one; and what one did that now a group does, or nobody."""
    for n, several in pair.partners.items():
        was = _doing(pair.old, n)
        found = [one for m in several if (one := _doing(pair.new, m))]
        if not was and not found:
            was, found = _doing_now(pair, n, several)
        if was and found and all(_is_another(pair, was, now) for now in found):
            where = max((known.get(key, 0) for piece in found[0].names(pair.new) for key in piece.keys), default=0)
            yield Fact("doer", was.words(pair.old), found[0].words(pair.new), where)


def _doing(side: Side, n: int) -> Doing | None:
    """Who does what a word tells; None where it is no verb, or a cue."""
    pieces, small, first = side.pieces, side.pieces[n].small, n
    while first and _helps(pieces[first - 1]) and side.reading.text[pieces[first - 1].span.end] in " ’'":
        first -= 1
    before = {piece.small for piece in pieces[first:n]}
    past = small.endswith("ed") or small in PAST
    if n in side.aside or pieces[n].kind not in ("word", "light") or not (past or before & HELPERS):
        return None
    if past and before & BE:
        return Doing(n, _behind_by(side, n))
    doers = _before(side, first)
    return Doing(n, doers) if doers else None


def _doing_now(pair: Pairing, n: int, several: Sequence[int]) -> tuple[Doing | None, list[Doing]]:
    """In the present a verb looks like a noun: only where “each” or the like with its noun gave way to a name."""
    before, after = _before(pair.old, n), [(m, _before(pair.new, m)) for m in several]
    group = len(before) > 1 and pair.old.pieces[before[0]].small in GROUP and n not in pair.old.aside
    now = [Doing(m, doers) for m, doers in after if doers and all(pair.new.pieces[o].kind == "name" for o in doers)]
    return (Doing(n, before), now) if group else (None, [])


def _helps(piece: Piece) -> bool:
    return piece.small in HELPERS or (piece.small.endswith("ly") and piece.kind != "name")


def _before(side: Side, first: int) -> tuple[int, ...]:
    """The words right before a place that name somebody, past what stands between two commas."""
    text, begin, doers = side.reading.text, first, list[int]()
    if first and (told := ASIDE.search(text, side.pieces[first - 1].span.start - 90 if first > 9 else 0,
                                       side.pieces[first].span.start)):  # fmt: skip
        begin = next((n for n in range(first) if side.pieces[n].span.start > told.start()), first)
    for n in range(begin - 1, -1, -1):
        end = side.pieces[doers[-1]].span.start if doers else side.pieces[first].span.start if begin == first else 0
        gap = text[side.pieces[n].span.end : end] if end else ""
        if gap.strip("’' ") or (side.pieces[n].small in FUNCTION - INSIDE and side.pieces[n].small != "they"):
            break
        if side.pieces[n].small == "and" and not (n and side.pieces[n - 1].kind == "name"):
            break
        doers.append(n)
    return tuple(reversed(doers))


def _behind_by(side: Side, n: int) -> tuple[int, ...]:
    """The words behind the “by” of a sentence that name somebody."""
    later = [m for m in range(n + 1, len(side.pieces)) if side.pieces[m].sentence == side.pieces[n].sentence]
    start = next((m for m in later if side.pieces[m].small == "by"), None)
    end = start
    while end is not None and end + 1 in later and side.pieces[end + 1].small not in FUNCTION - INSIDE:
        end += 1
        if side.reading.text[side.pieces[end].span.end :][:1] in (",", ";", "."):
            break
    return tuple(range(start + 1, end + 1)) if start is not None and end is not None else ()


def _is_another(pair: Pairing, was: Doing, now: Doing) -> bool:
    before, after = was.names(pair.old), now.names(pair.new)
    if not after:
        there = [n for n in was.doers if pair.old.pieces[n].kind == "name" and n in pair.partners]
        return bool(there) and _is_nameless(pair.new, now.doers) and not _stays(pair, before, now)
    if any(one.fits(other) for one in before for other in after):
        return False
    if before:
        return _same_verb(pair, was, now)
    one_body = len({piece.run for piece in after}) == 1 and not any(pair.new.pieces[n].small == "and" for n in now.doers)
    return one_body and (not was.doers or _is_group(pair.old, was.doers)) and not _share(pair, was, now)


def _is_nameless(side: Side, doers: Sequence[int]) -> bool:
    """Whether nobody does it, or a group that was not pointed out before."""
    pronoun = len(doers) == 1 and side.pieces[doers[0]].small == "they"
    return not doers or (_is_group(side, doers) and not pronoun and side.pieces[doers[0]].small not in POINTING)


def _is_group(side: Side, doers: Sequence[int]) -> bool:
    last = side.pieces[doers[-1]].small
    return any(side.pieces[n].small in GROUP for n in doers) or (last.endswith("s") and not last.endswith("ss"))


def _stays(pair: Pairing, names: Sequence[Piece], now: Doing) -> bool:
    """Whether one of some names is still in the sentence."""
    here = [piece for piece in pair.new.pieces if piece.sentence == pair.new.pieces[now.verb].sentence]
    telling = [name for name in names if name.small not in listed("generic")]
    return any(name.fits(piece) for name in telling for piece in here if piece.kind == "name")


def _same_verb(pair: Pairing, was: Doing, now: Doing) -> bool:
    return stem(pair.old.pieces[was.verb].small) == stem(pair.new.pieces[now.verb].small)


def _share(pair: Pairing, was: Doing, now: Doing) -> bool:
    """Whether the same word stands at the end of both: “inspectors” and “Talbrook’s inspectors”."""
    return bool(was.doers) and pair.old.pieces[was.doers[-1]].small == pair.new.pieces[now.doers[-1]].small
