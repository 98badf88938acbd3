"""How fast a whole run asks, with every response stored, and and what a call costs in CPU beside bare clients.

A server on loopback answers each call after 200 ms; it runs in a process of its own. A study puts 2,000 prompts to a
test model; its recorded reference holds none of them, so that judging is not counted.
Run: `python tests/benchmarks/bench_engine.py [PROMPTS]`.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
for folder in (HERE.parents[1], HERE.parent / "support", HERE):
    sys.path.insert(0, str(folder))

import bench_connections as connections_bench  # noqa: E402 - it stands beside this file
from command import rows, served, write_jsonl, write_study  # noqa: E402

SETTINGS = (None, 64, 256)  # --concurrency; None: each account starts at 4 and grows
NEEDED = {64: 0.90, 256: 0.75}  # share of the ideal throughput
CPU_LIMIT = 1.5  # ms a call
SERIAL_SHARE = 0.1  # of the time that one call after the other would take


class Run(NamedTuple):
    """One run of the study, from its first answer to its end."""

    concurrency: int | None
    calls: int
    seconds: float
    cpu: float

    @property
    def of_ideal(self) -> float:
        """Share of the throughput that waiting alone would allow; without a set number, of 256 connections."""
        return self.calls * connections_bench.DELAY / (self.concurrency or 256) / self.seconds

    @property
    def of_serial(self) -> float:
        """Share of the time that one call after the other would take."""
        return self.seconds / (self.calls * connections_bench.DELAY)

    @property
    def cpu_per_call(self) -> float:
        """Milliseconds of this process's CPU."""
        return self.cpu / self.calls * 1000

    @property
    def good(self) -> bool:
        """Whether it reaches what is needed."""
        ideal = self.concurrency is None or self.of_ideal >= NEEDED[self.concurrency]
        return ideal and self.of_serial < SERIAL_SHARE and self.cpu_per_call <= CPU_LIMIT

    def __str__(self) -> str:
        name = f"concurrency {self.concurrency}" if self.concurrency else "default settings"
        rate = self.calls / self.seconds
        return (
            f"{name:<18}{self.calls:>7}{rate:>9.0f}/s{self.of_ideal:>9.0%}{self.of_serial:>10.1%}"
            f"{self.cpu_per_call:>9.2f} ms"
        )


def run(base_url: str, prompts: int, concurrency: int | None) -> Run:
    """Run the study into a fresh workspace, and see that every response is in it."""
    from engine import Engine

    with tempfile.TemporaryDirectory() as name, Engine() as engine:
        workspace = Path(name) / "w.distilscope"
        write_jsonl(Path(name) / "ref.jsonl", [{"prompt": "Another one", "response": "Of no use here"}])
        recorded = {"name": "ref", "role": "reference", "provider": "recorded", "path": "ref.jsonl"}
        models = [recorded, served("one", "test", base_url)]
        texts = (f"{n} {connections_bench.PROMPT}" for n in range(prompts))
        study = write_study(Path(name) / "study.toml", models, prompts=texts)
        handle = engine.start(study, workspace, concurrency=concurrency)
        handle.run_id.result()
        started, cpu = time.perf_counter(), time.process_time()
        ended = handle.result()
        seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
        stored = rows(workspace, "SELECT count(*) FROM response")[0][0]
    if ended.status != "completed" or stored != prompts:
        raise SystemExit(f"{ended.status}: {ended.message} {stored} of {prompts} responses are stored")
    return Run(concurrency, stored, seconds, cpu)


def beside(run_of: Run, base_url: str, stack: str, connections: int, calls: int) -> None:
    """Print what the calls alone cost through a bare client, and how a whole run compares."""
    bare = asyncio.run(connections_bench.measure(stack, base_url, connections, calls))
    print(
        f"{stack} at {connections}: {bare.of_ideal:.0%} of ideal, {bare.cpu_per_call:.2f} ms a call; "
        f"a run takes {bare.of_ideal / run_of.of_ideal:.2f} times its time, "
        f"{run_of.cpu_per_call / bare.cpu_per_call:.1f} times its CPU",
        flush=True,
    )


def main() -> int:
    """Print the table; 1 where a run misses what is needed."""
    prompts = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    print(f"{'run':<18}{'calls':>7}{'rate':>11}{'of ideal':>9}{'of serial':>10}{'CPU a call':>12}")
    with connections_bench.server() as base_url:
        found = []
        for concurrency in SETTINGS:
            found.append(run(base_url, prompts, concurrency))
            print(found[-1], flush=True)
        for run_of in found:
            if connections := run_of.concurrency:
                beside(run_of, base_url, "bare aiohttp", connections, run_of.calls)
                # It takes some 20 ms a call, so a few waves have to do.
                beside(run_of, base_url, "bare httpx", connections, 2 * connections)
    missed = [each for each in found if not each.good]
    print("missed what is needed" if missed else "reached what is needed")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
