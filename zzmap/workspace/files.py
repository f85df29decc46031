"""What is done to a file of its own, without a city."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zzmap.io import Written


def convert(  # noqa: PLR0913  one for each option of the command
    source: str | Path,
    target: str | Path,
    from_crs: str,
    to_crs: str,
    *,
    layer: str | None = None,
    encoding: str | None = None,
    overwrite: bool = False,
    zone: int | None = None,
    gbk: bool = False,
    trust_crs: bool = False,
) -> Written:
    """Write a file's features to another file, in another reference system.

    Parameters and errors are those of `zzmap.convert.convert_file`.

    Examples
    --------
    >>> from zzmap.workspace import convert
    >>> done = convert("new.geojson", "new.shp", "wgs84", "EPSG:4547")
    >>> done.path.name
    'new.shp'
    """
    from zzmap.convert import convert_file

    return convert_file(
        source,
        target,
        from_crs,
        to_crs,
        layer=layer,
        encoding=encoding,
        overwrite=overwrite,
        zone=zone,
        gbk=gbk,
        trust_crs=trust_crs,
    )
