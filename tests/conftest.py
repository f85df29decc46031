"""Fixtures that many tests share."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from zzmap.catalogue import Catalogue

# How long an example takes says how busy the machine is, nothing of the code.
settings.register_profile("zzmap", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("zzmap")

ROOT = Path(__file__).resolve().parent.parent
Command = Callable[..., subprocess.CompletedProcess[str]]


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
