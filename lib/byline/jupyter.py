"""Opens the lessons in JupyterLab, on this computer only, whatever else is configured on it."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from byline.seeds.folders import IN_WHEEL, own_course
from newsmarks.text import working_folder


class Mistake(ValueError):
    """What the user can put right; the message is a plain sentence that says how."""


#: What a learner's own copy of the lessons is called.
COPY = "byline"
FIRST_PAGE = "notebooks/lessons.ipynb"
WORKSPACE = "byline"  # JupyterLab keeps there which parts of the window are open
LAB = Path(__file__).parent / "lab"
#: JupyterLab without its questions and its calls to the outside. LAB holds its settings (overrides.json) and its
#: kernel, which keeps no history of what is typed (IPython would write it outside the folder) and knows the exercises
#: before the first box is run.
QUIET = (
    f"--LabApp.app_settings_dir={LAB}",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    "--LanguageServerManager.autodetect=False",
    "--FileContentsManager.pre_save_hook=byline.lesson.saving.keep_words",
    "--Application.log_level=WARN",
)


def open_lab(more: Sequence[str], *, browser: bool) -> None:
    """Open the lessons in JupyterLab, which then runs until it is stopped; `more` are options of its own.

    Raises Mistake where the lessons or JupyterLab are not here.
    """
    folder = own_folder()
    address = f"/lab/workspaces/{WORKSPACE}/tree/{FIRST_PAGE}"
    options = [*QUIET, f"--ServerApp.root_dir={folder}", f"--LabApp.default_url={address}"]
    if not browser:
        options.append("--no-browser")
    if os.name == "posix" and os.geteuid() == 0:  # JupyterLab refuses root; only this machine can reach it here
        options.append("--allow-root")
    try:
        from jupyter_core.application import JupyterApp
        from jupyter_core.paths import ENV_CONFIG_PATH
        from jupyterlab.labapp import LabApp
    except ImportError:
        raise Mistake("JupyterLab is not installed here. Start with python3 lib/start.py, or type: "
                      "python3 -m pip install jupyterlab") from None
    # What the user or the machine has configured is for other work: it may open the lessons to the network.
    JupyterApp.config_file_paths = property(lambda self: list(ENV_CONFIG_PATH))  # type: ignore[assignment,method-assign]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, (str(LAB), os.environ.get("JUPYTER_PATH"))))
    arrange_workspace()
    print("Opening the lessons. To stop: press Ctrl-C here, twice.", flush=True)
    LabApp.launch_instance([*options, *more])


def arrange_workspace() -> None:
    """Begin with the file browser closed, so that a lesson has the whole window; later it stays as it is left."""
    from jupyterlab.commands import get_workspaces_dir
    from jupyterlab_server.workspaces_handler import WorkspacesManager

    spaces = WorkspacesManager(get_workspaces_dir())
    if not spaces.load(WORKSPACE)["data"]:
        layout = {"layout-restorer:data": {"left": {"collapsed": True, "visible": True}}}
        spaces.save(WORKSPACE, json.dumps({"data": layout, "metadata": {"id": WORKSPACE}}))


def own_folder() -> Path:
    """The lessons that are opened, in a folder of the learner's own: a copy is made of those that came in a wheel.

    A copy that is there already is brought up to date; what she changed in it stays. Raises Mistake.
    """
    from byline.lesson.disk import NotSaved
    from byline.lesson.own_copy import copy_course, is_copy

    found = lessons()
    place = working_folder() / COPY if found == IN_WHEEL else found
    if found == IN_WHEEL:
        print(f"The lessons are copied to a folder of your own, and your answers are kept there, too: {place}")
    try:
        news = copy_course(IN_WHEEL, place) if IN_WHEEL.is_dir() and (found == IN_WHEEL or is_copy(place)) else []
    except NotSaved as problem:
        raise Mistake(str(problem)) from None
    print(*news, sep="\n", end="\n" if news else "")
    return place


def lessons() -> Path:
    """The folder that holds notebooks/ and seeds/: this one, one above it, the copy in it, or the library's own."""
    here = working_folder()
    for place in (here, *here.parents, here / COPY, own_course()):
        if (place / FIRST_PAGE).is_file():
            return place
    raise Mistake("The lessons are not here. Go to the folder that has “notebooks” in it and start again.")
