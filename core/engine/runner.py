"""One sitting of one run: freeze or resume, ask, judge, and say how it ended."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
import time
from collections import defaultdict
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from core.engine import garbage
from core.engine.asking import NO_ANSWER
from core.engine.caller import Caller
from core.engine.compute import Computer
from core.engine.context import Context
from core.engine.control import Control
from core.engine.freeze import new_run
from core.engine.models import Models
from core.engine.money import Purse, maybe_charged
from core.engine.options import RunOptions
from core.engine.plan import Plan, plans
from core.engine.prices import free_models, prices
from core.engine.progress import Progressing
from core.engine.rse_run import RseRun
from core.engine.versions import finished_note, instead_note
from core.errors import DistilScopeError, WorkspaceError
from core.events import RunEnded, RunReplaced, RunStarted, Sink
from core.llm.accounts import Accounts
from core.llm.factory import KeySource
from core.llm.retry import RetryPolicy
from core.rse import rubric
from core.store import statements
from core.store.runs import NewRun, RunState, begin, calls_before, keep_caps
from core.store.workspace import connect_to_read
from core.store.writer import Writer
from core.store.writers import Writers
from core.study import Study

if TYPE_CHECKING:
    from core.engine.ice_plan import IcePlan
    from core.engine.ice_run import IceRun

T = TypeVar("T")


class Runner:
    """Executes runs. Belongs to the engine's loop; each run has a Runner.run of its own."""

    def __init__(self, writers: Writers, computer: Computer, keys: KeySource, sink: Sink) -> None:
        self._writers, self._computer, self._keys, self._sink = writers, computer, keys, sink
        self._at_work: set[tuple[Path, int]] = set()
        # One run after the other in each workspace: side by side, both would pay for the calls that they share.
        self._turns: defaultdict[Path, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def run(
        self,
        study: Study,
        workspace: Path,
        options: RunOptions,
        control: Control,
        started: asyncio.Future[int],
    ) -> RunEnded:
        """Work until done, capped or cancelled. Raises DistilScopeError where the run cannot begin.

        `started` is given the run's id as soon as there is one.
        """
        plan, ice = await asyncio.to_thread(plans, study)
        new = await asyncio.to_thread(new_run, plan, ice)
        models = Models(study, self._keys)
        try:
            await models.open()  # before the workspace is touched: what cannot begin leaves no trace
            with self._writers.use(workspace) as writer:
                state = await _whatever_comes(_begin(writer, new, options))
                with self._alone(writer.path, state.id):
                    started.set_result(state.id)
                    if state.finished:
                        return self._ended(state.id, state.status, finished_note(state, new))
                    if state.instead_of is not None:
                        self._sink.emit(RunReplaced(state.id, state.instead_of, instead_note(state, new)))
                    with _context(study, writer, state, options, control, models, self) as (
                        context,
                        accounts,
                    ):
                        return await self._sitting(context, accounts, plan, ice)
        finally:
            await _whatever_comes(models.aclose())

    @contextmanager
    def _alone(self, workspace: Path, run: int) -> Iterator[None]:
        """Two sittings of one run at once would do all of its work twice. Raises WorkspaceError."""
        if (workspace, run) in self._at_work:
            raise WorkspaceError(
                f"run {run} of {workspace} is at work already", remedy="Wait for it, or cancel it"
            )
        self._at_work.add((workspace, run))
        try:
            yield
        finally:
            self._at_work.discard((workspace, run))

    async def _sitting(
        self, context: Context, accounts: Accounts, plan: Plan, ice: IcePlan | None
    ) -> RunEnded:
        """Work, and keep how it ended, whatever happens. Raises only what nobody expected."""
        try:
            _heed_cancel()
            async with self._turns[context.writer.path]:
                context.tally.started = time.monotonic()
                with garbage.relaxed():
                    await self._work(context, accounts, plan, ice)
        except asyncio.CancelledError:
            return await self._finish(context, *_cut_short(context.control))
        except Exception as error:  # noqa: BLE001 - kept, then raised where nobody expected it
            cause = _first(error)
            ended = await self._finish(context, "error", _said(cause))
            if isinstance(cause, DistilScopeError):
                return ended
            raise cause from None
        return await self._finish(context, *_outcome(context))

    async def _work(self, context: Context, accounts: Accounts, plan: Plan, ice: IcePlan | None) -> None:
        await _keep_identities(context)
        parts = _parts(context, plan, ice)
        context.tally.total = sum(part.size for part in parts)
        context.tally.done = sum(part.count_done() for part in parts)
        context.tally.calls = calls_before(context.reader, context.run)
        self._sink.emit(RunStarted(context.run, plan.study.name, context.tally.total, context.tally.done))
        async with Progressing(context, accounts):
            for part in parts:
                await part.work()

    async def _finish(self, context: Context, status: str, message: str) -> RunEnded:
        seconds, message = time.monotonic() - context.tally.started, message + maybe_charged(context.purse)
        with contextlib.suppress(
            WorkspaceError
        ):  # a full disk: the run is taken up again, whatever its status
            await _whatever_comes(
                context.writer.save(
                    statements.add_time(context.run, seconds),
                    statements.status(context.run, status, message, time.time()),
                )
            )
        return self._ended(context.run, status, message)

    def _ended(self, run: int, status: str, message: str) -> RunEnded:
        event = RunEnded(run, status, message)
        self._sink.emit(event)
        return event

    @property
    def sink(self) -> Sink:
        """Who hears of it."""
        return self._sink

    @property
    def computer(self) -> Computer:
        """Who computes judgments."""
        return self._computer


async def _begin(writer: Writer, new: NewRun, options: RunOptions) -> RunState:
    def work(db: sqlite3.Connection) -> RunState:
        state = begin(
            db,
            new,
            writer.next_id,
            again=options.again,
            reopen=options.retry_errors,
            rejudge=options.rejudge,
            run=options.run,
        )
        if not state.finished:
            keep_caps(db, state.id, options.max_cost, options.max_calls)
        return state

    return await asyncio.wrap_future(writer.call(work))


@contextmanager
def _context(  # noqa: PLR0913, PLR0917 - brings together what a run needs
    study: Study,
    writer: Writer,
    state: RunState,
    options: RunOptions,
    control: Control,
    models: Models,
    runner: Runner,
) -> Iterator[tuple[Context, Accounts]]:
    reader = connect_to_read(writer.path)
    reader.row_factory = None
    try:
        accounts = Accounts(options.concurrency)
        models.set_limits(accounts)
        purse = Purse(
            control, prices(study), free=free_models(study), calls=state.calls, cost=state.cost,
            cost_unknown=state.cost_unknown, max_calls=options.max_calls, max_cost=options.max_cost,
        )  # fmt: skip
        policy = RetryPolicy(stop_at_first_429=options.stop_at_first_429)
        caller = Caller(state.id, state.epoch, writer, reader, accounts, control, purse, policy)
        yield (
            Context(
                study,
                state,
                writer,
                reader,
                caller,
                runner.computer,
                control,
                purse,
                runner.sink,
                models.by_name,
            ),
            accounts,
        )
    finally:
        reader.close()


async def _keep_identities(context: Context) -> None:
    rows = []
    for name, model in context.models.items():
        identity = model.identity
        data = {"wire": identity.wire, "base_url": identity.base_url, "model": identity.model}
        sql = "UPDATE run_model SET identity = ? WHERE id = ?"
        rows.append((sql, (json.dumps(data), context.state.models[name])))
    await context.writer.save(*rows)


def _parts(context: Context, plan: Plan, ice: IcePlan | None) -> list[RseRun | IceRun]:
    parts: list[RseRun | IceRun] = []
    if "rse" in plan.study.metrics:
        parts.append(RseRun(context, plan, rubric.load(plan.study)))
    if ice is not None:
        from core.engine.ice_run import IceRun

        parts.append(IceRun(context, ice))
    return parts


def _cut_short(control: Control) -> tuple[str, str]:
    """A run that ends with the program was not cancelled: nobody wished it to end."""
    if control.leaving:
        return "interrupted", "The program was closed while the run was on; what was finished is kept."
    return "cancelled", "Cancelled; what was finished is kept."


def _outcome(context: Context) -> tuple[str, str]:
    tally, control = context.tally, context.control
    if control.failed:
        return "error", f"Stopped: {control.stopped}. Put that right and start the study again to go on."
    if control.stopped:
        return "paused", f"Paused: {control.stopped}. Start the study again with a higher cap to go on."
    failed = f"{tally.errors:,} of {tally.calls:,} calls failed"
    if tally.cut_off:
        return "degraded", f"{failed}, and {', '.join(sorted(tally.cut_off))} could not be asked to the end."
    if tally.errors > context.study.tolerance * tally.calls:
        return "degraded", f"{failed}, more than the study tolerates. Start it again to ask for these."
    said = f"{failed}; --retry-errors asks for them again." if tally.errors else "Completed."
    return "completed", said + _unanswered(context)


def _unanswered(context: Context) -> str:
    """A recording that fits the prompts badly ends well: nothing failed. Somebody has to say it."""
    outcomes = [outcome for _, outcome in context.state.answers.values()]
    missing = outcomes.count(NO_ANSWER)
    return f" {missing:,} of {len(outcomes):,} prompts got no answer." if missing else ""


async def _whatever_comes(work: Coroutine[Any, Any, T]) -> T:
    """The result, also where the run is cancelled meanwhile: what begins and what ends a run is not left half done."""
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        return await task  # a run is cancelled once, so nothing interrupts this


def _heed_cancel() -> None:
    """Raise the CancelledError that `_whatever_comes` held back."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _first(error: BaseException) -> BaseException:
    """What went wrong first among tasks that were ended together."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _said(cause: BaseException) -> str:
    if isinstance(cause, DistilScopeError):
        return str(cause)
    return f"An unexpected error stopped the run ({type(cause).__name__}); what was finished is kept."
