"""Figures: what is a number, what it counts, and what a reader of the article could check."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsmarks import figures
from newsmarks.figures.numerals import value_of
from newsmarks.model import CRITERIA, FIGURE_KINDS, VERDICTS, Attribution, Figure, Span, Voice
from newsmarks.phrases import after, before
from newsmarks.reader import read
from newsmarks.ruleset import standard
from newsmarks.text import Sentences, open_text

RULES = standard().of("figures")


def find(text: str, *attributions: Attribution) -> tuple[Figure, ...]:
    voices = (Voice(Span(0, len(text)), "reporter", None, "", ""),)
    article = open_text(text)
    return figures.find(article, Sentences(article), voices, attributions, standard())


def one(text: str, *attributions: Attribution) -> Figure:
    (figure,) = find(text, *attributions)
    return figure


def shown(text: str) -> list[tuple[str, str]]:
    return [(f.span.of(text), f.kind) for f in find(text)]


def said(text: str, source: str, *, type: str = "unknown", ladder: int = 3, mode: str = "indirect") -> Attribution:
    """An attribution of the whole text to the words of its source."""
    at = text.index(source)
    span = Span(at, at + len(source))
    return Attribution((Span(0, len(text)),), (), (span,), source, type, ladder, mode, "neutral", "", "")


def total(figure: Figure) -> float:
    return figure.criteria.total


def test_every_kind_of_figure_has_a_rule() -> None:
    """Nothing that the annotation guideline names is left out."""
    assert {rule.kind for rule in RULES} == set(FIGURE_KINDS)


@pytest.mark.parametrize(
    ("words", "value"),
    [("1,234.5", 1234.5), ("ninety-five", 95), ("two thousand three hundred and fifty", 2350), ("a dozen", 12),
     ("2.5 million", 2.5e6), ("half a million", 5e5), ("one hundred thousand", 1e5), ("zero", 0), ("20bn", 2e10)],
)  # fmt: skip
def test_numbers_in_digits_and_words_have_a_value(words: str, value: float) -> None:
    """The value is what the words say."""
    assert value_of(words) == value


@pytest.mark.parametrize(
    ("text", "span", "value", "approx", "unit"),
    [
        ("Some 2,000 people left.", "Some 2,000", 2000, "~", None),
        ("More than 40 boats sank.", "More than 40", 40, ">", None),
        ("Up to 300 jobs go.", "Up to 300", 300, "<", None),
        ("At least ninety-five pupils fell ill.", "At least ninety-five", 95, ">", None),
        ("The town has 500 or so shops.", "500 or so", 500, "~", None),
        ("Rents rose by 7 percent.", "7 percent", 7, "up", "percent"),
        ("They saw a 12% drop in rents.", "12%", 12, "down", "%"),
        ("It cost $4.5 million.", "$4.5 million", 4.5e6, "=", "$"),
        ("It cost 20 euros.", "20 euros", 20, "=", "euros"),
        ("Between 40 and 50 people came.", "Between 40 and 50", (40, 50), "=", None),
        ("It costs 5 to 7 million dollars.", "5 to 7 million dollars", (5e6, 7e6), "=", "dollars"),
        ("The road is 12 km long.", "12 km", 12, "=", "km"),
        ("A 20-year-old driver was hurt.", "20-year-old", 20, "=", "year-old"),
        ("Two thirds of the shops shut.", "Two thirds", 2 / 3, "=", "share"),
        ("One in five drivers agrees.", "One in five", 0.2, "=", "share"),
        ("Prices doubled.", "doubled", 2, "up", "times"),
        ("They waited three weeks.", "three weeks", 3, "=", "weeks"),
        ("It fell apart over three weeks.", "three weeks", 3, "=", "weeks"),
        ("Between 30 and 40 dollars will do.", "Between 30 and 40 dollars", (30, 40), "=", "dollars"),
    ],
)  # fmt: skip
def test_a_figure_has_a_span_a_value_an_approximation_and_a_unit(text, span, value, approx, unit) -> None:
    """ "About", "more than" and "rose by" belong to what a number says."""
    figure = one(text)
    assert (figure.span.of(text), figure.value, figure.approx, figure.unit) == (span, value, approx, unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ukraine’s 36th Marine Brigade moved.", [("36th", "identifier")]),
        ("The Boeing 737 and Section 427 of the G7 text.",
         [("Boeing 737", "identifier"), ("Section 427", "identifier"), ("G7", "identifier")]),
        ("They go to a third country.", [("third country", "idiom")]),
        ("One of them would second-guess it.", [("One of", "idiom"), ("second-guess", "idiom")]),
        ("Which one did she mean? No one knows.", []),
        ("The season of 2012-13 was wet.", [("2012-13", "date")]),
        ("On Wednesday, April 20, it rained.", [("Wednesday, April 20", "date")]),
        ("They came in the mid-1990s and left at 10:30 p.m.", [("mid-1990s", "date"), ("10:30 p.m.", "date")]),
        ("There were 2000 sheep in 2000.", [("2000", "exact"), ("2000", "date")]),
        ("It is the most important day of all, say the most strident critics.", []),
        ("A source in the room. One threat is new.", [("One", "exact")]),
        ("See https://example.org/a/123 and @user99.", []),
        ("Hundreds of them, tens of thousands in all.", [("Hundreds", "vague"), ("tens of thousands", "vague")]),
        ("A few hundred people came.", [("A few hundred", "vague")]),
        ("The hall was completely destroyed.", [("completely", "implied total")]),
        ("That is a completely different story.", []),
        ("They won 3-1.", [("3-1", "exact")]),
        ("Rents fell from 40 to 30 dollars.", [("40", "exact"), ("30 dollars", "exact")]),
        ("Shares slipped 6 percent to 184 euros.", [("6 percent", "percentage"), ("184 euros", "exact")]),
        ("It shut in March, from 3 to 6 May and at noon.",
         [("March", "date"), ("3 to 6 May", "date"), ("noon", "date")]),
        ("They had almost all of it within half an hour.", [("almost all", "vague"), ("half an hour", "date")]),
    ],
)  # fmt: skip
def test_names_idioms_and_dates_are_told_from_counts(text: str, expected: list[tuple[str, str]]) -> None:
    """Numbers that count nothing are recognised as such."""
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "counts"),
    [("There are hundreds of dead bodies on the streets.", "dead bodies"), ("214 homes were damaged.", "homes damaged"),
     ("95 percent of the town has been destroyed.", "town destroyed"), ("Two women spoke.", "women"),
     ("A few Danish troops remain.", "Danish troops")],
)  # fmt: skip
def test_a_figure_knows_what_it_counts(text: str, counts: str) -> None:
    """The noun behind it, and what befell it."""
    assert one(text).counts == counts


def test_a_share_of_a_place_has_no_base_and_a_party_that_says_so_has_not_counted() -> None:
    """ "95 percent of the town has been destroyed": half a point of five."""
    text = "Town officials say 95 percent of Fordham has been destroyed."
    figure = one(text, said(text, "Town officials", type="party–government", ladder=2))
    assert figure.verdict == "not checkable from this article" and total(figure) == 0.5
    assert figure.criteria.who.words.of(text) == "Town officials"


def test_a_figure_with_a_counter_a_definition_an_hour_and_a_method_is_traceable() -> None:
    """The well-sourced passage of the guideline."""
    text = "Floodwater had entered 214 homes in Fordham by 6 p.m. Tuesday, Ana Ruiz said, citing door-to-door checks."
    figure = next(f for f in find(text, said(text, "Ana Ruiz", ladder=4)) if f.kind == "exact")
    assert [c.score for _, c in figure.criteria.items()] == [1, 1, 1, 1, 0.5]
    assert figure.verdict == "traceable"
    assert figure.criteria.how.words.of(text) == "door-to-door"


def test_all_five_answers_make_a_figure_checkable() -> None:
    """A named counter, a defined noun, a date, a method and a place to look."""
    text = "On May 2, 2021 the council counted 31 empty flats in Fordham; the list was made public, it said."
    figure = next(f for f in find(text, said(text, "the council")) if f.kind == "exact")
    assert figure.verdict == "checkable" and total(figure) == 5


def test_a_hedge_names_nobody_who_counted() -> None:
    """ "Reportedly" earns nothing for who."""
    text = "Hundreds of homes were reportedly wrecked."
    hedge = Attribution((Span(0, 40),), (Span(27, 37),), (), None, "none", 1, "hedged", "hearsay", "", "")
    figure = one(text, hedge)
    assert figure.attribution == 0 and figure.criteria.who.score == 0


def test_a_figure_stands_in_the_narrowest_attribution_that_holds_it() -> None:
    """A quotation inside a report belongs to the one who is quoted."""
    text = "The mayor said the clerk told her that 40 roofs leak."
    outer, inner = said(text, "The mayor"), said(text, "the clerk")
    inner = Attribution((Span(39, 52),), (), inner.source, "the clerk", "unknown", 3, "indirect", "neutral", "", "")
    assert one(text, outer, inner).attribution == 1
    assert one(text, inner, outer).attribution == 0
    assert one(text).attribution is None


def test_a_stamp_about_the_text_dates_nothing_in_it() -> None:
    """A crawl date before the first sentence is not the day on which anyone counted."""
    text = "date 2021-05-02 * A few homes burned."
    voices = (Voice(Span(0, 17), "meta", None, "", ""), Voice(Span(17, len(text)), "reporter", None, "", ""))
    article = open_text(text)
    few = figures.find(article, Sentences(article), voices, (), standard())[1]
    assert few.span.of(text) == "A few" and few.criteria.when.score == 0


DATED: dict[str, tuple[float, float, float, str]] = {
    # the outlet's own act: who and how 1; a month is half a day
    "Corvane News obtained the pictures on Friday, May 3.": (1, 1, 1, "traceable"),
    "A Corvane News reporter counted the boats in May 2031.": (1, 0.5, 1, "traceable"),
    # the act of others, told by the reporter: nobody answers for it
    "The ship sank on May 2, 2031.": (0, 1, 0, "not checkable from this article"),
    "The ship reportedly sank on May 2, 2031.": (0, 1, 0, "not checkable from this article"),
}


@pytest.mark.parametrize("text", DATED)
def test_a_date_is_scored_as_the_event_that_it_dates(text: str) -> None:
    """Who, when, how, and the verdict."""
    figure = next(f for f in read(open_text(text)).figures if f.kind == "date")
    scores = figure.criteria
    assert (scores.who.score, scores.when.score, scores.how.score, figure.verdict) == DATED[text]
    assert scores.what.score == 1


def test_a_date_in_a_claim_has_the_claims_source() -> None:
    [figure] = read(open_text("The mayor said the bridge was closed on May 2, 2031.")).figures
    assert figure.criteria.who.score == 1 and figure.verdict == "traceable"


def test_a_side_in_a_fight_answers_for_its_number() -> None:
    """One body is one body, whatever its interest; a group without names is half."""
    scores = [read(open_text(f"{who} said hundreds of homes were hit.")).figures[-1].criteria.who.score
              for who in ("The 3rd Regiment", "The army", "Soldiers")]  # fmt: skip
    assert scores == [1, 1, 0.5]


def test_a_name_counts_nothing() -> None:
    """Verdicts that do not need a source."""
    assert one("The 3rd Brigade left.").verdict == "not a quantity"
    assert one("It lasted three weeks.").verdict == "not checkable from this article"


def test_every_question_names_the_figure_and_none_calls_it_true_or_false() -> None:
    """A student reads a question that could be asked of somebody."""
    figure = one("About 40 percent of the shops are shut.")
    assert [name for name, _ in figure.criteria.items()] == list(CRITERIA)
    for _, criterion in figure.criteria.items():
        assert "About 40 percent" in criterion.ask and criterion.ask.endswith("?")
    for rule in (*RULES, *standard().of("criteria")):
        said = f"{rule.label} {rule.why}".casefold()
        assert not re.search(r"\b(true|false|lie|fake|propaganda|biased)\b", said), rule.id


TEMPLATES = [
    "{a} says that hundreds of {b} fans were hurt on May 2.",
    "About 40 percent of the voters of {a} back {b}, a poll found.",
    "{a} lost 3-1 to {b} in front of 12,000 people.",
    "The 36th Brigade of {a} faced a few men of {b} for three weeks.",
    "{a} paid $5 million to {b} in 2019.",
]
PARTIES = ["Northland", "Southland", "Ruritania", "Rovers", "United", "Russia", "Ukraine", "Israel", "Iran"]


@given(st.sampled_from(TEMPLATES), st.sampled_from(PARTIES), st.sampled_from(PARTIES))
def test_exchanging_the_parties_changes_no_verdict(template: str, a: str, b: str) -> None:
    """The same figure gets the same questions, whoever gives it."""

    def judged(first: str, second: str) -> list:
        text = template.format(a=first, b=second)
        found = find(text, said(text, first, ladder=3))
        return [(f.span.of(text), f.kind, f.value, f.verdict, [c.score for _, c in f.criteria.items()]) for f in found]

    assert judged(a, b) == judged(b, a) != []


FRAGMENTS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        "1 2 30 400 2012 2022-04-22 1,000 2.5 one two half a an third million dozen percent % $ € km years -year-old "
        "to and between from about more than rose by April May Wednesday 36th G7 F-16 Section 3/4 9/11 10:30 p.m. "
        "hundreds some most of people homes completely destroyed – - ’ ’s . , \n ( ) / @ İ ſ ٣ ² ½ 1e999 ".split(" ")
    ),
    st.integers(0, 10**30).map(str),
    st.sampled_from([t for r in RULES for t in r.terms][::5]),
)


@given(st.lists(FRAGMENTS, min_size=1, max_size=16), st.sampled_from(["", " ", "-", "\n"]))
def test_any_text_gets_figures_in_order_apart_and_inside_it(parts: list[str], joint: str) -> None:
    """No text makes the finder fail, and every figure can be written as JSON."""
    text = joint.join(parts)
    if not text.strip():
        return
    article = open_text(text)
    found = figures.find(article, Sentences(article), (), (), standard())
    ends = [0, *(f.span.end for f in found)]
    for figure, last in zip(found, ends, strict=False):
        assert last <= figure.span.start < figure.span.end <= len(article.text)
        assert figure.kind in FIGURE_KINDS and figure.verdict in VERDICTS
        assert figure.approx in ("=", "~", "<", ">", "up", "down")
        json.dumps(figure.value, allow_nan=False)
        for _, criterion in figure.criteria.items():
            assert criterion.score in (0, 0.5, 1)
            assert criterion.words is None or 0 <= criterion.words.start < criterion.words.end <= len(article.text)


def test_a_number_too_large_to_hold_has_no_value() -> None:
    """JSON has no infinity."""
    assert one("It has " + "9" * 400 + " parts.").value is None


@pytest.mark.parametrize(("apart", "seen"), [(119, True), (120, False)])
def test_a_pattern_looks_so_far_and_no_further(apart: int, seen: bool) -> None:
    """What stands right before a place, or right behind it, within 120 code points."""
    assert (before(re.compile(r"a *\Z"), "-a" + " " * apart + "-", apart + 2) is not None) is seen
    assert (after(re.compile(r" *a"), "-" + " " * apart + "a", 1) is not None) is seen


def test_nothing_is_seen_in_front_of_the_floor() -> None:
    """Words that another figure has already taken are not looked at."""
    assert before(re.compile(r"a *\Z"), "a b", 2) is not None
    assert before(re.compile(r"a *\Z"), "a b", 2, 1) is None
