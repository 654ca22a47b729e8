"""Holds the rules to their word: what a rule's own sentences promise, and what it marks in an article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from byline.article import open_text
from byline.finders.phrases import lexicon
from byline.model import Article
from byline.reading import read
from byline.rules import FAMILIES, Rule, rules

REMEDY = {
    "catches": "This rule does not mark “{sentence}”, which stands in its “catches”. Put a sentence there that uses "
    "the word as you mean it, or add the word to “terms”.",
    "spares": "This rule marks “{sentence}”, which stands in its “spares”. Add the words around it to “unless”, or "
    "choose another near miss.",
}


def check_rules() -> Iterator[str]:
    """A sentence for each promise that a rule breaks: file, rule, field and what to do.

    Raises RuleError for a file of rules that cannot be read at all.
    """
    every = [rule for family in FAMILIES for rule in rules(family)]
    for rule in every:
        for field, wanted in (("catches", True), ("spares", False)):
            for sentence in getattr(rule, field):
                if (rule.id in marked_by(sentence, rule.family)) != wanted:
                    yield f"{rule.family}.toml, rule “{rule.id}”: {REMEDY[field].format(sentence=sentence)}"


def marked_by(sentence: str, family: str) -> set[str]:
    """The ids of the rules of a family that mark something in a sentence."""
    if family == "criteria":
        return {phrase.rule.id for phrase in lexicon(family).find(sentence)}
    reading = read(open_text(sentence))
    if family == "sources":
        types = {a.source_type for a in reading.attributions}
        return {r.id for r in rules(family) if r.source_type in types}
    lists: tuple[Sequence[Any], ...] = (reading.voices, reading.attributions, reading.loaded, reading.figures)
    return {mark.rule for marks in lists for mark in marks}


def summary(article: Article) -> Iterator[str]:
    """How many rules and words there are, and which of them judge as they describe in an article, line by line."""
    for family in FAMILIES:
        known = rules(family)
        yield f"{family}.toml: {len(known)} rules, {_count(known)} words. Every sentence is marked as it says."
    reading = read(article)
    yield f"In “{article.id}” the rules of loaded.toml mark {len(reading.loaded)} places:"
    for mark in reading.loaded:
        words = " ".join(mark.span.of(article.text).split())
        yield f"  P{article.number(mark.span.start)} {words}: {mark.category}, {mark.strength} of 3 [{mark.rule}]"


def _count(known: tuple[Rule, ...]) -> int:
    return sum(len(rule.terms) for rule in known)
