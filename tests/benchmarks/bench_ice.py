"""How much faster than one call after the other 1,000 identity questions are asked.

A server on loopback answers each call after 200 ms; it runs in a process of its own. Judging, the search and
the workspace are those of a real run. Run: `python tests/benchmarks/bench_ice.py [QUERIES]`; 1 where a mode
takes a tenth of the serial time or more.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
for folder in (HERE.parents[1], HERE):
    sys.path.insert(0, str(folder))

import bench_connections as connections_bench  # noqa: E402 - it stands beside this file

DELAY = connections_bench.DELAY  # seconds
NEEDED = 0.1  # of the serial time
CASES = (("fuzz", None), ("fuzz", 64), ("paired", None), ("plain", None))  # mode, --concurrency


def seconds(mode: str, concurrency: int | None, base_url: str, queries: int) -> float:
    """How long a run takes, from start to its last row on disk."""
    from core.engine.options import RunOptions
    from core.engine.runtime import Runtime
    from core.events import NullSink
    from core.study import IceSpec, ModelSpec, Study

    model = ModelSpec("m", "test", "openai-compatible", base_url=base_url, facts="mistral")
    study = Study("bench", ("ice",), models=(model,), ice=IceSpec(queries=queries, mode=mode))  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as folder:
        runtime = Runtime(NullSink())
        try:
            started = time.perf_counter()
            options = RunOptions(concurrency=concurrency)
            ended = runtime.start(study, Path(folder) / "w.distilscope", options).result()
            took = time.perf_counter() - started
        finally:
            runtime.close()
    if ended.status != "completed":
        raise RuntimeError(f"the run ended as {ended.status}: {ended.message}")
    return took


def main() -> int:
    """Print each mode's time beside the serial one."""
    queries = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    serial, missed = queries * DELAY, False
    print(f"{queries} queries of {DELAY} s each; one after the other {serial:.0f} s")
    with connections_bench.server() as base_url:
        for mode, concurrency in CASES:
            took = seconds(mode, concurrency, base_url, queries)
            missed |= took >= NEEDED * serial
            pace = f"concurrency {concurrency}" if concurrency else "own pace"
            print(f"{mode:<8}{pace:<16}{took:>7.1f} s{took / serial:>8.1%} of the serial time", flush=True)
    print("missed what is needed" if missed else "reached what is needed")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
