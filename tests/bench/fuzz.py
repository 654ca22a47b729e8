"""Torn, garbled and random texts: each must be read without an error, in a time that its length explains.

    python tests/bench/fuzz.py [FILE ...] [--count 2000] [--seed 0]

A FILE is a text, or has {"id", "text"} on each line (.jsonl); without one, the articles that came along. Every input
that breaks is cut down to its smallest form and printed. The same seed gives the same inputs.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))  # run as a script, the tests beside it are not found otherwise
from byline.seeds.folders import open_article, texts
from invariants import check
from newsmarks.reader import dumps, read
from newsmarks.text import open_text

MARKS = "“”„«»\"'‘’"
MARK = re.compile(f"[{MARKS}]")
ODD = (
    "\x00", "\x07", "\x1b[2J", "\u202e", "\u200b", "\ufeff", "\u2028", "\x85", "\v", "\ud800", "\U0001f309",
    "e\u0301", "ß", "İ", "Слава", "中文", "<b>", "&quot;", "\\", "\r\n", "\t", "\u00a0", "½", "٣", "²",
)  # fmt: skip
CUES = (
    "said", "says", "he said", "told", "claimed that", "according to", "reportedly", "who", "asked:", "is believed to",
    "in a statement", "the mayor", "Ann Lee", "SMITH:", "Q:", "By Ann Lee", "(Photo: A/B)", "95 percent", "in the",
    "‘s words", "as he put it", "adding", "calling it", "but", "where", "that",
)  # fmt: skip
#: An input is out of line if each of its characters takes so many times what the median input's take.
MOST_TIMES = 20
#: … and a text eight times as long as another takes so many times more a character. An input full of marks costs
#: much, but no more than in proportion.
MOST_GROWTH = 1.6
#: What even an empty text costs, as characters.
FIXED = 300
Random = random.Random


def dropped(rng: Random, text: str) -> str:
    """Without one of its quotation marks."""
    return _at_mark(rng, text, lambda mark: "")


def doubled(rng: Random, text: str) -> str:
    return _at_mark(rng, text, lambda mark: mark * rng.choice((2, 2, 3, 40)))


def swapped(rng: Random, text: str) -> str:
    return _at_mark(rng, text, lambda mark: rng.choice([*MARKS, "''", "``"]))


def all_swapped(rng: Random, text: str) -> str:
    """Every mark in place of every other."""
    return MARK.sub(lambda m: rng.choice(MARKS), text)


def merged(rng: Random, text: str) -> str:
    """Two paragraphs, or all, as one."""
    return re.sub(r"\n+", rng.choice([" ", "", "\n", "\n\n\n"]), text, count=rng.choice((0, 1)))


def with_odd(rng: Random, text: str) -> str:
    """A control character, a letter of another script, a piece of markup."""
    return _put(rng, text, rng.choice(ODD))


def with_cue(rng: Random, text: str) -> str:
    return _put(rng, text, f" {rng.choice(CUES)} ")


def cut(rng: Random, text: str) -> str:
    """Without a stretch somewhere."""
    a, b = sorted((_place(rng, text), _place(rng, text)))
    return text[:a] + text[min(b, a + rng.choice((1, 3, 30, 300))) :]


def shuffled(rng: Random, text: str) -> str:
    """A stretch of words in another order."""
    words = text.split(" ")
    a = rng.randrange(len(words))
    some = words[a : a + 20]
    rng.shuffle(some)
    return " ".join([*words[:a], *some, *words[a + 20 :]])


def stuttering(rng: Random, text: str) -> str:
    """A character or a stretch many times over: stops, marks, brackets, words, whole sentences."""
    at = _place(rng, text)
    piece = rng.choice([rng.choice(".,;:!?-—…()[]“”\"'’ \n"), text[at : at + rng.choice((1, 2, 8, 60, 200))]])
    return text[:at] + piece * (rng.choice((3, 10, 50, 2000)) // (len(piece) + 1) + 2) + text[at:]


def endless(rng: Random, text: str) -> str:
    """A very long sentence, or a very long word."""
    long = re.sub(rng.choice((r"[.!?]", r"\s+", r"[^\w\s]", r"\n+")), rng.choice(("", ",", " and ", "’")), text)
    return long * (4000 // (len(long) + 1) + 1)


MUTATIONS: Sequence[Callable[[Random, str], str]] = (
    dropped, dropped, doubled, swapped, all_swapped, merged, with_odd, with_cue, with_cue, cut, shuffled, stuttering,
)  # fmt: skip


def _place(rng: Random, text: str) -> int:
    return rng.randrange(len(text) + 1)


def _put(rng: Random, text: str, piece: str) -> str:
    at = _place(rng, text)
    return text[:at] + piece + text[at:]


def _at_mark(rng: Random, text: str, becomes: Callable[[str], str]) -> str:
    found = list(MARK.finditer(text))
    if not found:
        return _put(rng, text, rng.choice(MARKS))
    mark = rng.choice(found)
    return text[: mark.start()] + becomes(mark.group()) + text[mark.end() :]


def inputs(texts: Sequence[str], count: int, seed: int) -> Iterator[str]:
    """As many inputs as asked for: stretches of one to three paragraphs, mutated, and random strings."""
    rng = Random(seed)
    paragraphs = [[p for p in re.split(r"\n+", text) if p.strip()] for text in texts]
    for _ in range(count):
        if rng.random() < 0.08:
            yield _random(rng)
            continue
        several = rng.choice(paragraphs)
        at = rng.randrange(len(several))
        text = rng.choice(("\n", "\n\n")).join(several[at : at + rng.randint(1, 3)])
        for mutation in rng.choices(MUTATIONS, k=rng.randint(1, 6)):
            text = mutation(rng, text)
        yield endless(rng, text) if rng.random() < 0.01 else text


def _random(rng: Random) -> str:
    if rng.random() < 0.5:
        letters = (rng.choice((rng.randrange(128), rng.randrange(0x3000))) for _ in range(rng.randint(1, 200)))
        return "".join(map(chr, letters))
    pieces = [*MARKS, *ODD, *CUES, ". ", ", ", "\n"]
    return rng.choice(("", " ")).join(rng.choices(pieces, k=rng.randint(1, 60)))


@dataclass
class Run:
    """What came of a run: inputs that broke (what was raised, the smallest form), inputs that took too long."""

    count: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    slow: list[tuple[float, float, str]] = field(default_factory=list)


def fuzz(texts: Sequence[str], count: int, seed: int) -> Run:
    """Read so many inputs made from the texts, and check what holds of every reading."""
    run, pace, kinds = Run(), [], set()
    for text in inputs(texts, count, seed):
        start = time.perf_counter()
        problem = broken(text)
        pace.append(((time.perf_counter() - start) / (len(text) + FIXED), text))
        run.count += 1
        if problem and problem not in kinds:
            kinds.add(problem)
            run.failures.append((problem, smallest(text, problem)))
        if len(pace) >= 5000:
            run.slow.extend(_slow(pace))
            pace.clear()
    run.slow.extend(_slow(pace))
    return run


def broken(text: str) -> str:
    """What reading a text raises and where, or "" if all is well."""
    if not text.removeprefix("\ufeff").strip():
        return ""
    try:
        reading = read(open_text(text))
        check(reading)
        json.loads(dumps(reading))
    except Exception as problem:
        trace = problem.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        where = trace and f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        return f"{type(problem).__name__} at {where}"
    return ""


def smallest(text: str, problem: str) -> str:
    """The text without everything that the problem does not need."""
    size = len(text) // 2
    while size:
        at = 0
        while at < len(text):
            less = text[:at] + text[at + size :]
            if broken(less) == problem:
                text = less
            else:
                at += size
        size //= 2
    return text


def _slow(pace: Sequence[tuple[float, str]]) -> Iterator[tuple[float, float, str]]:
    """Inputs that take many times what their length explains, also when tried again, and more so when longer."""
    usual = median(p for p, _ in pace) if pace else 0
    for took, text in pace:
        if took > MOST_TIMES * usual and (again := _pace(text)) > MOST_TIMES * usual:
            growth = _pace(text * 64) / _pace(text * 8)
            if growth > MOST_GROWTH:
                yield again / usual, growth, text


def _pace(text: str) -> float:
    """Seconds a character, the best of three."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        broken(text)
        times.append(time.perf_counter() - start)
    return min(times) / (len(text) + FIXED)


def texts_of(files: Sequence[str]) -> list[str]:
    """The texts of some files, or of the articles that came along."""
    if not files:
        return [open_article(name).text for name in texts()]
    found = []
    for file in map(Path, files):
        whole = file.read_text(encoding="utf-8")
        lines = whole.split("\n") if file.suffix == ".jsonl" else ()
        found += [json.loads(line)["text"] for line in lines if line.strip()] or [whole]
    return [text for text in found if text.strip()]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", metavar="FILE")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    run = fuzz(texts_of(args.files), args.count, args.seed)
    for problem, text in run.failures:
        print(f"BROKEN  {problem}: {text!r}")
    for times, growth, text in sorted(run.slow, reverse=True)[:20]:
        print(
            f"SLOW    {times:.0f} x the median a character, {growth:.1f} x that for eight times as long: {text[:300]!r}"
        )
    print(f"{run.count} inputs, {len(run.failures)} ways to break, {len(run.slow)} out of line (seed {args.seed})")
    return 1 if run.failures or run.slow else 0


if __name__ == "__main__":
    sys.exit(main())
