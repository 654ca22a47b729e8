"""Reads files of blocks, such as [[figure]]; each fault names file and block, by its id or its first words."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from newsmarks.form import Check, Faults, faults, raise_if_any, read_toml
from newsmarks.text import ArticleError

Block = dict[str, Any]


def read_blocks(
    path: Path, kind: str, fields: Mapping[str, Check], optional: frozenset[str]
) -> list[tuple[str, Block]]:
    """The blocks of a file that holds one kind, as `well_formed` gives them.

    Raises ArticleError with what is wrong first.
    """
    return read_headed(path, kind, fields, optional, {})[1]


def read_headed(
    path: Path, kind: str, fields: Mapping[str, Check], optional: frozenset[str], head: Mapping[str, Check]
) -> tuple[Block, list[tuple[str, Block]]]:
    """What stands over the blocks of a file, all of `head`, and the blocks themselves.

    Raises ArticleError with what is wrong first.
    """
    wrong, data = Faults(path), read_toml(path)
    over = {name: value for name, value in data.items() if name != kind}
    if not data.get(kind) or (over and not head):
        raise ArticleError(f"{wrong.name}: this file holds [[{kind}]] blocks, at least one, and nothing else.")
    wrong.all("", faults(over, head, tuple(head)))
    required = tuple(name for name in fields if name not in optional)
    good = well_formed(wrong, kind, data[kind], lambda block: faults(block, fields, required))
    raise_if_any(wrong.told)
    return over, good


def well_formed(
    wrong: Faults, kind: str, blocks: Any, form: Callable[[Block], Iterable[str]]
) -> list[tuple[str, Block]]:
    """The blocks in which `form` finds nothing wrong, each with the words by which its faults name it.

    All else is told: what are no blocks, what is wrong with the form of one, and an id that stands twice.
    """
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        wrong.add("", f"“{kind}” must be written as [[{kind}]] blocks.")
        return []
    good: list[tuple[str, Block]] = []
    ids = set[str]()
    for n, block in enumerate(blocks, 1):
        entry, id = _entry(kind, n, block), block.get("id")
        if isinstance(id, str) and id in ids:
            wrong.add(entry, f"field “id”: “{id}” stands twice. Give one of them another name.")
        elif not wrong.all(entry, form(block)):
            good.append((entry, block))
        ids.add(str(id))
    return good


def _entry(kind: str, n: int, block: Block) -> str:
    """The words by which a fault names a block: its number and its id, or else its paragraph and first words."""
    if isinstance(block.get("id"), str):
        return f"{kind} {n} “{block['id']}”"
    first = next((block[k] for k in ("quote", "content", "cue") if block.get(k)), "")
    while isinstance(first, list | dict) and first:
        first = first[0] if isinstance(first, list) else first.get("quote", first.get("from", ""))
    words = f" “{textwrap.shorten(str(first), 40, placeholder='…')}”" if first else ""
    return f"{kind} {n} (P{block.get('paragraph', '?')}{words})"
