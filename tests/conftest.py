"""Fixtures that many tests share."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from run import find_browser

from zzmap.catalogue import Catalogue
from zzmap.cli import main

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# How long an example takes says how busy the machine is, nothing of the code.
settings.register_profile("zzmap", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("zzmap")

# What tests compare is English, whatever the locale they run in.
os.environ["ZZMAP_LANG"] = "en"

ROOT = Path(__file__).resolve().parent.parent
Command = Callable[..., subprocess.CompletedProcess[str]]
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


SLOWEST = (ROOT / "tests" / "slowest.txt").read_text("utf-8").split()
"""Files of tests that take long, the longest first."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole", action="store_true", help="run what is left out of slices too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked `whole`, and begin with what takes long, so that none waits."""
    if not config.getoption("--whole"):
        left = [item for item in items if item.get_closest_marker("whole")]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if not item.get_closest_marker("whole")]
    order = {name: at for at, name in enumerate(SLOWEST)}
    names = {item.path: item.path.relative_to(ROOT).as_posix() for item in items}
    items.sort(key=lambda item: order.get(names[item.path], len(order)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process: there can be no second."""
    from playwright.sync_api import sync_playwright

    path = find_browser()
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


@pytest.fixture
def zzmap_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run the command line in this process, for what another process would not show better.

    A process of its own loads geopandas and starts its own reader of files: a second each.
    """
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        words = [*map(str, arguments)]
        with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
            status = main(words)
        return subprocess.CompletedProcess(words, status, out.getvalue(), err.getvalue())

    return run
