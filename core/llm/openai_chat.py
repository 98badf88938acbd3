"""The OpenAI chat completions wire format, which most servers speak."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.llm import reading, status_errors, thinking
from core.llm.chat import ChatReply, ChatRequest
from core.llm.reading import Json
from core.llm.served import Served


class OpenAIChat(Served):
    """A model asked through `POST {base_url}/chat/completions`."""

    wire = "openai-chat"

    def path(self) -> str:
        """Where a request is posted, below the base URL."""
        return "/chat/completions"

    def read(self, data: Any) -> ChatReply:
        """The reply in the server's JSON."""
        return read_reply(data)

    def body(self, request: ChatRequest) -> dict[str, Any]:
        """The JSON that is sent."""
        quirks = self.endpoint.quirks
        body: dict[str, Any] = {"model": self.endpoint.model, "messages": quirks.messages(request.messages)}
        body |= {**quirks.params(request.params), **quirks.extra}
        if request.json_schema is not None and quirks.json_schema:
            body["response_format"] = response_format(request.json_schema)
        return body


def response_format(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The structured output field of the wire format."""
    named = {"name": "answer", "strict": True, "schema": dict(schema)}
    return {"type": "json_schema", "json_schema": named}


def read_reply(data: Any) -> ChatReply:
    """A reply of the wire format; raises CallFailed (unreadable reply) where there is no message in it."""
    choices = reading.items(reading.mapping(data).get("choices"))
    if not choices or not isinstance(choices[0].get("message"), Mapping):
        raise reading.bad_reply("no choices with a message")
    message, finish = choices[0]["message"], reading.text(choices[0].get("finish_reason"))
    # A router may report here that the server behind it failed.
    failed = status_errors.from_ok_body({"error": choices[0].get("error")}, {}, "the server")
    if failed := failed or status_errors.from_finish(finish, "the server"):
        raise failed
    in_fields, text = _content(message)
    in_tags, answer = thinking.split(text)
    return ChatReply(
        text=answer,
        thinking="\n\n".join(part for part in (in_fields, in_tags) if part),
        finish_reason=finish,
        refusal=reading.text(message.get("refusal")) or _filtered(choices[0], finish),
        usage=reading.usage(reading.mapping(data.get("usage")), "prompt_tokens", "completion_tokens"),
        model=reading.text(data.get("model")),
    )


def _content(message: Json) -> tuple[str, str]:
    """(thinking, text) from the fields of a message; the content is a text or a list of parts."""
    thought = reading.text(message.get("reasoning_content")) or reading.text(message.get("reasoning"))
    content = message.get("content")
    if isinstance(content, str):
        return thought, content
    parts = reading.items(content)
    inner = [part for each in parts for part in reading.items(each.get("thinking"))]
    return thought + _joined(inner), _joined(parts)


def _joined(parts: list[Json]) -> str:
    return "".join(reading.text(part.get("text")) for part in parts)


def _filtered(choice: Json, finish: str) -> str:
    if finish not in ("content_filter", "sensitive"):
        return ""
    filters = reading.mapping(choice.get("content_filter_results"))
    hit = [name for name, each in filters.items() if reading.mapping(each).get("filtered")]
    return f"content filter: {', '.join(hit)}" if hit else "content filter"
