"""How well the machine reads who says what, on articles that people have annotated.

    python tests/bench/attribution.py ARTICLES.jsonl

ARTICLES.jsonl has one article a line: {"id", "text", "attributions": [{"content", "cue", "source", "speech"}]}, with
spans as lists of [start, end]. None comes along: the licences of such data do not allow it. Beside `byline read
--jsonl` stand, in the same run, a plain regex for quotation marks and, where it is installed with the model
en_core_web_sm, textacy, paragraph by paragraph. Nothing here passes or fails: the numbers are for people.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from score import quoted, score

Attributions = dict[str, list[dict[str, Any]]]


def byline(file: Path) -> str:
    """What `byline read --jsonl` writes, as a user runs it (reading and writing the files counted in)."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "readings.jsonl"
        subprocess.run([sys.executable, "-m", "byline", "read", "--jsonl", str(file), "-o", str(out)], check=True)
        return out.read_text(encoding="utf-8")


def starting() -> float:
    """Seconds of `byline read --jsonl` on one short line: Python starts, the rules are read and checked."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "one.jsonl"
        file.write_text('{"id": "one", "text": "“No,” she said."}\n', encoding="utf-8")
        began = time.perf_counter()
        byline(file)
        return time.perf_counter() - began


def rows(text: str) -> list[dict[str, Any]]:
    """The objects of a text with one on each line (a line ends at a newline and at nothing else)."""
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def regex(articles: list[dict[str, Any]]) -> Attributions:
    """Every stretch between quotation marks is said by somebody."""
    return {a["id"]: [{"content": [span], "cue": [], "source": []} for span in quoted(a["text"])] for a in articles}


def textacy_with_spacy() -> Callable[[list[dict[str, Any]]], Attributions] | None:
    """textacy's direct quotations with spaCy's small English model, or None where they are not installed."""
    try:
        import spacy
        from textacy.extract import direct_quotations

        model = spacy.load("en_core_web_sm")
    except (ImportError, OSError):
        return None

    def spans(tokens: Any, at: int) -> list[list[int]]:
        several = tokens if isinstance(tokens, list) else list(tokens)
        return [[at + t.idx, at + t.idx + len(t)] for t in several]

    def read(articles: list[dict[str, Any]]) -> Attributions:
        found: Attributions = {}
        for a in articles:
            found[a["id"]], at = [], 0
            for paragraph in a["text"].split("\n"):
                for quote in _tried(direct_quotations, model(paragraph)):
                    content = [[at + quote.content.start_char, at + quote.content.end_char]]
                    parts = {"cue": spans(quote.cue, at), "source": spans(quote.speaker, at)}
                    found[a["id"]].append({"content": content, **parts})
                at += len(paragraph) + 1
        return found

    return read


def _tried(extract: Callable[[Any], Any], document: Any) -> list[Any]:
    """What textacy finds in a paragraph; on an odd number of marks it raises, and finds nothing."""
    try:
        return list(extract(document))
    except (ValueError, IndexError):
        return []


def main() -> None:
    """Print a row of figures for each reader, over all attributions and over those with a reporting word."""
    if len(sys.argv) != 2:
        sys.exit("Give one file of annotated articles: python tests/bench/attribution.py ARTICLES.jsonl")
    file = Path(sys.argv[1])
    articles = rows(file.read_text(encoding="utf-8"))
    texts, true = ({a["id"]: a[part] for a in articles} for part in ("text", "attributions"))
    words = sum(len(text.split()) for text in texts.values())
    peer = textacy_with_spacy()
    readers: dict[str, Callable[[], Attributions | str]] = {
        "byline": lambda: byline(file),
        "regex": lambda: regex(articles),
    }
    if peer:
        readers["textacy"] = lambda: peer(articles)
    else:
        print("textacy with en_core_web_sm is not installed here, so it is left out.")
    start = starting()
    print(f"byline takes {start:.2f} s to start, textacy longer; that is not counted below.")
    for name, reader in readers.items():
        began = time.perf_counter()
        predicted = reader()
        took = time.perf_counter() - began - (start if name == "byline" else 0)
        print(f"{name}: {took * 1000 / words:.4f} s per 1,000 words")
        if isinstance(predicted, str):
            predicted = {r["id"]: r["attributions"] for r in rows(predicted)}
        for speech_only in (False, True):
            figures = score(texts, true, predicted, speech_only=speech_only)
            row = "  ".join(f"{measure} {value:5.1f}" for measure, value in figures.items())
            print(f"  {'with a reporting word' if speech_only else 'all':22} {row}")


if __name__ == "__main__":
    main()
