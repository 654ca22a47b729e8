"""Lessons as pages in a real Chromium: they can be read by anybody, at any width, without a script, and on paper."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from browser import a_page, violations
from byline.site.pages import page_css, write_pages
from byline.site.shell import Site

pytestmark = pytest.mark.browser

PROJECT = Path(__file__).parents[1]
SITE = Site("b", ("mariupol",), ("00_start_here", "04_loaded_language", "05_figures"))
#: Draws each exercise in its place, with nobody behind it.
DRAW = """import exercise from "./exercise.js";
const { exercises } = JSON.parse(document.getElementById("byline-data").textContent);
for (const place of document.querySelectorAll(".byline-mount")) {
  const { spec, state } = exercises[place.dataset.exercise];
  const heard = [];
  const send = (asked) => queueMicrotask(() => heard.forEach((act) => act({ tell: "state", exercise: spec.id,
    state: { ...state, said: "" }, desk: "d", codes: [], shown: "", asks: false, unwritten: 0, why: "",
    writer: asked.writer, heard: asked.n, owed: [] })));
  place.replaceChildren();
  exercise.render({ model: { get: () => spec, on: (_, act) => heard.push(act), off() {}, send }, el: place });
}
document.documentElement.dataset.drawn = "yes";
"""
WIDER = "document.documentElement.scrollWidth > innerWidth"
OPEN = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
#: What can be pressed and is smaller than a fingertip: links in running words are as large as the words.
SMALL = """[...document.querySelectorAll("button, summary, input, select, textarea, nav a")].filter((one) => {
  const { width, height } = one.getBoundingClientRect();
  return one.checkVisibility() && (width < 24 || height < 24);
}).map((one) => one.outerHTML.slice(0, 100))"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site of three lessons, served below a path of its own."""
    out = tmp_path_factory.mktemp("site")
    list(write_pages(PROJECT, out / "below", SITE))
    assets = out / "below" / SITE.assets
    (assets / "page.css").write_text(page_css(), encoding="utf-8")
    (assets / "page.js").write_text(DRAW, encoding="utf-8")
    shutil.copy(PROJECT / "lib" / "byline" / "lesson" / "exercise.js", assets)
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(quiet, directory=out)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/below/"
        server.shutdown()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_can_be_used_by_anybody(address: str, scheme: str) -> None:
    """axe finds nothing with all boxes and folds open, nothing breaks the page's policy, and nothing is too small."""
    with a_page(color_scheme=scheme, viewport={"width": 1366, "height": 768}) as page:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        for name in ("index", *SITE.lessons):
            page.goto(f"{address}{name}.html")
            page.wait_for_selector("html[data-drawn]")
            page.evaluate(OPEN)
            assert violations(page) == []
            assert page.evaluate(SMALL) == []
        assert said == []


def test_nothing_is_wider_than_a_narrow_window(address: str) -> None:
    """320 px, as with 400 % zoom: no lesson has to be scrolled sideways, whatever is open."""
    with a_page(viewport={"width": 320, "height": 640}, has_touch=True) as page:
        for name in ("index", *SITE.lessons):
            page.goto(f"{address}{name}.html")
            page.wait_for_selector("html[data-drawn]")
            page.evaluate(OPEN)
            assert not page.evaluate(WIDER), name


def test_without_a_script_a_lesson_can_be_read(address: str) -> None:
    """The words, the first box and the questions are there, a box opens at its button, and it is said what is not."""
    with a_page(java_script_enabled=False) as page:
        page.goto(f"{address}00_start_here.html")
        assert page.locator("noscript .byline-notice").is_visible()
        assert page.get_by_text("P10 tells us that some troops refuse").is_visible()
        first, marked = page.locator("[data-box='1']"), page.locator("[data-box='7'] .byline-output")
        assert "These shocking images" in first.inner_text()
        assert not marked.is_visible()
        page.locator("[data-box='7'] summary.byline-run").click()
        assert "Major Serhiy Volyna" in marked.inner_text()


def test_the_keyboard_goes_past_the_head_of_a_page(address: str) -> None:
    """The first Tab shows the way to the lesson, and the picture of a later box is loaded when it is opened."""
    with a_page(viewport={"width": 390, "height": 844}) as page:
        page.goto(f"{address}05_figures.html")
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to the lesson")
        assert skip.bounding_box()["y"] >= 0
        picture = page.locator(".byline-chart img")
        page.locator(".byline-box", has=picture).locator("summary.byline-run").click()
        picture.scroll_into_view_if_needed()
        page.wait_for_function("(img) => img.naturalWidth > 0", arg=picture.element_handle())


def test_on_paper_the_boxes_are_open(address: str) -> None:
    """What waits behind a button is printed; buttons and ways to other pages are not."""
    with a_page() as page:
        page.goto(f"{address}00_start_here.html")
        page.wait_for_selector("html[data-drawn]")
        page.emulate_media(media="print")
        assert page.locator("[data-box='7'] .byline-output .byline-t").is_visible()
        assert page.locator("nav, .byline-run, .byline-lesson button").filter(visible=True).count() == 0
