"""The class view in a real browser: a click shows one student, names come on demand, and nothing in it ever runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser import a_page, violations
from byline.classroom import classes
from byline.classroom.classes import new_class
from byline.classroom.report import Report
from byline.classroom.view import class_page, in_order
from malformed import HOSTILE
from small_class import option, right, take, tried

pytestmark = pytest.mark.browser
ONE = "section.byline-one"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Twelve students, of two texts; the first ones are called, and wrote, what would run where anything ran it."""
    place = tmp_path_factory.mktemp("school")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(classes, "classes_folder", lambda: place / "classes")
        of = new_class("9B", [(f"{hostile} Example", {}) for hostile in HOSTILE] + [("Ana Example", {})] * 3)
        for n, student in enumerate(of.students[:10]):
            text = "flood" if n % 3 == 2 else "mariupol"
            take(of, student, text, e02_i=tried(" ".join(HOSTILE)),
                 e02_e=tried(option("02-e", "bac"[n % 3], text), option("02-e", "a", text), sure="high",
                             reason=HOSTILE[n % 9], key_at=1 if n % 2 else 99),
                 e02_m=tried(dict.fromkeys(right("02-m", text), "weak")), e02_d=tried(right("02-d", text)[n % 3 :]),
                 e02_j={**tried(option("02-j", "a", text)), "earlier": [HOSTILE[n % 9]]})  # fmt: skip
        made = Report(of, "02")
        one = made.challenges()[0]
        made.accept(one.id)
        return Report(of, "02")


@pytest.fixture(scope="module")
def address(report: Report, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "02.html"
    path.write_text(class_page(report), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def page(address: str) -> Iterator[Any]:
    with a_page(viewport={"width": 1366, "height": 768}) as opened:
        opened.goto(address)
        yield opened


def shown(page: Any) -> list[str]:
    """The headings of the students whose marks are shown."""
    found = page.locator(f"{ONE} > h2")
    return [found.nth(n).inner_text() for n in range(found.count()) if found.nth(n).is_visible()]


def test_nothing_that_a_student_wrote_runs_or_asks_for_anything(report: Report, address: str) -> None:
    """Not even with every part shown; `a_page` fails on a request that leaves this machine."""
    with a_page() as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        for box in ("names", "all"):
            page.locator(f".byline-{box}").check()
        page.wait_for_timeout(200)
        assert page.evaluate("window.ran") is None
        assert asked == [address] and page.locator("script, img, iframe").count() == 0
        assert "<script>window.ran = 1</script> Example" in page.locator(".byline-grid").inner_text()


def test_a_click_on_a_number_shows_that_student_and_nobody_else(report: Report, page: Any) -> None:
    assert shown(page) == []
    rows = in_order(report)
    done = [n for n, row in enumerate(rows, 1) if row.done]
    assert page.locator(".byline-grid a").count() == len(done) == 10
    for n in done[:2]:
        page.locator(".byline-grid a", has_text=str(n)).first.click()
        number = int(page.evaluate("location.hash").removeprefix("#s"))
        assert shown(page) == [f"Student {number}"]
        assert page.locator(f"#s{number} .byline-card").count() == len(rows[number - 1].done)
        page.locator(f"#s{number}").get_by_role("link", name="Back to the class").click()
        assert shown(page) == [] and page.evaluate("scrollY") == 0


def test_by_keys_alone(page: Any) -> None:
    """Tab to the boxes, to the grid and to a number; Enter, then on to the way back."""
    focus = "document.activeElement.className || document.activeElement.textContent"
    seen = []
    for _ in range(4):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(focus))
    assert seen[:3] == ["byline-names", "byline-all", "byline-grid"]
    page.keyboard.press("Enter")
    [heading] = shown(page)
    page.keyboard.press("Tab")
    assert page.evaluate(focus) == "Back to the class"
    page.keyboard.press("Enter")
    assert shown(page) == [] and heading.startswith("Student ")


def test_names_are_hidden_until_the_box_is_ticked(report: Report, page: Any) -> None:
    """For whoever looks, and for whoever listens."""
    assert "Example" not in page.locator("body").inner_text()
    assert "Example" not in page.locator(".byline-grid").aria_snapshot()
    page.locator(".byline-names").check()
    assert page.locator(".byline-grid").inner_text().count("Example") == len(report.rows)
    page.locator(".byline-all").check()
    assert len(shown(page)) == 10 and all("Example" in heading for heading in shown(page))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(address: str, scheme: str) -> None:
    """As it opens, and with names, all marks and all that is folded."""
    with a_page(color_scheme=scheme) as page:
        page.goto(address)
        assert violations(page) == []
        for box in ("names", "all"):
            page.locator(f".byline-{box}").check()
        page.locator("details").evaluate_all("several => several.forEach(one => one.open = true)")
        assert violations(page) == []


def test_on_a_phone_only_the_grid_scrolls(address: str) -> None:
    with a_page(viewport={"width": 390, "height": 800}) as page:
        page.goto(address)
        page.locator(".byline-all").check()
        page.locator("details").evaluate_all("several => several.forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        grid = page.locator(".byline-grid")
        assert grid.evaluate("node => node.scrollWidth > node.clientWidth")
        grid.evaluate("node => { node.scrollLeft = 200; }")
        assert page.locator(".byline-grid th[scope=row]").first.bounding_box()["x"] >= 0


def test_on_paper_what_is_folded_is_open_and_each_student_has_a_page(page: Any) -> None:
    page.locator(".byline-all").check()
    page.emulate_media(media="print")
    assert not page.locator(".byline-choice").first.is_visible()
    assert not page.locator(".byline-back").first.is_visible()
    assert page.locator("details table").first.bounding_box()["height"] > 30
    breaks = page.locator(ONE).evaluate_all("several => several.map(one => getComputedStyle(one).breakBefore)")
    assert {*breaks} == {"page"}


def test_the_grid_of_a_class_fits_on_a_laptop(report: Report, page: Any) -> None:
    """A row is no higher than a line and its rule, so that thirty of them need no more than one screen."""
    rows = page.locator(".byline-grid tbody tr")
    assert rows.count() == len(report.rows) + 1
    assert rows.first.bounding_box()["height"] < 30
    assert Path(report.of.folder, "decisions.json").exists()
    assert "Accepted in" in page.locator("main").inner_text()
