"""The one way a file is written: beside its place, synced, read back, then renamed.

Whatever goes wrong, a full disk or a kill, what was there before is there afterwards.  One
file takes its place in one rename.  Several files that belong together (a Shapefile, the
pages of a build) are swapped with a journal: the *anchor*, the file without which the others
are not read (the .shp, the stamp of a build), goes first and comes last, so that old and new
are never taken for one; the next writer in the folder undoes what a kill has left half done.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from zzmap.errors import OutputError
from zzmap.messages import say

_PART = re.compile(r"\.zzmap-([0-9a-f]{8})-(\d+)-\w+\.part")
_OLD_S = 86_400.0
"""Age in seconds after which what another machine, or an unknown process, left is stale."""


@contextmanager
def staged(
    target: Path,
    *,
    drop: Iterable[Path] = (),
    check: Callable[[Path], None] | None = None,
) -> Iterator[Path]:
    """Give a path to write to; on leaving the block the file takes its place.

    Parameters
    ----------
    target
        Where the file shall be; a symbolic link is followed.  Files the block writes beside
        the path it was given (sidecars) come along.
    drop
        Files beside `target` that belong to the old one and go with it.
    check
        Reads the written file back, once it is synced, and raises if it is not as meant.

    Yields
    ------
    Path
        A path of the same name in a folder of its own.

    Raises
    ------
    OutputError
        If the file cannot be written, with the reason; what was there is untouched.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> with staged(folder / "a.txt") as path:
    ...     _ = path.write_text("whole")
    >>> [file.name for file in folder.iterdir()]
    ['a.txt']
    """
    place = target.resolve()
    with _folder(place.parent, place.name, target, drop) as (new, commit):
        yield new / place.name
        _sync_all(new)
        if check is not None:
            check(new / place.name)
        commit()


def write_text(target: Path, text: str, encoding: str = "utf-8") -> None:
    """Write one file of text, line ends as given, whole or not at all.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    write_raw(target, text.encode(encoding))


def write_raw(target: Path, raw: bytes) -> None:
    """Write one file of bytes; raises as `write_text`."""
    with staged(target, check=lambda path: _same_bytes(path, raw, target)) as path:
        path.write_bytes(raw)


def make_folder(folder: Path) -> None:
    """Make a folder with those above it; raises `OutputError` where that cannot be."""
    with _sentence(folder):
        folder.mkdir(parents=True, exist_ok=True)


def write_texts(
    folder: Path,
    texts: Mapping[str, str],
    anchor: str,
    check: Callable[[Path], None] | None = None,
) -> None:
    """Write files that belong together into a folder, all or none of them.

    Parameters
    ----------
    folder
        Made, with folders below it, if it is not there.
    texts
        Text by name, which may lie in a folder below.
    anchor
        The one of `texts` that tells that the others are whole.
    check
        Reads the folder of the new files, and raises if they are not as meant.

    Raises
    ------
    OutputError
        If they cannot be written; the old ones are then as they were.
    """
    make_folder(folder)
    with _folder(folder.resolve(), anchor, folder, ()) as (new, commit):
        for name, text in texts.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        _sync_all(new)
        for name, text in texts.items():
            _same_bytes(new / name, text.encode(), folder / name)
        if check is not None:
            check(new)
        commit()


def _same_bytes(path: Path, raw: bytes, target: Path) -> None:
    if path.read_bytes() != raw:
        raise OutputError(
            say("what was written does not read back as it was meant"),
            where=str(target),
            hint=say("The disk may be full or faulty; the old file is as it was."),
        )


@contextmanager
def _sentence(told: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            say(
                "cannot write here ({reason}); nothing was changed", reason=error.strerror or error
            ),
            where=str(told),
            hint=say("Choose a folder that exists, that you may write to and that has room."),
        ) from None


@contextmanager
def _folder(
    home: Path, anchor: str, told: Path, drop: Iterable[Path]
) -> Iterator[tuple[Path, Callable[[], None]]]:
    """Give a folder to fill and the function that brings its files home."""
    with _sentence(told):
        _sweep(home)
        part = Path(tempfile.mkdtemp(prefix=_prefix(), suffix=".part", dir=home))
        try:
            new = part / "new"
            new.mkdir()
            yield new, lambda: _commit(part, home, anchor, list(drop))
        finally:
            if not (part / "journal").exists():  # else it holds what could not be put back
                shutil.rmtree(part, ignore_errors=True)


def _prefix() -> str:
    return f".zzmap-{zlib.crc32(socket.gethostname().encode()):08x}-{os.getpid()}-"


def _commit(part: Path, home: Path, anchor: str, drop: list[Path]) -> None:
    names = _names(part / "new")
    gone = [path.name for path in drop if path.exists() and path.name not in names]
    for name in names:
        with suppress(OSError):
            shutil.copymode(home / name, part / "new" / name)
    if len(names) == 1 and not gone:
        (part / "new" / names[0]).replace(home / names[0])
    else:
        names = [name for name in names if name != anchor] + [anchor]
        with locked(home):
            _swap(part, home, names, gone)
    _sync_folder(home)


def _swap(part: Path, home: Path, names: list[str], gone: list[str]) -> None:
    """Replace several files; the last of `names` is the anchor."""
    old, journal = part / "old", part / "journal"
    old.mkdir()
    for name in (*names, *gone):
        (old / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).parent.mkdir(parents=True, exist_ok=True)
    draft = part / "journal.new"  # a full disk, or a kill, may cut it short
    draft.write_text(json.dumps(names), "utf-8")
    _sync(draft)
    draft.rename(journal)
    try:
        for name in (names[-1], *gone):
            if (home / name).exists():
                (home / name).rename(old / name)
        for name in names[:-1]:
            if (home / name).exists():
                _keep(home / name, old / name)
        for name in names:
            (part / "new" / name).replace(home / name)
    except BaseException:  # an interrupt too leaves nothing half done
        try:
            _undo(part, home, names)
        except OSError as error:
            raise OutputError(
                say(
                    "files could be neither replaced nor put back ({reason})",
                    reason=error.strerror or error,
                ),
                where=str(home),
                hint=say(
                    "The old ones are in {old}; the next zzmap that writes here tries again.",
                    old=old,
                ),
            ) from None
        raise
    journal.unlink()


def _keep(path: Path, copy: Path) -> None:
    """Keep a file under a second name while the first is still read."""
    try:
        os.link(path, copy)
    except OSError:  # a file system without hard links
        partial = copy.with_name(f"{copy.name}.copy")
        shutil.copy2(path, partial)
        partial.replace(copy)


def _undo(part: Path, home: Path, names: list[str]) -> None:
    """Bring the old files back, the anchor last."""
    old = part / "old"
    for name in names:
        placed = not (part / "new" / name).exists()
        if placed and not (old / name).exists():
            (home / name).unlink(missing_ok=True)
    kept = [name for name in _names(old) if not name.endswith(".copy") and name != names[-1]]
    for name in (*kept, names[-1]):
        if (old / name).exists():
            (old / name).replace(home / name)
    (part / "journal").unlink()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes from swapping files in a folder, where the system has such locks.

    The lock goes with the process, however that ends; it leaves nothing behind.  Who has
    waited for half a minute goes on without it.
    """
    key = threading.get_ident(), folder.resolve()
    try:
        handle = -1 if sys.platform == "win32" or key in _held else os.open(folder, os.O_RDONLY)
    except OSError:  # what there is to say of it, writing will say
        handle = -1
    if sys.platform == "win32" or handle < 0:
        yield
        return
    import fcntl

    try:
        end = time.monotonic() + _LOCK_S
        while time.monotonic() < end:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(0.02)
            except OSError:  # a file system without locks
                break
        _held.add(key)
        yield
    finally:
        _held.discard(key)
        os.close(handle)


_held: set[tuple[int, Path]] = set()
_LOCK_S = 30.0


def settle(folder: Path, seconds: float = 10.0) -> None:
    """Put right what a killed run has left in a folder; wait for one that is swapping files."""
    end = time.monotonic() + seconds
    _sweep(folder)
    while time.monotonic() < end and any(
        not _stale(journal.parent) for journal in folder.glob(".zzmap-*.part/journal")
    ):
        time.sleep(0.05)


def _sweep(home: Path) -> None:
    """Clear away what runs that were killed have left, undoing what they had half done."""
    for part in home.glob(".zzmap-*.part"):
        if part.is_symlink() or not part.is_dir() or not _stale(part):
            continue
        with suppress(OSError):
            names = _journaled(part)
            if names and not (home / names[-1]).exists():
                _undo(part, home, names)
            shutil.rmtree(part)


def _journaled(part: Path) -> list[str]:
    """Return the files a swap was at; none where it had not begun."""
    try:
        names: list[str] = json.loads((part / "journal").read_text("utf-8"))
    except (FileNotFoundError, ValueError):  # of an earlier version, cut short by a kill
        return []
    return names


def _stale(part: Path) -> bool:
    """Tell whether the process that made a folder is gone."""
    found = _PART.fullmatch(part.name)
    if found is None:
        return False
    if f".zzmap-{found[1]}-" == _prefix()[:16] and os.name == "posix":
        return not is_alive(int(found[2]))
    return time.time() - part.stat().st_mtime > _OLD_S


def is_alive(process: int) -> bool:
    """Tell whether a process of this machine is there; True where that cannot be told."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _names(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def _sync_all(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            _sync(path)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a rename last; not every system lets a folder be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
