"""The questions that the figures of an article raise, as a list to look at."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from byline.display import crosschecks
from byline.display.crosschecks import Question
from byline.display.drawn import needed
from byline.display.html import escape, fragment, style_sheet
from byline.display.plain import WIDTH, visible
from byline.display.view import View
from newsmarks.model import Reading

TITLE = "Questions that the figures raise"
NONE = ("No question comes up. Four things were compared: figures for one thing, percentages without a base, weekdays "
        "and dates, parts and wholes.")  # fmt: skip


@dataclass(frozen=True, repr=False)
class Questions(View):
    """A View that can be counted and gone through question by question."""

    asked: tuple[Question, ...] = ()

    def __len__(self) -> int:
        return len(self.asked)

    def __iter__(self) -> Iterator[Question]:
        return iter(self.asked)


def cross_checks(reading: Reading) -> Questions:
    """Questions, never verdicts: do the figures of the article fit each other?"""
    asked = crosschecks.find(needed(reading))
    items = "".join(f"<li><bdi>{escape(q.ask)}</bdi></li>" for q in asked)
    said = f"<ol>{items}</ol>" if asked else f"<p>{NONE}</p>"
    body = f'<section class="byline-card"><p><b>{TITLE}</b></p>{said}</section>'
    lines = [f"{n}. {q.ask}" for n, q in enumerate(asked, 1)] or [NONE]
    text = "\n".join([TITLE, *(textwrap.fill(line, WIDTH, subsequent_indent="   ") for line in lines)])
    return Questions(f"<style>{style_sheet()}</style>{fragment(body, reading)}", visible(text), asked)
