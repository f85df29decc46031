"""Reference systems of Chinese open data: convert them, name them, and tell which one it is.

`datum` converts WGS-84, GCJ-02 and BD-09 degrees; `codes` turns names into a `Crs`;
`transform` moves coordinates and geometries between any two; `dms` reads degrees, minutes and
seconds; `detect` says what coordinates can be, and never guesses; `metric` measures in metres.
"""

from zzmap.crs.anchors import DEGREE_M
from zzmap.crs.codes import (
    BD09,
    CGCS2000,
    GCJ02,
    WEB_MERCATOR,
    WGS84,
    Crs,
    from_epsg,
    gauss_kruger,
    resolve,
)
from zzmap.crs.datum import (
    SHIFT_BOX,
    Box,
    bd09_to_gcj02,
    bd09_to_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)
from zzmap.crs.detect import Candidate, Detection, detect
from zzmap.crs.dms import parse_dms, unpack_dms
from zzmap.crs.metric import Metric
from zzmap.crs.transform import from_wgs84, same_place, to_wgs84, transform_geometry

__all__ = [
    "BD09",
    "CGCS2000",
    "DEGREE_M",
    "GCJ02",
    "SHIFT_BOX",
    "WEB_MERCATOR",
    "WGS84",
    "Box",
    "Candidate",
    "Crs",
    "Detection",
    "Metric",
    "bd09_to_gcj02",
    "bd09_to_wgs84",
    "detect",
    "from_epsg",
    "from_wgs84",
    "gauss_kruger",
    "gcj02_to_bd09",
    "gcj02_to_wgs84",
    "parse_dms",
    "resolve",
    "same_place",
    "to_wgs84",
    "transform_geometry",
    "unpack_dms",
    "wgs84_to_bd09",
    "wgs84_to_gcj02",
]
