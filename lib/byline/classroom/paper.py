"""A lesson on paper: what students get, and apart from it what the teacher needs; and the slips with the codes.

Nothing on it needs a colour or a script. The lines of the article are cut here and not by a browser, so that line 12 is
the same words on every printer: students mark them with a pen, and name them on the worksheet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from byline.classroom.typed import Listed, cell_form, cell_of
from byline.exercises import KEPT, LETTERS, READ, Exercise, Line
from byline.jupyter import Mistake
from byline.key import Key, load_key
from byline.key.types import Mark
from byline.kinds import assess, begun, key_answer, key_as_text, ladder, open_exercises
from byline.kinds.link import ASKS, PARTS
from byline.kinds.order import shown_order
from byline.kinds.rate import VERDICT_RULE
from byline.lesson.codes import LENGTH, printed_code
from byline.lesson.course import lesson_of
from byline.lesson.disk import explaining, replace
from byline.lesson.printed import SAID
from byline.scoring import label_of
from byline.seeds.folders import file_of, open_folder
from byline.sheet import Card, Drawing, List, Note, Part, Table, escape, framed, style_sheet
from byline.telling import LABELS, LAYER_OF, name_of, words_at
from newsmarks.model import CRITERIA, VOICES, Article, Span

CSS = Path(__file__).parent / "paper.css"
#: Characters of the article on a line: a page holds them even in a wide type.
WIDTH = 92
#: Points of height that a side has for the article, the least for a line to be marked by pen, and the most.
SIDE, LEAST, MOST = 645, 15, 24
#: More lines than these are three sides: then the paragraphs that are asked about must do.
MOST_LINES = 2 * SIDE / LEAST
#: Layer -> what is done with the pen.
PEN = {"voices": "Underline the words in the article, and write the letter in the margin beside them.",
       "stances": "Draw a box around the words in the article; then fill in the table.",
       "loaded": "Draw a wavy line under the words in the article; then fill in the table.",
       "figures": "Draw a ring around the words in the article; then fill in the table."}  # fmt: skip
TICKET = ("One word that does a lot of work here, and how:",
          "One thing that this text alone cannot tell me:")  # fmt: skip
ROWS = 30  # of the sheet for quick entry


class TextLine(NamedTuple):
    """A printed line of the article: its number in the whole, its paragraph, and where its words stand."""

    number: int
    paragraph: int
    span: Span


class Pack(NamedTuple):
    """What a lesson asks about one text: its title, its exercises by id, the article, its lines, and its key."""

    title: str
    exercises: dict[str, Exercise]
    article: Article
    lines: list[TextLine]
    key: Key

    @property
    def text(self) -> str:
        """What the article is called, without what its title says in brackets."""
        return str(self.article.about.get("title") or self.article.id).split(" (")[0]


def print_lesson(lesson: str, text: str | Path, place: Path) -> list[Path]:
    """Write students.html and teacher.html of a lesson ("02") and a text ("mariupol", or its folder) into a folder.

    Raises Mistake where the text has no exercise of this lesson, ArticleError where it cannot be used, NotSaved.
    """
    pack = open_pack(lesson, text)
    pages = {"students.html": students_page(pack), "teacher.html": teacher_page(pack)}
    for name, page in pages.items():
        with explaining(place / name, "cannot be written", "The one from before, if there is one, is as it was."):
            place.mkdir(parents=True, exist_ok=True)
            replace(place / name, page.encode("utf-8", "replace"))
    return [place / name for name in pages]


def open_pack(lesson: str, text: str | Path) -> Pack:
    """A lesson by its number or its file, with a text. Raises Mistake, ArticleError."""
    folder = file_of(text, "exercises.toml").parent
    every, key = open_exercises(folder), load_key(folder)
    found = {name: e for name, e in every.items() if lesson in (e.lesson, e.lesson[:2])}
    if not found:
        known = ", ".join(sorted({e.lesson[:2] for e in every.values()})) or "none yet"
        raise Mistake(f"“{folder.name}” has no exercises of a lesson “{lesson}”. It has some of: {known}.")
    of, article = lesson_of(next(iter(found.values()))), open_folder(folder)
    title = f"{of.number} {of.title}" if of else lesson or "Exercises"
    return Pack(title, found, article, text_lines(article), key)


def _page(title: str, body: str, style: str) -> str:
    return (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
            f"<style>{style}</style></head>{body}</html>")  # fmt: skip


@cache
def paper_style() -> str:
    """The style sheet of what is printed."""
    return CSS.read_text(encoding="utf-8")


def _tag(name: str, look: str, *inner: str) -> str:
    """An element whose inside is HTML already."""
    return f'<{name} class="{look}">{"".join(inner)}</{name}>' if look else f"<{name}>{''.join(inner)}</{name}>"


# --- what students get --------------------------------------------------------------------------------


def students_page(pack: Pack) -> str:
    """The article with numbered lines, the legend, a worksheet with all exercises, and an exit ticket; no answer."""
    tasks = [_task(pack, e, n) for n, e in enumerate(pack.exercises.values(), 1)]
    work = _tag("section", "work", _head(pack.title, "Worksheet", _code()), *tasks, _ticket())
    return _page(f"{pack.title}: {pack.text}", _tag("body", "paper", _article(pack), work), paper_style())


def _head(title: str, small: str, more: str = "") -> str:
    return _tag("header", "", _tag("h1", "", escape(title), _tag("small", "", f" {small}")), more)


def _code() -> str:
    """Boxes for the signs of a code, three and four."""
    return _tag("span", "code", "The code on your slip, no name: ", _box() * 3, " – ", _box() * (LENGTH - 2))


def text_lines(article: Article) -> list[TextLine]:
    """The whole article in lines of WIDTH characters, cut between words."""
    found: list[TextLine] = []
    for paragraph, whole in enumerate(article.paragraphs, 1):
        start = end = None
        for word in re.finditer(r"\S+", article.text[whole.start : whole.end]):
            first, last = whole.start + word.start(), whole.start + word.end()
            if start is not None and end is not None and last - start > WIDTH:
                found.append(TextLine(len(found) + 1, paragraph, Span(start, end)))
                start = None
            start, end = first if start is None else start, last
        if start is not None and end is not None:
            found.append(TextLine(len(found) + 1, paragraph, Span(start, end)))
    return found


def _article(pack: Pack) -> str:
    """The article; of a long one, the paragraphs that are asked about. Lines are as wide as a side allows."""
    asked = {n for e in pack.exercises.values() for n in e.paragraphs}
    kept = [line for line in pack.lines if line.paragraph in asked or len(pack.lines) <= MOST_LINES or not asked]
    pitch = SIDE / max(len(kept), 1)
    note = [str(pack.article.about.get("content_note") or "")]
    note += ["These are the paragraphs that the exercises ask about."] if len(kept) < len(pack.lines) else []
    drawn = [_line(pack.article, line, before) for before, line in zip([None, *kept], kept, strict=False)]
    return _tag("section", "article" if pitch >= LEAST else "article long", _head(pack.text, "The article"),
                _tag("p", "note", escape(" ".join(note).strip())), _legend(),
                f'<div class="lines" style="--pitch: {min(pitch, MOST) if pitch >= LEAST else 20:.1f}pt">',
                *drawn, "</div>")  # fmt: skip


def _line(article: Article, line: TextLine, before: TextLine | None) -> str:
    """A line behind its number; the first of a paragraph behind the paragraph's, too."""
    first = before is None or before.paragraph != line.paragraph
    gap = " gap" if before is not None and line.paragraph > before.paragraph + 1 else ""
    return _tag("p", f"line{gap}", _tag("b", "", f"P{line.paragraph}" if first else ""),
                _tag("i", "", str(line.number)), _tag("span", "", escape(line.span.of(article.text))))  # fmt: skip


def _legend() -> str:
    """How each thing is marked with a pen."""
    signs = "".join(_tag("li", "", _tag("span", look, words)) for look, words in (
        ("quote", "a quotation"), ("cue", "a cue"), ("loaded", "a loaded word"), ("number", "a number")))  # fmt: skip
    letters = " · ".join(f"{_tag('b', '', letter)} {escape(words)}" for letter, words, _ in VOICES.values())
    return _tag("ul", "legend", "<li>With your pen:</li>", signs, _tag("li", "", "In the margin: ", letters))


def _task(pack: Pack, e: Exercise, n: int) -> str:
    """One exercise: its question, room for the answer in its kind's own way, for how sure, and for the reason."""
    about = _tag("small", "", escape(f" {e.id} · {e.minutes:g} min"))
    ask = _tag("h2", "", f"{n}. {escape(e.prompt)}", about)
    sure = _tag("p", "sure", "How sure are you? ", *(_ticked(words) for words in SAID.values())) if e.sure else ""
    reason = _tag("p", "reason", escape(e.reason)) + _ruled(1) if e.reason else ""
    return _tag("section", f"task {e.kind}", ask, ROOM[e.kind](pack, e), sure, reason)


def _box() -> str:
    return '<i class="box"></i>'


def _ticked(words: str) -> str:
    return _tag("span", "tick", _box(), f" {escape(words)}")


def _ruled(lines: int) -> str:
    return '<p class="ruled"></p>' * lines


def _boxes(items: Sequence[str]) -> str:
    """Things under their letters, each behind a box."""
    return _tag("ul", "options", *(_tag("li", "", _box(), _tag("b", "", f"{letter}."), _tag("span", "", escape(item)))
                                   for letter, item in zip(LETTERS, items, strict=False)))  # fmt: skip


def _grid(heads: Sequence[str], rows: Iterable[Sequence[str]], look: str = "") -> str:
    """A table whose cells are HTML already."""
    head = _tag("thead", "", _tag("tr", "", *(f'<th scope="col">{one}</th>' for one in heads)))
    body = "".join(_tag("tr", "", *(_tag("td", "", cell) for cell in row)) for row in rows)
    return _tag("table", look, head, _tag("tbody", "", body))


def _choose(pack: Pack, e: Exercise) -> str:
    several = _tag("p", "note", "Tick one or more.") if e.own.several else ""
    return several + _boxes([option.text for option in e.own.options])


def _judge(pack: Pack, e: Exercise) -> str:
    heads = [f"{sign} {escape(words)}" for sign, words in zip("+–", e.own.judgements, strict=True)]
    rows = [(_tag("b", "", f"{letter}."), escape(p.text), _box(), _box())
            for letter, p in zip(LETTERS, e.own.passages, strict=False)]  # fmt: skip
    return _grid(("", "", *heads), rows)


def _order(pack: Pack, e: Exercise) -> str:
    items = shown_order(e)
    return _tag("p", "note", f"Write 1 (first) to {len(items)} (last) in the boxes.") + _boxes(items)


def _rate(pack: Pack, e: Exercise) -> str:
    given = key_answer(e, pack.key)
    rows = [(escape(ask), f"{given[name]:g} (done for you)" if name in e.own.show else
             "".join(map(_ticked, ("0", "½", "1")))) for name, ask in CRITERIA.items()]  # fmt: skip
    figure = f"“{escape(e.own.figure.of(pack.article.text))}” ({_where(pack, e.own.figure)})"
    return _grid((figure, "Tick one in each row"), rows)


def _predict(pack: Pack, e: Exercise) -> str:
    return _tag("p", "guess", "My guess: ", '<i class="box wide"></i>', f" {escape(e.own.unit)}")


def _write(pack: Pack, e: Exercise) -> str:
    return _ruled(int(min(max(e.minutes, 4), 6)))


def _link(pack: Pack, e: Exercise) -> str:
    given = begun(e, pack.key) or {}
    rows = [(_tag("b", "", part), escape(ASKS[part]), escape(f"{_quoted(pack, given[part])}, done for you") if part in given else "")
            for part in PARTS]  # fmt: skip
    return _grid(("", "", "The words; of many, the first and the last three. In which lines?"), rows, "fill")


def _quoted(pack: Pack, pieces: Sequence[Mapping[str, Any]]) -> str:
    """The words of a part with their lines, as in “Azov” (line 13)."""
    several = (f"“{piece['quote'].strip('“”')}” ({_where(pack, Span(*piece['span']))})" for piece in pieces)
    return " … ".join(several) or "nobody"


def _mark(pack: Pack, e: Exercise) -> str:
    """What to do with the pen, the labels with their letters or numbers, what is done already, and a table."""
    layer, labels = e.own.layer, e.own.labels
    signs = [(LABELS[layer][label][0] or str(n), LABELS[layer][label][1]) for n, label in enumerate(labels, 1)]
    told = " · ".join(f"{_tag('b', '', sign)} {escape(words)}" for sign, words in signs)
    done = "; ".join(f"{_where(pack, Span(*g['span']))} “{g['quote']}” = {name_of(layer, g['label'])}"
                     for g in e.own.given)  # fmt: skip
    asked = ", ".join(f"P{n} ({_where(pack, pack.article.paragraphs[n - 1])})" for n in e.paragraphs)
    notes = [_tag("p", "note", f"{PEN[layer]} Look in {asked}."), _tag("p", "labels", told) if len(labels) > 1 else "",
             _tag("p", "note", escape(f"Done for you: {done}.")) if done else ""]  # fmt: skip
    return "".join(notes) + ("" if layer == "voices" else _table(e))


def _table(e: Exercise) -> str:
    """Room for marks, two side by side: more than are needed, so that the number tells nothing."""
    one = ["Line", "Words"] + ["Label"] * (len(e.own.labels) > 1)
    rows = max(4, min(len(e.paragraphs), 5))
    return _grid(one * 2, [[""] * len(one) * 2] * rows, f"fill two of{len(one)}")


ROOM: dict[str, Callable[[Pack, Exercise], str]] = {
    "choose": _choose, "judge": _judge, "order": _order, "rate": _rate, "predict": _predict, "write": _write,
    "link": _link, "mark": _mark,
}  # fmt: skip


def _ticket() -> str:
    asks = [_tag("div", "", _tag("p", "", escape(ask)), _ruled(2)) for ask in TICKET]
    return _tag("section", "task ticket", _tag("h2", "", "Exit ticket"), *asks)


def _where(pack: Pack, span: Span) -> str:
    """The printed lines of a span: "line 4", "lines 4–6"."""
    found = [line.number for line in pack.lines if line.span.overlaps(span)]
    return f"lines {found[0]}–{found[-1]}" if len(found) > 1 else f"line {found[0]}" if found else ""


# --- what the teacher keeps -----------------------------------------------------------------------------


def teacher_page(pack: Pack) -> str:
    """The key with all that it accepts and why, the samples of what is written, and the sheet for quick entry."""
    parts = [framed([Card([_keyed(pack, e, n)])]) for n, e in enumerate(pack.exercises.values(), 1)]
    body = (f"<h1>{escape(pack.title)} – for the teacher</h1>"
            f"{framed([Note('', 'Not for students: the whole key. Lines are those of the article on paper.')])}"
            f"{''.join(parts)}<h2>Quick entry</h2>{framed(_entry_sheet(pack))}")  # fmt: skip
    return _page(f"{pack.title} – for the teacher", f'<body class="byline-page teacher"><main>{body}</main></body>',
                 style_sheet() + paper_style())  # fmt: skip


def _keyed(pack: Pack, e: Exercise, n: int) -> Table:
    rows = [*_answers(pack, e), *_reasons(pack, e), ("Why", e.why), *(("Hint", hint) for hint in e.hints)]
    rows += [(f"Level {level}: {name}", sample) for level, (name, sample) in enumerate(ladder(e))]
    return Table(f"{n}. {e.id}: {e.prompt}", (), [row for row in rows if row[1]])


def _answers(pack: Pack, e: Exercise) -> Iterator[tuple[str, str]]:
    """The key's own answer, where the reasons do not tell it piece by piece."""
    if e.kind == "link":
        yield from ((part, _quoted(pack, pieces)) for part, pieces in key_answer(e, pack.key).items())
    elif e.kind in ("order", "predict"):
        yield "The key", key_as_text(e, pack.key)


def _reasons(pack: Pack, e: Exercise) -> Iterator[tuple[str, str]]:
    """(where or which, what is accepted and why) for each thing that the key has, and for each option."""
    if e.kind == "choose":
        for letter, option in zip(LETTERS, e.own.options, strict=False):
            yield f"{letter}{' (right)' if option.right else ''}", f"{option.text} – {option.feedback}"
        return
    found = assess(e, key_answer(e, pack.key), pack.key).lines if e.kind not in KEPT else ()
    for line in found:
        place = f"P{line.paragraph}, {_where(pack, line.span)}: " if line.paragraph and line.span else ""
        if said := _why(pack.key, e, line):
            yield f"{place}{line.words}" or READ.get(line.outcome, line.outcome), said


def _why(key: Key, e: Exercise, line: Line) -> str:
    """What the key has and why, with every other reading that is accepted and what separates them."""
    if line.outcome == "verdict":
        return f"{line.key} of 5. {VERDICT_RULE}"
    said = [line.text]
    for n in (n for n in key.layer(LAYER_OF[e.own.layer]) if words_at(n.mark) == line.span) if e.kind == "mark" else ():
        others = (why for mark, why in n.also if mark is None or _look(mark) != _look(n.mark))
        said = [n.mark.why, *(f"Also accepted: {why}" for why in others), n.separates]
    return " – ".join(filter(None, (line.key if said != [""] else "", " ".join(filter(None, said)))))


def _look(mark: Mark) -> tuple[Span, str | None]:
    """What of a mark an exercise asks for: which words, and the label."""
    return words_at(mark), label_of(mark)


def _entry_sheet(pack: Pack) -> list[Part]:
    """What each cell holds, and a grid to be filled in by hand or copied into a spreadsheet."""
    forms = List([f"{name}: {cell_form(e)}" for name, e in pack.exercises.items()])
    key = ["key", *(cell_of(e, key_answer(e, pack.key)) for e in pack.exercises.values())]
    table = Table("One row for each student", ("Code", *pack.exercises), [key, *[[""] * len(key)] * ROWS])
    sure = "Where how sure was asked, put ? (not very), ?! (fairly) or ! (sure) behind the answer, as in “b!”."
    return [forms, Note("", sure), Drawing(_tag("div", "entry", table.html), table.text)]


# --- the slips ------------------------------------------------------------------------------------------


def slips_page(students: Iterable[Listed]) -> str:
    """A slip with a code for each student, to be cut along the lines; the name is on the stub alone."""
    slips = "".join(map(_slip, students))
    return _page("Code slips", _tag("body", "paper slips", slips), paper_style())


def _slip(student: Listed) -> str:
    name = escape(student.name) if student.name else "Name: "
    use = "Type this code when the first exercise asks for it. On paper, write it in place of your name. Keep the slip."
    stub = _tag("div", "stub", _tag("b", "", name), _tag("small", "", "Tear off when you hand over the slip."))
    return _tag("div", "slip", stub, _tag("div", "", _tag("strong", "", printed_code(student.codes[0])),
                                          _tag("p", "", use)))  # fmt: skip
