"""Write a prompt set by hand: one prompt below the other, an empty line between them."""

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
from gui.widgets.layout import column
from gui.widgets.text import label, named

_GAP, _RULE = re.compile(r"\n\s*\n"), re.compile(r"^={3,}[ \t]*$", re.MULTILINE)
_HINT = (
    "One prompt below the other, with an empty line between them; or with a line of === where prompts have empty lines "
    "of their own."
)


def editable(prompts: Iterable[Prompt]) -> bool:
    """Whether the prompts can be written one below the other."""
    return all(len(p.turns) == 1 and not _RULE.search(p.text) for p in prompts)


def as_known(written: Iterable[Prompt], known: Iterable[Prompt]) -> list[Prompt]:
    """The prompts written; those that were not changed keep their answers and categories."""
    there = {p.text.strip(): p for p in known}
    return [there.get(p.text, p) for p in written]


class EditorDialog(QDialog):
    """`written` carries the name and the prompts."""

    written = Signal(str, object)

    def __init__(self, name: str = "", texts: tuple[str, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Write prompts"))
        self.name = text_field(name, "Name of the set")
        self.text = named(QPlainTextEdit(_joined(texts)), "Prompts")
        self.text.setTabChangesFocus(True)
        self._count = label(role="muted")
        self._lay_out()
        self.text.textChanged.connect(self._show)
        self.name.textChanged.connect(self._show)
        self._show()

    def prompts(self) -> list[Prompt]:
        """The distinct prompts written so far."""
        blocks = [block.strip() for block in _split(self.text.toPlainText())]
        return [Prompt(prompt_id((text,)), (text,)) for text in dict.fromkeys(filter(None, blocks))]

    def accept(self) -> None:
        self.written.emit(self.name.text().strip(), self.prompts())
        super().accept()

    def _show(self) -> None:
        number = len(self.prompts())
        self._count.setText(tr("{n} prompts", n=fmt.count(number)))
        self.ok.setEnabled(bool(number and self.name.text().strip()))

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
        self.setLayout(column(form, hint, self.text, self._count, buttons, gap=10, margins=(18, 16, 18, 14)))
        self.resize(640, 480)


def _joined(texts: tuple[str, ...]) -> str:
    return ("\n===\n" if any(_GAP.search(text.strip()) for text in texts) else "\n\n").join(texts)


def _split(text: str) -> list[str]:
    return (_RULE if _RULE.search(text) else _GAP).split(text)
