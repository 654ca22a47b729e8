"""How pip and other builders make Byline: the wheel is the one of `byline.site.wheel`; an editable copy, setuptools'.

    python -m pip wheel --no-deps -w dist .
"""

import sys
from pathlib import Path

from setuptools.build_meta import build_editable, get_requires_for_build_editable, prepare_metadata_for_build_editable

__all__ = ["build_editable", "build_wheel", "get_requires_for_build_editable", "prepare_metadata_for_build_editable"]
PROJECT = Path(__file__).resolve().parents[1]


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """Write the wheel of the whole project into a folder, and give its name."""
    sys.path.insert(0, str(PROJECT / "lib"))
    from byline.site.wheel import write_wheel

    return write_wheel(Path(wheel_directory), PROJECT, students=False).name
