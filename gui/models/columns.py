"""The columns of the lists of keys and of known models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QLocale

from gui import format as fmt
from gui.i18n import tr
from gui.messages import said
from gui.provider_words import in_words
from gui.widgets.rows import Column


@dataclass(frozen=True)
class StoredKey:
    """A key that is there; never the key itself."""

    account: str
    kind: str  # keyring or session

    @property
    def source(self) -> str:
        """What a study writes."""
        return f"{self.kind}:{self.account}"


@dataclass(frozen=True)
class KnownModel:
    """A model of the catalog at one provider, with its price where it is known (US$ per million tokens)."""

    model: Any
    provider: str
    served: str
    price: Any


KEYS = (
    Column("Account", lambda k: k.account),
    Column(
        "Kept in", lambda k: tr("keyring") if k.kind == "keyring" else tr("memory, until the program ends")
    ),
    Column("In a study file", lambda k: k.source),
)


def _price(model: KnownModel, which: str) -> float | None:
    return None if model.price is None else float(getattr(model.price, which))


def _money(model: KnownModel, which: str) -> str:
    price = _price(model, which)
    return tr("unknown") if price is None else "$" + QLocale().toString(float(price), "f", 3)


def _maker(known: KnownModel) -> str:
    from core.ice.facts import display_name

    return display_name(known.model.vendor)


def _provider(known: KnownModel) -> str:
    from core.llm.catalog import provider

    return in_words(provider(known.provider).name)


def _elders(known: KnownModel) -> str:
    """What the model was trained from, and what it learnt from the outputs of."""
    from core.llm.ancestry import record

    found = record(known.model.name)
    if found is None:
        return fmt.NONE
    learnt = (tr("outputs of {name}", name=name) for name in found.outputs)
    return ", ".join((*found.weights, *learnt)) or fmt.NONE


KNOWN = (
    Column("Model", lambda m: m.model.name, reads=200),
    Column("Maker", _maker),
    Column("Provider", _provider),
    Column("Provider's name", lambda m: m.served, spare=2),
    Column("Kind", lambda m: tr("base") if m.model.kind == "base" else tr("chat"), spare=1),
    Column("Input $/M", lambda m: _money(m, "input"), lambda m: _price(m, "input"), number=True),
    Column("Output $/M", lambda m: _money(m, "output"), lambda m: _price(m, "output"), number=True),
    Column("Released", lambda m: m.model.released or fmt.NONE, spare=3),
    Column("Descends from", _elders, spare=4),
    Column(
        "Note",
        lambda m: "  ·  ".join(t for t in (said(m.model.retired), _nearest(m)) if t) or fmt.NONE,
        spare=5,
    ),
)


def _nearest(known: KnownModel) -> str:
    return tr("nearest: {name}", name=known.model.nearest) if known.model.nearest else ""
