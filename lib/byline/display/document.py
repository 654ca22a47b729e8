"""One whole page for a browser or a printer: no script, no request, safe to send to anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from byline.display.html import article, language
from byline.display.strip import lettered
from byline.sheet import Drawing, Note, Part, escape, framed, whole_page
from newsmarks.model import Reading

#: What about.toml may say that a reader of the page should see, in this order.
FACTS = (("outlet", "Outlet"), ("author", "By"), ("published", "Published"), ("subject", "Subject"),
         ("content_note", "Content note"), ("rights", "Rights"), ("not_known", "Not known"),
         ("defects", "Defects"))  # fmt: skip


CLOSING = ("rules that explain themselves, and can be mistaken. Point at a mark, or move to it with the Tab key, "
           "to see why it is there.")  # fmt: skip
INLINE = re.compile(r'(?<=") style="[^"<>]*"(?=[ >])')


def page(reading: Reading) -> str:
    """A standalone HTML document: what is known of the article, the ribbon, the highlighted article, the list."""
    title = str(reading.article.about.get("title") or reading.article.id)
    ribbon = _framed(lettered(reading))
    drawn = _framed([Drawing(article(reading, opened=True), "")])
    heading = f'<h1 lang="{language(reading)}"><bdi>{escape(title)}</bdi></h1>'
    return whole_page(f"{title}: whose words?", f"""<header>{heading}{"".join(_facts(reading))}</header>
<main>
<h2>Whose words it is made of</h2>
{ribbon}
<h2>The article, marked</h2>
{drawn}
</main>
<footer><p>Marked by {escape(reading.reader)}: {CLOSING}</p></footer>""")


def _framed(parts: list[Part]) -> str:
    """Parts without the inline styles, which the page's own policy would refuse."""
    return INLINE.sub("", framed(parts))


def _facts(reading: Reading) -> Iterator[str]:
    """What is known of the article and what the reader noted, one paragraph each."""
    for name, label in FACTS:
        value = reading.article.about.get(name)
        if value:
            several = [value] if isinstance(value, str) else value
            joined = " ".join(v if v.endswith(".") or len(several) == 1 else f"{v};" for v in several).rstrip(";")
            yield Note(label, joined).html
    yield from (Note("Note", note).html for note in reading.notes)
