"""What a model is to the rest of the program: something that is asked and that replies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from core.llm.rates import RateState

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """One call: the conversation so far, and how to sample.

    `params` holds provider-neutral names (temperature, max_tokens, top_p, seed, stop); each wire format
    renames or drops them by the catalog's quirks. `prompt_id` lets a recorded model match by id.
    `json_schema` asks for structured output where the server is known to offer it.
    """

    messages: tuple[Message, ...]
    params: Mapping[str, Any] = field(default_factory=dict)
    repeat: int = 0
    prompt_id: str | None = None
    json_schema: Mapping[str, Any] | None = None

    @property
    def last_user(self) -> str:
        """The text of the last user turn."""
        return next((m.content for m in reversed(self.messages) if m.role == "user"), "")


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the server counted them; None where it did not say."""

    input_tokens: int | None = None
    output_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class ChatReply:
    """One reply. `text` is the answer without its thinking; `refusal` is the server's own word for it."""

    text: str
    thinking: str = ""
    finish_reason: str = ""
    refusal: str = ""
    usage: Usage = Usage()
    asked_as: str = "chat"  # chat, completion, recorded, simulated: how the model was asked
    model: str = ""  # the snapshot that the server says it used
    seconds: float = 0.0
    rate: RateState | None = field(default=None, compare=False, repr=False)  # for the limiter; never stored


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """What makes two calls the same call for the cache; a local file or a recording is named by its hash."""

    wire: str
    base_url: str
    model: str


class ChatModel(Protocol):
    """A model that can be asked. Implementations are safe to use from one asyncio loop."""

    @property
    def identity(self) -> ModelIdentity:
        """What the response cache keys this model by."""
        ...

    @property
    def account(self) -> str:
        """Calls that share an account share a limiter."""
        ...

    async def ask(self, request: ChatRequest) -> ChatReply:
        """Ask once; raises CallFailed. Retrying is the caller's work (core.llm.retry)."""
        ...

    async def aclose(self) -> None:
        """Let go of connections and child processes."""
        ...
