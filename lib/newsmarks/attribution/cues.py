"""Finds the cues of a sentence: the saying words, in every form, where they are verbs and not nouns."""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import lru_cache
from typing import NamedTuple

from newsmarks.attribution.nouns import antecedent
from newsmarks.attribution.subjects import subject
from newsmarks.attribution.tagged import Words, leftwards, word
from newsmarks.attribution.verbs import verb_group
from newsmarks.english import TIMES, inflect, listed
from newsmarks.ruleset import Rule, Rules

BE = listed("be_forms")
THROUGH = listed("spoken_through")
PLURALS = listed("irregular_plurals")
ALSO_NOUNS = listed("also_nouns")
#: What cues take whose first word stands in one form only.
FIXED = frozenset({"hedge", "passive", "phrase", "possessed", "noun"})


class Cue(NamedTuple):
    """A cue in a sentence: its verb group is words[first:last], its main verb stands at `at`.

    tense: base, s, past or ing.
    """

    rule: Rule
    first: int
    at: int
    last: int
    tense: str
    passive: bool = False


@lru_cache(maxsize=8)
def lexicon(rules: Rules) -> dict[str, list[tuple[tuple[str, ...], Rule, str]]]:
    """First word of a cue, in every form -> the words that must follow, the rule and the tense, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Rule, str]]] = {}
    for rule in rules:
        fixed = FIXED & set(rule.takes)
        for term in (term for term in rule.terms if term not in rule.out):
            first, *rest = term.split()
            for form in (first,) if fixed else inflect(first):
                found.setdefault(form, []).append((tuple(rest), rule, _tense(form, first)))
    for entries in found.values():
        entries.sort(key=lambda e: -len(e[0]))
    return found


def _tense(form: str, verb: str) -> str:
    if form == verb:
        return "past" if verb in inflect(verb)[1:] else "base"
    return "ing" if form.endswith("ing") else "s" if form.endswith("s") else "past"


def find_cues(ws: Words, text: str, rules: Rules) -> Iterator[Cue]:
    """The cues of a sentence in order. A form that is a noun here, or spared by its rule, is none."""
    known, skip = lexicon(rules), -1
    titled = _is_titled(ws, text, known)
    for i, (start, _, low, _) in enumerate(ws):
        if low not in known or i <= skip or (i and not titled and text[start].isupper()):
            continue
        for rest, rule, tense in known[low]:
            if tuple(x.low for x in ws[i + 1 : i + 1 + len(rest)]) != rest:
                continue
            cue = (_verb if FIXED.isdisjoint(rule.takes) else _fixed)(ws, i, len(rest), rule, tense)
            if cue is not None and not _spared(ws, cue, rule):
                skip = cue.last - 1
                yield cue
                break


def subject_of(ws: Words, cue: Cue) -> tuple[int, int] | None:
    """The noun phrase that says it, where the sentence has one right before the cue; (first, after last)."""
    if ws[cue.at].low.endswith("ing") and not any(w.tag in ("AUX", "MODAL") for w in ws[cue.first : cue.at]):
        before = word(ws, cue.first - 1)
        if before.tag not in ("NOUN", "NAME") or before.low in {*TIMES, "“”"}:
            return None
        of = antecedent(ws, cue.first)
        verb = of and word(ws, of[0] - 1).tag in ("NEG", "MODAL", "TO")  # "could not resist pointing out"
        spent = any(ws[k].low in ("spend", "spends", "spent") for k in leftwards(cue.first))
        return None if of and (verb or spent or {w.low for w in ws[of[0] : of[1]]} & THROUGH) else of
    if [w.tag for w in ws[cue.first : cue.first + 2]] == ["NEG", "TO"]:
        return None  # "decided after a talk not to say"
    return subject(ws, cue.first)


def _is_titled(ws: Words, text: str, known: Container[str]) -> bool:
    """A heading in which Most Words Have Capital Letters, so that a capital says nothing."""
    if any(w.low in known and text[w.start].islower() for w in ws):
        return False
    letters = [text[w.start] for w in ws if w.low[0].isalpha()]
    return len(letters) > 3 and sum(map(str.isupper, letters)) > 0.65 * len(letters)


def _fixed(ws: Words, i: int, more: int, rule: Rule, tense: str) -> Cue | None:
    """A cue whose first word stands in one form only."""
    takes = rule.takes
    if "noun" in takes:
        return Cue(rule, i, i, i + more, tense) if _is_noun(ws, i) else None  # "that" belongs to the content
    if "phrase" in takes:
        return Cue(rule, i, i, i + 1 + more, tense)
    if "possessed" in takes:
        start = next((j for j in leftwards(i - 1)[:7] if ws[j].low in ("in", "by")), None)
        owner = word(ws, i - 2 if word(ws, i - 1).low == "own" else i - 1)
        return Cue(rule, start, i, i + 1, tense) if start is not None and owner.tag == "GEN" else None
    if "hedge" in takes:
        first = i - 1 if more and word(ws, i - 1).low in BE else i
        return Cue(rule, first, i, i + 1 + more, tense) if first < i or not more else None
    if "passive" in takes:
        first, last = verb_group(ws, i)
        be = any(x.low in BE for x in ws[first:i])
        governs = word(ws, last).tag in ("TO", "THAT")
        return Cue(rule, first, i, last, tense, passive=True) if be and governs else None
    return None


def _verb(ws: Words, i: int, more: int, rule: Rule, tense: str) -> Cue | None:
    takes = rule.takes
    if not _is_verb(ws, i, tense):
        return None
    if more and ws[i + more].tag == "TO" and "infinitive" in takes:
        more -= 1  # "promised to …": "to" belongs to the content
    first, last = verb_group(ws, i)
    if any(x.low in BE for x in ws[first:i]) and not ws[i].low.endswith("ing"):
        return Cue(rule, first, i, last, tense, passive=True) if "naming" in takes else None
    return Cue(rule, first, i, last + more, tense)


def _is_noun(ws: Words, i: int) -> bool:
    before = word(ws, i - 1)
    noun = before.tag == "NOUN" and not before.low.endswith("s")
    return noun or before.tag in ("", "DET", "GEN", "PREP", "ED", "ING")


def _is_verb(ws: Words, i: int, tense: str) -> bool:
    """Whether a form that might be a noun ("claim", "reports", "notes") is a verb in this place."""
    before = word(ws, i - 1).tag
    if before in ("DET", "GEN", "PREP", "NUM") and not (before == "PREP" and ws[i].low.endswith("ing")):
        return before == "DET" and ws[i - 1].low in ("all", "both", "some", "many", "this", "that")
    if ws[i].low.endswith("ing") and before in ("AUX", ",", "PREP", "SUB", "", "NAME", "NOUN", "ADV", "OBJ"):
        return True
    after = word(ws, i + 1).tag
    if _is_counted(ws, i, tense):
        return False
    if before == "Q" and after == "NAME" and tense == "base" and ws[i].low in ALSO_NOUNS:
        return False  # "“…,” state Senator Ann Lee said"
    if ws[i].low in ALSO_NOUNS and before not in ("PRON", "MODAL", "TO", "ADV", "REL"):
        quoted_before = any(ws[k].tag == "Q" for k in leftwards(i)[:8])
        return (
            after in ("THAT", "Q", ":", "PRON", "OBJ", "TO")
            or (after in ("DET", "GEN", "NUM") and (before == "NAME" or (before == "NOUN" and tense == "s")))
            or quoted_before
        )
    if before in ("NOUN", "NAME") and tense == "base" and not is_plural(ws[i - 1].low):
        return False  # "a snappy retort"
    if ws[i].tag == "ED" and word(ws, i + 1).low == "by":
        return False  # "data cited by the inquiry"
    asked = before in ("SUB", "") or (i == 1 and before == "CC")  # "when asked", "Asked about it, he …"
    return not (ws[i].tag == "ED" and asked)


def _is_counted(ws: Words, i: int, tense: str) -> bool:
    """ "a media request", "a detailed plan", "two main questions": the form belongs to a number or to "a"."""
    start = i - 1
    while word(ws, start).tag in ("NOUN", "ED"):
        start -= 1
    if start == i - 1:
        return False
    if tense == "base":
        return word(ws, start).low in ("a", "an", "another")
    return tense == "s" and word(ws, start).tag == "NUM" and ws[start].low not in ("one", "1")


def is_plural(noun: str) -> bool:
    """Whether a noun has the form of more than one, as far as the word alone tells."""
    return noun.endswith("s") or noun in PLURALS


def _spared(ws: Words, cue: Cue, rule: Rule) -> bool:
    """Whether a phrase of the rule's `unless` stands here, its first word in any form ("claims victory")."""
    behind = " ".join(w.low for w in ws[cue.at + 1 : cue.at + 6])
    return any(behind.startswith(phrase.split(None, 1)[-1]) for phrase in rule.unless)
