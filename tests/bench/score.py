"""Scores predicted attributions against those of people, in the usual measures of the field.

Both are lists of {"content", "cue", "source"} with spans as [start, end], and for people's also "speech": whether
there is a reporting word. Only letters and digits count, so that a comma at an edge makes no difference.

partial   Pareti and others (2013): for each side, the mean over its contents of the best overlap with the other's.
matched   one to one, the greatest Jaccard overlap first, from a half on.
cue, source   among matched pairs: do the spans touch? P over pairs with a predicted one, R over pairs with a true one.
who said what   matched, and the sources touch or both are missing; P over all predicted, R over all true.
voice     accuracy over all letters: in some content or not.
quoted    F1 of “attributed” over the letters between double quotation marks.
scare     F1 of “attributed to nobody” over the stretches between double quotation marks.
With `speech_only`, true attributions without a reporting word are neutral: neither misses nor false alarms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

Letters = frozenset[int]


class Item:
    """One attribution as sets of letters."""

    def __init__(self, text: str, a: dict[str, Any]) -> None:
        parts = (letters(text, a.get(part) or ()) for part in ("content", "cue", "source"))
        self.content, self.cue, self.source = parts
        self.neutral = False


def letters(text: str, spans: Iterable[Sequence[int]]) -> Letters:
    """The places of letters and digits in some spans."""
    return frozenset(i for s, e in spans for i in range(s, e) if text[i].isalnum())


def quoted(text: str) -> list[tuple[int, int]]:
    """Stretches between double quotation marks, paragraph by paragraph; one left open runs to its paragraph's end."""
    found, at = [], 0
    for paragraph in text.split("\n"):
        start = None
        for i, sign in enumerate(paragraph):
            if start is None and sign in '“"':
                start = i
            elif start is not None and sign in '”"':
                found.append((at + start, at + i + 1))
                start = None
        if start is not None and len(paragraph) - start > 1:
            found.append((at + start, at + len(paragraph)))
        at += len(paragraph) + 1
    return found


def score(
    texts: dict[str, str], true: dict[str, list], predicted: dict[str, list], *, speech_only: bool = False
) -> dict[str, float]:
    """The measures over all texts, each from 0 to 100; an article that was not predicted has no predictions."""
    n: Counter[str] = Counter()
    for name, text in texts.items():
        gold = [g for g in (_true(text, a, speech_only) for a in true[name]) if g.content]
        mine = [p for p in (Item(text, a) for a in predicted.get(name, ())) if p.content]
        _neutralise(gold, mine)
        _count(n, [g for g in gold if not g.neutral], [p for p in mine if not p.neutral])
        _count_letters(n, text, gold, mine)
    return {
        "partial": _f1(n["partP"], n["pred"], n["partR"], n["gold"]),
        "who said what": _f1(n["e2e"], n["pred"], n["e2e"], n["gold"]),
        "cue": _f1(n["cue"], n["cueP"], n["cue"], n["cueR"]),
        "source": _f1(n["source"], n["sourceP"], n["source"], n["sourceR"]),
        "voice": 100 * n["voice right"] / (n["voice"] or 1),
        "quoted": _f1(n["q both"], n["q mine"], n["q both"], n["q gold"]),
        "scare": _f1(n["s both"], n["s mine"], n["s both"], n["s gold"]),
    }


def _true(text: str, a: dict[str, Any], speech_only: bool) -> Item:
    item = Item(text, a)
    item.neutral = speech_only and not a.get("speech", True)
    return item


def _neutralise(gold: list[Item], mine: list[Item]) -> None:
    """A prediction that overlaps a neutral attribution best is neutral, too."""
    for p in mine:
        best = max(gold, key=lambda g: (len(g.content & p.content), not g.neutral), default=None)
        p.neutral = best is not None and best.neutral and bool(best.content & p.content)


def _count(n: Counter[str], gold: list[Item], mine: list[Item]) -> None:
    n["gold"] += len(gold)
    n["pred"] += len(mine)
    for some, others, measure in ((gold, mine, "partR"), (mine, gold, "partP")):
        for a in some:
            n[measure] += max((len(a.content & b.content) for b in others), default=0) / len(a.content)  # type: ignore[assignment]
    for g, p in _pairs(gold, mine):
        for part in ("cue", "source"):
            theirs, ours = getattr(g, part), getattr(p, part)
            n.update({part + "R": bool(theirs), part + "P": bool(ours), part: bool(theirs & ours)})
        n["e2e"] += bool(g.source & p.source) or not (g.source or p.source)


def _pairs(gold: list[Item], mine: list[Item]) -> list[tuple[Item, Item]]:
    overlaps = ((len(g.content & p.content) / len(g.content | p.content), -i, -j)
                for i, g in enumerate(gold) for j, p in enumerate(mine) if g.content & p.content)  # fmt: skip
    found: dict[int, int] = {}
    for overlap, i, j in sorted(overlaps, reverse=True):
        if overlap >= 0.5 and -i not in found and -j not in found.values():
            found[-i] = -j
    return [(gold[i], mine[j]) for i, j in found.items()]


def _count_letters(n: Counter[str], text: str, gold: list[Item], mine: list[Item]) -> None:
    theirs = frozenset().union(*(g.content for g in gold if not g.neutral))
    ours = frozenset().union(*(p.content for p in mine))
    left_out = frozenset().union(*(g.content for g in gold if g.neutral)) - theirs
    every = letters(text, [(0, len(text))]) - left_out
    n["voice"] += len(every)
    n["voice right"] += sum((i in theirs) == (i in ours) for i in every)
    for span in quoted(text):
        here = letters(text, [span])
        seen = here - left_out
        n.update({"q both": len(seen & theirs & ours), "q gold": len(seen & theirs), "q mine": len(seen & ours)})
        if here and len(here & left_out) * 2 <= len(here):
            not_theirs, not_ours = (len(here & some) * 2 <= len(here) for some in (theirs, ours))
            n.update({"s both": not_theirs and not_ours, "s gold": not_theirs, "s mine": not_ours})


def _f1(right_p: float, all_p: float, right_r: float, all_r: float) -> float:
    precision, recall = right_p / (all_p or 1), right_r / (all_r or 1)
    return 100 * 2 * precision * recall / (precision + recall) if precision + recall else 0.0
