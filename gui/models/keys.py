"""What the page of models does with keys off the window's thread. Each blocks: a keyring may ask its user."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.errors import DistilScopeError
from core.study import ModelSpec
from gui.models.columns import StoredKey


async def check(spec: ModelSpec) -> Any:
    """Ask a provider for its models and one short answer."""
    from core.keys import Keys
    from core.llm import check as asking

    return await asking.check(spec, Path(), Keys())


def keep(name: str, key: str, hold: bool) -> str:
    """Hold a key in memory, or store it in the keyring; returns its source."""
    from core.keys import Keys

    return Keys().hold(name, key) if hold else Keys().store(name, key)


def let_go(name: str) -> None:
    """Hold a key no longer in memory."""
    from core.keys import Keys

    Keys().let_go(name)


def take_out(stored: StoredKey) -> str:
    """Delete a key; returns it, so that it can be put back."""
    from core.keys import Keys

    key = Keys().resolve(stored.source)
    Keys().delete(stored.account)
    return key


def stored_keys() -> tuple[list[StoredKey], DistilScopeError | None]:
    """The keys there are; without a keyring those in memory, and why there are no others."""
    from core.keys import Keys

    keys = Keys()
    held = [StoredKey(name, "session") for name in keys.session_accounts()]
    try:
        names = [name for name in keys.accounts() if name not in keys.session_accounts()]
    except DistilScopeError as error:
        return held, error
    return [*held, *(StoredKey(name, "keyring") for name in names)], None
