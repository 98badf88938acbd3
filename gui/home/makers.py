"""Who makes the model whose responses are imported: the makers that there are facts on, and the user's own facts."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QComboBox

from gui.context import Context
from gui.i18n import tr
from gui.study import own_facts


class Makers(QComboBox):
    """Holds vendor ids and files of facts; the user's own are read in the background."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        from core.ice import facts

        self.addItem(tr("Choose…"), "")
        for name, vendor in sorted((facts.display_name(each), each) for each in facts.vendors()):
            self.addItem(name, vendor)
        folder = context.preferences.data_folder()
        job = context.tasks.work(lambda: own_facts.labels(own_facts.read(folder))).owned_by(self)
        job.then(self._add).start()

    def _add(self, own: Mapping[str, str]) -> None:
        for name, path in own.items():
            self.addItem(name, path)
