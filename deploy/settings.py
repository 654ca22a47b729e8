"""Gives the servers of a hub what `byline lab` gives a computer of one's own.

    python deploy/settings.py

Run it with the Python that the students' servers run with, once it has Byline. It writes two files into that Python's
own folders: its kernel keeps no history of what is typed and knows the exercises before the first box is run, and its
servers ask for no news, install nothing, save an exercise in words, and end a kernel whose lesson was closed.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from byline.jupyter import LAB, QUIET

#: Beyond `byline lab`: a kernel without a page ends after ten minutes, or nine lessons in a row are nine kernels.
HUB = {"MappingKernelManager": {"cull_idle_timeout": 600, "cull_interval": 60}}
PLAIN = {"None": None, "False": False, "True": True}


def config() -> dict[str, dict[str, Any]]:
    """The options of `byline lab` as Jupyter's servers read them from a file."""
    found: dict[str, dict[str, Any]] = {section: dict(options) for section, options in HUB.items()}
    for option in QUIET:
        name, _, value = option.removeprefix("--").partition("=")
        section, _, trait = name.partition(".")
        found.setdefault(section, {})[trait] = PLAIN.get(value, value)
    return found


def install(prefix: Path) -> list[Path]:
    """Write the settings under the prefix of an environment, beside what its own files say already; the files."""
    settings = prefix / "etc" / "jupyter" / "jupyter_server_config.json"
    kernel = prefix / "share" / "jupyter" / "kernels" / "python3" / "kernel.json"
    for path in (settings, kernel):
        path.parent.mkdir(parents=True, exist_ok=True)
    found = json.loads(settings.read_text(encoding="utf-8")) if settings.exists() else {}
    for section, options in config().items():
        found[section] = {**found.get(section, {}), **options}
    settings.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    shutil.copyfile(LAB / "kernels" / "python3" / "kernel.json", kernel)
    return [settings, kernel]


if __name__ == "__main__":
    for written in install(Path(sys.prefix)):
        print(written)
