"""The OpenAI text completions wire format, through which base models are asked."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from core.llm import rates, reading
from core.llm.chat import ChatReply, ChatRequest, Message, ModelIdentity
from core.llm.endpoint import Endpoint
from core.llm.openai_chat import blocked_reply
from core.llm.status_errors import Blocked

# Plain labels: a base model continues the text, and "Assistant:" would lend it a manner and an identity.
QUESTION, ANSWER = "Question:", "Answer:"
STOP = f"\n\n{QUESTION}"
# Without a limit a base model goes on to the end of its context.
MAX_TOKENS = 512


class OpenAICompletions:
    """A base model asked through `POST {base_url}/completions` with a neutral transcript."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint

    @property
    def identity(self) -> ModelIdentity:
        """What the response cache keys this model by."""
        return ModelIdentity("openai-completions", self.endpoint.base_url, self.endpoint.model)

    @property
    def account(self) -> str:
        """Key and host."""
        return self.endpoint.account

    async def ask(self, request: ChatRequest) -> ChatReply:
        """Ask once; raises CallFailed."""
        started = time.perf_counter()
        try:
            answer = await self.endpoint.post("/completions", self.body(request))
        except Blocked as block:
            return blocked_reply(block, time.perf_counter() - started, "completion")
        reply = read_reply(answer.data)
        return replace(reply, seconds=answer.seconds, rate=rates.rate_state(answer.headers))

    async def aclose(self) -> None:
        """Let go of connections."""
        await self.endpoint.aclose()

    def body(self, request: ChatRequest) -> dict[str, Any]:
        """The JSON that is sent."""
        quirks = self.endpoint.quirks
        params = {"max_tokens": MAX_TOKENS, **request.params}
        stop = [*_listed(params.pop("stop", None)), STOP]
        body: dict[str, Any] = {"model": self.endpoint.model, "prompt": transcript(request.messages)}
        # The newer names of parameters belong to chat completions only.
        return body | {**quirks.kept(params), "stop": stop, **quirks.extra}


def transcript(messages: Sequence[Message]) -> str:
    """The conversation as plain text that a base model continues with its answer."""
    blocks = []
    for message in messages:
        label = {"user": f"{QUESTION} ", "assistant": f"{ANSWER} "}.get(message.role, "")
        blocks.append(f"{label}{message.content.strip()}")
    return "\n\n".join([*blocks, ANSWER])


def read_reply(data: Any) -> ChatReply:
    """A reply of the wire format; raises CallFailed (unreadable reply) where there is no text in it."""
    choices = reading.items(reading.mapping(data).get("choices"))
    if not choices or not isinstance(choices[0].get("text"), str):
        raise reading.bad_reply("no choices with a text")
    # Some servers ignore `stop`, and the model goes on to ask itself questions.
    text = choices[0]["text"].split(STOP, 1)[0].strip()
    return ChatReply(
        text=text,
        finish_reason=reading.text(choices[0].get("finish_reason")),
        usage=reading.usage(reading.mapping(data.get("usage")), "prompt_tokens", "completion_tokens"),
        asked_as="completion",
        model=reading.text(data.get("model")),
    )


def _listed(stop: Any) -> list[str]:
    return [stop] if isinstance(stop, str) else list(stop or [])
