"""Opening a study bundle from a stranger: nothing is written outside its folder, nothing unbounded, nothing run."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from core import resources, study_file
from core.errors import BadInput
from core.report.bundle import FORMAT
from core.rse import rubric
from core.study import Study
from core.whole_file import draft_name

MOST_FILES = 2_000
LARGEST = 2 << 30  # bytes of all files together
LARGEST_MANIFEST = 4 << 20
MOST_SQUEEZED = 400  # times smaller than what comes out of it: beyond that it is a bomb
_PIECE = 1 << 20
# OverflowError: a number in it that no file can be as long as.
_DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OverflowError)
_LOCKED = 1  # the flag of an encrypted entry
_FOLDERS = ("prompts", "recorded", "facts", "rubric", "templates", "questions", "shipped", "responses")
_FILES = ("study.toml", "bundle.json", "README.txt")
_NAME = re.compile(r"[0-9A-Za-z_-][0-9A-Za-z._-]{0,119}")
# Names that Windows takes for devices, whatever their ending.
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


@dataclass(frozen=True)
class Opened:
    """An opened bundle.

    same: whether the study is the one that was packed, file by file. absent: recorded answers that have to be
    brought. changed: files of the program that differ from those it was packed with. reached: who would be asked
    where, and with which key, for the person who opens it to look at before running it.
    """

    folder: Path
    study: Study
    same: bool
    absent: tuple[str, ...]
    changed: tuple[str, ...]
    reached: tuple[str, ...]


def unpack(bundle: Path, folder: Path) -> Opened:
    """Unpack a bundle into a new or empty folder. Raises BadInput; then nothing is left behind."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput("is there already and not empty", path=folder, remedy="Choose a new folder")
    # An empty folder stays where it is: somebody may stand in it, or a disk may be mounted there.
    part = draft_name(folder / "study.toml" if folder.exists() else folder)
    try:
        manifest = _unpacked(bundle, part)
        _check_study(part)
        _put(part, folder)
    except (*_DAMAGE, OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise BadInput(f"cannot be opened ({why})", path=bundle) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return _opened(folder, study_file.read(folder / "study.toml"), manifest)


def _put(part: Path, folder: Path) -> None:
    if not folder.exists():
        part.replace(folder)
        return
    for each in part.iterdir():
        each.replace(folder / each.name)


def _unpacked(bundle: Path, part: Path) -> dict[str, Any]:
    with zipfile.ZipFile(bundle) as archive:
        entries = _checked(archive, bundle)
        manifest = _manifest(archive, entries, bundle)
        if set(entries) != {*manifest["files"], "bundle.json"}:
            raise BadInput("holds other files than it lists", path=bundle)
        part.mkdir(parents=True)
        left = LARGEST
        for name, info in entries.items():
            left = _extract(archive, info, part / name, manifest["files"].get(name), left)
    return manifest


def _checked(archive: zipfile.ZipFile, bundle: Path) -> dict[str, zipfile.ZipInfo]:
    """The entries by name, each one a plain file in one of our folders."""
    infos = archive.infolist()
    if len(infos) > MOST_FILES:
        raise BadInput(f"holds more than {MOST_FILES:,} files", path=bundle)
    names = [info.filename for info in infos]
    if len({name.casefold() for name in names}) < len(names):
        raise BadInput("holds two files of one name", path=bundle)
    for info in infos:
        if not _is_ours(info):
            raise BadInput(f"holds a file that no bundle has: {info.filename[:80]!r}", path=bundle)
    if sum(info.file_size for info in infos) > LARGEST:
        raise BadInput("is larger than a bundle may be once unpacked", path=bundle)
    return {info.filename: info for info in infos}


def _is_ours(info: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(info.external_attr >> 16)
    packed = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if kind not in (0, stat.S_IFREG) or info.flag_bits & _LOCKED or not packed:
        return False
    parts = info.filename.split("/")
    if not all(_NAME.fullmatch(p) and not _DEVICES.fullmatch(p) and not p.endswith(".") for p in parts):
        return False
    return info.filename in _FILES or (len(parts) > 1 and parts[0] in _FOLDERS and len(parts) <= 5)


def _manifest(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], bundle: Path) -> dict[str, Any]:
    info = entries.get("bundle.json")
    if info is None or "study.toml" not in entries or info.file_size > LARGEST_MANIFEST:
        raise BadInput("is no study bundle", path=bundle)
    try:
        with archive.open(info) as source:
            data = json.loads(source.read(LARGEST_MANIFEST + 1))
        hashes, absent = dict(data["files"]), dict(data.get("absent", {}))
        if not all(isinstance(each, str) for each in (*hashes.values(), *absent.values())):
            raise TypeError
        version = int(data["format"])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise BadInput("has a list of files that cannot be read", path=bundle) from error
    if version > FORMAT:
        raise BadInput("was packed by a newer DistilScope", path=bundle, remedy="Update DistilScope")
    return {"files": hashes, "absent": absent, "fingerprint": str(data.get("fingerprint", ""))}


def _extract(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, out: Path, digest: str | None, left: int
) -> int:
    """Write one file; what its head says of its size is not believed. Returns how many bytes are left."""
    out.parent.mkdir(parents=True, exist_ok=True)
    most = min(left, MOST_SQUEEZED * info.compress_size + _PIECE)
    seen, size = hashlib.sha256(), 0
    with archive.open(info) as source, out.open("xb") as target:
        while piece := source.read(_PIECE):
            size += len(piece)
            if size > most:
                raise BadInput(f"{info.filename} is far larger than a bundle's file may be")
            seen.update(piece)
            target.write(piece)
    if digest is not None and seen.hexdigest() != digest:
        raise BadInput(f"{info.filename} is not as it was when the bundle was packed")
    return left - size


def _check_study(folder: Path) -> None:
    """Refuse a study that names a file outside of its own folder: it must not read this machine's files."""
    study = study_file.read(folder / "study.toml")
    named = [m.path for m in study.models] + [p.path for p in study.prompt_sets]
    named += [m.facts for m in study.models if m.facts and re.search(r"[/\\.]", m.facts)]
    for path in filter(None, [*named, study.rse.rubric, study.ice.templates, study.ice.questions]):
        inside = not PurePosixPath(path).is_absolute() and not re.search(r"\\|:|(^|/)\.\.(/|$)|^~", path)
        if not inside or not study.resolve(path).is_relative_to(folder.resolve()):
            raise BadInput(f"its study names a file outside of it: {path[:80]!r}")


def _opened(folder: Path, study: Study, manifest: dict[str, Any]) -> Opened:
    absent = tuple(name for name in manifest["absent"] if not (folder / name).is_file())
    return Opened(
        folder=folder,
        study=study,
        same=not absent and study.fingerprint() == manifest["fingerprint"],
        absent=absent,
        changed=tuple(_changed(manifest["files"])),
        reached=tuple(_reached(study)),
    )


def _changed(hashes: dict[str, str]) -> Iterator[str]:
    """Files of the program that are not as they were where the bundle was packed."""
    for name, digest in hashes.items():
        head, _, rest = name.partition("/")
        if head != "shipped":
            continue
        if rest == "rubric.txt":
            ours = rubric.STANDARD.text.encode()
        else:
            there = resources.path(*rest.split("/"))
            ours = there.read_bytes() if there.is_file() else b""
        if hashlib.sha256(ours).hexdigest() != digest:
            yield rest


def _reached(study: Study) -> Iterator[str]:
    for model in study.models:
        if model.provider not in ("recorded", "simulated", "local"):
            key = f", with the key {model.key}" if model.key else ""
            yield f"{model.name}: {model.base_url or model.provider}{key}"
