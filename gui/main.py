"""The command's entry: hands the command line a window and a chart renderer; Qt is imported when one is needed."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from core.errors import BadInput

_CODES = {"en": "en", "zh": "zh_CN"}  # core's names of the languages, and the window's


class LazyWindow:
    """Opens the window."""

    def open_window(self, workspace: Path | None) -> int:
        """Show the window until it is closed; the exit status. Raises BadInput where there is no display."""
        if not has_display():
            raise BadInput(
                "there is no display to open a window on",
                remedy="Use a command, such as distilscope demo; distilscope --help lists them",
            )
        from gui.app import open_window

        return open_window(workspace)


class LazyCharts:
    """Draws charts, without a display too."""

    _language = "en"

    def speak(self, language: str) -> None:
        """Draw with the words of this language."""
        self._language = language

    def names(self) -> tuple[str, ...]:
        """The charts there are."""
        from gui.charts import export

        return tuple(export.names())

    def render(self, name: str, tables: Any, out: Path, reader: Any) -> None:
        """Draw a chart into a file; its ending says which kind."""
        if not has_display():
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from gui.app import application
        from gui.charts import export
        from gui.i18n import language

        application(sys.argv[:1])
        language.choose(_CODES[self._language])
        export.render(name, tables, out, reader)


class LazyPrinter:
    """Prints reports, without a display too."""

    def print_pieces(self, pieces: Any, out: Path, *, style: str, title: str, footer: str) -> None:
        """Print pieces of HTML on the pages of a PDF."""
        if not has_display():
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from gui.app import application
        from gui.print_pdf import print_pieces

        application(sys.argv[:1])
        print_pieces(pieces, out, style=style, title=title, footer=footer)


def has_display() -> bool:
    """Whether a window could be seen."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    )


def main(argv: list[str] | None = None) -> int:
    """Run the command line."""
    # Threads of the linear algebra library make our small products several times slower; it reads this at import.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from core import cli

    return cli.main(sys.argv[1:] if argv is None else argv, LazyWindow(), LazyCharts(), LazyPrinter())


if __name__ == "__main__":
    sys.exit(main())
