"""A sealed course: several lessons with several texts in one folder, and in the wheel that is made of it no key."""

from __future__ import annotations

import io
import json
import re
import shutil
import tomllib
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from byline.exercises import number_of
from byline.handout.courses import copy_course, write_course
from byline.handout.packing import pack_lesson
from byline.jupyter import Mistake
from byline.kinds import open_exercises
from byline.lesson.course import all_lessons, text_of, written_for
from byline.seeds.folders import open_article
from byline.site.wheel import write_wheel
from leaks import leaks

PROJECT = Path(__file__).parents[1]
TEXTS = ("mariupol", "flood")
ALL = ("00", "01", "02", "03", "04", "05", "06", "07")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A sealed course of some lessons with some texts, written once."""
    at = tmp_path_factory.mktemp("courses")
    return cache(lambda lessons=ALL, texts=TEXTS: write_course(
        at / "-".join(lessons + texts), lessons, texts, sealed=True))


@pytest.fixture
def tonight(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A text of one's own beside the collection's, where a teacher works; its exercises are of 02_tonight."""
    for name in ("notebooks", "seeds"):
        shutil.copytree(PROJECT / name, tmp_path / "teacher" / name)
    seed = tmp_path / "teacher" / "seeds" / "tonight"
    shutil.copytree(PROJECT / "tests" / "cases" / "key", seed)
    monkeypatch.chdir(tmp_path / "teacher")
    key = (seed / "key.toml").read_text(encoding="utf-8").replace("SHA", open_article("tonight").sha256)
    (seed / "key.toml").write_text(key, encoding="utf-8")
    shutil.copy(PROJECT / "tests" / "cases" / "tonight.toml", seed / "exercises.toml")
    return seed


def notebook(place: Path, stem: str) -> list[str]:
    cells = json.loads((place / "notebooks" / f"{stem}.ipynb").read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells]


# --- what is in it ------------------------------------------------------------------------------------


def test_a_course_has_its_lessons_and_texts_and_nothing_else(course: Callable[..., Path]) -> None:
    place = course(("02", "05"), ("flood",))
    assert sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()) == [
        "notebooks/02_who_says_so.ipynb", "notebooks/05_figures.ipynb", "notebooks/lessons.ipynb",
        "seeds/flood/about.toml", "seeds/flood/article.txt", "seeds/flood/beside.toml", "seeds/flood/exercises.toml",
        "seeds/mariupol/published.toml"]  # fmt: skip


def test_its_exercises_are_those_of_all_its_lessons_sealed(course: Callable[..., Path]) -> None:
    """In one file a text, each as a pack of its lesson has it."""
    for text in TEXTS:
        whole, sealed = (open_exercises(place / "seeds" / text) for place in (PROJECT, course()))
        assert {name for name, e in whole.items() if number_of(e.lesson) in ALL} == sealed.keys()
        assert all(e.sealed and e.question == whole[name].sealed_question for name, e in sealed.items())


def test_a_course_of_one_lesson_is_what_its_pack_has(course: Callable[..., Path], tmp_path: Path) -> None:
    """But for the page that opens first."""
    place = course(("03",), ("mariupol",))
    with zipfile.ZipFile(pack_lesson("03", tmp_path)) as box:
        packed = {name.partition("/")[2]: box.read(name) for name in box.namelist()}
    paths = [path for path in place.rglob("*") if path.is_file() and path.stem != "lessons"]
    assert {path.relative_to(place).as_posix(): path.read_bytes() for path in paths} == {
        name: data for name, data in packed.items() if name.startswith(("notebooks/0", "seeds/"))}  # fmt: skip


@pytest.mark.parametrize("path", [PROJECT / "notebooks" / f"{one.file}.ipynb" for one in all_lessons()
                                  if one.number.isdigit() and not one.text], ids=lambda path: path.stem)  # fmt: skip
def test_words_for_one_of_several_texts_stay_between_their_comments(path: Path, course: Callable[..., Path]) -> None:
    """So that each page can choose; words about feedback go, folds after the first exercise, and a second hand-in."""
    cells = notebook(course(), path.stem)
    first, prose = next(n for n, cell in enumerate(cells) if cell.startswith('exercise("')), "\n\n".join(cells)
    assert "<!-- mariupol -->" in prose and "<!-- flood -->" in "\n".join(cells[:first])
    assert "feedback -->" not in prose and "<details>" not in "\n".join(cells[first:])
    assert prose.count("## Hand in") == 1 and "last box" not in "\n".join(cells[first:])


def test_links_lead_to_the_lessons_that_are_there(course: Callable[..., Path]) -> None:
    """And no others stay."""
    some, every = ("\n".join(notebook(place, "02_who_says_so")) for place in (course(("02", "05")), course()))
    assert "[Next: " in every and "(03_said_claimed_reportedly.ipynb)" in every
    assert "Next: " not in some and not set(re.findall(r"\((\d\d_\w+)\.ipynb\)", some)) - {"05_figures"}


def test_a_text_of_ones_own_has_its_exercises_beside_the_lessons(tonight: Path, tmp_path: Path) -> None:
    """It names the text that it opens, as there are several; alone, the map is its own, too."""
    place = write_course(tmp_path / "both", ["02"], ["flood", "tonight"], sealed=True)
    assert {path.stem for path in place.glob("notebooks/*")} == {"lessons", "02_who_says_so", "02_tonight"}
    assert 'article = study_article("tonight")' in "\n".join(notebook(place, "02_tonight"))
    alone = write_course(tmp_path / "alone", ["02"], ["tonight"], sealed=True)
    assert "study_article()" in "\n".join(notebook(alone, "02_tonight"))
    assert "Mariupol" not in "".join(path.read_text("utf-8") for path in alone.rglob("*") if path.is_file())


def test_what_cannot_be_a_course_is_told(tonight: Path, tmp_path: Path) -> None:
    text = (tonight / "exercises.toml").read_text(encoding="utf-8").replace("02_tonight", "02_who_says_so")
    for lessons, texts, said in (
        (["02", "09"], ["flood"], "lesson “09”"),
        (["02"], ["flood", "bridge"], "“bridge” has no exercises"),
        (["00"], ["flood", "tonight"], "“tonight” has no exercises"),
    ):
        with pytest.raises(Mistake, match=said):
            write_course(tmp_path / "none", lessons, texts, sealed=True)
    (tonight / "exercises.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Mistake, match="“flood” and of “tonight”"):
        write_course(tmp_path / "none", ["02"], ["flood", "tonight"], sealed=True)
    assert not (tmp_path / "none").exists()
    with pytest.raises(Mistake, match="is there already"):
        write_course(tmp_path, ["02"], ["flood"], sealed=True)


# --- leaks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXTS)
def test_nothing_of_a_key_is_in_the_wheel_of_a_sealed_course(
    text: str, course: Callable[..., Path], tmp_path: Path
) -> None:
    """All lessons with both texts; and what is planted in it is found."""
    data = write_wheel(tmp_path, course(), students=True).read_bytes()
    assert leaks(data, PROJECT / "seeds" / text, ALL) == []
    key = tomllib.loads((PROJECT / "seeds" / text / "key.toml").read_text(encoding="utf-8"))
    planted = io.BytesIO(data)
    with zipfile.ZipFile(planted, "a") as box:
        box.writestr("byline/lesson/x.py", f"# {key['loaded'][0]['why']}")
        box.writestr(f"byline/course/seeds/{text}/key.toml", 'schema = "byline.key/1"')
    found = leaks(planted.getvalue(), PROJECT / "seeds" / text, ALL)
    assert {line.split(":")[0].rpartition("/")[2] for line in found} == {"x.py", "key.toml"}


def test_a_whole_course_leaves_texts_of_ones_own_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came along is all there; a text that was put beside it is not published, with its key, unasked."""
    home = tmp_path / "home"
    (home / "notebooks").mkdir(parents=True)
    shutil.copy(PROJECT / "notebooks" / "00_start_here.ipynb", home / "notebooks")
    for name in ("mariupol", "bridge"):
        shutil.copytree(PROJECT / "seeds" / name, home / "seeds" / name)
    shutil.copytree(PROJECT / "seeds" / "bridge", home / "seeds" / "tonight")
    about = home / "seeds" / "tonight" / "about.toml"
    about.write_text(about.read_text("utf-8").replace("Written for this collection", "The Hill Wire"), encoding="utf-8")
    monkeypatch.chdir(home / "notebooks")
    place = copy_course(tmp_path / "copy")
    assert sorted(path.name for path in (place / "seeds").iterdir()) == ["bridge", "mariupol"]
    assert (place / "notebooks" / "00_start_here.ipynb").is_file()


def test_a_notebook_is_written_for_the_texts_that_it_speaks_of() -> None:
    """The one that it names; any, for the lesson for any text and the short test; else those of the course alone."""
    assert [text for text in ("court", "mariupol", "flood", "bridge") if written_for("08_your_turn", text)] == ["court"]
    assert [text for text in ("court", "mariupol", "flood") if written_for("02_who_says_so", text)] == [*TEXTS]
    assert written_for("any_article", "bridge") and written_for("check_yourself", "check_a")
    assert not written_for("99_nothing", "mariupol")
    assert [text_of(lesson) for lesson in ("08", "02", "08_your_turn")] == ["court", "mariupol", "court"]
