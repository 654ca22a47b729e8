"""Answers are never lost: killed kernels, full disks, two windows, shared folders, damaged and hostile files."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byline.attempts import Try
from byline.kinds import whole_text
from byline.lesson.answers import SCHEMA, Answers
from byline.lesson.disk import MOST_BYTES, NotSaved
from killing import kill_while_writing
from newsmarks.text import open_text

ARTICLE = open_text("One. Two.", id="sample")


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    return Answers(ARTICLE, tmp_path / "answers")


def again(answers: Answers) -> Answers:
    """The same file opened by another kernel."""
    return Answers(ARTICLE, answers.path.parent)


def on_another_machine(answers: Answers) -> Answers:
    """The same student's folder on another machine, as it was before anything was answered."""
    place = answers.folder.place.parent / "other" / "answers"
    place.mkdir(parents=True)
    shutil.copy(answers.folder.place / "code.txt", place)
    return Answers(ARTICLE, place)


def test_an_answer_is_on_the_disk_when_it_is_committed(answers: Answers) -> None:
    """One line of JSON an event, with the text's hash, the question's and a code, and nothing of who or when."""
    answers.add("01-a", "commit", question="abc", answer="x", sure="low")
    [line] = lines(answers.path)
    assert set(line) == {"schema", "article", "sha256", "exercise", "question", "event", "answer", "sure", "code",
                         "writer", "n"}  # fmt: skip
    assert line["question"] == "abc"
    assert again(answers).state("01-a").answer == "x"


def test_the_first_answer_counts_and_later_ones_are_kept_apart(answers: Answers) -> None:
    for value in ("a", "b", "c"):
        answers.add("01-a", "commit", answer=value, sure="high")
    state = again(answers).state("01-a")
    assert (state.tries, state.answer) == ([Try("a"), Try("b"), Try("c")], "c")


def test_what_was_revealed_is_on_record_and_nothing_else_is(answers: Answers) -> None:
    """A later answer may have been copied; whoever reads it can tell."""
    answers.add("01-a", "commit", answer="a")
    assert not answers.state("01-a").revealed and not answers.state("01-b").revealed
    answers.add("01-a", "reveal")
    answers.add("01-a", "commit", answer="b")
    state = again(answers).state("01-a")
    assert state.revealed
    assert state.tries == [Try("a"), Try("b", revealed=True)]


def test_a_code_is_kept_over_kernels_and_articles(answers: Answers) -> None:
    """One student has one code, made by chance."""
    answers.add("01-a", "commit", answer="x")
    assert again(answers).code == answers.code
    assert Answers(open_text("Three.", id="other"), answers.path.parent).code == answers.code
    assert Answers(ARTICLE, answers.path.parent / "elsewhere").code != answers.code


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a process that was forked")
def test_a_hundred_kills_lose_no_committed_answer(tmp_path: Path) -> None:
    """kill -9 at a random moment while answers are written: all that was confirmed is there, all can be read."""
    assert kill_while_writing(100, ARTICLE, tmp_path) >= 100


def test_a_torn_last_line_is_left_out_with_a_note(answers: Answers) -> None:
    """And the next answer begins on a line of its own."""
    answers.add("01-a", "commit", answer="x")
    with answers.path.open("ab") as file:
        file.write(b'{"schema": "byline.answers/1", "exerc')
    later = again(answers)
    assert later.state("01-a").answer == "x"
    assert later.notes == ["The last line of the answers was cut off as it was written, and is left out."]
    later.add("01-b", "commit", answer="y")
    assert again(answers).state("01-b").answer == "y"


@pytest.mark.parametrize("problem", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_what_cannot_be_written_is_told_and_goes_out_later(
    answers: Answers, monkeypatch: pytest.MonkeyPatch, problem: int
) -> None:
    """A full disk, a read-only folder: one sentence, the answer stays in hand and is written with the next one."""

    def fails(*_: object) -> int:
        raise OSError(problem, os.strerror(problem))

    with monkeypatch.context() as broken:
        broken.setattr(os, "write", fails)
        with pytest.raises(NotSaved, match=r"cannot be written .* still on this page"):
            answers.add("01-a", "commit", answer="x")
    answers.add("01-b", "commit", answer="y")
    states = again(answers).states()
    assert (states["01-a"].answer, states["01-b"].answer) == ("x", "y")


def test_half_a_line_on_a_disk_that_filled_up_is_written_anew(
    answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write that stopped half way leaves a torn line; the answer is whole after the next one."""
    real = os.write

    def half(file: int, data: bytes) -> int:
        if len(data) > 50:
            return real(file, data[:50])
        raise OSError(errno.ENOSPC, "No space left")

    answers.add("01-a", "commit", answer="first")
    with monkeypatch.context() as broken:
        broken.setattr(os, "write", half)
        with pytest.raises(NotSaved):
            answers.add("01-b", "commit", answer="second " * 9)
    answers.add("01-c", "commit", answer="third")
    states = again(answers).states()
    assert [states[n].answer for n in ("01-a", "01-b", "01-c")] == ["first", "second " * 9, "third"]


def test_a_file_system_without_a_disk_is_good_enough(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a browser there is nothing to sync; a disk that fails to sync is told of."""

    def fails(problem: int) -> None:
        raise OSError(problem, os.strerror(problem))

    monkeypatch.setattr(os, "fsync", lambda file: fails(errno.EINVAL))
    assert answers.add("01-a", "commit", answer="x") == ""
    monkeypatch.setattr(os, "fsync", lambda file: fails(errno.EIO))
    with pytest.raises(NotSaved):
        answers.add("01-b", "commit", answer="y")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "answers").write_text("a file in the way")
    with pytest.raises(NotSaved, match="cannot be written"):
        Answers(ARTICLE, tmp_path / "answers").add("01-a", "commit", answer="x")


def test_two_windows_keep_both_answers_and_the_later_counts_visibly(answers: Answers) -> None:
    other = again(answers)
    answers.add("01-a", "commit", answer="here")
    told = other.add("01-a", "commit", answer="there")
    assert told == "This exercise was also answered in another window. Both answers are kept; the later one counts."
    state = again(answers).state("01-a")
    assert [one.answer for one in state.tries] == ["here", "there"]
    assert answers.add("01-b", "commit", answer="x") == ""
    assert answers.state("01-a").answer == "there"


def test_what_another_window_answered_is_shown_at_the_next_look(answers: Answers) -> None:
    other = again(answers)
    answers.add("01-a", "commit", answer="here")
    assert other.state("01-a").answer == "here"
    other.add("01-a", "commit", answer="there")
    assert answers.state("01-a").answer == "there"


def test_a_synced_folder_that_took_back_a_file_gets_ours_again(answers: Answers) -> None:
    """The other machine's version replaced the file: what this kernel wrote is written once more."""
    answers.add("01-a", "commit", answer="mine")
    other = on_another_machine(answers)
    other.add("01-b", "commit", answer="theirs")
    os.replace(other.path, answers.path)
    answers.add("01-c", "commit", answer="next")
    states = again(answers).states()
    assert [states[n].answer for n in ("01-a", "01-b", "01-c")] == ["mine", "theirs", "next"]


def test_a_copy_that_a_shared_folder_made_is_read_too(answers: Answers) -> None:
    answers.add("01-a", "commit", answer="mine")
    other = on_another_machine(answers)
    other.add("01-b", "commit", answer="theirs")
    other.path.rename(answers.path.with_name("sample (1).jsonl"))
    assert again(answers).state("01-b").answer == "theirs"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"schema": "byline.answers/9"}, "written by a newer Byline. They are kept, but not shown"),
        ({"sha256": "0" * 64}, "belong to another version of this text. They are kept in the file"),
        ({"event": "run"}, "has something missing"),
        ({"exercise": 3}, "has something missing"),
        ({"exercise": "x" * 500}, "has something missing"),
        ({"sure": "very"}, "has something missing"),
        ({"schema": 3}, "not one of Byline's"),
    ],
)
def test_a_line_that_is_not_ours_is_kept_and_told(answers: Answers, change: dict[str, object], told: str) -> None:
    """Newer, of another text, edited by hand: left in the file, left out here, one sentence."""
    answers.add("01-a", "commit", answer="x")
    with answers.path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({**lines(answers.path)[0], "n": 7, "exercise": "01-b", **change}) + "\n")
    before = answers.path.read_bytes()
    later = again(answers)
    assert list(later.states()) == ["01-a"]
    assert told in later.notes[0]
    assert answers.path.read_bytes() == before


def test_a_file_of_fifty_megabytes_is_left_alone(answers: Answers) -> None:
    answers.path.parent.mkdir()
    with answers.path.open("wb") as file:
        file.truncate(50_000_000)
    later = again(answers)
    assert later.events == []
    assert "larger than any file of answers: 50 MB" in later.notes[0]
    with pytest.raises(NotSaved, match="Give it another name"):
        later.add("01-a", "commit", answer="x")
    assert answers.path.stat().st_size == 50_000_000 > MOST_BYTES


@settings(max_examples=200)
@given(data=st.binary(max_size=400))
def test_any_bytes_are_read_without_an_error(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever is in the file, what is ours in it is found, and the next answer is kept."""
    answers = Answers(ARTICLE, tmp_path_factory.mktemp("any"))
    answers.add("01-a", "commit", answer="x")
    with answers.path.open("ab") as file:
        file.write(data)
    later = again(answers)
    later.add("01-b", "commit", answer="y")
    states = again(answers).states()
    assert (states["01-a"].answer, states["01-b"].answer) == ("x", "y")


def test_the_form_of_a_line_is_named(answers: Answers) -> None:
    answers.add("01-a", "hint", hints=1)
    assert lines(answers.path)[0]["schema"] == SCHEMA == "byline.answers/2"


# What was refused


def refuse(place: Path, monkeypatch: pytest.MonkeyPatch, problem: int = errno.EACCES) -> None:
    """From now on no file can be written."""

    def fails(*_: object) -> int:
        raise OSError(problem, os.strerror(problem))

    monkeypatch.setattr(os, "write", fails)


@pytest.mark.parametrize("problem", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_all_that_was_refused_is_written_in_order_when_writing_works_again(
    answers: Answers, monkeypatch: pytest.MonkeyPatch, problem: int
) -> None:
    """Eighteen answers in a row are refused; the next one takes all of them along."""
    answers.add("00-a", "commit", answer="before")
    with monkeypatch.context() as broken:
        refuse(answers.path, broken, problem)
        for n in range(18):
            with pytest.raises(NotSaved):
                answers.add(f"01-{n}", "commit", answer=n)
    assert answers.unwritten() == 18
    answers.add("02-a", "commit", answer="after")
    assert answers.unwritten() == 0
    assert [line["exercise"] for line in lines(answers.path)] == ["00-a", *(f"01-{n}" for n in range(18)), "02-a"]


def test_what_was_refused_is_not_written_twice(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Saved by itself, or sent once more by the page to a new kernel: one line each, however often it comes."""
    with monkeypatch.context() as broken:
        refuse(answers.path, broken)
        with pytest.raises(NotSaved):
            answers.add("01-a", "commit", ("page", 1), answer="x")
    answers.save()
    answers.add("01-a", "commit", ("page", 1), answer="x")
    later = again(answers)
    later.add("01-a", "commit", ("page", 1), answer="x")
    later.add("01-b", "commit", ("page", 2), answer="y")
    assert [line["n"] for line in lines(answers.path)] == [1, 2]


def test_a_folder_that_is_gone_is_not_begun_again_at_its_old_place(answers: Answers) -> None:
    """Renamed while a lesson is open: nothing is split in two; it goes on when the folder is back."""
    answers.add("01-a", "commit", answer="x")
    place = answers.folder.place
    place.rename(place.with_name("renamed"))
    with pytest.raises(NotSaved, match="the folder is not there any more"):
        answers.add("01-b", "commit", answer="y")
    assert not place.exists()
    place.with_name("renamed").rename(place)
    answers.add("01-c", "commit", answer="z")
    assert [line["exercise"] for line in lines(answers.path)] == ["01-a", "01-b", "01-c"]


@pytest.mark.skipif(os.name == "nt", reason="Windows does not rename a folder that is in use")
def test_a_lesson_goes_on_in_the_folder_that_was_renamed_around_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "old").mkdir()
    monkeypatch.chdir(tmp_path / "old")
    here = Answers(ARTICLE)
    here.add("01-a", "commit", answer="x")
    (tmp_path / "old").rename(tmp_path / "new")
    here.add("01-b", "commit", answer="y")
    assert not (tmp_path / "old").exists()
    assert [line["exercise"] for line in lines(tmp_path / "new" / "answers" / "sample.jsonl")] == ["01-a", "01-b"]


# Whose they are


def test_two_lessons_opened_before_the_first_answer_have_one_code(answers: Answers) -> None:
    other = Answers(open_text("Three.", id="other"), answers.folder.place)
    answers.add("01-a", "commit", answer="x")
    other.add("01-b", "commit", answer="y")
    assert other.code == answers.code == lines(other.path)[0]["code"]


def test_a_code_that_was_chosen_while_nothing_could_be_written_gives_way(
    answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other kernel wrote the first code: what was owed here goes out under it."""
    other = again(answers)
    with monkeypatch.context() as broken:
        refuse(answers.path, broken)
        with pytest.raises(NotSaved):
            answers.add("01-a", "commit", answer="x")
    other.add("01-b", "commit", answer="y")
    answers.add("01-c", "commit", answer="z")
    assert {line["code"] for line in lines(answers.path)} == {other.code}
    assert list(again(other).states()) == ["01-b", "01-a", "01-c"]


def test_a_folder_from_before_keeps_all_its_codes(answers: Answers) -> None:
    """Without code.txt the latest code in the files goes on, and the earlier ones are the same student's."""
    place = answers.folder.place
    answers.add("01-a", "commit", answer="x")
    line = lines(answers.path)[0]
    (place / "code.txt").unlink()
    answers.path.write_text("".join(json.dumps({**line, "code": code, "exercise": code, "n": n}) + "\n"
                                    for n, code in enumerate(["first2", "secnd3"])))  # fmt: skip
    later = again(answers)
    assert (later.code, list(later.states())) == ("secnd3", ["first2", "secnd3"])
    later.add("01-b", "commit", answer="y")
    assert (place / "code.txt").read_text().split() == ["secnd3", "first2"]


def test_answers_of_another_code_are_told_and_not_shown(answers: Answers) -> None:
    answers.add("01-a", "commit", answer="mine")
    theirs = {**lines(answers.path)[0], "code": "other2", "exercise": "01-b", "n": 9}
    answers.path.with_name("sample (1).jsonl").write_text(json.dumps(theirs) + "\n")
    later = again(answers)
    assert list(later.states()) == ["01-a"]
    assert "“sample (1).jsonl” has answers under another code, other2." in later.notes[0]


@pytest.mark.parametrize("code", ["x/../../ESCAPED", "a\x00b", "\ud800abc", "", "ABCDEF", "a" * 40, "a b", None, 7])
def test_a_code_that_is_none_is_left_out(answers: Answers, code: object) -> None:
    """A code becomes part of a file name; only small letters and digits can be one."""
    answers.add("01-a", "commit", answer="x")
    with answers.path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({**lines(answers.path)[0], "n": 7, "exercise": "01-b", "code": code}) + "\n")
    (answers.folder.place / "code.txt").write_text(f"{code!r}\n../../x\n{answers.code}\n")
    later = again(answers)
    assert list(later.states()) == ["01-a"]
    assert later.folder.codes == [answers.code]


def test_half_characters_are_mended_when_they_are_read(answers: Answers) -> None:
    """A lone surrogate in a file cannot be written or shown again; what it stood in is kept."""
    answers.add("01-a", "commit", answer="x")
    with answers.path.open("a") as file:
        file.write(json.dumps({**lines(answers.path)[0], "n": 7, "exercise": "01-b", "answer": "a\ud800b"}) + "\n")
    assert again(answers).state("01-b").answer == "a\ufffdb"


# What stands in the way


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such files")
@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "dangling"])
def test_what_is_no_file_is_neither_read_nor_written_through(answers: Answers, kind: str, tmp_path: Path) -> None:
    """A link to a file elsewhere, a pipe, a folder: a sentence, nothing hangs, and what it leads to is as it was."""
    answers.folder.place.mkdir()
    elsewhere = tmp_path / "elsewhere"
    if kind == "link":
        elsewhere.write_text("precious\n")
    make = {"pipe": os.mkfifo, "folder": os.mkdir}.get(kind, lambda path: os.symlink(elsewhere, path))
    make(answers.path)
    later = again(answers)
    assert "“sample.jsonl” cannot be read: a link, a folder or a device stands in its place" in later.notes[0]
    with pytest.raises(NotSaved, match="stands in its place"):
        later.add("01-a", "commit", answer="x")
    assert later.unwritten() == 1
    assert (elsewhere.read_text() if elsewhere.exists() else "") == ("precious\n" if kind == "link" else "")


# Line by line


def event(answers: Answers, **change: Any) -> dict[str, Any]:
    """A sound line of this student's, with something else in it."""
    plain = {"schema": "byline.answers/1", "article": ARTICLE.id, "sha256": ARTICLE.sha256, "exercise": "01-a",
             "event": "commit", "answer": "x", "code": answers.code, "writer": "w", "n": 1}  # fmt: skip
    return {k: v for k, v in {**plain, **change}.items() if v is not ...}


@pytest.mark.parametrize(("change", "read"), [
    ({}, True), ({"sure": "low"}, True), ({"sure": None}, True), ({"answer": None}, True), ({"answer": ...}, False),
    ({"event": "draft"}, True), ({"event": "draft", "answer": ...}, False), ({"event": "draft", "sure": "x"}, False),
    ({"event": "hint", "hints": 0}, True), ({"event": "hint", "hints": 3}, True),
    ({"event": "hint", "hints": 4}, False), ({"event": "hint", "hints": -1}, False),
    ({"event": "hint", "hints": True}, False), ({"event": "hint"}, False),
    ({"event": "reveal", "answer": ...}, True), ({"event": "reason", "text": ""}, True), ({"event": "reason"}, False),
    ({"event": "run"}, False), ({"event": ...}, False), ({"n": True}, False), ({"n": 1.0}, False), ({"n": ...}, False),
    ({"exercise": "x" * 99}, True), ({"exercise": "x" * 100}, False), ({"exercise": ...}, False),
    ({"question": "x" * 99}, True), ({"question": "x" * 100}, False), ({"question": 3}, False),
    ({"writer": 1}, False), ({"writer": "x" * 100}, False), ({"code": ...}, False), ({"code": "NOT ONE"}, False),
])  # fmt: skip
def test_a_line_has_what_one_of_its_kind_has(answers: Answers, change: dict[str, Any], read: bool) -> None:
    """Of the right type and size; else it is left out, with a note."""
    answers.path.parent.mkdir()
    answers.path.write_text(json.dumps(event(answers, **change)) + "\n")
    found = answers.read()
    assert (len(found), len(answers.notes)) == ((1, 0) if read else (0, 1))
    assert read or "has something missing" in answers.notes[0]


def test_what_each_event_changes(answers: Answers) -> None:
    """In the order in which they came; a draft after the first answer changes neither it nor how sure it was."""
    for kind, said, field, value in (
        ("draft", {"answer": "a", "sure": "low"}, "sure", "low"), ("draft", {"answer": "b"}, "sure", "low"),
        ("hint", {"hints": 2}, "hints", 2), ("hint", {"hints": 1}, "hints", 2),
        ("commit", {"answer": "c"}, "sure", "low"),
        ("hint", {"hints": 3}, "tries", [Try("c", 2)]), ("draft", {"answer": "d", "sure": "high"}, "draft", "d"),
        ("reveal", {}, "revealed", True), ("commit", {"answer": "e", "sure": "high"}, "sure", "low"),
        ("reason", {"text": "so"}, "reason", "so"),
    ):  # fmt: skip
        answers.add("01-a", kind, **said)
        assert getattr(answers.state("01-a"), field) == value
    state = again(answers).state("01-a")
    assert (state.draft, state.tries, state.answer, state.hints) == ("e", [Try("c", 2), Try("e", 3, True)], "e", 3)
    answers.add("01-b", "commit", answer="x", sure="middle")
    assert answers.state("01-b").sure == "middle" and answers.state("01-c").answer is None


def test_what_cannot_be_used_is_noted_once(answers: Answers) -> None:
    """Torn in the middle, not ours, of another text, of another code; and the last line, cut off."""
    answers.path.parent.mkdir()
    other = event(answers, code="theirs9", exercise="01-b", n=2)
    several = ["torn {", "torn {", "[1]", json.dumps(event(answers, article="x")), json.dumps(other), json.dumps(other),
               "", json.dumps(event(answers)), '{"cut']  # fmt: skip
    answers.path.write_text("\n".join(several))
    assert [e["exercise"] for e in answers.read()] == ["01-a"]
    assert [note.split(".")[0] for note in answers.notes] == [
        "A line of the answers is damaged, and is left out",
        "A line of the answers is not one of Byline's, and is left out", "“sample",
        "The last line of the answers was cut off as it was written, and is left out",
    ]  # fmt: skip
    assert answers.unread == ""


def test_a_copy_is_read_first_and_other_texts_are_none(answers: Answers) -> None:
    """The same event counts once, as the file itself has it; an unreadable copy is noted, and no reason to stop."""
    answers.add("01-a", "commit", answer="x")
    [line] = lines(answers.path)
    copy = answers.path.with_name("sample (1).jsonl")
    several = {**line, "answer": "y"}, {**line, "exercise": "01-b", "n": 2}
    copy.write_text("".join(json.dumps(one) + "\n" for one in several))
    answers.path.with_name("another.jsonl").write_text(json.dumps({**line, "exercise": "01-c", "n": 3}) + "\n")
    later = again(answers)
    assert {name: state.answer for name, state in later.states().items()} == {"01-a": "x", "01-b": "x"}
    copy.unlink()
    copy.mkdir()
    later = again(answers)
    assert list(later.states()) == ["01-a"] and "cannot be read" in later.notes[0] and later.unread == ""
    answers.path.unlink()
    answers.path.mkdir()
    later = again(answers)
    assert later.unread.startswith("“sample.jsonl” cannot be read: a link, a folder") and later.states() == {}


def test_how_many_are_not_written_and_that_nothing_is_written_for_nothing(
    answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted by exercise; what is not owed touches no disk."""
    assert answers.save() == "" and not answers.path.parent.exists() and not answers.earlier
    with monkeypatch.context() as broken:
        broken.setattr(os, "write", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
        for name in ("01-a", "01-a", "01-b"):
            with pytest.raises(NotSaved, match="Your answers are still on this page, but not on the disk"):
                answers.add(name, "commit", answer="x")
    assert answers.unwritten() == 2 and [e["n"] for e in answers.owed] == [1, 2, 3]
    answers.save()
    assert answers.unwritten() == 0 and len(lines(answers.path)) == 3 and again(answers).earlier
    answers.save()
    assert len(lines(answers.path)) == 3
    assert again(answers).writer != answers.writer and len(answers.writer) == 8


def test_half_characters_are_mended_in_whatever_holds_them() -> None:
    half, mended = "a\ud800", "a\ufffd"
    assert whole_text({half: [half, (half, 1)], "b": {half}}) == {mended: [mended, (mended, 1)], "b": {mended}}
    assert (whole_text(half), whole_text(3), whole_text("é😀")) == (mended, 3, "é😀")
