"""Answers on consoles and pipes that are not UTF-8, or full."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(
    *command: str, encoding: str, out: int = subprocess.PIPE
) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding}
    return subprocess.run(
        [sys.executable, "-m", "zzmap", *command],
        env=environment, stdout=out, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip


def test_a_gbk_console_shows_what_it_can_and_loses_nothing() -> None:
    done = run("zone", "郑州高新区", encoding="gbk")
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode("gbk")
    assert "郑州高新区" in text
    assert "96.59 km\\u00b2" in text


def test_json_on_a_console_of_ascii_is_whole() -> None:
    plain, other = (
        json.loads(run("list", "places", "--format", "json", encoding=name).stdout.decode(name))
        for name in ("utf-8", "ascii")
    )
    assert plain == other


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("table", ["documents", "places"])
def test_a_full_disk_behind_a_pipe_is_a_sentence(table: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run("list", table, encoding="utf-8", out=full.fileno())
    said = done.stderr.decode()
    assert done.returncode == 1
    assert said.startswith("zzmap: the output cannot be written")
    assert len(said.splitlines()) == 1
