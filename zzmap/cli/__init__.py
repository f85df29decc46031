"""The command line: a thin shell over the library.

Here alone is said what becomes of a command that fails, is interrupted or cannot print: a
sentence and an exit status, never a traceback, and never a failure of what is already stored.
"""

from __future__ import annotations

import os
import signal
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType

from zzmap.cli.language import command_line_in, language_of, taken
from zzmap.cli.output import visible_controls
from zzmap.cli.streams import Stream, guarded_streams
from zzmap.errors import ZzmapError
from zzmap.messages import say

FAILED = 1
_SIGNALLED = 128
"""A command that a signal ended returns this and the signal's number, as shells say it."""

_MAKES = ("who", "output", "out")
"""Options of commands that change or write something; what the others do is to print."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    # No command does linear algebra. The threads OpenBLAS would start when numpy loads it are
    # a fifth of what ``zzmap zone`` takes.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with guarded_streams() as out, _signals() as caught, visible_controls():
        asked, words = taken(sys.argv[1:] if arguments is None else arguments)
        try:
            language = language_of(asked, os.environ)
        except ZzmapError as error:
            print(f"zzmap: {error}", file=sys.stderr)
            return FAILED
        with command_line_in(language):
            return _guarded(words, out, caught)


def _guarded(words: Sequence[str], out: Stream, caught: list[int]) -> int:
    try:
        return _run(words, out, caught)
    except KeyboardInterrupt:
        return _interrupted(caught)
    except Exception:
        # A library may turn the interrupt of a callback into an error of its own.
        if caught:
            return _interrupted(caught)
        raise


def _run(words: Sequence[str], out: Stream, caught: list[int]) -> int:
    from zzmap.cli.drafts import spelled
    from zzmap.cli.parser import build_parser

    options = build_parser().parse_args(spelled(words))
    try:
        status: int = options.run(options)
    except ZzmapError as error:
        if caught:  # the error may have come of the interrupt
            raise
        print(f"zzmap: {error}", file=sys.stderr)
        return FAILED
    out.flush()
    return _told(options, status, out)


def _told(options: Namespace, status: int, out: Stream) -> int:
    """Say what of the output could not be shown; return the exit status."""
    if out.replaced:
        print(
            say(
                "zzmap: characters that {encoding} does not have are shown as \\u…; "
                "PYTHONIOENCODING=utf-8 shows them",
                encoding=out.encoding,
            ),
            file=sys.stderr,
        )
    if out.fault is None or isinstance(out.fault, BrokenPipeError):
        # The reader of a pipe (head, less) may have had enough; that is no failure of ours.
        return status
    made = any(hasattr(options, name) for name in _MAKES)
    done = say("; what the command did is done") if made and status == 0 else ""
    print(
        say(
            "zzmap: the output cannot be written ({reason}){done}",
            reason=out.fault.strerror,
            done=done,
        ),
        file=sys.stderr,
    )
    return status if made else status or FAILED


def _interrupted(caught: list[int]) -> int:
    number = caught[-1] if caught else signal.SIGINT
    word = say("stopped") if number == signal.SIGTERM else say("interrupted")
    print(
        say("zzmap: {word}; what was being done is done whole or not at all", word=word),
        file=sys.stderr,
    )
    return _SIGNALLED + number


@contextmanager
def _signals() -> Iterator[list[int]]:
    """Make SIGTERM end a command as Ctrl-C does, and keep which of them came."""
    caught: list[int] = []
    before = {}

    def raise_it(number: int, frame: FrameType | None) -> None:
        caught.append(number)
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        # Only the main thread may; and what nohup or a shell's & has set to be ignored stays so.
        with suppress(ValueError):
            if signal.getsignal(number) != signal.SIG_IGN:
                before[number] = signal.signal(number, raise_it)
    try:
        yield caught
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
