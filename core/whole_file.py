"""Files that are written whole or not at all, beside an older one that stays until then, and never over a workspace."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.errors import BadInput

WORKSPACE_ID = 0x44534350  # "DSCP", PRAGMA application_id: tells a workspace from any other SQLite file
_SQLITE, _ID_AT = b"SQLite format 3\x00", 68  # where SQLite's file format has the id, in four bytes
_COMPANIONS = ("-wal", "-shm", "-journal", ".lock")


class NotWritten(BadInput):
    """A file that cannot be written, for a reason of the system's."""


@contextmanager
def replacing(path: Path, *, remedy: str = "") -> Iterator[Path]:
    """Give a draft to write, which takes the place of `path` once the block ends well; otherwise nothing is left of it.

    A link stays one, and what it names is replaced. A device or a pipe is written as it is. Raises BadInput where
    `path` is a workspace or belongs to one, NotWritten where the system refuses anything within the block.
    """
    refuse_workspace(path)
    try:
        target = Path(os.path.realpath(path))
        if _is_device(path):
            yield path
            return
        draft = _new_draft(target)
        try:
            yield draft
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise NotWritten(
            f"cannot be written ({error.strerror or error})", path=path, remedy=remedy
        ) from error


def write_bytes(path: Path, content: bytes, *, remedy: str = "") -> None:
    """Write a file whole or not at all; raises what `replacing` raises."""
    with replacing(path, remedy=remedy) as draft:
        draft.write_bytes(content)


def write_text(path: Path, text: str, *, errors: str = "strict", remedy: str = "") -> None:
    """Write UTF-8 with the line ends of `text`; `errors` says what becomes of halves of characters."""
    write_bytes(path, text.encode("utf-8", errors), remedy=remedy)


def refuse_workspace(path: Path) -> None:
    """Raise BadInput where `path` is a workspace or one of the files beside it, also through a link."""
    target = Path(os.path.realpath(path))
    if _is_workspace(target):
        raise BadInput("is a workspace, which is not overwritten", path=path, remedy="Choose another name")
    name = target.name.casefold()  # some file systems do not tell the cases apart
    endings = [ending for ending in _COMPANIONS if name.endswith(ending) and name != ending]
    if any(_is_workspace(target.with_name(target.name[: -len(ending)])) for ending in endings):
        raise BadInput(
            "belongs to a workspace and is not overwritten", path=path, remedy="Choose another name"
        )


def draft_name(target: Path) -> Path:
    """A name beside `target` that nothing has: what somebody else calls .part is never ours to delete."""
    return target.with_name(f".{secrets.token_hex(8)}.part")


def _is_workspace(path: Path) -> bool:
    try:
        # A pipe would wait for whoever fills it.
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(_ID_AT + 4)
    except OSError:
        return False
    return head.startswith(_SQLITE) and head[_ID_AT:] == WORKSPACE_ID.to_bytes(4, "big")


def _is_device(path: Path) -> bool:
    """Whether it is none of a disk's files, or is open already as /dev/stdout is: nothing can take its place."""
    folder = os.path.realpath(path.parent)
    if folder == "/dev" or folder.startswith("/proc/"):
        return path.exists()
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _new_draft(target: Path) -> Path:
    """An empty file beside the target, for the same people to read. Raises OSError where that may not be written."""
    draft = draft_name(target)
    with suppress(FileNotFoundError), target.open("r+b"):
        pass
    with draft.open("xb"):
        pass
    if target.exists():
        shutil.copymode(target, draft)
    return draft
