"""One event as several outlets told it: who is named, when, by which channel, and what a reader still lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from byline.display.drawn import needed
from byline.display.picture import Picture, box, picture_of, text_of
from byline.seeds.outlets import Outlets, Report
from byline.seeds.published import day_in_words
from byline.sheet import Folded, List, Note, Table
from newsmarks.form import NOT_STATED
from newsmarks.model import Reading
from newsmarks.text import ArticleError

TITLE = "One event, several reports: who says so?"
#: What is asked of each report.
ASKED = ("Who is named?", "When was it said?", "By which channel?", "What is missing?")
LACKS = ("a name", "when it was said", "the channel")


@dataclass(frozen=True, slots=True)
class Row:
    """A report: outlet, day, who, when, channel, what is missing, and where we found it."""

    outlet: str
    day: str
    cells: tuple[str, str, str, str]
    found: str = "the text that you read"
    ours: bool = False


def chart_outlets(reading: Reading, outlets: Outlets) -> Picture:
    """The article's own way of telling an event, from a reading of it, above how other outlets told the same.

    Raises ArticleError where the words that stand in place of a name are not in that paragraph.
    """
    rows = [_ours(needed(reading), outlets), *map(_theirs, outlets.reports)]
    heads = ("Outlet", *ASKED, "Where we found it")
    table = Table(TITLE, heads, [(_headed(row), *row.cells, row.found) for row in rows])
    alt = " ".join(_told(row) for row in rows)
    shown = picture_of(table, _idea(outlets), "".join(map(_drawn, rows)), alt)
    left_out = Folded("What we could not confirm", [Note("Looked for, and left out"), List(outlets.not_confirmed)])
    return Picture([*shown.parts, *([left_out] if outlets.not_confirmed else [])], shown.alt, table)


def _ours(reading: Reading, outlets: Outlets) -> Row:
    """The article, as the reading has it: the sources and dates that the paragraph gives, or that it gives none."""
    number, article = outlets.paragraph, reading.article
    if number > len(article.paragraphs) or outlets.by not in article.paragraphs[number - 1].of(reading.text):
        said = f"P{number} of “{article.id}” does not say “{outlets.by}”."
        raise ArticleError(f"{said} Open the outlets of the article that you read.")
    place = article.paragraphs[number - 1]
    named = [a.source_name for a in reading.attributions if a.source_name and any(map(place.overlaps, a.spans))]
    days = [f.span.of(reading.text) for f in reading.figures if place.contains(f.span) and f.kind == "date"]
    given = (", ".join(named), ", ".join(days), "")  # no reading has channels
    lacking = [lack for lack, words in zip(LACKS, given, strict=True) if not words]
    who = given[0] or f"nobody: “{outlets.by}”"
    return Row(f"This article, P{number}", "", (who, given[1] or NOT_STATED, NOT_STATED, ", ".join(lacking)), ours=True)


def _theirs(report: Report) -> Row:
    who = report.names if report.names == NOT_STATED else f"{report.names}, {report.role}"
    read = "" if report.copy == "invented" else f" ({report.copy}, read {day_in_words(report.read)})"
    found = " · ".join(filter(None, (f"{report.where}{read}", report.note)))
    return Row(report.outlet, day_in_words(report.date), (who, report.said_when, report.channel, report.missing), found)


def _idea(outlets: Outlets) -> str:
    """The picture in one sentence."""
    named = [report.names for report in outlets.reports if report.names != NOT_STATED]
    who = "always the same person" if len(set(named)) == 1 else f"{len(set(named))} people in all"
    event = f"{outlets.event[:1].upper()}{outlets.event[1:]}"
    return f"{event}. Other reports that name somebody: {len(named)} of {len(outlets.reports)}, {who}."


def _headed(row: Row) -> str:
    return f"{row.outlet}, {row.day}" if row.day else row.outlet


def _told(row: Row) -> str:
    """A report in words."""
    return f"{_headed(row)}. {' '.join(f'{ask} {words}.' for ask, words in zip(ASKED, row.cells, strict=True))}"


# --- the picture ------------------------------------------------------------------------------


def _drawn(row: Row) -> str:
    """A report: its outlet and day, and a cell for each question; what it does not say is a dashed one."""
    head = f"<p><b>{text_of(row.outlet)}</b><br><small>{row.day}</small></p>"
    return box("outlet ours" if row.ours else "outlet", head + "".join(_cells(row.cells)))


def _cells(cells: Sequence[str]) -> Iterator[str]:
    for ask, words in zip(ASKED, cells, strict=True):
        unsaid = words == NOT_STATED or words.startswith("nobody")
        yield box("lane hollow" if unsaid else "lane", f"<small>{ask}</small><br>{text_of(words)}")
