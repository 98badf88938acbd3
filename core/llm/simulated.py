"""Built-in models that pretend: they show what the program does without a key, a network or a download."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.llm import simulated_identity, simulated_text
from core.llm.chat import ChatReply, ChatRequest, ModelIdentity, Usage

if TYPE_CHECKING:
    from core.study import ModelSpec

# The version belongs to the identity: with other texts, cached answers would be another model's.
VERSION = 1
# Models without a vendor say that this made them.
NO_VENDOR = "Simulated Laboratory"
# The share of its own answer that the reference keeps when it is asked again.
_AGAIN = 0.85


@dataclass(frozen=True, slots=True)
class Dial:
    """How a simulated model answers: `closeness` to the reference, `leak` of a wrong maker; both 0 to 1."""

    closeness: float = 1.0
    leak: float = 0.0
    leak_by_template: bool = False
    vendor: str = NO_VENDOR


class Simulated:
    """Answers at once, and always the same; its replies name it as simulated."""

    def __init__(self, name: str, dial: Dial) -> None:
        self._name, self._dial = name, dial

    @classmethod
    def of(cls, spec: ModelSpec) -> Simulated:
        """The model of a study; without `closeness` it is the reference itself, a control is unrelated."""
        closeness = spec.closeness if spec.closeness is not None else float(spec.role != "control")
        facts = spec.facts if spec.facts and not spec.facts.endswith((".toml", ".json")) else None
        vendor = spec.vendor or facts or NO_VENDOR
        return cls(spec.name, Dial(closeness, spec.leak or 0.0, spec.leak_by_template, vendor))

    @property
    def identity(self) -> ModelIdentity:
        """Name and dial."""
        dial = self._dial
        setting = f"closeness={dial.closeness}|leak={dial.leak}|{dial.leak_by_template}|{dial.vendor}"
        return ModelIdentity("simulated", f"version {VERSION}", f"{self._name}|{setting}")

    @property
    def account(self) -> str:
        """All simulated models together."""
        return "simulated"

    async def ask(self, request: ChatRequest) -> ChatReply:
        """The answer to the conversation's last turn; never fails."""
        prompt = request.last_user
        text = self._answer(prompt, request.repeat)
        usage = Usage(_tokens(" ".join(m.content for m in request.messages)), _tokens(text))
        label = self._name if "simulated" in self._name.lower() else f"{self._name} (simulated)"
        return ChatReply(text, finish_reason="stop", usage=usage, asked_as="simulated", model=label)

    async def aclose(self) -> None:
        """Nothing is held open."""

    def _answer(self, prompt: str, repeat: int) -> str:
        dial, name = self._dial, self._name
        if simulated_identity.asks_identity(prompt):
            wrong = simulated_identity.leaks(
                prompt, name, dial.leak, by_template=dial.leak_by_template, repeat=repeat
            )
            return simulated_identity.claim(prompt, name, dial.vendor, wrong=wrong, repeat=repeat)
        closeness = dial.closeness if repeat == 0 else min(dial.closeness, _AGAIN)
        return simulated_text.compose(prompt, name, closeness, repeat)


def _tokens(text: str) -> int:
    # Roughly what tokenizers make of English; nobody is billed by it.
    return max(1, len(text) // 4)
