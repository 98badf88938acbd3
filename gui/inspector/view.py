"""The inspector: every judgment of a run, and one of them in full."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from gui import format as fmt
from gui.calm import calm
from gui.context import Context
from gui.i18n import tr
from gui.inspector.case_menu import CaseButton
from gui.inspector.detail import DetailView
from gui.inspector.filter_words import choices
from gui.inspector.filters import FilterBar
from gui.inspector.halves import Halves
from gui.inspector.head import RunLine, steps
from gui.inspector.keys import key
from gui.inspector.label_fields import DIGITS
from gui.inspector.listing import JudgmentsTable
from gui.inspector.lookup import look
from gui.inspector.model import JudgmentsModel
from gui.inspector.task import LabelTaskBar
from gui.inspector.task_buttons import TaskButtons
from gui.results.no_run import NoRun
from gui.widgets.empty import EmptyState
from gui.widgets.layout import column
from gui.widgets.page import Page

_SETTLE_MS = 40


@calm
class InspectorPage(Page):
    """Shown with a dict of filter values, or the number of a judgment."""

    NAME, TITLE = "inspector", "Inspector"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.model = JudgmentsModel(context, self)
        self.filters = FilterBar()
        self.table = JudgmentsTable(context, self.model)
        self.detail = DetailView(context)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._read_current)
        self._run: int | None = None
        self._none = False  # whether nothing passes the filter
        self._stale = False  # something was written since the list was read
        self._only: int | None = None
        self._back: int | None = None  # the judgment to go to once the list is there
        self._write_at: int | None = None  # the judgment to put the cursor into the label of
        self._metrics: tuple[str, ...] = ()
        self._listed: int | None = None  # the task whose judgments are listed
        self.task, self.line = LabelTaskBar(context), RunLine(context)
        self.which = self.line.run
        self._lay_out()
        self._connect()
        self._show_run()

    def shown(self, what: object = None) -> None:
        self._show_run()
        if self._stale:
            self._read_again()
        if what is not None:
            self.task.leave()
        if isinstance(what, dict):
            self.filters.choose(what)
        elif isinstance(what, int):
            self.open_judgment(what)

    def first_focus(self) -> QWidget | None:
        if self.task.on:
            return self.detail.labels.fields.first
        return self.filters.search if self._none else self.table

    def retranslate(self) -> None:
        self._task_changed()
        self._read_current()

    def leave(self) -> None:
        """The window remembers which columns were chosen, not that they are hidden for a task."""
        self.detail.labels.hide_judges.setChecked(False)
        self.task.leave()

    def recolor(self) -> None:
        self.detail.recolor()

    def open_judgment(self, judgment: int) -> None:
        """Show one judgment, whether or not it is in the list."""
        place = self.model.row_of(judgment)
        if place is not None:
            self.table.choose(place)
        self._only = judgment
        self._read(judgment)

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) judgment."""
        wanted = max(0, min(self.table.currentIndex().row() + by, self.model.rowCount() - 1))
        if self.model.rowCount():
            self.table.choose(wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.splitter.turn(event.size().width()):
            self._show_list()
        self.detail.stand_beside(self.splitter.side_by_side)
        self.filters.save_room(not self.splitter.side_by_side)
        super().resizeEvent(event)

    def _show_list(self) -> None:
        """A list of nothing would only take room; so would, where there is little of it, that of a task."""
        wanted = not self.task.on or self.splitter.side_by_side
        self.table.setVisible(wanted and not self._none)

    def _show_run(self) -> None:
        run = self.context.run
        self.stack.setCurrentIndex(0 if run is None else 1)
        self.show_buttons(run is not None)
        fresh, self._run = run != self._run, run
        self._stale = self._stale and not fresh
        self.task.look(run)
        if not fresh:
            return
        if run is None:
            self.model.show(None)
        elif job := self.context.read(lambda reader: reader.study(run)):
            self._apply()
            job.latest("inspector.study").owned_by(self).then(self._offer).start()

    def _offer(self, study: Any) -> None:
        self.filters.offer(choices(study))
        self._metrics = tuple(study.metrics)
        self._tell_about()
        self._task_changed()

    def _apply(self) -> None:
        from core.store.filters import JudgmentFilter

        self._only = None
        self._tell_about()
        if self._run is not None:
            self.model.show(JudgmentFilter(self._run, **self.filters.values()))

    def _tell_about(self) -> None:
        only = self._metrics[0] if len(self._metrics) == 1 else ""
        self.table.tell_about(self.filters.values()["metric"] or only)

    def _loaded(self) -> None:
        self._none = not self.model.rowCount()
        self._show_list()
        kept = self.model.row_of(self._only) if self._only is not None else 0
        if kept is not None and self.model.rowCount():
            self.table.choose(kept)
        if not kept:
            self.table.scrollToTop()
        self._go_back()

    def _counted(self, number: int) -> None:
        self.line.count(number)
        self._turn(1 if number else 0)

    def _turn(self, side: int) -> None:
        """Show a judgment (1) or that there is none (0), whose button goes: the list has the keys then."""
        pressed = self.right.widget(0).isAncestorOf(QApplication.focusWidget() or self)
        self.right.setCurrentIndex(side)
        if side and pressed:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _selected(self) -> None:
        self._only = None
        self._settle.start()

    def _read_current(self) -> None:
        judgment = self._only or self.model.id_at(self.table.currentIndex().row())
        if judgment is not None:
            self._read(judgment)

    def _read(self, judgment: int) -> None:
        run = self._run
        if run is not None and (job := self.context.read(lambda reader: look(reader, run, judgment))):
            job.latest("inspector.detail").owned_by(self).then(self._show).start()

    def _show(self, found: tuple[Any, Any, Any, Any]) -> None:
        self._turn(1)
        self.detail.show_detail(*found)
        self.case.hold(self.detail.hides)
        if self.task.on and self._write_at == self.detail.detail.row.id:
            self._write_at = None
            self.detail.labels.fields.start()

    def _set_blind(self) -> None:
        """Show or hide what judges say, and of which model; columns that somebody hid before stay hidden."""
        blind = self.task.on or self.detail.labels.hide_judges.isChecked()
        if blind == self.detail.blind:
            return
        self.detail.blind = blind
        self.table.hide_judges(blind)
        self._read_current()

    def _task_changed(self) -> None:
        """A task has a list of its own, without filters, and its judges' words are hidden."""
        self.begin_tasks.say(self.task, self._metrics)
        self.detail.labels.hide_judges.setVisible(not self.task.on)
        listed = self.task.task.id if self.task.on else None
        if listed == self._listed:
            return
        self._listed = listed
        self.filters.setVisible(listed is None)
        self.detail.dock_labels(listed is not None)
        self._show_list()
        for digit in self._digits:
            digit.setEnabled(listed is not None)
        self._set_blind()
        if listed is None:
            self.filters.clear()
            if self.isVisible():  # the button that left it has gone: Qt would go to the next page's
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.filters.choose({"metric": self.task.about, "only": self.task.task.judgments})

    def _go_to(self, judgment: int) -> None:
        """Show a judgment of the task, once its list is there."""
        self._back = self._write_at = judgment
        if self.model.row_of(judgment) is not None:
            self._go_back()

    def _go_back(self) -> None:
        if (judgment := self._back) is not None:
            self._back = None
            self.open_judgment(judgment)
            self.detail.show_labels()

    def _labelled(self) -> None:
        self._read_current()
        self.task.look(self._run)

    def _left_unsaved(self, judgment: int) -> None:
        text = tr("The label of judgment {n} is not saved yet; it is kept.", n=fmt.count(judgment))
        self.context.offered.emit(text, tr("Go back"), lambda: self._go_to(judgment))

    def _copied(self) -> None:
        """The same judgment is shown in the copy."""
        self._back = self.detail.detail.row.id if self.detail.detail is not None else None

    def _data_changed(self) -> None:
        """More came in: it is shown at once, or when somebody looks again."""
        self._stale = self._run is not None
        if self._stale and self.isVisible():
            self._read_again()

    def _read_again(self) -> None:
        """Show what came in, and stay at the judgment that is being read."""
        self._stale = False
        row = self.table.currentIndex().row()
        self._only = self.model.id_at(row)
        self.model.reload(row + 1)

    def _connect(self) -> None:
        self.filters.changed.connect(self._apply)
        labels, task = self.detail.labels, self.task
        labels.saved.connect(self._labelled)
        labels.given.connect(task.labelled)
        task.told.connect(labels.tell)
        labels.kept.connect(self._left_unsaved)
        labels.hide_judges.toggled.connect(lambda _on: self._set_blind())
        task.changed.connect(self._task_changed)
        task.wanted.connect(self._go_to)
        self.context.copied.connect(lambda _source, _copy: self._copied())
        self.model.counted.connect(self._counted)
        self.model.loaded.connect(self._loaded)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._selected())
        self.context.run_changed.connect(self._show_run)
        self.context.data_changed.connect(self._data_changed)
        for keys, by in (("J", 1), ("K", -1)):
            key(self, keys, lambda by=by: self.step(by))
        fields = labels.fields
        self._digits = [key(self, str(n), lambda n=n: fields.take_digit(n)) for n in DIGITS]

    def _head(self) -> None:
        self.before, self.after = steps(self.step)
        self.case = CaseButton(self.context, self.detail.told, lambda: self.detail.marks.marks)
        self.begin_tasks = TaskButtons(self.task.begin)
        for part in (*self.begin_tasks.values(), self.case, self.before, self.after):
            self.buttons.addWidget(part)

    def _lay_out(self) -> None:
        """From the outside in: whatever is put into something else later is styled anew with all that is in it."""
        self._head()
        self.stack, self.right = QStackedWidget(), QStackedWidget()
        self.body.addWidget(self.stack, 1)
        whole = QWidget()
        for page in (NoRun(self.context, of_judgments=True), whole):
            self.stack.addWidget(page)
        self.splitter = Halves(self.context)
        box = column(self.line, self.task, self.filters, self.splitter, gap=10)
        box.setStretch(3, 1)
        whole.setLayout(box)
        self.splitter.fill(self.table, self.right)
        nothing = ("Nothing passes the filter", "Take a filter away, or show all judgments.")
        self.right.addWidget(EmptyState(*nothing, ("Show all", self.filters.clear)))
        self.right.addWidget(self.detail)
        self.right.setCurrentIndex(1)
