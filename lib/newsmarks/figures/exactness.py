"""How exact a figure is by the words about it: about, more than, up or down; and words that count without a number."""

from __future__ import annotations

import re

from newsmarks.english import LISTS, listed
from newsmarks.figures.found import Found
from newsmarks.figures.numerals import SCALES
from newsmarks.model import Span
from newsmarks.phrases import Phrase, after, pieces
from newsmarks.text import word_before, words_before

APPROX = {"more": ">", "less": "<", "about": "~", "exact": "="}
#: Words before a number -> the sign that they are shown by.
SIGNS = {words: APPROX[how] for how, several in LISTS["approximators"].items() for words in several}
MOST = max(len(words.split()) for words in SIGNS)
AFTER = re.compile(r"(?P<more>\s+or\s+more\b|-?plus\b|\+)|(?P<so>\s+or\s+so\b|-odd\b)|\s+or\s+(?:less|fewer)\b", re.I)
FELL, ROSE = listed("fell"), listed("rose")
CHANGES = FELL | ROSE
FILLERS = listed("change_fillers")
TREND = re.compile(
    r"\s+(?:\w+\s+)?(?:(?P<up>rise|increase|growth|jump|gain|surge)|drop|fall|decline|decrease|cut|reduction)\b", re.I
)


def approximated(text: str, found: Found, floor: int) -> Found:
    """The figure with the words about it that say how exact it is, or that it went up or down."""
    if found.value is None or found.approx != "=":
        return found
    (start, end), sign = found.span, "="
    if about := _about(text, found, floor):
        sign, start = about
    if more := AFTER.match(text, end):
        end, sign = more.end(), ">" if more["more"] else "~" if more["so"] else "<"
    return found._replace(span=Span(start, end), approx=_trend(text, start, end, floor) or sign)


def _about(text: str, found: Found, floor: int) -> tuple[str, int] | None:
    """The sign of the longest phrase right before a figure that tells how exact it is, and its place."""
    before = words_before(text, found.span.start, most=MOST, floor=floor)
    for count in range(len(before), 0, -1):
        phrase = " ".join(word for word, _ in reversed(before[:count]))
        if phrase in SIGNS:
            return None if phrase in _not_meant(found) else (SIGNS[phrase], before[count - 1][1])
    return None


def _not_meant(found: Found) -> tuple[str, ...]:
    """Words that say nothing of how exact a figure is: "over six years" is how long it took."""
    apart = () if isinstance(found.value, tuple) else ("between", "from")
    return (*apart, "over", "under") if found.rule == "figures.duration" else apart


def _trend(text: str, start: int, end: int, floor: int) -> str:
    for word, _ in words_before(text, start, most=4, floor=floor):
        if word in CHANGES:
            return "down" if word in FELL else "up"
        if word not in FILLERS:
            break
    trend = after(TREND, text, end)
    return "" if not trend else "up" if trend["up"] else "down"


# --- words that count without a number --------------------------------------------------------

PLURAL = re.compile(
    r"\s+(?:(?:of|people|men|women|children|police|staff)\b|(?:[\w’'-]+\s+){0,2}?[\w’'-]*[^\W\dsiu]s\b)"
)
BEFORE_A_PLURAL, BEFORE_A_SUPERLATIVE = listed("before_a_plural"), listed("before_a_superlative")
#: What may follow those in place of a plural, for whoever was named before: "some had left".
VERB = re.compile(r"\s+(?:of|had|have|has|were|are|will|would|could|can|did|do|said|say|came|went|left|[a-z]{3,}ed)\b")
BIGGER = re.compile(rf"\s+(?:{'|'.join(SCALES)})\b", re.I)
TIMES = {"doubl": 2, "twice": 2, "twofold": 2, "tripl": 3, "trebl": 3, "threefold": 3, "quadrupl": 4, "fourfold": 4,
         "fivefold": 5, "tenfold": 10, "hundredfold": 100, "halv": 0.5, "cut in half": 0.5}  # fmt: skip


def in_words(text: str, phrase: Phrase) -> Found | None:
    """A figure that its words alone tell."""
    words, span = pieces(phrase.span.of(text)), phrase.span
    if words in BEFORE_A_PLURAL and not (PLURAL.match(text, span.end) or VERB.match(text, span.end)):
        return None
    if words == "most" and _grades(text, span.start):
        return None
    if phrase.rule.id == "figures.vague-few" and (scale := BIGGER.match(text, span.end)):
        span = Span(span.start, scale.end())
    if phrase.rule.id == "figures.change":
        value = next((float(v) for stem, v in TIMES.items() if words.startswith(stem)), None)
        return Found(span, phrase.rule.id, value, "down" if value and value < 1 else "up", "times")
    return Found(span, phrase.rule.id, approx="~" if phrase.rule.kind == "vague" else "=")


def _grades(text: str, start: int) -> bool:
    """Whether "most" grades what follows ("the most strident critics", "the town’s most …") and counts nothing."""
    return word_before(text, start) in BEFORE_A_SUPERLATIVE or text[start - 3 : start - 1].lower() in ("’s", "'s")
