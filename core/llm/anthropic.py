"""The Anthropic messages wire format."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from core.llm import rates, reading, thinking
from core.llm.chat import ChatReply, ChatRequest, Message, ModelIdentity
from core.llm.endpoint import Endpoint
from core.llm.openai_chat import blocked_reply
from core.llm.reading import Json
from core.llm.status_errors import Blocked

# The wire format demands a limit.
MAX_TOKENS = 4096


class Anthropic:
    """A model asked through `POST {base_url}/messages`."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint

    @property
    def identity(self) -> ModelIdentity:
        """What the response cache keys this model by."""
        return ModelIdentity("anthropic", self.endpoint.base_url, self.endpoint.model)

    @property
    def account(self) -> str:
        """Key and host."""
        return self.endpoint.account

    async def ask(self, request: ChatRequest) -> ChatReply:
        """Ask once; raises CallFailed."""
        started = time.perf_counter()
        try:
            answer = await self.endpoint.post("/messages", self.body(request))
        except Blocked as block:
            return blocked_reply(block, time.perf_counter() - started)
        reply = read_reply(answer.data)
        return replace(reply, seconds=answer.seconds, rate=rates.rate_state(answer.headers))

    async def aclose(self) -> None:
        """Let go of connections."""
        await self.endpoint.aclose()

    def body(self, request: ChatRequest) -> dict[str, Any]:
        """The JSON that is sent: the system prompt stands beside the turns; the limit is never left out."""
        quirks = self.endpoint.quirks
        body: dict[str, Any] = {"model": self.endpoint.model, "max_tokens": MAX_TOKENS}
        if system := system_text(request.messages):
            body["system"] = system
        body["messages"] = [
            {"role": m.role, "content": m.content} for m in request.messages if m.role != "system"
        ]
        params = quirks.params(request.params)
        if isinstance(params.get("stop_sequences"), str):
            params["stop_sequences"] = [params["stop_sequences"]]
        if request.json_schema is not None and quirks.json_schema:
            schema = dict(request.json_schema)
            body["output_config"] = {"format": {"type": "json_schema", "schema": schema}}
        return body | params | dict(quirks.extra)


def system_text(messages: Iterable[Message]) -> str:
    """All system prompts of a conversation in one."""
    return "\n\n".join(m.content for m in messages if m.role == "system")


def read_reply(data: Any) -> ChatReply:
    """A reply of the wire format; raises CallFailed (unreadable reply) where it has no content."""
    reply = reading.mapping(data)
    if not isinstance(reply.get("content"), list):
        raise reading.bad_reply("no content")
    blocks = reading.items(reply["content"])
    in_tags, answer = thinking.split(_joined(blocks, "text"))
    finish = reading.text(reply.get("stop_reason"))
    return ChatReply(
        text=answer,
        thinking="\n\n".join(part for part in (_joined(blocks, "thinking"), in_tags) if part),
        finish_reason=finish,
        refusal=_refusal(reply) if finish == "refusal" else "",
        usage=reading.usage(reading.mapping(reply.get("usage")), "input_tokens", "output_tokens"),
        model=reading.text(reply.get("model")),
    )


def _joined(blocks: list[Json], kind: str) -> str:
    return "".join(reading.text(block.get(kind)) for block in blocks if block.get("type") == kind)


def _refusal(reply: Json) -> str:
    return reading.text(reading.mapping(reply.get("stop_details")).get("explanation")) or "refusal"
