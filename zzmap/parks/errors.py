"""What can be wrong with the park store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zzmap.errors import ZzmapError
from zzmap.messages import say


class StoreError(ZzmapError):
    """The park store cannot be used, or a change to it cannot be made.

    Examples
    --------
    >>> import zzmap as zz
    >>> try:
    ...     zz.open(store="none.gpkg").parks.undo()
    ... except zz.StoreError as error:
    ...     print(error.what)
    there are no parks in the store yet
    """


class ConflictError(StoreError):
    """A row was changed by another since it was looked at; nothing was written over it.

    `row_id` names the row and `change` the number of its latest change.

    Examples
    --------
    >>> import zzmap as zz
    >>> parks = zz.open(store="my.gpkg").parks
    >>> seen = parks.history("甲园")[-1].change
    >>> _ = parks.edit("甲园", status="active")  # by another planner
    >>> try:
    ...     parks.edit("甲园", status="planned", seen=seen)
    ... except zz.ConflictError as error:
    ...     print(error.change)
    2
    """

    def __init__(self, row_id: str, change: int) -> None:
        self.row_id, self.change = row_id, change
        super().__init__(
            say("change {change} was made since this was looked at", change=change),
            where=row_id,
            hint=say("Look at both, and decide again."),
        )


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into a `StoreError` that names the store."""
    try:
        yield
    except sqlite3.Error as error:
        what, hint = _explain(str(error))
        raise StoreError(what, where=str(path), hint=hint) from None


def _explain(message: str) -> tuple[str, str]:
    lowered = message.lower()
    for signs, what, hint in _EXPLAINED:
        if any(sign in lowered for sign in signs):
            return what, hint
    return say("this park store cannot be used ({message})", message=message), say(
        "Restore the file from a copy."
    )


_EXPLAINED = (
    (
        ("locked", "busy"),
        say("another program keeps this park store busy"),
        say("End its editing session and try again."),
    ),
    (
        ("readonly", "read-only", "attempt to write"),
        say("this park store is write-protected"),
        say("Change its rights, or name another with --store."),
    ),
    (
        ("unable to open",),
        say("this park store cannot be opened"),
        say("Name a file in a folder that exists and that you may write to."),
    ),
    (
        ("full",),
        say("there is no room left to write the park store"),
        say("Free some space and try again."),
    ),
    (
        ("not a database", "malformed", "encrypted", "corrupt"),
        say("this file is no park store, or is damaged"),
        say("Name another with --store, or restore the file from a copy."),
    ),
)
