"""Collecting never stops, loses nothing, names each file that it cannot take, and writes in the class folder alone."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from byline.classroom import classes
from byline.classroom.classes import Class, new_class
from byline.classroom.collecting import MOST_BYTES, Collected, collect, files_at, read_handin, sender_of
from byline.jupyter import Mistake
from byline.lesson.handin import hand_in_of
from malformed import MAKERS, malformed, write_all
from students import EACH, Sent, a_class, send, worked

PROJECT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> tuple[Class, list[Sent], Collected]:
    """Thirty students of ten kinds, and what became of what they sent."""
    place = tmp_path_factory.mktemp("school")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(classes, "classes_folder", lambda: place / "classes")
        of, sent = a_class("02", place / "work")
    return of, sent, collect(of, [send(sent, place / "sent")])


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Class, bytes]:
    """A class of two, and a good hand-in of the first."""
    monkeypatch.setattr(classes, "classes_folder", lambda: tmp_path / "classes")
    of = new_class("9B", [("Ana Example", {}), ("Ben Example", {})])
    return of, hand_in_of(worked("careless", "00", of.students[0].codes[0], tmp_path / "ana", 1))


def test_each_that_can_be_taken_is_taken_as_it_came(school: tuple[Class, list[Sent], Collected]) -> None:
    of, sent, found = school
    due = [one for one in sent if one.kind not in ("blank", "paper", "torn", "other article")]
    assert found.taken == len(due)
    kept = {path.read_bytes() for path in (of.folder / "handins").iterdir()}
    assert kept == {one.data for one in due}


def test_every_bad_file_is_named_with_what_to_do(school: tuple[Class, list[Sent], Collected]) -> None:
    _, sent, found = school
    bad = [one for one in sent if one.kind in ("torn", "other article")]
    assert len(found.left) == len(bad) == 2 * EACH
    for one in bad:
        said = next(line for line in found.left if one.name in line)
        assert "Ask for" in said
        assert ("elsewhere" in said) is (one.kind == "other article")


def test_copies_are_told_with_both_names(school: tuple[Class, list[Sent], Collected]) -> None:
    of, _, found = school
    said = [line for line in found.look if "letter for letter" in line]
    copied = [s.name for s in of.students if s.name.startswith("Copied")]
    assert len(said) == 1 and all(name in said[0] for name in [*copied, "Careless Student 0"])


def test_who_has_not_handed_in_is_told(school: tuple[Class, list[Sent], Collected]) -> None:
    of, _, found = school
    last = found.lines(of)[-1]
    missing = [s.name for s in of.students if s.name.startswith(("Blank", "Paper", "Torn", "Other Article"))]
    assert last.startswith("Nothing yet from:") and all(name in last for name in missing)
    assert len(missing) == 4 * EACH and "Perfect" not in last


def test_collecting_once_more_changes_nothing(school: tuple[Class, list[Sent], Collected], tmp_path: Path) -> None:
    of, sent, found = school
    before = {path.name: path.read_bytes() for path in of.folder.rglob("*") if path.is_file()}
    again = collect(of, [send(sent, tmp_path / "sent")])
    assert (again.taken, again.again, again.left) == (0, found.taken, found.left)
    assert {path.name: path.read_bytes() for path in of.folder.rglob("*") if path.is_file()} == before


def test_a_zip_in_a_folder_in_a_zip_is_opened(one: tuple[Class, bytes], tmp_path: Path) -> None:
    of, data = one
    inner, outer = tmp_path / "in.zip", tmp_path / "out.zip"
    with zipfile.ZipFile(inner, "w") as zipped:
        zipped.writestr("Ana Example_77_assignsubmission_file_/hand-in (1).json", data)
        zipped.writestr("__MACOSX/._hand-in.json", b"junk")
        zipped.writestr(".DS_Store", b"junk")
    with zipfile.ZipFile(outer, "w") as zipped:
        zipped.write(inner, "9B/in.zip")
    found = collect(of, [outer])
    assert (found.taken, found.left) == (1, [])
    assert "Ana Example_77" in next(of.lines("collected.jsonl"))["from"]


@pytest.mark.parametrize(("name", "who"), [
    ("x.zip/Ana Maria Ruiz_12345_assignsubmission_file_/hand-in.json", "Ana Maria Ruiz"),
    ("ruizana_12345_678_hand-in-flood-abc (1).json", "ruizana"), ("ruizana_LATE_12345_678_h.json", "ruizana"),
    ("hand-in-mariupol-abcdef.json", ""), ("folder/hand-in.json", ""),
])  # fmt: skip
def test_a_platform_s_name_for_a_file_says_who_sent_it(name: str, who: str) -> None:
    assert sender_of(name) == who


def test_late_double_named_and_unknown_ones_are_flagged(one: tuple[Class, bytes], tmp_path: Path) -> None:
    of, data = one
    code = of.students[0].codes[0].encode()
    for name, content in (("annaexample_LATE_1_2_h.json", data), ("benexample_3_4_h.json", data + b" "),
                          ("hand-in-x.json", data.replace(code, b"unknwn"))):  # fmt: skip
        (tmp_path / name).write_bytes(content)
    found = collect(of, [tmp_path / name for name in ("annaexample_LATE_1_2_h.json", "benexample_3_4_h.json",
                                                      "hand-in-x.json")])  # fmt: skip
    look = "\n".join(found.look)
    assert "came late" in look and "came under 2 names: annaexample, benexample" in look
    assert "Whose is this? The code unknwn" in look and classes.waiting(of).keys() == {"unknwn"}


def test_a_page_to_print_alone_is_told_and_beside_its_file_it_is_not(one: tuple[Class, bytes], tmp_path: Path) -> None:
    of, data = one
    page = tmp_path / "hand-in.html"
    page.write_text(f"<h1>A report: answers of {of.students[0].codes[0]}</h1>")
    assert "Ask for hand-in-….json, too" in collect(of, [page]).left[0]
    (tmp_path / "h.json").write_bytes(data)
    assert collect(of, [page, tmp_path / "h.json"]).left == []


def test_a_file_of_answers_is_as_good_as_a_hand_in(one: tuple[Class, bytes], tmp_path: Path) -> None:
    """Students send the folder “answers”, and a teacher collects what was put away."""
    of, data = one
    found = collect(of, [tmp_path / "ana"])
    assert (found.taken, found.left) == (1, [])
    line = next(of.lines("collected.jsonl"))
    assert (of.folder / "handins" / f"{line['file']}.json").read_bytes() == data
    assert read_handin(of, line)["code"] == of.students[0].codes[0]


def test_what_is_not_there_is_told(one: tuple[Class, bytes], tmp_path: Path) -> None:
    with pytest.raises(Mistake, match=r"There is no .*gone\.zip"):
        collect(one[0], [tmp_path / "gone.zip"])


def test_a_link_is_not_followed(one: tuple[Class, bytes], tmp_path: Path) -> None:
    secret, place = tmp_path / "secret.json", tmp_path / "sent"
    secret.write_bytes(one[1])
    place.mkdir()
    (place / "link.json").symlink_to(secret)
    found = collect(one[0], [place])
    assert found.taken == 0 and "link" in found.left[0]


def test_a_giant_is_not_read(one: tuple[Class, bytes], tmp_path: Path) -> None:
    giant = tmp_path / "giant.json"
    with giant.open("wb") as file:
        file.truncate(50_000_000)
    [file] = files_at(giant)
    assert file.data == b"" and "50 MB" in file.wrong and MOST_BYTES < 50_000_000


@pytest.mark.parametrize("make", range(len(MAKERS)), ids=lambda n: f"{n}{MAKERS[n].__name__}")
def test_a_malformed_one_stops_nothing_and_writes_nowhere_else(
    one: tuple[Class, bytes], tmp_path: Path, make: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """One of each sort beside a good one: it is taken or named, the good one is taken, and all lies in the class."""
    of, whole = one
    place = tmp_path / "sent"
    write_all(range(make, make + 1), whole, place)
    (place / "zz-good.json").write_bytes(whole.replace(of.students[0].codes[0].encode(),
                                                       of.students[1].codes[0].encode()))  # fmt: skip
    before = {path for path in tmp_path.rglob("*") if of.folder not in path.parents}
    found = collect(of, [place])
    assert any(line["code"] == of.students[1].codes[0] for line in of.lines("collected.jsonl"))
    assert {path for path in tmp_path.rglob("*") if of.folder not in path.parents} == before
    name, _ = malformed(make, whole)
    sources = [line["from"] for line in of.lines("collected.jsonl")]
    assert any(name in said for said in [*found.left, *sources])
    assert "\x1b" not in "".join(found.lines(of)) and capsys.readouterr().out == ""




def test_a_hand_in_that_was_lost_or_torn_on_the_disk_is_taken_once_more(
    one: tuple[Class, bytes], tmp_path: Path
) -> None:
    of, data = one
    (tmp_path / "a.json").write_bytes(data)
    collect(of, [tmp_path / "a.json"])
    [kept] = (of.folder / "handins").iterdir()
    for hurt in (kept.unlink, lambda: kept.write_bytes(data[:9])):
        hurt()
        found = collect(of, [tmp_path / "a.json"])
        assert (found.taken, kept.read_bytes()) == (1, data)
    assert len([*of.lines("collected.jsonl")]) == 1


def test_what_cannot_be_used_of_a_hand_in_is_told(one: tuple[Class, bytes], tmp_path: Path) -> None:
    of, data = one
    content = json.loads(data)
    name = next(iter(content["exercises"]))
    content["exercises"][name]["tries"] = "<b>"
    (tmp_path / "a.json").write_text(json.dumps(content))
    assert f"{name} cannot be used" in collect(of, [tmp_path / "a.json"]).look[0]


def test_a_student_s_zip_with_too_much_in_it_shuts_nobody_out(one: tuple[Class, bytes], tmp_path: Path) -> None:
    of, data = one
    inner, outer = BytesIO(), tmp_path / "all.zip"
    with zipfile.ZipFile(inner, "w") as zipped:
        for n in range(300):
            zipped.writestr(f"{n}.json", b"{}")
    with zipfile.ZipFile(outer, "w") as zipped:
        zipped.writestr("Clara/many.zip", inner.getvalue())
        zipped.writestr("Dan/h.json", data)
    found = collect(of, [outer])
    assert found.taken == 1 and len(found.left) == 1 and "many.zip" in found.left[0]


def test_what_comes_from_a_student_who_was_removed_is_left_out(one: tuple[Class, bytes], tmp_path: Path) -> None:
    of, data = one
    (tmp_path / "a.json").write_bytes(data)
    classes.remove_student(of, "Ana Example")
    found = collect(of, [tmp_path / "a.json"])
    assert found.taken == 0 and "was taken out of 9B" in found.left[0] and classes.waiting(of) == {}


def test_the_very_file_of_somebody_else_is_told(one: tuple[Class, bytes], tmp_path: Path) -> None:
    of, data = one
    names = ["leaexample_1_2_h.json", "omarexample_3_4_h.json"]
    for name in names:
        (tmp_path / name).write_bytes(data)
    found = collect(of, [tmp_path / name for name in names])
    assert (found.taken, found.again) == (1, 1)
    assert any("omarexample sent the very file that leaexample sent" in said for said in found.look)
