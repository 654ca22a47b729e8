"""The set-up (lib/start.py): what it does again, what it leaves alone, and what it says when it cannot."""

from __future__ import annotations

import ast
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).parents[1]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """lib/start.py as a module, at work in an empty folder, its steps noted instead of run."""
    spec = importlib.util.spec_from_file_location("start", PROJECT / "lib" / "start.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.steps = []  # type: ignore[attr-defined]
    for name, value in {"PROJECT": tmp_path, "VENV": tmp_path / ".venv", "READY": tmp_path / ".venv" / "ready",
                        "PYTHON": sys.executable, "run": module.steps.append}.items():  # fmt: skip
        monkeypatch.setattr(module, name, value)
    (tmp_path / ".venv").mkdir()
    return module


def steps(start: ModuleType, pins: str) -> list[str]:
    """What a set-up with these pins does, in words."""
    start.steps.clear()
    start.set_up(start.LIB / pins)
    words = {"--clear": "new", "--require-hashes": "pins", "--editable": "byline"}
    return [name for step in start.steps for word, name in words.items() if word in step]


def test_the_first_start_installs_and_the_second_does_nothing(start: ModuleType) -> None:
    """An environment, the pins by hash, byline itself; then nothing more."""
    assert steps(start, "pins.txt") == ["new", "pins", "byline"]
    assert steps(start, "pins.txt") == []


def test_the_tests_add_to_the_lessons_environment(start: ModuleType) -> None:
    """`test` after the lessons adds what is missing; the lessons after `test` need nothing."""
    steps(start, "pins.txt")
    assert steps(start, "pins-test.txt") == ["pins", "byline"]
    assert steps(start, "pins.txt") == []


def test_an_interrupted_set_up_is_made_anew(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stops it half-way, the next start begins with a new environment."""

    def interrupted(step: list[str]) -> None:
        raise KeyboardInterrupt

    steps(start, "pins.txt")
    with monkeypatch.context() as patch:
        patch.setattr(start, "run", interrupted)
        with pytest.raises(KeyboardInterrupt):
            start.set_up(start.LIB / "pins-test.txt")
    assert steps(start, "pins.txt") == ["new", "pins", "byline"]


@pytest.mark.parametrize("changed", ["pins", "python", "folder"])
def test_what_an_environment_depends_on_makes_it_stale(
    start: ModuleType, changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other pins, another Python or a folder that was moved: a new environment."""
    monkeypatch.setattr(start, "LIB", tmp_path)
    (tmp_path / "pins.txt").write_text("a==1")
    steps(start, "pins.txt")
    if changed == "pins":
        (tmp_path / "pins.txt").write_text("a==2")
    elif changed == "python":
        monkeypatch.setattr(sys, "base_prefix", "/elsewhere")
    else:
        monkeypatch.setattr(start, "PROJECT", tmp_path / "moved")
    assert steps(start, "pins.txt") == ["new", "pins", "byline"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("Retrying after connection broken by 'NewConnectionError'\nERROR: No matching distribution", "internet"),
        ("Error: [Errno 13] Permission denied: '.venv'", "cannot be written to"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the one that was pinned"),
        ("ERROR: No matching distribution found for numpy==2.4.6", "Python 3.13"),
        ("1\n2\n3\n4\n5\nERROR: something else", "2\n3\n4\n5\nERROR: something else"),
    ],
)
def test_a_failed_step_is_told_in_plain_words(start: ModuleType, said: str, told: str) -> None:
    """The known troubles as a sentence with what to do, others by their last words."""
    assert told in start.explain(said)


def test_a_failed_step_ends_with_exit_code_2(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One message on standard error, no traceback."""

    def failed(step: list[str]) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(start, "run", failed)
    assert start.main([]) == 2
    assert "copy the whole folder" in capsys.readouterr().err


def test_a_python_that_is_too_old_is_told_so(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is begun with a Python that cannot finish it."""
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    assert start.main(["test"]) == 2
    assert "Python 3.11 or newer, and this is Python 3.10" in capsys.readouterr().err
    assert start.steps == []


def test_a_python_without_venv_is_told_how_to_get_it(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Debian and Ubuntu ship it apart."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert start.main([]) == 2
    assert "python3-venv" in capsys.readouterr().err


def test_it_can_be_read_by_the_pythons_that_it_turns_away() -> None:
    """The whole file keeps to the syntax of Python 3.7, else they would only say "invalid syntax"."""
    ast.parse((PROJECT / "lib" / "start.py").read_text(encoding="utf-8"), feature_version=(3, 7))
