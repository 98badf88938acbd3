"""Errors that nobody expected: kept in a log file without keys, so that a person sees one calm line."""

from __future__ import annotations

import platform
import sys
import time
import traceback
from pathlib import Path

from core.redact import redact

_LARGEST = 2_000_000  # bytes; beyond it the log is begun anew


def log_file() -> Path:
    """Where unexpected errors are written."""
    from platformdirs import user_log_dir

    return Path(user_log_dir("DistilScope", appauthor=False)) / "errors.log"


def record(error: BaseException) -> Path | None:
    """Append the error's traceback, keys hidden; None where the log cannot be written."""
    path = log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = "w" if path.exists() and path.stat().st_size > _LARGEST else "a"
        with path.open(mode, encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"{_head()}\n{redact(''.join(traceback.format_exception(error)))}\n")
    except OSError:
        return None
    return path


def _head() -> str:
    when = time.strftime("%Y-%m-%d %H:%M:%S%z")
    return f"--- {when}, Python {platform.python_version()}, {platform.system()}, {redact(' '.join(sys.argv[1:3]))}"
