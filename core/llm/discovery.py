"""Finds model servers that already run on this computer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import CallFailed
from core.llm.catalog import Provider, providers
from core.llm.endpoint import Endpoint
from core.llm.http import HttpClient
from core.llm.listing import list_models

TIMEOUT = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class FoundServer:
    """A server that answered: which kind listens there by default, where, and with which models."""

    provider: str
    name: str
    base_url: str
    models: tuple[str, ...]


async def find_servers(
    candidates: Iterable[Provider] | None = None,
    *,
    timeout: float = TIMEOUT,  # noqa: ASYNC109
) -> list[FoundServer]:
    """Ask every known loopback port at once; a server without a model is not listed. Raises no CallFailed."""
    known = [each for each in providers() if each.local] if candidates is None else list(candidates)
    http = HttpClient(timeout=timeout)
    try:
        found = await asyncio.gather(*(_ask(each, http) for each in known))
    finally:
        await http.aclose()
    return [server for server in found if server is not None]


async def _ask(entry: Provider, http: HttpClient) -> FoundServer | None:
    try:
        models = await list_models(Endpoint(http, entry.base_url, ""), entry.wire)
    except CallFailed:
        return None
    return FoundServer(entry.id, entry.name, entry.base_url, models) if models else None
