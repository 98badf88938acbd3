"""The identity questions, by topic and language."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from gui import format as fmt
from gui.context import Context
from gui.i18n import tr
from gui.identity import words
from gui.identity.filters import Filters
from gui.widgets.layout import column
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable
from gui.widgets.text import label

_NOTE = (
    "Every template is filled with these questions. A study can ask your own instead: choose your file on the Study"
    " page, step 1, More options, Questions from."
)
_COLUMNS = (
    Column("Topic", lambda q: words.capital(q.topic)),
    Column("Language", lambda q: words.spoken(q.language)),
    Column("Question", lambda q: words.one_line(q.text)),
)


class QuestionsTab(QWidget):
    """A list with two filters and a search."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.filters = Filters(
            ("topic", "All topics"), ("language", "All languages"), hint="Search questions"
        )
        self.model = RowsModel(_COLUMNS, self)
        self.table = DataTable("Identity questions", self.model, rows=True)
        self.count = label(role="muted")
        self._all: tuple[Any, ...] = ()
        whole = column(
            label(_NOTE, "muted", wrap=True), self.filters, self.table, self.count, gap=10,
            margins=(0, 12, 0, 0),
        )  # fmt: skip
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.filters.changed.connect(self._show)

    def refresh(self) -> None:
        """Read the questions, once."""
        if not self._all:
            job = self.context.tasks.work(_questions).latest("identity.questions").owned_by(self)
            job.then(self._loaded).start()

    def retranslate(self) -> None:
        """Say the count again."""
        self._show()

    def _loaded(self, questions: tuple[Any, ...]) -> None:
        self._all = questions
        self.filters.offer(questions)
        self._show()
        self.table.fit()

    def _show(self) -> None:
        passing = [q for q in self._all if self.filters.passes(q, q.text)]
        self.model.set_rows(passing)
        self.count.setText(
            tr("{n} of {all} questions", n=fmt.count(len(passing)), all=fmt.count(len(self._all)))
        )


def _questions() -> tuple[Any, ...]:
    from core.ice import questions

    return questions.load()
