"""Arguments that several commands share, and those of `prompts` and `labels`; nothing slow is imported here."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from core.terminal import one_line

_Commands = argparse._SubParsersAction


def add_prompts(commands: _Commands[Any]) -> None:
    """`distilscope prompts`: look into a file of prompts, or get some from Hugging Face."""
    prompts = commands.add_parser(
        "prompts", help="look into a file of prompts, or download some from Hugging Face"
    )
    ways = prompts.add_subparsers(dest="way", metavar="WAY", required=True, parser_class=type(prompts))
    ways.add_parser("known", help="the public sets that are known by name, with their licences")
    look = ways.add_parser(
        "preview", help="how a file would be read: its form, its first rows, what is wrong with it"
    )
    look.add_argument("file", type=Path, metavar="FILE")
    look.add_argument("--column", metavar="NAME", help="the column that holds the prompts")
    look.add_argument(
        "--sheet", metavar="NAME", help="the sheet of a spreadsheet; default: the first with rows"
    )
    look.add_argument("--encoding", metavar="NAME", help="such as big5, where it is guessed wrong")
    look.add_argument("--rows", type=at_least_one, default=10, metavar="N")
    get = ways.add_parser(
        "download", help="a seeded sample of a public data set; a stopped one is taken up again"
    )
    get.add_argument(
        "dataset", metavar="NAME|OWNER/NAME", help="a known set, a data set's id or its page's address"
    )
    get.add_argument("--into", type=Path, required=True, metavar="FOLDER")
    get.add_argument("--sample", type=at_least_one, default=100, metavar="N")
    get.add_argument("--seed", type=count, default=7, metavar="N")
    get.add_argument("--config", metavar="NAME", help="default: the first")
    get.add_argument("--split", metavar="NAME", help="default: the first")


def add_labels(commands: _Commands[Any]) -> None:
    """`distilscope labels`: people's own scores beside a judge's."""
    labels = commands.add_parser("labels", help="people's own scores beside a judge's")
    ways = labels.add_subparsers(dest="way", metavar="WAY", required=True, parser_class=type(labels))
    task = ways.add_parser(
        "task", help="a stratified choice of pairs or responses to be labelled blind, as a table to fill in"
    )
    run_of(task)
    task.add_argument(
        "--metric", choices=("rse", "ice"), default="rse",
        help="pairs to be scored (rse), or what models say of themselves (ice)",
    )  # fmt: skip
    task.add_argument("--sample", type=at_least_one, default=30, metavar="N")
    task.add_argument("--out", type=Path, required=True, metavar="FILE.csv")
    add = ways.add_parser("add", help="take up a table that was filled in; a new score keeps the old one")
    add.add_argument("file", type=Path, metavar="FILE.csv|.xlsx")
    add.add_argument("--author", type=one_line, required=True, metavar="NAME")
    run_of(add)
    show = ways.add_parser("show", help="every label with its author and reason, replaced ones too")
    run_of(show)
    show.add_argument("--format", choices=("csv", "json"), default="csv")


def workspace(parser: argparse.ArgumentParser) -> None:
    """The workspace, which has to be named."""
    parser.add_argument("--workspace", type=Path, required=True, metavar="FILE")


def run_of(parser: argparse.ArgumentParser) -> None:
    """The workspace, and which of its runs."""
    workspace(parser)
    parser.add_argument("--run", type=run_number, metavar="N", help="default: the newest")


def run_number(text: str) -> int:
    """A run's number, as far as there can be one."""
    number = int(text)
    if abs(number) >= 1 << 63:  # more than SQLite can hold
        raise argparse.ArgumentTypeError("there can be no run of that number")
    return number


def at_least_one(text: str) -> int:
    """A count of 1 or more."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def count(text: str) -> int:
    """A count of 0 or more."""
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must be 0 or more")
    return number


def amount(text: str) -> float:
    """An amount in USD."""
    amount = float(text)
    if not 0 <= amount < float("inf"):
        raise argparse.ArgumentTypeError("must be an amount in USD")
    return amount
