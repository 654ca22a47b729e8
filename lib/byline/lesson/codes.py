"""The codes that stand for students: made by chance, never from a name, in signs that cannot be mistaken.

A code on a teacher's slip has a check sign at its end, so that one mistyped sign, or two that changed places, is told
at once. A code that a computer gives itself, until somebody types one from a slip, has none, and is shorter.
"""

from __future__ import annotations

import re
import secrets

#: Letters and digits that cannot be mistaken for one another. There are 31, a prime number: the check needs that.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 6
CODE = re.compile(r"[a-z0-9]{4,20}")


def is_code(value: object) -> bool:
    """Whether something from a file can be a student's code: small letters and digits, nothing else."""
    return isinstance(value, str) and CODE.fullmatch(value) is not None


def new_code() -> str:
    """A code by chance."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def slip_code() -> str:
    """A code by chance for a slip, with its check sign."""
    code = new_code()
    return code + _check_sign(code)


def _check_sign(code: str) -> str:
    """The sign that makes a code whole: its places weigh 1, 2, 3, …, modulo the number of signs."""
    return SIGNS[sum(n * SIGNS.index(sign) for n, sign in enumerate(code, 1)) % len(SIGNS)]


def is_slip(code: object) -> bool:
    """Whether this is a code from a slip, with the check sign that belongs to it.

    >>> is_slip("k7m2qpa"), is_slip("k7m2qpr"), is_slip("k7m2pqr")
    (False, True, False)
    """
    whole = isinstance(code, str) and len(code) == LENGTH + 1 and set(code) <= set(SIGNS)
    return whole and _check_sign(code[:-1]) == code[-1]  # type: ignore[index]


def typed_code(text: str) -> str:
    """What somebody typed from a slip, without spaces and hyphens, in small letters.

    >>> typed_code(" K7M-2QPR ")
    'k7m2qpr'
    """
    return re.sub(r"[\s‐-―-]+", "", text).casefold()


def printed_code(code: str) -> str:
    """A code as it stands on a slip.

    >>> printed_code("k7m2qpr")
    'K7M-2QPR'
    """
    return f"{code[:3]}-{code[3:]}".upper()
