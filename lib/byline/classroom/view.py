"""The class view: one page, offline, without a script. Names are hidden until somebody asks for them.

The signs of the grid say it without colour; a click on a number shows that student's marks on the text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from byline.attempts import Discernment, discernment, is_judged
from byline.classroom.report import Done, Report, Row, Spot, places_in, right_at_first, told_of
from byline.display.plane import WIDE, one_decimal
from byline.exercises import CALLED, Exercise
from byline.lesson.codes import printed_code
from byline.lesson.course import title_of
from byline.lesson.printed import Shown, on_the_text, work_as_table
from byline.sheet import Card, Drawing, Folded, List, Note, Part, Sheet, Table, Words, escape, framed, whole_page

#: What a cell of the grid shows: a sign, and how it is read aloud.
SIGNS = {status: (sign, CALLED[status]) for status, sign in zip(CALLED, "✓≈✗•", strict=True)}
LEGEND = ("✓ right at the first try · ≈ accepted, where good readers differ · ✗ not yet · ✗→✓ right later, unaided · "
          "✗ key ✓ right after looking at the key · key ✓ the key was looked at before the first try · "
          "• kept, nothing to judge · •3 read, level 3 · – nothing there · "
          "2h: two hints before the first try")  # fmt: skip
#: From so many answers on it is said how well a class tells sound from weak.
ENOUGH = 20
#: Below this share of the class a place is not shown on the article: one slip is no pattern.
SHOWN = 0.2


def class_page(report: Report) -> str:
    """The whole page."""
    of, lesson = report.of, report.lesson
    heading = f"<header><h1>{escape(of.name)}: {escape(lesson.number)} {escape(lesson.title)}</h1>{_choices()}</header>"
    parts = [heading, "<main>"]
    for title, several in _sections(report):
        parts.append(f"<h2>{escape(title)}</h2>{framed(several)}")
    parts += [*_students(report), "</main>"]
    return whole_page(f"{of.name}: {lesson.number}", "".join(parts), look())


def class_sheet(report: Report, *, names: bool = False) -> Sheet:
    """The same for a notebook, without each student's marks; `names` shows who is who."""
    parts: list[Part] = [Drawing(f"<style>{look()}</style>", "")]
    for title, several in _sections(report, names=names):
        parts += [Drawing(f"<h2>{escape(title)}</h2>", title), *several]
    return Sheet(parts)


def look() -> str:
    """What the class view adds to the style sheet."""
    return (Path(__file__).parent / "view.css").read_text(encoding="utf-8")


def _choices() -> str:
    """What can be shown besides; both off at first."""
    boxes = (("names", "Show names and codes (leave this off on the projector)"),
             ("all", "Show every student’s marks, to print them all"))  # fmt: skip
    return "".join(f'<p class="byline-choice"><label><input type="checkbox" class="byline-{name}"> {said}</label></p>'
                   for name, said in boxes)  # fmt: skip


def _sections(report: Report, *, names: bool | None = None) -> Iterator[tuple[str, Sequence[Part]]]:
    """The parts of the class view, each under its title; names are there to be shown on demand, or said to be."""
    table = grid(report, names=names)
    above = (f'<div class="byline-grid" role="region" aria-label="Who did what" tabindex="0">{table.html}</div>'
             f'<p class="byline-legend">{escape(LEGEND)}</p>')  # fmt: skip
    yield "Who did what", [Drawing(above, f"{table.text}\n\n{LEGEND}"), *_where_it_stands(report)]
    yield "Talk about this tomorrow", _tomorrow(report) or [Note("", "Nothing was missed by anybody yet.")]
    for name in sorted({row.text for row in report.rows if row.text}):
        if drawn := _article(report, name):
            yield f"Where the class and the key differ: {title_of(report.text(name))}", [drawn]
    yield "Sure, but not right", [_sure(report)]
    yield "Which answers were chosen", list(_options(report)) or [Note("", "Nothing was chosen yet.")]
    yield "Readings that many share and the key does not accept", list(_challenges(report))


# --- the grid ---------------------------------------------------------------------------------------


def in_order(report: Report) -> list[Row]:
    """The students in an order that says nothing of their names."""
    return sorted(report.rows, key=lambda row: hashlib.sha256(row.student.codes[0].encode()).digest())


def _name(n: int, row: Row, names: bool | None = None) -> str:
    """A student's number, and behind it what is shown on demand; or one of the two alone."""
    code = printed_code(row.student.codes[0])
    who = f"{row.student.name} ({code})" if row.student.name else code
    if names is not None:
        return f"<bdi>{escape(who if names else n)}</bdi>"
    return f'<span class="byline-nth">{n}</span><span class="byline-who"> <bdi>{escape(who)}</bdi></span>'


def grid(report: Report, *, names: bool | None = None) -> Table:
    """Students by exercises, a sign for each."""
    rows: list[list[Words]] = []
    for n, row in enumerate(in_order(report), 1):
        who = _name(n, row, names)
        link = Drawing(f'<a href="#s{n}">{who}</a>' if row.done and names is None else who, str(n))
        rows.append([link, *(cell(row.done.get(id), report.level(row, id)) for id in report.exercises)])
    rows.append(["Right at first", *(_right_at_first(report, id) for id in report.exercises)])
    return Table("Each student, each exercise", ["No.", *report.exercises], rows)


def _right_at_first(report: Report, id: str) -> str:
    """How many of those who answered were right or accepted at the first try, without the key."""
    done = [row.done[id] for row in report.rows if id in row.done and is_judged(row.done[id].e)]
    return f"{sum(map(right_at_first, done))}/{len(done)}" if done else ""


def cell(done: Done | None, level: int | None = None) -> Drawing:
    """One student in one exercise: the first try, what came later and how, in signs and in words."""
    if done is None:
        return _cell("–", "nothing there")
    if not is_judged(done.e):
        return _cell(*(("•", "kept") if level is None else (f"•{level}", f"read, level {level}")))
    first, said = SIGNS[done.first.status]
    hints = done.state.tries[0].hints
    if done.state.tries[0].revealed:
        return _cell("key", f"{said}, but had looked at the key before the first try", f" {first}")
    more, words = _later(done)
    by = f" {hints}h" if hints else ""
    told = f", {hints} hint{'s' if hints > 1 else ''} before it" if hints else ""
    return _cell(first, f"{said}{told}{words}", f"{by}{more}")


def _later(done: Done) -> tuple[str, str]:
    """What came after the first try: the sign of the latest, and whether the key was seen before it."""
    tries = done.state.tries
    if done.first.status != "not yet":
        return "", ""
    if len(tries) == 1:
        return (" key", ", then looked at the key") if done.state.revealed else ("", "")
    sign, said = SIGNS[done.now.status]
    if tries[done.nth - 1].revealed:
        return f" key {sign}", f", {said} after looking at the key"
    return f"→{sign}", f", {said} at try {done.nth}"


def _cell(sign: str, said: str, more: str = "") -> Drawing:
    small = f'<span class="byline-more">{escape(more)}</span>' if more else ""
    html = (f'<span aria-hidden="true"><span class="byline-sign">{escape(sign)}</span>{small}</span>'
            f'<span class="byline-unseen">{escape(said)}</span>')  # fmt: skip
    return Drawing(html, f"{sign}{more}")


def _where_it_stands(report: Report) -> list[Part]:
    """How many handed in, and how sharp and how suspicious the class is."""
    handed = [row for row in report.rows if row.done]
    parts: list[Part] = [Note("Handed in", f"{len(handed)} of {len(report.rows)}")]
    found = [discernment(report.text(row.text).exercises, {id: d.state for id, d in row.done.items()},
                         report.text(row.text).key) for row in handed]  # fmt: skip
    if found and (both := sum(found[1:], found[0])).weak and both.sound:
        parts.append(Note("Of what is judged as well founded or not", (
            f"{both.hits} of {both.weak} weak places were called weak, and so were {both.alarms} of {both.sound} "
            f"sound ones. {_told_apart(both)}")))  # fmt: skip
    return parts


def _told_apart(both: Discernment) -> str:
    """How sharp and how suspicious a class is, with how far off that may be; nothing from too few answers."""
    if (every := both.weak + both.sound) < ENOUGH:
        return f"From {every} answers nobody can say yet how well the class tells them apart; it takes {ENOUGH}."
    across, up = (WIDE * error for error in both.errors)
    return (f"The class tells them apart {_sharp(both.sharpness)} (sharpness {one_decimal(both.sharpness)}, give or "
            f"take {across:.1f}; 0 is guessing), and {_suspicious(both.suspicion)} (suspicion "
            f"{one_decimal(both.suspicion, '+')}, give or take {up:.1f}).")  # fmt: skip


def _sharp(sharpness: float) -> str:
    """A class's d′ in a word."""
    return "hardly" if sharpness < 0.5 else "in part" if sharpness < 1.5 else "well"


def _suspicious(suspicion: float) -> str:
    """Which way a class leans, in words."""
    if abs(suspicion) <= 0.3:
        return "leans neither to doubt nor to trust"
    return "doubts too much" if suspicion > 0 else "trusts too much"


# --- what to talk about --------------------------------------------------------------------------------


def _tomorrow(report: Report) -> list[Part]:
    """What was missed most, each in its sentence."""
    return [Card(list(_missed(report, spot))) for spot in report.most_missed()]


def _missed(report: Report, spot: Spot) -> Iterator[Note]:
    yield Note(f"{_called(report, spot)}, missed by {spot.missed} of {spot.asked} ({spot.share:.0%})", _asked(spot))
    if sentence := _sentence(report, spot):
        yield Note("In its sentence", sentence)
    yield Note("The key has", _key_of(spot))
    if spot.commonest:
        yield Note("Most often instead", f"{spot.commonest} ({spot.said[spot.commonest]})")


def _called(report: Report, spot: Spot) -> str:
    """An exercise by its id; with the text where the class read more than one."""
    several = len({row.text for row in report.rows if row.text}) > 1
    return f"{spot.e.id} ({spot.text})" if several else spot.e.id


def _asked(spot: Spot) -> str:
    return spot.place or spot.e.prompt


def _key_of(spot: Spot) -> str:
    if spot.e.kind == "choose":
        named = [spot.e.own.named(option.id) for option in spot.e.own.options if option.right]
        return " · ".join(f"{letter}. {option.text}" for letter, option in named)
    return spot.line.key


def _sentence(report: Report, spot: Spot) -> str:
    """The sentence around a place in the text, a passage whole; "" for a question."""
    if spot.line.sentence:
        return spot.line.sentence.of(report.text(spot.text).article.text).strip()
    if spot.e.kind in ("judge", "sort"):
        return next((p.text for p in spot.e.own.passages if p.text.startswith(spot.place[3:].rstrip("…"))), "")
    return spot.e.prompt if spot.place else ""


def _article(report: Report, name: str) -> Part | None:
    """The paragraphs of the text with the places where several differ from the key."""
    text, marks = report.text(name), list[Shown]()
    for spot in report.spots:
        span = places_in(text, spot.e).get(spot.place) if spot.text == name else None
        if span and spot.share >= SHOWN:
            most = f", mostly “{spot.commonest}”" if spot.commonest else ""
            marks.append(Shown(span, f"{spot.e.id}: {spot.missed} of {spot.asked}{most}"))
    numbers = sorted({text.article.number(mark.span.start) for mark in marks})
    return on_the_text(text.article, numbers, marks) if marks else None


def _sure(report: Report) -> Part:
    """Of those who were sure, how many were not right, by exercise."""
    rows, said = [], 0
    for id in report.exercises:
        sure = [row.done[id] for row in report.rows if id in row.done and row.done[id].state.sure == "high"]
        said += len(sure)
        if wrong := sum(done.first.status == "not yet" for done in sure):
            rows.append((id, str(wrong), str(len(sure))))
    if not rows:
        return Note("", "Whoever was sure was right." if said else "Nobody said so far that she was sure.")
    return Table("Of those who said that they were sure", ("Exercise", "Not right", "Sure"), rows, numbers=(1, 2))


def _options(report: Report) -> Iterator[Part]:
    """How often each option was chosen and each passage judged how, at the first try; folded, exercise by exercise."""
    chosen = [spot for spot in report.spots if spot.e.kind in ("choose", "judge", "sort")]
    for _, several in groupby(chosen, key=lambda spot: (spot.e.id, spot.text)):
        spots = list(several)
        rows = [row for spot in spots for row in _counts(spot)]
        heads = ("Passage" if spots[0].place else "Answer", f"First tries, of {spots[0].asked}", "The key’s")
        table = Table("How often each was chosen", heads, rows)
        yield Folded(f"{_called(report, spots[0])}: {spots[0].e.prompt}", [table])


def _counts(spot: Spot) -> Iterator[tuple[Words, ...]]:
    """What was said of one thing, most often first, each with how often."""
    for said, n in spot.said.most_common():
        words = f"{spot.place} – {said}" if spot.place else said
        yield words, _bar(n), "not the key’s" if said in spot.wrong else "✓ the key’s"


def _bar(n: int) -> Drawing:
    return Drawing(f'{n} <span class="byline-more" aria-hidden="true">{"▮" * n}</span>', str(n))


def _challenges(report: Report) -> Iterator[Part]:
    """Readings to think about, with how to accept one; and what was accepted."""
    command = f"byline marks {report.of.name} {report.lesson.number}"
    rows = [(_called(report, one.spot), told_of(one.spot.place, one.said), f"{one.held_by} of {one.spot.asked}",
             _key_of(one.spot), Drawing(f"<code>{one.id}</code>", one.id)) for one in report.challenges()]  # fmt: skip
    if rows:
        yield Note("", "The key may be wrong, or narrower than good readers are. If you accept a reading, every answer "
                   "is judged once more, and it is written down as your own decision.")  # fmt: skip
        yield Table("What at least three in ten say, and the key does not",
                    ("Exercise", "Reading", "Students", "The key has", "To accept it"), rows)  # fmt: skip
        yield Note("Accept a reading", _code(f"{command} --accept {report.challenges()[0].id}"))
    else:
        yield Note("", "There is no such reading.")
    kept = [one for one in report.decisions if one["exercise"] in report.exercises]
    if kept:
        yield List([f"Accepted in {one['exercise']}: {told_of(one['place'], one['said'])} ({one.get('decided by')} "
                    f"on {one.get('on')}). To take it back: {command} --take-back {one['id']}"
                    for one in kept])  # fmt: skip


def _code(command: str) -> Drawing:
    said = "with its button in the notebook the_class, or with its sign in a terminal, as in: "
    return Drawing(f"{said}<code>{escape(command)}</code>", f"{said}{command}")


# --- one student ------------------------------------------------------------------------------------------


def _students(report: Report) -> Iterator[str]:
    """Each student's answers with the marks on the text, to be seen at a click or printed."""
    for n, row in enumerate(in_order(report), 1):
        if row.done:
            cards = [Card([student_table(report, row, d.e)]) for d in row.done.values()]
            yield (f'<section class="byline-one" id="s{n}"><h2>Student {_name(n, row)}</h2>'
                   f'<p class="byline-back"><a href="#">Back to the class</a></p>'
                   f"{framed(cards)}</section>")  # fmt: skip


def student_table(report: Report, row: Row, e: Exercise) -> Table:
    """One student's work at one exercise."""
    if (paper := row.done[e.id].paper) is not None:
        said = f"level {paper}" if isinstance(paper, int) else CALLED.get(paper, paper)
        return Table(f"{e.id}: {e.prompt}", (), [("On paper", f"{said}, as the teacher reads it")])
    return work_as_table(report.text(row.text), e, row.done[e.id].state)
