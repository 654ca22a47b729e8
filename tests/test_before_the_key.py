"""What a first try is told: where it is right and where not yet, and nothing of the key until somebody asks for it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import byline.lesson as lesson
from byline.attempts import SURE
from byline.exercises import (
    KEPT,
    NOTES,
    PART,
    RIGHT,
    SEALED,
    WRONG,
    Exercise,
    Feedback,
    Line,
    before_key,
    judged,
    marked,
)
from byline.key.types import GUIDELINE
from byline.kinds import assess, check_exercises, understood
from byline.lesson.answers import Answers
from byline.lesson.bridge import hear, spec_of, state_of
from byline.lesson.desk import Desk
from byline.lesson.handin import committed, handed_in
from byline.lesson.notices import feedback_as_told
from byline.saying import LOOK, SURENESS
from byline.telling import LABELS, name_of
from newsmarks.model import NOT_FALSE, Span
from newsmarks.text import words
from test_exercises import CASES, SEEDS, folder_with


@pytest.fixture(autouse=True)
def no_desk_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test begins with nothing open, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    lesson._desks.clear()
    yield
    lesson._desks.clear()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The exercises that the tests have for themselves."""
    folder_with(CASES.read_text(encoding="utf-8"), tmp_path)
    lesson.study_article("mariupol")
    return lesson.current_desk()


# --- wrong answers, as students give them -----------------------------------------------------------


def _places(desk: Desk, e: Exercise) -> list[Span]:
    """The words of an exercise's paragraphs, in order."""
    return [word for n in e.paragraphs for word in words(desk.article.text, desk.article.paragraphs[n - 1])]


def _one_off(desk: Desk, e: Exercise, span: Span) -> Span:
    """The place of the word after the first one of a span."""
    several = _places(desk, e)
    nth = next(n for n, word in enumerate(several) if word.end > span.start)
    return several[min(nth + 1, len(several) - 1)]


def _marks(desk: Desk, e: Exercise) -> Iterator[Any]:
    """Nothing; all with one label; the right places with the next label; one word beside each."""
    right, text = desk.key_answer(e), desk.article
    yield []
    for label in e.own.labels:
        yield [marked(text, text.paragraphs[n - 1], label) for n in e.paragraphs]
    after = dict(zip(e.own.labels, (*e.own.labels[1:], e.own.labels[0]), strict=True))
    yield [{**mark, "label": after[mark["label"]]} for mark in right]
    yield [marked(text, _one_off(desk, e, Span(*mark["span"])), mark["label"]) for mark in right]
    yield right[::2]


def _links(desk: Desk, e: Exercise) -> Iterator[Any]:
    """All of the text as each part; the first word; one word beside each."""
    right, places = desk.key_answer(e), _places(desk, e)
    for span in (Span(places[0].start, places[-1].end), places[0]):
        yield {name: [{"span": list(span), "quote": span.of(desk.article.text)}] for name in right}
    off = {name: [_one_off(desk, e, Span(*piece["span"])) for piece in pieces] for name, pieces in right.items()}
    yield {name: [{"span": list(span), "quote": span.of(desk.article.text)} for span in spans]
           for name, spans in off.items()}  # fmt: skip


def _choices(desk: Desk, e: Exercise) -> Iterator[Any]:
    """Each option alone; all of them, where there may be several."""
    yield from ([option.id] for option in e.own.options)
    if e.own.several:
        yield [option.id for option in e.own.options]


def _ratings(desk: Desk, e: Exercise) -> Iterator[Any]:
    """The same score for all."""
    yield from (dict.fromkeys(desk.key_answer(e), score) for score in (0.0, 0.5, 1.0))


def _orders(desk: Desk, e: Exercise) -> Iterator[Any]:
    """From the last to the first, and with the first at the end."""
    right = desk.key_answer(e)
    yield from ([*reversed(right)], [*right[1:], right[0]])


def _judgements(desk: Desk, e: Exercise) -> Iterator[Any]:
    """All weak, all sound, and each passage wrong."""
    right = desk.key_answer(e)
    yield from (dict.fromkeys(right, said) for said in ("weak", "sound"))
    yield {name: "weak" if said == "sound" else "sound" for name, said in right.items()}


def _sortings(desk: Desk, e: Exercise) -> Iterator[Any]:
    """All in one bin, for each of them, and each item in the next bin."""
    right, names = desk.key_answer(e), e.own.names
    yield from (dict.fromkeys(right, name) for name in names)
    yield {item: names[(names.index(name) + 1) % len(names)] for item, name in right.items()}


TRIES = {"mark": _marks, "link": _links, "choose": _choices, "rate": _ratings, "order": _orders, "judge": _judgements,
         "sort": _sortings}  # fmt: skip


def wrong_tries(desk: Desk) -> Iterator[tuple[Exercise, Any, Feedback]]:
    """(exercise, a wrong answer, all that the key says to it) for each exercise that is judged."""
    for e in desk.exercises.values():
        if e.kind in KEPT or e.tier == "open":
            continue
        for answer in TRIES[e.kind](desk, e):
            kept = understood(e, desk.article, answer)
            whole = assess(e, kept, desk.key, desk.machine)
            if whole.status == "not yet":
                yield e, kept, whole


# --- what would give something away ------------------------------------------------------------------


def has(text: str, said: str) -> bool:
    """Whether a text has some words, whole and in any capitals; a single word counts where it is quoted."""
    bare = re.escape(said.strip("“”"))
    form = rf"(?<!\w){bare}(?!\w)" if len(said.split()) > 1 else f"“{bare}”"
    return bool(bare) and re.search(form, text, re.IGNORECASE) is not None


def left_out(e: Exercise, whole: Feedback) -> Iterator[str]:
    """The words of the key's that a student has in no mark of hers; the right options that she has not chosen."""
    mine = " ".join(line.mine for line in whole.lines).casefold()
    yield from (line.words for line in whole.lines
                if line.outcome == "missed" and line.paragraph and line.words.casefold() not in mine)  # fmt: skip
    if e.kind == "choose":
        chosen = " ".join(line.words for line in whole.lines)
        yield from (o.feedback for o in e.own.options if o.right and f". {o.text}" not in chosen)


def label_told(e: Exercise, full: Line, text: str) -> Iterator[str]:
    """The right labels of a mark that has another one, where a text has one by its name, and not as that of a rule."""
    if e.kind != "mark" or full.outcome != "other label":
        return
    plain = re.sub("|".join(GUIDELINE), "", text.replace(NOT_FALSE, ""), flags=re.IGNORECASE)
    for name, (_, said) in LABELS[e.own.layer].items():
        if name_of(e.own.layer, name) in full.key.split(" or "):
            names = [said, *([] if name in ("source", "ask") else [name])]
            yield from (one for one in names if re.search(rf"(?<!not )\b{re.escape(one)}\b", plain, re.IGNORECASE))


def given_away(e: Exercise, whole: Feedback, lines: list[dict[str, Any]], text: str) -> Iterator[str]:
    """What of the key is in the lines that a page gets, or in a text."""
    yield from (said for said in left_out(e, whole) if has(text, said))
    yield from (line[name] for line in lines for name in ("key", "machine", "machine_why") if line[name])
    yield from (line["words"] for line in lines if line["outcome"] == "missed" and line["paragraph"] and line["words"])
    for full in whole.lines:
        here = [line for line in lines if (line["outcome"], line["mine"]) == (full.outcome, full.mine)]
        yield from (told for line in here for told in label_told(e, full, line["text"]))
        if full.outcome == "why" or (full.look is not None and full.text != full.look):
            yield from ([full.text] if full.text and full.text in text else [])


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_of_the_key_is_told_before_somebody_asks(seed: str) -> None:
    """No right label, no words that were missed, no mark of the machine's: in the text, the HTML, or what a page gets.

    Whatever exercise, whatever is wrong. Of guesses and texts nothing is judged.
    """
    lesson.study_article(seed)
    desk, seen = lesson.current_desk(), set()
    for e, kept, whole in wrong_tries(desk):
        state = hear(desk, e, {"do": "commit", "answer": kept, "sure": "high"})["state"]
        told = lesson.check(e.id)
        html = unescape(told._repr_html_().rpartition("</style>")[2])
        assert (state["key"], state["samples"], state["revealed"]) == (None, [], False)
        assert state["feedback"]["status"] == told.status == "not yet"
        for text in (told.text, html, json.dumps(state["feedback"], ensure_ascii=False)):
            assert not list(given_away(e, whole, state["feedback"]["lines"], text)), (e.id, kept)
            assert not re.search(r"\b(Key|Machine): ", text)
        seen.add(e.id)
    judged = {name for name, e in desk.exercises.items() if e.kind not in KEPT and e.tier != "open"}
    assert seen == judged, "each of them can be answered wrongly"


@pytest.mark.parametrize("seed", SEEDS)
def test_with_the_key_all_is_told_and_that_it_was_asked_for_is_kept(seed: str) -> None:
    """Every line whole, the key's own answer, on a page the key's marks; in the file, in the hand-in, on the page."""
    lesson.study_article(seed)
    desk = lesson.current_desk()
    tried = {e.id: (e, kept, whole) for e, kept, whole in wrong_tries(desk)}
    for n, (name, (e, kept, whole)) in enumerate(tried.items()):
        desk.commit(e, kept)
        if n % 2:
            told = lesson.reveal(name).text
            assert told.startswith(feedback_as_told(e, whole).text) and "\n  The key: " in told
        else:
            assert hear(desk, e, {"do": "reveal", "writer": "page", "n": n + 1})["state"]["told_now"]
        state = state_of(desk, e)
        assert state["revealed"] and state["feedback"] == asdict(whole)
        assert bool(state["key"]) == (e.kind == "mark" and bool(desk.key_answer(e) or state["key"]))
        if e.kind == "mark":
            assert {tuple(m["span"]) for m in desk.key_answer(e)} <= {tuple(m["span"]) for m in state["key"]}
    assert [one["exercise"] for one in Answers(desk.article).events if one["event"] == "reveal"] == list(tried)
    works = handed_in(desk, committed(desk))["exercises"]
    assert bool(works) == bool(tried) and all(work["revealed"] for work in works.values())


def test_a_place_that_is_not_marked_is_told_by_its_sentence(desk: Desk) -> None:
    """Each sentence as often as it has such places; a place that may be left out is not pointed at."""
    e = desk.exercise("t-mark")
    state = hear(desk, e, {"do": "commit", "answer": []})["state"]
    lines = state["feedback"]["lines"]
    told = [(line["outcome"], line["paragraph"], line["words"]) for line in lines]
    assert told == [("missed", 9, ""), ("missed", 10, "")]
    for line, n in zip(lines, (9, 10), strict=True):
        assert tuple(line["span"]) == desk.article.paragraphs[n - 1], "these paragraphs have one sentence each"
    assert state["feedback"]["headline"] == "Not yet: 2 not marked yet."
    assert len(assess(e, [], desk.key).lines) > 2, "the key accepts more there"


def test_an_answer_that_holds_is_told_everything_but_what_others_read_there(desk: Desk) -> None:
    """With the machine's reading beside it; the readings where good readers differ come with the key."""
    e = desk.exercise("t-mark")
    lesson.answer("t-mark", desk.key_answer(e))
    found = assess(e, desk.state(e).answer, desk.key, desk.machine)
    told = desk.feedback(e, desk.state(e))
    assert found.status == "arguable" and told == before_key(found) != found
    assert (told.status, told.headline) == (found.status, found.headline)
    for mine, whole in zip(told.lines, found.lines, strict=True):
        soft = whole.outcome == "arguable"
        assert mine == (replace(whole, text=whole.look) if soft else whole)
        assert ("What separates them" in whole.text) is soft and "Reading 1" not in mine.text
        assert not soft or mine.text.startswith("Accepted: good readers differ here. ")
    assert state_of(desk, e)["key"] is None, "her marks are the key's"
    assert hear(desk, e, {"do": "reveal", "writer": "page", "n": 1})["state"]["feedback"] == asdict(found)


OUTCOMES = st.sampled_from([*WRONG, *RIGHT, *NOTES, "arguable"])
WORDS = st.sampled_from(["", "secret words", "other words"])
LINES = st.builds(Line, OUTCOMES, WORDS, st.sampled_from([None, 3]), st.just("mine"), st.just("KEY"), st.just("TEXT"),
                  st.just("MACHINE"), st.just("WHY"), st.sampled_from(["", "my words"]),
                  st.sampled_from([Span(5, 9), Span(7, 12)]), st.just(Span(0, 20)), st.just("look"))  # fmt: skip


def parted(lines: list[Line]) -> list[Line]:
    """Lines of which another label is too long where the mark's own fits elsewhere in it."""
    fits = {line.span for line in lines if line.mine and line.outcome in (*RIGHT, "arguable", "too long")}
    return [replace(line, outcome="too long", look=PART)
            if line.outcome == "other label" and line.mine and line.span in fits else line for line in lines]


@given(lines=st.lists(LINES, max_size=6))
def test_whatever_the_lines_the_key_stays_closed_until_the_answer_holds(lines: list[Line]) -> None:
    """All that is amiss is told, each mark once, and all that is right, but not which part of a mark amiss is right,
    nor what is missed inside of a mark that is too long, as one is whose label fits a part; no line says more than
    before, none says what another has said, and closing twice is closing once; an answer that holds is told all but
    what others read there.
    """
    whole = judged(lines)
    told = before_key(whole)
    assert told.status == whole.status and before_key(told) == told
    if whole.status != "not yet":
        short = {"arguable": "look"}
        assert told == replace(whole, lines=tuple(replace(n, text=short.get(n.outcome, n.text)) for n in lines))
        return
    assert told.headline.startswith("Not yet")
    assert all(line.key == line.machine == line.machine_why == "" for line in told.lines)
    lines = parted(lines)
    cut = {line.span for line in lines if line.look == PART}
    said = [PART if line.mine and line.outcome == "too long" and line.span in cut else "look" for line in told.lines]
    assert [line.text for line in told.lines] == ["" if one in said[:n] else one for n, one in enumerate(said)], "once"
    for line in told.lines:
        if line.outcome == "missed" and line.paragraph:
            assert line.words == line.mine and line.span == line.sentence
    amiss = [line.span for line in lines if line.outcome in WRONG and line.mine]
    long = [line.span for line in lines if line.outcome == "too long" and line.mine and line.span]
    part = [line for line in lines if line.paragraph and line.mine and line.span in amiss and line.outcome in RIGHT]
    part += [n for n in lines if n.paragraph and n.outcome == "missed" and any(one.contains(n.span) for one in long)]
    due = [line for line in lines if line.outcome in (*WRONG, *RIGHT) and line not in part]
    marks = {(line.outcome, line.span) for line in due if line.mine}
    counts = Counter([outcome for outcome, _ in marks] + [line.outcome for line in due if not line.mine])
    assert Counter(line.outcome for line in told.lines if line.outcome in (*WRONG, *RIGHT)) == counts


# --- how sure ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("sure", SURE)
@pytest.mark.parametrize(("letter", "holds"), [("a", False), ("b", True)])
def test_how_sure_somebody_was_is_said_back_once(desk: Desk, sure: str, letter: str, holds: bool) -> None:
    """After the first try, whether it holds or not; no more after the second, with the key or without."""
    lesson.answer("t-choose", letter, sure=sure)
    said = SURENESS[sure][not holds]
    for told in (lesson.check("t-choose"), lesson.reveal("t-choose")):
        assert told.text.count(said) == 1
    lesson.answer("t-choose", "a" if holds else "b")
    assert not any(one in lesson.check("t-choose").text for both in SURENESS.values() for one in both)


def test_how_sure_is_asked_and_answered_only_where_the_exercise_says_so(desk: Desk) -> None:
    """Nothing comes back to who did not say, or was not asked; a guess and a text are not right or wrong."""
    lesson.answer("t-choose", "a")
    lesson.answer("t-order", ["reportedly", "Ukrainian officials", "Azov", "Major Volyna"], sure="high")
    for name in ("t-choose", "t-order"):
        assert "how sure" not in [line["outcome"] for line in state_of(desk, desk.exercise(name))["feedback"]["lines"]]
    asked = [name for name, e in desk.exercises.items() if spec_of(desk, e)["asks_sure"]]
    assert asked == ["t-mark", "t-choose"]
    path = Path("seeds/mariupol/exercises.toml")
    for kind in KEPT:
        if f'kind = "{kind}"' not in CASES.read_text(encoding="utf-8"):
            continue
        path.write_text(CASES.read_text(encoding="utf-8").replace(f'kind = "{kind}"', f'kind = "{kind}"\nsure = true'),
                        encoding="utf-8")  # fmt: skip
        _, [fault] = check_exercises(path.parent, desk.key)
        assert f"field “sure”: nothing is judged in “{kind}”" in fault


def test_a_page_that_asks_for_the_key_too_early_is_told_what_to_do(desk: Desk) -> None:
    """Nothing is committed, so there is no key beside an answer; a draft is no answer; nothing is written down."""
    e = desk.exercise("t-choose")
    for before in ({"do": "hello"}, {"do": "draft", "answer": "a"}):
        hear(desk, e, before)
        state = hear(desk, e, {"do": "reveal", "writer": "page", "n": 1})["state"]
        assert state["said"] == "Commit an answer first; a guess will do."
        assert (state["revealed"], state["feedback"], state["key"], "told_now" in state) == (False, None, None, False)
    assert "reveal" not in [one["event"] for one in desk.answers.events]
    lesson.answer("t-choose", "a")
    state = hear(desk, e, {"do": "reveal", "writer": "page", "n": 2})["state"]
    assert (state["said"], state["told_now"]) == ("Here is the key, beside your answer.", True)


def test_a_sealed_exercise_says_nothing_back(desk: Desk) -> None:
    """Whether it holds is the teacher's to say."""
    desk.key = None
    lesson.answer("t-choose", "b", sure="high")
    assert lesson.check("t-choose").text == f"t-choose: {SEALED.headline}"
    state = hear(desk, desk.exercise("t-choose"), {"do": "reveal"})["state"]
    assert (state["revealed"], state["said"], "told_now" in state) == (False, "The key is with your teacher.", False)


# --- what the key adds ---------------------------------------------------------------------------------


def test_the_key_of_a_choice_says_which_fits_and_why(desk: Desk) -> None:
    """Not before it is asked for, and not of an option that was chosen."""
    why = "the key, b. the reporter. Nobody is named."
    lesson.answer("t-choose", "a")
    assert "Nobody is named." not in lesson.check("t-choose").text
    told = lesson.reveal("t-choose").text.splitlines()
    again = "  look again, a. Major Volyna. “Says” ended with P10."
    assert told[1:] == [again, f"  {why}", "  The key: b. the reporter"]
    lesson.answer("t-choose", "b")
    assert "the key, " not in lesson.check("t-choose").text


def test_the_key_of_an_order_says_each_place_and_why(desk: Desk) -> None:
    """Before it only which are in order, with no word of where the others go."""
    lesson.answer("t-order", ["Azov", "Major Volyna", "Ukrainian officials", "reportedly"])
    assert lesson.check("t-order").text.splitlines() == [
        "t-order: Not yet: 3 in order, 1 to move.", "  in order, Azov.", "  to move, Major Volyna.",
        "  in order, Ukrainian officials.", "  in order, reportedly."]  # fmt: skip
    assert lesson.reveal("t-order").text.splitlines()[1:] == [
        "  in order, Azov.", "  to move, Major Volyna. The key has it in place 1.",
        "  in order, Ukrainian officials.", "  in order, reportedly.", "  Go up the ladder.",
        "  The key: Major Volyna > Azov > Ukrainian officials > reportedly"]  # fmt: skip


def test_the_same_is_said_once_until_the_key_is_asked_for(desk: Desk) -> None:
    """The second place that is not marked is named, and not lectured on again."""
    lesson.answer("t-mark", [])
    first, second = (line for line in lesson.check("t-mark").text.splitlines() if "not marked yet, " in line)
    assert LOOK["voices"]["missed"] in first
    assert second == "  not marked yet, P10. You: R reporter."
    assert len([line for line in lesson.reveal("t-mark").text.splitlines() if "has no mark of yours" in line]) == 2


def test_what_stands_in_a_mark_that_is_too_long_is_told_with_it() -> None:
    """Also where the same mark is of another voice elsewhere, which is one line; a place outside of it is still told.
    """
    long, other = (Line(outcome, "all", 3, text="x", mine="all", span=Span(0, 40)) for outcome in (
        "too long", "other label"))  # fmt: skip
    inside, outside = (Line("missed", "key", 3, span=span, sentence=span) for span in (Span(5, 9), Span(50, 60)))
    for lines in ((long, other, inside, outside), (other, long, inside, outside)):
        told = before_key(judged(lines))
        assert [line.span for line in told.lines if line.outcome == "missed"] == [outside.span]
        assert told.headline == "Not yet: 1 too long, 1 not marked yet."
        assert told.lines[0].text == PART
    assert [line.outcome for line in before_key(judged((other, inside))).lines] == ["other label", "missed"]


def test_a_mark_whose_label_fits_a_part_of_it_is_told_once_as_too_long() -> None:
    """Whatever it is in the rest, and of what is missed in it nothing besides; a mark that fits nowhere keeps its own.
    """
    mark = {"mine": "all", "span": Span(0, 40)}
    found, soft, first, second = (Line(outcome, words, 3, text="KEY", look="look", **mark) for outcome, words in (  # type: ignore[arg-type]
        ("found", "a"), ("arguable", "b"), ("other label", "c"), ("other label", "d")))  # fmt: skip
    inside = Line("missed", "e", 3, span=Span(5, 9), sentence=Span(0, 60))
    for fitting in (found, soft):
        told = before_key(judged([fitting, first, second, inside]))
        assert [(line.outcome, line.words, line.text) for line in told.lines] == [("too long", "all", PART)]
        assert told.headline == "Not yet: 1 too long." and before_key(told) == told
    told = before_key(judged([first, second]))
    assert [(line.outcome, line.text) for line in told.lines] == [("other label", "look")]
    unplaced = before_key(judged([replace(found, paragraph=None), first]))
    assert unplaced.headline == "Not yet: 1 right, 1 too long.", "the headline counts the lines that are there"


def test_of_two_lines_for_one_mark_the_keys_own_words_are_kept() -> None:
    """In whichever order they come: those that need no other text until the key is asked for."""
    plain, own = (Line("other label", words, 3, text=words, mine="all", span=Span(0, 40), look=look)
                  for words, look in (("plain", "look"), ("own", None)))  # fmt: skip
    for lines in ((plain, own), (own, plain)):
        assert [line.text for line in before_key(judged(lines)).lines] == ["own"]


def test_a_text_is_placed_alike_by_the_function_and_on_a_page(desk: Desk) -> None:
    """The next sample is named, and not what it says; the latest place counts; a text that is written anew keeps it."""
    e = desk.exercise("t-write")
    early = hear(desk, e, {"do": "place", "level": 1, "writer": "page", "n": 1})
    assert (early["tell"], early["said"]) == ("unclear", "Write your own answer first.")
    assert lesson.place_answer("t-write", 1).status == "not attempted" and not desk.answers.events
    lesson.answer("t-write", "Azov")
    for n, level in enumerate((0, 3, 4), 2):
        said = hear(desk, e, {"do": "place", "level": level, "writer": "page", "n": n})["state"]["said"]
        assert said == lesson.place_answer("t-write", level).text
        assert said.startswith(f"You set your answer beside {level}.") and "Zenger" not in said
    lesson.answer("t-write", "Azov, and Zenger")
    assert (desk.state(e).placed, lesson.check("t-write").status) == (4, "yes")
