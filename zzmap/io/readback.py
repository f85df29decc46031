"""Read a written file back with another GDAL than wrote it, and compare.

Fiona and pyogrio each bring a GDAL of their own.  GDAL does not report every failure: on a
full disk it may close a file that lacks what it was given.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zzmap.errors import OutputError, ZzmapError
from zzmap.messages import say


@contextmanager
def plain_errors(target: Path) -> Iterator[None]:
    """Turn what GDAL and SQLite raise while a file is written into a sentence."""
    try:
        yield
    except (ZzmapError, OSError):
        raise
    except Exception as error:  # fiona lets more through than its own errors
        raise OutputError(
            say("cannot write here ({reason}); nothing was changed", reason=_reason(error)),
            where=str(target),
            hint=say("Choose a folder that exists, that you may write to and that has room."),
        ) from None


def _reason(error: Exception) -> str:
    """Return the end of GDAL's message, where the reason stands; SQL may come before it."""
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) < 200 else f"… {text[-160:]}"


TOLERANCE = 1e-9
"""How far a vertex may be off, relative to the size of its number; half a millimetre on
eastings with a zone number is 1e-11."""


def check_features(
    path: Path,
    target: Path,
    columns: Mapping[str, Sequence[Any]],
    geometries: NDArray[np.object_],
    layer: str | None = None,
) -> None:
    """Compare a layer of a file with what it should hold.

    Parameters
    ----------
    path
        File to read.
    target
        What to call it in an error.
    columns
        Values of each column, plain Python objects, None for blanks.
    geometries
        Geometry of each feature, None for none.
    layer
        Layer of a file that has several.

    Raises
    ------
    OutputError
        That names the first difference.
    """
    import pyogrio.raw
    import shapely

    try:
        meta, _, wkb, values = pyogrio.raw.read(path, layer=layer)
        found = shapely.from_wkb(wkb)
    except Exception as error:  # whatever GDAL makes of half a file
        raise _differs(target, say("it cannot be read back: {error}", error=error)) from None
    if len(found) != len(geometries):
        raise _differs(
            target,
            say("{count} of {count2} features are there", count=len(found), count2=len(geometries)),
        )
    names = [str(name) for name in meta["fields"]]
    # A .dbf must have a column: a layer without any gets one of numbers from GDAL.
    if names != list(columns) and (columns or names != ["FID"]):
        raise _differs(target, say("its columns are {names}", names=", ".join(names)))
    for name, got in zip(columns, values, strict=False):
        _check_column(target, name, columns[name], got)
    _check_geometries(target, geometries, found)


def _differs(target: Path, what: str) -> OutputError:
    return OutputError(
        say(
            "what was written does not read back as it was meant ({what}); nothing was changed",
            what=what,
        ),
        where=str(target),
        hint=say("The disk may be full; else write .geojson or .gpkg."),
    )


def _check_column(target: Path, name: str, given: Sequence[Any], got: NDArray[Any]) -> None:
    for number, (one, other) in enumerate(zip(given, got.tolist(), strict=True), 1):
        if not _alike(one, other):
            raise _differs(
                target,
                say(
                    "feature {number}, {name}: {one!r} became {other!r}",
                    number=number,
                    name=name,
                    one=one,
                    other=other,
                ),
            )


def _blank(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def _alike(given: Any, got: Any) -> bool:
    if _blank(given) or _blank(got):
        return _blank(given) and _blank(got)
    if isinstance(given, bool):
        return bool(given == got)
    if isinstance(given, (int, float)) and isinstance(got, (int, float)):
        exact = isinstance(given, int) and isinstance(got, int)
        return given == got if exact else math.isclose(given, got, rel_tol=1e-12)
    if isinstance(given, (datetime, date, time)):
        return _moment(given) == _moment(got)
    return bool(given == got)


def _moment(value: Any) -> str:
    return str(np.datetime64(value, "ms")) if isinstance(value, (datetime, date)) else str(value)


def _check_geometries(target: Path, given: NDArray[np.object_], got: NDArray[np.object_]) -> None:
    import shapely

    one, other = _comparable(given), _comparable(got)
    if (shapely.is_missing(one) != shapely.is_missing(other)).any():
        raise _differs(target, say("a geometry is missing"))
    size = np.abs(shapely.get_coordinates(one)).max(initial=1.0)
    same = shapely.equals_exact(one, other, size * TOLERANCE) | shapely.is_missing(one)
    if not same.all():
        number = int(np.flatnonzero(~same)[0]) + 1
        raise _differs(target, say("the geometry of feature {number} is another", number=number))


def _comparable(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """Bring geometries to one order of vertices and rings; a part alone is as a multi-part."""
    import shapely

    shapes = np.array(geometries, dtype=object)
    kinds = shapely.get_type_id(shapes)
    for index in np.flatnonzero(np.isin(kinds, (0, 1, 2, 3))):
        make = (shapely.MultiPoint, shapely.MultiLineString, shapely.MultiLineString,
                shapely.MultiPolygon)[kinds[index]]  # fmt: skip
        shapes[index] = make([shapes[index]]) if not shapely.is_empty(shapes[index]) else make()
    return np.asarray(shapely.normalize(shapes), dtype=object)
