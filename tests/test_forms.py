"""The three test forms: matched, half of each sound, and no trick does better on them than chance."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations

import pytest

from byline.key import Key, load_key
from byline.key.types import SKILLS
from newsmarks.model import Span
from newsmarks.text import sentences, words
from prose import grade

FORMS = ("check_a", "check_b", "check_c")
#: (what it says, whether it is sound) for each passage, in the order of the text.
Passages = Sequence[tuple[str, bool]]
each_form = pytest.mark.parametrize("form", FORMS)
WORD = re.compile(r"[^\W_][\w’'-]*")
HEDGE = re.compile(r"\b(reportedly|allegedly|apparently|probably|it seems|(is|are) (believed|said|thought)"
                   r"|by all accounts|(may|might|could) in fact)\b", re.IGNORECASE)  # fmt: skip
OFFICIALS = re.compile(r"\bofficials\b", re.IGNORECASE)
PERCENT = re.compile(r"\bpercent\b")
#: The invented people whose names stand in each form, whether or not they are sources.
PEOPLE = {
    "check_a": ("Ottoline Reyes", "Henrik Obando", "Pilar Quennell", "Bela Okafor", "Tomasz Adeyemi", "Graham Iwu"),
    "check_b": ("Winston Faulk", "Jolanta Pruitt", "Deborah Stannix", "Lorena Szabo", "Noor Akande",
                "Cormac Villanueva", "Idris Monteith"),
    "check_c": ("Casimir Holt", "Lucinda Bassett", "Ulric Fontaine", "Gideon Pasternak", "Hanne Oyelaran",
                "Yusra Delacroix"),
}  # fmt: skip
#: At most this share of twelve may be right by a trick; a coin has half.
MOST, LEAST = 0.65, 0.40


@cache
def key_of(form: str) -> Key:
    return load_key(form)


@cache
def passages(form: str) -> Passages:
    key = key_of(form)
    return [(p.span.of(key.text).strip(), p.sound) for p in sorted(key.passages, key=lambda p: p.span.start)]


def named(form: str) -> list[bool]:
    """Whether a person's name stands in each passage, as a reader sees it who looks for names."""
    return [any(person in text for person in PEOPLE[form]) for text, _ in passages(form)]


def right(form: str, weak: Sequence[bool]) -> float:
    """The share (0-1) that is right for whoever calls these weak."""
    return sum(called != sound for called, (_, sound) in zip(weak, passages(form), strict=True)) / len(weak)


@each_form
def test_a_form_has_twelve_passages_four_a_skill_half_of_them_sound(form: str) -> None:
    """As many chances to trust as to doubt; each is a paragraph of its own, and says why."""
    key = key_of(form)
    assert Counter((p.skill, p.sound) for p in key.passages) == {(s, x): 2 for s in SKILLS for x in (True, False)}
    assert [p.span.of(key.text).strip() for p in key.passages] == [
        p.of(key.text).strip() for p in key.article.paragraphs[1:]]
    assert all(p.why and set(p.feedback) == {"weak" if p.sound else "sound"} for p in key.passages)


@each_form
def test_the_names_of_a_form_are_those_in_the_table(form: str) -> None:
    """Each name stands in one passage, and nobody who says something under a name of their own is left out."""
    assert [sum(person in text for text, _ in passages(form)) for person in PEOPLE[form]] == [1] * len(PEOPLE[form])
    assert {a.source_name for a in key_of(form).attributions if a.ladder >= 4 and (a.source_name or "").istitle()} <= {
        *PEOPLE[form]}


@each_form
def test_whoever_goes_by_triggers_does_no_better_than_a_coin(form: str) -> None:
    """Doubts every hedge, “officials” and percentage, and trusts every name; and the other way round."""
    trigger = [any(sign.search(text) for sign in (HEDGE, OFFICIALS, PERCENT)) for text, _ in passages(form)]
    trusting = [flag and not name for flag, name in zip(trigger, named(form), strict=True)]
    for weak in (trigger, trusting, named(form)):
        assert LEAST <= right(form, weak) <= 1 - LEAST
        assert LEAST <= right(form, [not one for one in weak]) <= 1 - LEAST
    for sign in (HEDGE, OFFICIALS, PERCENT):
        assert {sound for text, sound in passages(form) if sign.search(text)} == {True, False}
    assert {sound for name, (_, sound) in zip(named(form), passages(form), strict=True) if name} == {True, False}


def tricks(form: str) -> Iterator[tuple[str, list[bool]]]:
    """What one could go by without reading: each word, each length in words and signs, each place."""
    texts = [text for text, _ in passages(form)]
    said = [{word.casefold() for word in WORD.findall(text)} for text in texts]
    yield from ((word, [word in one for one in said]) for word in set().union(*said))
    counts: Mapping[str, Callable[[str], int]] = {"words": lambda t: len(t.split()), "signs": len}
    for name, count in counts.items():
        sizes = list(map(count, texts))
        yield from ((f"{least} {name} or more", [size >= least for size in sizes]) for least in {*sizes})
    yield from ((f"from {place}", [n >= place for n in range(len(texts))]) for place in range(1, len(texts)))
    yield "every second one", [n % 2 == 0 for n in range(len(texts))]


@each_form
def test_no_word_no_length_and_no_place_tells_the_sound_from_the_weak(form: str) -> None:
    """Not even whoever knows which word, which length or which place is best on this very form."""
    told = {name: max(right(form, weak), 1 - right(form, weak)) for name, weak in tricks(form)}
    assert {name: share for name, share in told.items() if share > MOST} == {}


def test_the_answers_to_one_form_do_not_fit_another() -> None:
    """Whoever remembers a pattern of sound and weak has at most eight of twelve of another form."""
    strips = [[sound for _, sound in passages(form)] for form in FORMS]
    for one, other in combinations(strips, 2):
        assert 4 <= sum(a == b for a, b in zip(one, other, strict=True)) <= 8


def test_no_two_passages_of_all_forms_begin_alike_or_share_a_run_of_words() -> None:
    """No five words in a row stand in two of the thirty-six."""
    runs = Counter(run for form in FORMS for text, _ in passages(form) for run in {
        tuple(said[n : n + 5]) for said in [WORD.findall(text.casefold())] for n in range(len(said) - 4)})
    assert [run for run, n in runs.items() if n > 1] == []


# --- matched ----------------------------------------------------------------------------------------------


def measures(key: Key) -> dict[str, float]:
    """What must match between the forms."""
    article, kinds = key.article, Counter(f.kind for f in key.figures)
    return {
        "words": len(words(article.text, Span(0, len(article.text)))),
        "grade": round(grade([s.of(article.text) for p in article.paragraphs for s in sentences(article.text, p)]), 1),
        "sentences": sum(1 for p in article.paragraphs for _ in sentences(article.text, p)),
        "sources": len({a.source_name for a in key.attributions if a.source_name}),
        "named people": sum(person in article.text for people in PEOPLE.values() for person in people),
        "officials": len(OFFICIALS.findall(article.text)),
        "hedges": len(HEDGE.findall(article.text)),
        "percentages": kinds["percentage"],
        "figures": len(key.figures),
        "quoted": sum(a.mode in ("direct", "mixed") for a in key.attributions),
        "loaded by reporter": sum(m.words_by == "reporter" for m in key.loaded),
    }


#: How far apart the forms may be: words as a share, all else in the measure's own unit; 1 where nothing is said.
#: Four stretches stand in quotation marks in each form, but not all of them have a speaker; and two weak passages
#: judge in the reporter's words in each, with one to three such words, beside which form A has two terms of the
#: building code.
APART = {"words": 0.05, "sources": 2, "figures": 4, "sentences": 2, "quoted": 2, "loaded by reporter": 4}


def test_the_three_forms_match(capsys: pytest.CaptureFixture[str]) -> None:
    """Words within 5 %, grade within 1, and as many of each thing that a reader could go by; printed."""
    table = {form: measures(key_of(form)) for form in FORMS}
    with capsys.disabled():
        print(f"\n{'':20}" + "".join(f"{form:>10}" for form in FORMS))
        for what in table[FORMS[0]]:
            print(f"{what:20}" + "".join(f"{table[form][what]:10g}" for form in FORMS))
    for what in table[FORMS[0]]:
        low, high = (edge(one[what] for one in table.values()) for edge in (min, max))
        assert high - low <= (APART["words"] * low if what == "words" else APART.get(what, 1)), what
