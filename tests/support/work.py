"""Work for worker processes, in a module that they can import."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any


def doubled(items: list[int]) -> list[int]:
    return [2 * item for item in items]


def whereabouts(items: list[Any]) -> list[int]:
    return [os.getpid() for _ in items]


def divided(items: list[int]) -> list[float]:
    return [1 / item for item in items]


def end_the_worker_once(items: list[str]) -> list[str]:
    """Dies without a word where the file named by the item is not there yet."""
    for item in items:
        try:
            os.close(os.open(item, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            continue
        os.kill(os.getpid(), signal.SIGKILL)
    return items


def endless_for_the_first_run(reader: Any, run: int, told: Any) -> Any:
    """Score tables; those of run 1 never come."""
    from core.report.tables import compute

    told(0.25)
    if run == 1:
        threading.Event().wait()
    return compute(reader, run, told)
