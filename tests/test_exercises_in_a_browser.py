"""Exercises as they are used: by keyboard, mouse, touch or form; small, large, dark, in forced colours."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import byline.lesson as lesson
from browser import a_page, violations
from byline.kinds.order import shown_order
from byline.lesson.answers import Answers
from byline.lesson.desk import Desk
from byline.lesson.notices import Receipt
from byline.lesson.widgets import ExerciseWidget
from byline.telling import LABELS
from exercise_page import draw
from test_exercises import CASES, KINDS, folder_with

pytestmark = pytest.mark.browser
PHRASE = "holed up in the Azovstal metallurgical plant"
HEDGED = LABELS["voices"]["hedged"][1]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A classroom's folder with one exercise of each kind."""
    folder_with(CASES.read_text(encoding="utf-8"), tmp_path)
    monkeypatch.chdir(tmp_path)
    lesson._desks.clear()
    lesson.study_article("mariupol")
    yield lesson.current_desk()
    lesson._desks.clear()


def kept(desk: Desk, name: str) -> Any:
    """What a new kernel finds on the disk."""
    return Answers(desk.article).state(name)


def go_to(section: Any, words: str) -> None:
    """Move the keyboard's place to the first of some words, and extend to the last, by arrow keys alone."""
    _, *more = words.split()
    place = place_of(section, words)
    section.locator(".byline-text").focus()
    section.page.keyboard.press("Home")
    for _ in range(place):
        section.page.keyboard.press("ArrowRight")
    for _ in more:
        section.page.keyboard.press("Shift+ArrowRight")


def place_of(section: Any, words: str) -> int:
    """The number of the first of some words in the text of an exercise, without the labels and notes at them."""
    own = "all => all.map(w => [...w.childNodes].filter(n => n.nodeType === Node.TEXT_NODE).map(n => n.data).join(''))"
    wanted, found = words.split(), section.locator("[data-w]").evaluate_all(own)
    return next(n for n in range(len(found)) if found[n : n + len(wanted)] == wanted)


def commit(section: Any, sure: str = "middle") -> None:
    """Choose how sure (the first time), and commit, by keyboard."""
    if section.get_by_label(sure, exact=True).is_visible():
        section.get_by_label(sure, exact=True).focus()
        section.page.keyboard.press("Space")
    section.get_by_role("button", name="Commit my answer").focus()
    section.page.keyboard.press("Enter")
    section.page.wait_for_timeout(200)
    inside = section.page.evaluate("document.activeElement.closest('.byline-exercise') !== null")
    assert inside, "the focus stays in the exercise"


def status(section: Any) -> str:
    return str(section.locator("[role=status]").inner_text()).replace("\u00a0", "")


def test_words_are_marked_by_keyboard_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Arrows, Shift, a letter; what happens is said, saved at once, and can be undone and removed."""
    with a_page() as page:
        [section] = draw(page, desk, "t-mark", monkeypatch=monkeypatch)
        go_to(section, PHRASE)
        assert status(section) == f"7 words, “{PHRASE}”. Paragraph 9, word 14 of 19."
        page.keyboard.press("h")
        page.wait_for_timeout(200)
        assert status(section) == f"“{PHRASE}”: H {HEDGED}."
        assert kept(desk, "t-mark").draft[0]["quote"] == PHRASE
        page.keyboard.press("Control+z")
        page.wait_for_timeout(100)
        assert kept(desk, "t-mark").draft == []
        page.keyboard.press("h")
        page.keyboard.press("ArrowLeft")
        assert f"H {HEDGED}" in status(section), "a word says which marks are on it"
        page.keyboard.press("Delete")
        page.wait_for_timeout(100)
        assert kept(desk, "t-mark").draft == []
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.closest('[role=toolbar]') !== null")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        page.wait_for_timeout(100)
        assert kept(desk, "t-mark").draft[0]["label"] == "indirect"


def test_marks_may_overlap_where_they_are_no_voices(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two labels on a word, each by the key of its number: the words of both stand there."""
    with a_page() as page:
        [section] = draw(page, desk, "t-loaded", monkeypatch=monkeypatch)
        go_to(section, "dead bodies and wreckage")
        page.keyboard.press("1")
        go_to(section, "bodies and")
        page.keyboard.press("4")
        page.wait_for_timeout(200)
        assert [m["label"] for m in kept(desk, "t-loaded").draft] == ["reporter", "ask"]
        assert section.locator(".byline-text .byline-tag").all_inner_texts() == ["reporter’s word", "ask both sides"]


def marks(section: Any) -> list[str]:
    """The marks as they are listed under the text."""
    listed = section.get_by_role("list", name="Your marks").get_by_role("listitem").all_inner_texts()
    return [" ".join(text.removesuffix("Remove").split()) for text in listed]


def test_two_voices_on_the_same_words_leave_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The later takes the place of the earlier, on the page and on the disk; it can be undone."""
    with a_page() as page:
        [section] = draw(page, desk, "t-mark", monkeypatch=monkeypatch)
        voices = (("h", "hedged", f"H {HEDGED}"), ("i", "indirect", "I indirect report"))
        go_to(section, PHRASE)
        for letter, voice, label in voices:
            page.keyboard.press(letter)
            page.wait_for_timeout(200)
            assert marks(section) == [f"{label} P9 “{PHRASE}”"]
            assert [(m["quote"], m["label"]) for m in kept(desk, "t-mark").draft] == [(PHRASE, voice)]
        assert section.locator(".byline-text .byline-tag").all_inner_texts() == ["I"]
        page.keyboard.press("Control+z")
        page.wait_for_timeout(200)
        assert [m["label"] for m in kept(desk, "t-mark").draft] == ["hedged"]


def test_a_voice_in_the_middle_of_another_leaves_its_two_ends(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three marks; page and disk have the same, and after “undo” the first one alone."""
    with a_page() as page:
        [section] = draw(page, desk, "t-mark", monkeypatch=monkeypatch)
        go_to(section, PHRASE)
        page.keyboard.press("h")
        go_to(section, "in the Azovstal")
        page.keyboard.press("b")
        page.wait_for_timeout(200)
        pieces = [("holed up", "hedged"), ("in the Azovstal", "borrowed"), ("metallurgical plant", "hedged")]
        assert [(m["quote"], m["label"]) for m in kept(desk, "t-mark").draft] == pieces
        assert marks(section) == [f"H {HEDGED} P9 “holed up”", "B borrowed term P9 “in the Azovstal”",
                                  f"H {HEDGED} P9 “metallurgical plant”"]  # fmt: skip
        assert section.locator(".byline-text .byline-tag").all_inner_texts() == ["H", "B", "H"]
        page.keyboard.press("Control+z")
        page.wait_for_timeout(200)
        assert [m["quote"] for m in kept(desk, "t-mark").draft] == [PHRASE]


def test_up_and_down_go_by_sentence_and_escape_leaves(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_page() as page:
        [section] = draw(page, desk, "t-mark", monkeypatch=monkeypatch)
        section.locator(".byline-text").focus()
        page.keyboard.press("ArrowDown")
        assert status(section).startswith("“Major”. Paragraph 10, word 1")
        page.keyboard.press("ArrowUp")
        assert status(section).startswith("“The”. Paragraph 9, word 1")
        page.keyboard.press("Shift+ArrowDown")
        assert "Paragraph 9, word 19 of 19" in status(section), "Shift with down takes the sentence"
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.textContent") == "Commit my answer"


@pytest.mark.parametrize("name", KINDS)
def test_tab_goes_in_and_out_and_is_never_trapped(desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """From the top of the page through the exercise to what follows it, and back."""
    with a_page() as page:
        draw(page, desk, name, monkeypatch=monkeypatch)
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<button id=after>x</button>')")
        for key in ("Tab", "Shift+Tab"):
            seen = []
            for _ in range(60):
                page.keyboard.press(key)
                seen.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
                if (key == "Tab" and seen[-1] == "after") or seen[-1] == "BODY":
                    break
            assert seen[-1] in ("after", "BODY")
            assert len(seen) > 1


@pytest.mark.parametrize(("name", "key", "said"), [
    ("t-mark", "h", f"H {HEDGED}"), ("t-mark", "3", f"H {HEDGED}"), ("t-loaded", "4", "ask both sides."),
    ("t-link", "3", "source."),
])  # fmt: skip
def test_a_row_of_labels_is_one_toolbar_by_keyboard(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, key: str, said: str
) -> None:
    """Enter goes to the labels, arrows go on, Escape back to the text; a letter or number labels, and goes back."""
    with a_page() as page:
        [section] = draw(page, desk, name, monkeypatch=monkeypatch)
        buttons = section.get_by_role("toolbar").locator("button:not([disabled])")
        inside = "document.activeElement.className === 'byline-text'"
        section.locator(".byline-text").focus()
        for step, nth in (("Enter", 0), ("ArrowRight", 1), ("ArrowLeft", 0), ("ArrowLeft", buttons.count() - 1)):
            page.keyboard.press(step)
            assert buttons.nth(nth).evaluate("button => button === document.activeElement")
        page.keyboard.press("Escape")
        assert page.evaluate(inside)
        page.keyboard.press("Enter")
        page.keyboard.press(key)
        assert page.evaluate(inside)
        assert said in status(section)


def test_a_part_of_several_words_is_painted_in_one_piece(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The gaps between the words of a content look like its words; the gap after it does not."""
    with a_page() as page:
        [section] = draw(page, desk, "t-link", monkeypatch=monkeypatch)
        section.locator(".byline-text").focus()
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("1")
        gaps = section.locator(".byline-gap")
        assert ["byline-part-content" in str(gaps.nth(n).get_attribute("class")) for n in range(2)] == [True, False]


def test_the_buttons_of_one_item_stand_on_one_line(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """However narrow the page and long the item."""
    with a_page(viewport={"width": 320, "height": 700}) as page:
        [section] = draw(page, desk, "t-order", monkeypatch=monkeypatch)
        for padding in range(0, 160, 20):
            section.locator(".byline-order").evaluate("(list, px) => { list.style.paddingRight = `${px}px`; }", padding)
            buttons = section.locator(".byline-order button")
            tops = buttons.evaluate_all("all => all.map(button => button.getBoundingClientRect().top)")
            assert tops[::2] == tops[1::2]


def test_words_are_marked_by_mouse(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A drag, then a label; a click and a click with Shift; no drag is needed."""
    with a_page() as page:
        [section] = draw(page, desk, "t-mark", monkeypatch=monkeypatch)
        word = section.locator("[data-w]")
        word.nth(7).hover()
        page.mouse.down()
        word.nth(10).hover()
        page.mouse.up()
        section.get_by_role("button", name=f"H {HEDGED}").click()
        his = place_of(section, "his troops")
        word.nth(his).click()
        word.nth(his + 3).click(modifiers=["Shift"])
        section.get_by_role("button", name="indirect").click()
        page.wait_for_timeout(200)
        assert [m["quote"] for m in kept(desk, "t-mark").draft] == ["holed up in the", "his troops refuse to"]
        section.get_by_role("button", name=f"Remove {HEDGED}").click()
        page.wait_for_timeout(200)
        assert len(kept(desk, "t-mark").draft) == 1


def test_words_are_marked_by_touch(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tap on the first word, a tap on the last, a tap on the label."""
    with a_page(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800}) as page:
        [section] = draw(page, desk, "t-mark", monkeypatch=monkeypatch)
        section.locator("[data-w]").nth(7).tap()
        section.locator("[data-w]").nth(13).tap()
        section.get_by_role("button", name=f"H {HEDGED}").tap()
        page.wait_for_timeout(200)
        assert [m["quote"] for m in kept(desk, "t-mark").draft] == [PHRASE]
        section.locator("[data-w]").nth(place_of(section, "his troops")).tap()
        section.get_by_role("button", name="indirect").tap()
        page.wait_for_timeout(200)
        assert [m["quote"] for m in kept(desk, "t-mark").draft] == [PHRASE, "his"], "one word alone can be marked"


def test_words_are_marked_with_a_form(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sentence, first word, last word, label: the browser's own controls lead to the same."""
    with a_page() as page:
        [section] = draw(page, desk, "t-mark", monkeypatch=monkeypatch)
        section.get_by_text("Mark with a form instead").click()
        section.get_by_label("Sentence", exact=True).select_option(index=0)
        section.get_by_label("First word").select_option(label="8. holed")
        section.get_by_label("Last word").select_option(label="14. plant")
        section.get_by_label("Label", exact=True).select_option(label=f"H {HEDGED}")
        section.get_by_role("button", name="Add", exact=True).click()
        page.wait_for_timeout(200)
        assert [m["quote"] for m in kept(desk, "t-mark").draft] == [PHRASE]


def test_committing_needs_a_confidence_and_then_tells_where_it_is_right(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line for each thing, and how sure is answered; the key's and the machine's readings come with a right
    answer, but for what good readers may have instead, which waits for the key; the first answer stays.
    """
    with a_page() as page:
        [section] = draw(page, desk, "t-mark", monkeypatch=monkeypatch)
        go_to(section, PHRASE)
        page.keyboard.press("h")
        section.get_by_role("button", name="Commit my answer").focus()
        page.keyboard.press("Enter")
        assert status(section) == "First choose how sure you are. Then commit."
        assert page.evaluate("document.activeElement.type") == "radio"
        commit(section)
        assert status(section) == "Not yet: 1 right, 1 not marked yet."
        lines = section.locator(".byline-lines")
        assert [" ".join(line.split()).removesuffix(" Why?") for line in lines.locator("li").all_inner_texts()] == [
            f"✓ right P9 “{PHRASE}”", "○ not marked yet P10", "You were fairly sure, and it is not there yet."]
        assert "his troops" not in lines.text_content() and "machine" not in lines.text_content()
        section.get_by_role("button", name="Try again").click()
        go_to(section, "his troops refuse to surrender and want to be evacuated to a third country instead")
        page.keyboard.press("i")
        commit(section, "high")
        assert status(section) == "Accepted: 2 right, 2 where good readers differ."
        assert "machine: " in lines.text_content() and "The machine’s reason: " in lines.text_content()
        assert " ".join(lines.text_content().split()).count("≈ where good readers differ") == 2
        assert lines.text_content().count("Accepted: good readers differ here. ") == 2
        assert "What separates them:" not in lines.text_content(), "the readings wait for the key"
        assert "fairly sure" not in lines.text_content(), "that was the first try"
        state = kept(desk, "t-mark")
        assert ([len(one.answer) for one in state.tries], state.sure) == ([1, 2], "middle")
        section.get_by_label("In one sentence").fill("Says hands it over.")
        section.get_by_role("button", name="Keep my reason").click()
        page.wait_for_timeout(200)
        assert kept(desk, "t-mark").reason == "Says hands it over."
        section.get_by_role("button", name="Show the key").click()
        page.wait_for_timeout(300)
        assert status(section) == "Here is the key, beside your answer."
        assert lines.text_content().count("What separates them: ") == 2


def tab_to(page: Any, name: str, most: int = 40) -> None:
    """Press Tab until what has the focus is called so."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText?.trim()") == name:
            return
    raise AssertionError(f"Tab does not come to “{name}”.")


def test_from_a_wrong_answer_to_the_key_and_back_by_keyboard_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The focus goes to what is said; a reason opens by Enter; the key is shown on request; then one tries again."""
    with a_page() as page:
        [section] = draw(page, desk, "t-mark", monkeypatch=monkeypatch)
        go_to(section, PHRASE)
        page.keyboard.press("i")
        commit(section)
        lines = section.locator(".byline-lines li")
        assert page.evaluate("document.activeElement.className") == "byline-told"
        assert lines.first.locator("b").first.inner_text().endswith("other label")
        assert section.locator(".byline-kind").all_inner_texts() == ["other label", "1 not marked yet"]
        assert HEDGED not in section.locator(".byline-told").text_content(), "the right label waits for the key"
        tab_to(page, "Why?")
        page.keyboard.press("Enter")
        assert lines.first.locator("details p").is_visible()
        section.get_by_role("button", name="Commit my answer").wait_for(state="hidden")
        section.get_by_role("button", name="Try again").focus()
        tab_to(page, "Show the key")
        page.keyboard.press("Enter")
        page.wait_for_timeout(300)
        assert status(section) == "Here is the key, beside your answer."
        assert page.evaluate("document.activeElement.className") == "byline-told"
        told = lines.filter(has_text="other label").text_content()
        assert f"key: H {HEDGED}" in told and "machine: " in told and "The machine’s reason: " in told
        assert f"key: H {HEDGED}" in section.locator(".byline-kind").all_inner_texts()
        assert not section.get_by_role("button", name="Show the key").is_visible()
        section.get_by_role("button", name="Try again").focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.className") == "byline-text"
        assert status(section).startswith("Change your answer, then commit it again.")
    assert [one["event"] for one in Answers(desk.article).events][-2:] == ["commit", "reveal"]
    assert kept(desk, "t-mark").revealed


def test_what_is_told_comes_into_sight_and_the_row_to_change_has_the_focus(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the button on the last line of a window, headline and first line are seen; then the wrong row waits."""
    with a_page(viewport={"width": 700, "height": 420}) as page:
        [section] = draw(page, desk, "t-judge", monkeypatch=monkeypatch)
        page.evaluate("document.querySelector('.byline-exercise').style.marginTop = '300px'")
        rows = section.locator(".byline-passage")
        for row in rows.all():
            row.get_by_label("well sourced").check()
        button, lines = section.get_by_role("button", name="Commit my answer"), section.locator(".byline-lines li")
        button.evaluate("node => node.scrollIntoView({block: 'end'})")
        button.click()
        lines.first.wait_for()
        seen = "node => node.getBoundingClientRect().top >= 0 && node.getBoundingClientRect().bottom <= innerHeight"
        assert section.locator("[role=status]").evaluate(seen) and lines.first.evaluate(seen)
        section.get_by_role("button", name="Try again").click()
        wrong = lines.evaluate_all("all => all.findIndex(node => node.className.includes('not-this'))")
        assert wrong == 1
        assert rows.nth(wrong).locator("input:checked").evaluate("input => input === document.activeElement")


def test_the_whole_article_opens_at_the_side_and_gives_the_focus_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By keyboard: its text can be reached and scrolled, Escape closes it from anywhere in it, and so does Close."""
    inside = "document.activeElement.closest('.byline-side') !== null"
    with a_page() as page:
        sections = draw(page, desk, "t-choose", "t-predict", monkeypatch=monkeypatch)
        for n, keys in enumerate((["Escape"], ["Tab", "Escape"], ["Enter"])):
            opener = sections[n % 2].get_by_role("button", name="The whole article")
            opener.focus()
            page.keyboard.press("Enter")
            panel = page.get_by_role("dialog", name="The whole article")
            panel.locator(f"p:nth-of-type({len(desk.article.paragraphs)})").wait_for()
            assert page.evaluate("document.activeElement.textContent") == "Close"
            assert desk.article.paragraph(17) in panel.inner_text()
            if n == 0:
                assert violations(page, ".byline-side") == []
            for key in keys:
                assert page.evaluate(inside)
                page.keyboard.press(key)
            assert panel.count() == 0
            assert opener.evaluate("button => button === document.activeElement")
    assert Answers(desk.article).events == []


def test_a_text_is_set_beside_a_sample_by_keyboard(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The samples come with the answer; the arrow keys go from one to the next, and each step is said and kept."""
    with a_page() as page:
        [section] = draw(page, desk, "t-write", monkeypatch=monkeypatch)
        section.get_by_label("My answer").focus()
        page.keyboard.type("Azov and Zenger")
        assert section.locator(".byline-ladder").count() == 0
        commit(section)
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        for level in range(4):
            page.wait_for_timeout(200)
            assert kept(desk, "t-write").placed == level
            assert status(section).startswith(f"You set your answer beside {level}. Look at {level + 1}:")
            assert page.evaluate("document.activeElement.value") == str(level), "the focus stays where it was"
            page.keyboard.press("ArrowDown")
        page.wait_for_timeout(200)
        assert kept(desk, "t-write").placed == 4
    with a_page() as page:
        [section] = draw(page, desk, "t-write", monkeypatch=monkeypatch)
        assert section.locator(".byline-ladder input:checked").get_attribute("value") == "4"


def test_a_rewrite_is_answered_at_each_pause_by_keyboard(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is asked at every key; after the pause the sum is announced, the rest stands below, the draft is kept."""
    with a_page() as page:
        [section] = draw(page, desk, "t-rewrite", monkeypatch=monkeypatch)
        field = section.get_by_label("My paragraph")
        assert field.input_value() == desk.article.paragraph(17)
        field.focus()
        page.keyboard.press("Control+A")
        page.keyboard.type("95 percent of <b>Mariupol</b> has been destroyed.")
        assert not page.evaluate("sent.filter((one) => one.do === 'look').length"), "not at every key"
        page.wait_for_timeout(900)
        assert section.locator("[role=status].byline-headline").inner_text().startswith("3 facts kept, 1 lost")
        assert "was said by Ukrainian officials" in section.locator(".byline-looked").inner_text()
        assert page.evaluate("sent.filter((one) => one.do === 'look').length") == 1
        assert field.evaluate("field => field === document.activeElement"), "whoever types goes on typing"
        assert not violations(page, ".byline-exercise")
        assert kept(desk, "t-rewrite").draft.startswith("95 percent of <b>")
        commit(section)
        assert section.locator(".byline-ladder input").count() == 5
    with a_page() as page:
        [section] = draw(page, desk, "t-rewrite", monkeypatch=monkeypatch)
        page.wait_for_timeout(300)
        assert section.get_by_label("My paragraph").input_value().startswith("95 percent of <b>")
        assert section.locator("[role=status].byline-headline").inner_text().startswith("3 facts kept, 1 lost")


def test_every_other_kind_is_answered_by_keyboard(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """choose, link, rate, order, judge, predict, write: native controls, saved, committed, told."""
    names = ("t-choose", "t-link", "t-rate", "t-order", "t-judge", "t-predict", "t-write")
    with a_page(viewport={"width": 1000, "height": 3000}) as page:
        choose, link, rate, order, judge, predict, write = draw(page, desk, *names, monkeypatch=monkeypatch)
        choose.get_by_label("b. the reporter").focus()
        page.keyboard.press("Space")
        commit(choose)
        go_to(link, "his troops refuse to surrender and want to be evacuated to a third country instead")
        page.keyboard.press("1")
        go_to(link, "says")
        page.keyboard.press("2")
        go_to(link, "Major Serhiy Volyna commander of Ukraine’s 36th Marine Brigade")
        page.keyboard.press("3")
        commit(link)
        for n in range(5):
            rate.locator("select").nth(n).focus()
            page.keyboard.press("ArrowDown")
        commit(rate)
        order.get_by_role("button", name="Move up: Major Volyna").focus()
        for _ in range(shown_order(desk.exercise("t-order")).index("Major Volyna")):
            page.keyboard.press("Enter")
        commit(order)
        judge.locator("input").first.focus()
        page.keyboard.press("Space")
        judge.get_by_role("button", name="Commit my answer").focus()
        page.keyboard.press("Enter")
        assert status(judge) == "Still open: b."
        judge.locator("input").nth(2).focus()
        page.keyboard.press("ArrowDown")
        commit(judge)
        predict.get_by_label("My guess").focus()
        page.keyboard.type("40")
        predict.get_by_role("button", name="Commit my answer").focus()
        page.keyboard.press("Enter")
        write.get_by_label("My answer").focus()
        page.keyboard.type("Azov, I think, since x m b are no shortcuts here")
        page.wait_for_timeout(900)
        assert kept(desk, "t-write").draft.startswith("Azov, I think"), "what is typed is saved while it is typed"
        write.get_by_role("button", name="Commit my answer").focus()
        page.keyboard.press("Enter")
        page.wait_for_timeout(300)
        for name in ("t-choose", "t-link", "t-judge"):
            assert lesson.check(name).status == "yes"
        assert kept(desk, "t-rate").answer == dict.fromkeys(("who", "what", "when", "how", "access"), 0.0)
        assert kept(desk, "t-order").answer[0] == "Major Volyna"
        assert kept(desk, "t-predict").answer == 40
        assert "4: and what would change it. names Azov and Zenger" in write.inner_text()


def test_what_was_answered_is_there_when_it_is_drawn_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A box that is run again, a new kernel, another machine with the folder: all is as it was left."""
    with a_page() as page:
        [section] = draw(page, desk, "t-mark", monkeypatch=monkeypatch)
        go_to(section, PHRASE)
        page.keyboard.press("h")
        section.get_by_label("low", exact=True).check()
        page.wait_for_timeout(200)
    lesson._desks.clear()
    again = lesson.current_desk()
    with a_page() as page:
        [section] = draw(page, again, "t-mark", monkeypatch=monkeypatch)
        assert section.get_by_label("low", exact=True).is_checked()
        assert PHRASE in section.get_by_role("list", name="Your marks").inner_text()
        commit(section)
    lesson._desks.clear()
    with a_page() as page:
        [section] = draw(page, lesson.current_desk(), "t-mark", monkeypatch=monkeypatch)
        assert section.locator(".byline-lines").is_visible()
        assert section.get_by_role("button", name="Try again").is_visible()


def test_an_answer_that_cannot_be_saved_is_told_and_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder stands in the way of the file: the student reads so at once, and the mark stays on the page."""
    Path("answers/mariupol.jsonl").mkdir(parents=True)
    with a_page() as page:
        [section] = draw(page, desk, "t-mark", monkeypatch=monkeypatch)
        go_to(section, PHRASE)
        page.keyboard.press("h")
        page.wait_for_timeout(300)
        assert "cannot be written" in section.get_by_role("alert").inner_text()
        assert PHRASE in section.get_by_role("list", name="Your marks").inner_text()
        Path("answers/mariupol.jsonl").rmdir()
        go_to(section, "reportedly")
        page.keyboard.press("b")
        page.wait_for_timeout(300)
        assert section.get_by_role("alert").inner_text() == ""
        assert [m["quote"] for m in kept(desk, "t-mark").draft] == ["reportedly", PHRASE]


def answer_two(page: Any, choose: Any, predict: Any) -> None:
    """Choose and commit, guess and commit."""
    choose.get_by_label("b. the reporter").check()
    commit(choose)
    predict.get_by_label("My guess").fill("40")
    predict.get_by_role("button", name="Commit my answer").click()
    page.wait_for_timeout(300)


def commits(desk: Desk) -> list[tuple[str, Any]]:
    """The committed answers on the disk, in order."""
    return [(e["exercise"], e["answer"]) for e in Answers(desk.article).events if e["event"] == "commit"]


def test_the_page_says_how_many_answers_are_not_saved_and_saves_them_all_on_demand(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused answers are told and answered all the same; “Save again” writes each once, and every exercise knows."""
    Path("answers/mariupol.jsonl").mkdir(parents=True)
    with a_page() as page:
        choose, predict = draw(page, desk, "t-choose", "t-predict", monkeypatch=monkeypatch)
        answer_two(page, choose, predict)
        for section in (choose, predict):
            assert section.locator(".byline-alert").inner_text().startswith("2 answers are not saved yet. “answers/")
            assert section.get_by_role("button", name="Try again").is_visible()
            assert "Kept in" not in section.inner_text()
        Path("answers/mariupol.jsonl").rmdir()
        predict.get_by_role("button", name="Save again").click()
        page.wait_for_timeout(300)
        assert [section.locator(".byline-alert").inner_text() for section in (choose, predict)] == ["", ""]
        assert not predict.get_by_role("button", name="Save again").is_visible()
        assert "Kept in answers/mariupol.jsonl" in predict.inner_text()
    assert commits(desk) == [("t-choose", ["o2"]), ("t-predict", 40)]


def test_what_was_refused_is_sent_again_to_a_new_kernel(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel that could not write is gone: the page has all of it, and one box is enough to save it."""
    Path("answers/mariupol.jsonl").mkdir(parents=True)
    with a_page() as page:
        choose, predict = draw(page, desk, "t-choose", "t-predict", monkeypatch=monkeypatch)
        answer_two(page, choose, predict)
        lesson._desks.clear()
        Path("answers/mariupol.jsonl").rmdir()
        lesson.study_article("mariupol")
        draw(page, lesson.current_desk(), "t-mark", monkeypatch=monkeypatch)
        page.wait_for_timeout(300)
        assert commits(desk) == [("t-choose", ["o2"]), ("t-predict", 40)]
        draw(page, lesson.current_desk(), "t-mark", "t-choose", monkeypatch=monkeypatch)
        page.wait_for_timeout(300)
    assert commits(desk) == [("t-choose", ["o2"]), ("t-predict", 40)]


def test_marks_that_no_kernel_heard_reach_the_next_one_whole(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_page() as page:
        [section] = draw(page, desk, "t-mark", monkeypatch=monkeypatch)
        go_to(section, PHRASE)
        page.keyboard.press("h")
        page.wait_for_timeout(200)
        page.evaluate("window.deaf = true")
        go_to(section, "reportedly")
        page.keyboard.press("b")
        page.evaluate("window.deaf = false")
        lesson._desks.clear()
        lesson.study_article("mariupol")
        [section] = draw(page, lesson.current_desk(), "t-mark", monkeypatch=monkeypatch)
        page.wait_for_timeout(300)
        assert "reportedly" in section.get_by_role("list", name="Your marks").inner_text()
    assert [m["quote"] for m in kept(desk, "t-mark").draft] == ["reportedly", PHRASE]


def test_a_stopped_python_is_told_at_once_with_what_to_do(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before and after an answer; the answer is kept on the page and counted."""
    with a_page() as page:
        [section] = draw(page, desk, "t-choose", monkeypatch=monkeypatch)
        page.evaluate("window.deaf = true; window.slots.forEach(slot => slot(null, 'autorestarting'))")
        alert = section.locator(".byline-alert")
        assert alert.inner_text().startswith("Python was stopped. Press ▶▶ at the top of the page")
        section.get_by_label("b. the reporter").check()
        assert "1 answer is on this page only" in alert.inner_text(), "at once"
        page.wait_for_timeout(3300)
        assert "1 answer is on this page only: do not close it before that." in alert.inner_text()
        assert "Press ▶▶ at the top of the page" in alert.inner_text()


def test_a_committed_guess_writes_no_late_draft(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is typed is saved a moment later, unless it was committed before."""
    with a_page() as page:
        [section] = draw(page, desk, "t-predict", monkeypatch=monkeypatch)
        section.get_by_label("My guess").fill("40")
        section.get_by_role("button", name="Commit my answer").click()
        page.wait_for_timeout(1000)
    assert [e["event"] for e in Answers(desk.article).events] == ["commit"]


def test_a_new_student_finds_every_exercise_empty(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One button, offered where answers are from before; all exercises of the page begin anew, under another code."""
    lesson.answer("t-choose", "b", sure="low")
    lesson.answer("t-predict", 40)
    before = desk.answers.code
    lesson._desks.clear()
    lesson.study_article("mariupol")
    with a_page() as page:
        choose, predict = draw(page, lesson.current_desk(), "t-choose", "t-predict", monkeypatch=monkeypatch)
        assert not predict.get_by_text("Not you?").is_visible(), "once on a page"
        choose.get_by_text(f"Code {before} · Not you?").focus()
        page.keyboard.press("Enter")
        choose.get_by_role("button", name="New student").focus()
        page.keyboard.press("Enter")
        page.wait_for_timeout(300)
        assert choose.get_by_role("button", name="Commit my answer").is_visible()
        assert choose.locator("input:checked").count() == 0
        assert predict.get_by_label("My guess").input_value() == ""
        assert before not in page.locator("body").inner_text()
        assert page.evaluate("document.activeElement.closest('.byline-exercise') !== null"), "the focus is not lost"
    assert [p.parent.name for p in Path("answers/put_away").rglob("mariupol.jsonl")] == [before]


def test_what_was_said_to_one_student_is_not_said_to_the_next(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The headline over an answer goes with the answer, in every exercise of the page."""
    lesson.answer("t-predict", 40)
    lesson._desks.clear()
    lesson.study_article("mariupol")
    with a_page() as page:
        first, second = draw(page, lesson.current_desk(), "t-predict", "t-choose", monkeypatch=monkeypatch)
        second.get_by_label("b. the reporter").check()
        commit(second)
        assert status(second)
        first.get_by_text("Not you?").click()
        first.get_by_role("button", name="New student").click()
        page.wait_for_timeout(300)
        assert second.locator("input:checked").count() == 0
        assert status(second) == ""


#: What stands in an exercise: its words, what is chosen, typed, marked and open; not whose it is, or was just said.
STANDS = """section => {
  const all = (what) => [...section.querySelectorAll(what)].filter(e => !e.closest('.byline-slip, .byline-whose'));
  return {controls: all('input, select, textarea').map(e => [e.checked, e.value, e.disabled]),
    words: all('[data-w]').map(e => e.className.replace(/ byline-(here|chosen)/g, '') + e.innerText),
    open: all('details').map(e => e.open),
    text: [...section.children].filter(e => !e.matches('.byline-slip, .byline-whose, [role=status]'))
      .map(e => e.innerText.trim()).join(' ')};
}"""


def do_all(desk: Desk) -> None:
    """Each exercise answered, with hints, reasons and how sure; some not right, some with the key and a sample."""
    wrong = {"t-loaded": [("dead bodies", "source")], "t-fig": [], "t-judge": {"a": "weak", "b": "weak"}}
    for name in KINDS:
        e = desk.exercise(name)
        for _ in e.hints:
            lesson.hint(name)
        lesson.answer(name, wrong.get(name, desk.key_answer(e)), sure="high" if e.sure else None)
        desk.add(e, "reason", text="Nobody is named.")
        lesson.reveal(name)
    lesson.place_answer("t-write", 2)


@pytest.mark.parametrize("way", ["the button", "another code"])
def test_nothing_of_one_student_s_is_left_for_the_next_in_any_kind(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """Every exercise stands as it did before anybody came, folds and all; where the focus is, may be another place."""
    with a_page() as page:
        blank = [section.evaluate(STANDS) for section in draw(page, desk, *KINDS, monkeypatch=monkeypatch)]
    do_all(desk)
    with a_page() as page:
        first, *others = draw(page, desk, *KINDS, monkeypatch=monkeypatch)
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        page.wait_for_timeout(300)
        assert not any(s.evaluate(STANDS) == was for s, was in zip((first, *others), blank, strict=True))
        if way == "the button":
            first.get_by_role("button", name="New student").click()
        else:
            first.get_by_label("Type the code").fill("K7M-2QPR")
            first.get_by_role("button", name="Use it").click()
            first.get_by_role("button", name="No, somebody else’s").click()
        page.wait_for_timeout(900)
        for section, was in zip((first, *others), blank, strict=True):
            assert section.evaluate(STANDS) == was
    assert not Desk("mariupol").states()


def test_what_was_begun_and_not_yet_kept_goes_with_its_student(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half an answer, how sure, what can be undone; what was typed a moment ago is put away with the rest."""
    with a_page() as page:
        names = ("t-mark", "t-judge", "t-choose", "t-write")
        mark, judge, choose, write = draw(page, desk, *names, monkeypatch=monkeypatch)
        go_to(mark, PHRASE)
        page.keyboard.press("h")
        page.wait_for_timeout(300)
        judge.get_by_label("well sourced").first.check()
        choose.get_by_label("high", exact=True).check()
        code = desk.answers.code
        mark.get_by_text(f"Code {code} · Not you?").click()
        write.get_by_label("My answer").fill("Azov")
        mark.get_by_role("button", name="New student").click()
        page.wait_for_timeout(900)
        assert page.locator("input:checked").count() == 0
        go_to(mark, PHRASE)
        page.keyboard.press("Control+z")
        assert status(mark) == "Nothing to undo."
    assert not kept(desk, "t-mark").draft and kept(desk, "t-write").draft is None
    assert Answers(desk.article, Path("answers/put_away") / code).state("t-write").draft == "Azov"


def test_whose_answers_these_are_stands_there_with_a_way_to_change_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also after a code was typed and somebody worked on the open page; not before anybody came."""
    with a_page() as page:
        predict, choose = draw(page, desk, "t-predict", "t-choose", monkeypatch=monkeypatch)
        assert not page.get_by_text("Not you?").first.is_visible()
        lesson.my_code("K7M-2QPR")
        choose.get_by_label("b. the reporter").check()
        commit(choose)
        assert predict.get_by_text("Code K7M-2QPR · Not you?").is_visible()
        assert not choose.get_by_text("Not you?").is_visible()
        assert violations(page, ".byline") == []


def test_the_next_button_and_shift_enter_go_to_the_next_exercise(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without JupyterLab around it there is no box to run: the focus goes on, from anywhere, a text field too."""
    with a_page() as page:
        write, choose, _ = draw(page, desk, "t-write", "t-choose", "t-predict", monkeypatch=monkeypatch)
        write.get_by_label("My answer").focus()
        page.keyboard.type("Azov")
        page.keyboard.press("Shift+Enter")
        assert page.evaluate("document.activeElement.name.endsWith('option')")
        page.wait_for_timeout(200)
        assert kept(desk, "t-write").draft == "Azov", "what was typed is saved before"
        choose.get_by_label("b. the reporter").check()
        commit(choose)
        page.keyboard.press("Shift+Enter")
        assert page.evaluate("document.activeElement.id.endsWith('number')")


def test_one_exercise_drawn_twice_keeps_both_marks(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One kernel, two boxes: neither takes the other's mark away."""
    with a_page() as page:
        first, second = draw(page, desk, "t-mark", "t-mark", monkeypatch=monkeypatch)
        go_to(first, PHRASE)
        page.keyboard.press("h")
        page.wait_for_timeout(200)
        go_to(second, "reportedly")
        page.keyboard.press("b")
        page.wait_for_timeout(200)
        assert len(kept(desk, "t-mark").draft) == 2


def test_a_sealed_exercise_keeps_and_tells_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the key on the disk: saved, no feedback, and the answer can be changed until it is handed in."""
    Path("seeds/mariupol/key.toml").unlink()
    lesson._desks.clear()
    with a_page() as page:
        [section] = draw(page, lesson.current_desk(), "t-mark", monkeypatch=monkeypatch)
        go_to(section, PHRASE)
        page.keyboard.press("h")
        commit(section)
        told, first = section.locator(".byline-told"), "Your first answer is the one that counts"
        assert section.inner_text().count("Kept. Hand it in with the last box") == 1 and status(section) == ""
        assert page.evaluate("document.activeElement.innerText").startswith("Kept.") and first in told.inner_text()
        assert section.locator(".byline-lines").count() == 0
        section.get_by_role("button", name="Change my answer").click()
        assert status(section).startswith(first) and not told.is_visible()
        go_to(section, "reportedly")
        page.keyboard.press("b")
        commit(section)
        assert [len(one.answer) for one in kept(desk, "t-mark").tries] == [1, 2]
        assert section.inner_text().count("Kept. Hand it in with the last box") == 1 and status(section) == ""


#: Where the labels are, what is chosen, and which words they cover.
LABELS_AT = """section => {
  const box = section.querySelector('[role=toolbar]').getBoundingClientRect();
  const rects = (name) => [...section.querySelectorAll(name)].map(e => e.getBoundingClientRect());
  return {top: box.top, bottom: box.bottom, left: box.left, right: box.right, height: innerHeight, width: innerWidth,
    chosen: Math.max(...rects('.byline-chosen').map(r => r.bottom)),
    small: rects('[role=toolbar] button').filter(r => r.width < 24 || r.height < 24).length,
    covered: rects('.byline-w').filter(r => r.top + 4 < box.bottom && r.bottom - 4 > box.top).length};
}"""
SCREENS = {
    "1024 x 768": {"viewport": {"width": 1024, "height": 768}},
    "400 %": {"viewport": {"width": 320, "height": 480}},
    "touch": {"viewport": {"width": 390, "height": 700}, "has_touch": True, "is_mobile": True},
}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", ["01-g", "02-d", "02-a"])
def test_the_labels_stand_under_the_words_that_are_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, screen: str
) -> None:
    """In a long text, wherever the words are: in sight, just below their last line, covering no word, big enough."""
    shutil.copytree(Path(__file__).parents[1] / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    lesson._desks.clear()
    lesson.study_article("mariupol")
    with a_page(**SCREENS[screen]) as page:
        [section] = draw(page, lesson.current_desk(), name, monkeypatch=monkeypatch)
        words = section.locator("[data-w]")
        for first in range(0, words.count() - 12, words.count() // 4):
            if screen == "touch":
                words.nth(first).tap()
                words.nth(first + 9).tap()
            else:
                words.nth(first).click()
                words.nth(first + 9).click(modifiers=["Shift"])
            assert section.locator(".byline-chosen").count() == 10
            at = section.evaluate(LABELS_AT)
            assert 0 <= at["top"] < at["bottom"] <= at["height"] + 1
            assert 0 <= at["left"] < at["right"] <= at["width"]
            assert -4 <= at["top"] - at["chosen"] <= 24
            assert at["covered"] == at["small"] == 0
            section.get_by_role("toolbar").get_by_role("button").first.click()
            assert section.evaluate(LABELS_AT)["covered"] == 0, "a label in the text moves the words, and the labels"
        page.set_viewport_size({"width": 600, "height": 700})
        page.wait_for_timeout(100)
        assert section.evaluate(LABELS_AT)["covered"] == 0


def test_the_labels_wait_for_the_end_of_a_drag_and_go_back_when_nothing_is_chosen(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No word moves under the pointer; Enter goes to the labels, Escape back to the text, and Escape again leaves."""
    with a_page() as page:
        [section] = draw(page, desk, "t-mark", monkeypatch=monkeypatch)
        word, bar = section.locator("[data-w]"), section.get_by_role("toolbar")

        def height() -> float:  # in the exercise, which may be scrolled
            return float(bar.bounding_box()["y"] - section.bounding_box()["y"])

        below = height()
        word.nth(2).hover()
        page.mouse.down()
        word.nth(4).hover()
        assert height() == below
        page.mouse.up()
        assert height() < below
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.closest('[role=toolbar]') !== null")
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.getAttribute('role')") == "application"
        page.keyboard.press("Escape")
        assert height() == below
        assert section.locator(".byline-room").count() == 0


RECEIPT = "t-mark, code abcdefg: “holed up in the Azovstal metallurgical plant” = I indirect report. <b>" + "x" * 300


@pytest.mark.parametrize("width", [320, 1000])
def test_a_receipt_is_folded_away_and_reads_well_when_it_is_opened(width: int) -> None:
    """One word until it is opened; then no word is broken that fits a line, nothing is cut off, markup is text."""
    with a_page(viewport={"width": width, "height": 600}) as page:
        page.set_content(f"<style>{ExerciseWidget._css}</style>{Receipt(RECEIPT)._repr_html_()}")
        assert page.locator("body").inner_text().split("\n")[-1] == "Receipt"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert RECEIPT in page.locator("body").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        lines = page.evaluate("""() => { const text = document.querySelector('bdi').firstChild;
            return text.data.split(' ').map((word, n, all) => { const range = document.createRange();
              const at = all.slice(0, n).join(' ').length + (n > 0);
              range.setStart(text, at); range.setEnd(text, at + word.length);
              return range.getClientRects().length; }) }""")
        assert set(lines[:-1]) == {1}


def test_a_printed_receipt_is_open() -> None:
    """On paper, as in a PDF made by the browser, the answer can be read."""
    with a_page() as page:
        page.set_content(f"<style>{ExerciseWidget._css}</style>{Receipt(RECEIPT)._repr_html_()}")
        height = page.locator(".byline-receipt").bounding_box()["height"]
        page.emulate_media(media="print")
        assert page.locator(".byline-receipt").bounding_box()["height"] > height + 15
        assert page.locator(".byline-receipt p").evaluate("p => p.checkVisibility({contentVisibilityAuto: true})")


MODES = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "200 %": {"viewport": {"width": 640, "height": 800}},
    "400 %": {"viewport": {"width": 320, "height": 700}},
}


#: What sticks out at the right of the page.
TOO_WIDE = """document.documentElement.scrollWidth <= innerWidth + 1 ? []
  : [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("mode", MODES)
def test_every_exercise_is_accessible_open_and_committed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    """axe-core has nothing to say in any mode; nothing is cut off sideways; controls are 24 pixels or more."""
    for name in ("t-mark", "t-choose", "t-link", "t-rate", "t-order", "t-write"):
        lesson.answer(name, desk.key_answer(desk.exercise(name)), sure="low")
    wrong = {"t-loaded": [("dead bodies", "source")], "t-fig": [], "t-judge": {"a": "weak", "b": "weak"}}
    for name, answer in wrong.items():
        lesson.answer(name, answer, sure="high")
    lesson.reveal("t-loaded")
    lesson.place_answer("t-write", 2)
    shutil.copy("answers/mariupol.jsonl", "before.jsonl")
    with a_page(**MODES[mode]) as page:
        draw(page, desk, *KINDS, monkeypatch=monkeypatch)
        if mode == "dark":
            page.evaluate("document.body.dataset.jpThemeLight = 'false'")
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        page.wait_for_timeout(300)
        assert violations(page, ".byline-exercise") == []
        assert page.evaluate(TOO_WIDE) == []
        small = page.evaluate(
            """[...document.querySelectorAll('.byline-exercise :is(button, select, textarea, input, summary)')]
               .filter(e => e.offsetParent).map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
               .filter(([, box]) => box.height < 24 || box.width < 24).map(([html]) => html)"""
        )
        assert small == []


def test_the_focus_can_be_seen(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever has the focus has an outline of two pixels or more."""
    with a_page() as page:
        draw(page, desk, "t-mark", "t-choose", monkeypatch=monkeypatch)
        for _ in range(14):
            page.keyboard.press("Tab")
            width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
            assert page.evaluate("document.activeElement.tagName") == "BODY" or width >= 2


#: How many times lighter one of a button's words and its ground is than the other (WCAG 2.2, contrast ratio).
CONTRAST = """node => {
  const pen = Object.assign(document.createElement('canvas'), {width: 1, height: 1}).getContext('2d');
  const read = (colour) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  const line = (c) => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => [r, g, b].map(c => line(c / 255))
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  let under = node;
  while (read(getComputedStyle(under).backgroundColor)[3] < 255) under = under.parentElement;
  const two = [getComputedStyle(node).color, getComputedStyle(under).backgroundColor].map(c => light(read(c)) + .05);
  return Math.max(...two) / Math.min(...two);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_button_can_be_read_under_the_mouse_and_with_the_focus(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    """4.5 to 1, for each button of an exercise that is open and of one that is not."""
    lesson.answer("t-choose", "a", sure="low")
    with a_page(color_scheme=scheme, viewport={"width": 1000, "height": 1400}) as page:
        draw(page, desk, "t-mark", "t-choose", monkeypatch=monkeypatch)
        page.evaluate("light => { document.body.dataset.jpThemeLight = light; }", str(scheme == "light").lower())
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        page.add_style_tag(content="* { transition: none !important; }")  # what it comes to
        buttons = [one for one in page.locator("button:enabled").all() if one.is_visible()]
        assert {"Commit my answer", "Try again", "New student"} <= {one.inner_text() for one in buttons}
        for one in buttons:
            one.focus()
            assert one.evaluate(CONTRAST) >= 4.5, one.inner_text()
            one.hover()
            assert one.evaluate(CONTRAST) >= 4.5, one.inner_text()


def test_no_two_things_on_a_page_have_one_id(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each box loads the module by itself; a label still names the field beside it."""
    with a_page() as page:
        first, second = draw(page, desk, "t-predict", "t-predict", monkeypatch=monkeypatch)
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(node => node.id)")
        assert len(ids) == len(set(ids))
        second.get_by_label("My guess").fill("40")
        assert first.get_by_label("My guess").input_value() == ""


def test_hostile_text_is_shown_as_text(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A script in an answers file, a prompt or an option runs nowhere."""
    lesson.answer("t-write", "<img src=x onerror='window.bad = 1'> Azov")
    with a_page() as page:
        [section] = draw(page, desk, "t-write", monkeypatch=monkeypatch)
        assert page.evaluate("window.bad") is None
        assert "<img" in section.locator("textarea").first.input_value()


def test_only_the_change_crosses_the_wire(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_page() as page:
        [section] = draw(page, desk, "t-mark", monkeypatch=monkeypatch)
        go_to(section, PHRASE)
        page.keyboard.press("h")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("q")
        page.wait_for_timeout(200)
        last = page.evaluate("window.sent.at(-1)")
        assert set(last) == {"do", "exercise", "add", "remove", "whose", "writer", "n"}
        assert (len(last["add"]), last["remove"]) == (1, [])
