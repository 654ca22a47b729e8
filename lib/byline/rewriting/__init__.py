"""The rewriting desk: what a rewrite keeps, loses and adds of a paragraph, and who says it now. Never a score.

A fact is a name, a number, a date, a place, a quotation, or who did what. Where it is not plain that one is gone, the
desk asks: other words for the same thing are no loss.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from byline.rewriting.facts import Facts, compare_facts
from byline.rewriting.marks import Weighed, compare_loaded
from byline.rewriting.ownership import Said, compare_claims, side_of, without_sources
from byline.rewriting.pairing import Fact, Pairing
from byline.rewriting.parsing import Piece, names_in, pieces_of
from byline.rewriting.spelling import is_spelling, mend_spelling
from newsmarks.model import Reading, Span
from newsmarks.reader import read
from newsmarks.text import ArticleError, open_text

__all__ = ["Fact", "Rewritten", "Said", "Weighed", "compare_rewrite"]

#: Signs of a rewrite that are read.
MOST = 5000
#: Words for what the report does not say: no fact of the event.
LEFT_OPEN = re.compile(
    r"(?:\A|(?<=[.!?”\"] )|[,;:—–]? ?\b(?:but|and|though|although|while|yet) |[;:—–] ?)"
    r"(?:(?:the|this) (?:report|article|text|paragraph|story|caption) (?:itself )?"
    r"(?:(?:does|did) ?(?:not|n[’']t)|never) (?:say|tell|name|show|explain|mention|quote|state|make)\w*"
    r"|(?:it is|it’s|it's) (?:not (?:clear|known|said)|unclear|unknown) (?:who|whether|when|where|how|why|what)"
    r"|(?:nobody|no one|no (?:[\w’'-]+ ){1,5})\s*(?:is|are|was|were) (?:named|quoted|cited))\b"
    r"(?:(?!, (?:and|but) )[^.!?;])*[.!?]?", re.I)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What a rewrite does to a paragraph: its facts, who says what, and its loaded words.

    same: "all" where nothing has changed, "spelling" where only a letter or two have, or "".
    """

    paragraph: int
    facts: Facts
    said: tuple[Said, ...] = ()
    loaded: tuple[Weighed, ...] = ()
    same: str = ""


#: Readings whose words were looked at: a rewrite is looked at again and again.
_looked: deque[tuple[Reading, frozenset[str], tuple[list[Piece], ...]]] = deque(maxlen=4)


def compare_rewrite(reading: Reading, paragraph: int, words: str) -> Rewritten:
    """What a rewrite does to one paragraph of an article that was read.

    Raises ArticleError where there is no such paragraph, or no words at all.
    """
    if not isinstance(paragraph, int) or not 1 <= paragraph <= len(reading.article.paragraphs):
        raise ArticleError(f"There is no paragraph {paragraph}. This text has 1 to {len(reading.article.paragraphs)}.")
    names, by_paragraph = _article(reading)
    here, typed = reading.article.paragraph(paragraph), words[:MOST]
    told, opened = (typed, "") if LEFT_OPEN.search(here) else _without_open(typed)
    again = read(open_text(mend_spelling(told, here, reading.text), id="rewrite"))
    old = side_of(reading, by_paragraph[paragraph - 1])
    new = side_of(again, pieces_of(again, Span(0, len(again.text)), names | names_in(again.text)))
    pair = Pairing(old, new, _known(by_paragraph, paragraph))
    said = [*compare_claims(pair), *([Said("open", opened)] if opened else [])]
    pair = Pairing(
        without_sources(old, [s.was for s in said]), without_sources(new, [s.now for s in said]), pair.known)
    facts, loaded = compare_facts(pair), tuple(compare_loaded(pair))
    spelling = not said and not any(astuple(facts)[1:]) and is_spelling(here, typed)
    same = "all" if here.split() == typed.split() else "spelling" if spelling else ""
    return Rewritten(paragraph, facts, tuple(said), loaded, same)


def _without_open(words: str) -> tuple[str, str]:
    """A rewrite without what it says is left open, and the first of these words; all of it where it is no more."""
    found, rest = LEFT_OPEN.search(words), LEFT_OPEN.sub("", words)
    return (rest, found[0].strip(" ,;:.—–")) if found and re.search(r"\w", rest) else (words, "")


def _article(reading: Reading) -> tuple[frozenset[str], tuple[list[Piece], ...]]:
    """The words that are names in an article, and the words of each of its paragraphs; kept for the next look."""
    kept = next((one for one in _looked if one[0] is reading), None)
    if kept is None:
        names = names_in(reading.text)
        kept = (reading, names, tuple(pieces_of(reading, span, names) for span in reading.article.paragraphs))
        _looked.append(kept)
    return kept[1:]


def _known(by_paragraph: Sequence[Sequence[Piece]], but: int) -> dict[str, int]:
    """Family -> the first paragraph that has it, of all but one."""
    known: dict[str, int] = {}
    for number, pieces in enumerate(by_paragraph, 1):
        if number != but:
            for key in (key for piece in pieces if piece.kind != "small" for key in piece.keys):
                known.setdefault(key, number)
    return known
