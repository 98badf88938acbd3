"""The Google Gemini generateContent wire format."""

from __future__ import annotations

from typing import Any

from core.llm import reading, thinking
from core.llm.anthropic import system_text
from core.llm.chat import ChatReply, ChatRequest, Usage
from core.llm.reading import Json
from core.llm.served import Served

_BLOCKS = frozenset(
    {"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE", "IMAGE_SAFETY"}
)
_ROLES = {"user": "user", "assistant": "model"}


class Gemini(Served):
    """A model asked through `POST {base_url}/models/{model}:generateContent`."""

    wire = "gemini"

    def path(self) -> str:
        """Where a request is posted, below the base URL."""
        model = self.endpoint.model.removeprefix("models/")
        return f"/models/{model}:generateContent"

    def read(self, data: Any) -> ChatReply:
        """The reply in the server's JSON."""
        return read_reply(data)

    def body(self, request: ChatRequest) -> dict[str, Any]:
        """The JSON that is sent."""
        quirks = self.endpoint.quirks
        turns = [turn for turn in quirks.messages(request.messages) if turn["role"] in _ROLES]
        body: dict[str, Any] = {
            "contents": [{"role": _ROLES[t["role"]], "parts": [{"text": t["content"]}]} for t in turns]
        }
        system = system_text(request.messages)
        if system and quirks.system != "user":
            body["systemInstruction"] = {"parts": [{"text": system}]}
        if config := self._config(request):
            body["generationConfig"] = config
        return body | dict(quirks.extra)

    def _config(self, request: ChatRequest) -> dict[str, Any]:
        config = self.endpoint.quirks.params(request.params)
        if isinstance(config.get("stopSequences"), str):
            config["stopSequences"] = [config["stopSequences"]]
        if request.json_schema is not None and self.endpoint.quirks.json_schema:
            config |= {
                "responseMimeType": "application/json",
                "responseJsonSchema": dict(request.json_schema),
            }
        return config


def read_reply(data: Any) -> ChatReply:
    """A reply of the format; raises CallFailed (unreadable reply) where it has no candidate and no block."""
    reply = reading.mapping(data)
    candidates = reading.items(reply.get("candidates"))
    blocked = reading.text(reading.mapping(reply.get("promptFeedback")).get("blockReason"))
    if not candidates and not blocked:
        raise reading.bad_reply("no candidates")
    candidate: Json = candidates[0] if candidates else {}
    finish = reading.text(candidate.get("finishReason")) or blocked
    parts = reading.items(reading.mapping(candidate.get("content")).get("parts"))
    in_tags, answer = thinking.split(_joined(parts, thought=False))
    return ChatReply(
        text=answer,
        thinking="\n\n".join(part for part in (_joined(parts, thought=True), in_tags) if part),
        finish_reason=finish,
        refusal=_refusal(candidate, finish, blocked),
        usage=_usage(reading.mapping(reply.get("usageMetadata"))),
        model=reading.text(reply.get("modelVersion")),
    )


def _joined(parts: list[Json], *, thought: bool) -> str:
    return "".join(reading.text(part.get("text")) for part in parts if bool(part.get("thought")) is thought)


def _refusal(candidate: Json, finish: str, blocked: str) -> str:
    if blocked:
        return f"the prompt was blocked: {blocked}"
    if finish not in _BLOCKS:
        return ""
    rated = reading.items(candidate.get("safetyRatings"))
    named = [reading.text(each.get("category")) for each in rated if each.get("blocked")]
    said = reading.text(candidate.get("finishMessage")) or ", ".join(filter(None, named))
    return f"the answer was blocked: {finish}" + (f" ({said})" if said else "")


def _usage(data: Json) -> Usage:
    """Thinking is billed as output and counted apart."""
    counted = reading.usage(data, "promptTokenCount", "candidatesTokenCount")
    thought = reading.count(data.get("thoughtsTokenCount"))
    if thought is None:
        return counted
    return Usage(counted.input_tokens, (counted.output_tokens or 0) + thought)
