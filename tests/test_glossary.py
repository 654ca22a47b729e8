"""The glossary: every word that the lessons use, in the form that was agreed; and how it is asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import byline
from byline.glossary import FILE, Term, all_terms, find_terms, open_glossary, rule_called, term_called
from byline.key.types import GUIDELINE
from byline.lesson.course import all_lessons
from newsmarks.model import STANCES, VERDICTS
from newsmarks.text import ArticleError

NEEDED = """voice, reporter, direct quote, indirect report, nobody named, hedge, borrowed term, scare quotes, caption,
credit, stamp, byline, dateline, attribution, content, cue, source, stance, neutral, doubting, vouching, colouring,
hearsay, source ladder, named source, anonymous source, document, witness, public record, party, independent, loaded
word, swap test, both-sides test, technical test, contested but descriptive, euphemism, metaphor, strength, figure,
denominator, provenance, handout, circular reporting, the whole, percentage, as-of date, method, access, checkable,
traceable, not checkable from this article, implied total, minimal scope, no carry-over, hedge drop, presupposition,
agent deletion, right of reply, base rate"""


def number(text: str) -> int:
    return len(text.split())


def test_every_word_that_the_lessons_use_is_there() -> None:
    for name in (*" ".join(NEEDED.split()).split(", "), *STANCES, *(v for v in VERDICTS if v != "not a quantity")):
        assert term_called(name)
    assert 45 <= len(all_terms()) <= 75


@pytest.mark.parametrize("term", all_terms(), ids=lambda term: term.id)
def test_a_term_is_short_and_shows_what_it_is_and_is_not(term: Term) -> None:
    assert number(term.definition) <= 25
    assert number(term.says) <= 25
    assert number(term.example) <= 20
    assert number(term.near_miss) <= 20
    assert term.near_miss.startswith("Not ")
    assert all(text.endswith((".", "?", "*", "–", "Lee", ")", ".”", "“The inspector”.")) for text in (
        term.definition, term.example, term.near_miss))  # fmt: skip
    assert not re.search(r"\b(war|troops|soldiers?|army|bombs?|attack)\b", term.example, re.IGNORECASE)
    assert bool(term.rule) == bool(term.says)


def test_the_lessons_named_are_there() -> None:
    assert {term.lesson for term in all_terms()} <= {lesson.number for lesson in all_lessons()}


def test_each_rule_of_the_guideline_has_one_term_and_a_sentence_to_take_along() -> None:
    rules = [term.rule for term in all_terms() if term.rule]
    assert set(GUIDELINE) <= set(rules)
    assert len(rules) == len(set(rules))
    assert rule_called("swap test") == term_called("swap test")
    assert rule_called("no such rule") is None


def test_terms_are_found_in_a_text_once_each_in_order_and_as_whole_words() -> None:
    text = "A HEDGED claim. Not checkable  from this\narticle: sources, a source, and the hedge; resources are none."
    assert [term.id for term in find_terms(text)] == ["hedge", "not-checkable-from-this-article", "source"]
    assert find_terms("") == []
    assert [term.name for term in find_terms("the reporter's loaded words")] == ["reporter", "loaded word"]


def test_a_word_is_told_as_a_card_with_all_that_is_known_of_it() -> None:
    told = " ".join(byline.words("Hedged").text.split())
    for said in ("hedge: A word or phrase", "For example:", "What it is not: Not “the owner says”", "Lesson: 01"):
        assert said in told


def test_without_a_word_all_are_told() -> None:
    table = byline.words().text
    assert all(term.name in table for term in all_terms())
    assert byline.words().html.count("<tr>") == len(all_terms()) + 1


def test_a_word_that_is_not_there_is_told_the_nearest() -> None:
    assert byline.words("hegde").text == "“hegde” is not in the glossary. Did you mean “hedge”?"
    assert byline.words("xyzzy").text == "“xyzzy” is not in the glossary. words() shows all that are."
    assert "is not in the glossary" in byline.words(3).text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("near_miss =", "near ="), "field “near” is unknown"),
        (('forms = ["voices"]', 'forms = "voices"'), "field “forms” must be a list of texts"),
        (('forms = ["voices"]', 'forms = ["hedge"]'), "“hedge” stands twice"),
        (('id = "reporter"', 'id = "voice"'), "“voice” stands twice"),
        (("[[term]]", "[[word]]"), "holds [[term]] blocks"),
    ],
)
def test_a_glossary_with_a_fault_is_told_in_one_sentence(change: tuple[str, str], told: str, tmp_path: Path) -> None:
    path = tmp_path / "glossary.toml"
    path.write_text(FILE.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(ArticleError, match=re.escape(told)):
        open_glossary(path)
