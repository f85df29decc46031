"""Which files of stores were found sound: what has not changed since need not be judged again.

To judge every cell of fifty thousand parks takes a quarter of a second, and a page of the
workbench reads its store a dozen times.
"""

from __future__ import annotations

import time
from pathlib import Path

State = tuple[object, ...]
"""Equal as long as a store's file has not changed."""

_TICK_NS = 50_000_000
"""A file that was written to so lately may be once more without another time of change."""

_sound: dict[Path, State] = {}


def store_state(path: Path) -> State:
    """Return the state of a park store, whoever has changed it; empty where there is none.

    That of a file which was written to just now equals no other, not even itself asked again.  The
    file is not opened for it: to close it would, on POSIX, take away the locks of every connection
    that this process has to it, and two writers would be in it at once.
    """
    found = stat_of(path)
    if not found:
        return ()
    beside = stat_of(wal_of(path))
    young = time.time_ns() - max((found[0], *beside[:1])) < _TICK_NS
    return (found, beside, object()) if young else (found, beside)


def wal_of(path: Path) -> Path:
    """Return the file of what others have not yet put into a store."""
    return path.with_name(f"{path.name}-wal")


def is_sound(path: Path, state: State) -> bool:
    """Tell whether a store was judged in this state and found sound, by this program."""
    return bool(state) and _sound.get(path.absolute()) == state


def found_sound(path: Path, before: State) -> None:
    """Remember that a store was judged and sound, if it is as it was before and no longer young."""
    after = store_state(path)
    if after and after == before:
        _sound[path.absolute()] = after


def stat_of(path: Path) -> tuple[int, ...]:
    """Return times of change, size and number of a file; empty where there is none."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino
