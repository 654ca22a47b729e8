"""The house rules: which way imports run, the form of notebooks, the words of the interface, the pins."""

from __future__ import annotations

import ast
import hashlib
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[1]
LIBRARY = PROJECT / "lib"
MODULES = sorted(path for name in ("newsmarks", "byline") for path in (LIBRARY / name).rglob("*.py"))
NOTEBOOKS = sorted((PROJECT / "notebooks").rglob("*.ipynb"))
#: What students open; the other notebooks are a teacher's own.
LESSONS = [path for path in NOTEBOOKS if path.parent.name != "teacher"]
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PYPROJECT["project"]["optional-dependencies"]
NEEDS = [*PYPROJECT["project"]["dependencies"], *EXTRAS["agreement"]]
TESTS_NEED = EXTRAS["test"]

#: A part of the two libraries may import from the parts before it, and from itself; newsmarks knows nothing of byline.
ROW = (
    "newsmarks.keeping newsmarks.model newsmarks.english newsmarks.text newsmarks.form newsmarks.ruleset "
    "newsmarks.phrases newsmarks.changes newsmarks.sources newsmarks.attribution newsmarks.voices newsmarks.loaded "
    "newsmarks.figures newsmarks.reader newsmarks byline.seeds byline.glossary byline.key byline.scoring "
    "byline.agreeing byline.sheet byline.display byline.exercises byline.sealing byline.saying byline.telling "
    "byline.making byline.rewriting byline.kinds byline.attempts byline.lesson byline.audit byline.jupyter byline "
    "byline.gradebooks byline.handout byline.classroom byline.site byline.cli byline.__main__"
).split()
#: The parts whose words a reader may meet.
SPEAKS = ("newsmarks.model", "newsmarks.text", "byline.seeds", "byline.glossary", "byline.display",
          "byline.exercises", "byline.saying", "byline.telling", "byline.making", "byline.rewriting", "byline.kinds",
          "byline.attempts",
          "byline.lesson",
          "byline.gradebooks", "byline.handout", "byline.classroom", "byline.site", "byline.cli")  # fmt: skip
#: Big packages -> where alone they may be imported.
HEAVY = {
    "pandas": ("byline/display/charts.py", "byline/display/dataframe.py", "byline/classroom/"),
    "matplotlib": ("byline/display/charts.py", "byline/classroom/"),
    "ipywidgets": ("byline/lesson/widgets", "byline/classroom/forms"),
    "anywidget": ("byline/lesson/widgets", "byline/classroom/queue", "byline/classroom/entering",
                  "byline/classroom/forms"),
    "jupyterlab": ("byline/jupyter.py",),
}
#: What `re` gets wrong before Python 3.11.5: a group that never gives back, an interpolated pattern among them.
NEVER_GIVES_BACK = re.compile(r"\(\?>|[)}](?:[*+?]|(?<=\))\{[^{}]*\}|(?<=\))\{\{[^{}]*\}\})\+")
NETWORK = {"socket", "ssl", "http", "urllib", "requests", "httpx", "asyncio", "ftplib", "smtplib", "webbrowser"}
#: The verdicts of the interface are about what can be checked, never these.
VERDICTS = re.compile(r"(?<!=)(?<!=[\"'])\b(true|false|lie|lies|lying|liar|fake|propaganda|biased)\b", re.IGNORECASE)
FIXED = "Not checkable from this article does not mean false."


def imports(path: Path) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name}: write the import in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part(name: str) -> str:
    """The part that a dotted name belongs to: the second name of it where that is one, else the whole library."""
    there = ".".join(name.split(".")[:2])
    return there if there in ROW else there.split(".")[0]


def dotted(path: Path) -> str:
    """The name by which a module is imported."""
    return ".".join(path.relative_to(LIBRARY).with_suffix("").parts).removesuffix(".__init__")


def at_import(path: Path) -> Iterator[str]:
    """The modules of the two libraries that are imported when a module is, whatever calls it later."""
    known, waiting = set(map(dotted, MODULES)), list(ast.parse(path.read_text(encoding="utf-8")).body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module in known:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in known else node.module for name in names)
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            waiting += [inner for inner in ast.iter_child_nodes(node) if isinstance(inner, ast.stmt)]


def name_of(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def distribution(requirement: str) -> str:
    """The normalised name in front of a requirement's version."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0]).lower()  # type: ignore[index]


def pinned(file: str) -> dict[str, set[str]]:
    """Package -> the versions that a file of pins holds for it."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", (PROJECT / "lib" / file).read_text(), re.MULTILINE):
        found.setdefault(distribution(name), set()).add(version)
    return found


# The library


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_run_one_way(path: Path) -> None:
    """A part of the library imports only parts that stand below it in DESIGN's row."""
    here = part(dotted(path))
    for name in imports(path):
        if name.split(".")[0] in ("newsmarks", "byline"):
            assert ROW.index(part(name)) <= ROW.index(here), f"{here} must not import {name}"


def test_no_module_needs_itself_to_be_imported() -> None:
    """The graph of what each imports at once has no circle."""
    graph = {dotted(path): set(at_import(path)) for path in MODULES}
    assert graph["byline.kinds.mark"] > {"byline.scoring", "byline.telling", "newsmarks.model"}
    assert set(TopologicalSorter(graph).static_order()) == graph.keys()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_function_has_the_name_of_a_module(path: Path) -> None:
    """Whoever reads a name knows which of the two is meant; a kind of exercise is found by its name alone."""
    others = (dotted(other).split(".") for other in MODULES)
    modules = {name for names in others for name in names[: 2 if names[1:2] == ["kinds"] else None]}
    functions = {node.name for node in ast.parse(path.read_text(encoding="utf-8")).body
                 if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}  # fmt: skip
    assert not {name for name in functions & modules if not name.startswith("_")}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_big_packages_are_imported_only_where_they_are_drawn_with(path: Path) -> None:
    """pandas and matplotlib for charts and the class, widgets for widgets, JupyterLab for the command."""
    inside = path.relative_to(LIBRARY).as_posix()
    for name in imports(path):
        places = HEAVY.get(name.split(".")[0])
        assert places is None or inside.startswith(places), f"{inside} must not import {name}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_in_the_library_can_reach_a_network(path: Path) -> None:
    """Nothing about a learner leaves the machine: no module knows how."""
    assert not NETWORK & {name.split(".")[0] for name in imports(path)}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_pattern_repeats_a_group_possessively(path: Path) -> None:
    """Only a single character class may (`\\d++`): older Pythons get possessive and atomic groups wrong, or raise."""
    assert NEVER_GIVES_BACK.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "bad", ["(?:a|b)++", "(a)*+", "(?>a|b)", "(?P<u>{unit})?+{END}", "(?:a ){{2,3}}+", "({NUMBER}){2}+", "{WORD}*+"]
)
def test_such_a_pattern_would_be_noticed(bad: str) -> None:
    """The look above sees each form, and takes no plain one for it."""
    assert NEVER_GIVES_BACK.search(bad)
    assert not NEVER_GIVES_BACK.search(r"\d++(?:\.\d++)*(?:a){{2,3}}|[^()]{{2,80}}+{END}+")


@pytest.mark.parametrize(
    "code",
    [
        "import byline",
        "import sys; from byline.cli import main; main(['read', 'mariupol', '--json', '-o', sys.argv[1]])",
    ],
    ids=["import byline", "byline read"],
)
def test_reading_loads_no_big_package(code: str, tmp_path: Path) -> None:
    """A weak laptop waits for pandas, matplotlib or widgets only when something is drawn with them."""
    ask = f"{code}; import sys; print(sorted({set(HEAVY)!r} & set(sys.modules)), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", ask, tmp_path / "out"], cwd=PROJECT, capture_output=True, text=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize("path", [*MODULES, PROJECT / "lib" / "start.py"], ids=name_of)
def test_no_function_body_is_longer_than_40_lines(path: Path) -> None:
    """A function fits on a screen."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            length = (body[-1].end_lineno or 0) - body[0].lineno + 1
            assert length <= 40, f"{node.name} has {length} lines"


@pytest.mark.parametrize("tool", [["ruff", "check", "."], ["mypy"]], ids=["ruff", "mypy"])
def test_the_checkers_find_nothing(tool: list[str]) -> None:
    """ruff and mypy agree, with the few exceptions that pyproject.toml gives reasons for."""
    done = subprocess.run([sys.executable, "-m", *tool], cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


# The words


def strings(path: Path) -> Iterator[str]:
    """The string constants of a module that are not docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {id(n.body[0].value) for n in ast.walk(tree) if isinstance(n, documented) and ast.get_docstring(n)}  # type: ignore[attr-defined]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def told() -> Iterator[tuple[str, str]]:
    """Where and what a student or a teacher is told, in lessons, reasons and the interface."""
    for path in NOTEBOOKS:
        yield from ((name_of(path), source) for _, source in cells(path))
    for path in (LIBRARY / "newsmarks" / "rules").glob("*.toml"):
        for rule in tomllib.loads(path.read_text(encoding="utf-8")).get("rule", []):
            yield from ((f"{name_of(path)} {rule['id']}", str(rule.get(k, ""))) for k in ("label", "why", "neutral"))
    glossary = LIBRARY / "byline" / "glossary.toml"
    yield name_of(glossary), glossary.read_text(encoding="utf-8")
    for path in MODULES:
        if part(dotted(path)) in SPEAKS:
            yield from ((name_of(path), text) for text in strings(path))


def test_nobody_s_claim_gets_a_verdict_of_truth() -> None:
    """Interface, reasons and lessons speak of attributed and checkable, and once, fixed, of "false"."""
    said = []
    for where, text in told():
        free = text.replace(FIXED, "")
        said += [f"{where}: {free[max(0, m.start() - 40) : m.end() + 40]!r}" for m in VERDICTS.finditer(free)]
    assert not said, "\n".join(said)


def files() -> Iterator[Path]:
    """Every text file of the project."""
    made = re.compile(r"\.git|\.venv.*|__pycache__|\..*_cache|.*\.egg-info|\.hypothesis|\.ipynb_checkpoints|answers")
    for path in PROJECT.rglob("*"):
        inside = path.relative_to(PROJECT).parts
        if path.is_file() and not any(map(made.fullmatch, inside)) and path.suffix not in (".png", ".woff2"):
            yield path


def test_no_file_names_a_path_of_one_machine_or_a_host_of_packages() -> None:
    """What holds on one machine only, or sends somebody to a registry, has no place here."""
    parts = ["/wo" "rk/", "/ro" "ot/", "/ho" "me/", "../sha" "red", "py" "pi.org", "python" "hosted",
             "registry.np" "mjs", "anaconda" ".org", "deb" "ian.org"]  # fmt: skip
    found = [f"{name_of(p)}: {bad}" for p in files() for bad in parts if bad in p.read_text("utf-8", errors="replace")]
    assert not found


def test_no_file_has_marks_of_a_merge_that_was_left_undone() -> None:
    marks = re.compile(rf"^(?:{'<' * 7}|{'>' * 7})", re.MULTILINE)
    assert [name_of(path) for path in files() if marks.search(path.read_text("utf-8", errors="replace"))] == []


def test_the_article_is_the_one_that_was_given() -> None:
    """The marks of key and lessons stand off from exactly these bytes."""
    article = (PROJECT / "seeds" / "mariupol" / "article.txt").read_bytes()
    assert hashlib.sha256(article).hexdigest() == "2af1125e999cafa9928cd09706f313613147cd2280d6f504a41bbd9de065d034"


# The notebooks


def cells(path: Path) -> list[tuple[str, str]]:
    """(kind, source) of each cell."""
    return [(c["cell_type"], "".join(c["source"])) for c in json.loads(path.read_text(encoding="utf-8"))["cells"]]


def code_of(path: Path) -> list[str]:
    return [source for kind, source in cells(path) if kind == "code"]


def opening(path: Path) -> str:
    """The prose before the first code cell."""
    kinds = [kind for kind, _ in cells(path)]
    return "\n".join(source for _, source in cells(path)[: kinds.index("code")])


def test_there_are_lessons() -> None:
    """The tests of the notebooks' form have something to look at."""
    names = [p.name for p in NOTEBOOKS]
    assert {"lessons.ipynb", "00_start_here.ipynb"} <= set(names)


@pytest.mark.parametrize("path", LESSONS, ids=name_of)
class TestALesson:
    """The form of a lesson (STYLE.md): an essay that runs."""

    def test_has_a_question_for_its_title(self, path: Path) -> None:
        assert re.match(r"# .+\?$", cells(path)[0][1].splitlines()[0])

    @pytest.mark.parametrize("said", ["be able to", r"\d+ minutes", r"\bneed\b", "content note"])
    def test_says_first_what_to_expect(self, path: Path, said: str) -> None:
        """What you will be able to do, how long it takes, what you need first, and a content note."""
        assert re.search(said, opening(path), re.IGNORECASE), f"nothing like “{said}” before the first code cell"

    def test_starts_with_plain_imports_and_the_article(self, path: Path) -> None:
        first = code_of(path)[0]
        assert re.match(r"from byline import \w", first)  # no part of the library is named to a student
        assert re.search(r"(open|study)_article\(|check_yourself\(", first)

    def test_has_20_to_90_words_of_prose_between_code_cells(self, path: Path) -> None:
        """On average, from the first code cell to the last, without what <details> keeps for later."""
        kinds = [kind for kind, _ in cells(path)]
        first, last = kinds.index("code"), len(kinds) - 1 - kinds[::-1].index("code")
        prose = "\n".join(source for kind, source in cells(path)[first:last] if kind == "markdown")
        words = re.findall(r"[^\W_]+(?:['’-]\w+)*", re.sub(r"(?s)<details>.*?</details>|<[^>]+>", "", prose))
        assert 20 <= len(words) / (len(code_of(path)) - 1) <= 90


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
class TestANotebook:
    """The form of any notebook, a teacher's too: cells that are short and plain, with words between."""

    def test_begins_with_plain_imports(self, path: Path) -> None:
        assert re.match(r"from byline[.\w]* import \w", code_of(path)[0])

    def test_has_at_most_20_code_cells_of_at_most_6_lines(self, path: Path) -> None:
        assert len(code_of(path)) <= 20
        assert max(len(source.splitlines()) for source in code_of(path)) <= 6

    def test_has_prose_between_any_two_code_cells(self, path: Path) -> None:
        kinds = [kind for kind, _ in cells(path)]
        assert ("code", "code") not in pairwise(kinds)

    def test_holds_no_logic(self, path: Path) -> None:
        """No magics, no definitions, no star import, no loop that decides: that belongs in the library."""
        for source in code_of(path):
            tree = ast.parse(source)  # a magic is a SyntaxError
            kept_out: tuple[Any, ...] = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.If, ast.While, ast.Try)
            assert not [node for node in ast.walk(tree) if isinstance(node, kept_out)]
            assert "import *" not in source
            assert "sys.path" not in source

    def test_is_kept_without_outputs_and_hidden_cells(self, path: Path) -> None:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            assert not cell.get("outputs")
            assert cell.get("execution_count") is None
            assert not cell["metadata"].get("jupyter"), "a cell that is hidden"

    def test_its_exercises_cannot_be_deleted_or_edited(self, path: Path) -> None:
        """An exercise stands alone in its cell, and a stray key does not take it away."""
        asking = ("exercise(", "export_answers(", "delete_answers(")
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"]).strip()
            if cell["cell_type"] == "code" and source.startswith(asking):
                assert (cell["metadata"].get("deletable"), cell["metadata"].get("editable")) == (False, False)
                assert len(source.splitlines()) == 1

    def test_imports_only_what_the_project_depends_on(self, path: Path) -> None:
        names = {n.split(".")[0] for source in code_of(path) for n in imported_by(source)}
        assert names - set(sys.stdlib_module_names) <= {"newsmarks", "byline", *importable(NEEDS)}


def imported_by(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)


# The dependencies


def importable(requirements: list[str]) -> set[str]:
    """The names that can be imported from these requirements, as they are installed here."""
    wanted = set(map(distribution, requirements))
    installed = importlib.metadata.packages_distributions()
    return {name for name, found in installed.items() if wanted & set(map(distribution, found))}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_library_imports_only_what_the_project_depends_on(path: Path) -> None:
    """pyproject.toml names every package that byline imports; newsmarks needs Python alone."""
    names = {name.split(".")[0] for name in imports(path)} - set(sys.stdlib_module_names)
    if dotted(path).startswith("newsmarks"):
        assert names <= {"newsmarks"}
        return
    # what ipywidgets and JupyterLab are made of
    parts = {"IPython", "traitlets", "jupyter_core", "jupyterlab_server", "mistune", "platformdirs", "tornado"}
    assert names <= {"newsmarks", "byline", *parts, *importable(NEEDS)}


def test_the_pins_hold_every_dependency_in_one_version() -> None:
    """What pyproject.toml asks for, lib/pins.txt and lib/pins-test.txt name exactly."""
    for file, requirements in (("pins.txt", NEEDS), ("pins-test.txt", [*NEEDS, *TESTS_NEED])):
        pins = pinned(file)
        assert {r: len(pins.get(distribution(r), ())) for r in requirements} == dict.fromkeys(requirements, 1)
        assert "setuptools" in pins, "start.py builds byline with it, offline"


def test_the_tests_run_on_what_the_lessons_run_on() -> None:
    """lib/pins-test.txt is lib/pins.txt and more."""
    lessons, tests = pinned("pins.txt"), pinned("pins-test.txt")
    assert {name: tests.get(name) for name in lessons} == lessons


@pytest.mark.parametrize(
    "file", ["pins.txt", "pins-test.txt", "byline/site/pins-lite.txt", "byline/site/pins-kernel.txt"]
)
def test_every_pin_is_a_name_a_version_and_hashes(file: str) -> None:
    """No pin can be swapped on its way, and none says from where it comes."""
    text = (PROJECT / "lib" / file).read_text()
    pins = re.split(r"\n(?=\w)", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    shape = re.compile(r"[\w.-]+==[^\s;@]+( ; [^\\\n]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+")
    assert [pin for pin in pins if not shape.fullmatch(pin)] == []


def test_conda_gets_the_same_versions() -> None:
    """environment.yml names each dependency in the version of lib/pins.txt, from one channel, and byline itself."""
    text = (PROJECT / "environment.yml").read_text()
    conda = dict(re.findall(r"^  - ([\w-]+?)(?:-base)?=([\d.]+)", text, re.MULTILINE))
    pins, python = pinned("pins.txt"), conda.pop("python")
    assert {name: {version} for name, version in conda.items()} == {n: pins[n] for n in map(distribution, NEEDS)}
    least = PYPROJECT["project"]["requires-python"].removeprefix(">=")
    assert list(map(int, python.split("."))) >= list(map(int, least.split("."))), "and one that repo2docker can read"
    assert "  - pip:\n      - -e .\n" in text
    assert "://" not in text


def test_ci_runs_the_command_that_the_readme_gives() -> None:
    """A green run means that a newcomer's command works."""
    command = "python3 lib/start.py test"
    assert command in (PROJECT / "README.md").read_text(encoding="utf-8")
    assert f"\n{command}\n" in (PROJECT / ".ci" / "run").read_text()
