"""The form of a key: which fields a block has, which of them it must have, and what may stand in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from byline.key.places import PLACE
from byline.key.types import ANSWERS, CHECKS, LAYERS, SKILLS, STATUSES, TIERS
from newsmarks.form import Check, a_text, choice, number_or_range, slug, table, texts, whole, yes_or_no
from newsmarks.model import CATEGORIES, CRITERIA, FIGURE_KINDS, LADDER, MODES, SOURCE_TYPES, STANCES, VERDICTS, VOICES


def place(value: Any) -> str:
    """Words, or a table that says where they are."""
    if isinstance(value, dict):
        return next(_place_faults(value), "")
    return "" if isinstance(value, str) and value.strip() else "must be words of the text in quotation marks."


def _place_faults(value: Mapping[str, Any]) -> Iterator[str]:
    for name, inner in value.items():
        if name not in PLACE:
            yield f"has an unknown part “{name}”. It may have: {', '.join(PLACE)}."
        elif fault := PLACES[name](inner):
            yield f"has a part “{name}” that {fault}"
    if ("from" in value) != ("to" in value):
        yield "needs both “from” and “to”."
    if "from" not in value and "quote" not in value and "paragraph" not in value:
        yield "needs a “quote”, or “from” and “to”."


def place_or_places(value: Any) -> str:
    several = value if isinstance(value, list) else [value]
    return next((fault for v in several if (fault := place(v))), "" if several else "must not be an empty list.")


PLACES: dict[str, Check] = {"paragraph": whole(1), "quote": place, "nth": whole(1), "from": a_text, "to": a_text}


def question(value: Any) -> str:
    """One of the five questions to a figure: a score, the words that earn it, and what to ask."""
    if not isinstance(value, dict) or not set(value) <= {"score", "words", "ask"} or "score" not in value:
        return "must look like { score = 0.5, words = \"…\" }."
    if value["score"] not in (0, 0.5, 1) or isinstance(value["score"], bool):
        return "has a score that is not 0, 0.5 or 1."
    if bool(value["score"]) != ("words" in value):
        if value["score"]:
            return "scores above 0 and points at no words. Add words = \"…\", those of the text that earn it."
        return "scores 0 and points at words. Leave the words out, or raise the score."
    return (place(value["words"]) if "words" in value else "") or (a_text(value["ask"]) if "ask" in value else "")


def five_samples(value: Any) -> str:
    """A sample answer for each level."""
    if fault := texts(value):
        return fault
    return "" if len(value) == 5 else f"has {len(value)} answers. It needs five, one for each level from 0 to 4."


def feedback(*answers: str) -> Check:
    """A table from a wrong answer to the text for it."""
    one = choice(*answers)

    def check(value: Any) -> str:
        if not isinstance(value, dict):
            return "must name the answer that it is for, as in feedback.missed = \"…\"."
        for name, words in value.items():
            if fault := one(name) or a_text(words):
                return f"has an answer that {fault}" if one(name) else f"for “{name}” {fault}"
        return ""

    return check


HERE: dict[str, Check] = {"paragraph": whole(1), "quote": place, "nth": whole(1)}
JUDGED: dict[str, Check] = {"why": a_text, "tier": choice(*TIERS[:2]), "separates": a_text,
                            "status": choice("to be confirmed")}  # fmt: skip
FIVE: dict[str, Check] = dict.fromkeys(CRITERIA, question)
ATTRIBUTION: dict[str, Check] = {
    "content": place_or_places, "cue": place_or_places, "source": place_or_places, "name": a_text,
    "type": choice(*SOURCE_TYPES),
    "ladder": whole(0, max(LADDER)), "stance": choice(*STANCES), "mode": choice(*MODES),
}  # fmt: skip
VOICE: dict[str, Check] = {"voice": choice(*VOICES), "attribution": slug}
LOADED: dict[str, Check] = {"words_by": a_text, "category": choice(*CATEGORIES), "strength": whole(1, 3),
                            "neutral": texts}  # fmt: skip
FIGURE: dict[str, Check] = {
    "kind": choice(*FIGURE_KINDS), "value": number_or_range, "approx": choice("=", "~", "<", ">", "up", "down"),
    "unit": a_text, "counts": a_text, "attribution": slug, **FIVE, "verdict": choice(*VERDICTS),
}  # fmt: skip


def _also(fields: Mapping[str, Check]) -> Check:
    return table({**fields, "quote": place, "marked": yes_or_no, "why": a_text}, ("why",))


#: Block -> its fields, and those of them that it must have.
BLOCKS: dict[str, tuple[dict[str, Check], tuple[str, ...]]] = {
    "attribution": ({"id": slug, "paragraph": whole(1), **ATTRIBUTION, **JUDGED, "also": _also(ATTRIBUTION),
                     "feedback": feedback("missed", "source", "cue", "content", "stance", "ladder")},
                    ("id", "mode", "stance", "why")),
    "voice": ({**HERE, **VOICE, **JUDGED, "also": _also(VOICE), "feedback": feedback("missed", *VOICES)},
              ("paragraph", "voice")),
    "loaded": ({**HERE, **LOADED, **JUDGED, "also": _also(LOADED),
                "feedback": feedback("missed", "words_by", "category", "strength")},
               ("paragraph", "quote", "words_by", "category", "strength", "why")),
    "figure": ({**HERE, **FIGURE, **JUDGED, "also": _also(FIGURE), "feedback": feedback("missed", "kind", *VERDICTS)},
               ("paragraph", "quote", "kind", "verdict", "why")),
    "trap": ({**HERE, "layer": choice(*LAYERS), "why": a_text, "feedback": feedback("extra")},
             ("layer", "paragraph", "quote", "why")),
    "question": ({**HERE, "id": slug, "ask": a_text, "samples": five_samples}, ("id", "ask", "samples")),
    "passage": ({**HERE, "id": slug, "skill": choice(*SKILLS), "sound": yes_or_no, "why": a_text,
                 "feedback": feedback("sound", "weak")}, ("id", "skill", "sound", "paragraph", "quote", "why")),
}  # fmt: skip
MEANS = table({**HERE, "means": a_text}, ("means",))
PROVENANCE: dict[str, Check] = {
    "status": choice(*STATUSES), "why": a_text, "date": MEANS, "credit": MEANS, "defect": MEANS,
    "link": table({**dict.fromkeys(("who", "when", "changed", "why"), a_text), "basis": choice("stated", "inferred")},
                  ("who", "when", "changed", "basis")),
    "check": table({**HERE, "ask": choice(*CHECKS), "answer": choice(*ANSWERS), "why": a_text},
                   ("ask", "answer", "why")),
}  # fmt: skip
#: What a decision must say, and what it may.
DECIDED = ("layer", "first", "second", "decided", "why")
DECISION: dict[str, Check] = {**HERE, **dict.fromkeys(DECIDED, a_text), "layer": choice(*LAYERS)}
