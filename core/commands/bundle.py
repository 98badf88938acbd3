"""`distilscope bundle`: a study with all its files, packed for somebody else or opened from them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from core import study_file
from core.errors import BadInput
from core.report.bundle import SUFFIX, Packed, pack


def bundle(args: argparse.Namespace) -> int:
    """Pack or open."""
    return _export(args) if args.way == "export" else _open(args)


def _export(args: argparse.Namespace) -> int:
    if (args.study is None) == (args.workspace is None):
        raise BadInput("name either a study file or a --workspace", field="study")
    if not args.out.name:
        raise BadInput("is a folder", path=args.out, remedy="Name a file in it")
    out = args.out if args.out.name.endswith(".zip") else args.out.with_name(args.out.name + SUFFIX)
    packed = _of_study(args, out) if args.study else _of_run(args, out)
    print(f"{packed.path}: {len(packed.files):,} files")
    if packed.absent:
        names = ", ".join(packed.absent)
        print(f"Recorded answers are not in it ({names}); --responses takes them in.", file=sys.stderr)
    return 0


def _of_study(args: argparse.Namespace, out: Path) -> Packed:
    return pack(study_file.read(args.study), out, responses=args.responses)


def _of_run(args: argparse.Namespace, out: Path) -> Packed:
    from core.commands.show import opened

    with opened(args) as (reader, run):
        return pack(reader.study(run), out, responses=args.responses, reader=reader, run=run)


def _open(args: argparse.Namespace) -> int:
    from core.report.bundle_open import unpack

    found = unpack(args.bundle, args.into)
    print(f"{found.folder / 'study.toml'}")
    for each in found.reached:
        print(f"It would ask {each}", file=sys.stderr)
    for name in found.absent:
        print(f"Put the recorded answers at {found.folder / name}", file=sys.stderr)
    for name in found.changed:
        print(
            f"This program's {name} differs from the one it was packed with (see shipped/)", file=sys.stderr
        )
    return 0
