"""Loaded language: words that judge as they describe, and whose choice they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
    return tuple(
        _mark(article, phrase, voice, attributions)
        for phrase, voice in _voiced(lexicon(rules.of("loaded")).find(article.text), voices)
        if voice.voice != "meta" and not is_name(article.text, phrase)
    )


def _voiced(phrases: Iterator[Phrase], voices: Sequence[Voice]) -> Iterator[tuple[Phrase, Voice]]:
    """Each phrase with the voice that it begins in; both come in text order."""
    rest = iter(voices)
    voice = next(rest, None)
    for phrase in phrases:
        while voice and voice.span.end <= phrase.span.start:
            voice = next(rest, None)
        if voice:
            yield phrase, voice


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
