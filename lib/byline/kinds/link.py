"""An attribution to be put together: content, cue and source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from byline.exercises import MOST_MARKS, Exercise, Feedback, Line, answered, judged, listed, only, place_meant, quoted
from byline.key import Entry, Key
from byline.key.draft import place as place_of
from byline.key.places import occurrences, short, span_of
from byline.key.shape import place
from byline.saying import ACCEPTED
from byline.scoring import FITS, Words, accepted, fit
from byline.telling import differing
from newsmarks.form import Check, choice, choices, slug, table
from newsmarks.model import Article, Attribution, Reading, Span, Spans

PARTS = ("content", "cue", "source")
GIVEN: dict[str, Check] = {"part": choice(*PARTS), "quote": place}
FIELDS: dict[str, Check] = {"attribution": slug, "show": choices(*PARTS), "given": table(GIVEN, tuple(GIVEN))}
REQUIRED = ("paragraphs",)
EXPECTS = "content, cue and source, as in {\"content\": \"…\", \"cue\": \"says\", \"source\": \"…\"}."
REASONED = True
ASKS = {"content": "what is said?", "cue": "which words do the saying?", "source": "who says so?"}
#: How much of the words of a content is enough, whose ends are what is asked for (0-1).
MOST = 0.75
#: What a part that does not fit is told, where the key has no words of its own for it.
PLAIN = {
    "": "The key has “{key}” as the {part}: it answers “{ask}” Put it in place of yours: what changes?",
    "missed": "The key has “{key}” as the {part}: it answers “{ask}”",
    "too short": "You have a part of it. The key has “{key}” as the {part}. Which end did you miss?",
    "too long": "Your {part} runs on. The key has “{key}”: nothing that belongs to the saying or to somebody else. "
                "Which words of yours are not “{ask}”",
}  # fmt: skip
#: What it is told until the key is asked for.
LOOK = {
    "missed": "Ask: {ask}",
    "other label": "Do these words answer “{ask}” Read the sentence once more with that question.",
    "too short": "It is the right place, and not all of it. Where does it begin, and where does it end?",
    "too long": "It is the right place, and you have too much. Which of your words do not answer “{ask}”",
}
SPOKEN = "Does this one speak here, or is it spoken to or about (speaker rule)?"


class Own(NamedTuple):
    """The id of the key's attribution, and the parts of it that are shown already done.

    A sealed file has the words of these parts, and no id: that would tell who says it.
    """

    attribution: str
    show: tuple[str, ...]
    given: Mapping[str, list[dict[str, Any]]] = MappingProxyType({})


def own(block: Mapping[str, Any], article: Article, first: int | None) -> Own:
    """Of a block."""
    given: dict[str, list[dict[str, Any]]] = {}
    for one in block.get("given", ()):
        given.setdefault(one["part"], []).extend(_pieces(article, [span_of(article, one, first)]))
    return Own(block.get("attribution", ""), tuple(block.get("show", ())), given)


def faults(e: Exercise, key: Key | None) -> Iterator[str]:
    """Whether the key has this attribution, and what is shown has its words from the key alone."""
    if e.own.given and not e.sealed:
        yield "field “given” is for sealed files. Delete it: the key has these words."
    if not e.own.attribution:
        yield from () if e.sealed else ("field “attribution” is missing. Add it.",)
    elif key and e.own.attribution not in {a.rule for a in key.attributions}:
        known = ", ".join(a.rule for a in key.attributions)
        yield f"field “attribution”: the key has no “{e.own.attribution}”. It has: {known}."


def asked(e: Exercise) -> Any:
    """Which parts are given; which attribution it is, the prompt says."""
    return e.own.show


def given_out(e: Exercise, article: Article, key: Key) -> dict[str, Any]:
    """The parts that are shown, with their words."""
    answer = key_answer(e, key)
    given = [{"part": part, "quote": place_of(article, Span(*piece["span"]), 0)}
             for part in e.own.show for piece in answer[part]]  # fmt: skip
    return {"show": e.own.show, "given": given} if given else {}


def understood(e: Exercise, article: Article, value: Any) -> dict[str, list[dict[str, Any]]]:
    """Part -> its pieces in text order, each {"span", "quote"}."""
    found = {}
    only(value, PARTS)
    for name in PARTS:
        spans = sorted(place_meant(e, article, piece) for piece in listed(value.get(name) or []))
        found[name] = _pieces(article, spans[:MOST_MARKS])
    if not any(found.values()):
        raise TypeError
    return found


def _pieces(article: Article, spans: Sequence[Span]) -> list[dict[str, Any]]:
    return [{"span": list(span), "quote": span.of(article.text)} for span in spans]


def reading(e: Exercise, answer: Mapping[str, Any], article: Article) -> Reading:
    """An answer as a reading: one attribution."""
    parts = {name: tuple(Span(*piece["span"]) for piece in answer.get(name, ())) for name in PARTS}
    content, cue, source = (parts[name] for name in PARTS)
    mark = Attribution(content, cue, source, None, "", 0, "", "", "", "")
    return answered(article, "attributions", [mark])


def _entry(e: Exercise, key: Key) -> Entry:
    several = (n for n in key.layer("attributions") if isinstance(n.mark, Attribution))
    return next(n for n in several if n.mark.rule == e.own.attribution)  # type: ignore[union-attr]


def told(e: Exercise, answer: Mapping[str, Any], key: Key, machine: Reading | None) -> Feedback:
    """Content, cue and source against the key's attribution, or the accepted one that is nearest."""
    entry, mine = _entry(e, key), reading(e, answer, key.article).attributions[0]
    lines = [_line(entry, name, getattr(mine, name), key) for name in PARTS if name not in e.own.show]
    return judged([*lines, Line("why", "", text=entry.mark.why)])


def _line(entry: Entry, name: str, mine: Spans, key: Key) -> Line:
    several = [m for m in accepted(entry) if isinstance(m, Attribution)]
    spans: list[Spans] = list(dict.fromkeys(getattr(m, name) for m in several))
    outcome = _held(several, name, mine, key)
    words = short(key.words(mine), 80) if mine else "nothing"
    theirs = _by_its_ends(key.words(spans[0])) or "nobody"
    if outcome == "found":
        soft = len(spans) > 1
        said = _readings(entry, name, key) if soft else _shorter(name, mine, spans[0], theirs)
        return Line("arguable" if soft else "found", f"{name} {quoted(words)}", None, name, theirs, said,
                    look=ACCEPTED.format(separates=entry.separates) if soft else said)  # fmt: skip
    form = PLAIN[outcome if outcome in PLAIN else ""]
    said = entry.feedback.get(name, "") if outcome == "other label" else ""
    said = said or form.format(key=theirs.strip("“”"), part=name, ask=ASKS[name])
    look = SPOKEN if name == "source" and outcome == "other label" else LOOK[outcome]
    return Line(outcome, f"{name} {quoted(words)}", None, name, theirs, said, look=look.format(ask=ASKS[name]))


def _by_its_ends(words: str) -> str:
    """Words as they stand; of many, the first four and the last."""
    several = words.split()
    return words if len(several) <= 12 else f"{' '.join(several[:4])} … {' '.join(several[-4:])}"


def _held(several: Sequence[Attribution], name: str, mine: Spans, key: Key) -> str:
    """found, too short, too long, other label or missed, by the accepted attribution that is nearest."""
    of = Words(key)
    inside, fits = of.within(mine), [""]
    for mark in several:
        wanted = of.within(getattr(mark, name))
        head = wanted if name == "cue" else _name_in(key, mark, of) if name == "source" else set()
        other = {"content": of.saying | of.voiced, "cue": set[int](), "source": of.within(mark.cue)}
        enough = MOST if name == "content" else 0.5
        fits.append(fit(inside, wanted, head, other[name], enough) if mine or wanted else "fits")
    best = max(fits, key=FITS.index)
    return "found" if best == "fits" else best or ("other label" if mine else "missed")


def _name_in(key: Key, mark: Attribution, of: Words) -> set[int]:
    """The words of a source that are enough to know who it is: the last name."""
    last = (mark.source_name or "?").split()[-1]
    return of.within(place for span in mark.source for place in occurrences(key.text, last, span))


def _shorter(name: str, mine: Spans, theirs: Spans, words: str) -> str:
    """What a short source is told that is right all the same."""
    length = [sum(s.end - s.start for s in spans) for spans in (mine, theirs)]
    return f"The whole phrase tells more: “{words}”." if name == "source" and length[0] < length[1] else ""


def _readings(entry: Entry, name: str, key: Key) -> str:
    several = [(m, why) for m, why in ((entry.mark, entry.mark.why), *entry.also) if m]
    pieces = [quoted(short(key.words(getattr(m, name)), 90)) for m, _ in several]
    return differing(entry, pieces, [why for _, why in several])


def key_answer(e: Exercise, key: Key) -> dict[str, list[dict[str, Any]]]:
    """The parts of the key's attribution."""
    mark = _entry(e, key).mark
    return {name: _pieces(key.article, getattr(mark, name)) for name in PARTS}


def in_words(e: Exercise, answer: Mapping[str, Any]) -> Iterator[str]:
    """Each part by its name, with its words."""
    for name, pieces in answer.items():
        yield f"{name}: {' … '.join('“' + short(p['quote'], 60) + '”' for p in pieces) or 'none'}"


def shown(e: Exercise, article: Article, key: Key | None) -> dict[str, Any]:
    """The parts that are given."""
    return {"given": list(e.own.show) if key or e.own.given else []}


def begun(e: Exercise, key: Key | None) -> Any:
    """The parts that are given, as an answer has them."""
    if e.sealed or key is None:
        return dict(e.own.given) or None
    if not e.own.show:
        return None
    return {part: pieces for part, pieces in key_answer(e, key).items() if part in e.own.show}
