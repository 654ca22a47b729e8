"""A JupyterHub in a folder of its own, and a lesson that is open on one of its servers."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import websocket

PROJECT = Path(__file__).parents[3]
FOLDER = "byline"  # where the lessons lie in a student's home
WIDGET = "application/vnd.jupyter.widget-view+json"
CONFIG = """
load_subconfig({settings!r})
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.bind_url, c.JupyterHub.hub_bind_url = {bind!r}, {inner!r}
c.ConfigurableHTTPProxy.api_url = {proxy!r}
c.JupyterHub.db_url, c.JupyterHub.cookie_secret_file = "sqlite:///{place}/hub.sqlite", "{place}/cookie"
c.ConfigurableHTTPProxy.pid_file = "{place}/proxy.pid"
c.JupyterHub.cleanup_servers = False  # as a hub that is restarted by its system leaves them
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{place}/homes/{{username}}"
c.Spawner.cmd = [{python!r}, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root"] if {root} else []
c.JupyterHub.services = [dict(name="bench", api_token={token!r})]
c.JupyterHub.load_roles = [dict(name="bench", services=["bench"], scopes=[
    "admin:users", "admin:servers", "admin:server_state", "access:servers", "read:users:activity", "list:users"])]
"""


class Hub:
    """A JupyterHub in a folder of its own."""

    def __init__(self, place: Path) -> None:
        self.place, self.token = place, secrets.token_hex(16)
        ports = [free_port() for _ in range(3)]
        self.address = f"http://127.0.0.1:{ports[0]}"
        made = CONFIG.format(
            settings=str(PROJECT / "deploy" / "byline_hub.py"), bind=self.address, place=place, token=self.token,
            inner=f"http://127.0.0.1:{ports[1]}", proxy=f"http://127.0.0.1:{ports[2]}", python=sys.executable,
            root=os.name == "posix" and os.geteuid() == 0)  # fmt: skip
        (place / "config.py").write_text(made)

    @contextmanager
    def running(self) -> Iterator[psutil.Process]:
        """The hub and its proxy, until the end of the block; students' servers outlive it."""
        command = [sys.executable, "-m", "jupyterhub", "-f", str(self.place / "config.py")]
        with (self.place / "said").open("a") as said, subprocess.Popen(
            command, cwd=self.place, stdout=said, stderr=said
        ) as hub:  # fmt: skip
            try:
                wait_for(lambda: self.answers("/hub/api/") or hub.poll() is not None, 60, "the hub does not answer")
                if hub.poll() is not None:
                    sys.exit("The hub ended:\n" + (self.place / "said").read_text()[-2000:])
                yield psutil.Process(hub.pid)
            finally:
                hub.terminate()
                hub.wait(60)

    def ask(self, path: str, sent: Any = None, method: str = "", seconds: float = 180) -> Any:
        """What the hub or a student's server answers to a request: JSON, or None."""
        said = self.fetch(path, sent, method, seconds)
        return json.loads(said) if said else None

    def fetch(self, path: str, sent: Any = None, method: str = "", seconds: float = 180) -> bytes:
        """What the hub or a student's server answers to a request, as it stands."""
        data = None if sent is None else json.dumps(sent).encode()
        asked = urllib.request.Request(self.address + path, data, {"Authorization": f"token {self.token}"},
                                       method=method or ("GET" if data is None else "POST"))  # fmt: skip
        with urllib.request.urlopen(asked, timeout=seconds) as answer:
            return bytes(answer.read())

    def answers(self, path: str) -> bool:
        """Whether somebody answers there."""
        try:
            return self.ask(path, seconds=5) is not None
        except OSError:
            return False

    def servers(self) -> dict[str, int]:
        """Student -> process of her server, of those that run."""
        users = self.ask("/hub/api/users?limit=200&include_stopped_servers=0")
        return {user["name"]: user["servers"][""]["state"]["pid"] for user in users if user["servers"]}

    def cost(self, process: psutil.Process) -> float:
        """Megabytes of the hub and its proxy, without the students' servers."""
        students = set(self.servers().values())
        return megabytes([process, *(child for child in process.children() if child.pid not in students)])

    def start_server(self, name: str) -> None:
        """Start a student's server, and wait until it is ready."""
        self.ask(f"/hub/api/users/{name}/server", {})
        wait_for(lambda: (self.ask(f"/hub/api/users/{name}")["servers"].get("") or {}).get("ready"), 400,
                 f"the server of {name} does not start", every=0.3)  # fmt: skip

    def cull(self) -> None:
        """What the hub's own culler does to servers that are idle, until none is left."""
        own = {**os.environ, "JUPYTERHUB_API_TOKEN": self.token, "JUPYTERHUB_API_URL": f"{self.address}/hub/api"}
        command = [sys.executable, "-m", "jupyterhub_idle_culler", "--timeout=2", "--cull-every=2"]
        with subprocess.Popen(command, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as culler:
            try:
                wait_for(lambda: not self.servers(), 120, "the culler leaves servers alone", every=1)
            finally:
                culler.terminate()


class Kernel:
    """A lesson that is open on a student's server, as the page holds it: one connection, messages to and fro."""

    def __init__(self, hub: Hub, name: str, lesson: str) -> None:
        path, self.base = f"{FOLDER}/notebooks/{lesson}.ipynb", f"/user/{name}/api"
        made = hub.ask(f"{self.base}/sessions", {"path": path, "name": lesson, "type": "notebook",
                                                 "kernel": {"name": "python3"}})  # fmt: skip
        self.notebook = hub.ask(f"{self.base}/contents/{path}")
        self.address = f"{self.base}/kernels/{made['kernel']['id']}/channels"
        self.connect(hub)
        self.widgets: dict[str, str] = {}  # exercise -> its widget
        self.n = 0

    def connect(self, hub: Hub) -> None:
        """Connect, and ask until the kernel answers; as a page does, again where a busy server closes the line."""
        for again in range(5, -1, -1):
            self.line = websocket.create_connection(hub.address.replace("http", "ws", 1) + self.address, timeout=400,
                                                    header=[f"Authorization: token {hub.token}"])  # fmt: skip
            try:
                self.heard(self.send("shell", "kernel_info_request", {}))
                return
            except websocket.WebSocketException:
                if not again:
                    raise

    def send(self, channel: str, kind: str, content: dict[str, Any]) -> str:
        """Send a message; its id."""
        header = {"msg_id": secrets.token_hex(8), "msg_type": kind, "username": "", "session": "s", "version": "5.3"}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": channel}
        self.line.send(json.dumps({**message, "buffers": []}))
        return header["msg_id"]

    def heard(self, sent: str) -> list[dict[str, Any]]:
        """All that comes in answer to a message, until the kernel is idle again."""
        found: list[dict[str, Any]] = []
        while True:
            frame = self.line.recv()
            if isinstance(frame, bytes):
                continue  # a widget's style sheets
            message = json.loads(frame)
            if message["parent_header"].get("msg_id") == sent:
                found.append(message)
                if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                    return found

    def run(self, code: str) -> list[dict[str, Any]]:
        """Run a box; its outputs as a notebook keeps them. Raises RuntimeError where it ends with an error."""
        asked = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        said = self.heard(self.send("shell", "execute_request", asked))
        for message in said:
            if message["msg_type"] == "error":
                raise RuntimeError(f"{code}: {message['content']['evalue']}")
        kinds = {"display_data", "execute_result"}
        shown = [{**m["content"], "output_type": m["msg_type"]} for m in said if m["msg_type"] in kinds]
        if code.startswith('exercise("'):
            [self.widgets[code.split('"')[1]]] = [o["data"][WIDGET]["model_id"] for o in shown if WIDGET in o["data"]]
        return shown

    def tell(self, exercise: str, do: str, **more: Any) -> dict[str, Any]:
        """Send what the page sends when something is done; what it is told."""
        self.n += 1
        said = {"do": do, "exercise": exercise, "writer": "bench", "n": self.n, **more}
        sent = self.send("shell", "comm_msg", {"comm_id": self.widgets[exercise],
                                               "data": {"method": "custom", "content": said}})  # fmt: skip
        told = [m["content"]["data"] for m in self.heard(sent) if m["msg_type"] == "comm_msg"]
        return next(data["content"]["state"] for data in told if data.get("method") == "custom")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def wait_for(happened: Callable[[], Any], seconds: float, else_say: str, every: float = 0.2) -> None:
    """Wait until something has happened; ends the program where it does not."""
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            sys.exit(f"After {seconds} seconds {else_say}.")
        time.sleep(every)


def family(pid: int) -> list[psutil.Process]:
    """A process and all that it began."""
    first = psutil.Process(pid)
    return [first, *first.children(recursive=True)]


def megabytes(processes: list[psutil.Process]) -> float:
    """Memory that is these processes' own: what they share with others is divided among all (PSS)."""
    return sum(process.memory_full_info().pss for process in processes) / 1e6


def seconds(processes: list[psutil.Process]) -> float:
    """Processor time of these processes, so far."""
    return sum(sum(process.cpu_times()[:2]) for process in processes)


def kill_some(hub: Hub) -> None:
    """Kill every third server with its kernels, as a machine without memory does."""
    for pid in list(hub.servers().values())[::3]:
        for process in family(pid):
            process.kill()


def end_all(place: Path) -> None:
    """End every process that works in a folder of the trial."""
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if place in Path(process.cwd()).parents:
                process.kill()
