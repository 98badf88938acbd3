"""Score tables in the window: every number leads to the judgments behind it, by a click or by Enter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication
from PySide6.QtWidgets import QScrollBar

from gui.calm import calm
from gui.context import Context
from gui.i18n import bind, tr
from gui.results.links import Links
from gui.widgets.room import SAID_ONCE
from gui.widgets.rows import Column, Index, RowsModel
from gui.widgets.table import DataTable

Cases = dict[str, Any]
_BAR = 16
QWIDGETSIZE_MAX = 16_777_215


@dataclass(frozen=True)
class ScoreColumn(Column):
    """A column with a name of its own for the column chooser, which is also its word in the glossary unless that is
    another. `cases`: the filter of the judgments behind a cell."""

    name: str = ""
    cases: Callable[[Any], Cases | None] | None = None
    fixed: bool = False  # cannot be hidden
    literal: bool = False  # the title is a name, not words to translate

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.term:
            object.__setattr__(self, "term", self.name)


def score_columns(columns: Sequence[Column]) -> list[ScoreColumn]:
    """Those of the columns that have a name."""
    return [column for column in columns if isinstance(column, ScoreColumn)]


@calm
class ScoreModel(RowsModel):
    """Rows of scores; `strong` rows are set in bold, `faint` ones in grey (figures that are not one's own)."""

    def __init__(self, columns: Sequence[Column], context: Context, parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self._theme = context.theme
        self.strong: Callable[[Any], bool] = lambda _row: False
        self.faint: Callable[[Any], bool] = lambda _row: False

    def cases(self, index: Index) -> Cases | None:
        """The filter of the judgments behind a cell; None where there are none."""
        row = self.row_at(index)
        column = self.columns[index.column()] if row is not None else None
        of = getattr(column, "cases", None)
        return of(row) if of is not None else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(index)
        if role == Qt.ItemDataRole.FontRole:
            return _bold() if (row := self.row_at(index)) is not None and self.strong(row) else None
        if role == Qt.ItemDataRole.ToolTipRole and self._links(index):
            return (
                f"{super().data(index, role)}\n{tr('Click or press Enter to see the judgments behind it.')}"
            )
        return super().data(index, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        titled = orientation == Qt.Orientation.Horizontal and section < len(self.columns)
        if (
            titled
            and role == Qt.ItemDataRole.DisplayRole
            and getattr(self.columns[section], "literal", False)
        ):
            return self.columns[section].title
        return super().headerData(section, orientation, role)

    def is_link(self, index: Index) -> bool:
        """Whether the cell is a number with judgments behind it."""
        return self._links(index)

    def _links(self, index: Index) -> bool:
        return index.isValid() and self.columns[index.column()].number and self.cases(index) is not None

    def _ink(self, index: Index) -> QColor | None:
        row = self.row_at(index)
        if row is not None and self.faint(row):
            return QColor(self._theme.colors.muted)
        return QColor(self._theme.colors.accent_text) if self._links(index) else None


@calm
class ScoreTable(DataTable):
    """`cases_wanted` carries the filter values (a dict) of the cell that was opened."""

    cases_wanted = Signal(object)
    fitted = Signal()
    LENT = 10

    def __init__(
        self, name: str, context: Context, columns: Sequence[Column] = (), fitted: bool = False
    ) -> None:
        self.rows_model = ScoreModel(columns, context)
        super().__init__(name, self.rows_model)
        self.rows_model.setParent(self)
        bind(self, "setAccessibleDescription", "Enter on a number shows the judgments behind it.")
        self._fitted, self._by_hand = fitted, False
        self.setItemDelegate(Links(self))
        self.setMouseTracking(True)
        self.clicked.connect(self._clicked)
        self.opened.connect(self._open)
        self.entered.connect(self._hover)
        self.horizontalHeader().sectionResized.connect(self._resized)
        if fitted:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.horizontalScrollBar().rangeChanged.connect(lambda _low, _high: self.fit_height())

    @property
    def rows(self) -> list[Any]:
        """The rows in the order shown."""
        return self.rows_model.rows

    def show_rows(self, rows: Sequence[Any], columns: Sequence[Column] | None = None) -> None:
        """Show rows, in other columns if need be."""
        if columns is not None and _titles(columns) != _titles(self.rows_model.columns):
            self._room.show_all()
            self.rows_model.set_columns(columns)
            self.horizontalHeader().setStretchLastSection(not columns[-1].number)
        elif columns is not None:
            self.rows_model.columns = list(columns)
        self.rows_model.set_rows(rows)
        if rows and not self._by_hand:
            self.fit()
        if self._fitted:
            self.fit_height()

    REMEMBERED = False  # its columns are others from run to run

    def remember(self, context: Context, key: str) -> None:
        """Keep the widths and the order of the columns from one start to the next."""
        self._by_hand = context.preferences.state(key) is not None
        context.memory.keep(key, self.horizontalHeader())

    def fit(self) -> None:
        """Each column as wide as its cells and its head, within reason; where there is no room they share it."""
        super().fit()
        self._settle()

    def room_there(self) -> int:
        """A table is no wider than its columns: what there is, is the room of what it stands in."""
        around = self.parentWidget()
        if around is None:
            return super().room_there()
        bar = 0 if self._fitted else _BAR
        # A layout may give a pixel less, for which nothing is to be scrolled.
        return around.contentsRect().width() - 2 * self.frameWidth() - bar - 2

    def widen(self) -> None:
        """There is another room."""
        if not self._by_hand:
            self._room.changed()
            self._settle()

    def spare(self, column: int) -> int:
        """What is the same in all rows is said once, below the table, where there is no room for it in each."""
        part = self.rows_model.columns[column]
        same = column and not part.number and len({part.text(row) for row in self.rows}) == 1
        return SAID_ONCE if same and not getattr(part, "fixed", False) else super().spare(column)

    def choose_columns(self, hidden: Collection[str], wished: Collection[str]) -> None:
        """Hide the columns of these names; show the wished ones, however little room there is."""
        names = [getattr(part, "name", "") for part in self.rows_model.columns]
        out, wishes = self._numbers(names, hidden), self._numbers(names, wished)
        if out == self._hidden() and wishes == self._room.wished:
            return  # to show all for a moment would give the table another height, and so what it stands in
        self._room.show_all()
        for number in range(len(names)):
            self._room.wish(number, number in wishes)
            self.setColumnHidden(number, number in out)
        if not self._by_hand:
            self._room.anew()
        self._settle()

    def _numbers(self, names: Sequence[str], chosen: Collection[str]) -> set[int]:
        return {number for number, name in enumerate(names) if name and name in chosen}

    def _hidden(self) -> set[int]:
        """The columns that are hidden, but for those that only have no room."""
        columns = set(range(len(self.rows_model.columns))) - set(self.left_out())
        return {number for number in columns if self.isColumnHidden(number)}

    def show_column(self, column: int, on: bool) -> None:
        super().show_column(column, on)
        self._room.anew()
        self._settle()

    def said_of_left_out(self) -> str:
        """What the columns say that have no room: their one value, or else their names."""
        parts, rows = self.rows_model.columns, self.rows
        out = self.left_out()
        same = [n for n in out if self.spare(n) == SAID_ONCE]
        said = [tr("{head}: {value}", head=self._head_of(n), value=parts[n].text(rows[0])) for n in same]
        names = tr(", ").join(self._head_of(n) for n in out if n not in same)
        return "  ·  ".join(
            [*said, *([tr("Not shown, for want of room: {names}", names=names)] if names else [])]
        )

    def _head_of(self, column: int) -> str:
        return str(self.model().headerData(column, Qt.Orientation.Horizontal))

    def _settle(self) -> None:
        self._hug()
        if self._fitted:
            self.fit_height()
        self.fitted.emit()

    def fit_anew(self) -> None:
        if not self._by_hand:
            self.fit()

    def fit_height(self) -> None:
        """As high as its rows, so that the page scrolls and not the table."""
        self.setFixedHeight(self.wanted_height())

    def wanted_height(self) -> int:
        """The height at which no row has to be scrolled."""
        bar: QScrollBar = self.horizontalScrollBar()
        room = bar.sizeHint().height() if bar.maximum() > bar.minimum() else 0
        header = self.horizontalHeader().sizeHint().height()
        return header + self.verticalHeader().length() + room + 2 * self.frameWidth() + 4

    def _resized(self, number: int, _before: int, _after: int) -> None:
        """Columns that somebody drew wider or narrower stay so."""
        header = self.horizontalHeader()
        stretched = header.stretchLastSection() and header.visualIndex(number) == header.count() - 1
        # Without rows the columns get the room of their heads, perhaps while a tab is still pressed.
        pressed = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if pressed and self.rows and not stretched:
            self._by_hand = True
        self._hug()

    def _hug(self) -> None:
        """No wider than the columns, where the last one is of numbers."""
        header = self.horizontalHeader()
        wide = header.length() + 2 * self.frameWidth() + (0 if self._fitted else _BAR)
        self.setMaximumWidth(QWIDGETSIZE_MAX if header.stretchLastSection() else wide)

    def leaveEvent(self, event: QEvent) -> None:
        self.viewport().unsetCursor()
        super().leaveEvent(event)

    def _hover(self, index: QModelIndex) -> None:
        if self.rows_model.is_link(index):
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.viewport().unsetCursor()

    def _clicked(self, index: QModelIndex) -> None:
        plain = QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier
        if plain and self.rows_model.is_link(index) and len(self.selectedIndexes()) <= 1:
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        if (wanted := self.rows_model.cases(index)) is not None:
            self.cases_wanted.emit(wanted)


def _titles(columns: Sequence[Column]) -> list[tuple[str, bool]]:
    return [(column.title, column.number) for column in columns]


def _bold() -> QFont:
    font = QGuiApplication.font()
    font.setBold(True)
    return font
