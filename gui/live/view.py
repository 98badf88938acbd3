"""The live page: how the run goes, what it found so far, what went wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget

from core.events import Event, RunEnded, RunPaused, RunStarted
from gui.context import Context
from gui.i18n import core_language, tr
from gui.live import columns
from gui.live.asking import Asking
from gui.live.figures import RunFigures
from gui.live.head import RunHead
from gui.live.model import LiveState
from gui.live.nothing import NothingOn
from gui.live.reading import RunReading
from gui.live.waiting import WaitingTab
from gui.results.charts import ChartArea
from gui.results.tables import ScoreTables
from gui.runs import Wish
from gui.study.unpriced import unpriced
from gui.widgets.banner import Banner
from gui.widgets.layout import card, column, holder, row
from gui.widgets.page import Page
from gui.widgets.rows import RowsModel
from gui.widgets.table import DataTable
from gui.widgets.tabs import Tabs
from gui.widgets.text import button

_READ_MS = 1_000
_SCORES = ("Scores so far", "Scores")
_NO_SCORES = "No scores: no response was judged."
_RSE_COMES = (
    "No scores yet. Each test model gets a row here, once both it and the reference answered a prompt and a judge"
    " compared the two."
)
_ICE_COMES = (
    "No scores yet. Each test model gets a row here, once it answered who it is and a judge looked at that."
)
_BEFORE_THE_END = ("", "running", "held")
_PRICE = "No price is known for a model of this run. Enter it in the study: what is asked from then on counts with it."
_EMPTY = ("No answer yet", "No errors", "No account is asked yet", "No judgments yet")


class LivePage(Page):
    """Follows the run that is on."""

    NAME, TITLE = "live", "Live run"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.state = LiveState()
        self.reading = RunReading(context, self)
        self._wish: Wish | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_READ_MS)
        self._timer.timeout.connect(self.reading.read)
        self.head = RunHead(context, lambda: self._lead("results", self.state.run))
        self.again, self.retry, self.pause, self.resume, self.cancel, self.results = self.head.buttons
        self.price = button("Enter the price", self._to_prices, "quiet", _PRICE)
        self._tables()
        self._lay_out()
        context.runs.changed.connect(self.refresh)
        context.runs.ended.connect(self._ended)
        context.workspace_changed.connect(self.refresh)
        context.run_deleted.connect(self._forget)
        context.moved.connect(self._moved)
        self.reading.found.connect(self._show_found)
        self.refresh()

    def shown(self, what: object = None) -> None:  # noqa: ARG002 - the signature of all pages
        self.refresh()

    def retranslate(self) -> None:
        self.chart.retranslate()
        self.refresh()

    def recolor(self) -> None:
        self.chart.recolor()

    def leave(self) -> None:
        self.reading.close()

    def batch(self, events: list[Event]) -> None:
        for event in events:
            self.state.take(event)
        here = self.state.workspace is not None and self.state.workspace == self.context.workspace
        # Once: who looks at another run meanwhile, as from a message, is left there.
        if here and self.state.run is not None and any(isinstance(e, RunStarted) for e in events):
            self.context.look_at(self.state.run)
        self.refresh()
        if any(isinstance(e, RunPaused) for e in events):
            self.reading.read_at_once()  # what holds still is looked at

    def refresh(self) -> None:
        """Show the state."""
        runs = self.context.runs
        if runs.current is not None and runs.current is not self._wish:
            self._follow(runs.current)
        self.stack.setCurrentIndex(1 if runs.active or self.state.status else 0)
        if runs.active != self._timer.isActive():
            self._timer.start() if runs.active else self._timer.stop()
        self.head.show_run(self.state, self._wish)
        self._show_progress()
        self._say_what_comes()
        self.newest_model.set_rows(list(self.state.newest))
        self.error_model.set_rows(self.state.lines)
        self._show_waiting()
        self.account_model.set_rows(list(self.state.accounts.values()))
        self.tabs.say(self.tabs.indexOf(self.errors), "Errors", self.state.error_count)
        self.tabs.say(0, _SCORES[0] if runs.active else _SCORES[1])

    def _show_waiting(self) -> None:
        number, place = len(self.context.runs.waiting), self.tabs.indexOf(self.waiting)
        self.waiting.show_queue()
        self.tabs.setTabVisible(place, number > 0)
        self.tabs.say(place, "Waiting", number)

    def _follow(self, wish: Wish) -> None:
        """Another run was begun: nothing that is shown of the one before is true of it."""
        notes = self.state.notes if wish.workspace == self.state.workspace else {}
        self._take_up(wish, LiveState(workspace=wish.workspace, notes=notes))

    def _take_up(self, wish: Wish | None, state: LiveState) -> None:
        self._wish, self.state = wish, state
        self.reading.follow(state)
        self.count_model.set_rows([])
        self.scores.clear()
        self.chart.clear()
        self.shared.hide()

    def _moved(self, source: Path, target: Path) -> None:
        """The file of the run that has ended is somewhere else by now."""
        if self._wish is not None and self._wish.workspace == source and not self.context.runs.active:
            self._wish, self.state.workspace = replace(self._wish, workspace=target), target

    def _forget(self, run: int) -> None:
        """The run was deleted: there is nothing to be said of it any more."""
        here = self.context.workspace == self.state.workspace
        if here and run == self.state.run and not self.context.runs.active:
            self._take_up(None, LiveState())
            self.refresh()

    def _lead(self, page: str, what: object) -> None:
        """To a page that shows the run that is followed, whichever was looked at."""
        if self.state.workspace is not None and self.state.run is not None:
            self.context.look_into(self.state.workspace, self.state.run)
        self.context.show(page, what)

    def _show_found(self, counts: Any, tables: Any) -> None:
        self.count_model.set_rows(counts)
        self.scores.show_tables(tables)
        self._show_shared(tables)
        if tables.rse or tables.ice:
            self.chart.show_tables(tables, self.state.workspace)

    def _show_shared(self, tables: Any) -> None:
        """Judges beside their relatives are said with these tables too."""
        self.shared.setVisible(bool(tables.shared))
        if tables.shared:
            from core.report.grids import shared_warnings
            from core.report.words import words

            said = shared_warnings(tables.shared, words(core_language()))
            self.shared.say("\n".join(said), "warn")

    def _ended(self, event: RunEnded) -> None:
        self.state.take(event)
        self.refresh()
        self.reading.read_at_once()

    def _show_progress(self) -> None:
        progress, runs = self.state.progress, self.context.runs
        on = runs.active and not runs.paused
        state = self.state
        self.asking.show(state.models.values() if on else (), state.accounts.values() if on else ())
        wish = runs.current or self._wish
        caps = wish.options if wish else {}
        self.strip.show(progress, self.state.error_count, caps, active=runs.active)
        if progress is not None:
            self.price.setVisible(progress.cost_unknown and self._wish is not None)

    def _say_what_comes(self) -> None:
        """In place of scores: what will stand there, and what is being waited for."""
        text = tr(_NO_SCORES)
        if self.state.status in _BEFORE_THE_END:
            only_ice = self._wish is not None and "rse" not in self._wish.study.metrics
            text = tr(_ICE_COMES if only_ice else _RSE_COMES)
        self.scores.set_empty_text(text)

    def _to_prices(self) -> None:
        """To the dialog of the model: the review says nothing of one that is asked no more."""
        if self._wish is not None:
            study = self._wish.study
            job = self.context.tasks.work(lambda: unpriced(study)).latest("live.price").owned_by(self)
            job.then(lambda found: self.context.show("study", found)).start()

    def _tables(self) -> None:
        self.count_model, self.counts = self._table("Progress by model and prompt set", columns.COUNTS)
        self.error_model, self.errors = self._table("Errors by cause", columns.ERRORS)
        self.account_model, self.accounts = self._table("Accounts", columns.ACCOUNTS)
        self.newest_model, self.newest = self._table("Newest judgments", columns.NEWEST)
        for table, text in zip((self.counts, self.errors, self.accounts, self.newest), _EMPTY, strict=True):
            table.say_when_empty(text)
        self.newest.opened.connect(self._open_judgment)
        self.errors.opened.connect(self._open_error)
        self.scores = ScoreTables(self.context, "live.scores")
        self.scores.cases_wanted.connect(lambda wanted: self._lead("inspector", wanted))
        self.chart, self.waiting = ChartArea(self.context, self._lead), WaitingTab(self.context)
        self.tabs = Tabs(
            "Details of the run",
            (_SCORES[0], self.scores),
            ("Chart", self.chart),
            ("Models and sets", self.counts),
            ("Errors", self.errors),
            ("Accounts", self.accounts),
            ("Newest judgments", self.newest),
            ("Waiting", self.waiting),
        )

    def _table(self, name: str, parts: Any) -> tuple[RowsModel, DataTable]:
        model = RowsModel(parts, self)
        table = DataTable(name, model, rows=True)
        if self.context.preferences.state(f"live.{name}") is None:
            table.fit_at_first()
        self.context.memory.keep(f"live.{name}", table.horizontalHeader())
        return model, table

    def _open_judgment(self, index: Any) -> None:
        event = self.newest_model.row_at(index)
        if event is not None:
            self._lead("inspector", event.judgment)

    def _open_error(self, index: Any) -> None:
        """Where the model is reached, if its key was not good."""
        line = self.error_model.row_at(index)
        models = self._wish.study.models if self._wish is not None and line is not None else ()
        found = next((model for model in models if model.name == line.model), None)
        if found is not None and line.cause in ("wrong key", "missing key"):
            self.context.show("models", found)

    def _lay_out(self) -> None:
        self.strip = RunFigures(self.price, self.context.theme)
        self.bar, self.figures = self.strip.bar, self.strip.figures
        self.asking = Asking()
        top = row(self.head.study, self.head.badge, None)
        head = card(top, self.bar, self.strip.lay_out(), self.asking.label, self.head.message)
        for action in self.head.buttons:
            self.buttons.addWidget(action)
        self.stack = QStackedWidget()
        self.stack.addWidget(NothingOn(self.context))
        self.shared = Banner()
        running = column(head, self.head.refused, self.head.stopped, self.shared, self.tabs, gap=12)
        running.setStretch(4, 1)
        self.stack.addWidget(holder(running))
        self.body.addWidget(self.stack, 1)
