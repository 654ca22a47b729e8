"""The exercises as functions: each says the same as the exercise on the page, in words.

`study_article("mariupol")` opens an article and makes its exercises the ones that are meant; without it they are those
of the text that was opened last in this folder. No other function here raises for what a student types: it says what
is expected.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from byline.attempts import Discernment
from byline.exercises import WITH_TEACHER, Exercise, Unclear
from byline.glossary import Term, all_terms, term_called
from byline.kinds import key_as_text, ladder
from byline.kinds.passages import WHEN
from byline.lesson import copies, leaving
from byline.lesson.closing import recap_of
from byline.lesson.course import map_sheet
from byline.lesson.desk import Desk
from byline.lesson.disk import NotSaved
from byline.lesson.folder import Folder, chosen_text, last_text, shown_code
from byline.lesson.handin import write_handin
from byline.lesson.house import current_house
from byline.lesson.notices import Told, earlier_as_text, feedback_as_told, ladder_as_text, placed_as_text, receipt
from byline.lesson.standing import standing_of
from byline.lesson.turns import FORMS, form_in_turn, turns_of
from byline.seeds.folders import course_texts, seeds_folder, texts
from byline.sheet import Card, Note, Sheet, Table
from newsmarks.model import Article
from newsmarks.text import ArticleError

CHOSEN = "the text that was chosen"  # no name of one
_desks: dict[str, Desk] = {}  # by text; the one that is open is the last


def study_article(seed: str = CHOSEN) -> Article:
    """Open an article by its name, and make its exercises the ones that `exercise`, `answer` and the others mean.

    Without a name it is the text that was chosen last in this folder, or at first the one that all begin with; on a
    page, the one that the page is with. A text of one lesson alone is opened, and not chosen for the others. A name may
    also be that of a plain text file beside the notebook ("tonight.txt").
    Raises ArticleError where there is no such article, or its exercises cannot be used.
    """
    if seed is CHOSEN:
        seed = current_house().text or _chosen()
    here = Desk(seed)
    before = _desks.pop(seed, None)
    if before:
        here.take_over(before)
    _desks[seed] = here
    here.answers.folder.remember(seed, chosen=seed if seed in _to_choose_from() else chosen_text())
    return here.article


def _chosen() -> str:
    """The text that was chosen last in this folder, else the one that all begin with."""
    there = _to_choose_from()
    return next((name for name in (chosen_text(), *there) if name in there), "")


def _to_choose_from() -> list[str]:
    """The texts that the lessons are written for; where none of them is here, all that have exercises."""
    there = _with_exercises()
    return [name for name in course_texts() if name in there] or there or texts()


def check_yourself(form: str = "") -> Article:
    """Open your short test and say which it is: the one that you finished last, with its reasons, or else your first.

    `check_yourself("next")` opens the next one, by your code; a form may be named ("check_b"), too. On a page of the
    browser edition it is the page's own. Raises ArticleError where there is none.
    """
    here = next(reversed(_desks.values()), None)
    if current_house().text in FORMS and not form:
        return study_article(current_house().text)
    found, said = form_in_turn(here.answers.folder if here else Folder(), form)
    print(said)
    return study_article(found)


def my_forms() -> dict[str, Discernment]:
    """When -> how you told sound passages from weak ones in the test form that you finished then; see chart_plane."""
    try:
        return {WHEN[turn.when]: turn.found for turn in turns_of(current_desk())}
    except ArticleError:
        return {}


def current_desk() -> Desk:
    """The desk of the article that is open, else of the one that was opened last in this folder.

    Opens it anew where its exercises or its key were changed since. Raises ArticleError where none was opened, with
    the names to choose from.
    """
    if not _desks:
        last = last_text()
        if last not in texts():
            raise ArticleError(f"No text is open yet. Which one do you read? {_choices()}")
        study_article(last)
    elif (here := next(reversed(_desks.values()))).is_old:
        study_article(here.article.id)
    return next(reversed(_desks.values()))


def close_articles() -> None:
    """Forget which articles are open; what was answered stays where it is kept."""
    _desks.clear()


def _choices() -> str:
    """The texts that have exercises, as the lines that open them."""
    lines = " or ".join(f'study_article("{name}")' for name in _with_exercises())
    return f"Run the first box of this page (Shift + Enter in it), or type {lines} in a box above, then run this one."


def _with_exercises() -> list[str]:
    """The texts that have exercises."""
    return [name for name in texts() if (seeds_folder() / name / "exercises.toml").is_file()]


def exercise(name: str) -> None:
    """Show an exercise, with all that was answered before, and under it the receipt."""
    from byline.lesson.widgets import display, show_exercise  # widgets are loaded when one is shown

    found = _doing(name, show_exercise)
    if isinstance(found, Told):
        display(found)


def answer(name: str, value: Any, sure: str | None = None) -> Told:
    """Commit an answer without the page: `answer("02-b", "a", sure="middle")`. It is kept at once."""

    def act(here: Desk, e: Exercise) -> Told:
        others = here.commit(e, value, sure)
        return Told("\n".join(filter(None, [receipt(e, here.state(e), shown_code(here.answers.code)), others])), "")

    return _doing(name, act)


def check(name: str) -> Told:
    """What the answer is told: not attempted, not yet, arguable or yes, and why."""

    def act(here: Desk, e: Exercise) -> Told:
        state = here.state(e)
        told = feedback_as_told(e, here.feedback(e, state))
        return told if state.tries else Told(f"{told.text}{earlier_as_text(state)}", told.status)

    return _doing(name, act)


def hint(name: str) -> Told:
    """The next hint of an exercise, if there is one more."""

    def act(here: Desk, e: Exercise) -> Told:
        given = here.state(e).hints
        if given >= len(e.hints):
            return Told("There is no other hint." if e.hints else "There is no hint for this one.")
        here.add(e, "hint", hints=given + 1)
        return Told(f"Hint {given + 1} of {len(e.hints)}: {e.hints[given]}")

    return _doing(name, act)


def reveal(name: str) -> Told:
    """The key's answer beside yours, once you have committed one; that you asked for it is written down."""

    def act(here: Desk, e: Exercise) -> Told:
        state = here.state(e)
        if here.sealed(e):
            return Told(WITH_TEACHER)
        if state.answer is None:
            return Told(f"{e.id}: Not attempted yet. Commit an answer first; a guess will do.", "not attempted")
        here.add(e, "reveal")
        told = feedback_as_told(e, here.feedback(e, here.state(e)))
        if samples := ladder(e):
            return Told("\n".join([told.text, *ladder_as_text(samples)]), told.status)
        if here.key is None:
            return told
        return Told(f"{told.text}\n  The key: {key_as_text(e, here.key)}", told.status)  # type: ignore[arg-type]

    return _doing(name, act)


def place_answer(name: str, level: int) -> Told:
    """Say beside which sample answer, 0 to 4, you set your own text: `place_answer("02-i", 3)`."""

    def act(here: Desk, e: Exercise) -> Told:
        if not ladder(e):
            return Told(f"{e.id} has no sample answers to set yours beside.")
        if type(level) is not int or not 0 <= level <= 4:
            raise Unclear("Give the number of the sample that is nearest to yours, 0 to 4.")
        if here.state(e).answer is None:
            return Told(f"{e.id}: Not attempted yet. Write your own answer first.", "not attempted")
        here.add(e, "placed", level=level)
        return Told(placed_as_text(e, level))

    return _doing(name, act)


def progress() -> Sheet | Told:
    """How you are doing: what is done, how it went, and what to do next. Only you see this."""
    return _told(lambda: standing_of(current_desk()))  # type: ignore[no-any-return]


def recap(lesson: str) -> Sheet | Told:
    """A lesson in a few lines, from your own answers: `recap("02")`."""
    return _told(lambda: recap_of(current_desk(), str(lesson)))  # type: ignore[no-any-return]


def lessons() -> Sheet:
    """The map: a link to each lesson, its minutes, and how far you are with the text that you read."""
    try:
        here = current_desk()
    except ArticleError:
        here = None  # nothing is begun, and the map is there all the same
    return map_sheet(here)


def words(term: str | None = None) -> Sheet | Told:
    """What a word of the lessons means: `words("hedge")`; without one, all of them."""
    return _told(lambda: _all_words() if term is None else _word(term_called(str(term))))  # type: ignore[no-any-return]


def _word(term: Term) -> Sheet:
    """One term as a card."""
    return Sheet([Card([Note(term.name, term.definition), Note("For example", term.example),
                        Note("What it is not", term.near_miss), Note("Scholars say", term.field_term),
                        Note("Lesson", term.lesson)])])  # fmt: skip


def _all_words() -> Sheet:
    """All terms with their definitions, by the alphabet."""
    rows = [(term.name, term.definition, term.lesson) for term in sorted(all_terms(), key=lambda term: term.name)]
    return Sheet([Table("The words of the lessons", ("Word", "What it means", "Lesson"), rows)])


def new_student(sure: bool | None = None) -> Any:
    """Ask whether somebody else goes on at this computer; `sure=True` puts the answers away without asking."""
    return _asked(sure, leaving.before_a_new_student, "New student", leaving.new_student, "Nothing was put away.")


def my_code(code: str | None = None, mine: bool | None = None) -> Told:
    """Go on under the code of a slip from your teacher: `my_code("K7M-2QPR")`; without one, which code is used here.

    `mine=True` says that the answers which are here already are yours, `mine=False` that they are somebody else's.
    """

    def act() -> Told:
        if code is None:
            return leaving.code_here(current_desk())
        said = leaving.use_code(current_desk(), str(code), mine)
        return said if isinstance(said, Told) else leaving.question_as_text(said, str(code))

    return _told(act)  # type: ignore[no-any-return]


def copy_answers() -> Told:
    """Write all your answers, of every text, to one file: to go on with in a browser or on another computer."""
    return _told(lambda: copies.write_copy(current_desk()))  # type: ignore[no-any-return]


def bring_answers(name: str, mine: bool | None = None) -> Told:
    """Take answers from such a file, which lies beside the notebook: `bring_answers("byline-answers-k7m-2qpr.jsonl")`.

    What is there already is not taken twice. `mine` says whether the answers that are here already are yours, too.
    """
    return _told(lambda: copies.bring_file(current_desk(), Path(str(name)).name, mine))  # type: ignore[no-any-return]


def _doing(name: Any, act: Callable[[Desk, Exercise], Any]) -> Any:
    """What an act on an exercise gives, or the sentence that says why it could not be done."""

    def doing() -> Any:
        here = current_desk()
        return act(here, here.exercise(name))

    return _told(doing)


def export_answers(write: bool | None = None) -> Any:
    """Show what would be handed in, with a button that writes it; `write=True` writes it at once.

    Two files, one to hand in (JSON) and one to print (HTML), in the folder “answers”.
    """
    if write is False:
        return _told(lambda: leaving.before_handing_in(current_desk()))
    shown = partial(leaving.before_handing_in, asking=False)
    return _asked(write, shown, "Write the file to hand in", write_handin, "", for_a_code=True)


def delete_answers(sure: bool | None = None) -> Any:
    """Show all files of this student that go and all that stay, and ask; `sure=True` deletes without asking."""
    return _asked(sure, leaving.before_deleting, "Yes, delete them", leaving.delete, "Nothing was deleted.")


def _asked(
    sure: bool | None, shown: Callable[[Desk], Told], label: str, act: Callable[[Desk], Told], else_: str, **more: bool
) -> Any:
    """The box that shows and asks where `sure` is None, what was done where it is true, else a sentence."""
    if sure is None:
        from byline.lesson.widgets import asking_box  # loaded when one is shown

        return _told(lambda: asking_box(current_desk(), shown, label, act, **more))
    return _told(lambda: act(current_desk())) if sure else Told(else_)


def _told(act: Callable[[], Any]) -> Any:
    """What an act gives, or the sentence that says why it could not be done."""
    try:
        return act()
    except (ArticleError, Unclear, NotSaved) as problem:
        return Told(str(problem))
