"""The attributions of one sentence: for each cue the content that it governs, and the source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import newsmarks.english as english
from newsmarks.attribution.clauses import content_end
from newsmarks.attribution.cues import Cue, find_cues, subject_of
from newsmarks.attribution.frames import FRAMES
from newsmarks.attribution.nouns import antecedent, noun_phrase, with_apposition
from newsmarks.attribution.subjects import subject
from newsmarks.attribution.tagged import FINITE, Word, Words, leftwards, nearest, word
from newsmarks.attribution.verbs import is_finite, verb_group
from newsmarks.model import Span
from newsmarks.ruleset import Rule, Rules

EVIDENCE = english.listed("evidence")
NOBODY_DOES = english.listed("nobody_does")
CAUSES = english.inflected("causing_verbs")
#: Auxiliaries that stand behind others, so that no subject stands before them.
NOT_FINITE = english.MODALS | {"be", "been", "being"}


@dataclass(slots=True)
class Draft:
    """An attribution in the making; `spoken` once a quotation belongs to it, so that it can go on."""

    rule: Rule
    cue: list[Span]
    content: list[Span] = field(default_factory=list)
    source: list[Span] = field(default_factory=list)
    spoken: bool = False


def in_sentence(text: str, ws: Words, rules: Rules) -> list[Draft]:
    """The attributions of one sentence, in order of their cues."""
    found = list(find_cues(ws, text, rules))
    ws = _with_verbs(ws, found)
    drafts: list[Draft] = []
    for n, cue in enumerate(found):
        who = _claimant(ws, cue) if "noun" in cue.rule.takes else subject_of(ws, cue)
        end = content_end(ws, cue, found[n + 1 :])
        draft = _draft(ws, cue, who, _relative_end(ws, cue, who, end), drafts)
        if draft is not None and draft.content and not _within_cue(ws, cue, found[:n]):
            drafts.append(draft)
    return [d for d in drafts if not any(_inside(d, other) for other in drafts)]


def _claimant(ws: Words, cue: Cue) -> tuple[int, int] | None:
    """ "She closed with a claim that …": whoever acts with the noun claims it; elsewhere nobody is named."""
    start = cue.first
    while word(ws, start - 1).tag in ("DET", "NOUN", "ADV"):
        start -= 1
    return main_subject(ws, start - 1) if word(ws, start - 1).low in ("with", "by", "including") else None


def _relative_end(ws: Words, cue: Cue, who: tuple[int, int] | None, end: int) -> int:
    """ "Lee, who said it was safe, left": a claim inside a relative clause ends where that clause does."""
    if who is None or "REL" not in (ws[who[0]].tag, word(ws, who[0] - 1).tag):
        return end
    closes = (k for k in range(cue.last, end - 1) if ws[k].tag == "," and ws[k + 1].tag in (*FINITE, "ED"))
    return next(closes, end)


def span_of(ws: Words, a: int, b: int) -> Span:
    """The place of words[a:b] in the text."""
    return Span(ws[a].start, ws[b - 1].end)


def _inside(draft: Draft, other: Draft) -> bool:
    """Whether all of one lies in the content of another (what Ann says that Bob thinks is Ann's claim),

    or its cue in a longer cue ("declined" in "declined to say").
    """
    if draft is other:
        return False
    if draft.cue != other.cue and all(any(c.contains(s) for c in other.cue) for s in draft.cue):
        return True
    return all(any(c.contains(s) for c in other.content) for s in draft.content + draft.cue)


def _within_cue(ws: Words, cue: Cue, earlier: Sequence[Cue]) -> bool:
    """ "purport to show", "reportedly show": the second verb is what the first one hedges."""
    hedges = (e for e in earlier if {"hedge", "infinitive hedge"} & set(e.rule.takes))
    return any(e.last <= cue.at <= e.last + 1 and _is_evidence(ws, subject(ws, e.first)) for e in hedges)


def _is_evidence(ws: Words, who: tuple[int, int] | None) -> bool:
    return who is not None and ws[_head(ws, *who)].low in EVIDENCE


def _with_verbs(ws: Words, found: Sequence[Cue]) -> list[Word]:
    """The same words, with every finite cue known for the verb it is."""
    tagged = list(ws)
    for cue in found:
        w = ws[cue.at]
        if not w.low.endswith("ing") and not {"noun", "phrase", "possessed", "hedge"} & set(cue.rule.takes):
            infinitive = word(ws, cue.at - 1).tag == "TO"
            tagged[cue.at] = w._replace(tag="NOUN" if infinitive else "CUE")
    return tagged


def _draft(ws: Words, cue: Cue, who: tuple[int, int] | None, end: int, before: list[Draft]) -> Draft | None:
    for frame in cue.rule.takes:
        parts = FRAMES[frame](ws, cue, who, end)
        if parts is not None:
            content, source = parts
            draft = Draft(cue.rule, [span_of(ws, cue.first, cue.last)])
            draft.content = [span_of(ws, a, b) for a, b in content if a < b]
            draft.source = _source(ws, cue, source, before)
            draft.spoken = any(w.tag == "Q" for a, b in content for w in ws[a:b])
            return draft
    return None


def _source(ws: Words, cue: Cue, source: tuple[int, int] | None, before: list[Draft]) -> list[Span]:
    if _is_evidence(ws, source) and "phrase" not in cue.rule.takes:
        return []
    if source is None and ({"hedge", "passive", "noun", "infinitive hedge"} & set(cue.rule.takes) or cue.passive):
        return []
    if source is None and before and before[-1].source:
        return before[-1].source  # "…, he said, adding …", "… and said"
    if source is None:
        elsewhere = [_made_to(ws, cue), _subject_before(ws, cue), opening_phrase(ws), _subject_behind(ws, cue)]
        if not any(is_finite(ws, k) for k in range(cue.first)):
            elsewhere.reverse()  # "After saying so, the mayor left"
        source = next((s for s in elsewhere if s and (s[1] <= cue.first or s[0] >= cue.last)), None)
        if source is not None and _is_nobody(ws, cue, source):
            return []
    return _named(ws, source) if source else []


def _named(ws: Words, source: tuple[int, int]) -> list[Span]:
    """The words of a source; for "who" and "which" also the noun phrase that they stand for."""
    if ws[source[0]].tag not in ("REL", "THAT") or source[1] - source[0] > 1:
        return [span_of(ws, *source)]
    of = antecedent(ws, source[0])
    return [span_of(ws, *of), span_of(ws, *source)] if of else [span_of(ws, *source)]


def _is_nobody(ws: Words, cue: Cue, source: tuple[int, int]) -> bool:
    """ "It is worth noting that …", "There is no need to say that …": nobody is named."""
    finite = word(ws, cue.first - 1).tag != "TO" and not ws[cue.at].low.endswith("ing")
    after = word(ws, source[1]).low
    return not finite and ws[source[0]].low in ("it", "this", "there") and after in NOBODY_DOES


def _made_to(ws: Words, cue: Cue) -> tuple[int, int] | None:
    """ "The press forced the mayor to admit …": it is the mayor who admits it."""
    cause = next((k for k in leftwards(cue.first - 1) if ws[k].low in CAUSES), None)
    if cause is None or word(ws, cue.first - 1).tag != "TO":
        return None
    after = noun_phrase(ws, cause + 1)
    return (cause + 1, after) if cause + 1 < after < cue.first else None


def _subject_before(ws: Words, cue: Cue) -> tuple[int, int] | None:
    """The subject that a cue without one of its own shares: of the verb before it, or of the whole sentence."""
    if word(ws, cue.first - 1).tag in ("PREP", "CC", "TO"):
        verbs = (k for k in range(cue.first - 1, 0, -1) if is_finite(ws, k) and ws[k].low not in NOT_FINITE)
        nearest = next((who for k in verbs if (who := subject(ws, verb_group(ws, k)[0])) is not None), None)
        if nearest is not None:
            return nearest
    return main_subject(ws, cue.first)


def _subject_behind(ws: Words, cue: Cue) -> tuple[int, int] | None:
    """ "After saying that …, the mayor left": an opening without a subject has that of the clause behind it."""
    for comma in (k for k in range(cue.last, len(ws)) if ws[k].tag == ","):
        after = noun_phrase(ws, comma + 1)
        behind = with_apposition(ws, after)
        if after > comma + 1 and behind < len(ws) and (ws[behind].tag in (*FINITE, "ED", "ADV") or behind > after):
            return comma + 1, behind
    return None


def opening_phrase(ws: Words) -> tuple[int, int] | None:
    """The noun phrase that a sentence begins with, if it does."""
    start = 1 if ws[0].tag in ("CC", "ADV") else 0
    after = noun_phrase(ws, start)
    return (start, after) if after > start else None


def _head(ws: Words, start: int, end: int) -> int:
    """The head of a noun phrase: its last noun before a preposition, comma or relative pronoun."""
    return nearest(ws, range(start + 1, end), "PREP", ",", "REL", "THAT", "(", otherwise=end) - 1


def main_subject(ws: Words, before: int) -> tuple[int, int] | None:
    """The subject of the sentence's first finite verb."""
    opening = nearest(ws, range(before), ",", otherwise=0) if ws[0].tag in ("SUB", "PREP") else 0
    for k in range(opening, before):
        if is_finite(ws, k) and (who := subject(ws, verb_group(ws, k)[0])) is not None:
            return who
    return None
