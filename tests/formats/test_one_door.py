"""`convert` and `parks add` read the same files with the same findings and the same values."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from zzmap.cli import main
from zzmap.io import layer_names, read_all
from zzmap.parks.georeference import read_parcels

from .bad_files import BAD, Bad
from .corpus import SAMPLES, Sample, write_layers
from .test_corpus import metres_apart

Capture = pytest.CaptureFixture[str]


def convert(path: Path, to: Path, source: str, layer: str | None = None) -> int:
    named = ["--layer", layer] if layer else []
    return main(["convert", str(path), "--from", source, "--to", "wgs84", "-o", str(to), *named])


def add(path: Path, store: Path, crs: str | None, layer: str | None = None) -> int:
    options = ["--crs", crs] if crs else []
    options += ["--layer", layer] if layer else []
    return main(["parks", "add", str(path), "--store", str(store), "--accept", *options])


def features(path: Path) -> list[tuple[Any, dict[str, Any]]]:
    """Features of a GeoJSON, read plainly."""
    rows = json.loads(path.read_text("utf-8"))["features"]
    return [(row["geometry"] and shape(row["geometry"]), row["properties"]) for row in rows]


def enclosed(row: Any) -> Any:
    """What lines that close enclose; any other geometry as it is."""
    parts = shapely.get_parts(row)
    lines = row.geom_type.endswith("LineString") and shapely.is_closed(parts).all()
    return shapely.build_area(row) if lines else row


def said(capsys: Capture) -> str:
    return capsys.readouterr().err.removeprefix("zzmap: ").strip()


# What a planner has to say to `convert`, which takes no hint from the numbers.
SAID = {"txt-no-zone": "EPSG:4526", "txt-no-zone-no-width": "EPSG:4526"}
SWAPPED = "csv-axes-named-wrongly"


def test_columns_named_wrongly_are_put_right_or_refused(tmp_path: Path, capsys: Capture) -> None:
    sample = next(row for row in SAMPLES if row.id == SWAPPED)
    path = sample.build(tmp_path)
    assert convert(path, tmp_path / "out.geojson", str(sample.crs)) == 1
    assert "swap the columns" in said(capsys)
    assert add(path, tmp_path / "store.gpkg", sample.crs) == 0


@pytest.mark.parametrize(
    "sample",
    [row for row in SAMPLES if row.id != SWAPPED],
    ids=[row.id for row in SAMPLES if row.id != SWAPPED],
)
def test_both_commands_take_a_real_file_alike(
    sample: Sample, tmp_path: Path, capsys: Capture
) -> None:
    path = sample.build(tmp_path)
    parcels = read_parcels(path, sample.crs).parcels
    converted = []
    for at, name in enumerate(layer_names(path) if sample.id == "gpkg-layers" else [None]):
        out = tmp_path / f"out{at}.geojson"
        source = SAID.get(sample.id) or sample.crs or read_all(path, name)[0].claim
        assert convert(path, out, source, name) == 0, said(capsys)
        converted += features(out)
    # What is no parcel: lines and texts of a drawing, points of a layer beside.
    kept = [(enclosed(row), values) for row, values in converted]
    kept = [row for row in kept if row[0].geom_type.endswith("Polygon")]
    assert len(kept) == len(parcels)
    for (geometry, values), parcel in zip(kept, parcels, strict=True):
        assert metres_apart(shapely.force_2d(geometry), parcel.geometry) < 0.001
        blank = {key for key, value in values.items() if value is None}
        assert {k: v for k, v in values.items() if k not in blank} == {
            k: v for k, v in parcel.attributes.items() if v is not None
        }
    status = add(path, tmp_path / "store.gpkg", sample.crs)
    assert status == 0, said(capsys)


# Sound files of which `parks` says that they hold no parcels, or not where they lie.
ONLY_PARKS = {
    "json-no-features", "json-null-geometry", "json-empty-polygon", "json-line", "json-point",
    "json-mixed-collection", "json-unknown-crs", "gpkg-no-features", "gpkg-points",
    "gpkg-null-geometry", "gpkg-mixed-crs", "shp-prj-cut", "shp-points", "shp-no-features",
    "shp-no-prj", "shp-xian80", "shp-asked-wrong-zone", "asked-for-nonsense", "dxf-open-lines",
    "dxf-no-crs", "kml-no-features", "kml-line", "kml-no-geometry", "gpx-open",
    "gpx-nothing", "txt-xian80",
    "txt-xian80-by-number", "txt-beijing54", "txt-no-system", "txt-wrong-zone", "csv-no-crs",
    "wkt-line", "wkt-empty-polygon", "wkt-unknown-srid", "wkt-no-crs", "json-far-away",
    "json-one-vertex-away", "json-claims-degrees-holds-metres", "no-such-column",
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD, ids=[row.id for row in BAD])
def test_both_commands_refuse_a_file_in_the_same_sentence(
    bad: Bad, tmp_path: Path, capsys: Capture
) -> None:
    path = bad.build(tmp_path)
    out = tmp_path / "out.geojson"
    if bad.mapping is None:
        assert add(path, tmp_path / "store.gpkg", bad.crs, bad.layer) == 1
    of_parks = said(capsys)
    status = convert(path, out, "wgs84", bad.layer)
    of_convert = said(capsys)
    if bad.id in ONLY_PARKS:
        read_all(path, bad.layer)  # the door itself lets it in
        return
    assert status == 1
    assert of_convert == of_parks
    assert len(of_convert.splitlines()) == 1
    assert not out.exists()


SEEDS = [*range(10), *(pytest.param(seed, marks=pytest.mark.whole) for seed in range(10, 25))]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_damaged_geopackage_is_a_sentence(seed: int, tmp_path: Path, capsys: Capture) -> None:
    chance = random.Random(seed)
    path = write_layers(tmp_path / "a.gpkg")
    raw = bytearray(path.read_bytes())
    for _ in range(40):
        start = chance.randrange(100, len(raw) - 200)
        raw[start : start + 200] = chance.randbytes(200)
    path.write_bytes(raw)
    assert add(path, tmp_path / "store.gpkg", None) == 1
    of_parks = said(capsys)
    assert convert(path, tmp_path / "out.geojson", "wgs84") == 1
    assert said(capsys) == of_parks
    assert len(of_parks.splitlines()) == 1
    assert of_parks.startswith("a.gpkg: ")
    assert not (tmp_path / "out.geojson").exists()
