"""`City`: geodata and parks as one thing that follows its files; use cases as single calls."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import folium
import geopandas as gpd
import pytest
from shapely import box
from shapely.geometry import Polygon, mapping

import zzmap as zz
from zzmap.catalogue import Catalogue
from zzmap.layers import Layers
from zzmap.parks.merge import with_parks
from zzmap.parks.store import ParkStore

CITY2 = Path(__file__).resolve().parent / "city2"
PARK = box(108.83, 34.245, 108.845, 34.256)
"""In 示例高新区."""


def write(path: Path, *rows: tuple[Polygon, dict[str, str]]) -> Path:
    features = [
        {"type": "Feature", "properties": values, "geometry": mapping(shape)}
        for shape, values in rows
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


@pytest.fixture
def city(tmp_path: Path) -> zz.City:
    return zz.open(CITY2, tmp_path / "parks.gpkg")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "new.geojson", (PARK, {"name": "甲园", "产业": "盾构机"}))


# -- opening -------------------------------------------------------------------------


def test_a_folder_without_geodata_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(zz.GeodataError, match="no geodata here"):
        zz.open(tmp_path)


def test_a_city_without_parks_has_them_nowhere(city: zz.City) -> None:
    assert city.parks.list() == city.zones.list() == city.parks.history() == []
    assert len(city.layer("parks")) == 0
    assert not city.store.path.exists()


def test_tables_and_layers_are_frames(city: zz.City) -> None:
    zones = city.layer("zones")
    assert isinstance(zones, gpd.GeoDataFrame)
    assert zones.crs.to_epsg() == 4326
    lines = (CITY2 / "placements.csv").read_text("utf-8").splitlines()
    assert len(city.placements) == len(lines) - 1
    assert {"industry", "place", "relation", "document", "locator"} <= set(city.placements.columns)
    for call in (city.layer, city.table, city.map):
        with pytest.raises(zz.NotFoundError, match="there is no"):
            call("nowhere")


# -- one object knows its parks ------------------------------------------------------


def test_layers_of_a_catalogue_with_parks_have_them(city: zz.City, file: Path) -> None:
    city.parks.add(file, accept=True)
    store = ParkStore(city.store.path)
    (row,) = Layers(with_parks(Catalogue(CITY2), store)).frame("parks").itertuples()
    assert row.name == "甲园"
    assert row.geometry.equals(PARK)


def test_a_park_is_in_every_answer_until_it_is_undone(city: zz.City, file: Path) -> None:
    before = [answer.place for answer in city.query("盾构机")]
    city.map()  # whatever was derived before must not outlive the change
    done = city.parks.add(file, accept=True)
    assert "甲园" in [answer.place for answer in city.query("盾构机")]
    assert city.place("甲园")["placements"][0]["relation"] == "user_park"
    assert city.layer("parks")["name"].tolist() == ["甲园"]
    assert "甲园" in city.map()._repr_html_()
    assert "甲园" in set(city.placements["place"])
    assert done.ids == tuple(city.layer("parks")["id"])
    city.parks.undo()
    assert [answer.place for answer in city.query("盾构机")] == before
    assert len(city.layer("parks")) == 0


def test_a_change_of_another_process_is_seen(city: zz.City, file: Path) -> None:
    assert city.layer("parks").empty
    words = ["parks", "add", file, "--accept", "--store", city.store.path, "--geodata", CITY2]
    subprocess.run([sys.executable, "-m", "zzmap", *map(str, words)], check=True)
    assert city.layer("parks")["name"].tolist() == ["甲园"]


def test_a_change_of_the_geodata_is_seen(geodata: Path, tmp_path: Path) -> None:
    city = zz.open(geodata, tmp_path / "parks.gpkg")
    assert city.place("鲲鹏软件小镇")
    places = geodata / "places.csv"
    places.write_text(places.read_text("utf-8").replace("鲲鹏软件小镇,", "鲲鹏软件新镇,"), "utf-8")
    assert city.place("鲲鹏软件新镇")["name"] == "鲲鹏软件新镇"
    city.build(tmp_path / "out")
    assert "鲲鹏软件新镇" in (tmp_path / "out" / "tables" / "places.csv").read_text("utf-8")


# -- the use cases -------------------------------------------------------------------


def test_what_stops_an_import_is_told_and_nothing_stored(city: zz.City, tmp_path: Path) -> None:
    x, y = 108.83, 34.245
    bow = Polygon([(x, y), (x + 0.006, y + 0.004), (x + 0.006, y), (x, y + 0.006), (x, y)])
    file = write(tmp_path / "bow.geojson", (bow, {"name": "结园"}))
    done = city.parks.add(file, accept=True)
    assert done.stopped and done.ids == () and "invalid-ring" in {row.code for row in done.findings}
    assert str(done).startswith("bow.geojson: 1 errors") and "nothing was stored" in str(done)
    assert not city.store.path.exists()
    mended = city.parks.add(file, accept=True, fix=True)
    assert not mended.stopped and "fixed" in {row.code for row in mended.findings}
    assert str(mended) == "bow.geojson: 1 parks added"


def test_a_warning_stops_until_it_is_accepted(city: zz.City, tmp_path: Path) -> None:
    file = write(tmp_path / "w.geojson", (PARK, {"name": "丁园", "产业": "量子酿酒"}))
    assert city.parks.add(file).stopped
    assert city.parks.check(file).of("warning")
    assert not city.store.path.exists()
    assert city.parks.add(file, accept=True).ids


def test_words_of_the_planner_win(city: zz.City, file: Path) -> None:
    said = {"name": "新园", "industries": ["盾构机", "5G,软件"], "status": "active"}
    city.parks.add(file, **said, accept=True, who="李工", why="试")  # type: ignore[arg-type]
    (park,) = city.parks.list()
    assert (park.name, park.status) == ("新园", "active")
    assert park.industries == ("盾构机", "5G", "软件")
    (change,) = city.parks.history("新园")
    assert (change.who, change.why, change.source_file) == ("李工", "试", "new.geojson")


def test_a_boundary_is_replaced_and_comes_back(city: zz.City, file: Path, tmp_path: Path) -> None:
    city.parks.add(file, accept=True)
    other = write(tmp_path / "other.geojson", (box(108.84, 34.24, 108.85, 34.25), {}))
    done = city.parks.replace("甲园", other, accept=True)
    assert done.before is not None and done.after is not None
    assert done.before.geometry.equals(PARK) and not done.after.geometry.equals(PARK)
    shipped = city.place("示例高新区")["area_km2"]
    put = city.zones.replace("示例高新区", other, accept=True)
    assert put.after is not None and put.name == "示例高新区"
    assert city.place("示例高新区")["basis"] == "surveyed"
    assert city.place("示例高新区")["area_km2"] == pytest.approx(put.after.area_km2, abs=0.01)
    assert [row.name for row in city.zones.list()] == ["示例高新区"]
    assert city.zones.restore("示例高新区") == "示例高新区"
    assert city.place("示例高新区")["area_km2"] == shipped


def test_a_layer_is_exported_as_others_read_it(city: zz.City, tmp_path: Path) -> None:
    done = city.export("zones", tmp_path / "zones.gpkg")
    read = gpd.read_file(done.path)
    assert {"zones": len(read)} == done.features == {"zones": len(city.layer("zones"))}
    both = city.export(["zones", "districts"], tmp_path / "both.gpkg")
    for name, count in both.features.items():
        assert len(gpd.read_file(both.path, layer=name)) == count > 0


# -- the map -------------------------------------------------------------------------


def test_the_map_is_a_folium_map_that_saves_the_offline_page(city: zz.City, tmp_path: Path) -> None:
    board = city.map()
    assert isinstance(board, folium.Map)
    board.save(tmp_path / "map.html")
    page = (tmp_path / "map.html").read_text("utf-8")
    assert board.title in page and "Content-Security-Policy" in page
    assert "<script src=" not in page
    kept = io.BytesIO()
    board.save(kept, close_file=False)
    assert kept.getvalue().decode() == page
    theme = city.plans.city.themes[-1]
    assert city.map(theme.stem).title == city.map(theme.title_en).title == theme.title


def test_a_save_that_fails_leaves_what_was_there(city: zz.City, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(zz.OutputError, match="cannot write"):
        city.map().save(tmp_path / "file" / "map.html")
    assert (tmp_path / "file").read_text() == "in the way"


def test_a_layer_of_ones_own_brings_what_it_needs(city: zz.City) -> None:
    own = city.map()
    assert "AwesomeMarkers" not in own.page()
    folium.Marker((34.25, 108.84), icon=folium.Icon()).add_to(own)
    page = own.page()
    assert "L.AwesomeMarkers=" in page.replace(" ", "")
    assert not re.search(r"<(script|link|img)[^>]+(src|href)=[\"']?(https?:)?//", page)


def test_a_layer_that_needs_the_network_is_refused(city: zz.City) -> None:
    board = city.map()
    folium.JavascriptLink("https://example.org/x.js").add_to(board)
    board.get_root().header.add_child(folium.JavascriptLink("https://example.org/x.js"))
    with pytest.raises(zz.OutputError, match=r"example\.org"):
        board.page()


def test_a_city_stays_where_it_was_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "one")
    city = zz.open(store="my.gpkg")
    monkeypatch.chdir(tmp_path / "two")
    assert city.store.path == tmp_path / "one" / "my.gpkg"


@pytest.mark.parametrize("name", ["placements", "places", "sites"])
def test_records_without_a_position_are_told_by_an_export(tmp_path: Path, name: str) -> None:
    city = zz.open()
    done = city.export(name, tmp_path / "a.geojson")
    tables = {"placements": city.placements, "places": city.table("places"),
              "sites": city.table("sites")}  # fmt: skip
    lost = len(tables[name]) - done.features[name]
    told = [note for note in done.notes if "no position" in note]
    assert told == ([f"{lost} {name} have no position and are not in it"] if lost else [])
