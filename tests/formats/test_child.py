"""What breaks a reader is one sentence: no crash, no hang, nothing left running or open."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from zzmap import settings
from zzmap.errors import FormatError
from zzmap.io import child, read

from .bad_files import BAD
from .corpus import SAMPLES, TRUTH, write_gdal, write_geojson
from .hostile import HOSTILE, crashing, hanging

ROOT = Path(__file__).resolve().parents[2]
LINUX = Path("/proc/self/fd").is_dir()
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
needs_proc = pytest.mark.skipif(not LINUX, reason="looks into /proc")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a file one second, so that a test of a hang takes no longer."""
    monkeypatch.setattr(settings, "READ_SECONDS", 1.0)


def script(tmp_path: Path, body: str, *arguments: object) -> list[str]:
    path = tmp_path / "script.py"
    path.write_text(body, "utf-8")
    return [sys.executable, str(path), *map(str, arguments)]


def children(pid: int) -> list[int]:
    """Processes whose parent is `pid`, and theirs."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == pid and fields[0] != "Z":
                found += [int(entry.name), *children(int(entry.name))]
    return found


def readers() -> list[int]:
    """Processes of this one that read files; a browser's driver may be its child as well."""
    own = []
    for pid in children(os.getpid()):
        with suppress(OSError):  # a fork that was just ending
            if b"zzmap.io.worker" in Path(f"/proc/{pid}/cmdline").read_bytes():
                own.append(pid)
    return own


def ended_children(pid: int) -> int:
    """How many processes of one have ended and were not waited for."""
    found = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                fields = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
                found += fields[:2] == ["Z", str(pid)]
    return found


def until(true: Callable[[], bool]) -> bool:
    """Wait for what is to come about; it takes milliseconds, on a busy machine seconds."""
    for _ in range(600):
        if true():
            return True
        time.sleep(0.05)
    return False


# -- files that break what reads them ----------------------------------------------


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("forks", [True, False])
@pytest.mark.usefixtures("quick")
def test_a_file_that_breaks_its_reader_is_one_sentence(
    kind: str, forks: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "FORKS", forks and child.FORKS)
    path = HOSTILE[kind](tmp_path)
    with pytest.raises(FormatError) as caught:
        read(path)
    assert str(caught.value).startswith(path.name)
    assert len(str(caught.value).splitlines()) == 1
    assert caught.value.hint
    good = write_geojson(tmp_path / "good.geojson")
    assert len(read(good).frame) == len(TRUTH)


def test_the_sentence_says_what_was_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "READ_SECONDS", 0.5)
    with pytest.raises(FormatError, match=r"more than \d+ seconds"):
        read(hanging(tmp_path))
    monkeypatch.setattr(settings, "READ_SECONDS", 30.0)
    with pytest.raises(FormatError, match="MB of memory"):
        read(HOSTILE["fill"](tmp_path))
    with pytest.raises(FormatError, match="breaks the program"):
        read(crashing(tmp_path))


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("command", [["parks", "check"], ["parks", "add"]])
def test_commands_say_one_line_and_leave_no_core(
    kind: str, command: list[str], tmp_path: Path
) -> None:
    path = HOSTILE[kind](tmp_path)
    body = (
        "import resource, sys\n"
        "from zzmap import settings\n"
        "from zzmap.cli import main\n"
        "from zzmap.io import child\n"
        "settings.READ_SECONDS = 1.0\n"
        "status = main(sys.argv[1:])\n"
        "child._warm.stop()\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
        "sys.exit(status)\n"
    )
    store = tmp_path / "store.gpkg"
    line = script(tmp_path, body, *command, path, "--crs", "wgs84", "--store", store)
    before = sorted(tmp_path.iterdir())
    cores = set(ROOT.glob("core*"))  # the child's folder, where a core would come to lie
    done = subprocess.run(
        ["sh", "-c", 'ulimit -c unlimited; exec "$@"', "sh", *line],
        cwd=tmp_path,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert path.name in done.stderr
    assert int(done.stdout.split()[-1]) * 1024 < 1e9
    assert sorted(tmp_path.iterdir()) == before
    assert set(ROOT.glob("core*")) == cores


# -- the child itself --------------------------------------------------------------


@needs_proc
def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    good = write_geojson(tmp_path / "a.geojson")
    bad = crashing(tmp_path)
    read(good)
    before = sorted(os.listdir("/proc/self/fd"))  # noqa: PTH208
    for _ in range(5):
        read(good)
        with pytest.raises(FormatError):
            read(bad)
    assert sorted(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


@pytest.mark.usefixtures("quick")
@needs_proc
@pytest.mark.skipif(not child.FORKS, reason="there a process is started for each file")
def test_what_has_read_a_file_is_taken_leave_of(tmp_path: Path) -> None:
    """A process that nobody waits for stays in the system's table until its parent ends."""
    path = write_geojson(tmp_path / "a.geojson")

    def few_left() -> bool:
        read(path)
        return sum(map(ended_children, readers())) <= 1

    for _ in range(4):
        read(path)
    assert until(few_left)


def test_threads_read_at_once(tmp_path: Path) -> None:
    rows = [TRUTH[:1], TRUTH[:2], TRUTH]
    paths = [write_geojson(tmp_path / f"{number}.geojson", row) for number, row in enumerate(rows)]
    bad = [crashing(tmp_path), hanging(tmp_path)]

    def one(path: Path) -> int:
        try:
            return len(read(path).frame)
        except FormatError:
            return -1

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(one, [*paths, *bad] * 3))
    assert found == [1, 2, 3, -1, -1] * 3


@needs_proc
def test_a_child_that_was_killed_is_started_again(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson")
    read(path)
    warm = readers()
    assert warm
    for pid in warm:
        with suppress(ProcessLookupError):  # a fork that was just ending
            os.kill(pid, signal.SIGKILL)
    assert len(read(path).frame) == len(TRUTH)
    assert not set(warm) & set(readers())


@needs_proc
def test_threads_read_on_when_the_child_is_killed_among_them(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson")
    read(path)
    assert until(lambda: len(readers()) == 1)
    (warm,) = readers()
    with ThreadPoolExecutor(3) as pool:
        found = pool.map(lambda _: len(read(path).frame), range(30))
        os.kill(warm, signal.SIGSTOP)  # so that all of them wait for it …
        time.sleep(0.2)
        os.kill(warm, signal.SIGKILL)  # … when it goes
        assert list(found) == [len(TRUTH)] * 30


def test_importing_starts_no_process(tmp_path: Path) -> None:
    body = (
        "import subprocess\n"
        "def fail(*_, **__): raise SystemExit('started')\n"
        "subprocess.Popen = fail\n"
        "import zzmap, zzmap.io, zzmap.io.reading, zzmap.cli\n"
    )
    subprocess.run(script(tmp_path, body), env=ENVIRONMENT, check=True)


def test_a_script_without_a_main_guard_reads(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson")
    body = (
        "import sys\nfrom zzmap.io import read\nprint('top')\nprint(len(read(sys.argv[1]).frame))\n"
    )
    done = subprocess.run(
        script(tmp_path, body, path), env=ENVIRONMENT, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("top\n3\n", "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")
def test_a_fork_of_the_parent_reads_by_a_child_of_its_own(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson")
    body = (
        "import os, sys\n"
        "from zzmap.io import read\n"
        "n = len(read(sys.argv[1]).frame)\n"
        "pid = os.fork()\n"
        "m = len(read(sys.argv[1]).frame)\n"
        "if not pid: os._exit(m)\n"
        "assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 3\n"
        "print(n, m, len(read(sys.argv[1]).frame))\n"
    )
    done = subprocess.run(
        script(tmp_path, body, path), env=ENVIRONMENT, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("3 3 3\n", "")


WAITING = (
    "import signal, sys\n"
    "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a job behind & ignores it
    "from zzmap import settings\n"
    "from zzmap.io import read\n"
    "settings.READ_SECONDS = 600.0\n"
    "read(sys.argv[1])\n"  # the child is up
    "print('up', flush=True)\n"
    "read(sys.argv[2])\n"
)


@pytest.fixture
def waiting(tmp_path: Path) -> Iterator[tuple["subprocess.Popen[str]", list[int]]]:
    """A process that reads a file that hangs, and the processes it has started."""
    good, bad = write_geojson(tmp_path / "a.geojson"), hanging(tmp_path)
    with subprocess.Popen(
        script(tmp_path, WAITING, good, bad),
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        assert until(lambda: len(children(process.pid)) == 2)  # the warm child and its fork
        started = children(process.pid)
        yield process, started
        for pid in started:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@needs_proc
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_nothing_runs_on_after_its_parent(
    sign: signal.Signals, waiting: tuple["subprocess.Popen[str]", list[int]]
) -> None:
    process, started = waiting
    os.killpg(process.pid, sign) if sign == signal.SIGINT else process.send_signal(sign)
    process.wait(30)
    assert until(lambda: not any(map(_alive, started)))


@needs_proc
def test_an_interrupted_read_ends_though_its_parent_goes_on(tmp_path: Path) -> None:
    good, bad = write_geojson(tmp_path / "a.geojson"), hanging(tmp_path)
    body = WAITING.replace(
        "read(sys.argv[2])\n",
        "try:\n"
        "    read(sys.argv[2])\n"
        "except KeyboardInterrupt:\n"
        "    print(len(read(sys.argv[1]).frame), flush=True)\n"
        "    sys.stdin.read()\n",
    )
    with subprocess.Popen(
        script(tmp_path, body, good, bad),
        env=ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        assert until(lambda: len(children(process.pid)) == 2)
        process.send_signal(signal.SIGINT)
        assert process.stdout.readline() == "3\n"
        assert until(lambda: len(children(process.pid)) == 1)  # the warm child alone
        process.communicate("")
    assert process.returncode == 0


@pytest.mark.parametrize("forks", [True, False])
@pytest.mark.parametrize("name", ["json", "fiona", "zzmap", "shapely"])
def test_modules_beside_a_strangers_file_are_not_run(
    name: str, forks: bool, tmp_path: Path
) -> None:
    path = write_geojson(tmp_path / "a.geojson")
    code = tmp_path / "code"
    code.mkdir()
    mark = tmp_path / "mark"
    (tmp_path / f"{name}.py").write_text(f"open({str(mark)!r}, 'w')\nraise SystemExit\n")
    body = (
        "import sys\n"
        "from zzmap.io import child, read\n"
        f"child.FORKS = child.FORKS and {forks}\n"
        "print(len(read(sys.argv[1]).frame))\n"
    )
    subprocess.run(script(code, body, path), cwd=tmp_path, env=ENVIRONMENT, check=True)
    assert not mark.exists()


# -- nothing is asked of the network, and no other file opened -----------------------


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A web server that lists what it is asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"type": "Point", "coordinates": [113.5, 34.7]}')

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    web = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=web.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{web.server_port}", asked
    web.shutdown()
    thread.join()
    web.server_close()


def _virtual(source: str) -> str:
    return (
        f'<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>{source}</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>"
    )


@pytest.mark.parametrize(
    "suffix", [".geojson", ".gpkg", ".shp", ".kml", ".fgb", ".dxf", ".wkt", ".txt", ".csv", ".zip"]
)
def test_a_virtual_file_under_any_suffix_opens_nothing(
    suffix: str, server: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, asked = server
    secret = write_gdal(tmp_path / "secret.gpkg", "GPKG")
    for source in (f"/vsicurl/{address}/a.geojson", str(secret)):
        path = tmp_path / f"a{suffix}"
        path.write_text(_virtual(source))
        with pytest.raises(FormatError):
            read(path)
    assert asked == []


def test_links_in_a_file_are_not_followed(server: tuple[str, list[str]], tmp_path: Path) -> None:
    address, asked = server
    link = {"type": "link", "properties": {"href": f"{address}/crs", "type": "proj4"}}
    with pytest.raises(FormatError, match="link"):
        read(write_geojson(tmp_path / "a.geojson", crs=link))
    named = {"type": "name", "properties": {"name": f"{address}/crs"}}
    assert read(write_geojson(tmp_path / "b.geojson", crs=named)).frame.crs is None
    kml = (
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><NetworkLink><Link>'
        f"<href>{address}/a.kml</href></Link></NetworkLink><Placemark><Point><coordinates>"
        "113.5,34.7</coordinates></Point></Placemark></Document></kml>"
    )
    (tmp_path / "a.kml").write_text(kml, "utf-8")
    layer = read(tmp_path / "a.kml")
    assert len(layer.frame) == 1
    assert any("not followed" in note for note in layer.notes)
    assert asked == []


@pytest.mark.parametrize("path", ["/vsicurl/http://127.0.0.1:9/a.geojson", "/vsizip/a.zip/a.shp",
                                  "/vsistdin/a.json", "http://127.0.0.1:9/a.geojson"])  # fmt: skip
def test_gdals_own_paths_are_no_files(path: str) -> None:
    with pytest.raises(FormatError, match="no such file"):
        read(path)


# -- where a system cannot fork ------------------------------------------------------


def test_one_process_a_file_reads_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = next(row for row in SAMPLES if row.id == "gpkg-layers")
    path = write_geojson(tmp_path / "a.geojson", name="草稿")
    warm = read(path)
    several = sample.build(tmp_path)
    monkeypatch.setattr(child, "FORKS", False)
    cold = read(path)
    assert cold.frame.equals(warm.frame)
    assert (cold.name, cold.claim, cold.members) == (warm.name, warm.claim, warm.members)
    with pytest.raises(FormatError, match="4 layers"):
        read(several)
    bad = next(row for row in BAD if row.id == "txt-letters")
    with pytest.raises(FormatError, match="no pair of coordinates"):
        read(bad.build(tmp_path))


def test_a_python_that_is_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "FORKS", False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "Point", "coordinates": [1, 2]}))
    with pytest.raises(FormatError, match="cannot be started"):
        read(path)
