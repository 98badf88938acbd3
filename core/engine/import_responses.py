"""Recorded responses brought into a workspace as a run without judgments: kept, shown, and ready to be compared."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from core import study_file
from core.engine.freeze import program_version
from core.errors import BadInput
from core.llm.recorded_rows import Conversation, conversations
from core.store.runs import NewModel, NewPrompt, NewRun, NewSet, RunState, begin
from core.store.statements import AnswerRow, insert
from core.store.writer import Writer
from core.study import ModelSpec, PromptSetSpec, Study, file_hash
from core.tables import read_rows
from core.textfile import refuse_odd_name


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to; `known` where the same file was there already."""

    run: int
    prompt_set: str
    responses: int
    known: bool


@dataclass(frozen=True, slots=True)
class Responses:
    """A file of one model's responses, read."""

    path: Path
    model: str
    prompt_set: str
    conversations: tuple[Conversation, ...]

    @classmethod
    def read(cls, path: Path, model: str, prompt_set: str | None = None) -> Responses:
        """Read every response of a file. Blocking. Raises BadInput naming file and line."""
        refuse_odd_name(path)
        found = tuple(c for c in conversations(read_rows(path, strict=True), path) if c.users)
        if not found:
            raise BadInput(
                "the file shows no prompts, only responses",
                path=path,
                remedy="Name it as `path` in a study instead",
            )
        return cls(path, model, prompt_set or set_name(path, model), found)


def set_name(path: Path, model: str) -> str:
    """What the prompts of a file are called: like the file, unless the model is called so already."""
    return path.stem if path.stem != model else f"{path.stem} (prompts)"


def import_responses(writer: Writer, read: Responses) -> Imported:
    """Write the responses into the workspace. Blocking."""
    return write_responses(writer, read, as_run(read)).result()


def as_run(read: Responses) -> NewRun:
    """What is frozen of the responses when they become a run. Blocking: the file is hashed."""
    return _new_run(read.path, read.model, read.prompt_set, read.conversations)


def write_responses(writer: Writer, read: Responses, new: NewRun) -> Future[Imported]:
    """Write the responses as that run, whole or not at all."""
    path, model, name, found = read.path, read.model, read.prompt_set, read.conversations

    def write(db: sqlite3.Connection) -> Imported:
        state = begin(db, new, writer.next_id, again=False, reopen=False)
        imported = Imported(state.id, name, len(found), state.finished)
        if state.finished:
            return imported
        for row in _answers(state, model, found, writer):
            db.execute(*insert(row))
        message = f"{len(found):,} responses of {path.name}"
        db.execute(
            "UPDATE run SET status = 'imported', message = ?, ended = ? WHERE id = ?",
            (message, time.time(), state.id),
        )
        return imported

    return writer.call(write)


def _new_run(path: Path, model: str, name: str, found: Sequence[Conversation]) -> NewRun:
    digest = file_hash(path)
    spec = ModelSpec(model, "test", "recorded", path=str(path.resolve()))
    reference = ModelSpec(f"{model} (as reference)", "reference", "recorded", path=str(path.resolve()))
    sets = (PromptSetSpec(name, path=str(path.resolve())),)
    study = Study(f"Imported responses: {model}", models=(reference, spec), prompt_sets=sets)
    prompts = tuple(NewPrompt(f"{name}/{at}", at, c.users) for at, c in enumerate(found))
    return NewRun(
        study=study.name,
        fingerprint=hashlib.sha256(f"responses|{digest}|{model}|{name}".encode()).hexdigest(),
        canonical=json.dumps({"metrics": ["rse"], "responses": digest, "model": model}),
        toml=study_file.dumps(study),
        base_dir=str(path.parent.resolve()),
        manifest=json.dumps({"program": program_version(), "file": path.name, "sha256": digest}),
        models=(NewModel(model, "test", "recorded", model, "", json.dumps({"name": model})),),
        sets=(NewSet(name, str(path), digest, {}, prompts),),
        origin="responses",
    )


def _answers(
    state: RunState, model: str, found: Sequence[Conversation], writer: Writer
) -> Iterator[AnswerRow]:
    prompts = list(state.prompts.values())
    for at, conversation in enumerate(found):
        text = "\n\n".join(conversation.answers)
        outcome = "answered" if text.strip() else "no_answer"
        yield AnswerRow(
            writer.next_id("answer"), state.id, f"ask|{model}|{at}", state.models[model], prompts[at], 0, outcome,
            text, "[]", "", "", time.time(),
        )  # fmt: skip
