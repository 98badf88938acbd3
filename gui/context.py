"""What the pages share: the open workspace, the run being looked at, background work, and ways to other pages."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.study import Study
from gui.bridge import Bridge
from gui.errors import ErrorDesk
from gui.i18n import tr
from gui.memory import Memory
from gui.missing_keys import with_keys
from gui.preferences import Preferences
from gui.runs import Runs
from gui.sample import is_sample
from gui.study.listed import Listed
from gui.tasks import Job, Tasks
from gui.theme import Theme
from gui.tray import Notifier, TrayNotifier


@dataclass
class Services:
    """What exists once in the program."""

    preferences: Preferences
    theme: Theme
    tasks: Tasks
    bridge: Bridge
    errors: ErrorDesk
    notifier: Notifier = field(default_factory=TrayNotifier)
    memory: Memory = field(init=False)
    runs: Runs = field(init=False)

    def __post_init__(self) -> None:
        self.memory = Memory(self.preferences)
        # Their owner is the application, which outlives a window.
        self.runs = Runs(self.bridge, self.tasks, self.preferences)

    def dispose(self) -> None:
        """Let go of what would otherwise live as long as the application."""
        for each in (self.bridge, self.tasks, self.theme, self.errors):
            each.deleteLater()


class Context(QObject):
    """Handed to each page. Signals say what changed; pages ask for nothing else of each other."""

    workspace_changed = Signal()
    run_changed = Signal()
    run_deleted = Signal(int)
    copied = Signal(object, object)  # a workspace that cannot be changed, and the copy that is gone on with
    moved = Signal(object, object)  # a workspace's file: from where, and to where
    data_changed = Signal()  # something was written to the open workspace
    page_wanted = Signal(str, object)  # page's name, what it should show
    # Texts go as objects, so that they can be said in another language while they are shown (gui.i18n.Said).
    said = Signal(object)  # a line for the status bar
    exported = Signal(object)  # the path of a file that was saved for the user
    offer_undo = Signal(object, object)  # what was done, and the call that takes it back
    offered = Signal(object, object, object)  # what is the matter, the words of a button, and what it does

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.services = services
        self.stack: QWidget | None = (
            None  # where pages are built: each move of a widget styles all in it anew
        )
        self.workspace: Path | None = None
        self.run: int | None = None
        self.listed = Listed()

    @property
    def preferences(self) -> Preferences:
        return self.services.preferences

    @property
    def theme(self) -> Theme:
        return self.services.theme

    @property
    def tasks(self) -> Tasks:
        return self.services.tasks

    @property
    def runs(self) -> Runs:
        return self.services.runs

    @property
    def memory(self) -> Memory:
        return self.services.memory

    @property
    def read_only(self) -> bool:
        """Whether the open workspace is the sample, which is never written to."""
        return is_sample(self.workspace)

    def open_workspace(self, path: Path, run: int | None = None) -> None:
        """Look at another workspace, and at a run of it: the latest, where none is named."""
        self.workspace, self.run = path, None
        if not self.read_only:
            self.preferences.remember_workspace(path)
        self.workspace_changed.emit()
        self.run_changed.emit()
        if run is None:
            self.find_latest_run()
        else:
            self.look_at(run)

    def find_latest_run(self) -> None:
        """Look at the latest run of the workspace, once it is known."""
        workspace = self.workspace
        if job := self.read(lambda reader: reader.latest_run()):
            job.latest("context.run").then(lambda run: self._found_latest(workspace, run))
            job.otherwise(lambda _error: None).start()

    def _found_latest(self, workspace: Path | None, run: int | None) -> None:
        """Who named a run meanwhile, or opened another workspace, does not want it any more."""
        if self.run is None and self.workspace == workspace:
            self.look_at(run)

    def look_into(self, workspace: Path, run: int) -> None:
        """Look at a run of a workspace, which is opened if it is not the open one."""
        if workspace != self.workspace:
            self.open_workspace(workspace, run)
        self.look_at(run)

    def look_at(self, run: int | None) -> None:
        """Look at a run of the workspace."""
        if run != self.run:
            self.run = run
            self.run_changed.emit()

    def read(self, work: Callable[[Any], Any]) -> Job | None:
        """A background read of the open workspace; None where none is open."""
        return self.tasks.read(self.workspace, work) if self.workspace else None

    def write(self, change: Callable[[Any], Future[Any]]) -> Job | None:
        """A background change of the open workspace; `change` gets its Writer. None where none is open."""
        if self.read_only:
            self.offered.emit(tr("The sample cannot be changed."), tr("Make a copy of my own"), self._own)
            return None
        return self.runs.write(self.workspace, change) if self.workspace else None

    def _own(self) -> None:
        """Go on in a copy of the open workspace that can be changed."""
        from gui.workspaces import own_copy

        source, run, folder = self.workspace, self.run, self.preferences.data_folder()
        if source is not None:
            job = self.tasks.work(lambda: own_copy(source, folder)).owned_by(self)
            job.then(lambda copy: self._go_on_in(source, copy, run)).start()

    def _go_on_in(self, source: Path, copy: Path, run: int | None) -> None:
        self.copied.emit(source, copy)
        self.open_workspace(copy, run)

    def show(self, page: str, what: object = None) -> None:
        """Go to a page."""
        self.page_wanted.emit(page, what)

    def go_on(self, study: Study, **options: Any) -> None:
        """Take up the run of a study of the open workspace where it stopped, once its keys are there.

        The options are those of RunOptions.
        """
        workspace = self.default_workspace()
        with_keys(self, study, workspace, options, lambda: self._take_up(study, workspace, options))

    def _take_up(self, study: Study, workspace: Path, options: dict[str, Any]) -> None:
        self.show("live")
        self.runs.start(study, workspace, **options)

    def default_workspace(self) -> Path:
        """The workspace that is open, else the first one that the program makes itself."""
        own = None if self.read_only else self.workspace
        return own or self.preferences.data_folder() / "My studies.distilscope"
