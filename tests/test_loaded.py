"""Loaded language: which words are marked, which are spared, and whose choice they are."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsmarks import loaded
from newsmarks.model import CATEGORIES, Attribution, Loaded, Span, Voice
from newsmarks.phrases import lexicon, pieces
from newsmarks.ruleset import read_rules, standard
from newsmarks.text import open_text

RULES = standard().of("loaded")
CONTESTED = "contested but descriptive"


def whole(text: str, voice: str = "reporter", attribution: int | None = None) -> tuple[Voice, ...]:
    return (Voice(Span(0, len(text)), voice, attribution, "", ""),)


def find(text: str, voice: str = "reporter") -> tuple[Loaded, ...]:
    return loaded.find(open_text(text), whole(text, voice), (), standard())


def words(text: str) -> list[str]:
    return [mark.span.of(text) for mark in find(text)]


def said_by(name: str | None, text: str, source: str = "") -> Attribution:
    """A direct quotation of the whole text."""
    at = text.find(source) if source else -1
    spans = (Span(at, at + len(source)),) if at >= 0 else ()
    return Attribution((Span(0, len(text)),), (), spans, name, "unknown", 3, "direct", "neutral", "", "")


def test_the_rules_cover_every_category_and_give_a_neutral_wording() -> None:
    """A reader who is told that a word is loaded is told what could stand in its place."""
    assert {rule.category for rule in RULES} == set(CATEGORIES)
    assert all(rule.neutral for rule in RULES)
    assert len(RULES) >= 64 and sum(len(rule.words) for rule in RULES) >= 1650


def test_contested_words_are_a_category_of_their_own_at_the_lowest_strength() -> None:
    """"Besieged" and "invasion" ask both sides; they never weigh as much as "killers"."""
    marks = find("The besieged town awaits an invasion by militants of the regime.")
    assert [m.span for m in marks] and {(m.category, m.strength) for m in marks} == {(CONTESTED, 1)}


def test_the_anchors_of_strength_hold() -> None:
    """Besieged 1, holed up 2, killers 3."""
    text = "The besieged men are holed up, and killers wait."
    assert {m.span.of(text): m.strength for m in find(text)} == {"besieged": 1, "holed up": 2, "killers": 3}


@pytest.mark.parametrize(
    ("voice", "by"),
    [("reporter", "reporter"), ("indirect", "reporter"), ("hedged", "reporter"), ("borrowed", "nobody"),
     ("caption", "the desk"), ("direct", "an unnamed source")],
)  # fmt: skip
def test_the_voice_tells_whose_words_they_are(voice: str, by: str) -> None:
    """In indirect and hedged report the claim is another's but the wording is the reporter's."""
    (mark,) = find("It was a shocking sight.", voice)
    assert (mark.words_by, mark.voice) == (by, voice)


def test_a_loaded_word_inside_a_quotation_belongs_to_its_source() -> None:
    """By name where there is one, else by the words that stand for the source."""
    text = "A shocking sight, she said."
    for attribution, by in ((said_by("Ana Ruiz", text), "Ana Ruiz"), (said_by(None, text, "she"), "she")):
        (mark,) = loaded.find(open_text(text), whole(text, "direct", 0), (attribution,), standard())
        assert mark.words_by == by and by in mark.why


def test_words_about_the_text_are_not_judged() -> None:
    """A headline stamp or byline is no report."""
    assert find("SHOCKING CARNAGE", "meta") == ()


def test_a_mark_belongs_to_the_voice_that_it_begins_in() -> None:
    """Voices change inside a sentence, and each word keeps its own."""
    text = "“It is shocking,” he said of the carnage."
    voices = (Voice(Span(0, 16), "direct", None, "", ""), Voice(Span(16, len(text)), "reporter", None, "", ""))
    assert [m.voice for m in loaded.find(open_text(text), voices, (), standard())] == ["direct", "reporter"]


@pytest.mark.parametrize(
    "text",
    ["They were HOLED UP there.", "They were holed\n  up there.", "They were holed\u00a0up there."],
)
def test_letters_and_white_space_may_differ(text: str) -> None:
    """A phrase is the same phrase across a line break."""
    assert [pieces(w) for w in words(text)] == ["holed up"]


def test_curly_and_straight_apostrophes_are_alike() -> None:
    """The keyboard does not decide what is loaded."""
    assert words("Now let's be clear.") == ["let's be clear"]
    assert words("Now let’s be clear.") == ["let’s be clear"]


def test_only_whole_words_count_and_a_possessive_is_one() -> None:
    """Skilled killers are in "killers’", not in "painkillers" or "lionhearted"."""
    assert words("The killers’ faces and the regime's men.") == ["killers", "regime"]
    assert words("Painkillers, a mobile and a toughened brute-force search.") == []


def test_a_name_inside_a_sentence_is_not_judged_but_its_beginning_and_a_headline_are() -> None:
    """A capital letter in the middle of a plain sentence makes a name."""
    assert words("They saw the band Savage Garden in Oslo.") == []
    assert words("Savage attacks went on.") == ["Savage"]
    assert words("Shocking Photos Show Brutal Raid") == ["Shocking", "Brutal"]


def test_a_crime_named_in_court_is_plain_and_the_same_word_of_a_city_is_not() -> None:
    """"Raped" is a charge in court and a metaphor of a place."""
    assert words("The court heard that he had raped a student.") == []
    assert words("It is a city burned and raped by the enemy.") == ["raped"]


def test_plain_news_is_hardly_marked() -> None:
    """A well-sourced text that describes a disaster keeps its marks under two in a hundred words."""
    text = (
        "Floodwater had entered 214 homes by 6 p.m. on Tuesday, county engineer Ana Ruiz said, citing door-to-door "
        "checks. Two people died when a bridge on Mill Road fell, according to the sheriff's office. The river rose "
        "4 metres in nine hours, the state water service said, the highest reading since 1987. Schools will stay "
        "closed until Friday. The council meets on Thursday to decide whether to ask for help from the army. Residents "
        "of the east bank may return, but the west bank is without power. A crash test, a killer whale at the zoo and "
        "the mayor's brave the storm campaign were put off."
    )
    assert len(find(text)) <= 2 * len(text.split()) / 100


TEMPLATES = [
    "{a} forces shelled the besieged town held by {b} killers.",
    "The shocking raid by {a} thugs left {b} families in a dystopian wasteland.",
    "{a} officials ostensibly spoke for peace while {b} occupiers, holed up in the port, waited.",
    "The courageous {a} crew fought until the last bullet against a far-right {b} militia.",
    "{a} fans called the {b} coach a clueless coward, a disgraceful joke of a man.",
    "A flood of {a} refugees met the ruthless {b} regime.",
]
PARTIES = ["Northland", "Southland", "Ruritanian", "Blue Party", "Red Party", "United", "Rovers", "Russian",
           "Ukrainian", "Israeli", "Palestinian", "Democratic", "Republican", "Labour", "Conservative"]  # fmt: skip


@given(st.sampled_from(TEMPLATES), st.sampled_from(PARTIES), st.sampled_from(PARTIES))
def test_exchanging_the_parties_changes_no_mark(template: str, a: str, b: str) -> None:
    """The same device gets the same category and strength, whoever uses it of whom."""

    def marks(first: str, second: str) -> list[tuple[str, str, int, str]]:
        text = template.format(a=first, b=second)
        return [(m.span.of(text), m.category, m.strength, m.rule) for m in find(text)]

    assert marks(a, b) == marks(b, a) != []


@pytest.mark.parametrize(("one", "other"), [
    ("far-right", "far-left"), ("right-wing", "left-wing"), ("pro-life", "pro-choice"),
    ("radical right", "radical left"),
    ("leftist", "rightist"), ("climate deniers", "climate alarmists"),
    ("illegal immigrants", "undocumented immigrants"), ("occupiers", "liberators"),
    ("freedom fighters", "aggressors"), ("anti-gun", "pro-gun"),
])  # fmt: skip
def test_opposite_words_weigh_the_same(one: str, other: str) -> None:
    """Each camp's word has its opposite number, in the same category and at the same strength."""
    first, second = find(f"He spoke of {one} today."), find(f"He spoke of {other} today.")
    assert [(m.category, m.strength) for m in first] == [(m.category, m.strength) for m in second] != []


def test_no_reason_says_more_than_the_text_can_show() -> None:
    """The interface never calls a claim true or false, nor a reader or writer biased."""
    for rule in RULES:
        said = " ".join((rule.label, rule.why, *rule.neutral)).casefold()
        assert not re.search(r"\b(true|false|lie|lies|fake|propaganda|biased|bias)\b", said), rule.id
        assert rule.why.count(".") <= 1 and "{term}" in rule.why and "{whose}" in rule.why, rule.id


FRAGMENTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from([t for r in RULES for t in r.terms][::7]),
    st.sampled_from([" ", "\n", ". ", "’s ", "-", "“", "İ", "ß", "\u2011", "court ", "not "]),
)


@given(st.lists(FRAGMENTS, min_size=1, max_size=14).map("".join), st.integers(0, 40))
def test_any_text_gets_marks_in_order_apart_and_inside_it(text: str, cut: int) -> None:
    """No text makes the finder fail, and no mark leaves the text or touches another."""
    if not text.strip():
        return
    article = open_text(text)
    at = min(cut, len(article.text))
    edges = sorted({0, at, len(article.text)})
    voices = tuple(Voice(Span(a, b), "reporter", None, "", "") for a, b in pairwise(edges))
    marks = loaded.find(article, voices, (), standard())
    ends = [0, *(m.span.end for m in marks)]
    for mark, before in zip(marks, ends, strict=False):
        assert before <= mark.span.start < mark.span.end <= len(article.text)
        assert mark.span.of(article.text).strip() and "{" not in mark.why.replace("{", "", text.count("{"))
        assert mark.category in CATEGORIES and mark.strength in (1, 2, 3)


def test_a_term_is_found_however_many_there_are() -> None:
    """The longest phrase wins over the words inside it."""
    text = "He fears a witch hunt by a lynch mob."
    assert [p.span.of(text) for p in lexicon(RULES).find(text)] == ["witch hunt", "lynch mob"]


def test_a_teacher_adds_a_word_and_a_sentence_and_a_slip_is_named(tmp_path) -> None:
    """A rule file with a term that no sentence shows says which file, rule, field and remedy."""
    block = (
        '[[rule]]\nid = "loaded.mine"\nlabel = "mine"\ncategory = "label"\nstrength = 2\nterms = ["ghoulish"{more}]\n'
        'why = "“{{term}}” is {{whose}}."\nneutral = ["odd"]\nauthority = "byline\'s own reading"\n'
        'catches = ["A ghoulish grin."]\nspares = ["The ghoul sat."]\n'
    )
    path = tmp_path / "loaded.toml"
    path.write_text(block.format(more=""), encoding="utf-8")
    assert read_rules(path, "loaded")[0].terms == ("ghoulish",)
    path.write_text(block.format(more=', "spooky"'), encoding="utf-8")
    with pytest.raises(ValueError, match=r"loaded.toml, rule “loaded.mine”.*“catches”.*“spooky”"):
        read_rules(path, "loaded")
