"""The installed command as a process of its own, and small studies for it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
LIMIT = 300  # seconds after which a command counts as hung, on the busiest machine


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Its output as JSON."""
        return json.loads(self.out)


def distilscope(*args: object, env: Mapping[str, str] | None = None) -> Ended:
    """Run the command to its end."""
    done = subprocess.run(
        line(*args), capture_output=True, env={**os.environ, **(env or {})}, cwd=PROJECT, timeout=LIMIT,
        check=False,
    )  # fmt: skip
    return Ended(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def begin(*args: object, env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start the command in the background."""
    return subprocess.Popen(
        line(*args), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **(env or {})},
        cwd=PROJECT,
    )  # fmt: skip


def line(*args: object) -> list[str]:
    """The command line."""
    return [sys.executable, "-m", "gui.main", *map(str, args)]


def write_study(
    path: Path,
    models: Iterable[Mapping[str, Any]],
    *,
    prompts: Iterable[str] | None = None,
    **tables: Mapping[str, Any],
) -> Path:
    """Write a study file, and beside it the prompts if there are any."""
    import tomlkit

    document: dict[str, Any] = {"study": {"name": "a study", "seed": 7, **tables.pop("study", {})}}
    document["model"] = [dict(model) for model in models]
    if prompts is not None:
        file = path.with_name(f"{path.stem}-prompts.jsonl")
        write_jsonl(file, ({"prompt": prompt} for prompt in prompts))
        document["prompt_set"] = [{"name": "prompts", "path": file.name}]
    path.write_text(tomlkit.dumps({**document, **tables}), encoding="utf-8")
    return path


def write_jsonl(path: Path, rows: Iterable[Any]) -> Path:
    """Write rows as JSON lines."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def served(name: str, role: str, base_url: str, **more: Any) -> dict[str, Any]:
    """A model behind an OpenAI-compatible server."""
    return {"name": name, "role": role, "provider": "openai-compatible", "base_url": base_url, **more}


def rows(workspace: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """What a query finds in a workspace."""
    with closing(sqlite3.connect(f"{workspace.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(sql, values).fetchall()
