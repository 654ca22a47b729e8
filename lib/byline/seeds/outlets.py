"""Reads and checks outlets.toml: how several outlets told one event that an article tells, too."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from byline.seeds.blocks import read_headed
from byline.seeds.folders import COPY, file_of
from newsmarks.form import Check, a_day, a_text, choice, texts, whole


@dataclass(frozen=True, slots=True)
class Report:
    """How one outlet told the event: who is `names`d for it, and `missing`, what a reader still lacks.

    `date` is the report's day, `read` the one on which we read it. What it does not say is "not stated".
    """

    id: str
    outlet: str
    date: str
    names: str
    role: str
    said_when: str
    channel: str
    missing: str
    where: str
    read: str
    copy: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outlets:
    """One event: the article's `paragraph` that tells it, its words in place of a name (`by`), and other reports.

    `not_confirmed` has a sentence for each thing that was looked for and could not be read.
    """

    event: str
    paragraph: int
    by: str
    reports: tuple[Report, ...]
    not_confirmed: tuple[str, ...]


#: What stands over the reports, and what a report says.
HEAD: dict[str, Check] = {"event": a_text, "paragraph": whole(1), "by": a_text, "not_confirmed": texts}
FIELDS: dict[str, Check] = {
    **dict.fromkeys((f.name for f in fields(Report)), a_text),
    "date": a_day(), "read": a_day(), "copy": choice(*COPY, "invented"),
}  # fmt: skip


def open_outlets(name: str | Path) -> Outlets:
    """How other outlets told an event that a seed ("mariupol") or a file tells, in the order of the file.

    Raises ArticleError, one sentence with file, entry, field and remedy.
    """
    head, blocks = read_headed(file_of(name, "outlets.toml"), "report", FIELDS, frozenset({"note"}), HEAD)
    told = head | {"reports": tuple(Report(**b) for _, b in blocks), "not_confirmed": tuple(head["not_confirmed"])}
    return Outlets(**told)
