"""The words of the lessons: what each means, an example, what it is not, and which of them stand in a text.

>>> from byline.glossary import find_terms, term_called
>>> [term.name for term in find_terms("A hedged claim names no source.")]
['hedge', 'source']
>>> term_called("Hedges").definition.split(" that ")[0]
'A word or phrase'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from byline.seeds.blocks import read_blocks
from newsmarks.form import Check, a_text, meant, slug, texts
from newsmarks.text import ArticleError

FILE = Path(__file__).with_suffix(".toml")
FIELDS: dict[str, Check] = {
    "id": slug, "term": a_text, "forms": texts, "definition": a_text, "example": a_text, "near_miss": a_text,
    "field_term": a_text, "lesson": a_text, "rule": a_text, "says": a_text,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the lessons. `near_miss` is what it is not, `field_term` what scholars call it, `lesson` the number of
    the lesson that teaches it; `says` is the guideline's rule of the name `rule`, in a sentence to take along.
    """

    id: str
    name: str
    forms: tuple[str, ...]
    definition: str
    example: str
    near_miss: str
    field_term: str
    lesson: str
    rule: str = ""
    says: str = ""

    @property
    def written(self) -> tuple[str, ...]:
        """All the forms in which it may stand in a text."""
        return (self.name, *self.forms)


def open_glossary(path: Path = FILE) -> tuple[Term, ...]:
    """The terms of a file, in their order. Raises ArticleError, one sentence with file, entry, field and remedy."""
    found: dict[str, Term] = {}
    for entry, block in read_blocks(path, "term", FIELDS, frozenset({"rule", "says"})):
        term = Term(name=block.pop("term"), forms=tuple(block.pop("forms")), **block)
        for form in map(_plain, term.written):
            if form in found:
                raise ArticleError(f"{path.name}, {entry}: “{form}” stands twice. Leave it to one of the two terms.")
            found[form] = term
    return tuple(dict.fromkeys(found.values()))


@cache
def all_terms() -> tuple[Term, ...]:
    """The terms that the lessons use."""
    return open_glossary()


@cache
def _by_form() -> dict[str, Term]:
    return {_plain(form): term for term in all_terms() for form in term.written}


def _plain(form: str) -> str:
    """A form as it is looked up: small letters, one space, one kind of apostrophe."""
    return " ".join(form.casefold().replace("'", "’").split())


def term_called(name: str) -> Term:
    """The term of a name or another form, in capitals or not. Raises ArticleError with the nearest where none is."""
    known = _by_form()
    if _plain(name) in known:
        return known[_plain(name)]
    raise ArticleError(f"“{name}” is not in the glossary. {meant(_plain(name), known, 'words() shows all that are.')}")


@cache
def _anywhere() -> re.Pattern[str]:
    """Any form, the longer first, as whole words."""
    forms = sorted(_by_form(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)")


def find_terms(text: str) -> list[Term]:
    """The terms that stand in a text, in the order of their first places, each once."""
    return list(dict.fromkeys(_by_form()[_plain(m[0])] for m in _anywhere().finditer(_plain(text))))


#: Forms that stand in any text, and are not explained wherever they do.
EVERYDAY = frozenset((
    "reporter", "reporters", "reporter’s", "quote", "quotes", "quoted", "content", "source", "sources", "method",
    "methods", "access", "party", "parties", "document", "documents", "witness", "witnesses", "the whole", "as of",
    "percent", "per cent", "authorities", "independent", "strength", "credit", "credits", "colours", "colors", "stamp",
    "stamps", "stamped", "ladder", "figures"))  # fmt: skip


def explained() -> dict[str, tuple[str, str]]:
    """Form -> (term, what it means), for all that a page explains in place: terms by their forms, and the rules."""
    found = {form: (term.name, term.definition) for form, term in _by_form().items() if form not in EVERYDAY}
    return found | {term.rule: (term.rule, term.says) for term in all_terms() if term.rule}


def rule_called(name: str) -> Term | None:
    """The term to which the guideline's rule of a name belongs."""
    return next((term for term in all_terms() if term.rule == name), None)
