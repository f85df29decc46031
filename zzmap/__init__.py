"""zzmap: the spatial industry layout of a city's plans, as layers, answers and maps.

``import zzmap as zz`` loads nothing heavy: each name is imported when it is first used.

Examples
--------
>>> import zzmap as zz
>>> city = zz.open()
>>> city.query("盾构装备")[0].place
'郑州经开区'
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zzmap.crs.frames import to_crs
    from zzmap.errors import (
        CrsError,
        FormatError,
        GeodataError,
        NotFoundError,
        OutputError,
        ZzmapError,
    )
    from zzmap.io.layer import Layer
    from zzmap.io.reading import read
    from zzmap.io.writing import write
    from zzmap.parks.errors import ConflictError, StoreError
    from zzmap.workspace import City
    from zzmap.workspace import open_city as open
    from zzmap.workspace.editions import diff

__version__ = "0.1.0"

__all__ = [
    "City",
    "ConflictError",
    "CrsError",
    "FormatError",
    "GeodataError",
    "Layer",
    "NotFoundError",
    "OutputError",
    "StoreError",
    "ZzmapError",
    "__version__",
    "diff",
    "open",
    "read",
    "to_crs",
    "write",
]

_HOMES = {
    "City": ("zzmap.workspace", "City"),
    "ConflictError": ("zzmap.parks.errors", "ConflictError"),
    "Layer": ("zzmap.io.layer", "Layer"),
    "StoreError": ("zzmap.parks.errors", "StoreError"),
    "diff": ("zzmap.workspace.editions", "diff"),
    "open": ("zzmap.workspace", "open_city"),
    "read": ("zzmap.io.reading", "read"),
    "to_crs": ("zzmap.crs.frames", "to_crs"),
    "write": ("zzmap.io.writing", "write"),
}
"""Module and name of what is imported on first use; every other name is an error class."""


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _HOMES.get(name, ("zzmap.errors", name))
    found: object = getattr(import_module(module), attribute)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
