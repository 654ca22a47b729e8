"""Sentences as tagged words.

No parser and no model: closed word classes (rules/english.toml), capital letters and endings. A quotation is
one word here, so that nothing inside it can be taken for the reporter's own sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import newsmarks.english as english
from newsmarks.attribution.quotes import Quotation
from newsmarks.model import Span
from newsmarks.text import TOKEN

#: Tags that can stand inside a noun phrase.
NOMINAL = frozenset({"DET", "GEN", "NUM", "NOUN", "NAME", "ING", "ED", "PRON", "OBJ"})
FINITE = frozenset({"AUX", "MODAL", "PAST", "CUE"})
DASHES = frozenset({"—", "–", "--", "-", "―"})


class Word(NamedTuple):
    """A word or mark of a sentence; `low` is its lower-case form, `tag` its class."""

    start: int
    end: int
    low: str
    tag: str


Words = Sequence[Word]
#: What stands in front of a sentence and behind it.
EDGE = Word(0, 0, "", "")
#: No phrase is followed further than so many words, so that a sentence takes linear time.
FAR = 30


def word(ws: Words, k: int) -> Word:
    """The word at a place, or EDGE outside the sentence."""
    return ws[k] if 0 <= k < len(ws) else EDGE


def leftwards(k: int) -> range:
    """The places left of a word, the nearest first."""
    return range(k - 1, max(0, k - FAR) - 1, -1)


def nearest(ws: Words, places: Iterable[int], *tags: str, otherwise: int = -1) -> int:
    """The first of some places whose word has one of these classes."""
    return next((k for k in places if ws[k].tag in tags), otherwise)


def rightwards(ws: Words, k: int) -> range:
    """The places from a word on."""
    return range(k, min(len(ws), k + FAR))


def _classes() -> dict[str, str]:
    """Word -> its class; where a word is in several lists, the later one counts."""
    tags: dict[str, str] = {}
    for words, tag in (
        (english.OBJECTS, "OBJ"), (english.PRONOUNS, "PRON"), (english.DETERMINERS, "DET"),
        (english.POSSESSIVES, "GEN"), (english.PREPOSITIONS, "PREP"), (english.ADVERBS, "ADV"),
        (english.SUBORDINATORS, "SUB"), (english.CONJUNCTIONS, "CC"), (english.RELATIVES, "REL"),
        (english.listed("past_forms"), "PAST"), (english.listed("participles"), "ED"), (english.MODALS, "MODAL"),
        (english.NEGATIONS, "NEG"), (english.AUXILIARIES, "AUX"), (english.SUBJECTS, "PRON"),
        (english.listed("pointing"), "DET"), (english.listed("small_numbers"), "NUM"),
    ):  # fmt: skip
        tags.update(dict.fromkeys(words, tag))
    tags.update({"that": "THAT", "to": "TO", "’m": "AUX", "'m": "AUX", "her": "GEN", "’s": "AUX", "'s": "AUX"})
    return tags


CLASSES = _classes()
NOT_ADVERBS, NOT_PAST = english.listed("not_adverbs"), english.listed("not_past")


def words(text: str, span: Span, quotations: Sequence[Quotation]) -> list[Word]:
    """The words of a span in order; each quotation in it is one word with the tag Q."""
    found: list[Word] = []
    at = span.start
    for q in quotations:
        _add(text, at, q.span.start, found)
        named = found and found[-1].tag in ("GEN", "PREP", "DET", "NOUN") and is_title(q.inside(text))
        found.append(Word(*q.span, "“”", "NAME" if named else "Q"))
        at = q.span.end
    _add(text, at, span.end, found)
    if found and found[0].tag == "NAME":
        found[0] = found[0]._replace(tag=_first_tag(found))
    return found


def _first_tag(found: list[Word]) -> str:
    """The class of a sentence's first word, which has its capital letter from its place: "Saying", "Meanwhile,"."""
    tag = _ending(found[0].low)
    return tag if tag in ("ED", "ING") or (tag == "ADV" and len(found) > 1 and found[1].tag == ",") else "NAME"


SMALL = english.listed("small_in_titles")


def is_title(inside: str) -> bool:
    """Whether what the marks hold is a name: every word of weight has a capital letter ("Let It Be")."""
    parts = re.findall(r"[^\W_][\w’'-]*", inside)
    return (
        bool(parts) and inside[-1:] not in "!?…" and all(p[0].isupper() or p[0].isdigit() or p in SMALL for p in parts)
    )


def _add(text: str, start: int, end: int, found: list[Word]) -> None:
    for m in TOKEN.finditer(text, start, end):
        piece = m.group()
        low, tag = SEEN.get(piece) or _class(piece, m.lastgroup or "")
        if piece != low and found:
            if tag in ("PAST", "MODAL"):
                tag = "NAME"  # the Fed, Will, May
            elif tag in ("DET", "PRON") and found[-1].tag == "NAME":
                tag = "NAME"  # "James A. Lee", "This Morning"
        elif tag == "THAT" and found and found[-1].tag in ("PREP", "TO"):
            tag = "DET"  # "to that message"
        found.append(Word(m.start(), m.end(), low, tag))


#: Words that were met -> what `_class` says of them; most words of a text are among a few.
SEEN: dict[str, tuple[str, str]] = {}
MOST_SEEN = 8192


def _class(piece: str, group: str) -> tuple[str, str]:
    """A word's lower-case form and its class, as far as the word alone tells."""
    if len(SEEN) >= MOST_SEEN:
        SEEN.clear()
    low = piece.lower()
    SEEN[piece] = low, CLASSES.get(low) or _tag(piece, low, group)
    return SEEN[piece]


def _tag(piece: str, low: str, group: str) -> str:
    if group == "code":
        return ";"  # a piece of HTML that was pasted with the text parts what stands around it
    if group in ("sign", "mark"):
        return "—" if piece in DASHES else piece
    if group == "number":
        return "NUM"
    if low.endswith(("’s", "'s", "s’", "s'")):
        return "GEN"
    if piece[0].isupper():
        return "NAME"
    return _ending(low) or "NOUN"


def _ending(low: str) -> str:
    """The class that a word's ending tells, or nothing."""
    if low.endswith("ly") and low not in NOT_ADVERBS:
        return "ADV"
    if low.endswith("ed") and len(low) > 3 and low not in NOT_PAST:
        return "ED"
    return "ING" if low.endswith("ing") and len(low) > 4 else ""
