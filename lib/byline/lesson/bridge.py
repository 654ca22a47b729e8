"""What a page and Python say to each other about an exercise; knows no widget toolkit.

A page sends messages: {"do": …, "exercise": its id, "writer": who (a word), "n": a number that goes up, …}. It keeps
each until an answer lists it as heard and not as owed, and sends what it kept again to a new kernel; what comes twice
counts once. `hear` gives the answers, which go to every page that shows the exercise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from byline.attempts import SURE, State
from byline.exercises import READ, WITH_TEACHER, WRITTEN, Exercise, Unclear
from byline.glossary import explained
from byline.kinds import KINDS, begun, ladder, understood, whole_text
from byline.kinds.mark import key_places, laid
from byline.lesson.desk import Desk
from byline.lesson.disk import NotSaved
from byline.lesson.folder import drawers, shown_code, was_put_away
from byline.lesson.house import current_house
from byline.lesson.leaving import Question, use_code
from byline.lesson.notices import placed_as_text
from byline.rewriting.telling import rewritten_parts
from byline.sheet import framed
from newsmarks.model import Article
from newsmarks.text import ArticleError, sentences, words

Said = dict[str, Any]
By = tuple[str, int] | None
#: What a page is told that still showed the answers of somebody who has gone.
LEFT = "Somebody else works here now, and this page showed answers from before. Begin with your own."
#: Where the key is with the teacher, what a change of the answer does: to a text, and to all else.
CHANGING = dict.fromkeys(
    WRITTEN, "You can change it: your teacher reads the latest one, and the first is kept beside it."
)
FIRST_COUNTS = "Your first answer is the one that counts; what you change is kept beside it."


def hear(desk: Desk, shown: Exercise, message: Any) -> Said:
    """Do what a page asks, and say what it is told; `shown` is the exercise where a message names none."""
    message = whole_text(message) if isinstance(message, dict) else {}
    writer, n = str(message.get("writer", ""))[:40], message.get("n")
    by = (writer, n) if type(n) is int and n > 0 else None
    act, e, why = str(message.get("do")), shown, ""
    try:
        e = desk.exercise(str(message.get("exercise", shown.id)))
        said = _done_for(desk, e, act, by, message)
    except NotSaved as problem:
        said, why = _state(desk, e, committed_now=act == "commit"), str(problem)
    except (Unclear, ArticleError) as problem:
        said = {"tell": "unclear", "exercise": e.id, "said": str(problem)}
    owed = [[event["writer"], event["n"]] for event in desk.answers.owed]
    return {**said, **desk_now(desk), "why": why, "writer": writer, "heard": n, "owed": owed}


def _done_for(desk: Desk, e: Exercise, act: str, by: By, message: Said) -> Said:
    """Do an act for whoever it is of: who works here, or one who has gone; once, if it comes again after she went."""
    if not _is_hers(desk, act, message):
        return _keep_for_who_left(desk, e, by, message)
    if by and not message.get("whose") and was_put_away(desk.answers.folder.place, *by):
        return _state(desk, e, LEFT)
    return ACTS.get(act, _hello)(desk, e, by, message)


def _is_hers(desk: Desk, act: str, message: Said) -> bool:
    """Whether an act is of the student who works here, and not from a page that still shows another's answers."""
    desk.answers.look()
    here, whose = desk.answers.folder, message.get("whose")
    return act in ("code", "new student") or not (whose and here.claimed) or whose in here.codes


def _keep_for_who_left(desk: Desk, e: Exercise, by: By, message: Said) -> Said:
    """Write what a page still says for a student who has gone where her answers were put away, if they were."""
    for there in drawers(desk.answers.folder.place, [str(message["whose"])])[:1] if by else ():
        gone = Desk(desk.article.id, there)
        ACTS.get(str(message.get("do")), _hello)(gone, e, by, message)
    return _state(desk, e, LEFT)


def desk_now(desk: Desk) -> Said:
    """Which kernel's desk this is, whose, whether a slip is asked for, and how many answers are not on the disk."""
    folder = desk.answers.folder
    codes = folder.codes if folder.claimed else []
    return {"desk": desk.answers.writer, "codes": codes, "shown": shown_code(codes[0]) if codes else "",
            "asks": folder.asks, "unwritten": desk.answers.unwritten()}  # fmt: skip


def _state(desk: Desk, e: Exercise, note: str = "", **now: bool) -> Said:
    return {"tell": "state", "exercise": e.id, "state": {**state_of(desk, e), "said": note, **now}}


def _hello(desk: Desk, e: Exercise, by: By, message: Said) -> Said:
    desk.answers.save()
    if e.kind == "rewrite":  # the first look takes longest, and nobody waits for this one
        rewritten_parts(desk.machine, e.paragraphs[0], desk.article.paragraph(e.paragraphs[0]))
    return _state(desk, e)


def _mark(desk: Desk, e: Exercise, by: By, message: Said) -> Said:
    if e.kind != "mark":
        raise Unclear(f"In {e.id} there is nothing to mark.")
    return _kept(desk, e, by, _changed(desk, e, message))


def _draft(desk: Desk, e: Exercise, by: By, message: Said) -> Said:
    return _kept(desk, e, by, understood(e, desk.article, message.get("answer")), **_sure(message))


def _kept(desk: Desk, e: Exercise, by: By, draft: Any, **sure: str) -> Said:
    note = desk.add(e, "draft", by, answer=draft, **sure)
    return {"tell": "saved", "exercise": e.id, "note": note, "answer": draft}


def _commit(desk: Desk, e: Exercise, by: By, message: Said) -> Said:
    note = desk.commit(e, message.get("answer"), _sure(message).get("sure"), by)
    return _state(desk, e, note, committed_now=True)


def _hint(desk: Desk, e: Exercise, by: By, message: Said) -> Said:
    given = desk.state(e).hints
    if given < len(e.hints):
        desk.add(e, "hint", by, hints=given + 1)
    return _state(desk, e, hint_now=True)


def _reason(desk: Desk, e: Exercise, by: By, message: Said) -> Said:
    note = desk.add(e, "reason", by, text=str(message.get("text", ""))[:2000])
    return _state(desk, e, note or "Your reason is kept.")


def _reveal(desk: Desk, e: Exercise, by: By, message: Said) -> Said:
    if desk.sealed(e):
        return _state(desk, e, WITH_TEACHER)
    if not desk.state(e).tries:
        return _state(desk, e, "Commit an answer first; a guess will do.")
    desk.add(e, "reveal", by)
    return _state(desk, e, "Here is the key, beside your answer.", told_now=True)


def _place(desk: Desk, e: Exercise, by: By, message: Said) -> Said:
    level = message.get("level")
    if type(level) is not int or not 0 <= level <= 4 or not ladder(e):
        raise Unclear("Choose one of the sample answers.")
    if not desk.state(e).tries:
        raise Unclear("Write your own answer first.")
    desk.add(e, "placed", by, level=level)
    return _state(desk, e, placed_as_text(e, level))


def _about(desk: Desk, e: Exercise, by: By, message: Said) -> Said:
    """What all exercises of a page share: the article by its paragraphs, and the words that are explained in place."""
    article = desk.article
    told = [[n, span.of(article.text)] for n, span in enumerate(article.paragraphs, 1)]
    return {"tell": "about", "exercise": e.id, "paragraphs": told, "terms": explained()}


def _look(desk: Desk, e: Exercise, by: By, message: Said) -> Said:
    """What a rewrite that is being typed does to its paragraph; nothing is kept."""
    if e.kind != "rewrite":
        raise Unclear(f"In {e.id} there is nothing to rewrite.")
    words = understood(e, desk.article, message.get("answer"))
    first, *rest = rewritten_parts(desk.machine, e.paragraphs[0], words)
    return {"tell": "looked", "exercise": e.id, "said": first.text, "html": framed(rest)}


def _new_student(desk: Desk, e: Exercise, by: By, message: Said) -> Said:
    desk.leave(desk.answers.put_away)
    return _state(desk, e, "This is a new beginning, under a new code. The answers from before are put away.")


def _code(desk: Desk, e: Exercise, by: By, message: Said) -> Said:
    """The code from a slip, with what was said to the question that comes before it."""
    try:
        said = use_code(desk, str(message.get("code", ""))[:40], message.get("mine"))
    except (Unclear, NotSaved) as problem:
        return {"tell": "code", "exercise": e.id, "said": str(problem), "choices": [], "wrong": True}
    choices = said.choices if isinstance(said, Question) else ()
    return {"tell": "code", "exercise": e.id, "said": said.text, "choices": list(map(list, choices)), "wrong": False}


ACTS: dict[str, Callable[[Desk, Exercise, By, Said], Said]] = {
    "hello": _hello, "mark": _mark, "draft": _draft, "commit": _commit, "hint": _hint, "reason": _reason,
    "new student": _new_student, "reveal": _reveal, "place": _place, "about": _about, "code": _code, "look": _look,
}  # fmt: skip


def _sure(message: Said) -> dict[str, str]:
    """How sure the student is, where a message says so."""
    return {"sure": message["sure"]} if message.get("sure") in SURE else {}


def _changed(desk: Desk, e: Exercise, message: Said) -> Any:
    """The marks as they stand after a change: some taken away, others laid upon what is left."""
    state, article = desk.state(e), desk.article
    before = list(e.own.given) if state.draft is None else state.draft
    gone = [(m["span"], m["label"]) for m in understood(e, article, message.get("remove", []))]
    kept = [m for m in before if (m["span"], m["label"]) not in gone]
    return understood(e, article, laid(e, article, kept, understood(e, article, message.get("add", []))))


# --- what an exercise is, and how it stands -----------------------------------------------------------


def state_of(desk: Desk, e: Exercise) -> dict[str, Any]:
    """What a page needs to show an exercise as it stands."""
    state = desk.state(e)
    draft = state.draft if state.draft is not None else begun(e, desk.key)
    found = desk.feedback(e, state) if state.answer is not None else None
    return {
        "draft": draft, "committed": bool(state.tries), "sure": state.sure, "sealed": desk.sealed(e),
        "hints": list(e.hints[: state.hints]), "hints_left": len(e.hints) - state.hints, "reason": state.reason,
        "feedback": found and asdict(found), "changing": CHANGING.get(e.kind, FIRST_COUNTS) if desk.sealed(e) else "",
        "key": _key_drawn(desk, e, state),
        "revealed": state.revealed, "placed": state.placed,
        "samples": ladder(e) if found and not desk.sealed(e) else [], "receipt": _where_kept(desk, state),
        "notes": [note for note in desk.answers.notes if not (desk.answers.owed and note == desk.answers.unread)],
        "earlier": desk.answers.earlier,
    }  # fmt: skip


def _key_drawn(desk: Desk, e: Exercise, state: State) -> Any:
    """The key's marks, to be drawn beside a student's, once she has asked for them."""
    if not (state.revealed and state.tries and e.kind == "mark" and desk.key) or desk.sealed(e):
        return None
    return key_places(e, desk.key)


def _where_kept(desk: Desk, state: State) -> str:
    if state.draft is None and not state.tries:
        return "Your answer to an earlier question is kept. This one is new." if state.earlier else ""
    kept = current_house().kept.format(name=desk.answers.path.name)
    return f"Kept {kept}, under the code {shown_code(desk.answers.code)}."


def spec_of(desk: Desk, e: Exercise) -> dict[str, Any]:
    """All of an exercise that a page shows and that never changes; nothing of its answer."""
    kind = KINDS[e.kind]
    return {
        "id": e.id, "article": desk.article.id, "kind": e.kind, "prompt": e.prompt, "minutes": f"{e.minutes:g}",
        "reason": e.reason, "asks_reason": bool(e.reason) or kind.REASONED, "asks_sure": e.sure,
        "place": _number_of(desk, e), "read": READ,
        "paragraphs": list(words_of(desk.article, e.paragraphs)), **kind.shown(e, desk.article, desk.key),
    }  # fmt: skip


def _number_of(desk: Desk, e: Exercise) -> str:
    """Which exercise of its lesson this is: "3 of 9"."""
    names = [name for name, other in desk.exercises.items() if other.lesson == e.lesson]
    return f"{names.index(e.id) + 1} of {len(names)}"


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
            found += [[*word, word.of(article.text), "", nth] for word in words(article.text, sentence)]
        for n, word in enumerate(found):
            word[3] = article.text[word[1] : found[n + 1][0] if n + 1 < len(found) else paragraph.end]
        lead = article.text[first : found[0][0] if found else paragraph.end]
        yield {"number": number, "lead": lead, "words": found}
