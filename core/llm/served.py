"""What the wire formats share: a model on a server, asked by one POST."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any, ClassVar

from core.llm import rates
from core.llm.chat import ChatReply, ChatRequest, ModelIdentity
from core.llm.endpoint import Endpoint
from core.llm.status_errors import Blocked


class Served(ABC):
    """A ChatModel behind an endpoint. A format says where it posts, what it sends and how it reads the reply."""

    wire: ClassVar[str]
    asked_as: ClassVar[str] = "chat"

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint

    @property
    def identity(self) -> ModelIdentity:
        """What the response cache keys this model by."""
        return ModelIdentity(self.wire, self.endpoint.base_url, self.endpoint.model)

    @property
    def account(self) -> str:
        """Key and host."""
        return self.endpoint.account

    async def ask(self, request: ChatRequest) -> ChatReply:
        """Ask once; raises CallFailed. What the server's safety system blocks is a reply with `refusal`."""
        started = time.perf_counter()
        try:
            answer = await self.endpoint.post(self.path(), self.body(request))
        except Blocked as block:
            seconds = time.perf_counter() - started
            return ChatReply(
                "",
                finish_reason="content_filter",
                refusal=block.reason,
                asked_as=self.asked_as,
                seconds=seconds,
            )
        reply = self.read(answer.data)
        return replace(reply, seconds=answer.seconds, rate=rates.rate_state(answer.headers))

    async def aclose(self) -> None:
        """Let go of connections."""
        await self.endpoint.aclose()

    @abstractmethod
    def path(self) -> str:
        """Where a request is posted, below the base URL."""

    @abstractmethod
    def body(self, request: ChatRequest) -> dict[str, Any]:
        """The JSON that is sent."""

    @abstractmethod
    def read(self, data: Any) -> ChatReply:
        """The reply in the server's JSON; raises CallFailed (unreadable reply)."""
