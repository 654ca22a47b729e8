"""The colours of everything that is drawn, read from the head of style.css, which alone holds them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

CSS = Path(__file__).parent / "style.css"
TOKEN = re.compile(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")


@cache
def palette() -> dict[str, tuple[str, str]]:
    """Name -> (colour on light paper, colour on dark paper), each as "#rrggbb", in the order of the sheet."""
    return {name: (light, dark) for name, light, dark in TOKEN.findall(CSS.read_text(encoding="utf-8"))}


def colour(name: str) -> str:
    """A colour on light paper by its name: a picture is drawn once, and the page turns it round in the dark."""
    return palette()[name][0]
