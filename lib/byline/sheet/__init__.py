"""One way to show a table, a list or a note: it is built once, as data, and comes out as HTML and as plain text.

>>> from byline.sheet import Card, List, Note, Sheet, Table
>>> sheet = Sheet((
...     Note("Verdict", "traceable (3 of 5)"),
...     List(["Who counted?", "<b>How?</b>"]),
...     Table("Words by voice", ("Voice", "Words"), [("Q quote", "95"), ("R reporter", "198")], numbers=(1,)),
... ))
>>> print(sheet.text)
Verdict: traceable (3 of 5)
- Who counted?
- <b>How?</b>
<BLANKLINE>
Words by voice
--------------
Voice       Words
Q quote        95
R reporter    198
>>> "<li><bdi>&lt;b&gt;How?&lt;/b&gt;</bdi></li>" in sheet.html
True

Whatever is put in is words, from an article, a key or a student: it is escaped in HTML, and on a terminal its control
characters are made visible. A `Drawing` alone holds markup of its own, and the same in words. In a notebook a Sheet
shows itself; `framed(parts)` is the same without the style sheet, for a page or an output that has it already.
"""

from byline.sheet.pages import whole_page
from byline.sheet.parts import KEY, Card, Drawing, Folded, List, Note, Part, Sheet, Table, Words, framed, style_sheet
from byline.sheet.signs import WIDTH, escape, fill, visible
from byline.sheet.tokens import colour

__all__ = [
    "KEY", "WIDTH", "Card", "Drawing", "Folded", "List", "Note", "Part", "Sheet", "Table", "Words", "colour", "escape",
    "fill", "framed", "style_sheet", "visible", "whole_page",
]  # fmt: skip
