"""Figures: numbers and quantities, and what a reader of this article could check of them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from operator import itemgetter

from newsmarks.figures.events import dated, own_act
from newsmarks.figures.found import Found
from newsmarks.figures.scanner import scan
from newsmarks.figures.things import clause, defined, subject_of_clause, what_is_counted
from newsmarks.model import CRITERIA, Article, Attribution, Criteria, Criterion, Figure, Span, Voice
from newsmarks.phrases import Lexicon, lexicon
from newsmarks.ruleset import Rule, RuleSet
from newsmarks.text import Sentences

#: Figures that are scored as the event that they date.
DATES = frozenset({"figures.date", "figures.year", "figures.clock"})
ASKS: dict[str, str] = {
    "who": "Who counted “{figure}”, and how did they come to know it?",
    "what": "What exactly is “{figure}”: what was counted, and what was left out?",
    "when": "For which day or hour does “{figure}” stand?",
    "how": "How was “{figure}” counted: one by one, from a sample, or by a guess?",
    "access": "Where could somebody else have looked at the time to check “{figure}”?",
}
ASKS_OF_A_DATE: dict[str, str] = {
    "who": "Who says that it was “{figure}”?",
    "what": "What exactly happened then?",
    "when": "Which day is “{figure}”?",
    "how": "How does anybody know that it was “{figure}”?",
    "access": "Where could somebody else look up that it was “{figure}”?",
}
OF_WHAT = "“{figure}” of what? What is the whole, and what was counted as part of it?"
#: What a date beside a figure earns it.
DATED = {"when": 1.0}
NOTHING_TO_ASK = "“{figure}” counts nothing, so there is nothing to ask."
#: A score and the words that earned it.
Earned = tuple[float, Span | None]
NOTHING: Earned = (0.0, None)


def find(
    article: Article, sentences: Sentences, voices: Sequence[Voice], attributions: Sequence[Attribution], rules: RuleSet
) -> tuple[Figure, ...]:
    """The figures of an article, in text order and apart, each with what could be checked of it."""
    found = list(scan(article.text, rules.of("figures")))
    if not found:
        return ()
    evidence = Evidence(article.text, sentences, lexicon(rules.of("criteria")), found, voices)
    holders = _holders([f.span for f in found], attributions)
    return tuple(
        _figure(article.text, figure, rules.rule(figure.rule), at, attributions, evidence)
        for figure, at in zip(found, holders, strict=True)
    )


def _figure(
    text: str, found: Found, rule: Rule, at: int | None, attributions: Sequence[Attribution], evidence: Evidence
) -> Figure:
    words = _plain(found.span, text)
    counts, noun = (None, None) if rule.kind in ("date", "identifier", "idiom") else what_is_counted(text, found.span)
    if rule.kind in ("identifier", "idiom") or (rule.id in DATES and _within(found.span, evidence.stamps)):
        criteria, verdict = _alike(0.0, None, NOTHING_TO_ASK.format(figure=words)), "not a quantity"
    else:
        attribution = None if at is None else attributions[at]
        earned = _earned(text, found.span, rule, noun, attribution, evidence)
        if rule.kind != "date" and counts is None and (about := earned["what"][1]):
            counts = _plain(about, text)
        asks = {**ASKS, "what": OF_WHAT} if rule.kind == "percentage" else ASKS
        asks = ASKS_OF_A_DATE if rule.id in DATES else asks
        answers = ((*earned.get(c, NOTHING), asks[c].format(figure=words)) for c in CRITERIA)
        criteria = Criteria(*(Criterion(*answer) for answer in answers))
        verdict = criteria.verdict
    return Figure(
        found.span, rule.kind, found.value, found.approx, found.unit, counts, at, criteria, verdict,
        rule.id, rule.because(term=words),
    )  # fmt: skip


def _plain(span: Span, text: str) -> str:
    return " ".join(span.of(text).split())


def _alike(score: float, words: Span | None, ask: str) -> Criteria:
    return Criteria(*[Criterion(score, words, ask)] * len(CRITERIA))


def _earned(
    text: str, span: Span, rule: Rule, noun: Span | None, attribution: Attribution | None, evidence: Evidence
) -> dict[str, Earned]:
    """Criterion -> what a figure earns for it."""
    sentence = evidence.sentence(span)
    earned = evidence.beside(span, sentence)
    if rule.id == "figures.score":  # the result of a match or a vote, which others saw
        earned.update(how=(1.0, span), access=(1.0, span))
    earned["what"] = defined(text, span, rule.kind, noun, clause(attribution, span, sentence))
    if rule.id in DATES:
        earned.update(dated(text, span, clause(attribution, span, sentence), evidence.is_caption(span)))
        if attribution is None and evidence.is_reporters(span):
            earned.update(own_act(text, span, sentence))
    said = _who(text, attribution)
    counter = NOTHING if said[0] == 1 else _counter(text, span, sentence, earned)
    earned["who"] = max(earned.get("who", NOTHING), said, counter, key=itemgetter(0))
    return earned


# --- who counted, and could anyone check? -----------------------------------------------------

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
        self, text: str, sentences: Sentences, clues: Lexicon, found: Iterable[Found], voices: Sequence[Voice]
    ) -> None:
        words = ((c.span, _scores(c.rule)) for c in clues.find(text))
        dates = ((f.span, DATED) for f in found if f.rule in DATES)
        self.stamps, self._captions, self._reporters = (
            [v.span for v in voices if v.voice == voice] for voice in ("meta", "caption", "reporter")
        )
        self._clues = sorted((c for c in chain(words, dates) if not _within(c[0], self.stamps)), key=itemgetter(0))
        self._starts = [span.start for span, _ in self._clues]
        self._text = text
        self.sentence = sentences.around

    def is_caption(self, span: Span) -> bool:
        """Whether a figure stands in a caption."""
        return _within(span, self._captions)

    def is_reporters(self, span: Span) -> bool:
        """Whether a figure stands in the reporter's own words."""
        return _within(span, self._reporters)

    def beside(self, span: Span, sentence: Span) -> dict[str, Earned]:
        """Criterion -> the best score that the sentence of a figure earns it, and the words that do."""
        best: dict[str, Earned] = {}
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


def _who(text: str, attribution: Attribution | None) -> Earned:
    """1 for any one person or body that answers for the number, 0.5 for a group without names."""
    if attribution is None or attribution.mode == "hedged" or not attribution.source:
        return NOTHING
    one = attribution.ladder >= 3 or _is_one(attribution.source[0].of(text))
    return (1.0 if one else 0.5), attribution.source[0]


def _counter(text: str, span: Span, sentence: Span, earned: Mapping[str, Earned]) -> Earned:
    """Who counts without saying it: the subject of "measured", "counted" and the like in front of the number."""
    score, words_of = earned.get("how", NOTHING)
    if score < 1 or words_of is None or not sentence.start < words_of.start < span.start:
        return NOTHING
    subject = subject_of_clause(text, words_of, sentence)
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
