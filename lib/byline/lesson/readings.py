"""What an answer holds, place by place: a *reading*. A teacher may accept one that the key refuses.

The key may be wrong, or narrower than good readers are. Where a class sees something in it, the teacher's own decision
is written down beside the key, never into it, and every answer is judged once more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace

from byline.exercises import RIGHT, WRONG, Exercise, Feedback, Line, judged, quoted

#: What a line says that a teacher accepts.
ACCEPTED = "Your teacher accepts this reading, too."
UNMARKED = "not marked"


@dataclass(frozen=True, slots=True)
class Held:
    """What one line of an answer holds: the place, in words, and what is said of it; "" is the whole exercise."""

    place: str
    said: str


def held(e: Exercise, line: Line) -> Held | None:
    """What a line holds; None for a line that judges nothing, or a place in an order, which no reading is."""
    if line.outcome not in (*WRONG, *RIGHT, "arguable") or e.kind == "order":
        return None
    if e.kind == "choose":
        return Held("", line.words) if line.words else None
    if e.kind == "link":
        return Held(line.yours, line.words.removeprefix(f"{line.yours} "))
    if line.paragraph is None:
        return Held(line.words, line.yours)
    place = f"P{line.paragraph} {quoted(line.words)}"
    if line.outcome == "missed":
        return Held(place, UNMARKED)
    near = f", {line.outcome}: {quoted(line.mine)}" if line.outcome in ("too long", "too short") else ""
    return Held(place, f"{line.yours}{near}")


def reading_id(text: str, e: Exercise, what: Held) -> str:
    """A short name for a reading: the same for all who hold it, and as long as place and words stay as they are."""
    whole = "\n".join((text, e.id, what.place, what.said)).casefold()
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:6]


def accepting(text: str, e: Exercise, found: Feedback, accepted: Collection[str]) -> Feedback:
    """The same with each reading that is among the accepted as one on which good readers differ."""
    if not accepted or found.status != "not yet":
        return found
    lines = [_accepted(line) if line.outcome in WRONG and (what := held(e, line))
             and reading_id(text, e, what) in accepted else line for line in found.lines]  # fmt: skip
    return judged(lines) if lines != list(found.lines) else found


def _accepted(line: Line) -> Line:
    return replace(line, outcome="arguable", text=ACCEPTED, look=None)
