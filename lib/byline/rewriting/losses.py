"""Facts of a paragraph that its rewrite keeps or loses; and those that it may lose, which are asked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from byline.rewriting.families import amounts, carried, groups, listed, stem, stems
from byline.rewriting.marks import QUOTED
from byline.rewriting.pairing import Fact, Pairing, gravest, kind_of, once, runs, together, with_noun
from byline.rewriting.parsing import Piece, denies


def kept_facts(pair: Pairing) -> list[Fact]:
    """Names, numbers, dates and harm that are still there, each once, then who did what."""
    pieces, found = pair.old.pieces, list[Fact]()
    for (kind, _), group in groupby(pair.old.facts, key=lambda n: (kind_of(pieces[n]), pieces[n].run)):
        there = [n for n in group if _is_kept(pair, n) and kind != "event"]
        parts = [there] if there and kind in ("name", "date") else [[n] for n in there]
        found += [Fact(kind, with_noun(pair.old, part)) for part in parts]
    for places in together(pair.old, [n for n in pair.old.facts if n in pair.partners]):
        if sum(kind_of(pieces[n]) == "event" for n in places) >= 2:
            found.append(Fact("event", pair.old.words(places)))
    return list({fact.words.casefold(): fact for fact in reversed(found)}.values())[::-1]


def _is_kept(pair: Pairing, n: int) -> bool:
    """Whether a word is there; of a loaded word, in one of its forms."""
    piece, found = pair.old.pieces[n], pair.partners.get(n, ())
    return bool(found) and (not piece.loaded or any(stem(piece.small) == stem(pair.new.pieces[m].small) for m in found))


def lost_facts(pair: Pairing) -> tuple[list[Fact], list[Fact]]:
    """(facts that are gone, facts to ask about)."""
    cuts = list(_cuts(pair))
    lost, asked = [Fact(kind, pair.old.words(places)) for kind, places in cuts], list[Fact]()
    quoted = {n for _, places in cuts for n in places}
    for run in runs(pair.old, [n for n in pair.missing if n not in quoted]):
        others = pair.beside(run)
        words = [n for n in run if not pair.old.pieces[n].loaded or pair.old.pieces[n].harm]
        plain = [n for n in words if pair.old.pieces[n].kind == "word"]
        in_a_clause = max(Counter(pair.old.pieces[n].clause for n in plain).values(), default=0)
        if (len(plain) > 2 or in_a_clause == 2) and 2 * len(others) < len(plain):
            lost.append(Fact(gravest(pair.old, words), pair.old.words(words)))
            continue
        clear = [n for n in words if _is_clear(pair, n, others)]
        lost += [Fact(gravest(pair.old, part), with_noun(pair.old, part)) for part in together(pair.old, clear)]
        asked += _asked(pair, [n for n in words if n not in clear])
    return once([*lost, *_carried(pair)]), once(asked)


def _asked(pair: Pairing, places: Sequence[int]) -> list[Fact]:
    """The one question about a run of missing words: about a name before all else, then about most of the words."""
    pieces = pair.old.pieces
    named = [Fact("name", pieces[n].text, stands) for n in places if pieces[n].kind == "name"
             and not _name_stays(pair, n) and (stands := _stand_in(pair, n))]  # fmt: skip
    words = [n for n in places if pieces[n].kind == "word" and not pieces[n].loaded and len(pieces[n].small) > 3
             and not is_passing(pieces[n]) and not any(map(pieces[n].fits, pair.new.pieces))]  # fmt: skip
    groups = sorted(runs(pair.old, words), key=lambda group: -len(pair.old.words(group)))
    return [*named, *(Fact("event", pair.old.words(group), _in_its_place(pair, group)) for group in groups)][:1]


def _in_its_place(pair: Pairing, group: Sequence[int]) -> str:
    """The one new word beside the same neighbour as the word that is gone; none that is denied, or only a form."""
    before, behind = group[0] - 1, group[-1] + 1
    places = {*(m + 1 for m in pair.partners.get(before, ())), *(m - 1 for m in pair.partners.get(behind, ()))}
    new = [n for n in places & set(pair.fresh) if pair.new.pieces[n].kind == "word"]
    fits = [n for n in new if not pair.new.pieces[n].denied and not is_passing(pair.new.pieces[n])]
    return pair.new.words(fits) if len(group) == len(fits) == 1 else ""


def is_passing(piece: Piece) -> bool:
    """Whether a word tells nothing that a rewrite has to keep, or may not put in."""
    return stem(piece.small) in stems("filler") | stems("light")


def _cuts(pair: Pairing) -> Iterator[tuple[str, list[int]]]:
    """Clauses of quotations that are gone, with no other words in their place: (kind, places)."""
    pieces, text = pair.old.pieces, pair.old.reading.text
    for m in QUOTED.finditer(text):
        inside = [n for n, piece in enumerate(pieces) if m.start() <= piece.span.start < m.end()]
        gone = {n: _is_cut(pair, [o for o in inside if pieces[o].clause == pieces[n].clause]) for n in inside}
        stays = any(n in pair.partners and pieces[n].counts for n in inside if not gone[n])
        for cut, places in groupby(inside, key=gone.__getitem__):
            if cut:
                group = list(places)
                harm = stays and any(pieces[n].harm for n in group)
                yield "harm" if harm else "cut" if stays else "quotation", group


def _is_cut(pair: Pairing, places: Sequence[int]) -> bool:
    """Whether hardly a word of a clause is there, nor other words for it."""
    pieces = [pair.old.pieces[n] for n in places]
    told = [n for n, piece in zip(places, pieces, strict=True) if piece.kind != "small"]
    plain = any(piece.counts and not (piece.loaded and not piece.harm) for piece in pieces)
    there = sum(n in pair.partners and not _is_of_another(pair, n, places) for n in told)
    return len(places) > 2 and plain and 4 * there <= len(told) and 2 * len(pair.beside(places)) < max(2, len(told))


def _is_of_another(pair: Pairing, n: int, places: Sequence[int]) -> bool:
    """Whether what stands for a word is another word, outside of some places, or the same one, which is there twice."""
    mine, found = stem(pair.old.pieces[n].small), [stem(pair.new.pieces[m].small) for m in pair.partners[n]]
    others = [stem(piece.small) for o, piece in enumerate(pair.old.pieces) if o not in places]
    return all(one in others and (one != mine or found.count(one) <= others.count(one)) for one in found)


def _is_clear(pair: Pairing, n: int, others: Sequence[int]) -> bool:
    """Whether it is plain that a missing word is a fact that is gone."""
    piece = pair.old.pieces[n]
    if piece.kind == "name":
        return not (_name_stays(pair, n) or _stand_in(pair, n))
    if piece.kind == "date":
        return not _date_stays(pair, n)
    if piece.kind == "amount" and amounts()[piece.small] == "nobody":
        return not any(map(denies, pair.new.pieces))
    if piece.kind in ("number", "amount"):
        return piece.small not in ("all", "every", "each")
    return piece.harm and not others


def _kept_of(pair: Pairing, n: int) -> tuple[list[int], list[int]]:
    """The places of the words of a name or date, and of those of them that are still there."""
    same = [m for m in pair.old.facts if pair.old.pieces[m].run == pair.old.pieces[n].run]
    return same, [m for m in same if m in pair.partners]


def _name_stays(pair: Pairing, n: int) -> bool:
    """Whether another word of the name is there that no other name has, or nothing but such a word is gone."""
    same, there = _kept_of(pair, n)
    told = {m for m in same if pair.old.pieces[m].small not in listed("generic")}
    return bool(there) and (n not in told or not told.isdisjoint(there))


def _stand_in(pair: Pairing, n: int) -> str:
    """What may stand for a name that is gone: a common part of it ("the regiment"), or of one word, "the city"."""
    same, there = _kept_of(pair, n)
    if there:
        return pair.new.pieces[pair.partners[there[0]][0]].text
    before = {piece.small for piece in pair.old.pieces}
    nouns = (piece.text for piece in pair.new.pieces if piece.small in listed("places") and piece.small not in before)
    return next(nouns, "") if len(same) == 1 else ""


def _date_stays(pair: Pairing, n: int) -> bool:
    """Whether the day is still told: a weekday, a year or a “today” may go where the date stays."""
    spare = any(key.startswith(("day", "date 20", "date 19")) for key in pair.old.pieces[n].keys)
    return spare and bool(_kept_of(pair, n)[1])


def _carried(pair: Pairing) -> Iterator[Fact]:
    """The facts in loaded words that are gone, where nothing else tells them."""
    for n in pair.missing:
        fact = carried().get(stem(pair.old.pieces[n].small), "")
        families = groups().get(stem(fact), frozenset()) | {stem(fact)}
        if fact and not any(families & piece.keys for piece in pair.new.pieces):
            yield Fact("harm", pair.old.words([n]), f"somebody is {fact}" if fact == "dead" else fact)
