"""Number words and digits in English: patterns for them, and their values."""

from __future__ import annotations

import re

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SCALES = {"dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
SHORT = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
VALUES: dict[str, float] = {
    **{word: float(n) for n, word in enumerate(ONES)},
    **{word: 10.0 * n for n, word in enumerate(TENS, 2)},
    "a": 1.0, "an": 1.0, "half": 0.5,
}  # fmt: skip
PARTS = {
    part: n
    for n, parts in enumerate((
        "half halves", "third thirds", "quarter quarters fourth fourths", "fifth fifths", "sixth sixths",
        "seventh sevenths", "eighth eighths", "ninth ninths", "tenth tenths",
    ), 2)
    for part in parts.split()
}  # fmt: skip


def any_of(words: object) -> str:
    """A pattern for any of some words or phrases, the longest first, with any white space inside them."""
    several = sorted(map(str, words), key=len, reverse=True)  # type: ignore[call-overload]
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s++") for w in several) + ")"


# What repeats is bounded, so that a long run of such words is looked through a few times only, not from each of them.
DIGITS = r"(?:(?:\d{1,3}(?:,\d{3}){1,100}(?!,\d{3}|\d)|\d++)(?:\.\d++|(?!\.\d))|(?<![\w.])\.\d++)"
SCALED = rf"(?:\s?-?{any_of(SCALES)}|\s?{any_of(SHORT)})(?!\w)"
IN_DIGITS = re.compile(rf"{DIGITS}(?:{SCALED})?", re.I)
SMALL = frozenset({*ONES, *TENS})
#: Words that a number in words may begin with.
OPENERS = frozenset({*SMALL, *SCALES, "half"})
OPENING = re.compile(r"(?:half[\s-]++)?(?:an?[\s-]++)?(?:half\s++a\s++)?", re.I)
LETTERS = re.compile(r"[^\W\d_]++")
MORE = re.compile(r"[\s-]++(?P<word>[^\W\d_]++)(?!\w)", re.I)
AND = re.compile(r"\s++and\s++(?P<word>[^\W\d_]++)(?!\w)", re.I)
#: A number has no more words than these behind its first.
MOST_MORE = 20


def number_end(text: str, at: int) -> int | None:
    """Where the number that starts here ends, in digits or words; nothing where none does."""
    if digits := IN_DIGITS.match(text, at):
        return digits.end()
    first = LETTERS.match(text, at)
    if first is None or first.group().casefold() not in SMALL:
        opening = OPENING.match(text, at)
        first = LETTERS.match(text, opening.end() if opening else at)
        if first is None or first.group().casefold() not in SCALES:
            return None
    return _spelt_end(text, first.group().casefold(), first.end())


def _spelt_end(text: str, word: str, end: int) -> int | None:
    """Where a number in words ends that has come as far as a word: "two thousand three hundred and fifty"."""
    for _ in range(MOST_MORE):
        more = MORE.match(text, end)
        if more and more["word"].casefold() == "and" and word in ("hundred", "thousand"):
            more = AND.match(text, end)
        if more is None or more["word"].casefold() not in SMALL | SCALES.keys():
            return end
        word, end = more["word"].casefold(), more.end()
    return None


def value_of(words: str) -> float:
    """The value of a number in digits or words.

    >>> value_of("2.5 million"), value_of("two thousand three hundred and fifty"), value_of("half a dozen")
    (2500000.0, 2350.0, 6.0)
    """
    total, group = 0.0, 0.0
    for digits, word in re.findall(r"((?:\d[\d,]*)?(?:\.\d+)|\d[\d,]*)|([a-z]+)", words.casefold()):
        if digits:
            group += float(digits.replace(",", ""))
        elif scale := SCALES.get(word) or SHORT.get(word):
            group = (group or 1.0) * scale
            if scale >= 1e3:
                total, group = total + group, 0.0
        elif word == "a" and group:
            continue
        else:
            group += VALUES.get(word, 0.0)
    return total + group
