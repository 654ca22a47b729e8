"""What a rewrite does with quotation marks, with terms that stood in them, and with loaded words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from byline.rewriting.families import stem
from byline.rewriting.pairing import Pairing, Side
from newsmarks.model import CONTESTED, Loaded, Span

#: A quotation; one that goes on in the next paragraph is not closed.
QUOTED = re.compile(r"[“\"]([^“”\"\n]{2,600})(?:[”\"]|$)", re.M)
#: Words before a term that say whose term it is ("what he calls …").
CALLED = re.compile(
    r"\b(?:call(?:s|ed|ing)?|so-called|term(?:s|ed)?|describ(?:es|ed|ing)|label(?:s|led|ed)?|words?)\b[^.;]{0,40}\Z",
    re.I,
)


WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A loaded word: kind is kept, gone, new or moved; by is whose it is, was whose it was"""

    kind: str
    words: str
    by: str = ""
    was: str = ""


def bare(words: str) -> str:
    return " ".join(WORD.findall(words.casefold()))


def adopted_terms(pair: Pairing) -> Iterator[str]:
    """Terms in quotation marks that are now used without them, and without saying whose they are."""
    text = pair.new.reading.text
    quoted = " | ".join(bare(m.group()) for m in QUOTED.finditer(text))
    for mark in pair.old.reading.attributions:
        if mark.mode != "borrowed" or not any(is_inside(pair.old, span) for span in mark.cue):
            continue
        term = bare(pair.old.reading.words(mark.cue))
        found = re.search(r"\W+".join(map(re.escape, term.split())), text, re.I)
        if found and term not in quoted and not CALLED.search(text, max(0, found.start() - 60), found.start()):
            yield pair.old.reading.words(mark.cue)


def is_inside(side: Side, span: Span) -> bool:
    return bool(side.pieces) and side.pieces[0].span.start - 2 <= span.start < side.pieces[-1].span.end


def invented_quotations(pair: Pairing) -> Iterator[tuple[str, str]]:
    """("quoted", words in quotation marks that nobody says so), ("joined", words that leave some out unmarked)."""
    there = bare(" ".join(voice.span.of(pair.old.reading.text) for voice in pair.old.reading.voices
                            if voice.voice in ("direct", "borrowed")))  # fmt: skip
    for m in QUOTED.finditer(pair.new.reading.text):
        parts = [bare(part) for part in re.split(r"…|\.\.\.|\[[^\]]{0,40}\]", m[1])]
        if any(part and f" {part} " not in f" {there} " for part in parts):
            clauses = filter(None, map(bare, re.split(r"[.,;:!?]", m[1])))
            yield "joined" if all(f" {clause} " in f" {there} " for clause in clauses) else "quoted", m.group()


def compare_loaded(pair: Pairing) -> list[Weighed]:
    """What became of the loaded words, and whose they are; a fact in one that went is told with it."""
    old = [mark for mark in _loaded(pair.old) if is_inside(pair.old, mark.span)]
    return [*(_weighed(pair, mark) for mark in old), *_new_loaded(pair, old)]


def _loaded(side: Side) -> list[Loaded]:
    """The words that are counted as loaded: not those that are contested but descriptive."""
    return [mark for mark in side.reading.loaded if mark.category != CONTESTED]


def _weighed(pair: Pairing, mark: Loaded) -> Weighed:
    words, text = mark.span.of(pair.old.reading.text), pair.new.reading.text
    again = next((m for m in _loaded(pair.new) if _alike(m.span.of(text), words)), None)
    if again:
        moved = mark.words_by not in ("reporter", "nobody") and again.words_by in ("reporter", "nobody")
        return Weighed("moved" if moved else "kept", words, again.words_by, mark.words_by)
    return Weighed("kept" if _stands_in(text, words) else "gone", words, mark.words_by, mark.words_by)


def _alike(one: str, other: str) -> bool:
    return {stem(w) for w in WORD.findall(one.casefold())} == {stem(w) for w in WORD.findall(other.casefold())}


def _stands_in(text: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.I) is not None


def _new_loaded(pair: Pairing, old: Sequence[Loaded]) -> Iterator[Weighed]:
    before = [mark.span.of(pair.old.reading.text) for mark in old]
    for mark in _loaded(pair.new):
        words = mark.span.of(pair.new.reading.text)
        if not _stands_in(pair.old.whole, words) and not any(_alike(words, other) for other in before):
            yield Weighed("new", words, mark.words_by)
