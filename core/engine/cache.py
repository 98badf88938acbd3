"""What a workspace already holds of a study: calls that would not be made again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from core.engine.asking import params_of
from core.engine.cache_key import cache_key
from core.engine.tasks import Ask
from core.llm.chat import ChatRequest, Message, ModelIdentity
from core.store.reader import Reader
from core.study import ModelSpec

# What else a model's table may say goes into the request, or changes no reply.
_DECIDING = (
    "provider", "base_url", "kind", "path", "builtin", "deployment", "api_version", "facts", "vendor", "closeness",
    "leak", "leak_by_template",
)  # fmt: skip


class CachedCalls:
    """Looks at the newest run of the study of this fingerprint, and at replies that any study has paid for.

    Without a workspace nothing is cached.
    """

    def __init__(self, fingerprint: str, workspace: Path | None) -> None:
        self._db: sqlite3.Connection | None = None
        self._answers: set[str] = set()
        self._judgments: set[str] = set()
        self._identities: dict[str, ModelIdentity] = {}
        self._epoch = 0
        if workspace is not None and workspace.exists():
            self._db = Reader(workspace).db
            self._load(self._db, fingerprint)

    def close(self) -> None:
        """Let go of the workspace."""
        if self._db is not None:
            self._db.close()

    def turns(self, spec: ModelSpec, ask: Ask) -> int:
        """How many turns of a conversation, from the first on, need not be asked any more."""
        if self._db is None:
            return 0
        if ask.key in self._answers:
            return len(ask.at.prompt.turns)
        return sum(1 for _ in self._held(spec, ask))

    def judged(self, key: str) -> bool:
        """Whether this task has its judgment."""
        return key in self._judgments

    def identity_answers(self, model: str) -> int:
        """How many identity questions the model has answered."""
        return sum(key.startswith(f"ice-ask|{model}|") for key in self._answers)

    def identity_judgments(self, model: str, judge: str) -> int:
        """How many of its answers the judge has judged."""
        return sum(key.startswith(f"ice|{judge}|{model}|") for key in self._judgments)

    def _held(self, spec: ModelSpec, ask: Ask) -> Iterator[str]:
        """The replies that are there, each asked for with those before it, as the run would."""
        identity = self._identities.get(_deciding(asdict(spec)))
        if identity is None or self._db is None:
            return
        messages = [Message("system", spec.system)] if spec.system else []
        for turn in ask.at.prompt.turns:
            messages.append(Message("user", turn))
            request = ChatRequest(tuple(messages), params_of(spec, ask.repeat), ask.repeat)
            key = cache_key(identity, request, self._epoch)
            row = self._db.execute("SELECT text FROM response WHERE cache_key = ?", (key,)).fetchone()
            if row is None:
                return
            yield row[0]
            messages.append(Message("assistant", row[0]))

    def _load(self, db: sqlite3.Connection, fingerprint: str) -> None:
        models = db.execute("SELECT spec, identity FROM run_model WHERE identity != '{}'")
        self._identities = {_deciding(json.loads(s)): ModelIdentity(**json.loads(i)) for s, i in models}
        newest = db.execute(
            "SELECT r.id, r.epoch FROM run r JOIN study s ON s.id = r.study_id WHERE s.fingerprint = ?"
            " ORDER BY r.id DESC",
            (fingerprint,),
        ).fetchone()
        run, self._epoch = newest or (None, 0)
        answers = db.execute("SELECT task_key FROM answer WHERE run_id IS ? AND outcome != 'error'", (run,))
        self._answers = {key for (key,) in answers}
        judged = db.execute("SELECT task_key FROM judgment WHERE run_id IS ? AND outcome != 'error'", (run,))
        self._judgments = {key for (key,) in judged}


def _deciding(spec: Mapping[str, Any]) -> str:
    """The part of a model's table that says which model answers."""
    return json.dumps([spec.get("model") or spec["name"], *(spec.get(name) for name in _DECIDING)])
