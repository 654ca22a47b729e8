"""The plane of sharpness and suspicion: how passages were told apart, before the lessons and after them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from byline.display.picture import Picture, box, no_picture, picture_of, text_of
from byline.sheet import Table

TITLE = "Sharper, or only more suspicious?"
#: The ends of the two measures that are drawn; what lies beyond stands at the edge.
ACROSS, UP = (-1.0, 4.0), (-2.0, 2.0)
#: From here on the difference is seen; beyond these two, too little or too much is doubted.
SHARP, TRUSTING, DOUBTING = 1.0, -0.5, 0.5
#: What the rows of the plane mean, from the top, and its two columns.
ROWS = ("doubted sound passages, too", "doubted about as much as there is reason to", "let weak passages through, too")
COLUMNS = ("told them apart in some cases", "told them apart in most cases")
#: Fewer passages than this are one person's test.
FEW = 30
#: So many standard errors to each side hold 95 in 100.
WIDE = 1.96
#: Numbers nearer to each other than this, in percent of the plane, are drawn side by side.
NEAR = 6
ALONE = ("One test has few passages. The frame of a number shows where you might stand if you had met other passages, "
         "and where two frames overlap, nobody can say that you changed.")  # fmt: skip
TOGETHER = ("The frame of a number shows where it might stand with other passages. How sure a difference is, the table "
            "of the class says better.")  # fmt: skip


class Counted(Protocol):
    """How often weak and sound passages were called weak, and the two measures of it (byline's Discernment)."""

    @property
    def hits(self) -> int: ...
    @property
    def weak(self) -> int: ...
    @property
    def alarms(self) -> int: ...
    @property
    def sound(self) -> int: ...
    @property
    def sharpness(self) -> float: ...
    @property
    def suspicion(self) -> float: ...
    @property
    def errors(self) -> tuple[float, float]: ...


def chart_plane(found: Mapping[str, Counted]) -> Picture:
    """Where somebody or a class stands, for each time (“before the lessons”): across how sharp, upwards how suspicious.

    Each time has a number and a frame that would hold 95 in 100 of such tests. Raises ValueError for something else.
    """
    if not isinstance(found, Mapping):
        raise ValueError("This needs what came of short tests. Write my_forms(), or learning(…).plane for a class.")
    told = {when: one for when, one in found.items() if one.weak and one.sound}
    if not told:
        return no_picture(TITLE, "There is no finished short test here whose key is here, too")
    closing = ALONE if max(map(_passages, told.values())) < FEW else TOGETHER
    alt = " ".join(f"{n}, {when}: {_said(one)}." for n, (when, one) in enumerate(told.items(), 1))
    return picture_of(_numbers(told), _idea(told), _drawn(told), alt, closing)


def one_decimal(value: float, sign: str = "") -> str:
    """A measure with one decimal, nought without a sign.

    >>> one_decimal(-0.04, "+"), one_decimal(0.3, "+")
    ('0.0', '+0.3')
    """
    return f"{value:{sign}.1f}" if round(value, 1) else "0.0"


def field_of(found: Counted) -> tuple[str, str]:
    """What the column and the row of the plane mean in which this stands."""
    row = 0 if found.suspicion > DOUBTING else 2 if found.suspicion < TRUSTING else 1
    return COLUMNS[found.sharpness >= SHARP], ROWS[row]


def _passages(one: Counted) -> int:
    return one.weak + one.sound


def _idea(told: Mapping[str, Counted]) -> str:
    """The plane in a few sentences, a careful one for each time."""
    lead = "The further right, the better sound and weak passages are told apart; the higher up, the more is doubted."
    return " ".join([lead, *(_standing(when, one) for when, one in told.items())])


def _standing(when: str, one: Counted) -> str:
    """One time: of how many passages, what came of it, and what could have come of it by chance alone."""
    apart, doubt = field_of(one)
    every, right = _passages(one), one.hits + one.sound - one.alarms
    if every >= FEW:
        return f"{when[:1].upper()}{when[1:]}, the class {apart} and {doubt}."
    share = (right + 1) / (every + 2)
    off = WIDE * (every * share * (1 - share)) ** 0.5
    low, high = (min(max(round(every * share + side * off), 0), every) for side in (-1, 1))
    return (f"{when[:1].upper()}{when[1:]}, you judged {right} of {every} passages as the key does (by chance alone it "
            f"could have been {low} to {high}): you {apart} and {doubt}.")  # fmt: skip


def _said(one: Counted) -> str:
    """One time in numbers, with how far off it may be."""
    across, up = (WIDE * error for error in one.errors)
    sharp, suspicious = one_decimal(one.sharpness), one_decimal(one.suspicion, "+")
    return f"sharpness {sharp} (give or take {across:.1f}), suspicion {suspicious} (give or take {up:.1f})"


def _numbers(told: Mapping[str, Counted]) -> Table:
    heads = ("when", "weak ones called weak", "sound ones called weak", "sharpness", "suspicion", "give or take")
    rows = [(when, f"{one.hits} of {one.weak}", f"{one.alarms} of {one.sound}", one_decimal(one.sharpness),
             one_decimal(one.suspicion, "+"), " and ".join(f"{WIDE * error:.1f}" for error in one.errors))
            for when, one in told.items()]  # fmt: skip
    return Table(TITLE, heads, rows, numbers=(1, 2, 3, 4, 5))


# --- the picture ------------------------------------------------------------------------------
# All places are attributes of an SVG and none a style, so that it is the same under a policy without inline styles.


def _drawn(told: Mapping[str, Counted]) -> str:
    """The plane with each time in it; beside and below it what rows and columns mean, then which number is which."""
    rows = box("upwards", "".join(f"<span>{words}</span>" for words in ROWS))
    columns = box("across", "".join(f"<span>{words}</span>" for words in COLUMNS))
    frames = "".join(_frame(n, one) for n, one in enumerate(told.values(), 1))
    field = f'<svg class="byline-scatter" aria-hidden="true">{"".join(_lines())}{frames}{"".join(_spots(told))}</svg>'
    legend = "".join(f'<span class="byline-chip byline-might{n}"><b>{n}</b> {text_of(when)}</span> '
                     for n, when in enumerate(told, 1))  # fmt: skip
    return box("plane", rows + field + columns) + f"<p>{legend}</p>"


def _lines() -> Iterator[str]:
    """The lines between the six fields."""
    x, *ys = _percent(SHARP, ACROSS), *(100 - _percent(y, UP) for y in (DOUBTING, TRUSTING))
    yield f'<line x1="{x:.1f}%" x2="{x:.1f}%" y1="0%" y2="100%"/>'
    yield from (f'<line x1="0%" x2="100%" y1="{y:.1f}%" y2="{y:.1f}%"/>' for y in ys)


def _frame(n: int, one: Counted) -> str:
    """Where one time might stand: by its look in the style sheet, and by its number at the corner."""
    across, up = (WIDE * error for error in one.errors)
    left, right = (_percent(one.sharpness + side * across, ACROSS) for side in (-1, 1))
    low, high = (_percent(one.suspicion + side * up, UP) for side in (-1, 1))
    return (f'<rect class="byline-might byline-might{n}" x="{left:.1f}%" y="{100 - high:.1f}%" '
            f'width="{right - left:.1f}%" height="{high - low:.1f}%"/>')  # fmt: skip


def _spots(told: Mapping[str, Counted]) -> Iterator[str]:
    """The numbers, each in its place, or beside another that stands there."""
    taken = list[tuple[float, float]]()
    for n, one in enumerate(told.values(), 1):
        x, y = _percent(one.sharpness, ACROSS), 100 - _percent(one.suspicion, UP)
        while any(abs(x - left) < NEAR and abs(y - top) < NEAR for left, top in taken):
            x += NEAR if x < 50 else -NEAR
        taken.append((x, y))
        at = f'cx="{x:.1f}%" cy="{y:.1f}%"'
        yield f'<circle class="byline-spot" {at} r="14"/><text {at.replace("c", "")} dy=".35em">{n}</text>'


def _percent(value: float, ends: tuple[float, float]) -> float:
    """Where a value stands between two ends, in percent; what lies beyond stands at the edge."""
    return 100 * (min(max(value, ends[0]), ends[1]) - ends[0]) / (ends[1] - ends[0])
