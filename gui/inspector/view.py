"""The inspector: every judgment of a run, and one of them in full."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from core.study import MEASURED, RULES
from gui import format as fmt
from gui import statuses
from gui.context import Context
from gui.i18n import tr
from gui.inspector.detail import DetailView
from gui.inspector.filters import FilterBar
from gui.inspector.model import JudgmentsModel
from gui.inspector.shared import shared_passages
from gui.widgets.empty import EmptyState
from gui.widgets.layout import column, holder
from gui.widgets.page import Page
from gui.widgets.table import DataTable
from gui.widgets.text import button, label

_SIDE_BY_SIDE_FROM = 1_000
_SETTLE_MS = 40


class InspectorPage(Page):
    """Shown with a dict of filter values, or the number of a judgment."""

    NAME, TITLE = "inspector", "Inspector"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.model = JudgmentsModel(context, self)
        self.filters = FilterBar()
        self.table = DataTable("Judgments", self.model, rows=True)
        self.detail = DetailView(context)
        self._count = label(role="muted")
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._read_current)
        self._run: int | None = None
        self._only: int | None = None
        self._lay_out()
        self._connect()
        self._show_run()

    def shown(self, what: object = None) -> None:
        self._show_run()
        if isinstance(what, dict):
            self.filters.choose(what)
        elif isinstance(what, int):
            self.open_judgment(what)

    def first_focus(self) -> QWidget | None:
        return self.table

    def retranslate(self) -> None:
        self._read_current()

    def recolor(self) -> None:
        self.detail.recolor()

    def open_judgment(self, judgment: int) -> None:
        """Show one judgment, whether or not it is in the list."""
        place = self.model.row_of(judgment)
        if place is not None:
            self.table.selectRow(place)
        self._only = judgment
        self._read(judgment)

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) judgment."""
        wanted = max(0, min(self.table.currentIndex().row() + by, self.model.rowCount() - 1))
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(wanted, max(0, self.table.currentIndex().column())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = event.size().width() >= _SIDE_BY_SIDE_FROM
        way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self.splitter.orientation() != way:
            self.splitter.setOrientation(way)
            self.splitter.setSizes(
                [event.size().width() * 2 // 5, event.size().width() * 3 // 5] if wide else [170, 400]
            )
        super().resizeEvent(event)

    def _show_run(self) -> None:
        run = self.context.run
        self.stack.setCurrentIndex(0 if run is None else 1)
        self.show_buttons(run is not None)
        if run == self._run:
            return
        self._run = run
        if run is None:
            self.model.show(None)
        elif job := self.context.read(lambda reader: reader.study(run)):
            self._apply()
            job.latest("inspector.study").owned_by(self).then(self._offer).start()

    def _offer(self, study: Any) -> None:
        judges = [*(n for n in (MEASURED, RULES) if n in (*study.rse.judges, *study.ice.judges)),
                  *(m.name for m in study.of_role("judge"))]  # fmt: skip
        self.filters.offer(
            {
                "metric": study.metrics,
                "model": [m.name for m in study.of_role("test", "control")],
                "reference": [m.name for m in study.of_role("reference")],
                "judge": judges,
                "prompt_set": [p.name for p in study.prompt_sets],
                "outcome": _outcomes(study.metrics),
            }
        )

    def _apply(self) -> None:
        from core.store.filters import JudgmentFilter

        self._only = None
        if self._run is not None:
            self.model.show(JudgmentFilter(self._run, **self.filters.values()))

    def _loaded(self) -> None:
        if self._only is None and self.model.rowCount():
            self.table.selectRow(0)
        self.table.scrollToTop()

    def _counted(self, number: int) -> None:
        self._count.setText(tr("{n} judgments", n=fmt.count(number)))
        self.right.setCurrentIndex(1 if number else 0)

    def _selected(self) -> None:
        self._only = None
        self._settle.start()

    def _read_current(self) -> None:
        judgment = self._only or self.model.id_at(self.table.currentIndex().row())
        if judgment is not None:
            self._read(judgment)

    def _read(self, judgment: int) -> None:
        if job := self.context.read(lambda reader: _look(reader, judgment)):
            job.latest("inspector.detail").owned_by(self).then(self._show).start()

    def _show(self, found: tuple[Any, Any]) -> None:
        self.right.setCurrentIndex(1)
        self.detail.show_detail(*found)

    def _data_changed(self) -> None:
        if self._run is not None and self.isVisible():
            self.model.reload()

    def _connect(self) -> None:
        self.filters.changed.connect(self._apply)
        self.model.counted.connect(self._counted)
        self.model.loaded.connect(self._loaded)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._selected())
        self.context.run_changed.connect(self._show_run)
        self.context.data_changed.connect(self._data_changed)
        for keys, by in (("J", 1), ("K", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=by: self.step(by))

    def _lay_out(self) -> None:
        self.before = button("Previous", lambda: self.step(-1), tip="The previous judgment (K)")
        self.after = button("Next", lambda: self.step(1), tip="The next judgment (J)")
        for part in (self._count, self.before, self.after):
            self.buttons.addWidget(part)
        self.right = QStackedWidget()
        self.right.addWidget(
            EmptyState(
                "Nothing passes the filter", "Choose less, or show all.", ("Show all", self.filters.clear)
            )
        )
        self.right.addWidget(self.detail)
        self.right.setCurrentIndex(1)
        self.splitter = QSplitter()
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self.right)
        self.splitter.setStretchFactor(0, 2)
        self.splitter.setStretchFactor(1, 3)
        self.context.memory.keep("inspector.splitter", self.splitter)
        self.table.setMinimumHeight(110)
        self.right.setMinimumHeight(160)
        for number, width in enumerate((80, 170, 70, 240)):
            self.table.setColumnWidth(number, width)
        self.context.memory.keep("inspector.list", self.table.horizontalHeader())
        self.stack = QStackedWidget()
        none = EmptyState(
            "No judgments yet", "Start a run, or open a workspace that has one.",
            ("Set up a study", lambda: self.context.show("study")), ("Go home", lambda: self.context.show("home")),
        )  # fmt: skip
        whole = column(self.filters, self.splitter, gap=10)
        whole.setStretch(1, 1)
        self.stack.addWidget(none)
        self.stack.addWidget(holder(whole))
        self.body.addWidget(self.stack, 1)


def _look(reader: Any, judgment: int) -> tuple[Any, Any]:
    from core.store import judgments

    detail = judgments.detail(reader, judgment)
    return detail, shared_passages(detail.reference_response or "", detail.response or "")


def _outcomes(metrics: Any) -> list[str]:
    rse = ["scored", "unscored", "no_answer"]
    ice = [name for name in statuses.OUTCOMES if " " in name or name in {"consistent", "refused"}]
    return [*(rse if "rse" in metrics else ()), *(ice if "ice" in metrics else ())]
