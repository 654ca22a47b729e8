"""Gives every character of an article its voice: captions and stamps by their place, the rest by attribution."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain

from newsmarks.attribution.quotes import inside
from newsmarks.model import Article, Attribution, Span, Voice
from newsmarks.ruleset import RuleSet

# What repeats a name is possessive or bounded, so that no text can make a match slow.
CREDIT = r"[A-Z@][\w@.’'-]*+(?: [\w@&.’'-]++){0,6}"
CAPTION = re.compile(
    rf"(?:(?:\(|(?<=[.)] )){CREDIT}\s?/\s?|"
    rf"\b(?:Photo(?:graph| credit)?|Image|Picture|Credit)(?: by)?:? (?:{CREDIT}\s?/\s?)?){CREDIT}\W*\Z|"
    r"\((?:Photo|Image|Picture|Credit|Courtesy)\b[^()]{2,80}+\)\W*\Z"
)
STAMP = re.compile(
    r"\s*date \d{4}-\d\d-\d\d \*|(?:Published|Updated|Posted|Last updated|First published)\b.{0,60}\Z|"
    r"(?:Read (?:more|the rest|also)|Related|Advertisement|Subscribe)\b.{0,90}\Z",
    re.I | re.S,
)
BYLINE = re.compile(r"By (?:(?:[A-Z][\w.’'-]*+|and|de|van|von|del),?(?: |\Z)){2,14}\Z")
DATELINE = re.compile(
    r"[A-Z][A-Z’'.-]++(?:,? [A-Z][\w.’'-]*+){0,5}(?: \d{1,2})?(?: ?\([A-Z][\w /]{1,20}\))? ?(?:—|–|--|-) (?=[“\"A-Z])"
)
MAX_HEADING = 140
#: How much of a paragraph's beginning and end is looked at, in code points.
EDGE = 200
Layer = tuple[Span, str, int | None]


def frame(article: Article) -> list[tuple[Span, str]]:
    """The stretches that are not the report itself, with the rule that says so: captions, stamps, headings …"""
    last = len(article.paragraphs) - 1
    return [framed for n, p in enumerate(article.paragraphs) for framed in _frame(article.text, p, n, last)]


def _frame(text: str, p: Span, n: int, last: int) -> Iterator[tuple[Span, str]]:
    head, tail = p.of(text)[:EDGE], p.of(text)[-EDGE:]
    short = p.end - p.start <= MAX_HEADING
    if CAPTION.search(tail) and p.end - p.start < 1200:
        yield p, "voice.caption"
    elif short and n < 4 and BYLINE.match(head):
        yield p, "voice.byline"
    elif (m := STAMP.match(head)) and (m.end() < len(head) or short):
        yield Span(0 if n == 0 else p.start, p.start + m.end()), "voice.stamp"
    elif m := DATELINE.match(head):
        yield Span(p.start, p.start + m.end()), "voice.dateline"
    elif short and n < last and text[p.end - 1].isalnum() and text[p.start].isupper() and " " in head and n < 3:
        yield p, "voice.heading"


def tile(
    article: Article, attributions: Sequence[Attribution], quoted: Sequence[Span], titles: Sequence[Span],
    framed: Sequence[tuple[Span, str]], rules: RuleSet,
) -> tuple[Voice, ...]:  # fmt: skip
    """The voices of an article: every character once, in order.

    Where attributions lie in one another the outer one gives the voice: it is whose claim the whole is.
    """
    order = sorted(range(len(attributions)), key=lambda i: _size(attributions[i]))
    layers: Iterator[Layer] = chain(
        ((s, r, None) for s, r in framed if r != "voice.caption"),
        ((s, "voice.title", None) for s in titles),
        ((s, r, i) for i in order for s, r in _pieces(attributions[i], quoted)),
        ((s, r, None) for s, r in framed if r == "voice.caption"),
    )
    starts = [p.start for p in article.paragraphs[1:]]
    on: list[list[Layer]] = [[] for _ in article.paragraphs]
    for layer in layers:
        on[bisect_right(starts, layer[0].start)].append(layer)
    stretches = zip([0, *starts], [*starts, len(article.text)], on, strict=True)
    pieces = (piece for stretch in stretches for piece in _flatten(*stretch))
    return tuple(_voice(article, attributions, rules, *piece) for piece in pieces)


def _size(a: Attribution) -> int:
    return sum(s.end - s.start for s in a.content)


def _pieces(a: Attribution, quoted: Sequence[Span]) -> Iterator[tuple[Span, str]]:
    if a.mode == "borrowed":
        yield from ((s, "voice.borrowed") for s in a.cue)
        return
    hedged = a.mode == "hedged"
    for n, part in enumerate(a.content):
        marked = inside(part, quoted)
        goes_on = n > 0 and marked == [part]
        spoken = "voice.borrowed" if hedged else "quote.speaker-goes-on" if goes_on else "voice.direct"
        # A transcript has no marks, and the words are the speaker's all the same.
        unmarked = a.rule if a.rule == "quote.name-colon" else "voice.indirect"
        yield part, "voice.hedged" if hedged else unmarked
        yield from ((span, spoken) for span in marked)


def _flatten(start: int, end: int, layers: Sequence[Layer]) -> Iterator[Layer]:
    """Later layers lie on earlier ones; what is left are stretches side by side from `start` to `end`."""
    edges = sorted({start, end, *(e for s, _, _ in layers for e in s)})
    index = {e: i for i, e in enumerate(edges)}
    top: list[tuple[str, int | None]] = [("voice.reporter", None)] * (len(edges) - 1)
    for s, r, a in layers:
        top[index[s.start] : index[s.end]] = [(r, a)] * (index[s.end] - index[s.start])
    for i, value in enumerate(top):
        if i + 1 == len(top) or top[i + 1] != value:
            yield Span(start, edges[i + 1]), *value
            start = edges[i + 1]


def _voice(
    article: Article, attributions: Sequence[Attribution], rules: RuleSet, span: Span, rule_id: str, index: int | None
) -> Voice:
    a = attributions[index] if index is not None else None
    source = a.source_name or " … ".join(s.of(article.text) for s in a.source) if a else ""
    cue = " … ".join(s.of(article.text) for s in a.cue) if a else ""
    if rule_id == "voice.direct" and not source:
        rule_id = "quote.nobody-named"
    known = rules.rule(rule_id)
    why = known.because(source=source or "somebody", cue=cue, term=span.of(article.text), voice=known.label, whose="")
    return Voice(span, known.voice, index, rule_id, why)
