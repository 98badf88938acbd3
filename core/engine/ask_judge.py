"""Asking an LLM judge: one call, one repair request, and then the raw reply is kept without scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from core.engine.context import Context
from core.llm.chat import ChatRequest, Message

J = TypeVar("J")
Read_co = TypeVar("Read_co", covariant=True)


class Reader(Protocol[Read_co]):
    """Reads a judge's reply; None where there is no verdict in it."""

    def __call__(self, reply: str, sent: Sequence[str], *, asked_again: bool) -> Read_co | None:
        """Never raises."""
        ...


@dataclass(frozen=True)
class Form(Generic[J]):
    """How a judge is asked for a `J`: the schema of its reply, the reader of it, and the request for repair.

    The reader is also handed the texts that were sent, to tell a verdict from one that the judge quotes, and
    whether the judge was asked again.
    """

    schema: Mapping[str, Any]
    parse: Reader[J]
    repair: Callable[[tuple[Message, ...], str], tuple[Message, ...]]


async def ask_judge(
    context: Context, judge: str, messages: tuple[Message, ...], repeat: int, form: Form[J]
) -> tuple[J | None, str]:
    """The judge's word and its raw reply; None where neither the first reply nor the repaired one can be read.

    Raises CallFailed and Stopped like any call.
    """
    sent = [message.content for message in messages]  # not of the repair, which holds the judge's own words
    raw = await _reply(context, judge, messages, repeat, form)
    found = form.parse(raw, sent, asked_again=False)
    if found is not None:
        return found, raw
    repaired = await _reply(context, judge, form.repair(messages, raw), repeat, form)
    found = form.parse(repaired, sent, asked_again=True)
    return found, repaired if found is not None else f"{raw}\n\n--- after a repair request ---\n\n{repaired}"


async def _reply(
    context: Context, judge: str, messages: tuple[Message, ...], repeat: int, form: Form[Any]
) -> str:
    spec = context.study.model(judge)
    params = {"temperature": 0.0, **spec.params}
    request = ChatRequest(messages, params, repeat, json_schema=form.schema)
    called = await context.caller.call(judge, context.models[judge], request)
    return called.reply.text
