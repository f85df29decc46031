"""Drawings as offices draw them: what is a parcel, what is not, and what names it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon, box

from zzmap.errors import FormatError
from zzmap.io import write
from zzmap.io.formats import HOLES
from zzmap.parks.parcel import ParcelFile
from zzmap.parks.parcels import read_parcel_file

A = box(463000, 3852000, 463500, 3852400)
C = box(464500, 3852000, 464900, 3852400)
IN_A = box(463100, 3852100, 463200, 3852200)


def corners(shape: Polygon) -> list[tuple[float, float]]:
    return list(shape.exterior.coords)[:-1]


def line(points: list[tuple[float, float]], layer: str = "红线", closed: int = 1) -> list[str]:
    rows = ["0", "LWPOLYLINE", "100", "AcDbEntity", "8", layer, "100", "AcDbPolyline",
            "90", str(len(points)), "70", str(closed)]  # fmt: skip
    for x, y in points:
        rows += ["10", f"{x:.6f}", "20", f"{y:.6f}"]
    return rows


def text(words: str, x: float, y: float) -> list[str]:
    return ["0", "TEXT", "100", "AcDbEntity", "8", "0", "100", "AcDbText",
            "10", str(x), "20", str(y), "40", "5", "1", words]  # fmt: skip


def solid(x: float, y: float) -> list[str]:
    rows = ["0", "SOLID", "100", "AcDbEntity", "8", "0", "100", "AcDbTrace"]
    for at, (dx, dy) in enumerate([(0, 0), (30, 0), (15, 40), (15, 40)]):
        rows += [f"1{at}", str(x + dx), f"2{at}", str(y + dy)]
    return rows


def hatch(*paths: list[tuple[float, float]]) -> list[str]:
    rows = ["0", "HATCH", "100", "AcDbEntity", "8", "填充", "100", "AcDbHatch",
            "10", "0", "20", "0", "30", "0", "2", "SOLID", "70", "1", "71", "0",
            "91", str(len(paths))]  # fmt: skip
    for points in paths:
        rows += ["92", "3", "72", "0", "73", "1", "93", str(len(points))]
        for x, y in points:
            rows += ["10", str(x), "20", str(y)]
        rows += ["97", "0"]
    return [*rows, "75", "0", "76", "1", "98", "0"]


def drawing(folder: Path, *entities: list[str], layers: dict[str, tuple[int, int]] | None = None,
            name: str = "红线.dxf") -> Path:  # fmt: skip
    """Write a drawing of AutoCAD 2007; layers with their flags and colour."""
    head = ["0", "SECTION", "2", "HEADER", "9", "$ACADVER", "1", "AC1021", "0", "ENDSEC"]
    table = ["0", "SECTION", "2", "TABLES", "0", "TABLE", "2", "LAYER", "70", "9"]
    for layer, (flags, colour) in (layers or {}).items():
        table += ["0", "LAYER", "100", "AcDbSymbolTableRecord", "2", layer,
                  "70", str(flags), "62", str(colour), "6", "CONTINUOUS"]  # fmt: skip
    body = [cell for entity in entities for cell in entity]
    rows = [*head, *table, "0", "ENDTAB", "0", "ENDSEC", "0", "SECTION", "2", "ENTITIES", *body]
    path = folder / name
    path.write_text("\n".join([*rows, "0", "ENDSEC", "0", "EOF", ""]), "utf-8")
    return path


def shapes(file: ParcelFile) -> list[shapely.Geometry]:
    return [parcel.geometry for parcel in file.parcels]


def same(found: list[shapely.Geometry], wanted: list[shapely.Geometry]) -> bool:
    pairs = zip(found, wanted, strict=True)
    return all(one.symmetric_difference(two).area < 1 for one, two in pairs)


def names(file: ParcelFile) -> list[object]:
    return [parcel.attributes.get("名称") for parcel in file.parcels]


def test_one_hatch_over_two_outlines_is_two_parcels(tmp_path: Path) -> None:
    path = drawing(tmp_path, line(corners(A)), line(corners(C)), hatch(corners(A), corners(C)))
    assert same(shapes(read_parcel_file(path)), [A, C])


def test_a_hatch_that_leaves_an_island_out_has_a_hole(tmp_path: Path) -> None:
    path = drawing(
        tmp_path, line(corners(A)), line(corners(IN_A)), hatch(corners(A), corners(IN_A))
    )
    assert same(shapes(read_parcel_file(path)), [A.difference(IN_A)])


def test_an_outline_on_a_layer_of_holes_is_cut_out_of_the_one_it_lies_in(tmp_path: Path) -> None:
    """Out of the smallest on the layer of its name; what lies in none is told, and no parcel."""
    around = box(462000, 3851000, 465000, 3853000)
    far = box(470000, 3852000, 470100, 3852100)
    holes = f"红线{HOLES}"
    path = drawing(
        tmp_path,
        line(corners(around)),
        line(corners(A)),
        line(corners(C), "蓝线"),
        line(corners(IN_A), holes),
        line(corners(far), holes),
        line(corners(C.buffer(-50, join_style="mitre")), holes),
    )
    file = read_parcel_file(path)
    in_c = C.buffer(-50, join_style="mitre")
    assert same(shapes(file), [around.difference(in_c), A.difference(IN_A), C])
    assert any("2 outlines on layers that end in" in note for note in file.notes)
    assert any(
        "1 such outlines lie in no outline and were passed over" in note for note in file.notes
    )


@pytest.mark.parametrize(("gap", "parcels"), [(0.0005, 2), (0.04, 2), (0.5, 1), (60.0, 1)])
def test_ends_that_all_but_meet_are_closed_and_wider_gaps_told(
    tmp_path: Path, gap: float, parcels: int
) -> None:
    first, *rest = corners(A)
    almost = [first, *rest, (first[0] + gap, first[1])]
    file = read_parcel_file(drawing(tmp_path, line(almost, closed=0), line(corners(C))))
    assert len(file.parcels) == parcels
    if parcels == 2:
        assert any(f"{gap * 1000:.1f} mm" in note and "closed" in note for note in file.notes)
        assert same(shapes(file), [A, C])
    told = any("nearly return" in note and f"{gap:.2f} m" in note for note in file.notes)
    assert told == (gap == 0.5)
    aside = any("lack a side" in note and f"{gap:.2f} m" in note for note in file.notes)
    assert aside == (gap == 60.0)


def test_an_open_line_on_a_layer_of_no_parcels_is_not_taken_for_one(tmp_path: Path) -> None:
    road = line([*corners(A)[:4]], layer="道路", closed=0)
    file = read_parcel_file(drawing(tmp_path, road, line(corners(C))))
    assert same(shapes(file), [C])
    assert not any("lack a side" in note for note in file.notes)


def test_filled_arrows_are_no_parcels(tmp_path: Path) -> None:
    file = read_parcel_file(drawing(tmp_path, line(corners(A)), solid(463800, 3852800)))
    assert same(shapes(file), [A])
    assert any("1 filled shapes (SOLID" in note for note in file.notes)


@pytest.mark.parametrize(("flags", "colour"), [(0, -7), (1, 7)])
def test_what_is_off_or_frozen_is_left_out_and_named(
    tmp_path: Path, flags: int, colour: int
) -> None:
    layers = {"红线": (0, 7), "旧红线": (flags, colour)}
    path = drawing(tmp_path, line(corners(A)), line(corners(C), "旧红线"), layers=layers)
    file = read_parcel_file(path)
    assert same(shapes(file), [A])
    assert any("off or frozen (旧红线)" in note for note in file.notes)
    shown = drawing(
        tmp_path, line(corners(A)), line(corners(C), "旧红线"), layers=layers | {"旧红线": (4, 7)}
    )  # fmt: skip  locked, and seen
    assert same(shapes(read_parcel_file(shown)), [A, C])


def test_a_binary_drawing_is_told_how_to_be_saved(tmp_path: Path) -> None:
    path = tmp_path / "a.dxf"
    path.write_bytes(b"AutoCAD Binary DXF\r\n\x1a\x00" + bytes(200))
    with pytest.raises(FormatError, match=r"binary DXF.*ASCII"):
        read_parcel_file(path)


def test_a_text_names_the_innermost_outline(tmp_path: Path) -> None:
    path = drawing(
        tmp_path, line(corners(A)), line(corners(IN_A)),
        text("外园", 463400, 3852300), text("内园", 463150, 3852150),
    )  # fmt: skip
    file = read_parcel_file(path)
    assert names(file) == ["外园", "内园"]
    assert "2 parcels are named by the text in their outline" in file.notes
    bare = read_parcel_file(drawing(tmp_path, line(corners(A)), name="b.dxf"))
    assert not any("named by the text" in note for note in bare.notes)


def test_a_text_in_the_overlap_of_two_names_neither(tmp_path: Path) -> None:
    other = shapely.affinity.translate(A, 250, 0)
    path = drawing(tmp_path, line(corners(A)), line(corners(other)), text("某园", 463300, 3852200))
    assert names(read_parcel_file(path)) == [None, None]


def test_numbers_of_corners_are_no_names(tmp_path: Path) -> None:
    path = drawing(
        tmp_path, line(corners(A)), text("J1", 463002, 3852002), text("J12-3", 463498, 3852002),
        text("甲地块", 463250, 3852200),
    )  # fmt: skip
    assert names(read_parcel_file(path)) == ["甲地块"]


HOLED = Polygon(A.exterior, [IN_A.exterior])
DRAWN = {
    "a park in the hole": [HOLED, box(463120, 3852120, 463150, 3852150)],
    "a park that fills the hole": [HOLED, IN_A],
    "an island in its own hole": [MultiPolygon([HOLED, box(463120, 3852120, 463150, 3852150)])],
    "a park in a park": [A, IN_A],
    "two with holes, one in the other's": [
        HOLED,
        Polygon(
            box(463120, 3852120, 463180, 3852180).exterior,
            [box(463140, 3852140, 463150, 3852150).exterior],
        ),
    ],
}


@pytest.mark.parametrize("case", DRAWN)
@pytest.mark.parametrize("column", ["name", "园区名称", "MC"])
def test_what_is_drawn_comes_back(tmp_path: Path, case: str, column: str) -> None:
    parts = DRAWN[case]
    own = [f"园{at}" for at in range(len(parts))]
    frame = gpd.GeoDataFrame({column: own}, geometry=parts, crs="EPSG:4547")
    write(frame, tmp_path / "a.dxf")
    file = read_parcel_file(tmp_path / "a.dxf")
    wanted = [piece for part in parts for piece in shapely.get_parts(part)]
    assert same(shapes(file), wanted)
    # An island has the name of its park: it is drawn as an outline of its own.
    assert names(file) == [name for name, part in zip(own, parts, strict=True)
                           for _ in shapely.get_parts(part)]  # fmt: skip


def test_a_way_that_was_walked_is_no_parcel(tmp_path: Path) -> None:
    ring = "113.6,34.8 113.61,34.8 113.61,34.81 113.6,34.8"
    walked = "".join(f"<gx:coord>{spot.replace(',', ' ')} 0</gx:coord>" for spot in ring.split())
    (tmp_path / "a.kml").write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">'
        "<Document><Placemark><name>甲</name><Polygon><outerBoundaryIs><LinearRing><coordinates>"
        f"{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
        f"<Placemark><name>轨迹</name><gx:Track>{walked}</gx:Track></Placemark>"
        "<Placemark><name>点</name><gx:MultiTrack><gx:Track><gx:coord>113.6 34.8 0</gx:coord>"
        "</gx:Track></gx:MultiTrack></Placemark></Document></kml>",
        "utf-8",
    )
    file = read_parcel_file(tmp_path / "a.kml")
    assert [parcel.attributes["name"] for parcel in file.parcels] == ["甲"]
    assert any("轨迹" in note for note in file.notes)


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be no text")
def test_names_of_files_in_gbk_are_kept_as_text(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/" + "红线".encode("gbk")
    source = drawing(tmp_path, line(corners(A)))
    shape = gpd.GeoDataFrame({"name": ["甲"]}, geometry=[A], crs="EPSG:4547").to_crs(4326)
    shape.to_file(tmp_path / "a.geojson")
    (tmp_path / "a.geojson").rename(os.fsdecode(name + b".geojson"))
    source.rename(os.fsdecode(name + b".dxf"))

    def zzmap(*words: str | bytes) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "zzmap", *words], capture_output=True, text=True, check=False
        )

    store = name + b".gpkg"
    added = zzmap("parks", "add", name + b".geojson", "--store", store, "--accept")
    assert added.returncode == 0, added.stderr
    listed = zzmap("parks", "history", "--store", store)
    assert "红线.geojson" in listed.stdout
    drawn = zzmap("parks", "check", name + b".dxf", "--crs", "EPSG:4547")
    assert drawn.returncode == 1
    assert "Traceback" not in drawn.stderr
    assert "红线.dxf" in drawn.stderr
    assert "Rename" in drawn.stderr
