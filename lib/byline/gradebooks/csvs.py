"""CSV files of any make: read so that every byte stays but those of a replaced cell, written with no formula alive.

Python's own reader forgets how a cell was written, and a gradebook wants its file back as it was.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from byline.jupyter import Mistake
from byline.lesson.disk import read_file

MOST_BYTES, MOST_CELLS = 5_000_000, 500_000
MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
LINE_END = re.compile(r"\r\n?|\n|")
#: Where a spreadsheet would begin a formula: at the start of a cell, or where it may cut one, behind spaces and quotes.
LIVE = re.compile("(^|[;,|\t\r\n])(?=[\\s\"']*[=+\\-@＝＋－＠\t\r\0])")


class Cell(NamedTuple):
    """What a cell says, and where it stands in the text: from `start` to `end`, in code points."""

    says: str
    start: int
    end: int


@dataclass(frozen=True)
class Csv:
    """A CSV file as it came: `mark` is its byte order mark, `rows` its cells, the header among them."""

    text: str
    encoding: str
    mark: bytes
    delimiter: str
    rows: list[list[Cell]]

    def says(self, row: int, column: int | None) -> str:
        """What a cell says, without spaces around; nothing where there is no such cell."""
        cells = self.rows[row]
        return cells[column].says.strip() if column is not None and 0 <= column < len(cells) else ""

    def replaced(self, cells: Mapping[tuple[int, int], str]) -> bytes:
        """The file with these cells, by (row, column), saying something else; every other byte is as it was.

        A sign that the file's encoding has not becomes a character reference, as HTML has it (&#8594;).
        """
        made, at = [self.mark], 0
        for (row, column), says in sorted(cells.items()):
            cell = self.rows[row][column]
            made += [self._bytes(at, cell.start), self._written(cell, says)]
            at = cell.end
        return b"".join([*made, self._bytes(at, len(self.text))])

    def _bytes(self, start: int, end: int) -> bytes:
        return self.text[start:end].encode(self.encoding, "surrogateescape")

    def _written(self, cell: Cell, says: str) -> bytes:
        """A cell in quotation marks where it stood in them, or needs them."""
        quoted = self.text.startswith('"', cell.start) or re.search(rf'["\r\n{self.delimiter}]', says)
        written = '"{}"'.format(says.replace('"', '""')) if quoted else says
        return written.encode(self.encoding, "xmlcharrefreplace")


def read_named(name: str) -> bytes:
    """A file that somebody named. Raises Mistake where it is not there, OSError where it cannot be read."""
    if not Path(name).is_file():
        raise Mistake(f"There is no file “{name}”. Check the name, or drag the file into the window.")
    return read_file(Path(name))


def open_csv(data: bytes) -> Csv:
    """A CSV in UTF-8, UTF-16 or else Windows-1252, its cells between commas, semicolons or tabs. Raises Mistake."""
    if len(data) > MOST_BYTES or sum(map(data.count, b",;\t\n\r")) > MOST_CELLS:
        raise Mistake("The file is larger than any list of a class. Is it the right one?")
    if data.startswith((b"PK\3\4", b"\xd0\xcf\x11\xe0")):
        raise Mistake("The file is a spreadsheet, not a CSV. Open it, choose “Save as”, then “CSV UTF-8”.")
    text, encoding, mark = _decoded(data)
    likely = sorted(",;\t", key=lambda sign: _columns(text, sign), reverse=True)
    for delimiter in likely:
        with suppress(Mistake):
            if _columns(text, delimiter)[0]:
                return Csv(text, encoding, mark, delimiter, list(_rows(text, delimiter)))
    return Csv(text, encoding, mark, likely[0], list(_rows(text, likely[0])))


def write_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV of our own, as spreadsheets like it; what would be a formula there is text."""
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows([defuse(str(cell)) for cell in row] for row in rows)
    return codecs.BOM_UTF8 + written.getvalue().encode("utf-8", "replace")


def defuse(text: str) -> str:
    """A cell that no spreadsheet takes for a formula. Never for a cell that a platform knows somebody by.

    >>> defuse('=HYPERLINK("…")'), defuse("Ann;+1"), defuse("Lee-Ann")
    ('\\'=HYPERLINK("…")', "Ann;'+1", 'Lee-Ann')
    """
    return LIVE.sub(r"\1'", text)


def _decoded(data: bytes) -> tuple[str, str, bytes]:
    """Text, encoding and byte order mark; encoded again, the text gives the same bytes."""
    mark = next((mark for mark in MARKS if data.startswith(mark)), b"")
    encoding = MARKS.get(mark, "utf-16-le" if data[1:2] == b"\0" else "utf-16-be" if data[:1] == b"\0" else "utf-8")
    try:
        return data[len(mark) :].decode(encoding), encoding, mark
    except UnicodeDecodeError:
        return data.decode("cp1252", "surrogateescape"), "cp1252", b""


def _columns(text: str, delimiter: str) -> tuple[bool, int]:
    """If this is the delimiter: whether it cuts each of the first rows into cells, and the fewest in one of them."""
    widths: list[int] = []
    whole = False
    with suppress(Mistake):
        widths += (len(row) for row in islice(_rows(text, delimiter), 5) if row[0].says or row[1:])
        whole = True
    fewest = min(widths, default=0)
    return whole and fewest > 1, fewest


def _rows(text: str, delimiter: str) -> Iterator[list[Cell]]:
    shape = re.compile(rf' *"([^"]*(?:""[^"]*)*)"([^{delimiter}\r\n]*)|([^{delimiter}\r\n]*)')
    row: list[Cell] = []
    at = 0
    while found := shape.match(text, at):
        if (found[3] or "").lstrip(" ").startswith('"'):
            line = text.count("\n", 0, found.start()) + 1
            raise Mistake(f"A quotation mark in line {line} of the file is never closed. Export the file once more.")
        row.append(Cell(found[3] if found[1] is None else found[1].replace('""', '"') + found[2], *found.span()))
        at = found.end()
        if text.startswith(delimiter, at):
            at += 1
            continue
        yield row
        row, at = [], at + len(LINE_END.findall(text[at : at + 2])[0])
        if at == len(text):
            return
