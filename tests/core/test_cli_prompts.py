"""Prompts on the command line: a file looked into, and a sample of a public set from a stand-in of the hub."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from command import LIMIT, Ended, begin, distilscope
from hub_server import StandIn

from core.prompts import read


@pytest.fixture
def server() -> Iterator[StandIn]:
    rows: list[dict[str, object]] = [
        {"problem": f"{n} + 1?", "solution": rf"\boxed{{{n + 1}}}"} for n in range(900)
    ]
    with StandIn(rows, "AI-MO/NuminaMath-CoT") as made:
        yield made


def download(server: StandIn, *args: object) -> Ended:
    return distilscope("prompts", "download", *args, env={"DISTILSCOPE_HUB": server.url})


def test_the_papers_sets_are_known_with_their_licence() -> None:
    printed = distilscope("prompts", "known").out
    for name in ("ArenaHard", "NuminaMath-CoT", "ShareGPT", "Apache-2.0"):
        assert name in printed


def test_a_known_set_is_had_by_its_name(server: StandIn, tmp_path: Path) -> None:
    ended = download(server, "numinamath-cot", "--into", tmp_path, "--sample", 50)
    assert ended.status == 0, ended.err
    path, said = ended.out.splitlines()
    found = read.load(path)
    assert (len(found), found.notes.form) == (50, "NuminaMath-CoT")
    assert all(prompt.answer for prompt in found.prompts)
    assert "50 of 900 rows of AI-MO/NuminaMath-CoT, licence Apache-2.0" in said
    assert "check that you may use it" in ended.err
    assert "50/50 prompts" in ended.err
    calls = len(server.calls)
    again = download(server, "AI-MO/NuminaMath-CoT", "--into", tmp_path, "--sample", 50)
    assert again.out == ended.out
    assert not [name for name, _ in server.calls[calls:] if name == "/rows"], (
        "a finished one is not fetched again"
    )


def test_what_the_hub_does_not_have_is_one_line(server: StandIn, tmp_path: Path) -> None:
    for line, said in (
        (("no/such",), "no/such"),
        (("AI-MO/NuminaMath-CoT", "--split", "test"), "It has default/train"),
        (("not an id",), "owner/name"),
    ):
        ended = download(server, *line, "--into", tmp_path)
        assert ended.status == 2
        assert said in ended.err.splitlines()[-1]
        assert "Traceback" not in ended.err


def test_a_file_is_looked_into_before_it_is_used(tmp_path: Path) -> None:
    file = tmp_path / "odd.jsonl"
    lines = [json.dumps({"ask": f"What is {n}?\x1b[31m"}) for n in range(30)]
    file.write_text("\n".join([*lines[:4], "{broken", *lines[4:]]), encoding="utf-8")
    refused = distilscope("prompts", "preview", file)
    assert refused.status == 2
    assert "--column" in refused.err
    assert "ask" in refused.err
    ended = distilscope("prompts", "preview", file, "--column", "ask", "--rows", 6)
    assert ended.status == 0, ended.err
    assert ended.out.count("What is ") == 6
    assert "\x1b" not in ended.out
    assert "line 5" in ended.err


def test_sheet_and_encoding_of_a_file_that_is_looked_into(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name in ("first", "second"):
            book.add_worksheet(name).write_column(0, 0, ["prompt", f"Who is {name}?"])
    ended = distilscope("prompts", "preview", tmp_path / "a.xlsx")
    assert "sheet first; other sheets, to be had with --sheet: second" in ended.out
    assert "Who is second?" in distilscope("prompts", "preview", tmp_path / "a.xlsx", "--sheet", "second").out
    (tmp_path / "b.txt").write_bytes("天空".encode("big5"))
    assert "天空" in distilscope("prompts", "preview", tmp_path / "b.txt", "--encoding", "big5").out
    refused = distilscope("prompts", "preview", tmp_path / "b.txt", "--encoding", "no-such")
    assert (refused.status, len(refused.err.splitlines())) == (2, 1)


def test_a_file_without_any_row_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("prompt\n", encoding="utf-8")
    refused = distilscope("prompts", "preview", tmp_path / "a.csv")
    assert refused.status == 2
    assert "empty" in refused.err


class Held(StandIn):
    """Answers for rows wait until `gate` is open."""

    asked: threading.Event
    gate: threading.Event

    def answer(self, address: str) -> tuple[int, dict[str, str], str]:
        if "/rows?" in address:
            self.asked.set()
            self.gate.wait(LIMIT)
        return super().answer(address)


@pytest.mark.skipif(sys.platform == "win32", reason="there a program is ended without a word")
@pytest.mark.parametrize("sent", ["SIGTERM", "SIGINT"])
def test_a_download_that_is_ended_says_one_line(tmp_path: Path, sent: str) -> None:
    with Held([{"prompt": f"Question {number}?"} for number in range(900)]) as server:
        server.asked, server.gate = threading.Event(), threading.Event()
        process = begin(
            "prompts", "download", "owner/set", "--into", tmp_path, env={"DISTILSCOPE_HUB": server.url}
        )
        try:
            assert server.asked.wait(LIMIT)
            process.send_signal(getattr(signal, sent))
            _out, err = process.communicate(timeout=LIMIT)
        finally:
            server.gate.set()
    assert process.returncode == 130
    assert err.decode().splitlines()[-1] == "Interrupted; what was finished is kept."
    assert len(err.splitlines()) == 2, err
