"""Fields on the page for a class that answered on paper: a row a student, a column an exercise, each cell kept at once.

`hear` is what page and Python say to each other, and knows no widget toolkit: {"code", "exercise", "cell"} comes, and
goes back with "fault", a sentence where the cell could not be taken.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from byline.classroom.classes import Class
from byline.classroom.typed import paper_table, take_cells
from byline.handout.cells import HOW_SURE
from byline.jupyter import Mistake
from byline.kinds import whole_text
from byline.lesson.codes import typed_code
from byline.lesson.desk import Text
from byline.lesson.disk import NotSaved
from byline.lesson.notices import ASLEEP
from byline.lesson.widgets import with_words
from byline.sheet import style_sheet

HERE = Path(__file__).parent


def grid_of(of: Class, lesson: str, text: Text) -> dict[str, Any]:
    """All that the page draws: [exercise, what a cell holds] for each column, [code, name, cells] for each row."""
    head, *rows = paper_table(of, lesson, text.article.id)
    return {"title": f"{of.name}: lesson {lesson}, “{text.article.id}”, from paper", "note": HOW_SURE,
            "columns": [cell.split(": ", 1) for cell in head[2:]],
            "rows": [[code, name or code, cells] for code, name, *cells in rows]}  # fmt: skip


def hear(of: Class, text: Text, message: Any) -> dict[str, Any]:
    """Keep one cell, and say what is wrong with it."""
    told = whole_text(message) if isinstance(message, dict) else {}
    code, name, cell = (str(told.get(field, "")) for field in ("code", "exercise", "cell"))
    student = of.student_of(typed_code(code))
    if student is None or name not in text.exercises:
        return {**told, "fault": "This table is out of date. Run its box again."}
    try:
        return {**told, "fault": " ".join(take_cells(of, text, {student.codes[0]: {name: cell[:200]}}))}
    except (NotSaved, Mistake) as problem:
        return {**told, "fault": str(problem)}


class GridWidget(anywidget.AnyWidget):
    """The table on the page; `spec` is how it stood when it was drawn."""

    _esm = HERE / "entering.js"
    _css = style_sheet() + (HERE / "entering.css").read_text(encoding="utf-8")
    spec = traitlets.Dict().tag(sync=True)

    def __init__(self, of: Class, lesson: str, text: Text) -> None:
        self.of, self.text = of, text
        super().__init__(spec=grid_of(of, lesson, text))
        self.on_msg(self._heard)

    def _heard(self, _: Any, message: Any, buffers: Any) -> None:
        self.send(hear(self.of, self.text, message))

    def _repr_mimebundle_(self, **asked: Any) -> Any:
        return with_words(super()._repr_mimebundle_(**asked), ASLEEP)


def entry_grid(of: Class, lesson: str, text: str = "mariupol") -> GridWidget:
    """The table of a class ("9B" opened) for a lesson ("02") and a text. Raises ArticleError, Mistake."""
    return GridWidget(of, lesson, Text(text))
