"""Edit a copy of a fact set: names in both languages and a source for each fact."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QWidget

from core.errors import BadInput
from gui.i18n import tr
from gui.identity.facts_fields import FactsFields, called
from gui.messages import said
from gui.widgets.banner import Banner
from gui.widgets.layout import column, scrolled
from gui.widgets.text import label

_HINT = (
    "Names are separated by semicolons; the first one is shown. Maker and country are required; every fact that has a "
    "name needs a source too."
)
_AROUND = 48  # pixels of its neighbours that are shown with a field


class FactsEditor(QDialog):
    """`written` carries the FactSet when it was complete and accepted."""

    written = Signal(object)

    def __init__(self, facts: Any = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Edit a copy of the facts") if facts else tr("New facts"))
        self.banner = Banner()
        self._form = FactsFields(facts)
        self.vendor, self.fields = self._form.vendor, self._form.fields
        self._lay_out()
        self.fields["maker", "en"].setFocus()
        self._refused = False
        for field in (self.vendor, *self.fields.values()):
            field.textChanged.connect(self._edited)

    def begin(self, maker: str) -> None:
        """Start with the name of a maker, if there is one."""
        if maker:
            self.fields["maker", "en"].setText(maker)

    def facts(self) -> Any:
        """What is written. Raises BadInput where it is not complete."""
        from core.ice import facts

        return facts.parse(facts.to_toml(self._form.facts()))

    def accept(self) -> None:
        if (first := self._tell()) is not None:
            self._refused = True
            first.setFocus()
            # Where the fields are is known once the lines that were hidden are laid out.
            QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(first, 0, _AROUND))
            return
        try:
            found = self.facts()
        except BadInput as error:
            self.banner.say(said(error), "bad")
            return
        self.written.emit(found)
        super().accept()

    def _edited(self) -> None:
        """What was found to be lacking is said until it is there."""
        if self._refused:
            self._tell()

    def _tell(self) -> QLineEdit | None:
        """Say all that is lacking at once; returns the first field of it."""
        from core.ice.facts import lacking

        found = lacking(self._form.facts())
        if found:
            missing = tr(", ").join(called(kind, part) for kind, part in found)
            self.banner.say(tr("Still missing: {what}.", what=missing), "bad")
        else:
            self.banner.hide()
        return self._form.show_lacking(found)

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Save)
        self.ok.setProperty("kind", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.area = scrolled(self._form)
        head = column(label(_HINT, "muted", wrap=True), margins=(20, 16, 20, 0))
        below = column(self.banner, buttons, gap=10, margins=(14, 0, 0, 0))
        self.setLayout(column(head, self.area, below, gap=10, margins=(0, 0, 14, 14)))
        self.resize(680, 560)
