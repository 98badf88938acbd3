"""The wire formats of a server on this computer that says how long its answers took."""

from __future__ import annotations

from typing import Any

from core.llm.chat import ChatReply
from core.llm.endpoint import Endpoint
from core.llm.openai_chat import OpenAIChat
from core.llm.openai_completions import OpenAICompletions
from core.llm.served import Served
from core.llm.speed import Stopwatch


class _Timed(Served):
    """A wire format with the timings of each reply noted; stands before the format itself."""

    def __init__(self, endpoint: Endpoint, stopwatch: Stopwatch) -> None:
        super().__init__(endpoint)
        self._stopwatch = stopwatch

    def read(self, data: Any) -> ChatReply:
        """The reply in the server's JSON."""
        self._stopwatch.note(data)
        return super().read(data)  # type: ignore[safe-super]  # the format behind it reads


class TimedChat(_Timed, OpenAIChat):
    """Chat completions, with the timings of each reply noted."""


class TimedCompletions(_Timed, OpenAICompletions):
    """Text completions, with the timings of each reply noted."""
