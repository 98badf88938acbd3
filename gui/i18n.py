"""The window's words in the reader's language, switchable while it runs.

Texts are written in English where they are used; the files of `resources/translations/<code>/` map them to
another language. A missing one is shown in English. Qt's own words (buttons of dialogs) come from Qt's own catalogues.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Callable
from functools import partial
from typing import Any, Literal, Self

import shiboken6
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal

from core import resources

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}


class Language(QObject):
    """The language in use. `changed` follows every switch, after all bound texts were set anew."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.code = "en"
        self._words: dict[str, str] = {}
        self._qt: QTranslator | None = None

    def choose(self, code: str) -> None:
        """Switch to a language of LANGUAGES; "system" takes the system's where there is one."""
        code = _from_system() if code == "system" else code
        QLocale.setDefault(_locale(code))
        if code == self.code or code not in LANGUAGES:
            return
        self.code, self._words = code, _load(code)
        self._translate_qt(code)
        _say_again()
        self.changed.emit()

    def word(self, text: str) -> str:
        """The text in this language."""
        return self._words.get(text, text)

    def _translate_qt(self, code: str) -> None:
        app = QCoreApplication.instance()
        if app is None:
            return
        if self._qt is not None:
            app.removeTranslator(self._qt)
        self._qt = QTranslator(self)
        if self._qt.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            app.installTranslator(self._qt)


language = Language()
_bound: weakref.WeakKeyDictionary[QObject, list[tuple[str, str]]] = weakref.WeakKeyDictionary()


def core_language() -> Literal["en", "zh"]:
    """The language in use as core names it."""
    return "zh" if language.code.startswith("zh") else "en"


class Said(str):
    """A text in the language that was in use, which knows how to be said in another one: see `again`.

    Copies of it, and what is cut out of it or joined with it, are plain texts.
    """

    __slots__ = ("words",)
    words: Callable[[], str]

    def __new__(cls, words: Callable[[], str]) -> Self:
        made = super().__new__(cls, words())
        made.words = words
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return str, (str(self),)


def again(text: str) -> str:
    """The text in the language in use now, where it is known how it came about; else as it is."""
    return Said(text.words) if isinstance(text, Said) else text


def tr(text: str, /, **values: object) -> str:
    """The text in the language in use, with `{name}` filled in from `values`."""
    return Said(partial(_filled, text, values))


def sentences(*said: str) -> str:
    """One after the other; no space stands behind a Chinese full stop."""
    return Said(lambda: " ".join(map(again, said)).replace("。 ", "。"))


def lines(*said: str) -> str:
    """One below the other."""
    return Said(lambda: "\n".join(map(again, said)))


def bind(thing: QObject, setter: str, text: str) -> None:
    """Call `thing.setter(text)` in the language in use, now and after every switch."""
    texts = _bound.setdefault(thing, [])
    texts[:] = [entry for entry in texts if entry[0] != setter] + [(setter, text)]
    getattr(thing, setter)(tr(text))


def unbind(thing: QObject, setter: str) -> None:
    """From now on this text is set by hand."""
    _bound[thing] = [entry for entry in _bound.get(thing, []) if entry[0] != setter]


def _filled(text: str, values: dict[str, object]) -> str:
    word = language.word(text)
    if not values:
        return word
    return word.format(**{name: again(v) if isinstance(v, Said) else v for name, v in values.items()})


def _say_again() -> None:
    for thing, texts in list(_bound.items()):
        if shiboken6.isValid(thing):
            for setter, text in texts:
                getattr(thing, setter)(tr(text))


def _load(code: str) -> dict[str, str]:
    if code == "en":
        return {}
    words: dict[str, str] = {}
    for part in resources.path("translations", code).iterdir():
        if part.name.endswith(".json"):
            words |= json.loads(part.read_text(encoding="utf-8"))
    return words


def _locale(code: str) -> QLocale:
    """Numbers and dates as the system has them, where it speaks the same language."""
    wanted, system = QLocale(code), QLocale.system()
    return system if system.language() == wanted.language() else wanted


def _from_system() -> str:
    return "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"
