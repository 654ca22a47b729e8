"""Hand-ins that are none: torn, enormous, deep, hostile. Made by a number, so that each can be made again."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

#: What would run, where anything ran it: in a page, a spreadsheet, a shell, a path.
HOSTILE = ("<script>window.ran = 1</script>", "<img src=x onerror='window.ran = 1'>", "=HYPERLINK(\"http://x\")",
           "@SUM(1+1)*cmd|' /C calc'!A0", "../../../escaped", "\u202egnp.exe", "\0",
           "</style><script>window.ran=1</script>", "javascript:window.ran=1")  # fmt: skip
NAMES = ("../../escaped.json", "/tmp/escaped.json", "..\\..\\escaped.json", "C:\\escaped.json", "con.json",
         "<script>window.ran=1</script>.json", "=1+1.json", "a" * 200 + ".json", "x\n.json")  # fmt: skip


def malformed(n: int, whole: bytes) -> tuple[str, bytes]:
    """(name, bytes) of the n-th; `whole` is a good hand-in, which some of them are made from."""
    chance = random.Random(n)
    make = MAKERS[n % len(MAKERS)]
    return f"{n}-{make.__name__.strip('_')}{'.zip' if 'zip' in make.__name__ else '.json'}", make(chance, whole)


def _torn(chance: random.Random, whole: bytes) -> bytes:
    return whole[: chance.randrange(len(whole))]


def _flipped(chance: random.Random, whole: bytes) -> bytes:
    data = bytearray(whole)
    for _ in range(chance.randrange(1, 40)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def _deep(chance: random.Random, whole: bytes) -> bytes:
    return b'{"schema": "byline.handin/2", "exercises": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"


def _random(chance: random.Random, whole: bytes) -> bytes:
    return chance.randbytes(chance.randrange(5000))


def _hostile(chance: random.Random, whole: bytes) -> bytes:
    """A good one with hostile words in every text that a student writes, and in its code."""
    data = json.loads(whole)
    for work in data["exercises"].values():
        work["reason"] = chance.choice(HOSTILE)
        work["question"] = chance.choice(("", work["question"], HOSTILE[0]))
        for one in work["tries"]:
            if isinstance(one["answer"], str):
                one["answer"] = " ".join(HOSTILE)
        work["earlier"] = [chance.choice(HOSTILE)]
    data["code"] = chance.choice((data["code"], HOSTILE[4], "a" * 30, 7))
    return json.dumps(data).encode("utf-8", "replace")


def _other_types(chance: random.Random, whole: bytes) -> bytes:
    """A good one in which some values have another type."""
    data: Any = json.loads(whole)
    for _ in range(chance.randrange(1, 6)):
        at: Any = data
        while isinstance(at, (dict, list)) and at:
            name = chance.choice(list(at) if isinstance(at, dict) else range(len(at)))
            if chance.random() < 0.3 or not isinstance(at[name], (dict, list)) or not at[name]:
                at[name] = chance.choice((None, -1, 10**30, 1e308, [], {}, "x", True, [[[]]], HOSTILE[0]))
                break
            at = at[name]
    return json.dumps(data).encode()


def _many_tries(chance: random.Random, whole: bytes) -> bytes:
    data = json.loads(whole)
    for work in data["exercises"].values():
        work["tries"] *= 3000
    return json.dumps(data).encode()[:4_900_000]


def _large(chance: random.Random, whole: bytes) -> bytes:
    return b'{"schema": "' + b"x" * 6_000_000


def _bomb_zip(chance: random.Random, whole: bytes) -> bytes:
    """Fifty megabytes of zeros in fifty kilobytes, and a zip in a zip in a zip in a zip."""
    inner = _zipped({"bomb.json": b"0" * 50_000_000})
    for _ in range(chance.randrange(4)):
        inner = _zipped({"deeper.zip": inner})
    return inner


def _climbing_zip(chance: random.Random, whole: bytes) -> bytes:
    return _zipped({name: whole[:-1] for name in NAMES})


def _damaged_zip(chance: random.Random, whole: bytes) -> bytes:
    data = bytearray(_zipped({"a.json": whole, "b.json": whole[:100]}))
    for _ in range(chance.randrange(1, 30)):
        data[chance.randrange(4, len(data))] = chance.randrange(256)
    return bytes(data)


def _lying_zip(chance: random.Random, whole: bytes) -> bytes:
    """It says that its file is small."""
    data = _zipped({"a.json": b"0" * 8_000_000})
    return data.replace((8_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))


def _zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in files.items():
            zipped.writestr(name, data)
    return made.getvalue()


MAKERS: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    _torn, _flipped, _deep, _random, _hostile, _other_types, _torn, _climbing_zip, _flipped, _hostile, _other_types,
    _damaged_zip, _hostile, _flipped, _lying_zip, _torn, _other_types, _many_tries, _random, _large, _bomb_zip,
)  # fmt: skip


def write_all(numbers: range, whole: bytes, place: Path) -> Path:
    """A folder with these."""
    place.mkdir(parents=True, exist_ok=True)
    for n in numbers:
        name, data = malformed(n, whole)
        (place / name).write_bytes(data)
    return place
