"""Tables on the clipboard, as text and as a table for a document."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

Lines = Sequence[Sequence[str]]
_OURS = "application/x-distilscope"  # tells what this program copied


def put_table(lines: Lines, headed: bool = False) -> None:
    """One table; a single cell goes as text alone."""
    _put(_plain(lines), _html(lines, headed) if len(lines) > 1 or len(lines[0]) > 1 else "")


def put_tables(named: Sequence[tuple[str, Lines]]) -> None:
    """Several tables with their heads, one below the other, each under its name."""
    text = "\n\n".join(f"{name}\n{_plain(lines)}" for name, lines in named)
    rich = (f"<p>{html.escape(name)}</p>{_html(lines, headed=True)}" for name, lines in named)
    _put(text, "".join(rich))


def leave_clipboard() -> None:
    """At the end: a copied table stays as text. What Python made would be destroyed after Python, and crash."""
    clipboard = QGuiApplication.clipboard()
    data = clipboard.mimeData()
    if data is not None and data.hasFormat(_OURS):  # there is none while nothing was copied
        clipboard.setText(clipboard.text())


def _plain(lines: Lines) -> str:
    return "\n".join("\t".join(line) for line in lines)


def _html(lines: Lines, headed: bool) -> str:
    rows = "".join(_html_row(line, "th" if headed and n == 0 else "td") for n, line in enumerate(lines))
    return f"<table>{rows}</table>"


def _html_row(cells: Sequence[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>"


def _put(text: str, rich: str) -> None:
    data = QMimeData()
    data.setText(text)
    if rich:
        data.setHtml(rich)
    data.setData(_OURS, b"")
    QGuiApplication.clipboard().setMimeData(data)
