"""Whether recorded models have answers to the prompts of a study, or to others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from core.engine.plan import Plan
from core.errors import DistilScopeError
from core.llm.chat import ChatRequest, Message
from core.llm.recorded import Recorded
from core.prompts.model import Prompt
from core.study import ModelSpec
from core.wording import named


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A recorded model that has answers to `answered` of the `prompts` it would be asked, which is not all."""

    name: str
    answered: int
    prompts: int

    @property
    def sentence(self) -> str:
        """The warning of the terminal."""
        if not self.answered:
            return (
                f"The answers of {named(self.name)} belong to other prompts: none of the {self.prompts:,} of the study "
                "is among them."
            )
        return (
            f"{named(self.name)} has recorded answers to {self.answered:,} of the {self.prompts:,} prompts."
        )


def unanswered(plan: Plan) -> Iterator[Unanswered]:
    """Every recorded model whose answers leave prompts out. Blocking: reads the files of answers.

    A file that cannot be read is the run's to refuse.
    """
    asked = {ask.model for at in plan.prompts[:1] for ask in plan.asks(at)}
    for spec in plan.study.models:
        if spec.provider == "recorded" and spec.path and spec.name in asked:
            with suppress(DistilScopeError):
                answered = _answered(plan, spec, spec.path)
                if answered < len(plan.prompts):
                    yield Unanswered(spec.name, answered, len(plan.prompts))


def _answered(plan: Plan, spec: ModelSpec, path: str) -> int:
    recorded = Recorded.load(plan.study.base_dir / path, spec.model)
    return sum(_answers(recorded, at.prompt) for at in plan.prompts)


def _answers(recorded: Recorded, prompt: Prompt) -> bool:
    """Whether there is an answer at every turn, as the run asks them."""
    users = tuple(Message("user", turn) for turn in prompt.turns)
    requests = (ChatRequest(users[:end], prompt_id=prompt.id) for end in range(1, len(users) + 1))
    return all(map(recorded.has, requests))
