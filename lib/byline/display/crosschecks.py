"""Questions that the figures of one article raise against each other; never a verdict. Better silent than wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from newsmarks.model import Figure, Reading, Span, Spans
from newsmarks.text import Sentences

#: Anywhere in the sentence, these make a second figure another thing, another time or a change.
APART = re.compile(
    r"\b(?:another|other|others|more|further|additional|extra|each|every|per|earlier|later|previous(?:ly)?|then|now"
    r"|yesterday|today|tonight|last|next|since|after|before|until|by|ago|rose|rises?|risen|fell|falls?|fallen|grew"
    r"|grown|climbed|dropped|increased|decreased|from|target|goal|planned?|expected|average|would|could|if)\b",
    re.I,
)
#: So many paragraphs apart, two figures may still be about one thing.
NEAR = 5
HELPERS = frozenset("has have had is are was were be been being the a an of all its their".split())
ENDS = re.compile(r"[.,;:!?()“”\"\n]|\b(?:and|but|while|who|which|that|said|says|say|according|because|as)\b", re.I)
BREAKS = re.compile(r"[.,;:!?()“”\"\n]|\b(?:and|but|while)\b", re.I)
TIMES = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:1[4-9]|20)\d\d|(?-i:January|February|March|April|May|June|July"
    r"|August|September|October|November|December)(?:\s\d+)?)\b",
    re.I,
)
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ISO = re.compile(r"(?<![\d-])(\d{4})-(\d\d)-(\d\d)(?![\d-])")
MONTH = rf"(?P<month>{'|'.join(MONTHS)})[a-z]*\.?"
NAMED = re.compile(
    rf"\b(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
    rf"(?:{MONTH}\s+(?P<day>\d{{1,2}})|(?P<first>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?"
    rf"{MONTH.replace('month', 'second')})"
    r"(?:st|nd|rd|th)?(?!\s?[-–]\s?\d|\d)(?:,?\s+(?P<year>\d{4}))?\b",
    re.I,
)
OTHER_YEAR = re.compile(
    r"\b(?:(?:last|next|following|previous|same) year|years? (?:ago|later|earlier)|anniversary|every|each"
    r"|(?:1[4-9]|20)\d\d)\b",
    re.I,
)
#: Bases that are a place: a share of them has no unit until somebody says what was counted.
PLACES = "city town village district suburb neighbourhood neighborhood settlement port".split()
BASE = re.compile(
    rf"\s+of\s+(?P<base>(?:the|this|that|our|their|its)\s+(?:{'|'.join(PLACES)})|(?-i:[A-ZÀ-Þ][^\W\d_]*[a-zà-ÿ]"
    r"(?:[ -][A-ZÀ-Þ][^\W\d_]+){0,2}))(?!['’\w-])(?P<after>[^\S\n]+[a-z]+|\s*[.,;:!?)]|\Z)",
    re.I,
)
#: After these a name or a place is the whole of what is meant, and not the first word of it.
GOES_ON = frozenset("has have had is are was were lay stands stood remains remained by after since over".split())
OWNED = re.compile(
    r"\b(?:own\w*|stakes?|shares?|shareholder\w*|holds?|held|holding|bought|sold|acquir\w+|stock)\b", re.I
)
NOT_PLACES = frozenset([*MONTHS, "january", "february", "march", "april", "june", "july", "august", "september",
                        "october", "november", "december", *(d.casefold() for d in DAYS), "mr", "mrs", "ms",
                        "dr"])  # fmt: skip
#: Of one whole, nobody is in both halves of these.
OPPOSED = (
    ("for", "against"), ("backed", "opposed"), ("supported", "opposed"), ("favoured", "opposed"),
    ("favored", "opposed"), ("agreed", "disagreed"), ("agree", "disagree"), ("approved", "rejected"),
    ("men", "women"), ("boys", "girls"), ("male", "female"), ("yes", "no"), ("won", "lost"), ("passed", "failed"),
    ("survived", "died"), ("stayed", "left"), ("closed", "open"),
)  # fmt: skip
OF_THESE = re.compile(r"\s+(?:out\s+)?of\s+(?:the|its|their|those|these|his|her|our)?\s*", re.I)


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a careful reader would ask of the article: the kind, the question, and the words it is about."""

    kind: str
    ask: str
    about: Spans


def find(reading: Reading) -> tuple[Question, ...]:
    """The questions in the order of the text; each quotes the words, with their paragraphs."""
    asked = (*_differing(reading), *_baseless(reading), *_weekdays(reading), *_too_large_parts(reading))
    return tuple(sorted(asked, key=lambda q: q.about))


def _quoted(reading: Reading, span: Span) -> str:
    return f"“{' '.join(span.of(reading.text).split())}” (P{reading.article.number(span.start)})"


def _around(reading: Reading, figure: Figure) -> Span:
    """The sentence of a figure, or what of it is near."""
    return Sentences(reading.article).around(figure.span)


# --- two figures for one thing ----------------------------------------------------------------


def _differing(reading: Reading) -> Iterator[Question]:
    """Figures that are told in the same words, of the same time, and cannot both be meant the same way."""
    things: dict[Thing, list[Figure]] = {}
    for figure in reading.figures:
        if thing := _thing(reading, figure):
            things.setdefault(thing, []).append(figure)
    for several in things.values():
        for one, other in pairwise(several):
            if not _agree(one, other) and _belong(reading, one, other):
                both = f"{_whole(reading, one)} and {_whole(reading, other)}"
                yield Question("two figures", f"{both}: do both count the same thing, and if so, why do they differ?",
                               (one.span, other.span))  # fmt: skip


def _belong(reading: Reading, one: Figure, other: Figure) -> bool:
    """Whether two figures are told near each other, or by two sources: in a long list the same words come again."""
    apart = reading.article.number(other.span.start) - reading.article.number(one.span.start)
    named = {reading.attributions[f.attribution].source_name for f in (one, other) if f.attribution is not None}
    return apart <= NEAR or len(named - {None}) == 2


Thing = tuple[frozenset[str], frozenset[str], str | None]


def _thing(reading: Reading, figure: Figure) -> Thing | None:
    """The words around a figure, the times in its sentence and its unit; None where it is not safe to compare."""
    if figure.kind not in ("exact", "percentage") or figure.value is None or figure.approx in ("up", "down"):
        return None
    sentence = _around(reading, figure)
    if not figure.counts or APART.search(sentence.of(reading.text)):
        return None
    behind = reading.text[figure.span.end : _thing_end(reading.text, figure)].casefold().split()
    words = frozenset(w for w in (*_before(reading, figure, sentence), *behind) if w not in HELPERS)
    times = frozenset(m.group().casefold() for m in TIMES.finditer(sentence.of(reading.text)))
    return (words, times, figure.unit) if 2 <= len(words) <= 10 else None


def _before(reading: Reading, figure: Figure, sentence: Span) -> list[str]:
    """The words of the clause before a figure, but for those that say who says it."""
    start = max((sentence.start, *(m.end() for m in BREAKS.finditer(reading.text, sentence.start, figure.span.start))))
    said = [s for a in reading.attributions for s in (*a.source, *a.cue) if s.overlaps(sentence)]
    found = re.finditer(r"[\w’'-]+", reading.text[start : figure.span.start])
    places = (Span(start + m.start(), start + m.end()) for m in found)
    return [p.of(reading.text).casefold() for p in places if not any(p.overlaps(s) for s in said)]


def _whole(reading: Reading, figure: Figure) -> str:
    return _quoted(reading, Span(figure.span.start, _thing_end(reading.text, figure)))


def _thing_end(text: str, figure: Figure) -> int:
    """Where the words that belong to a figure end: at a comma, a conjunction or a saying verb."""
    stop = ENDS.search(text, figure.span.end)
    end = stop.start() if stop else len(text)
    return figure.span.end + len(text[figure.span.end : end].rstrip())


def _ends(figure: Figure) -> tuple[float, float]:
    """The least and the most that a figure can mean, with a tenth on either side of an "about"."""
    value = figure.value or 0.0
    low, high = value if isinstance(value, tuple) else (value, value)
    if figure.approx == "~":
        return 0.9 * low, 1.1 * high
    return (low if figure.approx != "<" else 0.0), (high if figure.approx != ">" else float("inf"))


def _agree(one: Figure, other: Figure) -> bool:
    (low, high), (least, most) = _ends(one), _ends(other)
    return low <= most and least <= high


# --- percent of what? -------------------------------------------------------------------------


def _baseless(reading: Reading) -> Iterator[Question]:
    """A share of a place, where nothing says what was counted there."""
    for figure in reading.figures:
        if figure.kind != "percentage" or figure.approx in ("up", "down") or figure.criteria.what.score:
            continue
        base = BASE.match(reading.text, figure.span.end)
        if not base or OWNED.search(_around(reading, figure).of(reading.text)) or not _is_place(base):
            continue
        span = Span(figure.span.start, base.end("base"))
        name = " ".join(base["base"].split())
        yield Question("percent of what", f"{_quoted(reading, span)}: “{name}” is not a thing that can be "
                       "counted. What was counted there, and out of how many?", (span,))  # fmt: skip


def _is_place(base: re.Match[str]) -> bool:
    """Whether the words are all of the base, and one place by their form: no plural, no month, no "Mariupol homes"."""
    after = base["after"].strip().casefold()
    name = base["base"].casefold()
    named = name.split()[0] in ("the", "this", "that", "our", "their", "its")
    several = not named and (name.endswith("s") or name in NOT_PLACES)
    return not several and (not after.isalpha() or after in GOES_ON)


# --- does the weekday fit? --------------------------------------------------------------------


def _weekdays(reading: Reading) -> Iterator[Question]:
    known = _full_dates(reading)
    for figure in reading.figures:
        named = NAMED.fullmatch(figure.span.of(reading.text)) if figure.kind == "date" else None
        if not named or not named["weekday"]:
            continue
        day = _day(reading, figure, named, known)
        if day and DAYS[day.weekday()][:3].casefold() != named["weekday"].casefold():
            source = "" if named["year"] else ", the year of the other dates here"
            yield Question("weekday", f"{_quoted(reading, figure.span)}: in {day.year}{source}, that date was a "
                           f"{DAYS[day.weekday()]}. Which is meant, the weekday or the date?", (figure.span,))


def _day(reading: Reading, figure: Figure, named: re.Match[str], known: list[date]) -> date | None:
    """The day that is meant; without a year of its own, the nearest to the full dates, where these agree."""
    if named["year"]:
        return _made(named["year"], named)
    if not known or OTHER_YEAR.search(_around(reading, figure).of(reading.text)):
        return None
    nearest = {_nearest(named, full) for full in known}
    return nearest.pop() if len(nearest) == 1 else None


def _nearest(named: re.Match[str], full: date) -> date | None:
    near = (_made(year, named) for year in (full.year - 1, full.year, full.year + 1))
    return min((d for d in near if d), key=lambda d: abs(d - full), default=None)


def _full_dates(reading: Reading) -> list[date]:
    """Every date with a year in the article and in what is known of its publication."""
    words = [f.span.of(reading.text) for f in reading.figures if f.kind == "date"]
    words.append(str(reading.article.about.get("published", "")))
    return [day for text in words for day in _dates_in(text)]


def _dates_in(text: str) -> Iterator[date]:
    found: Iterable[date | None] = (
        *(_calendar(*map(int, m.groups())) for m in ISO.finditer(text)),
        *(_made(m["year"], m) for m in NAMED.finditer(text) if m["year"]),
    )
    return (day for day in found if day)


def _made(year: str | int, named: re.Match[str]) -> date | None:
    month = MONTHS.index((named["month"] or named["second"])[:3].casefold()) + 1
    return _calendar(int(year), month, int(named["day"] or named["first"]))


def _calendar(year: int, month: int, day: int) -> date | None:
    """The date, or None where no calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


# --- can a part be larger than the whole? -----------------------------------------------------


def _too_large_parts(reading: Reading) -> Iterator[Question]:
    text = reading.text
    for part, whole in pairwise(reading.figures):
        if _plain_number(part) and _plain_number(whole) and _least(part) > _ends(whole)[1]:
            between = OF_THESE.fullmatch(text, part.span.end, whole.span.start)
            if between:
                span = Span(part.span.start, whole.span.end)
                yield Question("part and whole", f"{_quoted(reading, span)}: can the part be larger than the whole?",
                               (span,))  # fmt: skip
    shares = [f for f in reading.figures if f.kind == "percentage" and f.unit in ("percent", "per cent", "%")]
    for one, other in pairwise(shares):
        if _exclude(reading, one, other) and _least(one) + _least(other) > 100:
            total = f"{_least(one) + _least(other):g}"
            yield Question("part and whole", f"{_quoted(reading, one.span)} and {_quoted(reading, other.span)} are "
                           f"{total} percent together. Can anybody be counted in both?", (one.span, other.span))


def _plain_number(figure: Figure) -> bool:
    return figure.kind == "exact" and figure.unit is None and isinstance(figure.value, float | int)


def _least(figure: Figure) -> float:
    """The least that a figure claims; a part must exceed the whole even then."""
    return _ends(figure)[0]


def _exclude(reading: Reading, one: Figure, other: Figure) -> bool:
    """Whether two shares stand in one sentence, of one base, with words that leave nobody in both."""
    sentence = _around(reading, one)
    if not sentence.contains(other.span) or "up" in (one.approx, other.approx) or "down" in (one.approx, other.approx):
        return False
    first = reading.text[one.span.end : other.span.start].casefold()
    second = reading.text[other.span.end : sentence.end].casefold()
    bases = [re.match(r"\s+of\s+((?:the\s+)?\w+)", words) for words in (first, second)]
    if bases[0] is None or (bases[1] is not None and bases[1][1] != bases[0][1]):
        return False
    words = (set(re.findall(r"\w+", first)), set(re.findall(r"\w+", second)))
    return any((a in words[0] and b in words[1]) or (b in words[0] and a in words[1]) for a, b in OPPOSED)
