"""`byline lab` as a server: on this computer alone, behind a token, with kernels that keep no history."""

from __future__ import annotations

import json
import re
import socket
import urllib.request
from pathlib import Path

import pytest

from serving import lab, status

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
