"""The charts of a run: a choice of them, the one in front, its export and its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from core.errors import DistilScopeError
from gui.context import Context
from gui.i18n import bind, unbind
from gui.messages import said
from gui.results import load
from gui.results.edited import EditedWords
from gui.widgets.layout import row
from gui.widgets.text import button, label, named

_NOTHING = "Charts appear here once there are scores."


class ChartArea(QWidget):
    """Draws one of gui.charts at a time. What it needs is imported with the first chart, off the window's thread."""

    def __init__(
        self,
        context: Context,
        lead: Callable[[str, object], object] | None = None,
        edited: EditedWords | None = None,
    ) -> None:
        """lead: goes to a page that is to show judgments of the run; the context does, where none is given.

        edited: the words that charts were given, shared with whoever draws them too.
        """
        super().__init__()
        self._edited = edited or EditedWords(self)
        self.context, self._lead = context, lead or context.show
        self._workspace: Path | None = None
        self.view: Any = None
        self.tables: Any = None
        self.dialog: Any = None  # the one that was opened last
        self.choice = named(QComboBox(), "Chart")
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.words = button("Edit words…", self._edit_words)
        self.export = button("Export chart…", self._ask_export)
        self.note = label(_NOTHING, "muted")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addLayout(row(self.choice, None, self.words, self.export))
        self._box.addWidget(self.note)
        self.setMinimumHeight(200)
        self._show_buttons(False)
        self.choice.activated.connect(lambda _index: self.draw())
        self._edited.changed.connect(self._reword)

    def show_tables(self, tables: Any, workspace: Path | None = None) -> None:
        """Draw the chart in front from these score tables (core.report.tables.ScoreTables).

        workspace: where their run is kept, if not in the open one.
        """
        self.tables, self._workspace = tables, workspace
        self._fill()
        self.draw()

    def clear(self) -> None:
        """Show no chart until there are scores again."""
        if self.tables is not None:
            self.tables = None
            self._say_nothing()

    def show_chart(self, name: str, tables: Any) -> None:
        """Draw this chart from these score tables, unless it is there already."""
        if self.choice.currentData() != name or self.tables is not tables:
            self.tables = tables
            self._fill()
            self.choice.setCurrentIndex(self.choice.findData(name))
            self.draw()

    def draw(self) -> None:
        """Read the chart's rows in the background, then draw it."""
        name, tables = self.choice.currentData(), self.tables
        if not name:
            self._say_nothing()  # and not the chart of the run that was in front before
            return
        job = load.compute(self.context, lambda reader: _load(name, reader, tables), self._workspace)
        if job is not None:
            job.latest(f"chart.{id(self)}").owned_by(self)
            job.then(lambda data: self._still_wanted(tables, self._show, data))
            job.otherwise(lambda error: self._still_wanted(tables, self._failed, error)).start()

    def recolor(self) -> None:
        """Draw in the theme's colours."""
        if self.view is not None:
            self.view.set_style(self._style())

    def retranslate(self) -> None:
        """Say the names of the charts, and draw again in the other language."""
        if self.tables is not None:
            self.show_tables(self.tables, self._workspace)

    def save(self, path: Path, size: Any = None) -> None:
        """Write the chart in front; the ending says which kind, `size` (a Size of chart_export) how large."""
        from gui.charts import export
        from gui.results.chart_export import Size

        size = size or Size()
        try:
            export.save(self.view, path, width_mm=size.width_mm, height_px=size.height_px, dpi=size.dpi)
        except DistilScopeError as error:
            self.context.tasks.failed.emit(error)
            return
        self.context.exported.emit(path)

    def _fill(self) -> None:
        from gui import charts

        kept, blocked = self.choice.currentData(), self.choice.blockSignals(True)
        self.choice.clear()
        for name in charts.names():
            if charts.available(name, self.tables):
                self.choice.addItem(charts.title(name), name)
        self.choice.setCurrentIndex(max(0, self.choice.findData(kept)))
        self.choice.blockSignals(blocked)

    def _still_wanted(self, tables: Any, show: Callable[[Any], None], found: Any) -> None:
        if tables is self.tables:
            show(found)

    def _show(self, data: Any) -> None:
        from gui import charts

        self._show_buttons(True)
        if self.view is not None and self.view.data.name == data.name:
            self.view.set_data(data)
            self._reword()
            return
        if self.view is not None:
            self._box.removeWidget(self.view)
            self.view.deleteLater()
        self.view = charts.build(data, self._style())
        self.view.canvas.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.clicked.connect(self._open_cases)
        self._reword()
        self._box.addWidget(self.view, 1)

    def _reword(self) -> None:
        """Give the chart in front the words that it was given before, here or elsewhere."""
        if self.view is None or self.tables is None:
            return
        from gui.charts.figure import Texts

        wanted = self._edited.of(self._place()) or Texts()
        if wanted != self.view.texts:
            self.view.set_texts(wanted.title, wanted.x, wanted.y)

    def _place(self) -> tuple[Path | None, int, str]:
        return self._workspace or self.context.workspace, self.tables.run, self.view.data.name

    def _failed(self, error: DistilScopeError) -> None:
        """Say why; another chart can still be chosen."""
        self._show_buttons(False)
        self.choice.setVisible(True)
        unbind(self.note, "setText")
        self.note.setText(said(error))

    def _say_nothing(self) -> None:
        bind(self.note, "setText", _NOTHING)
        self._show_buttons(False)

    def _show_buttons(self, on: bool) -> None:
        self.note.setVisible(not on)
        for each in (self.choice, self.words, self.export):
            each.setVisible(on)
        if self.view is not None:
            self.view.setVisible(on)

    def _style(self) -> Any:
        from gui.charts.style import DARK, LIGHT

        return DARK if self.context.theme.colors.dark else LIGHT

    def _open_cases(self, chosen: Any) -> None:
        wanted = {key: value for key, value in asdict(chosen).items() if key != "run"}
        self._lead("inspector", load.counted(self.tables, wanted))

    def _ask_export(self) -> None:
        if self.view is not None:
            from gui.results.chart_export import ChartExport

            self.dialog = ChartExport(self.tables.study, self.view.data.name, self.save, self)
            self._open_dialog()

    def _edit_words(self) -> None:
        from gui.results.chart_words import ChartWords

        self.dialog, place, view = ChartWords(self.view, self), self._place(), self.view
        self.dialog.accepted.connect(lambda: self._edited.give(place, view.texts))
        self._open_dialog()

    def _open_dialog(self) -> None:
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()


def _load(name: str, reader: Any, tables: Any) -> Any:
    from gui import charts

    data = charts.load(name, reader, tables)
    # Drawing needs pyqtgraph, which takes long to import: here it holds nobody up.
    import_module("gui.charts.view")
    return data
