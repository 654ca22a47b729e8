"""Every rule is its own test: what it must catch, and the near misses that it must spare."""

import doctest
import importlib
import re
import shutil
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from byline import cli
from byline.audit import marked_by
from newsmarks.changes import change_rules
from newsmarks.phrases import Lexicon, entries, pieces
from newsmarks.reader import read
from newsmarks.ruleset import FAMILIES, FOLDER, Rule, RuleError, RuleSet, read_rules, standard
from newsmarks.text import ArticleError, open_text

ALL = [rule for family in FAMILIES for rule in standard().of(family)]


def loosely(words: str) -> str:
    return pieces(words).replace("-", " ")


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)
def test_a_rule_marks_what_it_catches_with_each_of_its_words_and_spares_its_near_misses(rule: Rule) -> None:
    """The sentences in the rules are promises; a word that they do not show at work is not in the rule."""
    caught = {sentence: marked_by(sentence, rule.family) for sentence in rule.catches}
    assert [sentence for sentence, marked in caught.items() if rule.id not in marked] == []
    assert [sentence for sentence in rule.spares if rule.id in marked_by(sentence, rule.family)] == []
    if rule.family in ("loaded", "figures", "criteria"):
        shown = {loosely(words) for marked in caught.values() for words in marked[rule.id]}
        forms = [{loosely(form) for form in forms} for _, forms in rule.forms()]
        if rule.family == "figures":  # "about a dozen" shows "a dozen"
            shown = {form for word in forms for form in word if any(form in words for words in shown)}
        assert [word for word in forms if not word & shown] == []


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
            "rule “loaded.a”: field “authority” is missing. Add it",
        ),
        (RULE.replace("authority", "autority"), "field “autority” is unknown. Did you mean “authority”"),
        (RULE + RULE.replace("loaded.a", "loaded.b"), "rule “loaded.b”: “awful” stands in rule “loaded.a” too"),
        (RULE.replace('["awful"]', '["awful", "awful"]'), "“awful” stands twice in this rule"),
        (RULE.replace('["awful"]', "[awful]"), "entry “loaded.a”, field “terms”: .* not valid TOML.*quotation mark"),
        (RULE.replace("It was awful.", "It was fine."), "no sentence in “catches” uses the term “awful”"),
        (RULE.replace("strength = 1", "strength = 4"), "“strength” must be a whole number from 1 to 3"),
        (RULE.replace("emotion", "emotional"), "“category” cannot be “emotional”. Did you mean “emotion”"),
        (RULE.replace('terms = ["awful"]', 'unless = ["awful lot"]'), "it has no words. Give at least one of: terms"),
        (RULE + RULE.replace("loaded.a", "loaded.b").replace('terms = ["awful"]', 'adjectives = ["awful"]'),
         "rule “loaded.b”: “awful” stands in rule “loaded.a” too"),
        (RULE.replace('["It was awful."]', "[]"), "field “catches” is empty. Write at least one"),
        (RULE.replace("{term}", "{words}"), "has a place “{words}” that nobody fills"),
        ("x = 1", r"holds \[\[rule\]\] blocks and nothing else"),
    ],
)
def test_a_wrong_edit_gets_file_rule_field_and_remedy(wrong: str, says: str, tmp_path: Path) -> None:
    """A teacher who adds a word is told what to do, in one sentence."""
    file = tmp_path / "loaded.toml"
    file.write_text(wrong, encoding="utf-8")
    with pytest.raises(ArticleError, match=says) as told:
        read_rules(file, "loaded")
    assert re.match(r"(?:[^ ]+/)?loaded\.toml[,:] ", str(told.value))


def test_a_right_edit_is_read(tmp_path: Path) -> None:
    """The rule that the wrong edits are made from is itself sound."""
    file = tmp_path / "loaded.toml"
    file.write_text(RULE, encoding="utf-8")
    assert [r.id for r in read_rules(file, "loaded")] == ["loaded.a"]
    assert read_rules(FOLDER / "loaded.toml", "loaded")


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The rules in a folder of their own, to be edited: edited(file, old, new) writes and forgets what was read.

    What the command tries there is a few of the loaded words.
    """
    for file in FOLDER.glob("*.toml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    blocks = (FOLDER / "loaded.toml").read_text(encoding="utf-8").split("[[rule]]")
    few = [b for b in blocks[1:] if re.search(r'"loaded\.(?:carnage|shock)"', b)]
    (tmp_path / "loaded.toml").write_text("[[rule]]".join(["# The words\n", *few]), encoding="utf-8")
    monkeypatch.setattr("newsmarks.ruleset.FOLDER", tmp_path)
    monkeypatch.setattr(sys.modules["byline.audit"], "FAMILIES", ("loaded",))

    def edit(name: str, old: str, new: str) -> None:
        file = tmp_path / name
        assert old in file.read_text(encoding="utf-8")
        file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
        standard.cache_clear()

    yield edit
    standard.cache_clear()


def test_a_word_that_a_teacher_adds_is_checked_and_shown_in_the_article(edited, capsys) -> None:
    """One edit and one command: the new word is marked where it stands."""
    edited(
        "loaded.toml", "# ",
        """[[rule]]
id = "loaded.metal"
label = "a word of the teacher's own"
category = "judging things"
strength = 1
terms = ["metallurgical"]
why = "“{term}” is here to be tried out."
neutral = ["steel"]
authority = "byline's own reading"
catches = ["It is a metallurgical marvel."]
spares = ["It is a metal gate."]

# """,
    )  # fmt: skip
    assert cli.main(["check", "rules"]) == 0
    assert "P9 metallurgical: judging things, 1 of 3 [loaded.metal]" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("spares = [", 'spares = ["A scene of carnage on the road.", ', "“unless”, or choose another near miss"),
        ('adjectives = [\n  "shocking"', "adjectives = [\n  shocking", "field “adjectives”: this is not valid TOML"),
    ],
)
def test_a_broken_promise_or_an_unquoted_word_ends_with_one_sentence(edited, capsys, old, new, says) -> None:
    """The command names file, rule, field and what to do, and nothing is marked meanwhile."""
    text = (FOLDER / "loaded.toml").read_text(encoding="utf-8")
    at = text.index('id = "loaded.carnage"' if old == "spares = [" else 'id = "loaded.shock"')
    found = text.index(old, at)
    edited("loaded.toml", text[at : found + len(old)], text[at:found] + new)
    assert cli.main(["check", "rules"]) == 2
    told = capsys.readouterr()
    assert says in told.err and "loaded.toml" in told.err and told.out == ""


MAYOR = open_text("The heroic mayor declared that the carnage was over. “It is a marvel,” huffed Ann Lee.")


def marked(rules: RuleSet | None = None) -> dict[str, tuple[str, int, str]]:
    marks = read(MAYOR, rules).loaded
    return {mark.span.of(MAYOR.text): (mark.category, mark.strength, mark.rule) for mark in marks}


def test_a_reader_takes_words_out_and_puts_words_in_for_one_reading() -> None:
    """The library's own rules stay as they are, and each new mark names its rule."""
    before = marked()
    mine = change_rules(loaded={"Carnage": False, "heroic": 1, "mayor": 3, "marvel": ("judging people", 2)})
    assert marked(mine) == {
        "heroic": ("judging people", 1, "yours.heroic"),
        "mayor": ("judging things", 3, "yours.mayor"),
        "marvel": ("judging people", 2, "yours.marvel"),
        "huffed": before["huffed"],
    }
    assert marked() == before and before["heroic"][1] == 2 and "carnage" in before
    reasons = {mark.why for mark in read(MAYOR, mine).loaded if mark.rule == "yours.mayor"}
    assert reasons == {"“mayor” is marked by a rule of your own; the word is the reporter’s."}


def test_changed_rules_can_be_changed_again() -> None:
    """What is put in can be taken out, in whatever form, and every form goes with it."""
    mine = change_rules(loaded={"marvel": 1, "heroically": 0})
    assert "heroic" not in marked(mine) and "marvel" in marked(mine)
    assert "marvel" not in marked(change_rules(loaded={"marvel": False}, rules=mine))


def test_a_reader_takes_a_cue_out_and_puts_one_in() -> None:
    """A new cue is read like one that is known."""
    assert [a.rule for a in read(MAYOR).attributions] == ["cue.announce", "quote.likely-speaker"]
    mine = change_rules(cues={"declare": False, "huff": "say"})
    (attribution,) = read(MAYOR, mine).attributions
    assert (attribution.rule, attribution.source_name) == ("yours.huff", "Ann Lee")
    assert attribution.why.startswith("“huffed” is a cue by a rule of your own")


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ({"loaded": {"carnag": False}}, "No rule knows “carnag”. Did you mean “carnage”?"),
        ({"loaded": {"mayor": False}}, "No rule knows “mayor”"),
        ({"loaded": {"mayor": 4}}, "4 says nothing of “mayor”. Give 0 to take it out, or 1, 2 or 3"),
        ({"loaded": {"mayor": True}}, "True says nothing of “mayor”"),
        ({"loaded": {"mayor": ("judging person", 2)}}, "category of “mayor” .* Did you mean “judging people”"),
        ({"loaded": ["mayor"]}, "must be words in curly brackets"),
        ({"loaded": {7: 1}}, "7 is no word. Write it in quotation marks"),
        ({"cues": {"huff": "zzz"}}, "'zzz' says nothing of “huff”. Give 0, or a cue that it is like"),
        ({"cues": {"huff": True}}, "True says nothing of “huff”"),
    ],
)
def test_a_wrong_wish_gets_one_sentence_that_says_what_to_do(wish: dict[str, Any], says: str) -> None:
    """A student reads what to write, and nothing has changed."""
    with pytest.raises(ValueError, match=says) as told:
        change_rules(**wish)
    assert "\n" not in str(told.value)


def test_a_phrase_of_a_context_bears_on_the_word_that_it_holds_and_on_no_other() -> None:
    """One word of a rule may stand where another may not."""
    known = standard().of("loaded")[0]
    rule = replace(known, terms=("mob", "rabble"), adjectives=(), only=("mob of",), unless=("rabble … crab, dog",))
    said = "A mob of boys, a mob and a rabble. The rabble of dogs ran from the rabble."
    assert [p.span.of(said) for p in Lexicon((rule,)).find(said)] == ["mob", "rabble"]
    with pytest.raises(RuleError, match=r"loaded.shock”, field “unless”: “crab cake” holds none of the rule’s words"):
        list(Lexicon((replace(rule, unless=("crab cake",)),)).find(said))


@pytest.mark.parametrize("family", FAMILIES)
def test_every_context_of_the_library_holds_a_word_of_its_rule(family: str) -> None:
    """What stands beside words is worked out where one of them stands in a text; here it is for all."""
    assert all(entries(rule).keys() == {form for forms in rule.spelt.values() for form in forms}
               for rule in standard().of(family))  # fmt: skip


def test_the_library_s_own_page_shows_what_is_so() -> None:
    """The examples in the README of newsmarks and beside its functions are tried."""
    done = doctest.testfile(str(FOLDER.parent / "README.md"), module_relative=False, encoding="utf-8")
    assert done.attempted and not done.failed
    for module in ("ruleset", "english"):
        done = doctest.testmod(importlib.import_module(f"newsmarks.{module}"))
        assert done.attempted and not done.failed, module


# What was checked is kept


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of rules that is the library's own, and a place to keep what they say."""
    for file in FOLDER.glob("*.toml"):
        shutil.copy(file, tmp_path)
    monkeypatch.setattr("newsmarks.ruleset.FOLDER", tmp_path)
    monkeypatch.setattr("newsmarks.keeping.PLACE", tmp_path / "kept")
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    return tmp_path


def test_what_was_read_is_kept_and_a_change_is_read_anew(shelf: Path) -> None:
    """By the very text of the file; what was kept before goes."""
    file = shelf / "voices.toml"
    first = read_rules(file, "voices")
    assert list(map(asdict, read_rules(file, "voices"))) == list(map(asdict, first))
    assert len(list((shelf / "kept").iterdir())) == 1
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('label = "reporter"', 'label = "another label"', 1), encoding="utf-8")
    assert read_rules(file, "voices")[0].label == "another label"
    assert len(list((shelf / "kept").iterdir())) == 1


def test_a_fault_is_told_at_the_first_reading_and_at_every_one_after(shelf: Path) -> None:
    """What has a fault is never kept."""
    file = shelf / "voices.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("label =", "lable =", 1), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(RuleError, match="Did you mean “label”"):
            read_rules(file, "voices")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"null"])
def test_what_was_kept_and_is_damaged_is_read_anew(shelf: Path, content: bytes) -> None:
    """Whatever stands there."""
    first = read_rules(shelf / "voices.toml", "voices")
    (kept,) = (shelf / "kept").iterdir()
    kept.write_bytes(content)
    assert list(map(asdict, read_rules(shelf / "voices.toml", "voices"))) == list(map(asdict, first))


def test_where_nothing_can_be_kept_they_are_read_all_the_same(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file stands in the place of the folder; or Python was told to write nothing."""
    (shelf / "kept").write_text("in the way", encoding="utf-8")
    assert read_rules(shelf / "voices.toml", "voices")
    (shelf / "kept").unlink()
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert read_rules(shelf / "voices.toml", "voices")
    assert not (shelf / "kept").exists()
