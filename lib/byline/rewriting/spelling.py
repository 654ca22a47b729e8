"""Misspelled words of a rewrite, read as the words of the paragraph that they stand for."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from difflib import get_close_matches
from functools import cache
from itertools import zip_longest

import newsmarks.english as english
from byline.rewriting.families import BASES, LISTS, stem
from byline.rewriting.parsing import FUNCTION

WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
#: Words with a capital letter inside a sentence.
NAMES = re.compile(r"(?<=[^\W_] )[A-Z][^\W\d_]+")
SAYING = "said says according reportedly reported officials because"
#: How long a word is at least, and one with another letter in it; and how much of two words is alike.
LEAST, LONG, ALIKE = 4, 7, 0.85


def mend_spelling(words: str, paragraph: str, article: str) -> str:
    """A rewrite with its misspelled words as the paragraph, the names of the article, or English spell them.

    Only a word that is in no list, and nowhere in the article, is taken for one that is misspelled.

    >>> mend_spelling("Becuase of the flod, barns shoud close.", "The flood closed some barns.", "")
    'Because of the flood, barns should close.'
    """
    right = {m.group().casefold(): m.group() for m in WORD.finditer(paragraph) if len(m.group()) >= LEAST}
    names = (*NAMES.findall(article), *map(str.title, english.listed("weekdays") | english.listed("months")))
    right |= {name.casefold(): name for name in names if len(name) >= LONG and name.casefold() not in right}
    right |= {word: word for word in (*SAYING.split(), *FUNCTION) if len(word) >= LEAST and word not in right}
    stems = frozenset(map(stem, right))
    return WORD.sub(lambda m: _mended(m.group(), right, stems, article), words)


def _mended(word: str, right: Mapping[str, str], stems: Container[str], article: str) -> str:
    small = word.casefold()
    if len(small) < LEAST or small in _listed() or stem(small) in stems:
        return word
    others = [other for other in right if other[0] == small[0]
              and abs(len(other) - len(small)) <= 1 + right[other][0].isupper()]  # fmt: skip
    swapped = (other for other in others if sorted(other) == sorted(small))
    longer = [other for other in others if len(other) != len(small) or len(small) >= LONG]
    near = next(swapped, "") or "".join(get_close_matches(small, longer, 1, ALIKE))
    if not near or re.search(rf"\b{re.escape(word)}\b", article, re.I):
        return word
    return right[near][0].upper() + right[near][1:] if word[0].isupper() else right[near]


def is_spelling(one: str, other: str) -> bool:
    """Whether two texts differ by nothing but letters inside a few words that are no forms of each other."""
    pairs = list(zip_longest(*(map(str.casefold, WORD.findall(text)) for text in (one, other)), fillvalue=""))
    same_rest = WORD.sub("", one).split() == WORD.sub("", other).split()
    return same_rest and all(a == b or (stem(a) != stem(b) and get_close_matches(a, [b], 1, ALIKE)) for a, b in pairs)


@cache
def _listed() -> frozenset[str]:
    """All words that the desk has in a list."""
    lists = " ".join(LISTS.values()).replace("_", " ").split()
    return frozenset((*lists, *BASES, *english.ADVERBS, *SAYING.split()))
