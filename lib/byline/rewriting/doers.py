"""Who does it: a doer of the paragraph whom a name replaces, or who gives way to a group or to nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

import newsmarks.english as english
from byline.rewriting.families import BASES, listed, stem
from byline.rewriting.pairing import Fact, Pairing, Side
from byline.rewriting.parsing import FUNCTION, Piece

HELPERS = english.AUXILIARIES | english.MODALS | english.NEGATIONS | frozenset("also again since now both".split())
BE = frozenset("is are was were be been being".split())
PAST = frozenset(form for forms in english.IRREGULAR.values() for form in forms[1:])
#: Words for a group of which a reader learns no name; “the officials” may be some that were named.
GROUP = frozenset("both each either two all every some several many people police they others someone somebody".split())
POINTING = english.POSSESSIVES | frozenset("the these those this that".split())
INSIDE = english.DETERMINERS | english.POSSESSIVES | GROUP | {"they", "of", "s", "and"} - {"that"}
#: Before the words for a place or a thing, which do nothing.
BEFORE_A_PLACE = english.PREPOSITIONS - english.SUBORDINATORS - INSIDE
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
        return side.words(sorted({self.verb, *(self.doers or [_first_helper(side, self.verb)])}))


def replaced_doers(pair: Pairing, known: Mapping[str, int]) -> Iterator[Fact]:
    """What one named body now does alone, or another one; and what one did that now a group does, or nobody."""
    for n, several in pair.partners.items():
        was = _doing(pair.old, n)
        found = [one for m in several if (one := _doing(pair.new, m))]
        if not was and not found:
            was, found = _doing_now(pair, n, several)
        if was and found and all(_is_another(pair, was, now) for now in found):
            who = found[0].names(pair.new) or ([] if was.doers else [pair.new.pieces[found[0].doers[-1]]])
            where = max((known.get(key, 0) for piece in who for key in piece.keys), default=0)
            yield Fact("doer", was.words(pair.old), found[0].words(pair.new), where)


def _doing_now(pair: Pairing, n: int, several: Sequence[int]) -> tuple[Doing | None, list[Doing]]:
    """In the present a verb looks like a noun: only where “each” or the like with its noun gave way to a name."""
    before = _before(pair.old, n)
    if n in pair.old.aside or len(before) < 2 or pair.old.pieces[before[0]].small not in GROUP:
        return None, []
    now = [Doing(m, doers) for m in several if (doers := _before(pair.new, m))]
    return Doing(n, before), [one for one in now if len(one.names(pair.new)) == len(one.doers)]


def _doing(side: Side, n: int) -> Doing | None:
    """Who does what a word tells; None where it is no verb, or a cue."""
    pieces, small, first = side.pieces, side.pieces[n].small, _first_helper(side, n)
    helpers = [piece.small for piece in pieces[first:n]]
    past = _is_past(small)
    if n in side.aside or pieces[n].kind not in ("word", "light") or not (past or HELPERS.intersection(helpers)):
        return None
    if past and BE.intersection(helpers[helpers.index("to") :] if "to" in helpers else helpers):
        return Doing(n, _behind_by(side, n))
    doers = _before(side, first)
    return Doing(n, doers) if doers else None


def _is_past(small: str) -> bool:
    return small.endswith("ed") or small in PAST or (BASES.get(small, small) != small and small[-3:] != "ing")


def _first_helper(side: Side, n: int) -> int:
    """The place of the first of the words that help a verb: “was reported to have”."""
    pieces, first = side.pieces, n
    while first and side.reading.text[pieces[first - 1].span.end] in " ’'":
        word = pieces[first - 1]
        adverb = word.small.endswith("ly") and word.kind != "name"
        to = word.small == "to" and first > 1 and (first - 2 in side.aside or pieces[first - 2].small in HELPERS)
        if not (word.small in HELPERS or adverb or to or first - 1 in side.aside):
            break
        first -= 1
    return first


def _before(side: Side, first: int) -> tuple[int, ...]:
    """The words right before a place that name somebody, past what stands between two commas; none behind “in”."""
    text, at, doers = side.reading.text, side.pieces[first].span.start, list[int]()
    told = ASIDE.search(text, side.pieces[max(0, first - 12)].span.start, at)
    at = told.start() if told else at
    for n in (n for n in range(first - 1, -1, -1) if side.pieces[n].span.start < at):
        piece, gap = side.pieces[n], text[side.pieces[n].span.end : at].strip("’' ")
        if not gap and piece.small in BEFORE_A_PLACE:
            return ()
        if gap or piece.kind == "date" or n in side.aside or not _belongs(side, n):
            break
        doers.append(n)
        at = piece.span.start
    return tuple(reversed(doers))


def _belongs(side: Side, n: int) -> bool:
    """Whether a word may be one of those that name somebody; an “and” only behind a name."""
    small = side.pieces[n].small
    return (n > 0 and side.pieces[n - 1].text[0].isupper()) if small == "and" else small not in FUNCTION - INSIDE


def _behind_by(side: Side, n: int) -> tuple[int, ...]:
    """The words behind the “by” of a verb that name somebody."""
    later = [m for m in range(n + 1, len(side.pieces)) if side.pieces[m].sentence == side.pieces[n].sentence]
    by = next((m for m in later if side.pieces[m].small == "by" or _is_past(side.pieces[m].small)), n)
    behind = [m for m in later if m > by and side.pieces[m].clause == side.pieces[by + 1].clause]
    named = tuple(takewhile(lambda m: side.pieces[m].small not in FUNCTION - INSIDE, behind))
    return named if side.pieces[by].small == "by" else ()


def _is_another(pair: Pairing, was: Doing, now: Doing) -> bool:
    before, after = was.names(pair.old), now.names(pair.new)
    if not after and not was.doers:
        return _is_new_body(pair, now.doers)
    if not after:
        there = [n for n in was.doers if pair.old.pieces[n].kind == "name" and n in pair.partners]
        return bool(there) and _is_nameless(pair.new, now.doers) and not _stays(pair, before, now)
    if any(one.fits(other) for one in before for other in after):
        return False
    if before:
        return stem(pair.old.pieces[was.verb].small) == stem(pair.new.pieces[now.verb].small)
    words = [pair.new.pieces[n].small for n in now.doers]
    if "and" in words or len({piece.run for piece in after}) > 1:
        return False
    return not was.doers or (_is_group(pair.old, was.doers) and pair.old.pieces[was.doers[-1]].small not in words)


def _is_new_body(pair: Pairing, doers: Sequence[int]) -> bool:
    """Whether one body does it that the paragraph does not have: “the club”, where it named nobody."""
    last = pair.new.pieces[doers[-1]] if doers else None
    pointed = last and pair.new.pieces[doers[0]].small in POINTING and not _is_group(pair.new, doers)
    return bool(pointed and last and last.kind == "word" and doers[-1] in pair.fresh)


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
