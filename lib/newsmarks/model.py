"""The words of the project as data: an article, the marks made on it, and a reading of it.

Every offset is a code point of the article's text; every span is half-open. Nothing here changes
a text, reads a file or draws: a mark stands off from the text that it is about.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

#: Voice -> (letter, label, what it means). The seven voices tile an article; the definitions are
#: those of the annotation guideline: whose words, and whose claim.
VOICES: dict[str, tuple[str, str, str]] = {
    "reporter": ("R", "reporter", "the reporter's words, the reporter's claim"),
    "direct": ("Q", "direct quote", "a source's own words, a source's claim"),
    "indirect": ("I", "indirect report", "the reporter's words for a source's claim"),
    "hedged": ("H", "nobody named", "the reporter's words; the text does not say whose claim it is"),
    "borrowed": ("B", "borrowed term", "somebody else's term, which the reporter does not adopt"),
    "caption": ("C", "caption or credit", "words beside a picture, written at the desk or by a supplier"),
    "meta": ("M", "about the text", "a stamp, byline, dateline or heading: not part of the report"),
}
MODES = ("direct", "indirect", "mixed", "borrowed", "hedged")
STANCES: dict[str, str] = {
    "neutral": "says only that it was said",
    "doubting": "steps back from it",
    "vouching": "treats it as a fact",
    "colouring": "tells you how to feel about the speaker",
    "hearsay": "says that others hold or report it, and not who they are",
}
SOURCE_TYPES = ("party–military", "party–government", "other party", "public authority",
                "independent body", "eyewitness", "media", "unknown", "none")  # fmt: skip
#: How closely a source is identified (specificity, not truth).
LADDER: dict[int, str] = {
    0: "no source and no hedge",
    1: "a hedge, nobody named",
    2: "a group without names",
    3: "an organisation",
    4: "a named person with a role",
    5: "a named person with a role, and when, where and how it was said; or a document that anyone can open",
}
CATEGORIES = (
    "emotion", "judging people", "judging things", "label", "metaphor", "absolute",
    "euphemism or official term", "doubt marker", "contested but descriptive",
)  # fmt: skip
#: A category that is shown as "ask both sides", and never counted as loaded.
CONTESTED = "contested but descriptive"
FIGURE_KINDS = ("exact", "vague", "percentage", "implied total", "date", "identifier", "idiom")
CRITERIA: dict[str, str] = {
    "who": "Who counted?",
    "what": "What exactly was counted, and out of what?",
    "when": "As of when?",
    "how": "How was it counted?",
    "access": "Could an outsider have checked it then?",
}
VERDICTS = ("checkable", "traceable", "not checkable from this article", "not a quantity")
NOT_FALSE = "Not checkable from this article does not mean false."


class Span(NamedTuple):
    """Half-open stretch of an article's text, in code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of the span."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One text, never altered: `paragraphs` are its non-blank stretches, `about` what is known of it."""

    id: str
    text: str
    paragraphs: Spans
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """Hash of the text in UTF-8, as lower-case hex."""
        import hashlib  # takes longer to load than all that is here

        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def paragraph(self, number: int) -> str:
        """The text of paragraph `number`, counted from 1 (P1, P2, …)."""
        if not 1 <= number <= len(self.paragraphs):
            raise ValueError(f"There is no paragraph {number}: this article has 1 to {len(self.paragraphs)}.")
        return self.paragraphs[number - 1].of(self.text)

    def number(self, position: int) -> int:
        """The paragraph (from 1) that `position` stands in, or the last one before it; found by halving."""
        return max(1, bisect_right(self.paragraphs, position, key=lambda p: p.start))


@dataclass(frozen=True, slots=True)
class Voice:
    """A stretch of the article in one voice; `attribution` is an index into the reading's list."""

    span: Span
    voice: str
    attribution: int | None
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Content (what is said), cue (the saying words) and source (who), after PARC 3.0 and PolNeAR.

    `source_name` is the one name that the source has over the whole article; where that is in doubt it is
    None, and `candidates` names who it may be.
    """

    content: Spans
    cue: Spans
    source: Spans
    source_name: str | None
    source_type: str
    ladder: int
    mode: str
    stance: str
    rule: str
    why: str
    candidates: tuple[str, ...] = ()

    @property
    def spans(self) -> Spans:
        return tuple(sorted((*self.content, *self.cue, *self.source)))


@dataclass(frozen=True, slots=True)
class Loaded:
    """A word that judges as it describes; `words_by` is "reporter", "nobody" or a source's name."""

    span: Span
    words_by: str
    voice: str
    category: str
    strength: int
    neutral: tuple[str, ...]
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One of the five questions to a figure: score 0, 0.5 or 1, and the words that earned it, if any."""

    score: float
    words: Span | None
    ask: str


@dataclass(frozen=True, slots=True)
class Criteria:
    """The five questions to a figure, each with its answer; `items()` and `total` go over all of them."""

    who: Criterion
    what: Criterion
    when: Criterion
    how: Criterion
    access: Criterion

    def items(self) -> Iterator[tuple[str, Criterion]]:
        """(name, criterion) in the order of CRITERIA."""
        return ((name, getattr(self, name)) for name in CRITERIA)

    @property
    def total(self) -> float:
        """The sum of the scores, 0 to 5."""
        return sum(criterion.score for _, criterion in self.items())

    @property
    def verdict(self) -> str:
        """The verdict that the scores give, by the verdict rule of the guideline (seeds/GUIDELINE.md)."""
        if self.access.score == 1:
            return "checkable"
        return "traceable" if self.who.score == 1 and self.total >= 3 else "not checkable from this article"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or quantity and what a reader could check of it."""

    span: Span
    kind: str
    value: float | tuple[float, float] | None
    approx: str
    unit: str | None
    counts: str | None
    attribution: int | None
    criteria: Criteria
    verdict: str
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader made of one article."""

    article: Article
    reader: str
    voices: tuple[Voice, ...]
    attributions: tuple[Attribution, ...]
    loaded: tuple[Loaded, ...]
    figures: tuple[Figure, ...]
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return self.article.text

    def voice_at(self, position: int) -> Voice | None:
        """The voice of one character, where one is marked; found by halving."""
        before = bisect_right(self.voices, position, key=lambda voice: voice.span.start)
        last = self.voices[before - 1] if before else None
        return last if last and position < last.span.end else None

    def words(self, spans: Span | Iterable[Span]) -> str:
        """The words of one span or several, joined by an ellipsis where they are apart."""
        several = [spans] if isinstance(spans, Span) else spans
        return " … ".join(span.of(self.text) for span in several)
