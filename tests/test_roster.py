"""Who is in a class: each kind of list that teachers have gives the names in its order, or says what it lacks."""

from __future__ import annotations

import pytest

from byline.gradebooks.roster import Listed, open_roster, tell_doubles
from byline.jupyter import Mistake

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Byline 02 (1234),Final Score
,,,,,Manual Posting,
    Points Possible,,,,,10.00,(read only)
"Lee, Ann",11,s-1,alee,"9B, and 9C",,
"Ek, Bo",12,s-2,bek,9B,EX,
"Student, Test",99,,x,9B,,
"""
ANN = {"id": "11", "sis": "s-1", "login": "alee", "section": "9B, and 9C", "last": "Lee"}
MARTA = [("Marta Ruiz", {"email": "marta@example.org", "identifier": "103"})]


def test_a_canvas_export_gives_its_students_and_nobody_else() -> None:
    """The rows of points, of posting and of the test student are no students."""
    listed = open_roster(CANVAS.encode())
    assert [name for name, _ in listed] == ["Ann Lee", "Bo Ek"]
    assert listed[0].ids == ANN


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ('Identifier,Full name,Email address\n"Participant 103",Marta Ruiz,marta@example.org\n', MARTA),
        ("ID;Vollständiger Name;E-Mail-Adresse\nTeilnehmer/in103;Marta Ruiz;marta@example.org\n", MARTA),
        ("Identificador\tNombre completo\tDirección de correo\nParticipante103\tMarta Ruiz\tmarta@example.org", MARTA),
        ("Vorname,Nachname,ID-Nummer\nMarta,Ruiz,007\n", [("Marta Ruiz", {"number": "007", "last": "Ruiz"})]),
        ("Nombre,Apellido(s),Grupos\nMarta,Ruiz,9B\n", [("Marta Ruiz", {"section": "9B", "last": "Ruiz"})]),
        ("LastName,FirstName,ID,Section\nRuiz,Marta,5,9B\n",
         [("Marta Ruiz", {"id": "5", "section": "9B", "last": "Ruiz"})]),
        ("Last Name,First Name,Email Address,Byline 02\nDate,,,11/27\nPoints,,,10\nRuiz,Marta,m@example.org,\n",
         [("Marta Ruiz", {"email": "m@example.org", "last": "Ruiz"})]),
        ("Name;Vorname\nRuiz;Marta\n", [("Marta Ruiz", {"last": "Ruiz"})]),
        ("ID,Student\n7,Marta Ruiz\n", [("Marta Ruiz", {"number": "7"})]),
        ("Student,ID\nMarta Ruiz,7\n", [("Marta Ruiz", {"number": "7"})]),
        ('Name,Class\n"Ruiz, Marta, MA",9B\n', [("Ruiz, Marta, MA", {"section": "9B"})]),
        ("Class list\n\nNombre,Nota\nMarta Ruiz,7\n,\n", [("Marta Ruiz", {})]),
        ("Marta Ruiz\n\n2. Ek, Bo\r\n  Ann   Lee, Jr.\n",
         [("Marta Ruiz", {}), ("Bo Ek", {"last": "Ek"}), ("Ann Lee, Jr.", {})]),
        ("Names\nEk, Bo\n", [("Bo Ek", {"last": "Ek"})]),
        ('Name\n"Ek, Bo"\nAnn Lee\n', [("Bo Ek", {"last": "Ek"}), ("Ann Lee", {})]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_each_kind_of_list_gives_names_and_what_platforms_know_them_by(
    text: str, listed: list[Listed], encoding: str
) -> None:
    """English, German and Spanish exports, a list with a header, one without: in any encoding, between any signs."""
    assert open_roster(text.encode(encoding)) == listed


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "There is no name"),
        ("Ann,Lee\nBo,Ek\n", "“Ann,Lee” could be more than a name"),
        ("Ann Lee;9B\n", "could be more than a name"),
        ("ann@example.org\n", "could be more than a name"),
        ("<html><body>\n", "could be more than a name"),
        ("Identifier,Status,Grade\nParticipant 7,,\n", "No column of this list holds names. Its columns are: Id"),
        ("Name,Student\nAnn,Bo\n", "“Name”, “Student”"),
        ("Name,Email\nAnn Lee,\n,bo@example.org\n", "Row 3 of this list has no name"),
        ('Name,Email\n"Ann Lee,\n', "A quotation mark in line 2"),
        ("PK\3\4", "is a spreadsheet"),
        ("A" * 121, "too long for a name"),
        ("A" * 5_000_001, "larger than any list"),
        (",\n" * 250_001, "larger than any list"),
        ("Name,Class\nLee, Ann,9B\n", "Row 2 of this list has more cells than the line on top"),
    ],
)
def test_what_could_be_read_in_two_ways_is_asked_about(text: str, says: str) -> None:
    """No list is guessed at: the sentence says what was found and what is needed."""
    with pytest.raises(Mistake, match=says.replace(".", r"\.").replace("(", r"\(")):
        open_roster(text.encode())


def test_doubles_are_told_and_both_stay() -> None:
    """Two of one name may be two students; one address never is."""
    listed = open_roster(b"Name,Email\nAnn Lee,a@example.org\nAnn Lee,b@example.org\nBo Ek,b@example.org\n")
    assert len(listed) == 3
    told = tell_doubles(listed)
    assert len(told) == 2
    assert "b@example.org" in told[0]
    assert "2 on the list have this name: Ann Lee." in told[1]
    assert tell_doubles(listed[:1]) == []
