"""Asking a model a prompt, turn by turn, and keeping what came of it."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from core.engine.caller import Called, nothing_else
from core.engine.context import Context
from core.engine.control import Stopped
from core.engine.tasks import CEILING_REPEAT
from core.errors import CallFailed, Cause, KeyUnavailable
from core.llm.chat import ChatRequest, Message
from core.store.statements import AnswerRow, insert
from core.store.writer import Statement
from core.study import ModelSpec

ANSWERED, REFUSED, NO_ANSWER, ERROR = "answered", "refused", "no_answer", "error"
# A reply beyond this is cut where it is kept: no model's honest answer is that long.
LONGEST = 2_000_000
CEILING_TEMPERATURE = 0.7  # where the study asks its models at 0


@dataclass(frozen=True, slots=True)
class Question:
    """What one model is asked: the user turns, and the ids of where it belongs."""

    key: str
    model: str
    prompt_id: int
    prompt_key: str
    turns: tuple[str, ...]
    repeat: int = 0
    prompt_set: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that is in the workspace; `text` is None where it was there before and was not read yet."""

    id: int
    outcome: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class _Outcome:
    outcome: str
    text: str = ""
    turns: tuple[int, ...] = ()
    cause: str = ""
    message: str = ""
    cached: bool = False


async def answer(context: Context, question: Question, *before: Statement) -> Answer | None:
    """The model's answer, asked only if it is not there; None where a cap came first.

    `before` are rows that the answer needs (a prompt made on the way), committed with it.
    """
    known = context.state.answers.get(question.key)
    if known is not None and known[1] != ERROR:
        return Answer(*known)
    entry = _Entry(context, question, known[0] if known else context.writer.next_id("answer"), before)
    try:
        outcome = await _converse(context, question, entry)
    except Stopped:
        return None
    row = await entry.keep(outcome)
    context.count_answer(row, question.prompt_set, cached=outcome.cached)
    return Answer(row.id, row.outcome, row.text)


class _Entry:
    """An answer on its way into the workspace: in one commit with the last reply, where that is a new one."""

    def __init__(
        self, context: Context, question: Question, row_id: int, before: tuple[Statement, ...]
    ) -> None:
        self._context, self._question, self._row_id, self._before = context, question, row_id, before
        self._committed: AnswerRow | None = None

    def beside(self, earlier: Sequence[Called], last: Called) -> tuple[Statement, ...]:
        """What is committed beside the last reply."""
        self._committed = self._row(self.heard([*earlier, last]))
        return (*self._before, insert(self._committed))

    def heard(self, calls: Sequence[Called]) -> _Outcome:
        """What the calls came to; what was not committed beside the last of them is still to be kept."""
        return _heard(calls, whole=self._context.study.rse.judge_on == "transcript")

    def was_not_new(self) -> None:
        """The last reply was there already, so that nothing was committed beside it."""
        self._committed = None

    async def keep(self, outcome: _Outcome) -> AnswerRow:
        """The row, once it is committed."""
        if self._committed is None:
            self._committed = self._row(outcome)
            await self._context.writer.save(*self._before, insert(self._committed))
        return self._committed

    def _row(self, outcome: _Outcome) -> AnswerRow:
        return _row(self._context, self._question, outcome, self._row_id)


async def _converse(context: Context, question: Question, entry: _Entry) -> _Outcome:
    spec = context.study.model(question.model)
    try:
        calls = await _replay(context, spec, question, entry)
    except CallFailed as error:
        return _failed(context, question.model, error)
    except KeyUnavailable as error:
        context.tell_failure(question.model, error)
        return _Outcome(ERROR, cause=Cause.MISSING_KEY, message=str(error))
    return entry.heard(calls)


async def _replay(context: Context, spec: ModelSpec, question: Question, entry: _Entry) -> list[Called]:
    """Every user turn, with the model's own earlier answers in between."""
    model = context.models[spec.name]
    messages = [Message("system", spec.system)] if spec.system else []
    calls: list[Called] = []
    for turn in question.turns:
        messages.append(Message("user", turn))
        request = ChatRequest(
            tuple(messages), params_of(spec, question.repeat), question.repeat, question.prompt_key
        )
        last = len(calls) + 1 == len(question.turns)
        also = partial(entry.beside, tuple(calls)) if last else nothing_else
        called = await context.caller.call(spec.name, model, request, also)
        calls.append(called)
        messages.append(Message("assistant", called.reply.text))
    if not calls[-1].with_also:
        entry.was_not_new()
    return calls


def params_of(spec: ModelSpec, repeat: int) -> Mapping[str, Any]:
    """What a model is asked with. The ceiling asks it with some chance.

    A greedy model asked again, or one with the same seed, says the same: the ceiling would be 5 by construction.
    """
    params = dict(spec.params)
    if repeat < CEILING_REPEAT:
        return params
    if params.get("temperature") == 0:
        params["temperature"] = CEILING_TEMPERATURE
    if isinstance(params.get("seed"), int):
        params["seed"] += repeat
    return params


def _heard(calls: Sequence[Called], *, whole: bool) -> _Outcome:
    """What the calls came to. The user's turns are left out: both models share them."""
    replies = [called.reply for called in calls]
    text = "\n\n".join(r.text for r in replies) if whole else replies[-1].text
    ids = tuple(called.response for called in calls)
    cached = all(called.cached for called in calls)
    if text.strip():
        return _Outcome(ANSWERED, text[:LONGEST], ids, cached=cached)
    refusal = next((r.refusal for r in replies if r.refusal), "")
    if refusal:
        return _Outcome(REFUSED, refusal[:LONGEST], ids, message=refusal[:500], cached=cached)
    return _Outcome(NO_ANSWER, "", ids, message=_empty(replies[-1].finish_reason), cached=cached)


def _empty(finish_reason: str) -> str:
    if finish_reason in {"length", "max_tokens", "MAX_TOKENS"}:
        return "The reply was cut off before an answer began: raise max_tokens."
    return "The model sent an empty reply."


def _failed(context: Context, model: str, error: CallFailed) -> _Outcome:
    if error.cause is Cause.NOT_RECORDED:
        return _Outcome(NO_ANSWER, cause=error.cause, message=str(error), cached=True)
    context.tell_failure(model, error)
    return _Outcome(ERROR, cause=error.cause, message=str(error))


def _row(context: Context, question: Question, outcome: _Outcome, row_id: int) -> AnswerRow:
    return AnswerRow(
        id=row_id,
        run_id=context.run,
        task_key=question.key,
        model_id=context.state.models[question.model],
        prompt_id=question.prompt_id,
        repeat=question.repeat,
        outcome=outcome.outcome,
        text=outcome.text,
        turns=json.dumps(outcome.turns),
        cause=outcome.cause,
        message=outcome.message,
        created=time.time(),
    )
