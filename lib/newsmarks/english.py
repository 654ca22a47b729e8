"""What every finder needs to know of English: the lists of rules/english.toml, and the forms of verbs."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from newsmarks.keeping import keep, kept, parse_toml

FILE = Path(__file__).parent / "rules" / "english.toml"


def _lists() -> dict[str, Any]:
    text = FILE.read_text(encoding="utf-8")
    found = kept(FILE.name, text)
    if found is None:
        found = parse_toml(text)
        keep(FILE.name, text, found)
    return found


LISTS = _lists()


def listed(name: str) -> frozenset[str]:
    """The words of a list in rules/english.toml."""
    return frozenset(LISTS[name].split())


DETERMINERS = listed("determiners")
POSSESSIVES = listed("possessives")
PRONOUNS = listed("pronouns")
OBJECTS = listed("objects")
SUBJECTS = listed("subjects")
PREPOSITIONS = listed("prepositions")
CONJUNCTIONS = listed("conjunctions")
SUBORDINATORS = listed("subordinators")
RELATIVES = listed("relatives")
MODALS = listed("modals")
AUXILIARIES = listed("auxiliaries")
NEGATIONS = listed("negations")
ADVERBS = listed("adverbs")
TIMES = listed("times")
#: Verb -> all its forms, where they do not follow from its spelling.
IRREGULAR = {line.split()[0]: tuple(line.split()) for line in LISTS["irregular_verbs"].strip().splitlines()}


@cache
def inflect(verb: str) -> tuple[str, ...]:
    """The forms of an English verb: ("say", "says", "said", "saying")."""
    if verb in IRREGULAR:
        return IRREGULAR[verb]
    if verb.endswith("e"):
        return (verb, verb + "s", verb + "d", verb[:-1] + "ing")
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return (verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    if re.search(r"[^aeiou][ae]l\Z", verb):  # labeled, labelled
        return (verb, verb + "s", verb + "ed", verb + "ing", verb + "led", verb + "ling")
    if re.fullmatch(r"[^aeiou]*[aeiou][bdgmnprt]", verb):
        return (verb, verb + "s", verb + verb[-1] + "ed", verb + verb[-1] + "ing")
    ending = "es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return (verb, verb + ending, verb + "ed", verb + "ing")


def plural(noun: str) -> str:
    """More than one of an English noun or of the last word of several.

    >>> plural("witch hunt"), plural("crony"), plural("hitman")
    ('witch hunts', 'cronies', 'hitmen')
    """
    if noun.endswith("man"):
        return noun[:-2] + "en"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "sh", "ch", "x", "z")) else "s")


def adverb(adjective: str) -> str:
    """The adverb of an English adjective.

    >>> adverb("grim"), adverb("scary"), adverb("terrible"), adverb("heroic")
    ('grimly', 'scarily', 'terribly', 'heroically')
    """
    if adjective.endswith("y"):
        return adjective[:-1] + "ily"
    if adjective.endswith("le") and adjective[-3:-2] not in "aeiou":
        return adjective[:-1] + "y"
    return adjective + ("ally" if adjective.endswith("ic") else "y" if adjective.endswith("ll") else "ly")


def inflected(name: str) -> frozenset[str]:
    """Every form of the verbs of a list."""
    return frozenset(form for verb in listed(name) for form in inflect(verb))
