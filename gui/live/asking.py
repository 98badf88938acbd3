"""What is being waited for: models whose answers take long, how far they are, and since when they have been asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtWidgets import QLabel

from core.events import ModelState
from gui import format as fmt
from gui.i18n import tr
from gui.widgets.text import label

_SLOW = 2  # seconds; where answers come faster, the figures move by themselves
_MOST = 4  # lines


class Asking:
    """A few lines of text; hidden where nothing takes long."""

    def __init__(self) -> None:
        self.label: QLabel = label(role="muted", wrap=True)
        self.label.hide()

    def show_models(self, states: Iterable[ModelState]) -> None:
        """Show those that take long, the longest wait first."""
        slow = sorted((s for s in states if _is_slow(s)), key=lambda s: -s.asking)
        lines = [" · ".join(_parts(state)) for state in slow[:_MOST]]
        if len(slow) > _MOST:
            lines.append(tr("and {n} more models", n=fmt.count(len(slow) - _MOST)))
        text = "\n".join(lines)
        if text != self.label.text():
            self.label.setText(text)
            self.label.setVisible(bool(text))


def _is_slow(state: ModelState) -> bool:
    return state.done < state.total and max(state.asking, state.seconds_each or 0) >= _SLOW


def _parts(state: ModelState) -> Iterator[str]:
    yield tr(
        "{model}: {done} of {total} answers",
        model=state.model,
        done=fmt.count(state.done),
        total=fmt.count(state.total),
    )
    if state.asking:
        yield tr("asking for {time}", time=fmt.duration(state.asking))
    if state.seconds_each is not None and state.seconds_each >= 1:
        yield tr("an answer takes about {time}", time=fmt.duration(state.seconds_each))
