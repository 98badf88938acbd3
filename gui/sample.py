"""The sample study that ships with the program. A copy of it is looked at, so that the shipped file never changes."""

from __future__ import annotations

import shutil
from pathlib import Path

from core import resources

NAME = "Sample study.distilscope"


def sample_path() -> Path | None:
    """Where it is shipped; None where it is not."""
    path = Path(str(resources.path("sample", "sample.distilscope")))
    return path if path.is_file() else None


def copy_to(folder: Path) -> Path:
    """A fresh copy below the folder; it may be brought up to date there. Blocking.

    A copy that is open already (and so cannot be replaced on some systems) is taken as it is.
    """
    shipped = sample_path()
    if shipped is None:
        raise FileNotFoundError("no sample study is shipped")
    target = folder / "sample" / NAME
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        for old in target.parent.glob(f"{NAME}*"):
            old.unlink()
        shutil.copyfile(shipped, target)
    except PermissionError:
        if not target.is_file():
            raise
    return target


def is_sample(workspace: Path | None) -> bool:
    """Whether a workspace is such a copy; it is not written to."""
    return workspace is not None and workspace.name == NAME and workspace.parent.name == "sample"
