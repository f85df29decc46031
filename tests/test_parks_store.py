"""The park store keeps what it is given, as a file others can open, and takes all of it back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fiona
import pytest
import shapely
from shapely import box
from shapely.geometry import LineString, MultiPolygon, Point, Polygon

from zzmap.catalogue import Catalogue
from zzmap.errors import NotFoundError
from zzmap.geometry import Gazetteer
from zzmap.parks.errors import StoreError
from zzmap.parks.merge import park_features, with_parks
from zzmap.parks.model import ACCURACY_M, BASIS, EXTERNAL, Note, Park
from zzmap.parks.store import FEW_TERMS, ParkStore
from zzmap.query import query

NOTE = Note("李工", "测试", "a.geojson", "ab" * 32)
GPKG_TABLES = {"gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"}
VALIDATOR = Path("/usr/lib/python3/dist-packages/osgeo_utils/samples/validate_gpkg.py")


def square(step: int = 0, size: float = 0.004) -> Polygon:
    west = 113.60 + 0.005 * step
    return box(west, 34.74, west + size, 34.74 + size)


def park(step: int = 0, **values: Any) -> Park:
    given = {
        "id": "",
        "name": f"园区{step}",
        "code": "",
        "industries": ("智能传感器",),
        "status": "planned",
        "area_km2": 0.0,
        "basis": BASIS,
        "accuracy_m": ACCURACY_M,
        "source": "a.geojson",
        "geometry": square(step),
        "kind": "park",
        "state": "live",
        "replaces": "",
    }
    return Park(**given | values)


@pytest.fixture
def store(tmp_path: Path) -> ParkStore:
    return ParkStore(tmp_path / "parks.gpkg")


@pytest.fixture
def filled(store: ParkStore) -> ParkStore:
    store.add([park(0), park(1), park(2)], NOTE)
    return store


def names(store: ParkStore, *states: str) -> dict[str, str]:
    return {row.id: row.name for row in store.rows(states or ("live",))}


@pytest.fixture
def sql(filled: ParkStore) -> Iterator[sqlite3.Connection]:
    """A connection as another program has it, without our functions."""
    connection = sqlite3.connect(filled.path)
    yield connection
    connection.close()


# -- reading and changing ------------------------------------------------------------


def test_a_store_that_does_not_exist_reads_empty_and_is_not_made(store: ParkStore) -> None:
    assert (store.rows(), store.parks(), store.history(), store.findings()) == ([], [], [], [])
    assert not store.path.exists()


def test_what_is_added_comes_back(filled: ParkStore) -> None:
    rows = filled.rows()
    assert [row.id for row in rows] == ["park-user-0001", "park-user-0002", "park-user-0003"]
    assert rows[0].industries == ("智能传感器",)
    found = filled.park("园区1")
    assert isinstance(found.geometry, MultiPolygon)
    assert found.geometry.equals(square(1))
    assert found.area_km2 == pytest.approx(0.1625, rel=0.01)
    assert shapely.contains_xy(found.geometry, rows[1].lon, rows[1].lat)


def test_ids_come_from_codes_and_are_never_used_again(store: ParkStore) -> None:
    assert store.add([park(0, code="ZZ-07 东"), park(1)], NOTE) == [
        "park-user-zz-07",
        "park-user-0001",
    ]
    store.undo()
    assert store.add([park(0, code="ZZ-07 东"), park(1)], NOTE) == [
        "park-user-0002",
        "park-user-0003",
    ]


def test_a_batch_is_all_or_nothing(filled: ParkStore) -> None:
    before = filled.path.read_bytes()
    with pytest.raises(StoreError):
        filled.add([park(3), park(4, geometry=LineString([(113, 34), (114, 35)]))], NOTE)
    with pytest.raises(StoreError):
        filled.add([park(3, id="new"), park(4, id="park-user-0001")], NOTE)
    assert filled.path.read_bytes() == before
    assert len(filled.rows()) == 3


@pytest.mark.parametrize(
    ("geometry", "sentence"),
    [
        (None, "no geometry"),
        (Polygon(), "no geometry"),
        (Point(113.6, 34.7), "a Point, not a polygon"),
        (box(34.7, 113.6, 34.8, 113.7), "no WGS-84 degrees"),
        (box(463000, 3845000, 464000, 3846000), "no WGS-84 degrees"),
        (Polygon([(113.6, 34.7), (113.7, 34.8), (113.7, 34.7), (113.6, 34.8)]), "Self-inter"),
        (Polygon([(113.6, 34.7), (float("nan"), 34.8), (113.7, 34.7)]), "not|no number"),
    ],
)
def test_a_faulty_geometry_is_refused_in_a_sentence(
    store: ParkStore, geometry: Any, sentence: str
) -> None:
    with pytest.raises(StoreError, match=sentence):
        store.add([park(geometry=geometry)], NOTE)
    assert not store.path.exists()


def test_edit_replace_retire_remove(filled: ParkStore) -> None:
    filled.edit("园区0", NOTE, name="新园", industries=("5G", "大数据"), status="active")
    filled.replace("park-user-0002", square(7), NOTE, "b.shp")
    filled.retire("园区2", NOTE)
    filled.remove("新园", NOTE)
    assert names(filled) == {"park-user-0002": "园区1"}
    assert names(filled, "retired", "removed") == {
        "park-user-0001": "新园",
        "park-user-0003": "园区2",
    }
    assert filled.park("园区1").geometry.equals(square(7))
    assert filled.park("园区1").source == "b.shp"
    with fiona.open(filled.path, layer="parks") as layer:
        assert sorted(row.properties["name"] for row in layer) == ["园区1", "园区2"]
    actions = [(row.action, row.boundary_changed) for row in filled.history()[3:]]
    assert actions == [("edit", False), ("replace", True), ("retire", False), ("remove", False)]


def test_a_change_without_effect_is_refused(filled: ParkStore) -> None:
    with pytest.raises(StoreError, match="nothing changes"):
        filled.edit("园区0", NOTE, name="园区0")
    with pytest.raises(StoreError, match="the same"):
        filled.replace("园区0", square(0), NOTE)
    filled.retire("园区0", NOTE)
    with pytest.raises(StoreError, match="retired already"):
        filled.retire("园区0", NOTE)
    filled.remove("园区0", NOTE)
    with pytest.raises(StoreError, match="was removed"):
        filled.edit("园区0", NOTE, name="x")
    assert len(filled.history()) == 5


def test_a_wrong_value_is_refused(filled: ParkStore) -> None:
    for values in ({"status": "bad"}, {"name": " "}, {"area_km2": 3.0}):
        with pytest.raises(StoreError):
            filled.edit("园区0", NOTE, **values)


def test_unknown_and_doubtful_names_are_explained(filled: ParkStore) -> None:
    with pytest.raises(NotFoundError, match="园区"):
        filled.park("园区9")
    filled.add([park(3, name="园区0")], NOTE)
    with pytest.raises(NotFoundError, match="2 parks"):
        filled.park("园区0")


def test_history_says_who_when_why_and_from_what(filled: ParkStore) -> None:
    first = filled.history("园区0")[0]
    assert (first.who, first.why, first.action) == ("李工", "测试", "add")
    assert (first.source_file, first.source_sha256) == ("a.geojson", "ab" * 32)
    assert first.at.endswith("+00:00")
    assert first.before is None and first.after is not None and first.after.name == "园区0"
    assert {row.batch for row in filled.history()} == {1}


# -- undo and restore ----------------------------------------------------------------


def test_undo_steps_back_and_redo_brings_back(filled: ParkStore) -> None:
    filled.edit("园区0", NOTE, name="甲")
    filled.edit("甲", NOTE, name="乙")
    assert [filled.undo(), filled.undo()] == [5, 4]
    assert names(filled)["park-user-0001"] == "园区0"
    with pytest.raises(StoreError, match="change 5 was undone by change 6"):
        filled.undo(5)
    assert filled.undo(7) == 7
    assert names(filled)["park-user-0001"] == "甲"
    assert filled.undo(6) == 6
    assert names(filled)["park-user-0001"] == "乙"
    assert [row.action for row in filled.history("乙")][-2:] == ["redo", "redo"]


def test_undo_takes_a_whole_import_back(filled: ParkStore) -> None:
    assert filled.undo(2) == 1
    assert filled.rows(("live", "retired", "removed")) == []
    with pytest.raises(StoreError, match="nothing to undo"):
        filled.undo()
    with fiona.open(filled.path, layer="parks") as layer:
        assert len(layer) == 0
    filled.undo(4)
    assert len(filled.rows()) == 3


def test_undo_of_what_was_changed_since_is_refused(filled: ParkStore) -> None:
    filled.edit("园区0", NOTE, name="甲")
    before = filled.path.read_bytes()
    with pytest.raises(StoreError, match="change 4 touched this park"):
        filled.undo(1)
    with pytest.raises(StoreError, match="no change 99"):
        filled.undo(99)
    assert filled.path.read_bytes() == before


def test_undo_of_an_older_change_of_another_park(filled: ParkStore) -> None:
    filled.edit("园区0", NOTE, name="甲")
    filled.edit("园区1", NOTE, name="乙")
    filled.undo(4)
    assert sorted(names(filled).values()) == ["乙", "园区0", "园区2"]


def test_restore_brings_any_past_state_back(filled: ParkStore) -> None:
    filled.edit("园区0", NOTE, name="甲")
    filled.replace("甲", square(8), NOTE)
    filled.remove("甲", NOTE)
    filled.restore("park-user-0001", 4, NOTE)
    assert filled.park("甲").geometry.equals(square(0))
    with pytest.raises(StoreError, match="did not touch"):
        filled.restore("甲", 2, NOTE)
    with pytest.raises(StoreError, match="is as it was"):
        filled.restore("甲", 4, NOTE)
    filled.undo()
    assert names(filled, "removed") == {"park-user-0001": "甲"}


def test_restore_of_what_was_undone(filled: ParkStore) -> None:
    filled.undo()
    filled.restore("park-user-0002", 1, NOTE)
    assert names(filled) == {"park-user-0002": "园区1"}


# -- zones ---------------------------------------------------------------------------


def test_an_official_boundary_stands_for_the_shipped_one(
    store: ParkStore, catalogue: Catalogue
) -> None:
    place_id = next(iter(Gazetteer(catalogue).polygons))
    place = catalogue.places[place_id]
    shipped = Gazetteer(catalogue).locate(place)
    store.replace_zone(place_id, place.name, square(3), NOTE, "official.shp")
    found = Gazetteer(catalogue, park_features(store)).locate(place)
    assert found is not None and found.geometry.equals(square(3))
    assert (found.basis, found.source) == ("surveyed", "official.shp")
    assert len(with_parks(catalogue, store).places) == len(catalogue.places)
    store.restore_zone(place_id, NOTE)
    assert Gazetteer(catalogue, park_features(store)).locate(place) == shipped
    with pytest.raises(StoreError, match="already"):
        store.restore_zone(place_id, NOTE)
    store.undo()
    assert len(park_features(store)) == 1


# -- beside the plans ----------------------------------------------------------------


def test_parks_join_the_catalogue(filled: ParkStore, catalogue: Catalogue) -> None:
    filled.edit("园区0", NOTE, industries=("智能传感器", "量子酿酒"), code="ZZ-1")
    both = with_parks(catalogue, filled)
    place = both.places["park-user-0001"]
    assert (place.kind, place.basis, place.aliases) == ("user_park", "surveyed", ("ZZ-1",))
    known, own = both.placements_of_place["park-user-0001"]
    assert both.industries[known.industry_id] == next(
        row for row in catalogue.industries.values() if row.name == "智能传感器"
    )
    assert own.industry_id.startswith("ind-user-")
    assert both.industries[own.industry_id].name == "量子酿酒"
    assert (known.relation, known.locator) == ("user_park", "parks.gpkg#park-user-0001")
    assert both.documents[known.document_id].number == "用户数据"
    assert both.pinyin["量子酿酒"] == "liang zi niang jiu"
    located = Gazetteer(both, park_features(filled)).locate(place)
    assert located is not None and located.geometry.equals(square(0))


def test_a_query_finds_parks_last(filled: ParkStore, catalogue: Catalogue) -> None:
    answers = query(with_parks(catalogue, filled), "智能传感器")
    assert [row.place for row in answers if row.relation == "user_park"] == [
        "园区0",
        "园区1",
        "园区2",
    ]
    assert answers[0].relation != "user_park"


def test_without_a_store_the_catalogue_is_the_same(store: ParkStore, catalogue: Catalogue) -> None:
    assert with_parks(catalogue, store) is catalogue


def test_rows_import_nothing_heavy(filled: ParkStore) -> None:
    code = (
        "import sys\nfrom zzmap.parks.store import ParkStore\n"
        f"assert len(ParkStore({str(filled.path)!r}).rows()) == 3\n"
        "print({'shapely', 'pyproj', 'numpy', 'pandas', 'fiona'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


# -- the file ------------------------------------------------------------------------


def test_the_file_is_one_valid_geopackage(filled: ParkStore) -> None:
    filled.remove("园区0", NOTE)
    assert [row.name for row in filled.path.parent.iterdir()] == ["parks.gpkg"]
    connection = sqlite3.connect(filled.path)
    found = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert found >= GPKG_TABLES
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA application_id").fetchone()[0] == 0x47504B47
    extent = connection.execute(
        "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = 'parks'"
    ).fetchone()
    connection.close()
    assert extent == pytest.approx((113.605, 34.74, 113.614, 34.744))
    assert fiona.listlayers(filled.path) == ["parks", "history"]
    with fiona.open(filled.path, layer="parks") as layer:
        assert layer.crs.to_epsg() == 4326
        assert layer.schema["geometry"] == "MultiPolygon"
        assert layer.bounds == pytest.approx(extent)


@pytest.mark.skipif(not VALIDATOR.exists(), reason="GDAL's validator is not installed")
def test_gdals_validator_finds_nothing(filled: ParkStore) -> None:
    interpreter = "/usr/bin/python3"
    command = [interpreter, VALIDATOR, "--extra", "--warning-as-error", filled.path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_text("id,name\n1,x\n" * 500),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        lambda path: path.write_bytes(path.read_bytes()[:100] + os.urandom(20000)),
        lambda path: (path.unlink(), path.mkdir()),
        lambda path: (path.unlink(), sqlite3.connect(path).execute("CREATE TABLE a (b)")),
        lambda path: sqlite3.connect(path).execute("DROP TABLE parks"),
        lambda path: sqlite3.connect(path).execute("ALTER TABLE parks DROP COLUMN industries"),
        lambda path: _execute(path, "UPDATE parks_seen SET data = '{'"),
        lambda path: _execute(path, "UPDATE store_info SET value = 99 WHERE key = 'schema'"),
    ],
)
def test_a_damaged_or_foreign_file_gets_a_sentence(filled: ParkStore, spoil: Any) -> None:
    spoil(filled.path)
    before = filled.path.read_bytes() if filled.path.is_file() else b""
    with pytest.raises(StoreError):
        filled.rows()
    with pytest.raises(StoreError):
        filled.edit("park-user-0001", NOTE, name="x")
    assert (filled.path.read_bytes() if filled.path.is_file() else b"") == before


def _execute(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_an_empty_file_becomes_a_store(store: ParkStore) -> None:
    store.path.touch()
    assert store.rows() == []
    store.add([park()], NOTE)
    assert len(store.rows()) == 1


def test_a_folder_that_does_not_exist_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be made here"):
        ParkStore(tmp_path / "none" / "parks.gpkg").add([park()], NOTE)


def test_the_default_store_is_beside_the_geodata(
    geodata: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZZMAP_STORE", raising=False)
    assert ParkStore.default_path(geodata) == geodata.parent / "parks.gpkg"
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert ParkStore.default_path(geodata) == Path("parks.gpkg")
    monkeypatch.setenv("ZZMAP_STORE", "/x/y.gpkg")
    assert ParkStore.default_path(geodata) == Path("/x/y.gpkg")


# -- edits made elsewhere --------------------------------------------------------------


def test_a_park_drawn_elsewhere_is_taken_in(filled: ParkStore) -> None:
    with fiona.open(filled.path, "a", layer="parks") as layer:
        empty = dict.fromkeys(layer.schema["properties"])
        layer.write(
            {
                "geometry": shapely.geometry.mapping(MultiPolygon([square(5)])),
                "properties": empty | {"name": "画的园", "industries": "5G、大数据，5G"},
            }
        )
    found = filled.park("画的园")
    assert found.id == "park-user-0004"
    assert found.industries == ("5G", "大数据")
    assert found.area_km2 > 0.1
    last = filled.history()[-1]
    assert (last.who, last.action) == (EXTERNAL, "add")
    with fiona.open(filled.path, layer="parks") as layer:
        assert [row.properties["id"] for row in layer][-1] == "park-user-0004"
        assert layer.bounds[2] == pytest.approx(113.629)
    filled.undo()
    assert len(filled.rows()) == 3


def test_edits_and_deletions_elsewhere_are_recorded_once(
    filled: ParkStore, sql: sqlite3.Connection
) -> None:
    sql.execute("UPDATE parks SET name = '改名' WHERE id = 'park-user-0001'")
    sql.execute("DELETE FROM parks WHERE id = 'park-user-0002'")
    sql.execute("UPDATE parks SET area_km2 = 99 WHERE id = 'park-user-0003'")
    sql.commit()
    assert names(filled) == {"park-user-0001": "改名", "park-user-0003": "园区2"}
    assert [(row.action, row.park_id) for row in filled.history()[3:]] == [
        ("edit", "park-user-0001"),
        ("remove", "park-user-0002"),
    ]
    assert sql.execute("SELECT max(area_km2) FROM parks").fetchone()[0] < 1
    before = filled.path.read_bytes()
    filled.rows()
    assert filled.path.read_bytes() == before


def test_a_copied_row_is_a_park_of_its_own_and_a_moved_one_is_not(
    filled: ParkStore, sql: sqlite3.Connection
) -> None:
    columns = "geom, id, name, industries, status, kind, state, basis, accuracy_m, source"
    sql.execute(f"INSERT INTO parks ({columns}) SELECT {columns} FROM parks WHERE fid = 1")
    sql.execute("UPDATE parks SET fid = 77 WHERE fid = 2")
    sql.commit()
    assert names(filled) == {
        "park-user-0001": "园区0",
        "park-user-0002": "园区1",
        "park-user-0003": "园区2",
        "park-user-0004": "园区0",
    }
    assert [row.action for row in filled.history()[3:]] == ["add"]
    filled.edit("园区1", NOTE, name="甲")
    assert sql.execute("SELECT fid FROM parks WHERE name = '甲'").fetchone() == (77,)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("geom = NULL", "external-geometry"),
        ("geom = x'00'", "external-geometry"),
        ("geom = (SELECT geom FROM spare)", "external-geometry"),
        ("status = '不知道'", "external-status"),
        ("state = 'x'", "external-state"),
        ("accuracy_m = -3", "external-accuracy_m"),
        ("id = 'other'", "external-id"),
    ],
)
def test_a_faulty_edit_elsewhere_has_no_effect_until_mended(
    filled: ParkStore, sql: sqlite3.Connection, change: str, code: str
) -> None:
    bow_tie = Polygon([(113.6, 34.7), (113.7, 34.8), (113.7, 34.7), (113.6, 34.8)])
    blob = b"GP\0\1\xe6\x10\0\0" + shapely.to_wkb(bow_tie)
    sql.execute("CREATE TABLE spare (geom)")
    sql.execute("INSERT INTO spare VALUES (?)", (blob,))
    sql.execute(f"UPDATE parks SET {change} WHERE fid = 1")
    sql.commit()
    assert filled.park("园区0").geometry.equals(square(0))
    (found,) = filled.findings()
    assert (found.code, found.fid, found.park_id) == (code, 1, "park-user-0001")
    assert found.message and found.hint
    assert len(filled.history()) == 3
    filled.edit("园区1", NOTE, name="甲")
    with pytest.raises(StoreError, match="edit made elsewhere"):
        filled.edit("园区0", NOTE, name="乙")
    assert len(filled.findings()) == 1
    filled.restore("园区0", 1, NOTE)
    assert filled.findings() == []
    filled.edit("园区0", NOTE, name="乙")


def test_a_faulty_edit_mended_elsewhere_is_taken(
    filled: ParkStore, sql: sqlite3.Connection
) -> None:
    sql.execute("UPDATE parks SET status = '?', name = '甲' WHERE fid = 1")
    sql.commit()
    assert len(filled.findings()) == 1
    sql.execute("UPDATE parks SET status = 'active' WHERE fid = 1")
    sql.commit()
    assert filled.findings() == []
    assert names(filled)["park-user-0001"] == "甲"


def test_a_faulty_park_drawn_elsewhere_is_shown_and_can_be_deleted(
    filled: ParkStore, sql: sqlite3.Connection
) -> None:
    sql.execute("INSERT INTO parks (name) VALUES ('无形')")
    sql.commit()
    assert [row.name for row in filled.findings()] == ["无形"]
    assert len(filled.rows()) == 3
    sql.execute("DELETE FROM parks WHERE name = '无形'")
    sql.commit()
    assert filled.findings() == []


def test_edits_are_seen_without_our_triggers(filled: ParkStore, sql: sqlite3.Connection) -> None:
    sql.execute("DROP TRIGGER parks_touched_update")
    sql.execute("UPDATE parks SET name = '甲' WHERE fid = 1")
    sql.commit()
    assert names(filled)["park-user-0001"] == "甲"


def test_a_store_in_wal_mode_works_and_ends_as_one_file(
    filled: ParkStore, sql: sqlite3.Connection
) -> None:
    sql.execute("PRAGMA journal_mode = WAL")
    sql.execute("UPDATE parks SET name = '甲' WHERE fid = 1")
    sql.commit()
    assert names(filled)["park-user-0001"] == "甲"
    filled.edit("甲", NOTE, name="乙")
    sql.close()
    assert names(filled)["park-user-0001"] == "乙"
    assert [row.name for row in filled.path.parent.iterdir()] == ["parks.gpkg"]


@pytest.mark.skipif(shutil.which("ogr2ogr") is None, reason="GDAL's tools are not installed")
def test_a_spatial_index_made_elsewhere_does_no_harm(filled: ParkStore) -> None:
    statement = "SELECT CreateSpatialIndex('parks', 'geom')"
    command = ["ogrinfo", str(filled.path), "-sql", statement]
    subprocess.run(command, capture_output=True, check=True)
    filled.add([park(4)], NOTE)
    filled.replace("园区1", square(9), NOTE)
    filled.remove("园区2", NOTE)
    assert len(filled.rows()) == 3
    connection = sqlite3.connect(filled.path)
    assert connection.execute("SELECT count(*) FROM rtree_parks_geom").fetchone() == (3,)
    connection.close()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anything")
def test_a_write_protected_store_can_be_read(filled: ParkStore) -> None:
    filled.path.chmod(0o444)
    filled.path.parent.chmod(0o555)
    try:
        assert len(filled.rows()) == 3
        with pytest.raises(StoreError, match="write-protected"):
            filled.edit("园区0", NOTE, name="x")
    finally:
        filled.path.parent.chmod(0o755)


def said(store: ParkStore, name: str) -> dict[str, object]:
    return {key: value for key, value in store.park(name)._asdict().items() if key != "geometry"}


@pytest.mark.parametrize("source", ["", "a.shp sha256:12"])
@pytest.mark.parametrize("accuracy_m", [5, 30])
@pytest.mark.parametrize(
    ("change", "name", "value"),
    [
        ("name = '改名'", "name", "改名"),
        ("status = 'active'", "status", "active"),
        ("industries = '新材料/盾构'", "industries", ("新材料", "盾构")),
        ("source = '手绘'", "source", "手绘"),
        ("source = NULL", "source", ""),
        ("accuracy_m = 12", "accuracy_m", 12),
    ],
)
def test_an_edit_elsewhere_changes_what_was_edited_and_nothing_else(
    tmp_path: Path, source: str, accuracy_m: int, change: str, name: str, value: object
) -> None:
    store = ParkStore(tmp_path / "parks.gpkg")
    # A name that holds a separator is one industry until someone edits it.
    given = park()._replace(source=source, accuracy_m=accuracy_m, industries=("自动点胶/打印机",))
    (key,) = store.add([given], NOTE)
    before = said(store, key)
    with sqlite3.connect(store.path) as connection:
        connection.execute(f"UPDATE parks SET {change}")
    connection.close()
    assert said(store, key) == before | {name: value}
    changes = store.history()
    assert len(changes) == 1 + (before[name] != value)


def test_cells_emptied_elsewhere_that_cannot_be_empty_stay(filled: ParkStore) -> None:
    before = said(filled, "park-user-0001")
    with sqlite3.connect(filled.path) as connection:
        connection.execute(
            "UPDATE parks SET name = NULL, kind = '', state = NULL, basis = '', accuracy_m = NULL"
        )
    connection.close()
    assert said(filled, "park-user-0001") == before
    assert len(filled.history()) == 3


def test_a_boundary_copied_elsewhere_is_refused_as_the_boundary_of_no_place(
    filled: ParkStore, sql: sqlite3.Connection
) -> None:
    sql.execute(
        "INSERT INTO parks (geom, name, kind)"
        " SELECT geom, '副本', 'zone_boundary' FROM parks WHERE fid = 1"
    )
    sql.commit()
    assert [row.code for row in filled.findings()] == ["external-kind"]
    assert len(filled.rows()) == 3


def test_a_park_drawn_elsewhere_without_a_source_has_none(
    filled: ParkStore, sql: sqlite3.Connection
) -> None:
    sql.execute("INSERT INTO parks (geom, name) SELECT geom, '画的' FROM parks WHERE fid = 1")
    sql.commit()
    assert filled.park("画的").source == ""


def test_many_terms_are_read_at_once_as_they_are_one_by_one(store: ParkStore) -> None:
    names = [f"{a}{b}园" for a in "金水惠济高新东城郊野" for b in "桥岗河坡原林湖山谷塬沟"]
    store.add([park(0, name=name) for name in names], NOTE)
    at_once = store.pinyin(names[:-1])
    assert len(names) > FEW_TERMS
    assert at_once == {name: store.pinyin([name])[name] for name in names[:-1]}


def test_official_boundaries_are_listed_without_the_parks(store: ParkStore) -> None:
    assert store.boundary_rows() == []
    store.add([park(0), park(1)], NOTE)
    store.replace_zone("zone-hkg", "航空港区", square(3), NOTE)
    assert [row.replaces for row in store.boundary_rows()] == ["zone-hkg"]
    store.restore_zone("zone-hkg", NOTE)
    assert store.boundary_rows() == []
