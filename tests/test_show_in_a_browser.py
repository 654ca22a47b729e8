"""What is drawn, in a real Chromium: nothing of an article runs, everything can be reached, read and dismissed."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image, ImageStat

from browser import a_page, violations
from byline import (
    chart_cues,
    chart_loaded,
    chart_published,
    chart_sides,
    chart_square,
    open_published,
    page,
    passport,
    profile,
    ribbon,
    show,
    show_beside,
)
from byline.seeds.folders import open_article
from byline.sheet import Sheet
from newsmarks.model import Attribution, Loaded, Reading, Span, Voice
from newsmarks.reader import read
from newsmarks.text import open_text
from test_show import FLOOD, flood

pytestmark = pytest.mark.browser

HOSTILE = (
    "<script>window.ran = 1; alert(1)</script> <img src=x onerror=\"window.ran = 1\"> said:\n\n"
    "“</style></bdi></span><svg onload=window.ran=1> &lt;b&gt; &amp; &#13; ]]> <!-- '\" onmouseover='window.ran=1'”\n\n"
    "\u202eright to left\u2067 and \u05d0\u05d1 <iframe src=//example.org> <style>*{display:none}</style>\r\n\r\n"
    "<base href=//example.org><meta http-equiv=refresh content=0;url=//example.org> \x1b[2J \x85 end {{x}} ${y}\n"
)
#: The characters of the article as the document holds them, without labels, numbers and explanations.
CHARACTERS = """() => {
  const copy = document.querySelector('.byline-article').cloneNode(true);
  copy.querySelectorAll('.byline-n, .byline-tag, .byline-small, .byline-note').forEach(e => e.remove());
  return copy.textContent;
}"""
#: Every box of a mark, on whichever line, that no character stands in; the labels before the words count as words.
EMPTY = """() => [...document.querySelectorAll('.byline-article span[class]:not(.byline-n, .byline-note *)')]
  .filter(mark => mark.checkVisibility()).flatMap(mark => {
    const walk = document.createTreeWalker(mark, NodeFilter.SHOW_TEXT), words = [];
    while (walk.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(walk.currentNode);
      words.push(...range.getClientRects());
    }
    return [...mark.getClientRects()].filter(box => box.width > .5 && !words.some(word => word.width &&
      word.left < box.right && word.right > box.left && word.top < box.bottom && word.bottom > box.top))
      .map(box => mark.className + ': ' + mark.textContent);
  })"""
#: Every label that stands alone at the end of a line, its words on the next.
PARTED = """() => [...document.querySelectorAll('.byline-article .byline-tag')].filter(tag => {
    const words = document.createRange();
    words.selectNodeContents(tag.parentElement.querySelector(':scope > bdi, :scope > .byline-m bdi'));
    const [label] = tag.getClientRects(), first = [...words.getClientRects()].find(box => box.width);
    return first && first.top > label.bottom;
  }).map(tag => tag.parentElement.textContent)"""
OPEN = "() => [...document.querySelectorAll('.byline-note')].filter(n => n.checkVisibility()).map(n => n.innerText)"
PICTURES = (chart_square, chart_sides, chart_cues, chart_loaded)
DARK = "<body data-jp-theme-light='false' style='--jp-layout-color0:#111;background:#111;color:#eee'>"


def hostile() -> Reading:
    """An article of markup, with marks across it whose every word is markup too."""
    article = open_text(HOSTILE, id="<script>window.ran=1</script>",
                        about={"title": "</title><script>window.ran=1</script>", "language": "en\" onload=\"ran=1",
                               "rights": ["<img src=x onerror=window.ran=1>"]})  # fmt: skip
    evil = "\"'><img src=x onerror=window.ran=1></style>"
    cuts = [0, 9, 41, 97, 130, 180, 260, len(HOSTILE)]
    kinds = ["reporter", "direct", "indirect", "hedged", "borrowed", "caption", "meta"]
    voices = tuple(Voice(Span(a, b), kind, 0, evil, evil) for a, b, kind in zip(cuts, cuts[1:], kinds, strict=False))
    said = Attribution((Span(90, 200),), (Span(60, 95),), (Span(0, 44), Span(210, 240)), evil, evil, 3, "direct",
                       "neutral", evil, evil)  # fmt: skip
    loaded = tuple(Loaded(Span(i, i + 9), evil, "direct", "label", 3, (evil,), evil, evil) for i in range(0, 280, 7))
    return Reading(article, evil, voices, (said,), loaded, (), (evil,))


def framed(*views: object, body: str = "<body>") -> str:
    """Views as the outputs of one notebook would hold them."""
    shown = "".join(view._repr_html_() for view in views)
    return f"<!doctype html><html lang=en><title>notebook</title>{body}<main><h1>notebook</h1>{shown}</main>"


def opened(tab, wait: int = 700) -> list[str]:
    """The explanations that can be seen after a moment."""
    tab.wait_for_timeout(wait)
    return tab.evaluate(OPEN)


def tabled(reading: Reading) -> list[Sheet]:
    """The pictures, and what is mostly tables: the profile, the passport of every figure, places beside each other."""
    drawn = [picture(reading) for picture in PICTURES]
    cards = [passport(reading, figure) for figure in reading.figures]
    return [*drawn, profile(reading), *cards, show_beside("flood", "figures")]


DRAWN = {"page": page, "notebook": lambda r: framed(show(r), ribbon(r), *(picture(r) for picture in PICTURES))}


@pytest.mark.parametrize("drawn", DRAWN.values(), ids=DRAWN)
def test_an_article_made_of_markup_is_shown_as_text_and_nothing_runs(drawn):
    """Script, handlers, style and direction signs are characters: none run, none load, all are there."""
    dialogs: list[str] = []
    with a_page() as tab:
        tab.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        tab.set_content(drawn(hostile()))
        for target in tab.locator(".byline-m").all()[:12]:
            target.hover(force=True)
        tab.wait_for_timeout(300)
        assert tab.evaluate("window.ran") is None and not dialogs
        assert tab.locator("main script, main iframe, main svg, main base, main img:not([src^='data:'])").count() == 0
        assert tab.evaluate(CHARACTERS) == HOSTILE
        assert tab.locator(".byline-article").first.is_visible()


def test_direction_signs_of_an_article_do_not_move_our_labels():
    """A paragraph that asks for right to left keeps its number, labels and marks in the order of the text."""
    text = "one \u202etwo said three four"
    reading = Reading(open_text(text), "hand", (Voice(Span(0, 9), "reporter", None, "r", "w"),
                      Voice(Span(9, len(text)), "hedged", None, "r", "w")), (), (), ())  # fmt: skip
    with a_page() as tab:
        tab.set_content(framed(show(reading, "voices")))
        boxes = [box.bounding_box() for box in tab.locator(".byline-p :is(.byline-n, .byline-tag)").all()]
        assert [b["x"] for b in boxes] == sorted(b["x"] for b in boxes) and len(boxes) == 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("forced", ["none", "active"])
def test_axe_finds_nothing_wrong_with_the_page(scheme, forced):
    """Light and dark, and with a system's forced colours."""
    with a_page(color_scheme=scheme, forced_colors=forced) as tab:
        for reading in (flood(), hostile()):
            tab.set_content(page(reading))
            assert violations(tab) == []


@pytest.mark.parametrize("body", ["<body data-jp-theme-light='true'>", DARK], ids=["light", "dark"])
def test_axe_finds_nothing_wrong_with_the_outputs_of_a_notebook(body):
    """All that is shown, in JupyterLab's light and dark theme, with the lists opened."""
    views = (show(flood()), show(flood(), paragraphs=3), ribbon(flood()), *tabled(flood()))
    with a_page() as tab:
        tab.set_content(framed(*views, body=body).replace("<details", "<details open"))
        assert violations(tab) == []
        shade = tab.evaluate("getComputedStyle(document.querySelector('.byline-direct')).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", shade)[:3])) < 300) == (body == DARK)


def test_the_focus_opens_an_explanation_and_escape_or_moving_on_closes_it():
    """By keyboard alone: Tab to a mark, read why, Escape to be rid of it, Tab to the next."""
    with a_page() as tab:
        tab.set_content(framed(show(flood(), "loaded")))
        tab.keyboard.press("Tab")
        (said,) = opened(tab)
        assert "loaded, judging things, strength 2 of 3" in said and "It judges." in said and "Rule: ruin" in said
        tab.keyboard.press("Escape")
        assert opened(tab) == []
        tab.keyboard.press("Tab")
        assert "It leaves no room." in opened(tab)[0]
        tab.keyboard.press("Tab")
        assert len(opened(tab)) == 1 and "Ask." in opened(tab)[0]


def test_pointing_opens_an_explanation_that_stays_while_it_is_read():
    """The pointer may move onto the explanation; Escape closes it; leaving closes it."""
    with a_page(viewport={"width": 700, "height": 700}) as tab:
        tab.set_content(framed(show(flood())))
        mark = tab.locator("a:has(.byline-loaded)").first
        mark.hover()
        assert "It judges." in opened(tab)[0]
        box = tab.locator(".byline-note:popover-open").bounding_box()
        tab.mouse.move(box["x"] + 12, box["y"] + 12, steps=4)
        assert "It judges." in opened(tab)[0]
        tab.keyboard.press("Escape")
        assert "It judges." not in "".join(opened(tab))  # what lay under it may open now
        mark.hover()
        opened(tab)
        tab.mouse.move(2, 2)
        assert opened(tab, 900) == []


@pytest.mark.parametrize("anchors", ["(display: block)", "(display: unknown)"], ids=["anchors", "no anchors"])
def test_a_browser_that_does_not_know_interestfor_explains_as_well(anchors):
    """By the style sheet alone, on focus and on pointing, without covering the mark itself."""
    older = framed(show(flood(), "loaded")).replace("@supports not (interest-delay: 0s)", "@supports (display: block)")
    older = re.sub(' interestfor="[^"]*"', "", older.replace("(not (interest-delay: 0s))", anchors))
    with a_page(viewport={"width": 700, "height": 700}) as tab:
        tab.set_content(older)
        tab.locator("a:has(.byline-loaded)").last.hover()
        assert "It leaves no room." in opened(tab)[0]
        tab.mouse.move(2, 2)
        tab.keyboard.press("Tab")
        assert "It judges." in opened(tab)[0]
        mark, note = (tab.locator(name).bounding_box() for name in ("a:focus", ".byline-note:visible"))
        assert note["y"] >= mark["y"] + mark["height"] / 2
        tab.keyboard.press("Tab")
        assert "It leaves no room." in opened(tab)[0] and len(opened(tab)) == 1


def test_pointing_at_the_words_of_a_voice_explains_it_beside_the_text_and_covers_nothing():
    """Where there is room, the explanation of a stretch stands in the margin."""
    with a_page(viewport={"width": 1200, "height": 800}) as tab:
        tab.set_content(page(flood()))
        tab.locator(".byline-v.byline-direct bdi").last.hover()
        (said,) = [s for s in opened(tab) if "direct quote" in s]
        assert "Ana Ruiz" in said and "It is direct." in said
        note = tab.locator(".byline-note:visible").last.bounding_box()
        texts = [text.bounding_box() for text in tab.locator(".byline-t").all()]
        assert note["x"] >= max(text["x"] + text["width"] for text in texts)


def test_no_letter_of_the_ribbon_stands_out_of_its_line():
    """Where a stretch begins at the end of a line, its letter has the room of two cells there, or goes to the next."""
    with a_page() as tab:
        tab.set_content(framed(ribbon(read(open_article("mariupol")))))
        out = tab.locator(".byline-strip").evaluate("""strip => [...Array(20).keys()].flatMap(step => {
            strip.style.width = `${360 + 9 * step}px`;
            return [...strip.querySelectorAll('a')].filter(a => {
            const letter = a.querySelector('b').getBoundingClientRect();
            const line = [...a.getClientRects(), ...[...a.querySelectorAll('i')].map(i => i.getBoundingClientRect())]
              .filter(box => box.top < letter.bottom && letter.top < box.bottom);
            return letter.right > Math.max(...line.map(box => box.right)) + 2;
          }).map(a => `${a.ariaLabel} at ${strip.style.width}`); })""")
        assert out == []


def test_an_explanation_in_the_ribbon_covers_none_of_its_own_words():
    """Its heading is a line of its own, not one of the strip's letters."""
    with a_page() as tab:
        tab.set_content(framed(ribbon(flood())))
        tab.locator(".byline-strip a").nth(1).focus()
        opened(tab)
        lines = [line.bounding_box() for line in tab.locator(".byline-note:visible > span").all()]
        heading = tab.locator(".byline-note:visible b").bounding_box()
        assert len(lines) >= 3
        assert all(a["y"] + a["height"] <= b["y"] + 1 for a, b in pairwise(lines))
        assert lines[1]["y"] <= heading["y"] < lines[2]["y"]


def test_a_mark_leads_to_its_row_in_the_list():
    """Following a mark opens the list and shows its row."""
    with a_page() as tab:
        tab.set_content(framed(show(flood(), "loaded")))
        tab.locator("a:has(.byline-loaded)").first.click()
        row = tab.locator("tr:target")
        assert row.is_visible() and "It judges." in row.inner_text()


def test_the_list_is_a_table_that_a_screen_reader_can_walk():
    """Caption, column headers, a row header for each mark; in text order, with paragraph and place."""
    with a_page() as tab:
        tab.set_content(framed(show(flood(), ["cues", "loaded"])))
        tab.locator("summary").click()
        assert "6 marks, in the order of the text" in tab.locator("caption").inner_text()
        assert tab.locator("thead th[scope=col]").all_inner_texts() == ["Where", "Words", "What", "Who", "Why", "Rule"]
        assert tab.locator("tbody th[scope=row]").all_inner_texts() == [
            "ruinous", "reportedly", "said:", "every single", "said", "levee would"]  # fmt: skip
        assert tab.locator("tbody td:first-child").all_inner_texts()[:3] == ["P2, 1 of 2", "P2, 2 of 2", "P3, 1 of 2"]


def test_copied_words_are_the_words_of_the_article():
    """Labels, numbers and explanations do not come along when a reader copies a paragraph."""
    with a_page() as tab:
        tab.set_content(framed(show(flood())))
        tab.evaluate("getSelection().selectAllChildren(document.querySelectorAll('.byline-p')[2])")
        copied = tab.evaluate("getSelection().toString()")
        assert copied.strip() == "Engineer Ana Ruiz said: “We counted every single door.”"


@pytest.mark.parametrize("seed", ["mariupol", "flood"])
def test_no_mark_draws_an_empty_box_and_no_label_leaves_its_words(seed):
    """However the lines fall, each box, ring and underline has words in it, and a label stands before its words."""
    with a_page() as tab:
        tab.set_content(framed(show(read(open_article(seed)))))
        for width in range(300, 760, 20):
            tab.set_viewport_size({"width": width, "height": 900})
            assert tab.evaluate(EMPTY) == [], width
            assert tab.evaluate(PARTED) == [], width


@pytest.mark.parametrize("reading", [flood(), hostile(), replace(flood(), article=open_text(FLOOD.replace(" ", "_")))],
                         ids=["flood", "hostile", "one long word"])  # fmt: skip
def test_nothing_needs_sideways_scrolling_at_320_pixels(reading):
    """The page and the outputs fit a phone, or a screen at 400 %, with the lists open."""
    with a_page(viewport={"width": 320, "height": 640}) as tab:
        views = (show(reading), ribbon(reading), *tabled(reading))
        for drawn in (page(reading), framed(*views)):
            tab.set_content(drawn.replace("<details", "<details open"))
            assert tab.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("by", ["focus", "hover"])
def test_an_explanation_stays_on_a_narrow_screen(by):
    """Nothing of an opened explanation is cut off at 320 pixels, whether the keyboard or the pointer opened it."""
    with a_page(viewport={"width": 320, "height": 640}) as tab:
        tab.set_content(framed(show(flood())))
        for mark in tab.locator(".byline-m").all()[:5]:
            tab.keyboard.press("Escape")  # what the one before had opened may lie over this one
            getattr(mark, by)()
            opened(tab, 500)
            box = tab.locator(".byline-note:popover-open").bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= 320


def test_what_a_distrustful_notebook_leaves_still_says_what_each_mark_is():
    """Without style sheet, ids, roles and handlers the labels are text and the explanations stay hidden."""
    lost = r"<style>.*?</style>| (?:id|interestfor|popover|aria-[a-z]+)=\"[^\"]*\""
    bare = re.sub(lost, "", framed(show(flood())), flags=re.DOTALL)
    with a_page() as tab:
        tab.set_content(bare)
        said = tab.locator("body").inner_text()
        for label in ("[Q quote] “We counted", "reportedly [cue, hearsay]", "ruinous [loaded 2]", "P3:"):
            assert label in said
        assert "It judges." not in said
        tab.locator("summary").click()
        assert "It judges." in tab.locator("table").inner_text()


def test_each_voice_differs_in_more_than_colour():
    """No two voices have the same line under their words, and each begins with its own letter."""
    with a_page() as tab:
        tab.set_content(page(flood()))
        lines = tab.evaluate("""() => [...new Set([...document.querySelectorAll('.byline-article .byline-v')].map(e => {
            const s = getComputedStyle(e);
            return [s.borderTopStyle, s.borderBottomStyle, s.borderBottomWidth, s.fontStyle].join() + '|' +
                   e.querySelector('b').textContent}))]""")
        assert len({line.split("|")[0] for line in lines}) == len({line.split("|")[1] for line in lines}) == 6


@pytest.mark.parametrize("mode", ["light", "dark", "print"])
def test_a_chart_has_the_paper_of_the_page_and_ink_that_stands_out_from_it(mode):
    """In JupyterLab's light and dark theme, and black on white on paper; the title stands above the picture."""
    body = DARK if mode != "light" else "<body data-jp-theme-light='true' style='--jp-layout-color0:#fff'>"
    with a_page(viewport={"width": 800, "height": 800}) as tab:
        tab.set_content(framed(chart_published(open_published("mariupol")), body=body))
        tab.emulate_media(media="print" if mode == "print" else "screen")
        box, title = (tab.locator(name).bounding_box() for name in (".byline-chart img", ".byline-chart figcaption"))
        assert title["y"] + title["height"] <= box["y"]
        shot = Image.open(BytesIO(tab.locator(".byline-chart img").screenshot())).convert("L")
        paper, (darkest, lightest) = ImageStat.Stat(shot).median[0], shot.getextrema()
        assert abs(paper - {"light": 255, "dark": 17, "print": 255}[mode]) <= 1
        ink = lightest if mode == "dark" else darkest
        light, dark = sorted((luminance(paper), luminance(ink)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) > 7


def luminance(grey: int) -> float:
    """The relative luminance of a grey from 0 to 255, as WCAG reckons it."""
    share = grey / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def test_a_printed_page_hides_explanations_and_keeps_labels():
    """On paper: letters, underlines and boxes, and the list; no floating text."""
    with a_page() as tab:
        tab.set_content(page(flood()))
        tab.emulate_media(media="print")
        assert tab.evaluate(OPEN) == []
        assert tab.locator(".byline-article .byline-tag").first.is_visible()
        assert tab.locator(".byline-article + .byline-legend + .byline-list td").last.is_visible()
        assert tab.pdf(format="A4").startswith(b"%PDF")
