"""The pictures of the lessons: the square, who speaks, the dial of the cues, the places of the loaded words."""

from __future__ import annotations

import doctest
import importlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from byline import chart_cues, chart_loaded, chart_sides, chart_square, load_key, open_article, open_text, read, ribbon
from byline.display.counts import words_by_source, words_in
from byline.display.picture import Picture
from byline.display.square import example
from byline.seeds.folders import open_folder
from byline.seeds.sides import Side, sides_of
from byline.sheet import escape
from newsmarks.model import Article, Attribution, Loaded, Reading, Span, Voice
from newsmarks.text import ArticleError
from test_show import FLOOD, flood, readings

PICTURES: tuple[Callable[[Reading], Picture], ...] = (chart_square, chart_sides, chart_cues, chart_loaded)
EVERY = pytest.mark.parametrize("drawn", PICTURES, ids=lambda drawn: drawn.__name__)
#: Both readers of the article: these numbers were counted by hand, too, in the text of the article.
READERS = pytest.mark.parametrize("reader", ["machine", "key"])


@pytest.fixture(scope="module")
def both() -> dict[str, Reading]:
    return {"machine": read(open_article("mariupol")), "key": load_key("mariupol")}


def body(shown: Picture) -> str:
    """What is drawn, without the style sheet."""
    return shown.html[shown.html.index("</style>") :]


def rows(shown: Picture) -> dict[str, tuple[Any, ...]]:
    return {str(row[0]): tuple(row[1:]) for row in shown.table.rows}


# All of them


@EVERY
@pytest.mark.parametrize("seed", ["mariupol", "flood", "bridge"])
def test_a_picture_has_its_idea_its_words_and_its_table(drawn: Callable[[Reading], Picture], seed: str) -> None:
    """One image with the words for it, the same words on a terminal, a table below."""
    shown = drawn(read(open_article(seed)))
    html = body(shown)
    (label,) = re.findall(r'role="img" aria-label="([^"]+)"', html)
    assert shown.alt.endswith(re.sub("&#x27;", "'", label).replace("&amp;", "&"))
    assert html.count("<figcaption>") == html.count("<table>") == 1
    assert shown.alt in " ".join(repr(shown).split()) and shown.table.text in repr(shown)
    assert shown.table.rows


@EVERY
def test_where_there_is_nothing_to_draw_a_sentence_says_so(drawn: Callable[[Reading], Picture]) -> None:
    """No picture, no table, no error."""
    shown = drawn(Reading(Article("empty", "", ()), "nobody", (), (), (), ()))
    assert re.search(r"There|[Nn]o .+, so there is nothing to draw\.$", shown.alt)
    assert "<figure" not in body(shown) and "<table" not in body(shown) and "nothing to draw" in body(shown)


@EVERY
def test_an_article_in_place_of_a_reading_gets_one_sentence(drawn: Callable[[Reading], Picture]) -> None:
    with pytest.raises(ValueError, match=r"Write read\(article\) first"):
        drawn(open_article("mariupol"))  # type: ignore[arg-type]


@EVERY
@given(reading=readings())
@settings(max_examples=60, deadline=None)
def test_any_marks_whatever_get_a_picture(drawn: Callable[[Reading], Picture], reading: Reading) -> None:
    """No reading is too strange: nothing of it is drawn as markup, nothing steers a terminal."""
    shown = drawn(reading)
    ours = set("style div p b br q i small span figure figcaption details summary table caption thead tbody tr th td "
               "bdi".split())  # fmt: skip
    assert set(re.findall(r"</?(\w+)", body(shown))) <= ours
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\x85\u202e\u2028]", repr(shown))


@EVERY
def test_the_same_reading_gives_the_same_picture(drawn: Callable[[Reading], Picture]) -> None:
    assert drawn(flood()).html == drawn(flood()).html


@EVERY
@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "a\x1b[2Jb", "a\u202eb", "x " * 300])
def test_a_hostile_name_can_neither_draw_nor_steer(drawn: Callable[[Reading], Picture], name: str) -> None:
    reading = flood()
    named = replace(reading, attributions=tuple(replace(a, source_name=name) for a in reading.attributions),
                    loaded=tuple(replace(m, words_by=name) for m in reading.loaded))  # fmt: skip
    shown = drawn(named)
    assert "<script" not in body(shown) and not set("\x1b\u202e") & set(repr(shown))


@pytest.mark.parametrize("module", ["dial", "square", "speakers", "positions", "picture"])
def test_the_examples_in_the_docstrings_hold(module: str) -> None:
    assert not doctest.testmod(importlib.import_module(f"byline.display.{module}")).failed


# The square


@READERS
def test_the_square_has_every_voice_in_its_cell(both: dict[str, Reading], reader: str) -> None:
    """Whose words, whose claim, how many words of 424, and what share."""
    found = rows(chart_square(both[reader]))
    source = "a source, named or described"
    assert found["R reporter"] == ("the reporter", "the reporter", "198", "47 %")
    assert found["I indirect report"] == ("the reporter", source, "32", "8 %")
    assert found["Q direct quote"] == ("somebody else", source, "95", "22 %")
    assert found["B borrowed term"] == ("somebody else", "nobody who is named", "6", "1 %")
    assert [row[1:] for name, row in found.items() if name[0] == "H"] == [("nobody who is named", "72", "17 %")]
    assert [row[0] for name, row in found.items() if name[0] in "CM"] == ["not known"] * 2


def test_the_square_and_the_ribbon_say_their_idea_first(both: dict[str, Reading]) -> None:
    """198 words, 127 words and 78 words of 424."""
    idea = "By words: 47 % are the reporter’s own claim, 30 % are a source’s, and for 18 % nobody is named."
    assert chart_square(both["machine"]).alt.startswith(idea)
    assert f"<figcaption><b>{idea}</b>".replace(" %", "\u00a0%") in ribbon(both["machine"]).html


def test_a_small_square_holds_one_per_cent() -> None:
    """The squares of all cells and of what stands outside come to about a hundred."""
    html = body(chart_square(read(open_article("mariupol"))))
    assert 98 <= html.count("<i></i>") <= 102


def test_what_a_voice_does_not_have_is_said() -> None:
    """A text without quotations: two cells say "none in this article"; the cell that is always empty says why."""
    html = body(chart_square(read(open_text("The mayor said the bridge was unsafe. It rained.\n"))))
    assert html.count("none in this article") == 3
    assert "This field is empty" in html and "Outside the square" not in html


def test_an_example_opens_a_paragraph_where_one_can(both: dict[str, Reading]) -> None:
    assert example(both["machine"], "reporter") == "Zenger News obtained the images …"
    assert example(both["machine"], "borrowed") == "special military operation"
    assert example(flood(), "caption") == ""


# Who speaks


@READERS
def test_each_source_stands_on_its_side_and_an_empty_side_is_drawn(both: dict[str, Reading], reader: str) -> None:
    """Words quoted, words reported and words in all; nobody named is last."""
    shown = chart_sides(both[reader])
    ours, other = "the Ukrainian side", "the Russian side"
    nobody = {"key": "75", "machine": "72"}[reader]  # the key lets “ostensibly” pass on an aim
    assert list(rows(shown).items()) == [
        ("Azov Regiment", (ours, "95", "0", "95")),
        ("Ukrainian officials", (ours, "0", "17", "17")),
        ("Serhiy Volyna", (ours, "0", "15", "15")),
        ("nobody is quoted or reported", (other, "0", "0", "0")),
        ("nobody named", ("–", "0", nobody, nobody)),
    ]
    assert shown.alt.startswith("The Ukrainian side: 127 words. The Russian side: no words. "
                                f"Nobody named: {nobody} words.")  # fmt: skip
    assert "The Russian side: nobody is quoted or reported. Two terms in quotation marks" in shown.alt
    assert body(shown).count("byline-silent") == 1 and "Equal numbers are not the aim." in repr(shown)


def test_sources_on_no_side_stand_apart() -> None:
    """The officials of the valley are on neither side of the dispute over the gate."""
    found = rows(chart_sides(load_key("flood")))
    assert found["Ellerstow River League"][0] == "Ellerstow’s side"
    assert found["Meera Halvorsen"][0] == "Dunnamere’s side"
    assert found["Valley officials"][0] == "other sources"


def test_without_sides_the_sources_stand_alone() -> None:
    """A text of one's own has no sides, and nothing is said about them."""
    shown = chart_sides(flood())
    assert rows(shown) == {"Ana Ruiz": ("the sources", "5", "4", "9"), "nobody named": ("–", "0", "4", "4")}
    assert "side" not in shown.alt and "aim" not in repr(shown)


def test_many_sources_are_drawn_as_twelve_and_the_table_has_them_all() -> None:
    reading = flood()
    span = Span(FLOOD.index("reached"), FLOOD.index("overnight"))
    said = [Attribution((span,), (), (), f"source {n}", "none", 3, "indirect", "neutral", "r", "w") for n in range(20)]
    shown = chart_sides(replace(reading, attributions=tuple(said), voices=()))
    assert len(shown.table.rows) == 21 and "and 8 more, in the table below" in body(shown)


def test_what_the_reporter_says_is_nobody_else_s() -> None:
    """A content that is read wider than its voice gives nobody the reporter's words."""
    reading = flood()
    wider = Span(0, FLOOD.index(" overnight"))
    first = replace(reading.attributions[0], content=(wider,))
    read_wider = replace(reading, attributions=(first, *reading.attributions[1:]))
    assert words_by_source(read_wider)["nobody named"] == 3 < words_in(FLOOD, [wider])


def test_the_sides_name_sources_of_the_article() -> None:
    """Every name is one that the key or the machine gives to a source."""
    for seed in ("mariupol", "flood"):
        article = open_article(seed)
        known = {*words_by_source(read(article)), *words_by_source(load_key(seed))}
        assert {name for side in sides_of(article) for name in side.sources} <= known


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ('side = "one"', "about.toml: “side” must be written as [[side]] blocks."),
        ("[[side]]\nsources = []", "about.toml, side 1: field “name” is missing. Add it."),
        ('[[side]]\nname = "A"', "about.toml, side 1: field “sources” is missing. Add it."),
        ('[[side]]\nname = "A"\nsources = "B"', "side 1: field “sources” must be a list of texts, as in ["),
        ('[[side]]\nnames = "A"', "side 1: field “names” is unknown. Did you mean “name”?"),
        ('[[side]]\nname = "A"\nsources = []\n[[side]]\nname = "a"\nsources = []',
         "side 1: field “name”: “A” stands twice."),
        ('[[side]]\nname = "A"\nsources = ["C"]\n[[side]]\nname = "B"\nsources = ["c"]',
         "side 1: field “sources”: “C” stands on two sides."),
    ],
)  # fmt: skip
def test_a_side_that_is_wrongly_written_is_told_in_one_sentence(about: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("One.\n", encoding="utf-8")
    (tmp_path / "about.toml").write_text(about, encoding="utf-8")
    with pytest.raises(ArticleError) as told:
        open_folder(tmp_path)
    assert said in str(told.value)


def test_sides_given_by_hand_are_checked_as_well() -> None:
    """What came with a text and not from a file: the same sentence, without a file."""
    with pytest.raises(ArticleError, match=r"^“side” must be written as"):
        sides_of(open_text("One.", about={"side": 3}))
    assert sides_of(open_text("One.")) == ()
    assert sides_of(open_text("One.", about={"side": [{"name": "A", "sources": ["B"]}]})) == (Side("A", ("B",)),)


# The dial


def test_every_cue_has_its_place_on_the_dial(both: dict[str, Reading]) -> None:
    """The saying words of P1 to P17, by what they do."""
    shown = chart_cues(both["machine"])
    assert {name: row[:2] for name, row in rows(shown).items()} == {
        "purport": ("P1", "doubting"), "said": ("P4", "neutral"), "added": ("P7", "neutral"),
        "says": ("P10", "neutral"), "say": ("P17", "neutral"), "reportedly": ("P3, P9", "hearsay"),
        "is believed": ("P12", "hearsay"), "were reported": ("P15", "hearsay"),
    }  # fmt: skip
    assert shown.alt.startswith("Cues in this article: 9, of which 4 are plain, 1 steps back, none vouches for "
                                "the claim, and 4 do not say who claims it.")  # fmt: skip
    assert "Vouches: it is so (vouching): none in this article." in shown.alt


def test_a_cue_that_vouches_and_one_that_colours_are_counted() -> None:
    reading = flood()
    stances = ("vouching", "colouring", "neutral")
    marked = tuple(replace(a, stance=s) for a, s in zip(reading.attributions, stances, strict=True))
    shown = chart_cues(replace(reading, attributions=marked))
    assert "1 vouches for the claim" in shown.alt and "1 tells of the speaker" in shown.alt


def test_a_cue_that_stands_twice_in_a_paragraph_is_named_once() -> None:
    shown = chart_cues(read(open_text("Ana Ruiz said it rained, and Tom Hill said it snowed.\n")))
    assert rows(shown)["said"][0] == "P1 (2 times)" and rows(shown)["said"][3] == "2"
    assert "2 are plain, none steps back, and none vouches for the claim." in shown.alt


def test_a_borrowed_term_is_no_cue(both: dict[str, Reading]) -> None:
    assert "special military operation" not in chart_cues(both["machine"]).alt


# The loaded words


def test_each_loaded_word_stands_in_its_paragraph_and_with_whose_it_is(both: dict[str, Reading]) -> None:
    """15 words that count, 4 that are for asking both sides; the quotation begins in P4."""
    shown = chart_loaded(both["machine"])
    assert shown.alt.startswith("Loaded words: 15. The reporter’s own: 7, the sources’: 6, nobody’s (borrowed "
                                "terms): 2. Before the first quotation (P4): 4. ")  # fmt: skip
    assert "P3: “dystopian” (the reporter, 2)." in shown.alt and "P16" not in shown.alt
    hollow = [row[0] for row in shown.table.rows if row[3] == "ask both sides"]
    assert hollow == ["besieged", "besieged", "far-right", "invasion"]
    assert body(shown).count("byline-hollow") == 4 and body(shown).count("byline-chip") == len(shown.table.rows) == 19


def test_every_paragraph_is_in_the_picture_once(both: dict[str, Reading]) -> None:
    """Those without a loaded word stand together, but for the one in which the first quotation begins."""
    names = re.findall(r'byline-para"[^>]*>([^<]+)<', body(chart_loaded(both["machine"])))
    ends = [[int(n) for n in re.findall(r"\d+", name)] for name in names]
    assert [n for several in ends for n in range(several[0], several[-1] + 1)] == list(range(1, 18))
    assert "P4 to P5" in names and "P10 to P13" in names


def test_a_word_before_the_quotation_in_its_paragraph_stands_above_the_line() -> None:
    """The line is where the quotation begins, not where its paragraph does."""
    text = "It rained.\n\nThe shocking plan “is a ghastly mistake,” Ana Ruiz said.\n"
    html = body(chart_loaded(read(open_text(text))))
    assert html.index(">shocking<") < html.index("first quotation (P2)</div>") < html.index(">ghastly<")
    assert "Before the first quotation (P2): 1." in html


def test_a_text_that_quotes_nobody_has_no_line_for_the_first_quotation() -> None:
    shown = chart_loaded(read(open_text("The bus was late.\n\nIt was a shocking day.\n")))
    assert "byline-first" not in body(shown) and "Nobody is quoted word for word." in shown.alt


def test_a_source_s_words_stand_behind_its_name() -> None:
    text = "A grim plan."
    mark = Loaded(Span(2, 6), "Ana & Co", "direct", "emotion", 3, (), "r", "w")
    reading = Reading(open_text(text), "hand", (Voice(Span(0, len(text)), "direct", None, "r", "w"),), (), (mark,), ())
    html = body(chart_loaded(reading))
    assert f"<small><bdi>{escape('Ana & Co')}</bdi>:</small>" in html and "byline-strong3" in html
