"""Misspelled words of a rewrite, read as the words of the paragraph that they stand for."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from functools import cache
from itertools import takewhile

import newsmarks.english as english
from byline.rewriting.families import BASES, LISTS, stem
from byline.rewriting.parsing import FUNCTION

WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
SAYING = "said says according reportedly reported officials because"
VOWELS = frozenset("aeiouy")
#: How long a word is at least, and one with another consonant in it.
LEAST, LONG = 4, 7


def mend_spelling(words: str, paragraph: str, article: str) -> str:
    """A rewrite with its misspelled words as the paragraph, or English, spells them.

    Only a word that is in no list, and nowhere in the article, is taken for one that is misspelled.

    >>> mend_spelling("Becuase of the fluod, barns shoud close.", "The flood closed some barns.", "")
    'Because of the flood, barns should close.'
    """
    right = {m.group().casefold(): m.group() for m in WORD.finditer(paragraph) if len(m.group()) >= LEAST}
    right |= {word: word for word in (*SAYING.split(), *FUNCTION) if len(word) >= LEAST and word not in right}
    stems = frozenset(map(stem, right))
    return WORD.sub(lambda m: _mended(m.group(), right, stems, article), words)


def _mended(word: str, right: Mapping[str, str], stems: Container[str], article: str) -> str:
    small = word.casefold()
    if len(small) < LEAST or small in _listed() or stem(small) in stems:
        return word
    near = next((other for other in right if is_near(small, other)), "")
    if not near or re.search(rf"\b{re.escape(word)}\b", article, re.I):
        return word
    return right[near][0].upper() + right[near][1:] if word[0].isupper() else right[near]


@cache
def _listed() -> frozenset[str]:
    """All words that the desk has in a list."""
    lists = " ".join(LISTS.values()).replace("_", " ").split()
    return frozenset((*lists, *BASES, *english.ADVERBS, *SAYING.split()))


def is_near(word: str, other: str) -> bool:
    """Whether one letter is missing, is too many or is another one, or two are swapped; the first one is the same.

    >>> [is_near("reproter", word) for word in ("reporter", "report")], is_near("horse", "house")
    ([True, False], False)
    """
    if word[0] != other[0] or abs(len(word) - len(other)) > 1 or word == other:
        return False
    same = takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False))
    at = sum(1 for _ in same)
    one, two = word[at:], other[at:]
    if len(word) != len(other):
        return one[1:] == two or one == two[1:]
    swapped = one[2:] == two[2:] and one[:2] == two[:2][::-1]
    return swapped or (one[1:] == two[1:] and (len(word) >= LONG or {one[0], two[0]} <= VOWELS))
