"""Tell whether files have changed since something was derived from them."""

from __future__ import annotations

from pathlib import Path

_READ = frozenset((".csv", ".geojson", ".json", ".toml"))
_HEADER_BYTES = 100
"""SQLite counts changes in its header: two within one tick of the clock differ there."""

State = tuple[object, ...]
"""Equal as long as nothing has changed."""


def folder_state(folder: Path) -> State:
    """Return the state of a geodata folder's tables and layers."""
    files = (path for place in (folder, folder / "layers") for path in place.glob("*"))
    return tuple(sorted((path.name, *_stat(path)) for path in files if path.suffix in _READ))


def store_state(path: Path) -> State:
    """Return the state of a park store, whoever has changed it; empty where there is none."""
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except OSError:
        return ()
    return header, _stat(path), _stat(_wal(path))


def store_files(path: Path) -> tuple[Path, ...]:
    """Return the files that hold a park store: itself, and what others have not yet put in it."""
    return tuple(file for file in (path, _wal(path)) if file.exists())


def _wal(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _stat(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_size, found.st_ino
