"""Read KML: placemarks with their geometry, names and extended data.

GDAL's LIBKML turns every Chinese letter of a field's name into an underscore, so that 产业 and
状态 become one column, and its other KML driver drops extended data.  So this reader is ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from shapely.geometry import (
    GeometryCollection,
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
)
from shapely.geometry.base import BaseGeometry

from zzmap import settings
from zzmap.errors import FormatError
from zzmap.io.formats import KML
from zzmap.io.geojson import not_flat
from zzmap.io.guard import no_layer, too_many
from zzmap.io.kml_text import standard_corners, table_of_html
from zzmap.io.parsed import HUGE, Column, Parsed, columns_of
from zzmap.io.xml_text import add_value, all_of, tag_of, xml_root
from zzmap.messages import say
from zzmap.settings import STORAGE_CRS

_DEEPEST = 100
_DRAWN = ("Polygon", "MultiGeometry", "LineString", "LinearRing", "Point", "Track", "MultiTrack",
          "Model")  # fmt: skip
_SAID = ("name", "description", "address", "phoneNumber", "Snippet")
_TIMES = ("when", "begin", "end")


def read_kml(path: Path, layer: str | None = None) -> Parsed:
    """Read the placemarks of a KML file.

    Parameters
    ----------
    path
        File to read.
    layer
        Name of a folder; None takes the whole file, and tells each feature's folder if there
        are several.

    Raises
    ------
    FormatError
        If it is no KML, defines entities, or a placemark has no sound geometry.
    """
    root = _parse(path)
    odd = _put_right(root)
    scope = [root] if layer is None else _folders(path, root, layer)
    placed = [found for part in scope for found in _placemarks(part)]
    if len(placed) > settings.MAX_FEATURES:
        raise too_many(path)
    many = len({folder for _, folder in placed}) > 1
    geometries: list[BaseGeometry | None] = []
    rows: list[dict[str, str]] = []
    for number, (mark, folder) in enumerate(placed, 1):
        geometries.append(
            _drawn(mark, say("{name} feature {number}", name=path.name, number=number))
        )
        rows.append(_attributes(mark, folder if many else ""))
    columns = _typed(columns_of(rows), root)
    name = layer or _title(root) or path.stem
    return Parsed(name, KML.name, geometries, columns, STORAGE_CRS).noted(
        *_left(root),
        not_flat(sum(_half_high(mark) for mark, _ in placed)),
        say("corners of {odd} outlines are not parted as in KML, read as lon, lat", odd=odd)
        if odd
        else "",
    )


def _put_right(root: Element) -> int:
    """Write corners that are parted otherwise as KML parts them; return of how many elements."""
    odd = 0
    for row in all_of(root, "coordinates"):
        text = "".join(row.itertext())
        right = standard_corners(text)
        if right is not None and right is not text:
            row[:], row.text = [], right
            odd += 1
    return odd


def _drawn(mark: Element, where: str) -> BaseGeometry | None:
    """Return the geometry of a placemark; one that draws several is refused, as none may go."""
    shapes = [child for child in mark if tag_of(child) in _DRAWN]
    if len(shapes) > 1:
        raise FormatError(
            say("this placemark has {count} geometries", count=len(shapes)),
            where=where,
            hint=say("Put them into one MultiGeometry, or into placemarks of their own."),
        )
    return _shape(shapes[0], where) if shapes else None


def _left(root: Element) -> Iterator[str]:
    """Tell what of a file is no feature and was not read."""
    for tags, told in _NO_FEATURES:
        if count := sum(tag_of(row) in tags for row in root.iter()):
            yield f"{count} {told}"


_NO_FEATURES = (
    (("NetworkLink",), say("network links were not followed")),
    (("GroundOverlay", "ScreenOverlay", "PhotoOverlay"), say("pictures were not read")),
    (("SimpleArrayData",), say("lists of values were not read")),
    (("Track",), say("tracks were read as lines, without their times and heights")),
)


def _half_high(mark: Element) -> bool:
    """Tell whether some corners of a part have a height, and others have none."""
    for row in all_of(mark, "coordinates"):
        high = {cell.count(",") > 1 for cell in (row.text or "").split()}
        if len(high) > 1:
            return True
    return False


def kml_folders(path: Path) -> list[str]:
    """Return the names of the folders that can be read as layers.

    Raises
    ------
    FormatError
        If it is no KML.
    """
    return list(dict.fromkeys(filter(None, map(_name, _all_folders(_parse(path))))))


def _typed(columns: list[Column], root: Element) -> list[Column]:
    """Make numbers of columns that a schema says are numbers, where all values are."""
    kinds = {row.get("name", ""): row.get("type", "") for row in all_of(root, "SimpleField")}
    typed = []
    for column in columns:
        number = _NUMBERS.get(kinds.get(column.name, ""))
        try:
            values = [None if v is None or number is None else number(v) for v in column.values]
        except ValueError:
            number = None
        # 007 is a code, whatever the schema says.
        if number is int and any(
            str(v) != old for v, old in zip(values, column.values, strict=True) if v is not None
        ):
            number = None
        typed.append(column if number is None else Column(column.name, values))
    return typed


_NUMBERS: dict[str, Callable[[str], int | float]] = {
    "int": int, "uint": int, "short": int, "ushort": int, "float": float, "double": float,
}  # fmt: skip


def _title(root: Element) -> str:
    documents = all_of(root, "Document")
    return next((name for name in map(_name, documents) if name), "")


def _placemarks(element: Element) -> Iterator[tuple[Element, str]]:
    """Yield every placemark with the names of the folders it lies in, without recursion."""
    waiting = [(element, "", 0)]
    while waiting:
        part, folder, depth = waiting.pop()
        if tag_of(part) == "Placemark":
            yield part, folder
            continue
        name = _name(part) if tag_of(part) == "Folder" else ""
        inner = f"{folder} / {name}" if folder and name else folder or name
        if depth > _DEEPEST:
            raise FormatError(
                say("its folders are nested more than {deepest} deep", deepest=_DEEPEST),
                hint=say("Export it again."),
            )
        waiting.extend((child, inner, depth + 1) for child in reversed(part))


def _parse(path: Path) -> Element:
    return xml_root(path, KML.name, ("kml", "Document", "Folder", "Placemark"))


def _child_text(element: Element, *tags: str) -> str:
    for child in element:
        if tag_of(child) in tags:
            return "".join(child.itertext()).strip()  # some write HTML there as it is
    return ""


def _name(element: Element) -> str:
    return _child_text(element, "name")


def _all_folders(root: Element) -> list[Element]:
    return [row for tag in ("Document", "Folder") for row in all_of(root, tag)]


def _folders(path: Path, root: Element, name: str) -> list[Element]:
    folders = _all_folders(root)
    found = [row for row in folders if _name(row) == name]
    if not found:
        known = ", ".join(dict.fromkeys(filter(None, map(_name, folders))))
        raise no_layer(path, name, known)
    if tag_of(found[0]) == "Document":
        return found[:1]
    # A folder inside one of the same name is read with it, not twice.
    inner = {id(row) for folder in found for row in folder.iter() if row is not folder}
    return [row for row in found if id(row) not in inner]


def _attributes(mark: Element, folder: str) -> dict[str, str]:
    """Return what a placemark says, its extended data above all; blank ones left out."""
    data: dict[str, str] = {}
    for row in all_of(mark, "Data"):
        add_value(data, row.get("name", ""), _child_text(row, "value"))
    for row in all_of(mark, "SimpleData"):
        add_value(data, row.get("name", ""), (row.text or "").strip())
    for row in (child for part in mark if tag_of(part) == "ExtendedData" for child in part):
        if tag_of(row) not in _EXTENDED:  # KML lets a program add elements of its own here
            add_value(data, tag_of(row), "".join(row.itertext()).strip())
    said = {tag: _child_text(mark, tag) for tag in _SAID}
    if not data:
        data = table_of_html(said["description"])
    said |= {
        tag_of(row): (row.text or "").strip()
        for span in mark
        if tag_of(span) in ("TimeStamp", "TimeSpan")
        for row in span
        if tag_of(row) in _TIMES
    }
    said["folder"] = folder
    values: dict[str, str] = {}
    for key, value in said.items():
        own = key
        # Extended data may say “name” too, and something else: neither is lost.
        while data.get(own, value) != value:
            own = f"{own}_"
        values[own] = value
    return {key: value for key, value in (values | data).items() if value}


_EXTENDED = ("Data", "SchemaData")


def _shape(element: Element, where: str) -> BaseGeometry:
    """Return the geometry of an element; KML nests collections, which a stack takes apart."""
    waiting, parts = [element], []
    while waiting:
        row = waiting.pop()
        if tag_of(row) == "MultiGeometry":
            waiting.extend(child for child in reversed(row) if tag_of(child) in _DRAWN)
        else:
            parts.append(_part(row, where))
    return _joined(parts) if tag_of(element) == "MultiGeometry" else parts[0]


def _joined(parts: list[BaseGeometry]) -> BaseGeometry:
    kinds = {part.geom_type for part in parts}
    for kind, join in _JOINS.items():
        if kinds == {kind}:
            return join(parts)
    return GeometryCollection(parts)


_JOINS: dict[str, Callable[[list[Any]], BaseGeometry]] = {
    "Polygon": MultiPolygon,
    "LineString": MultiLineString,
    "Point": MultiPoint,
}


def _part(element: Element, where: str) -> BaseGeometry:
    kind = tag_of(element)
    if kind == "Polygon":
        return _polygon(element, where)
    if kind == "MultiTrack":
        tracks = [_part(row, where) for row in element if tag_of(row) == "Track"]
        return _joined([part for track in tracks for part in getattr(track, "geoms", [track])])
    if kind == "Track":
        return _trail(_track(element, where), where)
    if kind in _LEAST_POINTS:
        points = _points(element, where)
        if len(points) < _LEAST_POINTS[kind]:
            raise FormatError(
                say("a {kind} has {count} points", kind=kind, count=len(points)),
                where=where,
                hint=say("Draw or drop it."),
            )
        if kind == "LinearRing" and points[0] != points[-1]:
            points.append(points[0])
        return Point(points[0]) if kind == "Point" else LineString(points)
    raise FormatError(
        say("this feature is a {kind}, which is not read", kind=kind),
        where=where,
        hint=say("Drop the feature."),
    )


_LEAST_POINTS = {"Point": 1, "LineString": 2, "LinearRing": 3}


def _trail(points: list[tuple[float, ...]], where: str) -> BaseGeometry:
    """Return a way somebody went.

    A receiver that was switched on and off leaves one point.  A way that ends where it began is
    given in two halves: it is no outline.
    """
    if not points:
        raise FormatError(say("a Track has no points"), where=where, hint=say("Drop it."))
    if len(points) == 1:
        return Point(points[0])
    half = len(points) // 2
    if points[0] == points[-1] and half > 1:
        return MultiLineString([points[: half + 1], points[half:]])
    return LineString(points)


def _track(element: Element, where: str) -> list[tuple[float, ...]]:
    """Return the places of a track, whose numbers are parted by blanks."""
    cells = [",".join((row.text or "").split()) for row in element if tag_of(row) == "coord"]
    return [_point(cell, where)[:2] for cell in cells]


def _polygon(element: Element, where: str) -> Polygon:
    shells, holes = (
        [_ring(ring, where) for side in all_of(element, tag) for ring in all_of(side, "LinearRing")]
        for tag in ("outerBoundaryIs", "innerBoundaryIs")
    )
    if len(shells) != 1:
        raise FormatError(
            say("this polygon has {count} outer rings", count=len(shells)),
            where=where,
            hint=say("Draw it again."),
        )
    return Polygon(shells[0], holes)


def _ring(element: Element, where: str) -> list[tuple[float, ...]]:
    points = _points(element, where)
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    if len(points) < 3:
        raise FormatError(
            say("a ring has {count} corners", count=len(points)),
            where=where,
            hint=say("A ring needs at least 3."),
        )
    return points


def _points(element: Element, where: str) -> list[tuple[float, ...]]:
    """Return longitude, latitude and, where all points have it, height."""
    points = [_point(cell, where) for cell in _child_text(element, "coordinates").split()]
    high = all(len(point) > 2 for point in points)
    return points if high else [point[:2] for point in points]


def _point(cell: str, where: str) -> tuple[float, ...]:
    try:
        point = tuple(map(float, cell.split(",")))
        lon, lat = point[:2]
        if len(point) > 3:
            raise ValueError
    except ValueError:
        raise FormatError(
            say("“{cell}” is no coordinate", cell=cell[:40]),
            where=where,
            hint=say("Write lon,lat."),
        ) from None
    if not (abs(lon) < HUGE and abs(lat) < HUGE):
        raise FormatError(
            say("“{cell}” is not on the ground", cell=cell[:40]),
            where=where,
            hint=say("Correct it."),
        )
    return point
