"""How fast a local model reads and writes on this computer: as its last answers showed, else by a rule of thumb."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.llm import weights
from core.study import ModelSpec

FILE = "speeds.json"
# Writing one token reads all of the weights once: about 4 GB a second and core (seen with files of 98 MB and 253 MB),
# and no more than a common computer's memory gives. A prompt is read in batches, some three times as fast.
_BYTES_A_CORE, _BYTES_AT_MOST, _READS = 4e9, 30e9, 3.0
_ENOUGH = 20  # tokens written before a measurement counts


@dataclass(frozen=True, slots=True)
class Speed:
    """Tokens a second, prompts read and answers written. `measured`: on this computer; else a rule of thumb."""

    reads: float
    writes: float
    measured: bool

    def seconds(self, read: float, written: float) -> float:
        """How long so many tokens take, one answer after the other."""
        return read / self.reads + written / self.writes


class Stopwatch:
    """Adds up what the server of a model says of its own work; waiting for a turn is not in it.

    `at_work` tells how many local models are answering just now: the share of the cores that this takes is taken off.
    """

    def __init__(self, at_work: Callable[[], int] = lambda: 1) -> None:
        self._at_work = at_work
        self._read = self._written = self._reading = self._writing = 0.0

    def note(self, data: Any) -> None:
        """Take the timings out of a reply (llama.cpp: tokens, and milliseconds for them)."""
        timings = data.get("timings") if isinstance(data, Mapping) else None
        if isinstance(timings, Mapping):
            second = 1000 * max(1.0, self._at_work() * threads() / _cores())
            self._read += _figure(timings, "prompt_n")
            self._reading += _figure(timings, "prompt_ms") / second
            self._written += _figure(timings, "predicted_n")
            self._writing += _figure(timings, "predicted_ms") / second

    def speed(self) -> Speed | None:
        """What was measured; None where it is too little to go by."""
        if self._written < _ENOUGH or self._reading <= 0 or self._writing <= 0:
            return None
        return Speed(max(1.0, self._read / self._reading), self._written / self._writing, measured=True)


def remember(digest: str, stopwatch: Stopwatch) -> None:
    """Keep what was measured for the next estimate. Blocking."""
    if (speed := stopwatch.speed()) is not None:
        figures = {"reads": round(speed.reads, 2), "writes": round(speed.writes, 2)}
        weights.remember(FILE, digest, figures)


def expected(spec: ModelSpec, base_dir: Path) -> Speed | None:
    """The speed of a study's local model; None where its file is not there. Reads no weights. Blocking."""
    path, size = weights.at_hand(spec.builtin or "smollm2", base_dir / spec.path if spec.path else None)
    if path is not None and (digest := weights.known_digest(path)):
        found = weights.remembered(FILE).get(digest)
        if isinstance(found, Mapping) and _figure(found, "reads") > 0 and _figure(found, "writes") > 0:
            return Speed(_figure(found, "reads"), _figure(found, "writes"), measured=True)
    return _rule_of_thumb(size) if size else None


def together(seconds: Sequence[float]) -> float:
    """How long models take that work side by side on this computer, from what each would take alone."""
    return max(*seconds, sum(seconds) * threads() / _cores()) if seconds else 0.0


def threads() -> int:
    """How many cores a local model works on: one stays free for the window."""
    return max(1, _cores() - 1)


def _cores() -> int:
    return os.cpu_count() or 2


def _rule_of_thumb(size: int) -> Speed:
    writes = min(threads() * _BYTES_A_CORE, _BYTES_AT_MOST) / size
    return Speed(_READS * writes, writes, measured=False)


def _figure(values: Mapping[str, Any], name: str) -> float:
    value = values.get(name)
    return float(value) if isinstance(value, int | float) and 0 <= value < 1e12 else 0.0
