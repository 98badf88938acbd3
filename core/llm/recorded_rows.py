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
# AlpacaEval's own columns; a file of its form may add a rendered prompt, messages or a raw completion beside them.
_ALPACA_EVAL = ("instruction", "output")
# ArenaHard's and MT-bench's programs write this after failed calls.
_FAILED_CALL = "$ERROR$"
# A text may be wrapped in an object under one of these names.
_WRAPPERS = ("answer", "content", "text", "value")


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


def shows_both(columns: Iterable[str]) -> bool:
    """Whether the names of the columns tell where the prompts are, and where the responses."""
    names = {str(name).strip().lower() for name in columns}
    return bool(names & {*DIALOGUES, "choices"} or (names & set(RESPONSES) and names & set(PROMPTS)))


def _check_columns(columns: Iterable[str], path: Path) -> None:
    from core.tables import listed

    names = {str(name).strip().lower() for name in columns}
    dialogue = names & {*DIALOGUES, "choices"}
    if names and not dialogue and not (names & set(RESPONSES) and names & {*PROMPTS, *IDS}):
        raise BadInput(
            f"no column holds prompts and responses; there is: {listed(sorted(names))}",
            path=path,
            remedy=f"Name the columns prompt and response (or {', '.join(RESPONSES[1:4])})",
        )


def _checked(row: Row, path: Path, line: int) -> Iterator[Conversation]:
    try:
        found = list(_read({str(name).strip().lower(): value for name, value in row.items()}))
    except _Unusable as error:
        raise BadInput(str(error), path=path, line=line) from None
    except RecursionError:  # hundreds of lists in one another; the reader of JSON takes more of them than we
        raise BadInput("lists are nested too deeply", path=path, line=line) from None
    yield from found


class _Unusable(Exception):
    """What is wrong with a row."""


def _read(row: Row) -> Iterator[Conversation]:
    """What the row records; nothing where its answer is null, empty or missing: a prompt that was not answered."""
    prompt_id = _first_text(row, IDS)
    if all(name in row for name in _ALPACA_EVAL):
        row = {name: row[name] for name in (*_ALPACA_EVAL, "input") if name in row}
    dialogue = next((row[name] for name in DIALOGUES if isinstance(row.get(name), list)), None)
    if dialogue is not None:
        yield from _answered(_dialogue(prompt_id, dialogue, _response(row) or ()))
    elif isinstance(row.get("choices"), list):
        yield from _choices(prompt_id, _prompts(row), row["choices"])
    elif (answers := _response(row)) is not None:
        yield from _answered(_plain(prompt_id, _prompts(row), answers))


def _answered(found: Conversation) -> Iterator[Conversation]:
    if any(found.answers):
        yield found


def _response(row: Row) -> tuple[str, ...] | None:
    name = next((name for name in RESPONSES if row.get(name) is not None), None)
    return _answer_texts(row[name]) if name else None


def _dialogue(prompt_id: str, turns: list[Any], response: tuple[str, ...]) -> Conversation:
    """ArenaHard's `messages`, OpenAI's and ShareGPT's conversations; the last answer may stand beside them."""
    users: list[str] = []
    answers: list[str] = []
    for turn in turns:
        if not isinstance(turn, Mapping):
            raise _Unusable("a turn of the conversation is no object")
        role = str(turn.get("role", turn.get("from", ""))).lower()
        text = turn.get("content", turn.get("value"))
        if role in _USER:
            users.append(_content(text))
        elif role in _ASSISTANT:
            answers.append(_answer(text))
    if len(answers) < len(users):
        answers += response
    return Conversation(prompt_id, tuple(users), tuple(answers))


def _choices(prompt_id: str, users: tuple[str, ...], choices: list[Any]) -> Iterator[Conversation]:
    """The older ArenaHard and MT-bench form: each choice is one repeat, its turns the answers in order.

    OpenAI's reply has choices too, each with a message.
    """
    if not prompt_id and not users:
        raise _Unusable("there is neither an id nor a prompt")
    for choice in choices:
        turns = choice.get("turns") if isinstance(choice, Mapping) else None
        if isinstance(choice, Mapping) and "message" in choice:
            turns = [choice["message"]]
        if not isinstance(turns, list):
            raise _Unusable("a choice has no turns")
        yield from _answered(Conversation(prompt_id, users, tuple(map(_answer, turns))))


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


def _answer_texts(value: Any) -> tuple[str, ...]:
    turns = value if isinstance(value, list) else [value]
    return tuple(_answer(each) for each in turns if not _of_other_role(each))


def _answer(value: Any) -> str:
    """The text of an answer; "" where the file says that there is none."""
    while isinstance(value, Mapping) and (inner := _wrapped(value)):
        value = inner[0]
    text = "" if value is None else _content(value)
    return "" if text.strip() == _FAILED_CALL else text


def _wrapped(value: Mapping[str, Any]) -> list[Any]:
    return [value[name] for name in _WRAPPERS if name in value][:1]


def _of_other_role(turn: Any) -> bool:
    return isinstance(turn, Mapping) and str(turn.get("role", "user")).lower() == "system"


def _content(value: Any) -> str:
    """A text that may be wrapped: {"answer": …} (ArenaHard), {"content": …}, a list of {"text": …} parts."""
    from core.tables import text_of

    if isinstance(value, Mapping):
        return _content(next(iter(_wrapped(value)), None))
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
