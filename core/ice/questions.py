"""Questions about who a model is: five topics in two languages, written for the program."""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core import resources
from core.errors import BadInput
from core.ice.topics import topic
from core.tables import read_rows, text_of

_CHINESE = re.compile("[\u3400-\u9fff]")


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


def read(path: Path | str) -> tuple[Question, ...]:
    """Read questions from any table with a column "text" or "question".

    A missing topic or language is told from the text. Raises BadInput, with the line, for a row without a text.
    """
    table = read_rows(path, strict=True)
    if not table.rows:
        raise BadInput("has no rows", path=path)
    return tuple(_question(row, line, path) for row, line in zip(table.rows, table.lines, strict=True))


def _question(row: dict[str, Any], line: int, path: Path | str) -> Question:
    text = (text_of(row.get("text")) or text_of(row.get("question")) or "").strip()
    if not text:
        raise BadInput("has no text", path=path, line=line, field="text")
    language = text_of(row.get("language")) or ("zh" if _CHINESE.search(text) else "en")
    return Question(
        text_of(row.get("id")) or f"q{line}", text_of(row.get("topic")) or topic(text), language, text
    )
