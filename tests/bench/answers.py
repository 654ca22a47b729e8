"""Ten thousand answers of random types to every exercise of every seed: feedback each time, or a sentence.

    python tests/bench/answers.py [how many each]

Prints, for each seed, how many answers were understood, how many were told what is expected, and nothing else if all
went well; an exception ends it with the answer that did it.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent / "lib")]

from byline.exercises import STATUSES, Unclear  # noqa: E402
from byline.kinds import assess, understood  # noqa: E402
from byline.lesson.desk import Desk  # noqa: E402
from test_exercises import SEEDS, anything  # noqa: E402


def main(each: int) -> None:
    """Answer at random."""
    for seed in SEEDS:
        desk, understood_ones, told = Desk(seed, Path("nowhere")), 0, 0
        for name, e in desk.exercises.items():
            chance = random.Random(name)
            for _ in range(each):
                value = anything(chance, e, desk.article.text)
                try:
                    found = assess(e, understood(e, desk.article, value), desk.key, desk.machine)
                    understood_ones += found.status in STATUSES
                except Unclear as problem:
                    told += bool(str(problem))
                except Exception:
                    print(f"{name}: {value!r}")
                    raise
        total = each * len(desk.exercises)
        print(f"{seed}: {len(desk.exercises)} exercises, {total} answers: {understood_ones} understood, {told} told")
        if understood_ones + told != total:
            sys.exit("Some answer got neither feedback nor a sentence.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
