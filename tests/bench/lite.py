"""The notebook road beside a bare JupyterLite on the same Pyodide: time to the highlighted article, visit by visit.

    python tests/bench/lite.py SITE PYODIDE [visits]

SITE is what `byline site` wrote; PYODIDE a whole folder of Pyodide, from which the bare one is built, with a notebook
that prints a word. Each visit has a fresh profile; the two take turns. Prints the times, medians, ratio (the bar is
1.15), what was served, and every visit that hung for three minutes.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent / "lib")]

from browser import a_page  # noqa: E402
from byline.site.environment import build_environment, run_step  # noqa: E402
from byline.site.lite import notebook_address  # noqa: E402
from site_server import handing_out  # noqa: E402

MOST = 180_000  # milliseconds
WORD = {"cell_type": "code", "execution_count": None, "id": "one", "metadata": {}, "outputs": [],
        "source": 'print("ready")'}  # fmt: skip


def build_bare(place: Path, pyodide: Path) -> Path:
    """A JupyterLite with nothing set but its Pyodide."""
    (place / "files").mkdir()
    notebook = {"cells": [WORD], "metadata": {"kernelspec": {"display_name": "Python", "name": "python"}},
                "nbformat": 4, "nbformat_minor": 5}  # fmt: skip
    (place / "files" / "one.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    shutil.copytree(pyodide, place / "static" / "pyodide")
    python = str(build_environment(print))
    run_step([python, "-I", "-m", "jupyterlite_core", "build", "--contents", "files", "--output-dir", "out"], place)
    return place / "out"


def visit(address: str, output: str) -> float:
    """Open a notebook in a fresh profile and run its first cell; seconds until its output is there."""
    with a_page(service_workers="allow") as page:
        begun = time.monotonic()
        page.goto(address)
        run_first(page)
        page.locator(f".jp-OutputArea-output {output}").first.wait_for(timeout=MOST)
        return time.monotonic() - begun


def run_first(page: Any) -> None:
    """Run the first code cell as soon as there is a kernel."""
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for(timeout=MOST)
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")


def compare(site: Path, pyodide: Path, visits: int) -> None:
    """Visit both in turn and print what came of it."""
    times: dict[str, list[float]] = {"byline": [], "bare": []}
    with tempfile.TemporaryDirectory() as place:
        bare = build_bare(Path(place), pyodide)
        for n in range(1, visits + 1):
            for name, root, path, output in (
                ("byline", site, notebook_address("00_start_here"), ".byline-article"),
                ("bare", bare, "notebooks/index.html?path=one.ipynb", "pre"),
            ):
                with handing_out(root) as (address, sent):
                    try:
                        times[name].append(visit(f"{address}/{path}", output))
                        print(f"{n:3} {name:7} {times[name][-1]:6.1f} s {sum(sent) / 1e6:6.1f} MB", flush=True)
                    except Exception as problem:
                        print(f"{n:3} {name:7} HUNG: {str(problem).splitlines()[0]}", flush=True)
    ours, theirs = (statistics.median(times[name] or [float("nan")]) for name in times)
    print(f"median {ours:.1f} s beside {theirs:.1f} s: {ours / theirs:.2f} times; "
          f"{len(times['byline'])} of {visits} visits reached the article")  # fmt: skip


if __name__ == "__main__":
    compare(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 20)
