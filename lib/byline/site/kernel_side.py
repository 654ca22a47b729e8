"""Stands in the notebooks' Python, in the browser, for what installs packages there: none can be fetched.

It is loaded before the kernel and keeps that quick: what completes words (jedi) is loaded when Tab is first pressed.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType, SimpleNamespace
from typing import Any

#: What IPython asks of jedi when it starts.
ASKED = ("jedi", "jedi.api", "jedi.api.helpers", "jedi.api.classes")


class Later(ModuleType):
    """jedi, until a name of it is asked for."""

    settings = SimpleNamespace()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        for there in ASKED:
            sys.modules.pop(there, None)
        jedi = import_module("jedi")
        jedi.settings.case_insensitive_completion = False  # as IPython sets it
        self.__dict__.update(vars(jedi))
        return getattr(jedi, name)


async def install(*names: str, **options: object) -> None:
    """Say what `%pip install` comes to here."""
    raise ValueError("Nothing can be installed here: this Python has what the lessons need, and reaches no network.")


if "jedi" not in sys.modules:
    sys.modules.update(dict.fromkeys(ASKED, Later("jedi")))
