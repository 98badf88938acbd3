"""Questions about who a model is: five topics in two languages, written for the program."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass

from core import resources


@dataclass(frozen=True, slots=True)
class Question:
    """An identity question of one topic and language ("en" or "zh")."""

    id: str
    topic: str
    language: str
    text: str


@functools.cache
def load() -> tuple[Question, ...]:
    """Return the shipped questions, grouped by topic (`core.ice.topics.TOPICS`) and language."""
    lines = resources.read_text("ice", "questions.jsonl").splitlines()
    return tuple(Question(**json.loads(line)) for line in lines)
