"""The key: what people write becomes the marks that they mean, and what is wrong is told, all at once."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byline.cli import main
from byline.key import Key, check_key, draft_from, load_key, shape
from byline.key.draft import place, toml
from byline.key.load import check_decisions
from byline.key.marks import figure_of, tiled
from byline.key.places import PlaceError, occurrences, short, span_of, spans_of
from byline.key.sense import about_labels, feedback_faults, plain_faults
from byline.seeds.folders import file_of
from invariants import check as check_invariants
from invariants import voice_at
from newsmarks import form
from newsmarks.model import NOT_FALSE, Article, Attribution, Loaded, Reading, Span, Voice
from newsmarks.reader import read
from newsmarks.text import ArticleError, open_text

CASES = Path(__file__).parent / "cases" / "key"
ARTICLE = (CASES / "article.txt").read_text(encoding="utf-8")
SHA = open_text(ARTICLE).sha256
KEY = (CASES / "key.toml").read_text(encoding="utf-8").replace('"SHA"', f'"{SHA}"')


def checked(folder: Path, key: str) -> tuple[Key | None, list[str]]:
    """A key checked as a file beside its article."""
    (folder / "article.txt").write_bytes((CASES / "article.txt").read_bytes())
    (folder / "key.toml").write_text(key, encoding="utf-8")
    return check_key(folder / "key.toml")


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Key:
    """The sample key."""
    (folder := tmp_path_factory.mktemp("sample")).mkdir(exist_ok=True)
    found, wrong = checked(folder, KEY)
    assert wrong == []
    assert found
    return found


# What is written


def test_a_key_is_a_reading_of_its_text(key: Key) -> None:
    """Whatever shows or compares readings takes a key; its voices tile the text."""
    check_invariants(key, by_rules=False)
    assert [len(getattr(key, layer)) for layer in ("attributions", "loaded", "figures")] == [5, 2, 3]


def test_quotations_become_spans(key: Key) -> None:
    """What a person quotes is where they mean it, to the letter."""
    assert key.words(key.attributions[0].content) == "The dreadful bridge closed on Friday"
    assert key.words(key.loaded[0].span) == "dreadful"
    assert key.loaded[0].span.start < key.article.paragraphs[0].end
    assert key.words(key.attributions[4].content).endswith("with a camera")


def test_marks_carry_their_reason_and_their_place_in_the_key(key: Key) -> None:
    assert key.attributions[0].rule == "lee-said"
    assert key.attributions[0].why == "“Said” hands the claim to Mayor Lee."
    assert {v.rule for v in key.voices} <= {f"key.{v.voice}" for v in key.voices}


def test_a_voice_and_a_figure_know_whose_claim_they_are(key: Key) -> None:
    indirect = [v for v in key.voices if v.voice == "indirect"]
    assert [key.attributions[v.attribution or 0].source_name for v in indirect] == ["Ann Lee", "Omar Dee"]
    assert key.attributions[key.figures[1].attribution or 0].source_name == "Omar Dee"


def test_a_criterion_points_at_the_words_that_earned_it(key: Key) -> None:
    for figure in key.figures:
        for _, criterion in figure.criteria.items():
            assert bool(criterion.score) == (criterion.words is not None)


def test_an_entry_keeps_its_other_readings_and_what_separates_them(key: Key) -> None:
    voice = next(e for e in key.layer("voices") if e.also)
    assert (voice.tier, voice.also[0][0].voice, bool(voice.separates)) == ("accepted readings", "reporter", True)  # type: ignore[union-attr]
    dreadful = key.layer("loaded")[0]
    assert dreadful.also[0][0] is None, "leaving it unmarked is accepted"


def test_traps_questions_passages_and_provenance_are_kept(key: Key) -> None:
    assert key.text[slice(*key.traps[0].span)] == "unsafe"
    assert len(key.questions[0].samples) == 5
    assert key.passages[0].sound
    assert key.text[slice(*key.provenance["credit"][0]["span"])] == "(Hill Wire)"


def test_white_space_and_full_stops_between_stretches_are_the_reporters(key: Key) -> None:
    assert voice_at(key, key.text.index(".\n\nThe town")).voice == "reporter"
    assert voice_at(key, key.text.index(".\n\n“It")).voice == "reporter"


# Places


@pytest.mark.parametrize(
    ("place", "paragraph", "found"),
    [
        ("death trap", None, "death trap"),
        ({"quote": "dreadful", "nth": 2}, None, "dreadful"),
        ({"quote": "dreadful"}, 4, "dreadful"),
        ({"paragraph": 4, "quote": "dreadful"}, 1, "dreadful"),
        ({"from": "They", "to": "Monday."}, 3, "They came back on Monday."),
        ({"paragraph": 5}, None, "A car on the old road on Friday. (Hill Wire)"),
    ],
)
def test_a_place_is_found(place: object, paragraph: int | None, found: str) -> None:
    article = open_text(ARTICLE)
    assert span_of(article, place, paragraph).of(article.text) == found  # type: ignore[arg-type]


def test_the_first_paragraph_begins_where_the_text_does() -> None:
    """A stamp may begin with white space, and no character is left over; later paragraphs begin with their words."""
    article = open_text(" date 2031-05-02 * The bridge is closed.\n\n The road is open.")
    assert span_of(article, {"paragraph": 1}, None) == (0, article.paragraphs[0].end)
    assert span_of(article, {"paragraph": 2}, None).of(article.text) == "The road is open."


def test_places_are_told_in_the_order_of_the_text() -> None:
    """A list may name them in any order; its paragraph holds for those that name none."""
    article = open_text(ARTICLE)
    places = [{"quote": "road", "paragraph": 3}, "death trap"]
    assert [s.of(article.text) for s in spans_of(article, places, 2)] == ["death trap", "road"]
    assert spans_of(article, "death trap", 2) == spans_of(article, ["death trap"], 2)


def test_the_end_of_a_stretch_is_the_first_behind_its_beginning() -> None:
    """The words that end it may stand before it, and again later."""
    article = open_text("The end came. The road led on to the end of the town and to the end of the hill.")
    assert span_of(article, {"from": "The road", "to": "end"}, None).of(article.text) == "The road led on to the end"
    assert span_of(article, {"from": "The", "nth": 2, "to": "on"}, None).of(article.text) == "The road led on"


@pytest.mark.parametrize(("words", "most", "line"), [
    ("one two", 7, "one two"), ("one two", 6, "one…"), ("one two three", 9, "one two…"),
    ("one\n two", 7, "one two"), ("onetwothree", 6, "onetw…"),
])  # fmt: skip
def test_words_are_shortened_between_two_words(words: str, most: int, line: str) -> None:
    """And a long word where it must be."""
    assert short(words, most) == line


@pytest.mark.parametrize(
    ("place", "paragraph", "told"),
    [
        ("dread", None, "is not in the text. Copy the exact words"),  # half a word
        ("dreadful", None, "stands 2 times in the text. Add nth = 1 to 2"),
        ("death trap", 1, "is not in P1. It stands in P2"),
        ('"It was unsafe', 2, "other quotation marks"),
        ({"quote": "dreadful", "nth": 3}, None, "stands 2 times in the text, so there is no nth = 3"),
        ("x", 9, "there is no paragraph 9. This text has 1 to 6"),
        ({"from": "They", "to": "Tuesday."}, 3, "from “They” on"),
    ],
)
def test_a_place_that_is_not_there_is_told_with_the_way_out(place: object, paragraph: int | None, told: str) -> None:
    with pytest.raises(PlaceError, match=re.escape(told)):
        span_of(open_text(ARTICLE), place, paragraph)  # type: ignore[arg-type]


# Defects

VOICE_3 = '[[voice]]\nparagraph = 3\nquote = "took the old road"\nvoice = "hedged"\nattribution = "reportedly"\n'
#: Old words, new words, and what the one sentence must say: one defect of a kind each.
DEFECTS = {
    "no TOML": ("schema =", "schema", "not valid TOML"),
    "another schema": ("byline.key/1", "byline.key/9", "field “schema” must be “byline.key/1”"),
    "another text": (SHA, "0" * 64, f'write sha256 = "{SHA}"'),
    "no reader": ('reader = "the key"\n', "", "field “reader” is missing"),
    "unknown table": ("[[trap]]", "[[traps]]", "“traps” is unknown"),
    "unknown field": ("counts = \"drivers\"", "count = \"drivers\"",
                      "figure 1 (P3 “Hundreds”): field “count” is unknown. Did you mean “counts”?"),
    "missing field": ("kind = \"vague\"\n", "", "figure 1 (P3 “Hundreds”): field “kind” is missing"),
    "gap in the tiling": ('[[voice]]\nparagraph = 3\nquote = "They came back on Monday."\nvoice = "reporter"\n', "",
                          "P3: “They came back on Monday.” has no voice"),
    "gap at the end": ('to = "website." }', 'to = "is on" }', "P6: “the office’s website.” has no voice"),
    "overlap in the tiling": ('"Hundreds of drivers reportedly"', '"Hundreds of drivers reportedly took"',
                              "overlaps “Hundreds of drivers reportedly took”"),
    "scope of a claim": ('content = "took the old road"', 'content = "took the old road. They came back on Monday."',
                         "attribution 3 “reportedly”: “took the old road. They came back on…” goes on over the end"),
    "scope of a voice": ('quote = "took the old road"\nvoice', 'quote = "took the old road. They"\nvoice',
                         "goes on over the end of its sentence"),
    "no source": ('source = "Omar Dee, its head"\n', "", "attribution 5 “dee-said”: field “source” is missing"),
    "no name": ('name = "Omar Dee"\n', "", "attribution 5 “dee-said”: field “name” is missing"),
    "a source of a hedge": ('cue = "reportedly"\n', 'cue = "reportedly"\nsource = "drivers"\n',
                            "mode “hedged” names nobody"),
    "a hedge without cue": ('cue = "reportedly"\n', "", "field “cue” is missing"),
    "quote not in the text": ('quote = "death trap"', 'quote = "deathtrap"', "“deathtrap” is not in P2"),
    "quote elsewhere": ('paragraph = 2\nquote = "death', 'paragraph = 3\nquote = "death', "It stands in P2"),
    "quote twice": ('paragraph = 1\nquote = "dreadful"\nask', 'quote = "dreadful"\nask', "stands 2 times in the text"),
    "nth too high": ('quote = "214"', 'quote = "214"\nnth = 2', "there is no nth = 2"),
    "no such paragraph": ('paragraph = 6\nquote = "36', 'paragraph = 7\nquote = "36', "there is no paragraph 7"),
    "half a word": ('quote = "Hundreds"', 'quote = "Hundred"', "“Hundred” is not in P3"),
    "unknown voice": ('voice = "caption"', 'voice = "captoin"',
                      "voice 12 (P5): field “voice” cannot be “captoin”. Did you mean “caption”?"),
    "unknown category": ('"judging things"', '"judging thing"', "Did you mean “judging things”?"),
    "unknown type": ('"independent body"', '"independent"', "Did you mean “independent body”?"),
    "unknown stance": ('stance = "hearsay"', 'stance = "gossip"', "field “stance” cannot be “gossip”"),
    "strength 4": ("strength = 3", "strength = 4", "field “strength” must be a whole number from 1 to 3"),
    "number as text": ("ladder = 4", "ladder = \"4\"", "field “ladder” must be a whole number"),
    "unknown attribution": ('attribution = "she-said"', 'attribution = "he-said"', "there is no attribution “he-said”"),
    "claim without attribution": (VOICE_3, VOICE_3.replace('attribution = "reportedly"\n', ""),
                                  "field “attribution” is missing: “hedged” needs a claim"),
    "voice against mode": (VOICE_3, VOICE_3.replace("hedged", "indirect"), "does not go with attribution “reportedly”"),
    "unknown speaker": ('words_by = "Ann Lee"', 'words_by = "Anne Lee"', "no attribution has the name “Anne Lee”"),
    "id twice": ('id = "pause"', 'id = "reportedly"', "“reportedly” stands twice"),
    "score without words": ('what = { score = 0.5, words = "drivers" }', "what = { score = 0.5 }",
                            "field “what” scores above 0 and points at no words"),
    "words without score": ('what = { score = 0.5, words = "drivers" }', 'what = { score = 0, words = "drivers" }',
                            "field “what” scores 0 and points at words"),
    "another score": ("score = 0.5", "score = 0.7", "a score that is not 0, 0.5 or 1"),
    "verdict against scores": ('verdict = "checkable"', 'verdict = "traceable"', "is not what its five questions give"),
    "a quantity that is none": ('kind = "identifier"\nverdict = "not a quantity"',
                                'kind = "identifier"\nverdict = "traceable"', "do not go together"),
    "tier without a reading": ('tier = "accepted readings"\nalso = [{ voice', 'tier = "one answer"\nalso = [{ voice',
                               "there is a second reading"),
    "reading without its separation": ('separates = "Is there a bridge of that name?"\n', "",
                                       "field “separates” is missing"),
    "feedback: too long": ("Compare P3.", "Compare P3" + " and then P2 and P1" * 10 + ".", "Keep to 45"),
    "feedback: a verdict": ("“Said” names Mayor Lee, so", "“Said” names biased Mayor Lee, so", "“biased” passes"),
    "feedback: no cue": ("“Said” names Mayor Lee, so", "A name is given, so", "it quotes nothing from the text"),
    "feedback: no rule": ("no hedge (source rule)", "no hedge", "it names no rule"),
    "feedback: the right label": ("no hedge (source rule)", "indirect report (source rule)",
                                  "feedback.hedged: it gives the right label away (“indirect”)"),
    "feedback: no next step": (" Compare P3.", "", "it ends without a next step"),
    "feedback: unknown answer": ("feedback.hedged", "feedback.hedge", "Did you mean “hedged”?"),
    "to be confirmed": ("[[trap]]", "[[figure]]\nstatus = \"to be confirmed\"\nparagraph = 4\nquote = \"open\"\nkind = "
                        "\"idiom\"\nverdict = \"not a quantity\"\nwhy = \"x\"\n\n[[trap]]", "still to be confirmed"),
    "too few samples": (', "It would need a source."]', "]", "has 4 answers. It needs five"),
    "provenance: unknown status": ('status = "silent"', 'status = "silence"', "Did you mean “silent”?"),
    "provenance: quote": ('quote = "(Hill Wire)", means', 'quote = "(Hill Wires)", means', "provenance, credit 1"),
    "a list for a text": ('why = "Nobody is named."', "why = [1]", "field “why” must be text"),
}  # fmt: skip


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_told_in_one_line_and_nothing_else_is(name: str, tmp_path: Path) -> None:
    """File, entry and what to do, for exactly the one thing that is wrong."""
    old, new, told = DEFECTS[name]
    assert old in KEY
    _, wrong = checked(tmp_path, KEY.replace(old, new, 1))
    assert len(wrong) == 1, "\n".join(wrong)
    assert "key.toml" in wrong[0]
    assert told in wrong[0]
    assert "\n" not in wrong[0]


def test_a_claim_that_nobody_is_named_for_needs_no_source(tmp_path: Path) -> None:
    """On the lowest step of the ladder there is nobody to quote, but the other fields stay due."""
    nobody = KEY.replace('source = "Omar Dee, its head"\n', "", 1).replace(
        'type = "independent body"\nladder = 4', 'type = "independent body"\nladder = 0', 1)  # fmt: skip
    assert nobody != KEY and checked(tmp_path, nobody)[1] == []
    _, wrong = checked(tmp_path, nobody.replace('name = "Omar Dee"\n', "", 1))
    assert len(wrong) == 1 and "field “name” is missing" in wrong[0]


def test_another_reading_may_quote_other_words(tmp_path: Path) -> None:
    """The `nth` of an entry belongs to the entry's own words, and not to those of the other reading."""
    second = KEY.replace('paragraph = 1\nquote = "dreadful"\n', 'paragraph = 2\nquote = "It was"\nnth = 2\n', 1)
    other = second.replace("also = [{ marked = false,", 'also = [{ quote = "she",', 1)
    key, wrong = checked(tmp_path, other)
    assert key and wrong == [] and second != other
    entry = next(e for e in key.layer("loaded") if e.also)
    assert key.words(entry.mark.span) == "It was" and entry.mark.span.start > key.text.index("unsafe")  # type: ignore[union-attr]
    assert key.words(entry.also[0][0].span) == "she"  # type: ignore[union-attr]
    key, wrong = checked(tmp_path, second.replace("also = [{ marked = false,", 'also = [{ category = "emotion",', 1))
    assert key and wrong == []
    entry = next(e for e in key.layer("loaded") if e.also)
    assert entry.also[0][0].span == entry.mark.span  # type: ignore[union-attr]


def test_a_borrowed_term_may_be_read_as_a_sources(tmp_path: Path) -> None:
    """“The town calls the closing a “pause.””: nobody's term, or the town's, in the claim and in the loaded word."""
    also = 'tier = "accepted readings"\nseparates = "Who calls it that?"\nalso = [{ source = "The town", '
    also += 'name = "the town", type = "other party", ladder = 3, why = "The sentence tells who calls it that." }]\n'
    word = '[[loaded]]\nparagraph = 4\nquote = "pause"\nwords_by = "the town"\ncategory = "label"\n'
    word += 'strength = 1\nwhy = "It is soft."\n\n[[loaded]]'
    cue = 'cue = "“pause.”"\n'
    key, wrong = checked(tmp_path, KEY.replace(cue, cue + also, 1).replace("[[loaded]]", word, 1))
    assert key and wrong == []
    assert any(m and m.source_name == "the town" for e in key.layer("attributions") for m, _ in e.also)  # type: ignore[union-attr]


def test_white_space_goes_with_the_reporters_words_beside_it(key: Key) -> None:
    """Behind them, also over a line's end; before them on their own line; else it is a stretch of its own."""
    assert [(v.voice, v.span.of(key.text)) for v in key.voices] == [
        ("meta", "HILLTON (Hill Wire) —"),
        ("reporter", " "),
        ("indirect", "The dreadful bridge closed on Friday"),
        ("reporter", ", Mayor Ann Lee said at the town hall.\n\n"),
        ("direct", "“It was unsafe. It was a death trap,”"),
        ("reporter", " she said.\n\n"),
        ("reporter", "Hundreds of drivers reportedly "),
        ("hedged", "took the old road"),
        ("reporter", ". They came back on Monday.\n\n"),
        ("reporter", "The town calls the closing a "),
        ("borrowed", "“pause.”"),
        ("reporter", " The dreadful road stays open.\n\n"),
        ("caption", "A car on the old road on Friday. (Hill Wire)"),
        ("reporter", "\n\n"),
        ("indirect", key.words(key.attributions[4].content)),
        ("reporter", ", said Omar Dee, its head. Its table is on the office’s website.\n"),
    ]


def test_the_space_between_two_paragraphs_is_not_the_reporters_of_the_second() -> None:
    """It is a stretch of its own where the first ends in another voice."""
    article = open_text("“It was unsafe.”\n\nThe road is open.")
    spoken = Voice(article.paragraphs[0], "direct", None, "x", "x")
    told = Voice(article.paragraphs[1], "reporter", None, "x", "x")
    assert [v.span.of(article.text) for v in tiled(article, (spoken, told))] == [
        "“It was unsafe.”", "\n\n", "The road is open."]  # fmt: skip


def test_a_mark_takes_the_voice_and_the_fields_that_are_written(key: Key) -> None:
    """A hedge and a borrowed term have nobody, a date answers its five questions itself, a list is a range."""
    assert [(a.mode, a.source_type, a.ladder) for a in key.attributions] == [
        ("indirect", "party–government", 4), ("direct", "party–government", 4), ("hedged", "none", 1),
        ("borrowed", "none", 0), ("indirect", "independent body", 4),
    ]  # fmt: skip
    assert [(m.voice, m.words_by, m.strength, m.neutral) for m in key.loaded] == [
        ("indirect", "reporter", 2, ("old",)), ("direct", "Ann Lee", 3, ("danger",)),
    ]  # fmt: skip
    block = {"paragraph": 1, "quote": "Friday", "kind": "date", "verdict": "checkable", "why": "x", "value": [1, 2]}
    dated = figure_of(key.article, block, None)
    assert (dated.criteria.total, dated.value) == (5, (1, 2))
    assert dated.criteria.who.words == dated.span
    for changed in ({"kind": "exact"}, {"verdict": "traceable"}):
        assert figure_of(key.article, {**block, **changed}, None).criteria.total == 0


def test_all_defects_are_told_in_one_run(tmp_path: Path) -> None:
    """A teacher mends a key in one go."""
    key = KEY
    several = ["quote not in the text", "unknown category", "no name", "unknown stance", "score without words"]
    for name in several:
        key = key.replace(*DEFECTS[name][:2], 1)
    _, wrong = checked(tmp_path, key)
    assert all(any(DEFECTS[name][2] in line for line in wrong) for name in several)


def test_a_key_with_a_defect_is_refused(tmp_path: Path) -> None:
    """load_key raises the first and says how many more there are."""
    checked(tmp_path, KEY.replace("strength = 3", "strength = 4").replace('"hearsay"', '"gossip"'))
    with pytest.raises(ArticleError, match="And 1 more: “byline check” lists them all"):
        load_key(tmp_path)


def test_a_key_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"There is no key\.toml of “nowhere”"):
        load_key("nowhere")


@settings(max_examples=300)
@given(seed=st.integers(0, 10**9))
def test_a_torn_key_never_breaks_the_check(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Lines lost, doubled, swapped or cut: each time sentences, never an exception."""
    chance = random.Random(seed)
    lines = KEY.splitlines()
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        match chance.randrange(4):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, chance.choice(lines))
            case 2:
                lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
            case _:
                value = chance.choice(["1", "[]", "{ }", "true", '"x"', "-1", "[[1]]", "[{ }]"])
                lines[at] = re.sub(r"= .*", f"= {value}", lines[at])
    folder = tmp_path_factory.mktemp("torn")
    found, wrong = checked(folder, "\n".join(lines))
    assert found or wrong
    assert all("\n" not in line for line in wrong)


# Drafts


@pytest.mark.parametrize("text", [ARTICLE, *(p.read_text(encoding="utf-8") for p in
                                             sorted((CASES.parent).glob("plain*.txt")))])  # fmt: skip
def test_a_draft_is_a_key_once_it_is_confirmed(text: str, tmp_path: Path) -> None:
    """Every entry is to be confirmed, and nothing else is wrong; confirmed as it is, it is the machine's marks."""
    (tmp_path / "article.txt").write_text(text, encoding="utf-8", newline="")
    reading = read(open_text(text))
    written = draft_from(reading, "here")
    (tmp_path / "key.toml").write_text(written, encoding="utf-8")
    _, wrong = check_key(tmp_path / "key.toml")
    assert len(wrong) == written.count("to be confirmed\"")
    assert all("still to be confirmed" in line for line in wrong)
    (tmp_path / "key.toml").write_text(written.replace('status = "to be confirmed"\n', ""), encoding="utf-8")
    key = load_key(tmp_path)
    assert [a.content for a in key.attributions] == [a.content for a in reading.attributions]
    assert [m.span for m in key.loaded] == [m.span for m in reading.loaded]
    assert [(f.span, f.verdict) for f in key.figures] == [(f.span, f.verdict) for f in reading.figures]
    marked = [[(v.voice, v.span.of(text).strip()) for v in r.voices if v.voice != "reporter"] for r in (key, reading)]
    assert marked[0] == marked[1]


def test_a_draft_is_written_over_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One command makes the skeleton; a key that is there is left as it is."""
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    assert main(["check", "--draft", str(tmp_path / "article.txt")]) == 0
    written = (tmp_path / "key.toml").read_bytes()
    assert main(["check", "--draft", str(tmp_path / "article.txt")]) == 2
    assert (tmp_path / "key.toml").read_bytes() == written
    assert main(["check", str(tmp_path)]) == 2
    assert "still to be confirmed" in capsys.readouterr().err


def confirmed(folder: Path, reading: Reading) -> Key:
    """The key that a draft becomes when a person agrees with all of it."""
    key, wrong = checked(folder, draft_from(reading, "here").replace('status = "to be confirmed"\n', ""))
    assert key and wrong == []
    return key


def test_a_draft_of_a_reading_says_all_of_it(key: Key, tmp_path: Path) -> None:
    """Every field of every mark; only the ids are other names."""
    again = confirmed(tmp_path, key)
    assert [a.rule for a in again.attributions] == [
        "ann-lee-said", "ann-lee-said-2", "reportedly", "pause", "omar-dee-said"]  # fmt: skip
    assert [replace(a, rule="") for a in again.attributions] == [replace(a, rule="") for a in key.attributions]
    assert again.loaded == key.loaded
    for one, two in zip(again.figures, key.figures, strict=True):
        assert replace(one, criteria=two.criteria) == two
        scores = [[(c.score, c.words) for _, c in figure.criteria.items()] for figure in (one, two)]
        assert scores[0] == scores[1]
    spoken = [[(v.voice, v.attribution, v.why, v.span) for v in k.voices if v.voice != "reporter"]
              for k in (again, key)]  # fmt: skip
    assert spoken[0] == spoken[1]
    assert {v.why for v in again.voices if v.voice == "reporter"} == {"The reporter's words, the reporter's claim."}


def said(article: Article, content: str, cue: str, source: str, **more: Any) -> Attribution:
    """An attribution of words of a text."""
    spans = {name: (span_of(article, words, None),) if words else ()
             for name, words in (("content", content), ("cue", cue), ("source", source))}  # fmt: skip
    plain: dict[str, Any] = {"source_name": None, "source_type": "unknown", "ladder": 2, "mode": "indirect",
                             "stance": "neutral", "rule": "x", "why": "Why."}  # fmt: skip
    return Attribution(**spans, **{**plain, **more})


def test_a_draft_names_each_claim_and_whoever_said_it(tmp_path: Path) -> None:
    """By the words of the source where it has no name; on the lowest step where there is none."""
    article = open_text(ARTICLE)
    claims = (
        said(article, "The dreadful bridge closed on Friday", "at the town hall", "Mayor Ann Lee"),
        said(article, "“It was unsafe. It was a death trap,”", "", "", mode="direct"),
        said(article, "They came back on Monday.", "—", "", source_name="Zoë 3"),
        said(article, "A car on the old road on Friday.", "HILLTON", "", source_name="One Two Three Four Five"),
        said(article, "The dreadful road stays open.", "", "", source_name="Zoë 3"),
    )
    plain = Voice(Span(0, len(article.text)), "reporter", None, "x", "x")
    reading = Reading(article, "machine", (plain,), claims, (), ())
    text = draft_from(reading, "here")
    assert re.findall(r"^id = (.*)", text, re.M) == [
        '"at-the-town-hall"', '"claim"', '"zo-3"', '"one-two-three-four-five"', '"zo-3-2"']  # fmt: skip
    assert re.findall(r"^name = (.*)", text, re.M) == [
        '"Mayor Ann Lee"', '"not named"', '"Zoë 3"', '"One Two Three Four Five"', '"Zoë 3"']  # fmt: skip
    assert re.findall(r"^ladder = (.*)", text, re.M) == ["2", "0", "0", "0", "0"]
    assert "“byline check here” says what is left to do." in text and "value" not in text


@pytest.mark.parametrize(("voices", "mode"), [
    (("direct",), "direct"), (("indirect",), "indirect"), (("direct", "indirect"), "mixed"), ((), "indirect"),
    (("hedged",), "indirect"),
])  # fmt: skip
def test_a_draft_takes_the_mode_that_the_voices_show(voices: tuple[str, ...], mode: str) -> None:
    """And keeps the claim's own where none of its stretches is spoken, or nobody is named."""
    article = open_text("“One two,” three said.")
    one, two = article.text.index("One"), article.text.index("two")
    tiles = [Voice(Span(at, at + 3), voice, 0, "x", "x") for at, voice in zip((one, two), voices, strict=False)]
    for own, told in (("indirect", mode), ("hedged", "hedged"), ("borrowed", "borrowed")):
        claims = (said(article, "One two", "said", "three", mode=own),)
        reading = Reading(article, "machine", tuple(tiles), claims, (), ())
        assert f'\nmode = "{told}"\n' in draft_from(reading, "here")
        assert ("\nsource = " in draft_from(reading, "here")) == (own == "indirect")


def test_a_draft_names_whose_loaded_words_they_are(tmp_path: Path) -> None:
    """A name that the key knows stays; another becomes that of the claim that holds the words."""
    article = open_text(ARTICLE)
    claims = (said(article, "“It was unsafe. It was a death trap,”", "she said", "she", mode="direct"),
              said(article, "The road office", "Omar", "Dee", source_name="Omar Dee"))  # fmt: skip

    def by(words: str, name: str) -> str:
        mark = Loaded(span_of(article, words, None), name, "direct", "metaphor", 3, (), "x", "x")
        text = draft_from(Reading(article, "machine", (), claims, (mark,), ()), "here")
        return re.findall(r"^words_by = (.*)", text, re.M)[0]

    assert [by("death trap", name) for name in ("reporter", "nobody", "Omar Dee", "the mayor")] == [
        '"reporter"', '"nobody"', '"Omar Dee"', '"she"']  # fmt: skip
    assert by("Hundreds", "the mayor") == '"the mayor"', "nobody's claim holds it"


@pytest.mark.parametrize(("words", "nth", "paragraph", "told"), [
    ("death trap", 0, 2, "death trap"),
    ("death trap", 0, 1, {"paragraph": 2, "quote": "death trap"}),
    ("It was", 0, 2, {"quote": "It was", "nth": 1}),
    ("It was", 1, 2, {"quote": "It was", "nth": 2}),
    ("It was", 1, 3, {"paragraph": 2, "quote": "It was", "nth": 2}),
    ("The road office counted 214 cars on the 36th Street ramp from", 0, 6,
     "The road office counted 214 cars on the 36th Street ramp from"),
    ("The road office counted 214 cars on the 36th Street ramp from 6", 0, 6,
     {"from": "The road office counted", "to": "Street ramp from 6"}),
])  # fmt: skip
def test_a_place_is_written_as_a_person_would(words: str, nth: int, paragraph: int, told: Any) -> None:
    """As few fields as find it again; more than twelve words by their first and last four."""
    article = open_text(ARTICLE)
    span = list(occurrences(article.text, words, Span(0, len(article.text))))[nth]
    assert place(article, span, paragraph) == told
    assert span_of(article, told, paragraph) == span


def test_a_long_stretch_whose_ends_stand_elsewhere_is_quoted_whole() -> None:
    """And half a word cannot be found by its words: it is quoted all the same."""
    line = "one two three four five six seven eight nine ten one two three four five six."
    article = open_text(line)
    span = Span(0, line.index(" five six."))
    assert place(article, span, 1) == {"quote": span.of(line), "nth": 1} or place(article, span, 1) == span.of(line)
    assert place(article, Span(0, 2), 1) == "on"


def test_values_are_written_as_toml() -> None:
    assert toml({"a": [1, 0.5, True], "b": "é “x”\n\x7f"}) == '{ a = [1, 0.5, true], b = "é “x”\\n\\u007f" }'
    assert toml(("a", "b")) == '["a", "b"]'


# The form of a field


FORMS: dict[str, tuple[Any, list[Any], list[tuple[Any, str]]]] = {
    "choice": (form.choice("one", "two"), ["one", "two"], [
        ("oen", "cannot be “oen”. Did you mean “one”?"), ("x", "cannot be “x”. It may be: one, two."),
        (1, "cannot be “1”. It may be: one, two."), (["one"], "Did you mean")]),
    "text": (form.a_text, ["a", " a"], [("", "must be text"), (" ", "must be text"), (1, "must be text")]),
    "texts": (form.texts, [[], ["a"]], [("a", "a list of texts"), (["a", ""], "a list of"), ([1], "a list of texts")]),
    "slug": (form.slug, ["a", "a-1", "1a"], [("A", "a short name"), ("-a", "a short"), ("a b", "a short"),
                                             ("", "a short"), (1, "a short"), ("a\n", "a short name")]),
    "whole": (form.whole(1), [1, 10**9], [(0, "from 1 up."), (1.0, "from 1 up"), (True, "from"), ("1", "a whole")]),
    "whole in a range": (form.whole(0, 5), [0, 5], [(-1, "from 0 to 5."), (6, "from 0 to 5."), (None, "from 0 to 5")]),
    "number": (form.number, [0, -1, 0.5], [(True, "must be a number"), ("1", "must be"), (float("nan"), "must be"),
                                           (1e15, "must be a number"), (-1e15, "must be"), ([1], "must be a number")]),
    "above zero": (form.above_zero, [1, 0.1], [(0, "must be above 0."), (-1, "above 0"), ("x", "must be a number")]),
    "number or range": (form.number_or_range, [1, [1], [1, 2.5]], [
        ([], "or two as in [3, 5]"), ([1, 2, 3], "or two"), ("1", "or two"), ([1, "2"], "or two")]),
    "yes or no": (form.yes_or_no, [True, False], [(0, "true or false"), ("true", "true or false")]),
    "place": (shape.place, ["a", {"quote": "a"}, {"paragraph": 1}, {"from": "a", "to": "b", "nth": 1}], [
        ("", "must be words of the text"), (" ", "must be words"), (1, "must be words"),
        ({"quot": "a"}, "an unknown part “quot”. It may have: paragraph, quote, nth, from, to."),
        ({"quote": ""}, "has a part “quote” that must be words"), ({"paragraph": 0}, "a part “paragraph” that must"),
        ({"from": "a"}, "needs both “from” and “to”."), ({"to": "a"}, "needs both"), ({"nth": 1}, "needs a “quote”"),
        ({}, "needs a “quote”, or “from” and “to”.")]),
    "places": (shape.place_or_places, ["a", ["a"], ["a", {"quote": "b"}]], [([], "must not be an empty list."),
                                                                  (["a", ""], "must be words"), (1, "must be words")]),
    "question": (shape.question, [{"score": 0}, {"score": 0.5, "words": "a"}, {"score": 1, "words": "a", "ask": "b"},
                                 {"score": 0, "ask": "b"}], [
        ("x", "must look like"), ({}, "must look like"), ({"score": 0, "x": 1}, "must look like"),
        ({"words": "a"}, "must look like"), ({"score": 0.7, "words": "a"}, "a score that is not 0, 0.5 or 1."),
        ({"score": True, "words": "a"}, "a score that is not"), ({"score": 1}, "points at no words"),
        ({"score": 0, "words": "a"}, "scores 0 and points at words"), ({"score": 1, "words": ""}, "must be words"),
        ({"score": 0, "ask": ""}, "must be text"), ({"score": 1, "words": "a", "ask": 1}, "must be text")]),
    "table": (form.table({"a": form.a_text, "b": form.a_text}, ("a",)), [[], [{"a": "x"}], [{"a": "x", "b": "y"}]], [
        ({}, "a list of tables"), (["x"], "a list of tables"), ([{"b": "y"}], "an entry whose field “a” is missing."),
        ([{"a": "x"}, {"a": ""}], "has an entry whose field “a” must be text")]),
    "feedback": (shape.feedback("missed", "extra"), [{}, {"missed": "a", "extra": "b"}], [
        ("x", "must name the answer"), ({"mised": "a"}, "has an answer that cannot be “mised”. Did you mean “missed”?"),
        ({"missed": ""}, "for “missed” must be text")]),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_what_a_field_may_hold(name: str) -> None:
    """Nothing is said of what is right; of all else, what belongs there."""
    check, right, wrong = FORMS[name]
    assert [check(value) for value in right] == [""] * len(right)
    for value, told in wrong:
        assert told in check(value), (value, check(value))


@pytest.mark.parametrize("kind", shape.BLOCKS)
def test_paragraphs_and_places_are_counted_from_one(kind: str) -> None:
    """In every block of a key; a strength is from 1 to 3, a step of the ladder from 0 to 5, and no tier is open."""
    fields, required = shape.BLOCKS[kind]
    ranges = {"paragraph": (1, None), "nth": (1, None), "strength": (1, 3), "ladder": (0, 5)}
    for name, (low, high) in ((n, r) for n, r in ranges.items() if n in fields):
        assert fields[name](low) == "" != fields[name](low - 1)
        assert high is None or fields[name](high) == "" != fields[name](high + 1)
    if "tier" in fields:
        assert fields["tier"]("accepted readings") == fields["tier"]("one answer") == "" != fields["tier"]("open")
    assert set(required) <= set(fields)


def test_the_fields_of_a_block_are_each_told(key: Key) -> None:
    """Where a stretch is written by its ends, it needs no quotation."""
    fields, required = {"paragraph": form.whole(1), "quote": shape.place, "from": form.a_text}, ("paragraph", "quote")
    assert list(form.faults({"paragraph": 1, "quote": "a"}, fields, required)) == []
    assert list(form.faults({"from": "a"}, fields, required)) == []
    assert list(form.faults({"quot": "a", "x": 1, "paragraph": 0}, fields, required)) == [
        "field “quot” is unknown. Did you mean “quote”?", "field “x” is unknown. It may have: paragraph, quote, from.",
        "field “paragraph” must be a whole number from 1 up.", "field “quote” is missing. Add it.",
    ]  # fmt: skip
    assert list(form.faults({"from": "a"}, fields, ("why",))) == ["field “why” is missing. Add it."]


# What feedback must be


SOUND = "“Said” names Mayor Lee (source rule). Compare P3."


NAMED_LABELS: dict[str, tuple[str, str, str]] = {
    # what went wrong, what is said of it, and the label that it names
    "a voice": ("indirect", "“Said” is missing, so it is the reporter’s. Look.", "reporter"),
    "a voice by its student's name": ("indirect", "It has nobody named. Look.", "nobody named"),
    "a rule's name is no label": ("indirect", "No cue stands here (reporter rule). Look.", ""),
    "words of the article": ("indirect", "“The reporter” stands first. Look.", ""),
    "words that are not in it": ("indirect", "It is “Hedged”. Look.", "hedged"),
    "what is shown with the key": ("missed", "It is the reporter’s. Look.", ""),
    "half of another word": ("indirect", "You marked indirect: a reporters’ word. Look.", ""),
}


@pytest.mark.parametrize("name", NAMED_LABELS)
def test_feedback_for_a_wrong_label_does_not_name_the_right_one(name: str) -> None:
    """Under any of the labels that are right; the rule in parentheses and the article's words may hold its name."""
    answer, text, label = NAMED_LABELS[name]
    marks = [Voice(Span(0, 3), voice, None, "", "") for voice in ("reporter", "hedged")]
    found = list(about_labels(open_text("The reporter said so."), {answer: text}, marks))
    told = f"feedback.{answer}: it gives the right label away (“{label}”)"
    assert [told in one for one in found] == [True] * bool(label)


@pytest.mark.parametrize(("answer", "text", "label"), [
    ("not checkable from this article", f"You called it not checkable. {NOT_FALSE} Look.", ""),
    ("not checkable from this article", "The list makes it checkable. Look.", "checkable"),
    ("kind", "It is exact. Look.", "exact"),
])  # fmt: skip
def test_feedback_to_a_figure_names_neither_verdict_nor_kind(answer: str, text: str, label: str, key: Key) -> None:
    """The fixed line is no verdict, and “not checkable” is not “checkable”."""
    checkable = next(f for f in key.figures if f.verdict == "checkable")
    found = list(about_labels(key.article, {answer: text}, [checkable]))
    assert [f"(“{label}”)" in one for one in found] == [True] * bool(label)


@pytest.mark.parametrize(("answer", "text", "told"), [
    ("stance", "“Said” is neutral. Look.", True), ("ladder", "It stands on 4. Look at P4.", True),
    ("ladder", "Look at P4.", False), ("source", "“Said” is neutral: 4. Look.", False),
])  # fmt: skip
def test_feedback_to_a_claim_names_neither_stance_nor_rung(answer: str, text: str, told: bool, key: Key) -> None:
    claim = replace(key.attributions[0], stance="neutral", ladder=4)
    assert bool(list(about_labels(key.article, {answer: text}, [claim]))) is told


@pytest.mark.parametrize(("answer", "text", "told"), [
    ("words_by", "The reporter chose it. Look.", True), ("words_by", "Somebody chose it. Look.", False),
    ("category", "It judges things, so it is judging things. Look.", True), ("strength", "It is a 2. Look.", True),
])  # fmt: skip
def test_feedback_to_a_loaded_word_names_no_label(answer: str, text: str, told: bool, key: Key) -> None:
    word = replace(key.loaded[0], words_by="reporter", category="judging things", strength=2)
    assert bool(list(about_labels(key.article, {answer: text}, [word]))) is told


@pytest.mark.parametrize(("text", "told"), [
    (SOUND, ""),
    ("“Mayor … Lee” is named (source rule). Who says so?", ""),
    ("“Mayor, … said.” is named (Source Rule). “Who says so?”", ""),
    ("“Nowhere” and “said” stand there (source rule). Then look at P2.", ""),
    ("“Said” is the cue (source rule). In P2, ask who says so.", ""),
    ("“Mayor … Loe” is named (source rule). Who says so?", "it quotes nothing from the text"),
    ("“…” is named (source rule). Who says so?", "it quotes nothing from the text"),
    ("Lee is named (source rule). Who says so?", "it quotes nothing from the text"),
    ("“Said” names her. Who says so?", "it names no rule. Name one: caption rule"),
    ("“Said” names her (source rule). She is the mayor.", "it ends without a next step (“She is the mayor.”)"),
    ("“Said” names her (source rule). Asking helps.", "it ends without a next step"),
    (f"“Said” names her (source rule). {NOT_FALSE} Look at P2.", ""),
    ("“Said” names her (source rule). It is false. Look at P2.", "“false” passes judgement."),
    ("“Said” (source rule). Look at P2" + " again" * 39 + ".", ""),
    ("“Said” (source rule). Look at P2" + " again" * 40 + ".", "46 words. Keep to 45."),
])  # fmt: skip
def test_what_a_text_of_feedback_must_do(text: str, told: str) -> None:
    """It quotes the text, names a rule, ends with a step, is short, and judges nothing."""
    found = list(feedback_faults(open_text(ARTICLE), text))
    assert [told in one for one in found] == ([True] if told else []), found
    assert list(plain_faults(text)) == [one for one in found if "judgement" in one or "Keep to" in one]


# What does not hold together


SECOND: dict[str, tuple[str, str, list[str]]] = {
    "a broken claim is told once": ('stance = "hearsay"', 'stance = "x"', ["3 “reportedly”: field “stance”"]),
    "a claim with another id": ('id = "lee-said"', 'id = "Lee"', [
        "field “id” must be a short name", "there is no attribution “lee-said”", "“indirect” needs a claim"]),
    "a claim without id at all": ('id = "lee-said"\n', "", [
        "attribution 1 (P1 “The dreadful bridge closed on Friday”): field “id” is missing"]),
    "words that are not there": ('content = "took the old road"', 'content = "took the new road"', [
        "attribution 3 “reportedly”: “took the new road” is not in P3"]),
    "a claim without content": ('content = "took the old road"\n', "", ["field “content” is missing"]),
    "outside of its claim": ('content = "took the old road"', 'content = "took the old"', ["this is outside of what"]),
    "a name for a borrowed term": ('cue = "“pause.”"', 'cue = "“pause.”"\nname = "Lee"', []),
    "a borrowed term without its words": ('cue = "“pause.”"\n', "", ["of a borrowed term, the term"]),
    "five questions to an identifier": ('kind = "identifier"', 'kind = "identifier"\nwho = { score = 0 }', [
        "counts nothing has none of the five questions"]),
    "an idiom": ('kind = "identifier"', 'kind = "idiom"', []),
    "an exact figure that is none": ('kind = "identifier"', 'kind = "exact"', ["do not go together"]),
    "nobody's made": ('made = "A sample for tests."', "made = 1", ["key.toml: field “made” must be text"]),
    "no made": ('made = "A sample for tests."\n', "", []),
    "a reader that is none": ('reader = "the key"', "reader = 1", ["field “reader” must be text"]),
    "blocks that are none": ("[[trap]]", "[trap]", ["“trap” must be written as [[trap]] blocks."]),
    "one reading too few": ('tier = "accepted readings"', 'tier = "accepted readings"\nalso = []', ["not valid TOML"]),
    "another word's voice": ('words_by = "Ann Lee"', 'words_by = "nobody"', []),
}  # fmt: skip


@pytest.mark.parametrize("name", SECOND)
def test_a_fault_brings_no_second_one_that_is_only_its_shadow(name: str, tmp_path: Path) -> None:
    old, new, told = SECOND[name]
    assert old in KEY
    _, wrong = checked(tmp_path, KEY.replace(old, new, 1))
    assert len(wrong) == len(told) and all(t in w for t, w in zip(told, wrong, strict=True)), "\n".join(wrong)


def test_a_key_may_lie_in_a_folder_of_its_text(tmp_path: Path) -> None:
    """As those of the first readers do; a folder or a file names it."""
    checked(tmp_path, KEY)
    (tmp_path / "first").mkdir()
    (tmp_path / "key.toml").rename(tmp_path / "first" / "key.toml")
    assert load_key(tmp_path / "first" / "key.toml").reader == load_key(tmp_path / "first").reader == "the key"
    assert file_of(tmp_path / "first", "key.toml") == tmp_path / "first" / "key.toml"
    assert file_of("mariupol", "key.toml").parts[-2:] == ("mariupol", "key.toml")
    with pytest.raises(ArticleError, match=r"There is no key\.toml of “.*”\. There is one for: .*flood.*, mariupol"):
        file_of(tmp_path, "key.toml")
    with pytest.raises(ArticleError, match="schema") as told:
        checked(tmp_path, "schema = 1")
        load_key(tmp_path)
    assert "And" not in str(told.value).partition("Byline")[2]


def test_what_two_readers_decided_is_read_with_its_place(tmp_path: Path) -> None:
    """And a line that cannot be used is named, the others kept."""
    article = open_text(ARTICLE)
    block = ('[[decision]]\nlayer = "loaded"\nparagraph = 2\nquote = "{}"\nfirst = "a"\nsecond = "b"\n'
             'decided = "c"\nwhy = "d"\n')  # fmt: skip
    path = tmp_path / "adjudication.toml"
    path.write_text(block.format("death trap") + block.format("Friday") + block.format("trap").replace("why", "y"))
    found, wrong = check_decisions(path, article)
    assert [(d.layer, d.span.of(article.text), d.first, d.second, d.decided, d.why) for d in found] == [
        ("loaded", "death trap", "a", "b", "c", "d")]  # fmt: skip
    assert sorted(w.partition("adjudication.toml, ")[2].partition(":")[0] for w in wrong) == [
        "decision 2 (P2 “Friday”)", "decision 3 (P2 “trap”)", "decision 3 (P2 “trap”)"]  # fmt: skip
    path.write_text("decision = 3")
    assert check_decisions(path, article)[1][0].endswith("“decision” must be written as [[decision]] blocks.")
    path.write_text("x")
    assert "not valid TOML" in check_decisions(path, article)[1][0]
    path.write_text("")
    assert check_decisions(path, article) == ([], [])
