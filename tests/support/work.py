"""Work for worker processes, in a module that they can import."""

from __future__ import annotations

import os
import signal
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
