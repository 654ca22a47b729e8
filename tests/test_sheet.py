"""The sheet: what is built once as data comes out as HTML and as plain text, and nothing in it can draw or steer."""

from __future__ import annotations

import doctest
import re
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

import byline.sheet
from byline.sheet import Card, Drawing, Folded, List, Note, Part, Sheet, Table, framed
from byline.sheet.signs import STEERING, WIDTH

OURS = set("style div section p b bdi ul ol li table caption thead tbody tr th td details summary".split())


def body(sheet: Sheet) -> str:
    """What is drawn, without the style sheet."""
    return sheet.html.split("</style>")[1]


def parts() -> st.SearchStrategy[list[Part]]:
    """Any parts with any words in them, some within others."""
    words = st.text(max_size=40) | st.sampled_from(["<b>x</b>", "\x1b[2J", "\u202eab", "a\n\nb", "\"'&<>", "w" * 300])
    table = st.builds(Table, words, st.just(("One", "Other")), st.lists(st.tuples(words, words), max_size=3),
                      head=st.integers(0, 1), numbers=st.sampled_from([(), (1,)]))  # fmt: skip
    small = st.builds(Note, words, words) | st.builds(List, st.lists(words, max_size=3), st.booleans()) | table
    boxed = st.builds(Card, st.lists(small, max_size=3)) | st.builds(Folded, words, st.lists(small, max_size=3))
    return st.lists(small | boxed, max_size=5)


@given(parts())
def test_whatever_the_words_they_neither_draw_nor_steer(shown: list[Part]) -> None:
    """Every tag is one of ours, and no control or direction sign reaches a terminal."""
    sheet = Sheet(shown)
    assert set(re.findall(r"</?([^\s>/]+)", body(sheet))) <= OURS
    assert not STEERING.search(sheet.text)
    assert sheet.html == Sheet(shown).html


def test_the_example_in_the_docstring_holds() -> None:
    for module in (byline.sheet, byline.sheet.signs):
        done = doctest.testmod(module)
        assert done.attempted and not done.failed


def test_a_table_can_be_walked() -> None:
    """A caption, a head for each column and each row; columns of numbers are marked as such, heads and cells."""
    table = Table("Words", ("Voice", "Words"), [("Q", "95"), ("R", "198")], numbers=(1,))
    drawn = framed([table])
    assert '<table><caption><bdi>Words</bdi></caption>' in drawn
    assert drawn.count('<th scope="col"') == 2 and drawn.count('<th scope="row">') == 2
    assert drawn.count('class="byline-number"') == 3


def test_a_table_that_is_too_wide_for_columns_is_told_row_by_row() -> None:
    """The heads once, then the cells of a row one after the other; an empty one is left out, lines are 88 at most."""
    table = Table("Figures", ("By", "Figure", "Note"), [("The Desk", "some words " * 12, ""), ("A", "40", "late")])
    assert table.text.splitlines()[:3] == ["Figures", "-------", "By – Figure – Note"]
    assert table.text.endswith("\n    some words some words some words some words some words\nA – 40 – late")
    assert max(map(len, table.text.splitlines())) <= WIDTH


def test_columns_fit_the_line_to_the_last_character() -> None:
    """88 characters are columns, 89 are not."""
    fits, too_wide = (Table("T", ("A", "B"), [("a" * 40, "b" * n)]).text for n in (46, 47))
    assert fits.splitlines()[-1] == f"{'a' * 40}  {'b' * 46}"
    assert too_wide.splitlines()[2] == "A – B"


def test_rows_without_heads_are_a_label_and_its_words() -> None:
    assert Table("Card", (), [("What it says", "95 percent"), ("Who", "the mayor")]).text == (
        "Card\n----\nWhat it says: 95 percent\nWho: the mayor")  # fmt: skip


@pytest.mark.parametrize(("note", "html", "text"), [
    (Note("Verdict", "open"), "<p><b>Verdict:</b> <bdi>open</bdi></p>", "Verdict: open"),
    (Note("Verdict"), "<p><b>Verdict</b></p>", "Verdict"),
    (Note("", "open", role="status"), '<p role="status"><bdi>open</bdi></p>', "open"),
    (Note("", Drawing("<i>x</i>", "an x")), "<p><i>x</i></p>", "an x"),
])  # fmt: skip
def test_a_note_has_a_label_or_words_or_both(note: Note, html: str, text: str) -> None:
    assert (note.html, note.text) == (html, text)


def test_a_list_stands_close_to_its_note_and_all_else_apart() -> None:
    """Labelled notes stand close, too; an empty list makes no gap."""
    end = Card([Note("Sure", "no"), Note("Why", "c")])
    sheet = Sheet([Note("", "Two:"), List(["a", "b"], ordered=True), List([]), Note("", "End."), Note("", "Yes."), end])
    assert sheet.text == "Two:\n1. a\n2. b\n\nEnd.\n\nYes.\n\nSure: no\nWhy: c"


def test_an_empty_list_is_nothing() -> None:
    assert (List([]).html, List([]).text) == ("", "")


def test_a_space_that_ties_two_words_is_kept() -> None:
    """No line ends between a number and its sign."""
    assert Note("", f"{'w' * 85} 5\u00a0%").text.splitlines()[1] == "    5\u00a0%"


def test_what_is_folded_is_in_the_text_in_full() -> None:
    folded = Folded("Receipt", [Note("", "03-a: 5")], kind="list", opened=True)
    assert folded.html.startswith('<details class="byline-list" open><summary>Receipt</summary><p>')
    assert folded.text == "03-a: 5"
    assert Folded("Receipt", []).html == "<details><summary>Receipt</summary></details>"


def test_rows_get_ids_of_their_content() -> None:
    """Two tables in one notebook keep their links apart."""
    tables = [Table("T", ("A",), [("a",), (letter,)], anchor="r") for letter in "bc"]
    ids = list(chain(*(re.findall(r' id="([\w-]+)"', framed([table])) for table in tables)))
    assert len(set(ids)) == 4 and all(re.fullmatch(r"byline-[0-9a-f]{8}-r[12]", name) for name in ids)
