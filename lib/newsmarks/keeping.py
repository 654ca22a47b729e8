"""Keeps what the library's own TOML says beside its compiled modules, so that it is parsed and checked once.

As Python does with its own: a change of a file, however small, is read anew; where nothing can be written, each time.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Mapping
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


def once(name: str, text: str, read: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What a file of the library says: what was kept of this very text, else what `read` gives, which is kept."""
    place = PLACE / f"{name}.{hashlib.sha256(text.encode()).hexdigest()[:16]}.json"
    with suppress(OSError, ValueError):
        if isinstance(found := json.loads(place.read_bytes()), dict):
            return found
    found = read()
    if not sys.dont_write_bytecode:
        _keep(name, place, found)
    return found


def _keep(name: str, place: Path, found: Mapping[str, Any]) -> None:
    """Put it in the place of what was kept of the file before, where that is possible."""
    with suppress(OSError):
        PLACE.mkdir(exist_ok=True)
        draft = place.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        for old in PLACE.glob(f"{name}.*.json"):
            old.unlink(missing_ok=True)
        os.replace(draft, place)
