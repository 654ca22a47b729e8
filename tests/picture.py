"""Makes the README's picture again: python tests/picture.py (from Byline's own environment, with a Chromium)."""

from pathlib import Path

from browser import a_page
from byline import open_article, read, show

PICTURE = Path(__file__).parents[1] / "notebooks" / "pictures" / "marked_paragraph.png"
HIDE = "body { margin: 16px } .byline-p { padding: 10px; max-width: 40rem !important }"


def main() -> None:
    """Photograph paragraph 10 with its voices, cue and source, twice as sharp as a screen."""
    view = show(read(open_article("mariupol")), layers=("voices", "cues", "sources"), paragraphs=10)
    PICTURE.parent.mkdir(exist_ok=True)
    with a_page(viewport={"width": 760, "height": 400}, device_scale_factor=2) as page:
        page.set_content(f"<!doctype html><style>{HIDE}</style>{view.html}")
        page.locator(".byline-p").screenshot(path=PICTURE)


if __name__ == "__main__":
    main()
