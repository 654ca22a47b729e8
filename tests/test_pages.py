"""Lessons as pages: which words of a box a student may change, what it shows, and the page made from a notebook."""

from __future__ import annotations

import ast
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.exercises import Unclear
from byline.handout.courses import pairs_in
from byline.handout.packing import pack_lesson
from byline.handout.students_copy import keep_about
from byline.kinds import open_exercises
from byline.lesson import close_articles, current_desk, house, study_article
from byline.lesson.boxes import Boxes, code_cells, fields_of, run_cell, sort_cell, with_values
from byline.making import why_left_out
from byline.site.drawing import typed_box
from byline.site.pages import lesson_page, opened_course, page_css, write_pages
from byline.site.prose import drawn_prose
from byline.site.shell import POLICY, Site, complete_page, icon, lost_page, manifest
from newsmarks.text import ArticleError

PROJECT = Path(__file__).parents[1]
NOTEBOOKS = PROJECT / "notebooks"
LESSONS = tuple(sorted(path.stem for path in NOTEBOOKS.glob("*_*.ipynb")))
TEXTS = ("mariupol", "flood")
SITE = Site("b", TEXTS, LESSONS, group="Class <9B>", pairs=pairs_in(PROJECT / "seeds", LESSONS, TEXTS))
#: Lesson -> (the kind of a field, how its value begins), for each field of its boxes.
FIELDS = {
    "00": [("lines", "The bridge is unsafe"), ("line", "hedge")],
    "01": [("lines", "The old crane")],
    "02": [("line", "The fishing crews")],
    "03": [("line", "The pool’s manager")],
    "04": [("strengths", [["tough", 0], ["symbolic", 1]])],
    "05": [("line", "hundreds"), ("lines", "A spokeswoman said"), ("line", "12")],
    "06": [("line", "Rain on the new bridge")],
    "07": [("lines", "A shocking crash"), ("lines", "A crash on Mill Road")],
    "le": [("line", "hedge")],
}
RULES = 'my_rules = change_rules(loaded={"tough": 0, "symbolic": 1})'
TYPED = 'mine = open_text("""The old crane."""); show(read(mine))'


@pytest.fixture(autouse=True)
def nothing_is_open() -> Iterator[None]:
    close_articles()
    yield
    close_articles()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All pages, built once."""
    out = tmp_path_factory.mktemp("site")
    assert len(list(write_pages(PROJECT, out, SITE))) >= len(TEXTS) + len(SITE.pages) + 3
    return out


@pytest.fixture(params=[SITE.folder(text) + name for text, name in (*((text, "index") for text in TEXTS), *SITE.pages)])
def page(request: pytest.FixtureRequest, site: Path) -> Page:
    """Each page, taken apart."""
    return Page(site / f"{request.param}.html")


class Page(HTMLParser):
    """A page as its tags (name, attributes) and the words between them."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path, self.source = path, path.read_text(encoding="utf-8")
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(self.source)
        data = re.search(r'id="byline-data">(.*?)</script>', self.source, re.DOTALL)
        self.exercises: dict[str, Any] = json.loads(data[1])["exercises"] if data else {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] != "script":
            self.words += data

    def all(self, name: str) -> list[str]:
        """The values of an attribute."""
        return [str(attrs[name]) for _, attrs in self.tags if name in attrs]


def sources(lesson: str) -> dict[int, str]:
    return code_cells(next(NOTEBOOKS.glob(f"{lesson}*.ipynb")))


# The fields of a box


@pytest.mark.parametrize("lesson", FIELDS)
def test_the_fields_of_a_lesson_are_the_words_that_a_student_changes(lesson: str) -> None:
    found = [field for source in sources(lesson).values() for field in fields_of(source)]
    for field, (kind, begins) in zip(found, FIELDS[lesson], strict=True):
        assert field.kind == kind
        assert field.value[: len(begins)] == begins
        assert field.label


@given(st.text(min_size=1).filter(str.strip))
def test_what_is_typed_stays_words(typed: str) -> None:
    """Whatever is put into a field, the cell is the same but for one constant, which is what was typed."""
    tree = with_values(TYPED, [typed])
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert [node.value for node in constants] == [typed]
    constants[0].value = "The old crane."
    assert ast.dump(tree) == ast.dump(ast.parse(TYPED))


def test_quotation_marks_run_nothing() -> None:
    """Words that would end the string in a cell are words of the text that is read."""
    evil = '"""); open_text = None; print("ran"); x = ("""'
    said = run_cell(TYPED, [evil], names := begun())
    assert names["mine"].text == evil
    assert "open_text = None" in said
    assert "byline-said" not in said  # nothing was printed


def begun() -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec("from byline import change_rules, open_text, passport, read, show, words", names)
    return names


def test_rules_are_words_with_a_strength() -> None:
    """Rows left empty do not count; a strength that is none is refused with a sentence."""
    names = begun()
    run_cell(RULES, [[["tough", 0], ["", 2], [" patient ", 1]]], names)
    assert ast.unparse(with_values(RULES, [[["a", 3], ["", 0]]])) == "my_rules = change_rules(loaded={'a': 3})"
    for wrong in ([["a", 4]], [["a", True]], [["a"]], [[1, 1]], "a", None):
        with pytest.raises(Unclear, match=r"strength|words"):
            with_values(RULES, [wrong])


@pytest.mark.parametrize("values", [[], ["a", "b"], [7], ["x" * 200_001]], ids=["none", "two", "no text", "long"])
def test_values_that_do_not_fit_are_told(values: list[Any]) -> None:
    with pytest.raises(Unclear):
        with_values(TYPED, values)
    assert 'role="status"' in run_cell(TYPED, values, begun())


@pytest.mark.parametrize(
    ("source", "value", "said"),
    [
        (TYPED, "  ", "is empty"),
        ('words("hedge")', "<b>", "“&lt;b&gt;” is not in the glossary"),
        ('words("hedge")', "", "The words of the lessons"),
        ('passport(read(open_text("12 trees fell.")), "12")', "13", None),
        (RULES, [["zzz", 0]], "No rule knows “zzz”"),
    ],
)
def test_a_mistake_is_told_in_its_sentence(source: str, value: Any, said: str | None) -> None:
    """What the library says of it, and no traceback; an empty word asks for all of them."""
    values = [value] if said else ["12 trees fell.", value]
    shown = run_cell(source, values, begun())
    assert (said or "There is no one figure “13” here") in shown
    assert "Traceback" not in shown
    assert "<b>&" not in shown


def test_what_a_box_prints_is_shown_as_text() -> None:
    assert run_cell('print("<i>")\n"a" + "&"', None, {}) == (
        '<pre class="byline-said">&lt;i&gt;\n</pre><pre class="byline-said">a&amp;</pre>')  # fmt: skip


@pytest.mark.parametrize(
    ("source", "kind"),
    [('exercise("00-f")', "exercise"), ("export_answers()", "hand in"), ('recap("00")', "asked"),
     ("article = study_article()\nlessons()", "asked"), ('words("hedge")', "typed"), ("ribbon(reading)", "drawn"),
     ("x = 1", "drawn"), ("from byline import open_feedback\n\nopen_feedback()", "feedback")],
)  # fmt: skip
def test_a_cell_has_its_sort(source: str, kind: str) -> None:
    assert sort_cell(source) == kind


@pytest.mark.parametrize("lesson", LESSONS)
def test_each_box_stands_on_the_first_alone(lesson: str) -> None:
    """Run by itself, a box shows what it shows after all boxes before it."""
    with opened_course(PROJECT):
        study_article("flood")
        cells = {n: s for n, s in sources(lesson).items()
                 if sort_cell(s) in ("drawn", "typed") and "chart_published" not in s}  # fmt: skip
        every: dict[str, Any] = {}
        in_order = [run_cell(source, None, every) for source in cells.values()]
        assert [Boxes(cells | {0: ""}).run(n) if n == min(cells) else Boxes(cells).run(n) for n in cells] == in_order
        assert "no box 99" in Boxes(cells).run(99)


# The pages


def test_nothing_is_left_of_what_holds_in_a_notebook_alone(page: Page) -> None:
    """No key to press, no grey box, no quotation marks to keep, no comment, no link to a notebook but the one."""
    assert not re.search(r"Shift \+|▶|[Gg]rey box|quotation marks\b.*keep|study_article|opens in a tab", page.words)
    assert "<!--" not in page.source
    links = [link for link in page.all("href") if ".ipynb" in link]
    assert len(links) == 1
    assert links[0].endswith(f"notebook/notebooks/index.html?path={page.path.stem.replace('index', 'lessons')}.ipynb")


def test_every_link_leads_to_something(page: Page, site: Path) -> None:
    """Relative, whatever the base path: to a page, a picture or a place on the page."""
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    for link in page.all("href") + page.all("src"):
        if link.startswith("#"):
            assert link[1:] in ids
        elif "notebook/" not in link and not link.endswith(("page.css", "page.js")):
            assert (page.path.parent / link).is_file(), link
    for name in ("page.css", "page.js"):
        assert any(link.endswith(f"assets-b/{name}") for link in page.all("href") + page.all("src"))


def test_a_page_runs_one_script_and_has_one_style(page: Page) -> None:
    """No markup brings a script, a style element or a handler of its own."""
    scripts = [attrs for tag, attrs in page.tags if tag == "script"]
    assert [script.get("type") for script in scripts] == ["module", "application/json"]
    assert not [tag for tag, _ in page.tags if tag in ("style", "iframe", "object", "base")]
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert not [look for look in page.all("style") if look.startswith("color")], "the style sheet is there"
    assert POLICY in page.all("content")
    assert "unsafe-inline" not in POLICY.split("style-src")[0]


def test_a_page_has_its_exercises_blank(page: Page) -> None:
    """Each that the text has has its place, in order, with its question for those who run no script, and no answer."""
    notebook = NOTEBOOKS / f"{page.path.stem.replace('index', 'lessons')}.ipynb"
    asked = [m[1] for source in code_cells(notebook).values() if (m := re.match(r'exercise\("(.+)"\)', source))]
    html = page.tags[0][1]
    there = open_exercises(PROJECT / "seeds" / str(html["data-text"]))
    there_or_due = [name for name in asked if name in there or not why_left_out(name)]
    assert page.all("data-exercise") == there_or_due == list(page.exercises)
    for name, one in page.exercises.items():
        assert one["spec"]["id"] == name
        assert one["spec"]["prompt"] in page.words
        assert (one["state"]["committed"], one["state"]["feedback"], one["state"]["receipt"]) == (False, None, "")
    assert html["data-lesson"] == notebook.stem
    folder = page.path.parent.name if page.path.parent.name in {text for text, _ in SITE.pages} else ""
    assert html["data-text"] == (folder or "mariupol")
    assert html["data-root"] == ("../" if folder else "")


def test_only_the_first_box_is_open(site: Path) -> None:
    """What comes later waits behind its button, or in a template; what is answered by Python is not there yet."""
    page = Page(site / "00_start_here.html").source
    boxes = re.findall(r'<section class="byline-box" data-box="(\d+)" data-kind="(\w+)">(<\w+)', page)
    assert boxes == [("1", "drawn", "<div"), ("7", "drawn", "<details"), ("15", "typed", "<form"),
                     ("17", "typed", "<form"), ("23", "drawn", "<details"), ("25", "asked", "<p")]  # fmt: skip
    assert "These shocking images" in page
    assert 'data-ask="now"' in Page(site / "index.html").source


def test_a_page_is_about_its_own_text(site: Path) -> None:
    """What is about the other is left out, and the way to the other is at the top."""
    first, other = Page(site / "00_start_here.html"), Page(site / "flood" / "00_start_here.html")
    assert "a port city in Ukraine" in first.words
    assert "a port city in Ukraine" not in other.words
    assert "You read: A report on a flood along the Ambrel River" in other.words
    assert "flood/00_start_here.html" in first.all("href")
    assert "../00_start_here.html" in other.all("href")
    assert "Class <9B>" in first.words
    assert "feedback comes" not in first.words


def test_a_picture_is_a_file_that_is_loaded_when_it_comes_near(site: Path) -> None:
    (picture,) = (attrs for tag, attrs in Page(site / "05_figures.html").tags if tag == "img")
    assert picture["loading"] == "lazy"
    assert int(str(picture["width"])) > int(str(picture["height"])) > 200
    assert (site / str(picture["src"])).read_bytes().startswith(b"\x89PNG")
    assert "data:image" not in (site / "05_figures.html").read_text(encoding="utf-8")


def test_building_leaves_nothing_behind() -> None:
    """The course has no answers, no text is open, and links in a notebook lead to notebooks again."""
    before = sorted((PROJECT / "notebooks").rglob("*"))
    with opened_course(PROJECT) as notebooks:
        lesson_page(notebooks / "00_start_here.ipynb", "flood", SITE)
        assert house.current_house() == replace(house.PAGES, text="flood", root="../")
    assert house.current_house() is house.NOTEBOOKS
    assert sorted((PROJECT / "notebooks").rglob("*")) == before
    with pytest.raises(ArticleError, match="No text is open"):
        current_desk()


def test_data_cannot_end_its_script() -> None:
    """Words in the data of a page stay data, and are read as they were."""
    html = complete_page(SITE, "flood", "00", "<t>", "", "", json.dumps({"exercises": "</script><!--"}))
    assert html.count("</script>") == 2
    assert "<!--" not in html
    assert json.loads(html.split('id="byline-data">')[1].split("</script>")[0]) == {"exercises": "</script><!--"}
    assert "<title>&lt;t&gt; – Byline</title>" in html


def test_words_from_a_text_are_no_markup(tmp_path: Path) -> None:
    """A title or an article that is markup is shown as it is written."""
    evil = "</script></title><script>ran=1</script><img src=x onerror=ran=1>"
    for name in ("notebooks", "seeds"):
        shutil.copytree(PROJECT / name, tmp_path / name, ignore=shutil.ignore_patterns("answers"))
    about = tmp_path / "seeds" / "flood" / "about.toml"
    about.write_text(re.sub(r"^title = .*$", f'title = "{evil}"', about.read_text("utf-8"), flags=re.M), "utf-8")
    with opened_course(tmp_path) as notebooks:
        html = lesson_page(notebooks / "00_start_here.ipynb", "mariupol", SITE)
        assert "<img" not in html
        assert html.count("<script") == 2
        assert "&lt;img src=x" in html


def test_a_field_holds_markup_as_words() -> None:
    """In a line and in a text, a page gives back the characters that a cell has."""
    evil = '"><script>&amp;</textarea>'
    for source in (f"words({evil!r})", f"read(open_text({evil!r}))", f"change_rules(loaded={{{evil!r}: 1}})"):
        html = typed_box(3, source, "")
        assert "&quot;&gt;&lt;script&gt;&amp;amp;&lt;/textarea&gt;" in html
        assert "<script>" not in html


def test_a_sealed_copy_becomes_pages_without_answers(tmp_path: Path) -> None:
    """Its lesson and its map, without the words for JupyterLab and those for feedback at once, and with no key."""
    with zipfile.ZipFile(pack_lesson("02", tmp_path, text="mariupol")) as pack:
        pack.extractall(tmp_path)
    (copy,) = (path for path in tmp_path.iterdir() if path.is_dir())
    site = Site("b", ("mariupol",), ("02_who_says_so",), notebook=False)
    list(write_pages(copy, tmp_path / "out", site))
    lesson, front = (Page(tmp_path / "out" / f"{name}.html") for name in ("02_who_says_so", "index"))
    assert len(lesson.exercises) == 11
    assert all(one["state"]["sealed"] for one in lesson.exercises.values())
    assert not re.search(r"Shift \+|folder “notebooks”|Why\?|Show the key", lesson.words + front.words)
    assert {"byline-handin", "byline-feedback"} <= set(lesson.all("id"))
    assert not [link for link in lesson.all("href") + front.all("href") if "notebook/" in link or "01_" in link]


def test_the_map_links_to_pages(site: Path) -> None:
    words = [link for link in Page(site / "flood" / "index.html").all("href") if "_" in link]
    *lessons, check = words
    assert lessons == [SITE.address("flood", name) for name in LESSONS if not name.startswith("check")]
    assert re.fullmatch(r"\.\./check_[abc]/check_yourself\.html", check)  # which form comes, the code decides


# Prose, and the small files


def test_a_link_to_a_lesson_that_is_not_there_goes() -> None:
    """The words stay, and what only leads on goes whole."""
    prose = "See [the map](lessons.ipynb) and [another](07_x.ipynb).\n\n[Next: More](07_x.ipynb)\n"
    assert drawn_prose(prose, {"lessons": "index.html"}) == '<p>See <a href="index.html">the map</a> and another.</p>\n'


def test_a_table_without_heads_is_headed_by_its_first_column() -> None:
    html = drawn_prose("| | |\n|---|---|\n| **Time** | 25 |\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", {})
    assert re.findall(r"<th[^>]*>.*?</th>", html) == [
        '<th scope="row"><strong>Time</strong></th>', '<th scope="col">a</th>', '<th scope="col">b</th>']  # fmt: skip


def test_words_that_are_decided_later_keep_their_comments() -> None:
    """A pack keeps what holds in a notebook alone, so that a page can still leave it out."""
    source = "a<!-- notebook -->b<!-- flood -->c<!-- /flood --><!-- /notebook -->d"
    assert keep_about(source, {"flood"}, {"notebook"}) == "a<!-- notebook -->bc<!-- /notebook -->d"
    assert keep_about(source, {"flood"}) == "ad"
    assert keep_about(source, {"notebook"}) == "abd"


def test_the_style_sheet_is_small_and_whole() -> None:
    css = page_css()
    assert "/*" not in css
    assert css.count("{") == css.count("}") > 200
    assert len(css.encode()) < 42_000
    for rule in (".byline-exercise", ".byline-lesson", "light-dark(#1d1c1a,#ebe8e2)"):
        assert rule in css


def test_the_lost_page_loads_nothing_and_leads_to_the_front() -> None:
    html = lost_page(Site("b", ("flood",), (), base="/school/9b"))
    assert re.findall(r'(?:href|src)="([^"]*)"', html) == ["/school/9b/"]


def test_the_site_can_be_installed() -> None:
    found = json.loads(manifest(SITE))
    assert (found["start_url"], found["scope"], found["short_name"]) == ("./index.html", "./", "Byline Class <9B>")
    assert icon().startswith("<svg")


def test_the_room_of_the_site_is_small() -> None:
    lines = sum(len(path.read_text("utf-8").splitlines()) for path in (PROJECT / "lib/byline/site").glob("*.py"))
    assert lines <= 1_500


def test_a_course_that_prints_nothing() -> None:
    """Building says nothing of its own."""
    out = io.StringIO()
    with redirect_stdout(out), opened_course(PROJECT) as notebooks:
        lesson_page(notebooks / "lessons.ipynb", "flood", SITE)
    assert out.getvalue() == ""
