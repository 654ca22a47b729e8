"""Searches what students get for what only the teacher has: words of the key, labels of its places, and right answers.

What is searched for are all texts of key.toml, exercises.toml and annotators/ that students may not have anyway (the
article, and of the lesson's exercises the fields of PUBLIC). Each sentence of SENTENCE words, and any RUN words in a
row, are a leak wherever they stand; capitals, punctuation, quotation marks and line breaks make no difference. It
looks into zips and wheels, JSON and notebooks, escapes of HTML, and base64, and into any of these inside another.

Shorter texts ("leave it out", "gathered") are common words in a lesson's prose. They are searched for as a whole, in
the files that are made of the teacher's own: the exercises, and what is known of the text. No secret of a key are the
field's own terms (the values of TERMS; a *place* with its term is one, and is searched for), and what the model and the
finders' rules and the glossary hold for any text: that is what the machine says, and the machine is in the box.
"""

from __future__ import annotations

import base64
import binascii
import html
import io
import json
import re
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from byline.key import load_key, types
from byline.kinds import GIVEN_OUT
from byline.scoring import label_of
from byline.telling import words_at
from newsmarks import model

PROJECT = Path(__file__).parents[1]
RUN, SENTENCE = 10, 6
#: The files that are made of the teacher's own.
OWN = re.compile(r"/seeds/[^/]+/(exercises|about)\.toml$")
#: A word that no text has: it stands between the items of a list.
APART = "itemsapart"
#: The two libraries: numbers stand there side by side for many reasons. (A wheel has lessons and texts inside of one.)
PROGRAM = re.compile(r"/lib/|^pack/(newsmarks|byline)/(?!course/)")
LABELLED = re.compile(r"\b(voice|label|stance|verdict|category)\b")
WORD = re.compile(r"[^\W_]+")
DEEPEST = 6
#: Field of an exercise -> the fields in it that students see; None: all of it.
PUBLIC: dict[str, tuple[str, ...] | None] = {
    **dict.fromkeys(GIVEN_OUT), "layer": None, "labels": None, "given": None, "judgements": None, "bins": None,
    "unit": None, "least": None, "show": None, "quote": None, "nth": None, "several": None,
    "options": ("id", "text"), "passages": ("id", "text"), "items": ("id", "text"),
}  # fmt: skip
#: Fields whose values are terms, names of parts or of files, and not words about the article.
TERMS = {"schema", "sha256", "reader", "kind", "lesson", "layer", "skill", "tier", "status", "type", "mode", "stance",
         "voice", "category", "verdict", "approx", "words_by", "basis", "answer", "labels", "retired"}  # fmt: skip
#: Fields that tell the answer of an exercise.
TELLING = {"right", "sound", "bin", "also", "weak", "answer", "feedback", "why", "samples", "tier", "attribution"}


#: One lesson or several, by their numbers or names.
Lessons = str | tuple[str, ...]


def is_of(lessons: Lessons, name: str) -> bool:
    """Whether a lesson of that name is one of these."""
    return not {name, name[:2]}.isdisjoint([lessons] if isinstance(lessons, str) else lessons)


def words_of(text: str) -> str:
    """A text as its words alone, with a space before and after each."""
    return " ".join(["", *WORD.findall(text.casefold()), ""])


def leaves(value: Any) -> Iterator[str]:
    """All texts in something that was read from TOML or JSON."""
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from leaves(inner)
        case list():
            for inner in value:
                yield from leaves(inner)


# --- what is looked into ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """Something that can be read: the way to it, and its text."""

    path: str
    text: str


def readable(path: str, data: bytes, deep: int = 0) -> Iterator[Found]:
    """All texts in some bytes, through zips, JSON and base64."""
    if deep > DEEPEST:
        raise ValueError(f"{path} goes too deep to be searched.")
    if data[:2] == b"PK" and zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            yield Found(f"{path}/(names)", " ".join([*box.namelist(), box.comment.decode("utf-8", "replace")]))
            for entry in box.infolist():
                yield from readable(f"{path}/{entry.filename}", box.read(entry), deep + 1)
        return
    text = data.decode("utf-8", "replace")
    yield Found(path, text)
    yield from _unwrapped(path, text, deep)


def _unwrapped(path: str, text: str, deep: int) -> Iterator[Found]:
    if "&" in text:
        yield Found(path, html.unescape(text))
    if text.lstrip()[:1] in ("{", "["):
        try:
            inner = "\n".join(leaves(json.loads(text)))
        except ValueError:
            inner = ""
        if inner:
            yield from readable(f"{path} (JSON)", inner.encode("utf-8", "replace"), deep + 1)
    yield from _decoded(path, text, deep)


def _decoded(path: str, text: str, deep: int) -> Iterator[Found]:
    """What stands there in base64, on one line or broken over several."""
    runs = re.findall(r"[A-Za-z0-9+/_-]{16,}={0,2}(?:\s+[A-Za-z0-9+/_-]{4,}={0,2})*", text)
    for run in {piece for whole in runs for piece in (whole.split()[0], *whole.split()[1:], "".join(whole.split()))}:
        plain = run.rstrip("=").translate(str.maketrans("-_", "+/"))
        whole = plain[: len(plain) - (len(plain) % 4 == 1)]
        try:
            data = base64.b64decode(whole + "=" * (-len(whole) % 4), validate=True)
        except binascii.Error:
            continue
        if data[:2] == b"PK" or (len(data) > 10 and _is_text(data)):
            yield from readable(f"{path} (base64)", data, deep + 1)


def _is_text(data: bytes) -> bool:
    try:
        return data.decode("utf-8").replace("\n", " ").isprintable()
    except UnicodeDecodeError:
        return False


# --- what is looked for -------------------------------------------------------------------------------


Words = tuple[str, ...]


def runs(text: str) -> set[Words]:
    """Each RUN words of a text that stand in a row."""
    words = WORD.findall(text.casefold())
    return {tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}


def sentences(text: str) -> set[str]:
    """Its sentences of at least SENTENCE words and less than RUN."""
    parts = map(words_of, re.split(r"(?<=[.?!:;])[”’)]?\s+", text))
    return {words for words in parts if SENTENCE <= len(words.split()) < RUN}


def public_texts(seed: Path, lesson: Lessons) -> list[str]:
    """What students may have of a text and a lesson anyway."""
    blocks = tomllib.loads((seed / "exercises.toml").read_text(encoding="utf-8"))["exercise"]
    shown = [text for block in blocks if is_of(lesson, block["lesson"]) for text in _shown(block)]
    return [(seed / "article.txt").read_text(encoding="utf-8"), *shown, *terms()]


def _shown(block: dict[str, Any]) -> Iterator[str]:
    for name, value in block.items():
        if name in PUBLIC:
            fields = PUBLIC[name]
            plain = fields is None or isinstance(value[0], str)
            yield from leaves(value if plain else [[one[f] for f in fields if f in one] for one in value])


def told_by(value: Any) -> Iterator[str]:
    """The texts of a teacher's file, but for the values of TERMS."""
    match value:
        case str():
            yield value
        case dict():
            yield from (text for name, inner in value.items() if name not in TERMS for text in told_by(inner))
        case list():
            yield from (text for inner in value for text in told_by(inner))


def secrets(seed: Path, lesson: Lessons) -> tuple[dict[Words, str], dict[str, str]]:
    """What a teacher has and students may not, each with its file: words in a row, and short texts as a whole."""
    public = public_texts(seed, lesson)
    known, plain = set().union(*map(runs, public)), "\n".join(map(words_of, public))
    long, short = dict[Words, str](), dict[str, str]()
    for path in [seed / "key.toml", seed / "exercises.toml", *sorted((seed / "annotators").glob("*.toml"))]:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for block in data.get("exercise", []):
            del block["id"]  # it is asked for by its name
        for text in told_by(data):
            long |= dict.fromkeys(runs(text) - known, path.name)
            whole = words_of(text)
            for words in {*sentences(text), *([whole] if 0 < len(whole.split()) < RUN else [])}:
                if words not in plain:
                    short[words] = path.name
    return long, short


@cache
def terms() -> list[str]:
    """The field's own terms, and what the finders' rules and the glossary hold for any text."""
    rules = [text for path in sorted((PROJECT / "lib" / "newsmarks" / "rules").glob("*.toml"))
             for text in leaves(tomllib.loads(path.read_text(encoding="utf-8")))]  # fmt: skip
    constants = {**vars(model), **vars(types)}
    names = [text for name, value in constants.items() if name.isupper() for text in leaves(_plain(value))]
    return [*rules, *names, (PROJECT / "lib" / "byline" / "glossary.toml").read_text(encoding="utf-8")]


def _plain(value: Any) -> Any:
    """Tables and tuples as lists and dicts, with the names of tables as texts, too."""
    if isinstance(value, dict):
        return [*map(str, value), *map(_plain, value.values())]
    return [_plain(one) for one in value] if isinstance(value, tuple | list | set | frozenset) else value


# --- the search ---------------------------------------------------------------------------------------


def leaks(pack: bytes, seed: Path, lesson: Lessons) -> list[str]:
    """A line for each thing that a pack of a lesson tells and must not."""
    long, short = secrets(seed, lesson)
    every = [replace(found, text=re.sub(r'"\s*,\s*"', f" {APART} ", found.text)) for found in readable("pack", pack)]
    words = {found: words_of(found.text) for found in every}
    there = "\n".join(words.values())
    short = {text: file for text, file in short.items() if text in there}
    told = list[str]()
    for found in every:
        own = OWN.search(found.path)
        told += [f"{found.path}: “{' '.join(run)}” ({long[run]})" for run in runs(found.text) & long.keys()]
        told += [f"{found.path}: “{text.strip()}” ({file})" for text, file in short.items()
                 if (own or text.count(" ") > SENTENCE) and text in words[found]]  # fmt: skip
        told += [f"{found.path}: {line}" for line in _fields(found)]
    return sorted({*told, *_places(every, seed, lesson)})


def _places(every: list[Found], seed: Path, lesson: Lessons) -> Iterator[str]:
    """Places of the key by their numbers, or by their words with the label on the same line."""
    key, given = load_key(seed), _given(seed, lesson)
    spans = {(words_at(entry.mark), str(label_of(entry.mark))) for entry in key.entries}
    numbers = {f"{span.start} {span.end}" for span, _ in spans}
    names = {(span.of(key.text), label) for span, label in spans} - given
    for found in (found for found in every if not PROGRAM.search(found.path)):
        pairs = re.findall(r"\b(?=(\d+)\W{1,3}(\d+)\b)", found.text)
        yield from (f"{found.path}: the place {a}, {b}" for a, b in pairs if f"{a} {b}" in numbers)
        for line in filter(LABELLED.search, found.text.splitlines()):
            yield from (f"{found.path}: “{quote}” with its label {label}" for quote, label in names
                        if f'"{quote}"' in line and re.search(rf'"{re.escape(label)}"', line))  # fmt: skip


def _given(seed: Path, lesson: Lessons) -> set[tuple[str, str]]:
    from byline.kinds import open_exercises

    mine = [e for e in open_exercises(seed).values() if is_of(lesson, e.lesson) and e.kind == "mark"]
    return {(given["quote"], given["label"]) for e in mine for given in e.own.given}


def _fields(found: Found) -> Iterator[str]:
    """Fields of exercises that tell, wherever a file of exercises lies."""
    if 'schema = "byline.exercises/' in found.text or OWN.search(found.path):
        lines = re.findall(r"^(\w+) =|[{,] (\w+) =", found.text, re.MULTILINE)
        yield from (f"the field {name}" for name in {a or b for a, b in lines} & TELLING)
    if 'schema = "byline.key/' in found.text:
        yield "a key"
