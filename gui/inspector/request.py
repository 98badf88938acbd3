"""How each response was asked for: a table of the settings, and on demand the request as it was sent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.redact import redact
from core.report.safe import one_line
from gui import format as fmt
from gui.calm import calm
from gui.i18n import bind, language, tr
from gui.widgets.layout import column, row
from gui.widgets.rows import Column, RowsModel
from gui.widgets.table import DataTable
from gui.widgets.text import button
from gui.widgets.textpane import TextPane

_AS_SENT = "Show as it was sent (JSON)"
_FILE = "sha256:"  # a local model is known by what is in its file
_ASKED_AS = {
    "chat": "As a chat",
    "completion": "As the beginning of a text",
    "recorded": "Read from a file of recorded responses",
    "simulated": "Simulated, no model was asked",
}
_ENDED = {
    "stop": "The response is complete",
    "end_turn": "The response is complete",
    "STOP": "The response is complete",
    "length": "Cut off at the limit of tokens",
    "max_tokens": "Cut off at the limit of tokens",
    "MAX_TOKENS": "Cut off at the limit of tokens",
    "content_filter": "Held back by a filter of the provider",
}
_PARAMETERS = {
    "temperature": "Temperature",
    "max_tokens": "Longest answer (tokens)",
    "seed": "Seed",
    "top_p": "Top p",
}


@dataclass(frozen=True)
class Setting:
    """One line of the table: what it is, and its value for each request."""

    name: str
    values: tuple[str, ...]


def settings(requests: Sequence[Mapping[str, Any]]) -> list[Setting]:
    """The lines of the table, in the language in use; what no request has is left out."""
    named = [_of_one(each) for each in requests]
    names = dict.fromkeys(name for each in named for name in each)
    return [Setting(name, tuple(each.get(name) or fmt.NONE for each in named)) for name in names]


def _of_one(asked: Mapping[str, Any]) -> dict[str, str]:
    found = {**_who(asked), **_how(asked), **_sent(asked["request"]), **_came_back(asked)}
    return {name: one_line(redact(text)) for name, text in found.items() if text not in ("", fmt.NONE)}


def _who(asked: Mapping[str, Any]) -> dict[str, str]:
    model, served = asked["model"], asked["served_model"] or ""
    local = model.startswith(_FILE)
    return {
        tr("Model"): (served or model) if local else model,
        tr("Answered by"): "" if local or served == model else served,
        tr("Fingerprint of its file"): model.removeprefix(_FILE) if local else "",
    }


def _how(asked: Mapping[str, Any]) -> dict[str, str]:
    as_what = asked["asked_as"] or ""
    return {
        tr("How it was asked"): tr(_ASKED_AS[as_what]) if as_what in _ASKED_AS else as_what,
        tr("Address"): asked["base_url"] or "",
        tr("Protocol"): asked["wire"] if asked["base_url"] else "",
        tr("Repeat"): fmt.count(asked["repeat"]) if asked["repeat"] else "",
    }


def _sent(request: Mapping[str, Any]) -> dict[str, str]:
    messages = request.get("messages") or ()
    system = [text for role, text in messages if role == "system"]
    known = request.get("params") or {}
    return {
        tr("System prompt"): "\n".join(system),
        tr("Messages sent"): fmt.count(len(messages) - len(system)) if messages else "",
        **{tr(_PARAMETERS.get(name, name)): _said(value) for name, value in known.items()},
    }


def _came_back(asked: Mapping[str, Any]) -> dict[str, str]:
    ended = asked["finish_reason"] or ""
    return {
        tr("Tokens sent"): fmt.count(asked["input_tokens"]),
        tr("Tokens received"): fmt.count(asked["output_tokens"]),
        tr("How it ended"): tr(_ENDED[ended]) if ended in _ENDED else ended,
        tr("Took"): tr("{n} s", n=f"{asked['seconds']:.1f}") if asked["seconds"] else "",
        tr("Date"): fmt.moment(asked["created"]),
    }


def _said(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def as_sent(requests: Sequence[Mapping[str, Any]]) -> str:
    """The requests as they are kept, without any key."""
    return redact(
        "\n\n".join(json.dumps(each, ensure_ascii=False, indent=2, default=str) for each in requests)
    )


@calm
class RequestPane(QWidget):
    """The settings first; `text` holds the JSON, which one button shows in their place and takes away again."""

    def __init__(self) -> None:
        super().__init__()
        self.model = RowsModel((_NAMES,), self)
        self.table, self.text = DataTable("Request", self.model, rows=True), TextPane("Request")
        self.toggle = button(_AS_SENT, self._turn)
        self._stack, self._of_reference = QStackedWidget(), 0
        self._requests: tuple[Mapping[str, Any], ...] = ()
        for part in (self.table, self.text):
            self._stack.addWidget(part)
        whole = column(self._stack, row(self.toggle, None), gap=6)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        language.changed.connect(self._fill)

    def show_requests(self, requests: Sequence[Mapping[str, Any]], of_reference: int) -> None:
        """Show how a response was asked for; the first requests, `of_reference` of them, went to the reference."""
        self._requests, self._of_reference = tuple(requests), of_reference
        self._say()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._say()

    def _say(self) -> None:
        """Only where it is seen: who goes from judgment to judgment by key waits for nothing else."""
        if self.isVisible():
            self._fill()

    def _fill(self) -> None:
        self.text.show_text(as_sent(self._requests))
        heads = heads_of(len(self._requests), self._of_reference)
        if [each.title for each in self.model.columns[1:]] != heads:
            self.model.set_columns([_NAMES, *(_values(n, head) for n, head in enumerate(heads))])
        self.model.set_rows(settings(self._requests))
        self.table.fit()

    def _turn(self) -> None:
        sent = self._stack.currentWidget() is self.table
        self._stack.setCurrentWidget(self.text if sent else self.table)
        for setter in ("setText", "setAccessibleName"):
            bind(self.toggle, setter, "Show as a table" if sent else _AS_SENT)


def heads_of(requests: int, of_reference: int) -> list[str]:
    """A title for each request; the turns of a conversation are counted."""
    sides = ((tr("Reference"), of_reference), (tr("Model"), requests - of_reference))
    return [
        name if turns == 1 else tr("{name}, turn {n}", name=name, n=n)
        for name, turns in sides
        for n in range(1, turns + 1)
    ]


def _values(place: int, head: str) -> Column:
    return Column(head, partial(_value, place), verbatim=True)


def _value(place: int, setting: Setting) -> str:
    return setting.values[place] if place < len(setting.values) else fmt.NONE


_NAMES = Column("Setting", lambda setting: setting.name)
