"""How fast it is, as ratios against references in the same run: python tests/bench/speed.py

Times are the best of several tries, so that what else the machine does counts less. Nothing here
passes or fails: the numbers are for people.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable

from byline import open_article, open_text, read

REGEX = re.compile(r"“[^”]*”|\b(said|says|say|added|reportedly)\b|\d[\d,.]*")


def best(tries: int, run: Callable[[], object]) -> float:
    """The shortest of several runs, in milliseconds."""
    times = []
    for _ in range(tries):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1000)
    return min(times)


def python(code: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, "-c", code], check=True)


def line(what: str, value: float, unit: str, reference: float, name: str) -> None:
    print(f"{what:28} {value:10.1f} {unit}   {value / reference:7.2f} x {name} ({reference:.2f} {unit})")


def main() -> None:
    line("import byline", best(15, python("import byline")), "ms", best(15, python("pass")), "python -c pass")

    article = open_article("mariupol")
    regex = best(50, lambda: REGEX.findall(article.text))
    line("read the article", best(50, lambda: read(article)), "ms", regex, "one plain regex")

    news = article.text + "\n\n"
    small, large = (open_text(news * round(size * 1e6 / len(news.encode()))) for size in (2, 20))
    short = best(1, lambda: read(small)) / 1000
    line("read 20 MB of news", best(1, lambda: read(large)) / 1000, "s", short, "2 MB of it")
    words = len(small.text.split())
    print(f"{'1,000 words of long text':28} {short * 1e6 / words:10.1f} ms")


if __name__ == "__main__":
    main()
