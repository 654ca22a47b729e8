"""Reads and checks the rules: what the finders know, as data (rules/*.toml, one file a family).

One block per reason, not per word. Every rule brings its own test: `catches` must be marked by it,
`spares` are near misses that must not be.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

from newsmarks.english import inflect
from newsmarks.model import CATEGORIES, CRITERIA, FIGURE_KINDS, SOURCE_TYPES, STANCES, VOICES

FOLDER = Path(__file__).parent / "rules"
#: What a cue governs; finders/frames.py has the grammar of each.
TAKES = (
    "speech", "clause", "person", "infinitive", "infinitive hedge", "object", "naming", "quote only", "hedge",
    "passive", "phrase", "possessed", "noun",
)  # fmt: skip
#: Family (file name) -> the fields it needs besides those that every rule needs.
FAMILIES: dict[str, frozenset[str]] = {
    "voices": frozenset({"voice"}),
    "cues": frozenset({"terms", "stance", "takes"}),
    "loaded": frozenset({"terms", "category", "strength", "neutral"}),
    "figures": frozenset({"kind"}),
    "sources": frozenset({"terms", "source_type"}),
    "criteria": frozenset({"terms"}),
}
#: Family -> the fields it may have besides.
MAY: dict[str, frozenset[str]] = {"figures": frozenset({"terms"}), "criteria": frozenset(CRITERIA)}
EVERY = frozenset({"id", "label", "why", "authority", "catches", "spares"})
#: `only` and `unless`: phrases in which alone, or in which never, a term is marked. A phrase without
#: the term may stand anywhere in its sentence.
OPTIONAL = frozenset({"only", "unless"})
#: Fields that may stand in the "{…}" of a rule's `why`; the finders fill them in.
PLACES = frozenset({"term", "cue", "source", "voice", "whose"})
CHOICES: dict[str, tuple[str, ...]] = {
    "voice": tuple(VOICES),
    "stance": tuple(STANCES),
    "category": CATEGORIES,
    "kind": FIGURE_KINDS,
    "source_type": SOURCE_TYPES,
}
#: Field -> the numbers it may be, and what they mean.
DEGREES: dict[str, tuple[tuple[float, ...], str]] = {
    "strength": ((1, 2, 3), "1 (mild), 2 (clear) or 3 (only a partisan would use it)"),
    **{criterion: ((0.5, 1), "0.5 (answered in part) or 1 (answered)") for criterion in CRITERIA},
}
#: Curly apostrophes and the hyphens that look alike.
STRAIGHT = str.maketrans("’‘‐‑", "''--")


class RuleError(ValueError):
    """A rule that cannot be used; the message says file, rule, field and remedy."""


@dataclass(frozen=True, eq=False)
class Rule:
    """One reason to mark something, with the words it knows and the sentences that test it."""

    id: str
    family: str
    label: str
    why: str
    authority: str
    catches: tuple[str, ...]
    spares: tuple[str, ...]
    terms: tuple[str, ...] = ()
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

    def because(self, **words: str) -> str:
        """The reason in one sentence, with the words of the place filled in; equal reasons are one string."""
        return _filled(self.why, *(words[place] for place in _places(self.why)))


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
        self._families = dict(families)
        self._by_id = {rule.id: rule for rules in families.values() for rule in rules}

    def of(self, family: str) -> Rules:
        """The rules of one family (FAMILIES)."""
        return self._families[family]

    def rule(self, id: str) -> Rule:
        """One rule by its id."""
        return self._by_id[id]


@cache
def standard() -> RuleSet:
    """The rules of the library. Raises RuleError, naming file, rule, field and remedy."""
    return RuleSet({family: load(FOLDER / f"{family}.toml", family) for family in FAMILIES})


def load(path: Path, family: str) -> Rules:
    """Read and check one file of rules."""
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise RuleError(
            f"{path.name}{_place(text, str(problem))}: this is not valid TOML. Often a quotation mark or a comma is "
            f"missing there: every word stands in quotation marks. ({problem})"
        ) from None
    blocks = data.pop("rule", None)
    if data or not isinstance(blocks, list) or not all(isinstance(b, dict) for b in blocks):
        raise RuleError(f"{path.name}: a file of rules holds [[rule]] blocks and nothing else.")
    for fault in _twice(blocks, path.name):
        raise RuleError(fault)
    return tuple(_rule(block, path.name, family) for block in blocks)


def _place(text: str, problem: str) -> str:
    """The rule and the field that stand where TOML gave up, as far as they can be made out."""
    found = re.search(r"line (\d+)", problem)
    before = text.splitlines()[: int(found[1]) if found else None]
    ids = [m[1] for m in map(re.compile(r"""\s*id\s*=\s*["']([^"']+)""").match, before) if m]
    names = [m[1] for m in map(re.compile(r"\s*(\w+)\s*=").match, before) if m]
    return f", rule “{ids[-1]}”, field “{names[-1]}”" if ids and names else ""


def _rule(block: dict[str, Any], file: str, family: str) -> Rule:
    name = block.get("id", "without an id")
    for problem in _problems(block, family):
        raise RuleError(f"{file}, rule “{name}”: {problem}")
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in block.items()}
    return Rule(family=family, **values)


def _problems(block: dict[str, Any], family: str) -> Iterator[str]:
    needed = EVERY | FAMILIES[family]
    allowed = needed | OPTIONAL | MAY.get(family, frozenset())
    for unknown in sorted(block.keys() - allowed):
        near = get_close_matches(unknown, allowed, 1)
        yield f"unknown field “{unknown}”. " + (f"Did you mean “{near[0]}”?" if near else "Remove it.")
    for missing in sorted(needed - block.keys()):
        yield f"the field “{missing}” is missing. Add it; every rule of this file has one."
    if family == "criteria" and not block.keys() & CRITERIA.keys():
        yield f"it earns nothing. Give at least one of: {', '.join(CRITERIA)} = 0.5 or 1."
    for name in sorted(allowed & block.keys()):
        yield from _value_problems(name, block[name])
    used = _Sentences(block["catches"], family)
    for term in block.get("terms", []):
        if term not in used:
            yield f"no sentence in “catches” uses the term “{term}”. Add one, so that the term is tested."


class _Sentences:
    """The sentences of a rule, to be asked for a term: as a verb in any form for a cue, letter by letter elsewhere."""

    def __init__(self, sentences: list[str], family: str) -> None:
        self._cues = family == "cues"
        self._text = " | ".join(sentences if self._cues else map(_worded, sentences))

    def __contains__(self, term: str) -> bool:
        if self._cues:
            return re.search(rf"(?<!\w){stem(term)}", self._text, re.I) is not None
        return _worded(term) in self._text


@cache
def _worded(text: str) -> str:
    return " ".join(("", *re.findall(r"[\w']+", plain(text)), ""))


def _value_problems(name: str, value: Any) -> Iterator[str]:
    kind = {f.name: str(f.type) for f in fields(Rule)}.get(name, "")
    if kind.startswith("tuple"):
        if not (isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)):
            yield f"“{name}” must be a list of texts in quotation marks."
        elif not value and name in ("catches", "spares", "terms"):
            yield f"“{name}” is empty. Write at least one."
        for wrong in set(value) - set(TAKES) if name == "takes" else ():
            yield f"“takes” cannot be “{wrong}”. It may be: {', '.join(TAKES)}."
    elif name in DEGREES:
        values, remedy = DEGREES[name]
        if value not in values or isinstance(value, bool):
            yield f"“{name}” must be {remedy}."
    elif not isinstance(value, str) or not value.strip():
        yield f"“{name}” must be text in quotation marks."
    elif name in CHOICES and value not in CHOICES[name]:
        yield f"“{name}” cannot be “{value}”. It may be: {', '.join(CHOICES[name])}."
    elif name == "why":
        yield from _why_problems(value)


def _why_problems(why: str) -> Iterator[str]:
    try:
        names = {n for _, n, _, _ in Formatter().parse(why) if n is not None}
    except ValueError:
        names = {""}
    for wrong in sorted(names - PLACES):
        yield f"“why” has a place “{{{wrong}}}” that nobody fills. It may have: {', '.join(sorted(PLACES))}."


def _twice(blocks: list[dict[str, Any]], file: str) -> Iterator[str]:
    seen: dict[str, Any] = {}
    for block in blocks:
        name, terms = block.get("id"), block.get("terms", [])
        for what in (name, *(terms if isinstance(terms, list) else ())):
            known = what.casefold() if isinstance(what, str) else what
            if isinstance(known, str) and known in seen:
                where = "twice in this rule" if seen[known] == name else f"in rule “{seen[known]}” too"
                yield f"{file}, rule “{name}”: “{what}” stands {where}. Keep it in one place."
            elif isinstance(known, str):
                seen[known] = name


def plain(text: str) -> str:
    """A text as terms are compared: small letters, straight apostrophes, single spaces.

    >>> plain("Don’t  Give\\nUp")
    "don't give up"
    """
    return " ".join(text.casefold().translate(STRAIGHT).split())


def stem(term: str) -> str:
    """A pattern for the term in a sentence; a verb at its front may be inflected ("say": says, saying)."""
    first, *rest = term.split()
    forms = "|".join(sorted(map(re.escape, inflect(first)), key=len, reverse=True))
    tail = "".join(rf"\s+{re.escape(word)}" for word in rest)
    return rf"(?:{forms}){tail}(?!\w)"
