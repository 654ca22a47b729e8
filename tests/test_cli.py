"""The command line as a person meets it: what it prints, what it writes, and what it says when it cannot."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byline import cli, jupyter
from byline.seeds.folders import open_article
from newsmarks.reader import dumps, read

PROJECT = Path(__file__).parents[1]
POSIX = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell's pipes and signals")


def byline(*words: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the command as a process of its own, in the project's folder."""
    return subprocess.run(
        [sys.executable, "-m", "byline", *map(str, words)], cwd=PROJECT, input=stdin, capture_output=True, timeout=120
    )


def assert_one_sentence(done: subprocess.CompletedProcess[bytes]) -> str:
    """The command ended with exit code 2 and one plain line, and printed nothing else."""
    said = done.stderr.decode()
    assert done.returncode == 2, said
    assert done.stdout == b""
    assert re.fullmatch(r"byline[^\n]*[.?\w]\n", said)
    return said


# Reading one article


def test_json_is_valid_and_the_same_bytes_twice() -> None:
    """`byline read mariupol --json` prints one JSON object: the reading of DESIGN's schema."""
    first, second = byline("read", "mariupol", "--json"), byline("read", "seeds/mariupol/article.txt", "--json")
    found, again = json.loads(first.stdout), json.loads(second.stdout)
    assert found["schema"] == "byline.reading/1"
    assert first.stdout == byline("read", "mariupol", "--json").stdout
    assert {**found, "id": ""} == {**again, "id": ""}, "a seed reads the same by its name and by its path"


def test_voices_tile_the_article() -> None:
    """Every character of the article has one voice."""
    found = json.loads(byline("read", "mariupol", "--json").stdout)
    edges = [0, *(end for _, end in (v["span"] for v in found["voices"]))]
    assert [v["span"][0] for v in found["voices"]] == edges[:-1]
    assert edges[-1] == found["length"] == len(open_article("mariupol").text)


def test_without_a_shape_it_prints_text_for_people() -> None:
    """The article's words and the labels, with no markup."""
    said = byline("read", "mariupol").stdout.decode()
    assert "Azov" in said
    assert "<" not in said
    assert said.endswith("\n")


def test_html_is_a_page_that_holds_the_article_as_text() -> None:
    """What looks like markup in an article stays text."""
    page = byline("read", "-", "--html", stdin=b"<script>alert(1)</script> she said.").stdout.decode()
    assert page.lower().startswith("<!doctype html>")
    assert "<script" not in page


def test_standard_input_reads_like_a_file() -> None:
    """`-` is standard input, a byte-order mark in front of it is dropped."""
    text = "The mayor said: “It is closed.”"
    found = json.loads(byline("read", "-", "--json", stdin=b"\xef\xbb\xbf" + text.encode()).stdout)
    assert found["length"] == len(text)


def test_output_goes_to_a_file_and_nowhere_else(tmp_path: Path) -> None:
    """`-o` writes the same bytes that would have been printed, and leaves nothing else beside them."""
    done = byline("read", "mariupol", "--json", "-o", tmp_path / "out.json")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (tmp_path / "out.json").read_bytes() == byline("read", "mariupol", "--json").stdout
    assert os.listdir(tmp_path) == ["out.json"]


# Mistakes


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe", "plain text"),
        ("Bürgermeister sagte".encode("latin-1"), "UTF-8"),
        ("The mayor said".encode("utf-16"), "plain text"),
        (b"The mayor\x00 said", "plain text"),
    ],
    ids=["empty", "blank", "binary", "Latin-1", "UTF-16", "zero bytes"],
)
@pytest.mark.parametrize("from_file", [True, False], ids=["file", "standard input"])
def test_what_is_not_a_text_gets_one_sentence(content: bytes, says: str, from_file: bool, tmp_path: Path) -> None:
    """Exit code 2 and what to do, not a traceback."""
    file = tmp_path / "article.txt"
    file.write_bytes(content)
    assert says in assert_one_sentence(byline("read", file) if from_file else byline("read", "-", stdin=content))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "byline read FILE"),
        (("read",), "FILE"),
        (("raed", "mariupol"), "raed"),
        (("read", "mariupol", "--jsn"), "--jsn"),
        (("read", "mariupol", "--html", "--json"), "not allowed with"),
        (("read", "."), "folder"),
        (("read", "nowhere.txt"), "no file"),
        (("read", "nowhere"), "mariupol"),
        (("read", "x" * 300), "long"),
        (("read", "--jsonl", "nowhere.jsonl"), "no file"),
        (("read", "--jsonl", "."), "folder"),
        (("read", "mariupol", "-o", "."), "cannot be written"),
        (("read", "mariupol", "-o", "nowhere/out.txt"), "cannot be written"),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, tuple) else "",
)
@pytest.mark.skipif(os.name == "nt", reason="Windows words these differently")
def test_a_mistake_on_the_command_line_gets_one_sentence(words: tuple[str, ...], says: str) -> None:
    """Exit code 2 and a sentence that names what was wrong."""
    assert says in assert_one_sentence(byline(*words))


def test_a_sentence_shows_no_control_characters(tmp_path: Path) -> None:
    """What a file is called cannot steer the terminal."""
    assert "\x1b" not in assert_one_sentence(byline("read", "no\x1b[2Jwhere.txt"))


@pytest.mark.parametrize(
    "text",
    ["The bridge is closed. It opens on Friday.", "Мер сказав: «Міст зачинено».", "?!", "“", "x" * 5000],
    ids=["no quotation marks", "Ukrainian", "marks only", "one mark", "one long word"],
)
@pytest.mark.parametrize("shape", [(), ("--html",), ("--json",)], ids=["text", "html", "json"])
def test_any_text_gets_a_reading(text: str, shape: tuple[str, ...], tmp_path: Path) -> None:
    """A text with nothing to mark, or in another language, is no mistake."""
    done = byline("read", "-", *shape, stdin=text.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    if shape == ("--json",):
        assert json.loads(done.stdout)["length"] == len(text)


# Many texts


def lines(*articles: object) -> bytes:
    return b"".join(a if isinstance(a, bytes) else json.dumps(a).encode() + b"\n" for a in articles)


def test_each_line_gives_a_line_in_the_same_order(tmp_path: Path) -> None:
    """`--jsonl` reads {"id", "text"} lines; each gives what `--json` would, on one line."""
    texts = [{"id": f"t{n}", "text": f"The mayor said {n} bridges are closed."} for n in range(5)]
    (tmp_path / "in.jsonl").write_bytes(lines(*texts))
    done = byline("read", "--jsonl", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    found = [json.loads(line) for line in (tmp_path / "out.jsonl").read_bytes().splitlines()]
    assert [(f["id"], f["length"]) for f in found] == [(t["id"], len(t["text"])) for t in texts]


def test_a_bad_line_is_named_and_the_others_are_read() -> None:
    """Number and reason on standard error, the rest as usual, exit code 1 and the count at the end."""
    good = {"id": "a", "text": "She said no."}
    bad = [b"{\n", b"\n", [good], {"id": 1, "text": "x"}, {"id": "e", "text": " "}, b"\xff\n", b"[" * 50_000 + b"\n"]
    done = byline("read", "--jsonl", "-", stdin=lines(good, *bad, good))
    said = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["a", "a"]
    assert [line.split(":")[1] for line in said[:-1]] == [f" line {n}" for n in (2, 4, 5, 6, 7, 8)]
    assert "6 lines were left out" in said[-1]


VALUES = st.text() | st.integers() | st.none()


@settings(max_examples=60)
@given(st.lists(st.dictionaries(st.sampled_from(["id", "text", "x"]), VALUES) | VALUES))
def test_whatever_is_on_a_line_it_is_read_or_named(found: list[object]) -> None:
    """As many readings and complaints as lines, whatever JSON they hold; each reading can be written as UTF-8."""
    left_out: list[int] = []
    given_lines = [json.dumps(item).encode() for item in found]
    read_ones = "".join(cli.read_lines(given_lines, left_out)).split("\n")[:-1]
    assert len(read_ones) + len(left_out) == len(given_lines)
    assert all(json.loads(line.encode("utf-8", "backslashreplace")) for line in read_ones)


def test_a_reading_is_one_line_whatever_the_article_holds() -> None:
    """A line separator inside a text does not break a line of JSON in two."""
    text = "He said:\u2028“No.”\x85\x0c\r\nShe left."
    done = byline("read", "--jsonl", "-", stdin=lines({"id": "a\nb", "text": text}))
    assert done.stdout.count(b"\n") == 1
    assert json.loads(done.stdout)["length"] == len(text)


def test_a_bar_shows_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who waits sees how far it is; a log file sees nothing."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream, shown in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        assert list(cli.with_progress([b"1\n", b"2\n"], 4)) == [b"1\n", b"2\n"]
        assert ("50%" in stream.getvalue()) == shown


# Written whole or not at all


def test_an_interrupted_output_leaves_the_old_file(tmp_path: Path) -> None:
    """Whatever goes wrong half-way, the file is the old one, whole, and no draft is left."""
    out = tmp_path / "out.txt"
    out.write_text("the old one")

    def parts():
        yield "half of the new one"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cli.write_out(parts(), str(out))
    assert out.read_text() == "the old one"
    assert os.listdir(tmp_path) == ["out.txt"]


@POSIX
def test_output_through_a_link_goes_where_the_link_points(tmp_path: Path) -> None:
    """A link stays a link; the file behind it is replaced."""
    (tmp_path / "link").symlink_to(tmp_path / "out")
    assert byline("read", "mariupol", "-o", tmp_path / "link").returncode == 0
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "out").read_bytes() == byline("read", "mariupol").stdout


@POSIX
def test_a_device_is_written_to_and_not_replaced() -> None:
    """`-o /dev/null` throws the output away, not the device."""
    assert byline("read", "mariupol", "-o", os.devnull).returncode == 0
    assert not Path(os.devnull).is_file()


# Ends of the line


def shell(command: str) -> subprocess.CompletedProcess[bytes]:
    with_python = f'byline() {{ "{sys.executable}" -m byline "$@"; }}; {command}'
    return subprocess.run(["bash", "-c", with_python], cwd=PROJECT, capture_output=True, timeout=60)


@POSIX
def test_a_reader_that_stops_early_is_no_error() -> None:
    """`byline read … | head` says nothing on standard error."""
    done = shell("byline read --jsonl <(yes '{\"id\": \"a\", \"text\": \"He said no.\"}' | head -5000) | head -1")
    assert (done.stderr, done.stdout.count(b"\n")) == (b"", 1)


@POSIX
@pytest.mark.parametrize(
    ("redirected", "says"),
    [
        ("mariupol >&-", "no standard output"),
        ("mariupol > /dev/full", "No space"),
        ("mariupol -o /dev/full", "No space"),
        ("- <&-", "no standard input"),
    ],
)
def test_an_output_that_cannot_be_used_gets_one_sentence(redirected: str, says: str) -> None:
    """A closed or full output ends with exit code 2."""
    if "full" in redirected and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    assert says in assert_one_sentence(shell(f"byline read {redirected}"))


@POSIX
def test_ctrl_c_ends_it_quietly(tmp_path: Path) -> None:
    """Exit code 130, one word, no traceback, no draft of the output."""
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a shell's job in the background ignores it
    with subprocess.Popen(
        [sys.executable, "-m", "byline", "read", "--jsonl", "-", "-o", tmp_path / "out"],
        cwd=PROJECT, stdin=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=heard,
    ) as running:  # fmt: skip
        while not os.listdir(tmp_path):  # its draft: it has begun
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        assert running.stderr
        assert running.stderr.read() == b"Stopped.\n"
    assert running.returncode == 130
    assert os.listdir(tmp_path) == []


# Help


@pytest.mark.parametrize("words", [(), ("lab",), ("read",)], ids=lambda words: " ".join(words) or "byline")
def test_help_has_an_example_that_would_work(words: tuple[str, ...]) -> None:
    """`--help` shows how, with an example that the parser takes."""
    said = byline(*words, "--help").stdout.decode()
    examples = re.findall(r"(?:Examples?: +|^ {10})byline (.+)", said, re.MULTILINE)
    assert examples
    for example in examples:
        args, _ = cli.command_line().parse_known_args(example.split())
        assert args.run in (cli.lab, cli.read_articles)


# The lessons


def test_lab_finds_the_lessons_above_where_it_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a folder inside a copy of the project, that copy is opened; from elsewhere, the library's own."""
    (tmp_path / "notebooks" / "deeper").mkdir(parents=True)
    (tmp_path / jupyter.FIRST_PAGE).write_text("{}")
    monkeypatch.chdir(tmp_path / "notebooks" / "deeper")
    assert jupyter.lessons() == tmp_path
    monkeypatch.chdir(tmp_path.parent)
    assert jupyter.lessons() == PROJECT


def test_what_is_printed_is_what_the_library_returns() -> None:
    """The command adds nothing of its own."""
    reading = read(open_article("mariupol"))
    assert json.loads(byline("read", "mariupol", "--json").stdout) == json.loads(dumps(reading))
