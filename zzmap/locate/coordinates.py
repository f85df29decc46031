"""The positions of a batch of rows: which columns say them, in which system, what is none.

No number tells WGS-84 from GCJ-02 or BD-09, some 600 m apart here: where neither the file nor
the one who asks says the system, nothing is located.  A row whose position cannot be read keeps
its place in the table, and says why it has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from zzmap.crs import WGS84, Crs, parse_dms, resolve, to_wgs84
from zzmap.crs.transform import in_range
from zzmap.errors import CrsError, FormatError
from zzmap.messages import say

if TYPE_CHECKING:
    import pyarrow as pa

    from zzmap.join.roles import Roles

Floats = NDArray[np.float64]

INSIDE, OUTSIDE = "inside", "outside"
NONE, UNREADABLE, BEYOND, UNKNOWN_CRS, NO_POINT = (
    "no position", "not a number", "not in this system", "unknown system", "not a point",
)  # fmt: skip
STATES = (INSIDE, OUTSIDE, NONE, UNREADABLE, BEYOND, UNKNOWN_CRS, NO_POINT)
"""What is said of a row: in some polygon, in none, or why it has no position."""

GEOMETRY = "geometry"
_BLANK = frozenset(["", "-", "—", "--", "/", "无", "null", "none", "nan", "n/a", "未知", "暂无"])


class Positions(NamedTuple):
    """Longitude and latitude in WGS-84 degrees, NaN where there is none, and each row's state."""

    lon: Floats
    lat: Floats
    state: NDArray[np.int8]


class Where(NamedTuple):
    """Which columns say a position.

    Either `x` and `y` (longitude and latitude, or easting and northing), or `geometry` (WKB).
    `crs` is the system of all rows, None where the column `crs_column` says each row's own.
    """

    x: str = ""
    y: str = ""
    geometry: str = ""
    crs: Crs | None = None
    crs_column: str = ""

    def told(self) -> str:
        """Say in a line what is read as a position."""
        columns = self.geometry or f"{self.x}, {self.y}"
        system = (
            self.crs.label
            if self.crs
            else say("as the column {column} says", column=self.crs_column)
        )
        return say("position: {columns} ({system})", columns=columns, system=system)


def positions(batch: pa.RecordBatch, where: Where) -> Positions:
    """Read the positions of a batch and bring them to WGS-84.

    Raises
    ------
    CrsError
        If geometries say another system by themselves.

    Examples
    --------
    >>> import pyarrow as pa
    >>> rows = pa.RecordBatch.from_pydict({"lon": ["113.6", "x", ""], "lat": ["34.7", "34", ""]})
    >>> found = positions(rows, Where("lon", "lat", crs=resolve("wgs84")))
    >>> found.lon.tolist(), [STATES[state] for state in found.state]
    ([113.6, nan, nan], ['outside', 'not a number', 'no position'])
    """
    state = np.full(batch.num_rows, STATES.index(OUTSIDE), dtype=np.int8)
    if where.geometry:
        x, y = _of_geometry(batch.column(where.geometry), state, where.crs)
    else:
        degrees = where.crs is not None and not where.crs.projected
        x, blank_x = _numbers(batch.column(where.x), state, degrees)
        y, blank_y = _numbers(batch.column(where.y), state, degrees)
        state[blank_x | blank_y] = STATES.index(NONE)
    if where.crs is not None:
        lon, lat = _moved(where.crs, x, y, state)
    else:
        lon, lat = np.full(len(x), np.nan), np.full(len(x), np.nan)
        for crs, rows in _systems(batch.column(where.crs_column), state):
            own = state[rows]
            lon[rows], lat[rows] = _moved(crs, x[rows], y[rows], own)
            state[rows] = own
    lost = (state != STATES.index(OUTSIDE)) | np.isnan(lon) | np.isnan(lat)
    if lost.any():
        lon, lat = np.where(lost, np.nan, lon), np.where(lost, np.nan, lat)
    return Positions(lon, lat, state)


def _moved(crs: Crs, x: Floats, y: Floats, state: NDArray[np.int8]) -> tuple[Floats, Floats]:
    """Bring points from their system; what it cannot have is said of the row."""
    wrong = ~in_range(crs, x, y)
    if wrong.any():
        state[wrong & (state == STATES.index(OUTSIDE))] = STATES.index(BEYOND)
        x, y = np.where(wrong, np.nan, x), np.where(wrong, np.nan, y)
    return (x, y) if crs == WGS84 else to_wgs84(crs, x, y)


def _systems(column: pa.Array, state: NDArray[np.int8]) -> list[tuple[Crs, NDArray[np.int64]]]:
    """Return each system that a column names, with the rows that are in it."""
    import pyarrow.compute as pc

    said = pc.dictionary_encode(column.cast("string").fill_null(""))
    which = np.asarray(said.indices)
    found: list[tuple[Crs, NDArray[np.int64]]] = []
    for number, name in enumerate(said.dictionary.to_pylist()):
        rows = np.flatnonzero(which == number)
        try:
            found.append((resolve(name), rows))
        except CrsError:
            state[rows[state[rows] == STATES.index(OUTSIDE)]] = STATES.index(UNKNOWN_CRS)
    return found


def _numbers(
    column: pa.Array, state: NDArray[np.int8], degrees: bool
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return a column as numbers, NaN for what is none, and which cells are blank."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
        numbers = column.cast("float64", safe=False)  # none is lost: one too great is out of range
        nan = np.isnan(np.asarray(numbers.fill_null(0) if numbers.null_count else numbers))
        if nan.any():
            state[nan] = STATES.index(UNREADABLE)
        return np.asarray(numbers, dtype=np.float64), np.asarray(numbers.is_null())
    text = pc.utf8_trim_whitespace(column.cast("string").fill_null(""))
    try:
        values = np.asarray(text.cast("float64"), dtype=np.float64).copy()
        blank = np.zeros(len(values), dtype=bool)
    except pa.ArrowInvalid:
        return _read_each(text.to_pylist(), state, degrees)
    state[np.isnan(values)] = STATES.index(UNREADABLE)
    return values, blank


def _read_each(
    cells: Sequence[str], state: NDArray[np.int8], degrees: bool
) -> tuple[Floats, NDArray[np.bool_]]:
    values = np.full(len(cells), np.nan)
    blank = np.zeros(len(cells), dtype=bool)
    for row, cell in enumerate(cells):
        if cell.lower() in _BLANK:
            blank[row] = True
            continue
        values[row] = _number(cell, degrees)
        if values[row] != values[row]:
            state[row] = STATES.index(UNREADABLE)
    return values, blank


def _number(cell: str, degrees: bool) -> float:
    """Read a number; a comma parts thousands, or, where no thousands can be, whole from part.

    No degrees reach a thousand; of metres a comma parts thousands where three digits follow.
    """
    plain = cell.replace("，", ",")
    whole, comma, part = plain.partition(",")
    if comma and "," not in part and "." not in plain and (degrees or len(part) != _THOUSANDS):
        plain = f"{whole}.{part}"
    try:
        # Python reads 113_6 as 1136, which nobody has written so.
        return float("" if "_" in plain else plain.replace(",", ""))
    except ValueError:
        return _degrees(cell)


_THOUSANDS = 3


def _degrees(cell: str) -> float:
    try:
        return parse_dms(cell)
    except CrsError:
        return float("nan")


def _of_geometry(
    column: pa.Array, state: NDArray[np.int8], crs: Crs | None
) -> tuple[Floats, Floats]:
    import shapely

    raw = column.to_numpy(zero_copy_only=False)
    shapes = shapely.from_wkb(raw, on_invalid="ignore")
    if crs is not None:
        _check_bytes(np.unique(shapely.get_srid(shapes)), crs)
    missing = shapely.is_missing(shapes)
    blank = np.array([cell is None for cell in raw], dtype=bool) if missing.any() else missing
    state[missing] = STATES.index(UNREADABLE)
    state[blank] = STATES.index(NONE)
    kinds = shapely.get_type_id(shapes)
    state[~missing & (kinds != 0)] = STATES.index(NO_POINT)
    points = (kinds == 0) & ~shapely.is_empty(shapes)
    state[(kinds == 0) & ~points] = STATES.index(NONE)
    x, y = np.full(len(shapes), np.nan), np.full(len(shapes), np.nan)
    x[points], y[points] = shapely.get_x(shapes[points]), shapely.get_y(shapes[points])
    state[points & (np.isnan(x) | np.isnan(y))] = STATES.index(NONE)
    return x, y


def _check_bytes(stated: NDArray[np.int32], crs: Crs) -> None:
    """Refuse a system that the bytes of geometries (EWKB) contradict.

    Degrees that are called 4326 may be in any system of degrees, as their name says little.
    """
    for code in stated.tolist():
        degrees = code in _DEGREES and not crs.projected
        if code > 0 and code != crs.epsg and not degrees:
            raise CrsError(
                say(
                    "the geometries say EPSG:{code} by themselves, and they were to be read as "
                    "{system}",
                    code=code,
                    system=crs.label,
                ),
                hint=say("Say --crs EPSG:{code}, or have them written in one system.", code=code),
            )


_DEGREES = (4326, 4490)


def find_where(
    names: Sequence[str],
    given: Mapping[str, str],
    crs: str = "",
    *,
    geometry: str = "",
    claim: str = "",
    table: str = "",
) -> Where:
    """Say which columns are the position, and in which system it is.

    Parameters
    ----------
    names
        Of the table's columns.
    given
        Column by role (``x``, ``y``, ``lon``, ``lat``, ``geometry``, ``crs``) as a planner says.
    crs
        The system as a planner says it.
    geometry, claim
        Column of geometry and system that the file itself states.
    table
        The file, for an error.

    Raises
    ------
    FormatError
        If there are no such columns.
    CrsError
        If nobody says the system, or it is none.
    """
    columns = _columns(names, given, geometry, table)
    if given.get("crs"):
        return columns._replace(crs_column=given["crs"])
    named = _said_by(columns)
    if crs and not given:
        _check_said(crs, named, columns, table)
    said = crs or claim or named
    if not said:
        raise CrsError(
            say("nothing says in which reference system these positions are"),
            table,
            say(
                "Name it with --crs (wgs84, gcj02, bd09, cgcs2000 …): WGS-84 and GCJ-02 are "
                "some 600 m apart, and no number tells them apart."
            ),
        )
    if said == "old":
        raise CrsError(
            say("Xi'an 80 and Beijing 54 cannot be moved exactly ({given})", given=columns.x),
            table,
            say("Have them brought to CGCS2000 by whoever has the parameters."),
        )
    return columns._replace(crs=resolve(said))


def _check_said(crs: str, named: str, columns: Where, table: str) -> None:
    """Refuse a system that the names of the columns contradict, which nobody has named."""
    if not named or (named != "old" and resolve(named) == resolve(crs)):
        return
    raise CrsError(
        say(
            "“{x}” and “{y}” are in another system by their names than {given}",
            x=columns.x,
            y=columns.y,
            given=crs,
        ),
        table,
        say(
            "Leave --crs out, or name the columns that are in it: "
            "--map lon=COLUMN --map lat=COLUMN."
        ),
    )


def check_kinds(where: Where, schema: pa.Schema, table: str = "") -> None:
    """Refuse columns of a position that can hold none, such as lists or days.

    Raises
    ------
    FormatError
        That names the column and what it holds.
    """
    import pyarrow as pa

    able = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, pa.types.is_null,
            pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)  # fmt: skip
    shapes = (pa.types.is_binary, pa.types.is_large_binary)
    for name in filter(None, (where.x, where.y, where.geometry)):
        kind = schema.field(name).type
        kind = kind.value_type if pa.types.is_dictionary(kind) else kind
        if not any(one(kind) for one in (shapes if name == where.geometry else able)):
            raise FormatError(
                say("the column “{name}” holds {kind}, and no positions", name=name, kind=kind),
                table,
                say("Name another: --map lon=COLUMN --map lat=COLUMN."),
            )


def _said_by(where: Where) -> str:
    """Return the system that the names of columns state, such as 经度（高德）."""
    from zzmap.join.coordinates import system_in, system_of_column

    names = [name for name in (where.x, where.y) if name]
    said = {system_of_column(name) for name in names if system_in(name)}
    return said.pop() if len(said) == 1 else ""


def _columns(names: Sequence[str], given: Mapping[str, str], geometry: str, table: str) -> Where:
    for role, name in given.items():
        if role not in _ROLES:
            raise FormatError(
                say("“{role}” is no role", role=role),
                table,
                say("Roles are {roles}.", roles=", ".join(_ROLES)),
            )
        if name not in names:
            raise FormatError(
                say("the table has no column “{name}”", name=name),
                table,
                say("It has {names}.", names=", ".join(names)[:400]),
            )
    x, y = given.get("x") or given.get("lon", ""), given.get("y") or given.get("lat", "")
    if bool(x) != bool(y):
        raise FormatError(
            say("one column is no position"), table, say("Name both: --map lon=… --map lat=….")
        )
    if x:
        return Where(x, y)
    if given.get(GEOMETRY) or geometry:
        return Where(geometry=given.get(GEOMETRY) or geometry)
    found = _guessed(names)
    if found is None:
        raise FormatError(
            say(
                "none of the columns {names} is known to be a position",
                names=", ".join(names)[:400],
            ),
            table,
            say("Name them: --map lon=COLUMN --map lat=COLUMN."),
        )
    return found


_ROLES = ("x", "y", "lon", "lat", GEOMETRY, "crs")


def _guessed(names: Sequence[str]) -> Where | None:
    from zzmap.join.coordinates import without_system
    from zzmap.join.roles import find_roles

    # 火星经度 is known as it stands; lng_gcj02 only without its system.
    for called in (list(names), [without_system(name) for name in names]):
        found = _by_roles(names, find_roles(called, []))
        if found is not None:
            return found
    return None


def _by_roles(names: Sequence[str], roles: Roles) -> Where | None:
    for first, second in (("lon", "lat"), ("y", "x")):
        east, north = roles.first(first), roles.first(second)  # type: ignore[arg-type]
        if east is not None and north is not None:
            # What survey tables call X is the northing; `in_order` looks at the numbers.
            return Where(names[east], names[north])
    return None


def in_order(where: Where, batch: pa.RecordBatch, table: str = "") -> Where:
    """Return where positions stand, east first, by the numbers of the first rows.

    Columns called X and Y are either, so the numbers decide; columns that say longitude and
    latitude and hold the other are refused.

    Raises
    ------
    FormatError
        If the numbers contradict the names, or fit neither order.
    """
    if where.geometry or where.crs is None:
        return where
    state = np.zeros(batch.num_rows, dtype=np.int8)
    degrees = not where.crs.projected
    x, y = (_numbers(batch.column(name), state, degrees)[0] for name in (where.x, where.y))
    as_named, turned = _fits(where.crs, x, y), _fits(where.crs, y, x)
    if as_named >= turned:
        return where
    if all(_may_be_either(name) for name in (where.x, where.y)):
        return where._replace(x=where.y, y=where.x)
    raise FormatError(
        say(
            "“{x}” holds what is north and “{y}” what is east: they are exchanged",
            x=where.x,
            y=where.y,
        ),
        table,
        say("If the numbers are right, say --map lon={y} --map lat={x}.", y=where.y, x=where.x),
    )


def _may_be_either(name: str) -> bool:
    from zzmap.join.coordinates import without_system

    return name.strip().lower() in _EITHER or without_system(name) in _EITHER


_EITHER = ("x", "y", "x坐标", "y坐标", "coord_x", "coord_y", "point_x", "point_y")
_CHINA = (73.0, 136.0, 3.0, 54.5)
_NORTHINGS = (300_000.0, 6_000_000.0)


def _fits(crs: Crs, x: Floats, y: Floats) -> int:
    """Count the points that are in China where x is east."""
    if crs.projected:
        north = (y > _NORTHINGS[0]) & (y < _NORTHINGS[1])
        return int((in_range(crs, x, y) & north & ~np.isnan(x)).sum())
    west, east, south, top = _CHINA
    return int(((x > west) & (x < east) & (y > south) & (y < top)).sum())
