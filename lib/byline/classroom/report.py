"""How a class did in one lesson: the data that the class view, the gradebook and the feedback pages are made from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from byline.attempts import State, Try, is_judged, work_of
from byline.classroom.classes import Class, Student, waiting
from byline.classroom.collecting import LOG, read_handin
from byline.classroom.levels import Level, levels_of
from byline.classroom.typed import judged_on_paper, paper_handins
from byline.exercises import WRITTEN, WRONG, Exercise, Feedback, Line, quoted
from byline.jupyter import Mistake
from byline.key.places import short
from byline.kinds.mark import key_places
from byline.lesson.course import Lesson, all_lessons, names_of
from byline.lesson.desk import Text
from byline.lesson.disk import read_file
from byline.lesson.notices import stopped
from byline.lesson.readings import Held, held, reading_id
from byline.lesson.returned import states_of
from byline.seeds.folders import texts
from newsmarks.model import Span

DECISIONS = "decisions.json"
#: A reading that the key refuses is put before the teacher where this share of the class holds it, and this many do.
ENOUGH, SEVERAL = 0.3, 2


#: (text, exercise) -> what the teacher made of an answer on paper: a status, or a level.
Paper = Mapping[tuple[str, str], str | int]


@dataclass(frozen=True, slots=True)
class Done:
    """What a student did in one exercise: what its first and its latest answer are told, in full.

    `nth` is the number of the first try that came to what the latest is, once the first was not yet right.
    `paper` is what the teacher made of an answer on paper that no cell of a sheet can hold: a status, or a level.
    """

    e: Exercise
    state: State
    first: Feedback
    now: Feedback
    paper: str | int | None = None
    nth: int = 1

    @property
    def standing(self) -> str:
        """How the first try is judged; "saved" where only a teacher can tell."""
        return self.first.status if is_judged(self.e) else "saved"


@dataclass(slots=True)
class Row:
    """A student, the text that she read, and what she did in each exercise of the lesson.

    `changed` are exercises that she answered as they were asked before: nothing of that can be judged.
    """

    student: Student
    text: str = ""
    done: dict[str, Done] = field(default_factory=dict)
    changed: Sequence[str] = ()


@dataclass(slots=True)
class Spot:
    """One thing that is judged: a place in the text, a passage, a choice. `line` is one that tells of it.

    `said` counts what was held there at the first try; `wrong` has the readings of these that the key refuses.
    """

    text: str
    e: Exercise
    place: str
    line: Line
    asked: int = 0
    missed: int = 0
    due: bool = False
    said: Counter[str] = field(default_factory=Counter)
    wrong: set[str] = field(default_factory=set)

    @property
    def share(self) -> float:
        """The share (0-1) of those who answered that the key does not agree with."""
        return self.missed / self.asked if self.asked else 0.0

    @property
    def commonest(self) -> str:
        """What was held there most often, of what the key refuses."""
        return max(self.wrong, key=lambda one: (self.said[one], one), default="")


@dataclass(frozen=True, slots=True)
class Challenge:
    """A reading that many hold and the key refuses; its id is what a teacher says to accept it."""

    id: str
    spot: Spot
    said: str
    held_by: int


class Report:
    """One lesson of one class."""

    def __init__(self, of: Class, lesson: str) -> None:
        self.of, self.lesson = of, lesson_called(lesson)
        self.decisions = decisions(of)
        self._texts: dict[str, Text] = {}
        #: What a teacher should know of some answers, in sentences.
        self.doubts: list[str] = []
        self.rows = [self._row(student) for student in of.students]
        if left := waiting(of):
            self.doubts.append(f"What came under {', '.join(left)} is nobody’s yet, and is not counted here.")

    def text(self, name: str) -> Text:
        """A text with its exercises, as this class judges them."""
        if name not in self._texts:
            self._texts[name] = Text(name, [one["id"] for one in self.decisions])
        return self._texts[name]

    @cached_property
    def handed(self) -> dict[str, list[dict[str, Any]]]:
        """Code -> what came under it, in the order in which it was collected."""
        found: dict[str, list[dict[str, Any]]] = {}
        here = texts()
        for line in self.of.lines(LOG):
            if line.get("article") in here and (content := read_handin(self.of, line)):
                found.setdefault(content["code"], []).append(content)
        for content in paper_handins(self.of):
            found.setdefault(content["code"], []).append(content)
        return found

    @cached_property
    def on_paper(self) -> dict[tuple[str, str, str], str | int]:
        """(text, code, exercise) -> what the teacher made of an answer on paper that no cell can hold."""
        return judged_on_paper(self.of)

    def _row(self, student: Student) -> Row:
        """The text of which she did most in this lesson, and what she did."""
        mine = [one for code in student.codes for one in self.handed.get(code, ())]
        paper = {(name, id): said for (name, code, id), said in self.on_paper.items() if code in student.codes}
        rows = [self._read(student, name, [one for one in mine if one["article"] == name], paper)
                for name in dict.fromkeys(one["article"] for one in mine)]  # fmt: skip
        return max(rows, key=lambda row: len(row.done), default=Row(student))

    def _read(self, student: Student, name: str, handed: Iterable[Mapping[str, Any]], paper: Paper) -> Row:
        """What a student did with one text."""
        text, states, differ = self.text(name), dict[str, State](), dict[str, None]()
        wanted = names_of(self.lesson.file, text.exercises)
        for one in handed:
            only = {**one, "exercises": {id: work for id, work in one["exercises"].items() if id in wanted}}
            for id, state in states_of(only, text.exercises, text.article).items():
                if id in states and states[id].tries and state.tries and states[id].tries[0] != state.tries[0]:
                    differ[id] = None
                states[id] = merged(states[id], state) if id in states else state
        changed = [id for id, state in states.items() if state.earlier and not state.tries]
        if differ:
            self.doubts.append(f"{student.called}: two hand-ins differ in the first answer to {', '.join(differ)}. The "
                               "one that was collected first counts.")  # fmt: skip
        if changed:
            self.doubts.append(f"{student.called}: {', '.join(changed)} was answered as it was asked before the "
                               "question changed. The answer is kept, and cannot be judged.")  # fmt: skip
        return Row(student, name, dict(self._done(name, wanted, states, paper)), changed)

    def _done(
        self, name: str, wanted: Sequence[str], states: Mapping[str, State], paper: Paper
    ) -> Iterator[tuple[str, Done]]:
        text = self.text(name)
        for id in wanted:
            if id in states and states[id].tries:
                e, tries = text.exercises[id], states[id].tries
                found = [text.judge(e, one.answer) for one in tries]
                yield id, Done(e, states[id], found[0], found[-1], nth=_right_from(found))
            elif (said := paper.get((name, id))) is not None:
                told = Feedback(str(said) if isinstance(said, str) else "saved", "On paper.")
                yield id, Done(text.exercises[id], State(tries=[Try("On paper.")]), told, told, said)

    @cached_property
    def exercises(self) -> dict[str, Exercise]:
        """The exercises of the lesson, of whatever text was read; of the one that all begin with where none was."""
        names = [row.text for row in self.rows if row.text] or [name for name in texts() if name == "mariupol"]
        return {id: self.text(name).exercises[id] for name in dict.fromkeys(names)
                for id in names_of(self.lesson.file, self.text(name).exercises)}  # fmt: skip

    def open_answers(self, id: str, text: str = "") -> dict[str, str]:
        """The code of each student -> what she wrote last where a teacher alone judges; of one text or of all."""
        return {row.student.codes[0]: str(row.done[id].state.answer) for row in self.rows
                if id in row.done and row.done[id].e.kind in WRITTEN and row.done[id].paper is None
                and text in ("", row.text)}  # fmt: skip

    @cached_property
    def levels(self) -> dict[tuple[str, str], Level]:
        """(exercise, first code of the student) -> what the teacher said of the open answer."""
        return levels_of(self.of.folder, {id: self.open_answers(id) for id in self.exercises})

    def level(self, row: Row, id: str) -> int | None:
        """The level of an open answer, once it is read as it stands."""
        if id in row.done and isinstance(paper := row.done[id].paper, int):
            return paper
        one = self.levels.get((id, row.student.codes[0]))
        return one.level if one and one.read else None

    @cached_property
    def spots(self) -> list[Spot]:
        """All that is judged, in the order of the exercises."""
        found, asked = dict[tuple[str, str, str], Spot](), Counter[tuple[str, str]]()
        for row in self.rows:
            for done in row.done.values():
                if is_judged(done.e):
                    asked[row.text, done.e.id] += 1
                    _count(found, row.text, done)
        for spot in found.values():
            spot.asked = asked[spot.text, spot.e.id]
        order = list(self.exercises)
        return sorted(found.values(), key=lambda spot: (order.index(spot.e.id), spot.line.span or Span(0, 0)))

    def most_missed(self, n: int = 5) -> list[Spot]:
        """What the class missed most, of what the key has."""
        several = [spot for spot in self.spots if spot.due and spot.missed]
        return sorted(several, key=lambda spot: (-spot.share, -spot.missed))[:n]

    def challenges(self) -> list[Challenge]:
        """Readings that many hold and the key refuses, those that most hold first."""
        found = [Challenge(reading_id(spot.text, spot.e, Held(spot.place, said)), spot, said, spot.said[said])
                 for spot in self.spots for said in spot.wrong
                 if spot.said[said] >= max(SEVERAL, ENOUGH * spot.asked)]  # fmt: skip
        return sorted(found, key=lambda one: (-one.held_by / one.spot.asked, one.id))

    def accept(self, id: str) -> str:
        """Accept a reading from now on, as the teacher's own decision, and say so. Raises Mistake, NotSaved."""
        one = next((one for one in self.challenges() if one.id == id), None)
        if one is None:
            known = ", ".join(one.id for one in self.challenges()) or "none"
            raise Mistake(f"There is no reading “{id}” to accept in {self.lesson.number}. There are: {known}.")
        told = {"id": id, "text": one.spot.text, "exercise": one.spot.e.id, "place": one.spot.place, "said": one.said,
                "decided by": f"the teacher of {self.of.name}", "on": date.today().isoformat()}  # fmt: skip
        self.of.keep(DECISIONS, [*self.decisions, told])
        return (f"Accepted in {one.spot.e.id}: {stopped(told_of(one.spot.place, one.said))} It is written down as "
                "your own decision, and all hand-ins are judged once more.")  # fmt: skip

    def take_back(self, id: str) -> str:
        """Take back what was accepted. Raises Mistake, NotSaved."""
        gone = [one for one in self.decisions if one["id"] == id]
        if not gone:
            known = ", ".join(one["id"] for one in self.decisions) or "nothing"
            raise Mistake(f"“{id}” was not accepted. Accepted are: {known}.")
        self.of.keep(DECISIONS, [one for one in self.decisions if one["id"] != id])
        return f"Taken back in {gone[0]['exercise']}: {stopped(told_of(gone[0]['place'], gone[0]['said']))}"


def _right_from(told: Sequence[Feedback]) -> int:
    """The number of the first try that was told what the latest is; of the latest, where that is not right."""
    now = told[-1].status
    return len(told) if now == "not yet" else [one.status for one in told].index(now) + 1


def right_at_first(done: Done) -> bool:
    """Whether the first try was right or accepted, and the key had not been looked at before it."""
    return work_of(done.e, done.state, done.first.status, done.now.status).right


def told_of(place: str, said: str) -> str:
    """A reading in words.

    >>> told_of("P9 “holed up”", "R reporter"), told_of("", "b. the reporter")
    ('P9 “holed up” as R reporter', 'b. the reporter')
    """
    return f"{place} as {said}" if place else said


def lesson_called(name: str) -> Lesson:
    """A lesson by its number or the name of its notebook. Raises Mistake that lists them."""
    found = [one for one in all_lessons() if str(name).removesuffix(".ipynb") in (one.number, one.file)]
    if not found:
        known = ", ".join(one.number for one in all_lessons())
        raise Mistake(f"There is no lesson “{name}”. Give the number of one: {known}.")
    return found[0]


def decisions(of: Class) -> list[dict[str, Any]]:
    """What the teacher accepts beside the key; what cannot be read of it is left out."""
    try:
        found = json.loads(read_file(of.folder / DECISIONS) or b"[]")
    except (OSError, ValueError, RecursionError):
        raise Mistake(f"“{DECISIONS}” of {of.name} cannot be read. Put back a copy of it, or take it away.") from None
    if not isinstance(found, list):
        raise Mistake(f"“{DECISIONS}” of {of.name} cannot be read. Put back a copy of it, or take it away.")
    names = ("id", "text", "exercise", "place", "said")
    return [one for one in found if isinstance(one, dict) and all(isinstance(one.get(n), str) for n in names)]


def merged(before: State, later: State) -> State:
    """What two hand-ins tell of one exercise: a later one adds to the first, and never takes its place."""
    n = len(before.tries)
    more = later.tries[n:] if later.tries[:n] == before.tries else [t for t in later.tries if t not in before.tries]
    return replace(before, tries=[*before.tries, *more], revealed=before.revealed or later.revealed,
                   hints=max(before.hints, later.hints), reason=later.reason or before.reason,
                   sure=before.sure or later.sure, placed=before.placed if later.placed is None else later.placed,
                   earlier=[*before.earlier, *(one for one in later.earlier if one not in before.earlier)])  # fmt: skip


def _count(found: dict[tuple[str, str, str], Spot], text: str, done: Done) -> None:
    """Count what one first answer holds, a place once."""
    seen = dict[str, bool]()
    for line in done.first.lines:
        what = held(done.e, line)
        if what is None:
            continue
        spot = found.setdefault((text, done.e.id, what.place), Spot(text, done.e, what.place, line))
        wrong = line.outcome in WRONG
        spot.said[what.said] += 1
        spot.due = spot.due or line.outcome != "extra"
        if wrong:
            spot.wrong.add(what.said)
        seen[what.place] = seen.get(what.place, False) or wrong
    for place, wrong in seen.items():  # of several options, one that is left out has no line of its own
        found[text, done.e.id, place].missed += wrong if place else done.first.status == "not yet"


def places_in(text: Text, e: Exercise) -> dict[str, Span]:
    """How readings call a place -> where it is, for an exercise in which a text is marked."""
    if e.kind != "mark" or text.key is None:
        return {}
    spans = [Span(*place["span"]) for place in key_places(e, text.key)]
    return {f"P{text.article.number(s.start)} {quoted(short(text.key.words(s), 80))}": s for s in spans}

