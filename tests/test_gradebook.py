"""Gradebooks filled in: only marks and feedback change, the platform's importer finds them, and no formula is live.

In the exports below «old→new» is a cell before and after; all else must stay, byte for byte.
"""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.classroom.classes import Student
from byline.gradebooks.csvs import defuse, open_csv, write_csv
from byline.gradebooks.gradebook import Filled, Mark, fill, list_page, plain_csv
from byline.jupyter import Mistake

ANN = Student("Ann Lee", [], {"id": "11", "email": "Ann@example.org", "identifier": "101", "last": "Lee"})
BO = Student("Bo Ek", [], {"id": "12", "email": "bo@example.org", "identifier": "102", "last": "Ek"})
CY = Student("Cy Å", [], {"id": "13", "email": "cy@example.org", "identifier": "103"})
DEE = Student("Dee Au Ba", [])
CLASS = [ANN, BO, CY, DEE]
MARKS = {0: Mark(7.5, "Good eye.\nNow say who counted."), 1: Mark(0.0, '=1+1 & "so\\"'), 2: Mark(None), 3: Mark(10.0)}
SAID = ["<p>Good eye.<br>Now say who counted.</p>", "<p>=1+1 &amp; &quot;so&#92;&quot;</p>"]

CANVAS = """\
Student,ID,SIS Login ID,Section,"Quiz, part ""A""
(old) (1)",Byline 02 (1234),Byline 021 (5),Final Score\r
    Points Possible,,,,5.00,10.00,10.00,(read only)\r
"Lee, Ann",11,=alee,"9B, and 9C",1.00,«→7.50»,,75\r
"Ek, Bo",12,+bek,9B,,«"3"→"0.00"»,,0\r
Cy Å,13,cy,9B,,4.00,,\r
"Au Ba, Dee",14,dee,9B,,«→10.00»,,\r
"Student, Test",99,x,9B,,,,
"""
CANVAS_WITH_ALL = """\
Student,ID,SIS User ID,SIS Login ID,Integration ID,Root Account,Section,Notes,Task: byline 02 (1234),Override Score\r
,,,,,,,,Manual Posting,\r
    Points Possible,,,,,,,,100,\r
"Lee, Ann",11,s1,a,i,school,9B,nice,«→75.00»,\r
"Ek, Bo",12,s2,b,i,school,9B,,EX,\r
Cy Å,13,s3,c,i,school,9B,,N/A,
"""
CANVAS_IN_TWO_NAMES = """\
LastName;FirstName;ID;SIS Login ID;Section;Byline 02 (1234)\r
    Points Possible;;;;;10,00\r
Lee;Ann;11;a;9B;«→7.50»\r
Ek;Bo;12;b;9B;«6,00→0.00»"""
ENGLISH = """\
Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed","Last modified (grade)",\
"Feedback comments"
"Participant 101","Ann Lee",ANN@example.org,"Submitted, late",«→7.50»,10.00,Yes,-,«→{0}»
"Participant 102","Bo Ek",bo@example.org,,«"4.00"→"0.00"»,10.00,Yes,-,«"old"→"{1}"»
"Participant 103","Cy Å",cy@example.org,,,10.00,Yes,-,
"Participant 104","Dee Au Ba",dee@example.org,,3.00,10.00,No,-,
"""
GERMAN = """\
ID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung,Bewertung kann geändert werden,\
Zuletzt geändert (Abgabe),Texteingabe online,Zuletzt geändert (Bewertung),Feedback als Kommentar
Teilnehmer/in101,Ann Lee,ann@example.org,Abgegeben,«→"15,00"»,"20,00",Ja,"Freitag, 27. November 2026",,-,«→{0}»
Teilnehmer/in102,Bo Ek,bo@example.org,-,«→"0,00"»,"20,00",Ja,-,"mehr
als eine Zeile",-,«→{1}»
Teilnehmer/in104,Dee Au Ba,dee@example.org,-,,"20,00",Nein,-,,-,
"""
SPANISH = """\
Identificador\tNombre completo\tCalificación\tCalificación máxima\tLa calificación puede ser cambiada\t\
Última modificación (calificación)\tComentarios de retroalimentación\r
Participante101\tAnn Lee\t«→7,50»\t10,00\tSí\t-\t«→{0}»\r
Participante102\tBo Ek\t«→0,00»\t10,00\tSí\t-\t«→{1}»\r
"""
ITALIAN = """\
Identificativo,Nome,Stato,Valutazione,Valutazione massima,Modificabile,Ultima modifica (valutazione),Commenti
Partecipante101,Ann Lee,-,«→"7,50"»,"10,00",Si,-,
Partecipante102,Bo Ek,-,"1,00","10,00",No,-,
"""
GRADEBOOK = """\
First name,Last name,ID number,Email address,Assignment: Byline 02 (Real),Assignment: Byline 02 (Feedback),\
Assignment: Byline 03 (Feedback),Course total (Real),Last downloaded from this course
Ann,Lee,,ann@example.org,«-→7.50»,«→{0}»,Well done,7.50,1795768000
Bo,Ek,,bo@example.org,«-→0.00»,«→{1}»,,-,1795768000
Zoe,Zu,,zoe@example.org,-,,,-,1795768000
"""
EXPORTS = {"canvas": CANVAS, "all columns": CANVAS_WITH_ALL, "two names": CANVAS_IN_TWO_NAMES, "english": ENGLISH,
           "german": GERMAN, "spanish": SPANISH, "italian": ITALIAN, "gradebook": GRADEBOOK}  # fmt: skip


def before(export: str) -> str:
    return re.sub("«(.*?)→.*?»", r"\1", export)


def after(export: str) -> str:
    return re.sub("«.*?→(.*?)»", r"\1", export).replace("{0}", SAID[0]).replace("{1}", SAID[1])


def filled(export: str, encoding: str = "utf-8", marks: dict[int, Mark] = MARKS, **options: Any) -> Filled:
    return fill(before(export).encode(encoding), CLASS, marks, **options)


@pytest.mark.parametrize("export", EXPORTS.values(), ids=EXPORTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_only_cells_for_marks_and_feedback_change(export: str, encoding: str) -> None:
    """Every other byte stays: byte order mark, separators, quotes, line ends, identity cells; and twice is once."""
    done = filled(export, encoding)
    assert done.data == after(export).encode(encoding)
    assert fill(done.data, CLASS, MARKS).data == done.data


def test_all_that_is_left_is_told() -> None:
    """Who is not in the file, whose row is nobody's, who is excused, closed or has no mark yet."""
    assert filled(CANVAS).filled == (0, 1, 3)
    assert (filled(CANVAS).missing, filled(CANVAS).strangers) == ((), ())
    assert "Without a mark so far, left as they are: Cy Å." in " ".join(filled(CANVAS).told)
    told = " ".join(filled(CANVAS_WITH_ALL).told)
    for words in ("Filled in: 1.", "up to 100 points", "Excused (EX), left as they are: Bo Ek.",
                  "(N/A), left as they are: Cy Å.", "Not found in this file: Dee Au Ba.",
                  "no place for feedback"):  # fmt: skip
        assert words in told
    told = " ".join(filled(ENGLISH).told)
    assert "Closed by Moodle, left as they are: Dee Au Ba." in told
    assert "up to" not in told
    assert "UTF-8" not in told
    assert "before anybody grades in Moodle" in told
    assert "in UTF-8, with tabs" in " ".join(filled(SPANISH).told)
    assert "in CP1252, with commas" in " ".join(filled(CANVAS, "cp1252").told)
    assert "up to 20 points, so 10 here are 20 there" in " ".join(filled(GERMAN).told)
    book = filled(GRADEBOOK)
    assert (book.missing, book.strangers) == ((3,), ("Zoe Zu",))
    assert "does not say how many points" in " ".join(book.told)


# Read back as the importers do


def canvas_import(data: bytes) -> dict[str, str]:
    """ID -> grade of Byline 02, as gradebook_importer.rb reads it: its header, its delimiter, its decimals."""
    text = data.decode()
    first = text.splitlines()[:3]
    counts = {sign: [len(next(csv.reader([line], delimiter=sign))) for line in first] for sign in ";,"}
    cut = any(line.count('"') % 2 for line in first)  # a cell of two lines: malformed there, and so nothing is counted
    even = {sign: sizes[0] if len(set(sizes)) == 1 and not cut else 0 for sign, sizes in counts.items()}
    sign = ";" if even[";"] > even[","] else ","
    head, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    two = "LastName" in head[0] and "FirstName" in head[1]
    assert two or ("Student" in head[0] and "ID" in head[1])
    at = next(n for n, title in enumerate(head) if re.search(r"\(1234\)$", title))
    found = {}
    for row in rows:
        if "Points Possible" in row[0] or all(re.fullmatch(r"\s*(Manual Posting)?\s*", cell) for cell in row):
            continue
        *whole, last = re.split("[,.]", row[at]) if re.fullmatch(r"-?[0-9.,]+%?", row[at]) else [row[at]]
        found[row[2 if two else 1]] = f"{''.join(whole)}.{last}" if whole else last
    return found


@pytest.mark.parametrize(
    ("export", "marks"),
    [
        (CANVAS, {"11": "7.50", "12": "0.00", "13": "4.00", "14": "10.00", "99": ""}),
        (CANVAS_WITH_ALL, {"11": "75.00", "12": "EX", "13": "N/A"}),
        (CANVAS_IN_TWO_NAMES, {"11": "7.50", "12": "0.00"}),
    ],
)
def test_canvas_finds_the_marks(export: str, marks: dict[str, str]) -> None:
    assert canvas_import(filled(export).data) == marks


LANGUAGE = {  # what a site in that language calls things, its separator and decimal sign
    "english": ("Identifier", "Grade", "Last modified (grade)", "Feedback comments", "Participant ", ",", "."),
    "german": ("ID", "Bewertung", "Zuletzt geändert (Bewertung)", "Feedback als Kommentar", "Teilnehmer/in", ",", ","),
    "spanish": ("Identificador", "Calificación", "Última modificación (calificación)",
                "Comentarios de retroalimentación", "Participante", "\t", ","),
}  # fmt: skip


def moodle_import(data: bytes, language: str) -> dict[int, tuple[float | None, str]]:
    """Participant -> (grade, comment), as assignfeedback_offline reads them through fgetcsv and unformat_float."""
    identifier, grade, modified, comment, participant, sign, point = LANGUAGE[language]
    text = re.sub("\r\n?", "\n", data.decode().lstrip("\ufeff")).strip()
    head, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=sign, escapechar="\\")
    assert head.index(modified)
    found = {}
    for row in rows:
        assert len(row) == len(head), "csvweirdcolumns"
        said = row[head.index(grade)].replace(" ", "").replace(point, ".")
        points = float((re.match(r"\d+(\.\d+)?", said) or [0])[0]) if said else None  # PHP's (float)
        found[int(row[head.index(identifier)][len(participant) :])] = points, row[head.index(comment)]
    return found


@pytest.mark.parametrize(
    ("language", "marks"),
    [
        ("english", {101: (7.5, SAID[0]), 102: (0.0, SAID[1]), 103: (None, ""), 104: (3.0, "")}),
        ("german", {101: (15.0, SAID[0]), 102: (0.0, SAID[1]), 104: (None, "")}),
        ("spanish", {101: (7.5, SAID[0]), 102: (0.0, SAID[1])}),
    ],
)
def test_moodle_finds_marks_and_feedback(language: str, marks: dict[int, Any]) -> None:
    assert moodle_import(filled(EXPORTS[language]).data, language) == marks


# Who is who


@pytest.mark.parametrize(
    ("rows", "who"),
    [
        ("Ann Lee,ANN@example.org,", [0]),  # the address, whatever its case
        ("Another Name,ann@example.org,", [0]),
        ("Ann Lee,ann.lee@example.org,", []),  # the name, but the platform knows her as somebody else
        ("Ann Lee,bo@example.org,", [1]),  # the address goes before the name
        ("Dee Au Ba,dee@example.org,", [3]),  # nothing is known of her but her name
        ("dee au ba,,", []),  # a likeness is not enough
        ("Dee Au Ba,x@example.org,\nDee Au Ba,y@example.org,", []),  # two of one name
        ("Ann Lee,ann@example.org,\nAnn Lee,Ann@example.org,", []),  # one in two rows
        (",x@example.org,", []),  # no name at all
        ("Ann Lee,ann@example.org,\nAnn Lee,,", [0]),  # a namesake takes nothing from who is known for certain
        ("Cy A\u030a,,", [2]),  # the same letter, written in two signs
    ],
)
def test_a_row_is_somebody_s_only_for_certain(rows: str, who: list[int]) -> None:
    data = f"Full name,Email address,Byline 02\n{rows}\n".encode()
    done = fill(data, CLASS, {at: Mark(5.0, "Good.") for at in range(4)})
    assert (sorted(done.filled), done.data.count(b"5.00"), done.data.count(b"Good")) == (who, len(who), 0)
    assert sorted([*done.filled, *done.missing]) == [0, 1, 2, 3]
    assert len(done.strangers) == rows.count("\n") + 1 - len(who)


def test_a_moodle_identifier_of_another_task_keeps_nobody_out() -> None:
    """Moodle numbers its participants anew in each task: another number is no other person."""
    done = fill(before(ENGLISH).encode(), [Student("Bo Ek", [], {"identifier": "999"})], {0: Mark(1.0)})
    assert b',,"1.00",10.00,Yes,-,"old"' in done.data, "and where nothing is said, what was said before stays"
    assert "feedback" not in " ".join(filled(CANVAS, marks={0: Mark(1.0)}).told)


@pytest.mark.parametrize("other", [DEE, Student("Dee Au Ba", [], {"email": "d@example.org"})])
def test_of_two_students_with_one_name_none_is_taken(other: Student) -> None:
    """Their names alone do not tell them apart; nor is a row without a name that of a slip without one."""
    rows = b"Full name,Email address,Byline 02\nDee Au Ba,x@example.org,\n,y@example.org,\n"
    done = fill(rows, [DEE, other, Student("", ["K7M2QPR"])], dict.fromkeys(range(3), Mark(1.0)))
    assert (done.filled, done.missing) == ((), (0, 1, 2))


# What is refused


@pytest.mark.parametrize(
    ("export", "options", "says"),
    [
        (CANVAS, {"title": "Byline 03"}, "No column is called “Byline 03”. Columns that could take marks: “Quiz"),
        (CANVAS, {"title": "02", "column": "Final Score"}, "No column is called “Final Score”"),
        (CANVAS.replace("02 (1234)", "02 Final Score (1234)"), {}, "No column is called “Byline 02”"),
        (CANVAS.replace("Byline 02 (1234)", "MyByline 02 (1234)"), {}, "No column is called “Byline 02”"),
        (CANVAS.replace("Byline 02 (1234)", "A Byline 022 (1234)"), {}, "No column is called “Byline 02”"),
        (CANVAS, {"column": "Byline"}, "No column is called “Byline”"),
        (CANVAS.replace("Byline 021 (5)", "Byline 02 (5)"), {}, "More than one column is called “Byline 02”"),
        (CANVAS.replace("10.00,10.00", "(read only),10.00"), {}, "“read only”"),
        (CANVAS_WITH_ALL, {"column": "Notes"}, "No column is called “Notes”"),
        (GRADEBOOK.replace("Course total", "Assignment: Byline 02"), {}, "--column"),
        (ENGLISH.replace("Maximum Grade", "Scale"), {}, "by a scale"),
        (ITALIAN.replace("-,", '"5,00",'), {}, "No column is called “Grade”"),
        (ITALIAN.replace('"10,00"', "dieci"), {}, "No column is called “Grade”. Columns that could"),
        ("Name,Byline 02\nAnn Lee,\n", {}, "This file begins with: “Name, Byline 02”."),
        ("", {}, "no export of a gradebook that I know"),
    ],
)
def test_what_could_be_meant_in_two_ways_is_refused(export: str, options: dict[str, Any], says: str) -> None:
    """One sentence: what was found, and how to say which is meant."""
    with pytest.raises(Mistake, match=re.escape(says)):
        filled(export, **options)


def test_points_of_a_task_without_a_maximum_are_as_they_were_given() -> None:
    """A task of 0 points in Canvas makes nobody's mark 0."""
    done = filled(CANVAS.replace("5.00,10.00,", "5.00,0.00,"))
    assert done.data.count(b",7.50,") == 1
    assert "does not say how many points" in " ".join(done.told)


def test_a_sign_that_the_encoding_lacks_is_written_as_html_has_it() -> None:
    """Feedback is HTML, so that Moodle shows the arrow."""
    done = filled(ENGLISH, "cp1252", {0: Mark(1.0, "P4 → P5")})
    assert b"<p>P4 &#8594; P5</p>" in done.data


def test_a_column_can_be_named() -> None:
    """By its whole title, with or without its number."""
    other = CANVAS.replace("«", "").replace("→", "").replace("»", "")
    for column in ("Byline 021 (5)", "Byline 021"):
        assert fill(other.encode(), [ANN], {0: Mark(1.0)}, column=column).data.count(b",1.00,75\r\n") == 1
    assert b'Lee,-,"2,00","10,00"' in filled(before(ITALIAN), column="Valutazione").data.replace(b"7,50", b"2,00")


@pytest.mark.parametrize("row", ["Ann Lee,ann@example.org", "Ann Lee,ann@example.org,,"])
def test_a_row_of_another_length_is_left(row: str) -> None:
    """Its cells may stand in other columns."""
    data = f"Full name,Email address,Byline 02\n{row}\n".encode()
    done = fill(data, CLASS, {0: Mark(1.0)})
    assert done.data == data
    assert "too few or too many cells, left as they are: Ann Lee." in " ".join(done.told)


# Any file


CELLS = st.text("ab ;,\t\"'\n\r=é\0", max_size=5)
DOUBLED = ('"', '""')
TABLES = st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5)


@given(TABLES, st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans(), st.data())
def test_whatever_is_replaced_all_other_bytes_stay(
    table: list[list[str]], sign: str, end: str, all_quoted: bool, data: st.DataObject
) -> None:
    """A file is cut at the replaced cells: what stands between is found again, in order, and reads as before."""
    quotes = [(sign, '"', "\r", "\n"), ("",)][all_quoted]  # all cells have the empty string in them
    lines = [sign.join(f'"{cell.replace(*DOUBLED)}"' if any(q in cell for q in quotes) else cell for cell in row)
             for row in table]  # fmt: skip
    made = (end.join(lines) + end).encode("utf-8-sig")
    found = open_csv(made)
    assert found.replaced({}) == made
    places = [(r, c) for r, row in enumerate(found.rows) for c in range(len(row))]
    new = {place: data.draw(CELLS) for place in data.draw(st.sets(st.sampled_from(places)))}
    again = open_csv(found.replaced(new))
    if again.delimiter == found.delimiter:
        says = {(r, c): cell.says for r, row in enumerate(again.rows) for c, cell in enumerate(row)}
        old = {(r, c): found.rows[r][c] for r, c in places}
        assert says == {place: new.get(place, cell.says) for place, cell in old.items()}
        kept = [again.text[again.rows[r][c].start : again.rows[r][c].end] for r, c in places if (r, c) not in new]
        assert kept == [found.text[old[p].start : old[p].end] for p in places if p not in new]


def test_a_sign_with_which_a_file_cannot_be_cut_is_not_its_delimiter() -> None:
    """Here a semicolon in a quoted cell would leave a quotation mark open."""
    found = open_csv(b'a\t";\r"\n')
    assert (found.delimiter, [cell.says for cell in found.rows[0]]) == ("\t", ["a", ";\r"])


def test_a_cell_says_what_a_lenient_reader_makes_of_it() -> None:
    """Spaces before a quotation mark, signs after one, and a mark inside a plain cell."""
    (row,) = open_csv(b'a, "b, ""c"""d,5"\n').rows
    assert [cell.says for cell in row] == ["a", 'b, "c"d', '5"']
    with pytest.raises(Mistake, match="line 2"):
        open_csv(b'a,b\nc, "d\n')


@given(st.binary(max_size=60))
def test_any_bytes_come_back_as_they_were(data: bytes) -> None:
    """Or are refused in a sentence."""
    try:
        assert open_csv(data).replaced({}) == data
    except Mistake:
        assert b'"' in data or data[:1] in b"P\xd0"


# Our own


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\0=1", " =1",
                                  "\"'=1", "Ann;=1", "Ann\t=1", "Ann\n=1", "＝1"])  # fmt: skip
def test_no_name_is_a_formula_in_a_list_of_ours(name: str) -> None:
    """However a spreadsheet cuts the cell, what it may calculate stands behind an apostrophe."""
    data = plain_csv([Student(name, [], {"email": name})], {}).decode("utf-8-sig")
    _, row = csv.reader(io.StringIO(data, newline=""))
    for cell in (row[0], row[2]):
        for piece in re.split("[;\t\r\n]", cell):
            assert not re.match("[\\s\"\0]*[=+@＝-]", piece)


def test_a_plain_list_is_in_the_order_of_the_class() -> None:
    rows = list(csv.reader(plain_csv(CLASS, MARKS).decode("utf-8-sig").splitlines()))
    assert rows == [
        ["Last Name", "First Name", "Email Address", "Grade"],
        ["Lee", "Ann", "Ann@example.org", "7.50"],
        ["Ek", "Bo", "bo@example.org", "0.00"],
        ["Cy Å", "", "cy@example.org", ""],
        ["Dee Au Ba", "", "", "10.00"],
    ]
    assert write_csv([["-"]]).startswith(b"\xef\xbb\xbf\"'-\"")
    assert defuse("Lee-Ann, 9B") == "Lee-Ann, 9B"


def test_the_page_to_key_in_from_has_a_dash_for_no_mark_and_runs_nothing() -> None:
    page = list_page([Student("<script>x", []), BO], {1: Mark(0.0)}, title="Byline <02>", out_of=10)
    assert "<script" not in page
    assert page.index("&lt;script&gt;x") < page.index("Bo Ek")
    assert "–" in page
    assert "0.00" in page
    assert "Byline &lt;02&gt;: points of 10" in page
