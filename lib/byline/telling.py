"""What a mark is told: the words for each outcome, with the key's own where it has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from byline.exercises import Line
from byline.key import Entry, Key
from byline.key.places import short
from byline.key.types import GUIDELINE, Mark
from byline.saying import ACCEPTED, CUE, LOOK, NEAR, NEARLY, PLAIN, SPEAKER
from byline.scoring import Match, Words, accepted, label_of, labels_of
from newsmarks.model import CONTESTED, NOT_FALSE, STANCES, VERDICTS, VOICES, Attribution, Reading, Span
from newsmarks.text import sentences

#: Layer of marks -> label -> (sign at the mark, what it says). Letters are for voices alone.
LABELS: dict[str, dict[str, tuple[str, str]]] = {
    "voices": {name: (letter, label) for name, (letter, label, _) in VOICES.items()},
    "loaded": {
        "reporter": ("", "reporter’s word"), "source": ("", "source’s word"), "nobody": ("", "nobody’s word"),
        "ask": ("", "ask both sides"),
    },
    "figures": {name: ("", name) for name in VERDICTS},
    "stances": {name: ("", name) for name in STANCES},
}  # fmt: skip
#: Layer of marks -> the layer of a reading that they are about.
LAYER_OF = {"voices": "voices", "loaded": "loaded", "figures": "figures", "stances": "attributions"}

#: The names of the rules, which may hold that of a label (reporter rule).
RULE = re.compile("|".join(GUIDELINE), re.I)
#: The first sentence of a text for "reporter", which says that it was marked so.
OPENING = re.compile(r"\AYou [^.?!]*(?:“[^”]*”[^.?!]*)*[.?!]\s+")


def name_of(layer: str, label: str | None) -> str:
    """A label with its letter, as a student sees it: "I indirect report"."""
    if label is None:
        return "no mark"
    letter, words = LABELS[layer].get(label, ("", label))
    return f"{letter} {words}".strip()


def _said(layer: str, label: str | None) -> str:
    """A label within a sentence: “indirect report”."""
    return name_of(layer, None) if label is None else f"“{LABELS[layer].get(label, ('', label))[1]}”"


def words_at(mark: Mark) -> Span:
    """The words that a mark is on: of an attribution, its cue."""
    return mark.cue[0] if isinstance(mark, Attribution) else mark.span


def line_of(layer: str, match: Match, key: Key, machine: Reading | None) -> Line:
    """What one match is told, with the machine's label beside it."""
    mark = match.entry.mark if match.entry else match.mine
    assert mark is not None  # a match has at least one of the two
    span = words_at(mark)
    plain = "reporter" if layer == "voices" else None
    voice = key.voice_at(span.start)
    theirs = labels_of(match.entry) if match.entry else [voice.voice if plain and voice else plain]
    label, why = _machine(layer, machine, span)
    mine = words_at(match.mine) if match.mine and not (plain and match.outcome == "missed") else None
    return Line(
        match.outcome, short(key.words(span), 80), key.article.number(span.start),
        name_of(layer, match.label or plain), " or ".join(name_of(layer, one) for one in theirs),
        _text(layer, match, key, span), name_of(layer, label) if machine else "", why,
        short(key.words(mine), 80) if mine else "", mine or span, _sentence(key, span), _look(layer, match, key),
    )  # fmt: skip


def beside_machine(layer: str, match: Match, machine: Reading) -> Line:
    """A mark beside the machine's reading, where there is no key: alike or apart, and neither is right."""
    mark = match.entry.mark if match.entry else match.mine
    assert mark is not None
    span, plain = words_at(mark), "reporter" if layer == "voices" else None
    label, why = _machine(layer, machine, span)
    mine = words_at(match.mine) if match.mine else None
    return Line(
        "alike" if match.outcome == "found" else "apart",
        short(machine.words(span), 80), machine.article.number(span.start),
        name_of(layer, match.label or plain), machine=name_of(layer, label or plain), machine_why=why,
        mine=short(machine.words(mine), 80) if mine else "", span=mine or span, beside=True,
    )  # fmt: skip


def _sentence(key: Key, span: Span) -> Span:
    """The sentence in which a span begins."""
    paragraph = key.article.paragraphs[key.article.number(span.start) - 1]
    found = (s for s in sentences(key.text, paragraph) if s.start <= span.start < s.end)
    return next(found, paragraph)


def _look(layer: str, match: Match, key: Key) -> str | None:
    """What takes the place of a text that would give the key's answer away, or None where it would not."""
    if match.outcome == "arguable" and match.entry:
        return ACCEPTED.format(separates=match.entry.separates) if match.entry.also else None
    if match.outcome in NEAR:
        return _running_on(match, key) or LOOK[layer].get(match.outcome, NEARLY[match.outcome])
    entry = match.entry if match.outcome == "other label" else None
    own = _own_words(layer, match, entry) if entry else ""
    if own and entry and not _names_label(layer, entry, own):
        return None
    return LOOK[layer].get(_slip(layer, match, entry) if entry else match.outcome)


def _slip(layer: str, match: Match, entry: Entry) -> str:
    """What kind of another label it is, by the name that LOOK has for it."""
    both = {match.label, *labels_of(entry)}
    if layer == "loaded" and "ask" in both:
        return "asked" if match.label == "ask" else "not asked"
    return "how far" if layer == "figures" and both == {"traceable", "checkable"} else "other label"


def _running_on(match: Match, key: Key) -> str:
    """What a voice that runs on is told where it takes in no cue and no source."""
    if match.layer != "voices" or match.outcome != "too long" or match.mine is None:
        return ""
    of = Words(key)
    return "" if of.within([words_at(match.mine)]) & of.saying else PLAIN["voices"]["runs on"]


def _names_label(layer: str, entry: Entry, said: str) -> bool:
    """Whether a text names a label that is right; the names of rules and the fixed sentence on figures do not count."""
    plain = RULE.sub("", said.replace(NOT_FALSE, ""))
    names = {one for label in labels_of(entry) if label for one in (label, LABELS[layer][label][1])}
    return any(re.search(rf"(?<!\bnot )\b{re.escape(name)}\b", plain, re.I) for name in names - {"source", "ask"})


def _text(layer: str, match: Match, key: Key, span: Span) -> str:
    entry = match.entry
    if entry is None:
        return _extra(layer, match, key, span)
    if match.outcome == "found":
        return entry.mark.why
    if match.outcome == "arguable":
        return _arguable(layer, entry, match.label)
    return _wrong(layer, match, entry, key, span)


def _arguable(layer: str, entry: Entry, label: str | None) -> str:
    """The accepted readings of an entry, with what separates them; in short where the student marked nothing."""
    if len(labels_of(entry)) == 1:  # it may be left out whatever the text
        return entry.feedback.get("missed", entry.mark.why)
    if label is None:
        return f"Accepted as you have it, and the other way, too. What separates them: {entry.separates}"
    whys = [entry.mark.why, *(why for _, why in entry.also)]
    return differing(entry, [name_of(layer, label_of(mark)) for mark in accepted(entry)], whys)


def differing(entry: Entry, readings: Sequence[str], whys: Sequence[str]) -> str:
    """What good readers have, each with its reason, and what separates them."""
    told = [f"Reading {n}: {one}. {why}" for n, (one, why) in enumerate(zip(readings, whys, strict=True), 1)]
    return f"Good readers differ here. {' '.join(told)} What separates them: {entry.separates}"


def _wrong(layer: str, match: Match, entry: Entry, key: Key, span: Span) -> str:
    """The key's own words for a mistake, else a plain sentence."""
    label, theirs = match.label, labels_of(entry)[0]
    words = short(key.words(span)).strip("“”")
    if match.outcome in NEAR:
        form = _running_on(match, key) or PLAIN[layer].get(match.outcome, NEAR[match.outcome])
        return form.format(words=words, yours=_said(layer, label), why=entry.mark.why)
    if told := _own_words(layer, match, entry):
        unmarked = f"“{words}” has no mark of yours, so it is the reporter’s. "
        by_default = label is None and layer == "voices" and "reporter" in entry.feedback
        return f"{unmarked}{OPENING.sub('', told)}" if by_default else told
    form = PLAIN[layer]["asked" if label and "ask" in (label, theirs) else match.outcome]
    return form.format(words=words, key=_said(layer, theirs), yours=_said(layer, label), why=entry.mark.why)


def _own_words(layer: str, match: Match, entry: Entry) -> str:
    """What the key itself says to this label, or to none; "" where it says nothing."""
    label, theirs = match.label, labels_of(entry)[0]
    if label is None:
        names = ["reporter", "missed"] if layer == "voices" else ["missed"]
    elif layer == "loaded":
        names = ["category" if "ask" in (label, theirs) else "words_by"]
    else:
        names = [label, "stance"] if layer == "stances" else [label]
    return next((entry.feedback[name] for name in names if name in entry.feedback), "")


def _extra(layer: str, match: Match, key: Key, span: Span) -> str:
    """What a mark too many is told: the trap's words, the key's for that label there, or a plain sentence."""
    label, words = match.label, short(key.words(span)).strip("“”").rstrip(".")
    if match.trap:
        return match.trap.feedback.get("extra", match.trap.why)
    if layer == "voices":
        return _voice_too_many(str(label), key, span).format(words=words, yours=_said(layer, label))
    borrowed = layer == "stances" and any(a.mode == "borrowed" and a.cue[0].overlaps(span) for a in key.attributions)
    asked = layer == "loaded" and any(m.category == CONTESTED and m.span.overlaps(span) for m in key.loaded)
    form = PLAIN[layer]["borrowed" if borrowed else "unasked" if asked else "extra"]
    return form.format(words=words, yours=_said(layer, label))


def _voice_too_many(label: str, key: Key, span: Span) -> str:
    """What a voice is told that the key has not there, by what stands there: a cue, a source, another voice, none."""
    of = Words(key)
    if (inside := of.within([span])) and inside <= of.saying:
        return CUE if any(cue.contains(span) for a in key.attributions for cue in a.cue) else SPEAKER
    at = max(key.layer("voices"), key=lambda e: min(words_at(e.mark).end, span.end) - max(
        words_at(e.mark).start, span.start))  # fmt: skip
    if told := at.feedback.get(label):
        return told.replace("{", "{{").replace("}", "}}")
    if labels_of(at) != ["reporter"]:
        return PLAIN["voices"]["inside"]
    return PLAIN["voices"]["held" if label == "hedged" else "extra"]


def _machine(layer: str, machine: Reading | None, span: Span) -> tuple[str | None, str]:
    """What the machine's reading has at a place, and its reason."""
    if machine is None:
        return None, ""
    marks: list[Any] = [m for m in getattr(machine, LAYER_OF[layer]) if not isinstance(m, Attribution) or m.cue]
    over = [m for m in marks if words_at(m).overlaps(span)]
    if not over:
        return None, ""
    best = max(over, key=lambda m: min(words_at(m).end, span.end) - max(words_at(m).start, span.start))
    label = None if isinstance(best, Attribution) and best.mode == "borrowed" else label_of(best)
    return label, f"{best.why} [{best.rule}]"
