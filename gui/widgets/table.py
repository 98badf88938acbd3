"""The table view of all pages: rows of a comfortable height, every cell can be copied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractProxyModel,
    QModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from gui.calm import calm
from gui.glossary import explain, meaning, title
from gui.i18n import bind, tr
from gui.widgets.clipboard import put_table, put_tables
from gui.widgets.copies import copies
from gui.widgets.heads import Heads
from gui.widgets.names import NameDelegate, shorten_names
from gui.widgets.room import Room
from gui.widgets.text import named

_ROWS_FITTED = 40  # rows beyond what is seen that a column's width is taken from
# Texts that are measured, and that are asked: a shorter one may be wider where it is bold.
_LONG, _LONGEST = 16, 2
_PADDING = 24  # pixels beside the text of a cell


@calm
class DataTable(QTableView):
    """Copies selected cells with the usual key; `opened` carries the index of a row that was activated."""

    opened = Signal(QModelIndex)
    REMEMBERED = True  # with its page, under its name
    LENT = 0  # see gui.widgets.room.Room

    def __init__(self, name: str, model: QAbstractItemModel, rows: bool = False) -> None:
        super().__init__()
        self.name, self._by_hand, self._columns = name, False, 0
        heads = Heads(self.LENT)
        heads.drawn.connect(self.keep_widths)
        self.setHorizontalHeader(heads)
        self.setModel(model)
        self._empty = ""
        named(self, name)
        self._look()
        self._header()
        self._names, self._room = (
            NameDelegate(self),
            Room(self, self.spare, self.room_there, self.holds, self.reads, self.LENT),
        )
        # Columns that got the room of their heads: how wide they were and then became.
        self._widened: dict[int, tuple[int, int]] = {}
        self._columns_changed()
        model.modelReset.connect(self._columns_changed)
        model.headerDataChanged.connect(self._heads_changed)
        model.headerDataChanged.connect(self._said_anew)
        behaviors = QAbstractItemView.SelectionBehavior
        self.setSelectionBehavior(behaviors.SelectRows if rows else behaviors.SelectItems)
        self.activated.connect(self.opened)
        self._copy = QAction(self)
        bind(self._copy, "setText", "Copy")
        self._copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        self._copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._copy.triggered.connect(self.copy)
        self.addAction(self._copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)

    def spare(self, column: int) -> int:
        """How soon a column is left out where there is no room for all; 0: never."""
        parts = self._parts()
        return parts[column].spare if column < len(parts) else 0

    def holds(self, column: int) -> Sequence[str]:
        """What may come to stand in a column that is never shortened; nothing of others."""
        parts = self._parts()
        told = getattr(parts[column], "holds", None) if column < len(parts) else None
        return told() if told else ()

    def reads(self, column: int) -> int:
        """The pixels that a column keeps when its texts are shortened; 0: as others do."""
        parts = self._parts()
        return getattr(parts[column], "reads", 0) if column < len(parts) else 0

    def room_there(self) -> int:
        """The width that the columns may take."""
        return self.viewport().width()

    def is_fitted(self) -> bool:
        """Whether the columns have the widths that they were given, and were not drawn otherwise."""
        return self._room.is_given()

    def is_drawn(self) -> bool:
        """Whether somebody made a column wider or narrower, now or in an earlier window."""
        return self._by_hand or self._room.is_changed()

    def keep_widths(self) -> None:
        """Somebody drew the columns: from now on nothing fits them but a wish."""
        self._by_hand = True

    def left_out(self) -> list[int]:
        """The columns that are not shown for want of room."""
        return list(self._room.left_out)

    def show_left_out(self) -> None:
        """Show them; what is remembered of a table is what somebody chose, and not how wide the window was."""
        self._room.show_all()

    def show_column(self, column: int, on: bool) -> None:
        """Show a column, however little room there is, or hide it."""
        self._room.wish(column, on)
        self.setColumnHidden(column, not on)

    def _parts(self) -> Sequence[Any]:
        """The columns of the model, where it has a list of them."""
        model: Any = self.model()
        while isinstance(model, QAbstractProxyModel):
            model = model.sourceModel()
        return getattr(model, "columns", ())

    def term(self) -> str:
        """The word of the glossary that the column of the current cell is about, if there is one."""
        return self._term(self.currentIndex().column())

    def copy(self) -> None:
        """Put the selected cells on the clipboard, as text and as a table; whole rows with their heads."""
        indexes = self.selectedIndexes() or [self.currentIndex()]
        self._put(sorted((i for i in indexes if i.isValid()), key=lambda i: (i.row(), i.column())))

    def copy_all(self) -> None:
        """Put the whole table on the clipboard, with its heads."""
        lines = self.lines()
        put_table(lines, headed=True)
        copies.tell(lines)

    def lines(self) -> list[list[str]]:
        """The texts of the columns that are shown, row by row, below their heads."""
        model, shown = self.model(), self._seen_columns()
        lines = [[_text(model.index(r, c)) for c in shown] for r in range(model.rowCount())]
        return [self._head_texts(), *lines]

    def _seen_columns(self) -> list[int]:
        return [c for c in range(self.model().columnCount()) if not self.isColumnHidden(c)]

    def _head_texts(self) -> list[str]:
        return [str(self.model().headerData(c, Qt.Orientation.Horizontal)) for c in self._seen_columns()]

    def say_when_empty(self, text: str) -> None:
        """Show a sentence (in English; its translation is found) where the rows would be, while there are none."""
        bind(self, "set_empty_text", text)

    def set_empty_text(self, text: str) -> None:
        """The same, in the language in use."""
        if text == self._empty:
            return
        self._empty = text
        self.setAccessibleDescription(text)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, or say that there are none."""
        super().paintEvent(event)
        if self._empty and not self.model().rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            place = self.viewport().rect().adjusted(16, 16, -16, -16)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, self._empty)
            painter.end()

    def fit(self) -> None:
        """Give each column the room that it needs, within reason, unless somebody drew them otherwise."""
        if self._by_hand:
            return
        self._widened.clear()
        self._room.fit()

    def fit_if_cut(self) -> None:
        """Fit again where a text has outgrown its column, unless somebody drew the columns otherwise."""
        shown = (n for n in range(self.model().columnCount()) if not self.isColumnHidden(n))
        if any(self.sizeHintForColumn(n) > self.columnWidth(n) for n in shown):
            self._room.fit_again()

    def _columns_changed(self) -> None:
        shorten_names(self, self._names)
        columns = self.model().columnCount()
        self._by_hand, self._columns = self._by_hand and columns == self._columns, columns
        self._heads_changed()

    def _heads_changed(self) -> None:
        QTimer.singleShot(0, self, self._fit_heads)  # the header hears of it after us

    def fit_anew(self) -> None:
        """The words are others: fit again, unless somebody drew the columns otherwise."""
        self._room.fit_again()

    def _said_anew(self) -> None:
        if self.model().rowCount():
            QTimer.singleShot(0, self, self.fit_anew)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._heads_changed()  # before, they had no style, and so no width

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns first: a scroll bar that comes and goes would change the height of what stands around."""
        self._room.changed()
        super().resizeEvent(event)

    def _fit_heads(self) -> None:
        """While there are no rows, heads are all there is to read; with rows, columns are as wide as they were."""
        header = self.horizontalHeader()
        # Without rows there is nothing beside the heads to be scrolled to.
        policies = Qt.ScrollBarPolicy
        there = self.model().rowCount() > 0
        self.setHorizontalScrollBarPolicy(
            policies.ScrollBarAsNeeded if there else policies.ScrollBarAlwaysOff
        )
        if there:
            for column, (before, given) in self._widened.items():
                if self.columnWidth(column) == given:
                    self.setColumnWidth(column, before)
            self._widened.clear()
            return
        for column in range(header.count()):
            before, wanted = self.columnWidth(column), header.sectionSizeHint(column)
            if before < wanted and not self.isColumnHidden(column):
                if before != header.defaultSectionSize():
                    self._widened[column] = before, wanted
                self.setColumnWidth(column, wanted)

    def fit_at_first(self) -> None:
        """Fit the columns when the first rows come."""
        self.model().modelReset.connect(self._first_rows)

    def _first_rows(self) -> None:
        if self.model().rowCount():
            self.model().modelReset.disconnect(self._first_rows)
            QTimer.singleShot(0, self, self.fit)  # the view hears of the rows after us

    def sizeHintForColumn(self, column: int) -> int:
        """Only the longest texts are asked for the room that they need: to ask each takes the time of some frames."""
        self.ensurePolished()
        model, width = self.model(), self.fontMetrics().horizontalAdvance
        first, last = max(0, self.rowAt(0)), self.rowAt(self.viewport().height())
        rows = range(first, min(model.rowCount(), max(first, last) + _ROWS_FITTED))
        indexes = (model.index(row, column) for row in rows)
        cells = list({_text(cell): cell for cell in indexes}.items())  # many rows say the same
        # A Chinese character takes three bytes.
        cells.sort(key=lambda cell: len(cell[0].encode(errors="replace")))
        longest = sorted(cells[-_LONG:], key=lambda cell: width(cell[0]))[-_LONGEST:]
        hints = [self.sizeHintForIndex(cell).width() for _text, cell in longest]
        return max([*hints, *(width(text) + _PADDING for text in self.holds(column))], default=0)

    def _put(self, indexes: list[QModelIndex]) -> None:
        lines: dict[int, list[str]] = {}
        for index in indexes:
            if not self.isColumnHidden(index.column()):
                lines.setdefault(index.row(), []).append(_text(index))
        whole = len(heads := self._head_texts()) > 1 and all(
            len(line) == len(heads) for line in lines.values()
        )
        if lines and whole:
            put_table(headed := [heads, *lines.values()], headed=True)
            copies.tell(headed)
        elif lines:
            put_table(list(lines.values()))

    def _look(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        vertical = self.verticalHeader()
        vertical.hide()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setDefaultSectionSize(self.fontMetrics().height() + 16)

    def _header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._head_menu)
        # A number stretched over the rest of the width would stand far from the others.
        parts = getattr(self.model(), "columns", None)
        header.setStretchLastSection(not (parts and parts[-1].number))
        header.setMinimumSectionSize(48)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    def _menu(self, where: QPoint) -> None:
        menu = QMenu(self)
        cell = self.indexAt(where)
        if cell.isValid():
            menu.addAction(tr("Copy cell"), lambda: self._put([cell]))
        menu.addAction(tr("Copy selection"), self.copy)
        menu.addAction(tr("Copy table"), self.copy_all)
        menu.addSeparator()
        self._explain_in(menu, cell.column())
        menu.addMenu(self._columns_menu(menu))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(where))

    def _head_menu(self, where: QPoint) -> None:
        """What the head of a column offers: its meaning, and which columns are shown."""
        menu = QMenu(self)
        self._explain_in(menu, self.horizontalHeader().logicalIndexAt(where))
        menu.addMenu(self._columns_menu(menu))
        menu.addAction(tr("Fit the columns"), self._fit_by_wish)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(where))

    def _fit_by_wish(self) -> None:
        self._by_hand = False
        self.fit()

    def _explain_in(self, menu: QMenu, column: int) -> None:
        if term := self._term(column):
            menu.addAction(tr("What “{word}” means…", word=title(term)), lambda: explain(term, self))

    def _term(self, column: int) -> str:
        parts = getattr(self.model(), "columns", ())  # a list of columns, where the model has one
        term = str(getattr(parts[column], "term", "")) if 0 <= column < len(parts) else ""
        return term if meaning(term) else ""

    def _columns_menu(self, parent: QMenu) -> QMenu:
        menu = QMenu(tr("Columns"), parent)
        for column in range(self.model().columnCount()):
            action = menu.addAction(str(self.model().headerData(column, Qt.Orientation.Horizontal)))
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(column))
            action.toggled.connect(lambda on, c=column: self.show_column(c, on))
        return menu


def _text(index: QModelIndex) -> str:
    value = index.data(Qt.ItemDataRole.DisplayRole)
    return "" if value is None else str(value)


def copy_tables(tables: Sequence[DataTable]) -> None:
    """Put whole tables on the clipboard, one below the other; several stand under their names."""
    if len(tables) == 1:
        tables[0].copy_all()
    elif tables:
        parts = [(table.accessibleName(), table.lines()) for table in tables]
        put_tables(parts)
        copies.tell(*(lines for _name, lines in parts))
