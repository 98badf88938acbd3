"""Keys that were kept until the program ended: a study still names them, but nobody has them any more."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from core.report.safe import one_line
from core.study import ModelSpec
from gui.i18n import tr


@dataclass(frozen=True)
class GoneKey:
    """A key to be pasted again, and the first model that needs it."""

    model: ModelSpec
    account: str

    @property
    def text(self) -> str:
        """What is the matter and what to do, in one sentence."""
        return tr(
            "The key of account {account} was kept for the session only: paste it again on the Models page.",
            account=one_line(self.account),
        )


def session_account(source: str | None) -> str:
    """The account of a key that is held in memory only; nothing where it is kept elsewhere."""
    kind, _, account = (source or "").partition(":")
    return account if kind == "session" else ""


def gone_keys(models: Iterable[ModelSpec], idle: Collection[str] = ()) -> list[GoneKey]:
    """One entry an account whose key is gone; the models in `idle` are asked nothing and need none."""
    from core.keys import Keys

    held = set(Keys().session_accounts())
    gone: dict[str, GoneKey] = {}
    for model in models:
        account = session_account(model.key)
        if account and account not in held and model.name not in idle:
            gone.setdefault(account, GoneKey(model, account))
    return list(gone.values())
