"""The words between two boxes of a notebook, as a part of a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import mistune

#: A link to another lesson; alone on its line, with "Next: " before it, it leads on.
LINK = re.compile(r"\[(?P<words>[^\]]*)\]\((?P<file>\w+)\.ipynb\)")
NEXT = re.compile(r"^\[Next: [^\]]*\]\((?P<file>\w+)\.ipynb\)\n*", re.MULTILINE)
#: A table that has no heads: its first column heads its rows.
HEADLESS = re.compile(r"<table>\s*<thead>\s*<tr>\s*(?:<th[^>]*></th>\s*)+</tr>\s*</thead>(.*?)</table>", re.DOTALL)
FIRST_CELL = re.compile(r"<tr>\s*<td([^>]*)>(.*?)</td>", re.DOTALL)
HEAD = re.compile(r"<th(?=[ >])")


@cache
def _markdown() -> Any:
    return mistune.create_markdown(escape=False, plugins=["table"])


def drawn_prose(source: str, pages: Mapping[str, str]) -> str:
    """Markdown of a notebook as HTML; `pages` says which page each notebook became, and a link to any other goes."""
    source = NEXT.sub(lambda link: link[0] if link["file"] in pages else "", source)
    html = str(_markdown()(LINK.sub(lambda link: _linked(link, pages), source)))
    html = HEADLESS.sub(_headed, HEAD.sub('<th scope="col"', html))
    return html.replace("<table>", '<table class="byline-plain">')


def _linked(link: re.Match[str], pages: Mapping[str, str]) -> str:
    page = pages.get(link["file"])
    return f"[{link['words']}]({page})" if page else link["words"]


def _headed(table: re.Match[str]) -> str:
    """The rows of a table without heads, each headed by its first cell."""
    rows = FIRST_CELL.sub(r'<tr>\n<th scope="row"\1>\2</th>', table[1])
    return f'<table class="byline-plain byline-facts">{rows}</table>'


def title_in(source: str) -> str:
    """The title that a page begins with, or nothing."""
    found = re.search(r"^# +(.+)$", source, re.MULTILINE)
    return found[1].strip() if found else ""
