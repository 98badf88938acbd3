"""The labelling task of a run: thirty judgments to score without seeing what judges say, some now and some later."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from gui import format as fmt
from gui.context import Context
from gui.i18n import language, tr
from gui.widgets.layout import row
from gui.widgets.text import button, label, named, restyle


class LabelTaskBar(QFrame):
    """Shown while a task is on; knows of the run's latest one from its start.

    `changed` after the task began, was left or stands differently; `wanted` carries the judgment to go to.
    """

    changed = Signal()
    wanted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.run: int | None = None
        self.task: Any = None  # core.store.label_tasks.LabelTask
        self.on = False
        self.standing = label(role="heading")
        self.bar = named(QProgressBar(), "Progress of the labelling task")
        self.following = button(
            "Next to label", self.go_on, "primary", tip="Goes to the next judgment to label."
        )
        self.more = button("Choose 30 more", self._choose, "primary")
        self.checks = button("See the checks", lambda: context.show("results", "checks"))
        self.leave_button = button(
            "Leave task", self.leave, tip="The task is kept; go on with it whenever you like."
        )
        self._lay_out()
        language.changed.connect(self._show)

    @property
    def unfinished(self) -> bool:
        """Whether there is a task that was begun and not finished."""
        return bool(self.task and self.task.left)

    def look(self, run: int | None) -> None:
        """Read how the latest task of a run stands; another run ends the task that is on."""
        if run != self.run:
            self.run, self.task = run, None
            self._set(False)
        if run is not None and (job := self.context.read(lambda reader: _latest(reader, run))):
            job.latest("inspector.task").owned_by(self).then(self._take).start()

    def begin(self) -> None:
        """Go on with the unfinished task, or choose what a person should label."""
        if self.unfinished:
            self._set(True)
            self.go_on()
        else:
            self._choose()

    def go_on(self) -> None:
        """Go to the first judgment of the task that has no label."""
        if self.unfinished:
            self.wanted.emit(self.task.left[0])

    def leave(self) -> None:
        """Show everything again; the task is kept."""
        self._set(False)

    def words(self) -> str:
        """What the button that begins a task says."""
        return (
            tr("Continue labelling ({done} of {n})", **self._figures())
            if self.unfinished
            else tr("Labelling task")
        )

    def _choose(self) -> None:
        run = self.run
        if run is not None and (job := self.context.read(lambda reader: _chosen(reader, run))):
            job.latest("inspector.choose").owned_by(self).then(lambda found: self._chosen(run, found)).start()

    def _chosen(self, run: int, judgments: list[int]) -> None:
        from core.store import label_tasks

        if not judgments:
            self.context.said.emit(tr("Every judgment of similarity has a label already."))
        elif job := self.context.write(lambda writer: label_tasks.begin(writer, run, judgments)):
            job.owned_by(self).then(lambda _id: self._begun(run)).start()

    def _begun(self, run: int) -> None:
        if run == self.run:
            job = self.context.read(lambda reader: _latest(reader, run))
            job.latest("inspector.task").owned_by(self).then(self._start).start()  # type: ignore[union-attr]

    def _start(self, task: Any) -> None:
        self._take(task)
        self._set(True)
        self.go_on()

    def _take(self, task: Any) -> None:
        self.task = task
        self._show()
        self.changed.emit()

    def _set(self, on: bool) -> None:
        if on != self.on:
            self.on = on
            self._show()
            self.changed.emit()

    def _figures(self) -> dict[str, str]:
        total = len(self.task.judgments)
        return {"done": fmt.count(total - len(self.task.left)), "n": fmt.count(total)}

    def _show(self) -> None:
        self.setVisible(self.on)
        if self.task is None:
            return
        done = not self.task.left
        text = (
            tr("All {n} are labelled.", **self._figures())
            if done
            else tr("Labelling task: {done} of {n}", **self._figures())
        )
        self.standing.setText(text)
        self.bar.setRange(0, max(1, len(self.task.judgments)))
        self.bar.setValue(len(self.task.judgments) - len(self.task.left))
        self.bar.setAccessibleDescription(text)
        self.following.setVisible(not done)
        for part in (self.more, self.checks):
            part.setVisible(done)

    def _lay_out(self) -> None:
        restyle(self, banner="info")
        self.bar.setTextVisible(False)
        self.bar.setMinimumWidth(60)
        parts = (self.standing, self.bar, self.following, self.more, self.checks, self.leave_button)
        box = row(*parts, gap=10, margins=(14, 9, 12, 9))
        box.setStretch(1, 1)
        self.setLayout(box)
        self.hide()


def _latest(reader: Any, run: int) -> Any:
    from core.store import label_tasks

    return label_tasks.latest(reader, run)


def _chosen(reader: Any, run: int) -> list[int]:
    from core.report.label_task import choose_task

    return choose_task(reader, run)
