"""Each wire format against a loopback server that speaks it, and its reader against any JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import CallFailed, Cause
from core.llm import anthropic, gemini, openai_chat, openai_completions
from core.llm.chat import ChatModel, ChatRequest, Message, Usage
from core.llm.endpoint import Endpoint
from core.llm.http import HttpClient
from core.llm.quirks import Quirks
from tests.loopback import WRONG_KEY, Fault, LoopbackServer

SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}}
TALK = (
    Message("system", "Be brief."),
    Message("user", "One?"),
    Message("assistant", "Two."),
    Message("user", "Three?"),
)
Wire = Callable[[Endpoint], Any]
WIRES: dict[str, tuple[Wire, str]] = {
    "chat": (openai_chat.OpenAIChat, "/v1"),
    "completion": (openai_completions.OpenAICompletions, "/v1"),
    "anthropic": (anthropic.Anthropic, "/v1"),
    "gemini": (gemini.Gemini, "/v1beta"),
}


def request(text: str = "Hello", **params: Any) -> ChatRequest:
    return ChatRequest((Message("user", text),), params)


def model(name: str, server: LoopbackServer, http: HttpClient, quirks: Quirks | None = None) -> ChatModel:
    wire, path = WIRES[name]
    endpoint = Endpoint(http, server.url + path, "m-1", key=lambda: "secret-key", quirks=quirks or Quirks())
    built: ChatModel = wire(endpoint)
    return built


@pytest.mark.parametrize("name", WIRES)
async def test_question_and_answer(name: str, loopback: LoopbackServer, http: HttpClient) -> None:
    asked = model(name, loopback, http)
    reply = await asked.ask(request("Hello", max_tokens=9))
    assert "Hello" in reply.text
    assert reply.usage.input_tokens
    assert reply.usage.output_tokens
    assert reply.finish_reason
    assert reply.model.startswith("m-1")
    assert reply.seconds > 0
    assert reply.asked_as == ("completion" if name == "completion" else "chat")
    assert asked.identity.base_url.startswith(loopback.url)


@pytest.mark.parametrize("name", WIRES)
async def test_a_reply_without_substance_is_unreadable(
    name: str, loopback: LoopbackServer, http: HttpClient
) -> None:
    loopback.reply = {"unexpected": True}
    with pytest.raises(CallFailed) as caught:
        await model(name, loopback, http).ask(request())
    assert caught.value.cause is Cause.BAD_REPLY


@pytest.mark.parametrize("name", WIRES)
async def test_a_prompt_that_the_filter_blocks_is_a_reply(
    name: str, loopback: LoopbackServer, http: HttpClient
) -> None:
    loopback.faults = [
        Fault.of_status(400, {"error": {"code": "content_filter", "message": "blocked by policy"}})
    ]
    reply = await model(name, loopback, http).ask(request())
    assert (reply.text, reply.refusal) == ("", "blocked by policy")


@pytest.mark.parametrize("name", WIRES)
async def test_rate_headers_reach_the_reply(name: str, loopback: LoopbackServer, http: HttpClient) -> None:
    loopback.headers = {"x-ratelimit-remaining-requests": "4"}
    reply = await model(name, loopback, http).ask(request())
    assert reply.rate is not None
    assert reply.rate.requests == 4


@pytest.mark.parametrize(
    ("name", "header"), [("chat", "bearer"), ("anthropic", "x-api-key"), ("gemini", "x-goog-api-key")]
)
async def test_keys_go_where_the_server_looks(
    name: str, header: str, loopback: LoopbackServer, http: HttpClient
) -> None:
    loopback.key = "secret-key"
    await model(name, loopback, http, Quirks(auth=header)).ask(request())
    loopback.key = "another"
    with pytest.raises(CallFailed) as caught:
        await model(name, loopback, http, Quirks(auth=header)).ask(request())
    assert caught.value.cause is Cause.WRONG_KEY
    assert WRONG_KEY["error"]["message"] in str(caught.value)


async def test_chat_body(loopback: LoopbackServer, http: HttpClient) -> None:
    quirks = Quirks(
        drop=frozenset({"top_p"}),
        rename={"max_tokens": "max_completion_tokens"},
        extra={"enable_thinking": False},
        system="developer",
        json_schema=True,
    )
    params = {"max_tokens": 5, "top_p": 0.5, "temperature": 0.0, "seed": None}
    await model("chat", loopback, http, quirks).ask(ChatRequest(TALK, params, json_schema=SCHEMA))
    body = loopback.calls[0].body
    assert body["messages"][0] == {"role": "developer", "content": "Be brief."}
    assert body["response_format"]["json_schema"]["schema"] == SCHEMA
    assert (body["max_completion_tokens"], body["temperature"], body["enable_thinking"]) == (5, 0.0, False)
    assert not {"top_p", "max_tokens", "seed"} & body.keys()


@pytest.mark.parametrize("name", ["chat", "anthropic", "gemini"])
async def test_structured_output_only_where_it_is_offered(
    name: str, loopback: LoopbackServer, http: HttpClient
) -> None:
    for offered in (False, True):
        asked = model(name, loopback, http, Quirks(json_schema=offered))
        await asked.ask(ChatRequest((Message("user", "x"),), json_schema=SCHEMA))
        assert ("integer" in str(loopback.calls[-1].body)) is offered


async def test_the_system_prompt_can_stand_before_the_first_turn(
    loopback: LoopbackServer, http: HttpClient
) -> None:
    await model("chat", loopback, http, Quirks(system="user")).ask(ChatRequest(TALK))
    messages = loopback.calls[0].body["messages"]
    assert [m["role"] for m in messages] == ["user", "assistant", "user"]
    assert messages[0]["content"] == "Be brief.\n\nOne?"


async def test_completion_body_is_a_neutral_transcript(loopback: LoopbackServer, http: HttpClient) -> None:
    quirks = Quirks(rename={"max_tokens": "max_completion_tokens"})
    asked = model("completion", loopback, http, quirks)
    await asked.ask(ChatRequest(TALK, {"max_tokens": 7, "stop": "END"}))
    body = loopback.calls[0].body
    assert body["prompt"] == "Be brief.\n\nQuestion: One?\n\nAnswer: Two.\n\nQuestion: Three?\n\nAnswer:"
    assert body["max_tokens"] == 7
    assert body["stop"] == ["END", "\n\nQuestion:"]


async def test_a_base_model_that_goes_on_asking_is_cut(loopback: LoopbackServer, http: HttpClient) -> None:
    loopback.answer = lambda _: " Forty-two.\n\nQuestion: And now?\n\nAnswer: More."
    assert (await model("completion", loopback, http).ask(request())).text == "Forty-two."


async def test_anthropic_body(loopback: LoopbackServer, http: HttpClient) -> None:
    quirks = Quirks(rename={"stop": "stop_sequences"}, headers={"anthropic-version": "2023-06-01"})
    await model("anthropic", loopback, http, quirks).ask(ChatRequest(TALK, {"stop": "END"}))
    call = loopback.calls[0]
    assert call.body["system"] == "Be brief."
    assert [m["role"] for m in call.body["messages"]] == ["user", "assistant", "user"]
    assert call.body["max_tokens"] == anthropic.MAX_TOKENS
    assert call.body["stop_sequences"] == ["END"]
    assert call.headers["anthropic-version"] == "2023-06-01"


async def test_gemini_body(loopback: LoopbackServer, http: HttpClient) -> None:
    quirks = Quirks(rename={"max_tokens": "maxOutputTokens", "stop": "stopSequences"})
    await model("gemini", loopback, http, quirks).ask(ChatRequest(TALK, {"max_tokens": 3, "stop": "END"}))
    call = loopback.calls[0]
    assert call.path == "/v1beta/models/m-1:generateContent"
    assert call.body["systemInstruction"] == {"parts": [{"text": "Be brief."}]}
    assert [turn["role"] for turn in call.body["contents"]] == ["user", "model", "user"]
    assert call.body["generationConfig"] == {"maxOutputTokens": 3, "stopSequences": ["END"]}


def chat_data(message: dict[str, Any], **choice: Any) -> dict[str, Any]:
    return {"choices": [{"message": message, "finish_reason": "stop", **choice}]}


@pytest.mark.parametrize(
    ("message", "thinking", "text"),
    [
        ({"content": "A", "reasoning_content": "T"}, "T", "A"),
        ({"content": "A", "reasoning": "T"}, "T", "A"),
        ({"content": "<think>T</think>\n\nA"}, "T", "A"),
        ({"content": "<think>never closed"}, "never closed", ""),
        ({"content": "T\n</think>\n\nA"}, "T", "A"),
        ({"content": "In HTML, </think> closes <think>."}, "", "In HTML, </think> closes <think>."),
        ({"content": "Write `</think>` at the end"}, "", "Write `</think>` at the end"),
        ({"content": None, "reasoning_content": "T"}, "T", ""),
        (
            {
                "content": [
                    {"type": "thinking", "thinking": [{"type": "text", "text": "T"}]},
                    {"type": "text", "text": "A"},
                ]
            },
            "T",
            "A",
        ),
        ({"content": "<think>B</think>A", "reasoning_content": "T"}, "T\n\nB", "A"),
    ],
)
def test_thinking_is_kept_apart(message: dict[str, Any], thinking: str, text: str) -> None:
    reply = openai_chat.read_reply(chat_data(message))
    assert (reply.thinking, reply.text) == (thinking, text)


def test_chat_refusals_and_filters() -> None:
    refused = openai_chat.read_reply(chat_data({"content": None, "refusal": "I cannot."}))
    assert (refused.text, refused.refusal) == ("", "I cannot.")
    results = {"hate": {"filtered": True}, "violence": {"filtered": False}}
    data = chat_data({"content": ""}, finish_reason="content_filter", content_filter_results=results)
    assert openai_chat.read_reply(data).refusal == "content filter: hate"
    cut = openai_chat.read_reply(chat_data({"content": "half"}, finish_reason="length"))
    assert (cut.text, cut.finish_reason, cut.refusal) == ("half", "length", "")


def test_a_router_s_report_of_a_failed_server_is_no_answer() -> None:
    data = chat_data({"content": ""}, finish_reason="error", error={"code": 502, "message": "upstream"})
    with pytest.raises(CallFailed) as caught:
        openai_chat.read_reply(data)
    assert caught.value.cause is Cause.SERVER


def test_anthropic_blocks() -> None:
    content = [
        {"type": "thinking", "thinking": "T", "signature": "s"},
        {"type": "redacted_thinking", "data": "x"},
        {"type": "text", "text": "A"},
        {"type": "text", "text": "B"},
    ]
    usage = {"input_tokens": 3, "output_tokens": 5}
    reply = anthropic.read_reply({"content": content, "stop_reason": "max_tokens", "usage": usage})
    assert (reply.thinking, reply.text, reply.finish_reason) == ("T", "AB", "max_tokens")
    assert reply.usage == Usage(3, 5)
    assert anthropic.read_reply({"content": [], "stop_reason": "refusal"}).refusal == "refusal"


def test_gemini_parts_and_blocks() -> None:
    parts = [{"text": "T", "thought": True}, {"text": "A"}]
    counts = {"promptTokenCount": 2, "candidatesTokenCount": 3, "thoughtsTokenCount": 4}
    reply = gemini.read_reply(
        {"candidates": [{"content": {"parts": parts}, "finishReason": "STOP"}], "usageMetadata": counts}
    )
    assert (reply.thinking, reply.text, reply.usage) == ("T", "A", Usage(2, 7))
    prompt = gemini.read_reply({"promptFeedback": {"blockReason": "SAFETY"}})
    assert prompt.refusal == "the prompt was blocked: SAFETY"
    ratings = [{"category": "HARM_CATEGORY_HARASSMENT", "blocked": True}]
    answer = gemini.read_reply({"candidates": [{"finishReason": "SAFETY", "safetyRatings": ratings}]})
    assert answer.refusal == "the answer was blocked: SAFETY (HARM_CATEGORY_HARASSMENT)"


WORDS = st.sampled_from(
    [
        *(
            "choices",
            "message",
            "content",
            "text",
            "finish_reason",
            "usage",
            "prompt_tokens",
            "refusal",
            "parts",
        ),
        *(
            "reasoning_content",
            "candidates",
            "thought",
            "finishReason",
            "promptFeedback",
            "blockReason",
            "type",
        ),
        *("usageMetadata", "promptTokenCount", "stop_reason", "thinking"),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.just("<think>x"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=5),
    max_leaves=25,
)


@pytest.mark.parametrize("reader", [openai_chat, openai_completions, anthropic, gemini], ids=list(WIRES))
@given(data=JSON)
def test_any_json_is_a_reply_or_a_clear_failure(reader: Any, data: Any) -> None:
    failures: list[Cause] = []
    try:
        assert isinstance(reader.read_reply(data).text, str)
    except CallFailed as error:
        failures.append(error.cause)
    assert failures in ([], [Cause.BAD_REPLY])
