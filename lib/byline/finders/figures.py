"""Figures: numbers and quantities, and what a reader of this article could check of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from byline.finders.numerals import DIGITS, NUMBER, OPENERS, PARTS, SCALES, any_of, value_of
from byline.finders.phrases import Lexicon, Phrase, Sentences, lexicon
from byline.model import CRITERIA, Article, Attribution, Criterion, Figure, Span, Voice
from byline.rules import Rule, rules

Value = float | tuple[float, float] | None


@dataclass(frozen=True)
class Found:
    """A figure as the grammar sees it, before anyone asks who counted."""

    span: Span
    rule: Rule
    value: Value = None
    approx: str = "="
    unit: str | None = None


def find(article: Article, voices: tuple[Voice, ...], attributions: tuple[Attribution, ...]) -> tuple[Figure, ...]:
    """The figures of an article, in text order and apart, each with what could be checked of it."""
    found = tuple(_scan(article.text))
    if not found:
        return ()
    whose = _holders([f.span for f in found], attributions)
    evidence = Evidence(article, found)
    return tuple(_figure(article.text, f, at, attributions, evidence) for f, at in zip(found, whose, strict=True))


# --- the grammar -----------------------------------------------------------------------------

MONTH = (
    r"(?-i:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|Mar\.|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
WEEKDAY = r"(?-i:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tue|Tues|Wed|Thu|Thurs|Fri|Sat|Sun)\b\.?)"
YEAR = r"(?:1[4-9]\d\d|20\d\d)(?![\d,.]\d|\w)"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\w|[,.:]\d|\s?%)"
TH = r"(?:st|nd|rd|th)"
ORDINAL = r"(?-i:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Eleventh|Twelfth)"
END = r"(?![\w%])(?!\.\d)"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.I | re.X)


DATE = _pattern(rf"""
    (?:{WEEKDAY},?\s+)? (?: {MONTH}\s+{DAY}(?:\s?[-–]\s?{DAY})?(?:,?\s+{YEAR})?
                          | {DAY}\s+(?:of\s+)?{MONTH}(?!\w)(?:,?\s+{YEAR})? )
  | {MONTH},?\s+(?:of\s+)?{YEAR}
  | \d{{4}}-\d\d-\d\d(?![\w-]) | \d{{1,2}}([/.])\d{{1,2}}\1(?:\d{{4}}|\d\d)(?![\w/])
""")
CLOCK = _pattern(r"\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?(?![\w:])|\d{1,2}\s?[ap]\.?m\b\.?")
YEARS = _pattern(rf"""
    (?:1[4-9]\d\d|20\d\d)\s?[-–/]\s?(?:1[4-9]\d\d|20\d\d|\d\d)(?![,.]?\w) | (?:\d\d)?\d0['’]?s(?!\w)
  | \d{{1,2}}{TH}(?:\s+|-)centur(?:y|ies)\b | {YEAR}
""")
ORDINALS = _pattern(rf"\d++(?:,\d{{3}})*+{TH}(?!\w)")
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?![\w/])")
PHONE = re.compile(r"(?:\d{3}-)?\d{3}-\d{4}(?!\d)")
ODD = _pattern(r"\d++(?:\.\d++){2,}+ | \d[\w]*+(?:-\w++)*+")
CODE = re.compile(r"[A-Za-z]++(?:[-‐‑]?\d++[A-Za-z]*+)++(?:-\w++)*+")
PART = _pattern(rf"""
    (?P<n>an?|one|two|three|four|five|six|seven|nine|\d{{1,2}})[\s-]+(?P<d>{any_of(PARTS)})(?!\w)
  | (?P<half>half)(?=\s+(?:of|the|an?|its|their|his|her|our|my|all|that|those|these)\b)
  | (?P<few>{NUMBER})\s+(?:in|out\s+of)\s+(?:every\s+)?(?P<many>{NUMBER}){END}
""")
UNIT = r"(?:\s?(?:%|‰)|[\s-]?°\s?[CF]?\b|[\s-]{1,2}(?:US\s)?UNITS(?!\w)|UNITS(?!\w))"
CURRENCY = r"[$€£¥₴₽₹]"


@cache
def _rule(name: str) -> Rule:
    return next(r for r in rules("figures") if r.id == f"figures.{name}")


@cache
def _quantity(*, between: bool = False) -> re.Pattern[str]:
    """A number, or two that make a range, with the unit; "and" joins two only after "between"."""
    names = ("money", "measure", "percent", "duration", "age")
    unit = UNIT.replace("UNITS", any_of(term for name in names for term in _rule(name).terms))
    joins = r"\s?[-–—]\s?|\s+(?:to|or|and)\s+" if between else r"\s?[-–—]\s?|\s+(?:to|or)\s+"
    high = rf"(?:{joins})(?P<high>{CURRENCY}?\s?{NUMBER}){END}"
    return re.compile(
        rf"(?P<currency>{CURRENCY}\s?)?(?P<low>{NUMBER})(?:(?:{unit})?{high})?(?P<unit>{unit})?+{END}", re.I
    )


@cache
def _numbered() -> re.Pattern[str]:
    spelt = any_of(["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"])
    return re.compile(
        rf"{any_of(_rule('numbered').terms)}\.?\s+(?:no\.\s*|\#)?"
        rf"(?:\d++[A-Za-z]?(?:[.-]\d++)*+(?![\w%]|,\d)|(?-i:{spelt}|(?!I\b)[IVXLC]++)(?!\w))"
        r"(?!\s+(?:people|percent|per\s+cent|million|billion|thousand|hundred|[a-z]+[^\Wsiu]s)\b)",
        re.I,
    )


@cache
def _units() -> dict[str, str]:
    return {term.casefold(): name for name in ("money", "measure", "percent", "duration", "age")
            for term in _rule(name).terms}  # fmt: skip


@cache
def _words() -> Lexicon:
    """The figures that are found by their words alone."""
    grammar = {"money", "measure", "percent", "duration", "age", "numbered"}
    return Lexicon(tuple(r for r in rules("figures") if r.id.removeprefix("figures.") not in grammar))


TOKEN = re.compile(r"[$€£¥₴₽₹]|\d[^\W_]*+(?:-[^\W_]++)*+|[^\W\d_][^\W_]*+(?:(?:['’](?!s\b)|[-‐‑])[^\W_]++)*+")
CALENDAR = frozenset({"jan feb mar apr may jun jul aug sep sept oct nov dec"} | set(
    "january february march april may june july august september october november december jan feb mar apr jun "
    "jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu "
    "thurs fri sat sun".split()))  # fmt: skip


@cache
def _starts() -> Mapping[str, str]:
    """Word -> what may start with it: a number, a date, a numbered thing or a spelt place in a row."""
    ordinals = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
    heads = {term.split()[0] for term in _rule("numbered").terms}
    return {
        **dict.fromkeys(ordinals, "place"), **dict.fromkeys(heads, "numbered"), **dict.fromkeys(CALENDAR, "date"),
        **dict.fromkeys(OPENERS, "number"), "a": "number", "an": "number",
    }  # fmt: skip


def _scan(text: str) -> Iterator[Found]:
    """Every figure, from left to right: what the words alone tell first, then the grammar of numbers."""
    end, words, starts = 0, _words(), _starts()
    for token in TOKEN.finditer(text):
        start = token.start()
        if start < end:
            continue
        word = token.group().casefold()
        known, opens = words.lengths.get(word), starts.get(word)
        if not opens and not word.isalpha():
            opens = _opens(word)
        if not (known or opens):
            continue
        phrase = words.at(text, start, known) if known else None
        found = (phrase and _phrase(text, phrase)) or (opens and _at(text, start, opens, token.group()))
        if found:
            found = _approximated(text, found, end)
            end = found.span.end
            yield found


def _opens(word: str) -> str:
    """What may start with a word that is on no list: digits, a code ("G7"), or a compound ("ninety-five")."""
    if word[0].isdigit() or not word[0].isalpha():
        return "number"
    if "-" in word and word.partition("-")[0] in OPENERS:
        return "number"
    return "code"


def _at(text: str, start: int, opens: str, token: str) -> Found | None:
    """The figure that starts here, by what may start with this word."""
    if start and text[start - 1] in "/@#_=&" and token[0].isdigit():
        return None
    if opens == "number":
        return _number(text, start)
    if opens == "date":
        return _date(text, start)
    if opens == "numbered":
        found = _numbered().match(text, start)
        return Found(Span(*found.span()), _rule("numbered")) if found else None
    if opens == "place":
        return _place(text, start)
    return _code(text, start)


def _number(text: str, start: int) -> Found | None:
    if text[start].isdigit() and (found := _date(text, start) or _year(text, start) or _ordinal(text, start)):
        return found
    return _slashed(text, start) or _part(text, start) or _quantity_at(text, start) or _odd(text, start)


def _slashed(text: str, start: int) -> Found | None:
    """A small fraction ("3/4"), or a name made of digits ("9/11", "24/7", a telephone number)."""
    if found := PHONE.match(text, start):
        return Found(Span(*found.span()), _rule("code"))
    if not (found := SLASHED.match(text, start)):
        return None
    part, whole = int(found[1]), int(found[2])
    if 0 < part < whole <= 10:
        return Found(Span(*found.span()), _rule("fraction"), part / whole, unit="share")
    return Found(Span(*found.span()), _rule("code"))


def _date(text: str, start: int) -> Found | None:
    for pattern, name in ((DATE, "date"), (CLOCK, "clock")):
        if found := pattern.match(text, start):
            return Found(Span(*found.span()), _rule(name))
    return None


BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|during|of|early|late|mid|before|after|year|the|spring|summer|autumn|fall"
    r"|winter|through|between|around|circa|and|to)|\()\s*\Z",
    re.I,
)
THINGS = re.compile(r"\s+(?:people|men|women|children|sheep|fish|cattle|troops|[a-z]+(?<![iu])(?<!s)s)\b|\s?%|\s+(?:percent|per cent|million)\b")


def _year(text: str, start: int) -> Found | None:
    """A year or a span of years; "1821 sheep" and "2000 homes" are counts."""
    found = YEARS.match(text, start)
    if not found:
        return None
    words = found.group()
    if words.isdigit():
        counted = THINGS.match(text, found.end()) or _quantity_unit(text, start)
        if counted and not BEFORE_YEAR.search(text[max(0, start - 12) : start]):
            return None
    return Found(Span(*found.span()), _rule("year"))


def _quantity_unit(text: str, start: int) -> str | None:
    found = _quantity().match(text, start)
    return found.group("unit") if found else None


def _ordinal(text: str, start: int) -> Found | None:
    found = ORDINALS.match(text, start)
    return Found(Span(*found.span()), _rule("ordinal")) if found else None


def _place(text: str, start: int) -> Found | None:
    """A spelt ordinal that begins a name inside a sentence ("the Second World War")."""
    found = re.compile(rf"{ORDINAL}(?=\s[A-Z])").match(text, start)
    inside = re.search(r"[a-z]\s\Z", text[max(0, start - 2) : start])
    return Found(Span(*found.span()), _rule("ordinal")) if found and inside else None


def _code(text: str, start: int) -> Found | None:
    """A word that holds digits: a code, or the "mid-1990s"."""
    if text[start : start + 4].casefold() == "mid-" and (found := YEARS.match(text, start + 4)):
        return Found(Span(start, found.end()), _rule("year"))
    found = CODE.match(text, start)
    return Found(Span(*found.span()), _rule("code")) if found else None


def _odd(text: str, start: int) -> Found | None:
    """Digits that the grammar cannot read as a quantity ("5G", "555-1234")."""
    found = ODD.match(text, start)
    if not found or found.group().isdigit():
        return None
    return Found(Span(*found.span()), _rule("code"))


LOOSE = re.compile(r"\s+of\b|\s*[.,;:!?)”\"']|\s+(?:more|less|fewer|higher|lower|larger|smaller)\b|\s*\Z")


def _part(text: str, start: int) -> Found | None:
    """A fraction: "two thirds", "half of", "one in five"."""
    found = PART.match(text, start)
    if not found:
        return None
    span, ordinal = Span(*found.span()), found["n"] in ("a", "an", "A", "An")
    if found["many"]:
        few, many = value_of(found["few"]), value_of(found["many"])
        fits = 0 < few < many <= 1000 and not (THINGS_TIME.match(text, span.end))
        return Found(span, _rule("fraction"), few / many, unit="share") if fits else None
    if found["half"]:
        if re.search(r"\b(?:first|second|other|better|last|latter)\s\Z", text[max(0, start - 8) : start], re.I):
            return None
        if re.match(r"half\s+an?\s+(?:dozen|million|billion|hundred|thousand|trillion)\b", text[start:start + 24], re.I):
            return None
        return Found(span, _rule("fraction"), 0.5, unit="share")
    if ordinal and not (LOOSE.match(text, span.end) or text[max(0, start - 3) : start].casefold() == "by "):
        return None
    count = 1.0 if ordinal else value_of(found["n"])
    if count >= PARTS[found["d"].casefold()]:
        return None
    return Found(span, _rule("fraction"), count / PARTS[found["d"].casefold()], unit="share")


THINGS_TIME = re.compile(r"\s+(?:second|minute|hour|day|night|week|month|year|decade)s?\b", re.I)
NOT_COUNTED = re.compile(
    r"\b(?:which|this|that|the|no|any|each|every|another|some|only|last|first|next|not|good|new|big|bad|old|right"
    r"|wrong|is|was|as|than|with|for|or|every|if|be|and)\s\Z",
    re.I,
)
COUNTS_ONE = re.compile(
    r"\s+(?!(?:of|is|was|has|had|can|could|would|should|will|may|might|must|who|that|to|day|thing|another|by|or|and"
    r"|in|on|at|with|for|from|as|but|when|where|if|which|i|you|he|she|we|they|it|the|a|an|might|does|did|whose"
    r"|than|so|side|knows?|wants?|needs?|wonders?|reason|way)\b)[a-z]"
)


def _quantity_at(text: str, start: int) -> Found | None:
    """A number, range, sum, measurement, percentage, age or length of time."""
    between = _preceded(text, start, r"\bbetween\s+")
    found = _quantity(between=between).match(text, start)
    if not found:
        return None
    if found["low"].casefold() == "one" and not (found["high"] or found["unit"] or _is_count(text, found)):
        return None
    return _measured(text, found)


def _is_count(text: str, found: re.Match[str]) -> bool:
    """Whether "one" counts a thing ("one person") and does not stand for one ("which one")."""
    if not COUNTS_ONE.match(text, found.end()):
        return False
    return not NOT_COUNTED.search(text[max(0, found.start() - 8) : found.start()])


def _measured(text: str, found: re.Match[str]) -> Found:
    low = value_of(found["low"])
    unit = (found["unit"] or "").strip(" -\u00a0\t\n") or (found["currency"] or "").strip() or None
    name = _kind_of_unit(unit)
    if not found["high"]:
        return Found(Span(*found.span()), _rule(name), low, unit=unit)
    top = value_of(found["high"])
    low = _same_scale(found["low"], found["high"], low, top)
    dashed = re.search(r"\d[-–—]\d", found.group())
    is_score = dashed and (low > top or (top < 30 and re.match(r"\s(?:vote|ruling|win|victory|defeat|loss|draw|lead)\b",
                                                   text[found.end() : found.end() + 9])))  # fmt: skip
    if is_score and unit is None:
        name = "score"
    elif name == "number":
        name = "range"
    return Found(Span(*found.span()), _rule(name), (low, top), unit=unit)


def _same_scale(low_words: str, high_words: str, low: float, top: float) -> float:
    """In "5 to 7 million" the scale of the second number is that of the first as well."""
    for word, scale in SCALES.items():
        if high_words.casefold().rstrip().endswith(word) and word not in low_words.casefold() and low * scale <= top:
            return low * scale
    return low


def _kind_of_unit(unit: str | None) -> str:
    if unit is None:
        return "number"
    if unit in "$€£¥₴₽₹":
        return "money"
    if unit in "%‰":
        return "percent"
    plain = " ".join(unit.casefold().split()).removeprefix("us ")
    return _units().get(plain, "measure")


PLURAL = re.compile(r"\s+(?:of\b|people\b|men\b|women\b|children\b|police\b|staff\b|(?:[\w’'-]+\s+){0,2}?[\w’'-]*[^\W\dsiu]s\b)")
COUNTED = frozenset({"some", "most", "few", "many", "various", "numerous", "countless", "innumerable", "several"})
BIGGER = re.compile(rf"\s+(?:{'|'.join(SCALES)})\b", re.I)
TIMES = {"doubl": 2.0, "twice": 2.0, "twofo": 2.0, "tripl": 3.0, "trebl": 3.0, "three": 3.0, "quadr": 4.0, "fourf": 4.0,
         "fivef": 5.0, "tenfo": 10.0, "hundr": 100.0, "halve": 0.5, "halvi": 0.5, "cut i": 0.5}  # fmt: skip


def _phrase(text: str, phrase: Phrase) -> Found | None:
    """A figure that words alone tell; "some", "most" and their kin only where a plural follows."""
    words, span = phrase.span.of(text).casefold(), phrase.span
    if words in COUNTED and not PLURAL.match(text, span.end):
        return None
    if phrase.rule.id == "figures.vague-few" and (more := BIGGER.match(text, span.end)):
        span = Span(span.start, more.end())
    if phrase.rule.id == "figures.change":
        value = TIMES[words[:5]]
        return Found(span, phrase.rule, value, "up" if value > 1 else "down", "times")
    return Found(span, phrase.rule, approx="~" if phrase.rule.kind == "vague" else "=")


# --- about, more than, up, down ---------------------------------------------------------------

APPROXIMATORS: dict[str, tuple[str, ...]] = {
    ">": ("more than", "over", "above", "at least", "no fewer than", "no less than", "not less than", "upwards of",
          "upward of", "exceeding", "greater than", "a minimum of", "in excess of", "well over", "just over"),
    "<": ("less than", "fewer than", "under", "below", "up to", "at most", "no more than", "not more than",
          "as many as", "as much as", "a maximum of", "just under", "well under"),
    "~": ("about", "around", "approximately", "approx.", "roughly", "some", "nearly", "almost", "an estimated",
          "estimated", "close to", "circa", "somewhere around", "in the region of", "in the order of"),
    "=": ("exactly", "precisely", "between", "from", "a total of", "only", "just"),
}  # fmt: skip
SIGN = {word: sign for sign, words in APPROXIMATORS.items() for word in words}
BEFORE = re.compile(rf"(?<!\w)({any_of(SIGN)})\s+\Z", re.I)
AFTER = re.compile(r"\s+or\s+(?:(more|so)|less|fewer)\b|-?(plus|odd)\b|(\+)", re.I)
LESS = "fell fallen falls fall dropped drops drop declined declines decline decreased shrank shrunk slid plunged slumped down lost cut reduced".split()
MORE = "rose risen rises rise increased increases increase grew grown grows jumped climbed soared surged gained up expanded".split()
CHANGE = re.compile(rf"\b({any_of([*LESS, *MORE])})(?:\s+(?:by|about|nearly|almost|more\s+than|another|of))*\s+\Z", re.I)
TREND = re.compile(r"\s+(?:\w+\s+)?(?:(rise|increase|growth|jump|gain|surge)|drop|fall|decline|decrease|cut|reduction)\b", re.I)


def _approximated(text: str, found: Found, floor: int) -> Found:
    """The figure with the words before or after it that say how exact it is, and whether it went up or down."""
    if found.value is None or found.rule.id == "figures.change":
        return found
    start, end = found.span
    sign = found.approx
    before = BEFORE.search(text, max(floor, start - 24), start)
    if before and (isinstance(found.value, tuple) or before[1].casefold() not in ("between", "from")):
        words = " ".join(before[1].casefold().split())
        start, sign = before.start(), SIGN[words]
    if after := AFTER.match(text, end):
        sign = ">" if (after[1] or "").casefold() == "more" or after[3] or after[2] == "plus" else "~" if after[1] or after[2] else "<"
        end = after.end()
    if change := _trend(text, start, end, floor):
        sign = change
    return replace(found, span=Span(start, end), approx=sign)


def _trend(text: str, start: int, end: int, floor: int) -> str:
    if before := CHANGE.search(text, max(floor, start - 32), start):
        return "down" if before[1].casefold() in LESS else "up"
    after = TREND.match(text, end, end + 32)
    return "" if not after else "up" if after[1] else "down"


def _preceded(text: str, start: int, pattern: str) -> bool:
    return re.search(rf"{pattern}\Z", text[max(0, start - 16) : start], re.I) is not None


# --- what is counted --------------------------------------------------------------------------

STOP = (
    "a an the and or but nor of in on at to by for from with without into over under between as than that which who "
    "whom whose where when while after before since until because if though although so is are was were be been being "
    "am has have had do does did will would can could should may might must shall not never also said says say told "
    "remain remained fled came left died lost it he she they we you i this these those there here each per up down out "
    "off still now later ago more less only according including about around against among through during across "
    "rise increase growth jump gain surge drop fall decline decrease cut reduction"
).split()
NOUNS = re.compile(rf"(?:(?:\s+|-)(?!(?:{'|'.join(STOP)})\b)[^\W\d_][\w’'-]*+){{1,4}}?(?=\s+(?:{'|'.join(STOP)})\b|\s*[^\w\s’'-]|\s*\Z|(?<=[^\Wsiu]s)\s|(?<=people)\s|(?<=children)\s)")
OF = re.compile(r"\s+of(?:\s+(?:the|all|its|their|his|her|our|my|these|those|this|that|an?)\b)*+", re.I)
DONE = re.compile(r"\s+(?:(?:has|have|had|is|are|was|were|be|been|being|had)\s+){1,3}([a-z]+(?:ed|en|wn|lt|ost|ut|ilt))\b")
#: Words that, right after the noun, say where, which or whose: the noun is then defined.
DEFINED = re.compile(r"\s+(?:in|on|at|of|under|over|aged|who|that|which|with|without|near|inside|between|living|along)\b")


def _counted(text: str, found: Found) -> tuple[str | None, Span | None]:
    """The noun that a figure counts, with what befell it ("homes damaged"), and where the noun stands."""
    at = found.span.end
    if of := OF.match(text, at, at + 60):
        at = of.end()
    noun = NOUNS.match(text, at, at + 80)
    if not noun:
        return None, None
    words = " ".join(noun.group().replace("-", " ", 1).split() if noun.group().startswith("-") else noun.group().split())
    done = DONE.match(text, noun.end(), noun.end() + 60)
    start = noun.end() - len(noun.group().lstrip(" \t\n\r-\u00a0"))
    return (f"{words} {done[1]}" if done else words), Span(start, noun.end())


# --- who counted, and could anyone check? -----------------------------------------------------

#: Figures that a calendar answers.
PUBLIC = frozenset({"figures.date", "figures.year", "figures.clock"})
ASKS: dict[str, str] = {
    "who": "Who counted “{figure}”, and how did they come to know it?",
    "what": "What exactly is “{figure}”: what was counted, and what was left out?",
    "when": "For which day or hour does “{figure}” stand?",
    "how": "How was “{figure}” counted: one by one, from a sample, or by a guess?",
    "access": "Where could somebody else have looked at the time to check “{figure}”?",
}
OF_WHAT = "“{figure}” of what? What is the whole, and what was counted as part of it?"
NOT_A_COUNT = "“{figure}” counts nothing, so there is nothing to ask."
LOOK_UP = "Does a calendar agree with “{figure}”?"


class Evidence:
    """Where an article answers one of the five questions, ready to be asked by sentence."""

    def __init__(self, article: Article, found: tuple[Found, ...]) -> None:
        self._sentences = Sentences(article)
        marks = [(p.span, p.rule) for p in lexicon("criteria").find(article.text)]
        marks += [(f.span, None) for f in found if f.rule.id in PUBLIC]
        self._marks = sorted(marks, key=lambda m: m[0])
        self._starts = [span.start for span, _ in self._marks]

    def beside(self, span: Span) -> dict[str, tuple[float, Span]]:
        """Criterion -> the best score that words in the sentence of a figure earn for it, and those words."""
        best: dict[str, tuple[float, Span]] = {}
        sentence = self._sentences.around(span)
        for at in range(bisect_left(self._starts, sentence.start), bisect_left(self._starts, sentence.end)):
            words, rule = self._marks[at]
            if words == span:
                continue
            for criterion in CRITERIA:
                score = getattr(rule, criterion) if rule else float(criterion == "when")
                if score > best.get(criterion, (0.0, span))[0]:
                    best[criterion] = (score, words)
        return best


def _figure(
    text: str, found: Found, at: int | None, attributions: tuple[Attribution, ...], evidence: Evidence
) -> Figure:
    rule, words = found.rule, " ".join(found.span.of(text).split())
    counts, noun = _counted(text, found) if rule.kind not in ("date", "identifier", "idiom") else (None, None)
    criteria, verdict = _judge(text, found, noun, None if at is None else attributions[at], evidence)
    return Figure(
        found.span, rule.kind, found.value, found.approx, found.unit, counts, at, criteria, verdict,
        rule.id, rule.because(term=words),
    )  # fmt: skip


def _judge(
    text: str, found: Found, noun: Span | None, attribution: Attribution | None, evidence: Evidence
) -> tuple[dict[str, Criterion], str]:
    """The five criteria and the verdict that follows from them."""
    figure = " ".join(found.span.of(text).split())
    if found.rule.kind in ("identifier", "idiom"):
        nothing = Criterion(0, None, NOT_A_COUNT.format(figure=figure))
        return dict.fromkeys(CRITERIA, nothing), "not a quantity"
    if found.rule.id in PUBLIC:
        return dict.fromkeys(CRITERIA, Criterion(1, found.span, LOOK_UP.format(figure=figure))), "checkable"
    earned = {"what": _what(text, found, noun), **evidence.beside(found.span)}
    earned["who"] = _who(attribution, earned.get("how", (0.0, None))[0])
    asks = {**ASKS, "what": OF_WHAT} if found.rule.kind == "percentage" else ASKS
    criteria = {c: Criterion(*earned.get(c, (0.0, None)), asks[c].format(figure=figure)) for c in CRITERIA}
    return criteria, _verdict(criteria)


def _verdict(criteria: Mapping[str, Criterion]) -> str:
    total = sum(c.score for c in criteria.values())
    if total == len(CRITERIA):
        return "checkable"
    return "traceable" if criteria["who"].score == 1 and total >= 3 else "not checkable from this article"


def _who(attribution: Attribution | None, how: float) -> tuple[float, Span | None]:
    """1 for a named person or organisation that counted, 0.5 for one, or a kind of people, that only says so."""
    if attribution is None or attribution.mode == "hedged" or not attribution.source:
        return 0.0, None
    counted = attribution.source_type == "independent body" or how > 0
    return (1.0 if attribution.ladder >= 3 and counted else 0.5), attribution.source[0]


def _what(text: str, found: Found, noun: Span | None) -> tuple[float, Span | None]:
    """1 for a noun that is defined by place or kind, 0.5 for a bare one; a share needs a plural as its base."""
    if noun is None:
        return 0.0, None
    if found.rule.kind == "percentage" and not noun.of(text).rstrip().endswith(("s", "people", "children", "women", "men")):
        return 0.0, None
    return (1.0 if DEFINED.match(text, noun.end) else 0.5), noun


def _holders(spans: list[Span], attributions: tuple[Attribution, ...]) -> list[int | None]:
    """The narrowest attribution that holds each span (in text order), in its content, cue or source."""
    edges = sorted((s.start, s.end, at) for at, a in enumerate(attributions) for s in a.spans)
    result: list[int | None] = []
    still_open: list[tuple[int, int, int]] = []
    following = 0
    for span in spans:
        while following < len(edges) and edges[following][0] <= span.start:
            still_open.append(edges[following])
            following += 1
        still_open = [e for e in still_open if e[1] > span.start]
        inside = [e for e in still_open if e[1] >= span.end]
        result.append(min(inside, key=lambda e: (e[1] - e[0], e[2]))[2] if inside else None)
    return result
