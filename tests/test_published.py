"""Published figures as data: read, checked with one sentence for a mistake, and drawn without a verdict."""

from __future__ import annotations

import io
import sys
import tomllib
from itertools import groupby
from pathlib import Path

import pytest
from matplotlib import image

from byline import open_published, open_text, read, table
from byline.display import charts
from byline.seeds.published import DEFINITIONS, Published, day_in_words
from newsmarks.text import ArticleError

FILE = Path(__file__).parents[1] / "seeds" / "mariupol" / "published.toml"
GOOD = {"id": "a", "source": "The Desk", "value": 40, "said": "about", "definition": "damaged", "counts": "homes",
        "out_of": "all homes", "as_of": "2031-05-01", "published": "2031-05-02", "method": "not stated",
        "access": "not stated", "where": "The Desk, page 2", "read": "2031-06-01", "copy": "original"}  # fmt: skip


def written(folder: Path, *entries: dict[str, object]) -> Path:
    """A file with these entries."""
    path = folder / "published.toml"
    lines = ("\n".join(["[[figure]]", *(f"{k} = {v!r}" for k, v in entry.items())]) for entry in entries)
    path.write_text("\n\n".join(lines), encoding="utf-8")
    return path


def test_the_published_figures_stand_by_date() -> None:
    """By the day that each describes, else by that on which it was said; every source says where it was published."""
    published = open_published("mariupol")
    assert [(p.id, p.value) for p in published] == [
        ("council", 80), ("unosat-march", 16), ("office-damaged", 90), ("office-destroyed", 40), ("unosat-april", 22),
        ("mayor-destroyed", 90), ("mayor-repair", 40), ("ivashchenko-hit", [60, 70]), ("ivashchenko-repair", 10),
        ("president-bbc", 95), ("president-bfmtv", [95, 98]), ("hrw", 93), ("unosat-may", 32), ("pushilin", 60),
        ("ivashchenko-may", 15), ("ohchr", 90), ("ohchr-houses", 60),
    ]  # fmt: skip
    assert all("://" in p.where for p in published)
    assert len(tomllib.loads(FILE.read_text(encoding="utf-8"))["figure"]) == len(published)


@pytest.mark.parametrize(("one", "other", "differs"), [
    ("unosat-march", "unosat-april", {"as_of"}),
    ("office-damaged", "office-destroyed", {"definition"}),
    ("ohchr", "ohchr-houses", {"out_of"}),
])  # fmt: skip
def test_pairs_isolate_one_thing(one: str, other: str, differs: set[str]) -> None:
    """Two figures of one source, between which only the day, only the meaning or only the whole is another."""
    found = {p.id: p for p in open_published("mariupol")}
    asked = ("source", "definition", "out_of", "as_of")
    assert {name for name in asked if getattr(found[one], name) != getattr(found[other], name)} == differs


@pytest.mark.parametrize(("id", "hit", "of"), [
    ("unosat-march", 556, 3456), ("unosat-april", 767, 3459), ("unosat-may", 5647, 17568)])  # fmt: skip
def test_a_share_that_was_counted_is_that_share(id: str, hit: int, of: int) -> None:
    """And both numbers stand in its words."""
    figure = next(p for p in open_published("mariupol") if p.id == id)
    assert round(100 * hit / of) == figure.value
    assert f"{hit:,}" in figure.counts and f"{of:,}" in figure.counts + figure.out_of


def test_a_file_can_be_opened_by_its_path(tmp_path: Path) -> None:
    assert open_published(written(tmp_path, GOOD)) == (Published(**GOOD),)  # type: ignore[arg-type]


@pytest.mark.parametrize(("change", "said"), [
    ({"value": "40"}, "figure 1 “a”: field “value” must be a number, or two"),
    ({"value": 140}, "field “value” must be from 0 to 100, in percent"),
    ({"value": [70, 60]}, "field “value” must have the lower number first, as in [60, 70]."),
    ({"value": [60, 70, 80]}, "field “value” must be a number, or two as in"),
    ({"value": [60, 170]}, "field “value” must be from 0 to 100, in percent"),
    ({"as_of": "May 2031"}, "must be a day (“2022-03-26”) or a month (“2022-03”) or “not stated”, not “May 2031”."),
    ({"as_of": "2031-02-30"}, "field “as_of” must be a day"),
    ({"published": "2031-13"}, "field “published” must be a day"),
    ({"read": "not stated"}, "field “read” must be a day (“2022-03-26”), not “not stated”."),
    ({"copy": "both"}, "field “copy” cannot be “both”. It may be: original, copy"),
    ({"definition": "ruined"}, "field “definition” cannot be “ruined”. It may be: damaged, destroyed"),
    ({"said": "some"}, "It may be: exactly, about, up to, over"),
    ({"source": " "}, "field “source” must be text in quotation marks"),
    ({"place": "here"}, "field “place” is unknown. It may have: id, source"),
])  # fmt: skip
def test_a_mistake_gets_file_entry_field_and_remedy(change: dict[str, object], said: str, tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"/published\.toml, figure 1 “a”: ") as raised:
        open_published(written(tmp_path, {**GOOD, **change}))
    assert said in str(raised.value)


@pytest.mark.parametrize("value", [0, 100])
def test_none_and_all_are_shares(value: int, tmp_path: Path) -> None:
    assert open_published(written(tmp_path, {**GOOD, "value": value}))[0].value == value


@pytest.mark.parametrize("value", [-0.5, 100.5])
def test_less_than_none_and_more_than_all_are_not(value: float, tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="must be from 0 to 100"):
        open_published(written(tmp_path, {**GOOD, "value": value}))


@pytest.mark.parametrize("field", sorted(GOOD))
def test_a_missing_field_is_named(field: str, tmp_path: Path) -> None:
    entry = {k: v for k, v in GOOD.items() if k != field}
    with pytest.raises(ArticleError, match=f"field “{field}” is missing. Add it"):
        open_published(written(tmp_path, entry))


def test_an_id_that_stands_twice_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="“a” stands twice"):
        open_published(written(tmp_path, GOOD, GOOD))


def test_what_is_no_such_file_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "published.toml").write_text("[[figure]\n", encoding="utf-8")
    with pytest.raises(ArticleError, match="not valid TOML"):
        open_published(tmp_path / "published.toml")
    (tmp_path / "published.toml").write_text("title = 1\n", encoding="utf-8")
    with pytest.raises(ArticleError, match="at least one, and nothing else"):
        open_published(tmp_path / "published.toml")
    with pytest.raises(ArticleError, match=r"no published\.toml of “atlantis”\. There is one for: mariupol"):
        open_published("atlantis")


@pytest.mark.parametrize(("days", "day", "told"), [
    (("2031-05-01", "2031-05-02"), "2031-05-01", "1 May 2031"), (("2031-04", "2031-05-02"), "2031-04", "April 2031"),
    (("not stated", "2031-05-02"), "2031-05-02", "not stated"), (("not stated",) * 2, "9999", "not stated"),
])  # fmt: skip
def test_a_day_may_be_a_month_or_untold(days: tuple[str, str], day: str, told: str) -> None:
    figure = Published(**{**GOOD, "as_of": days[0], "published": days[1]})  # type: ignore[arg-type]
    assert (figure.day, day_in_words(figure.as_of)) == (day, told)


def test_the_chart_says_whole_meaning_and_days_of_every_figure() -> None:
    """In its words and in its table, as in the picture; and it gives no verdict."""
    published = open_published("mariupol")
    chart = charts.chart_published(published)
    assert chart.png.startswith(b"\x89PNG") and "17 bars in 8 boxes" in chart.alt and "no line joins" in chart.alt
    for p in published:
        assert f"100 % means {p.out_of}: " in chart.alt and day_in_words(p.published) in chart.alt
        assert any(p.where in row[5] and p.copy in row[5] for row in chart.table.rows)
    assert "up to 90 % damaged or destroyed: residential buildings" in {row[1] for row in chart.table.rows}
    assert "about 60 to 70 % damaged or destroyed (as of: not stated; published: 7 April 2022)" in chart.alt
    assert chart.png == charts.chart_published(published).png


def test_shares_of_one_whole_stand_together() -> None:
    """However they were ordered before."""
    rows = charts.chart_published(open_published("mariupol")).table.rows
    wholes = [row[2] for row in rows]
    assert len([whole for whole, _ in groupby(wholes)]) == len(set(wholes)) < len(wholes)


def test_a_lesson_may_draw_a_few_of_them() -> None:
    published = open_published("mariupol")
    chart = charts.chart_published(published, "unosat-march", "unosat-april")
    assert "2 bars in 1 box;" in chart.alt and len(chart.table.rows) == 2
    with pytest.raises(ArticleError, match=r"no figure “unosat”\. There are: council, unosat-march"):
        charts.chart_published(published, "unosat")


def test_where_nothing_can_draw_the_words_and_the_numbers_stand_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a browser that has not loaded matplotlib; the words are then on the page, not only for who cannot see."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    chart = charts.chart_published(open_published("mariupol"))
    assert not chart.png and "<img" not in chart.html and chart.html.count("17 bars in 8 boxes") == 1
    assert len(chart.table.rows) == 17 and chart.table.html.partition("<tbody>")[2] in chart.html


def test_a_table_that_needs_pandas_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ArticleError, match="needs the package pandas"):
        table(read(open_text("The mayor said so.")))


def test_definitions_differ_in_print_without_colour() -> None:
    """Each has a pattern and a marker of its own."""
    assert set(charts.DEFINED) == set(DEFINITIONS)
    _, patterns, markers = zip(*charts.DEFINED.values(), strict=True)
    assert len(set(patterns)) == len(set(markers)) == len(DEFINITIONS)


def test_no_figures_say_so() -> None:
    assert "nothing to draw" in charts.chart_published(()).html


def test_long_words_are_wrapped_and_all_is_inside() -> None:
    """Nothing of a long source or a long whole is drawn beyond the left or the right edge."""
    long = {"source": "The Office of the County for Homes and Streets, to a paper", "out_of": "very long " * 30}
    png = charts.chart_published([Published(**{**GOOD, **long})]).png  # type: ignore[arg-type]
    ink = image.imread(io.BytesIO(png))[..., :3].min(axis=2) < 0.5
    assert ink.any() and not ink[:, :4].any() and not ink[:, -4:].any()


def test_strange_words_are_drawn_as_plain_text() -> None:
    """Dollar signs, tags and direction signs are characters."""
    source = "$\\frac{1}{0}$ <img src=x> \u202e"
    strange = Published(**{**GOOD, "source": source, "out_of": "very long " * 30})  # type: ignore[arg-type]
    chart = charts.chart_published([strange])
    assert chart.png and "<img src=x" not in chart.html and "\u202e" not in repr(chart)
