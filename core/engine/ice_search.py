"""The fuzzer of one model, driven: its choices, its mutations and its results are rows, so it can be replayed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from core.engine.context import Context
from core.engine.control import Stopped
from core.engine.ice_cell import IceCell
from core.engine.ice_plan import IcePlan
from core.errors import CallFailed, KeyUnavailable
from core.ice import templates
from core.ice.fuzz import mutation, rule_mutator
from core.ice.fuzz.fuzzer import Fuzzer
from core.ice.fuzz.plan import Selection, SelectionRow, State
from core.ice.modes import Ask
from core.ice.templates import Template
from core.ice.verdict import IceVerdict, Outcome
from core.llm.chat import ChatRequest
from core.store.runs import selections
from core.store.statements import selection


class IceSearch:
    """Drives one Fuzzer until it finishes or a cap comes. Belongs to the engine's loop."""

    def __init__(self, context: Context, plan: IcePlan, cell: IceCell) -> None:
        self._context, self._plan, self._cell = context, plan, cell
        self._fuzzer = Fuzzer(plan.fuzz_config(), plan.templates, plan.questions)
        self._model_id = context.state.models[cell.model.name]
        mutators = plan.study.of_role("mutator")
        self._mutator = mutators[0].name if mutators else ""
        self._open: set[asyncio.Task[None]] = set()

    async def work(self) -> None:
        """Search; on a resumed run, first rebuild the tree and finish what was under way."""
        kept = selections(self._context.reader, self._context.run, self._model_id)
        rows = [SelectionRow(**row) for row in kept]
        self._fuzzer.replay(rows)
        async with asyncio.TaskGroup() as group:
            for ask in self._failed_before(rows):
                group.create_task(self._cell.query(ask))
            for pending in self._fuzzer.pending():
                self._begin(group, pending)
            while not self._context.control.stopped and not self._cell.cut_off:
                chosen = self._fuzzer.select()
                if chosen is not None:
                    self._begin(group, chosen)
                elif self._fuzzer.finished or not self._open:
                    return
                else:
                    await asyncio.wait(self._open, return_when=asyncio.FIRST_COMPLETED)
            if self._cell.cut_off:
                self._context.tally.cut_off.add(self._cell.model.name)

    def _begin(self, group: asyncio.TaskGroup, chosen: Selection) -> None:
        task = group.create_task(self._iteration(chosen))
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def _iteration(self, chosen: Selection) -> None:
        try:
            template = await self._template(chosen)
        except Stopped:
            return
        if template is None:
            await self._keep(chosen.iteration)
            return
        results = await self._put(template, chosen.iteration)
        if self._cell.cut_off or any(result is None for result in results):
            return  # a cap or a stopped account came first; the next sitting finishes this template
        verdicts = [result[0] for result in results if result]
        self._fuzzer.resolve(chosen.iteration, *_counted(verdicts))
        await self._keep(chosen.iteration)

    async def _template(self, chosen: Selection) -> Template | None:
        """The template to ask, kept before it is asked, so that a resumed run asks the same one."""
        template = self._fuzzer.template(chosen.iteration)
        if template is None:
            template = self._fuzzer.mutated(chosen.iteration, await self._mutate(chosen))
        if template is not None:
            await self._keep(chosen.iteration, template)
        return template

    async def _mutate(self, chosen: Selection) -> str:
        if not self._mutator:
            return rule_mutator.mutate(chosen)
        spec = self._plan.study.model(self._mutator)
        request = ChatRequest(
            mutation.mutation_request(chosen), {"temperature": 1.0, **spec.params}, chosen.iteration
        )
        try:
            model = self._context.models[self._mutator]
            called = await self._context.caller.call(self._mutator, model, request)
        except (CallFailed, KeyUnavailable) as error:
            if self._context.tell_failure(self._mutator, error):
                self._context.control.stop(f"the mutator {self._mutator} cannot be asked", failed=True)
                raise Stopped(str(error)) from error
            return ""
        return mutation.read_mutation(called.reply.text)

    async def _put(self, template: Template, iteration: int) -> Sequence[tuple[IceVerdict, ...] | None]:
        """All questions of a template go out together."""
        async with asyncio.TaskGroup() as group:
            asked = [group.create_task(self._cell.query(ask)) for ask in self._asks(template, iteration)]
        return [task.result() for task in asked]

    def _asks(self, template: Template, iteration: int) -> list[Ask]:
        questions = self._fuzzer.questions(iteration)
        return [Ask(template, q, templates.fill(template, q.text)) for q in questions]

    def _failed_before(self, rows: Iterable[SelectionRow]) -> Iterator[Ask]:
        """What failed in an earlier sitting is asked once more; the tree stays as it grew without it."""
        for row in rows:
            template = self._fuzzer.template(row.iteration) if row.state == State.RESOLVED else None
            if template is not None:
                yield from filter(self._cell.failed, self._asks(template, row.iteration))

    async def _keep(self, iteration: int, template: Template | None = None) -> None:
        row = asdict(self._fuzzer.row(iteration))
        made = self._cell.template_row(template) if template is not None else ()
        await self._context.writer.save(*made, selection(self._context.run, self._model_id, iteration, row))


def _counted(verdicts: Sequence[IceVerdict]) -> tuple[int, int, int]:
    """Contradictions, questions asked, rejects (refused or not answered)."""
    found = sum(bool(v.loose) for v in verdicts)
    rejected = sum(v.outcome in (Outcome.REFUSED, Outcome.NO_ANSWER) for v in verdicts)
    return found, len(verdicts), rejected
