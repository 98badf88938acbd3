"""The "Check" button: does this model answer, and if not, what is wrong, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import CallFailed, Cause, DistilScopeError
from core.llm.chat import ChatModel, ChatRequest, Message
from core.llm.factory import KeySource, build
from core.llm.listing import list_models

if TYPE_CHECKING:
    from core.llm.endpoint import Endpoint
    from core.llm.http import HttpClient
    from core.study import ModelSpec

_WHY_LIST_FAILS = frozenset(
    {Cause.WRONG_URL, Cause.BAD_REQUEST, Cause.BAD_REPLY, Cause.FORBIDDEN, Cause.UNKNOWN_MODEL}
)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """`message` is for a person. `models` are what the server lists; typing another name is allowed."""

    ok: bool
    message: str
    cause: Cause | None = None
    remedy: str = ""
    models: tuple[str, ...] = ()


async def check(
    spec: ModelSpec, base_dir: Path, keys: KeySource, http: HttpClient | None = None
) -> CheckResult:
    """Ask for the list of models and for one token; never raises an expected error."""
    try:
        model = build(spec, base_dir, keys, http)
    except DistilScopeError as error:
        return _failed(error, ())
    try:
        return await _checked(model, spec)
    finally:
        await model.aclose()


async def _checked(model: ChatModel, spec: ModelSpec) -> CheckResult:
    endpoint: Endpoint | None = getattr(model, "endpoint", None)
    models: tuple[str, ...] = ()
    try:
        if endpoint is not None:
            models = await _listed(endpoint, spec.provider)
        if spec.provider != "recorded":
            await _one_token(model)
    except DistilScopeError as error:
        return _failed(error, models)
    return CheckResult(True, _works(model, spec, len(models)), models=models)


async def _listed(endpoint: Endpoint, provider_id: str) -> tuple[str, ...]:
    from core.llm.catalog import provider

    entry = provider(provider_id)
    if "deployment" in entry.needs:
        return ()
    try:
        return await list_models(endpoint, entry.wire)
    except CallFailed as error:
        # Not every server has a list, and some keys may not read it; the token tells more.
        if error.cause in _WHY_LIST_FAILS:
            return ()
        raise


async def _one_token(model: ChatModel) -> None:
    request = ChatRequest((Message("user", "Say: yes"),), {"max_tokens": 1, "temperature": 0.0})
    try:
        await model.ask(request)
    except CallFailed as error:
        # A reasoning model may complain that it could not even think within one token: it is there.
        if error.cause is Cause.BAD_REQUEST and "max_tokens" in error.what and "output limit" in error.what:
            return
        raise


def _works(model: ChatModel, spec: ModelSpec, listed: int) -> str:
    if spec.provider == "recorded":
        return f"The file holds answers to {len(model):,} prompts"  # type: ignore[arg-type]
    offered = f" The server offers {listed:,} models." if listed else ""
    return f"{spec.served_name} answers.{offered}"


def _failed(error: DistilScopeError, models: tuple[str, ...]) -> CheckResult:
    cause = error.cause if isinstance(error, CallFailed) else None
    # What comes before, a field of the study file, means nothing to who filled a form.
    remedy = str(error).partition(error.what)[2].lstrip(". ")
    return CheckResult(False, error.what, cause, remedy, models)
