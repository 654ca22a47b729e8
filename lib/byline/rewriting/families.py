"""Which words are forms of one another, and which can stand for each other in a report (words.toml)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache, partial
from pathlib import Path

from newsmarks.english import IRREGULAR
from newsmarks.english import listed as listed_in_english
from newsmarks.keeping import once, parse_toml

FILE = Path(__file__).parent / "words.toml"
TEXT = FILE.read_text(encoding="utf-8")
LISTS: dict[str, str] = once(FILE.name, TEXT, partial(parse_toml, TEXT))


def _lines(name: str) -> list[list[str]]:
    """The words of a list of words.toml, line by line."""
    return [line.split() for line in LISTS[name].strip().splitlines()]


#: Any form of an irregular word -> the form that stands for it.
BASES = {form: forms[0] for forms in (*IRREGULAR.values(), *_lines("forms")) for form in forms}
PLURAL = re.compile(r"(?<=[^aeiou]i)es$|(?<=s|x|z)es$|(?<=[cs]h)es$|(?<=[^siu])s$")
#: What makes one word of another, the longest first, with how much of a word must be left.
ENDINGS = {
    ending: least for least, endings in (
        (5, "ions ion"), (3, "ed ing"),
        (4, "nesses ements ances ences ments ement ally edly ness ment ings ance ence able less ive ers ors als ity "
            "ful ist er or al ly"),
    ) for ending in endings.split()
}  # fmt: skip
LONGEST_FIRST = sorted(ENDINGS, key=len, reverse=True)
NOT_ADVERBS = listed_in_english("not_adverbs")
NAME_ENDING = re.compile(r"(?:ians?|ans?|ese|ish|ia|ns?|[aes])$")


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """What the forms of a word and the words made of it have in common.

    >>> {stem(word) for word in ("destroy", "destroys", "destroyed", "destroyer")}
    {'destroi'}
    >>> stem("evacuated") == stem("evacuation"), stem("bodies") == stem("body"), stem("house") == stem("houses")
    (True, True, True)
    """
    if word in BASES:
        return _ended(BASES[word])
    small = PLURAL.sub("", f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word)
    small = small if small in BASES else _shorter(_shorter(small))
    return _ended(BASES.get(small, small))


def _shorter(word: str) -> str:
    """A word without its longest ending that leaves enough of it."""
    for ending in LONGEST_FIRST if word not in NOT_ADVERBS else ():
        rest = word[:-1] if ending == "ed" and word.endswith("eed") else word.removesuffix(ending)
        if rest != word and VOWEL.search(rest) and len(rest) >= ENDINGS[ending]:
            return rest
    return word


VOWEL = re.compile("[aeiouy]")


def _ended(small: str) -> str:
    """Without a last “e” or “ate”, with “i” for “y”, and no letter twice."""
    if len(small.rstrip("e")) > 2:
        small = small.rstrip("e")
    if len(small) > 6:
        small = small.removesuffix("at")
    if small.endswith("y"):
        small = f"{small[:-1]}i"
    return small[:-1] if len(small) > 2 and small[-1] == small[-2] and small[-1] not in "aeiou" else small


@lru_cache(maxsize=2048)
def name_stem(name: str) -> str:
    """What a name and the word for its people have in common: "Ukraine" and "Ukrainian", "Russia" and "Russians".

    >>> name_stem("ukraine") == name_stem("ukrainians"), name_stem("moscow") == name_stem("russia")
    (True, True)
    """
    small = name.casefold()
    shorter = NAME_ENDING.sub("", small) if len(small) > 4 else small
    shorter = shorter if len(shorter) > 3 else small
    return _peoples().get(small) or _peoples().get(shorter) or shorter


@cache
def _peoples() -> dict[str, str]:
    return {form: line[-1] for line in _lines("peoples") for word in line for form in (word, NAME_ENDING.sub("", word))
            if len(form) > 1}  # fmt: skip


@cache
def stems(name: str) -> frozenset[str]:
    """The stems of a list of words.toml."""
    return frozenset(map(stem, LISTS[name].split()))


@cache
def listed(name: str) -> frozenset[str]:
    """The words of a list of words.toml."""
    return frozenset(LISTS[name].split())


@cache
def _same() -> list[tuple[tuple[str, ...], str]]:
    """(the stems of a word or phrase, its group) for all that can stand for another, the longest first."""
    found = [(tuple(map(stem, word.split("_"))), f"={n}")
             for n, line in enumerate(_lines("same")) for word in line]  # fmt: skip
    return sorted(found, key=lambda one: -len(one[0]))


@cache
def groups() -> dict[str, frozenset[str]]:
    """Stem -> the groups of words that can stand for it, by their numbers."""
    found: dict[str, frozenset[str]] = {}
    for (word, *more), group in _same():
        if not more:
            found[word] = found.get(word, frozenset()) | {group}
    return found


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """First stem of a phrase -> (all its stems, its group), the longest first."""
    phrases = [one for one in _same() if len(one[0]) > 1]
    return {stems[0]: [one for one in phrases if one[0][0] == stems[0]] for stems, _ in phrases}


def phrases_in(words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(from, to, group) for each phrase in a row of stems."""
    for n, word in enumerate(words):
        for phrase, group in _phrases().get(word, ()):
            if tuple(words[n : n + len(phrase)]) == phrase:
                yield n, n + len(phrase), group


@cache
def opposites() -> dict[str, frozenset[str]]:
    """Stem -> the stems of words that say the opposite."""
    found: dict[str, set[str]] = {}
    for one, other in (map(stem, line) for line in _lines("opposite")):
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in found.items()}


@cache
def carried() -> dict[str, str]:
    """Stem of a loaded word -> the word for the fact that it carries."""
    return {stem(word): fact for word, fact in _lines("carries")}


@cache
def amounts() -> dict[str, str]:
    """A word for an amount -> the word that stands for all that mean the same."""
    return {word: line[0] for line in _lines("amounts") for word in line}
