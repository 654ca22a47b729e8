"""Places to hold beside each other: written by people, found in the text, shown side by side with a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from byline import show_beside
from byline.audit import check_seed
from byline.display.pairs import KINDS, open_pairs
from byline.seeds.folders import seeds_folder
from newsmarks.text import ArticleError

WITH_PAIRS = sorted(p.parent.name for p in seeds_folder().glob("*/beside.toml"))
GOOD = {"id": "a", "kind": "hedge", "here": "reportedly sank", "there": "The boat sank", "ask": "Why?", "why": "So."}


def folder(at: Path, *entries: dict[str, object]) -> Path:
    """A folder with a text of two paragraphs and these pairs."""
    lines = ("\n".join(["[[pair]]", *(f"{k} = {v!r}" for k, v in entry.items())]) for entry in entries)
    (at / "article.txt").write_text("The boat reportedly sank in May.\n\nThe boat sank. <b>It rained.", "utf-8")
    (at / "beside.toml").write_text("\n\n".join(lines), encoding="utf-8")
    return at / "beside.toml"


@pytest.mark.parametrize("name", WITH_PAIRS)
@pytest.mark.parametrize("kind", KINDS)
def test_each_pair_of_the_collection_is_shown_with_its_paragraphs(name: str, kind: str) -> None:
    """Both places, in HTML and in text, and a question: it gives no verdict."""
    article, pairs = open_pairs(name)
    shown = show_beside(name, kind)
    found = [pair for pair in pairs if pair.kind == kind]
    assert found and shown.html.count("<tr>") == len(found) + 1
    for pair in found:
        assert "?" in pair.ask
        for place in (pair.here, pair.there):
            assert f"P{article.number(place.start)}: “{place.of(article.text)}”" in " ".join(shown.text.split())


def test_the_pairs_of_the_lessons_are_there() -> None:
    """Mariupol, and the flood for a reader who would rather not read about war."""
    assert WITH_PAIRS == ["flood", "mariupol"]
    kinds = ["hedge", "agree", "figures", "agree", "agree"]
    assert [[pair.kind for pair in open_pairs(name)[1]] for name in WITH_PAIRS] == [kinds] * 2


def test_a_hostile_text_stays_text(tmp_path: Path) -> None:
    path = folder(tmp_path, {**GOOD, "there": "<b>It rained.", "ask": "<i>Why?"})
    shown = show_beside(path, "hedge")
    assert "&lt;b&gt;It rained." in shown.html and "<i>" not in shown.html and "P2: “<b>It rained.”" in shown.text


@pytest.mark.parametrize(("change", "said"), [
    ({"there": "The boat swam"}, ", field “there”: “The boat swam” is not in the text. Copy the exact words"),
    ({"here": "boat"}, ", field “here”: “boat” stands 2 times in the text. Add nth = 1 to 2, or quote more words."),
    ({"kind": "hedges"}, ": field “kind” cannot be “hedges”. Did you mean “hedge”?"),
    ({"ask": ""}, ": field “ask” must be text in quotation marks."),
    ({"here": 3}, ": field “here” must be words of the text"),
    ({"whose": "x"}, ": field “whose” is unknown. It may have: id, kind, here"),
])  # fmt: skip
def test_a_mistake_gets_file_entry_field_and_remedy(change: dict[str, object], said: str, tmp_path: Path) -> None:
    """From the function that shows it, and from `byline check` on its folder."""
    path = folder(tmp_path, {**GOOD, **change})
    with pytest.raises(ArticleError) as raised:
        show_beside(path, "hedge")
    assert f"{tmp_path.name}/beside.toml, pair 1 “a”{said}" in str(raised.value)
    assert check_seed(tmp_path)[2] == [str(raised.value)]


def test_what_is_not_there_gets_the_list_of_what_is(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"nothing of the kind “figures” .* There is: hedge\."):
        show_beside(folder(tmp_path, GOOD), "figures")
    with pytest.raises(ArticleError, match=r"no beside\.toml of “ferry”\. There is one for: flood, mariupol\."):
        show_beside("ferry", "hedge")
