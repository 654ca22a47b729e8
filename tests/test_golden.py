"""Every mark on the texts that came along, for a reviewer to read: what a change of the rules or the code changes.

BYLINE_GOLDEN=write makes the files anew after a change that was meant.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from byline.seeds.folders import open_article, texts
from newsmarks.model import Reading
from newsmarks.reader import read
from newsmarks.text import open_text

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
TEXTS: dict[str, str | Path] = {
    **{name: name for name in texts()}, **{file.stem: file for file in sorted((HERE / "cases").glob("plain*.txt"))},
}  # fmt: skip
#: Single sentences and short texts, a blank line between them, the marks of each indented below it.
SENTENCES = GOLDEN / "sentences.txt"
#: Voices that only repeat what an attribution says.
PLAIN = re.compile(r"P\d+ voice .*\[voice\.(?:reporter|direct|indirect|hedged|borrowed)\]\Z", re.S)


def golden_lines(reading: Reading) -> list[str]:
    """One mark a line: paragraph, layer, words, and what was said of them."""
    text = reading.text
    lines = [(v.span.start, f"voice       {v.voice}: {v.span.of(text)!r} [{v.rule}]") for v in reading.voices]
    for a in reading.attributions:
        who, cue, said = (reading.words(spans) or "-" for spans in (a.source, a.cue, a.content))
        who += f" = {a.source_name or '-'} ({a.source_type}, step {a.ladder})"
        lines.append((min(a.spans).start, f"attribution {a.mode}, {a.stance}: {who} | {cue} | {said} [{a.rule}]"))
    for m in reading.loaded:
        judged = f"{m.category} {m.strength}, words by {m.words_by}"
        lines.append((m.span.start, f"loaded      {m.span.of(text)}: {judged} [{m.rule}]"))
    for f in reading.figures:
        value = f"{f.kind}, {f.approx} {f.value if f.value is not None else '-'} {f.unit or ''}".strip()
        checked = f"counts {f.counts or '-'}, {f.verdict}, {f.criteria.total:g} of 5"
        lines.append((f.span.start, f"figure      {f.span.of(text)}: {value}, {checked} [{f.rule}]"))
    return [f"P{reading.article.number(at)} {line}" for at, line in sorted(lines)]


def as_reviewed(file: Path, now: str) -> None:
    if os.environ.get("BYLINE_GOLDEN") == "write":
        file.write_text(now, encoding="utf-8")
    assert now == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TEXTS)
def test_every_mark_of_a_text_is_as_reviewed(name: str) -> None:
    """The articles, and plain news without loaded words."""
    as_reviewed(GOLDEN / f"{name}.txt", "\n".join(golden_lines(read(open_article(TEXTS[name])))) + "\n")


def test_every_mark_of_the_sentences_is_as_reviewed() -> None:
    """Who says what, where a quotation ends, what is counted: a sentence or two for each way of putting it."""
    blocks = []
    for block in SENTENCES.read_text(encoding="utf-8").strip().split("\n\n"):
        text = "\n".join(line for line in block.split("\n") if not line.startswith("    "))
        marks = [line for line in golden_lines(read(open_text(text))) if not PLAIN.match(line)]
        blocks.append("\n    ".join([text, *marks]))
    as_reviewed(SENTENCES, "\n\n".join(blocks) + "\n")
