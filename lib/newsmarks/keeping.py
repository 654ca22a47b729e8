"""Keeps what the library's own TOML says beside its compiled modules, so that it is parsed and checked once.

As Python does with its own: a change of a file, however small, is read anew; where nothing can be written, each time.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

PLACE = Path(__file__).parent / "__pycache__"


def parse_toml(text: str) -> dict[str, Any]:
    """The content of TOML. Raises tomllib.TOMLDecodeError, also where it nests too deep or a number is too long."""
    import tomllib  # takes longer to load than what is kept takes to read

    try:
        return tomllib.loads(text)
    except RecursionError:
        raise tomllib.TOMLDecodeError("it nests too deep") from None
    except ValueError as problem:
        raise tomllib.TOMLDecodeError(str(problem)) from None


def kept(name: str, text: str) -> dict[str, Any] | None:
    """What was kept of a file of the library with this very text; None where nothing was, or it cannot be read."""
    with suppress(OSError, ValueError):
        found = json.loads(_place(name, text).read_bytes())
        return found if isinstance(found, dict) else None
    return None


def keep(name: str, text: str, found: Mapping[str, Any]) -> None:
    """Keep what a file says, in the place of what was kept of it before, where that is possible."""
    if sys.dont_write_bytecode:
        return
    place = _place(name, text)
    with suppress(OSError):
        PLACE.mkdir(exist_ok=True)
        draft = place.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        for old in PLACE.glob(f"{name}.*.json"):
            old.unlink(missing_ok=True)
        os.replace(draft, place)


def _place(name: str, text: str) -> Path:
    return PLACE / f"{name}.{hashlib.sha256(text.encode()).hexdigest()[:16]}.json"
