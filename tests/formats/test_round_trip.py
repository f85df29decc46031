"""What is written is read back equal by GDAL or by plain reading: a table of every format."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon

from zzmap.io import WRITABLE, read, write

NAMES = ["示例园区甲", "乙、丙产业园"]
PLOTS = [
    Polygon([(463400.125, 3852400.25), (463980.5, 3852420.75), (464020.25, 3852810),
             (463380.75, 3852790.125)]),
    Polygon(
        [(464400, 3852400), (465000, 3852400), (465000, 3852900), (464400, 3852900)],
        [[(464600, 3852550), (464600, 3852700), (464800, 3852700), (464800, 3852550)]],
    ),
]  # fmt: skip
"""In EPSG:4547."""


class Back(NamedTuple):
    """What an independent reader finds: outlines in EPSG:4547, and their names."""

    shapes: list[shapely.Geometry]
    names: list[str]


def by_gdal(path: Path) -> Back:
    frame = gpd.read_file(path, engine="pyogrio")
    name = next(column for column in ("name", "Name") if column in frame)
    return Back(list(frame.to_crs(4547).geometry), list(frame[name]))


def by_drawing(path: Path) -> Back:
    """Read the closed polylines and the texts of a drawing with GDAL."""
    frame = gpd.read_file(path, engine="pyogrio")
    rings = frame[frame.geom_type == "LineString"]
    assert rings.geometry.is_closed.all()
    shells = [Polygon(row) for row in rings.geometry[~rings["Layer"].str.contains("_洞")]]
    holes = [Polygon(row) for row in rings.geometry if Polygon(row) not in shells]
    cut = [shell.difference(shapely.union_all(holes)) for shell in shells]
    texts = frame[frame["Text"].notna()]
    return Back(cut, [text for shell in cut for at, text in zip(texts.geometry, texts["Text"],
                                                                strict=True)
                      if shell.contains(at)])  # fmt: skip


def by_reading(path: Path) -> Back:
    """Read 勘测定界 text as what it is: lines, the zone number before Y."""
    raw = path.read_bytes()
    text = raw.decode("gbk" if b"\r\n" in raw else "utf-8")
    shapes, names, rings = [], [], {}

    def close() -> None:
        if rings:
            first, *others = rings.values()
            shapes.append(Polygon(first, others))
        rings.clear()

    for line in text.split("[地块坐标]")[1].split():
        cells = line.split(",")
        if line.endswith("@"):
            close()
            names.append(cells[3])
        else:
            east, north = float(cells[3]) - 38_000_000, float(cells[2])
            rings.setdefault(cells[1], []).append((east, north))
    close()
    return Back(shapes, names)


WAYS = {
    ".geojson": (by_gdal, {}), ".json": (by_gdal, {}), ".gpkg": (by_gdal, {}),
    ".shp": (by_gdal, {}), ".fgb": (by_gdal, {}), ".kml": (by_gdal, {}),
    ".dxf": (by_drawing, {"zone": 38}), ".txt": (by_reading, {"zone": 38}),
    ".txt (GBK)": (by_reading, {"zone": 38, "gbk": True}),
}  # fmt: skip


def frame() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"name": NAMES}, geometry=PLOTS, crs=4547).to_crs(4326)


def test_every_writable_format_comes_back(tmp_path: Path) -> None:
    assert {way.split()[0] for way in WAYS} == set(WRITABLE)
    print("\nformat       read by      features  names  worst, mm")
    for way, (reader, options) in WAYS.items():
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}{way.split()[0]}"
        write(frame(), path, **options)
        back = reader(path)
        worst = max(
            1000 * one.boundary.hausdorff_distance(two.boundary)
            for one, two in zip(PLOTS, back.shapes, strict=True)
        )
        same = sum(a == b for a, b in zip(NAMES, back.names, strict=True))
        print(f"{way:12} {reader.__name__:12} {len(back.shapes):8}  {same:5}  {worst:9.3f}")
        assert back.names == NAMES
        assert worst <= 1.0, way


def test_a_drawing_comes_back_through_the_door(tmp_path: Path) -> None:
    from zzmap.parks.parcels import read_parcel_file

    write(frame(), tmp_path / "a.dxf", zone=38)
    file = read_parcel_file(tmp_path / "a.dxf")
    assert [row.attributes["名称"] for row in file.parcels] == NAMES
    for row, plot in zip(file.parcels, PLOTS, strict=True):
        assert row.geometry.symmetric_difference(plot).area < 1


def test_a_drawing_of_degrees_asks_for_its_zone(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="degrees"):
        write(frame(), tmp_path / "a.dxf")
    done = write(frame().to_crs(4547), tmp_path / "b.dxf")
    assert any("CM 114E" in note for note in done.notes)


def test_parts_of_a_drawing_are_said_to_be_outlines(tmp_path: Path) -> None:
    both = gpd.GeoDataFrame({"name": ["甲"]}, geometry=[MultiPolygon(PLOTS)], crs=4547)
    done = write(both, tmp_path / "a.dxf")
    assert any("several parts" in note for note in done.notes)
    assert any("_洞" in note for note in done.notes)


def test_names_that_fit_in_gbk_only_are_written_so(tmp_path: Path) -> None:
    wide = frame().rename(columns={"name": "园区名称"})
    done = write(wide, tmp_path / "a.shp")
    assert (tmp_path / "a.cpg").read_text().strip().upper() in ("GBK", "CP936", "936")
    assert any("GBK" in note for note in done.notes)
    back = gpd.read_file(tmp_path / "a.shp")
    assert list(back["园区名称"]) == NAMES
    assert list(read(tmp_path / "a.shp").frame["园区名称"]) == NAMES
    rare = wide.assign(园区名称=["𠮷", "乙"])
    with pytest.raises(Exception, match="10 bytes"):
        write(rare, tmp_path / "b.shp")


def test_text_in_gbk_has_crlf_and_no_letter_it_lacks(tmp_path: Path) -> None:
    write(frame(), tmp_path / "a.txt", zone=38, gbk=True)
    raw = (tmp_path / "a.txt").read_bytes()
    assert not re.search(rb"[^\r]\n", raw)
    assert "示例园区甲" in raw.decode("gbk")
    with pytest.raises(Exception, match="𠮷"):
        write(frame().assign(name=["𠮷", "乙"]), tmp_path / "b.txt", zone=38, gbk=True)
    with pytest.raises(Exception, match="GBK"):
        write(frame(), tmp_path / "b.gpkg", gbk=True)


@pytest.mark.parametrize("suffix", [".geojson", ".kml"])
def test_an_empty_layer_says_that_its_columns_go(suffix: str, tmp_path: Path) -> None:
    done = write(frame().iloc[:0], tmp_path / f"a{suffix}")
    assert any("left out: name" in note for note in done.notes)
