"""A model on this computer: a .gguf file, served on loopback by a child process while it is needed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import CallFailed, Cause
from core.llm import local_server, speed, weights
from core.llm.accounts import LOCAL, LOCAL_IN_FLIGHT
from core.llm.chat import ChatModel, ChatReply, ChatRequest, ModelIdentity

if TYPE_CHECKING:
    from core.study import ModelSpec

TIMEOUT = 900.0  # seconds; large models on a small computer are slow


@dataclass(frozen=True, slots=True)
class LocalFile:
    """Which file is served, and how it is asked (chat or base)."""

    path: Path
    kind: str
    name: str


class Local:
    """Starts its server at the first call and shares it with every model of the same file.

    Sampling is seeded by the request's repeat, so that the same answers can be had again.
    """

    def __init__(self, file: LocalFile) -> None:
        self._file, self._digest = file, weights.file_digest(file.path)
        # Whoever asks without a limiter must not run into the server's time limit either.
        self._places = asyncio.Semaphore(LOCAL_IN_FLIGHT)
        self._starting = asyncio.Lock()
        self._server: local_server.LocalServer | None = None
        self._model: ChatModel | None = None
        self._stopwatch = speed.Stopwatch(local_server.at_work)

    @classmethod
    def of(cls, spec: ModelSpec, base_dir: Path) -> Local:
        """The model that a study describes by `path` or `builtin`; raises CallFailed (local model)."""
        if find_spec("xllamacpp") is None:
            raise CallFailed(
                Cause.LOCAL, "local models need a part that is not installed", remedy=weights.ADD_EXTRA
            )
        if spec.path:
            return cls(LocalFile(base_dir / spec.path, spec.kind, spec.served_name))
        name = spec.builtin or "smollm2"
        path = weights.builtin_file(name)
        entry = weights.BUILT_INS[name]
        return cls(LocalFile(path, "base" if "base" in (entry.kind, spec.kind) else "chat", entry.name))

    @property
    def identity(self) -> ModelIdentity:
        """Named by the content of the file: the port changes, and a copy is the same model."""
        return ModelIdentity(f"local-{self._file.kind}", "", f"sha256:{self._digest}")

    @property
    def account(self) -> str:
        """One for each file."""
        return f"{LOCAL}{self._digest[:12]}"

    async def ask(self, request: ChatRequest) -> ChatReply:
        """Ask once; raises CallFailed. The first call waits for the server to start."""
        async with self._places:
            model = await self._started()
            params = {"seed": request.repeat + 1, **request.params}
            with local_server.working(self._digest):
                reply = await model.ask(replace(request, params=params))
        return replace(reply, model=self._file.name)

    async def aclose(self) -> None:
        """Let go of the server; the last model that uses it ends it."""
        model, self._model = self._model, None
        server, self._server = self._server, None
        if model is not None:
            await model.aclose()
            await asyncio.to_thread(speed.remember, self._digest, self._stopwatch)
        if server is not None:
            await asyncio.to_thread(local_server.release, server, self._digest)

    async def _started(self) -> ChatModel:
        async with self._starting:
            if self._server is None:
                self._server = local_server.acquire(self._file.path, self._digest)
            url = await asyncio.to_thread(self._server.start)
            if self._model is None or self._model.identity.base_url != url:
                self._model = _served(self._file, url, self._stopwatch)
            return self._model


def _served(file: LocalFile, url: str, stopwatch: speed.Stopwatch) -> ChatModel:
    from core.llm.endpoint import Endpoint
    from core.llm.http import HttpClient
    from core.llm.timed import TimedChat, TimedCompletions

    endpoint = Endpoint(HttpClient(timeout=TIMEOUT), url, file.name, owns_http=True)
    return (TimedCompletions if file.kind == "base" else TimedChat)(endpoint, stopwatch)
