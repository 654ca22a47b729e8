"""What is drawn: the text untouched, every mark with its label and reason, the same in HTML, text and numbers."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import byline
from byline.display.counts import share_by_voice, wording, words_by_source, words_by_voice, words_in
from byline.display.document import page
from byline.display.drawn import SHOWN, segments, to_draw
from byline.display.plain import as_text
from byline.display.view import ribbon, show
from byline.seeds.folders import open_article
from byline.sheet.signs import UNSAFE, escape
from newsmarks.model import (
    CATEGORIES,
    FIGURE_KINDS,
    VERDICTS,
    VOICES,
    Attribution,
    Criterion,
    Figure,
    Loaded,
    Reading,
    Span,
    Voice,
)
from newsmarks.text import open_text

FLOOD = (
    "flood desk 2031-05-02\n\n"
    "The ruinous flood reportedly reached 214 homes overnight.\n\n"
    "Engineer Ana Ruiz said: “We counted every single door.”\n\n"
    "She said the levee would hold. It rained on.\n\n"
    "The “managed release” began on Friday.\n"
)
#: Nothing of an article may be drawn inside these.
NOT_TEXT = ("byline-n", "byline-tag", "byline-small", "byline-note")
VOID = ("br", "img", "meta")


def at(text: str, words: str) -> Span:
    """The span of the first place of the words."""
    start = text.index(words)
    return Span(start, start + len(words))


def tiled(text: str, *parts: tuple[str, str, int | None]) -> tuple[Voice, ...]:
    """Voices that tile the text: the reporter's but for the words named."""
    voices, start = [], 0
    for words, voice, attribution in parts:
        span = at(text, words)
        if start < span.start:
            voices.append(Voice(Span(start, span.start), "reporter", None, "reporter", "No cue governs it."))
        voices.append(Voice(span, voice, attribution, f"voice-{voice}", f"It is {voice}."))
        start = span.end
    return (*voices, Voice(Span(start, len(text)), "reporter", None, "reporter", "No cue governs it."))


def flood() -> Reading:
    """A small reading with every layer, an overlap (a figure in a hedge) and a reading note."""
    text = FLOOD
    ruiz = at(text, "Engineer Ana Ruiz")
    attributions = (
        Attribution((at(text, "reached 214 homes overnight"),), (at(text, "reportedly"),), (), None, "none", 1,
                    "hedged", "hearsay", "reportedly", "“reportedly” says that somebody, unnamed, reported it."),
        Attribution((at(text, "“We counted every single door.”"),), (at(text, "said:"),), (ruiz,), "Ana Ruiz",
                    "eyewitness", 4, "direct", "neutral", "say-quote", "“said” gives these words to Ana Ruiz."),
        Attribution((at(text, "the levee would hold"),), (at(text, "said the").of(text) and
                    Span(text.index("She said") + 4, text.index("She said") + 8),), (at(text, "She"),), "Ana Ruiz",
                    "eyewitness", 4, "indirect", "neutral", "say", "“said” gives the clause to Ana Ruiz."),
    )  # fmt: skip
    criteria = {"who": Criterion(0, None, "Who counted?"),
                "what": Criterion(0.5, at(text, "homes"), "What exactly?")}  # fmt: skip
    about = {"title": "High water", "outlet": "The Desk", "rights": "ours"}
    return Reading(
        open_text(text, id="flood", about=about), "byline 0.1",
        tiled(text, ("flood desk 2031-05-02", "meta", None), ("reached 214 homes overnight", "hedged", 0),
              ("“We counted every single door.”", "direct", 1), ("the levee would hold", "indirect", 2),
              ("“managed release”", "borrowed", None)),
        attributions,
        (Loaded(at(text, "ruinous"), "reporter", "reporter", "judging things", 2, ("costly",), "ruin", "It judges."),
         Loaded(at(text, "every single"), "Ana Ruiz", "direct", "absolute", 1, (), "every", "It leaves no room."),
         Loaded(at(text, "levee would"), "Ana Ruiz", "indirect", "contested but descriptive", 1, (), "both", "Ask.")),
        (Figure(at(text, "214 homes"), "exact", 214, "=", None, "homes", 0, criteria, VERDICTS[2], "count", "A count."),
         Figure(at(text, "Friday"), "date", None, "=", None, None, None, {}, VERDICTS[3], "date", "A day.")),
        ("A note to the reader.",),
    )  # fmt: skip


class _Text(HTMLParser):
    """The text of the highlighted article alone: labels, numbers and explanations left out."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(f"{tag} {dict(attrs).get('class', '')}")

    def handle_endtag(self, tag):
        assert self.open.pop().split()[0] == tag, "the tags nest properly"

    def handle_data(self, data):
        names = " ".join(self.open).split()
        if "byline-article" in names and not any(n in names for n in NOT_TEXT):
            self.text += data


def text_of(drawn: str) -> str:
    """The article's characters as a parser finds them in what was drawn."""
    parser = _Text()
    parser.feed(drawn)
    parser.close()
    return parser.text


def readings(texts=None):
    """Readings of any text with any marks, in its bounds or not: what a careless hand could make."""
    texts = texts if texts is not None else st.text(alphabet=st.one_of(
        st.sampled_from("ab 1“”.<>&\"'\r\n\t\u202e\u05d0\x1b\x00\x85\u2028"), st.characters(codec="utf-8")), min_size=1)

    @st.composite
    def build(draw):
        text = draw(texts.filter(lambda text: text.removeprefix("\ufeff").strip()))
        span = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda p: Span(*sorted(p)))
        spans = st.lists(span, max_size=3).map(tuple)
        words = st.text(max_size=5)
        attributions = tuple(draw(st.lists(st.builds(
            Attribution, spans.filter(bool), spans, spans, st.none() | words, st.just("none"), st.integers(0, 5),
            st.just("direct"), st.just("neutral"), words, words), max_size=4)))
        index = st.none() | st.integers(0, len(attributions) - 1) if attributions else st.none()
        edges = sorted({0, len(text), *draw(st.lists(st.integers(0, len(text)), max_size=6))})
        voices = tuple(Voice(Span(a, b), draw(st.sampled_from(list(VOICES))), draw(index), "r", "w")
                       for a, b in pairwise(edges))
        loaded = st.builds(Loaded, span, words, st.sampled_from(list(VOICES)), st.sampled_from(CATEGORIES),
                           st.integers(1, 3), st.lists(words, max_size=2).map(tuple), words, words)
        criterion = st.builds(Criterion, st.sampled_from([0, 0.5, 1]), st.none() | span, words)
        figure = st.builds(Figure, span, st.sampled_from(FIGURE_KINDS), st.none(), st.just("="), st.none(),
                           st.none() | words, index, st.dictionaries(st.just("who"), criterion),
                           st.sampled_from(VERDICTS), words, words)
        return Reading(open_text(text), "anybody", voices, attributions, tuple(draw(st.lists(loaded, max_size=6))),
                       tuple(draw(st.lists(figure, max_size=4))))  # fmt: skip

    return build()


@given(readings(), st.sets(st.sampled_from(SHOWN)))
@settings(max_examples=150)
def test_highlighting_keeps_every_character_of_the_article_whatever_the_marks(reading, layers):
    """The text inside the highlighted article is the article's, but for what no page can hold (U+0000)."""
    assert text_of(show(reading, tuple(layers)).html) == UNSAFE.sub("\ufffd", reading.text)


@given(readings())
@settings(max_examples=50)
def test_the_same_reading_gives_the_same_bytes(reading):
    """Drawing twice gives the same page, fragment and text; nothing in them is random."""
    assert page(reading).encode() == page(reading).encode()
    assert show(reading).html == show(reading).html
    assert as_text(reading) == as_text(reading)


@given(readings())
@settings(max_examples=100)
def test_nothing_from_an_article_can_steer_a_terminal(reading):
    """No control character but the line feed, and no direction sign, reaches the terminal."""
    for said in (as_text(reading), repr(ribbon(reading))):
        assert not [c for c in said if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or c in "\u202e\u2067"]


@given(st.text())
def test_a_part_of_the_text_can_hold_no_markup(text):
    """Escaped text has none of the characters that open a tag, an attribute or our own keys."""
    assert not set('<>"\'\0') & set(escape(text))


@given(readings())
@settings(max_examples=100)
def test_the_words_of_the_voices_add_up_to_the_words_of_the_article(reading):
    """However the voices cut the text, each word is counted once; the shares add up to 1, or to 0."""
    counted = words_by_voice(reading)
    assert sum(counted.values()) == words_in(reading.text, [Span(0, len(reading.text))])
    assert sum(share_by_voice(reading).values()) == pytest.approx(1 if any(counted.values()) else 0)


@given(readings())
@settings(max_examples=100)
def test_each_piece_of_the_cut_text_has_exactly_the_marks_that_cover_it(reading):
    """The pieces tile the text; a mark is on a piece when it covers all of it, and never otherwise."""
    found, size = to_draw(reading), len(reading.text)
    pieces = list(segments(size, found))
    assert "".join(span.of(reading.text) for span, _ in pieces) == reading.text
    for span, over in pieces:
        assert list(over) == [m for m in found if m.span.contains(span)]


def test_every_mark_explains_itself_in_the_article_and_in_the_list():
    """Label, reason and rule of each mark stand in the explanation and in the row."""
    drawn = show(flood()).html
    article, table = drawn.split('<details class="byline-list"')
    for words in ("loaded, judging things, strength 2 of 3", "It judges.", "cue, hearsay, no source",
                  "source, eyewitness", "nobody named",
                  "figure, exact, not checkable from this article"):  # fmt: skip
        assert words in article and words in table
    assert "Rule: ruin" in article and "<td><bdi>ruin</bdi></td>" in table
    assert "Not checkable from this article does not mean false." in table


def test_every_stretch_of_a_voice_begins_with_its_letter():
    """The label is text, not colour: a letter in front of each stretch, words where there is room."""
    drawn = show(flood(), ["voices"]).html
    for label in ("<b>Q</b> quote", "<b>H</b> nobody named", "<b>B</b><i", "<b>R</b><i"):
        assert label in drawn


def test_overlapping_marks_share_their_words_and_every_one_is_told():
    """A number inside a hedged claim is drawn once, in both styles, and its explanation names both."""
    drawn = show(flood(), ["voices", "figures"]).html
    assert drawn.split('class="byline-legend"')[0].count(">214 homes</span></bdi>") == 1
    note = drawn.split(">214 homes</span></bdi>")[1].split("</a>")[1].split("</span></span>")[0]
    assert "figure, exact" in note and "nobody named" in note


def test_a_mark_that_is_cut_keeps_its_outline_open_at_the_cut():
    """A box that goes on behind a cut has no edge there."""
    reading = replace(flood(), loaded=(Loaded(at(FLOOD, "214"), "reporter", "hedged", "absolute", 1, (), "r", "w"),))
    drawn = show(reading, ["loaded", "figures"]).html
    assert 'class="byline-figure byline-open-end"' in drawn and 'class="byline-figure byline-open-start"' in drawn


def test_words_that_need_both_sides_are_not_called_loaded():
    """Contested but descriptive words ask a question and are not counted."""
    assert "ask both sides" in show(flood()).html
    counted = {tally.name: (tally.loaded, tally.words, tally.rate) for tally in wording(flood()).voices}
    assert counted["indirect"] == (0, 4, 0)
    assert counted["direct"] == (1, 5, 20.0)


@pytest.mark.parametrize(("asked", "shown"), [
    (4, "She said the levee would hold. It rained on."),
    ((3, 4), "Engineer Ana Ruiz said: “We counted every single door.”\n\nShe said the levee would hold. It rained on."),
    ([5, 4], "She said the levee would hold. It rained on.\n\nThe “managed release” began on Friday.\n"),
    ([1, 3], "flood desk 2031-05-02Engineer Ana Ruiz said: “We counted every single door.”"),
    (range(4, 5), "She said the levee would hold. It rained on."),
])  # fmt: skip
def test_a_part_of_the_article_can_be_shown(asked, shown):
    """A number, the first and last, or a list; the list beside it has only the marks of that part."""
    view = show(flood(), paragraphs=asked)
    assert text_of(view.html) == shown
    assert ("reportedly" in view.text) == ("reportedly" in shown)


@pytest.mark.parametrize("wrong", [0, 6, -1, (4, 9), (5, 4), [], [1, "2"], "4", 1.5, [None]])
def test_a_paragraph_that_is_not_there_gets_a_sentence_on_what_is(wrong):
    """The error names the paragraphs that there are and shows the three ways to ask."""
    with pytest.raises(ValueError, match=r"paragraphs 1 to 5\. Give one number"):
        show(flood(), paragraphs=wrong)


def test_an_unknown_layer_gets_the_list_of_layers():
    """The error names what was asked for and all that can be asked for."""
    with pytest.raises(ValueError, match=r"“colours”.*voices, cues, sources, loaded, figures"):
        show(flood(), layers=["voices", "colours"])


def test_a_layer_alone_may_be_named_without_a_list():
    """One word is as good as a list of one."""
    assert show(flood(), "loaded") == show(flood(), ["loaded"])


def test_a_reading_without_marks_is_the_plain_article_and_says_so():
    """No label, no table; a sentence instead."""
    bare = Reading(open_text("Nothing."), "nobody", (), (), (), ())
    assert text_of(show(bare).html) == "Nothing."
    assert "Nothing is marked here" in show(bare).html
    assert "No voice is marked" in ribbon(bare).html and "No voice is marked" in repr(ribbon(bare))
    assert "none marked" in as_text(bare) and page(bare)


def test_two_different_outputs_share_no_id():
    """Ids are made from the content, so that two views in one notebook keep their links apart."""
    views = (show(flood()), show(flood(), "loaded"), show(flood(), paragraphs=4), ribbon(flood()))
    ids = [set(re.findall(r' id="([^"]+)"', view.html)) for view in views]
    assert len(set.union(*ids)) == sum(map(len, ids)) > 40
    for view in (show(flood()), ribbon(flood())):
        pointed = set(re.findall(r'(?:href="#|interestfor=")([^"]+)"', view.html))
        assert pointed <= set(re.findall(r' id="([^"]+)"', view.html))


def test_a_page_stands_alone():
    """Title, language, what is known, notes; no script, no request, no inline style, one allowed style sheet."""
    drawn = page(flood())
    assert drawn.startswith('<!doctype html>\n<html lang="en">') and "<title>High water: whose words?</title>" in drawn
    for words in ("default-src 'none'; style-src 'sha256-", "The Desk", "ours", "A note to the reader.", "viewport"):
        assert words in drawn
    for never in ("<script", "http:", "https:", " style=", "url(", "@import", " src="):
        assert never not in drawn
    assert text_of(drawn) == FLOOD


def test_the_terminal_text_has_the_paragraphs_the_labels_and_the_lists():
    """What a terminal or a screen reader gets is complete on its own."""
    said = as_text(flood())
    for words in ("P3   [R reporter] Engineer Ana Ruiz [source] said: [cue]", "[Q direct quote] “We counted",
                  "Who says what (3)",
                  "P2   nobody named — reportedly — reached 214 homes overnight (hedged, hearsay).",
                  "Loaded words (3)", "[rule: ruin]", "Figures (2)", "Notes (1)"):  # fmt: skip
        assert words in said
    assert max(map(len, said.splitlines())) <= 88
    assert repr(show(flood())) == said


def test_a_part_tells_who_says_its_words_even_where_the_cue_stands_elsewhere():
    """A quotation that goes on in a later paragraph keeps its source in the text of that paragraph."""
    reading, later = flood(), at(FLOOD, "It rained on.")
    first = reading.attributions[1]
    going_on = replace(reading, attributions=(replace(first, content=(*first.content, later)),))
    assert "P3   Ana Ruiz — said:" in as_text(replace(going_on, voices=(), loaded=(), figures=()), paragraphs=4)


def test_the_ribbon_is_told_in_words_and_in_letters():
    """The strip has a caption with the shares, a legend table and a row for each stretch."""
    drawn = ribbon(flood())
    assert "It opens with “about the text” and ends with “reporter”" in drawn.html
    assert drawn.html.count("<table") == 2 and "a source's own words".replace("'", "&#x27;") not in drawn.text
    assert repr(drawn).splitlines()[0].startswith("MM")


def test_a_source_is_counted_by_the_words_of_its_content():
    """Both of Ruiz's contents are hers; a claim with nobody named is counted apart."""
    assert words_by_source(flood()) == {"Ana Ruiz": 9, "nobody named": 4}


def test_seeing_loads_neither_pandas_nor_matplotlib():
    """A picture loads the one and a table of marks the other, when the first is asked for."""
    code = (f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); from test_show import flood; "
            "from byline import chart_published, chart_square, open_published, profile, show, table\n"
            "reading = flood()\ndef loaded(): return [m for m in ('pandas', 'matplotlib') if m in sys.modules]\n"
            "show(reading), profile(reading), chart_square(reading), print(loaded())\n"
            "chart_published(open_published('mariupol')), print(loaded())\n"
            "table(reading), print(loaded())")  # fmt: skip
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.splitlines() == ["[]", "['matplotlib']", "['pandas', 'matplotlib']"]


def test_a_table_of_marks_has_a_row_for_each_mark_that_is_drawn():
    """Words, voice, whose claim, reason and place of each, to filter and to count."""
    from byline import table

    reading = flood()
    found = table(reading)
    assert len(found) == len(to_draw(reading)) and set(found["layer"]) == set(SHOWN)
    assert [FLOOD[start:end] for start, end in zip(found["start"], found["end"], strict=True)] == [
        mark.span.of(FLOOD) for mark in to_draw(reading)]  # fmt: skip
    (homes,) = found[found["words"] == "214 homes"].to_dict("records")
    assert (homes["layer"], homes["paragraph"], homes["voice"], homes["strength"]) == ("figures", 2, "hedged", 0)
    assert (homes["who"], homes["rule"], homes["why"]) == ("nobody named", "count", "A count.")
    assert found[found["layer"] == "cues"]["who"].value_counts().to_dict() == {"Ana Ruiz": 2, "nobody named": 1}
    assert found[found["layer"] == "loaded"]["strength"].tolist() == [2, 1, 0]


def test_a_table_of_marks_where_no_voice_is_marked_leaves_the_voice_empty():
    from byline import table

    reading = replace(flood(), voices=())
    assert set(table(reading)["voice"]) == {""} and table(replace(reading, article=open_text("."))) is not None


def test_no_pyplot_figure_is_left_to_be_shown_twice():
    """The charts keep out of pyplot, which a notebook would flush."""
    code = (f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); from test_show import flood; "
            "from byline import chart_published, open_published; chart_published(open_published('mariupol')); "
            "print('matplotlib.pyplot' in sys.modules)")  # fmt: skip
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"


@pytest.mark.parametrize("shows", ["show", "profile", "passport", "table"])
def test_an_article_given_in_place_of_a_reading_gets_one_sentence(shows: str) -> None:
    """A student who forgot read() is told to write it."""
    more = ("hundreds",) if shows == "passport" else ()
    with pytest.raises(ValueError, match=r"Write read\(article\) first"):
        getattr(byline, shows)(open_article("mariupol"), *more)
