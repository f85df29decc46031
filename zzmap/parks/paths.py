"""Where the park store is when nobody names one; light, for every command asks."""

from __future__ import annotations

import os
from pathlib import Path

STORE_VARIABLE = "ZZMAP_STORE"
"""Environment variable that names the store."""

FILE_NAME = "parks.gpkg"


def default_store(geodata: str | Path | None = None) -> Path:
    """Return where the store is when nobody names one.

    The variable ``ZZMAP_STORE``; else ``parks.gpkg`` beside the geodata folder; else,
    where that is inside an installed package or can't be written to, in the current
    folder.
    """
    named = os.environ.get(STORE_VARIABLE)
    if named:
        return Path(named)
    if geodata is not None:
        beside = Path(geodata).absolute().parent
        installed = beside == Path(__file__).absolute().parent.parent
        if not installed and os.access(beside, os.W_OK):
            return beside / FILE_NAME
    return Path(FILE_NAME)
