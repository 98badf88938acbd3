"""What the fuzzer remembers of an iteration, and what it refuses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import BadInput
from core.ice.fuzz.plan import Selection, State
from core.ice.fuzz.selection import Choice
from core.ice.fuzz.validation import PLACEHOLDER
from core.ice.questions import Question
from core.ice.templates import Template


@dataclass(frozen=True, slots=True)
class Result:
    """How many questions were asked under a template, and what came of them."""

    contradictions: int = 0
    asked: int = 0
    rejects: int = 0


@dataclass(slots=True)
class Record:
    """An iteration: what was selected, and what has come of it so far. `seen` results were known to it."""

    selection: Selection
    choice: Choice
    questions: tuple[Question, ...]
    seen: int
    child: Template | None = None
    result: Result | None = None
    state: State = State.SELECTED


def check(seeds: Sequence[Template], questions: Sequence[Question]) -> None:
    """Refuse seeds and questions that no search can work with."""
    if not seeds or not questions:
        raise BadInput("a search needs at least one template and one question", field="ice")
    if len({seed.id for seed in seeds}) < len(seeds):
        raise BadInput("two template seeds have the same id", field="ice.templates")
    for seed in seeds:
        if seed.text.count(PLACEHOLDER) != 1:
            raise BadInput(f"template {seed.id} must hold {PLACEHOLDER} exactly once", field="ice.templates")


def unused_separator(seeds: Sequence[Template]) -> str:
    """As many slashes as no seed's id holds: templates kept from an earlier search have ids with one."""
    separator = "/"
    while any(separator in seed.id for seed in seeds):
        separator += "/"
    return separator


def mismatch(iteration: int) -> BadInput:
    """The error for stored rows that this study cannot have led to."""
    return BadInput(
        f"stored fuzzer iteration {iteration} does not follow from this study",
        remedy="Its templates, questions or settings have changed: start a new run",
    )
