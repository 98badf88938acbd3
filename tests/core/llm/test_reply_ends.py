"""How replies begin and end at the vendors: lines before the answer, and answers that the server broke off."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.errors import CallFailed, Cause
from core.llm.chat import ChatModel, ChatRequest, Message
from core.llm.factory import build
from core.llm.http import HttpClient
from core.llm.openai_chat import read_reply
from core.llm.openai_completions import read_reply as read_completion
from core.study import ModelSpec
from tests.loopback import Fault, LoopbackServer

HELLO = ChatRequest((Message("user", "Hello"),))


class OneKey:
    """A key for everybody."""

    def resolve(self, source: str) -> str:
        return "the-key"


def model_of(provider: str, server: LoopbackServer, http: HttpClient) -> ChatModel:
    spec = ModelSpec(
        name="m", role="test", provider=provider, model="m", base_url=server.base_url, key="env:K"
    )
    return build(spec, Path(), OneKey(), http)


@pytest.mark.parametrize(
    ("provider", "finish"),
    [
        ("deepseek", "insufficient_system_resource"),
        ("zhipu", "network_error"),
        ("openrouter", "error"),
        ("mistral", "error"),
    ],
)
async def test_an_answer_that_the_server_broke_off_is_asked_for_again(
    provider: str, finish: str, loopback: LoopbackServer, http: HttpClient
) -> None:
    loopback.choice = {"finish_reason": finish}
    with pytest.raises(CallFailed, match=finish) as caught:
        await model_of(provider, loopback, http).ask(HELLO)
    assert caught.value.cause is Cause.SERVER
    assert caught.value.transient


def test_so_is_a_text_completion() -> None:
    with pytest.raises(CallFailed) as caught:
        read_completion({"choices": [{"text": "half an ans", "finish_reason": "error"}]})
    assert caught.value.transient


@pytest.mark.parametrize(
    "finish", ["stop", "length", "tool_calls", "content_filter", "eos", "model_length", "sensitive", None]
)
def test_every_other_end_is_an_answer(finish: str | None) -> None:
    reply = read_reply({"choices": [{"message": {"content": "Yes"}, "finish_reason": finish}]})
    assert (reply.text, reply.finish_reason) == ("Yes", finish or "")


async def test_deepseek_sends_empty_lines_while_one_waits(loopback: LoopbackServer, http: HttpClient) -> None:
    whole = json.dumps({"choices": [{"message": {"content": "Here I am"}, "finish_reason": "stop"}]})
    loopback.faults = [Fault.of_status(200, "\n" * 40 + whole)]
    assert (await model_of("deepseek", loopback, http).ask(HELLO)).text == "Here I am"
