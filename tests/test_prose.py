"""What a lesson's prose says of the machine's reading, or counts in the key, held against both as they are now.

Each row quotes a sentence of a notebook, says what it means in the terms of a reading, and asks for that afresh.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from byline import change_rules, load_key, open_article, open_outlets, open_published, open_text, read
from byline.display.chain import open_falls
from byline.display.counts import share_by_voice
from byline.display.pairs import Pair, open_pairs
from byline.key import Key
from byline.kinds import open_exercises
from byline.rewriting import compare_rewrite
from byline.rewriting.facts import Facts
from invariants import voice_at
from newsmarks.model import CONTESTED, Loaded, Reading, Voice

PROJECT = Path(__file__).parents[1]
NOTEBOOKS = PROJECT / "notebooks"
READING = read(open_article("mariupol"))
KEY = load_key("mariupol")
PUBLISHED = open_published("mariupol")
FLOOD = load_key("flood")
FLOOD_READING = read(open_article("flood"))
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


def readings(words: str) -> list[Loaded | None]:
    """What the key accepts for some loaded words: its own mark, and then the others; None is no mark at all."""
    (found,) = (e for e in KEY.layer("loaded") if e.mark.span.of(KEY.text) == words)
    return [found.mark, *(mark for mark, _ in found.also)]


def owners(words: str) -> set[str | None]:
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


def pairs(kind: str) -> list[Pair]:
    return [pair for pair in open_pairs("mariupol")[1] if pair.kind == kind]


def desk_says(without: str = "") -> tuple[tuple[tuple[str, str], ...], list[str]]:
    """What the desk calls lost in our version of lesson 07, and what it says of the claims, without some words."""
    (code,) = (cell for cell in cells("07", "code") if "rewrite(read(news)" in cell)
    _, old, _, new, _ = code.split('"""')
    done = compare_rewrite(read(open_text(old)), 1, new.replace(without, "") if without else new)
    return tuple((fact.kind, fact.words) for fact in done.facts.lost), [said.kind for said in done.said]


def samples(name: str, level: int) -> list[Facts]:
    """What the desk says of the facts in a sample of an exercise, for both texts."""
    found = [(reading, open_exercises(PROJECT / "seeds" / seed)[name])
             for seed, reading in (("mariupol", READING), ("flood", FLOOD_READING))]  # fmt: skip
    return [compare_rewrite(reading, e.paragraphs[0], e.own[level]).facts for reading, e in found]


#: Lesson, a sentence of it, what it says in the terms of a reading, and how to ask for that.
SAID: list[tuple[str, str, object, Callable[[], object]]] = [
    ("00", "Both readings hold, so an exercise would accept either.", [["hedged"], ["hedged"]],
     lambda: [accepted(key, "where a few") for key in (KEY, FLOOD)]),
    ("01", "The letter moved from H to I to R", ["hedged", "indirect", "reporter"],
     lambda: [voices("unsafe", made)[0] for made in (made_up("01", "crane"), *map(read, map(open_text, CRANE)))]),
    ("01", "In P12 good readers differ on where the belief begins and where it ends, so the key accepts both.",
     [["hedged"], ["reporter"], ["reporter"]], lambda: [
         accepted(KEY, "The taking of"), accepted(KEY, "because it would"), accepted(FLOOD, "because it decides")]),
    ("01", "The comma allows both, so the key accepts both", [["reporter"], ["reporter"]],
     lambda: [accepted(key, "largely") for key in (KEY, FLOOD)]),
    ("02", "In the next sentence nobody but the reporter speaks", ["reporter"],
     lambda: [v.voice for v in sentence("02").voices]),
    ("02", "write “, harbour master Ana Ruiz said” before the full stop, and run it again.", ["indirect", "reporter"],
     lambda: [v.voice for v in sentence("02", ".", ", harbour master Ana Ruiz said.").voices]),
    ("02", "The machine marks no attribution in P2, and neither does the key", (0, 0),
     lambda: tuple(sum(r.article.number(a.spans[0].start) == 2 for a in r.attributions) for r in (READING, KEY))),
    ("03", "“Says” adds nothing, neither doubt nor backing nor colour, so its stance is **neutral**.",
     "neutral", lambda: stances(READING)["says"]),
    ("03", "The machine says that “noted” treats the claim as a fact", ["vouching"],
     lambda: list(stances(sentence("03", "pointed out", "noted")).values())),
    ("03", "“admitted” colours the speaker", ["colouring"],
     lambda: list(stances(sentence("03", "pointed out", "admitted")).values())),
    ("03", "“Reportedly” is gone, and we call that a **hedge drop**", [(3, True, True), (5, False, True)],
     lambda: [(READING.article.number(place.start), "reportedly" in words, "bodies" in words and "streets" in words)
              for pair in pairs("hedge") for place in (pair.here, pair.there)
              for words in (place.of(READING.text),)]),
    ("03", "In the war report four cues are plain, and four do not say who claims it. One, “purport”, steps back, and "
     "none vouches.", ({"neutral": 4, "hearsay": 4, "doubting": 1}, "doubting"),
     lambda: (Counter(a.stance for a in READING.attributions if a.mode != "borrowed"), stances(READING)["purport"])),
    ("03", "In the flood five cues are plain, and four do not say who claims it. One, “purport”, steps back, and none "
     "vouches. The fifth plain one is “citing” in P10: the machine counts it, while the key does not.",
     ({"neutral": 5, "hearsay": 4, "doubting": 1}, [True, False]),
     lambda: (Counter(a.stance for a in FLOOD_READING.attributions if a.mode != "borrowed"),
              ["citing" in map(r.words, (a.cue for a in r.attributions)) for r in (FLOOD_READING, FLOOD)])),
    ("04", "The key accepts “death and destruction” with a mark or without", (1, {"reporter", None}),
     lambda: (loaded().count("death and destruction"), owners("death and destruction"))),
    ("04", "P6 is all quotation, so the words are a *source’s*.", {("Azov Regiment", "direct")},
     lambda: {(m.words_by, m.voice) for m in READING.loaded if READING.article.number(m.span.start) == 6}),
    ("04", "“Invasion” may carry the label, because one side still disputes it, but", [CONTESTED, None],
     lambda: [m and m.category for m in readings("invasion")]),
    ("04", "so the key accepts two readings. That the machine marks only “occupiers” is a gap in its list.",
     [([CONTESTED, "label"], 1), ([CONTESTED, "label"], 0)],
     lambda: [([m.category for m in readings(words) if m], loaded().count(words))
              for words in ("occupiers", "defenders")]),
    ("04", "the machine marks “betrayed” in P6, but neither “bullied” nor “abandoned” in P7.", [1, 0, 0],
     lambda: [loaded(FLOOD_READING).count(words) for words in ("betrayed", "bullied", "abandoned")]),
    ("04", "For “tough” in P15 the key accepts two readings.", {"reporter", None},
     lambda: owners("particularly tough")),
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
    ("05", "| **How**? | one by one, from a picture, by a guess? not said | 0 | 0 |", [0, 0], lambda: both("how")),
    ("05", "| **Access**: could others have looked? | not said | 0 | 0 |", [0, 0], lambda: both("access")),
    ("05", "Both arrive at 2 of 5, by different ways.", [2, 2], lambda: [total("hundreds", r) for r in (READING, KEY)]),
    ("05", "the key gives yours 1½ points", 1.5, lambda: total("hundreds", load_key("flood"))),
    ("05", "so there is somebody to ask, and the date is traceable.", ["traceable", "traceable"],
     lambda: [figure("Wednesday, April 20", r).verdict for r in (READING, KEY)]),
    ("05", "Here are three such pairs.", ["?", "?", "?"],
     lambda: [pair.ask[-1] for pair in pairs("agree")]),
    ("05", "about 16 percent on 26 March, and about 22 percent eight days later.",
     [(16, "2022-03-26"), (22, "2022-04-03")],
     lambda: [(p.ends[0], p.as_of) for p in PUBLISHED if p.id in ("unosat-march", "unosat-april")]),
    ("05", "Of seventeen such figures, seven are from Ukrainian officials, four from officials on the Russian side, "
     "and six from the UN or Human Rights Watch.", (17, 7, 4, 6), lambda: (len(PUBLISHED), *(
         sum(any(part in p.source for part in parts) for p in PUBLISHED) for parts in (
             ("Mariupol city council", "Mariupol mayor's", "Mayor of Mariupol", "President of Ukraine"),
             ("pro-Russian",), ("UNOSAT", "UN High", "Human Rights Watch"))))),
    ("05", "We read every one only as an excerpt, and most of them in copies.", True,
     lambda: sum(p.copy == "copy" for p in PUBLISHED) > len(PUBLISHED) / 2),
    ("05", "*The fire service counted 12 fallen trees on Sunday, a spokeswoman said.* Which of the points are new?",
     (1.5, 3.5), lambda: (total("12", made_up("05", "12 trees")),
                        total("12", read(open_text("The fire service counted 12 fallen trees on Sunday, a spokeswoman "
                                                   "said."))))),
    ("05", "“Counted” earns a point for *how* but none for *access*", (1, 0),
     lambda: tuple(scores("12", read(open_text("The fire service counted 12 fallen trees on Sunday.")))[question]
                   for question in ("how", "access"))),
    ("06", "Under them the hedges fall off, from “purport” to “reportedly” to nothing.", ["purport", "reportedly", ""],
     lambda: [fall.hedge for fall in open_falls(PROJECT / "seeds" / "mariupol" / "chain.toml")]),
    ("06", "it never says whether anybody checked the images.", ["hedged but not declared"] * 2,
     lambda: [key.provenance["status"] for key in (KEY, FLOOD)]),
    ("06", "so the original is *not stated*.", ["not stated"] * 2,
     lambda: [check["answer"] for key in (KEY, FLOOD) for check in key.provenance["check"]
              if check["ask"] == "original"]),
    ("06", "Without the credit, the machine takes the line for the reporter’s own sentence", ["caption", "reporter"],
     lambda: [v.voice for made in (sentence("06"), sentence("06", " (Ada Quist/Lowen Press)")) for v in made.voices]),
    ("05", "For “largely” in P17 the key has two readings, which end in the same verdict.", [LOW, LOW],
     lambda: [f.verdict for e in KEY.layer("figures") if e.mark.span.of(KEY.text) == "largely"
              for f in (e.mark, *(mark for mark, _ in e.also))]),
    ("07", "P11 says in the reporter’s own voice that something was agreed “by both sides”.", ["reporter"] * 4,
     lambda: [voice for made in (READING, KEY, FLOOD_READING, FLOOD)
              for voice in voices("reached by both sides", made)]),
    ("07", "Later the same person says that the plan did not work out", [2, 1],
     lambda: [sum("later" in report.outlet for report in open_outlets(seed).reports)
              for seed in ("mariupol", "flood")]),
    ("07", "on 14 April 2022 the president of Ukraine told the BBC that 95 percent *of all buildings* in Mariupol were "
     "destroyed. On 20 April the line under a French channel’s video made it 95 percent *of the city*",
     [("2022-04-14", "“all buildings”", False), ("2022-04-20", "buildings", True)],
     lambda: [(p.published, p.counts, "the channel's own video speaks of 95 percent “of the city”" in p.note)
              for p in PUBLISHED if p.id.startswith("president")]),
    ("07", "The desk sees that the two sources are new", ((), ["new source"] * 2), lambda: desk_says()),
    ("07", "take out “hurt two boys”, or “its driver said”", ((("harm", "hurt two boys"),), ["new source"] * 2),
     lambda: desk_says(" hurt two boys")),
    ("07", "or “its driver said”, and run the box again.", ((), ["new source", "hedge lost"]),
     lambda: desk_says(", its driver said")),
    ("07", "it may take that for a new fact and ask how you know it.", [True, True],
     lambda: [any("two counts" in one.words for one in (*done.added, *done.elsewhere)) for done in samples("07-g", 4)]),
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
