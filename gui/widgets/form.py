"""A form: names on the left, fields on the right, a line of explanation below a field where it helps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from gui.i18n import bind, language, tr
from gui.widgets.text import label, named

_NUMBER = 160  # pixels: enough for every range, so that fields under each other end at one line


class Form(QFormLayout):
    """Rows that can be hidden. Each field gets the row's name for screen readers."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalSpacing(16)
        self.setVerticalSpacing(10)
        self.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def add(self, text: str, field: QWidget, help_text: str = "", beside: QWidget | None = None) -> None:
        """Add a row; `beside` stands right of the field (a button, or words, which take the rest of the line)."""
        name = label(text)
        name.setBuddy(field)
        name.setMinimumHeight(field.sizeHint().height())
        if isinstance(field, QPlainTextEdit):  # its name stands beside its first line
            name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            name.setContentsMargins(0, 7, 0, 0)
        named(field, text, help_text)
        self.addRow(name, _with(field, beside) if beside else field)

    def add_explained(self, text: str, field: QWidget, help_text: str) -> None:
        """Add a row whose sentence is read without pointing at it: it stands right of a narrow field."""
        self.add(text, field, help_text, beside=label(help_text, "caption", wrap=True))

    def add_wide(self, part: QWidget | QLayout) -> None:
        """Add something over the whole width."""
        self.addRow(part)


def _with(field: QWidget, beside: QWidget) -> QLayout:
    from gui.widgets.layout import row

    box = row(field, beside)
    box.setStretch(1 if isinstance(beside, QLabel) else 0, 1)
    return box


def text_field(text: str = "", hint: str = "") -> QLineEdit:
    """One line of text."""
    made = QLineEdit(text)
    if hint:
        bind(made, "setPlaceholderText", hint)
    made.setMinimumWidth(200)
    return made


def whole(value: int, low: int, high: int, none: str = "") -> QSpinBox:
    """A whole number; `none` is what the lowest value means, in words."""
    made = QSpinBox()
    made.setRange(low, high)
    made.setValue(min(max(value, low), high))  # a file may ask for more than a field can hold
    made.setGroupSeparatorShown(True)
    if none:
        bind(made, "setSpecialValueText", none)
    made.setMinimumWidth(_NUMBER)
    made.lineEdit().setTextMargins(6, 0, 0, 0)
    return made


def real(
    value: float, low: float, high: float, step: float, digits: int = 2, none: str = ""
) -> QDoubleSpinBox:
    """A real number; `none` is what the lowest value means, in words."""
    made = QDoubleSpinBox()
    made.setRange(low, high)
    made.setDecimals(digits)
    made.setSingleStep(step)
    made.setValue(value)
    if none:
        bind(made, "setSpecialValueText", none)
    made.setMinimumWidth(_NUMBER)
    made.lineEdit().setTextMargins(6, 0, 0, 0)
    return made


class Choice(QComboBox):
    """A choice whose words follow the language. Items that are added later keep theirs."""

    def __init__(self, options: Sequence[tuple[str, object]]) -> None:
        super().__init__()
        self._words = [words for words, _value in options]
        for words, value in options:
            self.addItem(tr(words), value)
        language.changed.connect(self._say_again)

    def _say_again(self) -> None:
        for number, words in enumerate(self._words):
            self.setItemText(number, tr(words))


def choice(*options: tuple[str, object]) -> QComboBox:
    """A choice; each option is its words (in English) and the value behind it."""
    return Choice(options)


def choose(box: QComboBox, value: object) -> None:
    """Select the option with that value, if it is there."""
    index = box.findData(value)
    if index >= 0:
        box.setCurrentIndex(index)
