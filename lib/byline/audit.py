"""Holds rules and keys to their word: what a rule's own sentences promise, and what a key must be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from byline.agreeing import agreement
from byline.display.chain import open_falls
from byline.display.pairs import open_pairs
from byline.key import Key, check_decisions, check_key
from byline.key.places import short
from byline.key.types import LAYERS, TIERS, start_of
from byline.kinds import check_exercises, open_exercises
from byline.making import LESSON, MADE
from byline.scoring import OUTCOMES, Comparison, Match, compare
from byline.seeds.folders import open_folder, seeds_folder
from byline.seeds.outlets import open_outlets
from byline.seeds.published import open_published
from newsmarks.model import CRITERIA, Article, Reading, Span
from newsmarks.phrases import entries, lexicon
from newsmarks.reader import read
from newsmarks.ruleset import FAMILIES, standard, unshown
from newsmarks.text import ArticleError, open_text

REMEDY = {
    "catches": "This rule does not mark “{sentence}”, which stands in its “catches”. Put a sentence there that uses "
    "the word as you mean it, or add the word to the rule.",
    "spares": "This rule marks “{sentence}”, which stands in its “spares”. Add the words around it to “unless”, or "
    "choose another near miss.",
}


#: What may stand beside an article, and what opens it.
BESIDE: dict[str, Callable[[Path], object]] = {
    "published.toml": open_published, "beside.toml": open_pairs, "chain.toml": open_falls,
    "outlets.toml": open_outlets,
}  # fmt: skip


def check_rules() -> Iterator[str]:
    """A sentence for each promise that a rule breaks: file, rule, field and what to do.

    Raises RuleError for a file of rules that cannot be read at all.
    """
    for family in FAMILIES:
        yield from (f"{family}.toml, {fault}" for fault in unshown(standard().of(family)))
    for rule in (rule for family in FAMILIES for rule in standard().of(family)):
        entries(rule)  # raises where a phrase bears on none of its words
        for field, wanted in (("catches", True), ("spares", False)):
            for sentence in getattr(rule, field):
                if (rule.id in marked_by(sentence, rule.family)) != wanted:
                    yield f"{rule.family}.toml, rule “{rule.id}”: {REMEDY[field].format(sentence=sentence)}"


def marked_by(sentence: str, family: str) -> dict[str, list[str]]:
    """The ids of the rules of a family that mark something in a sentence, each with the words that it marks."""
    marked: dict[str, list[str]] = {}
    for rule_id, span in _marks(sentence, family):
        marked.setdefault(rule_id, []).append(span.of(sentence))
    return marked


def _marks(sentence: str, family: str) -> Iterator[tuple[str, Span]]:
    if family == "criteria":
        yield from ((phrase.rule.id, phrase.span) for phrase in lexicon(standard().of(family)).find(sentence))
        return
    reading = read(open_text(sentence))
    if family == "sources":
        known = {r.source_type: r.id for r in standard().of(family)}
        yield from ((known[a.source_type], s) for a in reading.attributions if a.source_type in known for s in a.spans)
    yield from ((a.rule, span) for a in reading.attributions for span in a.cue or a.content)
    lists: tuple[Sequence[Any], ...] = (reading.voices, reading.loaded, reading.figures)
    yield from ((mark.rule, mark.span) for marks in lists for mark in marks)


def summary(article: Article) -> Iterator[str]:
    """How many rules and words there are, and which of them judge as they describe in an article, line by line."""
    for family in FAMILIES:
        known = standard().of(family)
        count = sum(len(rule.words) for rule in known)
        yield f"{family}.toml: {len(known)} rules, {count} words. Every sentence is marked as it says."
    reading = read(article)
    yield f"In “{article.id}” the rules of loaded.toml mark {len(reading.loaded)} places:"
    for mark in reading.loaded:
        words = " ".join(mark.span.of(article.text).split())
        yield f"  P{article.number(mark.span.start)} {words}: {mark.category}, {mark.strength} of 3 [{mark.rule}]"


# --- a seed -------------------------------------------------------------------------------------


def seed_folders(name: str) -> list[Path]:
    """The folders of articles that a name or path means: one seed, or all that a folder holds.

    Raises ArticleError where there is none.
    """
    path = Path(name)
    for folder in (path, seeds_folder() / name, path.parent):
        if (folder / "article.txt").is_file() and (folder != path.parent or path.suffix == ".toml"):
            return [folder]
    found = sorted(p.parent for p in path.glob("*/article.txt"))
    if found:
        return found
    known = sorted(p.parent.name for p in seeds_folder().glob("*/article.txt"))
    raise ArticleError(f"There is no folder “{name}” with an article.txt. Give one, or a name: {', '.join(known)}.")


def check_seed(folder: Path) -> tuple[Key | None, list[Key], list[str]]:
    """The key of a folder, the first readings behind it, and a sentence for each thing that is wrong in it: text, key,

    exercises, what stands beside it, first readings, adjudication.
    """
    wrong: list[str] = []
    try:
        article = open_folder(folder)
    except ArticleError as problem:
        return None, [], [str(problem)]
    for name, opens in BESIDE.items():
        if (folder / name).is_file():
            try:
                opens(folder / name)
            except ArticleError as problem:
                wrong.append(str(problem))
    key, faults = check_key(folder / "key.toml") if (folder / "key.toml").is_file() else (None, [])
    wrong += faults
    if (folder / "exercises.toml").is_file():
        wrong += check_exercises(folder, key)[1]
    readers: list[Key] = []
    for path in sorted((folder / "annotators").glob("*.toml")):
        if path.stem == "adjudication":
            wrong += check_decisions(path, article)[1]
            continue
        reader, faults = check_key(path)
        wrong += faults
        readers += [reader] if reader and not faults else []
    return key, readers, wrong


def key_summary(folder: Path, key: Key | None, readers: list[Key]) -> Iterator[str]:
    """What a key holds, how far its readers agree, and where the machine's reading differs, line by line."""
    if key is None:
        yield f"{folder.name}: the text can be read. It has no key.toml yet: “byline check --draft” writes a first one."
        return
    tiers = Counter(entry.tier for entry in key.entries) + Counter({"open": len(key.questions)})
    texts = sum(len(item.feedback) for items in (key.entries, key.traps, key.passages) for item in items)
    yield f"{folder.name}: the key is in order. {', '.join(f'{len(getattr(key, name))} {name}' for name in LAYERS)}."
    yield f"  {', '.join(f'{tiers[tier]} {tier}' for tier in TIERS)}; {texts} texts of feedback."
    if len(readers) > 1:
        yield f"  The two first readings (alpha for voices and loaded, F1 for the others): {_agreeing(*readers[:2])}."
    for later in readers[2:]:
        yield f"  A later reading, by {later.reader}, beside the key: {_agreeing(later, key)}."
    if own := sum(e.lesson == LESSON for e in open_exercises(folder, key).values()):
        yield f"  {own} exercises for the lesson with any text, {MADE} or written for it."
    yield "  The machine's reading beside the key, on this one text:"
    yield from (f"  {line}" for line in beside(compare(read(key.article), key)))


def _agreeing(mine: Key, theirs: Key) -> str:
    """How far two readings agree, layer by layer."""
    return ", ".join(f"{layer} {share:.2f}" for layer, share in agreement(mine, theirs).items())


def beside(found: Comparison) -> Iterator[str]:
    """A comparison as lines: a table by layer, then what is not shared."""
    yield f"{'':14}{''.join(f'{outcome:>12}' for outcome in OUTCOMES)}"
    for layer in LAYERS:
        counts = found.counts(layer)
        yield f"{layer:14}{''.join(f'{counts[outcome]:12}' for outcome in OUTCOMES)}"
    for match in found.matches:
        if match.outcome in ("missed", "extra") or match.differs:
            yield told(found.theirs, match)


def told(reading: Reading, match: Match) -> str:
    """One mark that is not shared, or shared with a difference."""
    mark = match.entry.mark if match.entry else match.mine
    assert mark is not None
    span = start_of(mark)
    words = f"P{reading.article.number(span.start)} “{short(span.of(reading.text))}”"
    if not match.differs or not match.entry or not match.mine:
        return f"{match.outcome}, {match.layer}: {words}"
    fields = ", ".join(f"{n} ({_value(match.entry.mark, n)}, not {_value(match.mine, n)})" for n in match.differs)
    return f"differs, {match.layer}: {words}: {fields}"


def _value(mark: Any, name: str) -> str:
    if name in CRITERIA:
        return f"{getattr(mark.criteria, name).score:g}"
    value = getattr(mark, name)
    return "other words" if isinstance(value, tuple) else str(value)
