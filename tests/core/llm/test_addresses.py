"""Base URLs as they are pasted, and the refusal to send a key over plain http."""

from __future__ import annotations

import pytest

from core.errors import CallFailed, Cause
from core.llm.chat import ChatRequest, Message
from core.llm.endpoint import Endpoint, refuse_plain_http, tidy
from core.llm.http import HttpClient
from core.llm.openai_chat import OpenAIChat


@pytest.mark.parametrize(
    "pasted",
    [
        "https://h/v1",
        " https://h/v1/ ",
        "https://h/v1/chat/completions",
        "https://h/v1/models/",
        "https://h/v1/messages",
    ],
)
def test_what_is_pasted_becomes_a_base_url(pasted: str) -> None:
    assert tidy(pasted) == "https://h/v1"


@pytest.mark.parametrize(
    ("url", "cause"),
    [
        ("http://192.168.0.9/v1", Cause.PLAIN_HTTP),
        ("http://models.example/v1", Cause.PLAIN_HTTP),
        ("http://127.0.0.1.evil.example/v1", Cause.PLAIN_HTTP),
        ("ftp://h/v1", Cause.WRONG_URL),
        ("api.openai.com/v1", Cause.WRONG_URL),
        ("", Cause.WRONG_URL),
    ],
)
def test_plain_http_is_refused_beyond_loopback(url: str, cause: Cause) -> None:
    with pytest.raises(CallFailed) as caught:
        refuse_plain_http(url, allowed=False)
    assert caught.value.cause is cause


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://127.0.0.1:1/v1", False),
        ("http://localhost/v1", False),
        ("http://[::1]:8080/v1", False),
        ("https://h/v1", False),
        ("http://192.168.0.9/v1", True),
    ],
)
def test_loopback_https_and_what_was_confirmed_are_let_through(url: str, allowed: bool) -> None:
    refuse_plain_http(url, allowed)


async def test_no_key_is_sent_over_plain_http(http: HttpClient) -> None:
    asked: list[str] = []
    endpoint = Endpoint(http, "http://models.example/v1", "m", key=lambda: asked.append("x") or "k")
    with pytest.raises(CallFailed):
        await OpenAIChat(endpoint).ask(ChatRequest((Message("user", "x"),)))
