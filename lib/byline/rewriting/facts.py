"""What became of the facts of a paragraph in its rewrite: kept, lost, changed, added, or to be asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby

from byline.rewriting.families import amounts, carried, groups, listed, opposites, stem, stems
from byline.rewriting.parsing import Piece, denies
from newsmarks.model import Figure, Reading, Span

QUOTED = re.compile(r"[“\"][^“”\"]{2,600}[”\"]")
#: How far from the words beside a gap the rewrite may have other words for what is missing, in words that count.
NEAR = 4


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its words, what kind it is, and what the rewrite has in its place, or where else it stands.

    kind: name, number, date, harm (suffering or loss), quotation, or event (who did what). paragraph: another one of
    the article that has it, 0 for none.
    """

    kind: str
    words: str
    now: str = ""
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What became of the facts: `asked` may be lost, `elsewhere` is new here, and in another paragraph."""

    kept: tuple[Fact, ...] = ()
    lost: tuple[Fact, ...] = ()
    asked: tuple[Fact, ...] = ()
    changed: tuple[Fact, ...] = ()
    added: tuple[Fact, ...] = ()
    elsewhere: tuple[Fact, ...] = ()


@dataclass
class Side:
    """One of the two texts: its reading, its words, and those of them that are no facts (cues, sources' words)."""

    reading: Reading
    pieces: list[Piece]
    aside: frozenset[int] = frozenset()

    @cached_property
    def facts(self) -> list[int]:
        """The places of the words that may carry a fact."""
        return [n for n, piece in enumerate(self.pieces) if piece.counts and n not in self.aside]

    def apart(self, one: int, other: int) -> bool:
        """Whether a sentence ends between two places, or a cue or a source stands there."""
        other_sentence = self.pieces[one].sentence != self.pieces[other].sentence
        return other_sentence or any(n in self.aside for n in range(one + 1, other))

    def words(self, places: Sequence[int]) -> str:
        """The words of the text from the first place to the last."""
        span = Span(self.pieces[places[0]].span.start, self.pieces[places[-1]].span.end)
        return " ".join(span.of(self.reading.text).split())


@dataclass
class Pairing:
    """Which words of one text stand for which of the other."""

    old: Side
    new: Side
    partners: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        by_key: dict[str, list[int]] = {}
        for n, piece in enumerate(self.new.pieces):
            for key in piece.keys if piece.kind != "small" else ():
                by_key.setdefault(key, []).append(n)
        for n, piece in enumerate(self.old.pieces):
            found = {m for key in piece.keys for m in by_key.get(key, ())} if piece.kind != "small" else set()
            if found:
                self.partners[n] = sorted(found)
        self.taken = {m for several in self.partners.values() for m in several}

    @cached_property
    def missing(self) -> list[int]:
        """The places of words in the old text that nothing in the new one stands for."""
        return [n for n in self.old.facts if n not in self.partners]

    @cached_property
    def fresh(self) -> list[int]:
        """The places of words in the new text that stand for nothing in the old one; no part of a name that does."""
        named = {piece.run for n, piece in enumerate(self.new.pieces) if n in self.taken and piece.kind == "name"}
        return [n for n in self.new.facts if n not in self.taken
                and not (self.new.pieces[n].kind == "name" and self.new.pieces[n].run in named)]  # fmt: skip

    def beside(self, run: Sequence[int]) -> list[int]:
        """The fresh words that may say the same as a run of missing ones: those near the partners of its neighbours."""
        places = self.old.facts
        first, last = places.index(run[0]), places.index(run[-1])
        around = [places[n] for n in range(max(0, first - 2), min(len(places), last + 3))]
        anchors = [m for n in around for m in self.partners.get(n, ())]
        words = [n for n in self.fresh if self.new.pieces[n].kind == "word"]
        order = {n: at for at, n in enumerate(self.new.facts)}
        if not anchors:
            return words
        return [n for n in words if any(abs(order[n] - order.get(m, -99)) <= NEAR for m in anchors)]


def compare_facts(pair: Pairing, known: Mapping[str, int], speakers: frozenset[str] = frozenset()) -> Facts:
    """What became of the facts.

    `known` has the paragraph of the article for each family of words in it; `speakers` are the families of names that
    the paragraph does not have, but whose claims stand in it.
    """
    pair.taken |= {n for n, piece in enumerate(pair.new.pieces) if piece.kind == "name" and piece.keys & speakers}
    lost, asked = _missing(pair)
    added, elsewhere = _fresh(pair, known)
    changed = _once(list(_changed(pair)))
    told = " ".join(fact.words for fact in changed)
    asked = [fact for fact in asked if fact.words not in told]
    return Facts(tuple(_kept(pair)), tuple(lost), tuple(asked), tuple(changed), tuple(added), tuple(elsewhere))


# --- kept ---------------------------------------------------------------------------------------------


def _kept(pair: Pairing) -> Iterator[Fact]:
    """Names, numbers, dates and harm that are still there, each once, then who did what."""
    told = set[str]()
    for _, group in groupby(pair.old.facts, key=lambda n: (pair.old.pieces[n].kind, pair.old.pieces[n].run)):
        places = list(group)
        kind = _kind(pair.old.pieces[places[0]])
        if not any(n in pair.partners for n in places):
            continue
        for run in [places] if kind in ("name", "date") else [[n] for n in places if n in pair.partners]:
            words = pair.old.words(run)
            if kind != "event" and words.casefold() not in told:
                told.add(words.casefold())
                yield Fact(kind, words)
    for run in _runs(pair.old, [n for n in pair.old.facts if n in pair.partners]):
        for _, group in groupby(run, key=lambda n: pair.old.pieces[n].clause):
            places = list(group)
            if sum(_kind(pair.old.pieces[n]) == "event" for n in places) >= 2:
                yield Fact("event", pair.old.words(places))


def _kind(piece: Piece) -> str:
    """The kind of fact that a word is."""
    if piece.kind == "word":
        return "harm" if piece.harm else "event"
    return {"amount": "number", "when": "date"}.get(piece.kind, piece.kind)


# --- lost ---------------------------------------------------------------------------------------------


def _missing(pair: Pairing) -> tuple[list[Fact], list[Fact]]:
    """(facts that are gone, facts to ask about)."""
    lost, asked = list[Fact](), list[Fact]()
    quoted = {n: places for places in _quotations_gone(pair) for n in places}
    lost += [Fact("quotation", pair.old.words(places)) for places in dict.fromkeys(map(tuple, quoted.values()))]
    for run in _runs(pair.old, [n for n in pair.missing if n not in quoted]):
        others = pair.beside(run)
        words = [n for n in run if not pair.old.pieces[n].loaded or pair.old.pieces[n].harm]
        if not words:
            continue
        clear = [n for n in words if _is_clear(pair, n, others)]
        plain = [n for n in words if pair.old.pieces[n].kind == "word"]
        if len(plain) >= 2 and 2 * len(others) < len(plain):
            lost.append(Fact(_gravest(pair.old, words), pair.old.words(words)))
            continue
        lost += [Fact(_gravest(pair.old, part), _with_noun(pair.old, part)) for part in _together(pair.old, clear)]
        now = pair.new.words([others[0]]) if len(others) == 1 else ""
        asked += [Fact("event", pair.old.words([n]), now) for n in plain if n not in clear and _asks(pair, n)]
    lost += _carried(pair)
    return _once(lost), _once(asked)


def _quotations_gone(pair: Pairing) -> Iterator[list[int]]:
    """Quotations of which less than half is there, and no other words in their place."""
    text = pair.old.reading.text
    for m in QUOTED.finditer(text):
        inside = [n for n in pair.old.facts if m.start() <= pair.old.pieces[n].span.start < m.end()]
        missing = [n for n in inside if n not in pair.partners]
        if len(inside) >= 3 and 2 * len(missing) > len(inside) and 2 * len(pair.beside(missing)) < len(missing):
            yield missing


def _runs(side: Side, places: Sequence[int]) -> Iterator[list[int]]:
    """Places that follow each other among the facts, inside one clause."""
    order = {n: at for at, n in enumerate(side.facts)}
    run: list[int] = []
    for n in places:
        if run and (order[n] != order[run[-1]] + 1 or side.apart(run[-1], n)):
            yield run
            run = []
        run.append(n)
    if run:
        yield run


def _is_clear(pair: Pairing, n: int, others: Sequence[int]) -> bool:
    """Whether it is plain that a missing word is a fact that is gone."""
    piece = pair.old.pieces[n]
    if piece.kind == "name":
        return not _name_stays(pair, n)
    if piece.kind == "date":
        return not _date_stays(pair, n)
    if piece.kind == "amount" and amounts()[piece.small] == "nobody":
        return not any(map(denies, pair.new.pieces))
    if piece.kind in ("number", "amount"):
        return piece.small not in ("all", "every", "each")
    if piece.kind == "when":
        return False
    return piece.harm and not any(pair.new.pieces[m].harm for m in others) and not others


def _name_stays(pair: Pairing, n: int) -> bool:
    """Whether another word of the name is there, or one that may stand for it."""
    old = pair.old.pieces
    same = [m for m in pair.old.facts if old[m].kind == "name" and old[m].run == old[n].run]
    there = [m for m in same if m in pair.partners]
    if any(old[m].small not in listed("generic") for m in there) or (there and old[n].small in listed("generic")):
        return True
    return bool(there) and all(old[m].small in listed("generic") for m in same)


def _date_stays(pair: Pairing, n: int) -> bool:
    """Whether the day is still told: a weekday, a year or a “today” may go where the date stays."""
    if not any(key.startswith(("day", "date 20", "date 19")) for key in pair.old.pieces[n].keys):
        return False
    run = pair.old.pieces[n].run
    return any(m in pair.partners for m in pair.old.facts if pair.old.pieces[m].run == run)


def _asks(pair: Pairing, n: int) -> bool:
    """Whether a missing word is worth a question."""
    piece = pair.old.pieces[n]
    return not piece.loaded and len(piece.small) > 3


def _together(side: Side, places: Sequence[int]) -> Iterator[list[int]]:
    """Words that follow each other among the facts of a clause together."""
    order = {n: at for at, n in enumerate(side.facts)}
    for _, group in groupby(enumerate(places), key=lambda at: (order[at[1]] - at[0], side.pieces[at[1]].clause)):
        yield [n for _, n in group]


def _with_noun(side: Side, places: Sequence[int]) -> str:
    """The words of some places; a number at their end with what it counts."""
    last, behind = side.pieces[places[-1]], places[-1] + 1
    if last.kind in ("number", "amount") and behind < len(side.pieces) and side.pieces[behind].kind != "small":
        if side.reading.text[last.span.end : side.pieces[behind].span.start] == " ":
            return side.words([*places, behind])
    return side.words(places)


def _gravest(side: Side, places: Sequence[int]) -> str:
    """The kind of a fact of several words: harm before all else; of many words, who did what."""
    kinds = [_kind(side.pieces[n]) for n in places]
    if "harm" not in kinds and kinds.count("event") >= 2:
        return "event"
    return next((kind for kind in ("harm", "name", "number", "date") if kind in kinds), "event")


def _carried(pair: Pairing) -> Iterator[Fact]:
    """The facts in loaded words that are gone, where nothing else tells them."""
    for n in pair.missing:
        fact = carried().get(stem(pair.old.pieces[n].small))
        told = fact and any(stem(fact) == stem(p.small) or _same(fact, p) for p in pair.new.pieces)
        if fact and not told:
            yield Fact("harm", pair.old.words([n]), f"somebody is {fact}" if fact == "dead" else fact)


def _same(word: str, piece: Piece) -> bool:
    return not piece.keys.isdisjoint(groups().get(stem(word), frozenset()))


def _once(facts: Sequence[Fact]) -> list[Fact]:
    """Each fact once, and none that is a part of another."""
    words = [fact.words.casefold() for fact in facts]
    return [fact for n, fact in enumerate(facts) if not any(
        words[n] in other and (words[n] != other or m < n) for m, other in enumerate(words) if m != n)]  # fmt: skip


# --- changed ------------------------------------------------------------------------------------------


def _changed(pair: Pairing) -> Iterator[Fact]:
    """Words turned into their opposite, a “not” that came or went, and a thing that is now another side's."""
    yield from opposed if (opposed := list(_opposed(pair))) else _denied(pair)
    yield from _other_side(pair)
    yield from _wholes(pair)
    yield from _exactness(pair)


def _opposed(pair: Pairing) -> Iterator[Fact]:
    fresh = {stem(piece.small): n for n, piece in enumerate(pair.new.pieces)
             if n not in pair.taken and not piece.denied}  # fmt: skip
    for n in pair.missing:
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
    sides = ((pair.old, pair.new), (pair.new, pair.old))
    for one, other in sides:
        words = {stem(piece.small) for piece in one.pieces}
        if any(piece.denied and opposites().get(stem(piece.small), frozenset()) & words for piece in other.pieces):
            return True
    return False


def _other_side(pair: Pairing) -> Iterator[Fact]:
    """A name right before a word in both texts, and another one of the article's names in the new."""
    for n, found in pair.partners.items():
        mine = _owner(pair.old, n)
        theirs = [owner for m in found if (owner := _owner(pair.new, m))]
        if mine and theirs and not any(mine.fits(owner) for owner in theirs):
            now = f"{theirs[0].text} {pair.new.words(found[:1])}"
            yield Fact("event", f"{mine.text} {pair.old.pieces[n].text}", now)


def _owner(side: Side, n: int) -> Piece | None:
    """The name right before a word."""
    before = side.pieces[n - 1] if n else None
    if before is None or before.kind != "name" or side.pieces[n].kind != "word":
        return None
    between = side.reading.text[before.span.end : side.pieces[n].span.start]
    return before if between in (" ", "’s ", "'s ") else None


#: Behind a share: what it is a share of.
SHARE = re.compile(r"\s?(?:%|percent|per cent)\s+of\s")
EXACT = {"=": "", "~": "about", ">": "more than", "<": "less than"}


def _wholes(pair: Pairing) -> Iterator[Fact]:
    """A share that is now a share of something else."""
    for n, found in pair.partners.items():
        mine, theirs = _whole(pair.old, n), next((m for f in found if (m := _whole(pair.new, f)) is not None), None)
        if mine is None or theirs is None:
            continue
        whole = pair.new.pieces[theirs]
        if not whole.fits(pair.old.pieces[mine]) and whole.small not in listed("stands_for"):
            start = next(f for f in found if _whole(pair.new, f) == theirs)
            yield Fact("number", pair.old.words([n, mine]), pair.new.words([start, theirs]))


def _whole(side: Side, n: int) -> int | None:
    """The place of what a share is a share of, where this is a share."""
    piece = side.pieces[n]
    if piece.kind != "number" or not SHARE.match(side.reading.text, piece.span.end):
        return None
    behind = range(n + 1, min(n + 7, len(side.pieces)))
    return next((m for m in behind if side.pieces[m].kind != "small" and side.pieces[m].small not in PERCENT), None)


PERCENT = frozenset("percent per cent".split())


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


# --- added --------------------------------------------------------------------------------------------


def _fresh(pair: Pairing, known: Mapping[str, int]) -> tuple[list[Fact], list[Fact]]:
    """(what the paragraph does not have and no other either, what another paragraph has)."""
    added, elsewhere = list[Fact](), list[Fact]()
    gaps = [(run, pair.beside(run)) for run in _runs(pair.old, pair.missing)]
    for run in _runs(pair.new, pair.fresh):
        others = sum(len(gap) for gap, near in gaps if set(near) & set(run))
        for part in [run] if len(run) > others else _together(pair.new, run):
            if not any(_is_firm(pair, n) for n in part) and (len(run) <= others or _is_filler(pair.new, part)):
                continue
            fact = Fact(_gravest(pair.new, part), _with_noun(pair.new, part))
            where = _where(pair.new, part, known)
            if where and len(part) == 1 and fact.kind == "event":
                continue  # "the city", where the paragraph has its name
            (elsewhere if where else added).append(replace(fact, paragraph=where))
    return _once([*added, *_causes(pair)]), _once(elsewhere)


def _is_firm(pair: Pairing, n: int) -> bool:
    """Whether a fresh word is a fact of its own; of words for an amount, one for all or most only where another is gone."""
    piece = pair.new.pieces[n]
    if piece.kind == "amount":
        return piece.small in PRECISE or any(pair.old.pieces[m].kind == "amount" for m in pair.missing)
    return piece.kind != "word" or piece.harm


def _is_filler(side: Side, places: Sequence[int]) -> bool:
    pieces = [side.pieces[n] for n in places]
    return all(piece.kind == "amount" or stem(piece.small) in stems("filler") for piece in pieces)


PRECISE = frozenset("hundreds thousands dozens millions".split())
CAUSE = re.compile(r"\b(?:because(?: of)?|due to|owing to|as a result(?: of)?|caused? by|led to|thanks to|therefore)\b", re.I)
AGENT = re.compile(r"\b(?:by|since|so|cause[sd]?)\b", re.I)


def _causes(pair: Pairing) -> Iterator[Fact]:
    """A “because” in the rewrite of a paragraph that has nothing of the kind."""
    old, new = (side.words([0, -1]) if side.pieces else "" for side in (pair.old, pair.new))
    found = CAUSE.search(new)
    if found and not CAUSE.search(old) and not AGENT.search(old):
        yield Fact("event", " ".join(new[found.start() :].split()[:5]).rstrip(",.;"))


def _where(side: Side, places: Sequence[int], known: Mapping[str, int]) -> int:
    """The paragraph that has all of these words, or the last of those that have them; 0 where one is in none."""
    found = [max((known.get(key, 0) for key in side.pieces[n].keys), default=0) for n in places]
    return max(found) if all(found) else 0
