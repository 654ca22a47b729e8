"""The exercises on the page: one small widget for all kinds, and the boxes for handing in and deleting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
import traitlets
from IPython.display import DisplayHandle, display

from byline.article import ArticleError, sentences
from byline.lesson.answers import SURE, NotSaved, State
from byline.lesson.desk import Desk
from byline.lesson.exercises import LABELS, Exercise
from byline.lesson.feedback import Feedback
from byline.lesson.handin import preview, write_handin
from byline.lesson.replies import Unclear, shuffled, understood
from byline.lesson.told import Receipt, Told, receipt
from byline.model import CRITERIA, VOICES, Article
from byline.show.html import style_sheet

HERE = Path(__file__).parent
#: The line styles of labels that are no voices, in their order.
STYLES = ("one", "two", "three-style", "four", "five")


class ExerciseWidget(anywidget.AnyWidget):
    """One exercise on the page. `spec` is all that never changes; the rest goes to and fro in small messages."""

    _esm = HERE / "exercise.js"
    _css = style_sheet() + (HERE / "exercise.css").read_text(encoding="utf-8")
    spec = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: Desk, e: Exercise) -> None:
        super().__init__(spec=spec_of(desk, e))
        self.desk, self.e = desk, e
        self.receipt: DisplayHandle | None = None
        self.printed = ""
        self.on_msg(self._heard)

    def _heard(self, _: Any, message: Any, buffers: Any) -> None:
        """Do what the page asks, and tell all pages that show this exercise."""
        if not isinstance(message, dict):
            return
        tab = str(message.get("tab", ""))[:40]
        try:
            self._do(message, tab)
        except NotSaved as problem:
            self.send({"tell": "not saved", "why": str(problem)})
        except (Unclear, ArticleError) as problem:
            self.send({"tell": "unclear", "why": str(problem)})

    def _do(self, message: dict[str, Any], tab: str) -> None:
        desk, e, kind = self.desk, self.e, message.get("do")
        if kind == "mark":
            draft = self._changed(message)
            self._saved(desk.answers.add(e.id, "draft", answer=draft), draft, tab)
        elif kind == "draft":
            draft, sure = understood(e, desk.article, message.get("answer")), self._sure(message)
            self._saved(desk.answers.add(e.id, "draft", answer=draft, **sure), draft, tab)
        elif kind == "commit":
            note = desk.commit(e, message.get("answer"), self._sure(message).get("sure"))
            self._tell_all(tab, note, committed_now=True)
        elif kind == "hint":
            given = desk.state(e).hints
            if given < len(e.hints):
                desk.answers.add(e.id, "hint", hints=given + 1)
            self._tell_all(tab, "", hint_now=True)
        elif kind == "reason":
            note = desk.answers.add(e.id, "reason", text=str(message.get("text", ""))[:2000])
            self._tell_all(tab, note or "Your reason is kept.")
        elif kind == "hello":
            self._tell_all(tab, "")

    def _sure(self, message: dict[str, Any]) -> dict[str, str]:
        """How sure the student is, where a message says so."""
        return {"sure": message["sure"]} if message.get("sure") in SURE else {}

    def _changed(self, message: dict[str, Any]) -> Any:
        """The marks as they stand after a change."""
        state, e, article = self.desk.state(self.e), self.e, self.desk.article
        before = list(e.given) if state.draft is None else state.draft
        gone = [(m["span"], m["label"]) for m in understood(e, article, message.get("remove", []))]
        kept = [m for m in before if (m["span"], m["label"]) not in gone]
        return understood(e, article, [*kept, *understood(e, article, message.get("add", []))])

    def _saved(self, note: str, draft: Any, tab: str) -> None:
        self.send({"tell": "saved", "tab": tab, "note": note, "answer": draft})
        self._print_receipt()

    def _tell_all(self, tab: str, note: str, **now: bool) -> None:
        state = {**state_of(self.desk, self.e), "said": note}
        self.send({"tell": "state", "tab": tab, "state": {**state, **now}})
        self._print_receipt()

    def _print_receipt(self) -> None:
        """Bring the text under the exercise up to date, so that the notebook keeps it when it is saved."""
        text = receipt_of(self.desk, self.e)
        if self.receipt is not None and text != self.printed:
            self.receipt.update(Receipt(text))
            self.printed = text


def show_exercise(desk: Desk, e: Exercise) -> ExerciseWidget:
    """Show an exercise and its receipt."""
    widget = ExerciseWidget(desk, e)
    display(widget)
    widget.printed = receipt_of(desk, e)
    widget.receipt = display(Receipt(widget.printed), display_id=True)
    return widget


def receipt_of(desk: Desk, e: Exercise) -> str:
    """The receipt of an exercise as it stands."""
    return receipt(e, desk.state(e), desk.answers.code)


def state_of(desk: Desk, e: Exercise) -> dict[str, Any]:
    """What a page needs to show an exercise as it stands."""
    state = desk.state(e)
    sealed = desk.sealed(e)
    draft = state.draft
    if draft is None and e.given:
        draft = list(e.given)
    if draft is None and e.kind == "link" and e.show and desk.key:
        draft = {part: spans for part, spans in desk.key_answer(e).items() if part in e.show}
    found = desk.feedback(e, state.answer) if state.answer is not None else None
    return {
        "draft": draft, "committed": state.first is not None, "sure": state.sure, "sealed": sealed,
        "hints": list(e.hints[: state.hints]), "hints_left": len(e.hints) - state.hints, "reason": state.reason,
        "feedback": found and as_data(found), "receipt": _kept(desk, state), "notes": list(desk.answers.notes),
    }  # fmt: skip


def _kept(desk: Desk, state: State) -> str:
    if state.draft is None and state.first is None:
        return ""
    return f"Kept in answers/{desk.answers.path.name}, under the code {desk.answers.code}."


def as_data(found: Feedback) -> dict[str, Any]:
    """Feedback as plain data."""
    lines = [{name: getattr(line, name) for name in line.__dataclass_fields__} for line in found.lines]
    return {"status": found.status, "headline": found.headline, "lines": lines}


def spec_of(desk: Desk, e: Exercise) -> dict[str, Any]:
    """All of an exercise that a page shows and that never changes; nothing of its answer."""
    return {
        "id": e.id, "article": desk.article.id, "kind": e.kind, "prompt": e.prompt, "minutes": f"{e.minutes:g}",
        "reason": e.reason, "asks_reason": bool(e.reason) or e.kind in ("mark", "link", "rate"),
        "unmarked": e.layer == "voices", "paragraphs": list(words_of(desk.article, e.paragraphs)),
        "labels": list(labels_of(e)), "options": [option.text for option in e.options], "several": e.several,
        "given": given_of(desk, e), "criteria": dict(CRITERIA), "items": list(shuffled(e)), "unit": e.unit,
        "figure": e.figure.of(desk.article.text) if e.figure else "",
        "checks": [{"ask": ask, "words": list(several)} for ask, several in e.checks],
    }  # fmt: skip


def given_of(desk: Desk, e: Exercise) -> Any:
    """The parts of a link or a rating that are shown already done."""
    if e.kind == "link":
        return list(e.show) if desk.key else []
    if e.kind == "rate" and desk.key:
        return {name: desk.key_answer(e)[name] for name in e.show}
    return {}


def labels_of(e: Exercise) -> Iterator[dict[str, str]]:
    """The labels of a marking exercise: name, letter, words, style."""
    for n, name in enumerate(e.label_names()):
        letter, words = LABELS[e.layer][name]
        yield {"name": name, "letter": letter, "words": words, "style": name if name in VOICES else STYLES[n % 5]}


def words_of(article: Article, numbers: tuple[int, ...]) -> Iterator[dict[str, Any]]:
    """Paragraphs as words: {"number", "lead", "words": [[start, end, word, what follows it, sentence], …]}.

    Offsets are code points; lead, words and what follows them are the paragraph, every character once.
    """
    nth = 0
    for number in numbers:
        paragraph = article.paragraphs[number - 1]
        first = 0 if number == 1 else paragraph.start
        found: list[list[Any]] = []
        for sentence in sentences(article.text, paragraph):
            nth += 1
            found += [[start, end, article.text[start:end], "", nth] for start, end in _cores(article.text, *sentence)]
        for n, word in enumerate(found):
            word[3] = article.text[word[1] : found[n + 1][0] if n + 1 < len(found) else paragraph.end]
        lead = article.text[first : found[0][0] if found else paragraph.end]
        yield {"number": number, "lead": lead, "words": found}


def _cores(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The words of a stretch without the marks around them."""
    at = start
    for run in text[start:end].split():
        at = text.index(run, at)
        inside = [n for n, sign in enumerate(run) if sign.isalnum()]
        if inside:
            yield at + inside[0], at + inside[-1] + 1
        at += len(run)


# --- handing in, deleting -------------------------------------------------------------------------


def handin_box(desk: Desk) -> ipywidgets.VBox:
    """What would be handed in, and the button that writes it."""
    return _asking(lambda: preview(desk), "Write the file to hand in", lambda: write_handin(desk))


def deletion_box(desk: Desk) -> ipywidgets.VBox:
    """The question before all answers go."""
    def question() -> Told:
        count = len(desk.answers.states())
        return Told(f"Delete all answers to “{desk.article.id}” ({count} exercises)? They cannot be brought back.")

    def act() -> Told:
        desk.answers.delete()
        return Told(f"All answers to “{desk.article.id}” are deleted.")

    return _asking(question, "Yes, delete them all", act)


def _asking(shown: Callable[[], Told], label: str, act: Callable[[], Told]) -> ipywidgets.VBox:
    """What is about to be done, as it stands now, with one button to look again and one to do it."""
    text, answer = ipywidgets.HTML(shown()._repr_html_()), ipywidgets.HTML()
    again, button = (
        ipywidgets.Button(description=name, layout=ipywidgets.Layout(width="auto", height="auto"))
        for name in ("Look again", label)
    )

    def looked(_: Any) -> None:
        text.value = shown()._repr_html_()

    def pressed(_: Any) -> None:
        looked(_)
        try:
            answer.value = act()._repr_html_()
        except NotSaved as problem:
            answer.value = Told(str(problem))._repr_html_()

    again.on_click(looked)
    button.on_click(pressed)
    return ipywidgets.VBox([text, ipywidgets.HBox([again, button]), answer])
