"""Which files of stores were found sound: what has not changed since need not be judged again.

To judge every cell of fifty thousand parks takes a quarter of a second, and a page of the
workbench reads its store a dozen times.
"""

from __future__ import annotations

import time
from pathlib import Path

State = tuple[object, ...]
"""Equal as long as a store's file has not changed."""

_HEADER_BYTES = 100
"""SQLite counts changes in its header: two within one tick of the clock differ there."""

_TICK_NS = 50_000_000
"""A file that was written to so lately may be once more without another time of change."""

_sound: dict[Path, State] = {}


def store_state(path: Path) -> State:
    """Return the state of a park store, whoever has changed it; empty where there is none."""
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except OSError:
        return ()
    return header, stat_of(path), stat_of(wal_of(path))


def wal_of(path: Path) -> Path:
    """Return the file of what others have not yet put into a store."""
    return path.with_name(f"{path.name}-wal")


def is_sound(path: Path, state: State) -> bool:
    """Tell whether a store was judged in this state and found sound, by this program."""
    return bool(state) and _sound.get(path.absolute()) == state


def found_sound(path: Path, before: State) -> None:
    """Remember that a store was judged and sound, if it is as it was before and no longer young."""
    after = store_state(path)
    times = [found[0] for found in after[1:] if isinstance(found, tuple) and found]
    if after and after == before and time.time_ns() - max(times) > _TICK_NS:
        _sound[path.absolute()] = after


def stat_of(path: Path) -> tuple[int, ...]:
    """Return time of change, size and number of a file; empty where there is none."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_size, found.st_ino
