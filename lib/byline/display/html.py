"""The article as HTML, highlighted, and the same marks as a table. No script; everything escaped.

Every highlight is a link to its row in the table. Where the browser knows `interestfor`, pointing at it
or moving the focus to it opens the explanation, and Escape closes it; elsewhere the style sheet does
the same without Escape. Where a notebook is not trusted, Jupyter drops the style sheet and the
explanations stay hidden, but the bracketed labels, the plain inline styles and the table remain.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from byline.display.counts import has_word, share_by_voice
from byline.display.drawn import LAYERS, Mark, check_paragraphs, marks, paragraph_at, segments, within
from byline.sheet import KEY, escape, style_sheet
from newsmarks.model import VOICES, Reading, Span

__all__ = ["escape", "style_sheet"]

#: The order in which the styles of overlapping marks are stacked, the outermost first.
STACK = ("source", "cue", "figure", "no-figure", "contested", "loaded")
INK = "color:#1b1b1b;"
#: What is left of each highlight where the style sheet is dropped (style.css overrules it).
PLAIN = {
    "direct": INK + "background-color:#d8e9fb;border-bottom:2px solid #0b5cad",
    "indirect": INK + "background-color:#fdebc8;border-bottom:2px dashed #8a5300",
    "hedged": INK + "background-color:#f6e0f1;border-bottom:3px dotted #93307f",
    "borrowed": INK + "background-color:#d6f0e4;border-bottom:4px double #00674a",
    "caption": INK + "background-color:#e9e9ea;border-bottom:1px solid #55595e",
    "meta": INK + "background-color:#f3f3f3;border-bottom:1px dotted #6a6e73",
    "cue": "border:1px solid #1b1b1b",
    "figure": "border:1px solid #00566b",
    "source": "text-decoration:underline",
    "loaded": "text-decoration:underline",
}
#: The word beside a voice's letter, where there is room for it.
SHORT = {"direct": "quote", "indirect": "indirect", "hedged": "hedged", "borrowed": "borrowed", "caption": "caption",
         "meta": "about"}  # fmt: skip
ROOM = 24
Piece = tuple[Span, tuple[Mark, ...]]
LONG = 14


def fragment(body: str, reading: Reading, *, inline: bool = True) -> str:
    """A drawn body in its frame; ids are made from its content, so the same input gives the same bytes."""
    key = hashlib.sha256((reading.article.sha256 + body).encode()).hexdigest()[:8]
    body = body.replace(KEY, f"byline-{key}-")
    return f'<div class="byline" lang="en">{body if inline else INLINE.sub("", body)}</div>'


INLINE = re.compile(r'(?<=") style="[^"<>]*"(?=[ >])')


def article(reading: Reading, layers: Sequence[str] = LAYERS, paragraphs: int | Sequence[int] | None = None,
            *, opened: bool = False) -> str:  # fmt: skip
    """The body of one view: the highlighted paragraphs, the key to the marks, the table of the marks."""
    numbers = check_paragraphs(reading, paragraphs)
    spans = [reading.article.paragraphs[n - 1] for n in numbers]
    found = within(marks(reading, layers), spans)
    rows = {id(mark): row for row, mark in enumerate(found, 1)}
    return (f'<div class="byline-article" lang="{language(reading)}">{_text(reading, numbers, found, rows)}</div>'
            + (legend(found) + listing(reading, found, opened=opened) if layers else ""))  # fmt: skip


def language(reading: Reading) -> str:
    """The language of the article as a tag, English where it is not known."""
    given = str(reading.article.about.get("language", ""))
    return given if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", given) else "en"


def _text(reading: Reading, numbers: tuple[int, ...], found: list[Mark], rows: dict[int, int]) -> str:
    """Every character of the paragraphs shown, and of the gaps between neighbours, once and in order."""
    places = reading.article.paragraphs
    edges = [edge for n in numbers for edge in places[n - 1]]
    cut = segments(len(reading.text), found, edges)
    drawn, piece, shown = [], next(cut, None), frozenset(numbers)
    for number in numbers:
        place, pieces = places[number - 1], []
        while piece and piece[0].end <= place.end:
            if piece[0].start >= place.start:
                pieces.append(piece)
            piece = next(cut, None)
        drawn.append(_gap(reading, number, shown) + _paragraph(reading, number, pieces, rows))
    return "".join(drawn) + (_gap(reading, len(places) + 1, shown) if places else escape(reading.text))


def _gap(reading: Reading, number: int, shown: frozenset[int]) -> str:
    """The white space before a paragraph, where the paragraph before it is shown too."""
    places = reading.article.paragraphs
    if number > 1 and number - 1 not in shown:
        return ""
    start = places[number - 2].end if number > 1 else 0
    return escape(reading.text[start : places[number - 1].start if number <= len(places) else None])


def _paragraph(reading: Reading, number: int, pieces: list[Piece], rows: dict[int, int]) -> str:
    stretches = groupby(pieces, key=lambda piece: next((m for m in piece[1] if m.layer == "voices"), None))
    inner = "".join(_stretch(reading, voice, list(part), rows) for voice, part in stretches)
    return (f'<div class="byline-p"><span class="byline-n">P{number}<i class="byline-br">: </i></span>'
            f'<div class="byline-t">{inner}</div></div>')  # fmt: skip


def _stretch(reading: Reading, voice: Mark | None, pieces: list[Piece], rows: dict[int, int]) -> str:
    """One stretch of one voice inside one paragraph, with its label in front."""
    gap, pieces = _gap_before(reading, pieces)
    inner = "".join(_piece(reading, span, over, rows) for span, over in pieces)
    words = reading.text[pieces[0][0].start : pieces[-1][0].end]
    if voice is None or not seen(words) or (voice.kind == "reporter" and not has_word(words)):
        return gap + inner
    room = f" {SHORT[voice.kind]}" if voice.kind in SHORT and len(words) >= ROOM else ""
    label = f'<i class="byline-br"> [</i><b>{voice.tag}</b>{room}<i class="byline-br">] </i>'
    tag = _linked("byline-tag", label, pieces[0][0].start, [voice], rows)
    return f'{gap}<span class="byline-v byline-{voice.kind}"{plain(voice.kind)}>{tag}{inner}</span>'


def _gap_before(reading: Reading, pieces: list[Piece]) -> tuple[str, list[Piece]]:
    """The white space that a stretch begins with, to stand before its label; and the rest of the stretch."""
    (start, end), over = pieces[0]
    words = reading.text[start:end]
    blank = len(words) - len(words.lstrip())
    if not blank or len(over) > 1:
        return "", pieces
    return f"<bdi>{escape(words[:blank])}</bdi>", [(Span(start + blank, end), over), *pieces[1:]]


def _piece(reading: Reading, span: Span, over: Sequence[Mark], rows: dict[int, int]) -> str:
    """A piece between two edges: its text once, the styles of its marks stacked around it.

    <bdi> stands around them all: inside, a line could end between it and a mark, which would leave an empty box.
    """
    stacked = sorted((m for m in over if m.layer != "voices"), key=lambda m: STACK.index(m.kind), reverse=True)
    drawn = escape(span.of(reading.text))
    for mark in stacked:
        drawn = f'<span class="{_classes(mark, span)}"{plain(mark.kind)}>{drawn}</span>'
    drawn = f"<bdi>{drawn}</bdi>"
    if not stacked:
        return drawn
    ends = [m for m in stacked if m.span.end == span.end]
    tags = "".join(f'<span class="byline-small"><i class="byline-br"> [</i>{escape(m.tag)}'
                   '<i class="byline-br">]</i></span>' for m in ends)  # fmt: skip
    shortest_first = sorted(over, key=lambda m: (m.layer == "voices", m.span.end - m.span.start))
    if not seen(span.of(reading.text)):
        return drawn
    return _linked("byline-m", drawn + tags, span.start, shortest_first, rows)


def _classes(mark: Mark, span: Span) -> str:
    names = [f"byline-{mark.kind}"] + [f"byline-s{mark.strength}"] * bool(mark.strength)
    names += ["byline-on"] * (mark.span.start < span.start) + ["byline-off"] * (span.end < mark.span.end)
    return " ".join(names)


def _linked(name: str, inner: str, place: int, over: Sequence[Mark], rows: dict[int, int]) -> str:
    """A link to the row of the first mark, followed by the explanation of all of them."""
    note = f"{KEY}{name.removeprefix('byline-')}{place}"
    row = f"{KEY}r{rows[id(over[0])]}"
    return (f'<a class="{name}" href="#{row}" draggable="false" interestfor="{note}" style="color:inherit">{inner}</a>'
            f'<span class="byline-note" id="{note}" popover="hint" hidden>'
            f"{''.join(map(explain, over))}</span>")  # fmt: skip


def explain(mark: Mark) -> str:
    """One mark in sentences: what, who, why, by which rule."""
    more = "".join(f'<span class="byline-line"><bdi>{escape(line)}</bdi></span>' for line in mark.more)
    return (f'<span class="byline-what"><b>{escape(mark.label)}</b> · <bdi>{escape(mark.who)}</bdi></span>'
            f'<span class="byline-line"><bdi>{escape(mark.why)}</bdi></span>{more}'
            f'<span class="byline-rule">Rule: {escape(mark.rule)}</span>')  # fmt: skip


def plain(kind: str) -> str:
    """The style that a mark keeps where the style sheet is dropped, as an attribute."""
    return f' style="{PLAIN[kind]}"' if kind in PLAIN else ""


def legend(found: Iterable[Mark]) -> str:
    """What the marks that are drawn look like, each drawn as it looks and named in words."""
    kinds = {m.kind for m in found}
    voices = [f'<li><span class="byline-v byline-{v}"{plain(v)}><b class="byline-tag">{letter}</b> {label}</span>'
              f': {meaning}</li>' for v, (letter, label, meaning) in VOICES.items() if v in kinds]  # fmt: skip
    others = [f'<li><span class="byline-{kind}"{plain(kind)}>{word}</span>: {meaning}</li>'
              for kind, (word, meaning) in OTHERS.items() if kind.split()[0] in kinds]  # fmt: skip
    if not voices + others:
        return ""
    return f'<div class="byline-legend"><ul class="byline-key">{"".join(voices + others)}</ul></div>'


OTHERS = {
    "cue": ("boxed", "a cue, the saying words"),
    "source": ("double underline", "a source, who says it"),
    "loaded byline-s2": ("wavy underline", "a loaded word, thicker where it is stronger (1 to 3)"),
    "contested": ("dotted underline", "ask both sides: contested but descriptive"),
    "figure": ("ringed", "a figure"),
    "no-figure": ("thin ring", "a number that counts nothing"),
}


def listing(reading: Reading, found: Sequence[Mark], *, opened: bool = False) -> str:
    """The same marks as a table that can be walked cell by cell, inside a disclosure."""
    count = f"{len(found)} mark" + "s" * (len(found) != 1)
    if not found:
        return '<p class="byline-none">Nothing is marked here in the layers that you chose.</p>'
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Where", "Words", "What", "Who", "Why", "Rule"))
    return (f'<details class="byline-list"{" open" * opened}><summary>The same as a list: {count}</summary>'
            f'<table><caption>The {count}, in the order of the text</caption><thead><tr>{head}</tr></thead>'
            f'<tbody>{"".join(_rows(reading, found))}</tbody></table></details>')  # fmt: skip


def _rows(reading: Reading, found: Sequence[Mark]) -> Iterable[str]:
    row = 0
    for number, group in groupby(found, key=lambda m: paragraph_at(reading, m.span.start)):
        part = list(group)
        for item, mark in enumerate(part, 1):
            row += 1
            why = mark.why if mark.layer == "voices" else " ".join((mark.why, *mark.more))
            yield (f'<tr id="{KEY}r{row}"><td>P{number}, {item} of {len(part)}</td>'
                   f'<th scope="row"><bdi>{escape(shorten(mark.span.of(reading.text)))}</bdi></th>'
                   f'<td>{escape(_what(mark))}</td><td><bdi>{escape(mark.who)}</bdi></td>'
                   f'<td><bdi>{escape(why)}</bdi></td><td>{escape(mark.rule)}</td></tr>')  # fmt: skip


def _what(mark: Mark) -> str:
    return f"{mark.tag}, {mark.label}" if mark.layer == "voices" else mark.label


def shorten(words: str) -> str:
    """Long stretches by their first and last words, which is enough to find them."""
    parts = words.split()
    if not seen(words):
        return "(blank)"
    if len(parts) <= LONG:
        return " ".join(parts)
    return f"{' '.join(parts[:8])} … {' '.join(parts[-4:])}"


def seen(text: str) -> bool:
    """Whether there is anything in the text that can be seen: not only white space and invisible signs."""
    return any(c.isprintable() and not c.isspace() for c in text)


def shares(reading: Reading) -> str:
    """The voices by share of words, in one sentence: "reporter 47 %, direct quote 22 %"."""
    found = sorted(share_by_voice(reading).items(), key=lambda item: -item[1])
    return ", ".join(f"{VOICES[v][1]} {percent(share)}" for v, share in found if share)


def percent(share: float) -> str:
    """A share (0-1) for readers, never rounded to nothing.

    >>> percent(0.004), percent(0.47), percent(0)
    ('under 1 %', '47 %', '0 %')
    """
    return "under 1 %" if 0 < share < 0.005 else f"{round(100 * share)} %"
