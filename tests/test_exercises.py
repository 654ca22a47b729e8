"""Exercises: as data, answered by function calls, told what the key tells, and never an exception for an answer."""

from __future__ import annotations

import errno
import json
import os
import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Any

import pytest

import byline.lesson as lesson
from byline.attempts import State, Try
from byline.exercises import SEALED, STATUSES, Exercise, Unclear
from byline.key import load_key
from byline.kinds import assess, check_exercises, key_answer, ladder, understood
from byline.lesson.answers import Answers
from byline.lesson.bridge import hear, spec_of, state_of, words_of
from byline.lesson.desk import Desk
from byline.lesson.handin import preview, write_handin
from byline.lesson.notices import ASLEEP, Receipt, Told, receipt
from byline.lesson.widgets import ExerciseWidget, asking_box
from byline.saying import CUE, NEAR, PLAIN
from byline.scoring import labels_of
from byline.seeds.folders import open_article
from byline.telling import LABELS, LAYER_OF, name_of, words_at
from newsmarks.text import ArticleError

PROJECT = Path(__file__).parents[1]
CASES = PROJECT / "tests" / "cases" / "exercises.toml"


def folder_with(exercises: str, place: Path, seed: str = "mariupol") -> Path:
    """A folder with a seed whose exercises are these."""
    folder = place / "seeds" / seed
    shutil.copytree(PROJECT / "seeds" / seed, folder)
    (folder / "exercises.toml").write_text(exercises, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def no_desk_is_left() -> Iterator[None]:
    """Each test begins with nothing open."""
    lesson._desks.clear()
    yield
    lesson._desks.clear()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder like a classroom's, with one exercise of each kind; the tests work in it."""
    folder_with(CASES.read_text(encoding="utf-8"), tmp_path)
    monkeypatch.chdir(tmp_path)
    lesson.study_article("mariupol")
    return tmp_path


@pytest.fixture
def desk(here: Path) -> Desk:
    return lesson.current_desk()


KINDS = re.findall(r'^id = "(.*)"', CASES.read_text(encoding="utf-8"), re.MULTILINE)
SEEDS = sorted(p.parent.name for p in PROJECT.glob("seeds/*/exercises.toml"))

# From blank to right


@pytest.mark.parametrize("name", KINDS)
def test_an_exercise_starts_not_attempted_and_passes_with_its_key(desk: Desk, name: str) -> None:
    assert lesson.check(name).status == "not attempted"
    assert "not attempted" in lesson.reveal(name).status
    e = desk.exercise(name)
    said = lesson.answer(name, desk.key_answer(e), sure="middle")
    assert said.text.startswith(f"{name}, code {desk.answers.code}: ")
    assert lesson.check(name).status in ("yes", "arguable")


@pytest.mark.parametrize("seed", SEEDS)
def test_every_exercise_of_a_seed_starts_blank_and_passes_with_its_key(
    seed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a class gets can be solved, and nothing is solved before it is begun."""
    monkeypatch.chdir(tmp_path)
    lesson.study_article(seed)
    desk = lesson.current_desk()
    for name, e in desk.exercises.items():
        assert lesson.check(name).status == "not attempted"
        lesson.answer(name, desk.key_answer(e))
        assert lesson.check(name).status in ("yes", "arguable"), lesson.check(name).text


def test_marks_can_be_given_as_words(desk: Desk) -> None:
    """The same answer by label, by letter, as pairs, or as it is kept."""
    words = "holed up in the Azovstal metallurgical plant"
    kept = understood(desk.exercise("t-mark"), desk.article, [(words, "hedged")])
    assert kept[0]["quote"] == words
    for way in ({"hedged": [words]}, {"H": words}, [(words, "h")], [[words, "nobody named"]], kept):
        assert understood(desk.exercise("t-mark"), desk.article, way) == kept


def test_a_wrong_label_is_told_in_the_keys_own_words(desk: Desk) -> None:
    """Not “wrong”, but what the text shows, by which rule, and what to try next; with the key what the key has."""
    lesson.answer("t-mark", {"direct": ["his troops refuse to surrender and want to be evacuated"]})
    told = lesson.check("t-mark")
    assert told.status == "not yet"
    assert desk.key
    at = desk.article.text.index("his troops refuse")
    own = next(n.feedback["direct"] for n in desk.key.layer("voices") if words_at(n.mark).start == at)
    assert own in told.text
    assert "not marked yet, P9. You: R reporter. Not all of this sentence is" in told.text
    assert "holed up" not in told.text and "Machine" not in told.text
    told = lesson.reveal("t-mark")
    assert "not marked yet, P9 “holed up in the Azovstal metallurgical plant”" in told.text
    assert "Machine: I indirect report" in told.text


def test_both_readings_are_shown_where_good_readers_differ(desk: Desk) -> None:
    """With the key: in short where nothing was marked, whole where one of the readings was; until then only how to tell
    them apart.
    """
    right = desk.key_answer(desk.exercise("t-mark"))
    lesson.answer("t-mark", right)
    told = lesson.check("t-mark")
    assert told.status == "arguable"
    assert told.text.startswith("t-mark: Accepted: 2 right, 2 where good readers differ.")
    assert "Key: R reporter or H nobody named." in told.text
    assert told.text.count("Accepted: good readers differ here. ") == 2
    assert "What separates them:" not in told.text
    soft = understood(desk.exercise("t-mark"), desk.article, [("as Russian forces close in", "H")])
    lesson.answer("t-mark", [*right, *soft])
    told = lesson.check("t-mark")
    assert told.status == "arguable" and "Reading 1" not in told.text
    told = lesson.reveal("t-mark")
    assert told.status == "arguable"
    assert "Accepted as you have it, and the other way, too. What separates them:" in told.text
    assert "Good readers differ here. Reading 1: R reporter." in told.text
    assert f"Reading 2: {name_of('voices', 'hedged')}" in told.text
    assert "What separates them:" in told.text


def test_a_trap_brings_its_own_words(desk: Desk) -> None:
    lesson.answer("t-loaded", [("dead bodies", "reporter’s word")])
    assert "You marked “dead bodies”. It is hard to read" in lesson.check("t-loaded").text


def test_a_guess_is_kept_and_not_marked(desk: Desk) -> None:
    lesson.answer("t-predict", 3)
    told = lesson.check("t-predict")
    assert told.status == "yes"
    assert "You guessed 3 of 100 words; it is 47" in told.text


def test_a_first_answer_stays_the_first(desk: Desk) -> None:
    """What is answered after the reveal comes behind it, and is known to."""
    lesson.answer("t-choose", "a", sure="high")
    lesson.reveal("t-choose")
    lesson.answer("t-choose", "b")
    state = desk.state(desk.exercise("t-choose"))
    assert state.tries == [Try(["o1"]), Try(["o2"], revealed=True)]
    assert (state.sure, state.answer) == ("high", ["o2"])
    assert lesson.check("t-choose").status == "yes"


def test_hints_come_one_by_one_and_are_counted(desk: Desk) -> None:
    assert [lesson.hint("t-mark").text for _ in range(3)] == [
        "Hint 1 of 2: Look for a saying word.",
        "Hint 2 of 2: Who is named for it?",
        "There is no other hint.",
    ]
    lesson.answer("t-mark", [])
    assert desk.state(desk.exercise("t-mark")).tries == [Try([], hints=2)]


def test_a_receipt_is_text_for_every_copy_and_folded_html_for_a_page() -> None:
    """A grader and nbconvert find the words as plain text; a page shows them folded, and an HTML export holds them."""
    pytest.importorskip("nbconvert")
    from IPython.core.formatters import DisplayFormatter
    from nbconvert.exporters import HTMLExporter, MarkdownExporter
    from nbformat.v4 import new_code_cell, new_notebook, new_output

    said = "t-mark, code abcdefg: “holed up” = H nobody named."
    data, _ = DisplayFormatter().format(Receipt(said))
    assert set(data) == {"text/plain", "text/html"}
    assert data["text/plain"] == said
    assert "<details><summary>Receipt</summary>" in data["text/html"]
    assert "Press ▶▶ at the top" in data["text/html"], "what to do where the exercise is not drawn"
    assert len(data["text/html"]) < len(said) + len(ASLEEP) + 200, "small: there is one under every exercise"
    book = new_notebook(cells=[new_code_cell("", outputs=[new_output("display_data", data)])])
    for exporter in (HTMLExporter, MarkdownExporter):
        assert said in exporter().from_notebook_node(book)[0]


def test_an_answer_is_there_for_the_next_kernel(here: Path) -> None:
    lesson.answer("t-choose", "b")
    lesson._desks.clear()
    assert lesson.check("t-choose").status == "yes"


# Whatever is typed


@pytest.mark.parametrize("name", KINDS)
def test_a_wrong_type_gets_a_sentence_on_what_is_expected(desk: Desk, name: str) -> None:
    for value in (None, 3, "", "zz", [], {}, [1, 2], {"a": 1}, object(), float("nan"), b"x", {1, 2}, ...):
        told = lesson.answer(name, value)
        assert isinstance(told, Told)
        assert told.text
        assert "Traceback" not in told.text


def test_an_exercise_that_is_not_there_is_told_with_those_that_are(desk: Desk) -> None:
    for said in (lesson.answer("no", 1), lesson.check("no"), lesson.hint("no"), lesson.reveal("no"),
                 lesson.check(3)):  # type: ignore[arg-type]  # fmt: skip
        assert "There is no exercise" in said.text
        assert "t-mark" in said.text
    with pytest.raises(ArticleError, match="There is no exercise"):
        desk.exercise(["t-mark"])  # type: ignore[arg-type]


def test_a_confidence_that_there_is_not_is_told(desk: Desk) -> None:
    assert "Say one of: low, middle, high" in lesson.answer("t-choose", "a", sure="very").text
    assert desk.state(desk.exercise("t-choose")).tries == []


def anything(chance: random.Random, e: Exercise, text: str, depth: int = 0) -> Any:
    """A value of a random type, often near what the exercise expects."""
    start, few = chance.randrange(len(text)), chance.randint(0, 9)
    if depth < 3 and chance.random() < 0.5:
        several = [anything(chance, e, text, depth + 1) for _ in range(chance.randint(0, 4))]
        names = ["who", "what", "when", "how", "access", "content", "cue", "source", "span", "label", "hedged", 1]
        return chance.choice([several, tuple(several), {chance.choice(names): v for v in several}])
    match chance.randrange(9):
        case 0:
            return chance.choice([None, True, False, b"bytes", ...])
        case 1:
            return chance.randint(-5, 10 ** chance.randint(1, 30))
        case 2:
            return chance.choice([0.5, 1.0, float("nan"), float("inf"), -0.0])
        case 3:
            return text[start : start + 4 * few]
        case 4:
            return "".join(chr(chance.choice([0, 10, 34, 60, 38, 0xD800, 0x202E, 0x1F600, 97])) for _ in range(few))
        case 5:
            return chance.choice(sorted(LABELS[e.own.layer] if e.kind == "mark" else ["x", "o1", "o2"]))
        case 6:
            return chance.choice("abcdefRQIHS")
        case 7:
            return {name: chance.choice([0, 0.5, 1]) for name in ("who", "what", "when", "how", "access")}
    span = [chance.randint(-3, len(text) + 3) for _ in range(chance.randint(0, 3))]
    return {"span": span, "quote": text[start : start + few], "label": chance.choice(["hedged", "reporter", 3, None])}


@pytest.mark.parametrize("name", KINDS)
def test_a_thousand_random_answers_get_feedback_each_time(desk: Desk, name: str) -> None:
    """A sentence on what is expected, or feedback: never an exception (tests/bench/answers.py tries 10,000)."""
    chance, e = random.Random(name), desk.exercise(name)
    for _ in range(1000):
        value = anything(chance, e, desk.article.text)
        try:
            kept = understood(e, desk.article, value)
        except Unclear as problem:
            assert str(problem)
            continue
        found = assess(e, kept, desk.key, desk.machine)
        assert found.status in STATUSES
        assert found.headline
        assert json.loads(json.dumps(kept)) == kept, "what is kept is what is read again"


def test_what_is_kept_is_never_markup(desk: Desk) -> None:
    """A script that a student types is shown as text."""
    lesson.answer("t-write", "<script>alert(1)</script> Azov")
    for told in (lesson.check("t-write"), lesson.export_answers(write=False)):
        assert "<script>" not in told._repr_html_().replace("<style>", "")
    lesson.export_answers(write=True)
    page = next(Path("answers").glob("hand-in-*.html")).read_text(encoding="utf-8")
    assert "<script" not in page
    assert escape("<script>alert(1)</script>") in page


# Sealed


@pytest.fixture
def sealed(here: Path) -> Desk:
    """The same exercises without the key on the disk, and without what would tell it."""
    folder = here / "seeds" / "mariupol"
    (folder / "key.toml").unlink()
    shutil.rmtree(folder / "annotators")
    text = (folder / "exercises.toml").read_text(encoding="utf-8")
    telling = r", right = true|, sound = (true|false)|, feedback = \".*?\"(?= })|^(answer|samples|why) = .*\n"
    text = re.sub(telling, "", text, flags=re.MULTILINE)
    (folder / "exercises.toml").write_text("sealed = true\n" + text, encoding="utf-8")
    lesson.study_article("mariupol")
    return lesson.current_desk()


@pytest.mark.parametrize("name", KINDS)
def test_a_sealed_exercise_keeps_answers_and_tells_nothing(sealed: Desk, name: str, tmp_path: Path) -> None:
    """It runs without the key, shows the receipt, and says when one is told what was right."""
    key = load_key(PROJECT / "seeds" / "mariupol" / "key.toml")
    open_one = folder_with(CASES.read_text(encoding="utf-8"), tmp_path / "open")
    right = key_answer(check_exercises(open_one, key)[0][name], key)
    assert sealed.sealed(sealed.exercise(name))
    assert name in lesson.answer(name, right).text
    assert lesson.check(name).text == f"{name}: {SEALED.headline}"
    assert lesson.reveal(name).text == "The key is with your teacher."
    assert Answers(sealed.article).state(name).answer == right


# As data


DEFECTS = {
    "another schema": ("byline.exercises/1", "byline.exercises/2", "field “schema” must be"),
    "unknown kind": ('kind = "link"', 'kind = "lnik"', "“t-link”: field “kind” cannot be “lnik”. Did you"),
    "unknown field": ('hints = ["Look', 'hint = ["Look', "“t-mark”: field “hint” is unknown"),
    "unknown label": ('labels = ["direct",', 'labels = ["dirct",', "Did you mean “direct”?"),
    "no right option": (", right = true", "", "no options are right"),
    "no id of an option": ('id = "o1", ', "", "field “options” has an entry whose field “id” is missing"),
    "an option's id twice": ('id = "o2"', 'id = "o1"', "two options have the same id"),
    "an option's id of one sign": ('id = "o2"', 'id = "b"', "could be taken for its letter"),
    "two right options": ('feedback = "“Says” ended', 'right = true, feedback = "“Says” ended', "2 options are right"),
    "no feedback": (', feedback = "Nobody is named."', "", "an option has no feedback"),
    "an option's feedback is long": ('"Nobody is named."', f'"{"word " * 30}end."', "31 words. Keep to 30."),
    "a verdict": ('feedback = "Nobody is named."', 'feedback = "That is biased."', "“biased” passes judgement"),
    "too long": ("Look for a saying word.", "Look " + "again " * 45, "46 words. Keep to 45."),
    "no such attribution": ('"volyna-says"', '"volyna"', "the key has no “volyna”"),
    "no such figure": ('quote = "95 percent"', 'quote = "percent"', "the key has no figure there"),
    "no such paragraph": ("paragraphs = 5\n", "paragraphs = 50\n", "there is no paragraph 50"),
    "no answer": ("answer = 47\n", "", "field “answer” is missing"),
    "too few samples": ('"d","names', '"names', "has 4 answers"),
    "id twice": ('id = "t-st"', 'id = "t-fig"', "stands twice"),
    "no TOML": ('id = "t-st"', 'id = t-st"', "not valid TOML"),
}


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_of_an_exercise_is_told_in_one_line(name: str, tmp_path: Path) -> None:
    old, new, told = DEFECTS[name]
    text = CASES.read_text(encoding="utf-8")
    assert old in text
    _, wrong = check_exercises(folder_with(text.replace(old, new, 1), tmp_path), load_key("mariupol"))
    assert len(wrong) == 1, wrong
    assert told in wrong[0]
    assert wrong[0].startswith("mariupol/exercises.toml")


ODD = ("[99]", "[1, 2]", "[]", "{}", "-1", "1e300", "nan", "true", '"x"', '""', "[[]]", "0.5")


FIELDS = ("minutes", "answer", "least", "paragraphs", "tier", "several", "hints", "show", "items", "samples", "unit",
          "quote", "labels", "reason")  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_what_the_check_passes_a_lesson_can_show(field: str, here: Path, desk: Desk) -> None:
    """Any value in any field: either the check tells a fault, or the exercise is drawn, answered and told."""
    path, key = here / "seeds" / "mariupol" / "exercises.toml", desk.key
    assert key
    text = CASES.read_text(encoding="utf-8")
    for block in re.split(r"(?m)^(?=\[\[exercise\]\])", text)[1:]:
        for value in ODD:
            bare = re.sub(rf"(?m)^{field} = .*\n", "", block)
            head = 'schema = "byline.exercises/1"\nmade = false'
            path.write_text(f"{head}\n{bare.rstrip()}\n{field} = {value}\n", encoding="utf-8")
            found, wrong = check_exercises(path.parent, key)
            assert wrong or found
            for e in found.values():
                told = assess(e, understood(e, desk.article, key_answer(e, key)), key)
                assert json.dumps([spec_of(desk, e), asdict(told), receipt(e, State(), "")])


def test_a_list_is_no_number(here: Path, desk: Desk) -> None:
    """The field is named, with what belongs there."""
    odd = 'id = "t-predict"\nleast = [1, 2]\nminutes = [99]'
    text = CASES.read_text(encoding="utf-8").replace('id = "t-predict"', odd)
    (here / "seeds" / "mariupol" / "exercises.toml").write_text(text, encoding="utf-8")
    _, wrong = check_exercises(here / "seeds" / "mariupol", desk.key)
    assert [w.partition("field ")[2].partition(" ")[0] for w in wrong] == ["“least”", "“minutes”"]
    assert all("must be a number" in w for w in wrong)


def test_a_text_that_is_not_there_is_told_in_a_sentence(here: Path) -> None:
    """With the names that there are; a notebook shows the sentence without a traceback."""
    odd: tuple[Any, ...] = (1, None, 0, b"x", "**", "", "../mariupol", "mariupol/", ["mariupol"], "nul\0", 2.5, {})
    for name in odd:
        with pytest.raises(ArticleError, match=r"There is no article called “.*”\. Here are: mariupol") as told:
            lesson.study_article(name)
        assert told.value._render_traceback_() == [str(told.value)]
        assert lesson.current_desk().article.id == "mariupol", "what was open stays open"


def test_without_a_name_the_text_that_was_open_last_is_opened(here: Path) -> None:
    """The first one where none was, or where that one is gone."""
    shutil.copytree(PROJECT / "seeds" / "flood", here / "seeds" / "flood")
    lesson.study_article("flood")
    assert lesson.study_article().id == "flood" == lesson.current_desk().article.id
    shutil.rmtree(here / "seeds" / "flood")
    assert lesson.study_article().id == "mariupol"
    shutil.rmtree("answers")
    assert lesson.study_article().id == "mariupol"


def test_an_exercise_before_the_first_box_is_of_the_text_that_was_open_last(here: Path) -> None:
    shutil.copytree(PROJECT / "seeds" / "flood", here / "seeds" / "flood")
    lesson.study_article("flood")
    lesson._desks.clear()
    assert "flood" in lesson.export_answers(write=False).text
    assert lesson.current_desk().article.id == "flood"


def test_an_exercise_where_no_text_was_ever_open_asks_for_one(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody is shown a text that she did not choose."""
    lesson._desks.clear()
    shutil.rmtree("answers")
    says = lesson.check("t-choose"), lesson.answer("t-choose", "b"), lesson.export_answers(), lesson.delete_answers()
    for told in says:
        assert told.text.startswith("No text is open yet. Which one do you read? Run the first box of this page")
        assert 'study_article("mariupol")' in told.text
    lesson.exercise("t-choose")
    assert "No text is open yet" in capsys.readouterr().out
    assert not Path("answers").exists()


def test_half_characters_in_an_answer_are_mended(desk: Desk) -> None:
    """A lone surrogate can stand in no file and on no page."""
    for name, value in (("t-write", "a\ud800b"), ("t-mark", [("\ud800", "hedged")]), ("t-choose", "\udfff")):
        assert lesson.answer(name, value).text.encode("utf-8")
    assert desk.state(desk.exercise("t-write")).answer == "a\ufffdb"
    assert lesson.check("\ud800").text.encode("utf-8")
    hear(desk, desk.exercise("t-write"), {"do": "commit", "answer": "c\ud800", "writer": "\ud800", "n": 1})
    assert lesson.answer("t-choose", "b").status == ""
    assert Answers(desk.article).state("t-write").answer == "c\ufffd"


def test_more_hints_on_record_than_there_are_count_as_all(desk: Desk) -> None:
    """The exercise had more hints once, or a line was edited by hand."""
    desk.answers.add("t-mark", "hint", hints=3)
    assert state_of(desk, desk.exercise("t-mark"))["hints_left"] == 0


def test_nothing_is_written_to_hand_in_where_the_answers_cannot_be_read(desk: Desk) -> None:
    """Over twenty megabytes, or no file at all: told, and no hand-in that lacks them."""
    with Path("answers/mariupol.jsonl").open("wb") as file:
        file.truncate(30_000_000)
    lesson.study_article("mariupol")
    told = lesson.export_answers(write=True).text
    assert "is larger than any file of answers: 30 MB" in told
    assert "nothing was written" in told
    assert not list(Path("answers").glob("hand-in*"))


def test_a_hand_in_says_which_answers_the_folder_has_not_yet(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused answers are in it, and it says so."""
    lesson.answer("t-choose", "b")

    def refused(*_: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left")

    monkeypatch.setattr(os, "write", refused)
    assert "No space left" in lesson.answer("t-predict", 40).text
    told = lesson.export_answers(write=True).text
    assert "1 answer is not saved yet" in told
    data = json.loads(next(Path("answers").glob("hand-in-*.json")).read_text(encoding="utf-8"))
    assert list(data["exercises"]) == ["t-choose", "t-predict"]


def test_opening_a_lesson_again_keeps_what_could_not_be_written(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first box is run once more while the disk is full."""
    with monkeypatch.context() as broken:
        broken.setattr(os, "write", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
        lesson.answer("t-choose", "b")
    lesson.study_article("mariupol")
    assert lesson.check("t-choose").status == "yes"
    lesson.answer("t-predict", 40)
    assert [e["exercise"] for e in Answers(desk.article).events] == ["t-choose", "t-predict"]


def test_a_page_is_not_sent_the_answers(desk: Desk) -> None:
    """Looking into the page tells nothing that the key keeps."""
    for e in desk.exercises.values():
        sent = json.dumps(spec_of(desk, e), ensure_ascii=False)
        telling = [one.feedback for one in getattr(e.own, "options", getattr(e.own, "passages", ()))]
        telling += [f'"{sample}"' for _, sample in ladder(e)]
        assert not [one for one in telling if one in sent]
        assert not {"right", "weak", "answer", "feedback", "samples", "why", "sound"} & spec_of(desk, e).keys()
        assert e.kind != "order" or spec_of(desk, e)["items"] != list(e.own)


@pytest.mark.parametrize("seed", sorted(p.parent.name for p in PROJECT.glob("seeds/*/article.txt")))
def test_a_text_to_mark_is_the_article_with_every_character_once(seed: str) -> None:
    article = open_article(seed)
    for paragraph in words_of(article, tuple(range(1, len(article.paragraphs) + 1))):
        drawn = paragraph["lead"] + "".join(word[2] + word[3] for word in paragraph["words"])
        assert drawn.strip() == article.paragraph(paragraph["number"])
        assert all(article.text[start:end] == word for start, end, word, _, _ in paragraph["words"])


@pytest.mark.parametrize("layer", PLAIN)
def test_a_key_without_words_of_its_own_still_says_what_to_look_at(layer: str) -> None:
    """Each plain sentence asks or tells what to do next, and names no verdict."""
    for sentence in (*PLAIN[layer].values(), *NEAR.values(), CUE):
        assert re.search(r"\?$|(Ask|Try|Look|Put|Which|Mark)\b[^.]*[.?]$", sentence)


@pytest.mark.parametrize("layer", LABELS)
def test_the_keys_labels_are_those_that_students_have(layer: str) -> None:
    key = load_key("mariupol")
    found = {label for entry in key.layer(LAYER_OF[layer]) for label in labels_of(entry)} - {None}
    assert found
    assert found <= set(LABELS[layer])


def test_letters_are_for_voices_alone() -> None:
    """Each is one key to press; the labels of the other layers are told apart by their words, and pressed by number."""
    assert "".join(letter for letter, _ in LABELS["voices"].values()) == "RQIHBCM"
    others = [label for layer in ("loaded", "figures", "stances") for label in LABELS[layer].values()]
    assert {letter for letter, _ in others} == {""}
    assert len({words for _, words in others}) == len(others)


# On the page, without one


def heard(widget: ExerciseWidget, monkeypatch: pytest.MonkeyPatch, *messages: Any) -> list[dict[str, Any]]:
    """What a page is sent when it says these things."""
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(ExerciseWidget, "send", lambda self, content, buffers=None: sent.append(content))
    for message in messages:
        widget._heard(widget, message, [])
    return sent


def test_a_mark_is_kept_as_it_is_made_and_only_the_change_is_sent(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    widget = ExerciseWidget(desk, desk.exercise("t-mark"))
    [mark] = understood(widget.e, desk.article, [("holed up", "hedged")])
    bare = {"span": mark["span"], "label": "hedged"}
    said = heard(widget, monkeypatch, {"do": "mark", "add": [bare], "remove": [], "writer": "a", "n": 1})
    assert (said[0]["tell"], said[0]["answer"]) == ("saved", [mark])
    assert Answers(desk.article).state("t-mark").draft == [mark]
    heard(widget, monkeypatch, {"do": "mark", "add": [], "remove": [bare], "writer": "a", "n": 2})
    assert Answers(desk.article).state("t-mark").draft == []


@pytest.mark.parametrize(
    "message",
    [None, 3, {}, {"do": "mark", "add": 3}, {"do": "commit", "answer": {"x": 1}}, {"do": 7}, {"do": "draft"},
     {"do": "reason", "text": None}, {"do": "hint"}],
)  # fmt: skip
def test_a_page_that_says_nonsense_breaks_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch, message: Any) -> None:
    for name in KINDS:
        for said in heard(ExerciseWidget(desk, desk.exercise(name)), monkeypatch, message):
            assert said["tell"] in ("saved", "state", "unclear")


def test_marks_for_an_exercise_without_marks_are_told(desk: Desk) -> None:
    """Answered or not: an answer of another kind is not taken for marks."""
    for name, value in {"t-predict": 40, "t-choose": "b", "t-write": "Why not?"}.items():
        lesson.answer(name, value)
        said = hear(desk, desk.exercise(name), {"do": "mark", "add": [], "remove": [], "writer": "a", "n": 1})
        assert said["said"] == f"In {name} there is nothing to mark."


def test_deleting_asks_first(desk: Desk) -> None:
    lesson.answer("t-choose", "b")
    assert lesson.delete_answers(sure=False).text == "Nothing was deleted."
    assert lesson.check("t-choose").status == "yes"
    assert "are deleted" in lesson.delete_answers(sure=True).text
    assert lesson.check("t-choose").status == "not attempted"


def test_the_hand_in_has_the_answers_under_a_code_and_nothing_else(desk: Desk) -> None:
    """No name, no time; shown before it is written."""
    lesson.answer("t-choose", "b", sure="low")
    shown = lesson.export_answers(write=False)
    assert f"1 of {len(KINDS)} exercises" in shown.text
    assert not list(Path("answers").glob("hand-in-*"))
    lesson.export_answers(write=True)
    data = json.loads(next(Path("answers").glob("hand-in-*.json")).read_text(encoding="utf-8"))
    one = {"answer": ["o2"], "hints": 0, "revealed": False}
    assert data["exercises"] == {"t-choose": {
        "lesson": "", "kind": "choose", "question": desk.exercise("t-choose").question, "tries": [one], "sure": "low",
        "revealed": False, "reason": "", "placed": None, "earlier": []}}  # fmt: skip
    assert set(data) == {"schema", "code", "article", "sha256", "exercises"}


def test_a_box_to_hand_in_holds_nothing_of_a_student_who_has_gone(desk: Desk) -> None:
    """A new student sees none of the answers, the code and the files of the one before; so does who deleted them."""
    for leave in (lesson.new_student, lesson.delete_answers):
        lesson.answer("t-predict", 40)
        box = asking_box(desk, preview, "Write it", write_handin)
        code = desk.answers.code
        box.children[-1].children[-1].click()
        assert code in box.text.value and code in box.said.value
        leave(sure=True)
        assert "t-predict: 40" not in box.text.value
        assert (box.said.value, code in box.text.value) == ("", desk.answers.code == code)
