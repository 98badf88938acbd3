from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.errors import Cause
from core.llm import check as check_module
from core.llm import discovery
from core.llm.catalog import provider
from core.llm.check import CheckResult
from core.llm.http import HttpClient
from core.study import ModelSpec
from tests.loopback import STALL, WRONG_KEY, Fault, LoopbackServer


class OneKey:
    """A key for everybody."""

    def resolve(self, source: str) -> str:
        return "right"


async def checked(server: LoopbackServer, http: HttpClient, **fields: Any) -> CheckResult:
    given = {"name": "m", "role": "test", "provider": "openai-compatible", "base_url": server.base_url}
    return await check_module.check(ModelSpec(**{**given, **fields}), Path(), OneKey(), http)


@pytest.mark.parametrize(("name", "path"), [("openai", "/v1"), ("anthropic", "/v1"), ("gemini", "/v1beta")])
async def test_a_good_model(name: str, path: str, loopback: LoopbackServer, http: HttpClient) -> None:
    loopback.models, loopback.key = ("b-model", "a-model"), "right"
    url = loopback.url + path
    result = await checked(loopback, http, provider=name, base_url=url, model="a-model", key="env:K")
    assert result.ok
    assert result.models == ("a-model", "b-model")
    assert result.message == "a-model answers. The server offers 2 models."
    assert sum(call.method == "POST" for call in loopback.calls) == 1


async def test_a_wrong_key(loopback: LoopbackServer, http: HttpClient) -> None:
    loopback.key = "another"
    result = await checked(loopback, http, key="env:K")
    assert (result.ok, result.cause) == (False, Cause.WRONG_KEY)
    assert WRONG_KEY["error"]["message"] in result.message
    assert "key page" in result.remedy


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        (Fault.of_status(404, {"error": {"code": "model_not_found"}}), Cause.UNKNOWN_MODEL),
        (Fault.of_status(402, {"error": "Insufficient Balance"}), Cause.NO_CREDIT),
        (Fault.of_status(404, "<html>"), Cause.WRONG_URL),
        (Fault.rate_limit(), Cause.RATE_LIMIT),
    ],
)
async def test_what_is_wrong_is_said(
    fault: Fault, cause: Cause, loopback: LoopbackServer, http: HttpClient
) -> None:
    loopback.faults = [fault]
    result = await checked(loopback, http)
    assert (result.ok, result.cause) == (False, cause)
    assert result.message
    assert result.models == ("stand-in",)


async def test_a_server_without_a_list_is_no_fault(loopback: LoopbackServer, http: HttpClient) -> None:
    loopback.fault_of = lambda call: Fault.of_status(404) if call.method == "GET" else None
    result = await checked(loopback, http)
    assert result.ok
    assert result.models == ()


async def test_a_reasoning_model_that_needs_more_than_a_token(
    loopback: LoopbackServer, http: HttpClient
) -> None:
    message = "Could not finish the message because max_tokens or model output limit was reached."
    loopback.faults = [Fault.of_status(400, {"error": {"message": message}})]
    assert (await checked(loopback, http)).ok


async def test_models_that_need_no_server(tmp_path: Path, loopback: LoopbackServer, http: HttpClient) -> None:
    (tmp_path / "a.jsonl").write_text('{"prompt": "a", "response": "b"}\n', encoding="utf-8")
    recorded = await checked(loopback, http, provider="recorded", path=str(tmp_path / "a.jsonl"))
    assert recorded.message == "The file holds answers to 1 prompts"
    missing = await checked(loopback, http, provider="recorded", path="none.jsonl")
    assert not missing.ok
    assert (await checked(loopback, http, provider="simulated", name="simulated")).ok
    assert not loopback.calls


async def test_plain_http_is_refused_before_anything_is_sent(
    loopback: LoopbackServer, http: HttpClient
) -> None:
    result = await checked(loopback, http, base_url="http://models.example/v1")
    assert result.cause is Cause.PLAIN_HTTP


async def test_local_servers_are_found() -> None:
    with (
        LoopbackServer(models=("llama3.1:8b",)) as ollama,
        LoopbackServer() as silent,
        LoopbackServer() as web,
    ):
        silent.fault_of = lambda _: STALL
        web.reply = {"welcome": "to something else"}
        servers = {"ollama": ollama, "lmstudio": silent, "vllm": web}
        candidates = [replace(provider(name), base_url=server.base_url) for name, server in servers.items()]
        candidates.append(replace(provider("llama-cpp"), base_url="http://127.0.0.1:1/v1"))
        found = await discovery.find_servers(candidates, timeout=0.5)
    assert [(each.provider, each.models) for each in found] == [("ollama", ("llama3.1:8b",))]
    assert found[0].base_url == ollama.base_url


def test_the_known_ports() -> None:
    ports = {name: provider(name).base_url for name in ("ollama", "lmstudio", "llama-cpp", "vllm")}
    assert ports == {
        "ollama": "http://127.0.0.1:11434/v1",
        "lmstudio": "http://127.0.0.1:1234/v1",
        "llama-cpp": "http://127.0.0.1:8080/v1",
        "vllm": "http://127.0.0.1:8000/v1",
    }
