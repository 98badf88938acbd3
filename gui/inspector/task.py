"""The labelling tasks of a run: thirty judgments to label without seeing what judges say, some now and some later."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from gui import format as fmt
from gui.context import Context
from gui.i18n import core_language, language, sentences, tr
from gui.widgets.layout import column, row
from gui.widgets.text import button, label, named, restyle

METRICS = ("rse", "ice")
_SAYS_LITTLE = 30


class LabelTaskBar(QFrame):
    """Shown while a task is on; knows of the run's latest one of each metric from its start.

    `changed` after the task began, was left or stands differently; `wanted` carries the judgment to go to;
    `told` carries words on a label that was saved, and the judgment that is in front then.
    """

    changed = Signal()
    wanted = Signal(int)
    told = Signal(object, int)  # words that can be said in another language later

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.run: int | None = None
        self.tasks: dict[str, Any] = {}  # core.store.label_tasks.LabelTask, by metric
        self.about = "rse"
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
        self.agreed = label(role="caption", wrap=True)
        self.agreements: dict[
            str, Any
        ] = {}  # core.report.label_agreement.TaskAgreement, of finished tasks by metric
        self._lay_out()
        language.changed.connect(self._show)

    @property
    def task(self) -> Any:
        """The latest task of the metric that was labelled last."""
        return self.tasks.get(self.about)

    def unfinished(self, metric: str) -> bool:
        """Whether there is a task that was begun and not finished."""
        task = self.tasks.get(metric)
        return bool(task and task.left)

    def look(self, run: int | None) -> None:
        """Read how the latest tasks of a run stand; another run ends the task that is on."""
        if run != self.run:
            self.run, self.tasks = run, {}
            self._set(False)
        if run is not None and (job := self.context.read(lambda reader: _latest(reader, run))):
            job.latest("inspector.task").owned_by(self).then(self._take).start()

    def begin(self, metric: str = "rse") -> None:
        """Go on with the unfinished task, or choose what a person should label."""
        self.about = metric
        if self.unfinished(metric):
            self._set(True)
            self.go_on()
        else:
            self._choose()

    def go_on(self) -> None:
        """Go to the first judgment of the task that has no label."""
        if self.unfinished(self.about):
            self.wanted.emit(self.task.left[0])

    def labelled(self, judgment: int) -> None:
        """One got its label: go to the next without one that follows it, or after the last to the first."""
        task = self.task
        if not self.on or judgment not in task.judgments:
            self.told.emit(tr("Saved: the label of judgment {n}.", n=fmt.count(judgment)), judgment)
            return
        place = task.judgments.index(judgment)
        self.tasks[self.about] = replace(task, labelled=task.labelled | {judgment})
        self._show()
        self.changed.emit()
        following = (*task.judgments[place + 1 :], *task.judgments[:place])
        if left := [each for each in following if each not in task.labelled]:
            self.told.emit(self._saved_words(len(left)), left[0])
            self.wanted.emit(left[0])
        else:
            self.told.emit(tr("Saved. All {n} are labelled.", **self._figures(self.about)), judgment)
            self.checks.setFocus(Qt.FocusReason.OtherFocusReason)
            self._compare()

    def _saved_words(self, left: int) -> str:
        total = len(self.task.judgments)
        return tr("Saved. Next: {next} of {n}.", next=fmt.count(total - left + 1), n=fmt.count(total))

    def leave(self) -> None:
        """Show everything again; the task is kept."""
        self._set(False)

    def words(self, metric: str, both: bool = False) -> str:
        """What the button that begins a task says; with both metrics in the run it says which."""
        if self.unfinished(metric):
            figures = self._figures(metric)
            return (
                tr("Continue {metric} ({done} of {n})", metric=metric.upper(), **figures)
                if both
                else tr("Continue labelling ({done} of {n})", **figures)
            )
        return tr("Label {metric}", metric=metric.upper()) if both else tr("Labelling task")

    def _choose(self) -> None:
        run, metric, own = self.run, self.about, core_language()
        if run is not None and (job := self.context.read(lambda reader: _chosen(reader, run, metric, own))):
            job.latest("inspector.choose").owned_by(self).then(lambda found: self._chosen(run, found)).start()

    def _chosen(self, run: int, judgments: list[int]) -> None:
        from core.store import label_tasks

        if not judgments:
            self.context.said.emit(_NONE_LEFT[self.about]())
        elif job := self.context.write(lambda writer: label_tasks.begin(writer, run, judgments)):
            job.owned_by(self).then(lambda _id: self._begun(run)).start()

    def _begun(self, run: int) -> None:
        if run == self.run:
            job = self.context.read(lambda reader: _latest(reader, run))
            job.latest("inspector.task").owned_by(self).then(self._start).start()  # type: ignore[union-attr]

    def _start(self, tasks: dict[str, Any]) -> None:
        self._take(tasks)
        self._set(True)
        self.go_on()

    def _compare(self) -> None:
        """With the judge, once all are labelled."""
        if self.task is None or self.task.left:
            return
        wanted, metric = self.task.judgments, self.about
        if job := self.context.read(lambda reader: _agreement(reader, wanted)):
            job.latest("inspector.agreement").owned_by(self).then(
                lambda found: self._compared(metric, wanted, found)
            ).start()

    def _compared(self, metric: str, judgments: Any, found: Any) -> None:
        task = self.tasks.get(metric)
        if task is not None and task.judgments == judgments:
            self.agreements[metric] = found
            self._show()

    def _take(self, tasks: dict[str, Any]) -> None:
        self.tasks, self.agreements = tasks, {}
        self._show()
        self._compare()
        self.changed.emit()

    def _set(self, on: bool) -> None:
        if on != self.on:
            self.on = on
            self._show()
            self.changed.emit()

    def _figures(self, metric: str) -> dict[str, str]:
        task = self.tasks[metric]
        total = len(task.judgments)
        return {"done": fmt.count(total - len(task.left)), "n": fmt.count(total)}

    def _show(self) -> None:
        self.setVisible(self.on)
        if self.task is None:
            return
        done = not self.task.left
        text = (
            tr("All {n} are labelled.", **self._figures(self.about))
            if done
            else tr("Labelling task: {done} of {n}", **self._figures(self.about))
        )
        self.standing.setText(text)
        self.bar.setRange(0, max(1, len(self.task.judgments)))
        self.bar.setValue(len(self.task.judgments) - len(self.task.left))
        self.bar.setAccessibleDescription(text)
        agreed = self.agreements.get(self.about) if done else None
        self.agreed.setVisible(agreed is not None)
        self.agreed.setText(agreement_words(agreed, self.about) if agreed else "")
        self.following.setVisible(not done)
        self.more.setVisible(done)
        self.checks.setVisible(done)

    def _lay_out(self) -> None:
        restyle(self, banner="info")
        self.bar.setTextVisible(False)
        self.bar.setMinimumWidth(60)
        parts = (self.standing, self.bar, self.following, self.more, self.checks, self.leave_button)
        box = row(*parts, gap=10, margins=(14, 9, 12, 9))
        box.setStretch(1, 1)
        self.agreed.setContentsMargins(14, 0, 12, 9)
        self.agreed.hide()
        self.setLayout(column(box, self.agreed, gap=0, margins=(0, 0, 0, 0)))
        self.hide()


_NONE_LEFT = {
    "rse": lambda: tr("Every judgment of similarity has a label already."),
    "ice": lambda: tr("Every judgment of identity has a label already."),
}


def agreement_words(found: Any, metric: str) -> str:
    """How often the person and the judge agree, and what so few labels say."""
    figures = {"n": fmt.count(found.n), "same": fmt.count(found.same), "within": fmt.count(found.within)}
    if not found.n:
        return tr("The judge gave nothing to compare these labels with.")
    said = (
        tr("You and the judge agree in {same} of {n}.", **figures)
        if metric == "ice"
        else tr(
            "You and the judge agree within half a point in {same} of {n}, within one point in {within}.",
            **figures,
        )
    )
    return (
        sentences(said, tr("Fewer than {least} labels say little.", least=_SAYS_LITTLE))
        if found.n < _SAYS_LITTLE
        else said
    )


def _agreement(reader: Any, judgments: Any) -> Any:
    from core.report.label_agreement import task_agreement

    return task_agreement(reader, judgments)


def _latest(reader: Any, run: int) -> dict[str, Any]:
    from core.store import label_tasks

    return {metric: label_tasks.latest(reader, run, metric) for metric in METRICS}


def _chosen(reader: Any, run: int, metric: str, language: str) -> list[int]:
    from core.report.label_task import choose_task, readable_first

    return readable_first(reader, choose_task(reader, run, metric=metric), language)
