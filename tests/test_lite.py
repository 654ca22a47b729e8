"""The notebook road of the browser edition: what is written for JupyterLite, and the environment that builds it."""

from __future__ import annotations

import asyncio
import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from byline.jupyter import Mistake
from byline.site import environment, lite

PROJECT = Path(__file__).parents[1]
LESSONS = [PROJECT / "notebooks" / f"{name}.ipynb" for name in ("00_start_here", "05_figures")]
CHARTS = {"matplotlib": ["numpy", "six"], "numpy": [], "six": [], "pandas": ["numpy", "pytz"], "pytz": []}
#: A page of JupyterLite, as far as it matters here.
APP = "<!DOCTYPE html><html><head><script>await import(\n  '../config-utils.js?_=1'\n);</script></head></html>"
Built = Callable[..., Path]


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Built:
    """Write the notebooks with JupyterLite's own part left out: a folder of Pyodide and its files -> the site."""
    wheel = empty_wheel(tmp_path / "byline-0.1.0-py3-none-any.whl")
    kernel = [empty_wheel(tmp_path / f"{name}-1-py3-none-any.whl") for name in ("ipython", "six")]
    monkeypatch.setattr(lite, "build_environment", lambda say: Path("python"))
    monkeypatch.setattr(lite, "kernel_wheels", lambda say: kernel)
    monkeypatch.setattr(lite, "run_step", build)

    def write(*there: str, app: str = APP, **more: Any) -> Path:
        core = tmp_path / "core"
        core.mkdir(exist_ok=True)
        entries = {n: {"name": n, "file_name": f"{n}.whl", "depends": needs} for n, needs in CHARTS.items()}
        (core / "pyodide-lock.json").write_text(json.dumps({"info": {"version": "0"}, "packages": entries}))
        for name in ("pyodide.js", *there):
            (core / name).write_text(name)
        monkeypatch.setattr(sys.modules[__name__], "APP", app)
        shutil.rmtree(tmp_path / "site", ignore_errors=True)
        lite.write_notebooks(tmp_path / "site", LESSONS, wheel, core, say=lambda line: None, **more)
        return tmp_path / "site" / "notebook"

    return write


def build(command: Sequence[str], folder: Path) -> None:
    """What JupyterLite's builder does, as far as it matters here."""
    site = Path(command[-1])
    shutil.copytree(folder / "files", site / "files")
    shutil.copy(folder / "jupyter-lite.json", site)
    made = site / "extensions/@jupyterlite/pyodide-kernel-extension/static/pypi"
    made.mkdir(parents=True)
    for name in ("piplite-2", "pyodide_kernel-2", "ipykernel-2"):
        empty_wheel(made / f"{name}-py3-none-any.whl")
    for page in ("notebooks", "tree"):
        (site / page).mkdir()
        (site / page / "index.html").write_text(APP)


def empty_wheel(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("about", path.name)
    return path


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def options_of(site: Path) -> Any:
    settings = read_json(site / "jupyter-lite.json")["jupyter-config-data"]["litePluginSettings"]
    return settings["@jupyterlite/pyodide-kernel-extension:kernel"]["loadPyodideOptions"]


def packages_of(site: Path) -> Any:
    """Name -> its entry in the list that the kernel's Python gets."""
    return read_json(site / options_of(site)["lockFileURL"])["packages"]


def test_every_package_of_the_kernel_is_there_with_its_hash(built: Built) -> None:
    """All are loaded at once and none is looked for elsewhere, those among them that only the kernel asks for."""
    site = built()
    packages = packages_of(site)
    for entry in packages.values():
        file = (site.parent / "python-0.27.7" / entry["file_name"]).resolve()
        assert hashlib.sha256(file.read_bytes()).hexdigest() == entry["sha256"]
    first = set(options_of(site)["packages"])
    assert first == {*packages, "pyodide_kernel"}
    assert first > {"ssl", "sqlite3", "ipykernel", "ipython", "piplite", "micropip", "byline"}
    assert options_of(site)["indexURL"] == "../python-0.27.7/"


def test_a_new_build_is_not_taken_for_an_old_one_from_a_cache(built: Built) -> None:
    """What changes has its hash in its name: the wheel, the list of packages, the script."""
    site = built()
    file = packages_of(site)["byline"]["file_name"]
    assert file.startswith("../notebook/python/byline-0.1.0-0") and file.endswith("-py3-none-any.whl")
    lock = (site / options_of(site)["lockFileURL"]).read_bytes()
    assert options_of(site)["lockFileURL"] == f"python/lock-{hashlib.sha256(lock).hexdigest()[:12]}.json"
    (script,) = site.glob("byline-*.js")
    assert hashlib.sha256(script.read_bytes()).hexdigest()[:12] in script.name


def test_a_lesson_carries_its_version(built: Built) -> None:
    """The copy that a student saves does, too, so that it is known from which version it was made."""
    site = built()
    told = read_json(site / "lessons.json")
    assert set(told) == {path.name for path in LESSONS} and len({one["version"] for one in told.values()}) == 2
    for path in LESSONS:
        notebook = read_json(site / "files" / path.name)
        assert notebook["metadata"].pop("byline") == {"version": told[path.name]["version"]}
        assert notebook == read_json(path)


def test_charts_are_drawn_where_all_that_draws_them_is_there(built: Built) -> None:
    """Only by the lessons that draw them, and not with half of it."""
    lesson = LESSONS[1].name
    half = built("matplotlib.whl", "pandas.whl", "pytz.whl")
    assert read_json(half / "lessons.json")[lesson]["packages"] == [] and "numpy" not in packages_of(half)
    site = built("matplotlib.whl", "numpy.whl")
    told, packages = read_json(site / "lessons.json"), packages_of(site)
    assert told[lesson]["packages"] == ["matplotlib"] and told[LESSONS[0].name]["packages"] == []
    assert packages["numpy"]["file_name"] == "../notebook/python/numpy.whl" and (site / "python/numpy.whl").is_file()
    assert packages["six"]["version"] == "1", "the kernel's own is kept"
    assert not {"matplotlib", "numpy", "pandas"} & set(options_of(site)["packages"])


def test_python_from_another_address_is_named_and_nothing_of_it_is_copied(built: Built) -> None:
    site = built(cdn="https://example.org/pyodide")
    assert options_of(site)["indexURL"] == "https://example.org/pyodide/"
    assert packages_of(site)["numpy"]["file_name"] == "https://example.org/pyodide/numpy.whl"
    assert read_json(site / "lessons.json")[LESSONS[1].name]["packages"] == ["matplotlib"]
    assert not (site / "python/numpy.whl").exists()


def test_our_script_runs_before_and_after_the_settings_are_read(built: Built) -> None:
    site = built()
    (script,) = site.glob("byline-*.js")
    for page in ("notebooks", "tree"):
        text = (site / page / "index.html").read_text()
        steps = (f"import('../{script.name}')", "byline.before()", "import('../config-utils.js?_=1')", "byline.after()")
        assert [text.count(step) for step in steps] == [1] * 4
        assert sorted(steps, key=text.index) == list(steps)
        assert '<html lang="en">' in text


def test_other_pages_than_were_expected_are_no_site(built: Built) -> None:
    with pytest.raises(Mistake, match="pages are not as they were expected"):
        built(app="<html></html>")


def test_a_folder_that_is_no_pyodide_is_told(built: Built, tmp_path: Path) -> None:
    with pytest.raises(Mistake, match=r"no folder of Pyodide: there is no pyodide-lock\.json"):
        built(pyodide=tmp_path / "nowhere")


def test_answers_are_lines_of_text_in_a_store_of_a_fixed_name(tmp_path: Path) -> None:
    lite._write_settings(tmp_path)
    assert read_json(tmp_path / "jupyter-lite.json")["jupyter-config-data"]["contentsStorageName"] == "byline"
    build = read_json(tmp_path / "jupyter_lite_config.json")["LiteBuildConfig"]
    (kind,) = build["extra_file_types"].values()
    assert ".jsonl" in kind["extensions"] and kind["fileFormat"] == "text"


# What stands in for packages


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Any:
    """kernel_side.py, loaded where there is a jedi that tells when it is loaded."""
    for name in [name for name in sys.modules if name.split(".")[0] == "jedi"]:
        monkeypatch.delitem(sys.modules, name)
    loaded = SimpleNamespace(settings=SimpleNamespace(), Interpreter="it", times=0)

    def load(name: str) -> Any:
        loaded.times += 1
        return loaded

    spec = importlib.util.spec_from_file_location("standing_in", lite.HERE / "kernel_side.py")
    module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    spec.loader.exec_module(module)  # type: ignore[union-attr]
    monkeypatch.setattr(module, "import_module", load)
    yield SimpleNamespace(module=module, loaded=loaded)
    for name in module.ASKED:
        sys.modules.pop(name, None)


def test_what_completes_words_is_loaded_when_it_is_first_asked(stand_in: Any) -> None:
    """IPython's imports and settings at its start do not load it; the first Tab does, once."""
    names: dict[str, Any] = {}
    exec("import jedi; jedi.settings.case_insensitive_completion = False\n"
         "import jedi.api.helpers, jedi.api.classes", names)  # fmt: skip
    assert stand_in.loaded.times == 0
    assert [names["jedi"].Interpreter for _ in range(3)] == ["it"] * 3
    assert stand_in.loaded.times == 1 and stand_in.loaded.settings.case_insensitive_completion is False
    assert not hasattr(stand_in.module.Later("jedi"), "__path__")


def test_installing_says_that_there_is_nothing_to_install_from(stand_in: Any) -> None:
    with pytest.raises(ValueError, match="Nothing can be installed here"):
        asyncio.run(stand_in.module.install("pandas"))


# The environment


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BYLINE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_what_was_fetched_is_kept_until_it_should_be_another(cache: Path) -> None:
    filled = []

    def fill(place: Path) -> None:
        filled.append(place)
        (place / "there").touch()

    first = environment.kept("tool", ("1",), fill)
    assert environment.kept("tool", ("1",), fill) == first and (first / "there").is_file() and len(filled) == 1
    assert environment.kept("tool", ("2",), fill) != first and len(filled) == 2


@pytest.mark.parametrize("stopped", [KeyboardInterrupt, Mistake])
def test_what_was_interrupted_is_made_anew(cache: Path, stopped: type[BaseException]) -> None:
    def stop(place: Path) -> None:
        (place / "half").touch()
        raise stopped

    with pytest.raises(stopped):
        environment.kept("tool", ("1",), stop)
    assert list(cache.iterdir()) == []
    assert list(environment.kept("tool", ("1",), lambda place: None).iterdir()) == []


def test_the_quicker_of_two_runs_counts(cache: Path) -> None:
    """Two windows set up at the same time: neither fails, and what is there is whole."""

    def meanwhile(place: Path) -> None:
        (environment.kept("tool", ("1",), lambda other: None) / "first").touch()

    assert (environment.kept("tool", ("1",), meanwhile) / "first").is_file()


@pytest.mark.parametrize(("said", "told"), [
    ("OSError: [Errno 28] No space left on device", "The disk is full"),
    ("THESE PACKAGES DO NOT MATCH THE HASHES FROM", "not the one that was pinned"),
    ("PermissionError: [Errno 13] Permission denied", "another one in the variable BYLINE_CACHE"),
    ("Failed to establish a new connection: [Errno -3] Temporary failure in name resolution", "check the connection"),
    ("ERROR: No matching distribution found for six==9", "check the connection"),
    ("Error: No module named ensurepip", "python3-venv"), ("a\nb\nlast", "The last words were:\na\nb\nlast"),
])  # fmt: skip
def test_trouble_is_a_sentence(cache: Path, said: str, told: str) -> None:
    with pytest.raises(Mistake) as problem:
        environment.run_step([sys.executable, "-c", f"import sys; sys.exit({said!r})"])
    assert told in str(problem.value) and "Traceback" not in str(problem.value)


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("BYLINE_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(Mistake):
        environment.kept("tool", ("1",), lambda place: None)


def test_the_script_is_javascript() -> None:
    """Where there is a Node to ask."""
    if node := shutil.which("node"):
        subprocess.run([node, "--check", "--input-type=module", "-"], check=True,
                       input=(lite.HERE / "notebook.js").read_bytes())  # fmt: skip
