"""Figures: numbers and quantities, and what a reader of this article could check of them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from operator import itemgetter

from newsmarks.attribution.sentence import main_subject, opening_phrase, span_of
from newsmarks.attribution.tagged import words
from newsmarks.figures.found import Found
from newsmarks.figures.scanner import scan
from newsmarks.model import CRITERIA, Article, Attribution, Criteria, Criterion, Figure, Span, Voice
from newsmarks.phrases import Lexicon, after, lexicon
from newsmarks.ruleset import Rule, RuleSet
from newsmarks.text import Sentences

#: Figures that anyone can look up in a calendar.
PUBLIC = frozenset({"figures.date", "figures.year", "figures.clock"})
ASKS: dict[str, str] = {
    "who": "Who counted “{figure}”, and how did they come to know it?",
    "what": "What exactly is “{figure}”: what was counted, and what was left out?",
    "when": "For which day or hour does “{figure}” stand?",
    "how": "How was “{figure}” counted: one by one, from a sample, or by a guess?",
    "access": "Where could somebody else have looked at the time to check “{figure}”?",
}
OF_WHAT = "“{figure}” of what? What is the whole, and what was counted as part of it?"
#: What a date beside a figure earns it.
DATED = {"when": 1.0}
LOOK_UP = "Does a calendar agree with “{figure}”?"
NOTHING_TO_ASK = "“{figure}” counts nothing, so there is nothing to ask."


def find(
    article: Article, sentences: Sentences, voices: Sequence[Voice], attributions: Sequence[Attribution], rules: RuleSet
) -> tuple[Figure, ...]:
    """The figures of an article, in text order and apart, each with what could be checked of it."""
    found = deque(scan(article.text, rules.of("figures")))
    if not found:
        return ()
    meta = [v.span for v in voices if v.voice == "meta"]
    evidence = Evidence(article.text, sentences, lexicon(rules.of("criteria")), found, meta)
    holders = _holders([f.span for f in found], attributions)
    # What the grammar found is let go as soon as its figure is made: a long text has many.
    return tuple(
        _figure(article.text, found[0], rules.rule(found.popleft().rule), at, attributions, evidence) for at in holders
    )


def _figure(
    text: str, found: Found, rule: Rule, at: int | None, attributions: Sequence[Attribution], evidence: Evidence
) -> Figure:
    figure = " ".join(found.span.of(text).split())
    counts, noun = (None, None) if rule.kind in ("date", "identifier", "idiom") else _counted(text, found.span)
    if rule.kind in ("identifier", "idiom"):
        criteria, verdict = evidence.nothing_to_ask(figure), "not a quantity"
    elif rule.id in PUBLIC:
        look_up = Criterion(1.0, found.span, evidence.asked(LOOK_UP, figure))
        criteria, verdict = Criteria(look_up, look_up, look_up, look_up, look_up), "checkable"
    else:
        earned = evidence.beside(found.span)
        if rule.id == "figures.score":  # the result of a match or a vote, which others saw
            earned.update(how=(1.0, found.span), access=(1.0, found.span))
        clause = _clause(None if at is None else attributions[at], found.span, evidence.sentence(found.span))
        earned["what"] = _what(text, found.span, rule.kind, noun, clause)
        if counts is None and (about := earned["what"][1]):
            counts = " ".join(about.of(text).split())
        said = _who(text, None if at is None else attributions[at], earned)
        counted = NOTHING if said[0] == 1 else _counter(text, found.span, evidence.sentence(found.span), earned)
        earned["who"] = max(earned.get("who", NOTHING), said, counted, key=itemgetter(0))
        asks = {**ASKS, "what": OF_WHAT} if rule.kind == "percentage" else ASKS
        criteria = Criteria(*(evidence.criterion(asks[c], figure, *earned.get(c, NOTHING)) for c in CRITERIA))
        verdict = criteria.verdict
    return Figure(
        found.span, rule.kind, found.value, found.approx, found.unit, counts, at, criteria, verdict,
        rule.id, rule.because(term=figure),
    )  # fmt: skip


# --- what is counted --------------------------------------------------------------------------

STOPS = (
    "a an the and or but nor of in on at to by for from with without into over under between as than that which who "
    "whom whose where when while after before since until because if though although so is are was were be been being "
    "am has have had do does did will would can could should may might must shall not never also said says say told "
    "remain remained fled came left died lost it he she they we you i this these those there here each per up down out "
    "off still now later ago more less only according including about around against among through during across "
    "above below last next each every another rise increase growth jump gain surge "
    "drop fall decline decrease cut reduction"
).split()
STOP = rf"(?:{'|'.join(STOPS)})\b"
OF = re.compile(r"\s+of(?:\s+(?:the|all|its|their|his|her|our|my|these|those|this|that|an?)\b)*", re.I)
#: Up to four words, to the first plural, and not into a verb or a preposition.
NOUN = re.compile(
    rf"[\s-]+(?!{STOP})(?P<noun>[^\W\d_][\w’'-]*+(?:\s+(?!{STOP})[^\W\d_][\w’'-]*+){{0,3}}?)"
    rf"(?=\s+{STOP}|\s*[^\w\s’'-]|\s*\Z|(?<=[^\Wsiu]s)\s|(?<=people)\s|(?<=children)\s|(?<=men)\s)",
    re.I,
)
DONE = re.compile(
    r"\s+(?:(?:has|have|had|is|are|was|were|be|been|being)\s+){1,3}(?P<done>[a-z]+(?:ed|en|wn|lt|ost|ut))\b"
)
#: Words that, right after the noun, say where, which or whose: the noun is then defined.
DEFINED = re.compile(r"\s+(?:in|on|at|of|under|over|aged|who|that|which|with|without|near|inside|between|living)\b")


def _counted(text: str, span: Span) -> tuple[str | None, Span | None]:
    """What a figure counts ("homes", "homes damaged"), and the span of the noun; an adverb counts no noun."""
    if span.of(text).casefold().endswith("ly"):
        return None, None
    of = after(OF, text, span.end)
    found = after(NOUN, text, of.end() if of else span.end)
    if not found:
        return None, None
    noun = " ".join(found["noun"].split())
    done = after(DONE, text, found.end())
    return (f"{noun} {done['done']}" if done else noun), Span(*found.span("noun"))


# --- who counted, and could anyone check? -----------------------------------------------------

Earned = tuple[float, Span | None]
NOTHING: Earned = (0.0, None)


#: How the next sentence begins where it goes on about the number: "The full list is …", "He based the figure on …".
REFERS = re.compile(
    r"[”\"’')]*\s(?:The|This|That|Its|These|Those)\s(?:\w+\s){0,2}?(?:list|figures?|data|results?|survey|study|report|count"
    r"|numbers?|readings?|documents?|findings|index|ballot|poll|sample|decision|register|records?)\b"
    r"|[”\"’')]*\s(?:It|She|He|They|The\s\w+)\s(?:based|bases|base|publishes|publish|published|counted|counts|count)\b"
)
#: How far into such a sentence is looked, in code points.
REFERS_REACH = 160


class Evidence:
    """The words of an article that answer one of the five questions, to be asked by sentence."""

    def __init__(
        self, text: str, sentences: Sentences, clues: Lexicon, found: Iterable[Found], meta: Sequence[Span]
    ) -> None:
        words = ((c.span, _scores(c.rule)) for c in clues.find(text))
        dates = ((f.span, DATED) for f in found if f.rule in PUBLIC)
        self._clues = sorted((c for c in chain(words, dates) if not _within(c[0], meta)), key=itemgetter(0))
        self._starts = [span.start for span, _ in self._clues]
        self._sentences, self._text = sentences, text
        # An article says "two" often: equal questions are one string, and those that nothing answers one object.
        asked = self.asked = cache(lambda ask, figure: ask.format(figure=figure))
        unanswered = self.unanswered = cache(lambda ask, figure: Criterion(0.0, None, asked(ask, figure)))
        self.nothing_to_ask = cache(lambda figure: Criteria(*[unanswered(NOTHING_TO_ASK, figure)] * len(CRITERIA)))

    def criterion(self, ask: str, figure: str, score: float, words: Span | None) -> Criterion:
        """One of the five questions put to a figure, with the score and the words that earned it."""
        return Criterion(score, words, self.asked(ask, figure)) if words else self.unanswered(ask, figure)

    def sentence(self, span: Span) -> Span:
        """The sentence that a figure stands in."""
        return self._sentences.around(span)

    def beside(self, span: Span) -> dict[str, Earned]:
        """Criterion -> the best score that the sentence of a figure earns it, and the words that do."""
        best: dict[str, Earned] = {}
        sentence = self._sentences.around(span)
        last = sentence.end + REFERS_REACH if REFERS.match(self._text, sentence.end) else sentence.end
        for at in range(bisect_left(self._starts, sentence.start), bisect_left(self._starts, last)):
            words, scores = self._clues[at]
            for criterion, score in scores.items():
                if words.start >= sentence.end and criterion not in ("how", "access"):
                    continue
                if score > best.get(criterion, NOTHING)[0] and not words.overlaps(span):
                    best[criterion] = (score, words)
        return best


@cache
def _scores(rule: Rule) -> Mapping[str, float]:
    return {criterion: float(getattr(rule, criterion)) for criterion in CRITERIA}


def _within(span: Span, several: Sequence[Span]) -> bool:
    """Whether one of several spans in text order holds a span."""
    at = bisect_left(several, span.end, key=lambda s: s.start) - 1
    return at >= 0 and several[at].contains(span)


def _who(text: str, attribution: Attribution | None, earned: Mapping[str, Earned]) -> Earned:
    """1 for one person or body that answers for the number, 0.5 for a kind of people, or a side in a fight, that

    says so without telling how it was counted.
    """
    if attribution is None or attribution.mode == "hedged" or not attribution.source:
        return NOTHING
    said_only = attribution.source_type == "party–military" and not earned.get("how", NOTHING)[0]
    one = attribution.ladder >= 3 or _is_one(attribution.source[0].of(text))
    return (1.0 if one and not said_only else 0.5), attribution.source[0]


def _counter(text: str, span: Span, sentence: Span, earned: Mapping[str, Earned]) -> Earned:
    """Who counts without saying it: the subject of "measured", "counted" and the like in front of the number."""
    score, words_of = earned.get("how", NOTHING)
    if score < 1 or words_of is None or not sentence.start < words_of.start < span.start:
        return NOTHING
    subject = _subject(text, Span(words_of.start, words_of.end), sentence)
    if subject is None:
        return NOTHING
    named = any(map(str.isupper, text[subject.start + 1 : subject.end]))
    return (1.0 if named or _is_one(subject.of(text)) else 0.5), subject


#: What a source's words begin with where several are meant, or somebody whom nobody could find.
SOME = re.compile(r"(?:an?|one|two|three|some|several|many|most|few|others?|they|people|sources?|witnesses)\b", re.I)
HEAD = re.compile(r"\A[^,(]*?(?=,|\(|\s(?:of|in|at|for|from|on|to|near|with|who|which|that)\b|\Z)")


def _is_one(source: str) -> bool:
    """Whether the words for a source mean one person or body: "the airport", "she", but not "officials", "a man"."""
    head = HEAD.match(source)
    last = (head.group() if head else source).rstrip().casefold()
    several = last.endswith("s") and not last.endswith(("ss", "'s", "’s", "us", "news", "series"))
    return not SOME.match(source) and not several and not last.endswith(("people", "men", "women", "staff"))


#: A place is no base of a share: "95 percent of the town" may be its houses, its area or its people.
PLACE = re.compile(
    r"(?:[A-Z]\S*(?:\s[A-Z]\S*)*|"
    r"\S*\b(?:town|city|village|country|region|area|district|province|neighbou?rhood))\Z"
)


def _what(text: str, span: Span, kind: str, noun: Span | None, sentence: Span) -> Earned:
    """1 where the words say what was counted and which of it, 0.5 for a bare noun, 0 for a share of a mere place."""
    if noun is None:
        about = None if kind in ("vague", "implied total") else _subject(text, span, sentence)
        return (1.0, about) if about else NOTHING
    if kind == "percentage" and PLACE.match(noun.of(text)):
        return NOTHING
    vague = kind in ("vague", "implied total")
    around = text[span.end : noun.start] if vague else text[sentence.start : sentence.end]
    limited = DEFINED.match(text, noun.end) or LIMITED.search(around)
    return (1.0 if limited else 0.5), noun


#: Words that limit what is counted, wherever they stand in the sentence; for a vague quantity, between it and its noun.
LIMITED = re.compile(r"\b(?:the|its|their|his|her|our|these|those|of|in|at|on|from|by|for|near|under|over)\b|[’']s\b")


def _clause(attribution: Attribution | None, span: Span, sentence: Span) -> Span:
    """The part of a sentence that says what is counted: what is claimed, without the words for who claims it."""
    parts = attribution.content if attribution else ()
    start = next((part.start for part in parts if part.contains(span)), sentence.start)
    return Span(max(start, sentence.start), sentence.end)


def _subject(text: str, span: Span, sentence: Span) -> Span | None:
    """The noun phrase that a sum, a length of time or a change is said of: the subject of its clause."""
    start = max(sentence.start, text.rfind(";", sentence.start, span.start) + 1)
    ws = words(text, Span(start, span.start), [])
    phrase = (main_subject(ws, len(ws)) or opening_phrase(ws)) if ws else None
    if phrase is None or not any(w.tag in ("NOUN", "NAME", "PRON", "NUM") for w in ws[phrase[0] : phrase[1]]):
        return None
    return span_of(ws, *phrase)


def _holders(spans: Sequence[Span], attributions: Sequence[Attribution]) -> list[int | None]:
    """The narrowest attribution whose content holds each span (in text order and apart).

    What stands in a cue or beside a source's name ("34, a nurse") is the reporter's.
    """
    starts, ends = [s.start for s in spans], [s.end for s in spans]
    narrowest: list[tuple[int, int] | None] = [None] * len(spans)
    for at, attribution in enumerate(attributions):
        for around in attribution.content:
            candidate = (around.end - around.start, at)
            for n in range(bisect_left(starts, around.start), bisect_right(ends, around.end)):
                narrowest[n] = min(narrowest[n] or candidate, candidate)
    return [best and best[1] for best in narrowest]
