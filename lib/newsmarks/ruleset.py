"""Reads and checks the rules: what the finders know, as data (rules/*.toml, one file a family).

One block per reason, not per word. Every rule brings its own test: `catches` must be marked by it,
`spares` are near misses that must not be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain
from pathlib import Path
from string import Formatter
from typing import Any

from newsmarks.english import adverb, inflect, plural
from newsmarks.form import Check, a_text, among, choice, choices, faults, read_toml, some_texts, texts, whole
from newsmarks.keeping import once
from newsmarks.model import CATEGORIES, CRITERIA, FIGURE_KINDS, SOURCE_TYPES, STANCES, VOICES
from newsmarks.text import PIECE, ArticleError, read_text

FOLDER = Path(__file__).parent / "rules"
#: What a cue governs; attribution/frames.py has the grammar of each.
TAKES = (
    "speech", "clause", "person", "infinitive", "infinitive hedge", "object", "naming", "quote only", "hedge",
    "passive", "phrase", "possessed", "noun",
)  # fmt: skip
#: Fields that may stand in the "{…}" of a rule's `why`; the finders fill them in.
PLACES = frozenset({"term", "cue", "source", "voice", "whose"})
#: The fields that hold the words of a rule: as they stand, or in every form.
WORDS = ("terms", "nouns", "verbs", "adjectives")
#: Curly apostrophes and the hyphens that look alike.
STRAIGHT = str.maketrans("’‘‐‑", "''--")


def reason(value: Any) -> str:
    """The reason for a mark: a sentence, with places in it that the finders know how to fill in."""
    if fault := a_text(value):
        return fault
    try:
        names = {name for _, name, _, _ in Formatter().parse(value) if name is not None}
    except ValueError:
        names = {""}
    wrong = sorted(names - PLACES)
    places = ", ".join(sorted(PLACES))
    return f"has a place “{{{wrong[0]}}}” that nobody fills. It may have: {places}." if wrong else ""


EVERY: dict[str, Check] = {"id": a_text, "label": a_text, "why": reason, "authority": a_text, "catches": some_texts,
                           "spares": some_texts}  # fmt: skip
#: `only` and `unless`: phrases in which alone, or in which never, a word is marked (phrases.py has how they are read).
CONTEXTS: dict[str, Check] = {"only": texts, "unless": texts}
#: Family (file name) -> the fields that it needs besides those that every rule needs.
FAMILIES: dict[str, dict[str, Check]] = {
    "voices": {"voice": choice(*VOICES)},
    "cues": {"terms": some_texts, "stance": choice(*STANCES), "takes": choices(*TAKES)},
    "loaded": {"category": choice(*CATEGORIES), "strength": whole(1, 3), "neutral": texts},
    "figures": {"kind": choice(*FIGURE_KINDS)},
    "sources": {"terms": some_texts, "source_type": choice(*SOURCE_TYPES)},
    "criteria": {"terms": some_texts},
}
#: Family -> the fields that it may have besides.
MAY: dict[str, dict[str, Check]] = {
    "loaded": dict.fromkeys(WORDS, some_texts),
    "figures": {"terms": some_texts},
    "criteria": dict.fromkeys(CRITERIA, among(0.5, 1)),
}


class RuleError(ArticleError):
    """A rule that cannot be used; the message says file, rule, field and remedy."""


@dataclass(frozen=True, eq=False)
class Rule:
    """One reason to mark something, with the words it knows and the sentences that test it.

    out: those of its words that somebody has taken out; no file has them.
    """

    id: str
    family: str
    label: str
    why: str
    authority: str
    catches: tuple[str, ...]
    spares: tuple[str, ...]
    terms: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    out: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    stance: str = "neutral"
    voice: str = ""
    source_type: str = ""
    category: str = ""
    strength: int = 0
    kind: str = ""
    who: float = 0
    what: float = 0
    when: float = 0
    how: float = 0
    access: float = 0

    @property
    def words(self) -> tuple[str, ...]:
        """Its words as they are written in the file."""
        return self.terms + self.nouns + self.verbs + self.adjectives

    def forms(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each of its words with the forms in which it is looked for, itself among them."""
        kinds: tuple[tuple[tuple[str, ...], Callable[[str], tuple[str, ...]]], ...] = (
            (self.terms, lambda term: (term,)),
            (self.nouns, lambda noun: (noun, plural(noun))),
            (self.verbs, inflected),
            (self.adjectives, lambda adjective: (adjective, adverb(adjective))),
        )
        for words, forms_of in kinds:
            yield from ((word, forms_of(word)) for word in words)

    @cached_property
    def spelt(self) -> Mapping[str, tuple[str, ...]]:
        """Each of its words with those forms as texts are compared (pieces)."""
        return {word: tuple(map(pieces, forms)) for word, forms in self.forms()}

    def because(self, **words: str) -> str:
        """The reason in one sentence, with the words of the place filled in; equal reasons are one string."""
        return _filled(self.why, *(words[place] for place in _places(self.why)))


def inflected(verb: str) -> tuple[str, ...]:
    """A verb, or a phrase that begins with one, in every form: "play down", "plays down", "played down" …"""
    first, _, rest = verb.partition(" ")
    return tuple(f"{form} {rest}".rstrip() for form in inflect(first))


@cache
def _places(why: str) -> tuple[str, ...]:
    """The places of a reason that are to be filled in, each once."""
    return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(why) if name))


@lru_cache(maxsize=4096)
def _filled(why: str, *words: str) -> str:
    return why.format_map(dict(zip(_places(why), words, strict=True)))


#: The rules of one family, in the order of their file. Rules are compared by identity, so that what is made from some
#: (a lexicon, a pattern) can be kept for the same ones.
Rules = tuple[Rule, ...]


class RuleSet:
    """The rules of every family: what a reading is made with."""

    def __init__(self, families: Mapping[str, Rules]) -> None:
        self.families = dict(families)
        self._by_id = {rule.id: rule for rules in families.values() for rule in rules}

    def of(self, family: str) -> Rules:
        """The rules of one family (FAMILIES)."""
        return self.families[family]

    def rule(self, id: str) -> Rule:
        """One rule by its id."""
        return self._by_id[id]


@cache
def standard() -> RuleSet:
    """The rules of the library. Raises RuleError, naming file, rule, field and remedy."""
    return RuleSet({family: read_rules(FOLDER / f"{family}.toml", family) for family in FAMILIES})


def read_rules(path: Path, family: str) -> Rules:
    """Read one file of rules; it is checked when it is read for the first time, and whenever it was changed.

    Of a file that is not the library's it is also checked that its sentences use its words.

    Raises RuleError, and ArticleError for what is no file of TOML.
    """
    if path.parent == FOLDER:
        data = once(path.name, read_text(path), lambda: _checked(path, family))
    else:
        data = _checked(path, family)
    return _rules(data["rule"], family)


def _checked(path: Path, family: str) -> dict[str, Any]:
    data = read_toml(path)
    blocks = data.get("rule")
    if data.keys() != {"rule"} or not isinstance(blocks, list) or not all(isinstance(b, dict) for b in blocks):
        raise RuleError(f"{path.name}: a file of rules holds [[rule]] blocks and nothing else.")
    for block, fault in ((b, fault) for b in blocks for fault in _problems(b, family)):
        raise RuleError(f"{path.name}, rule “{block.get('id', 'without an id')}”: {fault}")
    rules = _rules(blocks, family)
    for fault in chain(_twice(rules), () if path.parent == FOLDER else unshown(rules)):
        raise RuleError(f"{path.name}, {fault}")
    return data


def _rules(blocks: list[dict[str, Any]], family: str) -> Rules:
    def values(block: dict[str, Any]) -> dict[str, Any]:
        return {k: tuple(v) if isinstance(v, list) else v for k, v in block.items()}

    return tuple(Rule(family=family, **values(block)) for block in blocks)


def _problems(block: dict[str, Any], family: str) -> Iterator[str]:
    needed = EVERY | FAMILIES[family]
    yield from faults(block, needed | CONTEXTS | MAY.get(family, {}), tuple(needed))
    if family == "criteria" and not block.keys() & CRITERIA.keys():
        yield f"it earns nothing. Give at least one of: {', '.join(CRITERIA)} = 0.5 or 1."
    for name in WORDS:
        for word in block.get(name, ()):
            if isinstance(word, str) and not pieces(word):
                yield f"field “{name}”: “{word}” has no letter. Write a word, or delete it."
    if family == "loaded" and not block.keys() & set(WORDS):
        yield f"it has no words. Give at least one of: {', '.join(WORDS)} = [\"…\"]."


def _twice(rules: Rules) -> Iterator[str]:
    """What is wrong for each id, and each word in any of its forms, that stands in two places."""
    seen: dict[str, Rule] = {}
    for rule in rules:
        words = dict.fromkeys(chain(*rule.spelt.values()))
        doubled = sorted({word for word in rule.words if rule.words.count(word) > 1})
        yield from (f"rule “{rule.id}”: “{word}” stands twice in this rule. Keep it in one place." for word in doubled)
        for word in (rule.id, *words):
            other = seen.setdefault(word, rule)
            if other is not rule:
                yield f"rule “{rule.id}”: “{word}” stands in rule “{other.id}” too. Keep it in one place."


def unshown(rules: Rules) -> Iterator[str]:
    """What is wrong for each word that no sentence of its rule's `catches` shows, in any form."""
    for rule in rules:
        sentences = " | ".join(map(_spaced, rule.catches))
        cues = ((term, inflected(term)) for term in rule.terms)
        for word, forms in cues if rule.family == "cues" else rule.forms():
            if not any(_spaced(form) in sentences for form in forms):
                remedy = "Add one, so that the term is tested."
                yield f"rule “{rule.id}”: no sentence in “catches” uses the term “{word}”. {remedy}"


def _spaced(words: str) -> str:
    """Words apart, those that a hyphen joins as well ("a 20-metre wall" shows "metre")."""
    return f" {pieces(words).replace('-', ' ')} "


def pieces(words: str) -> str:
    """A text as terms are compared: its words in small letters, apostrophes straight, one space between them.

    >>> pieces("Don’t  Give\\nUp!")
    "don't give up"
    """
    if words.replace(" ", "").isalpha():
        return " ".join(words.casefold().split())
    return " ".join(PIECE.findall(words.casefold().translate(STRAIGHT)))
