"""Measures the reading of figures and of whose words they are on 200 passages that two annotators have labelled.

tests/cases/wording.jsonl has one passage a line: {"n", "text", "first", "second"}, where "first" and "second" are
the labels of two annotators who did not see each other's work: "figures" with "words" (letter by letter; "nth" where
they stand more than once), "kind" and a score for each of the five questions, and "loaded" with "words" and "by"
(reporter, source, nobody). What only one of them marked counts neither for nor against the reader, and where their
labels differ, either is accepted: good readers may differ.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from byline import open_text, read
from invariants import voice_at
from newsmarks.model import CRITERIA, Figure, Span

FILE = Path(__file__).parent / "cases" / "wording.jsonl"
#: A length of time is a date by the guideline of the project and was an exact number by that of the annotators.
TIME = {"exact", "date"}


class Label(NamedTuple):
    """What an annotator marked: a place in the passage and what was said of it."""

    span: Span
    said: dict[str, Any]


Pairs = list[tuple[Label, Label]]


def passages() -> list[dict[str, Any]]:
    """The 200 passages."""
    return [json.loads(line) for line in FILE.read_text(encoding="utf-8").split("\n") if line]


def labels(text: str, marked: Iterable[dict[str, Any]]) -> list[Label]:
    """The labels of one annotator with their places."""
    found = []
    for said in marked:
        at = -1
        for _ in range(said.get("nth", 1)):
            at = text.index(said["words"], at + 1)
        found.append(Label(Span(at, at + len(said["words"])), said))
    return found


def paired(first: list[Label], second: list[Label]) -> tuple[Pairs, list[Label]]:
    """Those that both annotators marked, and those that only one did."""
    pairs: Pairs = []
    rest = list(second)
    for one in first:
        other = next((o for o in rest if o.span.overlaps(one.span)), None)
        if other:
            rest.remove(other)
            pairs.append((one, other))
    alone = [one for one in first if all(one is not p[0] for p in pairs)]
    return pairs, alone + rest


def verdict(said: dict[str, Any]) -> str:
    """The verdict that an annotator's scores give (model.VERDICTS)."""
    if said["kind"] in ("identifier", "idiom"):
        return "not a quantity"
    total = sum(said[name] for name in CRITERIA)
    if said["kind"] == "date" or total == len(CRITERIA) or said["access"] == 1:
        return "checkable"
    return "traceable" if said["who"] == 1 and total >= 3 else "not checkable from this article"


def agreement() -> Counter[str]:
    """How far the two annotators agree: marks of each, marks of both, and how many of these have the same label."""
    seen: Counter[str] = Counter()
    for row in passages():
        text = row["text"]
        for layer in ("figures", "loaded"):
            first, second = (labels(text, row[who][layer]) for who in ("first", "second"))
            pairs, _ = paired(first, second)
            seen[f"{layer} first"] += len(first)
            seen[f"{layer} second"] += len(second)
            seen[f"{layer} both"] += len(pairs)
            if layer == "loaded":
                seen["by"] += sum(a.said["by"] == b.said["by"] for a, b in pairs)
                continue
            seen["kind"] += sum(a.said["kind"] == b.said["kind"] for a, b in pairs)
            seen["verdict"] += sum(verdict(a.said) == verdict(b.said) for a, b in pairs)
            for name in CRITERIA:
                seen[name] += sum(a.said[name] == b.said[name] for a, b in pairs)
    return seen


def measured() -> Counter[str]:
    """What the reader finds of what both annotators marked, and how much of it it labels as one of them did."""
    seen: Counter[str] = Counter()
    for row in passages():
        reading = read(open_text(row["text"]))
        first, second = (labels(row["text"], row[who]["figures"]) for who in ("first", "second"))
        pairs, alone = paired(first, second)
        used: set[int] = set()
        for pair in pairs:
            _measure_figure(seen, pair, list(reading.figures), used)
        for n, figure in enumerate(reading.figures):
            if n not in used and not any(figure.span.overlaps(one.span) for one in alone):
                seen[f"extra {figure.kind}"] += 1
                seen["extra"] += 1
        for one, other in paired(*(labels(row["text"], row[who]["loaded"]) for who in ("first", "second")))[0]:
            voice = voice_at(reading, one.span.start).voice
            by = {"direct": "source", "borrowed": "nobody"}.get(voice, "reporter")
            seen["words"] += 1
            seen["words by"] += by in (one.said["by"], other.said["by"])
    return seen


def _measure_figure(seen: Counter[str], pair: tuple[Label, Label], figures: list[Figure], used: set[int]) -> None:
    kinds = {label.said["kind"] for label in pair}
    kind = pair[0].said["kind"]
    here = (n for n, f in enumerate(figures) if n not in used and any(f.span.overlaps(label.span) for label in pair))
    at = next(here, None)
    seen["gold"] += 1
    seen[f"gold {kind}"] += 1
    if at is None:
        return
    used.add(at)
    figure = figures[at]
    seen["found"] += 1
    seen[f"found {kind}"] += 1
    seen["kind"] += figure.kind in kinds or {figure.kind, *kinds} <= TIME
    if "date" not in kinds:  # they were labelled as days of a calendar; now a date is scored as what it dates
        seen["with a verdict"] += 1
        seen["verdict"] += figure.verdict in {verdict(label.said) for label in pair}
    if not kinds & {"identifier", "idiom", "date"}:
        for name, criterion in figure.criteria.items():
            seen["asked"] += 1
            scores = [label.said[name] for label in pair]
            seen["answered"] += criterion.score in scores
            seen["within half"] += min(abs(criterion.score - score) for score in scores) <= 0.5


def f1(seen: Counter[str], kind: str = "") -> float:
    """F1 (0-1) of finding figures, or those of one kind."""
    found, gold, extra = (seen[f"{name} {kind}".strip()] for name in ("found", "gold", "extra"))
    return 2 * found / (gold + found + extra)


if __name__ == "__main__":
    both, reader = agreement(), measured()
    for layer in ("figures", "loaded"):
        shared = 2 * both[f"{layer} both"] / (both[f"{layer} first"] + both[f"{layer} second"])
        print(f"{layer}: the annotators agree on which to mark in {shared:.3f} (F1)")
    for name in ("kind", "verdict", *CRITERIA):
        print(f"  the same {name}: {both[name] / both['figures both']:.3f}")
    print(f"  the same words-by: {both['by'] / both['loaded both']:.3f}")
    print(f"reader: figures F1 {f1(reader):.3f}, vague {f1(reader, 'vague'):.3f}")
    print(f"  kind {reader['kind'] / reader['found']:.3f}, verdict {reader['verdict'] / reader['with a verdict']:.3f}")
    print(f"  one of the five questions {reader['answered'] / reader['asked']:.3f}, "
          f"within a half {reader['within half'] / reader['asked']:.3f}")  # fmt: skip
    print(f"  words by {reader['words by'] / reader['words']:.3f}")
