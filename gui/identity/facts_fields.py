"""The fields of the facts editor: which are required, and beside each what it still lacks, in plain words."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLabel, QLineEdit

from core.ice.facts import REQUIRED
from gui.i18n import bind, tr
from gui.identity import words
from gui.widgets.form import Form, text_field
from gui.widgets.text import label

PARTS = (("en", "English names"), ("zh", "Chinese names"), ("source", "Source"))
VENDOR = ("vendor", "names")
_HINTS = {"en": "A name here or below", "source": "Where it can be looked up, such as a page on the web"}
_SHORT = "Made from the maker's name. Studies know the maker by it, and all its models share it."


class FactsFields(Form):
    """The names and the source of each fact, and the maker's short name."""

    def __init__(self, facts: Any = None) -> None:
        super().__init__()
        self.fields: dict[tuple[str, str], QLineEdit] = {}
        self._notes: dict[QLineEdit, QLabel] = {}
        self.vendor = text_field(facts.vendor if facts else "", "For example: openai")
        for kind in words.FACTS:
            self._add(kind, getattr(facts, kind) if facts else None)
            if kind == "maker":
                self._put("Short name", self.vendor)
                self.addRow("", label(_SHORT, "caption"))
        if facts is None:
            self._follow_the_name()
        self.setContentsMargins(20, 8, 20, 10)

    def facts(self) -> Any:
        """What is written, be it complete or not."""
        from core.ice.facts import FactSet

        return FactSet(self.vendor.text().strip(), **{kind: self._fact(kind) for kind in words.FACTS})

    def show_lacking(self, lacking: list[tuple[str, str]]) -> QLineEdit | None:
        """Say at each field what it lacks, and nowhere else; returns the uppermost of them."""
        wrong = {self._field(kind, part): _told(kind, part) for kind, part in lacking}
        for field, note in self._notes.items():
            text = wrong.get(field, "")
            note.setText(text)
            field.setAccessibleDescription(text)
            self.setRowVisible(note, bool(text))
        return next((field for field in self._notes if field in wrong), None)

    def _field(self, kind: str, part: str) -> QLineEdit:
        if kind == "vendor":
            return self.vendor
        return self.fields[kind, "source" if part == "source" else "en"]

    def _fact(self, kind: str) -> Any:
        from core.ice.facts import Fact

        text = {part: self.fields[kind, part].text() for part, _name in PARTS}
        return Fact(names_of(text["en"]), names_of(text["zh"]), text["source"].strip())

    def _add(self, kind: str, fact: Any) -> None:
        required = kind in REQUIRED
        heading = label(role="heading")
        name = tr(words.FACTS[kind])
        heading.setText(tr("{fact} (required)", fact=name) if required else name)
        self.add_wide(heading)
        for part, words_of_part in PARTS:
            value = getattr(fact, part) if fact else ()
            field = text_field(value if isinstance(value, str) else "; ".join(value))
            if required and part in _HINTS:
                bind(field, "setPlaceholderText", _HINTS[part])
            field.setCursorPosition(0)
            self.fields[kind, part] = field
            self._put(words_of_part, field)
            field.setAccessibleName(tr("{head}: {value}", head=heading.text(), value=tr(words_of_part)))

    def _put(self, name: str, field: QLineEdit) -> None:
        self.add(name, field)
        self._notes[field] = label(role="bad")
        self.addRow("", self._notes[field])
        self.setRowVisible(self._notes[field], False)

    def _follow_the_name(self) -> None:
        """Make the short name of the maker's, until somebody writes another one."""
        for part in ("en", "zh"):
            self.fields["maker", part].textChanged.connect(self._shorten)
        self.vendor.textEdited.connect(lambda _text: self.vendor.setProperty("own", True))

    def _shorten(self) -> None:
        if not self.vendor.property("own"):
            maker = self._fact("maker")
            self.vendor.setText("-".join(str(maker).casefold().split()))


def names_of(text: str) -> tuple[str, ...]:
    """The names of a field, which semicolons separate; a Chinese one does too."""
    parts = text.replace("；", ";").split(";")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _told(kind: str, part: str) -> str:
    if kind == "vendor":
        return tr("Write a short name, such as openai.")
    if part == "names":
        return tr("Write at least one name, in English or in Chinese.")
    if kind in REQUIRED:
        return tr("Write where this can be looked up, such as the address of a page on the web.")
    return tr("Write where these names can be looked up, or leave them out.")


def called(kind: str, part: str) -> str:
    """What is lacking, as a list of all of it names it."""
    if kind == "vendor":
        return tr("the short name")
    text = "the source of “{fact}”" if part == "source" else "a name at “{fact}”"
    return tr(text, fact=tr(words.FACTS[kind]))
