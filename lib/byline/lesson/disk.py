"""What to do when the machine will not write a file."""

from __future__ import annotations

import errno
import os

#: What Windows calls a file that another program holds (32, 33), or one that is not to be had, often for that (5).
ELSEWHERE = (5, 32, 33)
TOO_LONG = 206
FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)


def remedy(problem: OSError) -> str:
    """What a person can do about it, as a sentence.

    >>> remedy(OSError(errno.ENOSPC, "No space left on device"))
    'Make room on the disk, then try again.'
    """
    code = getattr(problem, "winerror", None)
    denied = problem.errno in (errno.EACCES, errno.EPERM)
    if problem.errno in FULL:
        return "Make room on the disk, then try again."
    if problem.errno == errno.ENAMETOOLONG or code == TOO_LONG:
        return "Its path is too long: move the folder nearer to the top of the disk, then try again."
    if code in ELSEWHERE or (denied and os.name == "nt"):
        return "If it is open elsewhere, close it in the other program; else copy the folder to a place of your own."
    return "Copy the folder to a place of your own, such as your home folder, and go on there."
