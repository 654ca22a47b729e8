"""Every rule is its own test: what it must catch, and the near misses that it must spare."""

import pytest

from byline.article import open_text
from byline.reading import read
from byline.rules import FAMILIES, Rule, rules

ALL = [rule for family in FAMILIES for rule in rules(family)]


def marked_by(sentence: str) -> set[str]:
    """The ids of all rules that marked something in a sentence."""
    reading = read(open_text(sentence))
    marks = (*reading.voices, *reading.attributions, *reading.loaded, *reading.figures)
    types = {r.id for r in rules("sources") for a in reading.attributions if a.source_type == r.source_type}
    return {m.rule for m in marks} | types


def sentences(kind: str, families: tuple[str, ...] = ("voices", "cues", "sources")) -> list:
    return [
        pytest.param(rule, sentence, id=f"{rule.id}: {sentence[:50]}")
        for rule in ALL
        if rule.family in families
        for sentence in getattr(rule, kind)
    ]


@pytest.mark.parametrize(("rule", "sentence"), sentences("catches"))
def test_a_rule_marks_every_sentence_that_it_says_it_catches(rule: Rule, sentence: str) -> None:
    """The examples in the rules are promises."""
    assert rule.id in marked_by(sentence)


@pytest.mark.parametrize(("rule", "sentence"), sentences("spares"))
def test_a_rule_leaves_alone_every_near_miss_that_it_says_it_spares(rule: Rule, sentence: str) -> None:
    """The near misses in the rules are promises too."""
    assert rule.id not in marked_by(sentence)
