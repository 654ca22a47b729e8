"""Writes the browser edition of a course into a folder: pages, the wheel, Python for the browser, and notebooks."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from byline.exercises import number_of
from byline.handout.courses import copy_course, lessons_with, own_texts, pairs_in, write_course
from byline.jupyter import Mistake
from byline.lesson.course import lesson_files, notebooks_folder
from byline.seeds.folders import course_texts
from byline.site.environment import explain
from byline.site.fetched import CORE, FOLDER, core_in, fetch_core
from byline.site.lite import write_notebooks
from byline.site.pages import page_css, write_pages
from byline.site.shell import HERE, Site
from byline.site.wheel import write_wheel

Say = Callable[[str], None]
#: What lies in the folder of a site, so that it is known as one and may be written anew.
MARK = "byline-site.json"
SCRIPTS = ("page.js", "store.js", "worker.js")
BASE = re.compile(r"(https?://[\w.:-]+)?/((?!\.\.?/)[\w.~-]+/)*\Z")
ADDRESS = re.compile(r"https?://[\w.:-]+/([\w.@~-]+/)*\Z")
KEEP_LATER = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a site is to have.

    lessons: their numbers; none for all. seeds: the texts, the one that pages begin with first; none for all that the
    lessons are written for. sealed: without keys. group: the class it is for. base: the path, or the whole address, at
    which it will be. cdn: an address with Pyodide, in the place of a folder of one's own. pyodide: a folder with it.
    """

    lessons: tuple[str, ...] = ()
    seeds: tuple[str, ...] = ()
    sealed: bool = False
    group: str = ""
    base: str = "/"
    cdn: str = ""
    pyodide: Path | None = None


def build_site(out: Path, wanted: Wanted, say: Say) -> Site:
    """Write a site into a folder that is empty, new, or a site already. Raises Mistake, ArticleError, NotSaved."""
    check_folder(out)
    check_addresses(wanted)
    try:
        return _built(out, wanted, say)
    except OSError as problem:
        raise Mistake(explain(str(problem))) from None


def _built(out: Path, wanted: Wanted, say: Say) -> Site:
    """The site, written apart and moved to its place whole."""
    with tempfile.TemporaryDirectory() as apart:
        course, lessons, seeds = course_for(wanted, Path(apart) / "course")
        pairs = pairs_in(course / "seeds", lessons, seeds)
        core = core_in(wanted.pyodide) if wanted.pyodide else fetch_core(say)
        new = Path(apart) / "site"
        plan = Site("", seeds, lessons, base=_path_in(wanted.base), group=wanted.group, pairs=pairs)
        site = _write(new, course, plan, core, wanted, say)
        _move(new, out)
    return site


def check_addresses(wanted: Wanted) -> None:
    """Raise Mistake where the base is no path or address, or Python's address is none."""
    if not BASE.match(wanted.base):
        raise Mistake(f"“{wanted.base}” is no path of a site. Write it with a slash at both ends, such as /byline/, "
                      "or as a whole address, such as https://example.org/byline/.")  # fmt: skip
    if wanted.cdn and not ADDRESS.match(wanted.cdn):
        raise Mistake(f"“{wanted.cdn}” is no address of a folder. Write it whole, from https:// to a slash at its end.")


def check_folder(out: Path) -> None:
    """Raise Mistake where a folder has something in it that is no site, or cannot be written."""
    if out.exists() and not out.is_dir():
        raise Mistake(f"“{out}” is a file. Name a folder for the site.")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise Mistake(f"“{out}” is not empty, and no site of Byline’s. Name a new folder; nothing in it was touched.")
    try:
        out.absolute().parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.absolute().parent, prefix=f".{out.name}-"):
            pass
    except OSError as problem:
        raise Mistake(f"“{out}” cannot be written ({problem.strerror}). Name a folder of your own.") from None


def course_for(wanted: Wanted, apart: Path) -> tuple[Path, tuple[str, ...], tuple[str, ...]]:
    """The course that a site is made from, its lessons and texts: the whole one, or a part, written into `apart`."""
    there = lesson_files(notebooks_folder())
    seeds = wanted.seeds or tuple(course_texts())
    covered = {text: lessons_with(text) for text in seeds}
    lessons = [_called(name, covered, there) for name in wanted.lessons] or [
        *dict.fromkeys(name for several in covered.values() for name in several),
        *(name for name in there if own_texts(name) and not wanted.seeds)]  # fmt: skip
    if not wanted.sealed and not wanted.lessons and not wanted.seeds:
        return copy_course(apart), tuple(there), seeds
    course = write_course(apart, lessons, seeds, sealed=wanted.sealed)
    return course, tuple(lesson_files(course / "notebooks")), seeds


def _called(name: str, covered: Mapping[str, Sequence[str]], there: Sequence[str]) -> str:
    """A lesson by its number or its whole name. Raises Mistake where there is none, or not with each text."""
    whole = next((lesson for lesson in there if name in (lesson, number_of(lesson))), "")
    if whole and own_texts(whole):
        return whole
    for text, several in covered.items():
        if not any(name in (lesson, number_of(lesson)) for lesson in several):
            known = ", ".join(map(number_of, several)) if whole else ""
            raise Mistake(
                f"“{text}” has no exercises for lesson {name}. It has some for: {known}." if known else
                f"There is no lesson “{name}”. There are: {', '.join(map(number_of, there))}.")  # fmt: skip
    return name


def _write(new: Path, course: Path, site: Site, core: Path, wanted: Wanted, say: Say) -> Site:
    """All files of a site in a folder of its own."""
    say("Making the wheel.")
    new.mkdir()
    wheel = write_wheel(new, course, students=True)
    site = replace(site, build=_build_of(wheel), wheel=wheel.name, core=wanted.cdn or f"../{FOLDER}/")
    assets = new / site.assets
    assets.mkdir()
    say("Drawing the pages.")
    for page in write_pages(course, new, site):
        if page.suffix == ".html":
            say(f"  {page.relative_to(new).as_posix()}")
    for name in SCRIPTS:
        shutil.copyfile(HERE / name, assets / name)
    shutil.copyfile(HERE.parent / "lesson" / "exercise.js", assets / "exercise.js")
    (assets / "page.css").write_text(page_css(), encoding="utf-8")
    wheel = wheel.rename(assets / wheel.name)
    if not wanted.cdn:
        _copy_core(core, new / FOLDER)
    say("Making the notebooks.")
    paths = (course / "notebooks" / f"{name}.ipynb" for name in (*site.lessons, "lessons"))
    notebooks = [path for path in paths if path.is_file()]
    write_notebooks(new, notebooks, wheel, core, pyodide=wanted.pyodide, cdn=wanted.cdn, say=say)
    _write_offline(new, site, sealed=wanted.sealed)
    return site


def _build_of(wheel: Path) -> str:
    """A name for all that a build is made of."""
    every = [wheel.read_bytes(), *((HERE / name).read_bytes() for name in (*SCRIPTS, "sw.js", "page.css"))]
    return hashlib.sha256(b"".join(hashlib.sha256(data).digest() for data in every)).hexdigest()[:10]


def _copy_core(core: Path, place: Path) -> None:
    """Python for the browser, with a list of packages that is empty: a page needs none."""
    place.mkdir()
    for name in CORE:
        shutil.copyfile(core / name, place / name)
    lock = json.loads((core / "pyodide-lock.json").read_bytes())
    (place / "pyodide-lock.json").write_text(json.dumps({**lock, "packages": {}}), encoding="utf-8")


def _write_offline(new: Path, site: Site, *, sealed: bool) -> None:
    """The service worker, with the names of what it keeps."""
    files = sorted(path.relative_to(new).as_posix() for path in new.rglob("*") if path.is_file())
    apart = (f"{FOLDER}/", "notebook/", "404.html")
    kept = {"build": site.build, "first": _hashed(new, (name for name in files if not name.startswith(apart))),
            "later": _hashed(new, (f"{FOLDER}/{one}" for one in KEEP_LATER if f"{FOLDER}/{one}" in files))}  # fmt: skip
    script = (HERE / "sw.js").read_text(encoding="utf-8")
    (new / "sw.js").write_text(f"self.BYLINE = {json.dumps(kept)};\n{script}", encoding="utf-8")
    told = {"build": site.build, "texts": site.texts, "lessons": site.lessons, "sealed": sealed}
    (new / MARK).write_text(json.dumps(told) + "\n", encoding="utf-8")


def described(out: Path) -> str:
    """What a site has, as it goes on after "what is there"."""
    told = json.loads((out / MARK).read_text(encoding="utf-8"))
    lessons = ", ".join(map(number_of, told["lessons"]))
    return f"{'sealed' if told['sealed'] else 'with keys'}, lessons {lessons}, texts {', '.join(told['texts'])}"


def _hashed(new: Path, files: Iterable[str]) -> list[tuple[str, str]]:
    """Each file with its hash, so that nothing that came wrong is kept; a page without: a host may add to it."""
    hashes = {name: base64.b64encode(hashlib.sha256((new / name).read_bytes()).digest()).decode() for name in files}
    return [(name, "" if name.endswith(".html") else f"sha256-{digest}") for name, digest in hashes.items()]


def _path_in(base: str) -> str:
    """The path of an address."""
    return "/" + base.split("/", 3)[3] if "://" in base else base


def _move(new: Path, out: Path) -> None:
    """Put a site in the place of the one from before, whole or not at all."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as apart:
        shutil.copytree(new, Path(apart) / "new")
        with suppress(FileNotFoundError):
            out.rename(Path(apart) / "old")
        (Path(apart) / "new").rename(out)
