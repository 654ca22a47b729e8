"""Reads a file of blocks of one form, such as [[figure]]; each fault names file, entry, field and remedy."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from byline.seeds.folders import seeds_folder
from newsmarks.form import Check, Faults, faults, parse_toml, summed
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
    """The blocks of a file, each with an id of its own. Raises ArticleError with what is wrong first."""
    wrong, ids = Faults(path), set()
    try:
        data = parse_toml(read_text(path))
    except tomllib.TOMLDecodeError as problem:
        raise ArticleError(f"{wrong.name}: this is not valid TOML ({problem}). Mend that line.") from None
    blocks = data.pop(kind, None)
    if data or not isinstance(blocks, list) or not blocks or not all(isinstance(b, dict) for b in blocks):
        raise ArticleError(f"{wrong.name}: this file holds [[{kind}]] blocks, at least one, and nothing else.")
    required = tuple(name for name in fields if name not in optional)
    for number, block in enumerate(blocks, 1):
        entry = f"entry “{block.get('id', f'number {number}')}”"
        if not wrong.all(entry, faults(block, fields, required)) and block["id"] in ids:
            wrong.add(entry, "field “id” stands twice. Give one of them another.")
        ids.add(str(block.get("id")))
    raise_if_any(wrong)
    return blocks


def raise_if_any(wrong: Faults) -> None:
    """Raises ArticleError with what is wrong first, and how much more is, where anything is."""
    if wrong.told:
        raise ArticleError(summed(wrong.told))
