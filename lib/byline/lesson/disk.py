"""Reads and writes small files whole: ordinary files only, never through a link, each trouble of a disk in words."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: A file larger than this is not one of ours.
MOST_BYTES = 20_000_000
#: Nor is one with more lines than these: even the shortest answers fill one of that size sooner.
MOST_LINES = 100_000
#: What Windows calls a file that another program holds (32, 33), or one that is not to be had, often for that (5).
ELSEWHERE = (5, 32, 33)
TOO_LONG = 206
FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)


class NotSaved(Exception):
    """What could not be written; the message says what to do. Nothing is lost by it."""


class Odd(OSError):
    """What stands where a file of ours would, and is none: a link, a pipe, a device, a folder, a giant."""


def size(path: Path) -> int:
    """The size of an ordinary file in bytes, or -1 where there is none. Raises Odd where it cannot be one of ours."""
    try:
        found = path.lstat()
    except OSError:
        return -1
    if not stat.S_ISREG(found.st_mode):
        raise Odd(errno.EINVAL, "a link, a folder or a device stands in its place. Give that another name, or ask your "
                  "teacher")  # fmt: skip
    if found.st_size > MOST_BYTES:
        raise Odd(errno.EFBIG, f"it is larger than any file of answers: {found.st_size // 1_000_000} MB. It is left as "
                  "it is. Give it another name")  # fmt: skip
    return found.st_size


def read_file(path: Path) -> bytes:
    """The bytes of an ordinary file, none where there is no file. Raises OSError."""
    return path.read_bytes() if size(path) >= 0 else b""


def read_lines(path: Path) -> list[bytes]:
    """The lines of an ordinary file, the last one empty where none is torn. Raises OSError."""
    data = read_file(path)
    if data.count(b"\n") > MOST_LINES:
        raise Odd(errno.EFBIG, "it has more lines than any file of answers. It is left as it is. Give it another name")
    return data.split(b"\n")


def append(path: Path, data: bytes) -> None:
    """Write lines at the end of a file in one go, and see them through to the disk. Raises OSError."""
    size(path)
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
    try:
        end = os.lseek(file, 0, os.SEEK_END)
        if end and _last_byte(path) != b"\n":  # a torn line: ours begins on a new one
            data = b"\n" + data
        while data:
            data = data[os.write(file, data) :]
        _see_through(file)
    finally:
        os.close(file)


def create(path: Path, data: bytes) -> bool:
    """Write a file that is not there yet; False where one is. Raises OSError."""
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    except FileExistsError:
        return False
    with os.fdopen(file, "wb") as writing:
        writing.write(data)
    return True


def replace(path: Path, data: bytes) -> None:
    """Put a file in the place of another, whole or not at all. Raises OSError."""
    draft = path.with_name(f"{path.name}.part")
    draft.unlink(missing_ok=True)
    try:
        create(draft, data)
        os.replace(draft, path)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


@contextmanager
def explaining(path: Path, what: str, still: str) -> Iterator[None]:
    """Turn an error of the disk into NotSaved: which file, what failed, what still stands, and what to do."""
    try:
        yield
    except OSError as problem:
        said = f"“{path.parent.name}/{path.name}” {what}{because(problem)}. {still} {remedy(problem)}"
        raise NotSaved(said.rstrip()) from None


def because(problem: OSError) -> str:
    """The reason of an error, as it goes on after "cannot be read"."""
    return f": {problem.strerror}" if isinstance(problem, Odd) else f" ({problem.strerror or problem})"


def remedy(problem: OSError) -> str:
    """What a person can do about it, as a sentence.

    >>> remedy(OSError(errno.ENOSPC, "No space left on device"))
    'Make room on the disk, then try again.'
    """
    if isinstance(problem, Odd):
        return ""  # it says so itself
    code = getattr(problem, "winerror", None)
    denied = problem.errno in (errno.EACCES, errno.EPERM)
    if problem.errno in FULL:
        return "Make room on the disk, then try again."
    if problem.errno == errno.ENOENT:
        return ("If it was renamed or moved, give it its old name and place again; else restart the kernel (▶▶) to "
                "begin a new one.")  # fmt: skip
    if problem.errno == errno.ENAMETOOLONG or code == TOO_LONG:
        return "Its path is too long: move the folder nearer to the top of the disk, then try again."
    if code in ELSEWHERE or (denied and os.name == "nt"):
        return "If it is open elsewhere, close it in the other program; else copy the folder to a place of your own."
    return "Copy the folder to a place of your own, such as your home folder, and go on there."


def _see_through(file: int) -> None:
    """Have what was written on the disk itself; a file system in a browser has none, and says so."""
    try:
        os.fsync(file)
    except OSError as problem:
        if problem.errno not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
            raise


def _last_byte(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1)
