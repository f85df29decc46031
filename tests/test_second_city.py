"""A second city, in another province and zone, goes through everything the first does."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from pyproj import Geod, Transformer
from shapely.geometry import Polygon, box, mapping

ROOT = Path(__file__).resolve().parent.parent
CITY2 = ROOT / "tests" / "city2"
PARCEL = box(108.83, 34.245, 108.845, 34.256)
"""In 示例高新区, zone 36."""

Ask = Callable[..., subprocess.CompletedProcess[str]]
GEOD = Geod(ellps="GRS80")


@pytest.fixture
def ask(zzmap: Ask, tmp_path: Path) -> Ask:
    """Run a command with a copy of the second city's geodata."""
    shutil.copytree(CITY2, tmp_path / "shili" / "geodata")

    def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
        done = zzmap("--geodata", tmp_path / "shili" / "geodata", *words)
        assert "Traceback" not in done.stderr
        return done

    return run


def geojson(path: Path, shape: Polygon, **properties: object) -> Path:
    feature = {"type": "Feature", "properties": properties, "geometry": mapping(shape)}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return path


def rows_of(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def km2(shape: Polygon) -> float:
    """Area on the ellipsoid, which no projection of ours has a part in."""
    return abs(GEOD.geometry_area_perimeter(shape)[0]) / 1e6


def test_it_is_sound(ask: Ask) -> None:
    done = ask("check")
    assert done.returncode == 0, done.stderr
    with (CITY2 / "places.csv").open(encoding="utf-8") as file:
        places = len(list(csv.reader(file))) - 1
    assert f"{places} places" in done.stdout


def test_its_pinyin_is_what_the_script_makes(tmp_path: Path) -> None:
    folder = shutil.copytree(CITY2, tmp_path / "city")
    (folder / "pinyin.csv").write_text("term,pinyin\n")
    script = ROOT / "geodata" / "make" / "pinyin.py"
    subprocess.run([sys.executable, str(script), str(folder)], check=True, capture_output=True)
    assert (folder / "pinyin.csv").read_bytes() == (CITY2 / "pinyin.csv").read_bytes()


def test_queries_are_answered_from_its_plans(ask: Ask) -> None:
    rows = rows_of(ask("query", "盾构机", "--format", "json"))
    found = [(row["place"], row["document"]) for row in rows if row["kind"] == "placement"]
    assert found == [("汇集工业园", "示政〔2024〕1号")]
    assert ask("query", "郑州").returncode == 1


def test_a_zone_is_measured_in_its_own_metres(ask: Ask) -> None:
    sheet = rows_of(ask("zone", "空港", "--format", "json"))
    outline = gpd.read_file(CITY2 / "layers" / "zones.geojson").set_index("id").geometry
    assert sheet["area_km2"] == pytest.approx(km2(outline["zone-kongang"]), rel=5e-4)
    assert {row["name"] for row in sheet["districts"]} == {"北原县", "东山区"}
    assert sum(row["share"] for row in sheet["districts"]) == pytest.approx(1, abs=0.01)


def test_its_belt_and_core_are_derived(ask: Ask, tmp_path: Path) -> None:
    target = tmp_path / "elements.geojson"
    assert ask("export", "elements", "-o", target).returncode == 0
    shapes = gpd.read_file(target).set_index("id").geometry
    zones = gpd.read_file(CITY2 / "layers" / "zones.geojson").set_index("id").geometry
    assert set(shapes.index) == {
        "el-growth-core",
        "el-growth-belt",
        "el-heritage-belt",
        "el-heritage-centre",
    }
    assert shapes["el-growth-belt"].buffer(1e-5).covers(zones["zone-gaoxin"].centroid)
    common = shapes["el-growth-core"].symmetric_difference(zones["zone-gaoxin"])
    assert common.area < 1e-9


def test_a_park_goes_in_and_out_as_survey_text_of_zone_36(ask: Ask, tmp_path: Path) -> None:
    file = geojson(tmp_path / "new.geojson", PARCEL, name="甲园", 产业="盾构")
    done = ask("parks", "add", file, "--accept")
    assert done.returncode == 0, done.stderr
    (row,) = rows_of(ask("parks", "list", "--format", "json"))
    assert row["area_km2"] == pytest.approx(km2(PARCEL), rel=3e-4)
    assert "甲园" in {row["place"] for row in rows_of(ask("query", "盾构", "--format", "json"))}
    target = tmp_path / "out.txt"
    assert ask("parks", "export", "-o", target).returncode == 0
    lines = target.read_text("utf-8").splitlines()
    assert "带号=36" in lines
    points = [line.split(",") for line in lines if line.startswith("J")]
    project = Transformer.from_crs(4490, 4524, always_xy=True)  # CGCS2000 / 3-degree zone 36
    true = {
        tuple(round(value, 3) for value in project.transform(*at)) for at in PARCEL.exterior.coords
    }
    assert {(float(east), float(north)) for _, _, north, east in points} == true
    assert all(36_000_000 < float(cells[3]) < 37_000_000 for cells in points)


def test_survey_text_without_a_zone_number_is_read_in_its_region(ask: Ask, tmp_path: Path) -> None:
    project = Transformer.from_crs(4490, 4545, always_xy=True)  # CM 108E
    corners = [project.transform(*at) for at in PARCEL.exterior.coords[:-1]]
    lines = ["[属性描述]", "坐标系=2000国家大地坐标系", "[地块坐标]", "4,1,G1,乙园,面,,,,@"]
    lines += [f"J{n},1,{north:.3f},{east:.3f}" for n, (east, north) in enumerate(corners, 1)]
    file = tmp_path / "in.txt"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    done = ask("parks", "add", file, "--accept")
    assert done.returncode == 0, done.stderr
    assert "CM 108E" in done.stdout
    (found,) = gpd.read_file(tmp_path / "shili" / "parks.gpkg", layer="parks").geometry
    assert found.hausdorff_distance(PARCEL) < 1e-8


def test_an_official_boundary_takes_the_place_of_its_shipped_one(ask: Ask, tmp_path: Path) -> None:
    file = geojson(tmp_path / "zone.geojson", PARCEL, name="x")
    done = ask("zones", "replace", "示例高新区", file, "--accept")
    assert done.returncode == 0, done.stderr
    sheet = rows_of(ask("zone", "高新区", "--format", "json"))
    assert sheet["basis"] == "surveyed"
    assert sheet["area_km2"] == pytest.approx(km2(PARCEL), abs=0.006)
    assert ask("zones", "restore", "示例高新区").returncode == 0


def test_its_pages_name_it_and_no_other_city(ask: Ask, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = ask("build", "--out", out)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in out.glob("*.html")} == {
        "index.html",
        "growth.html",
        "heritage.html",
    }
    for path in out.rglob("*.*"):
        text = path.read_text("utf-8")
        assert "郑州" not in text, path
        assert "Zhengzhou" not in text, path
    index = (out / "index.html").read_text("utf-8")
    assert "<title>示例市产业布局图集</title>" in index
    assert "growth.html#view=matrix" in index
    assert ask("build", "--out", out).stdout.count("nothing has changed") == 1
    toml = tmp_path / "shili" / "geodata" / "city.toml"
    toml.write_text(toml.read_text("utf-8").replace("产业布局图集", "图集"), "utf-8")
    assert "nothing has changed" not in ask("build", "--out", out).stdout


# -- a parcel of one city and the geodata of the other -----------------------------


@pytest.mark.parametrize("crs", [(), ("--crs", "EPSG:4326")])
def test_a_parcel_of_the_second_city_is_refused_by_the_first(
    zzmap: Ask, ask: Ask, tmp_path: Path, crs: tuple[str, ...]
) -> None:
    file = geojson(tmp_path / "new.geojson", PARCEL, name="甲园")
    store = tmp_path / "parks.gpkg"
    words = ("parks", "add", file, "--accept", "--store", store, *crs)
    done = zzmap("--geodata", ROOT / "geodata", *words)
    assert done.returncode == 1
    assert not store.exists()
    (said,) = done.stderr.splitlines()
    assert "No reading puts half of the points into 112.3–114.7°E" in said
    assert "108.8" in said
    assert said.endswith("need the geodata of that city, named with --geodata.")
    assert ask(*words).returncode == 0


def test_survey_text_of_a_park_far_from_the_citys_zone_is_refused(
    zzmap: Ask, ask: Ask, tmp_path: Path
) -> None:
    file = geojson(tmp_path / "new.geojson", PARCEL, name="甲园")
    store = tmp_path / "parks.gpkg"
    assert ask("parks", "add", file, "--accept", "--store", store).returncode == 0
    target = tmp_path / "out.txt"
    done = zzmap("--geodata", ROOT / "geodata", "parks", "export", "-o", target, "--store", store)
    assert done.returncode == 1
    assert not target.exists()
    (said,) = done.stderr.splitlines()
    assert "it lies at 108.84° E and does not belong to zone 38 (CM 114E)" in said
    assert "--geodata" in said
    assert ask("parks", "export", "-o", target, "--store", store).returncode == 0
