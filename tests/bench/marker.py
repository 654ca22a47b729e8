"""How long it takes until a mark is on the page, in an article of 3,000 words, beside typing into a bare page.

    python tests/bench/marker.py

Prints milliseconds from the key press to the finished layout (medians of 200), the slowest, and the ratio. A mark of
one word and one of 300, against a letter typed into a contenteditable element with the same text.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent / "lib")]

from browser import a_page  # noqa: E402
from byline.exercises import Exercise  # noqa: E402
from byline.kinds import mark  # noqa: E402
from byline.lesson.bridge import words_of  # noqa: E402
from byline.lesson.widgets import ExerciseWidget  # noqa: E402
from newsmarks.text import open_text  # noqa: E402

SENTENCE = "The mayor of the town said on Friday that the old bridge was unsafe and that it would close in the spring. "
TIME = """async ([source, css, spec]) => {
  document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
  const module = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const model = { get: () => spec, on() {}, send() {} };
  const el = document.body.appendChild(document.createElement("div"));
  module.default.render({ model, el });
  const bare = document.body.appendChild(document.createElement("div"));
  bare.contentEditable = "true";
  bare.innerHTML = spec.paragraphs.map((p) => `<p>${p.words.map((w) => w[2] + w[3]).join("")}</p>`).join("");
  const text = el.querySelector(".byline-text");
  const press = (key, more = {}) => text.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...more }));
  const timed = (act) => {
    const t = performance.now();
    act();
    document.body.offsetHeight;
    return performance.now() - t;
  };
  const summed = (times) => { times.sort((a, b) => a - b); return [times[times.length >> 1], times.at(-1)]; };
  text.focus();
  const one = [], many = [], typed = [];
  for (let n = 0; n < 200; n += 1) {
    for (let k = 0; k < 7; k += 1) press("ArrowRight");
    one.push(timed(() => press(n % 2 ? "h" : "i")));
    press("Delete");
  }
  for (let n = 0; n < 200; n += 1) {
    if (!(n % 8)) press("Home");
    press("ArrowRight");
    for (let k = 0; k < 299; k += 1) press("ArrowRight", { shiftKey: true });
    many.push(timed(() => press("h")));
    press("Delete");
    for (let k = 0; k < 299; k += 1) press("ArrowLeft");
  }
  bare.focus();
  for (let n = 0; n < 200; n += 1) {
    const range = document.createRange();
    range.setStart(bare.children[n % bare.children.length].firstChild, 5);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    typed.push(timed(() => document.execCommand("insertText", false, "x")));
  }
  return { one: summed(one), many: summed(many), typed: summed(typed) };
}"""


def main() -> None:
    """Draw, time, print."""
    text = "\n\n".join(SENTENCE * 7 for _ in range(21)).strip()
    article = open_text(text, id="long")
    numbers = tuple(range(1, len(article.paragraphs) + 1))
    own = mark.Own("voices", ("direct", "indirect", "hedged"), ())
    e = Exercise("x", "mark", "Mark.", paragraphs=numbers, own=own)
    spec = {"id": "x", "article": "long", "kind": "mark", "prompt": "Mark.", "minutes": "1", "reason": "",
            "paragraphs": list(words_of(article, numbers)), **mark.shown(e, article, None)}  # fmt: skip
    source = Path(TESTS.parent / "lib/byline/lesson/exercise.js").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory(), a_page(viewport={"width": 1280, "height": 900}) as page:
        page.set_content("<!doctype html><title>x</title><body></body>")
        found = page.evaluate(TIME, [source, ExerciseWidget._css, spec])
    count = sum(len(p["words"]) for p in spec["paragraphs"])
    print(f"{count} words, milliseconds (median, slowest of 200)")
    rows = (("one", "a mark on one word"), ("many", "a mark on 300 words"), ("typed", "a letter typed, bare"))
    for name, words in rows:
        middle, worst = found[name]
        print(f"  {words:22} {middle:7.2f} {worst:7.2f}   {middle / found['typed'][0]:5.1f}x")


if __name__ == "__main__":
    main()
