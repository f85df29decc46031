"""Read 勘测定界 coordinate text (勘测定界界址点坐标交换格式).

A file has a block ``[属性描述]`` of ``key=value`` lines and a block ``[地块坐标]``.  A parcel
starts with a line that ends in ``@``::

    number of points, area in 公顷, parcel code, name, 面, map sheet, use, class code, @

of which later fields may be missing and others may follow, and goes on with a line a point:
point name, ring number (地块圈号), X (north), Y (east).  What is a 线 or a 点 by that line is no
parcel.  Rings of one parcel that lie inside another of its rings are holes.  Source: 国土资源部
《关于印发<建设用地勘测定界成果…坐标交换格式>》 as used in land-approval filings; real files
differ in the closing point, the zone prefix of Y, the order of X and Y and the encoding,
and all of these are read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import shapely
from shapely.geometry import MultiPolygon, Polygon

from zzmap import settings
from zzmap.crs.codes import meridian_of
from zzmap.crs.dms import can_be_packed, parse_dms, unpack_dms
from zzmap.errors import CrsError, FormatError, OldDatumError, UnfitCrsError
from zzmap.io.corners.table import bare_beside_signs
from zzmap.io.corners.words import measure_of
from zzmap.io.formats import SURVEY_TXT
from zzmap.io.guard import too_many
from zzmap.io.parsed import Parsed, columns_of
from zzmap.io.polygons import assemble
from zzmap.io.text import read_text
from zzmap.messages import say

AREA_COLUMN = "面积(公顷)"
"""The column of the area a file states, its unit in the name."""

_BEFORE, _AFTER = ("points", "area_ha", "code"), ("shape", "sheet", "use", "class")
_SHAPES = ("面", "线", "点")
_BLOCK = re.compile(r"[\[［【〔]\s*(.+?)\s*[\]］】〕]")
_DATUMS = {
    "2000": "CGCS2000",
    "80": "xian80",
    "西安": "xian80",
    "54": "beijing54",
    "北京": "beijing54",
}
_NORTH = (1_000_000.0, 6_200_000.0)
"""Northings of China in metres; no easting without a zone prefix reaches into them."""

_CLOSE_M, _NAMED_M = 1e-4, 0.02


class _Point(NamedTuple):
    line: int
    name: str
    ring: str
    first: float
    second: float
    angle: bool = False
    """Whether it is written with signs: 113°45′30″."""


class _Block(NamedTuple):
    line: int
    cells: list[str]
    points: list[_Point]

    def fields(self) -> dict[str, str]:
        """Name the cells of the parcel's line.

        The word 面 tells where the name ends, which may hold commas; without it the cells count.
        """
        cells = self.cells
        # The last of them is the kind: a code or a name may be such a word too.
        at = max((at for at, cell in enumerate(cells) if at > 1 and cell in _SHAPES), default=4)
        before = dict(zip(_BEFORE, cells[: min(3, at)], strict=False))
        if at == 3:  # no code
            before = {"points": cells[0], "area_ha": cells[1], "name": cells[2]}
        elif at > 3:
            before["name"] = ",".join(cells[3:at])
        return {**before, **dict(zip(_AFTER, cells[at:], strict=False))}


def read_survey_txt(path: Path, encoding: str | None = None) -> Parsed:
    """Read a 勘测定界 TXT file.

    Raises
    ------
    FormatError
        If a block is missing or empty, a line is not a point, or a ring cannot be a
        ring; the message names the line.
    """
    text, found = read_text(path, encoding)
    lines = [line.strip().strip("\ufeff") for line in text.splitlines()]
    header, start = _attributes(path, lines)
    blocks, passed = _parcels(list(_blocks(path, lines, start)))
    if not blocks:
        raise FormatError(
            say("the block [地块坐标] holds no parcel")
            + (say(", only {passed}", passed=passed) if passed else ""),
            where=path.name,
            hint=say("Each parcel starts with a line that ends in @."),
        )
    if len(blocks) > settings.MAX_FEATURES:
        raise too_many(path)
    unit = measure_of(header.get("计量单位", "")).unit
    blocks, measured = _measured(path, header, blocks)
    swapped = _columns_swapped(blocks)
    shapes = [_shape(path, number, block, swapped) for number, block in enumerate(blocks, 1)]
    return Parsed(
        path.stem,
        SURVEY_TXT.name,
        list(shapes),
        columns_of(map(_values, blocks)),
        _crs(path, header, shapes[0]),
        swapped=swapped,
        unit_open=not unit and not any(point.angle for block in blocks for point in block.points),
        unpacked=unit == "dms",
    ).noted(
        say("read as {found}", found=found) if found != "utf-8" else "",
        say("the columns are Y (east), X (north); they were put in order") if swapped else "",
        measured,
        say("no parcels, so passed over: {passed}", passed=passed) if passed else "",
    )


def looks_like_survey_txt(text: str) -> bool:
    """Tell whether a text is in this format by its two block names."""
    return any(_block_name(line) in ("地块坐标", "属性描述") for line in text.splitlines())


def _block_name(line: str) -> str:
    """Return the name of a block, in whatever brackets it stands; '' for another line."""
    found = _BLOCK.fullmatch(line.strip().strip("\ufeff"))
    return found[1].replace(" ", "") if found else ""


def _parcels(blocks: list[_Block]) -> tuple[list[_Block], str]:
    """Part parcels from the lines and points among them, which are named."""
    others = [row for row in blocks if row.fields().get("shape") in ("线", "点")]
    told = [
        f"{row.fields().get('name') or say('no name')} ({row.fields()['shape']})" for row in others
    ]
    few = ", ".join(told[:5]) + (
        say(" and {count} more", count=len(told) - 5) if len(told) > 5 else ""
    )
    return [row for row in blocks if row not in others], few


def _measured(path: Path, header: dict[str, str], blocks: list[_Block]) -> tuple[list[_Block], str]:
    """Make degrees of 度.分.秒 and metres of 千米, if 计量单位 says so."""
    said = header.get("计量单位", "")
    measure = measure_of(said)
    if measure.unit == "unknown":
        raise FormatError(
            say("计量单位={said} is not read", said=said),
            path.name,
            say("Give metres, or degrees."),
        )
    if not measure.unit:
        _check_one_unit(path, blocks)
    if measure.unit not in ("dms", "scaled"):
        return blocks, ""

    def one(value: float, line: int) -> float:
        found = float(unpack_dms(value)) if measure.unit == "dms" else value * measure.scale
        if math.isnan(found):
            raise FormatError(
                say("“{value}” is no angle in {said}, as 计量单位 says", value=value, said=said),
                where=say("{name} line {line}", name=path.name, line=line),
                hint=say("Correct it, or 计量单位."),
            )
        return found

    turned = [
        row._replace(
            points=[
                point._replace(
                    first=one(point.first, point.line), second=one(point.second, point.line)
                )
                if not point.angle
                else point
                for point in row.points
            ]
        )
        for row in blocks
    ]
    return turned, say("coordinates are in {said}, as 计量单位 says", said=said)


def _check_one_unit(path: Path, blocks: list[_Block]) -> None:
    """Refuse bare numbers beside angles with signs, where they can be packed angles too."""
    points = [point for row in blocks for point in row.points]
    bare = [point for point in points if not point.angle]
    if len(bare) in (0, len(points)):
        return
    if can_be_packed([(point.first, point.second) for point in bare]):
        where = say("{name} line {number}", name=path.name, number=bare[0].line)
        raise bare_beside_signs(bare[0].first, where)


def _attributes(path: Path, lines: list[str]) -> tuple[dict[str, str], int]:
    header: dict[str, str] = {}
    for number, line in enumerate(lines):
        if _block_name(line) == "地块坐标":
            return header, number + 1
        key, separator, value = line.replace("＝", "=").partition("=")
        if separator:
            header[key.strip()] = value.strip()
    raise FormatError(
        say("the block [地块坐标] is missing"),
        where=path.name,
        hint=say("The file is cut off, or is not a 勘测定界 coordinate file."),
    )


def _blocks(path: Path, lines: list[str], start: int) -> Iterator[_Block]:
    block: _Block | None = None
    for number, line in enumerate(lines[start:], start + 1):
        if not line:
            continue
        # Some programs write full-width commas; beside ordinary ones they belong to a name.
        cells = [cell.strip() for cell in line.split("," if "," in line else "，")]
        if line.endswith(("@", "＠")):
            if block is not None:
                yield block
            cells[-1] = cells[-1].rstrip("@＠")
            block = _Block(number, cells, [])
        elif block is None:
            raise FormatError(
                say("a point stands before the first parcel line"),
                where=say("{name} line {number}", name=path.name, number=number),
                hint=say("Start the parcel with a line that ends in @."),
            )
        else:
            block.points.append(_point(path, number, cells))
    if block is not None:
        yield block


def _point(path: Path, line: int, cells: list[str]) -> _Point:
    where = f"{path.name} line {line}"
    if len(cells) < 4:
        raise FormatError(
            say("a point has {count} cells, not 4", count=len(cells)),
            where=where,
            hint=say("Give point name, ring number, X and Y."),
        )
    try:
        first, second = _coordinate(cells[2]), _coordinate(cells[3])
    except ValueError:
        raise FormatError(
            say("“{cells}, {cells2}” is no pair of coordinates", cells=cells[2], cells2=cells[3]),
            where=where,
            hint=say("Write both as plain numbers in metres, or as degrees such as 113°45′30″."),
        ) from None
    if not (abs(first) < 1e9 and abs(second) < 1e9):
        raise FormatError(
            say("“{cells}, {cells2}” is not on the ground", cells=cells[2], cells2=cells[3]),
            where=where,
            hint=say("Correct the coordinates."),
        )
    angle = not _is_number(cells[2])
    if angle == _is_number(cells[3]):
        raise FormatError(
            say("“{cells}, {cells2}” is a number beside an angle", cells=cells[2], cells2=cells[3]),
            where=where,
            hint=say("Write both alike."),
        )
    return _Point(line, cells[0], cells[1], first, second, angle)


def _coordinate(cell: str) -> float:
    """Read a number, or an angle with its signs."""
    if _is_number(cell):
        return _number(cell)
    try:
        return parse_dms(cell)
    except CrsError:
        raise ValueError(cell) from None


def _is_number(cell: str) -> bool:
    try:
        _number(cell)
    except ValueError:
        return False
    return True


def _number(cell: str) -> float:
    if "_" in cell:  # Python reads 1_000 as a thousand; nobody else does
        raise ValueError(cell)
    return float(cell)


def _columns_swapped(blocks: Iterable[_Block]) -> bool:
    """Tell by size whether east comes first: a northing of China cannot be an easting."""

    def northing(value: float) -> bool:
        return _NORTH[0] < value < _NORTH[1]

    points = [point for block in blocks for point in block.points]
    straight = sum(northing(point.first) and not northing(point.second) for point in points)
    turned = sum(northing(point.second) and not northing(point.first) for point in points)
    return turned > straight


def _shape(path: Path, number: int, block: _Block, swapped: bool) -> Polygon | MultiPolygon:
    rings = [_ring(path, rows, swapped) for rows in _rings(block)]
    if not rings:
        raise FormatError(
            say("parcel {number} has no points", number=number),
            where=say("{name} line {line}", name=path.name, line=block.line),
            hint=say("Give its points below the parcel line."),
        )
    _check_count(path, block, len(rings))
    return assemble(rings)


def _values(block: _Block) -> dict[str, str | float | None]:
    cells = block.fields()
    return {
        "地块名称": cells.get("name", ""),
        "地块编号": cells.get("code", ""),
        "地块用途": cells.get("use", ""),
        "图幅号": cells.get("sheet", ""),
        "地类编码": cells.get("class", ""),
        "图形属性": cells.get("shape", ""),
        AREA_COLUMN: _area(cells.get("area_ha", "")),
    }


def _check_count(path: Path, block: _Block, rings: int) -> None:
    """Refuse a parcel that has lost points: files are cut off on their way.

    Some count the closing points and some do not, whether or not they write them.
    """
    stated = block.cells[0] if block.cells else ""
    if stated.isdecimal() and int(stated) > len(block.points) + rings:
        raise FormatError(
            say(
                "the parcel says it has {stated} points, {count} are there",
                stated=stated,
                count=len(block.points),
            ),
            where=say("{name} line {line}", name=path.name, line=block.line),
            hint=say("The file is cut off: ask for it again, or correct the number."),
        )


def _rings(block: _Block) -> Iterator[list[_Point]]:
    """Split a parcel's points where the ring number changes, a ring has closed, or names restart.

    Of two outlines that nobody has closed, the second begins where the first's name comes again.
    """
    ring: list[_Point] = []
    for at, point in enumerate(block.points):
        closed = len(ring) > 3 and _returns(ring[0], ring[-1])
        rest = block.points[at + 1 : at + 2]
        ends = not rest or rest[0].ring != point.ring
        if closed and ends and _repeats(ring[0], point):
            continue  # the closing point stands twice
        again = len(ring) > 2 and point.name == ring[0].name and not _returns(ring[0], point)
        named = again and len({row.name for row in ring}) == len(ring)
        if ring and (point.ring != ring[-1].ring or closed or named):
            yield ring
            ring = []
        ring.append(point)
    if ring:
        yield ring


def _repeats(first: _Point, point: _Point) -> bool:
    return (point.name, point.ring) == (first.name, first.ring) and _same(first, point)


def _returns(first: _Point, point: _Point) -> bool:
    """Tell a closing point; one that carries the first one's name may differ by rounding."""
    named = bool(first.name) and first.name == point.name and first.ring == point.ring
    metres = max(abs(first.first), abs(first.second)) > 1000
    gap = math.dist((first.first, first.second), (point.first, point.second))
    return _same(first, point) or (named and gap <= (_NAMED_M if metres else _NAMED_M / 1e5))


def _same(a: _Point, b: _Point) -> bool:
    # A tenth of a millimetre, in metres or in degrees.
    close = _CLOSE_M if max(abs(a.first), abs(a.second)) > 1000 else _CLOSE_M / 1e5
    return abs(a.first - b.first) < close and abs(a.second - b.second) < close


def _ring(path: Path, points: list[_Point], swapped: bool) -> list[tuple[float, float]]:
    ring = points[:-1] if len(points) > 1 and _returns(points[0], points[-1]) else points
    if len(ring) < 3:
        raise FormatError(
            say("ring {ring} has {count} points", ring=points[0].ring, count=len(ring)),
            where=say("{name} line {line}", name=path.name, line=points[0].line),
            hint=say("A ring needs at least 3."),
        )
    if swapped:
        return [(point.first, point.second) for point in ring]
    return [(point.second, point.first) for point in ring]


def _area(cell: str) -> float | None:
    try:
        area = _number(cell)
    except ValueError:
        return None
    return area if 0 < area < float("inf") else None


_MERIDIANS = ("中央子午线", "中央子午线经度", "中央经线", "中央子午线度数")


def _meridian(path: Path, header: dict[str, str], width: int, zone: float) -> float | None:
    """Return the central meridian that the header states in so many words.

    Raises
    ------
    FormatError
        If it is no number of degrees, or another than that of the zone stated beside it.
    """
    said = next((header[key] for key in _MERIDIANS if header.get(key)), "")
    if not said:
        return None
    try:
        meridian = parse_dms(said)
    except CrsError:
        raise FormatError(
            say("中央子午线={said} is no number of degrees", said=said),
            path.name,
            say("Write it as 114."),
        ) from None
    if 0 < zone <= _LAST_ZONE and meridian_of(width, int(zone)) != meridian:
        raise FormatError(
            say(
                "带号={zone:g} and 中央子午线={said} contradict each other: the zone's meridian is "
                "{meridian_of:g}",
                zone=zone,
                said=said,
                meridian_of=meridian_of(width, int(zone)),
            ),
            path.name,
            say("Ask which is right, and take the other line out."),
        )
    return meridian


def _crs(path: Path, header: dict[str, str], shape: Polygon | MultiPolygon) -> str:
    """Put what the header says into words `zzmap.crs.resolve` takes."""
    named = header.get("坐标系", "")
    if _known(named) == named != "":
        return named  # a local system, whatever else it is called
    datum = next((key for sign, key in _DATUMS.items() if sign in named), "")
    number = re.search(r"\d+(?:\.\d+)?", header.get("带号", ""))
    zone = float(number[0]) if number else 0.0
    width = 6 if header.get("几度分带", "").strip().startswith(("6", "六")) else 3
    meridian = _meridian(path, header, width, zone)
    if not named:  # a zone without a datum is said to be that
        zone_alone = f"{zone:g}带" if 0 < zone <= _LAST_ZONE else ""
        return zone_alone if meridian is None else f"中央子午线 {meridian:g}"
    if datum != "CGCS2000":
        return datum or _known(named)
    if not zone:
        return datum if meridian is None else f"CGCS2000 {width}-degree CM {meridian:g}E"
    return _zone(header, shape, width, zone)


def _zone(header: dict[str, str], shape: Polygon | MultiPolygon, width: int, zone: float) -> str:
    if header.get("几度分带", "").strip().startswith(("1.5", "一点五")):
        # Such a zone has its number times 1.5 as central meridian.
        zone = zone if zone > _LAST_MERIDIAN_ZONE else zone * 1.5
    if zone > _LAST_ZONE:  # the central meridian itself
        return f"CGCS2000 {width}-degree CM {zone:g}E"
    east = shapely.get_coordinates(shape)[0][0]
    if east > 1_000_000:
        return f"CGCS2000 {width}-degree zone {zone:g}"
    return f"CGCS2000 {width}-degree CM {meridian_of(width, int(zone))}E"


_LAST_MERIDIAN_ZONE = 91
"""No zone of 1.5 degrees of China has a larger number: 136.5 degrees east is beyond it."""

_LAST_ZONE = 60
"""No zone of China has a larger number, and no meridian of China a smaller one."""


def _known(named: str) -> str:
    """Return a name of a system outside the format's own list, such as WGS84, if it is one.

    A local one keeps its name, for the planner to be told.
    """
    from zzmap.crs import resolve

    try:
        return resolve(named).key if named else ""
    except OldDatumError:
        return ""
    except UnfitCrsError:
        return named
    except CrsError:
        return ""
