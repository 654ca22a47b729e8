"""Opens key.toml as a Key, and says all that is wrong with it, each with file, entry and remedy."""

from __future__ import annotations

from pathlib import Path

from byline.key.maker import KeyMaker
from byline.key.places import PlaceError, span_of
from byline.key.shape import DECIDED, DECISION
from byline.key.types import Decision, Key
from byline.seeds.blocks import well_formed
from byline.seeds.folders import file_of, open_folder
from newsmarks.form import Faults, faults, raise_if_any, read_toml
from newsmarks.model import Article
from newsmarks.text import ArticleError


def load_key(name: str | Path) -> Key:
    """The key of a seed ("mariupol"), or the one in a file; the text is looked for beside it, or one folder up.

    Raises ArticleError with what is wrong first, and how much more is.
    """
    key, wrong = check_key(file_of(name, "key.toml"))
    raise_if_any(wrong)
    assert key is not None  # where there is none, that is told
    return key


def check_key(path: Path) -> tuple[Key | None, list[str]]:
    """The key in a file, where it can be read, and a sentence for each thing that is wrong with it."""
    folder = next((f for f in (path.parent, path.parent.parent) if (f / "article.txt").is_file()), path.parent)
    try:
        article, data = open_folder(folder), read_toml(path)
    except ArticleError as problem:
        return None, [str(problem)]
    wrong = Faults(path)
    return KeyMaker(article, wrong).key(data), wrong.told


def check_decisions(path: Path, article: Article) -> tuple[list[Decision], list[str]]:
    """What was decided where two first readings differ (adjudication.toml), and what is wrong with that file."""
    wrong, found = Faults(path), []
    try:
        blocks = read_toml(path).get("decision", [])
    except ArticleError as problem:
        return [], [str(problem)]
    for entry, block in well_formed(wrong, "decision", blocks, lambda block: faults(block, DECISION, DECIDED)):
        with wrong.catching(entry, PlaceError):
            fields = {name: block[name] for name in DECIDED}
            found.append(Decision(span=span_of(article, block, block.get("paragraph")), **fields))
    return found, wrong.told
