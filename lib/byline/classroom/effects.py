"""What a class learned, as far as its test forms show it: before and after, over all and skill by skill.

*Sharpness* (d′) and *suspicion* are pooled over the class, never told of one student: twelve passages are too few for
that. How sure a difference is comes from drawing the students again and again (Efron and Tibshirani, An Introduction
to the Bootstrap, 1993, chapter 13).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from byline.attempts import Discernment, counted_as
from byline.classroom.classes import FOLDER, Class, class_names, open_class
from byline.classroom.collecting import files_at, limited
from byline.classroom.power import power_table
from byline.classroom.typed import paper_handins
from byline.display.plane import chart_plane, one_decimal
from byline.jupyter import Mistake
from byline.key.types import SKILLS
from byline.kinds.passages import ABOUT, WHEN, items_by_skill
from byline.lesson.desk import Text
from byline.lesson.folder import shown_code
from byline.lesson.returned import open_handin, states_of
from byline.lesson.turns import EXERCISE, FORMS
from byline.seeds.folders import texts
from byline.sheet import Folded, List, Note, Part, Sheet, Table, visible
from newsmarks.text import ArticleError

#: So often the students of a class are drawn again, and where that begins, so that it comes out the same each time.
DRAWS, SEED = 2000, 1
ALL = "all"
#: With fewer pairs than this, simulated classes without any effect showed one in up to 12 of 100, and not in 5.
FEW = 20
FEW_SAID = "With fewer than 20 the intervals come out too narrow, so take them as a hint and no more."
#: (skill, whether it is sound, whether it was called weak) for each passage.
Judged = tuple[tuple[str, bool, bool], ...]
NO_CLAIM = ("Nobody has shown yet that these lessons work. A difference between two tests of one class, without "
            "another class to compare it with, can also come from practice, or from all else that happened in these "
            "weeks.")  # fmt: skip
ONE_STUDENT = ("These are numbers of a class. Of one student twelve passages say too little: by chance alone, the next "
               "twelve may well go four or five better or worse.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filled:
    """One form that a student filled in: which, when, what she guessed to have, what she said of each passage, and in
    which file it came.
    """

    form: str
    when: str
    guess: int | None
    judged: Judged
    file: str = ""

    @property
    def right(self) -> int:
        """How many passages she called what the key calls them."""
        return sum(sound != flagged for _, sound, flagged in self.judged)

    def found(self, skill: str = ALL) -> Discernment:
        """What is counted of it, in one skill or over all."""
        return counted_as((sound, flagged) for of, sound, flagged in self.judged if skill in (ALL, of))


class Interval(NamedTuple):
    """A difference, and the ends between which it lies in 95 of 100 drawings."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        value, low, high = (one_decimal(end, "+") for end in self)
        return f"{value} ({low} to {high})"


class Change(NamedTuple):
    """What a class had in one skill before and after, and how far the two measures moved."""

    before: Discernment
    after: Discernment
    sharpness: Interval
    suspicion: Interval


@dataclass(frozen=True, repr=False)
class Learned(Sheet):
    """What came of the forms of a class. `changes` are by skill, and over all under “all”, of students who filled in
    one form before the lessons and one after; `later` is the same for some weeks later. `gain` is the share of what
    could be gained that was (Hake 1998), None where nothing could. `plane` goes to chart_plane.
    """

    students: Mapping[str, int]
    paired: int
    changes: Mapping[str, Change]
    later: Mapping[str, Change]
    gain: float | None
    plane: Mapping[str, Discernment]
    left: Sequence[str] = field(default_factory=list)


def learning(folder: str | Path) -> Learned:
    """What a class learned, from the hand-ins in a folder (with the zips in it), or those of a class by its name.

    What cannot be used is named, and never stops it. Raises Mistake where there is no such folder.
    """
    of = open_class(folder) if isinstance(folder, str) and folder in class_names() else None
    classes, left = read_forms(_place(folder, of), of)
    pairs, later = (paired(classes, "before", when) for when in ("after", "later"))
    changes, kept = changes_of(pairs), changes_of(later)
    students = {when: sum(when in forms for forms in classes.values()) for when in WHEN}
    plane = {WHEN[when]: _sum(forms[when].found() for forms in classes.values() if when in forms)
             for when in WHEN if students[when]}  # fmt: skip
    parts = list(_parts(classes, students, pairs, changes, kept, left))
    return Learned(parts, students, len(pairs), changes, kept, normalised_gain(pairs), plane, left)


def with_plane(found: Learned) -> Sheet:
    """The same, and below it the picture of both measures, with whom it draws."""
    drawn = ", ".join(f"{n} {WHEN[when]}" for when, n in found.students.items() if n)
    note = [Note("Whom the picture draws", f"Everybody who has a form of a time: {drawn}. The table compares only the "
                 f"{found.paired} with a form from before and one from after.")] if drawn else []  # fmt: skip
    return Sheet([*found.parts, *note, *chart_plane(found.plane).parts])


def _place(folder: str | Path, of: Class | None) -> Path:
    """The folder that is meant: a path to one, or that of a class."""
    if of:
        return of.folder / "handins"
    if not Path(folder).exists():
        known = ", ".join(class_names()) or "none yet"
        raise Mistake(f"There is no folder “{visible(str(folder))}” and no such class. Name the folder with the "
                      f"hand-ins, or a class. In “{FOLDER}” there are: {known}.")  # fmt: skip
    return Path(folder)


# --- what was handed in -------------------------------------------------------------------------------


def read_forms(place: Path, of: Class | None = None) -> tuple[dict[str, dict[str, Filled]], list[str]]:
    """Code -> when -> the form that was filled in then; and a sentence for each file that cannot be used.

    Of a class, all codes of a student are one, and what was typed from paper counts, too.
    """
    found, left = dict[str, dict[str, Filled]](), list[str]()
    opened = dict(_forms_here())
    first = {code: one.codes[0] for one in of.students for code in one.codes} if of else {}
    for name, handed in (*_opened(place, opened, left), *_on_paper(of)):
        if handed["article"] in opened:
            mine = found.setdefault(first.get(handed["code"], handed["code"]), {})
            left += _take(mine, name, handed, opened[handed["article"]])
    for code, mine in found.items():
        left += _leave_out_twice(code, mine)
    return found, left


def _leave_out_twice(code: str, mine: dict[str, Filled]) -> Iterator[str]:
    """Take out a form that its student had filled in at an earlier time: the passages are known by then."""
    earlier = dict[str, Filled]()
    for one in [mine[when] for when in WHEN if when in mine]:
        first = earlier.setdefault(one.form, one)
        if first is not one:
            del mine[one.when]
            yield (f"“{one.file}” (code {shown_code(code)}): the form {one.form} again, from {WHEN[one.when]}. The one "
                   f"from {WHEN[first.when]} counts, since whoever meets passages twice remembers them. For another "
                   'form, have the student run check_yourself("next").')  # fmt: skip


def _on_paper(of: Class | None) -> Iterator[tuple[str, dict[str, Any]]]:
    """What was typed from paper."""
    yield from (("on paper", one) for one in paper_handins(of)) if of else ()


def _opened(place: Path, known: Container[str], left: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each file that is a hand-in, with its name; of others, a sentence is put among what is left."""
    for file in limited(files_at(place)):
        if not file.name.casefold().endswith(".json") and not file.wrong:
            continue
        try:
            handed = open_handin(file.data) if not file.wrong else {}
        except ValueError as problem:
            left.append(f"“{file.name}”: {problem}")
            continue
        if file.wrong or (handed["article"] in FORMS and handed["article"] not in known):
            left.append(f"“{file.name}”: {file.wrong or 'its form is not in this folder, or without its key'}.")
        else:
            yield file.name, handed


def _forms_here() -> Iterator[tuple[str, Text]]:
    """The forms that are here with their keys, by name."""
    for name in FORMS:
        if name in texts():
            with suppress(ArticleError):
                text = Text(name)
                if text.key and EXERCISE in text.exercises:
                    yield name, text


def _take(mine: dict[str, Filled], name: str, handed: Mapping[str, Any], text: Text) -> Iterator[str]:
    """Put a form with the others of its student, or say why not."""
    if handed["sha256"] != text.article.sha256:
        yield f"“{name}”: it is about another version of “{text.article.id}”, whose passages are not these."
        return
    state = states_of(handed, text.exercises, text.article).get(EXERCISE)
    answer = state.tries[0].answer if state and state.tries else {}
    judged = tuple(items_by_skill(text.exercise(EXERCISE), answer))
    if "when" not in answer or len(judged) < len(text.exercise(EXERCISE).own):
        yield f"“{name}”: its form is not finished."
        return
    one = Filled(text.article.id, answer["when"], answer.get("guess"), judged, name)
    before = mine.setdefault(one.when, one)
    if before.form != one.form:
        yield (f"“{name}” (code {shown_code(handed['code'])}): a second form from {WHEN[one.when]}, {one.form}. The "
               f"first, {before.form} in “{before.file}”, counts. Ask the student which of them is from when. If this "
               "one should count, take the other file away.")  # fmt: skip


# --- what is counted ------------------------------------------------------------------------------------


Pair = tuple[Filled, Filled]


def paired(classes: Mapping[str, Mapping[str, Filled]], first: str, second: str) -> list[Pair]:
    """The two forms of each student who filled in one at either time."""
    return [(forms[first], forms[second]) for forms in classes.values() if first in forms and second in forms]


def changes_of(pairs: Sequence[Pair]) -> dict[str, Change]:
    """The change over all and in each skill; nothing where there are no pairs."""
    return {skill: change_of([(one.found(skill), two.found(skill)) for one, two in pairs])
            for skill in (ALL, *SKILLS)} if pairs else {}  # fmt: skip


def change_of(pairs: Sequence[tuple[Discernment, Discernment]], draws: int = DRAWS) -> Change:
    """The change of a class, each student with what she had before and after; pooled, with its intervals."""
    chance = random.Random(SEED)
    drawn = [_pooled(chance.choices(pairs, k=len(pairs))) for _ in range(draws)]
    before, after = _pooled(pairs)

    def moved(measure: Callable[[Discernment], float]) -> Interval:
        values = sorted(measure(two) - measure(one) for one, two in drawn)
        low, high = values[int(0.025 * draws)], values[int(0.975 * draws)]
        return Interval(measure(after) - measure(before), low, high)

    return Change(before, after, moved(lambda one: one.sharpness), moved(lambda one: one.suspicion))


def _pooled(pairs: Sequence[tuple[Discernment, Discernment]]) -> tuple[Discernment, Discernment]:
    """What a class had before and after, all students together."""
    return _sum(one for one, _ in pairs), _sum(two for _, two in pairs)


def _sum(several: Iterable[Discernment]) -> Discernment:
    """Counts added up, without an object for each step: this is done thousands of times."""
    columns = list(zip(*((one.hits, one.weak, one.alarms, one.sound) for one in several), strict=True))
    return Discernment(*map(sum, columns))


def normalised_gain(pairs: Sequence[Pair]) -> float | None:
    """The share of what the class could gain that it gained: (after - before) / (all - before), in passages.

    Hake, Interactive-engagement versus traditional methods (1998).
    """
    before, after = (sum(pair[n].right for pair in pairs) for n in (0, 1))
    every = sum(len(one.judged) for one, _ in pairs)
    return (after - before) / (every - before) if every > before else None


# --- how it is told -------------------------------------------------------------------------------------


def _parts(
    classes: Mapping[str, Mapping[str, Filled]], students: Mapping[str, int], pairs: Sequence[Pair],
    changes: Mapping[str, Change], later: Mapping[str, Change], left: Sequence[str],
) -> Iterator[Part]:  # fmt: skip
    """The sheet: who, what changed, how sure they were, how many it would take, and what none of it says."""
    forms = [one for several in classes.values() for one in several.values()]
    counts = ", ".join(f"{n} {WHEN[when]}" for when, n in students.items())
    yield Note("Forms that were finished", f"{counts}. {len(pairs)} students have one from before and one from after.")
    if forms:
        which = Counter((one.when, one.form) for one in forms)
        yield Table("Which form, and when", ("Form", *map(str.capitalize, WHEN)), [
            (form, *(str(which[when, form]) for when in WHEN)) for form in FORMS], numbers=(1, 2, 3))  # fmt: skip
    if changes:
        yield _table("From before the lessons to after them", changes)
        yield Note("How to read it", _read(changes[ALL]))
        if len(pairs) < FEW:
            yield Note("So few students", FEW_SAID)
        yield Note("What could be gained", _gained(pairs))
    else:
        yield Note("From before to after", "Nobody has a form from both times yet, so there is nothing to compare.")
    if later:
        yield _table("From before the lessons to some weeks after them", later)
    yield from _guesses(forms)
    yield Note("One student", ONE_STUDENT)
    yield Folded("How many students it takes to see a gain", [power_table()])
    yield Note("What this does not show", NO_CLAIM)
    if left:
        yield Note("Files that could not be used")
        yield List([visible(said) for said in left])


def _gained(pairs: Sequence[Pair]) -> str:
    """How many passages were not judged as in the key, before and after."""
    every = sum(len(one.judged) for one, _ in pairs)
    before, after = (every - sum(pair[n].right for pair in pairs) for n in (0, 1))
    if (gain := normalised_gain(pairs)) is None:
        return f"Before the lessons all {every} passages were judged as in the key, so nothing was left to gain."
    return (f"Of {every} passages, {before} were not judged as in the key before the lessons, and {after} after them: "
            f"{abs(gain):.0%} {'fewer' if gain >= 0 else 'more'}.")  # fmt: skip


def _table(title: str, changes: Mapping[str, Change]) -> Table:
    """A row a skill: hits and false alarms, both measures, and how far they moved."""
    rows = [("All" if skill == ALL else ABOUT[skill], *_rates(one.before), *_rates(one.after),
             f"{one_decimal(one.before.sharpness)} → {one_decimal(one.after.sharpness)}", str(one.sharpness),
             f"{one_decimal(one.before.suspicion, '+')} → {one_decimal(one.after.suspicion, '+')}", str(one.suspicion))
            for skill, one in changes.items()]  # fmt: skip
    heads = ("About", "Weak called weak, before", "Sound called weak, before", "Weak called weak, after",
             "Sound called weak, after", "Sharpness", "Change (95 % interval)", "Suspicion",
             "Change (95 % interval)")  # fmt: skip
    return Table(title, heads, rows, numbers=tuple(range(1, 9)))


def _rates(found: Discernment) -> tuple[str, str]:
    return f"{found.hits / found.weak:.0%}", f"{found.alarms / found.sound:.0%}"


def _read(change: Change) -> str:
    """What the two intervals over all say, in words."""
    sharper = _moved(change.sharpness, "tells sound passages from weak ones better", "tells them apart less well",
                     "no difference in sharpness can be seen")  # fmt: skip
    more = _moved(change.suspicion, "doubts more of everything", "doubts less of everything",
                  "no difference in suspicion can be seen")  # fmt: skip
    return (f"Over all skills: {sharper}; {more}. Where an interval has zero in it, a class as it was before could "
            "have come out like this by chance. The intervals know nothing of the passages themselves, of which each "
            "form has only twelve.")  # fmt: skip


def _moved(one: Interval, up: str, down: str, neither: str) -> str:
    return f"the class {up}" if one.low > 0 else f"the class {down}" if one.high < 0 else neither


def _guesses(forms: Sequence[Filled]) -> Iterator[Note]:
    """How many were guessed and how many came, for each time, where at least one student guessed."""
    for when, words in WHEN.items():
        if said := [(one.guess, one.right) for one in forms if one.when == when and one.guess is not None]:
            guess, right = (sum(column) / len(said) for column in zip(*said, strict=True))
            apart = sum(abs(one - two) for one, two in said) / len(said)
            yield Note(f"What they expected, {words}", f"on average {guess:.1f} of 12, and {right:.1f} came; a guess "
                       f"was {apart:.1f} passages off ({len(said)} guessed).")  # fmt: skip
