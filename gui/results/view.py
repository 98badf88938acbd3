"""The results page: the score tables of a run, its charts, and everything that can be exported."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QMenu, QSizePolicy, QSplitter, QStackedWidget

from gui import format as fmt
from gui import statuses
from gui.context import Context
from gui.i18n import tr
from gui.results.charts import ChartArea
from gui.results.tables import ScoreTabs
from gui.widgets.banner import Banner
from gui.widgets.empty import EmptyState
from gui.widgets.layout import column, holder, row
from gui.widgets.page import Page
from gui.widgets.text import button, label, named


class ResultsPage(Page):
    """Shown with the number of a run, or nothing: the run that is being looked at."""

    NAME, TITLE = "results", "Results"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.tables: Any = None
        self.runs: list[Any] = []
        self.banner = Banner()
        self.run_box = named(QComboBox(), "Run")
        self.run_box.setMinimumContentsLength(18)
        self.run_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.badge, self.facts = QLabel(), label(role="muted", wrap=True)
        self.badge.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.scores = ScoreTabs(context, "results.scores")
        self.charts = ChartArea(context)
        self._lay_out()
        self.run_box.activated.connect(self._choose)
        self.scores.cases_wanted.connect(self._open_cases)
        context.run_changed.connect(self.refresh)
        context.data_changed.connect(self.refresh)
        self.refresh()

    def shown(self, what: object = None) -> None:
        if isinstance(what, int):
            self.context.look_at(what)
        self.refresh()

    def refresh(self) -> None:
        """Read the runs and the scores of the one that is looked at."""
        run = self.context.run
        if run is None:
            self.stack.setCurrentIndex(0)
            self.show_buttons(False)
            return
        if job := self.context.read(lambda reader: (reader.runs(), _score_tables(reader, run))):
            job.latest("results").owned_by(self).then(self._show).start()

    def retranslate(self) -> None:
        self._show_facts()
        self.charts.retranslate()
        self.export.setMenu(self._menu())

    def recolor(self) -> None:
        self.charts.recolor()

    def _show(self, found: tuple[list[Any], Any]) -> None:
        self.runs, self.tables = found
        self.stack.setCurrentIndex(1)
        self.show_buttons(True)
        self.scores.show_tables(self.tables)
        self.charts.show_tables(self.tables)
        self._show_facts()

    def _show_facts(self) -> None:
        blocked = self.run_box.blockSignals(True)
        self.run_box.clear()
        for info in self.runs:
            self.run_box.addItem(f"{info.id}  {info.study}", info.id)
        self.run_box.setCurrentIndex(self.run_box.findData(self.tables.run if self.tables else None))
        self.run_box.blockSignals(blocked)
        info = next((i for i in self.runs if self.tables and i.id == self.tables.run), None)
        if info is not None:
            statuses.show_badge(self.badge, info.status)
            self.facts.setText(_facts(info))

    def _choose(self, _index: int) -> None:
        self.context.look_at(self.run_box.currentData())

    def _open_cases(self, wanted: object) -> None:
        self.context.show("inspector", wanted)

    def _edit_study(self) -> None:
        run = self.context.run
        if run is not None and (job := self.context.read(lambda reader: reader.study(run))):
            job.latest("results.study").then(lambda study: self.context.show("study", study)).start()

    def _ask_export(self, kind: str) -> None:
        titles = {"csv": "CSV (*.csv)", "json": "JSON (*.json)", "text": "Text (*.txt)"}
        ending = "txt" if kind == "text" else kind
        path, _ = QFileDialog.getSaveFileName(self, tr("Export scores"), f"scores.{ending}", titles[kind])
        if path:
            self.save_scores(Path(path), kind)

    def save_scores(self, path: Path, kind: str) -> None:
        """Write the score tables; kinds: csv, json, text."""
        from core.report import exports

        tables = self.tables
        job = self.context.tasks.work(lambda: exports.write_scores(tables, path, kind))
        done = tr("The scores were saved to {path}.", path=path)
        job.owned_by(self).then(lambda _none: self.context.said.emit(done)).start()

    def _ask_judgments(self, kind: str) -> None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Export judgments"), f"judgments.{kind}", f"*.{kind}")
        run = self.context.run
        if (
            path
            and run is not None
            and (job := self.context.read(lambda r: _write_judgments(r, run, Path(path), kind)))
        ):
            done = tr("The judgments were saved to {path}.", path=path)
            job.owned_by(self).then(lambda _none: self.context.said.emit(done)).start()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for text, kind in (
            ("Scores as CSV…", "csv"),
            ("Scores as JSON…", "json"),
            ("Scores as text…", "text"),
        ):
            menu.addAction(tr(text), partial(self._ask_export, kind))
        menu.addSeparator()
        for text, kind in (("Judgments as CSV…", "csv"), ("Judgments as JSON…", "json")):
            menu.addAction(tr(text), partial(self._ask_judgments, kind))
        return menu

    def _lay_out(self) -> None:
        self.export = button("Export")
        self.export.setMenu(self._menu())
        self.cases = button("Look at judgments", lambda: self.context.show("inspector", {}))
        self.edit = button(
            "Duplicate study", self._edit_study, tip="Opens a copy of this run's study on the study page."
        )
        for part in (self.edit, self.cases, self.export):
            self.buttons.addWidget(part)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.scores)
        self.splitter.addWidget(self.charts)
        self.splitter.setSizes([300, 380])
        self.context.memory.keep("results.splitter", self.splitter)
        head = row(self.run_box, self.badge, self.facts, gap=10)
        head.setStretch(2, 1)
        whole = column(self.banner, head, self.splitter, gap=10)
        whole.setStretch(2, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(
            EmptyState(
                "No results yet",
                "Start a run, or open a workspace that has one.",
                ("Set up a study", lambda: self.context.show("study")),
                ("Go home", lambda: self.context.show("home")),
            )
        )
        self.stack.addWidget(holder(whole))
        self.body.addWidget(self.stack, 1)


def _facts(info: Any) -> str:
    parts = (
        fmt.moment(info.started),
        tr("{n} judgments", n=fmt.count(info.judgments)),
        tr("{n} calls", n=fmt.count(info.calls)),
        tr("{n} errors", n=fmt.count(info.errors)),
        fmt.money(info.cost, unknown=info.cost_unknown),
    )
    return "  ·  ".join(parts)


def _score_tables(reader: Any, run: int) -> Any:
    from core.report.tables import score_tables

    return score_tables(reader, run)


def _write_judgments(reader: Any, run: int, path: Path, kind: str) -> None:
    from core.report import exports

    exports.write_judgments(reader, run, path, kind)
