"""A study of two models on a loopback server that counts every call."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from command import served, write_study

from tests.loopback import Call, LoopbackServer

PROMPTS = [f"Tell me about the number {n}, please." for n in range(12)]


def of_model(name: str) -> Callable[[Call], bool]:
    return lambda call: call.body["model"] == name


def asked(server: LoopbackServer, model: str) -> int:
    return sum(call.body["model"] == model for call in server.calls)


def study_of(folder: Path, server: LoopbackServer, *, prompts: list[str] = PROMPTS, **tables: Any) -> Path:
    """A recorded reference is as good as any; two live models show what one does to the other."""
    models = [
        served("ref", "reference", server.base_url, key="env:REF_KEY"),
        served("one", "test", server.base_url, key="env:ONE_KEY"),
        *tables.pop("more", ()),
    ]
    return write_study(folder / "study.toml", models, prompts=prompts, **tables)
