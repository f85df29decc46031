"""What is kept of where places lie is what is measured, or it is measured."""

import json
from pathlib import Path

import pytest

import zzmap as zz
from zzmap.catalogue import Catalogue
from zzmap.check import check_geodata
from zzmap.geometry import Gazetteer
from zzmap.whereabouts import FILE, files_measured, kept, measure

ZONE = "zone-gaoxin"


def test_what_is_shipped_is_what_is_measured(catalogue: Catalogue) -> None:
    shipped = kept(catalogue.folder)
    gazetteer = Gazetteer(catalogue)
    assert shipped.keys() == catalogue.places.keys()
    for key, place in catalogue.places.items():
        now, then = measure(gazetteer, place), shipped[key]
        assert then[:3] + (then.within,) == now[:3] + (now.within,)
        assert then[3:6] == pytest.approx(now[3:6], abs=1e-2) if now.lon else then[3:6] == now[3:6]
        assert [part.district_id for part in then.districts] == [
            part.district_id for part in now.districts
        ]
        for old, new in zip(then.districts, now.districts, strict=True):
            assert old.share == (new.share and pytest.approx(new.share, abs=1e-3))


@pytest.mark.parametrize(
    "name", ["places.csv", "members.csv", "layers/zones.geojson", "layers/districts.geojson"]
)
def test_a_changed_file_is_measured_anew(geodata: Path, name: str) -> None:
    assert kept(geodata)
    path = geodata / name
    path.write_bytes(path.read_bytes() + b"\n")
    assert kept(geodata) == {}


def test_a_new_layer_is_measured_anew(geodata: Path) -> None:
    (geodata / "layers" / "more.geojson").write_text("{}")
    assert kept(geodata) == {}


def forge(geodata: Path, **changed: object) -> None:
    path = geodata / FILE
    said = json.loads(path.read_text("utf-8")) | changed
    path.write_text(json.dumps(said), encoding="utf-8")


@pytest.mark.parametrize(
    "text", ["", "[]", "null", "{", '{"files": {}, "places": {}}', '{"files": 1}', "\ud800"]
)
def test_what_cannot_be_read_is_measured(geodata: Path, text: str) -> None:
    area = zz.open(geodata).place("郑州高新区")["area_km2"]
    (geodata / FILE).write_bytes(text.encode("utf-8", "surrogatepass"))
    assert kept(geodata) == {}
    assert zz.open(geodata).place("郑州高新区")["area_km2"] == area


@pytest.mark.parametrize("rows", [{ZONE: [1, 2]}, {ZONE: 5}, [1], {ZONE: ["a"] * 8}])
def test_rows_of_another_shape_are_measured(geodata: Path, rows: object) -> None:
    forge(geodata, places=rows)
    assert kept(geodata) == {}


def test_a_zone_that_a_planner_has_replaced_is_measured(geodata: Path, tmp_path: Path) -> None:
    outline = tmp_path / "official.geojson"
    ring = [[113.5, 34.78], [113.6, 34.78], [113.6, 34.86], [113.5, 34.86], [113.5, 34.78]]
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon"}}
    feature["geometry"]["coordinates"] = [ring]
    outline.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    city = zz.open(geodata, store=tmp_path / "parks.gpkg")
    before = city.place("郑州高新区")["area_km2"]
    city.zones.replace("郑州高新区", outline, crs="EPSG:4490", accept=True)
    after = city.place("郑州高新区")["area_km2"]
    assert before == pytest.approx(96.59, abs=0.02)
    assert after == pytest.approx(81.3, abs=0.3)


def test_check_finds_a_number_that_was_not_measured(geodata: Path) -> None:
    rows = json.loads((geodata / FILE).read_text("utf-8"))["places"]
    rows[ZONE][5] += 1
    forge(geodata, places=rows, files=files_measured(geodata))
    (found,) = check_geodata(geodata).findings
    assert ZONE in found.message
    assert FILE in found.where
