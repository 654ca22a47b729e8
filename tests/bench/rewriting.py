"""How long the desk takes for one look: 30 paragraphs, each rewritten by taking words out and putting words in.

Prints the median and the 95 % in milliseconds, and as a ratio to reading the paragraph once, which does not depend on
the machine. `python tests/bench/rewriting.py`
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from byline import open_article, read
from byline.rewriting.telling import rewrite
from newsmarks.text import open_text

TEXTS = ("mariupol", "flood", "bridge")
WORDS = "officials said on Tuesday that about 40 houses were damaged".split()


def timed(act: Callable[[], object]) -> float:
    """Milliseconds that something takes."""
    begun = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - begun)


def main() -> None:
    """Print the table."""
    readings = [read(open_article(name)) for name in TEXTS]
    asked = [(reading, n) for reading in readings for n in range(1, len(reading.article.paragraphs) + 1)][:30]
    looks, ratios = [], []
    for reading, n in asked:
        words = reading.article.paragraph(n).split()
        half = len(words) // 2
        typed = [" ".join([*words[:half], *WORDS[:many], *words[half + 3 :]]) for many in range(10)]
        once = statistics.median(timed(lambda t=t: read(open_text(t))) for t in typed)  # type: ignore[misc]
        looks += (took := [timed(lambda t=t, r=reading, n=n: rewrite(r, n, t).html) for t in typed])  # type: ignore[misc]
        ratios.append(statistics.median(took) / once)
    cut = statistics.quantiles(looks, n=20)[-1]
    print(f"{len(looks)} looks: median {statistics.median(looks):.1f} ms, 95 % under {cut:.1f} ms, "
          f"longest {max(looks):.1f} ms")  # fmt: skip
    print(f"to one reading of the paragraph: median {statistics.median(ratios):.1f}, longest {max(ratios):.1f}")


if __name__ == "__main__":
    main()
