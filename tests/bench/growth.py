"""How time grows with length where a text is one thing over and over: signs, digits, quotation marks, short words.

    python tests/bench/growth.py [--units 200] [--seed 0] [--length 5000] [UNIT ...]

Each unit is repeated to a length and to four times that, and read, and the reading shown in every way there is.
In linear time the ratio of the two is 4 or less. The worst are printed; over 6 the exit code is 1.
"""

from __future__ import annotations

import argparse
import random
import string
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from byline import page, profile
from byline.display.plain import as_text
from newsmarks.model import Reading
from newsmarks.reader import dumps, read
from newsmarks.text import open_text

TIMES = 4
MOST = 6.0
#: What takes less than this, in seconds of the processor, is not measured well enough to be called slow.
LEAST = 0.05
MARKS = ("“", "”", "„", "«", "»", "‘", "’", "—", "…", "\n", "\t", "\u00a0", "\u2028", "\r\n")
DIGITS = ("1,", "1.", "1,000,", "1-", "1/", "1:", "1 ", "$1 ", "5% ", "1,000.5 ", "1st ", "G7-", "2020 ", "'90s ")
WORDS = (
    "a ", "A ", "A. ", "a-", "a'", "s’ ", "the ", "of the ", "one ", "half a ", "twenty-", "two hundred and ", "said ",
    "he said ", "that ", "said that ", "and ", "Mr. ", "By A ", "May ", "in May ", "Ann Lee, ", "killers ", "who ",
    "according to ", "reportedly ", "is believed to ", "(", "( )", "“a” ", "“A.” ", "“a,” he said. ", "‘a’ ", '"a" ',
    "A: ", "A:\n", "Q: a\n", "<b>", "a\n", "a.\n\n", ", a ", "; ", ", who ", "not ", "to ", "from 1 to 2 ", "1 in 2 ",
)  # fmt: skip
SHOWN: Mapping[str, Callable[[Reading], object]] = {
    "page": page, "text": as_text, "JSON": dumps, "profile": profile,
}  # fmt: skip


def units(count: int, seed: int) -> Iterator[str]:
    """So many units: every sign, the marks, digits and words above, then mixtures of them."""
    known = [*string.punctuation, "a", "1", *MARKS, *DIGITS, *WORDS]
    yield from known[:count]
    rng = random.Random(seed)
    for _ in range(count - len(known)):
        yield "".join(rng.choices(known, k=rng.randint(2, 5)))


def seconds(unit: str, length: int) -> dict[str, float]:
    """Seconds of the processor for reading a unit over and over, and for each way to show the reading."""
    took, start = {}, time.process_time()
    reading = read(open_text("Start. " + unit * (length // len(unit))))
    took["read"] = time.process_time() - start
    for name, show in SHOWN.items():
        start = time.process_time()
        show(reading)
        took[name] = time.process_time() - start
    return took


def growth(unit: str, length: int) -> list[tuple[float, float, str, str]]:
    """(ratio, seconds for the long one, what was done, unit) for each step; what looks slow is measured once more."""
    found: dict[str, tuple[float, float]] = {}
    for _ in range(2):
        short, long = seconds(unit, length), seconds(unit, TIMES * length)
        for name, took in long.items():
            ratio = took / max(short[name], LEAST / TIMES)
            found[name] = min(found.get(name, (ratio, took)), (ratio, took))
        if max(ratio for ratio, _ in found.values()) <= MOST:
            break
    return [(ratio, took, name, unit) for name, (ratio, took) in found.items()]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("some", nargs="*", metavar="UNIT")
    parser.add_argument("--units", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--length", type=int, default=5000)
    args = parser.parse_args(arguments)
    chosen = args.some or list(units(args.units, args.seed))
    found = sorted((row for unit in chosen for row in growth(unit, args.length)), reverse=True)
    for ratio, took, name, unit in found[:20]:
        print(f"{ratio:5.1f} x the time for {TIMES} x the length ({took:.2f} s)  {name:7}  {unit!r}")
    slow = sum(ratio > MOST for ratio, *_ in found)
    print(f"{len(chosen)} units to {TIMES * args.length} characters, {slow} over {MOST:g} (seed {args.seed})")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
