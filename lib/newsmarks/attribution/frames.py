"""What a cue governs: one small function for each frame that a rule may name (rules.TAKES).

A frame is given the words of the sentence, the cue, its subject and the last place where its content can
end. It answers with the parts of the content and the source as ranges of words, or with None where the
sentence does not have this frame.
"""

from __future__ import annotations

from collections.abc import Callable

from newsmarks.attribution.clauses import (
    Part,
    after_adjuncts,
    around,
    complement,
    hands_over,
    has_front,
    inverted_subject,
    is_parenthetical,
    is_quoted_front,
    opening_inversion,
    relative_gap,
    scope_end,
    verb_behind,
)  # fmt: skip
from newsmarks.attribution.cues import Cue
from newsmarks.attribution.nouns import noun_phrase, with_apposition
from newsmarks.attribution.tagged import FINITE, NOMINAL, Words, nearest, word
from newsmarks.attribution.verbs import is_finite
from newsmarks.english import listed

NEARLY = listed("nearly")
Parts = tuple[list[Part], Part | None] | None


def _clause(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    """said that …; said …; “…,” he said; …, said Ann Lee; …, he said, …; as he put it, …"""
    back = after_adjuncts(ws, cue.last)
    if who and word(ws, who[0] - 1).low == "as" and is_parenthetical(ws, cue):
        return around(ws, who[0] - 1, back), who
    if (colon := opening_inversion(ws, cue)) is not None:
        return [(colon + 1, end)], (cue.last, colon)
    inverted = inverted_subject(ws, cue)
    brief = "speech" in cue.rule.takes
    normal = who is not None and not any(w.tag == "Q" for w in ws[: cue.first])  # "Lee, the mayor, denies …"
    if inverted is not None and not normal and _is_framed(ws, cue, inverted, brief=brief):
        after = with_apposition(ws, inverted)
        return around(ws, cue.first, after), (cue.last, after)
    if who and (gap := relative_gap(ws, cue, who, end)) is not None:
        return gap, who
    start = complement(ws, cue.last, end)
    if start is not None and not (who and (is_parenthetical(ws, cue) or is_quoted_front(ws, who[0]))):
        return [(start, end)], who
    if who and (has_front(ws, who[0], brief=brief) or verb_behind(ws, who[0], back)):
        return around(ws, who[0], back), who
    return ([(start, end)], who) if start is not None else None


def _is_framed(ws: Words, cue: Cue, after: int, *, brief: bool) -> bool:
    """Whether there is content in front of “, said Ann Lee”, or a quotation right behind it."""
    return hands_over(ws, after) or has_front(ws, cue.first, brief=brief)


def _speech(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    """As _clause, but whatever follows was said, whether or not we see its verb ("said the plan cost jobs")."""
    parts = _clause(ws, cue, who, end)
    if parts is not None or who is None:
        return parts
    k = after_adjuncts(ws, cue.last)
    brief = k < end and ws[k].low in ("no", "yes")
    return ([(k, end)], who) if brief or (end - k >= 3 and ws[k].tag in NOMINAL | {"Q"}) else None


def _person(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    """told X that …; told X: …; “…,” he told X; urged X to …"""
    fronted = who is not None and is_quoted_front(ws, who[0])
    k = noun_phrase(ws, cue.last, most=12)
    if fronted and k == cue.last < end and ws[k].tag == "Q":
        k += 1  # told “Good Morning”: a programme
    if k == cue.last:
        return None
    k = with_apposition(ws, k)
    start = complement(ws, k, end)
    if start is not None and not fronted:
        return [(start, end)], who
    if k < end and ws[k + (ws[k].tag == "NEG" and k + 1 < end)].tag == "TO":
        return [(cue.last, scope_end(ws, cue.last, end))], who
    if who and (fronted or has_front(ws, who[0])):
        return around(ws, who[0], after_adjuncts(ws, k)), who
    return None


def _infinitive(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    """vowed to …"""
    k = cue.last
    return ([(k, scope_end(ws, k, end))], who) if k < end and ws[k].tag == "TO" else None


def _infinitive_hedge(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    """purports to …: nobody is named, whatever the subject."""
    parts = _infinitive(ws, cue, who, end)
    return (parts[0], None) if parts else None


def _object(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    """criticized the plan …"""
    k = cue.last
    if not _has_speaker(ws, cue, who) or k >= end or ws[k].tag not in (*NOMINAL, "Q"):
        return None
    return [(k, nearest(ws, range(k, end), ",", ";", "—", ":", "SUB", otherwise=end))], who


def _naming(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    """called it a mistake; described it as small; “what he called ‘a mess’”; was called a mistake by X."""
    if cue.passive:
        return _named_by(ws, cue, end)
    k = cue.last
    if k >= end or not _has_speaker(ws, cue, who) or not (ws[k].tag in (*NOMINAL, "Q", "THAT") or ws[k].low == "as"):
        return None
    if ws[k].tag == "Q":
        what = who is not None and word(ws, who[0] - 1).low in ("what", "which")
        return [*([(who[0] - 1, who[0])] if what and who else []), (k, k + 1)], who
    names_it = any(w.tag == "Q" or w.low in ("as", "a", "an", "the", "to") for w in ws[k + 1 : end])
    stop = next((j for j in range(k, end) if ws[j].tag in (";", "—") or _is_break(ws, j)), end)
    return ([(k, stop)], who) if names_it and noun_phrase(ws, k, most=10) <= end else None


def _has_speaker(ws: Words, cue: Cue, who: Part | None) -> bool:
    """Whether the cue has a subject, or goes on from another that has one ("said … and called …", "calling …")."""
    return (
        who is not None
        or ws[cue.at].low.endswith("ing")
        or word(ws, cue.first - 1).tag in ("CC", ",", "TO")
    )


def _named_by(ws: Words, cue: Cue, end: int) -> Parts:
    """was called a mistake by the mayor; was described as small."""
    if cue.last >= end or (ws[cue.last].tag not in (*NOMINAL, "Q") and ws[cue.last].low != "as"):
        return None
    stop = next((j for j in range(cue.last, end) if ws[j].tag in (",", ";", "—") or ws[j].low == "by"), end)
    source = (stop + 1, noun_phrase(ws, stop + 1)) if stop < end and ws[stop].low == "by" else None
    return [(cue.last, stop)], source if source and source[1] > source[0] else None


def _is_break(ws: Words, j: int) -> bool:
    """A comma behind which something new begins, not another adjective or name."""
    after = word(ws, j + 1).tag
    return ws[j].tag == "," and after not in ("Q", "CC", "NOUN", "NAME", "ED", "ING", "NUM")


def _quote_only(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    """“…,” he shouted; he shouted: “…”: a cue only with a quotation beside it."""
    if who and word(ws, who[0] - 1).tag == "Q":
        return around(ws, who[0], after_adjuncts(ws, cue.last)), who
    k = cue.last + 1 if cue.last < end and ws[cue.last].tag in (",", ":") else cue.last
    if k < end and ws[k].tag == "Q":
        return [(k, end)], who
    inverted = inverted_subject(ws, cue)
    if inverted is not None and ws[cue.first - 1].tag == "Q":
        return around(ws, cue.first, inverted), (cue.last, inverted)
    return None


def _hedge(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    """reportedly …: minimal scope (guideline, rule 7): the words behind the cue, not the subject before it."""
    if cue.first < cue.at:  # "was accused of fraud by the club"
        return _named_by(ws, cue, end)
    return [(cue.last, scope_end(ws, cue.last, end))], None


def _passive(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    """X is believed to …: nobody is named for "to …"; X itself is the reporter's."""
    return [(cue.last, scope_end(ws, cue.last, end))], None


def _phrase(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    """according to X, …; …, according to X; …, according to X, …"""
    after = with_apposition(ws, noun_phrase(ws, cue.last))
    if after == cue.last:
        return None
    start = max((k + 1 for k in range(cue.first) if ws[k].tag == ";"), default=0)
    while start < cue.first and ws[start].tag in ("CC", ",", "ADV", "SUB") and ws[start].low not in NEARLY:
        start += 1
    front = [p for p in ((start, _without_comma(ws, cue.first)),) if p[0] < p[1]]
    comma = after < end and ws[after].tag == ","
    behind = [(after + comma, end)] if after + comma < end and (comma or not front) else []
    return (front + behind, (cue.last, after)) if front or behind else None


def _possessed(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    """in the mayor's words, …; by his own account."""
    back = cue.last + 1 if cue.last < end and ws[cue.last].tag == "," else cue.last
    parts = [p for p in ((0, _without_comma(ws, cue.first)), (back, end)) if p[0] < p[1]]
    owner = nearest(ws, range(cue.last - 2, cue.first, -1), "GEN")
    return (parts, (cue.first + 1, owner + 1)) if parts else None


def _without_comma(ws: Words, at: int) -> int:
    return at - 1 if word(ws, at - 1).tag == "," else at


def _noun(ws: Words, cue: Cue, who: Part | None, end: int) -> Parts:
    """the claim that …; the mayor's claim that …"""
    owner = nearest(ws, range(cue.first - 1, max(-1, cue.first - 5), -1), "GEN")
    source = (owner, owner + 1) if owner >= 0 else who
    return [(cue.last, _claim_end(ws, cue, end))], source


def _claim_end(ws: Words, cue: Cue, end: int) -> int:
    """ "The claim that it is safe surprised nobody": where the noun is the subject, before its own verb."""
    if any(w.tag in FINITE for w in ws[: cue.first]):
        return end
    verbs = [k for k in range(cue.last + 1, end) if is_finite(ws, k)]
    own = (k for k in verbs[1:] if ws[k - 1].tag in ("NOUN", "NAME", "ADV", "OBJ", "NUM"))
    return next(own, end)


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
