"""The models that come with the program, offered to those who have no key."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.study import ModelSpec
from gui.context import Context
from gui.i18n import tr
from gui.study import trial
from gui.study.draft import Ready
from gui.widgets.banner import Banner
from gui.widgets.layout import column

# One answer of a small model on a small computer then takes seconds.
_ASKED = {"temperature": 0.0, "max_tokens": 128}


class BuiltInLine(QWidget):
    """Hidden until it is known that a built-in model can run here. `model_wanted` carries a Ready."""

    model_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._installed: tuple[str, ...] = ()
        self.banner = Banner()
        self.setLayout(column(self.banner))
        self.hide()

    def refresh(self) -> None:
        """Look for what is installed, once."""
        if not self._installed:
            job = self._context.tasks.work(trial.local_models).latest("models.builtin").owned_by(self)
            job.then(self._offer).start()

    def retranslate(self) -> None:
        """Say it in the language in use."""
        self._offer(self._installed)

    def _offer(self, installed: tuple[str, ...]) -> None:
        from core.llm.weights import BUILT_INS

        self._installed = installed
        acts = [
            (tr("Measure {name}", name=BUILT_INS[key].name), lambda key=key: self._use(key))
            for key in installed[:2]
        ]
        if acts:
            text = tr("No key? These come with the program.")
            self.banner.say(text, "info", *acts)
        self.setVisible(bool(acts))

    def _use(self, key: str) -> None:
        from core.llm.weights import BUILT_INS

        self.banner.show()  # it is still there when one comes back
        entry = BUILT_INS[key]
        spec = ModelSpec(entry.name, "test", "local", builtin=key, params=_ASKED)
        self.model_wanted.emit(Ready(replace(spec, kind="base") if entry.kind == "base" else spec))
