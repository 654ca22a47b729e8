"""Three test forms in a folder of their own, made of the practice texts, whatever the real ones are."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from byline.lesson.desk import Text
from byline.lesson.handin import SCHEMA

SEEDS = Path(__file__).parents[1] / "seeds"
MADE_OF = {"check_a": "stadium", "check_b": "ferry", "check_c": "strike"}
BLOCK = """schema = "byline.exercises/1"

[[exercise]]
id = "check"
kind = "passages"
lesson = "check_yourself"
prompt = "Is each passage well sourced?"
minutes = 12
"""


def forms_in(place: Path) -> Path:
    """The folder of the seeds, with the three forms in it."""
    for name, text in MADE_OF.items():
        shutil.copytree(SEEDS / text, place / "seeds" / name, ignore=shutil.ignore_patterns("annotators"))
        (place / "seeds" / name / "exercises.toml").write_text(BLOCK, encoding="utf-8")
    return place / "seeds"


def answered(text: Text, sharp: float, chance: random.Random, doubt: float = 0, when: str = "before",
             **more: Any) -> dict[str, Any]:  # fmt: skip
    """An answer to a form by somebody so sharp (d′), who doubts so much."""
    told: dict[str, Any] = {"when": when, **more}
    for one in text.exercise("check").own:
        told[one.id] = "weak" if chance.gauss(0, 1) + doubt + sharp * (0.5 - one.sound) > 0 else "sound"
    return told


def handed_in(text: Text, code: str, answer: Mapping[str, Any]) -> bytes:
    """The hand-in of one form under a code."""
    e = text.exercise("check")
    work = {"lesson": e.lesson, "kind": e.kind, "question": e.question, "sure": None, "revealed": False, "reason": "",
            "placed": None, "earlier": [], "tries": [{"answer": answer, "hints": 0, "revealed": False}]}
    return json.dumps({"schema": SCHEMA, "code": code, "article": text.article.id, "sha256": text.article.sha256,
                       "exercises": {e.id: work}}).encode()  # fmt: skip
