"""Who is in a class: read from a platform's export, from any CSV with a header, or from a plain list of names."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from byline.gradebooks.csvs import Csv, open_csv
from byline.jupyter import Mistake
from byline.lesson.codes import printed_code
from byline.sheet.signs import one_line

LONGEST_NAME = 120
#: What the platforms call a column, in English, German and Spanish, as their own language packs have it.
TITLES = {
    "name": "student | students | student name | pupil | name | names | full name | fullname | vollständiger name | "
            "schüler/in | schülerin/schüler | nombre completo | estudiante | alumno | alumno/a | nombre y apellidos",
    "first": "first name | firstname | given name | forename | vorname | vorname(n) | nombre | nombre(s)",
    "last": "last name | lastname | surname | family name | nachname | familienname | apellido(s) | apellidos",
    "email": "email address | email | e-mail | e-mail address | mail | e-mail-adresse | dirección de correo | "
             "dirección de correo electrónico | dirección email | correo | correo electrónico",
    "id": "id",
    "sis": "sis user id",
    "login": "sis login id | login | login id | username | anmeldename | benutzername | nombre de usuario",
    "identifier": "identifier | identificador",
    "number": "id number | id-nummer | número de id | student id | student number | matrikelnummer",
    "section": "section | group | groups | class | gruppe | gruppen | klasse | sección | grupo | grupos",
    "grade": "grade | bewertung | calificación",
    "maximum": "maximum grade | bestwertung | calificación máxima",
    "scale": "scale | skala | escala",
    "open": "grade can be changed | bewertung kann geändert werden | la calificación puede ser cambiada",
    "feedback": "feedback comments | feedback als kommentar | comentarios de retroalimentación",
}  # fmt: skip
KIND = {title: kind for kind, titles in TITLES.items() for title in titles.split(" | ")}
#: What a platform knows somebody by; two people never share one. A Moodle identifier is that of one task alone.
IDS = ("id", "sis", "identifier", "number", "email", "login")
ONE_ONLY = ("name", "first", "last", "email", "grade", "maximum", "feedback")
NOBODY = re.compile(r"points possible|date|points|class average|average", re.IGNORECASE)
PARTICIPANT = re.compile(r"([^\W\d]\D*)(\d+)")
SUFFIX = re.compile(r"(jr|sr|i{1,3}|iv)\.?", re.IGNORECASE)
ASKED = "Give each name its own line, or put a line on top that says which column is which, as “First name,Last name”."


@dataclass(slots=True)
class Student:
    """Somebody in a class: a name ("" where the slip alone is known), the codes, and what a platform calls her.

    The first code is the one on the slip; others are those of which somebody said that they are hers, too. `ids` has
    what identifies a row of a platform's list: "email", "id", "sis", "login", "identifier", "number", "section".
    """

    name: str
    codes: list[str]
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def called(self) -> str:
        """The name, or the code as it stands on the slip."""
        return self.name or printed_code(self.codes[0])


class Listed(NamedTuple):
    """Somebody on a list: the name, and what platforms know her by (see IDS), her "section" and "last" name as well."""

    name: str
    ids: dict[str, str]


@dataclass(frozen=True)
class Export:
    """A CSV with a header: the row where that is, and the columns that are known, by kind (see TITLES)."""

    csv: Csv
    top: int
    columns: Mapping[str, int]

    def says(self, row: int, kind: str) -> str:
        """What a row says in the column of a kind; nothing where there is none."""
        return self.csv.says(row, self.columns.get(kind))

    @property
    def heads(self) -> dict[int, str]:
        """Column -> its title."""
        return {at: cell.says.strip() for at, cell in enumerate(self.csv.rows[self.top])}

    @property
    def below(self) -> range:
        """The rows under the header."""
        return range(self.top + 1, len(self.csv.rows))

    @property
    def is_canvas(self) -> bool:
        """Whether the columns are those that Canvas's importer asks for: name, ID, …, Section."""
        of = self.columns.get
        first = 1 if of("name") == 0 else 2 if (of("last"), of("first")) == (0, 1) else -1
        return of("id") == first and of("section", -1) > first

    def numbered(self, column: int) -> bool:
        """Whether its cells are one word and a number, always the same word, as Moodle says “Participant 123”."""
        said = [self.csv.says(row, column) for row in self.below if any(cell.says for cell in self.csv.rows[row])]
        words = {match and match[1] for match in map(PARTICIPANT.fullmatch, said)}
        return len(words) == 1 and None not in words

    def entries(self) -> dict[int, Listed]:
        """Row -> who it is about; rows that are nobody's are left out. A name may be empty."""
        return {row: entry for row in self.below if (entry := self._entry(row))}

    def _entry(self, row: int) -> Listed | None:
        name, last = spoken(self.says(row, "name"))
        if "last" in self.columns:
            last = one_line(self.says(row, "last"))
            name = one_line(f"{self.says(row, 'first')} {last}")
        ids = {kind: self.says(row, kind) for kind in (*IDS, "section")} | {"last": last}
        if found := PARTICIPANT.fullmatch(ids["identifier"]):
            ids["identifier"] = found[2]
        ids = {kind: said for kind, said in ids.items() if said}
        nobody = NOBODY.fullmatch(name) or (self.is_canvas and name == "Test Student")
        return None if nobody or not (name or ids.keys() & set(IDS)) else Listed(name, ids)


def open_roster(data: bytes) -> list[Listed]:
    """The students of a list, in its order; rows that are nobody's (points, averages, a test student) left out.

    Raises Mistake where it cannot be told which cell is a name: what was found, and what is needed.
    """
    csv = open_csv(data)
    export = find_columns(csv)
    listed = _table(export) if export and len(csv.rows[export.top]) > 1 else _lines(csv, export.top if export else -1)
    if not listed:
        raise Mistake(f"There is no name in this list. {ASKED}")
    if long := next((name for name, _ in listed if len(name) > LONGEST_NAME), ""):
        raise Mistake(f"“{long[:40]}…” is too long for a name. {ASKED}")
    return listed


def tell_doubles(listed: Sequence[Listed]) -> list[str]:
    """A sentence for each name, and each address or number, that more than one on a list has."""
    known = [(f"the same {kind}", who.ids[kind]) for who in listed for kind in IDS if kind in who.ids]
    counted = Counter([*known, *(("this name", who.name) for who in listed)])
    return [f"{many} on the list have {what}: {says}. Is it one student, or are they {many}?"
            for (what, says), many in counted.items() if many > 1]  # fmt: skip


def find_columns(csv: Csv) -> Export | None:
    """A CSV with the header that is in one of its first rows; None where there is none. Raises Mistake."""
    for top, row in enumerate(csv.rows[:5]):
        kinds = [KIND.get(one_line(cell.says).casefold(), "") for cell in row]
        columns = {kind: kinds.index(kind) for kind in dict.fromkeys(kinds) if kind}
        if columns.keys() & {"name", "first", "last", "email", "identifier"} or Export(csv, top, {}).numbered(0):
            if twice := next((kind for kind in ONE_ONLY if kinds.count(kind) > 1), ""):
                found = ", ".join(f"“{cell.says}”" for cell, kind in zip(row, kinds, strict=True) if kind == twice)
                raise Mistake(f"Two columns could be the same thing: {found}. Rename the one that is not meant.")
            return _settled(Export(csv, top, columns))
    return None


def spoken(name: str) -> tuple[str, str]:
    """A name in the order in which it is spoken, and the last name where that is told apart.

    >>> spoken("Lee, Ann"), spoken("Ann Lee"), spoken("Ann Lee, Jr.")
    (('Ann Lee', 'Lee'), ('Ann Lee', ''), ('Ann Lee, Jr.', ''))
    """
    whole = one_line(unicodedata.normalize("NFC", name))
    last, comma, first = whole.partition(", ")
    turned = comma and "," not in first and not SUFFIX.fullmatch(first)
    return (f"{first} {last}", last) if turned else (whole, "")


def _settled(export: Export) -> Export:
    """The same, once it is clear what "Name" and "ID" are here: a German "Name" beside "Vorname" is the last name."""
    columns = dict(export.columns)
    if "first" in columns and "last" not in columns:
        columns |= {"last": columns["name"]} if "name" in columns else {"name": columns.pop("first")}
    elif "last" in columns and "first" not in columns:
        columns["name"] = columns.pop("last")
    if "id" in columns and not export.is_canvas:
        columns.setdefault("identifier" if export.numbered(columns["id"]) else "number", columns.pop("id"))
    if export.numbered(0):
        columns.setdefault("identifier", 0)
    return Export(export.csv, export.top, columns)


def _table(export: Export) -> list[Listed]:
    if not export.columns.keys() & {"name", "last"}:
        raise Mistake(f"No column of this list holds names. Its columns are: {', '.join(export.heads.values())[:200]}. "
                      "Where Moodle hides the names, export the list of participants instead.")  # fmt: skip
    for row, entry in (entries := export.entries()).items():
        if not entry.name:
            raise Mistake(f"Row {row + 1} of this list has no name. Write it in, or take the row out.")
        if any(cell.says for cell in export.csv.rows[row][len(export.heads) :]):
            raise Mistake(f"Row {row + 1} of this list has more cells than the line on top. Put quotation marks around "
                          "a name with a comma in it.")  # fmt: skip
    return list(entries.values())


def _lines(csv: Csv, top: int) -> list[Listed]:
    """The names of a plain list, one a line; a number in front is no part of it."""
    listed = []
    for row in csv.rows[top + 1 :]:
        line = row[0].says if len(row) == 1 else csv.text[row[0].start : row[-1].end]
        line = re.sub(r"^\s*\d+[.)]\s+", "", line).strip()
        if re.search(r"[;\t\d@<>{}]|,(?! )|,.*,", line):
            raise Mistake(f"“{one_line(line)[:60]}” could be more than a name. {ASKED}")
        name, last = spoken(line)
        if name:
            listed.append(Listed(name, {"last": last} if last else {}))
    return listed
