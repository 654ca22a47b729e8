"""One look: every colour stands once, at the head of the style sheet, can be read, and means one thing."""

from __future__ import annotations

import colorsys
import re
from itertools import combinations, product
from pathlib import Path

import pytest

from byline.display import html
from byline.kinds.mark import STYLES
from byline.sheet import style_sheet
from byline.sheet.tokens import palette
from byline.telling import LABELS
from newsmarks.model import VOICES

LIB = Path(__file__).parents[1] / "lib" / "byline"
EXERCISE = (LIB / "lesson" / "exercise.css").read_text(encoding="utf-8")
MARKED = [name for name in VOICES if name != "reporter"]
#: JupyterLab's own paper, which lies under what a notebook shows.
PAPERS = ("#ffffff", "#111111")
#: Voices that have a hue; captions and what is about the text are grey.
HUED = ("direct", "indirect", "hedged", "borrowed")


def luminance(colour: str) -> float:
    """The relative luminance of "#rrggbb", as WCAG reckons it."""
    shares = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def hue(colour: str) -> float:
    """The hue of "#rrggbb" in degrees."""
    return 360 * colorsys.rgb_to_hls(*(int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)))[0]


def apart(one: str, other: str) -> float:
    """Degrees between two hues on the circle."""
    between = abs(hue(one) - hue(other))
    return min(between, 360 - between)


def grounds(theme: int) -> list[str]:
    """Everything that plain words may stand on in a theme."""
    return [PAPERS[theme], *(palette()[name][theme] for name in ("white", "raised"))]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_words_can_be_read_on_whatever_they_stand_on(theme: int) -> None:
    """4.5 to 1: ink on every tint; soft words and what can be pressed on every paper; words on the accent."""
    of = {name: pair[theme] for name, pair in palette().items()}
    tints = [colour for name, colour in of.items() if name.endswith("-tint")]
    pairs = [*product([of["ink"]], [*tints, *grounds(theme)]), *product([of["soft"], of["accent"]], grounds(theme)),
             (of["accent"], of["accent-tint"]), *product([of["accent"]], grounds(theme))]  # fmt: skip
    assert [(a, b, contrast(a, b)) for a, b in pairs if contrast(a, b) < 4.5] == []


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_lines_and_edges_can_be_seen(theme: int) -> None:
    """3 to 1: the line of a voice on its tint and on paper, the edge of what can be pressed on every paper."""
    of = {name: pair[theme] for name, pair in palette().items()}
    pairs = [(of[v], under) for v in MARKED for under in (of[f"{v}-tint"], *grounds(theme))]
    pairs += product([of["edge"]], grounds(theme))
    assert [(a, b, contrast(a, b)) for a, b in pairs if contrast(a, b) < 3] == []


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_a_voice_owns_its_hue(theme: int) -> None:
    """No two voices are near each other on the circle of hues, and what can be pressed is near none."""
    names = [*HUED, "accent"]
    near = [(a, b) for a, b in combinations(names, 2) if apart(palette()[a][theme], palette()[b][theme]) < 40]
    assert near == []
    assert all(apart(palette()[v][theme], palette()[f"{v}-tint"][theme]) < 15 for v in (*HUED, "accent"))


def test_every_colour_stands_at_the_head_of_the_style_sheet_and_nowhere_else() -> None:
    """Neither the rest of the sheets nor what draws has a colour of its own, except print, which is black on white."""
    head, rest = style_sheet().split("}", 1)
    drawing = [path.read_text(encoding="utf-8") for path in (LIB / "display").glob("*.py")]
    screen = re.sub(r"(?m)^  \.byline, \.byline-page \{ color-scheme: light !important;.*$", "", rest)
    assert len(palette()) == head.count("light-dark(")
    for text in (screen, EXERCISE, *drawing):
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b|light-dark\(", re.sub(r"&#\d+;", "", text)) == []


def test_every_property_that_is_used_is_set() -> None:
    sheets = style_sheet() + EXERCISE
    used = set(re.findall(r"var\((--[a-z-]+)\)", sheets))  # one with a default may be missing
    assert used <= set(re.findall(r"(--[a-z-]+):", sheets))


def test_plain_highlights_have_the_colours_of_the_text() -> None:
    for voice in MARKED:
        line, tint = palette()[voice][0], palette()[f"{voice}-tint"][0]
        assert tint in html.PLAIN[voice] and line in html.PLAIN[voice]


def test_labels_that_are_no_voices_have_a_shape_in_ink_for_each() -> None:
    """As many shapes as the longest list of labels needs; each is drawn, none like another, none with a hue."""
    assert len(STYLES) >= max(len(labels) for layer, labels in LABELS.items() if layer != "voices")
    shapes = [re.findall(rf"^\.byline\.byline-exercise \.byline-{name}\.byline-v \{{(.*)\}}", EXERCISE, re.M)
              for name in STYLES]  # fmt: skip
    assert all(shapes) and len({str(shape) for shape in shapes}) == len(STYLES)
    assert all(voice not in str(shapes) for voice in VOICES) and "var(--line)" not in str(shapes)


@pytest.mark.parametrize(("sheet", "shared"), [
    ("lesson/exercise.css", {"byline-n"}), ("classroom/queue.css", set()), ("classroom/entering.css", set()),
    ("classroom/view.css", {"byline-legend", "byline-page"}), ("site/page.css", set()),
])  # fmt: skip
def test_a_look_of_all_pages_has_no_name_that_a_form_has_already(sheet: str, shared: set[str]) -> None:
    """The one sheet stands beside each of the others: a class that it styles by itself would change theirs, too."""
    home = Path(__file__).parents[1] / "lib" / "byline"
    alone = set(re.findall(r"^\.(byline-[\w-]+) \{", (home / "sheet" / "style.css").read_text("utf-8"), re.MULTILINE))
    assert len(alone) > 20
    assert alone & set(re.findall(r"\.(byline-[\w-]+)", (home / sheet).read_text("utf-8"))) == shared
