"""A code cell as a part of a page: what it shows, behind a button or with fields, and the place of an exercise.

The script of the page fills `.byline-output`, says so in the status beside the button (an output is long, and nobody
wants it read out whole), sends what the fields hold, and puts the exercise in its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from byline.lesson.boxes import STRENGTHS, Field, fields_of
from byline.sheet import escape

STATUS = '<span class="byline-answered" role="status"></span>'
#: Rows that stay empty under the words of a rule, for words of one's own.
SPARE = 2
SAID = {0: "0: take it out", 1: "1: mild", 2: "2: clear", 3: "3: only a headline or one side would write it"}


def drawn_box(n: int, output: str, opened: bool) -> str:
    """What a box shows, as it was drawn beforehand: open, or behind a button that needs no script."""
    if opened:
        return _box(n, "drawn", f'<div class="byline-output">{output}</div>')
    return _box(n, "drawn", f'<details><summary class="byline-run"><b>Run</b><i>Close</i></summary>'
                            f'<div class="byline-output">{output}</div></details>')  # fmt: skip


def asked_box(n: int, output: str, *, at_once: bool, about: str = "") -> str:
    """A box that Python answers from what a student did: `at_once`, or when its button is pressed, which says `about`
    what it is.
    """
    words = f"Run{f': {escape(about)}' if about else ''}"
    button = "" if at_once else f'<p><button type="button" class="byline-run">{words}</button>{STATUS}</p>'
    when = ' data-ask="now"' if at_once else ""
    return _box(n, "asked", f'{button}<div class="byline-output">{output}</div>', when)


def typed_box(n: int, source: str, output: str) -> str:
    """A box with fields; what it shows as it stands waits in a template, until its button is pressed."""
    fields = "".join(_field(field, f"byline-{n}-{m}") for m, field in enumerate(fields_of(source)))
    button = f'<p><button class="byline-run">Run</button>{STATUS}</p>'
    return _box(n, "typed", f'<form class="byline-fields">{fields}{button}</form><template>{output}</template>'
                            '<div class="byline-output"></div>')  # fmt: skip


def _box(n: int, kind: str, inner: str, more: str = "") -> str:
    return f'<section class="byline-box" data-box="{n}" data-kind="{kind}"{more}>{inner}</section>'


def _field(field: Field, id: str) -> str:
    """One field with its label; `data-kind` says how its value is read."""
    head = f'<div class="byline-field" data-kind="{field.kind}">'
    if field.kind == "strengths":
        return f"{head}{_strengths(field.value, id, field.label)}</div>"
    control = (f'<input type="text" id="{id}" value="{escape(field.value)}" autocomplete="off" spellcheck="false">'
               if field.kind == "line" else
               f'<textarea id="{id}" rows="{min(12, 2 + field.value.count(chr(10)))}" spellcheck="false">'
               f"\n{escape(field.value)}</textarea>")  # fmt: skip
    return f'{head}<label for="{id}">{escape(field.label)}</label>{control}</div>'


def _strengths(rows: Sequence[Sequence[Any]], id: str, label: str) -> str:
    """A row for each word with its strength, and some that are empty."""
    drawn = "".join(_row(word, strength, f"{id}-{n}", n)
                    for n, (word, strength) in enumerate([*rows, *[("", 1)] * SPARE], 1))  # fmt: skip
    return f"<fieldset><legend>{escape(label)}</legend>{drawn}</fieldset>"


def _row(word: str, strength: int, id: str, n: int) -> str:
    choices = "".join(f'<option value="{s}"{" selected" if s == strength else ""}>{SAID[s]}</option>'
                      for s in STRENGTHS)  # fmt: skip
    return (f'<div class="byline-pair"><label for="{id}">Word {n}</label><input type="text" id="{id}" '
            f'value="{escape(word)}" autocomplete="off" spellcheck="false"><label for="{id}-s">Strength</label>'
            f'<select id="{id}-s">{choices}</select></div>')  # fmt: skip


def mount(spec: Mapping[str, Any]) -> str:
    """The place of an exercise, with its question until the script draws it."""
    id = escape(spec["id"])
    asked = (f'<span class="byline-which">Exercise {escape(spec["place"])}<span class="byline-soft"> · '
             f'{id}</span></span>{escape(spec["prompt"])}')  # fmt: skip
    return (f'<div class="byline-mount" data-exercise="{id}"><section class="byline byline-exercise" '
            f'aria-label="Exercise {id}"><p class="byline-ask">{asked}</p></section></div>')  # fmt: skip
