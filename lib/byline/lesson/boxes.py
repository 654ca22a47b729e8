"""The code cells of a lesson as boxes of a page: what each is, which of its words a student may change, what it shows.

A page has no cell to type in. The words that a student is meant to change become fields, and what is put in them goes
back into the cell as a constant, so whatever was typed stays words and never becomes code.
"""

from __future__ import annotations

import ast
import io
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from byline.exercises import Unclear
from byline.lesson.disk import read_file
from byline.sheet import Note, escape, framed, style_sheet

#: Call -> the place of the words in it that are a student's (a number or a name), the kind of field, and its label.
TYPED: dict[str, tuple[int | str, str, str]] = {
    "open_text": (0, "lines", "Your text"), "words": (0, "line", "A word (leave it empty for all words)"),
    "passport": (1, "line", "Which figure?"), "change_rules": ("loaded", "strengths", "Your rules"),
    "rewrite": (2, "lines", "Your paragraph"),
}  # fmt: skip
#: What is answered from what a student did, so never drawn beforehand.
ASKED = ("lessons", "progress", "recap", "chart_plane")
#: Cells in whose place a page has something of its own.
PLACES = {"exercise": "exercise", "export_answers": "hand in", "open_feedback": "feedback"}
#: Characters that a field takes: a very long report has 60,000.
LONGEST = 200_000
STRENGTHS = range(4)
#: The look that a mark keeps where no style sheet is.
KEPT = re.compile(r' style="color:[^"<>]*"')


@dataclass(frozen=True, slots=True)
class Field:
    """What a student may change in a box.

    kind: "line", "lines" (a text) or "strengths" (words, each with a strength from 0, taken out, to 3). value: a text,
    or for strengths a list of [word, strength].
    """

    kind: str
    label: str
    value: Any


@dataclass(frozen=True, slots=True)
class _Place:
    """A literal in a cell, and its field; where nothing is typed, `empty` takes its place."""

    node: ast.Constant | ast.Dict
    field: Field
    empty: str | None


def fields_of(source: str) -> tuple[Field, ...]:
    """The words of a cell that a student is meant to change, in their order.

    >>> fields_of('words("hedge")')[0].value
    'hedge'
    """
    return tuple(place.field for place in _places(ast.parse(source)))


def with_values(source: str, values: Sequence[Any]) -> ast.Module:
    """The cell with other words in the place of its literals; raises Unclear where they do not fit its fields."""
    tree = ast.parse(source)
    places = _places(tree)
    if len(places) != len(values):
        raise Unclear(f"This box has {len(places)} fields, and {len(values)} came. Load the page again.")
    for place, value in zip(places, values, strict=True):
        _fill(place, value)
    return ast.fix_missing_locations(tree)


def _places(tree: ast.Module) -> list[_Place]:
    """Where the cell has words that are a student's, in the order of the text."""
    named = {target.id: node.value for node in tree.body if isinstance(node, ast.Assign)
             for target in node.targets if isinstance(target, ast.Name)}  # fmt: skip
    found = [place for call in ast.walk(tree) if isinstance(call, ast.Call) for place in _in_call(call, named)]
    return sorted(found, key=lambda place: (place.node.lineno, place.node.col_offset))


def _in_call(call: ast.Call, named: dict[str, ast.expr]) -> Iterator[_Place]:
    """The field of a call, if it is one of TYPED; a name stands for what was assigned to it."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if name not in TYPED:
        return
    at, kind, label = TYPED[name]
    given: dict[int | str, ast.expr] = {**dict(enumerate(call.args)), **{k.arg or "": k.value for k in call.keywords}}
    node = given.get(at)
    if isinstance(node, ast.Name):
        node, kind, label = named.get(node.id), "line", "Your sentence"
    value = _literal(node)
    if isinstance(node, (ast.Constant, ast.Dict)) and isinstance(value, list if kind == "strengths" else str):
        yield _Place(node, Field(kind, label, value), None if name == "words" else "")


def _literal(node: ast.expr | None) -> Any:
    """The value of a literal, a dict as a list of pairs; None where it is no literal."""
    try:
        value = ast.literal_eval(node) if node is not None else None
    except ValueError:
        return None
    return [list(pair) for pair in value.items()] if isinstance(value, dict) else value


def _fill(place: _Place, value: Any) -> None:
    if isinstance(place.node, ast.Dict):
        pairs = list(_strengths(value))
        place.node.keys = [ast.Constant(word) for word, _ in pairs]
        place.node.values = [ast.Constant(strength) for _, strength in pairs]
    else:
        said = _text(value)
        place.node.value = said if said.strip() else place.empty


def _strengths(value: Any) -> Iterator[tuple[str, int]]:
    """The words that were put in, each with its strength; rows that were left empty do not count."""
    for row in value if isinstance(value, list) else [value]:
        if not (isinstance(row, list) and len(row) == 2 and type(row[1]) is int and row[1] in STRENGTHS):
            raise Unclear("Give each word a strength: 0 takes it out, and 1, 2 or 3 puts it in.")
        if word := _text(row[0]).strip():
            yield word, row[1]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Unclear("This box takes words. Load the page again.")
    if len(value) > LONGEST:
        raise Unclear(f"This text has {len(value):,} characters, and the box takes {LONGEST:,}. Put in a part of it.")
    return value


# --- what a box is, and what it shows ------------------------------------------------------------------


def sort_cell(source: str) -> str:
    """What a code cell is on a page: "exercise", "hand in", "feedback", "asked", "typed" or "drawn"."""
    last = _last_call(source)
    if last in PLACES:
        return PLACES[last]
    return "asked" if last in ASKED else "typed" if fields_of(source) else "drawn"


def exercise_in(source: str) -> str:
    """The name of the exercise that a cell shows.

    >>> exercise_in('exercise("00-f")')
    '00-f'
    """
    call = next(node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return str(ast.literal_eval(call.args[0]))


def _last_call(source: str) -> str:
    """The name of what the last line of a cell calls; empty where it calls nothing."""
    body = ast.parse(source).body
    last = body[-1].value if body and isinstance(body[-1], ast.Expr) else None
    return last.func.id if isinstance(last, ast.Call) and isinstance(last.func, ast.Name) else ""


def run_cell(source: str, values: Sequence[Any] | None, names: dict[str, Any]) -> str:
    """What a cell shows, as HTML without a style sheet: what it printed, and its last line.

    `values` go into its fields (None: it runs as it stands); `names` are what it knows, and it adds its own. What the
    library says of a mistake is shown as its sentence.
    """
    printed = io.StringIO()
    try:
        tree = ast.parse(source) if values is None else with_values(source, values)
        with redirect_stdout(printed):
            shown = draw_value(_run(tree, names))
    except ValueError as problem:  # ArticleError, RuleError and Unclear are ValueErrors
        shown = framed([Note("", str(problem), role="status")])
    return (f'<pre class="byline-said">{escape(printed.getvalue())}</pre>' if printed.getvalue() else "") + shown


def _run(tree: ast.Module, names: dict[str, Any]) -> Any:
    """Run a cell; the value of its last line, where that is an expression."""
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<box>", "exec"), names)
    return eval(compile(ast.Expression(last.value), "<box>", "eval"), names) if isinstance(last, ast.Expr) else None


def draw_value(value: Any) -> str:
    """A value as a page shows it, whose style sheet is there already."""
    if value is None:
        return ""
    if hasattr(value, "_repr_html_"):
        return KEPT.sub("", str(value._repr_html_()).replace(f"<style>{style_sheet()}</style>", ""))
    return f'<pre class="byline-said">{escape(value if isinstance(value, str) else repr(value))}</pre>'


def code_cells(notebook: Path) -> dict[int, str]:
    """The code cells of a notebook: their place among all its cells -> the code. Raises OSError, ValueError."""
    cells = json.loads(read_file(notebook))["cells"]
    return {n: "".join(cell["source"]) for n, cell in enumerate(cells) if cell["cell_type"] == "code"}


class Boxes:
    """The code cells of one lesson, run one at a time: each stands on the first, and on no other.

    The article is the one that was opened last (`study_article(text)`).
    """

    def __init__(self, cells: dict[int, str]) -> None:
        self.cells = cells
        self._names: dict[str, Any] | None = None

    def run(self, n: int, values: Sequence[Any] | None = None) -> str:
        """What the box at this place among the cells shows, as HTML; see `run_cell`."""
        if n not in self.cells:
            return framed([Note("", f"This page has no box {n}. Load it again.", role="status")])
        if n == min(self.cells):
            self._names = {}
            return run_cell(self.cells[n], values, self._names)
        return run_cell(self.cells[n], values, dict(self._begun()))

    def _begun(self) -> dict[str, Any]:
        """What the first cell names, without what it shows."""
        if self._names is None:
            tree = ast.parse(self.cells[min(self.cells)])
            tree.body = [node for node in tree.body if not isinstance(node, ast.Expr)]
            names: dict[str, Any] = {}
            _run(tree, names)
            self._names = names
        return self._names
