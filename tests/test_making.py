"""Exercises made from a key alone: for any text, in order, and the same whoever the sides are."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import byline.lesson as lesson
from browser import a_page
from byline import open_text, read
from byline.cli import main
from byline.exercises import Exercise
from byline.handout.packing import pack_lesson
from byline.key import Entry, Key, check_key, load_key
from byline.key.types import LAYERS, start_of
from byline.kinds import assess, blocks_of, check_exercises, key_answer, open_exercises, understood
from byline.lesson.boxes import code_cells, exercise_in
from byline.lesson.desk import Text
from byline.making import LESSON, all_slots, as_toml, made_blocks, why_left_out
from byline.seeds.folders import open_article
from byline.site.pages import lesson_page, opened_course
from byline.site.shell import Site
from exercise_page import draw
from leaks import leaks
from newsmarks.model import Reading
from test_notebooks import WITH_THE_KEY
from test_seeds import PRACTICE, sides
from test_side_swap import swapped

PROJECT = Path(__file__).parents[1]
SEEDS = PROJECT / "seeds"
KEYED = sorted(p.parent.name for p in SEEDS.glob("*/key.toml") if not p.parent.name.startswith("check_"))  # no forms
SENTENCES = (
    "The bridge closed on Friday.", "“The bridge is unsafe,” Mayor Ann Lee said.", "Hundreds reportedly came.",
    "Officials claimed that 95 percent of the homes had been destroyed.", "The so-called “upgrade” is a disaster.",
    "According to the county, 12 of 40 beams are thin.", "It is believed to be symbolic.", "“No.”", "(Hill Wire)",
    "Ben Okoro, a teacher, admitted on May 3, 2021 that the savage attack killed 9 people, he was told.",
)  # fmt: skip


def made(key: Key) -> dict[str, Exercise]:
    """The made exercises of a text, opened from a folder without others."""
    found = open_exercises(SEEDS / key.article.id, key)
    return {name: e for name, e in found.items() if e.lesson == LESSON}


def as_key(reading: Reading) -> Key:
    """A reading by the machine as if people had made it."""
    attributions = tuple(replace(a, rule=f"claim-{n}") for n, a in enumerate(reading.attributions))
    whole = Reading(reading.article, "the key", reading.voices, attributions, reading.loaded, reading.figures)
    entries = tuple(Entry(layer, mark) for layer in LAYERS for mark in getattr(whole, layer)
                    if any(map(str.isalnum, start_of(mark).of(whole.text))))  # fmt: skip
    return Key(whole.article, "the key", whole.voices, attributions, whole.loaded, whole.figures, entries=entries)


@pytest.fixture
def no_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder where nothing is open yet."""
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    lesson.close_articles()
    yield tmp_path
    lesson.close_articles()


@pytest.mark.parametrize("name", KEYED)
def test_all_that_is_made_opens_and_is_solved_by_the_key_alone(name: str) -> None:
    """Nothing is lost on the way; blank is not attempted, and the key's own answer holds."""
    key = load_key(name)
    exercises = made(key)
    path = SEEDS / name / "exercises.toml"
    if not path.is_file() or LESSON not in path.read_text("utf-8"):
        assert [block["id"] for block in made_blocks(key)] == list(exercises)
    assert len(exercises) >= 8
    for e in exercises.values():
        assert assess(e, None, key).status == "not attempted"
        kept = understood(e, key.article, key_answer(e, key))
        assert assess(e, kept, key).status in ("yes", "arguable"), e.id


@pytest.mark.parametrize("name", KEYED)
def test_nothing_is_asked_about_what_is_hard_to_read(name: str) -> None:
    key = load_key(name)
    hardest = set(key.article.about.get("hardest", []))
    asked = {n for block in made_blocks(key) for n in lesson_paragraphs(block)}
    assert asked and not asked & hardest


@pytest.mark.parametrize("name", KEYED)
def test_nobody_is_asked_who_counted_a_date(name: str) -> None:
    """The five questions go to a number, in digits where the text has one."""
    key = load_key(name)
    for asked in (block for block in made_blocks(key) if block["id"] == "any-k"):
        figures = {key.words(f.span): f for f in key.figures if key.article.number(f.span.start) == asked["paragraphs"]}
        told = next(words for words in figures if f"“{words}”" in asked["prompt"])
        assert figures[told].kind != "date" and any(map(str.isdigit, told))


def lesson_paragraphs(block: dict[str, object]) -> list[int]:
    """The paragraphs of a block, one or several."""
    found = block.get("paragraphs", [])
    return found if isinstance(found, list) else [found]


@pytest.mark.parametrize("name", PRACTICE)
def test_exchanging_the_sides_changes_nothing_that_is_made(name: str, tmp_path: Path) -> None:
    """The names change places, and the same is asked of the same paragraphs, with the same answers."""
    key, pairs = load_key(name), sides(open_article(name))
    (tmp_path / "article.txt").write_text(swapped(key.text, pairs), encoding="utf-8", newline="")
    written = swapped((SEEDS / name / "key.toml").read_text("utf-8"), pairs)
    sha256 = open_article(tmp_path / "article.txt").sha256
    (tmp_path / "key.toml").write_text(written.replace(key.article.sha256, sha256), encoding="utf-8")
    about = (SEEDS / name / "about.toml").read_text("utf-8")
    (tmp_path / "about.toml").write_text(about, encoding="utf-8")
    other, wrong = check_key(tmp_path / "key.toml")
    assert other and not wrong
    assert as_toml(made_blocks(other)) == swapped(as_toml(made_blocks(key)), pairs)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=12))
def test_any_text_has_exercises_that_its_key_solves(paragraphs: list[str]) -> None:
    """Whatever stands in it, nothing is raised, nothing has a fault, and the key's own answers hold."""
    article = open_text("\n\n".join(paragraphs), id="any")
    key = as_key(read(article))
    for e in opened(key):
        kept = understood(e, article, key_answer(e, key))
        assert assess(e, kept, key).status in ("yes", "arguable"), (e.id, article.text)


def opened(key: Key) -> list[Exercise]:
    """The made blocks of a key that lies in no folder, all of them in order."""
    from byline.kinds import _exercise, _faults, _form

    found = []
    for block in made_blocks(key):
        assert list(_form(block)) == []
        found.append(_exercise(block, key.article, sealed=False))
        assert list(_faults(found[-1], key, ())) == []
    return found


def test_a_slot_that_a_text_has_nothing_for_says_so_and_is_no_error(no_desk: Path) -> None:
    """The bridge has no weak passage: its box says that there is nothing to judge, in words for a student."""
    lesson.study_article("bridge")
    assert "any-m" not in lesson.current_desk().exercises
    assert lesson.check("any-m").text == all_slots()["any-m"]["nothing"] == why_left_out("any-m")
    assert lesson.answer("any-m", "a").text == why_left_out("any-m")
    assert "There is no exercise" in lesson.check("02-zz").text and why_left_out("02-zz") == ""


def test_a_text_for_one_lesson_leaves_the_others_with_theirs(no_desk: Path) -> None:
    """Who reads the flood, and the bridge once, finds the flood again."""
    lesson.study_article("flood")
    lesson.study_article("bridge")
    lesson.close_articles()
    assert lesson.study_article().id == "flood"


def folder_of_ones_own(tmp_path: Path, *files: str) -> Path:
    """The bridge as a text of one's own."""
    folder = tmp_path / "seeds" / "tonight"
    folder.mkdir(parents=True)
    for name in files:
        shutil.copy(SEEDS / "bridge" / name, folder / name)
    return folder


def test_what_is_written_for_the_lesson_takes_the_place_of_what_is_made(tmp_path: Path) -> None:
    """`byline check --exercises` writes them to be changed; what a teacher leaves out stays out."""
    folder = folder_of_ones_own(tmp_path, "article.txt", "key.toml")
    before = open_exercises(folder)
    assert main(["check", "--exercises", str(folder)]) == 0
    path = folder / "exercises.toml"
    assert open_exercises(folder) == before
    assert main(["check", str(folder)]) == 0
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("[[exercise]]", text.index("any-b"))], encoding="utf-8")
    assert list(open_exercises(folder)) == ["any-a", "any-b"]
    assert main(["check", "--exercises", str(folder)]) == 2  # what is there is left alone
    assert list(open_exercises(folder)) == ["any-a", "any-b"]


def test_what_was_written_before_stays_in_front(tmp_path: Path) -> None:
    """A text with exercises of other lessons gets these behind them."""
    folder = tmp_path / "flood"
    shutil.copytree(SEEDS / "flood", folder)
    head, before = (folder / "exercises.toml").read_text("utf-8").split("\n", 1)
    assert main(["check", "--exercises", str(folder)]) == 0
    after = (folder / "exercises.toml").read_text("utf-8")
    there, said, made = after.partition("# Made from the key")
    assert there.startswith(head) and before.strip() in there and said and made.count("[[exercise]]") > 10
    assert check_exercises(folder, load_key(folder))[1] == []


def test_what_is_written_takes_the_place_of_what_is_made(tmp_path: Path) -> None:
    """By its name alone; the others are made, and all stand in the order of their names."""
    folder = tmp_path / "flood"
    shutil.copytree(SEEDS / "flood", folder)
    block = ('schema = "byline.exercises/1"\n[[exercise]]\nid = "any-n"\nkind = "predict"\nlesson = "any_article"\n'
             'prompt = "How many?"\nunit = "of 9"\nanswer = 3\n')
    (folder / "exercises.toml").write_text(block, encoding="utf-8")
    found = open_exercises(folder)
    assert found["any-n"].kind == "predict" and found["any-a"].kind == "choose"
    assert list(found) == sorted(found) and len(found) > 10


def test_a_copy_for_students_has_what_stands_in_it_and_no_more(tmp_path: Path) -> None:
    """`made = false`: the key makes nothing besides. A sealed file has no others either."""
    folder = folder_of_ones_own(tmp_path, "article.txt", "key.toml")
    for head in ("made = false", "sealed = true"):
        (folder / "exercises.toml").write_text(f'schema = "byline.exercises/1"\n{head}\n', encoding="utf-8")
        assert open_exercises(folder) == {} and blocks_of(folder, load_key(folder)) == []


# --- where it is worked with ------------------------------------------------------------------------------


def boxes() -> list[str]:
    """The code of the lesson, box by box."""
    return list(code_cells(PROJECT / "notebooks" / f"{LESSON}.ipynb").values())


def run_lesson(text: str, before: str = "pass") -> None:
    """Run every box of the lesson with a text; `before` comes behind the first."""
    first, *rest = boxes()
    names: dict[str, object] = {}
    for source in (first.replace("study_article()", f'study_article("{text}")'), before, *rest):
        exec(source, names)


@pytest.mark.parametrize("text", ["bridge", "strike", "flood"])
def test_the_lesson_runs_with_any_text_blank_and_with_the_key(text: str, no_desk: Path) -> None:
    """No box fails; a blank lesson keeps nothing, and with the key all is solved and handed in."""
    run_lesson(text)
    assert not list(no_desk.rglob("*.jsonl"))
    run_lesson(text, WITH_THE_KEY)
    desk = lesson.current_desk()
    assert {lesson.check(name).status for name in made(load_key(text))} <= {"yes", "arguable"}
    assert desk.article.id == text and list(no_desk.rglob(f"{text}.jsonl"))


def test_the_lesson_runs_without_a_key(keyless: str) -> None:
    run_lesson(keyless)
    assert lesson.current_desk().key is None


def test_the_lesson_has_a_box_for_each_slot_in_order() -> None:
    shown = [exercise_in(source) for source in boxes() if source.startswith("exercise(")]
    assert shown == list(all_slots())


def test_a_pack_of_any_text_is_the_lesson_with_what_that_text_has(tmp_path: Path) -> None:
    """A box for each of its exercises and none for others; the key stays out, and nothing is made in it."""
    with zipfile.ZipFile(pack_lesson("any", tmp_path, text="bridge")) as box:
        files = {name.split("/", 1)[1]: box.read(name).decode("utf-8", "replace") for name in box.namelist()}
    page = files[f"notebooks/{LESSON}.ipynb"]
    assert re.findall(r'exercise\(\\"(any-\w)', page) == list(made(load_key("bridge")))
    assert "seeds/bridge/key.toml" not in files and "right = true" not in files["seeds/bridge/exercises.toml"]
    assert "made = false" in files["seeds/bridge/exercises.toml"]


def test_a_pack_of_what_is_made_tells_no_answer(tmp_path: Path, no_desk: Path) -> None:
    """Nor does the program in it; and it is the same pack once the exercises are written down."""
    folder = folder_of_ones_own(no_desk, "article.txt", "key.toml")
    before = pack_lesson("any", tmp_path / "one", text="tonight").read_bytes()
    assert main(["check", "--exercises", str(folder)]) == 0
    after = pack_lesson("any", tmp_path / "two", text="tonight").read_bytes()
    assert before == after and leaks(after, folder, LESSON) == []


def test_a_pack_has_what_a_teacher_added(tmp_path: Path, no_desk: Path) -> None:
    """An exercise of the lesson that has no box there comes behind the last one."""
    folder = folder_of_ones_own(no_desk, "article.txt", "key.toml")
    assert main(["check", "--exercises", str(folder)]) == 0
    with (folder / "exercises.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[[exercise]]\nid = "any-z"\nkind = "predict"\nlesson = "{LESSON}"\nprompt = "How many?"\n'
                   'unit = "bridges"\nanswer = 1\n')  # fmt: skip
    with zipfile.ZipFile(pack_lesson("any", tmp_path, text="tonight")) as box:
        page = box.read(next(name for name in box.namelist() if name.endswith(f"{LESSON}.ipynb"))).decode()
    assert re.findall(r'exercise\(\\"(any-\w)', page)[-2:] == ["any-n", "any-z"]


def test_a_page_of_any_text_has_its_exercises_and_nothing_for_the_others() -> None:
    site = Site("b", ("bridge",), (LESSON,))
    with opened_course(PROJECT) as notebooks:
        page = lesson_page(notebooks / f"{LESSON}.ipynb", "bridge", site)
    asked = re.findall(r'"(any-\w)":\s*\{"spec"', page)
    assert asked == list(made(load_key("bridge")))
    assert "There are no passages" not in page


# --- without a key --------------------------------------------------------------------------------------


@pytest.fixture(params=["tonight.txt", "tonight"])
def keyless(request: pytest.FixtureRequest, no_desk: Path) -> str:
    """A text that nobody has read: a plain file beside the notebook, or a folder with an article and no more."""
    folder = folder_of_ones_own(no_desk, "article.txt")
    shutil.copy(folder / "article.txt", no_desk / "notebooks" / "tonight.txt")
    return str(request.param)


def test_without_a_key_marks_are_kept_and_stand_beside_the_machines(keyless: str) -> None:
    """Nobody marks them, and it says so: no answer is right, and none is not yet."""
    lesson.study_article(keyless)
    desk = lesson.current_desk()
    assert list(desk.exercises) == ["any-d", "any-j", "any-l", "any-n"]
    assert lesson.check("any-d").status == "not attempted"
    n = desk.exercises["any-d"].paragraphs[0]
    lesson.answer("any-d", {"hedged": [{"paragraph": n, "quote": desk.article.paragraph(n)}]})
    told = lesson.check("any-d")
    assert told.status == "saved" and "no key" in told.text and "your own judgement decides" in told.text
    assert "you and the machine differ" in told.text and "Machine: Q direct quote" in told.text
    assert "key" not in told.text.replace("This text has no key", "")
    assert lesson.reveal("any-d").text == told.text
    lesson.answer("any-n", "Yes, I would print it.")
    assert lesson.check("any-n").status == "yes" and "(no reason yet)" in lesson.reveal("any-n").text
    assert "needs a key" in lesson.check("any-e").text
    assert "2 of 4 exercises" in repr(lesson.progress())


def test_marks_like_the_machines_are_alike(keyless: str) -> None:
    lesson.study_article(keyless)
    desk = lesson.current_desk()
    e = desk.exercises["any-l"]
    figures = [f for f in desk.machine.figures if desk.article.number(f.span.start) in e.paragraphs]
    marks = [{"span": list(f.span), "quote": f.span.of(desk.article.text), "label": f.verdict} for f in figures]
    lesson.answer("any-l", marks)
    assert figures and lesson.check("any-l").text.count("you and the machine agree") == len(figures)


def test_a_key_with_the_teacher_is_not_taken_for_none(tmp_path: Path, no_desk: Path) -> None:
    """Sealed exercises stay sealed; so do those of a folder whose key is not written yet."""
    folder = folder_of_ones_own(no_desk, "article.txt", "key.toml")
    assert main(["check", "--exercises", str(folder)]) == 0
    (folder / "key.toml").unlink()
    text = Text("tonight")
    assert text.exercises and all(map(text.sealed, text.exercises.values()))


@pytest.mark.parametrize("name", ["../tonight.txt", ".hidden.txt", "notebooks/x.txt", "nosuch.txt", "tonight.toml"])
def test_a_plain_file_is_a_name_and_no_path(name: str, keyless: str, no_desk: Path) -> None:
    """What is elsewhere, or hidden, or no text, is not opened."""
    (no_desk / "tonight.txt").write_text("Elsewhere.")
    (no_desk / "notebooks" / ".hidden.txt").write_text("Hidden.")
    (no_desk / "notebooks" / "tonight.toml").write_text("a = 1")
    with pytest.raises(lesson.ArticleError, match="There is no article called"):
        lesson.study_article(name)


@pytest.mark.browser
def test_on_a_page_such_marks_stand_beside_the_machines(no_desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody asks how sure; what differs has its sign, and an answer is changed rather than tried again."""
    shutil.copy(SEEDS / "bridge" / "article.txt", no_desk / "notebooks" / "tonight.txt")
    lesson.study_article("tonight.txt")
    with a_page() as page:
        [section] = draw(page, lesson.current_desk(), "any-d", monkeypatch=monkeypatch)
        section.get_by_role("button", name="Commit my answer").click()
        section.get_by_role("button", name="Change my answer").wait_for()
        told = section.locator(".byline-lines").inner_text()
        assert "≠" in told and "you: R reporter · machine: Q direct quote" in told
        assert "your own judgement decides" in section.inner_text()
