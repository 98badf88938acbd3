from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from core.errors import BadInput, CallFailed, KeyUnavailable
from core.llm import catalog
from core.llm.anthropic import Anthropic
from core.llm.chat import ChatModel, ChatRequest, Message
from core.llm.endpoint import Endpoint, tidy
from core.llm.factory import build
from core.llm.gemini import Gemini
from core.llm.http import HttpClient
from core.llm.openai_chat import OpenAIChat
from core.llm.openai_completions import OpenAICompletions
from core.llm.quirks import Quirks, quirks_from
from core.study import ModelSpec
from tests.loopback import LoopbackServer

PROVIDERS = catalog.providers()
ISSUE = (
    "openai azure-openai anthropic gemini deepseek dashscope zhipu volcengine mistral together openrouter groq "
    "fireworks moonshot xai huggingface ollama lmstudio llama-cpp vllm openai-compatible"
)
PAPER = [
    "GPT-4o-0806",
    "GPT-4o-0513",
    "GPT-4",
    "Claude 3.5 Sonnet",
    "Doubao-Pro-32k",
    "Gemini 2.0 Flash",
    "Llama 3.1 70B Instruct",
    "Llama 3.1 8B Instruct",
    "DeepSeek-V3",
    "DeepSeek-R1",
    "Qwen-Max-0919",
    "Qwen2.5-72B-Instruct",
    "Qwen2.5-14B-Instruct",
    "Qwen2.5-7B-Instruct",
    "Qwen2.5-72B",
    "Qwen2.5-14B",
    "Qwen2.5-7B",
    "GLM-4-Plus",
    "Mistral-Large-2",
    "Phi-4",
]


class NamedKeys:
    """Keys that say where they came from."""

    def resolve(self, source: str) -> str:
        if source == "keyring:locked":
            raise KeyUnavailable("the keyring is locked")
        return f"key-of-{source}"


def spec(provider: str, **fields: Any) -> ModelSpec:
    return ModelSpec(**{"name": "m", "role": "test", "provider": provider, **fields})


def made(
    entry: catalog.Provider, http: HttpClient, server: LoopbackServer | None = None, **fields: Any
) -> Any:
    """The provider's model, pointed at a loopback server that stands in for the vendor's."""
    url = entry.base_url or "https://own.example"
    if server is not None:
        url = server.url + urlsplit(url).path
    if "deployment" in entry.needs:
        fields = {"deployment": "d-1", **fields}
    return build(spec(entry.id, base_url=url, key="env:K", **fields), Path(), NamedKeys(), http)


def test_every_provider_of_the_plan_is_there() -> None:
    assert set(ISSUE.split()) <= {entry.id for entry in PROVIDERS}


@pytest.mark.parametrize("entry", PROVIDERS, ids=lambda entry: entry.id)
def test_entries_are_complete(entry: catalog.Provider) -> None:
    assert entry.name
    assert entry.source
    assert entry.checked
    if entry.base_url:
        parts = urlsplit(entry.base_url)
        assert parts.scheme == ("http" if entry.local else "https")
        assert entry.base_url == tidy(entry.base_url)
    else:
        assert "base_url" in entry.needs
    assert entry.needs_key is bool(entry.key_page)


@pytest.mark.parametrize("entry", PROVIDERS, ids=lambda entry: entry.id)
async def test_every_provider_is_spoken_to_in_its_own_way(
    entry: catalog.Provider, loopback: LoopbackServer, http: HttpClient
) -> None:
    model = made(entry, http, loopback, model="some-model")
    params = {"temperature": 0.0, "max_tokens": 9, "seed": 3, "stop": ["END"]}
    reply = await model.ask(ChatRequest((Message("system", "s"), Message("user", "Hello")), params))
    call = loopback.calls[0]
    assert "Hello" in reply.text
    assert "key-of-env:K" in " ".join(call.headers.values())
    # tests/core/llm/test_catalog_quirks.py looks at what else was sent.
    assert call.body.get("model", "some-model") == "some-model"


@pytest.mark.parametrize(
    ("provider", "model", "dropped", "sent"),
    [
        ("openai", "gpt-4o-2024-08-06", (), {"temperature": 0.0, "max_completion_tokens": 9}),
        ("openai", "o3-mini", ("temperature", "stop", "max_tokens"), {"max_completion_tokens": 9}),
        ("openai", "gpt-5.6-sol", ("temperature", "max_tokens"), {"max_completion_tokens": 9}),
        ("anthropic", "claude-sonnet-4-6", ("seed", "stop"), {"temperature": 0.0, "stop_sequences": ["END"]}),
        ("anthropic", "claude-opus-4-8", ("temperature", "top_p"), {"max_tokens": 9}),
        ("anthropic", "claude-3-5-sonnet-20241022", ("seed",), {"temperature": 0.0}),
        ("dashscope", "qwen3-32b", (), {"enable_thinking": False}),
        ("dashscope", "qwen2.5-72b-instruct", ("enable_thinking",), {"seed": 3}),
        ("mistral", "mistral-large-2512", ("seed",), {"random_seed": 3}),
        ("anthropic", "claude-mythos-5", ("temperature", "seed"), {"max_tokens": 9}),
        ("groq", "openai/gpt-oss-120b", ("max_tokens",), {"max_completion_tokens": 9, "temperature": 0.0}),
        ("moonshot", "kimi-k3", ("temperature", "seed"), {"max_tokens": 9}),
        ("moonshot-intl", "kimi-k2.6", ("temperature", "seed"), {"max_tokens": 9}),
        ("moonshot", "moonshot-v1-32k", ("seed",), {"temperature": 0.0}),
        ("zhipu", "glm-4-plus", (), {"max_tokens": 9, "seed": 3, "temperature": 0.01}),
        ("xai", "grok-4", ("stop",), {"temperature": 0.0}),
    ],
)
async def test_quirks_of_single_models(
    provider: str,
    model: str,
    dropped: tuple[str, ...],
    sent: dict[str, Any],
    loopback: LoopbackServer,
    http: HttpClient,
) -> None:
    params = {"temperature": 0.0, "max_tokens": 9, "seed": 3, "stop": ["END"]}
    asked = made(catalog.provider(provider), http, loopback, model=model)
    await asked.ask(ChatRequest((Message("user", "Hello"),), params))
    body = loopback.calls[0].body
    assert sent.items() <= body.items()
    assert not set(dropped) & body.keys()


def test_structured_output_follows_the_model() -> None:
    openai, claude = catalog.provider("openai").quirks, catalog.provider("anthropic").quirks
    offered = ["gpt-4o-2024-08-06", "o3-mini", "gpt-6-luna"]
    not_offered = ["gpt-4o-2024-05-13", "gpt-4-0613", "gpt-3.5-turbo"]
    assert [openai.for_model(name).json_schema for name in offered] == [True] * 3
    assert [openai.for_model(name).json_schema for name in not_offered] == [False] * 3
    assert claude.for_model("claude-sonnet-4-6").json_schema
    assert not claude.for_model("claude-3-5-sonnet-20241022").json_schema


async def test_azure_is_asked_by_deployment_and_version(loopback: LoopbackServer, http: HttpClient) -> None:
    asked = made(catalog.provider("azure-openai"), http, loopback, api_version="2025-01-01", model="gpt-4o")
    await asked.ask(ChatRequest((Message("user", "Hello"),)))
    call = loopback.calls[0]
    assert call.path == "/openai/deployments/d-1/chat/completions"
    assert call.query == {"api-version": "2025-01-01"}
    assert call.headers["api-key"] == "key-of-env:K"


@pytest.mark.parametrize(
    ("provider", "kind", "wire"),
    [
        ("openai", "chat", OpenAIChat),
        ("vllm", "base", OpenAICompletions),
        ("anthropic", "chat", Anthropic),
        ("gemini", "chat", Gemini),
    ],
)
def test_build_chooses_the_wire_format(provider: str, kind: str, wire: type, http: HttpClient) -> None:
    assert isinstance(made(catalog.provider(provider), http, kind=kind), wire)


def test_build_needs_what_the_provider_needs(http: HttpClient) -> None:
    for provider, field in (("azure-openai", "base_url"), ("openai-compatible", "base_url")):
        with pytest.raises(BadInput, match=field):
            build(spec(provider), Path(), NamedKeys(), http)
    with pytest.raises(BadInput, match="deployment"):
        build(spec("azure-openai", base_url="https://x.openai.azure.com"), Path(), NamedKeys(), http)
    with pytest.raises(BadInput, match="Did you mean anthropic"):
        build(spec("antropic"), Path(), NamedKeys(), http)


def test_accounts_are_told_apart_by_key_and_host(http: HttpClient) -> None:
    def account(**fields: Any) -> str:
        model: ChatModel = build(spec("openai-compatible", **fields), Path(), NamedKeys(), http)
        return model.account

    one = account(base_url="https://a.example/v1", key="env:A")
    assert one == account(base_url="https://a.example/v2", key="env:A")
    assert one != account(base_url="https://a.example/v1", key="env:B")
    assert one != account(base_url="https://b.example/v1", key="env:A")


async def test_a_key_that_cannot_be_had_stops_the_account(http: HttpClient) -> None:
    model = build(spec("openai", key="keyring:locked"), Path(), NamedKeys(), http)
    with pytest.raises(CallFailed) as caught:
        await model.ask(ChatRequest((Message("user", "x"),)))
    assert caught.value.permanent
    assert "locked" in str(caught.value)


async def test_a_key_is_looked_up_once_for_all_calls(loopback: LoopbackServer, http: HttpClient) -> None:
    for outcome in ("good", "locked"):
        looked_up: list[str] = []

        def key(outcome: str = outcome, looked_up: list[str] = looked_up) -> str:
            looked_up.append(outcome)
            if outcome == "locked":
                raise KeyUnavailable("the keyring is locked")
            return "secret"

        model = OpenAIChat(Endpoint(http, loopback.base_url, "m", key=key))
        request = ChatRequest((Message("user", "x"),))
        await asyncio.gather(*(model.ask(request) for _ in range(5)), return_exceptions=True)
        assert looked_up == [outcome]
    assert len(loopback.calls) == 5


async def test_a_model_without_a_shared_client_closes_its_own(loopback: LoopbackServer) -> None:
    model = build(spec("openai-compatible", base_url=loopback.base_url), Path(), NamedKeys())
    await model.ask(ChatRequest((Message("user", "x"),)))
    await model.aclose()
    assert loopback.calls[0].body["model"] == "m"


def test_the_paper_s_models_each_have_a_row_with_source_and_date() -> None:
    rows = catalog.paper_models()
    assert [row.paper for row in rows] == PAPER
    ids = {entry.id for entry in PROVIDERS}
    for row in catalog.models():
        assert row.source
        assert row.checked
        assert row.ids.keys() <= ids
        assert row.ids
        assert not row.retired or row.nearest
        assert not row.nearest or catalog.known(row.nearest)


def test_models_of_one_provider() -> None:
    names = {row.name for row in catalog.models("vllm")}
    assert {"Qwen2.5-72B", "phi-4"} <= names
    assert "claude-sonnet-4-6" not in names


@pytest.mark.parametrize(
    ("name", "vendor"),
    [
        ("gpt-4o-mini", "openai"),
        ("o1-preview", "openai"),
        ("anthropic/claude-3.5-sonnet", "anthropic"),
        ("Qwen-Max-0919", "alibaba"),
        ("GLM-4-Plus", "zhipu"),
        ("Doubao-Pro-32k", "bytedance"),
        ("models/gemini-2.0-flash", "google"),
        ("meta-llama/Meta-Llama-3-8B", "meta"),
        ("mixtral-8x7b", "mistral"),
        ("Phi-4", "microsoft"),
        ("deepseek-chat", "deepseek"),
        ("smollm2", "huggingface"),
        ("gemma3-270m", "google"),
        ("my-own-model", None),
        ("", None),
    ],
)
def test_vendor_of(name: str, vendor: str | None) -> None:
    assert catalog.vendor_of(name) == vendor


def test_an_unknown_quirk_is_a_mistake_in_the_catalog() -> None:
    with pytest.raises(TypeError):
        quirks_from({"colour": "red"})
    assert quirks_from({}) == Quirks()
