"""The notebook road of the browser edition: the lessons in JupyterLite, with Python that comes from the same site."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from byline.jupyter import LAB, Mistake
from byline.sheet import colour
from byline.site.environment import Say, build_environment, kernel_wheels, run_step
from byline.site.fetched import FOLDER as CORE
from byline.site.wheel import WHEEL

HERE = Path(__file__).parent
#: The folder of the notebooks, and what lies in it for their Python besides Pyodide's core.
NOTEBOOK, PACKAGES = "notebook", "python"
#: The database in the browser; a name of its own, or answers would be lost to sight when a site moves.
STORE = "byline"
#: The parts of JupyterLite that are used: a notebook, and the list of the files.
APPS = ("notebooks", "tree")
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
#: What the kernel asks for and can do without -> the files that stand there: nothing is installed or encrypted, since
#: nothing leaves the browser, and IPython names a database for the history that it does not keep here.
STAND_INS: dict[str, dict[str, str | Path]] = {
    "ssl": {}, "micropip": {}, "piplite": {"piplite/__init__.py": HERE / "kernel_side.py", "piplite/piplite.py": ""},
    "sqlite3": {"sqlite3.py": "class Connection: ...\nclass DatabaseError(Exception): ...\n"
                              "OperationalError = IntegrityError = DatabaseError\n"},
}  # fmt: skip
#: What a lesson calls -> the package that draws it, with all that it needs in turn.
DRAWS = {"chart_published": "matplotlib", "table": "pandas"}

Entry = dict[str, Any]


def notebook_address(lesson: str) -> str:
    """Where a lesson opens as a notebook, from the root of the site.

    >>> notebook_address("00_start_here")
    'notebook/notebooks/index.html?path=00_start_here.ipynb'
    """
    return f"{NOTEBOOK}/notebooks/index.html?path={lesson}.ipynb"


def write_notebooks(
    out: Path, lessons: Sequence[Path], wheel: Path, core: Path, *, pyodide: Path | None = None, cdn: str = "",
    say: Say = print,
) -> None:  # fmt: skip
    """Write the folder “notebook” of a site, in which Pyodide's core has a folder, too: JupyterLite with the lessons.

    lessons: the notebooks, with a folder “pictures” beside them, or none. wheel: byline with its course. core: a folder
    with Pyodide's core and its lock file. pyodide, cdn: a whole Pyodide as a folder or an address, with what
    draws charts; without one, a chart is shown in words and as a table. Every address in it is relative, so that it
    works wherever the site is. Raises Mistake.
    """
    site = out / NOTEBOOK
    python = build_environment(say)
    with tempfile.TemporaryDirectory() as place:
        lite = Path(place)
        told = _write_contents(lite / "files", lessons)
        _write_settings(lite)
        run_step([str(python), "-I", "-m", "jupyterlite_core", "build", "--output-dir", str(site.absolute())], lite)
    (site / PACKAGES).mkdir()
    shutil.copy(core / "pyodide.js", site / PACKAGES)
    first = _write_packages(site, wheel, kernel_wheels(say))
    later = _write_drawing(site, set(first), pyodide or core, cdn)
    _name_packages(site, {"info": _lock(core)["info"], "packages": {**first, **later}}, tuple(first), cdn)
    for lesson in told.values():
        lesson["packages"] = [name for name in lesson["packages"] if name in later]
    _write_json(site / "lessons.json", told)
    _enter_script(site)


# --- what JupyterLite is built from -----------------------------------------------------------


def _write_contents(files: Path, lessons: Sequence[Path]) -> dict[str, Entry]:
    """Copy the lessons, each with its version in it; file name -> version, and what it draws with."""
    files.mkdir()
    told = {}
    for path in lessons:
        text = path.read_text(encoding="utf-8")
        notebook, version = json.loads(text), _hash(text.encode())
        notebook["metadata"]["byline"] = {"version": version}
        _write_json(files / path.name, notebook)
        code = "\n".join("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code")
        draws = [package for call, package in DRAWS.items() if re.search(rf"\b{call}\(", code)]
        told[path.name] = {"version": version, "packages": draws}
    if (pictures := lessons[0].parent / "pictures").is_dir():
        shutil.copytree(pictures, files / pictures.name)
    return told


def _write_settings(lite: Path) -> None:
    """What to build, and how the notebooks are set."""
    lines = {"name": "jsonl", "extensions": [".jsonl", ".part"], "mimeTypes": ["text/plain"], "fileFormat": "text"}
    _write_json(lite / "jupyter_lite_config.json", {"LiteBuildConfig": {
        "contents": ["files"], "apps": list(APPS), "no_sourcemaps": True, "no_unused_shared_packages": True,
        "extra_file_types": {"jsonl": lines},  # else answers are taken for one piece of JSON, and the kernel hangs
    }})  # fmt: skip
    _write_json(lite / "jupyter-lite.json", {"jupyter-lite-schema-version": 0, "jupyter-config-data": {
        "appName": "Byline", "appUrl": "./tree", "contentsStorageName": STORE, "enableMemoryStorage": True,
        "litePluginSettings": {KERNEL: {"disablePyPIFallback": True, "pyodideUrl": f"./{PACKAGES}/pyodide.js"}},
    }})  # fmt: skip
    settings = json.loads((LAB / "overrides.json").read_text(encoding="utf-8"))
    settings["@jupyterlab/notebook-extension:tracker"]["windowingMode"] = "none"
    _write_json(lite / "overrides.json", settings)


# --- what the kernel loads --------------------------------------------------------------------


def _write_packages(site: Path, wheel: Path, wheels: Iterable[Path]) -> dict[str, Entry]:
    """Copy what the kernel begins with, besides Pyodide's core; name -> its entry in Pyodide's lock file."""
    folder = site / PACKAGES
    made = site / "extensions/@jupyterlite/pyodide-kernel-extension/static/pypi"
    own = [path for name in ("pyodide_kernel", "ipykernel") for path in made.glob(f"{name}-*.whl")]
    tagged = wheel.name.replace("-py3-", f"-0{_hash(wheel.read_bytes())}-py3-")  # a new one is not taken for the old
    with tempfile.TemporaryDirectory() as place:
        stand_ins = _stand_ins(Path(place))
        entries = dict(_entered(path, folder, path.name) for path in (*wheels, *own, *stand_ins))
    return entries | dict([_entered(wheel, folder, tagged)])


def _entered(wheel: Path, folder: Path, name: str) -> tuple[str, Entry]:
    """Copy a pure wheel under a name: the package, and its entry in the lock file."""
    shutil.copy(wheel, folder / name)
    package, version = name.split("-")[:2]
    return _normal(package), {
        "name": _normal(package), "version": version, "file_name": _from_core(name), "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(), "package_type": "package", "imports": [package],
        "depends": [], "unvendored_tests": False,
    }  # fmt: skip


def _stand_ins(place: Path) -> Iterator[Path]:
    """Write the wheels of STAND_INS."""
    for package, files in STAND_INS.items():
        path, info = place / f"{package}-0-py3-none-any.whl", f"{package}-0.dist-info"
        told = {f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {package}\nVersion: 0\n",
                f"{info}/WHEEL": WHEEL.decode()}  # fmt: skip
        with zipfile.ZipFile(path, "w") as file:
            for name, text in {**files, **told}.items():
                file.writestr(zipfile.ZipInfo(name), text.read_bytes() if isinstance(text, Path) else text)
        yield path


def _write_drawing(site: Path, there: set[str], pyodide: Path, cdn: str) -> dict[str, Entry]:
    """Copy what draws charts, as far as the folder `pyodide` has it, or take it to be at the address `cdn`."""
    known, found = _lock(pyodide)["packages"], {}
    for package in DRAWS.values():
        needed = {name: known[name] for name in _with_needs(package, known) if name not in there}
        files = [entry["file_name"] for entry in needed.values()]
        if package not in needed or not (cdn or all((pyodide / file).is_file() for file in files)):
            continue
        for name, entry in needed.items():
            file = entry["file_name"]
            found[name] = {**entry, "file_name": f"{cdn.rstrip('/')}/{file}" if cdn else _from_core(file)}
            if not cdn:
                shutil.copy(pyodide / file, site / PACKAGES)
    return found


def _with_needs(name: str, known: Mapping[str, Entry]) -> list[str]:
    """A package and all that it needs, as far as they are known."""
    waiting, found = [name], []
    while waiting:
        one = _normal(waiting.pop())
        if one in known and one not in found:
            found.append(one)
            waiting += known[one]["depends"]
    return found


def _name_packages(site: Path, lock: object, first: Sequence[str], cdn: str) -> None:
    """Write the lock file, under a name that no cache mistakes for an older one, and name it in the settings."""
    text = json.dumps(lock, sort_keys=True)
    name = f"{PACKAGES}/lock-{_hash(text.encode())}.json"
    (site / name).write_text(text, encoding="utf-8")
    settings = json.loads((site / "jupyter-lite.json").read_text(encoding="utf-8"))
    settings["jupyter-config-data"]["litePluginSettings"][KERNEL]["loadPyodideOptions"] = {
        "indexURL": f"{cdn.rstrip('/')}/" if cdn else f"../{CORE}/", "lockFileURL": name,
        "packages": [*first, "pyodide_kernel"],  # the kernel looks for it under this name
    }  # fmt: skip
    _write_json(site / "jupyter-lite.json", settings)


# --- what runs before JupyterLite -------------------------------------------------------------


def _enter_script(site: Path) -> None:
    """Have each page of JupyterLite run notebook.js first."""
    script = (HERE / "notebook.js").read_text(encoding="utf-8")
    name = f"byline-{_hash(script.encode())}.js"
    (site / name).write_text(script, encoding="utf-8")
    style = (f"<style>.byline-said {{ position: fixed; inset: auto 0 0; z-index: 10000; margin: 0; padding: 12px; "
             f"background: {colour('white')}; color: {colour('ink')}; border-top: 2px solid {colour('ink')}; "
             "font: 16px/1.4 sans-serif; } .byline-said a { color: inherit; text-decoration: underline; }"
             "</style></head>")  # fmt: skip
    for app in APPS:
        page = site / app / "index.html"
        text = page.read_text(encoding="utf-8")
        text, times = re.subn(r"await import\(\s*('\.\./config-utils\.js[^']*')\s*\);",
                              rf"const byline = await import('../{name}'); await byline.before(); "
                              r"await import(\1); byline.after();", text)  # fmt: skip
        if times != 1:
            raise Mistake("JupyterLite’s pages are not as they were expected to be: the notebooks cannot be built.")
        page.write_text(text.replace("<html>", '<html lang="en">').replace("</head>", style), encoding="utf-8")


def _from_core(name: str) -> str:
    """A file among the packages, as Pyodide's core finds it."""
    return f"../{NOTEBOOK}/{PACKAGES}/{name}"


def _lock(pyodide: Path) -> Any:
    """What Pyodide's lock file says. Raises Mistake where it is none."""
    try:
        return json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise Mistake(f"“{pyodide}” is no folder of Pyodide: there is no pyodide-lock.json in it to be read.") from None


def _normal(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
