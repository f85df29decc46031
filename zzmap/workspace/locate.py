"""Many points located: in the city's polygons or a file's, from a file or a frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zzmap.errors import FormatError
from zzmap.locate.polygons import Polygon, of_city, of_outlines
from zzmap.messages import say

if TYPE_CHECKING:
    from pandas import DataFrame

    from zzmap.locate.records import Locations, Options
    from zzmap.workspace.city import City


def locate(
    city: City,
    points: str | Path | DataFrame,
    out: str | Path | None,
    options: Options,
    zones: str | Path | None,
    zones_crs: str | None,
    progress: Callable[[int, int | None], object],
) -> Locations | DataFrame:
    """Locate points; see `City.locate`."""
    with _meanwhile(lambda: _polygons(city, zones, zones_crs)) as polygons:
        _check_arrow()
        from zzmap.locate.run import locate_frame, locate_table

        if not isinstance(points, (str, Path)):
            return locate_frame(points, polygons(), options)
        if out is None:
            raise FormatError(
                say("a file of points is located into a file"), hint=say("Say -o OUT.")
            )
        if options.scheduler:
            from zzmap.locate.cluster import locate_on_cluster

            return locate_on_cluster(
                str(points), str(out), polygons(), options, options.scheduler, progress
            )
        return locate_table(Path(points), Path(out), polygons, options, progress)


@contextmanager
def _meanwhile(made: Callable[[], list[Polygon]]) -> Iterator[Callable[[], list[Polygon]]]:
    """Begin to make polygons and give what waits for them: the table is opened meanwhile."""
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(copy_context().run, made).result


def _check_arrow() -> None:
    try:
        import pyarrow  # noqa: F401  what follows would say it less well
    except ImportError:
        raise FormatError(
            say("locating points needs pyarrow, which is not installed"),
            hint=say('Install it: pip install "zzmap[locate]".'),
        ) from None


def _polygons(city: City, zones: str | Path | None, crs: str | None) -> list[Polygon]:
    if zones is None:
        return of_city(city._now.layers)
    from zzmap.parks.georeference import read_parcels

    file = read_parcels(zones, crs)
    shapes = [row.geometry for row in file.parcels]
    wrong = np.flatnonzero(~shapely.is_valid(shapes))
    if wrong.size:
        raise FormatError(
            say("the outline “{name}” crosses itself", name=file.parcels[wrong[0]].name),
            Path(zones).name,
            say("`zzmap parks check FILE` shows where; mend it, or let `parks check --fix` do it."),
        )
    return of_outlines([row.name for row in file.parcels], shapes)
