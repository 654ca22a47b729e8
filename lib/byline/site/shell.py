"""What stands around the words of every page: its head, its policy; and the small files that a site has beside them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from byline.sheet import colour, escape

#: What a lesson page may do: run and fetch what lies beside it, and nothing else.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'"
)
HERE = Path(__file__).parent
NO_SCRIPT = ("You can read this page, but its exercises need JavaScript, which is switched off in this browser. Switch "
             "it on for this page, and load it again.")  # fmt: skip
LOADING = "The exercises are being loaded. If nothing can be answered here, load the page again."
PRIVATE = "What you answer stays in this browser until you hand it in. This page sends nothing to anybody."


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages of a site share.

    build: names the folder of what they load. texts: the names of the texts that have a map, the one of the front
    pages first. lessons: the notebooks without ".ipynb", in order. pairs: which lesson is a page with which text; none
    for each with each. notebook: whether the lessons lie here as notebooks, too.
    base: the path at which the site will be served, for the page that is shown where there is none.
    group: the class it is for, if any. wheel: the file of the library among what pages load. core: the address of
    Python for the browser, seen from there.
    """

    build: str
    texts: tuple[str, ...]
    lessons: tuple[str, ...]
    notebook: bool = True
    base: str = "/"
    group: str = ""
    wheel: str = ""
    core: str = ""
    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def pages(self) -> tuple[tuple[str, str], ...]:
        """(text, lesson) of every page but the maps."""
        return self.pairs or tuple(product(self.texts, self.lessons))

    def texts_with(self, lesson: str) -> list[str]:
        """The texts that a lesson is a page with; the map is one with each that has one."""
        return [text for text, one in self.pages if one == lesson] or list(self.texts)

    def address(self, text: str, lesson: str) -> str:
        """Where a lesson is with a text or, where that has none, with its own; seen from the pages of the text."""
        others = self.texts_with(lesson)
        there = text if text in others else others[0]
        return f"{lesson}.html" if there == text else f"{self.root(text)}{self.folder(there)}{lesson}.html"

    def root(self, text: str) -> str:
        """What leads from the folder of a text's pages to that of the site."""
        return "" if text == self.texts[0] else "../"

    def folder(self, text: str) -> str:
        """The folder of a text's pages, as an address beginning from the site's own."""
        return "" if text == self.texts[0] else f"{text}/"

    @property
    def assets(self) -> str:
        """The folder of what pages load, as an address from the site's own folder."""
        return f"assets-{self.build}/"


def complete_page(site: Site, text: str, lesson: str, title: str, header: str, main: str, data: str) -> str:
    """A page of the site. `header` and `main` are markup; `data` is JSON for its script."""
    root = site.root(text)
    assets = root + site.assets
    return f"""<!doctype html>
<html lang="en" data-build="{escape(site.build)}" data-root="{root}" data-text="{escape(text)}" \
data-lesson="{escape(lesson)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(title)} – Byline</title>
<link rel="stylesheet" href="{assets}page.css">
<link rel="icon" href="{root}icon.svg" type="image/svg+xml">
<link rel="manifest" href="{root}manifest.webmanifest">
<script type="module" src="{assets}page.js"></script>
</head>
<body class="byline-page byline-lesson">
<a class="byline-skip" href="#lesson">Skip to the lesson</a>
<header>
{header}
<noscript><p class="byline-notice">{NO_SCRIPT}</p></noscript>
<p id="byline-python" role="status">{LOADING}</p>
<div id="byline-keeping"></div>
</header>
<main id="lesson">
{main}
</main>
<footer>
<section id="byline-yours" aria-label="Your answers"></section>
<p>{PRIVATE}</p>
</footer>
<script type="application/json" id="byline-data">{data.replace("<", chr(92) + "u003c")}</script>
</body>
</html>
"""


def lost_page(site: Site) -> str:
    """What a server shows where there is no page, at whatever depth: it loads nothing."""
    front = escape(site.base if site.base.endswith("/") else f"{site.base}/")
    style = (f"body{{max-width:36rem;margin:4rem auto;padding:0 1rem;font:1.125rem/1.6 Georgia,serif;"
             f"color:{colour('ink')};background:{colour('white')}}}a{{color:{colour('accent')}}}")  # fmt: skip
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>There is no such page – Byline</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>There is no such page</h1>
<p>Your answers are safe: they are kept in this browser, not in the address. Perhaps the address was cut off, or the \
lesson has another name now.</p>
<p><a href="{front}">Go to the lessons</a>. If they are not there, open the link that your teacher gave you once \
more.</p>
</main>
</body>
</html>
"""


def manifest(site: Site) -> str:
    """What a browser needs to install the site, as JSON."""
    name = " ".join(filter(None, ("Byline", site.group)))
    return json.dumps({
        "name": f"{name}: reading the news closely", "short_name": name, "lang": "en", "start_url": "./index.html",
        "scope": "./", "display": "standalone", "background_color": colour("white"), "theme_color": colour("accent"),
        "icons": [{"src": "icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }, ensure_ascii=False, indent=1) + "\n"  # fmt: skip


def icon() -> str:
    """The sign of the lessons as SVG: three lines of a report, one of them marked, and its label."""
    paper, ink, accent = colour("white"), colour("ink"), colour("accent")
    tint, line = colour("indirect-tint"), colour("indirect")
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
<rect width="64" height="64" rx="13" fill="{accent}"/>
<rect x="11" y="8" width="42" height="48" rx="4" fill="{paper}"/>
<g fill="{ink}"><rect x="17" y="17" width="30" height="4" rx="2"/><rect x="17" y="43" width="20" height="4" rx="2"/></g>
<rect x="15" y="26" width="34" height="12" fill="{tint}"/>
<rect x="27" y="30" width="20" height="4" rx="2" fill="{ink}"/>
<path d="M15 37h34" stroke="{line}" stroke-width="2.5" stroke-dasharray="5 3"/>
<circle cx="20" cy="32" r="3" fill="{line}"/>
</svg>
"""
