"""What a lesson promises a class: its length, its reading level, and that nothing is given away before it is asked."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from math import comb
from pathlib import Path

import pytest

from byline import open_article
from byline.exercises import Exercise
from byline.kinds.judge import Passage
from newsmarks.text import sentences
from prose import LESSONS, Prose, cells, exercises, measured, seed_of, shown, visible

MOST_WORDS = {"05_figures": 1300}
#: A layer as `show` names it -> as exercises ask for it.
LAYERS = {"voices": {"voices"}, "cues": {"cues"}, "sources": {"cues"}, "loaded": {"loaded"}, "figures": {"figures"}}
SEEDS = ("mariupol", "flood")
#: The texts that any lesson can be had with, each with passages of its own to be judged.
SHORT = ("court", "clinic", "harbour", "poll", "interview", "caption")
ARTICLE = open_article("mariupol")
each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)


@cache
def numbers(lesson: Path) -> Prose:
    return measured(lesson)


def header(lesson: Path, row: str) -> str:
    """A row of the table at the top of a lesson."""
    found = re.search(rf"\| \*\*{row}\*\* \| (.*?) \|", cells(lesson)[0].source)
    assert found, f"{lesson.name} has no row “{row}”"
    return found[1]


@each_lesson
def test_a_lesson_can_be_read_in_a_lesson(lesson: Path) -> None:
    """At most 1,100 visible words (05: 1,300), and no more minutes than its header says."""
    assert numbers(lesson).words <= MOST_WORDS.get(lesson.stem, 1100)
    (minutes, *_) = re.findall(r"\d+", header(lesson, "Time"))
    assert numbers(lesson).minutes <= int(minutes)


@each_lesson
def test_a_lesson_reads_like_a_good_teacher(lesson: Path) -> None:
    """Flesch-Kincaid grade 5 to 7; few sentences under 8 words, hardly one over 25."""
    assert 5 <= numbers(lesson).grade <= 7
    assert numbers(lesson).short <= 0.25
    assert numbers(lesson).long <= 0.1


@each_lesson
def test_what_one_will_be_able_to_do_can_be_measured(lesson: Path) -> None:
    """The objectives name a threshold: “at least 10 of 12”."""
    assert re.search(r"\bat least \w+ of\b", header(lesson, "You will be able to"))


def test_each_lesson_leads_to_the_next() -> None:
    """A link in the Markdown of each lesson to the file of the next."""
    for lesson, following in pairwise(LESSONS):
        assert f"({following.name})" in visible(lesson)


# --- nothing is given away before it is asked -------------------------------------------------------------


def asked(e: Exercise) -> set[tuple[str, int]]:
    """(layer, paragraph) of all that an exercise asks a student to find."""
    layers = {"mark": {{"stances": "cues"}.get(getattr(e.own, "layer", ""), getattr(e.own, "layer", ""))},
              "link": {"cues", "voices"}, "rate": {"figures"}}.get(e.kind, set())  # fmt: skip
    return {(layer, p) for layer in layers for p in e.paragraphs}


def marks_shown(source: str) -> Iterator[tuple[str, int]]:
    """(layer, paragraph) of all marks of the article that a cell shows."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        if not (isinstance(node.args[0], ast.Name) and node.args[0].id == "reading"):
            continue
        if node.func.id == "passport":
            yield "figures", ARTICLE.number(ARTICLE.text.index(ast.literal_eval(node.args[1])))
        if node.func.id != "show":
            continue
        named = {word.arg: ast.literal_eval(word.value) for word in node.keywords}
        layers = {layer for name in named.get("layers", list(LAYERS)) for layer in LAYERS[name]}
        where = named.get("paragraphs", range(1, 18))
        if isinstance(where, tuple):
            where = range(where[0], where[1] + 1)
        where = [where] if isinstance(where, int) else where
        yield from ((layer, p) for layer in layers for p in where)


def test_no_mark_of_the_machines_is_shown_before_the_exercise_that_asks_for_it() -> None:
    """Over all lessons in their order, layer by layer."""
    waiting: dict[tuple[str, str, int], set[str]] = defaultdict(set)
    for lesson in LESSONS:
        for name in shown(lesson):
            for what in asked(exercises(seed_of(lesson))[name]):
                waiting[seed_of(lesson), *what].add(name)
    for lesson in LESSONS:
        for cell in cells(lesson):
            if cell.kind == "code":
                for what in marks_shown(cell.source):
                    before = waiting[seed_of(lesson), *what]
                    assert not before, f"{lesson.name} shows {what} before {sorted(before)}"
                for name in re.findall(r'^exercise\("([\w-]+)"\)$', cell.source, re.MULTILINE):
                    for names in waiting.values():
                        names.discard(name)


# --- no trick answers the questions ----------------------------------------------------------------------


def choices(seed: str) -> list[Exercise]:
    """The exercises with one right option."""
    return [e for e in exercises(seed).values() if e.kind == "choose" and not e.own.several and e.tier != "open"]


def chance_of(hits: float, chances: list[float]) -> float:
    """How likely so many hits or more are for somebody who guesses: binomial, at the mean chance."""
    n, p = len(chances), sum(chances) / len(chances)
    return sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(int(hits), n + 1))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("trick", ["longest", "shortest", *range(4)], ids=str)
def test_no_trick_with_places_or_lengths_does_better_than_chance(seed: str, trick: str | int) -> None:
    """Always the longest, always the shortest, always the same place: not better than guessing at 5 %."""
    hits, chances = 0, []
    for e in choices(seed):
        options = e.own.options
        by_length = sorted(options, key=lambda option: len(option.text))
        ends = {"longest": by_length[-1], "shortest": by_length[0]}
        hits += (ends[trick] if isinstance(trick, str) else options[trick % len(options)]).right
        chances.append(1 / len(options))
    assert chance_of(hits, chances) > 0.05


@pytest.mark.parametrize("seed", SEEDS)
def test_no_word_gives_the_right_option_away(seed: str) -> None:
    """Whoever takes the option with a given word, wherever one alone has it, does no better than chance."""
    found: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    for e in choices(seed):
        words = [set(re.findall(r"\w+", option.text.casefold())) for option in e.own.options]
        for word in set().union(*words):
            having = [option for option, of in zip(e.own.options, words, strict=True) if word in of]
            if len(having) == 1:
                found[word].append((having[0].right, 1 / len(words)))
    telling = {word: held for word, held in found.items() if len(held) >= 4}
    for word, held in telling.items():
        assert chance_of(sum(right for right, _ in held), [p for _, p in held]) > 0.05 / len(telling), word


#: What a passage to be judged may have, and what somebody who does not read could go by.
TRICKS = {
    "a digit": r"\d",
    "a percentage": r"%|\bpercent",
    "a quotation": "[“”]",
    "“said”": r"\bsaid\b",
    "a name": r"\b[A-Z]\w+ [A-Z]\w+",
    "“who”": r"\bwho\b",
    "a hedge": r"\b(?:reportedly|apparently|believed|thought)\b",
    "a weekday": r"\b[A-Z]\w+day\b",
    "a second sentence": r"[.”] [“A-Z]",
}


def called_sound(passages: Sequence[Passage], trick: str) -> list[bool]:
    """Which passages somebody calls sound who goes by a trick: those with a pattern of TRICKS, or the longer half."""
    if trick in TRICKS:
        return [bool(re.search(TRICKS[trick], one.text)) for one in passages]
    lengths = [len(one.text) for one in passages]
    return [length > sorted(lengths)[len(lengths) // 2 - 1] for length in lengths]


@pytest.mark.parametrize("trick", ["the longer half", *TRICKS])
def test_no_trick_tells_the_sound_passages_from_the_others(trick: str) -> None:
    """Nor does its opposite: at 5 % over the passages of all texts, and at most four of six in each exercise."""
    hits = {}
    judged = [e for seed in SEEDS for e in exercises(seed).values() if e.kind == "judge"]
    for e in (*judged, *(exercises(seed)["any-m"] for seed in SHORT)):
        passages = e.own.passages
        guessed = zip(passages, called_sound(passages, trick), strict=True)
        hits[e] = sum(one.sound == sound for one, sound in guessed)
        assert max(hits[e], len(passages) - hits[e]) <= len(passages) * 2 / 3, (e.id, e.prompt, trick)
    chances = [1 / 2 for e in hits for _ in e.own.passages]
    right = sum(hits.values())
    assert chance_of(max(right, len(chances) - right), chances) > 0.05


@pytest.mark.parametrize("seed", SHORT)
def test_passages_to_be_judged_stand_word_for_word_in_their_text(seed: str) -> None:
    """Six of them, half sound, from the beginning of a sentence to the end of one."""
    article = open_article(seed)
    found = exercises(seed)["any-m"].own.passages
    assert [sum(one.sound is sound for one in found) for sound in (True, False)] == [3, 3]
    ends = {(s.start, s.end) for p in article.paragraphs for s in sentences(article.text, p)}
    for one in found:
        at = article.text.index(one.text)
        assert at in {start for start, _ in ends} and at + len(one.text) in {end for _, end in ends}, one.text
