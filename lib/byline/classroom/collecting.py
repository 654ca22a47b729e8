"""Collects what students sent: folders, zips, a platform's download, as often as one likes. It never stops.

Each file is taken, or named with what is wrong and what to do. What is taken is kept as it came, byte for byte, under
the hash of its bytes; a line of collected.jsonl says where it came from. Nothing in a file is run, or is a path.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from byline.classroom.classes import Class, hash_of_code
from byline.gradebooks.gradebook import told_apart
from byline.jupyter import Mistake
from byline.lesson.codes import printed_code
from byline.lesson.desk import Desk
from byline.lesson.disk import because, read_file
from byline.lesson.folder import CODE_FILE, IN_PAGE, owners
from byline.lesson.handin import hand_in_of
from byline.lesson.returned import open_handin
from byline.seeds.folders import open_folder, seeds_folder, texts
from byline.sheet import visible
from newsmarks.text import ArticleError

#: No hand-in is larger; no download of a class has more files, or more bytes in all, or zips deeper inside each other.
MOST_BYTES = 5_000_000
MOST_FILES = 5_000
MOST_IN_ALL = 300_000_000
DEEPEST = 3
#: Nor does a student send more in a zip of her own.
MOST_OF_ONE, BYTES_OF_ONE = 200, 40_000_000
#: How platforms name what they pack: Moodle's folders, Canvas's files (with “_LATE_” where it came late).
MOODLE = re.compile(r"(?P<name>[^/]+)_\d+_assignsubmission_file(?:_|/|$)")
CANVAS = re.compile(r"(?P<name>[^/_]+)_(?:LATE_)?\d+_\d+_[^/]*$")
#: What lies beside hand-ins and is none of them: left aside without a word.
BESIDE = re.compile(r"(^|/)(\.[^/]*|__MACOSX(/.*)?|Thumbs\.db|desktop\.ini|code\.txt|text\.txt)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class File:
    """A file that was sent: what it is called, with folders and zips on the way, and its bytes, or what is wrong."""

    name: str
    data: bytes = b""
    wrong: str = ""


@dataclass(slots=True)
class Collected:
    """What became of some files: `taken` hand-ins, `again` those that were there already, and sentences.

    `look` is worth a look (late, doubled, another text); `left` names each file that was not taken, and what to do.
    """

    taken: int = 0
    again: int = 0
    look: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    to_print: list[File] = field(default_factory=list)

    def lines(self, of: Class) -> list[str]:
        """All of it, in sentences."""
        codes = {str(line.get("code")) for line in of.lines(LOG)}
        handed = [s for s in of.students if codes & {*s.codes}]
        missing = [told_apart(of.students, s, s.called) for s in of.students if s not in handed]
        lines = [f"Taken: {_counted(self.taken, 'hand-in')}. Already there: {self.again}. In all, {len(handed)} of "
                 f"{_counted(len(of.students), 'student')} of {of.name} handed in."]  # fmt: skip
        lines += [f"Not taken: {said}" for said in self.left]
        lines += [f"Look at this: {said}" for said in self.look]
        if missing and handed:
            lines.append(f"Nothing yet from: {', '.join(missing)}.")
        return [visible(line) for line in lines]


LOG = "collected.jsonl"
HASH = re.compile(r"[0-9a-f]{16}")


def _counted(n: int, thing: str) -> str:
    return f"{n} {thing}{'' if n == 1 else 's'}"


def collect(of: Class, sources: Iterable[Path]) -> Collected:
    """Take what is in some files, folders and zips. Raises Mistake where one is not there, NotSaved."""
    places = list(sources)
    for place in places:
        if not place.exists():
            raise Mistake(f"There is no “{place}”. Check the name, or drag the file into the window.")
    found, known = Collected(), {str(line.get("file")) for line in of.lines(LOG)}
    text_of = dict(_texts_here())
    whole = {sha for sha in known if _is_whole(of, sha)}
    for file in limited(file for place in places for file in files_at(place)):
        _take(of, file, text_of, (known, whole), found)
    codes = {str(line["code"]) for line in of.lines(LOG)}
    alone = [file.name for file in found.to_print if not {m.decode() for m in IN_PAGE.findall(file.data)} & codes]
    found.left += [f"“{name}”{_whose(name)}: it is a page to print. Ask for hand-in-….json, too." for name in alone]
    found.look += _looks(of)
    return found


def _texts_here() -> Iterator[tuple[str, str]]:
    """(name, hash) of each text that can be opened here."""
    for name in texts():
        with suppress(ArticleError):
            yield name, open_folder(seeds_folder() / name).sha256


def _is_whole(of: Class, sha: str) -> bool:
    """Whether a hand-in that was taken is still there as it came."""
    try:
        data = read_file(of.folder / "handins" / f"{sha}.json")
    except OSError:
        return False
    return hashlib.sha256(data).hexdigest()[:16] == sha


# --- what was sent ----------------------------------------------------------------------------------


def limited(files: Iterable[File]) -> Iterator[File]:
    """The files, as long as they are not more than any class sends."""
    total = 0
    for n, file in enumerate(files, 1):
        total += len(file.data)
        if n > MOST_FILES or total > MOST_IN_ALL:
            yield File(file.name, wrong=f"there are more files here than any class sends (over {MOST_FILES}, or over "
                       f"{MOST_IN_ALL // 1_000_000} MB). Collect the others by themselves")  # fmt: skip
            return
        yield file


def files_at(place: Path) -> Iterator[File]:
    """All files of a folder and those in it, of a zip, or a file itself; links are not followed."""
    if not place.is_dir():
        yield from _opened(_at(place, place.name), 0)
        return
    for folder, inner, names in os.walk(place):
        inner.sort()
        for name in sorted(names):
            path = Path(folder, name)
            yield from _opened(_at(path, path.relative_to(place.parent).as_posix()), 0)


def _at(path: Path, name: str) -> File:
    """A file on the disk."""
    try:
        most = MOST_IN_ALL if path.suffix.casefold() == ".zip" else MOST_BYTES
        if path.is_file() and not path.is_symlink() and path.stat().st_size > most:
            return _too_large(name, path.stat().st_size)
        return File(name, path.read_bytes() if path.suffix.casefold() == ".zip" else read_file(path))
    except OSError as problem:
        return File(name, wrong=f"it cannot be read{because(problem)}. Copy it to a place of your own")


def _too_large(name: str, size: int) -> File:
    return File(name, wrong=f"it has {size // 1_000_000} MB, and no hand-in is that large. Ask for hand-in-….json")


def _opened(file: File, depth: int) -> Iterator[File]:
    """The file, or what is in it where it is a zip."""
    if file.wrong or not file.data.startswith(b"PK\x03\x04"):
        yield file
    elif depth == DEEPEST:
        yield File(file.name, wrong="it is a zip in a zip in a zip. Unpack it, then collect the folder")
    else:
        yield from _unzipped(file, depth)


def _unzipped(file: File, depth: int) -> Iterator[File]:
    """What is in a zip; one that stands in another is a student's, and holds no more than one sends."""
    try:
        with zipfile.ZipFile(BytesIO(file.data)) as zipped:
            inside = [info for info in zipped.infolist() if not info.is_dir()]
            if depth and (len(inside) > MOST_OF_ONE or sum(info.file_size for info in inside) > BYTES_OF_ONE):
                yield File(file.name, wrong="this zip has more in it than a student sends. Look into it, and collect "
                           "the hand-in by itself")  # fmt: skip
                return
            for info in inside[: MOST_FILES + 1]:
                yield from _opened(_unpacked(zipped, info, f"{file.name}/{info.filename}"), depth + 1)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        yield File(file.name, wrong="this zip is damaged. Download it once more, or unpack it and collect the folder")


def _unpacked(zipped: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> File:
    """A file in a zip, not more of it than a hand-in can have."""
    most = MOST_BYTES if not info.filename.casefold().endswith(".zip") else MOST_IN_ALL // 3
    if info.file_size > most:
        return _too_large(name, info.file_size)
    try:
        with zipped.open(info) as opened:
            data = opened.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        return File(name, wrong="it cannot be unpacked: it is damaged or locked. Ask for it once more")
    return _too_large(name, len(data)) if len(data) > most else File(name, data)


# --- what becomes of it -------------------------------------------------------------------------------


#: The hashes of hand-ins that were taken before, and of those that are still there as they came.
Known = tuple[set[str], set[str]]


def _take(of: Class, file: File, text_of: dict[str, str], known: Known, found: Collected) -> None:
    """Take a file, or say why not."""
    name = file.name
    if BESIDE.search(name):
        return
    if file.wrong:
        found.left.append(f"“{name}”: {file.wrong}.")
        return
    if name.casefold().endswith((".html", ".htm")):
        found.to_print.append(file)
        return
    try:
        handed = [(file.data, open_handin(file.data))] if not name.endswith(".jsonl") else _from_answers(file)
    except ValueError as problem:
        found.left.append(f"“{name}”{_whose(name)}: {problem}")
        return
    for data, content in handed:
        _keep(of, file, data, content, text_of, known, found)


def _whose(name: str) -> str:
    """By a platform's name for a file, who sent it: " (from Ana Ruiz)"."""
    return f" (from {sent})" if (sent := sender_of(name)) else ""


def sender_of(name: str) -> str:
    """Who sent a file, as the platform named it; "" where it does not say.

    >>> sender_of("all.zip/Ana Ruiz_12345_assignsubmission_file_/hand-in.json"), sender_of("ruizana_LATE_12_345_x.json")
    ('Ana Ruiz', 'ruizana')
    """
    found = MOODLE.search(name) or CANVAS.search(name.rsplit("/", 1)[-1])
    return found["name"] if found else ""


def _from_answers(file: File) -> list[tuple[bytes, dict[str, Any]]]:
    """The hand-ins that a file of answers would give: many send that instead. Raises ValueError."""
    with tempfile.TemporaryDirectory() as made:
        path = Path(made, "sent.jsonl")
        path.write_bytes(file.data)
        codes = list(owners(path))
        article = _article_in(file.data)
        if not codes or article not in texts():
            raise ValueError("This is no file of answers that can be read here. Ask for hand-in-….json.")
        path.rename(path.with_name(f"{article}.jsonl"))
        return [(data := hand_in_of(_desk(article, Path(made), code)), open_handin(data)) for code in codes]


def _article_in(lines: bytes) -> str:
    found = re.search(rb'"article": ?"([a-z0-9][a-z0-9_-]*)"', lines)
    return found[1].decode() if found else ""


def _desk(article: str, place: Path, code: str) -> Desk:
    """A desk on which the answers of one code lie, in a folder of their own."""
    (place / CODE_FILE).write_text(f"{code}\n")
    return Desk(article, place)


def _keep(of: Class, file: File, data: bytes, content: dict[str, Any], text_of: dict[str, str], known: Known,
          found: Collected) -> None:  # fmt: skip
    """Keep a hand-in under the hash of its bytes."""
    sha, article = hashlib.sha256(data).hexdigest()[:16], content["article"]
    if hash_of_code(content["code"]) in of.gone:
        found.left.append(f"“{file.name}”{_whose(file.name)}: its code was taken out of {of.name}, and stays out. If "
                          f"that was a mistake: byline class whose {of.name} {content['code']} \"Full Name\", and "
                          "collect once more.")  # fmt: skip
        return
    if sha in known[1]:
        found.again += 1
        found.look += _sent_by_another(of, sha, file.name)
        return
    if article not in text_of or text_of[article] != content["sha256"]:
        why = "is about another version of" if article in text_of else "is about"
        found.left.append(f"“{file.name}”{_whose(file.name)}: it {why} “{article}”, which is not the text here. "
                          "Ask for the hand-in of this class, or put that text into “seeds”.")  # fmt: skip
        return
    of.keep(f"handins/{sha}.json", data)
    if sha not in known[0]:
        of.log(LOG, {"file": sha, "from": file.name, "code": content["code"], "article": article,
                     "late": "_LATE_" in file.name})  # fmt: skip
    for several in known:
        several.add(sha)
    found.taken += 1
    if unused := sorted(_exercises_in(data) - content["exercises"].keys()):
        found.look.append(f"“{file.name}”{_whose(file.name)}: {', '.join(unused)} cannot be used as it came, and is "
                          "left out. Ask what happened to the file.")  # fmt: skip


def _sent_by_another(of: Class, sha: str, name: str) -> Iterator[str]:
    """Whether the very same file came before, from somebody else as the platform says."""
    first = next((str(line["from"]) for line in of.lines(LOG) if line.get("file") == sha), "")
    if (now := sender_of(name)) and (before := sender_of(first)) and now != before:
        yield f"{now} sent the very file that {before} sent, with the same code in it. Ask {now} for another."


def _exercises_in(data: bytes) -> set[str]:
    """What a hand-in that was opened calls its exercises, usable or not; names that could be none are passed over."""
    return {name for name in json.loads(data)["exercises"] if re.fullmatch(r"[\w-]{1,20}", name)}


# --- what is worth a look -------------------------------------------------------------------------------


def _looks(of: Class) -> Iterator[str]:
    """What a teacher should look at, over all that was collected."""
    lines = list(of.lines(LOG))
    for line in lines:
        if line.get("late"):
            yield f"“{line['from']}” came late, says the platform."
    yield from _copies(of, lines)
    senders: dict[str, Counter[str]] = {}
    for line in lines:
        if sent := sender_of(str(line["from"])):
            senders.setdefault(str(line["code"]), Counter())[sent] += 1
    for code, sent_by in senders.items():
        if len(sent_by) > 1:
            yield f"The code {printed_code(code)} came under {len(sent_by)} names: {', '.join(sent_by)}. Whose is it?"
    for code in {str(line["code"]): 1 for line in lines}:
        if of.student_of(code) is None:
            names = ", ".join(f"“{line['from']}”" for line in lines if line["code"] == code)
            yield (f"Whose is this? The code {code} is nobody's in {of.name} ({names}). Say: byline class whose "
                   f"{of.name} {code} \"Full Name\"; or, if it is from another class: byline class dismiss {of.name} "
                   f"{code}. On the desk there is a form for each.")  # fmt: skip


def _copies(of: Class, lines: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Hand-ins of different students that are the same to the letter."""
    by_content: dict[str, dict[str, None]] = {}
    for line in lines:
        works = read_handin(of, line).get("exercises", {})
        written = [w["reason"] for w in works.values()] + [t["answer"] for w in works.values() for t in w["tries"]]
        if len(works) > 5 or any(isinstance(one, str) and len(one) > 30 for one in written):
            by_content.setdefault(json.dumps(works, sort_keys=True), {})[_called(of, str(line["code"]))] = None
    for several in by_content.values():
        if len(several) > 1:
            yield f"The same answers, letter for letter, came from {' and '.join(several)}. Ask them."


def read_handin(of: Class, line: Mapping[str, Any]) -> dict[str, Any]:
    """What was handed in with a line of what was collected; empty where it is not there any more."""
    name = str(line.get("file"))
    try:
        return open_handin(read_file(of.folder / "handins" / f"{name}.json")) if HASH.fullmatch(name) else {}
    except (OSError, ValueError):
        return {}


def _called(of: Class, code: str) -> str:
    student = of.student_of(code)
    return student.called if student else printed_code(code)
