"""The RSE part of a run: prompt by prompt, every model is asked and each pair judged once both answers are in."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable, Iterator
from functools import partial

from core.engine import judges
from core.engine.ask_judge import Form, ask_judge
from core.engine.asking import ANSWERED, ERROR, Answer, Question, answer
from core.engine.context import Context
from core.engine.control import Stopped
from core.engine.plan import Plan
from core.engine.tasks import Ask, Judge, PlannedPrompt
from core.errors import CallFailed, KeyUnavailable
from core.llm.chat import Message
from core.rse import judge_llm
from core.rse.judgment import RseJudgment, unscored
from core.rse.rubric import Rubric
from core.store.statements import JudgmentRow
from core.study import MEASURED

# Pieces of work begun at once: enough to keep every account busy, few enough to keep memory flat (8 kB each).
_AT_ONCE = 16_384
_FEWEST, _MOST = 16, 512


def window(tasks: int) -> int:
    """How many things may be begun at once that are `tasks` tasks each."""
    return min(_MOST, max(_FEWEST, _AT_ONCE // max(1, tasks)))


class RseRun:
    """Works through a plan. Belongs to the engine's loop."""

    def __init__(self, context: Context, plan: Plan, rubric: Rubric) -> None:
        self._context, self._plan, self._rubric = context, plan, rubric
        self._form: Form[RseJudgment] = Form(judge_llm.SCHEMA, judge_llm.parse, judge_llm.repair_messages)
        context.tally.shares.expect(plan.tasks_by_model(), self._done_before())

    async def work(self) -> None:
        """Ask and judge all that is not done yet."""
        room = asyncio.Semaphore(window(self._plan.tasks_per_prompt))
        async with asyncio.TaskGroup() as group:
            for at in self._plan.prompts:
                if self._context.control.stopped:
                    return
                if self._left(at):
                    await room.acquire()
                    task = group.create_task(self._prompt(at))
                    task.add_done_callback(lambda _: room.release())
                    # Else the first request would leave only once hundreds have been got ready.
                    await asyncio.sleep(0)

    @property
    def size(self) -> int:
        """How many tasks the plan has."""
        return self._plan.size

    def count_done(self) -> int:
        """How many tasks of the plan were done in earlier sittings."""
        return sum(1 for _ in self._done_before())

    def _done_before(self) -> Iterator[str]:
        state = self._context.state
        yield from (key for key, (_, got) in state.answers.items() if key.startswith("ask|") and got != ERROR)
        yield from (key for key in state.judgments if key.startswith("rse|"))

    def _keys(self, at: PlannedPrompt) -> Iterable[str]:
        yield from (ask.key for ask in self._plan.asks(at))
        yield from (judge.key for judge in self._plan.judgments(at))

    def _left(self, at: PlannedPrompt) -> bool:
        return not all(self._done(key) for key in self._keys(at))

    def _done(self, key: str) -> bool:
        state = self._context.state
        return key in state.judgments or state.answers.get(key, (0, ERROR))[1] != ERROR

    async def _prompt(self, at: PlannedPrompt) -> None:
        async with asyncio.TaskGroup() as group:
            asked = {ask: group.create_task(self._ask(ask)) for ask in self._plan.asks(at)}
            for judge in self._plan.judgments(at):
                if judge.key not in self._context.state.judgments:
                    group.create_task(self._judge(judge, asked))

    async def _ask(self, ask: Ask) -> Answer | None:
        prompt = ask.at.prompt
        question = Question(
            ask.key, ask.model, self._context.state.prompts[ask.at.key], prompt.id, prompt.turns, ask.repeat,
            ask.at.prompt_set,
        )  # fmt: skip
        return await answer(self._context, question)

    async def _judge(self, judge: Judge, asked: dict[Ask, asyncio.Task[Answer | None]]) -> None:
        reference, test = await asked[judge.reference], await asked[judge.test]
        if reference is None or test is None:
            return
        try:
            outcome, judgment = await self._judged(judge, reference, test)
        except Stopped:
            return
        row = self._row(judge, outcome, judgment, reference, test)
        await self._context.save_judgment(row, judge.test.at.prompt_set)

    async def _judged(self, judge: Judge, reference: Answer, test: Answer) -> tuple[str, RseJudgment]:
        missing = [
            f"{ask.model} gave no answer"
            for ask, got in ((judge.reference, reference), (judge.test, test))
            if got.outcome != ANSWERED
        ]
        if missing:
            return "no_answer", unscored(f"Not judged: {' and '.join(missing)}.")
        texts = self._text(reference), self._text(test)
        if judge.judge == MEASURED:
            return "scored", await self._context.computer.run(judges.measured, texts)
        return await self._by_model(judge, texts)

    async def _by_model(self, judge: Judge, texts: tuple[str, str]) -> tuple[str, RseJudgment]:
        first, second = texts if judge.order == "AB" else (texts[1], texts[0])
        messages = judge_llm.messages(self._rubric, judge.test.at.prompt.turns, first, second)
        try:
            found, raw = await self._asked(judge, messages)
        except (CallFailed, KeyUnavailable) as error:
            self._context.tell_failure(judge.judge, error)
            return "error", unscored(f"The judge could not be asked: {error}")
        if found is None:
            return "unscored", unscored("The judge's reply held no usable scores.", raw)
        return "scored", found

    async def _asked(self, judge: Judge, messages: tuple[Message, ...]) -> tuple[RseJudgment | None, str]:
        return await ask_judge(self._context, judge.judge, messages, judge.repeat, self._form)

    def _text(self, got: Answer) -> str:
        return self._context.text_of(got.id) if got.text is None else got.text

    def _row(
        self, judge: Judge, outcome: str, judgment: RseJudgment, reference: Answer, test: Answer
    ) -> JudgmentRow:
        state, at = self._context.state, judge.test.at
        make = partial(JudgmentRow, components=json.dumps(judgment.components), raw=judgment.raw)
        return make(
            id=state.redo.get(judge.key) or self._context.writer.next_id("judgment"),
            run_id=state.id,
            task_key=judge.key,
            metric="rse",
            model_id=state.models[judge.test.model],
            reference_id=state.models[judge.reference.model],
            judge=judge.judge,
            judge_version=judges.measured_version() if judge.judge == MEASURED else self._rubric.version,
            prompt_set_id=state.sets[at.prompt_set],
            prompt_id=state.prompts[at.key],
            repeat=judge.repeat,
            pair_order=judge.order,
            answer_id=test.id,
            reference_answer_id=reference.id,
            outcome=outcome,
            style=judgment.style,
            structure=judgment.structure,
            content=judgment.content,
            overall=judgment.overall,
            rationale=judgment.rationale,
            created=time.time(),
        )
