"""A picture drawn with HTML and style: its idea in a sentence, the same in words and as a table."""

from __future__ import annotations

from dataclasses import dataclass

from byline.sheet import Drawing, Folded, Note, Sheet, Table, escape, fill

#: A space at which no line is broken.
TIED = "\u00a0"


@dataclass(frozen=True, repr=False)
class Picture(Sheet):
    """A picture, what it shows in words (`alt`) and as a table of its numbers (`table`)."""

    alt: str
    table: Table


def picture_of(table: Table, idea: str, drawn: str, alt: str, closing: str = "") -> Picture:
    """A picture under the table's title and its idea; `drawn` is markup, its words already escaped."""
    said = f"{idea} {alt}"
    caption = f"<figcaption><b>{escape(table.title)}</b><br>{text_of(idea.replace(' %', TIED + '%'))}</figcaption>"
    image = f'<div role="img" aria-label="{escape(alt)}">{drawn}</div>'
    figure = Drawing(f'<figure class="byline-picture">{caption}{image}</figure>', fill(said, rest=""))
    under = [Note("", closing)] if closing else []
    return Picture([figure, *under, Folded("The same as a table", [table])], said, table)


def no_picture(title: str, why: str) -> Picture:
    """What stands there where there is nothing to draw: the sentence that says why."""
    table = Table(title, (), ())
    said = f"{why}, so there is nothing to draw."
    return Picture([Note(title, said)], said, table)


def box(kind: str, inner: str, style: str = "") -> str:
    """A piece of a picture with its look; `inner` is markup."""
    width = f' style="{style}"' if style else ""
    return f'<div class="{" ".join(f"byline-{name}" for name in kind.split())}"{width}>{inner}</div>'


def text_of(words: str) -> str:
    """Words from anywhere inside a picture: escaped, with a direction of writing of their own."""
    return f"<bdi>{escape(words)}</bdi>"
