"""Bad input ends with status 2 and one line that names it: nothing on stdout, no traceback, no workspace made."""

from __future__ import annotations

import errno
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command import PROJECT, distilscope, line, write_jsonl, write_study
from headless import GOOD_PROMPTS, SIMULATED, main

from core import cli, failures


def with_line_37_broken(folder: Path) -> None:
    lines = [json.dumps({"prompt": f"Prompt {n}"}) for n in range(60)]
    lines[36] = '{"prompt": "cut o'
    (folder / "broken.jsonl").write_text("\n".join(lines), encoding="utf-8")


def change(models: list[dict[str, Any]], position: int, **changes: Any) -> list[dict[str, Any]]:
    changed = [dict(m) for m in models]
    changed[position] |= changes
    return changed


def recorded(path: str) -> dict[str, Any]:
    return {"provider": "recorded", "path": path}


def remote(address: str) -> dict[str, Any]:
    return {"provider": "openai-compatible", "base_url": address, "model": "m"}


# Each: models, tables of the study file, and what the line has to say.
CASES: dict[str, tuple[list[dict[str, Any]], dict[str, Any], list[str]]] = {
    "two models of one name": (change(SIMULATED, 1, name="a"), {}, ["study.toml:", "two models have the name 'a'"]),
    "unknown key": (change(SIMULATED, 1, tempreature=1), {}, ["study.toml:", "tempreature", "unknown key"]),
    "wrong type": (SIMULATED, {"study": {"seed": "seven"}}, ["study.toml:", "study.seed", "whole number"]),
    "literal key": (change(SIMULATED, 1, key="sk-canary0123456789abcdef"), {}, ["key", "keyring:NAME"]),
    "unknown judge": (SIMULATED, {"rse": {"judges": ["oracle"]}}, ["rse.judges", "oracle", "measured"]),
    "unknown provider": (change(SIMULATED, 1, provider="opnai"), {}, ["opnai"]),
    "no base url": (change(SIMULATED, 1, provider="openai-compatible"), {}, ["b", "base_url"]),
    "no address": (change(SIMULATED, 1, **remote("not a url")), {}, ["study.toml:", "b", "base_url", "not a url"]),
    "address of another kind": (change(SIMULATED, 1, **remote("ftp://127.0.0.1/v1")), {}, ["base_url", "ftp"]),
    "impossible port": (change(SIMULATED, 1, **remote("http://127.0.0.1:99999/v1")), {}, ["base_url", "99999"]),
    "plain http": (change(SIMULATED, 1, **remote("http://models.example/v1")), {}, ["base_url", "allow_http"]),
    "key without a name": (change(SIMULATED, 1, key="keyring:"), {}, ["study.toml:", "key", "keyring:NAME"]),
    "missing recorded file": (change(SIMULATED, 1, **recorded("gone.jsonl")), {}, ["gone.jsonl"]),
    "recorded file broken": (change(SIMULATED, 1, **recorded("broken.jsonl")), {}, ["broken.jsonl:37"]),
    "missing prompt file": (
        SIMULATED, {"prompt_set": [{"name": "p", "path": "gone.jsonl"}]}, ["gone.jsonl"]
    ),
    "malformed prompts": (
        SIMULATED, {"prompt_set": [{"name": "p", "path": "broken.jsonl"}]}, ["broken.jsonl:37"]
    ),
    "empty prompt set": (SIMULATED, {"prompt_set": [{"name": "p", "path": "empty.jsonl"}]}, ["empty.jsonl"]),
    "prompts without prompts": (SIMULATED, {"prompt_set": [{"name": "p", "path": "blank.jsonl"}]}, ["blank.jsonl"]),
    "unknown bundled set": (SIMULATED, {"prompt_set": [{"name": "p", "bundled": "poetry"}]}, ["poetry", "math"]),
    "missing rubric": (SIMULATED, {"rse": {"rubric": "gone.md"}}, ["gone.md"]),
    "missing templates": (
        SIMULATED, {"study": {"metrics": ["ice"]}, "ice": {"templates": "gone.jsonl"}}, ["gone.jsonl"]
    ),
    "missing questions": (
        SIMULATED, {"study": {"metrics": ["ice"]}, "ice": {"questions": "gone.jsonl"}}, ["gone.jsonl"]
    ),
    "missing facts": (
        change(SIMULATED, 1, facts="gone.toml"), {"study": {"metrics": ["ice"]}}, ["gone.toml"]
    ),
    "unknown vendor": (change(SIMULATED, 1, facts="nobody"), {"study": {"metrics": ["ice"]}}, ["nobody"]),
    "vendor not known": (
        [{"name": "b", "role": "test", "provider": "simulated"}], {"study": {"metrics": ["ice"]}}, ["b", "facts"]
    ),
    "no question in the language": (
        SIMULATED, {"study": {"metrics": ["ice"]}, "ice": {"languages": ["tlh"]}}, ["ice.languages"]
    ),
    "NUL in a path": (change(SIMULATED, 1, **recorded("a\0b")), {}, ["NUL"]),
    "key for a role": (change(SIMULATED, 1, role="sk-canary0123456789abcdef"), {}, ["study.toml:", "role"]),
    "key for a model": (change(SIMULATED, 1, model="sk-canary0123456789abcdef"), {}, ["study.toml:", "keyring:NAME"]),
    "key for a mode": (SIMULATED, {"ice": {"mode": "sk-canary0123456789abcdef"}}, ["study.toml:", "ice.mode"]),
    "more questions than can be kept": (
        SIMULATED, {"study": {"metrics": ["ice"]}, "ice": {"queries": 10**18}}, ["study.toml:", "ice.queries"]
    ),
    "a megabyte for a name": (SIMULATED, {"rse": {"judges": ["j" * 1_000_000]}}, ["rse.judges", "measured"]),
    "a megabyte for a file": (SIMULATED, {"rse": {"rubric": "r" * 1_000_000}}, ["cannot read"]),
    "unknown built-in model": (change(SIMULATED, 1, provider="local", builtin="huge"), {}, ["huge"]),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with_line_37_broken(tmp_path)
    (tmp_path / "empty.jsonl").write_text("", encoding="utf-8")
    write_jsonl(tmp_path / "blank.jsonl", [{"prompt": "  "}, {"prompt": ""}])
    return tmp_path


def build(folder: Path, case: str) -> tuple[Path, list[str]]:
    models, tables, says = CASES[case]
    prompts = None if "prompt_set" in tables else GOOD_PROMPTS
    return write_study(folder / "study.toml", models, prompts=prompts, **tables), says


@pytest.mark.parametrize("case", CASES)
def test_a_bad_study_is_refused_in_one_line(
    case: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study, says = build(folder, case)
    status = main("run", study, "--workspace", folder / "w.distilscope")
    out, err = capsys.readouterr()
    assert (status, out) == (2, "")
    assert err.endswith("\n")
    assert err.count("\n") == 1
    assert len(err) < 3_000
    for part in says:
        assert part in err
    assert "canary" not in err
    assert "Traceback" not in err


@pytest.mark.parametrize("case", ["unknown key", "literal key", "malformed prompts", "recorded file broken"])
def test_the_command_itself_says_the_same(case: str, folder: Path) -> None:
    study, says = build(folder, case)
    ended = distilscope("run", study, "--workspace", folder / "w.distilscope")
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert all(part in ended.err for part in says)
    if case == "recorded file broken":
        return  # an estimate leaves it to the run to refuse answers
    estimated = distilscope("estimate", study)
    assert (estimated.status, estimated.out, estimated.err.count("\n")) == (2, "", 1)


def test_a_study_that_cannot_begin_leaves_no_workspace(folder: Path) -> None:
    for case in CASES:
        study, _ = build(folder, case)
        main("run", study, "--workspace", folder / "made" / "w.distilscope")
    assert not (folder / "made").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"], ["run"], ["run", "x.toml"], ["--nonsense"], ["results"], ["judgments", "--workspace", "w"],
        ["run", "x.toml", "--workspace", "w", "--max-calls", "-1"], ["import"], ["chart", "--workspace", "w"],
        ["run", "x.toml", "--workspace", "w", "--max-cost", "nan"], ["results", "--workspace", "w", "--format", "xml"],
        ["run", "x.toml", "--workspace", "w", "--concurrency", "0"], ["results", "--workspace", "w", "--run", "one"],
        ["run", "absent.toml", "--workspace", "w"], ["run", ".", "--workspace", "w"], ["estimate", "absent.toml"],
        ["results", "--workspace", "absent"], ["judgments", "--workspace", "absent", "--format", "json"],
        ["chart", "rse-bars", "--workspace", "absent", "--out", "x.png"], ["results", "--workspace", "."],
        ["import", "responses", "absent.jsonl", "--model", "m", "--workspace", "w"],
        ["import", "attack-log", "absent.jsonl", "--model", "m", "--facts", "openai", "--workspace", "w"],
        ["results", "--workspace", "w" * 300], ["results", "--workspace", "/w" * 4000],
        ["judgments", "--workspace", "w", "--format", "json", "--judge", "\udcff"],
        ["import", "responses", "absent.jsonl", "--model", "\udcff", "--workspace", "w"],
        ["bundle", "export", "absent.toml", "--out", "."], ["bundle", "open", "absent.zip", "--into", "i" * 300],
        ["results", "--workspace", "two\nlines\x1b[31m"], ["results", "--workspace", "w", "--run", "9" * 30],
    ],
)  # fmt: skip
def test_bad_arguments_are_one_line_and_status_2(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(*words) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "\x1b" not in err
    assert list(tmp_path.iterdir()) == [], "reading makes nothing, and neither does a mistake"


def test_a_number_of_thousands_of_digits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = tmp_path / "study.toml"
    study.write_text(f'[study]\nname = "x"\nseed = {"9" * 5000}\n', encoding="utf-8")
    assert main("run", study, "--workspace", tmp_path / "w") == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "study.toml" in err


def test_without_a_display_the_window_is_refused_in_one_line() -> None:
    bare = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    if sys.platform in {"win32", "darwin"}:
        pytest.skip("there is always a display here")
    for words in ([], ["w" * 300]):
        ended = distilscope(*words, env=bare)
        assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
        assert "display" in ended.err


@pytest.mark.skipif(sys.platform == "win32", reason="names are text there")
@pytest.mark.parametrize("command", ["run", "responses", "attack-log"])
def test_a_folder_whose_name_is_no_text_is_refused(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, workspace = tmp_path / "\udcff", tmp_path / "w.distilscope"
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    study = write_study(folder / "study.toml", SIMULATED, prompts=GOOD_PROMPTS)
    log = write_jsonl(
        folder / "l.jsonl", [{"jailbreak_prompt": "", "query": "Who?", "prompt": "a", "response": "b"}]
    )
    words: dict[str, list[object]] = {
        "run": ["run", study],
        "responses": ["import", "responses", log, "--model", "m"],
        "attack-log": ["import", "attack-log", log, "--model", "m", "--facts", "openai"],
    }
    assert main(*words[command], "--workspace", workspace) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "Rename it" in err
    assert not workspace.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="has no pipes in folders")
@pytest.mark.parametrize("place", ["prompts", "recorded", "rubric", "facts"])
def test_a_pipe_is_refused_and_not_waited_for(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    models, tables = [dict(each) for each in SIMULATED], {}
    if place == "recorded":
        models[1] |= recorded("pipe.toml")
    elif place == "facts":
        models[1]["facts"], tables = "pipe.toml", {"study": {"metrics": ["ice"]}}
    elif place == "rubric":
        tables = {"rse": {"rubric": "pipe.toml"}}
    prompts = None if place == "prompts" else GOOD_PROMPTS
    if prompts is None:
        tables["prompt_set"] = [{"name": "p", "path": "pipe.toml"}]
    study = write_study(tmp_path / "study.toml", models, prompts=prompts, **tables)
    assert main("run", study, "--workspace", tmp_path / "w") == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "pipe" in err


def test_a_path_that_the_system_refuses_is_bad_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_: Path) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied", "/secret/w.distilscope")

    monkeypatch.setattr(Path, "is_file", refuse)
    assert main("results", "--workspace", tmp_path / "w") == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", "/secret/w.distilscope: cannot be used (Permission denied).\n")


def test_an_unknown_chart_names_those_there_are(tmp_path: Path) -> None:
    study = write_study(tmp_path / "study.toml", SIMULATED, prompts=GOOD_PROMPTS)
    workspace = tmp_path / "w.distilscope"
    assert distilscope("run", study, "--workspace", workspace).status == 0
    ended = distilscope("chart", "pie", "--workspace", workspace, "--out", tmp_path / "x.png")
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert "rse-bars" in ended.err
    assert not (tmp_path / "x.png").exists()


def test_an_unexpected_error_is_one_calm_line_and_a_log_without_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_down(_: object) -> int:
        raise ZeroDivisionError("with sk-canary0123456789abcdef\nin it")

    monkeypatch.setattr(failures, "log_file", lambda: tmp_path / "logs" / "errors.log")
    monkeypatch.setattr(cli, "_command", lambda _: break_down)
    assert main("doctor") == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "unexpected error" in err
    assert str(tmp_path / "logs" / "errors.log") in err
    log = (tmp_path / "logs" / "errors.log").read_text(encoding="utf-8")
    assert "in break_down" in log
    assert "ZeroDivisionError" in log
    assert "canary" not in log + err


def test_a_log_that_cannot_be_written_does_not_hide_the_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setattr(failures, "log_file", lambda: tmp_path / "file" / "errors.log")
    monkeypatch.setattr(cli, "_command", lambda _: lambda _: 1 // 0)
    assert main("doctor") == 1
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that closes streams")
def test_closed_and_full_outputs_are_no_surprise(tmp_path: Path) -> None:
    study = write_study(tmp_path / "study.toml", SIMULATED, prompts=GOOD_PROMPTS)
    workspace = tmp_path / "w.distilscope"
    assert main("run", study, "--workspace", workspace, "--quiet") == 0
    asked = shlex.join(line("results", "--workspace", workspace))
    closed = subprocess.run(f"{asked} >&-", shell=True, capture_output=True, cwd=PROJECT, check=False)
    assert (closed.returncode, closed.stderr) == (0, b"")
    if not Path("/dev/full").exists():
        return
    full = subprocess.run(f"{asked} >/dev/full", shell=True, capture_output=True, cwd=PROJECT, check=False)
    assert (full.returncode, full.stderr.count(b"\n")) == (1, 1)
    assert b"space" in full.stderr
