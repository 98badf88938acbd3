"""Edit a copy of a fact set: names in both languages and a source for each fact."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QWidget

from core.errors import BadInput
from gui.i18n import tr
from gui.identity import words
from gui.messages import said
from gui.widgets.banner import Banner
from gui.widgets.form import Form, text_field
from gui.widgets.layout import column, scrolled
from gui.widgets.text import label

_PARTS = (("en", "English names"), ("zh", "Chinese names"), ("source", "Source"))


class FactsEditor(QDialog):
    """`written` carries the FactSet when it was complete and accepted."""

    written = Signal(object)

    def __init__(self, facts: Any = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Edit a copy of the facts") if facts else tr("New facts"))
        self.banner = Banner()
        self.vendor = text_field(facts.vendor if facts else "", "For example: openai")
        self.fields: dict[tuple[str, str], QLineEdit] = {}
        self._form = Form()
        self._form.add("Short name", self.vendor, "In small letters; the same for all models of one maker.")
        for kind in words.FACTS:
            self._add(kind, getattr(facts, kind) if facts else None)
        self._lay_out()
        self.vendor.setFocus()

    def begin(self, maker: str) -> None:
        """Start with the name of a maker, if there is one."""
        if maker:
            self.vendor.setText("-".join(maker.casefold().split()))
            self.fields["maker", "en"].setText(maker)

    def facts(self) -> Any:
        """What is written. Raises BadInput where it is not complete."""
        from core.ice import facts

        made = {kind: self._fact(kind) for kind in words.FACTS}
        found = facts.FactSet(self.vendor.text().strip(), **made)
        return facts.parse(facts.to_toml(found))

    def accept(self) -> None:
        try:
            found = self.facts()
        except BadInput as error:
            self.banner.say(said(error), "bad")
            return
        self.written.emit(found)
        super().accept()

    def _fact(self, kind: str) -> Any:
        from core.ice.facts import Fact

        text = {part: self.fields[kind, part].text() for part, _name in _PARTS}
        return Fact(_names(text["en"]), _names(text["zh"]), text["source"].strip())

    def _add(self, kind: str, fact: Any) -> None:
        self._form.add_wide(label(words.FACTS[kind], "heading"))
        for part, name in _PARTS:
            value = getattr(fact, part) if fact else ()
            field = text_field(value if isinstance(value, str) else "; ".join(value))
            field.setCursorPosition(0)
            self.fields[kind, part] = field
            self._form.add(name, field)
            field.setAccessibleName(tr("{head}: {value}", head=tr(words.FACTS[kind]), value=tr(name)))

    def _lay_out(self) -> None:
        hint = "Names are separated by semicolons; the first one is shown. Every fact needs a source."
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Save)
        self.ok.setProperty("kind", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._form.setContentsMargins(20, 8, 20, 10)
        head = column(label(hint, "muted", wrap=True), margins=(20, 16, 20, 0))
        self.setLayout(
            column(head, scrolled(self._form), self.banner, buttons, gap=10, margins=(0, 0, 14, 14))
        )
        self.resize(680, 560)


def _names(text: str) -> tuple[str, ...]:
    parts = text.replace("；", ";").split(";")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
