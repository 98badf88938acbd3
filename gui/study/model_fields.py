"""The fields of the model dialog: which there are, which a provider needs, and what they say as a ModelSpec."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QSizePolicy, QSpinBox, QWidget

from core.study import ModelSpec
from gui.i18n import bind, tr
from gui.identity.files import FactsEntry
from gui.provider_words import in_words
from gui.study import own_facts, words
from gui.study.draft import FIRST_ASKED
from gui.widgets.form import Choice, choice, choose, real, text_field, whole

_ALWAYS = frozenset({"facts", "released", "ancestors", "notes"})
_ASKED = frozenset({"temperature", "max_tokens", "system"})
_OF_PROVIDER = {
    "simulated": _ALWAYS | {"closeness", "leak"},
    "recorded": _ALWAYS | {"path", "model"},
    "local": _ALWAYS | _ASKED | {"builtin", "path"},
}
_SERVED = _ALWAYS | _ASKED | {
    "model", "base_url", "key", "kind", "price_in", "price_out", "requests_per_minute", "allow_http"
}  # fmt: skip
MORE = frozenset(
    {"system", "price_in", "price_out", "requests_per_minute", "allow_http", "released", "ancestors", "notes"}
)
# Rows in order: key, words, help.
ROWS = (
    ("model", "Model", ""),
    ("builtin", "Built-in model", ""),
    ("path", "File", ""),
    ("base_url", "Address", ""),
    ("deployment", "Deployment", "The name of the deployment at the provider."),
    ("api_version", "API version", ""),
    (
        "key",
        "Key",
        "Where the key is kept; a study holds only this name. One of an environment variable is written env:NAME.",
    ),
    ("closeness", "Likeness to the reference", "0: unrelated to the simulated reference; 1: a copy of it."),
    ("leak", "Claims another maker", "The share of identity questions answered with another maker."),
    ("kind", "Kind", ""),
    ("temperature", "Temperature", ""),
    ("max_tokens", "Longest answer (tokens)", ""),
    ("facts", "Made by", "Who the model really is, for ICE: a maker, or a file of facts."),
    ("system", "System prompt", "Sent before every prompt; empty: none."),
    ("price_in", "Input price (US$ per million tokens)", "Needed where the price list does not know it."),
    ("price_out", "Output price (US$ per million tokens)", "Needed where the price list does not know it."),
    ("requests_per_minute", "Requests a minute", "At most so many; 0 lets the account find its own pace."),
    ("allow_http", "Plain http", "Keys would be sent without encryption."),
    ("released", "Released", "Its date, such as 2024-09: a younger model cannot have taught an older one."),
    (
        "ancestors",
        "Descends from",
        "Models it was trained from, or on, with commas between: those that share one are expected to be alike.",
    ),
    ("notes", "Notes", "For yourself; stands in the report."),
)


def used_fields(provider: str) -> frozenset[str]:
    """Which fields mean something for a provider."""
    if provider in _OF_PROVIDER:
        return _OF_PROVIDER[provider]
    from core.llm import catalog

    known = {p.id: p for p in catalog.providers()}
    needs = frozenset(known[provider].needs) if provider in known else frozenset()
    return _SERVED | ({"deployment", "api_version"} if "deployment" in needs else frozenset())


class ModelFields(QObject):
    """One widget a field. `changed` when one of those was edited that a model can be named after."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._own: list[FactsEntry] = []
        check = QCheckBox()
        bind(check, "setText", "Allow plain http to another computer")
        self.widgets: dict[str, QWidget] = {
            "model": text_field(hint="The provider's own name; empty: the name above"),
            "builtin": _open_choice(_built_in(), ""),
            "path": text_field(),
            "base_url": text_field(hint="http://127.0.0.1:8080/v1"),
            "deployment": text_field(),
            "api_version": text_field(),
            "key": _open_choice((), "A stored key; empty: none"),
            "closeness": real(0.5, 0, 1, 0.05),
            "leak": real(0.0, 0, 1, 0.05),
            "kind": choice(("Chat model", "chat"), ("Base model (text completion)", "base")),
            "temperature": real(FIRST_ASKED["temperature"], -0.1, 2, 0.1, 1, none="the provider's own"),
            "max_tokens": whole(int(FIRST_ASKED["max_tokens"]), 0, 1_000_000, none="the provider's own"),
            "facts": _open_choice(sorted(own_facts.shipped(), key=str.casefold), "as in the catalog"),
            "system": text_field(),
            "price_in": real(-0.01, -0.01, 10_000, 0.5, 3, none="from the price list"),
            "price_out": real(-0.01, -0.01, 10_000, 0.5, 3, none="from the price list"),
            "requests_per_minute": whole(0, 0, 100_000, none="by itself"),
            "allow_http": check,
            "released": text_field(hint="as in the catalog"),
            "ancestors": text_field(hint="as in the catalog"),
            "notes": text_field(),
        }
        self._connect()

    def begin(self, role: str) -> None:
        """What a new model of a role starts with: the simulated reference itself, the first model that is built in."""
        _set(self.widgets["closeness"], 1.0 if role == "reference" else 0.5)
        _set(self.widgets["builtin"], next(iter(_built_in()), ""))

    def _file_given(self, path: str) -> None:
        """A file takes the place of the built-in model."""
        if path:
            _set(self.widgets["builtin"], "")
        self.changed.emit()

    def _connect(self) -> None:
        path, served, builtin = (self.widgets[key] for key in ("path", "model", "builtin"))
        if isinstance(path, QLineEdit) and isinstance(served, QLineEdit) and isinstance(builtin, QComboBox):
            path.textChanged.connect(self._file_given)
            served.textChanged.connect(lambda _text: self.changed.emit())
            builtin.currentTextChanged.connect(lambda _text: self.changed.emit())

    def offer_keys(self, sources: list[str]) -> None:
        """Offer the keys that are stored."""
        box = self.widgets["key"]
        if isinstance(box, QComboBox):
            kept = box.currentText()
            box.addItems(sources)
            box.setCurrentText(kept)

    def offer_facts(self, entries: list[FactsEntry]) -> None:
        """Offer the user's own facts by their makers' names; what stands in the field stays."""
        self._own = entries
        box = self.widgets["facts"]
        if isinstance(box, QComboBox):
            kept = box.currentText()
            box.addItems(list(own_facts.labels(entries)))
            box.setCurrentText(self._named(kept))

    def _named(self, facts: str) -> str:
        """How facts are shown: by their maker's name."""
        known = own_facts.shipped() | own_facts.labels(self._own)
        return {meant: shown for shown, meant in known.items()}.get(facts, facts)

    def _facts(self, said: str | None) -> str | None:
        """What a study file needs for them: a maker that is known, or the path of own facts."""
        return None if said is None else own_facts.meant(said, self._own)

    def values(self, used: frozenset[str], old: ModelSpec | None) -> dict[str, Any]:
        """The fields of a ModelSpec; what a provider does not use is left out."""
        said = {key: _value(widget) if key in used else None for key, widget in self.widgets.items()}
        params = dict(old.params) if old else {}
        for key in ("temperature", "max_tokens"):
            params.pop(key, None)
            if (value := said.pop(key)) is not None:
                params[key] = value
        prices = (said.pop("price_in"), said.pop("price_out"))
        price = {k: v for k, v in zip(("input", "output"), prices, strict=True) if v is not None}
        said["facts"] = self._facts(said["facts"])
        plain = {
            "kind": said["kind"] or "chat",
            "allow_http": bool(said["allow_http"]),
            "notes": said["notes"] or "",
            "released": said["released"] or "",
            "ancestors": _names(said["ancestors"]),
        }
        return {**said, **plain, "params": params, "price": price}

    def show(self, model: ModelSpec) -> None:
        """Show a model."""
        known = asdict(model)
        known |= {k: model.params.get(k) for k in ("temperature", "max_tokens")}
        known["facts"] = self._named(model.facts or "")
        known["ancestors"] = ", ".join(model.ancestors)
        known |= {"price_in": model.price.get("input"), "price_out": model.price.get("output")}
        for key, widget in self.widgets.items():
            _set(widget, known[key])


def _names(text: str | None) -> tuple[str, ...]:
    """Names with commas between, in English or Chinese."""
    parts = re.split("[,，、]", text or "")
    return tuple(dict.fromkeys(name for part in parts if (name := part.strip())))


def _value(widget: QWidget) -> Any:
    """What a field says; None where it is empty or stands at the words of its lowest value."""
    if isinstance(widget, Choice):
        return widget.currentData()
    if isinstance(widget, QComboBox):
        return widget.currentText().strip() or None
    if isinstance(widget, QLineEdit):
        return widget.text().strip() or None
    if isinstance(widget, QSpinBox | QDoubleSpinBox):
        none = bool(widget.specialValueText()) and widget.value() == widget.minimum()
        return None if none else widget.value()
    return widget.isChecked() if isinstance(widget, QCheckBox) else None


def _set(widget: QWidget, value: Any) -> None:
    if isinstance(widget, Choice):
        choose(widget, value)
    elif isinstance(widget, QComboBox):
        widget.setCurrentText(value or "")
    elif isinstance(widget, QLineEdit):
        widget.setText(value or "")
    elif isinstance(widget, QSpinBox):
        widget.setValue(widget.minimum() if value is None else int(value))
    elif isinstance(widget, QDoubleSpinBox):
        widget.setValue(widget.minimum() if value is None else float(value))
    elif isinstance(widget, QCheckBox):
        widget.setChecked(bool(value))


def _open_choice(options: Any, hint: str) -> QComboBox:
    made = QComboBox()
    made.setEditable(True)
    made.addItems(["", *options])
    made.setMinimumContentsLength(20)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    line = made.lineEdit()
    if line is not None and hint:
        line.setPlaceholderText(tr(hint))
    return made


def _built_in() -> list[str]:
    from core.llm.weights import BUILT_INS

    return list(BUILT_INS)


def providers() -> list[tuple[str, str]]:
    """Names and ids of the catalog's providers."""
    from core.llm import catalog

    return [(in_words(p.name), p.id) for p in catalog.providers() if p.id not in words.BUILT_IN]
