"""The one checker of TOML: fields, what may stand in them, and each fault as a sentence with a remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from newsmarks.keeping import parse_toml as parse_toml
from newsmarks.text import ArticleError, read_text

ID = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
#: What stands for a day that a source does not tell.
NOT_STATED = "not stated"
#: A fault of a value as the end of a sentence, or "" where there is none.
Check = Callable[[Any], str]


class Faults:
    """What is wrong in one file: sentences that name the file, by its last folder, and the entry."""

    def __init__(self, path: Path) -> None:
        self.name = "/".join(path.parts[-2:])
        self.told: list[str] = []

    def add(self, entry: str, problem: str) -> None:
        """Tell one; an entry of "" is the file itself."""
        self.told.append(f"{self.name}, {entry}: {problem}" if entry else f"{self.name}: {problem}")

    def all(self, entry: str, problems: Iterable[str]) -> bool:
        """Tell several; whether there was one."""
        before = len(self.told)
        for problem in problems:
            self.add(entry, problem)
        return len(self.told) > before

    @contextmanager
    def catching(self, entry: str, error: type[Exception]) -> Iterator[None]:
        """A block in which an error of this type becomes a fault of that entry."""
        try:
            yield
        except error as problem:
            self.add(entry, str(problem))


def raise_if_any(wrong: Sequence[str]) -> None:
    """Raises ArticleError with what is wrong first, and how much more is, where anything is."""
    if wrong:
        more = f" And {len(wrong) - 1} more: “byline check” lists them all." if len(wrong) > 1 else ""
        raise ArticleError(f"{wrong[0]}{more}")


class TomlError(ArticleError):
    """A file that is not TOML; the message says file, line, and as far as they can be made out entry and field."""


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file.

    Raises ArticleError (one sentence) for a file that is not there, no plain text or not in UTF-8, and TomlError for
    one that is not TOML.
    """
    text = read_text(path)
    try:
        return parse_toml(text)
    except ValueError as problem:
        raise TomlError(
            f"{Faults(path).name}{_where(text, str(problem))}: this is not valid TOML. Often a quotation mark or a "
            f"comma is missing there: every word stands in quotation marks. ({problem})"
        ) from None


def _where(text: str, problem: str) -> str:
    """The entry and the field that stand where TOML gave up."""
    found = re.search(r"line (\d+)", problem)
    before = text.splitlines()[: int(found[1]) if found else None]
    ids = [m[1] for m in map(re.compile(r"""\s*id\s*=\s*["']([^"']+)""").match, before) if m]
    names = [m[1] for m in map(re.compile(r"\s*(\w+)\s*=").match, before) if m]
    return f", entry “{ids[-1]}”, field “{names[-1]}”" if ids and names else ""


def meant(value: object, valid: Iterable[str], otherwise: str) -> str:
    """The question which word was meant, where one is near; else another sentence."""
    from difflib import get_close_matches  # only where there is a fault

    near = get_close_matches(str(value), list(valid), 1)
    return f"Did you mean “{near[0]}”?" if near else otherwise


def choice(*valid: str) -> Check:
    """One of some labels; a near miss is told its neighbour."""

    def check(value: Any) -> str:
        if value in valid:
            return ""
        return f"cannot be “{value}”. {meant(value, valid, f'It may be: {_listed(valid)}.')}"

    return check


def _listed(valid: tuple[str, ...]) -> str:
    return ", ".join(valid)


def a_text(value: Any) -> str:
    return "" if isinstance(value, str) and value.strip() else "must be text in quotation marks."


def a_day(*, month: bool = False, unknown: bool = False) -> Check:
    """A day of the calendar, as in "2022-03-26"; where that is allowed a month ("2022-03"), or that it is not told."""
    others = [*(["a month (“2022-03”)"] if month else []), *([f"“{NOT_STATED}”"] if unknown else [])]

    def check(value: Any) -> str:
        if (unknown and value == NOT_STATED) or _is_day(value) or (month and _is_day(f"{value}-01")):
            return ""
        return f"must be {' or '.join(['a day (“2022-03-26”)', *others])}, not “{value}”."

    return check


def _is_day(value: Any) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII)) and bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        return False


def texts(value: Any) -> str:
    good = isinstance(value, list) and all(not a_text(v) for v in value)
    return "" if good else "must be a list of texts, as in [\"one\", \"two\"]."


def some_texts(value: Any) -> str:
    return texts(value) or ("" if value else "is empty. Write at least one.")


def choices(*valid: str) -> Check:
    """A list of labels, each one of some."""
    one = choice(*valid)

    def check(value: Any) -> str:
        return texts(value) or next((fault for v in value if (fault := one(v))), "")

    return check


def slug(value: Any) -> str:
    good = isinstance(value, str) and ID.match(value)
    return "" if good else "must be a short name in small letters, digits and “-”, as in “officials-say”."


def whole(low: int, high: int | None = None) -> Check:
    """A whole number in a range."""

    def check(value: Any) -> str:
        good = isinstance(value, int) and not isinstance(value, bool) and low <= value <= (high or value)
        return "" if good else f"must be a whole number {f'from {low} to {high}' if high else f'from {low} up'}."

    return check


def among(*valid: float) -> Check:
    """One of some numbers."""

    def check(value: Any) -> str:
        good = value in valid and not isinstance(value, bool)
        return "" if good else f"must be {' or '.join(f'{v:g}' for v in valid)}."

    return check


def number(value: Any) -> str:
    good = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15  # and so no nan
    return "" if good else "must be a number, without quotation marks, as in 2 or 0.5."


def above_zero(value: Any) -> str:
    return number(value) or ("" if value > 0 else "must be above 0.")


def number_or_range(value: Any) -> str:
    several = value if isinstance(value, list) else [value]
    good = len(several) in (1, 2) and not any(map(number, several))
    return "" if good else "must be a number, or two as in [3, 5]."


def yes_or_no(value: Any) -> str:
    return "" if isinstance(value, bool) else "must be true or false, without quotation marks."


def table(fields: Mapping[str, Check], required: tuple[str, ...]) -> Check:
    """A list of tables of one form."""

    def check(value: Any) -> str:
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            return "must be a list of tables, as in [{ … }, { … }]."
        return next((f"has an entry whose {f}" for v in value for f in faults(v, fields, required)), "")

    return check


def faults(block: Mapping[str, Any], fields: Mapping[str, Check], required: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with the form of a block, field by field."""
    for name, value in block.items():
        if name not in fields:
            hint = meant(name, fields, f"It may have: {', '.join(fields)}.")
            yield f"field “{name}” is unknown. {hint}"
        elif fault := fields[name](value):
            yield f"field “{name}” {fault}"
    for name in required:
        if name not in block and not (name in ("paragraph", "quote") and "from" in block):
            yield f"field “{name}” is missing. Add it."
