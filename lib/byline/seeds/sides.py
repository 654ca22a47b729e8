"""The sides of a dispute, as the about.toml of an article names them: [[side]] blocks, each with its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from newsmarks.form import Check, a_text, faults, texts
from newsmarks.model import Article
from newsmarks.text import ArticleError

FIELDS: dict[str, Check] = {"name": a_text, "sources": texts, "note": a_text}
REQUIRED = ("name", "sources")
WRITTEN = "“side” must be written as [[side]] blocks."


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its name, the names of its sources (none where nobody of it is quoted), a sentence about it."""

    name: str
    sources: tuple[str, ...]
    note: str = ""

    def holds(self, source: str) -> bool:
        """Whether a source is on this side; small and big letters are the same."""
        return source.casefold() in map(str.casefold, self.sources)


def sides_of(article: Article) -> tuple[Side, ...]:
    """The sides of an article, in the order of its about.toml; none where it names none.

    Raises ArticleError with what is wrong first.
    """
    blocks = article.about.get("side", [])
    for entry, problem in wrong_sides(blocks):
        raise ArticleError(f"{entry}: {problem}" if entry else problem)
    return tuple(Side(b["name"], tuple(b["sources"]), b.get("note", "")) for b in blocks)


def wrong_sides(blocks: Any) -> Iterator[tuple[str, str]]:
    """What is wrong with the blocks: each fault as a sentence, behind the words that name its block."""
    if not isinstance(blocks, list) or not all(isinstance(block, Mapping) for block in blocks):
        yield "", WRITTEN
        return
    sound = True
    for n, block in enumerate(blocks, 1):
        for problem in faults(dict(block), FIELDS, REQUIRED):
            sound = False
            yield f"side {n}", problem
    if sound:
        yield from _twice(blocks)


def _twice(blocks: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Names that two sides have, and sources that stand on two."""
    names = Counter(block["name"].casefold() for block in blocks)
    sources = Counter(source for block in blocks for source in {s.casefold() for s in block["sources"]})
    for n, block in enumerate(blocks, 1):
        if names[block["name"].casefold()] > 1:
            yield f"side {n}", f"field “name”: “{block['name']}” stands twice. Give one side another name."
        for source in block["sources"]:
            if sources[source.casefold()] > 1:
                yield f"side {n}", f"field “sources”: “{source}” stands on two sides. Keep it on one of them."
