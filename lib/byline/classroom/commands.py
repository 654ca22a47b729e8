"""The teacher's commands: class, pack, collect, marks, print. Each says what it did and where that is.

What a command needs is loaded when it runs. The teacher's notebook calls the same functions (see desk).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

from byline.exercises import number_of
from byline.jupyter import Mistake
from byline.lesson.course import CHECK, text_of

Args = argparse.Namespace
Lines = Iterator[str]


def add_class(add: Callable[..., argparse.ArgumentParser]) -> None:
    parser = add(
        "class", help="start a class, and keep its list",
        description="Starts a class and keeps its list, in the folder “classes”, which stays on this computer.",
        epilog='Examples: byline class new 9B --roster roster.csv    codes and slips for a list or an export\n'
               '          byline class new 9B --slips 30            slips without names\n'
               '          byline class show 9B                      who is in it, what is waiting\n'
               '          byline class add 9B "Full Name"           one who came later\n'
               '          byline class slip 9B "Full Name"          a new slip for a lost one\n'
               '          byline class whose 9B k7m2qpr "Full Name" whose hand-in this is\n'
               '          byline class dismiss 9B k7m2qpr           a hand-in from another class\n'
               '          byline class remove 9B "Full Name"        with all that was sent',
    )  # fmt: skip
    parser.add_argument("act", choices=tuple(ACTS), metavar="ACT", help=f"one of: {', '.join(ACTS)}")
    parser.add_argument("name", metavar="CLASS", help="what the class is called, such as 9B")
    parser.add_argument("who", nargs="*", metavar="WHO", help="a student’s name or code; after “whose”, code and name")
    parser.add_argument("--roster", metavar="FILE", help="a platform’s export, or a plain list of names")
    parser.add_argument("--slips", type=int, default=0, metavar="N", help="so many slips without a name")
    parser.add_argument("--sure", metavar="yes", help="remove without asking")
    _does(parser, lambda args: ACTS[args.act](args))


def add_pack(add: Callable[..., argparse.ArgumentParser]) -> None:
    parser = add(
        "pack", help="a copy of a lesson for students, without the key",
        description="Makes one zip of what students need for a lesson, and nothing of the key. The key of Byline’s own "
                    "texts is public, and the reader of news is in the copy: sealing protects a text of your own.",
        epilog="Examples: byline pack 02 --class 9B                  sealed: feedback after you collected\n"
               "          byline pack 02 --class 9B --opening        the second, small file: the feedback\n"
               "          byline pack check --class 9B --opening     the same for all three short tests at once\n"
               "          byline pack 02 --text tonight --feedback at-once",
    )  # fmt: skip
    parser.add_argument("lesson", metavar="LESSON", help="its number, such as 02")
    parser.add_argument("--class", dest="name", metavar="CLASS", help="the class; the zip goes into its folder")
    parser.add_argument("--text", default="", metavar="NAME", help="the text, a folder in “seeds” (the one it reads)")
    parser.add_argument("--feedback", choices=("after", "at-once"), default="after",
                        help="after: sealed; at-once: with the key")  # fmt: skip
    parser.add_argument("--opening", action="store_true", help="make the file that opens the feedback of a sealed copy")
    _does(parser, pack_for_students)


def add_collect(add: Callable[..., argparse.ArgumentParser]) -> None:
    parser = add(
        "collect", help="collect hand-ins",
        description="Takes hand-ins from files, folders and zips, as a platform gives them, as often as you like. Each "
                    "file is taken, or named with what is wrong and what to do.",
        epilog="Example: byline collect 9B hand-ins.zip",
    )  # fmt: skip
    parser.add_argument("name", metavar="CLASS")
    parser.add_argument("sources", nargs="+", metavar="FILE", help="files, folders or zips")
    _does(parser, collect_handins)


def add_marks(add: Callable[..., argparse.ArgumentParser]) -> None:
    parser = add(
        "marks", help="see the class, and fill the gradebook",
        description="Makes the class view: one page, offline, names hidden. With --fill, a copy of a platform’s own "
                    "export with the marks in it; with --pages, a feedback page for each student.",
        epilog="Examples: byline marks 9B 02\n"
               "          byline marks 9B 02 --accept 289202         a reading that you accept, too\n"
               "          byline marks 9B 02 --fill export.csv --points 10\n"
               "          byline marks 9B 02 --by completion --list  marks for any other gradebook",
    )  # fmt: skip
    parser.add_argument("name", metavar="CLASS")
    parser.add_argument("lesson", metavar="LESSON")
    parser.add_argument("--accept", metavar="ID", help="accept a reading that the key refuses, as your own decision")
    parser.add_argument("--take-back", metavar="ID", help="take that back")
    parser.add_argument("--fill", metavar="CSV", help="an export of Canvas or Moodle to be filled; a copy is written")
    parser.add_argument("--column", default="", metavar="TITLE", help="the column of the export, where it is not clear")
    parser.add_argument("--list", action="store_true", help="marks as a CSV and as a page in large type")
    parser.add_argument("--pages", action="store_true", help="a feedback page for each student")
    parser.add_argument("--paper", metavar="CSV", help="answers from paper, typed into the sheet that --sheet makes")
    parser.add_argument("--sheet", action="store_true", help="an empty sheet to type answers from paper into")
    parser.add_argument("--text", default="", metavar="NAME", help="the text that was on paper (the lesson’s)")
    parser.add_argument("--by", choices=("first-commit", "completion"), default="first-commit",
                        help="what is marked (first-commit)")  # fmt: skip
    parser.add_argument("--points", type=float, default=10, metavar="N", help="the highest mark (10)")
    _does(parser, mark_class)


def add_print(add: Callable[..., argparse.ArgumentParser]) -> None:
    parser = add(
        "print", help="a lesson on paper",
        description="Makes pages to print, A4 or Letter, black and white: the article, a worksheet and an exit ticket "
                    "for students, and apart from it the key and the rubric.",
        epilog="Example: byline print 02 --class 9B",
    )  # fmt: skip
    parser.add_argument("lesson", metavar="LESSON")
    parser.add_argument("--text", default="", metavar="NAME", help="the text, a folder in “seeds” (the one it reads)")
    parser.add_argument("--class", dest="name", metavar="CLASS", help="the class whose folder the pages go into")
    _does(parser, print_on_paper)


def _does(parser: argparse.ArgumentParser, act: Callable[[Args], Lines]) -> None:
    """Have a command print the lines of what it does; a form of the teacher's notebook shows them."""
    parser.set_defaults(act_on=act, run=_print_lines)


def one_at_a_time(args: Args) -> Lines:
    """What a command says as it works, while no other command works on the same class."""
    if not getattr(args, "name", None):
        yield from args.act_on(args)
        return
    from byline.classroom.classes import alone

    with alone(args.name):
        yield from args.act_on(args)


def _print_lines(args: Args, more: list[str]) -> int:
    from byline.lesson.disk import NotSaved
    from byline.sheet import visible

    try:
        for line in one_at_a_time(args):
            print(visible(line), flush=True)
    except NotSaved as problem:
        raise Mistake(str(problem)) from None
    return 0


# --- a class -----------------------------------------------------------------------------------------


def new(args: Args) -> Lines:
    """Start a class, of a roster, of slips alone, or of both."""
    from byline.classroom import classes
    from byline.gradebooks.csvs import read_named
    from byline.gradebooks.roster import open_roster, tell_doubles

    people = open_roster(read_named(args.roster)) if args.roster else []
    yield from tell_doubles(people)
    if args.slips < 0:
        raise Mistake("Say how many slips, from 1 to 500.")
    slips = args.slips or (0 if people else 30)
    made = classes.new_class(args.name, [(one.name, one.ids) for one in people], slips)
    yield f"{made.name}: {len(made.students)} students, in {made.folder}. Nobody but you sees this folder."
    yield from _slips(made, made.students)


def _slips(of: object, students: object) -> Lines:
    from byline.classroom.classes import Class
    from byline.handout.paper import slips_page

    assert isinstance(of, Class)
    of.keep("pages/slips.html", slips_page(students).encode())  # type: ignore[arg-type]
    yield f"Slips to print and hand out: {of.pages / 'slips.html'}"


def show(args: Args) -> Lines:
    """Who is in a class, and what is waiting."""
    from byline.classroom.classes import open_class, waiting
    from byline.lesson.codes import printed_code

    of = open_class(args.name)
    yield f"{of.name}: {len(of.students)} students."
    yield from (f"  {printed_code(s.codes[0])}  {s.name}".rstrip() for s in of.students)
    yield from _slips(of, of.students)
    for code, names in waiting(of).items():
        yield (f"Whose is this? {code}: {', '.join(names)}. Say: byline class whose {of.name} {code} \"Full Name\"")


def add(args: Args) -> Lines:
    """Add a student who came later."""
    from byline.classroom.classes import add_student, open_class

    of = open_class(args.name)
    yield from _one_slip(of, add_student(of, " ".join(args.who)))


def slip(args: Args) -> Lines:
    """Give a student a new slip."""
    from byline.classroom.classes import new_slip, open_class

    of = open_class(args.name)
    yield from _one_slip(of, new_slip(of, " ".join(args.who)))


def _one_slip(of: object, student: object) -> Lines:
    from byline.classroom.classes import Student
    from byline.lesson.codes import printed_code

    assert isinstance(student, Student)
    yield f"{student.called}: the code is {printed_code(student.codes[0])}."
    yield from _slips(of, [student])


def whose(args: Args) -> Lines:
    """Say whose a hand-in is."""
    from byline.classroom.classes import give, open_class

    if len(args.who) < 2:
        raise Mistake(f'Say the code and the name: byline class whose {args.name} k7m2qpr "Full Name".')
    student = give(open_class(args.name), args.who[0], " ".join(args.who[1:]))
    yield f"What came under {args.who[0]} is {student.called}’s."


def remove(args: Args) -> Lines:
    """Remove a student with all that was sent, once that is asked."""
    from byline.classroom.classes import open_class, remove_student

    of = open_class(args.name)
    student = of.student(" ".join(args.who))
    question = f"Remove {student.called} from {of.name}, with every hand-in? Type yes: "
    if not (args.sure.strip().casefold() == "yes" if args.sure else _agreed(question)):
        yield f"Nothing was removed. If you are sure that {student.called} goes, with every hand-in, say yes."
        return
    _, gone = remove_student(of, student.codes[0])
    yield (f"{student.called} is removed, with {gone} hand-in{'' if gone == 1 else 's'} and what was noted. Pages that "
           "named her are gone, too: make them anew.")  # fmt: skip


def _agreed(question: str) -> bool:
    """Whether somebody is there who types yes."""
    try:
        return input(question).strip().casefold() == "yes"
    except EOFError:
        return False


def dismiss_code(args: Args) -> Lines:
    """Put away what came under a code that is nobody's in the class."""
    from byline.classroom.classes import dismiss, open_class

    gone = dismiss(open_class(args.name), " ".join(args.who))
    yield f"{gone} hand-in{'' if gone == 1 else 's'} put away. What comes under this code again is left out."


ACTS: dict[str, Callable[[Args], Lines]] = {
    "new": new, "show": show, "add": add, "slip": slip, "whose": whose, "dismiss": dismiss_code, "remove": remove,
}  # fmt: skip


# --- what goes out and comes back --------------------------------------------------------------------------


def _place(name: str | None, folder: str) -> Path:
    """Where what is made goes: into the class's pages, or a folder here."""
    from byline.classroom.classes import open_class

    place = (open_class(name).pages if name else Path()) / folder
    place.mkdir(parents=True, exist_ok=True)
    return place


def pack_for_students(args: Args) -> Lines:
    """Make a student's copy of a lesson, or the file that opens its feedback."""
    from byline.handout.packing import feedback_file, pack_lesson

    place = _place(args.name, "")
    if args.opening:
        made = feedback_file(args.lesson, place, text=args.text)
        yield (f"{made}: give it to students after you collected. In the lesson they run the last box; on a page they "
               "choose it under “When the feedback comes”.")  # fmt: skip
        return
    made = pack_lesson(args.lesson, place, text=args.text, feedback=args.feedback)
    yield f"{made}: the same zip for every student. Unpacked, it opens with the line in its README."
    if args.feedback == "at-once":
        yield "The key is in it, so that each exercise answers at once. Do not take it for a sealed copy."
    if args.feedback == "after":
        yield ("Nothing of the key is in it. The reader of news is in it: after they answer, students see how it "
               "marks. The key of Byline’s own texts is public, so sealing protects a text of your own.")  # fmt: skip


def collect_handins(args: Args) -> Lines:
    """Collect what students sent."""
    from byline.classroom.classes import open_class
    from byline.classroom.collecting import collect

    of = open_class(args.name)
    yield from collect(of, map(Path, args.sources)).lines(of)


def mark_class(args: Args) -> Lines:
    """Make the class view, and what else was asked for."""
    from byline.classroom.marking import act_on_marks

    yield from act_on_marks(args)


def print_on_paper(args: Args) -> Lines:
    """Make the pages of a lesson to print."""
    from byline.handout.paper import print_lesson

    if number_of(args.lesson) == CHECK:
        yield from _print_forms(args)
        return
    text = args.text or text_of(args.lesson)
    for path in print_lesson(args.lesson, text, _place(args.name, f"paper-{number_of(args.lesson)}-{text}")):
        yield f"{path}"


def _print_forms(args: Args) -> Lines:
    """Make the pages of the short test, of all its forms or of one."""
    from byline.classroom.classes import open_class
    from byline.handout.forms_on_paper import print_forms

    students = open_class(args.name).students if args.name else []
    for path in print_forms(_place(args.name, "paper-check"), students, args.text):
        yield f"{path}"
    yield ("Each student gets one form at a time. Which one, the page for the teacher says by the codes"
           f"{'.' if args.name else ' of a class: add --class.'}")  # fmt: skip


#: What adds each command to the others.
COMMANDS = (add_class, add_pack, add_collect, add_marks, add_print)
