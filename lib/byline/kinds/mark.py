"""Words of the text to be marked, each with a label: voices, loaded words, figures, or the stances of cues."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from byline.exercises import (
    MOST_MARKS,
    SOUND,
    UNJUDGED,
    Exercise,
    Feedback,
    Unclear,
    answered,
    judged,
    listed,
    marked,
    place_meant,
    quoted,
)
from byline.key import Entry, Key
from byline.key.draft import place as place_of
from byline.key.places import short, span_of
from byline.key.shape import HERE
from byline.key.types import Mark
from byline.scoring import Match, compare, label_of, labels_of
from byline.telling import LABELS, LAYER_OF, beside_machine, line_of, name_of, words_at
from newsmarks.form import Check, a_text, choice, table, texts
from newsmarks.model import (
    CONTESTED,
    CRITERIA,
    Article,
    Attribution,
    Criteria,
    Criterion,
    Figure,
    Loaded,
    Reading,
    Span,
    Voice,
)

FIELDS: dict[str, Check] = {
    "layer": choice(*LABELS), "labels": texts, "given": table({**HERE, "label": a_text}, ("quote", "label")),
}  # fmt: skip
REQUIRED = ("paragraphs", "layer")
EXPECTS = "words with a label, as in [(\"the bridge was unsafe\", \"indirect\")]."
REASONED = True
#: The shapes of labels that are no voices, in their order: lines in ink, without a hue.
STYLES = ("solid", "ring", "wavy", "broken", "rails")
Kept = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Own:
    """The layer, the labels that a mark may have, and the marks that are there from the start."""

    layer: str
    labels: tuple[str, ...]
    given: tuple[Kept, ...]


def own(block: Mapping[str, Any], article: Article, first: int | None) -> Own:
    """Of a block. Raises PlaceError where a given mark is not in the text."""
    given = tuple(marked(article, span_of(article, g, g.get("paragraph", first)), g["label"])
                  for g in block.get("given", ()))  # fmt: skip
    return Own(block["layer"], tuple(block.get("labels", LABELS[block["layer"]])), given)


def faults(e: Exercise, key: Key | None) -> Iterator[str]:
    """Whether the layer has these labels."""
    for name in (*e.own.labels, *(given["label"] for given in e.own.given)):
        if fault := choice(*LABELS[e.own.layer])(name):
            yield f"a label {fault}"


def asked(e: Exercise) -> Any:
    """The labels belong to the question, and what is given."""
    return e.own.layer, e.own.labels, [(given["quote"], given["label"]) for given in e.own.given]


def given_out(e: Exercise, article: Article, key: Key) -> dict[str, Any]:
    """The layer, the labels, and the marks that are there from the start."""
    given = [{"quote": place_of(article, Span(*g["span"]), 0), "label": g["label"]} for g in e.own.given]
    return {"layer": e.own.layer, "labels": e.own.labels, **({"given": given} if given else {})}


# --- understanding an answer --------------------------------------------------------------------------


def understood(e: Exercise, article: Article, value: Any) -> list[Kept]:
    """The marks in text order, each {"span": [start, end], "quote", "label"}.

    Marks that are typed come on top of those that were given; marks as they are kept are all that there are. In voices
    a later mark takes the place of an earlier one on the same words; of kept ones, the shorter that of the longer.
    """
    pairs = list(_pairs(value))
    if len(pairs) > MOST_MARKS:
        raise Unclear(f"These are {len(pairs)} marks. Keep to the paragraphs of the exercise.")
    named = [marked(article, place_meant(e, article, place), _label(e, label)) for place, label in pairs]
    if isinstance(value, list | tuple) and all(isinstance(mark, Mapping) for mark in value):
        return laid(e, article, (), sorted(named, key=lambda m: m["span"][0] - m["span"][1]))
    mine = [Span(*mark["span"]) for mark in named]
    untouched = [g for g in e.own.given if not any(Span(*g["span"]).overlaps(span) for span in mine)]
    return laid(e, article, untouched, named)


def laid(e: Exercise, article: Article, before: Iterable[Kept], marks: Iterable[Kept]) -> list[Kept]:
    """Marks laid upon others, in text order; no word has two voices."""
    found = list(before)
    for mark in marks:
        if e.own.layer == "voices":
            found = [piece for other in found for piece in _around(article, other, Span(*mark["span"]))]
        if mark not in found:
            found.append(mark)
    return sorted(found, key=lambda m: (m["span"], m["label"]))


def _around(article: Article, mark: Kept, gone: Span) -> Iterator[Kept]:
    """What is left of a mark on both sides of a stretch, without white space at its ends; all where they are apart."""
    span = Span(*mark["span"])
    if not span.overlaps(gone):
        yield mark
        return
    for start, end in ((span.start, min(span.end, gone.start)), (max(span.start, gone.end), span.end)):
        words = article.text[start:end]
        left = Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))
        if start < end and any(map(str.isalnum, words)):
            yield marked(article, left, mark["label"])


def _pairs(value: Any) -> Iterator[tuple[Any, Any]]:
    """(place, label) of each mark, from any of the ways to write them."""
    if isinstance(value, Mapping):
        for label, places in value.items():
            yield from ((place, label) for place in listed(places))
        return
    if not isinstance(value, list | tuple):
        raise TypeError
    for mark in value:
        if isinstance(mark, Mapping):
            yield mark, mark["label"]
        else:
            place, label = mark
            yield place, label


def _label(e: Exercise, label: Any) -> str:
    names = {name: LABELS[e.own.layer][name] for name in e.own.labels}
    said = label.strip().casefold().replace("'", "’") if isinstance(label, str) else ""
    for name, (letter, words) in names.items():
        if said and said in (name, letter.casefold(), words.casefold()):
            return name
    known = ", ".join(f"{letter} ({name})" if letter else f"“{name}”" for name, (letter, _) in names.items())
    raise Unclear(f"“{short(str(label))}” is no label here. The labels are: {known}.")


# --- judging it -----------------------------------------------------------------------------------------


def reading(e: Exercise, answer: Sequence[Kept], article: Article) -> Reading:
    """An answer as a reading of the article: its marks in the layer of the exercise, and no others."""
    make = MARKS[e.own.layer]
    return answered(article, LAYER_OF[e.own.layer], [make(Span(*mark["span"]), mark["label"]) for mark in answer])


def _voice(span: Span, label: str) -> Voice:
    return Voice(span, label, None, "", "")


def _loaded(span: Span, label: str) -> Loaded:
    return Loaded(span, label, "", CONTESTED if label == "ask" else "", 0, (), "", "")


def _figure(span: Span, label: str) -> Figure:
    nothing = Criteria(*(Criterion(0, None, ask) for ask in CRITERIA.values()))
    return Figure(span, "", None, "=", None, None, None, nothing, label, "", "")


def _cue(span: Span, label: str) -> Attribution:
    return Attribution((), (span,), (), None, "", 0, "", label, "", "")


MARKS: dict[str, Callable[[Span, str], Any]] = {
    "voices": _voice, "loaded": _loaded, "figures": _figure, "stances": _cue,
}  # fmt: skip


def matches(e: Exercise, answer: Sequence[Kept], key: Key) -> list[Match]:
    """An answer held against the key, in the paragraphs of the exercise; a borrowed term is no cue."""
    found = compare(reading(e, answer, key.article), key, [LAYER_OF[e.own.layer]], e.paragraphs).matches
    due = [m for m in found if m.mine or not (m.entry and _is_no_cue(m.entry.mark))]
    return [replace(m, outcome="extra", entry=None) if _is_not_asked(e, m) else m for m in due]


def _is_not_asked(e: Exercise, match: Match) -> bool:
    """Whether a mark is on what the exercise has no label for: a borrowed term among cues, a word to ask about."""
    if match.entry is None or match.mine is None:
        return False
    others = match.outcome == "other label" and "reporter" not in labels_of(match.entry)
    return _is_borrowed(match.entry.mark) or (others and not {*labels_of(match.entry)} & {*e.own.labels})


def _is_borrowed(mark: Mark) -> bool:
    return isinstance(mark, Attribution) and mark.mode == "borrowed"


def _is_no_cue(mark: Mark) -> bool:
    """Whether an attribution has no saying word: a borrowed term, or a quotation that stands on its own."""
    return _is_borrowed(mark) or (isinstance(mark, Attribution) and not mark.cue)


def told(e: Exercise, answer: Sequence[Kept], key: Key, machine: Reading | None) -> Feedback:
    """Each place of the key's, and each mark that is too many, in the order of the text."""
    lines = [line_of(e.own.layer, match, key, machine) for match in matches(e, answer, key)]
    return judged(sorted(lines, key=lambda line: line.span or Span(0, 0)))


def unjudged(e: Exercise, answer: Sequence[Kept], machine: Reading | None) -> Feedback:
    """Each mark beside the machine's, in the order of the text, where nobody has read the text before."""
    if machine is None:
        return Feedback("saved", UNJUDGED)
    mine = reading(e, answer, machine.article)
    found = compare(mine, machine, [LAYER_OF[e.own.layer]], e.paragraphs).matches
    due = [m for m in found if m.mine or not (m.entry and _is_no_cue(m.entry.mark))]
    lines = [beside_machine(e.own.layer, match, machine) for match in due]
    return Feedback("saved", UNJUDGED, tuple(sorted(lines, key=lambda line: line.span or Span(0, 0))))


def _targets(e: Exercise, key: Key) -> list[Entry]:
    """What the key has to mark in the paragraphs of an exercise, in text order."""
    entries = [n for n in key.layer(LAYER_OF[e.own.layer]) if not _is_no_cue(n.mark)]
    here = [n for n in entries if key.article.number(words_at(n.mark).start) in e.paragraphs]
    return sorted(here, key=lambda n: words_at(n.mark))


def key_answer(e: Exercise, key: Key) -> list[Kept]:
    """The key's marks; the reporter's own voice is what is left when all else is marked."""
    plain = "reporter" if e.own.layer == "voices" else None
    found = [(words_at(n.mark), str(label_of(n.mark))) for n in _targets(e, key)]
    return [marked(key.article, span, label) for span, label in found if label != plain and label in e.own.labels]


def key_places(e: Exercise, key: Key) -> list[dict[str, Any]]:
    """The key's places as a page draws them: {"span", "words"}, the words naming every label that is accepted."""
    layer, plain = e.own.layer, "reporter" if e.own.layer == "voices" else None
    told = [(words_at(entry.mark), labels_of(entry)) for entry in _targets(e, key)]
    return [{"span": list(span), "words": " or ".join(name_of(layer, label) for label in labels)}
            for span, labels in told if labels != [plain]]  # fmt: skip


def key_in_words(e: Exercise, key: Key) -> Iterator[str]:
    """Each place of the key's with all labels that it accepts there."""
    for place in key_places(e, key):
        yield f"{quoted(short(Span(*place['span']).of(key.text), 60))} = {place['words']}"


def in_words(e: Exercise, answer: Sequence[Kept]) -> Iterator[str]:
    """Each mark: its words, and the label with its letter."""
    for mark in answer:
        yield f"{quoted(short(mark['quote'], 60))} = {name_of(e.own.layer, mark['label'])}"


def items(e: Exercise, answer: Sequence[Kept], key: Key) -> Iterator[tuple[bool, bool]]:
    """Of figures, each that counts something: whether it can be followed up, and whether the answer says that not."""
    if e.own.layer != "figures":
        return
    for match in matches(e, answer, key):
        verdict = label_of(match.entry.mark) if match.entry else None
        if verdict not in (None, "not a quantity") and match.label:
            yield verdict in SOUND, match.label not in SOUND


# --- on a page ------------------------------------------------------------------------------------------


def shown(e: Exercise, article: Article, key: Key | None) -> dict[str, Any]:
    """The labels, each with letter, words and style; whether what has no mark counts as the reporter's."""
    labels = []
    for n, name in enumerate(e.own.labels):
        letter, words = LABELS[e.own.layer][name]
        style = name if e.own.layer == "voices" else STYLES[n % len(STYLES)]
        labels.append({"name": name, "letter": letter, "words": words, "style": style})
    return {"labels": labels, "unmarked": e.own.layer == "voices"}


def begun(e: Exercise, key: Key | None) -> list[Kept] | None:
    """The marks that are given."""
    return list(e.own.given) or None
