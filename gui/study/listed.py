"""The names of models that servers listed in this session, by provider and address. Nothing of it is kept longer."""

from __future__ import annotations

from collections.abc import Iterable


class Listed:
    """What servers answered when they were asked for their models."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], tuple[str, ...]] = {}

    def keep(self, provider: str, address: str | None, names: Iterable[str]) -> None:
        """A server listed its models: what it listed before no longer counts. An empty list says nothing."""
        if found := tuple(dict.fromkeys(names)):
            self._names[_place(provider, address)] = found

    def at(self, provider: str, address: str | None) -> tuple[str, ...]:
        """What the server of that address listed last; nothing where it was not asked."""
        return self._names.get(_place(provider, address), ())


def _place(provider: str, address: str | None) -> tuple[str, str]:
    """Without an address a provider is reached at its own."""
    from core.llm import catalog

    own = {entry.id: entry.base_url for entry in catalog.providers()}
    given = (address or "").strip() or own.get(provider, "")
    return provider, given.rstrip("/")
