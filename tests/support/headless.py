"""The command in this process, without a screen, and a study that is good."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core import cli

SIMULATED: list[dict[str, Any]] = [
    {"name": "a", "role": "reference", "provider": "simulated", "facts": "openai"},
    {"name": "b", "role": "test", "provider": "simulated", "facts": "mistral"},
]
GOOD_PROMPTS = ["What is a tide?", "Name three primes.", "Why is the sky blue?"]


class NoScreen:
    """Stands in for the window and the charts."""

    def open_window(self, workspace: Path | None) -> int:
        raise AssertionError("no window belongs here")

    def names(self) -> tuple[str, ...]:
        return ("rse-bars",)

    def render(self, name: str, tables: Any, out: Path, reader: Any) -> None:
        raise AssertionError("nothing to draw")


def main(*args: object) -> int:
    try:
        return cli.main([str(arg) for arg in args], NoScreen(), NoScreen())
    except SystemExit as end:
        return int(str(end.code))
