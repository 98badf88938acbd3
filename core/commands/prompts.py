"""`distilscope prompts`: how a file of prompts would be read, and samples of public sets from Hugging Face."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from core.errors import BadInput
from core.prompts.hub import KNOWN, Description, Hub, Split
from core.prompts.hub_download import Download, download
from core.report.text import table
from core.tables import listed
from core.terminal import Terminated, one_line

if TYPE_CHECKING:
    from core.prompts.read import Preview

T = TypeVar("T")

_SHOWN = 100  # characters of a prompt


def prompts(args: argparse.Namespace) -> int:
    """Known sets, a preview, or a download."""
    return {"known": _known, "preview": _preview, "download": _download}[args.way](args)


def _known(_args: argparse.Namespace) -> int:
    rows = [(each.name, each.dataset, each.licence, each.note) for each in KNOWN]
    print(table(("name", "data set", "licence", "note"), rows, names=4))
    return 0


def _preview(args: argparse.Namespace) -> int:
    from core.prompts.read import COLUMN_REMEDY, preview, without_rows

    found = preview(args.file, args.rows, column=args.column, sheet=args.sheet, encoding=args.encoding)
    if not found.columns:
        raise without_rows(args.file, found.problems)
    if not found.form:
        raise BadInput(
            f"no column looks like a prompt; the columns are {listed(found.columns)}", path=args.file,
            remedy=COLUMN_REMEDY.replace("prompts;", "prompts with --column;"),
        )  # fmt: skip
    print(one_line(f"{args.file.name}: read as {found.form}, {found.encoding or 'binary'}{_sheets(found)}"))
    rows = [(each.id, each.language, f"{len(each.turns)}", _short(each.text)) for each in found.prompts]
    print(table(("id", "language", "turns", "prompt"), rows, names=4))
    for problem in found.problems:
        print(one_line(f"{args.file.name}: {problem}"), file=sys.stderr)
    return 0


def _sheets(found: Preview) -> str:
    if not found.sheets:
        return ""
    name, *others = found.sheets
    return f", sheet {name}" + (f"; other sheets, to be had with --sheet: {listed(others)}" if others else "")


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def _download(args: argparse.Namespace) -> int:
    done = _finished(_fetch(args))
    left = [f"{done.truncated:,} cut by the server" if done.truncated else ""]
    left += [f"{done.unfit:,} empty or repeated" if done.unfit else ""]
    left += [f"{done.missing:,} that the server did not send" if done.missing else ""]
    said = "; left out: " + ", ".join(filter(None, left)) if any(left) else ""
    print(f"{done.path}")
    print(one_line(f"{done.rows:,} of {done.total:,} rows of {done.dataset}, licence {done.licence}{said}"))
    return 0


def _finished(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end. What the system ends is cancelled first, as asyncio does for Ctrl+C: no task dies halfway."""
    before = signal.getsignal(signal.SIGTERM)
    try:
        return asyncio.run(_cancelled_by_the_system(work))
    except asyncio.CancelledError:
        raise Terminated from None
    finally:
        signal.signal(signal.SIGTERM, before)


async def _cancelled_by_the_system(work: Coroutine[Any, Any, T]) -> T:
    task = asyncio.ensure_future(work)
    with suppress(NotImplementedError):  # on Windows, where nobody sends it
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await task


async def _fetch(args: argparse.Namespace) -> Download:
    async with Hub() as hub:
        what = await hub.describe(args.dataset)
        print(one_line(f"{what.dataset}, licence {what.licence}: check that you may use it"), file=sys.stderr)
        part = _part(what, args.config, args.split)
        return await download(hub, what, part, args.into, n=args.sample, seed=args.seed, progress=_tell)


def _part(what: Description, config: str | None, split: str | None) -> Split:
    fits = (s for s in what.splits if config in (None, s.config) and split in (None, s.split))
    if (part := next(fits, None)) is None:
        there = listed(f"{each.config}/{each.split}" for each in what.splits)
        raise BadInput(f"{what.dataset} has no such part", field="--split", remedy=f"It has {there}")
    return part


def _tell(done: int, wanted: int) -> None:
    print(f"{done:,}/{wanted:,} prompts", file=sys.stderr)
