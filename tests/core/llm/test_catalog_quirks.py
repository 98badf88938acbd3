"""Each quirk of the catalog, read as plain data, against what a loopback server was sent because of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from core import resources
from core.llm.chat import ChatRequest, Message
from core.llm.factory import build
from core.llm.http import HttpClient
from core.study import ModelSpec
from tests.loopback import Call, LoopbackServer

PROVIDERS = {
    each["id"]: each for each in json.loads(resources.read_text("catalog", "providers.json"))["providers"]
}
CASES = [
    pytest.param(provider, pattern, id=f"{name}: {pattern or 'any model'}")
    for name, provider in PROVIDERS.items()
    for pattern in (None, *provider.get("quirks", {}).get("models", {}))
]
PARAMS = {
    "temperature": 0.0,
    "top_p": 1.0,
    "max_tokens": 9,
    "seed": 3,
    "stop": ["END"],
    "presence_penalty": 0.1,
    "frequency_penalty": 0.2,
}
SCHEMA = {"type": "object", "properties": {"quirky": {"type": "integer"}}, "required": ["quirky"]}
TALK = (Message("system", "Be brief."), Message("user", "Hello"))


class OneKey:
    """A key for everybody."""

    def resolve(self, source: str) -> str:
        return "the-key"


def a_name_for(pattern: str | None) -> str:
    """A model's name that fits a pattern of the catalog, and no other one by chance."""
    return re.sub(r"\[(.).*?\]", r"\1", pattern).replace("*", "0") if pattern else "some-model"


def quirks_for(provider: dict[str, Any], model: str, pattern: str | None) -> dict[str, Any]:
    """What the catalog says of that model, merged by hand."""
    data = provider.get("quirks", {})
    merged = {name: value for name, value in data.items() if name != "models"}
    return merged | (data["models"][pattern] if pattern else {})


async def sent(provider: dict[str, Any], model: str, server: LoopbackServer, http: HttpClient) -> Call:
    path = urlsplit(provider.get("base_url") or "https://own.example").path
    spec = ModelSpec(
        name="m",
        role="test",
        provider=provider["id"],
        model=model,
        base_url=server.url + path,
        key="env:K",
        deployment="d-1" if "deployment" in provider.get("needs", ()) else None,
    )
    await build(spec, Path(), OneKey(), http).ask(ChatRequest(TALK, PARAMS, json_schema=SCHEMA))
    return server.calls[0]


@pytest.mark.parametrize(("provider", "pattern"), CASES)
async def test_a_quirk_shows_in_what_is_sent(
    provider: dict[str, Any], pattern: str | None, loopback: LoopbackServer, http: HttpClient
) -> None:
    model = a_name_for(pattern)
    quirks = quirks_for(provider, model, pattern)
    call = await sent(provider, model, loopback, http)
    body = call.body.get("generationConfig", call.body)
    rename, within = quirks.get("rename", {}), quirks.get("within", {})
    for name, value in PARAMS.items():
        own = rename.get(name, name)
        if name in quirks.get("drop", ()):
            assert not {name, own} & body.keys()
            continue
        least, greatest = within.get(name, (value, value))
        assert body[own] == (min(max(value, least), greatest) if name in within else value)
        assert own == name or name not in body
    assert quirks.get("extra", {}).items() <= call.body.items()
    assert ("quirky" in json.dumps(call.body)) is quirks.get("json_schema", False)


@pytest.mark.parametrize(("provider", "pattern"), CASES)
async def test_key_headers_and_the_system_prompt_go_where_they_are_wanted(
    provider: dict[str, Any], pattern: str | None, loopback: LoopbackServer, http: HttpClient
) -> None:
    model = a_name_for(pattern)
    quirks = quirks_for(provider, model, pattern)
    call = await sent(provider, model, loopback, http)
    headers = {name.lower(): value for name, value in call.headers.items()}
    auth = quirks.get("auth", "bearer")
    assert headers["authorization" if auth == "bearer" else auth].removeprefix("Bearer ") == "the-key"
    assert quirks.get("headers", {}).items() <= headers.items()
    assert call.query == quirks.get("query", {})
    usual = "system" if provider["wire"] == "openai" else "beside"
    assert where_the_system_prompt_went(call.body) == quirks.get("system", usual)


def where_the_system_prompt_went(body: dict[str, Any]) -> str:
    """The role that it has among the turns; "beside" where it stands outside of them."""
    if "Be brief." in json.dumps([body.get("system"), body.get("systemInstruction")]):
        return "beside"
    turns = body.get("messages") or body.get("contents")
    return next(str(turn["role"]) for turn in turns if "Be brief." in json.dumps(turn))


def test_every_pattern_has_a_name_of_its_own() -> None:
    names = [a_name_for(case.values[1]) for case in CASES if case.values[1]]
    assert all("*" not in name and "[" not in name for name in names)
