"""Keeps the unfinished study between two starts, in a file of its own."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from core.errors import DistilScopeError
from core.study import IceSpec, ModelSpec, PromptSetSpec, RseSpec
from core.whole_file import write_text
from gui.study.draft import FIRST_SET, Draft

_KINDS = {"rse": RseSpec, "ice": IceSpec}
_LISTS = {"models": ModelSpec, "prompt_sets": PromptSetSpec}
_PATHS = ("base_dir", "path")


def save(draft: Draft, path: Path) -> None:
    """Write the draft, or remove the file where there is nothing to keep. No key is in a draft."""
    if not (draft.name.strip() or draft.models or draft.prompt_sets not in ([], [FIRST_SET])):
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(draft), ensure_ascii=False, indent=1, default=str)
    write_text(path, text)


def load(path: Path) -> Draft | None:
    """The draft that was kept; None where there is none, or none that this version can read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return _draft(data)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, DistilScopeError):
        return None


def _draft(data: dict[str, Any]) -> Draft:
    known = {f.name for f in fields(Draft)}
    values = {key: value for key, value in data.items() if key in known}
    for key, kind in _LISTS.items():
        values[key] = [_spec(kind, each) for each in values[key]]
    for key, kind in _KINDS.items():
        values[key] = _spec(kind, values[key])
    if "metric_order" in values:  # not in what an older version kept
        values["metric_order"] = tuple(values["metric_order"])
    for key in _PATHS:
        values[key] = Path(values[key]) if values[key] else None
    return Draft(**values)


def _spec(kind: type[Any], data: dict[str, Any]) -> Any:
    """Lists in JSON are tuples in a specification."""
    return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in data.items()})
