"""Published logs and recorded responses, brought into a workspace: what a file holds, and the way in. All blocking."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from core.errors import BadInput
from gui.answer_columns import Pair, guess
from gui.progress import Progress

LOG, RESPONSES, PROMPTS = "log", "responses", "prompts"
FILES = "Logs and responses (*.jsonl *.json *.csv *.tsv *.xlsx *.parquet);;All files (*)"
_ROWS = 10
# What the authors' program puts before the model's name.
_PREFIX = re.compile(r"^(gpt_)?GPT_")


@dataclass(frozen=True)
class Look:
    """The first rows of a file, and what it seems to hold: a log, responses or prompts.

    `guess`: the likely columns of prompts and responses where their names do not tell; None where they do.
    """

    kind: str
    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    guess: Pair | None = None


@dataclass(frozen=True)
class Wanted:
    """What is to be imported. `facts` is a vendor id or a file of facts; `strict` belongs to a log.

    `columns` hold prompts and responses under names of their own; they are copied into `folder`.
    """

    path: Path
    kind: str
    model: str
    facts: str = ""
    strict: Path | None = None
    prompt_set: str = ""
    columns: Pair | None = None
    folder: Path | None = None


@dataclass(frozen=True)
class Done:
    """The run that an import came to. `unmatched`: lines of the strict file that no row of the log answers to."""

    run: int
    number: int
    known: bool
    unmatched: tuple[int, ...] = ()


Write = Callable[[Any], Future[Done]]


def look(path: Path) -> Look:
    """Read the first rows. Raises BadInput where the file is no table."""
    from core.tables import Reading, Table, stream_rows

    reading = Reading(path)
    rows = list(islice(stream_rows(reading), _ROWS))
    columns = tuple(dict.fromkeys(name for row in rows for name in row.values))
    table = Table(columns, [row.values for row in rows], [row.line for row in rows], reading.problems)
    return Look(_kind(table, path), columns, table.rows, _guess(table))


def model_name(path: Path) -> str:
    """The model that a file is named after."""
    return _PREFIX.sub("", path.stem)


def maker_of(model: str) -> str:
    """The vendor id of a model's name, where that is known and there are facts on it; else ""."""
    from core.ice import facts
    from core.llm import catalog

    vendor = catalog.vendor_of(model)
    return vendor if vendor in facts.vendors() else ""


def prepare(wanted: Wanted, progress: Progress) -> Write:
    """Read and judge; gives what writes the result through a workspace's writer. Raises BadInput, GivenUp."""
    return _log(wanted, progress) if wanted.kind == LOG else _responses(wanted, progress)


def _log(wanted: Wanted, progress: Progress) -> Write:
    from core.engine.import_log import ImportedLog, judge_log, write_log

    log = ImportedLog.read(wanted.path, wanted.model, wanted.facts, wanted.strict)
    judged = judge_log(log, progress.tell)
    return lambda writer: _then(
        write_log(writer, judged), lambda found: Done(found[0], len(log.rows), found[1], log.unmatched)
    )


def _responses(wanted: Wanted, progress: Progress) -> Write:
    from core.engine import import_responses as responses

    name = wanted.prompt_set or responses.set_name(wanted.path, wanted.model)
    read = responses.Responses.read(_readable(wanted), wanted.model, name)
    progress.tell(0, len(read.conversations))
    new = responses.as_run(read)
    return lambda writer: _then(
        responses.write_responses(writer, read, new),
        lambda found: Done(found.run, found.responses, found.known),
    )


def _readable(wanted: Wanted) -> Path:
    """The file, or a copy with the known names of columns, which a later comparison can read as well."""
    from gui.study.answers import renamed

    if wanted.columns is None or wanted.folder is None:
        return wanted.path
    return renamed(wanted.path, wanted.columns, wanted.folder, strict=True)


def _then(future: Future[Any], make: Callable[[Any], Done]) -> Future[Done]:
    """The same future with its result made over."""
    made: Future[Done] = Future()

    def pass_on(done: Future[Any]) -> None:
        if (error := done.exception()) is not None:
            made.set_exception(error)
        else:
            made.set_result(make(done.result()))

    future.add_done_callback(pass_on)
    return made


def _guess(table: Any) -> Pair | None:
    from core.llm.recorded_rows import shows_both

    if len(table.columns) < 2 or shows_both(table.columns):
        return None
    return guess(table.columns, table.rows)


def _kind(table: Any, path: Path) -> str:
    from core.llm.recorded_rows import conversations
    from core.prompts.read import preview

    if "jailbreak_prompt" in table.columns:
        return LOG
    try:
        if any(each.answers for each in conversations(table, path)):
            return RESPONSES
    except BadInput:
        pass  # the import itself says what is wrong
    return PROMPTS if preview(path).form else RESPONSES
