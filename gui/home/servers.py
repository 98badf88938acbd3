"""Model servers that run on this computer, each offered in a line of its own."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.context import Context
from gui.i18n import tr
from gui.widgets.banner import Banner
from gui.widgets.layout import clear


class FoundServers(QWidget):
    """Hidden until a server was found (core.llm.discovery.FoundServer)."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._found: tuple[Any, ...] = ()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def look(self) -> None:
        """Probe the known ports of this computer, off the window's thread."""
        job = self._context.tasks.net(_find_servers).latest("home.servers").owned_by(self)
        job.then(self.offer).start()

    def offer(self, servers: Any) -> None:
        """Offer these."""
        self._found = tuple(servers)
        clear(self._lines)
        for server in self._found:
            self._add(server)
        self.setVisible(bool(self._found))

    def retranslate(self) -> None:
        """Say it in the language in use."""
        self.offer(self._found)

    def _add(self, server: Any) -> None:
        line = Banner()
        self._lines.addWidget(line)  # before it is shown: without a parent it would be a window for a moment
        text = tr("{name} runs on this computer. Models there: {n}.", name=server.name, n=len(server.models))
        line.say(text, "info", (tr("Use it"), lambda: self._use(line, server)))

    def _use(self, line: Banner, server: Any) -> None:
        line.show()  # it is still there when one comes back
        self._context.show("models", server)


async def _find_servers() -> list[Any]:
    from core.llm.discovery import find_servers

    return list(await find_servers())
