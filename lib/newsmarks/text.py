"""Opens a text as an Article, and finds its paragraphs, sentences and words."""

from __future__ import annotations

import re
import stat
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from newsmarks.english import listed
from newsmarks.model import Article, Span, Spans

#: A word as people count them: what stands between spaces, from its first letter or digit to its last.
WORD = re.compile(r"[^\W_](?:\S*[^\W_])?")
#: A word as rules write them in their phrases; hyphens join, and so does an apostrophe, but for that of a possessive.
LEXEME = re.compile(r"[^\W_]++(?:(?:['’](?!s\b)|[-‐‑])[^\W_]++)*")
#: Such a word or the ending of a possessive ("the regime", "'s").
PIECE = re.compile(rf"{LEXEME.pattern}|(?<=\w)['’]s\b")
CLITIC = r"[’'](?:[sSmMdD]|re|ve|ll|RE|VE|LL)\b"
#: A word, number or mark as the grammar of a sentence takes them: "he’s" is two, "U.S." and "$1,200" are one. What
#: most tokens are comes first.
TOKEN = re.compile(
    r"(?P<letters>[^\W\d_]++(?=[\s,;:?!)”]|\.\s))|(?P<sign>[^\w\s<’'$€£-])|"
    rf"(?P<code></?[A-Za-z][^<>]{{0,400}}>)|(?P<clitic>{CLITIC})|"
    rf"(?P<pronoun>(?i:he|she|it|that|who|what|there|here|we|they|you|i)(?={CLITIC}))|"
    r"(?P<abbreviation>(?:[A-Za-z]\.){2,})|(?P<number>[$€£]?\d[\d,.:]*(?<![.,:])(?:%|[A-Za-z]{2})?)|"
    r"(?P<word>[^\W_]++(?:[’'.&‑-][^\W_]++)*(?:(?<=[sS])[’'](?=\s+[^\W\d_]))?)|(?P<mark>--|[^\w\s]|_)"
)
#: How much of a sentence is looked at on either side of a place, in code points, where a text has no full stops.
REACH = 300
LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
BLANK_LINES = re.compile(r"(?:\r\n|[\n\r\u2028\u2029])[^\S\r\n]*(?:\r\n|[\n\r\u2028\u2029])\s*")
#: A full stop after one of these does not end a sentence.
ABBREVIATIONS = listed("abbreviations")
CLOSERS = "\"'”’»›)\\]"
OPENERS = "\"'“‘«‹„(\\["
LAST_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*\Z")
STOP = re.compile(rf"(?<![.!?…])[.!?…]++[{CLOSERS}]*+(?=(\s++)(?:[{OPENERS}]++(?:\. ?|[…’]){{0,4}})?([^\W_]|$))|$")


class ArticleError(ValueError):
    """A text that cannot be opened; the message says what, where and what to do."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in a notebook: the sentence, and no inner workings."""
        return [str(self)]


def open_text(text: str, *, id: str = "pasted", about: dict[str, Any] | None = None) -> Article:
    """Open a pasted text. Nothing in it is changed, but a byte-order mark in front is dropped."""
    if not isinstance(text, str):
        raise ArticleError(f"open_text expects the text itself, in quotation marks, not a {type(text).__name__}.")
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise ArticleError(f"“{id}” is empty: there is nothing to read. Put the article's text in it.")
    return Article(id, text, paragraphs(text), about or {})


def paragraphs(text: str) -> Spans:
    """The paragraphs of a text without the white space around them.

    A line is a paragraph, whether one newline or two follow it. A block whose lines were broken by
    hand at a fixed width (most of them long, of like length, and ending inside a sentence) is one.
    """
    return tuple(line for block in _blocks(text) for line in _lines(text, block))


def _lines(text: str, block: Span) -> list[Span]:
    lines = [stripped(text, m.start(), m.end()) for m in LINE.finditer(text, *block)]
    lines = [line for line in lines if line.start < line.end]
    return [Span(lines[0].start, lines[-1].end)] if lines and _is_wrapped(text, lines) else lines


def sentences(text: str, within: Span) -> Iterator[Span]:
    """The sentences of one paragraph, in order, with their closing marks and without outer white space."""
    start = within.start
    for stop in STOP.finditer(text, within.start, within.end):
        if stop.end() < within.end and not _ends_sentence(text, start, stop):
            continue
        sentence = stripped(text, start, stop.end())
        if sentence.start < sentence.end:
            yield sentence
        start = stop.end()


class Sentences:
    """The sentences of an article, cut once, paragraph by paragraph."""

    def __init__(self, article: Article) -> None:
        self.by_paragraph = [list(sentences(article.text, paragraph)) for paragraph in article.paragraphs]
        self._all = [sentence for several in self.by_paragraph for sentence in several]
        self._starts = [sentence.start for sentence in self._all]

    def around(self, span: Span) -> Span:
        """The sentence that a span begins in, cut to REACH code points on either side of it."""
        at = bisect_right(self._starts, span.start) - 1
        if at < 0:
            return span
        start, end = self._all[at]
        return Span(max(start, span.start - REACH), max(span.end, min(end, span.end + REACH)))


def words(text: str, within: Span) -> list[Span]:
    """The words of a stretch: what stands between spaces, from its first letter or digit to its last.

    A word that the edges of the stretch cut is the part inside.

    >>> [word.of("“It’s 5-a-side,” (she) said. —") for word in words("“It’s 5-a-side,” (she) said. —", Span(0, 30))]
    ['It’s', '5-a-side', 'she', 'said']
    """
    return [Span(*word.span()) for word in WORD.finditer(text, *within)]


@lru_cache(maxsize=2)  # every finder of phrases goes over the same words
def small_words(text: str) -> list[tuple[int, str]]:
    """The words of a text in small letters, as LEXEME cuts them, each with its place."""
    small = text.lower()
    if len(small) == len(text):
        return [(word.start(), word.group()) for word in LEXEME.finditer(small)]
    return [(word.start(), word.group().casefold()) for word in LEXEME.finditer(text)]  # a few letters grow when small


def words_before(text: str, at: int, *, most: int = 1, floor: int = 0) -> list[tuple[str, int]]:
    """The words right before a place, nothing but white space between them, the nearest first.

    Each in small letters with its place; none of them begins before `floor`.
    """
    found: list[tuple[str, int]] = []
    while len(found) < most:
        end = at
        while end > floor and text[end - 1].isspace():
            end -= 1
        start = end
        while start > floor and (text[start - 1].isalpha() or text[start - 1] == "."):
            start -= 1
        if end == at or start == end:
            break
        found.append((text[start:end].casefold(), start))
        at = start
    return found


def word_before(text: str, at: int) -> str:
    """The word right before a place and the white space there, in small letters, or nothing."""
    return next((word for word, _ in words_before(text, at)), "")


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    following = stop.group(2) or ""
    if following.islower():
        return False
    if not stop.group().startswith(".") or stop.group().startswith(".."):
        return True
    word = LAST_WORD.search(text[max(start, stop.start() - 20) : stop.start()])
    if word is None:
        return True
    last = word.group()
    if last.lower() in ("a.m", "p.m", "u.s", "u.k", "u.n", "d.c", "e.u"):
        return bool(re.match(rf"\s+[{OPENERS}]*(?:The|A|An|He|She|It|They|We|I|But|And|In|On|That|This)\b",
                             text[stop.end() : stop.end() + 12]))  # fmt: skip
    return not (last.lower() in ABBREVIATIONS or (len(last) == 1 and last.isupper() and last != "I"))


def _blocks(text: str) -> Iterator[Span]:
    start = 0
    for gap in BLANK_LINES.finditer(text):
        yield Span(start, gap.start())
        start = gap.end()
    yield Span(start, len(text))


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    if len(lines) < 3:
        return False
    body = [line.end - line.start for line in lines[:-1]]
    inside = sum(text[line.end - 1] not in '.!?:…"”’»)' for line in lines[:-1])
    return min(body) >= 40 and max(body) <= 110 and max(body) - min(body) <= 25 and inside >= 0.6 * len(body)


def stripped(text: str, start: int, end: int) -> Span:
    """A stretch without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def working_folder() -> Path:
    """The folder that Python works in; “.” where that was deleted, so that each use of it fails by itself."""
    try:
        return Path.cwd()
    except OSError:
        return Path()


def read_text(path: Path) -> str:
    try:
        kind = path.stat().st_mode
        if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
            raise ArticleError(f"“{path}” is a pipe or a device, not a file. Save the text in a file first.")
        data = path.read_bytes()
    except FileNotFoundError:
        looked = "" if path.is_absolute() else f" in {working_folder()}"
        raise ArticleError(f"There is no file “{path}”{looked}. Check the name, or give the whole path.") from None
    except IsADirectoryError:
        raise ArticleError(f"“{path}” is a folder. Give the text file inside it.") from None
    except (OSError, ValueError) as problem:
        if path.is_dir():
            raise ArticleError(f"“{path}” is a folder. Give the text file inside it.") from None
        raise ArticleError(f"“{path}” cannot be opened ({problem}). Check the name and your rights to it.") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise ArticleError(
            f"“{path}” is not plain text in UTF-8 (byte {problem.start}). Save it as “plain text, UTF-8”."
        ) from None
    if "\x00" in text:
        raise ArticleError(f"“{path}” is not plain text (it holds zero bytes). Save it as “plain text, UTF-8”.")
    return text
