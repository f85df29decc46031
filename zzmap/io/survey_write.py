"""Write 勘测定界 coordinate text (勘测定界界址点坐标交换格式); `survey_txt` reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

import shapely
from shapely.geometry import MultiPolygon, Polygon

from zzmap.crs import Metric, gauss_kruger, transform_geometry
from zzmap.errors import FormatError
from zzmap.io.staging import write_text
from zzmap.io.target import check_target
from zzmap.messages import say

HECTARE_M2 = 10_000.0


class SurveyParcel(Protocol):
    """What a parcel has to have to be written."""

    @property
    def number(self) -> int:
        """Its number, which stands in for a code."""

    @property
    def geometry(self) -> Polygon | MultiPolygon:
        """Its outline in WGS-84."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def code(self) -> str:
        """Its code."""


def write_survey_txt(
    path: Path, parcels: Iterable[SurveyParcel], zone: int, *, gbk: bool = False
) -> tuple[str, ...]:
    """Write parcels in CGCS2000 / 3-degree Gauss-Kruger, Y with the zone number.

    Parameters
    ----------
    path
        File to write.
    parcels
        Parcels whose geometry is WGS-84 degrees.
    zone
        3-degree zone, 25 to 45; it is never guessed.
    gbk
        Whether to write GBK and CRLF, as older programs ask for, instead of UTF-8 and LF.

    Returns
    -------
    tuple of str
        What is not as it was: texts whose commas or line ends the format cannot quote.

    Raises
    ------
    CrsError
        If there is no such zone.
    FormatError
        If there is no parcel, or one is not a polygon or does not lie in the zone.
    OutputError
        If the file cannot be written there.
    """
    rows = list(parcels)
    check_target(path)
    text = survey_text(rows, zone, path.name)
    if gbk:
        write_text(path, in_gbk(text, path.name).replace("\n", "\r\n"), "gbk")
    else:
        write_text(path, text)
    return _notes(rows)


def in_gbk(text: str, file: str) -> str:
    """Return a text that GBK can hold.

    Raises
    ------
    FormatError
        That names the first letter it cannot.
    """
    try:
        text.encode("gbk")
    except UnicodeEncodeError as error:
        raise FormatError(
            say("GBK has no “{text}”", text=text[error.start]),
            where=file,
            hint=say("Write it in UTF-8, without --gbk."),
        ) from None
    return text


def survey_text(parcels: Iterable[SurveyParcel], zone: int, file: str) -> str:
    """Return parcels as 勘测定界 text; parameters and errors are those of `write_survey_txt`."""
    target = gauss_kruger(3, zone, prefix=True)
    lines = [
        "[属性描述]", "格式版本号=1.01版本", "数据产生单位=zzmap",
        "坐标系=2000国家大地坐标系", "几度分带=3", "投影类型=高斯克吕格", "计量单位=米",
        f"带号={zone}", "精度=0.001", "转换参数=,,,,,,", "[地块坐标]",
    ]  # fmt: skip
    for parcel in parcels:
        _check_parcel(parcel, zone, file)
        lines.extend(_written(parcel, transform_geometry(parcel.geometry, "EPSG:4326", target)))
    return "\n".join(lines) + "\n"


def _check_parcel(parcel: SurveyParcel, zone: int, file: str) -> None:
    shape = parcel.geometry
    where = f"{file}: parcel {parcel.number}{f' “{parcel.name}”' if parcel.name else ''}"
    if not isinstance(shape, (Polygon, MultiPolygon)) or shape.is_empty:
        kind = "nothing" if shape is None or shape.is_empty else shape.geom_type
        raise FormatError(
            say("勘测定界 text holds polygons only, this is {kind}", kind=kind),
            where=where,
            hint=say("Write .gpkg or .geojson."),
        )
    measure = Metric.of(gauss_kruger(3, zone, prefix=True).key)
    if not measure.covers(shape):
        west, _, east, _ = shape.bounds
        raise FormatError(
            say(
                "it lies at {west:.2f}° E and does not belong to zone {zone} "
                "(CM {zone2}E), whose metres are not true there",
                west=(west + east) / 2,
                zone=zone,
                zone2=3 * zone,
            ),
            where=where,
            hint=say(
                "Write it in zone {west} (a command takes the zone of its "
                "city, --geodata), or as .gpkg or .geojson.",
                west=round((west + east) / 6),
            ),
        )


def _notes(parcels: Iterable[SurveyParcel]) -> tuple[str, ...]:
    changed = [text for row in parcels for text in (row.code, row.name) if _one_cell(text) != text]
    if not changed:
        return ()
    told = "、".join(changed[:5]) + (" …" if len(changed) > 5 else "")
    return (
        say(
            "勘测定界 text cannot quote commas and line ends; full-width commas stand in: {told}",
            told=told,
        ),
    )


def _written(parcel: SurveyParcel, metric: Polygon | MultiPolygon) -> Iterator[str]:
    rings = [
        list(ring.coords)
        for part in shapely.get_parts(metric)
        for ring in (part.exterior, *part.interiors)
    ]
    count = sum(map(len, rings))
    code, name = _one_cell(parcel.code or str(parcel.number)), _one_cell(parcel.name)
    area = metric.area / HECTARE_M2
    yield f"{count},{area:.4f},{code},{name},面,,,,@"
    point = 0
    for number, ring in enumerate(rings, 1):
        first = point + 1
        for index, (east, north, *_) in enumerate(ring):
            label = first if index == len(ring) - 1 else point + 1
            point = max(point, label)
            yield f"J{label},{number},{north:.3f},{east:.3f}"


def _one_cell(text: str) -> str:
    """Keep commas and line ends out of a cell; the format has no way to quote them."""
    return re.sub(r"\s+", " ", text).replace(",", "，").strip()
