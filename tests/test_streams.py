"""What was done is done, seen or not; an interrupt is one line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import shapely

from zzmap.parks.store import ParkStore

needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
needs_signals = pytest.mark.skipif(os.name != "posix", reason="needs signals")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    shape = shapely.box(113.6, 34.7, 113.606, 34.706)
    feature = {
        "type": "Feature",
        "properties": {"name": "甲园"},
        "geometry": shapely.geometry.mapping(shape),
    }
    path = tmp_path / "new.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    return path


def shell(tmp_path: Path, source: Path, tail: str, encoding: str = "utf-8") -> tuple[int, str]:
    """Run an import by a shell with its output led elsewhere; return status and errors."""
    command = f'"{sys.executable}" -m zzmap parks add "{source}" --accept --store parks.gpkg {tail}'
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stderr.decode("utf-8", "replace")


def stored(tmp_path: Path) -> list[str]:
    return [row.name for row in ParkStore(tmp_path / "parks.gpkg").rows()]


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1", "gbk:strict", "utf-16"])
def test_characters_a_terminal_does_not_have_stop_nothing(
    tmp_path: Path, source: Path, encoding: str
) -> None:
    status, said = shell(tmp_path, source, "", encoding)
    assert (status, stored(tmp_path)) == (0, ["甲园"])
    assert "Traceback" not in said
    if not encoding.startswith("utf"):
        assert "does not have" in said.replace("\0", "")


@needs_full
def test_a_full_device_stops_nothing_that_is_stored(tmp_path: Path, source: Path) -> None:
    status, said = shell(tmp_path, source, "> /dev/full")
    assert (status, stored(tmp_path)) == (0, ["甲园"])
    last = said.splitlines()[-1]
    assert last.startswith("zzmap: the output cannot be written (No space left on device); what")


@needs_full
@pytest.mark.parametrize("tail", ["> /dev/full 2>&1", "2> /dev/full", "> /dev/full 2>&-"])
def test_errors_that_cannot_be_written_stop_nothing_either(
    tmp_path: Path, source: Path, tail: str
) -> None:
    assert shell(tmp_path, source, tail)[0] == 0
    assert stored(tmp_path) == ["甲园"]


@needs_signals
@pytest.mark.parametrize("tail", [">&-", "<&- >&- 2>&-", "| true"])
def test_a_closed_output_stops_nothing(tmp_path: Path, source: Path, tail: str) -> None:
    status, said = shell(tmp_path, source, tail)
    assert (status, stored(tmp_path)) == (0, ["甲园"])
    assert "Traceback" not in said and "Exception" not in said
    assert not Path(tmp_path, "parks.gpkg").read_bytes().startswith(b"new")


@needs_full
def test_an_answer_nobody_can_read_is_a_failure(tmp_path: Path) -> None:
    command = f'"{sys.executable}" -m zzmap list documents > /dev/full'
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(b"zzmap: the output cannot be written")


WAITS = """
import sys, signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's & has it ignored
import zzmap.{module} as module
def stuck(*_args, **_kwargs):
    print("stuck", file=sys.__stdout__, flush=True)
    {stuck}
    raise AssertionError("nobody came")
module.{name} = stuck
from zzmap.cli import main
sys.exit(main(sys.argv[1:]))
"""
SLEEP = "import time; time.sleep(120)"
COMMANDS = {
    # While the child parses: the parent waits for its reply.
    "reading": ("io.child", "_told", SLEEP, ("parks", "add", "{source}", "--accept")),
    "storing": ("parks.ledger", "settle", SLEEP, ("parks", "add", "{source}", "--accept")),
    "building": ("render.build", "index_page_text", SLEEP, ("build", "--out", "out")),
    "swapping": ("io.staging", "_undo_or_not", SLEEP, ("build", "--out", "out")),
}
PATCHES = {
    "building": "import zzmap.render.index_page as page; page.index_page = stuck",
    "swapping": (
        "from pathlib import Path\n"
        "real, count = Path.replace, []\n"
        "def replace(self, other):\n"
        "    count.append(other)\n"
        "    return stuck() if len(count) == 4 else real(self, other)\n"
        "Path.replace = replace"
    ),
}


@needs_signals
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "term"])
@pytest.mark.parametrize("where", COMMANDS)
def test_an_interrupt_is_one_line_and_nothing_is_half_done(
    tmp_path: Path, source: Path, number: int, where: str
) -> None:
    module, name, stuck, words = COMMANDS[where]
    program = WAITS.format(module=module, name=name, stuck=stuck)
    program = program.replace("from zzmap.cli", f"{PATCHES.get(where, '')}\nfrom zzmap.cli")
    (tmp_path / "out").mkdir()
    before = sorted(path.name for path in tmp_path.rglob("*"))
    store = str(tmp_path / "parks.gpkg")
    command = [sys.executable, "-c", program, *(word.format(source=source) for word in words)]
    with subprocess.Popen(
        [*command, "--store", store],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        while (line := running.stdout.readline()) and "stuck" not in line:
            pass
        assert line, running.communicate()[1]
        time.sleep(0.05)
        running.send_signal(number)
        _, said = running.communicate(timeout=100)
    assert running.returncode == 128 + number
    assert said.count("\n") == 1 and said.startswith("zzmap: "), said
    after = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    # An import that is taken back leaves the store it made for it, empty.
    assert after - set(before) <= {"parks.gpkg"}
    assert stored(tmp_path) == []
