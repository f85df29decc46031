"""Files as planners drop them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import fiona
from shapely.geometry import Polygon, box, mapping

SQUARE = box(113.6012345, 34.8012345, 113.6212345, 34.8212345)
BOW_TIE = Polygon(
    [(113.6312345, 34.8012), (113.6512345, 34.8212), (113.6512, 34.8012345), (113.6312, 34.8212345)]
)


def shapefile(folder: Path) -> Path:
    """Return a zip of a Shapefile in GBK, without a .prj, one of its rings crossing itself."""
    schema = {"geometry": "Polygon", "properties": {"园区": "str:40", "产业": "str:60"}}
    inside = folder / "shape"
    inside.mkdir()
    with fiona.open(
        inside / "新园.shp", "w", driver="ESRI Shapefile", schema=schema, encoding="GBK"
    ) as file:
        for shape, name, industry in (
            (SQUARE, "东风智能园", "智能传感器"),
            (BOW_TIE, "西流湖园", "氢能与新型储能"),
        ):
            file.write({"geometry": mapping(shape), "properties": {"园区": name, "产业": industry}})
    path = folder / "新园.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for part in sorted(inside.iterdir()):
            if part.suffix != ".cpg":
                archive.write(part, part.name)
    return path


def geojson(path: Path, name: str = "甲园", west: float = 113.6012345) -> Path:
    shape = box(west, 34.8012345, west + 0.02, 34.8212345)
    feature = {
        "type": "Feature",
        "properties": {"name": name, "industries": "智能传感器"},
        "geometry": mapping(shape),
    }
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False),
        "utf-8",
    )
    return path
