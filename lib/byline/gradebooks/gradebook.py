"""Marks in the files of a gradebook: a platform's own export filled in, a plain list, and a page to key in from.

Nothing that a student wrote comes in here: feedback is the teacher's own words, and sentences of ours.
The rules are those of the importers: Canvas's gradebook_importer.rb; Moodle's mod/assign/feedback/offline,
grade/import/csv and lib/csvlib.class.php.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from byline.gradebooks.csvs import open_csv, write_csv
from byline.gradebooks.roster import IDS, Export, Listed, Student, find_columns
from byline.jupyter import Mistake
from byline.lesson.codes import printed_code
from byline.sheet import Table, escape, framed, whole_page
from byline.sheet.signs import one_line

#: Columns that Canvas counts itself: what is written there is not read.
COUNTED = re.compile("(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)")
CANVAS_ID = re.compile(r" \(\d+\)$")
BRACKETS = re.compile(r"\s*\(([^()]*)\)$")
COMMENTS = re.compile("feedback|rückmeldung|retroalimentación|comentario", re.IGNORECASE)
NO = "no nein non não nee nej nei ne nie".split()
KEPT = {"ex": "Excused (EX), left as they are", "n/a": "Not given this task (N/A), left as they are"}
UNKNOWN = ("This is no export of a gradebook that I know. I can fill in a Canvas gradebook (Student, ID, …, Section), "
           "a Moodle grading worksheet (Identifier, …, Grade) and a Moodle gradebook with Email address or ID number.")
SIGNS = {",": "commas", ";": "semicolons", "\t": "tabs"}
LARGE = (".byline-page { padding: 1rem; } .byline table { width: auto; font-size: 1.5rem; } "
         ".byline tr { break-inside: avoid; } .byline .byline-number { padding-inline-start: 3rem; }")  # fmt: skip


class Mark(NamedTuple):
    """What a student gets: points, None where there are none yet, and the teacher's words."""

    points: float | None
    feedback: str = ""


@dataclass(frozen=True)
class Filled:
    """An export with marks in it; students by their place in the class, the rows that are nobody's here by name."""

    data: bytes
    filled: tuple[int, ...]
    missing: tuple[int, ...]
    strangers: tuple[str, ...]
    told: tuple[str, ...]


def fill(
    data: bytes, students: Sequence[Student], marks: Mapping[int, Mark], *, title: str = "Byline 02",
    out_of: float = 10.0, column: str = "",
) -> Filled:  # fmt: skip
    """A platform's export with the marks, by place in `students`, in the column of `title`; each is of `out_of` points.

    Only cells for marks and feedback change, and only those of a student who has one. Raises Mistake where the file is
    no export that is known, or where none or more than one column could be meant; `column` then says which.
    """
    export = _with_grade(data, title, column)
    most, point = _most(export), "," if _has_comma(export) else "."
    entries = export.entries()
    whose = _matched(entries, students)
    cells: dict[tuple[int, int], str] = {}
    told = defaultdict(list)
    for row, at in whose.items():
        mark = marks.get(at, Mark(None))
        if kept := _kept(export, row, mark):
            told[kept].append(students[at].called)
        else:
            new = _cells(export, row, mark, (most or out_of) / out_of, point)
            told["There was something else before"] += _replaced(export, students[at].called, new)
            cells |= new
    missing = tuple(at for at, mark in marks.items() if mark != Mark(None) and at not in whose.values())
    strangers = tuple(entry.name or export.csv.says(row, 0) for row, entry in entries.items() if row not in whose)
    told["Not found in this file"] = [students[at].called for at in missing]
    told["In this file, but not known here for certain, and left as they are"] = list(strangers)
    filled = tuple(dict.fromkeys(whose[row] for row, _ in cells))
    said = _told(export, most, out_of, any(mark.feedback for mark in marks.values()))
    said += [f"{lead}: {'; '.join(names)}." for lead, names in told.items() if names]
    return Filled(export.csv.replaced(cells), filled, missing, strangers, (f"Filled in: {len(filled)}.", *said))


def _replaced(export: Export, called: str, cells: Mapping[tuple[int, int], str]) -> list[str]:
    """What of a student's cells is replaced by something else, as "Ana Ruiz 9.5 → 1.82"."""
    pairs = [(export.csv.says(row, column).strip(), said) for (row, column), said in cells.items()]
    return [f"{called} “{one_line(before)[:30]}” → {said if len(said) < 30 else 'the new comment'}"
            for before, said in pairs if before and before != said]  # fmt: skip


def plain_csv(students: Sequence[Student], marks: Mapping[int, Mark]) -> bytes:
    """A list for any other gradebook, in the order of the class; a name whose last part is not known stands whole."""
    rows = [["Last Name", "First Name", "Email Address", "Grade"]]
    for at, who in enumerate(students):
        last = who.ids.get("last", who.called)
        points = _decimal(marks.get(at, Mark(None)).points)
        first = who.called.removesuffix(last).strip()
        rows.append([told_apart(students, who, last), first, who.ids.get("email", ""), points])
    return write_csv(rows)


def told_apart(students: Sequence[Student], who: Student, said: str) -> str:
    """A name, with the code behind it where somebody else in the class has that name, too."""
    same = who.name and sum(one.name == who.name for one in students) > 1
    return f"{said} ({printed_code(who.codes[0])})" if same else said


def list_page(students: Sequence[Student], marks: Mapping[int, Mark], *, title: str, out_of: float) -> str:
    """A page in large type to key the marks in from, in the order of the class."""
    rows = [(told_apart(students, who, who.called), _decimal(marks.get(at, Mark(None)).points) or "–")
            for at, who in enumerate(students)]  # fmt: skip
    table = Table(f"{title}: points of {out_of:g}", ("Student", "Points"), rows, numbers=(1,))
    return whole_page(title, framed([table]), LARGE)


def _with_grade(data: bytes, title: str, column: str) -> Export:
    """An export of a known kind, with the columns "grade" and, where there is one, "feedback"."""
    export = find_columns(csv := open_csv(data))
    if export and export.is_canvas:
        return _canvas(export, title, column)
    if export and "identifier" in export.columns:
        return _worksheet(export, column)
    if export and export.columns.keys() & {"email", "number"}:
        return _moodle_gradebook(export, title, column)
    raise Mistake(f"{UNKNOWN} This file begins with: “{', '.join(cell.says for cell in csv.rows[0])[:200]}”.")


def _canvas(export: Export, title: str, column: str) -> Export:
    """Canvas makes a new task of a title without its number, and passes over the columns that it counts itself."""
    tasks = {at: head for at, head in export.heads.items() if CANVAS_ID.search(head) and not COUNTED.search(head)}
    chosen = _chosen(tasks, title, column)
    if any("read only" in export.csv.says(row, chosen) for row in export.below):
        raise Mistake(f"Canvas does not let anyone fill in “{tasks[chosen]}”: it says “read only” there.")
    return replace(export, columns={**export.columns, "grade": chosen})


def _worksheet(export: Export, column: str) -> Export:
    """Moodle translates its columns: in other languages the grade stands before a maximum that all rows share."""
    columns = dict(export.columns)
    if "scale" in columns:
        raise Mistake("This task is graded by a scale of words, and not by points. Set it to points in Moodle.")
    if not column and "grade" not in columns:
        said = {at: {export.csv.says(row, at) for row in export.entries()} for at in export.heads}
        most = [at for at, cells in said.items() if len(cells) == 1 and re.fullmatch(r"\d+[.,]\d\d", min(cells))]
        if len(most) == 1:
            columns |= {"grade": most[0] - 1, "maximum": most[0], "open": most[0] + 1}
    if column or "grade" not in columns:
        columns["grade"] = _chosen(export.heads, "", column)
    return replace(export, columns=columns)


def _moodle_gradebook(export: Export, title: str, column: str) -> Export:
    """Moodle writes a task twice, as “Assignment: Byline 02 (Real)” and “… (Feedback)”."""
    heads = {at: head for at, head in export.heads.items() if at not in export.columns.values()}
    chosen = _chosen({at: head for at, head in heads.items() if not COMMENTS.search(head)}, title, column)
    task = BRACKETS.sub("", heads[chosen])
    columns = {**export.columns, "grade": chosen}
    for at, head in heads.items():
        if COMMENTS.search(head) and BRACKETS.sub("", head) == task:
            columns["feedback"] = at
    return replace(export, columns=columns)


def _chosen(heads: Mapping[int, str], title: str, column: str) -> int:
    """The one column that is meant: its whole title goes before a part of one. Raises Mistake, with those there are."""
    wanted = (column or title).casefold()
    found = [at for at, head in heads.items() if wanted in (head.casefold(), CANVAS_ID.sub("", head).casefold())]
    if not found and not column:
        part = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
        found = [at for at, head in heads.items() if wanted and part.search(head.casefold())]
    if len(found) != 1:
        there = ", ".join(f"“{head[:60]}”" for head in list(heads.values())[:20]) or "none"
        many = "More than one column" if found else "No column"
        raise Mistake(f"{many} is called “{column or title or 'Grade'}”. Columns that could take marks: {there}. "
                      "Say which one is meant: in the field for it, or with --column.")  # fmt: skip
    return found[0]


def _matched(rows: Mapping[int, Listed], students: Sequence[Student]) -> dict[int, int]:
    """Row -> student: by what a platform knows her by, else by a name that only one has; never by likeness.

    A row that could be two students', and a student who could be in two rows, are left out.
    """
    known = defaultdict(set)
    for at, who in enumerate(students):
        for key in [("name", who.name), *_keys(who)]:
            known[key].add(at)
    known.pop(("name", ""), None)  # a slip that is nobody's yet
    names = Counter(entry.name for entry in rows.values())
    whose = {}
    for row, entry in rows.items():
        found = {at for key in _keys(entry) for at in known[key]}
        if not found and names[entry.name] == 1 and len(same := known["name", entry.name]) == 1:
            found = {at for at in same if not _differ(entry, students[at])}
        if len(found) == 1:
            whose[row] = found.pop()
    times = Counter(whose.values())
    return {row: at for row, at in whose.items() if times[at] == 1}


def _keys(who: Student | Listed) -> list[tuple[str, str]]:
    return [(kind, who.ids[kind].casefold()) for kind in IDS if who.ids.get(kind)]


def _differ(one: Listed, other: Student) -> bool:
    """Whether a platform knows these two apart; a Moodle identifier is another in each task."""
    kinds = (one.ids.keys() & other.ids.keys() & set(IDS)) - {"identifier"}
    return any(one.ids[kind].casefold() != other.ids[kind].casefold() for kind in kinds)


def _kept(export: Export, row: int, mark: Mark) -> str:
    """Why a row is left as it is, if it is."""
    if len(export.csv.rows[row]) != len(export.heads):
        return "In a row with too few or too many cells, left as they are"
    if export.says(row, "open").casefold() in NO:
        return "Closed by Moodle, left as they are"
    if export.is_canvas and (kept := KEPT.get(export.says(row, "grade").casefold())):
        return kept
    return "Without a mark so far, left as they are" if mark == Mark(None) else ""


def _cells(export: Export, row: int, mark: Mark, scale: float, point: str) -> dict[tuple[int, int], str]:
    """What a row says from now on."""
    cells = {}
    if mark.points is not None:
        cells[row, export.columns["grade"]] = _decimal(mark.points * scale).replace(".", point)
    if mark.feedback.strip() and "feedback" in export.columns:
        cells[row, export.columns["feedback"]] = _comment(mark.feedback)
    return cells


def _comment(words: str) -> str:
    """Words as HTML, which Moodle keeps feedback in; with a tag in front, no spreadsheet sees a formula.

    PHP's reader of CSV takes a backslash and the quotation mark behind it for a part of the cell: so there is none.
    """
    return f"<p>{'<br>'.join(map(escape, words.strip().splitlines()))}</p>".replace("\\", "&#92;")


def _most(export: Export) -> float | None:
    """The points at most: Moodle has a column for them, Canvas a row."""
    if export.is_canvas:
        said = [export.says(row, "grade") for row in export.below if "Points Possible" in export.csv.says(row, 0)]
    else:
        said = [export.says(row, "maximum") for row in export.below]
    found = [float(most.replace(",", ".")) for most in said if re.fullmatch(r"\d{1,9}(?:[.,]\d{1,9})?", most)]
    return next(filter(None, found), None)


def _has_comma(export: Export) -> bool:
    """Whether decimals have a comma here.

    Moodle's unformat_float reads a point in any language, and a comma only where the language has one: in English "7,5"
    becomes 7. Canvas reads both; a point is what it writes itself.
    """
    said = [export.says(row, kind) for row in export.below for kind in ("grade", "maximum")]
    return not export.is_canvas and any(re.fullmatch(r"\d+,\d+", cell) for cell in said)


def _decimal(points: float | None) -> str:
    return "" if points is None else f"{points + 1e-9:.2f}"


def _told(export: Export, most: float | None, out_of: float, feedback: bool) -> list[str]:
    """What is to be known before the file is uploaded."""
    csv, platform = export.csv, "Canvas" if export.is_canvas else "Moodle"
    said = [f"{platform}, column “{csv.says(export.top, export.columns['grade'])}”."]
    if most is None:
        said.append(f"This file does not say how many points there are at most: the marks are of {out_of:g}.")
    elif most != out_of:
        said.append(f"{platform} gives up to {most:g} points, so {out_of:g} here are {most:g} there.")
    if feedback and "feedback" not in export.columns:
        said.append(f"This file of {platform} has no place for feedback: hand out the feedback pages.")
    if csv.encoding != "utf-8" or csv.delimiter != ",":
        said.append(f"The file is in {csv.encoding.upper()}, with {SIGNS[csv.delimiter]}: say so if {platform} asks.")
    if "identifier" in export.columns:
        said.append("Upload it before anybody grades in Moodle: rows that were graded since are passed over there.")
    return said
