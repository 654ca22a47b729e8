"""The exercises on the page: one small widget for all kinds, and the boxes that ask before something is done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
import traitlets
from IPython.display import DisplayHandle, display

from byline.exercises import Exercise, Unclear
from byline.lesson.bridge import hear, spec_of
from byline.lesson.desk import Desk
from byline.lesson.disk import NotSaved
from byline.lesson.folder import shown_code
from byline.lesson.leaving import ASK, NONE, Question, use_code
from byline.lesson.notices import ASLEEP, Receipt, Told, receipt
from byline.lesson.turns import form_instead
from byline.sheet import style_sheet

HERE = Path(__file__).parent


def with_words(bundle: Any, words: str) -> Any:
    """What a widget shows, with a text for where it cannot be drawn: `byline lab` saves that one alone."""
    data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
    html = f'<p class="byline-asleep">{words}</p>' if words else ""
    return {**(data or {}), "text/plain": words, "text/html": html}, metadata


class ExerciseWidget(anywidget.AnyWidget):
    """One exercise on the page. `spec` is all that never changes; the rest goes to and fro in small messages."""

    _esm = HERE / "exercise.js"
    _css = style_sheet() + (HERE / "exercise.css").read_text(encoding="utf-8")
    spec = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: Desk, e: Exercise) -> None:
        super().__init__(spec=spec_of(desk, e))
        self.desk, self.e = desk, e
        self.place: DisplayHandle | None = None
        self.receipt: DisplayHandle | None = None
        self.printed = ""
        self.on_msg(self._heard)
        desk.shown.add(self)

    def _heard(self, _: Any, message: Any, buffers: Any) -> None:
        """Do what the page asks, and tell all pages that show this exercise."""
        self.send(hear(self.desk, self.e, message))
        self._print_receipt()
        if isinstance(message, dict) and message.get("do") == "code":
            self._change_form()

    def _change_form(self) -> None:
        """Show in its place the short test that the code from a slip begins with, where nothing was answered yet."""
        from byline.lesson import current_desk, study_article  # which loads this module when an exercise is shown

        form = form_instead(self.desk.answers.folder, self.desk.article.id)
        if form and self.place is not None:
            study_article(form)
            widget = ExerciseWidget(current_desk(), current_desk().exercise(self.e.id))
            widget.place, widget.receipt = self.place, self.receipt
            self.place.update(widget)
            self.place = self.receipt = None
            widget._print_receipt()

    def _repr_mimebundle_(self, **asked: Any) -> Any:
        return with_words(super()._repr_mimebundle_(**asked), "")  # its receipt says how to bring it back

    def refresh(self) -> None:
        """Tell all pages how the exercise stands now."""
        self._heard(self, {}, [])

    def _print_receipt(self) -> None:
        """Bring the text under the exercise up to date, so that the notebook keeps it when it is saved."""
        text = receipt_of(self.desk, self.e)
        if self.receipt is not None and text != self.printed:
            self.receipt.update(Receipt(text))
            self.printed = text


def show_exercise(desk: Desk, e: Exercise) -> ExerciseWidget:
    """Show an exercise and its receipt."""
    widget = ExerciseWidget(desk, e)
    widget.place = display(widget, display_id=True)
    widget.printed = receipt_of(desk, e)
    widget.receipt = display(Receipt(widget.printed), display_id=True)
    return widget


def receipt_of(desk: Desk, e: Exercise) -> str:
    """The receipt of an exercise as it stands."""
    return receipt(e, desk.state(e), shown_code(desk.answers.code))


# --- asking before something is done ----------------------------------------------------------------


class Box(ipywidgets.VBox):
    """What is about to be done, as it stands, over buttons; a saved copy says how to wake it.

    What was said last stands above the buttons: there it is in sight, for one of them was pressed.
    """

    def __init__(self, desk: Desk, shown: Callable[[], Told], *parts: ipywidgets.Box) -> None:
        self.shown, self.text, self.said = shown, ipywidgets.HTML(), ipywidgets.HTML()
        super().__init__([self.text, *parts[:-1], self.said, *parts[-1:]])
        self.refresh()
        desk.shown.add(self)

    def _repr_mimebundle_(self, **asked: Any) -> Any:
        return with_words(super()._repr_mimebundle_(**asked), ASLEEP)

    def refresh(self) -> None:
        """Show how it stands now; what was said before may be about a student who has gone."""
        self.text.value, self.said.value = self.shown()._repr_html_(), ""


class CodeRow(ipywidgets.VBox):
    """Asks for the code on a slip, where that is not settled, and what must be asked before it is used."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.typed = ipywidgets.Text(description="The code on your slip", style={"description_width": "initial"})
        self.choices, self.said = ipywidgets.HBox(), ipywidgets.HTML()
        self.asked = ipywidgets.HBox([self.typed, _button("Use it", lambda: self.use(self.typed.value)),
                                      _button("I have none", lambda: self.use(NONE))])  # fmt: skip
        super().__init__([ipywidgets.HTML(Told(ASK)._repr_html_()), self.asked, self.choices, self.said])
        self.refresh()
        desk.shown.add(self)

    def use(self, typed: str, mine: bool | None = None) -> None:
        """Use a code, and say what came of it or what is asked first."""
        try:
            told = use_code(self.desk, typed, mine)
        except (Unclear, NotSaved) as problem:
            told = Told(str(problem))
        self.refresh()
        if isinstance(told, Question):
            self.choices.children = [_button(words, partial(self.use, typed, means) if means is not None else
                                             self.refresh) for words, means in told.choices]  # fmt: skip
            told = Told(told.text)
        self.said.value = told._repr_html_()

    def refresh(self) -> None:
        """Ask, or do not any more."""
        self.choices.children, self.said.value = (), ""
        for part in self.children[:2]:
            part.layout.display = None if self.desk.answers.folder.asks else "none"


def _button(label: str, act: Callable[[], Any]) -> ipywidgets.Button:
    """A button as wide as its words."""
    button = ipywidgets.Button(description=label, layout=ipywidgets.Layout(width="auto", height="auto"))
    button.on_click(lambda _: act())
    return button


def asking_box(
    desk: Desk, shown: Callable[[Desk], Told], label: str, act: Callable[[Desk], Told], *, for_a_code: bool = False
) -> Box:
    """What is about to be done, with one button to look again and one to do it; `for_a_code`: asks for that, too."""

    def pressed() -> None:
        box.refresh()
        try:
            told = act(desk)
        except NotSaved as problem:
            told = Told(str(problem))
        box.said.value = told._repr_html_()

    buttons = ipywidgets.HBox([_button("Look again", lambda: box.refresh()), _button(label, pressed)])
    box = Box(desk, lambda: shown(desk), *([CodeRow(desk)] if for_a_code else []), buttons)
    return box
