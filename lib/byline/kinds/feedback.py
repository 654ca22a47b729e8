"""What an answer is told: found, missed, extra or arguable, each with its reason, and what to do next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from byline.display.html import shorten
from byline.key import Entry, Key
from byline.key.places import short
from byline.kinds.exercises import LABELS, PARTS, Exercise, marked
from byline.kinds.replies import LETTERS
from byline.scoring import CONTESTED, alike, overlap
from newsmarks.model import CRITERIA, NOT_FALSE, Attribution, Figure, Loaded, Reading, Span, Voice
from newsmarks.text import words

STATUSES = ("not attempted", "not yet", "arguable", "yes")
#: The outcomes of a line that keep an answer from being right.
WRONG = ("missed", "in part", "extra", "other label", "not this one", "another place", "not yet")
RIGHT = ("found", "this one", "in place", "there")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in an answer: where it is, what the student has, what the key and the machine have, and why."""

    outcome: str
    words: str
    paragraph: int | None
    yours: str
    key: str
    text: str
    machine: str = ""
    machine_why: str = ""


@dataclass(frozen=True, slots=True)
class Feedback:
    """`status` is not attempted, not yet, arguable or yes; where there is no key it is "saved"."""

    status: str
    headline: str
    lines: tuple[Line, ...] = ()


SEALED = Feedback("saved", "Your answer is saved. Your teacher will see this.")
NOT_ATTEMPTED = Feedback("not attempted", "Not attempted yet.")


def assess(e: Exercise, answer: Any, key: Key | None, machine: Reading | None = None) -> Feedback:
    """What a kept answer is told; `machine` is a third reading to show beside the two."""
    if answer is None:
        return NOT_ATTEMPTED
    if key is None or e.sealed:
        return SEALED
    lines = tuple(LINES[e.kind](e, answer, key, machine))
    outcomes = Counter(line.outcome for line in lines)
    if any(outcomes[name] for name in WRONG):
        return Feedback("not yet", _counted(e, outcomes), lines)
    soft = outcomes["arguable"] or e.kind == "write"
    return Feedback("arguable" if soft else "yes", _counted(e, outcomes), lines)


def _counted(e: Exercise, outcomes: Mapping[str, int]) -> str:
    """The outcomes in one sentence."""
    if e.kind == "predict" or (e.kind == "choose" and e.tier == "open"):
        return f"Your {'guess' if e.kind == 'predict' else 'choice'} is kept. It is not marked."
    if e.kind == "write":
        return "Not yet." if outcomes["not yet"] else "This question is open: compare your answer with the samples."
    parts = [f"{outcomes[name]} {name}" for name in (*RIGHT, "arguable", *WRONG) if outcomes[name]]
    if e.kind == "choose":
        chosen = ((outcomes["this one"], "fits", "fit"), (outcomes["not this one"], "does not", "do not"))
        parts = [f"{n} {one if n == 1 else more}" for n, one, more in chosen if n and e.several]
    lead = "Not yet" if any(outcomes[name] for name in WRONG) else "Arguable" if outcomes["arguable"] else "Yes"
    counted = f"{lead}: {', '.join(parts)}." if parts else f"{lead}."
    return f"{counted} All of it is accepted." if lead == "Arguable" else counted


# --- marks ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Target:
    """What the key has at one place of a layer: its label, the other accepted labels (None: no mark), and the entry."""

    span: Span
    label: str
    others: tuple[str | None, ...]
    entry: Entry

    @property
    def accepted(self) -> tuple[str | None, ...]:
        """Every label that is right here."""
        return (self.label, *self.others)


#: Layer of marks -> the layer of a reading that they are about, where the two have other names.
LAYER_OF = {"stances": "attributions"}


def targets(layer: str, key: Key, paragraphs: Sequence[int]) -> list[Target]:
    """What the key has in some paragraphs, in text order."""
    found = []
    for entry in key.layer(LAYER_OF.get(layer, layer)):
        span, label = _place(entry.mark), label_of(layer, entry.mark)
        if span and label and key.article.number(span.start) in paragraphs:
            others = tuple(None if mark is None else label_of(layer, mark) for mark, _ in entry.also)
            found.append(Target(span, label, others, entry))
    return sorted(found, key=lambda t: t.span)


def _place(mark: Any) -> Span | None:
    return (mark.cue[0] if mark.cue else None) if isinstance(mark, Attribution) else mark.span


def label_of(layer: str, mark: Any) -> str | None:
    """The label that a mark has for a student; None where the layer does not ask for it."""
    if isinstance(mark, Voice):
        return mark.voice
    if isinstance(mark, Figure):
        return mark.verdict
    if isinstance(mark, Attribution):
        return None if mark.mode == "borrowed" else mark.stance
    if isinstance(mark, Loaded):
        if mark.category == CONTESTED:
            return "ask"
        return mark.words_by if mark.words_by in ("reporter", "nobody") else "source"
    return None


def _marks(e: Exercise, answer: Any, key: Key, machine: Reading | None) -> Iterator[Line]:
    if e.layer == "voices":
        yield from _voices(e, answer, key, machine)
        return
    wanted = targets(e.layer, key, e.paragraphs)
    mine = [(Span(*mark["span"]), mark["label"]) for mark in answer]
    taken = set[int]()
    for target in wanted:
        score, n = max(((_alike(e, key, span, target), n) for n, (span, _) in enumerate(mine)), default=(0.0, -1))
        near = next((n for n, (span, _) in enumerate(mine) if span.overlaps(target.span)), None)
        if score:
            taken.add(n)
            yield _judged(e, key, machine, target, mine[n][1])
        elif near is not None:
            taken.add(near)
            text = NEAR.format(words=short(key.words(target.span)), why=target.entry.mark.why)
            yield _line(e, key, machine, target.span, "missed", mine[near][1], target.label, text)
        else:
            yield _judged(e, key, machine, target, None)
    for n, (span, label) in enumerate(mine):
        if n not in taken:
            yield _extra(e, key, machine, span, label)


#: What a mark is told that touches the key's words and is much longer, or leaves out the word that counts.
NEAR = (
    "Your mark and the key's are not the same words. The key has only “{words}”: {why} Mark the fewest words that "
    "do it."
)


def _alike(e: Exercise, key: Key, span: Span, target: Target) -> float:
    places = [target.span, *(m.span for m, _ in target.entry.also if isinstance(m, Loaded | Figure))]
    return max(alike(key.text, span, place, anywhere=e.layer in ("figures", "stances")) for place in places)


def _voices(e: Exercise, answer: Any, key: Key, machine: Reading | None) -> Iterator[Line]:
    """Each stretch of the key's by the label that most of its words have; what is not marked is the reporter's."""
    mine, told = [(Span(*mark["span"]), mark["label"]) for mark in answer], set[int]()
    for target in targets("voices", key, e.paragraphs):
        found = Counter(_label_at(mine, word) for word in words(key.text, target.span))
        label = _most(found, target)
        fits = (*target.accepted, label)
        told |= {n for n, (span, name) in enumerate(mine) if span.overlaps(target.span) and name in fits}
        part = next((name for name in found if name in target.accepted), None)
        if target.label == "reporter" and _is_inner_cue(key, mine, target, label):
            continue
        if label == "reporter" and label not in target.accepted and part:
            text = PART.format(label=_name("voices", part), words=short(key.words(target.span)),
                               why=target.entry.mark.why)  # fmt: skip
            yield _line(e, key, machine, target.span, "in part", part, target.label, text)
        elif not (label == "reporter" and target.accepted == ("reporter",)):
            yield _judged(e, key, machine, target, label)
    yield from (_extra(e, key, machine, *mark) for n, mark in enumerate(mine) if n not in told)


#: What a mark is told that is right and takes in less than half of the stretch.
PART = (
    "You have {label} on a part of it. The key has it on “{words}”: {why} Where does it begin, and where does it end?"
)


def _is_inner_cue(key: Key, mine: Sequence[tuple[Span, str]], target: Target, label: str) -> bool:
    """Whether a stretch is only the cue inside of one mark that goes on at both sides of it."""
    cue = any(target.span.contains(c) for a in key.attributions for c in a.cue)
    short_one = len(words(key.text, target.span)) <= 3
    return cue and short_one and any(
        name == label and span.start < target.span.start and target.span.end < span.end for span, name in mine
    )


def _most(found: Counter[str], target: Target) -> str:
    """The label of most words of a stretch; where that is no mark and not right, the mark that is on some of them."""
    marked = [name for name, _ in found.most_common() if name != "reporter"]
    if marked and not {"reporter", *marked} & {*target.accepted}:
        return marked[0]
    return max(found, key=found.__getitem__, default="reporter")


def _label_at(mine: Sequence[tuple[Span, str]], word: Span) -> str:
    """The label of a word: that of the shortest mark on it."""
    over = [(span.end - span.start, label) for span, label in mine if span.overlaps(word)]
    return min(over)[1] if over else "reporter"


def _judged(e: Exercise, key: Key, machine: Reading | None, target: Target, label: str | None) -> Line:
    """The line for one place of the key's, given the label that the student has there."""
    optional = label is None and target.label in ("ask", "not a quantity")  # nothing is lost where these are left out
    if label in target.accepted or optional:
        soft = any(other != target.label for other in target.others)
        outcome = "arguable" if soft or optional else "found"
        left = label is None or (e.layer == "voices" and label == "reporter")
        plain = target.entry.feedback.get("missed", target.entry.mark.why) if optional else target.entry.mark.why
        text = both_readings(e.layer, target, left) if soft else plain
    else:
        as_reporter = e.layer == "voices" and label == "reporter"
        outcome = "missed" if label is None or as_reporter else "other label"
        text = _told(e, key, target, label)
    theirs = " or ".join(dict.fromkeys(_name(e.layer, name) for name in target.accepted))
    return replace(_line(e, key, machine, target.span, outcome, label, target.label, text), key=theirs)


def both_readings(layer: str, target: Target, left: bool) -> str:
    """The accepted readings of an entry, with what separates them; in short where the student marked nothing."""
    entry = target.entry
    if left:
        return f"Accepted as you have it, and the other way, too. What separates them: {entry.separates}"
    several = [(entry.mark, entry.mark.why), *entry.also]
    told = [f"Reading {n}: {_name(layer, None if m is None else label_of(layer, m))}. {why}"
            for n, (m, why) in enumerate(several, 1)]  # fmt: skip
    return f"Good readers differ here. {' '.join(told)} What separates them: {entry.separates}"


def _name(layer: str, label: str | None) -> str:
    if label is None:
        return "no mark"
    letter, words_ = LABELS[layer].get(label, ("", label))
    return f"{letter} {words_}".strip()


#: What a wrong label is told where the key has no words of its own for it; {key}, {yours} and {words} are filled in.
PLAIN: dict[str, dict[str, str]] = {
    "voices": {
        "missed": "“{words}” has no mark of yours, so it counts as the reporter's. The key has {key}: {why} Who makes "
                  "this claim?",
        "other label": "You have {yours} for “{words}”. The key has {key}: {why} Ask whose words they are, and whose "
                       "claim.",
        "extra": "You have {yours} for “{words}”. The key leaves these words to the reporter. Which word would hand "
                 "them to somebody (source rule)?",
    },
    "loaded": {
        "missed": "“{words}” is marked in the key: {key}. {why} Try the swap test on it.",
        "other label": "You have “{words}” as {yours}; the key as {key}. {why} Look for quotation marks around it.",
        "asked": "You have “{words}” as {yours}; the key as {key}. {why} Has it a legal or military sense (technical "
                 "test)?",
        "extra": "“{words}” is not marked in the key. Swap it for a plainer word: is a fact lost, or only a feeling "
                 "(swap test)?",
    },
    "figures": {
        "missed": "“{words}” is a figure in the key: {key}. {why} Put the five questions to it.",
        "other label": "You have “{words}” as {yours}; the key as {key}. {why} Does it count anything, and who answers "
                       "for it?",
        "extra": "“{words}” is no figure in the key. Does it count anything (counting rule)?",
    },
    "stances": {
        "missed": "“{words}” is a cue in the key, {key}. {why} Ask what it does to the claim.",
        "other label": "You have “{words}” as {yours}; the key as {key}. {why} What does it do to the claim: leave it "
                       "plain, keep a distance, vouch, colour the speaker, or pass on what others say?",
        "extra": "“{words}” is no cue in the key. Does it hand a claim to somebody (source rule)?",
    },
}  # fmt: skip


#: The first sentence of a text for "reporter", which says that it was marked so.
OPENING = re.compile(r"\AYou [^.?!]*(?:“[^”]*”[^.?!]*)*[.?!]\s+")


def _told(e: Exercise, key: Key, target: Target, label: str | None) -> str:
    """The key's own words for a mistake, else a plain sentence."""
    own, unmarked = target.entry.feedback, label is None or (e.layer == "voices" and label == "reporter")
    if unmarked:
        names: tuple[str, ...] = ("reporter", "missed") if e.layer == "voices" else ("missed",)
    elif e.layer == "loaded":
        names = ("category" if "ask" in (label, target.label) else "words_by",)
    else:
        names = (str(label), "stance") if e.layer == "stances" else (str(label),)
    for name in names:
        if name in own and name == "reporter":
            words_ = short(key.words(target.span)).strip("“”")
            return f"“{words_}” has no mark of yours, so it is the reporter’s. {OPENING.sub('', own[name])}"
        if name in own:
            return own[name]
    form = PLAIN[e.layer]["missed" if unmarked else "asked" if "ask" in (label, target.label) else "other label"]
    return form.format(words=short(key.words(target.span)).strip("“”"), key=_name(e.layer, target.label),
                       yours=_name(e.layer, label), why=target.entry.mark.why)  # fmt: skip


CUE = ("“{words}” is the cue. The cue itself stays with the reporter (reporter rule); it is what it holds that has "
       "another voice. Which words does it hold?")  # fmt: skip


def _extra(e: Exercise, key: Key, machine: Reading | None, span: Span, label: str) -> Line:
    layer = LAYER_OF.get(e.layer, e.layer)
    trap = next((t for t in key.traps if t.layer == layer and t.span.overlaps(span)), None)
    plain = PLAIN[e.layer]["extra"].format(words=short(key.words(span)).strip("“”"), yours=_name(e.layer, label))
    text = trap.feedback.get("extra", trap.why) if trap else plain
    if e.layer == "voices":
        around = [t for t in targets("voices", key, e.paragraphs) if t.span.overlaps(span)]
        theirs = [t.entry.feedback[label] for t in around if label in t.entry.feedback]
        if any(c.contains(span) for a in key.attributions for c in a.cue):
            text = CUE.format(words=short(key.words(span)))
        else:
            text = next((t for t in theirs if f"“{key.words(span)}”" in t), text)
        return _line(e, key, machine, span, "extra", label, around[0].label if around else "reporter", text)
    return _line(e, key, machine, span, "extra", label, None, text)


def _line(e: Exercise, key: Key, machine: Reading | None, span: Span, outcome: str, mine: str | None,
          theirs: str | None, text: str) -> Line:  # fmt: skip
    label, why = _machine(e.layer, machine, span)
    unmarked = mine or ("reporter" if e.layer == "voices" else None)
    return Line(outcome, short(key.words(span), 80), key.article.number(span.start), _name(e.layer, unmarked),
                _name(e.layer, theirs), text, _name(e.layer, label) if machine else "", why)  # fmt: skip


def _machine(layer: str, machine: Reading | None, span: Span) -> tuple[str | None, str]:
    """What the machine's reading has at a place, and its reason."""
    if machine is None:
        return None, ""
    marks: Sequence[Any] = getattr(machine, LAYER_OF.get(layer, layer))
    placed = [(_place(m), -n, m) for n, m in enumerate(marks)]
    over = [(_covered(place, span), n, m) for place, n, m in placed if place and place.overlaps(span)]
    if not over:
        return None, ""
    best = max(over)[2]
    return label_of(layer, best), f"{best.why} [{best.rule}]"


def _covered(place: Span, span: Span) -> int:
    return min(place.end, span.end) - max(place.start, span.start)


# --- the other kinds ------------------------------------------------------------------------------


def _choice(e: Exercise, answer: Any, key: Key, machine: Reading | None) -> Iterator[Line]:
    for n in answer:
        option = e.options[n]
        outcome = "your choice" if e.tier == "open" else "this one" if option.right else "not this one"
        yield Line(outcome, f"{LETTERS[n]}. {option.text}", None, "chosen", "", option.feedback)
    left = [n for n, option in enumerate(e.options) if option.right and n not in answer]
    if left and all(e.options[n].right for n in answer):
        more = "There is one more that fits" if len(left) == 1 else f"There are {len(left)} more that fit"
        yield Line("missed", "", None, "", "", f"{more}. Look again at those that you left.")


def _link(e: Exercise, answer: Any, key: Key, machine: Reading | None) -> Iterator[Line]:
    """Content, cue and source against the key's attribution, or the accepted one that is nearest."""
    entries = key.layer("attributions")
    entry = next(n for n in entries if isinstance(n.mark, Attribution) and n.mark.rule == e.attribution)
    accepted = [m for m in (entry.mark, *(m for m, _ in entry.also)) if isinstance(m, Attribution)]
    for name in (part for part in PARTS if part not in e.show):
        mine = [Span(*piece["span"]) for piece in answer.get(name, ())]
        spans = [tuple(getattr(m, name)) for m in accepted]
        fits = [n for n, theirs in enumerate(spans) if _fits(key, name, mine, theirs)]
        if name == "source" and not fits and _names(key, mine, accepted[0]):
            fits = [0]
        words_ = short(key.words(mine), 80) if mine else "nothing"
        theirs = short(key.words(spans[0]), 80) or "nobody"
        if fits:
            soft = len({tuple(s) for s in spans}) > 1
            shorter = name == "source" and sum(s.end - s.start for s in mine) < sum(s.end - s.start for s in spans[0])
            whole = f"The whole phrase tells more: “{theirs}”." if shorter else ""
            text = _readings_of(entry, name, key) if soft else whole
            yield Line("arguable" if soft else "found", f"{name} “{words_.strip('“”')}”", None, name, theirs, text)
        else:
            plain = f"The key has “{theirs.strip('“”')}” as the {name}. Which words answer “{ASKS[name]}”"
            text = entry.feedback.get(name, plain)
            yield Line("other label" if mine else "missed", f"{name} “{words_.strip('“”')}”", None, name, theirs, text)
    yield Line("why", "", None, "", "", entry.mark.why)


ASKS = {"content": "what is said?", "cue": "which words do the saying?", "source": "who says so?"}


def _readings_of(entry: Entry, name: str, key: Key) -> str:
    several = [(entry.mark, entry.mark.why), *entry.also]
    pieces = [(shorten(key.words(getattr(m, name))).strip("“”"), why) for m, why in several]
    told = [f"Reading {n}: “{words_}”. {why}" for n, (words_, why) in enumerate(pieces, 1)]
    return f"Good readers differ here. {' '.join(told)} What separates them: {entry.separates}"


def _names(key: Key, mine: Sequence[Span], mark: Attribution) -> bool:
    """Whether a part of the source's words is enough to know who it is: it holds the name."""
    last = (mark.source_name or "?").split()[-1].casefold()
    inside = [a for a in mine if any(b.contains(a) for b in mark.source)]
    return any(last in a.of(key.text).casefold().replace(",", " ").split() for a in inside)


def _fits(key: Key, name: str, mine: Sequence[Span], theirs: Sequence[Span]) -> bool:
    if not mine or not theirs:
        return not mine and not theirs
    if overlap(tuple(mine), tuple(theirs)) >= 0.5:
        return True
    return name == "cue" and any(alike(key.text, a, b) for a in mine for b in theirs)


VERDICT_RULE = "Traceable takes a whole point for who, and three in all; checkable, a whole point for access."


def _rating(e: Exercise, answer: Any, key: Key, machine: Reading | None) -> Iterator[Line]:
    """Each of the five questions; half a point apart is arguable, but not where the text gives nothing at all."""
    figure = next(f for f in key.figures if f.span == e.figure)
    for name, criterion in ((n, c) for n, c in figure.criteria.items() if n not in e.show):
        apart = abs(answer[name] - criterion.score)
        words_ = criterion.words and short(key.words(criterion.words))
        asked = criterion.ask if criterion.ask != CRITERIA[name] else ""
        earned = f"“{words_}” earns it." if words_ else asked or "Nothing in the text answers it."
        text = f"{CRITERIA[name]} The key gives {criterion.score:g}. {earned}"
        outcome = "found" if not apart else "arguable" if apart == 0.5 and criterion.score else "other label"
        if outcome == "other label":
            text += " Which words did you have in mind?" if answer[name] else " Look at those words again."
        yield Line(outcome, name, None, f"{answer[name]:g}", f"{criterion.score:g}", text)
    total = sum(answer.values())
    sums = f"Your sum is {total:g} of 5, the key's {figure.criteria.total:g}: {figure.verdict}."
    yield Line("verdict", "", None, f"{total:g}", f"{figure.criteria.total:g}", f"{sums} {VERDICT_RULE} {NOT_FALSE}")


def _ordering(e: Exercise, answer: Any, key: Key, machine: Reading | None) -> Iterator[Line]:
    for n, (mine, right) in enumerate(zip(answer, e.items, strict=True), 1):
        if mine == right:
            yield Line("in place", mine, None, str(n), str(n), "")
        else:
            where = e.items.index(mine) + 1
            yield Line("another place", mine, None, str(n), str(where), f"The key has it in place {where}.")
    if e.why:
        yield Line("why", "", None, "", "", e.why)


def _guess(e: Exercise, answer: Any, key: Key, machine: Reading | None) -> Iterator[Line]:
    if e.answer is None:
        yield Line("your guess", f"{answer:g} {e.unit}", None, f"{answer:g}", "", e.why)
        return
    yield Line("your guess", f"{answer:g} {e.unit}", None, f"{answer:g}", f"{e.answer:g}",
               f"You guessed {answer:g} {e.unit}; it is {e.answer:g}. {e.why}".strip())  # fmt: skip


def _writing(e: Exercise, answer: Any, key: Key, machine: Reading | None) -> Iterator[Line]:
    """Which of the checks a text passes, and the sample answers to hold it against."""
    for ask, passes in checks_of(e, answer):
        yield Line("there" if passes else "not yet", ask, None, "", "", "")
    for level, sample in enumerate(e.samples):
        yield Line("sample", f"Level {level}", None, "", "", sample)
    if e.samples:
        yield Line("next", "", None, "", "", "Which level is nearest to yours? What would lift it by one?")


def checks_of(e: Exercise, answer: str) -> Iterable[tuple[str, bool]]:
    """Each live check, and whether a text passes it: whether it uses one of the words."""
    low = answer.casefold()
    return ((ask, any(word.casefold() in low for word in several)) for ask, several in e.checks)


LINES: dict[str, Callable[[Exercise, Any, Key, Reading | None], Iterator[Line]]] = {
    "mark": _marks, "choose": _choice, "link": _link, "rate": _rating, "order": _ordering, "predict": _guess,
    "write": _writing,
}  # fmt: skip


# --- the key's own answer -------------------------------------------------------------------------


def key_answer(e: Exercise, key: Key) -> Any:
    """The answer that the key gives to an exercise, in the form in which answers are kept."""
    match e.kind:
        case "mark":
            plain = "reporter" if e.layer == "voices" else None
            return [marked(key.article, t.span, t.label) for t in targets(e.layer, key, e.paragraphs)
                    if t.label != plain and t.label in e.label_names()]  # fmt: skip
        case "choose":
            return [n for n, option in enumerate(e.options) if option.right] or [0]
        case "link":
            mark = next(a for a in key.attributions if a.rule == e.attribution)
            return {name: [{"span": list(s), "quote": s.of(key.text)} for s in getattr(mark, name)] for name in PARTS}
        case "rate":
            figure = next(f for f in key.figures if f.span == e.figure)
            return {name: criterion.score for name, criterion in figure.criteria.items()}
        case "order":
            return list(e.items)
        case "predict":
            return 3.0 if e.answer is None else e.answer
    return e.samples[-1]
