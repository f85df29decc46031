"""Areas and lengths on the ground, in the metric reference system."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, overload

import shapely
from pyproj import Transformer

from zzmap.settings import METRIC_CRS, STORAGE_CRS
from zzmap.units import M2_PER_KM2

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry


@cache
def _transformer(forward: bool) -> Transformer:
    pair = (STORAGE_CRS, METRIC_CRS) if forward else (METRIC_CRS, STORAGE_CRS)
    return Transformer.from_crs(*pair, always_xy=True)


@overload
def to_metric(geometry: BaseGeometry) -> BaseGeometry: ...
@overload
def to_metric(geometry: NDArray[Any]) -> NDArray[Any]: ...  # type: ignore[overload-cannot-match]
def to_metric(geometry: Any) -> Any:
    """Project WGS-84 degrees to metres (CGCS2000 / 3-degree Gauss-Kruger CM 114E).

    Takes a geometry or an array of geometries; an array goes through PROJ in one call.
    """
    return _transform(geometry, forward=True)


def to_degrees(geometry: BaseGeometry) -> BaseGeometry:
    """Bring metres of the metric system back to WGS-84 degrees."""
    return _transform(geometry, forward=False)


def area_km2(geometry: BaseGeometry) -> float:
    """Area of a WGS-84 geometry in km²."""
    return float(to_metric(geometry).area) / M2_PER_KM2


def _transform(geometry: Any, *, forward: bool) -> Any:
    def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
        import numpy as np

        x, y = _transformer(forward).transform(points[:, 0], points[:, 1])
        return np.column_stack([x, y])

    return shapely.transform(geometry, move)
