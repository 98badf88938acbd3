"""What is said at the head of the live page: which run is followed and how it stands; and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QLabel

from gui import statuses
from gui.caps import standing, with_caps
from gui.context import Context
from gui.i18n import bind, tr
from gui.live.model import LiveState
from gui.live.stopped import StoppedBy
from gui.messages import said
from gui.missing_keys import with_keys
from gui.refused import RefusedKeys, refused_models, with_new_keys
from gui.runs import Wish
from gui.widgets.text import button, label


class RunHead:
    """The name, the badge and the message of a run, and its buttons: of the run that is on, or of the last one."""

    def __init__(self, context: Context, to_results: Callable[[], object]) -> None:
        self.context = context
        self.study, self.badge = label(role="heading"), QLabel()
        self.message = label(role="muted", wrap=True)
        runs = context.runs
        self.pause = button("Pause run", runs.pause)
        self.resume = button("Continue run", runs.resume, "primary")
        self.cancel = button("Cancel run", runs.cancel, "danger")
        self.again = button("Continue run", self._go_on)
        self.retry = button("Retry errors only", self._retry)
        self.refused = RefusedKeys(context, self._retry)
        self.stopped = StoppedBy()
        self.results = button("See results", to_results, "primary")
        self.buttons = (self.again, self.retry, self.pause, self.resume, self.cancel, self.results)
        self._wish: Wish | None = None
        self._run: int | None = None

    def show_run(self, state: LiveState, last: Wish | None) -> None:
        """Show how a run stands; `last` is what was asked for when none is on."""
        runs = self.context.runs
        self._wish, self._run = runs.current or last, state.run or None
        self.study.setText(self._wish.study.name if self._wish else state.study)
        finishing = runs.active and state.finishing
        on = "finishing" if finishing else "held" if runs.paused else "running"
        statuses.show_badge(self.badge, on if runs.active else state.status, state.message)
        self._say(state, finishing)
        self._offer(state, finishing)
        self._say_refused(state)

    def _say(self, state: LiveState, finishing: bool) -> None:
        runs = self.context.runs
        waiting = tr("{n} more waiting", n=len(runs.waiting)) if runs.waiting else ""
        ending = tr("Cancelling; what is finished is kept.") if runs.cancelling else ""
        if finishing and not runs.cancelling:
            ending = tr("All is done: how the run ended is being kept, and its models are closed.")
        message = "" if statuses.says_no_more(state.status, state.message) else state.message
        self.message.setText("  ".join(t for t in (ending or said(message), waiting) if t))
        self.message.setVisible(bool(self.message.text()))

    def _say_refused(self, state: LiveState) -> None:
        """As soon as it is refused, though the run goes on: the rest of it may take hours."""
        models = self._wish.study.models if state.status and self._wish is not None else ()
        refused = refused_models(models, ((model, cause) for cause, model in state.errors))
        self.refused.show_models(refused, on=self.context.runs.active)
        self.stopped.show_lines(state.lines if state.status else ())

    def _offer(self, state: LiveState, finishing: bool) -> None:
        runs = self.context.runs
        self.pause.setVisible(runs.active and not runs.paused and not finishing)
        self.resume.setVisible(runs.active and runs.paused and not finishing)
        self.cancel.setVisible(runs.active and not finishing)
        self.cancel.setEnabled(not runs.cancelling)
        over, known = not runs.active and bool(state.status), self._wish is not None
        self.results.setVisible(over and state.run is not None)
        bind(self.again, "setText", "Continue run" if state.run else "Start this run")
        self.again.setVisible(over and state.status in statuses.UNFINISHED and known)
        self.retry.setVisible(over and bool(state.errors) and known)

    def _go_on(self) -> None:
        """One that never began is begun as it was wished for; one that did is not begun afresh once more."""
        self._take_up(again=False) if self._run else self._start()

    def _retry(self) -> None:
        self._take_up(retry_errors=True, again=False)

    def _take_up(self, **options: Any) -> None:
        """Under the caps that the run has."""
        run, wish, context = self._run, self._wish, self.context
        if run is None or wish is None:
            self._start(**options)
            return
        job = context.tasks.read(wish.workspace, lambda reader: standing(reader, run)).latest("live.caps")
        job.owned_by(context)
        job.then(lambda left: with_caps(context, left, lambda caps: self._start(**caps, **options))).start()

    def _start(self, **options: Any) -> None:
        """The very run that is shown, though its study may have a newer one by now."""
        if (wish := self._wish) is not None:
            options = {**wish.options, **options, "run": self._run}
            start = partial(self.context.runs.start, wish.study, wish.workspace, **options)
            ask = partial(with_keys, self.context, wish.study, wish.workspace, options, start)
            with_new_keys(self.context, self.refused.models, ask)
