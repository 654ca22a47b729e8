"""What builds the notebook road, fetched once by name, version and hash: JupyterLite, and the kernel's pure wheels."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from byline.jupyter import Mistake

Say = Callable[[str], None]

HERE = Path(__file__).parent
#: What builds, and what it builds in: versions and hashes.
TOOLS, KERNEL = HERE / "pins-lite.txt", HERE / "pins-kernel.txt"
PIP = ("-I", "-m", "pip", "--disable-pip-version-check", "--no-input")
PINNED = ("--no-deps", "--require-hashes", "--only-binary", ":all:")
#: Wheels that run anywhere, in the browser too: some packages also have faster ones for one kind of computer.
ANYWHERE = ("--platform", "any", "--python-version", "3.12", "--implementation", "py", "--abi", "none")
#: What a failed step said -> what to tell; the first that is found counts.
TROUBLES = {
    "No space left|Errno 28|WinError 112|not enough space|quota exceeded":
        "The disk is full: building the notebooks needs about 250 MB. Make room, then try again.",
    "DO NOT MATCH THE HASHES":
        "A package is not the one that was pinned, so it was not used. A damaged download or a proxy can do that: try "
        "again, from another network if it stays so.",
    "Read-only file system|Permission denied|Errno 13|WinError (5|32)":
        "The folder “{place}” cannot be written to. Name another one in the variable BYLINE_CACHE, then try again.",
    "No module named '?(ensurepip|venv)|ensurepip is not available":
        "This Python lacks the part that makes environments (venv). On Debian or Ubuntu: sudo apt install "
        "python3-venv.",
    "connection|name resolution|getaddrinfo|timed out|proxy|SSL|network|No matching distribution|"
    "Could not find a version":
        "The packages that build the notebooks could not be fetched. The internet is needed for it once: check the "
        "connection, then try again.",
}  # fmt: skip


def cache_folder() -> Path:
    """Where what is fetched once is kept: the folder in the variable BYLINE_CACHE, else one of the user's own."""
    from platformdirs import user_cache_path  # what JupyterLab itself uses

    return Path(os.environ.get("BYLINE_CACHE") or user_cache_path("byline", appauthor=False)).absolute()


def build_environment(say: Say) -> Path:
    """The Python of the environment that builds JupyterLite, made where it is not there yet.

    Raises Mistake where it cannot be made.
    """

    def fill(place: Path) -> None:
        say("Setting up what builds the notebooks. This happens once and takes about a minute.")
        run_step([sys.executable, "-I", "-m", "venv", str(place)])
        run_step([str(python_of(place)), *PIP, "install", *PINNED, "-r", str(TOOLS)])

    facts = (TOOLS.read_text("utf-8"), sys.base_prefix, *map(str, sys.version_info[:2]))
    return python_of(kept("lite", facts, fill))


def kernel_wheels(say: Say) -> list[Path]:
    """The pure wheels that make Python in the browser a kernel, fetched where they are not here yet. Raises Mistake."""
    python = build_environment(say)

    def fill(place: Path) -> None:
        say("Fetching what the notebooks' Python needs (5 MB).")
        run_step([str(python), *PIP, "download", "--quiet", *PINNED, *ANYWHERE, "-d", str(place), "-r", str(KERNEL)])

    return sorted(kept("kernel", (KERNEL.read_text("utf-8"),), fill).glob("*.whl"))


def python_of(environment: Path) -> Path:
    """The Python of an environment."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def kept(name: str, facts: Sequence[str], fill: Callable[[Path], None]) -> Path:
    """A folder of the cache that `fill` has filled; it has its name only when it is whole, and a new one for new facts.

    Raises Mistake.
    """
    cache = cache_folder()
    stamp = hashlib.sha256("\n".join(facts).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    place = cache / f"{name}-{stamp}"
    if place.is_dir():
        return place
    try:
        cache.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f"{name}-", suffix=".part", dir=cache))
    except OSError as problem:
        raise Mistake(explain(str(problem))) from None
    try:
        fill(draft)
        _put(draft, place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return place


def _put(draft: Path, place: Path) -> None:
    """Give a whole folder its name; where another run was quicker, that one's stays."""
    try:
        draft.rename(place)
    except OSError as problem:
        if not place.is_dir():
            raise Mistake(explain(str(problem))) from None


def run_step(command: Sequence[str], folder: Path | None = None) -> None:
    """Run one step in silence. Raises Mistake with a plain sentence where it fails."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "JUPYTER"))}
    try:
        done = subprocess.run(command, cwd=folder, env=own, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="replace")  # fmt: skip
    except OSError as problem:
        raise Mistake(explain(str(problem))) from None
    if done.returncode:
        raise Mistake(explain(done.stdout))


def explain(said: str) -> str:
    """What a failed step said, as a plain sentence."""
    for pattern, sentence in TROUBLES.items():
        if re.search(pattern, said, re.IGNORECASE):
            return sentence.format(place=cache_folder())
    return "The notebooks could not be built. The last words were:\n" + "\n".join(said.strip().splitlines()[-5:])
