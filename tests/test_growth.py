"""Long runs of one thing: what takes time in proportion to its length now once took it in proportion to the square."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bench.growth import growth, units

CODE = """
import sys
from byline import open_text, page, read
from byline.display.plain import as_text

reading = read(open_text("Start. " + sys.argv[1] * int(sys.argv[2])))
assert as_text(reading) and page(reading)
"""


@pytest.mark.parametrize(("unit", "times"), [("_", 200_000), ("two hundred and \n", 5_000)])
def test_a_long_run_is_read_and_shown(unit: str, times: int) -> None:
    """Two minutes are many times what it takes; time that grows by the square would take far more."""
    subprocess.run([sys.executable, "-c", CODE, unit, str(times)], check=True, timeout=120)


def test_the_bench_measures_every_step_of_a_unit() -> None:
    """Every unit is drawn anew from its seed, and each step has its ratio."""
    drawn = list(units(200, seed=3))
    assert drawn == list(units(200, seed=3)) != list(units(200, seed=4))
    assert len(drawn) == 200
    steps = {what for _, _, what, _ in growth("he said ", 400)}
    assert {"read", "page", "text", "JSON"} <= steps
