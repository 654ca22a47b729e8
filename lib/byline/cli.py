"""The command line: `byline lab` opens the lessons, `byline read` reads an article.

A user's mistake ends with one plain sentence and exit code 2, never with a traceback.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NoReturn

from byline.display.document import page
from byline.display.plain import as_text
from byline.jupyter import Mistake, open_lab
from byline.seeds.folders import open_article
from byline.sheet import visible
from newsmarks.model import Article, Reading
from newsmarks.reader import pieces, read
from newsmarks.ruleset import RuleError
from newsmarks.text import ArticleError, open_text

try:
    from byline.classroom.commands import COMMANDS
    from byline.site.commands import add_site
except ModuleNotFoundError:  # a student's copy has no teacher's room
    COMMANDS, add_site = (), None  # type: ignore[assignment]


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one sentence."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}. For help: {self.prog} --help\n")


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit code is 0, 1 (some lines were left out), 2 (a mistake) or 130 (Ctrl-C)."""
    parser = command_line()
    args, more = parser.parse_known_args(argv)
    if more and args.run is not lab:
        parser.error(f"unknown: {' '.join(more)}")
    try:
        return args.run(args, more)
    except (Mistake, ArticleError, RuleError) as mistake:
        say(f"byline: {mistake}")
    except BrokenPipeError:
        discard_output()
        return 1
    except OSError as problem:
        discard_output()
        say(f"byline: {told(problem)}")
    except KeyboardInterrupt:
        say("Stopped.")
        return 130
    return 2


def command_line() -> Parser:
    """All that can be typed."""
    parser = Parser(prog="byline", description="Whose words, whose claim, and could anyone check it?",
                    epilog="Example: byline read mariupol", allow_abbrev=False)  # fmt: skip
    parser.set_defaults(run=nothing)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)
    for add in (add_lab, add_read, add_check, *COMMANDS, *filter(None, [add_site])):
        add(partial(commands.add_parser, allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter))
    return parser


AddParser = Callable[..., argparse.ArgumentParser]


def add_lab(add: AddParser) -> None:
    opens = add(
        "lab", help="open the lessons in JupyterLab",
        description="Opens the lessons in JupyterLab, on this computer only. More options go to JupyterLab. Where "
                    "Byline was\ninstalled from its wheel, the lessons are first copied to a folder “byline” here.",
        epilog="Example: byline lab --no-browser --port=8890",
    )  # fmt: skip
    opens.add_argument("--no-browser", action="store_true", help="print the address instead of opening it")
    opens.set_defaults(run=lab)


def add_read(add: AddParser) -> None:
    reads = add(
        "read", help="read an article",
        description="Shows what the reader marks in an article, and why.",
        epilog="Examples: byline read mariupol\n          byline read tonight.txt --html -o tonight.html\n"
               "          byline read --jsonl texts.jsonl -o readings.jsonl",
    )  # fmt: skip
    reads.add_argument("file", metavar="FILE", help="a text file, the name of an article that came along, or - "
                       "for standard input; with --jsonl, lines of {\"id\": …, \"text\": …}")  # fmt: skip
    shape = reads.add_mutually_exclusive_group()
    for name, help in (("html", "a page for the browser"), ("json", "one JSON object"),
                       ("jsonl", "many texts: a line of JSON in, a line of JSON out")):  # fmt: skip
        shape.add_argument(f"--{name}", dest="shape", action="store_const", const=name, help=help)
    reads.add_argument("-o", dest="output", metavar="OUT", help="write to this file, whole or not at all")
    reads.set_defaults(run=read_articles)


def add_check(add: AddParser) -> None:
    checks = add(
        "check", help="check a key, or the rules after an edit",
        description="Says all that is wrong with a key or with the rules; where nothing is, what they mark.",
        epilog="Examples: byline check seeds/mariupol            a key, and what stands beside it\n"
               "          byline check seeds                     every one\n"
               "          byline check --draft tonight/article.txt   writes a first key.toml beside a text\n"
               "          byline check --exercises tonight       writes exercises that are made from its key\n"
               "          byline check rules                     the rules\n"
               "          byline check rules tonight.txt         the rules, tried on a text of yours",
    )  # fmt: skip
    checks.add_argument("what", nargs="?", metavar="WHAT",
                        help="a folder with an article.txt, a folder of such folders, or: rules")  # fmt: skip
    checks.add_argument("file", nargs="?", metavar="FILE", help="after “rules”, the article to try them on")
    checks.add_argument("--draft", metavar="ARTICLE", help="write a first key.toml beside a text, to be confirmed")
    checks.add_argument("--exercises", metavar="FOLDER", help="write the exercises that are made from its key, to be "
                        "changed")  # fmt: skip
    checks.set_defaults(run=check)


def lab(args: argparse.Namespace, more: list[str]) -> int:
    """Open the lessons."""
    open_lab(more, browser=not args.no_browser)
    return 0


def nothing(args: argparse.Namespace, more: list[str]) -> int:
    raise Mistake("Say what to do: “byline lab” opens the lessons, “byline read FILE” reads an article.")


def read_articles(args: argparse.Namespace, more: list[str]) -> int:
    """Read one article, or with --jsonl one a line, and write what was asked for."""
    if args.shape != "jsonl":
        write_out(SHAPES[args.shape](read(article_at(args.file))), args.output)
        return 0
    left_out: list[int] = []
    with lines_of(args.file) as (lines, size):
        write_out(read_lines(with_progress(lines, size), left_out), args.output)
    if left_out:
        say(f"byline: {len(left_out)} line{'s were' if len(left_out) > 1 else ' was'} left out.")
    return 1 if left_out else 0


def check(args: argparse.Namespace, more: list[str]) -> int:
    """Check rules or keys, or draft a key."""
    from byline.audit import check_rules, check_seed, key_summary, seed_folders, summary  # loads the scorer

    if args.draft:
        return draft_key(args.draft)
    if args.exercises:
        return write_exercises(args.exercises)
    if args.what is None:
        raise Mistake("Say what to check: “byline check seeds/mariupol” or “byline check rules”.")
    if args.what == "rules":
        return told_or_summed(list(check_rules()), lambda: summary(article_at(args.file or "mariupol")))
    if args.file:
        raise Mistake(f"One thing at a time: “byline check {args.what}”, then “byline check {args.file}”.")
    codes = []
    for folder in seed_folders(args.what):
        key, readers, wrong = check_seed(folder)
        codes.append(told_or_summed(wrong, partial(key_summary, folder, key, readers)))
    return max(codes)


def told_or_summed(wrong: list[str], lines: Callable[[], Iterable[str]]) -> int:
    """Say what is wrong, or where nothing is, the summary."""
    for problem in wrong:
        say(f"byline: {problem}")
    if wrong:
        return 2
    write_out((f"{visible(line)}\n" for line in lines()), None)
    return 0


def draft_key(name: str) -> int:
    """Write a first key beside an article, from the machine's reading; one that is there is left alone."""
    article = Path(name) / "article.txt" if Path(name).is_dir() else Path(name)
    from byline.key import draft_from  # what only a maker of keys needs is loaded for him

    reading = read(open_article(article))
    target = article.parent / "key.toml"
    if target.exists():
        raise Mistake(f"“{target}” is there already, and is left as it is. Move it away first.")
    if article.name != "article.txt":
        raise Mistake(f"A key stands beside a file called article.txt. Make a folder, copy “{article.name}” into it as "
                      "article.txt, and draft again.")  # fmt: skip
    write_out([draft_from(reading, article.parent.as_posix())], str(target))
    print(f"{target}: {len(reading.voices) + len(reading.attributions) + len(reading.loaded) + len(reading.figures)} "
          f"entries to be confirmed. Then: byline check {article.parent.as_posix()}")  # fmt: skip
    return 0


def write_exercises(name: str) -> int:
    """Write the exercises that are made from the key of a folder, behind those that are there, to be changed."""
    from byline.audit import seed_folders
    from byline.key import load_key
    from byline.kinds import SCHEMA, made_for, open_exercises
    from byline.making import MADE, as_toml

    folder = seed_folders(name)[0]
    key, target = load_key(folder), folder / "exercises.toml"
    head = f'schema = "{SCHEMA}"\n'
    there = target.read_text("utf-8") if target.is_file() else head
    open_exercises(folder, key)  # what is there must be in order
    blocks = made_for(folder, key)
    if not blocks or head not in there:
        raise Mistake(f"“{target}” has all of its exercises already, or nothing can be made. It is left as it is.")
    there = there.replace(head, f"{head}made=false  # what is written here is all\n", 1)
    said = f"\n# {MADE.capitalize()}: change what you like, and keep the ids.\n"
    write_out([there, said, as_toml(blocks)], str(target))
    print(f"{target}: {len(blocks)} exercises, {MADE}. Then: byline check {folder.as_posix()}")
    return 0


def article_at(name: str) -> Article:
    """The article of that name or path, or the text on standard input where it is "-"."""
    if name != "-":
        return open_article(name)
    try:
        text = standard_input().read().decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise Mistake(f"Standard input is not plain text in UTF-8 (byte {problem.start}).") from None
    if "\x00" in text:
        raise Mistake("Standard input is not plain text: it holds zero bytes.")
    return open_text(text, id="standard input")


@contextmanager
def lines_of(name: str) -> Iterator[tuple[BinaryIO, int]]:
    """The lines of a file or of standard input ("-"), and its size in bytes (0 where it is not known)."""
    if name == "-":
        yield standard_input(), 0
        return
    with open(name, "rb") as lines:
        yield lines, os.fstat(lines.fileno()).st_size


def standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise Mistake("There is no standard input here. Give the name of a file.")
    return sys.stdin.buffer


def read_lines(lines: Iterable[bytes], left_out: list[int]) -> Iterator[str]:
    """One reading a line, in order and in pieces; a line that cannot be read is told of and put in `left_out`."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield from pieces(read(article_on(line)))
            yield "\n"
        except (Mistake, ArticleError) as mistake:
            left_out.append(number)
            say(f"byline: line {number}: {mistake}")


def article_on(line: bytes) -> Article:
    """The article on one line of JSON."""
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise Mistake(f"this is not UTF-8 (byte {problem.start}). Save the file as UTF-8.") from None
    except (ValueError, RecursionError) as problem:
        raise Mistake(f"this is not valid JSON ({str(problem)[:80]}). Mend that line.") from None
    if not isinstance(found, dict) or not all(isinstance(found.get(k), str) for k in ("id", "text")):
        raise Mistake('this is not an object with an "id" and a "text" in quotation marks.')
    return open_text(found["text"], id=found["id"])


def with_progress(lines: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Pass the lines on; on a terminal, show how many of `size` bytes have gone by."""
    done, shown = 0, 0.0
    for number, line in enumerate(lines, 1):
        yield line
        done += len(line)
        if sys.stderr and sys.stderr.isatty() and time.monotonic() - shown > 0.1:
            shown = time.monotonic()
            bar = f"{done / size:4.0%} {'#' * (40 * done // size):40}|" if size else ""
            print(f"\r{bar} {number} texts", end="", file=sys.stderr, flush=True)
    if shown:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


SHAPES: dict[str | None, Callable[[Reading], Iterable[str]]] = {
    None: lambda reading: (as_text(reading), "\n"),
    "html": lambda reading: (page(reading),),
    "json": lambda reading: chain(pieces(reading, line="\n  "), "\n"),
}


def write_out(parts: Iterable[str], output: str | None) -> None:
    """Write to standard output, or to the file `output`, whole or not at all."""
    if output is None or output == "-":
        write_to_stdout(parts)
        return
    target = os.path.realpath(output)
    in_place = os.path.exists(target) and not os.path.isfile(target)  # a device or a pipe, not to be replaced
    draft = target if in_place else f"{target}.{os.getpid()}.part"
    try:
        with open(draft, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.writelines(parts)
        if not in_place:
            os.replace(draft, target)
    except OSError as problem:
        raise Mistake(f"“{output}” cannot be written ({problem.strerror}). Check the folder and your rights.") from None
    finally:
        if not in_place:
            Path(draft).unlink(missing_ok=True)


def write_to_stdout(parts: Iterable[str]) -> None:
    if sys.stdout is None:
        raise Mistake("There is no standard output here. Name a file with -o.")
    if hasattr(sys.stdout, "reconfigure"):  # the same bytes on every platform
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    for part in parts:
        sys.stdout.write(part)
    sys.stdout.flush()


def discard_output() -> None:
    """Point standard output at nothing, so that closing it at the end says no more."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(sentence: str) -> None:
    """Tell the user, beside the output, with what was typed or read shown as plain characters."""
    clear = "\r\x1b[K" if sys.stderr and sys.stderr.isatty() else ""
    print(clear + visible(sentence), file=sys.stderr, flush=True)


def told(problem: OSError) -> str:
    """An error of the machine's as a sentence."""
    name = f"“{problem.filename}”" if problem.filename else "The output"
    if isinstance(problem, FileNotFoundError):
        return f"There is no file {name}. Check the name, or give the whole path."
    if isinstance(problem, IsADirectoryError):
        return f"{name} is a folder. Give a file inside it."
    return f"{name} cannot be used: {problem.strerror}."
