"""What models wrote reaches a terminal spelt out, and a file or a pipe as it is."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from command import write_study
from headless import GOOD_PROMPTS, SIMULATED, main

from core.terminal import escaped

HOSTILE = "red \x1b[31m, \x9b2J and \u202eback"


class Stream(io.StringIO):
    """A stdout that is a terminal, or is none."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    study = write_study(tmp_path / "study.toml", SIMULATED, prompts=GOOD_PROMPTS)
    assert main("run", study, "--workspace", tmp_path / "w", "--quiet") == 0
    with closing(sqlite3.connect(tmp_path / "w")) as connection:
        connection.execute("UPDATE judgment SET rationale = ?", (HOSTILE,))
        connection.commit()
    return tmp_path / "w"


def printed(monkeypatch: pytest.MonkeyPatch, workspace: Path, form: str, *, terminal: bool) -> str:
    stream = Stream(terminal)
    monkeypatch.setattr(sys, "stdout", stream)
    assert main("judgments", "--workspace", workspace, "--format", form) == 0
    return stream.getvalue()


def test_a_terminal_sees_control_characters_spelt_out(
    monkeypatch: pytest.MonkeyPatch, workspace: Path
) -> None:
    text = printed(monkeypatch, workspace, "csv", terminal=True)
    assert r"red \u001b[31m, \u009b2J and \u202eback" in text
    assert not [character for character in text if character in "\x1b\x9b\u202e"]


def test_a_pipe_gets_them_as_they_are(monkeypatch: pytest.MonkeyPatch, workspace: Path) -> None:
    text = printed(monkeypatch, workspace, "csv", terminal=False)
    assert {row["rationale"] for row in csv.DictReader(io.StringIO(text))} == {HOSTILE}


def test_json_means_the_same_on_a_terminal(monkeypatch: pytest.MonkeyPatch, workspace: Path) -> None:
    text = printed(monkeypatch, workspace, "json", terminal=True)
    assert "\x9b" not in text
    assert {each["rationale"] for each in json.loads(text)} == {HOSTILE}


def test_lines_and_tabs_stay() -> None:
    assert escaped("a\tb\nc \x07") == "a\tb\nc \\u0007"
