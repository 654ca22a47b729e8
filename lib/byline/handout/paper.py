"""A lesson on paper: what students get, and apart from it what the teacher needs; and the slips with the codes.

Nothing on it needs a colour or a script. The lines of the article are cut here and not by a browser, so that line 12 is
the same words on every printer: students mark them with a pen, and name them on the worksheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from byline.exercises import KEPT, LETTERS, READ, Exercise, Line, number_of
from byline.gradebooks.roster import Student
from byline.handout.cells import HOW_SURE, cell_form, cell_of, signs_of
from byline.jupyter import Mistake
from byline.key.types import Mark
from byline.kinds import assess, begun, key_as_text, ladder
from byline.kinds.link import ASKS, PARTS
from byline.kinds.order import shown_order
from byline.kinds.passages import PLAIN, WHEN
from byline.kinds.rate import VERDICT_RULE
from byline.lesson.codes import LENGTH, printed_code
from byline.lesson.course import lesson_of
from byline.lesson.desk import Text
from byline.lesson.disk import explaining, replace
from byline.lesson.printed import SAID
from byline.scoring import label_of
from byline.sheet import Card, Drawing, List, Note, Part, Table, escape, framed, whole_page
from byline.telling import LABELS, LAYER_OF, name_of, words_at
from newsmarks.model import CRITERIA, VOICES, Article, Span

CSS = (Path(__file__).parent / "paper.css").read_text(encoding="utf-8")
#: Characters of the article on a line: a page holds them even in a wide type.
WIDTH = 88
#: Points of height that a side has for the article; the least and the most that a line gets, to be marked by pen.
SIDE, LEAST, MOST = 645, 15, 24
#: More lines than these are three sides: then the paragraphs that are asked about must do.
MOST_LINES = 2 * SIDE / LEAST
#: Layer -> what is done with the pen.
PEN = {"voices": "Underline the words in the article, and write the letter in the margin beside them.",
       "stances": "Draw a box around the words in the article; then fill in the table.",
       "loaded": "Draw a wavy line under the words in the article; then fill in the table.",
       "figures": "Draw a ring around the words in the article; then fill in the table."}  # fmt: skip
LEGEND = """<li>With your pen:</li><li><u>a quotation</u></li><li><span class="cue">a cue</span></li>
<li><span class="loaded">a loaded word</span></li><li><span class="number">a number</span></li>"""
TICKET = ("One word that does a lot of work here, and how:", "One thing that this text alone cannot tell me:")
BOX = '<i class="box"></i>'
RULED = '<p class="ruled"></p>'
CODE = f'<span class="code">The code on your slip, no name: {BOX * 3} – {BOX * (LENGTH - 2)}</span>'
ROWS = 30  # of the sheet for quick entry


class TextLine(NamedTuple):
    """A printed line of the article: its number in the whole, its paragraph, and where its words stand."""

    number: int
    paragraph: int
    span: Span


class Pack(NamedTuple):
    """What a lesson asks about one text: its title, its exercises, the text with its key, and the article's lines."""

    title: str
    exercises: Sequence[Exercise]
    text: Text
    lines: Sequence[TextLine]

    def where(self, span: Span) -> str:
        """The printed lines of a span: "line 4", "lines 4–6"."""
        found = [line.number for line in self.lines if line.span.overlaps(span)]
        return f"lines {found[0]}–{found[-1]}" if len(found) > 1 else f"line {found[0]}" if found else ""

    def quoted(self, pieces: Iterable[Mapping[str, Any]]) -> str:
        """Pieces of an answer with their lines, as in “Azov” (line 13)."""
        told = (f"“{piece['quote'].strip('“”')}” ({self.where(Span(*piece['span']))})" for piece in pieces)
        return " … ".join(told) or "nobody"


def print_lesson(lesson: str, text: str, place: Path) -> list[Path]:
    """Write students.html and teacher.html of a lesson ("02") with a text ("mariupol") into a folder; the two paths.

    Raises Mistake where the text has no exercise of this lesson or no key, ArticleError, NotSaved.
    """
    pack = open_pack(lesson, text)
    pages = {"students.html": students_page(pack), "teacher.html": teacher_page(pack)}
    for name, page in pages.items():
        with explaining(place / name, "cannot be written", "The one from before, if there is one, is as it was."):
            place.mkdir(parents=True, exist_ok=True)
            replace(place / name, page.encode("utf-8", "replace"))
    return [place / name for name in pages]


def open_pack(lesson: str, text: str) -> Pack:
    """A lesson by its number or its file, with a text. Raises Mistake, ArticleError."""
    opened = Text(text)
    found = [e for e in opened.exercises.values() if e.is_of(lesson)]
    if not found:
        known = ", ".join(sorted({number_of(e.lesson) for e in opened.exercises.values()})) or "none yet"
        raise Mistake(f"“{text}” has no exercises of a lesson “{lesson}”. It has those of: {known}.")
    if opened.key is None or found[0].sealed:
        raise Mistake(f"The key of “{text}” is not in this copy. Print from the copy that has it.")
    of = lesson_of(found[0])
    return Pack(f"{of.number} {of.title}" if of else lesson, found, opened, text_lines(opened.article))


def text_lines(article: Article) -> list[TextLine]:
    """The whole article in lines of WIDTH characters, cut between words."""
    found: list[TextLine] = []
    for paragraph, whole in enumerate(article.paragraphs, 1):
        spans: list[Span] = []
        for word in re.finditer(r"\S+", whole.of(article.text)):
            start, end = whole.start + word.start(), whole.start + word.end()
            if spans and end - spans[-1].start <= WIDTH:
                start = spans.pop().start
            spans.append(Span(start, end))
        found += [TextLine(n, paragraph, span) for n, span in enumerate(spans, len(found) + 1)]
    return found


# --- what students get --------------------------------------------------------------------------------


def students_page(pack: Pack) -> str:
    """The article with numbered lines, the legend, a worksheet with all exercises, and an exit ticket; no answer."""
    kept = _kept(pack)
    pitch = SIDE / len(kept)
    tasks = "".join(task_of(pack, n, e) for n, e in enumerate(pack.exercises, 1))
    asks = "".join(f"<div><p>{ask}</p>{RULED}</div>" for ask in TICKET)
    return whole_page(f"{pack.title}: {_title(pack)}", f"""<main class="paper">
<section class="{'article' if pitch >= LEAST else 'long article'}">{page_head(_title(pack), "The article")}
{_notes(pack, kept)}<div class="lines">{"".join(_lines(pack, kept))}</div></section>
<section>{page_head(pack.title, "Worksheet", CODE)}{tasks}
<section class="task ticket"><h2>Exit ticket</h2>{asks}</section></section></main>""",
                      f"{CSS}.paper {{ --pitch: {min(pitch, MOST) if pitch >= LEAST else 20:.1f}pt; }}")  # fmt: skip


def _title(pack: Pack) -> str:
    """What the article is called, without what its title says in brackets."""
    return str(pack.text.article.about.get("title") or pack.text.article.id).split(" (")[0]


def page_head(title: str, small: str, more: str = "") -> str:
    """The head of a sheet; `more` is markup."""
    return f"<header><h1>{escape(title)} <small>{small}</small></h1>{more}</header>"


def _kept(pack: Pack) -> list[TextLine]:
    """The lines of the article, but those of a paragraph that is hard to read and not asked about; of a long article,
    those of the paragraphs that are asked about.
    """
    asked = {number for e in pack.exercises for number in e.paragraphs}
    spared = {*pack.text.article.about.get("hardest", ())} - asked
    short = not asked or len(pack.lines) <= MOST_LINES
    return [line for line in pack.lines if line.paragraph in asked or (short and line.paragraph not in spared)]


def _notes(pack: Pack, kept: Sequence[TextLine]) -> str:
    """The content note, whether paragraphs are left out, and how each thing is marked with a pen."""
    said = str(pack.text.article.about.get("content_note") or "")
    left = dict.fromkeys(line.paragraph for line in pack.lines if line not in kept)
    said += f" Not on this sheet, as nothing is asked about it: {', '.join(f'P{n}' for n in left)}." if left else ""
    if pack.text.article.about.get("defects"):
        said += " The text stands as it was published, its slips included."
    letters = " · ".join(f"<b>{letter}</b> {escape(words)}" for letter, words, _ in VOICES.values())
    return f'<p class="note">{escape(said)}</p><ul class="legend">{LEGEND}<li>In the margin: {letters}</li></ul>'


def _lines(pack: Pack, kept: Sequence[TextLine]) -> Iterator[str]:
    """Each line behind its number, the first of a paragraph behind the paragraph's number, too."""
    before = 0
    for number, paragraph, span in kept:
        first = f"P{paragraph}" if paragraph != before else ""
        look = "gap line" if paragraph > before + 1 else "line"
        yield (f'<p class="{look}"><b>{first}</b><i>{number}</i>'
               f"<span>{escape(span.of(pack.text.article.text))}</span></p>")  # fmt: skip
        before = paragraph


def task_of(pack: Pack, n: int, e: Exercise) -> str:
    """One exercise: its question, room for the answer in its kind's own way, for how sure, and for the reason."""
    ask = f"<h2>{n}. {escape(e.prompt)} <small>{e.id} · {e.minutes:g} min</small></h2>"
    sure = f'<p class="more">How sure are you? {_ticked(*SAID.values())}</p>' if e.sure else ""
    reason = f'<p class="more">{escape(e.reason)}</p>{RULED}' if e.reason else ""
    return f'<section class="task {e.kind}">{ask}{ROOM[e.kind](pack, e)}{sure}{reason}</section>'


def _ticked(*several: str) -> str:
    return "".join(f'<span class="tick">{BOX} {escape(words)}</span>' for words in several)


def _note(words: str) -> str:
    return f'<p class="note">{escape(words)}</p>'


def _boxes(items: Sequence[str]) -> str:
    """Things under their letters, each behind a box."""
    drawn = (f"<li>{BOX}<b>{letter}.</b><span>{escape(item)}</span></li>"
             for letter, item in zip(LETTERS, items, strict=False))  # fmt: skip
    return f'<ul class="options">{"".join(drawn)}</ul>'


def _grid(heads: Sequence[str], rows: Iterable[Sequence[str]], look: str = "plain") -> str:
    """A table whose cells are HTML already."""
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<table class="{look}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _choose(pack: Pack, e: Exercise) -> str:
    return (_note("Tick one or more.") if e.own.several else "") + _boxes([option.text for option in e.own.options])


def _judge(pack: Pack, e: Exercise) -> str:
    heads = [f"{sign} {escape(words)}" for sign, words in zip(signs_of(e), e.own.judgements, strict=True)]
    rows = [(f"<b>{letter}.</b>", escape(passage.text), *[BOX] * len(heads))
            for letter, passage in zip(LETTERS, e.own.passages, strict=False)]  # fmt: skip
    return _grid(("", "", *heads), rows)


def _passages(pack: Pack, e: Exercise) -> str:
    """When it is, then the passages; they stand in the article, too, but are judged here."""
    rows = [(f"<b>{letter}.</b>", escape(one.text), BOX, BOX) for letter, one in zip(LETTERS, e.own, strict=False)]
    when = f'<p class="more">When is this? {_ticked(*WHEN.values())}</p>'
    return when + _grid(("", "", *(f"{sign} {words}" for sign, words in zip("+–", PLAIN, strict=True))), rows)


def _order(pack: Pack, e: Exercise) -> str:
    return _note(f"Write 1 (first) to {len(e.own)} (last) in the boxes.") + _boxes(shown_order(e))


def _rate(pack: Pack, e: Exercise) -> str:
    given = pack.text.key_answer(e)
    signs = {0: "0", 0.5: "½", 1: "1"}
    rows = [(escape(ask), f"{signs[given[name]]}, done for you" if name in e.own.show else _ticked(*signs.values()))
            for name, ask in CRITERIA.items()]  # fmt: skip
    figure = e.own.figure.of(pack.text.article.text)
    return _grid((escape(f"“{figure}” ({pack.where(e.own.figure)})"), "Tick one in each row"), rows)


def _predict(pack: Pack, e: Exercise) -> str:
    return f'<p class="more">My guess: <i class="wide box"></i> {escape(e.own.unit)}</p>'


def _write(pack: Pack, e: Exercise) -> str:
    return RULED * max(4, min(round(e.minutes * 2 / 3) + 1, 6))


def _rewrite(pack: Pack, e: Exercise) -> str:
    """Where the paragraph stands, and a line for each ten words of it, with some to spare."""
    number = e.paragraphs[0]
    lines = len(pack.text.article.paragraph(number).split()) // 10 + 3
    return _note(f"P{number} is in {pack.where(pack.text.article.paragraphs[number - 1])}.") + RULED * min(lines, 10)


def _link(pack: Pack, e: Exercise) -> str:
    given = {part: f"{pack.quoted(pieces)}, done for you" for part, pieces in (begun(e, pack.text.key) or {}).items()}
    rows = [(f"<b>{part}</b>", escape(ASKS[part]), escape(given.get(part, ""))) for part in PARTS]
    return _grid(("", "", "The words; of many, the first and the last three. In which lines?"), rows, "fill")


def _mark(pack: Pack, e: Exercise) -> str:
    """What to do with the pen, the labels with their letters or numbers, what is done already, and a table."""
    layer, labels = e.own.layer, e.own.labels
    look = ", ".join(f"P{n} ({pack.where(pack.text.article.paragraphs[n - 1])})" for n in e.paragraphs)
    signs = [(LABELS[layer][label][0] or str(n), LABELS[layer][label][1]) for n, label in enumerate(labels, 1)]
    told = " · ".join(f"<b>{sign}</b> {escape(words)}" for sign, words in signs)
    done = "; ".join(f"{pack.quoted([given])} is {name_of(layer, given['label'])}" for given in e.own.given)
    return (_note(f"{PEN[layer]} Look in {look}.") + (f"<p>{told}</p>" if len(labels) > 1 else "")
            + (_note(f"Done for you: {done}.") if done else "") + ("" if layer == "voices" else _table(e)))  # fmt: skip


def _table(e: Exercise) -> str:
    """Room for marks, two side by side: more than are needed, so that the number tells nothing."""
    one = ["Line", "Words", "Label"][: 2 if len(e.own.labels) == 1 else 3]
    return _grid(one * 2, [[""] * len(one) * 2] * max(4, min(len(e.paragraphs), 5)), f"fill two of{len(one)}")


ROOM = {"choose": _choose, "judge": _judge, "sort": _judge, "order": _order, "rate": _rate, "predict": _predict,
        "write": _write, "rewrite": _rewrite, "link": _link, "mark": _mark, "passages": _passages}  # fmt: skip


# --- what the teacher keeps -----------------------------------------------------------------------------


def teacher_page(pack: Pack) -> str:
    """The key with all that it accepts and why, the samples of what is written, and the sheet for quick entry."""
    keyed = "".join(framed([Card([_keyed(pack, n, e)])]) for n, e in enumerate(pack.exercises, 1))
    note = framed([Note("", "Not for students: the whole key. Lines are those of the article on paper.")])
    return whole_page(f"{pack.title} – for the teacher", f"""<main class="teacher">
<h1>{escape(pack.title)} – for the teacher</h1>{note}{keyed}<h2>Quick entry</h2>{framed(entry_sheet(pack))}</main>""",
                      CSS)  # fmt: skip


def _keyed(pack: Pack, n: int, e: Exercise) -> Table:
    rows = [*_answers(pack, e), *_reasons(pack, e), ("Why", e.why), *(("Hint", hint) for hint in e.hints)]
    rows += [(f"Level {level}: {name}", sample) for level, (name, sample) in enumerate(ladder(e))]
    return Table(f"{n}. {e.id}: {e.prompt}", (), [row for row in rows if row[1]])


def _answers(pack: Pack, e: Exercise) -> Iterator[tuple[str, str]]:
    """The key's own answer, where the reasons do not tell it piece by piece."""
    if e.kind == "link":
        yield from ((part, pack.quoted(pieces)) for part, pieces in pack.text.key_answer(e).items())
    elif e.kind in ("order", "predict") and pack.text.key:
        yield "The key", key_as_text(e, pack.text.key)


def _reasons(pack: Pack, e: Exercise) -> Iterator[tuple[str, str]]:
    """(where or which, what is accepted and why) for each thing that the key has, and for each option."""
    if e.kind == "choose":
        for letter, option in zip(LETTERS, e.own.options, strict=False):
            yield f"{letter}{' (right)' if option.right else ''}", f"{option.text} – {option.feedback}"
        return
    for line in assess(e, pack.text.key_answer(e), pack.text.key).lines if e.kind not in KEPT else ():
        place = f"P{line.paragraph}, {pack.where(line.span)}: " if line.paragraph and line.span else ""
        if said := _why(pack, e, line):
            yield f"{place}{line.words}" or READ.get(line.outcome, line.outcome), said


def _why(pack: Pack, e: Exercise, line: Line) -> str:
    """What the key has and why, with every other reading that is accepted and what separates them."""
    if line.outcome == "verdict":
        return f"{line.key} of 5. {VERDICT_RULE}"
    said = [line.text]
    for entry in pack.text.key.layer(LAYER_OF[e.own.layer]) if e.kind == "mark" and pack.text.key else ():
        if words_at(entry.mark) == line.span:
            others = [why for mark, why in entry.also if mark is None or _look(mark) != _look(entry.mark)]
            said = [entry.mark.why, *(f"Also accepted: {why}" for why in others), entry.separates if others else ""]
    return f"{line.key} – {' '.join(filter(None, said))}".strip("– ") if any(said) else ""


def _look(mark: Mark) -> tuple[Span, str | None]:
    """What of a mark an exercise asks for: which words, and the label."""
    return words_at(mark), label_of(mark)


def entry_sheet(pack: Pack) -> list[Part]:
    """What each cell holds, and a grid to be filled in by hand or copied into a spreadsheet."""
    key = ["key", *(cell_of(e, pack.text.key_answer(e)) for e in pack.exercises)]
    table = Table("A row for each student", ("Code", *(e.id for e in pack.exercises)), [key, *[[""] * len(key)] * ROWS])
    return [List([f"{e.id}: {cell_form(e)}" for e in pack.exercises]), Note("", HOW_SURE),
            Drawing(f'<div class="entry">{table.html}</div>', table.text)]  # fmt: skip


# --- the slips ------------------------------------------------------------------------------------------


def slips_page(students: Iterable[Student]) -> str:
    """A slip with a code for each student, to be cut along the lines; the name is on the stub alone."""
    slips = "".join(map(_slip, students))
    return whole_page("Code slips", f'<main class="paper">{slips}</main>', CSS)


def _slip(student: Student) -> str:
    return (f'<div class="slip"><div class="stub"><b>{escape(student.name or "Name:")}</b>'
            "<small>Tear this off when you hand over the slip.</small></div>"
            f"<div><strong>{printed_code(student.codes[0])}</strong><p>Type this code when the first exercise asks for "
            "it. On paper, write it where your name would be. Keep the slip.</p></div></div>")  # fmt: skip
