"""Prompts and prompt sets as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.tables import Problem


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is asked: one user turn, or several that are replayed with its own answers between them.

    `id` is the set's own, or a hash of the turns. `language` is a short code such as "en", "" where unknown.
    `answer` is the known right answer, where there is one.
    """

    id: str
    turns: tuple[str, ...]
    category: str = ""
    language: str = ""
    answer: str | None = None

    @property
    def text(self) -> str:
        """All user turns in one text, for lists and for matching."""
        return "\n\n".join(self.turns)


@dataclass(frozen=True, slots=True)
class Notes:
    """What happened on reading: how many rows there were, and every one that did not become a prompt.

    `sheet` is the one of a spreadsheet that was read, of `sheets` in it.
    """

    form: str = ""
    encoding: str = ""
    rows: int = 0
    duplicates: int = 0
    empty: int = 0
    unreadable: int = 0
    renamed: int = 0
    sheet: str = ""
    sheets: int = 0
    problems: tuple[Problem, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """Return one plain sentence for each thing worth telling; nothing when all rows became prompts."""
        said = [
            _count(self.duplicates, "duplicate prompt") + " left out" if self.duplicates else "",
            _count(self.empty, "empty prompt") + " left out" if self.empty else "",
            _count(self.unreadable, "row") + " could not be read" if self.unreadable else "",
            _count(self.renamed, "repeated id") + " made distinct" if self.renamed else "",
            f"only the sheet {self.sheet!r} was read, of {self.sheets} in the file"
            if self.sheets > 1
            else "",
            f"read as {self.encoding}" if self.encoding not in {"", "utf-8", "utf-8-sig"} else "",
        ]
        return tuple(filter(None, said))

    def __str__(self) -> str:
        return "; ".join(self.lines())


@dataclass(frozen=True, slots=True)
class PromptSet:
    """Distinct, non-empty prompts in the order of their file. `sha256` is of the file, in hex."""

    name: str
    prompts: tuple[Prompt, ...]
    source: str = ""
    notes: Notes = field(default_factory=Notes)
    sha256: str = ""

    def __len__(self) -> int:
        return len(self.prompts)

    @property
    def multi_turn(self) -> bool:
        """Whether any prompt has more than one user turn."""
        return any(len(prompt.turns) > 1 for prompt in self.prompts)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
