"""Reference systems of Chinese open data: convert them, name them, and tell which one it is.

`datum` converts WGS-84, GCJ-02 and BD-09 degrees; `codes` turns names into a `Crs`;
`transform` moves coordinates and geometries between any two; `dms` reads degrees, minutes and
seconds; `detection` says what coordinates can be, and never guesses, and is loaded when it is
first asked for; `metric` measures in metres.
"""

from typing import TYPE_CHECKING

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
from zzmap.crs.dms import parse_dms, unpack_dms
from zzmap.crs.metric import Metric
from zzmap.crs.transform import (
    compatible,
    from_wgs84,
    same_place,
    to_wgs84,
    transform_geometry,
)

if TYPE_CHECKING:
    from zzmap.crs.detection import Candidate, Detection, detect

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
    "compatible",
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

_DETECTION = ("Candidate", "Detection", "detect")


def __getattr__(name: str) -> object:
    if name not in _DETECTION:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from zzmap.crs import detection

    found: object = getattr(detection, name)
    globals()[name] = found
    return found
