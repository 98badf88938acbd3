"""Finds the recorded answer to a request."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.llm.chat import ChatRequest
from core.llm.recorded_rows import Conversation

_SPACE = re.compile(r"\s+")
# Counters such as 1, 2, 3 are used by every file for prompts of its own.
_COUNTER = re.compile(r"\d{1,6}")

Key = tuple[str, ...]


class RecordedIndex:
    """Answers by the prompt's id where the texts agree, by the texts after trimming, then with blanks made equal.

    An id whose text differs counts last, and a bare counter then not at all.
    """

    def __init__(self, conversations: Iterable[Conversation]) -> None:
        self._by_id: dict[str, list[Conversation]] = {}
        self._by_text: dict[Key, list[str]] = {}
        self._by_words: dict[Key, list[str]] = {}
        self._prompts: set[object] = set()
        for each in conversations:
            self._add(each)

    def __len__(self) -> int:
        return len(self._prompts)

    def find(self, request: ChatRequest) -> list[str]:
        """All answers to the request's last turn, in the order of the file; empty where there are none."""
        turns = tuple(m.content for m in request.messages if m.role == "user")
        named = self._by_id.get(request.prompt_id or "", [])
        agreeing = [each for each in named if _agrees(each, turns)]
        found = _answers(agreeing, len(turns)) or self._by_texts(turns)
        if found or _COUNTER.fullmatch(request.prompt_id or ""):
            return found
        # The same prompt in other words: a template around it, a correction.
        return _answers(named, len(turns))

    def _by_texts(self, turns: Key) -> list[str]:
        return self._by_text.get(_trimmed(turns)) or self._by_words.get(_normal(turns)) or []

    def _add(self, each: Conversation) -> None:
        self._prompts.add(each.prompt_id or each.users)
        if each.prompt_id:
            self._by_id.setdefault(each.prompt_id, []).append(each)
        for turn in range(1, min(len(each.users), len(each.answers)) + 1):
            answer = each.answers[turn - 1]
            if not answer.strip():
                continue
            self._by_text.setdefault(_trimmed(each.users[:turn]), []).append(answer)
            self._by_words.setdefault(_normal(each.users[:turn]), []).append(answer)


def _agrees(named: Conversation, turns: Key) -> bool:
    """Whether an id means the same prompt: the file shows no text, or the same one. Ids collide between files."""
    return not named.users or _normal(named.users[: len(turns)]) == _normal(turns)


def _answers(named: list[Conversation], turn: int) -> list[str]:
    found = [each.answers[turn - 1] for each in named if 0 < turn <= len(each.answers)]
    return [text for text in found if text.strip()] or found


def _trimmed(turns: Key) -> Key:
    return tuple(turn.strip() for turn in turns)


def _normal(turns: Key) -> Key:
    return tuple(_SPACE.sub(" ", turn.strip()) for turn in turns)
