"""Noun phrases in a sentence of tagged words, found from either end, with what stands in apposition to them."""

from __future__ import annotations

from collections.abc import Callable

import newsmarks.english as english
from newsmarks.attribution.tagged import FAR, FINITE, NOMINAL, Words, leftwards, nearest, rightwards, word
from newsmarks.attribution.verbs import has_verb, is_finite

PARTS_OF_TIME = english.listed("parts_of_time")
#: Nouns for people that are something to somebody: "an aide to the mayor".
TO_WHOM = frozenset(f"{noun}{plural}" for noun in english.listed("to_whom") for plural in ("", "s"))
#: Never inside a noun phrase.
CLOSED = frozenset({";", ":", "—", "(", "?", "!", "NEG", "SUB", "TO"})
#: What may stand inside a noun phrase before "the" or "his": "one of the men", "all the men", "Ann and the men".
BEFORE_DETERMINER = frozenset({"PREP", "CC", "DET", ",", "TO"})


def phrase_start(ws: Words, last: int) -> int:
    """Leftwards from the last word of a noun phrase to its first."""
    k, relative = last, False
    while k >= 0:
        if ws[k].tag == ")":
            k = nearest(ws, leftwards(k), "(", otherwise=k)
        elif _ends_leftwards(ws, k, last, relative=relative):
            break
        elif (ws[k].tag == "DET" or ws[k].low in english.POSSESSIVES) and word(ws, k - 1).tag not in BEFORE_DETERMINER:
            return k
        relative = relative or ws[k].tag in ("REL", "THAT")
        k -= 1
    return k + 1


def _ends_leftwards(ws: Words, k: int, last: int, *, relative: bool) -> bool:
    """Whether the noun phrase that ends at `last` begins behind the word at `k`."""
    tag = ws[k].tag
    if tag in FINITE:
        return not relative and not any(w.tag in ("REL", "THAT") for w in ws[max(0, k - 4) : k])
    if tag in ("REL", "THAT"):
        return not any(w.tag in (*FINITE, "ED") for w in ws[k:last])
    if tag == "TO":  # "sources close to the company"
        return ws[k + 1].tag not in ("DET", "GEN", "NAME")
    if tag in JOINTS:
        return not JOINTS[tag](ws, k, last)
    return tag in CLOSED or (tag == "ED" and is_finite(ws, k))


def _is_list(ws: Words, comma: int, last: int) -> bool:
    """A comma in "A, B and C": a conjunction follows soon, and no verb stands between."""
    after = ws[comma + 1 : last + 1]
    if len(after) > 12 or not any(w.low == "and" for w in after) or any(w.tag in (*FINITE, "SUB") for w in after):
        return False
    return word(ws, comma - 1).tag in ("NAME", "NOUN") and not has_verb(ws, comma)


def _joins_names(ws: Words, k: int, last: int) -> bool:
    return ws[k].low in ("and", "or", "&") and word(ws, k - 1).tag in NOMINAL | {",", ")"} and not has_verb(ws, k)


def _is_nickname(ws: Words, k: int, last: int = 0) -> bool:
    return k + 1 < len(ws) and ws[k].end - ws[k].start < 25 and word(ws, k - 1).tag in ("NAME", "DET", "GEN")


#: What may join the parts of a noun phrase, and when it does.
JOINTS: dict[str, Callable[[Words, int, int], bool]] = {",": _is_list, "Q": _is_nickname, "CC": _joins_names}


def without_opening(ws: Words, start: int, end: int) -> int:
    """Past "And", "Meanwhile", "On Monday": what opens a sentence before its subject."""
    while start < end and ws[start].tag in ("CC", "ADV", ".", ",", "SUB", "}", "]", "•", "*"):
        start += 1
    if start < end and (ws[start].tag == "PREP" or ws[start].low in ("last", "earlier", "late")):
        for k in range(min(end - 1, start + 6), start, -1):
            if ws[k].low in english.TIMES or (ws[k].tag == "NUM" and len(ws[k].low) == 4):
                return without_opening(ws, k + 1, end)
        names = [k for k in range(start + 1, end) if ws[k].tag in ("NAME", "PRON") and ws[k - 1].tag == "NOUN"]
        return names[0] if names else start
    return start


def noun_phrase(ws: Words, start: int, *, most: int = FAR) -> int:
    """Rightwards from `start`, the index after the last word of the noun phrase (start itself if none)."""
    k = start
    if word(ws, k).low in english.TIMES:
        return k + 2 if word(ws, k + 1).tag == "NUM" else k + 1
    if word(ws, k).tag in ("PRON", "OBJ") and word(ws, k + 1).low != "of":
        return k + 1
    while k < start + most and _goes_on(ws, start, k):
        k = _closing(ws, k) if ws[k].tag == "(" else k + 1
    return k


def _goes_on(ws: Words, start: int, k: int) -> bool:
    """Whether the word at `k` belongs to the noun phrase that begins at `start`."""
    (*_, low, tag), before = word(ws, k), ws[k - 1].tag if k > start else ""
    if tag in INSIDE:
        return before != "" and INSIDE[tag](ws, k)
    if (tag == "PRON" and low in english.SUBJECTS) or (tag == "DET" and before in ("NAME", "NOUN", "OBJ")):
        return before == ""
    if low in english.TIMES and before in NOMINAL and not _is_in_name(ws, k):
        return False
    return tag in NOMINAL or (tag == "ADV" and before != "")


def _is_in_name(ws: Words, k: int) -> bool:
    """ "the Sunday Times", "the Sydney Morning Herald": a time word inside a name, unlike "told X Monday"."""
    after = word(ws, k + 1).tag
    if ws[k - 1].low in ("the", "a", "an"):
        return after in NOMINAL
    return ws[k].low in PARTS_OF_TIME and (ws[k].tag, after) == ("NAME", "NAME")

def _links(ws: Words, k: int) -> bool:
    """A preposition that goes on with a noun phrase: "of", "for", "from", "with"; "in" only before a name."""
    if word(ws, k + 1).tag not in NOMINAL or ws[k + 1].low in english.TIMES:
        return False
    if ws[k].low in ("in", "on", "at", "to"):
        return ws[k + 1].tag == "NAME" or ws[k - 1].tag == "ED"
    return ws[k].low in ("of", "for", "from", "with") or (ws[k].low == "by" and ws[k - 1].tag == "ED")


def _closing(ws: Words, k: int) -> int:
    return nearest(ws, rightwards(ws, k)[:10], ")", otherwise=k - 1) + 1


#: What joins the parts of a noun phrase from left to right, and when it does.
INSIDE: dict[str, Callable[[Words, int], bool]] = {
    "PREP": _links,
    "TO": lambda ws, k: ws[k - 1].low in TO_WHOM and word(ws, k + 1).tag in ("NAME", "DET", "GEN"),
    "CC": lambda ws, k: word(ws, k + 1).tag in ("NAME", "DET", "GEN", "NOUN"),
    "(": lambda ws, k: _closing(ws, k) > k,
    ".": lambda ws, k: k + 1 < len(ws) and ws[k - 1].end - ws[k - 1].start <= 4,  # "Gov. Lee"
    "Q": _is_nickname,
}


def with_apposition(ws: Words, end: int) -> int:
    """Past ", the mayor of X, who …" after a noun phrase, if a comma or the sentence's end closes each part."""
    for _ in range(3):
        closes = _apposition_end(ws, end)
        if closes is None:
            break
        end = closes
    return end


def _apposition_end(ws: Words, end: int) -> int | None:
    if word(ws, end).tag != "," or word(ws, end + 1).tag not in ("DET", "GEN", "NUM", "REL", "NOUN", "NAME"):
        return None
    for k in rightwards(ws, end + 2):
        if ws[k].tag in (",", ";", "Q", "—") or k == len(ws) - 1:
            part = ws[end + 1 : k]
            closed = ws[k].tag in (",", ";", "—") or ws[k].tag in (".", "!", "?")
            relative = any(w.tag in ("REL", "THAT") for w in part)
            return k if closed and (relative or not any(w.tag in FINITE for w in part)) else None
    return None


def antecedent(ws: Words, relative: int) -> tuple[int, int] | None:
    """The noun phrase that "who", "which" or "that" at `relative` stands for."""
    last = relative - 1 if word(ws, relative - 1).tag == "," else relative
    if word(ws, last - 1).tag not in NOMINAL | {")"}:
        return None
    start = without_opening(ws, phrase_start(ws, last - 1), last)
    while start < last and ws[start].tag == "PREP":
        start += 1
    near = [k for k in range(start, last - 1) if ws[k].tag in ("DET", "GEN") and last - k > 1]
    return (near[-1] if near and last - start > 6 else start, last) if start < last else None
