"""Python's garbage collection while a run is on."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# New objects between two young collections, young between middle, middle between full ones. Python's own figures
# (700, 10, 10) make a thousand collections of a few thousand calls, since each call under way is some hundred objects.
_RELAXED = (50_000, 20, 20)
_usual: list[tuple[int, int, int]] = []


@contextmanager
def relaxed() -> Iterator[None]:
    """Leave what is there at the start of a run alone, and collect less often, until the last run has ended.

    Looking again and again at modules, prompts and plans, which live as long as the run, took a fifth of its CPU
    and held every thread for a tenth of a second at a time. Not reentrant across threads: runs share one loop.
    """
    if not _usual:
        gc.freeze()
    _usual.append(gc.get_threshold())
    gc.set_threshold(*_RELAXED)
    try:
        yield
    finally:
        gc.set_threshold(*_usual.pop())
        if not _usual:
            gc.unfreeze()
