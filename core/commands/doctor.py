"""`distilscope doctor`: what works on this machine, and what to do where something does not."""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from core.engine.freeze import program_version
from core.errors import DistilScopeError


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `remedy` is empty where it works."""

    what: str
    works: bool
    detail: str
    remedy: str = ""


def doctor(args: argparse.Namespace) -> int:
    """Print what works; the exit status is 0: a missing keyring or display is no error of the program."""
    print(f"DistilScope {program_version()}, Python {platform.python_version()}, {platform.system()}")
    for found in examine(args.workspace):
        print(f"{'ok     ' if found.works else 'missing'}  {found.what}: {found.detail}")
        if found.remedy:
            print(f"         {found.remedy}")
    return 0


def examine(workspace: Path | None) -> Iterator[Finding]:
    """Look at everything; each check guards itself, so one failure hides no other."""
    checks: list[Callable[[], Finding]] = [_keyring, _display, _fonts, _local_model, _providers, _disk]
    if workspace is not None:
        checks.append(lambda: _workspace(workspace))
    for check in checks:
        try:
            yield check()
        except Exception as error:  # noqa: BLE001 - whatever breaks here is itself a finding
            yield Finding(
                check.__name__.strip("_"), False, f"could not be looked at ({type(error).__name__})"
            )


def _keyring() -> Finding:
    from core.keys import health

    found = health()
    if found.usable:
        return Finding("keyring", True, f"{found.backend}, API keys can be stored")
    return Finding("keyring", False, found.problem, found.remedy)


def _display() -> Finding:
    if sys.platform in {"win32", "darwin"}:
        return Finding("display", True, platform.system())
    shown = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    if shown:
        return Finding("display", True, shown)
    return Finding(
        "display", False, "none, so no window; the command line and charts work", "Log in to a desktop"
    )


def _fonts() -> Finding:
    if sys.platform in {"win32", "darwin"}:
        return Finding("fonts", True, "the system's own")
    listing = shutil.which("fc-list")
    if listing is None:
        return Finding("fonts", False, "fontconfig is missing", "Install fontconfig and fonts-dejavu-core")
    chinese = subprocess.run([listing, ":lang=zh"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    if chinese.strip():
        return Finding("fonts", True, "Latin and Chinese")
    return Finding(
        "fonts", False, "no Chinese font: Chinese answers show as boxes", "Install fonts-wqy-microhei"
    )


def _local_model() -> Finding:
    if importlib.util.find_spec("xllamacpp") is None:
        return Finding(
            "local models", False, "the extra `local` is not installed", "Run: python3 start.py setup"
        )
    from core.llm.weights import BUILT_INS

    return Finding("local models", True, f"llama.cpp, built in: {', '.join(BUILT_INS)}")


def _providers() -> Finding:
    from core.llm.catalog import providers

    return Finding("providers", True, f"{len(providers())} in the catalog")


def _disk() -> Finding:
    home = Path.home()
    existing = next(path for path in (home, *home.parents) if path.exists())
    free = shutil.disk_usage(existing).free / 1e9
    return Finding(
        "disk", free > 1, f"{free:.0f} GB free", "" if free > 1 else "Free some space for workspaces"
    )


def _workspace(path: Path) -> Finding:
    from core.store.reader import Reader

    try:
        reader = Reader(path)
    except DistilScopeError as error:
        return Finding("workspace", False, str(error))
    try:
        return Finding("workspace", True, f"{path}, {len(reader.runs())} runs")
    finally:
        reader.close()
