"""A million judgments in the inspector: first rows, filters, sorting, search, and scrolling frame by frame."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from million import JUDGE, workspace_of
from million_texts import COMMON_CHINESE, COMMON_ENGLISH, RARE_CHINESE, RARE_ENGLISH
from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, Qt
from window_rig import Rig, scroll, spread

from gui import format as fmt
from gui.inspector.columns import COLUMNS
from gui.widgets.table import DataTable

SMALL = 20_000  # judgments, to compare with
FRAMES, STEP = 600, 700  # 600 frames of 700 pixels: some 12,000 rows
BOXES = (
    ("model", "test-07"), ("reference", "ref-b"), ("judge", JUDGE), ("prompt_set", "中文问答"), ("metric", "ice"),
    ("outcome", "no_answer"), ("outcome", "claims another maker"), ("verdict", "strict"), ("topic", "geography"),
    ("naming", "named"), ("language", "zh"),
)  # fmt: skip
COMBINED = (
    {"model": "test-03", "judge": JUDGE, "outcome": "no_answer"},
    {"model": "test-11", "reference": "ref-c", "prompt_set": "中文问答", "judge": "measured"},
    {"metric": "ice", "judge": "rules", "outcome": "claims another maker", "model": "test-05"},
    {"reference": "ref-a", "low": 4.5},
    {"claim": "openai", "judge": "rules"},
    {"kind": "role", "language": "zh"},
    {"metric": "rse", "verdict": "strict"},
)
WORDS = (RARE_ENGLISH, COMMON_ENGLISH, "because then so", RARE_CHINESE, COMMON_CHINESE, "nothing has this")


def inspector(judgments: int) -> None:
    """Print the figures."""
    path = workspace_of(judgments)
    print(f"  {path.stat().st_size / 1e9:.1f} GB; a scan of all rows without an index: {_scan(path):.0f} ms")
    with opened(path, "inspector opened, imported and built") as look:
        look.filters()
        look.sorting()
        look.search()
        look.scrolling()
    for number in (judgments, SMALL):
        with opened(workspace_of(number), f"in another window, {number:,} judgments"):
            pass


@contextmanager
def opened(path: Path, name: str) -> Iterator[Look]:
    """The inspector of a window of its own; prints how long it took until its first rows were seen."""
    rig = Rig()
    try:
        rig.window.context.open_workspace(path)
        rig.until(lambda: rig.window.context.run == 1 and not rig.window.context.tasks.busy)
        look = Look(rig)
        print(f"  {name:<62} {look.opened:5.0f} ms [300], CPU {look.cpu:5.0f}")
        yield look
    finally:
        rig.close()


def _scan(path: Path) -> float:
    """Milliseconds to look at every judgment: what a filter without an index would take, at the least."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        began = time.perf_counter()
        db.execute("SELECT count(*) FROM judgment NOT INDEXED WHERE raw = 'x'").fetchone()
        return (time.perf_counter() - began) * 1e3


class Painted(QObject):
    """Whether the list was painted since it was last asked."""

    def __init__(self, table: DataTable) -> None:
        super().__init__(table)
        self.seen = False
        table.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        self.seen = self.seen or event.type() == QEvent.Type.Paint
        return False


class Look:
    """Does things to the inspector and waits until their rows are painted."""

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        began, cpu = time.perf_counter(), time.process_time()
        rig.window.show_page("inspector")
        self.page: Any = rig.window.page("inspector")
        self.table: DataTable = self.page.table
        self.painted = Painted(self.table)
        self.loaded, self.number = False, -1
        self.page.model.loaded.connect(self._note)
        self.page.model.counted.connect(lambda number: setattr(self, "number", number))
        rig.until(lambda: self.page.model.rowCount() > 0 and self.painted.seen)
        self.opened, self.cpu = (time.perf_counter() - began) * 1e3, (time.process_time() - cpu) * 1e3
        rig.until(lambda: not rig.window.context.tasks.busy)

    def _note(self) -> None:
        self.loaded, self.painted.seen = True, False

    def timed(self, name: str, act: Callable[[], object]) -> None:
        """Print how long it took until the first rows were seen, and until their number was known."""
        self.loaded, self.number, began, cpu = False, -1, time.perf_counter(), time.process_time()
        act()
        # Where nothing passes, there is nothing to paint.
        self.rig.until(lambda: self.loaded and (self.painted.seen or self.number == 0))
        took, worked = (time.perf_counter() - began) * 1e3, (time.process_time() - cpu) * 1e3
        self.rig.until(lambda: self.number >= 0)
        counted = (time.perf_counter() - began) * 1e3
        print(
            f"  {name:<62} {took:5.0f} ms [300], CPU {worked:5.0f};   {self.number:>9,} counted after {counted:5.0f} ms"
        )
        self.rig.until(lambda: not self.rig.window.context.tasks.busy)

    def filters(self) -> None:
        """Each filter by its box, then some together, as a click on a figure chooses them."""
        bar = self.page.filters
        for key, value in BOXES:
            box = bar.boxes[key]
            self.timed(
                f"filter {key}: {value}",
                lambda box=box, value=value: box.setCurrentIndex(box.findData(value)),
            )
            self.timed_back(lambda box=box: box.setCurrentIndex(0))
        for number in range(1, bar.score.count()):
            text = bar.score.itemText(number)
            self.timed(f"filter score: {text}", lambda number=number: bar.score.setCurrentIndex(number))
            self.timed_back(lambda: bar.score.setCurrentIndex(0))
        for check in (bar.differ, bar.labelled):
            self.timed(f"filter {check.text()}", lambda check=check: check.setChecked(True))
            self.timed_back(lambda check=check: check.setChecked(False))
        for wanted in COMBINED:
            said = ", ".join(map(str, wanted.values()))
            self.timed(f"filters {said}", lambda wanted=wanted: bar.choose(wanted))
        self.timed_back(bar.clear)

    def timed_back(self, act: Callable[[], object]) -> None:
        """Do something and wait for its rows, unmeasured."""
        self.loaded = False
        act()
        self.rig.until(lambda: self.loaded and not self.rig.window.context.tasks.busy)

    def sorting(self) -> None:
        """By each column, both ways; then by some, with a filter."""
        orders = (Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder)
        for number, order in ((n, o) for n, c in enumerate(COLUMNS) if c.sort for o in orders):
            name = f"sort by {COLUMNS[number].title}, {order.name.removesuffix('Order').lower()}"
            self.timed(name, lambda number=number, order=order: self.table.sortByColumn(number, order))
        box = self.page.filters.boxes["metric"]
        self.timed_back(lambda: box.setCurrentIndex(box.findData("ice")))
        for number in (n for n, c in enumerate(COLUMNS) if c.sort):
            name = f"sort by {COLUMNS[number].title}, metric: ice"
            self.timed(name, lambda number=number: self.table.sortByColumn(number, orders[0]))
        self.timed_back(lambda: self.table.sortByColumn(0, orders[1]))
        self.timed_back(lambda: box.setCurrentIndex(0))

    def search(self) -> None:
        """From the last key; the pause before a search is part of it."""
        for words in WORDS:
            self.timed(
                f"search {words!r}, from the last key",
                lambda words=words: self.page.filters.search.setText(words),
            )
        box = self.page.filters.boxes["model"]
        self.timed(f"search {words!r} and a model", lambda: box.setCurrentIndex(box.findData("test-07")))
        self.timed_back(lambda: box.setCurrentIndex(0))
        self.timed_back(self.page.filters.search.clear)

    def scrolling(self) -> None:
        """Down through thousands of rows, beside a table that holds as many in memory."""
        self.table.scrollToTop()
        blank = Blanks(self.table)
        times = scroll(self.rig, self.table, FRAMES, STEP)
        place = self.table.rowAt(self.table.viewport().height() // 2)
        print(
            f"  scrolled to row {place:,} of {self.page.model.rowCount():,}, frames: {spread(times)}  [max 33]"
        )
        print(f"  frames painted while a row had not been read yet: {blank.share():.0%}")
        bare = DataTable("Bare", Bare())
        bare.resize(self.table.size())
        bare.show()
        self.rig.frame()
        print(f"  the same with all rows in memory, frames: {spread(scroll(self.rig, bare, FRAMES, STEP))}")
        bare.close()


class Blanks(QObject):
    """Counts paintings of the list, and those in which the row in the middle was not there yet."""

    def __init__(self, table: DataTable) -> None:
        super().__init__(table)
        self._table, self._all, self._blank = table, 0, 0
        table.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint:
            index = self._table.model().index(self._table.rowAt(self._table.viewport().height() // 2), 0)
            self._all += 1
            self._blank += index.isValid() and index.data() == fmt.NONE
        return False

    def share(self) -> float:
        """Of all paintings."""
        return self._blank / max(1, self._all)


class Bare(QAbstractTableModel):
    """As many cells, made up on the spot."""

    def rowCount(self, parent: Any = None) -> int:  # noqa: N802
        return 0 if isinstance(parent, QModelIndex) and parent.isValid() else 20_000

    def columnCount(self, parent: Any = None) -> int:  # noqa: N802
        return 0 if isinstance(parent, QModelIndex) and parent.isValid() else len(COLUMNS)

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return f"{index.row()} / {index.column()}" if role == Qt.ItemDataRole.DisplayRole else None
