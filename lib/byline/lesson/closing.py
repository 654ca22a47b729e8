"""The end of a lesson, from a student's own answers: what was found, what took longer, and one thing to take along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from byline.attempts import State, Work, works
from byline.exercises import WRITTEN, Exercise, number_of
from byline.glossary import rule_called
from byline.key.places import short
from byline.lesson.course import after
from byline.lesson.desk import Desk
from byline.lesson.standing import listed_in_words, next_step, outcome_of, rule_in_words, rules_missed
from byline.sheet import Drawing, Note, Part, Sheet
from newsmarks.text import ArticleError

#: What to take along from a lesson in which none of its own rules was missed.
HABITS = {
    "00": "If a sentence says who says it, the claim is theirs and not the reporter’s.",
    "01": "Ask of each sentence whose words they are, and whose claim it is.",
    "02": "Ask who says so, and how they could know.",
    "03": "A cue shows how the reporter treats a claim. It does not show whether the claim is right.",
    "04": "Swap a strong word for a plain one, and see whether a fact goes or only a feeling.",
    "05": "Ask of each number who counted, and out of what.",
    "06": "Ask of each picture who made it, who handed it on, and what the words under it leave open.",
    "07": "Keep each fact, and name who says it. Count sources and not reports.",
    "08": "Look in each passage for what speaks for it, too: doubt alone finds nothing out.",
    "": "Ask of each sentence how anybody could know.",
}
#: Signs of one's own sentence that are shown.
OWN_WORDS = 100
#: Quotation marks inside others.
INNER = str.maketrans("“”\"", "‘’'")


def recap_of(desk: Desk, lesson: str) -> Sheet:
    """What came of a lesson, by its number or file, in at most 120 words. Raises ArticleError for one there is not."""
    exercises = {name: e for name, e in desk.exercises.items() if e.is_of(lesson)}
    if not exercises:
        known = ", ".join(dict.fromkeys(number_of(e.lesson) for e in desk.exercises.values() if e.lesson))
        there = f"There are: {known or 'none'}."
        raise ArticleError(f"There is no lesson “{short(lesson)}” for “{desk.article.id}”. {there}")
    number = number_of(next(iter(exercises.values())).lesson)
    states = {name: state for name, state in desk.states().items() if name in exercises and state.tries}
    if not states:
        return Sheet([Note(_called(number), _begin(exercises))])
    done = works(exercises, states, desk.key) if desk.key else []
    parts: list[Part] = [Note(_called(number), _warm(done)), *_went(done)]
    parts += _own_words(exercises, states)
    parts += _to_take(desk, number, done)
    return Sheet([*parts, Note("Next", _next(desk, number, exercises, list(states), done))])


def _called(number: str) -> str:
    """A lesson as its students know it; only those that are counted have a number."""
    return f"Lesson {number}" if number.isdigit() else "This lesson"


def _begin(exercises: dict[str, Exercise]) -> str:
    """What to do where nothing is answered."""
    first = next(iter(exercises.values()))
    return (f"Nothing is answered here yet, so there is nothing to look back on. Begin with {first.id}: a guess will "
            "do. Then run this box again.")  # fmt: skip


def _warm(done: Sequence[Work]) -> str:
    """A sentence that is so, whatever came of it."""
    outcomes = {outcome_of(work) for work in done}
    if outcomes == {"at the first try"}:
        return "You found all that you tried at the first try. Could you explain one of them to a friend?"
    if outcomes & {"later", "with the key"}:
        return "Some of it came only after another look, which is what a second try is for."
    if "not yet" in outcomes:
        return "You gave it an honest try, and now you know where to look once more."
    return "Your answers are kept. Here is what you can take along."


def _went(done: Sequence[Work]) -> Iterator[Note]:
    """What was found at the first try, what took longer, and what is not there yet."""
    found: dict[str, list[str]] = {}
    for work in done:
        found.setdefault(outcome_of(work), []).append(work.exercise.id)
    if first := found.get("at the first try"):
        yield Note("Found at the first try", f"{listed_in_words(first)}.")
    if later := found.get("later"):
        yield Note("Took longer, and you got there", f"{listed_in_words(later)}.")
    if copied := found.get("with the key"):
        yield Note("Found with the key", f"{listed_in_words(copied)}. Can you say why, in your words?")
    if open_ones := found.get("not yet"):
        yield Note("Not there yet, and worth another look", f"{listed_in_words(open_ones)}.")


def _own_words(exercises: dict[str, Exercise], states: dict[str, State]) -> Iterator[Note]:
    """The latest text that was written, quoted."""
    written = [state.answer for name, state in states.items() if exercises[name].kind in WRITTEN]
    if written:
        inner = " ".join(written[-1].split()).translate(INNER)
        yield Note("In your own words", f"“{short(inner, OWN_WORDS)}”")


def _to_take(desk: Desk, number: str, done: Sequence[Work]) -> Iterator[Note]:
    """The rule of this lesson that was named most often in what was not yet, in a sentence; else the lesson's habit."""
    missed = Counter(rule for work in done if not work.right for rule in rules_missed(desk, work.exercise))
    terms = (rule_called(rule) for rule, _ in missed.most_common())
    term = next((term for term in terms if term and term.lesson == number), None)
    said = f"{term.says} ({rule_in_words(term.rule)})" if term else HABITS.get(number, HABITS[""])
    yield Note("To take along", said)


def _next(desk: Desk, number: str, exercises: dict[str, Exercise], tried: list[str], done: list[Work]) -> str | Drawing:
    """What is open in this lesson, else the next lesson, else what the whole page would say."""
    if left := [name for name in exercises if name not in tried]:
        return f"{listed_in_words(left)} {'is' if len(left) == 1 else 'are'} still open here."
    if follows := after(number):
        return follows.linked()
    return next_step(desk, [name for name, state in desk.states().items() if state.tries],
                     works(desk.exercises, desk.states(), desk.key) if desk.key else done)  # fmt: skip
