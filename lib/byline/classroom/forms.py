"""The teacher's commands as forms with a button, and the class view, in a notebook.

A form is a command (see commands): its fields are put together as they would be typed, so both do the same.
"""

from __future__ import annotations

import argparse
import base64
import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass
from functools import partial, wraps
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from weakref import WeakSet

import anywidget
import ipywidgets
from IPython.display import display

from byline.classroom.classes import alone, class_names, open_class
from byline.classroom.commands import COMMANDS, one_at_a_time
from byline.classroom.effects import learning, with_plane
from byline.classroom.entering import GridWidget, entry_grid
from byline.classroom.queue import QueueWidget
from byline.classroom.report import Report, lesson_called, told_of
from byline.classroom.view import class_sheet, in_order
from byline.display.charts import Chart, as_chart, drawing_axes
from byline.exercises import CALLED, WRITTEN
from byline.jupyter import Mistake
from byline.lesson.course import all_lessons, text_of
from byline.lesson.disk import NotSaved
from byline.lesson.notices import ASLEEP, Told
from byline.lesson.widgets import with_words
from byline.seeds.folders import seeds_folder, texts
from byline.sheet import Drawing, List, Note, Part, Sheet, Table, colour, escape
from newsmarks.text import ArticleError, working_folder


@dataclass(frozen=True)
class Field:
    """One thing to fill in: its label, what it sends along ("" stands alone), and its choices or what it is.

    `kind`: "text", "files", "file" (one, without which nothing is done), or a function that gives the choices.
    """

    label: str
    option: str
    kind: str | Callable[[], Sequence[tuple[str, str]]] = "text"


def _classes() -> list[tuple[str, str]]:
    return [(name, name) for name in class_names()]


def _lessons() -> list[tuple[str, str]]:
    return [(f"{one.number} {one.title}", one.number) for one in all_lessons()]


def _texts() -> list[tuple[str, str]]:
    names = [name for name in texts() if (seeds_folder() / name / "key.toml").is_file()]
    return [(name, name) for name in sorted(names, key=lambda name: name != "mariupol")]


CLASS, LESSON, TEXT = Field("Class", "", _classes), Field("Lesson", "", _lessons), Field("Text", "--text", _texts)
IN_CLASS = Field("Class", "--class", _classes)
#: What a form is called -> the words before its fields, the fields, and what stands on the button.
FORMS: dict[str, tuple[tuple[str, ...], tuple[Field, ...], str]] = {
    "start": (("class", "new"), (Field("Name of the class, such as 9B", ""),
              Field("A platform’s export or a list of names, if you have one", "--roster", "files"),
              Field("Or how many slips without a name", "--slips")), "Start the class"),
    "list": (("class", "show"), (CLASS,), "Show the list, and make the slips once more"),
    "add": (("class", "add"), (CLASS, Field("Full name", "")), "Add this student"),
    "new slip": (("class", "slip"), (CLASS, Field("Full name", "")), "Give a new slip"),
    "whose": (("class", "whose"), (CLASS, Field("The code that is nobody’s", ""), Field("Full name", "")),
              "It is this student’s"),
    "dismiss": (("class", "dismiss"), (CLASS, Field("The code that is nobody’s", "")), "It is from another class"),
    "remove": (("class", "remove", "--sure", "no"), (CLASS, Field("Full name", ""),
               Field("To remove for good, write: yes", "--sure")), "Remove with all that was sent"),
    "pack": (("pack",), (LESSON, IN_CLASS, TEXT, Field("Feedback", "--feedback", lambda: [
             ("after I have collected (sealed)", "after"), ("at once", "at-once")])), "Make the copy for students"),
    "opening": (("pack", "--opening"), (LESSON, IN_CLASS, TEXT), "Make the file that opens the feedback"),
    "collect": (("collect",), (CLASS, Field("Files or zips that came back", "", "files")), "Collect"),
    "view": (("marks",), (CLASS, LESSON), "Make the class view"),
    "feedback": (("marks", "--pages"), (CLASS, LESSON), "Make a feedback page for each student"),
    "gradebook": (("marks",), (CLASS, LESSON, Field("Export of your gradebook (CSV)", "--fill", "file"),
                  Field("What the task is called there, if not “Byline 02”", "--column"),
                  Field("Points", "--points"), Field("What is marked", "--by", lambda: [
                      ("the first commit", "first-commit"), ("completion", "completion")])), "Fill a copy of it"),
    "marks list": (("marks", "--list"), (CLASS, LESSON, Field("Points", "--points"), Field("What is marked", "--by",
                   lambda: [("the first commit", "first-commit"), ("completion", "completion")])), "Make the list"),
    "print": (("print",), (LESSON, TEXT, IN_CLASS), "Make the pages to print"),
    "sheet": (("marks", "--sheet"), (CLASS, LESSON, TEXT), "Make an empty sheet to type into"),
    "paper": (("marks",), (CLASS, LESSON, TEXT, Field("The filled sheet (CSV)", "--paper", "file")), "Take it"),
}  # fmt: skip


def show_form(name: str, *chosen: str) -> Form:
    """A form by its name, its first fields filled with what is `chosen`. Raises Mistake that lists the forms."""
    if name not in FORMS:
        raise Mistake(f"There is no form “{name}”. There are: {', '.join(FORMS)}.")
    found = Form(*FORMS[name])
    for one, value in zip(found.inputs, chosen, strict=False):
        if value in [known for _, known in getattr(one, "options", [("", value)])]:
            one.value = value
    return found


class Quiet(anywidget.AnyWidget):
    """Nothing to see: no key in the box around it is JupyterLab's, where “x” cuts a cell and arrows go to another.

    JupyterLab asks what has the focus alone whether it wants that.
    """

    _esm = """export default { render: ({ el }) => { requestAnimationFrame(() =>
      el.closest(".widget-box")?.addEventListener("focusin", ({ target }) =>
        target.setAttribute("data-lm-suppress-shortcuts", ""))); } };"""


class Form(ipywidgets.VBox):
    """Fields, a button, and what was done; where it is saved, it says how to wake it."""

    def __init__(self, words: tuple[str, ...], fields: tuple[Field, ...], label: str) -> None:
        self.words, self.fields = words, fields
        self.inputs = [_input(field) for field in fields]
        self.button = ipywidgets.Button(description=label, button_style="primary", layout=WIDE)
        self.said = ipywidgets.Output()
        self.button.on_click(lambda _: self.press())
        super().__init__([*self.inputs, self.button, self.said, Quiet()])
        _open.add(self)

    def _repr_mimebundle_(self, **asked: Any) -> Any:
        return with_words(super()._repr_mimebundle_(**asked), ASLEEP)

    def press(self) -> None:
        """Do it, and show what it says; every form then has the classes and texts that there are now."""
        with tempfile.TemporaryDirectory() as place:
            try:
                argv = [*self.words, *(word for field, one in zip(self.fields, self.inputs, strict=True)
                                       for word in _typed(field, one, Path(place)))]  # fmt: skip
                lines = said_of(argv)
            except (Mistake, OSError) as problem:
                lines = [str(problem)]
        self.said.clear_output()
        with self.said:
            display(Sheet([*_shown(lines)]))
        for one in _open:
            one.refresh()

    def refresh(self) -> None:
        """Look up once more what there is to choose from; what was chosen stays."""
        for field, one in zip(self.fields, self.inputs, strict=True):
            if not isinstance(field.kind, str) and (found := field.kind()) != [*one.options]:
                chosen = one.value
                one.options = found
                one.value = chosen if chosen in [value for _, value in found] else (found[0][1] if found else None)


_open: WeakSet[Form] = WeakSet()

WIDE = ipywidgets.Layout(width="auto", max_width="32rem")
STYLE = {"description_width": "initial"}


def _input(field: Field) -> Any:
    """The widget of a field, with its label."""
    if field.kind == "text":
        return ipywidgets.Text(description=field.label, style=STYLE, layout=WIDE)
    if field.kind in ("file", "files"):
        several = not field.option
        return ipywidgets.FileUpload(multiple=several, description=field.label, tooltip=field.label, layout=WIDE)
    return ipywidgets.Dropdown(options=field.kind(), description=field.label, style=STYLE, layout=WIDE)  # type: ignore[operator]


#: What cannot be in the name of a file everywhere, and how much of a name is kept (in UTF-8, 4 bytes a sign at most).
UNNAMEABLE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\ud800-\udfff]')
MOST_OF_NAME = 60


def _typed(field: Field, one: Any, place: Path) -> Iterator[str]:
    """What a field adds to a command; an empty one that has a name adds nothing."""
    if field.kind == "file" and not one.value:
        raise Mistake(f"Choose a file first, with the button “{field.label}”.")
    files = field.kind in ("file", "files")
    values = list(_uploaded(one.value, place)) if files else [str(one.value or "").strip()]
    for value in filter(None, values):
        if field.option:
            yield field.option
        yield value


def _uploaded(files: Sequence[Any], place: Path) -> Iterator[str]:
    """The paths of files that were uploaded, each in a folder of its own; of a name, the end of its last part counts.

    Platforms put into a name who sent the file, so it is kept as far as it can be one.
    """
    for file in files:
        folder = Path(tempfile.mkdtemp(dir=place))
        name = UNNAMEABLE.sub("", re.split(r"[/\\]", str(file["name"]))[-1])[-MOST_OF_NAME:]
        path = folder / (name if name[:1] not in ("", ".") else f"file{name.strip('.')}")
        path.write_bytes(bytes(file["content"]))
        yield str(path)


def said_of(argv: Sequence[str]) -> list[str]:
    """What a command says, or the sentence that says why it could not be done."""
    parser = argparse.ArgumentParser(exit_on_error=False, add_help=False)
    commands = parser.add_subparsers()
    for add in COMMANDS:
        add(commands.add_parser)
    try:
        with redirect_stderr(StringIO()):  # argparse says there what is said better below
            args = parser.parse_args([*argv])
        return list(one_at_a_time(args))
    except (Mistake, ArticleError, NotSaved, OSError) as problem:
        return [str(problem)]
    except (SystemExit, argparse.ArgumentError):
        return ["Something is missing, or is no number. Fill in the fields above, then press the button again."]


#: The bytes of a file that a link may carry along.
MOST_INLINE = 2_000_000


def _shown(lines: Sequence[str]) -> Iterator[Part]:
    """Lines as a list, each path in them as a link that opens it."""
    head, *rest = lines or ["Done."]
    yield Note("", _linked(head), role="status")
    if rest:
        yield List([_linked(line) for line in rest])


def _linked(line: str) -> Drawing:
    """A line, with what it made as a link, from the folder of this notebook."""
    html = escape(line)
    root = seeds_folder().parent
    for word in line.replace(",", " ").replace(": ", " ").split(" "):
        path = Path(word.removesuffix("."))
        if path.is_absolute() and path.is_file() and root in path.parents:
            html = html.replace(escape(str(path)), _link(path))
    return Drawing(html, line)


def _link(path: Path) -> str:
    """A page is opened; another file is given out by the browser, and the folder says where it lies."""
    name, place = escape(path.name), escape(path.parent.relative_to(seeds_folder().parent).as_posix())
    if path.suffix == ".html":
        address = escape(Path(os.path.relpath(path, working_folder())).as_posix())
        return f'<a class="byline-link" href="{address}">{name}</a>'
    if path.stat().st_size > MOST_INLINE:
        return f"{name}, in the folder {place}"
    data = base64.b64encode(path.read_bytes()).decode()
    return (f'<a class="byline-link" download="{name}" href="data:application/octet-stream;base64,{data}">{name}</a> '
            f"(also in the folder {place})")  # fmt: skip


# --- a class in a notebook ------------------------------------------------------------------------------

#: Status of a first try -> how its part of a bar is filled, so that no colour is needed.
FILLED = {status: (CALLED[status], hatch) for status, hatch in zip(CALLED, ("", "..", "//", "xx"), strict=True)}


def told_plainly(act: Callable[..., Any]) -> Callable[..., Any]:
    """The same; where it cannot be done, the sentence that says why is what it gives."""

    @wraps(act)
    def doing(*args: Any, **named: Any) -> Any:
        try:
            return act(*args, **named)
        except (Mistake, ArticleError, NotSaved) as problem:
            return Told(str(problem))

    return doing


@told_plainly
def class_view(name: str, lesson: str, *, names: bool = False) -> Sheet:
    """The class view of `byline marks`, in the notebook."""
    return class_sheet(Report(open_class(name), lesson), names=names)


@told_plainly
def class_table(name: str, lesson: str, *, names: bool = False) -> Any:
    """How each first try is judged, as a pandas DataFrame: a row for each student, a column for each exercise."""
    import pandas as pd

    report = Report(open_class(name), lesson)
    rows = in_order(report)
    data = {id: [row.done[id].standing if id in row.done else None for row in rows] for id in report.exercises}
    return pd.DataFrame(data, index=[f"{n} {row.student.called}" if names else n for n, row in enumerate(rows, 1)])


@told_plainly
def chart_class(name: str, lesson: str) -> Chart:
    """A bar for each exercise: how many first tries were right, accepted and not yet."""
    report, drawn = Report(open_class(name), lesson), BytesIO()
    counts = {id: Counter(row.done[id].standing for row in report.rows if id in row.done)
              for id in report.exercises}  # fmt: skip
    if not any(counts.values()):
        return as_chart(Table("First tries, by exercise", (), ()), "Nothing was handed in yet.", b"")
    with drawing_axes(9, 0.4 * len(counts) + 1, drawn) as axes:
        left = [0] * len(counts)
        for status, (label, hatch) in FILLED.items():
            several = [counts[id][status] for id in counts]
            axes.barh([*counts], several, left=left, label=label, hatch=hatch, color=colour("white"),
                      edgecolor=colour("ink"))  # fmt: skip
            left = [before + n for before, n in zip(left, several, strict=True)]
        axes.invert_yaxis()
        axes.legend(ncols=len(FILLED), loc="lower right", bbox_to_anchor=(1, 1), frameon=False)
    table = Table("First tries, by exercise", ("Exercise", *(label for label, _ in FILLED.values())),
                  [(id, *(str(n[status]) for status in FILLED)) for id, n in counts.items()], numbers=(1, 2, 3, 4))
    alt = "; ".join(f"{id}: {n['yes']} right, {n['arguable']} accepted, {n['not yet']} not yet"
                    for id, n in counts.items())  # fmt: skip
    return as_chart(table, f"First tries, by exercise. {alt}.", drawn.getvalue())


@told_plainly
def class_learning(name: str) -> Sheet:
    """What a class learned, as its short tests show it, and the same as a picture; a name, or a folder of hand-ins."""
    return with_plane(learning(name))


@told_plainly
def decide_on_readings(name: str, lesson: str) -> ipywidgets.VBox:
    """What many hold and the key refuses, each with a button that accepts it."""
    box = ipywidgets.VBox()

    def draw(said: str = "") -> None:
        report = Report(open_class(name), lesson)
        rows = [_decision(f"{one.spot.e.id}: {told_of(one.spot.place, one.said)} ({one.held_by} of {one.spot.asked})",
                          "Accept this reading", partial(decide, Report.accept, one.id))
                for one in report.challenges()]  # fmt: skip
        rows += [_decision(f"Accepted: {told_of(one['place'], one['said'])}", "Take it back",
                           partial(decide, Report.take_back, one["id"])) for one in report.decisions]  # fmt: skip
        if said:
            said = f"{said} Run the box above once more to see it."
        elif not rows:
            said = "There is no such reading yet."
        box.children = [ipywidgets.HTML(Sheet([Note("", said, role="status")]).html)] * bool(said) + rows

    def decide(act: Callable[[Report, str], str], id: str) -> None:
        try:
            with alone(name):
                said = act(Report(open_class(name), lesson), id)
            draw(said)
        except (Mistake, NotSaved) as problem:
            draw(str(problem))

    draw()
    return box


def _decision(words: str, label: str, act: Callable[[], None]) -> ipywidgets.HBox:
    button = ipywidgets.Button(description=label, layout=ipywidgets.Layout(width="auto"), tooltip=f"{label}: {words}")
    button.on_click(lambda _: act())
    return ipywidgets.HBox([button, ipywidgets.HTML(escape(words))])


@told_plainly
def enter_paper(name: str, lesson: str, text: str = "") -> GridWidget:
    """A table of fields to type in what a class answered on paper, each kept at once."""
    return entry_grid(open_class(name), lesson_called(lesson).number, text or text_of(lesson))


@told_plainly
def read_answers(name: str, exercise: str, text: str = "") -> QueueWidget:
    """The queue of the open answers to one exercise ("02-i") by those who read one text, at first the lesson's."""
    of, lesson = open_class(name), exercise.split("-")[0]
    report, text = Report(of, lesson), text or text_of(lesson)
    known = {id: e for id, e in report.text(text).exercises.items() if e.kind in WRITTEN and id in report.exercises}
    if exercise not in known:
        raise Mistake(f"“{exercise}” has no open answers. In this lesson there are: {', '.join(known) or 'none'}.")
    return QueueWidget(of.folder, known[exercise], report.open_answers(exercise, text))
