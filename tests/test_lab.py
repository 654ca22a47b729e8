"""`byline lab` as a server: on this computer alone, behind a token, with kernels that keep no history."""

from __future__ import annotations

import json
import os
import re
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
#: What a user may have configured for other work, as Python and as JSON.
OPEN = {"ip": "0.0.0.0", "token": "", "allow_origin": "*", "allow_remote_access": True, "disable_check_xsrf": True,
        "certfile": "nowhere.pem"}  # fmt: skip
FILES = ("jupyter_config", "jupyter_server_config", "jupyter_lab_config", "jupyter_notebook_config")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose every configuration file opens the server to the network, without a token."""
    folder = tmp_path / ".jupyter"
    folder.mkdir()
    told = {name: dict(OPEN) for name in ("ServerApp", "LabApp", "NotebookApp")}
    told |= {"IdentityProvider": {"token": ""}, "PasswordIdentityProvider": {"password_required": True}}
    lines = [f"c.{name}.{option} = {value!r}" for name, options in told.items() for option, value in options.items()]
    for name in FILES:
        (folder / f"{name}.py").write_text("\n".join(lines))
        (folder / f"{name}.json").write_text(json.dumps(told))
    return tmp_path


@contextmanager
def lab(home: Path, *options: str) -> Iterator[tuple[str, str]]:
    """`byline lab` with this home: the address it listens at, and what it printed."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "XDG_", "IPYTHON"))}
    with socket.create_server(("127.0.0.1", 0)) as found:
        address = f"http://127.0.0.1:{found.getsockname()[1]}"
    command = [sys.executable, "-m", "byline", "lab", "--no-browser", f"--port={address.rpartition(':')[2]}", *options]
    with (home / "said").open("w") as said, subprocess.Popen(
        command, cwd=PROJECT, env={**own, "HOME": str(home), "USERPROFILE": str(home)}, stdout=said, stderr=said
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


def test_what_the_user_has_configured_does_not_open_the_lessons(home: Path) -> None:
    """Every file says: the whole network, no token. The lessons listen on this computer and ask for a fresh one."""
    with lab(home) as (address, said):
        [token] = set(re.findall(r"token=(\w+)", said))
        assert len(token) >= 32
        assert status(address) == 403
        assert status(address, Authorization=f"token {token}") == 200
        assert status(address, Authorization=f"token {token}", Host="elsewhere.example") == 403
        with socket.socket() as other:
            assert other.connect_ex(("127.0.0.2", int(address.rpartition(":")[2]))) != 0, "it listens on one address"


def test_what_is_typed_counts(home: Path) -> None:
    """A token and an address of one's own, on the command line."""
    with lab(home, "--IdentityProvider.token=mine", "--ip=127.0.0.1") as (address, _):
        assert status(address) == 403
        assert status(address, Authorization="token mine") == 200


def test_a_kernel_of_the_lessons_keeps_no_history(home: Path) -> None:
    """What is typed in a box is nowhere in the home, not even in IPython's own history."""
    jupyter_client = pytest.importorskip("jupyter_client")
    with lab(home, "--IdentityProvider.token=mine") as (address, _):
        asked = urllib.request.Request(f"{address}/api/kernels", b'{"name": "python3"}',
                                       {"Authorization": "token mine"}, method="POST")  # fmt: skip
        with urllib.request.urlopen(asked) as answer:
            kernel = json.load(answer)["id"]
        [connection] = home.rglob(f"kernel-{kernel}.json")
        client = jupyter_client.BlockingKernelClient(connection_file=str(connection))
        client.load_connection_file()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        typed = 'mine = "a line that is nobody else\'s"'
        client.execute(typed, reply=True, timeout=60)
        client.execute("get_ipython().history_manager.writeout_cache(); get_ipython().history_manager.end_session()",
                       reply=True, timeout=60)  # fmt: skip
        client.stop_channels()
    kept = [path for path in home.rglob("*") if path.is_file() and b"nobody else" in path.read_bytes()]
    assert kept == []
