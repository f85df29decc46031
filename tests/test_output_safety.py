"""What was there stays there: outputs that would destroy data are refused, failures undone."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
import shapely
from shapely.geometry import mapping

from zzmap.catalogue import Catalogue
from zzmap.cli import main
from zzmap.convert import convert_file
from zzmap.errors import FormatError, OutputError, ZzmapError
from zzmap.io.staging import staged, write_texts
from zzmap.parks.geopackage import create
from zzmap.parks.georeference import read_parcels
from zzmap.render.build import build

SQUARE = shapely.box(113.5, 34.6, 113.6, 34.7)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def square(folder: Path) -> Path:
    """Write a file of one parcel."""
    feature = {"type": "Feature", "properties": {"name": "甲"}, "geometry": mapping(SQUARE)}
    path = folder / "s.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    return path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    return square(folder)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    folder.mkdir()
    create(folder / "parks.gpkg")
    return folder / "parks.gpkg"


def geopackage(path: Path, layer: str = "宗地") -> Path:
    frame = gpd.GeoDataFrame({"a": [1]}, geometry=[SQUARE], crs=4326)
    frame.to_file(path, layer=layer, driver="GPKG")
    return path


COMMANDS = (
    ("export", "zones", "-o"),
    ("parks", "export", "-o"),
    ("convert", "in/s.geojson", "--from", "gcj02", "--to", "wgs84", "-o"),
)


@pytest.fixture(scope="module")
def one_park(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of one park."""
    folder = tmp_path_factory.mktemp("one")
    store = folder / "working.gpkg"
    assert main(["parks", "add", str(square(folder)), "--accept", "--store", str(store)]) == 0
    return store


@pytest.fixture
def with_park(one_park: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = shutil.copy(one_park, source.parent)
    monkeypatch.setenv("ZZMAP_STORE", str(store))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: " ".join(words[:2]))
@pytest.mark.parametrize("name", ["parks.gpkg", "parks.geojson", "parks.shp"])
@pytest.mark.parametrize("flag", [(), ("--overwrite",)], ids=["", "overwrite"])
def test_no_command_replaces_a_store(
    zzmap_here: Any, with_park: None, store: Path, command: tuple, name: str, flag: tuple
) -> None:
    target = store.rename(store.with_name(name))
    before = contents(target.parent)
    done = zzmap_here(*command, target, *flag)
    assert done.returncode == 1
    assert "park store" in done.stderr and "Traceback" not in done.stderr
    assert contents(target.parent) == before


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: " ".join(words[:2]))
def test_no_command_replaces_foreign_layers(
    zzmap_here: Any, with_park: None, tmp_path: Path, command: tuple
) -> None:
    target = geopackage(tmp_path / "theirs.gpkg")
    before = target.read_bytes()
    for flag in ((), ("--overwrite",)):
        done = zzmap_here(*command, target, *flag)
        assert done.returncode == 1
        assert "宗地" in done.stderr
        assert target.read_bytes() == before


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: " ".join(words[:2]))
def test_an_export_is_replaced_and_another_one_only_on_request(
    zzmap_here: Any, with_park: None, tmp_path: Path, command: tuple
) -> None:
    target = tmp_path / "out.gpkg"
    for _ in range(2):
        done = zzmap_here(*command, target)
        assert done.returncode == 0, done.stderr
    assert set(pyogrio.list_layers(target)[:, 0]) <= {
        command[1],
        "parks",
        "zones",
        "s",
        "layer_styles",
    }
    (tmp_path / "other").mkdir()
    other = tmp_path / "other" / "out.gpkg"
    done = zzmap_here("export", "city", "-o", other)
    assert done.returncode == 0, done.stderr
    with contextlib.closing(sqlite3.connect(other)) as database, database:
        (name,) = database.execute("SELECT table_name FROM gpkg_contents LIMIT 1").fetchone()
        database.execute("UPDATE layer_styles SET f_table_name = 'older'")
        for table in ("gpkg_contents", "gpkg_geometry_columns", "gpkg_ogr_contents"):
            database.execute(
                f"UPDATE {table} SET table_name = 'older' WHERE table_name = ?", [name]
            )
        database.execute(f'ALTER TABLE "{name}" RENAME TO older')
    before = other.read_bytes()
    done = zzmap_here(*command, other)
    assert done.returncode == 1
    assert "older" in done.stderr and "--overwrite" in done.stderr
    assert other.read_bytes() == before
    done = zzmap_here(*command, other, "--overwrite")
    assert done.returncode == 0, done.stderr
    assert "older" not in pyogrio.list_layers(other)[:, 0]


def test_a_foreign_layer_added_to_our_export_is_kept(zzmap_here: Any, tmp_path: Path) -> None:
    target = tmp_path / "z.gpkg"
    assert zzmap_here("export", "zones", "-o", target).returncode == 0
    geopackage(target, "手绘")
    before = target.read_bytes()
    done = zzmap_here("export", "zones", "-o", target, "--overwrite")
    assert done.returncode == 1
    assert "手绘" in done.stderr
    assert target.read_bytes() == before


def test_a_table_outside_the_contents_is_kept_too(zzmap_here: Any, tmp_path: Path) -> None:
    target = tmp_path / "z.gpkg"
    assert zzmap_here("export", "zones", "-o", target).returncode == 0
    with contextlib.closing(sqlite3.connect(target)) as database, database:
        database.execute("CREATE TABLE notes (text TEXT)")
    done = zzmap_here("export", "zones", "-o", target, "--overwrite")
    assert done.returncode == 1
    assert "notes" in done.stderr


@pytest.mark.parametrize("tail", ["-wal", "-journal"])
def test_a_geopackage_open_elsewhere_is_left_alone(
    zzmap_here: Any, tmp_path: Path, tail: str
) -> None:
    target = tmp_path / "z.gpkg"
    assert zzmap_here("export", "city", "-o", target).returncode == 0
    target.with_name(f"z.gpkg{tail}").write_bytes(b"x")
    done = zzmap_here("export", "city", "-o", target)
    assert done.returncode == 1
    assert "another program" in done.stderr


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.geojson", b'{"name": "package", "version": "1"}', "is no .geojson"),
        ("a.json", b"[1, 2]", "is no .json"),
        ("a.geojson", b"PK\x03\x04 a zip", "is no .geojson"),
        ("a.shp", b"a text", "is no .shp"),
        ("a.kml", b"<html></html>", "is no .kml"),
        ("a.fgb", b"SQLite", "is no .fgb"),
        ("a.gpkg", b"a text", "no GeoPackage"),
    ],
)
def test_a_file_of_another_kind_is_kept(
    source: Path, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    target = tmp_path / name
    target.write_bytes(content)
    with pytest.raises(OutputError, match=said):
        convert_file(source, target, "wgs84", "wgs84", overwrite=True)
    assert target.read_bytes() == content


def test_notes_called_txt_are_no_survey_text(
    zzmap_here: Any, with_park: None, tmp_path: Path
) -> None:
    target = tmp_path / "notes.txt"
    target.write_text("会议纪要", "utf-8")
    done = zzmap_here("parks", "export", "-o", target)
    assert done.returncode == 1
    assert target.read_text("utf-8") == "会议纪要"


def test_folders_pipes_and_protected_files_are_no_outputs(source: Path, tmp_path: Path) -> None:
    folder, pipe, locked = (tmp_path / f"{name}.geojson" for name in ("folder", "pipe", "locked"))
    folder.mkdir()
    os.mkfifo(pipe)
    locked.write_text('{"type": "Point", "coordinates": [0, 0]}')
    locked.chmod(0o444)
    for target, said in ((folder, "folder"), (pipe, "ordinary"), (locked, "protected")):
        with pytest.raises(OutputError, match=said):
            convert_file(source, target, "wgs84", "wgs84")
    assert folder.is_dir() and pipe.is_fifo()


def test_the_source_is_never_the_target(source: Path, tmp_path: Path) -> None:
    soft, hard = tmp_path / "soft.geojson", tmp_path / "hard.geojson"
    soft.symlink_to(source)
    os.link(source, hard)
    before = source.read_bytes()
    for target in (source, soft, hard, source.parent / "." / source.name):
        with pytest.raises(OutputError, match="file that is read"):
            convert_file(source, target, "wgs84", "gcj02")
    assert source.read_bytes() == before
    folded = source.with_name(source.name.upper())
    if folded.exists():  # a file system that folds case
        with pytest.raises(OutputError, match="file that is read"):
            convert_file(source, folded, "wgs84", "gcj02")


def test_a_link_is_written_through(source: Path, tmp_path: Path) -> None:
    real, link = tmp_path / "real.geojson", tmp_path / "link.geojson"
    real.write_text('{"type": "Point", "coordinates": [0, 0]}')
    link.symlink_to(real)
    convert_file(source, link, "wgs84", "wgs84")
    assert link.is_symlink()
    assert len(gpd.read_file(real)) == 1


def test_a_table_without_its_shapefile_is_kept(source: Path, tmp_path: Path) -> None:
    table = tmp_path / "out.DBF"
    table.write_bytes(b"a planner's table")
    with pytest.raises(OutputError, match="without its"):
        convert_file(source, tmp_path / "out.shp", "wgs84", "wgs84")
    assert table.read_bytes() == b"a planner's table"


def test_a_build_keeps_pages_it_did_not_write(catalogue: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<html>my site</html>")
    with pytest.raises(OutputError, match="did not write"):
        build(catalogue, tmp_path)
    assert contents(tmp_path) == {"index.html": b"<html>my site</html>"}


def test_a_build_does_not_replace_a_store(
    catalogue: Catalogue, store: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    (out / "tables").mkdir(parents=True)
    store = store.rename(out / "tables" / "places.csv")
    before = contents(out)
    with pytest.raises(OutputError, match="did not write"):
        build(catalogue, out)
    assert contents(out) == before


# -- a full disk, a kill --------------------------------------------------------------


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """Mount a disk of little room, or skip."""
    folder.mkdir()
    try:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder],
            capture_output=True,
            check=False,
        ).returncode
    except OSError:
        mounted = 1
    if mounted:
        pytest.skip("NO SMALL DISK: mounting a tmpfs needs root, so a full disk is not tried")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("suffix", ["gpkg", "geojson", "shp", "kml", "fgb"])
def test_a_full_disk_leaves_the_old_file(zzmap: Any, tmp_path: Path, suffix: str) -> None:
    parts = [shapely.box(113 + i / 100, 34, 113.009 + i / 100, 34.5) for i in range(300)]
    big = gpd.GeoDataFrame({"name": [f"园{i}" * 9 for i in range(300)]}, geometry=parts, crs=4326)
    for name, frame in (("big", big), ("small", big.head(1))):
        (tmp_path / name).mkdir()
        frame.to_file(tmp_path / name / "s.geojson")
    disk = tmp_path / "disk"
    words = ("--from", "wgs84", "--to", "wgs84", "-o", disk / f"out.{suffix}")
    with small_disk(disk, "192k"):
        assert zzmap("convert", tmp_path / "small" / "s.geojson", *words).returncode == 0
        before = contents(disk)
        filler = disk / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 4096)
        full = contents(disk)
        done = zzmap("convert", tmp_path / "big" / "s.geojson", *words)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr and "nothing was changed" in done.stderr
        assert contents(disk) == full
        filler.write_bytes(b"")  # some room, not enough
        done = zzmap("convert", tmp_path / "big" / "s.geojson", *words)
        if done.returncode:  # a compact format may fit
            assert contents(disk) == before | {"filler": b""}
        else:
            assert len(gpd.read_file(disk / f"out.{suffix}")) == 300


@pytest.mark.parametrize("suffix", ["gpkg", "geojson", "shp", "kml"])
def test_a_full_disk_leaves_the_old_export(zzmap: Any, tmp_path: Path, suffix: str) -> None:
    disk = tmp_path / "disk"
    target = disk / f"out.{suffix}"
    with small_disk(disk, "256k"):
        assert zzmap("export", "city", "-o", target).returncode in (0, 1)
        before = contents(disk)
        (disk / "filler").write_bytes(b"x" * 40_000)
        done = zzmap("export", "placements", "-o", target, "--overwrite")
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert contents(disk) == before | {"filler": b"x" * 40_000}


def test_a_failed_swap_puts_every_file_back(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    target = convert_file(source, out / "a.shp", "wgs84", "EPSG:4547").path
    (out / "a.qix").write_bytes(b"old index")
    before = contents(out)
    real, calls = Path.replace, []

    def replace(self: Path, other: Path) -> Path:
        calls.append(other)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        return real(self, other)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(OutputError, match="No space left"):
        convert_file(source, target, "wgs84", "gcj02")
    assert contents(out) == before


KILLED = """
import os, sys
from pathlib import Path
from zzmap.io.staging import write_texts
real, count = Path.replace, 0
def replace(self, other):
    global count
    count += 1
    if count > int(sys.argv[2]):
        os._exit(9)
    return real(self, other)
Path.replace = replace
texts = {name: "new " + name for name in ("a.html", "tables/b.csv", "c.html", "stamp")}
write_texts(Path(sys.argv[1]), texts, "stamp")
"""


@pytest.mark.parametrize("steps", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("old", [True, False], ids=["over old ones", "into nothing"])
def test_a_kill_never_leaves_old_and_new_mixed(tmp_path: Path, steps: int, old: bool) -> None:
    out = tmp_path / "out"
    before: dict[str, bytes] = {}
    if old:
        texts = {name: f"old {name}" for name in ("a.html", "tables/b.csv", "c.html", "stamp")}
        write_texts(out, texts, "stamp")
        before = contents(out)
    subprocess.run([sys.executable, "-c", KILLED, out, str(steps)], check=False)
    found = {name: raw for name, raw in contents(out).items() if not name.startswith(".zzmap-")}
    if "stamp" in found:
        assert len({raw.split()[0] for raw in found.values()}) == 1
    with staged(out / "other.txt") as path:  # the next writer tidies up
        path.write_text("other")
    after = contents(out)
    assert after.pop("other.txt") == b"other"
    whole_new = {
        name: b"new " + name.encode() for name in ("a.html", "tables/b.csv", "c.html", "stamp")
    }
    assert after == (whole_new if steps == 4 else before)


@pytest.mark.parametrize("how", ["full", "killed"])
def test_a_journal_cut_short_leaves_nothing_behind(tmp_path: Path, how: str) -> None:
    out = tmp_path / "out"
    write_texts(out, {"a.html": "old a", "stamp": "old stamp"}, "stamp")
    before = contents(out)
    cut = "os._exit(9)" if how == "killed" else "raise OSError(28, 'No space left on device')"
    program = f"""
import os, sys
from pathlib import Path
from zzmap.errors import OutputError
from zzmap.io.staging import write_texts
real = Path.write_text
def write_text(self, text, *args, **options):
    if "journal" not in self.name:
        return real(self, text, *args, **options)
    self.touch()
    {cut}
Path.write_text = write_text
try:
    write_texts(Path(sys.argv[1]), {{"a.html": "new a", "stamp": "new stamp"}}, "stamp")
except OutputError:
    sys.exit(1)
"""
    done = subprocess.run([sys.executable, "-c", program, out], check=False)
    assert done.returncode == (9 if how == "killed" else 1)
    if how == "killed":
        with staged(out / "other.txt") as path:  # the next writer tidies up
            path.write_text("other")
        (out / "other.txt").unlink()
    assert contents(out) == before


AT_ONCE = """
import random, sys, time
from pathlib import Path
from zzmap.io.staging import write_texts
write, replace = Path.write_bytes, Path.replace
def meeting(self, raw):
    Path(sys.argv[1], "..", f"{sys.argv[2]}.here").touch()
    while len(list(Path(sys.argv[1], "..").glob("*.here"))) < 3:
        time.sleep(0.001)
    return write(self, raw)
def passing(self, other):
    time.sleep(random.random() / 10)
    return replace(self, other)
Path.write_bytes, Path.replace = meeting, passing
names = ("a.html", "tables/b.csv", "c.html", "d.html", "e.html", "stamp")
write_texts(Path(sys.argv[1]), {name: sys.argv[2] for name in names}, "stamp")
"""


def test_writers_at_once_never_mix_their_files(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    running = [
        subprocess.Popen([sys.executable, "-c", AT_ONCE, out, who], stderr=subprocess.PIPE)
        for who in "甲乙丙"
    ]
    assert [process.communicate()[1].decode() for process in running] == [""] * 3
    found = contents(out)
    assert len(found) == 6
    assert len(set(found.values())) == 1


def test_what_a_living_process_writes_is_not_swept(tmp_path: Path) -> None:
    with staged(tmp_path / "one.txt") as first:
        first.write_text("1")
        with staged(tmp_path / "two.txt") as second:
            second.write_text("2")
    assert contents(tmp_path) == {"one.txt": b"1", "two.txt": b"2"}


# -- files that reach for others --------------------------------------------------------

VRT = """<OGRVRTDataSource><OGRVRTLayer name="s"><SrcDataSource>{path}</SrcDataSource>
</OGRVRTLayer></OGRVRTDataSource>"""


@pytest.mark.parametrize(
    "suffix", ["vrt", "kml", "shp", "gpkg", "fgb", "dxf", "geojson", "gml", "x"]
)
@pytest.mark.parametrize("start", ["", "<?xml version='1.0'?>\n", "<kml/>\n", "<!-- <kml> -->\n"])
def test_a_virtual_file_copies_no_other_file_out(
    source: Path, tmp_path: Path, suffix: str, start: str
) -> None:
    source.write_text(source.read_text("utf-8").replace("甲", "SECRET"), "utf-8")
    trap, target = tmp_path / f"trap.{suffix}", tmp_path / "out.geojson"
    trap.write_text(start + VRT.format(path=source), "utf-8")
    with pytest.raises(FormatError):
        convert_file(trap, target, "wgs84", "wgs84")
    assert not target.exists()


@pytest.fixture
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A server on loopback and what it hears."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    caller, _ = server.accept()
                    with caller:
                        heard.append(caller.recv(200))

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1], heard


KEYS = ("href", "url", "name", "\\u0068ref")
KINDS = ("link", "LINK", "name", "url", "OGC")
MEMBERS = ("crs", "\\u0063rs")
LINKS = [
    # Every key of every kind, by one spelling of the member and the next; the other is for
    # ``--whole``.
    pytest.param(key, kind, member, marks=[pytest.mark.whole] if (at + of + by) % 2 else [])
    for at, key in enumerate(KEYS)
    for of, kind in enumerate(KINDS)
    for by, member in enumerate(MEMBERS)
]


@pytest.mark.parametrize(("key", "kind", "member"), LINKS)
def test_a_link_for_a_reference_system_asks_no_network(
    tmp_path: Path, listener: tuple[int, list[bytes]], key: str, kind: str, member: str
) -> None:
    port, heard = listener
    feature = {"type": "Feature", "properties": {}, "geometry": mapping(SQUARE)}
    path = tmp_path / "link.geojson"
    path.write_text(
        f'{{"type": "FeatureCollection", "{member}": {{"type": "{kind}", "properties": '
        f'{{"{key}": "http://127.0.0.1:{port}/x", "type": "proj4"}}}}, '
        f'"features": [{json.dumps(feature)}]}}'
    )
    with contextlib.suppress(ZzmapError):
        read_parcels(path)
    with contextlib.suppress(ZzmapError):
        convert_file(path, tmp_path / "o.geojson", "wgs84", "wgs84")
    assert heard == []


def test_the_listener_hears_who_calls(listener: tuple[int, list[bytes]]) -> None:
    port, heard = listener
    with socket.create_connection(("127.0.0.1", port)) as caller:
        caller.sendall(b"hello")
        assert caller.recv(1) == b""  # it closes when it has heard
    assert heard == [b"hello"]
