"""Make an environment, install zzmap with its test tools, find a Chromium, run the tests.

Needs nothing but Python: ``python3 tests/run.py [pytest arguments]``; ``--install`` alone makes the
environment and runs nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "chrome",
)
"""The first that is there: the shell is the same engine without a window's frame to draw."""

BROWSER_VARIABLE = "ZZMAP_CHROMIUM"
DEBIAN_PACKAGES = ("chromium-headless-shell", "chromium")
FONTS = "fonts-noto-cjk"
MOST_WORKERS = 4
"""Each has a browser of its own."""

INSTALLED = ENVIRONMENT / "installed"
"""Says for which ``setup.cfg`` the environment was made."""


def environment_python() -> Path:
    folder = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
    return folder / ("python.exe" if os.name == "nt" else "python")


def wanted() -> str:
    """Tell apart what may have to be installed."""
    found = sys.version.encode() + (ROOT / "setup.cfg").read_bytes()
    return hashlib.sha256(found).hexdigest()


def install() -> None:
    """Make the environment, or bring it up to ``setup.cfg``."""
    if INSTALLED.exists() and INSTALLED.read_text("utf-8") == wanted():
        return
    if not environment_python().exists():
        venv.create(ENVIRONMENT, with_pip=True)
    pip = [str(environment_python()), "-m", "pip", "install", "--quiet", "-e", ".[test,make,docs]"]
    subprocess.run(pip, cwd=ROOT, check=True)
    INSTALLED.write_text(wanted(), "utf-8")


def compile_modules() -> None:
    """Compile zzmap once, as pip does what it installs: every command of a test loads it."""
    compiling = [str(environment_python()), "-m", "compileall", "-q", "zzmap"]
    subprocess.run(compiling, cwd=ROOT, check=False)


def find_browser() -> str | None:
    named = os.environ.get(BROWSER_VARIABLE)
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


def install_browser() -> str | None:
    """Install Debian's Chromium where this user may; None where it cannot be had."""
    may = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")
    if may:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update"], check=False, **quiet)
        install = ["apt-get", "install", "--yes", "--no-install-recommends", FONTS]
        for package in DEBIAN_PACKAGES:
            if subprocess.run([*install, package], check=False, **quiet).returncode == 0:
                break
    return find_browser()


def main() -> int:
    install()
    if sys.argv[1:] == ["--install"]:
        return 0
    compile_modules()
    browser = find_browser() or install_browser()
    if browser is None:
        print("=" * 78)
        print("NO CHROMIUM FOUND: the browser tests, which open the built maps, ARE SKIPPED.")
        print(f"Install Chromium, or name one in {BROWSER_VARIABLE}, and run this again.")
        print("=" * 78)
    variables = {**os.environ, **({BROWSER_VARIABLE: browser} if browser else {})}
    # A file's tests stay together: they share what is dear to make. They are handed out in the
    # order of tests/slowest.txt, and not by the number of tests in a file. One worker more than
    # there are processors, as each waits now and then, for a browser, a disk or the registry.
    count = min((os.cpu_count() or 1) + 1, MOST_WORKERS)
    workers = ["-n", str(count), "--dist", "loadfile", "--no-loadscope-reorder"]
    pytest = [str(environment_python()), "-m", "pytest", *workers, *sys.argv[1:]]
    return subprocess.run(pytest, cwd=ROOT, env=variables, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
