"""Makes the models of a study: from its description to something that can be asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from core.errors import BadInput
from core.llm.chat import ChatModel

if TYPE_CHECKING:
    from core.llm.endpoint import Endpoint
    from core.llm.http import HttpClient
    from core.study import ModelSpec


class KeySource(Protocol):
    """Where keys come from, see `core.keys`."""

    def resolve(self, source: str) -> str:
        """The key that `keyring:NAME`, `env:NAME` or `session:NAME` names; raises KeyUnavailable."""
        ...


def build(spec: ModelSpec, base_dir: Path, keys: KeySource, http: HttpClient | None = None) -> ChatModel:
    """The model of a study. Nothing is asked and no key is looked up before the first call.

    `base_dir` is where relative paths start. `http` is shared by the models of a run and closed by its owner;
    without it each model has a client of its own. Raises BadInput where the description cannot work.
    """
    if spec.provider == "recorded":
        return _recorded(spec, base_dir)
    if spec.provider == "simulated":
        from core.llm.simulated import Simulated

        return Simulated.of(spec)
    if spec.provider == "local":
        from core.llm.local import Local

        return Local.of(spec, base_dir)
    return _served(spec, keys, http)


def _recorded(spec: ModelSpec, base_dir: Path) -> ChatModel:
    from core.llm.recorded import Recorded

    if not spec.path:
        raise BadInput("a recorded model needs the file of its answers", field=f"model {spec.name}: path")
    return Recorded.load(base_dir / spec.path, spec.model)


def _served(spec: ModelSpec, keys: KeySource, http: HttpClient | None) -> ChatModel:
    from core.llm.catalog import provider

    entry = provider(spec.provider)
    endpoint = _endpoint(spec, keys, http)
    if entry.wire == "anthropic":
        from core.llm.anthropic import Anthropic

        return Anthropic(endpoint)
    if entry.wire == "gemini":
        from core.llm.gemini import Gemini

        return Gemini(endpoint)
    if spec.kind == "base":
        from core.llm.openai_completions import OpenAICompletions

        return OpenAICompletions(endpoint)
    from core.llm.openai_chat import OpenAIChat

    return OpenAIChat(endpoint)


def _endpoint(spec: ModelSpec, keys: KeySource, http: HttpClient | None) -> Endpoint:
    from core.llm.catalog import address, provider
    from core.llm.endpoint import Endpoint
    from core.llm.http import HttpClient

    entry = provider(spec.provider)
    base_url = address(entry, spec.base_url, spec.deployment, spec.name)
    return Endpoint(
        http=http or HttpClient(),
        base_url=base_url,
        model=spec.served_name,
        account=account(spec.key, base_url),
        key=_key(spec.key, keys),
        quirks=entry.quirks.with_api_version(spec.api_version),
        allow_http=spec.allow_http,
        owns_http=http is None,
    )


def account(key: str | None, base_url: str) -> str:
    """The name of the account: where its key comes from, and the host that takes it."""
    from core.llm.endpoint import host_and_port

    return f"{key or 'no key'}@{host_and_port(base_url)}"


def _key(source: str | None, keys: KeySource) -> Callable[[], str | None]:
    from core.llm.endpoint import no_key

    if source is None:
        return no_key
    return lambda: keys.resolve(source)
