"""The heads of a table's columns: on two lines where the columns would not fit otherwise."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader

from gui.calm import calm


def broken(head: str) -> str:
    """A head on two lines that are as short as its words allow; as it is where a line would be a single sign."""
    words = head.split(" ")
    pairs = [(" ".join(words[:k]), " ".join(words[k:])) for k in range(1, len(words))]
    pairs = [pair for pair in pairs if min(map(len, pair)) > 1]
    return "\n".join(min(pairs, key=lambda pair: max(map(len, pair)))) if pairs else head


@calm
class Heads(QHeaderView):
    """Heads above columns, on one line unless told otherwise; `drawn` when somebody made one wider or narrower.

    `lent`: pixels of the air at the left of numbers' heads that are not there while heads stand on two lines.
    """

    drawn = Signal()

    def __init__(self, lent: int = 0) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._lent = lent
        self._before: list[int] = []
        self._on_two = False
        self._asked: dict[tuple[object, ...], QSize] = {}
        self.setSectionsClickable(True)

    @property
    def on_two_lines(self) -> bool:
        """Whether heads of several words stand on two lines."""
        return self._on_two

    def break_lines(self, on_two: bool) -> None:
        """Set the heads on two lines, or on one again."""
        if on_two != self._on_two:
            self._on_two = on_two
            self.headerDataChanged(self.orientation(), 0, max(0, self.count() - 1))
            self.geometriesChanged.emit()

    def width_of(self, section: int, on_two: bool) -> int:
        """The width that a head asks for on one line or on two."""
        return self._size(section, on_two).width()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._before = self._sizes()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._before != self._sizes():
            self.drawn.emit()

    def _sizes(self) -> list[int]:
        return [self.sectionSize(section) for section in range(self.count())]

    def sectionSizeFromContents(self, section: int) -> QSize:
        """The same, with the height, as the heads stand now."""
        return self._size(section, self._on_two)

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, section: int) -> None:
        """The words on the lines that they have now."""
        super().initStyleOptionForIndex(option, section)
        if self._on_two:
            option.text = broken(option.text)  # type: ignore[attr-defined]

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """What a head lends is air: its words stand where they would, at the right."""
        super().paintSection(painter, rect.adjusted(-self.lent_by(section), 0, 0, 0), section)

    def lent_by(self, section: int) -> int:
        """The pixels that are not there at the left of a column of numbers, as the heads stand now."""
        if not self._on_two or not self._lent:
            return 0
        place = self.model().headerData(section, self.orientation(), Qt.ItemDataRole.TextAlignmentRole)
        return self._lent if int(place or 0) & Qt.AlignmentFlag.AlignRight.value else 0

    def changeEvent(self, event: QEvent) -> None:
        """Another font or style: what was measured holds no more."""
        self._asked.clear()
        super().changeEvent(event)

    def _size(self, section: int, on_two: bool) -> QSize:
        """Measured once for each head: a table that is laid out asks for it a hundred times."""
        head = str(self.model().headerData(section, self.orientation()) or "")
        polished = self.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)
        asked = (section, on_two, head, self.isSortIndicatorShown(), polished)
        if asked not in self._asked:
            self._asked[asked] = self._measured(section, head, on_two)
        return self._asked[asked]

    def _measured(self, section: int, head: str, on_two: bool) -> QSize:
        size: QSize = super().sectionSizeFromContents(section)
        lines = broken(head) if on_two else head
        if lines == head:
            return size
        self.ensurePolished()
        measure = self.fontMetrics()
        font = self.font()
        font.setBold(True)  # as the style sheet has them; the metrics of the widget's own font are narrower
        measure = type(measure)(font)
        return size + measure.size(0, lines) - measure.size(0, head)
