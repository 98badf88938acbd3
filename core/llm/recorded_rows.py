"""Reads conversations out of the rows of a file of answers, whichever of the known forms they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import BadInput

if TYPE_CHECKING:
    from core.tables import Table

Row = Mapping[str, Any]

# In each list the first name that a row has is taken.
IDS = ("uid", "question_id", "prompt_id", "id", "key")
PROMPTS = ("prompt", "instruction", "question", "input", "query", "user", "prompts", "turns", "text")
RESPONSES = (
    "response",
    "output",
    "answer",
    "completion",
    "reply",
    "model_answer",
    "model_output",
    "model_response",
    "generation",
    "generated_text",
    "prediction",
    "assistant",
    "responses",
    "answers",
)
MODELS = ("model", "model_id", "generator", "model_name")
DIALOGUES = ("messages", "conversation", "conversations")
_USER, _ASSISTANT = ("user", "human"), ("assistant", "gpt", "bot", "model")


@dataclass(frozen=True, slots=True)
class Conversation:
    """The user's turns and the model's answers to them; `users` is empty where the file shows only an id."""

    prompt_id: str
    users: tuple[str, ...]
    answers: tuple[str, ...]


def conversations(table: Table, path: Path, model: str | None = None) -> list[Conversation]:
    """Every conversation of the file's rows, in order; a prompt's several answers are several conversations.

    Raises BadInput naming the line of a row that cannot be used, or the columns where none can.
    """
    _check_columns(table.columns, path)
    found: list[Conversation] = []
    for line, row in zip(table.lines, table.rows, strict=True):
        if model is None or _named(row) in ("", model):
            found += _checked(row, path, line)
    return found


def _check_columns(columns: Iterable[str], path: Path) -> None:
    names = {str(name).strip().lower() for name in columns}
    dialogue = names & {*DIALOGUES, "choices"}
    if names and not dialogue and not (names & set(RESPONSES) and names & {*PROMPTS, *IDS}):
        raise BadInput(
            f"no column holds prompts and responses; there is: {', '.join(sorted(names)[:12])}",
            path=path,
            remedy=f"Name the columns prompt and response (or {', '.join(RESPONSES[1:4])})",
        )


def _checked(row: Row, path: Path, line: int) -> Iterator[Conversation]:
    try:
        found = list(_read({str(name).strip().lower(): value for name, value in row.items()}))
    except _Unusable as error:
        raise BadInput(str(error), path=path, line=line) from None
    yield from found


class _Unusable(Exception):
    """What is wrong with a row."""


def _read(row: Row) -> Iterator[Conversation]:
    prompt_id = _first_text(row, IDS)
    dialogue = next((row[name] for name in DIALOGUES if isinstance(row.get(name), list)), None)
    if dialogue is not None:
        yield _dialogue(prompt_id, dialogue, _response(row) or ())
    elif isinstance(row.get("choices"), list):
        yield from _choices(prompt_id, _prompts(row), row["choices"])
    elif not any(name in row for name in RESPONSES):
        raise _Unusable("the row has no response")
    elif (answers := _response(row)) is not None:  # an empty cell is a prompt that was not answered
        yield _plain(prompt_id, _prompts(row), answers)


def _response(row: Row) -> tuple[str, ...] | None:
    name = next((name for name in RESPONSES if name in row), None)
    return _texts(row[name]) if name else None


def _dialogue(prompt_id: str, turns: list[Any], response: tuple[str, ...]) -> Conversation:
    """ArenaHard's `messages`, OpenAI's and ShareGPT's conversations; the last answer may stand beside them."""
    users: list[str] = []
    answers: list[str] = []
    for turn in turns:
        if not isinstance(turn, Mapping):
            raise _Unusable("a turn of the conversation is no object")
        role = str(turn.get("role", turn.get("from", ""))).lower()
        text = _content(turn.get("content", turn.get("value")))
        if role in _USER:
            users.append(text)
        elif role in _ASSISTANT:
            answers.append(text)
    if len(answers) < len(users):
        answers += response
    if not answers:
        raise _Unusable("the conversation has no answer of the model")
    return Conversation(prompt_id, tuple(users), tuple(answers))


def _choices(prompt_id: str, users: tuple[str, ...], choices: list[Any]) -> Iterator[Conversation]:
    """The older ArenaHard and MT-bench form: each choice is one repeat, its turns the answers in order."""
    if not prompt_id and not users:
        raise _Unusable("there is neither an id nor a prompt")
    for choice in choices:
        turns = choice.get("turns") if isinstance(choice, Mapping) else None
        if not isinstance(turns, list) or not turns:
            raise _Unusable("a choice has no turns")
        yield Conversation(prompt_id, users, tuple(_content(turn) for turn in turns))


def _plain(prompt_id: str, users: tuple[str, ...], answers: tuple[str, ...]) -> Conversation:
    if not prompt_id and not any(users):
        raise _Unusable("the row has neither an id nor a prompt")
    return Conversation(prompt_id, users, answers)


def _prompts(row: Row) -> tuple[str, ...]:
    """The user's turns. AlpacaEval and its kin may add an input to the instruction, as a second paragraph."""
    name = next((name for name in PROMPTS if row.get(name) not in (None, "")), None)
    texts = (_texts(row[name]) if name else None) or ()
    if name == "instruction" and len(texts) == 1 and (extra := row.get("input")) and isinstance(extra, str):
        return (f"{texts[0]}\n\n{extra}",)
    return texts


def _texts(value: Any) -> tuple[str, ...] | None:
    """One text, or one for each turn; None where there is nothing."""
    if value is None:
        return None
    if isinstance(value, list):
        return tuple(_content(each) for each in value if not _of_other_role(each))
    return (_content(value),)


def _of_other_role(turn: Any) -> bool:
    return isinstance(turn, Mapping) and str(turn.get("role", "user")).lower() == "system"


def _content(value: Any) -> str:
    """A text that may be wrapped: {"answer": …} (ArenaHard), {"content": …}, a list of {"text": …} parts."""
    from core.tables import text_of

    if isinstance(value, Mapping):
        inner = next((value[name] for name in ("answer", "content", "text", "value") if name in value), None)
        if inner is None:
            raise _Unusable("a text is missing")
        return _content(inner)
    if isinstance(value, list):
        return "".join(_content(each) for each in value)
    text = text_of(value)
    if value is None or text is None:
        raise _Unusable("a text is missing")
    return text


def _first_text(row: Row, names: Iterable[str]) -> str:
    from core.tables import text_of

    return next((text for name in names if (text := text_of(row.get(name)))), "")


def _named(row: Row) -> str:
    return _first_text(row, MODELS)
