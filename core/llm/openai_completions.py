"""The OpenAI text completions wire format, through which base models are asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.llm import reading, status_errors
from core.llm.chat import ChatReply, ChatRequest, Message
from core.llm.served import Served

# Plain labels: a base model continues the text, and "Assistant:" would lend it a manner and an identity.
QUESTION, ANSWER = "Question:", "Answer:"
STOP = f"\n\n{QUESTION}"
# Without a limit a base model goes on to the end of its context.
MAX_TOKENS = 512


class OpenAICompletions(Served):
    """A base model asked through `POST {base_url}/completions` with a neutral transcript."""

    wire = "openai-completions"
    asked_as = "completion"

    def path(self) -> str:
        """Where a request is posted, below the base URL."""
        return "/completions"

    def read(self, data: Any) -> ChatReply:
        """The reply in the server's JSON."""
        return read_reply(data)

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
    finish = reading.text(choices[0].get("finish_reason"))
    if failed := status_errors.from_finish(finish, "the server"):
        raise failed
    # Some servers ignore `stop`, and the model goes on to ask itself questions.
    text = choices[0]["text"].split(STOP, 1)[0].strip()
    return ChatReply(
        text=text,
        finish_reason=finish,
        usage=reading.usage(reading.mapping(data.get("usage")), "prompt_tokens", "completion_tokens"),
        asked_as="completion",
        model=reading.text(data.get("model")),
    )


def _listed(stop: Any) -> list[str]:
    return [stop] if isinstance(stop, str) else list(stop or [])
