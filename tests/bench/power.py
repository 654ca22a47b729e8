"""Prints how many students it takes to see an effect: python tests/bench/power.py [classes a cell, 400].

The rows are copied into SEEN in lib/byline/classroom/power.py.
"""

from __future__ import annotations

import random
import sys
import time

from byline.classroom.effects import change_of
from byline.classroom.power import EFFECTS, IN_ONE, OVER_ALL, SIZES, simulated_class

DRAWS = 400


def power(students: int, effect: float, each: int, classes: int) -> tuple[int, int]:
    """In how many of 100 classes sharpness is seen to rise, and in how many suspicion is seen to move."""
    chance = random.Random(f"{students} {effect} {each}")
    found = [change_of(simulated_class(students, effect, each, chance), DRAWS) for _ in range(classes)]
    rose = sum(one.sharpness.low > 0 for one in found)
    moved = sum(one.suspicion.low > 0 or one.suspicion.high < 0 for one in found)
    return round(100 * rose / classes), round(100 * moved / classes)


def main() -> None:
    classes = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    begun = time.monotonic()
    for each in (OVER_ALL, IN_ONE):
        for effect in (0.0, *EFFECTS):
            found = [power(n, effect, each, classes) for n in SIZES]
            print(f"    ({each}, {effect}): {tuple(rose for rose, _ in found)},"
                  f"  # suspicion moved in {[moved for _, moved in found]}", flush=True)  # fmt: skip
    print(f"{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
