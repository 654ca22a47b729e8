"""Five hundred times kill -9 while answers are written: none that was confirmed is lost.

    python tests/bench/kills.py [how many]

Prints how many answers had been confirmed; one that is not there afterwards ends it with how many are. Not on Windows.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent / "lib")]

from killing import kill_while_writing  # noqa: E402
from newsmarks.text import open_text  # noqa: E402

if __name__ == "__main__":
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as place:
        confirmed = kill_while_writing(times, open_text("One.\n\nTwo.", id="sample"), Path(place))
    print(f"{times} kills, {confirmed} answers confirmed, all there.")
