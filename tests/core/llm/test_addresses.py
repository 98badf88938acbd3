"""Base URLs as they are pasted, and the refusal to send a key over plain http."""

from __future__ import annotations

import pytest

from core.engine.models import Models
from core.errors import BadInput, CallFailed, Cause
from core.llm.chat import ChatRequest, Message
from core.llm.endpoint import Endpoint, refuse_plain_http, tidy
from core.llm.factory import account
from core.llm.http import HttpClient
from core.llm.openai_chat import OpenAIChat
from core.llm.quirks import Quirks
from core.study import ModelSpec, Study
from tests.loopback import LoopbackServer

PASSWORD = "canary-password"


class NoKeys:
    """Nobody has a key."""

    def resolve(self, source: str) -> str:
        raise AssertionError(source)


async def refusal(endpoint: Endpoint) -> CallFailed:
    with pytest.raises(CallFailed) as caught:
        await OpenAIChat(endpoint).ask(ChatRequest((Message("user", "x"),)))
    return caught.value


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
        ("http://[::1/v1", Cause.WRONG_URL),
        ("https://a..b/v1", Cause.WRONG_URL),
        ("https://.b/v1", Cause.WRONG_URL),
        (f"https://{'a' * 64}.example/v1", Cause.WRONG_URL),
        ("https://h:99999/v1", Cause.WRONG_URL),
        ("https://h:0/v1", Cause.WRONG_URL),
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
        ("https://h.example./v1", False),
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


@pytest.mark.parametrize("url", ["http://[::1/v1", "https://a..b/v1"])
async def test_an_address_that_is_none_is_said_before_the_run(url: str) -> None:
    spec = ModelSpec(name="m", role="test", provider="openai-compatible", base_url=url)
    models = Models(Study(name="s", metrics=("ice",), models=(spec,)), NoKeys())
    with pytest.raises(BadInput, match="is not an address") as caught:
        await models.open()
    await models.aclose()
    assert caught.value.field == "model m: base_url"


@pytest.mark.parametrize("url", [f"http://user:{PASSWORD}@h:99999/v1", f"ftp://user:{PASSWORD}/x@h/v1"])
def test_no_error_repeats_a_password_in_the_address(url: str) -> None:
    with pytest.raises(CallFailed) as caught:
        refuse_plain_http(url, allowed=False)
    assert PASSWORD not in str(caught.value)


def test_the_name_of_an_account_holds_no_password(http: HttpClient) -> None:
    assert Endpoint(http, f"https://user:{PASSWORD}@h:8/v1", "m").account == "no key@h:8"
    assert account("env:K", f"https://user:{PASSWORD}@h:8/v1") == "env:K@h:8"


async def test_a_host_that_can_have_no_address_is_no_fault_of_a_server(http: HttpClient) -> None:
    with pytest.raises(CallFailed) as caught:
        await http.get("https://a..b/v1/models", {})
    assert caught.value.cause is Cause.WRONG_URL


@pytest.mark.parametrize("key", ["k" * 100_000, "é-key", "sk-a\nX-Evil: 1", "a\0b", "钥匙", "\ud800"])
async def test_a_key_that_cannot_be_sent_is_a_wrong_key(
    loopback: LoopbackServer, http: HttpClient, key: str
) -> None:
    asked: list[str] = []
    endpoint = Endpoint(http, loopback.base_url, "m", key=lambda: asked.append("x") or key)
    for _ in range(2):
        error = await refusal(endpoint)
        assert (error.cause, error.permanent) == (Cause.WRONG_KEY, True)
        assert key not in str(error)
    assert len(asked) == 1
    assert loopback.calls == []


async def test_a_user_in_the_address_and_a_key_are_too_much(
    loopback: LoopbackServer, http: HttpClient
) -> None:
    url = loopback.base_url.replace("://", f"://user:{PASSWORD}@")
    error = await refusal(Endpoint(http, url, "m", key=lambda: "sk-key"))
    assert (error.cause, error.permanent) == (Cause.WRONG_URL, True)
    assert f"127.0.0.1:{loopback.port}" in str(error)
    assert PASSWORD not in str(error)
    assert loopback.calls == []


@pytest.mark.parametrize(("key", "header"), [(None, "bearer"), ("sk-key", "x-api-key")])
async def test_a_user_in_the_address_is_sent_where_its_header_is_free(
    loopback: LoopbackServer, http: HttpClient, key: str | None, header: str
) -> None:
    url = loopback.base_url.replace("://", f"://user:{PASSWORD}@")
    endpoint = Endpoint(http, url, "m", key=lambda: key, quirks=Quirks(auth=header))
    await OpenAIChat(endpoint).ask(ChatRequest((Message("user", "x"),)))
    sent = {name.lower(): value for name, value in loopback.calls[0].headers.items()}
    assert sent["authorization"].startswith("Basic ")
    assert sent.get("x-api-key") == key
