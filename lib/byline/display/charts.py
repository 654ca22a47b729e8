"""The chart of published figures, with its words and its table. Only drawing a picture needs matplotlib."""

from __future__ import annotations

import base64
import io
import logging
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from byline.seeds.published import Published, day_in_words
from byline.sheet import Drawing, Folded, Note, Sheet, Table, colour, escape, fill, visible
from newsmarks.text import ArticleError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, SOFT, RULE = colour("ink"), colour("soft"), colour("rule")
STYLE: dict[Any, Any] = {"font.family": "sans-serif", "font.sans-serif": ["DejaVu Sans"], "font.size": 10.5,
                         "text.color": INK, "xtick.color": SOFT, "ytick.color": INK, "axes.edgecolor": SOFT,
                         "xtick.labelcolor": INK, "axes.labelcolor": INK, "patch.linewidth": 1.2,
                         "hatch.linewidth": 0.7, "text.parse_math": False}  # fmt: skip
#: Definition of a published figure -> (colour, pattern, marker); no voice, so no hue, and each differs in print.
DEFINED = {"damaged": (colour("white"), "..", "o"), "destroyed": (colour("edge"), "", "s"),
           "damaged or destroyed": (RULE, "//", "D"), "beyond repair": (RULE, "xx", "^")}  # fmt: skip


@dataclass(frozen=True, repr=False)
class Chart(Sheet):
    """A picture (`png`, empty where there is nothing to draw), the same in words (`alt`) and as numbers (`table`)."""

    alt: str
    table: Table
    png: bytes = field(repr=False)


def as_chart(table: Table, alt: str, png: bytes) -> Chart:
    """Title and picture, and the numbers folded away below."""
    data = base64.b64encode(png).decode()
    image = f'<img alt="{escape(alt)}" src="data:image/png;base64,{data}">' if png else ""
    caption = f"<figcaption><b>{escape(table.title)}</b></figcaption>"
    said = "" if png else Note("", alt).html
    drawn = Drawing(f'<figure class="byline-chart">{caption}{image}</figure>{said}', fill(alt, rest=""))
    numbers = [Folded("The numbers as a table", [table])] if table.rows else []
    return Chart([drawn, *numbers], alt, table, png)


def chart_published(published: Sequence[Published], *ids: str) -> Chart:
    """Published figures in groups, one for each whole that they are a share of; with ids, only these figures.

    Where there is no matplotlib, as in some browsers, the words and the table stand alone. Raises ArticleError for an
    id that none of them has.
    """
    if unknown := [id for id in ids if id not in {p.id for p in published}]:
        raise ArticleError(f"There is no figure “{unknown[0]}”. There are: {', '.join(p.id for p in published)}.")
    groups = _by_whole([p for p in published if not ids or p.id in ids])
    told = [p for group in groups.values() for p in group]
    heads = ("who gave it", "figure", "100 % means", "for which day", "how they know", "where we found it")
    table = Table("Several published figures: what is counted, and out of what?", heads, list(map(_row, told)))
    if not told:
        return as_chart(table, "There is no published figure here, so there is nothing to draw.", b"")
    alt = (f"{_counted(len(told), 'bar')} in {_counted(len(groups), 'box', 'es')}; each box has a whole of its own, "
           "and no line joins the boxes. ") + " ".join(
        f"100 % means {whole}: " + "; ".join(f"{p.source}: {_said(p)} {p.definition} ({_days(p)})" for p in group) + "."
        for whole, group in groups.items())  # fmt: skip
    try:
        return as_chart(table, alt, _boxes(groups))
    except ImportError:
        return as_chart(table, alt, b"")


def _by_whole(published: Sequence[Published]) -> dict[str, list[Published]]:
    """What 100 percent is -> the figures that are a share of it, in their order."""
    groups: dict[str, list[Published]] = {}
    for p in published:
        groups.setdefault(p.out_of, []).append(p)
    return groups


def _row(p: Published) -> tuple[str, ...]:
    """One figure as a row of the table."""
    known = " · ".join(part for part in (p.method, f"access: {p.access}", p.note) if part)
    return (p.source, f"{_said(p)} {p.definition}: {p.counts}", p.out_of, _days(p), known,
            f"{p.where} · {p.copy}, read {day_in_words(p.read)}")  # fmt: skip


def _counted(n: int, thing: str, plural: str = "s") -> str:
    return f"{n} {thing}{'' if n == 1 else plural}"


def _days(published: Published) -> str:
    """Which day it describes, and when it was said."""
    return f"as of: {day_in_words(published.as_of)}; published: {day_in_words(published.published)}"


def _said(published: Published) -> str:
    """The value the way it was said: "about 80 %", "60 to 70 %"."""
    how = "" if published.said == "exactly" else f"{published.said} "
    return f"{how}{' to '.join(f'{end:g}' for end in dict.fromkeys(published.ends))} %"


# --- the pictures -----------------------------------------------------------------------------


@contextmanager
def drawing_axes(width: float, height: float, into: io.BytesIO) -> Iterator[Axes]:
    """Axes without a frame, written as a PNG when all is drawn.

    On a Figure of its own, not pyplot's, so that a notebook never shows it twice.
    """
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # it looks for fonts once, and says so in red
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


def _boxes(groups: Mapping[str, Sequence[Published]]) -> bytes:
    """A box for each whole, with what its 100 percent is above it and its figures inside; nothing crosses a gap."""
    drawn = io.BytesIO()
    heads = {whole: textwrap.wrap(_drawable(f"100 % means: {whole}"), 92) for whole in groups}
    rows = sum(0.8 + 0.36 * len(heads[whole]) + len(group) for whole, group in groups.items())
    with drawing_axes(9.2, 0.56 * rows, drawn) as axes:
        at = 0.0
        for whole, group in groups.items():
            at = _box(axes, at + 0.3 + 0.36 * len(heads[whole]), "\n".join(heads[whole]), group) + 0.5
        axes.set_ylim(rows, 0)
        axes.set_xlim(-78, 212)
        axes.spines["left"].set_visible(False)
        axes.tick_params(left=False, labelleft=False, bottom=False, labelbottom=False)
    return drawn.getvalue()


def _box(axes: Axes, top: float, head: str, group: Sequence[Published]) -> float:
    """One whole from 0 to 100 percent with a bar for each figure in it, from `top` down; returns where it ends."""
    end = top + len(group)
    axes.text(-78, top - 0.14, head, va="bottom", weight="bold", size=11)
    axes.fill_between([0, 100], top, end, facecolor="none", edgecolor=INK, linewidth=1.2, zorder=3)
    axes.vlines([25, 50, 75], top, end, color=RULE, linewidth=0.8, zorder=0)
    for share, said in ((0, "0"), (50, "50"), (100, "100 %")):
        axes.text(share, end + 0.08, said, ha="center", va="top", size=9)
    for row, p in enumerate(group):
        _figure(axes, top + row + 0.5, p)
    return end


def _figure(axes: Axes, y: float, p: Published) -> None:
    """A figure in its box: who, a bar by definition (dashed between two ends, and up to one), and its days."""
    shade, hatch, marker = DEFINED[p.definition]
    low, high = p.ends
    bar: dict[str, Any] = {"height": 0.44, "color": shade, "hatch": hatch, "edgecolor": INK}
    axes.barh(y, low, linestyle="--" if p.said == "up to" else "-", **bar)
    axes.barh(y, high - low, left=low, linestyle="--", **bar)
    axes.plot(high, y, marker, color=shade, markeredgecolor=INK, markersize=9, clip_on=False, zorder=4)
    axes.text(-3, y, textwrap.fill(_drawable(p.source), 30), ha="right", va="center", size=9.5)
    axes.text(106, y - 0.02, _drawable(f"{_said(p)} {p.definition}"), va="bottom", weight="bold", size=11)
    axes.text(106, y + 0.06, textwrap.fill(_drawable(_days(p)), 48), va="top", size=9.5)


def _drawable(name: str) -> str:
    """A name that a font can draw: signs that steer the direction of text are shown, not obeyed."""
    return visible(name.replace("\n", " "))
