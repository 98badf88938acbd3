"""The models of a run, opened together and closed together."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from core.errors import BadInput, CallFailed
from core.llm.accounts import Accounts
from core.llm.chat import ChatModel
from core.llm.factory import KeySource, build
from core.study import ModelSpec, Study

if TYPE_CHECKING:
    from core.llm.endpoint import Endpoint
    from core.llm.http import HttpClient

# These play no part in a network call, so they need no client.
_WITHOUT_HTTP = frozenset({"recorded", "simulated"})


class Models:
    """Builds every model that a study uses; they share one http client. Belongs to the engine's loop."""

    def __init__(self, study: Study, keys: KeySource) -> None:
        self._study, self._keys = study, keys
        self._http: HttpClient | None = None
        self.by_name: dict[str, ChatModel] = {}

    async def open(self) -> None:
        """Build all. Raises BadInput or CallFailed where a model cannot be had at all."""
        if any(spec.provider not in _WITHOUT_HTTP for spec in self._study.models):
            from core.llm.http import HttpClient  # takes half a second to load

            self._http = HttpClient()
        for spec in self._study.models:
            self.by_name[spec.name] = await asyncio.to_thread(self._build, spec)

    def set_limits(self, accounts: Accounts) -> None:
        """Tell each account the limits per minute that the study gives for it."""
        for spec in self._study.models:
            accounts.limiter(
                self.by_name[spec.name].account,
                requests_per_minute=spec.requests_per_minute,
                tokens_per_minute=spec.tokens_per_minute,
            )

    async def aclose(self) -> None:
        """Close every model and the client."""
        for model in self.by_name.values():
            await model.aclose()
        if self._http is not None:
            await self._http.aclose()

    def _build(self, spec: ModelSpec) -> ChatModel:
        try:
            model = build(spec, self._study.base_dir, self._keys, self._http)
            _check_address(model)
            return model
        except BadInput as error:
            if error.path is not None or error.field.startswith("model "):
                raise
            field = f"model {spec.name}: {error.field}".removesuffix(": ")
            raise BadInput(error.what, field=field, remedy=error.remedy) from error


def _check_address(model: ChatModel) -> None:
    """Raise BadInput where no call could ever leave: better said before the run than by each call of it."""
    endpoint: Endpoint | None = getattr(model, "endpoint", None)
    if endpoint is None:
        return
    from core.llm.endpoint import refuse_plain_http

    try:
        refuse_plain_http(endpoint.base_url, endpoint.allow_http)
    except CallFailed as error:
        raise BadInput(error.what, field="base_url", remedy=error.remedy) from error
