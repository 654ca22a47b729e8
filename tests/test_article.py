"""Opening an article: seeds, files and pasted text, of every make."""

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.seeds.folders import open_article, texts
from newsmarks.form import parse_toml
from newsmarks.model import Span
from newsmarks.reader import read
from newsmarks.text import ArticleError, open_text, paragraphs, sentences

SEED = open_article("mariupol")


def test_a_seed_is_opened_by_its_name_and_tells_what_is_known_of_it() -> None:
    """Outlet, rights and what is not known come with the text."""
    assert "mariupol" in texts()
    assert SEED.about["outlet"] == "Zenger News"
    assert SEED.about["not_known"]


def test_the_seed_has_17_paragraphs_the_caption_among_them() -> None:
    """P1 to P17, as the lessons count them."""
    assert len(SEED.paragraphs) == 17
    assert SEED.paragraph(5).startswith("cenes from Mariupol")


@pytest.mark.parametrize("number", [0, 18])
def test_a_paragraph_that_there_is_not_is_named_with_those_that_there_are(number: int) -> None:
    with pytest.raises(ValueError, match=f"no paragraph {number}: this article has 1 to 17"):
        SEED.paragraph(number)


def marks(text: str) -> list[tuple[str, str, str]]:
    """Cue, source and content of every attribution, with white space and quotation marks made alike."""
    reading = read(open_text(text))
    plain = str.maketrans({"“": '"', "”": '"', "’": "'", "«": '"', "»": '"'})
    parts = ((a.cue, a.source, a.content) for a in reading.attributions)
    return [tuple(" ".join(reading.words(p).translate(plain).split()) for p in three) for three in parts]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "text"),
    {
        "one newline between paragraphs": SEED.text.replace("\n\n", "\n"),
        "Windows line ends": SEED.text.replace("\n", "\r\n"),
        "old Macintosh line ends": SEED.text.replace("\n", "\r"),
        "a byte-order mark": "\ufeff" + SEED.text,
        "straight quotation marks": SEED.text.translate({0x201C: '"', 0x201D: '"', 0x2019: "'"}),
        "guillemets": SEED.text.translate({0x201C: "«", 0x201D: "»"}),
        "blank lines with spaces in them": SEED.text.replace("\n\n", "\n  \n"),
    }.items(),
)
def test_the_same_article_in_another_make_gets_the_same_marks(name: str, text: str) -> None:
    """A teacher pastes what the clipboard gives."""
    assert marks(text) == marks(SEED.text)


def test_lines_that_were_broken_by_hand_are_one_paragraph() -> None:
    """Text from an e-mail or an old file."""
    line = "The council said on Monday that the old bridge over the river will\n"
    text = line * 3 + "stay closed.\n\nNext."
    assert [s.of(text).count("\n") for s in paragraphs(text)] == [3, 0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty: there is nothing to read"),
        (b" \n\n ", "is empty: there is nothing to read"),
        (b"\x00\x01\x02binary", "holds zero bytes"),
        ("Käse".encode("latin-1"), "not plain text in UTF-8"),
        ("The end.".encode("utf-16"), "not plain text in UTF-8"),
    ],
)
def test_a_file_that_is_no_text_is_refused_in_one_plain_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    """What, where and what to do."""
    path = tmp_path / "tonight.txt"
    path.write_bytes(content)
    with pytest.raises(ArticleError, match=says):
        open_article(path)


def test_a_folder_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="is a folder"):
        open_article(tmp_path)
    with pytest.raises(ArticleError, match="There is no file"):
        open_article(tmp_path / "nowhere.txt")
    with pytest.raises(ArticleError, match=r"no article called “marupol”. Here are: .*mariupol"):
        open_article("marupol")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such files")
def test_a_pipe_or_a_device_is_refused_and_never_read(tmp_path: Path) -> None:
    """Neither waits for ever nor fills the memory: as an article, and as any file of a seed."""
    os.mkfifo(tmp_path / "pipe.txt")
    for path in (tmp_path / "pipe.txt", Path("/dev/zero")):
        with pytest.raises(ArticleError, match="a pipe or a device, not a file"):
            open_article(path)


@pytest.mark.parametrize("name", [7, None, b"x"])
def test_what_is_no_name_is_refused(name: object) -> None:
    with pytest.raises(ArticleError, match="expects a name or a path"):
        open_article(name)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["x = " + "[" * 100_000, f"x = {'9' * 5000}", "x = "])
def test_toml_that_cannot_be_read_is_one_kind_of_error(text: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        parse_toml(text)


def test_what_is_not_text_is_refused() -> None:
    with pytest.raises(ArticleError, match="not a int"):
        open_text(17)  # type: ignore[arg-type]


def test_a_seed_s_name_can_never_be_a_path() -> None:
    """What comes from outside does not leave the folder of seeds."""
    with pytest.raises(ArticleError):
        open_article("../mariupol")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        ("Gov. Lee met Dr. Kay at 5 p.m. on Monday.", ["Gov. Lee met Dr. Kay at 5 p.m. on Monday."]),
        ("Is it over? No! Not yet… They wait.", ["Is it over?", "No!", "Not yet…", "They wait."]),
        ("The U.S. team won. It was late.", ["The U.S. team won.", "It was late."]),
        ("It cost $3.5 million.", ["It cost $3.5 million."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    """An abbreviation, an initial or a decimal point ends nothing."""
    assert [s.of(text) for s in sentences(text, Span(0, len(text)))] == expected


@given(st.text(alphabet="aA. \n\r\t\u2028?!…”“\"'", max_size=200))
def test_paragraphs_and_sentences_lose_nothing_but_white_space(text: str) -> None:
    """Whatever the text is made of."""
    found = paragraphs(text)
    assert "".join("".join(p.of(text).split()) for p in found) == "".join(text.split())
    for p in found:
        joined = "".join("".join(s.of(text).split()) for s in sentences(text, p))
        assert joined == "".join(p.of(text).split())
