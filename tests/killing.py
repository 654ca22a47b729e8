"""Kills a process that writes answers, at random moments, again and again, and counts what it had confirmed."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

from byline.lesson.answers import Answers
from newsmarks.model import Article


def kill_while_writing(times: int, article: Article, place: Path, seed: int = 2026) -> int:
    """How many answers were confirmed; raises AssertionError where one of them is not there afterwards."""
    chance, confirmed, file = random.Random(seed), 0, place / f"{article.id}.jsonl"
    for _ in range(times):
        child, count = _killed(article, place, chance)
        mine = [e for e in Answers(article, place).events if str(e["answer"]).startswith(f"{child}-")]
        assert len(mine) in (count, count + 1), f"{count} confirmed, {len(mine)} there"  # one may be not yet confirmed
        confirmed += count
        if file.stat().st_size > 2_000_000:
            file.rename(place / f"old-{child}")
    return confirmed


def _killed(article: Article, place: Path, chance: random.Random) -> tuple[int, int]:
    """A process that wrote answers until it was killed, and how many it had confirmed."""
    seen, tell = os.pipe()
    child = os.fork()
    if not child:
        writing = Answers(article, place)
        for n in range(3_000):  # some nine megabytes, if nobody stops it in time
            writing.add("01-a", "commit", answer=f"{os.getpid()}-{n} " + "ä" * chance.randrange(3000))
            os.write(tell, b".")
        os._exit(0)
    os.close(tell)
    os.read(seen, 1)
    time.sleep(chance.random() * 0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    count = 1
    while got := os.read(seen, 65536):
        count += len(got)
    os.close(seen)
    return child, count
