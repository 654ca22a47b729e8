"""Whose claim each part of a paragraph was, and whose it is in the rewrite; its quotations and its loaded words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from byline.rewriting.facts import Pairing, Side
from byline.rewriting.families import carried, groups, listed, name_stem, stem
from byline.rewriting.parsing import Piece
from newsmarks.model import Attribution, Loaded, Reading, Span

#: Of the words of a claim that are still there, how many must have gone to another voice: the claim went with them.
MOST = 0.5
QUOTED = re.compile(r"[“\"]([^“”\"]{2,400})[”\"]")
#: Words before a term that say whose term it is ("what he calls …").
CALLED = re.compile(
    r"\b(?:call(?:s|ed|ing)?|so-called|term(?:s|ed)?|describ(?:es|ed|ing)|label(?:s|led|ed)?|words?)\b[^.;]{0,40}\Z",
    re.I,
)
#: Stances that hold a claim at a distance.
DISTANT = ("hearsay", "doubting")
PRONOUNS = frozenset("he she they it who".split())
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Said:
    """What changed in who says something.

    kind: attributed, flat (now the reporter's own), hedged, hedge lost, stance, other source, vaguer, nameless,
    new source, reported (a quotation told in other words), quoted (marks around words that nobody said), adopted (a
    term without its marks). words: the claim or term; was, now: who said it, and who does, or the cues.
    """

    kind: str
    words: str
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A loaded word: kind is kept, gone, new or moved; by is whose it is, was whose it was; fact what it carries."""

    kind: str
    words: str
    by: str = ""
    was: str = ""
    fact: str = ""


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
    aside = (n for n, piece in enumerate(pieces) if piece.small in listed("hedges")
             or any(span.overlaps(piece.span) for span in about))  # fmt: skip
    return Side(reading, pieces, frozenset(aside))


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


def owners(side: Side) -> list[Owner]:
    """Whose claim each word of a side is: that of the narrowest attribution whose content holds it."""
    marks = [a for a in side.reading.attributions if a.content]
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
    old, new = owners(pair.old), owners(pair.new)
    found = [said for places in _claims(pair.old, old) for said in _moved(pair, places, old, new, known)]
    found += [*_terms(pair), *_quotations(pair)]
    return list(dict.fromkeys(found))


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
    words = pair.old.words([there[0][0], there[-1][0]])
    for now, count in votes.most_common():
        if count >= max(2, MOST * len(there)) or (count == len(there)):
            yield from _between(pair, words, was, now, there, known)
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
            yield Said("flat", words, before)
        case "source", "hedge":
            yield Said("nameless", words, before, after)
        case _, "source" if was.kind != "source":
            yield Said("attributed" if _is_known(now.mark, known, pair) else "new source", words, before, after)
        case "source", _:
            yield from _sources(pair, words, was.mark, now.mark, known)
        case _:
            yield from _unnamed(pair, words, was, now, there)


def _unnamed(
    pair: Pairing, words: str, was: Owner, now: Owner, there: Sequence[tuple[int, list[int]]]
) -> Iterator[Said]:
    """What is to be told of a claim that has no source in either text: a hedge that came or went."""
    hedge = _hedge(pair.new, [m for _, found in there for m in found])
    before = _hedge(pair.old, [n for n, _ in there])
    if was.kind == now.kind == "hedge":
        yield from _holds(pair, words, was.mark, now.mark, hedge)
    elif was.kind == "hedge" and not hedge:
        yield Said("hedge lost", words, _cue(pair.old, was.mark))
    elif now.kind == "hedge":
        yield Said("hedged", words, "", _cue(pair.new, now.mark))
    elif was.kind == "flat" and bool(hedge) != bool(before):
        yield Said("hedged" if hedge else "hedge lost", words, before, hedge)


def _sources(
    pair: Pairing, words: str, was: Attribution | None, now: Attribution | None, known: frozenset[str]
) -> Iterator[Said]:
    assert was and now
    before, after = who(pair.old, was), who(pair.new, now)
    if _same_source(pair, was, now):
        if was.ladder > 2 and now.ladder < was.ladder and not _names(after) & _names(before) and _names(before):
            yield Said("vaguer", words, before, after)
        yield from _stances(pair, words, was, now)
    elif _is_known(now, known, pair):
        yield Said("other source", words, before, after)
    else:
        yield Said("new source", words, before, after)
    if was.mode == "direct" and now.mode == "indirect":
        yield Said("reported", words, before)


def _stances(pair: Pairing, words: str, was: Attribution | None, now: Attribution | None) -> Iterator[Said]:
    if was and now and was.stance != now.stance and not {was.stance, now.stance} <= set(DISTANT):
        yield Said("stance", words, _cue(pair.old, was), _cue(pair.new, now))


def _holds(
    pair: Pairing, words: str, was: Attribution | None, now: Attribution | None, hedge: str
) -> Iterator[Said]:
    """Whether a new cue that names nobody still holds a claim at a distance: “the images show” does not."""
    if was and now and was.stance in DISTANT and now.stance not in DISTANT and not hedge:
        yield Said("hedge lost", words, _cue(pair.old, was), _cue(pair.new, now))


def who(side: Side, mark: Attribution | None) -> str:
    """The words for a source, as short as they are clear."""
    if mark is None or not mark.source:
        return ""
    words = side.reading.words(mark.source[:1])
    return mark.source_name if mark.source_name and len(words) > 40 else words


def _cue(side: Side, mark: Attribution | None) -> str:
    return side.reading.words(mark.cue) if mark else ""


def _names(words: str) -> set[str]:
    return {name_stem(w) for w in WORD.findall(words) if w[0].isupper() and w.casefold() not in listed("generic")}


def _families(words: str) -> set[str]:
    return {key for w in map(str.casefold, WORD.findall(words)) if len(w) > 2
            for key in (stem(w), name_stem(w), *groups().get(stem(w), ()))}  # fmt: skip


def _same_source(pair: Pairing, was: Attribution, now: Attribution) -> bool:
    """Whether two sources may be one: by a name where the new one ends in a name, else by its noun, or a pronoun."""
    before = f"{pair.old.reading.words(was.source)} {was.source_name or ''} {' '.join(was.candidates)}"
    after = re.split(r",| (?:of|who|from|in|for|at) ", pair.new.reading.words(now.source), maxsplit=1)[0]
    last = (WORD.findall(after) or [""])[-1]
    ours, theirs = _names(before), _names(after)
    if last.casefold() in PRONOUNS:
        return True
    if last[:1].isupper():
        return not ours.isdisjoint(theirs) or (bool(_plain(after)) and _plain(after) in _plain(before))
    if ours and theirs and ours.isdisjoint(theirs):
        return False
    nouns = {w for w in WORD.findall(before) if w[0].islower()}
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
    clauses = {side.pieces[n].clause for n in places}
    hedges = listed("hedges")
    for piece in side.pieces:
        if piece.clause in clauses and (piece.small in hedges or stem(piece.small) in map(stem, ("appear", "seem"))):
            return piece.text
    return ""


# --- quotations and terms -----------------------------------------------------------------------------


def _plain(words: str) -> str:
    return " ".join(WORD.findall(words.casefold()))


def _terms(pair: Pairing) -> Iterator[Said]:
    """Terms in quotation marks that are now used without them, and without saying whose they are."""
    text = pair.new.reading.text
    quoted = " | ".join(_plain(m.group()) for m in QUOTED.finditer(text))
    for mark in pair.old.reading.attributions:
        if mark.mode != "borrowed" or not any(_inside(pair.old, span) for span in mark.cue):
            continue
        term = _plain(pair.old.reading.words(mark.cue))
        found = re.search(r"\W+".join(map(re.escape, term.split())), text, re.I)
        if found and term not in quoted and not CALLED.search(text, max(0, found.start() - 60), found.start()):
            yield Said("adopted", pair.old.reading.words(mark.cue))


def _inside(side: Side, span: Span) -> bool:
    return bool(side.pieces) and side.pieces[0].span.start - 2 <= span.start < side.pieces[-1].span.end


def _quotations(pair: Pairing) -> Iterator[Said]:
    """Words in quotation marks that nobody says in the article between such marks."""
    there = _plain(" ".join(voice.span.of(pair.old.reading.text) for voice in pair.old.reading.voices
                            if voice.voice in ("direct", "borrowed")))  # fmt: skip
    for m in QUOTED.finditer(pair.new.reading.text):
        parts = [_plain(part) for part in re.split(r"…|\.\.\.|\[[^\]]{0,40}\]", m[1])]
        if any(part and f" {part} " not in f" {there} " for part in parts):
            yield Said("quoted", m.group())


# --- loaded words -------------------------------------------------------------------------------------


def compare_loaded(pair: Pairing) -> list[Weighed]:
    """What became of the loaded words, and whose they are; a fact in one that went is told with it."""
    old = [mark for mark in pair.old.reading.loaded if _inside(pair.old, mark.span)]
    return [*(_weighed(pair, mark) for mark in old), *_new_loaded(pair, old)]


def _weighed(pair: Pairing, mark: Loaded) -> Weighed:
    words = mark.span.of(pair.old.reading.text)
    again = [m for m in pair.new.reading.loaded if _alike(m.span.of(pair.new.reading.text), words)]
    if again:
        by = again[0].words_by
        moved = mark.words_by not in ("reporter", "nobody") and by in ("reporter", "nobody")
        return Weighed("moved" if moved else "kept", words, by, mark.words_by)
    still = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", pair.new.reading.text, re.I)
    fact = "" if still else carried().get(stem(words.casefold()), "")
    return Weighed("kept" if still else "gone", words, mark.words_by, fact=fact)


def _alike(one: str, other: str) -> bool:
    return {stem(w) for w in WORD.findall(one.casefold())} == {stem(w) for w in WORD.findall(other.casefold())}


def _new_loaded(pair: Pairing, old: Sequence[Loaded]) -> Iterator[Weighed]:
    before = [mark.span.of(pair.old.reading.text) for mark in old]
    for mark in pair.new.reading.loaded:
        words = mark.span.of(pair.new.reading.text)
        plain = rf"(?<!\w){re.escape(words)}(?!\w)"
        there = pair.old.pieces and re.search(plain, pair.old.words([0, -1]), re.I)
        if not there and not any(_alike(words, other) for other in before):
            yield Weighed("new", words, mark.words_by)
