"""Shapefile, FlatGeobuf, GeoPackage and GeoParquet: headers that promise more."""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Callable
from pathlib import Path

from bombs.build import HUGE, POINTS, Build, raw, wkb


def shape(name: str, record: bytes, length: int | None = None) -> Build:
    """Write a Shapefile with its index and table, one record as given."""

    def build(to: Path) -> Path:
        path = to / name
        size = len(record) // 2 if length is None else length
        box = struct.pack("<4d", 113.5, 34.7, 113.51, 34.71) + bytes(32)
        head = struct.pack(">7L", 9994, 0, 0, 0, 0, 0, 54 + len(record) // 2)
        head += struct.pack("<2L", 1000, 5) + box
        path.write_bytes(head + struct.pack(">2L", 1, size) + record)
        index = struct.pack(">7L", 9994, 0, 0, 0, 0, 0, 54) + struct.pack("<2L", 1000, 5) + box
        path.with_suffix(".shx").write_bytes(index + struct.pack(">2L", 50, size))
        field = b"NAME".ljust(11, b"\x00") + b"C" + bytes(4) + bytes((10, 0)) + bytes(14)
        table = struct.pack("<B3BLHH20x", 3, 26, 1, 1, 1, 65, 11) + field + b"\r" + b" a         "
        path.with_suffix(".dbf").write_bytes(table + b"\x1a")
        path.with_suffix(".prj").write_text(_WGS84, "ascii")
        return path

    return build


_WGS84 = (
    'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)
_BOX = struct.pack("<4d", 113.5, 34.7, 113.51, 34.71)
_CORNERS = b"".join(struct.pack("<2d", *point) for point in POINTS)


def _sound_shape(to: Path, name: str) -> Path:
    body = struct.pack("<L", 5) + _BOX + struct.pack("<3L", 1, 5, 0) + _CORNERS
    return shape(name, body)(to)


def _rows_of_table(to: Path) -> Path:
    """Say that a table has four billion rows."""
    path = _sound_shape(to, "rows.shp")
    table = path.with_suffix(".dbf")
    body = table.read_bytes()
    table.write_bytes(body[:4] + struct.pack("<L", 4_000_000_000) + body[8:])
    return path


def _rows_of_index(to: Path) -> Path:
    """Say in an index that there are 100 million features."""
    path = _sound_shape(to, "index.shp")
    index = path.with_suffix(".shx")
    body = index.read_bytes()
    index.write_bytes(body[:24] + struct.pack(">L", 400_000_050) + body[28:])
    return path


def _same_record(to: Path) -> Path:
    """Let 180,000 entries of an index be one record of 2,000 holes."""
    count = 2_000
    parts = struct.pack(f"<{count + 1}L", *(5 * n for n in range(count + 1)))
    body = struct.pack("<L", 5) + _BOX + struct.pack("<2L", count + 1, 5 * (count + 1))
    path = shape("same.shp", body + parts + _CORNERS * (count + 1))(to)
    index, table = path.with_suffix(".shx"), path.with_suffix(".dbf")
    entries = index.read_bytes()[100:] * 180_000
    index.write_bytes(
        index.read_bytes()[:24] + struct.pack(">L", 50 + len(entries) // 2)
        + index.read_bytes()[28:100] + entries
    )  # fmt: skip
    head = table.read_bytes()
    table.write_bytes(head[:4] + struct.pack("<L", 180_000) + head[8:65] + head[65:76] * 180_000)
    return path


def _deep_prj(to: Path) -> Path:
    path = _sound_shape(to, "prj.shp")
    path.with_suffix(".prj").write_text("GEOGCS[" * 300_000 + "]" * 300_000)
    return path


def _long_prj(to: Path) -> Path:
    path = _sound_shape(to, "long.shp")
    path.with_suffix(".prj").write_text(_WGS84.replace("GCS_WGS_1984", "a" * 3_000_000))
    return path


def _parameters_prj(to: Path) -> Path:
    path = _sound_shape(to, "parameters.shp")
    more = "".join(f',PARAMETER["p{n}",{n}]' for n in range(60_000))
    path.with_suffix(".prj").write_text(
        f'PROJCS["a",{_WGS84},PROJECTION["Transverse_Mercator"]{more},UNIT["Meter",1.0]]'
    )
    return path


def _flat_geobuf(name: str, sizes: tuple[int, int]) -> Build:
    """Write a FlatGeobuf whose header says how many features and how large an index it has."""

    def build(to: Path) -> Path:
        import geopandas
        from shapely import box

        path = to / name
        frame = geopandas.GeoDataFrame(
            {"name": ["a"] * 8}, geometry=[box(113, 34, 113.1, 34.1)] * 8, crs="EPSG:4326"
        )
        frame.to_file(path, driver="FlatGeobuf", engine="pyogrio")
        body = path.read_bytes()
        count = struct.pack("<Q", 8)
        at = body.index(count)
        path.write_bytes(body[:at] + struct.pack("<Q", sizes[0]) + body[at + 8 :])
        if sizes[1]:
            path.write_bytes(body[:8] + struct.pack("<L", sizes[1]) + body[12:])
        return path

    return build


def _geopackage(name: str, blob: Callable[[], bytes], srs: str = "") -> Build:
    """Write a GeoPackage of one feature whose geometry, or whose system, is given."""

    def build(to: Path) -> Path:
        import geopandas
        from shapely import box

        path = to / name
        frame = geopandas.GeoDataFrame(
            {"name": ["a"]}, geometry=[box(113.5, 34.7, 113.51, 34.71)], crs="EPSG:4326"
        )
        frame.to_file(path, driver="GPKG", layer="a", engine="pyogrio")
        with sqlite3.connect(path) as database:
            for (trigger,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall():
                database.execute(f'DROP TRIGGER "{trigger}"')
            shape_ = struct.pack("<2sBBl", b"GP", 0, 1, 4326) + blob()
            database.execute("UPDATE a SET geom = ?", (shape_,))
            if srs:
                database.execute(
                    "UPDATE gpkg_spatial_ref_sys SET definition = ?, organization = 'x' "
                    "WHERE srs_id = 4326",
                    (srs,),
                )
        database.close()
        return path

    return build


_RING_WKB = struct.pack("<L", 5) + _CORNERS

BINARY: dict[str, Build] = {
    "shp-parts": shape("parts.shp", struct.pack("<L", 5) + _BOX + struct.pack("<2L", HUGE, 5)),
    "shp-points": shape(
        "points.shp", struct.pack("<L", 5) + _BOX + struct.pack("<3L", 1, HUGE, 0) + _CORNERS
    ),
    "shp-length": shape(
        "length.shp",
        struct.pack("<L", 5) + _BOX + struct.pack("<3L", 1, 5, 0) + _CORNERS, 1_000_000_000,
    ),
    "shp-offsets": shape(
        "offsets.shp",
        struct.pack("<L", 5) + _BOX + struct.pack("<5L", 3, 5, 0, HUGE, 3) + _CORNERS,
    ),
    "shp-rows": _rows_of_table,
    "shp-index": _rows_of_index,
    "shp-same": _same_record,
    "prj-deep": _deep_prj,
    "prj-long": _long_prj,
    "prj-parameters": _parameters_prj,
    "fgb-features": _flat_geobuf("features.fgb", (1 << 60, 0)),
    "fgb-header": _flat_geobuf("header.fgb", (8, 0x7FFFFFFF)),
    "gpkg-points": _geopackage("points.gpkg", lambda: wkb(3, 1, struct.pack("<L", 0xFFFFFFFF))),
    "gpkg-rings": _geopackage("rings.gpkg", lambda: wkb(3, 0xFFFFFFFF, _RING_WKB)),
    "gpkg-parts": _geopackage("parts.gpkg", lambda: wkb(6, 0xFFFFFFFF)),
    "gpkg-deep": _geopackage("deep.gpkg", lambda: wkb(7, 1) * 300_000),
    "gpkg-many-rings": _geopackage(
        "many.gpkg", lambda: wkb(3, 30_000, _RING_WKB * 30_000)
    ),
    "gpkg-srs": _geopackage(
        "srs.gpkg", lambda: wkb(3, 1, _RING_WKB), "GEOGCS[" * 100_000 + "]" * 100_000
    ),
    "parquet-rows": lambda to: _parquet(to / "rows.parquet", "rows"),
    "parquet-page": lambda to: _parquet(to / "page.parquet", "page"),
    "parquet-values": lambda to: _parquet(to / "values.parquet", "values"),
    "parquet-footer": raw(
        "footer.parquet", b"PAR1" + b"\xff" * 100 + struct.pack("<L", 0x7FFFFFFF) + b"PAR1"
    ),
    "parquet-list": raw(
        "list.parquet",
        b"PAR1\x15\x02\x19\xfc\xff\xff\xff\xff\x07" + bytes(20) + struct.pack("<L", 29) + b"PAR1",
    ),
    "parquet-thrift": raw(
        "thrift.parquet",
        lambda: b"PAR1" + b"\x1c" * 500_000 + struct.pack("<L", 500_000) + b"PAR1",
    ),
    "parquet-packed": lambda to: _packed_parquet(to / "packed.parquet"),
}  # fmt: skip


def _parquet(path: Path, which: str) -> Path:
    """Write a GeoParquet whose numbers of rows or bytes are exchanged for two billion."""
    import fastparquet
    import pandas

    count = 700  # told apart from the other numbers of the file
    blob = wkb(3, 1, _RING_WKB)
    table = pandas.DataFrame({"name": ["a"] * count, "geometry": [blob] * count})
    fastparquet.write(
        str(path), table, object_encoding={"name": "utf8", "geometry": "bytes"},
        custom_metadata={"geo": json.dumps(_GEO)}, compression=None,
    )  # fmt: skip
    body = path.read_bytes()
    footer = struct.unpack("<L", body[-8:-4])[0]
    cut = len(body) - 8 - footer
    data, end = body[:cut], body[cut:-8]
    size = count * (len(blob) + 4) + 0
    small, large = _zigzag(count), _zigzag(HUGE)
    if which == "rows":
        end = end.replace(small, large)
    elif which == "values":
        data = data.replace(small, large)
    else:
        at = data.index(_zigzag(size)[:1], 4)
        data = data[:at] + large + data[at + len(_zigzag(size)) :]
    path.write_bytes(data + end + struct.pack("<L", len(end)) + b"PAR1")
    return path


def _packed_parquet(path: Path) -> Path:
    """Write a text of 400 MB that packs to one."""
    import fastparquet
    import pandas

    table = pandas.DataFrame({"name": ["z" * 400_000_000], "geometry": [wkb(3, 1, _RING_WKB)]})
    fastparquet.write(
        str(path), table, object_encoding={"name": "utf8", "geometry": "bytes"},
        custom_metadata={"geo": json.dumps(_GEO)}, compression="GZIP", stats=False,
    )  # fmt: skip
    return path


_GEO = {
    "version": "1.0.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Polygon"]}},
}


def _zigzag(number: int) -> bytes:
    number <<= 1
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes([*found, number])
