"""Keeps the machine from falling asleep while a run is on. Where that cannot be asked for, nothing happens."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen

_CONTINUOUS, _SYSTEM = 0x80000000, 0x00000001


class Awake:
    """`keep` may be called at any time, in any number."""

    def __init__(self) -> None:
        self._helper: Popen[bytes] | None = None
        self.held = False

    def keep(self, on: bool) -> None:
        """Keep the machine awake, or let it sleep again."""
        if on != self.held:
            self.held = on
            self._ask(on)

    def _ask(self, on: bool) -> None:
        if sys.platform == "win32":
            import ctypes

            ctypes.windll.kernel32.SetThreadExecutionState(_CONTINUOUS | (_SYSTEM if on else 0))
        elif on:
            self._start()
        else:
            self._stop()

    def _start(self) -> None:
        import subprocess

        command = _command()
        if command is not None:
            with contextlib.suppress(OSError):
                self._helper = subprocess.Popen(  # noqa: S603 - the system's own tool, by its full path
                    command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )

    def _stop(self) -> None:
        if self._helper is not None:
            self._helper.terminate()
            self._helper.wait()
            self._helper = None


def _command() -> list[str] | None:
    """A program of the system that holds sleep off, and ends with this one."""
    if sys.platform == "darwin":
        return ["/usr/bin/caffeinate", "-i", "-w", str(os.getpid())]
    tool = shutil.which("systemd-inhibit")
    if tool is None or not Path("/run/systemd/system").is_dir():
        return None
    wait = ["tail", f"--pid={os.getpid()}", "-f", "/dev/null"]
    return [tool, "--what=idle:sleep", "--who=DistilScope", "--why=A run is on", *wait]
