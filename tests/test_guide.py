"""The teacher's guides say what lessons, exercises, keys and facts say, and fall behind none of them."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from byline import load_key, open_article, open_published
from byline.exercises import WRONG, Exercise
from byline.handout.guides import CUT, SHORT, TALK, fact_sheet, guide, rubric
from byline.handout.students_copy import keep_about
from byline.kinds import assess, ladder, open_exercises, understood
from byline.lesson.course import CHECK, all_lessons
from byline.seeds.published import day_in_words
from byline.sheet import Folded, Sheet, Table
from newsmarks.text import ArticleError

PROJECT = Path(__file__).parents[1]
TEACHER = PROJECT / "notebooks" / "teacher"
LESSONS = [one.number for one in all_lessons()]
TEXTS = ("mariupol", "flood")
#: The standards that a guide may name, and no others.
STANDARDS = {"Common Core RI.7.6", "Common Core RI.8.4", "Common Core RI.8.8", "Common Core RI.8.9",
             "Common Core RH.11-12.3", "C3 D3.1.9-12", "DigComp 1.2"}  # fmt: skip
#: Those that are lessons: the short test has a guide of another make.
TAUGHT = [number for number in LESSONS if number != CHECK]
ID = re.compile(r"\b(?:0\d|any)-[a-z]\b")
QUOTED = re.compile(r"“([^“”]+)”")
WORD = re.compile(r"[^\W_]+(?:['’-]\w+)*")


def cells_of(path: Path) -> list[dict[str, object]]:
    return [{**cell, "source": "".join(cell["source"])} for cell in json.loads(path.read_text("utf-8"))["cells"]]


@cache
def prose(name: str) -> str:
    """The Markdown of a teacher's notebook."""
    return "\n\n".join(str(c["source"]) for c in cells_of(TEACHER / f"{name}.ipynb") if c["cell_type"] == "markdown")


@cache
def exercises(text: str = "mariupol") -> dict[str, Exercise]:
    return open_exercises(PROJECT / "seeds" / text)


def text_for(number: str, text: str = "mariupol") -> str:
    """The text that a lesson reads whatever was chosen, else this one."""
    return next((one.text for one in all_lessons() if one.number == number and one.text), text)


def of_lesson(number: str, text: str = "mariupol") -> dict[str, Exercise]:
    return {name: e for name, e in exercises(text_for(number, text)).items() if name.startswith(number)}


@cache
def made(number: str, text: str = "mariupol") -> Sheet:
    return guide(number, text_for(number, text))


def plan(number: str, text: str = "mariupol") -> Table:
    return next(part for part in made(number, text).parts if isinstance(part, Table))


def answers(number: str) -> list[tuple[str, str]]:
    """The likely wrong answers of a guide: exercise and answer."""
    rows = re.findall(rf"^\| ({ID.pattern}) \| (.+) \| .+ \|$", prose(f"guide_{number}"), re.MULTILINE)
    return [(row[0], row[1]) for row in rows]


# What is made from the lessons


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("number", TAUGHT)
def test_the_minutes_add_up(number: str, text: str) -> None:
    """Every exercise of the lesson stands there once, in order, and each column adds up with time left to read."""
    rows, lesson = plan(number, text).rows, next(one for one in all_lessons() if one.number == number)
    assert [row[0] for row in rows] == [*of_lesson(number, text), "reading", "talk", "together"]
    for column, together in zip((3, 4), (lesson.minutes, SHORT)[: len(rows[0]) - 3], strict=False):
        *each, reading, talk, whole = [float(str(row[column]).replace("–", "0")) for row in rows]
        assert sum(each) + reading + talk == whole == together
        assert reading >= 5
        assert talk == TALK


@pytest.mark.parametrize("number", [n for n in LESSONS if n in CUT])
def test_the_short_lesson_keeps_what_its_aims_are_told_by(number: str) -> None:
    """It holds at most 25 minutes, exercises of this lesson alone, and one that the aims name."""
    short = [of_lesson(number)[name] for name in CUT[number]]
    assert sum(e.minutes for e in short) + TALK <= SHORT
    assert set(ID.findall(made(number).parts[1].text)) & set(CUT[number])


def test_a_lesson_that_is_long_has_a_short_one() -> None:
    assert [one.number for one in all_lessons() if one.minutes > SHORT] == list(CUT)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("number", LESSONS)
def test_a_guide_says_what_the_lesson_says_of_itself(number: str, text: str) -> None:
    """Aims, limits and question are the lesson's, word for word, without what is for another text or for those on their
    own.
    """
    lesson = next((PROJECT / "notebooks").glob(f"{number}_*.ipynb"))
    whole = keep_about("\n".join(str(cell["source"]) for cell in cells_of(lesson)), {text, "feedback", "notebook"})
    said = [note.words for note in made(number, text).parts if getattr(note, "label", "") in (
        "Students will be able to", "What the machine cannot know", "To talk about")]  # fmt: skip
    assert len(said) == 3 and "<!--" not in "".join(said)
    assert all(len(words) > 50 and words in whole and "on your own" not in words.casefold() for words in said)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("number", TAUGHT)
def test_a_guide_has_every_option_with_its_feedback_and_every_sample(number: str, text: str) -> None:
    """Told apart by what each is: right or not yet, sound or not."""
    told = made(number, text).html
    for e in of_lesson(number, text).values():
        for option in getattr(e.own, "options", ()):
            judged = "right" if option.right else "not yet"
            assert f"{row(option.text)}</th><td>{row(judged)}</td><td>{row(option.feedback)}" in told
        for passage in getattr(e.own, "passages", ()):
            judged = e.own.read(passage.bin)
            assert f"{row(passage.text)}</th><td>{row(judged)}</td><td>{row(passage.feedback)}" in told
        assert all(row(sample) in told for _, sample in ladder(e))


def row(words: str) -> str:
    """Words as they stand in a cell."""
    return Table("", (), [[words]]).html.split("<th scope=\"row\">")[1].split("</th>")[0]


def test_a_rubric_has_the_five_levels_of_a_written_answer() -> None:
    table = rubric("02-i").parts[1]
    assert [r[0] for r in table.rows] == list("01234")
    assert [r[2] for r in table.rows] == [sample for _, sample in ladder(exercises()["02-i"])]
    assert [r[2] for r in rubric("02-i", "flood").parts[1].rows] != [r[2] for r in table.rows]


def test_a_lesson_is_found_without_marks_or_nought() -> None:
    assert guide(2).text == guide("2").text == guide("02_who_says_so").text  # type: ignore[arg-type]


@pytest.mark.parametrize(("asks", "said"), [
    (lambda: guide("9"), "There is no lesson “9”. Here are: 00, 01"),
    (lambda: guide("02", "bank"), "There is no article called “bank”"),
    (lambda: rubric("02-a"), "“02-a” of “mariupol” has no sample answers"),
    (lambda: fact_sheet("flood"), "There is no published.toml of “flood”. There is one for: mariupol"),
])  # fmt: skip
def test_a_mistake_is_told_in_a_sentence(asks: object, said: str) -> None:
    with pytest.raises(ArticleError, match=re.escape(said)):
        asks()  # type: ignore[operator]


# What people wrote around it


def test_each_lesson_has_its_guide() -> None:
    assert [path.stem for path in sorted(TEACHER.glob("guide_*.ipynb"))] == [f"guide_{n}" for n in LESSONS]


@pytest.mark.parametrize("number", TAUGHT)
def test_a_guide_has_its_parts_on_two_pages(number: str) -> None:
    """At most 900 words with what is made and not folded up; standards by name; the sheet of its own lesson."""
    words, sheet = prose(f"guide_{number}"), made(number)
    shown = "\n".join(part.text for part in sheet.parts if not isinstance(part, Folded))
    assert len(WORD.findall(words + shown)) <= 900
    assert re.findall(r"^## (.+)$", words, re.MULTILINE) == [
        "Time", "Five likely wrong answers", "If a student is from there", "Unplugged"]  # fmt: skip
    named = set(re.findall(r"\*((?:Common Core|C3|DigComp)[^*]*)\*", words))
    assert named
    assert named <= STANDARDS
    assert f'guide("{number}")' in json.dumps(cells_of(TEACHER / f"guide_{number}.ipynb")).replace('\\"', '"')
    assert f"`byline print {number}`" in words


@pytest.mark.parametrize("number", LESSONS)
def test_a_guide_names_exercises_of_its_lesson_alone(number: str) -> None:
    assert set(ID.findall(prose(f"guide_{number}"))) <= of_lesson(number).keys()


@pytest.mark.parametrize("number", TAUGHT)
def test_what_a_guide_quotes_stands_in_the_lesson(number: str) -> None:
    """In the text, the exercises, the feedback of the key or the lesson; what is made up is in italics instead."""
    folder = PROJECT / "seeds" / text_for(number)
    lesson = next((PROJECT / "notebooks").glob(f"{number}_*.ipynb"))
    sources = [*(folder / name for name in ("article.txt", "exercises.toml", "key.toml")),
               *(PROJECT / "lib" / "byline").glob("making*")]  # fmt: skip
    known = " ".join([*(path.read_text("utf-8") for path in sources if path.is_file()),
                      *(str(c["source"]) for c in cells_of(lesson))])  # fmt: skip
    assert [q for q in QUOTED.findall(prose(f"guide_{number}")) if q.casefold() not in known.casefold()] == []


@pytest.mark.parametrize("number", list(CUT))
def test_half_an_hour_is_enough_for_a_student_who_was_absent(number: str) -> None:
    """The short lesson without the talk, and the exercise that is named for her beside it."""
    (home,) = re.findall(r"\*\*A student who was absent\*\*(.+)", prose(f"guide_{number}"))
    more = [name for name in ID.findall(home) if name not in CUT[number]]
    assert "Allow half an hour" in home
    assert len(more) == 1
    assert SHORT - TALK + of_lesson(number)[more[0]].minutes <= 30


@pytest.mark.parametrize("number", TAUGHT)
def test_each_likely_wrong_answer_is_one_that_the_exercise_refuses(number: str) -> None:
    """Five of them: an option that is not right, a passage called by the other name, or a mark that the key refuses."""
    rows = answers(number)
    assert len(rows) == 5
    for name, wrong in rows:
        e, quoted = of_lesson(number)[name], QUOTED.findall(wrong)[0]
        if e.kind == "choose":
            assert wrong == f"“{quoted}”"
            assert [o.right for o in e.own.options if o.text in (quoted, wrong)] == [False], quoted
        elif e.kind in ("judge", "sort"):
            (passage,) = (p for p in e.own.passages if p.text.startswith(quoted.rstrip(".")))
            refused = {e.own.read(name) for name in e.own.names} - set(map(e.own.read, (passage.bin, *passage.also)))
            assert any(wrong.startswith(f"*{name}* for ") for name in refused), quoted
        else:
            assert (name, quoted) in REFUSED


#: (Exercise, words) -> an answer to it with what the guide calls wrong of these words.
REFUSED: dict[tuple[str, str], object] = {
    ("00-b", "his troops refuse to surrender"): "direct",
    ("01-b", "are reportedly holed up"): "hedged",
    ("01-f", "symbolic for the Kremlin"): "indirect",
    ("01-g", "a preliminary agreement"): "indirect",
    ("02-d", "passed without a reply"): "hearsay",
    ("03-e", "purport"): "hearsay",
    ("04-o", "dead bodies"): "reporter",
    ("04-f", "holed up"): None,
    ("05-a", "of Mariupol"): {"what": 1, "when": 0, "how": 0, "access": 0},
    ("05-b", "2022-04-22"): "checkable",
    ("any-d", "is believed"): "hedged",
    ("any-j", "fighting"): "reporter",
}  # fmt: skip


@pytest.mark.parametrize(("name", "words"), REFUSED)
def test_the_key_refuses_what_a_guide_calls_wrong(name: str, words: str) -> None:
    """The very words, with the very label, are told as amiss."""
    key, e, label = load_key("mariupol"), exercises()[name], REFUSED[name, words]
    if isinstance(label, dict):
        found = assess(e, understood(e, key.article, label), key)
        assert "what" in " ".join(line.words.casefold() for line in found.lines if line.outcome in WRONG)
        return
    marks = [(words, label)] if label else []
    lines = assess(e, understood(e, key.article, marks), key).lines
    assert [line for line in lines if line.outcome in WRONG and words in (line.mine or line.words)]


# The facts


def test_the_facts_are_those_that_were_read_and_no_others() -> None:
    """Each with who says so, where, in which form and when; the figures in order of their days, for either side."""
    established, differ = (part for part in fact_sheet().parts if isinstance(part, Table))
    about, figures = open_article("mariupol").about, open_published("mariupol")
    assert [row[:2] for row in established.rows] == [(fact["says"], fact["source"]) for fact in about["background"]]
    for fact, row in zip([*about["background"]], established.rows, strict=True):
        assert row[2] == f"{fact['where']} ({fact['copy']}, read {day_in_words(fact['read'])})"
    assert [row[0] for row in differ.rows] == [p.source for p in figures]
    for p, (_, says, how, read) in zip(figures, differ.rows, strict=True):
        held = (p.definition, p.counts, p.out_of, day_in_words(p.as_of), day_in_words(p.published), *map(str, p.ends))
        assert all(part in str(says) for part in held)
        assert str(says).startswith(p.said) == (p.said != "exactly")
        assert all(part in str(how) for part in (p.method, p.access, p.note))
        assert read == f"{p.where} ({p.copy}, read {day_in_words(p.read)})"
    assert all(gap in fact_sheet().html for gap in map(row_of_list, about["not_known"]))


def row_of_list(words: str) -> str:
    return f"<li>{row(words)}</li>"


def test_the_facts_count_their_own_gaps() -> None:
    said = "Of 17 figures, 13 do not state the day that they describe, 8 do not state how anybody counted, 16 were"
    assert said in " ".join(fact_sheet().text.split())


def test_what_the_page_of_facts_quotes_stands_in_the_paragraph_that_it_names() -> None:
    """P6 has “hundreds”; what has no paragraph stands in the article all the same."""
    words, article = prose("facts"), open_article("mariupol")
    assert len(pairs := re.findall(r"P(\d+)\b[^“.\n]*“([^”]+)”", words)) >= 3
    assert [q for n, q in pairs if q not in article.paragraphs[int(n) - 1].of(article.text)] == []
    assert [q for q in QUOTED.findall(words) if q not in article.text] == []


# Six answers


def test_six_answers_wait_for_their_levels_behind_the_fold() -> None:
    """Each answer comes once and shows no level; behind the fold each has one, and all five levels are there."""
    before, fold = prose("mark_six_answers").split("<details>")
    levels = dict(re.findall(r"^\| ([A-F]) \| ([0-4]) \|", fold, re.MULTILINE))
    assert re.findall(r"^\*\*([A-F])\.\*\*", before, re.MULTILINE) == list("ABCDEF") == sorted(levels)
    assert set(levels.values()) == set("01234")
    assert not re.search(r"\blevel [0-4]\b", before)
    assert "were written for this page" in before and "runs of one language model" in before


def test_the_six_answers_name_paragraphs_that_the_exercise_offers() -> None:
    before = prose("mark_six_answers").split("## The six")[1].split("## Then")[0]
    assert {int(n) for n in re.findall(r"\bP(\d+)\b", before)} <= set(exercises()["02-i"].paragraphs)


def test_what_is_made_is_a_sheet_in_html_and_in_words() -> None:
    assert all(isinstance(one, Sheet) and one.html and one.text for one in (guide("00"), rubric("02-i")))
