"""The words and the badge of each state that a run can be in, and the words of outcomes."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QLabel

from gui.i18n import tr
from gui.widgets.text import restyle

_STATUSES = {
    "running": ("Running", "busy"),
    "finishing": ("Finishing", "busy"),  # all is done; how it ended is written, and local models are closed
    "held": ("Paused", "warn"),  # by hand, while the run is on
    "paused": ("Paused at the cap", "warn"),
    "completed": ("Completed", "good"),
    "degraded": ("Completed with errors", "warn"),
    "interrupted": ("Interrupted, can be continued", "warn"),
    "cancelled": ("Cancelled by you", "calm"),
    "error": ("Failed", "bad"),
    "imported": ("Imported", "good"),
}
_NONE_SUCCEEDED = ("Failed: no call succeeded", "bad")
_ALL_FAILED = re.compile(r"([\d,]+) of \1 calls failed")
_SOME_FAILED = re.compile(r"([\d,]+) of [\d,]+ calls failed")
_WITH_ERRORS = "Completed with {n} errors"
UNFINISHED = ("paused", "interrupted", "cancelled", "error")  # a run that can be taken up again
OUTCOMES = {
    "scored": "Scored",
    "unscored": "Unscored",
    "no_answer": "No answer",
    "no answer": "No answer",
    "error": "Error",
    "answered": "Answered",
    "consistent": "No contradiction",
    "claims another maker": "Claims another maker",
    "claims an invented or no maker": "Claims an invented or no maker",
    "claim only in a marked role": "Claim only in a marked role",
    "refused": "Refused",
}


def status(name: str, message: str = "") -> str:
    """The state in words; the run's message tells an end with some errors from one with nothing else."""
    words = _look(name, message)[0]
    if words == _WITH_ERRORS:
        return tr(words, n=_failed(message))
    return tr(words)


def kind(name: str, message: str = "") -> str:
    """How a message that tells the state looks: the kind of its banner."""
    badge = _look(name, message)[1]
    return badge if badge in ("warn", "bad") else "info"


def says_no_more(name: str, message: str) -> bool:
    """Whether a run's message only repeats its state."""
    return message.rstrip(".").lower() in {name, _STATUSES.get(name, ("", ""))[0].lower()}


def outcome(name: str) -> str:
    """The outcome in words."""
    return tr(OUTCOMES.get(name, name))


def show_badge(badge: QLabel, name: str, message: str = "") -> None:
    """Let a label show the state, in words and in colour."""
    restyle(badge, badge=_look(name, message)[1])
    badge.setText(status(name, message))
    badge.setVisible(bool(name))


def _look(name: str, message: str) -> tuple[str, str]:
    """Words and badge. How many calls failed stands in the message only: with all of them nothing is completed, and
    with any of them not all is well."""
    if name == "degraded" and _ALL_FAILED.match(message):
        return _NONE_SUCCEEDED
    if name in ("completed", "degraded") and _failed(message):
        return _WITH_ERRORS if _failed(message) != "1" else "Completed with one error", "warn"
    return _STATUSES.get(name, (name, "calm"))


def _failed(message: str) -> str:
    """How many calls failed, as the message of a run that has ended says it; nothing where none did."""
    found = _SOME_FAILED.match(message)
    return found[1] if found and found[1] != "0" else ""
