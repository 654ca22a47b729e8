"""Loaded language: words that judge as they describe, and whose choice they are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from newsmarks.model import Article, Attribution, Loaded, Voice
from newsmarks.phrases import Phrase, is_name, lexicon
from newsmarks.ruleset import RuleSet

#: Voice -> whose words they are, and how a sentence says it; a direct quotation names its source.
WORDS_BY: dict[str, tuple[str, str]] = {
    "reporter": ("reporter", "the reporter’s"),
    "indirect": ("reporter", "the reporter’s"),
    "hedged": ("reporter", "the reporter’s"),
    "borrowed": ("nobody", "not the reporter’s own"),
    "caption": ("the desk", "the desk’s"),
}
NO_NAME = "an unnamed source"


def find(
    article: Article, voices: Sequence[Voice], attributions: tuple[Attribution, ...], rules: RuleSet
) -> tuple[Loaded, ...]:
    """The loaded words of an article, in text order and apart; words about the text (meta) are not judged."""
    ends = [voice.span.end for voice in voices]
    phrases = lexicon(rules.of("loaded")).find(article.text)
    voiced = ((phrase, voices[bisect_right(ends, phrase.span.start)]) for phrase in phrases)
    return tuple(
        _mark(article, phrase, voice, attributions)
        for phrase, voice in voiced
        if voice.voice != "meta" and not is_name(article.text, phrase)
    )


def _mark(article: Article, phrase: Phrase, voice: Voice, attributions: tuple[Attribution, ...]) -> Loaded:
    rule, span = phrase.rule, phrase.span
    by, whose = words_by(article, voice, attributions)
    why = rule.because(term=span.of(article.text), whose=whose)
    return Loaded(span, by, voice.voice, rule.category, rule.strength, rule.neutral, rule.id, why)


def words_by(article: Article, voice: Voice, attributions: Sequence[Attribution]) -> tuple[str, str]:
    """Whose choice the words of a voice are, as a name and as a possessive."""
    if voice.voice in WORDS_BY:
        return WORDS_BY[voice.voice]
    source = None if voice.attribution is None else attributions[voice.attribution]
    name = source and (source.source_name or " ".join(span.of(article.text) for span in source.source))
    return (name, f"{name}’" if name.endswith("s") else f"{name}’s") if name else (NO_NAME, f"{NO_NAME}’s")
