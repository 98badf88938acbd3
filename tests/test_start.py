"""start.py and what it stands on, without installing anything: the real set-up is what runs these tests."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parents[1]
REQUIREMENTS = sorted((PROJECT / "packaging").glob("requirements*.txt"))
posix_only = pytest.mark.skipif(os.name == "nt", reason="shell scripts stand in for programs")

Program = Callable[[str, str], Path]


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "path", [*sys.path])
    specification = importlib.util.spec_from_file_location("start", PROJECT / "start.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def needs(start: ModuleType) -> ModuleType:
    return start.system_needs


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Makes shell scripts that stand in for programs, first on the PATH, and note their calls in `calls`."""
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    def make(name: str, body: str = "exit 0") -> Path:
        path = tmp_path / name
        path.write_text(f'#!/bin/sh\necho "{name} $*" >> "{tmp_path}/calls"\n{body}\n')
        path.chmod(0o755)
        return path

    return make


def calls(tmp_path: Path) -> list[str]:
    noted = tmp_path / "calls"
    return noted.read_text().splitlines() if noted.exists() else []


# Arguments and status


@pytest.mark.parametrize("arguments", [["nonsense"], ["setup", "surplus"], ["check", "core"]])
def test_meaningless_arguments_end_with_status_2_and_the_usage(
    start: ModuleType, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert start.main(arguments) == 2
    assert "python3 start.py test" in capsys.readouterr().err


def test_help_names_every_subcommand(start: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert start.main(["--help"]) == 0
    told = capsys.readouterr().out
    assert all(f"start.py {name}" in told for name in start.COMMANDS)


def test_an_old_python_is_turned_away(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    assert start.main(["setup"]) == 2
    assert "needs Python 3.11" in capsys.readouterr().err


@pytest.mark.parametrize("path", ["start.py", "packaging/system_needs.py"])
def test_an_old_python_can_read_the_refusal(path: str) -> None:
    ast.parse((PROJECT / path).read_text(encoding="utf-8"), feature_version=(3, 7))


@pytest.mark.parametrize("status", [0, 3, 130])
def test_exit_status_passes_through(start: ModuleType, status: int) -> None:
    assert start.run([sys.executable, "-c", f"raise SystemExit({status})"]) == status


@posix_only
def test_death_by_signal_is_reported_as_a_shell_does(start: ModuleType) -> None:
    kill = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    assert start.run([sys.executable, "-c", kill]) == 128 + signal.SIGKILL


def test_all_commands_run_and_the_first_failure_counts(start: ModuleType, tmp_path: Path) -> None:
    commands = [
        [sys.executable, "-c", f"open(r'{tmp_path / str(n)}', 'w'); raise SystemExit({n})"] for n in (0, 4, 5)
    ]
    assert start.run_all(commands) == 4
    assert (tmp_path / "5").exists()


# Setting up


@posix_only
def test_set_up_installs_once(start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[dict[str, list[str]]] = []
    monkeypatch.setattr(start, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(start.system_needs, "provide", lambda purposes: None)
    monkeypatch.setattr(start, "make_environment", lambda: None)
    monkeypatch.setattr(start, "install", installed.append)
    start.set_up(start.APP, ["app"])
    start.set_up(start.APP, ["app"])
    start.set_up(start.DEV, ["app"])
    start.set_up(start.APP, ["app"])
    assert installed == [start.APP, start.DEV]


def test_changed_pins_are_noticed(start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "PACKAGING", tmp_path)
    pins = tmp_path / "requirements.txt"
    pins.write_text("one==1\n")
    before = start.fingerprint({"requirements.txt": []})
    assert start.fingerprint({"requirements.txt": []}) == before
    pins.write_text("one==2\n")
    assert start.fingerprint({"requirements.txt": []}) != before


@posix_only
@pytest.mark.parametrize("answer", ["exit 1", "echo 3.9.1", None])
def test_a_missing_broken_or_foreign_environment_is_made_again(
    start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: Program, answer: str | None
) -> None:
    made: list[list[str]] = []
    monkeypatch.setattr(start, "VENV", tmp_path / "venv")
    monkeypatch.setattr(start, "python_path", lambda: tmp_path / "python")
    monkeypatch.setattr(start, "must_run", made.append)
    if answer is not None:
        program("python", answer)
    start.make_environment()
    assert made[0][1:] == ["-m", "venv", "--clear", str(tmp_path / "venv")]


def test_a_moved_environment_is_noticed(
    start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "VENV", tmp_path)
    assert start.was_moved()
    (tmp_path / "pyvenv.cfg").write_text("command = /usr/bin/python3 -m venv /elsewhere/.venv\n")
    assert start.was_moved()
    (tmp_path / "pyvenv.cfg").write_text(f"command = /usr/bin/python3 -m venv --clear {tmp_path}\n")
    assert not start.was_moved()


@posix_only
def test_without_a_display_the_demo_runs_and_the_charts_are_named(
    start: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    program: Program,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fake = program("distilscope", "exit 0")
    monkeypatch.setattr(start, "set_up", lambda *_: None)
    monkeypatch.setattr(start, "script", lambda name: str(fake))
    monkeypatch.setattr(start, "user_data_folder", lambda: tmp_path / "data")
    assert start.main([]) == 0
    names = [call.split()[1:3] for call in calls(tmp_path)]
    assert names == [["demo", "--workspace"], ["chart", "rse-bars"], ["chart", "rse-bars"]]
    assert f"Chart saved: {tmp_path / 'data' / 'demo-rse-bars.svg'}" in capsys.readouterr().out


@posix_only
def test_a_failed_demo_ends_with_its_status(
    start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: Program
) -> None:
    fake = program("distilscope", "exit 3")
    monkeypatch.setattr(start, "script", lambda name: str(fake))
    monkeypatch.setattr(start, "user_data_folder", lambda: tmp_path / "data")
    assert start.run_demo() == 3
    assert len(calls(tmp_path)) == 1


@posix_only
def test_with_a_display_the_window_is_opened(
    start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: Program
) -> None:
    fake = program("distilscope", "exit 0")
    monkeypatch.setenv("DISPLAY", ":77")
    monkeypatch.setattr(start, "set_up", lambda *_: None)
    monkeypatch.setattr(start, "script", lambda name: str(fake))
    assert start.main([]) == 0
    assert calls(tmp_path) == ["distilscope "]


# The operating system

needs_linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux lacks system libraries"
)


@needs_linux
def test_on_debian_root_installs_what_is_missing_and_nothing_else(
    needs: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: Program
) -> None:
    program("apt-get", f'echo "$DEBIAN_FRONTEND" >> "{tmp_path}/calls"')
    missing = [{"debian": "libegl1", "what": "libEGL.so.1"}, {"debian": "xvfb", "what": "Xvfb"}]
    monkeypatch.setattr(needs, "missing_needs", lambda purposes: missing)
    monkeypatch.setattr(needs, "is_debian", lambda: True)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    needs.provide(["app"])
    noted = calls(tmp_path)
    assert noted[0].endswith(" update")
    assert noted[2].endswith(" install --yes --no-install-recommends libegl1 xvfb")
    assert noted[1] == noted[3] == "noninteractive"


@needs_linux
@pytest.mark.parametrize(
    ("family", "advice"),
    [
        ("debian", "sudo apt-get install libegl1"),
        ("fedora", "sudo dnf install mesa-libEGL"),
        ("arch", "sudo pacman -S libglvnd"),
        ("", "Missing on this system: libEGL.so.1"),
    ],
)
def test_without_root_it_only_says_what_is_missing(
    needs: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    program: Program,
    capsys: pytest.CaptureFixture[str],
    family: str,
    advice: str,
) -> None:
    program("apt-get", "exit 0")
    program("sudo", "exit 0")
    monkeypatch.setattr(needs, "known_libraries", lambda: all_libraries(needs) - {"libEGL.so.1"})
    monkeypatch.setattr(needs, "linux_family", lambda: family)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(needs, "has_font", lambda patterns: True)
    needs.provide(["app"])
    assert advice in capsys.readouterr().err
    assert calls(tmp_path) == []


@needs_linux
def test_a_loader_that_cannot_be_asked_is_believed(
    needs: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(needs, "known_libraries", set)
    monkeypatch.setattr(needs, "has_font", lambda patterns: True)
    assert needs.missing_needs(["app"]) == []


def all_libraries(needs: ModuleType) -> set[str]:
    lines = needs.TABLE.read_text(encoding="utf-8").splitlines()
    return {line.split(",")[1] for line in lines if line.startswith("library,")}


def test_every_need_is_named_for_every_family(needs: ModuleType) -> None:
    rows = [line.split(",") for line in needs.TABLE.read_text(encoding="utf-8").splitlines()]
    assert rows[0] == ["kind", "what", "for", "debian", "fedora", "arch"]
    assert all(len(row) == len(rows[0]) and all(row) for row in rows)
    assert {row[0] for row in rows[1:]} == {"library", "command", "font", "debian-file", "debian-python"}
    assert {row[2] for row in rows[1:]} == {"app", "test", "bundle"}


# Requirements


def test_there_are_requirements_for_the_app_its_developers_and_the_weights(start: ModuleType) -> None:
    assert {path.name for path in REQUIREMENTS} == {*start.APP, *start.DEV}


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.stem)
def test_everything_is_pinned_and_hashed_and_no_index_is_named(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = [line for line in text.replace("\\\n", " ").splitlines() if not line.startswith("#")]
    for line in lines:
        assert re.match(r"[a-z0-9-]+==[\w.]+ (; .*? )? +--hash=sha256:[0-9a-f]{64}", line), line
    assert "://" not in text
    assert "index-url" not in text


def test_qt_is_held_back_where_it_would_crash() -> None:
    text = (PROJECT / "packaging" / "requirements.txt").read_text(encoding="utf-8")
    assert re.search(r"pyside6-essentials==6\.11\.\d+ ; python_full_version < '3\.12'", text)
    assert re.search(r"pyside6-essentials==6\.1[2-9]\.\d+ ; python_full_version >= '3\.12'", text)


def test_the_app_and_its_developers_get_the_same_packages() -> None:
    def pins(name: str) -> set[str]:
        text = (PROJECT / "packaging" / name).read_text(encoding="utf-8")
        return {line for line in text.splitlines() if "==" in line}

    assert pins("requirements.txt") < pins("requirements-dev.txt")


# Continuous integration


@posix_only
def test_ci_runs_the_tests_from_the_projects_folder(tmp_path: Path, program: Program) -> None:
    runner = PROJECT / ".ci" / "run"
    assert runner.stat().st_mode & stat.S_IXUSR
    program("python3", f'pwd >> "{tmp_path}/calls"; exit 7')
    done = subprocess.run([str(runner)], cwd=tmp_path, stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == 7
    assert calls(tmp_path) == ["python3 start.py test", str(PROJECT)]
