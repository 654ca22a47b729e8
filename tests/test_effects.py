"""What a class learned, from hand-ins: who gains gains, and who only doubts more is not sharper."""

from __future__ import annotations

import random
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from byline.attempts import Discernment
from byline.classroom.classes import new_class, new_slip
from byline.classroom.effects import ALL, Interval, change_of, learning, normalised_gain, paired, read_forms
from byline.classroom.forms import class_learning
from byline.classroom.power import EFFECTS, IN_ONE, OVER_ALL, SEEN, SIZES, power_table, simulated_class
from byline.classroom.typed import paper_table, take_table
from byline.cli import main
from byline.display.plane import COLUMNS, ROWS, chart_plane, field_of
from byline.handout.cells import cell_of
from byline.jupyter import Mistake
from byline.key.types import SKILLS
from byline.lesson.desk import Text
from byline.lesson.turns import FORMS
from byline.sheet import Sheet
from forms_here import answered, forms_in, handed_in

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the three forms; the hand-ins go into “sent”."""
    forms_in(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sent").mkdir()
    return tmp_path


def plainly(shown: Sheet) -> str:
    """What a terminal shows, on one line."""
    return " ".join(shown.text.split())


def a_class(here: Path, n: int, gain: float = 0, doubt: float = 0) -> Path:
    """What so many students hand in before and after, half of them beginning with the one form."""
    texts, chance = [Text(name) for name in FORMS[:2]], random.Random(7)
    for student in range(n):
        first, second = texts if student % 2 else texts[::-1]
        before = answered(first, 1.0, chance, guess=8)
        after = answered(second, 1.0 + gain, chance, doubt, "after")
        for text, answer in ((first, before), (second, after)):
            name = f"hand-in-{text.article.id}-code{student}.json"
            (here / "sent" / name).write_bytes(handed_in(text, f"code{student}", answer))
    return here / "sent"


def test_who_gains_is_sharper_and_not_more_suspicious(here: Path) -> None:
    """The interval of sharpness leaves zero out, that of suspicion does not; in words, too."""
    found = learning(a_class(here, 60, gain=1.2))
    change = found.changes[ALL]
    assert "fewer than 20" not in found.text
    assert found.paired == 60 and found.students == {"before": 60, "after": 60, "later": 0}
    assert change.sharpness.low > 0 and change.suspicion.low < 0 < change.suspicion.high
    assert 0.8 < change.sharpness.value < 1.6 and found.gain and found.gain > 0.2
    assert "the class tells sound passages from weak ones better; no difference in suspicion" in plainly(found)
    assert list(found.changes) == [ALL, *SKILLS] and change.before.weak == change.before.sound == 360


def test_who_only_doubts_more_is_more_suspicious_and_not_sharper(here: Path) -> None:
    change = learning(a_class(here, 60, doubt=0.8)).changes[ALL]
    assert change.suspicion.low > 0.4 and change.sharpness.low < 0 < change.sharpness.high
    assert change.after.hits > change.before.hits and change.after.alarms > change.before.alarms


def test_what_a_class_is_told_is_what_is_counted(here: Path) -> None:
    """By hand: one who is right throughout, one who doubts all of it; twice the same comes out the same."""
    a, b = (Text(name) for name in FORMS[:2])
    sure = random.Random(0)
    for code, sharp, doubt in (("aaaa", 99, 0), ("bbbb", 0, 99)):
        for text, when in ((a, "before"), (b, "after")):
            said = answered(text, sharp, sure, doubt, when, **({"guess": 6} if when == "before" else {}))
            (here / "sent" / f"{code}{when}.json").write_bytes(handed_in(text, code, said))
    found = learning(here / "sent")
    assert found.changes[ALL].before == found.changes[ALL].after == Discernment(12, 12, 6, 12)
    assert found.changes["loaded"].before == Discernment(4, 4, 2, 4)
    assert found.changes[ALL].sharpness == Interval(0, 0, 0) and found.gain == 0
    assert "on average 6.0 of 12, and 9.0 came; a guess was 3.0 passages off (2 guessed)" in plainly(found)
    assert found.text == learning(here / "sent").text
    assert found.plane == dict.fromkeys(("before the lessons", "after the lessons"), Discernment(12, 12, 6, 12))
    assert "aaaa" not in found.html and "bbbb" not in found.html, "nobody is named"


def test_nothing_that_was_sent_stops_it(here: Path) -> None:
    """Torn, forged, unfinished, of another version, of another text, twice: each that cannot be used is named."""
    text = Text("check_a")
    whole = answered(text, 1.0, random.Random(1))
    good = handed_in(text, "aaaa", whole)
    half = {name: said for name, said in list(whole.items())[:6]}
    for name, data in {
        "1.json": good, "again.json": good, "torn.json": good[:90], "empty.json": b"", "list.json": b"[]",
        "half.json": handed_in(text, "bbbb", half), "no-time.json": handed_in(text, "cccc", {**whole, "when": "now"}),
        "old.json": good.replace(text.article.sha256.encode(), b"0" * 64),
        "other.json": good.replace(b"check_a", b"flood"),
        "form.json": handed_in(Text("check_b"), "aaaa", answered(Text("check_b"), 1.0, random.Random(2))),
        "page.html": b"<p>", "a.zip": b"PK\x03\x04torn", "<b>.json": b"\xff",
    }.items():  # fmt: skip
        (here / "sent" / name).write_bytes(data)
    found = learning(here / "sent")
    named = {said.split("”")[0].lstrip("“").removeprefix("sent/") for said in found.left}
    assert named == {"torn.json", "empty.json", "list.json", "half.json", "no-time.json", "old.json", "form.json",
                     "<b>.json", "a.zip"}
    assert found.students["before"] == 1 and found.paired == 0 and not found.changes and found.gain is None
    assert "nothing to compare" in plainly(found) and "&lt;b&gt;.json" in found.html
    [second] = [said for said in found.left if "form.json" in said]
    assert "(code aaaa): a second form from before the lessons, check_b" in second and "“sent/1.json”, counts" in second
    assert not read_forms(here / "seeds")[0]


def test_who_meets_a_form_twice_is_told_and_not_paired(here: Path) -> None:
    """What is remembered is not learned; the earlier one counts, whichever file comes first."""
    text = Text("check_b")
    for name, when in (("1", "after"), ("2", "before")):
        answer = answered(text, 1, random.Random(1), when=when)
        (here / "sent" / f"{name}.json").write_bytes(handed_in(text, "aaaa", answer))
    found = learning(here / "sent")
    assert found.paired == 0 and found.students == {"before": 1, "after": 0, "later": 0}
    [said] = found.left
    assert "1.json” (code aaaa): the form check_b again" in said and 'check_yourself("next")' in said


def test_a_class_is_found_by_its_name(here: Path) -> None:
    new_class("9B")
    assert learning("9B").paired == 0
    with pytest.raises(Mistake, match=r"no such class.*9B"):
        learning("10C")


def test_a_teacher_meets_it_with_a_command_and_in_a_notebook(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The page has the table and the picture; no mark is made of it, and a class that is not there is a sentence."""
    of = new_class("9B")
    shutil.copytree(a_class(here, 6), of.folder / "handins", dirs_exist_ok=True)
    (here / "notebooks").mkdir()
    shutil.copy(NOTEBOOKS / "check_yourself.ipynb", here / "notebooks")
    assert main(["marks", "9B", "check"]) == 0
    assert "never marked" in capsys.readouterr().out
    page = (here / "classes" / "9B" / "pages" / "short-test.html").read_text(encoding="utf-8")
    assert "From before the lessons to after them" in page and "byline-plane" in page and "code1" not in page
    assert "<h1>9B: the short test</h1>" in page and " style=" not in page
    assert page.index("What this does not show") > page.index("<summary>How many students it takes")
    assert "Everybody who has a form of a time: 6 before the lessons, 6 after the lessons." in page
    assert re.search(r"Of 72 passages, \d+ were not judged as in the key before the lessons", page)
    assert "byline-plane" in class_learning("9B").html
    assert "no such class" in str(class_learning("10C"))


def test_a_student_of_a_class_is_one_whatever_her_slips_and_on_paper_too(here: Path) -> None:
    """A new slip after the first form, and the second one typed from paper, are a pair."""
    of = new_class("9B", [("Ana Ruiz", {})])
    text, other = Text("check_a"), Text("check_b")
    before = handed_in(text, of.students[0].codes[0], answered(text, 1.0, random.Random(1)))
    new_slip(of, "Ana Ruiz")
    (of.folder / "handins").mkdir(exist_ok=True)
    (of.folder / "handins" / "1.json").write_bytes(before)
    after = answered(other, 1.0, random.Random(2), when="after")
    later = handed_in(other, of.students[0].codes[-1], after)
    (of.folder / "handins" / "2.json").write_bytes(later)
    assert len({*of.students[0].codes}) == 2 and learning("9B").paired == 1
    (of.folder / "handins" / "2.json").unlink()
    head, row, *_ = paper_table(of, "check", "check_b")
    row[2] = cell_of(other.exercise("check"), after)
    list(take_table(of, "check_b", [head, row], "check"))
    assert learning("9B").paired == 1


def test_nobody_is_told_that_the_lessons_work(here: Path) -> None:
    """It says what it takes to see an effect, and that none is shown yet."""
    said = plainly(learning(a_class(here, 4)))
    assert "With fewer than 20 the intervals come out too narrow" in said
    assert "Nobody has shown yet that these lessons work" in said
    assert "How often so many students would show such a gain" in said


def test_a_gain_counts_against_what_was_left_to_gain(here: Path) -> None:
    forms, _ = read_forms(a_class(here, 30, gain=1.5))
    pairs = paired(forms, "before", "after")
    before, after = (sum(pair[n].right for pair in pairs) / 360 for n in (0, 1))
    assert normalised_gain(pairs) == pytest.approx((after - before) / (1 - before))
    assert normalised_gain([]) is None


# --- how many students it takes -------------------------------------------------------------------------


def seen(students: int, effect: float, each: int, doubt: float = 0) -> float:
    """In which share of 40 classes a gain in sharpness is seen."""
    chance = random.Random(3)
    found = [change_of(simulated_class(students, effect, each, chance, doubt), 120) for _ in range(40)]
    return sum(one.sharpness.low > 0 for one in found) / 40


def test_the_power_table_is_what_is_simulated() -> None:
    """More students, a larger effect, more passages: each shows more; without an effect hardly anything is seen."""
    assert set(SEEN) == {(each, effect) for each in (OVER_ALL, IN_ONE) for effect in EFFECTS}
    for row in SEEN.values():
        assert len(row) == len(SIZES) and all(few < more + 4 for few, more in pairwise(row))  # but for chance
    for cell in ((50, 0.6, OVER_ALL), (25, 0.4, OVER_ALL)):
        printed = SEEN[cell[2], cell[1]][SIZES.index(cell[0])] / 100
        assert abs(seen(*cell) - printed) < 0.2
    assert seen(50, 0, OVER_ALL) < 0.15 and seen(50, 0, OVER_ALL, doubt=0.8) < 0.15
    assert len(power_table().rows) == len(SEEN)


# --- the plane -------------------------------------------------------------------------------------------


def test_the_plane_says_where_somebody_stands_and_how_sure_that_is() -> None:
    """Six fields; who doubts all is up, who trusts all is down, who guesses is left; more passages, less frame."""
    doubt, trust, right = Discernment(6, 6, 6, 6), Discernment(0, 6, 0, 6), Discernment(6, 6, 0, 6)
    assert [field_of(one) for one in (doubt, Discernment(3, 6, 3, 6), trust)] == [(COLUMNS[0], row) for row in ROWS]
    assert field_of(right) == (COLUMNS[1], ROWS[1])
    assert Discernment(50, 60, 10, 60).errors[0] < Discernment(5, 6, 1, 6).errors[0] / 2
    shown = chart_plane({"before the lessons": doubt, "after <the> lessons": right})
    body = shown.html[shown.html.index("</style>") :]
    assert body.count("byline-spot") == 2 == body.count("<rect") and "byline-might2" in body
    assert " style=" not in body, "a class page forbids inline styles"
    assert "Before the lessons, you judged 6 of 12 passages as the key does (by chance alone it could" in plainly(shown)
    assert "&lt;the&gt;" in body and [row[1] for row in shown.table.rows] == ["6 of 6", "6 of 6"]
    assert "nobody can say that you changed" in plainly(shown)
    assert "table of the class" in plainly(chart_plane({"then": Discernment(50, 60, 10, 60)}))
    assert "nothing to draw" in plainly(chart_plane({}))
    with pytest.raises(ValueError, match="my_forms"):
        chart_plane("check_a")  # type: ignore[arg-type]


def test_a_place_beyond_the_plane_stands_at_its_edge() -> None:
    assert 'cx="100.0%"' in chart_plane({"then": Discernment(10_000, 10_000, 0, 10_000)}).html


def test_two_numbers_in_one_place_stand_side_by_side() -> None:
    """Neither covers the other; a measure that is nought has no sign."""
    same = Discernment(5, 6, 1, 6)
    shown = chart_plane({"before": same, "after": same})
    assert len(set(re.findall(r'cx="([\d.]+)%"', shown.html))) == 2
    assert "-0.0" not in shown.text and "+0.0" not in shown.text
