"""An answer as it is typed from paper: what a cell of a sheet holds for each kind of exercise."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from byline.exercises import LETTERS, WRITTEN, Exercise, Unclear, at_letter
from byline.key.places import short
from byline.kinds import understood
from byline.kinds.judge import NAMES
from byline.kinds.order import shown_order
from byline.kinds.passages import PLAIN, WHEN
from newsmarks.model import CRITERIA, Article

#: What is typed behind an answer for how sure a student is.
SURE = {"?": "low", "?!": "middle", "!": "high"}
HOW_SURE = "Where the page asks how sure, put ? (not very), ?! (fairly) or ! (sure) behind the answer, as in “b!”."
JUDGED = {"y": "yes", "n": "not yet", "~": "arguable"}
SCORES = {"0": 0.0, "½": 0.5, "h": 0.5, ".5": 0.5, "0.5": 0.5, "0,5": 0.5, "1/2": 0.5, "1": 1.0}
#: A spreadsheet takes “+” for the beginning of a sum, so letters will do.
SIGNS = {"+": NAMES[0], "y": NAMES[0], "-": NAMES[1], "–": NAMES[1], "−": NAMES[1], "n": NAMES[1]}
#: What a teacher judges on the page; a cell has the sign or the level for it.
BY_HAND = ("mark", "link", *WRITTEN)


def cell_form(e: Exercise) -> str:
    """What a cell of an exercise holds, as it goes on after "Write"."""
    match e.kind:
        case "choose":
            last = LETTERS[len(e.own.options) - 1]
            return f"letters, a to {last}, as in “ac”" if e.own.several else f"a letter, a to {last}"
        case "judge":
            sound, weak = e.own.judgements
            return f"{len(e.own.passages)} signs, + ({sound}) or - ({weak}); y and n will do"
        case "passages":
            sound, weak = PLAIN
            return (f"b (before the lessons), a (after) or l (some weeks later), then {len(e.own)} signs, "
                    f"+ ({sound}) or - ({weak}), as in “b +-+”")  # fmt: skip
        case "sort":
            named = ", ".join(f"{sign} ({words})" for sign, words in zip(signs_of(e), e.own.judgements, strict=True))
            return f"{len(e.own.passages)} digits: {named}"
        case "order":
            return f"the {len(e.own)} numbers in the boxes, a first, as in “3142”; or the letters in order"
        case "predict":
            return f"a number ({e.own.unit})"
        case "rate":
            return f"{len(_asked(e))} scores with spaces between, 0, ½ (or h) or 1"
        case "write" | "rewrite":
            return "a level, 0 to 4"
    return "y (yes), n (not yet) or ~ (arguable), as you judged it"


def signs_of(e: Exercise) -> str:
    """What stands on paper for each bin: + and – where passages are judged, else digits."""
    return "+–" if e.kind == "judge" else "12345"[: len(e.own.judgements)]


def _asked(e: Exercise) -> list[str]:
    return [name for name in CRITERIA if name not in e.own.show]


def typed_work(e: Exercise, article: Article, cell: str) -> dict[str, Any] | str:
    """A filled cell as the work of a hand-in, or a sentence with what is expected."""
    bare = cell.strip().removeprefix("'").casefold()  # a spreadsheet's sign for a text
    said = bare.rstrip("?! ")
    try:
        sure = SURE[bare[len(said) :].strip()] if bare != said else None
        answer = READ[e.kind](e, said)
        kept = answer if isinstance(answer, dict) and "paper" in answer else understood(e, article, answer)
    except Unclear as problem:
        return f"“{short(cell)}” is no answer here. {problem}"
    except (ValueError, LookupError):
        return f"“{short(cell)}” is no answer here. Write {cell_form(e)}."
    return {"lesson": e.lesson, "kind": e.kind, "question": e.question, "sure": sure if e.sure else None,
            "tries": [{"answer": kept, "hints": 0, "revealed": False}], "revealed": False, "reason": "",
            "placed": None, "earlier": [], "cell": cell.strip()}  # fmt: skip


def _judge(e: Exercise, said: str) -> dict[str, str]:
    signs = re.sub(r"\s+", "", said)
    return {one.id: SIGNS[sign] for one, sign in zip(e.own.passages, signs, strict=True)}


def _passages(e: Exercise, said: str) -> dict[str, str]:
    """When it was, by its first letter, then a sign for each passage."""
    signs = re.sub(r"\s+", "", said)
    when = {name[0]: name for name in WHEN}
    return {"when": when[signs[:1]], **{one.id: SIGNS[sign] for one, sign in zip(e.own, signs[1:], strict=True)}}


def _sort(e: Exercise, said: str) -> dict[str, str]:
    digits = re.sub(r"[\s,]+", "", said)
    bins = dict(zip(signs_of(e), e.own.names, strict=True))
    return {one.id: bins[digit] for one, digit in zip(e.own.passages, digits, strict=True)}


def _order(e: Exercise, said: str) -> list[str]:
    """Digits are the places of the items as they stand on the page; letters are the items in order."""
    signs, items = re.sub(r"[\s,>]+", "", said), shown_order(e)
    if not signs.isdecimal():
        return [at_letter(letter, items) for letter in signs]
    if sorted(map(int, signs)) != list(range(1, len(items) + 1)):
        raise ValueError(signs)
    return [item for _, item in sorted(zip(map(int, signs), items, strict=True))]


def _rate(e: Exercise, said: str) -> dict[str, float]:
    """The scores that are asked for; or all five, of which those that the page gives away are passed over."""
    scores, asked = [SCORES[one] for one in said.split()], _asked(e)
    names = list(CRITERIA) if len(scores) == len(CRITERIA) else asked
    return {name: score for name, score in zip(names, scores, strict=True) if name in asked}


#: Kind -> what a cell says, in a form that the kind understands; or as the teacher judged it.
READ: dict[str, Callable[[Exercise, str], Any]] = {
    "choose": lambda e, said: list(re.sub(r"[\s,.]+", "", said)) or None, "judge": _judge, "sort": _sort,
    "order": _order, "rate": _rate, "predict": lambda e, said: said, "mark": lambda e, said: {"paper": JUDGED[said]},
    "passages": _passages,
    "link": lambda e, said: {"paper": JUDGED[said]},
    **dict.fromkeys(WRITTEN, lambda e, said: {"paper": range(5).index(int(said))}),
}  # fmt: skip


def cell_of(e: Exercise, answer: Any) -> str:
    """An answer as a cell holds it; nothing for marks and texts, which none can hold."""
    match e.kind:
        case "choose":
            return "".join(e.own.named(id)[0] for id in answer)
        case "judge":
            return "".join("+-"[NAMES.index(answer[passage.id])] for passage in e.own.passages)
        case "passages":
            return answer["when"][0] + "".join("+-"[NAMES.index(answer[passage.id])] for passage in e.own)
        case "sort":
            return "".join(signs_of(e)[e.own.names.index(answer[item.id])] for item in e.own.passages)
        case "order":
            return "".join(str(answer.index(item) + 1) for item in shown_order(e))
        case "predict":
            return f"{answer:g}"
        case "rate":
            return " ".join("½" if answer[name] == 0.5 else f"{answer[name]:g}" for name in _asked(e))
    return ""
