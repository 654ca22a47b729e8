"""Reads and checks published.toml: published figures about one thing, each with what it counts and out of what."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from byline.seeds.blocks import read_blocks
from byline.seeds.folders import file_of
from newsmarks.form import Check, a_text, choice, number

UNDATED = "date not confirmed"
#: What counts as hit -> the order in which charts name it.
DEFINITIONS = ("damaged", "destroyed", "damaged or destroyed")
SAID = ("exactly", "about", "up to")


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


def open_published(name: str | Path) -> tuple[Published, ...]:
    """The published figures of a seed ("mariupol") or a file, by date; those without one come last.

    Raises ArticleError, one sentence with file, entry, field and remedy.
    """
    blocks = read_blocks(file_of(name, "published.toml"), "figure", FIELDS, frozenset({"note"}))
    return tuple(sorted((Published(**block) for _, block in blocks), key=lambda p: (p.date == UNDATED, p.date)))


def _share(value: Any) -> str:
    """A check: a number of percent."""
    return number(value) or ("" if 0 <= value <= 100 else "must be from 0 to 100, in percent.")


def _day(value: Any) -> str:
    """A check: a day, or that it is not known."""
    return "" if value == UNDATED or _is_day(value) else f"must be a day (“2022-03-17”) or “{UNDATED}”, not “{value}”."


def _is_day(value: Any) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value)) and bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        return False


FIELDS: dict[str, Check] = {
    **dict.fromkeys((f.name for f in fields(Published)), a_text),
    "date": _day, "value": _share, "said": choice(*SAID), "definition": choice(*DEFINITIONS),
}  # fmt: skip
