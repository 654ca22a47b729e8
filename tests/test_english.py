"""What the reader knows of English: the lists of rules/english.toml, and the forms of words."""

import re
from pathlib import Path

import pytest

from newsmarks.english import IRREGULAR, LISTS, inflect, inflected, listed

LIBRARY = Path(__file__).parents[1] / "lib" / "newsmarks"
FILE = LIBRARY / "rules" / "english.toml"
NAMES = sorted(name for name, words in LISTS.items() if isinstance(words, str))


@pytest.mark.parametrize("name", NAMES)
def test_a_list_is_small_words_each_once(name: str) -> None:
    """A second one or a capital letter would never be noticed; of verbs only the base is asked for."""
    lines = LISTS[name].strip().splitlines() if name == "irregular_verbs" else [LISTS[name]]
    words = [word for line in lines for word in (line.split()[:1] if name == "irregular_verbs" else line.split())]
    assert words and words == [word.lower() for word in words]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_has_a_use(name: str) -> None:
    """Every list is read somewhere by its name."""
    code = "".join(path.read_text(encoding="utf-8") for path in LIBRARY.rglob("*.py"))
    assert f'"{name}"' in code


def test_every_list_says_what_it_is_for() -> None:
    """A comment stands above it, or above the list that it goes on from, and no line is too long to read."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    assert max(map(len, lines)) <= 120
    for at, line in enumerate(lines):
        if re.match(r"\w+ = |\[", line) and at and not lines[at - 1].strip():
            pytest.fail(f"Say above “{line}” what it is for.")


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("say", "say says said saying"), ("claim", "claim claims claimed claiming"),
        ("deny", "deny denies denied denying"),
        ("note", "note notes noted noting"), ("stress", "stress stresses stressed stressing"),
        ("label", "label labels labeled labeling labelled labelling"), ("quip", "quip quips quipped quipping"),
        ("plan", "plan plans planned planning"), ("play", "play plays played playing"),
    ],
)  # fmt: skip
def test_a_verb_has_its_forms(verb: str, forms: str) -> None:
    assert inflect(verb) == tuple(forms.split())


def test_irregular_verbs_are_those_whose_spelling_tells_less() -> None:
    """None stands in the list for nothing."""
    assert all(verb == forms[0] for verb, forms in IRREGULAR.items())


def test_the_verbs_of_a_list_are_known_in_every_form() -> None:
    assert listed("causing_verbs") <= inflected("causing_verbs")
    assert {"forced", "driven", "getting", "compelled"} <= inflected("causing_verbs")
