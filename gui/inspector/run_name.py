"""Which run the inspector shows, in the words in which lists of runs tell them apart."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import run_names
from gui.calm import calm
from gui.context import Context
from gui.i18n import language, tr
from gui.widgets.text import label


@calm
class RunName(QWidget):
    """A line of text; nothing while no run is looked at. It is read only where it is seen."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._info = context, None
        self.text = label(role="caption", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.text)
        context.run_changed.connect(self._look)
        context.data_changed.connect(self._look)  # its place among its study's runs may be another
        language.changed.connect(self._say)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()

    def _look(self) -> None:
        run = self._context.run
        if run is None:
            self._take(None)
        elif self.isVisible() and (job := self._context.read(lambda reader: reader.run(run))):
            job.latest("inspector.run").owned_by(self).then(self._take).otherwise(lambda _gone: None).start()

    def _take(self, info: Any) -> None:
        self._info = info
        self._say()

    def _say(self) -> None:
        self.text.setText(tr("Run {name}", name=run_names.name(self._info)) if self._info else "")
