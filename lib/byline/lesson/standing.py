"""How a student is doing, in words: what is done, what was right at the first try, and how well it was foreseen."""

from __future__ import annotations

from collections.abc import Iterator

from byline.learning import Work, by, sureness, works
from byline.lesson.desk import Desk
from byline.lesson.notices import Told

#: How sure, as it is said back to whoever said it.
SAID = {"low": "not very sure", "middle": "fairly sure", "high": "sure"}


def standing_of(desk: Desk) -> Told:
    """The exercises by lesson; where the key is here, how they went. Nobody else is shown this."""
    states = desk.states()
    tried = [name for name, state in states.items() if state.tries]
    lines = [f"So far: {len(tried)} of {len(desk.exercises)} exercises for “{desk.article.id}”."]
    done = works(desk.exercises, states, desk.key)
    for lesson in dict.fromkeys(e.lesson for e in desk.exercises.values()):
        names = [name for name, e in desk.exercises.items() if e.lesson == lesson]
        begun = sum(name in tried for name in names)
        if begun:
            went = _went(by("lesson", done).get(lesson, [])) if desk.key else ""
            lines.append(f"{lesson}: {begun} of {len(names)} done{went}.")
    return Told("\n".join([*lines, *(_foreseen(done) if desk.key else ())]))


def _went(done: list[Work]) -> str:
    """How some exercises went: ": 3 right at the first try, 1 later, 1 not yet"."""
    later = sum(not work.right and work.now != "not yet" for work in done)
    counts = ((sum(work.right for work in done), "right at the first try"), (later, "later"),
              (sum(work.now == "not yet" for work in done), "not yet"))  # fmt: skip
    told = ", ".join(f"{n} {words}" for n, words in counts if n)
    return f": {told}" if told else ""


def _foreseen(done: list[Work]) -> Iterator[str]:
    """How often a student was right, by how sure they had said they were."""
    for sure, (right, every) in sureness(done).items():
        yield f"When you were {SAID[sure]}, you were right at the first try {right} of {every} times."
