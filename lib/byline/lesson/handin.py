"""What a student hands in: one file with the answers, and the same as a page to print."""

from __future__ import annotations

import json
import os
from html import escape
from typing import Any

from byline.lesson.answers import NotSaved
from byline.lesson.desk import Desk
from byline.lesson.told import Told, answer_as_text, stopped
from byline.show.html import style_sheet

SCHEMA = "byline.handin/1"


def handin(desk: Desk) -> dict[str, Any]:
    """All that is handed in: a code, which text, and each exercise with its first and its later answers."""
    done = {}
    for name, e in desk.exercises.items():
        state = desk.state(e)
        if state.first is not None:
            done[name] = {"kind": e.kind, "first": state.first, "sure": state.sure, "hints": state.hints_before,
                          "later": state.retries, "reason": state.reason}  # fmt: skip
    return {"schema": SCHEMA, "code": desk.answers.code, "article": desk.article.id, "sha256": desk.article.sha256,
            "exercises": done}  # fmt: skip


def preview(desk: Desk) -> Told:
    """What would be handed in, in words."""
    return Told("\n".join(_lines(desk, handin(desk))))


def _lines(desk: Desk, data: dict[str, Any]) -> list[str]:
    done = data["exercises"]
    begun = {desk.exercises[name].lesson for name in done}
    missing = [name for name, e in desk.exercises.items() if name not in done and e.lesson in begun]
    lines = [f"To hand in for “{data['article']}”: {len(done)} of {len(desk.exercises)} exercises, under the code "
             f"{data['code']}. No name and no time is in it."]  # fmt: skip
    for name, kept in done.items():
        e = desk.exercises[name]
        sure = f" (sure: {kept['sure']})" if kept["sure"] else ""
        tries = len(kept["later"]) + 1
        later = f" Latest of {tries}: {stopped(answer_as_text(e, kept['later'][-1]))}" if tries > 1 else ""
        reason = f" Reason: {' '.join(kept['reason'].split())}" if kept["reason"] else ""
        lines.append(f"{name}: {stopped(answer_as_text(e, kept['first']))}{sure}{later}{reason}")
    if missing:
        lines.append(f"Not answered yet in these lessons: {', '.join(missing)}.")
    return lines


def write_handin(desk: Desk) -> Told:
    """Write both files beside the answers, whole or not at all. Raises NotSaved where that fails."""
    data, folder = handin(desk), desk.answers.path.parent
    name = f"hand-in-{desk.article.id}-{desk.answers.code}"
    lines = _lines(desk, data)
    rows = "".join(f"<li><bdi>{escape(line)}</bdi></li>" for line in lines[1:])
    page = (f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(name)}</title>'
            f'<style>{style_sheet()}</style><body class="byline-page"><main><h1>{escape(desk.article.id)}: answers of '
            f'{escape(desk.answers.code)}</h1><p>{escape(lines[0])}</p><ol>{rows}</ol></main></body>')  # fmt: skip
    for path, text in ((folder / f"{name}.json", json.dumps(data, ensure_ascii=False, indent=1)),
                       (folder / f"{name}.html", page)):  # fmt: skip
        draft = path.with_name(f"{path.name}.part")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            draft.write_text(text, encoding="utf-8", errors="replace")
            os.replace(draft, path)
        except OSError as problem:
            raise NotSaved(f"“{path.parent.name}/{path.name}” cannot be written ({problem.strerror}). Make room, or "
                           "copy the folder to a place of your own, then export again.") from None  # fmt: skip
    return Told(f"Written: {folder.name}/{name}.json, to hand in, and {folder.name}/{name}.html, to print.")
