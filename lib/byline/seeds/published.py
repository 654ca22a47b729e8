"""Reads and checks ladder.toml: published figures about one thing, each with what it counts and out of what."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from byline.seeds.folders import seeds_folder
from newsmarks.form import parse_toml
from newsmarks.text import ArticleError, read_text

UNDATED = "date not confirmed"
#: What counts as hit -> the order in which charts name it.
DEFINITIONS = ("damaged", "destroyed", "damaged or destroyed")
SAID = ("exactly", "about", "up to")
CHOICES: dict[str, tuple[str, ...]] = {"definition": DEFINITIONS, "said": SAID}
OPTIONAL = frozenset({"note"})


class LadderError(ArticleError):
    """A ladder that cannot be used; the message says file, entry, field and remedy."""


@dataclass(frozen=True, slots=True)
class Published:
    """One published figure: `value` (percent) of `out_of` is `definition`; `dated` is what happened on `date`."""

    id: str
    date: str
    dated: str
    source: str
    value: float
    said: str
    definition: str
    counts: str
    out_of: str
    method: str
    access: str
    where: str
    note: str = ""


def open_ladder(name: str | Path) -> tuple[Published, ...]:
    """The published figures of a seed ("mariupol") or a file, by date; those without one come last.

    Raises LadderError, one sentence with file, entry, field and remedy.
    """
    path = Path(name) if str(name).endswith(".toml") else seeds_folder() / name / "ladder.toml"
    if not path.is_file():
        known = sorted(p.parent.name for p in seeds_folder().glob("*/ladder.toml"))
        raise LadderError(f"There is no ladder “{name}”. Here are: {', '.join(known) or 'none'}.")
    return tuple(sorted(_load(path), key=lambda p: (p.date == UNDATED, p.date)))


def _load(path: Path) -> list[Published]:
    try:
        data = parse_toml(read_text(path))
    except tomllib.TOMLDecodeError as problem:
        raise LadderError(f"{path.name}: this is not valid TOML ({problem}). Mend that line.") from None
    blocks = data.pop("figure", None)
    if data or not isinstance(blocks, list) or not blocks or not all(isinstance(b, dict) for b in blocks):
        raise LadderError(f"{path.name}: a ladder holds [[figure]] blocks, at least one, and nothing else.")
    for number, block in enumerate(blocks, 1):
        for fault in _problems(block):
            raise LadderError(f"{path.name}, entry “{block.get('id', f'number {number}')}”: {fault}")
    for at, block in enumerate(blocks):
        if block["id"] in [b["id"] for b in blocks[:at]]:
            raise LadderError(f"{path.name}, entry “{block['id']}”: field “id” stands twice. Give one of them another.")
    return [Published(**block) for block in blocks]


def _problems(block: dict[str, Any]) -> Iterator[str]:
    names = [f.name for f in fields(Published)]
    for name in block.keys() - set(names):
        yield f"unknown field “{name}”. It may have: {', '.join(names)}."
    for name in names:
        if name in block:
            yield from _value_problems(name, block[name])
        elif name not in OPTIONAL:
            yield f"the field “{name}” is missing. Add it; where it is not known, say “not stated”."


def _value_problems(name: str, value: Any) -> Iterator[str]:
    if name == "value":
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
            yield "field “value” must be a number from 0 to 100, in percent, without quotation marks."
    elif not isinstance(value, str) or not value.strip():
        yield f"field “{name}” must be text in quotation marks."
    elif name in CHOICES and value not in CHOICES[name]:
        yield f"field “{name}” cannot be “{value}”. It may be: {', '.join(CHOICES[name])}."
    elif name == "date" and not _is_date(value):
        yield f"field “date” must be a day (“2022-03-17”) or “{UNDATED}”, not “{value}”."


def _is_date(value: str) -> bool:
    if value == UNDATED:
        return True
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value)) and bool(date.fromisoformat(value))
    except ValueError:
        return False
