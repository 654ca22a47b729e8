"""How fast and how lean it is, as ratios against references in the same run.

    python tests/bench/speed.py [TEXTS.jsonl] [--against TREE]

The long text is made of the article that came along, or of the texts of a file with {"id", "text"} on each line.
--against: another copy of the project, older or newer; what starts and reads is then measured in both, one after the
other, in seconds of the processor, and told as a ratio.
Times are the best of several tries, so that what else the machine does counts less. Nothing here passes or
fails: the numbers are for people.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from byline import open_article, open_text, read
from newsmarks import figures, loaded
from newsmarks.ruleset import standard
from newsmarks.text import Sentences

REGEX = re.compile(r"“[^”]*”|\b(said|says|say|added|reportedly)\b|\d[\d,.]*")
#: A process of its own, so that nothing else is in its memory: bytes at the peak, above those before the text came.
PEAK = """
import re, resource, sys, tracemalloc
from byline import open_text, read

def peak():
    try:  # on Linux ru_maxrss starts from the peak of the process that started this one
        return 1024 * int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)

read(open_text("“No,” she said: 2 of 3 killers reportedly fled."))  # loads the rules
before = peak()
if sys.argv[2] == "python":
    tracemalloc.start()
reading = read(open_text(open(sys.argv[1], encoding="utf-8").read()))
print(tracemalloc.get_traced_memory()[1] or peak() - before)
"""


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
    print(f"{what:28} {value:10.1f} {unit}   {value / reference:7.2f} x {name} ({reference:.2f} {unit})", flush=True)


def long_text(length: int, texts: list[str]) -> str:
    """The texts one after the other, again and again, to a length in bytes."""
    news = "\n\n".join(texts) + "\n\n"
    enough = news * (length // len(news.encode()) + 1)
    return enough.encode()[:length].decode(errors="ignore")


def peak(text: str, measure: str) -> int:
    """Bytes at the peak of reading a text: what Python allocates, or the whole process ("process")."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "long.txt"
        file.write_text(text, encoding="utf-8")
        done = subprocess.run([sys.executable, "-c", PEAK, str(file), measure], check=True, capture_output=True)
    return int(done.stdout)


#: What -> the code that does it; the names are those that both copies have.
STEPS: dict[str, str] = {
    "python": "pass",
    "import": "import byline; byline.read",
    "rules": "from byline import open_text, read; read(open_text('No.'))",
    "first reading": "import byline as b; b.read(b.open_text('No.')); b.read(b.open_article('mariupol'))",
    "ten readings more": "import byline as b; a = b.open_article('mariupol'); [b.read(a) for _ in range(11)]",
}


def processor(tree: Path, *arguments: str) -> float:
    """Seconds of the processor that a Python process takes with the library of a tree."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "PYTHONPATH": str(tree / "lib")}
    subprocess.run([sys.executable, *arguments], cwd=tree, env=environment, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def against(tree: Path, pairs: int = 15) -> None:
    """The steps of a start, each by itself, and `byline read mariupol` whole, in two trees by turns."""
    here = Path(__file__).parents[2]
    commands = {name: ("-c", code) for name, code in STEPS.items()}
    commands["byline read mariupol"] = ("-m", "byline", "read", "mariupol")
    best = dict.fromkeys(((name, where) for name in commands for where in (here, tree)), float("inf"))
    for _ in range(pairs):
        for name, where in best:
            best[name, where] = min(best[name, where], processor(where, *commands[name]))
    earlier = dict(zip(STEPS, ["", *STEPS], strict=False))
    for name in commands:
        took = [best[name, where] - (best[earlier[name], where] if earlier.get(name) else 0) for where in (here, tree)]
        line(name, took[0] * 1000, "ms", took[1] * 1000, str(tree))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--against", type=Path, metavar="TREE")
    args = parser.parse_args()
    if args.against:
        against(args.against.resolve())
        return
    line("import byline", best(15, python("import byline")), "ms", best(15, python("pass")), "python -c pass")

    article = open_article("mariupol")
    regex = best(50, lambda: REGEX.findall(article.text))
    line("read the article", best(50, lambda: read(article)), "ms", regex, "one plain regex")

    reading = read(article)
    given = (reading.voices, reading.attributions, standard())
    line("its loaded words", best(50, lambda: loaded.find(article, *given)), "ms", regex, "one plain regex")
    took = best(50, lambda: figures.find(article, Sentences(article), *given))
    line("its figures", took, "ms", regex, "one plain regex")

    rows = args.file.read_text(encoding="utf-8").strip().split("\n") if args.file else ()
    texts = [json.loads(row)["text"] for row in rows] or [article.text]
    small = best(5, lambda: read(open_text(long_text(100_000, texts))))
    for length, tries in ((1_000_000, 2), (10_000_000, 1)):
        text = long_text(length, texts)
        took = best(tries, lambda text=text: read(open_text(text)))  # type: ignore[misc]
        line(f"read {length // 1_000_000} MB of news", took, "ms", small, "100 KB of it")
    print(f"{'1,000 words of long text':28} {took * 1000 / len(text.split()):10.1f} ms")
    for measure in ("python", "process"):
        most = peak(text, measure) / 1e6
        line(f"memory, {measure}, 10 MB", most, "MB", len(text.encode()) / 1e6, "the text")


if __name__ == "__main__":
    main()
