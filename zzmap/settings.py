"""Where the data is and which reference system it is kept in."""

from __future__ import annotations

import os
from pathlib import Path

from zzmap.errors import GeodataError

STORAGE_CRS = "EPSG:4326"
"""Every stored geometry: WGS-84 longitude and latitude in degrees."""

GEODATA_VARIABLE = "ZZMAP_GEODATA"
"""Environment variable that names another geodata folder."""

_PACKAGE = Path(__file__).resolve().parent


def geodata_folder(chosen: str | Path | None = None) -> Path:
    """Find the folder of tables and layers.

    Parameters
    ----------
    chosen
        Folder given by the caller; else the environment variable, else the data
        that ships with the package (a wheel holds it inside ``zzmap``, a checkout
        beside it).

    Raises
    ------
    GeodataError
        If the folder holds no ``documents.csv``.
    """
    named = chosen or os.environ.get(GEODATA_VARIABLE)
    candidates = [Path(named)] if named else [_PACKAGE / "geodata", _PACKAGE.parent / "geodata"]
    for folder in candidates:
        if (folder / "documents.csv").is_file():
            return folder
    raise GeodataError(
        "no geodata here (documents.csv is missing)",
        where=str(candidates[-1]),
        hint=f"Name a folder with --geodata or {GEODATA_VARIABLE}, or install zzmap again.",
    )
