"""What a lesson's prose says of the machine's reading, or counts in the key, held against both as they are now.

Each row quotes a sentence of a notebook, says what it means in the terms of a reading, and asks for that afresh.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from byline import change_rules, load_key, open_article, open_published, open_text, read
from byline.display.counts import share_by_voice, words_by_voice
from byline.display.pairs import Pair, open_pairs
from byline.key import Key
from byline.kinds import open_exercises
from invariants import voice_at
from newsmarks.model import CONTESTED, Reading, Voice

PROJECT = Path(__file__).parents[1]
NOTEBOOKS = PROJECT / "notebooks"
READING = read(open_article("mariupol"))
KEY = load_key("mariupol")
FLOOD = load_key("flood")
#: What lesson 01 makes of its sentence about a crane.
CRANE = "The harbour office says the old crane is unsafe.", "The old crane is unsafe."
CHANGED = read(READING.article, change_rules(loaded={"tough": 0, "symbolic": 1}))
OTHERS = "reporter", "nobody"
LOW = "not checkable from this article"


@cache
def cells(lesson: str, kind: str) -> tuple[str, ...]:
    notebook = json.loads(next(NOTEBOOKS.glob(f"{lesson}_*.ipynb")).read_text(encoding="utf-8"))
    return tuple("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind)


def made_up(lesson: str, words: str) -> Reading:
    """The reading of the text that a code cell of a lesson opens: the one with these words in it."""
    (code,) = (cell for cell in cells(lesson, "code") if "open_text(" in cell and words in cell)
    return read(open_text(code.split('"""')[1]))


def sentence(lesson: str, old: str = "", new: str = "") -> Reading:
    """The reading of the sentence that a code cell of a lesson has to be changed, and what it is with other words."""
    (code,) = (cell for cell in cells(lesson, "code") if cell.startswith("sentence = "))
    return read(open_text(code.split('"')[1].replace(old, new)))


def at(words: str, reading: Reading = READING) -> int:
    return reading.text.index(words)


def voices(words: str, reading: Reading = READING) -> list[str]:
    """The voices over some words of a text, one after the other."""
    start = at(words, reading)
    return list(dict.fromkeys(voice_at(reading, n).voice for n in range(start, start + len(words))))


def accepted(key: Key, words: str) -> list[str]:
    """The voices that a key accepts beside its own over the stretch that has some words."""
    (entry,) = (e for e in key.layer("voices") if words in e.mark.span.of(key.text))
    return [mark.voice for mark, _ in entry.also if isinstance(mark, Voice)]


def attributions(*paragraphs: int) -> list[str]:
    """Cue, source (one word will do) and step of the attributions that begin in some paragraphs of the report."""
    found = [(READING.article.number(a.spans[0].start), a) for a in READING.attributions if a.mode != "borrowed"]
    return [f"P{p}: {READING.words(a.cue)}, {a.source_name or '–'}, {a.ladder}" for p, a in found if p in paragraphs]


def content_end(cue: str) -> str:
    """What stands right behind the content of a cue."""
    (content,) = [a.content[-1] for a in READING.attributions if READING.words(a.cue) == cue]
    return READING.text[content.end : content.end + 1]


def stances(reading: Reading) -> dict[str, str]:
    return {reading.words(a.cue): a.stance for a in reading.attributions}


def loaded(reading: Reading = READING, paragraph: int | None = None, **asked: object) -> list[str]:
    """The loaded words of a reading that have these fields; what is to ask both sides about is none."""
    return [
        m.span.of(reading.text)
        for m in reading.loaded
        if m.category != CONTESTED
        and (paragraph is None or reading.article.number(m.span.start) == paragraph)
        and all(getattr(m, name) == value for name, value in asked.items())
    ]


def by_whom(reading: Reading) -> tuple[int, int]:
    """Loaded words of the reporter, and of a source."""
    found = [m.words_by for m in reading.loaded if m.category != CONTESTED]
    return found.count("reporter"), sum(who not in OTHERS for who in found)


def per_100(reading: Reading, *, sources: bool) -> float:
    """Loaded words per 100 words in direct quotations, or in the reporter's own words."""
    words = words_by_voice(reading)
    mine = words["direct"] if sources else words["reporter"] + words["indirect"] + words["hedged"]
    return 100 * by_whom(reading)[sources] / mine


def left_alone(paragraph: int) -> int:
    """Words that the key has in its layer of loaded words in a paragraph, and the machine has no mark on."""
    theirs = [m.span for m in READING.loaded]
    mine = [m.span for m in KEY.loaded if KEY.article.number(m.span.start) == paragraph]
    return sum(not any(map(span.overlaps, theirs)) for span in mine)


def figure(words: str, reading: Reading = READING) -> Any:
    return next(f for f in reading.figures if f.span.of(reading.text) == words)


def scores(words: str, reading: Reading = READING) -> dict[str, float]:
    return {name: criterion.score for name, criterion in figure(words, reading).criteria.items()}


def total(words: str, reading: Reading = READING) -> float:
    return float(figure(words, reading).criteria.total)


def pairs(kind: str) -> list[Pair]:
    return [pair for pair in open_pairs("mariupol")[1] if pair.kind == kind]


def of_town(what: str) -> dict[str, Any]:
    town = made_up("05", "98.6 percent")
    return {f.span.of(town.text): getattr(f, what) for f in town.figures if f.kind not in ("date", "clock")}


#: Lesson, a sentence of it, what it says in the terms of a reading, and how to ask for that.
SAID: list[tuple[str, str, object, Callable[[], object]]] = [
    ("00", "Both readings hold, so an exercise would call them “arguable”.", [["hedged"], ["hedged"]],
     lambda: [accepted(key, "where a few") for key in (KEY, FLOOD)]),
    ("01", "The letter moved from H to I to R", ["hedged", "indirect", "reporter"],
     lambda: [voices("unsafe", made)[0] for made in (made_up("01", "crane"), *map(read, map(open_text, CRANE)))]),
    ("01", "The comma allows both, so the key accepts both", [["reporter"], ["reporter"]],
     lambda: [accepted(key, "largely") for key in (KEY, FLOOD)]),
    ("02", "The next sentence is all in the reporter’s voice", ["reporter"],
     lambda: [v.voice for v in sentence("02").voices]),
    ("02", "write “, harbour master Ana Ruiz said” before the full stop, and run it again.", ["indirect", "reporter"],
     lambda: [v.voice for v in sentence("02", ".", ", harbour master Ana Ruiz said.").voices]),
    ("02", "The machine marks no attribution in P2, and neither does the key", (0, 0),
     lambda: tuple(sum(r.article.number(a.spans[0].start) == 2 for a in r.attributions) for r in (READING, KEY))),
    ("03", "“Says” does not step back from the claim or back it up, and it neither colours the speaker nor hides him, "
     "so its stance is **neutral**.", "neutral", lambda: stances(READING)["says"]),
    ("03", "The machine says that “noted” treats the claim as a fact", ["vouching"],
     lambda: list(stances(sentence("03", "pointed out", "noted")).values())),
    ("03", "“admitted” colours the speaker", ["colouring"],
     lambda: list(stances(sentence("03", "pointed out", "admitted")).values())),
    ("03", "“Reportedly” is gone, and we call that a **hedge drop**", [(3, True, True), (5, False, True)],
     lambda: [(READING.article.number(place.start), "reportedly" in words, "bodies" in words and "streets" in words)
              for pair in pairs("hedge") for place in (pair.here, pair.there)
              for words in (place.of(READING.text),)]),
    ("03", "In the war report four cues are plain and four do not say who claims it. One, “purport”, keeps a distance, "
     "and none vouches.", ({"neutral": 4, "hearsay": 4, "doubting": 1}, "doubting"),
     lambda: (Counter(a.stance for a in READING.attributions if a.mode != "borrowed"), stances(READING)["purport"])),
    ("04", "The machine also marks “death and destruction”. The key does not", (1, 0),
     lambda: tuple(loaded(r).count("death and destruction") for r in (READING, KEY))),
    ("04", "The machine marks four, and all four are Azov's.", Counter({"Azov Regiment": 4}),
     lambda: Counter(m.words_by for m in READING.loaded if READING.article.number(m.span.start) == 6)),
    ("04", "it leaves three places alone that the key has.", 3, lambda: left_alone(7)),
    ("04", "In P15 the machine marks “tough”.", ["tough"], lambda: loaded(paragraph=15)),
    ("04", "In P13, machine and key both leave “a symbolic victory” alone.", ([], []),
     lambda: (loaded(paragraph=13), loaded(KEY, paragraph=13))),
    ("04", "“Tough” has lost its mark and “symbolic” has one.", (["symbolic"], []),
     lambda: (loaded(CHANGED, paragraph=13), loaded(CHANGED, paragraph=15))),
    ("04", "Open *its reason*: it says *a rule of your own*.", {True},
     lambda: {"a rule of your own" in m.why for m in CHANGED.loaded if m.rule.startswith("yours.")}),
    ("04", "“Far-right” is marked as before", ["far-right", "far-right"],
     lambda: [m.span.of(r.text) for r in (READING, CHANGED) for m in r.loaded if m.rule == "loaded.contested-camps"]),
    ("04", "Who uses *more*, when one of the two has three times as many words?", 3,
     lambda: round(sum(words_by_voice(READING)[v] for v in ("reporter", "indirect", "hedged"))
                   / words_by_voice(READING)["direct"])),
    ("04", "One by one, the reporter has 7 (4 in **R** and 3 in **H**), and Azov has 6.",
     (7, 4, 3, 6),
     lambda: (by_whom(READING)[0], len(loaded(voice="reporter")), len(loaded(voice="hedged")),
              len(loaded(words_by="Azov Regiment")))),
    ("04", "Now the key: it counts 6 for the reporter and 8 for Azov.", (6, 8), lambda: by_whom(KEY)),
    ("04", "For every 100 words, both agree: Azov's loaded words stand much closer together.", [True, True],
     lambda: [per_100(r, sources=True) > 2 * per_100(r, sources=False) for r in (READING, KEY)]),
    ("04", "2 in 6 words would look like a lot, and 6 words are too few to say so.", (2, 6),
     lambda: (len(loaded(voice="borrowed")), words_by_voice(READING)["borrowed"])),
    ("04", "The marks are the same in both, number for number.", [["shameless", "courageous"]] * 2,
     lambda: [loaded(made_up("04", "The rowers"), paragraph=n) for n in (1, 2)]),
    ("04", "“Shameless” stands here twice as well, but both times it is the reporter's.", ["shameless", "shameless"],
     lambda: loaded(made_up("04", "The rowers"), words_by="reporter")),
    ("05", "For a source that fights, on any side, that earns half a point and no more.", ("party–military", 0.5),
     lambda: (READING.attributions[figure("hundreds").attribution].source_type, scores("hundreds")["who"])),
    ("05", "“Dead bodies on the streets”. That says what, and where. One point.", 1,
     lambda: scores("hundreds")["what"]),
    ("05", "This sentence names no day. No point.", 0, lambda: scores("hundreds")["when"]),
    ("05", "One by one, from a picture, by a guess? It does not say. No point.", 0, lambda: scores("hundreds")["how"]),
    ("05", "Could anybody else have gone there to look? The article does not say. No point.", 0,
     lambda: scores("hundreds")["access"]),
    ("05", "That is 1½ of 5. The key comes to 1½ as well, by another way: ½ for *what*", (1.5, 1.5, 0.5),
     lambda: (total("hundreds"), total("hundreds", KEY), scores("hundreds", KEY)["what"])),
    ("05", "and ½ for *when*, because Azov says “today” in P4.", 0.5, lambda: scores("hundreds", KEY)["when"]),
    ("05", "It gets ½ of 5, which is less than “hundreds”.", 0.5, lambda: total("95 percent")),
    ("05", "So “a few” gets ½, as “95 percent” does", (0.5, 0.5), lambda: (total("a few"), total("95 percent"))),
    ("05", "The key gives the same points.", [5, 5], lambda: [total("Wednesday, April 20", r) for r in (READING, KEY)]),
    ("05", "For this report we did that twice, and each time we wrote down a question", ["?", "?"],
     lambda: [pair.ask[-1] for pair in pairs("figures")]),
    ("05", "In 2022, April 20 was a Wednesday, so weekday and date of P2 fit each other.", "Wednesday, April 20",
     lambda: f"{date(2022, 4, 20):%A, %B %d}"),
    ("05", "Only the stamp is two days later.", (1, 2, 2),
     lambda: (READING.article.number(at("2022-04-22")), READING.article.number(at("today (Wednesday, April 20)")),
              (date(2022, 4, 22) - date(2022, 4, 20)).days)),
    ("05", "Other people published figures about the destruction in Mariupol, too. We found seventeen.", 17,
     lambda: len(open_published("mariupol"))),
    ("05", "One of the three has no mark of the machine's.", ["36th", "third country"],
     lambda: [f.span.of(READING.text) for f in READING.figures if f.verdict == "not a quantity"]),
    ("05", "The first and the third are *traceable*.",
     {"214": "traceable", "Hundreds": LOW, "about 60": "traceable", "98.6 percent": LOW}, lambda: of_town("verdict")),
    ("05", "A calendar holds the date: 5. For “214” the machine gives 4: one person answers, with a day and a method. "
     "“Hundreds” has 1½, “95 percent” ½.", (5, 4, 1.5, 0.5),
     lambda: (total("Wednesday, April 20"), of_town("criteria")["214"].total, total("hundreds"), total("95 percent"))),
    ("05", "The key has two accepted readings of “largely”. Both end in the same verdict.", [LOW, LOW],
     lambda: [f.verdict for e in KEY.layer("figures") if e.mark.span.of(KEY.text) == "largely"
              for f in (e.mark, *(mark for mark, _ in e.also))]),
]  # fmt: skip


@pytest.mark.parametrize(("lesson", "sentence", "says", "asks"), SAID, ids=[f"{s[0]} {s[1][:40]}" for s in SAID])
def test_a_lesson_says_of_the_machine_what_the_machine_says(
    lesson: str, sentence: str, says: object, asks: Callable[[], object]
) -> None:
    """The sentence stands in the lesson, and what it says is so; who changes one of the two changes the other."""
    assert any(sentence in " ".join(cell.split()) for cell in cells(lesson, "markdown")), "no longer in the lesson"
    assert asks() == says


@pytest.mark.parametrize("seed", ["mariupol", "flood"])
@pytest.mark.parametrize(("name", "counted"), [("00-a", ["reporter"]), ("01-n", ["indirect", "hedged"])])
def test_what_a_guess_is_shown_is_what_is_counted(seed: str, name: str, counted: list[str]) -> None:
    """Words of 100 in some voices, rounded."""
    share = share_by_voice(read(open_article(seed)))
    assert open_exercises(PROJECT / "seeds" / seed)[name].own.answer == round(100 * sum(share[v] for v in counted))
