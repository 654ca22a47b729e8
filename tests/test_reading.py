"""The machine's reading: what it must get right on the article, and what holds on any text."""

import json
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.fuzz import fuzz
from byline.seeds.folders import open_article
from invariants import check, voice_at
from newsmarks.model import Attribution, Reading, Span
from newsmarks.reader import dumps, read
from newsmarks.ruleset import RuleError
from newsmarks.text import ArticleError, open_text

ARTICLE = open_article("mariupol")
READING = read(ARTICLE)


def by_cue(cue: str, reading: Reading = READING) -> list[Attribution]:
    return [a for a in reading.attributions if reading.words(a.cue) == cue]


def words(spans: tuple[Span, ...]) -> str:
    return READING.words(spans)


def voice_of(words: str, reading: Reading = READING) -> set[str]:
    """The voices that the characters of some words of the article stand in."""
    start = reading.text.index(words)
    return {voice_at(reading, i).voice for i in range(start, start + len(words))}


# The article


def test_the_quotation_of_p4_goes_on_in_p6_across_the_caption() -> None:
    """One attribution, two content spans; the caption between them stays caption."""
    (said,) = by_cue("said")
    assert [ARTICLE.number(s.start) for s in said.content] == [4, 6]
    assert words(said.source) == "Azov"
    assert said.source_name == "Azov Regiment"
    assert voice_of(ARTICLE.paragraph(5)) == {"caption"}
    assert voice_of(ARTICLE.paragraph(6)) == {"direct"}


def test_azov_added_is_a_quotation_of_its_own() -> None:
    (added,) = by_cue("added")
    assert (words(added.source), added.mode, added.stance) == ("Azov", "direct", "neutral")
    assert words(added.content) == ARTICLE.paragraph(7).removeprefix("Azov added: ")


def test_the_major_s_claim_is_reported_in_the_reporter_s_words() -> None:
    (says,) = by_cue("says")
    assert words(says.content) == "his troops refuse to surrender and want to be evacuated to a third country instead"
    assert words(says.source) == "Major Serhiy Volyna, commander of Ukraine’s 36th Marine Brigade"
    assert (says.source_name, says.source_type, says.ladder) == ("Serhiy Volyna", "party–military", 4)
    assert (says.mode, says.stance) == ("indirect", "neutral")


def test_the_officials_claim_is_reported_in_the_reporter_s_words() -> None:
    (say,) = by_cue("say")
    assert words(say.content).startswith("95 percent of Mariupol has been destroyed")
    assert (say.source_name, say.source_type, say.ladder) == ("Ukrainian officials", "party–government", 2)


def test_five_claims_are_hedged_and_nobody_is_named() -> None:
    """purport, reportedly twice, is believed, were reported."""
    hedged = [a for a in READING.attributions if a.mode == "hedged"]
    assert [words(a.cue) for a in hedged] == ["purport", "reportedly", "reportedly", "is believed", "were reported"]
    assert {a.source for a in hedged} == {()}
    assert {a.ladder for a in hedged} == {1}
    assert [a.stance for a in hedged] == ["doubting", "hearsay", "hearsay", "hearsay", "hearsay"]


def test_two_terms_of_p14_are_borrowed() -> None:
    borrowed = [v for v in READING.voices if v.voice == "borrowed"]
    assert [v.span.of(ARTICLE.text) for v in borrowed] == [
        "“special military operation”",
        "“demilitarization and denazification”",
    ]
    assert [READING.attributions[v.attribution or 0].mode for v in borrowed] == ["borrowed", "borrowed"]


@pytest.mark.parametrize("number", [2, 8, 11, 13, 16])
def test_these_paragraphs_are_the_reporter_s_own(number: int) -> None:
    """P13's “claim a symbolic victory” is no cue, and P11 does not inherit the “says” of P10."""
    assert voice_of(ARTICLE.paragraph(number)) == {"reporter"}


def test_a_hedge_does_not_reach_beyond_its_own_clause() -> None:
    """Minimal scope: what a clause of its own adds is the reporter's again."""
    assert voice_of("where a few Ukrainian troops remain") == {"reporter"}
    assert voice_of("as Russian forces close in") == {"reporter"}
    assert voice_of("The dystopian images") == {"reporter"}


def test_the_stamp_is_about_the_text() -> None:
    assert READING.voices[0].span.of(ARTICLE.text) == " date 2022-04-22 *"
    assert READING.voices[0].voice == "meta"


def test_the_36th_brigade_is_a_name_and_no_count() -> None:
    (found,) = [f for f in READING.figures if f.span.of(ARTICLE.text) == "36th"]
    assert (found.kind, found.verdict) == ("identifier", "not a quantity")


def test_loaded_words_are_told_apart_by_whose_they_are() -> None:
    """The reporter's strongest words stand before the first quotation."""
    by = {m.span.of(ARTICLE.text): m.words_by for m in READING.loaded}
    assert {by["shocking"], by["carnage"], by["dystopian"], by["holed up"]} == {"reporter"}
    assert {by["killers"], by["occupiers"], by["courageous"]} == {"Azov Regiment"}
    assert by["special military operation"] == "nobody"


# How far is looked


def padded(length: int) -> str:
    """So many characters of the reporter's, in sentences that name nobody."""
    return ("It rained on the old hill. " * (length // 27 + 1))[:length].rpartition(". ")[0] + ". "


@pytest.mark.parametrize(("apart", "name"), [(1300, "Bob Kay"), (1700, None)])
def test_a_pronoun_means_the_last_speaker_if_that_is_not_long_ago(apart: int, name: str | None) -> None:
    """After 1,500 characters nobody knows any more who “he” is."""
    reading = read(open_text(f"Bob Kay said the road was open. {padded(apart)}He said it was dry."))
    assert by_cue("said", reading)[-1].source_name == name


@pytest.mark.parametrize(("before", "name"), [(300, "Bob Kay"), (600, None)])
def test_before_anybody_has_spoken_a_pronoun_means_who_was_named_just_before(before: int, name: str | None) -> None:
    """Within 500 characters."""
    reading = read(open_text(f"Bob Kay opened the fair. {padded(before)}He said it was dry."))
    assert by_cue("said", reading)[-1].source_name == name


@pytest.mark.parametrize(("length", "voice"), [(1000, "caption"), (1400, "reporter")])
def test_a_long_paragraph_is_no_caption_whatever_it_ends_with(length: int, voice: str) -> None:
    """A credit below 1,200 characters of text belongs to a picture that is not there."""
    text = f"{padded(length)}(Photo: Ann Kay/HP)"
    assert {v.voice for v in read(open_text(text)).voices} == {voice}


# Any text

MARKS = ["“", "”", '"', "'", "’", "‘", "«", "»", "''", " ", "\n", "\n\n", ". ", ", ", ": ", "? ", "— ", "(", ")"]
WORDS = ["said", "says", "he", "The mayor", "Ann Lee", "according to", "reportedly", "that", "who", "and", "claimed"]
PARTS = [
    "is believed to",
    "told",
    "the bridge was closed",
    "Photo: Kay/HP",
    "By Ann Lee",
    "OLDTOWN (HP) —",
    "95 percent",
]
ODD = ["killers", "A:", "\x00", "\u202e", "<b>", "é", "🌉", "Слава"]
PIECES = st.sampled_from(MARKS + WORDS + PARTS + ODD)
TEXTS = st.one_of(
    st.lists(PIECES, min_size=1, max_size=60).map(" ".join), st.lists(PIECES, min_size=1, max_size=60).map("".join)
)


def mutated(seed: str, changes: list[tuple[int, str]]) -> str:
    """The article with pieces put in, and a character dropped at each place."""
    for at, piece in changes:
        place = at % len(seed)
        seed = seed[:place] + piece + seed[place + 1 :]
    return seed


MUTATED = st.lists(st.tuples(st.integers(0, 10**6), PIECES), max_size=20).map(lambda c: mutated(ARTICLE.text, c))


@settings(max_examples=400)
@given(st.one_of(TEXTS, MUTATED, st.text(min_size=1)))
def test_any_text_can_be_read(text: str) -> None:
    """Whatever is pasted: no exception, voices tile it, spans lie in it, every mark has its rule and reason."""
    if text.removeprefix("\ufeff").strip():
        check(read(open_text(text)))


def test_torn_and_garbled_articles_can_be_read() -> None:
    """Dropped and swapped marks, merged paragraphs, control characters: a small run of bench/fuzz.py."""
    assert fuzz([ARTICLE.text], count=300, seed=1).failures == []


def test_an_odd_quotation_mark_costs_no_more_than_its_own_paragraph() -> None:
    """The next paragraph is read as if nothing had happened."""
    sound = "“The bridge is closed,” the mayor said.\n\nAnn Lee said the road was open."
    torn = "“The bridge is closed, the mayor said.\n\nAnn Lee said the road was open."
    assert by_cue("said", read(open_text(torn)))[-1].source_name == "Ann Lee"
    assert by_cue("said", read(open_text(sound)))[-1].source_name == "Ann Lee"


def test_the_json_is_valid_and_the_same_bytes_in_every_process() -> None:
    """Whatever the order of a set is in that process."""
    code = "import newsmarks as n; from byline import open_article; print(n.dumps(n.read(open_article('mariupol'))))"
    said = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in "123"
    }
    assert len(said) == 1
    assert json.loads(said.pop())["length"] == len(ARTICLE.text)


def test_the_json_has_the_form_that_is_promised() -> None:
    """schema byline.reading/1: spans as pairs, voices tiling, indices that point at attributions."""
    data = json.loads(dumps(READING))
    assert (data["schema"], data["id"], data["sha256"]) == ("byline.reading/1", "mariupol", ARTICLE.sha256)
    assert set(data) == {
        "schema", "id", "sha256", "length", "reader", "voices", "attributions", "loaded", "figures", "notes",
    }  # fmt: skip
    assert all(v["attribution"] is None or v["attribution"] < len(data["attributions"]) for v in data["voices"])
    assert data["voices"][0]["span"] == [0, 18]
    for plain, mark in zip(data["loaded"], READING.loaded, strict=True):
        assert plain == {
            **{name: getattr(mark, name) for name in plain},
            "span": [*mark.span],
            "neutral": [*mark.neutral],
        }
    (said,) = (a for a in data["attributions"] if a["rule"] == "cue.say" and len(a["content"]) == 2)
    assert [ARTICLE.text[s:e] for s, e in said["cue"] + said["source"]] == ["said", "Azov"]
    (hundreds,) = (f for f in data["figures"] if ARTICLE.text[slice(*f["span"])] == "hundreds")
    assert set(hundreds["criteria"]) == {"who", "what", "when", "how", "access"}
    assert set(hundreds["criteria"]["who"]) == {"score", "words", "ask"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("The bridge was closed on Monday.", "no quotation marks"),
        (
            "Міст закрили в понеділок. Мер каже, що його відкриють у травні, коли закінчать роботи.",
            "does not look like English",
        ),
    ],
)
def test_a_text_that_the_rules_cannot_do_much_with_is_read_with_a_note(text: str, says: str) -> None:
    """A correct reading, if an empty one, and one sentence that says why."""
    reading = read(open_text(text))
    check(reading)
    assert any(says in note for note in reading.notes)


def test_what_is_no_article_and_what_are_no_rules_get_a_sentence() -> None:
    """Both are easy to type, and both say what to write."""
    with pytest.raises(ArticleError, match="read\\(open_article"):
        read("mariupol")  # type: ignore[arg-type]
    with pytest.raises(RuleError, match="change_rules"):
        read(open_text("One."), {"carnage": 0})  # type: ignore[arg-type]
