"""Do nbgrader and otter grade a lesson as Byline does? Three students, each exercise, both graders.

    python tests/bench/graders [--lesson 02_who_says_so] [--text mariupol] [--keep FOLDER]

Makes an environment of its own with both graders (pins.txt, each package checked by its hash) and with Byline from
this folder, in a temporary folder or in FOLDER, where the next run finds it again. Needs the internet for that, and
about 900 MB. Prints student x exercise x (Byline, nbgrader, otter), and its minutes; ends with 1 where they differ,
with 2 where one of them could not be set up or run.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

HERE = Path(__file__).parent
PROJECT = HERE.parents[2]
PINS = HERE / "pins.txt"


def main() -> int:
    """Make the environment, then try in it."""
    parser = argparse.ArgumentParser(prog="python tests/bench/graders", description=__doc__.splitlines()[0])
    lessons = sorted(path.stem for path in (PROJECT / "notebooks").glob("[0-9]*.ipynb"))
    texts = sorted(path.parent.name for path in (PROJECT / "seeds").glob("*/exercises.toml"))
    parser.add_argument("--lesson", default="02_who_says_so", choices=lessons, help="a notebook, without .ipynb")
    parser.add_argument("--text", default="mariupol", choices=texts, help="a folder of seeds")
    parser.add_argument("--keep", type=Path, help="a folder for the environment, to be used again")
    said = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        bin = set_up(Path(said.keep or place, "environment").absolute())
        made = time.monotonic()
        code = try_in(bin, Path(place), said.lesson, said.text)
        print(f"{(made - begun) / 60:.1f} minutes to set up, {(time.monotonic() - made) / 60:.1f} to grade.")
    return code


def set_up(place: Path) -> Path:
    """An environment with both graders and Byline; the folder of its programs. Ends with a sentence where it fails."""
    bin, ready = place / ("Scripts" if os.name == "nt" else "bin"), place / "ready"
    stamp = hashlib.sha256(f"{PINS.read_text()}{PROJECT}{sys.version}".encode()).hexdigest()
    if ready.is_file() and ready.read_text() == stamp:
        return bin
    venv.create(place, with_pip=True, clear=True)
    pip = [bin / "python", "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet", "--no-deps"]
    for what in (["--require-hashes", "--only-binary", ":all:", "--requirement", PINS],
                 ["--no-index", "--no-build-isolation", "--editable", PROJECT]):  # fmt: skip
        done = subprocess.run([*pip, *what], capture_output=True, text=True)
        if done.returncode:
            last = " ".join(done.stderr.strip().splitlines()[-1:])
            print(f"The graders could not be fetched, which needs the internet (pip said: {last}).", file=sys.stderr)
            sys.exit(2)
    ready.write_text(stamp)
    return bin


def try_in(bin: Path, place: Path, lesson: str, text: str) -> int:
    """Run the trial with no settings but its own; its exit code."""
    jupyter = {f"JUPYTER_{name}_DIR": str(place / "jupyter" / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    own = {"PATH": os.pathsep.join((str(bin), os.environ.get("PATH", ""))), "IPYTHONDIR": str(place / "ipython")}
    left_out = ("PYTHONPATH", "PYTHONHOME", "JUPYTER_PATH", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    trial = [bin / "python", HERE / "trial.py", lesson, text, place / "trial"]
    return subprocess.run(trial, cwd=place, env=kept | jupyter | own).returncode


if __name__ == "__main__":
    sys.exit(main())
