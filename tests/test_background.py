"""Established background in about.toml: each sentence with who says so, and where and when it was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from byline import open_article
from byline.audit import check_seed
from byline.seeds.folders import open_folder
from newsmarks.text import ArticleError

GOOD = {"id": "bridge", "says": "The bridge is old.", "source": "The county", "where": "https://county.example",
        "read": "2031-06-01", "copy": "original"}  # fmt: skip


def seed(folder: Path, *entries: dict[str, object]) -> Path:
    """A folder of an article with these entries of background."""
    lines = ("\n".join(["[[background]]", *(f"{k} = {v!r}" for k, v in entry.items())]) for entry in entries)
    (folder / "article.txt").write_text("The bridge closed on Friday.\n", encoding="utf-8")
    (folder / "about.toml").write_text("\n\n".join(lines), encoding="utf-8")
    return folder


def test_every_fact_behind_the_report_says_where_it_is_from() -> None:
    """One or two sentences each; none of them claims anything of the article itself."""
    background = open_article("mariupol").about["background"]
    assert [fact["id"] for fact in background] == [
        "invasion", "assembly", "siege", "control", "azovstal", "civilians", "azov", "wednesday"]  # fmt: skip
    assert all("://" in fact["where"] and fact["says"].endswith(".") for fact in background)
    assert all(len(fact["says"].split()) <= 50 for fact in background)


@pytest.mark.parametrize(("change", "said"), [
    ({"says": " "}, "field “background” has an entry whose field “says” must be text in quotation marks."),
    ({"read": "yesterday"}, "whose field “read” must be a day (“2022-03-26”), not “yesterday”."),
    ({"copy": "hearsay"}, "whose field “copy” cannot be “hearsay”. It may be: original, copy."),
    ({"by": "me"}, "whose field “by” is unknown. It may have: id, says"),
])  # fmt: skip
def test_a_mistake_gets_field_and_remedy(change: dict[str, object], said: str, tmp_path: Path) -> None:
    folder = seed(tmp_path, {**GOOD, **change})
    assert any(said in fault for fault in check_seed(folder)[2])


@pytest.mark.parametrize("field", sorted(GOOD))
def test_a_missing_field_is_named(field: str, tmp_path: Path) -> None:
    seed(tmp_path, {k: v for k, v in GOOD.items() if k != field})
    with pytest.raises(ArticleError, match="entry whose field “" + field + "” is missing. Add it"):
        open_folder(tmp_path)
