"""What a mark is told: the words for each outcome, with the key's own where it has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from byline.exercises import Line
from byline.key import Entry, Key
from byline.key.places import short
from byline.key.types import GUIDELINE, Mark
from byline.scoring import Match, accepted, label_of, labels_of
from newsmarks.model import NOT_FALSE, STANCES, VERDICTS, VOICES, Attribution, Reading, Span
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

#: What an outcome is told where the key has no words of its own; {key}, {yours}, {words} and {why} are filled in.
PLAIN: dict[str, dict[str, str]] = {
    "voices": {
        "missed": "“{words}” has no mark of yours, so it counts as the reporter's. The key has {key}: {why} Who makes "
                  "this claim?",
        "other label": "You have {yours} for “{words}”. The key has {key}: {why} Ask whose words they are, and whose "
                       "claim.",
        "too short": "You have {yours} on a part of it. The key has it on “{words}”: {why} Where does it begin, and "
                     "where does it end?",
        "too long": "{yours} is right for “{words}”, and your mark runs on. A cue, and who says it, stay with the "
                    "reporter (reporter rule). Which words are only what is said?",
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
                       "plain, step back, vouch, colour the speaker, or pass on what others say?",
        "extra": "“{words}” is no cue in the key. Does it hand a claim to somebody (source rule)?",
    },
}  # fmt: skip
#: The same for all layers that are about the fewest words.
NEAR = {
    "too short": "Your mark leaves out the word that counts. The key has “{words}”: {why} Which word of it judges or "
                 "counts?",
    "too long": "Your mark takes in more than does it. The key has only “{words}”: {why} Mark the fewest words that "
                "do it.",
}  # fmt: skip
#: What stands there until the key is asked for, by layer and outcome: where to look, and not what is there.
LOOK: dict[str, dict[str, str]] = {
    "voices": {
        "missed": "Not all of this sentence is the reporter’s plain claim. Which words hand a part of it to somebody, "
                  "or hold it at a distance?",
        "other label": "Ask both questions of these words: who chose them, and who makes the claim?",
        "too short": "The voice is right, and it goes on. Where does it begin, and where does it end?",
        "too long": "The voice is right, and your mark runs on. A cue, and the words for who says it, stay with the "
                    "reporter (reporter rule).",
    },
    "loaded": {
        "missed": "One more word here may judge while it describes. Try the swap test on each strong word.",
        "other label": "Look for quotation marks around it, and for a speaker (whose words).",
    },
    "figures": {
        "missed": "One more amount is here. It need not have digits.",
        "other label": "Does it count anything? And who answers for it (verdict rule)?",
    },
    "stances": {
        "missed": "One more word here passes something on. Who says, thinks or shows it?",
        "other label": "Put “said” in its place. What changes: the step back, the backing, the speaker, or the name "
                       "that is missing (stance of the cue)?",
    },
}  # fmt: skip
NEARLY = {"too short": "Your mark leaves out the word that does it. Which word judges, counts or says?",
          "too long": "Your mark takes in more than does it. Mark the fewest words that do it."}  # fmt: skip
CUE = ("“{words}” is the cue. The cue itself stays with the reporter (reporter rule); it is what it holds that has "
       "another voice. Which words does it hold?")  # fmt: skip
#: How sure -> how it is said back, where the first try holds, and where not yet.
SURENESS = {
    "low": ("You were not sure, and it holds. What made you doubt?",
            "You were not sure, and it is not there yet: your doubt was well placed."),
    "middle": ("You were fairly sure, and it holds.", "You were fairly sure, and it is not there yet."),
    "high": ("You were sure, and it holds.", "You were sure, and it is not there yet. What made you sure?"),
}  # fmt: skip
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
        short(key.words(mine), 80) if mine else "", mine or span, _sentence(key, span), _look(layer, match),
    )  # fmt: skip


def _sentence(key: Key, span: Span) -> Span:
    """The sentence in which a span begins."""
    paragraph = key.article.paragraphs[key.article.number(span.start) - 1]
    found = (s for s in sentences(key.text, paragraph) if s.start <= span.start < s.end)
    return next(found, paragraph)


def _look(layer: str, match: Match) -> str | None:
    """What takes the place of a text that would give the key's answer away, or None where it would not."""
    if match.outcome in NEAR:
        return LOOK[layer].get(match.outcome, NEARLY[match.outcome])
    own = _own_words(layer, match, match.entry) if match.outcome == "other label" and match.entry else ""
    return None if own and match.entry and not _names_label(layer, match.entry, own) else LOOK[layer].get(match.outcome)


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
        form = PLAIN[layer].get(match.outcome, NEAR[match.outcome])
        return form.format(words=words, yours=name_of(layer, label), why=entry.mark.why)
    if told := _own_words(layer, match, entry):
        unmarked = f"“{words}” has no mark of yours, so it is the reporter’s. "
        by_default = label is None and layer == "voices" and "reporter" in entry.feedback
        return f"{unmarked}{OPENING.sub('', told)}" if by_default else told
    form = PLAIN[layer]["asked" if label and "ask" in (label, theirs) else match.outcome]
    return form.format(words=words, key=name_of(layer, theirs), yours=name_of(layer, label), why=entry.mark.why)


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
    label, words = match.label, short(key.words(span)).strip("“”")
    if match.trap:
        return match.trap.feedback.get("extra", match.trap.why)
    if layer == "voices":
        if any(c.contains(span) for a in key.attributions for c in a.cue):
            return CUE.format(words=words)
        around = (e for e in key.layer("voices") if words_at(e.mark).overlaps(span))
        theirs = (e.feedback[str(label)] for e in around if label in e.feedback)
        if told := next((t for t in theirs if f"“{key.words(span)}”" in t), ""):
            return told
    return PLAIN[layer]["extra"].format(words=words, yours=name_of(layer, label))


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
