"""What a lesson's prose says of the machine's reading, or counts in the key, held against both as they are now.

Each row quotes a sentence of a notebook, says what it means in the terms of a reading, and asks for that afresh.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from byline import change_rules, load_key, open_article, open_published, open_text, read, table
from byline.display.counts import share_by_voice, words_by_source
from byline.display.pairs import Pair, open_pairs
from invariants import voice_at
from newsmarks.model import CONTESTED, Loaded, Reading

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
READING = read(open_article("mariupol"))
KEY = load_key("mariupol")
PUBLISHED = open_published("mariupol")
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


def at(words: str, reading: Reading = READING) -> int:
    return reading.text.index(words)


def voices(words: str, reading: Reading = READING) -> list[str]:
    """The voices over some words of a text, one after the other."""
    start = at(words, reading)
    return list(dict.fromkeys(voice_at(reading, n).voice for n in range(start, start + len(words))))


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


def readings(words: str) -> list[Loaded | None]:
    """What the key accepts for some loaded words: its own mark, and then the others; None is no mark at all."""
    (found,) = (e for e in KEY.layer("loaded") if e.mark.span.of(KEY.text) == words)
    return [found.mark, *(mark for mark, _ in found.also)]


def accepted(words: str) -> set[str | None]:
    """Whose words the key accepts them as; None where they may be left alone."""
    return {mark and mark.words_by for mark in readings(words)}


def figure(words: str, reading: Reading = READING) -> Any:
    return next(f for f in reading.figures if f.span.of(reading.text) == words)


def scores(words: str, reading: Reading = READING) -> dict[str, float]:
    return {name: criterion.score for name, criterion in figure(words, reading).criteria.items()}


def total(words: str, reading: Reading = READING) -> float:
    return float(figure(words, reading).criteria.total)


def both(question: str) -> list[float]:
    """The score of “hundreds” on one of the five questions, by the machine and by the key."""
    return [scores("hundreds", reading)[question] for reading in (READING, KEY)]


def cues_by_whom() -> dict[str, int]:
    marks = table(READING)
    return dict(marks[marks["layer"] == "cues"]["who"].value_counts())


def pairs(kind: str) -> list[Pair]:
    return [pair for pair in open_pairs("mariupol")[1] if pair.kind == kind]


#: Lesson, a sentence of it, what it says in the terms of a reading, and how to ask for that.
SAID: list[tuple[str, str, object, Callable[[], object]]] = [
    ("00", "“Shocking”, “carnage” and “dystopian” are the reporter's words, and they come before the first quote.",
     ["shocking", "carnage", "death and destruction", "dystopian"],
     lambda: [m.span.of(READING.text) for m in READING.loaded if m.span.start < at("“") and m.words_by == "reporter"
              and m.category != CONTESTED]),
    ("00", "The two words marked strongest, 3 of 3, are in Azov's quote in P6.",
     (["raped", "killers"], ["raped", "killers"]),
     lambda: (loaded(strength=3), loaded(strength=3, paragraph=6, words_by="Azov Regiment", voice="direct"))),
    ("00", "It gives only a kind of people for it, “Ukrainian officials”.", ["P17: say, Ukrainian officials, 2"],
     lambda: attributions(17)),
    ("00", "“Largely” has a ring too. It is an amount without a number.", "vague", lambda: figure("largely").kind),
    ("00", "The note at the ring says *not checkable from this article*.", LOW, lambda: figure("95 percent").verdict),
    ("00", "The machine stops it before “where a few Ukrainian troops remain”.", (["hedged"], ["reporter"]),
     lambda: (voices("to show scenes of carnage"), voices("where a few Ukrainian troops remain"))),
    ("01", "So P4 and P6 are one quotation, and “Azov said” holds for both.", [4, 6],
     lambda: [READING.article.number(c.start) for a in READING.attributions if READING.words(a.cue) == "said"
              for c in a.content]),
    ("01", "The hedge covers what the images show. It does not cover the word “dystopian”.",
     (["hedged"], ["reporter"]), lambda: (voices("show dead bodies"), voices("dystopian"))),
    ("01", "The machine goes on to the full stop. You may have stopped at “Kremlin”", ".",
     lambda: content_end("is believed")),
    ("01", "The machine goes on to the full stop, because nothing tells it to end earlier.", ".",
     lambda: content_end("say")),
    ("01", "In P15, “earned a reputation” is plain **R** for the machine.", ["reporter"],
     lambda: voices("earned a reputation")),
    ("01", "For about a quarter of the article, then, the words are the reporter's and the claim is not.", 0.25,
     lambda: pytest.approx(sum(share_by_voice(READING)[v] for v in ("indirect", "hedged")), abs=0.03)),
    ("02", "There are three sources, and the bar for *nobody named* is the second longest.", (3, 1),
     lambda: (len(words_by_source(READING)) - 1, list(words_by_source(READING)).index("nobody named"))),
    ("02", "Words of the other side appear only as the two borrowed terms of P14.", [14, 14],
     lambda: [READING.article.number(v.span.start) for v in READING.voices if v.voice == "borrowed"]),
    ("02", "With “purport” you have five: “purport” (P1), “reportedly” (P3 and P9), “is believed” (P12) and “were "
     "reported” (P15).", ["purport 1", "reportedly 3", "reportedly 9", "is believed 12", "were reported 15"],
     lambda: [f"{READING.words(a.cue)} {READING.article.number(a.spans[0].start)}" for a in READING.attributions
              if a.mode == "hedged"]),
    ("02", "No cue, no source: the machine gives all of P13 to the reporter.", ([], ["reporter"]),
     lambda: (attributions(13), voices(READING.article.paragraph(13)))),
    ("02", "Step 5 stays empty: no source in this article reaches it.", (4, 4),
     lambda: (max(a.ladder for a in READING.attributions), max(a.ladder for a in KEY.attributions))),
    ("02", "*Nobody named* comes first, with 5 of 9 cues. Azov has two, and still most of the words",
     ({"nobody named": 5, "Azov Regiment": 2, "Serhiy Volyna": 1, "Ukrainian officials": 1}, "Azov Regiment"),
     lambda: (cues_by_whom(), next(iter(words_by_source(READING))))),
    ("02", "Seven cues, each with its source and its step. P4: said, Azov, 3. P7: added, Azov, 3. P9: reportedly, –, "
     "1. P10: says, Volyna, 4. P12: is believed, –, 1. P15: were reported, –, 1. P17: say, Ukrainian officials, 2.",
     ["P4: said, Azov Regiment, 3", "P7: added, Azov Regiment, 3", "P9: reportedly, –, 1",
      "P10: says, Serhiy Volyna, 4", "P12: is believed, –, 1", "P15: were reported, –, 1",
      "P17: say, Ukrainian officials, 2"], lambda: attributions(*range(4, 18))),
    ("02", "The two terms of P14 have no saying word: they are borrowed, and on step 0.", [0, 0],
     lambda: [a.ladder for a in READING.attributions if a.mode == "borrowed" and not a.source]),
    ("02", "The machine has no mark for “earned a reputation”.", ["reporter"], lambda: voices("earned a reputation")),
    ("02", "The machine marks no attribution, and neither does the key.", (0, 0),
     lambda: tuple(sum(r.article.number(a.spans[0].start) == 2 for a in r.attributions) for r in (READING, KEY))),
    ("03", "So “says” is **neutral**.", "neutral", lambda: stances(READING)["says"]),
    ("03", "“Claimed” keeps a distance. “Pointed out” treats the sentence as a fact",
     {"said": "neutral", "claimed": "doubting", "pointed out": "vouching"},
     lambda: stances(made_up("03", "The club pointed out"))),
    ("03", "The machine says that “noted” treats the claim as a fact.", "vouching",
     lambda: stances(made_up("03", "The judge noted"))["noted"]),
    ("03", "“Purport” and “reportedly” both leave out the source. But “purport” sounds doubtful, and “reportedly” only "
     "passes the claim on.", ("doubting", "hearsay"),
     lambda: (stances(READING)["purport"], stances(READING)["reportedly"])),
    ("03", "“Reportedly” is gone. Here no machine did the finding: we put the two places beside each other, "
     "because both tell of “bodies” and “streets”.", [(3, True, True), (5, False, True)],
     lambda: [(READING.article.number(place.start), "reportedly" in words, "bodies" in words and "streets" in words)
              for pair in pairs("hedge") for place in (pair.here, pair.there)
              for words in (place.of(READING.text),)]),
    ("03", "The first is **borrowed**, as in P14: the marks hand the term to somebody else, and nobody is named. "
     "In the second the mayor is named, and “called” is the cue: the word is the mayor's.",
     [("“upgrade”", "borrowed"), ("called", "mixed")],
     lambda: [(r.words(a.cue), a.mode) for r in (made_up("03", "The Old Ground"),) for a in r.attributions]),
    ("03", "In the third the marks show a title.", ["reporter"],
     lambda: voices("“The Old Ground”", made_up("03", "The Old Ground"))),
    ("04", "For “death and destruction” the key accepts both answers", (1, {"reporter", None}),
     lambda: (loaded().count("death and destruction"), accepted("death and destruction"))),
    ("04", "P6 is all quotation, so the words are a *source’s*.", {("Azov Regiment", "direct")},
     lambda: {(m.words_by, m.voice) for m in READING.loaded if READING.article.number(m.span.start) == 6}),
    ("04", "“Occupiers” in P6 is such a word, since occupation has a meaning in law, although here it also accuses.",
     [CONTESTED, "label"], lambda: [m.category for m in readings("occupiers") if m]),
    ("04", "For “tough” in P15 the key accepts two readings.", {"reporter", None},
     lambda: accepted("particularly tough")),
    ("04", "The machine marks it, but leaves “symbolic” in P13 alone", (["tough"], []),
     lambda: (loaded(paragraph=15), loaded(paragraph=13))),
    ("04", "so that “tough” goes (0) and “symbolic” comes in (1).", (["symbolic"], []),
     lambda: (loaded(CHANGED, paragraph=13), loaded(CHANGED, paragraph=15))),
    ("04", "Point at the new mark, whose reason is *a rule of your own*", {True},
     lambda: {"a rule of your own" in m.why for m in CHANGED.loaded if m.rule.startswith("yours.")}),
    ("05", "| **Who** counted? | the Azov Regiment answers for the number | 1 | 1 |", [1, 1], lambda: both("who")),
    ("05", "| **What** exactly, and out of what? | “dead bodies”, in a rough place, “on the streets” | 1 | ½ |",
     [1, 0.5], lambda: both("what")),
    ("05", "| As of **when**? | no day here, but “today” in P4 | 0 | ½ |", [0, 0.5], lambda: both("when")),
    ("05", "| **How**? | one by one, from a picture, by a guess? not told | 0 | 0 |", [0, 0], lambda: both("how")),
    ("05", "| **Access**: could others have looked? | not told | 0 | 0 |", [0, 0], lambda: both("access")),
    ("05", "So both come to 2 of 5 by different ways.", [2, 2], lambda: [total("hundreds", r) for r in (READING, KEY)]),
    ("05", "In the key your “hundreds” have 1½ points", 1.5, lambda: total("hundreds", load_key("flood"))),
    ("05", "so there is somebody to ask, and the date is traceable.", ["traceable", "traceable"],
     lambda: [figure("Wednesday, April 20", r).verdict for r in (READING, KEY)]),
    ("05", "Here are three such pairs with the question that we would ask at each", ["?", "?", "?"],
     lambda: [pair.ask[-1] for pair in pairs("agree")]),
    ("05", "about 16 percent on 26 March, and about 22 percent eight days later.",
     [(16, "2022-03-26"), (22, "2022-04-03")],
     lambda: [(p.ends[0], p.as_of) for p in PUBLISHED if p.id in ("unosat-march", "unosat-april")]),
    ("05", "There are seventeen such figures, four of them from officials on the Russian side", (17, 4),
     lambda: (len(PUBLISHED), sum("pro-Russian" in p.source for p in PUBLISHED))),
    ("05", "We read every one only as an excerpt, and most of them in copies.", True,
     lambda: sum(p.copy == "copy" for p in PUBLISHED) > len(PUBLISHED) / 2),
    ("05", "*The fire service counted 12 fallen trees on Sunday, a spokeswoman said.* Which of the points are new?",
     (1.5, 4), lambda: (total("12", made_up("05", "12 trees")),
                        total("12", read(open_text("The fire service counted 12 fallen trees on Sunday, a spokeswoman "
                                                   "said."))))),
    ("05", "For “largely” in P17 the key has two readings, which end in the same verdict.", [LOW, LOW],
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
