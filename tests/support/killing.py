"""Killing a command in the middle, and seeing what is left of it."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from sqlite3 import OperationalError

import psutil
import pytest
from command import LIMIT, rows


def wait_until(condition: Callable[[], bool]) -> None:
    """Look again and again; the limit is for a hang only."""
    pause = threading.Event()
    for _ in range(LIMIT * 50):
        if condition():
            return
        pause.wait(0.02)
    pytest.fail("it never came to that")


def saved(workspace: Path, table: str = "judgment") -> int:
    """How many rows of a table a run in another process has committed so far."""
    with suppress(OperationalError):
        if workspace.exists():
            return int(rows(workspace, f"SELECT count(*) FROM {table}")[0][0])
    return 0


def kill(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """SIGKILL; returns the children that it had."""
    children = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.communicate()
    return children


def all_gone(children: list[psutil.Process]) -> bool:
    """Whether all have ended, without being told to."""
    return not psutil.wait_procs(children, timeout=LIMIT)[1]
