"""What a student is told, as text and as HTML that any page can show: feedback, hints, receipts, the hand-in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from byline.attempts import State
from byline.exercises import NOTES, READ, Exercise, Feedback, Line, quoted
from byline.kinds import answer_as_text, ladder, whole_text
from byline.sheet import Folded, List, Note, Sheet, framed


@dataclass(frozen=True)
class Told:
    """A sentence or several for the student; `status` is that of the feedback, or "" where nothing is judged."""

    text: str
    status: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", whole_text(self.text))

    def _repr_html_(self) -> str:
        head, *rest = self.text.splitlines() or [""]
        others = [line.strip() for line in rest if line.strip()]
        return Sheet([Note("", head, role="status"), List(others)]).html

    def __repr__(self) -> str:
        return self.text


#: What a saved page shows in the place of an exercise or a box, until Python runs.
ASLEEP = "This part of the page is asleep. Press ▶▶ at the top and choose Restart: it wakes, and all answers come back."


class Receipt(Told):
    """What was answered, under an exercise: folded away on a page, plain text in every other copy.

    Above it stands what to do where the exercise itself is not drawn; where it is, its style sheet hides that.
    """

    def _repr_html_(self) -> str:
        """Without a style sheet of its own, so that it is small: the exercise has brought it along."""
        folded = Folded("Receipt", [Note("", self.text)])
        return f'<p class="byline-asleep">{ASLEEP}</p>{framed([folded], "receipt")}'


def feedback_as_told(e: Exercise, found: Feedback) -> Told:
    """Feedback as text: the headline, then a line for each thing."""
    lines = [f"{e.id}: {found.headline}", *(f"  {line_as_text(line)}" for line in found.lines)]
    return Told("\n".join(lines), found.status)


def line_as_text(line: Line) -> str:
    """One thing in an answer: "missed, P9 “holed up”. You: reporter. Key: H nobody named. …"."""
    place = f"P{line.paragraph} {quoted(line.words) if line.words else ''}".strip() if line.paragraph else line.words
    sides = [f"{name}: {value}" for name, value in (("You", line.yours), ("Key", line.key), ("Machine", line.machine))
             if value and (line.paragraph or line.beside)]  # fmt: skip
    head = f"{READ.get(line.outcome, line.outcome)}{f', {place}' if place else ''}"
    parts = ["" if line.outcome in NOTES and not line.words else head, *sides, line.text]
    return " ".join(stopped(part) for part in parts if part)


def ladder_as_text(samples: Sequence[tuple[str, str]]) -> list[str]:
    """The sample answers, one a line, from the lowest to the highest."""
    return [f"  {n} ({level}): {sample}" for n, (level, sample) in enumerate(samples)]


def placed_as_text(e: Exercise, level: int) -> str:
    """What a student is told who has set her text beside a sample."""
    samples = ladder(e)
    if level == len(samples) - 1:
        return f"You set your answer beside {level}. What in your text shows it? Ask somebody else to read it, too."
    return f"You set your answer beside {level}. Look at {level + 1}: {samples[level + 1][0]}. What would lift yours?"


def stopped(sentence: str) -> str:
    """A sentence with a full stop, if it has no end of its own."""
    return sentence if re.search(r"[.?!…][”’)]*$", sentence) else f"{sentence}."


def receipt(e: Exercise, state: State, code: str) -> str:
    """What was answered, in plain text, so that a saved, exported or graded copy shows it too."""
    before = earlier_as_text(state)
    if not state.tries:
        if state.draft is None:
            return f"{e.id}: not attempted yet.{before}"
        return f"{e.id}: begun, not committed: {answer_as_text(e, state.draft)}.{before}"
    return f"{e.id}, code {code}: {work_as_text(e, state)}"


def work_as_text(e: Exercise, state: State) -> str:
    """What was answered, and how: first the first answer, how sure, after how many hints; then the latest, and why."""
    before = earlier_as_text(state)
    if not state.tries:
        return f"not answered as it is asked now.{before}"
    first = state.tries[0]
    sure = f" How sure: {state.sure}." if state.sure else ""
    hints = f" Hints before: {first.hints}." if first.hints else ""
    latest = stopped(answer_as_text(e, state.answer))
    later = f" Latest of {len(state.tries)}: {latest}" if len(state.tries) > 1 else ""
    reason = f" Reason: {' '.join(state.reason.split())}" if state.reason else ""
    return f"{stopped(answer_as_text(e, first.answer))}{sure}{hints}{later}{reason}{before}"


def earlier_as_text(state: State) -> str:
    """The latest answer to a question that was changed since, or ""."""
    return f" To an earlier question: {stopped(_plainly(state.earlier[-1]))}" if state.earlier else ""


def _plainly(answer: Any) -> str:
    """An answer to a question that is gone, as far as it can be read without it."""
    match answer:
        case dict():
            return str(answer.get("quote") or "; ".join(f"{k}: {_plainly(v)}" for k, v in answer.items()))
        case list():
            return ", ".join(map(_plainly, answer)) or "nothing"
    return " ".join(str(answer).split())
