"""Finds who says what: cues from the rules, and for each its content and its source.

One sentence of the reporter at a time, a quotation counting as one word of it (finders/grammar.py). Each
frame that a cue may take (rules.TAKES) is one small function that answers with an index, or None if the
sentence does not have it. Then quotations that no cue claims are given to the speaker who goes on, or to nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from byline.english import inflect
from byline.finders.grammar import (
    FINITE, NOMINAL, Word, antecedent, is_title, noun_phrase, outer_sentences, subject, verb_group, with_apposition, words,
)  # fmt: skip
from byline.finders.quotes import Quotation
from byline.model import Article, Span
from byline.rules import Rule, rule, rules

#: Nouns for things that cannot say anything, whatever verb follows them (annotation guideline, rule 8).
EVIDENCE = frozenset(
    "image images photo photos photograph photographs picture pictures video videos footage figure figures data "
    "number numbers sign signs evidence clip clips recording recordings statistics".split()
)
QUESTION_WORDS = frozenset("whether if why how what who which when where".split())
RESUMES = frozenset("while whereas though although".split())


@dataclass
class Draft:
    """An attribution in the making; `spoken` once a quotation belongs to it, so that it can go on."""

    rule: Rule
    cue: list[Span]
    content: list[Span] = field(default_factory=list)
    source: list[Span] = field(default_factory=list)
    spoken: bool = False


@dataclass(frozen=True)
class Cue:
    """A cue in a sentence: its verb group is words[first:last], its main verb stands at `at`."""

    rule: Rule
    first: int
    at: int
    last: int
    passive: bool = False


# ---- the lexicon -----------------------------------------------------------------------------------------


@cache
def lexicon() -> dict[str, list[tuple[tuple[str, ...], Rule]]]:
    """First word of a cue, in every form -> the words that must follow and the rule, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Rule]]] = {}
    for rule in rules("cues"):
        fixed = {"hedge", "passive", "phrase", "noun"} & set(rule.takes)
        for term in rule.terms:
            first, *rest = term.split()
            for form in (first,) if fixed else inflect(first):
                found.setdefault(form, []).append((tuple(rest), rule))
    for entries in found.values():
        entries.sort(key=lambda e: -len(e[0]))
    return found


def cues(ws: Sequence[Word], text: str) -> Iterator[Cue]:
    """The cues of a sentence in order. A form that is a noun here, or spared by its rule, is none."""
    known = lexicon()
    skip = -1
    titled = _is_titled(ws, text)
    for i, w in enumerate(ws):
        if i <= skip or w.low not in known or (i and not titled and text[w.start].isupper()):
            continue
        for rest, rule in known[w.low]:
            if tuple(x.low for x in ws[i + 1 : i + 1 + len(rest)]) != rest:
                continue
            cue = _cue(ws, i, len(rest), rule)
            if cue is not None and not _spared(ws, cue, rule, text):
                skip = cue.last - 1
                yield cue
                break


def _is_titled(ws: Sequence[Word], text: str) -> bool:
    """A heading in which Most Words Have Capital Letters, so that a capital says nothing."""
    letters = [text[w.start] for w in ws if w.low[0].isalpha()]
    return len(letters) > 3 and sum(map(str.isupper, letters)) > 0.65 * len(letters)


def _cue(ws: Sequence[Word], i: int, more: int, rule: Rule) -> Cue | None:
    takes = rule.takes
    if "noun" in takes and not _is_noun(ws, i):
        return None
    if "phrase" in takes or "noun" in takes:
        return Cue(rule, i, i, i + 1 + more)
    if "hedge" in takes:
        first = i - 1 if more and i and ws[i - 1].low in BE else i
        return Cue(rule, first, i, i + 1 + more) if first < i or not more else None
    if "passive" in takes:
        first, last = verb_group(ws, i)
        be = any(x.low in BE for x in ws[first:i])
        return Cue(rule, first, i, last, passive=True) if be and _next_is(ws, last, "TO", "THAT") else None
    if not _is_verb(ws, i):
        return None
    first, last = verb_group(ws, i)
    if any(x.low in BE for x in ws[first:i]) and ws[i].tag != "ING" and not ws[i].low.endswith("ing"):
        return None
    return Cue(rule, first, i, last + more)


BE = frozenset("is are was were be been being ’s 's isn’t isn't aren’t aren't wasn’t wasn't weren’t weren't".split())


def _is_noun(ws: Sequence[Word], i: int) -> bool:
    before = ws[i - 1] if i else None
    return before is None or before.tag in ("DET", "GEN", "PREP", "ED", "ING") or (before.tag == "NOUN" and not before.low.endswith("s"))


def _is_verb(ws: Sequence[Word], i: int) -> bool:
    """Whether a form that might be a noun ("claim", "reports", "notes") is a verb in this place."""
    before = ws[i - 1].tag if i else ""
    if before in ("DET", "GEN", "PREP", "NUM") and not (before == "PREP" and ws[i].low.endswith("ing")):
        return before == "DET" and i > 1 and ws[i - 1].low in ("all", "both", "some", "many", "this", "that")
    if ws[i].low.endswith("ing") and before in ("AUX", ",", "PREP", "SUB", "", "NAME", "NOUN", "ADV", "OBJ"):
        return True
    after = ws[i + 1].tag if i + 1 < len(ws) else ""
    if ws[i].low in ALSO_NOUNS and before not in ("PRON", "MODAL", "TO", "ADV", "REL"):
        quoted_before = any(w.tag == "Q" for w in ws[max(0, i - 8) : i])
        return after in ("THAT", "Q", ":", "PRON", "OBJ", "TO") or (after in ("DET", "GEN") and before == "NAME") or quoted_before
    if ws[i].tag == "ED" and (before in ("SUB", "") or (i == 1 and before == "CC")):
        return False  # "when asked", "Asked about it, he …"
    return True


#: Forms of cues that are nouns as often as verbs.
ALSO_NOUNS = frozenset(
    "claim claims report reports note notes state states charge charges plan plans fear fears hope hopes comment comments "
    "remark remarks answer answers question questions demand demands support attack attacks estimate estimates project "
    "projects post posts blame praise order orders dispute disputes address addresses reference references offer offers "
    "joke jokes quote quotes complaint text texts email emails guess wish wishes worry worries".split()
)


def _spared(ws: Sequence[Word], cue: Cue, rule: Rule, text: str) -> bool:
    if not rule.unless:
        return False
    near = text[ws[cue.at].start : ws[cue.at].start + 60].casefold()
    lemma_rest = near.split(None, 1)[1] if " " in near else ""
    return any(lemma_rest.startswith(phrase.split(None, 1)[1]) for phrase in rule.unless if " " in phrase)


def _next_is(ws: Sequence[Word], k: int, *tags: str) -> bool:
    while k < len(ws) and ws[k].tag == "ADV":
        k += 1
    return k < len(ws) and ws[k].tag in tags


# ---- one sentence ----------------------------------------------------------------------------------------


def in_sentence(text: str, ws: Sequence[Word]) -> list[Draft]:
    """The attributions of one sentence, in order of their cues."""
    found = list(cues(ws, text))
    ws = _with_verbs(ws, found)
    drafts: list[Draft] = []
    for n, cue in enumerate(found):
        who = None if {"noun"} & set(cue.rule.takes) else _subject(ws, cue)
        end = _end(ws, cue, found[n + 1 :])
        draft = _draft(text, ws, cue, who, end, drafts)
        if draft is not None and draft.content and not _within_cue(ws, cue, found[:n]):
            drafts.append(draft)
    return [d for d in drafts if not any(_inside(d, other) for other in drafts)]


def _inside(draft: Draft, other: Draft) -> bool:
    """Whether all of one lies in the content of another: what Ann says that Bob thinks is Ann's claim."""
    return draft is not other and all(any(c.contains(s) for c in other.content) for s in draft.content + draft.cue)


def _within_cue(ws: Sequence[Word], cue: Cue, earlier: Sequence[Cue]) -> bool:
    """ "purport to show", "reportedly show": the second verb is what the first one hedges."""
    return any(
        {"hedge", "infinitive hedge"} & set(e.rule.takes) and e.last <= cue.at <= e.last + 1 and _is_evidence(ws, e)
        for e in earlier
    )


def _is_evidence(ws: Sequence[Word], cue: Cue) -> bool:
    who = subject(ws, cue.first)
    return who is not None and ws[_head(ws, *who)].low in EVIDENCE


def _with_verbs(ws: Sequence[Word], found: Sequence[Cue]) -> list[Word]:
    """The same words, with every finite cue known for the verb it is."""
    tagged = list(ws)
    for cue in found:
        w = ws[cue.at]
        if not w.low.endswith("ing") and not {"noun", "phrase", "hedge"} & set(cue.rule.takes):
            infinitive = cue.at and ws[cue.at - 1].tag == "TO"
            tagged[cue.at] = w._replace(tag="NOUN" if infinitive else "CUE")
    return tagged


def _draft(text: str, ws: Sequence[Word], cue: Cue, who: tuple[int, int] | None, end: int, before: list[Draft]) -> Draft | None:
    for frame in cue.rule.takes:
        parts = FRAMES[frame](ws, cue, who, end)
        if parts is not None:
            content, source = parts
            draft = Draft(cue.rule, [_span(ws, cue.first, cue.last)])
            draft.content = [_span(ws, a, b) for a, b in content if a < b]
            draft.source = _source(ws, cue, source, before)
            draft.spoken = any(w.tag == "Q" for a, b in content for w in ws[a:b])
            return draft
    return None


def _source(ws: Sequence[Word], cue: Cue, source: tuple[int, int] | None, before: list[Draft]) -> list[Span]:
    if source is not None and ws[source[0]].tag in ("REL", "THAT") and source[1] - source[0] == 1:
        of = antecedent(ws, source[0])
        return [_span(ws, *of), _span(ws, *source)] if of else [_span(ws, *source)]
    if source is not None:
        return [] if ws[_head(ws, *source)].low in EVIDENCE else [_span(ws, *source)]
    if {"hedge", "passive", "noun", "infinitive hedge"} & set(cue.rule.takes):
        return []
    if before and before[-1].source and (ws[cue.first - 1].tag in ("CC", ",", "ADV") or ws[cue.at].low.endswith("ing")):
        return before[-1].source
    if ws[cue.at].low.endswith("ing") or (cue.first and ws[cue.first - 1].tag in ("CC", ",", "TO")):
        main = _main_subject(ws, cue.first) or _opening_phrase(ws)
        return [_span(ws, *main)] if main else []
    return []


def _opening_phrase(ws: Sequence[Word]) -> tuple[int, int] | None:
    """The noun phrase that a sentence begins with, if it does."""
    start = 1 if ws[0].tag in ("CC", "ADV") else 0
    after = noun_phrase(ws, start)
    return (start, after) if after > start else None


def _head(ws: Sequence[Word], start: int, end: int) -> int:
    """The head of a noun phrase: its last noun before a preposition, comma or relative pronoun."""
    for k in range(start + 1, end):
        if ws[k].tag in ("PREP", ",", "REL", "THAT", "(") and k > start:
            return k - 1
    return end - 1


def _main_subject(ws: Sequence[Word], before: int) -> tuple[int, int] | None:
    """The subject of the sentence's first finite verb."""
    start = 0
    if ws[0].tag in ("SUB", "PREP"):
        start = next((k + 1 for k in range(before) if ws[k].tag == ","), 0)
    for k in range(start, before):
        if ws[k].tag in FINITE or (ws[k].tag == "ED" and k and ws[k - 1].tag in NOMINAL):
            who = subject(ws, k)
            if who is not None:
                return who
    return None


def _subject(ws: Sequence[Word], cue: Cue) -> tuple[int, int] | None:
    if ws[cue.at].low.endswith("ing") and not any(w.tag in ("AUX", "MODAL") for w in ws[cue.first : cue.at]):
        return None
    return subject(ws, cue.first)


def _span(ws: Sequence[Word], a: int, b: int) -> Span:
    return Span(ws[a].start, ws[b - 1].end)


def _end(ws: Sequence[Word], cue: Cue, later: Sequence[Cue]) -> int:
    """Where the content of a cue stops at the latest: the sentence's end, or where the reporter takes over."""
    end = len(ws)
    while end > cue.last and ws[end - 1].tag in (".", "!", "?", "…"):
        end -= 1
    opening = ws[0].tag == "SUB" or (cue.at <= 1 and ws[cue.at].tag in ("ING", "ED"))
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


def _belongs_to_nested(ws: Sequence[Word], cue: Cue, other: Cue, between: Sequence[Cue]) -> bool:
    """ "says his troops refuse to leave and want to stay": "want" goes on from "refuse", not from "says"."""
    if ws[other.first - 1].tag != "CC" or {"hedge", "passive", "noun"} & set(cue.rule.takes):
        return False
    if not between:
        return _tense(ws[other.at].low) != _tense(ws[cue.at].low) or other.first < other.at
    return _tense(ws[other.at].low) != _tense(ws[cue.at].low) or _tense(ws[between[-1].at].low) == _tense(ws[cue.at].low)


@cache
def _tense(form: str) -> str:
    """ing, s, past or base."""
    if form.endswith("ing"):
        return "ing"
    verb = next((r for r in _verbs() if form in inflect(r)), form)
    return "base" if form == verb else "s" if form.endswith("s") else "past"


@cache
def _verbs() -> tuple[str, ...]:
    return tuple({term.split()[0] for r in rules("cues") for term in r.terms})


def _sibling(ws: Sequence[Word], cue: Cue) -> int | None:
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
    if before in (",", "—") and (who is None or _is_parenthetical(ws, cue)):
        return at - 1
    if before == "SUB" and at > 1 and ws[at - 2].tag == ",":
        return at - 2
    return None


# ---- frames: what a cue governs. Each answers (content parts, source) or None ------------------------------

Part = tuple[int, int]
Parts = tuple[list[Part], Part | None] | None


def _clause(ws: Sequence[Word], cue: Cue, who: Part | None, end: int) -> Parts:
    inverted = _inverted(ws, cue)
    if inverted is not None and _front(ws, cue, cue.first) is not None:
        return _around(ws, cue.first, with_apposition(ws, cue.last, inverted), cue), (cue.last, with_apposition(ws, cue.last, inverted))
    if who and (gap := _relative_gap(ws, cue, who, end)) is not None:
        return gap, who
    start = _complement(ws, cue.last, end)
    if start is not None and not (who and (_is_parenthetical(ws, cue) or _is_quoted_front(ws, who[0]))):
        return [(start, end)], who
    if who is not None and _front(ws, cue, who[0]) is not None:
        return _around(ws, who[0], _after_adjuncts(ws, cue.last), cue), who
    if ws[cue.at].low.endswith("ing") and start is None:
        return None
    if start is not None:
        return [(start, end)], who
    return None


def _relative_gap(ws: Sequence[Word], cue: Cue, who: Part, end: int) -> list[Part] | None:
    """ "which he said were late", "a probe the agency said was over": the claim goes around the cue."""
    k = cue.last
    if who[0] == 0 or k + 1 >= end or ws[k].tag not in ("AUX", "MODAL", "PAST"):
        return None
    before = who[0] - 1
    if ws[before].tag in ("REL", "THAT") or ws[before].low in ("what", "which"):
        return [(before, before + 1), (k, end)]
    return None


def _speech(ws: Sequence[Word], cue: Cue, who: Part | None, end: int) -> Parts:
    """As _clause, but whatever follows was said, whether or not we see its verb ("said the plan cost jobs")."""
    parts = _clause(ws, cue, who, end)
    if parts is not None or who is None:
        return parts
    k = _after_adjuncts(ws, cue.last)
    return ([(k, end)], who) if end - k >= 3 and ws[k].tag in NOMINAL | {"Q"} else None


def _complement(ws: Sequence[Word], k: int, end: int) -> int | None:
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
    if tag in NOMINAL or tag in ("ADV", "MODAL", "NEG", "SUB", "REL") or ws[k].low in ("there", "it", "in", "at", "as", "by"):
        return k if _has_finite(ws, k, end) else None
    return None


def _after_aside(ws: Sequence[Word], k: int) -> int:
    """Past ", however" and ", though" when a quotation or "that" follows: "added, though, that …"."""
    if k + 3 < len(ws) and ws[k].tag == "," and ws[k + 2].tag == "," and ws[k + 1].tag in ("ADV", "SUB"):
        return k + 2
    return k


def _that_ahead(ws: Sequence[Word], k: int, end: int) -> int | None:
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


def _after_adjuncts(ws: Sequence[Word], k: int) -> int:
    """Past "on Monday", "in a statement", "to reporters", "again" behind a cue."""
    from_here = k
    while k < len(ws):
        low, tag = ws[k].low, ws[k].tag
        if tag == "ADV" or low in TIMES:
            k += 1
        elif tag in ("PREP", "TO") and low in ("in", "on", "at", "to", "during", "via", "through", "by", "of", "from", "about", "after", "before"):
            after = noun_phrase(ws, k + 1, most=8)
            if after == k + 1 or (after < len(ws) and ws[after].tag in (*FINITE, "ED") ):
                break
            k = after
        else:
            break
        from_here = k
    return from_here


TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today tonight earlier later recently".split()
)


def _has_finite(ws: Sequence[Word], k: int, end: int) -> bool:
    if ws[k].tag == "PRON" and k + 1 < end:
        return True
    return any(w.tag in FINITE or (w.tag == "Q" and j > k) or _looks_finite(ws, j, k) for j, w in enumerate(ws[k:end], k))


def _looks_finite(ws: Sequence[Word], j: int, k: int) -> bool:
    """A word in -ed or -s behind a noun and before what a verb takes."""
    if j <= k or ws[j - 1].tag not in ("NOUN", "NAME", "PRON", "ADV", "NUM", "REL", "THAT"):
        return False
    if ws[j].tag == "ED":
        return True
    after = ws[j + 1].tag if j + 1 < len(ws) else "."
    return ws[j].tag == "NOUN" and ws[j].low.endswith("s") and ws[j - 1].tag not in ("NUM", "ADV") and after in ("DET", "GEN", "TO", "ADV", "NAME", "PRON", "THAT")


def _inverted(ws: Sequence[Word], cue: Cue) -> int | None:
    """ ", said John Smith, …": the index after the subject that follows the cue, or None."""
    if cue.last != cue.at + 1 or cue.first == 0 or ws[cue.first - 1].tag not in (",", "Q", "—", "?", "!"):
        return None
    if cue.last >= len(ws) or ws[cue.last].tag not in ("NAME", "DET", "GEN", "NOUN", "PRON", "NUM"):
        return None
    after = noun_phrase(ws, cue.last)
    if after == cue.last:
        return None
    if after < len(ws) and ws[after].tag in (*FINITE, "ED", "THAT", "TO"):
        return None
    if ws[cue.first - 1].tag == ",":
        stop = next((k for k in range(after, len(ws)) if ws[k].tag in (",", ";", "Q")), len(ws))
        if _has_finite(ws, after, stop):
            return None
    return after


def _is_parenthetical(ws: Sequence[Word], cue: Cue) -> bool:
    """ "…, officials said, …" or "…, officials said." - nothing but adjuncts between the cue and a stop."""
    k = _after_adjuncts(ws, cue.last)
    return k >= len(ws) or ws[k].tag in (",", ".", "!", "?", "—", ")")  and not (ws[k].tag == "," and k + 1 < len(ws) and ws[k + 1].tag in ("Q", "THAT") and cue.first < 6)


def _front(ws: Sequence[Word], cue: Cue, at: int) -> int | None:
    """The index after the words in front of `at` that a cue behind them may govern, or None."""
    if at == 0:
        return None
    mark = ws[at - 1].tag
    if mark == "Q":
        return at
    if mark in (",", "—", "?", "!") and at > 1:
        return at - 1 if any(w.tag == "Q" for w in ws[:at]) or _is_statement(ws, at - 1) else None
    return None


def _is_statement(ws: Sequence[Word], stop: int) -> bool:
    """Whether the words before `stop` are a sentence or the start of one that goes on behind the cue."""
    start = 1 if ws[0].tag == "CC" else 0
    if ws[start].tag in ("PREP", "SUB", "TO", "ING", "ED") or ws[start].low in ("last", "earlier", "later", "so", "again"):
        comma = next((k for k in range(start, stop) if ws[k].tag == ","), stop)
        return _has_finite(ws, comma, stop)
    return _has_finite(ws, start, stop) or stop - start < 8


def _around(ws: Sequence[Word], front: int, back: int, cue: Cue) -> list[Part]:
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


def _is_clause_quote(ws: Sequence[Word], start: int, stop: int) -> bool:
    return ws[start].tag == "Q" or stop - start > 1


def _quote_start(ws: Sequence[Word], start: int, stop: int) -> int:
    return next((k for k in range(start, stop) if ws[k].tag == "Q"), start)


def _resumed(ws: Sequence[Word], back: int, quoted: bool) -> list[Part]:
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
    if ws[start].tag in ("ING", "REL") or ws[start].low in RESUMES or (ws[start].tag == "CC" and not _has_finite(ws, start, end)):
        return []
    return [(start, end)]


def _is_quoted_front(ws: Sequence[Word], at: int) -> bool:
    """A quotation stands right before the subject: what follows the cue is circumstance ("said when asked")."""
    return at > 0 and ws[at - 1].tag == "Q"


def _person(ws: Sequence[Word], cue: Cue, who: Part | None, end: int) -> Parts:
    """told X that …; told X: …; “…,” he told X; urged X to …"""
    k = noun_phrase(ws, cue.last, most=12)
    if k == cue.last:
        return None
    k = with_apposition(ws, cue.last, k)
    start = _complement(ws, k, end)
    if start is not None and not (who and _is_quoted_front(ws, who[0])):
        return [(start, end)], who
    if k < end and ws[k].tag == "TO":
        return [(cue.last, end)], who
    front = who[0] if who else cue.first
    if who and _is_quoted_front(ws, front):
        return _around(ws, front, _after_adjuncts(ws, k), cue), who
    if _front(ws, cue, front) is not None and who is not None:
        return _around(ws, front, _after_adjuncts(ws, k), cue), who
    return None


def _infinitive(ws: Sequence[Word], cue: Cue, who: Part | None, end: int) -> Parts:
    k = cue.last - 1 if ws[cue.last - 1].tag == "TO" else cue.last
    return ([(k, end)], who) if k < end and ws[k].tag == "TO" else None


def _infinitive_hedge(ws: Sequence[Word], cue: Cue, who: Part | None, end: int) -> Parts:
    parts = _infinitive(ws, cue, who, end)
    return ([(a, _scope_end(ws, a, b)) for a, b in parts[0]], None) if parts else None


def _object(ws: Sequence[Word], cue: Cue, who: Part | None, end: int) -> Parts:
    if who is None and not ws[cue.at].low.endswith("ing"):
        return None
    k = cue.last
    if k >= end or ws[k].tag not in (*NOMINAL, "Q"):
        return None
    stop = _object_end(ws, k, end)
    return ([(k, stop)], who) if stop > k else None


def _object_end(ws: Sequence[Word], k: int, end: int) -> int:
    for j in range(k, end):
        if ws[j].tag in (",", ";", "—", ":") or (ws[j].tag == "SUB" and j > k):
            return j
    return end


def _naming(ws: Sequence[Word], cue: Cue, who: Part | None, end: int) -> Parts:
    if cue.last >= end or ws[cue.last].tag not in (*NOMINAL, "Q", "THAT"):
        return None
    if who is None and not ws[cue.at].low.endswith("ing") and (cue.first == 0 or ws[cue.first - 1].tag not in ("CC", ",", "TO")):
        return None
    if ws[cue.last].tag == "Q":
        what = who is not None and who[0] > 0 and ws[who[0] - 1].low in ("what", "which")
        return [*([(who[0] - 1, who[0])] if what and who else []), (cue.last, cue.last + 1)], who
    after = noun_phrase(ws, cue.last, most=10)
    more = any(w.tag == "Q" or w.low in ("as", "a", "an", "the", "to") for w in ws[cue.last + 1 : end])
    stop = next((j for j in range(cue.last, end) if ws[j].tag in (";", "—") or _is_break(ws, j)), end)
    return ([(cue.last, stop)], who) if more and after <= end else None


def _is_break(ws: Sequence[Word], j: int) -> bool:
    after = ws[j + 1].tag if j + 1 < len(ws) else "."
    return ws[j].tag == "," and after in ("PRON", "SUB", "REL", "PREP", "ADV", "GEN", "DET", "TO", "AUX", "MODAL", "PAST", "CUE")


def _quote_only(ws: Sequence[Word], cue: Cue, who: Part | None, end: int) -> Parts:
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


def _hedge(ws: Sequence[Word], cue: Cue, who: Part | None, end: int) -> Parts:
    """reportedly …: minimal scope (guideline, rule 7): the words behind the cue, not the subject before it."""
    return [(cue.last, _scope_end(ws, cue.last, end))], None


def _passive(ws: Sequence[Word], cue: Cue, who: Part | None, end: int) -> Parts:
    """X is believed to …: nobody is named for "to …"; X itself is the reporter's."""
    return [(cue.last, _scope_end(ws, cue.last, end))], None


def _scope_end(ws: Sequence[Word], k: int, end: int) -> int:
    """A hedge reaches to the next clause that stands on its own feet: ", which …", "where …", "as …", "but …"."""
    for j in range(k + 1, end - 1):
        low, before = ws[j].low, ws[j - 1].tag
        if low == "where" or (low == "as" and before in ("NOUN", "NAME") and _starts_clause(ws, j + 1, end)):
            return j - 1 if before == "," else j
        if before == "," and (low in RESUMES or ws[j].tag in ("REL", "CC") and _has_finite(ws, j + 1, end)):
            return j - 1
    return end


def _starts_clause(ws: Sequence[Word], k: int, end: int) -> bool:
    """ "as Russian forces close in", but not "as a guard", "as well as"."""
    return end - k >= 3 and ws[k].tag in ("NAME", "PRON", "GEN", "DET") and ws[k].low not in ("a", "an")


def _phrase(ws: Sequence[Word], cue: Cue, who: Part | None, end: int) -> Parts:
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
    if (not parts or back < end and ws[after].tag == ",") and back < end:
        parts.append((back, end))
    return (parts, source) if parts else None


def _noun(ws: Sequence[Word], cue: Cue, who: Part | None, end: int) -> Parts:
    """the claim that …: up to the verb whose subject the noun is."""
    k = cue.last - 1
    stop = end
    owner = None
    if cue.first and ws[cue.first - 1].tag == "GEN":
        owner = (cue.first - 1, cue.first)
    return [(k, stop)], owner


FRAMES: dict[str, Callable[[Sequence[Word], Cue, Part | None, int], Parts]] = {
    "clause": _clause, "speech": _speech, "person": _person, "infinitive": _infinitive, "infinitive hedge": _infinitive_hedge,
    "object": _object, "naming": _naming, "quote only": _quote_only, "hedge": _hedge, "passive": _passive,
    "phrase": _phrase, "noun": _noun,
}  # fmt: skip


# ---- the whole article -------------------------------------------------------------------------------------


def find(article: Article, quotations: Sequence[Quotation]) -> tuple[list[Draft], list[Span]]:
    """All attributions of an article in text order, and the quotation marks that only name a title.

    Every quotation is in one of the two: governed by a cue, going on, a borrowed term, or nobody's.
    """
    speech = Speech(article, quotations)
    at = 0
    for number, paragraph in enumerate(article.paragraphs):
        here = []
        while at < len(quotations) and quotations[at].paragraph == number:
            here.append(quotations[at])
            at += 1
        speech.turn = None
        for sentence, inside in _with_tails(article.text, outer_sentences(article.text, paragraph, here)):
            speech.sentence(sentence, inside, first=sentence.start == paragraph.start)
    return sorted(speech.drafts, key=_place), speech.titles


def _with_tails(text: str, found: Iterable[tuple[Span, list[Quotation]]]) -> Iterator[tuple[Span, list[Quotation]]]:
    """The sentences, but “Why?” and the “Smith asked.” behind it as one."""
    held: tuple[Span, list[Quotation]] | None = None
    for sentence, inside in found:
        if held and _is_tail(text, held, sentence, inside):
            held = Span(held[0].start, sentence.end), held[1] + inside
            continue
        if held:
            yield held
        held = sentence, inside
    if held:
        yield held


def _is_tail(text: str, before: tuple[Span, list[Quotation]], sentence: Span, inside: list[Quotation]) -> bool:
    span, quotations = before
    if not quotations or quotations[-1].span.end != span.end or quotations[-1].inside(text).rstrip()[-1:] not in "!?…—-":
        return False
    ws = words(text, Span(sentence.start, min(sentence.end, sentence.start + 120)), [])
    first = next(cues(ws, text), None)
    if first is None or first.first > 9 or not {"speech", "clause", "quote only", "person"} & set(first.rule.takes):
        return False
    who = subject(ws, first.first)
    return who is not None and who[0] == 0 and _complement(ws, first.last, len(ws)) is None


def _place(draft: Draft) -> tuple[int, int]:
    return min(draft.content or draft.cue).start, draft.cue[0].start if draft.cue else -1


class Speech:
    """Who is speaking, from sentence to sentence of one article."""

    def __init__(self, article: Article, quotations: Sequence[Quotation]) -> None:
        self.article = article
        self.index = {q.span: n for n, q in enumerate(quotations)}
        self.owner: dict[int, Draft] = {}  # number of a quotation -> the attribution that it is in
        self.drafts: list[Draft] = []
        self.titles: list[Span] = []
        self.last: Draft | None = None
        self.awaiting: Draft | None = None
        self.turn: Draft | None = None

    def sentence(self, span: Span, inside: list[Quotation], *, first: bool) -> None:
        """Take in the next sentence of the reporter, with the quotations in it."""
        ws = words(self.article.text, span, inside)
        if first:
            self._begin_turn(span, ws)
        if self.turn is not None:
            last = self.turn.content.pop()
            self.turn.content.append(Span(last.start, span.end))
            self.owner.update((self.index[q.span], self.turn) for q in inside)
            return
        for piece in (ws[k : k + MOST_WORDS] for k in range(0, len(ws), MOST_WORDS)):
            found = in_sentence(self.article.text, piece)
            for q in inside:
                if ws[0].start <= q.span.start and piece[0].start <= q.span.start < piece[-1].end:
                    self._place_quotation(q, piece, found)
            self.drafts.extend(found)
            self.last = next((d for d in reversed(found) if d.source and d.rule.id not in UNSPOKEN), self.last)
            self._await(piece)

    def _begin_turn(self, span: Span, ws: Sequence[Word]) -> None:
        """ "SMITH: …" gives the whole paragraph to Smith; "Mayor: Bridge to stay closed" a heading."""
        colon = next((k for k, w in enumerate(ws[:8]) if w.tag == ":"), 0)
        if not colon or colon + 1 >= len(ws) or any(w.tag not in ("NAME", "NUM", ".") for w in ws[:colon]):
            return
        name = self.article.text[ws[0].start : ws[colon - 1].end]
        heading = span.end - span.start < 140 and self.article.text[span.end - 1].isalnum()
        turn = colon > 1 and colon < 5 and self.article.text[ws[colon + 1].start].isupper()
        if name.isupper() or heading or turn or ws[colon + 1].tag == "Q":
            who = Span(ws[0].start, ws[colon - 1].end)
            cue, rest = Span(*ws[colon][:2]), Span(ws[colon + 1].start, span.end)
            self.turn = Draft(rule("quote.name-colon"), [cue], [rest], [who], spoken=True)
            self.drafts.append(self.turn)
            self.last = self.turn

    def _place_quotation(self, q: Quotation, ws: Sequence[Word], found: list[Draft]) -> None:
        number = self.index[q.span]
        draft = next((d for d in found if any(c.contains(q.span) for c in d.content)), None)
        if draft is None:
            draft = self._goes_on(q, ws, found)
            if draft is None:
                draft = self._uncued(q, ws, found)
        if draft is not None:
            self.owner[number] = draft

    def _goes_on(self, q: Quotation, ws: Sequence[Word], found: list[Draft]) -> Draft | None:
        """The attribution that this quotation simply goes on with, or that has been waiting for it."""
        draft = self.owner.get(q.follows) if q.follows is not None else None
        alone = not found and all(w.tag in ALONE for w in ws)
        if draft is None and alone:
            draft = self.awaiting or self.last
            if draft is self.awaiting and draft is not None and draft not in self.drafts:
                self.drafts.append(draft)
        if draft is None or draft.rule.id == "voice.borrowed":
            return None
        draft.content.append(q.span)
        self.last = draft
        return draft

    def _uncued(self, q: Quotation, ws: Sequence[Word], found: list[Draft]) -> Draft | None:
        """A quotation that nothing governs: a title, a borrowed term, or words nobody is named for."""
        inside = q.inside(self.article.text)
        at = next((k for k, w in enumerate(ws) if w.start == q.span.start), 0)
        if at > 1 and ws[at - 1].tag == ":" and ws[at - 2].tag == "NAME" and is_clause(inside):
            return self._named_before_colon(q, ws, at)
        if is_title(inside) and not (len(ws) <= 2 and is_clause(inside)):
            self.titles.append(q.span)
            return None
        if is_clause(inside):
            draft = Draft(rule("quote.nobody-named"), [], [q.span], [], spoken=True)
        else:
            draft = Draft(rule("voice.borrowed"), [q.span], [], [])
        self.drafts.append(draft)
        return draft

    def _named_before_colon(self, q: Quotation, ws: Sequence[Word], at: int) -> Draft:
        """ "…, said a letter from Ann Lee: “…”": the name before the colon is the speaker."""
        start = at - 2
        while start > 0 and ws[start - 1].tag in ("NAME", "CC") and ws[start].tag in ("NAME", "CC"):
            start -= 1
        who = _span(ws, start, at - 1)
        draft = Draft(rule("quote.name-colon"), [Span(*ws[at - 1][:2])], [q.span], [who], spoken=True)
        self.drafts.append(draft)
        return draft

    def _await(self, ws: Sequence[Word]) -> None:
        """ "Smith continued:" at the end of a paragraph waits for the quotation of the next one."""
        self.awaiting = None
        if ws[-1].tag != ":":
            return
        for cue in cues(ws, self.article.text):
            who = _subject(ws, cue)
            if who is not None and not {"noun", "hedge", "passive"} & set(cue.rule.takes):
                self.awaiting = Draft(cue.rule, [_span(ws, cue.first, cue.last)], [], [_span(ws, *who)], spoken=True)


#: A quotation standing alone cannot go on from a thought or a wish.
UNSPOKEN = frozenset({"cue.think", "cue.want", "cue.urge", "cue.demand"})
ALONE = frozenset({"Q", ".", ",", "!", "?", "…"})
#: A longer sentence is read in pieces, so that no text can take more than linear time.
MOST_WORDS = 300


def is_clause(inside: str) -> bool:
    """Whether what the marks hold could stand alone: it ends like a sentence, or is long."""
    parts = re.findall(r"[^\W_][\w’'-]*", inside)
    return len(parts) >= 8 or (len(parts) >= 3 and inside.rstrip()[-1:] in ".!?…")


def mode(text: str, draft: Draft, quoted: Sequence[Span]) -> str:
    """direct: at least 95 in 100 letters of the content stand in quotation marks; mixed: some (PARC 3.0)."""
    if not draft.content:
        return "borrowed"
    letters = inside = 0
    for part in draft.content:
        near = quoted[max(0, bisect_left(quoted, part) - 1) : bisect_left(quoted, Span(part.end, part.end))]
        letters += _letters(text, part)
        inside += sum(_letters(text, Span(max(part.start, q.start), min(part.end, q.end))) for q in near if q.overlaps(part))
    if letters and inside >= 0.95 * letters:
        return "direct"
    if not draft.source:
        return "hedged"
    return "mixed" if inside else "indirect"


def _letters(text: str, span: Span) -> int:
    return sum(map(str.isalnum, span.of(text)))


def stance(text: str, draft: Draft) -> str:
    """The stance of the cue's rule; an adverb of hearsay in the cue ("reportedly said") outweighs it."""
    cue = " ".join(s.of(text).lower() for s in draft.cue)
    return "hearsay" if re.search(r"\b(?:reported|alleged|purported|supposed)ly\b", cue) else draft.rule.stance
