"""A class on a real JupyterHub on this machine: what a student costs, how long she waits, and whether all is kept.

    python tests/bench/hub [--users 30] [--wave 30] [--all-open]

Needs, in an environment of its own, the packages of lib/pins.txt, Byline itself (not as --editable), jupyterhub,
jupyterhub-idle-culler and nbgitpuller, with deploy/settings.py run in it, and configurable-http-proxy on the path.
The hub listens on 127.0.0.1 alone. Each student gets the lessons by the link of nbgitpuller, opens lesson 02, runs
every box, answers every exercise as its page does, in messages to the widget, and pulls a lesson that has changed. Then
a third of the servers are killed, the others are culled, and the hub begins anew; every student comes back, and what
her page shows is held beside what she sent. Prints what it measured, and ends with 1 where an answer was lost, doubled
or mixed up. Thirty students need about 7 GB.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine import FOLDER, PROJECT, WIDGET, Hub, Kernel, end_all, family, kill_some, megabytes, seconds

from byline.exercises import Exercise
from byline.kinds import key_answer
from byline.lesson.desk import Desk
from students import careless

LESSON = "02_who_says_so"


class Student:
    """One of the class: how long she waited for what, and what she answered."""

    def __init__(self, hub: Hub, source: Path, number: int) -> None:
        self.hub, self.source, self.name = hub, source, f"student-{number:02}"
        self.home = hub.place / "homes" / self.name
        self.chance = random.Random(number)
        self.took: dict[str, float] = {}
        self.sent: dict[str, Any] = {}
        self.kernel: Kernel | None = None

    def click_link(self, source: Path) -> None:
        """Follow the nbgitpuller link on a server that runs. Raises RuntimeError where the lessons do not come."""
        link = urlencode({"repo": source.as_uri(), "branch": "main", "targetPath": FOLDER, "targetpath": FOLDER})
        said = self.hub.fetch(f"/user/{self.name}/git-pull/api?{link}")
        if b'"phase": "finished"' not in said:
            raise RuntimeError(said.decode()[-1000:])

    def open_lesson(self) -> Kernel:
        """Start her server, and open the lesson with a kernel."""
        began = time.monotonic()
        self.hub.start_server(self.name)
        self.took["server ready"] = time.monotonic() - began
        if not (self.home / FOLDER).is_dir():
            self.click_link(self.source)
        self.kernel = Kernel(self.hub, self.name, LESSON)
        self.began = began
        return self.kernel

    def work(self, exercises: dict[str, tuple[Exercise, Any]]) -> None:
        """Run every box, commit an answer in each exercise, and save the lesson."""
        kernel = self.open_lesson()
        for cell in kernel.notebook["content"]["cells"]:
            if cell["cell_type"] == "code":
                cell["outputs"] = kernel.run(cell["source"])
                self.took.setdefault("first box done", time.monotonic() - self.began)
                for name in [name for name in kernel.widgets if name not in self.sent]:
                    self.answer(name, *exercises[name])
        self.took["lesson done"] = time.monotonic() - self.began
        self.hub.ask(f"{kernel.base}/contents/{FOLDER}/notebooks/{LESSON}.ipynb",
                     {"type": "notebook", "content": kernel.notebook["content"]}, "PUT")  # fmt: skip

    def answer(self, name: str, e: Exercise, right: Any) -> None:
        """Commit an answer of her own, and time what she is told."""
        answer = careless(e, right, self.chance) if e.kind != "write" else f"{self.name}: the source says so, I read."
        began = time.monotonic()
        told = self.kernel.tell(name, "commit", answer=answer, sure="middle")  # type: ignore[union-attr]
        self.took["slowest feedback"] = max(self.took.get("slowest feedback", 0), time.monotonic() - began)
        self.sent[name] = told["draft"]

    def come_back(self) -> int:
        """Open the lesson again; in how many exercises her page shows what she sent."""
        kernel, same = self.open_lesson(), 0
        for cell in kernel.notebook["content"]["cells"]:
            if cell["source"].startswith(("from byline", "exercise(")):
                kernel.run(cell["source"])
        for name, answer in self.sent.items():
            state = kernel.tell(name, "hello")
            same += state["committed"] and state["draft"] == answer
        return same

    def open_all(self) -> float:
        """Open every lesson at once and run what can be run without her; megabytes of her server then."""
        kernels = []
        for path in sorted((PROJECT / "notebooks").glob("*.ipynb")):
            kernels.append(Kernel(self.hub, self.name, path.stem))
            for cell in kernels[-1].notebook["content"]["cells"]:
                if cell["cell_type"] == "code":
                    kernels[-1].run(cell["source"])
        return megabytes(family(self.hub.servers()[self.name]))

    def commits(self) -> Counter[str]:
        """Exercise -> how often it was committed, in the files of her home."""
        lines = [json.loads(line) for path in self.home.rglob("answers/*.jsonl") for line in path.open()]
        return Counter(line["exercise"] for line in lines if line.get("event") == "commit")


class Room:
    """The students of one class, by the clock."""

    def __init__(self, hub: Hub, source: Path, users: int, at_once: int) -> None:
        self.hub, self.source, self.at_once = hub, source, at_once
        self.students = [Student(hub, source, n) for n in range(users)]

    def all(self, do: Callable[[Student], Any]) -> list[Any]:
        """Let every student do something, so many at once."""
        with ThreadPoolExecutor(self.at_once) as pool:
            return list(pool.map(do, self.students))

    def waited(self, what: str) -> str:
        """How long they waited for something: the one in the middle, and the last."""
        took = [student.took[what] for student in self.students]
        return f"{median(took):6.1f} s median {max(took):6.1f} s slowest"

    def on_disk(self) -> float:
        """Megabytes in the home of the student in the middle."""
        return median(sum(path.stat().st_size for path in student.home.rglob("*") if path.is_file()) / 1e6
                      for student in self.students)  # fmt: skip

    def costs(self) -> str:
        """What a student's server and its kernels have in memory now, and the processor time that they took."""
        servers, kernels, took = [], [], []
        for pid in self.hub.servers().values():
            first, *rest = family(pid)
            servers.append(megabytes([first]))
            kernels.append(megabytes(rest))
            took.append(seconds([first, *rest]))
        each = [a + b for a, b in zip(servers, kernels, strict=True)]
        return (f"{median(each):6.0f} MB median {max(each):6.0f} MB most (server {median(servers):.0f}, kernel "
                f"{median(kernels):.0f}); {median(took):.1f} s of processor time")  # fmt: skip


def upstream(place: Path) -> Path:
    """The lessons as a school would publish them: a repository with what git keeps of this folder."""
    source = place / "lessons"
    names = subprocess.run(["git", "ls-files", "notebooks", "seeds", ".gitignore"], cwd=PROJECT, check=True,
                           capture_output=True, text=True).stdout.splitlines()  # fmt: skip
    for name in names:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PROJECT / name, source / name)
    git(source, "init", "--quiet", "--initial-branch=main")
    publish(source)
    return source


def publish(source: Path) -> None:
    git(source, "add", "--all")
    git(source, "-c", "user.name=school", "-c", "user.email=school@example.org", "commit", "--quiet", "--message=New")


def git(folder: Path, *what: str) -> None:
    subprocess.run(["git", *what], cwd=folder, check=True, capture_output=True)



def change_lesson(source: Path) -> None:
    """A teacher corrects a sentence of the lesson."""
    path = source / "notebooks" / f"{LESSON}.ipynb"
    lesson = json.loads(path.read_text(encoding="utf-8"))
    lesson["cells"][2]["source"] = ["A sentence that is new. ", *lesson["cells"][2]["source"]]
    path.write_text(json.dumps(lesson, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    publish(source)


def lessons_pulled(room: Room) -> int:
    """How many students have a whole lesson with the new sentence, and with the outputs that they saved."""
    found = 0
    for student in room.students:
        text = (student.home / FOLDER / "notebooks" / f"{LESSON}.ipynb").read_text(encoding="utf-8")
        outputs = [cell.get("outputs") for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
        found += "A sentence that is new." in text and any(outputs) and WIDGET not in text
    return found


def kept(room: Room) -> tuple[int, int]:
    """How many commits are in the files exactly once, and how many are there in all."""
    counted = [student.commits() for student in room.students]
    once = sum(count[name] == 1 for student, count in zip(room.students, counted, strict=True) for name in student.sent)
    return once, sum(count.total() for count in counted)


def main() -> int:
    """Try it, and print what was measured."""
    parser = argparse.ArgumentParser(prog="python tests/bench/hub", description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, default=30, help="how many students")
    parser.add_argument("--wave", type=int, default=30, help="how many of them begin at the same moment")
    parser.add_argument("--all-open", action="store_true", help="one of them opens every lesson, too")
    said = parser.parse_args()
    began = time.monotonic()
    os.chdir(PROJECT)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        hub = Hub(Path(made))
        lost = trial(hub, Room(hub, upstream(Path(made)), said.users, said.wave), said.all_open)
    print(f"{(time.monotonic() - began) / 60:.1f} minutes, {os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}")
    return int(lost)


def trial(hub: Hub, room: Room, all_open: bool) -> bool:
    """A class at work, what goes wrong on a server, and the class again; whether an answer was lost or mixed up."""
    try:
        with hub.running() as process:
            hub.ask("/hub/api/users", {"usernames": [student.name for student in room.students]})
            before, exercises = hub.cost(process), asked()
            room.all(lambda student: student.work(exercises))
            print(f"hub and proxy    {before:6.0f} MB before, {hub.cost(process):.0f} MB with all")
            for what in ("server ready", "first box done", "lesson done", "slowest feedback"):
                print(f"{what:16} {room.waited(what)}")
            print(f"a student        {room.costs()}")
            change_lesson(room.source)
            room.all(lambda student: student.click_link(room.source))
            print(f"lesson pulled    {lessons_pulled(room)} of {len(room.students)}: new sentence in, own outputs kept")
            if all_open:
                print(f"all open         {room.students[0].open_all():6.0f} MB for one student with every lesson open")
            print(f"on the disk      {room.on_disk():6.1f} MB a student")
            kill_some(hub)
            hub.cull()
        with hub.running():
            same = sum(room.all(lambda student: student.come_back()))
    finally:
        end_all(hub.place)
    sent = sum(len(student.sent) for student in room.students)
    print(f"back again       {room.waited('server ready')}")
    print(f"answers          {sent} sent; in the files once, and in all: {kept(room)}; on the page as sent: {same}")
    print(f"elsewhere        {typed_elsewhere(room)} files outside of the lessons hold what was typed")
    return (sent, sent, sent) != (same, *kept(room))


def typed_elsewhere(room: Room) -> int:
    """How many files outside of the lessons hold what was run or answered: a history, say."""
    homes = (path for student in room.students for path in student.home.rglob("*") if path.is_file())
    outside = [path.read_bytes() for path in homes if FOLDER not in path.relative_to(room.hub.place / "homes").parts]
    return sum(b'exercise("' in data or b"the source says so" in data for data in outside)


def asked() -> dict[str, tuple[Exercise, Any]]:
    """Every exercise with an answer that its key takes."""
    with tempfile.TemporaryDirectory() as nowhere:
        desk = Desk("mariupol", Path(nowhere))
        return {name: (e, key_answer(e, desk.key)) for name, e in desk.exercises.items()}  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main())
