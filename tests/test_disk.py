"""What is advised when a file cannot be written."""

from __future__ import annotations

import errno
import os

import pytest

from byline.lesson.disk import remedy


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
