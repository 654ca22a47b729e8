"""Who says what: `find` gives an article's attributions, each with its content, cue, source, mode and stance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from newsmarks import sources
from newsmarks.attribution import quotes, speech
from newsmarks.attribution.sentence import Draft
from newsmarks.model import Article, Attribution, Span, Spans
from newsmarks.ruleset import RuleSet
from newsmarks.text import Sentences

__all__ = ["Attributed", "find"]

#: Adverbs that make hearsay of whatever verb they stand beside.
HEARSAY = re.compile(r"\b(?:reported|alleged|purported|supposed)ly\b")
#: A source's first word that has its capital letter only from a sentence's start.
OPENING = re.compile(r"^(?:The|An?|Her|His|Its|Their|My|Our) |^(?:He|She|It|They|We)$")


class Attributed(NamedTuple):
    """The attributions of an article, and what its quotation marks hold: somebody's words, or only a title."""

    attributions: tuple[Attribution, ...]
    quoted: Spans
    titles: Spans


def find(
    article: Article, sentences: Sentences, framed: Sequence[tuple[Span, str]], rules: RuleSet
) -> Attributed:
    """The attributions in text order; what is `framed` (a dateline, a caption) opens no sentence of the report."""
    quotations = quotes.find(article)
    drafts, titles = speech.find(article, sentences, quotations, framed, rules)
    names = set(titles)
    quoted = tuple(q.span for q in quotations if q.span not in names)
    who = sources.identify(article, [draft.source for draft in drafts], quoted, rules.of("sources"))
    finished = tuple(_finished(article.text, d, source, quoted) for d, source in zip(drafts, who, strict=True))
    return Attributed(finished, quoted, tuple(titles))


def _finished(text: str, draft: Draft, who: sources.Source, quoted: Spans) -> Attribution:
    mode = _mode(text, draft, quoted)
    cue = " … ".join(span.of(text) for span in draft.cue)
    name = who.name or " ".join(span.of(text) for span in draft.source) or "somebody who is not named"
    name = OPENING.sub(lambda m: m.group().lower(), name)
    return Attribution(
        content=tuple(sorted(draft.content)),
        cue=tuple(draft.cue),
        source=tuple(draft.source),
        source_name=who.name,
        source_type=who.type,
        candidates=who.candidates,
        ladder=who.ladder if draft.source or mode == "hedged" else 0,
        mode=mode,
        stance="hearsay" if HEARSAY.search(cue.lower()) else draft.rule.stance,
        rule=draft.rule.id,
        why=draft.rule.because(cue=cue, source=name),
    )


def _mode(text: str, draft: Draft, quoted: Spans) -> str:
    """direct: at least 95 in 100 letters of the content stand in quotation marks; mixed: some (PARC 3.0)."""
    if not draft.content:
        return "borrowed"
    letters = sum(_letters(text, part) for part in draft.content)
    inside = sum(_letters(text, span) for part in draft.content for span in quotes.inside(part, quoted))
    if letters and inside >= 0.95 * letters:
        return "direct"
    if not draft.source:
        return "hedged"
    return "mixed" if inside else "indirect"


def _letters(text: str, span: Span) -> int:
    return sum(map(str.isalnum, span.of(text)))
