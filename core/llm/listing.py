"""The models that a server offers."""

from __future__ import annotations

from typing import Any

from core.llm import reading
from core.llm.endpoint import Endpoint


async def list_models(endpoint: Endpoint, wire: str) -> tuple[str, ...]:
    """Names of the models that the server lists, sorted; raises CallFailed. Empty where it lists none.

    `wire` is `openai`, `anthropic` or `gemini`; of several pages only the first is read.
    """
    answer = await endpoint.get("/models")
    return tuple(sorted(_gemini(answer.data) if wire == "gemini" else _named(answer.data)))


def _named(data: Any) -> set[str]:
    # Together answers with the bare list.
    listed = data if isinstance(data, list) else reading.mapping(data).get("data")
    return {name for each in reading.items(listed) if (name := reading.text(each.get("id")))}


def _gemini(data: Any) -> set[str]:
    found = set()
    for each in reading.items(reading.mapping(data).get("models")):
        methods = each.get("supportedGenerationMethods")
        if not isinstance(methods, list) or "generateContent" in methods:
            found.add(reading.text(each.get("name")).removeprefix("models/"))
    return found - {""}
