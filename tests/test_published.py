"""Published figures as data: read, checked with one sentence for a mistake, and drawn without a verdict."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from byline import open_published
from byline.display import charts
from byline.seeds.published import DEFINITIONS, Published
from newsmarks.text import ArticleError

FILE = Path(__file__).parents[1] / "seeds" / "mariupol" / "published.toml"
GOOD = {"id": "a", "date": "2031-05-02", "dated": "report", "source": "The Desk", "value": 40, "said": "about",
        "definition": "damaged", "counts": "homes", "out_of": "all homes", "method": "not stated",
        "access": "not stated", "where": "The Desk, page 2"}  # fmt: skip


def written(folder: Path, *entries: dict[str, object]) -> Path:
    """A file with these entries."""
    path = folder / "published.toml"
    lines = ("\n".join(["[[figure]]", *(f"{k} = {v!r}" for k, v in entry.items())]) for entry in entries)
    path.write_text("\n\n".join(lines), encoding="utf-8")
    return path


def test_the_published_figures_stand_by_date() -> None:
    """Eight figures; the one without a confirmed date comes last; every source says where it was published."""
    published = open_published("mariupol")
    assert [(p.id, p.value) for p in published] == [
        ("council", 80), ("unosat", 16), ("office-damaged", 90), ("office-destroyed", 40), ("mayor", 90),
        ("ohchr", 90), ("hrw", 93), ("president", 95),
    ]  # fmt: skip
    assert all("://" in p.where for p in published)
    assert len(tomllib.loads(FILE.read_text(encoding="utf-8"))["figure"]) == len(published)


def test_a_file_can_be_opened_by_its_path(tmp_path: Path) -> None:
    assert open_published(written(tmp_path, GOOD)) == (Published(**GOOD),)  # type: ignore[arg-type]


@pytest.mark.parametrize(("change", "said"), [
    ({"value": "40"}, "figure 1 “a”: field “value” must be a number, without"),
    ({"value": 140}, "field “value” must be from 0 to 100, in percent"),
    ({"date": "May 2031"}, "field “date” must be a day"),
    ({"date": "2031-02-30"}, "field “date” must be a day"),
    ({"definition": "ruined"}, "field “definition” cannot be “ruined”. It may be: damaged, destroyed"),
    ({"said": "some"}, "It may be: exactly, about, up to"),
    ({"source": " "}, "field “source” must be text in quotation marks"),
    ({"place": "here"}, "field “place” is unknown. It may have: id, date"),
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


def test_the_chart_says_definition_and_denominator_of_every_figure() -> None:
    """In its words and in its table, as in the picture; and it gives no verdict."""
    published = open_published("mariupol")
    chart = charts.chart_published(published)
    assert chart.png.startswith(b"\x89PNG") and "no line joins them" in chart.alt
    for p in published:
        assert p.definition in chart.alt and p.out_of in chart.alt and p.where in {row[5] for row in chart.table.rows}
    assert "up to 90 % damaged or destroyed" in {row[1] for row in chart.table.rows}
    assert chart.png == charts.chart_published(published).png


def test_definitions_differ_in_print_without_colour() -> None:
    """Each has a pattern and a marker of its own."""
    assert set(charts.DEFINED) == set(DEFINITIONS)
    _, patterns, markers = zip(*charts.DEFINED.values(), strict=True)
    assert len(set(patterns)) == len(set(markers)) == len(DEFINITIONS)


def test_no_figures_say_so() -> None:
    assert "nothing to draw" in charts.chart_published(()).html


def test_strange_words_are_drawn_as_plain_text() -> None:
    """Dollar signs, tags and direction signs are characters."""
    source = "$\\frac{1}{0}$ <img src=x> \u202e"
    strange = Published(**{**GOOD, "source": source, "out_of": "very long " * 30})  # type: ignore[arg-type]
    chart = charts.chart_published([strange])
    assert chart.png and "<img src=x" not in chart.html and "\u202e" not in repr(chart)
