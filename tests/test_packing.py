"""What students get of a lesson: all that they need, nothing of the key; and the file that opens the feedback later."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import byline.lesson as lesson
from bench.attack import GUESSES, broken, cases, in_places, machine, run_lesson, table, unpacked
from byline.handout.packing import exercises_toml, feedback_file, pack_lesson
from byline.jupyter import Mistake
from byline.key import load_key
from byline.kinds import KINDS, begun, check_exercises, given_out, key_answer, open_exercises, understood
from byline.lesson import answer, check
from byline.lesson.course import all_lessons
from byline.lesson.desk import Desk
from byline.lesson.handin import hand_in_of
from byline.lesson.opened import open_feedback
from byline.lesson.returned import open_handin, states_of
from byline.seeds.folders import open_article
from byline.telling import LAYER_OF
from leaks import leaks
from newsmarks.text import ArticleError

PROJECT = Path(__file__).parents[1]
CASES = PROJECT / "tests" / "cases"
TEXTS = ("mariupol", "flood")
LESSONS = sorted((PROJECT / "notebooks").glob("0*.ipynb"))
#: Each lesson with each text that it is written for.
PAIRS = [pytest.param(path, text, id=f"{path.stem}-{text}") for path in LESSONS
         for text in [one.text for one in all_lessons() if one.file == path.stem and one.text] or TEXTS]  # fmt: skip
#: A text of one's own, of which nothing is public: an exercise of each kind.
TONIGHT = (CASES / "tonight.toml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def no_desk_is_left() -> Iterator[None]:
    """Each test begins with nothing open."""
    lesson._desks.clear()
    yield
    lesson._desks.clear()


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Packs a lesson with one of the collection's texts, once."""
    place = tmp_path_factory.mktemp("packs")
    return cache(lambda number, text="mariupol": pack_lesson(number, place, text=text))


@pytest.fixture
def tonight(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A text of one's own, in a folder where a teacher works."""
    seed = tmp_path / "teacher" / "seeds" / "tonight"
    shutil.copytree(CASES / "key", seed)
    monkeypatch.chdir(tmp_path / "teacher")
    key = (seed / "key.toml").read_text(encoding="utf-8").replace("SHA", open_article("tonight").sha256)
    (seed / "key.toml").write_text(key, encoding="utf-8")
    (seed / "exercises.toml").write_text(TONIGHT, encoding="utf-8")
    (seed / "annotators").mkdir()
    (seed / "annotators" / "a.toml").write_text('why = "My own first thought was another one than that."')
    return seed


def named(path: Path) -> dict[str, bytes]:
    """The files of a pack, by their names in its one folder."""
    with zipfile.ZipFile(path) as box:
        return {name.removeprefix(f"{path.stem}/"): box.read(name) for name in box.namelist()}


# --- sealing ------------------------------------------------------------------------------------------


def sealed_copy(seed: Path, place: Path) -> Path:
    """A folder with a text's article and all of its exercises, sealed."""
    here, key = place / "seeds" / seed.name, load_key(seed)
    here.mkdir(parents=True)
    shutil.copy(seed / "article.txt", here)
    blocks = [given_out(e, key.article, key) for e in open_exercises(seed).values()]
    (here / "exercises.toml").write_text(exercises_toml(blocks, sealed=True), encoding="utf-8")
    return here


@pytest.mark.parametrize("text", TEXTS)
def test_a_sealed_exercise_asks_and_shows_the_same(text: str, tmp_path: Path) -> None:
    """A question that is known again, so that its answers hold when the feedback is there, and the same on the page.

    An answer by places is then the one by ids.
    """
    key, whole = load_key(text), open_exercises(PROJECT / "seeds" / text)
    sealed, wrong = check_exercises(sealed_copy(PROJECT / "seeds" / text, tmp_path), None)
    assert sealed.keys() == whole.keys() and wrong == []
    for name, e in sealed.items():
        kind, other = KINDS[e.kind], whole[name]
        assert e.sealed and e.question == other.sealed_question in other.questions, name
        by_ids = e.kind in ("choose", "judge", "sort")
        assert (e.question == other.question) is not by_ids, "no hash over ids to try out"
        assert (e.prompt, e.hints, e.sure, e.reason) == (other.prompt, other.hints, other.sure, other.reason)
        words = [re.sub(r'"([ops]|at)\d"', "", json.dumps(kind.shown(*one))) for one in (
            (e, key.article, None), (other, key.article, key))]  # fmt: skip
        assert words[0] == words[1], name
        answer = key_answer(other, key)
        assert understood(other, key.article, understood(e, key.article, in_places(other, answer))) == answer
        assert begun(e, None) == begun(other, key), name


def test_a_sealed_exercise_has_what_is_allowed_and_no_more(tonight: Path) -> None:
    """By an allow-list: no field of an answer, of a judgement or of feedback, and no id that names a source."""
    key, text = load_key("tonight"), ""
    for e in open_exercises(tonight).values():
        block = given_out(e, key.article, key)
        allowed = {"id", "kind", "lesson", "prompt", "paragraphs", "minutes", "layer", "labels", "show", "given",
                   "quote", "options", "passages", "judgements", "items", "unit", "least"}  # fmt: skip
        assert block.keys() <= allowed
        text += json.dumps(block, ensure_ascii=False)
    assert not re.search(r"lee-said|\"right\"|\"sound\"|\"answer\"|feedback|samples|accepted", text)


def test_an_order_is_given_out_as_it_is_shown(tonight: Path) -> None:
    e, key = open_exercises(tonight)["n-order"], load_key("tonight")
    items = given_out(e, key.article, key)["items"]
    assert items == KINDS["order"].shown_order(e) != e.own


def test_what_is_shown_ready_is_given_out_with_its_words(tonight: Path, tmp_path: Path) -> None:
    """Parts of an attribution and scores of a figure that the key has on the page today."""
    there = unpacked(pack_lesson("02", tmp_path, text="tonight"), tmp_path) / "seeds" / "tonight"
    sealed = open_exercises(there)
    assert {part: piece[0]["quote"] for part, piece in begun(sealed["n-link"], None).items()} == {
        "cue": "said", "source": "Mayor Ann Lee"}  # fmt: skip
    assert sealed["n-rate"].own.given == {"who": 1, "how": 1}


def test_given_words_in_a_file_that_is_not_sealed_are_told(tonight: Path) -> None:
    """There they could differ from the key's; and a whole exercise needs its attribution."""
    text = TONIGHT.replace('attribution = "lee-said"', 'given = [{ part = "cue", quote = "said" }]')
    text = text.replace('show = ["who", "how"]', 'given = [{ ask = "who", score = 1 }]')
    (tonight / "exercises.toml").write_text(text, encoding="utf-8")
    wrong = check_exercises(tonight, load_key("tonight"))[1]
    assert [line.split(": ", 1)[1][:25] for line in wrong] == [
        "field “given” is for seal", "field “attribution” is mi", "field “given” is for seal"]  # fmt: skip


# --- what is in a pack --------------------------------------------------------------------------------


def test_a_pack_has_the_files_that_are_allowed(packed: Callable[..., Path]) -> None:
    """The program without the teacher's room, one text, one lesson; all from an allow-list."""
    files = named(packed("02"))
    assert [name for name in files if not name.startswith("lib/")] == [
        "LICENSE", "README.md", "environment.yml", "notebooks/02_who_says_so.ipynb", "notebooks/lessons.ipynb",
        "pyproject.toml", "seeds/mariupol/about.toml", "seeds/mariupol/article.txt", "seeds/mariupol/exercises.toml",
    ]  # fmt: skip
    assert {"lib/start.py", "lib/pins.txt", "lib/byline/cli.py", "lib/newsmarks/rules/cues.toml"} <= files.keys()
    assert not [name for name in files if "classroom" in name or "__pycache__" in name]
    exercises = tomllib.loads(files["seeds/mariupol/exercises.toml"].decode())
    assert exercises["sealed"] and {block["lesson"] for block in exercises["exercise"]} == {"02_who_says_so"}


def test_what_a_lesson_reads_besides_is_there_as_far_as_it_shows_it(packed: Callable[..., Path]) -> None:
    """Places to hold beside each other: of the kind that this lesson shows. Published figures, too."""
    files = named(packed("05", "flood"))
    pairs = tomllib.loads(files["seeds/flood/beside.toml"].decode())["pair"]
    assert {pair["kind"] for pair in pairs} == {"agree"}
    assert files["seeds/mariupol/published.toml"] == (PROJECT / "seeds/mariupol/published.toml").read_bytes()
    assert "not_known" not in tomllib.loads(files["seeds/flood/about.toml"].decode())


def test_the_same_lesson_gives_the_same_bytes(packed: Callable[..., Path], tmp_path: Path) -> None:
    assert packed("00").read_bytes() == pack_lesson("00", tmp_path).read_bytes()


def test_the_program_in_a_pack_is_the_same_for_every_text(
    tonight: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So nothing in it can come from a key: the search below rests on this."""
    one = named(pack_lesson("02", tmp_path, text="tonight"))
    monkeypatch.chdir(PROJECT)
    other = named(pack_lesson("02", tmp_path))
    assert {n: data for n, data in one.items() if n.startswith("lib/")} == {
        n: data for n, data in other.items() if n.startswith("lib/")}  # fmt: skip


def test_feedback_at_once_is_a_pack_with_its_key(packed: Callable[..., Path], tmp_path: Path) -> None:
    """The exercises of the lesson as they are, and the folds of the notebook; still no first reading."""
    files = named(pack_lesson("02", tmp_path, feedback="at-once"))
    assert files["seeds/mariupol/key.toml"] == (PROJECT / "seeds/mariupol/key.toml").read_bytes()
    assert "sealed" not in tomllib.loads(files["seeds/mariupol/exercises.toml"].decode())
    assert b"When you have decided" in files["notebooks/02_who_says_so.ipynb"]
    assert b"the key is in this folder" in files["README.md"] and not [n for n in files if "annotators" in n]


@pytest.mark.parametrize(("number", "more", "said"), [
    ("09", {}, "It has some for: 00_start_here"), ("02", {"text": "bridge"}, "no exercises"),
    ("02", {"text": "../x"}, "no article"), ("02", {"feedback": "never"}, "after, at-once")])  # fmt: skip
def test_what_cannot_be_packed_is_told(number: str, more: dict[str, str], said: str, tmp_path: Path) -> None:
    with pytest.raises((Mistake, ArticleError), match=said):
        pack_lesson(number, tmp_path, **more)
    assert not list(tmp_path.iterdir())


def test_the_command_works_in_a_pack(packed: Callable[..., Path], tmp_path: Path) -> None:
    """Without the teacher's room."""
    there = unpacked(packed("02"), tmp_path)
    run = subprocess.run([sys.executable, "-m", "byline", "read", "mariupol", "--json"], cwd=there, capture_output=True,
                         text=True, env={"PYTHONPATH": str(there / "lib"), "PYTHONDONTWRITEBYTECODE": "1"})  # fmt: skip
    assert run.returncode == 0 and json.loads(run.stdout)["id"] == "mariupol", run.stderr


# --- the notebook -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("path", "text"), PAIRS)
def test_a_sealed_notebook_has_no_answers_and_no_dead_links(path: Path, text: str, packed: Callable[..., Path]) -> None:
    """No fold after the first exercise, no output, no link to a lesson that is not here; all else as it was."""
    page = json.loads(named(packed(path.stem[:2], text))[f"notebooks/{path.name}"])
    sources = ["".join(cell["source"]) for cell in page["cells"]]
    first = next(n for n, source in enumerate(sources) if source.startswith('exercise("'))
    assert "<details>" not in "".join(sources[first:]) and not any(cell.get("outputs") for cell in page["cells"])
    assert set(re.findall(r"\]\((\w+\.ipynb)\)", "".join(sources))) <= {"lessons.ipynb"}
    assert "Next: " not in "".join(sources)
    assert ("Reading the flood" in "".join(sources[:first])) == (text == "flood")
    whole = json.loads(path.read_text(encoding="utf-8"))
    here, there = (["".join(c["source"]) for c in one["cells"] if c["cell_type"] == "code"] for one in (page, whole))
    assert here == [*there, "from byline import open_feedback\n\nopen_feedback()"]


#: By what a text is called in the lessons.
CALLED = {"mariupol": r"Mariupol|war report|mariupol", "flood": r"\bfloods?\b|Corvane|Halvorsen|Dunnamere|Ellerstow"}


@pytest.mark.parametrize(("path", "text"), PAIRS)
def test_a_packed_notebook_names_only_what_is_in_the_box(path: Path, text: str, packed: Callable[..., Path]) -> None:
    """Not the other text, no other text to open, and no fold or feedback that a sealed copy has not."""
    page = json.loads(named(packed(path.stem[:2], text))[f"notebooks/{path.name}"])
    prose = "\n\n".join("".join(c["source"]) for c in page["cells"] if c["cell_type"] == "markdown")
    prose = re.sub(r"<!-- /?notebook -->\n?", "", prose)  # which a page made from the pack still reads
    published = "open_published" in json.dumps(page)  # figures about Mariupol, which are in the box
    others = "|".join(names for name, names in CALLED.items() if name != text)
    assert (published and text == "flood") or not re.search(others, prose)
    assert "war report" not in prose or text == "mariupol"
    assert not re.search(r"study_article\(|\bfold\b|Why\?|Show the key|last box", prose)
    assert not re.search(r"<!--|\| \*\*[\w ]+\*\* \| *\||\n{3}|  | [,;]| \. ", prose), "what was taken out left a gap"
    assert prose.count("## Hand in") == 1 and prose.index("Write the file to hand in") < prose.index("ends in .json")


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_words_for_one_text_stand_between_comments_that_no_page_shows(path: Path) -> None:
    """Each is closed, and none begins a line with words behind it: Markdown would show these as they are typed."""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source, opened = "".join(cell["source"]), list[str]()
        assert not re.search(r"^ *<!--[^\n]*?-->[^\n]", source, re.MULTILINE), source
        for closing, name in re.findall(r"<!-- (/?)(\w+) -->", source):
            assert name in (*TEXTS, "choose", "feedback", "notebook")
            assert not closing or opened.pop() == name
            opened += [] if closing else [name]
        assert not opened and source.count("<!--") == len(re.findall(r"<!-- /?\w+ -->", source))


@pytest.mark.parametrize("text", TEXTS)
def test_the_chain_of_a_sealed_lesson_comes_without_its_links(text: str, packed: Callable[..., Path]) -> None:
    """Which exercises ask for; the places of the hedges are there, and the other text that a cell shows, but no key."""
    files = {name for name in named(packed("06", text)) if name.startswith("seeds/")}
    beside = {f"seeds/{text}/{name}" for name in ("article.txt", "about.toml", "exercises.toml", "chain.toml")}
    assert files == beside | {"seeds/bridge/article.txt"}


@pytest.mark.parametrize("feedback", ["after", "at-once"])
def test_the_readme_says_which_file_goes_to_the_teacher(feedback: str, tmp_path: Path) -> None:
    """And how a shared computer changes hands; it points at no box that is not there."""
    files = named(pack_lesson("00", tmp_path, feedback=feedback))
    told, page = files["README.md"].decode(), files["notebooks/00_start_here.ipynb"].decode()
    assert "press *Write the file to hand in*" in told and "the one that ends in `.json`" in told
    assert "shared computer" in told and 'my_code("…")' in told
    for heading in ("Hand in", "When the feedback comes"):
        assert (f"*{heading}*" in told) == (f"## {heading}" in page)


def test_what_stood_in_folds_comes_with_the_feedback(tmp_path: Path) -> None:
    """Of this text alone, each under the heading that it stood under, as plain words."""
    folds = {text: json.loads(feedback_file("03", tmp_path, text=text).read_text("utf-8"))["folds"] for text in TEXTS}
    titles = ["Five stances – One to argue about: “noted”", "On your own – Where they are"]
    assert all([fold["title"] for fold in folds[text]] == titles for text in TEXTS)
    war, flood = (folds[text][1]["text"] for text in TEXTS)
    assert war.startswith("In the war report four") and flood.startswith("In the flood five")
    assert "flood" not in war and "\n\nSo the small words back nothing up. Words" in war
    assert "<" not in json.dumps(folds) and "*" not in json.dumps(folds)


#: What draws the machine's marks -> the layer that it draws.
DRAWN = {"ribbon": "voices", "chart_square": "voices", "chart_sides": "attributions", "chart_cues": "attributions",
         "chart_loaded": "loaded", "passport": "figures"}  # fmt: skip


@pytest.mark.parametrize(("path", "text"), PAIRS)
def test_the_machine_s_marks_come_after_the_exercise(path: Path, text: str) -> None:
    """In reading order: no cell shows marks of a layer in a paragraph that an exercise further down asks for."""
    exercises, article, seen = open_exercises(PROJECT / "seeds" / text), open_article(text), set[tuple[str, int]]()
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"]) if cell["cell_type"] == "code" else ""
        for name in re.findall(r'^exercise\("([\w-]+)"\)', source, re.MULTILINE):
            e = exercises[name]
            asked = {"link": "attributions", "rate": "figures"}.get(e.kind, "")
            layer = LAYER_OF[e.own.layer] if e.kind == "mark" else asked
            assert not seen & {(layer, n) for n in e.paragraphs}, name
        seen |= set(_drawn(source, article))
    assert seen or path.stem == "07_compare_and_rewrite"  # which draws reports, and no marks


def _drawn(source: str, article: Any) -> Iterator[tuple[str, int]]:
    for call, more in re.findall(r"^(\w+)\(read(?:ing|\(article[^)]*\))(.*)\)$", source, re.MULTILINE):
        layers = [DRAWN[call]] if call in DRAWN else re.findall(r'"(\w+)"', more)
        numbers = [*map(int, re.findall(r"\d+", more))] or range(1, len(article.paragraphs) + 1)
        if call == "passport":
            numbers = [article.number(m.start()) for m in re.finditer(re.findall(r'"(.+)"', more)[0], article.text)]
        yield from ((LAYER_OF.get(layer, "attributions"), n) for layer in layers for n in numbers)


@pytest.mark.parametrize(("number", "text", "answered"), [("02", "mariupol", True), ("05", "flood", False)])
def test_a_packed_lesson_runs_and_its_feedback_opens(number: str, text: str, answered: bool, tmp_path: Path,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """In a fresh kernel with the pack's own program; sealed, nothing is told; opened, every answer is judged.

    bench/attack.py runs all of them, blank and answered.
    """
    home = unpacked(pack_lesson(number, tmp_path, text=text), tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(home / "lib"))
    sealed, opened = run_lesson(home, number, text, answered=answered)
    assert set(sealed.values()) == ({"saved"} if answered else {"not attempted"})
    assert set(opened.values()) <= ({"yes", "arguable"} if answered else {"not attempted"})


def test_a_text_of_one_s_own_has_a_notebook_of_its_exercises(student: tuple[Path, Path]) -> None:
    """All of them, nothing about another text, and every box runs, with the program that is on this computer."""
    text = (student[0].parents[1] / "notebooks" / "02_tonight.ipynb").read_text(encoding="utf-8")
    boxes = ["".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    assert re.findall(r'exercise\("(n-\w+)"\)', "".join(boxes)) == list(open_exercises(student[0]))
    assert "Mariupol" not in text and 'recap("02")' in boxes and boxes[-2] == "export_answers()"
    assert boxes[-1] == "from byline import open_feedback\n\nopen_feedback()"
    names: dict[str, Any] = {}
    for box in boxes[:-1]:
        exec(box, names)
    assert "Nothing is answered here yet" in names["recap"]("02").text


def test_a_sealed_lesson_that_is_done_says_to_hand_in(student: tuple[Path, Path]) -> None:
    """On both pages, and then that the feedback comes from the teacher; opened, they say what comes next as ever."""
    desk, key = Desk("tonight"), load_key(student[0].parents[2] / "teacher/seeds/tonight")
    for name, e in open_exercises(student[0].parents[2] / "teacher/seeds/tonight").items():
        desk.commit(desk.exercise(name), "My own words." if e.kind == "write" else in_places(e, key_answer(e, key)))
    for page in (lesson.progress(), lesson.recap("02")):
        assert "Write the file to hand in” and send it to your teacher. The feedback" in " ".join(page.text.split())
    assert "feedback is there now" in open_feedback().text
    for page in (lesson.progress(), lesson.recap("02")):
        assert "hand in" not in page.text


def test_a_page_that_is_open_sees_the_feedback_that_another_opened(student: tuple[Path, Path]) -> None:
    """Each notebook has a Python of its own: it looks anew where the exercises or the key were changed."""
    before = lesson.current_desk()
    assert before is lesson.current_desk() and before.key is None
    assert "feedback is there now" in open_feedback().text
    lesson._desks.clear()
    lesson._desks["tonight"] = before
    assert lesson.current_desk().key is not None and "sealed" not in str(lesson.progress())
    assert lesson.current_desk() is lesson.current_desk() is not before


# --- leaks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "text"), [("02", "mariupol"), ("04", "flood")])
def test_nothing_of_the_key_is_in_a_pack(number: str, text: str, packed: Callable[..., Path]) -> None:
    """bench/attack.py does all lessons with all texts; one that is packed with its feedback is full of it."""
    assert leaks(packed(number, text).read_bytes(), PROJECT / "seeds" / text, number) == []


def test_nothing_of_the_key_of_a_text_of_one_s_own_is_in_a_pack(tonight: Path, tmp_path: Path) -> None:
    path = pack_lesson("02", tmp_path, text="tonight")
    assert leaks(path.read_bytes(), tonight, "02") == []
    assert len(leaks(pack_lesson("02", tmp_path, text="tonight", feedback="at-once").read_bytes(), tonight, "02")) > 20


def _boxed(name: str, data: bytes) -> bytes:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as into:
        into.writestr(name, data)
    return box.getvalue()


FEEDBACK = "The mayor is quoted in P2, and P4 has another one who speaks."
NOTEBOOK = {"cells": [{"outputs": [{"data": {"text/html": f"<p>{FEEDBACK.replace('P4', '&#80;4')}</p>"}}]}]}
PLANTED: dict[str, tuple[str, bytes]] = {
    "a comment in the program": ("lib/byline/cli.py", f"# {FEEDBACK}".encode()),
    "base64": ("lib/byline/x.py", b'"' + base64.b64encode(FEEDBACK.encode()) + b'"'),
    "base64 over several lines": ("LICENSE", base64.encodebytes((FEEDBACK * 3).encode())),
    "a zip in a wheel in base64": ("a.txt", base64.b64encode(_boxed("b.whl", _boxed("c.txt", FEEDBACK.encode())))),
    "a notebook's output": ("notebooks/x.ipynb", json.dumps(NOTEBOOK).encode()),
    "escapes of JSON": ("x.json", json.dumps([FEEDBACK]).replace("mayor", "\\u006dayor").encode()),
    "other capitals and marks": ("x.txt", FEEDBACK.upper().replace(",", " –").replace(" ", "\n").encode()),
    "a sample": ("README.md", b"One word went, and I liked it."),
    "a first reading": ("x.txt", b"my own first thought was another one than that"),
    "an id that tells": ("seeds/tonight/exercises.toml", b'attribution = "she-said"'),
    "right options": ("x.toml", b'schema = "byline.exercises/1"\noptions = [{ id = "o1", right = true }]'),
    "a place with its label": ("x.toml", '{ quote = "“pause.”", voice = "borrowed" }'.encode()),
    "a place by its numbers": ("x.json", b"[[PLACE]]"),
}  # fmt: skip


@pytest.mark.parametrize("sort", PLANTED)
def test_a_planted_leak_is_found(sort: str, tonight: Path) -> None:
    """Of each sort, wherever it hides."""
    name, data = PLANTED[sort]
    loaded = load_key("tonight").loaded[0].span
    data = data.replace(b"PLACE", f"{loaded.start}, {loaded.end}".encode())
    assert leaks(_boxed(f"byline-02-tonight/{name}", data), tonight, "02"), sort
    assert leaks(_boxed(f"byline-02-tonight/{name}", b"The article has a bridge."), tonight, "02") == []


def test_who_has_only_the_pack_finds_no_answer(packed: Callable[..., Path], tmp_path: Path) -> None:
    """No hash of an answer is in it, an order is not that of the file, and guesses get what guesses get."""
    several = []
    for text in TEXTS:
        sealed_copy(PROJECT / "seeds" / text, tmp_path)
        several += cases(tmp_path, PROJECT / "seeds" / text)
    found = table(several)
    assert found.keys() == GUESSES.keys() and all(score.chances for score in found.values())
    assert [name for name, score in found.items() if score.tells] == []
    mine = [case for case in several[: len(several) // 2] if case.whole.lesson.startswith(("02", "05"))]
    assert [broken(packed(number).read_bytes(), mine) for number in ("02", "05")] == [[], []]
    assert {status for _, _, status in machine(mine)} <= {"not attempted", "not yet"}


def test_a_hash_of_an_answer_would_be_found(packed: Callable[..., Path], tmp_path: Path) -> None:
    """The attacker tries all answers against whatever looks like a hash."""
    path = packed("02")
    here = cases(unpacked(path, tmp_path), PROJECT / "seeds" / "mariupol")
    one = next(case for case in here if case.whole.kind == "choose")
    answer = key_answer(one.whole, one.key)
    for right in (answer, in_places(one.whole, answer)):
        digest = hashlib.sha256(f"{one.sealed.id} {json.dumps(right)}".encode()).hexdigest()
        assert broken(_boxed("x/seeds/a.toml", digest[:12].encode()), here) == [one.sealed.id]


def test_a_hash_over_ids_would_be_found(packed: Callable[..., Path], tmp_path: Path) -> None:
    """That of a whole question would say which option or passage has which id in the teacher's file."""
    here = cases(unpacked(packed("02"), tmp_path), PROJECT / "seeds" / "mariupol")
    named = [case for case in here if case.whole.kind in ("choose", "judge")]
    asked = " ".join(case.whole.question for case in named)
    assert named and broken(_boxed("x/seeds/a.toml", asked.encode()), here) == [case.sealed.id for case in named]


# --- the feedback, later ------------------------------------------------------------------------------


@pytest.fixture
def student(tonight: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A student's folder with the sealed lesson, where she works, and the feedback beside the notebook."""
    home = unpacked(pack_lesson("02", tmp_path, text="tonight"), tmp_path)
    feedback = shutil.copy(feedback_file("02", tmp_path, text="tonight"), home / "notebooks")
    monkeypatch.chdir(home / "notebooks")
    lesson.study_article()
    return home / "seeds" / "tonight", Path(feedback)


def test_opened_feedback_judges_what_was_answered_before(student: tuple[Path, Path]) -> None:
    """The first answer stays the first, and what was chosen by its place is what stood there; in a hand-in, too."""
    answer("n-choose", "The mayor’s.")
    answer("n-choose", "The town’s, as the reporter has it.")
    answer("n-judge", {"a": "sound", "b": "weak"})
    assert check("n-choose").status == check("n-judge").status == "saved"
    handed = hand_in_of(lesson.current_desk())
    assert json.loads(handed)["exercises"]["n-judge"]["tries"][0]["answer"] == {"at1": "sound", "at2": "weak"}
    said = open_feedback(student[1].name).text
    assert "feedback is there now" in said and "boxes again" in said
    desk = Desk("tonight")
    assert [one.answer for one in desk.state(desk.exercise("n-choose")).tries] == [["o2"], ["o1"]]
    judged = {one.id: said for one, said in zip(desk.exercise("n-judge").own.passages, ("sound", "weak"), strict=True)}
    assert desk.state(desk.exercise("n-judge")).answer == judged
    states = states_of(open_handin(handed), desk.exercises, desk.article)
    assert {name: state.tries for name, state in states.items()} == {
        name: desk.state(desk.exercise(name)).tries for name in ("n-choose", "n-judge")}  # fmt: skip
    assert check("n-choose").status == "yes" and not desk.sealed(desk.exercise("n-choose"))
    assert open_feedback().text == "The feedback is open already."


def test_opened_feedback_shows_what_the_folds_say(student: tuple[Path, Path]) -> None:
    """Under the sentence, and again whenever it is asked for; as words, whatever they are."""
    data = json.loads(student[1].read_text(encoding="utf-8"))
    folds = [{"title": "Afterwards", "text": "One <b>thing</b>.\n\nAnother."}]
    student[1].write_text(json.dumps({**data, "folds": folds}), encoding="utf-8")
    for said in ("The feedback is there now", "The feedback is open already."):
        page = open_feedback()
        assert page.text.startswith(said)
        assert "Afterwards" in page.text and "Another." in page.text and "&lt;b&gt;thing" in page._repr_html_()


Spoil = Callable[[dict[str, Any], Path], Any]
SPOILED: dict[str, tuple[Spoil, str]] = {
    "torn": (lambda data, seed: '{"schema": "byl', "torn"),
    "deep": (lambda data, seed: "[" * 100_000, "torn"),
    "too large": (lambda data, seed: {**data, "key": "#" * 3_000_001}, "torn"),
    "no text": (lambda data, seed: {**data, "key": 5}, "torn"),
    "folds that are none": (lambda data, seed: {**data, "folds": [{"title": "x"}]}, "torn"),
    "newer": (lambda data, seed: {**data, "schema": "byline.feedback/2"}, "another Byline"),
    "another text": (lambda data, seed: {**data, "article": "../../etc"}, "another text"),
    "another version": (lambda data, seed: {**data, "sha256": "0" * 64}, "another text"),
    "a damaged key": (lambda data, seed: {**data, "key": data["key"].replace('"neutral"', '"odd"')}, "damaged"),
    "no key at all": (lambda data, seed: {**data, "key": "= 1"}, "damaged"),
    "deep TOML": (lambda data, seed: {**data, "exercises": "a = " + "[" * 50_000}, "damaged"),
    "sealed exercises": (lambda data, seed: {**data, "exercises": (seed / "exercises.toml").read_text()},
                         "other exercises"),
    "another question": (lambda data, seed: {**data, "exercises": data["exercises"].replace("Whose", "Which")},
                         "other exercises"),
    "another key here": (lambda data, seed: (seed / "key.toml").write_text("mine") and data, "written over"),
}  # fmt: skip


@pytest.mark.parametrize("sort", SPOILED)
def test_feedback_that_does_not_fit_changes_nothing(sort: str, student: tuple[Path, Path]) -> None:
    """One sentence says why, and the folder is as it was."""
    (seed, path), (spoil, said) = student, SPOILED[sort]
    data = spoil(json.loads(path.read_text(encoding="utf-8")), seed)
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    before = {file: file.read_bytes() for file in seed.iterdir()}
    assert said in open_feedback().text
    assert {file: file.read_bytes() for file in seed.iterdir()} == before


def test_feedback_is_written_whole_or_not_at_all(student: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the second file cannot be written, the first is taken back."""
    import byline.lesson.opened as opened

    def fail(path: Path, data: bytes) -> None:
        if path.name == "exercises.toml":
            raise OSError(28, "No space left on device")
        path.write_bytes(data)

    monkeypatch.setattr(opened, "replace", fail)
    assert "Make room" in open_feedback().text
    assert not (student[0] / "key.toml").exists() and b"sealed = true" in (student[0] / "exercises.toml").read_bytes()


def test_feedback_that_is_not_there_is_asked_for(student: tuple[Path, Path]) -> None:
    """By its name, of which folders are no part."""
    assert "called “passwd”" in open_feedback("/etc/passwd").text
    student[1].unlink()
    assert "Put the one from your teacher" in open_feedback().text


def test_one_file_opens_all_forms_of_the_short_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever form a student had first; the one that she works at stays open, and a torn file opens none."""
    home = unpacked(pack_lesson("check", tmp_path), tmp_path)
    file = feedback_file("check", home / "notebooks")
    monkeypatch.chdir(home / "notebooks")
    lesson.check_yourself("check_b")
    answer("check", {"when": "before", **dict.fromkeys("abcdefghijkl", "sound")})
    assert check("check").status == "saved" and not lesson.my_forms()
    whole = file.read_text("utf-8")
    file.write_text(json.dumps({**json.loads(whole), "also": [{}]}), "utf-8")
    assert "is no file of feedback" in open_feedback().text
    file.write_text(whole, "utf-8")
    assert "feedback is there now" in open_feedback().text
    assert "You judged 6 of 12" in check("check").text and [*lesson.my_forms()] == ["before the lessons"]
    assert all((home / "seeds" / form / "key.toml").is_file() for form in ("check_a", "check_b", "check_c"))
    assert open_feedback().text == "The feedback is open already."
