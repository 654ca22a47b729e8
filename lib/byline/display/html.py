"""The article as HTML, highlighted, and the same marks as a table. No script; everything escaped.

Every highlight is a link to its row in the table. Where the browser knows `interestfor`, pointing at it
or moving the focus to it opens the explanation, and Escape closes it; elsewhere the style sheet does
the same without Escape. Where a notebook is not trusted, Jupyter drops the style sheet and the
explanations stay hidden, but the bracketed labels, the plain inline styles and the table remain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from byline.display.drawn import SHOWN, Drawn, Piece, check_paragraphs, has_word, stretches, to_draw, within
from byline.sheet import KEY, Drawing, Folded, List, Note, Part, Table, colour, escape
from newsmarks.model import VOICES, Reading, Span

#: The order in which the styles of overlapping marks are stacked, the outermost first.
STACK = ("source", "cue", "figure", "no-figure", "contested", "loaded")
#: What is left of each line under a voice where the style sheet is dropped (style.css overrules it).
UNDER = {"direct": "2px solid", "indirect": "2px dashed", "hedged": "3px dotted", "borrowed": "4px double",
         "caption": "1px solid", "meta": "1px dotted"}  # fmt: skip
#: The same for every highlight.
PLAIN = {
    **{voice: f"color:{colour('ink')};background-color:{colour(f'{voice}-tint')};border-bottom:{line} {colour(voice)}"
       for voice, line in UNDER.items()},
    "cue": f"border:1px solid {colour('ink')}",
    "figure": f"border:1px solid {colour('ink')}",
    "source": "text-decoration:underline",
    "loaded": "text-decoration:underline",
}  # fmt: skip
#: The word beside a voice's letter, where there is room for it.
SHORT = {"direct": "quote", "indirect": "indirect", "hedged": "nobody named", "borrowed": "borrowed",
         "caption": "caption", "meta": "about"}  # fmt: skip
ROOM = 24
#: Marks that are no voice -> how they look, in words, and what they are.
OTHERS = {
    "cue": ("boxed", "a cue, the saying words"),
    "source": ("double underline", "a source, who says it"),
    "loaded byline-s2": ("wavy underline", "a loaded word, thicker where it is stronger (1 to 3)"),
    "contested": ("dotted underline", "ask both sides: contested but descriptive"),
    "figure": ("ringed", "a figure"),
    "no-figure": ("thin ring", "a number that counts nothing"),
}
LONG = 14
#: Mark (by its id) -> its row in the table.
Rows = Mapping[int, int]


def article(reading: Reading, layers: Sequence[str] = SHOWN, paragraphs: int | Sequence[int] | None = None,
            *, opened: bool = False) -> str:  # fmt: skip
    """The body of one view: the highlighted paragraphs, the key to the marks, the table of the marks."""
    numbers = check_paragraphs(reading, paragraphs)
    found = within(reading, numbers, to_draw(reading, layers))
    rows = {id(mark): row for row, mark in enumerate(found, 1)}
    text = f'<div class="byline-article" lang="{language(reading)}">{_text(reading, numbers, found, rows)}</div>'
    return text + (_legend(found) + listing(reading, found, opened=opened).html if layers else "")


def language(reading: Reading) -> str:
    """The language of the article as a tag, English where it is not known."""
    given = str(reading.article.about.get("language", ""))
    return given if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", given) else "en"


def _text(reading: Reading, numbers: tuple[int, ...], found: list[Drawn], rows: Rows) -> str:
    """Every character of the paragraphs shown, and of the gaps between neighbours, once and in order."""
    if not numbers:
        return escape(reading.text)
    shown, drawn = frozenset(numbers), []
    for number, parts in zip(numbers, stretches(reading, numbers, found), strict=True):
        inner = "".join(_stretch(reading, voice, pieces, rows) for voice, pieces in parts)
        drawn.append(f'{_gap(reading, number, shown)}<div class="byline-p"><span class="byline-n">P{number}'
                     f'<i class="byline-br">: </i></span><div class="byline-t">{inner}</div></div>')  # fmt: skip
    return "".join(drawn) + _gap(reading, len(reading.article.paragraphs) + 1, shown)


def _gap(reading: Reading, number: int, shown: frozenset[int]) -> str:
    """The white space before a paragraph, where the paragraph before it is shown too."""
    places = reading.article.paragraphs
    if number > 1 and number - 1 not in shown:
        return ""
    start = places[number - 2].end if number > 1 else 0
    return escape(reading.text[start : places[number - 1].start if number <= len(places) else None])


def _stretch(reading: Reading, voice: Drawn | None, pieces: list[Piece], rows: Rows) -> str:
    """One stretch of one voice inside one paragraph, with its label in front."""
    gap, pieces = _gap_before(reading, pieces)
    inner = "".join(_piece(reading, span, over, rows) for span, over in pieces)
    words = reading.text[pieces[0][0].start : pieces[-1][0].end]
    if voice is None or not seen(words) or (voice.kind == "reporter" and not has_word(words)):
        return gap + inner
    room = f" {SHORT[voice.kind]}" if voice.kind in SHORT and len(words) >= ROOM else ""
    label = f'<i class="byline-br"> [</i><b>{voice.tag}</b>{room}<i class="byline-br">] </i>'
    tag = _linked("byline-tag", label, pieces[0][0].start, [voice], rows)
    return f'{gap}<span class="byline-v byline-{voice.kind}"{kept_style(voice.kind)}>{tag}{inner}</span>'


def _gap_before(reading: Reading, pieces: list[Piece]) -> tuple[str, list[Piece]]:
    """The white space that a stretch begins with, to stand before its label; and the rest of the stretch."""
    (start, end), over = pieces[0]
    words = reading.text[start:end]
    blank = len(words) - len(words.lstrip())
    if not blank or len(over) > 1:
        return "", pieces
    return f"<bdi>{escape(words[:blank])}</bdi>", [(Span(start + blank, end), over), *pieces[1:]]


def _piece(reading: Reading, span: Span, over: Sequence[Drawn], rows: Rows) -> str:
    """A piece between two edges: its text once, the styles of its marks stacked around it.

    <bdi> stands around them all: inside, a line could end between it and a mark, which would leave an empty box.
    """
    stacked = sorted((m for m in over if m.layer != "voices"), key=lambda m: STACK.index(m.kind), reverse=True)
    drawn = escape(span.of(reading.text))
    for mark in stacked:
        drawn = f'<span class="{_classes(mark, span)}"{kept_style(mark.kind)}>{drawn}</span>'
    drawn = f"<bdi>{drawn}</bdi>"
    if not stacked or not seen(span.of(reading.text)):
        return drawn
    tags = "".join(f'<span class="byline-small"><i class="byline-br"> [</i>{escape(m.tag)}<i class="byline-br">]</i>'
                   "</span>" for m in stacked if m.span.end == span.end)  # fmt: skip
    shortest_first = sorted(over, key=lambda m: (m.layer == "voices", m.span.end - m.span.start))
    return _linked("byline-m", drawn + tags, span.start, shortest_first, rows)


def _classes(mark: Drawn, span: Span) -> str:
    names = [f"byline-{mark.kind}"] + [f"byline-s{mark.strength}"] * bool(mark.strength)
    names += ["byline-open-start"] * (mark.span.start < span.start) + ["byline-open-end"] * (span.end < mark.span.end)
    return " ".join(names)


def _linked(name: str, inner: str, place: int, over: Sequence[Drawn], rows: Rows) -> str:
    """A link to the row of the first mark, followed by the explanation of all of them."""
    note = f"{KEY}{name.removeprefix('byline-')}{place}"
    link = f'class="{name}" href="#{KEY}r{rows[id(over[0])]}" style="color:inherit"'
    return explained(link, inner, note, "".join(map(explain, over)))


def explained(link: str, inner: str, note: str, explanation: str) -> str:
    """A link with these attributes, and the explanation that opens beside it under the id `note`."""
    return (f'<a {link} draggable="false" interestfor="{note}">{inner}</a>'
            f'<span class="byline-note" id="{note}" popover="hint" hidden>{explanation}</span>')  # fmt: skip


def explain(mark: Drawn) -> str:
    """One mark in sentences: what, who, why, by which rule."""
    lines = "".join(f'<span class="byline-line"><bdi>{escape(line)}</bdi></span>' for line in (mark.why, *mark.more))
    return (f'<span class="byline-what"><b>{escape(mark.label)}</b> · <bdi>{escape(mark.who)}</bdi></span>{lines}'
            f'<span class="byline-rule">Rule: {escape(mark.rule)}</span>')  # fmt: skip


def kept_style(kind: str) -> str:
    """The style that a mark keeps where the style sheet is dropped, as an attribute."""
    return f' style="{PLAIN[kind]}"' if kind in PLAIN else ""


def _legend(found: Sequence[Drawn]) -> str:
    """What the marks that are drawn look like, each drawn as it looks and named in words."""
    kinds = {m.kind for m in found}
    items = [_sample(f"v byline-{v}", v, f'<b class="byline-tag">{letter}</b> {label}', meaning)
             for v, (letter, label, meaning) in VOICES.items() if v in kinds]  # fmt: skip
    items += [_sample(kind, kind, look, meaning)
              for kind, (look, meaning) in OTHERS.items() if kind.split()[0] in kinds]  # fmt: skip
    return f'<div class="byline-legend">{List(items, kind="key").html}</div>' if items else ""


def _sample(classes: str, kind: str, name: str, meaning: str) -> Drawing:
    return Drawing(f'<span class="byline-{classes}"{kept_style(kind)}>{name}</span>: {meaning}', meaning)


def listing(reading: Reading, found: Sequence[Drawn], *, opened: bool = False) -> Part:
    """The same marks as a table that can be walked cell by cell, inside a disclosure."""
    if not found:
        return Note("", "Nothing is marked here in the layers that you chose.")
    count = f"{len(found)} mark" + "s" * (len(found) != 1)
    heads = ("Where", "Words", "What", "Who", "Why", "Rule")
    table = Table(f"The {count}, in the order of the text", heads, list(_rows(reading, found)), head=1, anchor="r")
    return Folded(f"The same as a list: {count}", [table], kind="list", opened=opened)


def _rows(reading: Reading, found: Sequence[Drawn]) -> Iterator[tuple[str, ...]]:
    for number, group in groupby(found, key=lambda m: reading.article.number(m.span.start)):
        part = list(group)
        for item, mark in enumerate(part, 1):
            voice = mark.layer == "voices"
            yield (f"P{number}, {item} of {len(part)}", shorten(mark.span.of(reading.text)),
                   f"{mark.tag}, {mark.label}" if voice else mark.label, mark.who,
                   mark.why if voice else " ".join((mark.why, *mark.more)), mark.rule)  # fmt: skip


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
