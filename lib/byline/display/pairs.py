"""Places of an article that are worth holding beside each other, chosen by people and kept with the article."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from byline.key.places import PlaceError, span_of
from byline.key.shape import place
from byline.seeds.blocks import read_blocks
from byline.seeds.folders import file_of, open_folder
from byline.sheet import Sheet, Table
from byline.sheet.signs import one_line
from newsmarks.form import Check, Faults, a_text, choice, raise_if_any, slug
from newsmarks.model import Article, Span
from newsmarks.text import ArticleError

#: Kind of pair -> the title of its table.
KINDS = {"hedge": "Hedged here, flat there", "figures": "Figures and dates beside each other",
         "agree": "Does the article agree with itself?"}  # fmt: skip
HEADS = ("In one place", "In another", "A question to ask", "Why ask it")
FIELDS: dict[str, Check] = {
    "id": slug, "kind": choice(*KINDS), "here": place, "there": place, "ask": a_text, "why": a_text,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """Two places of one article, a question that they raise together, and why it is worth asking."""

    kind: str
    here: Span
    there: Span
    ask: str
    why: str


def show_beside(name: str | Path, kind: str) -> Sheet:
    """The places of one kind ("hedge", "figures", "agree") that beside.toml holds for a seed, side by side.

    Raises ArticleError for a kind that there is not, and what `open_pairs` raises.
    """
    article, pairs = open_pairs(name)
    found = [pair for pair in pairs if pair.kind == kind]
    if not found:
        known = dict.fromkeys(pair.kind for pair in pairs)
        raise ArticleError(f"There is nothing of the kind “{kind}” to show here. There is: {', '.join(known)}.")
    rows = [(_quoted(article, p.here), _quoted(article, p.there), p.ask, p.why) for p in found]
    return Sheet([Table(KINDS[kind], HEADS, rows)])


def open_pairs(name: str | Path) -> tuple[Article, list[Pair]]:
    """The article of a seed, and the pairs of places that its beside.toml holds, in the order of the file.

    Raises ArticleError, one sentence with file, entry, field and remedy.
    """
    path = file_of(name, "beside.toml")
    article, wrong, pairs = open_folder(path.parent), Faults(path), []
    for entry, block in read_blocks(path, "pair", FIELDS, frozenset()):
        spans = {}
        for field in ("here", "there"):
            with wrong.catching(f"{entry}, field “{field}”", PlaceError):
                spans[field] = span_of(article, block[field], None)
        if len(spans) == 2:
            pairs.append(Pair(block["kind"], spans["here"], spans["there"], block["ask"], block["why"]))
    raise_if_any(wrong.told)
    return article, pairs


def _quoted(article: Article, span: Span) -> str:
    return f"P{article.number(span.start)}: “{one_line(span.of(article.text)).strip('“”')}”"
