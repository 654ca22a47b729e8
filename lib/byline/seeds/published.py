"""Reads and checks published.toml: published figures about one thing, each with what it counts and out of what."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from byline.seeds.blocks import read_blocks
from byline.seeds.folders import COPY, file_of
from newsmarks.form import NOT_STATED, Check, a_day, a_text, choice, number_or_range

#: What counts as hit -> the order in which charts name it.
DEFINITIONS = ("damaged", "destroyed", "damaged or destroyed", "beyond repair")
SAID = ("exactly", "about", "up to", "over")


@dataclass(frozen=True, slots=True)
class Published:
    """One published figure: `value` (percent, or two of them) of `out_of` is `definition`.

    `as_of` is the day that it describes, `published` the day on which it was said, `read` the day on which we read it.
    """

    id: str
    source: str
    value: float | list[float]
    said: str
    definition: str
    counts: str
    out_of: str
    as_of: str
    published: str
    method: str
    access: str
    where: str
    read: str
    copy: str
    note: str = ""

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest percentage; the same one twice where there is one."""
        several = self.value if isinstance(self.value, list) else [self.value]
        return several[0], several[-1]

    @property
    def day(self) -> str:
        """The day that orders it: that which it describes, else that on which it was said; last where neither is."""
        return next((day for day in (self.as_of, self.published) if day != NOT_STATED), "9999")


def open_published(name: str | Path) -> tuple[Published, ...]:
    """The published figures of a seed ("mariupol") or a file, in order of the day that each describes.

    Raises ArticleError, one sentence with file, entry, field and remedy.
    """
    blocks = read_blocks(file_of(name, "published.toml"), "figure", FIELDS, frozenset({"note"}))
    return tuple(sorted((Published(**block) for _, block in blocks), key=lambda p: p.day))


def day_in_words(day: str) -> str:
    """A day as it is read aloud: "26 March 2022", "May 2022", "not stated"."""
    if day == NOT_STATED:
        return day
    told = date.fromisoformat(day if len(day) == 10 else f"{day}-01")
    return f"{f'{told.day} ' if len(day) == 10 else ''}{told:%B %Y}"


def _share(value: Any) -> str:
    """A check: a percentage, or two of them, the lower one first."""
    if fault := number_or_range(value):
        return fault
    several = value if isinstance(value, list) else [value]
    if not all(0 <= one <= 100 for one in several):
        return "must be from 0 to 100, in percent."
    return "" if several == sorted(several) else "must have the lower number first, as in [60, 70]."


FIELDS: dict[str, Check] = {
    **dict.fromkeys((f.name for f in fields(Published)), a_text),
    **dict.fromkeys(("as_of", "published"), a_day(month=True, unknown=True)),
    "value": _share, "said": choice(*SAID), "definition": choice(*DEFINITIONS), "read": a_day(), "copy": choice(*COPY),
}  # fmt: skip
