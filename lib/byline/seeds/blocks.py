"""Reads a file of blocks of one form, such as [[figure]]; each fault names file, entry, field and remedy."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from byline.seeds.folders import seeds_folder
from newsmarks.form import Check, faults, parse_toml
from newsmarks.text import ArticleError, read_text


def beside_article(name: str | Path, file: str) -> Path:
    """The path of a file that may stand beside a seed's article ("mariupol"); a path to one is taken as it is.

    Raises ArticleError that lists the seeds which have one.
    """
    path = Path(name) if str(name).endswith(".toml") else seeds_folder() / name / file
    if path.is_file():
        return path
    known = sorted(p.parent.name for p in seeds_folder().glob(f"*/{file}"))
    raise ArticleError(f"There is no {file} of “{name}”. There is one for: {', '.join(known) or 'nothing yet'}.")


def read_blocks(path: Path, kind: str, fields: Mapping[str, Check], optional: frozenset[str]) -> list[dict[str, Any]]:
    """The blocks of a file, each with an id of its own. Raises ArticleError with the first thing that is wrong."""
    where = "/".join(path.parts[-2:])
    try:
        data = parse_toml(read_text(path))
    except tomllib.TOMLDecodeError as problem:
        raise ArticleError(f"{where}: this is not valid TOML ({problem}). Mend that line.") from None
    blocks = data.pop(kind, None)
    if data or not isinstance(blocks, list) or not blocks or not all(isinstance(b, dict) for b in blocks):
        raise ArticleError(f"{where}: this file holds [[{kind}]] blocks, at least one, and nothing else.")
    required = tuple(name for name in fields if name not in optional)
    for number, block in enumerate(blocks, 1):
        for fault in chain(faults(block, fields, required), _twice(blocks[: number - 1], block)):
            raise ArticleError(f"{where}, entry “{block.get('id', f'number {number}')}”: {fault}")
    return blocks


def _twice(before: list[dict[str, Any]], block: Mapping[str, Any]) -> Iterator[str]:
    if block["id"] in (b["id"] for b in before):
        yield "field “id” stands twice. Give one of them another."
