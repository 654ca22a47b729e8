"""The Python behind a page: JSON in, JSON out; what it tells is what a notebook is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from byline.handout.courses import write_course
from byline.handout.packing import feedback_file
from byline.lesson import behind, close_articles
from byline.lesson.bridge import hear
from byline.lesson.desk import Desk
from byline.lesson.house import NOTEBOOKS, move_to

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Asks what is behind a page with the first text, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    behind.begin(str(tmp_path / "notebooks"), "mariupol")
    yield lambda act, **more: json.loads(behind.answer(json.dumps({"ask": act, "text": "mariupol", **more})))
    move_to(NOTEBOOKS)
    close_articles()
    behind.forget()


def commit(ask: Ask, name: str, answer: Any, n: int, text: str = "mariupol") -> dict[str, Any]:
    message = {"do": "commit", "exercise": name, "answer": answer, "sure": "low", "writer": "page", "n": n}
    return ask("message", text=text, message=message)["told"]  # type: ignore[no-any-return]


def test_a_page_is_told_what_a_notebook_is_told(ask: Ask, tmp_path: Path) -> None:
    """The same message to the same exercise has the same state, but for the code and where it is kept."""
    told = commit(ask, "00-f", ["o1"], 1)
    desk = Desk("mariupol", tmp_path / "elsewhere")
    message = {"do": "commit", "exercise": "00-f", "answer": ["o1"], "sure": "low", "writer": "page", "n": 1}
    other = json.loads(json.dumps(hear(desk, desk.exercise("00-f"), message)))
    assert told["state"].pop("receipt") == f"Kept in this browser, under the code {told['shown']}."
    other["state"].pop("receipt")
    assert told["state"] == other["state"] and told["state"]["feedback"]["headline"]


def test_what_comes_twice_counts_once(ask: Ask) -> None:
    """A message that is sent again after a crash adds no line."""
    for _ in range(3):
        commit(ask, "00-f", ["o1"], 1)
    assert len((Path("answers") / "mariupol.jsonl").read_text().splitlines()) == 1
    assert ask("yours")["count"] == 1


def test_what_is_left_of_another_text_goes_into_its_own_file(ask: Ask) -> None:
    """A page hands over what a page of another text had not told Python yet."""
    commit(ask, "00-f", ["o1"], 1, text="flood")
    assert (Path("answers") / "flood.jsonl").is_file() and ask("yours")["count"] == 0


def test_the_links_of_the_map_lead_to_pages(ask: Ask) -> None:
    """And the map says how far one is."""
    commit(ask, "00-f", ["o1"], 1)
    html = ask("box", lesson="lessons", box=1)["html"]
    assert 'href="00_start_here.html"' in html and ".ipynb" not in html and "1 of" in html


def test_a_box_is_answered_with_what_was_typed(ask: Ask) -> None:
    """As words, whatever they are; a mistake is a sentence."""
    assert "hedge" in ask("box", lesson="00_start_here", box=17, values=["hedge"])["html"]
    assert "&lt;b&gt;" in ask("box", lesson="00_start_here", box=17, values=["<b>"])["html"]


def test_a_hand_in_is_a_file_and_a_page(ask: Ask) -> None:
    """The first is for the teacher; both go by the code."""
    code = commit(ask, "00-f", ["o1"], 1)["codes"][0]
    files = ask("hand in")["files"]
    assert list(files) == [f"hand-in-mariupol-{code}.json", f"hand-in-mariupol-{code}.html"]
    assert json.loads(files[f"hand-in-mariupol-{code}.json"])["exercises"]["00-f"]["tries"]


def test_a_copy_comes_back_after_all_was_deleted(ask: Ask) -> None:
    """What goes is said before; then nothing is left; then all is there again."""
    commit(ask, "00-f", ["o1"], 1)
    (copy,) = ask("copy")["files"].values()
    assert "1 answer is kept here" in ask("leave")["said"] and ask("yours")["count"] == 1
    ask("leave", sure=True)
    assert ask("yours")["count"] == 0
    assert "1 answer is brought here" in ask("bring", data=copy)["said"] and ask("yours")["count"] == 1
    assert "no copy of answers" in ask("bring", data="<script>")["problem"]


def test_nothing_that_is_asked_stops_it(ask: Ask) -> None:
    """What is no question of a page's is a sentence, and the next one is answered."""
    box = '{"ask": "box", "text": "mariupol", "lesson": "../x", "box": 1}'
    for asked in ("", "[]", "{}", '{"ask": "message"}', box):
        assert json.loads(behind.answer(asked))["problem"]
    assert ask("yours")["count"] == 0


def test_feedback_opens_a_sealed_page_one_lesson_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other lesson stays sealed; the file is kept, and opens it at the next visit, too; another file is not."""
    course = write_course(tmp_path / "course", ["00", "02"], ["mariupol"], sealed=True)
    given = feedback_file("02", tmp_path).read_text(encoding="utf-8")
    monkeypatch.chdir(course / "notebooks")
    try:
        behind.begin(str(course / "notebooks"), "mariupol")
        asked = lambda act, **more: json.loads(behind.answer(json.dumps({"ask": act, "text": "mariupol", **more})))  # noqa: E731
        assert "torn" in asked("feedback", data="{}")["html"] and not list(Path().glob("feedback*"))
        assert "The feedback is there now" in asked("feedback", data=given)["html"]
        hello = {"do": "hello", "writer": "page"}
        told = {name: asked("message", message={**hello, "exercise": name})["told"] for name in ("00-f", "02-a")}
        assert [one["state"]["sealed"] for one in told.values()] == [True, False]
        assert len(list(Path().glob("feedback*"))) == 1
    finally:
        move_to(NOTEBOOKS)
        close_articles()
        behind.forget()
