"""Asks for a higher cap before a run that has reached its own goes on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from gui import format as fmt
from gui.caps import Options, Standing
from gui.i18n import bind, tr
from gui.widgets.form import Form, real, whole
from gui.widgets.layout import column
from gui.widgets.text import label

_WIDTH = 440  # pixels


class CapDialog(QDialog):
    """`given` carries the caps as RunOptions names them."""

    given = Signal(object)

    def __init__(self, left: Standing, options: Options, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("The run has reached its cap"))
        self._before = (options["max_cost"] or 0.0, options["max_calls"] or 0)
        self.max_cost = real(self._before[0], 0, 100_000, 1, 2, none="no cap")
        self.max_calls = whole(self._before[1], 0, 100_000_000, none="no cap")
        self._lay_out(left)
        self.max_cost.valueChanged.connect(self._edited)
        self.max_calls.valueChanged.connect(self._edited)
        self._edited()
        (self.max_cost if self._before[0] else self.max_calls).setFocus()

    def accept(self) -> None:
        super().accept()
        cost, calls = self.max_cost.value(), self.max_calls.value()
        self.given.emit({"max_cost": cost or None, "max_calls": calls or None})

    def _edited(self) -> None:
        """With the caps that it has it would pause at once."""
        now = (self.max_cost.value(), self.max_calls.value())
        raised = (_more(*pair) for pair in zip(now, self._before, strict=True))
        self.ok.setEnabled(any(raised))

    def _lay_out(self, left: Standing) -> None:
        spent = label(role="muted", wrap=True)
        spent.setText(
            tr(
                "So far: {cost} and {calls} calls. With a higher cap it goes on.",
                cost=fmt.money(left.cost),
                calls=fmt.count(left.calls),
            )
        )
        form = Form()
        form.add_wide(spent)
        form.add("Pause at this cost (US$)", self.max_cost, "The run pauses before a call could pass this.")
        form.add("Pause after calls", self.max_calls, "The run pauses after this many calls.")
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        self.ok = buttons.button(standard.Ok)
        bind(self.ok, "setText", "Go on")
        self.ok.setProperty("kind", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.setLayout(column(form, None, buttons, gap=14, margins=(20, 18, 20, 14)))
        self.resize(_WIDTH, self.sizeHint().height())


def _more(now: float, before: float) -> bool:
    """Whether a cap lets more through than before; 0 is none."""
    return before > 0 and (now == 0 or now > before)
