"""The marks of a reading as a table of pandas, to filter and to count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from byline.display.drawn import needed, to_draw
from byline.sheet.signs import one_line
from newsmarks.model import Reading
from newsmarks.text import ArticleError

if TYPE_CHECKING:
    from pandas import DataFrame

COLUMNS = ("layer", "paragraph", "words", "voice", "who", "label", "strength", "rule", "why", "start", "end")


def table(reading: Reading) -> DataFrame:
    """Every mark, one a row, in the order of the text.

    `voice` is the one that the mark begins in; `who` is whose words or claim it is, or "nobody named"; `strength` is
    1 to 3 for a loaded word and 0 for all else; `start` and `end` are offsets in code points. Raises ArticleError where
    there is no pandas.
    """
    try:
        import pandas as pd
    except ImportError:
        raise ArticleError("A table needs the package pandas, which this Python does not have. Everything else works "
                           "without it: show(reading) lists the same marks.") from None  # fmt: skip

    rows = []
    for m in to_draw(needed(reading)):
        voice = reading.voice_at(m.span.start)
        rows.append((m.layer, reading.article.number(m.span.start), one_line(m.span.of(reading.text)),
                     voice.voice if voice else "", m.who, m.label, m.strength, m.rule, m.why, *m.span))  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))
