"""What is publicly documented of where models come from, as data under resources/catalog/ancestry.json.

Only what a source says is there; `source` and `checked` say which and when. A record that is `verified` false
could not be read at its source itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from core import resources
from core.llm.catalog import known


@dataclass(frozen=True, slots=True)
class Record:
    """One model, or one family of snapshots that go by the same name.

    weights: models that it was trained on from; outputs: models on whose outputs it was trained in part.
    `names`: further names, such as those of its snapshots; `dates`: of which snapshots the date is known.
    `released` is a date (YYYY-MM or YYYY-MM-DD).
    """

    name: str
    names: tuple[str, ...] = ()
    released: str = ""
    weights: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    source: str = ""
    checked: str = ""
    verified: bool = True
    dates: tuple[tuple[str, str], ...] = ()

    def date(self, name: str) -> str:
        """When this very snapshot was released, else the family; "" where nobody says."""
        return next((date for own, date in self.dates if own == _plain(name)), self.released)


def record(name: str) -> Record | None:
    """The record of a model by any of its names, with or without the maker in front; case does not matter."""
    found = _by_name().get(_plain(name))
    if found is None and (entry := known(name)) is not None:  # by a provider's own name, or the paper's
        return _by_name().get(_plain(entry.name))
    return found


def one_name(name: str) -> str:
    """The name by which a model is compared: that of its record, else its own without the maker in front."""
    found = record(name)
    return found.name if found else name.strip().rsplit("/", 1)[-1]


def records() -> tuple[Record, ...]:
    """Every record."""
    return tuple(dict.fromkeys(_by_name().values()))


@cache
def _by_name() -> dict[str, Record]:
    data = json.loads(resources.read_text("catalog", "ancestry.json"))["models"]
    found: dict[str, Record] = {}
    for each in data:
        values: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in each.items()}
        values["dates"] = tuple(each.get("dates", {}).items())
        made = Record(**values)
        found |= {_plain(name): made for name in _names(made)}
    return found


def _names(of: Record) -> Iterator[str]:
    yield of.name
    yield from of.names


def _plain(name: str) -> str:
    return name.strip().rsplit("/", 1)[-1].casefold()
