"""Whose claim each part of a paragraph was, and whose it is in the rewrite."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import chain

from byline.rewriting.families import groups, listed, name_stem, stem, stems
from byline.rewriting.marks import WORD, adopted_terms, bare, invented_quotations, is_inside
from byline.rewriting.pairing import Pairing, Side
from byline.rewriting.parsing import BE, FUNCTION, Piece
from newsmarks.model import Attribution, Reading, Span
from newsmarks.sources import TITLES

#: Whose claim a word is: of whoever this attribution names, or of the reporter.
Owner = Attribution | None
#: Of the words of a claim that are still there, how many must have gone to another voice: the claim went with them.
MOST = 0.5
#: Stances that hold a claim at a distance.
DISTANT = ("hearsay", "doubting")
#: Where the head of the words for a source ends.
HEAD_END = re.compile(r",| (?:of|who|from|in|for|at|on|by|with|to|about) ")
#: What opens a question, in which “will” promises nothing.
OPEN = ("how", "whether", "when", "if")
MODALS = ("would", "could", "might", "may")
PRONOUNS = frozenset("he she they it who".split())


@dataclass(frozen=True, slots=True)
class Said:
    """What changed in who says something.

    kind: attributed, lent (to a source of another paragraph), new source (in no paragraph), flat (now the reporter's
    own), hedged, hedge lost, stance, other source, vaguer, nameless, reported (a quotation told in other words),
    quoted (marks around words that nobody said), joined (words are left out of them without a mark), adopted (a term
    without its marks), open (what the report does not say). words: the claim or term; was, now: who said it, and who
    does, or the cues.
    """

    kind: str
    words: str
    was: str = ""
    now: str = ""


def side_of(reading: Reading, pieces: list[Piece]) -> Side:
    """A side whose cues, hedges and stamps are no facts."""
    cues = [span for mark in reading.attributions if mark.mode != "borrowed" for span in mark.cue]
    about = [*cues, *(voice.span for voice in reading.voices if voice.voice == "meta")]
    hedges = listed("hedges")
    aside = {n for n, piece in enumerate(pieces) if any(span.overlaps(piece.span) for span in about)}
    aside |= {n for n, piece in enumerate(pieces) if piece.small in hedges and piece.kind in ("word", "light", "small")}
    if pieces and pieces[0].text[0].islower():  # its first letter was lost
        aside.add(0)
    return Side(reading, pieces, frozenset(aside))


def heard_here(side: Side) -> frozenset[str]:
    """The families of the names of those whose claims stand here, also where they are named in another paragraph."""
    here = [mark for mark in side.reading.attributions if any(is_inside(side, span) for span in mark.content)]
    names = (name for mark in here for name in _names(f"{side.reading.words(mark.source)} {mark.source_name or ''}"))
    return frozenset(f"name {name}" for name in names)


def without_sources(side: Side, told: Sequence[str]) -> Side:
    """The same without the words for sources that were told of already."""
    gone = set[int]()
    for mark in (mark for mark in side.reading.attributions if mark.source and who(side, mark) in told):
        source, name = mark.source[0], (mark.source_name or "").split()
        comma = side.reading.text.find(",", source.start, source.end)  # what comes behind tells more than who it is
        head = source if comma < 0 else Span(source.start, comma)
        gone |= {n for n, piece in enumerate(side.pieces)
                 if head.contains(piece.span) or (source.contains(piece.span) and piece.text in name)}  # fmt: skip
    return replace(side, aside=side.aside | gone)


def owners(side: Side) -> list[Owner]:
    """Whose claim each word of a side is: that of the narrowest attribution whose content holds it, or nobody's."""
    found: list[Owner] = [None] * len(side.pieces)
    held = [(span, mark) for mark in side.reading.attributions for span in mark.content]
    for span, mark in sorted(held, key=lambda one: one[0].end - one[0].start, reverse=True):
        for at, piece in enumerate(side.pieces):
            if span.contains(piece.span):
                found[at] = mark
    return found


def _kind(owner: Owner) -> str:
    """flat (the reporter's own), source, or hedge (nobody is named)."""
    return "flat" if owner is None else "source" if owner.source else "hedge"


def compare_claims(pair: Pairing) -> list[Said]:
    """What changed in who says what."""
    old, new = owners(pair.old), owners(pair.new)
    found = [said for places in _claims(pair.old, old) for said in _moved(pair, places, old, new)]
    found += [Said("adopted", term) for term in adopted_terms(pair)]
    found += [*(Said(kind, words) for kind, words in invented_quotations(pair)), *_modals(pair)]
    return _longest(found)


def _longest(found: Sequence[Said]) -> list[Said]:
    """Of those that tell the same of several parts of a claim, the one about most of it."""
    best = dict[tuple[str, str, str], Said]()
    for said in found:
        one = (said.kind, said.was, said.now or said.words)
        best[one] = max(best.get(one, said), said, key=lambda each: len(each.words))
    return list(best.values())


def _claims(side: Side, owned: Sequence[Owner]) -> Iterator[list[int]]:
    """The words that count, claim by claim: those of one attribution, and what the reporter says in one sentence."""
    claims: dict[tuple[Owner, int], list[int]] = {}
    for n in side.facts:
        claims.setdefault((owned[n], 0 if owned[n] else side.pieces[n].sentence), []).append(n)
    yield from claims.values()


def _moved(pair: Pairing, places: Sequence[int], old: Sequence[Owner], new: Sequence[Owner]) -> Iterator[Said]:
    """What is to be told of one claim: where most of its words went, or a part that nobody says any more."""
    was = old[places[0]]
    there = {n: pair.partners[n] for n in places if n in pair.partners and pair.old.pieces[n].kind != "light"}
    votes = Counter(next((new[m] for m in found if _kind(new[m]) == _kind(was)), new[found[0]])
                    for found in there.values())  # fmt: skip
    for now, count in votes.most_common():
        most = count >= max(2, MOST * len(there)) or (count == len(there) and _kind(was) == "hedge")
        if most or (was and now is None and count >= 2):
            mine = [n for n, found in there.items() if (any if most else all)(new[m] == now for m in found)]
            yield from _between(pair, pair.old.words([mine[0], mine[-1]]), was, now, there)
        if most:
            return


def _between(
    pair: Pairing, words: str, was: Owner, now: Owner, there: Mapping[int, Sequence[int]]
) -> Iterator[Said]:
    """What is to be told of a claim that was one's and is now another's."""
    before, after = who(pair.old, was), who(pair.new, now)
    match _kind(was), _kind(now):
        case "source", "flat":
            if not _still_said(pair, before, list(chain.from_iterable(there.values()))):
                yield Said("flat", words, before)
        case "source", "hedge":
            yield Said("nameless", words, before, after)
        case "source", _:
            assert was and now
            yield from _sources(pair, words, was, now)
        case _, "source":
            yield Said(_come_to(pair, now), words, before, after)
        case _:
            yield from _unnamed(pair, words, was, now, there)


def _still_said(pair: Pairing, source: str, places: Sequence[int]) -> bool:
    """Whether most of these places are in sentences with a saying word and the source, though no mark says so."""
    wanted, sentences = _families(source), dict[int, list[Piece]]()
    for piece in pair.new.pieces:
        sentences.setdefault(piece.sentence, []).append(piece)
    said = {n for n, pieces in sentences.items() if any(stem(piece.small) in stems("saying") for piece in pieces)
            and any(wanted & _families(piece.text) for piece in pieces)}  # fmt: skip
    return 2 * sum(pair.new.pieces[m].sentence in said for m in places) >= len(places)


def _come_to(pair: Pairing, mark: Owner) -> str:
    """Whether a claim came to a source of its paragraph, to one of another paragraph, or to one that is not there."""
    here = pair.families | heard_here(pair.old)
    if _is_known(pair, mark, here):
        return "attributed"
    return "lent" if _is_known(pair, mark, here | pair.known.keys()) else "new source"


def _unnamed(pair: Pairing, words: str, was: Owner, now: Owner, there: Mapping[int, Sequence[int]]) -> Iterator[Said]:
    """What is to be told of a claim that has no source in either text: a hedge that came or went."""
    hedge, before = _hedge(pair.new, [*chain.from_iterable(there.values())]), _hedge(pair.old, [*there])
    distant = was is not None and was.stance in DISTANT
    if was and now:  # “the images show” does not hold anything at a distance
        gone = distant and now.stance not in (*DISTANT, "neutral") and not hedge
        yield from [Said("hedge lost", words, _cue(pair.old, was), _cue(pair.new, now))] if gone else []
    elif distant and not hedge:
        yield Said("hedge lost", words, _cue(pair.old, was))
    elif now and not before and now.stance != "vouching":
        yield Said("hedged", words, "", _cue(pair.new, now))
    elif not was and not now and bool(hedge) != bool(before) and len(there) > 2:
        marked = " ".join(_cue(side, mark) for side in (pair.old, pair.new) for mark in side.reading.attributions)
        if (hedge or before) not in marked:
            yield Said("hedged" if hedge else "hedge lost", words, before, hedge)


def _sources(pair: Pairing, words: str, was: Attribution, now: Attribution) -> Iterator[Said]:
    before, after = who(pair.old, was), who(pair.new, now)
    if _same_source(pair, was, now):
        lower = was.ladder > 2 and now.ladder < was.ladder and after.casefold() not in PRONOUNS
        if lower and _names(before) and not _names(after) & _names(before):
            yield Said("vaguer", words, before, after)
        if was.stance != now.stance and not {was.stance, now.stance} <= set(DISTANT):
            yield Said("stance", words, _cue(pair.old, was), _cue(pair.new, now))
    else:
        known = _is_known(pair, now, pair.families | pair.known.keys())
        yield Said("other source" if known else "new source", words, before, after)
    if was.mode == "direct" and now.mode == "indirect":
        yield Said("reported", words, before)


def who(side: Side, mark: Owner) -> str:
    """The words for a source, as short as they are clear."""
    if mark is None or not mark.source:
        return ""
    words = side.reading.words(mark.source[:1])
    return mark.source_name if mark.source_name and len(words) > 40 else words


def _cue(side: Side, mark: Owner) -> str:
    return side.reading.words(mark.cue) if mark else ""


def _names(words: str) -> set[str]:
    plain_words = listed("generic") | FUNCTION
    return {name_stem(w) for w in WORD.findall(words) if w[0].isupper() and w.casefold() not in plain_words}


def _families(words: str) -> set[str]:
    return {key for w in map(str.casefold, WORD.findall(words)) if len(w) > 2
            for key in (stem(w), name_stem(w), *groups().get(stem(w), ()))}  # fmt: skip


def _same_source(pair: Pairing, was: Attribution, now: Attribution) -> bool:
    """Whether two sources may be one: by a name where the new one ends in a name, else by its noun, or a pronoun."""
    before = f"{pair.old.reading.words(was.source)} {was.source_name or ''} {' '.join(was.candidates)}"
    after = HEAD_END.split(pair.new.reading.words(now.source), maxsplit=1)[0]
    last = (WORD.findall(after) or [""])[-1]
    ours, theirs = _names(before), _names(after)
    if last.casefold() in PRONOUNS or pair.old.reading.words(was.source).casefold() in PRONOUNS:
        return True
    if last[:1].isupper():
        return not ours.isdisjoint(theirs) or (bool(bare(after)) and bare(after) in bare(before))
    if ours and theirs and ours.isdisjoint(theirs):
        return False
    nouns = {w for w in WORD.findall(before) if w[0].islower() or w.casefold() in TITLES}
    return not _families(last).isdisjoint(_families(" ".join(nouns))) or (not nouns and not ours.isdisjoint(theirs))


def _is_known(pair: Pairing, mark: Owner, known: Set[str]) -> bool:
    """Whether all names of a source and its role, or else its nouns, are among some families."""
    words = pair.new.reading.words(mark.source) if mark else ""
    names = _names(words) or {stem(w.casefold()) for w in WORD.findall(words) if len(w) > 3}
    role = (WORD.findall(HEAD_END.split(words, maxsplit=1)[0]) or [""])[-1]
    held = not role[:1].islower() or not known.isdisjoint(_families(role))
    return held and all(name in known or f"name {name}" in known for name in names)


def _hedge(side: Side, places: Sequence[int]) -> str:
    """A word that holds something at a distance in the clause of these places, or right before it."""
    if not places:
        return ""
    most = Counter(side.pieces[n].sentence for n in places).most_common(1)[0][0]
    clauses = {side.pieces[n].clause for n in places if side.pieces[n].sentence == most}
    for n, piece in enumerate(side.pieces):
        held = piece.small in listed("held") and n > 0 and side.pieces[n - 1].small in BE
        hedges = piece.small in listed("hedges") or stem(piece.small) in stems("seeming")
        if piece.clause in clauses and (held or hedges):
            return side.words([n - held, n])
    return ""


def _modals(pair: Pairing) -> Iterator[Said]:
    """“Would” or “could” turned into “will”."""
    old, new = ({piece.small: piece for piece in side.pieces} for side in (pair.old, pair.new))
    was = next((word for word in MODALS if word in old), "")
    if was and "will" in new and "will" not in old and not any(word in new for word in (*MODALS, *OPEN)):
        clause = [n for n, piece in enumerate(pair.old.pieces) if piece.clause == old[was].clause]
        yield Said("stance", pair.old.words(clause), was, "will")
