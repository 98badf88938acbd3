"""A limiter under test: a clock that only waiting moves, and a server whose outcomes are known beforehand."""

from __future__ import annotations

import asyncio

from core.errors import CallFailed, Cause
from core.llm.chat import ChatReply, ChatRequest, Message, ModelIdentity
from core.llm.limits import Limiter, Limits

REQUEST = ChatRequest((Message("user", "x"),))


class Time:
    """A clock that stands still until somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def clock(self) -> float:
        return self.now

    async def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        await asyncio.sleep(0)
        self.now += seconds


class Server:
    """Counts what is in flight and ends calls when told to."""

    def __init__(self, *outcomes: ChatReply | CallFailed) -> None:
        self.outcomes = list(outcomes)
        self.in_flight = self.most = self.calls = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self) -> ChatReply:
        self.calls += 1
        self.in_flight += 1
        self.most = max(self.most, self.in_flight)
        await asyncio.sleep(0)
        await self.gate.wait()
        self.in_flight -= 1
        outcome = self.outcomes.pop(0) if self.outcomes else ChatReply("ok")
        if isinstance(outcome, CallFailed):
            raise outcome
        return outcome


class Model:
    """A ChatModel around a server."""

    identity = ModelIdentity("test", "", "m")
    account = "a"

    def __init__(self, server: Server) -> None:
        self.server = server

    async def ask(self, request: ChatRequest) -> ChatReply:
        return await self.server()

    async def aclose(self) -> None:
        """Nothing to close."""


def failed(cause: Cause, retry_after: float | None = None) -> CallFailed:
    return CallFailed(cause, cause.value, retry_after=retry_after)


def limiter(time: Time, limits: Limits | None = None) -> Limiter:
    return Limiter("a", limits, clock=time.clock, wait=time.wait)


async def many(run: Limiter, server: Server, count: int) -> list[ChatReply | BaseException]:
    return await asyncio.gather(*(run.run(server, "m") for _ in range(count)), return_exceptions=True)


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)
