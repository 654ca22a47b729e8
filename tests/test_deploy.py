"""What a school's administrator is given: files that parse, names that agree, a table that follows from measures."""

from __future__ import annotations

import importlib.util
import json
import math
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_server.serverapp import ServerApp

from byline.jupyter import LAB, QUIET

yaml = pytest.importorskip("yaml")  # JupyterLab brings it

PROJECT = Path(__file__).parents[1]
DEPLOY = PROJECT / "deploy"
README = (DEPLOY / "README.md").read_text(encoding="utf-8")
VALUES = yaml.safe_load((DEPLOY / "values.yaml").read_text(encoding="utf-8"))
VERSION = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
#: The fields of the chart's schema that are used here, and of what type each is; below hub.config all is free.
FIELDS: dict[str, type | tuple[type, ...]] = {
    "hub.concurrentSpawnLimit": int, "hub.config": dict, "proxy.https.enabled": bool, "proxy.https.hosts": list,
    "proxy.https.letsencrypt.contactEmail": str, "singleuser.image.name": str, "singleuser.image.tag": str,
    "singleuser.defaultUrl": str, "singleuser.startTimeout": int, "singleuser.memory.guarantee": (str, int),
    "singleuser.memory.limit": (str, int), "singleuser.cpu.guarantee": (int, float),
    "singleuser.cpu.limit": (int, float), "singleuser.storage.type": str, "singleuser.storage.capacity": str,
    "singleuser.lifecycleHooks.postStart": dict, "singleuser.networkPolicy.enabled": bool,
    "singleuser.networkPolicy.egressAllowRules.nonPrivateIPs": bool,
    "singleuser.networkPolicy.egressAllowRules.privateIPs": bool,
    "singleuser.networkPolicy.egressAllowRules.cloudMetadataServer": bool,
    "cull.enabled": bool, "cull.timeout": int, "cull.every": int, "prePuller.hook.enabled": bool,
    "prePuller.continuous.enabled": bool, "scheduling.podPriority.enabled": bool,
    "scheduling.userScheduler.enabled": bool, "scheduling.userPlaceholder.enabled": bool,
    "scheduling.userPlaceholder.replicas": int,
}  # fmt: skip
#: Whose addresses may stand in these files, besides the ones to fill in.
ENGINES = {"tljh.jupyter.org", "z2jh.jupyter.org", "mybinder.org"}


def fields(values: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """The fields of a values file, down to those whose inside the schema leaves free."""
    if isinstance(values, dict) and at not in ("hub.config", "singleuser.lifecycleHooks.postStart"):
        for name, value in values.items():
            yield from fields(value, f"{at}.{name}".lstrip("."))
    else:
        yield at, values


def settings() -> Any:
    """deploy/settings.py, which is in no package."""
    spec = importlib.util.spec_from_file_location("hub_settings", DEPLOY / "settings.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def bytes_of(amount: str) -> int:
    return int(amount[:-1]) << {"M": 20, "G": 30}[amount[-1]]


def hub_config() -> dict[str, Any]:
    """What byline_hub.py sets."""
    sections: Any = type("Sections", (dict,), {"__getattr__": lambda self, name: self.setdefault(name, Options())})()
    exec((DEPLOY / "byline_hub.py").read_text(encoding="utf-8"), {"get_config": lambda: sections})
    return {name: vars(options) for name, options in sections.items()}


class Options:
    """The options of one section."""


def table(heading: str) -> dict[str, list[str]]:
    """The rows of the table that has this beside a bar in its first row."""
    [rows] = [part for part in re.findall(r"(?:^\|.*\n)+", README, re.MULTILINE) if heading in part]
    cells = [[cell.strip() for cell in row.strip("|\n ").split("|")] for row in rows.splitlines()]
    return {name: rest for name, *rest in cells}


def number(cell: str) -> float:
    return float(re.search(r"[\d.,]+", cell)[0].replace(",", "").rstrip("."))  # type: ignore[index]


def test_every_value_is_a_field_of_the_chart() -> None:
    """A field that is misspelt does nothing on a cluster, or stops helm."""
    wrong = [at for at, value in fields(VALUES) if not isinstance(value, FIELDS.get(at, ()))]
    assert wrong == []


def test_nobody_gets_in_who_was_not_let_in() -> None:
    """The chart's own sign-in takes any name without a password, unless it is told to take none."""
    assert VALUES["hub"]["config"]["Authenticator"]["allow_all"] is False
    assert VALUES["hub"]["config"]["JupyterHub"]["admin_access"] is False
    assert hub_config()["JupyterHub"]["admin_access"] is False


def test_the_image_is_this_version_s_and_lies_outside_the_home() -> None:
    """The steps build what the values name, where a student's storage does not hide it, with the pull that is tried."""
    image = VALUES["singleuser"]["image"]
    assert image["tag"] == VERSION
    assert README.count(f"{image['name']}:{VERSION}") == 2
    assert "--target-repo-dir /srv/byline" in README
    assert re.fullmatch(r"RUN pip install --no-cache-dir nbgitpuller==[\d.]+\nWORKDIR \$\{HOME\}\n",
                        (DEPLOY / "appendix").read_text())  # fmt: skip


def test_both_hubs_give_a_student_the_same() -> None:
    """The page that opens, and the limit of memory."""
    spawner = hub_config()["Spawner"]
    assert spawner["default_url"] == VALUES["singleuser"]["defaultUrl"]
    assert spawner["mem_limit"] == VALUES["singleuser"]["memory"]["limit"]


def test_the_link_brings_the_lessons_to_where_the_hub_opens_them() -> None:
    """One repository, one folder, one first page, in the link, on the cluster and on Binder."""
    link = urlsplit(re.search(r"^https://\S+git-pull\S+$", README, re.MULTILINE)[0])  # type: ignore[index]
    said = {name: value for name, [value] in parse_qs(link.query, strict_parsing=True).items()}
    assert f"/{said['urlpath']}" == VALUES["singleuser"]["defaultUrl"]
    assert said["urlpath"].startswith(f"lab/tree/{said['targetpath']}/")
    assert (PROJECT / said["urlpath"].removeprefix(f"lab/tree/{said['targetpath']}/")).is_file()
    pull = f"gitpuller {said['repo']} {said['branch']} {said['targetpath']} "
    assert pull in VALUES["singleuser"]["lifecycleHooks"]["postStart"]["exec"]["command"][-1]
    assert f"mybinder.org/v2/git/{quote(said['repo'], safe='')}/{said['branch']}?" in README
    assert link.hostname in VALUES["proxy"]["https"]["hosts"]


def test_git_does_not_look_at_answers() -> None:
    """What a pull must not touch is what git ignores."""
    assert "answers/" in (PROJECT / ".gitignore").read_text().splitlines()


def test_the_settings_of_byline_lab_reach_a_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written into a Python's folders, beside what is there: a server reads each, and starts the lessons' kernel."""
    there = tmp_path / "etc" / "jupyter" / "jupyter_server_config.json"
    there.parent.mkdir(parents=True)
    there.write_text('{"LabApp": {"expose_app_in_browser": true}}')
    for _ in range(2):
        [file, kernel] = settings().install(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(file.parent))
    monkeypatch.setenv("JUPYTER_PATH", str(kernel.parents[2]))
    app = ServerApp()
    app.load_config_file()
    assert app.config.LabApp.expose_app_in_browser is True
    assert app.config.LabApp.news_url is None
    assert app.config.LanguageServerManager.autodetect is False
    assert app.config.MappingKernelManager.cull_idle_timeout == 600
    for option in QUIET:
        section, trait = option.removeprefix("--").partition("=")[0].split(".")
        assert trait in app.config[section], option
    started = KernelSpecManager().get_kernel_spec("python3").argv
    assert started == json.loads((LAB / "kernels" / "python3" / "kernel.json").read_text())["argv"]


def test_an_image_of_repo2docker_gets_the_settings_and_a_python_that_it_knows() -> None:
    """It reads the version after one equals sign, and runs postBuild where that can be run."""
    assert re.search(r"^  - python=3\.\d+\b", (PROJECT / "environment.yml").read_text(), re.MULTILINE)
    assert os.name != "posix" or os.access(PROJECT / "postBuild", os.X_OK)
    assert (PROJECT / "postBuild").read_text().endswith("\npython deploy/settings.py\n")


def test_every_file_that_the_steps_name_is_here() -> None:
    """A line that is copied into a terminal works."""
    named = set(re.findall(r"\b(?:deploy|lib|tests)/[\w./]*\w", README)) | {"deploy/values.yaml"}
    assert [name for name in named if not (PROJECT / name).exists()] == []
    there = {path.name for path in DEPLOY.iterdir() if path.is_file() and path.suffix != ".md"}
    assert there <= set(re.findall(r"[\w.]+", README))


def test_every_name_to_fill_in_is_said_to_be_one() -> None:
    """No address but the engines' own and example.org, which the first lines explain."""
    for path in (*(p for p in DEPLOY.iterdir() if p.is_file()), PROJECT / "postBuild"):
        text = path.read_text(encoding="utf-8")
        hosts = set(re.findall(r"\b(?:[\w-]+\.)+(?:org|com|io|net)\b", text.replace("%2F", "/")))
        assert {host for host in hosts if not host.endswith("example.org")} <= ENGINES
        assert not re.search(r"TODO|FIXME|XXX|<[\w-]+>|YOUR[_-]", text)
    assert "every name that ends in `example.org` is yours to fill in" in README


def test_a_lesson_fits_the_guarantee_and_all_lessons_fit_the_limit() -> None:
    """What was measured stands below what is given."""
    measured, memory = table("| hub and proxy |"), VALUES["singleuser"]["memory"]
    [all_open] = [cells for name, cells in measured.items() if name.startswith("a student with all seven")]
    assert number(measured["a student with a lesson open"][0]) * 1e6 * 4 / 3 < bytes_of(memory["guarantee"])
    assert number(all_open[0]) * 1e6 * 4 / 3 < bytes_of(memory["limit"])
    assert number(measured["hub and proxy"][0]) < 500


def test_the_sizes_follow_from_the_measures_by_the_rule() -> None:
    """256 MB and 6 s a student, 1.5 GB for the hub, two minutes to begin; 28 GB and 7 cores of a machine."""
    sizes = table("| students at once |")
    assert number(table("| hub and proxy |")["processor time of a student, start and lesson"][0]) <= 6
    for column, students in enumerate((30, 300, 3000)):
        memory, cores = 1.5 + students * 0.256, max(2, math.ceil(students * 6 / 120))
        assert number(sizes["students at once"][column]) == students
        assert 0 <= number(sizes["memory"][column]) - memory < 1.01 + memory / 100
        assert number(sizes["cores"][column]) == cores
        machines = math.ceil(max(memory / 28, cores / 7))
        assert number(sizes["machines for Kubernetes"][column]) == machines
        assert number(sizes["storage, Kubernetes"][column]) == students
    assert [number(cell) for cell in sizes["storage, one machine"][:2]] == [math.ceil(4 + n * 0.01) for n in (30, 300)]
