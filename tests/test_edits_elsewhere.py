"""What QGIS or a hand does to a store: each bad row is a finding, and locks no other."""

from __future__ import annotations

import sqlite3
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import shapely
from shapely import box

from zzmap.catalogue import Catalogue
from zzmap.errors import GeodataError
from zzmap.parks import geopackage
from zzmap.parks.errors import StoreError
from zzmap.parks.model import ACCURACY_M, BASIS, Note, Park
from zzmap.parks.store import ParkStore
from zzmap.workspace import City

NOTE = Note("测试")


def park(step: int) -> Park:
    shape = box(113.6 + 0.01 * step, 34.7, 113.606 + 0.01 * step, 34.706)
    return Park("", f"园{step}", "", (), "", 0, BASIS, ACCURACY_M, "", shape, "park", "live", "")


@pytest.fixture
def store(tmp_path: Path) -> ParkStore:
    store = ParkStore(tmp_path / "parks.gpkg")
    store.add([park(0), park(1), park(2)], NOTE)
    return store


@pytest.fixture
def sql(store: ParkStore) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(store.path, isolation_level=None)) as connection:
        yield connection


def blob(shape: shapely.Geometry, order: int = 1) -> bytes:
    return b"GP\0\x01" + struct.pack("<i", 4326) + shapely.to_wkb(shape, byte_order=order)


GARBAGE = b"GP\0\x01" + struct.pack("<i", 4326)
BOW_TIE = shapely.Polygon([(113, 34), (114, 35), (114, 34), (113, 35)])
NO_NUMBERS = GARBAGE + struct.pack("<BIIBIIIdddddddd", 1, 6, 1, 1, 3, 1, 4, *([float("nan")] * 8))
BAD = {
    "a name of NULL": ("name = NULL", ()),
    "an empty name": ("name = '  '", ()),
    "no geometry": ("geom = NULL", ()),
    "a point": ("geom = ?", (blob(shapely.Point(113.6, 34.7)),)),
    "a line": ("geom = ?", (blob(shapely.LineString([(113.6, 34.7), (113.7, 34.8)])),)),
    "an empty polygon": ("geom = ?", (blob(shapely.Polygon()),)),
    "WKB of rubbish": ("geom = ?", (GARBAGE + b"\x01\xff\xff\xff\xff" * 4,)),
    "WKB that ends early": ("geom = ?", (blob(box(113.6, 34.7, 113.7, 34.8))[:40],)),
    "WKB of a billion rings": ("geom = ?", (GARBAGE + struct.pack("<BII", 1, 3, 1 << 30),)),
    "a text for a geometry": ("geom = 'POLYGON'", ()),
    "a number for a geometry": ("geom = 12", ()),
    "a bow tie": ("geom = ?", (blob(BOW_TIE),)),
    "out of the country": ("geom = ?", (blob(box(0, 0, 0.1, 0.1)),)),
    "metres": ("geom = ?", (blob(box(463000, 3840000, 463100, 3840100)),)),
    "huge corners": ("geom = ?", (blob(box(1e300, 1e300, 1.1e300, 1.1e300)),)),
    "corners of NaN": ("geom = ?", (NO_NUMBERS,)),
    "a huge accuracy": ("accuracy_m = 1e400", ()),
    "a text for a number": ("accuracy_m = '很准'", ()),
    "a status that is none": ("status = 'x'", ()),
    "a state that is none": ("state = 5", ()),
    "a blob for a status": ("status = x'ff00'", ()),
    "another's id": ("id = 'park-user-0002'", ()),
    "an id of NULL": ("id = NULL", ()),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_row_is_a_finding_and_locks_no_other(
    store: ParkStore, sql: sqlite3.Connection, kind: str
) -> None:
    change, values = BAD[kind]
    sql.execute(f"UPDATE parks SET {change} WHERE fid = 1", values)
    sql.execute("UPDATE parks SET name = '改名' WHERE fid = 2")
    assert [row.name for row in store.rows()] == ["园0", "改名", "园2"]
    (found,) = store.findings()
    assert found.fid == 1 and found.park_id == "park-user-0001" and found.hint
    assert store.parks()[0].geometry.bounds == park(0).geometry.bounds
    store.edit("园2", NOTE, name="园二")
    store.add([park(3)], NOTE)
    with pytest.raises(StoreError, match="refused"):
        store.edit("park-user-0001", NOTE, name="别名")
    store.restore("park-user-0001", 1, NOTE)
    assert store.findings() == []
    assert [row.name for row in store.rows()] == ["园0", "改名", "园二", "园3"]


@pytest.mark.parametrize(
    ("cell", "industries"),
    [
        ("盾构/TBM、5G", ("盾构/TBM", "5G")),  # a name of the plans holds the sign itself
        ("5G/大数据", ("5G", "大数据")),
        ("5G", ("5G",)),
        ("盾构/TBM", ("盾构/TBM",)),
    ],
)
def test_industries_that_a_hand_has_written_are_split_but_not_within_a_name(
    store: ParkStore, sql: sqlite3.Connection, cell: str, industries: tuple[str, ...]
) -> None:
    sql.execute("UPDATE parks SET industries = ? WHERE fid = 2", (cell,))
    knows = ParkStore(store.path, unsplit=lambda: frozenset(["盾构/tbm"]))
    assert knows.rows()[1].industries == industries


@pytest.mark.parametrize(
    "values", [(None, None), ("甲", None), (None, blob(box(113.6, 34.7, 113.61, 34.71)))]
)
def test_a_new_row_that_is_not_whole_is_a_finding(
    store: ParkStore, sql: sqlite3.Connection, values: tuple[object, ...]
) -> None:
    sql.execute("INSERT INTO parks (name, geom) VALUES (?, ?)", values)
    assert len(store.rows()) == 3
    (found,) = store.findings()
    assert found.fid == 4 and found.hint
    sql.execute(
        "UPDATE parks SET name = '甲', geom = (SELECT geom FROM parks WHERE fid = 1) WHERE fid = 4"
    )
    assert store.findings() == [] and len(store.rows()) == 4


def test_the_command_shows_findings_with_their_hint(
    store: ParkStore,
    sql: sqlite3.Connection,
    zzmap: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    sql.execute("UPDATE parks SET name = NULL WHERE fid = 1")
    done = zzmap("parks", "list", "--store", store.path)
    assert done.returncode == 0 and "园2" in done.stdout
    assert "parks fid 1" in done.stderr and "Give it a name" in done.stderr


def test_a_build_sees_an_edit_that_is_still_in_the_wal(
    store: ParkStore, sql: sqlite3.Connection, tmp_path: Path
) -> None:
    assert sql.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    sql.execute("PRAGMA wal_autocheckpoint = 0")
    out = tmp_path / "out"
    said: list[str] = []
    city = City(store=store.path)
    city.build(out, progress=said.append)
    before = store.path.read_bytes()
    sql.execute("UPDATE parks SET name = '波前园' WHERE fid = 1")
    assert store.path.read_bytes() == before, "the edit is only in the -wal"
    said.clear()
    City(store=store.path).build(out, progress=said.append)
    assert not any("nothing has changed" in line for line in said)
    assert "波前园" in (out / "tables" / "places.csv").read_text("utf-8")


@pytest.mark.parametrize("lock", ["BEGIN EXCLUSIVE", "BEGIN"], ids=["exclusive", "reader"])
def test_who_holds_the_store_is_waited_for_and_that_is_said(
    store: ParkStore,
    sql: sqlite3.Connection,
    lock: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(geopackage, "QUIET_S", 0.05)
    sql.execute(lock)
    sql.execute("SELECT count(*) FROM parks").fetchone()
    told = threading.Event()

    class Waits:
        def filter(self, _record: object) -> bool:
            told.set()
            return True

    caplog.handler.addFilter(Waits())  # type: ignore[arg-type]
    done = threading.Thread(target=store.add, args=([park(7)], NOTE))
    done.start()
    assert told.wait(60)
    assert len(caplog.records) == 1 and "busy; waiting" in caplog.text
    sql.execute("COMMIT")
    done.join(60)
    assert [row.name for row in store.rows()][-1] == "园7"


def test_a_write_protected_store_shows_what_others_did(
    store: ParkStore, sql: sqlite3.Connection
) -> None:
    sql.execute("UPDATE parks SET name = '改名' WHERE fid = 1")
    sql.execute("UPDATE parks SET status = 'x' WHERE fid = 2")
    before = store.path.read_bytes()
    program = (
        "import sqlite3, sys\n"
        "from zzmap.parks import store as module\n"
        "from contextlib import contextmanager\n"
        "real = module.opened\n"
        "@contextmanager\n"
        "def opened(path):\n"
        "    with real(path) as link:\n"
        "        link.execute('PRAGMA query_only = 1')\n"
        "        yield link\n"
        "module.opened = opened\n"
        "store = module.ParkStore(sys.argv[1])\n"
        "print(store.rows()[0].name, [row.code for row in store.findings()])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, store.path], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "改名 ['external-status']", done.stderr
    assert store.path.read_bytes() == before


# -- upgrades -----------------------------------------------------------------------------

NOW, LATER = geopackage.SCHEMA, geopackage.SCHEMA + 1


def test_an_older_store_is_migrated_once_and_a_copy_is_kept(
    store: ParkStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geopackage, "SCHEMA", LATER)
    step = ("CREATE TABLE parks_more (id TEXT)", "INSERT INTO parks_more SELECT id FROM parks")
    monkeypatch.setattr(geopackage, "MIGRATIONS", {NOW: step})
    before = store.rows
    assert len(before()) == 3
    copy = store.path.with_name(f"parks.gpkg.schema-{NOW}.bak")
    for path, version, tables in ((store.path, LATER, 1), (copy, NOW, 0)):
        with closing(sqlite3.connect(path)) as link:
            assert link.execute("SELECT value FROM store_info WHERE key = 'schema'").fetchone() == (
                version,
            )
            assert link.execute(
                "SELECT count(*) FROM sqlite_master WHERE name = 'parks_more'"
            ).fetchone() == (tables,)
            assert link.execute("SELECT count(*) FROM parks").fetchone() == (3,)
    store.add([park(5)], NOTE)
    assert len(store.rows()) == 4


def test_a_migration_that_fails_leaves_the_store_as_it_was(
    store: ParkStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.path.read_bytes()
    monkeypatch.setattr(geopackage, "SCHEMA", LATER)
    monkeypatch.setattr(
        geopackage,
        "MIGRATIONS",
        {NOW: ("CREATE TABLE half (id TEXT)", "INSERT INTO none VALUES (1)")},
    )
    with pytest.raises(StoreError):
        store.rows()
    with pytest.raises(StoreError):
        store.add([park(5)], NOTE)
    assert store.path.read_bytes() == before


def test_a_newer_store_is_refused(store: ParkStore, sql: sqlite3.Connection) -> None:
    sql.execute("UPDATE store_info SET value = 9 WHERE key = 'schema'")
    for use in (store.rows, store.history, lambda: store.add([park(5)], NOTE)):
        with pytest.raises(StoreError, match=r"newer zzmap .*version 9.*Update zzmap"):
            use()


def test_geodata_of_the_first_version_is_told_what_to_add(geodata: Path) -> None:
    (geodata / "city.toml").unlink()
    with pytest.raises(GeodataError, match="zzmap 0") as caught:
        _ = Catalogue(geodata).city
    example = str(caught.value).partition("such as:\n")[2]
    (geodata / "city.toml").write_text(example, "utf-8")
    assert Catalogue(geodata).city.name == "示例市"
