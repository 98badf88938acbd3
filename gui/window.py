"""The main window: the rail, the pages behind it, the menus; it asks before it closes while a run is on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMessageBox, QStackedWidget

from core.events import Event, RunEnded
from core.report.safe import one_line
from gui import arrivals, files, icons, pages
from gui.actions import Actions
from gui.calm import calm
from gui.context import Context
from gui.i18n import language, sentences, tr
from gui.notices import Notices
from gui.study import opening
from gui.watch import Watch
from gui.widgets.clipboard import leave_clipboard
from gui.widgets.layout import column, holder, row
from gui.widgets.page import Page
from gui.widgets.rail import Rail
from gui.widgets.table import DataTable
from gui.widgets.toast import ToastHolder

_NARROW_BELOW = 960
WORKSPACES = "DistilScope workspace (*.distilscope)"


@calm
class MainWindow(QMainWindow):
    """Pages are built when they are first shown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._pages: dict[str, Page] = {}
        self._leaving = self._icons_loaded = False
        self._asked: QMessageBox | None = None
        self._build()
        self.actions_ = Actions(self)
        self._connect()
        self._watch = Watch(context, self)
        self.refresh()
        QTimer.singleShot(0, self, self._load_icons)

    def page(self, name: str) -> Page:
        """The page of that name, built if need be."""
        if name not in self._pages:
            self._pages[name] = pages.make(name, self.context)
            self._stack.addWidget(self._pages[name])
            tables = self._pages[name].findChildren(DataTable)
            self.context.memory.keep_tables(name, (table for table in tables if table.REMEMBERED))
        return self._pages[name]

    def has_page(self, name: str) -> bool:
        """Whether it is built."""
        return name in self._pages

    @property
    def front(self) -> str:
        """The name of the page in front."""
        return next((n for n, p in self._pages.items() if p is self._stack.currentWidget()), "")

    def show_page(self, name: str, what: object = None) -> None:
        """Bring a page to the front."""
        page = self.page(name)
        self._stack.setCurrentWidget(page)
        self._rail.mark(name)
        page.shown(what)
        self.notices.went_to(name)
        if (first := page.first_focus()) is not None and not page.isAncestorOf(self.focusWidget()):
            first.setFocus()

    def new_study(self) -> None:
        """An empty study on the study page."""
        self.show_page("study", "new")

    def start_run(self) -> None:
        """Start what the study page shows."""
        self.show_page("study", "start")

    def ask_workspace(self) -> None:
        """Choose a workspace to open."""
        start = str(self.context.default_workspace().parent)
        path, _ = QFileDialog.getOpenFileName(self, tr("Open workspace"), start, tr(WORKSPACES))
        if path:
            self.open_workspace(Path(path))

    def ask_new_workspace(self) -> None:
        """Choose where a new workspace will be; its file is made by the first run."""
        start = str(self.context.default_workspace().with_name("Studies.distilscope"))
        path, _ = QFileDialog.getSaveFileName(self, tr("New workspace"), start, tr(WORKSPACES))
        if path:
            self.open_workspace(Path(path))
            self.show_page("study")

    def ask_study(self) -> None:
        """Choose a study file to edit."""
        path, _ = QFileDialog.getOpenFileName(
            self, tr("Open study file"), files.start_at(), tr(opening.FILES)
        )
        if path:
            self.show_page("study", files.chosen(path))

    def ask_import(self, path: Path | None = None) -> None:
        """Import a published log or recorded responses."""
        self.show_page("home")
        self.page("home").bring_in.ask(path)  # type: ignore[attr-defined]

    def open_workspace(self, path: Path) -> None:
        """Open a workspace and show its latest results."""
        self.context.open_workspace(path)
        if path.exists():
            self.show_page("results")

    def show_help(self) -> None:
        """What the page in front is for; in a column that has a word of the glossary, that word."""
        from gui.glossary import term_under
        from gui.help import HelpDialog

        HelpDialog(self.front, self, term_under(self.focusWidget())).open()

    def show_words(self) -> None:
        """The glossary."""
        from gui.help import HelpDialog

        HelpDialog(self.front, self, "rse").open()

    def show_about(self) -> None:
        """Name, version, licence."""
        from gui.help import about

        about(self).open()

    def refresh(self) -> None:
        """Title and actions, after something changed."""
        workspace = self.context.workspace
        self.setWindowTitle(f"{workspace.stem} – DistilScope" if workspace else "DistilScope")
        self.actions_.refresh()

    def draw_icons(self) -> None:
        """Make the icons in the theme's colours, once they can be made."""
        if self._icons_loaded:
            self._rail.draw_icons(self.context.theme.colors)

    def _load_icons(self) -> None:
        """Import the icons off this thread, after the first paint: it takes long."""
        job = self.context.tasks.work(icons.load).owned_by(self)
        job.then(lambda _module: self._icons_are_loaded()).start()

    def _icons_are_loaded(self) -> None:
        self._icons_loaded = True
        self.draw_icons()

    def shutdown(self) -> None:
        """Stop accepting, cancel, flush and join, close the bridge. Everything finished is on disk after this."""
        self.setEnabled(False)
        for page in self._pages.values():
            page.leave()
        self._watch.stop()
        self.notices.stop()
        self.context.preferences.set_state("window", self.saveGeometry())
        self.context.memory.save()
        self.context.preferences.sync()
        leave_clipboard()
        services = self.context.services
        services.runs.close()
        services.tasks.close()
        services.bridge.close()
        services.errors.remove()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.context.runs.active and not self._leaving:
            event.ignore()
            self._ask_to_leave()
            return
        self._leaving = True
        self.shutdown()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.notices.looked_at()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._rail.set_narrow(event.size().width() < _NARROW_BELOW)
        super().resizeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what can be opened; of another file it is said at once, for it cannot be dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if any(map(arrivals.kind, paths)):
            event.acceptProposedAction()
        elif paths:
            self._refuse(paths[0].name)

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if arrivals.kind(Path(url.toLocalFile())):
                self.open_file(Path(url.toLocalFile()))
                event.acceptProposedAction()
                return

    def _refuse(self, name: str) -> None:
        known = tr("Studies, workspaces, results and prompts can be: {endings}.", endings=arrivals.ENDINGS)
        told = sentences(tr("{name} cannot be opened here.", name=one_line(name)), known)
        self.notices.say(told, kind="warn")

    def open_file(self, path: Path) -> None:
        """Open a study, results to import, prompts or a workspace, by its ending."""
        kind = arrivals.kind(path)
        if kind in {"study", "prompts"}:
            self.show_page(kind, path)
        elif kind == "results" and self.front == "prompts":  # the page has an import of its own
            self.show_page("prompts", path)
        elif kind == "results":
            self.ask_import(path)
        else:
            self.open_workspace(path)

    def _build(self) -> None:
        self.setWindowIcon(icons.logo())
        self.setMinimumSize(720, 520)
        self.resize(1180, 780)
        self.setAcceptDrops(True)
        self._rail = Rail(list(pages.TITLES.items()))
        self._stack = self.context.stack = QStackedWidget()
        right = ToastHolder(column(self._stack, gap=0))
        box = row(self._rail, right, gap=0)
        box.setStretch(1, 1)
        self.setCentralWidget(holder(box))
        self.notices = Notices(self.context, self, right.toast)
        # Once the page that came to the front is laid out, what it has where the message stood is known.
        self._stack.currentChanged.connect(lambda _n: QTimer.singleShot(0, right.toast, right.toast.place))
        if (geometry := self.context.preferences.state("window")) is not None:
            self.restoreGeometry(geometry)

    def _connect(self) -> None:
        context = self.context
        self._rail.chosen.connect(self.show_page)
        context.page_wanted.connect(self.show_page)
        context.workspace_changed.connect(self.refresh)
        context.run_changed.connect(lambda: self.notices.went_to(self.front))
        context.runs.changed.connect(self.refresh)
        context.runs.failed.connect(context.services.errors.show)
        context.runs.ended.connect(self._run_ended)
        context.tasks.failed.connect(context.services.errors.show)
        context.services.bridge.batch.connect(self._hand_out)
        context.theme.changed.connect(self.draw_icons)
        language.changed.connect(self.refresh)

    def _hand_out(self, events: list[Event]) -> None:
        for page in self._pages.values():
            page.batch(events)

    def _run_ended(self, ended: RunEnded) -> None:
        self.context.data_changed.emit()
        self.notices.run_ended(self.context.runs.last, ended)

    def _ask_to_leave(self) -> None:
        if self._asked is not None:
            return
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("DistilScope")
        box.setText(tr("A run is on. Close DistilScope?"))
        box.setInformativeText(
            tr(
                "Everything that is finished is kept. The same study goes on from there when it is started again."
            )
        )
        leave = box.addButton(tr("Close and keep"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(tr("Stay"), QMessageBox.ButtonRole.RejectRole)
        box.buttonClicked.connect(lambda clicked: self._answered(clicked is leave))
        box.rejected.connect(lambda: self._answered(False))
        self._asked = box
        box.open()

    def _answered(self, leave: bool) -> None:
        if self._asked is not None:
            self._asked.deleteLater()
        self._asked = None
        if leave:
            self._leaving = True
            self.close()
