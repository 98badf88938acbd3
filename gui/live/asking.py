"""What is being waited for: servers that put us off, and models that take long, how far they are, since when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtWidgets import QLabel

from core.events import AccountState, ModelState
from gui import format as fmt
from gui.i18n import tr
from gui.live.columns import account
from gui.widgets.text import label

_SLOW = 2  # seconds; where answers come faster, the figures move by themselves
_MOST = 4  # lines


class Asking:
    """A few lines of text; hidden where nothing takes long."""

    def __init__(self) -> None:
        self.label: QLabel = label(role="muted", wrap=True)
        self.label.hide()

    def show(self, states: Iterable[ModelState], accounts: Iterable[AccountState]) -> None:
        """Show who puts us off, then the models that take long, the longest wait first."""
        slow = sorted((s for s in states if _is_slow(s)), key=lambda s: -s.asking)
        lines = [*_put_off(accounts), *(" · ".join(_parts(state)) for state in slow[:_MOST])]
        if len(slow) > _MOST:
            lines.append(tr("and {n} more models", n=fmt.count(len(slow) - _MOST)))
        text = "\n".join(lines)
        if text != self.label.text():
            self.label.setText(text)
            self.label.setVisible(bool(text))


def _put_off(accounts: Iterable[AccountState]) -> list[str]:
    """The accounts whose servers slow us: else nothing would tell why nothing is under way."""
    slowed = [a for a in accounts if a.rate_limited and not a.stopped and (a.waiting or a.in_flight)]
    said = [_how_long(state) for state in sorted(slowed, key=lambda a: -a.goes_on_in)[:_MOST]]
    return (
        [*said, tr("and {n} more accounts", n=fmt.count(more))] if (more := len(slowed) - _MOST) > 0 else said
    )


def _how_long(state: AccountState) -> str:
    name = account(state.account)
    if not state.goes_on_in:
        return tr("{account}: slowed by the provider", account=name)
    time = fmt.duration(state.goes_on_in)
    return tr("{account}: slowed by the provider, goes on in {time}", account=name, time=time)


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
