"""Home: ways in, recent workspaces, the runs of the open one, local servers that were found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QPushButton

from core.errors import DistilScopeError
from core.store import copies
from gui import preferences as prefs
from gui.context import Context
from gui.home import columns
from gui.home.bring_in import BringIn
from gui.home.how import how_it_goes
from gui.home.runs_tab import RunsTab
from gui.home.servers import FoundServers
from gui.home.summary import Findings, Summary, summarise
from gui.home.ways import WaysIn
from gui.i18n import tr
from gui.messages import said
from gui.sample import copy_to, is_sample
from gui.study import trial
from gui.widgets.flow import Flow
from gui.widgets.layout import column, holder
from gui.widgets.left_out import LeftOutLine
from gui.widgets.low_table import LowTable
from gui.widgets.page import Page
from gui.widgets.rows import RowsModel
from gui.widgets.tabs import Tabs
from gui.widgets.text import button, label, restyle

_WORKSPACE = "DistilScope workspace (*.distilscope)"
_PROBE_AFTER_MS = 700


class HomePage(Page):
    """The first page."""

    NAME, TITLE = "home", "Home"
    SUBTITLE = (
        "Measure how similar one language model's responses are to another's, and who the models claim to be."
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._summaries: dict[Path, Summary] = {}
        self._fitted: tuple[Any, ...] = ()
        self._findings = Findings()
        self._installed: tuple[str, ...] | None = None  # built-in models that can run here, once it is known
        self.servers = FoundServers(context)
        self.ways = WaysIn(self._look_around, self._try, lambda: context.show("models", "connect"))
        self.workspace_model, self.runs = RowsModel(columns.WORKSPACES, self), RunsTab(context)
        self.workspaces = LowTable(
            "Recent workspaces", self.workspace_model, rows=True, least=3, shrinks=True
        )
        self.bring_in = BringIn(context, self)
        self._lay_out()
        self.workspaces.opened.connect(lambda _index: self._open())
        context.workspace_changed.connect(self.refresh)
        context.data_changed.connect(self.refresh)
        if context.preferences.get(prefs.DISCOVER):
            QTimer.singleShot(_PROBE_AFTER_MS, self, self.servers.look)
        QTimer.singleShot(_PROBE_AFTER_MS, self, self._look_for_models)

    def shown(self, what: object = None) -> None:  # noqa: ARG002 - the signature of all pages
        self.refresh()

    def retranslate(self) -> None:
        self.servers.retranslate()

    def leave(self) -> None:
        self.bring_in.stop()

    def refresh(self) -> None:
        """Read the workspaces anew, one after the other."""
        paths = self.context.preferences.recent()
        for path in paths:
            self._summarise(path)
        self._show()

    def _summarise(self, path: Path) -> None:
        findings, every = self._findings, path == self.context.workspace
        job = self.context.tasks.read(path, lambda reader: summarise(reader, path, findings, every))
        job.latest(f"home.{path}").owned_by(self)
        job.then(self._take).otherwise(lambda error: self._take(_broken(path, error))).start()

    def _take(self, summary: Summary) -> None:
        self._summaries[summary.path] = summary
        self._show()

    def _show(self) -> None:
        paths = self.context.preferences.recent()
        self.workspace_model.set_rows([self._summaries.get(p) or Summary(p) for p in paths])
        self.tabs.setVisible(bool(paths))
        self._point_at(self.new_button if paths else self.ways.try_now)
        self.how.setVisible(not paths)
        self.body.setStretch(self.body.count() - 1, 0 if paths else 1)  # else the cards would be drawn out
        opened = self._summaries.get(self.context.workspace) if self.context.workspace else None
        self.runs.show_runs(opened.runs, opened.findings) if opened else self.runs.show_runs(())
        self.tabs.setTabVisible(1, bool(opened and opened.runs))
        # Summaries come in one after the other, with longer texts than the empty row had.
        known = tuple(
            (s.path, s.headline, s.changed is None, _said(s.latest)) for s in self.workspace_model.rows
        )
        if known != self._fitted:
            self._fitted = known
            self.workspaces.fit()
        if paths and not self.workspaces.currentIndex().isValid():
            self.workspaces.selectRow(0)

    def _point_at(self, first: QPushButton) -> None:
        """Draw one button as the main one: the trial for who is new, a new study for who knows the way."""
        for each in (self.new_button, self.ways.try_now):
            restyle(each, kind="primary" if each is first else "")

    def _summary(self) -> Summary | None:
        found: Summary | None = self.workspace_model.row_at(self.workspaces.currentIndex())
        return found

    def _selected(self) -> Path | None:
        summary = self._summary()
        return summary.path if summary else None

    def _open(self) -> None:
        if path := self._selected():
            self.context.open_workspace(path)
            self.context.show("results" if path.exists() else "study")

    def _forget(self) -> None:
        if path := self._selected():
            before = self.context.preferences.recent()
            self.context.preferences.forget_workspace(path)
            self._show()
            text = tr("{name} was taken out of the list; its file stays.", name=path.stem)
            self.context.offer_undo.emit(text, lambda: self._remember(before))

    def _remember(self, paths: list[Path]) -> None:
        for path in reversed(paths):
            self.context.preferences.remember_workspace(path)
        self._show()

    def _copy(self, move: bool) -> None:
        source = self._selected()
        if source is None:
            return
        title = tr("Move workspace") if move else tr("Copy workspace")
        name, _ = QFileDialog.getSaveFileName(self, title, str(source), tr(_WORKSPACE))
        if name and Path(name) != source:
            take = copies.move if move else copies.copy
            job = self.context.tasks.work(lambda: take(source, Path(name)))
            job.owned_by(self).then(lambda _none: self._copied(source, Path(name), move)).start()

    def _copied(self, source: Path, target: Path, move: bool) -> None:
        preferences, context = self.context.preferences, self.context
        if move:
            preferences.forget_workspace(source)
            self.context.moved.emit(source, target)
        preferences.remember_workspace(target)
        if move and context.workspace == source:
            context.open_workspace(target)
        self.refresh()

    def _look_around(self) -> None:
        folder, context = self.context.preferences.data_folder(), self.context
        if is_sample(context.workspace):
            context.show("results")
            return
        job = context.tasks.work(lambda: copy_to(folder)).latest("home.sample").owned_by(self)
        job.then(self._show_sample).start()

    def _show_sample(self, path: Path) -> None:
        self.context.open_workspace(path)
        self.context.show("results")

    def _try(self) -> None:
        """Lead to a study that is ready to start."""
        if self._installed is None:
            self._look_for_models(self._try)
        else:
            self.context.show("study", trial.trial_study(self._installed))

    def _look_for_models(self, then: Callable[[], None] | None = None) -> None:
        job = self.context.tasks.work(trial.local_models).owned_by(self)
        job.then(lambda installed: self._know_models(installed, then)).start()

    def _know_models(self, installed: tuple[str, ...], then: Callable[[], None] | None) -> None:
        self._installed = installed
        self.ways.tell_trial(installed)
        if then is not None:
            then()

    def _lay_out(self) -> None:
        context = self.context
        self.import_button = button(
            "Import results…",
            self.bring_in.ask,
            tip="A published attack log, or responses of a model that were recorded elsewhere.",
        )
        self.new_button = button("New study", lambda: context.show("study", "new"), "primary")
        for part in (self.import_button, self.new_button):
            self.buttons.addWidget(part)
        self.open_button = button("Open", self._open)
        self.open_other = button("Open other…", self._ask_open)
        self.copy_button = button("Copy…", lambda: self._copy(move=False))
        self.move_button = button("Move…", lambda: self._copy(move=True))
        self.forget_button = button("Remove from list", self._forget)
        below = Flow(
            self.open_button, self.open_other, self.copy_button, self.move_button, self.forget_button
        )
        rest = LeftOutLine(self.workspaces, columns.WORKSPACES, self._summary)
        lists = column(self.workspaces, rest, below, gap=10, margins=(0, 8, 0, 0))
        lists.setStretch(0, 1)
        lists.addStretch()
        self.tabs = Tabs(
            "Workspaces and runs",
            ("Recent workspaces", holder(lists)),
            ("Runs of the open workspace", self.runs),
        )
        self.hint = label(
            "Or drop a workspace, a study, a bundle, prompts, an attack log or recorded responses on this window.",
            "caption",
            wrap=True,
        )
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.how = how_it_goes()
        for each in (self.servers, self.ways, self.hint, self.how):
            self.body.addWidget(each)
        self.body.addWidget(self.tabs, 1)
        self.body.addStretch()
        context.memory.keep("home.workspaces", self.workspaces.horizontalHeader())

    def _ask_open(self) -> None:
        start = str(self.context.default_workspace().parent)
        name, _ = QFileDialog.getOpenFileName(self, tr("Open workspace"), start, tr(_WORKSPACE))
        if name:
            self.context.open_workspace(Path(name))
            self.context.show("results")


def _said(info: Any) -> tuple[str, ...]:
    """What somebody wrote at a study."""
    return (info.tags, info.notes) if info else ()


def _broken(path: Path, error: DistilScopeError) -> Summary:
    return Summary(path, problem=tr("not made yet") if not path.exists() else said(error.what))
