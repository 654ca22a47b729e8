"""Questions that the figures of an article raise against each other; near misses raise none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byline import cross_checks, open_article, open_text, read
from byline.display import crosschecks
from newsmarks.model import Article


def asked(text: str, **about: str) -> list[str]:
    """The kinds of the questions that a text raises."""
    return [question.kind for question in crosschecks.find(read(open_text(text, about=about)))]


RAISED = {
    "two figures": [
        "Police said 5,000 people marched. Organisers said 20,000 people marched.",
        "The mayor said 214 homes were damaged. The engineer said 180 homes were damaged.",
        "The mayor said nearly 400 homes were damaged. The engineer said 180 homes were damaged.",
        "The mayor said 60 percent of voters stayed away. The engineer said 40 percent of voters stayed away.",
    ],
    "percent of what": [
        "Officials say 95 percent of Larport has been destroyed.",
        "Half of the city was ruined, the mayor said.",
        "About 30 percent of Port Lara is under water.",
    ],
    "weekday": [
        "It began on Wednesday, April 21, 2022.",
        "The letter is from Monday, 6 May 2011.",
        "The stamp reads 2022-04-22. It came on Thursday, April 20.",
    ],
    "part and whole": [
        "Of the boats, 12 of the 10 sank.",
        "The crew saved 12 out of 10 boats.",
        "60 percent of voters backed the plan and 55 percent opposed it.",
        "60 percent of voters voted for the plan and 55 percent of voters voted against it.",
    ],
}
#: Kind -> near misses: nothing is asked of these.
SILENT = {
    "two figures": [
        "The mayor said 214 homes were damaged. Another 180 homes were damaged nearby.",
        "On Monday 214 homes were damaged. On Friday 180 homes were damaged.",
        "In Larport 12 people were hurt. In Port Lara 14 people were hurt.",
        "The school has 612 new pupils. The college has 300 new pupils.",
        "The mayor said 214 homes were damaged. The engineer said 180 shops were damaged.",
        "The mayor said 214 homes were damaged. The engineer said 180 homes were flooded.",
        "The mayor said between 200 and 250 homes were damaged. The engineer said 214 homes were damaged.",
        "The mayor said more than 200 homes were damaged. The engineer said 214 homes were damaged.",
        "The mayor said about 210 homes were damaged. The engineer said 214 homes were damaged.",
        "The mayor said 214 homes were damaged. The engineer said 214 homes were damaged.",
        "The toll rose: 214 homes were damaged. Last week 180 homes were damaged.",
        "In 2019 there were 40 clear days. In 2020 there were 50 clear days.",
        "Here 38 seats were empty." + "\n\nIt rained." * 9 + "\n\nHere 90 seats were empty.",
        "She has two children. Her brother has three children.",
    ],
    "percent of what": [
        "Officials say 95 percent of Larport's homes were destroyed.",
        "Officials say 95 percent of Larport homes were destroyed.",
        "Officials say 95 percent of the homes in Larport were destroyed.",
        "About 60 percent of Americans agreed.",
        "Prices rose 5 percent in May.",
        "The rate of interest is 5 percent.",
        "About 30 percent of Mr. Lund's pupils were ill.",
        "She owns 10 percent of Larport Steel.",
        "Debt was 60 percent of GDP.",
        "The city spends 40 percent of the budget on roads.",
        "Half of April was dry.",
    ],
    "weekday": [
        "It began on Wednesday, April 20, 2022.",
        "It came on Thursday, April 20.",
        "The stamp reads 2022-04-22. It came on Wednesday, April 20.",
        "The stamp reads 2023-01-02. It came on Saturday, December 31.",
        "The stamp reads 2022-04-22. Last year it came on Thursday, April 20.",
        "It began on April 21, 2022.",
        "The fair is from Wednesday, April 20-22, 2022.",
    ],
    "part and whole": [
        "The crew saved 8 of the 10 boats.",
        "The crew saved 12 of the 10-year-olds.",
        "Prices rose 60 percent in May and 55 percent in June.",
        "60 percent of homes had no light and 55 percent of homes had no water.",
        "60 percent of voters backed the plan and 40 percent opposed it.",
        "60 percent of men backed the plan and 55 percent of women opposed it.",
        "Up to 60 percent of voters backed the plan and 55 percent opposed it.",
    ],
}


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, several in RAISED.items() for t in several])
def test_a_question_is_raised(kind: str, text: str) -> None:
    assert asked(text) == [kind]


@pytest.mark.parametrize("text", [t for several in SILENT.values() for t in several])
def test_a_near_miss_raises_no_question(text: str) -> None:
    """Different things, a range that fits, another time, a base that is named: better silent than wrong."""
    assert asked(text) == []


def test_a_year_may_come_from_what_is_known_of_the_publication() -> None:
    """Without it there is nothing to compare with; with it, the weekday is looked up."""
    assert asked("It came on Thursday, April 20.", published="22 April 2022") == ["weekday"]
    assert asked("It came on Wednesday, April 20.", published="22 April 2022") == []


def test_years_that_disagree_settle_nothing() -> None:
    assert asked("It was founded on May 1, 1998, and stamped 2022-04-22. It came on Thursday, April 20.") == []


def test_the_article_raises_one_question() -> None:
    """The base of the percentage is a place; the weekday fits the year of the stamp."""
    questions = cross_checks(read(open_article("mariupol")))
    assert len(questions) == 1
    assert "“95 percent of Mariupol” (P17)" in repr(questions)
    assert "What was counted there, and out of how many?" in " ".join(repr(questions).split())


def test_a_question_quotes_its_words_with_their_paragraphs() -> None:
    text = "The mayor said 214 homes were damaged.\n\nThe engineer said 180 homes were damaged."
    (question,) = cross_checks(read(open_text(text)))
    assert "“214 homes were damaged” (P1)" in question.ask and "“180 homes were damaged” (P2)" in question.ask
    assert [span.of(text) for span in question.about] == ["214", "180"]


def test_no_question_says_so_in_a_sentence() -> None:
    nothing = cross_checks(read(open_text("It rained.")))
    assert not list(nothing) and "No question comes up" in nothing.html and "No question comes up" in repr(nothing)


def test_words_of_the_article_are_shown_and_not_obeyed() -> None:
    """Tags and signs that steer a terminal are characters."""
    text = "The mayor said 214 <b>homes\u202e were damaged. The engineer said 180 <b>homes\u202e were damaged."
    drawn = cross_checks(read(open_text(text)))
    assert "<b>homes" not in drawn.html and "\u202e" not in repr(drawn)


PARTS = ("12", " of ", "the ", "10", "95 percent", " Larport", "homes ", "Wednesday, ", "April 20", ", 2022", ". ",
         " and ", "\n", "0000-00-00", "30 February 9999")  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=14))
@settings(max_examples=150)
def test_any_text_can_be_asked_about(parts: list[str]) -> None:
    """No text makes it stumble, and every question points into the text."""
    text = "It " + "".join(parts)
    for question in crosschecks.find(read(open_text(text))):
        assert all(0 <= s.start < s.end <= len(text) for s in question.about)


def test_figures_outside_any_paragraph_are_no_obstacle() -> None:
    """A careless hand may leave out the paragraphs."""
    reading = read(open_text("The mayor said 95 percent of Larport is gone."))
    crosschecks.find(replace(reading, article=Article("x", reading.text, ())))
