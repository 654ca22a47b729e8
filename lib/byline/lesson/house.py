"""Where the lessons are open: as notebooks in a folder, or as pages in a browser. What is linked and said differs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class House:
    """ending: that of a lesson's address. text, root: of a page, the text that it is with, and what leads from its
    folder to that of the first text. kept: where an answer is, as it goes on after "Kept"; `{name}` is its file.
    deleting, deleted: what else is to know of a deletion, before and after it. opened: what to do once feedback is
    open.
    """

    ending: str
    kept: str
    deleting: str = ""
    deleted: str = ""
    opened: str = ""
    text: str = ""
    root: str = ""

    def address(self, lesson: str, text: str = "") -> str:
        """Where a lesson opens with a text ("" for the one that is read): pages with another lie in another folder."""
        folder = f"{self.root}{text}/" if self.text and text not in ("", self.text) else ""
        return f"{folder}{lesson}{self.ending}"


NOTEBOOKS = House(
    ".ipynb", "in answers/{name}",
    "What the notebooks show under the exercises stays in their saved copies until the boxes are run again and saved.",
    " What the notebooks show under the exercises goes when you run the boxes again and save.",
    " Run the boxes again from the top.",
)  # fmt: skip
PAGES = House(".html", "in this browser")
_here = NOTEBOOKS


def current_house() -> House:
    """The one that this Python works for."""
    return _here


def move_to(house: House) -> House:
    """Work for another one from now on; returns the one before."""
    global _here
    before, _here = _here, house
    return before
