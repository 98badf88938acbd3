"""What DistilScope needs of the operating system; standard library only, since start.py runs it first.

On Debian as root the missing packages are installed. Everywhere else nobody is asked for root: what is
missing is named, with the command that installs it. Windows and macOS bring everything along.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

TABLE = Path(__file__).resolve().parent / "linux" / "system-needs.csv"
VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"  # stands in the table as VERSION
FONTS = Path("/usr/share/fonts")
INSTALLERS = {"debian": "apt-get install", "fedora": "dnf install", "arch": "pacman -S"}


def provide(purposes: list[str]) -> None:
    """On Debian as root install what is missing; elsewhere say what is, and go on."""
    missing = missing_needs(purposes)
    if not missing:
        return
    if is_debian() and os.geteuid() == 0:
        apt_install([need["debian"] for need in missing])
        return
    family = linux_family()
    packages = sorted({need[family] for need in missing}) if family else []
    say("Missing on this system: " + ", ".join(need["what"].split()[0] for need in missing))
    if family:
        say(f"Install them with: sudo {INSTALLERS[family]} {' '.join(packages)}")


def missing_needs(purposes: list[str]) -> list[dict[str, str]]:
    """The rows of the table of needs that this Linux lacks; other systems bring everything along."""
    if not sys.platform.startswith("linux"):
        return []
    table = TABLE.read_text(encoding="utf-8").replace("VERSION", VERSION)
    needs = [need for need in csv.DictReader(table.splitlines()) if need["for"] in purposes]
    libraries = known_libraries()
    return [need for need in needs if not is_there(need, libraries)]


def is_there(need: dict[str, str], libraries: set[str]) -> bool:
    """Whether one row of the table is met."""
    what = need["what"]
    if need["kind"] == "library":
        return not libraries or what in libraries
    if need["kind"] == "command":
        return shutil.which(what) is not None
    if need["kind"] == "font":
        return has_font(what.split())
    if need["kind"] == "debian-python":  # Debian's own Python comes without its shared library
        return what in libraries or not (is_debian() and sys.base_prefix == "/usr")
    return not is_debian() or Path(what).exists()


def has_font(patterns: list[str]) -> bool:
    """Whether a font file matches one of these patterns."""
    return any(next(FONTS.glob(pattern), None) for pattern in patterns)


def known_libraries() -> set[str]:
    """The names of the shared libraries that the loader finds; empty where it cannot be asked."""
    ldconfig = shutil.which("ldconfig", path=os.defpath + ":/sbin:/usr/sbin")
    if ldconfig is None:
        return set()
    listing = subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=False).stdout
    return {line.split()[0] for line in listing.splitlines() if "=>" in line}


def provide_ensurepip() -> None:
    """Debian keeps what makes virtual environments work in a package of its own."""
    package = f"python{VERSION}-venv"
    if is_debian() and os.geteuid() == 0:
        apt_install([package])
    elif is_debian():
        sys.exit(f"This Python cannot make virtual environments. Install: sudo apt-get install {package}")
    else:
        sys.exit(
            "This Python cannot make virtual environments: it lacks ensurepip. Install a complete Python."
        )


def apt_install(packages: list[str]) -> None:
    """Install Debian packages without asking anything; a failure is told, and the set-up goes on."""
    names = sorted(set(packages))
    say(f"Installing system packages: {' '.join(names)} …")
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = ["apt-get", "--quiet", "--quiet", "-o", "DPkg::Lock::Timeout=120"]
    for step in (["update"], ["install", "--yes", "--no-install-recommends", *names]):
        done = subprocess.run(
            [*quiet, *step], env=settings, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False
        )
        if done.returncode:
            say(f"apt-get {step[0]} failed with status {done.returncode}; going on without.")


def is_debian() -> bool:
    """Whether this is Debian, or a system made from it."""
    return shutil.which("apt-get") is not None and Path("/etc/debian_version").exists()


def linux_family() -> str:
    """`debian`, `fedora`, `arch`, or empty for a Linux that is neither of these nor made from one."""
    if is_debian():
        return "debian"
    commands = {"fedora": "dnf", "arch": "pacman"}
    return next((family for family, command in commands.items() if shutil.which(command)), "")


def say(text: str) -> None:
    """Tell the person at the terminal; standard output belongs to the results."""
    print(text, file=sys.stderr, flush=True)
