"""``zzmap desk``: the workbench in the browser."""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from zzmap.cli.options import STORE, Subparsers, add_command, city_of
from zzmap.messages import say

_OBJECTS = 50_000
"""Objects that are new before those are looked through that could be freed."""


def add_desk(subparsers: Subparsers) -> None:
    """Add the command."""
    command = add_command(
        subparsers, "desk", say("Open the workbench in the browser."), run_desk, STORE
    )
    command.add_argument(
        "--port", type=int, default=0, metavar="N", help=say("default: one that is free")
    )
    command.add_argument(
        "--no-open", action="store_true", help=say("print the address, open no browser")
    )


def run_desk(options: Namespace) -> int:
    """Serve the desk until Ctrl-C."""
    from zzmap.desk.desk import Desk
    from zzmap.desk.run import run

    # Fifty thousand parks are a million objects that all stay: to look through them again and
    # again for what could be freed was a third of the time it takes to prepare them.
    gc.freeze()
    gc.set_threshold(_OBJECTS, 50, 100)
    desk = Desk(city_of(options))
    try:
        with suppress(KeyboardInterrupt):
            run(
                desk,
                options.port,
                announce=lambda address: print(address, flush=True),
                show=not options.no_open,
            )
    finally:
        desk.jobs.end()
    return 0


def start() -> int:
    """Run ``zzmap-desk``: the desk for who starts it by a double-click."""
    from zzmap.cli import main
    from zzmap.desk.desk import own_store

    words = sys.argv[1:]
    named = any(word.partition("=")[0] == "--store" for word in words)
    store = None if named else own_store(Path.home(), os.environ)
    return main(["desk", *(("--store", str(store)) if store else ()), *words])
