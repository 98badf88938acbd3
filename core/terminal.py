"""What may be written to a terminal: names and messages may come from a model or a server, and are hostile."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

# Control characters but for line feed and tab, marks that turn the direction of writing, unpaired surrogates.
_DANGEROUS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
_SHOWN_AS = "\ufffd"
_LONGEST, _END = 2_000, 300  # characters of a message, and of its end, where it may say what to do


class Terminated(KeyboardInterrupt):
    """The system ends the program; nobody wished what it was at to be cancelled."""


def printable(text: str) -> str:
    """The text with everything replaced that a terminal would obey, or could not show."""
    return _DANGEROUS.sub(_SHOWN_AS, text)


def one_line(text: str) -> str:
    """The same on one line."""
    return printable(" ".join(text.split()))


def message(text: str) -> str:
    """The same without most of the megabyte that somebody gave for a name."""
    line = one_line(text)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - _END]} … {line[-_END:]}"


def escaped(text: str) -> str:
    r"""The text with the same spelt out, as \u001b: for data, in which nothing may be lost. JSON means the same."""
    return _DANGEROUS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class Shown:
    """Takes the place of stdout for data: a terminal sees it escaped, a file or a pipe gets it as it is."""

    def write(self, text: str) -> int:
        """Write to stdout."""
        return sys.stdout.write(escaped(text) if sys.stdout.isatty() else text)


def speak_utf8() -> None:
    """Write UTF-8 whatever the locale says; what is no text (an unpaired surrogate) is escaped."""
    # A stream that was closed before the start is None; what is written to it is lost, and nothing else.
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open to the end
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
