"""Read KML: placemarks with polygons, their names and their extended data.

GDAL's LIBKML turns every Chinese letter of a field's name into an underscore, so that 产业 and
状态 become one column, and its other KML driver drops extended data.  So this reader is ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from shapely.geometry import MultiPolygon, Polygon

from zzmap.errors import FormatError
from zzmap.io.parcel import Parcel, ParcelFile
from zzmap.io.polygons import polygonal

_BLOCK = 1 << 20
_HUGE = 1e9
_DRAWN = ("Polygon", "MultiGeometry", "LineString", "LinearRing", "Point", "Track", "MultiTrack",
          "Model")  # fmt: skip


def read_kml(path: Path, layer: str | None = None) -> ParcelFile:
    """Read the polygons of a KML file.

    Parameters
    ----------
    path
        File to read.
    layer
        Name of a folder; None takes the whole file.

    Raises
    ------
    FormatError
        If it is no KML, defines entities, or a placemark has no sound polygon.
    """
    root = _parse(path)
    scope = [root] if layer is None else _folders(path, root, layer)
    parcels: list[Parcel] = []
    other = 0
    for number, mark in enumerate((mark for part in scope for mark in _all(part, "Placemark")), 1):
        where = f"{path.name} feature {number}"
        shape = next((child for child in mark if _tag(child) in _DRAWN), None)
        if shape is None:
            raise FormatError("this feature has no geometry", where=where, hint="Draw or drop it.")
        if _tag(shape) == "Point":  # labels stand among the parcels in most KML
            other += 1
            continue
        parcels.append(Parcel(number, _shape(shape, where), _attributes(mark)))
    if not parcels:
        raise FormatError(
            f"the file holds no polygons{f', only {other} points' if other else ''}",
            where=path.name,
            hint="Export it again with its parcels.",
        )
    notes = (f"{other} points were passed over",) if other else ()
    return ParcelFile(parcels, "EPSG:4326", "KML", notes)


def _parse(path: Path) -> Element:
    parser = XMLParser(target=_Builder(path))
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                parser.feed(block)
        root = parser.close()
    except (ParseError, LookupError, ValueError) as error:
        raise FormatError(
            f"this is no sound KML ({error})", where=path.name, hint="Export it again in UTF-8."
        ) from None
    assert isinstance(root, Element)
    if _tag(root) not in ("kml", "Document", "Folder", "Placemark"):
        raise FormatError(
            f"this is XML, but <{_tag(root)}> is not KML",
            where=path.name,
            hint="Export it as KML.",
        )
    return root


class _Builder(TreeBuilder):
    """A tree builder that stops at a document type: only there entities are defined.

    KML needs none, and a few lines of them fill a memory or fetch a file.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def doctype(self, *_: object) -> NoReturn:
        raise FormatError(
            "the KML has a document type, which may define entities and which no parcel needs",
            where=self._path.name,
            hint="Export it again; check where it comes from.",
        )


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _all(element: Element, tag: str) -> Iterator[Element]:
    return (row for row in element.iter() if _tag(row) == tag)


def _child_text(element: Element, *tags: str) -> str:
    for child in element:
        if _tag(child) in tags:
            return (child.text or "").strip()
    return ""


def _folders(path: Path, root: Element, name: str) -> list[Element]:
    folders = [row for tag in ("Document", "Folder") for row in _all(root, tag)]
    found = [row for row in folders if _child_text(row, "name") == name]
    if not found:
        known = ", ".join(dict.fromkeys(filter(None, (_child_text(f, "name") for f in folders))))
        raise FormatError(
            f"there is no layer “{name}”", where=path.name, hint=f"It has {known or 'none'}."
        )
    return found[:1] if _tag(found[0]) == "Document" else found


def _attributes(mark: Element) -> dict[str, str]:
    """Return name, description and extended data, blank ones left out."""
    values = {tag: _child_text(mark, tag) for tag in ("name", "description")}
    for data in _all(mark, "Data"):
        values[data.get("name", "")] = _child_text(data, "value")
    for data in _all(mark, "SimpleData"):
        values[data.get("name", "")] = (data.text or "").strip()
    return {key: value for key, value in values.items() if value}


def _shape(element: Element, where: str) -> Polygon | MultiPolygon:
    if _tag(element) == "Polygon":
        return polygonal(_polygon(element, where), where)
    if _tag(element) == "MultiGeometry":
        parts = list(_all(element, "Polygon"))
        lines = any(True for _ in _all(element, "LineString"))
        if parts and not lines:
            return polygonal(MultiPolygon([_polygon(part, where) for part in parts]), where)
    raise FormatError(
        f"this feature is a {_tag(element)}, not a polygon",
        where=where,
        hint="Close the line, or drop the feature.",
    )


def _polygon(element: Element, where: str) -> Polygon:
    shells, holes = (
        [_ring(ring, where) for side in _all(element, tag) for ring in _all(side, "LinearRing")]
        for tag in ("outerBoundaryIs", "innerBoundaryIs")
    )
    if len(shells) != 1:
        raise FormatError(
            f"this polygon has {len(shells)} outer rings", where=where, hint="Draw it again."
        )
    return Polygon(shells[0], holes)


def _ring(element: Element, where: str) -> list[tuple[float, float]]:
    text = _child_text(element, "coordinates")
    points = []
    for cell in text.split():
        try:
            lon, lat = (float(value) for value in cell.split(",")[:2])
        except ValueError:
            raise FormatError(
                f"“{cell[:40]}” is no coordinate", where=where, hint="Write lon,lat."
            ) from None
        if not (abs(lon) < _HUGE and abs(lat) < _HUGE):
            raise FormatError(
                f"“{cell[:40]}” is not on the ground", where=where, hint="Correct it."
            )
        points.append((lon, lat))
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    if len(points) < 3:
        raise FormatError(
            f"a ring has {len(points)} corners", where=where, hint="A ring needs at least 3."
        )
    return points
