"""Makes a Key of the blocks of key.toml, and says of each what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import Any

from byline.key.marks import attribution_of, figure_of, loaded_of, tiled, voice_of
from byline.key.places import PlaceError, short, span_of
from byline.key.sense import (
    about_attribution,
    about_feedback,
    about_figure,
    about_labels,
    about_tier,
    about_tiles,
    about_voice,
)
from byline.key.shape import BLOCKS, PROVENANCE
from byline.key.types import Entry, Key, Mark, Passage, Question, Trap, start_of
from byline.seeds.blocks import well_formed
from newsmarks.form import Faults, a_text, faults
from newsmarks.model import Article, Attribution, Figure, Loaded, Span, Voice

SCHEMA = "byline.key/1"
#: Stands for an attribution that has no id, or somebody else's; what refers to it is not told of.
NAMELESS = "?"
HEAD = ("schema", "sha256", "reader", "made")
Block = dict[str, Any]


class KeyMaker:
    """Makes a key of its blocks; what cannot be made is left out, and told among the faults."""

    def __init__(self, article: Article, wrong: Faults) -> None:
        self.article, self.wrong = article, wrong
        self.names: dict[str, int] = {}  # id of an attribution -> its place in the list
        self.attributions: list[Attribution] = []
        self.sources: set[str] = set()  # who may have said something
        self.voices: list[Voice] = []
        self.broken: set[str] = set()  # ids of attributions that could not be made; NAMELESS where one has no id

    def key(self, data: dict[str, Any]) -> Key | None:
        """The key that is written in a file."""
        if not self._head(data):
            return None
        blocks = {kind: self._well_formed(kind, data.get(kind, [])) for kind in BLOCKS}
        said = self._entries(blocks["attribution"], "attributions", self._attribution)
        said.sort(key=lambda e: start_of(e.mark))
        self.attributions = [m for e in said if isinstance(m := e.mark, Attribution)]
        self.names = {a.rule: n for n, a in enumerate(self.attributions)}
        every = chain(self.attributions, (m for e in said for m, _ in e.also if isinstance(m, Attribution)))
        self.sources = {a.source_name for a in every if a.source_name}
        spoken = self._entries(blocks["voice"], "voices", self._voice)
        whole = len(spoken) == len(data.get("voice", []))
        self.voices = [e.mark for e in spoken if isinstance(e.mark, Voice)]
        if whole:
            self.wrong.all("", about_tiles(self.article, self.voices))
        loaded = self._entries(blocks["loaded"], "loaded", self._loaded)
        figures = self._entries(blocks["figure"], "figures", self._figure)
        tiles = tiled(self.article, self.voices)
        return Key(
            self.article, data["reader"], tiles, tuple(self.attributions), _marks(loaded, Loaded),
            _marks(figures, Figure), made=data.get("made", ""), entries=(*spoken, *said, *loaded, *figures),
            traps=tuple(self._made(blocks["trap"], self._trap)),
            questions=tuple(self._made(blocks["question"], self._question)),
            passages=tuple(self._made(blocks["passage"], self._passage)),
            provenance=self._provenance(data.get("provenance", {})),
        )  # fmt: skip

    def _head(self, data: dict[str, Any]) -> bool:
        """Whether the file is a key at all."""
        wrong = self.wrong
        if data.get("schema") != SCHEMA:
            wrong.add("", f"field “schema” must be “{SCHEMA}”: this file is “{data.get('schema', 'not marked')}”. "
                          "Write a key anew with “byline check --draft”, or get a newer Byline.")  # fmt: skip
            return False
        for name in data.keys() - {*HEAD, *BLOCKS, "provenance"}:
            wrong.add("", f"“{name}” is unknown. A key may have: {', '.join((*HEAD, *BLOCKS, 'provenance'))}.")
        for name in ("reader", "made"):
            if name in data and (fault := a_text(data[name])):
                wrong.add("", f"field “{name}” {fault}")
        if "reader" not in data:
            wrong.add("", "field “reader” is missing. Say who read, as in reader = \"the key\".")
        if data.get("sha256") != self.article.sha256:
            wrong.add("", "field “sha256” is not that of article.txt, so the key may be for another text. Where every "
                          f"quotation still fits, write sha256 = \"{self.article.sha256}\".")  # fmt: skip
        return isinstance(data.get("reader"), str)

    def _well_formed(self, kind: str, blocks: Any) -> list[tuple[str, Block]]:
        """The blocks of a kind whose form is right, each with the words by which its faults name it."""
        good = well_formed(self.wrong, kind, blocks, lambda block: faults(block, *BLOCKS[kind]))
        for entry, block in good:
            if block.get("status") == "to be confirmed":
                self.wrong.add(entry, "this is still to be confirmed. Read it, put it right and delete its line "
                                      "“status”; or delete the entry.")  # fmt: skip
        if kind == "attribution":
            self.broken |= set(_lost(blocks, [block for _, block in good]))
        return good

    def _entries(self, blocks: list[tuple[str, Block]], layer: str, build: Callable[..., Mark]) -> list[Entry]:
        """The entries of a layer, in text order."""
        found: list[Entry] = []
        for entry, block in blocks:
            before = len(self.wrong.told)
            with self.wrong.catching(entry, PlaceError):
                mark = build(entry, block)
                if len(self.wrong.told) > before:
                    self.broken.add(str(block.get("id", "")))
                    continue
                also, feedback = self._also(entry, block, build), block.get("feedback", {})
                found.append(Entry(layer, mark, block.get("tier", "one answer"), also, block.get("separates", ""),
                                   feedback))  # fmt: skip
                self.wrong.all(entry, about_tier(block))
                self.wrong.all(entry, about_feedback(self.article, feedback))
                self.wrong.all(entry, about_labels(self.article, feedback, [mark, *(m for m, _ in also if m)]))
                continue
            self.broken.add(str(block.get("id", "")))
        found.sort(key=lambda e: start_of(e.mark))
        self._doubles(layer, found)
        return found

    def _also(self, entry: str, block: Block, build: Callable[..., Mark]) -> tuple[tuple[Mark | None, str], ...]:
        """The other accepted marks of an entry: its own fields, changed by those of the alternative."""
        plain = {k: v for k, v in block.items() if k not in ("also", "feedback", "separates", "tier")}
        return tuple(
            (build(f"{entry}, also", _changed(plain, other)) if other.get("marked", True) else None, other["why"])
            for other in block.get("also", [])
        )

    def _doubles(self, layer: str, entries: list[Entry]) -> None:
        if layer == "attributions":
            return
        spans = [start_of(entry.mark) for entry in entries]
        for before, after in pairwise(spans):
            if before.overlaps(after):
                words, other = (short(s.of(self.article.text)) for s in (after, before))
                self.wrong.add(f"{layer}, P{self.article.number(after.start)} “{words}”",
                               f"this overlaps “{other}”. Shorten one of them, or delete it.")  # fmt: skip

    def _attribution(self, entry: str, block: Block) -> Attribution:
        mark = attribution_of(self.article, block)
        self.wrong.all(entry, about_attribution(self.article, block, mark))
        return mark

    def _voice(self, entry: str, block: Block) -> Voice:
        mark = voice_of(self.article, block, self._index(entry, block))
        held = None if mark.attribution is None else self.attributions[mark.attribution]
        lost = bool({block.get("attribution"), NAMELESS} & self.broken)
        self.wrong.all(entry, about_voice(self.article, mark, held, told=not lost))
        return mark

    def _loaded(self, entry: str, block: Block) -> Loaded:
        mark = loaded_of(self.article, block, self.voices)
        known = {"reporter", "nobody", *self.sources}
        if mark.words_by not in known and not self.broken:
            self.wrong.add(entry, f"field “words_by”: no attribution has the name “{mark.words_by}”. "
                                  f"It may be: {', '.join(sorted(known))}.")  # fmt: skip
        return mark

    def _figure(self, entry: str, block: Block) -> Figure:
        mark = figure_of(self.article, block, self._index(entry, block))
        self.wrong.all(entry, about_figure(block, mark))
        return mark

    def _index(self, entry: str, block: Block) -> int | None:
        """The place of the attribution that a block names."""
        name = block.get("attribution")
        if name is not None and name not in self.names and not {name, NAMELESS} & self.broken:
            known = ", ".join(self.names) or "none yet"
            self.wrong.add(entry, f"field “attribution”: there is no attribution “{name}”. There are: {known}.")
        return None if name is None else self.names.get(name)

    def _made(self, blocks: list[tuple[str, Block]], make: Callable[[Block], Any]) -> Iterator[Any]:
        """What is made of blocks that are no marks; their texts of feedback are looked at, too."""
        for entry, block in blocks:
            with self.wrong.catching(entry, PlaceError):
                yield make(block)
            self.wrong.all(entry, about_feedback(self.article, block.get("feedback", {})))

    def _trap(self, block: Block) -> Trap:
        return Trap(block["layer"], self._span(block), block["why"], block.get("feedback", {}))

    def _question(self, block: Block) -> Question:
        placed = "paragraph" in block or "quote" in block
        return Question(block["id"], self._span(block) if placed else None, block["ask"], tuple(block["samples"]))

    def _passage(self, block: Block) -> Passage:
        fields = {k: block[k] for k in ("id", "skill", "sound", "why")}
        return Passage(span=self._span(block), feedback=block.get("feedback", {}), **fields)

    def _span(self, block: Block) -> Span:
        return span_of(self.article, block, block.get("paragraph"))

    def _provenance(self, table: Any) -> Mapping[str, Any]:
        """The table of provenance, with the span of what it quotes."""
        if not isinstance(table, dict):
            self.wrong.add("", "“provenance” must be written as a [provenance] table.")
            return {}
        if self.wrong.all("provenance", faults(table, PROVENANCE, ())):
            return {}
        found = dict(table)
        for name in ("date", "credit", "defect", "check"):
            items = enumerate(table.get(name, []), 1)
            found[name] = [self._placed(f"provenance, {name} {n}", item) for n, item in items]
        return found

    def _placed(self, entry: str, item: Block) -> Block:
        with self.wrong.catching(entry, PlaceError):
            return {**item, "span": self._span(item)} if "paragraph" in item else item
        return item


def _changed(block: Block, other: Block) -> Block:
    """An entry with the fields of an alternative; the reporter's, a desk's or a printer's words are nobody's claim."""
    dropped = {"nth"} if "quote" in other else set()
    if other.get("voice") in ("reporter", "caption", "meta"):
        dropped.add("attribution")
    return {**{k: v for k, v in block.items() if k not in dropped}, **other}


def _lost(blocks: Any, good: Sequence[Block]) -> Iterator[str]:
    """The ids of attributions that are not among the good ones; NAMELESS where one has none of its own."""
    known = {block["id"] for block in good}
    for block in blocks if isinstance(blocks, list) else [None]:
        if not any(block is one for one in good):
            id = block.get("id") if isinstance(block, dict) else None
            yield id if isinstance(id, str) and id not in known else NAMELESS


def _marks(entries: list[Entry], kind: type[Any]) -> tuple[Any, ...]:
    return tuple(e.mark for e in entries if isinstance(e.mark, kind))
