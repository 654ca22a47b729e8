"""The plane of sharpness and suspicion: how passages were told apart, before the lessons and after them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from byline.display.picture import Picture, box, no_picture, picture_of, text_of
from byline.sheet import Table, escape

TITLE = "Sharper, or only more suspicious?"
#: The ends of the two measures that are drawn; what lies beyond stands at the edge.
ACROSS, UP = (-1.0, 4.0), (-2.0, 2.0)
#: From here on the difference is seen; beyond these two, too little or too much is doubted.
SHARP, TRUSTING, DOUBTING = 1.0, -0.5, 0.5
#: What each field of the plane means: from the top, first where the difference is hardly seen.
FIELDS = (
    ("doubts most passages, the sound ones too", "sees the difference, and still doubts too much"),
    ("hardly sees the difference yet", "sees the difference, and doubts where there is reason to"),
    ("lets most passages through, the weak ones too", "sees the difference, and still lets too much through"),
)
#: Fewer passages than this are one person's form.
FEW = 30
#: So many standard errors to each side hold 95 in 100.
WIDE = 1.96
ALONE = ("One form has few passages. The frame around a number shows where you might stand if you had met other "
         "passages, and where two frames overlap, nobody can say that you changed.")  # fmt: skip
TOGETHER = ("The frame around a number shows where it might stand with other passages. How sure a difference is, the "
            "table of the class says better.")  # fmt: skip


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
        raise ValueError("This needs what came of test forms. Write my_forms(), or learning(…).plane for a class.")
    told = {when: one for when, one in found.items() if one.weak and one.sound}
    if not told:
        return no_picture(TITLE, "There is no finished short test here whose key is here, too")
    closing = ALONE if max(one.weak + one.sound for one in told.values()) < FEW else TOGETHER
    alt = " ".join(f"{n}, {when}: {_said(one)}." for n, (when, one) in enumerate(told.items(), 1))
    return picture_of(_numbers(told), _idea(told), _drawn(told), alt, closing)


def field_of(found: Counted) -> str:
    """What the field of the plane means in which this stands."""
    row = 0 if found.suspicion > DOUBTING else 2 if found.suspicion < TRUSTING else 1
    return FIELDS[row][found.sharpness >= SHARP]


def _idea(told: Mapping[str, Counted]) -> str:
    """The plane in one sentence."""
    standing = " ".join(f"{when[:1].upper()}{when[1:]}: {field_of(one)}." for when, one in told.items())
    return f"The further right, the better told apart; the higher up, the more is doubted. {standing}"


def _said(one: Counted) -> str:
    """One time in words, with how far off it may be."""
    across, up = (WIDE * error for error in one.errors)
    return (f"sharpness {one.sharpness:.1f} (give or take {across:.1f}), suspicion {one.suspicion:+.1f} (give or take "
            f"{up:.1f}); {field_of(one)}")  # fmt: skip


def _numbers(told: Mapping[str, Counted]) -> Table:
    heads = ("when", "weak ones called weak", "sound ones called weak", "sharpness", "suspicion", "give or take")
    rows = [(when, f"{one.hits} of {one.weak}", f"{one.alarms} of {one.sound}", f"{one.sharpness:.1f}",
             f"{one.suspicion:+.1f}", " and ".join(f"{WIDE * error:.1f}" for error in one.errors))
            for when, one in told.items()]  # fmt: skip
    return Table(TITLE, heads, rows, numbers=(1, 2, 3, 4, 5))


# --- the picture ------------------------------------------------------------------------------


def _drawn(told: Mapping[str, Counted]) -> str:
    """The six fields, upon them each time with its frame, and below which number is which."""
    fields = "".join(_fields())
    points = "".join(_point(n, one) for n, one in enumerate(told.values(), 1))
    legend = "".join(f'<span class="byline-chip"><b>{n}</b> {text_of(when)}</span> ' for n, when in enumerate(told, 1))
    return (box("axis", "↑ more is doubted") + box("plane", fields + points) + box("axis", "better told apart →")
            + f"<p>{legend}</p>")  # fmt: skip


def _fields() -> Iterator[str]:
    edges = (UP[1], DOUBTING, TRUSTING, UP[0])
    for row, words in enumerate(FIELDS):
        for column, said in enumerate(words):
            ends = (ACROSS[0], SHARP) if column == 0 else (SHARP, ACROSS[1])
            yield box("zone", escape(said), _place(ends, (edges[row + 1], edges[row])))


def _point(n: int, one: Counted) -> str:
    """One time: its number, and the frame around it."""
    across, up = (WIDE * error for error in one.errors)
    x, y = _inside(one.sharpness, ACROSS), _inside(one.suspicion, UP)
    frame = box("might", "", _place((x - across, x + across), (y - up, y + up)))
    return frame + box("spot", f"<b>{n}</b>", _place((x, x), (y, y)))


def _inside(value: float, ends: tuple[float, float]) -> float:
    return min(max(value, ends[0]), ends[1])


def _place(across: tuple[float, float], up: tuple[float, float]) -> str:
    """Where a box stands in the plane, in percent of it; a spot has no width and no height."""
    left, right = (100 * (_inside(x, ACROSS) - ACROSS[0]) / (ACROSS[1] - ACROSS[0]) for x in across)
    low, high = (100 * (_inside(y, UP) - UP[0]) / (UP[1] - UP[0]) for y in up)
    size = f"; width: {right - left:.1f}%; height: {high - low:.1f}%" if right > left else ""
    return f"left: {left:.1f}%; bottom: {low:.1f}%{size}"
