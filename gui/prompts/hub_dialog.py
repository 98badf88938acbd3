"""Download prompts from the hub: a seeded sample of a public data set, with its licence shown first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QProgressBar, QPushButton, QWidget

from core.errors import DistilScopeError
from gui import format as fmt
from gui.calm import calm
from gui.context import Context
from gui.i18n import tr
from gui.messages import said
from gui.progress import GivenUp, Progress
from gui.widgets.banner import Banner
from gui.widgets.form import Form, whole
from gui.widgets.layout import column, row
from gui.widgets.text import button, label, named, restyle

_LOOK_MS = 100


@calm
class HubDialog(QDialog):
    """`downloaded` carries the finished Download."""

    downloaded = Signal(object)

    def __init__(self, context: Context, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Download prompts"))
        self.context, self.folder = context, folder
        self._description: Any = None
        self.progress = _progress()
        self.bar, self.standing = named(QProgressBar(), "Progress of the download"), label(role="caption")
        self.about = label(role="caption", wrap=True)
        self._watch = QTimer(self)
        self._watch.setInterval(_LOOK_MS)
        self._watch.timeout.connect(self._show_progress)
        self.banner, self.dataset, self.part = Banner(), QComboBox(), QComboBox()
        self.dataset.setEditable(True)
        for box in (self.dataset, self.part):
            box.setMinimumContentsLength(36)
        self.count, self.seed = whole(100, 1, 100_000), whole(7, 0, 2_000_000_000)
        self._fill()
        self._lay_out()
        self._set_busy(False)
        self.dataset.editTextChanged.connect(lambda _text: self._typed())
        self._typed()

    def look(self) -> None:
        """Ask the hub what there is."""
        name = self.dataset.currentText().strip()
        self.banner.say(tr("Asking the hub…"))
        self.ok.setEnabled(False)
        job = self.context.tasks.net(lambda: _describe(name)).latest("prompts.hub").owned_by(self)
        job.then(lambda found: self._described(found, name)).otherwise(self._failed).start()

    def accept(self) -> None:
        what, part, folder = self._description, self.part.currentData(), self.folder
        count, seed = self.count.value(), self.seed.value()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.banner.hide()
        self.progress = progress = _progress()
        self._set_busy(True)
        job = self.context.tasks.net(lambda: _download(what, part, folder, count, seed, progress.tell))
        job.owned_by(self).then(self._done).otherwise(self._failed).start()

    def reject(self) -> None:
        """A download ends with its next page, and goes on from there when it is asked for again."""
        self.progress.stopped = True
        super().reject()

    def _typed(self) -> None:
        """Another data set has other parts; of a known one the licence is said at once."""
        self._description = None
        self.part.clear()
        self.ok.setEnabled(False)
        self._point_at(self.look_button)
        from core.prompts.hub import known_set

        known = known_set(self.dataset.currentText())
        self.about.setVisible(known is not None)
        if known is not None:
            licence = tr("Licence: {licence}. Check that you may use it.", licence=known.licence)
            self.about.setText(f"{known.dataset} · {licence} {said(known.note)}")

    def _point_at(self, next_step: QPushButton) -> None:
        """Draw the button of the next step as the main one."""
        for each in (self.look_button, self.ok):
            restyle(each, kind="primary" if each is next_step else "")

    def _set_busy(self, on: bool) -> None:
        for part in (self.dataset, self.part, self.count, self.seed, self.look_button):
            part.setEnabled(not on)
        self.ok.setEnabled(not on and self._description is not None)
        self.bar.setVisible(on)
        self.standing.setVisible(on)
        self._watch.start() if on else self._watch.stop()
        self._show_progress()

    def _show_progress(self) -> None:
        done, total = self.progress.done, self.progress.total
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        said = tr("{done} of {total} prompts", done=fmt.count(done), total=fmt.count(total))
        self.standing.setText(
            said if total else tr("Downloading; what is there already is kept if you cancel…")
        )

    def _described(self, found: Any, name: str) -> None:
        if name != self.dataset.currentText().strip():  # something else was typed meanwhile
            return
        self._description = found
        self.part.clear()
        for split in found.splits:
            rows = "" if split.rows is None else f" ({tr('{n} rows', n=fmt.count(split.rows))})"
            self.part.addItem(f"{split.config} / {split.split}{rows}", split)
        self.banner.say(tr("Licence: {licence}. Check that you may use it.", licence=found.licence))
        self.ok.setEnabled(True)
        self._point_at(self.ok)

    def _done(self, download: Any) -> None:
        self._set_busy(False)
        self.downloaded.emit(download)
        super().accept()

    def _failed(self, error: DistilScopeError) -> None:
        self._set_busy(False)
        self.banner.say(said(error), "bad")

    def _fill(self) -> None:
        from core.prompts.hub import KNOWN

        for known in KNOWN:
            self.dataset.addItem(known.name)

    def _lay_out(self) -> None:
        form = Form()
        form.add("Data set", self.dataset, "A name of the list, an id on the hub, or its page's address.")
        form.add_wide(self.about)
        form.add("Part", self.part, "What the data set consists of, once it was looked up.")
        form.add_explained("Prompts", self.count, "How many are drawn, from places all over the set.")
        form.add_explained("Seed", self.seed, "Any number: the same one draws the same prompts again.")
        note = label("The data set's own server is asked; nothing is sent but its name.", "muted", wrap=True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(tr("Download"))
        self.ok.setEnabled(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.look_button = button("Look it up", self.look, "primary")
        standing = row(self.bar, self.standing)
        standing.setStretch(0, 1)
        parts = (note, form, row(self.look_button, None), standing, self.banner)
        self.setLayout(column(*parts, None, buttons, gap=12, margins=(18, 16, 18, 14)))
        self.resize(600, 380)


def _progress() -> Progress:
    return Progress(
        lambda: GivenUp("the download was given up", kept="What is there is kept for the next time")
    )


async def _describe(name: str) -> Any:
    from core.prompts.hub import Hub

    async with Hub() as hub:
        return await hub.describe(name)


async def _download(what: Any, part: Any, folder: Path, count: int, seed: int, tell: Any) -> Any:
    from core.prompts.hub import Hub
    from core.prompts.hub_download import download

    async with Hub() as hub:
        return await download(hub, what, part, folder, n=count, seed=seed, progress=tell)
