"""The chain of copies behind the pictures of a text: solid where a link is stated, dashed where it is inferred.

The links are those of the text's key ([provenance]), so nothing of them is drawn where the key is not at hand: a sealed
copy asks for the chain before it shows one. What is in chain.toml beside the text is its own words alone: the places
that tell what the pictures show, each with the hedge that holds it at a distance there, or with none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from byline.display.html import shorten
from byline.display.picture import Picture, box, no_picture, picture_of, text_of
from byline.key import load_key
from byline.key.places import PlaceError, span_of
from byline.key.shape import place
from byline.seeds.blocks import read_blocks
from byline.seeds.folders import folder_of, open_folder
from byline.sheet import Table, escape
from newsmarks.form import Check, Faults, a_text, raise_if_any, slug
from newsmarks.model import Article

FILE = "chain.toml"
TITLE = "From hand to hand: who had it, and how do we know?"
HEADS = ("step", "who", "when", "what changed", "how we know")
FIELDS: dict[str, Check] = {"id": slug, "place": place, "hedge": a_text}
#: How a link is known -> what that means.
BASES = {"stated": "the text says it", "inferred": "worked out from the text"}
NO_HEDGE = "no hedge"
#: How much lower each place of the stair stands, in rem.
DOWN = 1.25
LATER = "The links are in the key, which is not here yet: until it is, build the chain from the cards"
Link = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fall:
    """A place that tells what the pictures show: its paragraph, its words, and the hedge in them, or "" for none."""

    paragraph: int
    words: str
    hedge: str

    @property
    def said(self) -> str:
        """In short: "purport" (P1)."""
        return f"{f'“{self.hedge}”' if self.hedge else NO_HEDGE} (P{self.paragraph})"


def chart_chain(text: str | Path | Article) -> Picture:
    """The hands through which the pictures of a text went, in order; below, what became of the hedges.

    `text` is a seed ("mariupol"), a folder with a text in it, or an article of the collection. Raises ArticleError for
    one that is not there, and for a key or chain.toml that cannot be used.
    """
    folder = _folder(text)
    links: Sequence[Link] = _links(folder)
    falls = open_falls(folder / FILE) if (folder / FILE).is_file() else ()
    if not links and not falls:
        return no_picture(TITLE, "No chain is known for this text")
    alt = " ".join([*(_told(n, link) for n, link in enumerate(links, 1)), *_fallen(falls)])
    return picture_of(_steps(links, falls), _idea(links), _drawn(links, falls), alt)


def open_falls(path: Path) -> tuple[Fall, ...]:
    """The places in a chain.toml, in the order of the file.

    Raises ArticleError, one sentence with file, entry, field and remedy.
    """
    article, wrong, found = open_folder(path.parent), Faults(path), []
    for entry, block in read_blocks(path, "fall", FIELDS, frozenset({"hedge"})):
        with wrong.catching(f"{entry}, field “place”", PlaceError):
            span = span_of(article, block["place"], None)
            words, hedge = span.of(article.text), block.get("hedge", "")
            found.append(Fall(article.number(span.start), words, hedge))
            if hedge not in words:
                wrong.add(entry, f"field “hedge”: “{hedge}” is not among the words of its place. Copy it from there.")
    raise_if_any(wrong.told)
    return tuple(found)


def _folder(text: str | Path | Article) -> Path:
    """Where a text lies."""
    name = text.id if isinstance(text, Article) else text
    return Path(name) if Path(name).is_dir() else folder_of(str(name))


def _links(folder: Path) -> Sequence[Link]:
    """The links that the key has; none where there is no key."""
    return load_key(folder).provenance.get("link", ()) if (folder / "key.toml").is_file() else ()


def _idea(links: Sequence[Link]) -> str:
    """The chain in one sentence."""
    if not links:
        return f"{LATER}."
    stated = sum(link["basis"] == "stated" for link in links)
    inferred = len(links) - stated
    return f"Links in this chain: {len(links)}, of which {stated} stated (solid) and {inferred} inferred (dashed)."


def _told(n: int, link: Link) -> str:
    return f"{n}, {link['basis']}: {link['who']} ({link['when']}). {link['changed']}"


def _fallen(falls: Sequence[Fall]) -> list[str]:
    """What became of the hedges, as a sentence."""
    return [f"The hedges over what they show: {', then '.join(fall.said for fall in falls)}."] if falls else []


def _steps(links: Sequence[Link], falls: Sequence[Fall]) -> Table:
    rows = [(str(n), link["who"], link["when"], link["changed"], link["basis"]) for n, link in enumerate(links, 1)]
    rows += [(f"P{fall.paragraph}", "the text", "–", f"“{shorten(fall.words)}”", fall.hedge or NO_HEDGE)
             for fall in falls]  # fmt: skip
    return Table(TITLE, HEADS, rows)


# --- the picture ------------------------------------------------------------------------------


def _drawn(links: Sequence[Link], falls: Sequence[Fall]) -> str:
    """A card for each hand, one under the other; and below, a stair of the places, each with its hedge."""
    cards = "".join(_card(n, link) for n, link in enumerate(links, 1))
    stairs = "".join(_stair(n, fall) for n, fall in enumerate(falls))
    below = f"<p>The hedges over what they show, place by place:</p>{box('falling', stairs)}" if stairs else ""
    return cards + below


def _card(n: int, link: Link) -> str:
    """A hand: who and when, what changed, and how it is known, in words and by the line at its side."""
    who, when, changed, basis = (link[name] for name in ("who", "when", "changed", "basis"))
    return box(f"hand {basis}", f"<p><b>{n}. {text_of(who)}</b> <small>{text_of(when)}</small></p>"
                                f"<p>{text_of(changed)}</p><p><small>{basis}: {BASES[basis]}</small></p>")  # fmt: skip


def _stair(n: int, fall: Fall) -> str:
    """A place on the stair, `n` steps down: its hedge, or the gap where there is none."""
    hedge = (f'<span class="byline-chip">{text_of(fall.hedge)}</span>' if fall.hedge else
             f'<span class="byline-chip byline-hollow">{escape(NO_HEDGE)}</span>')  # fmt: skip
    return box("stair", f"<p>{hedge} <small>P{fall.paragraph}</small></p><p><q>{text_of(shorten(fall.words))}</q></p>",
               f"margin-top: {DOWN * n:g}rem")  # fmt: skip
