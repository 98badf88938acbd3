"""What a run tells the world. Only what is committed to the workspace is announced."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RunStarted:
    """A run began or went on; `total` and `done` count tasks (answers and judgments)."""

    run: int
    study: str
    total: int
    done: int


@dataclass(frozen=True, slots=True)
class AnswerSaved:
    """A model's answer to a prompt is in the workspace; `outcome` is answered, refused, no_answer or error."""

    run: int
    model: str
    prompt_set: str
    outcome: str
    cached: bool = False


@dataclass(frozen=True, slots=True)
class JudgmentSaved:
    """A judgment is in the workspace."""

    run: int
    judgment: int
    metric: str
    model: str
    reference: str
    judge: str
    prompt_set: str
    outcome: str
    scores: dict[str, float | bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CallError:
    """A call failed for good; the same cause on the same model comes many times, pages group them."""

    run: int
    model: str
    cause: str
    message: str
    stops_account: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands. `calls`, `cost` (USD) and `seconds` are over all sittings.

    `seconds_left` is None until it can be told; with `cost_unknown`, some calls with no known price are not in `cost`.
    `done` counts what failed (`errors`) and what was not judged for that (`lost`) too.
    """

    run: int
    done: int
    total: int
    calls: int
    errors: int
    cost: float
    cost_unknown: bool
    seconds: float
    seconds_left: float | None
    in_flight: int
    lost: int = 0


@dataclass(frozen=True, slots=True)
class ModelState:
    """How far one model is that has to be asked: answers, and judgments where it judges, done of all.

    `asking` is for how many whole seconds its longest call has been out, 0 where none is. `seconds_each` is the time
    from one answer to the next as measured of late, None before the first.
    """

    run: int
    model: str
    done: int
    total: int
    asking: int
    seconds_each: float | None


@dataclass(frozen=True, slots=True)
class AccountState:
    """The limiter of one account; `goes_on_in`: seconds until it is asked again, where its server has put us off."""

    run: int
    account: str
    in_flight: int
    limit: int
    waiting: int
    rate_limited: bool
    stopped: str = ""
    goes_on_in: int = 0


@dataclass(frozen=True, slots=True)
class RunPaused:
    """A run holds still; `reason` is for a person (a cap, or the user's wish)."""

    run: int
    reason: str


@dataclass(frozen=True, slots=True)
class RunResumed:
    """A paused run goes on."""

    run: int


@dataclass(frozen=True, slots=True)
class RunReplaced:
    """A run was begun in place of an older one (`old`), which stays as it is; `message` says why, for a person."""

    run: int
    old: int
    message: str


@dataclass(frozen=True, slots=True)
class RunEnded:
    """The last event of a run: how it ended, and a sentence for a person.

    completed, degraded, paused (at a cap), interrupted (the program ended), cancelled (somebody wished it) or error.
    """

    run: int
    status: str
    message: str


Event = (
    RunStarted
    | AnswerSaved
    | JudgmentSaved
    | CallError
    | Progress
    | ModelState
    | AccountState
    | RunPaused
    | RunResumed
    | RunReplaced
    | RunEnded
)


class Sink(Protocol):
    """Receives events, from the engine's thread; must return at once."""

    def emit(self, event: Event) -> None:
        """Take one event."""
        ...


class NullSink:
    """Hears nothing."""

    def emit(self, event: Event) -> None:
        """Drop the event."""
