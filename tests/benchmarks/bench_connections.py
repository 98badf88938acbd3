"""How much of the ideal throughput 64 and 256 connections reach, and what a call costs in CPU.

A server on loopback answers each call after 200 ms; it runs in a process of its own. Ours is what a run uses:
account, limiter, retry, wire format and client. Beside it stand bare aiohttp and bare httpx with the same body.
Run: `python tests/benchmarks/bench_connections.py [CALLS_PER_CONNECTION]`.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
DELAY = 0.2  # seconds
NEEDED = {64: 0.90, 256: 0.75}  # connections: share of the ideal throughput
CPU_LIMIT = 1.5  # ms a call
PROMPT = "Explain in two paragraphs why the sky looks blue at noon and red in the evening. " * 5

Call = Callable[[int], Awaitable[object]]


class Measured(NamedTuple):
    """One stack at one number of connections."""

    stack: str
    connections: int
    calls: int
    seconds: float
    cpu: float

    @property
    def of_ideal(self) -> float:
        """Share of the throughput that waiting alone would allow."""
        return self.calls / self.seconds / (self.connections / DELAY)

    @property
    def cpu_per_call(self) -> float:
        """Milliseconds of this process's CPU."""
        return self.cpu / self.calls * 1000

    def __str__(self) -> str:
        rate = self.calls / self.seconds
        return (
            f"{self.stack:<14}{self.connections:>5}{self.calls:>7}{rate:>9.0f}/s{self.of_ideal:>9.0%}"
            f"{self.cpu_per_call:>9.2f} ms"
        )


def body(number: int) -> dict[str, Any]:
    """What every stack sends."""
    return {"model": "m", "messages": [{"role": "user", "content": f"{number} {PROMPT}"}], "temperature": 0.0}


@asynccontextmanager
async def ours(base_url: str, connections: int) -> Any:
    from core.llm.accounts import Accounts
    from core.llm.chat import ChatRequest, Message
    from core.llm.endpoint import Endpoint
    from core.llm.http import HttpClient
    from core.llm.openai_chat import OpenAIChat
    from core.llm.retry import ask

    http, accounts = HttpClient(), Accounts(fixed=connections)
    model = OpenAIChat(Endpoint(http, base_url, "m"))
    limiter = accounts.limiter(model.account)

    async def call(number: int) -> object:
        request = ChatRequest((Message("user", f"{number} {PROMPT}"),), {"temperature": 0.0})
        return await ask(model, request, limiter)

    yield call
    await http.aclose()


@asynccontextmanager
async def bare_aiohttp(base_url: str, connections: int) -> Any:
    import aiohttp

    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def call(number: int) -> object:
            async with session.post(f"{base_url}/chat/completions", json=body(number)) as response:
                return await response.json()

        yield call


@asynccontextmanager
async def bare_httpx(base_url: str, connections: int) -> Any:
    import httpx

    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(limits=limits, timeout=60, trust_env=False) as client:

        async def call(number: int) -> object:
            return (await client.post(f"{base_url}/chat/completions", json=body(number))).json()

        yield call


STACKS: dict[str, Any] = {"ours": ours, "bare aiohttp": bare_aiohttp, "bare httpx": bare_httpx}


async def measure(stack: str, base_url: str, connections: int, calls: int) -> Measured:
    """Warm the connections up, then keep all of them busy until the calls are done."""
    async with STACKS[stack](base_url, connections) as call:
        await work(call, connections, connections)
        started, cpu = time.perf_counter(), time.process_time()
        await work(call, connections, calls)
        return Measured(stack, connections, calls, time.perf_counter() - started, time.process_time() - cpu)


async def work(call: Call, connections: int, calls: int) -> None:
    """As many workers as connections, sharing the calls."""
    numbers = iter(range(calls))

    async def worker() -> None:
        for number in numbers:
            await call(number)

    await asyncio.gather(*(worker() for _ in range(connections)))


@contextmanager
def server() -> Iterator[str]:
    """The base URL of a server in another process, ended with the block."""
    command = [sys.executable, str(ROOT / "tests" / "loopback.py"), str(DELAY)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        yield process.stdout.readline().strip()
        process.stdin.close()


def main() -> int:
    """Print the table; 1 where ours misses what is needed."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    print(f"{'stack':<14}{'conn.':>5}{'calls':>7}{'rate':>11}{'of ideal':>9}{'CPU a call':>12}")
    missed = False
    with server() as base_url:
        for connections, needed in NEEDED.items():
            for stack in STACKS:
                measured = asyncio.run(measure(stack, base_url, connections, connections * rounds))
                print(measured, flush=True)
                if stack == "ours":
                    missed |= measured.of_ideal < needed or measured.cpu_per_call > CPU_LIMIT
    print("missed what is needed" if missed else "reached what is needed")
    return int(missed)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
