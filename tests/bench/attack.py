"""What somebody finds out who has a sealed lesson and nothing else: strategies, each scored with the key it never saw.

    python tests/bench/attack.py        packs every lesson with every text, searches each pack, and prints the tables
    python tests/bench/attack.py run    and runs each packed lesson in a fresh kernel, blank and answered

*Chance* is what guesses get on average, *luck* how often they get as many right or more; an exercise that two texts
share counts once. A strategy for which that is rarer than one in twenty has found something in the pack that tells.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, permutations, product
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[2]
sys.path[:0] = [str(PROJECT / "lib"), str(PROJECT / "tests")]

from byline.exercises import Exercise, hash_of, marked, mixed  # noqa: E402
from byline.handout.packing import feedback_file, pack_lesson  # noqa: E402
from byline.key import Key, load_key  # noqa: E402
from byline.kinds import KINDS, assess, key_answer, open_exercises, understood  # noqa: E402
from byline.sealing import placed  # noqa: E402
from byline.telling import LAYER_OF, words_at  # noqa: E402
from leaks import leaks, readable  # noqa: E402
from newsmarks.model import Attribution, Reading, Voice  # noqa: E402
from newsmarks.reader import read  # noqa: E402
from newsmarks.text import open_text  # noqa: E402

LESSONS = ("00", "01", "02", "03", "04", "05", "06", "07")
TEXTS = ("mariupol", "flood")
#: What is rarer than this is no luck.
LUCK = 0.05
#: Where the choices of an exercise are kept, and how their ids begin where the author follows the guideline.
CHOICES = {"choose": ("options", "o"), "judge": ("passages", "p"), "sort": ("passages", "s")}


# --- what the machine answers -----------------------------------------------------------------------


def by_machine(e: Exercise, reading: Reading) -> Any:
    """An answer made of the machine's marks, or None where it has none to give."""
    if e.kind == "mark":
        return _marks(e, reading)
    if e.kind == "link":
        return next((_parts(reading, a) for a in reading.attributions
                     if a.source and reading.article.number(words_at(a).start) in e.paragraphs), None)  # fmt: skip
    if e.kind == "rate":
        figure = next((f for f in reading.figures if f.span.overlaps(e.own.figure)), None)
        return figure and {name: one.score for name, one in figure.criteria.items()}
    return None


def _marks(e: Exercise, reading: Reading) -> list[dict[str, Any]]:
    article, found = reading.article, []
    for mark in getattr(reading, LAYER_OF[e.own.layer]):
        span, label = words_at(mark), _label(e, mark)
        if label in e.own.labels and article.number(span.start) in e.paragraphs:
            found.append(marked(article, span, label))
    return found


def _label(e: Exercise, mark: Any) -> str:
    match mark:
        case Voice():
            return mark.voice
        case Attribution():
            return mark.stance
    if e.own.layer == "figures":
        return str(mark.verdict)
    return next((name for name in e.own.labels if name in (mark.words_by, mark.category)), e.own.labels[0])


def _parts(reading: Reading, a: Attribution) -> dict[str, Any]:
    def pieces(spans: Any) -> list[dict[str, Any]]:
        return [{"span": list(span), "quote": span.of(reading.article.text)} for span in spans]

    return {"content": pieces(a.content), "cue": pieces(a.cue), "source": pieces(a.source)}


# --- guesses ------------------------------------------------------------------------------------------

Guess = Callable[[Exercise], Any]


def _one(pick: Callable[[Sequence[Any]], Any]) -> Guess:
    return lambda e: [pick(e.own.options).id] if e.kind == "choose" and not e.own.several else None


def _nth(n: int) -> Guess:
    return _one(lambda options: options[min(n, len(options) - 1)])


def usual_ids(e: Exercise) -> list[str]:
    """The ids that its choices are likely to have in the teacher's file: "o1", "o2", …"""
    name, letter = CHOICES[e.kind]
    return [f"{letter}{n}" for n in range(1, len(getattr(e.own, name)) + 1)]


def _nth_if_mixed(n: int) -> Guess:
    """The option that would be the author's nth if a hash of the usual ids gave the order in which they are shown."""

    def guess(e: Exercise) -> Any:
        if e.kind != "choose" or e.own.several:
            return None
        ids = usual_ids(e)
        return [e.own.options[mixed(e.id, ids).index(ids[min(n, len(ids) - 1)])].id]

    return guess


def _all(judge: Callable[[int, int], bool]) -> Guess:
    """Passages judged by their place: `judge(place, how many)`."""
    return lambda e: {p.id: "sound" if judge(n, len(e.own.passages)) else "weak"
                      for n, p in enumerate(e.own.passages)} if e.kind == "judge" else None  # fmt: skip


def _in_turn_if_mixed(e: Exercise) -> Any:
    """Sound and weak in turn, in the author's order if a hash of the usual ids gave the one that is shown."""
    if e.kind != "judge":
        return None
    ids = usual_ids(e)
    return {p.id: "weak" if ids.index(id) % 2 else "sound"
            for id, p in zip(mixed(e.id, ids), e.own.passages, strict=True)}  # fmt: skip


def _longer_half(e: Exercise) -> Any:
    if e.kind != "judge":
        return None
    long = sorted(e.own.passages, key=lambda p: -len(p.text))[: len(e.own.passages) // 2]
    return {p.id: "sound" if p in long else "weak" for p in e.own.passages}


def _sorted(put: Callable[[int, int], int]) -> Guess:
    """Items put into the bin of this number: `put(place, how many bins)`."""
    return lambda e: {one.id: e.own.judgements[put(n, len(e.own.judgements))]
                      for n, one in enumerate(e.own.passages)} if e.kind == "sort" else None  # fmt: skip


def _ordered(arrange: Callable[[Sequence[str]], Sequence[str]]) -> Guess:
    return lambda e: list(arrange(e.own)) if e.kind == "order" else None


GUESSES: dict[str, Guess] = {
    "choose: longest option": _one(lambda options: max(options, key=lambda o: len(o.text))),
    "choose: shortest option": _one(lambda options: min(options, key=lambda o: len(o.text))),
    "choose: first by the alphabet": _one(lambda options: min(options, key=lambda o: o.text)),
    "choose: last by the alphabet": _one(lambda options: max(options, key=lambda o: o.text)),
    **{f"choose: place {n + 1}": _nth(n) for n in range(4)},
    "choose: last place": _one(lambda options: options[-1]),
    "choose: first of the sorted ids": _one(lambda options: min(options, key=lambda o: o.id)),
    "choose: last of the sorted ids": _one(lambda options: max(options, key=lambda o: o.id)),
    **{f"choose: id {n + 1}, if ids were mixed": _nth_if_mixed(n) for n in range(4)},
    "judge: all sound": _all(lambda n, of: True),
    "judge: all weak": _all(lambda n, of: False),
    "judge: sound, weak, sound, …": _all(lambda n, of: n % 2 == 0),
    "judge: weak, sound, weak, …": _all(lambda n, of: n % 2 == 1),
    "judge: first half sound": _all(lambda n, of: n < of / 2),
    "judge: second half sound": _all(lambda n, of: n >= of / 2),
    "judge: outer ones sound": _all(lambda n, of: not of / 4 <= n < of * 3 / 4),
    "judge: in turn, if ids were mixed": _in_turn_if_mixed,
    "judge: the longer half sound": _longer_half,
    "sort: all into the first bin": _sorted(lambda n, bins: 0),
    "sort: all into the last bin": _sorted(lambda n, bins: bins - 1),
    "sort: in turn": _sorted(lambda n, bins: n % bins),
    "order: as in the file": _ordered(lambda items: items),
    "order: turned round": _ordered(lambda items: items[::-1]),
    "order: by the alphabet": _ordered(sorted),
    "order: longest first": _ordered(lambda items: sorted(items, key=len, reverse=True)),
}  # fmt: skip


# --- scoring ------------------------------------------------------------------------------------------


@dataclass
class Score:
    """How many of some things are right, and for each of them how likely a guess has it right (0-1)."""

    right: int = 0
    chances: list[float] = field(default_factory=list)

    def add(self, right: int, of: int, chance: float) -> None:
        self.right += right
        self.chances += [chance] * of

    @property
    def luck(self) -> float:
        """How likely (0-1) guesses have as many right, or more."""
        ways = [1.0]  # how likely 0, 1, 2, … are right
        for chance in self.chances:
            ways = [a * (1 - chance) + b * chance for a, b in zip([*ways, 0.0], [0.0, *ways], strict=True)]
        return sum(ways[self.right :])

    @property
    def tells(self) -> bool:
        """Whether it is more than luck."""
        return self.luck < LUCK


def scored(whole: Exercise, given: Any, key: Key) -> tuple[int, int, float]:
    """(right, of, chance of one): passages, items one by one, all else as a whole; given as in a sealed copy."""
    answer = understood(whole, key.article, given)
    if whole.kind == "judge":
        right = [answer[p.id] == ("sound" if p.sound else "weak") for p in whole.own.passages]
        return sum(right), len(right), 0.5
    if whole.kind == "sort":
        right = [answer[one.id] in (one.bin, *one.also) for one in whole.own.passages]
        return sum(right), len(right), 1 / len(whole.own.names)
    status = assess(whole, answer, key).status
    many = math.factorial(len(whole.own)) if whole.kind == "order" else len(whole.own.options)
    return int(status in ("yes", "arguable")), 1, 1 / many


def judged(e: Exercise) -> bool:
    """Whether an exercise has an answer to be found out."""
    return e.kind not in ("predict", "write") and e.tier != "open"


@dataclass(frozen=True)
class Case:
    """A sealed exercise as the attacker has it, the whole one as the teacher has it, and the key."""

    sealed: Exercise
    whole: Exercise
    key: Key
    reading: Reading


def cases(box: Path, seed: Path) -> list[Case]:
    """The exercises of a pack that was unpacked, each with what the teacher has of it."""
    key, whole = load_key(seed), open_exercises(seed)
    here = box / "seeds" / seed.name
    reading = read(open_text((here / "article.txt").read_text(encoding="utf-8"), id=seed.name))
    return [Case(e, whole[name], key, reading) for name, e in open_exercises(here).items() if judged(whole[name])]


def table(several: Sequence[Case]) -> dict[str, Score]:
    """Strategy -> its score, over the questions that it has an answer to, each once."""
    found, once = dict[str, Score](), {case.sealed.question: case for case in several}
    for name, guess in GUESSES.items():
        score = found.setdefault(name, Score())
        for case in once.values():
            if (answer := guess(case.sealed)) is not None and judged(case.whole):
                score.add(*scored(case.whole, answer, case.key))
    return found


def machine(several: Sequence[Case]) -> Iterator[tuple[str, str, str]]:
    """(exercise, what the machine's answer gets, what no mark at all gets) where the machine has an answer."""
    for case in several:
        if (answer := by_machine(case.sealed, case.reading)) is not None:
            blank = assess(case.whole, [], case.key).status if case.whole.kind == "mark" else "not attempted"
            yield case.whole.id, assess(case.whole, answer, case.key).status, blank


# --- hashes -------------------------------------------------------------------------------------------


def hashes_in(pack: bytes) -> set[str]:
    """All that looks like a hash in what is made for the lesson."""
    made = (found.text for found in readable("pack", pack) if "/lib/" not in found.path)
    return {one for text in made for one in re.findall(r"\b[0-9a-f]{8,64}\b", text)}


def possible(e: Exercise) -> Iterator[Any]:
    """Answers that an exercise could have, right ones among them."""
    if e.kind == "order":
        yield from map(list, islice(permutations(e.own), 5040))
    if e.kind in CHOICES:
        several = getattr(e.own, CHOICES[e.kind][0])
        yield from (one.text for one in several)
        for ids in ([one.id for one in several], usual_ids(e)):
            yield from _chosen(ids) if e.kind == "choose" else _called(e, ids)


def _chosen(ids: list[str]) -> Iterator[Any]:
    yield from ids
    yield from (list(p) for n in range(1, len(ids)) for p in permutations(ids, n))


def _called(e: Exercise, ids: list[str]) -> Iterator[Any]:
    yield from (dict(zip(ids, bins, strict=True)) for bins in product(e.own.names, repeat=len(ids)))


def with_ids(e: Exercise) -> Iterator[str]:
    """The hashes that its question could have in the teacher's file, with the usual ids in each order."""
    if e.kind not in CHOICES:
        return
    name = CHOICES[e.kind][0]
    for ids in islice(permutations(usual_ids(e)), 5040):
        several = tuple(replace(one, id=id) for one, id in zip(getattr(e.own, name), ids, strict=True))
        whole = replace(e, sealed=False, own=replace(e.own, **{name: several}))
        yield hash_of(e.kind, e.prompt, e.paragraphs, KINDS[e.kind].asked(whole))


def in_places(e: Exercise, answer: Any) -> Any:
    """An answer to a whole exercise as it is given in a sealed copy of it, where choices have their places for ids."""
    if e.kind not in CHOICES:
        return answer
    at = {id: place for place, id in placed(getattr(e.own, CHOICES[e.kind][0])).items()}
    return [at[id] for id in answer] if e.kind == "choose" else {at[id]: said for id, said in answer.items()}


def broken(pack: bytes, several: Sequence[Case]) -> list[str]:
    """Exercises of which some possible answer, or the question with its ids, has a hash that is in the pack.

    Answers are hashed in any of the likely ways.
    """
    there = hashes_in(pack) | {case.sealed.question for case in several}
    return [case.sealed.id for case in several
            if there & {*with_ids(case.sealed)}
            or any(digest[: len(one)] == one for answer in possible(case.sealed) for digest in _digests(case, answer)
                   for one in (there & {digest[:n] for n in (8, 10, 12, 16, 32, 40, 64)}))]  # fmt: skip


def _digests(case: Case, answer: Any) -> Iterator[str]:
    as_json = json.dumps(answer, ensure_ascii=False)
    for text in (as_json, f"{case.sealed.id} {as_json}", f"{case.sealed.id}{as_json}", str(answer)):
        yield from (hashlib.new(name, text.encode()).hexdigest() for name in ("sha256", "sha1", "md5"))
    yield hash_of(answer)
    yield hash_of(case.sealed.id, answer)
    yield hash_of(case.sealed.prompt, answer)


# --- running what was packed --------------------------------------------------------------------------

ANSWER = """import json
from pathlib import Path
from byline import answer, check
for name, value in json.loads(Path("answers.json").read_text()).items():
    answer(name, value, sure="high")"""
STATUSES = """import json
from byline import check
print(json.dumps({{name: check(name).status for name in {names}}}))"""
OPEN = "from byline import open_feedback\n\nopen_feedback()"
WHERE = "import byline\nprint(byline.__file__)"


def run_lesson(home: Path, number: str, text: str, *, answered: bool) -> list[dict[str, str]]:
    """What the exercises of an unpacked lesson are told: sealed, then with the feedback opened.

    Every cell runs in a fresh kernel, whose PYTHONPATH must be the pack's own; raises AssertionError where one fails.
    """
    import nbformat  # takes seconds, which other uses of this file need not wait for
    from nbclient import NotebookClient

    there, key, seed = home / "notebooks", load_key(text), PROJECT / "seeds" / text
    path = next(there.glob(f"{number}_*.ipynb"))
    mine = {name: e for name, e in open_exercises(seed).items() if e.lesson == path.stem}
    right = {name: in_places(e, key_answer(e, key)) for name, e in mine.items()}
    (there / "answers.json").write_text(json.dumps(right if answered else {}))
    feedback_file(number, there, text=text)
    page, front = (nbformat.read(one, as_version=4) for one in (path, there / "lessons.ipynb"))
    first, *rest, opening = [cell for cell in page.cells if cell.cell_type == "code"]
    assert opening.source == OPEN
    statuses = STATUSES.format(names=list(right))
    answering, sealed, opened, where = map(nbformat.v4.new_code_cell, [ANSWER, statuses, statuses, WHERE])
    shown = [cell for cell in front.cells if cell.cell_type == "code"]
    page.cells = [*shown, first, answering, *rest, sealed, opening, opened, where]
    NotebookClient(page, timeout=120, kernel_name="python3", resources={"metadata": {"path": there}}).execute()
    outputs = [output for cell in page.cells for output in cell.outputs]
    assert not [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"]
    assert "There is no" not in json.dumps(outputs) and str(home) in page.cells[-1].outputs[0].text
    return [json.loads(page.cells[n].outputs[0].text) for n in (-4, -2)]


def run_all() -> int:
    """How many lessons do not run as they should, each named."""
    bad = 0
    for text in TEXTS:
        for number in LESSONS:
            for answered in (False, True):
                with tempfile.TemporaryDirectory() as place:
                    home = unpacked(pack_lesson(number, Path(place), text=text), Path(place))
                    os.environ["PYTHONPATH"] = str(home / "lib")
                    told = [sorted({*one.values()}) for one in run_lesson(home, number, text, answered=answered)]
                good = told[0] == (["saved"] if answered else ["not attempted"]) and "not yet" not in told[1]
                bad += not good
                print(f"{number} {text}, {'answered' if answered else 'blank'}: {told}{'' if good else '  <-- BAD'}")
    return bad


# --- the whole of it ----------------------------------------------------------------------------------


def unpacked(path: Path, place: Path) -> Path:
    """The folder that comes out of a pack."""
    with zipfile.ZipFile(path) as box:
        box.extractall(place)
    return place / path.stem


def main() -> int:
    """Pack, search and attack all lessons with all texts; the exit code is 1 where anything was found."""
    every: list[Case] = []
    found = 0
    with tempfile.TemporaryDirectory() as place:
        for text in TEXTS:
            for lesson in LESSONS:
                start = time.perf_counter()
                path = pack_lesson(lesson, Path(place), text=text)
                told = leaks(path.read_bytes(), PROJECT / "seeds" / text, lesson)
                here = cases(unpacked(path, Path(place)), PROJECT / "seeds" / text)
                cracked = broken(path.read_bytes(), here)
                every, found = every + here, found + len(told) + len(cracked)
                print(f"{path.name}: {path.stat().st_size // 1000} kB, {len(told)} leaks, {len(cracked)} hashes of an "
                      f"answer, {time.perf_counter() - start:.1f} s", *told, sep="\n  ")  # fmt: skip
    print(f"\n{'strategy':36}{'right':>7}{'of':>5}{'chance':>8}{'luck':>9}")
    for name, score in table(every).items():
        found += score.tells
        print(f"{name:36}{score.right:7}{len(score.chances):5}{sum(score.chances):8.1f}{score.luck:9.3f}"
              f"{'  <-- TELLS' if score.tells else ''}")  # fmt: skip
    outcomes = list(machine(every))
    good = [name for name, status, _ in outcomes if status in ("yes", "arguable")]
    blank = [name for name, _, status in outcomes if status in ("yes", "arguable")]
    print(f"\nread() as the answer: {len(good)} of {len(outcomes)} right; nothing marked: {len(blank)} right.")
    return int(bool(found) or ("run" in sys.argv and bool(run_all())))


if __name__ == "__main__":
    sys.exit(main())
