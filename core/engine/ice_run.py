"""The ICE part of a run: a fixed list of prompts for every model, or a search of its own for each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from core.engine.asking import ERROR
from core.engine.context import Context
from core.engine.ice_cell import IceCell
from core.engine.ice_plan import IcePlan
from core.engine.ice_search import IceSearch
from core.engine.rse_run import window


class IceRun:
    """Works through an ICE plan. Belongs to the engine's loop."""

    def __init__(self, context: Context, plan: IcePlan) -> None:
        self._context, self._plan = context, plan
        self._cells = [IceCell(context, plan, model) for model in plan.models]
        context.tally.shares.expect(plan.tasks_by_model(), self._done_before())

    @property
    def size(self) -> int:
        """How many tasks there are; for a search, at the most."""
        per_query = 1 + self._plan.judgments_per_query
        return self._plan.queries * per_query * len(self._cells)

    def count_done(self) -> int:
        """How many tasks were done in earlier sittings."""
        return sum(1 for _ in self._done_before())

    def _done_before(self) -> Iterator[str]:
        state = self._context.state
        yield from (k for k, (_, got) in state.answers.items() if k.startswith("ice-ask|") and got != ERROR)
        yield from (key for key in state.judgments if key.startswith("ice|"))

    async def work(self) -> None:
        """Ask and judge all that is not done yet."""
        async with asyncio.TaskGroup() as group:
            for cell in self._cells:
                if self._plan.study.ice.mode == "fuzz":
                    group.create_task(self._search(cell))
                else:
                    group.create_task(self._fixed(cell))
        self._settle_total()

    def _settle_total(self) -> None:
        """A search that came to its end has done all that there was to do, however much it might have been."""
        tally = self._context.tally
        if self._plan.study.ice.mode == "fuzz" and not self._context.control.stopped and not tally.cut_off:
            tally.total = tally.done

    async def _search(self, cell: IceCell) -> None:
        await IceSearch(self._context, self._plan, cell).work()
        if not self._context.control.stopped and not cell.cut_off:
            shares = self._context.tally.shares
            unasked = shares.forget(cell.model.name)
            for judge in self._plan.study.ice.judges:
                shares.forget(judge, unasked * self._plan.repeats(judge))

    async def _fixed(self, cell: IceCell) -> None:
        room = asyncio.Semaphore(window(len(self._cells)))
        async with asyncio.TaskGroup() as group:
            for ask in self._plan.asks:
                if self._context.control.stopped:
                    return
                await room.acquire()
                task = group.create_task(cell.query(ask))
                task.add_done_callback(lambda _: room.release())
