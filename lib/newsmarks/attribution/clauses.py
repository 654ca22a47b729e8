"""Where the content of a cue begins and ends in its sentence."""

from __future__ import annotations

from collections.abc import Sequence

import newsmarks.english as english
from newsmarks.attribution.cues import Cue, is_plural
from newsmarks.attribution.nouns import noun_phrase, with_apposition
from newsmarks.attribution.subjects import subject
from newsmarks.attribution.tagged import FINITE, NOMINAL, Words, nearest, word
from newsmarks.attribution.verbs import has_finite, looks_finite

QUESTION_WORDS = english.listed("question_words")
RESUMES = english.listed("resumes")
TIMES = english.TIMES - {"may", "march"}
CIRCUMSTANCES = english.listed("circumstances")
#: Never behind a "that" which points: "that more than 300 …".
COMPARED = frozenset({"more", "fewer", "less"})
#: What opens a sentence in front of its subject.
OPENINGS = frozenset({"last", "earlier", "later", "so", "again"})
Part = tuple[int, int]


# ---- where it begins


def complement(ws: Words, k: int, end: int) -> int | None:
    """Where a clause or quotation begins after the cue, past "on Monday" and "in a statement"; None if none does."""
    if k >= end:
        return None
    that = _that_ahead(ws, k, end)
    if that is not None:
        return None if _points(ws, that, end) else that
    k = _after_aside(ws, after_adjuncts(ws, k))
    if k + 1 < end and (ws[k].tag == ":" or (ws[k].tag in (",", "—") and ws[k + 1].tag in ("Q", "THAT"))):
        return k + 1
    if k >= end:
        return None
    if ws[k].tag in ("Q", "THAT") or ws[k].low in QUESTION_WORDS:
        return k
    begins = ws[k].tag in NOMINAL | {"ADV", "MODAL", "NEG", "SUB", "REL"} or ws[k].low in ("in", "at", "by")
    return k if begins and has_finite(ws, k, end) else None


def _points(ws: Words, that: int, end: int) -> bool:
    """ "that claim in court", "that in a letter.": it points at something, and no verb makes a clause of it."""
    k = that + 1
    if k < end and ws[k].tag in ("PREP", "CC"):
        return end - k <= 3 and not _has_own_verb(ws, k, end)
    if k >= end or ws[k].tag != "NOUN" or is_plural(ws[k].low) or ws[k].low in COMPARED:
        return False
    return k + 1 >= end or (ws[k + 1].tag in (",", "PREP", "CC") and not _has_own_verb(ws, k + 1, end))


def _has_own_verb(ws: Words, k: int, end: int) -> bool:
    """Whether words[k:end] have a finite verb before another clause begins, one more than they have relatives."""
    relatives = 0
    for j in range(k, end):
        if ws[j].tag in ("SUB", ";", "—") or _goes_on(ws, j):
            break
        if ws[j].tag in ("REL", "THAT"):
            relatives += 1
        elif (ws[j].tag in FINITE and ws[j - 1].tag not in FINITE) or looks_finite(ws, j, k):
            if not relatives:
                return True
            relatives -= 1
    return False


def _goes_on(ws: Words, k: int) -> bool:
    """ "denied that charge and left", "…, and the court …": what the sentence goes on with behind its first verb."""
    return ws[k].tag == "CC" and (ws[k - 1].tag == "," or word(ws, k + 1).tag in (*FINITE, "ED"))


def _after_aside(ws: Words, k: int) -> int:
    """Past ", however" and ", though" when a quotation or "that" follows: "added, though, that …"."""
    if [word(ws, k).tag, word(ws, k + 2).tag] == [",", ","] and ws[k + 1].tag in ("ADV", "SUB"):
        return k + 2
    return k


def _that_ahead(ws: Words, k: int, end: int) -> int | None:
    """ "said in a statement on Monday that …": the "that" behind such adjuncts."""
    if ws[k].tag == "THAT":
        return k
    if ws[k].tag not in ("PREP", "TO", "ADV", "NAME", "SUB"):
        return None
    j = nearest(ws, range(k + 1, min(end, k + 15)), "THAT", *FINITE, "Q", ";", ":", "REL")
    return j if word(ws, j).tag == "THAT" else None


def after_adjuncts(ws: Words, k: int) -> int:
    """Past "on Monday", "in a statement", "to reporters", "again" behind a cue."""
    while k < len(ws):
        low, tag = ws[k].low, ws[k].tag
        time = any(w.low in english.TIMES for w in ws[k + 1 : k + 3])
        if tag == "ADV" or low in TIMES or (time and low in ("late", "early", "last", "this")):
            k += 1
        elif tag in ("PREP", "TO", "SUB") and low in CIRCUMSTANCES:
            after = noun_phrase(ws, k + 1, most=8)
            if after == k + 1 or word(ws, after).tag in (*FINITE, "ED"):
                break
            k = after
        else:
            break
    return k


def relative_gap(ws: Words, cue: Cue, who: Part, end: int) -> list[Part] | None:
    """ "which he said were late", "a probe the agency said was over": the claim goes around the cue."""
    k = cue.last
    if who[0] == 0 or k + 1 >= end or ws[k].tag not in ("AUX", "MODAL", "PAST"):
        return None
    before = who[0] - 1
    if ws[before].tag in ("REL", "THAT") or ws[before].low in ("what", "which"):
        return [(before, before + 1), (k, end)]
    return None


def inverted_subject(ws: Words, cue: Cue) -> int | None:
    """ ", said John Smith, …": the index after the subject that follows the cue, or None."""
    if cue.last != cue.at + 1 or word(ws, cue.first - 1).tag not in (",", "Q", "—", "?", "!"):
        return None
    if word(ws, cue.last).tag not in NOMINAL - {"OBJ", "ING"} or ws[cue.last].low in TIMES:
        return None
    after = noun_phrase(ws, cue.last)
    if after == cue.last or word(ws, after).tag in (*FINITE, "ED", "THAT", "TO"):
        return None
    if hands_over(ws, after):
        return after  # "As it rained, said Ann Lee, “nobody came.”"
    return None if ws[cue.first - 1].tag == "," and _is_object(ws, cue, after) else after


def opening_inversion(ws: Words, cue: Cue) -> int | None:
    """ "Said Ann Lee: “…”": the index of the colon or comma behind the subject, or None."""
    if cue.first or ws[cue.at].tag == "ING":
        return None
    after = with_apposition(ws, noun_phrase(ws, cue.last))
    return after if after > cue.last and hands_over(ws, after) else None


def hands_over(ws: Words, k: int) -> bool:
    """Whether a colon or comma and then a quotation stand here."""
    return [w.tag for w in ws[k : k + 2]] in ([":", "Q"], [",", "Q"])


def _is_object(ws: Words, cue: Cue, after: int) -> bool:
    """ "Ann Lee, the mayor, said the road was shut": what follows the cue is no subject but begins the content."""
    if word(ws, after).tag == "Q" and word(ws, cue.first - 2).tag != "Q":
        return True
    stop = nearest(ws, range(after, len(ws)), ",", ";", "Q", otherwise=len(ws))
    return after < stop and has_finite(ws, after, stop)


def is_parenthetical(ws: Words, cue: Cue) -> bool:
    """ "…, officials said, …" or "…, officials said." - nothing but adjuncts between the cue and a stop."""
    k = after_adjuncts(ws, cue.last)
    goes_on = word(ws, k).tag == "," and word(ws, k + 1).tag in ("Q", "THAT") and cue.first < 6
    return word(ws, k).tag in ("", ",", ".", "!", "?", "—", ")") and not goes_on


def has_front(ws: Words, at: int, *, brief: bool = False) -> bool:
    """Whether the words in front of `at` are a quotation or a statement that a cue behind them may govern.

    `brief`: a few words without a verb will do ("Not yet, he said").
    """
    mark = word(ws, at - 1).tag
    if mark in (",", "—", "?", "!") and at > 1:
        return any(w.tag == "Q" for w in ws[:at]) or _is_statement(ws, at - 1, brief=brief)
    return mark == "Q"


def _is_statement(ws: Words, stop: int, *, brief: bool) -> bool:
    """Whether the words before `stop` are a sentence or the start of one that goes on behind the cue."""
    start = 1 if ws[0].tag == "CC" else 0
    counts = any(w.tag == "NUM" for w in ws[start + 1 : start + 3])  # "At least 23 people", "Between 40 and 60"
    if (ws[start].tag in ("PREP", "SUB", "TO", "ING", "ED") and not counts) or ws[start].low in OPENINGS:
        start = nearest(ws, range(start, stop), ",", otherwise=stop)
        return has_finite(ws, start, stop)
    return has_finite(ws, start, stop) or (brief and stop - start < 8)


def is_quoted_front(ws: Words, at: int) -> bool:
    """A sentence begins with a quotation and the subject follows: what comes behind the cue is circumstance."""
    return word(ws, at - 1).tag == "Q" and (ws[0].tag == "Q" or at < 3)


def verb_behind(ws: Words, front: int, back: int) -> bool:
    """ "To wait, she said, is best": the cue parts a subject, however long, from its verb."""
    commas = word(ws, front - 1).tag == "," and word(ws, back).tag == ","
    if commas and ws[0].tag in ("SUB", "PREP", "ADV", "CC"):  # "If it rains, she said, we wait"
        return has_finite(ws, back + 1, len(ws))
    return commas and word(ws, back + 1).tag in FINITE


def around(ws: Words, front: int, back: int) -> list[Part]:
    """The content on both sides of a parenthetical cue: before `front`, and from `back` on."""
    stop = front
    while word(ws, stop - 1).tag in (",", "—"):
        stop -= 1
    start = 0
    while start < stop and ws[start].tag in ("CC", "—", "•", "*"):
        start += 1
    return [(start, stop), *_resumed(ws, back, quoted=any(w.tag == "Q" for w in ws[start:stop]))]


def _resumed(ws: Words, back: int, *, quoted: bool) -> list[Part]:
    """What goes on behind a parenthetical cue: the next quotation after a quotation, the sentence after a statement."""
    end = _without_stop(ws, back)
    if back >= end or ws[back].tag not in (",", "—", ":", ";", ".", "Q"):
        return []
    start = back if ws[back].tag == "Q" else back + 1
    if start >= end:
        return []
    if quoted:
        q = nearest(ws, range(start, min(end, start + 4)), "Q")
        return [(q, q + 1)] if q >= 0 else []
    aside = ws[start].tag in ("ING", "REL") or ws[start].low in RESUMES
    return [] if aside or (ws[start].tag == "CC" and not has_finite(ws, start, end)) else [(start, end)]


def _without_stop(ws: Words, at_least: int) -> int:
    """The index after the last word of the sentence, its full stop left out."""
    end = len(ws)
    while end > at_least and ws[end - 1].tag in (".", "!", "?", "…"):
        end -= 1
    return end


# ---- where it ends


def content_end(ws: Words, cue: Cue, later: Sequence[Cue]) -> int:
    """Where the content of a cue stops at the latest: the sentence's end, or where the reporter takes over."""
    end = _without_stop(ws, cue.last)
    end = next((k for k in range(cue.last + 1, end) if _takes_over(ws, k, cue)), end)
    between: Cue | None = None
    for other in later:
        if other.first >= end:
            break
        start = _sibling(ws, other)
        if start is not None and start > cue.last and not _belongs_to_nested(ws, cue, other, between):
            return start
        between = other
    return end


def _takes_over(ws: Words, k: int, cue: Cue) -> bool:
    """ "; …", ", while …", and the main clause behind "Although she said …," or "Asked whether …," """
    if ws[k].tag != ",":
        return ws[k].tag == ";"
    participle = cue.at <= 1 and ws[cue.at].tag in ("ING", "ED") and "phrase" not in cue.rule.takes
    opening = ws[0].tag == "SUB" or participle
    return word(ws, k + 1).low in RESUMES or (opening and word(ws, k + 1).tag in ("PRON", "DET", "GEN", "NAME", "NUM"))


def _belongs_to_nested(ws: Words, cue: Cue, other: Cue, between: Cue | None) -> bool:
    """ "says his troops refuse to leave and want to stay": "want" goes on from "refuse", not from "says"."""
    if ws[other.first - 1].tag != "CC" or {"hedge", "passive", "noun"} & set(cue.rule.takes):
        return False
    if other.tense != cue.tense:
        return True
    return between.tense == cue.tense if between else other.first < other.at


def _sibling(ws: Words, cue: Cue) -> int | None:
    """Where the clause of a later cue begins if it stands beside the earlier one and not inside its content."""
    takes = set(cue.rule.takes)
    if "noun" in takes:
        return None
    if "phrase" in takes:
        return cue.first - 1 if word(ws, cue.first - 1).tag == "," else cue.first
    at = cue.first
    who = None if ws[cue.at].low.endswith("ing") else subject(ws, at)
    if who is not None:
        at = who[0]
    before, comma = word(ws, at - 1).tag, word(ws, at - 2).tag == ","
    if before == "CC" and (who is None or comma):
        return at - 2 if comma else at - 1
    if before in (",", "—") and (who is None or is_parenthetical(ws, cue)):
        return at - 1
    return at - 2 if before == "SUB" and comma else None


def scope_end(ws: Words, k: int, end: int) -> int:
    """A hedge reaches to the next clause that stands on its own feet: ", which …", "where …", "as …", "but …"."""
    for j in range(k + 1, end - 1):
        low, before = ws[j].low, ws[j - 1].tag
        if low == "where" or (low == "as" and before in ("NOUN", "NAME") and _starts_clause(ws, j + 1, end)):
            return j - 1 if before == "," else j
        if before == "," and (low in RESUMES or (ws[j].tag in ("REL", "CC") and has_finite(ws, j + 1, end))):
            return j - 1
    return end


def _starts_clause(ws: Words, k: int, end: int) -> bool:
    """ "as Russian forces close in", but not "as a guard", "as well as"."""
    return end - k >= 3 and ws[k].tag in ("NAME", "PRON", "GEN", "DET") and ws[k].low not in ("a", "an")
