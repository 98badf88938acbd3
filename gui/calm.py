"""Errors in methods that Qt calls by itself, of models, delegates, events and painting.

From there an error has no way up to Python: it may end the program, and comes again with each cell that is painted.
So it is told once, through sys.excepthook as any other unexpected one, and something harmless is done instead.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import FunctionType
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, QRectF, Qt

Class = TypeVar("Class", bound=type)
Place = tuple[type[BaseException], str, int | None]

NONE = "–"  # in a cell
_TEXT = int(Qt.ItemDataRole.DisplayRole)
_told: set[Place] = set()  # kinds of errors: what went wrong, and in which line
_collected: list[list[Exception]] = []


def _text(role: Any = _TEXT) -> str | None:
    return NONE if role == _TEXT else None


# What is done instead; with other methods what Qt would do without ours.
_INSTEAD: dict[str, Callable[..., Any]] = {
    "data": lambda _model, _index, *role: _text(*role),
    "headerData": lambda _model, _section, _orientation, *role: _text(*role),
    "rowCount": lambda *_: 0,
    "columnCount": lambda *_: 0,
    "index": lambda *_: QModelIndex(),
    "parent": lambda *_: QModelIndex(),
    "boundingRect": lambda *_: QRectF(),
}
# What somebody does, who is told each time that it fails; all else comes again by itself.
_ACTS = frozenset({"dropEvent", "keyPressEvent", "reject"})
# Called by Python alone, where an error is told anyway, and a dialog stays as it is.
_BY_PYTHON = frozenset({"accept", "setTabText", "setTabVisible"})


def calm(made: Class) -> Class:
    """Decorates a class: an error in a method that it has in place of one of Qt's is told, and does no harm."""
    for name, method in list(vars(made).items()):
        if isinstance(method, FunctionType) and is_in_place_of_qt(made, name):
            setattr(made, name, _guarded(made, method))
    return made


def is_in_place_of_qt(made: type, name: str) -> bool:
    """Whether a class of Qt, or of the charts' library, that this one is made from has a method of this name."""
    if name.startswith("__") or name in _BY_PYTHON:
        return False
    bases = (b for b in made.__mro__ if b.__module__.partition(".")[0] in {"PySide6", "pyqtgraph"})
    return any(hasattr(base, name) for base in bases)


def calmed(function: Callable[[Any], Any], instead: Any) -> Callable[[Any], Any]:
    """A function of a row that gives something else where it fails, after the error was told."""

    @wraps(function)
    def safe(row: Any) -> Any:
        try:
            return function(row)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            tell(error)
            return instead

    return safe


def tell(error: Exception, again: bool = False) -> None:
    """Tell an error; one of a kind that was told before only where it is to be told `again`."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    place = (type(error), last.filename if last else "", last.lineno if last else 0)
    # A painter that was left open would paint on when what it paints on is gone.
    traceback.clear_frames(error.__traceback__)
    if _collected:
        _collected[-1].append(error)
    elif again or place not in _told:
        _told.add(place)
        sys.excepthook(type(error), error, error.__traceback__)


@contextmanager
def raised() -> Iterator[None]:
    """What is told meanwhile is raised at the end: a file with half of a picture is no picture."""
    _collected.append([])
    try:
        yield
    finally:
        errors = _collected.pop()
    if errors:
        raise errors[0]


def _guarded(made: type, method: FunctionType) -> Callable[..., Any]:
    name = method.__name__

    def instead(self: Any, *asked: Any) -> Any:
        try:
            return (
                _INSTEAD[name](self, *asked) if name in _INSTEAD else getattr(super(made, self), name)(*asked)
            )
        except NotImplementedError:  # Qt leaves it to us
            return None
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            return tell(error)

    @wraps(method)
    def safe(self: Any, *asked: Any, **named: Any) -> Any:
        try:
            return method(self, *asked, **named)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            tell(error, name in _ACTS)
        return instead(self, *asked, *named.values())

    @wraps(method)
    def alone(self: Any) -> Any:  # Qt asks how many arguments a slot takes, and would hand over more
        return safe(self)

    return alone if method.__code__.co_argcount == 1 else safe
