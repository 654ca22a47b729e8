"""Opens key.toml as a Key, and says all that is wrong with it, each with file, entry and remedy."""

from __future__ import annotations

import tomllib
from pathlib import Path

from byline.key.maker import KeyMaker, block_name
from byline.key.places import PlaceError, span_of
from byline.key.shape import DECISION
from byline.key.types import Decision, Key
from byline.seeds.folders import open_folder, seeds_folder
from newsmarks.form import Faults, faults, parse_toml, summed
from newsmarks.model import Article
from newsmarks.text import ArticleError, read_text


class KeyFault(ArticleError):
    """A key that cannot be used; the message says file, entry and remedy."""


def load_key(name: str | Path) -> Key:
    """The key of a seed ("mariupol"), or the one in a file; the text is looked for beside it, or one folder up.

    Raises KeyFault with what is wrong first, and how much more is.
    """
    key, wrong = check_key(key_path(name))
    if key is None or wrong:
        raise KeyFault(summed(wrong))
    return key


def key_path(name: str | Path) -> Path:
    """Where a key is: that of a seed, of a folder, or the file itself.

    Raises KeyFault where there is none.
    """
    path = Path(name)
    if path.suffix != ".toml":
        path = (path if path.is_dir() else seeds_folder() / name) / "key.toml"
    if not path.is_file():
        known = sorted(p.parent.name for p in seeds_folder().glob("*/key.toml"))
        raise KeyFault(f"There is no key “{name}”. There is one for: {', '.join(known) or 'nothing yet'}.")
    return path


def check_key(path: Path) -> tuple[Key | None, list[str]]:
    """The key in a file, where it can be read, and a sentence for each thing that is wrong with it."""
    wrong = Faults(path)
    try:
        folder = next((f for f in (path.parent, path.parent.parent) if (f / "article.txt").is_file()), path.parent)
        article = open_folder(folder)
        data = parse_toml(read_text(path))
    except (ArticleError, tomllib.TOMLDecodeError) as problem:
        toml = isinstance(problem, tomllib.TOMLDecodeError)
        wrong.add("", f"this is not valid TOML ({problem}). Mend that line." if toml else str(problem))
        return None, wrong.told
    return KeyMaker(article, wrong).key(data), wrong.told


def check_decisions(path: Path, article: Article) -> tuple[list[Decision], list[str]]:
    """What was decided where two first readings differ (adjudication.toml), and what is wrong with that file."""
    wrong, found = Faults(path), []
    try:
        blocks = parse_toml(read_text(path)).get("decision", [])
    except tomllib.TOMLDecodeError as problem:
        return [], [f"{path.name}: this is not valid TOML ({problem}). Mend that line."]
    for n, block in enumerate(blocks, 1):
        entry = block_name("decision", n, block)
        if wrong.all(entry, faults(block, DECISION, ("layer", "first", "second", "decided", "why"))):
            continue
        with wrong.catching(entry, PlaceError):
            fields = {k: block[k] for k in ("layer", "first", "second", "decided", "why")}
            found.append(Decision(span=span_of(article, block, block.get("paragraph")), **fields))
    return found, wrong.told
