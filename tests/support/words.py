"""Finds every text in the window's code that a person reads, so that none is left out of a translation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

# Which arguments of a call are shown to a person: positions and names.
SHOWN: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    "tr": ((0,), ()),
    "bind": ((2,), ()),
    "label": ((0,), ()),
    "button": ((0,), ("tip",)),
    "named": ((1, 2), ()),
    "Column": ((0,), ("tip",)),
    "ListColumn": ((0,), ()),
    "ScoreColumn": ((0, 4), ("tip",)),
    "field": ((0, 4), ("tip",)),
    "EmptyState": ((0, 1), ()),
    "card": ((), ("heading",)),
    "text_field": ((1,), ("hint",)),
    "whole": ((), ("none",)),
    "real": ((), ("none",)),
    "DataTable": ((0,), ()),
    "TextPane": ((0,), ()),
    "Tabs": ((0,), ()),
    "Stepper": ((), ()),
    "Setting": ((2,), ()),
    "_add": ((1,), ()),
    "_menu": ((0,), ()),
    "_score": ((0,), ("tip",)),
    "_share": ((0,), ("tip",)),
    "_count": ((0,), ("tip",)),
    "_way": ((0, 1), ()),
    "add_explained": ((0, 2), ("help_text",)),
    "_check": ((0, 1), ()),
    "_table": ((0,), ()),
    "_caption": ((0,), ()),
    "_box": ((0,), ()),
    "_figure": ((0,), ()),
    "add": ((0, 2), ("help_text",)),
}
WORDY = re.compile(r"^[A-Z][a-z]|[a-z] [a-z]|^[A-Z]{3} |…$")
IDENTIFIER = re.compile(r"^[a-z_][a-z0-9_.]*$")


def texts(folder: Path) -> dict[str, str]:
    """Every text and a file that it stands in."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*.py")):
        for text in _of_file(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(text, path.name)
    return found


def _of_file(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _of_call(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            yield from _of_value(node.value)


def _of_call(node: ast.Call) -> Iterator[str]:
    function = node.func
    name = (
        function.id
        if isinstance(function, ast.Name)
        else function.attr
        if isinstance(function, ast.Attribute)
        else ""
    )
    places, names = SHOWN.get(name, ((), ()))
    shown = [node.args[i] for i in places if i < len(node.args)]
    shown += [k.value for k in node.keywords if k.arg in names]
    for each in shown:
        yield from (t for t in _strings(each) if name in {"tr", "bind"} or _is_wordy(t))
    if name in {"choice", "Tabs", "EmptyState"}:
        yield from (t for a in node.args if isinstance(a, ast.Tuple) for t in _strings(a.elts[0]))


def _of_value(value: ast.expr) -> Iterator[str]:
    """Tables of words: in dicts, tuples and plain constants of modules and classes."""
    if isinstance(value, ast.Dict | ast.Tuple | ast.List | ast.Constant):
        yield from (text for text in _strings(value) if _is_wordy(text))


def _strings(node: ast.expr) -> Iterator[str]:
    for each in ast.walk(node):
        if (
            isinstance(each, ast.Constant)
            and isinstance(each.value, str)
            and re.search(r"[A-Za-z]{2}", each.value)
        ):
            yield each.value


def _is_wordy(text: str) -> bool:
    return bool(WORDY.search(text)) and not IDENTIFIER.match(text) and "\n" not in text and "{ " not in text
