"""The public forms of prompt sets: how each is recognised by its columns, and how a row becomes a prompt."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from core.tables import text_of

Values = Mapping[str, Any]
PROMPT_COLUMNS = (
    "prompt", "question", "instruction", "input", "text", "problem", "query", "问题", "提示",
    "prompts", "questions", "user", "content", "提问", "指令", "题目",
)  # fmt: skip
USER_ROLES = frozenset({"user", "human", "prompter"})


class NotText(ValueError):
    """A prompt's place holds a structure that is neither a text nor a list of turns."""


@dataclass(frozen=True, slots=True)
class Form:
    """One public form. `needs` are the columns it is known by; `turns` takes a row's user turns out of it."""

    name: str
    needs: frozenset[str]
    turns: Callable[[Values], tuple[str, ...]]
    answer: Callable[[Values], str | None] = lambda row: _optional(row, "answer")


def recognise(columns: Collection[str], column: str | None = None) -> Form | None:
    """Return the form of a table with these columns, or None; a given `column` overrides what they say."""
    if column is not None:
        return Form(f"column {column}", frozenset({column}), lambda row: _turns(row.get(column)))
    for form in FORMS:
        if form.needs <= set(columns):
            return form
    by_name = {name.strip().lower(): name for name in reversed(list(columns))}
    found = next((by_name[name] for name in PROMPT_COLUMNS if name in by_name), None)
    return recognise(columns, found) if found is not None else None


def last_boxed(solution: str) -> str | None:
    r"""Return what stands in the last complete \boxed{...} of a worked solution, braces balanced."""
    for start in reversed([match.end() for match in re.finditer(r"\\f?boxed\s*\{", solution)]):
        if (end := _closing(solution, start)) is not None:
            return solution[start:end].strip()
    return None


def _closing(text: str, start: int) -> int | None:
    depth = 1
    for brace in re.finditer(r"(?<!\\)[{}]", text[start:]):
        depth += 1 if brace.group() == "{" else -1
        if not depth:
            return start + brace.start()
    return None


def _turns(value: Any) -> tuple[str, ...]:
    """Read a text, a list of texts, or a list of messages, of which only the user's count."""
    if isinstance(value, str) and value.lstrip().startswith("[{"):
        value = _decoded(value)
    if isinstance(value, Mapping):
        value = _messages_of_columns(value) or value
    if isinstance(value, list | tuple):
        return tuple(turn for part in value if (turn := _turn(part)) is not None)
    text = text_of(value)
    if text is None:
        raise NotText("the prompt is neither a text nor a list of turns")
    return (text,)


def _turn(part: Any) -> str | None:
    """Return one list element's text; None for a message that is not the user's."""
    if isinstance(part, Mapping):
        role = str(part.get("role", part.get("from", "user"))).lower()
        if role not in USER_ROLES:
            return None
        part = part.get("content", part.get("value", ""))
    if isinstance(part, list):
        part = "\n".join(str(piece.get("text", "")) for piece in part if isinstance(piece, Mapping))
    text = text_of(part)
    if text is None:
        raise NotText("a turn of the prompt is not a text")
    return text


def _messages_of_columns(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Read {"from": ["human", "gpt"], "value": ["a", "b"]}, as column stores give conversations; [] for others."""
    for names in (("from", "value"), ("role", "content")):
        columns = [value.get(name) for name in names]
        if (
            all(isinstance(part, list) for part in columns)
            and len({len(part or ()) for part in columns}) == 1
        ):
            return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]
    return []


def _decoded(text: str) -> Any:
    """Turns in a cell of a CSV file are written as JSON; a prompt may look alike and be none."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return (
        value if all(isinstance(part, dict) and {"content", "value"} & set(part) for part in value) else text
    )


def _instruction_and_input(row: Values) -> tuple[str, ...]:
    (instruction, *more), extra = _turns(row.get("instruction")) or ("",), text_of(row.get("input")) or ""
    return ("\n\n".join(filter(str.strip, (instruction, extra))), *more)


def _optional(row: Values, name: str) -> str | None:
    return (text_of(row.get(name)) or "").strip() or None


def _of(name: str) -> Callable[[Values], tuple[str, ...]]:
    return lambda row: _turns(row.get(name))


# The more telling first: a ShareGPT file may well have a column "text" too.
FORMS = (
    Form("ShareGPT", frozenset({"conversations"}), _of("conversations")),
    Form("ShareGPT", frozenset({"conversation"}), _of("conversation")),
    Form("ArenaHard", frozenset({"question_id", "cluster", "turns"}), _of("turns")),
    Form("MT-Bench", frozenset({"question_id", "turns"}), _of("turns")),
    Form("turns", frozenset({"turns"}), _of("turns")),
    Form(
        "NuminaMath-CoT",
        frozenset({"problem", "solution"}),
        _of("problem"),
        lambda row: last_boxed(text_of(row.get("solution")) or ""),
    ),
    Form("ArenaHard", frozenset({"uid", "prompt"}), _of("prompt")),
    Form("AlpacaEval", frozenset({"instruction"}), _instruction_and_input),
    Form("messages", frozenset({"messages"}), _of("messages")),
)
