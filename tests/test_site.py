"""`byline site`: what it takes, what it refuses in a sentence, what it writes, and that a sealed one holds no key."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from byline.classroom import classes
from byline.classroom.classes import new_class
from byline.cli import main
from byline.handout.courses import write_course
from byline.jupyter import Mistake
from byline.lesson.codes import printed_code
from byline.site import fetched
from byline.site.build import MARK, Wanted, build_site, check_folder, course_for
from byline.site.links import write_links
from byline.site.pages import write_pages
from byline.site.shell import POLICY, Site
from leaks import leaks

PROJECT = Path(__file__).parents[1]
LESSONS = ("00_start_here", "02_who_says_so")


def told(line: str) -> None:
    """Nobody listens."""


# What is typed


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Wanted(lessons=("99",)), "There is no lesson “99”"), (Wanted(seeds=("nosuch",)), "There is no text “nosuch”"),
        (Wanted(base="byline"), "is no path of a site"),
        (Wanted(base="/a b/"), "is no path of a site"), (Wanted(pyodide=Path("nowhere")), "has no pyodide.mjs"),
    ],
)  # fmt: skip
def test_what_cannot_be_made_is_said_in_a_sentence_and_nothing_is_written(
    wanted: Wanted, said: str, tmp_path: Path
) -> None:
    """Before anything is fetched or written."""
    with pytest.raises(Mistake, match=re.escape(said)):
        build_site(tmp_path / "out", wanted, told)
    assert not (tmp_path / "out").exists()


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    """A new one, an empty one and a site of before will do."""
    (tmp_path / "file").write_text("mine")
    for bad in (tmp_path, tmp_path / "file"):
        with pytest.raises(Mistake, match=r"is not empty|is a file"):
            check_folder(bad)
    (tmp_path / MARK).write_text("{}")
    check_folder(tmp_path)
    check_folder(tmp_path / "new")


def test_the_command_ends_a_mistake_with_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And exit code 2."""
    assert main(["site", str(tmp_path / "out"), "--lessons", "99"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_lesson_is_named_by_its_number_or_its_name(tmp_path: Path) -> None:
    """Without one it is all of them, with the texts that they are written for."""
    part = Wanted(lessons=("00", "02_who_says_so"), seeds=("flood",))
    assert course_for(part, tmp_path / "part")[1:] == (LESSONS, ("flood",))
    _, lessons, texts = course_for(Wanted(), tmp_path / "unused")
    assert len(lessons) >= 6 and texts == ("mariupol", "flood")


# Python for the browser


def packed(files: dict[str, bytes], place: Path) -> bytes:
    """A package as npm hands it out."""
    import tarfile

    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as package:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            package.addfile(entry, io.BytesIO(content))
    return data.getvalue()


def test_only_the_package_that_was_pinned_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one is refused and leaves nothing; the right one is unpacked by names alone, once."""
    monkeypatch.setenv("BYLINE_CACHE", str(tmp_path / "cache"))
    data = packed({**{f"package/{name}": b"x" for name in fetched.CORE}, "package/../../evil": b"x"}, tmp_path)
    asked: list[Any] = []

    def npm(command: list[str], cwd: Path, **more: Any) -> Any:
        asked.append(command)
        (Path(cwd) / "pyodide.tgz").write_bytes(data)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(fetched, "_npm", lambda say: ["npm"])
    monkeypatch.setattr(fetched.subprocess, "run", npm)
    with pytest.raises(Mistake, match="is not what was pinned"):
        fetched.fetch_core(told)
    assert not [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    monkeypatch.setattr(fetched, "INTEGRITY", base64.b64encode(hashlib.sha512(data).digest()).decode())
    place = fetched.fetch_core(told)
    assert fetched.fetch_core(told) == place and len(asked) == 2
    assert {path.name for path in place.iterdir()} == {*fetched.CORE, fetched.SUMS}
    (place / "pyodide.asm.wasm").write_bytes(b"")
    assert (fetched.fetch_core(told) / "pyodide.asm.wasm").read_bytes() == b"x" and len(asked) == 3
    assert not (tmp_path / "evil").exists()


def test_a_folder_with_another_pyodide_is_refused(tmp_path: Path) -> None:
    """The pages go with one version."""
    for name in fetched.CORE:
        (tmp_path / name).write_text('{"info": {"version": "0.1.0"}}')
    with pytest.raises(Mistake, match=r"has Pyodide 0.1.0"):
        fetched.core_in(tmp_path)


# A class


def test_each_student_s_link_has_her_code_behind_the_sign_that_no_server_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list is among the class's pages, for the teacher."""
    monkeypatch.setattr(classes, "classes_folder", lambda: tmp_path / "classes")
    of = new_class("9B", [("Ann Example", {})], slips=1)
    rows = write_links("9B", "https://example.org/byline/").read_text("utf-8-sig").splitlines()
    code = printed_code(of.students[0].codes[0])
    assert f'"https://example.org/byline/index.html#class=9B&code={code}"' in rows[1] and len(rows) == 3


# What is written


def site_of(course: Path, out: Path) -> bytes:
    """The pages of a course, as one zip."""
    list(write_pages(course, out, Site("build", ("mariupol", "flood"), LESSONS, wheel="x.whl", core="../python/")))
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as into:
        for path in sorted(out.rglob("*")):
            if path.is_file():
                into.writestr(path.relative_to(out).as_posix(), without_words(path.read_bytes()))
    return box.getvalue()


def without_words(page: bytes) -> bytes:
    """A page without the places of all its words, which tell nothing, and of what a question says is done already."""
    found = re.search(rb'(<script type="application/json" id="byline-data">)(.*?)(</script>)', page, re.DOTALL)
    if not found:
        return page
    data = json.loads(found[2])
    for one in data["exercises"].values():
        assert len(one["state"]["draft"] or []) <= 1, "more is given than a question says"
        one["state"]["draft"] = None
        for paragraph in one["spec"]["paragraphs"]:
            paragraph["words"] = []
    return page[: found.start(2)] + json.dumps(data).encode() + page[found.end(2) :]


def test_no_page_of_a_sealed_site_has_anything_of_a_key(tmp_path: Path) -> None:
    """The wheel in it is searched where it is made; and a page that is not sealed is full of it."""
    course = write_course(tmp_path / "course", LESSONS, ["mariupol", "flood"], sealed=True)
    sealed = site_of(course, tmp_path / "sealed")
    for text in ("mariupol", "flood"):
        assert leaks(sealed, PROJECT / "seeds" / text, LESSONS) == []
    page = (tmp_path / "sealed" / "00_start_here.html").read_text(encoding="utf-8")
    assert 'id="byline-feedback"' in page and page.count("data-exercise=") == 7
    box = io.BytesIO(sealed)
    with zipfile.ZipFile(box, "a") as into:
        into.writestr("x.html", "<p>Yes, he does. The small word “says” shows it, and P10 also gives you his rank</p>")
    assert leaks(box.getvalue(), PROJECT / "seeds" / "mariupol", LESSONS)


def test_every_page_has_a_policy_that_runs_no_script_of_its_own(tmp_path: Path) -> None:
    """No inline script, no handler in the markup, no address but relative ones."""
    list(write_pages(PROJECT, tmp_path, Site("build", ("mariupol",), ("00_start_here",), wheel="x", core="y")))
    for path in tmp_path.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        if path.name != "404.html":
            assert POLICY in page and "unsafe-inline" not in POLICY.split("style-src")[0]
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", page)
        assert not re.search(r"<[^>]+\son\w+=|javascript:", page)
        assert not re.search(r'(?:href|src)="(?:https?:)?//', page)


def test_a_site_of_some_lessons_and_one_text_is_made_from_these_alone(tmp_path: Path) -> None:
    """Its map and its wheel name no other; figures that were published elsewhere stay."""
    course, lessons, _ = course_for(Wanted(lessons=("05",), seeds=("flood",)), tmp_path / "course")
    assert {path.stem for path in (course / "notebooks").iterdir()} == {"lessons", *lessons}
    assert [path.parent.name for path in (course / "seeds").glob("*/article.txt")] == ["flood"]
    site = Site("build", ("flood",), lessons, wheel="x", core="y")
    pages = [path.name for path in write_pages(course, tmp_path / "out", site) if path.suffix == ".html"]
    assert pages == ["index.html", "05_figures.html", "404.html"]
    front = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "05_figures.html" in front and "04_loaded" not in front


def test_a_site_that_is_opened_again_says_what_it_is_and_a_wish_writes_it_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """So that nobody takes one with keys for the sealed one that was asked for."""
    from byline.site import build, serving

    wishes: list[Wanted] = []
    (tmp_path / MARK).write_text('{"lessons": ["00_start_here"], "texts": ["flood"], "sealed": false}')
    monkeypatch.setattr(build, "build_site", lambda out, wanted, say: wishes.append(wanted))
    monkeypatch.setattr(serving, "serve", lambda *arguments, **more: None)
    assert main(["site", str(tmp_path), "--serve"]) == 0 and wishes == []
    assert "with keys, lessons 00, texts flood" in capsys.readouterr().out
    assert main(["site", str(tmp_path), "--serve", "--sealed"]) == 0 and wishes == [Wanted(sealed=True)]
