"""One figure as a card: what it says, who says it, the five questions, and what to ask next."""

from __future__ import annotations

import re
from collections.abc import Iterator

from byline.display.drawn import HALVES, WHOSE, needed
from byline.sheet import Card, Note, Sheet, Table
from newsmarks.model import CRITERIA, LADDER, NOT_FALSE, Figure, Reading
from newsmarks.text import sentences

EXACT = {"=": "as an exact number", "~": "about", "<": "less than, or at most", ">": "more than, or at least",
         "up": "as a rise", "down": "as a fall"}  # fmt: skip
#: How exact a figure without a number is, by its kind.
NO_NUMBER = {"vague": "an amount without a number", "implied total": "all or none, without a number",
             "date": "a date", "identifier": "a name: nothing is counted",
             "idiom": "a turn of phrase: nothing is counted"}  # fmt: skip
COUNTS_NOTHING = ("date", "identifier", "idiom")
#: The five questions as parts of one sentence.
NEXT = {"who": "who counted", "what": "what exactly was counted, and out of what", "when": "for which day it stands",
        "how": "how it was counted", "access": "where an outsider could have looked"}  # fmt: skip
NEXT_OF_A_DATE = {"who": "who says that it was then", "what": "what exactly happened then",
                  "when": "which day that was", "how": "how anybody knows that it was then",
                  "access": "where others could look it up"}  # fmt: skip
ALL_ANSWERED = "Every question has an answer here: look it up, or ask the source to show it."


def passport(reading: Reading, figure: str | Figure) -> Sheet:
    """One figure of the reading as a card, found by its words ("95 percent") or given itself.

    Raises ValueError that lists the figures there are.
    """
    needed(reading)
    found = figure if isinstance(figure, Figure) else _find(reading, figure)
    words = " ".join(found.span.of(reading.text).split())
    title = f"Passport of “{words}” (P{reading.article.number(found.span.start)})"
    asked = list(_asked(reading, found))
    heads = ("Question", "Score", "In the article, and still open")
    questions = [Table("Five questions", heads, asked, numbers=(1,))] if asked else []
    return Sheet([Card([Table(title, (), list(_facts(reading, found))), *questions, *_closing(words, found)])])


def _find(reading: Reading, words: str) -> Figure:
    """The first figure with exactly these words, else the only one that holds them or stands in them."""
    named = [(_plain(f.span.of(reading.text)), f) for f in reading.figures]
    asked = _plain(str(words))
    exact = [f for name, f in named if name == asked]
    near = [f for name, f in named if _holds(name, asked) or _holds(asked, name)]
    if exact or len(near) == 1:
        return (exact or near)[0]
    there = ", ".join(dict.fromkeys(f"“{' '.join(f.span.of(reading.text).split())}”" for f in reading.figures))
    if not there:
        raise ValueError("No figure is marked in this text, so there is no passport to show.")
    raise ValueError(f"There is no one figure “{words}” here. Copy one of these as it stands: {there}.")


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _holds(words: str, part: str) -> bool:
    return bool(part) and re.search(rf"(?<!\w){re.escape(part)}(?!\w)", words) is not None


# --- what stands on the card ------------------------------------------------------------------


def _facts(reading: Reading, figure: Figure) -> Iterator[tuple[str, str]]:
    """(label, words) of the upper part."""
    yield "In its place", _sentence(reading, figure)
    yield "What it says", _says(figure)
    if figure.kind not in COUNTS_NOTHING:
        yield "What it counts, as the machine reads it", figure.counts or "nothing that the machine can find"
    yield "Who says it", _who(reading, figure)


def _sentence(reading: Reading, figure: Figure) -> str:
    """The sentence of the figure without a stamp before it, or the figure alone where it stands in none."""
    holding = (p for p in reading.article.paragraphs if p.contains(figure.span))
    found = (s for p in holding for s in sentences(reading.text, p) if s.contains(figure.span))
    start, end = next(found, figure.span)
    stamps = [v.span.end for v in reading.voices if v.voice == "meta" and start < v.span.end <= figure.span.start]
    return " ".join(reading.text[max((start, *stamps)) : end].split())


def _says(figure: Figure) -> str:
    """Value, how exact and unit, in words."""
    if figure.value is None:
        return NO_NUMBER.get(figure.kind, "no number that can be written down")
    value = figure.value
    ends = value if isinstance(value, tuple) else (value,)
    number = " to ".join(f"{n:,.0f}" if abs(n) >= 1e6 else f"{n:,g}" for n in ends)
    unit = f" {figure.unit}" if figure.unit else ""
    return f"{number}{unit}, given {EXACT.get(figure.approx, figure.approx)}"


def _who(reading: Reading, figure: Figure) -> str:
    """The source with type and step, or that nobody is named."""
    a = reading.attributions[figure.attribution] if figure.attribution is not None else None
    if a is None or not any(span.overlaps(figure.span) for span in a.content):
        voice = reading.voice_at(figure.span.start)
        return f"{WHOSE[voice.voice if voice else 'reporter']}; nobody is named as the source"
    step = f"step {a.ladder} of 5, {LADDER.get(a.ladder, 'not on the ladder')}"
    if a.source:
        return f"{a.source_name or reading.words(a.source)} ({a.source_type}; {step})"
    cue = f", held at a distance by “{reading.words(a.cue)}”" if a.cue else ""
    return f"nobody named{cue} ({step})"


def _asked(reading: Reading, figure: Figure) -> Iterator[tuple[str, str, str]]:
    """(question, score, the words that earned it and what is still to be asked); none where nothing is counted."""
    for name, criterion in figure.criteria.items() if figure.verdict != "not a quantity" else ():
        earned = f"“{' '.join(criterion.words.of(reading.text).split())}”." if criterion.words else ""
        missing = f"Still open: {criterion.ask}" if criterion.score < 1 else ""
        yield CRITERIA[name], f"{HALVES[criterion.score]} of 1", " ".join(filter(None, (earned, missing)))


def _closing(words: str, figure: Figure) -> Iterator[Note]:
    """What stands in the lower part."""
    if figure.verdict == "not a quantity":
        yield Note("Verdict", figure.verdict)
    else:
        total = sum(c.score for _, c in figure.criteria.items())
        yield Note("Verdict", f"{figure.verdict} ({total:g} of {len(CRITERIA)})")
        if figure.verdict.startswith("not checkable"):
            yield Note("Remember", NOT_FALSE)
        yield Note("A careful reader would ask next", _next(words, figure))
    yield Note("Why the machine marks it", f"{figure.why} (rule: {figure.rule})")


def _next(words: str, figure: Figure) -> str:
    """One sentence from the first two questions that are open, those without any answer first."""
    given = list(figure.criteria.items())
    missing = [n for n, c in given if c.score == 0] + [n for n, c in given if 0 < c.score < 1]
    ask = NEXT_OF_A_DATE if figure.kind == "date" else NEXT
    if missing:
        return f"About “{words}”, can you tell me {', and '.join(ask[name] for name in missing[:2])}?"
    return ALL_ANSWERED
