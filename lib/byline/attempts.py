"""What was learned, as far as answers show it: first tries, hints, the key revealed, sureness, sharpness, suspicion.

*Sharpness* (d′) and *suspicion* (the criterion c, turned round) come from signal detection: of passages that are
weakly founded, how many were called weak (hits); of those that are soundly founded, how many were, too (false alarms).
Who doubts more of everything grows more suspicious, not sharper. Macmillan and Creelman, Detection Theory (2005), 1-2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import Any

from byline.exercises import KEPT, Exercise, Unclear
from byline.key import Key
from byline.kinds import assess, items, understood
from newsmarks.model import Article

#: How sure -> the share of right answers that such a student expects.
SURE: dict[str, float] = {"low": 0.25, "middle": 0.5, "high": 0.9}


@dataclass(frozen=True, slots=True)
class Try:
    """One committed answer, the hints that were read before it, and whether the key had been revealed by then."""

    answer: Any
    hints: int = 0
    revealed: bool = False


@dataclass(slots=True)
class State:
    """What is known of one exercise: the answer as it stands, every committed one, and what was asked for.

    `placed` is the level beside which a student set her own text, from 0 to 4.
    `earlier` holds answers to a question that was changed since: they are kept and shown, and never scored.
    """

    draft: Any = None
    tries: list[Try] = field(default_factory=list)
    sure: str | None = None
    hints: int = 0
    revealed: bool = False
    reason: str = ""
    placed: int | None = None
    earlier: list[Any] = field(default_factory=list)

    @property
    def answer(self) -> Any:
        """The answer that counts now: the latest committed one, or None."""
        return self.tries[-1].answer if self.tries else None


def fitting(e: Exercise, article: Article, state: State) -> State:
    """The same with each answer in the form in which it is kept; one that does not fit any more is an earlier one.

    An answer that is committed once more as it stands is no new try.
    """
    state.hints = min(state.hints, len(e.hints))
    state.draft = _fits(e, article, state.draft)
    kept = [(one, _fits(e, article, one.answer)) for one in state.tries]
    state.earlier += [one.answer for one, answer in kept if answer is None]
    tries = [Try(answer, min(one.hints, len(e.hints)), one.revealed) for one, answer in kept if answer is not None]
    state.tries = [one for n, one in enumerate(tries) if n == 0 or one.answer != tries[n - 1].answer]
    return state


def _fits(e: Exercise, article: Article, answer: Any) -> Any:
    try:
        return None if answer is None else understood(e, article, answer)
    except Unclear:
        return None


@dataclass(frozen=True, slots=True)
class Work:
    """One exercise that was done: how the first try and the latest are judged, and what it took.

    `copied`: the key had been looked at before the latest try; `seen`: before the first one already.
    """

    exercise: Exercise
    first: str
    now: str
    tries: int
    hints: int
    revealed: bool
    sure: str | None
    copied: bool = False
    seen: bool = False

    @property
    def right(self) -> bool:
        """Whether the first try was right or arguable, without having seen the key."""
        return self.first in ("yes", "arguable") and not self.seen


def first_mark(work: Work) -> float | None:
    """The mark (0-1) for the first commit: 1 where it is right; None where the key is not here to judge by."""
    return None if work.first == "saved" else float(work.right)


def works(exercises: Mapping[str, Exercise], states: Mapping[str, State], key: Key | None) -> list[Work]:
    """The exercises that were committed and can be judged, in their order."""
    found = []
    for name, e in exercises.items():
        state = states.get(name, State())
        if state.tries and is_judged(e):
            first, now = (assess(e, one.answer, key).status for one in (state.tries[0], state.tries[-1]))
            found.append(work_of(e, state, first, now))
    return found


def work_of(e: Exercise, state: State, first: str, now: str) -> Work:
    """An exercise that was committed, by how its first try and its latest are judged."""
    return Work(e, first, now, len(state.tries), state.tries[0].hints, state.revealed, state.sure,
                state.tries[-1].revealed, state.tries[0].revealed)  # fmt: skip


def is_judged(e: Exercise) -> bool:
    """Whether answers to an exercise are right or not yet: a guess, a text and an open question's are neither."""
    return e.kind not in KEPT and e.tier != "open" and not e.sealed


def by(name: str, done: Iterable[Work]) -> dict[str, list[Work]]:
    """Works by a field of their exercises: "lesson", "skill", "kind"; those where it is empty are left out."""
    found: dict[str, list[Work]] = {}
    for work in done:
        if value := getattr(work.exercise, name):
            found.setdefault(value, []).append(work)
    return found


def share_right(done: Sequence[Work]) -> float | None:
    """The share (0-1) of works whose first try was right; None where there is none."""
    return sum(work.right for work in done) / len(done) if done else None


def sureness(done: Iterable[Work]) -> dict[str, tuple[int, int]]:
    """How sure -> (right at the first try, all), for each of SURE that was said."""
    said = [work for work in done if work.sure in SURE]
    right, every = (Counter(w.sure for w in ws) for ws in ([w for w in said if w.right], said))
    return {sure: (right[sure], every[sure]) for sure in SURE if every[sure]}


def brier(done: Iterable[Work]) -> float | None:
    """The mean square of what was expected less what came, 0 (always knew) to 1; None where nobody said how sure.

    Brier, Verification of Forecasts Expressed in Terms of Probability (1950).
    """
    apart = [(SURE[work.sure] - work.right) ** 2 for work in done if work.sure in SURE]
    return sum(apart) / len(apart) if apart else None


@dataclass(frozen=True, slots=True)
class Discernment:
    """How often weak and sound passages were called weak; counts can be added up over a class.

    >>> d = Discernment(hits=8, weak=10, alarms=2, sound=10)
    >>> round(d.sharpness, 2), round(d.suspicion, 2)
    (1.5, 0.0)
    """

    hits: int = 0
    weak: int = 0
    alarms: int = 0
    sound: int = 0

    def __add__(self, other: Discernment) -> Discernment:
        return Discernment(self.hits + other.hits, self.weak + other.weak, self.alarms + other.alarms,
                           self.sound + other.sound)  # fmt: skip

    def _z(self) -> tuple[float, float]:
        """z of the two rates, each with half a case added to it and one to all, so that none is 0 or 1."""
        z = NormalDist().inv_cdf
        return z((self.hits + 0.5) / (self.weak + 1)), z((self.alarms + 0.5) / (self.sound + 1))

    @property
    def sharpness(self) -> float:
        """d′ = z(hits) - z(false alarms): 0 is guessing, above 2 is rarely wrong."""
        hits, alarms = self._z()
        return hits - alarms

    @property
    def errors(self) -> tuple[float, float]:
        """The standard errors of sharpness and suspicion. Gourevitch and Galanter, Psychometrika 32 (1967).

        >>> [round(error, 2) for error in Discernment(hits=5, weak=6, alarms=1, sound=6).errors]
        [0.8, 0.4]
        """
        normal = NormalDist()
        rates = [((called + 0.5) / (n + 1), n + 1) for called, n in ((self.hits, self.weak), (self.alarms, self.sound))]
        both = sum(p * (1 - p) / (n * normal.pdf(normal.inv_cdf(p)) ** 2) for p, n in rates)
        return both**0.5, both**0.5 / 2

    @property
    def suspicion(self) -> float:
        """(z(hits) + z(false alarms)) / 2: above 0 calls too much weak, below 0 too little."""
        hits, alarms = self._z()
        return (hits + alarms) / 2


def discernment(exercises: Mapping[str, Exercise], states: Mapping[str, State], key: Key | None) -> Discernment:
    """Over the first tries at whatever an exercise has judged as sound or weak."""
    return counted_as(pair for name, state in states.items() if key and state.tries and name in exercises
                      for pair in items(exercises[name], state.tries[0].answer, key))  # fmt: skip


def counted_as(pairs: Iterable[tuple[bool, bool]]) -> Discernment:
    """What is counted over (whether it is sound, whether it was called weak).

    >>> counted_as([(False, True), (True, False), (True, True)])
    Discernment(hits=1, weak=1, alarms=1, sound=2)
    """
    judged = list(pairs)
    weak = [flagged for sound, flagged in judged if not sound]
    well = [flagged for sound, flagged in judged if sound]
    return Discernment(sum(weak), len(weak), sum(well), len(well))
