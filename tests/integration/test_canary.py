"""A whole study with a known key: afterwards the key is nowhere but in the server's memory."""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

import pytest
from command import LIMIT, begin, distilscope, rows, served, write_study

from tests.loopback import Call, Fault, LoopbackServer

CANARY = "sk-canary-7f3a9b2c4d5e6f708192a3b4c5d6e7f8"
ODD_CANARY = "plainwordsonly-and-yet-a-key"
PROMPTS = [f"Say something about {n}." for n in range(8)]


def spiteful(call: Call) -> Fault | None:
    """Now and then the server throws the key back, as real ones do."""
    key = call.headers.get("Authorization", "")
    if call.prompt.endswith("3."):
        return Fault.of_status(400, {"error": {"message": f"Bad request, its headers were {key}"}})
    return None


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("key", [CANARY, ODD_CANARY])
def test_the_key_is_nowhere(key: str, tmp_path: Path) -> None:
    workspace = tmp_path / "w.distilscope"
    home = tmp_path / "home"
    env = {"STUDY_KEY": key, "HOME": str(home), "XDG_STATE_HOME": str(home / "state")}
    with LoopbackServer(key=key) as server:
        server.answer = lambda prompt: (
            f"You sent {server.calls[-1].headers.get('Authorization')} with {prompt}"
        )
        server.fault_of = spiteful
        models = [
            served("ref", "reference", server.base_url, key="env:STUDY_KEY"),
            served("one", "test", server.base_url, key="env:STUDY_KEY"),
        ]
        study = write_study(tmp_path / "s.toml", models, prompts=PROMPTS, study={"tolerance": 0.5})
        lines = watch_command_lines(study, workspace, env)
        ended = distilscope("run", study, "--workspace", workspace, "--retry-errors", env=env)
        assert ended.status == 0, ended.err
        assert {call.headers["Authorization"] for call in server.calls} == {f"Bearer {key}"}
    said = [ended.out, ended.err, *lines]
    for words in (
        ["results", "--format", "json"], ["results", "--format", "csv"], ["results"],
        ["judgments", "--format", "json"], ["judgments", "--format", "csv"],
        ["report", "--out", tmp_path / "report.html"], ["chart", "rse-bars", "--out", tmp_path / "c.svg"],
    ):  # fmt: skip
        shown = distilscope(*words, "--workspace", workspace, env=env)
        assert shown.status == 0, shown.err
        said += [shown.out, shown.err]
    assert all(key not in text for text in said)
    holding = {path for path, content in contents(tmp_path).items() if key.encode() in content}
    assert holding == set()
    assert "env:STUDY_KEY" in rows(workspace, "SELECT toml FROM study")[0][0]


def watch_command_lines(study: Path, workspace: Path, env: dict[str, str]) -> list[str]:
    """Run the study once, and read the command line of every process there is while it runs."""
    process = begin("run", study, "--workspace", workspace, env=env)
    seen: set[str] = set()
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            if sys.platform == "linux":
                for path in Path("/proc").glob("[0-9]*/cmdline"):
                    try:
                        seen.add(path.read_bytes().decode(errors="replace"))
                    except OSError:
                        continue
            done.wait(0.05)

    watcher = threading.Thread(target=look)
    watcher.start()
    out, err = process.communicate(timeout=LIMIT)
    done.set()
    watcher.join()
    assert process.returncode == 0, err
    assert sys.platform != "linux" or any("gui.main" in line for line in seen)
    return [json.dumps(sorted(seen)), out.decode(), err.decode()]
