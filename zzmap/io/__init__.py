"""Files: `read` gives a `Layer`, `write` takes one; every format and every guard is here, once."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zzmap.io.formats import READABLE, WRITABLE
    from zzmap.io.layer import Layer
    from zzmap.io.reading import layer_names, read, read_all
    from zzmap.io.writing import Written, write, write_layers

__all__ = [
    "READABLE",
    "WRITABLE",
    "Layer",
    "Written",
    "layer_names",
    "read",
    "read_all",
    "write",
    "write_layers",
]

_HOMES = {
    "READABLE": "formats",
    "WRITABLE": "formats",
    "Layer": "layer",
    "layer_names": "reading",
    "read": "reading",
    "read_all": "reading",
    "Written": "writing",
    "write": "writing",
    "write_layers": "writing",
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first used: the shipped layers need no child process."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
