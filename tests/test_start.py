"""The set-up (lib/start.py): what it does again, what it leaves alone, and what it says when it cannot."""

from __future__ import annotations

import ast
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
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

    def noted(step: list[str]) -> None:
        module.steps.append(step)
        module.VENV.mkdir(exist_ok=True)

    for name, value in {"PROJECT": tmp_path, "VENV": tmp_path / ".venv", "READY": tmp_path / ".venv" / "ready",
                        "LOCK": tmp_path / ".venv.lock", "PYTHON": sys.executable, "run": noted}.items():  # fmt: skip
        monkeypatch.setattr(module, name, value)
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
        (tmp_path / "moved").mkdir()
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
        ("[WinError 206] The filename or extension is too long: 'C:\\\\a'", "nearer to the top"),
        (
            "HINT: This error might have occurred since this system does not have Windows Long Path support enabled.",
            "nearer to the top",
        ),
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


#: Stands in for venv and pip: a child of its own tells the test the step's name, and goes on when it is told to.
FAKE = """
import os, shutil, subprocess, sys
if "--clear" in sys.argv:
    if os.path.exists({venv!r}):
        shutil.rmtree({venv!r})
    os.makedirs({venv!r} + "/bin")
    os.symlink(sys.executable, {venv!r} + "/bin/python")
name = next(step for word, step in {words!r}.items() if word in sys.argv)
sys.exit(subprocess.call([sys.executable, "-c", {calls!r}, name]))
"""
CALLS = (
    "import socket, sys; s = socket.create_connection(('127.0.0.1', {})); s.sendall(sys.argv[1].encode()); s.recv(1)"
)
#: Runs start.py in another folder, with the stand-ins and without handing over.
DRIVER = """
import importlib.util, pathlib, sys
spec = importlib.util.spec_from_file_location("start", {start!r})
start = importlib.util.module_from_spec(spec)
spec.loader.exec_module(start)
start.PIP[3] = start.STEP = "import sys; sys.path.insert(0, {fakes!r})\\n" + start.STEP
start.hand_over = lambda arguments: 0
sys.exit(start.main([]))
"""


class Trial:
    """A start that can be watched step by step, and killed."""

    def __init__(self, folder: Path) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.server.settimeout(60)
        lib, self.venv = folder / "lib", folder / ".venv"
        lib.mkdir()
        for name in ("start.py", "pins.txt"):
            shutil.copy(PROJECT / "lib" / name, lib)
        words = {"--clear": "venv", "--require-hashes": "pins", "--editable": "byline"}
        fake = FAKE.format(venv=str(self.venv), words=words, calls=CALLS.format(self.server.getsockname()[1]))
        for name in ("venv", "pip"):
            (folder / f"{name}.py").write_text(fake)
        self.driver = DRIVER.format(start=str(lib / "start.py"), fakes=str(folder))

    def start(self) -> subprocess.Popen[str]:
        return subprocess.Popen([sys.executable, "-c", self.driver], stdout=subprocess.PIPE, text=True)

    def step(self) -> tuple[socket.socket, str]:
        """The next step that begins: the line to its child, and its name."""
        line, _ = self.server.accept()
        line.settimeout(60)
        return line, line.recv(10).decode()

    def through(self, *names: str) -> None:
        """Let these steps happen, in this order."""
        for name in names:
            line, begun = self.step()
            assert begun == name
            line.sendall(b"!")


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    found = Trial(tmp_path)
    yield found
    found.server.close()


STEPS = ("venv", "pins", "byline")


@pytest.mark.skipif(os.name != "posix", reason="the stand-ins for venv and pip need symbolic links")
@pytest.mark.parametrize("nth", range(3), ids=STEPS)
def test_what_a_killed_start_began_ends_with_it_and_the_next_start_works(trial: Trial, nth: int) -> None:
    """Killed alone in the middle of each step: the step's own child ends, too, and everything is made anew."""
    with trial.start() as killed:
        trial.through(*STEPS[:nth])
        line, _ = trial.step()
        killed.kill()
    assert line.recv(1) == b"", "the step went on"
    with trial.start() as again:
        trial.through(*STEPS)
    assert again.returncode == 0
    assert (trial.venv / "ready").is_file()
    assert list(trial.venv.parent.glob(".venv-old-*")) == []


@pytest.mark.skipif(os.name != "posix", reason="the stand-ins for venv and pip need symbolic links")
def test_a_second_start_waits_for_the_first(trial: Trial) -> None:
    """Started twice at once, one sets up; where that one is killed, the other does."""
    with trial.start() as first:
        trial.step()
        with trial.start() as second:
            assert second.stdout
            assert "Waiting" in second.stdout.readline()
            first.kill()
            trial.through(*STEPS)
    assert second.returncode == 0


def test_a_folder_that_cannot_be_deleted_is_in_nobody_s_way(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """A .venv is moved aside as soon as the system lets go of it, and goes for good when it can."""
    (start.VENV / "lib").mkdir(parents=True)
    held, moves = Path.rename, []

    def rename(self: Path, target: Path) -> Path:
        moves.append(target)
        if len(moves) < 3:
            raise PermissionError(13, "in use")
        return held(self, target)

    monkeypatch.setattr(start.time, "sleep", lambda seconds: None)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", rename)
        patch.setattr(start.shutil, "rmtree", lambda folder, ignore_errors: None)
        start.put_away()
    assert len(moves) == 3
    assert not start.VENV.exists()
    assert [old for old in start.PROJECT.glob(".venv-old-*/.venv/lib")]
    start.put_away()
    assert not list(start.PROJECT.glob(".venv*"))


def test_it_can_be_read_by_the_pythons_that_it_turns_away() -> None:
    """The whole file keeps to the syntax of Python 3.7, else they would only say "invalid syntax"."""
    ast.parse((PROJECT / "lib" / "start.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_help_comes_at_once(start: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is set up for it."""
    assert start.main(["--help"]) == 0 and start.steps == []
    assert "python3 lib/start.py site OUT" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "handed"),
    [
        ([], ["byline", "lab"]), (["--no-browser"], ["byline", "lab", "--no-browser"]),
        (["site", "pages", "--serve"], ["byline", "site", "pages", "--serve"]), (["test", "-q"], ["pytest", "-q"]),
    ],
)  # fmt: skip
def test_what_is_typed_goes_on_to_the_lessons_to_a_command_or_to_the_tests(
    typed: list[str], handed: list[str], start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line sets everything up and does what it names."""
    seen: list[list[str]] = []
    monkeypatch.setattr(start, "set_up", lambda pins: None)
    monkeypatch.setattr(start, "hand_over", lambda arguments: seen.append(arguments) or 0)
    monkeypatch.chdir(PROJECT)
    assert start.main(typed) == 0 and seen == [["-m", *handed]]
