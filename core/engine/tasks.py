"""The pieces of work of an RSE run, and the keys that say whether one was done before."""

from __future__ import annotations

from dataclasses import dataclass

from core.prompts.model import Prompt

# The ceiling asks the reference again; its repeats never meet those of the ordinary answers in the cache. A prime,
# so that among several recorded answers it picks another one than the first.
CEILING_REPEAT = 1_009


@dataclass(frozen=True, slots=True)
class PlannedPrompt:
    """A prompt at its place in a set of the study."""

    prompt_set: str
    position: int
    prompt: Prompt

    @property
    def key(self) -> str:
        """Unique in the study, and the same at every start of it: sets are frozen with the run."""
        return f"{self.prompt_set}/{self.position}"


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask one model one prompt."""

    model: str
    at: PlannedPrompt
    repeat: int = 0

    @property
    def key(self) -> str:
        """The task's name in the workspace."""
        return f"ask|{self.model}|{self.at.key}|{self.repeat}"


@dataclass(frozen=True, slots=True)
class Judge:
    """Judge one pair of answers. `order` says which is shown first: AB the reference, BA the test."""

    judge: str
    reference: Ask
    test: Ask
    repeat: int
    order: str = ""

    @property
    def key(self) -> str:
        """The task's name in the workspace."""
        pair = f"{self.reference.model}|{self.test.model}|{self.test.at.key}"
        return f"rse|{self.judge}|{pair}|{self.test.repeat}|{self.repeat}"
