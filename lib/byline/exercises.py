"""What an exercise is, what an answer to it is told, and the words in which students name places of a text."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from byline.key.places import PlaceError, occurrences, short, span_of
from byline.key.types import LAYERS, Mark
from newsmarks.model import Article, Reading, Span

#: More than this is no answer of a student's.
MOST_MARKS = 400
MOST_SIGNS = 20_000
LETTERS = "abcdefghijklmnopqrstuvwxyz"
T = TypeVar("T")
STATUSES = ("not attempted", "not yet", "arguable", "yes")
#: A status as it is called where people read it.
CALLED = {"yes": "right", "arguable": "accepted", "not yet": "not yet", "saved": "kept"}
#: The outcomes of a line that keep an answer from being right, and those that make it so.
WRONG = ("other label", "too long", "too short", "missed", "extra", "not this one", "another place")
RIGHT = ("found", "this one", "in place")
#: What a line says that judges nothing.
NOTES = ("why", "verdict", "your choice", "your guess", "how sure", "alike", "apart")
#: An outcome as a student reads it, where that is not its own name.
READ = {"found": "right", "this one": "right", "missed": "not marked yet", "extra": "not needed",
        "not this one": "look again", "arguable": "where good readers differ",
        "in place": "in order", "another place": "to move",
        "alike": "you and the machine agree", "apart": "you and the machine differ",
        "why": "the key"}  # fmt: skip
#: Status -> how it begins a headline.
LEADS = {"not yet": "Not yet", "arguable": "Accepted", "yes": "Yes"}
#: What a mark is told whose label is right for some of its words.
PART = "Your label fits a part of this, but not all of it. Where would you cut?"
#: The kinds in which an answer is kept, and never judged.
KEPT = ("predict", "write", "rewrite", "passages")
#: Those of them in which a student writes: a teacher gives a level, and there are samples.
WRITTEN = ("write", "rewrite")
#: The verdicts of figures that a reader could follow up.
SOUND = ("checkable", "traceable")


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise. `own` is what its kind alone has (see byline.kinds); `sound` says of what it judges, as a whole,
    whether that is well founded; `sure`: how sure the student is, is asked; `question` is a hash of what is asked, so
    that an answer knows its question; `sealed_question` is the one that a sealed copy of it has, made without ids.
    """

    id: str
    kind: str
    prompt: str
    own: Any
    lesson: str = ""
    paragraphs: tuple[int, ...] = ()
    tier: str = "one answer"
    hints: tuple[str, ...] = ()
    minutes: float = 3
    reason: str = ""
    why: str = ""
    skill: str = ""
    sound: bool | None = None
    sure: bool = False
    sealed: bool = False
    question: str = ""
    sealed_question: str = ""

    def is_of(self, lesson: str) -> bool:
        """Whether it belongs to a lesson, by the name of its notebook or by its number alone."""
        return bool(self.lesson) and lesson in (self.lesson, number_of(self.lesson))

    @property
    def questions(self) -> tuple[str, ...]:
        """The hashes that an answer to it may have, whether it was given here or in a sealed copy."""
        return self.question, self.sealed_question


def number_of(lesson: str) -> str:
    """By what a lesson is called for short: what stands before its first underscore.

    >>> number_of("02_who_says_so"), number_of("any_article")
    ('02', 'any')
    """
    return lesson.split("_")[0]


def hash_of(*asked: object) -> str:
    """A short hash of what is asked, by its words alone: spaces, capitals and punctuation may be mended.

    >>> hash_of("Who says so?") == hash_of("who says  so") != hash_of("Who said so?")
    True
    """
    words = re.findall(r"\w+", json.dumps(asked, ensure_ascii=False).casefold())
    return hashlib.sha256(" ".join(words).encode("utf-8", "replace")).hexdigest()[:12]


class Unclear(ValueError):
    """An answer of another form than the exercise asks for; the message says what is expected."""


# --- what an answer is told -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in an answer: where it is, what the student has, what the key and the machine have, and why.

    `mine` are the words of the student's own mark, `span` is its place, or that of the key's where there is none;
    `sentence` is the one around it. Until the key is asked for, `look` stands in the place of a `text` that would
    give it away. `beside`: what both have is told, though it has no place in the text.
    """

    outcome: str
    words: str
    paragraph: int | None = None
    yours: str = ""
    key: str = ""
    text: str = ""
    machine: str = ""
    machine_why: str = ""
    mine: str = ""
    span: Span | None = None
    sentence: Span | None = None
    look: str | None = None
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Feedback:
    """`status` is one of STATUSES; where the key is with the teacher it is "saved"."""

    status: str
    headline: str
    lines: tuple[Line, ...] = ()


SEALED = Feedback("saved", "Kept. Hand it in with the last box of the lesson; what was right comes when your teacher "
                           "gives out the feedback.")  # fmt: skip
WITH_TEACHER = "The key is with your teacher."
NO_KEY = "This text has no key."
#: What marks are told that nobody judges.
UNJUDGED = ("Your marks are kept. This text has no key, so nobody marks them. Beside them stands what the machine "
            "reads, and it errs: where you differ, your own judgement decides.")  # fmt: skip
NOT_ATTEMPTED = Feedback("not attempted", "Not attempted yet.")


def judged(lines: Iterable[Line], headline: str = "") -> Feedback:
    """The feedback that some lines add up to: not yet, arguable or yes, and how many there are of each outcome."""
    told = tuple(lines)
    outcomes = Counter(line.outcome for line in told)
    if unknown := outcomes.keys() - {*WRONG, *RIGHT, "arguable", *NOTES}:
        raise ValueError(f"No outcome is called {', '.join(sorted(unknown))}. Put it among RIGHT, WRONG or NOTES.")
    wrong, soft = any(outcomes[name] for name in WRONG), bool(outcomes["arguable"])
    status = "not yet" if wrong else "arguable" if soft else "yes"
    return Feedback(status, headline or counted(LEADS[status], outcomes), told)


def counted(lead: str, outcomes: Mapping[str, int]) -> str:
    """How many of each outcome, after a word: "Not yet: 2 right, 1 too long."."""
    parts = [f"{outcomes[name]} {READ.get(name, name)}" for name in (*RIGHT, "arguable", *WRONG) if outcomes.get(name)]
    return f"{lead}: {', '.join(parts)}." if parts else f"{lead}."


def before_key(found: Feedback) -> Feedback:
    """What an answer is told as long as the key is not asked for: where it is right, where not yet, and in which way.

    An answer that holds is told everything, but for the readings where good readers differ.
    """
    if found.status != "not yet":
        return replace(found, lines=tuple(_short(line) if line.outcome == "arguable" else line for line in found.lines))
    told = [line for line in _parted(found.lines) if line.outcome != "why"]
    amiss = {(line.span, line.outcome) for line in told if line.mine and line.span and line.outcome in WRONG}
    lines = _each_mark(line for line in told if not _is_hint(line, amiss))
    outcomes = Counter(line.outcome for line in lines)
    all_there = outcomes == Counter(line.outcome for line in found.lines if line.outcome != "why")
    headline = found.headline if all_there else counted("Not yet", outcomes)
    return replace(found, headline=headline, lines=tuple(_once(map(_closed, lines))))


def _short(line: Line) -> Line:
    """A line with the text that stands there until the key is asked for."""
    return line if line.look is None else replace(line, text=line.look)


def _once(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines of which none says what another has said."""
    said = set[str]()
    for line in lines:
        yield replace(line, text="") if line.text in said else line
        said.add(line.text)


def _parted(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines of which a mark whose label fits a part of it alone is too long."""
    fitting = {line.span for line in lines if line.mine and line.outcome in (*RIGHT, "arguable", "too long")}
    for line in lines:
        cut = line.mine and line.outcome == "other label" and line.span in fitting
        yield replace(line, outcome="too long", look=PART) if cut else line


def _each_mark(lines: Iterable[Line]) -> list[Line]:
    """Lines of which each tells of another mark; of two for one mark, the one in the key's own words."""
    once = dict[object, Line]()
    for n, line in enumerate(lines):
        name = (line.outcome, line.span) if line.mine else n
        if name not in once or _weight(line) > _weight(once[name]):
            once[name] = line
    return list(once.values())


def _weight(line: Line) -> tuple[bool, bool]:
    """Which of two lines for one mark is told: the one that says where to cut, then one in the key's own words."""
    return line.look == PART, line.look is None


def _is_hint(line: Line, amiss: Iterable[tuple[Span, str]]) -> bool:
    """Whether a line would show a place of the key's: one that may be left out, or what of a mark amiss is right.

    What stands inside of a mark that is too long is told with that mark.
    """
    if not line.paragraph or line.span is None or line.outcome not in (*RIGHT, "arguable", "missed"):
        return False
    if line.outcome == "missed":
        return any(outcome == "too long" and span.contains(line.span) for span, outcome in amiss)
    return line.span in {span for span, _ in amiss} if line.mine else line.outcome == "arguable"


def _closed(line: Line) -> Line:
    """A line without what the key has there."""
    text = line.text if line.look is None else line.look
    if line.outcome in (*RIGHT, *NOTES):
        return replace(line, text=text, words=line.mine or line.words, key="", machine="", machine_why="")
    missed = line.outcome == "missed" and line.paragraph
    return replace(line, text=text, words=line.mine or ("" if missed else line.words), key="", machine="",
                   machine_why="", span=line.sentence if missed else line.span)  # fmt: skip


# --- answers, and places as students name them ------------------------------------------------------


def answered(article: Article, layer: str, marks: Sequence[Mark]) -> Reading:
    """An answer as a reading of the article: its marks in one layer, and no others."""
    layers: dict[str, Any] = dict.fromkeys(LAYERS, ())
    return Reading(article, "a student", **{**layers, layer: tuple(marks)})


def marked(article: Article, span: Span, label: str) -> dict[str, Any]:
    """A mark as it is kept: where, the words, and the label."""
    return {"span": [span.start, span.end], "quote": span.of(article.text), "label": label}


def mixed(exercise: str, items: Sequence[str]) -> tuple[str, ...]:
    """Items in the order in which an exercise shows them: by a hash, so the same for a class and on paper."""
    return tuple(sorted(items, key=lambda item: hashlib.sha256(f"{exercise} {item}".encode()).digest()))


def at_letter(letter: str, several: Sequence[T]) -> T:
    """What stands under a letter, a being the first. Raises IndexError where nothing does."""
    place = LETTERS.index(letter) if len(letter) == 1 and letter in LETTERS else len(several)
    return several[place]


def only(value: Any, names: Iterable[str]) -> None:
    """Raise Unclear where an answer names a part that there is not, TypeError where it has no parts at all."""
    known = list(names)
    if not isinstance(value, Mapping):
        raise TypeError
    for name in value:
        if name not in known:
            raise Unclear(f"“{short(str(name))}” is no part of this answer. The parts are: {', '.join(known)}.")


def listed(value: Any) -> list[Any]:
    """One thing or several as a list."""
    return list(value) if isinstance(value, list | tuple | set) else [value]


def place_meant(e: Exercise, article: Article, place: Any) -> Span:
    """The span of words given as offsets with their quotation, or as words of one of the exercise's paragraphs.

    Raises Unclear, or TypeError for what is no place at all.
    """
    if isinstance(place, Mapping):
        return _kept(article, place) if "span" in place else _placed(e, article, place)
    if not isinstance(place, str) or not place.strip():
        raise TypeError
    found = [span for n in e.paragraphs for span in occurrences(article.text, place, article.paragraphs[n - 1])]
    if len(found) == 1:
        return found[0]
    if not found:
        raise Unclear(f"“{short(place)}” is not in {_named(e)}. Copy the exact words, whole words only.")
    n = article.number(found[0].start)
    raise Unclear(f"“{short(place)}” stands {len(found)} times in {_named(e)}. Quote more words around it, or write "
                  f'{{"paragraph": {n}, "quote": "…", "nth": 1}}.')  # fmt: skip


def _placed(e: Exercise, article: Article, place: Mapping[str, Any]) -> Span:
    if place.get("paragraph") not in e.paragraphs:
        raise Unclear(f"This exercise is about {_named(e)}. Name one of these paragraphs.")
    told = {name: place[name] for name in ("paragraph", "quote", "nth") if name in place}
    try:
        return span_of(article, told, None)
    except PlaceError as problem:
        raise Unclear(f"{str(problem)[0].upper()}{str(problem)[1:]}") from None


def _kept(article: Article, place: Mapping[str, Any]) -> Span:
    """The span of a mark that was kept, where it still fits the text."""
    edges = place["span"]
    if all(isinstance(edge, int) and not isinstance(edge, bool) for edge in edges):
        span = Span(*edges)
        words = span.of(article.text)
        if 0 <= span.start < span.end <= len(article.text) and place.get("quote", words) == words:
            return span
    raise Unclear("A mark does not fit the text. Mark the words again.")


def _named(e: Exercise) -> str:
    return ", ".join(f"P{n}" for n in e.paragraphs) or "the text"


def quoted(words: str) -> str:
    """Words in quotation marks, their own outer ones taken off."""
    return f"“{words.strip('“”')}”"
