"""The Anthropic messages wire format."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core.llm import reading, thinking
from core.llm.chat import ChatReply, ChatRequest, Message
from core.llm.reading import Json
from core.llm.served import Served

# The wire format demands a limit.
MAX_TOKENS = 4096


class Anthropic(Served):
    """A model asked through `POST {base_url}/messages`."""

    wire = "anthropic"

    def path(self) -> str:
        """Where a request is posted, below the base URL."""
        return "/messages"

    def read(self, data: Any) -> ChatReply:
        """The reply in the server's JSON."""
        return read_reply(data)

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
