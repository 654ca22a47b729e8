"""Sets Byline up in the folder .venv and starts it; needs nothing but Python 3.11 or newer.

    python3 lib/start.py           opens the lessons in JupyterLab   (Windows: py lib\\start.py)
    python3 lib/start.py test      runs the tests

What stands behind goes on to JupyterLab or pytest: `python3 lib/start.py --no-browser`. Installs the
packages of lib/pins.txt (for the tests: lib/pins-test.txt), each checked by its hash. A set-up that
was interrupted, or that other pins, another Python or another folder made stale, is made anew.
"""

import contextlib
import hashlib
import importlib.util
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

LIB = Path(__file__).resolve().parent
PROJECT = LIB.parent
VENV = PROJECT / ".venv"
PYTHON = str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
READY = VENV / "ready"  # names what is wholly installed; missing while something is under way
PIP = [PYTHON, "-I", "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--no-deps"]
#: What a failed step said -> what to tell; the first that is found counts.
TROUBLES = {
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
    return hand_over(["-m", "byline", "lab", *arguments])


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
    try:
        ready = READY.read_text().split() if READY.exists() and Path(PYTHON).exists() else []
        if wanted in ready:
            return
        READY.unlink(missing_ok=True)
        install(pins, fresh=lessons not in ready)
        READY.write_text(f"{lessons}\n{wanted}\n")
    except OSError as problem:
        raise Trouble(explain(str(problem))) from None


def stamp(pins):
    """A hash of all that an environment depends on: the pins, the Python, and the folder it stands in."""
    facts = [pins.read_text(), sys.base_prefix, *map(str, sys.version_info[:2]), str(PROJECT)]
    return hashlib.sha256("\n".join(facts).encode("utf-8", "surrogateescape")).hexdigest()


def install(pins, fresh):
    """Install `pins`, then Byline as it stands in this folder, into .venv (anew where `fresh`)."""
    print("Setting up in the folder .venv. This happens once and takes a minute or two.", flush=True)
    if fresh:
        run([sys._base_executable, "-I", "-m", "venv", "--clear", str(VENV)])
    run([*PIP, "--require-hashes", "--only-binary", ":all:", "-r", str(pins)])
    run([*PIP, "--no-index", "--no-build-isolation", "--editable", str(PROJECT)])


def run(command):
    """Run one step with a line of progress; raise Trouble where it fails."""
    said = []
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as step:
        try:
            for line in step.stdout:
                said.append(line)
                show_progress(line)
        except KeyboardInterrupt:
            with contextlib.suppress(subprocess.TimeoutExpired):
                step.wait(5)  # Ctrl-C reached the step, too: let it tidy up
            step.kill()
            raise
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
