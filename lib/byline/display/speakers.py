"""Who is quoted and how much, by the side that a source is on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from byline.display.counts import NOBODY, given, words_by_source
from byline.display.drawn import needed
from byline.display.html import shorten
from byline.display.picture import Picture, box, no_picture, picture_of, text_of
from byline.seeds.sides import sides_of
from byline.sheet import Table
from newsmarks.model import Reading

TITLE = "Who gets to speak, and how much?"
OTHERS, SOURCES = "other sources", "the sources"
SILENT = "nobody is quoted or reported"
CLOSING = ("Equal numbers are not the aim. Ask instead: whose answer would you still need to judge what is said here, "
           "and could the reporter have asked for it?")  # fmt: skip
#: Voice -> what its bar shows.
KINDS = {"direct": "quoted word for word", "indirect": "reported in other words", "hedged": "nobody named"}
#: So many sources are drawn; the table has all of them.
DRAWN = 12


@dataclass(frozen=True, slots=True)
class Speaker:
    """One source, and how many words of its claims are quoted and how many are told in the reporter's words."""

    name: str
    quoted: int
    told: int

    @property
    def words(self) -> int:
        return self.quoted + self.told


@dataclass(frozen=True, slots=True)
class Group:
    """Sources that are drawn together, the one with the most words first; `note` is a sentence about them."""

    name: str
    speakers: tuple[Speaker, ...]
    note: str = ""

    @property
    def words(self) -> int:
        return sum(speaker.words for speaker in self.speakers)


def chart_sides(reading: Reading) -> Picture:
    """Words given to each source, by the sides that the article's about.toml names; nobody named comes last.

    Where it names no side, the sources stand alone. Raises ArticleError for sides that are wrongly written.
    """
    found, nobody = speakers_of(needed(reading))
    groups = _groups(reading, found)
    if not found and not nobody.words:
        return no_picture(TITLE, "No source is given any words in this article")
    table = _numbers(groups, nobody)
    sides = len(groups) > 1 or bool(sides_of(reading.article))
    alt = " ".join((*(_told(group) for group in groups), f"Nobody named: {_many(nobody.words)}."))
    return picture_of(table, _idea(groups, nobody), _drawn(groups, nobody), alt, CLOSING if sides else "")


def speakers_of(reading: Reading) -> tuple[list[Speaker], Speaker]:
    """The sources, most words first, and the words for which nobody is named."""
    quoted = Counter[str]()
    for a in (a for a in reading.attributions if a.mode != "borrowed"):
        quoted[a.source_name or NOBODY] += given(reading, a).count("direct")
    found = {name: Speaker(name, quoted[name], n - quoted[name]) for name, n in words_by_source(reading).items() if n}
    nobody = found.pop(NOBODY, Speaker(NOBODY, 0, 0))
    return list(found.values()), nobody


def _groups(reading: Reading, found: Sequence[Speaker]) -> list[Group]:
    """The sides in the order of about.toml, then the sources that no side names."""
    sides = sides_of(reading.article)
    groups = [Group(s.name, tuple(f for f in found if s.holds(f.name)), s.note) for s in sides]
    others = tuple(f for f in found if not any(s.holds(f.name) for s in sides))
    return [*groups, Group(OTHERS if sides else SOURCES, others)] if others else groups


def _idea(groups: Sequence[Group], nobody: Speaker) -> str:
    """The picture in one sentence."""
    said = [*((group.name, group.words) for group in groups), (nobody.name, nobody.words)]
    return " ".join(f"{_capital(name)}: {_many(n)}." for name, n in said)


def _told(group: Group) -> str:
    said = "; ".join(f"{shorten(s.name)} {_length(s)}" for s in group.speakers) or SILENT
    return f"{_capital(group.name)}: {said}.{f' {group.note}' if group.note else ''}"


def _capital(name: str) -> str:
    return f"{name[:1].upper()}{name[1:]}"


def _many(n: int) -> str:
    return f"{n or 'no'} word{'s' * (n != 1)}"


def _length(speaker: Speaker) -> str:
    """A source's words by their kind: "95 words quoted, 12 words reported"."""
    parts = [f"{_many(n)} {how}" for n, how in ((speaker.quoted, "quoted"), (speaker.told, "reported")) if n]
    return ", ".join(parts) or _many(0)


def _numbers(groups: Sequence[Group], nobody: Speaker) -> Table:
    rows = [(s.name, group.name, str(s.quoted), str(s.told), str(s.words)) for group in groups for s in group.speakers]
    rows += [(SILENT, group.name, "0", "0", "0") for group in groups if not group.speakers]
    last = (NOBODY, "–", str(nobody.quoted), str(nobody.told), str(nobody.words))
    heads = ("source", "side", "quoted", "reported", "words in all")
    return Table(TITLE, heads, [*rows, last], numbers=(2, 3, 4))


# --- the picture ------------------------------------------------------------------------------


def _drawn(groups: Sequence[Group], nobody: Speaker) -> str:
    most = max([nobody.words, *(s.words for group in groups for s in group.speakers)]) or 1
    drawn = "".join(_group(group, most) for group in groups)
    key = "".join(f'<span><i class="byline-swatch byline-{v}"></i> {name}</span>' for v, name in KINDS.items())
    last = box("group", _bar("nobody named", nobody.words, [("hedged", nobody.words)], most))
    return drawn + last + box("swatches", key)


def _group(group: Group, most: int) -> str:
    rows = "".join(_speaker(speaker, most) for speaker in group.speakers[:DRAWN])
    left = len(group.speakers) - DRAWN
    more = f"<p>and {left} more, in the table below</p>" if left > 0 else ""
    silent = "" if rows else box("bar", f'<span>nobody</span><span class="byline-silent">{SILENT}</span>')
    note = f"<p>{text_of(group.note)}</p>" if group.note else ""
    return box("group", f"<b>{text_of(_capital(group.name))}</b>{rows}{more}{silent}{note}")


def _speaker(speaker: Speaker, most: int) -> str:
    return _bar(speaker.name, speaker.words, [("direct", speaker.quoted), ("indirect", speaker.told)], most)


def _bar(name: str, total: int, parts: Sequence[tuple[str, int]], most: int) -> str:
    """A name, its bar in one or two parts, and the number of words at its end."""
    drawn = "".join(_pieces(parts, most))
    return box("bar", f"<span>{text_of(shorten(name))}</span><span>{drawn} {_many(total)}</span>")


def _pieces(parts: Sequence[tuple[str, int]], most: int) -> Iterator[str]:
    for voice, n in parts:
        if n:
            yield f'<i class="byline-{voice}" style="width:{75 * n / most:.1f}%"></i>'
