"""What a person may say about one sitting of a run; none of it is part of what is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RunOptions:
    """Caps are over all sittings of the run. `concurrency` is calls in flight in all, from the first second.

    `run` names the run of the study that is meant; the newest, where none is named.
    """

    run: int | None = None
    again: bool = False
    retry_errors: bool = False
    rejudge: bool = False  # a finished run that an older version of a judge judged is judged anew
    max_cost: float | None = None
    max_calls: int | None = None
    concurrency: int | None = None
    stop_at_first_429: bool = False
