"""The window with a million judgments, with 2,000 results a second, and at its start.

Prints figures beside a baseline of the same run, and judges none.

    python tests/benchmarks/bench_window.py [start] [live] [inspector] [scores] [JUDGMENTS]

The workspace is made once and kept in the temporary folder (some minutes, 3 GB). CPU is what this process used until
the rows were seen, the counting behind them included; on a busy machine it says more than the clock.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from million import JUDGMENTS
from window_live import live
from window_million import inspector
from window_scores import scores
from window_start import start

PARTS: dict[str, Callable[[int], None]] = {
    "start": lambda _judgments: start(),
    "live": lambda _judgments: live(),
    "inspector": inspector,
    "scores": scores,
}


def main(wanted: list[str]) -> int:
    """Measure the parts named, or all."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{os.cpu_count()} cores, load {load}; targets in brackets")
    judgments = next((int(word) for word in wanted if word.isdigit()), JUDGMENTS)
    for name in [word for word in wanted if not word.isdigit()] or PARTS:
        print(f"\n{name}")
        PARTS[name](judgments)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
