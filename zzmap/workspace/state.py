"""Tell whether files have changed since something was derived from them."""

from __future__ import annotations

from pathlib import Path

from zzmap.parks.sound import State, stat_of

_READ = frozenset((".csv", ".geojson", ".json", ".toml"))


def folder_state(folder: Path) -> State:
    """Return the state of a geodata folder's tables and layers."""
    files = (path for place in (folder, folder / "layers") for path in place.glob("*"))
    return tuple(sorted((path.name, *stat_of(path)) for path in files if path.suffix in _READ))
