"""What the pages carry: parks column by column, strings once, pinyin by the character."""

from __future__ import annotations

import json
import re

import geopandas as gpd
import numpy as np
import polyline
import pytest
import shapely

from zzmap.catalogue import Catalogue
from zzmap.layers import Layers
from zzmap.render.geometry_codec import SCALE, encode, encode_all
from zzmap.render.parks_payload import pack_parks
from zzmap.render.payload import build_shared, to_script
from zzmap.render.pinyin_codec import pack_pinyin
from zzmap.render.strings import Strings


@pytest.fixture(scope="module")
def shared(catalogue: Catalogue) -> dict:
    return build_shared(Layers(catalogue))


def ring(lon: float, lat: float, radius: float = 0.004, points: int = 32) -> np.ndarray:
    angles = np.linspace(0, 2 * np.pi, points, endpoint=False)
    return np.c_[lon + radius * np.cos(angles), lat + radius * np.sin(angles)]


def parks_frame(count: int) -> gpd.GeoDataFrame:
    holed = shapely.Polygon(ring(113.5, 34.7), [ring(113.5, 34.7, 0.001)])
    both = shapely.MultiPolygon([holed, shapely.Polygon(ring(113.6, 34.7))])
    plain = [shapely.Polygon(ring(113 + number * 0.01, 34.6)) for number in range(count - 1)]
    return gpd.GeoDataFrame(
        {
            "id": [f"park-{number}" for number in range(count)],
            "name": [f"园区{number}" for number in range(count)],
            "name_en": "",
            "kind": "user_park",
            "basis": "surveyed",
            "accuracy_m": 5,
            "source": "survey",
            "area_km2": np.arange(count) / 3,
            "industries": [("生物医药", "盾构装备")] * count,
            "status": "planned",
        },
        geometry=[*plain, both],
        crs=4326,
    )


def test_many_geometries_are_coded_as_one_by_one() -> None:
    shapes = [
        shapely.Polygon(ring(113, 34), [ring(113, 34, 0.001)]),
        shapely.Point(113.123456, 34.5),
        shapely.LineString([(113, 34), (113.1, 34.1)]),
        shapely.MultiPolygon([shapely.box(113, 34, 114, 35), shapely.box(115, 34, 116, 35)]),
        shapely.MultiLineString([[(0, 0), (-1, -1)], [(179, 89), (-180, -90)]]),
    ]
    assert encode_all(shapes) == [encode(shape) for shape in shapes]
    assert encode_all([]) == []


def test_a_ring_does_not_repeat_its_first_point() -> None:
    points = ring(113.5, 34.7)
    coded = encode(shapely.Polygon(points))["p"][0][0]
    assert np.abs(polyline.decode(coded) - points).max() <= 0.5 / SCALE + 1e-9


def test_elements_are_drawn_within_a_hundredth_of_what_they_state(
    catalogue: Catalogue, shared: dict
) -> None:
    drawn = {row[0]: row[7] for row in shared["geo"]["elements"]}
    frame = Layers(catalogue).frame("elements")
    assert set(drawn) == set(frame["id"])
    for row in frame.itertuples():
        rings = [ring for part in drawn[row.id]["p"] for ring in part]
        corners = np.vstack([polyline.decode(ring) for ring in rings])
        outline = row.geometry.boundary
        away = shapely.distance(shapely.points(corners), outline).max()
        other = shapely.distance(
            shapely.points(shapely.get_coordinates(outline)),
            shapely.union_all([shapely.LinearRing(polyline.decode(ring)) for ring in rings]),
        ).max()
        allowed = 0 if row.basis == "digitised" else row.accuracy_m / 100 / 111_320
        assert max(away, other) <= allowed + 2 / SCALE, row.id


def test_parks_are_told_in_columns() -> None:
    strings = Strings()
    packed = pack_parks(parks_frame(4), strings)
    assert packed["id"] == ["park-0", "park-1", "park-2", "park-3"]
    assert packed["industries"] == "生物医药|盾构装备"  # the same throughout: said once
    assert packed["area_km2"][1] == 0.3333
    assert strings.values[packed["kind"]] == "user_park"
    assert isinstance(packed["shape"][0], str)
    assert [len(rings) for rings in packed["shape"][3]] == [2, 1]
    json.dumps(packed)


def test_no_parks_are_no_columns_of_nothing() -> None:
    packed = pack_parks(parks_frame(1).iloc[:0], Strings())
    assert packed["id"] == packed["shape"] == []


def test_repeated_texts_are_written_once(shared: dict) -> None:
    assert len(shared["strings"]) == len(set(shared["strings"]))
    text = to_script(shared)
    for long in (value for value in shared["strings"] if len(value) > 60):
        assert text.count(json.dumps(long, ensure_ascii=False)) == 1


def test_every_reading_comes_back(shared: dict, catalogue: Catalogue) -> None:
    packed = shared["pinyin"]
    usual = {char: syllable for syllable, chars in packed["chars"].items() for char in chars}
    for row in (*catalogue.industries.values(), *catalogue.places.values()):
        if row.name in catalogue.pinyin:
            read = packed["terms"].get(row.name) or " ".join(
                token.lower() if token.isascii() else usual[token]
                for token in re.findall(r"[A-Za-z0-9]+|[^A-Za-z0-9]", row.name)
            )
            assert read == catalogue.pinyin[row.name]


def test_an_unusual_reading_is_written_out() -> None:
    readings = {"重庆": "chong qing", "重点": "zhong dian", "重大": "zhong da"}
    packed = pack_pinyin(readings, readings)
    assert packed["terms"] == {"重庆": "chong qing"}
    assert "重" in packed["chars"]["zhong"]


def test_a_term_without_a_reading_is_given_none() -> None:
    packed = pack_pinyin({"重点": "zhong dian"}, ["重点", "点", "Café", "AI"])
    assert packed["terms"] == {"点": ""}


def test_the_payload_is_light(shared: dict) -> None:
    assert len(to_script(shared).encode()) < 450_000


def test_a_text_cannot_end_the_script(shared: dict) -> None:
    assert "</" not in to_script(shared | {"strings": ["</script><script>alert(1)</script>"]})
