"""Starts `byline lab` for a test, and asks it over HTTP."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[1]


@contextmanager
def lab(
    home: Path, *options: str, python: Path | str = sys.executable, here: Path = PROJECT
) -> Iterator[tuple[str, str]]:
    """`byline lab` with this home, in a folder: the address it listens at, and what it printed."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "XDG_", "IPYTHON"))}
    with socket.create_server(("127.0.0.1", 0)) as found:
        address = f"http://127.0.0.1:{found.getsockname()[1]}"
    command = [python, "-m", "byline", "lab", "--no-browser", f"--port={address.rpartition(':')[2]}", *options]
    with (home / "said").open("w") as said, subprocess.Popen(
        command, cwd=here, env={**own, "HOME": str(home), "USERPROFILE": str(home)}, stdout=said, stderr=said
    ) as running:  # fmt: skip
        try:
            wait_for(lambda: status(address) or running.poll())
            yield address, (home / "said").read_text()
        finally:
            running.terminate()
            try:
                running.wait(30)
            except subprocess.TimeoutExpired:
                running.kill()  # it has said that it stops, and hangs in its own threads


def wait_for(happened: Any) -> None:
    for _ in range(600):
        if happened():
            return
        time.sleep(0.1)
    pytest.fail("nothing happened for a minute")


def status(address: str, **headers: str) -> int:
    """What the server answers to a request for the files; 0 where nobody listens."""
    try:
        with urllib.request.urlopen(urllib.request.Request(f"{address}/api/contents", headers=headers)) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as problem:
        return problem.code
    except OSError:
        return 0
