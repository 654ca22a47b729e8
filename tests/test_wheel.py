"""The wheel: whole in itself, the same from every builder, and without what it must not hold."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import os
import shutil
import site
import subprocess
import sys
import venv
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from byline.handout import packing
from byline.handout.packing import LEFT_OUT
from byline.jupyter import Mistake
from byline.site.wheel import write_wheel
from serving import lab

PROJECT = Path(__file__).parents[1]
INFO = "byline-0.1.0.dist-info"
ROOMS = {"gradebooks", "handout", "classroom", "site"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """The wheel of the whole project, for students or with the teacher's rooms, written once."""
    place = tmp_path_factory.mktemp("wheels")
    return cache(lambda students=False: write_wheel(place / str(students), PROJECT, students=students))


def names(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as box:
        return set(box.namelist())


# --- what it holds ------------------------------------------------------------------------------------


def test_every_file_of_the_libraries_is_in_it(wheel: Callable[..., Path]) -> None:
    """All but caches and what is written for readers of the folder; a new sort of file is not forgotten."""
    paths = (path for name in ("newsmarks", "byline") for path in (PROJECT / "lib" / name).rglob("*"))
    there = {path.relative_to(PROJECT / "lib").as_posix() for path in paths if path.is_file()}
    here = {name for name in there if "/__pycache__/" not in name and "/." not in name} - {"newsmarks/README.md"}
    assert {name for name in names(wheel()) if not name.startswith((INFO, "byline/course/"))} == here


def test_what_tools_leave_in_the_libraries_stays_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Caches, hidden folders, and the course of a library that was installed from a wheel."""
    for name in ("newsmarks/a.py", "newsmarks/.ipynb_checkpoints/a.py", "byline/__pycache__/b.pyc", "byline/b.toml",
                 "byline/course/seeds/flood/key.toml", "byline/.c.py"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    monkeypatch.setattr(packing, "LIBRARIES", tmp_path)
    monkeypatch.setattr(packing, "IN_WHEEL", tmp_path / "byline" / "course")
    assert packing.library(students=False).keys() == {"newsmarks/a.py", "byline/b.toml"}


def test_its_course_is_lessons_and_texts(wheel: Callable[..., Path]) -> None:
    """The same files as in the folder; no first reading of a key's makers."""
    course = {name.removeprefix("byline/course/") for name in names(wheel()) if name.startswith("byline/course/")}
    assert {name.split("/")[0] for name in course} == {"notebooks", "seeds"}
    assert {"notebooks/00_start_here.ipynb", "notebooks/teacher/desk.ipynb", "seeds/flood/key.toml"} <= course
    assert all((PROJECT / name).is_file() for name in course) and "annotators" not in "".join(course)
    with zipfile.ZipFile(wheel()) as box:
        for name in course:
            assert box.read(f"byline/course/{name}") == (PROJECT / name).read_bytes(), name


def test_what_a_folder_holds_besides_stays_out(tmp_path: Path) -> None:
    """Answers, outputs, drafts, hidden files and other folders of somebody who works there."""
    for name in ("notebooks", "seeds"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    first = tmp_path / "notebooks" / "lessons.ipynb"
    page = json.loads(first.read_text(encoding="utf-8"))
    whole = write_wheel(tmp_path / "one", tmp_path, students=True).read_bytes()
    page["cells"][1] |= {"execution_count": 3, "outputs": [{"output_type": "stream", "name": "stdout", "text": "mine"}]}
    page["metadata"]["widgets"] = {"state": "mine"}
    first.write_text(json.dumps(page), encoding="utf-8")
    for name in ("notebooks/answers/a.jsonl", "notebooks/.x.ipynb", "notebooks/a.txt", "seeds/flood/my.toml",
                 "seeds/.flood/key.toml", "seeds/Mine/key.toml", "classes/9B/class.json"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("mine")
    assert write_wheel(tmp_path / "two", tmp_path, students=True).read_bytes() == whole


def test_a_student_s_has_no_teacher_s_rooms(wheel: Callable[..., Path]) -> None:
    """The rooms are those that a pack leaves out."""
    for_teachers = (*LEFT_OUT, "byline/course/notebooks/teacher/", "byline/course/seeds/GUIDELINE.md")
    assert {f"byline/{room}/" for room in ROOMS} == set(LEFT_OUT)
    assert names(wheel(True)) == {name for name in names(wheel()) if not name.startswith(for_teachers)}


def test_a_folder_without_lessons_is_told(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="“notebooks” and “seeds”"):
        write_wheel(tmp_path, tmp_path, students=True)
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "00_torn.ipynb").write_text("{")
    with pytest.raises(Mistake, match=r"“00_torn.ipynb” is no notebook"):
        write_wheel(tmp_path, tmp_path, students=True)
    assert not list(tmp_path.glob("*.whl"))


# --- its form -----------------------------------------------------------------------------------------


def test_the_record_has_the_hash_of_every_file(wheel: Callable[..., Path]) -> None:
    with zipfile.ZipFile(wheel()) as box:
        rows = list(csv.reader(box.read(f"{INFO}/RECORD").decode().splitlines()))
        assert sorted(row[0] for row in rows) == sorted(box.namelist())
        for name, noted, size in rows:
            data = box.read(name)
            found = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
            assert name.endswith("RECORD") or (noted, size) == (f"sha256={found}", str(len(data)))


def test_the_same_course_gives_the_same_bytes(wheel: Callable[..., Path], tmp_path: Path) -> None:
    assert write_wheel(tmp_path, PROJECT, students=True).read_bytes() == wheel(True).read_bytes()


def test_pip_builds_the_same_wheel(wheel: Callable[..., Path], tmp_path: Path) -> None:
    """One command of the ordinary tools, and one content."""
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index", "-w"]
    subprocess.run([*command, tmp_path, PROJECT], check=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    assert [path.read_bytes() for path in tmp_path.glob("*.whl")] == [wheel().read_bytes()]


# --- with nothing else around -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def installed(wheel: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment into which pip put the wheel; the other packages are those of this one."""
    place = tmp_path_factory.mktemp("installed")
    venv.create(place)
    scripts = place / ("Scripts" if os.name == "nt" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", scripts / "python", "--disable-pip-version-check", "install", "-q"]
    subprocess.run([*pip, "--no-deps", "--no-index", wheel()], check=True)
    ask = [scripts / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.run(ask, check=True, capture_output=True, text=True).stdout.strip())
    (packages / "others.pth").write_text("\n".join(site.getsitepackages()))
    return scripts


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, and an empty home."""
    for name in ("PYTHONPATH", *(name for name in os.environ if name.startswith(("JUPYTER", "XDG_", "IPYTHON")))):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "home").mkdir()
    (tmp_path / "work").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"


def test_an_installed_wheel_reads_and_teaches_in_an_empty_folder(
    installed: Path, empty: Path, wheel: Callable[..., Path]
) -> None:
    """The command, the names of the lessons, the reader alone; and it can write the same wheel again."""
    said = subprocess.run([installed / "byline", "read", "mariupol", "--json"], capture_output=True, check=True)
    assert json.loads(said.stdout)["id"] == "mariupol"
    code = ("import byline, newsmarks; from byline import *; from pathlib import Path\n"
            "assert study_article('flood').id == 'flood' and load_key('mariupol')\n"
            "assert answer('00-f', 'a') and check('00-f').status != 'not attempted' and '01 ' in lessons().text\n"
            "from byline.seeds.folders import own_course; from byline.site.wheel import write_wheel\n"
            "print(byline.__file__, write_wheel(Path('again'), own_course(), students=False))")  # fmt: skip
    told = subprocess.run([installed / "python", "-c", code], capture_output=True, text=True)
    assert str(PROJECT) not in told.stdout and told.returncode == 0, told.stderr
    assert Path("again", wheel().name).read_bytes() == wheel().read_bytes()
    assert sorted(path.name for path in empty.iterdir()) == ["again", "answers"]


def test_byline_lab_opens_a_copy_of_the_lessons(installed: Path, empty: Path) -> None:
    """A lesson comes over HTTP, as it is in the project."""
    with lab(empty.parent / "home", "--IdentityProvider.token=mine", python=installed / "python", here=empty) as told:
        address = f"{told[0]}/api/contents/notebooks/00_start_here.ipynb"
        with urlopen(Request(address, headers={"Authorization": "token mine"})) as answer:
            cells = json.load(answer)["content"]["cells"]
    whole = json.loads((PROJECT / "notebooks" / "00_start_here.ipynb").read_text(encoding="utf-8"))["cells"]
    assert [cell["source"] for cell in cells] == ["".join(cell["source"]) for cell in whole]
    assert "a folder of your own" in told[1] and [path.name for path in empty.iterdir()] == ["byline"]


def test_a_lesson_runs_on_an_installed_wheel(installed: Path, empty: Path) -> None:
    """Every box of it, in a kernel that has nothing of the project."""
    code = ("import nbformat, nbclient; from byline.jupyter import own_folder; path = own_folder() / 'notebooks'\n"
            "page = nbformat.read(path / '00_start_here.ipynb', as_version=4)\n"
            "page.cells.append(nbformat.v4.new_code_cell('import byline; byline.__file__'))\n"
            "nbclient.NotebookClient(page, kernel_name='python3', resources={'metadata': {'path': path}}).execute()\n"
            "print(page.cells[-1].outputs[0]['data'], sum(len(cell.get('outputs', [])) for cell in page.cells))")
    told = subprocess.run([installed / "python", "-c", code], capture_output=True, text=True)
    assert told.returncode == 0 and str(PROJECT) not in told.stdout, told.stderr
