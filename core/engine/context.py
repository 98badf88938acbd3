"""What the parts of one run share."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass, field

from core.engine.caller import Caller
from core.engine.compute import Computer
from core.engine.control import Control
from core.engine.money import Purse
from core.engine.pace import Shares
from core.errors import CallFailed, Cause, KeyUnavailable
from core.events import AnswerSaved, CallError, Event, JudgmentSaved, Sink
from core.llm.chat import ChatModel
from core.store.runs import RunState
from core.store.statements import AnswerRow, JudgmentRow, insert
from core.store.writer import Writer
from core.study import Study

_NOT_JUDGED = frozenset({"no_answer", "refused"})


@dataclass
class Tally:
    """What a run has done, for progress and for its status at the end."""

    total: int = 0
    done: int = 0
    errors: int = 0
    lost: int = 0  # judgments that were not made, since an answer of theirs failed
    calls: int = 0  # tasks that needed a model, in every sitting, failed ones included
    shares: Shares = field(default_factory=Shares)
    cut_off: set[str] = field(
        default_factory=set
    )  # models that could not be asked to the end of their search
    started: float = field(default_factory=time.monotonic)


@dataclass
class Context:
    """One run at work: its study, its place in the workspace, and its ways out. Belongs to the engine's loop."""

    study: Study
    state: RunState
    writer: Writer
    reader: sqlite3.Connection
    caller: Caller
    computer: Computer
    control: Control
    purse: Purse
    sink: Sink
    models: dict[str, ChatModel]
    tally: Tally = field(default_factory=Tally)
    stopped: set[tuple[str, str]] = field(default_factory=set)  # (model, cause) that stopped its account
    _failed: set[int] = field(default_factory=set)  # answers of this sitting
    _names: dict[int, str] = field(init=False)

    def __post_init__(self) -> None:
        self._names = {row_id: name for name, row_id in self.state.models.items()}

    @property
    def run(self) -> int:
        """The run's id."""
        return self.state.id

    def emit(self, event: Event) -> None:
        """Announce something that is committed."""
        self.sink.emit(event)

    def count_answer(self, row: AnswerRow, prompt_set: str, *, cached: bool) -> None:
        """Count an answer that is committed, and announce it."""
        self.state.answers[row.task_key] = (row.id, row.outcome)
        self.tally.done += 1
        self.tally.errors += row.outcome == "error"
        (self._failed.add if row.outcome == "error" else self._failed.discard)(row.id)
        model = self.model_name(row.model_id)
        self.tally.calls += self.study.model(model).provider != "recorded"
        self.tally.shares.count(model, fresh=not cached)
        self.emit(AnswerSaved(self.run, model, prompt_set, row.outcome, cached))

    async def save_judgment(self, row: JudgmentRow, prompt_set: str) -> None:
        """Commit a judgment, count it, announce it."""
        await self.writer.save(insert(row))
        self.state.judgments.add(row.task_key)
        self.tally.done += 1
        self.tally.errors += row.outcome == "error"
        failed = not self._failed.isdisjoint((row.answer_id, row.reference_answer_id))
        self.tally.lost += failed and row.outcome != "error"
        asked = row.judge in self.models and row.outcome not in _NOT_JUDGED
        self.tally.calls += asked
        self.tally.shares.count(row.judge, fresh=asked)
        reference = self.model_name(row.reference_id) if row.reference_id else ""
        self.emit(
            JudgmentSaved(
                self.run, row.id, row.metric, self.model_name(row.model_id), reference, row.judge, prompt_set,
                row.outcome, _scores(row),
            )
        )  # fmt: skip

    def tell_failure(self, model: str, error: CallFailed | KeyUnavailable) -> bool:
        """Announce a failed call; returns whether it stops the account. That is said once, not thousands of times."""
        stops = isinstance(error, KeyUnavailable) or error.permanent
        cause = error.cause if isinstance(error, CallFailed) else Cause.MISSING_KEY
        if not stops or (model, cause) not in self.stopped:
            if stops:
                self.stopped.add((model, cause))
            self.emit(CallError(self.run, model, cause, str(error), stops))
        return stops

    def model_name(self, row_id: int) -> str:
        """The name of a model of this run."""
        return self._names[row_id]

    def text_of(self, answer_id: int) -> str:
        """An answer's text, from the workspace."""
        row = self.reader.execute("SELECT text FROM answer WHERE id = ?", (answer_id,)).fetchone()
        return str(row[0])


def _scores(row: JudgmentRow) -> dict[str, float | bool | None]:
    names = (
        ("style", "structure", "content", "overall") if row.metric == "rse" else ("loose", "strict", "hard")
    )
    return {name: getattr(row, name) for name in names}
