"""The square of the voices: whose words a stretch is in, and whose claim it holds."""

from __future__ import annotations

from collections.abc import Iterator

from byline.display.counts import claims, percent, share_by_voice, words_by_voice
from byline.display.drawn import LETTERED, has_word, needed
from byline.display.picture import Picture, box, no_picture, picture_of, text_of
from byline.sheet import Table, escape
from newsmarks.model import VOICES, Reading
from newsmarks.text import words

TITLE = "Whose words, and whose claim?"
WORDS_BY = ("the reporter", "somebody else")
CLAIM_BY = ("the reporter", "a source, named or described", "nobody who is named")
#: (Whose words, whose claim), as they are numbered above -> the voice that stands there.
CELLS = {(0, 0): "reporter", (0, 1): "indirect", (0, 2): "hedged", (1, 1): "direct", (1, 2): "borrowed"}
#: What stands outside: whose words these are, the article does not say.
OUTSIDE = ("caption", "meta")
UNKNOWN = "not known"
OUT = "Outside the square, because the article does not say whose words these are"
VACANT = "This field is empty: when reporters adopt somebody’s words as their own, we mark them R."
#: An example has so many words.
BEST = 5


def chart_square(reading: Reading) -> Picture:
    """The voices in a square, by whose words and whose claim, each with its share of the article's words."""
    share = share_by_voice(needed(reading))
    if not any(share.values()):
        return no_picture(TITLE, "No voice has any words in this article yet")
    said = [_told(reading, v, f"words by {WORDS_BY[row]}, claim by {CLAIM_BY[column]}")
            for (row, column), v in CELLS.items()]  # fmt: skip
    apart = [f"{LETTERED[v]} {percent(share[v])}" for v in OUTSIDE if share[v]]
    if apart:
        said.append(f"{OUT}: {', '.join(apart)}.")
    return picture_of(_numbers(reading), claims(reading), _drawn(reading), " ".join(said))


def example(reading: Reading, voice: str) -> str:
    """How a stretch in a voice begins: the first of five words that opens a paragraph, or the first, or the longest.

    "" where the voice has no word.
    """
    found = [v.span for v in reading.voices if v.voice == voice and has_word(v.span.of(reading.text))]
    if not found:
        return ""
    opening = {place.start for place in reading.article.paragraphs}
    several = sorted((words(reading.text, span) for span in found), key=lambda w: w[0].start not in opening)
    chosen = next((w for w in several if len(w) >= BEST), max(several, key=len))
    start, end = chosen[0].start, chosen[min(BEST, len(chosen)) - 1].end
    more = " …" if len(chosen) > BEST else ""
    return " ".join(reading.text[start:end].split()) + more


def _told(reading: Reading, voice: str, where: str) -> str:
    """One cell in words."""
    share = share_by_voice(reading)[voice]
    if not share:
        return f"{LETTERED[voice]} ({where}): none."
    return f"{LETTERED[voice]} ({where}): {percent(share)}, for example “{example(reading, voice)}”."


def _numbers(reading: Reading) -> Table:
    """The same as rows: those of the square, then those outside."""
    counted, share = words_by_voice(reading), share_by_voice(reading)
    places = {v: (WORDS_BY[row], CLAIM_BY[column]) for (row, column), v in CELLS.items()}
    rows = [(LETTERED[v], *places.get(v, (UNKNOWN, UNKNOWN)), str(counted[v]), percent(share[v]))
            for v in (*places, *OUTSIDE)]  # fmt: skip
    return Table(TITLE, ("voice", "words by", "claim by", "words", "share"), rows, numbers=(3, 4))


# --- the picture ------------------------------------------------------------------------------


def _drawn(reading: Reading) -> str:
    """Heads and cells, and below them what stands outside."""
    top = "".join(box("head", f"claim by <br><b>{name}</b>") for name in CLAIM_BY)
    rows = "".join(_row(reading, row) for row in range(len(WORDS_BY)))
    outside = "".join(_outside(reading))
    apart = box("outside", f"<b>{OUT}:</b>{outside}") if outside else ""
    return box("square", f"{box('corner', '')}{top}{rows}") + apart


def _row(reading: Reading, row: int) -> str:
    cells = "".join(_cell(reading, CELLS.get((row, column), "")) for column in range(len(CLAIM_BY)))
    return box("head lead", f"words by <br><b>{WORDS_BY[row]}</b>") + cells


def _cell(reading: Reading, voice: str) -> str:
    """One cell: letter, squares, share and example."""
    if not voice:
        return box("cell vacant", escape(VACANT))
    share, letter, label = share_by_voice(reading)[voice], *VOICES[voice][:2]
    name = f'<span class="byline-name"><b class="byline-letter">{letter}</b> {escape(label)}</span>'
    if not share:
        return box(f"cell {voice}", f"{name}<span>none in this article</span>")
    said = f"<q>{text_of(example(reading, voice))}</q>"
    return box(f"cell {voice}", f"{name}{_squares(share)}<span><b>{percent(share)}</b> of the words</span>{said}")


def _squares(share: float) -> str:
    """One small square for every per cent, at least one."""
    return f'<span class="byline-squares">{"<i></i>" * max(1, round(100 * share))}</span>'


def _outside(reading: Reading) -> Iterator[str]:
    for voice in OUTSIDE:
        if share := share_by_voice(reading)[voice]:
            letter, label = VOICES[voice][:2]
            yield (f'<span class="byline-apart byline-{voice}"><b class="byline-letter">{letter}</b> {escape(label)} '
                   f"{_squares(share)} {percent(share)}</span>")  # fmt: skip
