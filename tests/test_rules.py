"""Every rule is its own test: what it must catch, and the near misses that it must spare."""

from pathlib import Path

import pytest

from byline.article import open_text
from byline.reading import read
from byline.rules import FAMILIES, FOLDER, Rule, RuleError, load, rules

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


RULE = """
[[rule]]
id = "loaded.a"
label = "a"
category = "emotion"
strength = 1
terms = ["awful"]
why = "“{term}” judges."
neutral = ["bad"]
authority = "byline's own reading"
catches = ["It was awful."]
spares = ["It was an awl."]
"""


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (
            RULE.replace('authority = "byline\'s own reading"\n', ""),
            "rule “loaded.a”: the field “authority” is missing",
        ),
        (RULE.replace("authority", "autority"), "unknown field “autority”. Did you mean “authority”"),
        (RULE + RULE.replace("loaded.a", "loaded.b"), "rule “loaded.b”: “awful” stands in rule “loaded.a” too"),
        (RULE.replace('["awful"]', '["awful", "awful"]'), "“awful” stands twice in this rule"),
        (RULE.replace('["awful"]', "[awful]"), "not valid TOML .*quotation mark or a comma"),
        (RULE.replace("It was awful.", "It was fine."), "no sentence in “catches” uses the term “awful”"),
        (RULE.replace("strength = 1", "strength = 4"), "“strength” must be 1"),
        (RULE.replace("emotion", "emotional"), "“category” cannot be “emotional”. It may be: emotion"),
        (RULE.replace("{term}", "{words}"), "has a place “{words}” that nobody fills"),
        ("x = 1", r"holds \[\[rule\]\] blocks and nothing else"),
    ],
)
def test_a_wrong_edit_gets_file_rule_field_and_remedy(wrong: str, says: str, tmp_path: Path) -> None:
    """A teacher who adds a word is told what to do, in one sentence."""
    file = tmp_path / "loaded.toml"
    file.write_text(wrong, encoding="utf-8")
    with pytest.raises(RuleError, match=says) as told:
        load(file, "loaded")
    assert str(told.value).startswith("loaded.toml")


def test_a_right_edit_is_read(tmp_path: Path) -> None:
    """The rule that the wrong edits are made from is itself sound."""
    file = tmp_path / "loaded.toml"
    file.write_text(RULE, encoding="utf-8")
    assert [r.id for r in load(file, "loaded")] == ["loaded.a"]
    assert load(FOLDER / "loaded.toml", "loaded")
