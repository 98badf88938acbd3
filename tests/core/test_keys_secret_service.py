"""Keys against a real Secret Service: gnome-keyring on a private bus, in a child process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NEEDED = ("dbus-run-session", "gnome-keyring-daemon")
KEY = "canary-key-in-a-real-keyring-0001"
START = (
    "gnome-keyring-daemon {unlock} --components=secrets --daemonize >/dev/null 2>&1; exec {python} {script}"
)

STORE = f"""
from core.keys import Keys, health
keys = Keys()
print(health().usable, health().backend)
print(keys.store("work", {KEY!r}), keys.accounts(), keys.resolve("keyring:work") == {KEY!r})
keys.store("home", "another-key-0002")
keys.delete("home")
print(keys.accounts())
"""
READ = f"""
from core.keys import Keys
print(Keys().accounts(), Keys().resolve("keyring:work") == {KEY!r})
"""
LOCKED = """
from core.errors import KeyUnavailable
from core.keys import Keys, health
try:
    Keys().store("work", "some-key-0003")
except KeyUnavailable as error:
    print(error)
print(health().usable)
"""

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, NEEDED)), reason=f"a real Secret Service needs {' and '.join(NEEDED)}"
)


def in_session(folder: Path, script: str, *, unlock: bool = True) -> list[str]:
    """The lines that a script prints on a bus of its own; `folder` holds the keyring's files."""
    (folder / "script.py").write_text(script, encoding="utf-8")
    (folder / "run").mkdir(exist_ok=True, mode=0o700)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder / "run"),
        "XDG_DATA_HOME": str(folder / "data"),
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring",
    }
    start = START.format(
        unlock="--unlock" if unlock else "", python=sys.executable, script=folder / "script.py"
    )
    command = f'printf "password\\n" | {start}' if unlock else start
    ended = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", command.replace("; exec", "\nexec")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.splitlines()


def test_keys_live_in_the_secret_service_across_sessions(tmp_path: Path) -> None:
    usable, stored, left = in_session(tmp_path, STORE)
    assert usable.startswith("True ")
    assert stored == "keyring:work ['work'] True"
    assert left == "['work']"
    assert in_session(tmp_path, READ) == ["['work'] True"]
    written = [path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert written
    assert not any(KEY.encode() in content for content in written)


def test_a_locked_keyring_is_said_in_plain_words(tmp_path: Path) -> None:
    in_session(tmp_path, STORE)
    message, usable = in_session(tmp_path, LOCKED, unlock=False)
    assert usable == "False"
    assert "keyring" in message
    assert "for this session" in message
