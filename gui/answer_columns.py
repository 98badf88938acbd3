"""Which columns of a file hold prompts and responses, where their names do not tell: two boxes and a guess."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox

from gui.i18n import tr
from gui.widgets.form import choose

Pair = tuple[str, str]

# The beginnings of words that such columns are named with.
_PROMPT_WORDS = (
    "prompt", "question", "instruction", "query", "input", "ask", "提示", "问题", "提问", "frage", "pregunta",
    "domanda", "質問", "질문", "вопрос",
)  # fmt: skip
_RESPONSE_WORDS = (
    "response", "answer", "output", "reply", "replied", "completion", "generat", "said", "回答", "回复", "antwort",
    "réponse", "respuesta", "risposta", "ответ",
)  # fmt: skip
# What describes a row is neither, however long it is; such a column is chosen by hand alone.
_ABOUT_WORDS = (
    "id", "uid", "topic", "category", "note", "comment", "remark", "source", "url", "tag", "label", "model",
    "language", "date", "time", "备注", "主题", "类别", "来源",
)  # fmt: skip
_LONG = 12  # characters on average: less is a number, a date or a category


class AnswerColumns:
    """The two boxes; `needed` where the columns have to be chosen."""

    def __init__(self) -> None:
        self.prompt, self.response = _box(), _box()
        self.needed = False

    def offer(self, columns: Sequence[str], guess: Pair | None) -> None:
        """Offer these columns, beginning with the guess; None: the file's form is known."""
        self.needed = guess is not None
        for box, name in zip((self.prompt, self.response), guess or ("", ""), strict=True):
            box.clear()
            box.addItem(tr("Choose…"), "")
            for each in columns:
                box.addItem(each, each)
            choose(box, name)

    def chosen(self) -> Pair | None:
        """The two columns; None where nothing has to be chosen."""
        found = (str(self.prompt.currentData() or ""), str(self.response.currentData() or ""))
        return found if self.needed else None

    def lacks(self) -> tuple[QComboBox, str] | None:
        """The box that is not chosen yet, and what to say of it."""
        found = self.chosen()
        if found is None:
            return None
        if not found[0]:
            return self.prompt, tr("Choose the column of the prompts.")
        if found[1] in ("", found[0]):
            return self.response, tr("Choose the column of the responses.")
        return None


def guess(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Pair:
    """The likely columns by their names, else by their long texts, in the order of the file; "" where none is."""
    texts = {name: _texts(name, rows) for name in columns}
    long = [name for name in columns if _length(texts[name]) >= _LONG and not _is_about(name)]
    short = [name for name in columns if name not in long and not all(map(_is_number, texts[name]))]
    prompt = _named(long, _PROMPT_WORDS) or _named(short, _PROMPT_WORDS)
    response = _likely(prompt, long, short, _RESPONSE_WORDS)
    return prompt or _likely(response, long, short, ()), response


def _likely(taken: str, long: Sequence[str], short: Sequence[str], beginnings: tuple[str, ...]) -> str:
    free = [[name for name in names if name != taken] for names in (long, short)]
    named = _named(free[0], beginnings) or _named(free[1], beginnings)
    # Where no name tells, the first long texts are taken for the prompts, the second for the responses.
    return named or next(iter(free[0] if taken or not beginnings else free[0][1:]), "")


def _named(columns: Iterable[str], beginnings: tuple[str, ...]) -> str:
    """The first column with such a word; a word earlier in the list counts for more."""
    names = [(name, name.replace("_", " ").lower()) for name in columns]
    return next((name for start in beginnings for name, words in names if _has(words, start)), "")


def _is_about(name: str) -> bool:
    """Whether its name says what describes a row, and neither a prompt nor a response."""
    words = name.replace("_", " ").lower()
    said = (*_PROMPT_WORDS, *_RESPONSE_WORDS)
    return not any(_has(words, start) for start in said) and any(
        word in words if not word.isascii() else word in words.split() for word in _ABOUT_WORDS
    )


def _has(words: str, start: str) -> bool:
    return start in words if not start.isascii() else any(word.startswith(start) for word in words.split())


def _texts(name: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return [text for row in rows if isinstance(text := row.get(name), str) and text.strip()]


def _length(texts: Sequence[str]) -> float:
    return sum(map(len, texts)) / len(texts) if texts else 0.0


def _is_number(text: str) -> bool:
    return text.strip().replace(".", "", 1).isdecimal()


def _box() -> QComboBox:
    made = QComboBox()
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(12)
    return made
