"""The folder of answers: what goes when all is deleted, what stays, and how the next student begins."""

from __future__ import annotations

import errno
import json
import os
import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from byline.lesson import answers as answers_module
from byline.lesson import disk, folder
from byline.lesson.answers import Answers
from byline.lesson.disk import NotSaved
from byline.seeds.folders import texts
from newsmarks.text import open_text

ARTICLE, OTHER = open_text("One. Two.", id="sample"), open_text("Three.", id="other")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "answers"


def answered(place: Path, *exercises: str) -> Answers:
    """A kernel that answered these."""
    answers = Answers(ARTICLE, place)
    for name in exercises:
        answers.add(name, "commit", answer="x")
    return answers


def names(place: Path) -> list[str]:
    """All files in the folder, but those that say whose it is."""
    return [path.relative_to(place).as_posix() for path in folder.files(place)]


def with_all_kinds(place: Path) -> Answers:
    """A folder with copies, hand-ins and another student's file."""
    answers = answered(place, "01-a")
    Answers(OTHER, place).add("02-a", "commit", answer="x")
    code, line = answers.code, answers.path.read_text()
    (place / "sample (1).jsonl").write_text(line)
    (place / f"hand-in-sample-{code}.json").write_text(json.dumps({"schema": "byline.handin/1", "code": code}))
    (place / f"hand-in-sample-{code} (1).html").write_text("damaged")
    (place / "renamed by me.html").write_text(f"<h1>sample: answers of {code}</h1>")
    (place / ".ipynb_checkpoints").mkdir()
    (place / ".ipynb_checkpoints" / "sample-checkpoint.jsonl").write_text(line)
    (place / "shared.jsonl").write_text(line + line.replace(code, "theirs9"))
    (place / "theirs.jsonl").write_text(line.replace(code, "theirs9"))
    (place / "notes.txt").write_text("mine")
    return answers


def test_deleting_removes_all_of_this_code_and_nothing_else(place: Path) -> None:
    """Answers to every text, copies, hand-ins, checkpoints; of a shared file only the lines of this code."""
    answers = with_all_kinds(place)
    code, theirs = answers.code, (place / "theirs.jsonl").read_text()
    answers.delete()
    assert names(place) == ["notes.txt", "shared.jsonl", "theirs.jsonl"]
    assert (place / "shared.jsonl").read_text() == (place / "theirs.jsonl").read_text() == theirs
    assert not [path for path in folder.files(place) if code in path.read_text()]
    assert answers.states() == Answers(ARTICLE, place).states() == {}


def test_what_goes_and_what_stays_is_listed_before(place: Path) -> None:
    answers = with_all_kinds(place)
    code = answers.code
    assert folder.told(place, answers.folder.codes, "Will be deleted") == [
        f"Will be deleted: answers/hand-in-sample-{code} (1).html",
        f"Will be deleted: answers/hand-in-sample-{code}.json",
        "Will be deleted: answers/other.jsonl",
        "Will be deleted: answers/renamed by me.html",
        "Will be deleted: answers/sample (1).jsonl",
        "Will be deleted: answers/sample.jsonl",
        "Will be deleted: answers/shared.jsonl (only the lines of this code: 1)",
        "Will be deleted: answers/.ipynb_checkpoints/sample-checkpoint.jsonl",
        "Will stay: answers/notes.txt (no code of a student can be read in it)",
        "Will stay: answers/shared.jsonl (another code: theirs9)",
        "Will stay: answers/theirs.jsonl (another code: theirs9)",
    ]


def test_another_kernel_brings_nothing_deleted_back(place: Path) -> None:
    """It learns of it with its next answer, which goes out under the new code, alone."""
    other = answered(place, *(f"01-{n}" for n in range(400)))
    answered(place).delete()
    other.add("02-a", "commit", answer="new")
    assert list(Answers(ARTICLE, place).states()) == list(other.states()) == ["02-a"]
    assert len((place / "sample.jsonl").read_text().splitlines()) == 1


def test_another_kernel_shows_nothing_deleted(place: Path) -> None:
    other = answered(place, "01-a")
    answered(place).delete()
    assert other.states() == {}


def test_what_another_kernel_could_not_write_before_a_deletion_is_gone_too(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = answered(place, "01-a")
    with monkeypatch.context() as broken:
        broken.setattr(os, "write", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
        with pytest.raises(NotSaved):
            answers.add("01-b", "commit", answer="x")
    answered(place).delete()
    answers.add("02-a", "commit", answer="new")
    assert list(Answers(ARTICLE, place).states()) == ["02-a"]


def test_a_deletion_tries_every_file_and_can_be_done_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file is open elsewhere: the others go, it is named, and the next try takes it, too."""
    answers = with_all_kinds(place)
    real = Path.unlink

    def held(self: Path, missing_ok: bool = False) -> None:
        if self.name == "sample (1).jsonl":
            raise PermissionError(errno.EACCES, "open elsewhere")
        real(self, missing_ok=missing_ok)

    with monkeypatch.context() as broken:
        broken.setattr(Path, "unlink", held)
        with pytest.raises(NotSaved, match=r"open elsewhere; still there: sample \(1\).jsonl"):
            answers.delete()
    assert names(place) == ["notes.txt", "sample (1).jsonl", "shared.jsonl", "theirs.jsonl"]
    assert answers.states() == {}
    answers.delete()
    assert names(place) == ["notes.txt", "shared.jsonl", "theirs.jsonl"]


def test_only_a_whole_line_of_code_txt_is_a_code(place: Path) -> None:
    """A sentence that somebody wrote there names nobody."""
    place.mkdir()
    (place / "code.txt").write_text("my code is: abc234\n  abc234  \n")
    assert folder.codes_in(place) == ["abc234"]


def test_a_new_student_begins_with_nothing_and_the_files_are_put_away(place: Path) -> None:
    """No lesson reads them; they are whole, in a folder of their code."""
    answers = with_all_kinds(place)
    code, before = answers.code, answers.path.read_bytes()
    answers.put_away()
    assert answers.code != code
    assert Answers(ARTICLE, place).states() == Answers(OTHER, place).states() == {}
    assert (place / "put_away" / code / "sample.jsonl").read_bytes() == before
    assert names(place / "put_away" / code) == [
        f"hand-in-sample-{code} (1).html", f"hand-in-sample-{code}.json", "other.jsonl", "renamed by me.html",
        "sample (1).jsonl", "sample-checkpoint.jsonl", "sample.jsonl", "shared.jsonl",
    ]  # fmt: skip
    assert names(place)[:3] == ["notes.txt", "shared.jsonl", "theirs.jsonl"]


def test_two_students_after_another_have_two_codes_and_their_own_answers(place: Path) -> None:
    answers = answered(place, "01-a")
    first = answers.code
    answers.put_away()
    answers.add("01-b", "commit", answer="y")
    second = answers.code
    answers.put_away()
    kept = {p.name: [json.loads(line)["exercise"] for line in (p / "sample.jsonl").read_text().splitlines()]
            for p in (place / "put_away").iterdir()}  # fmt: skip
    assert kept == {first: ["01-a"], second: ["01-b"]}


def test_what_a_kernel_still_owed_goes_where_its_student_was_put_away(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = answered(place, "01-a")
    code = answers.code
    with monkeypatch.context() as broken:
        broken.setattr(os, "write", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
        with pytest.raises(NotSaved):
            answers.add("01-b", "commit", answer="x")
        with pytest.raises(NotSaved, match="cannot be written"):
            answers.put_away()
    answered(place).put_away()
    assert answers.states() == {}
    put_away = (place / "put_away" / code / "sample.jsonl").read_text().splitlines()
    assert [json.loads(line)["exercise"] for line in put_away] == ["01-a", "01-b"]


def test_a_file_that_was_put_away_twice_is_kept_twice(place: Path) -> None:
    """The code was written into code.txt again by hand."""
    answers = answered(place, "01-a")
    code = answers.code
    for _ in range(2):
        answers.put_away()
        (place / "code.txt").write_text(f"{code}\n")
        answers = answered(place, "01-b")
    answers.put_away()
    assert names(place) == [f"put_away/{code}/{n}" for n in ("sample (2).jsonl", "sample (3).jsonl", "sample.jsonl")]


def test_nothing_is_put_away_where_code_txt_cannot_be_written(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = answered(place, "01-a")
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(errno.EACCES, "no")))
    for leave in (answers.put_away, answers.delete):
        with pytest.raises(NotSaved, match="cannot be"):
            leave()
    assert list(answers.states()) == ["01-a"]
    assert names(place) == ["sample.jsonl"]


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_a_link_in_the_folder_is_never_followed(place: Path, tmp_path: Path) -> None:
    """Neither read for a code, nor what it leads to removed."""
    answers = answered(place, "01-a")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "sample.jsonl").write_bytes(answers.path.read_bytes())
    os.symlink(outside, place / "linked")
    os.symlink(outside / "sample.jsonl", place / "sample (1).jsonl")
    answers.delete()
    assert (outside / "sample.jsonl").exists()
    assert not (place / "sample.jsonl").exists()


def test_the_last_text_is_remembered_until_the_next_student(place: Path) -> None:
    answers = answered(place, "01-a")
    answers.folder.remember("flood")
    assert folder.last_text(place) == "flood"
    answers.put_away()
    assert folder.last_text(place) == ""


def test_a_damaged_code_file_is_written_anew(place: Path) -> None:
    """Empty or overwritten: the next answer puts the code there again."""
    answers = answered(place, "01-a")
    (place / "code.txt").write_bytes(b"\x00\xff ?!")
    answers.add("01-b", "commit", answer="y")
    assert folder.codes_in(place) == [answers.code]
    assert list(Answers(ARTICLE, place).states()) == ["01-a", "01-b"]


def test_what_was_owed_when_all_was_deleted_stays_deleted_when_only_saving_is_asked(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page asks to save again, and nothing else, after another kernel deleted all."""
    answers = answered(place, *(f"01-{n}" for n in range(5)))
    with monkeypatch.context() as broken:
        broken.setattr(os, "write", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
        with pytest.raises(NotSaved):
            answers.add("02-a", "commit", answer="x")
    answered(place).delete()
    assert answers.save() == ""
    assert names(place) == []
    assert answers.states() == {}


@pytest.mark.parametrize("leave", [Answers.delete, Answers.put_away])
def test_a_kernel_that_found_answers_and_no_code_file_learns_of_the_next_student(
    place: Path, leave: Callable[[Answers], None]
) -> None:
    """A folder from before, or one whose code.txt was taken away: its answers are as much the first student's."""
    answered(place, "01-a")
    (place / "code.txt").unlink()
    one, other = answered(place), answered(place)
    assert list(other.states()) == ["01-a"]
    leave(one)
    assert other.states() == {}


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
@pytest.mark.parametrize("whole", [True, False])
def test_nothing_is_put_away_through_a_link(place: Path, tmp_path: Path, whole: bool) -> None:
    """It is told before anything changes, and works once the link is taken away."""
    answers = answered(place, "01-a")
    outside, link = tmp_path / "outside", place / "put_away"
    outside.mkdir()
    if not whole:
        link.mkdir()
        link /= answers.code
    link.symlink_to(outside)
    with pytest.raises(NotSaved, match="Nothing was put away"):
        answers.put_away()
    assert list(answers.states()) == ["01-a"]
    link.unlink()
    answers.put_away()
    assert not list(outside.iterdir())


def test_a_file_where_answers_are_put_away_is_told_before_anything_changes(place: Path) -> None:
    answers = answered(place, "01-a")
    (place / "put_away").write_text("in the way")
    with pytest.raises(NotSaved, match=r"“answers/put_away” cannot be used.*Nothing was put away"):
        answers.put_away()
    assert list(answers.states()) == ["01-a"]


@pytest.mark.parametrize("odd", ["folder", "link"])
def test_what_a_kernel_owed_and_cannot_put_away_is_told_to_the_next_student_and_not_shown(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: str
) -> None:
    answers = answered(place, "01-a")
    code = answers.code
    with monkeypatch.context() as broken:
        broken.setattr(os, "write", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
        with pytest.raises(NotSaved):
            answers.add("01-b", "commit", answer="x")
    answered(place).put_away()
    away = place / "put_away" / code / "sample.jsonl"
    away.unlink()
    if odd == "folder":
        away.mkdir()
    else:
        shutil.rmtree(away.parent)
        away.parent.symlink_to(tmp_path)
    assert answers.states() == {}
    assert answers.notes[0].startswith(f"What the code {code} had not saved yet could not be put away")
    assert not (tmp_path / "sample.jsonl").exists()


@pytest.mark.skipif(os.name == "nt", reason="a folder in use stays there")
def test_a_working_folder_that_was_deleted_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each act says so in a sentence, in a lesson that is open and in one that is opened then."""
    (gone := tmp_path / "gone").mkdir()
    monkeypatch.chdir(gone)
    answers = Answers(ARTICLE)
    answers.add("01-a", "commit", answer="x")
    shutil.rmtree(gone)
    assert list(answers.states()) == ["01-a"]
    assert folder.last_text() == ""
    assert "mariupol" in texts()
    for kernel in (answers, Answers(ARTICLE)):
        with pytest.raises(NotSaved, match="cannot be written"):
            kernel.add("01-b", "commit", answer="x")


@pytest.mark.parametrize(("leave", "left"), [
    (Answers.delete, []), (Answers.put_away, ["sample (2).jsonl", "sample.jsonl"]),
])  # fmt: skip
def test_what_is_written_at_the_moment_of_leaving_leaves_too(
    place: Path, monkeypatch: pytest.MonkeyPatch, leave: Callable[[Answers], None], left: list[str]
) -> None:
    """Another kernel leaves between this one's look and its writing; all that it has is then written again."""
    answers, other = answered(place, "01-a", "01-b"), Answers(ARTICLE, place)
    code, append = answers.code, answers_module.append

    def late(path: Path, data: bytes) -> None:
        monkeypatch.setattr(answers_module, "append", append)
        leave(other)
        append(path, data)

    monkeypatch.setattr(answers_module, "append", late)
    answers.add("01-c", "commit", answer="x")
    assert names(place) == [f"put_away/{code}/{name}" for name in left]
    assert answers.states() == {}


@pytest.mark.parametrize("line", [b"\n", b"{}\n"])
def test_a_file_of_more_lines_than_anybody_answers_is_left_alone(
    place: Path, line: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told, not read line by line, and neither goes nor hides what is good."""
    monkeypatch.setattr(disk, "MOST_LINES", 1000)
    answers = answered(place, "01-a")
    (place / "sample (1).jsonl").write_bytes(line * 1001)
    again = Answers(ARTICLE, place)
    assert list(again.states()) == ["01-a"]
    assert again.notes[0].startswith("“sample (1).jsonl” cannot be read: it has more lines than any file of answers.")
    answers.delete()
    assert names(place) == ["sample (1).jsonl"]


def test_of_a_code_file_only_the_beginning_is_read(place: Path) -> None:
    code = answered(place, "01-a").code
    (place / "code.txt").write_text(f"{code}\n{'abcdef ' * 100_000}")
    assert len(Answers(ARTICLE, place).folder.codes) < 1000
    assert answered(place).code == code


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(path))  # a whole path may be too long for one


def _written(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


LINE = b'{"schema": "byline.answers/1", "article": "sample", "exercise": "01-a", "event": "commit", "answer": "x", '
ODD: dict[str, Callable[[Path], object]] = {
    "empty": _written(b""), "torn": _written(LINE), "mark": _written(b"\xef\xbb\xbf" + LINE),
    "NUL": _written(b"\0" * 99),
    "wide": _written("one two".encode("utf-16")), "deep": _written(b"[" * 100_000), "list": _written(b"[]\n1\n"),
    "path": _written(LINE + b'"code": "../../x", "writer": "w", "n": 1}\n'), "lines": _written(b"\n" * 200_000),
    "number": _written(LINE + b'"code": "theirs9", "writer": "w", "n": 1e999}\n'), "words": _written(b"../x a/b <b>"),
    "digits": _written(LINE + b'"n": ' + b"9" * 5000 + b"}\n"), "half": _written(b'{"code": "\\ud800"}\n'),
    "folder": lambda path: path.mkdir(), "full folder": lambda path: (path / "x").mkdir(parents=True),
}  # fmt: skip
if os.name != "nt":
    ODD |= {
        "pipe": os.mkfifo, "socket": _socket, "loop": lambda path: path.symlink_to(path.name),
        "link": lambda path: path.symlink_to("../outside.jsonl"), "device": lambda path: path.symlink_to("/dev/zero"),
        "link to a folder": lambda path: path.symlink_to(".."), "to nothing": lambda path: path.symlink_to("../none"),
    }  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", [
    "sample (1).jsonl", "code.txt", "text.txt", "put_away", "hand-in-sample-mycode.json", "code.txt.part",
])  # fmt: skip
def test_nothing_odd_hides_a_good_answer_or_leads_outside(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, odd: str
) -> None:
    """What stands there is read past, or it is told in a sentence which file is in the way."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr(folder.time, "sleep", lambda _: None)
    monkeypatch.setattr(folder, "new_code", iter(("mycode", "next22", "next33")).__next__)
    outside = tmp_path / "outside.jsonl"
    outside.write_bytes(answered(place, "01-a").path.read_bytes())
    before = outside.read_bytes()
    if name == "code.txt":
        (place / name).unlink()
    ODD[odd](place / name)
    answers = Answers(ARTICLE, place)
    assert list(answers.states()) == ["01-a"]
    answers.folder.remember("sample")
    assert isinstance(folder.last_text(place), str)
    assert all(isinstance(line, str) for line in folder.told(place, answers.folder.codes, "Will be deleted"))
    for act in (lambda: answers.add("01-b", "commit", answer="y"), answers.put_away, answers.delete):
        try:
            act()
        except NotSaved as problem:
            assert str(problem).startswith("“answers/")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers", "outside.jsonl"]
    assert outside.read_bytes() == before


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="every file name is a text there")
def test_a_file_name_that_is_no_text_is_told_as_one(place: Path) -> None:
    line = answered(place, "01-a").path.read_text()
    (place / os.fsdecode(b"sample\xff.jsonl")).write_text(line.replace(folder.codes_in(place)[0], "theirs9"))
    assert "theirs9" in Answers(ARTICLE, place).notes[0].encode().decode()


# Whose a file is


OURS = '{"schema": "byline.answers/1", "code": "%s"}'


@pytest.mark.parametrize(("name", "text", "codes"), [
    ("a.jsonl", "\n".join(OURS % code for code in ("abcd", "wxyz", "abcd")), {"wxyz": 1, "abcd": 2}),
    ("a.jsonl.part", OURS % "abcd", {"abcd": 1}),
    ("a.jsonl", '{"schema": "other", "code": "abcd"}\n[1]\nx\n' + OURS % "A!" + '\n{"code": "abcd"}', {}),
    ("a.json", '{"schema": "byline.handin/1", "code": "abcd"}', {"abcd": 1}),
    ("a.json", '{"schema": "byline.key/1", "code": "abcd"}', {}),
    ("a.html", "<h1>sample: answers of abcd</h1>", {"abcd": 1}),
    ("a.html", "<h1>sample: answers of ABCD</h1>", {}),
    ("a.txt", OURS % "abcd", {}),
    ("hand-in-sample-abcd.html", "torn", {"abcd": 1}),
    ("hand-in-sample-abcd.json", '{"schema": "byline.handin/1", "code": "wxyz"}', {"wxyz": 1}),
    ("hand-in-sample-abc.html", "torn", {}),
    ("my hand-in-sample-abcd.html", "torn", {}),
    ("a.jsonl", "[" * 100_000, {}),
])  # fmt: skip
def test_whose_a_file_is(place: Path, name: str, text: str, codes: dict[str, int]) -> None:
    """By the lines in it, the last code last; by its name where nothing in it says."""
    place.mkdir()
    (place / name).write_text(text)
    found = folder.owners(place / name)
    assert (dict(found), list(found)) == (codes, list(codes))


def test_a_folder_without_code_txt_is_the_latest_ones(place: Path) -> None:
    """All codes in its answers are the student's, the last that was written first."""
    place.mkdir()
    for n, (name, codes) in enumerate((("b", ("abcd", "wxyz")), ("a", ("mnop", "abcd")))):
        (place / f"{name}.jsonl").write_text("\n".join(OURS % code for code in codes))
        os.utime(place / f"{name}.jsonl", (1000 + n, 1000 + n))
    assert folder.codes_used(place) == ["abcd", "mnop", "wxyz"]
    found = folder.Folder(place)
    assert (found.codes, found.claimed, found.seen) == (["abcd", "mnop", "wxyz"], True, True)
    found.claim()
    assert (place / "code.txt").read_text() == "abcd\nmnop\nwxyz\n" and found.claimed


def test_a_code_that_was_added_by_hand_is_the_same_student(place: Path) -> None:
    """One code in common is enough; none means that somebody else is there."""
    here = folder.Folder(place)
    assert not here.look() and not here.claimed and not here.seen
    place.mkdir()
    (place / "code.txt").write_text("abcd\n")
    assert not here.look(), "nothing was answered here, so nobody was sent away"
    assert here.codes == ["abcd"] and here.claimed
    (place / "code.txt").write_text("wxyz\nabcd\n")
    assert not here.look() and here.codes == ["wxyz", "abcd"]
    (place / "code.txt").write_text("mnop\n")
    assert here.look() and here.codes == ["mnop"]
    (place / "code.txt").unlink()
    assert not here.look() and here.codes == ["mnop"] and here.claimed


def test_a_folder_begins_anew_only_where_there_is_one(place: Path) -> None:
    here = folder.Folder(place)
    before = here.codes
    assert here.begin() == before and here.codes != before and not here.claimed and not place.exists()
    here.claim()
    here.remember("flood")
    again = here.codes
    assert here.begin() == again and here.claimed
    assert folder.codes_in(place) == here.codes != again and folder.last_text(place) == ""


def test_a_folder_that_went_away_is_told_and_not_made_again(place: Path) -> None:
    here = folder.Folder(place)
    here.claim()
    assert here.seen
    (place / "code.txt").unlink()
    place.rmdir()
    with pytest.raises(FileNotFoundError, match="the folder is not there any more"):
        here.claim()


def test_the_folder_is_beside_the_notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the kernel began; at its new name where that was renamed."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    monkeypatch.chdir(first)
    here = folder.Folder()
    monkeypatch.chdir(tmp_path)
    assert here.place == first / "answers"
    first.rename(second)
    monkeypatch.chdir(second)
    assert here.place == second / "answers"
    here.claim()
    here.remember("flood")
    assert folder.last_text() == "flood" and folder.last_text(tmp_path) == ""


def test_a_text_that_cannot_be_remembered_is_no_matter(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = folder.Folder(place)
    here.remember("flood")
    assert (place / "text.txt").read_text() == "flood\n"
    moment = (place / "text.txt").stat().st_mtime_ns
    here.remember("flood")
    assert (place / "text.txt").stat().st_mtime_ns == moment, "it is not written again"
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(errno.EACCES, "no")))
    here.remember("bridge")
    assert folder.last_text(place) == "flood"


def test_a_students_file_in_a_drawer_stays_in_it(place: Path) -> None:
    """What is put away already is not put away again; deleting takes it all the same."""
    answers = answered(place, "01-a")
    code = answers.code
    answers.put_away()
    (place / "code.txt").write_text(f"{code}\n")
    folder.put_away(place, [code])
    assert names(place) == [f"put_away/{code}/sample.jsonl"]
    folder.remove(place, [code])
    assert names(place) == []
