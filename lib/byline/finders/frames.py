"""What a cue governs: one small function for each frame that a rule may name (rules.TAKES).

A frame is given the words of the sentence, the cue, its subject and the last place where its content can
end. It answers with the parts of the content and the source as ranges of words, or with None where the
sentence does not have this frame.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from byline import english
from byline.finders.cues import Cue, tense
from byline.finders.grammar import FINITE, NOMINAL, Words, noun_phrase, subject, with_apposition

QUESTION_WORDS = frozenset("whether if why how what who which when where".split())
RESUMES = frozenset("while whereas though although".split())
TIMES = english.TIMES - {"may", "march"}
Part = tuple[int, int]
Parts = tuple[list[Part], Part | None] | None


# ---- frames


def _clause(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    if who and who[0] and ws[who[0] - 1].low == "as" and is_parenthetical(ws, cue):
        return _around(ws, who[0] - 1, _after_adjuncts(ws, cue.last), cue), who  # "as the mayor put it"
    inverted = _inverted(ws, cue)
    if inverted is not None and _front(ws, cue, cue.first) is not None:
        return _around(ws, cue.first, with_apposition(ws, cue.last, inverted), cue), (
            cue.last,
            with_apposition(ws, cue.last, inverted),
        )
    if who and (gap := _relative_gap(ws, cue, who, end)) is not None:
        return gap, who
    start = complement(ws, cue.last, end)
    if start is not None and not (who and (is_parenthetical(ws, cue) or _is_quoted_front(ws, who[0]))):
        return [(start, end)], who
    back = _after_adjuncts(ws, cue.last)
    if who is not None and (_front(ws, cue, who[0]) is not None or _verb_behind(ws, who[0], back)):
        return _around(ws, who[0], back, cue), who
    if ws[cue.at].low.endswith("ing") and start is None:
        return None
    if start is not None:
        return [(start, end)], who
    return None


def _speech(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    """As _clause, but whatever follows was said, whether or not we see its verb ("said the plan cost jobs")."""
    parts = _clause(ws, cue, who, end)
    if parts is not None or who is None:
        return parts
    k = _after_adjuncts(ws, cue.last)
    return ([(k, end)], who) if end - k >= 3 and ws[k].tag in NOMINAL | {"Q"} else None


def _person(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    """told X that …; told X: …; “…,” he told X; urged X to …"""
    k = noun_phrase(ws, cue.last, most=12)
    if who and k == cue.last < end and ws[k].tag == "Q" and _is_quoted_front(ws, who[0]):
        k += 1  # told “Good Morning”: a programme
    if k == cue.last:
        return None
    k = with_apposition(ws, cue.last, k)
    start = complement(ws, k, end)
    if start is not None and not (who and _is_quoted_front(ws, who[0])):
        return [(start, end)], who
    if k < end and ws[k + (ws[k].tag == "NEG" and k + 1 < end)].tag == "TO":
        return [(cue.last, end)], who
    front = who[0] if who else cue.first
    if who and _is_quoted_front(ws, front):
        return _around(ws, front, _after_adjuncts(ws, k), cue), who
    if _front(ws, cue, front) is not None and who is not None:
        return _around(ws, front, _after_adjuncts(ws, k), cue), who
    return None


def _infinitive(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    k = cue.last - 1 if ws[cue.last - 1].tag == "TO" else cue.last
    return ([(k, end)], who) if k < end and ws[k].tag == "TO" else None


def _infinitive_hedge(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    parts = _infinitive(ws, cue, who, end)
    return ([(a, _scope_end(ws, a, b)) for a, b in parts[0]], None) if parts else None


def _object(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    if who is None and not ws[cue.at].low.endswith("ing") and not _goes_on_from(ws, cue):
        return None
    k = cue.last
    if k >= end or ws[k].tag not in (*NOMINAL, "Q"):
        return None
    stop = _object_end(ws, k, end)
    return ([(k, stop)], who) if stop > k else None


def _naming(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    if cue.passive:
        return _named_by(ws, cue, end)
    if cue.last >= end or (ws[cue.last].tag not in (*NOMINAL, "Q", "THAT") and ws[cue.last].low != "as"):
        return None
    if (
        who is None
        and not ws[cue.at].low.endswith("ing")
        and (cue.first == 0 or ws[cue.first - 1].tag not in ("CC", ",", "TO"))
    ):
        return None
    if ws[cue.last].tag == "Q":
        what = who is not None and who[0] > 0 and ws[who[0] - 1].low in ("what", "which")
        return [*([(who[0] - 1, who[0])] if what and who else []), (cue.last, cue.last + 1)], who
    after = noun_phrase(ws, cue.last, most=10)
    more = any(w.tag == "Q" or w.low in ("as", "a", "an", "the", "to") for w in ws[cue.last + 1 : end])
    stop = next((j for j in range(cue.last, end) if ws[j].tag in (";", "—") or _is_break(ws, j)), end)
    return ([(cue.last, stop)], who) if more and after <= end else None


def _verb_behind(ws: Words, front: int, back: int) -> bool:
    """ "To wait, she said, is best": the cue parts a subject, however long, from its verb."""
    return (
        front > 1
        and ws[front - 1].tag == ","
        and back + 1 < len(ws)
        and ws[back].tag == ","
        and ws[back + 1].tag in FINITE
    )


def _goes_on_from(ws: Words, cue: Cue) -> bool:
    """ "said … and called …": no subject of its own."""
    return cue.first > 0 and ws[cue.first - 1].tag in ("CC", ",", "TO")


def _quote_only(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    inverted = _inverted(ws, cue)
    if cue.last < end:
        k = cue.last + 1 if ws[cue.last].tag in (",", ":") else cue.last
        if k < end and ws[k].tag == "Q":
            return [(k, end)], who
    if inverted is not None and ws[cue.first - 1].tag in ("Q",):
        return _around(ws, cue.first, inverted, cue), (cue.last, inverted)
    if who is not None and who[0] and ws[who[0] - 1].tag == "Q":
        return _around(ws, who[0], _after_adjuncts(ws, cue.last), cue), who
    return None


def _hedge(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    """reportedly …: minimal scope (guideline, rule 7): the words behind the cue, not the subject before it."""
    if cue.first < cue.at:  # "was accused of fraud by the club"
        return _named_by(ws, cue, end)
    return [(cue.last, _scope_end(ws, cue.last, end))], None


def _passive(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    """X is believed to …: nobody is named for "to …"; X itself is the reporter's."""
    return [(cue.last, _scope_end(ws, cue.last, end))], None


def _phrase(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    """according to X, …; …, according to X."""
    after = noun_phrase(ws, cue.last)
    if after == cue.last:
        return None
    after = with_apposition(ws, cue.last, after)
    source = (cue.last, after)
    front = cue.first
    start = 0
    for k in range(front - 2, 0, -1):
        if ws[k].tag == ";":
            start = k + 1
            break
    while start < front and ws[start].tag in ("CC", ",", "ADV", "SUB"):
        start += 1
    back = after + 1 if after < end and ws[after].tag == "," else after
    parts = [(start, front - 1 if front and ws[front - 1].tag == "," else front)]
    if front <= start:
        parts = []
    if (not parts or (back < end and ws[after].tag == ",")) and back < end:
        parts.append((back, end))
    return (parts, source) if parts else None


def _possessed(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    """in the mayor's words, …; by his own account."""
    back = cue.last + 1 if cue.last < end and ws[cue.last].tag == "," else cue.last
    front = cue.first - 1 if cue.first and ws[cue.first - 1].tag == "," else cue.first
    parts = [p for p in ((0, front), (back, end)) if p[0] < p[1]]
    owner = next(j for j in range(cue.last - 2, cue.first, -1) if ws[j].tag == "GEN")
    return (parts, (cue.first + 1, owner + 1)) if parts else None


def _noun(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    """the claim that …: up to the verb whose subject the noun is."""
    k = cue.last - 1
    stop = end
    owner = next((j for j in range(cue.first - 1, max(-1, cue.first - 5), -1) if ws[j].tag == "GEN"), None)
    return [(k, stop)], (owner, owner + 1) if owner is not None else None


FRAMES: dict[str, Callable[[Words, Cue, Part | None, int], Parts]] = {
    "clause": _clause,
    "speech": _speech,
    "person": _person,
    "infinitive": _infinitive,
    "infinitive hedge": _infinitive_hedge,
    "object": _object,
    "naming": _naming,
    "quote only": _quote_only,
    "hedge": _hedge,
    "passive": _passive,
    "phrase": _phrase,
    "possessed": _possessed,
    "noun": _noun,
}


# ---- where content begins


def complement(ws: Words, k: int, end: int) -> int | None:
    """Where a clause or quotation begins after the cue, past "on Monday" and "in a statement"; None if none does."""
    if k >= end:
        return None
    that = _that_ahead(ws, k, end)
    if that is not None:
        return that
    k = _after_aside(ws, _after_adjuncts(ws, k))
    if k < end and ws[k].tag in (",", ":", "—") and k + 1 < end and ws[k + 1].tag in ("Q", "THAT"):
        return k + 1
    if k >= end:
        return None
    tag = ws[k].tag
    if tag == ":":
        return k + 1 if k + 1 < end else None
    if tag in ("Q", "THAT") or ws[k].low in QUESTION_WORDS:
        return k
    if (
        tag in NOMINAL
        or tag in ("ADV", "MODAL", "NEG", "SUB", "REL")
        or ws[k].low in ("there", "it", "in", "at", "as", "by")
    ):
        return k if has_finite(ws, k, end) else None
    return None


def _after_aside(ws: Words, k: int) -> int:
    """Past ", however" and ", though" when a quotation or "that" follows: "added, though, that …"."""
    if k + 3 < len(ws) and ws[k].tag == "," and ws[k + 2].tag == "," and ws[k + 1].tag in ("ADV", "SUB"):
        return k + 2
    return k


def _that_ahead(ws: Words, k: int, end: int) -> int | None:
    """ "said in a statement on Monday that …": the "that" behind such adjuncts."""
    if ws[k].tag == "THAT":
        return k
    if ws[k].tag not in ("PREP", "TO", "ADV", "NAME", "SUB"):
        return None
    for j in range(k + 1, min(end, k + 15)):
        if ws[j].tag == "THAT":
            return j
        if ws[j].tag in (*FINITE, "Q", ";", ":", "REL"):
            return None
    return None


def _after_adjuncts(ws: Words, k: int) -> int:
    """Past "on Monday", "in a statement", "to reporters", "again" behind a cue."""
    from_here = k
    while k < len(ws):
        low, tag = ws[k].low, ws[k].tag
        if tag == "ADV" or low in TIMES or (low in ("late", "early", "last", "this") and _is_time(ws, k + 1)):
            k += 1
        elif tag in ("PREP", "TO") and low in (
            "for",
            "in",
            "on",
            "at",
            "to",
            "during",
            "via",
            "through",
            "by",
            "of",
            "from",
            "about",
            "after",
            "before",
        ):
            after = noun_phrase(ws, k + 1, most=8)
            if after == k + 1 or (after < len(ws) and ws[after].tag in (*FINITE, "ED")):
                break
            k = after
        else:
            break
        from_here = k
    return from_here


def _is_time(ws: Words, k: int) -> bool:
    return any(w.low in english.TIMES for w in ws[k : k + 2])


def _relative_gap(ws: Words, cue: Cue, who: Part, end: int) -> list[Part] | None:
    """ "which he said were late", "a probe the agency said was over": the claim goes around the cue."""
    k = cue.last
    if who[0] == 0 or k + 1 >= end or ws[k].tag not in ("AUX", "MODAL", "PAST"):
        return None
    before = who[0] - 1
    if ws[before].tag in ("REL", "THAT") or ws[before].low in ("what", "which"):
        return [(before, before + 1), (k, end)]
    return None


def _inverted(ws: Words, cue: Cue) -> int | None:
    """ ", said John Smith, …": the index after the subject that follows the cue, or None."""
    if cue.last != cue.at + 1 or cue.first == 0 or ws[cue.first - 1].tag not in (",", "Q", "—", "?", "!"):
        return None
    if cue.last >= len(ws) or ws[cue.last].tag not in ("NAME", "DET", "GEN", "NOUN", "PRON", "NUM"):
        return None
    if ws[cue.last].low in TIMES:
        return None
    after = noun_phrase(ws, cue.last)
    if after == cue.last:
        return None
    if after < len(ws) and ws[after].tag in (*FINITE, "ED", "THAT", "TO"):
        return None
    if ws[cue.first - 1].tag == ",":
        if after < len(ws) and ws[after].tag == "Q" and ws[cue.first - 2].tag != "Q":
            return None
        stop = next((k for k in range(after, len(ws)) if ws[k].tag in (",", ";", "Q")), len(ws))
        if has_finite(ws, after, stop):
            return None
    return after


def is_parenthetical(ws: Words, cue: Cue) -> bool:
    """ "…, officials said, …" or "…, officials said." - nothing but adjuncts between the cue and a stop."""
    k = _after_adjuncts(ws, cue.last)
    return k >= len(ws) or (
        ws[k].tag in (",", ".", "!", "?", "—", ")")
        and not (ws[k].tag == "," and k + 1 < len(ws) and ws[k + 1].tag in ("Q", "THAT") and cue.first < 6)
    )


def _front(ws: Words, cue: Cue, at: int) -> int | None:
    """The index after the words in front of `at` that a cue behind them may govern, or None."""
    if at == 0:
        return None
    mark = ws[at - 1].tag
    if mark == "Q":
        return at
    if mark in (",", "—", "?", "!") and at > 1:
        return at - 1 if any(w.tag == "Q" for w in ws[:at]) or _is_statement(ws, at - 1) else None
    return None


def _is_statement(ws: Words, stop: int) -> bool:
    """Whether the words before `stop` are a sentence or the start of one that goes on behind the cue."""
    start = 1 if ws[0].tag == "CC" else 0
    if ws[start].tag in ("PREP", "SUB", "TO", "ING", "ED") or ws[start].low in (
        "last",
        "earlier",
        "later",
        "so",
        "again",
    ):
        comma = next((k for k in range(start, stop) if ws[k].tag == ","), stop)
        return has_finite(ws, comma, stop)
    return has_finite(ws, start, stop) or stop - start < 8


def _is_quoted_front(ws: Words, at: int) -> bool:
    """A sentence begins with a quotation and the subject follows: what comes behind the cue is circumstance."""
    return at > 0 and ws[at - 1].tag == "Q" and (ws[0].tag == "Q" or at < 3)


def _around(ws: Words, front: int, back: int, cue: Cue) -> list[Part]:
    """The content on both sides of a parenthetical cue."""
    stop = front
    while stop > 0 and ws[stop - 1].tag in (",", "—"):
        stop -= 1
    start = 0
    while start < stop and ws[start].tag in ("CC", "—", "•", "*"):
        start += 1
    quoted = any(w.tag == "Q" for w in ws[start:stop])
    if quoted and not _is_clause_quote(ws, start, stop):
        start = _quote_start(ws, start, stop)
    return [(start, stop), *_resumed(ws, back, quoted)]


def _is_clause_quote(ws: Words, start: int, stop: int) -> bool:
    return ws[start].tag == "Q" or stop - start > 1


def _quote_start(ws: Words, start: int, stop: int) -> int:
    return next((k for k in range(start, stop) if ws[k].tag == "Q"), start)


def _resumed(ws: Words, back: int, quoted: bool) -> list[Part]:
    end = len(ws)
    while end > back and ws[end - 1].tag in (".", "!", "?", "…"):
        end -= 1
    if back >= end or ws[back].tag not in (",", "—", ":", ";", ".", "Q"):
        return []
    start = back if ws[back].tag == "Q" else back + 1
    if start >= end:
        return []
    if quoted:
        q = next((k for k in range(start, min(end, start + 4)) if ws[k].tag == "Q"), None)
        return [(q, q + 1)] if q is not None else []
    if (
        ws[start].tag in ("ING", "REL")
        or ws[start].low in RESUMES
        or (ws[start].tag == "CC" and not has_finite(ws, start, end))
    ):
        return []
    return [(start, end)]


def has_finite(ws: Words, k: int, end: int) -> bool:
    if ws[k].tag == "PRON" and k + 1 < end:
        return True
    return any(
        w.tag in FINITE or (w.tag == "Q" and j > k) or _looks_finite(ws, j, k) for j, w in enumerate(ws[k:end], k)
    )


def _looks_finite(ws: Words, j: int, k: int) -> bool:
    """A word in -ed or -s behind a noun and before what a verb takes."""
    if j <= k or ws[j - 1].tag not in ("NOUN", "NAME", "PRON", "ADV", "NUM", "REL", "THAT"):
        return False
    if ws[j].tag == "ED":
        return True
    after = ws[j + 1].tag if j + 1 < len(ws) else "."
    return (
        ws[j].tag == "NOUN"
        and ws[j].low.endswith("s")
        and ws[j - 1].tag not in ("NUM", "ADV")
        and after in ("DET", "GEN", "TO", "ADV", "NAME", "NUM", "PRON", "THAT")
    )


# ---- where content ends


def content_end(ws: Words, cue: Cue, later: Sequence[Cue]) -> int:
    """Where the content of a cue stops at the latest: the sentence's end, or where the reporter takes over."""
    end = len(ws)
    while end > cue.last and ws[end - 1].tag in (".", "!", "?", "…"):
        end -= 1
    participle = cue.at <= 1 and ws[cue.at].tag in ("ING", "ED") and "phrase" not in cue.rule.takes
    opening = ws[0].tag == "SUB" or participle
    for k in range(cue.last + 1, end):
        if opening and ws[k].tag == "," and k + 1 < end and ws[k + 1].tag in ("PRON", "DET", "GEN", "NAME", "NUM"):
            end = k
            break
        if ws[k].tag == ";" or (ws[k].tag == "," and k + 1 < end and ws[k + 1].low in RESUMES):
            end = k
            break
    for n, other in enumerate(later):
        if other.first >= end:
            break
        start = _sibling(ws, other)
        if start is not None and start > cue.last and not _belongs_to_nested(ws, cue, other, later[:n]):
            return start
    return end


def _belongs_to_nested(ws: Words, cue: Cue, other: Cue, between: Sequence[Cue]) -> bool:
    """ "says his troops refuse to leave and want to stay": "want" goes on from "refuse", not from "says"."""
    if ws[other.first - 1].tag != "CC" or {"hedge", "passive", "noun"} & set(cue.rule.takes):
        return False
    if not between:
        return tense(ws[other.at].low) != tense(ws[cue.at].low) or other.first < other.at
    return tense(ws[other.at].low) != tense(ws[cue.at].low) or tense(ws[between[-1].at].low) == tense(ws[cue.at].low)


def _sibling(ws: Words, cue: Cue) -> int | None:
    """Where the clause of a later cue begins if it stands beside the earlier one and not inside its content."""
    takes = set(cue.rule.takes)
    if "noun" in takes:
        return None
    if "phrase" in takes:
        return cue.first - 1 if ws[cue.first - 1].tag == "," else cue.first
    at = cue.first
    who = None if ws[cue.at].low.endswith("ing") else subject(ws, at)
    if who is not None:
        at = who[0]
    before = ws[at - 1].tag if at else ""
    if before == "CC" and (who is None or (at > 1 and ws[at - 2].tag == ",")):
        return at - 2 if at > 1 and ws[at - 2].tag == "," else at - 1
    if before in (",", "—") and (who is None or is_parenthetical(ws, cue)):
        return at - 1
    if before == "SUB" and at > 1 and ws[at - 2].tag == ",":
        return at - 2
    return None


def _object_end(ws: Words, k: int, end: int) -> int:
    for j in range(k, end):
        if ws[j].tag in (",", ";", "—", ":") or (ws[j].tag == "SUB" and j > k):
            return j
    return end


def _named_by(ws: Words, cue: Cue, end: int) -> Parts:
    """was called a mistake by the mayor; was described as small."""
    if cue.last >= end or (ws[cue.last].tag not in (*NOMINAL, "Q") and ws[cue.last].low != "as"):
        return None
    stop = next((j for j in range(cue.last, end) if ws[j].tag in (",", ";", "—") or ws[j].low == "by"), end)
    source = (stop + 1, noun_phrase(ws, stop + 1)) if stop < end and ws[stop].low == "by" else None
    return [(cue.last, stop)], source if source and source[1] > source[0] else None


def _is_break(ws: Words, j: int) -> bool:
    after = ws[j + 1].tag if j + 1 < len(ws) else "."
    return ws[j].tag == "," and after in (
        "PRON",
        "SUB",
        "REL",
        "PREP",
        "ADV",
        "GEN",
        "DET",
        "TO",
        "AUX",
        "MODAL",
        "PAST",
        "CUE",
    )


def _scope_end(ws: Words, k: int, end: int) -> int:
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
