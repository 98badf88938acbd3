"""One call to a model: cache, cap, limiter, retry, and the reply in the workspace before anyone hears of it."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from core.engine.cache_key import asked, cache_key
from core.engine.control import Control
from core.engine.money import Payment, Purse
from core.errors import CallFailed, Cause
from core.llm.accounts import Accounts
from core.llm.chat import ChatModel, ChatReply, ChatRequest, ModelIdentity, Usage
from core.llm.limits import QueueStopped
from core.llm.recorded import Recorded
from core.llm.retry import RetryPolicy
from core.llm.retry import ask as ask_with_retries
from core.redact import hide_known
from core.store.statements import ResponseRow, insert, spent
from core.store.text import storable
from core.store.writer import Statement, Writer

RECORDED = "recorded"
_ENCODER = json.JSONEncoder(ensure_ascii=False, default=str)
_TEXTS = ("text", "thinking", "refusal", "finish_reason", "model")


@dataclass(frozen=True, slots=True)
class Called:
    """A reply and where it is kept; `cached` where nothing was sent.

    `with_also`: the rows that the caller wanted beside the reply are committed with it.
    """

    response: int
    reply: ChatReply
    cached: bool
    with_also: bool = False


Also = Callable[[Called], tuple[Statement, ...]]


def nothing_else(_: Called) -> tuple[Statement, ...]:
    """The reply alone is committed."""
    return ()


def _storable(reply: ChatReply) -> ChatReply:
    """What is judged now is what will be read from the workspace later; a server may have thrown a key back."""
    changed: dict[str, Any] = {}
    for name in _TEXTS:
        if (clean := hide_known(storable(getattr(reply, name)))) != getattr(reply, name):
            changed[name] = clean
    return replace(reply, **changed) if changed else reply


@dataclass(frozen=True, slots=True)
class _Gated:
    """A model whose every try passes the caller: a pause is felt by what was queued before it."""

    model: ChatModel
    caller: Caller
    payment: Payment

    @property
    def identity(self) -> ModelIdentity:
        return self.model.identity

    @property
    def account(self) -> str:
        return self.model.account

    async def ask(self, request: ChatRequest) -> ChatReply:
        return await self.caller.ask_now(self.model, request, self.payment)

    async def aclose(self) -> None:
        await self.model.aclose()


class Caller:
    """Makes the calls of one run. Belongs to the engine's loop."""

    def __init__(  # noqa: PLR0913, PLR0917 - the places a call passes
        self,
        run: int,
        epoch: int,
        writer: Writer,
        cache: sqlite3.Connection,
        accounts: Accounts,
        control: Control,
        purse: Purse,
        policy: RetryPolicy | None = None,
    ) -> None:
        self._run, self._epoch = run, epoch
        self._writer, self._cache = writer, cache
        self._accounts, self._control, self._purse = accounts, control, purse
        self._policy = policy or RetryPolicy()
        self.in_flight = 0  # calls that are out; those that wait for their turn are not
        self._under_way: dict[str, asyncio.Future[Called]] = {}

    async def call(
        self, name: str, model: ChatModel, request: ChatRequest, also: Also = nothing_else
    ) -> Called:
        """The reply, from the cache or from the model. Raises CallFailed, or Stopped at a cap or a cancel.

        `also` gives the rows that follow from a new reply, to be committed with it: one commit less for each
        call. A reply that was there already, or that somebody else is asking for, is returned without them.
        """
        key = cache_key(model.identity, request, self._epoch)
        if (found := self._cached(key)) is not None:
            return found
        if key in self._under_way:
            return await asyncio.shield(self._under_way[key])
        return await self._share(key, name, model, request, also)

    async def _share(self, key: str, name: str, model: ChatModel, request: ChatRequest, also: Also) -> Called:
        """Whoever asks the same while this call is under way gets the same reply."""
        shared: asyncio.Future[Called] = asyncio.get_running_loop().create_future()
        self._under_way[key] = shared
        try:
            called = await self._send(key, name, model, request, also)
        except BaseException as error:
            if isinstance(error, Exception):
                shared.set_exception(error)
                shared.exception()  # nobody else may be waiting; that is no fault
            else:
                shared.cancel()
            raise
        else:
            shared.set_result(called)
            return replace(called, with_also=True)
        finally:
            del self._under_way[key]

    async def _send(self, key: str, name: str, model: ChatModel, request: ChatRequest, also: Also) -> Called:
        await self._control.gate()
        if model.identity.wire == RECORDED:
            return await self._look_up(key, model, request, also)
        with await self._purse.reserve(name, request) as payment:
            reply = await self._ask(model, request, payment)
            cost = payment.settle(reply.usage)
            row = self._row(key, model, request, reply)
            called = Called(row.id, reply, cached=False)
            paid = spent(self._run, payment.calls, cost or 0.0, cost is None)
            await self._writer.save(insert(row), paid, *also(called))
        return called

    async def _ask(self, model: ChatModel, request: ChatRequest, payment: Payment) -> ChatReply:
        """Every try counts as a call."""
        limiter = self._accounts.limiter(model.account)
        try:
            return await ask_with_retries(
                _Gated(model, self, payment),
                request,
                limiter,
                self._policy,
                on_retry=lambda *_: payment.try_again(),
            )
        except BaseException as error:  # a cap or a cancel may come between two tries
            self._keep_tries(payment, error)
            raise

    def _keep_tries(self, payment: Payment, error: BaseException) -> None:
        """Keep the tries of a call that came to nothing, for the caps of later sittings. Nobody waits for that."""
        never_sent = isinstance(error, QueueStopped)
        if isinstance(error, CallFailed) and not never_sent and error.cause is not Cause.PLAIN_HTTP:
            payment.fail()
        if payment.calls:
            self._writer.put(spent(self._run, payment.calls, 0.0, unknown=False))

    async def ask_now(self, model: ChatModel, request: ChatRequest, payment: Payment) -> ChatReply:
        """One try, once its turn has come and the run is not paused."""
        await self._control.opened()
        self.in_flight += 1
        try:
            return _storable(await model.ask(request))
        except asyncio.CancelledError:  # it is out, and whoever answers it may charge for it
            payment.cut_off()
            raise
        finally:
            self.in_flight -= 1

    async def _look_up(self, key: str, model: ChatModel, request: ChatRequest, also: Also) -> Called:
        """A recorded answer: no call is made, so none is counted, limited or tried again."""
        if request.repeat and isinstance(model, Recorded) and model.count(request) == 1:
            raise CallFailed(
                Cause.NOT_RECORDED, "The recording holds one answer to this prompt, and no second one"
            )
        row = self._row(key, model, request, reply := _storable(await model.ask(request)))
        called = Called(row.id, reply, cached=True)
        await self._writer.save(insert(row), *also(called))
        return called

    def _cached(self, key: str) -> Called | None:
        row = self._cache.execute(
            "SELECT id, text, thinking, finish_reason, refusal, input_tokens, output_tokens, asked_as,"
            " served_model, seconds FROM response WHERE cache_key = ?",
            (key,),
        ).fetchone()
        if row is None:
            return None
        reply = ChatReply(row[1], row[2], row[3], row[4], Usage(row[5], row[6]), row[7], row[8], row[9])
        return Called(row[0], reply, cached=True)

    def _row(self, key: str, model: ChatModel, request: ChatRequest, reply: ChatReply) -> ResponseRow:
        identity = model.identity
        return ResponseRow(
            id=self._writer.next_id("response"),
            cache_key=key,
            wire=identity.wire,
            base_url=identity.base_url,
            model=identity.model,
            request=storable(_ENCODER.encode(asked(request))),
            repeat=request.repeat,
            epoch=self._epoch,
            asked_as=reply.asked_as,
            text=reply.text,
            thinking=reply.thinking,
            finish_reason=reply.finish_reason,
            refusal=reply.refusal,
            input_tokens=reply.usage.input_tokens,
            output_tokens=reply.usage.output_tokens,
            served_model=reply.model,
            seconds=reply.seconds,
            created=time.time(),
        )
