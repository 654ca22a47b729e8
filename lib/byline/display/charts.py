"""Charts of a reading, each with its words and its table. Only drawing a picture needs matplotlib."""

from __future__ import annotations

import base64
import io
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from byline.display.counts import NOBODY, share_by_voice, wording, words_by_source, words_by_voice
from byline.display.drawn import LETTERED
from byline.display.html import shorten
from byline.seeds.published import UNDATED, Published
from byline.sheet import Drawing, Folded, Note, Sheet, Table, colour, escape, fill, visible
from newsmarks.model import Reading

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Voice -> (colour, pattern), the tint that its words have in the text; every pair also differs in print.
LOOK = {"reporter": (colour("white"), ""), "direct": (colour("direct-tint"), ""),
        "indirect": (colour("indirect-tint"), "//"), "hedged": (colour("hedged-tint"), ".."),
        "borrowed": (colour("borrowed-tint"), "||"), "caption": (colour("caption-tint"), "--"),
        "meta": (colour("meta-tint"), "\\\\")}  # fmt: skip
INK, SOFT, RULE = colour("ink"), colour("soft"), colour("rule")
#: Voice -> the line around it, the one under its words.
LINES = {voice: SOFT if voice == "reporter" else colour(voice) for voice in LOOK}
STYLE: dict[Any, Any] = {"font.family": "sans-serif", "font.sans-serif": ["DejaVu Sans"], "font.size": 10.5,
                         "text.color": INK, "xtick.color": SOFT, "ytick.color": INK, "axes.edgecolor": SOFT,
                         "xtick.labelcolor": INK, "axes.labelcolor": INK, "patch.linewidth": 1.2,
                         "hatch.linewidth": 0.7, "text.parse_math": False}  # fmt: skip
#: Definition of a published figure -> (colour, pattern, marker); no voice, so no hue, and each differs in print.
DEFINED = {"damaged": (colour("white"), "..", "o"), "destroyed": (colour("edge"), "", "s"),
           "damaged or destroyed": (RULE, "//", "D")}  # fmt: skip
#: So many sources are drawn; the table has all of them.
DRAWN = 12


@dataclass(frozen=True, repr=False)
class Chart(Sheet):
    """A picture (`png`, empty where there is nothing to draw), the same in words (`alt`) and as numbers (`table`)."""

    alt: str
    table: Table
    png: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its length, what stands at its end, and the voice whose colour and pattern it has."""

    name: str
    value: float
    label: str
    voice: str


def _chart(table: Table, alt: str, png: bytes) -> Chart:
    """Title and picture, and the numbers folded away below."""
    data = base64.b64encode(png).decode()
    image = f'<img alt="{escape(alt)}" src="data:image/png;base64,{data}">' if png else ""
    caption = f"<figcaption><b>{escape(table.title)}</b></figcaption>"
    said = "" if png else Note("", alt).html
    drawn = Drawing(f'<figure class="byline-chart">{caption}{image}</figure>{said}', fill(alt, rest=""))
    numbers = [Folded("The numbers as a table", [table])] if table.rows else []
    return Chart([drawn, *numbers], alt, table, png)


def _bar_chart(table: Table, bars: Sequence[Bar], nothing: str) -> Chart:
    """Bars in this order, in the picture and in words, or a sentence where none has any length."""
    if not any(bar.value for bar in bars):
        return _chart(table, f"{nothing}, so there is nothing to draw.", b"")
    return _chart(table, f"Bars: {', '.join(f'{bar.name} {bar.label}' for bar in bars)}.", _bars(bars))


def chart_voices(reading: Reading) -> Chart:
    """Share of the article's words in each voice, in per cent."""
    counted, share = words_by_voice(reading), share_by_voice(reading)
    bars = [Bar(LETTERED[v], share[v], f"{100 * share[v]:.1f} %", v) for v, n in counted.items() if n]
    rows = [(bar.name, str(counted[bar.voice]), bar.label.removesuffix(" %")) for bar in bars]
    table = Table("Whose words? Share of the article's words by voice", ("voice", "words", "share in %"), rows,
                  numbers=(1, 2))  # fmt: skip
    return _bar_chart(table, bars, "No voice is marked in this article yet")


def chart_loaded(reading: Reading) -> Chart:
    """Loaded words per 100 words in each voice; contested but descriptive words are not counted."""
    counted = wording(reading).voices
    bars = [Bar(LETTERED[t.name], t.rate, f"{t.rate:.1f} ({t.loaded} in {t.words} words)", t.name) for t in counted]
    rows = [(LETTERED[t.name], str(t.loaded), str(t.words), f"{t.rate:.1f}") for t in counted]
    table = Table("Where do the loaded words stand? Loaded words per 100 words, by voice",
                  ("voice", "loaded words", "words", "per 100 words"), rows, numbers=(1, 2, 3))  # fmt: skip
    return _bar_chart(table, bars, "No loaded word is marked in this article")


def chart_sources(reading: Reading) -> Chart:
    """Words given to each source, most first; claims that nobody is named for come last."""
    ordered = sorted(words_by_source(reading).items(), key=lambda item: item[0] == NOBODY)
    bars = [Bar(name, n, f"{n} words", "hedged" if name == NOBODY else "direct") for name, n in ordered]
    table = Table("Who gets to speak? Words given to each source", ("source", "words"),
                  [(name, str(n)) for name, n in ordered], numbers=(1,))  # fmt: skip
    drawn = [bar for row, bar in enumerate(bars) if row < DRAWN or bar.name == NOBODY]
    return _bar_chart(table, drawn, "No source is given any words in this article")


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


def _bars(bars: Sequence[Bar]) -> bytes:
    """Horizontal bars as a PNG, the first on top."""
    drawn = io.BytesIO()
    with _axes(8, 0.6 + 0.46 * len(bars), drawn) as axes:
        for row, bar in enumerate(bars):
            shade, hatch = LOOK[bar.voice]
            held = axes.barh(row, bar.value, color=shade, hatch=hatch, edgecolor=LINES[bar.voice], height=0.62)
            axes.bar_label(held, [bar.label], padding=4)
        axes.set_yticks(range(len(bars)), [shorten(_drawable(bar.name))[:44] for bar in bars])
        axes.invert_yaxis()
        axes.set_xlim(0, max(bar.value for bar in bars) * 1.25)
        axes.tick_params(bottom=False, labelbottom=False, left=False)
    return drawn.getvalue()


def _dated_bars(published: Sequence[Published]) -> bytes:
    """One bar a figure, filled and marked by definition, dashed where it says "up to"; the words to its right."""
    drawn = io.BytesIO()
    with _axes(9.2, 0.6 + 0.78 * len(published), drawn) as axes:
        for row, p in enumerate(published):
            shade, hatch, marker = DEFINED[p.definition]
            line = "--" if p.said == "up to" else "-"
            axes.barh(row, p.value, height=0.42, color=shade, hatch=hatch, edgecolor=INK, linestyle=line)
            axes.plot(p.value, row, marker, color=shade, markeredgecolor=INK, markersize=10, clip_on=False)
            axes.text(106, row, f"{_said(p)} {p.definition}", va="bottom", weight="bold", size=11)
            axes.text(106, row + 0.06, textwrap.fill(_drawable(f"out of: {p.out_of}"), 42), va="top", size=10)
        dates = [p.date if p.date != UNDATED else UNDATED.capitalize() for p in published]
        names = [f"{date}\n{textwrap.fill(_drawable(p.source), 26)}" for date, p in zip(dates, published, strict=True)]
        axes.set_yticks(range(len(published)), names, size=10)
        axes.set_ylim(len(published) - 0.4, -0.7)
        axes.set_xlim(0, 245)
        axes.set_xticks([0, 25, 50, 75, 100], ["0 %", "25", "50", "75", "100 %"])
        axes.vlines([25, 50, 75, 100], -0.7, len(published) - 0.4, color=RULE, linewidth=0.8, zorder=0)
        axes.tick_params(left=False, bottom=False)
    return drawn.getvalue()


def _drawable(name: str) -> str:
    """A name that a font can draw: signs that steer the direction of text are shown, not obeyed."""
    return visible(name.replace("\n", " "))
