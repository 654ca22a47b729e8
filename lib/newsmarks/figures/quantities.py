"""The grammar of figures: where numbers, dates and quantities stand in a text, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import isfinite

from newsmarks.figures.numerals import NUMBER, OPENERS, PARTS, SCALES, any_of, value_of
from newsmarks.model import Span
from newsmarks.phrases import Lexicon, Phrase, after, before, pieces, small_words, stretches
from newsmarks.ruleset import Rules

Value = float | tuple[float, float] | None

#: Rules whose terms are units; they are marked only behind a number.
UNITS = ("money", "measure", "percent", "duration", "age")
MONTHS = "january february march april may june july august september october november december"
SHORT_MONTHS = "jan feb mar apr jun jul aug sep sept oct nov dec"
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun"
PLACES = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"

CURRENCY = "[$€£¥₴₽₹]"
UNIT = r"(?:\s?[%‰]|[\s-]?°\s?[CF]?\b|[\s-]{1,2}(?:US\s)?UNITS(?!\w)|UNITS(?!\w))"
#: What must not follow a quantity: more digits, a letter, or the rest of "fifty-ninth".
END = r"(?![\w%])(?!\.\d)(?!-(?:first|second|third|(?:four|fif|six|seven|eigh|nin)th)\b)"
MONTH = "(?-i:(?:" + "|".join(MONTHS.title().split()) + r")\b|(?:" + "|".join(SHORT_MONTHS.title().split()) + r")\b\.?)"
WEEKDAY = "(?-i:(?:" + "|".join(WEEKDAYS.title().split()) + r")\b\.?)"
YEAR = r"(?:1[4-9]\d\d|20\d\d)(?![\d,.]\d|\w)"
TH = "(?:st|nd|rd|th)"
DAY = rf"(?:3[01]|[12]\d|0?[1-9]){TH}?(?!\w|[,.:]\d|\s?%)"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.I | re.X)


DATE = _pattern(rf"""
    (?:{WEEKDAY},?\s+)? (?: {MONTH}\s+{DAY}(?:\s?[-–]\s?{DAY})?(?:,?\s+{YEAR})?
                          | {DAY}(?:\s?[-–]\s?{DAY}|\s+(?:to|and|or)\s+{DAY})?\s+(?:of\s+)?{MONTH}(?:,?\s+{YEAR})? )
  | (?:AD\s\d{{1,4}}|\d{{1,4}}\s(?:AD|BC|BCE|CE))\b
  | {MONTH},?\s+(?:of\s+)?{YEAR}
  | \d{{4}}-\d\d-\d\d(?![\w-]) | \d{{1,2}}([/.])\d{{1,2}}\1(?:\d{{4}}|\d\d)(?![\w/])
""")
CLOCK = _pattern(
    r"\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?(?![\w:])"
    r" | \d{1,2}(?:\.[0-5]\d)?\s?[ap]\.?m\b\.? | noon\b | midnight\b"
)
#: A month or "noon" alone is a time only behind one of these ("in March", "by noon").
BEFORE_TIME = re.compile(
    r"\b(?:in|since|until|till|by|from|to|through|during|last|next|this|early|late|mid|of|between|and|at|before|after"
    r"|around|about|past)[\s-]\Z",
    re.I,
)
YEARS = _pattern(rf"""
    (?:1[4-9]\d\d|20\d\d)\s?[-–/]\s?(?:1[4-9]\d\d|20\d\d|\d\d)(?![,.]?\w) | (?:\d\d)?\d0['’]?s(?!\w)
  | \d{{1,2}}{TH}(?:\s+|-)centur(?:y|ies)\b | {YEAR}
""")
ORDINAL = _pattern(rf"\d++(?:,\d{{3}}){{0,100}}{TH}(?!\w)")
SPELT_ORDINAL = re.compile(rf"(?:{'|'.join(PLACES.title().split())})(?=\s[A-Z])")
#: A small letter in front of a capital one: no sentence begins there.
SMALL = re.compile(r"[a-z]\s\Z")
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?![\w/])")
PHONE = re.compile(r"(?:\d{3}-)?\d{3}-\d{4}(?!\d)")
ODD = _pattern(r"\d++(?:\.\d++){2,} | \d\w*+(?:-\w++)*")
CODE = re.compile(r"[A-Za-z]++(?:[-‐‑]?\d++[A-Za-z]*+)+(?:-\w++)*")
PART = _pattern(rf"""
    (?P<n>an?|one|two|three|four|five|six|seven|nine|\d{{1,2}})[\s-]+(?P<d>{any_of(PARTS)})(?![\w-])
  | (?P<half>half)(?=\s+(?:of|the|an?|its|their|his|her|our|my|all|that|those|these)\b)
  | (?P<few>{NUMBER})\s+(?:in|out\s+of)\s+(?:every\s+)?(?P<many>{NUMBER}){END}
""")
A_PART = re.compile(r"\s+(?:of|more|less|fewer|higher|lower|larger|smaller)\b|\s*[.,;:!?)”\"']|\s*\Z")
HALF_A_SCALE = re.compile(r"half\s+an?\s+(?:dozen|hundred|thousand|million|billion|trillion)\b", re.I)
HALF_A_UNIT = re.compile(
    r"half\s+an?\s+(?P<unit>hour|minute|day|week|month|year|decade|century|mile|kilometre|kilometer|metre|meter|tonne|ton"
    r"|litre|liter|pound|kilo|acre|percent|percentage\s+point)\b",
    re.I,
)
NOT_HALF = re.compile(r"\b(?:first|second|other|better|last|latter)\s\Z", re.I)
TIME = re.compile(r"\s+(?:second|minute|hour|day|night|week|month|year|decade)s?\b", re.I)
BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|during|of|early|late|mid|before|after|year|the|spring|summer|autumn|fall"
    r"|winter|through|between|around|circa|and|to|below|above|than)|\()\s*\Z",
    re.I,
)
THINGS = re.compile(
    r"\s+(?:people|men|women|children|sheep|fish|cattle|troops|[a-z]+(?<![iu])(?<!s)s)\b"
    r"|\s?%|\s+(?:percent|per\scent|million)\b"
)
#: Behind these "one" stands for a thing ("which one") and does not count it.
NOT_COUNTED = re.compile(
    r"\b(?:which|that|the|no|any|each|every|another|some|last|first|next|not|good|new|big|bad|old|right|wrong"
    r"|as|than|if|when|how|what)\s\Z",
    re.I,
)
COUNTS_ONE = re.compile(
    r"\s+(?!(?:of|is|was|has|had|can|could|would|should|will|may|might|must|who|that|to|day|thing|another|by|or|and"
    r"|in|on|at|with|for|from|as|but|when|where|if|which|i|you|he|she|we|they|it|the|a|an|does|did|whose|than|so"
    r"|side|knows?|wants?|needs?|wonders?|reason|way)\b)[a-z]"
)
SCORED = re.compile(r"\s(?:vote|ruling|win|victory|defeat|loss|draw|lead)\b")
#: A number right behind one of these is part of an address, a name or a formula.
JOINED = frozenset("/@#_=&.")


@dataclass(frozen=True, slots=True)
class Found:
    """A figure as the grammar sees it, before anyone asks who counted; rule is the id, value what `value_of` says."""

    span: Span
    rule: str
    value: Value = None
    approx: str = "="
    unit: str | None = None


def scan(text: str, rules: Rules) -> Iterator[Found]:
    """Every figure of a text, from left to right and apart."""
    end, known = 0, grammar(rules)
    words = known.words
    for word, start in _starting(text, known.known):
        entry = known.known.get(word) or (None, _opens(word))
        if start < end:
            continue
        if text[start - 1 : start] in SIGNED and start > end:
            start = _with_sign(text, start)
        lengths, opens = entry
        begins = lengths and (lengths[-1] == 1 or words.may_start(text, start))
        phrase = words.at(text, start, lengths) if lengths and begins else None
        found = (phrase and _phrase(text, phrase)) or (opens and _at(text, start, opens, known))
        if found:
            found = _approximated(text, found, end)
            end = found.span.end
            yield found


def _starting(text: str, known: Mapping[str, object]) -> Iterator[tuple[str, int]]:
    """The words that may begin a figure, in small letters, and their places: those on a list, and all with digits."""
    for at, piece in stretches(text):
        for place, word in small_words(piece):
            if word in known or not word.isalpha():
                yield word, at + place


#: What may stand right before the digits of a figure and belong to it: a currency, or the point of ".5".
SIGNED = frozenset("$€£¥₴₽₹.")
POINT = re.compile(r"[\w.]\.\Z")


def _with_sign(text: str, start: int) -> int:
    """The place of the sign before digits, or of the digits themselves."""
    return start if before(POINT, text, start) or not text[start].isdigit() else start - 1


# --- what a word may begin --------------------------------------------------------------------


class Grammar:
    """What the rules of figures know, ready to be looked for: words, and patterns that hold the names of units."""

    def __init__(self, rules: Rules) -> None:
        self._terms = {rule.id: rule.terms for rule in rules}
        patterns = {rule_id(name) for name in (*UNITS, "numbered")}
        #: The figures that are found by their words alone.
        self.words = Lexicon(tuple(rule for rule in rules if rule.id not in patterns))
        #: Word -> how long the terms are that begin with it, if any do, and what else may start with it.
        self.known = self._known()
        #: A unit in small letters -> the name of its rule.
        self._units = {" ".join(term.casefold().split()): name for name in UNITS for term in self.terms(name)}

    def terms(self, name: str) -> tuple[str, ...]:
        """The terms of a kind of figure."""
        return self._terms[rule_id(name)]

    def _known(self) -> Mapping[str, tuple[tuple[int, ...] | None, str | None]]:
        lengths, starts = self.words.lengths, self._starts()
        return {
            word: (lengths.get(word), starts.get(word) or (None if word.isalpha() else _opens(word)))
            for word in {*lengths, *starts}
        }

    def _starts(self) -> Mapping[str, str]:
        """Word -> what may start with it: a number, a date, a numbered thing or a spelt place in a row."""
        return {
            **dict.fromkeys(PLACES.split(), "place"),
            **{term.split()[0]: "numbered" for term in self.terms("numbered")},
            **dict.fromkeys(f"{MONTHS} {SHORT_MONTHS} {WEEKDAYS} noon midnight ad".split(), "date"),
            **dict.fromkeys((*OPENERS, "a", "an"), "number"),
        }

    @cached_property
    def numbered(self) -> re.Pattern[str]:
        """A numbered thing ("Section 427"), but not "in the area 51 people"."""
        spelt = any_of("One Two Three Four Five Six Seven Eight Nine Ten".split())
        return re.compile(
            rf"{any_of(self.terms('numbered'))}(?:(?<=no)\.)?\s+(?:no\.\s*|\#)?"
            rf"(?:\d++[A-Za-z]?(?:[.-]\d++)*(?![\w%]|,\d|[.-]\d)|(?-i:{spelt}|(?!I\b)[IVXLC]++)(?!\w))"
            r"(?!\s+(?:people|percent|per\s+cent|million|billion|thousand|hundred|[a-z]+[^\Wsiu]s)\b)",
            re.I,
        )

    @cached_property
    def range(self) -> re.Pattern[str]:
        """A number, or two that make a range, with the unit."""
        return self._quantity("to|or")

    @cached_property
    def between(self) -> re.Pattern[str]:
        """The same behind "between", where "and" joins the two."""
        return self._quantity("to|or|and")

    def _quantity(self, joins: str) -> re.Pattern[str]:
        unit = self._unit()
        high = rf"(?:\s?[-–—]\s?|\s+(?:{joins})\s+)(?P<high>{CURRENCY}?\s?{NUMBER}){END}"
        return re.compile(
            rf"(?P<currency>{CURRENCY}\s?)?(?P<low>{NUMBER})(?:(?P<own>{unit})?{high})?"
            rf"(?:(?P<unit>{unit})|(?!{unit})){END}",
            re.I,
        )

    @cached_property
    def single(self) -> re.Pattern[str]:
        """A number with its unit, and no second number."""
        unit = self._unit()
        return re.compile(
            rf"(?P<currency>{CURRENCY}\s?)?(?P<low>{NUMBER})(?P<high>(?!))?(?:(?P<unit>{unit})|(?!{unit})){END}", re.I
        )

    def _unit(self) -> str:
        return UNIT.replace("UNITS", any_of(term for name in UNITS for term in self.terms(name)))

    def name_of_unit(self, unit: str | None) -> str:
        """The name of the rule for a number with this unit."""
        if unit is None:
            return "number"
        if unit in "$€£¥₴₽₹":
            return "money"
        if unit in "%‰":
            return "percent"
        return self._units.get(" ".join(unit.casefold().split()).removeprefix("us "), "measure")


@lru_cache(maxsize=4)
def grammar(rules: Rules) -> Grammar:
    """The grammar of some rules; built once for the same ones."""
    return Grammar(rules)


def rule_id(name: str) -> str:
    """The id of a kind of figure by its name, without the family."""
    return f"figures.{name}"


def _opens(word: str) -> str:
    """What may start with a word that is on no list: digits, a compound ("ninety-five") or a code ("G7")."""
    if word[0].isdigit() or not word[0].isalpha() or word.partition("-")[0] in OPENERS:
        return "number"
    return "code"


def _at(text: str, start: int, opens: str, known: Grammar) -> Found | None:
    """The figure that starts here, by what may start with this word."""
    if start and text[start - 1] in JOINED and (text[start].isdigit() or opens == "code"):
        return None
    match opens:
        case "number":
            return _number(text, start, known)
        case "date":
            return _date(text, start)
        case "numbered":
            return _named(known.numbered.match(text, start), "numbered")
        case "place":
            return _named(SPELT_ORDINAL.match(text, start), "ordinal") if before(SMALL, text, start) else None
        case _:
            return _code(text, start)


def _named(found: re.Match[str] | None, name: str) -> Found | None:
    return Found(Span(*found.span()), rule_id(name)) if found else None


def _number(text: str, start: int, known: Grammar) -> Found | None:
    if text[start].isdigit():
        found = _date(text, start) or _year(text, start, known) or _named(ORDINAL.match(text, start), "ordinal")
        if found or (found := _slashed(text, start)):
            return found
    return _part(text, start, known) or _quantity(text, start, known) or _odd(text, start)


# --- dates and names --------------------------------------------------------------------------


def _date(text: str, start: int) -> Found | None:
    if found := _named(DATE.match(text, start), "date"):
        return found
    clock = CLOCK.match(text, start)
    alone = re.compile(MONTH).match(text, start) if not clock else None
    if (alone or (clock and clock.group().isalpha())) and not before(BEFORE_TIME, text, start):
        return None
    return _named(clock, "clock") or _named(alone, "date")


def _year(text: str, start: int, known: Grammar) -> Found | None:
    """A year or a span of years; "1821 sheep" and "2000 miles" are counts."""
    found = YEARS.match(text, start)
    if found and found.group().isdigit() and not before(BEFORE_YEAR, text, start):
        quantity = known.range.match(text, start)
        if THINGS.match(text, found.end()) or (quantity and quantity["unit"]):
            return None
    return _named(found, "year")


def _slashed(text: str, start: int) -> Found | None:
    """A small fraction ("3/4"), or a name made of digits ("9/11", "24/7", a telephone number)."""
    if found := PHONE.match(text, start):
        return _named(found, "code")
    if not (found := SLASHED.match(text, start)):
        return None
    part, whole = int(found[1]), int(found[2])
    if 0 < part < whole <= 10:
        return _share(Span(*found.span()), part / whole)
    return _named(found, "code")


def _code(text: str, start: int) -> Found | None:
    """A word that holds digits: a code, or the "mid-1990s"."""
    if text[start : start + 4].casefold() == "mid-" and (found := YEARS.match(text, start + 4)):
        return Found(Span(start, found.end()), rule_id("year"))
    return _named(CODE.match(text, start), "code")


def _odd(text: str, start: int) -> Found | None:
    """Digits that the grammar cannot read as a quantity ("5G", "1.2.3")."""
    found = ODD.match(text, start)
    return _named(found, "code") if found and not found.group().isdigit() else None


# --- quantities -------------------------------------------------------------------------------


def _share(span: Span, value: float) -> Found:
    return Found(span, rule_id("fraction"), value, unit="share")


def _part(text: str, start: int, known: Grammar) -> Found | None:
    """A fraction: "two thirds", "half of", "one in five"."""
    found = PART.match(text, start)
    if not found:
        return None
    span = Span(*found.span())
    if found["many"]:
        few, many = value_of(found["few"]), value_of(found["many"])
        return _share(span, few / many) if 0 < few < many <= 1000 and not TIME.match(text, span.end) else None
    if found["half"]:
        if measured := HALF_A_UNIT.match(text, start):
            unit = text[measured.start("unit") : measured.end("unit")]
            return Found(Span(*measured.span()), rule_id(known.name_of_unit(unit)), 0.5, unit=unit)
        other = before(NOT_HALF, text, start) or HALF_A_SCALE.match(text, start)
        return None if other else _share(span, 0.5)
    if found["n"].casefold() in ("a", "an") and not _is_part(text, span):
        return None
    count, parts = value_of(found["n"]), PARTS.get(found["d"].casefold(), 1)
    return _share(span, count / parts) if count < parts else None


BY = re.compile(r"\bby \Z", re.I)


def _is_part(text: str, span: Span) -> bool:
    """Whether "a third" is a part of something and not the third of its kind."""
    return A_PART.match(text, span.end) is not None or before(BY, text, span.start) is not None


BETWEEN = re.compile(r"\bbetween\s+\Z", re.I)


def _is_rate(found: re.Match[str], known: Grammar) -> bool:
    """ "fell 6 percent to 184 euros": a change and what came of it, not a range."""
    own, unit = ((found[part] or "").strip(" -") for part in ("own", "unit"))
    if not own or (not unit and own in "%‰"):
        return False
    return not unit or known.name_of_unit(own) != known.name_of_unit(unit)


def _quantity(text: str, start: int, known: Grammar) -> Found | None:
    """A number, range, sum, measurement, percentage, age or length of time."""
    pattern = known.between if before(BETWEEN, text, start) else known.range
    found = pattern.match(text, start)
    if found and found["high"] and (_is_rate(found, known) or before(CHANGED_FROM, text, start)):
        found = known.single.match(text, start)
    if not found:
        return None
    if found["low"].casefold() == "one" and not (found["high"] or found["unit"] or _counts_one(text, found)):
        return None
    unit = (found["unit"] or "").strip(" -\n\t\u00a0") or (found["currency"] or "").strip() or None
    name, value = known.name_of_unit(unit), _value(found)
    if isinstance(value, tuple) and unit is None:
        name = "score" if _is_score(text, found, value) else "range"
    return Found(Span(*found.span()), rule_id(name), value, unit=unit)


def _counts_one(text: str, found: re.Match[str]) -> bool:
    """Whether "one" counts a thing ("one person") and does not stand for it ("which one")."""
    return COUNTS_ONE.match(text, found.end()) is not None and not before(NOT_COUNTED, text, found.start())


def _value(found: re.Match[str]) -> Value:
    """The value of a number, or both ends of a range; nothing for one that is too large to hold."""
    low = value_of(found["low"])
    if not found["high"]:
        return low if isfinite(low) else None
    high = value_of(found["high"])
    for word, scale in SCALES.items():  # in "5 to 7 million" the scale is that of both
        shared = found["high"].casefold().endswith(word) and word not in found["low"].casefold()
        if shared and low * scale <= high:
            low *= scale
            break
    return (low, high) if isfinite(low) and isfinite(high) else None


def _is_score(text: str, found: re.Match[str], value: tuple[float, float]) -> bool:
    if value[0] > value[1] and before(BY, text, found.start()):
        return True  # "rejected by 5,212 to 4,870"
    if not re.search(r"\d[-–—]\d", found.group()):
        return False
    return value[0] > value[1] or (value[1] < 30 and SCORED.match(text, found.end()) is not None)


# --- words that count without a number --------------------------------------------------------

PLURAL = re.compile(
    r"\s+(?:(?:of|people|men|women|children|police|staff)\b|(?:[\w’'-]+\s+){0,2}?[\w’'-]*[^\W\dsiu]s\b)"
)
#: These count only where a plural follows.
BEFORE_PLURAL = frozenset("some most few many various numerous countless innumerable several".split())
#: … or a verb, for whoever was named before: "some had left".
VERB = re.compile(r"\s+(?:of|had|have|has|were|are|will|would|could|can|did|do|said|say|came|went|left|[a-z]{3,}ed)\b")
#: Behind these "most" grades what follows ("the most strident critics") and counts nothing.
SUPERLATIVE = re.compile(r"(?:\b(?:the|its|his|her|their|our|my|your|and|or|two|three)|['’]s)\s\Z", re.I)
BIGGER = re.compile(rf"\s+(?:{'|'.join(SCALES)})\b", re.I)
TIMES = {"doubl": 2, "twice": 2, "twofold": 2, "tripl": 3, "trebl": 3, "threefold": 3, "quadrupl": 4, "fourfold": 4,
         "fivefold": 5, "tenfold": 10, "hundredfold": 100, "halv": 0.5, "cut in half": 0.5}  # fmt: skip


def _phrase(text: str, phrase: Phrase) -> Found | None:
    """A figure that its words alone tell."""
    words, span = pieces(phrase.span.of(text)), phrase.span
    if words in BEFORE_PLURAL and not (PLURAL.match(text, span.end) or VERB.match(text, span.end)):
        return None
    if words == "most" and before(SUPERLATIVE, text, span.start):
        return None
    if phrase.rule.id == "figures.vague-few" and (scale := BIGGER.match(text, span.end)):
        span = Span(span.start, scale.end())
    if phrase.rule.id == "figures.change":
        value = next((float(v) for stem, v in TIMES.items() if words.startswith(stem)), None)
        return Found(span, phrase.rule.id, value, "down" if value and value < 1 else "up", "times")
    return Found(span, phrase.rule.id, approx="~" if phrase.rule.kind == "vague" else "=")


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
SIGNS = {words: sign for sign, several in APPROXIMATORS.items() for words in several}
APPROXIMATED = re.compile(rf"(?<!\w)({any_of(SIGNS)})\s+\Z", re.I)
AFTER = re.compile(r"(?P<more>\s+or\s+more\b|-?plus\b|\+)|(?P<so>\s+or\s+so\b|-odd\b)|\s+or\s+(?:less|fewer)\b", re.I)
FELL = (
    "fell fallen falls fall dropped drops drop declined declines decline decreased shrank shrunk slid plunged "
    "slumped down lost cut reduced"
).split()
ROSE = (
    "rose risen rises rise increased increases increase grew grown grows jumped climbed soared surged gained "
    "up expanded"
).split()
CHANGED = re.compile(
    rf"\b({any_of((*FELL, *ROSE))})(?:\s+(?:by|about|nearly|almost|more\s+than|another|of))*\s+\Z", re.I
)
#: "fell from 40 to 30" gives two figures, "from 30 to 40 people" a range.
CHANGED_FROM = re.compile(rf"\b{any_of((*FELL, *ROSE))}(?:\s+\w+)?\s+from\s+\Z", re.I)
TREND = re.compile(
    r"\s+(?:\w+\s+)?(?:(?P<up>rise|increase|growth|jump|gain|surge)|drop|fall|decline|decrease|cut|reduction)\b", re.I
)


def _approximated(text: str, found: Found, floor: int) -> Found:
    """The figure with the words about it that say how exact it is, or that it went up or down."""
    if found.value is None or found.approx != "=":
        return found
    (start, end), sign = found.span, "="
    about = before(APPROXIMATED, text, start, floor)
    if about and about[1].casefold() not in _not_meant(found):
        start, sign = about.start(), SIGNS.get(" ".join(about[1].casefold().split()), "=")
    if more := AFTER.match(text, end):
        end, sign = more.end(), ">" if more["more"] else "~" if more["so"] else "<"
    return replace(found, span=Span(start, end), approx=_trend(text, start, end, floor) or sign)


def _not_meant(found: Found) -> tuple[str, ...]:
    """Words that say nothing of how exact a figure is: "over six years" is how long it took."""
    apart = () if isinstance(found.value, tuple) else ("between", "from")
    return (*apart, "over", "under") if found.rule == "figures.duration" else apart


def _trend(text: str, start: int, end: int, floor: int) -> str:
    if changed := before(CHANGED, text, start, floor):
        return "down" if changed[1].casefold() in FELL else "up"
    trend = after(TREND, text, end)
    return "" if not trend else "up" if trend["up"] else "down"
