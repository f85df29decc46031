"""Fixtures that many tests share."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from zzmap.catalogue import Catalogue

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# How long an example takes says how busy the machine is, nothing of the code.
settings.register_profile("zzmap", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("zzmap")

# What tests compare is English, whatever the locale they run in.
os.environ["ZZMAP_LANG"] = "en"

ROOT = Path(__file__).resolve().parent.parent
Command = Callable[..., subprocess.CompletedProcess[str]]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process: there can be no second."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("ZZMAP_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("NO CHROMIUM: the built maps are not looked at; see tests/run.py")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The text of axe-core."""
    from accessible import axe_script

    return axe_script()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue(ROOT / "geodata")


@pytest.fixture
def geodata(tmp_path: Path) -> Path:
    """A copy of geodata that a test may spoil."""
    return Path(shutil.copytree(ROOT / "geodata", tmp_path / "geodata"))


@pytest.fixture
def zzmap(tmp_path: Path) -> Command:
    """Run the command line as a user does: another process, another folder."""

    def run(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "zzmap", *map(str, arguments)]
        return subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=tmp_path, **options
        )

    return run
