"""The tree that a run's search grew for one model; each template leads to the judgments under it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QSplitter,
    QStackedWidget,
    QTreeView,
    QWidget,
)

from gui import format as fmt
from gui import judges
from gui.context import Context
from gui.i18n import sentences, tr
from gui.identity import files as library
from gui.identity.tree_model import TreeModel
from gui.widgets.empty import EmptyState
from gui.widgets.flow import FlowLayout
from gui.widgets.layout import column, holder
from gui.widgets.text import button, label, named
from gui.widgets.textpane import TextPane

_EXPAND_UP_TO = 300
_WIDTHS = (132, 82, 66, 124, 110)  # of all but the first column, which takes the rest


class TreeTab(QWidget):
    """`saved` carries the file of templates that was saved from a run."""

    saved = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.models = named(QComboBox(), "Model")
        self.models.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.summary = label(role="muted", wrap=True)
        self.model = TreeModel(self)
        self.view = _tree(self.model)
        self.text = TextPane("Template")
        self.found: Any = None
        self._run: tuple[Path | None, int | None] = (None, None)
        self._buttons()
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Look at the run in front."""
        run = self.context.run
        if run is None:
            self._offer([])
        elif job := self.context.read(lambda reader: _asked_models(reader, run)):
            job.latest("identity.models").owned_by(self).then(self._offer).start()

    def retranslate(self) -> None:
        """Say the summary again."""
        if self.found is not None:
            self.summary.setText(_said(self.found))

    def show_template(self, template: str) -> None:
        """Select a template of the tree."""
        index = self.model.index_of(template)
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _offer(self, models: list[str]) -> None:
        kept = self.models.currentText()
        blocked = self.models.blockSignals(True)
        self.models.clear()
        self.models.addItems(models)
        self.models.setCurrentIndex(models.index(kept) if kept in models else 0)
        self.models.blockSignals(blocked)
        self.stack.setCurrentIndex(1 if models else 0)
        self._load()

    def _load(self) -> None:
        run, model = self.context.run, self.models.currentText()
        if run is None or not model:
            return
        if job := self.context.read(lambda reader: _of_model(reader, run, model)):
            job.latest("identity.tree").owned_by(self).then(self._show).start()

    def _show(self, found: Any) -> None:
        place = (self.context.workspace, self.context.run)
        if self.found is not None and found == self.found and place == self._run:
            return  # nothing new: what is unfolded and selected stays
        before = self.model.row_at(self.view.currentIndex())
        self.found, self._run = found, place
        self.model.set_rows(found.rows)
        self.summary.setText(_said(found))
        if len(found.rows) <= _EXPAND_UP_TO:
            self.view.expandAll()
        known = [row.template.id for row in found.rows]
        wanted = before.template.id if before and before.template.id in known else _telling(found)
        if wanted:
            self.show_template(wanted)
        self._selected()

    def _selected(self) -> None:
        row = self.model.row_at(self.view.currentIndex())
        self.text.show_text(row.template.text if row else "")
        self.judgments_button.setEnabled(bool(row and row.asked))

    def _open_judgments(self) -> None:
        row = self.model.row_at(self.view.currentIndex())
        if row is not None and row.asked:
            wanted = {"metric": "ice", "model": self.found.model, "template": row.template.id}
            self.context.show("inspector", wanted)

    def _save(self) -> None:
        run, model = self.context.run, self.models.currentText()
        folder = library.templates_folder(self.context.preferences.data_folder())
        if run is None:
            return
        if job := self.context.read(lambda reader: _save(reader, run, model, folder)):
            job.owned_by(self).then(self.saved.emit).start()

    def _buttons(self) -> None:
        self.judgments_button = button(
            "Look at its judgments", self._open_judgments, "primary", "Opens the inspector for this template."
        )
        self.save_button = button(
            "Save templates", self._save,
            tip="Keeps the seeds and those that the search found a contradiction with, for another study.",
        )  # fmt: skip

    def _connect(self) -> None:
        self.models.currentIndexChanged.connect(lambda _index: self._load())
        self.view.selectionModel().currentRowChanged.connect(lambda _now, _before: self._selected())
        self.view.activated.connect(lambda _index: self._open_judgments())
        self.context.run_changed.connect(self._changed)
        self.context.data_changed.connect(self._changed)

    def _changed(self) -> None:
        if self.isVisible():
            self.refresh()

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.view)
        self.splitter.addWidget(self.text)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([400, 96])
        self.context.memory.keep("identity.tree", self.splitter)
        self.context.memory.keep("identity.tree.columns", self.view.header())
        head = FlowLayout(self.models, self.judgments_button, self.save_button)
        whole = column(head, self.summary, self.splitter, gap=10, margins=(0, 12, 0, 0))
        whole.setStretch(2, 1)
        none = EmptyState(
            "No identity questions in this run",
            "Run a study that measures ICE, or open a workspace that has such a run.",
            ("Set up a study", lambda: self.context.show("study")),
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(none)
        self.stack.addWidget(holder(whole))
        self.setLayout(column(self.stack))


def _tree(model: TreeModel) -> QTreeView:
    made = named(QTreeView(), "Templates of the search")
    made.setModel(model)
    made.setUniformRowHeights(True)
    made.setAllColumnsShowFocus(True)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setExpandsOnDoubleClick(False)
    made.header().setSortIndicatorClearable(True)
    made.header().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    made.setSortingEnabled(True)
    made.header().setStretchLastSection(False)
    made.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    made.header().setMinimumSectionSize(60)
    for number, width in enumerate(_WIDTHS, 1):
        made.setColumnWidth(number, width)
    return made


def _telling(found: Any) -> str:
    """The template with most contradictions, else the first."""
    best = max(found.rows, key=lambda row: row.contradictions, default=None)
    return best.template.id if best else ""


def _said(found: Any) -> str:
    asked = sum(row.asked for row in found.rows)
    contradictions = sum(row.contradictions for row in found.rows)
    figures = tr(
        "{templates} templates, {asked} questions asked, judged by {judge}.",
        templates=fmt.count(len(found.rows)), asked=fmt.count(asked), judge=judges.by(found.judge),
    )  # fmt: skip
    return sentences(figures, _came_out(found.searched, contradictions), *_limits(found))


def _came_out(searched: bool, contradictions: int) -> str:
    if not contradictions:
        return tr("Contradictions: found none. That is no proof that there are none.")
    count = tr("Contradictions: {n}.", n=fmt.count(contradictions))
    if not searched:
        return count
    return f"{count} {tr('They were found by search: their share is no rate.')}"


def _limits(found: Any) -> list[str]:
    if not found.searched:
        return [tr("This run asked a fixed set of templates; nothing was searched.")]
    if not found.replayed:
        return [tr("The questions have changed since this run, so visits are not known.")]
    return []


def _asked_models(reader: Any, run: int) -> list[str]:
    from core.report import asked_templates

    return list(asked_templates.asked_models(reader, run))


def _of_model(reader: Any, run: int, model: str) -> Any:
    from core.report import search_tree

    return search_tree.of_model(reader, run, model)


def _save(reader: Any, run: int, model: str, folder: Path) -> Path:
    from core.report.found_templates import found_templates

    name = f"{reader.run(run).study} {run} {model}"
    return library.save_templates(name, found_templates(reader, run, model), folder)
