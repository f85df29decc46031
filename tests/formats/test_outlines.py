"""Outlines are what the file holds: holes by containment, mending without invention."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

import fiona
import pytest
from shapely.geometry import MultiPolygon, Polygon, shape

import zzmap as zz
from zzmap.cli import main
from zzmap.crs.codes import from_epsg

from .corpus import moved

Ring = list[tuple[float, float]]


def box(west: float, south: float, size: float, *, clockwise: bool) -> Ring:
    ring = [(west, south), (west, south + size), (west + size, south + size), (west + size, south)]
    ring = ring if clockwise else ring[::-1]
    return [*ring, ring[0]]


def write_rings(folder: Path, rings: Sequence[Ring]) -> Path:
    """Write a Shapefile of one polygon, its rings as they are: GDAL would turn them."""
    points = [point for ring in rings for point in ring]
    starts, at = [], 0
    for ring in rings:
        starts.append(at)
        at += len(ring)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    bounds = struct.pack("<4d", min(xs), min(ys), max(xs), max(ys))
    body = struct.pack("<i", 5) + bounds + struct.pack("<2i", len(rings), len(points))
    body += struct.pack(f"<{len(starts)}i", *starts)
    body += b"".join(struct.pack("<2d", *point) for point in points)
    record = struct.pack(">2i", 1, len(body) // 2) + body

    def head(size: int) -> bytes:
        start = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, size // 2) + struct.pack("<2i", 1000, 5)
        return start + bounds + struct.pack("<4d", 0, 0, 0, 0)

    (folder / "a.shp").write_bytes(head(100 + len(record)) + record)
    (folder / "a.shx").write_bytes(head(108) + struct.pack(">2i", 50, len(body) // 2))
    field = b"MC".ljust(11, b"\0") + b"C" + bytes(4) + bytes([8, 0]) + bytes(14)
    table = struct.pack("<B3BIHH20x", 3, 124, 5, 1, 1, 32 + 32 + 1, 9) + field + b"\r"
    (folder / "a.dbf").write_bytes(table + b" " + b"lot     " + b"\x1a")
    assert from_epsg(4547).epsg == 4547
    wkt = fiona.crs.CRS.from_epsg(4547).to_wkt(version="WKT1_ESRI")
    (folder / "a.prj").write_text(wkt, "utf-8")
    return folder / "a.shp"


OUTER, INNER, ISLAND = (463_000.0, 3_852_000.0, 600.0), (463_100.0, 3_852_100.0, 300.0), (
    463_200.0, 3_852_200.0, 100.0)  # fmt: skip


def square(lot: tuple[float, float, float]) -> Polygon:
    return Polygon(box(*lot, clockwise=True))


HOLED = square(OUTER) - square(INNER)


@pytest.mark.parametrize("fix", [False, True])
@pytest.mark.parametrize("outer", [True, False])
@pytest.mark.parametrize("inner", [True, False])
def test_a_ring_inside_another_is_a_hole_and_stays_one(
    outer: bool, inner: bool, fix: bool, tmp_path: Path
) -> None:
    path = write_rings(tmp_path, [box(*OUTER, clockwise=outer), box(*INNER, clockwise=inner)])
    (found,) = zz.read(path).frame.geometry
    assert found.equals(HOLED)
    store = tmp_path / "store.gpkg"
    options = ["--fix"] if fix else []
    assert main(["parks", "add", str(path), "--store", str(store), "--accept", *options]) == 0
    with fiona.open(store, layer="parks") as layer:
        (stored,) = (shape(row.geometry) for row in layer)
    assert moved(stored, "cm114").area == pytest.approx(HOLED.area, rel=1e-6)


def test_an_island_in_a_hole_is_a_part_though_all_rings_run_the_same_way(tmp_path: Path) -> None:
    rings = [box(*lot, clockwise=True) for lot in (OUTER, INNER, ISLAND)]
    layer = zz.read(write_rings(tmp_path, rings))
    (found,) = layer.frame.geometry
    assert found.equals(MultiPolygon([HOLED, square(ISLAND)]))
    assert any("rings inside others were read as holes" in note for note in layer.notes)


def test_rings_that_cross_are_left_for_the_checks(tmp_path: Path) -> None:
    rings = [box(*OUTER, clockwise=True), box(463_500.0, 3_852_100.0, 300.0, clockwise=True)]
    (found,) = zz.read(write_rings(tmp_path, rings)).frame.geometry
    assert not found.is_valid
    assert found.area == pytest.approx(600**2 + 300**2)


def test_two_outlines_in_one_ring_are_not_mended_into_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = [(463_000, 3_852_000), (463_200, 3_852_000), (463_200, 3_852_200), (463_000, 3_852_200)]
    two = [(463_500, 3_852_100), (463_700, 3_852_100), (463_700, 3_852_300), (463_500, 3_852_300)]
    path = tmp_path / "a.csv"
    path.write_text("X,Y\n" + "\n".join(f"{y},{x}" for x, y in one + two), "utf-8")
    store = tmp_path / "store.gpkg"
    add = ["parks", "add", str(path), "--store", str(store), "--accept", "--crs", "EPSG:4547"]
    for options in ([], ["--fix"]):
        assert main([*add, *options]) == 1
        assert not store.exists()
    assert "two outlines" in capsys.readouterr().err


def test_a_changed_area_is_asked_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bow = [(463_000, 3_852_000), (463_200, 3_852_200), (463_200, 3_852_000), (463_000, 3_852_200)]
    path = tmp_path / "a.csv"
    path.write_text("X,Y\n" + "\n".join(f"{y},{x}" for x, y in bow), "utf-8")
    store = tmp_path / "store.gpkg"
    add = ["parks", "add", str(path), "--store", str(store), "--fix", "--crs", "EPSG:4547"]
    assert main(add) == 1
    assert "from 0 m² to 20,000 m²" in capsys.readouterr().err
    assert not store.exists()
    assert main([*add, "--accept"]) == 0


ONE = [(463_000, 3_852_000), (463_200, 3_852_000), (463_200, 3_852_200), (463_000, 3_852_200)]
TWO = [(463_000, 3_852_600), (463_200, 3_852_600), (463_200, 3_852_800), (463_000, 3_852_800)]


@pytest.mark.parametrize("said", ["", "closed", "numbered", "blank"])
def test_two_open_outlines_whose_union_is_sound_are_not_joined(
    said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = [ONE[2], ONE[1], ONE[0], ONE[3]], [TWO[0], TWO[3], TWO[2], TWO[1]]
    assert Polygon(one + two).is_valid
    if said == "closed":
        one, two = [*one, one[0]], [*two, two[0]]
    lines = [[f"{y},{x}" for x, y in ring] for ring in (one, two)]
    head = "X,Y"
    if said == "numbered":
        lines = [[f"J{n},{row}" for n, row in enumerate(ring, 1)] for ring in lines]
        head = "点号,X,Y"
    between = [""] if said == "blank" else []
    path = tmp_path / "a.csv"
    path.write_text("\n".join([head, *lines[0], *between, *lines[1]]), "utf-8")
    store = tmp_path / "store.gpkg"
    add = ["parks", "add", str(path), "--store", str(store), "--accept", "--crs", "EPSG:4547"]
    if not said:
        for options in ([], ["--fix"]):
            assert main([*add, *options]) == 1
            told = capsys.readouterr().err
            assert "8 corners can be one outline, or two" in told
            assert "a.csv row 6" in told
        assert not store.exists()
        return
    assert main([*add, "--name", "甲"]) == 0
    with fiona.open(store, layer="parks") as layer:
        assert len(layer) == 2


def test_an_open_list_of_one_outline_is_read(tmp_path: Path) -> None:
    lot = [(0, 0), (600, 0), (600, 300), (300, 300), (300, 500), (0, 500)]
    path = tmp_path / "a.csv"
    path.write_text("X,Y\n" + "\n".join(f"{3852000 + y},{463000 + x}" for x, y in lot), "utf-8")
    (found,) = zz.read(path).frame.geometry
    assert found.area == pytest.approx(Polygon(lot).area)


def test_after_a_mending_that_failed_no_mending_is_advised(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("X,Y\n3852000,463000\n3852100,463100\n3852200,463200\n", "utf-8")
    add = ["parks", "add", str(path), "--store", str(tmp_path / "s.gpkg"), "--crs", "EPSG:4547"]
    assert main(add) == 1
    assert "or try --fix" in capsys.readouterr().err
    assert main([*add, "--fix"]) == 1
    said = capsys.readouterr().err
    assert "or try --fix" not in said
    assert "What --fix cannot mend" in said
