"""The dial of the cues: how near to a claim the saying words of an article put the reporter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from byline.display.drawn import needed
from byline.display.html import shorten
from byline.display.picture import Picture, box, no_picture, picture_of, text_of
from byline.sheet import Table, escape
from newsmarks.model import Reading

TITLE = "How do the saying words treat the claim?"
#: Stance -> what it does, from stepping back to vouching.
SCALE = {"doubting": "steps back", "neutral": "plain: it was said", "vouching": "vouches: it is so"}
#: Stances that neither step back nor vouch.
BESIDE = {"hearsay": "does not say who", "colouring": "tells of the speaker"}
#: What one cue of a stance does, and what several do, in the order of the sentence.
VERBS = {"neutral": ("is plain", "are plain"), "doubting": ("steps back", "step back"),
         "vouching": ("vouches for the claim", "vouch for the claim"),
         "hearsay": ("does not say who claims it", "do not say who claims it"),
         "colouring": ("tells of the speaker", "tell of the speaker")}  # fmt: skip
NONE = "none in this article"


@dataclass(frozen=True, slots=True)
class Cue:
    """The saying words of one stance that are the same, and the paragraphs that they stand in."""

    words: str
    stance: str
    paragraphs: tuple[int, ...]

    @property
    def where(self) -> str:
        """Its paragraphs, each once: "P3, P9"; how often it stands in one, where more than once: "P5 (2 times)"."""
        times = Counter(self.paragraphs)
        return ", ".join(f"P{n}{f' ({often} times)' if often > 1 else ''}" for n, often in times.items())


def chart_cues(reading: Reading) -> Picture:
    """Every cue at its place between stepping back and vouching; colouring and hearsay stand beside it."""
    found = cues_of(needed(reading))
    if not found:
        return no_picture(TITLE, "No saying word is marked in this article")
    alt = " ".join(f"{name[:1].upper()}{name[1:]} ({stance}): {_listed(_of(found, stance))}."
                   for stance, name in {**SCALE, **BESIDE}.items())  # fmt: skip
    return picture_of(_numbers(found), _idea(found), _drawn(found), alt)


def cues_of(reading: Reading) -> list[Cue]:
    """The cues by stance and words, in the order of the text; those of borrowed terms are the terms themselves."""
    places: dict[tuple[str, str], list[int]] = {}
    marked = [a for a in reading.attributions if a.cue and a.mode != "borrowed"]
    for a in sorted(marked, key=lambda a: a.cue[0].start):
        words = shorten(reading.words(a.cue))
        places.setdefault((words, a.stance), []).append(reading.article.number(a.cue[0].start))
    return [Cue(words, stance, tuple(several)) for (words, stance), several in places.items()]


def _of(found: Iterable[Cue], stance: str) -> list[Cue]:
    return [cue for cue in found if cue.stance == stance]


def _many(found: Iterable[Cue], stance: str) -> int:
    return sum(len(cue.paragraphs) for cue in _of(found, stance))


def _idea(found: Sequence[Cue]) -> str:
    """The dial in one sentence."""
    told = [_agree(n, *verbs) for stance, verbs in VERBS.items()
            if (n := _many(found, stance)) or stance in SCALE]  # fmt: skip
    total = sum(len(cue.paragraphs) for cue in found)
    return f"Cues in this article: {total}, of which {', '.join(told[:-1])}, and {told[-1]}."


def _agree(n: int, one: str, several: str) -> str:
    """A number with what so many do.

    >>> _agree(1, "is plain", "are plain"), _agree(0, "vouches", "vouch")
    ('1 is plain', 'none vouches')
    """
    return f"{n or 'none'} {one if n < 2 else several}"


def _listed(several: Sequence[Cue]) -> str:
    return "; ".join(f"“{cue.words}” {cue.where}" for cue in several) or NONE


def _numbers(found: Sequence[Cue]) -> Table:
    names = {**SCALE, **BESIDE}
    rows = [(cue.words, cue.where, cue.stance, names.get(cue.stance, cue.stance), str(len(cue.paragraphs)))
            for stance in names for cue in _of(found, stance)]  # fmt: skip
    return Table(TITLE, ("cue", "where", "stance", "what it does", "times"), rows, numbers=(4,))


# --- the picture ------------------------------------------------------------------------------


def _drawn(found: Sequence[Cue]) -> str:
    """A half circle in three sectors with their cues below; and beside it, what neither steps back nor vouches."""
    sectors = "".join(_sector(found, stance, name) for stance, name in SCALE.items())
    beside = "".join(_sector(found, stance, name) for stance, name in BESIDE.items())
    return box("dial", sectors) + box("beside", f"<p>Not on the scale:</p>{beside}")


def _sector(found: Sequence[Cue], stance: str, name: str) -> str:
    """A stance: how many, what it does, and its cues."""
    n = _many(found, stance)
    chips = "".join(f'<span class="byline-chip">{text_of(cue.words)} <small>{cue.where}</small></span>'
                    for cue in _of(found, stance))  # fmt: skip
    head = f'<p class="byline-arc"><b>{n}</b></p><p><b>{escape(name)}</b><br>{stance}</p>'
    return box(f"sector {stance}", f"{head}<p>{chips or escape(NONE)}</p>")
