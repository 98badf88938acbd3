"""The results page: what a run found, in tables, words and charts, and everything that can be saved of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QProgressBar, QStackedWidget, QWidget

from gui import run_names, statuses
from gui.calm import calm
from gui.context import Context
from gui.i18n import tr
from gui.messages import said
from gui.results import load
from gui.results.charts import ChartArea
from gui.results.compare import CompareTab
from gui.results.deeper import DeeperTab
from gui.results.edited import EditedWords
from gui.results.exporting import Exporter
from gui.results.facts import facts, waiting
from gui.results.failed import FailedCalls
from gui.results.head import RunHead
from gui.results.identity import IdentityTab
from gui.results.load import Depth, Loaded
from gui.results.nearest import NearestTab
from gui.results.no_run import NoRun
from gui.results.shelf import Shelf
from gui.results.similarity import SimilarityTab
from gui.results.stack import TableStack
from gui.results.wide import ChartBeside
from gui.run_acts import RunActs
from gui.widgets.banner import Banner
from gui.widgets.layout import column, holder
from gui.widgets.page import Page
from gui.widgets.taborder import follow_layout
from gui.widgets.tabs import Tabs
from gui.widgets.text import button, named, put_menu

_NEEDS_A_WORD = (*statuses.UNFINISHED, "degraded")
_BOX = 0.42  # of the page's width, that a box of runs may take
_TITLES = ("Similarity (RSE)", "Identity (ICE)", "Nearest reference", "Checks", "Compare runs", "Charts")


@calm
class ResultsPage(Page):
    """Shown with the number of a run, or nothing: the run that is being looked at."""

    NAME, TITLE = "results", "Results"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.loaded: Loaded | None = None
        self.behind: Depth | None = None
        self._stale = True
        self.banner = Banner()
        self.progress = named(QProgressBar(), "Reading the scores")
        self.similarity, self.identity = SimilarityTab(context), IdentityTab(context)
        self.nearest, self.deeper = NearestTab(context), DeeperTab(context)
        self.shelf = Shelf(context, self)
        self.edited = EditedWords(self)
        self.compare, self.charts = CompareTab(context, self.shelf), ChartArea(context, edited=self.edited)
        self.exporter, self.acts = Exporter(context, self, self.edited), RunActs(context, self)
        self.failed = FailedCalls(context, self, lambda: self.acts.go_on(self.context.run, retry_errors=True))
        self.head = RunHead(self.failed.see)
        self.run_box, self.badge, self.facts = self.head.run_box, self.head.badge, self.head.facts
        self._lay_out()
        self._connect()
        self.refresh()

    def shown(self, what: object = None) -> None:
        if isinstance(what, int):
            self.context.look_at(what)
            self._show_first()
        if what == "checks":
            self.tabs.setCurrentWidget(self.deeper)
            self.deeper.lead_to_labels()
        if self._stale or self.context.runs.active:
            self.refresh()

    def _show_first(self) -> None:
        """Who asks for a run by its number wants its scores, not the tab that another one was left on."""
        there = (n for n in range(self.tabs.count()) if self.tabs.isTabVisible(n))
        self.tabs.setCurrentIndex(next(there, 0))

    def first_focus(self) -> QWidget | None:
        return self.tabs.tabBar() if self.loaded else None

    def refresh(self) -> None:
        """Read the runs and the scores of the one that is looked at; what is behind them follows."""
        run = self.context.run
        self._stale = False
        if run is None:
            self.loaded = self.behind = None
            self.stack.setCurrentIndex(0)
            self.show_buttons(False)
            return
        if self.loaded is None:
            self.stack.setCurrentIndex(1)
        self.shelf.scores(run, "results.scores", self._take)

    def retranslate(self) -> None:
        put_menu(self.export, self.exporter.menu())
        self._put_more()
        for area in (self.charts, self.wide.area):
            area.retranslate()
        if self.loaded is not None:
            self._show_facts(self.loaded)
            self._show_all()

    def recolor(self) -> None:
        for area in (self.charts, self.wide.area):
            area.recolor()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for box in (
            self.run_box,
            self.compare.choice,
        ):  # where there is room, a study's name is not shortened
            box.setMaximumWidth(max(run_names.WIDEST, round(_BOX * self.width())))

    def leave(self) -> None:
        self.exporter.renderer.close()
        self.shelf.close()

    def _progressed(self, run: int, share: float) -> None:
        """Scores of a large run take a while: say how far they are, and show those of no other run meanwhile."""
        if run != self.context.run:
            return
        self.progress.setValue(round(100 * share))
        self.progress.setVisible(share < 1.0)
        other = self.loaded is not None and self.loaded.tables.run != run and share < 1.0
        self.found.setCurrentIndex(1 if other else 0)
        if other:
            self.head.say("")
            for part in (self.badge, self.banner, self.failed.see, self.failed.refused):
                part.hide()

    def _take(self, loaded: Loaded) -> None:
        if self.loaded is None or self.loaded.tables.run != loaded.tables.run:
            self.behind = None
        self.loaded = loaded
        self.exporter.run = loaded.tables.run
        self.progress.hide()
        self.found.setCurrentIndex(0)
        self.stack.setCurrentIndex(2)
        self.show_buttons(True)
        self._show_facts(loaded)
        self._show_all()
        self.compare.show_scores(loaded)
        self.wide.show_tables(loaded.tables)
        self._show_charts()
        tables, run = loaded.tables, loaded.tables.run
        self.shelf.depth(run, tables, self._take_depth)

    def _take_depth(self, depth: Depth) -> None:
        self.behind = depth
        self._show_all()
        self.deeper.arrive()

    def _show_all(self) -> None:
        loaded, depth = self.loaded, self.behind
        if loaded is None:
            return
        tables = loaded.tables
        self.similarity.show_scores(loaded, depth)
        self.identity.show_scores(loaded, depth)
        self.nearest.show_scores(loaded, depth)
        self.deeper.show_depth(depth)
        there = (bool(tables.rse) or not tables.ice, bool(tables.ice), bool(tables.nearest))
        looked_at = self.tabs.currentIndex()
        for number, visible in enumerate(there):
            self.tabs.setTabVisible(number, visible)
        if not self.tabs.isTabVisible(looked_at):
            self.tabs.setCurrentIndex(there.index(True))
        info = self._info()
        stopped = info is not None and info.status in statuses.UNFINISHED
        self.go_on.setVisible(stopped and not self.context.runs.active)
        ended = (info.message,) if info and info.message and info.status in _NEEDS_A_WORD else ()
        newer = depth.newer if depth and not stopped else ""
        self.rejudge.setVisible(bool(newer) and not self.context.runs.active)
        warned = (*ended, *(depth.warnings if depth else ()), *([newer] if newer else []))
        self.banner.setVisible(bool(warned))
        if info is not None and info.status == "imported" and not info.judgments:
            words = tr("These responses have not been compared with others yet.")
            self.banner.say(words, "info", (tr("Set up a comparison"), lambda: self.acts.duplicate(info.id)))
        elif warned:
            self.banner.say("\n".join(map(said, warned)), "warn")

    def _show_charts(self) -> None:
        """Charts are drawn when their tab is in front: pyqtgraph takes long to import."""
        loaded, charts = self.loaded, self.charts
        if (
            loaded is not None
            and self.tabs.currentWidget() is self.drawn
            and charts.tables is not loaded.tables
        ):
            charts.show_tables(loaded.tables)

    def _show_facts(self, loaded: Loaded) -> None:
        blocked = self.run_box.blockSignals(True)
        run_names.offer(self.run_box, loaded.runs)
        self.run_box.setCurrentIndex(self.run_box.findData(loaded.tables.run))
        self.run_box.blockSignals(blocked)
        self.failed.show_run(info := self._info())
        if info is not None:
            statuses.show_badge(self.badge, info.status, info.message)
            self.exporter.study = info.study
            self.head.say(facts(info))

    def _open_cases(self, wanted: dict[str, Any]) -> None:
        if self.loaded is None:
            return
        chosen, tables = dict(wanted), self.loaded.tables
        run = chosen.pop("run", tables.run)
        if run != tables.run:
            tables = self.compare.other
            self.context.look_at(run)
        self.context.show("inspector", load.counted(tables, chosen))

    def _put_more(self) -> None:
        acts, context, menu = self.acts, self.context, QMenu(self)
        menu.addAction(tr("Duplicate study"), lambda: acts.duplicate(context.run))
        menu.addAction(tr("Repeat run afresh"), lambda: acts.again(context.run))
        retry = menu.addAction(tr("Retry errors only"), self.failed.retry)
        menu.aboutToShow.connect(lambda: retry.setEnabled(acts.can_retry(self._info())))
        menu.addSeparator()
        menu.addAction(tr("Delete run"), self._delete)
        put_menu(self.more, menu)

    def _delete(self) -> None:
        if (info := self._info()) is not None:
            self.acts.delete(info)

    def _info(self) -> Any:
        """The RunInfo of the run that is shown, or None."""
        loaded = self.loaded
        return next((i for i in loaded.runs if i.id == loaded.tables.run), None) if loaded else None

    def _changed(self) -> None:
        """Something was written, or another run is looked at; read it now if anybody sees it."""
        if self.isVisible() or self.context.run is None or self.loaded is None:
            self.refresh()
        else:
            self._stale = True

    def _connect(self) -> None:
        self.run_box.activated.connect(lambda _index: self.context.look_at(self.run_box.currentData()))
        for tab in (self.similarity, self.identity, self.nearest, self.deeper, self.compare):
            tab.cases_wanted.connect(self._open_cases)
        for stack in self.findChildren(TableStack):
            stack.rebuilt.connect(lambda: follow_layout(self))
        for each in (self.similarity, self.identity):
            each.published.toggled.connect(lambda on, each=each: self.wide.give_way(each, on))
        self.tabs.currentChanged.connect(lambda _index: self._show_charts())
        self.shelf.progressed.connect(self._progressed)
        self.context.run_changed.connect(self._changed)
        self.context.data_changed.connect(self._changed)

    def _lay_out(self) -> None:
        self.export = button("Export")
        self.export.setMenu(self.exporter.menu())
        self.cases = button("Look at judgments", lambda: self.context.show("inspector", {}))
        self.more = button("More", tip="What else can be done with this run.")
        self._put_more()
        self.go_on = button(
            "Continue run",
            lambda: self.acts.go_on(self.context.run),
            "primary",
            tip="Takes up where the run stopped.",
        )
        self.rejudge = button(
            "Judge anew",
            lambda: self.acts.go_on(self.context.run, rejudge=True),
            tip="Judges the same answers in a new run, by the judges of this version of the program.",
        )
        self.go_on.hide()
        self.rejudge.hide()
        for part in (self.go_on, self.rejudge, self.cases, self.export, self.more):
            self.buttons.addWidget(part)
        self.drawn = holder(column(self.charts, margins=(0, 10, 0, 0)))
        parts = (self.similarity, self.identity, self.nearest, self.deeper, self.compare, self.drawn)
        self.tabs = Tabs("Results of the run", *zip(_TITLES, parts, strict=True))
        self.found = QStackedWidget()
        beside = {self.similarity: "rse-bars", self.identity: "ice-bars", self.nearest: "nearest"}
        self.wide = ChartBeside(self.context, self.tabs, beside, self.edited)
        for page in (self.wide, waiting()):
            self.found.addWidget(page)
        whole = column(self.head, self.failed.refused, self.banner, self.found, gap=10)
        whole.setStretch(3, 1)
        self.stack = QStackedWidget()
        for page in (NoRun(self.context), waiting(), holder(whole)):
            self.stack.addWidget(page)
        self.progress.setTextVisible(False)
        self.progress.hide()
        self.body.addWidget(self.progress)
        self.body.addWidget(self.stack, 1)
