"""Exercises made from a key alone, for the lesson that goes with any text.

Each slot has its letter and its words (making.toml); what is asked about, and what is right, comes from the key. So
the same exercise has the same id with every text, and where a text has nothing for a slot, it is left out. For a text
without a key a few are made from its paragraphs: nobody judges those.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from byline.key import Entry, Key
from byline.key.draft import place as place_of
from byline.key.draft import toml
from byline.key.places import short
from byline.key.sense import MOST_AT_ONCE, plain_faults
from byline.scoring import labels_of
from byline.telling import LABELS, words_at
from newsmarks.model import CONTESTED, LADDER, Article, Attribution, Figure, Loaded, Span
from newsmarks.text import words

#: What every text has of them, and what of it would tell answers.
SLOTS, ANSWERS = (Path(__file__).with_name(f"making{end}.toml") for end in ("", "_answers"))
#: The lesson that they belong to, and how they are called where somebody reads where they come from.
LESSON = "any_article"
MADE = "made from the key"
NEEDS_KEY = "This box needs a key, and your text has none. Go on with the next one."
NOTHING = "There is nothing to answer here with this text. Go on with the next box."
#: What of a slot is no field of an exercise.
APART = ("nothing", "named", "unnamed")
#: A mark exercise goes on to another paragraph as long as there are no more words than these together.
MOST_WORDS = 120
#: Words of a claim that a question quotes.
MOST_SIGNS = 110
#: Passages of either sort that are judged, and the fewest.
OF_EACH, LEAST_OF_EACH = 3, 2
#: A line of a file that is longer is cut up.
LONG = 120
#: Steps of the ladder that an order needs.
STEPS = 3
#: Words of a paragraph that is neither too short nor too long to mark without a key.
FAIR = 45
#: Slot -> its layer, of those that can be marked without a key, and the signs that make a paragraph worth it.
WITHOUT_A_KEY = {"any-d": ("voices", "“”\""), "any-j": ("loaded", ""), "any-l": ("figures", "0123456789")}
Block = dict[str, Any]


@cache
def all_slots() -> dict[str, Block]:
    """Exercise -> what every text has of it: kind, prompt, hints, and what is said where it is left out.

    A sealed copy has no answers, so what needs them cannot be made there.
    """
    files = (path for path in (SLOTS, ANSWERS) if path.is_file())
    found: dict[str, Block] = {}
    for slot in (slot for path in files for slot in tomllib.loads(path.read_text(encoding="utf-8"))["slot"]):
        found.setdefault(slot["id"], {}).update(slot)
    return found


def why_left_out(name: str, *, without_a_key: bool = False) -> str:
    """A sentence for a student whose text has nothing for an exercise of this lesson; "" where that is not one."""
    if name not in all_slots():
        return ""
    return NEEDS_KEY if without_a_key else str(all_slots()[name].get("nothing", NOTHING))


def made_blocks(key: Key) -> list[Block]:
    """The exercises of a text as exercises.toml has them, in the order of their letters; the same for the same key."""
    seen = _Seen(key)
    found = ((name, make(seen)) for name, make in MAKERS.items())
    return [_whole(name, made) for name, made in found if made is not None]


def as_toml(blocks: Iterable[Block]) -> str:
    """Blocks as a person would write them, for a teacher to change: a list of options has a line for each."""
    return "".join(f"\n[[exercise]]\n{''.join(_lines(block))}" for block in blocks)


def _lines(block: Block) -> Iterator[str]:
    for field, value in block.items():
        line = f"{field} = {toml(value)}\n"
        if isinstance(value, list) and len(line) > LONG:
            line = "\n".join([f"{field} = [", *(f"  {toml(one)}," for one in value), "]\n"])
        yield line


def blocks_without_a_key(article: Article) -> list[Block]:
    """What can be asked of a text that nobody has read yet: to mark three paragraphs, and to write. Tier “open”."""
    numbers = (n for n in range(1, len(article.paragraphs) + 1) if _length(article, n))
    left, marks = sorted(numbers, key=lambda n: abs(_length(article, n) - FAIR)), list[Block]()
    for name, (layer, signs) in WITHOUT_A_KEY.items():
        for n in sorted(left, key=lambda n: not set(signs) & set(article.paragraph(n)))[:1]:
            left = [*(m for m in left if m != n), n]
            made = {"p": f"P{n}", "paragraphs": n, "layer": layer, "tier": "open", "sure": False}  # nothing comes of it
            marks.append(_whole(name, made))
    return [*marks, _whole("any-n", {"tier": "open"})]


def _whole(name: str, made: Block) -> Block:
    """The block of a slot; what was made takes the place of braces in its prompt, or is a field of its own."""
    slot = {field: value for field, value in all_slots()[name].items() if field not in APART}
    prompt = slot["prompt"]
    for field in ("p", "claim", "cue", "figure"):
        prompt = prompt.replace(f"{{{field}}}", made.pop(field, ""))
    return {**slot, "lesson": LESSON, "prompt": prompt, **made}


class _Seen:
    """A key by paragraphs, without those that are hard to read (`hardest` in about.toml)."""

    def __init__(self, key: Key) -> None:
        self.key, self.article = key, key.article
        hardest = self.article.about.get("hardest", [])
        self.numbers = [n for n in range(1, len(self.article.paragraphs) + 1) if n not in hardest]

    def at(self, span: Span) -> int:
        """The paragraph of a span."""
        return self.article.number(span.start)

    def entries(self, layer: str) -> dict[int, list[Entry]]:
        """Paragraph -> the entries of a layer that one can mark there, in text order."""
        found: dict[int, list[Entry]] = {n: [] for n in self.numbers}
        for entry in self.key.layer(layer):
            if not isinstance(entry.mark, Attribution) or (entry.mark.cue and entry.mark.mode != "borrowed"):
                found.get(self.at(words_at(entry.mark)), []).append(entry)
        return found

    def claims(self) -> Iterator[tuple[int, Entry, Attribution]]:
        """(paragraph, entry, attribution) of each claim that lies in one paragraph, with no other in it."""
        alone = {n: several[0] for n, several in self.entries("attributions").items() if len(several) == 1}
        for n, entry in alone.items():
            mark = entry.mark
            if isinstance(mark, Attribution) and mark.content and {self.at(span) for span in mark.spans} == {n}:
                yield n, entry, mark


def _length(article: Article, number: int) -> int:
    """The words of a paragraph."""
    return len(words(article.text, article.paragraphs[number - 1]))


def _together(seen: _Seen, ranked: Iterable[int], most: int) -> list[int]:
    """The first of some paragraphs, and more of them as long as they are not too long together; in text order."""
    taken: list[int] = []
    for n in ranked:
        if not taken or (len(taken) < most and sum(_length(seen.article, m) for m in (*taken, n)) <= MOST_WORDS):
            taken.append(n)
    return sorted(taken)


def _in_words(numbers: Sequence[int]) -> str:
    """Paragraphs as a part of a sentence: "P3", "P3 and P5"."""
    *before, last = [f"P{n}" for n in numbers]
    return f"{', '.join(before)} and {last}" if before else last


# --- whose words? -------------------------------------------------------------------------------------


def _share(seen: _Seen) -> Block:
    """Of 100 words, those in the reporter's voice."""
    every = words(seen.key.text, Span(0, len(seen.key.text)))
    voices = Counter(voice.voice for word in every if (voice := seen.key.voice_at(word.start)))
    reporter, direct, hedged = (round(100 * voices[name] / len(every)) for name in ("reporter", "direct", "hedged"))
    why = f"The key counted them. About {direct} of 100 are quoted, and for {hedged} nobody is named."
    return {"answer": reporter, "why": why}


def _voices(seen: _Seen) -> Block | None:
    """The paragraph with the richest mix, with another one where it is short; the first of many marks is given."""
    others = {n: [e for e in several if labels_of(e)[0] not in ("reporter", "meta")]
              for n, several in seen.entries("voices").items()}  # fmt: skip
    ranked = sorted((n for n in others if others[n]), key=lambda n: (-len(_labels(others[n])), -len(others[n]), n))
    if not ranked:
        return None
    numbers = _together(seen, ranked, 1 if len(others[ranked[0]]) > 3 else 2)
    here = [e for n in numbers for e in others[n]]
    known = {"direct", "indirect", "hedged", *_labels(here)} - {"reporter"}
    sure = [e for e in here if e.tier == "one answer"] if len(here) > 2 else []
    given = [{"paragraph": seen.at(e.mark.span), **_quote(seen, e.mark.span), "label": labels_of(e)[0]}
             for e in sure[:1] if not isinstance(e.mark, Attribution)]  # fmt: skip
    labels = [name for name in LABELS["voices"] if name in known]
    return {"p": _in_words(numbers), "paragraphs": numbers, "layer": "voices", "labels": labels,
            **({"given": given} if given else {})}  # fmt: skip


def _labels(several: Iterable[Entry]) -> set[str]:
    """All labels that are right for some entries."""
    return {str(label) for entry in several for label in labels_of(entry) if label}


def _quote(seen: _Seen, span: Span) -> Block:
    """A place as the fields of a block have it, in the paragraph where it is."""
    told = place_of(seen.article, span, seen.at(span))
    return told if isinstance(told, dict) and "quote" in told else {"quote": told}


# --- who says so? -------------------------------------------------------------------------------------


def _answers(seen: _Seen) -> Block | None:
    """A claim, and who might be taken for its source: with every other text one for which nobody is named.

    Which, the number of claims decides, so that no side has a part in it.
    """
    unnamed = [one for one in seen.claims() if one[2].mode == "hedged" and one[1].tier == "one answer"]
    several = unnamed if unnamed and len(seen.key.attributions) % 2 else _clearest(seen)
    for n, _, mark in sorted(several, key=lambda one: len(seen.key.words(one[2].content)) > MOST_SIGNS):
        claim = short(seen.key.words(mark.content), MOST_SIGNS).strip("“”").rstrip(",.")
        if not any(plain_faults(claim)):
            return {"p": f"P{n}", "paragraphs": n, "claim": claim, "options": list(_who(seen, n, mark))}
    return None


def _who(seen: _Seen, number: int, mark: Attribution) -> Iterator[Block]:
    """The options: the source where one is named, others from elsewhere in the text, the reporter, and nobody."""
    told = all_slots()["any-e"]["named" if mark.source_name else "unnamed"]
    names = dict.fromkeys(a.source_name for a in seen.key.attributions if a.source_name)
    others = [name for name in names if name != mark.source_name and not _is_in(seen, number, name)]
    options = [("source", mark.source_name), *(("other", name) for name in others[:2]),
               ("reporter", "As it stands here, the reporter"), ("nobody", "The text does not say.")]  # fmt: skip
    cue = f"“{short(seen.key.words(mark.cue), 30)}”" if mark.cue else "the quotation marks"
    for n, (sort, text) in enumerate((one for one in options if one[1]), 1):
        right = {"right": True} if sort == ("source" if mark.source_name else "nobody") else {}
        yield {"id": f"o{n}", "text": text, **right, "feedback": told[sort].replace("{cue}", cue)}


def _is_in(seen: _Seen, number: int, name: str) -> bool:
    """Whether a name stands in a paragraph, so that it might be right, too."""
    return name.split()[-1].casefold() in seen.article.paragraph(number).casefold()


def _clearest(seen: _Seen) -> list[tuple[int, Entry, Attribution]]:
    """Claims whose three parts are there, the clearest first: one answer, then parts in one piece, then short ones."""
    whole = [(n, entry, mark) for n, entry, mark in seen.claims() if mark.source and mark.source_name]
    return sorted(whole, key=lambda one: (one[1].tier != "one answer", len(one[2].spans), one[0]))


def _first_link(seen: _Seen) -> Block | None:
    """The clearest claim, its cue shown; another than the one that was just asked about, if there is one."""
    asked = _answers(seen)
    several = [one for one in _clearest(seen) if not asked or one[0] != asked["paragraphs"]] or _clearest(seen)
    for n, _, mark in several[:1]:
        return {"p": f"P{n}", "paragraphs": n, "cue": short(seen.key.words(mark.cue), 40), "attribution": mark.rule,
                "show": ["cue"]}  # fmt: skip
    return None


def _second_link(seen: _Seen) -> Block | None:
    """A harder claim that was not asked about: nobody is named for it, readers differ, or its parts are in pieces."""
    told, first = ((make(seen) or {}).get("paragraphs") for make in (_answers, _first_link))
    rest = [(n, entry, mark) for n, entry, mark in seen.claims() if n != first]
    rest.sort(key=lambda one: (one[0] == told, bool(one[2].source), one[1].tier == "one answer", -len(one[2].spans),
                               one[0]))  # fmt: skip
    for n, _, mark in rest[:1]:
        return {"p": f"P{n}", "paragraphs": n, "attribution": mark.rule}
    return None


def _stances(seen: _Seen) -> Block | None:
    """Paragraphs with cues that do more than pass on, and one with a plain cue beside them."""
    cues = {n: several for n, several in seen.entries("attributions").items() if several}
    coloured = [n for n in cues if any(labels_of(e)[0] != "neutral" for e in cues[n])]
    if not coloured:
        return None
    plain = [n for n in cues if n not in coloured]
    numbers = sorted({*_together(seen, coloured, 2), *plain[:1]})
    known = {"neutral", "doubting", "vouching", "hearsay", *_labels(e for n in numbers for e in cues[n])}
    return {"p": _in_words(numbers), "paragraphs": numbers, "layer": "stances",
            "labels": [name for name in LABELS["stances"] if name in known]}  # fmt: skip


def _ladder(seen: _Seen) -> Block | None:
    """One source for each step of the ladder on which exactly one reading sets it."""
    by_step: dict[int, str] = {}
    for several in seen.entries("attributions").values():
        for entry in several:
            steps = {m.ladder for m in (entry.mark, *(mark for mark, _ in entry.also)) if isinstance(m, Attribution)}
            if isinstance(entry.mark, Attribution) and len(steps) == 1 and entry.mark.ladder:
                by_step.setdefault(entry.mark.ladder, _step(seen, entry.mark))
    items = [by_step[step] for step in LADDER if step in by_step]
    return {"items": items} if len(set(items)) == len(items) >= STEPS else None


def _step(seen: _Seen, mark: Attribution) -> str:
    """A source, or the cue that stands without one, with its paragraph."""
    return f"P{seen.at(mark.cue[0])}: “{short(seen.key.words(mark.source or mark.cue), 80).strip('“”')}”"


# --- does the word judge, and could anyone check it? ------------------------------------------------


def _loaded(seen: _Seen) -> Block | None:
    """The paragraph with the most words that judge, and a second one where it is short."""
    judging = {n: [e for e in several if isinstance(e.mark, Loaded) and e.mark.category != CONTESTED]
               for n, several in seen.entries("loaded").items()}  # fmt: skip
    ranked = sorted((n for n in judging if judging[n]), key=lambda n: (-len(judging[n]), n))
    if not ranked:
        return None
    numbers = _together(seen, ranked, 1 if len(judging[ranked[0]]) > 2 else 2)
    known = {"reporter", "source", "nobody", *_labels(e for n in numbers for e in seen.entries("loaded")[n])}
    return {"p": _in_words(numbers), "paragraphs": numbers, "layer": "loaded",
            "labels": [name for name in LABELS["loaded"] if name in known]}  # fmt: skip


def _counting(seen: _Seen) -> dict[int, list[Entry]]:
    """Paragraph -> its figures that count or date something."""
    return {n: [e for e in several if labels_of(e)[0] != "not a quantity"]
            for n, several in seen.entries("figures").items()}  # fmt: skip


def _five(seen: _Seen) -> Block | None:
    """The figure whose score is nearest to the middle, one question answered: a number in digits first, never a date,
    since nobody counts one.
    """
    several = [(n, e.mark, e.tier) for n, found in _counting(seen).items() for e in found]
    figures = [(n, m, seen.key.words(m.span), tier) for n, m, tier in several
               if isinstance(m, Figure) and m.kind != "date"]  # fmt: skip
    figures.sort(key=lambda one: (not any(map(str.isdigit, one[2])), abs(one[1].criteria.total - 2.5),
                                  one[3] != "one answer", one[0]))  # fmt: skip
    for n, mark, told, _ in figures[:1]:
        figure = short(told, 60)
        return {"p": f"P{n}", "paragraphs": n, "figure": figure, **_quote(seen, mark.span), "show": ["when"]}
    return None


def _verdicts(seen: _Seen) -> Block | None:
    """Paragraphs with figures, those with several verdicts first; another than the one that was just rated."""
    figures, rated = _counting(seen), (_five(seen) or {}).get("paragraphs")
    ranked = sorted((n for n in figures if figures[n] and n != rated),
                    key=lambda n: (-len(_labels(figures[n])), -len(figures[n]), n))  # fmt: skip
    numbers = _together(seen, ranked, 2)
    enough = sum(len(figures[n]) for n in numbers) > 1
    return {"p": _in_words(numbers), "paragraphs": numbers, "layer": "figures"} if enough else None


def _passages(seen: _Seen) -> Block | None:
    """As many sound passages as weak ones, of each skill in turn."""
    fit = [p for p in seen.key.passages
           if seen.at(p.span) in seen.numbers and not any(plain_faults(p.why, MOST_AT_ONCE))]  # fmt: skip
    sound, weak = ([p for p in fit if p.sound is is_sound] for is_sound in (True, False))
    each = min(len(sound), len(weak), OF_EACH)
    chosen = [p for several in (sound, weak) for p in _by_turns(several)[:each]]
    found = [{"id": p.id, "text": " ".join(p.span.of(seen.key.text).split()), "sound": p.sound, "feedback": p.why}
             for p in chosen]  # fmt: skip
    return {"passages": found} if each >= LEAST_OF_EACH else None


def _by_turns(several: Sequence[Any]) -> list[Any]:
    """Passages so that each skill comes once before any comes twice."""
    before = Counter[str]()
    turn = []
    for n, passage in enumerate(several):
        turn.append((before[passage.skill], n, passage))
        before[passage.skill] += 1
    return [passage for *_, passage in sorted(turn, key=lambda one: one[:2])]


#: Slot -> what a key has for it, or None where it has nothing.
MAKERS: dict[str, Callable[[_Seen], Block | None]] = {
    "any-a": lambda seen: {}, "any-b": lambda seen: {}, "any-c": _share, "any-d": _voices, "any-e": _answers,
    "any-f": _first_link, "any-g": _second_link, "any-h": _stances, "any-i": _ladder, "any-j": _loaded,
    "any-k": _five, "any-l": _verdicts, "any-m": _passages, "any-n": lambda seen: {},
}  # fmt: skip
