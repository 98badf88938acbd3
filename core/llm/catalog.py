"""Providers and known models, as data under resources/catalog."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache
from typing import Any, Literal

from core import resources
from core.errors import BadInput
from core.llm.quirks import Quirks, quirks_from

Wire = Literal["openai", "anthropic", "gemini"]
BUILT_IN = ("recorded", "simulated", "local")


@dataclass(frozen=True, slots=True)
class Provider:
    """One way to reach models. `base_url` is empty where the user must give it; `key_prefix` is how its keys begin.

    `needs` names further fields that the user must fill in (deployment); `key_page` is where keys are made.
    `checked` is the date of the source that the entry was written from.
    """

    id: str
    name: str
    wire: Wire
    base_url: str = ""
    key_page: str = ""
    key_prefix: str = ""
    vendor: str | None = None
    local: bool = False
    needs_key: bool = True
    needs: tuple[str, ...] = ()
    completions: bool = False  # whether base models can be asked through text completions
    source: str = ""
    checked: str = ""
    quirks: Quirks = field(default_factory=Quirks)


@dataclass(frozen=True, slots=True)
class Model:
    """A known model. `ids` maps a provider to its own name for the model.

    `paper` is the name that the paper gives it. `retired` says in words since when it is gone, and `nearest`
    what stands closest to it. `released` is a date (YYYY-MM or YYYY-MM-DD).
    """

    name: str
    vendor: str
    ids: Mapping[str, str]
    kind: Literal["chat", "base"] = "chat"
    open: bool = False
    released: str = ""
    paper: str = ""
    retired: str = ""
    nearest: str = ""
    source: str = ""
    checked: str = ""


def providers() -> tuple[Provider, ...]:
    """Every provider of the catalog, in the order in which they are shown."""
    return tuple(_providers().values())


def provider(provider_id: str) -> Provider:
    """The provider of that id; raises BadInput with a suggestion."""
    known = _providers()
    if provider_id in known:
        return known[provider_id]
    close = get_close_matches(provider_id, [*known, *BUILT_IN], n=1)
    hint = f"Did you mean {close[0]}?" if close else f"There is: {', '.join([*BUILT_IN, *known])}"
    raise BadInput(f"no provider is called {provider_id!r}", field="provider", remedy=hint)


def provider_of_key(key: str) -> Provider | None:
    """The provider whose keys begin like this one; the most telling prefix counts. None where none tells."""
    key = key.strip()
    told = [each for each in _providers().values() if each.key_prefix and key.startswith(each.key_prefix)]
    return max(told, key=lambda each: len(each.key_prefix), default=None)


def models(provider_id: str | None = None) -> tuple[Model, ...]:
    """Known models; with a provider those that it serves."""
    return tuple(each for each in _models() if provider_id is None or provider_id in each.ids)


def paper_models() -> tuple[Model, ...]:
    """The models that the paper measures, in its order."""
    return tuple(each for each in _models() if each.paper)


def known(model_name: str) -> Model | None:
    """The catalog's entry for a name: its own, the paper's, or a provider's; case does not matter."""
    wanted = model_name.strip().lower()
    for each in _models():
        names = {each.name.lower(), each.paper.lower(), *(name.lower() for name in each.ids.values())}
        if wanted in names - {""}:
            return each
    return None


def vendor_of(model_name: str) -> str | None:
    """Vendor id (openai, anthropic, …) of a model's name; None where neither catalog nor name tells."""
    if entry := known(model_name):
        return entry.vendor
    bare = model_name.strip().lower().rsplit("/", 1)[-1]
    return next((vendor for pattern, vendor in _patterns() if fnmatchcase(bare, pattern)), None)


def address(entry: Provider, base_url: str | None, deployment: str | None, name: str) -> str:
    """The base URL of a model at a provider; raises BadInput where the user must give a part of it."""
    url = (base_url or entry.base_url).strip().rstrip("/")
    if not url:
        raise BadInput(
            f"{entry.name} needs a base URL",
            field=f"model {name}: base_url",
            remedy="Write where the server is reached, as http://127.0.0.1:1234/v1",
        )
    if "deployment" in entry.needs:
        if not deployment:
            raise BadInput(f"{entry.name} needs a deployment", field=f"model {name}: deployment")
        url = f"{url.removesuffix('/openai')}/openai/deployments/{deployment}"
    return url


@cache
def _providers() -> dict[str, Provider]:
    return {each["id"]: _provider(each) for each in _data("providers.json")["providers"]}


def _provider(data: dict[str, Any]) -> Provider:
    fields = {**data, "needs": tuple(data.get("needs", ())), "quirks": quirks_from(data.get("quirks", {}))}
    return Provider(**fields)


@cache
def _models() -> tuple[Model, ...]:
    return tuple(Model(**each) for each in _data("models.json")["models"])


@cache
def _patterns() -> tuple[tuple[str, str], ...]:
    found = _data("models.json")["patterns"]
    return tuple((pattern, vendor) for vendor, patterns in found.items() for pattern in patterns)


def _data(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(resources.read_text("catalog", name))
    return data
