"""A text with its exercises, and the desk that a student works at: the same with the answers so far."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any
from weakref import WeakSet

from byline.attempts import SURE, State, fitting
from byline.exercises import NO_KEY, WITH_TEACHER, Exercise, Feedback, Line, Unclear, before_key
from byline.key import Key, load_key
from byline.kinds import assess, is_kept_with_teacher, key_answer, left, open_exercises, understood
from byline.lesson.answers import Answers
from byline.lesson.readings import accepting
from byline.making import LESSON, why_left_out
from byline.saying import SURENESS
from byline.seeds.folders import open_folder, place_of
from newsmarks.model import Article, Reading
from newsmarks.reader import read
from newsmarks.text import ArticleError


def stamp_of(place: Path) -> tuple[tuple[int, int] | None, ...]:
    """What shows that the exercises or the key of a folder were changed: when each was written, and its bytes."""
    found = [(place / name).stat() if (place / name).is_file() else None for name in ("exercises.toml", "key.toml")]
    return tuple(one and (one.st_mtime_ns, one.st_size) for one in found)


class Text:
    """One article with its exercises, and its key where there is one.

    `accepted` are readings that a teacher takes beside the key's (see lesson.readings). Raises ArticleError where the
    article or its exercises cannot be used.
    """

    def __init__(self, seed: str, accepted: Collection[str] = ()) -> None:
        place = place_of(seed)
        self.stamp = stamp_of(place)
        self.article: Article = open_folder(place)
        self.key: Key | None = load_key(place) if (place / "key.toml").is_file() else None
        self.exercises = open_exercises(place, self.key)
        self.accepted = frozenset(accepted)

    @cached_property
    def machine(self) -> Reading:
        """The machine's reading of the article, made when it is first asked for."""
        return read(self.article)

    @property
    def is_old(self) -> bool:
        """Whether its exercises or its key were changed in the folder since, as they are when feedback is opened."""
        return self.stamp != stamp_of(place_of(self.article.id))

    def exercise(self, name: str) -> Exercise:
        """An exercise by its name. Raises ArticleError where there is none."""
        if not isinstance(name, str) or name not in self.exercises:
            if why := self._left_out(name):
                raise ArticleError(why)
            known = ", ".join(self.exercises) or "none yet"
            raise ArticleError(f"There is no exercise “{name}” for “{self.article.id}”. There are: {known}.")
        return self.exercises[name]

    def _left_out(self, name: Any) -> str:
        """Why the lesson with any text has an exercise that this one has not; "" where that is not so."""
        of_any = [e for e in self.exercises.values() if e.lesson == LESSON]
        without = self.key is None and not any(e.sealed for e in of_any)
        return why_left_out(str(name), without_a_key=without) if of_any else ""

    def sealed(self, e: Exercise) -> bool:
        """Whether the answers are the teacher's to see first."""
        return is_kept_with_teacher(e, self.key)

    def judge(self, e: Exercise, answer: Any, machine: Reading | None = None) -> Feedback:
        """What an answer is told in full; `machine` is a third reading to show beside the two."""
        return accepting(self.article.id, e, assess(e, answer, self.key, machine), self.accepted)

    def key_answer(self, e: Exercise) -> Any:
        """The key's own answer. Raises ArticleError where there is no key."""
        if self.key is None:
            raise ArticleError(WITH_TEACHER if self.sealed(e) else NO_KEY)
        return key_answer(e, self.key)


class Desk(Text):
    """A text with the answers of the student who works on it."""

    def __init__(self, seed: str, folder: Path | None = None) -> None:
        super().__init__(seed)
        self.answers = Answers(self.article, folder)
        #: What shows an exercise of this desk, and draws it anew when its `refresh` is called.
        self.shown: WeakSet[Any] = WeakSet()

    def commit(self, e: Exercise, value: Any, sure: str | None = None, by: tuple[str, int] | None = None) -> str:
        """Keep an answer; a sentence where another window wrote meanwhile. Raises Unclear, NotSaved."""
        if sure is not None and sure not in SURE:
            raise Unclear(f"How sure are you? Say one of: {', '.join(SURE)}.")
        kept = understood(e, self.article, value)
        if e.kind != "mark" and (not kept or not str(kept).strip()) and kept != 0:
            raise Unclear("There is nothing to commit yet. Answer first; a guess will do.")
        if still_open := left(e, kept):
            raise Unclear(still_open)
        return self.add(e, "commit", by, answer=kept, **({"sure": sure} if sure else {}))

    def add(self, e: Exercise, event: str, by: tuple[str, int] | None = None, **said: Any) -> str:
        """Write down what happened to an exercise, with the question that it has now. Raises NotSaved."""
        return self.answers.add(e.id, event, by, e.question, **said)

    def take_over(self, before: Desk) -> None:
        """Go on where another desk of the same text stood: with what it shows, and with what it could not write."""
        self.shown = before.shown
        if before.answers.owed and before.article.sha256 == self.article.sha256:
            self.answers = before.answers

    def leave(self, act: Callable[[], None]) -> None:
        """Have the answers deleted or put away, and draw anew what shows them. Raises NotSaved."""
        try:
            act()
        finally:
            for one in self.shown:
                one.refresh()

    def state(self, e: Exercise) -> State:
        """What is known of an exercise; an answer that does not fit it any more is one to an earlier question."""
        return fitting(e, self.article, self.answers.state(e.id, e.questions))

    def states(self) -> dict[str, State]:
        """Exercise -> what is known of it, for each that was begun."""
        found = self.answers.states({name: e.questions for name, e in self.exercises.items()})
        return {name: fitting(e, self.article, found[name]) for name, e in self.exercises.items() if name in found}

    def feedback(self, e: Exercise, state: State) -> Feedback:
        """What the answer as it stands is told: all, with the machine's marks beside it, where it holds or the key was
        asked for; else only where it is right and where not yet.
        """
        machine = self.machine if e.kind == "mark" and not self.sealed(e) else None
        found = self.judge(e, state.answer, machine)
        if e.sure and state.sure and len(state.tries) == 1 and found.status != "saved":
            said = SURENESS[state.sure][found.status == "not yet"]
            found = replace(found, lines=(*found.lines, Line("how sure", "", text=said)))
        return found if state.revealed else before_key(found)
