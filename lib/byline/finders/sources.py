"""Who a source is: its name over the whole article, its type, and its place on the ladder of specificity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from byline import english
from byline.model import Article, Span
from byline.rules import rules

NAME = r"[A-Z][\w’'.-]*"
NAMES = re.compile(rf"{NAME}(?:\s+(?:(?:of|de|van|von|der|al|bin|del|la|the)\s+)?{NAME})*")
HEAD_END = re.compile(r",|\(|\s(?:who|which|that|whose|for|with|from|at|in|on|of)\s")
TITLES = frozenset(
    "mr mrs ms dr prof professor sir lady lord dame judge justice president vice prime minister senator sen "
    "governor gov representative rep congressman congresswoman mayor secretary general gen major maj colonel col "
    "captain capt lieutenant lt sergeant sgt commander cmdr admiral adm officer chief spokesman spokeswoman "
    "spokesperson director chairman chairwoman chair king queen prince princess pope bishop archbishop rev reverend "
    "sheriff attorney detective ambassador chancellor premier deputy foreign defense defence interior former then "
    "republican democratic state".split()
)


@dataclass(frozen=True)
class Source:
    """name: canonical over the article or None; type: model.SOURCE_TYPES; ladder: model.LADDER."""

    name: str | None
    type: str
    ladder: int


NOBODY = Source(None, "none", 1)


def identify(article: Article, phrases: Sequence[Sequence[Span]]) -> list[Source]:
    """The sources of an article's attributions in text order, each by the words that name it there."""
    known = _proper_names(article.text)
    people: list[str] = []
    found: list[Source] = []
    for spans in phrases:
        words = " ".join(span.of(article.text) for span in spans)
        source = _identify(words, known, people) if words else NOBODY
        found.append(source)
        if source.name and source.ladder >= 4 and (not people or people[-1] != source.name):
            people.append(source.name)
    return found


def _identify(words: str, known: dict[str, str], people: list[str]) -> Source:
    low = words.lower()
    if low in english.PRONOUNS or low in english.RELATIVES:
        name = people[-1] if low in ("he", "she") and people else None
        return Source(name, "unknown", 4 if name else 2)
    name, proper = _name(words, known)
    kind = _type(f"{words} {name}")
    if not proper:
        return Source(name, kind, 2)
    is_person = len(proper) != len(words.split(",")[0].split()) or len(name.split()) > 1
    is_person = is_person and not _is_organisation(name)
    return Source(name, kind, 4 if is_person or name in people else 3)


def _name(words: str, known: dict[str, str]) -> tuple[str, str]:
    """The canonical name and the proper part of it ("" where the source is only a kind of people)."""
    head = HEAD_END.split(words, maxsplit=1)[0] or words
    head = re.sub(r"^(?:the|a|an)\s+", "", head, flags=re.I)
    runs = [m for m in NAMES.finditer(head)]
    if not runs or runs[-1].end() < len(head.rstrip(" .’'s")):
        return head.strip(), ""
    proper = re.sub(r"[’']s?\Z", "", runs[-1].group())
    parts = proper.split()
    while len(parts) > 1 and parts[0].strip(".").lower() in TITLES:
        parts = parts[1:]
    short = " ".join(parts)
    return known.get(short, short), proper


@cache
def _types() -> dict[str, str]:
    return {term: r.source_type for r in rules("sources") for term in r.terms}


def _type(words: str) -> str:
    types = _types()
    for word in re.findall(r"[\w-]+", words.lower()):
        if word in types:
            return types[word]
    return "unknown"


ORGANISATION = frozenset(
    "regiment brigade battalion ministry department university college institute party committee council agency "
    "news times post journal group inc corp company bank court police army navy union association foundation house "
    "senate congress commission bureau office federation league club center centre campaign network press fund "
    "trust society academy".split()
)


def _is_organisation(name: str) -> bool:
    return any(word.lower().strip(".") in ORGANISATION for word in name.split()) or name.isupper()


def _proper_names(text: str) -> dict[str, str]:
    """Short form -> the one longer proper name of the article that it stands for ("Volyna", "Azov")."""
    longer: dict[str, set[str]] = {}
    for m in re.finditer(rf"(?<![.!?“\"]\s)(?<!^){NAME}(?:[ ]{NAME})+", text):
        parts = re.sub(r"[’']s?\Z", "", m.group()).split()
        while len(parts) > 1 and parts[0].strip(".").lower() in TITLES | {"the", "in", "but", "and", "a"}:
            parts = parts[1:]
        if 1 < len(parts) < 5:
            full = " ".join(parts).rstrip(".,")
            longer.setdefault(parts[-1].rstrip(".,"), set()).add(full)
            longer.setdefault(parts[0], set()).add(full)
    return {short: next(iter(fulls)) for short, fulls in longer.items() if len(fulls) == 1}
