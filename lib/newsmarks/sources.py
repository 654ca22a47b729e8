"""Who a source is: its name over the whole article, its type, and its place on the ladder of specificity.

Everybody whom the article names is collected first, with titles and roles ("Major", "the mayor of …"). Then
each source is looked up there: "Lee", "the major", "she" lead to one name or, in doubt, to none with the
candidates named.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

import newsmarks.english as english
from newsmarks.model import Article, Span
from newsmarks.phrases import after, before
from newsmarks.ruleset import Rules
from newsmarks.text import word_before

SHORT = "Mr Mrs Ms Dr St Jr Sr Gen Gov Sen Rep Col Maj Capt Lt Sgt Adm Prof Rev Inc Corp Co".split()
#: What goes on from a capital letter to a short form with its full stop; a pattern that begins with a set of letters is
#: looked for faster than one that begins with words.
ENDINGS = "|".join(f"(?<={short[0]}){short[1:]}" for short in SHORT)
WORD = rf"[A-Z](?:(?:{ENDINGS})?\.|[\w’'-]*+)"
RUN = re.compile(rf"{WORD}(?: (?:(?:de|van|von|der|al|bin|del|la) )?{WORD})*")
#: ", the mayor of …" behind a name, and "the mayor, …" before it.
ROLE_AFTER = re.compile(
    r", (?:(?:the|a|an|its|their|his|her) )?((?:[a-z][\w-]* ){0,4}?[a-z][\w-]*)"
    r"(?=[,.;]| of | for | at | from | in | who )"
)
ROLE_BEFORE = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er) ((?:[a-z][\w-]* ){0,3}[a-z][\w-]*)"
    r"(?: (?:of|for|at) [^,.;]{1,60})?, \Z"
)
HEAD_END = re.compile(r",|\(|—| - |\s(?:who|which|that|whose|for|with|from|at|in|on|of)\s")
TITLES = english.listed("titles")
BEFORE_A_NAME = TITLES | {"the", "in", "but", "and", "a", "on", "at"}
NOT_NAMES = english.PRONOUNS | english.DETERMINERS | english.POSSESSIVES | english.listed("weekdays")
GENDER = {
    **dict.fromkeys(english.listed("male_titles"), "m"),
    **dict.fromkeys(english.listed("female_titles"), "f"),
}
#: What the names of bodies are made of, and the common nouns that take up such a name.
ORGANISATION = english.listed("bodies")
TAKEN_UP: dict[str, frozenset[str]] = {
    noun: frozenset(bodies.split()) for noun, bodies in english.LISTS["taken_up"].items()
}
#: One person without a name, as far as a plural ending and the words for bodies can tell.
SOMEBODY = re.compile(
    r"(?:[Tt]he|[Aa]n?|[Oo]ne|[Aa]nother) (?:[\w’'-]+ ){0,3}?"
    r"(?:\w+(?:man|woman|person|er|or|ist|ant|ent|ian|al)|official|witness|resident|nurse|pilot|coach|judge)\b"
)
#: Longer texts are still read in linear time: a pronoun looks no further back than this many characters.
NEAR = 1500
#: More of one surname or role than these are only more reason to doubt.
MOST_SAME = 6


class Source(NamedTuple):
    """name: canonical over the article or None; candidates: who it may be, in doubt; model.SOURCE_TYPES, LADDER."""

    name: str | None
    type: str
    ladder: int
    candidates: tuple[str, ...] = ()


@dataclass(slots=True)
class Named:
    """Somebody or some body whom the article names."""

    name: str
    person: bool
    gender: str = ""
    roles: set[str] = field(default_factory=set)


class Names:
    """Everybody named in an article, by full and by short name, and where each is mentioned."""

    def __init__(self, article: Article, quoted: Sequence[Span]) -> None:
        self.known: dict[str, Named] = {}
        self.short: dict[str, list[Named]] = {}
        self.places: list[int] = []
        self.mentioned: list[Named] = []
        self.quoted = quoted
        runs = [run for paragraph in article.paragraphs for run in RUN.finditer(article.text, *paragraph)]
        for run in runs:
            if " " in run.group():
                self._introduce(article.text, run)
        for run in runs:
            self._mention(run)
        self.roles: dict[str, list[Named]] = {}
        for named in self.known.values():
            words = named.roles if named.person else {w.lower() for w in named.name.split()}
            for word in words:
                self.roles.setdefault(word, []).append(named)

    def _introduce(self, text: str, m: re.Match[str]) -> None:
        titles, parts = _split(m.group())
        if not 1 < len(parts) < 6 or any(p.lower() in NOT_NAMES for p in parts):
            return
        named = self.known.setdefault(" ".join(parts), Named(" ".join(parts), person=not _is_organisation(parts)))
        named.gender = named.gender or next((GENDER[t] for t in titles if t in GENDER), "")
        if named.person:
            named.roles.update(titles, _roles(text, m))
        for part in {parts[-1], parts[0]} if not named.person else {parts[-1]}:
            same = self.short.setdefault(part, [])
            if len(same) < MOST_SAME and not any(named is other for other in same):
                same.append(named)

    def _mention(self, m: re.Match[str]) -> None:
        run = m.group()
        named = self.one_of(run) if " " in run else self.short.get(_bare(run), [])
        if len(named) == 1 and not self._is_quoted(m.start()):
            self.places.append(m.start())
            self.mentioned.append(named[0])

    def _is_quoted(self, at: int) -> bool:
        n = bisect_right(self.quoted, Span(at, 1 << 62)) - 1
        return n >= 0 and self.quoted[n].end > at

    def one_of(self, run: str) -> list[Named]:
        """Who a run of capital words may be: by full name, or by the short one that fits the title."""
        titles, parts = _split(run)
        if " ".join(parts) in self.known:
            return [self.known[" ".join(parts)]]
        found = self.short.get(parts[0], []) if len(parts) == 1 else []
        gender = next((GENDER[t] for t in titles if t in GENDER), "")
        return [n for n in found if not (gender and n.gender and gender != n.gender)]

    def with_role(self, role: str) -> list[Named]:
        """Everybody who holds a role ("the mayor"), or every body that a noun takes up ("the unit")."""
        kinds = sorted({role, *TAKEN_UP.get(role, ())})
        return list({n.name: n for kind in kinds for n in self.roles.get(kind, [])[:MOST_SAME]}.values())

    def people_between(self, start: int, end: int) -> list[Named]:
        """Persons mentioned outside quotations from `start` to `end`, each once, in order."""
        there = self.mentioned[bisect_left(self.places, start) : bisect_left(self.places, end)]
        return list({n.name: n for n in there if n.person}.values())


def identify(
    article: Article, phrases: Sequence[Sequence[Span]], quoted: Sequence[Span], rules: Rules
) -> list[Source]:
    """The sources of an article's attributions in text order, each by the words that name it there."""
    names, types = Names(article, quoted), _types(rules)
    found: list[Source] = []
    last: tuple[int, Named] | None = None
    for spans in phrases:
        words = spans[0].of(article.text) if spans else ""
        source, named = _identify(words, spans, names, last, types)
        if named is None and source.name and SOMEBODY.match(words):
            named = Named(source.name, person=True)  # "a spokesman": the next "he" is theirs
        if named is not None and named.person:
            last = (spans[0].start, named)
        found.append(source)
    return found


def _identify(
    words: str, spans: Sequence[Span], names: Names, last: tuple[int, Named] | None, types: dict[str, str]
) -> tuple[Source, Named | None]:
    if not words or words in ("Q", "A"):
        return Source(None, "unknown" if words else "none", 2 if words else 1), None
    low = words.lower()
    if low in ("he", "she"):
        who = _meant(low, spans[0].start, names, last)
    elif low in english.PRONOUNS | english.RELATIVES:
        return Source(None, "unknown", 2), None
    else:
        who = _looked_up(words, names)
    kind = _type(" ".join([words, *(" ".join((n.name, *sorted(n.roles))) for n in who[:1])]), types)
    if len(who) > 1:
        return Source(None, kind, 2, tuple(n.name for n in who[:5])), None
    if who:
        named = who[0].name in names.known
        return Source(who[0].name, kind, (4 if who[0].person else 3) if named else 2), who[0]
    if low in ("he", "she"):
        return Source(None, "unknown", 2), None
    return Source(_phrase(words), kind, _step(words, types)), None


def _meant(pronoun: str, at: int, names: Names, last: tuple[int, Named] | None) -> list[Named]:
    """Whom "he" or "she" means: the last speaker, if nobody else was named since; else all who may be meant."""
    gender = "m" if pronoun == "he" else "f"
    start = last[0] if last and at - last[0] < NEAR else max(0, at - NEAR // 3)
    since = [n for n in names.people_between(start, at) if n.gender in ("", gender)]
    if last and at - last[0] < NEAR and last[1].gender in ("", gender) and last[1] not in since:
        since.insert(0, last[1])
    return since


def _looked_up(words: str, names: Names) -> list[Named]:
    head = _head(words)
    if re.search(r" (?:and|or) ", head):
        return []  # "Lee and Kay" are not one
    runs = list(RUN.finditer(head))
    whole = re.sub(r"^(?:[Tt]he|[Aa]n?) ", "", words)
    named = runs and runs[-1].end() >= len(head.rstrip(" .’'s"))  # not "a Harbour Company spokesman"
    for candidate in (RUN.fullmatch(whole), runs[-1] if named else None):
        if candidate and (found := names.one_of(_bare(candidate.group()))):
            return found
    if apposed := [n for m in RUN.finditer(words) for n in names.one_of(_bare(m.group())) if n.person]:
        return apposed[:1] if "," in words else []
    if not runs and words.lower().startswith("the "):
        return names.with_role(head.split()[-1].lower()) if head.split() else []
    return []


def _roles(text: str, m: re.Match[str]) -> Iterable[str]:
    """The common nouns that the words around a name give as its role."""
    if found := after(ROLE_AFTER, text, m.end()):
        yield found.group(1).split()[-1]
    if text.endswith(", ", 0, m.start()) and (found := before(ROLE_BEFORE, text, m.start())):
        yield found.group(1).split()[-1]
    if (title := word_before(text, m.start())) in TITLES and title == text[m.start() - 1 - len(title) : m.start() - 1]:
        yield title


def _split(run: str) -> tuple[list[str], list[str]]:
    """The titles in front of a name, in small letters without their points, and the name's own parts."""
    parts = _bare(run).split()
    titles = []
    while len(parts) > 1 and (title := parts[0].strip(".").lower()) in BEFORE_A_NAME:
        titles.append(title)
        del parts[0]
    return titles, [p.rstrip(".") for p in parts]


def _bare(run: str) -> str:
    """A run of capital words without what hangs on it: "Lee’s" and "Lee." are Lee."""
    return run.removesuffix("s").rstrip("’'") if run.endswith(("’s", "'s")) else run.rstrip("’'.")


def _head(words: str) -> str:
    head = HEAD_END.split(words, maxsplit=1)[0] or words
    return re.sub(r"^(?:the|a|an) ", "", head.strip(), flags=re.I)


def _phrase(words: str) -> str:
    """A source that is not named, in its own words without what hangs on them: "Ukrainian officials"."""
    phrase = _bare(HEAD_END.split(words, maxsplit=1)[0].strip()) or words
    return re.sub(r"^(?:An?|(?:The|His|Her|Its|Their|My|Our)(?= [a-z])) ", lambda m: m.group().lower(), phrase)


def _step(words: str, types: dict[str, str]) -> int:
    """The step of the ladder for a source that the article names in no other way."""
    head = _head(words)
    runs = list(RUN.finditer(head))
    if not runs or runs[-1].end() < len(head.rstrip(" .’'s")) or head.lower() in types:
        return 2  # "Ukrainian officials"; "Witnesses" has its capital letter from the sentence's start
    parts = _split(runs[-1].group())
    return 4 if parts[0] and not _is_organisation(parts[1]) else 3


@lru_cache(maxsize=8)
def _types(rules: Rules) -> dict[str, str]:
    return {term: r.source_type for r in rules for term in r.terms}


def _type(words: str, types: dict[str, str]) -> str:
    each = re.findall(r"[\w-]+", words.lower())
    pairs = zip(each, [f"{one} {two}" for one, two in zip_longest(each, each[1:])], strict=True)
    return next((types[term] for word, pair in pairs for term in (pair, word) if term in types), "unknown")


def _is_organisation(parts: Sequence[str]) -> bool:
    return any(p.lower().strip(".") in ORGANISATION for p in parts)
