"""The headless front: proof that the window is only a face. DESIGN section 5 is its contract."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import NoReturn

from core import terminal
from core.commands import arguments
from core.commands.arguments import amount, at_least_one, count, run_number, run_of, workspace
from core.errors import DistilScopeError
from core.faces import ChartRenderer, PdfPrinter, WindowOpener
from core.terminal import Terminated, message, one_line, speak_utf8
from core.textfile import SURROGATE

FAILED, BAD_INPUT, INTERRUPTED = 1, 2, 130
# The system does not take a path that somebody named, wherever that showed.
_REFUSED = {errno.EACCES, errno.EPERM, errno.ENAMETOOLONG, errno.ELOOP, errno.EROFS}
Command = Callable[[argparse.Namespace], int]


class _Parser(argparse.ArgumentParser):
    """Argument errors are one line, like every other error."""

    def error(self, message: str) -> NoReturn:
        self.exit(BAD_INPUT, f"{terminal.message(f'{self.prog}: {message} (see {self.prog} --help)')}\n")


def main(
    argv: Sequence[str], opener: WindowOpener, renderer: ChartRenderer, printer: PdfPrinter | None = None
) -> int:
    """Run one command and return its exit status; expected errors are one line on stderr."""
    speak_utf8()
    args = _parse(argv)
    args.opener, args.renderer, args.printer = opener, renderer, printer
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        status = _command(args.command)(args)
        sys.stdout.flush()  # here, where a reader who has left is still heard of
    except DistilScopeError as error:
        print(message(str(error)), file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("Interrupted; what was finished is kept.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has left; nothing more can be said to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - a person gets one line; the traceback goes into a file
        return _failed(args, error)
    return status


def _failed(args: argparse.Namespace, error: Exception) -> int:
    """Say what was not expected, in one line: a path that the system refuses, a damaged workspace, or a mistake."""
    if isinstance(error, OSError) and error.errno in _REFUSED and error.filename:
        said = f"{error.filename}: cannot be used ({error.strerror})."
    elif not (said := _damaged(args, error)):
        print(_unexpected(error), file=sys.stderr)
        return FAILED
    print(message(said), file=sys.stderr)
    return BAD_INPUT


def _damaged(args: argparse.Namespace, error: Exception) -> str:
    """What to say where a damaged workspace is behind the error."""
    from core.store import damage  # seldom needed

    return str(damage.explained(getattr(args, "workspace", None), error) or "")


def _unexpected(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "No space is left to write on; what was finished is kept. Free some, then try again."
    from core import failures

    log = failures.record(error)
    details = f"details in {log}" if log else f"and {failures.log_file()} cannot be written"
    return one_line(f"unexpected error ({type(error).__name__}), {details}; what was finished is kept.")


def _parse(argv: Sequence[str]) -> argparse.Namespace:
    """The window's `distilscope [FILE]` has no subcommand; everything else does."""
    parser = _parser()
    names = _COMMANDS.keys()
    if argv and argv[0] not in names and not argv[0].startswith("-"):
        if len(argv) == 1 and _may_be_file(argv[0]):
            return argparse.Namespace(command="window", file=Path(argv[0]))
        parser.error(f"{argv[0]!r} is neither a command nor a workspace file; commands: {', '.join(names)}")
    args = parser.parse_args(argv)
    if args.command is None:
        return argparse.Namespace(command="window", file=None)
    for name, value in vars(args).items():
        # A path may be any bytes; a name is kept in the workspace, which holds text.
        if isinstance(value, str) and SURROGATE.search(value):
            parser.error(f"what is given as {name} is not valid UTF-8")
    return args


def _may_be_file(word: str) -> bool:
    try:
        return Path(word).exists() or bool(Path(word).suffix)
    except OSError:  # too long for a name, or in a folder that may not be looked into
        return True


# Each command's module is imported only when it is called: `--help` and the window need none of them.
_COMMANDS = {
    "window": "core.commands.window",
    "run": "core.commands.run",
    "estimate": "core.commands.estimate",
    "results": "core.commands.show",
    "judgments": "core.commands.show",
    "chart": "core.commands.show",
    "report": "core.commands.report",
    "export": "core.commands.export",
    "templates": "core.commands.export",
    "bundle": "core.commands.bundle",
    "import": "core.commands.imports",
    "prompts": "core.commands.prompts",
    "labels": "core.commands.labels",
    "demo": "core.commands.demo",
    "doctor": "core.commands.doctor",
}


def _command(name: str) -> Command:
    module = import_module(_COMMANDS[name])
    found: Command = getattr(module, name.replace("import", "import_"))
    return found


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="distilscope",
        description="Measure how far one language model has been distilled from another.",
        epilog="Without a command the window opens; with a workspace file it opens on that file.",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    _add_run(commands)
    _add_estimate(commands)
    _add_show(commands)
    _add_exports(commands)
    _add_imports(commands)
    arguments.add_prompts(commands)
    arguments.add_labels(commands)
    demo = commands.add_parser("demo", help="a study with built-in simulated models: no key, no network")
    workspace(demo)
    doctor = commands.add_parser(
        "doctor", help="what works here: keyring, display, fonts, workspace, providers"
    )
    doctor.add_argument("--workspace", type=Path)
    return parser


_Commands = argparse._SubParsersAction


def _add_run(commands: _Commands[_Parser]) -> None:
    run = commands.add_parser("run", help="run a study; an unfinished run of it is resumed")
    run.add_argument("study", type=Path, metavar="STUDY.toml")
    workspace(run)
    run.add_argument("--max-cost", type=amount, metavar="USD", help="pause before this is passed")
    run.add_argument("--max-calls", type=count, metavar="N", help="pause before this is passed")
    run.add_argument("--concurrency", type=at_least_one, metavar="N", help="calls in flight in all")
    run.add_argument("--again", action="store_true", help="a fresh repeat: nothing is taken from the cache")
    run.add_argument(
        "--retry-errors", action="store_true", help="ask what failed in a completed run once more"
    )
    run.add_argument(
        "--rejudge",
        action="store_true",
        help="judge a finished run anew where a judge has another version now",
    )
    run.add_argument(
        "--stop-at-first-429", action="store_true", help="stop an account at its first rate limit"
    )
    run.add_argument("--quiet", action="store_true", help="no progress on stderr")


def _add_estimate(commands: _Commands[_Parser]) -> None:
    estimate = commands.add_parser("estimate", help="calls, tokens and cost of a study; nothing is sent")
    estimate.add_argument("study", type=Path, metavar="STUDY.toml")
    estimate.add_argument("--workspace", type=Path, help="leave out what this workspace has cached")
    estimate.add_argument("--format", choices=("table", "json"), default="table")


def _add_show(commands: _Commands[_Parser]) -> None:
    results = commands.add_parser("results", help="the score tables of a run")
    run_of(results)
    results.add_argument("--format", choices=("table", "json", "csv", "markdown", "latex"), default="table")
    results.add_argument(
        "--table", metavar="NAME", help="with --format csv: one table, such as places or extremes"
    )
    judgments = commands.add_parser("judgments", help="single judgments with their rationales")
    run_of(judgments)
    judgments.add_argument("--model")
    judgments.add_argument("--judge")
    judgments.add_argument("--limit", type=count)
    judgments.add_argument("--format", choices=("csv", "json"), required=True)
    chart = commands.add_parser("chart", help="draw a chart into a file")
    chart.add_argument("name", metavar="NAME")
    run_of(chart)
    chart.add_argument("--out", type=Path, required=True, metavar="FILE.png|.svg|.pdf")
    report = commands.add_parser("report", help="a report in one file")
    run_of(report)
    report.add_argument("--out", type=Path, required=True, metavar="FILE.html|.pdf")
    report.add_argument("--language", choices=("en", "zh"), default="en")


def _add_exports(commands: _Commands[_Parser]) -> None:
    export = commands.add_parser("export", help="scores or judgments of a run as a file")
    run_of(export)
    export.add_argument(
        "--judgments", action="store_true", help="every judgment with its texts, not the scores"
    )
    export.add_argument("--language", choices=("en", "zh"), default="en")
    export.add_argument(
        "--out", type=Path, required=True, metavar="FILE.xlsx|.csv|.zip|.json|.jsonl|.md|.tex|.txt"
    )
    templates = commands.add_parser("templates", help="the templates of a run, for a study in paired mode")
    run_of(templates)
    templates.add_argument("--model", help="leave out what was found for other models")
    templates.add_argument("--out", type=Path, required=True, metavar="FILE.jsonl")
    bundle = commands.add_parser("bundle", help="a study with all its files, for somebody else to repeat")
    ways = bundle.add_subparsers(dest="way", metavar="WAY", required=True, parser_class=_Parser)
    pack = ways.add_parser("export", help="pack a study file, or the study of a run")
    pack.add_argument("study", type=Path, nargs="?", metavar="STUDY.toml")
    pack.add_argument("--workspace", type=Path, metavar="FILE")
    pack.add_argument("--run", type=run_number, metavar="N", help="default: the newest")
    pack.add_argument(
        "--responses", action="store_true", help="with the recorded answers, or those of the run"
    )
    pack.add_argument("--out", type=Path, required=True, metavar="FILE.distilscope.zip")
    unpack = ways.add_parser("open", help="unpack a bundle into a new folder")
    unpack.add_argument("bundle", type=Path, metavar="FILE.distilscope.zip")
    unpack.add_argument("--into", type=Path, required=True, metavar="FOLDER")


def _add_imports(commands: _Commands[_Parser]) -> None:
    imports = commands.add_parser("import", help="bring in published logs or recorded responses")
    kinds = imports.add_subparsers(dest="kind", metavar="KIND", required=True, parser_class=_Parser)
    log = kinds.add_parser("attack-log", help="a published ICE attack log")
    log.add_argument("file", type=Path, metavar="LOG.jsonl")
    log.add_argument("--model", required=True)
    log.add_argument("--facts", required=True, metavar="VENDOR", help="a vendor id, or a file of facts")
    log.add_argument("--strict", type=Path, metavar="FILE.csv")
    workspace(log)
    responses = kinds.add_parser("responses", help="recorded responses of a model")
    responses.add_argument("file", type=Path, metavar="FILE")
    responses.add_argument("--model", required=True)
    responses.add_argument("--prompt-set", metavar="NAME")
    workspace(responses)


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise Terminated
