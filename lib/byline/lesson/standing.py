"""How a student is doing, as a page: what is done and found, how well it was foreseen, and what to do next.

There are no points, no ranks and no time in it. Nobody else is shown it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from byline.attempts import Discernment, Work, by, discernment, share_right, works
from byline.exercises import WRONG, Exercise
from byline.key.types import GUIDELINE, SKILLS
from byline.kinds import assess
from byline.lesson.course import (
    ANY,
    Lesson,
    all_lessons,
    counted,
    how_far,
    lesson_of,
    map_of,
    names_of,
    title_of,
    work_in,
)
from byline.lesson.desk import Desk
from byline.seeds.folders import texts
from byline.sheet import Drawing, List, Note, Part, Sheet, Table, escape

#: What each skill is about, as the end of a sentence.
ABOUT = dict(zip(SKILLS, ("who says what", "loaded words", "figures"), strict=True))
#: Names of exercises that are shown in one sentence.
MOST = 6
#: From how many passages on the two measures say something, and how many there must be of each sort.
ENOUGH, OF_EACH = 8, 3
#: Up to here one passage more could change what is said.
FEW = 24
#: The measures' limits between their three steps.
SHARP, SUSPICIOUS = (1.0, 2.0), (-0.5, 0.5)
SHARPNESS = (
    "Not yet: well-sourced passages and weak ones still look much the same to me.",
    "Partly: I tell them apart more often than not.",
    "Clearly: I tell them apart nearly every time.",
)
SUSPICION = (
    "Too little: I let most passages through, the weak ones too.",
    "About as much as there is reason to.",
    "Too much: I doubt most passages, the well-sourced ones too.",
)
#: How sure, whether it was right at the first try, and what that is told.
FORESEEN = (
    ("high", False, "{often} you were sure and it was not yet: {topic} ({ids}). Next time, point at the word that "
                    "decides before you commit."),
    ("high", True, "{often} you were sure and had it at the first try."),
    ("middle", True, "{often} you were fairly sure and had it at the first try."),
    ("middle", False, "{often} you were fairly sure and it was not yet: {topic} ({ids})."),
    ("low", True, "{often} you were not very sure and had it at the first try all the same: {topic} ({ids}). You know "
                  "more there than you think."),
)  # fmt: skip
#: What comes next where nothing is open and the key is with the teacher.
HAND_IN = ("You have answered all of it. At the end of the lesson, press “Write the file to hand in” and send it to "
           "your teacher. The feedback comes from there, too.")  # fmt: skip
ADVICE = {
    (0, 0): "Before you let a passage through, ask who says so and how they could know.",
    (0, 1): "Take one passage at a time, and ask who says so and how they could know.",
    (0, 2): "Doubting everything finds nothing out. Before you doubt a passage, look for what speaks for it.",
    (1, 0): "You see the difference. Now ask once more of each passage that you trust: how could they know?",
    (1, 2): "You see the difference. Now look in each passage that you doubt for what speaks for it.",
}


def standing_of(desk: Desk) -> Sheet:
    """The page: the map, then, where the key is here, how it went, and in the end what to do next."""
    states = desk.states()
    tried = [name for name, state in states.items() if state.tries]
    done = works(desk.exercises, states, desk.key) if desk.key else []
    parts: list[Part] = [
        Note("How you are doing", f"{len(tried)} of {len(counted(desk.exercises, tried))} exercises for "
                                  f"“{title_of(desk)}”. Only you see this page."),
        _map(desk, tried), *_by_skill(done), *_foreseen(desk, done),
    ]  # fmt: skip
    if desk.key and tried:
        parts += measured(discernment(desk.exercises, states, desk.key))
    return Sheet([*parts, Note("Next", next_step(desk, tried, done))])


def _map(desk: Desk, tried: Sequence[str]) -> Table:
    """The lessons that have exercises here; those of no notebook go by their names."""
    known = [one for one in all_lessons() if names_of(one.file, desk.exercises) or one.text in texts()]
    table = map_of(known, desk.exercises, tried, desk)
    others = dict.fromkeys(e.lesson for e in desk.exercises.values() if e.lesson not in {one.file for one in known})
    rows = [(name or "More", "–", how_far(names_of(name, desk.exercises), tried)) for name in others]
    return Table(table.title, table.heads, [*table.rows, *rows], numbers=table.numbers)


# --- what was found -------------------------------------------------------------------------------


def outcome_of(work: Work) -> str:
    """When a work was found: "at the first try", "later", "with the key" or "not yet"."""
    if work.right:
        return "at the first try"
    return "not yet" if work.now == "not yet" else "with the key" if work.copied else "later"


def _by_skill(done: Sequence[Work]) -> Iterator[Table]:
    """For each skill, how many exercises were found at the first try, later, after a look at the key, or not yet."""
    heads = ("at the first try", "later", "with the key", "not yet")
    several = {skill: [outcome_of(work) for work in found] for skill, found in by("skill", done).items()}
    if several:
        rows = [(ABOUT[skill].capitalize(), *(str(several[skill].count(head)) for head in heads))
                for skill in SKILLS if skill in several]  # fmt: skip
        yield Table("What you found, and when", ("About", *map(str.capitalize, heads)), rows, numbers=(1, 2, 3, 4))


def rules_missed(desk: Desk, e: Exercise) -> list[str]:
    """The guideline's rules that are named where the first try at an exercise was not yet right."""
    lines = assess(e, desk.state(e).tries[0].answer, desk.key).lines
    said = " ".join(getattr(line, "text", "") for line in lines if line.outcome in WRONG).casefold()
    return [rule for rule in GUIDELINE if rule in said]


def rule_in_words(rule: str) -> str:
    """A rule's name as a part of a sentence.

    >>> rule_in_words("swap test"), rule_in_words("minimal scope")
    ('the swap test', '“minimal scope”')
    """
    return f"the {rule}" if rule.endswith(("rule", "test", "ladder", "cue", "questions", "checks")) else f"“{rule}”"


# --- how sure -------------------------------------------------------------------------------------


def _foreseen(desk: Desk, done: Sequence[Work]) -> Iterator[Part]:
    """How often it came as it was foreseen, and how often not, each in a sentence."""
    lines = []
    for sure, right, words in FORESEEN:
        if several := [work for work in done if work.sure == sure and work.right == right]:
            often = times(len(several)).capitalize()
            lines.append(words.format(often=often, topic=_topic(desk, several), ids=_ids(several)))
    if lines:
        yield Note("How sure you were, and what came of it")
        yield List(lines)


def times(n: int) -> str:
    """How often, in words.

    >>> [times(n) for n in (0, 1, 2, 3)]
    ['never', 'once', 'twice', '3 times']
    """
    return {0: "never", 1: "once", 2: "twice"}.get(n, f"{n} times")


def _ids(done: Sequence[Work]) -> str:
    return listed_in_words([work.exercise.id for work in done])


def listed_in_words(several: Sequence[str]) -> str:
    """Names as a list in words; of many, the first six.

    >>> listed_in_words(["01-a", "01-b", "01-c"]), listed_in_words("abcdefgh")
    ('01-a, 01-b and 01-c', 'a, b, c, d, e, f and 2 more')
    """
    shown = list(several[:MOST]) + [f"{len(several) - MOST} more"] * (len(several) > MOST)
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def _about(work: Work) -> str:
    return ABOUT.get(work.exercise.skill, "reading")


def _topic(desk: Desk, done: Sequence[Work]) -> str:
    """What some works were about, each by the rule that it missed, else by its skill: "both about loaded words"."""
    topics = []
    for work in done:
        rules = [] if work.right else rules_missed(desk, work.exercise)
        topics.append(rule_in_words(rules[0]) if rules else _about(work))
    once = list(dict.fromkeys(topics))
    if len(once) > 3:
        return f"mostly about {listed_in_words([topic for topic, _ in Counter(topics).most_common(2)])}"
    lead = {1: "", 2: "both "}.get(len(done), "all ") if len(once) == 1 else ""
    return f"{lead}about {listed_in_words(once)}"


# --- sharpness and suspicion ------------------------------------------------------------------------


def measured(found: Discernment) -> Iterator[Part]:
    """Sharpness and suspicion apart, in three steps each; with too few passages, only that it is too early."""
    every = found.weak + found.sound
    if every < ENOUGH or min(found.weak, found.sound) < OF_EACH:
        seen = f"So far you judged {every}, {found.sound} of them well sourced." if every else "None is judged yet."
        yield Note("Telling well-sourced passages from weak ones", f"It is too early to say. {seen} From {ENOUGH} "
                   f"passages and figures on, at least {OF_EACH} of each sort, this page tells you more.")  # fmt: skip
        return
    sharp, suspicious = steps(found)
    yield from _steps("Sharpness: do I tell well-sourced passages from weak ones?", SHARPNESS, sharp)
    yield from _steps("Suspicion: how much do I doubt?", SUSPICION, suspicious)
    few = " That is not many, so one answer more can change it." if every < FEW else ""
    yield Note("From how many", f"This comes from your first answers about {every} passages and figures. {found.sound} "
               f"of them were well sourced, and {found.weak} were not.{few}")  # fmt: skip
    if advice := ADVICE.get((sharp, suspicious)):
        yield Note("A thought", advice)


def steps(found: Discernment) -> tuple[int, int]:
    """On which of the three steps, 0 to 2, sharpness and suspicion are.

    >>> steps(Discernment(5, 5, 5, 5)), steps(Discernment(0, 5, 0, 5)), steps(Discernment(5, 5, 0, 5))
    ((0, 2), (0, 0), (2, 1))
    """
    sharp = sum(found.sharpness >= limit for limit in SHARP)
    low, high = SUSPICIOUS
    return sharp, 0 if found.suspicion < low else 2 if found.suspicion > high else 1


def _steps(ask: str, several: Sequence[str], here: int) -> Iterator[Part]:
    yield Note(ask)
    yield List([f"→ You are here. {step}" if n == here else step for n, step in enumerate(several)])


# --- what next --------------------------------------------------------------------------------------


def next_step(desk: Desk, tried: Sequence[str], done: Sequence[Work]) -> Drawing:
    """The first exercise that is open; then handing in where the key is with the teacher, else one to try again in the
    weakest skill, else a report of today.
    """
    left = [e for name, e in desk.exercises.items() if name not in tried]
    if here := next((e for e in left if not e.is_of(ANY)), None):
        return _link(here, "Begin with" if not tried else "Go on with", "")
    if own := next((one for one in all_lessons() if not _is_begun(one, desk, tried)), None):
        words = f"Go on with {own.number}: "
        return Drawing(f"{escape(words)}{own.linked().html}", f"{words}{own.linked().text}")
    if left:
        return _link(left[0], "Go on with" if tried else "Begin with", "")
    if all(map(desk.sealed, desk.exercises.values())):
        return Drawing(escape(HAND_IN), HAND_IN)
    again = [work for work in done if work.now == "not yet"]
    if not again:
        words = "You have answered all of it. Take a report from today’s news, and ask it the same questions."
        return Drawing(escape(words), words)
    of = by("skill", done)
    weakest = min(again, key=lambda work: share_right(of.get(work.exercise.skill, [])) or 0)
    why = f"It is about {_about(weakest)}, where you found the least at the first try."
    return _link(weakest.exercise, "Try", f" once more. {why}")


def _is_begun(one: Lesson, desk: Desk, tried: Sequence[str]) -> bool:
    """Whether something is answered in a lesson with a text of its own; the others need no such look."""
    if one.text not in texts() or one.text == desk.article.id:
        return True
    names, answered = work_in(one, desk.exercises, tried, desk)
    return any(name in answered for name in names)


def _link(e: Exercise, lead: str, rest: str) -> Drawing:
    """A sentence that names an exercise and links to its lesson."""
    lesson, rest = lesson_of(e), rest or f": “{e.prompt}”"
    if lesson is None:
        return Drawing(escape(f"{lead} {e.id}{rest}"), f"{lead} {e.id}{rest}")
    link = lesson.linked(f"lesson {lesson.number}" if lesson.number.isdigit() else "the lesson for any text")
    before = f"{lead} {e.id} in "
    return Drawing(f"{escape(before)}{link.html}{escape(rest)}", f"{before}{link.text}{rest}")
