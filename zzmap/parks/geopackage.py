"""The GeoPackage around the park store: its tables, and geometry blobs without GDAL."""

from __future__ import annotations

import glob
import os
import sqlite3
import struct
import time
from array import array
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from sys import byteorder
from urllib.parse import quote

from zzmap.errors import ZzmapError
from zzmap.messages import say
from zzmap.parks import schema
from zzmap.parks.errors import StoreError, plain_errors
from zzmap.parks.sound import found_sound, is_sound, store_state

APPLICATION_ID = 0x47504B47
"""ASCII ``GPKG``: what makes an SQLite file a GeoPackage."""

GPKG_VERSION = 10300
SCHEMA = 2
"""Version of the tables below; 2 brought a planner's facts and, in history, what a row is of."""

_FACTS = (
    "CREATE TABLE facts (id TEXT PRIMARY KEY NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL,"
    " data TEXT NOT NULL)"
)

MIGRATIONS: dict[int, tuple[str, ...]] = {
    1: (
        "ALTER TABLE history ADD COLUMN subject TEXT NOT NULL DEFAULT 'park'",
        _FACTS,
        "INSERT INTO store_info VALUES ('last_fact', 0)",
    ),
}
"""Statements that bring a store of one version to the next, by the version they start from."""

SRS_ID = 4326
BUSY_S = 30.0
"""How long a writer queues behind another, or a reader behind an exclusive lock."""

QUIET_S = 2.0
"""How long it waits before it says so."""

_STALE_S = 3600.0
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
_HEADER = struct.Struct("<2sBBi4d")
_NOW = "strftime('%Y-%m-%dT%H:%M:%fZ','now')"

COLUMNS = (
    "id",
    "name",
    "code",
    "industries",
    "status",
    "kind",
    "state",
    "replaces",
    "area_km2",
    "basis",
    "accuracy_m",
    "source",
)
"""Columns of table ``parks`` beside fid and geom."""

TRIGGERS = ("parks_touched_insert", "parks_touched_update", "parks_touched_delete")

_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,'
    'AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)

_GPKG_TABLES = f"""
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT ({_NOW}),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined',
   'undefined cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined',
   'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', {SRS_ID}, 'EPSG', {SRS_ID}, '{_WGS84}',
   'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');
"""

_OWN_TABLES = f"""
CREATE TABLE parks (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom MULTIPOLYGON,
  id TEXT, name TEXT, code TEXT, industries TEXT, status TEXT, kind TEXT, state TEXT,
  replaces TEXT, area_km2 REAL, basis TEXT, accuracy_m INTEGER, source TEXT);
CREATE TABLE history (
  change INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, batch INTEGER, at TEXT NOT NULL,
  who TEXT NOT NULL, why TEXT NOT NULL, action TEXT NOT NULL, park_id TEXT NOT NULL,
  before TEXT, before_wkb TEXT, after TEXT, after_wkb TEXT,
  source_file TEXT NOT NULL, source_sha256 TEXT NOT NULL, undoes INTEGER,
  subject TEXT NOT NULL DEFAULT 'park');
CREATE INDEX history_park ON history (park_id);
CREATE INDEX history_batch ON history (batch, undoes);
CREATE TABLE parks_seen (
  id TEXT PRIMARY KEY NOT NULL, fid INTEGER, hash TEXT NOT NULL, state TEXT NOT NULL,
  min_x REAL, min_y REAL, max_x REAL, max_y REAL, data TEXT NOT NULL, wkb BLOB NOT NULL);
CREATE INDEX parks_seen_fid ON parks_seen (fid);
CREATE TABLE parks_refused (
  fid INTEGER PRIMARY KEY NOT NULL, hash TEXT NOT NULL, park_id TEXT NOT NULL,
  name TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, mend TEXT NOT NULL);
CREATE TABLE parks_touched (fid INTEGER);
CREATE TABLE parks_pinyin (term TEXT PRIMARY KEY NOT NULL, pinyin TEXT NOT NULL);
CREATE TABLE store_info (key TEXT PRIMARY KEY NOT NULL, value INTEGER NOT NULL);
{_FACTS};
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES
  ('parks', 'features', 'parks', 'User parks and official boundaries of zzmap', 4326),
  ('history', 'attributes', 'history', 'Every change of the parks and facts', NULL);
INSERT INTO gpkg_geometry_columns VALUES ('parks', 'geom', 'MULTIPOLYGON', 4326, 0, 0);
"""


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open an existing store; what SQLite raises becomes a `StoreError`."""
    uri = f"file:{quote(os.fsencode(path.absolute()))}?mode=rw"
    with (
        plain_errors(path),
        closing(
            sqlite3.connect(uri, uri=True, timeout=QUIET_S, isolation_level=None)
        ) as connection,
    ):
        connection.execute("PRAGMA trusted_schema = OFF")
        _add_functions(connection)
        yield connection


@contextmanager
def transaction(connection: sqlite3.Connection, begin: str = "BEGIN IMMEDIATE") -> Iterator[None]:
    """Do all of a block or nothing of it, waiting for other programs before and after."""
    _patiently(connection, begin)
    try:
        if begin == "BEGIN":  # its first reading takes the lock
            _patiently(connection, "SELECT count(*) FROM sqlite_master")
        yield
        _patiently(connection, "COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _patiently(connection: sqlite3.Connection, statement: str) -> None:
    """Execute a statement that another program may keep waiting, and say so if it does."""
    try:
        connection.execute(statement).fetchone()
        return
    except UnicodeDecodeError as error:  # SQLite quotes bytes of a damaged schema that are no text
        raise sqlite3.DatabaseError("the schema is damaged") from error
    except sqlite3.OperationalError as error:
        if not _is_busy(error):
            raise
    import logging

    logging.getLogger("zzmap").warning(
        "zzmap: another program keeps the park store busy; waiting for it up to %.0f s more",
        BUSY_S - QUIET_S,
    )
    connection.execute(f"PRAGMA busy_timeout = {1000 * (BUSY_S - QUIET_S):.0f}")
    connection.execute(statement).fetchone()
    connection.execute(f"PRAGMA busy_timeout = {1000 * QUIET_S:.0f}")


def _is_busy(error: sqlite3.OperationalError) -> bool:
    return any(word in str(error).lower() for word in ("locked", "busy"))


def is_write_protected(error: sqlite3.OperationalError) -> bool:
    """Tell whether a store can be read but not written to."""
    return any(word in str(error).lower() for word in ("readonly", "read-only", "unable to open"))


def copied(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return a copy in memory of a store that cannot be written to."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    connection.backup(copy)
    _add_functions(copy)
    return copy


def create(path: Path) -> None:
    """Make an empty store where there is none, and clear away what killed makings have left.

    It is laid out beside its place and linked there when it is whole, so that nobody
    ever finds half a store and of two who create it at once one wins.
    """
    _sweep(path)
    if path.exists():
        if path.stat().st_size == 0:
            _fill(path)
        return
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise StoreError(
            say("a park store cannot be made here"),
            where=str(path),
            hint=say("Name a file in a folder that exists and that you may write to."),
        )
    new = path.with_name(f".{path.name}.{os.getpid()}.{time.monotonic_ns()}.new")
    try:
        _fill(new)
        os.link(new, path)
    except FileExistsError:
        return
    except OSError:
        # Not every file system has hard links; there one transaction fills the file in place.
        _fill(path)
    finally:
        new.unlink(missing_ok=True)


def verify(connection: sqlite3.Connection, path: Path) -> bool:
    """Raise `StoreError` unless the open file is a park store of a version we know.

    Returns
    -------
    bool
        Whether it is of an older version and has to be migrated first.
    """
    number = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = schema.own_tables(connection)
    if number != APPLICATION_ID or not tables >= schema.CELLS.keys() - schema.ADDED:
        raise StoreError(
            say("this file is no park store of zzmap"),
            where=str(path),
            hint=say("Name another with --store; to take its polygons in, use “zzmap parks add”."),
        )
    version = schema_of(connection)
    if version > SCHEMA:
        raise StoreError(
            say(
                "this park store was written by a newer zzmap (its tables are version {version}, "
                "this zzmap knows {schema})",
                version=version,
                schema=SCHEMA,
            ),
            where=str(path),
            hint=say("Update zzmap."),
        )
    if version < SCHEMA:
        return True
    have = {row[1] for row in connection.execute("PRAGMA table_info(parks)")}
    missing = [name for name in ("fid", "geom", *COLUMNS) if name not in have]
    if not tables >= schema.CELLS.keys():
        raise StoreError(
            say(
                "this park store has lost its table {keys}",
                keys=", ".join(schema.CELLS.keys() - tables),
            ),
            where=str(path),
            hint=say("Restore the file from a copy."),
        )
    if missing:
        raise StoreError(
            say("table parks has lost {missing}", missing=", ".join(missing)),
            where=str(path),
            hint=say("Restore the table or column, or the file from a copy."),
        )
    schema.check_triggers(connection, path)
    before = store_state(path)
    if not is_sound(path, before):
        schema.check_cells(connection, path)
        found_sound(path, before)
    # What is left to run are our own triggers and those of a spatial index, which call ST_MinX.
    connection.execute("PRAGMA trusted_schema = ON")
    return False


def schema_of(connection: sqlite3.Connection) -> int:
    """Return the version of a store's tables; one that does not say is damaged."""
    found = connection.execute("SELECT value FROM store_info WHERE key = 'schema'").fetchone()
    if found is None or not isinstance(found[0], int) or found[0] < 1:
        raise sqlite3.DatabaseError("malformed: it does not say its version")
    return int(found[0])


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring an older store's tables to this version in one transaction; a copy is kept.

    The copy lies beside the store and is called ``….schema-N.bak``.

    Raises
    ------
    StoreError
        If the copy cannot be made; the store is then as it was.
    """
    start = schema_of(connection)
    if start >= SCHEMA:
        return
    if connection.execute("PRAGMA database_list").fetchone()[2]:  # not where it is in memory
        with transaction(connection):
            pass  # one that is write-protected says so before any copy is made
        _keep_copy(connection, path.with_name(f"{path.name}.schema-{start}.bak"))
    with transaction(connection):
        # Another process may have been first.
        for version in range(schema_of(connection), SCHEMA):
            for statement in MIGRATIONS[version]:
                connection.execute(statement)
        connection.execute("UPDATE store_info SET value = ? WHERE key = 'schema'", (SCHEMA,))


def _keep_copy(connection: sqlite3.Connection, copy: Path) -> None:
    """Copy a store, pending changes in a -wal too, whole or not at all."""
    from zzmap.io.staging import staged

    if copy.exists():
        return
    try:
        with staged(copy) as new, closing(sqlite3.connect(new)) as target:
            connection.backup(target)
    except ZzmapError as error:
        raise StoreError(
            say(
                "this park store is of an older zzmap, and no copy of it can be kept ({what})",
                what=error.what,
            ),
            where=str(copy.parent),
            hint=say("Make room beside it, or give the right to write there."),
        ) from None


def was_touched(connection: sqlite3.Connection) -> bool:
    """Tell whether another program has written to table ``parks``, or may have."""
    marks = ",".join("?" * len(TRIGGERS))
    count = connection.execute(
        f"SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name IN ({marks})",
        TRIGGERS,
    ).fetchone()[0]
    if count < len(TRIGGERS):
        return True
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM parks_touched)").fetchone()[0])


def settle(connection: sqlite3.Connection) -> None:
    """Note that all of table ``parks`` is known, and keep its extent true."""
    for name in TRIGGERS:
        event = name.rpartition("_")[2]
        row = "OLD" if event == "delete" else "NEW"
        connection.execute(
            f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {event.upper()} ON parks "
            f"BEGIN INSERT INTO parks_touched VALUES ({row}.fid); END"
        )
    connection.execute("DELETE FROM parks_touched")
    extent = connection.execute(
        "SELECT min(min_x), min(min_y), max(max_x), max(max_y) FROM parks_seen"
        " WHERE state <> 'removed'"
    ).fetchone()
    connection.execute(
        f"UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ?, last_change = {_NOW}"
        " WHERE table_name = 'parks'",
        extent,
    )
    connection.execute(
        f"UPDATE gpkg_contents SET last_change = {_NOW} WHERE table_name = 'history'"
    )


def encode(wkb: bytes) -> bytes:
    """Wrap the store's own WKB into a GeoPackage geometry with its envelope."""
    min_x, min_y, max_x, max_y = bounds(wkb)
    return _HEADER.pack(b"GP", 0, 0b11, SRS_ID, min_x, max_x, min_y, max_y) + wkb


def decode(blob: bytes) -> bytes:
    """Return the WKB in a GeoPackage geometry; raises ValueError if it is none."""
    if len(blob) < 8 or blob[:2] != b"GP":
        raise ValueError(say("it is no GeoPackage geometry"))
    kind = blob[3] >> 1 & 0b111
    if kind >= len(_ENVELOPE_BYTES):
        raise ValueError(say("its envelope is of an unknown kind"))
    return blob[8 + _ENVELOPE_BYTES[kind] :]


def bounds(wkb: bytes) -> tuple[float, float, float, float]:
    """Return west, south, east, north of a little-endian, two-dimensional MultiPolygon."""
    (parts,) = struct.unpack_from("<I", wkb, 5)
    offset = 9
    xs: list[float] = []
    ys: list[float] = []
    for _ in range(parts):
        (rings,) = struct.unpack_from("<I", wkb, offset + 5)
        offset += 9
        for ring in range(rings):
            (count,) = struct.unpack_from("<I", wkb, offset)
            start, offset = offset + 4, offset + 4 + 16 * count
            if ring == 0:
                points = array("d", wkb[start:offset])
                if byteorder == "big":
                    points.byteswap()
                xs += (min(points[::2]), max(points[::2]))
                ys += (min(points[1::2]), max(points[1::2]))
    return min(xs), min(ys), max(xs), max(ys)


_DIMENSIONS = {0: 2, 1: 3, 2: 3, 3: 4}


def check_polygons(wkb: bytes) -> None:
    """Raise ValueError unless bytes are one whole Polygon or MultiPolygon.

    GEOS recurses into whatever a collection holds, and runs off its stack where that is deep.
    """
    kind, parts, offset = _wkb_head(wkb, 0)
    end = _skip_polygon(wkb, 0) if kind == _POLYGON else offset
    for _ in range(parts if kind == _MULTIPOLYGON else 0):
        end = _skip_polygon(wkb, end)
    if kind not in (_POLYGON, _MULTIPOLYGON):
        raise ValueError(say("it is no polygon"))
    if end != len(wkb):
        raise ValueError(say("its geometry has bytes left over"))


_POLYGON, _MULTIPOLYGON = 3, 6


def _wkb_head(wkb: bytes, offset: int) -> tuple[int, int, int]:
    """Return the type of a geometry, how many parts it has and where they start."""
    try:
        order = "<" if wkb[offset] == 1 else ">"
        code, count = struct.unpack_from(f"{order}II", wkb, offset + 1)
        return (code & 0xFFFF) % 1000, count, offset + 9
    except (struct.error, IndexError):
        raise ValueError(say("its geometry is cut off")) from None


def _skip_polygon(wkb: bytes, offset: int) -> int:
    """Return where a polygon ends."""
    kind, rings, at = _wkb_head(wkb, offset)
    if kind != _POLYGON:
        raise ValueError(say("it holds something that is no polygon"))
    order = "<" if wkb[offset] == 1 else ">"
    (code,) = struct.unpack_from(f"{order}I", wkb, offset + 1)
    wide = 2 + bool(code & 0x80000000) + bool(code & 0x40000000)
    wide = max(wide, _DIMENSIONS.get((code & 0xFFFF) // 1000, 2))
    for _ in range(rings):
        try:
            (count,) = struct.unpack_from(f"{order}I", wkb, at)
        except struct.error:
            raise ValueError(say("its geometry is cut off")) from None
        at += 4 + 8 * wide * count
        if at > len(wkb):
            raise ValueError(say("its geometry is cut off"))
    return at


def _fill(path: Path) -> None:
    with (
        plain_errors(path),
        closing(sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)) as connection,
        transaction(connection),
    ):
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {GPKG_VERSION}")
        for statement in f"{_GPKG_TABLES}{_OWN_TABLES}".split(";"):
            connection.execute(statement)
        connection.execute(
            "INSERT INTO store_info VALUES ('schema', ?), ('last_number', 0), ('last_fact', 0)",
            (SCHEMA,),
        )
        settle(connection)


def _sweep(path: Path) -> None:
    """Remove what creations that were killed have left behind."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.new*"):
        from zzmap.io.staging import is_alive

        maker = left.name[len(path.name) + 2 :].partition(".")[0]
        with suppress(OSError, ValueError):
            old = time.time() - left.stat().st_mtime > _STALE_S
            if old or not is_alive(int(maker)):
                left.unlink()


def _add_functions(connection: sqlite3.Connection) -> None:
    """Offer the functions a spatial index's triggers call, should QGIS have made one."""

    def edge(index: int) -> None:
        def read(blob: bytes | None) -> float | None:
            if blob is None:
                return None
            try:
                return bounds(decode(blob))[index]
            except (ValueError, struct.error):
                return None

        name = ("ST_MinX", "ST_MinY", "ST_MaxX", "ST_MaxY")[index]
        connection.create_function(name, 1, read, deterministic=True)

    for index in range(4):
        edge(index)

    def empty(blob: bytes | None) -> int | None:
        return None if blob is None else int(blob[3] >> 4 & 1)

    connection.create_function("ST_IsEmpty", 1, empty, deterministic=True)
