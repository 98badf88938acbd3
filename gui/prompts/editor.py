"""Write a prompt set by hand: one prompt below the other, an empty line between them; a line begins a next turn."""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QWidget

from core.prompts.model import Prompt
from core.prompts.read import prompt_id
from gui import format as fmt
from gui.i18n import tr
from gui.widgets.form import Form, text_field
from gui.widgets.layout import column, row
from gui.widgets.text import button, label, named

_GAP, _RULE = re.compile(r"\n\s*\n"), re.compile(r"^={3,}[ \t]*$", re.MULTILINE)
_HINT = (
    "One prompt below the other, with an empty line between them; or with a line of === where prompts have empty lines "
    "of their own."
)
_TURNS = (
    "Puts a line where the cursor is: what stands below it is asked next in the same conversation, once the model has "
    "answered what stands above."
)


def editable(prompts: Iterable[Prompt]) -> bool:
    """Whether the prompts can be written one below the other and read again."""
    turns = [turn for prompt in prompts for turn in prompt.turns]
    return not any(_RULE.search(turn) or _between().search(turn) or not turn.strip() for turn in turns)


def as_known(written: Iterable[Prompt], known: Iterable[Prompt]) -> list[Prompt]:
    """The prompts written; those that were not changed keep their answers and categories."""
    there = {tuple(turn.strip() for turn in p.turns): p for p in known}
    return [there.get(p.turns, p) for p in written]


def text_of(prompts: Iterable[Prompt]) -> str:
    """Prompts as they are written in the field."""
    blocks = [f"\n{_line()}\n".join(prompt.turns) for prompt in prompts]
    if any(_GAP.search(block.strip()) for block in blocks):
        return "\n===\n".join(blocks) + ("\n===" if len(blocks) == 1 else "")
    return "\n\n".join(blocks)


def prompts_of(text: str) -> list[Prompt]:
    """The distinct prompts of what was written."""
    text = _between().sub(f"\n{_line()}\n", text)  # empty lines beside it part no prompts
    blocks = (_RULE if _RULE.search(text) else _GAP).split(text)
    written = dict.fromkeys(tuple(_turns(block)) for block in blocks)
    return [Prompt(prompt_id(turns), turns) for turns in written if turns]


def _turns(block: str) -> list[str]:
    return [turn.strip() for turn in _between().split(block) if turn.strip()]


def _line() -> str:
    return f"— {tr('next turn')} —"


def _between() -> re.Pattern[str]:
    """The line between two turns, also as somebody types it, with the empty lines beside it."""
    words = "|".join(map(re.escape, dict.fromkeys(("next turn", tr("next turn")))))
    line = rf"(?:\s*^[ \t]*[—–-]+[ \t]*(?:{words})[ \t]*[—–-]+[ \t]*$)+\s*"
    return re.compile(line, re.IGNORECASE | re.MULTILINE)


class EditorDialog(QDialog):
    """`written` carries the name and the prompts."""

    written = Signal(str, object)

    def __init__(self, name: str = "", known: Iterable[Prompt] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Write prompts"))
        self.name = text_field(name, "Name of the set")
        self.text = named(QPlainTextEdit(text_of(known)), "Prompts")
        self.text.setTabChangesFocus(True)
        self._count = label(role="muted")
        self._lay_out()
        self.text.textChanged.connect(self._show)
        self.name.textChanged.connect(self._show)
        self._show()

    def prompts(self) -> list[Prompt]:
        """The distinct prompts written so far."""
        return prompts_of(self.text.toPlainText())

    def accept(self) -> None:
        self.written.emit(self.name.text().strip(), self.prompts())
        super().accept()

    def _show(self) -> None:
        prompts = self.prompts()
        several = sum(len(prompt.turns) > 1 for prompt in prompts)
        of_several = tr("{n} of several turns", n=fmt.count(several)) if several else ""
        parts = (tr("{n} prompts", n=fmt.count(len(prompts))), of_several)
        self._count.setText("  ·  ".join(filter(None, parts)))
        self.ok.setEnabled(bool(prompts and self.name.text().strip()))

    def _begin_turn(self) -> None:
        cursor = self.text.textCursor()
        above = "" if cursor.atBlockStart() else "\n"
        cursor.insertText(f"{above}{_line()}\n")
        self.text.setTextCursor(cursor)
        self.text.setFocus()

    def _lay_out(self) -> None:
        form = Form()
        form.add("Name", self.name)
        hint = label(_HINT, "muted", wrap=True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Save)
        self.ok.setProperty("kind", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.turn_button = button("Next turn", self._begin_turn, tip=_TURNS)
        below = row(self._count, None, self.turn_button)
        self.setLayout(column(form, hint, self.text, below, buttons, gap=10, margins=(18, 16, 18, 14)))
        self.resize(640, 480)
