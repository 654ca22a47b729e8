"""Do the tests notice? Small changes of the code, drawn at random, each tried on a copy of the project.

    python tests/bench/mutants.py [FOLDER or FILE ...] [--count 100] [--seed 0] [--at FILE:LINE ...]

A change turns a comparison round, switches a branch off, drops an "and", an "or" or a "not", moves a number by one,
takes out a word that is compared, exchanges "min" and "max", "+" and "-", or returns something else. It is noticed
when a test fails or does not come to an end; first run the tests without a change. The same seed draws the same
changes from the same code; `--at` tries every change of a line instead.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).parents[2]
PLACES = ("lib/newsmarks", "lib/byline/key", "lib/byline/scoring.py", "lib/byline/telling.py",
          "lib/byline/exercises.py", "lib/byline/kinds", "lib/byline/attempts.py", "lib/byline/lesson",
          "lib/byline/gradebooks", "lib/byline/handout", "lib/byline/classroom")  # fmt: skip
#: Folder or module -> the tests that its changes are tried on, the nearest first; for others those of all.
TESTS = {
    "answers": "answers old_answers", "folder": "folder", "disk": "disk answers", "returned": "old_answers",
    "newsmarks": "golden cases figures article wording loaded rules side_swap reading profile",
    "key": "key compare seeds", "seeds": "published beside article key", "sheet": "sheet passport profile",
    "display": "show passport profile published beside prose",
    "scoring": "compare tries feedback key seeds",
    "telling": "feedback exercises", "exercises": "feedback exercises lesson old_answers", "attempts": "attempts",
    "making": "making",
    "kinds": "feedback tries exercises lesson old_answers kinds",
    "lesson": "lesson feedback folder answers disk exercises slip",
    "gradebooks": "gradebook roster", "handout": "packing paper guide graders",
    "classroom": "class_view classes collecting teachers_commands levels paper",
}  # fmt: skip
#: Tests that take long and notice nothing that the others do not, by a part of their names.
LEFT_OUT = ("a_hundred_kills", "thousand_random", "every_exercise_of_a_seed", "a_sealed_exercise_keeps", "any_bytes",
            "says_nonsense", "receipt_is_text", "torn_key", "every_character_once", "starts_not_attempted")  # fmt: skip
#: Seconds after which tests do not come to an end.
PATIENCE = 120
#: (end of the file's name, the change) -> why no text can show it. At most five.
CANNOT_MATTER: dict[tuple[str, str], str] = {
    ("newsmarks/phrases.py", "if[after not in following and after.isalpha()] -> [False]"):
        "it only saves a longer look",
}

TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


class Change(NamedTuple):
    """What stands in a file (named from the project's folder), and the whole text with something else in its place."""

    file: str
    line: int
    place: tuple[int, int]
    was: str
    now: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.was} -> {self.now}"


class Changed(ast.NodeVisitor):
    """(node, what could stand in its place) for all of a module but types, decorators and what is said to people."""

    def __init__(self) -> None:
        self.found: list[tuple[ast.expr | ast.stmt, ast.AST]] = []
        self.returns = ""

    def instead(self, node: ast.expr | ast.stmt, *others: ast.AST) -> None:
        self.found += [(node, other) for other in others]

    def several(self, nodes: Sequence[ast.AST | None]) -> None:
        for node in filter(None, nodes):
            self.visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        outer, self.returns = self.returns, ast.unparse(node.returns) if node.returns else ""
        self.several([*node.args.defaults, *node.args.kw_defaults, *node.body])
        self.returns = outer

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.several(node.body)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.several([node.value])

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """What is said to people, or a pattern."""

    def visit_If(self, node: ast.If | ast.IfExp) -> None:
        self.instead(node.test, ast.Constant(True), ast.Constant(False))
        self.generic_visit(node)

    visit_IfExp = visit_If

    def visit_While(self, node: ast.While) -> None:
        self.instead(node.test, ast.Constant(False))
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for test in node.ifs:
            self.instead(test, ast.Constant(True))
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        for n, op in enumerate(node.ops):
            ops = [*node.ops[:n], TURNED[type(op)](), *node.ops[n + 1 :]]
            self.instead(node, ast.Compare(node.left, ops, node.comparators))
        self.words(node.left, *node.comparators)
        self.generic_visit(node)

    def words(self, *nodes: ast.AST) -> None:
        """A word that is compared becomes another; of several words each is left out once."""
        for node in nodes:
            match node:
                case ast.Constant(str(value)) if value:
                    self.instead(node, ast.Constant("\x00"))
                case ast.Tuple(several) if len(several) > 1 and all(isinstance(e, ast.Constant) for e in several):
                    without = ([e for e in several if e is not left] for left in several)
                    self.instead(node, *(ast.Tuple(rest, ast.Load()) for rest in without))

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        for value in node.values:
            left = [v for v in node.values if v is not value]
            self.instead(node, left[0] if len(left) == 1 else ast.BoolOp(node.op, left))
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            self.instead(node, node.operand)
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, bool):
            self.instead(node, ast.Constant(not node.value))
        elif isinstance(node.value, int | float):
            self.instead(node, ast.Constant(node.value + 1))

    def visit_Return(self, node: ast.Return) -> None:
        others = (True, False) if self.returns == "bool" else (None,)
        if node.value is not None:
            self.instead(node.value, *(ast.Constant(o) for o in others if ast.unparse(node.value) != str(o)))
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        match node.func:
            case ast.Name("min" | "max" as name):
                self.instead(node.func, ast.Name("max" if name == "min" else "min"))
            case ast.Attribute(_, "startswith" | "endswith"):
                self.words(*node.args)
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        swapped: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add}
        if type(node.op) in swapped and not any(isinstance(n, ast.JoinedStr | ast.List) or _is_text(n)
                                                for n in (node.left, node.right)):  # fmt: skip
            self.instead(node, ast.BinOp(node.left, swapped[type(node.op)](), node.right))
        self.generic_visit(node)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def changes(file: str, text: str) -> Iterator[Change]:
    """Every change that can be made of a module, each once, in the order of its lines."""
    visitor = Changed()
    visitor.visit(ast.parse(text))
    lines = text.split("\n")

    def at(line: int, column: int) -> int:
        return sum(len(one) + 1 for one in lines[: line - 1]) + len(lines[line - 1].encode()[:column].decode())

    found = {}
    for node, new in visitor.found:
        start, end = at(node.lineno, node.col_offset), at(node.end_lineno or 0, node.end_col_offset or 0)
        now = ast.unparse(ast.fix_missing_locations(new))
        before = text[text.rfind("\n", 0, start) + 1 : start].strip()[-40:]
        change = Change(file, node.lineno, (start, end), f"{before}[{' '.join(text[start:end].split())}]", f"[{now}]",
                        f"{text[:start]}({now}){text[end:]}")  # fmt: skip
        found[change.text] = change
    return iter(sorted(found.values(), key=lambda change: change.line))


def every_change(places: Sequence[str]) -> list[Change]:
    where = map(PROJECT.joinpath, places)
    files = [file for one in where for file in ([one] if one.is_file() else one.rglob("*.py"))]
    named = sorted({file.relative_to(PROJECT).as_posix(): file for file in files}.items())
    return [change for name, file in named for change in changes(name, file.read_text(encoding="utf-8"))]


def may_matter(change: Change) -> bool:
    return not any(change.file.endswith(end) and f"{change.was} -> {change.now}" == what for end, what in CANNOT_MATTER)


def drawn(every: Sequence[Change], several: int, seed: int) -> list[Change]:
    """So many places, each as likely as another, and of what can stand there one."""
    places: dict[tuple[str, tuple[int, int]], list[Change]] = defaultdict(list)
    for change in every:
        places[change.file, change.place].append(change)
    rng = random.Random(seed)
    return sorted(map(rng.choice, rng.sample(list(places.values()), min(several, len(places)))))


def tests_of(file: str) -> list[str]:
    """The tests that a change of a file is tried on."""
    near = [names for place, names in TESTS.items() if place in Path(file).with_suffix("").parts]
    return list(dict.fromkeys(" ".join(near or TESTS.values()).split()))


class Copy:
    """A copy of the project, in which one change at a time is tried."""

    def __init__(self, folder: Path) -> None:
        kept_out = shutil.ignore_patterns(".*", "__pycache__", "answers", "*.egg-info", "build", "dist")
        shutil.copytree(PROJECT, folder / "project", ignore=kept_out)
        self.folder = folder / "project"
        self.noticed_by: dict[str, Counter[str]] = defaultdict(Counter)
        # A changed file has a time of its own, so that Python takes no compiled form of another change for it.
        self.moments = count(1_000_000_000)

    def noticed(self, change: Change) -> str:
        """Which test notices, or why it counts as noticed; "" where none does."""
        file = self.folder / change.file
        sound = file.read_text(encoding="utf-8")
        try:
            self._write(file, change.text)
            order = sorted(tests_of(change.file), key=lambda name: -self.noticed_by[change.file][name])
            by = self.failing(order[:2]) or self.failing(order[2:])
            if found := re.search(r"test_(\w+)\.py", by):
                self.noticed_by[change.file][found[1]] += 1
            return by
        finally:
            self._write(file, sound)

    def _write(self, file: Path, text: str) -> None:
        file.write_text(text, encoding="utf-8")
        moment = next(self.moments)
        os.utime(file, (moment, moment))

    def failing(self, names: Sequence[str]) -> str:
        """The first test of some files that fails, "timed out", or ""."""
        tests = [f"tests/test_{name}.py" for name in names]
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not browser", "--tb=no",
                   "-k", f"not ({' or '.join(LEFT_OUT)})", *tests]  # fmt: skip
        own = {"PYTHONPATH": str(self.folder / "lib"), "PYTHONHASHSEED": "0", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | own
        try:
            done = subprocess.run(command, cwd=self.folder, env=env, capture_output=True, text=True, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            return "timed out"
        if done.returncode == 0:
            return ""
        told = re.search(r"^(?:FAILED|ERROR) (.*)", done.stdout, re.M)
        return told[1] if told else (done.stdout + done.stderr).strip()[-200:]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="*", default=PLACES, metavar="FOLDER or FILE")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--at", action="append", default=[], metavar="FILE:LINE")
    args = parser.parse_args()
    every = [change for change in every_change(args.places) if may_matter(change)]
    there = [c for c in every if any(f"{c.file}:{c.line}".endswith(at) for at in args.at)]
    tried = there if args.at else drawn(every, args.count, args.seed)
    print(f"{len(every)} changes can be made in {', '.join(args.places)}; {len(tried)} are tried (seed {args.seed})")
    began, noticed = time.perf_counter(), 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(Path(folder))
        for change in tried:
            by = copy.noticed(change)
            noticed += bool(by)
            print(f"{'noticed' if by else 'UNSEEN ':8} {change}{f'  ({by[:80]})' if by else ''}", flush=True)
    pace = (time.perf_counter() - began) / max(1, len(tried))
    print(f"seed {args.seed}: {noticed} of {len(tried)} noticed ({pace:.1f} s each)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
