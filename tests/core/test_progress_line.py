"""What `distilscope run` says on stderr while it goes on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.commands.progress_line import ProgressLine, Waiting
from core.events import ModelState, Progress


def progress(done: int) -> Progress:
    return Progress(1, done, 9, done, 0, 0.0, False, 3.0, 65.0, 1)


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> ProgressLine:
    monkeypatch.setattr("core.commands.progress_line._EVERY", 0.0)
    return ProgressLine()


def test_a_model_that_takes_long_is_named(line: ProgressLine, capsys: pytest.CaptureFixture[str]) -> None:
    for asking in (2, 12):
        line.emit(ModelState(1, "fast", 4, 9, 0, 0.1))
        line.emit(ModelState(1, "slow", 3, 9, asking, None))
        line.emit(progress(asking))
    first, second = capsys.readouterr().err.splitlines()
    assert "asking" not in first
    assert second.endswith("1 min 05 s left; asking slow for 12 s (3 of 9 answers)")


def test_a_cost_that_is_known_in_part_is_an_unknown_one(
    line: ProgressLine, capsys: pytest.CaptureFixture[str]
) -> None:
    line.emit(replace(progress(1), cost=0.5, cost_unknown=True))
    line.emit(replace(progress(2), cost=0.5))
    unknown, known = capsys.readouterr().err.splitlines()
    assert ", cost unknown (known part $0.50), 1 min" in unknown
    assert ", $0.50, 1 min" in known


def test_a_quiet_one_says_nothing_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    quiet = ProgressLine(quiet=True)
    quiet.emit(ModelState(1, "slow", 3, 9, 60, None))
    quiet.emit(progress(3))
    assert capsys.readouterr().err == ""


def test_at_a_terminal_it_is_one_line_that_nobody_else_writes_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "100")
    line = ProgressLine()
    line.emit(ModelState(1, "\x1b[2Jevil" * 20, 3, 9, 60, None))
    line.emit(progress(3))
    shown = capsys.readouterr().err.removeprefix("\r\x1b[2K")
    assert "asking" in shown
    assert len(shown) == 99
    assert "\x1b" not in shown


def test_scores_that_take_long_are_announced_at_a_terminal_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("core.commands.progress_line._MOMENT", 0.0)
    for terminal in (False, True):
        monkeypatch.setattr("sys.stderr.isatty", lambda terminal=terminal: terminal)
        with Waiting() as waiting:
            waiting.scores(0.354)
            waiting.checks()
        said = capsys.readouterr().err.split("\r\x1b[2K")
        expected = ["", "working out the scores: 35%", "working out what stands beside the scores", ""]
        assert said == (expected if terminal else [""])


def test_scores_that_are_there_at_once_are_not_announced(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("core.commands.progress_line._MOMENT", 1e6)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with Waiting() as waiting:
        waiting.scores(0.5)
    assert "scores" not in capsys.readouterr().err
