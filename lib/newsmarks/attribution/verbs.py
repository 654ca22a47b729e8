"""Verbs in a sentence of tagged words: verb groups, and which words can be the verb of a clause."""

from __future__ import annotations

from newsmarks.attribution.tagged import FINITE, Words, word
from newsmarks.english import TIMES

#: What the object of a verb begins with.
OBJECT_START = frozenset({"DET", "GEN", "NAME", "THAT", "PRON", "NUM"})


def verb_group(ws: Words, i: int) -> tuple[int, int]:
    """The whole verb group around the verb at `i`: auxiliaries, negation and adverbs ("has not yet said")."""
    start = _auxiliaries(ws, i)
    if word(ws, start - 1).tag == "TO" and word(ws, start - 2).tag not in ("", "NOUN", "NAME", ",", "Q"):
        start = _auxiliaries(ws, start - 2)
        if ws[start].tag == "NEG" and word(ws, start - 1).tag in ("ED", "ING"):  # "has chosen not to say"
            return verb_group(ws, start - 1)[0], i + 1
    while start < i and ws[start].tag == "ADV" and word(ws, start - 1).tag in ("", ",", "Q"):
        start += 1
    return start, i + 1


def _auxiliaries(ws: Words, start: int) -> int:
    while word(ws, start - 1).tag in ("AUX", "MODAL", "NEG", "ADV"):
        start -= 1
    return start


def has_finite(ws: Words, k: int, end: int) -> bool:
    """Whether there is the verb of a clause in words[k:end], as far as can be seen without a dictionary."""
    if word(ws, k).tag == "PRON" and k + 1 < end:
        return True
    return any(
        w.tag in FINITE or (w.tag == "Q" and j > k) or looks_finite(ws, j, k) for j, w in enumerate(ws[k:end], k)
    )


def looks_finite(ws: Words, j: int, k: int) -> bool:
    """A word in -ed or -s behind a noun and before what a verb takes."""
    if j <= k or ws[j - 1].tag not in ("NOUN", "NAME", "PRON", "ADV", "NUM", "REL", "THAT"):
        return False
    if ws[j].tag == "ED":
        return True
    after = word(ws, j + 1).tag
    ends_in_s = ws[j].tag == "NOUN" and ws[j].low.endswith("s") and ws[j - 1].tag not in ("NUM", "ADV")
    return ends_in_s and after in OBJECT_START | {"TO", "ADV"}


def is_finite(ws: Words, k: int) -> bool:
    """Whether a word is the verb of a clause; one in -ed also where it is no part of a noun phrase."""
    if ws[k].tag != "ED" or not looks_finite(ws, k, 0):
        return ws[k].tag in FINITE
    after = word(ws, k + 1)  # "registered voters", "a letter seen by the paper", "a poll released this week"
    return after.tag not in ("NOUN", "") and after.low != "by" and not any(w.low in TIMES for w in ws[k + 1 : k + 3])


def has_verb(ws: Words, end: int) -> bool:
    """Whether the clause that ends at `end` has a finite verb."""
    for k in range(end - 1, -1, -1):
        if ws[k].tag in (";", ":", "Q", ",", "SUB"):
            return False
        if is_finite(ws, k):
            return True
    return False
