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

from zzmap.errors import CrsError, FormatError
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
    told: list[str] = []
    with _meanwhile(lambda: _polygons(city, zones, zones_crs, told)) as polygons:
        _check_arrow()
        from zzmap.locate.run import locate_frame, locate_table

        if not isinstance(points, (str, Path)):
            return locate_frame(_frame(points, out), polygons(), options)
        if out is None:
            raise FormatError(
                say("a file of points is located into a file"), hint=say("Say -o OUT.")
            )
        if options.scheduler:
            from zzmap.locate.cluster import locate_on_cluster

            done = locate_on_cluster(
                str(points), str(out), polygons(), options, options.scheduler, progress
            )
        else:
            done = locate_table(Path(points), Path(out), polygons, options, progress)
    return done._replace(notes=(*done.notes, *told))


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


def _frame(points: object, out: str | Path | None) -> DataFrame:
    """Return points that are no file as a frame; a table of Arrow is one too."""
    import pyarrow as pa
    from pandas import DataFrame

    if out is not None:
        raise FormatError(
            say("a frame is given back, and not written to {out}", out=out),
            hint=say("Leave the file out and write what is given back, or locate a file."),
        )
    frame = points.to_pandas() if isinstance(points, (pa.Table, pa.RecordBatch)) else points
    if not isinstance(frame, DataFrame):
        raise FormatError(
            say("{kind} is no table of points", kind=type(points).__name__),
            hint=say("Give a file, a DataFrame or a table of Arrow."),
        )
    return frame


def _polygons(
    city: City, zones: str | Path | None, crs: str | None, told: list[str]
) -> list[Polygon]:
    """Return what points are looked for in; what was assumed in reading it is added to `told`."""
    if zones is None:
        return of_city(city._now.layers)
    from zzmap.parks.georeference import read_parcels

    try:
        file = read_parcels(zones, crs)
    except CrsError as error:
        if "--crs" not in str(error.hint):
            raise
        hint = say("Say in which system the polygons are: --zones-crs gcj02 …")
        raise CrsError(error.what, error.where, hint) from None
    shapes = [row.geometry for row in file.parcels]
    wrong = np.flatnonzero(~shapely.is_valid(shapes))
    if wrong.size:
        raise FormatError(
            say("the outline “{name}” crosses itself", name=file.parcels[wrong[0]].name),
            Path(zones).name,
            say("`zzmap parks check FILE` shows where; mend it, or let `parks check --fix` do it."),
        )
    told += [f"{Path(zones).name}: {note}" for note in file.notes]
    return of_outlines([row.name for row in file.parcels], shapes)
