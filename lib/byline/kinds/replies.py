"""What a student gives for an answer, made into the one form in which it is kept; or a sentence on what is expected."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from byline.key.places import PlaceError, occurrences, short, span_of
from byline.kinds.exercises import LABELS, PARTS, Exercise, marked
from newsmarks.model import CRITERIA, Article, Span

#: More than this is no answer of a student's.
MOST_MARKS = 400
MOST_SIGNS = 20_000
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Unclear(ValueError):
    """An answer of another form than the exercise asks for; the message says what is expected."""


def whole(value: Any) -> Any:
    """The same with half characters (lone surrogates, which no file can hold) replaced, in all its texts."""
    match value:
        case str():
            return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list() | tuple() | set():
            return type(value)(map(whole, value))
        case dict():
            return {whole(name): whole(inner) for name, inner in value.items()}
    return value


def understood(e: Exercise, article: Article, value: Any) -> Any:
    """The answer in the form in which it is kept.

    A mark is {"span": [s, e], "quote": its words, "label": …}. *mark*: a list of marks. *choose*: the numbers of the
    options, from 0. *link*: content, cue and source, each a list of {"span", "quote"}. *rate*: question -> 0, 0.5 or
    1. *order*: the items in order. *predict*: a number. *write*: a text. Raises Unclear.
    """
    try:
        return FORMS[e.kind](e, article, whole(value))
    except PlaceError as problem:
        raise Unclear(f"{str(problem)[0].upper()}{str(problem)[1:]}") from None
    except (TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError, ValueError) as problem:
        raise problem if isinstance(problem, Unclear) else Unclear(f"This exercise expects {EXPECTS[e.kind]}") from None


EXPECTS = {
    "mark": "words with a label, as in [(\"the bridge was unsafe\", \"indirect\")].",
    "choose": "the letter of an option, as in \"b\"; of several, [\"a\", \"c\"].",
    "link": "content, cue and source, as in {\"content\": \"…\", \"cue\": \"says\", \"source\": \"…\"}.",
    "rate": "0, 0.5 or 1 for each of the five questions, as in "
            "{\"who\": 1, \"what\": 0.5, \"when\": 0, \"how\": 0, \"access\": 0}.",
    "order": "the items in order, or their letters, as in [\"c\", \"a\", \"b\"].",
    "predict": "a number, as in 40.",
    "write": "a text in quotation marks.",
}  # fmt: skip


def _mark(e: Exercise, article: Article, value: Any) -> list[dict[str, Any]]:
    pairs = list(_pairs(value))
    if len(pairs) > MOST_MARKS:
        raise Unclear(f"These are {len(pairs)} marks. Keep to the paragraphs of the exercise.")
    found = [] if _is_kept(value) else [g for g in e.given if not _touches(e, article, pairs, g)]
    for place, label in pairs:
        name = _label(e, label)
        mark = marked(article, _span(e, article, place), name)
        if mark not in found:
            found.append(mark)
    return sorted(found, key=lambda m: (m["span"], m["label"]))


def _is_kept(value: Any) -> bool:
    """Whether marks come as they are kept, with those that were given among them."""
    return isinstance(value, list | tuple) and all(isinstance(mark, Mapping) for mark in value)


def _touches(e: Exercise, article: Article, pairs: list[tuple[Any, Any]], given: Mapping[str, Any]) -> bool:
    return any(_span(e, article, place).overlaps(Span(*given["span"])) for place, _ in pairs)


def _pairs(value: Any) -> Iterator[tuple[Any, Any]]:
    """(place, label) of each mark, from any of the ways to write them."""
    if isinstance(value, Mapping):
        for label, places in value.items():
            yield from ((place, label) for place in (places if isinstance(places, list | tuple) else [places]))
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
    names = {name: LABELS[e.layer][name] for name in e.label_names()}
    for name, (letter, words) in names.items():
        if isinstance(label, str) and label.strip().casefold() in (name, letter.casefold(), words.casefold()):
            return name
    known = ", ".join(f"{letter} ({name})" for name, (letter, _) in names.items())
    raise Unclear(f"“{short(str(label))}” is no label here. The labels are: {known}.")


def _span(e: Exercise, article: Article, place: Any) -> Span:
    """The span of words given as offsets with their quotation, or as words of one of the exercise's paragraphs."""
    if isinstance(place, Mapping) and "span" in place:
        return _kept(article, place)
    if isinstance(place, Mapping):
        if place.get("paragraph") not in e.paragraphs:
            raise Unclear(f"This exercise is about {_named(e)}. Name one of these paragraphs.")
        return span_of(article, {name: place[name] for name in ("paragraph", "quote", "nth") if name in place}, None)
    if not isinstance(place, str) or not place.strip():
        raise TypeError
    found = [span for n in e.paragraphs for span in occurrences(article.text, place, article.paragraphs[n - 1])]
    if len(found) == 1:
        return found[0]
    if not found:
        raise Unclear(f"“{short(place)}” is not in {_named(e)}. Copy the exact words, whole words only.")
    n = article.number(found[0].start)
    raise Unclear(f"“{short(place)}” stands {len(found)} times in {_named(e)}. Quote more words around it, or write "
                  f'{{"paragraph": {n}, "quote": "…", "nth": 1}}.')  # fmt: skip


def _kept(article: Article, place: Mapping[str, Any]) -> Span:
    """The span of a mark that was kept, where it still fits the text."""
    edges = place["span"]
    if all(isinstance(edge, int) and not isinstance(edge, bool) for edge in edges):
        span = Span(*edges)
        words = span.of(article.text)
        if 0 <= span.start < span.end <= len(article.text) and place.get("quote", words) == words:
            return span
    raise Unclear("A mark does not fit the text. Mark the words again.")


def _named(e: Exercise) -> str:
    return ", ".join(f"P{n}" for n in e.paragraphs) or "the text"


def _choose(e: Exercise, article: Article, value: Any) -> list[int]:
    several = value if isinstance(value, list | tuple | set) else [value]
    chosen = sorted({_option(e, one) for one in several})
    if len(chosen) > 1 and not e.several:
        raise Unclear("Choose one option here.")
    return chosen


def _option(e: Exercise, value: Any) -> int:
    texts = [option.text for option in e.options]
    if isinstance(value, str):
        if value in texts:
            return texts.index(value)
        letter = value.strip().casefold().rstrip(".)")
        value = LETTERS.index(letter) if len(letter) == 1 and letter in LETTERS else None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < len(texts):
        raise Unclear(f"There is no such option. Choose from {LETTERS[0]} to {LETTERS[len(texts) - 1]}.")
    return value


def _link(e: Exercise, article: Article, value: Any) -> dict[str, list[dict[str, Any]]]:
    found = {}
    for name in PARTS:
        places = value.get(name) or []
        spans = sorted(_span(e, article, p) for p in (places if isinstance(places, list | tuple) else [places]))
        found[name] = [{"span": list(span), "quote": span.of(article.text)} for span in spans[:MOST_MARKS]]
    if not any(found.values()):
        raise TypeError
    return found


def _rate(e: Exercise, article: Article, value: Any) -> dict[str, float]:
    scores = {name: value[name] for name in CRITERIA}
    if any(isinstance(s, bool) or s not in (0, 0.5, 1) for s in scores.values()):
        raise TypeError
    return {name: float(score) for name, score in scores.items()}


def _order(e: Exercise, article: Article, value: Any) -> list[str]:
    shown = shuffled(e)
    letters = list(value.replace(",", " ").split()) if isinstance(value, str) else list(value)
    items = [i if i in e.items else shown[LETTERS.index(i.strip().casefold())] for i in letters]
    if sorted(items) != sorted(e.items):
        raise Unclear(f"Each of the {len(e.items)} items must be there once.")
    return items


def shuffled(e: Exercise) -> tuple[str, ...]:
    """The items as they are shown: the same for everybody, and never in the right order."""
    if e.sealed or not e.items:
        return e.items
    shown = tuple(sorted(e.items, key=lambda item: (sum(map(ord, item)) * 7919 % 101, item)))
    return shown if shown != e.items else (*shown[1:], shown[0])


def _predict(e: Exercise, article: Article, value: Any) -> float:
    number = _number(value) if isinstance(value, str) else value
    if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
        raise TypeError
    if not e.least <= number <= e.most():
        raise Unclear(f"Give a number from {e.least:g} {f'to {e.most():g}' if e.most() < 1e9 else 'up'}.")
    return number


def _number(text: str) -> float:
    """A number as people type it: 40, 0.5, 0,5, ½, 1½, 40 %."""
    plain = text.strip().rstrip("% ").replace(",", ".")
    return float(plain[:-1] or 0) + 0.5 if plain.endswith("½") else float(plain)


def _write(e: Exercise, article: Article, value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value[:MOST_SIGNS]


FORMS: dict[str, Callable[[Exercise, Article, Any], Any]] = {
    "mark": _mark, "choose": _choose, "link": _link, "rate": _rate, "order": _order, "predict": _predict,
    "write": _write,
}  # fmt: skip
