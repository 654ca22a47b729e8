"""The kinds of exercise: one module each. They are opened, checked, understood and judged through the functions here.

A kind is a module of this package, and a function of the same name in lesson/exercise.js. It has

- `FIELDS`, `REQUIRED`: what its block in exercises.toml may say besides COMMON, and must (newsmarks.form)
- `EXPECTS`: what an answer looks like, as the end of a sentence
- `REASONED`: whether a page asks for the reason
- `own(block, article, first)`: what of a block only this kind has; `first` is its one paragraph, or None
- `faults(e, key)`: what does not make sense in it, sentence by sentence
- `given_out(e, article, key)`: what a sealed block has of it, besides GIVEN_OUT: an allow-list, nothing of the answer
- `asked(e)`, where there is more to the question than prompt and paragraphs: what of it belongs there; of a
  sealed exercise no ids, as they could be tried out against its hash
- `understood(e, article, value)`: an answer in the form in which it is kept; raises Unclear, or any error
- `told(e, answer, key, machine)`: the Feedback to a kept answer
- `key_answer(e, key)`: the key's own answer, in the form in which answers are kept
- `in_words(e, answer)`: an answer in words, piece by piece
- `shown(e, article, key)`: what a page needs to draw it, as plain data; nothing of the answer
- `completed(block, article, key)`, where what is asked stands in the key: the block with it
- `left(e, answer)`, where an answer is kept before all of it is there: what is open yet, as a sentence, or ""
- `begun(e, key)`, where it may begin with something: what stands there before anybody answers, or None
- `key_in_words(e, key)`, where the key accepts more than `key_answer` says: all of it, piece by piece
- `ladder(e)`, where a student sets her answer beside samples: (level, sample) from the lowest to the highest
- `items(e, answer, key)`, where what is judged is sound or weak: (is it sound?, does the answer call it weak?)
- `unjudged(e, answer, machine)`, where it can be answered without a key (tier “open”): what an answer is told then

The outcomes of its lines are those of byline.exercises (RIGHT, WRONG, NOTES). In a `sealed` exercise, whose key is with
the teacher, nothing that would give the answer away is in the block. A new kind is also named in seeds/GUIDELINE.md,
part 3, and answered by keys alone in tests/answering.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from byline.exercises import KEPT, NOT_ATTEMPTED, SEALED, Exercise, Feedback, Unclear, hash_of, listed
from byline.key import Key, check_key
from byline.key.places import short, span_of
from byline.key.sense import plain_faults
from byline.key.types import SKILLS, TIERS
from byline.making import LESSON, blocks_without_a_key, made_blocks
from byline.seeds.blocks import well_formed
from byline.seeds.folders import open_folder
from newsmarks import form
from newsmarks.form import Check, Faults, raise_if_any
from newsmarks.model import Article, Reading
from newsmarks.text import ArticleError

SCHEMA = "byline.exercises/1"
KINDS: dict[str, Any] = {found.name: import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)}


def paragraphs(value: Any) -> str:
    """A paragraph's number, or a list of them."""
    several = value if isinstance(value, list) and value else [value]
    return next((fault for v in several if (fault := form.whole(1)(v))), "")


#: What a block of any kind may say.
COMMON: dict[str, Check] = {
    "id": form.slug, "kind": form.choice(*KINDS), "lesson": form.a_text, "prompt": form.a_text,
    "paragraphs": paragraphs, "tier": form.choice(*TIERS), "hints": form.texts, "minutes": form.above_zero,
    "reason": form.a_text, "why": form.a_text, "skill": form.choice(*SKILLS), "sound": form.yes_or_no,
    "sure": form.yes_or_no, "sealed": form.yes_or_no,
}  # fmt: skip
#: What of COMMON a student has of a sealed exercise.
GIVEN_OUT = ("id", "kind", "lesson", "prompt", "paragraphs", "hints", "minutes", "reason", "skill", "sure")


# --- opening ----------------------------------------------------------------------------------------


def open_exercises(folder: Path, key: Key | None = None) -> dict[str, Exercise]:
    """The exercises of a seed's folder, by id, with those that are made from its key (byline.making).

    `key` is the folder's, where it is open already. Raises ArticleError with what is wrong first, and how much more is.
    """
    if key is None and (folder / "key.toml").is_file():
        key = check_key(folder / "key.toml")[0]
    found, wrong = check_exercises(folder, key)
    raise_if_any(wrong)
    return found


def check_exercises(folder: Path, key: Key | None) -> tuple[dict[str, Exercise], list[str]]:
    """The exercises of a folder, and a sentence for each thing that is wrong with those that people wrote."""
    found, wrong = dict[str, Exercise](), Faults(folder / "exercises.toml")
    try:
        article, data = open_folder(folder), _written(folder)
    except ArticleError as problem:
        return {}, [str(problem)]
    if data.get("schema") != SCHEMA:
        wrong.add("", f"field “schema” must be “{SCHEMA}”.")
    elif fault := form.texts(data.get("retired", [])):
        wrong.add("", f"field “retired” {fault}")
    if wrong.told:
        return {}, wrong.told
    for entry, block in well_formed(wrong, "exercise", data.get("exercise", []), _form):
        with wrong.catching(entry, ValueError):
            e = _exercise(_completed(block, article, key), article, bool(block.get("sealed", data.get("sealed"))))
            if not wrong.all(entry, _faults(e, key, data.get("retired", []))):
                found[e.id] = e
    every = [*found.values(), *(e for _, e in _made(folder, article, key, data))]
    return {e.id: e for e in sorted(every, key=lambda e: e.id if e.lesson == LESSON else "")}, wrong.told


def _written(folder: Path) -> Mapping[str, Any]:
    """What exercises.toml says; where there is none, that of one without exercises."""
    path = folder / "exercises.toml"
    return form.read_toml(path) if path.is_file() else {"schema": SCHEMA}


def blocks_of(folder: Path, key: Key | None) -> list[dict[str, Any]]:
    """The blocks of a folder's exercises, as they are written and as they are made. Raises ArticleError."""
    return [*_written(folder).get("exercise", []), *made_for(folder, key)]


def made_for(folder: Path, key: Key | None) -> list[dict[str, Any]]:
    """The blocks that are made for a folder, beside those that are written. Raises ArticleError."""
    return [block for block, _ in _made(folder, open_folder(folder), key, _written(folder))]


def _made(
    folder: Path, article: Article, key: Key | None, data: Mapping[str, Any]
) -> Iterator[tuple[dict[str, Any], Exercise]]:
    """What is made for the lesson with any text, each block with its exercise: what is written takes the place of the
    one of the same name. Nothing where the text is a test's, or where `made = false` says that what is written is all,
    as in a copy for students.
    """
    blocks = [block for block in listed(data.get("exercise", [])) if isinstance(block, Mapping)]
    is_form = any(block.get("kind") == "passages" for block in blocks)
    if is_form or not data.get("made", True) or data.get("sealed"):
        return
    taken = {block.get("id") for block in blocks}
    without = not any((folder / name).is_file() for name in ("key.toml", "exercises.toml"))
    for block in made_blocks(key) if key else blocks_without_a_key(article) if without else ():
        if block["id"] in taken:
            continue
        with suppress(ValueError):  # what cannot be asked of a text is left out
            e = _exercise(block, article, sealed=False)
            if not any(_form(block)) and not any(_faults(e, key, data.get("retired", []))):
                yield block, e


def _form(block: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the form of a block."""
    if fault := form.choice(*KINDS)(block.get("kind")):
        yield f"field “kind” {fault}"
        return
    kind = KINDS[block["kind"]]
    yield from form.faults(block, {**COMMON, **kind.FIELDS}, ("id", "kind", "prompt", *kind.REQUIRED))


def _completed(block: Mapping[str, Any], article: Article, key: Key | None) -> Mapping[str, Any]:
    """A block with what it asks, where that stands in the key and the key is here."""
    kind = KINDS[block["kind"]]
    return kind.completed(block, article, key) if key and hasattr(kind, "completed") else block  # type: ignore[no-any-return]


def _exercise(block: Mapping[str, Any], article: Article, sealed: bool) -> Exercise:
    """One exercise. Raises PlaceError where it quotes what is not in the text."""
    kind = KINDS[block["kind"]]
    several = block.get("paragraphs", ())
    numbers = tuple(several) if isinstance(several, list) else (several,) if several else ()
    for number in numbers:
        span_of(article, {"paragraph": number}, None)
    first = numbers[0] if len(numbers) == 1 else None
    told = {name: block[name] for name in COMMON if name in block}
    told |= {"paragraphs": numbers, "hints": tuple(block.get("hints", ())), "sealed": sealed}
    e = Exercise(**told, own=kind.own(block, article, first))
    return replace(e, question=_question(e), sealed_question=_question(replace(e, sealed=True)))


def _question(e: Exercise) -> str:
    """The hash of what is asked, as a whole exercise has it or a sealed one."""
    kind = KINDS[e.kind]
    return hash_of(e.kind, e.prompt, e.paragraphs, kind.asked(e) if hasattr(kind, "asked") else ())


def _faults(e: Exercise, key: Key | None, retired: Sequence[str]) -> Iterator[str]:
    """What does not make sense in an exercise, and what must not stand in words that a student reads."""
    if e.sure and e.kind in KEPT:
        yield f"field “sure”: nothing is judged in “{e.kind}”, so there is nothing to be sure of. Delete it."
    if e.id in retired:
        yield f"field “id”: “{e.id}” was an exercise's that is gone, and no id is used again. Give this one another."
    yield from KINDS[e.kind].faults(e, key)
    for words in (e.prompt, e.reason, *e.hints):
        yield from (f"“{short(words)}”: {fault}" for fault in plain_faults(words))


def given_out(e: Exercise, article: Article, key: Key) -> dict[str, Any]:
    """The block of an exercise in a sealed file: what a student may have, by an allow-list, and its sealed question."""
    common = {name: getattr(e, name) for name in GIVEN_OUT if getattr(e, name)}
    return {**common, **KINDS[e.kind].given_out(e, article, key)}


# --- answers ----------------------------------------------------------------------------------------


def whole_text(value: Any) -> Any:
    """The same with half characters (lone surrogates, which no file can hold) replaced, in all its texts."""
    match value:
        case str():
            return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list() | tuple() | set():
            return type(value)(map(whole_text, value))
        case dict():
            return {whole_text(name): whole_text(inner) for name, inner in value.items()}
    return value


def understood(e: Exercise, article: Article, value: Any) -> Any:
    """An answer in the form in which it is kept. Raises Unclear, with what is expected."""
    kind = KINDS[e.kind]
    try:
        return kind.understood(e, article, whole_text(value))
    except Unclear:
        raise
    except (TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError, ValueError):
        raise Unclear(f"This exercise expects {kind.EXPECTS}") from None


def left(e: Exercise, answer: Any) -> str:
    """What has to be said yet before a kept answer can be committed, as a sentence; "" where all of it is there."""
    kind = KINDS[e.kind]
    return str(kind.left(e, answer)) if hasattr(kind, "left") else ""


def assess(e: Exercise, answer: Any, key: Key | None, machine: Reading | None = None) -> Feedback:
    """What a kept answer is told; `machine` is a third reading to show beside the two."""
    if answer is None:
        return NOT_ATTEMPTED
    if is_kept_with_teacher(e, key):
        return SEALED
    kind = KINDS[e.kind]
    found: Feedback = kind.unjudged(e, answer, machine) if key is None else kind.told(e, answer, key, machine)
    return found


def is_kept_with_teacher(e: Exercise, key: Key | None) -> bool:
    """Whether there is a key that is not here; a text may also have none at all."""
    return e.sealed or (key is None and not (e.tier == "open" and hasattr(KINDS[e.kind], "unjudged")))


def key_answer(e: Exercise, key: Key) -> Any:
    """The answer that the key gives to an exercise, in the form in which answers are kept."""
    return KINDS[e.kind].key_answer(e, key)


def begun(e: Exercise, key: Key | None) -> Any:
    """What stands there before anybody answers, in the form in which answers are kept, or None."""
    kind = KINDS[e.kind]
    return kind.begun(e, key) if hasattr(kind, "begun") else None


def ladder(e: Exercise) -> list[tuple[str, str]]:
    """The sample answers beside which a student sets her own, (what the level is called, sample), or none."""
    kind = KINDS[e.kind]
    return list(kind.ladder(e)) if hasattr(kind, "ladder") else []


def answer_as_text(e: Exercise, answer: Any) -> str:
    """An answer in words, as it stands on a receipt."""
    if answer is None:
        return "no answer yet"
    return _one_after_another(KINDS[e.kind].in_words(e, answer)) or "nothing marked"


def key_as_text(e: Exercise, key: Key) -> str:
    """The key's own answer in words, with all that it accepts."""
    kind = KINDS[e.kind]
    if hasattr(kind, "key_in_words"):
        return _one_after_another(kind.key_in_words(e, key)) or "nothing marked"
    return answer_as_text(e, key_answer(e, key))


def _one_after_another(several: Iterable[str]) -> str:
    """Several things on one line; where a semicolon follows, the full stop goes."""
    *before, last = list(several) or [""]
    return "; ".join([*(one.removesuffix(".") for one in before), last])


def items(e: Exercise, answer: Any, key: Key) -> list[tuple[bool, bool]]:
    """(whether it is sound, whether the answer calls it weak) for each thing that an answer judges."""
    kind = KINDS[e.kind]
    return list(kind.items(e, answer, key)) if hasattr(kind, "items") else []
