"""The hedge drops of a reading: the same fact with a hedge and without one, side by side."""

from __future__ import annotations

import textwrap

from byline.display import hedges
from byline.display.drawn import needed, paragraph_at
from byline.display.hedges import Drop
from byline.display.html import escape, fragment
from byline.display.plain import WIDTH, visible
from byline.display.view import View, styled
from newsmarks.model import Reading

TITLE = "Hedged here, flat there"
HEADS = ("With a hedge", "Without one", "Words that both share")
NONE = "No hedge drop was found: nothing that is hedged here is told again without a hedge, as far as words can tell."
#: What a careful reader asks of a drop; the tool cannot know which of the two is better founded.
ASK = "Did somebody find out more in between, or did the hedge get lost on the way? The article does not say."
PLACE = {"caption": "caption or credit", "heading": "heading", "body": "the report itself"}


def hedge_drops(reading: Reading) -> View:
    """Every claim that is hedged in one place and told flat in another (a caption, a heading), side by side."""
    found = hedges.find(needed(reading))
    rows = [_row(reading, drop) for drop in found]
    return View(styled(fragment(_html(rows), reading)), _text(rows))


Row = tuple[str, str, str]


def _row(reading: Reading, drop: Drop) -> Row:
    text = reading.text
    hedged = f"P{paragraph_at(reading, drop.hedged.start)}: [{drop.cue.of(text)}] {_line(drop.hedged.of(text))}"
    flat = f"P{paragraph_at(reading, drop.flat.start)}, {PLACE[drop.place]}: {_line(drop.flat.of(text))}"
    return hedged, flat, ", ".join(drop.shared)


def _line(words: str) -> str:
    return " ".join(words.split())


def _html(rows: list[Row]) -> str:
    if not rows:
        return f"<p>{escape(NONE)}</p>"
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in HEADS)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    table = f"<table><caption>{escape(TITLE)}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    return f"{table}<p>{escape(ASK)}</p>"


def _text(rows: list[Row]) -> str:
    if not rows:
        return textwrap.fill(NONE, WIDTH)
    said = [TITLE]
    for row in rows:
        said += [textwrap.fill(visible(f"{head}: {cell}"), WIDTH, subsequent_indent="    ")
                 for head, cell in zip(HEADS, row, strict=True)]  # fmt: skip
    return "\n".join([*said, "", textwrap.fill(ASK, WIDTH)])
