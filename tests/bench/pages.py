"""What the pages of the browser edition are worth: the same answers as on the desk, nothing lost, and how quick.

    python tests/bench/pages.py same                   every exercise, three answers: page and desk are told the same
    python tests/bench/pages.py closings [200] [seed]  windows closed and browsers killed at random while answering
    python tests/bench/pages.py speed [SITE]           seconds, bytes and memory of a first visit (a quiet machine)

SITE is a site that is built already, with the notebooks in it; without it one is built, without them.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent / "lib")]

import psutil  # noqa: E402

from byline.exercises import Exercise, Unclear  # noqa: E402
from byline.kinds import understood  # noqa: E402
from byline.kinds.judge import NAMES  # noqa: E402
from byline.kinds.order import shown_order  # noqa: E402
from byline.lesson.bridge import hear, words_of  # noqa: E402
from byline.lesson.codes import printed_code, slip_code  # noqa: E402
from byline.lesson.desk import Desk  # noqa: E402
from byline.lesson.house import PAGES, move_to  # noqa: E402
from newsmarks.model import CRITERIA  # noqa: E402
from newsmarks.text import ArticleError  # noqa: E402
from site_page import (  # noqa: E402
    PROJECT,
    Served,
    Visit,
    a_playwright,
    build_pages,
    exercise_on,
    kill_browser,
    lines_in,
    processes,
    stored,
    visiting,
    wait_for,
)

TEXTS = ("mariupol", "flood")

# --- the same answers ----------------------------------------------------------------------------------------


def tries(desk: Desk, e: Exercise) -> Iterator[Any]:
    """Answers that may be told different things: the key's first."""
    with contextlib.suppress(ArticleError):
        yield desk.key_answer(e)
    yield from KINDS[e.kind](desk, e)


def _choices(desk: Desk, e: Exercise) -> Iterator[Any]:
    ids = [option.id for option in e.own.options]
    for size in (1, 2, 3) if e.own.several else (1,):
        yield from map(list, itertools.combinations(ids, size))


def _ratings(desk: Desk, e: Exercise) -> Iterator[Any]:
    key = desk.key_answer(e)
    for score in (0, 0.5, 1):
        yield {name: key[name] if name in e.own.show else score for name in CRITERIA}


def _judgements(desk: Desk, e: Exercise) -> Iterator[Any]:
    key = desk.key_answer(e)
    for passage in key:
        yield {**key, passage: NAMES[key[passage] == NAMES[0]]}
    yield dict.fromkeys(key, NAMES[0])


def _orders(desk: Desk, e: Exercise) -> Iterator[Any]:
    yield list(shown_order(e))
    yield list(reversed(e.own))


def _links(desk: Desk, e: Exercise) -> Iterator[Any]:
    key = desk.key_answer(e)
    own = [part for part in key if part not in e.own.show]
    for part, (start, end) in itertools.product(own, ((0, -4), (4, 0), (-8, 0))):
        yield {**key, part: [{"span": [p["span"][0] + start, p["span"][1] + end]} for p in key[part]]}
    yield {**key, own[0]: []}


def _marks(desk: Desk, e: Exercise) -> Iterator[Any]:
    marks = [{"span": list(m["span"]), "label": m["label"]} for m in desk.key_answer(e)]
    words = [word for p in words_of(desk.article, e.paragraphs) for word in p["words"]]
    for n, m in enumerate(marks):
        others, (start, end) = [*marks[:n], *marks[n + 1 :]], m["span"]
        yield others
        yield from ([*others, {**m, "label": label}] for label in e.own.labels if label != m["label"])
        for word in sorted(words, key=lambda w: min(abs(w[0] - start), abs(w[1] - end)))[:24]:
            yield [*others, {**m, "span": [word[0], end]}]
            yield [*others, {**m, "span": [start, word[1]]}]
    yield [{"span": [*words[0][:2]], "label": e.own.labels[0]}]


def _sortings(desk: Desk, e: Exercise) -> Iterator[Any]:
    key = desk.key_answer(e)
    for item, name in itertools.product(key, e.own.names):
        yield {**key, item: name}


def _forms(desk: Desk, e: Exercise) -> Iterator[Any]:
    key = desk.key_answer(e)
    yield {**key, "when": "after", "guess": 7}
    yield {name: "weak" if said == "sound" else said for name, said in key.items()}


KINDS: dict[str, Callable[[Desk, Exercise], Iterator[Any]]] = {
    "sort": _sortings, "passages": _forms,
    "rewrite": lambda desk, e: iter(["Somebody said that it was so.", "No."]),
    "choose": _choices, "rate": _ratings, "judge": _judgements, "order": _orders, "link": _links, "mark": _marks,
    "predict": lambda desk, e: iter(["40", "0.5", "71"]),
    "write": lambda desk, e: iter(["I would ask who said it. The reporter does not answer for it.", "No.", "Ä “é” 😀"]),
}  # fmt: skip


def three_answers(desk: Desk, e: Exercise) -> list[tuple[str, Any]]:
    """(what it is, an answer): one that is right, one that is not yet, one where good readers differ, where there are
    such; others in the place of a sort that there is not."""
    found: dict[str, Any] = {}
    for answer in itertools.islice(tries(desk, e), 600):
        with contextlib.suppress(Unclear, ArticleError, ValueError, IndexError, KeyError):
            kept = json.loads(json.dumps(understood(e, desk.article, answer)))
            told = desk.judge(e, kept)
            sort = "arguable" if any(line.outcome == "arguable" for line in told.lines) else told.status
            if kept not in found.values():
                found.setdefault(sort if sort not in found else f"more {len(found)}", kept)
    sorts = sorted(found, key=lambda sort: sort.startswith("more"))
    return [(sort, found[sort]) for sort in sorts[:3]]


#: Lets a page's own worker be listened to, and its own queue be given a message.
LISTEN = """globalThis.Worker = class extends Worker {
  constructor(...given) {
    super(...given);
    globalThis.bylineTold = [];
    this.addEventListener("message", ({ data }) => data.said?.told && globalThis.bylineTold.push(data.said.told));
  }
};"""
COMMIT = """async ([article, message]) => {
  const page = globalThis.bylinePage, n = (page.n += 1), other = new BroadcastChannel("byline");
  page.queue.push({ article, code: "", writer: page.writer, n, message });
  other.postMessage(message.exercise); // as where another window told of something new: the page says what it owes
  for (;;) {
    const told = globalThis.bylineTold.find((one) => one.writer === page.writer && one.heard === n);
    if (told) return told;
    await new Promise((done) => setTimeout(done, 10));
  }
}"""


def plain(told: dict[str, Any]) -> dict[str, Any]:
    """What an exercise is told, without whose answers they are and which desk said it."""
    text = json.dumps(told, ensure_ascii=False)
    for code in filter(None, (*told["codes"], told["shown"])):
        text = text.replace(code, "CODE")
    return {name: value for name, value in json.loads(text).items() if name not in ("desk", "writer", "heard")}


def same(site: Path) -> None:
    """Ask the page and the desk the same, in the same order, and compare every word of what they say."""
    equal, every, sorts = 0, 0, Counter[str]()
    with a_playwright() as driver, Served(site) as server:
        for text, lesson in pages_in(site):
            for case, here, there in told_twice(driver, server, text, lesson):
                every += 1
                sorts[case[1].split()[0]] += 1
                equal += here == there
                if here != there:
                    print(f"{text} {case}: {differing(here, there)}")
            print(f"{text} {lesson}: {equal} of {every}", flush=True)
    print(f"All lessons, all texts: {equal} of {every} state messages are the same ({dict(sorts)}).")


def lessons_in(site: Path) -> list[str]:
    """The lessons of a site."""
    return sorted(path.stem for path in site.glob("[0-9][0-9]_*.html"))


def pages_in(site: Path) -> list[tuple[str, str]]:
    """(text, lesson) of each page of a site; those of the first text lie at its head."""
    paths = sorted(site.glob("*_*.html")) + sorted(site.glob("*/*_*.html"))
    return [(TEXTS[0] if path.parent == site else path.parent.name, path.stem) for path in paths]


def told_twice(driver: Any, server: Served, text: str, lesson: str) -> Iterator[tuple[tuple[str, str], Any, Any]]:
    """(exercise, sort), what the page said, what the desk said; a new student for each sort of answer."""
    with tempfile.TemporaryDirectory() as place, visiting(Path(place) / "profile", driver) as visit:
        visit.context.add_init_script(LISTEN)
        folder = "" if text == TEXTS[0] else f"{text}/"
        page = visit.open(f"{server.url}{folder}{lesson}.html", "python", 120_000)
        key = Desk(text, Path(place) / "key")
        mine = [e for e in key.exercises.values() if e.lesson == lesson]
        answers = {e.id: three_answers(key, e) for e in mine}
        for n in range(3):
            desk = Desk(text, Path(place) / f"desk-{n}")
            for e in mine:
                if n < len(answers[e.id]):
                    sort, answer = answers[e.id][n]
                    message = {"do": "commit", "exercise": e.id, "answer": answer, "sure": "middle"}
                    here = page.evaluate(COMMIT, [text, message])
                    there = said_at_a_desk(desk, e, {**message, "writer": "w", "n": n * 100 + mine.index(e) + 1})
                    yield (e.id, sort), plain(here), plain(there)
            page.locator("#byline-yours").get_by_role("button", name="New student").click()
            page.get_by_text("This is a new beginning").first.wait_for()
            page.wait_for_timeout(800)


def said_at_a_desk(desk: Desk, e: Exercise, message: dict[str, Any]) -> dict[str, Any]:
    """What this Python says, in the words of a page."""
    before = move_to(PAGES)
    try:
        said: dict[str, Any] = json.loads(json.dumps(hear(desk, e, message)))
        return said
    finally:
        move_to(before)


def differing(here: Any, there: Any, at: str = "") -> str:
    """Where two messages differ first."""
    if isinstance(here, dict) and isinstance(there, dict):
        for name in {**here, **there}:
            if here.get(name) != there.get(name):
                return differing(here.get(name), there.get(name), f"{at}.{name}")
    return f"{at}: {str(here)[:200]} | {str(there)[:200]}"


# --- closings ------------------------------------------------------------------------------------------------

#: Answers an exercise as a student does, presses Commit, and says under which number the page holds it.
ANSWER = """([name, seed]) => {
  const root = document.querySelector(`.byline-mount[data-exercise='${name}'] .byline-exercise`);
  const page = globalThis.bylinePage, all = (what) => [...root.querySelectorAll(what)];
  const visible = (node) => node && node.offsetParent !== null;
  const named = (text) => all("button").find((one) => one.textContent.startsWith(text) && visible(one));
  (named("Try again") ?? named("Change my answer"))?.click();
  const options = all("input[name$=option]");
  options[seed % options.length]?.click();
  all(".byline-passage").forEach((set, n) => set.querySelectorAll("input")[(seed >> n) % 2].click());
  for (const field of all("input[id$=-number], textarea[id$=-text]")) {
    field.value = `${1 + seed % 60}`; // a guess that can be a share, too
    field.dispatchEvent(new Event("input"));
  }
  const sure = all("input[name$=sure]");
  if (visible(sure[0]) && !sure.some((one) => one.checked)) sure[0].click();
  const before = page.n;
  root.querySelector("[role=status]").textContent = ""; // what is said next is of this one
  named("Commit my answer")?.click();
  const isIt = ({ n, message }) => n > before && message.do === "commit" && message.exercise === name;
  const entry = page.queue.findLast(isIt);
  return entry ? { writer: entry.writer, n: entry.n } : null;
}"""
#: Whether the page has said that it keeps what it holds under a number, or has told what Python thinks of it.
SAID = """([name, { writer, n }]) => {
  const root = document.querySelector(`.byline-mount[data-exercise='${name}'] .byline-exercise`);
  const owed = globalThis.bylinePage.queue.some((one) => one.writer === writer && one.n === n);
  const again = [...root.querySelectorAll("button")].find((one) => /^(Try again|Change my)/.test(one.textContent));
  const status = root.querySelector("[role=status]").textContent;
  return owed ? status.startsWith("Your answer is kept") : again.offsetParent !== null;
}"""
SLIPS = [printed_code(slip_code()) for _ in range(2)]
EASY = ("choose", "judge", "predict", "write")  # what ANSWER can answer


class Closings:
    """A student's browser to which everything happens that can, at random; it keeps account of what it was told."""

    def __init__(self, driver: Any, server: Served, builds: list[Path], place: Path, chance: random.Random) -> None:
        self.driver, self.server, self.builds, self.place, self.chance = driver, server, builds, place, chance
        self.profile = place / "profile"
        self.names = {
            text: [e for e in Desk(text, place / text).exercises.values() if e.kind in EASY] for text in TEXTS
        }
        self.lessons = lessons_in(builds[0])
        self.acknowledged: dict[tuple[str, int], str] = {}
        self.copies: list[Path] = []
        self.did: Counter[str] = Counter()
        self.log: list[str] = []

    def round(self, visit: Visit) -> bool:
        """Open a lesson, answer in it, and have something happen; whether the browser still lives."""
        page = visit.context.new_page()
        try:
            self.go(page)
            for _ in range(self.chance.randrange(1, 4)):
                self.answer(page)
            what = self.chance.choice(self.ENDS)
            self.did[what.__name__] += 1
            self.tell(what.__name__)
            return bool(what(self, visit, page))
        finally:
            for left in visit.context.pages[3:]:
                with contextlib.suppress(Exception):
                    left.close()

    def go(self, page: Any) -> None:
        """To a lesson, and wait there: not at all, or until Python is ready, or a moment that is neither."""
        text, lesson = self.chance.choice(TEXTS[:1] * 3 + TEXTS[1:]), self.chance.choice(self.lessons[:2])
        page.goto(f"{self.server.url}{'' if text == TEXTS[0] else text + '/'}{lesson}.html")
        wait_for(page, "exercises")
        self.tell(f"open {text} {lesson}")
        self.wait(page)

    def wait(self, page: Any) -> None:
        """A random moment, or until Python is ready."""
        if self.chance.random() < 0.4:
            with contextlib.suppress(Exception):
                wait_for(page, "python", 30_000)
        page.wait_for_timeout(self.chance.choice((0, 30, 100, 400, 1000, 2500)))

    def answer(self, page: Any) -> None:
        """Commit an answer to a random exercise of the page, and write down whether it was acknowledged."""
        here = page.evaluate("[document.documentElement.dataset.text, document.documentElement.dataset.lesson]")
        e = self.chance.choice([e for e in self.names[here[0]] if e.lesson == here[1]])
        given = page.evaluate(ANSWER, [e.id, self.chance.randrange(1, 1000)])
        if given is None:
            return
        key = (given["writer"], given["n"])
        for wait in (0, *self.chance.choice(((), (20,), (100, 400), (50, 600, 2500)))):
            page.wait_for_timeout(wait)
            if page.evaluate(SAID, [e.id, given]):
                self.acknowledged[key] = f"{here[0]}/{e.id}, told after {wait} ms, line {len(self.log)}"
                break
        self.tell(f"answer {e.id} {key} {key in self.acknowledged}")

    def tell(self, line: str) -> None:
        self.log.append(line)

    # --- what happens -------------------------------------------------------------------------------
    def close(self, visit: Visit, page: Any) -> bool:
        """The window is closed."""
        page.close()
        return True

    def kill(self, visit: Visit, page: Any) -> bool:
        """The browser is killed."""
        visit.kill()
        return False

    def reload(self, visit: Visit, page: Any) -> bool:
        """The page is loaded again, and one more is answered."""
        page.reload()
        wait_for(page, "exercises")
        self.wait(page)
        self.answer(page)
        return self.end(visit, page)

    def second(self, visit: Visit, page: Any) -> bool:
        """A second window of this lesson or another one, answering at the same time."""
        other = visit.context.new_page()
        if self.chance.random() < 0.5:
            other.goto(page.url)
            wait_for(other, "exercises")
        else:
            self.go(other)
        for _ in range(3):
            self.answer(self.chance.choice((page, other)))
        other.close()
        return self.end(visit, page)

    def restore(self, visit: Visit, page: Any) -> bool:
        """A copy is downloaded, or an earlier one brought back, as one's own or as another's."""
        wait_for(page, "python", 60_000)
        if self.copies and self.chance.random() < 0.6:
            page.set_input_files("#byline-file", self.chance.choice(self.copies))
            page.wait_for_timeout(self.chance.choice((30, 300, 1500)))
            choices = page.locator("#byline-yours .byline-row").last.locator("button")
            if choices.count():
                choices.nth(self.chance.randrange(choices.count())).click()
                page.wait_for_timeout(self.chance.choice((0, 30, 800)))
        else:
            with page.expect_download(timeout=60_000) as file:
                page.locator("#byline-yours").get_by_role("button", name="Download a copy").click()
            self.copies.append(self.place / f"copy-{len(self.copies)}.jsonl")
            file.value.save_as(self.copies[-1])
        self.answer(page)
        return self.end(visit, page)

    def new_student(self, visit: Visit, page: Any) -> bool:
        """Somebody else begins, by the button or with a link of a class."""
        if self.chance.random() < 0.5:
            page.locator("#byline-yours").get_by_role("button", name="New student").click()
            page.wait_for_timeout(self.chance.choice((0, 50, 1500)))
        else:
            code = self.chance.choice(SLIPS)
            page.close()
            page = visit.context.new_page()
            page.goto(f"{self.server.url}00_start_here.html#class=9B&code={code}")
            wait_for(page, "exercises")
            self.wait(page)
            mine = page.locator(".byline-slip button:visible")
            if mine.count() and "Use it" not in mine.first.inner_text():
                mine.nth(self.chance.randrange(mine.count())).click()
        self.answer(page)
        return self.end(visit, page)

    def version(self, visit: Visit, page: Any) -> bool:
        """Another build of the site is there from now on; this page is of the one before."""
        self.server.folders = {"/": self.chance.choice(self.builds)}
        self.answer(page)
        if self.chance.random() < 0.5:
            page.reload()
            wait_for(page, "exercises")
            self.answer(page)
        return self.end(visit, page)

    def end(self, visit: Visit, page: Any) -> bool:
        """The window is closed, or the browser killed."""
        return self.chance.choice((self.close, self.close, self.kill))(visit, page)

    ENDS = (close, close, kill, kill, reload, second, restore, new_student, version)

    def run(self, times: int) -> None:
        """As many rounds; a browser that was killed is opened again."""
        done = 0
        while done < times:
            with visiting(self.profile, self.driver) as visit:
                alive = True
                while alive and done < times:
                    before = len(self.acknowledged)
                    try:
                        alive = self.round(visit)
                        self.did["rounds"] += 1
                    except Exception as problem:  # what the driver says where a browser dies under it
                        self.tell(f"problem {str(problem)[:300]}")
                        self.did["problems of the driver"] += 1
                        alive = bool(processes(self.profile))
                    done += 1
                    if done % 10 == 0:
                        print(
                            f"{done}: {len(self.acknowledged)} acknowledged (+{len(self.acknowledged) - before})",
                            flush=True,
                        )

    def count(self) -> tuple[list[str], list[str], int]:
        """What was acknowledged and is not there; what is there twice; how much waits still."""
        with visiting(self.profile, self.driver) as visit:
            for text in TEXTS:
                page = visit.open(
                    f"{self.server.url}{'' if text == TEXTS[0] else text + '/'}00_start_here.html", "python", 90_000
                )
                page.wait_for_timeout(4000)
            found = stored(page)
            (self.place / "stored.json").write_text(json.dumps(found, ensure_ascii=False, default=str))
        there = Counter((line["writer"], line["n"]) for text in TEXTS for line in lines_in(found, text, everywhere=True)
                        if line["event"] == "commit")  # fmt: skip
        lost = [f"{key}: {self.acknowledged[key]}" for key in self.acknowledged if not there[key]]
        doubled = [f"{key}: {n} times" for key, n in there.items() if n > 1]
        return lost, doubled, len(found.get("byline-page/outbox", {}))


def closings(builds: list[Path], times: int, seed: int) -> None:
    """Have everything happen, as often as that, and count."""
    with tempfile.TemporaryDirectory() as place, a_playwright() as driver, Served(builds[0]) as server:
        student = Closings(driver, server, builds, Path(place), random.Random(seed))
        try:
            student.run(times)
            lost, doubled, waiting = student.count()
        finally:
            kill_browser(student.profile)
        print(*(f"LOST {line}" for line in lost), *(f"TWICE {line}" for line in doubled), sep="\n")
        print(f"{dict(student.did)}: {len(student.acknowledged)} commits acknowledged, {len(lost)} lost, "
              f"{len(doubled)} doubled, {waiting} still waiting (seed {seed}).")  # fmt: skip
        if keep := os.environ.get("KEEP"):
            Path(keep).write_text("\n".join(student.log) + "\n" + (student.place / "stored.json").read_text())


# --- speed ---------------------------------------------------------------------------------------------------

#: What -> the most it may be: at a whole core, and at a quarter of one; seconds, kB, MB.
BARS = {"readable s": 0.5, "markable s": 0.7, "feedback s": 4.0, "kB before markable": 120.0, "MB gzip": 7.0,
        "memory MB": 240.0}  # fmt: skip
BARS_SLOW = {"markable s": 2.0, "feedback s": 12.0}
#: When the first paragraph of the article was drawn, and the exercises were there; seconds from the address on.
DRAWN = """() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  const { exercises, ready } = globalThis.bylineTimes;
  return [paint.startTime, exercises, ready].map((time) => time / 1000);
}"""


def memory(profile: Path) -> float:
    """What all processes of a browser hold together, in MB; what they share is divided among them."""
    found = 0.0
    for one in processes(profile):
        with contextlib.suppress(OSError, psutil.Error):
            found += (
                int(re.search(r"^Pss: +(\d+)", Path(f"/proc/{one.pid}/smaps_rollup").read_text(), re.MULTILINE)[1])
                / 1024
            )
    return found


def first_visit(driver: Any, site: Path, limit: Callable[[Path], None] | None = None) -> dict[str, float]:
    """One visit with a fresh profile: what it took."""
    with tempfile.TemporaryDirectory() as place, Served(site) as server, visiting(Path(place) / "p", driver) as visit:
        blank = visit.context.new_page()
        blank.wait_for_timeout(1500)
        before = memory(visit.profile)
        if limit:
            limit(visit.profile)
        page = blank
        page.goto(f"{server.url}00_start_here.html", wait_until="commit")
        wait_for(page, "exercises")
        until_markable = [
            one for one in server.asked if one[0].endswith((".html", ".css", ".js")) and "worker" not in one[0]
        ]
        wait_for(page, "python", 90_000)
        page.wait_for_timeout(1500)
        held = memory(visit.profile) - before
        readable, markable, _ = page.evaluate(DRAWN)
        start = time.monotonic()
        page.evaluate(ANSWER, ["00-f", 1])
        exercise_on(page, "00-f").get_by_role("button", name="Try again").wait_for()
        to_feedback = time.monotonic() - start
        ready = page.evaluate(DRAWN)[2]
        page.wait_for_timeout(6000)
        own = {path: (plain, packed) for path, status, plain, packed in server.asked if status == 200}
        return {
            "readable s": readable, "markable s": markable, "feedback s": ready + to_feedback, "memory MB": held,
            "kB before markable": sum(packed for *_, packed in until_markable) / 1000,
            "kB before markable, plain": sum(plain for *_, plain, _ in until_markable) / 1000,
            "MB gzip": sum(packed for _, packed in own.values()) / 1e6,
            "MB plain": sum(plain for plain, _ in own.values()) / 1e6, "commit to feedback s": to_feedback,
            "requests": len(server.asked),
        }  # fmt: skip


@contextlib.contextmanager
def a_share_of_a_core(share: float) -> Iterator[Callable[[Path], None] | None]:
    """What holds all processes of a browser together at a share of one core, by a control group; None where this
    machine gives none (it needs Linux, and the right to make one)."""
    groups = Path("/sys/fs/cgroup")
    old = groups / "cpu"  # the first version has a folder for each resource
    group = (old if old.is_dir() else groups) / f"byline-bench-{os.getpid()}"
    try:
        group.mkdir()
        name, value = (
            ("cpu.cfs_quota_us", f"{share * 100_000:.0f}")
            if old.is_dir()
            else ("cpu.max", f"{share * 100_000:.0f} 100000")
        )
        (group / name).write_text(value)
    except OSError:
        yield None
        return

    def hold(profile: Path) -> None:
        for one in processes(profile):
            (group / "cgroup.procs").write_text(str(one.pid))

    try:
        yield hold
    finally:
        for _ in range(50):  # its processes are ending
            with contextlib.suppress(OSError):
                group.rmdir()
                break
            time.sleep(0.1)


def speed(site: Path) -> None:
    """A first visit at a whole core and at a quarter of one, three times each; the middle one of each counts."""
    print(f"Load of the machine: {os.getloadavg()[0]:.1f}; {psutil.cpu_count()} cores.")
    with a_playwright() as driver:
        tell("a first visit", [first_visit(driver, site) for _ in range(3)], BARS)
        with a_share_of_a_core(0.25) as hold:
            if hold:
                tell(
                    "the same, all of the browser at a quarter of one core",
                    [first_visit(driver, site, hold) for _ in range(3)],
                    BARS_SLOW,
                )
            else:
                print("A quarter of a core: not tried, this machine gives no control group.")


def tell(what: str, visits: list[dict[str, float]], bars: dict[str, float]) -> None:
    """Print the middle of several visits, what it may be at most, and from which to which they went."""
    print(f"\n{what}\n{'':28} {'middle':>9} {'bar':>7}   from – to")
    for name in visits[0]:
        every = sorted(visit[name] for visit in visits)
        bar = f"{bars[name]:g}" if name in bars else ""
        late = "  MISSED" if name in bars and every[len(every) // 2] > bars[name] else ""
        print(f"{name:28} {every[len(every) // 2]:9.2f} {bar:>7}   {every[0]:.2f} – {every[-1]:.2f}{late}")


# --- all of it -----------------------------------------------------------------------------------------------


def two_builds(place: Path) -> list[Path]:
    """The same lessons built twice; a word of the second differs."""
    import shutil

    for name in ("notebooks", "seeds"):
        shutil.copytree(PROJECT / name, place / "course" / name, ignore=shutil.ignore_patterns("answers", ".*"))
    first = build_pages(place / "one", place / "course", lessons=("00", "01"))
    lesson = place / "course" / "notebooks" / "00_start_here.ipynb"
    notebook = json.loads(lesson.read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] += ["\n\nA new sentence."]
    lesson.write_text(json.dumps(notebook), encoding="utf-8")
    return [first, build_pages(place / "two", place / "course", lessons=("00", "01"))]


def main(what: str = "", *more: str) -> None:
    """Do what was asked."""
    with tempfile.TemporaryDirectory() as place:
        if what == "closings":
            closings(two_builds(Path(place)), int(more[0]) if more else 200, int(more[1]) if more[1:] else 2026)
        elif what in ("same", "speed"):
            site = Path(more[0]) if more else build_pages(Path(place) / "site")
            (same if what == "same" else speed)(site)
        else:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])
