"""`distilscope estimate`: calls, tokens and cost of a study; nothing is sent."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict

from core import study_file
from core.commands.run import blaming
from core.engine.estimate import Estimate, ModelEstimate
from core.engine.estimate import estimate as estimated
from core.report.text import table
from core.terminal import one_line


def estimate(args: argparse.Namespace) -> int:
    """Print the estimate."""
    with blaming(args.study):
        found = estimated(study_file.read(args.study), args.workspace)
    if args.format == "json":
        print(json.dumps(asdict(found), ensure_ascii=False, indent=1))
        return 0
    print(
        table(
            ("model", "role", "calls", "cached", "input tokens", "output tokens", "cost in USD"),
            _cells(found),
        )
    )
    print(
        f"\n{found.answers:,} answers, each of one call a turn, and {found.judgments:,} judgments. {_bound(found)}"
        "Token counts are estimates; answers vary in length."
    )
    print(one_line(f"About {_time(found.seconds)}.{''.join(_speeds(found))}"))
    if found.smallest_difference is not None:
        print(f"Two models' scores can be told apart from about {found.smallest_difference:.2f} points on.")
    for warning in (*found.warnings, *(each.sentence for each in found.unanswered)):
        print(one_line(f"Warning: {warning}"), file=sys.stderr)
    return 0


def _cells(found: Estimate) -> list[list[str]]:
    total = ["in all", "", f"{found.calls:,}", f"{found.cached:,}"]
    tokens = [sum(m.input_tokens for m in found.models), sum(m.output_tokens for m in found.models)]
    rows = [_row(m) for m in found.models]
    return [*rows, [*total, *(f"{n:,}" for n in tokens), _cost(found.cost_low, found.cost_high)]]


def _row(m: ModelEstimate) -> list[str]:
    counts = [f"{n:,}" for n in (m.calls, m.cached, m.input_tokens, m.output_tokens)]
    return [m.name, m.role, *counts, _cost(m.cost_low, m.cost_high)]


def _cost(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return "unknown"
    return "0" if high == 0 else f"{low:.2f} to {high:.2f}"


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:,.0f} min"


def _speeds(found: Estimate) -> Iterator[str]:
    """What the time of local models rests on."""
    for model in found.models:
        if model.speed is not None:
            source = (
                "measured on this computer"
                if model.speed.measured
                else "by a rule of thumb, until it has run"
            )
            yield f" {model.name} writes some {model.speed.writes:.0f} tokens a second ({source})."


def _bound(found: Estimate) -> str:
    return "A search decides as it goes, so these are upper bounds. " if found.upper_bound else ""
