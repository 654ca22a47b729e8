"""Finds who says what in an article: sentence by sentence, and from one to the next as somebody goes on speaking.

Every quotation is kept: one that no cue governs goes on from the speaker before, or is a title, a borrowed
term, or somebody's words whom the article does not name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from newsmarks.attribution.clauses import complement
from newsmarks.attribution.cues import find_cues, lexicon, subject_of
from newsmarks.attribution.nouns import noun_phrase, with_apposition
from newsmarks.attribution.quotes import Quotation
from newsmarks.attribution.sentence import Draft, in_sentence, main_subject, opening_phrase, span_of
from newsmarks.attribution.subjects import subject
from newsmarks.attribution.tagged import NOMINAL, Words, is_title, word, words
from newsmarks.model import Article, Span
from newsmarks.ruleset import RuleSet
from newsmarks.text import Sentences, small_words

#: A quotation standing alone cannot go on from a thought or a wish.
UNSPOKEN = frozenset({"cue.think", "cue.know", "cue.want", "cue.threaten", "cue.urge", "cue.demand"})
ALONE = frozenset({"Q", ".", ",", "!", "?", "…"})
#: A longer sentence is read in pieces, so that no text can take more than linear time.
MOST_WORDS = 300
MOST_MERGED = 2000
#: A paragraph that begins with a name and a colon; so many of them make an interview.
TURN = re.compile(r"(?:Q|A|[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){0,2}):\s")
MOST_TURNS = 3


def find(
    article: Article, sentences: Sentences, quotations: Sequence[Quotation], framed: Sequence[tuple[Span, str]],
    rules: RuleSet,
) -> tuple[list[Draft], list[Span]]:  # fmt: skip
    """All attributions of an article in text order, and the quotation marks that only name a title.

    Every quotation is in one of the two: governed by a cue, going on, a borrowed term, or nobody's. What is
    `framed` (a stamp, a dateline) at the start of a paragraph is no part of its first sentence.
    """
    first = article.paragraphs[0].start if article.paragraphs else 0
    ends = {max(span.start, first): span.end for span, _ in framed}
    speech = Speech(article, quotations, rules)
    starts = [q.span.start for q in quotations]
    for paragraph, several in zip(article.paragraphs, sentences.by_paragraph, strict=True):
        speech.turn = None
        opening = ends.get(paragraph.start, paragraph.start)
        if opening >= paragraph.end:
            opening = paragraph.start
        here = quotations[bisect_left(starts, opening) : bisect_left(starts, paragraph.end)]
        report = [Span(max(s.start, opening), s.end) for s in several if s.end > opening]
        for sentence, inside in speech.with_tails(whole(report, here)):
            speech.sentence(sentence, inside, first=sentence.start == opening)
    return sorted(speech.drafts, key=_place), speech.titles


def whole(sentences: Sequence[Span], quotations: Sequence[Quotation]) -> Iterator[tuple[Span, list[Quotation]]]:
    """The reporter's sentences, each with its quotations: a stop inside quotation marks ends none of them."""
    start, inside, at = None, [], 0
    for sentence in sentences:
        start = sentence.start if start is None else start
        while at < len(quotations) and quotations[at].span.start < sentence.end:
            inside.append(quotations[at])
            at += 1
        if not inside or (inside[-1].closed and inside[-1].span.end <= sentence.end):
            yield Span(start, sentence.end), inside
            start, inside = None, []
    if start is not None:
        yield Span(start, sentences[-1].end), inside


def _place(draft: Draft) -> tuple[int, Sequence[Span]]:
    return min(draft.content or draft.cue).start, draft.cue[:1]


class Speech:
    """Who is speaking, from sentence to sentence of one article."""

    def __init__(self, article: Article, quotations: Sequence[Quotation], rules: RuleSet) -> None:
        self.article = article
        self.rule, self.cues = rules.rule, rules.of("cues")
        known = lexicon(self.cues)
        #: Where the article has words that may be cues.
        self.spots = [place for place, word in small_words(article.text) if word in known]
        self.index = {q.span: n for n, q in enumerate(quotations)}
        self.owner: dict[int, Draft] = {}  # number of a quotation -> the attribution that it is in
        self.drafts: list[Draft] = []
        self.titles: list[Span] = []
        self.last: Draft | None = None
        self.awaiting: Draft | None = None
        self.turn: Draft | None = None
        turns = sum(TURN.match(article.text, *p) is not None for p in article.paragraphs)
        self.interview = turns >= MOST_TURNS

    def with_tails(self, found: Iterable[tuple[Span, list[Quotation]]]) -> Iterator[tuple[Span, list[Quotation]]]:
        """The sentences, but “Why?” and the “Smith asked.” behind it as one."""
        held: tuple[Span, list[Quotation]] | None = None
        for sentence, inside in found:
            if held and self._is_tail(held, sentence):
                held = Span(held[0].start, sentence.end), held[1] + inside
                continue
            if held:
                yield held
            held = sentence, inside
        if held:
            yield held

    def _is_tail(self, before: tuple[Span, list[Quotation]], sentence: Span) -> bool:
        span, quotations = before
        text = self.article.text
        asks = bool(quotations) and quotations[-1].inside(text).rstrip(" ’'")[-1:] in tuple("!?…—-")
        if not asks or quotations[-1].span.end != span.end or span.end - span.start > MOST_MERGED:
            return False
        ws = words(text, Span(sentence.start, min(sentence.end, sentence.start + 120)), [])
        first = next(find_cues(ws, text, self.cues), None)
        if first is None or first.first > 9 or not {"speech", "clause", "quote only", "person"} & set(first.rule.takes):
            return False
        who = subject(ws, first.first)
        return who is not None and who[0] == 0 and complement(ws, first.last, len(ws)) is None

    def _may_speak(self, span: Span) -> bool:
        """A quick look at a sentence without quotations: is there a word that may be a cue, or a colon?"""
        at = bisect_left(self.spots, span.start)
        return (at < len(self.spots) and self.spots[at] < span.end) or ":" in span.of(self.article.text)

    def sentence(self, span: Span, inside: list[Quotation], *, first: bool) -> None:
        """Take in the next sentence of the reporter, with the quotations in it."""
        if not inside and self.turn is None and not self._may_speak(span):
            self.awaiting = None
            return
        ws = words(self.article.text, span, inside)
        if first:
            self._begin_turn(span, ws)
        if self.turn is not None:
            last = self.turn.content.pop()
            self.turn.content.append(Span(last.start, span.end))
            self.owner.update((self.index[q.span], self.turn) for q in inside)
            return
        starts = [q.span.start for q in inside]
        for piece in (ws[k : k + MOST_WORDS] for k in range(0, len(ws), MOST_WORDS)):
            found = in_sentence(self.article.text, piece, self.cues)
            for q in inside[bisect_left(starts, piece[0].start) : bisect_left(starts, piece[-1].end)]:
                self._place_quotation(q, piece, found)
            self.drafts.extend(found)
            speakers = [d for d in found if d.source and d.rule.id not in UNSPOKEN]
            self.last = next((d for d in reversed(speakers) if d.spoken), speakers[-1] if speakers else self.last)
            self._await(piece)

    def _begin_turn(self, span: Span, ws: Words) -> None:
        """ "SMITH: …" gives the whole paragraph to Smith; "Mayor: Bridge to stay closed" a heading."""
        colon = next((k for k, w in enumerate(ws[:8]) if w.tag == ":"), 0)
        if not 0 < colon < len(ws) - 1 or any(w.tag not in ("NAME", "NUM", ".") and w.low != "a" for w in ws[:colon]):
            return
        who, text = Span(ws[0].start, ws[colon - 1].end), self.article.text
        heading = span.end - span.start < 140 and text[span.end - 1].isalnum()
        named = who.of(text).isupper() or (1 < colon < 5 and text[ws[colon + 1].start].isupper())
        if named or heading or self.interview or ws[colon + 1].tag == "Q":
            known = "quote.heading-colon" if heading and not self.interview else "quote.name-colon"
            rest = Span(ws[colon + 1].start, span.end)
            self.turn = self.last = self._spoken(known, rest, [who], ws[colon : colon + 1])

    def _place_quotation(self, q: Quotation, ws: Words, found: list[Draft]) -> None:
        number = self.index[q.span]
        at = next(k for k, w in enumerate(ws) if w.start == q.span.start)
        if ws[at].tag == "NAME":
            self.titles.append(q.span)
            return
        draft = next((d for d in found if any(c.contains(q.span) for c in d.content)), None)
        if draft is None:
            draft = self._goes_on(q, ws, at, found)
            if draft is None:
                draft = self._uncued(q, ws, at)
        if draft is not None:
            self.owner[number] = draft

    def _goes_on(self, q: Quotation, ws: Words, at: int, found: list[Draft]) -> Draft | None:
        """The attribution that this quotation simply goes on with, or that has been waiting for it."""
        draft = self.owner.get(q.follows) if q.follows is not None else None
        words_inside = q.inside(self.article.text)
        alone = not found and (all(w.tag in ALONE for w in ws) or (is_joined(ws) and is_clause(words_inside)))
        if draft is None and alone:
            draft = self.awaiting or self.last
            if self.awaiting:
                self.drafts.append(self.awaiting)
                self.awaiting = None
        if draft is None and is_clause(words_inside) and word(ws, at - 1).tag == ",":
            # “…,” said Ann Lee, smiling, “…”
            draft = next((d for d in found if d.spoken and d.source and max(d.content).end < q.span.start), None)
        if draft is None or draft.rule.id == "voice.borrowed":
            return None
        draft.content.append(q.span)
        self.last = draft
        return draft

    def _uncued(self, q: Quotation, ws: Words, at: int) -> Draft | None:
        """A quotation that nothing governs: a title, a borrowed term, or words nobody is named for."""
        inside = q.inside(self.article.text)
        if at == 0 and is_signature(ws[1:]):
            return self._spoken("quote.signed", q.span, [span_of(ws, 2, len(ws))], ws[1:2])
        if at > 1 and ws[at - 1].tag == ":" and is_clause(inside) and (who := before(ws, at - 1)):
            return self._spoken("quote.name-colon", q.span, [span_of(ws, *who)], ws[at - 1 : at])
        if at == 0 and (who := beside(ws, inside)) is not None:
            return self._likely(q, ws, who)
        if is_title(inside) and not (len(ws) <= 2 and is_clause(inside)):
            self.titles.append(q.span)
            return None
        if is_clause(inside):
            who = before(ws, at)
            return self._likely(q, ws, who if who and ws[who[0]].tag in ("NAME", "PRON", "DET", "GEN") else None)
        self.drafts.append(Draft(self.rule("voice.borrowed"), [q.span]))
        return self.drafts[-1]

    def _likely(self, q: Quotation, ws: Words, who: tuple[int, int] | None) -> Draft:
        if who is None:
            return self._spoken("quote.nobody-named", q.span, [])
        self.last = self._spoken("quote.likely-speaker", q.span, [span_of(ws, *who)])
        return self.last

    def _spoken(self, rule: str, content: Span, source: list[Span], cue: Words = ()) -> Draft:
        """A new attribution that no verb makes."""
        draft = Draft(self.rule(rule), [Span(w.start, w.end) for w in cue], [content], source, spoken=True)
        self.drafts.append(draft)
        return draft

    def _await(self, ws: Words) -> None:
        """ "Smith continued:" at the end of a paragraph waits for the quotation of the next one."""
        self.awaiting = None
        if ws[-1].tag != ":":
            return
        for cue in find_cues(ws, self.article.text, self.cues):
            who = subject_of(ws, cue)
            if who is not None and not {"noun", "hedge", "passive"} & set(cue.rule.takes):
                spoken = span_of(ws, cue.first, cue.last), span_of(ws, *who)
                self.awaiting = Draft(cue.rule, [spoken[0]], [], [spoken[1]], spoken=True)


def before(ws: Words, at: int) -> tuple[int, int] | None:
    """ "…, said a letter from Ann Lee: “…”", "He went even further: “…”": who stands in front of a quotation."""
    who = main_subject(ws, at) or opening_phrase(ws)
    return who if who and who[1] <= at else None


def beside(ws: Words, inside: str) -> tuple[int, int] | None:
    """“…,” he mocks; “…!” beamed Ann Lee: who stands beside a verb that no rule knows, behind such a quotation."""
    if inside.rstrip()[-1:] not in (",", "!", "?") or len(inside.split()) < 3:
        return None
    if word(ws, 1).tag in ("ED", "PAST") and (after := noun_phrase(ws, 2)) > 2:
        return 2, with_apposition(ws, after)
    end = noun_phrase(ws, 1)
    if end > 2 and ws[end - 1].tag == "ED":  # the verb itself
        return 1, end - 1
    verb = end > 1 and (word(ws, end).tag in ("ED", "PAST") or word(ws, end).low.endswith("s"))
    return (1, end) if verb and ws[1].tag in ("NAME", "PRON", "DET", "GEN") else None


def is_joined(ws: Words) -> bool:
    """ "But “…”": a sentence that is a quotation but for the word that joins it to what was said before."""
    return ws[0].tag in ("CC", "ADV") and all(w.tag in ALONE for w in ws[1:])


def is_signature(ws: Words) -> bool:
    """A dash and a name, with at most a few words about it: how a quotation that stands alone is signed."""
    return [w.tag for w in ws[:2]] == ["—", "NAME"] and all(w.tag in NOMINAL | {",", "PREP", "CC", "."} for w in ws[1:])


def is_clause(inside: str) -> bool:
    """Whether what the marks hold could stand alone: it ends like a sentence, or is long."""
    parts = re.findall(r"[^\W_][\w’'-]*", inside)
    return len(parts) >= 8 or (len(parts) >= 3 and inside.rstrip()[-1:] in ".!?…")
