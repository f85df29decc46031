"""What a WKT, as in a .prj, states: told by its parameters, for its names are many.

A datum is told by its ellipsoid and its name together: one ellipsoid serves several datums, and
names are spelled freely (D_CGCS_2000, D_China_2000, China_Geodetic_Coordinate_System_2000).  Where
the two contradict each other the file is refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zzmap.crs.codes import (
    CGCS2000,
    WGS84,
    Crs,
    Datum,
    from_epsg,
    gauss_kruger,
    refuse_old,
    zones_of,
)
from zzmap.errors import UnfitCrsError
from zzmap.messages import say

if TYPE_CHECKING:
    from pyproj import CRS

_ELLIPSOIDS: tuple[tuple[float, float, str], ...] = (
    (6378137.0, 298.257222101, "cgcs2000"),
    (6378137.0, 298.257223563, "wgs84"),
    (6378245.0, 298.3, "Beijing 1954 (北京54)"),
    (6378140.0, 298.257, "Xi'an 1980 (西安80)"),
)
_AXIS_M, _FLATTENING = 0.01, 1e-6
_NAMED: dict[Datum, re.Pattern[str]] = {
    "cgcs2000": re.compile(
        "cgcs2000|china2000|chinageodeticcoordinatesystem2000|国家2000|2000国家"
    ),
    "wgs84": re.compile("wgs84|wgs1984|worldgeodeticsystem1984"),
}
_KEPT = {
    "Albers Equal Area": (
        "Latitude of false origin", "Longitude of false origin",
        "Latitude of 1st standard parallel", "Latitude of 2nd standard parallel",
    ),
    "Lambert Conic Conformal (2SP)": (
        "Latitude of false origin", "Longitude of false origin",
        "Latitude of 1st standard parallel", "Latitude of 2nd standard parallel",
    ),
}  # fmt: skip
"""Conic projections of whole countries, which are what they say and nothing else."""

_OWN = say("A local or hand-made projection needs its own transformation to CGCS2000 first.")


def stated(crs: CRS) -> Crs:
    """Return the reference system of a WKT that has no code.

    Parameters
    ----------
    crs
        The WKT as pyproj reads it.

    Raises
    ------
    UnfitCrsError
        If its datum is another than WGS-84 and CGCS2000 or contradicts itself, its unit is not
        degrees or metres, or its projection is none whose coordinates can be trusted.
    """
    if crs.is_bound:
        crs = _unbound(crs)
        code = crs.to_epsg(min_confidence=70)
        if code is not None:
            return from_epsg(code)
    if crs.is_compound:  # heights are not read
        return _level(crs)
    refuse_old(crs.name)
    datum = _datum(crs)
    if crs.is_geographic:
        return _degrees(crs, datum)
    if not crs.is_projected:
        raise UnfitCrsError(
            say("“{name}” is no system of degrees or metres", name=crs.name), hint=_OWN
        )
    unit = crs.axis_info[0]
    if unit.unit_conversion_factor != 1.0:
        raise UnfitCrsError(
            say(
                "“{name}” counts in {unit_name}, not in metres",
                name=crs.name,
                unit_name=unit.unit_name,
            ),
            hint=say("Export it in metres."),
        )
    method = crs.coordinate_operation.method_name if crs.coordinate_operation else ""
    if method == "Transverse Mercator":
        return _transverse(crs)
    if method in _KEPT:
        return _kept(crs, datum)
    raise UnfitCrsError(
        say(
            "the projection of “{name}” ({method}) is not read",
            name=crs.name,
            method=method or say("none"),
        ),
        hint=_OWN,
    )


def check_greenwich(crs: CRS) -> None:
    """Refuse a system whose longitudes are not counted from Greenwich, whatever its code.

    Raises
    ------
    UnfitCrsError
        That names the system.
    """
    if crs.prime_meridian is not None and crs.prime_meridian.longitude:
        raise UnfitCrsError(
            say("“{name}” is not in degrees from Greenwich", name=crs.name), hint=_OWN
        )


def _level(crs: CRS) -> Crs:
    """Return the system of the plane in one that has heights beside it."""
    plane = crs.sub_crs_list[0]
    code = plane.to_epsg(min_confidence=70)
    return stated(plane) if code is None else from_epsg(code)


def _unbound(crs: CRS) -> CRS:
    """Return a system without the TOWGS84 it is bound by, if that moves nothing."""
    way = crs.coordinate_operation
    source = crs.source_crs
    assert source is not None
    refuse_old(source.name)
    moved = [row.value for row in way.params if row.value] if way else []
    if moved:
        told = ", ".join(f"{value:g}" for value in moved)
        raise UnfitCrsError(
            say(
                "“{name}” has a transformation of its own to WGS-84 ({told})",
                name=source.name,
                told=told,
            ),
            hint=say("Transform it to CGCS2000 with a program that applies it, and name that."),
        )
    return source


def _datum(crs: CRS) -> Datum:
    base = crs.geodetic_crs
    if base is None or base.datum is None or base.ellipsoid is None:
        raise UnfitCrsError(say("“{name}” states no datum", name=crs.name), hint=_OWN)
    refuse_old(base.name)
    refuse_old(base.datum.name)
    size = base.ellipsoid.semi_major_metre, base.ellipsoid.inverse_flattening
    by_size = next(
        (
            known
            for axis, flattening, known in _ELLIPSOIDS
            if abs(size[0] - axis) < _AXIS_M and abs(size[1] - flattening) < _FLATTENING
        ),
        "",
    )
    names = "|".join(_folded(row) for row in (base.name, base.datum.name, base.ellipsoid.name))
    named = [datum for datum, pattern in _NAMED.items() if pattern.search(names)]
    if len(named) == 1 and named[0] == by_size:
        return named[0]
    said = f"datum “{base.datum.name}”, ellipsoid {size[0]:.10g} / {size[1]:.10g}"
    if named and by_size and by_size not in named:
        other = {"cgcs2000": "CGCS2000 or GRS 80", "wgs84": "WGS-84"}.get(by_size, by_size)
        raise UnfitCrsError(
            say(
                "“{name}” contradicts itself: {said}, which is that of {other}",
                name=crs.name,
                said=said,
                other=other,
            ),
            hint=say("Ask for the datum, and correct the .prj."),
        )
    if by_size not in ("", *_NAMED):
        said += f", which is that of {by_size}"
    raise UnfitCrsError(
        say("“{name}” is on a datum that is not known ({said})", name=crs.name, said=said),
        hint=_OWN,
    )


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def _degrees(crs: CRS, datum: Datum) -> Crs:
    units = {round(row.unit_conversion_factor, 12) for row in crs.axis_info[:2]}
    if units != {_DEGREE}:
        raise UnfitCrsError(say("“{name}” is not in degrees", name=crs.name), hint=_OWN)
    return WGS84 if datum == "wgs84" else CGCS2000


_DEGREE = round(0.017453292519943295, 12)


def _parameters(crs: CRS) -> dict[str, float]:
    operation = crs.coordinate_operation
    return {} if operation is None else {row.name: float(row.value) for row in operation.params}


def _transverse(crs: CRS) -> Crs:
    """Return Gauss-Kruger by its parameters; on WGS-84 it is that on CGCS2000 to a millimetre."""
    given = _parameters(crs)
    scale = given.get("Scale factor at natural origin", 1.0)
    if scale != 1.0:
        raise UnfitCrsError(
            say(
                "“{name}” has the scale {scale:g} on its meridian, Gauss-Kruger has 1",
                name=crs.name,
                scale=scale,
            ),
            hint=say("Ask which is meant, and correct the .prj."),
        )
    if given.get("False northing") or given.get("Latitude of natural origin"):
        raise UnfitCrsError(
            say("“{name}” does not count northings from the equator", name=crs.name), hint=_OWN
        )
    meridian, easting = (
        round(given.get(name, 0.0), 9) for name in ("Longitude of natural origin", "False easting")
    )
    for width, zone, prefix in zones_of():
        known = gauss_kruger(width, zone, prefix=prefix)
        if (known.meridian, known.false_easting) == (meridian, easting):
            return known
    raise UnfitCrsError(
        say(
            "the WKT “{name}” matches no EPSG code: no zone has the meridian {meridian:g} and the "
            "false easting {easting:,.0f}",
            name=crs.name,
            meridian=meridian,
            easting=easting,
        ),
        hint=_OWN,
    )


def _kept(crs: CRS, datum: Datum) -> Crs:
    return Crs(crs.to_wkt(), crs.name, crs.name, None, datum, projected=True)
