"""Charts of a reading, each with its words and its table. Only this module needs matplotlib and pandas."""

from __future__ import annotations

import base64
import io
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from byline.display.counts import NOBODY, loaded_by_voice, share_by_voice, words_by_source, words_by_voice
from byline.display.html import escape, percent, shorten, style_sheet
from byline.seeds.published import UNDATED, Published
from newsmarks.model import VOICES, Reading

#: Voice -> (colour, pattern); every pair also differs in print without colour.
LOOK = {"reporter": ("#ffffff", ""), "direct": ("#9cc7f0", ""), "indirect": ("#f7cf86", "//"),
        "hedged": ("#e6aed9", ".."), "borrowed": ("#8fd6b8", "||"), "caption": ("#c9cbce", "--"),
        "meta": ("#eeeeee", "\\\\")}  # fmt: skip
STYLE: dict[Any, Any] = {"font.family": "sans-serif", "font.sans-serif": ["DejaVu Sans"], "font.size": 11,
                         "hatch.linewidth": 0.7, "text.parse_math": False}  # fmt: skip
#: Definition of a published figure -> (colour, pattern, marker); each differs in print without colour.
DEFINED = {"damaged": ("#ffffff", "..", "o"), "destroyed": ("#6b7a8f", "", "s"),
           "damaged or destroyed": ("#cfd8e3", "//", "D")}  # fmt: skip
#: So many sources are drawn; the table has all of them.
DRAWN = 12


@dataclass(frozen=True)
class Chart:
    """A picture, the same in words (`alt`) and as numbers (`table`); `html` holds all three."""

    title: str
    alt: str
    table: pd.DataFrame = field(compare=False)
    png: bytes = field(repr=False)

    @property
    def html(self) -> str:
        data = base64.b64encode(self.png).decode()
        image = f'<img alt="{escape(self.alt)}" src="data:image/png;base64,{data}">' if self.png else ""
        said = "" if self.png else f"<p>{escape(self.alt)}</p>"
        caption = f"<figcaption><b>{escape(self.title)}</b></figcaption>"
        return (f'<style>{style_sheet()}</style><div class="byline" lang="en">'
                f'<figure class="byline-chart">{caption}{image}</figure>{said}{self._table()}</div>')  # fmt: skip

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        from byline.display.plain import visible

        return visible(f"{self.title}\n{self.alt}\n\n{self.table.to_string(index=False)}")

    def _table(self) -> str:
        if self.table.empty:
            return ""
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in self.table.columns)
        rows = "".join(
            "<tr>" + "".join(f'<th scope="row"><bdi>{escape(v)}</bdi></th>' if n == 0 else f"<td>{escape(v)}</td>"
                             for n, v in enumerate(row)) + "</tr>"
            for row in self.table.itertuples(index=False))  # fmt: skip
        return (f"<details><summary>The numbers as a table</summary><table><caption>{escape(self.title)}</caption>"
                f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></details>")  # fmt: skip


def chart_voices(reading: Reading) -> Chart:
    """Share of the article's words in each voice, in per cent."""
    title = "Whose words? Share of the article's words by voice"
    counted = {v: n for v, n in words_by_voice(reading).items() if n}
    share = share_by_voice(reading)
    table = pd.DataFrame([(_name(v), n, round(100 * share[v], 1)) for v, n in counted.items()],
                         columns=["voice", "words", "share in %"])  # fmt: skip
    alt = "No voice is marked in this article yet, so there is nothing to draw."
    if counted:
        alt = "Bars: " + _sentence(f"{_name(v)} {percent(share[v])}" for v in _most_first(share, counted))
    return Chart(title, alt, table, _bars({v: share[v] for v in counted}, [f"{100 * share[v]:.1f} %" for v in counted]))


def chart_loaded(reading: Reading) -> Chart:
    """Loaded words per 100 words in each voice; contested but descriptive words are not counted."""
    title = "Where do the loaded words stand? Loaded words per 100 words, by voice"
    counted = loaded_by_voice(reading)
    table = pd.DataFrame([(_name(v), marks, words, round(rate, 1)) for v, (marks, words, rate) in counted.items()],
                         columns=["voice", "loaded words", "words", "per 100 words"])  # fmt: skip
    rates = {v: rate for v, (_, _, rate) in counted.items()}
    if not any(rates.values()):
        return Chart(title, "No loaded word is marked in this article, so there is nothing to draw.", table, b"")
    alt = "Bars: " + _sentence(f"{_name(v)} {rates[v]:.1f} ({counted[v][0]} in {counted[v][1]} words)"
                               for v in _most_first(rates, rates))  # fmt: skip
    labels = [f"{rates[v]:.1f}  ({counted[v][0]} in {counted[v][1]} words)" for v in rates]
    return Chart(title, alt, table, _bars(rates, labels))


def chart_sources(reading: Reading) -> Chart:
    """Words given to each source, most first; claims that nobody is named for come last."""
    title = "Who gets to speak? Words given to each source"
    counted = words_by_source(reading)
    named = {name: n for name, n in counted.items() if name != NOBODY}
    ordered = named | {name: n for name, n in counted.items() if name == NOBODY}
    table = pd.DataFrame(list(ordered.items()), columns=["source", "words"])
    if not any(ordered.values()):
        return Chart(title, "No source is given any words in this article, so there is nothing to draw.", table, b"")
    alt = "Bars: " + _sentence(f"{name} {n}" for name, n in ordered.items())
    drawn = dict(list(named.items())[:DRAWN]) | {n: w for n, w in ordered.items() if n == NOBODY}
    labels = [f"{n} words" for n in drawn.values()]
    looks = [LOOK["hedged" if name == NOBODY else "direct"] for name in drawn]
    return Chart(title, alt, table, _picture(list(drawn), list(drawn.values()), labels, looks))


def chart_ladder(ladder: Sequence[Published]) -> Chart:
    """Published figures, one a row in order of date, with definition and denominator in words beside each."""
    title = "Several published figures: what is counted, and out of what?"
    table = pd.DataFrame([(f"{p.source}, {p.date} ({p.dated})", f"{_said(p)} {p.definition}",
                           f"{p.counts}, out of {p.out_of}", f"{p.method}; access: {p.access}", p.note, p.where)
                          for p in ladder],
                         columns=["published by", "figure", "of what", "how they know", "note",
                                  "where we found it"])  # fmt: skip
    if not ladder:
        return Chart(title, "There is no published figure here, so there is nothing to draw.", table, b"")
    alt = f"{len(ladder)} rows, one a figure, by date; no line joins them. " + " ".join(
        f"{p.date} ({p.dated}), {p.source}: {_said(p)} {p.definition}, out of {p.out_of}." for p in ladder)
    return Chart(title, alt, table, _rungs(ladder))


def _said(published: Published) -> str:
    """The value the way it was said: "about 80 %"."""
    how = "" if published.said == "exactly" else f"{published.said} "
    return f"{how}{published.value:g} %"


def _rungs(ladder: Sequence[Published]) -> bytes:
    """One bar a figure, filled and marked by definition, dashed where it says "up to"; the words to its right."""
    with rc_context(STYLE):
        figure = Figure(figsize=(9.2, 0.6 + 0.78 * len(ladder)), dpi=160, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        for row, p in enumerate(ladder):
            colour, hatch, marker = DEFINED[p.definition]
            line = "--" if p.said == "up to" else "-"
            axes.barh(row, p.value, height=0.42, color=colour, hatch=hatch, edgecolor="#222222", linestyle=line)
            axes.plot(p.value, row, marker, color=colour, markeredgecolor="#111111", markersize=10, clip_on=False)
            axes.text(106, row, f"{_said(p)} {p.definition}", va="bottom", weight="bold", size=11)
            axes.text(106, row + 0.06, _folded(f"out of: {p.out_of}", 42), va="top", size=10)
        names = [f"{p.date if p.date != UNDATED else UNDATED.capitalize()}\n{_folded(p.source, 26)}" for p in ladder]
        axes.set_yticks(range(len(ladder)), names, size=10)
        axes.set_ylim(len(ladder) - 0.4, -0.7)
        axes.set_xlim(0, 245)
        axes.set_xticks([0, 25, 50, 75, 100], ["0 %", "25", "50", "75", "100 %"])
        axes.vlines([25, 50, 75, 100], -0.7, len(ladder) - 0.4, color="#dddddd", linewidth=0.8, zorder=0)
        axes.spines[["top", "right", "bottom"]].set_visible(False)
        axes.tick_params(left=False, bottom=False)
        drawn = io.BytesIO()
        figure.savefig(drawn, format="png", metadata={"Software": None})
        return drawn.getvalue()


def _folded(words: str, width: int) -> str:
    """The words on as many lines as they need."""
    return textwrap.fill(_drawable(words), width)


def _name(voice: str) -> str:
    return f"{VOICES[voice][0]} {VOICES[voice][1]}"


def _most_first(values: Mapping[str, float], names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: -values[name])


def _sentence(parts: Iterable[str]) -> str:
    return ", ".join(parts) + "."


def _bars(values: Mapping[str, float], labels: list[str]) -> bytes:
    return _picture([_name(v) for v in values], list(values.values()), labels, [LOOK[v] for v in values])


def _picture(names: list[str], values: Sequence[float], labels: list[str], looks: list[tuple[str, str]]) -> bytes:
    """Horizontal bars as a PNG, the first on top; empty where there is nothing to draw.

    A Figure of its own, not pyplot's, so that a notebook never shows it twice.
    """
    if not names:
        return b""
    with rc_context(STYLE):
        figure = Figure(figsize=(8, 0.6 + 0.46 * len(names)), dpi=160, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        bars = axes.barh(range(len(names)), values, color=[c for c, _ in looks], edgecolor="#222222", height=0.68)
        for bar, (_, hatch) in zip(bars, looks, strict=True):
            bar.set_hatch(hatch)
        axes.bar_label(bars, labels, padding=4)
        axes.set_yticks(range(len(names)), [shorten(_drawable(name))[:44] for name in names])
        axes.invert_yaxis()
        axes.set_xlim(0, max(values) * 1.25 or 1)
        axes.spines[["top", "right", "bottom"]].set_visible(False)
        axes.tick_params(bottom=False, labelbottom=False, left=False)
        drawn = io.BytesIO()
        figure.savefig(drawn, format="png", metadata={"Software": None})
        return drawn.getvalue()


def _drawable(name: str) -> str:
    """A name that a font can draw: signs that steer the direction of text are shown, not obeyed."""
    from byline.display.plain import visible

    return visible(name.replace("\n", " "))
