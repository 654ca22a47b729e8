"""Sets Byline up in the folder .venv and starts it; needs nothing but Python 3.11 or newer.

    python3 lib/start.py           opens the lessons in JupyterLab   (Windows: py lib\\start.py)
    python3 lib/start.py test      runs the tests
    python3 lib/start.py site OUT  writes the lessons as pages; so with every other command of byline
                                   (python3 lib/start.py site --help tells more)

What stands behind goes on to JupyterLab, byline or pytest: `python3 lib/start.py --no-browser`. Installs the
packages of lib/pins.txt (for the tests: lib/pins-test.txt), each checked by its hash. A set-up that
was interrupted, or that other pins, another Python or another folder made stale, is made anew.
Its steps end when it ends, however it is ended; a second start waits for the first.
"""

import contextlib
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIB = Path(__file__).resolve().parent
PROJECT = LIB.parent
VENV = PROJECT / ".venv"
PYTHON = str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
READY = VENV / "ready"  # names what is wholly installed; missing while something is under way
LOCK = PROJECT / ".venv.lock"
OLD = ".venv-old-"  # folders that are on their way out
#: Runs a module as `python -m` does. Standard input closes when start.py ends, even if it is killed; then this ends
#: with all that it began. The input is moved out of reach first, or what it begins on Windows would wait for it.
STEP = """
import os, runpy, signal, subprocess, sys, threading
def end_with_start(line):
    os.read(line, 1)
    if os.name == "posix":
        os.killpg(0, signal.SIGKILL)
    subprocess.call(["taskkill", "/F", "/T", "/PID", str(os.getpid())])
line = os.dup(0)
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
threading.Thread(target=end_with_start, args=[line], daemon=True).start()
runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
"""
PIP = [PYTHON, "-I", "-c", STEP, "pip", "--disable-pip-version-check", "--no-input", "install", "--no-deps"]
#: What a failed step said -> what to tell; the first that is found counts.
TROUBLES = {
    "WinError 206|Long Path support|name too long|path too long":
        "The path of this folder is too long for Windows. Move the folder nearer to the top, for example to "
        "C:\\Byline, then start again.",
    "No space left|Errno 28|WinError 112|not enough space|quota exceeded":
        "The disk is full: Byline needs about 600 MB. Make room, then start again.",
    "DO NOT MATCH THE HASHES":
        "A package is not the one that was pinned, so it was not installed. A damaged download or a proxy can "
        "do that: start again, from another network if it stays so.",
    "Read-only file system|Permission denied|Errno 13|WinError (5|32)":
        "This folder cannot be written to. Close Byline if it is open in another window; else copy the whole "
        "folder to a place of your own, such as your home folder, and start from there.",
    "connection|name resolution|getaddrinfo|timed out|proxy|SSL|network":
        "The packages could not be fetched. Byline needs the internet once, to set up: check the connection, "
        "then start again.",
    "No matching distribution|Could not find a version":
        "A package does not exist for this computer with this Python. Start with Python 3.13 instead.",
}  # fmt: skip


class Trouble(Exception):
    """What stops the set-up: a plain sentence with what to do."""


def main(arguments):
    """Set up what is missing, then hand over; the exit code is that of JupyterLab or pytest."""
    if arguments[:1] in (["-h"], ["--help"]):
        print(__doc__.strip())
        return 0
    testing = arguments[:1] == ["test"]
    try:
        check_python()
        set_up(LIB / ("pins-test.txt" if testing else "pins.txt"))
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped. The same command starts again.", file=sys.stderr)
        return 130
    if testing:
        os.chdir(PROJECT)
        return hand_over(["-m", "pytest", *arguments[1:]])
    is_command = bool(arguments) and not arguments[0].startswith("-")
    return hand_over(["-m", "byline", *([] if is_command else ["lab"]), *arguments])


def check_python():
    """Raise Trouble where this Python is too old or cannot make an environment."""
    if sys.version_info < (3, 11):
        raise Trouble("Byline needs Python 3.11 or newer, and this is Python {}.{}. Install a newer one and start "
                      "with it, for example: python3.13 lib/start.py".format(*sys.version_info))  # fmt: skip
    if not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        raise Trouble("This Python lacks the part that makes environments (venv). On Debian or Ubuntu: "
                      "sudo apt install python3-venv. Elsewhere: install Python again, whole.")  # fmt: skip


def set_up(pins):
    """Make .venv hold what `pins` names and Byline itself; do nothing where it does already."""
    lessons, wanted = stamp(LIB / "pins.txt"), stamp(pins)
    if wanted in installed():
        return
    try:
        with alone():
            ready = installed()
            if wanted not in ready:
                READY.unlink(missing_ok=True)
                install(pins, fresh=lessons not in ready)
                READY.write_text(f"{lessons}\n{wanted}\n")
    except OSError as problem:
        raise Trouble(explain(str(problem))) from None


def installed():
    """The stamps of what is wholly installed."""
    return READY.read_text().split() if READY.exists() and Path(PYTHON).exists() else []


@contextlib.contextmanager
def alone():
    """Wait until no other start sets up in this folder; the system frees the lock of a process that was killed."""
    with LOCK.open("w") as file:
        told = False
        while not locked(file):
            if not told:
                print("Byline is being set up from another window. Waiting for it.", flush=True)
            told = True
            time.sleep(0.5)
        yield


def locked(file):
    """Lock a file for as long as it is open; False where another process holds it."""
    try:
        if os.name == "posix":
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True  # a file system without locks: the set-up is made as ever
    return True


def stamp(pins):
    """A hash of all that an environment depends on: the pins, the Python, and the folder it stands in."""
    facts = [pins.read_text(), sys.base_prefix, *map(str, sys.version_info[:2]), str(PROJECT)]
    return hashlib.sha256("\n".join(facts).encode("utf-8", "surrogateescape")).hexdigest()


def install(pins, fresh):
    """Install `pins`, then Byline as it stands in this folder, into .venv (anew where `fresh`)."""
    print("Setting up in the folder .venv. This happens once and takes a minute or two.", flush=True)
    if fresh:
        put_away()
        run([sys._base_executable, "-I", "-c", STEP, "venv", "--clear", str(VENV)])
    run([*PIP, "--require-hashes", "--only-binary", ":all:", "-r", str(pins)])
    run([*PIP, "--no-index", "--no-build-isolation", "--editable", str(PROJECT)])


def put_away():
    """Move an old .venv aside, so that what still writes in it is in nobody's way, and delete what can be deleted."""
    for _ in range(20):
        with contextlib.suppress(FileNotFoundError, PermissionError):  # Windows holds what is still open
            VENV.rename(Path(tempfile.mkdtemp(prefix=OLD, dir=str(PROJECT)), VENV.name))
        if not VENV.exists():
            break
        time.sleep(0.5)
    for old in PROJECT.glob(OLD + "*"):
        shutil.rmtree(str(old), ignore_errors=True)


def run(command):
    """Run one step with a line of progress; raise Trouble where it fails. Its own process group ends as one."""
    said = []
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        process_group=0,
    ) as step:  # fmt: skip
        for line in step.stdout:
            said.append(line)
            show_progress(line)
        step.wait()
    show_progress("")
    if step.returncode:
        raise Trouble(explain("".join(said)))


def show_progress(line):
    """On a terminal, show pip's last step in place of the one before."""
    if sys.stdout.isatty():
        step = line.split("==")[0].strip() if line.startswith(("Collecting", "Installing collected")) else None
        if step is not None or not line:
            print("\r\x1b[K" + (step or "").split(":")[0], end="", flush=True)


def explain(said):
    """What a failed step said, as a plain sentence."""
    for pattern, sentence in TROUBLES.items():
        if re.search(pattern, said, re.IGNORECASE):
            return sentence
    return "Byline could not be set up. The last words were:\n" + "\n".join(said.strip().splitlines()[-5:])


def hand_over(arguments):
    """Become the environment's Python, so that keys and exit codes reach it and come back."""
    if os.name == "posix":
        os.execv(PYTHON, [PYTHON, *arguments])
    signal.signal(signal.SIGINT, lambda *_: None)  # Windows has no exec; the child alone answers Ctrl-C
    return subprocess.call([PYTHON, *arguments])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
