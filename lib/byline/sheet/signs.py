"""Words from anywhere made safe: for HTML, and for a terminal, which nothing from an article can steer."""

from __future__ import annotations

import html
import re
import textwrap

#: Characters on a line of plain text.
WIDTH = 88
UNSAFE = re.compile("[\0\ud800-\udfff]")
#: Control characters, half characters, separators of lines and paragraphs, and what turns the direction of writing.
STEERING = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028-\u202e\u061c\u200e\u200f\u2066-\u2069]")


def escape(text: object) -> str:
    """Text for HTML, so that a browser gives back the same characters.

    A carriage return becomes a reference (a parser would turn it into a line feed); the zero byte and
    half characters, which no page can hold, become U+FFFD.
    """
    return html.escape(UNSAFE.sub("\ufffd", str(text))).replace("\r", "&#13;")


def visible(text: str) -> str:
    """The text with every control and direction character but the line feed shown as a visible sign.

    >>> visible("a\\x1b[2Jb\\u202ec\\td\\x7f")
    'a␛[2Jb<U+202E>c d␡'
    """
    return STEERING.sub(_sign, text)


def _sign(steering: re.Match[str]) -> str:
    code = ord(steering.group())
    if code == ord("\t"):
        return " "
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else f"<U+{code:04X}>"


def one_line(words: str) -> str:
    """Words with one space between; a space at which no line may be broken stays one."""
    return re.sub(r"[^\S\u00a0]+", " ", words.strip())


def fill(words: str, first: str = "", rest: str = "    ") -> str:
    """Words on lines of 88 characters; `first` stands before the first line, `rest` before all others."""
    return textwrap.fill(one_line(words), WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
