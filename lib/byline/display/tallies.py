"""The profile of a reading: its loaded words by voice, by whose words and by third, as tables and as text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from byline.display.drawn import needed
from byline.display.html import escape, fragment, shorten
from byline.display.plain import WIDTH, visible
from byline.display.view import View, styled
from byline.display.wording import FEW, Tally, Use, Wording, wording
from newsmarks.model import VOICES, Reading

#: A side of the whose-words table -> what a reader would call it; a source keeps its name.
SIDES = {"reporter": "the reporter", "nobody": "nobody (borrowed terms)"}
CAUTION = "Many loaded words do not make a claim wrong, and few do not make it right."
#: The widest name in a table of the text.
WIDEST = 30
Row = tuple[str, str, str, str]


@dataclass(frozen=True, repr=False)
class Profile(View):
    """What `profile` shows, and its numbers as `wording`."""

    wording: Wording


def profile(reading: Reading) -> Profile:
    """Loaded words per 100 words by voice, by whose words and by third; the strongest first; what sides share."""
    counted = wording(needed(reading))
    return Profile(styled(fragment(_html(counted), reading)), _text(counted), counted)


def _html(counted: Wording) -> str:
    tables = "".join(_table(title, first, rows) for title, first, rows in _tables(counted))
    found = "".join(f"<p>{escape(said)}</p>{_list(items)}" for said, items in _findings(counted))
    return f"<p><b>{escape(_total(counted))}</b></p>{tables}{found}<p>{escape(CAUTION)}</p>"


def _table(title: str, first: str, rows: Sequence[Row]) -> str:
    """A table that also reads well without its head: each cell names its unit."""
    head = f'<th scope="col">{first}</th>' + "".join(
        f'<th scope="col" class="byline-number">{name}</th>' for name in ("Loaded", "Length", "Rate"))  # fmt: skip
    body = "".join(
        f'<tr><th scope="row"><bdi>{escape(row[0])}</bdi></th>'
        + "".join(f'<td class="byline-number">{escape(cell)}</td>' for cell in row[1:]) + "</tr>"
        for row in rows)  # fmt: skip
    return (f'<table class="byline-voices"><caption>{escape(title)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")  # fmt: skip


def _list(items: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li><bdi>{escape(item)}</bdi></li>" for item in items) + "</ul>" if items else ""


def _text(counted: Wording) -> str:
    parts = [_total(counted)]
    parts += ["\n".join((title, "-" * len(title), *map(_line, rows))) for title, _, rows in _tables(counted)]
    parts += ["\n".join((_wrap(said), *(_wrap(item, "- ") for item in items))) for said, items in _findings(counted)]
    return visible("\n\n".join((*parts, CAUTION)))


def _line(row: Row) -> str:
    return f"{textwrap.shorten(row[0], WIDEST, placeholder='…'):<{WIDEST}}  {row[1]:>9}  {row[2]:>10}  {row[3]}"


def _wrap(text: str, lead: str = "") -> str:
    return textwrap.fill(" ".join(text.split()), WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead))


def _total(counted: Wording) -> str:
    if not counted.words:
        return "This reading gives no words to any voice yet, so there is nothing to count."
    if not counted.loaded:
        return f"No loaded word is marked in {_many(counted.words, 'word')}."
    found = f"{_many(counted.loaded, 'loaded word')} in {_many(counted.words, 'word')}."
    return f"{found} A phrase counts once; words about the text are left out."


def _tables(counted: Wording) -> Iterator[tuple[str, str, list[Row]]]:
    """Each table that has something to tell: its title, the head of its first column, its rows."""
    if counted.loaded:
        yield "Loaded words by voice", "Voice", [_row(_voice(t.name), t) for t in counted.voices]
        yield "Loaded words by source: whose words?", "Whose words", [_row(_side(t.name), t) for t in counted.whose]
    if counted.loaded and counted.thirds:
        yield "Loaded words by third of the text", "Part", [_row(t.name, t) for t in counted.thirds]


def _row(name: str, tally: Tally) -> Row:
    rate = "too few for a rate" if tally.few else f"{tally.rate:.1f} per 100 words"
    return name, f"{tally.loaded} loaded", _many(tally.words, "word"), rate


def _voice(name: str) -> str:
    return " ".join(VOICES[name][:2]) if name in VOICES else name


def _side(name: str) -> str:
    return SIDES.get(name, " ".join(name.split()))


def _findings(counted: Wording) -> Iterator[tuple[str, list[str]]]:
    """What the tables cannot tell: a sentence, and the items that it announces."""
    if counted.loaded and any(tally.few for tally in (*counted.voices, *counted.whose, *counted.thirds)):
        yield f"Where there are fewer than {FEW} words, a rate would say little.", []
    if counted.loaded:
        yield _first(counted), [_strength(use) for use in counted.first]
        said = "Loaded words that more than one side uses:"
        yield said if counted.shared else "No loaded word is used by two sides.", _uses(counted.shared)
    if counted.contested:
        yield "Ask both sides (contested but descriptive, not counted above):", _uses(counted.contested)


def _first(counted: Wording) -> str:
    where = "in the whole text, which has no direct quotation"
    if counted.quoted is not None:
        where = f"before the first direct quotation (P{counted.quoted})"
    said = "The reporter’s strongest loaded words {}:" if counted.first else "The reporter uses no loaded word {}."
    return said.format(where)


def _strength(use: Use) -> str:
    return f"“{shorten(use.words)}” (P{use.paragraph}), strength {use.strength} of 3"


def _uses(found: Mapping[str, Sequence[Use]]) -> list[str]:
    """Each word with the sides that use it, and each side with its paragraphs."""
    return [f"“{shorten(uses[0].words)}”: " + ", ".join(_by_side(uses)) for uses in found.values()]


def _by_side(uses: Sequence[Use]) -> Iterator[str]:
    for side in dict.fromkeys(use.words_by for use in uses):
        places = dict.fromkeys(f"P{use.paragraph}" for use in uses if use.words_by == side)
        yield f"{_side(side)} ({', '.join(places)})"


def _many(n: int, word: str) -> str:
    """A number with its noun.

    >>> _many(1, "word"), _many(0, "word")
    ('1 word', '0 words')
    """
    return f"{n} {word}" + "s" * (n != 1)
