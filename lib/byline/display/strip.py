"""The voice ribbon: the article from its first to its last character as one strip, lettered by voice."""

from __future__ import annotations

from math import ceil

from byline.display.counts import claims, percent, share_by_voice, words_by_voice
from byline.display.drawn import LETTERED, Drawn, has_word, to_draw
from byline.display.html import explain, explained, kept_style, listing, shorten
from byline.display.plain import letters
from byline.sheet import KEY, Drawing, Part, Table, escape
from newsmarks.model import VOICES, Reading, Voice

#: A ribbon has so many cells at most, and so many at least; in between, one for every so many characters.
CELLS, FEWEST, CHARACTERS = 420, 90, 12


def lettered(reading: Reading) -> list[Part]:
    """The parts of the ribbon: the strip, its legend as a table, and (not in the text) its stretches as a table.

    Each stretch takes one cell for every so many characters, and at least two, so that its letter fits.
    """
    found = to_draw(reading, ("voices",))
    size = max(min(CHARACTERS, ceil(len(reading.text) / FEWEST)), ceil(len(reading.text) / CELLS))
    rows = {mark.span: (mark, row) for row, mark in enumerate(found, 1)}
    stretches = "".join(_stretch(reading, *rows[v.span], size) if v.span in rows else _between(v, size)
                        for v in reading.voices)  # fmt: skip
    idea = f"<b>{escape(whose)}</b><br>".replace(" %", "\u00a0%") if (whose := claims(reading)) else ""
    caption = f"The article as one ribbon, from its first to its last character. {in_words(reading)}"
    figure = (f'<figure class="byline-ribbon"><figcaption>{idea}{escape(caption)}</figcaption>'
              f'<div class="byline-strip">{stretches}</div></figure>')  # fmt: skip
    return [Drawing(figure, letters(reading)), *_legend(reading),
            Drawing(listing(reading, found).html, "")]  # fmt: skip


def in_words(reading: Reading) -> str:
    """The voices that the ribbon opens and ends with, in a sentence; their shares stand in the legend."""
    if not reading.voices:
        return "No voice is marked in it yet."
    spoken = [v for v in reading.voices if has_word(v.span.of(reading.text))] or reading.voices
    first, last = (VOICES[spoken[i].voice][1] for i in (0, -1))
    return f"It opens with “{first}” and ends with “{last}”."


def _stretch(reading: Reading, mark: Drawn, row: int, size: int) -> str:
    """One stretch as a link to its row: cells, the letter on the first, a tick where a paragraph begins."""
    length = mark.span.end - mark.span.start
    count = max(2, round(length / size))
    places, first = reading.article.paragraphs, reading.article.number(mark.span.start - 1)
    ticks = {int((p.start - mark.span.start) * count / length): number
             for number, p in enumerate(places[first - 1 : reading.article.number(mark.span.end - 1)], first)
             if p.start >= mark.span.start}  # fmt: skip
    cells = [_cell(mark.tag if n == 0 else "", ticks.get(n)) for n in range(count)]
    held = f"<span>{''.join(cells[:2])}</span>{''.join(cells[2:])}"  # a line ends before or after its letter
    words = escape(shorten(mark.span.of(reading.text)))
    name = f"{mark.tag}, {mark.label}, {mark.who}, P{reading.article.number(mark.span.start)}: "
    link = (f'class="byline-{mark.kind}" href="#{KEY}r{row}" aria-label="{escape(name)}{words}"'
            f"{kept_style(mark.kind)}")  # fmt: skip
    heading = f'<span class="byline-line"><bdi>“{words}”</bdi></span>'
    return explained(link, held, f"{KEY}n{row}", heading + explain(mark))


def _between(voice: Voice, size: int) -> str:
    """White space and punctuation between two stretches: part of the strip, with nothing to explain."""
    return f'<span class="byline-{voice.voice}">{"<i></i>" * round((voice.span.end - voice.span.start) / size)}</span>'


def _cell(letter: str, tick: int | None) -> str:
    opening = '<i class="byline-tick">' + f"<u>P{tick}</u>" if tick else "<i>"
    return opening + (f"<b>{letter}</b>" if letter else "") + "</i>"


def _legend(reading: Reading) -> list[Part]:
    """The voices with letter, label, definition, words and share."""
    counted, share = words_by_voice(reading), share_by_voice(reading)
    rows = [(Drawing(f'<span class="byline-swatch byline-{v}"></span> {LETTERED[v]}', LETTERED[v]), VOICES[v][2],
             f"{n} words", percent(share[v])) for v, n in counted.items() if n]  # fmt: skip
    heads = ("Voice", "Whose words, whose claim", "Length", "Share")
    return [Table("The voices of this article", heads, rows, numbers=(2, 3))] if rows else []
