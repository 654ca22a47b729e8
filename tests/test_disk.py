"""Small files, read and written whole: what is no file of ours, what a disk refuses, and what is advised then."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from byline.lesson import disk
from byline.lesson.disk import NotSaved, Odd, append, because, create, explaining, read_file, remedy, replace, size


def problem(number: int, winerror: int | None = None) -> OSError:
    """An error as the system raises it; `winerror` as Windows adds it."""
    found = OSError(number, "words of the system")
    if winerror is not None:
        found.winerror = winerror  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize(
    ("number", "winerror", "says"),
    [
        (errno.ENOSPC, None, "Make room"),
        (errno.ENOSPC, 112, "Make room"),
        (errno.EFBIG, None, "Make room"),
        (errno.EACCES, 5, "close it in the other program"),
        (errno.EACCES, 32, "close it in the other program"),
        (errno.EACCES, 33, "close it in the other program"),
        (errno.EINVAL, 206, "nearer to the top"),
        (errno.ENAMETOOLONG, None, "nearer to the top"),
        (errno.EROFS, None, "Copy the folder to a place of your own"),
        (errno.EIO, None, "Copy the folder to a place of your own"),
    ],
)
def test_each_problem_gets_its_own_advice(number: int, winerror: int | None, says: str) -> None:
    """A full disk needs room, an open file needs closing, a long path a shorter one, and the rest another place."""
    assert says in remedy(problem(number, winerror))


@pytest.mark.parametrize(("system", "says"), [("nt", "close it in the other program"), ("posix", "Copy the folder")])
def test_a_refusal_means_an_open_file_on_windows_only(system: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows often gives no number of its own; elsewhere a file that is open can be written."""
    monkeypatch.setattr(os, "name", system)
    advice = remedy(problem(errno.EACCES))
    monkeypatch.undo()
    assert says in advice
    assert "room" not in advice


def test_what_is_odd_says_so_itself_and_needs_no_advice() -> None:
    assert remedy(Odd(errno.EFBIG, "it is too large")) == ""
    assert because(Odd(errno.EFBIG, "it is too large")) == ": it is too large"
    assert because(OSError(errno.EIO, "words of the system")) == " (words of the system)"
    assert because(OSError("no number")) == " (no number)"
    assert remedy(problem(errno.ENOENT)).startswith("If it was renamed or moved, give it its old name")


def test_a_refusal_names_the_file_and_what_still_stands(tmp_path: Path) -> None:
    path = tmp_path / "answers" / "a.jsonl"
    with pytest.raises(NotSaved) as told, explaining(path, "cannot be written", "All is safe."):
        raise problem(errno.ENOSPC)
    assert str(told.value) == (
        "“answers/a.jsonl” cannot be written (words of the system). All is safe. Make room on the disk, then try again."
    )
    odd = r"cannot be read: odd\. All is safe\.\Z"
    with pytest.raises(NotSaved, match=odd), explaining(path, "cannot be read", "All is safe."):
        raise Odd(errno.EINVAL, "odd")


def test_the_size_of_a_file_is_known_where_it_is_one_of_ours(tmp_path: Path) -> None:
    """The largest is twenty megabytes; a folder is none."""
    path = tmp_path / "a"
    assert size(path) == -1
    path.write_bytes(b"abc")
    assert size(path) == 3
    for large, odd in ((20_000_000, False), (20_000_001, True)):
        with path.open("wb") as file:
            file.truncate(large)
        if odd:
            with pytest.raises(Odd, match="larger than any file of answers: 20 MB"):
                size(path)
        else:
            assert size(path) == large
    with pytest.raises(Odd, match="a link, a folder or a device"):
        size(tmp_path)


def test_what_is_read_is_all_of_a_file_and_nothing_where_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a"
    assert read_file(path) == b""
    path.write_bytes(b"one\n\x00two")
    assert read_file(path) == b"one\n\x00two"
    with pytest.raises(Odd):
        read_file(tmp_path)


def test_lines_are_added_whole_each_on_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a torn line a new one is begun; a disk that takes a few bytes at a time gets all of them."""
    path = tmp_path / "a"
    append(path, b"one\n")
    append(path, b"two")
    append(path, b"three\n")
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:2]))
    append(path, b"four, five\n")
    assert path.read_bytes() == b"one\ntwo\nthree\nfour, five\n"


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EIO])
def test_a_disk_that_cannot_be_asked_is_good_enough_and_one_that_fails_is_not(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: int) -> None:
        raise problem(number)

    monkeypatch.setattr(os, "fsync", refused)
    if number == errno.EIO:
        with pytest.raises(OSError, match="words of the system"):
            append(tmp_path / "a", b"one\n")
    else:
        append(tmp_path / "a", b"one\n")
    assert (tmp_path / "a").read_bytes() == b"one\n"


def test_a_file_is_made_once_and_put_in_the_place_of_another_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was left half written before is not in the way, and nothing half written is left."""
    path = tmp_path / "a"
    assert create(path, b"one") and not create(path, b"two")
    assert path.read_bytes() == b"one"
    (tmp_path / "a.part").write_bytes(b"left behind")
    replace(path, b"three")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a", b"three")]

    def refused(*_: Any) -> None:
        raise problem(errno.EACCES)

    monkeypatch.setattr(disk.os, "replace", refused)
    with pytest.raises(OSError, match="words of the system"):
        replace(path, b"four")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a", b"three")]
