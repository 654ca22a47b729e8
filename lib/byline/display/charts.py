"""The chart of published figures, with its words and its table. Only drawing a picture needs matplotlib."""

from __future__ import annotations

import base64
import io
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from byline.seeds.published import UNDATED, Published
from byline.sheet import Drawing, Folded, Note, Sheet, Table, escape, fill, visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STYLE: dict[Any, Any] = {"font.family": "sans-serif", "font.sans-serif": ["DejaVu Sans"], "font.size": 11,
                         "hatch.linewidth": 0.7, "text.parse_math": False}  # fmt: skip
#: Definition of a published figure -> (colour, pattern, marker); each differs in print without colour.
DEFINED = {"damaged": ("#ffffff", "..", "o"), "destroyed": ("#6b7a8f", "", "s"),
           "damaged or destroyed": ("#cfd8e3", "//", "D")}  # fmt: skip
INK = "#222222"


@dataclass(frozen=True, repr=False)
class Chart(Sheet):
    """A picture (`png`, empty where there is nothing to draw), the same in words (`alt`) and as numbers (`table`)."""

    alt: str
    table: Table
    png: bytes = field(repr=False)


def _chart(table: Table, alt: str, png: bytes) -> Chart:
    """Title and picture, and the numbers folded away below."""
    data = base64.b64encode(png).decode()
    image = f'<img alt="{escape(alt)}" src="data:image/png;base64,{data}">' if png else ""
    caption = f"<figcaption><b>{escape(table.title)}</b></figcaption>"
    said = "" if png else Note("", alt).html
    drawn = Drawing(f'<figure class="byline-chart">{caption}{image}</figure>{said}', fill(alt, rest=""))
    numbers = [Folded("The numbers as a table", [table])] if table.rows else []
    return Chart([drawn, *numbers], alt, table, png)


def chart_published(published: Sequence[Published]) -> Chart:
    """Published figures, one a row in order of date, with definition and denominator in words beside each."""
    heads = ("published by", "figure", "of what", "how they know", "note", "where we found it")
    rows = [(f"{p.source}, {p.date} ({p.dated})", f"{_said(p)} {p.definition}", f"{p.counts}, out of {p.out_of}",
             f"{p.method}; access: {p.access}", p.note, p.where) for p in published]  # fmt: skip
    table = Table("Several published figures: what is counted, and out of what?", heads, rows)
    if not published:
        return _chart(table, "There is no published figure here, so there is nothing to draw.", b"")
    alt = f"{len(published)} rows, one a figure, by date; no line joins them. " + " ".join(
        f"{p.date} ({p.dated}), {p.source}: {_said(p)} {p.definition}, out of {p.out_of}." for p in published)
    return _chart(table, alt, _dated_bars(published))


def _said(published: Published) -> str:
    """The value the way it was said: "about 80 %"."""
    how = "" if published.said == "exactly" else f"{published.said} "
    return f"{how}{published.value:g} %"


# --- the pictures -----------------------------------------------------------------------------


@contextmanager
def _axes(width: float, height: float, into: io.BytesIO) -> Iterator[Axes]:
    """Axes without a frame, written as a PNG when all is drawn.

    On a Figure of its own, not pyplot's, so that a notebook never shows it twice.
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with rc_context(STYLE):
        figure = Figure(figsize=(width, height), dpi=160, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        axes.spines[["top", "right", "bottom"]].set_visible(False)
        yield axes
        figure.savefig(into, format="png", metadata={"Software": None})


def _dated_bars(published: Sequence[Published]) -> bytes:
    """One bar a figure, filled and marked by definition, dashed where it says "up to"; the words to its right."""
    drawn = io.BytesIO()
    with _axes(9.2, 0.6 + 0.78 * len(published), drawn) as axes:
        for row, p in enumerate(published):
            colour, hatch, marker = DEFINED[p.definition]
            line = "--" if p.said == "up to" else "-"
            axes.barh(row, p.value, height=0.42, color=colour, hatch=hatch, edgecolor=INK, linestyle=line)
            axes.plot(p.value, row, marker, color=colour, markeredgecolor="#111111", markersize=10, clip_on=False)
            axes.text(106, row, f"{_said(p)} {p.definition}", va="bottom", weight="bold", size=11)
            axes.text(106, row + 0.06, textwrap.fill(_drawable(f"out of: {p.out_of}"), 42), va="top", size=10)
        dates = [p.date if p.date != UNDATED else UNDATED.capitalize() for p in published]
        names = [f"{date}\n{textwrap.fill(_drawable(p.source), 26)}" for date, p in zip(dates, published, strict=True)]
        axes.set_yticks(range(len(published)), names, size=10)
        axes.set_ylim(len(published) - 0.4, -0.7)
        axes.set_xlim(0, 245)
        axes.set_xticks([0, 25, 50, 75, 100], ["0 %", "25", "50", "75", "100 %"])
        axes.vlines([25, 50, 75, 100], -0.7, len(published) - 0.4, color="#dddddd", linewidth=0.8, zorder=0)
        axes.tick_params(left=False, bottom=False)
    return drawn.getvalue()


def _drawable(name: str) -> str:
    """A name that a font can draw: signs that steer the direction of text are shown, not obeyed."""
    return visible(name.replace("\n", " "))
