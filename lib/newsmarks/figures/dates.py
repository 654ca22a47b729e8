"""Dates, years and hours of the day; and digits that are a name: codes, ordinals, numbered things."""

from __future__ import annotations

import re
from functools import cache

from newsmarks.english import listed
from newsmarks.figures.found import Found, named, rule_id, share
from newsmarks.model import Span
from newsmarks.text import word_before

MONTHS = listed("months") | listed("short_months")
WEEKDAYS = listed("weekdays") | listed("short_weekdays")
PLACES = listed("places_in_a_row")
BEFORE_A_TIME, BEFORE_A_YEAR = listed("before_a_time"), listed("before_a_year")
WEEKDAY = r"(?-i:(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thur|Thurs|Fri|Sat|Satur|Sun)(?:day)?\b\.?)"
#: A capital word that may be a month, to be looked up; a full stop belongs to a short form only.
MONTH = r"(?-i:[A-Z][a-z]{2}(?:t?\b(?:(?<!May)\.)?|[a-z]{1,6}\b))"
YEAR = r"(?:1[4-9]\d\d|20\d\d)(?![\d,.]\d|\w)"
TH = "(?:st|nd|rd|th)"
DAY = rf"(?:3[01]|[12]\d|0?[1-9]){TH}?(?!\w|[,.:]\d|\s?%)"


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """A pattern with white space for the eye, compiled when it is first used."""
    return re.compile(text, re.I | re.X)


DAY_OF_WEEK = re.compile(rf"{WEEKDAY},?\s+")
MONTH_FIRST = rf"""
    (?P<month>{MONTH})\s+{DAY}(?:\s?[-–]\s?{DAY})?(?:,?\s+{YEAR})? | (?P<alone>{MONTH}),?\s+(?:of\s+)?{YEAR}
"""
DAY_FIRST = rf"{DAY}(?:\s?[-–]\s?{DAY}|\s+(?:to|and|or)\s+{DAY})?\s+(?:of\s+)?(?P<month>{MONTH})(?:,?\s+{YEAR})?"
IN_DIGITS = r"""
    (?:AD\s\d{1,4}|\d{1,4}\s(?:AD|BC|BCE|CE))\b
  | \d{4}-\d\d-\d\d(?![\w-]) | \d{1,2}([/.])\d{1,2}\1(?:\d{4}|\d\d)(?![\w/])
"""
MONTH_ALONE = rf"(?P<month>{MONTH})"
CLOCK = (
    r"\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?(?![\w:])"
    r" | \d{1,2}(?:\.[0-5]\d)?\s?[ap]\.?m\b\.? | noon\b | midnight\b"
)
YEARS = rf"""
    (?:1[4-9]\d\d|20\d\d)\s?[-–/]\s?(?:1[4-9]\d\d|20\d\d|\d\d)(?![,.]?\w) | (?:\d\d)?\d0['’]?s(?!\w)
  | \d{{1,2}}{TH}(?:\s+|-)centur(?:y|ies)\b | {YEAR}
"""
#: Behind four digits: what makes a count of them ("1821 sheep").
THINGS = re.compile(
    r"\s+(?:people|men|women|children|sheep|fish|cattle|troops|[a-z]+(?<![iu])(?<!s)s)\b"
    r"|\s?%|\s+(?:percent|per\scent|million)\b"
)
ORDINAL = rf"\d++(?:,\d{{3}}){{0,100}}{TH}(?!\w)"
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?![\w/])")
PHONE = re.compile(r"(?:\d{3}-)?\d{3}-\d{4}(?!\d)")
ODD = r"\d++(?:\.\d++){2,} | \d\w*+(?:-\w++)*"
CODE = re.compile(r"[A-Za-z]++(?:[-‐‑]?\d++[A-Za-z]*+)+(?:-\w++)*")
SPELT_ORDINAL = re.compile(rf"(?:{'|'.join(word.title() for word in sorted(PLACES))})(?=\s[A-Z])")


def date(text: str, start: int) -> Found | None:
    """A date, a month or an hour; a month or "noon" alone only where a word before it makes a time of it."""
    week = DAY_OF_WEEK.match(text, start)
    at = week.end() if week else start
    found = _pattern(DAY_FIRST if text[at : at + 1].isdigit() else MONTH_FIRST).match(text, at)
    if found and _is_in_calendar(found):
        return Found(Span(start, found.end()), rule_id("date"))
    if found := _pattern(IN_DIGITS).match(text, start):
        return named(found, "date")
    clock = _pattern(CLOCK).match(text, start)
    if clock and not clock.group().isalpha():
        return named(clock, "clock")
    if word_before(text, start) not in BEFORE_A_TIME:
        return None
    month = _pattern(MONTH_ALONE).match(text, start)
    return named(clock, "clock") or (named(month, "date") if month and _is_in_calendar(month) else None)


def _is_in_calendar(found: re.Match[str]) -> bool:
    """Whether the capital word of a pattern is a month."""
    return all(word is None or word.lower().removesuffix(".") in MONTHS for word in found.groupdict().values())


def year(text: str, start: int) -> Found | None:
    """A year, a decade, a century or a span of years."""
    return named(_pattern(YEARS).match(text, start), "year")


def may_count(text: str, span: Span) -> bool:
    """Whether four digits may be no year: no word before them makes a time of them."""
    bracket = text[max(0, span.start - 2) : span.start].rstrip().endswith("(")
    return span.of(text).isdigit() and not bracket and word_before(text, span.start) not in BEFORE_A_YEAR


def slashed(text: str, start: int) -> Found | None:
    """A small fraction ("3/4"), or a name made of digits ("9/11", "24/7", a telephone number)."""
    if found := PHONE.match(text, start):
        return named(found, "code")
    if not (found := SLASHED.match(text, start)):
        return None
    part, whole = int(found[1]), int(found[2])
    if 0 < part < whole <= 10:
        return share(Span(*found.span()), part / whole)
    return named(found, "code")


def ordinal(text: str, start: int) -> Found | None:
    """A place in a row in digits ("36th")."""
    return named(_pattern(ORDINAL).match(text, start), "ordinal")


def place(text: str, start: int) -> Found | None:
    """A place in a row that is part of a name ("the First Lady"), where no sentence begins."""
    inside = text[start - 2 : start - 1].islower() and text[start - 1].isspace()
    return named(SPELT_ORDINAL.match(text, start), "ordinal") if inside else None


def code(text: str, start: int) -> Found | None:
    """A word that holds digits: a code, or the "mid-1990s"."""
    if text[start : start + 4].casefold() == "mid-" and (found := _pattern(YEARS).match(text, start + 4)):
        return Found(Span(start, found.end()), rule_id("year"))
    return named(CODE.match(text, start), "code")


def odd(text: str, start: int) -> Found | None:
    """Digits that the grammar cannot read as a quantity ("5G", "1.2.3")."""
    found = _pattern(ODD).match(text, start)
    return named(found, "code") if found and not found.group().isdigit() else None
