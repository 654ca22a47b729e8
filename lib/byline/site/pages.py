"""The pages of the lessons, made from their notebooks: words, boxes that were run, exercises and fields."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import re
import shutil
import struct
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace as replace_fields
from pathlib import Path
from typing import Any

from byline.handout.students_copy import keep_about
from byline.lesson import close_articles, current_desk, study_article
from byline.lesson.boxes import Boxes, code_cells, exercise_in, sort_cell
from byline.lesson.bridge import spec_of, state_of
from byline.lesson.course import called
from byline.lesson.desk import Desk
from byline.lesson.disk import explaining, read_file, replace
from byline.lesson.house import PAGES, move_to
from byline.lesson.turns import FORMS
from byline.seeds.folders import open_article
from byline.sheet import escape, style_sheet
from byline.site.drawing import asked_box, drawn_box, mount, typed_box
from byline.site.prose import drawn_prose, title_in
from byline.site.shell import HERE, Site, complete_page, icon, lost_page, manifest

#: The notebook of the map, and the page that it becomes.
MAP, FRONT = "lessons", "index"
PICTURE = re.compile(r'<img ([^>]*)src="data:image/png;base64,([^"]+)"')
#: What stands in the place of a cell, for the script of the page to fill.
SECTIONS = {"hand in": '<section id="byline-handin"><h2>Hand in</h2><p>Here you can save your answers as a file '
                       "for your teacher, under a code in place of your name.</p></section>",
            "feedback": '<section id="byline-feedback"></section>'}  # fmt: skip
#: What a box asks that has nothing else to tell it from others.
ASKED_ABOUT = {"progress(": "how am I doing?", "recap(": "look back", "chart_plane(": "where do I stand?"}
#: Between rules of a style sheet, and around its signs: what a browser does without.
COMMENT, SPACE, AROUND = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"\s+"), re.compile(r" ?([{};,]) ?")


@contextlib.contextmanager
def opened_course(place: Path) -> Iterator[Path]:
    """Work in a copy of a course, where links lead to pages and nothing is answered; its folder of notebooks."""
    before = move_to(PAGES)
    with tempfile.TemporaryDirectory() as apart:
        for name in ("notebooks", "seeds"):
            shutil.copytree(place / name, Path(apart) / name, ignore=shutil.ignore_patterns("answers", ".*"))
        try:
            with contextlib.chdir(Path(apart) / "notebooks"):
                yield Path(apart) / "notebooks"
        finally:
            move_to(before)
            close_articles()


def write_pages(place: Path, out: Path, site: Site) -> Iterator[Path]:
    """Write all pages of a course (a folder with notebooks and seeds), and what stands beside them; yields each.

    Raises NotSaved, and ArticleError where a text or its exercises cannot be used.
    """
    with opened_course(place) as notebooks:
        for text, name in (*((text, MAP) for text in site.texts), *site.pages):
            page, pictures = _without_pictures(lesson_page(notebooks / f"{name}.ipynb", text, site), site, text)
            yield _written(out / site.folder(text) / f"{FRONT if name == MAP else name}.html", page.encode())
            for file, data in pictures.items():
                yield _written(out / site.assets / "pictures" / file, data)
    yield _written(out / "404.html", lost_page(site).encode())
    yield _written(out / "manifest.webmanifest", manifest(site).encode())
    yield _written(out / "icon.svg", icon().encode())


def page_css() -> str:
    """The one style sheet of all pages: of what is drawn, of exercises, and of the page around them, made small."""
    exercise = (HERE.parent / "lesson" / "exercise.css").read_text(encoding="utf-8")
    css = style_sheet() + exercise + (HERE / "page.css").read_text(encoding="utf-8")
    return AROUND.sub(r"\1", SPACE.sub(" ", COMMENT.sub("", css))).strip()


def lesson_page(notebook: Path, text: str, site: Site) -> str:
    """The page of one notebook with one text, in the working folder of a course that nobody answered in.

    See `opened_course`. Links between lessons are those of the browser edition there.

    Raises ArticleError where the text or its exercises cannot be used, OSError, ValueError.
    """
    move_to(replace_fields(PAGES, text=text, root=site.root(text)))
    study_article(text)
    page = _Page(current_desk(), site, notebook)
    main = "\n".join(filter(None, (page.drawn(n, cell) for n, cell in enumerate(page.cells))))
    loads = {"wheel": site.wheel, "core": site.core, "exercises": page.exercises}
    data = json.dumps(loads, ensure_ascii=False, separators=(",", ":"))
    title = title_in("".join(page.cells[0]["source"])) or notebook.stem
    return complete_page(site, text, notebook.stem, title, _header(page, site, notebook.stem), main, data)


class _Page:
    """One notebook with one text, and what its exercises are, as they are met."""

    def __init__(self, desk: Desk, site: Site, notebook: Path) -> None:
        self.desk = desk
        self.cells: list[dict[str, Any]] = json.loads(read_file(notebook))["cells"]
        self.boxes = Boxes(code_cells(notebook))
        self.exercises: dict[str, Any] = {}
        #: What words may be about: see handout.students_copy.
        self.here = {desk.article.id, *(["feedback"] if desk.key else [])}
        text = desk.article.id
        front = f"{FRONT}.html" if text in site.texts else f"{site.root(text)}{FRONT}.html"
        self.pages = {MAP: front, **{name: site.address(text, name) for name in site.lessons}}

    def drawn(self, n: int, cell: Mapping[str, Any]) -> str:
        """A cell as a part of the page; empty where nothing of it is about what is here."""
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            return self._box(n, source)
        words = drawn_prose(keep_about(source, self.here), self.pages).strip()
        return f'<div class="byline-prose">\n{words}\n</div>' if words else ""

    def _box(self, n: int, source: str) -> str:
        kind = sort_cell(source)
        if kind == "exercise":
            return self._exercise(exercise_in(source))
        if kind in SECTIONS:
            return SECTIONS[kind]
        if kind == "asked":
            at_once = "lessons(" in source
            about = next((words for call, words in ASKED_ABOUT.items() if call in source), "")
            return asked_box(n, self.boxes.run(n) if at_once else "", at_once=at_once, about=about)
        first = n == min(self.boxes.cells)
        return typed_box(n, source, self.boxes.run(n)) if kind == "typed" else drawn_box(n, self.boxes.run(n), first)

    def _exercise(self, name: str) -> str:
        e = self.desk.exercises.get(name)
        if e is None:
            return ""
        spec = spec_of(self.desk, e)
        self.exercises[name] = {"spec": spec, "state": state_of(self.desk, e)}
        return mount(spec)


def _header(of: _Page, site: Site, lesson: str) -> str:
    """The ways from a page to others, and which text it is with."""
    desk = of.desk
    text, page, root = desk.article.id, FRONT if lesson == MAP else lesson, site.root(desk.article.id)
    ways = [] if lesson == MAP else [f'<a href="{of.pages[MAP]}">All lessons</a>']
    if site.notebook:
        ways.append(f'<a href="{root}notebook/notebooks/index.html?path={lesson}.ipynb">Open with Python</a>')
    others = [f'<a href="{root}{site.folder(other)}{page}.html">{escape(called(open_article(other)))}</a>'
              for other in site.texts_with(lesson) if text not in (other, *FORMS)]  # fmt: skip
    also = f" You can also read: {', '.join(others)}." if others else ""
    name = escape(" · ".join(filter(None, ("Byline", site.group))))
    nav = f'<nav aria-label="Lessons"><b>{name}</b> {" ".join(ways)}</nav>'
    return f'{nav}\n<p class="byline-which-text">You read: <b>{escape(called(desk.article))}</b>.{also}</p>'


def _without_pictures(html: str, site: Site, text: str) -> tuple[str, dict[str, bytes]]:
    """A page whose pictures are files (name -> bytes) that are loaded when they come near."""
    pictures: dict[str, bytes] = {}

    def outside(found: re.Match[str]) -> str:
        data = base64.b64decode(found[2])
        name = f"{hashlib.sha256(data).hexdigest()[:12]}.png"
        pictures[name] = data
        width, height = struct.unpack(">II", data[16:24])  # where the header of every PNG has them
        return (f'<img {found[1]}src="{site.root(text)}{site.assets}pictures/{name}" width="{width}" height="{height}" '
                'loading="lazy"')  # fmt: skip

    return PICTURE.sub(outside, html), pictures


def _written(path: Path, data: bytes) -> Path:
    with explaining(path, "cannot be written", "The one from before, if there is one, is as it was."):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, data)
    return path
