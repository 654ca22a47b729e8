"""The chain of copies behind the pictures of a text, as the key has it; and what became of the hedges in the text."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from byline import chart_chain, load_key, open_article
from byline.audit import check_seed
from byline.display.chain import open_falls
from byline.display.picture import Picture
from byline.kinds import open_exercises
from byline.kinds.sort import Own
from byline.seeds.folders import seeds_folder
from newsmarks.text import ArticleError

SEEDS = seeds_folder()
TEXTS = ("mariupol", "flood")
FALL = '[[fall]]\nid = "a"\nplace = "The boat reportedly sank"\nhedge = "reportedly"\n'


def body(shown: Picture) -> str:
    """What is drawn, without the style sheet."""
    return shown.html[shown.html.index("</style>") :]


def a_text(at: Path, chain: str = "") -> Path:
    """A folder with a text of two paragraphs, and with this chain.toml, if any."""
    (at / "article.txt").write_text("The boat reportedly sank in May.\n\nThe boat sank.", encoding="utf-8")
    if chain:
        (at / "chain.toml").write_text(chain, encoding="utf-8")
    return at


@pytest.mark.parametrize("seed", ["mariupol", "flood", "bridge", "ferry", "stadium", "strike"])
def test_every_link_of_the_key_is_drawn_in_its_order_and_as_it_is_known(seed: str) -> None:
    """In the picture, in its words and in its table; a text without a chain.toml has its links alone."""
    links, shown = load_key(seed).provenance["link"], chart_chain(seed)
    drawn = re.findall(r'class="byline-hand byline-(\w+)"><p><b>(\d+)\. ', body(shown))
    assert drawn == [(link["basis"], str(n)) for n, link in enumerate(links, 1)]
    told = [(link["who"], link["when"], link["changed"], link["basis"]) for link in links]
    assert [tuple(row[1:]) for row in shown.table.rows[: len(links)]] == told
    assert all(f"{basis}: {who} ({when}). {changed}" in shown.alt for who, when, changed, basis in told)
    stated = sum(link["basis"] == "stated" for link in links)
    assert f"{len(links)}, of which {stated} stated (solid)" in shown.alt


@pytest.mark.parametrize("seed", TEXTS)
def test_the_hedges_fall_off_step_by_step(seed: str) -> None:
    """“Purport”, then “reportedly”, then nothing: each a step lower, with the words of its paragraph."""
    falls, shown = open_falls(SEEDS / seed / "chain.toml"), chart_chain(seed)
    assert [(fall.hedge, fall.paragraph) for fall in falls] == [("purport", 1), ("reportedly", 3), ("", 5)]
    assert "“purport” (P1), then “reportedly” (P3), then no hedge (P5)." in shown.alt
    assert re.findall(r'byline-stair" style="margin-top: (.+?)rem"', body(shown)) == ["0", "1.25", "2.5"]
    assert [row[0] for row in shown.table.rows[-3:]] == ["P1", "P3", "P5"]
    assert [row[-1] for row in shown.table.rows[-3:]] == ["purport", "reportedly", "no hedge"]


def test_without_the_key_nothing_of_the_links_is_drawn(tmp_path: Path) -> None:
    """A sealed copy asks for the chain before it shows one; the hedges are the text's own words."""
    shutil.copytree(SEEDS / "flood", tmp_path / "flood", ignore=shutil.ignore_patterns("key.toml", "annotators"))
    shown = chart_chain(tmp_path / "flood")
    assert "build the chain from the cards" in shown.alt and "“purport” (P1)" in shown.alt
    assert len(shown.table.rows) == 3 and "byline-hand" not in body(shown)
    assert not any(link["who"] in shown.html for link in load_key("flood").provenance["link"])


def test_a_text_without_a_chain_gets_a_sentence(tmp_path: Path) -> None:
    shown = chart_chain(a_text(tmp_path))
    assert shown.alt == "No chain is known for this text, so there is nothing to draw."
    assert "<figure" not in body(shown)


def test_an_article_will_do_in_place_of_its_name() -> None:
    assert chart_chain(open_article("bridge")).html == chart_chain("bridge").html
    with pytest.raises(ArticleError, match="There is no article called “nowhere”"):
        chart_chain("nowhere")


def test_what_a_key_says_stays_text(tmp_path: Path) -> None:
    shutil.copytree(SEEDS / "bridge", tmp_path / "bridge")
    key = tmp_path / "bridge" / "key.toml"
    before = key.read_text(encoding="utf-8")
    key.write_text(before.replace('{ who = "Anjali Moreau"', '{ who = "<i>Ann</i>"'), encoding="utf-8")
    shown = chart_chain(tmp_path / "bridge")
    assert "&lt;i&gt;Ann" in shown.html and "<i>" not in body(shown)
    assert shown.table.rows[0][1] == "<i>Ann</i>"


@pytest.mark.parametrize(("change", "said"), [
    (("The boat reportedly sank", "The boat swam"), ", field “place”: “The boat swam” is not in the text."),
    (('hedge = "reportedly"', 'hedge = "allegedly"'), ": field “hedge”: “allegedly” is not among the words of its pl"),
    (("place =", "where ="), ": field “where” is unknown."),
    (("[[fall]]", "[[step]]"), "this file holds [[fall]] blocks"),
])  # fmt: skip
def test_a_mistake_gets_file_entry_field_and_remedy(change: tuple[str, str], said: str, tmp_path: Path) -> None:
    """From the picture, and from `byline check` on the folder."""
    folder = a_text(tmp_path, FALL.replace(*change))
    with pytest.raises(ArticleError, match=re.escape(said)) as raised:
        chart_chain(folder)
    assert check_seed(folder)[2] == [str(raised.value)]


# The exercises of the lesson


def bins(text: str, name: str) -> dict[str, str]:
    """Item -> its bin."""
    own: Own = open_exercises(SEEDS / text)[name].own
    return {one.text: one.bin for one in own.passages}


@pytest.mark.parametrize(("text", "name"), [("mariupol", "06-c"), ("flood", "06-c"), ("bridge", "06-h")])
def test_the_checks_are_answered_as_the_key_answers_them(text: str, name: str) -> None:
    """The bridge's are asked with either text."""
    answers = {check["ask"]: check["answer"] for check in load_key(text).provenance["check"]}
    for seed in (text,) if text != "bridge" else TEXTS:
        asked = {said.split(":")[0].casefold(): bin for said, bin in bins(seed, name).items()}
        assert asked.items() <= answers.items() and len(asked) == (5 if text == "bridge" else 4)


@pytest.mark.parametrize("text", TEXTS)
def test_a_credit_is_read_alike_whichever_side_it_names(text: str) -> None:
    """With the quarry and the villagers exchanged, each credit goes where it went."""
    asked = bins(text, "06-e")
    sides = {"Tarn Quarry": "the Tarn Hill villagers", "tarn_quarry": "tarn_villagers"}
    pairs = [(said, said.replace(one, other)) for said in asked for one, other in sides.items() if one in said]
    assert len(pairs) == 2 and all(asked[said] == asked[swapped] for said, swapped in pairs)
