"""Responses of an earlier run that a bundle brought: whose they are, and models that answer with them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from core.study import ModelSpec

FOLDER = "responses"  # of a bundle, see core's


def responses(folder: Path) -> dict[str, str]:
    """The files of responses of an unpacked bundle, seen from its folder, by the models' names. Blocking."""
    found = ((path, _model(path)) for path in sorted((folder / FOLDER).glob("*.jsonl")))
    return {name: f"{FOLDER}/{path.name}" for path, name in found if name}


def answering(models: Iterable[ModelSpec], files: Mapping[str, str]) -> list[ModelSpec]:
    """The same models; each whose responses are there answers with them, and is not asked."""
    return [_recorded(model, files[model.name]) if model.name in files else model for model in models]


def _model(path: Path) -> str:
    """Whose responses a file holds, as its first line names it; nothing where it does not."""
    try:
        with path.open(encoding="utf-8") as file:
            row = json.loads(file.readline())
    except (OSError, ValueError):
        return ""
    name = row.get("model") if isinstance(row, dict) else None
    return name if isinstance(name, str) else ""


def _recorded(model: ModelSpec, path: str) -> ModelSpec:
    """What is known of the model stays; how it would be reached has no meaning any more."""
    return ModelSpec(
        model.name,
        model.role,
        "recorded",
        path=path,
        vendor=model.vendor,
        facts=model.facts,
        released=model.released,
        ancestors=model.ancestors,
        notes=model.notes,
    )
