"""Lends threads to what computes scores: numpy lets go of the interpreter's lock, so they are of use."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")

_MOST = 4  # each holds some tens of megabytes, and they share a lock half of the time


def on_all_cores(work: Callable[[T], U], items: Sequence[T], /) -> list[U]:
    """The work for each item, several at a time; the results in the order of the items."""
    threads = min(_MOST, os.cpu_count() or 1, len(items))
    if threads < 2:
        return [work(item) for item in items]
    pool = ThreadPoolExecutor(threads, thread_name_prefix="distilscope-score")
    try:
        return list(pool.map(work, items))
    finally:
        pool.shutdown(
            cancel_futures=True
        )  # where one failed, or the user ends the program, the rest is not begun
