"""Two runs of a workspace side by side: the same models beside the same references, with both values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.report.means import without_lone_means
from gui import files, run_names
from gui.calm import calm
from gui.context import Context
from gui.i18n import language, sentences, tr
from gui.judges import called
from gui.results import compare_file
from gui.results import figures as fig
from gui.results.cells import Cases, ScoreColumn
from gui.results.change import change
from gui.results.columns import ice_cases, rse_cases, set_name
from gui.results.compared import compared
from gui.results.exporting import file_name
from gui.results.load import Loaded
from gui.results.pairing import Both, apart, pairs, without_unpaired_lone_means
from gui.results.shelf import Shelf
from gui.results.stack import Part, TableStack
from gui.widgets.banner import Banner
from gui.widgets.empty import EmptyState
from gui.widgets.layout import column, row
from gui.widgets.table import copy_tables
from gui.widgets.text import button, label, named

_SHARES = (("Loose", "loose"), ("Strict", "strict"), ("Hard", "hard"))


@calm
class CompareTab(QWidget):
    """`cases_wanted` carries filter values, with the number of the run where it is the other one."""

    cases_wanted = Signal(object)

    def __init__(self, context: Context, shelf: Shelf) -> None:
        super().__init__()
        self.context, self.shelf = context, shelf
        self.loaded: Loaded | None = None
        self.other: Any = None
        self._unread = False
        self.choice = named(run_names.RunBox(), "Compare with run")
        self.stack = TableStack(context)
        self.copy = button("Copy table", self._copy, tip="Copy as rich text and as tab-separated text.")
        self.export = button("Export table…", self._export, tip="Save the figures of both runs as CSV.")
        self.apart, self.told = Banner(), label(role="muted", wrap=True)
        self.pages = QStackedWidget()
        self._lay_out()
        self.stack.cases_wanted.connect(self.cases_wanted)
        self.choice.activated.connect(lambda _index: self._read())
        language.changed.connect(self._show)

    def show_scores(self, loaded: Loaded) -> None:
        """Offer the other runs of the workspace, and compare with the one that was chosen."""
        self.loaded = loaded
        kept = self.choice.currentData()
        blocked = self.choice.blockSignals(True)
        others = [info for info in loaded.runs if info.id != loaded.tables.run]
        run_names.offer(self.choice, others)
        if kept not in {info.id for info in others}:  # the same study is what one compares with first
            kept = next((info.id for info in others if info.study == loaded.tables.study), None)
        self.choice.setCurrentIndex(max(0, self.choice.findData(kept)))
        self.choice.blockSignals(blocked)
        self.pages.setCurrentIndex(1 if self.choice.count() else 0)
        self._unread = True
        if self.isVisible():
            self._read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._unread:
            self._read()

    def _read(self) -> None:
        self._unread = False
        run = self.choice.currentData()
        if run is None:
            self.other = None
        else:
            self.shelf.scores(run, "results.compare", self._take)

    def _take(self, found: Loaded) -> None:
        self.other = found.tables
        self._show()

    def _show(self) -> None:
        if self.loaded is None or self.other is None:
            return
        rse, ice = without_lone_means(self._rse(), lambda both: both.there.prompt_set), self._ice()
        if why := apart(self.loaded.tables, self.other):
            self.apart.say(why, "info")
        else:
            self.apart.hide()
        runs = (self.loaded.tables.run, self.other.run)
        self.told.setText(sentences(change(rse, ice, runs), compared(rse, ice)))
        self.told.setVisible(bool(self.told.text()))
        note = tr(
            "Runs may differ in prompts, settings and dates: read a difference together with both intervals."
        )
        parts = []
        if rse:
            below = "" if ice else note
            parts.append(Part(tr("Similarity (RSE)"), self._rse_columns(), rse, below, strong=_is_mean))
        if ice:
            below = sentences(tr("Intervals are worked out for the loose share."), note)
            parts.append(Part(tr("Identity contradictions (ICE), %"), self._ice_columns(), ice, below))
        self.stack.show_parts(parts)

    def _rse(self) -> list[Both]:
        ours, theirs = self.loaded.tables.rse, self.other.rse  # type: ignore[union-attr]
        found = without_unpaired_lone_means(pairs(ours, theirs, "rse"), ours, theirs)
        return [Both(a, b, "overall") for a, b in found]

    def _ice(self) -> list[Both]:
        ours, theirs = self.loaded.tables, self.other  # type: ignore[union-attr]
        return [
            Both(a, b, score, words)
            for a, b in pairs(ours.ice, theirs.ice, "ice")
            for words, score in _SHARES
        ]

    def _rse_columns(self) -> list[ScoreColumn]:
        names = [
            ScoreColumn("Model", lambda b: b.there.model, name="model"),
            ScoreColumn("Reference", lambda b: b.there.reference, name="reference"),
            ScoreColumn("Judge", lambda b: called(b.there.judge), name="judge"),
            ScoreColumn("Prompt set", lambda b: set_name(b.there), name="prompt_set"),
        ]
        return [*names, *self._values(fig.score, fig.ends, rse_cases, 3, "n")]

    def _ice_columns(self) -> list[ScoreColumn]:
        names = [
            ScoreColumn("Model", lambda b: b.there.model, name="model"),
            ScoreColumn("Judge", lambda b: called(b.there.judge), name="judge"),
            ScoreColumn("Score", lambda b: tr(b.words), name="score"),
        ]
        return [*names, *self._values(fig.percent, fig.percent_ends, ice_cases, 1, "answered")]

    def _values(
        self,
        show: Callable[[float | None], str],
        ends: Callable[[Any, Any], str],
        cases: Callable[..., Cases],
        digits: int,
        count: str,
    ) -> list[ScoreColumn]:
        runs = (self.loaded.tables.run, self.other.run)  # type: ignore[union-attr]
        one, other = (
            _side(side, run, show, ends, cases, count)
            for side, run in zip(("first", "second"), runs, strict=True)
        )
        scale = 100.0 if digits == 1 else 1.0
        between = ScoreColumn(
            "Difference",
            lambda b: fig.signed(_scaled(b.difference, scale), digits),
            lambda b: b.difference,
            True,
            "The first run less the second.",
            "difference",
        )
        return [one[0], other[0], between, one[1], other[1], one[2], other[2]]

    def _copy(self) -> None:
        """All tables that are shown, as the other tabs do."""
        copy_tables(self.stack.tables)

    def _export(self) -> None:
        """Ask where to, write it, and say where it is."""
        if self.loaded is None or self.other is None:
            return
        runs = (self.loaded.tables.run, self.other.run)
        name = file_name(self.loaded.tables.study, f"run {runs[0]} beside run {runs[1]}", "csv")
        out = files.ask_where(self, tr("Export table"), name, ["csv"])
        if out is None:
            return
        found = compare_file.rows("rse", self._rse(), runs) + compare_file.rows("ice", self._ice(), runs)
        job = self.context.tasks.work(lambda: compare_file.write(found, out)).owned_by(self)
        job.then(lambda _none: self.context.exported.emit(out)).start()

    def _lay_out(self) -> None:
        head = row(label("Beside run"), self.choice, None, self.copy, self.export)
        inner = QWidget()
        whole = column(head, self.apart, self.told, self.stack, gap=8)
        whole.setStretch(3, 1)
        inner.setLayout(whole)
        self.pages.addWidget(
            EmptyState(
                "Only one run in this workspace",
                "Two runs of the same workspace can be laid side by side. Start another one first.",
                ("Set up a study", lambda: self.context.show("study")),
            )
        )
        self.pages.addWidget(inner)
        self.setLayout(column(self.pages, margins=(0, 10, 0, 0)))


def _side(
    side: str,
    run: int,
    show: Callable[[float | None], str],
    ends: Callable[[Any, Any], str],
    cases: Callable[..., Cases],
    count: str,
) -> list[ScoreColumn]:
    """Value, interval and count of one run."""

    def own(both: Both) -> Any:
        return getattr(both, side)

    def behind(both: Both) -> Cases | None:
        return None if own(both) is None else cases(own(both), run=run)

    def interval(both: Both) -> str:
        there = own(both)
        if both.score not in {"overall", "loose"}:
            return ""
        return fig.NONE if there is None else ends(there.low, there.high)

    title = tr("Run {n}", n=run)
    return [
        ScoreColumn(
            title,
            lambda b: show(b.value(own(b))),
            lambda b: b.value(own(b)),
            True,
            "",
            f"{side}.value",
            behind,
            literal=True,
        ),
        ScoreColumn(
            tr("Run {n}, 95 %", n=run), interval, None, True, "", f"{side}.interval", literal=True, spare=1
        ),
        ScoreColumn(
            tr("Run {n}, n", n=run),
            lambda b: fig.whole(getattr(own(b), count, None)),
            lambda b: getattr(own(b), count, None),
            True,
            "",
            f"{side}.n",
            behind,
            literal=True,
            spare=2,
        ),
    ]


def _scaled(value: float | None, scale: float) -> float | None:
    return None if value is None else value * scale


def _is_mean(both: Both) -> bool:
    return both.there.prompt_set is None
