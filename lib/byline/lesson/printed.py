"""The hand-in as a page that a person can read: each exercise with its question, its answers and what they took."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from byline.attempts import State, is_judged
from byline.exercises import CALLED, Exercise
from byline.kinds import answer_as_text, ladder
from byline.kinds.link import PARTS
from byline.kinds.passages import in_words
from byline.lesson.course import lesson_of, names_of, title_of
from byline.lesson.desk import Desk, Text
from byline.lesson.folder import shown_code
from byline.lesson.notices import earlier_as_text
from byline.sheet import Card, Drawing, Note, Part, Table, escape, framed, whole_page
from byline.telling import LABELS
from newsmarks.model import VOICES, Article, Span

#: How sure, in the words of whoever said it.
SAID = {"low": "not very sure", "middle": "fairly sure", "high": "sure"}
Row = tuple[str, str | Drawing]


def handin_page(desk: Desk, done: Mapping[str, State], name: str) -> str:
    """The whole page, for a browser or a printer: a code, and no name and no time."""
    code = shown_code(desk.answers.code)
    head = (f"{len(done)} of {len(desk.exercises)} exercises, under the code {code}. No name and no time "
            "is in it.")  # fmt: skip
    heading = f"<h1>{escape(title_of(desk))}: answers of {escape(code)}</h1>"
    return whole_page(name, f"<main>{heading}{framed([Note('', head)])}{''.join(_lessons(desk, done))}</main>")


def _lessons(desk: Desk, done: Mapping[str, State]) -> Iterator[str]:
    """Each lesson of which something is handed in, under its title."""
    for file in dict.fromkeys(e.lesson for e in desk.exercises.values()):
        names = names_of(file, desk.exercises)
        here = [name for name in names if name in done]
        if not here:
            continue
        lesson = lesson_of(desk.exercises[here[0]])
        heading = f"{lesson.number} {lesson.title}" if lesson else file or "Exercises"
        cards: list[Part] = [Card([work_as_table(desk, desk.exercises[name], done[name])]) for name in here]
        if left := [name for name in names if name not in done]:
            cards.append(Note("Not answered yet", ", ".join(left)))
        yield f"<h2>{escape(heading)}</h2>{framed(cards)}"


def work_as_table(text: Text, e: Exercise, state: State) -> Table:
    """One exercise: the question, then what was answered, and how."""
    return Table(f"{e.id}: {e.prompt}", (), [*_answers(text, e, state), *_how(text, e, state)])


def _answers(text: Text, e: Exercise, state: State) -> Iterator[Row]:
    """The first answer and, where it is another, the latest; what was answered to a question that was changed."""
    if state.tries:
        first, latest = state.tries[0].answer, state.tries[-1].answer
        yield "Answer" if first == latest else "First answer", _shown(text, e, first)
        if first != latest:
            yield f"Latest answer, of {len(state.tries)}", _shown(text, e, latest)
    if state.earlier:
        yield "Before", earlier_as_text(state).strip()
    if state.reason.strip():
        yield "Reason", _lines(state.reason.splitlines())


def _how(text: Text, e: Exercise, state: State) -> Iterator[Row]:
    """The outcome, and on one line what it took."""
    if not state.tries:
        return
    yield "Outcome", _outcome(text, e, state)
    if placed := _placed(e, state):
        yield "Nearest sample", placed
    yield "How", "; ".join(filter(None, (SAID.get(state.sure or "", ""), _hints(e, state), _key_seen(state))))


def _hints(e: Exercise, state: State) -> str:
    """How many hints were read before the first answer, and in all."""
    first = state.tries[0].hints
    if not state.hints:
        return "no hint" if e.hints else ""
    return f"{state.hints} of {len(e.hints)} hints, {first or 'none'} of them before the first answer"


def _key_seen(state: State) -> str:
    """Whether the key was looked at, and when."""
    if any(one.revealed for one in state.tries):
        return "looked at the key before the latest answer"
    return "looked at the key afterwards" if state.revealed else "the key not looked at"


def _outcome(text: Text, e: Exercise, state: State) -> str:
    """The status of the first answer and, where it is another, of the latest."""
    if text.sealed(e):
        return "for the teacher to see"
    if not is_judged(e):
        return "not marked"
    first, latest = (text.judge(e, one.answer).status for one in (state.tries[0], state.tries[-1]))
    first, latest = CALLED.get(first, first), CALLED.get(latest, latest)
    return first if first == latest else f"{first} at first, then {latest}"


def _placed(e: Exercise, state: State) -> str:
    """Which sample a written answer is nearest to, as the student sees it, where it was asked."""
    if state.placed is None:
        return ""
    names = [name for name, _ in ladder(e)]
    called = f": {names[state.placed]}" if state.placed < len(names) else ""
    return f"{state.placed} of 0 to 4{called}, as the student sees it"


def _shown(text: Text, e: Exercise, answer: Any) -> str | Drawing:
    """An answer: marks on the text, passages with what was said of them, a text whole, all else in words."""
    if e.kind in ("mark", "link"):
        return on_the_text(text.article, e.paragraphs, list(_marks(e, answer)))
    if e.kind in ("judge", "sort"):
        return _lines([f"{passage.text} – {e.own.read(answer[passage.id])}" for passage in e.own.passages])
    if e.kind == "passages":
        return _lines(list(in_words(e, answer)))
    return _lines(answer.splitlines()) if isinstance(answer, str) else answer_as_text(e, answer)


def _lines(several: Sequence[str]) -> Drawing:
    """Lines one below the other, without the empty ones."""
    lines = [line.strip() for line in several if line.strip()]
    return Drawing("<br>".join(f"<bdi>{escape(line)}</bdi>" for line in lines), " / ".join(lines))


# --- marks on the text ------------------------------------------------------------------------------


class Shown(NamedTuple):
    """A mark to be drawn: its words, its label in words, and the voice whose look it has, if it is one."""

    span: Span
    label: str
    voice: str = ""


def _marks(e: Exercise, answer: Any) -> Iterator[Shown]:
    """The marks of an answer: those of a layer, or the parts of an attribution."""
    if e.kind == "link":
        yield from (Shown(Span(*piece["span"]), part) for part in PARTS for piece in answer.get(part, ()))
        return
    for mark in answer:
        letter, words = LABELS[e.own.layer][mark["label"]]
        voice = mark["label"] if mark["label"] in VOICES and e.own.layer == "voices" else ""
        yield Shown(Span(*mark["span"]), f"{letter} {words}" if voice else words, voice)


def on_the_text(article: Article, paragraphs: Sequence[int], marks: Sequence[Shown]) -> Drawing:
    """The paragraphs with the marks on them: underlined, each with its label in words behind it."""
    drawn = [_paragraph(article, number, marks) for number in paragraphs]
    none = "" if marks else "Nothing is marked."
    html = "".join(f"<p><b>P{number}</b> {one.html}</p>" for number, one in zip(paragraphs, drawn, strict=True))
    said = " ".join(f"P{number} {one.text}" for number, one in zip(paragraphs, drawn, strict=True))
    return Drawing(html + (f"<p>{none}</p>" if none else ""), " ".join(filter(None, (said, none))))


def _paragraph(article: Article, number: int, marks: Sequence[Shown]) -> Drawing:
    """One paragraph, cut at every edge of a mark."""
    whole = article.paragraphs[number - 1]
    here = [mark for mark in marks if mark.span.overlaps(whole)]
    inside = {edge for mark in here for edge in mark.span if whole.start < edge < whole.end}
    edges = sorted({whole.start, whole.end, *inside})
    pieces = [_piece(article, Span(*edge), here) for edge in pairwise(edges)]
    return Drawing("".join(one.html for one in pieces), "".join(one.text for one in pieces))


def _piece(article: Article, span: Span, marks: Sequence[Shown]) -> Drawing:
    """A piece between two edges, with the labels of the marks that end with it."""
    words, over = span.of(article.text), [mark for mark in marks if mark.span.overlaps(span)]
    if not over:
        return Drawing(f"<bdi>{escape(words)}</bdi>", words)
    voice = next((mark.voice for mark in over if mark.voice), "")
    tag, look = ("span", f' class="byline-v byline-{voice}"') if voice else ("u", "")
    ends = "; ".join(mark.label for mark in over if mark.span.end == span.end)
    label = f"<small> [{escape(ends)}]</small>" if ends else ""
    said = f" [{ends}]" if ends else ""
    return Drawing(f"<{tag}{look}><bdi>{escape(words)}</bdi></{tag}>{label}", f"_{words}_{said}")
