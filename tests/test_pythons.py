"""The reader on every Python that is found on this machine, from 3.11 on: it needs the standard library alone."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
TEXTS = [*sorted(PROJECT.glob("seeds/*/article.txt")), *sorted(PROJECT.glob("tests/cases/plain*.txt"))]
VERSION = "import sys; print(*sys.version_info[:3]); print(sys.implementation.name)"
READ = """
import sys
from byline import open_article, read
from newsmarks.reader import dumps

sys.stdout.reconfigure(encoding="utf-8")
for path in sys.argv[1:]:
    print(dumps(read(open_article(path))))
"""


def run(python: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run a Python without what is installed beside it, on the library as it is here."""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "lib"), "PYTHONUTF8": "1"}
    return subprocess.run([python, "-S", *arguments], env=environment, capture_output=True, timeout=300)


def candidates() -> list[Path]:
    """Where a Python may be: in PATH, in the system's own folder, and where pyenv and uv keep theirs."""
    names = [f"python{version}" for version in ("", "3", *(f"3.{minor}" for minor in range(11, 30)))]
    folders = [Path(folder) for folder in (*os.environ.get("PATH", "").split(os.pathsep), "/usr/bin", "/usr/local/bin")]
    found = [folder / f"{name}{'.exe' * (os.name == 'nt')}" for folder in folders for name in names]
    kept = (
        ".pyenv/versions/*/bin/python",
        ".pyenv/pyenv-win/versions/*/python.exe",
        ".local/share/uv/python/*/bin/python",
    )
    found += [python for pattern in kept for python in sorted(Path.home().glob(pattern))]
    return [python for python in found if python.is_file() and "shims" not in python.parts]


@cache
def pythons() -> dict[str, str]:
    """Version -> a Python of that version, 3.11 or newer; the one that runs the tests among them."""
    found = {}
    for python in {Path(sys.executable), *(python.resolve() for python in candidates())}:
        try:
            said = run(str(python), "-c", VERSION).stdout.split()
        except OSError:
            continue
        if len(said) == 4 and (int(said[0]), int(said[1])) >= (3, 11):
            found[f"{said[3].decode()} {'.'.join(part.decode() for part in said[:3])}"] = str(python)
    return dict(sorted(found.items()))


@cache
def readings(python: str) -> bytes:
    done = run(python, "-c", READ, *map(str, TEXTS))
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-600:]
    return done.stdout


@pytest.mark.parametrize("version", pythons())
def test_every_python_reads_the_same_bytes(version: str) -> None:
    """All seeds and the plain texts, as JSON: what one Python's `re` takes otherwise, no lesson may show otherwise."""
    here = readings(sys.executable)
    assert here.count(b"\n") == len(TEXTS) > 8
    assert readings(pythons()[version]) == here


def test_newsmarks_alone_reads_an_article_where_nothing_is_installed() -> None:
    """No environment variable but the place of the library, and nothing beside Python: newsmarks needs no byline."""
    code = (
        "import sys, newsmarks; text = open(sys.argv[1], encoding='utf-8').read()\n"
        "print(len(newsmarks.read(newsmarks.open_text(text)).attributions))\n"
        "print(any(name.split('.')[0] == 'byline' for name in sys.modules))"
    )
    article = PROJECT / "seeds" / "mariupol" / "article.txt"
    needed = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}  # Windows needs it
    done = subprocess.run(
        [sys.executable, "-S", "-c", code, str(article)], env={**needed, "PYTHONPATH": str(PROJECT / "lib")},
        capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    found, with_byline = done.stdout.decode().split()
    assert int(found) > 5 and with_byline == "False"
