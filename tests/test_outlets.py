"""One event in several reports: read and checked, and drawn beside the article's own way of telling it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from byline import chart_outlets, load_key, open_article, open_outlets, open_text, read
from byline.audit import check_seed
from byline.display.reports import ASKED
from newsmarks.text import ArticleError

HEAD = {"event": "a deal", "paragraph": 1, "by": "both clubs", "not_confirmed": []}
GOOD = {"id": "a", "outlet": "The Desk", "date": "2031-05-01", "names": "Ana Ruiz", "role": "chair",
        "said_when": "Monday", "channel": "not stated", "missing": "the other club", "where": "page 2",
        "read": "2031-06-01", "copy": "copy"}  # fmt: skip
SAYS = "A deal has been reached by both clubs."


def written(folder: Path, head: dict[str, object], *entries: dict[str, object]) -> Path:
    """A file with these reports."""
    lines = [f"{name} = {value!r}" for name, value in head.items()]
    for entry in entries:
        lines += ["[[report]]", *(f"{name} = {value!r}" for name, value in entry.items())]
    (folder / "outlets.toml").write_text("\n".join(lines), encoding="utf-8")
    return folder / "outlets.toml"


def drawn(folder: Path, *entries: dict[str, object], says: str = SAYS) -> list[tuple[object, ...]]:
    """The rows of the picture for a text and some reports, without the first column and the last."""
    rows = chart_outlets(read(open_text(says)), open_outlets(written(folder, HEAD, *entries))).table.rows
    return [tuple(row[1:-1]) for row in rows]


@pytest.mark.parametrize("seed", ["mariupol", "flood"])
def test_in_both_texts_every_report_names_the_same_person_where_the_article_names_nobody(seed: str) -> None:
    """What lesson 07 is built on: the guess of 07-a, “always the same person”, and the first row."""
    outlets = open_outlets(seed)
    assert len(outlets.reports) == {"mariupol": 8, "flood": 5}[seed]
    assert len({report.names for report in outlets.reports}) == 1
    for reading in (read(open_article(seed)), load_key(seed)):
        shown = chart_outlets(reading, outlets)
        said = f"{len(outlets.reports)} of {len(outlets.reports)}, always the same person."
        assert said in shown.alt
        assert shown.table.rows[0][1:-1] == (
            "nobody: “both sides”", "not stated", "not stated", "a name, when it was said, the channel")  # fmt: skip


def test_a_report_that_was_read_has_its_address_and_one_that_was_invented_says_so() -> None:
    """And what could not be read is listed, under the picture, too."""
    real, made = open_outlets("mariupol"), open_outlets("flood")
    assert all(re.match("https?://", report.where) and report.copy != "invented" for report in real.reports)
    assert {report.copy for report in made.reports} == {"invented"} and "invented" in made.event
    assert len(real.not_confirmed) >= 5
    text = chart_outlets(read(open_article("mariupol")), real).text
    assert all(said[:30] in text for said in real.not_confirmed)


def test_what_the_article_gives_stands_in_its_row(tmp_path: Path) -> None:
    named = "Ana Ruiz said on May 3, 2031 that a deal had been reached by both clubs."
    assert drawn(tmp_path, GOOD, says=named)[0] == ("Ana Ruiz", "May 3, 2031", "not stated", "the channel")


def test_people_are_counted_and_not_reports(tmp_path: Path) -> None:
    """Who names nobody does not count; two people are two."""
    nobody = GOOD | {"id": "b", "names": "not stated", "role": "not stated"}
    other = GOOD | {"id": "c", "names": "Lee Okafor"}
    said = chart_outlets(read(open_text(SAYS)), open_outlets(written(tmp_path, HEAD, GOOD, nobody, other))).alt
    assert said.startswith("A deal. Other reports that name somebody: 2 of 3, 2 people in all.")
    assert drawn(tmp_path, GOOD, nobody)[2][0] == "not stated"


def test_what_is_not_stated_is_a_dashed_field_with_words_in_it(tmp_path: Path) -> None:
    """Three of the article's and one of the report's; each field says what was asked."""
    html = chart_outlets(read(open_text(SAYS)), open_outlets(written(tmp_path, HEAD, GOOD))).html.split("</style>")[1]
    assert html.count("byline-hollow") == 4
    assert all(html.count(f"<small>{ask}") == 2 for ask in ASKED)


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    evil = GOOD | {"outlet": "<script>x</script>", "names": "\u202eevil", "where": "javascript:x"}
    shown = chart_outlets(read(open_text(SAYS)), open_outlets(written(tmp_path, HEAD, evil)))
    assert "<script" not in shown.html.split("</style>")[1] and "href" not in shown.html.split("</style>")[1]
    assert "\u202e" not in shown.text


def test_an_article_that_does_not_say_it_is_told(tmp_path: Path) -> None:
    """Whoever opens the outlets of another text gets a sentence; so does whose text is shorter."""
    outlets = open_outlets(written(tmp_path, HEAD | {"paragraph": 2}, GOOD))
    for says in ("Nothing here.", f"{SAYS}\n\nAnd no more."):
        with pytest.raises(ArticleError, match=r"P2 of .* does not say “both clubs”\. Open the outlets of"):
            chart_outlets(read(open_text(says)), outlets)


@pytest.mark.parametrize(("head", "change", "said"), [
    ({}, {"read": "yesterday"}, "report 1 “a”: field “read” must be a day"),
    ({}, {"copy": "fax"}, "field “copy” cannot be “fax”. It may be: original, copy, invented."),
    ({}, {"who": "Ana"}, "field “who” is unknown"),
    ({"paragraph": 0}, {}, "field “paragraph” must be a whole number from 1 up."),
    ({"not_confirmed": "all"}, {}, "field “not_confirmed” must be a list of texts"),
    ({"more": "x"}, {}, "field “more” is unknown"),
])  # fmt: skip
def test_a_mistake_is_told_with_its_place(
    head: dict[str, object], change: dict[str, object], said: str, tmp_path: Path
) -> None:
    """By `open_outlets`, and by the check of a whole folder."""
    path = written(tmp_path, HEAD | head, GOOD | change)
    with pytest.raises(ArticleError, match=re.escape(said)):
        open_outlets(path)
    (tmp_path / "article.txt").write_text(SAYS, encoding="utf-8")
    assert any(said in fault for fault in check_seed(tmp_path)[2])


@pytest.mark.parametrize("left_out", ["event", "by", "paragraph", "not_confirmed"])
def test_what_stands_over_the_reports_is_needed(left_out: str, tmp_path: Path) -> None:
    path = written(tmp_path, {name: value for name, value in HEAD.items() if name != left_out}, GOOD)
    with pytest.raises(ArticleError, match=f"field “{left_out}” is missing"):
        open_outlets(path)


def test_a_text_without_outlets_is_told_which_have_some() -> None:
    with pytest.raises(ArticleError, match=r"no outlets\.toml of “bridge”\. There is one for: flood, mariupol\."):
        open_outlets("bridge")
