"""Whose claim each part of a paragraph was, and whose it is in the rewrite."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from byline.rewriting.families import groups, listed, name_stem, stem
from byline.rewriting.marks import WORD, adopted_terms, bare, invented_quotations, is_inside
from byline.rewriting.pairing import Pairing, Side
from byline.rewriting.parsing import FUNCTION, Piece
from newsmarks.model import Attribution, Reading, Span
from newsmarks.sources import TITLES

#: Of the words of a claim that are still there, how many must have gone to another voice: the claim went with them.
MOST = 0.5
#: Stances that hold a claim at a distance.
DISTANT = ("hearsay", "doubting")
#: Cues that say only that it was said.
PLAIN = frozenset("say says said saying tell tells told telling add adds added state states stated write writes wrote "
                  "according to report reports reported".split()) | {"according to", "in the words of"}  # fmt: skip
#: Where the head of the words for a source ends.
HEAD_END = re.compile(r",| (?:of|who|from|in|for|at|on|by|with|to|about) ")
#: What opens a question, in which “will” promises nothing.
OPEN = ("how", "whether", "when", "if")
MODALS = ("would", "could", "might", "may")
PRONOUNS = frozenset("he she they it who".split())
#: Words that hold a claim at a distance without a cue that the reader of news marks.
HELD = re.compile(
    r"\b(?:is|are|was|were|be|been) (?:said|believed|reported|thought|understood|alleged|rumou?red|feared)\b"
    r"|\bsaid to\b|\breports? (?:say|said|suggest)", re.I,
)  # fmt: skip
SAYING = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|according|told|tells|add(?:s|ed)|stat(?:es|ed)|report(?:s|ed)|claim(?:s|ed)"
    r"|accus(?:es|ed|ing)|warn(?:s|ed)|announc(?:es|ed)|declar(?:es|ed)|call(?:s|ed)|view|words|found|shows?|suggests?"
    r"|estimate[sd]?|caution(?:s|ed)|not(?:es|ed)|think|believes?|argue[sd]?|insist(?:s|ed)|promise[sd]?|explain(?:s|ed)"
    r"|describe[sd]?|blame[sd]?|ask(?:s|ed)|lists?|gives?|reads?|wants?|would like|hopes?|plans?)\b", re.I,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What changed in who says something.

    kind: attributed, lent (to a source of another paragraph), new source (in no paragraph), flat (now the reporter's
    own), hedged, hedge lost, stance, other source, vaguer, nameless, reported (a quotation told in other words),
    quoted (marks around words that nobody said), joined (words are left out of them without a mark), adopted (a term
    without its marks). words: the claim or term; was, now: who said it, and who does, or the cues.
    """

    kind: str
    words: str
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose claim a word is: `kind` is flat, source or hedge."""

    kind: str
    mark: Attribution | None = None


FLAT = Owner("flat")


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
    spans = [_head(side, mark.source[0]) for mark in side.reading.attributions
             if mark.source and who(side, mark) in told]  # fmt: skip
    gone = (n for n, piece in enumerate(side.pieces) if any(span.contains(piece.span) for span in spans))
    return replace(side, aside=side.aside.union(gone))


def _head(side: Side, source: Span) -> Span:
    """The words for a source up to a comma: what comes behind tells more than who it is."""
    comma = side.reading.text.find(",", source.start, source.end)
    return source if comma < 0 else Span(source.start, comma)


def owners(side: Side, but: Sequence[Attribution] = ()) -> list[Owner]:
    """Whose claim each word of a side is: that of the narrowest attribution whose content holds it, `but` some."""
    marks = [a for a in side.reading.attributions if a.content and a not in but]
    spans = sorted(((s.end - s.start, n, s) for n, a in enumerate(marks) for s in a.content), reverse=True)
    found = [FLAT] * len(side.pieces)
    for _, n, span in spans:
        owner = Owner("source" if marks[n].source else "hedge", marks[n])
        for at, piece in enumerate(side.pieces):
            if span.contains(piece.span):
                found[at] = owner
    return found


def compare_claims(pair: Pairing, known: frozenset[str]) -> list[Said]:
    """What changed in who says what; `known` are the families of all words of the article."""
    stays = [mark for mark in pair.new.reading.attributions if mark.source and _cue_stays(pair, mark)]
    old, new = owners(pair.old), owners(pair.new, stays)
    found = [said for places in _claims(pair.old, old) for said in _moved(pair, places, old, new, known)]
    found += [Said("adopted", term) for term in adopted_terms(pair)]
    found += [*(Said(kind, words) for kind, words in invented_quotations(pair)), *_modals(pair)]
    return _longest(found)


def _longest(found: Sequence[Said]) -> list[Said]:
    """Of those that tell the same of several parts of a claim, the one about most of it."""
    best: dict[tuple[str, str, str], Said] = {}
    for said in found:
        one = (said.kind, said.was, said.now) if said.was or said.now else (said.kind, said.words, "")
        best[one] = max(best.get(one, said), said, key=lambda each: len(each.words))
    return list(best.values())


def _claims(side: Side, owned: Sequence[Owner]) -> Iterator[list[int]]:
    """The words that count, claim by claim: those of one attribution, and what the reporter says in one sentence."""
    claims: dict[tuple[object, int], list[int]] = {}
    for n in side.facts:
        owner = owned[n]
        claims.setdefault((id(owner.mark), 0 if owner.mark else side.pieces[n].sentence), []).append(n)
    yield from claims.values()


def _moved(
    pair: Pairing, places: Sequence[int], old: Sequence[Owner], new: Sequence[Owner], known: frozenset[str]
) -> Iterator[Said]:
    was = old[places[0]]
    there = [(n, pair.partners[n]) for n in places if n in pair.partners and pair.old.pieces[n].kind != "light"]
    votes = Counter(next((new[m] for m in found if new[m].kind == was.kind), new[found[0]]) for _, found in there)
    if not votes:
        return
    for now, count in votes.most_common():
        if count >= max(2, MOST * len(there)) or (count == len(there) and was.kind == "hedge"):
            mine = [n for n, found in there if now in (new[m] for m in found)]
            yield from _between(pair, pair.old.words([mine[0], mine[-1]]), was, now, there, known)
            return
        if was.kind != "flat" and now.kind == "flat" and count >= 2:
            gone = [n for n, found in there if all(new[m].kind == "flat" for m in found)]
            yield from _between(pair, pair.old.words([gone[0], gone[-1]]), was, now, there, known)


def _between(
    pair: Pairing, words: str, was: Owner, now: Owner, there: Sequence[tuple[int, list[int]]], known: frozenset[str]
) -> Iterator[Said]:
    """What is to be told of a claim that was one's and is now another's."""
    before, after = who(pair.old, was.mark), who(pair.new, now.mark)
    match was.kind, now.kind:
        case "source", "flat":
            if not _still_said(pair, before, [m for _, found in there for m in found]):
                yield Said("flat", words, before)
        case "source", "hedge":
            yield Said("nameless", words, before, after)
        case _, "source" if was.kind != "source":
            yield Said(_come_to(pair, now.mark, known), words, before, after)
        case "source", _:
            yield from _sources(pair, words, was.mark, now.mark, known)
        case _:
            yield from _unnamed(pair, words, was, now, there)


def _still_said(pair: Pairing, source: str, places: Sequence[int]) -> bool:
    """Whether most of these places are in sentences with a saying word and the source, though no mark says so."""
    wanted, said = _families(source), dict[int, bool]()
    for n in {pair.new.pieces[m].sentence for m in places}:
        sentence = [piece for piece in pair.new.pieces if piece.sentence == n]
        words = Span(sentence[0].span.start, sentence[-1].span.end).of(pair.new.reading.text)
        said[n] = bool(SAYING.search(words)) and not wanted.isdisjoint(_families(words))
    return 2 * sum(said[pair.new.pieces[m].sentence] for m in places) >= len(places)


def _cue_stays(pair: Pairing, mark: Attribution | None) -> bool:
    """Whether the cue of a new claim stands for a word that the paragraph has already, and not as a cue."""
    already = {m for n, several in pair.partners.items() if n not in pair.old.aside for m in several}
    spans = mark.cue if mark else ()
    cue = [n for n, piece in enumerate(pair.new.pieces) if any(span.contains(piece.span) for span in spans)]
    return bool(cue) and already.issuperset(n for n in cue if pair.new.pieces[n].kind != "small")


def _come_to(pair: Pairing, mark: Attribution | None, known: frozenset[str]) -> str:
    """Whether a claim came to a source of its paragraph, to one of another paragraph, or to one that is not there."""
    if not _is_known(mark, known, pair):
        return "new source"
    here = frozenset(key for piece in pair.old.pieces for key in piece.keys) | heard_here(pair.old)
    return "attributed" if _is_known(mark, here, pair) else "lent"


def _unnamed(
    pair: Pairing, words: str, was: Owner, now: Owner, there: Sequence[tuple[int, list[int]]]
) -> Iterator[Said]:
    """What is to be told of a claim that has no source in either text: a hedge that came or went."""
    hedge = _hedge(pair.new, [m for _, found in there for m in found])
    before = _hedge(pair.old, [n for n, _ in there])
    marked = " ".join(_cues(pair))
    own = was.kind == now.kind == "flat" and not any(word and word in marked for word in (before, hedge))
    if was.kind == now.kind == "hedge":
        yield from _holds(pair, words, was.mark, now.mark, hedge)
    elif was.kind == "hedge" and was.mark and was.mark.stance in DISTANT and not hedge:
        yield Said("hedge lost", words, _cue(pair.old, was.mark))
    elif now.kind == "hedge" and was.kind == "flat" and not before and now.mark and now.mark.stance != "vouching":
        yield Said("hedged", words, "", _cue(pair.new, now.mark))
    elif own and bool(hedge) != bool(before) and len(there) > 2:
        yield Said("hedged" if hedge else "hedge lost", words, before, hedge)


def _sources(
    pair: Pairing, words: str, was: Attribution | None, now: Attribution | None, known: frozenset[str]
) -> Iterator[Said]:
    assert was and now
    before, after = who(pair.old, was), who(pair.new, now)
    if _same_source(pair, was, now):
        lower = was.ladder > 2 and now.ladder < was.ladder and after.casefold() not in PRONOUNS
        if lower and _names(before) and not _names(after) & _names(before):
            yield Said("vaguer", words, before, after)
        yield from _stances(pair, words, was, now)
    elif _is_known(now, known, pair):
        yield Said("other source", words, before, after)
    else:
        yield Said("new source", words, before, after)
    if was.mode == "direct" and now.mode == "indirect":
        yield Said("reported", words, before)


def _stances(pair: Pairing, words: str, was: Attribution | None, now: Attribution | None) -> Iterator[Said]:
    if was is None or now is None:
        return
    coloured = _cue(pair.old, was).casefold() in PLAIN and _cue(pair.new, now).casefold() not in PLAIN
    if coloured or (was.stance != now.stance and not {was.stance, now.stance} <= set(DISTANT)):
        yield Said("stance", words, _cue(pair.old, was), _cue(pair.new, now))


def _holds(
    pair: Pairing, words: str, was: Attribution | None, now: Attribution | None, hedge: str
) -> Iterator[Said]:
    """Whether a new cue that names nobody still holds a claim at a distance: “the images show” does not."""
    if was and now and was.stance in DISTANT and now.stance not in DISTANT and not hedge and now.stance != "neutral":
        yield Said("hedge lost", words, _cue(pair.old, was), _cue(pair.new, now))


def who(side: Side, mark: Attribution | None) -> str:
    """The words for a source, as short as they are clear."""
    if mark is None or not mark.source:
        return ""
    words = side.reading.words(mark.source[:1])
    return mark.source_name if mark.source_name and len(words) > 40 else words


def _cue(side: Side, mark: Attribution | None) -> str:
    return side.reading.words(mark.cue) if mark else ""


def _cues(pair: Pairing) -> set[str]:
    """The cues of claims that nobody is named for, in either text."""
    return {_cue(side, mark) for side in (pair.old, pair.new) for mark in side.reading.attributions} - {""}


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


def _is_known(now: Attribution | None, known: frozenset[str], pair: Pairing) -> bool:
    """Whether the article has a source like this, as far as its names, or else its nouns, are in it."""
    words = pair.new.reading.words(now.source) if now else ""
    names = _names(words) or {stem(w.casefold()) for w in WORD.findall(words) if len(w) > 3}
    return all(name in known or f"name {name}" in known for name in names)


def _hedge(side: Side, places: Sequence[int]) -> str:
    """A word that holds something at a distance in the clause of these places, or right before it."""
    if not places:
        return ""
    most = Counter(side.pieces[n].sentence for n in places).most_common(1)[0][0]
    clauses = {side.pieces[n].clause for n in places if side.pieces[n].sentence == most}
    hedges = listed("hedges")
    for piece in side.pieces:
        if piece.clause in clauses and (piece.small in hedges or stem(piece.small) in ("appear", "sem")):
            return piece.text
    inside = [piece for piece in side.pieces if piece.clause in clauses]
    held = HELD.search(side.reading.text, inside[0].span.start, inside[-1].span.end)
    return held.group() if held else ""


def _modals(pair: Pairing) -> Iterator[Said]:
    """“Would” or “could” turned into “will”."""
    old, new = ({piece.small: piece for piece in side.pieces} for side in (pair.old, pair.new))
    was = next((word for word in MODALS if word in old), "")
    if was and "will" in new and "will" not in old and not any(word in new for word in (*MODALS, *OPEN)):
        clause = [n for n, piece in enumerate(pair.old.pieces) if piece.clause == old[was].clause]
        yield Said("stance", pair.old.words(clause), was, "will")
