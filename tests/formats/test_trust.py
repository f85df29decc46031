"""What a planner says overrules what numbers look like; only trust overrules what a file states."""

from __future__ import annotations

from pathlib import Path

import fiona
import geopandas as gpd
import pytest
import shapely

from zzmap.cli import main
from zzmap.crs import Box
from zzmap.errors import CrsError
from zzmap.parks.georeference import read_parcels

from .corpus import moved

CM_117 = "EPSG:4548"
CM_114 = "EPSG:4547"
METRE = 1e-5
SQUARE = shapely.box(113.70012, 34.70034, 113.70512, 34.70434)


def written(folder: Path, name: str, shape: shapely.Polygon, crs: str) -> Path:
    path = folder / name
    frame = gpd.GeoDataFrame({"name": ["甲"]}, geometry=[shape], crs=crs)
    frame.to_file(path, engine="fiona")
    return path


def only(path: Path, crs: str | None = None, *, trust: bool = False) -> shapely.Polygon:
    (parcel,) = read_parcels(path, crs, trust_crs=trust).parcels
    assert isinstance(parcel.geometry, shapely.Polygon)
    return parcel.geometry


@pytest.mark.parametrize("suffix", ["gpkg", "fgb", "shp"])
def test_a_files_own_word_is_overruled_by_trust_alone(suffix: str, tmp_path: Path) -> None:
    # A drawing in longitudes and latitudes, labelled with a zone's metres by mistake.
    path = written(tmp_path, f"a.{suffix}", SQUARE, CM_114)
    with pytest.raises(CrsError, match=r"the file itself states .*114E.* --trust-crs"):
        read_parcels(path, "wgs84")
    assert only(path, "wgs84", trust=True).hausdorff_distance(SQUARE) < METRE / 100


@pytest.mark.parametrize("suffix", ["gpkg", "fgb", "shp", "geojson"])
@pytest.mark.parametrize("system", ["gcj02", "bd09"])
def test_a_label_that_cannot_say_gcj02_denies_it_not(
    suffix: str, system: str, tmp_path: Path
) -> None:
    path = written(tmp_path, f"a.{suffix}", moved(SQUARE, system), "EPSG:4326")
    file = read_parcels(path, system)
    assert file.parcels[0].geometry.hausdorff_distance(SQUARE) < METRE
    assert any("the file is labelled WGS 84" in note for note in file.notes)


def test_a_label_of_cgcs2000_denies_gcj02(tmp_path: Path) -> None:
    path = written(tmp_path, "a.gpkg", moved(SQUARE, "gcj02"), "EPSG:4490")
    with pytest.raises(CrsError, match="--trust-crs"):
        read_parcels(path, "gcj02")
    assert only(path, "gcj02", trust=True).hausdorff_distance(SQUARE) < METRE


def test_two_zones_deny_each_other_and_degrees_of_one_datum_do_not(tmp_path: Path) -> None:
    metres = moved(SQUARE, "cm114")
    path = written(tmp_path, "a.gpkg", metres, CM_114)
    with pytest.raises(CrsError, match="--trust-crs"):
        read_parcels(path, CM_117)
    # Trust in what is said does not make a place of what is none.
    with pytest.raises(CrsError, match=r"No reading puts|cannot be"):
        read_parcels(path, CM_117, region=Box(112.3, 33.8, 114.7, 35.4), trust_crs=True)
    degrees = written(tmp_path, "b.gpkg", SQUARE, "EPSG:4490")
    assert only(degrees, "EPSG:4326").hausdorff_distance(SQUARE) < METRE / 100


def ten_squares(folder: Path) -> Path:
    """Squares whose numbers could all be degrees, minutes and seconds."""
    rows = ["地块,经度,纬度"]
    for number in range(10):
        west, south = 113.3001234 + number * 0.01, 34.5001234
        for x, y in ((0, 0), (0.004, 0), (0.004, 0.003), (0, 0.003)):
            rows.append(f"地块{number},{west + x:.7f},{south + y:.7f}")
    path = folder / "a.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_numbers_that_can_be_packed_are_decimals_where_the_header_says(tmp_path: Path) -> None:
    path = ten_squares(tmp_path)
    with pytest.raises(CrsError, match="41 km away"):
        read_parcels(path, "EPSG:4326")
    told = path.read_text("utf-8").replace("经度", "经度(°)").replace("纬度", "纬度(°)")
    path.write_text(told, "utf-8")
    file = read_parcels(path, "EPSG:4326")
    assert len(file.parcels) == 10
    assert file.parcels[0].geometry.bounds == pytest.approx(
        (113.3001234, 34.5001234, 113.3041234, 34.5031234), abs=1e-9
    )


def test_the_command_line_trusts_where_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, "a.gpkg", SQUARE, CM_114)
    store = tmp_path / "parks.gpkg"
    add = ["parks", "add", str(path), "--store", str(store), "--accept", "--crs", "wgs84"]
    assert main(add) == 1
    assert "--trust-crs" in capsys.readouterr().err
    assert not store.exists()
    assert main([*add, "--trust-crs"]) == 0
    with fiona.open(store, layer="parks") as layer:
        (found,) = (shapely.geometry.shape(row.geometry) for row in layer)
    assert found.hausdorff_distance(SQUARE) < METRE / 100
