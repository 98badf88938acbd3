"""Study files of the study page: a study or somebody's bundle is opened, and the one on the page is saved."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QWidget

from core.errors import DistilScopeError
from core.study import ModelSpec
from gui.context import Context
from gui.i18n import tr
from gui.study import asking, brought, opening
from gui.study.draft import Draft
from gui.study.notes import Message, Notes

REVIEW = 3  # the step that tells what an opened bundle would do


class Edits(Protocol):
    """The page whose study it is."""

    context: Context
    draft: Draft
    notes: Notes

    def put(self, draft: Draft, step: int = 0) -> None:
        """Show another study."""

    def use(self, models: list[ModelSpec]) -> None:
        """Put other models into the study."""

    def is_kept(self, draft: Draft) -> None:
        """The study as it stands is in a file."""

    def refuse(self, error: DistilScopeError) -> None:
        """Say what is wrong with the study."""


class Filing:
    """Belongs to one page; `widget` is that page too, which its dialogs and background work belong to."""

    def __init__(self, page: Edits, widget: QWidget) -> None:
        self._page, self._widget = page, widget

    def ask_file(self) -> None:
        """Ask which study to open, and open it."""
        if path := asking.study_file(self._widget):
            self.open(path)

    def ask_where(self) -> None:
        """Ask where the study is to be kept, and keep it there."""
        if path := asking.where_to_save(self._widget, self._page.draft.path):
            self._save(path)

    def open(self, path: Path) -> None:
        """Read a study file or a bundle, and show its study."""
        context = self._page.context
        folder = context.preferences.data_folder() / "studies"
        job = context.tasks.work(lambda: opening.read(path, folder))
        job.latest("study.open").owned_by(self._widget).then(self._opened).start()

    def _opened(self, found: opening.Found) -> None:
        self._page.put(Draft.of(found.study, found.path), step=REVIEW if found.bundle else 0)
        if found.bundle:
            self._tell_of(found)

    def _tell_of(self, found: opening.Found) -> None:
        """What to know of a bundle, until it was read or its study is started."""
        page = self._page

        def says() -> Message:
            kind = "warn" if opening.doubtful(found) else "info"
            models = page.draft.models
            use = (tr(opening.USE), lambda: self._use(found))
            read = (tr("Got it"), lambda: page.notes.drop(says))
            return (
                opening.told(found, models),
                kind,
                ((use, read) if opening.usable(found, models) else (read,)),
            )

        page.notes.say(says)

    def _use(self, found: opening.Found) -> None:
        """Let the models whose responses the bundle brought answer with them; can be undone."""
        page, draft = self._page, self._page.draft
        before = draft.models
        page.use(brought.answering(before, found.responses))

        def back() -> None:
            if page.draft is draft:  # another study is none of its business
                page.use(before)

        page.context.offer_undo.emit(tr("These models answer with the responses now."), back)

    def _save(self, path: Path) -> None:
        from core import study_file

        page = self._page
        try:
            study = page.draft.study()
        except DistilScopeError as error:
            page.refuse(error)
            return
        kept = page.draft.copied()
        job = page.context.tasks.work(lambda: study_file.write(study, path))
        job.owned_by(self._widget).then(lambda _none: self._saved(path, kept)).start()

    def _saved(self, path: Path, draft: Draft) -> None:
        self._page.is_kept(draft)
        self._page.context.exported.emit(path)
