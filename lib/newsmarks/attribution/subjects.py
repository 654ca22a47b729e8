"""The subject of a verb in a sentence of tagged words: the noun phrase in front of it, past what stands between."""

from __future__ import annotations

import newsmarks.english as english
from newsmarks.attribution.nouns import phrase_start, without_opening
from newsmarks.attribution.tagged import FINITE, NOMINAL, Words, leftwards, nearest, word
from newsmarks.attribution.verbs import has_finite, verb_group


def subject(ws: Words, verb: int) -> tuple[int, int] | None:
    """The noun phrase that ends before the verb group at `verb`: (first, after last), or None."""
    last = _before_times(ws, verb - 1)
    if last < 0:
        return None
    if ws[last].tag == "CC":
        return None
    if ws[last].low in ("both", "all", "each") and word(ws, last - 1).tag in ("AUX", "NAME", "NOUN", "PRON"):
        return subject(ws, verb_group(ws, last)[0])  # "who has both praised it and …", "Lee and Kay both said"
    if ws[last].tag in ("REL", "THAT", "PRON"):
        return _one_word_subject(ws, last)
    end = last + 1
    if ws[last].tag in (",", "—"):
        last = _before_apposition(ws, last) if ws[last].tag == "," else nearest(ws, leftwards(last), "—") - 1
        if last < 0:
            return None
    if ws[end - 1].tag == "," and all(w.tag in ("ADV", ",") for w in ws[last + 1 : end]):
        end = last + 1  # "the mayor, however, said"
    start = without_opening(ws, phrase_start(ws, last), last + 1)
    start = _with_name_before(ws, start)
    if not any(w.tag in NOMINAL or w.tag == "Q" for w in ws[start : last + 1]):
        return None
    return start, end if ws[end - 1].tag not in (",", "—") else end - 1


def _with_name_before(ws: Words, start: int) -> int:
    """ "Ann Lee, a nurse from Leeds told …": the name before a comma that no second comma answers."""
    if word(ws, start - 1).tag != "," or ws[start].low not in ("a", "an", "the"):
        return start
    k = start - 1
    while word(ws, k - 1).tag in ("NAME", "(", ")", "."):
        k -= 1
    return k if k < start - 1 and word(ws, k - 1).tag in ("", ",", "Q") else start


def _before_times(ws: Words, last: int) -> int:
    """Left past "on Tuesday" and "last week" between a subject and its verb."""
    k = last
    while k > 0 and (ws[k].low in english.TIMES or ws[k].low in ("last", "this", "late", "early")):
        k -= 1
    if k < last and ws[k].low == "on":
        return k - 1
    return k if k < last and (ws[k].tag == "," or ws[k + 1].tag != "NAME") else last


def _one_word_subject(ws: Words, at: int) -> tuple[int, int] | None:
    if ws[at].low in ("there", "what") and ws[at].tag == "PRON":
        return None
    start = at
    if ws[at].low in ("others", "many", "most", "several", "few", "one", "some", "both", "all"):
        while word(ws, start - 1).tag in ("DET", "NUM", "ADV"):
            start -= 1
    return start, at + 1


def _before_apposition(ws: Words, comma: int) -> int:
    """The last word before ", the mayor of X," (several such parts allowed), or -1 if that is no apposition."""
    at = comma
    for _ in range(4):
        left = nearest(ws, leftwards(at), ",", ";", ":")
        if left <= 0 or ws[left].tag != ",":
            break
        if not _is_apposition(ws[left + 1 : at]) or (at < comma and _is_adverbial(ws, left)):
            break
        if at < comma and has_finite(ws, 0, left) and ws[left - 1].tag != "NAME":
            break  # "The mill employs 160 people, its owner, Ann Lee, says"
        at = left
    return at - 1 if at < comma and ws[at - 1].tag in NOMINAL | {")", "Q", "."} else -1


def _is_adverbial(ws: Words, comma: int) -> bool:
    """Whether all that stands before this comma opens the sentence and is no noun phrase: "In May, however,"."""
    firsts = [0, *(k + 1 for k in range(comma) if ws[k].tag == ",")]
    return all(ws[k].tag in ("PREP", "SUB", "ING", "ED", "ADV", "TO", "CC") for k in firsts)


def _is_apposition(part: Words) -> bool:
    if not part:
        return False
    first = part[0].tag
    if first in ("REL", "ING", "ED", "PREP") or part[0].low in ("when", "as", "who"):
        return True
    has_verb = any(w.tag in FINITE for w in part) and not any(w.tag in ("REL", "THAT") for w in part)
    return first in ("DET", "GEN", "NUM", "NAME", "NOUN", "ADV") and not has_verb
